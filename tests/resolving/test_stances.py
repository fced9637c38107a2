"""Where a speaker stands: eighty sentences, half of them near misses, from the text to the stances."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from watchfloor.coder import Coder
from watchfloor.coding import cuebook
from watchfloor.coding.attribution import attributions
from watchfloor.coding.graph import build
from watchfloor.reading.readers import read_text
from watchfloor.resolving.statements import Books, statements
from watchfloor.types import Cited, Stance, Statement

CASES = Path(__file__).parent / "stance_cases.tsv"
# What is not read yet, and why.
KNOWN = {
    "The Pentagon has plans to move the carrier, its spokesman said.": "parsed as two clauses: has, and plans to move",
}


@cache
def coder() -> Coder:
    return Coder.load()


@cache
def books() -> tuple[Books, cuebook.CueBook]:
    return Books.load(coder().resolver.book), cuebook.load()


def read(text: str, day: date = date(2014, 6, 24)) -> tuple[Statement, ...]:
    """The statements of a text."""
    made = coder()
    article = read_text(text, published=day).article
    assert article is not None
    sentences = made.parser.parse(article.text)
    graphs = [build(s, made.codebook.light_verbs, made.codebook.receiving_verbs) for s in sentences]
    own, cues = books()
    found = attributions(article.text, sentences, graphs, cues)
    return statements(found, sentences, graphs, made.resolver.background(article, sentences), own)


def rows() -> list[tuple[str, str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if not line.startswith(("#", "sentence\t"))]
    return [(sentence, who, wanted) for sentence, who, wanted in cells]


def fits(wanted: str, stance: Stance) -> bool:
    """Whether a stance is as `+2 target if word only word` says."""
    value, *words = wanted.split()
    target = words.pop(0) if words and words[0] not in ("if", "only") else ""
    narrowed = dict(zip(words[::2], words[1::2], strict=True))
    return (
        stance.value == int(value)
        and target.lower() in stance.target.words.lower()
        and _held(stance.condition, narrowed.get("if"))
        and _held(stance.limit, narrowed.get("only"))
    )


def _held(cited: Cited[str] | None, wanted: str | None) -> bool:
    return cited is None if wanted is None else cited is not None and wanted in cited.words


@pytest.mark.parametrize(
    ("sentence", "who", "cells"),
    [
        pytest.param(*row, marks=[pytest.mark.xfail(reason=KNOWN[row[0]], strict=True)] if row[0] in KNOWN else [])
        for row in rows()
    ],
)
def test_where_a_speaker_stands(sentence: str, who: str, cells: str) -> None:
    told = [one for one in read(sentence) if not one.parent]
    stances = [(one, stance) for one in told for stance in one.stances]
    wanted = [] if cells == "-" else cells.split(" ; ")
    assert len(stances) == len(wanted) or (wanted == ["0"] and any(one.kind == "declined" for one in told)), stances
    for cell in wanted:
        assert any(
            fits(cell, stance) and one.speaker is not None and who in one.sentence.words for one, stance in stances
        ) or (cell == "0" and any(one.kind == "declined" for one in told)), (cell, stances)
