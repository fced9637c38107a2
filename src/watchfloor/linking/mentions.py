"""An event as it is compared with others: all that follows from its own row and its article's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from watchfloor.linking import numbers, words
from watchfloor.linking.incidents import CLASSES, Mention, Where
from watchfloor.linking.words import Rarity
from watchfloor.types import Event

EXACT: Final = {"point": 5, "city": 4, "district": 3, "province": 2, "region": 2, "country": 1}


def mention(
    event: Event, version: str, day: date | None, day_basis: str, vector: Mapping[str, float], rarity: Rarity
) -> Mention:
    """An event of an article version, filed under a day; `vector` is that of the article's text."""
    act = words.stems(event.trigger.words)
    around = [stem for stem in words.stems(event.sentence.words) if stem not in act]
    sides = (*event.actors, *event.recipients, *event.places)
    first = last = day
    precision = "published"
    if event.when is not None and day_basis == "stated":
        period = event.when.value
        first, last = period.start or period.end, period.end or period.start
        precision = "day" if period.precision == "part-of-day" else period.precision
    return Mention(
        id=event.id,
        article=version,
        word=max(act, key=lambda stem: (rarity(stem), stem), default=event.trigger.words.casefold()),
        type=event.type,
        facet=CLASSES[event.facet.value],
        stems=rarity.telling(around),
        arguments=rarity.telling(stem for cited in sides for stem in words.stems(cited.words)),
        vector=vector,
        actors=frozenset(cited.value.id for cited in event.actors if cited.value.kind != "unknown"),
        recipients=frozenset(cited.value.id for cited in event.recipients if cited.value.kind != "unknown"),
        reciprocal=event.reciprocal,
        places=tuple(
            Where(cited.value.id, cited.value.country, EXACT.get(cited.value.precision, 0) >= EXACT["city"])
            for cited in event.places
        ),
        first=first,
        last=last,
        precision=precision,
        numbers=numbers.numbers(event.sentence.words),
    )
