"""Forgetting an article: its words leave the record for good, and a tombstone says that they were there.

This is the one place where rows are changed, and so it takes the triggers that refuse that out of the way, within its
transaction and for nobody else. Then the whole file is written anew and the log emptied: SQLite moves rows from page to
page as tables grow, and leaves copies behind in parts of pages that nothing overwrites when a row is deleted.
"""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watchfloor.errors import DeskLocked, DiskFull, NotFound
from watchfloor.store import corrections, derived, schema, shelves
from watchfloor.store.clock import EVER, SEEN, from_micros, to_micros
from watchfloor.store.connection import Record
from watchfloor.store.folding import fold

PATIENCE = 5.0
"""seconds to wait for readers who still hold the log"""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a forgotten article. The ids are hashes and tell nothing."""

    article: str
    versions: tuple[str, ...]
    facts: tuple[str, ...]
    """events and what else was read in it"""
    author: str
    reason: str
    at: datetime

    @property
    def events(self) -> tuple[str, ...]:
        """The events among the facts."""
        return tuple(fact for fact in self.facts if fact.startswith("ev:"))


@dataclass(frozen=True, slots=True)
class Erased:
    """What was forgotten."""

    tombstones: tuple[Tombstone, ...]
    addresses: tuple[str, ...]
    """of the files and pages they were read from, which are not the desk's"""
    archives: tuple[str, ...]
    """archives whose raw copy is gone, because one of its rows was to go"""
    clean: bool
    """False when another process, or a full disk, kept the file from being written anew; then the words may still
    stand in parts of it that hold no row, and forgetting the same article again finishes that"""


def find(record: Record, wanted: str) -> list[tuple[str, str]]:
    """Id and title of what is meant by an article's id, its beginning, address or version, by one of its facts, or by
    the name of an outlet or a source. Raises `NotFound`."""
    folded = fold(wanted)
    keys = record.all(
        "SELECT DISTINCT a.id, v.title FROM articles a JOIN versions v ON v.article = a.key"
        " WHERE a.id = :it OR a.url = :it OR v.version = :it GROUP BY a.id ORDER BY a.id",
        {"it": wanted},
    )
    if not keys and len(wanted) >= 4:
        of = {
            record.value(f"SELECT version FROM {shelves.shelf_of(fact).rows} WHERE id = ? LIMIT 1", (fact,))
            for fact, _ in shelves.ids_like(record, wanted, EVER, tuple(shelves.PREFIXES.values()))
        }
        keys = record.all(
            "SELECT a.id, min(v.title) FROM articles a JOIN versions v ON v.article = a.key WHERE"
            f" (a.id >= :it AND a.id < :end) OR v.key IN ({', '.join(map(str, of))})"
            " GROUP BY a.id ORDER BY a.id LIMIT 2",
            {"it": wanted, "end": wanted + "\U0010ffff"},
        )
        if len(keys) > 1:
            raise NotFound(f"{wanted!r} fits several articles; write more of it", wanted)
    if not keys and folded:
        keys = record.all(
            "SELECT a.id, min(v.title) FROM articles a JOIN versions v ON v.article = a.key"
            " WHERE v.outlet_folded = ? OR v.source = ? GROUP BY a.id ORDER BY a.id",
            (folded, wanted),
        )
    if not keys:
        # Forgotten before: what may be left of it in the file is looked after.
        keys = record.all("SELECT DISTINCT article, '' FROM tombstones WHERE article = ?", (wanted,))
    if not keys:
        raise NotFound(
            f"no article, outlet or source {wanted!r} in this desk; `watchfloor articles` lists what there is", wanted
        )
    return keys


