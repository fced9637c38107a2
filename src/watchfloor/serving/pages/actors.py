"""Who is who: all actors of the record, and each of them with its offices, ties and words."""

from __future__ import annotations

from datetime import date
from typing import Final

from starlette.responses import Response
from starlette.routing import Route

from watchfloor.answers import actors as answers
from watchfloor.answers import nothing, positions
from watchfloor.answers.actors import Lexicon, Profile
from watchfloor.answers.deadlines import day_of
from watchfloor.answers.entries import RELATIONS
from watchfloor.errors import NotFound
from watchfloor.serving import asking, ties
from watchfloor.serving.visiting import Visit, screen
from watchfloor.store.casts import Appearance

PAGE: Final = 60
"""actors on a page; of new ones, which are told at length, fewer"""
NEW: Final = 20
MET: Final = 40
"""others in the table of an actor's page"""
FARTHEST: Final = 10_000_000
MOST: Final = 100_000
"""reports counted unless days are asked for: these take a third of a second"""


def _days(visit: Visit) -> tuple[date | None, date | None]:
    """The days that are looked at: those asked for, or the latest of a big record."""
    since, until = visit.asked["since"], visit.asked["until"]
    if since is None and until is None:
        days = visit.kept("days of events", visit.view.event_days)
        total = 0
        for day, number in reversed(days.items()):
            total += number
            if total > MOST:
                return day, None
    return since, until


def _cast(visit: Visit) -> list[Appearance]:
    since, until = _days(visit)
    return visit.kept("cast", lambda: visit.view.cast(since=since, until=until), since, until)


def _lexicon(visit: Visit) -> Lexicon:
    return visit.kept("lexicon", lambda: answers.lexicon(visit.desk.path))


def cast(visit: Visit) -> Response:
    """All actors of the facts."""
    asked = visit.asked
    everybody = _cast(visit)
    found = answers.chosen(everybody, asked["kind"], asked["text"], asked["sort"])
    start = asked["cursor"] or 0
    new = asked["kind"] == "unknown"
    size = NEW if new else PAGE
    shown = found[start : start + size]
    told = answers.described(visit.view, shown) if new and visit.form == "html" else {}
    counts = {kind: sum(one.kind == kind for one in everybody) for kind in answers.KINDS}
    return visit.answer(
        "actors.html",
        table=lambda: answers.cast_table(found),
        shown=shown,
        latest=_latest(visit),
        total=len(found),
        everybody=len(everybody),
        start=start,
        page_size=size,
        kinds={kind: number for kind, number in counts.items() if number},
        told=told,
        promotion=answers.promotion,
        why_none="" if everybody else nothing.why_none(visit.view, "actors"),
    )


def _profile(visit: Visit) -> Profile:
    ident = visit.request.path_params["ident"]
    since, until = _days(visit)
    known = _lexicon(visit)
    seen = next((one for one in _cast(visit) if one.id == ident), None)
    if seen is None and known.meaning(ident, None) is None and not _is_told_of(visit, ident):
        raise NotFound(
            f"there is no actor {ident!r} in this desk at that time, and no lexicon has one; see /actors", ident
        )
    on = _day(visit)
    ranks = positions.ranks(visit.desk.path)
    return visit.kept(
        "profile",
        lambda: answers.profile(visit.view, known, ranks, ident, on, seen, since, until),
        ident, on, since, until,
    )  # fmt: skip


def _is_told_of(visit: Visit, ident: str) -> bool:
    """Whether an actor is there on days that are not looked at, or in what is neither done nor said: a deadline binds
    it, a relation names it."""
    view = visit.view
    return bool(
        view.entries(actor=ident, limit=1)
        or view.entries(bound=ident, limit=1)
        or view.events(actor=ident, limit=1)
        or view.events(recipient=ident, limit=1)
    )


def _latest(visit: Visit) -> date | None:
    """The first day of those that are looked at although none was asked for."""
    return None if visit.asked["since"] or visit.asked["until"] else _days(visit)[0]


def _day(visit: Visit) -> date:
    """The day for offices: that asked about, or that of the newest article."""
    if visit.asked.as_of is not None:
        return day_of(visit.asked.as_of)
    return visit.kept("last day", visit.view.last_day) or day_of(None)


def actor(visit: Visit) -> Response:
    """One actor."""
    told = _profile(visit)
    names = visit.kept("names of actors", lambda: answers.names(visit.desk.path))
    to, away = answers.edges(told, _lexicon(visit), names)
    return visit.answer(
        "actor.html",
        told=told,
        latest=_latest(visit),
        on=_day(visit),
        names=names,
        drawn=ties.draw(to, away),
        met=told.meetings[:MET],
        relations=RELATIONS,
        tie_words=answers.TIE_WORDS,
        promotion=answers.promotion,
    )


def meetings(visit: Visit) -> Response:
    """With whom one actor has to do, in full."""
    told = _profile(visit)
    start = visit.asked["cursor"] or 0
    return visit.answer(
        "actor_meetings.html",
        table=lambda: answers.meeting_table(told.meetings),
        told=told,
        latest=_latest(visit),
        met=told.meetings[start : start + MET],
        start=start,
        page_size=MET,
    )


ROUTES: list[Route] = [
    *screen(
        "/actors",
        cast,
        {
            "kind": asking.choice(*answers.KINDS),
            "text": asking.text,
            "sort": asking.choice(*answers.SORTS),
            "cursor": asking.whole(0, FARTHEST),
            **asking.WINDOW,
        },
        twins=True,
    ),
    *screen(
        "/actors/{ident:path}/meetings", meetings, {"cursor": asking.whole(0, FARTHEST), **asking.WINDOW}, twins=True
    ),
    *screen("/actors/{ident:path}", actor, asking.WINDOW),
]
