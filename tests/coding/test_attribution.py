"""Who said what. Each row: a text, and each of its attributions as `speaker | act | content`, content stretches joined
by ` … `; marks behind the act: `-` negated, `!` declined, `?` anonymous, `<` inside another one, `”` in a quotation."""

from __future__ import annotations

from functools import cache

import pytest

from watchfloor.coding import cuebook, patterns, quotes
from watchfloor.coding.attribution import Attribution, attributions
from watchfloor.coding.graph import build
from watchfloor.parsing.parse import Parser

ROWS = [
    # a clause and its cue, in every order
    ("The envoy said that the talks had failed.", ["The envoy | says | that the talks had failed"]),
    ("The talks had failed, the envoy said.", ["the envoy | says | The talks had failed"]),
    ("The talks, the envoy said, had failed.", ["the envoy | says | The talks … had failed"]),
    ("The deal, which the envoy says is dead, was signed in May.", ["the envoy | says | which … is dead"]),
    ("Talks failed, but the truce held, the envoy added.", ["the envoy | says | Talks failed, but the truce held"]),
    (
        "The mayor said shots were fired and that two men had died.",
        ["The mayor | says | shots were fired and that two men had died"],
    ),
    ("He claimed the army was ready, but offered no proof.", ["He | claims | the army was ready"]),
    ("The minister did not say that talks had failed.", ["The minister | says - | that talks had failed"]),
    ("Neither side has confirmed that the truce holds.", ["Neither side | announces - | that the truce holds"]),
    ("It is feared that hundreds have died.", [" | fears | that hundreds have died"]),
    ("He is said to be in Damascus.", [" | says | He … to be in Damascus"]),
    ("An official was quoted as saying that the deal is dead.", ["An official | says ? | that the deal is dead"]),
    ("Asked whether troops would leave, Psaki said no.", [" | asks | whether troops would leave", "Psaki | says | no"]),
    # a name before a colon and a quotation
    (
        "They met. Mayor Anna Strand: “We said no. It is over.”",
        ["Mayor Anna Strand | says | “We said no. It is over.”", "We | says < ” | no"],
    ),
    # phrases that name a source
    ("The talks have failed, according to the envoy.", ["the envoy | says | The talks have failed"]),
    ("Talks, according to state television, will resume.", ["state television | says | Talks … will resume"]),
    (
        "According to a tweet by the foreign minister, the talks are over.",
        ["the foreign minister | says | the talks are over"],
    ),
    ("In Tehran's view, the sanctions are illegal.", ["Tehran's | thinks | the sanctions are illegal"]),
    # nouns, adjectives, sides
    ("The claim that Iran had broken the deal was false.", [" | claims | that Iran had broken the deal"]),
    ("His warning that the talks would fail was heard.", ["His | warns | that the talks would fail"]),
    ("The envoy expressed concern that the truce would fail.", ["The envoy | fears | that the truce would fail"]),
    ("Experts are highly skeptical that a deal can be reached.", ["Experts | doubts | that a deal can be reached"]),
    ("Iran is open to talks with Saudi Arabia.", ["Iran | agrees | talks with Saudi Arabia"]),
    ("Khamenei is against US involvement in Iraq.", ["Khamenei | opposes | US involvement in Iraq"]),
    # infinitives, objects, small clauses
    ("Rouhani promised to cooperate.", ["Rouhani | promises | to cooperate"]),
    ("Rouhani asked Kerry to lift the sanctions.", ["Rouhani | demands | Kerry to lift the sanctions"]),
    (
        "The president vowed to leave, saying the pact was dead.",
        ["The president | promises | to leave", "The president | says | the pact was dead"],
    ),
    (
        "The envoy warned that time was short, urging Iran to talk.",
        ["The envoy | warns | that time was short", "The envoy | demands | Iran to talk"],
    ),
    (
        "The king rejected reports that Chad had agreed to leave, calling them baseless.",
        [
            "The king | rejects | reports that Chad had agreed to leave",
            " | says < | that Chad had agreed to leave",
            "Chad | agrees < | to leave",
            "The king | calls | them baseless",
        ],
    ),
    ("The plan, which Iran opposes, was approved.", ["Iran | opposes | The plan"]),
    ("Germany ruled out sending troops.", ["Germany | rejects | sending troops"]),
    ("The general endorsed the plan, which had failed twice before.", ["The general | supports | the plan"]),
    ("Ankara condemned the strike as a crime.", ["Ankara | criticises | the strike as a crime"]),
    ("The minister called it a mistake.", ["The minister | calls | it a mistake"]),
    ("He described the deal as a disaster.", ["He | calls | the deal as a disaster"]),
    ("He was accused of lying by the opposition.", ["the opposition | accuses | He … of lying"]),
    ("The rebels attacked the town.", []),
    ("The army left the town on Monday.", []),
    # one inside another
    (
        "Lavrov said that Kerry had denied that talks were planned.",
        ["Lavrov | says | that Kerry had denied that talks were planned", "Kerry | denies < | that talks were planned"],
    ),
    # who has no name, who does not speak
    ("A Western diplomat said the deadline would move.", ["A Western diplomat | says ? | the deadline would move"]),
    (
        "A person familiar with the talks said they were over.",
        ["A person familiar with the talks | says ? | they were over"],
    ),
    (
        "An official who asked not to be named said Kerry had denied the report.",
        [
            "An official who asked not to be named | says ? | Kerry had denied the report",
            "Kerry | denies < | the report",
        ],
    ),
    ("The Pentagon declined to comment.", ["The Pentagon | declines ! | to comment"]),
    ("The ministry could not be reached for comment.", ["The ministry | declines ! | comment"]),
    ("The White House had no immediate comment.", ["The White House | declines ! | "]),
    ("Chad would not say if its troops had left.", ["Chad | declines - ! | if its troops had left"]),
    (
        "The minister refused to confirm the report.",
        ["The minister | declines ! | to confirm the report", "The minister | announces - < | the report"],
    ),
    # headlines, transcripts, signatures
    ("Iran: no talks with Washington\n\nIt rained.", ["Iran | says | no talks with Washington"]),
    ("No talks with Washington: Iran\n\nIt rained.", ["Iran | says | No talks with Washington"]),
    (
        "MS. HALE: Thank you.\n\nQ: Will troops leave?\n\nMS. HALE: No. The minister said they would stay.",
        [
            "MS. HALE | says | Thank you.",
            "Q | says | Will troops leave?",
            "MS. HALE | says | No. The minister said they would stay.",
            "The minister | says < ” | they would stay",
        ],
    ),
    ("“War is not the answer.” — Kofi Annan, diplomat", ["Kofi Annan | says | “War is not the answer.”"]),
    ("The talks are over.\n\n— Ali Farid (@alifarid) June 3, 2014", ["Ali Farid | says | The talks are over."]),
    # quotations
    (
        "“It was a long night,” said Ali, a shopkeeper. “We heard shots.\n\n“Then the soldiers came.”\n\nHe left.",
        ["Ali, a shopkeeper | says | “It was a long night,” … “We heard shots. … “Then the soldiers came.”"],
    ),
    (
        "“The north is burning,” he said, adding later: “We need help.”",
        ["he | says | “The north is burning,”", "he | says | “We need help.”"],
    ),
    ("Netanyahu tweeted: “This is a historic mistake.”", ["Netanyahu | says | “This is a historic mistake.”"]),
    ("The general said it was “a crime” to leave.", ["The general | says | it was “a crime” to leave"]),
    (
        "“We heard shots,” said Ali. Farid Karimi was angry. “They must leave.”",
        ["Ali | says | “We heard shots,”", "Farid Karimi | says | “They must leave.”"],
    ),
    ("“We saw it,” Ali said.\n\n“It was over.”", ["Ali | says | “We saw it,”", "Ali | says | “It was over.”"]),
    (
        "Lavrov said: “Kerry told me that talks had failed, and I agreed.”",
        [
            "Lavrov | says | “Kerry told me that talks had failed, and I agreed.”",
            "Kerry | says < ” | that talks had failed",
        ],
    ),
    ("The so-called “experts” left the “safe zone” on Monday.", []),
]


