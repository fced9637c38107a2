"""The queue of facts to look at, one fact to correct, what was corrected so far, and the forms that correct."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response
from starlette.routing import Route

from watchfloor.answers import deadlines, evidence, naming, nothing, review
from watchfloor.answers.corrections import Wanted, meant
from watchfloor.answers.evidence import Evidence
from watchfloor.answers.review import Queued
from watchfloor.assessing.deadlines import Chain
from watchfloor.desk import own_packs
from watchfloor.errors import DeskLocked, DeskReadOnly, DiskFull, UsageError, WatchfloorError
from watchfloor.serving import asking
from watchfloor.serving.failing import Refused
from watchfloor.serving.visiting import Visit, screen
from watchfloor.types import Event, Facet

if TYPE_CHECKING:
    from watchfloor.linking.happenings import Incident

PAGE: Final = 8
"""facts of a page of the queue"""
NEAR: Final = 40
"""incidents of the same day and type that are looked through for what may be one act with a fact"""
ROWS: Final = 100
"""corrections of a page of the history"""
LONGEST: Final = 20_000
"""characters of a reason"""
SHORT: Final = 500
"""characters of any other field"""
FARTHEST: Final = 1_000_000
KINDS: Final = ("event", "statement", "deadline", "outlook", "relation", "link")


# --- what is looked at ------------------------------------------------------------------------------------------------


def _queue(visit: Visit) -> tuple[tuple[Queued, ...], date | None, date | None]:
    days = visit.kept("days of articles", visit.view.article_days)
    since, until = review.window(days, visit.asked["since"], visit.asked["until"])
    folder, chains = visit.desk.path, _chains(visit)
    day = deadlines.day_of(visit.asked.as_of or visit.site.now())
    found = visit.kept("review", lambda: review.candidates(visit.view, folder, since, until, chains), since, until, day)
    return found, since, until


def _chains(visit: Visit) -> tuple[Chain, ...]:
    folder, day = visit.desk.path, deadlines.day_of(visit.asked.as_of or visit.site.now())
    return visit.kept("chains of deadlines", lambda: deadlines.chains(visit.view, folder, day), day)


def _evidence(visit: Visit, ident: str) -> Evidence:
    coder = visit.read_by
    return evidence.evidence(visit.view, f"ev:{ident[3:]}" if ident.startswith("in:") else ident, coder)


def queue(visit: Visit) -> Response:
    """What a person should look at first; or one fact, to say what is wrong with it."""
    if visit.asked["fact"]:
        return _one(visit, visit.asked["fact"], {}, "", 200)
    found, since, until = _queue(visit)
    kind = visit.asked["kind"]
    wanted = tuple(row for row in found if kind is None or row.one.kind == kind)
    start = visit.asked["cursor"] or 0
    shown = [(row, _evidence(visit, row.one.fact)) for row in wanted[start : start + PAGE]]
    return visit.answer(
        "review.html",
        shown=shown,
        total=len(wanted),
        start=start,
        page_size=PAGE,
        kinds=KINDS,
        days=(since, until),
        why_none="" if wanted else nothing.why_none(visit.view, "fact to look at"),
        **_choices(visit),
    )


def _choices(visit: Visit) -> dict[str, Any]:
    return {
        "types": naming.event_types(own_packs(visit.desk.path, visit.desk.config)),
        "modes": review.MODES,
        "facets": [facet.value for facet in Facet],
    }


def _one(visit: Visit, ident: str, typed: Mapping[str, Any], error: str, status: int) -> Response:
    """One fact with all that can be said of it; `typed` is what a form sent that was refused."""
    one = _evidence(visit, ident)
    incident: Incident | None = None
    around: tuple[Incident, ...] = ()
    chain, lines = None, 0
    if isinstance(one.fact, Event):
        day, kind = one.day, one.fact.type
        incident = visit.kept("incident", lambda: visit.view.incident(one.id), one.id)
        around = visit.kept(
            "incidents of a day and type",
            lambda: tuple(visit.view.incidents(since=day, until=day, type=kind, limit=NEAR)),
            day,
            kind,
        )
        lines = _brief_lines(visit, one)
    elif evidence.is_due(one):
        chain = evidence.chain_of(_chains(visit), one.id)
    turns = len(evidence.reversals_of(visit.view, visit.desk.path, one))
    known: dict[str, str] = {}
    for fact in visit.view.events(article=one.article.id, limit=60):
        for cited in (*fact.event.actors, *fact.event.recipients):
            known[cited.value.id] = cited.value.name
    return visit.page(
        "review_one.html",
        status,
        one=one,
        incident=incident,
        near=review.near(around, one.fact) if isinstance(one.fact, Event) else (),
        effect=review.effect(incident, one.id, chain, turns, lines),
        known=sorted(known.items()),
        places=sorted({place.value.name for place in one.fact.places}) if isinstance(one.fact, Event) else (),
        typed=typed,
        error=error,
        now_only=visit.replayed,
        **_choices(visit),
    )


def _brief_lines(visit: Visit, one: Evidence) -> int:
    """The lines of the brief of its day that tell it."""
    published = one.article.published
    if published is None:
        return 0
    day = published.day
    made = visit.kept("brief", lambda: visit.view.brief(day), day, False)
    return sum(any(claim.id == one.id for claim in line.claims) for part in made.sections for line in part.lines)


# --- what people said -------------------------------------------------------------------------------------------------


def history(visit: Visit) -> Response:
    """All corrections, the newest first: the audit."""
    found = visit.kept("corrections", lambda: tuple(reversed(visit.view.corrections())))
    start = visit.asked["cursor"] or 0
    return visit.answer(
        "history.html",
        table=lambda: review.history_table(found),
        corrections=found[start : start + ROWS],
        total=len(found),
        start=start,
        page_size=ROWS,
    )


# --- forms ------------------------------------------------------------------------------------------------------------


def _typed(visit: Visit) -> dict[str, list[str]]:
    """The fields of the form, as they were typed, without what no text holds."""
    fields: Mapping[str, list[str]] = visit.request.scope.get("watchfloor.fields", {})
    return {
        name: [value.replace("\0", "").strip() for value in values] for name, values in fields.items() if name != "csrf"
    }


def _first(typed: Mapping[str, list[str]], name: str) -> str:
    return "".join(typed.get(name, [])[:1])


def correct(visit: Visit) -> Response:
    """Keeps what a person says of a fact, and leads to the fact."""
    typed = _typed(visit)
    ident = _first(typed, "fact")
    if not ident:
        raise Refused(400, "the form names no fact; open one and correct it there")
    try:
        _fits(typed)
        number = _said(visit, ident, typed)
    except (DeskLocked, DiskFull) as error:
        return _one(visit, ident, typed, f"Nothing was kept: {error}. What you typed is below; try again.", 503)
    except DeskReadOnly as error:
        return _one(visit, ident, typed, f"Nothing was kept: {error}.", 403)
    except UsageError as error:
        return _one(visit, ident, typed, f"Nothing was kept: {_in_words(str(error))}.", 400)
    return visit.back(f"/fact/{ident}", said=number)


def _fits(typed: Mapping[str, list[str]]) -> None:
    for name, values in typed.items():
        most = LONGEST if name == "why" else SHORT
        if any(len(value) > most for value in values):
            raise UsageError(f"{name}: longer than {most:,} characters; it is below, shorten it")


def _in_words(error: str) -> str:
    """What an error of the desk says, in the words of the page: it speaks of options of commands."""
    for said, meant_ in (
        ("; give one with --why", ": fill in why"),
        ("; name one with --by", ": fill in by"),
        ("--until needs --date, and is not before it", "the last day needs a first day, and is not before it"),
        ("`watchfloor events`", "the other screens"),
        ("`watchfloor correct list`", "the history"),
    ):
        error = error.replace(said, meant_)
    return error.rstrip(".")


def _said(visit: Visit, ident: str, typed: Mapping[str, list[str]]) -> int:
    """The number of the correction that was made. Raises what the desk raises."""
    by, why, kind = (_first(typed, name) for name in ("by", "why", "kind"))
    desk = visit.desk
    if kind == "right":
        return desk.right(ident, by=by, why=why)
    if kind == "wrong":
        return desk.wrong(ident, by=by, why=why)
    if kind == "change":
        return desk.correct(ident, meant(desk, ident, _wanted(typed)), by=by, why=why)
    if kind in ("merge", "split"):
        others = [name for text in typed.get(kind, []) for name in text.replace(",", " ").split()]
        others = [f"ev:{name[3:]}" if name.startswith("in:") else name for name in others]
        together = desk.merge if kind == "merge" else desk.split
        return together([ident, *others], by=by, why=why)
    raise UsageError("press the button that says it: right, wrong, change, merge or split")


def _wanted(typed: Mapping[str, list[str]]) -> Wanted:
    """The change that the fields say; a field that was left alone or empty changes nothing, a hyphen takes away."""

    def changed(name: str) -> str | None:
        text = _first(typed, name)
        return None if not text or text == _first(typed, f"was:{name}") else "" if text in ("-", "–") else text

    def sides(side: str) -> tuple[str, ...]:
        out = []
        for name, values in typed.items():
            if name.startswith(f"{side}:") and (text := "".join(values[:1])):
                old = name.partition(":")[2]
                new = "" if text in ("-", "–") else text
                out.append(f"{old}={new}" if old else new)
        return tuple(out)

    return Wanted(
        type=changed("type"),
        mode=changed("mode"),
        cameo=changed("cameo"),
        facet=changed("facet"),
        actors=sides("actor"),
        recipients=sides("recipient"),
        place=changed("place"),
        day=_day(typed, "day"),
        until=_day(typed, "until"),
        no_date=_first(typed, "no_date") == "1",
    )


def _day(typed: Mapping[str, list[str]], name: str) -> date | None:
    text = _first(typed, name)
    return None if not text or text == _first(typed, f"was:{name}") else asking.day(text, name)


def undo(visit: Visit) -> Response:
    """Takes a correction back, and leads to the fact it was about, or to the history."""
    typed = _typed(visit)
    number, ident = _first(typed, "number"), _first(typed, "fact")
    try:
        _fits(typed)
        if not (number.isascii() and number.isdigit() and len(number) < 16):
            raise UsageError("the form names no correction by its number")
        made = visit.desk.undo(int(number), by=_first(typed, "by"), why=_first(typed, "why"))
    except WatchfloorError as error:
        status = 503 if isinstance(error, DeskLocked | DiskFull) else 403 if isinstance(error, DeskReadOnly) else 400
        again = " What you typed is below; try again." if status == 503 else ""
        said = f"Nothing was kept: {_in_words(str(error))}.{again}"
        return visit.page("undo.html", status, typed=typed, error=said)
    return visit.back(f"/fact/{ident}", said=made) if ident else visit.back("/review/history")


ROUTES: list[Route] = [
    *screen("/review/history", history, {"cursor": asking.whole(0, FARTHEST)}, twins=True),
    *screen(
        "/review",
        queue,
        {
            "fact": asking.text,
            "kind": asking.choice(*KINDS),
            "cursor": asking.whole(0, FARTHEST),
            **asking.WINDOW,
        },
    ),
    *screen("/correct", correct, {}, methods=("POST",)),
    *screen("/correct/undo", undo, {}, methods=("POST",)),
]
