"""Who is read and how each source does, whose articles are here, what is not watched, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from starlette.responses import Response
from starlette.routing import Route

from watchfloor.answers import sources as answers
from watchfloor.answers.tables import Column, Table
from watchfloor.linking.origins import OWNERS, read_owners
from watchfloor.serving import asking
from watchfloor.serving.failing import Refused
from watchfloor.serving.visiting import Visit, screen
from watchfloor.sources.health import Health
from watchfloor.store.clock import from_micros, limit, to_micros

OUTLETS: Final = 20
"""outlets and countries listed on the screen itself"""
PAGE: Final = 50
"""rows of a page of a list"""
LISTED: Final = 5000
"""rows of its twins"""
UNREAD: Final = "unreadable"
"""the list of what gave no article at all, beside those of the kinds of problem"""


@dataclass(frozen=True, slots=True)
class Row:
    """A source as it stands in the table."""

    state: Health
    owner: str
    asked: str
    seen: str
    rhythm: str


def sources(visit: Visit) -> Response:
    """All of it on one screen."""
    view, now = visit.view, _moment(visit)
    states = view.sources()
    owners = read_owners(visit.desk.path / OWNERS)
    if visit.form != "html":
        return visit.twin(answers.table(states, owners))
    counts = visit.kept("counts", view.status)
    outlets = visit.kept("outlets", view.outlets)
    told = visit.kept("countries told of", view.countries)
    missing = answers.gaps(told, states)
    return visit.page(
        "sources.html",
        rows=[
            Row(
                one,
                answers.owner_of(one.name, owners),
                answers.ago(one.last_asked, now),
                answers.ago(one.last_seen, now),
                answers.rhythm_text(one),
            )
            for one in sorted(states, key=lambda one: (not one.silent, not one.counted, one.id))
        ],
        ticks=answers.ticks(states, visit.kept("last day", view.last_day) or now.date()),
        watch=view.watch(),
        counts=counts,
        outlets=outlets[:OUTLETS],
        outlets_left=max(0, len(outlets) - OUTLETS),
        gaps=missing[:OUTLETS],
        gaps_left=max(0, len(missing) - OUTLETS),
        placed=any(one.entry.source.country for one in states if one.counted),
        paused=[one for one in states if not one.counted],
    )


def outlets(visit: Visit) -> Response:
    """Whose articles are here."""
    found = visit.kept("outlets", visit.view.outlets)
    most, begin = len(found) if visit.form != "html" else PAGE, visit.asked["from"] or 0
    shown = found[begin : begin + most]
    return visit.answer(
        "outlets.html",
        table=lambda: answers.outlet_table(found[:LISTED]),
        outlets=shown,
        total=len(found),
        begin=begin,
        further=begin + PAGE if begin + PAGE < len(found) else None,
    )


TROUBLES: Final = (
    Column("known", "known", "since when; UTC"),
    Column("stage", "stage", "what was being done: reading or coding"),
    Column("kind", "kind"),
    Column("message", "message", "what kept it from being done"),
    Column("article", "article", "id; empty where no article came of it"),
    Column("title", "title"),
    Column("outlet", "outlet"),
    Column("address", "address", "of the page"),
)


def problems(visit: Visit) -> Response:
    """The pages and articles behind a count of problems."""
    kind, before = visit.asked["kind"], visit.asked["cursor"]
    most = PAGE + 1 if visit.form == "html" else LISTED
    counts = visit.kept("counts", visit.view.status)
    known = {UNREAD: counts.unreadable, **counts.problems}
    if kind is not None and kind not in known:
        raise Refused(404, f"there is no problem of the kind {kind!r} here; there is {', '.join(known)}")
    if kind == UNREAD:
        rows = [
            {
                "key": one.key,
                "known": one.at.isoformat(timespec="seconds"),
                "stage": "reading",
                "kind": UNREAD,
                "message": one.why + (f" (row {one.part})" if one.part else ""),
                "article": "",
                "title": "",
                "outlet": "",
                "address": one.address,
            }
            for one in visit.view.unread(limit=most, before=before)
        ]
    else:
        rows = [
            {
                "key": one.key,
                "known": one.at.isoformat(timespec="seconds"),
                "stage": one.stage,
                "kind": one.kind,
                "message": one.message,
                "article": one.article,
                "title": one.title,
                "outlet": one.outlet,
                "address": one.address,
            }
            for one in visit.view.troubles(kind, limit=most, before=before)
        ]
    further = rows[PAGE - 1]["key"] if visit.form == "html" and len(rows) > PAGE else None
    shown = rows[:PAGE] if visit.form == "html" else rows
    return visit.answer(
        "problems.html", table=lambda: Table(TROUBLES, shown), rows=shown, kind=kind, known=known, further=further
    )


def _moment(visit: Visit) -> datetime:
    """The moment asked about, but none that is still to come."""
    now = visit.site.now()
    as_of = visit.asked.as_of
    return now if as_of is None or limit(as_of) >= to_micros(now) else from_micros(limit(as_of))


ROUTES: list[Route] = [
    *screen("/sources", sources, {}, twins=True),
    *screen("/sources/outlets", outlets, {"from": asking.whole(0, 10**9)}, twins=True),
    *screen("/sources/problems", problems, {"kind": asking.text, "cursor": asking.whole(0, 2**53)}, twins=True),
]
