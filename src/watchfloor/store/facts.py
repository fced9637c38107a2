"""Codings and the events in them: adding, and asking with filters.

A question is answered by the current coder, from the version of each article that was current at the moment asked for.
"""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from watchfloor.codec import filed_under, to_json
from watchfloor.errors import DeskDamaged, NotFound, UsageError
from watchfloor.store.articles import (
    HEADLINE,
    HEADLINE_COLUMNS,
    Headline,
    add_problems,
    headline,
    is_current,
    problems_of,
    published_from,
    words_or_fail,
)
from watchfloor.store.clock import SEEN, from_days, from_micros, to_days, to_micros
from watchfloor.store.connection import Record
from watchfloor.store.folding import fold
from watchfloor.types import Actor, Cited, Coding, Event, Facet

_CODE = re.compile(r"(?:[A-Za-z]{3}|---)(?:[A-Za-z]{3})?")


@dataclass(frozen=True, slots=True)
class Fact:
    """An event as a desk keeps it: with its article, its day, its coder, and since when it is known."""

    event: Event
    article: Headline
    day: date | None
    day_basis: str
    """`stated` by the words, `published` (the day of publication), or `unknown`"""
    coder: str
    recorded_at: datetime
    basis: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What to ask for; everything left out fits everything.

    `actor`, `recipient` and `side` (either of the two) take an id (`IRN`, `isis`), a country or country and sector
    (`IRQGOV`), or a name or some words of it; in a reciprocal act each side is both. `text` takes words that the
    sentence must hold. `since` and `until` bound the day of the event, `published_since` and `published_until`
    that of the article; all are included."""

    actor: str | None = None
    recipient: str | None = None
    side: str | None = None
    type: str | None = None
    mode: str | None = None
    facet: str | None = None
    place: str | None = None
    country: str | None = None
    outlet: str | None = None
    article: str | None = None
    since: date | None = None
    until: date | None = None
    published_since: date | None = None
    published_until: date | None = None
    text: str | None = None


# --- adding -----------------------------------------------------------------------------------------------------------


def add_coding(record: Record, coding: Coding, at: datetime) -> bool:
    """Keeps the outcome of one coder for one article version, all of it or nothing. False when it is there already.

    A fact whose words are not in the article's text is a bug of the coder and raises `ValueError`."""
    stamp = (to_micros(at), SEEN)
    with record.writing():
        row = record.first(
            "SELECT key, text, published, published_precision, published_basis, recorded_at, basis FROM versions"
            " WHERE version = ?",
            (coding.version,),
        )
        if row is None:
            raise NotFound(f"no article version {coding.version!r} in this desk", coding.version)
        version, text, *dated, recorded_at, basis = row
        coder = _coder_key(record, coding.coder, stamp)
        if record.value("SELECT 1 FROM codings WHERE version = ? AND coder = ?", (version, coder)):
            return False
        key = record.insert(
            "INSERT INTO codings (version, coder, recorded_at, basis) VALUES (?, ?, ?, ?)", (version, coder, *stamp)
        )
        published = published_from(*dated)
        for position, event in enumerate(coding.events):
            _check_words(event, coding.version, text)
            day, day_basis = filed_under(event, published)
            place = event.place.value if event.place else None
            event_key = record.insert(
                "INSERT INTO events (id, coding, coder, version, position, start, type, mode, cameo, facet,"
                " probability, confidence, day, day_basis, place, place_folded, country, sentence, json,"
                " recorded_at, basis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    event.id,
                    key,
                    coder,
                    version,
                    position,
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
                    to_json(event).decode(),
                    recorded_at,
                    basis,
                ),
            )
            record.all("INSERT INTO event_words (rowid, sentence) VALUES (?, ?)", (event_key, event.sentence.words))
            _add_sides(record, event_key, event, (recorded_at, basis))
        add_problems(record, "coding", key, coding.problems, stamp)
    return True


def _check_words(event: Event, version: str, text: str) -> None:
    cited: list[Cited[Any]] = [event.trigger, event.sentence, *event.actors, *event.recipients, *event.said_by]
    cited += [*event.places, *([event.when] if event.when else [])]
    for part in cited:
        if part.span.version != version or text[part.span.start : part.span.end] != part.words:
            raise ValueError(f"{event.id}: {part.words!r} is not what the article says at {part.span}")


def _coder_key(record: Record, coder: str, stamp: tuple[int, str]) -> int:
    key: int | None = record.value("SELECT key FROM coders WHERE id = ?", (coder,))
    if key is None:
        key = record.insert("INSERT INTO coders (id, recorded_at, basis) VALUES (?, ?, ?)", (coder, *stamp))
    return key


