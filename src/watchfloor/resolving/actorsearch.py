"""What a name means on a day: the things and persons it may stand for, with all the lexicon says about each."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date
from typing import Final

from watchfloor.packs import Row
from watchfloor.resolving import actorpack
from watchfloor.resolving.actorlayers import Layers
from watchfloor.resolving.actorpack import ENTITIES, Tables, first_day, last_day
from watchfloor.resolving.phrases import key

_NEAR: Final = 0.75
"""how much two spellings must have in common; at .7 short names begin to look like each other"""
_MOST_NEAR: Final = 5
_LONGEST: Final = 100
"""letters compared; no name is longer"""

_NAME_TABLES: Final = ("country-names", *(names for _, names, _ in ENTITIES), "people-names")


@dataclass(frozen=True, slots=True)
class Office:
    """One stretch of one office."""

    person: str
    name: str
    office: str
    of: str
    since: str
    until: str
    """as exactly as known, empty when open"""
    checked: str
    """the day until which an independent list confirms it, or `unchecked`"""
    held: bool
    """on the day asked about"""


@dataclass(frozen=True, slots=True)
class Tie:
    """How two things stand to each other."""

    a: str
    kind: str
    b: str
    since: str
    until: str
    """as written, empty when open or not known"""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing or person that a name may stand for."""

    id: str
    name: str
    kind: str
    """state, body, group, agency or person"""
    country: str
    sectors: tuple[str, ...]
    since: str
    until: str
    """when it began and ended, as written; empty when open or not known"""
    there: bool
    """whether it was there on the day asked about; of a person, whether an office was held"""
    aliases: tuple[str, ...]
    offices: tuple[Office, ...]
    relations: tuple[Tie, ...]
    own: bool
    """defined or named by the desk's own lexicon"""
    contexts: tuple[tuple[str, str], ...] = ()
    """names that count only in an article which also names one of the things behind them: codes of countries, ids,
    words"""


def lookup(layers: Layers, tables: Tables, name: str, on: date | None) -> tuple[Meaning, ...]:
    """Everything a name, a surname or an id may stand for, what was there on that day first. Each is listed once."""
    folded, ident = key(name), name.strip().removeprefix("person:")
    found = [alias.id for alias in tables.aliases.get(folded, ())]
    found += tables.surnames.get(folded, ())
    found += [i for i in (ident, ident.upper(), ident.lower()) if i in tables.entities or i in tables.holdings]
    return describe(layers, tables, tuple(dict.fromkeys(found)), on)


def describe(layers: Layers, tables: Tables, idents: tuple[str, ...], on: date | None) -> tuple[Meaning, ...]:
    """What the lexicon says about some ids, what was there on that day first."""
    if not idents:
        return ()
    rows = {table: list(layers.rows(table)) for table in (*_NAME_TABLES, "holders")}
    mine = _own_ids(layers)
    meanings = [_meaning(layers, tables, rows, ident, on, ident in mine) for ident in idents]
    return tuple(sorted(meanings, key=lambda meaning: not meaning.there))


def near(layers: Layers, tables: Tables, name: str) -> tuple[tuple[str, str], ...]:
    """Names of the lexicon that are spelled nearly so: name and id, the nearest first."""
    close = difflib.get_close_matches(key(name)[:_LONGEST], tables.aliases, n=_MOST_NEAR, cutoff=_NEAR)
    written = {key(row.cells[0]): row.cells[0] for table in _NAME_TABLES for row in layers.rows(table)} if close else {}
    return tuple((written.get(folded, folded), tables.aliases[folded][0].id) for folded in close)


def _own_ids(layers: Layers) -> set[str]:
    things = ("countries", "holders", *(table for table, _, _ in ENTITIES))
    found = {row.cells[0] for table in things for row in layers.own_rows(table)}
    return found | {row.cells[1] for table in _NAME_TABLES for row in layers.own_rows(table)}


def _meaning(
    layers: Layers, tables: Tables, rows: dict[str, list[Row]], ident: str, on: date | None, own: bool
) -> Meaning:
    aliases = tuple(
        dict.fromkeys(row.cells[0] for table in _NAME_TABLES for row in rows[table] if row.cells[1] == ident)
    )
    entity = tables.entities.get(ident)
    if entity is not None:
        there = on is None or first_day(entity.since) <= on <= last_day(entity.until)
        # who holds its offices that day; all who ever did would be a book
        heads = tuple(
            _office(row, on) for row in rows["holders"] if row.cells[5] == ident and on is not None and _held(row, on)
        )
        contexts = tuple(
            (row.cells[0], row.cells[3])
            for _, table, _ in ENTITIES
            for row in rows[table]
            if row.cells[1] == ident and row.cells[3]
        )
        return Meaning(
            ident, entity.name, entity.kind, entity.country, entity.sectors, entity.since, entity.until, there,
            aliases, heads, _ties(layers, ident, on), own, contexts,
        )  # fmt: skip
    held = sorted(tables.holdings[ident], key=lambda h: h.since)
    now = [h for h in held if on is None or h.since <= on <= h.until]
    last = (now or [h for h in held if on is None or h.since <= on] or held)[-1]
    offices = tuple(_office(row, on) for row in rows["holders"] if row.cells[0] == ident and row.cells[3])
    return Meaning(
        f"person:{ident}", last.name, "person", last.country, last.sectors, "", "", bool(now),
        aliases, offices, _ties(layers, ident, on), own,
    )  # fmt: skip


def _held(row: Row, on: date | None) -> bool:
    return on is not None and first_day(row.cells[6]) <= on <= last_day(row.cells[7])


def _office(row: Row, on: date | None) -> Office:
    person, name, _surname, office, _sectors, of, since, until, checked = row.cells
    return Office(person, name, office, of, since, until, checked, _held(row, on))


def _ties(layers: Layers, ident: str, on: date | None) -> tuple[Tie, ...]:
    """What the relations of both layers say."""
    found = actorpack.relations_of(ident, on, own=layers.own)
    return tuple(Tie(r.a, r.kind, r.b, r.since, r.until) for r in found)
