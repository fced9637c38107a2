"""The figures of "did it happen?" on judgements that can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.quality.facets import Judged, Way, figures, fitted, letters, table, word_at
from watchfloor.coding.facets import Reading
from watchfloor.types import Facet


def judged(gold: float, probability: float, head: float | None = None) -> Judged:
    facet = Facet.HAPPENED if probability > 0.5 else Facet.DENIED
    return Judged("They left.", "left", gold, Reading(facet, probability, ()), head)


def test_figures_of_one_way() -> None:
    way = Way(values=(3, 1, -3, -1), probabilities=(1, 0.6, 0.0, 0.4), said=(True, True, False, True))
    found = figures((3, -1, -3, 2), way)
    assert found["mae"] == pytest.approx((0 + 2 + 0 + 3) / 4)
    assert found["brier"] == pytest.approx((0 + 0.36 + 0 + 0.36) / 4)
    assert found["pearson"] == pytest.approx(15 / (22.75 * 20) ** 0.5, abs=0.001)
    assert found["negative_read_as_happened"] == 0.5
    assert found["positive_not_read_as_happened"] == 0.0
    assert found["reliability"][0] == [1, 0.0, 0.0]
    assert found["reliability"][4] == [1, 0.4, 1.0]
    assert found["reliability"][6] == [1, 0.6, 0.0]
    assert found["reliability"][9] == [1, 1.0, 1.0]
    assert sum(row[0] for row in found["reliability"]) == 4


def test_without_a_head_in_the_model_only_the_rules_are_compared() -> None:
    rows = [judged(3, 0.95), judged(-3, 0.05)] * 10
    assert {"rules", "constant", "rules, fitted"} == {k for k, v in table(rows).items() if isinstance(v, dict)}


def test_a_head_is_compared_and_fitted_together_with_the_rules() -> None:
    # The judgement is what rules and head say together, so only both give it exactly.
    rows = [judged(3 * p - 1.5 + h / 2, p, h) for p in (0.05, 0.95) for h in (-3.0, 0.0, 3.0)] * 10
    found = table(rows)
    assert found["both, fitted"]["pearson"] == 1.0
    assert found["both, fitted"]["mae"] == 0.0
    assert found["head"]["pearson"] < 1
    assert found["rules, fitted"]["pearson"] < 1
    assert found["constant"]["pearson"] == 0.0
    assert table(rows[:12], rows)["both, fitted"]["mae"] == 0.0


def test_no_word_is_judged_by_a_line_that_it_helped_to_draw() -> None:
    inputs = np.zeros((20, 1))
    wanted = np.array([10.0, 10.0, *[0.0] * 18])  # the first tenth is unlike the others
    assert fitted(inputs, wanted)[:2] == pytest.approx([0.0, 0.0])
    assert fitted(inputs, wanted, inputs)[:2] == pytest.approx([1.0, 1.0])


@pytest.mark.parametrize(
    ("spans", "start", "end", "place"),
    [
        (((0, 4), (4, 8)), 4, 8, 1),
        (((0, 2), (2, 6)), 4, 6, 1),  # ends where it does
        (((0, 2), (2, 9)), 4, 6, 1),  # shares letters
        (((0, 2),), 4, 6, -1),
    ],
)
def test_words_meet_by_letters(spans: tuple[tuple[int, int], ...], start: int, end: int, place: int) -> None:
    assert word_at(spans, start, end) == place


def test_letters_leave_out_all_white_space() -> None:
    assert letters("did n't\n go ") == "didn'tgo"
