"""The values of types.py to and from JSON.

Two forms. `to_json` / `from_json` are for the machine: every field of the value, in the order of its definition, so
that the same value always gives the same bytes; an unknown key or a wrong type is an error. `to_dict` is the
flat form of an event that `--json`, the exports and other programs read: its keys are documented there and stay as
they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol, TypeVar, runtime_checkable

import msgspec

from watchfloor.errors import Unreadable
from watchfloor.types import (
    Actor,
    Cited,
    Deadline,
    Entry,
    Event,
    Link,
    Outlook,
    Period,
    Place,
    Published,
    Relation,
    Statement,
)

V = TypeVar("V")

STATED, PUBLISHED, UNKNOWN = "stated", "published", "unknown"


class Headed(Protocol):
    """What `to_dict` needs to know of an article: an `Article`, or its headline in a desk."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def outlet(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def published(self) -> Published | None: ...


@runtime_checkable
class KeptEntry(Protocol):
    """An entry of the ledgers as a desk keeps it; see `watchfloor.store.entries.Kept`."""

    @property
    def entry(self) -> Entry: ...
    @property
    def article(self) -> Headed: ...
    @property
    def coder(self) -> str: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def basis(self) -> str: ...
    @property
    def corrections(self) -> tuple[int, ...]: ...


# --- the whole value --------------------------------------------------------------------------------------------------


def to_json(value: object) -> bytes:
    """The whole value as one line of UTF-8 JSON; the same value gives the same bytes."""
    return msgspec.json.encode(value, order="deterministic")


