"""Pronouns -> the phrase before them. Adding a case is adding a row: `*` stands before the pronoun."""

from __future__ import annotations

import pytest

from watchfloor.parsing.parse import Parser
from watchfloor.resolving import actorpack
from watchfloor.resolving.actorpack import Tables
from watchfloor.resolving.naming import read
from watchfloor.resolving.pronouns import antecedents


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser.load()


@pytest.fixture(scope="module")
def tables() -> Tables:
    return actorpack.load()


CASES = [
    # the subject of the clause and of what was said
    ("Iran continued *its attacks on Iraq.", "Iran"),
    ("The rebels continued *their attacks on the town.", "rebels"),
    ("John Kerry said *he would return.", "John"),
    ("The government said *it would negotiate.", "government"),
    # across sentences
    ("Angela Merkel flew to Paris. *She met nobody.", "Angela"),
    ("Rebels attacked the base. *They killed four soldiers.", "Rebels"),
    # number, person and gender leave one
    ("Angela Merkel met John Kerry in Berlin. *She was late.", "Angela"),
    ("The soldiers guarded John Kerry when *he landed.", "John"),
    # the clause forbids it, or nothing is likely enough: open
    ("John Kerry praised *him.", ""),
    ("John Kerry met Hassan Rouhani. *He was late.", ""),
    ("Iran is a country. *It is raining.", ""),
    ("*He left before John Kerry came.", ""),
    ("The report was long. *It was boring.", ""),
]


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_antecedents(parser: Parser, tables: Tables, marked: str, expected: str) -> None:
    at = marked.index("*")
    readings = tuple(read(tables, s) for s in parser.parse(marked.replace("*", "")))
    by_start = {r.sentence.start: r.sentence for r in readings}
    found = {
        by_start[start].starts[word]: " ".join(by_start[meant[0]].words[w] for w in meant[1])
        for (start, word), meant in antecedents(readings, tables).items()
    }
    assert found.get(at, "") == expected


def test_many_things_stay_quick(parser: Parser, tables: Tables) -> None:
    """An enumeration without end is hostile input; each pronoun looks back a few sentences only."""
    text = "He saw " + ", ".join(f"Mr. Smith{i} and his dog" for i in range(200)) + ". They left."
    readings = tuple(read(tables, s) for s in parser.parse(text))
    assert len(antecedents(readings, tables)) <= 201
