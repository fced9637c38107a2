"""The actors pack in memory: countries, bodies, groups, agencies and office holders, and every name they go by.

`load` builds plain dictionaries, fast; `check` tells every fault of a pack folder at once, each with file and line.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from watchfloor import packs
from watchfloor.errors import PackDamaged
from watchfloor.resolving.phrases import key

NAME: Final = "actors-world"

SECTORS: Final = frozenset(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split()
)
"""PLOVER's sectors."""

WORLD: Final = frozenset(("IGO", "NGO", "IMG", "MNC"))
"""What stands in the place of a country: international bodies, non-governmental bodies, militants without one home,
multinational companies."""

FORMS: Final = frozenset(("name", "abbreviation", "adjective", "people", "capital", "government"))

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
}
ENTITIES: Final = (
    ("bodies", "body-names", "body"),
    ("groups", "group-names", "group"),
    ("agencies", "agency-names", "agency"),
)


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


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of one thing."""

    id: str
    kind: str
    """state, body, group, agency or person"""
    form: str
    """of a state: one of `FORMS`; else `name`"""
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


def first_day(written: str) -> date:
    """The first day a year, month or day can mean; the beginning of time when empty. Raises ValueError."""
    if not written:
        return date.min
    parts = _date_parts(written)
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


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


def _rows(folder: Path, table: str) -> Iterator[packs.Row]:
    return packs.rows(folder / f"{table}.tsv", COLUMNS[table])


def _damaged(row: packs.Row, message: str) -> PackDamaged:
    return PackDamaged(f"{row.file}:{row.line}: {message}", row.file)


def load(base: Path | None = None) -> Tables:
    """The pack, bundled unless `base` is given. Raises `PackDamaged` for what cannot be used; `check` tells more."""
    folder = packs.folder(NAME, base)
    entities: dict[str, Entity] = {}
    for row in _rows(folder, "countries"):
        code, name, _kind, since, until, _cow = row.cells
        entities[code] = Entity(code, name, "state", code, (), since, until)
    for table, _, kind in ENTITIES:
        for row in _rows(folder, table):
            code, name, country, sectors, since, until, _part = row.cells
            entities[code] = Entity(code, name, kind, country, tuple(sectors.split()), since, until)

    aliases: dict[str, list[Alias]] = defaultdict(list)
    longest: dict[str, int] = {}

    def put(row: packs.Row, alias: Alias) -> None:
        folded = key(row.cells[0])
        if not folded:
            raise _damaged(row, f"{row.cells[0]!r} has no letter")
        aliases[folded].append(alias)
        first, count = folded.split(" ", 1)[0], folded.count(" ") + 1
        if longest.get(first, 0) < count:
            longest[first] = count

    for row in _rows(folder, "country-names"):
        alias, country, form, case = row.cells
        if country not in entities:
            raise _damaged(row, f"no country {country!r} in countries.tsv")
        put(row, Alias(country, "state", form, alias.replace(".", "") if case else "", alias[:1].islower()))
    for _, table, kind in ENTITIES:
        for row in _rows(folder, table):
            alias, code, case = row.cells
            if code not in entities:
                raise _damaged(row, f"no {kind} {code!r}")
            put(row, Alias(code, kind, "name", alias.replace(".", "") if case else "", alias[:1].islower()))

    titles: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
    any_title: dict[str, tuple[str, tuple[str, ...]]] = {}
    for row in _rows(folder, "offices"):
        alias, office, sectors, country = row.cells
        titles[key(alias), country] = (office, tuple(sectors.split()))
        any_title.setdefault(key(alias), (office, tuple(sectors.split())))

    holdings: dict[str, list[Holding]] = defaultdict(list)
    offices: dict[tuple[str, str], list[Holding]] = defaultdict(list)
    surnames: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder, "holders"):
        person, name, surname, office, sectors, of, since, until, _checked = row.cells
        if of not in entities:
            raise _damaged(row, f"no country, body, group or agency {of!r}")
        country = entities[of].country
        folded = key(office)
        title = titles.get((folded, country)) or titles.get((folded, ""))
        try:
            holding = Holding(
                person, name, surname, office, title[0] if title else folded.replace(" ", "-"),
                tuple(sectors.split()), of, country, first_day(since), last_day(until),
            )  # fmt: skip
        except ValueError as error:
            raise _damaged(row, str(error)) from None
        holdings[person].append(holding)
        offices[of, holding.key].append(holding)
        if surname and person not in surnames[key(surname)]:
            surnames[key(surname)].append(person)
    for row in _rows(folder, "people-names"):
        alias, person = row.cells
        if person not in holdings:
            raise _damaged(row, f"no person {person!r} in holders.tsv")
        put(row, Alias(person, "person", "name", "", False))

    roles: dict[str, tuple[tuple[str, ...], str, bool]] = {}
    modifiers: dict[str, tuple[str, ...]] = {}
    for row in _rows(folder, "roles"):
        noun, sectors, use, context = row.cells
        if use == "modifier":
            modifiers[key(noun)] = tuple(sectors.split())
        else:
            roles[key(noun)] = (tuple(sectors.split()), use, bool(context))
    return Tables(
        entities,
        {folded: tuple(found) for folded, found in aliases.items()},
        longest,
        {person: tuple(found) for person, found in holdings.items()},
        {where: tuple(found) for where, found in offices.items()},
        {surname: tuple(found) for surname, found in surnames.items()},
        titles,
        any_title,
        roles,
        modifiers,
    )


# --- the checker ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of the pack."""

    file: str
    line: int
    id: str
    message: str


