"""Commands that give a desk's facts to people and to other programs: brief, export."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from watchfloor.cli.inert import inert, json_text
from watchfloor.cli.options import Day, desk_option, json_option, one_of
from watchfloor.errors import UsageError

if TYPE_CHECKING:
    from watchfloor.briefing.brief import Brief


@click.command()
@click.option("--day", type=Day(), help="Day of publication. Default: the last day that has an article.")
@desk_option
@json_option
def brief(day: date | None, desk_path: Path | None, as_json: bool) -> None:
    """One screen about one day, each line with its words.

    What was done, what was said, and what is only planned, threatened, demanded or denied stand apart. Every line shows
    outlet, date and the quoted words; a line whose words do not hold what it says is dropped and counted. An empty day
    says whether nothing happened, nothing was watched, or nothing has been coded.

    \b
    Examples:
      watchfloor brief
      watchfloor brief --day 2014-06-23 --json
    """
    from watchfloor import desk

    with desk.open(desk_path) as opened:
        made = opened.brief(day)
        if as_json:
            click.echo(json_text(brief_json(made, opened.name)))
            return
        from watchfloor.cli.screen import screen
        from watchfloor.cli.terminal import console

        screen(console(), made, opened.name)


@click.command()
@click.option("--as", "form", required=True, metavar="FORM", help="csv or jsonl.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Default: standard output.")
@desk_option
def export(form: str, output: Path | None, desk_path: Path | None) -> None:
    """Write all events for other programs, the oldest first.

    The columns are stable and documented; each row has its words, offsets and article version, the day of the act and
    since when it is known. Not every row is a deed: mind the facet. A file is written whole or not at all.

    \b
    Examples:
      watchfloor export --as csv -o events.csv
      watchfloor export --as jsonl | head
    """
    from watchfloor import desk
    from watchfloor.exporters import EXPORTERS

    write = EXPORTERS[one_of(form, list(EXPORTERS), "export form")]
    with desk.open(desk_path) as opened:
        facts = opened.each_event(order="oldest")
        if output is None:
            # csv ends its own lines; a second translation would double them on Windows.
            with contextlib.suppress(AttributeError):
                sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]
            write(facts, sys.stdout)
            return
        count = whole_file(output, lambda file: write(facts, file))
    click.echo(f"{inert(str(output))}: {count} rows", err=True)


def whole_file(path: Path, write: Callable[[TextIO], int]) -> int:
    """Writes a text file whole or not at all: beside it first, then in its place. Gives what `write` gives."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file", str(path))
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}; make it first", str(path))
    if path.exists() and not path.is_file():
        # A device or a pipe cannot be replaced, only written to.
        with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
            return write(file)
    path = path.resolve()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", errors="replace", newline="") as file:
            count = write(file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return count


def brief_json(made: Brief, name: str) -> dict[str, object]:
    """A brief as JSON: the same lines as on the screen, and all that is counted there."""
    return {
        "desk": name,
        "day": None if made.day is None else made.day.isoformat(),
        "coverage": made.coverage.text(),
        "coverage_of_day": made.today.text(),
        "zero": made.zero or None,
        "sections": [
            {
                "kind": section.kind,
                "left_out": section.left_out,
                "lines": [
                    {
                        "facts": [
                            {"id": c.id, "type": c.type, "facet": c.facet.value, "text": c.text, "when": c.when or None}
                            for c in line.claims
                        ],
                        "quote": line.quote,
                        "outlet": line.outlet,
                        "title": line.title,
                        "published": None if line.day is None else line.day.isoformat(),
                        "copies": list(line.copies),
                        "also": list(line.also),
                    }
                    for line in section.lines
                ],
            }
            for section in made.sections
        ],
        "background": made.background,
        "dropped": [{"id": ident, "fault": fault} for ident, fault in made.dropped],
    }
