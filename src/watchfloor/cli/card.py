"""One fact with everything it rests on, for `watchfloor show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from watchfloor.answers.articles import published_text
from watchfloor.briefing.wording import actor_text, claim, place_text, quad, when_text
from watchfloor.cli.blocks import heading, line_of
from watchfloor.cli.terminal import QUIET, marked, words
from watchfloor.types import Cited

if TYPE_CHECKING:
    from rich.console import Console

    from watchfloor.store.facts import Fact


def card(console: Console, fact: Fact) -> None:
    """Prints every field, each with its words, offsets and rule; then the sentence, the article and the record."""
    event, article = fact.event, fact.article
    line_of(console, words(f"{event.id}  ", "bold").append_text(heading(event)))
    line_of(console, words(claim(event)), "  ")
    console.print()
    _field(console, "type", f"{event.type} {event.mode}".strip() + f" ({quad(event.type)})", event.trigger)
    for role, cited_actors in (("actor", event.actors), ("recipient", event.recipients), ("said by", event.said_by)):
        for cited in cited_actors:
            _field(console, role, f"{actor_text(cited.value)} <{cited.value.id}>", cited)
    for cited_place in event.places:
        place = cited_place.value
        point = f" {place.lat:.4f}, {place.lon:.4f}" if place.lat is not None and place.lon is not None else ""
        _field(console, "place", f"{place_text(place)}{point} <{place.id}>", cited_place)
    if event.when:
        period = event.when.value
        _field(console, "date", f"{when_text(period)} ({period.precision}; EDTF {period.edtf})", event.when)
    else:
        stands_under = f"{fact.day}, the day of publication" if fact.day else "no day"
        _plain(console, "date", f"none stated; listed under {stands_under}")
    _plain(console, "facet", f"{event.facet.value}; as worded, it happened with probability {event.probability:.2f}")
    _plain(console, "confidence", f"{event.confidence:.2f} that type, sides and facet are right")
    console.print()
    sentence, base = event.sentence, event.sentence.span.start
    text = marked(
        sentence.words,
        [(event.trigger.span.start - base, event.trigger.span.end - base)],
        bool(console.color_system),
    )
    line_of(console, words('"').append_text(text).append_text(words('"')), "  ")
    line_of(
        console, words(f"characters {sentence.span.start} to {sentence.span.end} of the article's text", QUIET), "  "
    )
    console.print()
    _plain(console, "article", article.title or "(no title)")
    _plain(console, "outlet", article.outlet or "(not known)")
    _plain(console, "published", published_text(article.published))
    _plain(console, "address", article.url)
    _plain(console, "version", article.version)
    _plain(console, "coder", fact.coder)
    known = {"seen": "when this desk first saw it", "stated": "the publication time that the page states"}
    _plain(console, "known", f"since {fact.recorded_at:%Y-%m-%d %H:%M:%SZ} ({known.get(fact.basis, fact.basis)})")


def _field(console: Console, label: str, value: str, cited: Cited[Any]) -> None:
    _plain(console, label, value)
    read = f'"{cited.words}"  {cited.span.start}-{cited.span.end}  {cited.rule}'
    line_of(console, words(read, QUIET), " " * 14)


def _plain(console: Console, label: str, value: str) -> None:
    line_of(console, words(value), words(f"  {label:12}", QUIET))
