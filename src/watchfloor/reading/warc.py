"""Web archives (WARC): every HTML page in one that was received whole, with the moment it was received."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final

from watchfloor.reading.characters import one_line
from watchfloor.reading.links import is_web
from watchfloor.reading.packed import Damaged
from watchfloor.types import Capture, Problem

_PAGES: Final = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Record:
    """One page of a web archive."""

    capture: Capture
    charset: str
    number: int
    """of the record in the file, from 1"""


def records(stream: BinaryIO, *, name: str, largest: int) -> Iterator[Record | Problem]:
    """The pages in an open web archive (unpacked), one by one. What is no page, or was not received whole, is passed
    over; a page larger than `largest` bytes and an archive that breaks off give a problem."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    try:
        archive = iter(ArchiveIterator(stream))
        while True:
            with redirect_stderr(io.StringIO()):  # warcio writes what it minds to the terminal
                record = next(archive, None)
                if record is None:
                    break
                number += 1
                found = _page(record, name, number, largest)
            if found is not None:
                yield found
    except Damaged as error:
        yield Problem("reading", error.kind, f"{name} {error}")
    except (ArchiveLoadFailed, EOFError, ValueError, AttributeError, TypeError, KeyError, IndexError, OSError) as error:
        # What warcio raises on damaged records, beside its own error.
        if isinstance(error, OSError) and error.errno is not None:
            raise
        what = "ends in the middle" if number else "is no web archive"
        yield Problem("reading", "damaged", f"{name} {what} after {number} records")


def _page(record: Any, name: str, number: int, largest: int) -> Record | Problem | None:
    if record.rec_type not in ("response", "resource"):
        return None
    headers = record.http_headers
    status = 200
    media = record.rec_headers.get_header("Content-Type") or ""
    if record.rec_type == "response":
        if headers is None:
            return None
        code = (headers.get_statuscode() or "").strip()
        status = int(code) if code.isascii() and code.isdigit() and len(code) == 3 else 0
        media = headers.get_header("Content-Type") or ""
    kind, _, rest = media.lower().partition(";")
    address = one_line(record.rec_headers.get_header("WARC-Target-URI") or "", 4000).strip("<>")
    if kind.strip() not in _PAGES or not 200 <= status < 300 or not is_web(address):
        return None
    body = record.content_stream().read(largest + 1)
    if len(body) > largest:
        return Problem("reading", "too-large", f"{name}, record {number}, has more than {largest // 1_000_000} MB")
    if getattr(record.raw_stream, "limit", 0) > 0:  # bytes that were announced and are not there
        return Problem("reading", "damaged", f"{name} ends in the middle of record {number}")
    charset = rest.partition("charset=")[2].strip().strip("\"'").split(";")[0]
    at = _moment(record.rec_headers.get_header("WARC-Date") or "")
    digest = hashlib.sha256(body).hexdigest()
    return Record(Capture(address, address, at, status, kind.strip(), digest, body), charset, number)


def _moment(stated: str) -> datetime:
    try:
        at = datetime.fromisoformat(stated.strip()[:40])
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
