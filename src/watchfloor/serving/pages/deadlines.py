"""What is due, what is over, and what is expected."""

from __future__ import annotations

import io
from datetime import date
from typing import Final

from starlette.responses import Response
from starlette.routing import Route

from watchfloor.answers import deadlines as answers
from watchfloor.answers import lanes, nothing
from watchfloor.answers.positions import book
from watchfloor.assessing.deadlines import STATES, Chain
from watchfloor.serving import asking
from watchfloor.serving.visiting import Visit, endpoint, screen

SHOWN: Final = 25
"""rows of a lane while all lanes are shown; questions of a page"""
PAGE: Final = 100
"""rows of a lane shown alone"""
MENTIONS: Final = 2000
"""mentions of deadlines, and outlooks, that a page is made of: the latest"""
DEEDS: Final = 5000
"""acts in which an answer to a question is looked for, likewise"""
FARTHEST: Final = 1_000_000
DIRECTIONS: Final = ("likely", "unlikely", "even", "up", "down")
LONG_AGO: Final = 30
"""days since the newest article from which it is told that days are counted from now"""
ASKED: Final = {
    "holder": asking.text,
    "issue": asking.text,
    "status": asking.choice(*STATES),
    "text": asking.text,
    "lane": asking.choice(*lanes.LANES),
    "cursor": asking.whole(0, FARTHEST),
}


def _chains(visit: Visit) -> tuple[Chain, ...]:
    """The deadlines that are asked for."""
    day, folder, asked = answers.day_of(visit.asked.as_of or visit.site.now()), visit.desk.path, visit.asked
    found = visit.kept(
        "chains of deadlines", lambda: answers.chains(visit.view, folder, day, most=MENTIONS), day, MENTIONS
    )
    if wanted := {ours: asked[key] for ours, key in (("bound", "holder"), ("text", "text")) if asked[key]}:
        fits = {kept.entry.id for kept in visit.view.deadlines(**wanted)}
        found = tuple(one for one in found if any(m.entry.id in fits for m in one.mentions))
    if asked["status"]:
        found = tuple(one for one in found if one.state == asked["status"])
    if asked["issue"]:
        below = asked["issue"] + "."
        found = tuple(one for one in found if one.issue == asked["issue"] or one.issue.startswith(below))
    return found


def deadlines(visit: Visit) -> Response:
    """Three lanes, and what has no day."""
    asked = visit.asked
    known = visit.kept("issues", lambda: book(visit.desk.path))
    found = lanes.rows(_chains(visit), known)
    by_lane = {name: [one for one in found if one.lane == name] for name in lanes.LANES}
    start = asked["cursor"] or 0
    shown = {
        name: rows[start : start + PAGE] if asked["lane"] else rows[:SHOWN]
        for name, rows in by_lane.items()
        if not asked["lane"] or asked["lane"] == name
    }
    issues = sorted({(one.issue, one.chain.issue) for one in found if one.issue})
    return visit.answer(
        "deadlines.html",
        table=lambda: lanes.deadline_table(found),
        lanes=lanes.LANES,
        by_lane=by_lane,
        shown=shown,
        start=start,
        page_size=PAGE,
        issues=issues,
        states=answers.STATE_WORDS,
        total=len(found),
        day=answers.day_of(asked.as_of or visit.site.now()),
        newest=_newest(visit),
        latest=_more(visit, "deadline"),
        why_none="" if found else visit.kept("no deadlines", lambda: nothing.why_none(visit.view, "deadlines")),
        any_asked=any(asked[key] for key in ("holder", "issue", "status", "text")),
    )


def _more(visit: Visit, kind: str) -> int:
    """How many of the latest entries a page is made of, where there are more; else 0."""
    return MENTIONS if visit.view.count_entries(kind, most=MENTIONS + 1) > MENTIONS else 0


def _newest(visit: Visit) -> date | None:
    """The day of the newest article, where that is long ago: days are counted from now all the same."""
    last = visit.kept("last day", visit.view.last_day)
    now = answers.day_of(visit.asked.as_of or visit.site.now())
    return last if last is not None and (now - last).days > LONG_AGO else None


def calendar(visit: Visit) -> Response:
    """The same as a calendar to subscribe to: an entry keeps its id when it is moved."""
    from watchfloor.exporters import ics

    out = io.StringIO(newline="")
    ics.write(_chains(visit), out)
    return visit.sent(out.getvalue(), "text/calendar; charset=utf-8")


def outlooks(visit: Visit) -> Response:
    """Who expects what by when, and how it came out."""
    asked, folder = visit.asked, visit.desk.path
    day = answers.day_of(asked.as_of or visit.site.now())
    found = visit.kept(
        "questions",
        lambda: answers.questions(visit.view, folder, day, most=MENTIONS, deeds=DEEDS),
        day,
        MENTIONS,
    )
    wanted = {ours: asked[key] for ours, key in (("holder", "holder"), ("text", "text"), ("form", "direction"))}
    if wanted := {key: value for key, value in wanted.items() if value}:
        fits = {kept.entry.id for kept in visit.view.outlooks(**wanted)}
        found = tuple(one for one in found if any(voice.entry.id in fits for voice in one.voices))
    start = asked["cursor"] or 0
    known = visit.kept("issues", lambda: book(folder))
    return visit.answer(
        "outlooks.html",
        table=lambda: lanes.outlook_table(found),
        found=found[start : start + SHOWN],
        start=start,
        page_size=SHOWN,
        total=len(found),
        band=answers.band,
        issues={ident: one.name for ident, one in known.issues.items()},
        directions=DIRECTIONS,
        latest=_more(visit, "outlook"),
        why_none="" if found else visit.kept("no outlooks", lambda: nothing.why_none(visit.view, "outlooks")),
        any_asked=bool(wanted),
    )


ROUTES: list[Route] = [
    *screen("/deadlines", deadlines, ASKED, twins=True),
    Route("/deadlines.ics", endpoint(calendar, "ics", ASKED), name="/deadlines.ics"),
    *screen(
        "/outlooks",
        outlooks,
        {
            "holder": asking.text,
            "text": asking.text,
            "direction": asking.choice(*DIRECTIONS),
            "cursor": asking.whole(0, FARTHEST),
        },
        twins=True,
    ),
]
