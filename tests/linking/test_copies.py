"""Copies: what is one report and what are two."""

from __future__ import annotations

import json
import random
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import watchfloor
from watchfloor.linking.copies import DAYS, Text, candidates, compare, marks
from watchfloor.reading import archives, readers
from watchfloor.types import Article

SAMPLE = Path(watchfloor.__file__).parent / "data" / "sample"

WIRE = """
Talks on the fishing quota end without a deal

The delegations of Norvia and Sudland left the capital of Arden on Tuesday evening after three days of talks
about the fishing quota in the northern waters, and no date was set for another round.

The chief negotiator of Norvia said that the positions had come closer on the size of the fleet, but that the
question of inspections at sea was still open. Sudland has asked since the spring that its own inspectors go on
board.

About 40 trawlers of both countries lie in port because their licences ran out at the end of May. Fishermen
blocked the road to the harbour of Grimsund for two hours on Monday.
"""

REWRITE = """
No deal on fish

After three days, the talks of Norvia and Sudland about the fishing quota in the northern waters ended on
Tuesday evening; the delegations left Arden, the capital, without having set a date for a further round.

Norvia's chief negotiator spoke of positions that had come closer over the fleet's size. Still open was the
question of inspections at sea, he said: since the spring Sudland has been asking for its own inspectors to go
on board.

Some 40 trawlers from both countries are lying in port, their licences having run out at the end of May; on
Monday the road to Grimsund's harbour was blocked by fishermen for two hours.
"""

APART = """
Fishermen angry as quota talks fail

Skippers in Grimsund learned on the radio that three days of bargaining had brought them nothing. Norvia and
Sudland could not agree, and nobody can say when the trawlers will put to sea again.

We have loans to pay, one of them told this paper on the quay. His crew of six has been without wages since the
licence expired. The mayor wants the state to step in with money for the families before the summer is out.

The union plans a march on the ministry in Arden next week. Its head blames both governments, and the inspectors
of Sudland most of all, for letting a quarrel over paperwork ruin the season.
"""


# As a text is kept: a paragraph a line.
WIRE, REWRITE, APART = (
    "\n".join(" ".join(part.split()) for part in text.split("\n\n")) for text in (WIRE, REWRITE, APART)
)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (WIRE, WIRE, "copy"),
        (WIRE, "GRIMSUND (Arden Press) - " + WIRE + "\nAll rights reserved by the Gazette.", "copy"),
        (WIRE, WIRE.rpartition("\n")[0], "copy"),  # abridged
        (WIRE, REWRITE, "copy"),
        (WIRE, APART, ""),
        (REWRITE, APART, ""),
        (WIRE, "Too short to say. Talks on the fishing quota end without a deal.", ""),
        (WIRE, APART + "\n" + WIRE.split("\n")[1], "part"),
    ],
)
def test_what_is_a_copy(one: str, other: str, kind: str) -> None:
    assert compare(Text(one), Text(other)).kind == kind
    assert compare(Text(other), Text(one)).kind == kind
    if kind:
        assert candidates(marks(one), marks(other))


def test_the_paragraphs_that_are_copied_are_named() -> None:
    mixed = APART + "\n" + WIRE.split("\n")[1]
    ((start, end),) = compare(Text(mixed), Text(WIRE)).shared
    assert mixed[start:end].strip() == WIRE.split("\n")[1]


def test_a_shared_quotation_is_no_copy() -> None:
    speech = "“" + " ".join(WIRE.split()) + "”"
    one, other = f"In Arden the minister spoke. {speech} {APART}", f"{REWRITE} He was heard to say: {speech}"
    assert compare(Text(one), Text(other)).kind == ""


def _sample() -> dict[str, Article]:
    found = {}
    for path in sorted(SAMPLE.iterdir()):
        if path.suffix in (".html", ".txt") and (article := readers.read_file(path).article):
            found[path.name] = article
        elif path.name == "archive.jsonl":
            for read in archives.read_archive(path):
                if read.article:
                    found[f"archive.jsonl#{read.article.url.rpartition('/')[2]}"] = read.article
    return found


def test_the_copies_of_the_sample_are_found_and_no_others() -> None:
    articles = _sample()
    answers = [json.loads(line) for line in (SAMPLE / "answers.jsonl").read_text(encoding="utf-8").splitlines()]
    known = {frozenset(p) for row in answers if row["kind"] == "copy" for p in combinations(row["articles"], 2)}
    # A corrected page tells what it corrects: it is another version of the same report.
    known |= {frozenset((row["article"], row["of"])) for row in answers if row["kind"] == "correction"}
    texts = {name: Text(article.text) for name, article in articles.items()}
    found = set()
    for one, other in combinations(articles, 2):
        days = [
            article.published.day if article.published else date.min for article in (articles[one], articles[other])
        ]
        if abs((days[0] - days[1]).days) > DAYS:
            continue
        if compare(texts[one], texts[other]).kind == "copy":
            assert candidates(marks(texts[one].text), marks(texts[other].text)), (one, other)
            found.add(frozenset((one, other)))
    groups = {frozenset(row["articles"]) for row in answers if row["kind"] == "copy"}
    assert found <= known
    # Two abridged copies may have little in common but their origin.
    for group in groups:
        joined: set[str] = {min(group)}
        for _ in group:
            joined |= {name for pair in found if pair & joined for name in pair}
        assert joined == group


@given(st.text(max_size=400), st.text(max_size=400))
def test_anything_can_be_compared(one: str, other: str) -> None:
    there, back = compare(Text(one), Text(other)), compare(Text(other), Text(one))
    assert (there.kind, there.contained) == (back.kind, back.contained)
    assert list(marks(one)) == sorted(set(marks(one)))


def test_two_texts_are_as_alike_from_either_side() -> None:
    """Of two equally long texts neither is the shorter one; what is found must not hang on which comes first."""
    chance = random.Random(3)  # noqa: S311 - test data
    stems = [f"word{number}" for number in range(20)]
    for _ in range(300):
        both = []
        for _ in "ab":
            rows = [chance.sample(stems, 7) for _ in range(8)]
            both.append(Text(" ".join(f"{' '.join(row).capitalize()}." for row in rows)))
        there, back = compare(*both), compare(*reversed(both))
        assert (there.kind, there.aligned, there.contained) == (back.kind, back.aligned, back.contained)
