"""What came of fetching: each attempt at a source, each item of it, and the rules of the sites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime

from watchfloor.store.clock import SEEN, from_micros, to_micros
from watchfloor.store.connection import Record
from watchfloor.store.folding import plain

READ, UNCHANGED, FAILED, GONE = "read", "unchanged", "failed", "gone"


@dataclass(frozen=True, slots=True)
class Fetch:
    """One attempt to read a source, and what came of it."""

    source: str
    address: str
    """as sources.toml had it"""
    outcome: str
    """read, unchanged (the server says so), failed, or gone (for good)"""
    status: int = 0
    form: str = ""
    """what it turned out to be: `rss 2.0`, `page`, ..."""
    final_url: str = ""
    moved_to: str | None = None
    """where it has moved for good"""
    etag: str = ""
    last_modified: str = ""
    not_before: int | None = None
    """microseconds; it asked to be let alone until then, or we do"""
    items: int = 0
    """how many it listed"""
    new: int = 0
    changed: int = 0
    unread: int = 0
    """items that gave no article"""
    waiting: int = 0
    """items left for the next round"""
    newest: int | None = None
    """microseconds; the latest publication among all items it listed"""
    took_ms: int = 0
    kind: str = ""
    """of the problem; empty when there was none"""
    message: str = ""


_FETCH = ", ".join(field.name for field in fields(Fetch))


@dataclass(frozen=True, slots=True)
class Kept:
    """An attempt and when it was."""

    at: datetime
    fetch: Fetch


def add_fetch(record: Record, fetch: Fetch, at: datetime) -> None:
    """Keeps an attempt."""
    values = [plain(value) if isinstance(value, str) else value for value in astuple(fetch)]
    marks = ", ".join("?" * (len(values) + 2))
    with record.writing():
        record.all(
            f"INSERT INTO fetches ({_FETCH}, recorded_at, basis) VALUES ({marks})",  # noqa: S608 - names of our own
            (*values, to_micros(at), SEEN),
        )


def last(record: Record, source: str, as_of: int, most: int) -> list[Kept]:
    """The last attempts at a source, the newest first."""
    rows = record.rows(
        f"SELECT recorded_at, {_FETCH} FROM fetches WHERE source = ? AND recorded_at <= ?"  # noqa: S608 - our own
        " ORDER BY recorded_at DESC, key DESC LIMIT ?",
        (plain(source), as_of, most),
    )
    return [Kept(from_micros(at), Fetch(*values)) for at, *values in rows]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a source that was dealt with. All names are hashes: what was forgotten leaves no word here."""

    source: str
    item: str
    """of what the source calls it"""
    place: str
    """of its address"""
    print: str
    """of what the source said of it"""
    outcome: str
    """new, changed, known, unread, forgotten, or failed: its page could not be fetched"""
    article: str | None
    dated_at: int
    """microseconds; when it was published, or seen where that is not stated"""


_ITEM = ", ".join(field.name for field in fields(Item))

TRY_AGAIN = "failed"
"""the outcome of an item whose page could not be fetched"""


def add_items(record: Record, items: Iterable[Item], at: datetime) -> None:
    """Keeps what became of items."""
    stamp = (to_micros(at), SEEN)
    with record.writing():
        record.insert_many(
            f"INSERT INTO items ({_ITEM}, recorded_at, basis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own
            [(*astuple(item), *stamp) for item in items],
        )


def items_at(record: Record, place: str) -> list[Item]:
    """What became of an address, of whatever source, the newest first."""
    rows = record.rows(f"SELECT {_ITEM} FROM items WHERE place = ? ORDER BY key DESC LIMIT 20", (place,))  # noqa: S608
    return [Item(*row) for row in rows]


def tried_at(record: Record, place: str) -> int:
    """When the page of an item was last tried in vain, in microseconds; 0 when it never was."""
    found: int | None = record.value(
        "SELECT max(recorded_at) FROM items WHERE place = ? AND outcome = ?", (place, TRY_AGAIN)
    )
    return found or 0


def same_words(record: Record, source: str, print_: str) -> Item | None:
    """An item of that source that said the very same under another address."""
    row = record.first(
        f"SELECT {_ITEM} FROM items WHERE source = ? AND print = ? AND article IS NOT NULL"  # noqa: S608 - our own
        " ORDER BY key DESC LIMIT 1",
        (source, print_),
    )
    return None if row is None else Item(*row)


@dataclass(frozen=True, slots=True)
class Lived:
    """What a source gave so far."""

    articles: int
    """of how many articles it told us, new or not"""
    newest: int | None
    """microseconds; when its latest item appeared"""
    times: Sequence[int]
    """microseconds; when its latest items appeared, the newest first"""


MOST_TIMES = 1000


def lived(record: Record, source: str, as_of: int, *, on_disk: bool = False) -> Lived:
    """The life of a source, as known then. An item dated later than it was seen counts from when it was seen. Of what
    lies `on_disk` single items are not kept, but that something came."""
    listed = (
        "SELECT count(DISTINCT place) FROM items WHERE source = ? AND recorded_at <= ?"
        " AND outcome NOT IN ('failed', 'unread')"
    )
    held = "SELECT count(DISTINCT article) FROM versions WHERE source = ? AND recorded_at <= ?"
    count = record.value(held if on_disk else listed, (source, as_of))
    times = [
        at
        for (at,) in record.rows(
            "SELECT DISTINCT min(dated_at, recorded_at) FROM items WHERE source = ? AND recorded_at <= ?"
            " AND outcome <> 'failed' ORDER BY 1 DESC LIMIT ?",
            (source, as_of, MOST_TIMES),
        )
    ]
    return Lived(count, times[0] if times else None, times)


# --- the rules of the sites -------------------------------------------------------------------------------------------


def add_rules(record: Record, rules: Iterable[tuple[str, int, str, datetime]]) -> None:
    """Keeps what sites answered when their robots.txt was asked for: origin, status, text, and when."""
    with record.writing():
        record.insert_many(
            "INSERT INTO robots (origin, status, rules, recorded_at, basis) VALUES (?, ?, ?, ?, ?)",
            [(plain(origin), status, plain(text), to_micros(at), SEEN) for origin, status, text, at in rules],
        )


def rules_since(record: Record, at: datetime) -> Iterator[tuple[str, int, str, datetime]]:
    """The last answer of each site since then."""
    for origin, status, text, micros in record.rows(
        "SELECT origin, status, rules, recorded_at FROM robots WHERE key IN"
        " (SELECT max(key) FROM robots WHERE recorded_at >= ? GROUP BY origin)",
        (to_micros(at),),
    ):
        yield origin, status, text, from_micros(micros)
