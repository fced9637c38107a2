"""The actors pack in memory: countries, bodies, groups, agencies and office holders, and every name they go by.

`load` builds plain dictionaries, fast. What a sound pack is, `actorcheck` knows; how the user's own rows lie over the
bundled ones, `actorlayers`.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from watchfloor import packs
from watchfloor.errors import BadSetting, PackDamaged
from watchfloor.resolving.actorlayers import Layers
from watchfloor.resolving.phrases import key, keys

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
    "body-names": ("alias", "body", "case", "context"),
    "groups": ("id", "name", "country", "sectors", "from", "until", "part-of"),
    "group-names": ("alias", "group", "case", "context"),
    "agencies": ("id", "name", "country", "sectors", "from", "until", "part-of"),
    "agency-names": ("alias", "agency", "case", "context"),
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


# Thousands of holdings and aliases are made on every start: as tuples in a third of the time.
class Holding(NamedTuple):
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


class Alias(NamedTuple):
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
    context: frozenset[str] = frozenset()
    """what an article must name for this name to count: countries and ids, and folded words; empty: nothing"""


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
    """folded title -> office key, sectors, whatever the country"""
    homes: dict[str, tuple[str, ...]]
    """folded title that only some countries have -> those countries"""
    roles: dict[str, tuple[tuple[str, ...], str, bool]]
    """folded noun -> sectors, use (head or weak), context"""
    modifiers: dict[str, tuple[str, ...]]


def first_day(written: str) -> date:
    """The first day a year, month or day can mean; the beginning of time when empty. Raises ValueError."""
    return days(written)[0]


def last_day(written: str) -> date:
    """The last day a year, month or day can mean; the end of time when empty. Raises ValueError."""
    return days(written)[1]


@lru_cache(maxsize=16384)
def days(written: str) -> tuple[date, date]:
    """Both of them. Raises ValueError."""
    if not written:
        return date.min, date.max
    if len(written) == 10 and written[4] == written[7] == "-":
        day = date.fromisoformat(written)
        return day, day
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2})?", written):
        raise ValueError(f"{written!r} is no year, month or day")
    year = int(written[:4])
    if len(written) == 4:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(written[5:])
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _damaged(folder: Layers, table: str, cells: tuple[str, ...], message: str) -> PackDamaged:
    """The error for a row, whose place is only looked for now."""
    row = next(row for row in folder.rows(table) if row.cells == cells)
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
    homes: dict[str, tuple[str, ...]] = {}
    for title, country in titles:
        if (title, "") not in titles:
            homes[title] = (*homes.get(title, ()), country)
    return Tables(
        entities, aliases, longest, holdings, {where: tuple(found) for where, found in offices.items()},
        {surname: tuple(found) for surname, found in surnames.items()}, titles, any_title, homes, roles, modifiers,
    )  # fmt: skip


def _entities(folder: Layers) -> dict[str, Entity]:
    entities: dict[str, Entity] = {}
    for code, name, _kind, since, until, _cow in folder.cells("countries")[0]:
        entities[code] = Entity(code, name, "state", code, (), since, until)
    for table, _, kind in ENTITIES:
        for code, name, country, sectors, since, until, _part in folder.cells(table)[0]:
            entities[code] = Entity(code, name, kind, country, tuple(sectors.split()), since, until)
    return entities


def _titles(
    folder: Layers,
) -> tuple[dict[tuple[str, str], tuple[str, tuple[str, ...]]], dict[str, tuple[str, tuple[str, ...]]]]:
    titles: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
    anywhere: dict[str, tuple[str, tuple[str, ...]]] = {}
    for alias, office, sectors, country in folder.cells("offices")[0]:
        title = (office, tuple(sectors.split()))
        titles[key(alias), country] = title
        anywhere.setdefault(key(alias), title)
    return titles, anywhere


def _holdings(
    folder: Layers, entities: dict[str, Entity], titles: dict[tuple[str, str], tuple[str, tuple[str, ...]]]
) -> dict[str, tuple[Holding, ...]]:
    held: dict[str, list[Holding]] = {}
    keys: dict[tuple[str, str], str] = {}
    sectors_of: dict[str, tuple[str, ...]] = {}
    rows, bundled = folder.cells("holders")
    whole_day = date.fromisoformat
    for number, cells in enumerate(rows):
        person, name, surname, office, written, of, since, until, checked = cells
        if of not in entities:
            raise _damaged(folder, "holders", cells, f"no country, body, group or agency {of!r}")
        country = entities[of].country
        if (office, country) not in keys:
            title = titles.get((key(office), country)) or titles.get((key(office), ""))
            keys[office, country] = title[0] if title else key(office).replace(" ", "-")
        if written not in sectors_of:
            sectors_of[written] = tuple(written.split())
        try:
            # nearly all are whole days, and a call for each would be a tenth of the whole loading
            start = whole_day(since) if len(since) == 10 and since[4] == since[7] == "-" else days(since)[0]
            end = whole_day(until) if len(until) == 10 and until[4] == until[7] == "-" else days(until)[1]
        except ValueError as error:
            raise _damaged(folder, "holders", cells, str(error)) from None
        holding = Holding(
            person, name, surname, office, keys[office, country], sectors_of[written], of, country, start, end, checked,
            number >= bundled,
        )  # fmt: skip
        held.setdefault(person, []).append(holding)
    return {person: tuple(found) for person, found in held.items()}


def _aliases(
    folder: Layers, entities: dict[str, Entity], holdings: dict[str, tuple[Holding, ...]]
) -> tuple[dict[str, tuple[Alias, ...]], dict[str, int]]:
    aliases: dict[str, tuple[Alias, ...]] = {}
    contexts: dict[str, frozenset[str]] = {"": frozenset()}

    def put(table: str, kind: str, known: Container[str], make: Callable[[tuple[str, ...]], Alias]) -> None:
        rows = folder.cells(table)[0]
        for cells, folded in zip(rows, keys([cells[0] for cells in rows]), strict=True):
            if not folded:
                raise _damaged(folder, table, cells, f"{cells[0]!r} has no letter")
            if cells[1] not in known:
                raise _damaged(folder, table, cells, f"no {kind} {cells[1]!r}")
            aliases[folded] = (*aliases[folded], make(cells)) if folded in aliases else (make(cells),)

    def state(cells: tuple[str, ...]) -> Alias:
        name, country, form, case = cells
        return Alias(country, "state", form, name.replace(".", "") if case else "", name[0].islower())

    put("country-names", "state", entities, state)
    for _, table, kind in ENTITIES:

        def thing(cells: tuple[str, ...], kind: str = kind) -> Alias:
            name, code, case, context = cells
            if context not in contexts:
                contexts[context] = context_of(context)
            exact = name.replace(".", "") if case else ""
            return Alias(code, kind, "name", exact, name[0].islower(), contexts[context])

        put(table, kind, entities, thing)
    put("people-names", "person", holdings, lambda cells: Alias(cells[1], "person", "name", "", False))
    longest: dict[str, int] = {}
    for folded in aliases:
        first, count = folded.partition(" ")[0], folded.count(" ") + 1
        if longest.get(first, 0) < count:
            longest[first] = count
    return aliases, longest


def context_of(written: str) -> frozenset[str]:
    """What a cell of the column context asks for: codes of countries and ids as they stand, other words folded."""
    return frozenset(part if part.isupper() or "-" in part else key(part) for part in written.split())


def _roles(folder: Layers) -> tuple[dict[str, tuple[tuple[str, ...], str, bool]], dict[str, tuple[str, ...]]]:
    roles: dict[str, tuple[tuple[str, ...], str, bool]] = {}
    modifiers: dict[str, tuple[str, ...]] = {}
    for noun, sectors, use, context in folder.cells("roles")[0]:
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