_GLUED: Final = re.compile(r"[a-z]{3}[A-Z][a-z]{3}|,\S|\S;|\d[A-Z][a-z]{2}|  ")
_CAMEL: Final = re.compile(r"^(Mc|Mac|De|El|Le|La|Van|Abdel|Abdul|Wiki|Exxon|Total|Maha|Fitz|Al|Vk|Da|Di|Du)[A-Z]")


def check(folder: Path) -> list[Fault]:
    """Every fault of a pack folder: glued names, one alias for two things at the same time, impossible dates, codes
    that are none. An empty list means the pack is sound."""
    faults: list[Fault] = []
    tables: dict[str, list[packs.Row]] = {}
    for table in COLUMNS:
        try:
            tables[table] = list(_rows(folder, table))
        except PackDamaged as error:
            faults.append(Fault(f"{table}.tsv", 0, "", str(error)))
            tables[table] = []

    def fault(row: packs.Row, code: str, message: str) -> None:
        faults.append(Fault(Path(row.file).name, row.line, code, message))

    def period(row: packs.Row, code: str, since: str, until: str) -> tuple[date, date]:
        try:
            start, end = first_day(since), last_day(until)
        except ValueError as error:
            fault(row, code, f"impossible date: {error}")
            return date.min, date.max
        if start > end:
            fault(row, code, f"ends before it begins: {since} to {until}")
        if start != date.min and not 1700 <= start.year <= 2100:
            fault(row, code, f"impossible year: {since}")
        return start, end

    periods: dict[str, tuple[date, date]] = {}
    kinds: dict[str, str] = {}

    def declare(row: packs.Row, kind: str, since: str, until: str) -> None:
        code = row.cells[0]
        if code in kinds:
            fault(row, code, "this id stands twice")
        kinds[code] = kind
        periods[code] = period(row, code, since, until)

    for row in tables["countries"]:
        if not re.fullmatch(r"[A-Z]{3}", row.cells[0]):
            fault(row, row.cells[0], "a country's id has three capital letters")
        if row.cells[2] not in ("state", "territory", "former"):
            fault(row, row.cells[0], f"unknown kind {row.cells[2]!r}")
        declare(row, "state", row.cells[3], row.cells[4])
    states = frozenset(kinds)

    def sectors(row: packs.Row, code: str, written: str) -> None:
        for sector in written.split():
            if sector not in SECTORS:
                fault(row, code, f"unknown sector {sector!r}")

    for table, _, kind in ENTITIES:
        for row in tables[table]:
            code, _name, country, written, since, until, _part = row.cells
            declare(row, kind, since, until)
            sectors(row, code, written)
            if country and country not in states and country not in WORLD:
                fault(row, code, f"unknown country {country!r}")
    for table, _, _kind in ENTITIES:
        for row in tables[table]:
            if row.cells[6] and row.cells[6] not in kinds:
                fault(row, row.cells[0], f"part of {row.cells[6]!r}, which is not there")

    seen: dict[tuple[str, str], list[tuple[str, packs.Row]]] = defaultdict(list)
    for table, column in (("country-names", 3), ("body-names", 2), ("group-names", 2), ("agency-names", 2)):
        for row in tables[table]:
            alias, code = row.cells[0], row.cells[1]
            if code not in kinds:
                fault(row, code, f"alias of {code!r}, which is not there")
                continue
            if table == "country-names" and row.cells[2] not in FORMS:
                fault(row, code, f"unknown kind {row.cells[2]!r}")
            if row.cells[column] not in ("", "exact"):
                fault(row, code, f"case is exact or empty, not {row.cells[column]!r}")
            if _GLUED.search(alias) and not any(_CAMEL.match(word) for word in alias.split()):
                fault(row, code, f"two names glued together? {alias!r}")
            if not key(alias):
                fault(row, code, f"no letter in {alias!r}")
            for other, where in seen[key(alias), alias if row.cells[column] else ""]:
                a, b = periods.get(code, (date.min, date.max)), periods.get(other, (date.min, date.max))
                if other == code:
                    if table != "country-names" or where.cells[2] == row.cells[2]:
                        fault(row, code, f"{alias!r} stands twice")
                elif a[0] <= b[1] and b[0] <= a[1]:
                    fault(row, code, f"{alias!r} also means {other} ({Path(where.file).name}:{where.line})")
            seen[key(alias), alias if row.cells[column] else ""].append((code, row))
    _check_people(tables, kinds, fault, period, sectors)
    for row in tables["roles"]:
        sectors(row, row.cells[0], row.cells[1])
        if row.cells[2] not in ("head", "weak", "modifier"):
            fault(row, row.cells[0], f"use is head, weak or modifier, not {row.cells[2]!r}")
    for row in tables["offices"]:
        sectors(row, row.cells[0], row.cells[2])
        if row.cells[3] and row.cells[3] not in states:
            fault(row, row.cells[0], f"unknown country {row.cells[3]!r}")
    return sorted(faults, key=lambda f: (f.file, f.line))


