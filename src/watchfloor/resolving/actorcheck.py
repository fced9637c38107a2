"""The checker of the actors pack: tells every fault of a pack folder at once, each with file, line and id."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from watchfloor import packs
from watchfloor.errors import BadSetting, PackDamaged
from watchfloor.resolving import actorpack
from watchfloor.resolving.actorlayers import Layers
from watchfloor.resolving.actorpack import COLUMNS, ENTITIES, RELATION_KINDS, SECTORS, WORLD, first_day, last_day
from watchfloor.resolving.phrases import key

FORMS: Final = frozenset(("name", "abbreviation", "adjective", "people", "capital", "government"))
"""What a name of a country can be."""

MOST_FAULTS: Final = 10
"""of the user's files, told in one message"""

_ALIASES: Final = (("country-names", 3), ("body-names", 2), ("group-names", 2), ("agency-names", 2))
"""Tables of names, with the column that says whether the case counts."""

_WORLD: Final = ", ".join(sorted(WORLD))

# A small letter before a capital one, a comma or stop without a blank: where a lost line end shows.
_GLUED: Final = re.compile(r"[a-z]{3}[A-Z][a-z]{3}|,\S|\S;|\d[A-Z][a-z]{2}|  ")
_CAMEL: Final = re.compile(r"^(Mc|Mac|De|El|Le|La|Van|Wiki|Exxon|Total|Fitz|Al|Da|Di|Du)[A-Z]")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of the pack."""

    file: str
    """the name of a bundled file, the whole path of one of the user's"""
    line: int
    id: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.id}: {self.message}" if self.id else f"{where}: {self.message}"


def check(folder: Path, own: Path | None = None) -> list[Fault]:
    """Every fault of a pack folder: glued names, one name for two things at the same time, impossible dates, codes that
    are none. An empty list means the pack is sound. With the files in `own` laid over it, only the faults that these
    bring about."""
    return _of(Layers.of(folder, own, COLUMNS))


def _of(layers: Layers) -> list[Fault]:
    faults = _faults(_Check(layers))
    if layers.own is not None and any(Path(fault.file).parent != layers.own for fault in faults):
        # A fault of the pack itself is ours to mend, and must not stop the user.
        ours = {(f.file, f.line, f.message) for f in _faults(_Check(Layers.of(layers.folder, None, COLUMNS)))}
        faults = [f for f in faults if (f.file, f.line, f.message) not in ours]
    return faults


def sound(base: Path | None, own: Path) -> str:
    """The fingerprint of the user's rows, empty when there are none. Raises `BadSetting` with every fault (the first
    ten, when there are more) if the pack with them laid over it is not sound."""
    layers = actorpack.layers(base, own)
    if strangers := layers.strangers():
        raise BadSetting(
            f"{strangers[0]}: no table of actors; there are {', '.join(f'{name}.tsv' for name in COLUMNS)}",
            str(strangers[0]),
        )
    added = layers.fingerprint()
    faults = _of(layers) if added else []
    if faults:
        told = [str(fault) for fault in faults[:MOST_FAULTS]]
        if len(faults) > MOST_FAULTS:
            told.append(f"and {len(faults) - MOST_FAULTS} more")
        raise BadSetting("; ".join(told), faults[0].file)
    return added


def _context(row: packs.Row, table: str) -> frozenset[str]:
    """What the name in a row needs beside it."""
    return frozenset() if table == "country-names" else actorpack.context_of(row.cells[3])


def _faults(found: _Check) -> list[Fault]:
    found.things()
    found.names()
    found.holders()
    found.people_names()
    found.roles()
    found.relations()
    return sorted(found.faults, key=lambda f: (f.file, f.line))


