"""The columns of a flat event table: POLECAT's names where POLECAT has the column, ours for the rest.

The names and their order are stable: new columns are added at the end. Codes are text, never numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from watchfloor.briefing.wording import DEEDS, QUADS
from watchfloor.codec import Headed, filed_under
from watchfloor.types import Actor, Cited, Event

Texts = Callable[[str], str]
"""gives the whole text of an article version"""


class Kept(Protocol):
    """An event as a desk keeps it."""

    @property
    def event(self) -> Event:
        """The event."""
        ...

    @property
    def article(self) -> Headed:
        """The article version it was read from."""
        ...

    @property
    def coder(self) -> str:
        """What read it."""
        ...

    @property
    def recorded_at(self) -> datetime:
        """Since when it is known."""
        ...

    @property
    def basis(self) -> str:
        """How that is known: seen, or stated by the archived page."""
        ...

    @property
    def corrections(self) -> tuple[int, ...]:
        """The numbers of what people said of it."""
        ...


COLUMNS = (
    "Event ID",
    "Part",
    "Facet",
    "Deed",
    "Event Date",
    "Event Date End",
    "Event Date Basis",
    "Event Date EDTF",
    "Raw Date",
    "Event Type",
    "Event Mode",
    "Quad Code",
    "Contexts",
    "CAMEO",
    *(
        f"{prefix}{column}{suffix}"
        for side in ("Actor", "Recipient")
        for prefix, column, suffix in (
            ("", side, " Name"),
            ("", side, " Code"),
            ("", side, " Country"),
            ("Primary ", side, " Sector"),
            ("", side, " Sectors"),
            ("", side, " Title"),
            ("", side, " Name Raw"),
        )
    ),
    "Placename",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "Place ID",
    "Place Precision",
    "Raw Placename",
    "Said By",
    "Probability",
    "Confidence",
    "Trigger",
    "Trigger Start",
    "Trigger End",
    "Pattern",
    "Sentence",
    "Sentence Start",
    "Sentence End",
    "Source",
    "Publication Date",
    "Title",
    "URL",
    "Article Version",
    "Coder",
    "Known Since",
    "Known Since Basis",
    "Further Places",
    "Corrections",
)
"""In this order. Lists inside a cell are joined by `; `. Offsets count code points of the article version's text.

`Part` numbers the rows of one event: an act of both sides, such as talks, is written once for each side as actor with
the others as recipients, and every other event is one row. `Deed` is `yes` only where the act itself took place."""


def rows(fact: Kept) -> Iterator[tuple[str, ...]]:
    """The rows of one fact, as text in the order of `COLUMNS`."""
    event = fact.event
    for part, (actors, recipients) in enumerate(_pairs(event), 1):
        yield (
            event.id,
            str(part),
            event.facet.value,
            "yes" if event.facet in DEEDS else "no",
            *_dates(fact),
            event.type,
            event.mode,
            QUADS.get(event.type, ""),
            _joined(event.contexts),
            event.cameo,
            *_side(actors),
            *_side(recipients),
            *_place(event),
            _joined(cited.value.name for cited in event.said_by),
            f"{event.probability:.3f}",
            f"{event.confidence:.3f}",
            event.trigger.words,
            str(event.trigger.span.start),
            str(event.trigger.span.end),
            event.trigger.rule,
            event.sentence.words,
            str(event.sentence.span.start),
            str(event.sentence.span.end),
            fact.article.outlet,
            fact.article.published.day.isoformat() if fact.article.published else "",
            fact.article.title,
            fact.article.url,
            fact.article.version,
            fact.coder,
            fact.recorded_at.isoformat(),
            fact.basis,
            _joined(cited.value.name for cited in event.further_places),
            _joined(map(str, fact.corrections)),
        )


def _pairs(event: Event) -> Iterator[tuple[Sequence[Cited[Actor]], Sequence[Cited[Actor]]]]:
    """Who is written as actor and who as recipient, row by row."""
    if not event.reciprocal or len(event.actors) < 2:
        yield event.actors, event.recipients
        return
    for index, actor in enumerate(event.actors):
        yield (actor,), (*event.actors[:index], *event.actors[index + 1 :], *event.recipients)


def _dates(fact: Kept) -> tuple[str, ...]:
    day, basis = filed_under(fact.event, fact.article.published)
    when = fact.event.when
    return (
        day.isoformat() if day else "",
        when.value.end.isoformat() if when and when.value.end else "",
        basis,
        when.value.edtf if when else "",
        when.words if when else "",
    )


def _side(cited: Sequence[Cited[Actor]]) -> tuple[str, ...]:
    actors = [c.value for c in cited]
    return (
        _joined(actor.name for actor in actors),
        _joined(actor.code for actor in actors),
        _joined(actor.country for actor in actors),
        _joined(actor.sectors[0] for actor in actors if actor.sectors),
        _joined(sector for actor in actors for sector in actor.sectors),
        _joined(actor.office for actor in actors if actor.office),
        _joined(c.words for c in cited),
    )


def _place(event: Event) -> tuple[str, ...]:
    if event.place is None:
        return ("",) * 8
    place = event.place.value
    return (
        place.name,
        place.admin,
        place.country,
        "" if place.lat is None else f"{place.lat:.5f}",
        "" if place.lon is None else f"{place.lon:.5f}",
        place.id,
        place.precision,
        event.place.words,
    )


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(parts))
