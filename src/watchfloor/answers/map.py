"""Where it happened, as exactly as it was told.

A mark stands for the incidents of one place that are drawn alike. Only a point, a city, a district or a province is a
place of a map: an incident of which no more than a country or a region is told is listed beside it, with its number,
and never put down in a capital. Size follows from origins, not from reports: copies of one story make nothing larger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from watchfloor.answers.quad import Mark, mark
from watchfloor.answers.tables import Column, Table
from watchfloor.briefing.wording import DEEDS
from watchfloor.exporters.geojson import drawable
from watchfloor.types import Facet, Place

if TYPE_CHECKING:
    from watchfloor.linking.happenings import Incident
    from watchfloor.sources.health import Health
    from watchfloor.view import View

LATELY: Final = 90
"""days, the last of them that of the last article, that are looked at unless others are asked for"""
ENOUGH: Final = 1500
"""reports of acts in these days: of a large desk fewer days are looked at unless more are asked for"""
ORDER: Final = ("material", "verbal", "no-deed")


@dataclass(frozen=True, slots=True)
class Spot:
    """Incidents at one place that are drawn alike."""

    place: Place
    mark: Mark
    incidents: tuple[Incident, ...]
    origins: int
    """summed over the incidents"""


@dataclass(frozen=True, slots=True)
class Aside:
    """Incidents of which no more than a country or a region is told."""

    place: Place
    counts: tuple[tuple[Mark, int], ...]
    incidents: tuple[Incident, ...]


@dataclass(frozen=True, slots=True)
class Watched:
    """From which countries this desk's sources are."""

    sources: int
    """those not paused"""
    countries: Mapping[str, int]
    """how many sources are from each that is stated; ISO 3166 alpha-3"""
    unstated: int
    """sources whose country is not stated"""

    @property
    def known(self) -> bool:
        """Whether it can be said where nobody is watching from: some source states its country."""
        return bool(self.countries)


@dataclass(frozen=True, slots=True)
class Map:
    """What the map shows of some days."""

    since: date | None
    until: date | None
    chosen: bool
    """the days were asked for; else they are the latest"""
    incidents: int
    spots: tuple[Spot, ...]
    """the largest first, so that small ones are drawn over them"""
    drawn: int
    """incidents that stand on the map"""
    countries: tuple[Aside, ...]
    regions: tuple[Aside, ...]
    nowhere: tuple[Incident, ...]
    """incidents of which no place is told"""
    watched: Watched
    others: int
    """incidents that are no deeds: plans, threats, demands, denials; among the above only where they were asked for"""
    background: int
    """acts told as history, which stand on no map of these days"""

    @property
    def places(self) -> int:
        """How many places stand on the map."""
        return len({spot.place.id for spot in self.spots})


def days_looked_at(view: View, since: date | None, until: date | None) -> tuple[date | None, date | None]:
    """The days asked for; where none were, the latest, at most `LATELY` and few enough to hold `ENOUGH` reports."""
    if since is not None or until is not None:
        return since, until
    last = view.last_day()
    if last is None:
        return None, None
    events = view.event_days()
    first, total = last, 0
    for back in range(LATELY):
        day = last - timedelta(days=back)
        total += events.get(day, 0)
        if back and total > ENOUGH:
            break
        first = day
    return first, last


def find(view: View, since: date | None = None, until: date | None = None, *, deeds: bool = False) -> Map:
    """The map of some days, of those of `days_looked_at` if none are asked for; with `deeds` of these alone."""
    first, last = days_looked_at(view, since, until)
    found = view.incidents(since=first, until=last) if first is not None or last is not None else []
    chosen = since is not None or until is not None
    return make(found, watched(view.sources()), first, last, chosen=chosen, deeds=deeds)


def make(
    incidents: Sequence[Incident],
    sources: Watched,
    since: date | None,
    until: date | None,
    *,
    chosen: bool = True,
    deeds: bool = False,
) -> Map:
    """The map of these incidents; with `deeds` of those alone that took place."""
    told = [one for one in incidents if one.facet is not Facet.HISTORICAL]
    background, others = len(incidents) - len(told), sum(one.facet not in DEEDS for one in told)
    incidents = [one for one in told if one.facet in DEEDS] if deeds else told
    at: dict[tuple[str, Mark], list[Incident]] = defaultdict(list)
    beside: dict[str, list[Incident]] = defaultdict(list)
    places: dict[str, Place] = {}
    nowhere: list[Incident] = []
    drawn = 0
    for one in incidents:
        exact = [place for place in one.places if drawable(place)]
        for place in exact:
            places[place.id] = place
            at[place.id, mark(one.type, one.facet)].append(one)
        drawn += bool(exact)
        if exact:
            continue
        if not one.places:
            nowhere.append(one)
        for place in one.places:
            places[place.id] = place
            beside[place.id].append(one)
    spots = [
        Spot(places[ident], how, tuple(group), sum(len(one.origins) for one in group))
        for (ident, how), group in at.items()
    ]
    spots.sort(key=lambda spot: (-spot.origins, spot.place.id, ORDER.index(spot.mark.force), spot.mark.tone))
    asides = [_aside(places[ident], group) for ident, group in beside.items()]
    asides.sort(key=lambda one: (-len(one.incidents), one.place.name, one.place.id))
    return Map(
        since,
        until,
        chosen,
        len(incidents),
        tuple(spots),
        drawn,
        tuple(one for one in asides if one.place.precision == "country"),
        tuple(one for one in asides if one.place.precision != "country"),
        tuple(nowhere),
        sources,
        others,
        background,
    )


