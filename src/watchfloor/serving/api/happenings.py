"""Of the API: what happened once, by all its reports; as a list, for a map, and as feeds of watches."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any, Final

from watchfloor.answers import map as maps
from watchfloor.answers import walking
from watchfloor.answers import watches as asked_watches
from watchfloor.answers.incidents import incident_json
from watchfloor.briefing.wording import DEEDS
from watchfloor.errors import NotFound
from watchfloor.exporters import atom, geojson
from watchfloor.linking.happenings import Incident
from watchfloor.serving.api import shapes_gathered, shapes_matters
from watchfloor.serving.api.facts import wanted_of_events
from watchfloor.serving.api.operations import ALWAYS, Found, Operation, Raw, after, part, size
from watchfloor.serving.api.parameters import OF_EVENTS, PAGED, WINDOW, Parameter, choice, flag, ident, whole
from watchfloor.serving.visiting import Visit

GEOJSON: Final = "application/geo+json"
CONFLICTS = flag("conflicts", "1 gives those alone whose reports contradict each other.")


def _all(visit: Visit, wanted: dict[str, Any]) -> tuple[Incident, ...]:
    """Of a record that is worked out at once."""
    found: tuple[Incident, ...] = visit.kept("all incidents", lambda: walking.every(visit.view))
    if wanted:
        fit = {fact.event.id for fact in visit.view.each_event(**wanted)}
        found = tuple(one for one in found if not fit.isdisjoint(one.facts))
    return found


def incidents(visit: Visit) -> Found:
    """A page of incidents."""
    wanted = wanted_of_events(visit)
    total = visit.view.count_events(most=walking.FEW + 1)
    only = bool(visit.asked["conflicts"])
    if total <= walking.FEW:
        found = _all(visit, wanted)
        return part(visit, [one for one in found if one.conflicts] if only else found, lambda one: one.id)
    behind = after(visit, str, str)
    start = date.fromisoformat(behind[0]) if behind else None
    last = behind[1] if behind else ""
    walked = walking.walk(visit.view, lambda *days: _week(visit, *days), start, wanted)
    fresh = (one for one in _behind(walked, start, last) if one.conflicts or not only)
    most = size(visit)
    shown = list(islice(fresh, most + 1))
    more = len(shown) > most
    shown = shown[:most]
    return Found(shown, [str(shown[-1].day), shown[-1].id] if more else None)


def _week(visit: Visit, first: date, last: date) -> tuple[Incident, ...]:
    return visit.kept("incidents between", lambda: walking.between(visit.view, first, last), first, last)


def _behind(walked: Iterator[Incident], day: date | None, ident: str) -> Iterator[Incident]:
    """Without those up to the one that ended the page before; they stand by day, and by id within a day."""
    return (one for one in walked if day is None or one.day is None or one.day < day or one.id > ident)


def incident(visit: Visit) -> dict[str, Any]:
    """One incident."""
    wanted = visit.request.path_params["id"]
    found = visit.view.incident(wanted)
    if found is None:
        raise NotFound(f"{wanted} tells again what another article tells, in which it was not read so", wanted)
    return incident_json(found)


def on_map(visit: Visit) -> Raw:
    """The incidents of the map."""
    since, until, deeds = visit.asked["since"], visit.asked["until"], visit.asked["show"] != "all"
    first, last = maps.days_looked_at(visit.view, since, until)
    found = visit.kept("incidents of the map", lambda: visit.view.incidents(since=first, until=last), first, last)
    out = io.StringIO()
    geojson.write_incidents((one for one in found if not deeds or one.facet in DEEDS), out)
    return Raw(out.getvalue(), GEOJSON)


# --- watches ----------------------------------------------------------------------------------------------------------

DAYS = whole("days", "Days that are played again.", 1, 366, asked_watches.DAYS)
WATCH = ident("id", "Id of the watch.", "strikes")


def _played(visit: Visit, one: Any) -> asked_watches.Played:
    days = visit.asked["days"] or asked_watches.DAYS
    end = asked_watches.until(visit.view, visit.asked.as_of)
    return visit.kept("watch", lambda: asked_watches.play(visit.view, one, end, days), one.id, end, days)


def watches(visit: Visit) -> Found:
    """The watches of the desk."""
    return part(visit, asked_watches.watches(visit.desk), lambda one: one.id)


def watch(visit: Visit) -> dict[str, Any]:
    """One watch."""
    return asked_watches.watch_json(_played(visit, asked_watches.watch(visit.desk, visit.request.path_params["id"])))


def feed(visit: Visit) -> Raw:
    """What made a watch fire, for a feed reader."""
    one = asked_watches.watch(visit.desk, visit.request.path_params["id"])
    played = _played(visit, one)
    fired = {ident: played.incidents[ident] for moment in played.fired for ident in moment.incidents}
    base = str(visit.request.base_url).rstrip("/")
    made = atom.Feed(
        f"watch:{one.id}",
        f"{one.name} ({visit.desk.name})",
        atom.entries(fired.values(), f"{base}/fact/"),
        f"{base}/watches",
        f"{base}{visit.asked.path}",
    )
    return Raw(atom.text(made, played.until), atom.MEDIA_TYPE)


SHOW: Parameter = choice(
    "show", "Deeds alone, or what is planned, threatened, demanded and denied too.", ("deeds", "all")
)
OPERATIONS: Final = (
    Operation(
        "/incidents",
        "What happened, each happening once with all its reports, the newest first. The filters choose among the"
        " reports. In a long record those without a day are left out.",
        incidents,
        shapes_gathered.Incident,
        (*OF_EVENTS, CONFLICTS, *PAGED),
        lambda _, one: incident_json(one),
    ),
    Operation(
        "/incidents/{id}",
        "One incident, by its id or that of an event that reports it.",
        incident,
        shapes_gathered.Incident,
        (ident("id", "Its id, or that of an event.", "in:1a2b3c4d5e6f"),),
    ),
    Operation(
        "/map.geojson",
        "Incidents as GeoJSON, also those without a place that may be a point; of the last days unless others are asked"
        " for.",
        on_map,
        GEOJSON,
        (*WINDOW, SHOW),
    ),
    Operation(
        "/watches",
        "The saved searches, and when each would have fired.",
        watches,
        shapes_matters.Watch,
        (DAYS, *PAGED),
        lambda visit, one: asked_watches.watch_json(_played(visit, one)),
        changes=ALWAYS,
    ),
    Operation(
        "/watches/{id}.atom",
        "What made a watch fire, as an Atom feed.",
        feed,
        atom.MEDIA_TYPE,
        (WATCH, DAYS),
        changes=ALWAYS,
    ),
    Operation("/watches/{id}", "One watch.", watch, shapes_matters.Watch, (WATCH, DAYS), changes=ALWAYS),
)
