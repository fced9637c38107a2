"""An actor among those it has to do with, as shapes: who acts towards it on the left, whom it acts towards on the
right. The order is that of the reports, so that the same record gives the same drawing; no label can lie on another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from watchfloor.answers.actors import Edge

ROW: Final = 36
TOP: Final = 18
NAMES: Final = 330
"""room for the names on a side"""
FAN: Final = 70
"""room for the lines between the names and the actor"""
REACH: Final = 90
"""from the actor's middle to where the lines end"""
GAP: Final = 8
"""between a line and its name"""
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
    across: int
    middle: int
    """where the actor stands"""
    left: int
    """where the names of the left side end"""
    right: int
    """where those of the right side begin"""
    ties: tuple[Tie, ...]


def draw(to: Sequence[Edge], away: Sequence[Edge]) -> Ties:
    """The ties that lead to an actor, and those that lead away."""
    rows = max(len(to), len(away), 1)
    height = 2 * TOP + ROW * rows
    middle = height // 2
    most = max((edge.number for edge in (*to, *away)), default=1) or 1
    left = NAMES if to else 0
    across = left + (GAP + FAN if to else 0) + REACH
    right = across + REACH + FAN + GAP
    width = right + NAMES if away else across + REACH
    sides = (
        (to, True, left + GAP, across - REACH),
        (away, False, right - GAP, across + REACH),
    )
    ties = []
    for edges, is_left, out, into in sides:
        first = middle - ROW * (len(edges) - 1) // 2
        half = (out + into) // 2
        for number, edge in enumerate(edges):
            y = first + ROW * number
            path = f"M{out} {y}C{half} {y} {half} {middle} {into} {middle}"
            name = edge.name if len(edge.name) <= LONGEST else edge.name[: LONGEST - 1] + "…"
            ties.append(Tie(edge, name, y, path, round(1 + 3 * edge.number / most, 1), is_left))
    return Ties(width, height, across, middle, left, right, tuple(ties))
