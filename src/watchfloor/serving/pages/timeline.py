"""The timeline of a storyline, an actor, a place or the whole desk, also beside the one known at another moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from starlette.responses import Response

from watchfloor.answers import timeline as timelines
from watchfloor.answers.quad import mark as mark_of
from watchfloor.answers.timeline import Day, Mark, Told
from watchfloor.briefing.stories import DAYS
from watchfloor.serving import asking, storylines
from watchfloor.serving.rendering import month_name
from watchfloor.serving.visiting import Visit, screen
from watchfloor.store.clock import from_micros, limit
from watchfloor.view import View

HEIGHT: Final = 620
"""of the rail, in its own units"""
WIDTH: Final = 84
SPACE: Final = 6
"""between two kinds of marks on the rail"""
COLUMNS: Final = {"event": 40, "reversal": 40, "statement": 58, "deadline": 68}
"""where each kind stands on the rail"""
MOST: Final = 60
"""days of one timeline"""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the rail: as long as its day is unsure."""

    x: float
    y: float
    length: float
    """0: the day is known"""
    kind: str
    tone: str
    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Rail:
    """The slim line of time beside the words."""

    ticks: tuple[Tick, ...]
    months: tuple[tuple[float, str], ...]
    today: float | None
    """where the moment asked about lies"""


@dataclass(frozen=True, slots=True)
class Row:
    """A day on the page."""

    day: date
    gap: int
    """days since the row before; 0 of the first"""
    now: Day | None
    then: Day | None


KEYS: Final = {
    "of": asking.text,
    "then": asking.moment,
    "days": asking.whole(1, MOST),
    **asking.WINDOW,
}


def timeline(visit: Visit) -> Response:
    """The screen."""
    asked = visit.asked
    now = _told(visit, visit.view, "")
    then: Told | None = None
    if asked["then"] is not None:
        other = visit.desk.as_of(asked["then"], asked.coder)
        then = _told(visit, other, str(asked["then"]), now)
    if visit.form != "html":
        return visit.twin(timelines.table(now, then.keys if then else None))
    rows = _rows(now, then)
    last = _last(visit, now)
    return visit.answer(
        "timeline.html",
        told=now,
        then=then,
        rows=[row for row in rows if row.day <= last],
        ahead=[row for row in rows if row.day > last],
        rail=_rail(visit, now, then, last),
        then_limit=None if asked["then"] is None else from_micros(limit(asked["then"])),
        then_text=asked["then"],
        suggested=_earlier(visit, now),
        stories=storylines.at_hand(visit),
        turned_since=visit.kept("turned since", lambda: storylines.turned_since(visit.view)),
        most=asked["days"] or DAYS,
    )


def _told(visit: Visit, view: View, then: str, beside: Told | None = None) -> Told:
    asked = visit.asked
    of, since, until, most = asked["of"], asked["since"], asked["until"], asked["days"] or DAYS
    if beside is not None and of is None:
        # The same days as beside it, else two timelines of different days would be compared.
        since, until = beside.since, beside.until

    def make() -> Told:
        # What nobody had read of then is empty, and no error.
        if beside is not None and of is not None and not of.startswith("sl:") and not _known(view, of):
            return Told(beside.of, beside.kind, (), since, until, beside.chosen, 0, 0, 0)
        story = None
        if of is not None and of.startswith("sl:"):
            story = storylines.one(visit, view, of, then, missing_ok=beside is not None)
            if story is None:
                return Told(beside.of if beside else of, timelines.STORY, (), since, until, False, 0, 0, 0)
        path = visit.desk.path
        chains = visit.kept("chains", lambda: storylines.chains(visit, view, then), then, str(visit.site.now().date()))
        turned = visit.kept("turned", lambda: storylines.turned(view, path), then)
        return timelines.whole(view, path, of, since, until, most, story=story, chains=chains, turned=turned)

    return visit.kept("timeline", make, of, since, until, most, then)


def _known(view: View, name: str) -> bool:
    return bool(view.count_events(side=name, most=1) or view.count_events(place=name, most=1))


def _earlier(visit: Visit, now: Told) -> list[tuple[str, str]]:
    """Moments to compare with: in the middle of what is told, and a week before its end."""
    days = [day.day for day in now.days if day.day <= (visit.view.last_day() or date.max)]
    if len(days) < 2:
        return []
    middle = days[len(days) // 2]
    before = days[-1] - timedelta(days=7)
    return [(one.isoformat(), one.isoformat()) for one in dict.fromkeys((middle, before)) if one >= days[0]]


def _rows(now: Told, then: Told | None) -> list[Row]:
    by_now = {day.day: day for day in now.days}
    by_then = {day.day: day for day in then.days} if then else {}
    rows: list[Row] = []
    last: date | None = None
    for day in sorted({*by_now, *by_then}):
        rows.append(Row(day, 0 if last is None else (day - last).days, by_now.get(day), by_then.get(day)))
        last = day
    return rows


def _last(visit: Visit, now: Told) -> date:
    """The last day of which something can have been read; what lies behind it is still to come."""
    read = visit.view.last_day() or date.max
    return max(read, now.until) if now.chosen and now.until else read


def _rail(visit: Visit, now: Told, then: Told | None, last: date) -> Rail | None:
    """Marks at their true distance in time, without what is still to come."""
    days = sorted({day.day for one in (now, then) if one for day in one.days if day.day <= last})
    if len(days) < 2:
        return None
    first, last = days[0], days[-1]
    span = (last - first).days

    def y(day: date) -> float:
        return round(8 + (day - first).days / span * (HEIGHT - 16), 1)

    ticks = []
    for one in (day for day in now.days if day.day <= last):
        beside: dict[str, int] = {}
        for mark in one.marks:
            kind = mark.line.kind
            place = beside.get(kind, 0)
            beside[kind] = place + 1
            if place > 2:
                continue
            x = COLUMNS[kind] + place * SPACE
            length = max(0.0, y(min(mark.until, last)) - y(mark.day))
            ticks.append(
                Tick(x, y(mark.day), length, kind, _tone(mark), f"#d{mark.day}", f"{mark.day}: {mark.line.text}")
            )
    moment = visit.asked["then"]
    at = moment.date() if isinstance(moment, datetime) else moment
    return Rail(tuple(ticks), _months(first, last, y), y(at) if at and first <= at <= last else None)


def _tone(mark: Mark) -> str:
    return mark_of(mark.line.type).tone if mark.line.type else "ink"


def _months(first: date, last: date, y: Callable[[date], float]) -> tuple[tuple[float, str], ...]:
    """Where months begin, or years where there are many; never nearer than a line of letters."""
    found: list[tuple[float, str]] = [(y(first), month_name(first)[:3])]
    begin = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while begin <= last:
        at = y(begin)
        if at - found[-1][0] >= 14:
            found.append((at, str(begin.year) if begin.month == 1 else month_name(begin)[:3]))
        begin = (begin + timedelta(days=32)).replace(day=1)
    return tuple(found)


ROUTES = screen("/timeline", timeline, KEYS, twins=True)
