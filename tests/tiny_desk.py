"""What the tests of the record and of the desk share: a clock one can set, pages, and a small coder."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime, timedelta

from tiny_entries import with_entries
from watchfloor.store.fetches import Fetch, Item
from watchfloor.types import (
    Actor,
    Article,
    Capture,
    Cited,
    Coding,
    Event,
    Facet,
    OutsideFact,
    Period,
    Place,
    Problem,
    Published,
    Span,
    fact_id,
    version_of,
)

ACTORS = {
    "Iran": Actor("IRN", "Iran", "state", "IRN", ("GOV",)),
    "Kerry": Actor("person:john-kerry", "John Kerry", "person", "USA", ("GOV",), "Secretary of State"),
    "Iraq": Actor("IRQ", "Iraq", "state", "IRQ"),
    "ISIS": Actor("isis", "Islamic State in Iraq and Syria", "group", "", ("REB",)),
    "Maliki": Actor("person:nouri-al-maliki", "Nouri al-Mālikī", "person", "IRQ", ("GOV",), "Prime Minister"),
}
PLACES = {
    "Tikrit": Place("tikrit", "Tikrit", "IRQ", "Salah ad Din", 34.6, 43.68, "city"),
    "Airport": Place("airport", "Baghdad Airport", "IRQ", "Baghdad", 33.26, 44.23, "point"),
    "Anbar": Place("anbar", "Anbar", "IRQ", "Anbar", 32.9, 41.5, "province"),
    "Levant": Place("levant", "Levant", "", "", 34.0, 37.0, "region"),
    "Syria": Place("SYR", "Syria", "SYR", "", None, None, "country"),
    "Geneva": Place("geneva", "Geneva", "CHE", "", 46.2, 6.15, "city"),
}
VERBS = {
    "met": ("CONSULT", "meet", "040"),
    "blamed": ("ACCUSE", "", "112"),
    "attacked": ("ASSAULT", "", "190"),
}
_SENTENCE = re.compile(
    r"(?P<actor>\w+) (?P<verb>met|blamed|attacked) (?P<recipient>\w+)(?: in (?P<place>\w+))?"
    r"(?: on (?P<day>\d{4}-\d\d-\d\d))?\."
)


class TinyCoder:
    """Reads sentences such as "Kerry met Maliki in Geneva on 2014-06-23." """

    def __init__(self, ident: str = "tiny-1") -> None:
        self.id = ident

    def code(self, article: Article) -> Coding:
        """The events of an article, and what follows from them for the ledgers."""
        events = tuple(self._event(article, found) for found in _SENTENCE.finditer(article.text))
        problems = () if events else (Problem("coding", "nothing", "no sentence of the small kind"),)
        return with_entries(Coding(article.version, self.id, events, problems))

    def _event(self, article: Article, found: re.Match[str]) -> Event:
        def span(group: str | int) -> Span:
            return Span(article.version, *found.span(group))

        def side(group: str) -> tuple[Cited[Actor], ...]:
            name = found[group]
            actor = ACTORS.get(name) or Actor(f"unknown:{name.lower()}", name, "unknown", "")
            return (Cited(actor, span(group), name, "tiny"),)

        kind, mode, cameo = VERBS[found["verb"]]
        place = PLACES.get(found["place"] or "")
        when = date.fromisoformat(found["day"]) if found["day"] else None
        return Event(
            id=fact_id("event", (span("verb"),)),
            type=kind,
            mode=mode,
            contexts=(),
            cameo=cameo,
            actors=side("actor"),
            recipients=side("recipient"),
            place=Cited(place, span("place"), found["place"], "tiny") if place else None,
            when=Cited(Period(when, when, "day", found["day"]), span("day"), found["day"], "tiny") if when else None,
            facet=Facet.HAPPENED,
            probability=1.0,
            said_by=(),
            confidence=0.75,
            trigger=Cited(found["verb"], span("verb"), found["verb"], "tiny"),
            sentence=Cited(found[0], span(0), found[0], "tiny"),
            reciprocal=kind == "CONSULT",
        )


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """Now."""
        return self.at

    def forward(self, **by: float) -> None:
        """Moves it on, as in `forward(hours=1)`."""
        self.at += timedelta(**by)


def article(
    name: str, text: str, published: str | None = None, language: str = "en", outlet: str = "The Wire"
) -> Article:
    """An article as reading would give it. `published` is a day or a time in ISO 8601."""
    when = None
    if published is not None:
        at = datetime.fromisoformat(published)
        precision = "day" if len(published) == 10 else "time"
        when = Published(at if at.tzinfo else at.replace(tzinfo=UTC), precision, "meta")
    ident = "a:" + hashlib.sha256(name.encode()).hexdigest()[:12]
    return Article(
        id=ident,
        url=f"https://example.org/{name}",
        title=name,
        author="",
        published=when,
        language=language,
        outlet=outlet,
        source="",
        version=version_of(ident, when, text),
        text=text,
        links=(f"https://example.org/{name}/next",),
    )


def capture(read: Article, at: datetime) -> Capture:
    """The bytes from which an article may have come."""
    body = f"{read.title}|{read.published}|{read.text}".encode()
    return Capture(read.url, read.url, at, 200, "text/html", hashlib.sha256(body).hexdigest(), body)


# Rows that fetching leaves in a record.
FETCH = Fetch("corvane", "https://corvane.example/rss", "read", 200, "rss 2.0", items=1, new=1)
ITEM = Item("corvane", "i:1", "p:1", "w:1", "new", "a:1", 0)
OUTSIDE = OutsideFact(
    *("ucdp-ged", "1", date(2014, 6, 11), date(2014, 6, 12), ("Government of Iraq", "IS"), ("", ""), "state-based"),
    *("Mosul", "Iraq", 36.3, 43.1, "city", "ged.csv"),
)
