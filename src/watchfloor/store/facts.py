"""Codings and the events in them: adding, and asking with filters.

A question is answered by the current coder, from the version of each article that was current at the moment asked for.
"""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from watchfloor.errors import NotFound, UsageError
from watchfloor.store import corrections, entryrows, eventrows, keyset, shelves
from watchfloor.store.articles import (
    HEADLINE,
    HEADLINE_COLUMNS,
    NOT_CURRENT,
    Headline,
    add_problems,
    headline,
    is_current,
    problems_of,
    published_from,
    words_or_fail,
)
from watchfloor.store.clock import EVER, SEEN, from_days, from_micros, to_days, to_micros
from watchfloor.store.connection import Record
from watchfloor.store.folding import fold
from watchfloor.store.keyset import By
from watchfloor.store.ways import Asked, Ways
from watchfloor.types import Coding, Deadline, Event, Facet, Link, Outlook, Relation, Statement

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
    corrections: tuple[int, ...] = ()
    """what people said of it, by number; see corrections.py"""


@dataclass(frozen=True, slots=True)
class Filter:
    """What to ask for; everything left out fits everything.

    `actor`, `recipient` and `side` (either of the two) take an id (`IRN`, `isis`), a country or country and sector
    (`IRQGOV`), or a name or some words of it; in a reciprocal act each side is both. `text` takes words that the
    sentence must hold. `since` and `until` bound the day of the event, `published_since` and `published_until`
    that of the article; all are included. `confidence` is that of the coding, at least, from 0 to 1."""

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
    language: str | None = None
    confidence: float | None = None


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
            eventrows.check_words(event, coding.version, text)
            eventrows.insert(
                record,
                event,
                coding=key,
                coder=coder,
                version=version,
                position=position,
                published=published,
                stamp=(recorded_at, basis),
            )
        for position, entry in enumerate(coding.entries):
            entryrows.check_words(entry, coding.version, text)
            entryrows.insert(
                record,
                entry,
                coding=key,
                coder=coder,
                version=version,
                position=position,
                published=published,
                stamp=(recorded_at, basis),
            )
        corrections.follow_coding(record, version, coder)
        add_problems(record, "coding", key, coding.problems, stamp)
    return True


def _coder_key(record: Record, coder: str, stamp: tuple[int, str]) -> int:
    key: int | None = record.value("SELECT key FROM coders WHERE id = ?", (coder,))
    if key is None:
        key = record.insert("INSERT INTO coders (id, recorded_at, basis) VALUES (?, ?, ?)", (coder, *stamp))
    return key


# --- the current coder ------------------------------------------------------------------------------------------------


def choose_coder(record: Record, coder: str, at: datetime) -> bool:
    """Makes a coder the one that answers. False when it already is."""
    if current_coder(record) == coder:
        return False
    with record.writing():
        # A clock that was set back must not put a choice before the one that it follows.
        stamp = (max(to_micros(at), record.value("SELECT max(recorded_at) FROM choices") or 0), SEEN)
        key = _coder_key(record, coder, stamp)
        record.all("INSERT INTO choices (coder, recorded_at, basis) VALUES (?, ?, ?)", (key, *stamp))
    return True


THEN = "then"
"""in place of a coder's id: the one that answered at the moment asked about, and only what it had coded by then"""


def current_coder(record: Record, as_of: int = EVER) -> str | None:
    """The id of the coder whose codings answer, or answered at a moment; None before the first run."""
    coder: str | None = record.value(
        "SELECT c.id FROM choices h JOIN coders c ON c.key = h.coder WHERE h.recorded_at <= ?"
        " ORDER BY h.key DESC LIMIT 1",
        (as_of,),
    )
    return coder


def answering(record: Record, coder: str | None, as_of: int) -> int | None:
    """The key of the coder that answers: the current one, unless an id is given, or `THEN`. None when there is none."""
    if coder is None or coder == THEN:
        key: int | None = record.value(
            "SELECT coder FROM choices WHERE recorded_at <= ? ORDER BY key DESC LIMIT 1",
            (EVER if coder is None else as_of,),
        )
        return key
    found: int | None = record.value("SELECT key FROM coders WHERE id = ?", (coder,))
    return found


# --- asking -----------------------------------------------------------------------------------------------------------

SUPERSEDED = shelves.EVENTS.superseded
"""SQL: rows of events that were something else, or nothing, after a correction"""

_NEWEST = "{0}.key = (SELECT max(k.key) FROM memberships k WHERE k.fact = {0}.fact AND k.recorded_at <= :as_of)"