def _check_people(tables, kinds, fault, period, sectors) -> None:  # type: ignore[no-untyped-def]
    names: dict[str, tuple[str, str]] = {}
    aliases: dict[str, str] = {}
    times: dict[tuple[str, str, str], list[tuple[date, date]]] = defaultdict(list)
    for row in tables["holders"]:
        person, name, surname, office, written, of, since, until, checked = row.cells
        sectors(row, person, written)
        if of not in kinds:
            fault(row, person, f"office of {of!r}, which is not there")
        if names.setdefault(person, (name, surname)) != (name, surname):
            fault(row, person, f"called {names[person]} in an earlier row")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", person):
            fault(row, person, "a person's id is lower-case words with hyphens")
        if _GLUED.search(name) and not any(_CAMEL.match(word) for word in re.split(r"[ -]", name)):
            fault(row, person, f"two names glued together? {name!r}")
        if surname and f" {key(surname)} " not in f" {key(name)} ":
            fault(row, person, f"surname {surname!r} is not in the name {name!r}")
        span = period(row, person, since, until)
        for other in times[person, office, of]:
            if span[0] < other[1] and other[0] < span[1]:
                fault(row, person, f"holds {office!r} twice at the same time")
        times[person, office, of].append(span)
        if checked != "unchecked":
            period(row, person, checked, checked)
    for row in tables["people-names"]:
        alias, person = row.cells
        if person not in names:
            fault(row, person, "no such person in holders.tsv")
        if _GLUED.search(alias) and not any(_CAMEL.match(word) for word in re.split(r"[ -]", alias)):
            fault(row, person, f"two names glued together? {alias!r}")
        if aliases.setdefault(key(alias), person) != person:
            fault(row, person, f"{alias!r} is also {aliases[key(alias)]}")
