"""Events as rows: how one is written, with all that is kept beside it for asking and counting."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from watchfloor.codec import filed_under, to_json
from watchfloor.errors import DeskDamaged
from watchfloor.store.clock import from_days, to_days
from watchfloor.store.connection import Record
from watchfloor.store.folding import fold
from watchfloor.types import Actor, Cited, Event, Published

_decode = msgspec.json.Decoder(Event).decode

FILED = (
    "start, type, mode, cameo, facet, probability, confidence, day, day_basis, place, place_folded, country, sentence"
)
"""the columns by which events are asked for; `filed` gives them"""
_COLUMNS = f"id, coding, coder, version, position, {FILED}, json, recorded_at, basis"
_INSERT = f"INSERT INTO events ({_COLUMNS}) VALUES ({', '.join('?' * (_COLUMNS.count(',') + 1))})"  # noqa: S608 - constants


def decode(record: Record, json: str) -> Event:
    """The event in a row. Written by `to_json` into a file nobody else writes: the strict check of every key would only
    cost time."""
    try:
        return _decode(json)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise DeskDamaged(f"{record.path}: an event in the record is damaged ({error})", str(record.path)) from None


def check_words(event: Event, version: str, text: str) -> None:
    """That every part of an event quotes the article. Raises `ValueError`: if not, it is a bug of what made it."""
    cited: list[Cited[Any]] = [event.trigger, event.sentence, *event.actors, *event.recipients, *event.said_by]
    cited += [*event.places, *([event.when] if event.when else [])]
    for part in cited:
        if part.span.version != version or text[part.span.start : part.span.end] != part.words:
            raise ValueError(f"{event.id}: {part.words!r} is not what the article says at {part.span}")


def insert(
    record: Record,
    event: Event,
    *,
    coding: int,
    coder: int,
    version: int,
    position: int,
    published: Published | None,
    stamp: tuple[int, str],
) -> int:
    """Adds an event within a transaction and gives the key of its row."""
    key = record.insert(
        _INSERT,
        (event.id, coding, coder, version, position, *filed(event, published), to_json(event).decode(), *stamp),
    )
    record.all("INSERT INTO event_words (rowid, sentence) VALUES (?, ?)", (key, event.sentence.words))
    _add_sides(record, key, event, stamp)
    day, _ = filed_under(event, published)
    if day is not None:
        add_dyads(record, key, event, coder, version, day, stamp)
    return key


def filed(event: Event, published: Published | None) -> tuple[Any, ...]:
    """What is kept of an event for asking: the columns of `FILED`."""
    day, day_basis = filed_under(event, published)
    place = event.place.value if event.place else None
    return (
        event.trigger.span.start,
        event.type,
        event.mode,
        event.cameo,
        event.facet.value,
        event.probability,
        event.confidence,
        None if day is None else to_days(day),
        day_basis,
        place.id if place else None,
        " / ".join(fold(cited.value.name) for cited in event.places) or None,
        place.country if place else None,
        event.sentence.words,
    )


def _add_sides(record: Record, key: int, event: Event, stamp: tuple[int, str]) -> None:
    sides = [("actor", c.value) for c in event.actors] + [("recipient", c.value) for c in event.recipients]
    if event.reciprocal:
        # "Iran and the United States met": who asks for the one with the other must find it in either order.
        sides = [(side, actor) for _, actor in sides for side in ("actor", "recipient")]
    sides += [("speaker", c.value) for c in event.said_by]
    rows = []
    for side, actor in sides:
        row = (key, side, actor_key(record, actor, stamp))
        if row not in rows:
            rows.append(row)
    record.insert_many(
        "INSERT INTO sides (event, side, actor, position, recorded_at, basis) VALUES (?, ?, ?, ?, ?, ?)",
        [(*row, position, *stamp) for position, row in enumerate(rows)],
    )


def actor_key(record: Record, actor: Actor, stamp: tuple[int, str]) -> int:
    """The row of an actor in this state, added if it is new."""
    state = (actor.id, actor.name, actor.kind, actor.code, actor.office)
    key: int | None = record.value(
        "SELECT key FROM actors WHERE id = ? AND name = ? AND kind = ? AND code = ? AND office = ?", state
    )
    if key is None:
        key = record.insert(
            "INSERT INTO actors (id, name, kind, code, office, id_folded, folded, recorded_at, basis)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*state, actor.id.casefold(), fold(actor.name), *stamp),
        )
    return key


# --- who to whom, by week ---------------------------------------------------------------------------------------------


def week_of(day: date) -> int:
    """Whole weeks, Monday to Sunday, since the one that holds 1970-01-01 (a Thursday)."""
    return (to_days(day) + 3) // 7


def monday(week: int) -> date:
    """The first day of the week that `week_of` counted."""
    return from_days(week * 7 - 3)


def party(actor: Actor) -> str:
    """The side as counts know it: the country, or the actor itself where it has none."""
    return actor.country or actor.id


def pairs(event: Event) -> list[tuple[str, str]]:
    """Who acts on whom, each pair once; in a reciprocal act in both directions. An act of one side alone has none."""
    actors = dict.fromkeys(party(c.value) for c in event.actors)
    recipients = dict.fromkeys(party(c.value) for c in event.recipients)
    if event.reciprocal:
        both = dict.fromkeys((*actors, *recipients))
        return [(a, b) for a in both for b in both if a != b]
    return [(a, b) for a in actors for b in recipients]


def add_dyads(
    record: Record, key: int, event: Event, coder: int, version: int, day: date, stamp: tuple[int, str]
) -> None:
    """Adds the pairs of an event to what weekly counts are made from."""
    rows = [
        (coder, _party_key(record, a, stamp), _party_key(record, b, stamp), week_of(day), key, version)
        for a, b in pairs(event)
    ]
    record.insert_many(
        "INSERT INTO dyads (coder, actor, recipient, week, event, version, type, facet, recorded_at, basis)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(*row, event.type, event.facet.value, *stamp) for row in rows],
    )


def _party_key(record: Record, code: str, stamp: tuple[int, str]) -> int:
    key: int | None = record.value("SELECT key FROM parties WHERE code = ?", (code,))
    if key is None:
        key = record.insert("INSERT INTO parties (code, recorded_at, basis) VALUES (?, ?, ?)", (code, *stamp))
    return key