REPEATING = (
    "SELECT y.key FROM events y JOIN versions z ON z.key = y.version WHERE y.id IN (SELECT fact FROM memberships)"
    " AND EXISTS (SELECT 1 FROM memberships m JOIN memberships n ON n.act = m.act AND n.fact <> m.fact"
    " JOIN events x ON x.id = n.fact AND +x.coder = y.coder JOIN versions w ON w.key = x.version"
    f" WHERE m.fact = y.id AND {_NEWEST.format('m')} AND {_NEWEST.format('n')}"
    f" AND x.recorded_at <= :as_of AND x.key NOT IN ({SUPERSEDED}) AND {is_current('w')}"
    " AND (w.dated_at, w.version, x.start, x.position) < (z.dated_at, z.version, y.start, y.position))"
)
"""SQL: rows of events that are one act with another, which was reported first and stands for it"""


def stands(e: str, v: str) -> str:
    """SQL: the event `e` of the version `v` is part of what was known at `:as_of`. What does not stand is little, and
    found once for a whole question."""
    return (
        f"{e}.recorded_at <= :as_of AND {e}.key NOT IN ({SUPERSEDED}) AND {e}.key NOT IN ({REPEATING})"
        f" AND {is_current(v)}"
    )


def standing(e: str) -> str:
    """SQL: the same of an event `e` without its version, for questions that go through very many events: an index
    answers it, and no row is read."""
    return (
        f"{e}.recorded_at <= :as_of AND {e}.key NOT IN ({SUPERSEDED}) AND {e}.key NOT IN ({REPEATING})"
        f" AND {e}.version NOT IN ({NOT_CURRENT})"
    )


_IN_TEXT = (By("v.version"), By("e.start"), By("e.position"))
_FACT = f"e.json, e.day, e.day_basis, e.recorded_at, e.basis, c.id, {HEADLINE}"
_FROM = (
    "FROM events e JOIN versions v ON v.key = e.version JOIN articles a ON a.key = v.article"
    " JOIN coders c ON c.key = e.coder"
)


def _fact(record: Record, row: Sequence[Any], judged: Mapping[str, tuple[int, ...]]) -> Fact:
    event = eventrows.decode(record, row[0])
    return Fact(
        event=event,
        day=None if row[1] is None else from_days(row[1]),
        day_basis=row[2],
        recorded_at=from_micros(row[3]),
        basis=row[4],
        coder=row[5],
        article=headline(row[6 : 6 + HEADLINE_COLUMNS]),
        corrections=judged.get(event.id, ()),
    )


def actors_like(record: Record, wanted: str) -> list[int]:
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


_SIDES = {"actor": ("actor",), "recipient": ("recipient",), "side": ("actor", "recipient")}


def _ways(record: Record, wanted: Filter) -> Ways | None:
    """None when nothing can fit."""
    ways = Ways()
    for name, roles in _SIDES.items():
        side = getattr(wanted, name)
        if side is None:
            continue
        keys = actors_like(record, side)
        if not keys:
            return None
        # Whole numbers from our own table, and our own words.
        who = ", ".join(map(str, keys))
        which = ", ".join(repr(role) for role in roles)
        ways.keys[name] = f"SELECT s.event FROM sides s WHERE s.actor IN ({who}) AND s.side IN ({which})"
        ways.asked[name] = (
            f"+e.key IN (SELECT s.event FROM sides s WHERE s.event = e.key AND s.side IN ({which})"
            f" AND +s.actor IN ({who}))"
        )
    if wanted.text is not None:
        ways.params["text"] = words_or_fail(wanted.text)
        ways.keys["text"] = "SELECT rowid FROM event_words WHERE event_words MATCH :text"
        ways.asked["text"] = f"+e.key IN ({ways.keys['text']})"
    if wanted.place is not None:
        by_id = ":" in wanted.place
        named = [wanted.place] if by_id else _places_like(record, fold(wanted.place))
        if not named:
            return None
        ways.params |= {f"place{number}": place for number, place in enumerate(named)}
        if by_id:
            ways.asked["place"] = "e.place = :place0"
        else:
            among = f"place_folded IN ({', '.join(f':place{number}' for number in range(len(named)))})"
            ways.keys["place"] = f"SELECT p.key FROM events p WHERE p.{among}"
            ways.asked["place"] = f"+e.{among}"
    ways.pages("events", wanted)
    return ways


