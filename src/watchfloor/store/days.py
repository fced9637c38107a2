"""On which days how much happened and was published, for a line of time."""

from __future__ import annotations

from datetime import date

from watchfloor.store.articles import NOT_CURRENT
from watchfloor.store.clock import from_days
from watchfloor.store.connection import Record
from watchfloor.store.facts import THEN, answering, standing

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound


def events_by_day(record: Record, *, as_of: int, coder: str | None = None) -> dict[date, int]:
    """How many reports of acts stand on each day of the act; days without one are left out."""
    key = answering(record, coder, as_of)
    if key is None:
        return {}
    then = (
        " AND e.version IN (SELECT version FROM codings WHERE coder = :coder AND recorded_at <= :as_of)"
        if coder == THEN
        else ""
    )
    return {
        from_days(day): number
        for day, number in record.rows(
            "SELECT e.day, count(*) FROM events e WHERE e.coder = :coder AND e.day IS NOT NULL"
            f" AND {standing('e')}{then} GROUP BY e.day ORDER BY e.day",
            {"coder": key, "as_of": as_of},
        )
    }


def articles_by_day(record: Record, *, as_of: int) -> dict[date, int]:
    """How many articles were published on each day, in their current versions; days without one are left out."""
    return {
        from_days(day): number
        for day, number in record.rows(
            "SELECT v.day, count(*) FROM versions v WHERE v.day IS NOT NULL AND v.recorded_at <= :as_of"
            f" AND v.key NOT IN ({NOT_CURRENT}) GROUP BY v.day ORDER BY v.day",
            {"as_of": as_of},
        )
    }