def from_json(data: bytes | str, kind: type[V]) -> V:
    """The value of type `kind` (`Event`, `Article`, `Coding`, ...) that `to_json` wrote.

    Raises `Unreadable`, which names the place in the value, for broken JSON, a missing or unknown key, a wrong type, or
    a value that could not be built (a span that does not fit its words)."""
    try:
        plain = msgspec.json.decode(data)
        value = msgspec.convert(plain, kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Unreadable(f"this is no {kind.__name__} in JSON: {error}", kind.__name__) from None
    # msgspec ignores unknown keys of a dataclass, and a misspelt optional key would vanish silently.
    unknown = _unknown_key(plain, msgspec.to_builtins(value), "$")
    if unknown:
        raise Unreadable(f"this is no {kind.__name__} in JSON: unknown key {unknown}", kind.__name__)
    return value


def _unknown_key(given: Any, known: Any, path: str) -> str:
    """The path of the first key of `given` that is not in `known`, or nothing."""
    if isinstance(given, dict) and isinstance(known, dict):
        for key, value in given.items():
            if key not in known:
                return f"{path}.{key}"
            if found := _unknown_key(value, known[key], f"{path}.{key}"):
                return found
    elif isinstance(given, list) and isinstance(known, (list, tuple)):
        for index, (one, other) in enumerate(zip(given, known, strict=True)):
            if found := _unknown_key(one, other, f"{path}[{index}]"):
                return found
    return ""


# --- entries of the ledgers -------------------------------------------------------------------------------------------

ENTRY_KINDS: dict[str, type[Entry]] = {
    "statement": Statement,
    "deadline": Deadline,
    "outlook": Outlook,
    "relation": Relation,
    "link": Link,
}
"""the kinds of facts beside the events, by name; the first two letters of the name begin their ids"""


def kind_of(entry: Entry) -> str:
    """The name of an entry's kind, as in `ENTRY_KINDS`."""
    return type(entry).__name__.lower()


def said_on(entry: Entry, published: Published | None) -> tuple[date | None, str]:
    """The day on which an entry was said, and how it is known, as for `filed_under`. Only a statement states it; the
    dates of the others are of what they speak about."""
    if isinstance(entry, Statement) and entry.when is not None and entry.when.value.start is not None:
        return entry.when.value.start, STATED
    return (None, UNKNOWN) if published is None else (published.day, PUBLISHED)


# --- the flat form of an event ----------------------------------------------------------------------------------------


def filed_under(event: Event, published: Published | None) -> tuple[date | None, str]:
    """The day under which an event is listed, and how it is known: the first day its words state (`stated`), else the
    day of publication (`published`), else none (`unknown`)."""
    if event.when is not None and event.when.value.start is not None:
        return event.when.value.start, STATED
    if published is not None:
        return published.day, PUBLISHED
    return None, UNKNOWN


def to_dict(event: Event, article: Headed) -> dict[str, Any]:
    """The flat form of an event, ready for JSON. Keys, in this order:

    id, type, mode, contexts, cameo, facet, probability, confidence, reciprocal   as in `Event`
    day, day_basis    the day it is listed under (ISO 8601, or null), and how known: stated, published or unknown
    actors, recipients, said_by   lists of {id, name, kind, code, country, sectors, office, words, start, end, rule}
    place     null or {id, name, country, admin, lat, lon, precision, words, start, end, rule}
    further_places   more places of the same act, a list of the same
    when      null or {from, to, precision, edtf, words, start, end, rule}; from and to are days, both included
    words, start, end, rule       the act as the article words it, and the pattern that read it
    sentence, sentence_start, sentence_end
    article   {id, version, url, title, outlet, published, precision, basis}; published is null or ISO 8601

    Every `start` and `end` counts Unicode code points in the text of that article version."""
    day, basis = filed_under(event, article.published)
    return {
        "id": event.id,
        "type": event.type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "cameo": event.cameo,
        "facet": event.facet.value,
        "probability": event.probability,
        "confidence": event.confidence,
        "reciprocal": event.reciprocal,
        "day": _iso(day),
        "day_basis": basis,
        "actors": [_actor(cited) for cited in event.actors],
        "recipients": [_actor(cited) for cited in event.recipients],
        "place": None if event.place is None else _place(event.place),
        "further_places": [_place(cited) for cited in event.further_places],
        "when": None if event.when is None else _period(event.when),
        "said_by": [_actor(cited) for cited in event.said_by],
        **_citation(event.trigger),
        "sentence": event.sentence.words,
        "sentence_start": event.sentence.span.start,
        "sentence_end": event.sentence.span.end,
        "article": article_dict(article),
    }


def entry_fields(entry: Entry, article: Headed) -> dict[str, Any]:
    """The flat form of what the ledgers hold, ready for JSON. Each has, in this order: `id`; `ledger`, its kind; the
    keys of that kind, below; `said` and `said_basis`, the day of saying as `day` of an event; `confidence`; `words`,
    `start`, `end` and `rule`, the cue (null where a quotation goes on without one); `sentence`, `sentence_start`,
    `sentence_end`; `article`, as of an event.

    statement   kind, act, speaker, rank, side, anonymous, content, addressee, venue, parent, stances, when
                a stance: target, action, value, commitment, about, condition, limit
    deadline    what, bound, set_by, stated, due, status, moved_from, said_by
    outlook     holder, what, negated, by, direction, low, high, point, scale, condition
    relation    kind, a, b, holds, facet, when, place, said_by
    link        kind, a, b, sign, facet, said_by

    Actors, places and dates are as in an event; other words are {value, words, start, end, rule}."""
    said, basis = said_on(entry, article.published)
    cue = {"words": None, "start": None, "end": None, "rule": None} if entry.cue is None else _citation(entry.cue)
    return {
        "id": entry.id,
        "ledger": kind_of(entry),
        **_own_fields(entry),
        "said": _iso(said),
        "said_basis": basis,
        "confidence": entry.confidence,
        **cue,
        "sentence": entry.sentence.words,
        "sentence_start": entry.sentence.span.start,
        "sentence_end": entry.sentence.span.end,
        "article": article_dict(article),
    }


def _own_fields(entry: Entry) -> dict[str, Any]:
    match entry:
        case Statement():
            return {
                "kind": entry.kind,
                "act": entry.act,
                "speaker": None if entry.speaker is None else _actor(entry.speaker),
                "rank": entry.rank,
                "side": entry.side,
                "anonymous": entry.anonymous,
                "content": [_words(part) for part in entry.content],
                "addressee": _words(entry.addressee),
                "venue": _words(entry.venue),
                "parent": entry.parent or None,
                "stances": [
                    {
                        "target": _words(stance.target),
                        "action": stance.action,
                        "value": stance.value,
                        "commitment": stance.commitment,
                        "about": [_actor(one) for one in stance.about],
                        "condition": _words(stance.condition),
                        "limit": _words(stance.limit),
                    }
                    for stance in entry.stances
                ],
                "when": None if entry.when is None else _period(entry.when),
            }
        case Deadline():
            return {
                "what": _words(entry.what),
                "bound": [_actor(one) for one in entry.bound],
                "set_by": [_actor(one) for one in entry.set_by],
                "stated": _words(entry.stated),
                "due": None if entry.due is None else _days(entry.due),
                "status": entry.status,
                "moved_from": None if entry.moved_from is None else _period(entry.moved_from),
                "said_by": [_actor(one) for one in entry.said_by],
            }
        case Outlook():
            return {
                "holder": None if entry.holder is None else _actor(entry.holder),
                "what": _words(entry.what),
                "negated": entry.negated,
                "by": None if entry.by is None else _period(entry.by),
                "direction": entry.direction,
                "low": entry.low,
                "high": entry.high,
                "point": entry.point,
                "scale": entry.scale,
                "condition": _words(entry.condition),
            }
        case Relation():
            return {
                "kind": entry.kind,
                "a": _actor(entry.a),
                "b": _actor(entry.b),
                "holds": entry.holds,
                "facet": entry.facet.value,
                "when": None if entry.when is None else _period(entry.when),
                "place": None if entry.place is None else _place(entry.place),
                "said_by": [_actor(one) for one in entry.said_by],
            }
        case Link():
            return {
                "kind": entry.kind,
                "a": _words(entry.a),
                "b": _words(entry.b),
                "sign": entry.sign,
                "facet": entry.facet.value,
                "said_by": [_actor(one) for one in entry.said_by],
            }


def entry_dict(kept: KeptEntry) -> dict[str, Any]:
    """What `entry_fields` gives, then coder, recorded_at, recorded_basis and corrections, as of an event."""
    return entry_fields(kept.entry, kept.article) | {
        "coder": kept.coder,
        "recorded_at": kept.recorded_at.isoformat(),
        "recorded_basis": kept.basis,
        "corrections": list(kept.corrections),
    }


def article_dict(article: Headed) -> dict[str, Any]:
    """The flat form of an article's headline: {id, version, url, title, outlet, published, precision, basis}."""
    published = article.published
    return {
        "id": article.id,
        "version": article.version,
        "url": article.url,
        "title": article.title,
        "outlet": article.outlet,
        "published": None if published is None else published.at.isoformat(),
        "precision": None if published is None else published.precision,
        "basis": None if published is None else published.basis,
    }


def _actor(cited: Cited[Actor]) -> dict[str, Any]:
    actor = cited.value
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "code": actor.code,
        "country": actor.country,
        "sectors": list(actor.sectors),
        "office": actor.office,
        **_citation(cited),
    }


def _place(cited: Cited[Place]) -> dict[str, Any]:
    place = cited.value
    return {
        "id": place.id,
        "name": place.name,
        "country": place.country,
        "admin": place.admin,
        "lat": place.lat,
        "lon": place.lon,
        "precision": place.precision,
        **_citation(cited),
    }


def _period(cited: Cited[Period]) -> dict[str, Any]:
    return {**_days(cited.value), **_citation(cited)}


def _days(period: Period) -> dict[str, Any]:
    return {
        "from": _iso(period.start),
        "to": _iso(period.end),
        "precision": period.precision,
        "edtf": period.edtf,
    }


def _words(cited: Cited[str] | None) -> dict[str, Any] | None:
    return None if cited is None else {"value": cited.value, **_citation(cited)}


def _citation(cited: Cited[Any]) -> Mapping[str, Any]:
    return {"words": cited.words, "start": cited.span.start, "end": cited.span.end, "rule": cited.rule}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
