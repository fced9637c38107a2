"""The scorers of clusterings, on worked examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.quality import clusters
from benchmarks.quality.clusters import Cluster, Score


def sets(*names: str) -> list[Cluster]:
    return [frozenset(name) for name in names]


# The example of Bagga and Baldwin (1998): two large clusters joined, or a small one to a large one.
TRUTH = sets("12345", "67", "89abc")
SMALL_JOINED, LARGE_JOINED = sets("12345", "6789abc"), sets("1234589abc", "67")


@pytest.mark.parametrize(
    ("measure", "found", "precision", "recall"),
    [
        (clusters.muc, SMALL_JOINED, 9 / 10, 1.0),
        (clusters.muc, LARGE_JOINED, 9 / 10, 1.0),
        (clusters.b_cubed, SMALL_JOINED, 16 / 21, 1.0),
        (clusters.b_cubed, LARGE_JOINED, 7 / 12, 1.0),
        # CEAF pairs one of the joined clusters only: 1 + 2*5/12 over two answers, three keys
        (clusters.ceaf_e, SMALL_JOINED, (1 + 10 / 12) / 2, (1 + 10 / 12) / 3),
        (clusters.ceaf_e, LARGE_JOINED, (1 + 10 / 15) / 2, (1 + 10 / 15) / 3),
        # LEA: links 10 + 1 + 10 of 10 + 21; clusters weigh their size
        (clusters.lea, SMALL_JOINED, (5 * 1 + 7 * 11 / 21) / 12, 1.0),
        (clusters.lea, LARGE_JOINED, (10 * 20 / 45 + 2) / 12, 1.0),
    ],
)
def test_worked_examples(
    measure: Callable[[Sequence[Cluster], Sequence[Cluster]], Score],
    found: Sequence[Cluster],
    precision: float,
    recall: float,
) -> None:
    score = measure(TRUTH, found)
    assert (score.precision, score.recall) == pytest.approx((precision, recall))


def test_the_example_of_moosavi_and_strube() -> None:
    """Keys {a,b,c} and {d,e,f,g}, answers {a,b}, {c,d} and {f,g,h,i}: h and i are in no key."""
    keys, answers = sets("abc", "defg"), sets("ab", "cd", "fghi")
    assert clusters.lea(keys, answers).recall == pytest.approx((3 * 1 / 3 + 4 * 1 / 6) / 7)
    assert clusters.lea(keys, answers).precision == pytest.approx((2 * 1 + 2 * 0 + 4 * 1 / 6) / 8)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=9), st.lists(st.integers(0, 4), min_size=9, max_size=9))
def test_every_measure_is_one_for_the_truth_and_bounded(gold: list[int], found: list[int]) -> None:
    def grouped(numbers: list[int]) -> list[Cluster]:
        return [frozenset(i for i, n in enumerate(numbers) if n == k) for k in sorted(set(numbers))]

    truth, other = grouped(gold), grouped(found[: len(gold)])
    for measure in (clusters.b_cubed, clusters.ceaf_e, clusters.lea):
        assert measure(truth, truth).f1 == pytest.approx(1.0)
        assert 0 <= measure(truth, other).f1 <= 1 + 1e-9
        assert measure(truth, other).precision == pytest.approx(measure(other, truth).recall)


@given(st.lists(st.lists(st.floats(0, 1), min_size=4, max_size=4), min_size=1, max_size=4))
def test_the_pairing_is_the_best(gains: list[list[float]]) -> None:
    best = max(sum(gains[i][columns[i]] for i in range(len(gains))) for columns in permutations(range(4), len(gains)))
    assert clusters._best_pairing(gains) == pytest.approx(best)