def forget(record: Record, articles: Sequence[str], *, author: str, reason: str, at: datetime) -> Erased:
    """Erases articles by their ids, all or none."""
    record.all("PRAGMA secure_delete = ON")  # zeros over whatever is freed
    stamp = (to_micros(at), SEEN)
    stones: list[Tombstone] = []
    with record.writing():
        there = {name for (name,) in record.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        tables = [name for name in schema.TABLES if name in there]
        kept = [name for name in tables if name not in schema.DERIVED]
        for name in kept:
            for verb in schema.VERBS:
                record.all(f"DROP TRIGGER IF EXISTS {name}_no_{verb.lower()}")
        addresses: set[str] = set()
        archives: set[str] = set()
        for article in articles:
            stone = _erase(record, article, addresses, archives, set(tables), author, reason, stamp)
            if stone is not None:
                stones.append(stone)
        _erase_loose(record, set(tables))
        if "memberships" in there and stones:
            corrections.regroup(record, stamp)
        for trigger in schema.triggers(kept):
            record.all(trigger)
    return Erased(tuple(stones), tuple(sorted(addresses)), tuple(sorted(archives)), _renew(record))


def _renew(record: Record) -> bool:
    """Writes the file anew. False when that cannot be done now."""
    try:
        record.all("VACUUM")
    except (DeskLocked, DiskFull):
        return False
    return empty_log(record)


def _erase(
    record: Record,
    article: str,
    addresses: set[str],
    archives: set[str],
    tables: set[str],
    author: str,
    reason: str,
    stamp: tuple[int, str],
) -> Tombstone | None:
    key = record.value("SELECT key FROM articles WHERE id = ?", (article,))
    if key is None:
        return None
    versions = record.all("SELECT key, version FROM versions WHERE article = ? ORDER BY key", (key,))
    v = "(SELECT key FROM versions WHERE article = :article)"
    e = f"(SELECT key FROM events WHERE version IN {v})"
    its = {"article": key}
    shelved = [shelf for shelf in shelves.SHELVES if shelf.rows in tables]
    facts = [
        ident
        for shelf in shelved
        for (ident,) in record.rows(f"SELECT DISTINCT id FROM {shelf.rows} WHERE version IN {v} ORDER BY id", its)
    ]
    sources = record.all(
        "SELECT DISTINCT c.key, c.address, r.part FROM readings r JOIN captures c ON c.key = r.capture"
        f" WHERE r.version IN {v}",
        its,
    )
    if "placings" in tables:
        derived.forget(record, key)
    for row, words in record.all(f"SELECT key, sentence FROM events WHERE version IN {v}", its):
        record.all("INSERT INTO event_words (event_words, rowid, sentence) VALUES ('delete', ?, ?)", (row, words))
    if "entries" in tables:
        for row, words in record.all(f"SELECT key, words FROM entries WHERE version IN {v}", its):
            record.all("INSERT INTO entry_words (entry_words, rowid, words) VALUES ('delete', ?, ?)", (row, words))
    for row, text in record.all("SELECT key, text FROM versions WHERE article = :article", its):
        record.all("INSERT INTO article_words (article_words, rowid, text) VALUES ('delete', ?, ?)", (row, text))
    if "corrections" in tables:
        # Who corrected what stays; what was said about it may quote it.
        record.all(
            "UPDATE corrections SET value = '{}', reason = '(forgotten)' WHERE key IN"
            f" (SELECT correction FROM targets WHERE version IN {v})",
            its,
        )
        record.all(f"DELETE FROM targets WHERE version IN {v}", its)
        for shelf in shelved:
            its_facts = f"SELECT id FROM {shelf.rows} WHERE version IN {v}"
            record.all(f"DELETE FROM {shelf.revisions} WHERE fact IN ({its_facts})", its)
        record.all(f"DELETE FROM memberships WHERE fact IN (SELECT id FROM events WHERE version IN {v})", its)
        record.all(f"DELETE FROM dyads WHERE event IN {e}", its)
        record.all("DELETE FROM successions WHERE article = :article", its)
    if "pins" in tables:
        # As of corrections: that somebody said something stays, what he said may quote it.
        its_pins = "SELECT pin FROM pinned WHERE article = :article"
        record.all(f"UPDATE pins SET title = '', reason = '(forgotten)' WHERE key IN ({its_pins})", its)
        record.all("DELETE FROM pinned WHERE article = :article", its)
    codings = f"(SELECT key FROM codings WHERE version IN {v})"
    readings = f"(SELECT key FROM readings WHERE version IN {v})"
    if "entries" in tables:
        record.all(f"DELETE FROM roles WHERE entry IN (SELECT key FROM entries WHERE version IN {v})", its)
        record.all(f"DELETE FROM entries WHERE version IN {v}", its)
    record.all(f"DELETE FROM sides WHERE event IN {e}", its)
    record.all(f"DELETE FROM events WHERE version IN {v}", its)
    record.all(f"DELETE FROM problems WHERE coding IN {codings} OR reading IN {readings}", its)
    record.all(f"DELETE FROM codings WHERE version IN {v}", its)
    record.all(f"DELETE FROM readings WHERE version IN {v}", its)
    for capture, _, part in sources:
        # An earlier reader may have made nothing of the same bytes; its problem may quote them.
        vain = "SELECT key FROM readings WHERE capture = ? AND part = ? AND version IS NULL"
        record.all(f"DELETE FROM problems WHERE reading IN ({vain})", (capture, part))
        record.all("DELETE FROM readings WHERE capture = ? AND part = ? AND version IS NULL", (capture, part))
    if "copies" in tables:
        record.all(f"DELETE FROM copies WHERE version IN {v} OR other IN {v}", its)
        record.all(f"DELETE FROM prints WHERE version IN {v}", its)
    record.all("DELETE FROM versions WHERE article = :article", its)
    record.all("DELETE FROM articles WHERE key = :article", its)
    for capture, address, part in sources:
        if record.value("SELECT 1 FROM readings WHERE capture = ?", (capture,)):
            if part:
                archives.add(address)
            record.all(
                "UPDATE bodies SET packed = NULL WHERE sha256 = (SELECT sha256 FROM captures WHERE key = ?)", (capture,)
            )
        else:
            record.all("DELETE FROM captures WHERE key = ?", (capture,))
        if part:
            # What came from the same file before may hold the row, though it could not be read there.
            record.all(
                "UPDATE bodies SET packed = NULL WHERE sha256 IN (SELECT sha256 FROM captures WHERE address = ?)",
                (address,),
            )
        else:
            _erase_in_vain(record, address)
        addresses.add(address)
    stone = Tombstone(article, tuple(name for _, name in versions), tuple(facts), author, reason, from_micros(stamp[0]))
    if "tombstones" in tables:
        record.all(
            "INSERT INTO tombstones (article, versions, events, author, reason, recorded_at, basis)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (article, json.dumps(stone.versions), json.dumps(stone.facts), author, reason, *stamp),
        )
    return stone


def _erase_in_vain(record: Record, address: str) -> None:
    """What was received from an address and gave no article: most likely the same one, cut off or behind a notice."""
    for (capture,) in record.all(
        "SELECT c.key FROM captures c WHERE c.address = ?"
        " AND NOT EXISTS (SELECT 1 FROM readings r WHERE r.capture = c.key AND r.version IS NOT NULL)",
        (address,),
    ):
        record.all(
            "DELETE FROM problems WHERE reading IN (SELECT key FROM readings WHERE capture = ?)",
            (capture,),
        )
        record.all("DELETE FROM readings WHERE capture = ?", (capture,))
        record.all("DELETE FROM captures WHERE key = ?", (capture,))


def _erase_loose(record: Record, tables: set[str]) -> None:
    """What only the forgotten had use of: raw copies, and actors whose names are words of theirs."""
    record.all("DELETE FROM bodies WHERE sha256 NOT IN (SELECT sha256 FROM captures)"
               " AND sha256 NOT IN (SELECT sha256 FROM versions)")  # fmt: skip
    used = "SELECT actor FROM sides" + (" UNION SELECT actor FROM roles" if "roles" in tables else "")
    record.all(f"DELETE FROM actors WHERE key NOT IN ({used})")
    if "parties" in tables:
        record.all("DELETE FROM parties WHERE key NOT IN (SELECT actor FROM dyads UNION SELECT recipient FROM dyads)")


def empty_log(record: Record) -> bool:
    """Moves the log into the file and empties it. False when another process kept that from being done in time."""
    deadline = time.monotonic() + PATIENCE
    while True:
        row = record.first("PRAGMA wal_checkpoint(TRUNCATE)")
        if row is None or not row[0]:
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)