@cache
def tools() -> tuple[Parser, cuebook.CueBook, patterns.Codebook]:
    return Parser.load(), cuebook.load(), patterns.load()


def read(text: str) -> tuple[Attribution, ...]:
    parser, book, codebook = tools()
    sentences = parser.parse(text)
    graphs = tuple(build(s, codebook.light_verbs, codebook.receiving_verbs) for s in sentences)
    return attributions(text, sentences, graphs, book)


def shown(text: str) -> list[str]:
    rows = []
    for one in read(text):
        speaker = text[one.speaker.start : one.speaker.end] if one.speaker else ""
        marks = "".join(
            f" {mark}"
            for mark, holds in (
                ("-", one.negated),
                ("!", one.declined),
                ("?", one.anonymous),
                ("<", one.parent >= 0),
                ("”", one.quoted),
            )
            if holds
        )
        rows.append(f"{speaker} | {one.act}{marks} | {' … '.join(text[a:b] for a, b in one.content)}")
    return rows


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[text[:60] for text, _ in ROWS])
def test_who_said_what(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “yes” and “no”.", ["“yes”", "“no”"]),
        ('He said "yes" and left.', ['"yes"']),
        ("The workers' rights 'now' sign.", ["'now'"]),
        ("It's the party's plan.", []),
        ("``We go,'' he said.", ["``We go,''"]),
        ("“One.\n\n“Two.”", ["“One.|“Two.”"]),
        ("“One.\n\nTwo.", ["“One."]),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert ["|".join(text[a:b] for a, b in one.parts) for one in quotes.find(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We saw it,” Ali said.\n\n“It was over.”", ["", "before"]),
        ("“We saw it,” said Ali. Rain fell on the town. It was late. “It was over.”", ["", "paragraph"]),
        ("“We heard shots,” said Ali. Farid Karimi was angry. “They must leave.”", ["", "introduced"]),
    ],
)
def test_a_speaker_without_a_cue_says_how_it_was_found(text: str, expected: list[str]) -> None:
    found = read(text)
    assert [one.carried for one in found] == expected
    assert [one.cue is None for one in found] == [bool(carried) for carried in expected]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The envoy said the talks had failed.", "indirect"),
        ("The envoy said: “The talks have failed.”", "direct"),
        ("The envoy said the talks were “a complete waste of time” for all.", "mixed"),
        ("Q: Is it over?\n\nMR. LEE: It is.", "direct"),
    ],
)
def test_direct_or_not(text: str, kind: str) -> None:
    assert {one.kind for one in read(text)} == {kind}


def test_to_whom_and_where() -> None:
    text = "In a statement on Friday, the minister told reporters that the truce was over."
    (one,) = read(text)
    assert one.addressee is not None
    assert one.venue is not None
    assert text[one.addressee.start : one.addressee.end] == "reporters"
    assert text[one.venue.start : one.venue.end].startswith("a statement")


def test_the_places_are_those_of_the_text() -> None:
    text = "Paris, Monday.\n\nThe envoy told aides that “all is lost” and left."
    (one,) = read(text)
    assert one.speaker is not None
    assert one.cue is not None
    assert text[one.speaker.at :].startswith("envoy")
    assert text[one.cue.start : one.cue.end] == "told"
    assert one.heads


@pytest.mark.parametrize("text", ["", "\n\n", "“", "”“”", "Q:\nQ:\n", ": :", "“" * 300, "said " * 200])
def test_hostile_text_is_read_or_left(text: str) -> None:
    for one in read(text):
        assert all(0 <= a < b <= len(text) for a, b in one.content)
