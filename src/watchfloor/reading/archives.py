"""Archives: many pages in one file, read one by one however large the file is.

JSON Lines: one object a line, with `text` or `html` and, where known, `url`, `title`, `author`, `published`, `outlet`,
`language`. Other keys are let be. A row that cannot be used gives a problem with its line number, and the rest goes on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from watchfloor.errors import NotFound, Unreadable
from watchfloor.reading import dates
from watchfloor.reading.characters import inert, one_line
from watchfloor.reading.encodings import decode
from watchfloor.reading.readers import CODED, MAX_BYTES, Read, read_text
from watchfloor.types import Problem, version_of

SUFFIXES = frozenset({".jsonl", ".ndjson"})
"""how the names of archives end"""


def read_archive(path: str | Path, *, outlet: str = "", source: str = "") -> Iterator[Read]:
    """Every row of a JSON Lines archive as a `Read`. Raises `NotFound` or `Unreadable` for the file itself only.

    `outlet` holds where a row names none.
    """
    path = Path(path)
    name = one_line(path.name)
    try:
        with path.open("rb") as file:
            number = 0
            while raw := file.readline(MAX_BYTES + 2):
                number += 1
                if len(raw) > MAX_BYTES:
                    while raw and not raw.endswith(b"\n"):  # the rest of the line, without keeping it
                        raw = file.readline(MAX_BYTES)
                    yield _bad("too-large", name, number, f"has more than {MAX_BYTES // 1_000_000} MB")
                elif raw.strip(b" \t\r\n\xef\xbb\xbf"):
                    yield _row(raw, name, number, path, outlet, source)
    except FileNotFoundError:
        raise NotFound(f"there is no file {one_line(str(path))}: check the name", about=str(path)) from None
    except OSError as error:
        raise Unreadable(f"{one_line(str(path))} cannot be read: {error.strerror}", about=str(path)) from error


def _row(raw: bytes, name: str, number: int, path: Path, outlet: str, source: str) -> Read:
    try:
        row = json.loads(decode(raw))
    except (ValueError, RecursionError) as error:
        return _bad("row", name, number, f"is no JSON ({getattr(error, 'msg', 'nested too deep')})")
    if not isinstance(row, dict):
        return _bad("row", name, number, "is no object: it needs keys such as text and published")
    for key in ("url", "title", "author", "text", "html", "outlet", "language"):
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


def _named(read: Read, row: dict[str, Any], *, plain: bool) -> Read:
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
