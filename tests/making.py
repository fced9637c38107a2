"""Events and articles for tests, made from a sentence in which the parts are marked.

    event("{ISIS} <seized> the city of [Mosul] on (Tuesday)", "COERCE", "seize")

`{}` marks actors, `||` recipients, `<>` the act, `[]` the place, `()` the date, `""` is just text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from watchfloor.types import (
    Actor,
    Article,
    Cited,
    Event,
    Facet,
    Period,
    Place,
    Published,
    Span,
    fact_id,
    version_of,
)

ACTORS = {
    "ISIS": Actor("isis", "Islamic State", "group", "", ("REB",)),
    "Iran": Actor("IRN", "Iran", "state", "IRN", ("GOV",)),
    "Iraq": Actor("IRQ", "Iraq", "state", "IRQ", ("GOV",)),
    "Kerry": Actor("person:john-kerry", "John Kerry", "person", "USA", ("GOV",), "Secretary of State"),
    "the Pentagon": Actor("USA-MIL", "United States military", "agency", "USA", ("MIL",)),
}
PLACES = {
    "Mosul": Place("geonames:99072", "Mosul", "IRQ", "Nineveh", 36.335, 43.11889, "city"),
    "Baghdad": Place("geonames:98182", "Baghdad", "IRQ", "Baghdad", 33.34058, 44.40088, "city"),
}
DAYS = {"Tuesday": date(2014, 6, 10), "Monday": date(2014, 6, 23), "July 20": date(2014, 7, 20)}

_PART = re.compile(
    r"\{(?P<actor>[^}]+)\}|\|(?P<recipient>[^|]+)\||<(?P<act>[^>]+)>|\[(?P<place>[^]]+)\]|\((?P<day>[^)]+)\)"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """An event as a desk keeps it."""

    event: Event
    article: Article
    coder: str = "coder-1"
    recorded_at: datetime = datetime(2014, 6, 25, 8, tzinfo=UTC)
    basis: str = "seen"
    corrections: tuple[int, ...] = ()


def fact(
    marked: str,
    type_: str,
    mode: str = "",
    *,
    facet: Facet = Facet.HAPPENED,
    outlet: str = "Test Wire",
    published: date | None = date(2014, 6, 24),
    reciprocal: bool = False,
    title: str = "Title",
    cameo: str = "190",
) -> Kept:
    """One event and its article, whose text is the sentence alone."""
    parts: dict[str, list[tuple[int, int]]] = {}
    text, last = "", 0
    for found in _PART.finditer(marked):
        text += marked[last : found.start()]
        kind = str(found.lastgroup)
        parts.setdefault(kind, []).append((len(text), len(text) + len(found[kind])))
        text += found[kind]
        last = found.end()
    text += marked[last:]
    when = (
        None
        if published is None
        else Published(datetime(published.year, published.month, published.day, tzinfo=UTC), "day", "meta")
    )
    ident = f"a:{outlet}-{abs(hash(text)) % 10**6}"
    version = version_of(ident, when, text)
    article = Article(ident, "https://example.org/a", title, "", when, "en", outlet, "", version, text)

    def span(place: tuple[int, int]) -> Span:
        return Span(version, *place)

    def sides(kind: str) -> tuple[Cited[Actor], ...]:
        return tuple(
            Cited(
                ACTORS.get(text[a:b], Actor(f"unknown:{text[a:b]}", text[a:b], "unknown", "")),
                span((a, b)),
                text[a:b],
                "names",
            )
            for a, b in parts.get(kind, [])
        )

    act = span(parts["act"][0])
    place = parts.get("place", [])
    day = parts.get("day", [])
    event = Event(
        id=fact_id("event", (act,)),
        type=type_,
        mode=mode,
        contexts=("military",),
        cameo=cameo,
        actors=sides("actor"),
        recipients=sides("recipient"),
        place=Cited(PLACES[text[slice(*place[0])]], span(place[0]), text[slice(*place[0])], "gazetteer")
        if place
        else None,
        when=Cited(
            Period(
                DAYS[text[slice(*day[0])]], DAYS[text[slice(*day[0])]], "day", DAYS[text[slice(*day[0])]].isoformat()
            ),
            span(day[0]),
            text[slice(*day[0])],
            "weekday",
        )
        if day
        else None,
        facet=facet,
        probability=1.0,
        said_by=(),
        confidence=0.8,
        trigger=Cited(text[act.start : act.end], act, text[act.start : act.end], "pattern-1"),
        sentence=Cited(text, Span(version, 0, len(text)), text, "sentence"),
        reciprocal=reciprocal,
    )
    return Kept(event, article)
