"""Maps drawn here, as shapes: a stretch of the world on paper, and the outlines of its countries as SVG paths.

A stretch up to `WIDE` degrees is drawn in Lambert's azimuthal equal-area projection around its middle, so that what is
looked at is hardly bent and every country has its true share of the paper; a wider one in the Natural Earth projection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import asin, atan2, cos, degrees, hypot, pi, radians, sin
from typing import Final

from watchfloor.serving import outlines
from watchfloor.serving.outlines import Point

WIDTH: Final = 960.0
"""of the drawing, in its own units"""
LOWEST, HIGHEST = 420.0, 600.0
"""of its height: a stretch that is flatter or taller shows more of what is around it"""
WIDE: Final = 110.0
"""degrees of longitude or latitude"""
NARROWEST: Final = 1.0
"""degrees: outlines of countries say nothing of a smaller stretch"""
MARGIN: Final = 0.5
"""of the stretch, drawn on each side beyond what is seen at first, so that it can be moved a little"""
FAR: Final = 45.0
"""degrees: from here on less is drawn beyond, since there is much more of it"""
FINE: Final = 0.8
"""units: points of a line that are nearer to each other are left out; twice that on a sheet of the whole world"""
LETTER: Final = 8.0
"""units that a letter of a country's name needs"""
ROOM: Final = 4000.0
"""square units of a country that is named"""
PLACES: Final = 64
"""stretches whose outlines are kept at hand"""


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of the world in degrees. East may be more than 180: the stretch then crosses the date line."""

    west: float
    south: float
    east: float
    north: float

    @property
    def middle(self) -> Point:
        """Longitude and latitude."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    @property
    def span(self) -> float:
        """The larger of its width and height."""
        return max(self.east - self.west, self.north - self.south)

    def text(self) -> str:
        """`38,29,49,38`, as it stands in an address."""
        return ",".join(f"{value:g}" for value in (self.west, self.south, self.east, self.north))


WORLD: Final = Box(-170, -56, 190, 80)
REGIONS: Final[dict[str, tuple[str, Box]]] = {
    "world": ("World", WORLD),
    "middle-east": ("Middle East", Box(25, 12, 64, 43)),
    "europe": ("Europe", Box(-12, 34, 46, 64)),
    "north-africa": ("North Africa", Box(-18, 8, 40, 38)),
    "africa": ("Africa", Box(-20, -36, 54, 38)),
    "central-asia": ("Central and South Asia", Box(44, 4, 98, 52)),
    "east-asia": ("East Asia", Box(90, 0, 150, 54)),
    "pacific": ("Pacific", Box(110, -48, 200, 25)),
    "north-america": ("North America", Box(-130, 8, -58, 62)),
    "south-america": ("South America", Box(-86, -56, -30, 14)),
}
"""stretches by name"""


def parse_box(text: str) -> Box:
    """A stretch as it stands in an address: west, south, east, north in degrees. Raises `ValueError`."""
    parts = text.split(",")
    if len(parts) != 4 or len(text) > 80:
        raise ValueError("write west,south,east,north in degrees, such as 38,29,49,38")
    west, south, east, north = (float(part) for part in parts)
    if not (-360 <= west < east <= 540 and east - west <= 360 and -90 <= south < north <= 90):
        raise ValueError("west comes before east and south before north, in degrees")
    return around([(west, south), (east, north)], 0.0)


def around(points: Iterable[Point], room: float = 0.12) -> Box:
    """A stretch that holds all points, with so much room around them; the world when there is none. Points on both
    sides of the date line are taken the short way round."""
    found = list(points)
    if not found:
        return WORLD
    lons = [lon for lon, _ in found]
    if max(lons) - min(lons) > 180 and max(lons) <= 180:
        other = [lon + 360 if lon < 0 else lon for lon in lons]
        if max(other) - min(other) < max(lons) - min(lons):
            lons = other
    lats = [lat for _, lat in found]
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    wider = max(NARROWEST, (east - west) * (1 + 2 * room)) - (east - west)
    taller = max(NARROWEST, (north - south) * (1 + 2 * room)) - (north - south)
    return Box(
        round(west - wider / 2, 2),
        round(max(-89.0, south - taller / 2), 2),
        round(east + wider / 2, 2),
        round(min(89.0, north + taller / 2), 2),
    )


def around_most(weighed: Sequence[tuple[Point, float]], share: float) -> Box:
    """A stretch that holds this share of the weight: what lies farthest from the middle is left out first, so that a
    few far places do not make all others small. Everything, where leaving out gains little."""
    total = sum(weight for _, weight in weighed)
    kept = list(weighed)
    middle = (_median([(lon, w) for (lon, _), w in kept]), _median([(lat, w) for (_, lat), w in kept]))
    kept.sort(key=lambda row: hypot((row[0][0] - middle[0]) * cos(radians(middle[1])), row[0][1] - middle[1]))
    weight = total
    while len(kept) > 1 and weight - kept[-1][1] >= share * total:
        weight -= kept.pop()[1]
    whole, most = around(point for point, _ in weighed), around(point for point, _ in kept)
    return most if most.span < whole.span * 0.7 else whole


