"""The ladders of the statements screen as shapes: one row a speaker, time to the right, commits above and rejects
below. Spacing is true to time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from watchfloor.answers.stands import by_another, name_of
from watchfloor.assessing.positions import Cell, Held
from watchfloor.assessing.reversals import Deed, Reversal

WIDTH: Final = 860
MARGIN: Final = 14
"""of the drawing, at either end"""
TOP: Final = 8
RUNG: Final = 9
"""between two steps of the ladder"""
HEIGHT: Final = 2 * TOP + 4 * RUNG
NEAR: Final = 11
"""dots of one row and step are drawn as one when they would touch"""
MONTH: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Hook:
    """Where somebody turned."""

    pair: str
    """the ids of its two sides"""
    rule: str
    denial: bool
    """another voice of the side says otherwise"""
    certain: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """Some statements of one speaker at one step, so near in time that they are one dot."""

    x: float
    y: int
    value: int
    cells: tuple[Cell, ...]
    since: date
    until: date
    sure: bool
    """the words give the day of one of them"""
    hooks: tuple[Hook, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One speaker on one issue."""

    held: Held
    dots: tuple[Dot, ...]
    path: str
    """the line that joins the steps; empty for a single dot"""
    undated: int


@dataclass(frozen=True, slots=True)
class Axis:
    """The scale all rows share."""

    first: date
    last: date
    ticks: tuple[tuple[float, str], ...]

    def x(self, day: date) -> float:
        """Where a day stands."""
        span = max(1, (self.last - self.first).days)
        return round(MARGIN + (WIDTH - 2 * MARGIN) * (day - self.first).days / span, 1)


def y_of(value: int) -> int:
    """Where a position stands."""
    return TOP + RUNG * (2 - value)


def axis(cells: Iterable[Cell]) -> Axis | None:
    """The scale from the first day to the last; None when no day is known."""
    days = [cell.day for cell in cells if cell.day is not None]
    if not days:
        return None
    first, last = min(days), max(days)
    if (last - first).days < 7:
        first, last = first - timedelta(days=3), last + timedelta(days=3)
    bare = Axis(first, last, ())
    return Axis(first, last, tuple((bare.x(day), name) for day, name in _ticks(first, last)))


def _ticks(first: date, last: date) -> list[tuple[date, str]]:
    """Beginnings of weeks, months, quarters or years, a dozen at most."""
    span = (last - first).days
    if span <= 80:
        step = 7 if span > 20 else 3 if span > 10 else 1
        days = [first + timedelta(days=k) for k in range(0, span + 1, step)]
        return [(day, f"{day.day} {MONTH[day.month - 1]}") for day in days]
    every = 1 if span <= 370 else 3 if span <= 1200 else 12
    found: list[tuple[date, str]] = []
    year, month = first.year, first.month
    while (day := date(year, month, 1)) <= last:
        if day >= first and (month - 1) % every == 0:
            name = str(year) if every == 12 else MONTH[month - 1]
            found.append((day, name if found and month != 1 else f"{name} {year}" if every != 12 else name))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def rows(held: Sequence[Held], scale: Axis, turns: Iterable[Reversal]) -> tuple[Row, ...]:
    """One row for each speaker."""
    hooks: dict[str, list[Hook]] = {}
    for one in turns:
        later = one.a if isinstance(one.b, Deed) else one.b
        hooks.setdefault(later.statement.id, []).append(Hook(name_of(one), one.rule, by_another(one), one.certain))
    return tuple(_row(one, scale, hooks) for one in held)


def _row(one: Held, scale: Axis, hooks: dict[str, list[Hook]]) -> Row:
    dated = sorted(((cell.day, cell) for cell in one.cells if cell.day is not None), key=lambda pair: pair[0])
    groups: list[list[tuple[date, Cell]]] = []
    at: dict[int, list[tuple[date, Cell]]] = {}
    for day, cell in dated:
        group = at.get(cell.value)
        if group is not None and scale.x(day) - scale.x(group[0][0]) < NEAR:
            group.append((day, cell))
            continue
        at[cell.value] = [(day, cell)]
        groups.append(at[cell.value])
    dots = tuple(_dot(group, scale, hooks) for group in groups)
    path = "M" + "L".join(f"{dot.x} {dot.y}" for dot in dots) if len(dots) > 1 else ""
    return Row(one, dots, path, len(one.cells) - len(dated))


def _dot(group: Sequence[tuple[date, Cell]], scale: Axis, hooks: dict[str, list[Hook]]) -> Dot:
    cells = tuple(cell for _, cell in group)
    own = tuple(hook for cell in cells for hook in hooks.get(cell.statement.id, ()))
    value = cells[0].value
    x = round(sum(scale.x(day) for day, _ in group) / len(group), 1)
    sure = any(cell.said.stated for cell in cells)
    return Dot(x, y_of(value), value, cells, group[0][0], group[-1][0], sure, own)
