"""The actors pack in memory: countries, bodies, groups, agencies and office holders, and every name they go by.

`load` builds plain dictionaries, fast. What a sound pack is, `actorcheck` knows; how the user's own rows lie over the
bundled ones, `actorlayers`.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from watchfloor import packs
from watchfloor.errors import BadSetting, PackDamaged
from watchfloor.resolving.actorlayers import Layers
from watchfloor.resolving.phrases import key

NAME: Final = "actors-world"

SECTORS: Final = frozenset(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split()
)
"""PLOVER's sectors."""

WORLD: Final = frozenset(("IGO", "NGO", "IMG", "MNC"))
"""What stands in the place of a country: international bodies, non-governmental bodies, militants without one home,
multinational companies."""

COLUMNS: Final = {
    "countries": ("id", "name", "kind", "from", "until", "cow"),
    "country-names": ("alias", "country", "kind", "case"),
    "bodies": ("id", "name", "country", "sectors", "from", "until", "part-of"),
    "body-names": ("alias", "body", "case"),
    "groups": ("id", "name", "country", "sectors", "from", "until", "part-of"),
    "group-names": ("alias", "group", "case"),
    "agencies": ("id", "name", "country", "sectors", "from", "until", "part-of"),
    "agency-names": ("alias", "agency", "case"),
    "holders": ("person", "name", "surname", "office", "sectors", "of", "from", "until", "checked"),
    "people-names": ("alias", "person"),
    "offices": ("alias", "office", "sectors", "country"),
    "roles": ("noun", "sectors", "use", "context"),
    "relations": ("a", "kind", "b", "from", "until", "checked"),
}
ENTITIES: Final = (
    ("bodies", "body-names", "body"),
    ("groups", "group-names", "group"),
    ("agencies", "agency-names", "agency"),
)
RELATION_KINDS: Final = frozenset(
    ("part of", "arm of", "proxy of", "sponsor of", "ally of", "rival of", "splinter of", "successor of")
)
"""How one thing can stand to another. Allies and rivals are so both ways; the other kinds lead from the first to the
second. A splinter broke away from what lived on, a successor came in the place of what ended."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A country, body, group or agency."""

    id: str
    name: str
    kind: str
    """state, body, group or agency"""
    country: str
    sectors: tuple[str, ...]
    since: str
    until: str
    """as written in the pack, empty when open"""


@dataclass(frozen=True, slots=True)
class Relation:
    """How one country, body, group or agency stands to another for a stretch of time."""

    a: str
    kind: str
    """one of `RELATION_KINDS`"""
    b: str
    since: str
    until: str
    """as written in the pack, empty when open or not known"""


@dataclass(frozen=True, slots=True)
class Holding:
    """One person in one office for one stretch of time."""

    person: str
    name: str
    surname: str
    office: str
    """as printed"""
    key: str
    """the office whatever it is called there: `foreign-minister` for a Secretary of State"""
    sectors: tuple[str, ...]
    of: str
    country: str
    since: date
    until: date
    """the last possible day; `date.max` when open"""
    checked: str = ""
    """the day until which an independent list confirms it, or `unchecked`"""
    own: bool = False
    """from a file of the user's, who keeps it up to date"""


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of one thing."""

    id: str
    kind: str
    """state, body, group, agency or person"""
    form: str
    """of a state: name, abbreviation, adjective, people, capital or government; else `name`"""
    exact: str
    """the only spelling that counts, dots aside; empty when only the first letter must be a capital"""
    lower: bool
    """may begin in lower case, because the pack writes it so"""


@dataclass(frozen=True, slots=True)
class Tables:
    """The whole pack."""

    entities: dict[str, Entity]
    aliases: dict[str, tuple[Alias, ...]]
    longest: dict[str, int]
    """first piece of an alias -> pieces in the longest alias that begins so"""
    holdings: dict[str, tuple[Holding, ...]]
    """by person"""
    offices: dict[tuple[str, str], tuple[Holding, ...]]
    """by (country or entity, office key)"""
    surnames: dict[str, tuple[str, ...]]
    """folded surname -> persons"""
    titles: dict[tuple[str, str], tuple[str, tuple[str, ...]]]
    """(folded title, country or empty) -> office key, sectors"""
    any_title: dict[str, tuple[str, tuple[str, ...]]]
    """folded title -> office key, sectors, for titles that only some countries have"""
    roles: dict[str, tuple[tuple[str, ...], str, bool]]
    """folded noun -> sectors, use (head or weak), context"""
    modifiers: dict[str, tuple[str, ...]]


@lru_cache(maxsize=8192)
def first_day(written: str) -> date:
    """The first day a year, month or day can mean; the beginning of time when empty. Raises ValueError."""
    if not written:
        return date.min
    parts = _date_parts(written)
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


@lru_cache(maxsize=8192)
def last_day(written: str) -> date:
    """The last day a year, month or day can mean; the end of time when empty. Raises ValueError."""
    if not written:
        return date.max
    parts = _date_parts(written)
    month = parts[1] if len(parts) > 1 else 12
    return date(parts[0], month, parts[2] if len(parts) > 2 else calendar.monthrange(parts[0], month)[1])


def _date_parts(written: str) -> list[int]:
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", written):
        raise ValueError(f"{written!r} is no year, month or day")
    return [int(part) for part in written.split("-")]


def _damaged(row: packs.Row, message: str) -> PackDamaged:
    return PackDamaged(f"{row.file}:{row.line}: {message}", row.file)


def layers(base: Path | None = None, own: Path | None = None) -> Layers:
    """The folder of the pack, bundled unless `base` is given, and over it the user's `own`."""
    return Layers.of(packs.folder(NAME, base), own, COLUMNS)


