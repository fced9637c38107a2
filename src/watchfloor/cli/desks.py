"""Commands that make a desk and fill it: init, add, run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watchfloor.cli.failing import Stopped
from watchfloor.cli.opening import open_desk
from watchfloor.cli.options import Moment, desk_option, json_option
from watchfloor.inert import inert, json_text

if TYPE_CHECKING:
    from watchfloor.cli.progress import Counter
    from watchfloor.desk import Added, Desk, Ran, Trouble
    from watchfloor.reading.columns import ColumnMap

MOST_TROUBLES = 20
"""problems listed one by one; the rest is counted"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DESK")
@click.option("--name", help="What the desk follows, as briefs print it. Default: the folder's name.")
@json_option
def init(folder: Path, name: str | None, as_json: bool) -> None:
    """Make a desk: one folder with its settings and its record.

    \b
    Examples:
      watchfloor init iraq
      watchfloor init desks/iraq --name "Iraq and the nuclear talks"
    """
    from watchfloor import desk

    with desk.init(folder, name) as made:
        if as_json:
            click.echo(json_text({"desk": str(made.path), "name": made.name}))
        else:
            click.echo(f"Made the desk {inert(str(made.path))} ({inert(made.name)}).")
            click.echo(f"Next: watchfloor add --desk {inert(str(made.path))} FILE|FOLDER ...")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER|URL...")
@click.option("--published", type=Moment(), help="Publication date of all these pages, over what they say.")
@click.option("--outlet", default="", help="Who published all these pages, where they do not say it.")
@click.option(
    "--columns", default="", metavar="MAP", help="What the columns of a table hold: text=Body,title=Headline."
)
@desk_option
@json_option
@click.pass_context
def add(
    ctx: click.Context,
    paths: Sequence[str],
    published: date | datetime | None,
    outlet: str,
    columns: str,
    desk_path: Path | None,
    as_json: bool,
) -> None:
    """Add pages to a desk: what was read, and the raw copy.

    Saved ones, or addresses of the web. Pages that are there already are not added twice. What cannot be read is named,
    and the rest is added all the same; the exit code is then 1.

    \b
    Examples:
      watchfloor add pages/ https://corvane.example/2014/06/24/talks
      watchfloor add notes.txt --published 2014-06-24 --outlet "Corvane Wire"
      watchfloor add archive.csv.gz --columns text=Body,title=Headline,published=Date
    """
    from watchfloor.reading.columns import told

    chosen = told(columns) if columns else None
    if chosen is None:
        tell_columns(paths)
    with open_desk(desk_path) as opened:
        added = add_pages(opened, paths, published, outlet, chosen)
        if as_json:
            click.echo(
                json_text(
                    {
                        "new": added.new,
                        "changed": added.changed,
                        "known": added.known,
                        "unread": added.unread,
                        "problems": [_trouble(trouble) for trouble in added.problems],
                        "forgotten": added.forgotten,
                    }
                )
            )
        else:
            click.echo(added_text(added))
            waiting = opened.status().uncoded
            if waiting:
                click.echo(f"Next: watchfloor run{_there(desk_path)} ({waiting} to code)")
    tell_troubles(added.problems)
    ctx.exit(1 if added.unread else 0)


@click.command()
@desk_option
@json_option
@click.pass_context
def run(ctx: click.Context, desk_path: Path | None, as_json: bool) -> None:
    """Code what is not coded yet: who did what to whom.

    Each article is kept as soon as it is coded, so a run that was stopped goes on where it was. Articles in a language
    that is not read are counted, never guessed at.

    \b
    Examples:
      watchfloor run
      watchfloor run --desk iraq --json
    """
    with open_desk(desk_path) as opened:
        ran = code_articles(opened)
        counts = opened.status()
        if as_json:
            click.echo(
                json_text(
                    {
                        "coded": ran.coded,
                        "skipped": ran.skipped,
                        "events": counts.events,
                        "problems": [_trouble(trouble) for trouble in ran.problems],
                    }
                )
            )
        else:
            click.echo(ran_text(ran))
            there = _there(desk_path)
            click.echo(
                f"The desk holds {counts.events} events. Next: watchfloor brief{there}, or watchfloor events{there}"
            )
    tell_troubles(ran.problems)
    ctx.exit(0)


