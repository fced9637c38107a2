"""How an event looks on a terminal: as a block of lines, or as one entry of a list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from watchfloor.briefing.brief import excerpt
from watchfloor.briefing.wording import DEEDS, actor_text, names, place_text, when_text
from watchfloor.cli.terminal import QUIET, marked, sign, type_style, words
from watchfloor.types import Actor, Cited, Event, Facet

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

INDENT = "    "


def heading(event: Event) -> Text:
    """Sign, type, mode, CAMEO code, contexts, and the facet wherever it is not simply a deed."""
    line = words(f"{sign(event.facet, event.type)} ", type_style(event.type))
    line.append_text(
        words(" ".join(part for part in (event.type, event.mode) if part), f"bold {type_style(event.type)}".strip())
    )
    line.append_text(words(f"  CAMEO {event.cameo}" if event.cameo else "", QUIET))
    if event.contexts:
        line.append_text(words(f"  {', '.join(event.contexts)}", QUIET))
    line.append_text(words("  "))
    return line.append_text(facet_text(event.facet))


def facet_text(facet: Facet) -> Text:
    """The facet in words: never quiet when it is not a deed."""
    if facet is Facet.HAPPENED:
        return words("happened", QUIET)
    if facet in DEEDS:
        return words(facet.value)
    label = "background, long past" if facet is Facet.HISTORICAL else f"{facet.value}, not a deed"
    return words(f"[{label}]", "bold")


def sides(event: Event) -> str:
    """`who -> whom`, or `who with whom` for an act of both sides. Dashes stand for a side that is not named."""
    if event.reciprocal:
        return f"{names(event.actors) or '--'} (both sides)" if len(event.actors) > 1 else names(event.actors) or "--"
    return f"{names(event.actors) or '--'} -> {names(event.recipients) or '--'}"


def block(console: Console, event: Event, ident: bool = False) -> None:
    """Prints an event with its sides, place, date and words."""
    line = heading(event)
    if ident:
        line.append_text(words(f"  {event.id}", QUIET))
    line_of(console, line)
    _row(console, "who", _people(event.actors) or "not named")
    if event.recipients:
        _row(console, "with" if event.reciprocal else "to", _people(event.recipients))
    if event.places:
        _row(console, "where", "; ".join(place_text(cited.value) for cited in event.places))
    if event.when:
        known = when_text(event.when.value) or "not known; give the day of publication with --published"
        _row(console, "when", f'{known} ("{event.when.words}")')
    if event.said_by:
        _row(console, "said by", _people(event.said_by))
    quote, (start, end) = excerpt(event, limit=300)
    line_of(console, _quoted(console, quote, start, end), INDENT)


def entry(console: Console, event: Event, day: date | None, basis: str, outlet: str, support: str = "") -> None:
    """Prints an event as an entry of a list: one line of codes, one of words. `support` says who else reports it."""
    # A day that the words do not state is only the day of publication, and marked.
    mark = {"stated": " ", "published": "~"}.get(basis, " ")
    line = words(f"{event.id[:9]}  ", QUIET)
    line.append_text(words(f"{day.isoformat() if day else 'no date':10}{mark} "))
    line.append_text(
        words(f"{sign(event.facet, event.type)} {event.type} {event.mode}".ljust(24), type_style(event.type))
    )
    if event.facet is not Facet.HAPPENED:
        line.append_text(words(f" [{event.facet.value}]", "bold"))
    line.append_text(words(f" {sides(event)}"))
    if event.places:
        line.append_text(words(f", {' and '.join(cited.value.name for cited in event.places)}"))
    line.truncate(console.width, overflow="ellipsis")
    line_of(console, line)
    pad = " " * 11
    source = "".join(f"  {part}" for part in (outlet, support) if part)
    quote, (start, end) = excerpt(event, limit=max(30, console.width - len(pad) - len(source) - 4))
    second = words(pad).append_text(_quoted(console, quote, start, end)).append_text(words(source, QUIET))
    second.truncate(console.width, overflow="ellipsis")
    line_of(console, second)


def _people(actors: Iterable[Cited[Actor]]) -> str:
    unique = dict.fromkeys(actor_text(cited.value) for cited in actors)
    return "; ".join(unique)


def _row(console: Console, label: str, text: str) -> None:
    line_of(console, words(text), words(f"{INDENT}{label:8}", QUIET))


def _quoted(console: Console, quote: str, start: int, end: int) -> Text:
    line = words('"')
    line.append_text(marked(quote, [(start, end)], bool(console.color_system)))
    return line.append_text(words('"'))


def line_of(console: Console, line: Text, lead: Text | str = "") -> None:
    """Prints `lead` and then `line`, wrapped to the console's width; its later lines begin under its first."""
    from rich.text import Text

    first = Text(lead) if isinstance(lead, str) else lead
    width = max(20, console.width - first.cell_len)
    for piece in line.wrap(console, width) or [Text()]:
        piece.rstrip()
        console.print(first + piece, no_wrap=True, overflow="ignore", crop=False)
        first = Text(" " * first.cell_len)
