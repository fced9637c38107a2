"""What storylines and incidents rest on, kept so that nobody reads texts again to answer a question: in which chapter
an article stands, which countries a coding concerns, which events are likely one happening.

None of it is record: all follows from the other tables, could be left empty, and is then worked out when it is asked
for. It holds as long as the rules by which it was made (`rules`) are those of today; else it is emptied and made anew.
Like a fact it is known since its words are, so a question about an earlier moment passes over what came later.
"""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from watchfloor.store import shelves
from watchfloor.store.articles import is_current
from watchfloor.store.clock import EVER
from watchfloor.store.connection import Record

CHAPTERS, COUNTRIES, PAIRS = "chapters", "countries", "pairs"
TABLES = {CHAPTERS: "placings", COUNTRIES: "concerned", PAIRS: "likely"}


@dataclass(frozen=True, slots=True)
class First:
    """An article as it first became known."""

    article: int
    id: str
    version: int
    known: int
    day: int


@dataclass(frozen=True, slots=True)
class Placed:
    """An article and the chapter in which it stands, named after the key of its first article."""

    article: int
    id: str
    version: int
    known: int
    day: int
    chapter: int
    vectors: str
    """what it is on, as JSON"""


# --- by which rules ---------------------------------------------------------------------------------------------------


def rules(record: Record, what: str) -> tuple[str, int]:
    """By which rules a table was made, and up to which row of those it follows from."""
    row = record.first("SELECT rules, upto FROM derivations WHERE what = ? ORDER BY key DESC LIMIT 1", (what,))
    return (row[0], row[1]) if row else ("", 0)


def begin(record: Record, what: str, made_by: str, upto: int = 0) -> None:
    """Says by which rules a table holds, and up to where, within a transaction; under other rules it is emptied."""
    before, _ = rules(record, what)
    if before != made_by:
        record.all(f"DELETE FROM {TABLES[what]}")
    record.all("DELETE FROM derivations WHERE what = ?", (what,))
    record.all(
        "INSERT INTO derivations (what, rules, upto, recorded_at, basis) VALUES (?, ?, ?, 0, 'seen')",
        (what, made_by, upto),
    )


# --- chapters ---------------------------------------------------------------------------------------------------------

_FIRST = (
    "SELECT a.key, a.id, v.key, v.recorded_at, coalesce(v.day, v.recorded_at / 86400000000) FROM articles a"
    " JOIN versions v ON v.key = (SELECT w.key FROM versions w WHERE w.article = a.key"
    " ORDER BY w.recorded_at, w.version LIMIT 1)"
)
_PLACED = "SELECT p.article, a.id, p.version, p.recorded_at, p.day, p.chapter, p.vectors FROM placings p"


def unplaced(record: Record, *, compared: bool = False) -> list[First]:
    """The articles that stand in no chapter yet, or stand there by a version that was not the first to be known; in
    the order of becoming known. With `compared` only those of which it is known what they are copies of."""
    known = " AND v.key IN (SELECT version FROM prints)" if compared else ""
    found: list[First] = []
    if record.value("SELECT count(*) FROM articles") != record.value("SELECT count(*) FROM placings"):
        missing = "a.key NOT IN (SELECT article FROM placings INDEXED BY placings_known)"
        found += [First(*row) for row in record.rows(f"{_FIRST} WHERE {missing}{known}")]
    changed = (
        f"{_FIRST} WHERE a.key IN (SELECT article FROM successions)"
        f" AND v.key <> (SELECT p.version FROM placings p WHERE p.article = a.key){known}"
    )
    found += [First(*row) for row in record.rows(changed)]
    return sorted(found, key=lambda one: (one.known, one.day, one.id))


