"""The quickest way to the answer of a question with several parts, the same for events and for the entries of the
ledgers: a row of either is called `e` in what is made here.
"""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from watchfloor.store.clock import to_days
from watchfloor.store.connection import Record

if TYPE_CHECKING:
    from watchfloor.store import entries, facts

FEW = 5_000
"""rows that are looked at one by one and sorted; where a question holds more, they are walked through by day"""
MANY = 10_000
"""the same where a question asks for several things: then walking may lead far. Looking at one takes about 5 µs of the
processor, walking past one 0.2 µs"""
ALL = 100_000
"""the same where all that fits is asked for, so that walking goes through every row there is"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in SQL, about the row `e` and its version `v`."""

    where: str
    params: dict[str, Any]
    few: bool
    """the rows are found by something else than their day, and looked at one by one"""
    size: int
    """how many have to be looked at, when they are few"""
    words: bool
    """that they hold the words is all that is asked"""
    of_version: bool
    """`where` speaks of the version too"""

    @property
    def at_once(self) -> bool:
        """Whether so few rows are looked at that each may be asked for its version."""
        return self.few and self.size <= FEW


@dataclass(slots=True)
class Ways:
    """What a question asks for that leads to rows by itself, each under a name."""

    keys: dict[str, str] = field(default_factory=dict)
    """SQL that gives keys of rows"""
    asked: dict[str, str] = field(default_factory=dict)
    """the same as a condition, for rows `e` that something else has led to"""
    params: dict[str, Any] = field(default_factory=dict)

    def lead(
        self,
        record: Record,
        params: Mapping[str, Any],
        most: int | None,
        in_days: str | None,
        at_hand: Collection[str],
    ) -> tuple[bool, int]:
        """Has the smallest set lead to the rows, if it is small enough; the others are asked of each. Gives whether it
        does, and its size.

        SQLite cannot know how many rows hold a word or have an actor, and we can. `most` is how many rows are wanted,
        None for all; `in_days` gives those between two days, where a question has both; of the sets `at_hand` it is
        quicker to have all of the smallest than to ask each row for several."""
        sizes = {name: size(record, keys, params) for name, keys in self.keys.items()}
        first = min(sizes, key=sizes.__getitem__, default="")
        few = bool(sizes) and sizes[first] <= (ALL if most is None else MANY if len(self.asked) > 1 else FEW)
        if few and in_days is not None:
            few = sizes[first] < size(record, in_days, params)
        if few or (len(sizes) > 1 and first in at_hand):
            self.asked[first] = f"{'' if few else '+'}e.key IN ({self.keys[first]})"
        return few, sizes.get(first, 0)

    def pages(self, table: str, wanted: facts.Filter | entries.Filter) -> None:
        """Adds what a filter asks of the article: which it is, and when it was published."""
        pages: list[str] = []
        for bound, day in ((">=", wanted.published_since), ("<=", wanted.published_until)):
            if day is not None:
                self.params[f"page{len(pages)}"] = to_days(day)
                pages.append(f"{{0}}.day {bound} :page{len(pages)}")
        if wanted.article is not None:
            self.params["article"] = wanted.article
            pages.append("{0}.article = (SELECT key FROM articles WHERE id = :article)")
        if pages:
            page = " AND ".join(pages)
            self.keys["pages"] = (
                f"SELECT p.key FROM versions w CROSS JOIN {table} p ON p.version = w.key WHERE {page.format('w')}"
            )
            self.asked["pages"] = page.format("v")


def size(record: Record, keys: str, params: Mapping[str, Any]) -> int:
    """How many rows a query gives; counted a little further than `ALL`."""
    found: int = record.value(f"SELECT count(*) FROM ({keys} LIMIT {ALL + 1})", params)
    return found