class _Check:
    """The faults found so far and what is needed to find more."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.faults: list[Fault] = []
        self.tables: dict[str, list[packs.Row]] = {}
        for table in COLUMNS:
            try:
                self.tables[table] = list(layers.rows(table))
            except PackDamaged as error:
                self.faults.append(Fault(f"{table}.tsv", 0, "", str(error)))
                self.tables[table] = []
        self.kinds: dict[str, str] = {}
        self.declared: dict[str, packs.Row] = {}
        self.periods: dict[str, tuple[date, date]] = {}
        self.people: dict[str, tuple[str, str]] = {}

    def fault(self, row: packs.Row, code: str, message: str) -> None:
        file = row.file if self.layers.is_own(row) else Path(row.file).name
        self.faults.append(Fault(file, row.line, code, message))

    def period(self, row: packs.Row, code: str, since: str, until: str) -> tuple[date, date]:
        try:
            start, end = first_day(since), last_day(until)
        except ValueError as error:
            self.fault(row, code, f"impossible date: {error}; write 2014, 2014-06 or 2014-06-24")
            return date.min, date.max
        if start > end:
            self.fault(row, code, f"ends before it begins: {since} to {until}")
        if start != date.min and not 1700 <= start.year <= 2100:
            self.fault(row, code, f"impossible year: {since}")
        return start, end

    def sectors(self, row: packs.Row, code: str, written: str) -> None:
        for sector in written.split():
            if sector not in SECTORS:
                self.fault(row, code, f"unknown sector {sector!r}; there are {' '.join(sorted(SECTORS))}")

    def glued(self, row: packs.Row, code: str, name: str) -> None:
        # The user's own rows may hold any name; only in ours such a shape has always been a lost line end.
        if (
            not self.layers.is_own(row)
            and _GLUED.search(name)
            and not any(_CAMEL.match(word) for word in re.split(r"[ -]", name))
        ):
            self.fault(row, code, f"two names glued together? {name!r}")

    def declare(self, row: packs.Row, kind: str, since: str, until: str) -> None:
        code = row.cells[0]
        earlier = self.declared.setdefault(code, row)
        if earlier is not row:
            row_at_fault = earlier if self.layers.is_own(earlier) else row
            self.fault(row_at_fault, code, "this id stands twice; choose another for one of them")
        self.kinds[code] = kind
        self.periods[code] = self.period(row, code, since, until)
        self.glued(row, code, row.cells[1])

    def things(self) -> None:
        """Countries, bodies, groups, agencies."""
        for row in self.tables["countries"]:
            code, _name, kind, since, until, cow = row.cells
            if not re.fullmatch(r"[A-Z]{3}", code):
                self.fault(row, code, "a country's id has three capital letters")
            if kind not in ("state", "territory", "former"):
                self.fault(row, code, f"unknown kind {kind!r}")
            if cow and not cow.isdigit():
                self.fault(row, code, f"cow is a number, not {cow!r}")
            self.declare(row, "state", since, until)
        states = frozenset(self.kinds)
        for table, _, kind in ENTITIES:
            for row in self.tables[table]:
                code, _name, country, written, since, until, _part = row.cells
                self.declare(row, kind, since, until)
                self.sectors(row, code, written)
                if country and country not in states and country not in WORLD:
                    self.fault(
                        row, code, f"unknown country {country!r}; write a code such as IRQ, or one of {_WORLD}, or none"
                    )
        for table, _, _kind in ENTITIES:
            for row in self.tables[table]:
                if row.cells[6] and row.cells[6] not in self.kinds:
                    self.fault(row, row.cells[0], f"part of {row.cells[6]!r}, which is not there")

    def names(self) -> None:
        """Every table of names: one name for one thing at a time."""
        seen: dict[tuple[str, str], list[packs.Row]] = defaultdict(list)
        for table, column in _ALIASES:
            for row in self.tables[table]:
                alias, code = row.cells[0], row.cells[1]
                self.context(row, table)
                if code not in self.kinds:
                    self.fault(row, code, f"alias of {code!r}, which is not there; add its row, or mend the id")
                    continue
                if table == "country-names" and row.cells[2] not in FORMS:
                    self.fault(row, code, f"unknown kind {row.cells[2]!r}")
                if row.cells[column] not in ("", "exact"):
                    self.fault(row, code, f"case is exact or empty, not {row.cells[column]!r}")
                self.glued(row, code, alias)
                if not key(alias):
                    self.fault(row, code, f"no letter in {alias!r}")
                same = seen[key(alias), alias if row.cells[column] else ""]
                for other in same:
                    self._clash(row, other)
                same.append(row)

    def context(self, row: packs.Row, table: str) -> None:
        """What an ambiguous name asks for."""
        code = row.cells[1]
        for part in _context(row, table):
            if part.isupper():
                if self.kinds.get(part) != "state":
                    self.fault(row, code, f"context of {part!r}, which is no country; write a code such as IRQ")
            elif "-" in part:
                if part not in self.kinds:
                    self.fault(row, code, f"context of {part!r}, which is not there; words have no hyphen")
            elif not part or " " in part or part in key(row.cells[0]).split(" "):
                self.fault(row, code, f"context {row.cells[3]!r}: single words that are not in the name itself")

    def _clash(self, row: packs.Row, other: packs.Row) -> None:
        alias, code, theirs = row.cells[0], row.cells[1], other.cells[1]
        table = Path(row.file).stem
        if theirs == code:
            if row.file != other.file or table != "country-names" or row.cells[2] == other.cells[2]:
                self.fault(row, code, f"{alias!r} stands twice; take one of them out")
            return
        mine, its = _context(row, table), _context(other, Path(other.file).stem)
        if bool(mine) != bool(its) or (mine and not mine & its):
            return  # what stands beside the name tells which of the two it is
        a, b = self.periods[code], self.periods[theirs]
        if a[0] <= b[1] and b[0] <= a[1]:
            self.fault(row, code, f"{alias!r} also means {theirs} ({Path(other.file).name}:{other.line}); take one out")

    def holders(self) -> None:
        """Office holders."""
        times: dict[tuple[str, str, str], list[tuple[date, date]]] = defaultdict(list)
        for row in self.tables["holders"]:
            person, name, surname, office, written, of, since, until, checked = row.cells
            self.sectors(row, person, written)
            self.glued(row, person, name)
            if of not in self.kinds:
                self.fault(row, person, f"office of {of!r}, which is not there; name a country such as IRQ, or an id")
            if self.people.setdefault(person, (name, surname)) != (name, surname):
                self.fault(row, person, f"called {self.people[person]} in an earlier row")
            if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", person):
                self.fault(row, person, "a person's id is lower-case words with hyphens")
            if surname and f" {key(surname)} " not in f" {key(name)} ":
                self.fault(row, person, f"surname {surname!r} is not in the name {name!r}")
            start, end = self.period(row, person, since, until)
            if any(start < b and a < end for a, b in times[person, office, of]):
                self.fault(
                    row,
                    person,
                    f"holds {office!r} twice at the same time; end the first, or begin on the same day to replace it",
                )
            times[person, office, of].append((start, end))
            if checked != "unchecked":
                self.period(row, person, checked, checked)

    def people_names(self) -> None:
        """Full names of persons."""
        owners: dict[str, str] = {}
        for row in self.tables["people-names"]:
            alias, person = row.cells
            if person not in self.people:
                self.fault(row, person, "no such person in holders.tsv")
            self.glued(row, person, alias)
            if owners.setdefault(key(alias), person) != person:
                self.fault(row, person, f"{alias!r} is also {owners[key(alias)]}")

    def roles(self) -> None:
        """Role nouns and titles."""
        for row in self.tables["roles"]:
            self.sectors(row, row.cells[0], row.cells[1])
            if row.cells[2] not in ("head", "weak", "modifier"):
                self.fault(row, row.cells[0], f"use is head, weak or modifier, not {row.cells[2]!r}")
            if row.cells[3] not in ("", "yes"):
                self.fault(row, row.cells[0], f"context is yes or empty, not {row.cells[3]!r}")
        for row in self.tables["offices"]:
            self.sectors(row, row.cells[0], row.cells[2])
            if row.cells[3] and self.kinds.get(row.cells[3]) != "state":
                self.fault(row, row.cells[0], f"unknown country {row.cells[3]!r}")

    def relations(self) -> None:
        """How things stand to each other."""
        wholes: dict[str, set[str]] = defaultdict(set)
        for table, _, _kind in ENTITIES:
            for row in self.tables[table]:
                if row.cells[6]:
                    wholes[row.cells[0]].add(row.cells[6])
        stated = {code: frozenset(of) for code, of in wholes.items()}
        earlier: dict[str, set[str]] = defaultdict(set)
        times: dict[tuple[str, str, str], list[tuple[date, date]]] = defaultdict(list)
        for row in self.tables["relations"]:
            a, kind, b, since, until, checked = row.cells
            if kind not in RELATION_KINDS:
                self.fault(row, a, f"kind is one of {', '.join(sorted(RELATION_KINDS))}, not {kind!r}")
            if missing := [code for code in (a, b) if code not in self.kinds]:
                self.fault(row, a, f"relation of {missing[0]!r}, which is not there")
                continue
            if a == b:
                self.fault(row, a, "a relation of a thing to itself")
                continue
            period = self.period(row, a, since, until)
            if checked != "unchecked":
                self.period(row, a, checked, checked)
            self._lives(row, period)
            if kind == "part of" and b in stated.get(a, ()):
                self.fault(row, a, f"part of {b!r} already, by its own row")
            if kind in ("part of", "arm of"):
                self._circle(row, wholes, "a part of its own part")
            elif kind == "successor of":
                self._circle(row, earlier, "a successor of its own successor")
            mutual = kind in ("ally of", "rival of")
            left, right = sorted((a, b)) if mutual else (a, b)
            for other in RELATION_KINDS if not mutual else ("ally of", "rival of"):
                if (other == kind or mutual) and any(
                    start <= period[1] and period[0] <= end for start, end in times[left, other, right]
                ):
                    what = "stands twice" if other == kind else f"also {other!r} at that time"
                    self.fault(row, a, f"{kind} {b!r}: {what}")
            times[left, kind, right].append(period)

    def _circle(self, row: packs.Row, above: dict[str, set[str]], what: str) -> None:
        """Adds the row's step upwards; a fault when it closes a circle."""
        a, b = row.cells[0], row.cells[2]
        seen, waiting = set[str](), [b]
        while waiting:
            code = waiting.pop()
            if code not in seen:
                seen.add(code)
                waiting.extend(above.get(code, ()))
        if a in seen:
            self.fault(row, a, f"{row.cells[1]} {b!r}: {what}")
        else:
            above[a].add(b)

    def _lives(self, row: packs.Row, period: tuple[date, date]) -> None:
        """A relation lasts while both sides are there; a successor and a splinter begin no earlier than what was
        before."""
        a, kind, b = row.cells[:3]
        first, second = self.periods[a], self.periods[b]
        if kind in ("splinter of", "successor of"):
            if first[1] < second[0]:
                self.fault(row, a, f"{kind} {b!r}, which began after it had ended")
            elif kind == "successor of" and first[0] != date.min and first[0] < second[0]:
                self.fault(row, a, f"successor of {b!r}, which began later")
            second = date.min, date.max
        for code, life in ((a, first), (b, second)):
            if period[0] != date.min and not life[0] <= period[0].replace(month=12, day=31):
                self.fault(row, a, f"{kind} {b!r} begins before {code!r} does")
            if period[0] > life[1] or period[1] < life[0]:
                self.fault(row, a, f"{kind} {b!r} at a time when {code!r} is not there")