def are_next(record: Record, some: Sequence[First]) -> bool:
    """Whether articles, in the order of becoming known, are as they were, and stand behind all that is placed: another
    process may have placed some of them, or forgotten one."""
    keys = json.dumps([one.article for one in some])
    now = {First(*row) for row in record.rows(f"{_FIRST} WHERE a.key IN (SELECT value FROM json_each(?))", (keys,))}
    first = {"known": some[0].known, "day": some[0].day, "id": some[0].id}
    return now == set(some) and not record.value(
        "SELECT 1 FROM placings p JOIN articles a ON a.key = p.article WHERE p.recorded_at >= :known"
        " AND (p.recorded_at, p.day, a.id) >= (:known, :day, :id) LIMIT 1",
        first,
    )


def unplace(record: Record, since: int) -> list[First]:
    """Takes out of their chapters all articles that became known at a moment or later, and gives them, within a
    transaction."""
    rows = record.rows("SELECT article FROM placings WHERE recorded_at >= ?", (since,))
    keys = json.dumps([key for (key,) in rows])
    found = record.all(f"{_FIRST} WHERE a.key IN (SELECT value FROM json_each(?))", (keys,))
    record.all("DELETE FROM placings WHERE recorded_at >= ?", (since,))
    return [First(*row) for row in found]


def place(record: Record, placed: Iterable[Placed]) -> None:
    """Keeps where articles stand, within a transaction."""
    record.insert_many(
        "INSERT OR REPLACE INTO placings (article, version, day, chapter, recorded_at, basis, vectors)"
        " SELECT ?, key, ?, ?, recorded_at, basis, ? FROM versions WHERE key = ?",
        [(one.article, one.day, one.chapter, one.vectors, one.version) for one in placed],
    )


def chapters_near(record: Record, days: Iterable[int], reach: int, also: Iterable[int] = ()) -> Iterator[Placed]:
    """All articles of the chapters that have one within so many days of one of some days, and of some more chapters."""
    spans = [[day - reach, day + reach] for day in sorted(set(days))]
    rows = record.rows(
        f"{_PLACED} JOIN articles a ON a.key = p.article WHERE p.chapter IN (SELECT q.chapter FROM json_each(:spans) s"
        " JOIN placings q INDEXED BY placings_day ON q.day BETWEEN s.value ->> 0 AND s.value ->> 1"
        " UNION SELECT value FROM json_each(:also))",
        {"spans": json.dumps(_merged(spans)), "also": json.dumps(sorted(also))},
    )
    return (Placed(*row) for row in rows)


def _merged(spans: Sequence[list[int]]) -> list[list[int]]:
    out: list[list[int]] = []
    for first, last in spans:
        if out and first <= out[-1][1] + 1:
            out[-1][1] = last
        else:
            out.append([first, last])
    return out


def placed(record: Record, articles: Iterable[str], as_of: int) -> list[Placed]:
    """Where these articles stand, as far as it was known."""
    rows = record.rows(
        f"{_PLACED} JOIN articles a ON a.key = p.article WHERE a.id IN (SELECT value FROM json_each(?))"
        " AND p.recorded_at <= ?",
        (json.dumps(sorted(articles)), as_of),
    )
    return [Placed(*row) for row in rows]


def known_from(record: Record, since: int) -> list[First]:
    """The articles that first became known at a moment or later."""
    return [First(*row) for row in record.rows(f"{_FIRST} WHERE v.recorded_at >= ?", (since,))]


def every_placed(record: Record) -> list[Placed]:
    """All that is kept."""
    return [Placed(*row) for row in record.rows(f"{_PLACED} JOIN articles a ON a.key = p.article")]


# --- countries --------------------------------------------------------------------------------------------------------


def add_countries(record: Record, rows: Sequence[tuple[int, Iterable[str]]]) -> None:
    """Keeps which countries codings concern, within a transaction."""
    record.insert_many(
        "INSERT OR REPLACE INTO concerned (coding, recorded_at, basis, countries)"
        " SELECT g.key, v.recorded_at, v.basis, ? FROM codings g JOIN versions v ON v.key = g.version WHERE g.key = ?",
        [(" ".join(sorted(countries)), coding) for coding, countries in rows],
    )


