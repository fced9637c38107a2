"""The rows of the actors pack, and over them those of a folder of the user's own.

A folder of one's own has the same files as the bundled pack, only those it needs. Its rows are added. Where one says
something about a name, an id or a stretch of office that the bundled pack speaks of too, it stands in its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from watchfloor import packs
from watchfloor.errors import BadSetting, PackDamaged
from watchfloor.resolving.phrases import key

NAMES: Final = ("country-names", "body-names", "group-names", "agency-names", "people-names")
"""Tables in which the first cell is a name. A name of the user's means what the user says, whichever table the bundled
pack has it in."""

OPTIONAL: Final = {"body-names": 1, "group-names": 1, "agency-names": 1}
"""Table -> how many of its last columns a file may leave out: those that were added after desks had files."""

_THINGS: Final = frozenset(("countries", "bodies", "groups", "agencies"))


@dataclass(frozen=True, slots=True)
class Layers:
    """The bundled folder, the user's own if there is one, and how their rows go together."""

    folder: Path
    own: Path | None
    columns: Mapping[str, tuple[str, ...]]
    """table -> its columns"""
    renamed: frozenset[str] = frozenset()
    """the folded names that the user's rows define"""

    @classmethod
    def of(cls, folder: Path, own: Path | None, columns: Mapping[str, Sequence[str]]) -> Layers:
        """Both folders, with the names that the user's files define. Raises `BadSetting` for a file of the user's."""
        layers = cls(folder, own, {table: tuple(names) for table, names in columns.items()})
        names = frozenset(key(row.cells[0]) for table in NAMES for row in layers.own_rows(table))
        return cls(folder, own, layers.columns, names)

    def rows(self, table: str) -> Iterator[packs.Row]:
        """The rows of a table: the bundled ones that still hold, then the user's. Raises `PackDamaged` and, for a file
        of the user's, `BadSetting`."""
        own = list(self.own_rows(table))
        file = str(self.folder / f"{table}.tsv")
        for line, cells in zip(*self._bundled(table, own), strict=True):
            yield packs.Row(file, line, cells)
        yield from own

    def cells(self, table: str) -> tuple[list[tuple[str, ...]], int]:
        """The cells of the same rows, without file and line, and how many of them are bundled: for what is read on
        every start. Raises as `rows` does."""
        own = list(self.own_rows(table))
        _, bundled = self._bundled(table, own)
        return bundled + [row.cells for row in own], len(bundled)

    def _bundled(self, table: str, own: Sequence[packs.Row]) -> tuple[list[int], list[tuple[str, ...]]]:
        """Lines and cells of the bundled rows in whose place none of the user's stands."""
        lines, found = packs.table(self.folder / f"{table}.tsv", self.columns[table], OPTIONAL.get(table, 0))
        if not own and not (self.renamed and table in NAMES):
            return lines, found
        if table in NAMES:
            kept = [n for n, cells in enumerate(found) if key(cells[0]) not in self.renamed]
        else:
            replaced = {identity(table, row.cells) for row in own}
            kept = [n for n, cells in enumerate(found) if identity(table, cells) not in replaced]
        return [lines[n] for n in kept], [found[n] for n in kept]

    def own_rows(self, table: str) -> Iterator[packs.Row]:
        """The user's rows of a table; none when there is no such file. Raises `BadSetting`."""
        path = self.own / f"{table}.tsv" if self.own is not None else None
        if path is None or not path.is_file():
            return
        try:
            yield from packs.rows(path, self.columns[table], OPTIONAL.get(table, 0))
        except PackDamaged as error:
            raise BadSetting(str(error), str(path)) from None

    def is_own(self, row: packs.Row) -> bool:
        """Whether a row stands in a file of the user's."""
        return self.own is not None and Path(row.file).parent == self.own

    def strangers(self) -> list[Path]:
        """Files of the user's that look like tables but are none, and so would be passed over in silence."""
        if self.own is None or not self.own.is_dir():
            return []
        return sorted(p for p in self.own.iterdir() if p.suffix.lower() == ".tsv" and p.name[:-4] not in self.columns)

    def fingerprint(self) -> str:
        """A short hash over the user's rows; empty when there are none. Comments and empty lines do not count."""
        digest, count = hashlib.sha256(), 0
        for table in sorted(self.columns):
            for row in self.own_rows(table):
                digest.update("\t".join((table, *row.cells)).encode() + b"\n")
                count += 1
        return digest.hexdigest()[:8] if count else ""


def identity(table: str, cells: tuple[str, ...]) -> tuple[str, ...]:
    """What a row is about: of two rows with the same identity the later one holds."""
    if table in _THINGS:
        return (cells[0],)
    if table in NAMES:
        return (key(cells[0]),)
    if table == "holders":
        return (cells[0], cells[3], cells[5], cells[6])  # person, office, of, from
    if table == "offices":
        return (key(cells[0]), cells[3])
    if table == "roles":
        return (key(cells[0]), "modifier" if cells[2] == "modifier" else "")
    return cells
