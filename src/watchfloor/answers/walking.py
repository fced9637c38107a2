"""Incidents of a long record, some weeks at a time: the beginning of a list does not wait for its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from watchfloor.store.clock import from_days, to_days
from watchfloor.view import MARGIN

if TYPE_CHECKING:
    from watchfloor.linking.happenings import Incident
    from watchfloor.view import View

WEEKS: Final = 1
"""worked out together; their margin is worked out with them, so that fewer would cost as much"""
FEW: Final = 3000
"""events that are worked out at once"""

Week = Callable[[date, date], tuple["Incident", ...]]
"""gives the incidents of some days, perhaps from memory"""


def between(view: View, first: date, last: date) -> tuple[Incident, ...]:
    """The incidents that stand on the days from `first` to `last`, both included, the newest first."""
    found = view.incidents(since=first, until=last)
    return tuple(one for one in found if one.day is not None and first <= one.day <= last)


def every(view: View) -> tuple[Incident, ...]:
    """All incidents, those without a day last."""
    return tuple(view.incidents())


def walk(view: View, week: Week, start: date | None, wanted: dict[str, Any]) -> Iterator[Incident]:
    """The incidents of which a report fits what is asked for, as for `View.incidents`, the newest first, from the day
    `start` backwards. Those without a day are not among them: in a record that is so long, all articles have theirs."""
    days = sorted(view.event_days(), reverse=True)
    if not days:
        return
    margin = timedelta(days=MARGIN)
    asked = {key: value for key, value in wanted.items() if value is not None}
    since, until = asked.get("since"), asked.get("until")
    high = min([days[0], *([start] if start else []), *([until + min(margin, date.max - until)] if until else [])])
    low = max(days[-1], since - min(margin, since - date.min)) if since else days[-1]
    size = 7 * WEEKS
    number = to_days(high) // size
    while number * size + size > to_days(low):
        first, last = from_days(number * size), from_days(number * size + size - 1)
        number -= 1
        fit = None
        if asked:
            near = {**asked, "since": first - margin, "until": last + margin}
            near |= {"since": max(near["since"], since)} if since else {}
            near |= {"until": min(near["until"], until)} if until else {}
            if near["since"] > near["until"]:
                continue
            fit = {fact.event.id for fact in view.each_event(**near)}
            if not fit:
                continue
        for one in week(first, last):
            assert one.day is not None  # noqa: S101 - `between` gives no others
            if (start is None or one.day <= start) and (fit is None or not fit.isdisjoint(one.facts)):
                yield one