def unread_codings(record: Record, coder: int | None = None, coded_by: int = EVER) -> list[tuple[int, int]]:
    """Key and version of the codings whose countries are not kept; of one coder, or of all; made by a moment."""
    return record.all(
        "SELECT g.key, g.version FROM codings g WHERE g.key NOT IN (SELECT coding FROM concerned)"
        " AND (:coder IS NULL OR g.coder = :coder) AND g.recorded_at <= :coded_by ORDER BY g.key",
        {"coder": coder, "coded_by": coded_by},
    )


def facts_of(record: Record, coding: int) -> list[shelves.Fact]:
    """The events and statements of a coding, as it was made."""
    found: list[shelves.Fact] = []
    for shelf in shelves.SHELVES:
        among = " AND kind = 'statement'" if shelf is shelves.ENTRIES else ""
        found += [
            shelf.decode(record, ident, text)
            for ident, text in record.rows(
                f"SELECT id, json FROM {shelf.rows} WHERE coding = ?{among} AND key NOT IN ({shelf.corrected})",
                (coding,),
            )
        ]
    return found


def countries(record: Record, versions: Iterable[int], coder: int, coded_by: int) -> dict[int, list[str]]:
    """The countries of versions by their keys, as a coder had read them by a moment."""
    return {
        version: found.split()
        for version, found in record.rows(
            "SELECT g.version, c.countries FROM codings g JOIN concerned c ON c.coding = g.key"
            " WHERE g.coder = ? AND g.recorded_at <= ? AND g.version IN (SELECT value FROM json_each(?))",
            (coder, coded_by, json.dumps(sorted(versions))),
        )
    }


# --- likely pairs ---------------------------------------------------------------------------------------------------

MENTION = "e.key, e.json, e.day, e.day_basis, v.version"


def last_event(record: Record) -> int:
    """The key of the newest row of events; 0 when there is none."""
    return record.value("SELECT max(key) FROM events") or 0


def unpaired(record: Record, upto: int, coder: int, most: int = -1) -> list[tuple[int, str]]:
    """Keys and ids of a coder's events behind a row, by day; at most so many, unless it is below 0."""
    return record.all(
        "SELECT key, id FROM events WHERE key > ? AND coder = ? ORDER BY day, key LIMIT ?", (upto, coder, most)
    )


def forgotten(record: Record) -> int:
    """A number that grows whenever something is forgotten: what was read before may name rows that are gone, or others
    by now, since the keys of the newest rows are given again."""
    return record.value("SELECT max(key) FROM tombstones") or 0


def coders(record: Record, upto: int) -> list[int]:
    """The coders that have events behind a row."""
    return [key for (key,) in record.rows("SELECT DISTINCT coder FROM events WHERE key > ? ORDER BY coder", (upto,))]


def event_rows(record: Record, keys: Iterable[int]) -> list[tuple[int, str, int | None, str, str]]:
    """Some rows of events, by day, as `events_on` gives them."""
    return record.all(
        f"SELECT {MENTION} FROM events e JOIN versions v ON v.key = e.version"
        " WHERE e.key IN (SELECT value FROM json_each(?)) ORDER BY e.day, e.key",
        (json.dumps(sorted(keys)),),
    )


def events_on(record: Record, coder: int, day: int | None) -> Iterator[tuple[int, str, int | None, str, str]]:
    """The rows of a coder's events of a day, as they are compared: key, the event as JSON, day, how it is known, and
    the version it was read in."""
    yield from record.rows(
        f"SELECT {MENTION} FROM events e JOIN versions v ON v.key = e.version WHERE e.coder = ? AND e.day IS ?",
        (coder, day),
    )


def long_events(record: Record, coder: int, first: int, last: int) -> Iterator[tuple[int, str, int | None, str, str]]:
    """The same of events of days from one to another whose words state more than a day."""
    yield from record.rows(
        f"SELECT {MENTION} FROM events e JOIN versions v ON v.key = e.version WHERE e.coder = ?"
        " AND e.day BETWEEN ? AND ? AND e.day_basis = 'stated'"
        " AND e.json ->> '$.when.value.precision' NOT IN ('day', 'part-of-day')",
        (coder, first, last),
    )


