"""What the facts of an article tell about what it is on."""

from __future__ import annotations

from collections.abc import Iterable

from watchfloor.types import Entry, Event, Statement

NO_COUNTRY = frozenset({"", "IGO", "NGO", "MNC"})


def countries(facts: Iterable[Event | Entry]) -> set[str]:
    """The countries of sides, speakers and places, of events and statements: ISO 3166 alpha-3."""
    found = set()
    for fact in facts:
        if isinstance(fact, Event):
            found |= {cited.value.country for cited in fact.places}
            found |= {cited.value.country for cited in (*fact.actors, *fact.recipients, *fact.said_by)}
        elif isinstance(fact, Statement) and fact.speaker is not None:
            found.add(fact.speaker.value.country)
    return found - NO_COUNTRY