def conditions(record: Record, wanted: Filter, as_of: int, coder: str | None, most: int | None) -> Asked | None:
    """What a question asks for, beside that the event stands; None when nothing can fit. `most` is how many events are
    wanted; None for all. A plus keeps SQLite from another way than the one `Ways.lead` chose."""
    if wanted.facet is not None and wanted.facet.lower() not in list(Facet):
        raise UsageError(f"no facet {wanted.facet!r}; there are {', '.join(Facet)}", wanted.facet)
    key = answering(record, coder, as_of)
    ways = None if key is None else _ways(record, wanted)
    if ways is None:
        return None
    params = ways.params | {"coder": key, "as_of": as_of}
    where = []
    if coder == THEN:
        where.append("e.coding IN (SELECT key FROM codings WHERE coder = :coder AND recorded_at <= :as_of)")
    exact = {
        "e.type": wanted.type and wanted.type.upper(),
        "e.mode": wanted.mode and wanted.mode.lower(),
        "e.facet": wanted.facet and wanted.facet.lower(),
        "e.country": wanted.country and wanted.country.upper(),
        "v.outlet_folded": None if wanted.outlet is None else fold(wanted.outlet),
        "v.language": wanted.language and wanted.language.lower(),
    }
    for number, (column, value) in enumerate(exact.items()):
        if value is not None:
            where.append(f"{column} = :x{number}")
            params[f"x{number}"] = value
    for name, bound, day in (("since", ">=", wanted.since), ("until", "<=", wanted.until)):
        if day is not None:
            where.append(f"e.day {bound} :{name}")
            params[name] = to_days(day)
    if wanted.confidence is not None:
        where.append("e.confidence >= :confidence")
        params["confidence"] = wanted.confidence
    words = not where and list(ways.asked) == ["text"]
    in_days = None
    if wanted.since is not None and wanted.until is not None:
        in_days = "SELECT 1 FROM events e WHERE e.coder = :coder AND e.day >= :since AND e.day <= :until"
    few, rows = ways.lead(record, params, most, in_days, _SIDES)
    where += ways.asked.values()
    return Asked(
        where=" AND ".join([f"{'+' if few else ''}e.coder = :coder", *where]),
        params=params,
        few=few,
        size=rows,
        words=words,
        of_version=any(condition.startswith("v.") for condition in where),
    )


def _places_like(record: Record, name: str) -> list[str]:
    """The places of events, as they are kept, in which a name stands; from name to name through the index, because
    there are far fewer names than events."""
    return [
        found
        for (found,) in record.rows(
            "WITH RECURSIVE named (place) AS (SELECT min(place_folded) FROM events UNION ALL"
            " SELECT (SELECT min(place_folded) FROM events WHERE place_folded > named.place) FROM named"
            " WHERE named.place IS NOT NULL)"
            " SELECT place FROM named WHERE :name <> '' AND instr(' ' || place || ' ', ' ' || :name || ' ') > 0",
            {"name": name},
        )
    ]


def each(
    record: Record,
    wanted: Filter,
    *,
    as_of: int,
    coder: str | None = None,
    oldest_first: bool = False,
    limit: int | None = None,
    offset: int = 0,
    after: str | None = None,
) -> Iterator[Fact]:
    """The events asked for, by day, then as known, then in the order of the text; those without a day come last. The
    order does not depend on the order in which articles were added. `after` is the id of an event behind which the list
    begins. Raises `UsageError` where it is not known."""
    asked = conditions(record, wanted, as_of, coder, limit)
    if asked is None:
        return
    judged = corrections.by_fact(record, as_of)
    order = (By("e.day", not oldest_first, empty=True), By("e.recorded_at", not oldest_first), *_IN_TEXT)
    where, params = asked.where, asked.params | {"limit": -1 if limit is None else limit, "offset": offset}
    if after is not None:
        columns = ", ".join(by.column for by in order)
        row = record.first(
            f"SELECT {columns} FROM events e JOIN versions v ON v.key = e.version WHERE e.id = :after"
            " AND e.recorded_at <= :as_of ORDER BY e.coder = :coder DESC, e.key DESC LIMIT 1",
            {"after": after, "as_of": as_of, "coder": asked.params["coder"]},
        )
        behind, more = keyset.beyond(order, row or keyset.lost(after))
        where, params = f"{where} AND {behind}", params | more
    sql = (
        f"SELECT {_FACT} {_FROM} WHERE {where} AND {stands('e', 'v')}"
        f" ORDER BY {keyset.order_by(order)} LIMIT :limit OFFSET :offset"
    )
    for row in record.rows(sql, params):
        yield _fact(record, row, judged)