def add_likely(record: Record, pairs: Iterable[tuple[int, int]]) -> None:
    """Keeps pairs of rows of events, each from both sides, within a transaction."""
    record.insert_many(
        "INSERT OR IGNORE INTO likely (one, other, recorded_at, basis)"
        " SELECT ?, ?, recorded_at, basis FROM events WHERE key IN (?, ?) ORDER BY recorded_at DESC, basis LIMIT 1",
        [(a, b, a, b) for one, other in pairs for a, b in ((one, other), (other, one))],
    )


def likely(record: Record, keys: Iterable[int]) -> list[tuple[int, int]]:
    """The pairs of some rows of events, from their side."""
    return record.all(
        "SELECT one, other FROM likely WHERE one IN (SELECT value FROM json_each(?))", (json.dumps(sorted(keys)),)
    )


def standing_events(record: Record, keys: Iterable[int], as_of: int) -> list[tuple[int, str, int | None, str, str]]:
    """Of some rows of events those that stood at a moment, in current versions: key, id, day, sentence and version. Of
    acts that people said are one all rows, not the first alone."""
    return record.all(
        "SELECT e.key, e.id, e.day, e.sentence, v.version FROM events e JOIN versions v ON v.key = e.version"
        " WHERE e.key IN (SELECT value FROM json_each(:keys)) AND e.recorded_at <= :as_of"
        f" AND e.key NOT IN ({shelves.EVENTS.superseded}) AND {is_current('v')}",
        {"keys": json.dumps(sorted(keys)), "as_of": as_of},
    )


def events_in(record: Record, versions: Iterable[str], coder: int) -> list[tuple[int, str, str]]:
    """A coder's events in versions: key, sentence and version."""
    return record.all(
        "SELECT e.key, e.sentence, v.version FROM versions v JOIN events e ON e.version = v.key AND e.coder = ?"
        " WHERE v.version IN (SELECT value FROM json_each(?))",
        (coder, json.dumps(sorted(versions))),
    )


def rows_of(record: Record, ids: Iterable[str], coder: int) -> list[int]:
    """The rows of events by their ids, as a coder read them."""
    return [
        key
        for (key,) in record.rows(
            "SELECT key FROM events WHERE id IN (SELECT value FROM json_each(?)) AND coder = ?",
            (json.dumps(sorted(ids)), coder),
        )
    ]


def ids_of(record: Record, keys: Iterable[int]) -> set[str]:
    """The ids of rows of events."""
    rows = record.rows("SELECT id FROM events WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(list(keys)),))
    return {ident for (ident,) in rows}


def all_of(record: Record, merged: Sequence[Sequence[str]], coder: int) -> bool:
    """Whether a coder read all the acts that people said are one."""
    ids = sorted({ident for each in merged for ident in each})
    found = record.value(
        "SELECT count(DISTINCT id) FROM events WHERE id IN (SELECT value FROM json_each(?)) AND coder = ?",
        (json.dumps(ids), coder),
    )
    return bool(found == len(ids))


# --- forgetting -------------------------------------------------------------------------------------------------------


def forget(record: Record, article: int) -> None:
    """Empties what follows from the words of an article, within a transaction. What was grown after it is grown
    anew."""
    v = "(SELECT key FROM versions WHERE article = :article)"
    its = {"article": article}
    e = f"(SELECT key FROM events WHERE version IN {v})"
    made_by, upto = rules(record, PAIRS)
    left = record.value(f"SELECT max(key) FROM events WHERE key NOT IN {e}", its) or 0
    if left < upto:
        begin(record, PAIRS, made_by, left)  # the keys of the newest rows are given again
    record.all(f"DELETE FROM likely WHERE one IN {e} OR other IN {e}", its)
    record.all(f"DELETE FROM concerned WHERE coding IN (SELECT key FROM codings WHERE version IN {v})", its)
    record.all(
        "DELETE FROM placings WHERE recorded_at >= (SELECT recorded_at FROM placings WHERE article = :article)", its
    )
    record.all("DELETE FROM placings WHERE article = :article", its)
