"""The map: where it happened, as exactly as it was told, on bundled outlines."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from starlette.responses import Response
from starlette.routing import Route

from watchfloor.answers import map as maps
from watchfloor.answers.map import Map, Spot
from watchfloor.errors import NotFound, UsageError
from watchfloor.serving import asking, mapping
from watchfloor.serving.mapping import Box, Shape, Sheet
from watchfloor.serving.visiting import Visit, endpoint, screen

MOST: Final = 300
"""marks drawn; more of them hide each other"""
SHARE: Final = 0.8
"""of the origins that lie in the stretch that is shown unless another is asked for"""
LISTED: Final = 40
"""places in the table of one page"""
NAMED: Final = 14
"""places whose names stand on the map"""
RING: Final = {"point": 0.0, "city": 1.5, "district": 4.0, "province": 9.0}
"""how wide the ring round a mark is: the less exactly a place is told, the wider"""
GEOJSON: Final = "application/geo+json"
_STEP: Final = 0.3
"""of a stretch, by which the arrows move it"""
_CLOSER: Final = 0.6
"""of a stretch that is left when it is looked at more closely"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A mark on the paper."""

    spot: Spot
    x: float
    y: float
    size: float
    """radius of a circle, half the diagonal of a diamond"""
    path: str
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Site:
    """A place on the paper, with its ring and, if it fits, its name."""

    name: str
    x: float
    y: float
    ring: float
    """radius; 0: none, the place is exact"""
    width: float
    named: bool
    major: bool
    below: float
    """from its middle to where the name stands"""


def box(text: str, name: str) -> Box:
    """A stretch of the world, as it stands in an address."""
    try:
        return mapping.parse_box(text)
    except ValueError as error:
        raise UsageError(f"{name}: {error}", text) from None


KEYS: Final = {
    **asking.WINDOW,
    "box": box,
    "region": asking.choice(*mapping.REGIONS),
    "fit": asking.choice("all"),
    "show": asking.choice("deeds", "all"),
}


def _found(visit: Visit) -> Map:
    since, until, deeds = visit.asked["since"], visit.asked["until"], visit.asked["show"] != "all"
    return visit.kept("map", lambda: maps.find(visit.view, since, until, deeds=deeds), since, until, deeds)


def map_(visit: Visit) -> Response:
    """The screen."""
    found = _found(visit)
    if visit.form != "html":
        return visit.twin(maps.table(found))
    asked = visit.asked
    stretch: Box = (
        asked["box"]
        or (mapping.REGIONS[asked["region"]][1] if asked["region"] else None)
        or _fitting(found, asked["fit"] == "all")
    )
    on = mapping.sheet(stretch)
    spots = [spot for spot in found.spots if _inside(on, spot)]
    drawn, sites = _drawn(visit, on, spots[:MOST])
    shapes = mapping.shapes(on)
    return visit.answer(
        "map.html",
        found=found,
        on=on,
        shapes=shapes,
        names=_names(shapes, sites, drawn),
        drawn=drawn,
        sites=sites,
        hidden=max(0, len(spots) - MOST),
        beyond=len(found.spots) - len(spots),
        listed=_listed(found)[:LISTED],
        regions=[(name, title) for name, (title, _) in mapping.REGIONS.items()],
        moves=_moves(visit, stretch),
        sizes=[(number, round(_radius(number), 1)) for number in (1, 5, 20)],
        rings=[(name, width) for name, width in RING.items() if width],
    )


def _fitting(found: Map, every: bool) -> Box:
    """A stretch for the marks there are: of most of what was told, or of all."""
    weighed = [((spot.place.lon or 0.0, spot.place.lat or 0.0), float(spot.origins)) for spot in found.spots]
    if every or not weighed:
        return mapping.around(point for point, _ in weighed)
    return mapping.around_most(weighed, SHARE)


def _inside(on: Sheet, spot: Spot) -> bool:
    x, y = on.at(spot.place.lon or 0.0, spot.place.lat or 0.0)
    return 0 <= x <= on.width and 0 <= y <= on.height


def _radius(origins: int) -> float:
    return min(26.0, 3.0 + 2.0 * sqrt(origins))


def _drawn(visit: Visit, on: Sheet, spots: Sequence[Spot]) -> tuple[list[Drawn], list[Site]]:
    """The marks, those of one place side by side, and the places with their rings and names."""
    by_place: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        by_place[spot.place.id].append(spot)
    marks: list[Drawn] = []
    sites: list[Site] = []
    taken: list[tuple[float, float, float, float]] = []
    groups = sorted(by_place.values(), key=lambda group: -sum(spot.origins for spot in group))
    for group in groups:
        place = group[0].place
        x, y = on.at(place.lon or 0.0, place.lat or 0.0)
        sizes = [_radius(spot.origins) * (1.2533 if spot.mark.tone == "conflict" else 1.0) for spot in group]
        left = x - sum(sizes) - (len(group) - 1)
        for spot, size in zip(group, sizes, strict=True):
            middle = left + size
            left += 2 * size + 2
            marks.append(_mark(visit, spot, round(middle, 1), round(y, 1), round(size, 1)))
        width = RING.get(place.precision, 0.0)
        reach = sum(sizes) + len(group) - 1
        ring = reach + 1 + width / 2 if width else 0.0
        below = max(sizes) + width + 11
        half = 3.3 * len(place.name)
        room = (x - half, y + below - 10, x + half, y + below + 3)
        named = sum(site.named for site in sites) < NAMED and not any(_overlap(room, other) for other in taken)
        if named:
            taken.append(room)
        taken.append((x - reach, y - max(sizes), x + reach, y + max(sizes)))
        major = named and sum(site.named for site in sites) < NAMED // 3
        sites.append(Site(place.name, round(x, 1), round(y, 1), round(ring, 1), width, named, major, round(below, 1)))
    marks.sort(key=lambda one: -one.size)
    return marks, sites


