"""The two places where facts are kept: events, and the entries of the ledgers. What holds for both (codings, versions,
corrections) asks here where a fact lies, by its id.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from watchfloor.codec import ENTRY_KINDS, filed_under
from watchfloor.errors import UsageError
from watchfloor.store import entryrows, eventrows
from watchfloor.store.connection import Record
from watchfloor.types import Actor, Cited, Deadline, Entry, Event, Link, Outlook, Published, Relation, Statement

Fact = Event | Entry


@dataclass(frozen=True, slots=True)
class Shelf:
    """The tables of one sort of facts."""

    name: str
    rows: str
    revisions: str
    row: str
    """the column of `revisions` that names the row of a fact"""
    decode: Callable[[Record, str, str], Fact]
    """from a record, the id of the fact and its JSON"""
    insert: Callable[..., int]

    @property
    def superseded(self) -> str:
        """SQL: rows that were something else, or nothing, after a correction."""
        return f"SELECT supersedes FROM {self.revisions} WHERE supersedes IS NOT NULL AND recorded_at <= :as_of"  # noqa: S608

    @property
    def corrected(self) -> str:
        """SQL: rows that a correction made, and no coder."""
        return f"SELECT {self.row} FROM {self.revisions} WHERE {self.row} IS NOT NULL"  # noqa: S608


def _decode_event(record: Record, fact: str, json: str) -> Event:
    return eventrows.decode(record, json)


EVENTS = Shelf("event", "events", "revisions", "event", _decode_event, eventrows.insert)
ENTRIES = Shelf("entry", "entries", "entry_revisions", "entry", entryrows.decode, entryrows.insert)
SHELVES = (EVENTS, ENTRIES)

PREFIXES = {"ev": "event"} | {kind[:2]: kind for kind in ENTRY_KINDS}
"""how ids begin, and the kind that they name"""


def shelf_of(fact: str) -> Shelf:
    """Where a fact lies, by its id."""
    return EVENTS if fact.startswith("ev:") else ENTRIES


def ids_like(record: Record, wanted: str, as_of: int, kinds: tuple[str, ...], most: int = 6) -> list[tuple[str, str]]:
    """The ids that begin with what a person typed, with or without the letters of the kind, each with some of its
    words; of some kinds only."""
    start = wanted.strip().lower()
    prefix, colon, rest = start.partition(":")
    starts = [prefix + ":"] if colon else [kind + ":" for kind in PREFIXES]
    rest = rest if colon else start
    out: list[tuple[str, str]] = []
    for one in starts:
        if PREFIXES.get(one[:-1]) not in kinds or not (rest or colon):
            continue
        shelf = shelf_of(one)
        words = "sentence" if shelf is EVENTS else "words"
        out += record.all(
            f"SELECT id, min({words}) FROM {shelf.rows} WHERE id >= :start AND id < :end AND recorded_at <= :as_of"  # noqa: S608 - ours
            " GROUP BY id ORDER BY id LIMIT :most",
            {"start": one + rest, "end": one + rest + "\U0010ffff", "as_of": as_of, "most": most},
        )
    exact = [fit for fit in out if fit[0] in (start, *(prefix + rest for prefix in starts))]
    return exact if len(exact) == 1 else out


def only_one(fits: list[tuple[str, str]], wanted: str) -> str:
    """The id among those found. Raises `UsageError` when there are several."""
    if len(fits) > 1:
        listed = "; ".join(f"{found} {words[:40]}" for found, words in fits[:5])
        more = "; ..." if len(fits) > 5 else ""
        raise UsageError(f"{wanted!r} fits several facts; write more of it: {listed}{more}", wanted)
    return fits[0][0]


def reading(fact: Fact, published: Published | None) -> dict[str, Any]:
    """What a fact says, in codes and ids, to compare one reading with another."""
    match fact:
        case Event():
            day, _ = filed_under(fact, published)
            return {
                "type": fact.type,
                "mode": fact.mode,
                "cameo": fact.cameo,
                "facet": fact.facet.value,
                "actors": _ids(fact.actors),
                "recipients": _ids(fact.recipients),
                "place": None if fact.place is None else fact.place.value.id,
                "day": None if day is None else day.isoformat(),
            }
        case Statement():
            return {
                "kind": fact.kind,
                "act": fact.act,
                "speaker": None if fact.speaker is None else fact.speaker.value.id,
                "side": fact.side,
                "content": [part.words for part in fact.content],
                "stances": sorted(f"{stance.action} {stance.value:+d}" for stance in fact.stances),
            }
        case Deadline():
            return {
                "status": fact.status,
                "due": None if fact.due is None else fact.due.edtf,
                "bound": _ids(fact.bound),
                "set_by": _ids(fact.set_by),
                "what": fact.what.words,
            }
        case Outlook():
            return {
                "direction": fact.direction,
                "holder": None if fact.holder is None else fact.holder.value.id,
                "low": fact.low,
                "high": fact.high,
                "by": None if fact.by is None else fact.by.value.edtf,
                "what": fact.what.words,
            }
        case Relation():
            return {
                "kind": fact.kind,
                "a": fact.a.value.id,
                "b": fact.b.value.id,
                "holds": fact.holds,
                "facet": fact.facet.value,
                "place": None if fact.place is None else fact.place.value.id,
            }
        case Link():
            return {
                "kind": fact.kind,
                "a": fact.a.words,
                "b": fact.b.words,
                "sign": fact.sign,
                "facet": fact.facet.value,
            }


def _ids(cited: tuple[Cited[Actor], ...]) -> list[str]:
    return sorted(one.value.id for one in cited)
