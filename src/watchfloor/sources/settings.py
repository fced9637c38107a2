"""`sources.toml`, the sources of a desk. It is decoded strictly, as the settings are: a typo is an error with file,
line and key, and never a source that is silently not watched.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from watchfloor.errors import BadSetting, DeskError, DeskReadOnly, UsageError
from watchfloor.reading.characters import one_line
from watchfloor.reading.columns import ColumnMap
from watchfloor.reading.hosts import Refused, shown
from watchfloor.reading.hosts import parse as parse_address
from watchfloor.sources import rhythm
from watchfloor.types import Source

FILE: Final = "sources.toml"

FEED, PAGE, SITEMAP, FOLDER, ARCHIVE, OUTSIDE = KINDS = ("feed", "page", "sitemap", "folder", "archive", "outside")
ON_THE_WEB: Final = frozenset({FEED, PAGE, SITEMAP})
RELIABILITIES: Final = "ABCDEF"

TEMPLATE: Final = """\
# The sources of this desk: what `watchfloor pull` reads. `watchfloor sources` shows how each of them does.
#
# [[source]]
# id = "corvane"                              # short and your own; stays when the address changes
# kind = "feed"                               # feed (RSS, Atom, JSON Feed), page, sitemap, folder, archive; outside:
#                                             # event rows of GDELT or UCDP, kept apart from what is coded here
# address = "https://corvane.example/rss"     # of a folder or an archive: its path, from this folder
# outlet = "Corvane Wire"                     # who publishes it
# country = "GBR"                             # ISO 3166, three letters
# language = "en"                             # ISO 639-1, two letters
# reliability = "B"                           # Admiralty scale: A reliable ... E unreliable, F cannot be judged
# rhythm = "30m"                              # how often something new comes: 30m, 6h, daily; learned if left out
# paused = false                              # true: not read for now
# columns = { text = "Body", title = "Head" } # of an archive whose columns do not tell by their names
#
# `watchfloor sources add https://corvane.example/` finds the feed of a site and writes such a block.

[fetch]
# How those who run the sites can reach you; it is sent along with every request.
contact = ""
# The least time between two requests to one host, in seconds. A site's own wish (robots.txt) counts where it is longer.
pace = 2.0
# How many hosts are read at the same time.
hosts = 8
# Of one source, how many items are read in one round at most; the rest comes in the next.
items = 200
"""


@dataclass(frozen=True, slots=True)
class Watched:
    """One source as the file has it."""

    source: Source
    rhythm: timedelta | None = None
    """None: learned"""
    paused: bool = False
    columns: ColumnMap | None = None

    @property
    def id(self) -> str:
        """What the user calls it."""
        return self.source.id


@dataclass(frozen=True, slots=True)
class Fetching:
    """How to fetch."""

    contact: str = ""
    pace: float = 2.0
    hosts: int = 8
    items: int = 200
    proxy: str = ""
    loopback: bool = False
    """for trials: this machine's own addresses may be fetched too"""


@dataclass(frozen=True, slots=True)
class Sources:
    """The whole file."""

    entries: tuple[Watched, ...] = ()
    fetching: Fetching = Fetching()

    def one(self, ident: str) -> Watched:
        """The source with this id. Raises `UsageError` with those that are there."""
        for entry in self.entries:
            if entry.id == ident:
                return entry
        names = ", ".join(entry.id for entry in self.entries) or "none; `watchfloor sources add URL` adds one"
        raise UsageError(f"there is no source {ident!r}; there are {names}", ident)


def read(path: Path) -> Sources:
    """The sources in a file; none when there is no such file. Raises `BadSetting` with file, line and key."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Sources()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadSetting(f"{path}:{line}: not UTF-8; save the file as UTF-8", str(path)) from None
    except OSError as error:
        raise DeskError(f"{path}: cannot be read ({error.strerror})", str(path)) from None
    return decode(text, path)


def decode(text: str, path: Path) -> Sources:
    """The sources in the text of a file; `path` is for errors. Raises `BadSetting`."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        what = re.sub(r" \(at .*\)$", "", str(error))
        raise BadSetting(f"{path}:{line}: no TOML: {what}", str(path)) from None
    return _Decoding(path, text.split("\n")).whole(values)


