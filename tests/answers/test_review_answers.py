"""The queue: which days it looks at, and what it says of a fact."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from watchfloor.answers import review
from watchfloor.assessing.reviewing import Candidate

LAST = date(2014, 6, 30)


def days(number: int, each: int) -> dict[date, int]:
    return {LAST - timedelta(days=back): each for back in range(number)}


@pytest.mark.parametrize(
    ("known", "first"),
    [
        (days(90, 3), LAST - review.BACK),
        (days(5, 3), LAST - timedelta(days=4)),
        (days(90, 100), LAST - timedelta(days=9)),
        (days(90, 5000), LAST),
    ],
)
def test_the_days_that_are_looked_at(known: dict[date, int], first: date) -> None:
    assert review.window(known, None, None) == (first, LAST)


def test_days_that_are_asked_for_are_kept() -> None:
    assert review.window(days(90, 5000), date(2014, 1, 1), None) == (date(2014, 1, 1), None)
    assert review.window({}, None, None) == (None, None)


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (Candidate("ev:1", "event", 0.4, 0.2), ("read doubtfully",)),
        (Candidate("ev:1", "event", 0.6, 0.2), ("read not quite surely",)),
        (Candidate("ev:1", "event", 0.9, 0.2), ("nobody has looked at it",)),
        (Candidate("ev:1", "event", 0.9, 1.0, differ=True), ("reports differ", "a grave act")),
        (Candidate("ev:1", "event", 0.9, 0.2, origins=3), ("3 independent origins",)),
        (Candidate("de:1", "deadline", 0.9, 0.5, days_left=1), ("due in 1 day",)),
        (Candidate("de:1", "deadline", 0.9, 0.5, days_left=0), ("due today",)),
        (Candidate("st:1", "statement", 0.9, 0.3, turns=2), ("a side of a reversal",)),
    ],
)  # fmt: skip
def test_why_a_fact_stands_in_the_queue(one: Candidate, told: tuple[str, ...]) -> None:
    assert review.reasons(one) == told


def test_what_would_change() -> None:
    assert review.effect(None, "ev:1", None, 0, 0) == "this fact alone"
    assert review.effect(None, "st:1", None, 2, 1) == "2 reversals, 1 brief line"


def test_every_type_has_its_modes() -> None:
    assert "aerial" in review.MODES["ASSAULT"] and review.MODES["SUPPORT"] == ()
