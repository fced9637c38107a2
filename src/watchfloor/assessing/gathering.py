"""Statements as the record has them -> statements with what stands around them, ready to be asked for issues.

The text of an article is fetched once for all its statements, by its version; without a text (it was forgotten) the
statement stands with its own words alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from watchfloor.assessing.positions import Said, around
from watchfloor.assessing.reversals import Deed
from watchfloor.store.entries import Kept
from watchfloor.store.facts import Fact
from watchfloor.types import Statement

TEXTS: Final = 256
"""texts kept at hand: statements of one article come close to one another, but not always in a row"""


def said(kept: Iterable[Kept], text_of: Callable[[str], str]) -> Iterator[Said]:
    """The statements among what was kept. `text_of` gives the text of an article version, empty when it is gone."""
    text = lru_cache(TEXTS)(text_of)
    for one in kept:
        if not isinstance(one.entry, Statement):
            continue
        span = one.entry.sentence.span
        paragraph, lead = around(text(span.version), span.start, span.end)
        yield Said(
            one.entry,
            one.said,
            one.said_basis == "stated",
            one.article.outlet,
            one.article.id,
            one.article.title,
            paragraph,
            lead,
        )


def deeds(facts: Iterable[Fact]) -> Iterator[Deed]:
    """What happened, with its day: that of the words, else of publication."""
    for fact in facts:
        event = fact.event
        published = fact.article.published
        day: date | None = event.when.value.start if event.when is not None else None
        day = day or (published.day if published is not None else None)
        if day is not None:
            yield Deed(event, day, fact.article.id, fact.article.outlet)