def load(base: Path | None = None, own: Path | None = None) -> Tables:
    """The pack, bundled unless `base` is given, with the files in `own` laid over it. Raises `PackDamaged` for what
    cannot be used, and `BadSetting` when it stands in a file of the user's; `check` tells more."""
    try:
        return _tables(layers(base, own))
    except PackDamaged as error:
        if own is not None and Path(error.about).parent == own:
            raise BadSetting(str(error), error.about) from None
        raise


def _tables(folder: Layers) -> Tables:
    entities = _entities(folder)
    titles, any_title = _titles(folder)
    holdings = _holdings(folder, entities, titles)
    offices: dict[tuple[str, str], list[Holding]] = defaultdict(list)
    surnames: dict[str, list[str]] = defaultdict(list)
    for person, held in holdings.items():
        for holding in held:
            offices[holding.of, holding.key].append(holding)
        if held[0].surname:
            surnames[key(held[0].surname)].append(person)
    aliases, longest = _aliases(folder, entities, holdings)
    roles, modifiers = _roles(folder)
    return Tables(
        entities, aliases, longest, holdings, {where: tuple(found) for where, found in offices.items()},
        {surname: tuple(found) for surname, found in surnames.items()}, titles, any_title, roles, modifiers,
    )  # fmt: skip


def _entities(folder: Layers) -> dict[str, Entity]:
    entities: dict[str, Entity] = {}
    for row in folder.rows("countries"):
        code, name, _kind, since, until, _cow = row.cells
        entities[code] = Entity(code, name, "state", code, (), since, until)
    for table, _, kind in ENTITIES:
        for row in folder.rows(table):
            code, name, country, sectors, since, until, _part = row.cells
            entities[code] = Entity(code, name, kind, country, tuple(sectors.split()), since, until)
    return entities


def _titles(
    folder: Layers,
) -> tuple[dict[tuple[str, str], tuple[str, tuple[str, ...]]], dict[str, tuple[str, tuple[str, ...]]]]:
    titles: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
    anywhere: dict[str, tuple[str, tuple[str, ...]]] = {}
    for row in folder.rows("offices"):
        alias, office, sectors, country = row.cells
        title = (office, tuple(sectors.split()))
        titles[key(alias), country] = title
        anywhere.setdefault(key(alias), title)
    return titles, anywhere


def _holdings(
    folder: Layers, entities: dict[str, Entity], titles: dict[tuple[str, str], tuple[str, tuple[str, ...]]]
) -> dict[str, tuple[Holding, ...]]:
    held: dict[str, list[Holding]] = defaultdict(list)
    keys: dict[tuple[str, str], str] = {}
    sectors_of: dict[str, tuple[str, ...]] = {}
    for row in folder.rows("holders"):
        person, name, surname, office, written, of, since, until, checked = row.cells
        if of not in entities:
            raise _damaged(row, f"no country, body, group or agency {of!r}")
        country = entities[of].country
        if (office, country) not in keys:
            title = titles.get((key(office), country)) or titles.get((key(office), ""))
            keys[office, country] = title[0] if title else key(office).replace(" ", "-")
        sectors = sectors_of.setdefault(written, tuple(written.split()))
        try:
            start, end = first_day(since), last_day(until)
        except ValueError as error:
            raise _damaged(row, str(error)) from None
        place, own = keys[office, country], folder.is_own(row)
        held[person].append(
            Holding(person, name, surname, office, place, sectors, of, country, start, end, checked, own)
        )
    return {person: tuple(found) for person, found in held.items()}


