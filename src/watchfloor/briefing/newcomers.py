"""Actors of a desk's facts that no lexicon knows: what the texts say about each, for whoever decides who they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from watchfloor.types import Event

T = TypeVar("T")


class _Outlet(Protocol):
    @property
    def outlet(self) -> str: ...
    @property
    def url(self) -> str: ...


class Told(Protocol):
    """A fact and the article it is from."""

    @property
    def event(self) -> Event: ...
    @property
    def article(self) -> _Outlet: ...


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One name nobody knows."""

    id: str
    name: str
    """as most often written"""
    country: str
    """as most texts have it, empty when none says"""
    sectors: tuple[str, ...]
    descriptions: tuple[str, ...]
    """the words that say what he, she or it is, the most frequent first"""
    facts: int
    outlets: tuple[str, ...]
    quote: str
    """one sentence with the name"""
    event: str
    """the fact it is from"""
    outlet: str


def newcomers(facts: Iterable[Told]) -> tuple[Newcomer, ...]:
    """The unknown actors of some facts, the most frequent first."""
    found: dict[str, _Seen] = {}
    for fact in facts:
        event = fact.event
        met = set()
        for cited in (*event.actors, *event.recipients, *event.said_by):
            actor = cited.value
            if not actor.id.startswith("unknown:") or actor.id in met:
                continue
            met.add(actor.id)
            seen = found.setdefault(actor.id, _Seen(event.sentence.words, event.id, fact.article.outlet))
            seen.facts += 1
            seen.names[actor.name] += 1
            seen.outlets[fact.article.outlet or fact.article.url] += 1
            if actor.country:
                seen.countries[actor.country] += 1
            if actor.sectors:
                seen.sectors[actor.sectors] += 1
            if actor.office:
                seen.descriptions[actor.office] += 1
    listed = [seen.newcomer(ident) for ident, seen in found.items()]
    return tuple(sorted(listed, key=lambda n: (-n.facts, -len(n.outlets), n.id)))


class _Seen:
    """What was met of one name so far."""

    def __init__(self, quote: str, event: str, outlet: str) -> None:
        self.quote, self.event, self.outlet = quote, event, outlet
        self.facts = 0
        self.names: Counter[str] = Counter()
        self.outlets: Counter[str] = Counter()
        self.countries: Counter[str] = Counter()
        self.sectors: Counter[tuple[str, ...]] = Counter()
        self.descriptions: Counter[str] = Counter()

    def newcomer(self, ident: str) -> Newcomer:
        """All of it, counted."""
        return Newcomer(
            ident,
            _most(self.names, ident),
            _most(self.countries, ""),
            _most(self.sectors, ()),
            tuple(words for words, _ in sorted(self.descriptions.items(), key=lambda pair: (-pair[1], pair[0]))),
            self.facts,
            tuple(sorted(self.outlets)),
            self.quote,
            self.event,
            self.outlet,
        )


def _most(counted: Counter[T], otherwise: T) -> T:
    """What was counted most often; of equals the first in order, so that the order of the facts does not matter."""
    return min(counted, key=lambda value: (-counted[value], str(value)), default=otherwise)