def _names(shapes: Sequence[Shape], sites: Sequence[Site], marks: Sequence[Drawn]) -> list[tuple[str, float, float]]:
    """Names of countries where nothing else stands."""
    taken = [
        (one.x - 3.6 * len(one.name), one.y + one.below - 12, one.x + 3.6 * len(one.name), one.y + one.below + 4)
        for one in sites
        if one.named
    ] + [(one.x - one.size, one.y - one.size, one.x + one.size, one.y + one.size) for one in marks]
    found = []
    for shape in shapes:
        if shape.label is None:
            continue
        x, y = shape.label
        half = 3.8 * len(shape.name)
        # A little higher or lower than the middle is as good.
        for step in (0, -22, 22, -44, 44):
            if not any(_overlap((x - half, y + step - 10, x + half, y + step + 4), other) for other in taken):
                found.append((shape.name, x, y + step))
                break
    return found


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _mark(visit: Visit, spot: Spot, x: float, y: float, size: float) -> Drawn:
    tone = spot.mark.tone
    # Drawn around 0, 0: a diamond, a circle, a square.
    half = round(size * 0.8, 1)
    path = {
        "conflict": f"M0-{size}L{size} 0 0 {size}-{size} 0z",
        "neutral": f"M-{half}-{half}H{half}V{half}H-{half}z",
    }.get(tone, f"M-{size} 0a{size} {size} 0 1 0 {2 * size:g} 0a{size} {size} 0 1 0-{2 * size:g} 0z")
    number = len(spot.incidents)
    if number == 1:
        href = visit.asked.url(f"/fact/{spot.incidents[0].id}")
    else:
        href = visit.asked.url("/map/at", place=spot.place.id, **_kept(visit))
    what = f"{number} incident{'' if number == 1 else 's'}, {spot.origins} origin{'' if spot.origins == 1 else 's'}"
    label = f"{spot.place.name} ({spot.place.precision}), {spot.mark.text}: {what}"
    return Drawn(spot, x, y, size, path, href, label)


def _kept(visit: Visit) -> dict[str, object]:
    return {key: visit.asked[key] for key in ("since", "until", "show") if visit.asked[key] is not None}


def _listed(found: Map) -> list[tuple[Spot, ...]]:
    """The marks by place, the place with most origins first."""
    by_place: dict[str, list[Spot]] = defaultdict(list)
    for spot in found.spots:
        by_place[spot.place.id].append(spot)
    return [
        tuple(group)
        for group in sorted(
            by_place.values(), key=lambda group: (-sum(spot.origins for spot in group), group[0].place.name)
        )
    ]


def _moves(visit: Visit, at: Box) -> list[tuple[str, str, str]]:
    """Ways to look elsewhere that need no script: sign, name, address."""
    width, height = at.east - at.west, at.north - at.south
    lon, lat = at.middle

    def to(across: float, up: float, share: float) -> str:
        half, tall = width * share / 2, height * share / 2
        x, y = lon + across * width, max(-85.0, min(85.0, lat + up * height))
        new = mapping.around([(x - half, max(-89.0, y - tall)), (x + half, min(89.0, y + tall))], 0.0)
        return visit.asked.here(box=new.text(), region=None, fit=None)

    further = visit.asked.here(box=mapping.WORLD.text(), region=None, fit=None) if at.span > 150 else ""
    return [
        ("+", "closer", to(0, 0, _CLOSER)),
        (
            "−",
            "further away",
            further or to(0, 0, 1 / _CLOSER),
        ),
        ("←", "west", to(-_STEP, 0, 1)),
        ("→", "east", to(_STEP, 0, 1)),
        ("↑", "north", to(0, _STEP, 1)),
        ("↓", "south", to(0, -_STEP, 1)),
    ]


def at(visit: Visit) -> Response:
    """The incidents of one place: what a mark that stands for several opens."""
    place = visit.asked["place"]
    if place is None:
        raise UsageError("name a place: /map/at?place=ID; the map's table has the ids", "place")
    found = maps.at(_found(visit), place)
    if found is None:
        raise NotFound("nothing is told of this place in these days; /map has those of which something is", place)
    return visit.answer("map_at.html", place=found[0], incidents=found[1][:100], total=len(found[1]))


def geojson(visit: Visit) -> Response:
    """The incidents of the map as GeoJSON, those without a place to stand on included."""
    from watchfloor.exporters.geojson import write_incidents

    found = _found(visit)
    groups = [group.incidents for group in found.spots]
    groups += [group.incidents for group in (*found.countries, *found.regions)] + [found.nowhere]
    every = {one.id: one for group in groups for one in group}
    out = io.StringIO()
    write_incidents(sorted(every.values(), key=lambda one: (str(one.day), one.id)), out)
    return visit.sent(out.getvalue(), GEOJSON)


ROUTES: list[Route] = [
    Route("/map.geojson", endpoint(geojson, "geojson", KEYS), methods=["GET"], name="/map.geojson"),
    *screen("/map/at", at, {"place": asking.text, **KEYS}),
    *screen("/map", map_, KEYS, twins=True),
]
