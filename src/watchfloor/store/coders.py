"""Several coders on one record: which there are, which one answers, and where they differ."""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from watchfloor.errors import NotFound, UsageError
from watchfloor.store import eventrows
from watchfloor.store.articles import HEADLINE, Headline, headline, is_current
from watchfloor.store.clock import from_micros
from watchfloor.store.connection import Record
from watchfloor.types import Event

GAINED, LOST, CHANGED = "gained", "lost", "changed"


@dataclass(frozen=True, slots=True)
class Known:
    """A coder that has worked on this desk."""

    number: int
    """in the order in which they came"""
    id: str
    since: datetime
    versions: int
    """article versions it has coded"""
    events: int
    current: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that two coders do not read alike."""

    kind: str
    """`gained` by the second, `lost` by it, or `changed`"""
    article: Headline
    old: Event | None
    new: Event | None
    parts: tuple[str, ...]
    """what changed: the names of `reading` in corrections.py, `act` for its words, `said_by`, `contexts`"""


def listing(record: Record, current: str | None) -> list[Known]:
    """The coders, the oldest first."""
    return [
        Known(number, ident, from_micros(at), versions, events, ident == current)
        for number, (ident, at, versions, events) in enumerate(
            record.all(
                "SELECT c.id, c.recorded_at, (SELECT count(*) FROM codings g WHERE g.coder = c.key),"
                " (SELECT count(*) FROM events e WHERE e.coder = c.key"
                " AND e.key NOT IN (SELECT event FROM revisions WHERE event IS NOT NULL))"
                " FROM coders c ORDER BY c.key"
            ),
            1,
        )
    ]


def resolve(record: Record, name: str, current: str | None) -> str:
    """The id of the coder that a person means: its number, `current`, `previous` (the one before it), its id or the
    beginning of it. Raises `NotFound` and `UsageError`."""
    ids: list[str] = [ident for (ident,) in record.rows("SELECT id FROM coders ORDER BY key")]
    if name == "current" and current is not None:
        return current
    if name == "previous" and current in ids and ids.index(current) > 0:
        return ids[ids.index(current) - 1]
    if name.isascii() and name.isdigit() and 1 <= int(name) <= len(ids):
        return ids[int(name) - 1]
    if name in ids:
        return name
    fits = [ident for ident in ids if name and ident.startswith(name)]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise UsageError(f"{name!r} fits {len(fits)} coders; use the number that `watchfloor coders list` prints", name)
    there = ", ".join(f"{number} {ident}" for number, ident in enumerate(ids, 1)) or "none yet: watchfloor run"
    raise NotFound(f"no coder {name!r} in this desk; there are: {there}", name)


def diff(record: Record, old: str, new: str, as_of: int) -> Iterator[Difference]:
    """Where two coders differ on what both have coded, article by article, the newest first; what people corrected is
    left out of account."""
    pair = {"old": _key(record, old), "new": _key(record, new), "as_of": as_of}
    own = "AND e.key NOT IN (SELECT event FROM revisions WHERE event IS NOT NULL)"
    for key, *head in record.rows(
        f"SELECT v.key, {HEADLINE} FROM versions v JOIN articles a ON a.key = v.article"
        " JOIN codings g ON g.version = v.key AND g.coder = :old JOIN codings h ON h.version = v.key AND h.coder = :new"
        f" WHERE v.recorded_at <= :as_of AND {is_current('v')} ORDER BY v.dated_at DESC, v.version",
        pair,
    ):
        sides = []
        for coder in (pair["old"], pair["new"]):
            rows = record.all(
                f"SELECT e.json FROM events e WHERE e.version = ? AND e.coder = ? {own} ORDER BY e.position",
                (key, coder),
            )
            sides.append([json for (json,) in rows])
        if sides[0] == sides[1]:
            continue
        before, after = ([eventrows.decode(record, json) for json in side] for side in sides)
        article = headline(head)
        for one, other in _paired(before, after):
            parts = changed_parts(one, other) if one and other else ()
            if one is None or other is None or parts:
                kind = GAINED if one is None else LOST if other is None else CHANGED
                yield Difference(kind, article, one, other, parts)


def compared(record: Record, old: str, new: str, as_of: int) -> int:
    """On how many current article versions two coders can be compared."""
    found: int = record.value(
        "SELECT count(*) FROM versions v JOIN codings g ON g.version = v.key AND g.coder = :old"
        " JOIN codings h ON h.version = v.key AND h.coder = :new"
        f" WHERE v.recorded_at <= :as_of AND {is_current('v')}",
        {"old": _key(record, old), "new": _key(record, new), "as_of": as_of},
    )
    return found


def _key(record: Record, coder: str) -> int:
    key: int | None = record.value("SELECT key FROM coders WHERE id = ?", (coder,))
    if key is None:
        raise NotFound(f"no coder {coder!r} in this desk", coder)
    return key


def _paired(before: list[Event], after: list[Event]) -> list[tuple[Event | None, Event | None]]:
    """The same facts side by side: by id, and what is left by words that overlap. In the order of the text."""
    by_id = {event.id: event for event in after}
    pairs: list[tuple[Event | None, Event | None]] = [(event, by_id.pop(event.id, None)) for event in before]
    free = list(by_id.values())
    for index, (one, other) in enumerate(pairs):
        if one is None or other is not None:
            continue
        span = one.trigger.span
        match = next((e for e in free if e.trigger.span.start < span.end and span.start < e.trigger.span.end), None)
        if match is not None:
            pairs[index] = (one, match)
            free.remove(match)
    pairs += [(None, event) for event in free]

    def place(pair: tuple[Event | None, Event | None]) -> int:
        event = pair[0] or pair[1]
        return 0 if event is None else event.trigger.span.start

    return sorted(pairs, key=place)


def changed_parts(one: Event, other: Event) -> tuple[str, ...]:
    """What two readings of one fact differ in; nothing when only rules, confidence or offsets do."""
    a, b = _parts(one), _parts(other)
    return tuple(name for name in a if a[name] != b[name])


def _parts(event: Event) -> dict[str, object]:
    return {
        "type": event.type,
        "mode": event.mode,
        "cameo": event.cameo,
        "facet": event.facet,
        "contexts": event.contexts,
        "actors": sorted(cited.value.id for cited in event.actors),
        "recipients": sorted(cited.value.id for cited in event.recipients),
        "said_by": sorted(cited.value.id for cited in event.said_by),
        "place": [cited.value.id for cited in event.places],
        "when": None if event.when is None else (event.when.value.start, event.when.value.end),
        "act": event.trigger.words,
    }
