"""Events and incidents as GeoJSON (RFC 7946), for maps and geographic programs.

A place is a point only where words name something smaller than a region: a country is not its capital, and `northern
Iraq` is nowhere in particular. What has no such place keeps its feature, with `geometry` null and the place named among
its properties. How exact each place is stands beside it; a programme that draws must show it. One feature a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TextIO

from watchfloor.briefing.wording import DEEDS, QUADS
from watchfloor.exporters.columns import Kept, Texts
from watchfloor.exporters.lines import record
from watchfloor.types import Actor, Place

if TYPE_CHECKING:
    from watchfloor.linking.happenings import Incident

DRAWN: Final = ("point", "city", "district", "province")
"""precisions of a place that may stand as a point, the most exact first"""


def drawable(place: Place) -> bool:
    """Whether a place may stand as a point on a map."""
    return place.precision in DRAWN and place.lat is not None and place.lon is not None


def write(facts: Iterable[Kept], out: TextIO, texts: Texts | None = None) -> int:
    """Writes events as one FeatureCollection, with the articles' `text` if texts are given; gives their number."""
    return _collection((_event(fact, texts) for fact in facts), out)


def write_incidents(incidents: Iterable[Incident], out: TextIO) -> int:
    """Writes incidents, each happening once, as one FeatureCollection; gives their number."""
    return _collection((incident(one) for one in incidents), out)


def _collection(features: Iterable[dict[str, Any]], out: TextIO) -> int:
    count = 0
    out.write('{"type":"FeatureCollection","features":[')
    for feature in features:
        out.write(",\n" if count else "\n")
        out.write(json.dumps(feature, ensure_ascii=False))
        count += 1
    out.write("\n]}\n")
    return count


def _event(fact: Kept, texts: Texts | None) -> dict[str, Any]:
    event = fact.event
    told = record(fact)
    if texts is not None:
        told["article"] |= {"text": texts(fact.article.version)}
    told |= {"quad": QUADS.get(event.type), "deed": event.facet in DEEDS}
    return _feature(event.id, [cited.value for cited in event.places], told)


def incident(one: Incident) -> dict[str, Any]:
    """An incident as a feature: at all of its places that may be points."""
    lead = one.lead.fact
    return _feature(
        one.id,
        one.places,
        {
            "type": one.type,
            "mode": one.mode or None,
            "quad": QUADS.get(one.type),
            "facet": one.facet.value,
            "deed": one.facet in DEEDS,
            "actors": [_side(actor) for actor in one.actors],
            "recipients": [_side(actor) for actor in one.recipients],
            "places": [
                {"id": p.id, "name": p.name, "country": p.country, "precision": p.precision, "drawn": drawable(p)}
                for p in one.places
            ],
            "day": one.day.isoformat() if one.day else None,
            "day_basis": one.day_basis,
            "articles": one.articles,
            "origins": len(one.origins),
            "belief": one.belief,
            "words": lead.event.trigger.words,
            "sentence": lead.event.sentence.words,
            "outlet": lead.article.outlet,
        },
    )


def _side(actor: Actor) -> dict[str, Any]:
    return {"id": actor.id, "name": actor.name, "code": actor.code}


def _feature(ident: str, places: Sequence[Place], properties: dict[str, Any]) -> dict[str, Any]:
    found = list(_positions(places))
    exact = next((precision for precision in DRAWN if any(p.precision == precision for p in places)), None)
    coarse = places[0].precision if places else None
    geometry: dict[str, Any] | None = None
    if len(found) == 1:
        geometry = {"type": "Point", "coordinates": found[0]}
    elif found:
        geometry = {"type": "MultiPoint", "coordinates": found}
    properties["precision"] = exact if found else coarse
    return {"type": "Feature", "id": ident, "geometry": geometry, "properties": properties}


def _positions(places: Sequence[Place]) -> Iterator[list[float]]:
    """Longitude before latitude, as the standard has it; each position once."""
    seen: set[tuple[float, float]] = set()
    for place in places:
        if drawable(place) and place.lat is not None and place.lon is not None:
            at = (round(place.lon, 5), round(place.lat, 5))
            if at not in seen:
                seen.add(at)
                yield list(at)
