"""How much a desk holds, for `doctor` and for honest zeros."""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from watchfloor.codec import ENTRY_KINDS
from watchfloor.store import entries
from watchfloor.store.articles import NOT_CURRENT, SET_ASIDE
from watchfloor.store.clock import from_days, to_days
from watchfloor.store.connection import Record
from watchfloor.store.facts import THEN, current_coder, standing

_CODER = "(SELECT key FROM coders WHERE id = :coder)"
_CODED = (
    f"EXISTS (SELECT 1 FROM codings g WHERE g.version = v.key AND g.coder = {_CODER}"
    " AND (:then = 0 OR g.recorded_at <= :as_of))"
)
# Set aside because of its language, by the reader or by the current coder.
_FOREIGN = (
    f"({SET_ASIDE} OR v.key IN (SELECT g.version FROM problems p CROSS JOIN codings g ON g.key = p.coding"
    f" AND g.coder = {_CODER} WHERE p.kind = 'language'))"
)
_KNOWN = "v.recorded_at <= :as_of"
_CURRENT = f"{_KNOWN} AND v.key NOT IN ({NOT_CURRENT})"
# How many there are, how many the coder has read, and how many wait for it, in one go through the versions.
_READ = f"count(*), count(*) FILTER (WHERE {_CODED} AND NOT {_FOREIGN})"
_READ += f", count(*) FILTER (WHERE NOT {_CODED} AND NOT {_FOREIGN})"


@dataclass(frozen=True, slots=True)
class Counts:
    """What is in a record, as known at one moment. Codings and events are those of the current coder."""

    articles: int
    versions: int
    coder: str | None
    coded: int
    """versions the current coder has coded"""
    uncoded: int
    """versions it has yet to code"""
    events: int
    """events in current versions"""
    first_day: date | None
    last_day: date | None
    """of publication"""
    languages: dict[str, int] = field(default_factory=dict)
    """current versions by language"""
    not_read: dict[str, int] = field(default_factory=dict)
    """versions kept but set aside because of their language, by language"""
    unreadable: int = 0
    """files, or rows of an archive, that gave no article"""
    problems: dict[str, int] = field(default_factory=dict)
    """problems met while reading, and by the current coder, by kind"""
    entries: dict[str, int] = field(default_factory=dict)
    """statements, deadlines, outlooks, relations and links in current versions; all kinds"""


def _asked(record: Record, as_of: int, coder: str | None) -> dict[str, object]:
    then = coder == THEN
    ident = current_coder(record, as_of) if then else coder or current_coder(record)
    return {"as_of": as_of, "coder": ident, "then": int(then)}


def counts(record: Record, as_of: int, coder: str | None = None) -> Counts:
    """All of it on one state of the record; of the current coder unless another is named (see `facts.answering`)."""
    with record.reading():
        at = _asked(record, as_of, coder)
        days = record.first(f"SELECT min(day), max(day) FROM versions v WHERE {_KNOWN}", at) or (None, None)
        versions, coded, uncoded = record.first(f"SELECT {_READ} FROM versions v WHERE {_KNOWN}", at) or (0, 0, 0)
        return Counts(
            articles=record.value(f"SELECT count(DISTINCT article) FROM versions v WHERE {_KNOWN}", at),
            versions=versions,
            coder=None if at["coder"] is None else str(at["coder"]),
            coded=coded,
            uncoded=uncoded,
            events=record.value(
                f"SELECT count(*) FROM events e WHERE e.coder = {_CODER} AND {standing('e')} AND (:then = 0"
                f" OR e.version IN (SELECT version FROM codings WHERE coder = {_CODER} AND recorded_at <= :as_of))",
                at,
            ),
            entries=dict.fromkeys(ENTRY_KINDS, 0)
            | dict(
                record.rows(
                    "SELECT e.kind, count(*) FROM versions v CROSS JOIN entries e ON e.version = v.key"
                    f" AND e.coder = (SELECT key FROM coders WHERE id = :coder) WHERE {entries.stands('e', 'v')}"
                    " AND (:then = 0 OR v.key IN (SELECT g.version FROM codings g JOIN coders c ON c.key = g.coder"
                    " WHERE c.id = :coder AND g.recorded_at <= :as_of)) GROUP BY 1",
                    at,
                )
            ),
            first_day=None if days[0] is None else from_days(days[0]),
            last_day=None if days[1] is None else from_days(days[1]),
            languages=_tally(record, f"SELECT v.language, count(*) FROM versions v WHERE {_CURRENT} GROUP BY 1", at),
            not_read=_tally(
                record, f"SELECT v.language, count(*) FROM versions v WHERE {_KNOWN} AND {_FOREIGN} GROUP BY 1", at
            ),
            # Read again and in vain, by another reader or with another date given, it is still one.
            unreadable=record.value(
                "SELECT count(*) FROM (SELECT capture, part FROM readings WHERE recorded_at <= :as_of"
                " GROUP BY capture, part HAVING max(version) IS NULL)",
                at,
            ),
            problems=_tally(
                record,
                # The same article may be read twice, from two rows of an archive: its problem is still one.
                "SELECT kind, count(*) FROM (SELECT DISTINCT p.kind, p.stage, p.message, p.start, v.key,"
                " iif(v.key IS NULL, r.capture, 0), iif(v.key IS NULL, r.part, 0)"
                " FROM problems p LEFT JOIN codings g ON g.key = p.coding"
                " LEFT JOIN coders c ON c.key = g.coder LEFT JOIN readings r ON r.key = p.reading"
                " LEFT JOIN versions v ON v.key = coalesce(g.version, r.version)"
                " WHERE coalesce(v.recorded_at, p.recorded_at) <= :as_of AND (p.coding IS NULL OR c.id = :coder))"
                " GROUP BY 1",
                at,
            ),
        )


def coverage(
    record: Record, day: date | None, as_of: int, coder: str | None = None
) -> tuple[int, int, int, dict[str, int]]:
    """Of the current versions published on a day, or of all: how many there are, how many the current coder has read,
    how many wait for it, and those set aside, by reason (`language (de)`)."""
    at = _asked(record, as_of, coder) | {"day": None if day is None else to_days(day)}
    where = f"FROM versions v WHERE {_CURRENT}" + ("" if day is None else " AND v.day = :day")
    with record.reading():
        total, coded, uncoded = record.first(f"SELECT {_READ} {where}", at) or (0, 0, 0)
        reasons = f"SELECT 'language (' || v.language || ')', count(*) {where} AND {_FOREIGN} GROUP BY 1"
        return total, coded, uncoded, _tally(record, reasons, at)


def _tally(record: Record, sql: str, params: Mapping[str, object]) -> dict[str, int]:
    """A count by name, the largest first."""
    return dict(sorted(record.rows(sql, params), key=lambda row: (-row[1], row[0])))
