"""Adds actors to a folder of the user's own: which rows an actor needs, what stands against them, and the writing.

Nothing is written unless the bundled pack with the new rows laid over it is sound. Each file is replaced whole, things
before their names, so that a write that was stopped leaves a sound folder, and the same request completes it.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from watchfloor.errors import DeskError, DeskReadOnly, UsageError, WatchfloorError
from watchfloor.resolving import actorcheck, actorpack
from watchfloor.resolving.actorpack import COLUMNS, SECTORS, WORLD, Tables
from watchfloor.resolving.phrases import key, pieces

TABLES: Final = {
    "group": ("groups", "group-names"),
    "agency": ("agencies", "agency-names"),
    "body": ("bodies", "body-names"),
    "person": ("holders", "people-names"),
    "state": ("countries", "country-names"),
}
"""What an actor can be -> where it stands, and where its names do."""

_LONGEST: Final = 200
"""letters of a cell; longer is no name"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One actor to add, or names and offices of one that is there. Empty is not given."""

    id: str = ""
    name: str = ""
    kind: str = ""
    """group, agency, body, person or state"""
    country: str = ""
    sectors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    office: str = ""
    of: str = ""
    """where the office is, when it is not of the country"""
    since: str = ""
    until: str = ""
    surname: str = ""
    where: str = ""
    """the row of a file it comes from"""


