"""Saved searches: when each would have fired, a form for another, and how to get rid of one."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from watchfloor.answers import nothing
from watchfloor.answers import watches as answers
from watchfloor.answers.tables import Column, Table
from watchfloor.answers.watches import Played
from watchfloor.assessing.watches import SEARCH, Watch, length
from watchfloor.errors import DeskLocked, DeskReadOnly, NotFound, UsageError, WatchfloorError
from watchfloor.serving import asking, failing
from watchfloor.serving.api.operations import PREFIX
from watchfloor.serving.failing import Refused
from watchfloor.serving.visiting import Visit, screen
from watchfloor.store.facts import Fact
from watchfloor.types import Facet

WIDTH: Final = 240
"""of the line of days, in its own units"""
LONGEST: Final = 366
"""days played again"""
MOST: Final = 1_000_000
RULE: Final = ("floor", "within", "origins", "cool_down")
ASKED: Final = {
    "new": asking.text,
    "name": asking.text,
    "id": asking.text,
    **dict.fromkeys(SEARCH, asking.text),
    "floor": asking.whole(1, MOST),
    "within": asking.text,
    "origins": asking.whole(1, MOST),
    "cool_down": asking.text,
    "days": asking.whole(1, LONGEST),
    "added": asking.text,
}
HINTS: Final = {
    "text": "words that the sentence must hold",
    "side": "who acts or is acted on: IRN, isis, a name",
    "actor": "who acts",
    "recipient": "to whom",
    "type": "PLOVER type, such as CONSULT",
    "mode": "mode of the type",
    "facet": "whether it is a deed",
    "place": "name of a place",
    "country": "of the place, in three letters",
    "outlet": "name of the outlet",
    "language": "such as en",
}
COLUMNS: Final = (
    Column("id", "Id"),
    Column("name", "Name"),
    Column("search", "Asks for"),
    Column("floor", "Incidents", "how many make it fire"),
    Column("within", "Within", "so long"),
    Column("origins", "Origins", "independent ones, before an incident counts"),
    Column("cool_down", "Then quiet for"),
    Column("days", "Days played again"),
    Column("fired", "Fired", "how often it would have in these days"),
    Column("last", "Last", "when it would have last"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A watch on the screen."""

    played: Played
    search: str
    rule: str
    shots: tuple[float, ...]
    """where it fired, on the line of days"""

    @property
    def watch(self) -> Watch:
        """The watch itself."""
        return self.played.watch


def _shown(played: Played) -> Shown:
    one = played.watch
    rule = f"{one.floor} incident{'' if one.floor == 1 else 's'} within {length(one.within)}"
    if one.origins > 1:
        rule += f", each from {one.origins} origins"
    rule += f"; then quiet for {length(one.cool_down)}"
    since = played.until - timedelta(days=played.days)
    span = timedelta(days=played.days)
    shots = tuple(round((moment.at - since) / span * WIDTH, 1) for moment in played.fired)
    return Shown(played, ", ".join(f"{key} {value}" for key, value in one.search.items()), rule, shots)


def _play(visit: Visit, one: Watch) -> Played:
    days = visit.asked["days"] or answers.DAYS
    end = answers.until(visit.view, visit.asked.as_of)
    about = (tuple(sorted(one.search.items())), one.floor, one.within, one.origins, one.cool_down)
    return visit.kept("watch tried", lambda: answers.play(visit.view, one, end, days), one.id, about, end, days)


def watches(visit: Visit) -> Response:
    """The watches, and the form for a new one."""
    shown = [_shown(_play(visit, one)) for one in answers.watches(visit.desk)]
    if visit.form != "html":
        return visit.twin(_table(shown))
    typed, error, tried = _typed(visit), "", None
    if any(typed.get(key) for key in SEARCH) and visit.asked["new"]:
        try:
            tried = _shown(_play(visit, _meant(visit, typed)))
        except UsageError as fault:
            error = str(fault)
    return _screen(visit, shown, typed, error, tried)


