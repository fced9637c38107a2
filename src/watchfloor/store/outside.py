"""Facts from outside: rows of other people's records of events, kept as they state them, never mixed with ours."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from watchfloor.codec import from_json, to_json
from watchfloor.store.clock import SEEN, STATED, end_of, from_micros, to_days, to_micros
from watchfloor.store.connection import Record
from watchfloor.types import OutsideFact


@dataclass(frozen=True, slots=True)
class Outside:
    """A fact from outside, and since when it is known."""

    fact: OutsideFact
    recorded_at: datetime
    basis: str
    """`seen` by this desk, or `stated` by the data set"""


def add(record: Record, facts: Sequence[OutsideFact], at: datetime) -> int:
    """Keeps rows, each once; a row that its makers changed is kept beside the older one. Gives how many were new."""
    seen = to_micros(at)
    new = 0
    with record.writing():
        for fact in facts:
            text = to_json(fact)
            digest = hashlib.sha256(text).hexdigest()
            if record.value(
                "SELECT 1 FROM outside WHERE dataset = ? AND id = ? AND sha256 = ?", (fact.dataset, fact.id, digest)
            ):
                continue
            # As of an archived page: from the day on which it was out, and never later than it was seen.
            said = None if fact.known is None else end_of(fact.known)
            stamp = (said, STATED) if said is not None and said <= seen else (seen, SEEN)
            record.all(
                "INSERT INTO outside (dataset, id, sha256, day, recorded_at, basis, json) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (fact.dataset, fact.id, digest, to_days(fact.start), *stamp, text.decode("utf-8")),
            )
            new += 1
    return new


def each(
    record: Record,
    as_of: int,
    *,
    dataset: str | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
) -> Iterator[Outside]:
    """The facts from outside as known then, by day; of a row that was changed the newest form."""
    for json, at, basis in record.rows(
        "SELECT o.json, o.recorded_at, o.basis FROM outside o WHERE o.recorded_at <= :as_of"
        " AND (:dataset IS NULL OR o.dataset = :dataset) AND (:since IS NULL OR o.day >= :since)"
        " AND (:until IS NULL OR o.day <= :until) AND NOT EXISTS (SELECT 1 FROM outside n WHERE n.dataset = o.dataset"
        " AND n.id = o.id AND n.key > o.key AND n.recorded_at <= :as_of) ORDER BY o.day, o.dataset, o.id LIMIT :limit",
        {
            "as_of": as_of,
            "dataset": dataset,
            "since": None if since is None else to_days(since),
            "until": None if until is None else to_days(until),
            "limit": -1 if limit is None else limit,
        },
    ):
        yield Outside(from_json(json, OutsideFact), from_micros(at), basis)


def counts(record: Record, as_of: int) -> dict[str, int]:
    """How many rows of each data set are known."""
    return dict(
        record.rows(
            "SELECT dataset, count(DISTINCT id) FROM outside WHERE recorded_at <= ? GROUP BY 1 ORDER BY 1", (as_of,)
        )
    )