def _median(values: Sequence[tuple[float, float]]) -> float:
    ordered, half = sorted(values), sum(weight for _, weight in values) / 2
    for value, weight in ordered:
        half -= weight
        if half <= 0:
            return value
    return 0.0


# --- projections ------------------------------------------------------------------------------------------------------

Projection = Callable[[float, float], Point]
"""from longitude and latitude in degrees to the plane, y upward; the earth's radius is 1"""


def equal_area(lon0: float, lat0: float) -> Projection:
    """Lambert's azimuthal equal-area projection around a point."""
    sin0, cos0 = sin(radians(lat0)), cos(radians(lat0))

    def project(lon: float, lat: float) -> Point:
        away, phi = radians(lon - lon0), radians(lat)
        sin1, cos1, cos2 = sin(phi), cos(phi), cos(away)
        # The far side of the world lies at infinity; it is never drawn, but must not break the drawing.
        scale = (2 / max(1e-6, 1 + sin0 * sin1 + cos0 * cos1 * cos2)) ** 0.5
        return scale * cos1 * sin(away), scale * (cos0 * sin1 - sin0 * cos1 * cos2)

    return project


def natural_earth(lon0: float) -> Projection:
    """The Natural Earth projection (Šavrič and others, 2011): neither areas nor angles are true, both nearly so."""

    def project(lon: float, lat: float) -> Point:
        away, phi = radians(lon - lon0), radians(lat)
        two = phi * phi
        four = two * two
        width = 0.8707 - 0.131979 * two + four * (-0.013791 + four * (0.003971 * two - 0.001529 * four))
        height = 1.007226 + two * (0.015085 + four * (-0.044475 + 0.028874 * two - 0.005916 * four))
        return away * width, phi * height

    return project


@dataclass(frozen=True, slots=True)
class Sheet:
    """A stretch on paper."""

    box: Box
    width: float
    height: float
    lon0: float
    lat0: float
    wide: bool
    scale: float
    left: float
    top: float

    def at(self, lon: float, lat: float) -> Point:
        """Where a point of the world lies on the paper, in its units, y downward."""
        lon0 = self.lon0
        lon = lon0 + (lon - lon0 + 180) % 360 - 180
        x, y = self.projection()(lon, lat)
        return (x - self.left) * self.scale, (self.top - y) * self.scale

    def projection(self) -> Projection:
        """The projection of the stretch."""
        return natural_earth(self.lon0) if self.wide else equal_area(self.lon0, self.lat0)

    def world(self, x: float, y: float) -> Point | None:
        """The longitude and latitude of a point of the paper; None of a sheet of the whole world, or off the globe."""
        if self.wide:
            return None
        px, py = x / self.scale + self.left, self.top - y / self.scale
        far = hypot(px, py)
        if far > 2:
            return None
        angle = 2 * asin(far / 2)
        sin0, cos0 = sin(radians(self.lat0)), cos(radians(self.lat0))
        lat = asin(cos(angle) * sin0 + (py * sin(angle) * cos0 / far if far else 0.0))
        lon = atan2(px * sin(angle), far * cos0 * cos(angle) - py * sin0 * sin(angle))
        return self.lon0 + degrees(lon), degrees(lat)


def sheet(box: Box) -> Sheet:
    """The paper for a stretch: all of it is on the paper, whose shape stays within bounds."""
    lon0, lat0 = box.middle
    wide = box.span > WIDE
    project = natural_earth(lon0) if wide else equal_area(lon0, lat0)
    steps = [index / 16 for index in range(17)]
    edge = [
        project(box.west + (box.east - box.west) * a, box.south + (box.north - box.south) * b)
        for a in steps
        for b in (steps if a in (0.0, 1.0) else (0.0, 1.0))
    ]
    left, right = min(x for x, _ in edge), max(x for x, _ in edge)
    low, high = min(y for _, y in edge), max(y for _, y in edge)
    across, up = right - left, high - low
    height = min(HIGHEST, max(LOWEST, WIDTH * up / across))
    scale = min(WIDTH / across, height / up)
    return Sheet(
        box,
        WIDTH,
        round(height, 1),
        lon0,
        lat0,
        wide,
        scale,
        (left + right) / 2 - WIDTH / scale / 2,
        (low + high) / 2 + height / scale / 2,
    )


# --- outlines on paper ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shape:
    """A country on paper."""

    id: str
    name: str
    path: str
    """SVG path data; rings by the even-odd rule"""
    label: tuple[float, float] | None
    """where its name fits; None where it does not"""


