"""Statements, deadlines, outlooks, relations and links as rows: how one is written, with what is kept beside it for
asking.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from watchfloor.codec import ENTRY_KINDS, kind_of, said_on
from watchfloor.errors import DeskDamaged
from watchfloor.store.clock import to_days
from watchfloor.store.connection import Record
from watchfloor.store.eventrows import actor_key, party
from watchfloor.types import Actor, Cited, Deadline, Entry, Link, Outlook, Published, Relation, Statement

FILED = "kind, start, side, form, detail, day, said, words"
"""the columns by which entries are asked for; `filed` gives them"""
_COLUMNS = f"id, coding, coder, version, position, {FILED}, json, recorded_at, basis"
_INSERT = f"INSERT INTO entries ({_COLUMNS}) VALUES ({', '.join('?' * (_COLUMNS.count(',') + 1))})"  # noqa: S608 - constants

ROLES = {
    "statement": ("speaker", "about"),
    "deadline": ("bound", "set_by", "said_by"),
    "outlook": ("holder",),
    "relation": ("a", "b", "said_by"),
    "link": ("said_by",),
}
"""as which an actor may stand in an entry of a kind"""


def decode(record: Record, fact: str, json: str) -> Entry:
    """The entry in a row; its id says of what kind it is. Written by `packed` into a file nobody else writes: the
    strict check of every key would only cost time."""
    kind = next((name for name in ENTRY_KINDS if name.startswith(fact.partition(":")[0])), "")
    try:
        plain = msgspec.json.decode(json)
        whole = plain["sentence"]
        unpack = _Unpacker(whole["version"], whole["words"], whole["at"][0])
        return msgspec.convert({key: unpack(value) for key, value in plain.items()}, ENTRY_KINDS[kind])
    except (LookupError, TypeError, ValueError, msgspec.MsgspecError) as error:
        raise DeskDamaged(f"{record.path}: an entry in the record is damaged ({error})", str(record.path)) from None


def packed(entry: Entry) -> str:
    """An entry as JSON, with every word once: most parts of it quote its sentence, and so only say where in it they
    stand. An article has many entries, and written in full they would be longer than its text."""
    plain = msgspec.to_builtins(entry)
    whole = entry.sentence
    pack = _Packer(whole.words, whole.span.start)
    out = {key: pack(value) for key, value in plain.items()}
    out["sentence"] |= {"version": whole.span.version, "words": whole.words}
    return msgspec.json.encode(out).decode()


_CITED = {"value", "span", "words", "rule"}


@dataclass(frozen=True, slots=True)
class _Packer:
    """Writes what is cited as {at, rule}, with its words only where they are not in the sentence, and with its value
    only where it is not its words."""

    sentence: str
    start: int

    def __call__(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [self(one) for one in value]
        if not isinstance(value, dict):
            return value
        if value.keys() != _CITED:
            return {key: self(one) for key, one in value.items()}
        first, last = value["span"]["start"], value["span"]["end"]
        out: dict[str, Any] = {"at": [first, last], "rule": value["rule"]}
        if first < self.start or self.sentence[first - self.start : last - self.start] != value["words"]:
            out["words"] = value["words"]
        if value["value"] != value["words"]:
            out["value"] = value["value"]
        return out


@dataclass(frozen=True, slots=True)
class _Unpacker:
    """The other way round."""

    version: str
    sentence: str
    start: int

    def __call__(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self(one) for one in value]
        if not isinstance(value, dict):
            return value
        if "at" not in value:
            return {key: self(one) for key, one in value.items()}
        first, last = value["at"]
        words = value.get("words", self.sentence[first - self.start : last - self.start])
        span = {"version": self.version, "start": first, "end": last}
        return {"value": value.get("value", words), "span": span, "words": words, "rule": value["rule"]}


def check_words(entry: Entry, version: str, text: str) -> None:
    """That every part of an entry quotes the article. Raises `ValueError`: if not, it is a bug of what made it."""
    if not entry.id.startswith(kind_of(entry)[:2] + ":"):
        raise ValueError(f"{entry.id} is no id of a {kind_of(entry)}")
    for part in cited_in(entry):
        if part.span.version != version or text[part.span.start : part.span.end] != part.words:
            raise ValueError(f"{entry.id}: {part.words!r} is not what the article says at {part.span}")


def cited_in(value: Any) -> Iterator[Cited[Any]]:
    """Everything in a value that was read from words."""
    if isinstance(value, Cited):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from cited_in(one)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from cited_in(getattr(value, name))


def insert(
    record: Record,
    entry: Entry,
    *,
    coding: int,
    coder: int,
    version: int,
    position: int,
    published: Published | None,
    stamp: tuple[int, str],
) -> int:
    """Adds an entry within a transaction and gives the key of its row."""
    columns = filed(entry, published)
    words = columns[-1]
    key = record.insert(_INSERT, (entry.id, coding, coder, version, position, *columns, packed(entry), *stamp))
    record.all("INSERT INTO entry_words (rowid, words) VALUES (?, ?)", (key, words))
    rows = dict.fromkeys((role, actor_key(record, actor, stamp)) for role, actor in roles(entry))
    record.insert_many(
        "INSERT INTO roles (entry, role, actor, recorded_at, basis) VALUES (?, ?, ?, ?, ?)",
        [(key, role, actor, *stamp) for role, actor in rows],
    )
    return key


def filed(entry: Entry, published: Published | None) -> tuple[Any, ...]:
    """What is kept of an entry for asking: the columns of `FILED`."""
    said, _ = said_on(entry, published)
    day = last_day(entry)
    return (
        kind_of(entry),
        start_of(entry),
        side(entry),
        *classes(entry),
        None if day is None else to_days(day),
        None if said is None else to_days(said),
        words_of(entry),
    )


def roles(entry: Entry) -> Iterator[tuple[str, Actor]]:
    """Who stands in an entry, and as what."""
    cited: dict[str, tuple[Cited[Actor], ...]]
    match entry:
        case Statement():
            speaker = (entry.speaker,) if entry.speaker else ()
            cited = {"speaker": speaker, "about": tuple(one for stance in entry.stances for one in stance.about)}
        case Deadline():
            cited = {"bound": entry.bound, "set_by": entry.set_by, "said_by": entry.said_by}
        case Outlook():
            cited = {"holder": (entry.holder,) if entry.holder else ()}
        case Relation():
            cited = {"a": (entry.a,), "b": (entry.b,), "said_by": entry.said_by}
        case Link():
            cited = {"said_by": entry.said_by}
    for role, actors in cited.items():
        for one in actors:
            yield role, one.value


def side(entry: Entry) -> str:
    """Whom an entry speaks for: of a statement as it says; else the country of whoever says, holds or set it, or who it
    is when there is no country. Empty when nobody is named."""
    if isinstance(entry, Statement):
        return entry.side
    saying = [actor for role, actor in roles(entry) if role in ("holder", "said_by", "set_by")]
    return party(saying[0]) if saying else ""


def classes(entry: Entry) -> tuple[str, str]:
    """What sort of entry it is, by which lists can be filtered, and a second such word."""
    match entry:
        case Statement():
            return entry.kind, entry.act
        case Deadline():
            return entry.status, ""
        case Outlook():
            return entry.direction, entry.scale
        case Relation():
            return entry.kind, entry.facet.value
        case Link():
            return entry.kind, entry.facet.value


def last_day(entry: Entry) -> date | None:
    """The day by which a deadline or an outlook is over, or to which a relation is said to hold."""
    match entry:
        case Deadline():
            period = entry.due
        case Outlook():
            period = entry.by.value if entry.by else None
        case Relation():
            period = entry.when.value if entry.when else None
        case _:
            return None
    return None if period is None else period.end or period.start


def start_of(entry: Entry) -> int:
    """Where in the text an entry stands: its cue, or its sentence where it has none."""
    return (entry.cue or entry.sentence).span.start


def words_of(entry: Entry) -> str:
    """The words by which an entry is found: its sentence, and what is quoted beyond it."""
    span = entry.sentence.span
    beyond = [
        part.words
        for part in (entry.content if isinstance(entry, Statement) else ())
        if not (span.start <= part.span.start and part.span.end <= span.end)
    ]
    return "\n".join((entry.sentence.words, *beyond))
