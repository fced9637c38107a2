"""Why a desk answers differently at two moments: what came, what was corrected, which coder changed.

Every difference has exactly one cause. First the coder: what was known at the first moment, read by the one and by the
other. Then, read by the second coder alone, articles that came, articles that changed, and corrections.
"""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from watchfloor.store import coders, corrections, entries, facts, forgetting, shelves
from watchfloor.store.articles import HEADLINE, Headline, headline, is_current
from watchfloor.store.clock import EVER, from_micros
from watchfloor.store.coders import CHANGED, GAINED, LOST
from watchfloor.store.connection import Record
from watchfloor.store.corrections import Correction
from watchfloor.store.entries import Kept
from watchfloor.store.facts import Fact, answering, current_coder
from watchfloor.store.forgetting import Tombstone

CAME, NEW_VERSION, CORRECTION = "article came", "article changed", "correction"


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that is there at one moment only, or reads differently at both."""

    kind: str
    """gained, lost or changed"""
    cause: str
    """`article came`, `article changed` or `correction`"""
    fact: str
    old: Fact | Kept | None
    new: Fact | Kept | None


@dataclass(frozen=True, slots=True)
class Changed:
    """All that lies between two moments."""

    coders: tuple[str | None, str | None]
    """which coder answers at each"""
    chosen: tuple[tuple[datetime, str], ...]
    """coders that were made current in between"""
    came: tuple[Headline, ...]
    """articles first known in between"""
    versions: tuple[Headline, ...]
    """new versions of articles that were known"""
    corrections: tuple[Correction, ...]
    forgotten: tuple[Tombstone, ...]
    facts: tuple[Change, ...]
    by_coder: tuple[tuple[str, int], ...]
    """how many facts the change of coder gained, lost and changed among what was known at the first moment; `diff`
    lists them"""
    before: int
    after: int
    """facts at each moment"""


def why(record: Record, first: int, second: int) -> Changed:
    """What changed between two moments, of which the first is the earlier."""
    with record.reading():
        one, other = (current_coder(record, at) or current_coder(record) for at in (first, second))
        span = {"first": first, "second": second}
        versions = [
            (row[0], headline(row[1:]))
            for row in record.rows(
                "SELECT EXISTS (SELECT 1 FROM versions w WHERE w.article = v.article AND w.recorded_at <= :first),"
                f" {HEADLINE} FROM versions v JOIN articles a ON a.key = v.article"
                " WHERE v.recorded_at > :first AND v.recorded_at <= :second ORDER BY v.recorded_at, v.version",
                span,
            )
        ]
        # Several versions of an article that came are one article.
        came = {head.id: head for known, head in versions if not known}
        by_coder: Counter[str] = Counter()
        if one is not None and other is not None and one != other:
            by_coder.update(d.kind for d in coders.diff(record, one, other, first))
        return Changed(
            coders=(one, other),
            chosen=tuple(
                (from_micros(at), ident)
                for at, ident in record.rows(
                    "SELECT h.recorded_at, c.id FROM choices h JOIN coders c ON c.key = h.coder"
                    " WHERE h.recorded_at > :first AND h.recorded_at <= :second ORDER BY h.key",
                    span,
                )
            ),
            came=tuple(came.values()),
            versions=tuple(head for known, head in versions if known),
            corrections=tuple(corrections.each(record, second, since=first)),
            forgotten=tuple(stone for stone in forgetting.tombstones(record, second) if _after(stone, first)),
            facts=tuple(_changes(record, first, second, other)),
            by_coder=tuple((kind, by_coder[kind]) for kind in (GAINED, LOST, CHANGED) if by_coder[kind]),
            before=_count(record, first, one),
            after=_count(record, second, other),
        )


def _after(stone: Tombstone, first: int) -> bool:
    return first < EVER and stone.at > from_micros(first)


def _count(record: Record, as_of: int, coder: str | None) -> int:
    at = {"as_of": as_of, "coder": answering(record, coder, as_of)}
    return sum(
        record.value(
            f"SELECT count(*) FROM {shelf.rows} e JOIN versions v ON v.key = e.version"
            f" WHERE e.coder = :coder AND {stand('e', 'v')}",
            at,
        )
        for shelf, stand in _STANDING
    )


_STANDING = ((shelves.EVENTS, facts.stands), (shelves.ENTRIES, entries.stands))

# The articles on whose facts something may have changed.
_TOUCHED = (
    "SELECT article FROM versions WHERE recorded_at > :first AND recorded_at <= :second"
    " UNION SELECT v.article FROM targets t JOIN versions v ON v.key = t.version WHERE t.recorded_at > :first"
    " AND t.recorded_at <= :second"
    " UNION SELECT v.article FROM memberships m JOIN targets t ON t.fact = m.fact JOIN versions v ON v.key = t.version"
    " WHERE m.recorded_at > :first AND m.recorded_at <= :second"
)


def _changes(record: Record, first: int, second: int, coder: str | None) -> list[Change]:
    key = answering(record, coder, second)
    if key is None:
        return []
    sides: list[dict[str, tuple[int, int, int]]] = []
    for as_of in (first, second):
        rows: list[tuple[str, int, int, int]] = []
        for shelf, stand in _STANDING:
            rows += record.all(
                f"SELECT e.id, e.key, e.version, v.article FROM {shelf.rows} e JOIN versions v ON v.key = e.version"
                f" WHERE v.article IN ({_TOUCHED}) AND +e.coder = :coder AND {stand('e', 'v')}",
                {"first": first, "second": second, "as_of": as_of, "coder": key},
            )
        sides.append({ident: (row, version, article) for ident, row, version, article in rows})
    before, after = sides
    known = {
        article
        for (article,) in record.rows(
            f"SELECT article FROM versions WHERE article IN ({_TOUCHED}) AND recorded_at <= :first",
            {"first": first, "second": second},
        )
    }
    judged = [corrections.by_fact(record, as_of) for as_of in (first, second)]
    current = {
        as_of: {
            row
            for (row,) in record.rows(
                f"SELECT v.key FROM versions v WHERE v.article IN ({_TOUCHED}) AND v.recorded_at <= :as_of"
                f" AND {is_current('v')}",
                {"first": first, "second": second, "as_of": as_of},
            )
        }
        for as_of in (first, second)
    }
    out = []
    for ident in sorted({*before, *after}):
        old, new = before.get(ident), after.get(ident)
        if old is not None and new is not None and old[0] == new[0]:
            continue
        row = old or new
        assert row is not None  # noqa: S101 - it is in one of the two
        if row[2] not in known:
            cause = CAME
        elif (old is None or new is None) and row[1] not in current[first if old is None else second]:
            cause = NEW_VERSION
        else:
            cause = CORRECTION
        kind = GAINED if old is None else LOST if new is None else CHANGED
        by_row = facts.by_row if shelves.shelf_of(ident) is shelves.EVENTS else entries.by_row
        out.append(
            Change(
                kind,
                cause,
                ident,
                None if old is None else by_row(record, old[0], judged[0]),
                None if new is None else by_row(record, new[0], judged[1]),
            )
        )
    return out
