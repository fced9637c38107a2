"""One fact with everything it rests on, for `watchfloor show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.answers.articles import published_text
from watchfloor.answers.evidence import event_fields
from watchfloor.briefing.wording import claim
from watchfloor.cli.blocks import heading, line_of
from watchfloor.cli.terminal import QUIET, marked, words

if TYPE_CHECKING:
    from rich.console import Console

    from watchfloor.store.facts import Fact


def card(console: Console, fact: Fact) -> None:
    """Prints every field, each with its words, offsets and rule; then the sentence, the article and the record."""
    event, article = fact.event, fact.article
    line_of(console, words(f"{event.id}  ", "bold").append_text(heading(event)))
    line_of(console, words(claim(event)), "  ")
    console.print()
    for label, value, cited in event_fields(event, fact.day):
        _plain(console, label, value)
        if cited is not None:
            read = f'"{cited.words}"  {cited.span.start}-{cited.span.end}  {cited.rule}'
            line_of(console, words(read, QUIET), " " * 14)
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


def _plain(console: Console, label: str, value: str) -> None:
    line_of(console, words(value), words(f"  {label:12}", QUIET))
