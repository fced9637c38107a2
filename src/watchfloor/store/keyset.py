"""Where a page of a list begins: right behind the row that ended the page before, whatever was added meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from watchfloor.errors import UsageError


@dataclass(frozen=True, slots=True)
class By:
    """A column by which a list stands."""

    column: str
    """in SQL"""
    down: bool = False
    """the greatest first"""
    empty: bool = False
    """there are rows without a value; they come last either way"""


Order = Sequence[By]


def order_by(order: Order) -> str:
    """SQL: how rows stand in a list."""
    # SQLite has NULL as the least of all.
    return ", ".join(f"{by.column} DESC" if by.down else by.column + " NULLS LAST" * by.empty for by in order)


def beyond(order: Order, values: Sequence[Any]) -> tuple[str, dict[str, Any]]:
    """SQL: rows that stand behind the one with these values, and what is bound in it."""
    params = {f"behind{number}": value for number, value in enumerate(values)}
    ways = []
    for number, by in enumerate(order):
        if values[number] is None:
            continue  # nothing stands behind what has no value
        same = [f"{other.column} IS :behind{before}" for before, other in enumerate(order[:number])]
        here = f"{by.column} {'<' if by.down else '>'} :behind{number}"
        ways.append(" AND ".join([*same, f"({here} OR {by.column} IS NULL)" if by.empty else here]))
    return f"({' OR '.join(ways)})", params


def lost(after: str) -> NoReturn:
    """Raises what tells that a list cannot be gone on with."""
    raise UsageError(f"the list went up to {after!r}, which is not there any more; begin it anew", after)
