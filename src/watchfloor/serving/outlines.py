"""The outlines of the world's countries, from the bundled pack: lines that countries share, and which go round each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from watchfloor import packs
from watchfloor.errors import PackDamaged

PACK: Final = "outlines"
_STEPS: Final = 100
"""to a degree"""

Point = tuple[float, float]
"""longitude and latitude in degrees"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A country, or a piece of the map without a code of its own."""

    id: str
    """ISO 3166 alpha-3; empty where it has none"""
    name: str
    rings: tuple[tuple[int, ...], ...]
    """numbers of lines that follow each other round it; a negative one, ~number, is walked backwards"""


@dataclass(frozen=True, slots=True)
class Outlines:
    """All lines and countries."""

    lines: tuple[tuple[Point, ...], ...]
    pieces: tuple[Piece, ...]


@cache
def load(base: Path | None = None) -> Outlines:
    """The bundled outlines. Raises `PackDamaged`."""
    folder = packs.folder(PACK, base)
    numbers, cells = packs.table(folder / "arcs.tsv", ("line",))
    lines = []
    for number, (cell,) in zip(numbers, cells, strict=True):
        try:
            lines.append(decoded(cell))
        except (IndexError, ValueError):
            path = folder / "arcs.tsv"
            raise PackDamaged(f"{path}:{number}: no line of outlines; install watchfloor again", str(path)) from None
    pieces = []
    path = folder / "countries.tsv"
    for row in packs.rows(path, ("id", "name", "rings")):
        ident, name, rings = row.cells
        try:
            ways = tuple(tuple(_way(part, len(lines)) for part in ring.split()) for ring in rings.split("|"))
        except ValueError as error:
            raise PackDamaged(f"{path}:{row.line}: {error}; install watchfloor again", str(path)) from None
        pieces.append(Piece(ident, name, ways))
    return Outlines(tuple(lines), tuple(pieces))


def _way(part: str, count: int) -> int:
    number = int(part.removeprefix("~"))
    if not 0 <= number < count:
        raise ValueError(f"there is no line {number}")
    return ~number if part.startswith("~") else number


def decoded(text: str) -> tuple[Point, ...]:
    """The points of an encoded polyline: five bits a character, the sign in a number's last bit, longitude first.
    Raises `IndexError` where it breaks off and `ValueError` for a sign that none holds."""
    points = []
    at = 0
    now = [0, 0]
    while at < len(text):
        for axis in (0, 1):
            number = shift = 0
            while True:
                bits = ord(text[at]) - 63
                if not 0 <= bits < 64:
                    raise ValueError(text[at])
                at += 1
                number |= (bits & 31) << shift
                shift += 5
                if bits < 32:
                    break
            now[axis] += ~(number >> 1) if number & 1 else number >> 1
        points.append((now[0] / _STEPS, now[1] / _STEPS))
    return tuple(points)