def _aside(place: Place, group: Sequence[Incident]) -> Aside:
    return Aside(place, counted(group), tuple(group))


def counted(incidents: Iterable[Incident]) -> tuple[tuple[Mark, int], ...]:
    """How many incidents are drawn in each way; material before verbal, deeds before others."""
    tally: dict[Mark, int] = defaultdict(int)
    for one in incidents:
        tally[mark(one.type, one.facet)] += 1
    return tuple(sorted(tally.items(), key=lambda row: (ORDER.index(row[0].force), row[0].tone)))


def watched(sources: Iterable[Health]) -> Watched:
    """From which countries the sources are that are not paused."""
    counted = [one for one in sources if one.counted]
    countries: dict[str, int] = defaultdict(int)
    for one in counted:
        if one.entry.source.country:
            countries[one.entry.source.country.upper()] += 1
    return Watched(len(counted), dict(countries), sum(not one.entry.source.country for one in counted))


def at(found: Map, place: str) -> tuple[Place, tuple[Incident, ...]] | None:
    """The place with an id and its incidents, each once, the newest first; None when nothing is told of it."""
    spots = [spot for spot in found.spots if spot.place.id == place]
    asides = [one for one in (*found.countries, *found.regions) if one.place.id == place]
    groups = [group.incidents for group in spots] + [group.incidents for group in asides]
    every = {one.id: one for group in groups for one in group}
    if not every:
        return None
    ordered = sorted(every.values(), key=lambda one: (-(one.day or date.min).toordinal(), one.id))
    return (spots[0].place if spots else asides[0].place), tuple(ordered)


COLUMNS: Final = (
    Column("place_id", "Place id", "of the gazetteer"),
    Column("place", "Place", "its name; empty where none is told"),
    Column("country", "Country", "ISO 3166 alpha-3"),
    Column("precision", "Precision", "how exactly the place is told: point, city, district, province, region, country"),
    Column("drawn", "Drawn", "whether it stands on the map; a country or a region does not"),
    Column("lat", "Latitude", "in degrees; only of what is drawn"),
    Column("lon", "Longitude", "in degrees; only of what is drawn"),
    Column("class", "Class", "conflict or cooperation, material or verbal, or no deed"),
    Column("incidents", "Incidents", "happenings, each counted once however many tell of it"),
    Column("origins", "Origins", "who told them first, summed over the incidents; copies share one"),
    Column("articles", "Reports", "articles that tell of them, copies included"),
    Column("first", "First day", "of the act"),
    Column("last", "Last day", "of the act"),
    Column("ids", "Incidents' ids"),
)


def table(found: Map) -> Table:
    """The map as rows: a place and a class of acts each, with what is not drawn behind."""
    rows = [_row(spot.place, spot.mark.text, spot.incidents, True) for spot in found.spots]
    for aside in (*found.countries, *found.regions):
        for how, _ in aside.counts:
            rows.append(_row(aside.place, how.text, _alike(aside.incidents, how), False))
    for how, _ in counted(found.nowhere):
        rows.append(_row(None, how.text, _alike(found.nowhere, how), False))
    return Table(COLUMNS, rows)


def _alike(incidents: Iterable[Incident], how: Mark) -> list[Incident]:
    return [one for one in incidents if mark(one.type, one.facet) == how]


def _row(place: Place | None, how: str, incidents: Sequence[Incident], drawn: bool) -> dict[str, Any]:
    days = sorted(one.day for one in incidents if one.day is not None)
    return {
        "place_id": place.id if place else None,
        "place": place.name if place else None,
        "country": place.country or None if place else None,
        "precision": place.precision if place else None,
        "drawn": drawn,
        "lat": place.lat if place and drawn else None,
        "lon": place.lon if place and drawn else None,
        "class": how,
        "incidents": len(incidents),
        "origins": sum(len(one.origins) for one in incidents),
        "articles": sum(one.articles for one in incidents),
        "first": days[0].isoformat() if days else None,
        "last": days[-1].isoformat() if days else None,
        "ids": [one.id for one in incidents],
    }