@lru_cache(PLACES)
def shapes(on: Sheet) -> tuple[Shape, ...]:
    """The countries that can be seen on a sheet, or when it is moved a little."""
    every = outlines.load()
    project = on.projection()
    edge = -180.0 if on.wide else -179.999
    margin = MARGIN if on.box.span < FAR else MARGIN / 4
    reach_x, reach_y = on.width * margin, on.height * margin
    bounds = (-reach_x, -reach_y, on.width + reach_x, on.height + reach_y)
    fine = degrees((2 * FINE if on.wide else FINE) / on.scale)
    lines = [_thinned(line, fine) for line in every.lines]
    found = []
    for piece in every.pieces:
        parts = []
        best: tuple[float, Point, float] | None = None
        for ring in piece.rings:
            points = _ring(lines, ring, on.lon0)
            if not on.wide and not _near(points, on):
                continue
            drawn = [
                ((x - on.left) * on.scale, (on.top - y) * on.scale)
                for x, y in (project(max(edge + on.lon0, min(180.0 + on.lon0, lon)), lat) for lon, lat in points)
            ]
            kept = _clipped(drawn, bounds)
            if len(kept) > 2:
                parts.append(_path(kept))
                if seen := _middle(_clipped(kept, (0, 0, on.width, on.height))):
                    best = seen if best is None else max(best, seen)
        if parts:
            fits = best is not None and best[0] > ROOM and best[2] > LETTER * len(piece.name)
            found.append(Shape(piece.id, piece.name, "".join(parts), best[1] if best is not None and fits else None))
    return tuple(found)


def _ring(lines: Sequence[Sequence[Point]], ring: Sequence[int], lon0: float) -> list[Point]:
    """The points of a ring, as one unbroken way round the side of the world that is looked at."""
    points: list[Point] = []
    for number in ring:
        line = lines[~number][::-1] if number < 0 else lines[number]
        points += line if not points else line[1:]
    out = [points[0]]
    for lon, lat in points[1:]:
        last = out[-1][0]
        out.append((last + (lon - last + 180) % 360 - 180, lat))
    middle = (min(lon for lon, _ in out) + max(lon for lon, _ in out)) / 2
    shift = round((lon0 - middle) / 360) * 360
    return [(lon + shift, lat) for lon, lat in out] if shift else out


def _near(points: Sequence[Point], on: Sheet) -> bool:
    """Whether a ring may be seen: it has a point on the side of the world that is looked at."""
    sin0, cos0 = sin(radians(on.lat0)), cos(radians(on.lat0))
    far = cos(min(pi * 0.75, radians(on.box.span) * 1.6 + 0.2))
    return any(
        sin0 * sin(radians(lat)) + cos0 * cos(radians(lat)) * cos(radians(lon - on.lon0)) > far for lon, lat in points
    )


def _clipped(points: Sequence[Point], bounds: tuple[float, float, float, float]) -> list[Point]:
    """The part of a ring inside an upright rectangle (Sutherland and Hodgman)."""
    out = list(points)
    for side in range(4):
        axis, limit, sign = side % 2, bounds[side], 1 if side < 2 else -1
        if all(sign * point[axis] >= sign * limit for point in out):
            continue
        kept: list[Point] = []
        for index, point in enumerate(out):
            before = out[index - 1]
            inside, was = sign * point[axis] >= sign * limit, sign * before[axis] >= sign * limit
            if inside != was:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                kept.append((before[0] + (point[0] - before[0]) * share, before[1] + (point[1] - before[1]) * share))
            if inside:
                kept.append(point)
        out = kept
        if not out:
            break
    return out


def _thinned(line: Sequence[Point], degrees_: float) -> tuple[Point, ...]:
    """The points of a line that the eye can tell apart, and its ends. Lines are thinned before they become rings, so
    that two countries that share one see the same."""
    kept = [line[0]]
    for point in line[1:-1]:
        lon, lat = kept[-1]
        if hypot((point[0] - lon) * cos(radians(lat)), point[1] - lat) >= degrees_:
            kept.append(point)
    return (*kept, line[-1])


def _middle(points: Sequence[Point]) -> tuple[float, Point, float] | None:
    """The area of a ring, its middle, and how wide it is there; None of what is no ring."""
    if len(points) < 3:
        return None
    twice = x = y = 0.0
    for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
        cross = ax * by - bx * ay
        twice, x, y = twice + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    if abs(twice) < 1:
        return None
    middle = (x / (3 * twice), y / (3 * twice))
    # Where the ring crosses the level of its middle: the stretch in which the middle lies.
    level = sorted(
        ax + (middle[1] - ay) / (by - ay) * (bx - ax)
        for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True)
        if (ay <= middle[1]) != (by <= middle[1])
    )
    inside = next((b - a for a, b in zip(level[::2], level[1::2], strict=False) if a <= middle[0] <= b), 0.0)
    return abs(twice) / 2, (round(middle[0], 1), round(middle[1], 1)), inside


def _path(points: Sequence[Point]) -> str:
    """Path data in tenths of a unit, in steps from point to point: half as long as the places themselves."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    (x, y), text = tenths[0], [f"M{tenths[0][0] / 10:g} {tenths[0][1] / 10:g}l"]
    steps = []
    for nx, ny in tenths[1:]:
        if (nx, ny) == (x, y):
            continue
        steps.append(f"{(nx - x) / 10:g} {(ny - y) / 10:g}")
        x, y = nx, ny
    text.append(" ".join(steps).replace(" -", "-"))
    return "".join(text) + "z"
