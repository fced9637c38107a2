"""How much a desk holds, for `doctor` and for honest zeros."""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from watchfloor.store.articles import SET_ASIDE, is_current
from watchfloor.store.clock import from_days, to_days
from watchfloor.store.connection import Record
from watchfloor.store.facts import THEN, current_coder, stands

_CODED = (
    "EXISTS (SELECT 1 FROM codings g JOIN coders c ON c.key = g.coder WHERE g.version = v.key AND c.id = :coder"
    " AND (:then = 0 OR g.recorded_at <= :as_of))"
)
# Set aside because of its language, by the reader or by the current coder.
_FOREIGN = (
    f"({SET_ASIDE} OR EXISTS (SELECT 1 FROM problems p JOIN codings g ON g.key = p.coding"
    " JOIN coders c ON c.key = g.coder WHERE g.version = v.key AND c.id = :coder AND p.kind = 'language'))"
)


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


def _asked(record: Record, as_of: int, coder: str | None) -> dict[str, object]:
    then = coder == THEN
    ident = current_coder(record, as_of) if then else coder or current_coder(record)
    return {"as_of": as_of, "coder": ident, "then": int(then)}


def counts(record: Record, as_of: int, coder: str | None = None) -> Counts:
    """All of it on one state of the record; of the current coder unless another is named (see `facts.answering`)."""
    with record.reading():
        at = _asked(record, as_of, coder)
        known = "v.recorded_at <= :as_of"
        current = f"{known} AND {is_current('v')}"
        days = record.first(f"SELECT min(day), max(day) FROM versions v WHERE {known}", at) or (None, None)
        return Counts(
            articles=record.value(f"SELECT count(DISTINCT article) FROM versions v WHERE {known}", at),
            versions=record.value(f"SELECT count(*) FROM versions v WHERE {known}", at),
            coder=None if at["coder"] is None else str(at["coder"]),
            coded=record.value(f"SELECT count(*) FROM versions v WHERE {known} AND {_CODED} AND NOT {_FOREIGN}", at),
            uncoded=record.value(
                f"SELECT count(*) FROM versions v WHERE {known} AND NOT {_CODED} AND NOT {_FOREIGN}", at
            ),
            events=record.value(
                # From the versions to their events: that reads no row of the many events.
                "SELECT count(*) FROM versions v CROSS JOIN events e ON e.version = v.key"
                f" AND e.coder = (SELECT key FROM coders WHERE id = :coder) WHERE {stands('e', 'v')} AND (:then = 0"
                " OR v.key IN (SELECT g.version FROM codings g JOIN coders c ON c.key = g.coder"
                " WHERE c.id = :coder AND g.recorded_at <= :as_of))",
                at,
            ),
            first_day=None if days[0] is None else from_days(days[0]),
            last_day=None if days[1] is None else from_days(days[1]),
            languages=_tally(record, f"SELECT v.language, count(*) FROM versions v WHERE {current} GROUP BY 1", at),
            not_read=_tally(
                record, f"SELECT v.language, count(*) FROM versions v WHERE {known} AND {_FOREIGN} GROUP BY 1", at
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
    where = f"FROM versions v WHERE v.recorded_at <= :as_of AND (:day IS NULL OR v.day = :day) AND {is_current('v')}"
    with record.reading():
        return (
            record.value(f"SELECT count(*) {where}", at),
            record.value(f"SELECT count(*) {where} AND {_CODED} AND NOT {_FOREIGN}", at),
            record.value(f"SELECT count(*) {where} AND NOT {_CODED} AND NOT {_FOREIGN}", at),
            _tally(
                record,
                f"SELECT 'language (' || v.language || ')', count(*) {where} AND {_FOREIGN} GROUP BY 1",
                at,
            ),
        )


def _tally(record: Record, sql: str, params: Mapping[str, object]) -> dict[str, int]:
    """A count by name, the largest first."""
    return dict(sorted(record.rows(sql, params), key=lambda row: (-row[1], row[0])))
