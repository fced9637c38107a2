"""Lexicon packs: folders of text files that a political scientist can edit in a text editor and review in a diff.

This module opens the files and reports every fault with file and line; what the rows mean belongs to the module that
uses them (patterns to `coding`, names and places to `resolving`).
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from watchfloor.errors import PackDamaged

BUNDLED = Path(__file__).parent / "data" / "packs"

LARGEST_TOML = 2_000_000
"""bytes; no file that a person edits comes near it"""


class Row(NamedTuple):
    """One row of a TSV file: its place in the file and its cells, one for each column asked for.

    A tuple, because every start makes tens of thousands of them, and a frozen dataclass takes three times as long."""

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


def read_bytes(path: Path) -> bytes:
    """The bytes of a pack file, lines ended by a line feed alone: for big files of which few rows are ever decoded."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise PackDamaged(f"{path}: this lexicon file is missing; install watchfloor again", str(path)) from None
    except OSError as error:
        raise PackDamaged(f"{path}: cannot be read ({error.strerror})", str(path)) from None
    return data.replace(b"\r\n", b"\n") if b"\r" in data else data


def rows(path: Path, columns: Sequence[str], optional: int = 0) -> Iterator[Row]:
    """The rows of a TSV file. Its first line that is no comment names the columns, which must be `columns`, of which
    the last `optional` ones may be missing; empty lines and lines that begin with `#` are skipped; missing cells at the
    end of a row are empty. Raises `PackDamaged`."""
    file = str(path)
    numbers, cells = table(path, columns, optional)
    return (Row(file, number, row) for number, row in zip(numbers, cells, strict=True))


def table(path: Path, columns: Sequence[str], optional: int = 0) -> tuple[list[int], list[tuple[str, ...]]]:
    """The same as two lists, the numbers of the lines and their cells: what is read on every start is read so."""
    names = tuple(columns)
    width = len(names)
    numbers: list[int] = []
    found: list[tuple[str, ...]] = []
    strip = str.strip
    header = 0
    for number, line in enumerate(read_text(path).removeprefix("\ufeff").split("\n"), 1):
        if not line or line[0] == "#" or line.isspace():
            continue
        cells = tuple(map(strip, line.split("\t")))
        count = len(cells)
        if not header:
            if cells != names[:count] or count < width - optional:
                raise PackDamaged(f"{path}:{number}: columns must be {', '.join(names)}", str(path))
            header = count
            continue
        if count != width:
            if count > header:
                raise PackDamaged(f"{path}:{number}: {count} cells, but only {header} columns", str(path))
            cells += ("",) * (width - count)
        numbers.append(number)
        found.append(cells)
    if not header:
        raise PackDamaged(f"{path}: empty; its first line must name the columns {', '.join(names)}", str(path))
    return numbers, found


def toml(path: Path) -> dict[str, object]:
    """The content of a TOML file. Raises `PackDamaged` with file and line."""
    return parse_toml(toml_text(path), path)


def toml_text(path: Path) -> str:
    """The text of a TOML file, with a clear error for what is far too big to be written by hand."""
    try:
        if path.exists() and not path.is_file():
            raise PackDamaged(f"{path}: no file; take it out of the pack", str(path))
        size = path.stat().st_size if path.exists() else 0
    except OSError as error:
        raise PackDamaged(f"{path}: cannot be read ({error.strerror})", str(path)) from None
    if size > LARGEST_TOML:
        raise PackDamaged(f"{path}: larger than {LARGEST_TOML // 1_000_000} MB; cut it into several files", str(path))
    return read_text(path).removeprefix("\ufeff")


def parse_toml(text: str, path: Path) -> dict[str, object]:
    """The content of a TOML text that was read from `path`. Raises `PackDamaged` with file and line."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise PackDamaged(f"{path}: brackets are nested too deeply; write flat lists", str(path)) from None
    except ValueError as error:  # among others a number of thousands of digits
        raise PackDamaged(f"{path}: {error}", str(path)) from None


def blocks(path: Path, key: str) -> Iterator[tuple[int, object]]:
    """The `[[key]]` blocks of a TOML file that holds nothing else, each with the line on which it begins. Raises
    `PackDamaged`."""
    text = toml_text(path)
    values = parse_toml(text, path)
    found = values.get(key)
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip().startswith(f"[[{key}]]")]
    if set(values) != {key} or not isinstance(found, list) or len(lines) != len(found):
        raise PackDamaged(f"{path}: it holds [[{key}]] blocks and nothing else", str(path))
    return zip(lines, found, strict=True)


def fingerprint(name: str, base: Path | None = None) -> str:
    """A short hash over every file of a pack: part of the coder's identity, since a changed lexicon codes otherwise."""
    digest = hashlib.sha256()
    root = folder(name, base)
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:8]
