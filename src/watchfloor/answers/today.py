"""The screen of a day: what a desk found for it, and its JSON form."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from watchfloor.answers.positions import WINDOW, book, said, with_texts
from watchfloor.answers.tables import Column, Table
from watchfloor.assessing import deadlines, positions, reversals
from watchfloor.briefing import today as screen
from watchfloor.briefing.today import Found, Line, Today
from watchfloor.store.clock import day_in_utc
from watchfloor.types import Statement

if TYPE_CHECKING:
    from watchfloor.assessing.issues import IssueBook
    from watchfloor.assessing.reversals import Reversal
    from watchfloor.briefing.brief import Coverage
    from watchfloor.desk import Desk
    from watchfloor.linking.happenings import Incident
    from watchfloor.view import View

BACK: Final = timedelta(days=30)
"""days before in which what is new is told from what is not"""
ENOUGH: Final = 500
"""articles that are enough for that: where so many come in fewer days, no more days are looked at"""
DAY: Final = timedelta(days=1)
SHOWN: Final = 200
"""articles that came or changed in a day, and facts that did, looked at one by one"""


def day_of(view: View, as_of: date | datetime | None) -> date | None:
    """The day that is told of: that of the moment asked about, else the last one that has an article."""
    if isinstance(as_of, datetime):
        return day_in_utc(as_of)
    return as_of or view.last_day()


def today(
    opened: Desk,
    view: View,
    day: date,
    as_of: date | datetime | None,
    read: tuple[Coverage, Coverage] | None = None,
) -> Today:
    """The screen of a day, as `view` knows it; `as_of` is the moment of the view, None: now. `read` is how much of the
    desk and of that day was read, where it is known already."""
    moment = as_of if isinstance(as_of, datetime) else None
    return screen.make(day, moment, found(opened, view, day, as_of, read or (view.coverage(None), view.coverage(day))))


def found(opened: Desk, view: View, day: date, as_of: date | datetime | None, read: tuple[Coverage, Coverage]) -> Found:
    """What the screen of a day is put together from."""
    issues = book(opened.path)
    turned, taken = turns(view, issues, day)
    # The day before is compared with the moment asked about where that lies on the day, else with the day's end.
    known_by = as_of if as_of is not None and day_of(view, as_of) == day else day
    before = day - timedelta(days=1)
    changed = opened.why_changed(before, known_by, most=SHOWN, of_facts=False)
    return Found(
        coverage=read[0],
        of_day=read[1],
        incidents=incidents(view, day),
        reversals=turned,
        statements=taken,
        chains=deadlines.chains(view.deadlines(since=day - WINDOW), issues, day),
        changed=changed,
        stories=view.storyline_changes(before, known_by) if changed.moves_storylines else (),
    )


def incidents(view: View, day: date) -> list[Incident]:
    """What happened on a day and in the weeks before it, as far as it tells what is new: of days that are too full,
    only what was told on this day or the one before."""
    first, came = day - BACK, view.article_days()
    since, number = day, came.get(day, 0)
    while since > first and number + came.get(since - DAY, 0) <= ENOUGH:
        since -= DAY
        number += came.get(since, 0)
    found = view.incidents(since=since, until=day)
    if since > first:
        told = view.incidents(since=first, until=since - DAY, published_since=day - DAY, published_until=day)
        known = {one.id for one in found}
        found += [one for one in told if one.id not in known]
    return found


def turns(view: View, issues: IssueBook, day: date) -> tuple[tuple[Reversal, ...], int]:
    """The reversals of the days up to one whose later words are of these days, and how many positions were taken in
    them. Only a pair that is certain is shown on the screen of a day, and that is one inside an article or one of a
    single speaker: so no more is read than the articles of these days, and what their speakers said before."""
    since = day - timedelta(days=screen.LATELY)
    fresh = list(said(view, published_since=since, until=day))
    taken = positions.cells(fresh, issues)
    speakers = {cell.speaker.id for cell in taken if cell.speaker is not None}
    known = {one.statement.id for one in fresh}
    first = day - timedelta(days=screen.LATELY + reversals.TURNED_WITHIN)
    about = {cell.issue.id for cell in taken}
    terms = tuple(dict.fromkeys(word for issue in sorted(about) for word in issues.terms(issue)))
    kept_before = view.each_entry("statement", order="oldest", since=first, until=day, any_of=terms) if terms else ()
    earlier = (
        kept
        for kept in kept_before
        if isinstance(kept.entry, Statement)
        and kept.entry.stances
        and kept.entry.speaker is not None
        and kept.entry.speaker.value.id in speakers
        and kept.entry.id not in known
    )
    before = [cell for cell in positions.cells(with_texts(view, earlier), issues) if cell.issue.id in about]
    found = reversals.find(positions.joined([*before, *taken]), issues, reversals.Contrasts.load())
    return found, sum(cell.day is not None and since <= cell.day <= day for cell in taken)


COLUMNS: Final = (
    Column("part", "part", "events: what happened; changes: what is known since the day before; deadlines; reversals"),
    Column("kind", "kind", "event, late, story, changed, corrected, forgotten, coder, deadline, reversal"),
    Column("id", "id", "of the fact that holds it; of a changed article its id"),
    Column("text", "sentence", "what it says, in words that its quote or its codes hold"),
    Column("type", "type", "of the act, by the codebook"),
    Column("facet", "facet", "whether it is a deed, a plan, a threat, a demand, a denial"),
    Column("day", "day", "of the act or of the words; of a deadline its last day"),
    Column("place", "place", "where, as exactly as any report tells it"),
    Column("precision", "precision", "how exact the place is"),
    Column("reports", "reports", "articles that tell it, copies among them"),
    Column("origins", "origins", "independent ones among them; 0 where they are not counted"),
    Column("note", "note", "how it is supported or how it stands"),
    Column("quote", "quote", "the words it was read from"),
    Column("outlet", "outlet", "who printed them"),
    Column("earlier", "earlier", "of a reversal: the id of the earlier words"),
)


def table(made: Today) -> Table:
    """The lines of the screen, part by part."""
    rows = [{"part": part.name} | line_json(line) for part in made.parts for line in part.lines]
    return Table(COLUMNS, rows)


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
