"""The command that lists saved searches and how often each would have fired: watches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watchfloor.answers.watches import DAYS
from watchfloor.cli.opening import open_desk, view_options, viewed
from watchfloor.cli.options import desk_option, json_option
from watchfloor.inert import json_text

if TYPE_CHECKING:
    from watchfloor.answers.watches import Played

MOMENTS = 5
"""times a watch fired that are listed, the last ones"""


@click.command()
@click.option("--days", type=click.IntRange(min=1, max=3660), default=DAYS, help=f"Days played again. Default: {DAYS}.")
@view_options
@desk_option
@json_option
def watches(days: int, as_of: date | datetime | None, coder: str | None, desk_path: Path | None, as_json: bool) -> None:
    """Your saved searches, and when they would have fired.

    They stand in watches.toml beside watchfloor.toml, each with a floor (so many incidents, within so long, from so
    many independent origins) and a cool-down. The days end with the last one that has an article, or with --as-of.

    \b
    Examples:
      watchfloor watches
      watchfloor watches --days 90 --as-of 2014-08-01 --json
    """
    from watchfloor.answers import watches as asked
    from watchfloor.assessing.watches import FILE

    with open_desk(desk_path) as opened:
        found = asked.watches(opened)
        view = viewed(opened, as_of, coder)
        until = asked.until(view, as_of)
        played = [asked.play(view, one, until, days) for one in found]
        if as_json:
            click.echo(json_text([asked.watch_json(one) for one in played]))
            return
        if not found:
            click.echo(f"No watch: write them into {FILE} in the desk; `docs/guides/stories.md` has an example.")
            return
        _print(played, days, until)


def _print(every: Sequence[Played], days: int, until: datetime) -> None:
    from watchfloor.assessing.watches import length
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.incidents import listed
    from watchfloor.cli.terminal import QUIET, console, words

    out = console()
    for played in every:
        one, fired, incidents = played.watch, played.fired, played.incidents
        search = ", ".join(f"{key} {value}" for key, value in one.search.items())
        rule = f"{one.floor} within {length(one.within)}"
        if one.origins > 1:
            rule += f", each from {one.origins} origins"
        about = f"  {one.id}: {search}; {rule}; then quiet for {length(one.cool_down)}"
        head = words(one.name, "bold").append_text(words(about, QUIET))
        line_of(out, head)
        times = {0: "not", 1: "once", 2: "twice"}.get(len(fired), f"{len(fired)} times")
        told = words(f"would have fired {times} in the {days} days up to {until.date()}")
        told.append_text(words(f" ({_many(len(incidents))} told in them or just before)", QUIET))
        line_of(out, told, "  ")
        for moment in fired[-MOMENTS:]:
            line_of(out, words(f"{moment.at:%Y-%m-%d %H:%M}Z  {_many(len(moment.incidents))}", QUIET), "    ")
        if fired:
            listed(out, played.last[-1])


def _many(number: int) -> str:
    return f"{number} incident{'' if number == 1 else 's'}"
