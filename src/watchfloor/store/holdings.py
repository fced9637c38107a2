"""What a desk holds from whom, about which countries, and what it could not read: the lists behind the counts."""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from watchfloor.store.articles import NOT_CURRENT
from watchfloor.store.clock import from_days, from_micros
from watchfloor.store.connection import Record
from watchfloor.store.facts import THEN, answering, current_coder, standing


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes articles that are here."""

    name: str
    """empty where no article says who"""
    source: str
    """the source that brought the newest of them; empty for pages added by hand"""
    articles: int
    first: date | None
    last: date | None
    """of publication"""
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A page, or a row of an archive, that gave no article."""

    key: int
    """of its last reading; where a list goes on"""
    address: str
    part: int
    """the row of an archive; 0 of a page"""
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem that was met while reading or coding."""

    key: int
    """where a list goes on"""
    stage: str
    kind: str
    message: str
    at: datetime
    article: str
    """id; empty where no article came of it"""
    title: str
    outlet: str
    address: str
    """of the page, where no article came of it"""


def outlets(record: Record, as_of: int) -> list[Outlet]:
    """Who published what is here, in current versions: who published most comes first."""
    return [
        Outlet(
            name,
            source,
            number,
            None if first is None else from_days(first),
            None if last is None else from_days(last),
            tuple(sorted(language for language in languages.split(" ") if language)),
        )
        for name, source, number, first, last, languages, _ in record.rows(
            "SELECT v.outlet, v.source, count(*), min(v.day), max(v.day),"
            " replace(group_concat(DISTINCT v.language), ',', ' '), max(v.seen_at)"
            f" FROM versions v WHERE v.recorded_at <= :as_of AND v.key NOT IN ({NOT_CURRENT})"
            " GROUP BY v.outlet_folded ORDER BY 3 DESC, 1",
            {"as_of": as_of},
        )
    ]


def countries(record: Record, as_of: int, coder: str | None = None) -> dict[str, int]:
    """How many reports of acts stand in which country (ISO 3166, three letters), the most first."""
    key = answering(record, coder, as_of)
    if key is None:
        return {}
    then = (
        " AND e.version IN (SELECT version FROM codings WHERE coder = :coder AND recorded_at <= :as_of)"
        if coder == THEN
        else ""
    )
    return dict(
        record.rows(
            "SELECT e.country, count(*) FROM events e WHERE e.coder = :coder AND e.country <> ''"
            f" AND {standing('e')}{then} GROUP BY e.country ORDER BY 2 DESC, 1",
            {"coder": key, "as_of": as_of},
        )
    )


def unread(record: Record, as_of: int, *, limit: int, before: int | None = None) -> list[Unread]:
    """What gave no article, what was tried last first; `before` is the key behind which the list goes on."""
    return [
        Unread(key, address, part, from_micros(at), why or "")
        for key, address, part, at, why in record.rows(
            "SELECT l.key, c.address, l.part, l.at, (SELECT group_concat(p.message, '; ') FROM problems p"
            " WHERE p.reading = l.key) FROM (SELECT max(r.key) AS key, r.capture, r.part, max(r.recorded_at) AS at"
            " FROM readings r WHERE r.recorded_at <= :as_of GROUP BY r.capture, r.part HAVING max(r.version) IS NULL)"
            " l JOIN captures c ON c.key = l.capture WHERE :before IS NULL OR l.key < :before"
            " ORDER BY l.key DESC LIMIT :limit",
            {"as_of": as_of, "before": before, "limit": limit},
        )
    ]


def troubles(
    record: Record,
    as_of: int,
    coder: str | None = None,
    *,
    kind: str | None = None,
    limit: int,
    before: int | None = None,
) -> list[Trouble]:
    """The problems that are counted by kind (see `counts`), the newest first; `before` as for `unread`."""
    ident = current_coder(record, as_of) if coder == THEN else coder or current_coder(record)
    return [
        Trouble(key, stage, what, message, from_micros(at), article or "", title or "", outlet or "", address or "")
        for key, stage, what, message, at, article, title, outlet, address in record.rows(
            "SELECT min(p.key), p.stage, p.kind, p.message, coalesce(v.recorded_at, p.recorded_at), a.id, v.title,"
            " v.outlet, f.address FROM problems p LEFT JOIN codings g ON g.key = p.coding"
            " LEFT JOIN coders c ON c.key = g.coder LEFT JOIN readings r ON r.key = p.reading"
            " LEFT JOIN captures f ON f.key = r.capture"
            " LEFT JOIN versions v ON v.key = coalesce(g.version, r.version) LEFT JOIN articles a ON a.key = v.article"
            " WHERE coalesce(v.recorded_at, p.recorded_at) <= :as_of AND (p.coding IS NULL OR c.id = :coder)"
            " AND (:kind IS NULL OR p.kind = :kind)"
            # The same article may be read twice, from two rows of an archive: its problem is still one.
            " GROUP BY p.kind, p.stage, p.message, p.start, v.key, iif(v.key IS NULL, r.capture, 0),"
            " iif(v.key IS NULL, r.part, 0) HAVING :before IS NULL OR min(p.key) < :before"
            " ORDER BY 1 DESC LIMIT :limit",
            {"as_of": as_of, "coder": ident, "kind": kind, "before": before, "limit": limit},
        )
    ]