def _add_sides(record: Record, event_key: int, event: Event, stamp: tuple[int, str]) -> None:
    sides = [("actor", c.value) for c in event.actors] + [("recipient", c.value) for c in event.recipients]
    if event.reciprocal:
        # "Iran and the United States met": who asks for the one with the other must find it in either order.
        sides = [(side, actor) for _, actor in sides for side in ("actor", "recipient")]
    sides += [("speaker", c.value) for c in event.said_by]
    rows = []
    for side, actor in sides:
        row = (event_key, side, _actor_key(record, actor, stamp))
        if row not in rows:
            rows.append(row)
    record.insert_many(
        "INSERT INTO sides (event, side, actor, position, recorded_at, basis) VALUES (?, ?, ?, ?, ?, ?)",
        [(*row, position, *stamp) for position, row in enumerate(rows)],
    )


def _actor_key(record: Record, actor: Actor, stamp: tuple[int, str]) -> int:
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


# --- the current coder ------------------------------------------------------------------------------------------------


def choose_coder(record: Record, coder: str, at: datetime) -> bool:
    """Makes a coder the one that answers. False when it already is."""
    if current_coder(record) == coder:
        return False
    stamp = (to_micros(at), SEEN)
    with record.writing():
        key = _coder_key(record, coder, stamp)
        record.all("INSERT INTO choices (coder, recorded_at, basis) VALUES (?, ?, ?)", (key, *stamp))
    return True


def current_coder(record: Record) -> str | None:
    """The id of the coder whose codings answer; None before the first run."""
    coder: str | None = record.value(
        "SELECT c.id FROM choices h JOIN coders c ON c.key = h.coder ORDER BY h.key DESC LIMIT 1"
    )
    return coder


# --- asking -----------------------------------------------------------------------------------------------------------

_FACT = f"e.json, e.day, e.day_basis, e.recorded_at, e.basis, c.id, {HEADLINE}"
_FROM = (
    "FROM events e JOIN versions v ON v.key = e.version JOIN articles a ON a.key = v.article"
    " JOIN coders c ON c.key = e.coder"
)

_decode = msgspec.json.Decoder(Event).decode


def _fact(record: Record, row: Sequence[Any]) -> Fact:
    # Written by `to_json` into a file nobody else writes: the strict check of every key would only cost time.
    try:
        event = _decode(row[0])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise DeskDamaged(f"{record.path}: an event in the record is damaged ({error})", str(record.path)) from None
    return Fact(
        event=event,
        day=None if row[1] is None else from_days(row[1]),
        day_basis=row[2],
        recorded_at=from_micros(row[3]),
        basis=row[4],
        coder=row[5],
        article=headline(row[6 : 6 + HEADLINE_COLUMNS]),
    )


def _actors_like(record: Record, wanted: str) -> list[int]:
    """The actors, in every state in which they were met, that a person means by `wanted`."""
    code = wanted.upper() if _CODE.fullmatch(wanted) else None
    return [
        key
        for (key,) in record.rows(
            "SELECT key FROM actors WHERE id_folded = :id"
            " OR (:code IS NOT NULL AND code >= :code AND code < :code || '~')"
            " OR (:name <> '' AND instr(' ' || folded || ' ', ' ' || :name || ' ') > 0)",
            {"id": wanted.casefold(), "code": code, "name": fold(wanted)},
        )
    ]


