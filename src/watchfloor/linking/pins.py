"""What follows from all that people said about storylines, in the order in which they said it: the later one wins.

Each pin is laid over those before it. Where it contradicts one of them, that one gives way as far as the articles of
the new one go, and in no other respect; which ones gave way is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from watchfloor.linking.storylines import Said
from watchfloor.store.pins import MERGE, NAME, NEVER, PIN, SPLIT, Pin

Parting = tuple[int, frozenset[str], frozenset[str]]
"""the number of a pin, and the two sides that it keeps apart"""


@dataclass(frozen=True, slots=True)
class Ruled:
    """What holds, all in all."""

    said: Said
    names: Mapping[str, Pin]
    """by the article after which the storyline had its id: how it is called"""
    overruled: Mapping[int, tuple[int, ...]]
    """by the number of a pin: those before it that it contradicts, and that gave way to it"""

    def same_as(self, other: Ruled) -> bool:
        """Whether the same holds, whoever said it."""
        return self._held() == other._held()

    def _held(self) -> tuple[object, ...]:
        named = [(article, pin.title) for article, pin in self.names.items()]
        return {*self.said.together}, {frozenset(sides) for sides in self.said.asunder}, self.said.moved, named


def ruled(pins: Iterable[Pin]) -> Ruled:
    """What follows from pins, the oldest first; of those that were taken back nothing does."""
    laying = _Laying()
    for pin in pins:
        if pin.in_force and pin.parts:
            laying.lay(pin)
    return laying.done()


class _Laying:
    """What holds while pin after pin is laid over it."""

    def __init__(self) -> None:
        self._groups: list[frozenset[str]] = []
        self._partings: list[Parting] = []
        self._moved: dict[str, int] = {}
        self._tied: list[tuple[int, frozenset[str]]] = []
        """what each pin put together, to tell which one gives way"""
        self._names: dict[str, Pin] = {}
        self._overruled: dict[int, set[int]] = {}

    def lay(self, pin: Pin) -> None:
        """Adds one."""
        first, *rest = pin.parts
        mine, others = frozenset(first), frozenset(article for part in rest for article in part)
        if pin.kind == NAME:
            for article in first[:1]:
                if pin.title:
                    self._names.pop(article, None)  # the newest stands last
                    self._names[article] = pin
        elif pin.kind == MERGE:
            self._tie(pin.number, mine | others, mine | others)
        elif pin.kind == PIN and mine:
            there = next((article for part in rest for article in part if article not in mine), None)
            if there is not None:
                self._loosen(pin.number, mine, frozenset({there}))
                self._tie(pin.number, mine | {there}, mine | others)
                if not mine & others:
                    self._moved |= dict.fromkeys(mine, pin.number)
        elif pin.kind in (NEVER, SPLIT) and mine and others - mine:
            held = next((group for group in self._groups if group & mine), frozenset[str]())
            if pin.kind == SPLIT:
                stay = next(article for part in rest for article in part if article not in mine)
                self._loosen(pin.number, mine, mine, stay)
                self._tie(pin.number, mine, mine)
            elif held & others:
                # It leaves those whom it may not be with; whom else it was put together with it stays with.
                self._loosen(pin.number, mine, mine)
            if pin.kind == SPLIT or held & others:
                for article in mine:
                    self._moved.pop(article, None)
            self._partings.append((pin.number, mine, others - mine))

    def done(self) -> Ruled:
        """What holds now."""
        moved = frozenset(a for a in self._moved if any(a in group for group in self._groups))
        partings = tuple((one, other) for _, one, other in self._partings)
        overruled = {number: tuple(sorted(which)) for number, which in self._overruled.items()}
        return Ruled(Said(tuple(self._groups), partings, moved), self._names, overruled)

    def _loosen(self, number: int, articles: frozenset[str], into: frozenset[str], stay: str = "") -> None:
        """Takes articles out of the groups that do not go where they go; the rest of a group stays with `stay`."""
        groups, left = [], {stay} - {""}
        for group in self._groups:
            if not group & articles or group & (into - articles):
                groups.append(group)
                continue
            rest = group - articles
            if rest and stay:
                left |= rest
            elif len(rest) > 1:
                groups.append(rest)
        self._groups = groups
        if len(left) > 1:
            self._join(frozenset(left))
        kept = []
        for earlier, tied in self._tied:
            if tied & articles and not tied & (into - articles) and tied - articles:
                self._overruled.setdefault(number, set()).add(earlier)
                tied -= articles
            kept.append((earlier, tied))
        self._tied = [(earlier, tied) for earlier, tied in kept if len(tied) > 1]

    def _tie(self, number: int, articles: frozenset[str], whole: frozenset[str]) -> None:
        """Puts articles together. What kept any of `whole` from each other, or from what these are together with
        already, gives way."""
        self._tied.append((number, articles))
        whole |= self._join(articles)
        partings: list[Parting] = []
        for earlier, one, other in self._partings:
            if one & whole and other & whole:
                self._overruled.setdefault(number, set()).add(earlier)
                pieces = ((one - whole, other), (one & whole, other - whole))
                partings += [(earlier, *piece) for piece in pieces if all(piece)]
            else:
                partings.append((earlier, one, other))
        self._partings = partings

    def _join(self, articles: frozenset[str]) -> frozenset[str]:
        joined = articles.union(*(group for group in self._groups if group & articles))
        self._groups = [group for group in self._groups if not group & articles]
        if len(joined) > 1:
            self._groups.append(joined)
        return joined
