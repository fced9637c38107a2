"""Two models compared, and the scores a model card takes."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from benchmarks.quality.compare import differences, points
from benchmarks.quality.scores import flat
from training.card import table
from watchfloor.parsing.model import Analysis

READ = Analysis(
    upos=("PRON", "VERB"), xpos=("PRP", "VBD"), names=("O", "O"), arcs=None, heads=(1, -1), rels=("nsubj", "root"),
    morph=("", ""),
)  # fmt: skip


def test_points() -> None:
    one = {"words": 100, "words/s": 900.0, "las": 89.5, "PER": {"f1": 0.8, "gold": 3}}
    other = {"words": 100, "words/s": 300.0, "las": 89.75, "PER": {"f1": 0.79, "gold": 3}}
    assert points(one, other) == {"las": -0.25, "PER: F1": pytest.approx(1.0)}


@pytest.mark.parametrize(
    ("changed", "words", "sentences"),
    [
        ({}, 0, 0),
        ({"heads": (-1, 0)}, 50, 50),
        ({"rels": ("obj", "root")}, 25, 50),
        ({"upos": ("PRON", "AUX")}, 25, 50),
        ({"names": ("B-PER", "O")}, 0, 0),  # scored by themselves
    ],
)
def test_differences(changed: dict[str, tuple[str, ...]], words: float, sentences: float) -> None:
    found = differences([READ, READ], [READ, replace(READ, **changed)])  # type: ignore[arg-type]
    assert found == {"words read differently, %": words, "sentences read differently, %": sentences}


def test_the_card_can_hold_the_figures_of_facets() -> None:
    row = flat({"words": 3, "rules": {"pearson": 0.5, "reliability": [[3, 0.5, 0.4]]}})
    assert row == {"words": 3, "rules: pearson": 0.5}
    assert tomllib.loads("\n".join(table("[scores.'did it happen, dev']", row)))["scores"]["did it happen, dev"] == row