def _aliases(
    folder: Layers, entities: dict[str, Entity], holdings: dict[str, tuple[Holding, ...]]
) -> tuple[dict[str, tuple[Alias, ...]], dict[str, int]]:
    aliases: dict[str, tuple[Alias, ...]] = {}
    longest: dict[str, int] = {}

    def put(row: packs.Row, alias: Alias) -> None:
        folded = key(row.cells[0])
        if not folded:
            raise _damaged(row, f"{row.cells[0]!r} has no letter")
        if alias.id not in (holdings if alias.kind == "person" else entities):
            raise _damaged(row, f"no {alias.kind} {alias.id!r}")
        aliases[folded] = (*aliases.get(folded, ()), alias)
        first, count = folded.split(" ", 1)[0], folded.count(" ") + 1
        if longest.get(first, 0) < count:
            longest[first] = count

    for row in folder.rows("country-names"):
        alias, country, form, case = row.cells
        put(row, Alias(country, "state", form, alias.replace(".", "") if case else "", alias[:1].islower()))
    for _, table, kind in ENTITIES:
        for row in folder.rows(table):
            alias, code, case = row.cells
            put(row, Alias(code, kind, "name", alias.replace(".", "") if case else "", alias[:1].islower()))
    for row in folder.rows("people-names"):
        put(row, Alias(row.cells[1], "person", "name", "", False))
    return aliases, longest


def _roles(folder: Layers) -> tuple[dict[str, tuple[tuple[str, ...], str, bool]], dict[str, tuple[str, ...]]]:
    roles: dict[str, tuple[tuple[str, ...], str, bool]] = {}
    modifiers: dict[str, tuple[str, ...]] = {}
    for row in folder.rows("roles"):
        noun, sectors, use, context = row.cells
        if use == "modifier":
            modifiers[key(noun)] = tuple(sectors.split())
        else:
            roles[key(noun)] = (tuple(sectors.split()), use, bool(context))
    return roles, modifiers


def relations_of(
    ident: str, on: date | None = None, base: Path | None = None, own: Path | None = None
) -> tuple[Relation, ...]:
    """The relations in which a thing is either side, those of one day only when `on` is given; what the pack gives no
    date for holds on every day. The wholes named in the tables of bodies, groups and agencies are among them. The files
    are read on the first call, not by `load`. Raises `PackDamaged` and, for a file in `own`, `BadSetting`."""
    found = _relations(base, own, layers(base, own).fingerprint()).get(ident, ())
    if on is None:
        return found
    return tuple(r for r in found if first_day(r.since) <= on <= last_day(r.until))


@lru_cache(maxsize=4)
def _relations(base: Path | None, own: Path | None, _rows_of_own: str) -> dict[str, tuple[Relation, ...]]:
    """By either side. The fingerprint of the user's rows is only there to read them again when they have changed."""
    folder = layers(base, own)
    found: dict[str, list[Relation]] = defaultdict(list)

    def put(row: packs.Row, relation: Relation) -> None:
        try:
            first_day(relation.since), last_day(relation.until)
        except ValueError as error:
            raise (BadSetting if folder.is_own(row) else PackDamaged)(
                f"{row.file}:{row.line}: {error}", row.file
            ) from None
        found[relation.a].append(relation)
        if relation.b != relation.a:
            found[relation.b].append(relation)

    for table, _, _kind in ENTITIES:
        for row in folder.rows(table):
            code, _name, _country, _sectors, since, until, whole = row.cells
            if whole:
                put(row, Relation(code, "part of", whole, since, until))
    for row in folder.rows("relations"):
        a, kind, b, since, until, _checked = row.cells
        put(row, Relation(a, kind, b, since, until))
    return {ident: tuple(relations) for ident, relations in found.items()}
