"""Who said what. Each row: a text, and each of its attributions as `speaker | act | content`, content stretches joined
by ` … `; marks behind the act: `-` negated, `!` declined, `?` anonymous, `<` inside the attribution before it."""

from __future__ import annotations

from functools import cache

import pytest

from watchfloor.coding import cuebook, patterns, quotes
from watchfloor.coding.attribution import Attribution, attributions
from watchfloor.coding.graph import build
from watchfloor.parsing.parse import Parser

ROWS = [
    ("The envoy said that the talks had failed.", ["The envoy | says | that the talks had failed"]),
    ("The talks had failed, the envoy said.", ["the envoy | says | The talks had failed"]),
    ("The talks, the envoy said, had failed.", ["the envoy | says | The talks … had failed"]),
    ("The talks have failed, according to the envoy.", ["the envoy | says | The talks have failed"]),
    ("Talks, according to state television, will resume.", ["state television | says | Talks … will resume"]),
    ("The claim that Iran had broken the deal was false.", [" | claims | that Iran had broken the deal"]),
    ("His warning that the talks would fail was heard.", ["His | warns | that the talks would fail"]),
    ("Rouhani promised to cooperate.", ["Rouhani | promises | to cooperate"]),
    ("Rouhani asked Kerry to lift the sanctions.", ["Rouhani | demands | Kerry to lift the sanctions"]),
    ("The minister called it a mistake.", ["The minister | calls | it a mistake"]),
    ("The minister did not say that talks had failed.", ["The minister | says - | that talks had failed"]),
    ("He was accused of lying by the opposition.", ["the opposition | accuses | He … of lying"]),
    (
        "Lavrov said that Kerry had denied that talks were planned.",
        [
            "Lavrov | says | that Kerry had denied that talks were planned",
            "Kerry | denies < | that talks were planned",
        ],
    ),
    ("A Western diplomat said the deadline would move.", ["A Western diplomat | says ? | the deadline would move"]),
    ("Iran: no talks with Washington\n\nIt rained.", ["Iran | says | no talks with Washington"]),
    ("No talks with Washington: Iran\n\nIt rained.", ["Iran | says | No talks with Washington"]),
    (
        "“It was a long night,” said Ali, a shopkeeper. “We heard shots.\n\n“Then the soldiers came.”\n\nHe left.",
        ["Ali, a shopkeeper | says | “It was a long night,” … “We heard shots. … “Then the soldiers came.”"],
    ),
    ("Netanyahu tweeted: “This is a historic mistake.”", ["Netanyahu | says | “This is a historic mistake.”"]),
    ("The so-called “experts” left the “safe zone” on Monday.", []),
    ("The army left the town on Monday.", []),
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
            )
            if holds
        )
        rows.append(f"{speaker} | {one.act}{marks} | {' … '.join(text[a:b] for a, b in one.content)}")
    return rows


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[text[:40] for text, _ in ROWS])
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


@pytest.mark.parametrize("text", ["", "\n\n", "“", "”“”", "Q:\nQ:\n", ": :", "“" * 300, "said " * 200])
def test_hostile_text_is_read_or_left(text: str) -> None:
    for one in read(text):
        assert all(0 <= a < b <= len(text) for a, b in one.content)
