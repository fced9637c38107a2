"""The gate: nothing is printed in a brief that its evidence does not hold.

A line is made of fixed phrases (see wording.py), which name nothing, of coded fields, and of a quote. Every word of
the line that is not a wording word must stand in the quote or in a coded field; every number and every capitalised word
must do so even if it looks like a wording word. The quote must be verbatim, must hold the act itself, and a line about
something that is no deed must say so. A line that fails is dropped and counted, never mended.
"""

from __future__ import annotations

import re
from functools import cache

from watchfloor.briefing.wording import DEEDS, PHRASES, QUADS, day_text, when_text
from watchfloor.types import Event, Facet

ELLIPSIS = "…"

# What `wording.claim` puts between phrases and names.
_CONNECTIVES = "and between by in nobody named said still going on background"

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")


def faults(text: str, quote: str, event: Event) -> tuple[str, ...]:
    """What is wrong with a line, in words; empty when it may be printed.

    `text` is the sentence made from the coded fields, with any date printed beside it; `quote` the words quoted under
    it, where an ellipsis at either end stands for the rest of the sentence."""
    found = [f"{word!r} is neither quoted nor coded" for word in unproven(text, (quote, *fields(event)))]
    inner = quote.removeprefix(ELLIPSIS).removesuffix(ELLIPSIS).strip()
    if not inner or inner not in event.sentence.words:
        found.append("the quoted words are not those of the sentence")
    elif not set(_words(event.trigger.words)) <= set(_words(inner)):
        found.append("the act is not in the quoted words")
    if event.facet not in DEEDS:
        label = "background" if event.facet is Facet.HISTORICAL else event.facet.value
        if not text.startswith(f"{label}: "):
            found.append(f"it reads as a deed, but is {event.facet.value}")
    return tuple(found)


def unproven(text: str, evidence: tuple[str, ...]) -> tuple[str, ...]:
    """The words of `text` that are neither wording words nor in the evidence, in their order, each once."""
    known = {word for part in evidence for word in _words(part)}
    bad = []
    for word in _WORD.findall(text):
        plain = word[:1].isalpha() and not any(letter.isupper() for letter in word)
        if _fold(word) not in known and not (plain and word in _wording()):
            bad.append(word)
    return tuple(dict.fromkeys(bad))


def fields(event: Event) -> tuple[str, ...]:
    """The coded fields of an event as they may be printed, the words they were read from among them."""
    actors = (*event.actors, *event.recipients, *event.said_by)
    found = [part for cited in actors for part in (cited.value.name, cited.value.office, cited.words)]
    for cited in event.places:
        found += [cited.value.name, cited.value.admin, cited.value.country, cited.words]
    if event.when:
        found.append(when_text(event.when.value))
        found += [day_text(day) for day in (event.when.value.start, event.when.value.end) if day]
    if event.type not in QUADS:
        found += [event.type, event.mode]  # a type of a user's own pack is printed by its name
    return tuple(part for part in found if part)


@cache
def _wording() -> frozenset[str]:
    phrases = (part for p in PHRASES.values() for part in (p.to, p.alone, p.thing, p.toward))
    facets = (facet.value for facet in Facet)
    return frozenset(word for part in (*phrases, *facets, _CONNECTIVES) for word in _WORD.findall(part))


def _words(text: str) -> list[str]:
    return [_fold(word) for word in _WORD.findall(text)]


def _fold(word: str) -> str:
    """Case, apostrophe and possessive do not make another word: Iran's is evidence for Iran."""
    return re.sub(r"['’]s?$", "", word.casefold().replace("’", "'"))