def _screen(
    visit: Visit, shown: list[Shown], typed: Mapping[str, Any], error: str, tried: Shown | None, status: int = 200
) -> Response:
    last = visit.kept("last day", visit.view.last_day)
    return visit.page(
        "watches.html",
        status,
        shown=shown,
        typed=typed,
        error=error,
        tried=tried,
        hints=HINTS,
        facets=[facet.value for facet in Facet],
        days=visit.asked["days"] or answers.DAYS,
        until=answers.until(visit.view, visit.asked.as_of),
        width=WIDTH,
        api=PREFIX,
        opened=bool(error or tried or visit.asked["new"] or not shown),
        added=visit.asked["added"],
        why_none="" if last else nothing.no_article(visit.view, "watch can fire"),
    )


def _typed(visit: Visit) -> dict[str, Any]:
    """What the form holds: what the address says, or what a fact that is to be watched for is like."""
    asked = visit.asked
    typed = {key: asked[key] for key in ("name", "id", *SEARCH, *RULE) if asked[key] is not None}
    if asked["new"] and asked["new"][2:3] == ":" and not typed:
        try:
            found = visit.view.fact(f"ev:{asked['new'][3:]}" if asked["new"].startswith("in:") else asked["new"])
        except UsageError:
            return typed
        if isinstance(found, Fact):
            event = found.event
            sides = event.actors or event.recipients
            typed = {"side": sides[0].value.id, "type": event.type} if sides else {"type": event.type}
            typed |= {"place": event.place.value.name} if event.place else {}
        else:
            typed = {"outlet": found.article.outlet} if found.article.outlet else {}
    return typed


def _meant(visit: Visit, typed: Mapping[str, Any]) -> Watch:
    search = {key: str(typed[key]) for key in SEARCH if typed.get(key)}
    rule = {key: typed[key] for key in RULE if typed.get(key)}
    name = str(typed.get("name") or ", ".join(search.values()))
    return answers.meant(visit.desk, search, name=name, ident=str(typed.get("id") or ""), **rule)


def change(visit: Visit) -> Response:
    """Adds a watch, or takes one out."""
    if visit.asked.given:
        raise Refused(400, "this address takes no question with a form")
    if visit.field("remove"):
        with suppress(NotFound):  # another page has taken it out already
            answers.remove(visit.desk, visit.field("remove"))
        return visit.back("/watches")
    typed: dict[str, Any] = {key: visit.field(key, asking.LONGEST) for key in ("name", "id", *SEARCH, *RULE)}
    try:
        for key in ("floor", "origins"):
            if typed[key]:
                typed[key] = asking.whole(1, MOST)(typed[key], key)
        made = _meant(visit, typed)
        answers.add(visit.desk, made)
    except (UsageError, DeskReadOnly, DeskLocked) as error:
        return _again(visit, typed, error)
    return visit.back("/watches", added=made.id)


def _again(visit: Visit, typed: Mapping[str, Any], error: WatchfloorError) -> Response:
    shown = [_shown(_play(visit, one)) for one in answers.watches(visit.desk)]
    return _screen(visit, shown, typed, str(error), None, failing.status_of(error))


def _table(shown: list[Shown]) -> Table:
    rows = [
        {
            "id": one.watch.id,
            "name": one.watch.name,
            "search": one.search,
            "floor": one.watch.floor,
            "within": length(one.watch.within),
            "origins": one.watch.origins,
            "cool_down": length(one.watch.cool_down),
            "days": one.played.days,
            "fired": len(one.played.fired),
            "last": one.played.fired[-1].at.isoformat() if one.played.fired else None,
        }
        for one in shown
    ]
    return Table(COLUMNS, rows)


def both(visit: Visit) -> Response:
    """The screen, or what its form does."""
    return change(visit) if visit.request.method == "POST" else watches(visit)


ROUTES: list[Route] = [
    *screen("/watches", both, ASKED, methods=("GET", "POST")),
    *[route for route in screen("/watches", watches, ASKED, twins=True) if route.path != "/watches"],
]