def count(record: Record, wanted: Filter, *, as_of: int, coder: str | None = None, most: int | None = None) -> int:
    """How many events fit; counted no further than `most`."""
    asked = conditions(record, wanted, as_of, coder, most)
    if asked is None:
        return 0
    if asked.words and not asked.few:
        # They come as they are found in the index of words: with a limit, few of them have to be looked at.
        events = "event_words h CROSS JOIN events e ON e.key = h.rowid JOIN versions v ON v.key = e.version"
        where = f"h.sentence MATCH :text AND e.coder = :coder AND {stands('e', 'v')}"
    elif asked.at_once:
        events = "events e JOIN versions v ON v.key = e.version"
        where = f"{asked.where} AND {stands('e', 'v')}"
    else:
        events = "events e" + (" JOIN versions v ON v.key = e.version" if asked.of_version else "")
        where = f"{asked.where} AND {standing('e')}"
    found: int = record.value(
        f"SELECT count(*) FROM (SELECT 1 FROM {events} WHERE {where} LIMIT :most)",
        asked.params | {"most": -1 if most is None else most},
    )
    return found


def keys(record: Record, wanted: Filter, *, as_of: int, coder: str | None = None) -> list[tuple[int, int | None]]:
    """The rows of the events asked for, with their days, the newest first; nothing of them is read."""
    asked = conditions(record, wanted, as_of, coder, None)
    if asked is None:
        return []
    return record.all(
        f"SELECT e.key, e.day FROM events e JOIN versions v ON v.key = e.version WHERE {asked.where}"
        f" AND {stands('e', 'v')} ORDER BY e.day DESC, e.key",
        asked.params,
    )


def by_keys(record: Record, rows: Iterable[int], as_of: int) -> list[Fact]:
    """The events in some rows, by day, then as known, then in the order of the text."""
    judged = corrections.by_fact(record, as_of)
    return [
        _fact(record, row, judged)
        for row in record.rows(
            f"SELECT {_FACT} {_FROM} WHERE e.key IN (SELECT value FROM json_each(?))"
            " ORDER BY e.day ASC NULLS LAST, e.recorded_at ASC, v.version, e.start, e.position",
            (json.dumps(sorted(rows)),),
        )
    ]


def by_row(record: Record, key: int, judged: Mapping[str, tuple[int, ...]]) -> Fact:
    """The event in a row, as another question found it, with what people said of it (`corrections.by_fact`)."""
    row = record.first(f"SELECT {_FACT} {_FROM} WHERE e.key = ?", (key,))
    assert row is not None  # noqa: S101 - it was just found
    return _fact(record, row, judged)


def one(record: Record, ident: str, as_of: int, coder: str | None = None) -> Fact:
    """The event with this id or the beginning of it, whichever coder and version it is from: as it stands for the coder
    asked about (the current one), else for another, else as it stood last. Raises `NotFound`, and `UsageError` when
    several fit."""
    fits = shelves.ids_like(record, ident, as_of, ("event",))
    if not fits:
        raise NotFound(f"no event {ident!r} in this desk; `watchfloor events` lists them with their ids", ident)
    found = shelves.only_one(fits, ident)
    row = record.first(
        f"SELECT {_FACT} {_FROM} WHERE e.id = :id AND e.recorded_at <= :as_of"
        f" ORDER BY e.coder IS :coder DESC, e.key NOT IN ({SUPERSEDED}) DESC, e.key DESC LIMIT 1",
        {"id": found, "as_of": as_of, "coder": answering(record, coder, as_of)},
    )
    assert row is not None  # noqa: S101 - it was just listed
    return _fact(record, row, corrections.by_fact(record, as_of))


def coding(record: Record, version: str, coder: str) -> Coding | None:
    """The whole outcome of one coder for one article version, or None when it has not coded it."""
    key = record.value(
        "SELECT g.key FROM codings g JOIN coders c ON c.key = g.coder JOIN versions v ON v.key = g.version"
        " WHERE v.version = ? AND c.id = ?",
        (version, coder),
    )
    if key is None:
        return None
    # Rows that a correction made are not what the coder said.
    found: list[shelves.Fact] = []
    for shelf in shelves.SHELVES:
        found += [
            shelf.decode(record, ident, json)
            for ident, json in record.rows(
                f"SELECT id, json FROM {shelf.rows} WHERE coding = ? AND key NOT IN ({shelf.corrected})"
                " ORDER BY position",
                (key,),
            )
        ]
    return Coding(
        version,
        coder,
        tuple(one for one in found if isinstance(one, Event)),
        tuple(problems_of(record, "coding", key, version)),
        tuple(one for one in found if isinstance(one, Statement)),
        tuple(one for one in found if isinstance(one, Deadline)),
        tuple(one for one in found if isinstance(one, Outlook)),
        tuple(one for one in found if isinstance(one, Relation)),
        tuple(one for one in found if isinstance(one, Link)),
    )
