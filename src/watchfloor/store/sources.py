"""What sources.toml said, and when: so that a view of an earlier day knows what was watched on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from watchfloor.store.clock import SEEN, to_micros
from watchfloor.store.connection import Record
from watchfloor.store.folding import plain


def keep(record: Record, entries: Mapping[str, str], at: datetime) -> int:
    """Keeps what is said now, by id, where it differs from what was said last; a source that is not there any more is
    taken out. Gives how many rows that took."""
    with record.writing():
        before = said(record, to_micros(at))
        changed: list[tuple[str, str | None]] = [
            (ident, entry) for ident, entry in entries.items() if before.get(ident) != plain(entry)
        ]
        changed += [(ident, None) for ident in before if ident not in entries]
        stamp = (to_micros(at), SEEN)
        record.insert_many(
            "INSERT INTO sources (id, entry, recorded_at, basis) VALUES (?, ?, ?, ?)",
            [(plain(ident), None if entry is None else plain(entry), *stamp) for ident, entry in changed],
        )
    return len(changed)


def said(record: Record, as_of: int) -> dict[str, str]:
    """What was said of each source as known then, in the order in which they came."""
    rows = record.rows(
        "SELECT s.id, s.entry FROM sources s WHERE s.recorded_at <= :as_of AND s.entry IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM sources t WHERE t.id = s.id AND t.key > s.key AND t.recorded_at <= :as_of)"
        " ORDER BY (SELECT min(f.key) FROM sources f WHERE f.id = s.id)",
        {"as_of": as_of},
    )
    return dict(rows)


def changed_at(record: Record, ident: str, as_of: int) -> int:
    """When the source's entry was last changed, as known then, in microseconds; 0 when it was never kept."""
    found: int | None = record.value(
        "SELECT max(recorded_at) FROM sources WHERE id = ? AND recorded_at <= ?", (plain(ident), as_of)
    )
    return found or 0
