"""An actor among those it has to do with, as shapes: who acts towards it on the left, whom it acts towards on the
right. The order is that of the reports, so that the same record gives the same drawing; no label can lie on another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from watchfloor.answers.actors import Edge

WIDTH: Final = 920
ROW: Final = 36
TOP: Final = 18
SIDE: Final = 330
"""where the names end on the left; on the right they begin as far from the other end"""
REACH: Final = 70
"""from the middle to where the lines end"""
LONGEST: Final = 44
"""code points of a name that fit"""


@dataclass(frozen=True, slots=True)
class Tie:
    """One line with its label."""

    edge: Edge
    name: str
    """cut to what fits"""
    y: int
    path: str
    width: float
    left: bool


@dataclass(frozen=True, slots=True)
class Ties:
    """The whole drawing."""

    width: int
    height: int
    middle: int
    """where the actor stands"""
    ties: tuple[Tie, ...]


def draw(to: Sequence[Edge], away: Sequence[Edge]) -> Ties:
    """The ties that lead to an actor, and those that lead away."""
    rows = max(len(to), len(away), 1)
    height = 2 * TOP + ROW * rows
    middle = height // 2
    most = max((edge.number for edge in (*to, *away)), default=1) or 1
    ties = [*_side(to, True, height, middle, most), *_side(away, False, height, middle, most)]
    return Ties(WIDTH, height, middle, tuple(ties))


def _side(edges: Sequence[Edge], left: bool, height: int, middle: int, most: int) -> list[Tie]:
    first = middle - ROW * (len(edges) - 1) // 2
    found = []
    for number, edge in enumerate(edges):
        y = first + ROW * number
        out = SIDE + 8 if left else WIDTH - SIDE - 8
        into = WIDTH // 2 - REACH if left else WIDTH // 2 + REACH
        half = (out + into) // 2
        path = f"M{out} {y}C{half} {y} {half} {middle} {into} {middle}"
        name = edge.name if len(edge.name) <= LONGEST else edge.name[: LONGEST - 1] + "…"
        found.append(Tie(edge, name, y, path, round(1 + 3 * edge.number / most, 1), left))
    return found
