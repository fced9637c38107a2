"""The time bar: how much happened when, and which part is looked at. The same on every screen; drawn here as shapes,
so that it needs no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from typing import Final

from watchfloor.serving.rendering import month_name

DAY = timedelta(days=1)
WIDTH, HEIGHT = 1000, 34
"""of the drawing, in its own units"""
MOST: Final = 130
"""bars; more of them are thinner than a finger and heavier than the page"""
STEPS: Final = (
    *(("day", 1), ("2 days", 2), ("3 days", 3), ("week", 7), ("2 weeks", 14), ("4 weeks", 28)),
    *(("quarter", 91), ("half-year", 182), ("year", 364), ("5 years", 1820)),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """Some days."""

    since: date
    until: date
    events: int
    articles: int
    x: float
    width: float
    height: float
    """of the events"""
    marked: bool
    """inside what is looked at"""
    href: str


@dataclass(frozen=True, slots=True)
class TimeBar:
    """The whole bar; without bars when no article is known."""

    bars: tuple[Bar, ...]
    first: date | None
    last: date | None
    since: date | None
    until: date | None
    step: str
    ticks: tuple[tuple[float, str], ...]
    """where a month or year begins, and its name"""


def make(
    events: Mapping[date, int],
    articles: Mapping[date, int],
    since: date | None,
    until: date | None,
    here: Callable[..., str],
) -> TimeBar:
    """The bar of a desk: from its first day of publication to its last; acts told of earlier days stand in the first
    bar's `since`, later ones beyond the last."""
    days = sorted(articles)
    if not days:
        return TimeBar((), None, None, since, until, "day", ())
    first, last = days[0], days[-1]
    span = (last - first).days + 1
    step, length = next(((name, size) for name, size in STEPS if span <= MOST * size), STEPS[-1])
    count = -(-span // length)
    told: Counter[int] = Counter()
    read: Counter[int] = Counter()
    for tally, source in ((told, events), (read, articles)):
        for day, number in source.items():
            if first <= day <= last:
                tally[(day - first).days // length] += number
    top = max(told.values(), default=0) or 1
    width = WIDTH / count
    bars = []
    for index in range(count):
        begin = first + index * length * DAY
        end = min(last, begin + (length - 1) * DAY)
        marked = (since is not None or until is not None) and not (
            (since is not None and end < since) or (until is not None and begin > until)
        )
        bars.append(
            Bar(
                begin,
                end,
                told[index],
                read[index],
                round(index * width, 2),
                round(max(0.5, width - 1), 2),
                round(HEIGHT * told[index] / top, 1) if told[index] else 0,
                marked,
                here(since=begin, until=end),
            )
        )
    return TimeBar(tuple(bars), first, last, since, until, step, _ticks(first, last, span, count * length))


def _ticks(first: date, last: date, span: int, drawn: int) -> tuple[tuple[float, str], ...]:
    """Beginnings of months, or of years where there are many; at most about a dozen. `drawn` are the days as wide as
    the bar: the last piece may hold fewer than it has room for."""
    months = span // 30
    every = 1 if months <= 12 else 3 if months <= 36 else 12
    ticks: list[tuple[float, str]] = []
    year, month = first.year, first.month
    while year <= MAXYEAR and (begin := date(year, month, 1)) <= last:
        if begin >= first and (month - 1) % every == 0:
            short = month_name(begin)[:3]
            with_year = f"{short} {begin.year}" if month == 1 or not ticks else short
            name = str(begin.year) if every == 12 else with_year
            ticks.append((round((begin - first).days / drawn * WIDTH, 1), name))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return tuple(ticks)
