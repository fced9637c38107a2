"""Archives: many pages in one file, read one by one however large the file is.

JSON Lines and tables (CSV, TSV): a row holds a text or its HTML and, where known, address, title, author, date of
publication, outlet and language. Which column holds what is guessed by its name unless it is told. Web archives
(WARC): the pages in it. All of them also packed (.gz, .zst, and a ZIP of one file). A row that cannot be used gives a
problem with its line number, and the rest goes on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from watchfloor.errors import NotFound, Unreadable
from watchfloor.reading import dates, warc
from watchfloor.reading.characters import inert, one_line
from watchfloor.reading.columns import ColumnMap, guess
from watchfloor.reading.encodings import decode
from watchfloor.reading.packed import Damaged, check, open_packed
from watchfloor.reading.readers import CODED, MAX_BYTES, Read, archive_kind, read_bytes, read_text
from watchfloor.reading.tables import Table
from watchfloor.types import Capture, Problem, version_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of an archive, or one page of a web archive."""

    part: int
    """its number in the archive, from 1: blank rows and what is no page are not counted"""
    read: Read
    capture: Capture | None = None
    """the page as it was received; None in archives of rows"""


@dataclass(frozen=True, slots=True)
class Look:
    """What an archive seems to hold, before it is read."""

    kind: str
    """jsonl, table or warc; empty when the name does not tell"""
    names: tuple[str, ...]
    """the columns, or the keys of the first row"""
    columns: ColumnMap
    """what they were taken to hold"""


def is_archive(path: str | Path) -> bool:
    """Whether the file's name is that of an archive."""
    return bool(archive_kind(Path(path).name))


def look(path: str | Path) -> Look:
    """The columns of an archive and what they seem to hold: to be shown before a long run. Raises `NotFound` or
    `Unreadable`."""
    path = Path(path)
    kind = archive_kind(path.name)
    names: tuple[str, ...] = ()
    try:
        with _opened(path) as stream:
            if kind == "table":
                names = Table(stream, MAX_BYTES).names
            elif kind == "jsonl":
                names = _first_keys(stream)
            if not names:
                check(stream)
    except Damaged as error:
        raise Unreadable(f"{one_line(path.name)} {error}", about=str(path)) from None
    return Look(kind, names, guess(names))


def _first_keys(stream: BinaryIO) -> tuple[str, ...]:
    for raw in iter(lambda: stream.readline(MAX_BYTES), b""):
        if raw.strip(b" \t\r\n\xef\xbb\xbf"):
            try:
                row = json.loads(decode(raw))
            except (ValueError, RecursionError):
                return ()
            return tuple(row) if isinstance(row, dict) else ()
    return ()


def read_archive(
    path: str | Path, *, outlet: str = "", source: str = "", columns: ColumnMap | None = None, start: int = 0
) -> Iterator[Read]:
    """Every row of an archive as a `Read`. Raises `NotFound` or `Unreadable` for the file itself only.

    `outlet` holds where a row names none. `columns` says which column holds what; without it the names tell. The first
    `start` rows are passed over."""
    for entry in read_entries(path, outlet=outlet, source=source, columns=columns, start=start):
        yield entry.read


def read_entries(
    path: str | Path, *, outlet: str = "", source: str = "", columns: ColumnMap | None = None, start: int = 0
) -> Iterator[Entry]:
    """The same with the number of each row, for whoever stops and goes on later, and with the pages of web archives as
    they were received."""
    path = Path(path)
    name = one_line(path.name)
    part = 0
    damaged = False
    try:
        with _opened(path) as stream:
            for found in _parts(stream, path, name, outlet, source, columns):
                part += 1
                if part > start:
                    read, capture = found()
                    damaged = any(problem.kind == "damaged" for problem in read.problems)
                    yield Entry(part, read, capture)
            if not damaged:
                check(stream)
    except Damaged as error:
        yield Entry(part + 1, Read(None, (Problem("reading", error.kind, f"{name} {error}"),)))
    except OSError as error:
        raise Unreadable(f"{one_line(str(path))} cannot be read: {error.strerror}", about=str(path)) from error


def _opened(path: Path) -> BinaryIO:
    try:
        return open_packed(path)
    except FileNotFoundError:
        raise NotFound(f"there is no file {one_line(str(path))}: check the name", about=str(path)) from None
    except OSError as error:
        raise Unreadable(f"{one_line(str(path))} cannot be read: {error.strerror}", about=str(path)) from error


# A part is read only when somebody wants it: going on behind row 900,000 costs no reading of the rows before.
_Part = Callable[[], tuple[Read, Capture | None]]


def _parts(
    stream: BinaryIO, path: Path, name: str, outlet: str, source: str, columns: ColumnMap | None
) -> Iterator[_Part]:
    kind = archive_kind(path.name)
    if kind == "warc":
        yield from _from_warc(stream, name, outlet, source)
    elif kind == "table":
        yield from _from_table(stream, path, name, outlet, source, columns)
    else:
        yield from _from_lines(stream, path, name, outlet, source, columns)


def _from_warc(stream: BinaryIO, name: str, outlet: str, source: str) -> Iterator[_Part]:
    for found in warc.records(stream, name=name, largest=MAX_BYTES):

        def part(found: warc.Record | Problem = found) -> tuple[Read, Capture | None]:
            if isinstance(found, Problem):
                return Read(None, (found,)), None
            capture = found.capture
            read = read_bytes(
                capture.body,
                name=f"{name}, record {found.number}",
                address=capture.url,
                outlet=outlet,
                source=source,
                charset=found.charset,
            )
            return read, capture

        yield part