_KEYS: Final = {
    "id": str,
    "kind": str,
    "address": str,
    "outlet": str,
    "country": str,
    "language": str,
    "reliability": str,
    "rhythm": str,
    "paused": bool,
    "columns": dict,
}
_FETCH: Final = {"contact": str, "pace": (int, float), "hosts": int, "items": int, "proxy": str, "loopback": bool}
_KIND_NAMES: Final = {str: "text in quotation marks", bool: "true or false", int: "a whole number", dict: "a table"}
_BOUNDS: Final = {"pace": (0.5, 3600.0), "hosts": (1, 64), "items": (1, 10_000)}
_ID: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class _Decoding:
    """One file being decoded; knows its lines, for errors."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        self._path, self._lines = path, lines
        self._heads = [n for n, line in enumerate(lines) if re.match(r"\s*\[\[\s*source\s*\]\]", line)]
        self._loopback = False

    def whole(self, values: Mapping[str, Any]) -> Sources:
        for key in values:
            if key not in ("source", "fetch"):
                self._fail(f"unknown key {key!r}; there are [fetch] and [[source]]", None, key)
        rows = values.get("source", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._fail("sources are written [[source]], with two brackets", None, "source")
        fetching = self._fetching(values.get("fetch", {}))
        self._loopback = fetching.loopback
        entries = [self._entry(row, number) for number, row in enumerate(rows)]
        seen: dict[str, int] = {}
        for number, entry in enumerate(entries):
            if entry.id in seen:
                self._fail(f"id {entry.id!r} stands twice; each source needs its own", number, "id")
            seen[entry.id] = number
        return Sources(tuple(entries), fetching)

    def _entry(self, row: Mapping[str, Any], number: int) -> Watched:
        self._check(row, _KEYS, number)
        ident, kind = row.get("id", ""), row.get("kind", FEED)
        if not _ID.fullmatch(ident):
            self._fail(f"id {ident!r} must be small letters, digits, dots and dashes, such as corvane-1", number, "id")
        if kind not in KINDS:
            self._fail(f"kind {kind!r} is unknown; there are {', '.join(KINDS)}", number, "kind")
        address = row.get("address", "").strip()
        if not address:
            self._fail(f"source {ident!r} has no address", number, "address")
        if kind in ON_THE_WEB:
            try:
                # Where a name leads is seen when it is fetched.
                parse_address(address, loopback=self._loopback)
            except Refused as error:
                self._fail(f"address {shown(address)!r}: {error}", number, "address")
        country, language = row.get("country", ""), row.get("language", "")
        if country and not re.fullmatch("[A-Z]{3}", country):
            self._fail(f"country {country!r} must be three capital letters, such as GBR", number, "country")
        if language and not re.fullmatch("[a-z]{2}", language):
            self._fail(f"language {language!r} must be two small letters, such as en", number, "language")
        reliability = row.get("reliability", "F")
        if reliability not in RELIABILITIES or len(reliability) != 1:
            self._fail(f"reliability {reliability!r} must be a letter from A to F", number, "reliability")
        length = None
        if said := row.get("rhythm", ""):
            length = rhythm.parse(said)
            if length is None:
                self._fail(f"rhythm {said!r} is none; write 30m, 6h, 2d, daily or weekly", number, "rhythm")
        source = Source(ident, kind, address, one_line(row.get("outlet", "")), country, language, reliability)
        return Watched(source, length, row.get("paused", False), self._columns(row, number))

    def _columns(self, row: Mapping[str, Any], number: int) -> ColumnMap | None:
        said = row.get("columns")
        if not said:
            return None
        for part, name in said.items():
            if part not in ColumnMap.__dataclass_fields__ or not isinstance(name, str):
                known = ", ".join(ColumnMap.__dataclass_fields__)
                self._fail(
                    f'columns: {part!r} is no part of an article; write {{ text = "Body" }} with {known}', number
                )
        return ColumnMap(**said)

    def _fetching(self, row: Any) -> Fetching:
        if not isinstance(row, dict):
            self._fail("the settings for fetching are written [fetch]", None, "fetch")
        self._check(row, _FETCH, None)
        for key, (least, most) in _BOUNDS.items():
            if key in row and not least <= row[key] <= most:
                self._fail(f"{key} must be {least} to {most}, not {row[key]}", None, key)
        if proxy := row.get("proxy", ""):
            found = re.fullmatch(r"http://[^/@\s]+/?", proxy)
            if not found:
                self._fail(f"proxy {proxy!r} must be like http://proxy.example:3128", None, "proxy")
        return Fetching(**row)

    def _check(self, row: Mapping[str, Any], known: Mapping[str, Any], number: int | None) -> None:
        for key, value in row.items():
            if key not in known:
                self._fail(f"unknown key {key!r}; there is {', '.join(known)}", number, key)
            kind = known[key]
            if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
                what = _KIND_NAMES.get(kind, "a number")
                self._fail(f"{key} must be {what}, not {value!r}", number, key)

    def _fail(self, what: str, number: int | None, key: str = "") -> None:
        first, last = 0, self._heads[0] if self._heads else len(self._lines)
        if number is not None and number < len(self._heads):
            first = self._heads[number]
            last = self._heads[number + 1] if number + 1 < len(self._heads) else len(self._lines)
        elif number is None:
            last = len(self._lines)
        start = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[=.\]]""")
        line = next((n for n in range(first, last) if key and start.match(self._lines[n])), first)
        raise BadSetting(f"{self._path}:{line + 1}: {what}", str(self._path))


