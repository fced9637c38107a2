"""Several coders on one record: which there are, which one answers, and where they differ."""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from watchfloor.errors import NotFound, UsageError
from watchfloor.store.articles import HEADLINE, Headline, headline, is_current
from watchfloor.store.clock import from_micros
from watchfloor.store.connection import Record
from watchfloor.store.shelves import SHELVES, Fact, reading
from watchfloor.types import Event, Span

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
    entries: int = 0
    """statements, deadlines, outlooks, relations and links"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that two coders do not read alike."""

    kind: str
    """`gained` by the second, `lost` by it, or `changed`"""
    article: Headline
    old: Fact | None
    new: Fact | None
    parts: tuple[str, ...]
    """what changed: the names of `shelves.reading`; of an event also `act` for its words, `said_by`, `contexts`"""


def listing(record: Record, current: str | None) -> list[Known]:
    """The coders, the oldest first."""
    return [
        Known(number, ident, from_micros(at), versions, events, ident == current, entries)
        for number, (ident, at, versions, events, entries) in enumerate(
            record.all(
                "SELECT c.id, c.recorded_at, (SELECT count(*) FROM codings g WHERE g.coder = c.key), "
                + ", ".join(
                    f"(SELECT count(*) FROM {shelf.rows} e WHERE e.coder = c.key AND e.key NOT IN ({shelf.corrected}))"
                    for shelf in SHELVES
                )
                + " FROM coders c ORDER BY c.key"
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
    for key, *head in record.rows(
        f"SELECT v.key, {HEADLINE} FROM versions v JOIN articles a ON a.key = v.article"
        " JOIN codings g ON g.version = v.key AND g.coder = :old JOIN codings h ON h.version = v.key AND h.coder = :new"
        f" WHERE v.recorded_at <= :as_of AND {is_current('v')} ORDER BY v.dated_at DESC, v.version",
        pair,
    ):
        before: list[Fact] = []
        after: list[Fact] = []
        for shelf in SHELVES:
            sides = [
                record.all(
                    f"SELECT e.id, e.json FROM {shelf.rows} e WHERE e.version = ? AND e.coder = ?"
                    f" AND e.key NOT IN ({shelf.corrected}) ORDER BY e.position",
                    (key, coder),
                )
                for coder in (pair["old"], pair["new"])
            ]
            if sides[0] != sides[1]:
                before += [shelf.decode(record, ident, json) for ident, json in sides[0]]
                after += [shelf.decode(record, ident, json) for ident, json in sides[1]]
        if not before and not after:
            continue
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


def _paired(before: list[Fact], after: list[Fact]) -> list[tuple[Fact | None, Fact | None]]:
    """The same facts side by side: by id, and what is left by words that overlap. In the order of the text."""
    by_id = {fact.id: fact for fact in after}
    pairs: list[tuple[Fact | None, Fact | None]] = [(fact, by_id.pop(fact.id, None)) for fact in before]
    free = list(by_id.values())
    for index, (one, other) in enumerate(pairs):
        if one is None or other is not None:
            continue
        span = place_of(one)
        match = next(
            (f for f in free if type(f) is type(one) and place_of(f).start < span.end and span.start < place_of(f).end),
            None,
        )
        if match is not None:
            pairs[index] = (one, match)
            free.remove(match)
    pairs += [(None, fact) for fact in free]

    def place(pair: tuple[Fact | None, Fact | None]) -> int:
        fact = pair[0] or pair[1]
        return 0 if fact is None else place_of(fact).start

    return sorted(pairs, key=place)


def place_of(fact: Fact) -> Span:
    """The words on which a fact hangs: those of the act, else the cue, else what is said."""
    if isinstance(fact, Event):
        return fact.trigger.span
    if fact.cue is not None:
        return fact.cue.span
    return fact.content[0].span if fact.content else fact.sentence.span


def changed_parts(one: Fact, other: Fact) -> tuple[str, ...]:
    """What two readings of one fact differ in; nothing when only rules, confidence or offsets do."""
    a, b = _parts(one), _parts(other)
    return tuple(name for name in a if a[name] != b.get(name))


def _parts(fact: Fact) -> dict[str, object]:
    if not isinstance(fact, Event):
        return reading(fact, None)
    return {
        "type": fact.type,
        "mode": fact.mode,
        "cameo": fact.cameo,
        "facet": fact.facet,
        "contexts": fact.contexts,
        "actors": sorted(cited.value.id for cited in fact.actors),
        "recipients": sorted(cited.value.id for cited in fact.recipients),
        "said_by": sorted(cited.value.id for cited in fact.said_by),
        "place": [cited.value.id for cited in fact.places],
        "when": None if fact.when is None else (fact.when.value.start, fact.when.value.end),
        "act": fact.trigger.words,
    }