def _from_table(
    stream: BinaryIO, path: Path, name: str, outlet: str, source: str, columns: ColumnMap | None
) -> Iterator[_Part]:
    table = Table(stream, MAX_BYTES)
    columns = columns or guess(table.names)
    if not (columns.text in table.names or columns.html in table.names) or not table.names:
        shown = ", ".join(one_line(column, 40) for column in table.names[:20]) or "none"
        message = (
            f"{name} has no column for the text; its columns are {shown}: say which one it is, by --columns text=NAME,"
            ' or in sources.toml by columns = { text = "NAME" }'
        )
        yield lambda: (Read(None, (Problem("reading", "columns", message),)), None)
        return
    for number, row in table.rows():

        def part(number: int = number, row: dict[str, str] | None = row) -> tuple[Read, Capture | None]:
            if row is None:
                return _bad("too-large", name, number, "is too large or not closed"), None
            return _article(columns.taken(row), name, number, path, outlet, source), None

        yield part


def _from_lines(
    stream: BinaryIO, path: Path, name: str, outlet: str, source: str, columns: ColumnMap | None
) -> Iterator[_Part]:
    number = 0
    while raw := stream.readline(MAX_BYTES + 2):
        number += 1
        if len(raw) > MAX_BYTES:
            while raw and not raw.endswith(b"\n"):  # the rest of the line, without keeping it
                raw = stream.readline(MAX_BYTES)
            large = _bad("too-large", name, number, f"has more than {MAX_BYTES // 1_000_000} MB")
            yield lambda large=large: (large, None)  # type: ignore[misc]
        elif raw.strip(b" \t\r\n\xef\xbb\xbf"):

            def part(raw: bytes = raw, number: int = number) -> tuple[Read, Capture | None]:
                return _line(raw, name, number, path, outlet, source, columns), None

            yield part


def _line(raw: bytes, name: str, number: int, path: Path, outlet: str, source: str, columns: ColumnMap | None) -> Read:
    try:
        row = json.loads(decode(raw))
    except (ValueError, RecursionError) as error:
        return _bad("row", name, number, f"is no JSON ({getattr(error, 'msg', 'nested too deep')})")
    if not isinstance(row, dict):
        return _bad("row", name, number, "is no object: it needs keys such as text and published")
    return _article((columns or guess(row)).taken(row), name, number, path, outlet, source)


_WORDS = ("url", "title", "author", "text", "html", "outlet", "language")


def _article(row: Mapping[str, Any], name: str, number: int, path: Path, outlet: str, source: str) -> Read:
    for key in _WORDS:
        if row.get(key) is not None and not isinstance(row[key], str):
            return _bad("row", name, number, f'has a "{key}" that is no string')
    content = row.get("html") or row.get("text")
    if not content or not content.strip():
        return _bad("row", name, number, 'has neither "text" nor "html"')
    published, odd = _date(row.get("published"))
    address = one_line(row.get("url") or "", 4000)
    label = f"{name}, line {number}"
    read = read_text(
        content,
        name=label,
        published=published,
        address=address or f"{path.resolve().as_uri()}#line={number}",
        outlet=one_line(row.get("outlet") or "", 200) or outlet,
        source=source,
    )
    if read.article is None:
        return read
    problems = read.problems
    if odd:
        problems += (
            Problem(
                "reading", "date", f'{label}: "{one_line(str(row["published"]), 60)}" is no date; write 2014-06-24'
            ),
        )
    return _named(replace(read, problems=problems), row, plain=not row.get("html"))


def _named(read: Read, row: Mapping[str, Any], *, plain: bool) -> Read:
    """The article with the title, author and language that its row gives."""
    article = read.article
    assert article is not None  # noqa: S101 - the caller has looked; this is for the type checker
    title = one_line(row.get("title") or "") or article.title
    body = article.text
    if article.title:
        body = body.removeprefix(article.title).lstrip("\n")
        if plain and article.title.casefold() != title.casefold():
            body = f"{article.title}\n{body}"  # the row has its own title: the first line belongs to the text
    if body.casefold().startswith(title.casefold() + "\n"):
        body = body[len(title) :].lstrip("\n")
    text = inert(f"{title}\n\n{body}") if title else body
    language = one_line(row.get("language") or "", 20).lower().split("-")[0]
    language = language if re.fullmatch("[a-z]{2}", language) and article.language == "und" else article.language
    problems = read.problems
    if language != article.language and language not in CODED:
        problems += (Problem("reading", "language", f"not read: language {language}; only English is coded so far"),)
    return Read(
        replace(
            article,
            title=title,
            author=one_line(row.get("author") or "", 300) or article.author,
            language=language,
            text=text,
            version=version_of(article.id, article.published, text),
        ),
        problems,
    )


def _date(value: object) -> tuple[date | datetime | None, bool]:
    """The date of a row, and whether it has one that cannot be read."""
    if value is None or value == "":
        return None, False
    moment = dates.stamp(value)
    if moment is None:
        return None, True
    at, precision = moment
    return (at if precision == "time" else at.date()), False


def _bad(kind: str, name: str, number: int, what: str) -> Read:
    return Read(None, (Problem("reading", kind, f"{name}, line {number}, {what}"),))
