"""A brief on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.answers.briefs import TITLES, headline, notes
from watchfloor.briefing.brief import Brief, Line
from watchfloor.briefing.wording import day_text
from watchfloor.cli.blocks import line_of
from watchfloor.cli.terminal import QUIET, marked, sign, type_style, words

if TYPE_CHECKING:
    from rich.console import Console


def screen(console: Console, brief: Brief, name: str) -> None:
    """Prints a brief: coverage first, deeds, words, plans, and what was left out."""
    line_of(
        console,
        words("Brief  ", "bold").append_text(words(headline(brief), "bold")).append_text(words(f"  {name}", QUIET)),
    )
    if watch := brief.coverage.watch:
        then = brief.today.watch
        on_day = f"; by the end of this day: {then.text()}" if then and then.silent != watch.silent else ""
        line_of(console, words(watch.text() + on_day, "bold" if watch.silent else ""), "Heard  ")
    line_of(console, words(f"this day: {brief.today.text()}; whole desk: {brief.coverage.text()}"), "Read   ")
    if brief.zero:
        line_of(console, words(brief.zero, "bold"), words("Zero   ", "bold"))
    for section in brief.sections:
        console.print()
        line_of(console, words(TITLES[section.kind], "bold"))
        for line in section.lines:
            _line(console, line)
        if section.left_out:
            line_of(console, words(f"and {section.left_out} more", QUIET), "  ")
    if left := notes(brief):
        console.print()
        line_of(console, words("; ".join(left), QUIET))


def _line(console: Console, line: Line) -> None:
    for claim in line.claims:
        text = words(claim.text).append_text(words(f" [{claim.when}]" if claim.when else ""))
        lead = words(f"  {sign(claim.facet, claim.type)} ", type_style(claim.type))
        line_of(console, text.append_text(words(f"  {claim.id[:9]}", QUIET)), lead)
    quote = words('"').append_text(marked(line.quote, line.marks, bool(console.color_system))).append_text(words('"'))
    source = f"  {line.outlet}, {day_text(line.day) if line.day else 'no date'}"
    if line.copies:
        source += f"; same words: {_few(line.copies)}"
    if line.also:
        source += f"; in other words: {_few(line.also)}"
    line_of(console, quote.append_text(words(source, QUIET)), "    ")


def _few(outlets: tuple[str, ...]) -> str:
    return ", ".join(outlets[:3]) + (f" and {len(outlets) - 3} more" if len(outlets) > 3 else "")