def is_forgotten(record: Record, article: str) -> bool:
    """Whether an article was forgotten; it does not come back by being found again."""
    return record.value("SELECT 1 FROM tombstones WHERE article = ?", (article,)) is not None


def tombstones(record: Record, as_of: int) -> list[Tombstone]:
    """What was forgotten by then, the oldest first."""
    return [
        Tombstone(article, tuple(json.loads(versions)), tuple(json.loads(events)), author, reason, from_micros(at))
        for article, versions, events, author, reason, at in record.rows(
            "SELECT article, versions, events, author, reason, recorded_at FROM tombstones WHERE recorded_at <= ?"
            " ORDER BY key",
            (as_of,),
        )
    ]


# --- what was made from the record ------------------------------------------------------------------------------------


def add_output(record: Record, path: str, form: str, at: datetime) -> None:
    """Remembers a file with words of the record in it."""
    with record.writing():
        if not record.value("SELECT 1 FROM outputs WHERE path = ? AND form = ?", (path, form)):
            record.all(
                "INSERT INTO outputs (path, form, recorded_at, basis) VALUES (?, ?, ?, ?)",
                (path, form, to_micros(at), SEEN),
            )


def outputs(record: Record) -> list[tuple[str, str]]:
    """Path and form of every file that was made from the record."""
    return record.all("SELECT path, form FROM outputs ORDER BY key")