def tell_columns(paths: Sequence[str]) -> None:
    """Says on stderr what the columns of the tables named are taken to hold, where it is a guess."""
    from watchfloor.errors import WatchfloorError
    from watchfloor.reading.archives import look
    from watchfloor.reading.readers import archive_kind

    for path in paths:
        if archive_kind(path) != "table":
            continue
        try:
            seen = look(path)
        except WatchfloorError:
            continue  # adding it meets the same, and says so
        if str(seen.columns):
            click.echo(f"  {inert(path)}: read as --columns {inert(str(seen.columns))}", err=True)


def add_pages(
    opened: Desk,
    paths: Sequence[str | Path],
    published: date | datetime | None,
    outlet: str,
    columns: ColumnMap | None = None,
) -> Added:
    """Adds pages with a progress bar; stopping it says what is kept."""
    from watchfloor.cli.progress import Counter, progress
    from watchfloor.reading.links import is_web

    counter = Counter()
    addresses = [path for path in paths if isinstance(path, str) and is_web(path)]
    files = [Path(path) for path in paths if path not in addresses]
    try:
        with progress("adding", counter) as report:
            if not addresses:
                return opened.add(files, published=published, on_progress=report, outlet=outlet, columns=columns)
            added = None
            if files:
                added = opened.add(files, published=published, on_progress=report, outlet=outlet, columns=columns)
            return opened.add_addresses(addresses, published, report, outlet, before=added)
    except KeyboardInterrupt:
        raise Stopped(
            f"stopped; {counter.done} of {counter.total} files are added and kept; the same command adds the rest"
        ) from None


def code_articles(opened: Desk) -> Ran:
    """Codes with a progress bar; stopping it says what is kept."""
    from watchfloor.cli.progress import Counter, progress

    counter = Counter()
    try:
        with progress("coding", counter) as report:
            return opened.run(on_progress=report)
    except KeyboardInterrupt:
        raise Stopped(f"stopped; {_kept(counter, 'articles', 'coded')}; `watchfloor run` codes the rest") from None


def _kept(counter: Counter, what: str, how: str) -> str:
    if not counter.done:
        return f"nothing is {how} yet"
    return f"{counter.done} of {counter.total} {what} are {how} and kept"


def added_text(added: Added) -> str:
    """What was added, in one line."""
    parts = [f"{added.new} new", f"{added.changed} changed", f"{added.known} already here"]
    if added.unread:
        parts.append(f"{added.unread} could not be read")
    if added.forgotten:
        parts.append(f"{added.forgotten} left out that this desk was made to forget")
    return f"Added articles: {', '.join(parts)}."


def ran_text(ran: Ran) -> str:
    """What was coded, in one line."""
    return f"Coded {ran.coded} article version{'' if ran.coded == 1 else 's'}; {ran.skipped} were coded before."


def tell_troubles(troubles: Sequence[Trouble]) -> None:
    """The problems, one a line on stderr."""
    for trouble in troubles[:MOST_TROUBLES]:
        problem = trouble.problem
        click.echo(f"  {inert(trouble.about)}: {inert(problem.message)} [{inert(problem.kind)}]", err=True)
    if len(troubles) > MOST_TROUBLES:
        click.echo(f"  and {len(troubles) - MOST_TROUBLES} more; `watchfloor doctor` counts them by kind", err=True)


def _there(desk_path: Path | None) -> str:
    """The option that names the desk in a command to copy, where this one needed it too."""
    return f" --desk {inert(str(desk_path))}" if desk_path is not None else ""


def _trouble(trouble: Trouble) -> dict[str, str]:
    return {"about": trouble.about, "kind": trouble.problem.kind, "message": trouble.problem.message}
