"""Commands that give a desk's facts to people and to other programs: brief, export."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

import click

from watchfloor.cli.opening import open_desk, view_options, viewed
from watchfloor.cli.options import Day, desk_option, json_option, one_of
from watchfloor.errors import UsageError
from watchfloor.inert import inert, json_text


@click.command()
@click.option("--day", type=Day(), help="Day of publication. Default: the last day that has an article.")
@click.option("--markdown", is_flag=True, help="As Markdown, for a document of your own.")
@view_options
@desk_option
@json_option
def brief(
    day: date | None,
    markdown: bool,
    as_of: date | datetime | None,
    coder: str | None,
    desk_path: Path | None,
    as_json: bool,
) -> None:
    """One screen about one day, each line with its words.

    What was done, what was said, and what is only planned, threatened, demanded or denied stand apart. Every line shows
    outlet, date and the quoted words; a line whose words do not hold what it says is dropped and counted. An empty day
    says whether nothing happened, nothing was watched, or nothing has been coded.

    \b
    Examples:
      watchfloor brief
      watchfloor brief --day 2014-06-23 --as-of 2014-06-23
      watchfloor brief --markdown
    """
    from watchfloor.answers import briefs as answers

    with open_desk(desk_path) as opened:
        made = viewed(opened, as_of, coder).brief(day)
        if as_json:
            click.echo(json_text(answers.brief_json(made, opened.name)))
            return
        if markdown:
            click.echo(answers.markdown(made, opened.name), nl=False)
            return
        from watchfloor.cli.screen import screen
        from watchfloor.cli.terminal import console

        screen(console(), made, opened.name)


@click.command()
@click.option("--as", "form", required=True, metavar="FORM", help="csv or jsonl; events also geojson.")
@click.option(
    "--what",
    default="events",
    metavar="LEDGER",
    help="events, statements, deadlines, outlooks, relations or links. Default: events.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Default: standard output.")
@click.option("--unique", is_flag=True, help="Of events each happening once, by the report that tells most of it.")
@click.option("--full-text", is_flag=True, help="Also the whole text of each article. Mind who it belongs to.")
@view_options
@desk_option
def export(
    form: str,
    what: str,
    output: Path | None,
    unique: bool,
    full_text: bool,
    as_of: date | datetime | None,
    coder: str | None,
    desk_path: Path | None,
) -> None:
    """Write all events or a ledger, the oldest first.

    The columns are stable and documented; each row has its words, offsets and article version, the day of the act and
    since when it is known. Not every row is a deed: mind the facet. Each row is one report; --unique writes each
    happening once. A file is written whole or not at all. `watchfloor
    forget` also cleans the files written with -o.

    \b
    Examples:
      watchfloor export --as csv -o events.csv
      watchfloor export --as geojson -o events.geojson
      watchfloor export --what statements --as csv -o statements.csv
    """
    from watchfloor.codec import ENTRY_KINDS
    from watchfloor.exporters import EXPORTERS

    form = one_of(form, list(EXPORTERS), "export form")
    what = one_of(what, ["events", *(f"{kind}s" for kind in ENTRY_KINDS)], "ledger")
    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)

        def write(file: TextIO) -> int:
            return view.export(form, file, what=what, full_text=full_text, unique=unique)

        if output is None:
            # csv ends its own lines; a second translation would double them on Windows.
            with contextlib.suppress(AttributeError):
                sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]
            write(sys.stdout)
            return
        # Before it is written: `forget` must reach it even if this process is killed in between.
        opened.exported(output, form)
        count = whole_file(output, write)
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
