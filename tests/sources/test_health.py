"""Verdicts on sources from bare rows, where the whole of a round would hide what decides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from watchfloor.sources import health
from watchfloor.sources.settings import Watched
from watchfloor.store.clock import to_micros
from watchfloor.store.fetches import Fetch, Kept, Lived
from watchfloor.types import Source

NOW = datetime(2026, 7, 6, 8, tzinfo=UTC)  # a Monday
SOURCE = Source("one", "feed", "http://one.example/", "One")


def judged(*ago: float, rhythm: timedelta | None = None, asked: float = 0.0, outcome: str = "read") -> health.Health:
    """Items so many hours ago, asked last so many hours ago."""
    times = sorted((to_micros(NOW - timedelta(hours=hours)) for hours in ago), reverse=True)
    attempts = [Kept(NOW - timedelta(hours=asked), Fetch("one", SOURCE.address, outcome, items=len(ago)))]
    lived = Lived(len(times), times[0] if times else None, times)
    return health.judge(Watched(SOURCE, rhythm), attempts, lived, NOW)


WEEKDAYS = [
    (NOW - datetime(2026, 6, day, hour, tzinfo=UTC)) / timedelta(hours=1)
    for day in range(8, 28)
    if datetime(2026, 6, day, tzinfo=UTC).weekday() < 5
    for hour in range(8, 20)
]
WEEKDAYS += [(NOW - datetime(2026, 7, day, 19, tzinfo=UTC)) / timedelta(hours=1) for day in (1, 2, 3)]


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("fine", judged(0.9, rhythm=timedelta(hours=1))),
        ("late", judged(1.1, rhythm=timedelta(hours=1))),
        # what it said since it was asked last is not known, and no fault of its
        ("fine", judged(9.5, rhythm=timedelta(hours=1), asked=9)),
        ("unasked", judged(30, rhythm=timedelta(hours=1), asked=27)),
        ("fine", judged(30, rhythm=timedelta(days=7), asked=27)),
        ("failing", judged(30, rhythm=timedelta(hours=1), asked=27, outcome="failed")),
        ("fine", judged(*range(1, 40))),
        ("late", judged(*range(5, 40))),
        # silent since Friday evening, as every weekend
        ("fine", judged(*WEEKDAYS)),
        ("late", judged(*[ago for ago in WEEKDAYS if ago > 84])),
    ],
)
def test_verdicts(state: str, found: health.Health) -> None:
    assert found.state == state, found.why
    assert found.silent == (state != "fine")


@pytest.mark.parametrize("listed", [0, 3])
def test_an_emptied_source_that_says_unchanged_ever_since_is_empty(listed: int) -> None:
    """However long ago it was that it sent its empty list."""
    same = Fetch("one", SOURCE.address, "unchanged", form="rss 2.0", items=listed)
    attempts = [Kept(NOW - timedelta(hours=hours), same) for hours in range(health.LOOKED_AT)]
    times = [to_micros(NOW - timedelta(days=3))]
    found = health.judge(Watched(SOURCE), attempts, Lived(1, times[0], times), NOW)
    assert found.state == ("fine" if listed else "empty")
    assert listed or found.since == attempts[-1].at


def test_another_form_and_another_address() -> None:
    read = Fetch("one", SOURCE.address, "read", form="atom 1.0", items=1)
    older = Fetch("one", SOURCE.address, "read", form="rss 2.0", items=1)
    elsewhere = Fetch("one", "http://old.example/", "failed", message="gone")
    attempts = [Kept(NOW, read), Kept(NOW - timedelta(days=1), older), Kept(NOW - timedelta(days=2), elsewhere)]
    found = health.judge(Watched(SOURCE), attempts, Lived(1, to_micros(NOW), [to_micros(NOW)]), NOW)
    assert (found.state, found.note) == ("fine", "changed from rss 2.0 to atom 1.0 on 2026-07-06")
    moved = health.judge(Watched(SOURCE), attempts[2:], Lived(0, None, []), NOW)
    assert (moved.state, moved.next) == ("never", NOW)
