"""What a person should look at first."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchfloor.assessing.reviewing import Candidate, doubt, importance, queue, value

PLAIN = Candidate("ev:1", "event", 0.6, 0.5)


@pytest.mark.parametrize(
    "changed",
    [
        {"confidence": 0.4},  # more doubtful
        {"grave": 1.0},  # a graver act
        {"origins": 3},  # told by more
        {"differ": True},  # its reports contradict each other
        {"turns": 1},  # a position turns on it
        {"days_left": 3},  # soon due
    ],
)
def test_what_makes_a_fact_worth_looking_at(changed: dict[str, Any]) -> None:
    assert value(replace(PLAIN, **changed)) > value(PLAIN)


@pytest.mark.parametrize("changed", [{"days_left": 90}, {"days_left": -1}, {"reports": 9}])
def test_what_does_not(changed: dict[str, Any]) -> None:
    assert value(replace(PLAIN, **changed)) == value(PLAIN)


def test_reports_that_differ_are_never_sure() -> None:
    assert doubt(replace(PLAIN, confidence=1.0, differ=True)) == 0.5
    assert doubt(replace(PLAIN, confidence=1.0)) == 0


def test_a_sure_fact_is_not_in_the_queue() -> None:
    assert queue([replace(PLAIN, confidence=1.0, grave=1.0, origins=20, turns=3)]) == ()


candidates = st.builds(
    Candidate,
    st.text("abc", min_size=1, max_size=3),
    st.sampled_from(["event", "statement", "deadline"]),
    st.floats(0, 1),
    st.floats(0, 1),
    origins=st.integers(0, 50),
    differ=st.booleans(),
    turns=st.integers(0, 3),
    days_left=st.none() | st.integers(-100, 100),
)


@given(st.lists(candidates, max_size=20), st.randoms(use_true_random=False))
def test_the_order_does_not_hang_on_who_comes_first(rows: list[Candidate], luck: Random) -> None:
    other = list(rows)
    luck.shuffle(other)
    first, second = queue(rows), queue(other)
    assert [(value(one), one.fact) for one in first] == [(value(one), one.fact) for one in second]
    assert all(value(a) >= value(b) for a, b in pairwise(first))
    assert all(doubt(one) > 0 and importance(one) > 0 for one in first)
