"""How the facts of a question divide: by type, facet, place, actor, outlet and the like, to narrow it down."""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from watchfloor.store import entries, facts
from watchfloor.store.clock import from_days
from watchfloor.store.connection import Record
from watchfloor.store.ways import Asked

LOOKED_AT: Final = 10_000
"""facts that are counted at most; of more, it is the first found that are"""
LISTED: Final = 12
"""values of each kind that are given, the most frequent"""
SURE: Final = (0.8, 0.6)
"""bounds of what is coded surely, and fairly"""


@dataclass(frozen=True, slots=True)
class Count:
    """A value, what it is called, and how many facts have it."""

    value: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Tallies:
    """How the facts of a question divide."""

    counted: int
    """facts looked at; `LOOKED_AT` at most"""
    by: Mapping[str, tuple[Count, ...]]
    """month, type, facet, place, country, actor, outlet, language, confidence: the most frequent values first, months
    in their order"""


PLACE: Final = "place"
_CALLED: Final = "SELECT json_extract(json, '$.place.value.name') FROM events WHERE key = ?"
_LEAST: Final = "CASE WHEN e.confidence >= {} THEN 'sure' WHEN e.confidence >= {} THEN 'fair' ELSE 'doubtful' END"
_OF_EVENTS: Final = {
    "type": ("type", "type"),
    "facet": ("facet", "facet"),
    PLACE: ("place", "key"),
    "country": ("country", "country"),
    "outlet": ("outlet", "outlet"),
    "language": ("language", "language"),
    "confidence": ("sure", "sure"),
}
_OF_ENTRIES: Final = {
    "type": ("kind", "kind"),
    "outlet": ("outlet", "outlet"),
    "language": ("language", "language"),
}


def of_events(record: Record, wanted: facts.Filter, *, as_of: int, coder: str | None = None) -> Tallies:
    """How the events that fit divide."""
    asked = facts.conditions(record, wanted, as_of, coder, LOOKED_AT)
    if asked is None:
        return Tallies(0, {})
    sure = _LEAST.format(*SURE)
    hits = (
        "SELECT e.key, e.day, e.type, e.facet, e.place, e.country, v.outlet, v.language,"
        f" {sure} AS sure FROM events e JOIN versions v ON v.key = e.version"
        f" WHERE {asked.where} AND {facts.stands('e', 'v')} LIMIT {LOOKED_AT}"
    )
    return _tallies(
        record, asked, hits, _OF_EVENTS, "SELECT event AS fact, actor FROM sides WHERE side IN ('actor', 'recipient')"
    )


def of_entries(record: Record, wanted: entries.Filter, *, as_of: int, coder: str | None = None) -> Tallies:
    """How the entries of the ledgers that fit divide; their type is their kind."""
    asked = entries.conditions(record, wanted, as_of, coder, LOOKED_AT)
    if asked is None:
        return Tallies(0, {})
    hits = (
        "SELECT e.key, e.said AS day, e.kind, v.outlet, v.language FROM entries e JOIN versions v ON v.key = e.version"
        f" WHERE {asked.where} AND {entries.stands('e', 'v')} LIMIT {LOOKED_AT}"
    )
    return _tallies(record, asked, hits, _OF_ENTRIES, "SELECT entry AS fact, actor FROM roles")


def _tallies(record: Record, asked: Asked, hits: str, columns: Mapping[str, tuple[str, str]], people: str) -> Tallies:
    parts = ["SELECT 'all' AS what, '' AS value, '' AS name, count(*) AS number FROM hits"]
    parts += [
        f"SELECT * FROM (SELECT '{what}', {value}, max({name}), count(*) AS number FROM hits"
        f" WHERE {value} IS NOT NULL AND {value} <> '' GROUP BY 2 ORDER BY number DESC, 2 LIMIT {LISTED})"
        for what, (value, name) in columns.items()
    ]
    # Days are whole numbers; months are made of them below, so that there is one calendar.
    parts.append("SELECT 'day', CAST(day AS TEXT), '', count(*) FROM hits WHERE day IS NOT NULL GROUP BY day")
    # Whoever asks for a country means all of its people too, as the filters do.
    acting = f"FROM hits h JOIN ({people}) s ON s.fact = h.key JOIN actors a ON a.key = s.actor"
    who = (
        f"SELECT h.key, a.id, a.name {acting} WHERE a.kind <> 'state'"
        f" UNION SELECT h.key, n.id, n.name {acting} JOIN actors n ON n.id = substr(a.code, 1, 3) AND n.kind = 'state'"
    )
    parts.append(
        f"SELECT * FROM (SELECT 'actor', id, max(name), count(DISTINCT key) AS number FROM ({who}) GROUP BY id"
        f" ORDER BY number DESC, id LIMIT {LISTED})"
    )
    sql = f"WITH hits AS MATERIALIZED ({hits}) {' UNION ALL '.join(parts)}"
    counted = 0
    months: dict[str, int] = {}
    by: dict[str, list[Count]] = {}
    for what, value, name, number in record.rows(sql, asked.params):
        if what == "all":
            counted = number
        elif what == "day":
            month = f"{from_days(int(value)):%Y-%m}"
            months[month] = months.get(month, 0) + number
        else:
            if what == PLACE:  # what it is called stands in the long part of a row alone: of one row each
                name = record.value(_CALLED, (name,)) or value
            by.setdefault(what, []).append(Count(value, name, number))
    if months:
        by["month"] = [Count(month, month, months[month]) for month in sorted(months)]
    return Tallies(counted, {what: tuple(found) for what, found in by.items()})