# --- writing ----------------------------------------------------------------------------------------------------------


def block(entry: Watched) -> str:
    """The entry as it stands in the file."""
    source = entry.source
    rows = {"id": source.id, "kind": source.kind, "address": source.address, "outlet": source.name}
    rows |= {"country": source.country, "language": source.language}
    rows["reliability"] = "" if source.reliability == "F" else source.reliability
    rows["rhythm"] = "" if entry.rhythm is None else rhythm.text(entry.rhythm)
    lines = ["[[source]]"] + [f"{key} = {_quoted(value)}" for key, value in rows.items() if value]
    return "\n".join(lines) + "\n" + ("paused = true\n" if entry.paused else "")


def _quoted(text: str) -> str:
    # A printable string in JSON is a basic string of TOML.
    return json.dumps("".join(c if c.isprintable() else " " for c in text), ensure_ascii=False)


def append(path: Path, entries: Iterable[Watched]) -> None:
    """Adds sources at the end of the file, whose comments and order stay. The file is written whole or not at all."""
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else TEMPLATE
        if not text.endswith("\n"):
            text += "\n"
        text += "".join(f"\n{block(entry)}" for entry in entries)
        beside = path.with_name(path.name + ".new")
        decode(text, path)  # what cannot be read again is not written
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except PermissionError:
        raise DeskReadOnly(f"{path}: may not be written to; copy the desk to a folder you may write to") from None
    except OSError as error:
        raise DeskError(f"{path}: cannot be written ({error.strerror})", str(path)) from None


def new_id(wanted: str, taken: Iterable[str]) -> str:
    """An id for a source of that name: `www.corvane.example` or `Corvane Wire` gives `corvane`-like words."""
    word = re.sub(r"^(?:www|feeds?|rss)\.", "", wanted.lower())
    word = re.sub(r"[^a-z0-9]+", "-", word.encode("ascii", "ignore").decode("ascii")).strip("-")[:40].strip("-")
    word = word or "source"
    used = set(taken)
    number = 2
    found = word
    while found in used:
        found, number = f"{word}-{number}", number + 1
    return found
