"""The command for the morning: today."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watchfloor.cli.opening import open_desk, view_options, viewed
from watchfloor.cli.options import desk_option, json_option
from watchfloor.inert import json_text

if TYPE_CHECKING:
    from rich.console import Console

    from watchfloor.briefing.today import Line, Part, Today

TITLES = {
    "reversals": "Reversals",
    "deadlines": "Deadlines within 14 days",
    "events": "What happened",
    "changes": "Known since yesterday",
}
SIGNS = {"reversal": "!", "deadline": "⧗", "story": "⇄", "corrected": "✎", "changed": "≠", "forgotten": "⌫"}
SIGNS |= {"coder": "⚙"}


@click.command()
@view_options
@desk_option
@json_option
def today(as_of: date | datetime | None, coder: str | None, desk_path: Path | None, as_json: bool) -> None:
    """One screen for the morning: who was heard, what is new.

    First what was read and which sources are late; then reversals of the last week, deadlines of the next 14 days, what
    happened on the day, and what is known since the day before: late reports, changed articles, corrections. The day is
    the last one that has an article, or that of --as-of. Every id opens with `watchfloor show`.

    \b
    Examples:
      watchfloor today
      watchfloor today --as-of 2014-06-24
      watchfloor today --json
    """
    from watchfloor.answers import today as answers

    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        day = answers.day_of(view, as_of) or datetime.now(UTC).date()
        made = answers.today(opened, view, day, as_of)
        name = opened.name
    if as_json:
        click.echo(json_text(answers.today_json(made, name)))
        return
    from watchfloor.cli.terminal import console

    _print(console(), made, name, as_of)


def _print(console: Console, made: Today, name: str, as_of: date | datetime | None) -> None:
    from watchfloor.briefing.wording import day_text, weekday_text
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, words

    known = (
        "as known now" if as_of is None else f"as known at {as_of:%Y-%m-%d %H:%M}Z" if made.as_of else "as known then"
    )
    head = words(f"Today  {weekday_text(made.day)} {day_text(made.day)}", "bold")
    line_of(console, head.append_text(words(f"  {known}  {name}", QUIET)))
    if watch := made.coverage.watch:
        line_of(console, words(watch.text(), "bold" if watch.silent else ""), "Heard  ")
    line_of(console, words(f"this day: {made.of_day.text()}; whole desk: {made.coverage.text()}"), "Read   ")
    for part in made.parts:
        console.print()
        line_of(console, words(TITLES[part.name], "bold"))
        _part(console, part)
    if made.dropped:
        console.print()
        line_of(console, words(f"{made.dropped} dropped by the proof", QUIET))


def _part(console: Console, part: Part) -> None:
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, words

    if part.empty:
        line_of(console, words(part.empty, QUIET), "  ")
    for line in part.lines:
        told(console, line)
    if part.left_out:
        more = {
            "reversals": "watchfloor reversals",
            "deadlines": "watchfloor deadlines",
            "events": "watchfloor incidents",
            "changes": "watchfloor why-changed",
        }[part.name]
        line_of(console, words(f"and {part.left_out} more: {more}", QUIET), "  ")


def told(console: Console, line: Line, lead: str = "  ") -> None:
    """Prints a line with its id and support, and under it its words, cut to one row."""
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, marked, sign, type_style, words
    from watchfloor.types import Facet

    glyph = SIGNS.get(line.kind) or sign(line.facet or Facet.HAPPENED, line.type)
    style = type_style(line.type) if line.type else "bold"
    first = words(line.text, "bold" if line.kind == "reversal" else "")
    about = "  ".join(part for part in (line.id[:9], line.note) if part)
    line_of(console, first.append_text(words(f"  {about}" if about else "", QUIET)), words(f"{lead}{glyph} ", style))
    pad = " " * (len(lead) + 2)
    source = f"  {line.outlet}" if line.outlet else ""
    if not line.quote:
        if source:
            line_of(console, words(line.outlet, QUIET), pad)
        return
    room = max(24, console.width - len(pad) - len(source) - (2 if console.color_system else 4))
    quote, (start, end) = shortened(line.quote, line.mark, room)
    row = words('"').append_text(marked(quote, [(start, end)] if end else [], bool(console.color_system)))
    line_of(console, row.append_text(words('"')).append_text(words(source, QUIET)), pad)


def shortened(quote: str, mark: tuple[int, int], room: int) -> tuple[str, tuple[int, int]]:
    """A quote cut to so many characters around its marked words, and where these stand then."""
    if len(quote) <= room:
        return quote, mark
    room -= 2  # for the dots
    start = max(0, min(mark[0] - (room - (mark[1] - mark[0])) // 2, len(quote) - room))
    end = start + room
    # At word boundaries, so that no word is cut in two.
    if start:
        start = quote.find(" ", start, mark[0] + 1) + 1 or start
    if end < len(quote):
        cut = quote.rfind(" ", max(mark[1], start), end)
        end = cut if cut > 0 else end
    head, tail = "…" if start else "", "…" if end < len(quote) else ""
    shift = len(head) - start
    return f"{head}{quote[start:end]}{tail}", (mark[0] + shift, mark[1] + shift) if mark[1] else (0, 0)