@dataclass(frozen=True, slots=True)
class Written:
    """What was added."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """table and cells"""
    names: tuple[str, ...]
    """the names that mean something now"""
    known: int
    """entries of which everything was there already"""
    refused: tuple[tuple[str, str], ...]
    """the row of the file, and why it or a part of it was left out"""


@dataclass(slots=True)
class _Plan:
    """What the lexicon holds and what is to be added to it."""

    tables: Tables
    lenient: bool
    kinds: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)
    meant: dict[str, set[str]] = field(default_factory=dict)
    people: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """person -> name, surname, country"""
    held: set[tuple[str, ...]] = field(default_factory=set)
    """the rows of holders among `rows`"""
    refused: list[tuple[str, str]] = field(default_factory=list)


def add(own: Path, entries: Iterable[Entry], *, lenient: bool = False, base: Path | None = None) -> Written:
    """Adds actors to the folder `own`, which is made if need be. Adding twice is adding once.

    An entry that cannot be added raises `UsageError`; if `lenient` it is left out and told in `refused`, and so is a
    further name of it that means something else already. Raises `BadSetting` when the folder is not sound as it is."""
    if own.is_dir():
        actorcheck.sound(base, own)
    tables = actorpack.load(base, own)
    wanted = list(entries)
    bad: dict[int, str] = {}
    while True:
        plan = _planned(tables, wanted, bad, lenient)
        faults = _stage(own, plan, base)
        if not faults:
            break
        if not lenient:
            raise UsageError("; ".join(faults.values()))
        bad |= faults
    touched = {number for number, _, _ in plan.rows}
    refused = plan.refused + [(wanted[number].where, why) for number, why in bad.items()]
    rows = tuple((table, cells) for _, table, cells in plan.rows)
    names = tuple(dict.fromkeys(cells[0] for table, cells in rows if table.endswith("names")))
    left_out = {where for where, _ in refused}
    known = sum(n not in touched and entry.where not in left_out for n, entry in enumerate(wanted))
    position = {entry.where: number for number, entry in reversed([*enumerate(wanted)])}
    return Written(rows, names, known, tuple(sorted(refused, key=lambda pair: position.get(pair[0], 0))))


def slug(name: str) -> str:
    """An id made from a name."""
    return "-".join(q for word in name.split() for q in pieces(word))[:60].strip("-").replace("&", "and")


def country_of(tables: Tables, written: str) -> str:
    """The country that a code or a name means; as it stands when it means none."""
    if written.upper() in WORLD or written.upper() in tables.entities:
        return written.upper()
    return next((a.id for a in tables.aliases.get(key(written), ()) if a.kind == "state"), written)


# --- planning ---------------------------------------------------------------------------------------------------------


def _planned(tables: Tables, wanted: list[Entry], bad: dict[int, str], lenient: bool) -> _Plan:
    plan = _Plan(tables, lenient)
    plan.kinds = {ident: entity.kind for ident, entity in tables.entities.items()} | dict.fromkeys(
        tables.holdings, "person"
    )
    plan.people = {p: (held[0].name, held[0].surname, held[-1].country) for p, held in tables.holdings.items()}
    for number, entry in enumerate(wanted):
        if number in bad:
            continue
        before = len(plan.rows)
        try:
            _entry(plan, number, entry)
        except UsageError as error:
            if not lenient:
                raise
            plan.held.difference_update(cells for _, table, cells in plan.rows[before:] if table == "holders")
            del plan.rows[before:]
            plan.refused.append((entry.where, str(error)))
    return plan


def _entry(plan: _Plan, number: int, given: Entry) -> None:
    entry = _clean(plan, given)
    new = entry.id not in plan.kinds
    if new and not entry.name:
        raise UsageError(
            f"there is no actor {entry.id!r}; give --name and --kind to make it, or name one that is there"
        )
    if new and not entry.kind:
        raise UsageError(f"{entry.id}: what it is is missing; --kind is one of {', '.join(sorted(TABLES))}")
    kind = entry.kind or plan.kinds[entry.id]
    if not new and kind != plan.kinds[entry.id]:
        raise UsageError(f"{entry.id!r} is already a {plan.kinds[entry.id]}; choose another id")
    if new and kind == "state":
        raise UsageError(f"{entry.id}: a new country is a row of actors/countries.tsv; --kind state only adds names")
    if not new and entry.name:
        there = plan.people[entry.id][0] if kind == "person" else _entity_name(plan, entry.id)
        if key(there) != key(entry.name) and entry.id not in _meaning(plan, entry.name):
            raise UsageError(f"{entry.id!r} is already {there}; choose another id, or add the name with --alias")
    if kind == "person":
        _person(plan, number, entry, new)
    elif entry.office or entry.of:
        raise UsageError(f"{entry.id} is a {kind}; only a person holds an office")
    elif new:
        # The id is taken at once, so that a later row of the same file adds to it.
        plan.kinds[entry.id] = kind
        cells = (entry.id, entry.name, entry.country, " ".join(entry.sectors), entry.since, entry.until, "")
        plan.rows.append((number, TABLES[kind][0], cells))
    for alias in (entry.name, *entry.aliases):
        if alias:
            _name(plan, number, entry, kind, alias)


def _entity_name(plan: _Plan, ident: str) -> str:
    if ident in plan.tables.entities:
        return plan.tables.entities[ident].name
    return next(cells[1] for _, _, cells in plan.rows if cells[0] == ident)


def _person(plan: _Plan, number: int, entry: Entry, new: bool) -> None:
    if new:
        surname = entry.surname or _surname(entry.name)
        plan.kinds[entry.id] = "person"
        plan.people[entry.id] = (entry.name, surname, entry.country)
    elif not entry.office:
        return
    name, surname, country = plan.people[entry.id]
    of = entry.of or entry.country or country
    if of not in plan.tables.entities and of not in plan.kinds:
        what = f"{of!r} is no country or body" if of else "no country is given"
        raise UsageError(f"{entry.id}: {what}; give --country IRQ, or --of ID")
    sectors = " ".join(entry.sectors) or _sectors_of(plan, entry.office, of)
    cells = (entry.id, name, surname, entry.office, sectors, of, entry.since, entry.until, "unchecked")
    held = [h for h in plan.tables.holdings.get(entry.id, ()) if (h.office, h.of) == (entry.office, of)]
    start, end = actorpack.first_day(entry.since), actorpack.last_day(entry.until)
    if any((h.since, h.until) == (start, end) for h in held):
        return
    if cells not in plan.held:
        plan.held.add(cells)
        plan.rows.append((number, "holders", cells))


def _sectors_of(plan: _Plan, office: str, of: str) -> str:
    title = plan.tables.titles.get((key(office), of)) or plan.tables.titles.get((key(office), ""))
    return " ".join(title[1]) if title else ""


def _surname(name: str) -> str:
    last = name.split()[-1]
    return re.sub(r"^(?:al|el|ad|as|ar|an|at|az|ash)-", "", last, flags=re.IGNORECASE) if " " in name else ""


def _meaning(plan: _Plan, name: str) -> set[str]:
    return {alias.id for alias in plan.tables.aliases.get(key(name), ())} | plan.meant.get(key(name), set())


def _name(plan: _Plan, number: int, entry: Entry, kind: str, alias: str) -> None:
    meant = _meaning(plan, alias)
    if entry.id in meant:
        return
    file = f"actors/{TABLES[kind][1]}.tsv"
    why = ""
    if not key(alias):
        why = f"{alias!r} has no Latin letter or digit; write it in Latin letters"
    elif meant:
        what = f"leave it out, or write the row into {file} to make it yours"
        why = f"{alias!r} already means {', '.join(sorted(meant))}; {what}"
    elif key(alias) in plan.tables.roles or key(alias) in plan.tables.any_title:
        why = f"{alias!r} is a word for anybody in that role; use a longer name"
    if why:
        if not plan.lenient or alias == entry.name:
            raise UsageError(why)
        plan.refused.append((entry.where, why))
        return
    letters = [c for c in alias if c.isalpha()]
    exact = "exact" if len(letters) <= 8 and " " not in alias and len(letters) > 1 and alias.isupper() else ""
    form = {"state": (alias, entry.id, "name", exact), "person": (alias, entry.id)}.get(kind, (alias, entry.id, exact))
    plan.rows.append((number, TABLES[kind][1], form))
    plan.meant.setdefault(key(alias), set()).add(entry.id)


def _clean(plan: _Plan, entry: Entry) -> Entry:
    """The entry with every cell fit for a table. Raises `UsageError`."""
    for cell in (entry.id, entry.name, entry.office, entry.of, entry.surname, *entry.aliases):
        if not cell.replace("\t", " ").isprintable():
            raise UsageError(f"{cell[:40]!r} holds control characters; write it in plain text")
        if len(cell) > _LONGEST or cell.startswith("#"):
            raise UsageError(f"{cell[:40]!r} is no name: names have at most {_LONGEST} letters and no # in front")
    name = _plain(entry.name)
    kind = entry.kind.strip().lower()
    if kind and kind not in TABLES:
        raise UsageError(f"there is no kind {entry.kind!r}; there are {', '.join(sorted(TABLES))}")
    country = country_of(plan.tables, entry.country.strip()) if entry.country.strip() else ""
    if country and country not in WORLD and getattr(plan.tables.entities.get(country), "kind", "") != "state":
        raise UsageError(
            f"there is no country {entry.country!r}; write a code such as IRQ, or {', '.join(sorted(WORLD))}"
        )
    sectors = tuple(sector.upper() for sector in entry.sectors)
    for sector in sectors:
        if sector not in SECTORS:
            raise UsageError(f"there is no sector {sector!r}; there are {' '.join(sorted(SECTORS))}")
    for day in (entry.since, entry.until):
        try:
            actorpack.first_day(day)
        except ValueError:
            raise UsageError(f"{day!r} is no day; write 2014, 2014-06 or 2014-06-24") from None
    if actorpack.first_day(entry.since) > actorpack.last_day(entry.until):
        raise UsageError(f"it ends before it begins: {entry.since} to {entry.until}")
    ident = entry.id.strip().removeprefix("person:") or _ident(plan, name, kind, country)
    known = ident in plan.kinds
    if not known and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", ident):
        raise UsageError(f"{ident!r} is no id: an id is lower-case letters, digits and hyphens, such as red-hand")
    aliases = tuple(alias for alias in map(_plain, entry.aliases) if alias)
    of = entry.of.strip()
    of = of if of in plan.kinds else country_of(plan.tables, of)
    office = " ".join(entry.office.split())
    return replace(
        entry, id=ident, name=name, kind=kind, country=country, sectors=sectors, aliases=aliases, office=office, of=of
    )


def _plain(name: str) -> str:
    """A name without its article and with single blanks."""
    words = name.split()
    return " ".join(words[1:] if len(words) > 1 and words[0].lower() == "the" else words)


def _ident(plan: _Plan, name: str, kind: str, country: str) -> str:
    """The id of what has this name already, if it is of the same kind and country; else one made from the name."""
    if not name:
        raise UsageError("neither id nor name is given")
    for ident in sorted(_meaning(plan, name)):
        entity = plan.tables.entities.get(ident)
        home = entity.country if entity else plan.people.get(ident, ("", "", country))[2]
        if plan.kinds.get(ident) == kind and (not country or country == home):
            return ident
    made = slug(name)
    return made if made not in plan.kinds else f"{made}-{country.lower() or kind}"


# --- writing ----------------------------------------------------------------------------------------------------------


def _stage(own: Path, plan: _Plan, base: Path | None) -> dict[int, str]:
    """Writes the rows if the pack with them is sound; else gives, by entry, what is wrong and writes nothing."""
    if not plan.rows:
        return {}
    try:
        with tempfile.TemporaryDirectory(prefix=".actors-", dir=own.parent) as name:
            stage = Path(name)
            for path in own.glob("*.tsv") if own.is_dir() else ():
                shutil.copyfile(path, stage / path.name)
            lines = {table: _append(stage / f"{table}.tsv", table, plan) for table in COLUMNS}
            faults: dict[int, str] = {}
            for fault in actorcheck.check(actorpack.layers(base).folder, stage):
                number = lines.get(Path(fault.file).stem, {}).get(fault.line)
                if number is None:
                    # A fault elsewhere that these rows bring about: nothing can be told apart.
                    faults |= {n: fault.message for n, _, _ in plan.rows}
                else:
                    faults.setdefault(number, f"{fault.id}: {fault.message}")
            if not faults:
                own.mkdir(exist_ok=True)
                for table in sorted(COLUMNS, key=lambda t: t.endswith("names")):
                    if lines[table]:
                        (stage / f"{table}.tsv").replace(own / f"{table}.tsv")
            return faults
    except PermissionError:
        raise DeskReadOnly(f"{own}: may not be written to; check the rights of the desk's folder", str(own)) from None
    except WatchfloorError:
        raise
    except OSError as error:
        raise DeskError(f"{own}: cannot be written ({error.strerror or error})", str(own)) from None


def _append(path: Path, table: str, plan: _Plan) -> dict[int, int]:
    """Adds the rows of one table to a file; gives line -> entry. An office that is there with the same first day is
    replaced on its line."""
    new = [(number, cells) for number, name, cells in plan.rows if name == table]
    if not new:
        return {}
    text = path.read_text(encoding="utf-8") if path.is_file() else "\t".join(COLUMNS[table]) + "\n"
    lines = text.removesuffix("\n").split("\n")
    at: dict[int, int] = {}
    there: dict[tuple[str, ...], int] = {}
    if table == "holders":
        for i, line in enumerate(lines):
            there[_spell([*line.rstrip("\r").split("\t"), *[""] * 9])] = i
    for number, cells in new:
        place = len(lines)
        if table == "holders":
            place = there.setdefault(_spell(cells), place)
        lines[place : place + 1] = ["\t".join(cells).rstrip("\t")]
        at[place + 1] = number
    with contextlib.suppress(OSError):
        path.chmod(0o644)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return at


def _spell(cells: Sequence[str]) -> tuple[str, ...]:
    """What says which stretch of which office a row is about: person, office, where, from."""
    return (cells[0], cells[3], cells[5], cells[6])