def _conditions(record: Record, wanted: Filter, as_of: int) -> tuple[str, dict[str, Any]] | None:
    """The WHERE clause of a question and its values; None when nothing can fit."""
    coder = record.value("SELECT coder FROM choices ORDER BY key DESC LIMIT 1")
    if coder is None:
        return None
    where = ["e.coder = :coder", "e.recorded_at <= :as_of", is_current("v")]
    params: dict[str, Any] = {"coder": coder, "as_of": as_of}
    sides = {"actor": ("actor",), "recipient": ("recipient",), "side": ("actor", "recipient")}
    for name, roles in sides.items():
        asked = getattr(wanted, name)
        if asked is None:
            continue
        keys = _actors_like(record, asked)
        if not keys:
            return None
        # Whole numbers from our own table, and our own words.
        where.append(
            f"e.key IN (SELECT s.event FROM sides s WHERE s.actor IN ({', '.join(map(str, keys))})"
            f" AND s.side IN ({', '.join(repr(role) for role in roles)}))"
        )
    if wanted.facet is not None and wanted.facet.lower() not in list(Facet):
        raise UsageError(f"no facet {wanted.facet!r}; there are {', '.join(Facet)}", wanted.facet)
    exact = {
        "e.type": wanted.type and wanted.type.upper(),
        "e.mode": wanted.mode and wanted.mode.lower(),
        "e.facet": wanted.facet and wanted.facet.lower(),
        "e.country": wanted.country and wanted.country.upper(),
        "v.outlet_folded": None if wanted.outlet is None else fold(wanted.outlet),
        "a.id": wanted.article,
    }
    for number, (column, value) in enumerate(exact.items()):
        if value is not None:
            where.append(f"{column} = :x{number}")
            params[f"x{number}"] = value
    if wanted.place is not None:
        where.append("(e.place = :place OR instr(' ' || e.place_folded || ' ', ' ' || :place_name || ' ') > 0)")
        params |= {"place": wanted.place, "place_name": fold(wanted.place) or "\x00"}
    bounds = {
        "e.day >=": wanted.since,
        "e.day <=": wanted.until,
        "v.day >=": wanted.published_since,
        "v.day <=": wanted.published_until,
    }
    for number, (bound, day) in enumerate(bounds.items()):
        if day is not None:
            where.append(f"{bound} :day{number}")
            params[f"day{number}"] = to_days(day)
    if wanted.article or wanted.published_since or wanted.published_until:
        # Few articles: the plus keeps SQLite from walking through all events of the coder instead.
        where[0] = "+e.coder = :coder"
    if wanted.text is not None:
        where.append("e.key IN (SELECT rowid FROM event_words WHERE event_words MATCH :text)")
        params["text"] = words_or_fail(wanted.text)
    return " AND ".join(where), params


def each(
    record: Record,
    wanted: Filter,
    *,
    as_of: int,
    oldest_first: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> Iterator[Fact]:
    """The events asked for, by day, then as known, then in the order of the text; those without a day come last. The
    order does not depend on the order in which articles were added."""
    conditions = _conditions(record, wanted, as_of)
    if conditions is None:
        return
    where, params = conditions
    order = "e.day ASC NULLS LAST, e.recorded_at ASC" if oldest_first else "e.day DESC, e.recorded_at DESC"
    sql = (
        f"SELECT {_FACT} {_FROM} WHERE {where}"
        f" ORDER BY {order}, v.version, e.start, e.position LIMIT :limit OFFSET :offset"
    )
    for row in record.rows(sql, params | {"limit": -1 if limit is None else limit, "offset": offset}):
        yield _fact(record, row)


def count(record: Record, wanted: Filter, *, as_of: int) -> int:
    """How many events fit."""
    conditions = _conditions(record, wanted, as_of)
    if conditions is None:
        return 0
    where, params = conditions
    found: int = record.value(f"SELECT count(*) {_FROM} WHERE {where}", params)
    return found


def one(record: Record, ident: str, as_of: int) -> Fact:
    """The event with this id or the beginning of it, whichever coder and version it is from. Raises `NotFound`, and
    `UsageError` when several fit."""
    start = ident.strip().lower()
    if ":" not in start:
        start = "ev:" + start
    span = {"start": start, "end": start + "\U0010ffff", "as_of": as_of}
    fits = record.all(
        "SELECT id, min(type), min(sentence) FROM events WHERE id >= :start AND id < :end AND recorded_at <= :as_of"
        " GROUP BY id ORDER BY id LIMIT 6",
        span,
    )
    if not fits or not ident.strip():
        raise NotFound(f"no event {ident!r} in this desk; `watchfloor events` lists them with their ids", ident)
    if len(fits) > 1 and fits[0][0] != start:
        listed = "; ".join(f"{found} {kind} {words[:40]}" for found, kind, words in fits[:5])
        more = "; ..." if len(fits) > 5 else ""
        raise UsageError(f"{ident!r} fits several events; write more of it: {listed}{more}", ident)
    row = record.first(
        f"SELECT {_FACT} {_FROM} WHERE e.id = :id AND e.recorded_at <= :as_of"
        " ORDER BY e.coder = (SELECT coder FROM choices ORDER BY key DESC LIMIT 1) DESC, e.key DESC LIMIT 1",
        {"id": fits[0][0], "as_of": as_of},
    )
    assert row is not None  # noqa: S101 - it was just listed
    return _fact(record, row)


def coding(record: Record, version: str, coder: str) -> Coding | None:
    """The whole outcome of one coder for one article version, or None when it has not coded it."""
    key = record.value(
        "SELECT g.key FROM codings g JOIN coders c ON c.key = g.coder JOIN versions v ON v.key = g.version"
        " WHERE v.version = ? AND c.id = ?",
        (version, coder),
    )
    if key is None:
        return None
    events = tuple(
        _decode(row[0]) for row in record.rows("SELECT json FROM events WHERE coding = ? ORDER BY position", (key,))
    )
    return Coding(version, coder, events, tuple(problems_of(record, "coding", key, version)))
