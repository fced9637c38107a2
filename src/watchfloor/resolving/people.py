"""Persons of the pack: who is meant by a name, and what he is on a given day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Final

from watchfloor.resolving.actorpack import Holding, Tables
from watchfloor.resolving.naming import PARTICLES, folded
from watchfloor.types import Actor

GOVERNS: Final = frozenset(("GOV", "LEG", "JUD", "MIL", "SPY", "COP", "PTY"))
"""Whoever leaves one of these is elite (ELI); a former rebel, cleric or banker stays what he was."""

KNOWN_UNTIL: Final = date(2025, 6, 30)
"""An office without an end in the pack is filled up to this day; after it nobody checked. A row of the user's own
holds until the user ends it."""

RISING: Final = timedelta(days=730)
"""So long before their first office of the pack people may be in the news by their surname."""


def person(tables: Tables, ident: str, office: str, former: bool, on: date | None) -> Actor:
    """A person as of a day. The `office` the text gives decides where the person held it."""
    holdings = tables.holdings[ident]
    titled = [h for h in holdings if office and h.key == office]
    now = [h for h in holdings if on is None or h.since <= on <= h.until]
    past = [h for h in holdings if on is not None and h.until < on]
    if former and (titled or past or now):
        return _former(latest(titled or past or now))
    if titled:
        stated = [h for h in titled if h in now] or titled
        if on is not None:
            stated = [h for h in stated if h.since <= on] or stated
        return _actor(latest(stated))
    if now:
        return _actor(latest(now), named=on is not None)
    if past:
        return _former(latest(past))
    return Actor(f"person:{ident}", holdings[0].name, "person", holdings[0].country)


def holder(tables: Tables, of: str, office: str, on: date) -> Actor | None:
    """Who held the office of a country, body or group on that day; None when the pack does not know."""
    held = [h for h in tables.offices.get((of, office), ()) if h.since <= on <= h.until]
    if not held:
        return None
    last = latest(held)
    return None if last.until == date.max and on > KNOWN_UNTIL and not last.own else _actor(last)


def begun(tables: Tables, actor: Actor, of: str, office: str, on: date) -> date:
    """Since when a holder that `holder` gave has held the office."""
    return max(h.since for h in tables.offices[of, office] if f"person:{h.person}" == actor.id and h.since <= on)


def serving(tables: Tables, ident: str, on: date | None) -> bool:
    """Whether the person holds any office that day; true without a date."""
    return on is None or any(h.since <= on <= h.until for h in tables.holdings[ident])


def by_surname(
    tables: Tables,
    name: Sequence[str],
    office: str,
    near: Sequence[str],
    former: bool,
    on: date | None,
    spoken_of: Mapping[str, float] = MappingProxyType({}),
) -> str | None:
    """The one person meant by a name that is no alias: a surname with or without title, or a full name in a spelling
    the pack does not have. `name` is folded. Of people of several countries the one is meant of whose country the text
    speaks most (`spoken_of`: country -> how much). None when several or none fit."""
    candidates: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    for count in range(min(3, len(name)), 0, -1):
        candidates = tables.surnames.get(" ".join(name[-count:]), ())
        if candidates:
            rest = tuple(n for n in name[:-count] if n not in PARTICLES)
            break
    if near:
        candidates = tuple(c for c in candidates if any(h.country in near for h in tables.holdings[c]))
    if office:
        candidates = tuple(c for c in candidates if any(h.key == office for h in tables.holdings[c]))
    if rest:
        candidates = tuple(c for c in candidates if _same_given(rest[0], tables.holdings[c][0].name))
    if on is not None:
        begun = tuple(c for c in candidates if any(h.since <= on for h in tables.holdings[c]))
        if not rest and len(name) == 1:
            # nobody is called by the surname alone long before the first office
            candidates = tuple(c for c in candidates if any(h.since <= on + RISING for h in tables.holdings[c]))
        now = tuple(c for c in begun if any(_held(h, office, on) for h in tables.holdings[c]))
        candidates = (begun if former else now or begun) or candidates
        candidates = _of_the_text(tables, candidates, spoken_of) if office or rest else candidates
        if len(candidates) > 1 and (office or former):
            if len({tables.holdings[c][-1].country for c in candidates}) > 1 and now and not former:
                return None  # two kings of one name reign in two countries
            # two of one name had the office: the later one by that day
            return max(
                candidates, key=lambda c: max(h.since for h in tables.holdings[c] if h.since <= on or c not in begun)
            )
    return candidates[0] if len(candidates) == 1 else None


def _of_the_text(tables: Tables, candidates: tuple[str, ...], spoken_of: Mapping[str, float]) -> tuple[str, ...]:
    """Those of the country that the text speaks of most among theirs; all when none stands out."""
    by_country: dict[str, list[str]] = {}
    for c in candidates:
        by_country.setdefault(tables.holdings[c][-1].country, []).append(c)
    if len(by_country) < 2:
        return candidates
    first, second = sorted(by_country, key=lambda country: -spoken_of.get(country, 0.0))[:2]
    return tuple(by_country[first]) if spoken_of.get(first, 0.0) > spoken_of.get(second, 0.0) else candidates


def latest(holdings: Sequence[Holding]) -> Holding:
    return max(holdings, key=lambda h: h.since)


def _held(holding: Holding, office: str, on: date) -> bool:
    return holding.since <= on <= holding.until and (not office or holding.key == office)


def _actor(h: Holding, named: bool = True) -> Actor:
    return Actor(f"person:{h.person}", h.name, "person", h.country, h.sectors, h.office if named else "")


def _former(h: Holding) -> Actor:
    sectors = ("ELI",) if h.sectors[:1] and h.sectors[0] in GOVERNS else h.sectors
    return Actor(f"person:{h.person}", h.name, "person", h.country, sectors, f"former {h.office}".strip())


def _same_given(given: str, full: str) -> bool:
    first = folded(full)[0]
    if len(given) == 1:
        return first.startswith(given)
    return given == first or (given[0] == first[0] and SequenceMatcher(None, given, first).ratio() >= 0.7)
