"""Lexicon packs: folders of text files that a political scientist can edit in a text editor and review in a diff.

This module opens the files and reports every fault with file and line; what the rows mean belongs to the module that
uses them (patterns to `coding`, names and places to `resolving`).
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from watchfloor.errors import PackDamaged

BUNDLED = Path(__file__).parent / "data" / "packs"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a TSV file: its place in the file and its cells, one for each column asked for."""

    file: str
    line: int
    cells: tuple[str, ...]


def folder(name: str, base: Path | None = None) -> Path:
    """The folder of a pack, bundled unless `base` is given. Raises `PackDamaged` when it is not there."""
    path = (base or BUNDLED) / name
    if not path.is_dir():
        raise PackDamaged(f"the lexicon pack {name!r} is missing ({path}); install watchfloor again", str(path))
    return path


def read_text(path: Path) -> str:
    """The text of a pack file; UTF-8, with a clear error for anything else."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PackDamaged(f"{path}: this lexicon file is missing; install watchfloor again", str(path)) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise PackDamaged(f"{path}:{line}: not UTF-8; save the file as UTF-8", str(path)) from None
    except OSError as error:
        raise PackDamaged(f"{path}: cannot be read ({error.strerror})", str(path)) from None


def rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a TSV file. Its first line that is no comment names the columns, which must be `columns`; empty lines
    and lines that begin with `#` are skipped; missing cells at the end of a row are empty. Raises `PackDamaged`."""
    header: tuple[str, ...] | None = None
    for number, line in enumerate(read_text(path).split("\n"), 1):
        line = line.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if header is None:
            header = cells
            if header != tuple(columns):
                raise PackDamaged(f"{path}:{number}: columns must be {', '.join(columns)}", str(path))
            continue
        if len(cells) > len(header):
            raise PackDamaged(f"{path}:{number}: {len(cells)} cells, but only {len(header)} columns", str(path))
        yield Row(str(path), number, cells + ("",) * (len(header) - len(cells)))
    if header is None:
        raise PackDamaged(f"{path}: empty; its first line must name the columns {', '.join(columns)}", str(path))


def toml(path: Path) -> dict[str, object]:
    """The content of a TOML file. Raises `PackDamaged` with file and line."""
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise PackDamaged(f"{path}: {error}", str(path)) from None


def fingerprint(name: str, base: Path | None = None) -> str:
    """A short hash over every file of a pack: part of the coder's identity, since a changed lexicon codes otherwise."""
    digest = hashlib.sha256()
    root = folder(name, base)
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:8]
