"""The command that lists saved searches and how often each would have fired: watches."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchfloor.cli.opening import open_desk, view_options, viewed
from watchfloor.cli.options import desk_option, event_type, json_option
from watchfloor.inert import json_text

if TYPE_CHECKING:
    from watchfloor.assessing.watches import Fired, Watch
    from watchfloor.linking.happenings import Incident
    from watchfloor.view import View

DAYS = 30
"""days that are played again"""
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
    from watchfloor.assessing import watches as saved

    with open_desk(desk_path) as opened:
        found = [
            replace(one, search={**one.search, "type": event_type(one.search["type"], opened.path)})
            if "type" in one.search
            else one
            for one in saved.read(opened.path / saved.FILE)
        ]
        view = viewed(opened, as_of, coder)
        until = _until(view, as_of)
        since = until - timedelta(days=days)
        played = [(one, *_played(view, one, since, until)) for one in found]
        if as_json:
            click.echo(json_text([_json(one, fired, days) for one, fired, _ in played]))
            return
        if not found:
            click.echo(f"No watch: write them into {saved.FILE} in the desk; `docs/guides/stories.md` has an example.")
            return
        _print(played, days, until)


def _until(view: View, as_of: date | datetime | None) -> datetime:
    if isinstance(as_of, datetime):
        return as_of.astimezone(UTC)
    day = as_of or view.last_day() or datetime.now(UTC).date()
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1, microseconds=-1)


def _played(view: View, one: Watch, since: datetime, until: datetime) -> tuple[tuple[Fired, ...], dict[str, Incident]]:
    from watchfloor.assessing.watches import fired

    # An article may tell of what was long before; what counts is when it became known.
    first, last = (since - one.within).date(), until.date()
    wanted: dict[str, Any] = dict(one.search)
    found = view.incidents(**wanted, published_since=first, published_until=last)
    return fired(one, found, since, until), {incident.id: incident for incident in found}


def _print(played: list[tuple[Watch, tuple[Fired, ...], dict[str, Incident]]], days: int, until: datetime) -> None:
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.incidents import listed
    from watchfloor.cli.terminal import QUIET, console, words

    out = console()
    for one, fired, incidents in played:
        search = ", ".join(f"{key} {value}" for key, value in one.search.items())
        rule = f"{one.floor} within {_length(one.within)}"
        if one.origins > 1:
            rule += f", each from {one.origins} origins"
        about = f"  {one.id}: {search}; {rule}; then quiet for {_length(one.cool_down)}"
        head = words(one.name, "bold").append_text(words(about, QUIET))
        line_of(out, head)
        times = {0: "not", 1: "once", 2: "twice"}.get(len(fired), f"{len(fired)} times")
        told = words(f"would have fired {times} in the {days} days up to {until.date()}")
        told.append_text(words(f" ({_many(len(incidents))} told in them or just before)", QUIET))
        line_of(out, told, "  ")
        for moment in fired[-MOMENTS:]:
            line_of(out, words(f"{moment.at:%Y-%m-%d %H:%M}Z  {_many(len(moment.incidents))}", QUIET), "    ")
        if fired:
            listed(out, incidents[fired[-1].incidents[-1]])


def _length(time: timedelta) -> str:
    minutes = round(time.total_seconds() / 60)
    for unit, size in (("d", 24 * 60), ("h", 60)):
        if minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m"


def _many(number: int) -> str:
    return f"{number} incident{'' if number == 1 else 's'}"


def _json(one: Watch, fired: tuple[Fired, ...], days: int) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "search": dict(one.search),
        "floor": one.floor,
        "within_seconds": int(one.within.total_seconds()),
        "origins": one.origins,
        "cool_down_seconds": int(one.cool_down.total_seconds()),
        "days": days,
        "fired": [{"at": moment.at.isoformat(), "incidents": list(moment.incidents)} for moment in fired],
    }
