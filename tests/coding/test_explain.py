"""An explanation names what decided: the pattern's file and line, the page, and the model's number beside the rules."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from watchfloor.cli.explaining import explained, explained_json
from watchfloor.cli.terminal import console
from watchfloor.coding import patterns
from watchfloor.coding.explain import explain
from watchfloor.parsing.parse import Parser
from watchfloor.types import Article, Facet, Sentence

BOOK = patterns.load()
TEXT = "Rebels attacked the town."
ARTICLE = Article("a:text", "", "", "", None, "en", "", "", "v", TEXT)


@cache
def sentence() -> Sentence:
    return Parser.load().parse(TEXT)[0]


def numbered(number: float | None) -> Sentence:
    """The sentence as if the model had given each word this number, or none."""
    return replace(sentence(), factuality=() if number is None else (number,) * len(sentence()), senses=())


@pytest.mark.parametrize(
    ("number", "facet", "reason", "printed"),
    [
        (None, Facet.HAPPENED, "", "(probability 0.95)"),
        (2.4, Facet.HAPPENED, "", "the model reads +2.4 of 3"),
        (-1.5, Facet.HYPOTHETICAL, "reads as not having happened (-1.5 of 3)", "the model reads -1.5 of 3"),
    ],
)
def test_what_the_model_decided_is_told(
    number: float | None, facet: Facet, reason: str, printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = explain(numbered(number), BOOK)
    (match,) = found.matches
    assert match.facet is facet and any(reason in said for said in (*match.reasons, ""))
    explained(console(), found, ())
    out = capsys.readouterr().out
    assert printed in out and reason in out and f"{match.pattern} is {facet.value}" in out
    (told,) = explained_json(found, (), ARTICLE)["matches"]
    assert told["model"] == number and told["probability"] == match.probability
    assert told["reasons"] == list(match.reasons)


def test_the_pattern_has_its_place_and_its_page() -> None:
    (match,) = explain(numbered(None), BOOK).matches
    found = explain(numbered(None), BOOK)
    assert found.sources == {match.pattern: BOOK.lines[match.pattern]}
    assert found.pages == {match.pattern: "docs/codebook/ASSAULT.md"}
