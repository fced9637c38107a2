"""The screen of a day: what a desk found for it, and its JSON form."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from watchfloor.answers.positions import WINDOW, book, said
from watchfloor.assessing import deadlines, gathering, positions, reversals
from watchfloor.briefing import today as screen
from watchfloor.briefing.today import Found, Line, Today

if TYPE_CHECKING:
    from watchfloor.desk import Desk
    from watchfloor.view import View

BACK: Final = timedelta(days=30)
"""days before in which what is new is told from what is not"""
SHOWN: Final = 200
"""articles that came or changed in a day, and facts that did, looked at one by one"""


def day_of(view: View, as_of: date | datetime | None) -> date | None:
    """The day that is told of: that of the moment asked about, else the last one that has an article."""
    if isinstance(as_of, datetime):
        return as_of.astimezone(UTC).date()
    return as_of or view.last_day()


def today(opened: Desk, view: View, day: date, as_of: date | datetime | None) -> Today:
    """The screen of a day, as `view` knows it; `as_of` is the moment of the view, None: now."""
    return screen.make(day, as_of if isinstance(as_of, datetime) else None, found(opened, view, day, as_of))


def found(opened: Desk, view: View, day: date, as_of: date | datetime | None) -> Found:
    """What the screen of a day is put together from."""
    issues = book(opened.path)
    asked: dict[str, Any] = {"since": day - WINDOW, "until": day}
    cells = positions.cells(said(view, **asked), issues)
    deeds = gathering.deeds(view.each_event(facet="happened", **asked)) if cells else ()
    return Found(
        coverage=view.coverage(None),
        of_day=view.coverage(day),
        incidents=view.incidents(since=day - BACK, until=day),
        reversals=reversals.find(cells, issues, reversals.Contrasts.load(), deeds),
        statements=len(cells),
        chains=deadlines.chains(view.deadlines(), issues, day),
        # Without a moment it is told as known now; what lies between is then all that came since.
        changed=opened.why_changed(day - timedelta(days=1), day if as_of is None else as_of, most=SHOWN),
    )


def today_json(made: Today, name: str) -> dict[str, Any]:
    """The screen as JSON."""
    return {
        "desk": name,
        "day": made.day.isoformat(),
        "sources": None if made.coverage.watch is None else made.coverage.watch.text(),
        "coverage": made.coverage.text(),
        "coverage_of_day": made.of_day.text(),
        "parts": [
            {
                "name": part.name,
                "empty": part.empty or None,
                "left_out": part.left_out,
                "lines": [line_json(line) for line in part.lines],
            }
            for part in made.parts
        ],
        "dropped": made.dropped,
    }


def line_json(line: Line) -> dict[str, Any]:
    """A line as JSON."""
    return {
        "kind": line.kind,
        "id": line.id or None,
        "text": line.text,
        "note": line.note or None,
        "quote": line.quote or None,
        "outlet": line.outlet or None,
        "type": line.type or None,
        "facet": line.facet.value if line.facet else None,
        "place": line.place.name if line.place else None,
        "precision": line.place.precision if line.place else None,
        "day": line.day.isoformat() if line.day else None,
        "reports": line.reports,
        "origins": line.origins,
        "language": line.language or None,
        "article": line.article or None,
        "earlier": line.other or None,
    }
