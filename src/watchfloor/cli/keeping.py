"""Commands that keep a desk safe, or make it forget: backup, verify, forget."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watchfloor.cli.opening import open_desk, signed_options
from watchfloor.cli.options import desk_option, json_option
from watchfloor.errors import UsageError
from watchfloor.inert import inert, json_text

if TYPE_CHECKING:
    from watchfloor.desk import Forgotten

LISTED = 5
"""articles listed before a person is asked"""


@click.command()
@click.argument("place", metavar="[FOLDER]", required=False, type=click.Path(path_type=Path))
@desk_option
@json_option
def backup(place: Path | None, desk_path: Path | None, as_json: bool) -> None:
    """Copy a desk, as it is now, into a new folder. The copy is a desk again.

    Others may work on the desk meanwhile. Without FOLDER the copy lies in the desk's own folder backups.

    \b
    Examples:
      watchfloor backup
      watchfloor backup /media/stick/iraq-2014-06-24 --desk iraq
    """
    with open_desk(desk_path) as opened:
        made = opened.backup(place)
        counts = opened.status()
    if as_json:
        click.echo(json_text({"desk": str(made), "articles": counts.articles, "events": counts.events}))
    else:
        click.echo(f"Copied to {inert(str(made))}: {counts.articles} articles, {counts.events} events; checked.")


@click.command()
@desk_option
@json_option
@click.pass_context
def verify(ctx: click.Context, desk_path: Path | None, as_json: bool) -> None:
    """Check a desk's record, file and facts.

    The file, what keeps it append-only, and every fact against its text.
    Also what follows from the corrections is worked out again and compared. The exit code is 1 when something is wrong.

    \b
    Examples:
      watchfloor verify
      watchfloor verify --desk iraq --json
    """
    with open_desk(desk_path) as opened:
        faults = opened.verify()
        counts = opened.status()
    if as_json:
        click.echo(json_text({"sound": not faults, "faults": faults}))
    elif faults:
        for fault in faults:
            click.echo(inert(fault))
        click.echo("The record is not sound; restore it from a copy (watchfloor backup makes them).")
    else:
        held = sum(counts.entries.values())
        facts = f"{counts.events} events and {held} entries of the ledgers, every one with its words."
        click.echo(f"Sound: {counts.versions} article versions, {facts}")
    ctx.exit(1 if faults else 0)


@click.command()
@click.argument("wanted", metavar="ARTICLE|SOURCE")
@click.option("--yes", is_flag=True, help="Do not ask.")
@signed_options
@desk_option
@json_option
@click.pass_context
def forget(
    ctx: click.Context, wanted: str, yes: bool, why: str, by: str, desk_path: Path | None, as_json: bool
) -> None:
    """Erase an article for good, everywhere in the desk. It cannot be undone.

    ARTICLE is an id, an address, a version, or the id of one of its facts; SOURCE is an outlet, all of whose articles
    go. Also the exports and backups made from the desk are cleaned. A tombstone keeps the id, the time, your name and
    the reason, and the article does not come back when it is found again.

    \b
    Examples:
      watchfloor forget ev:1a2b3c --why "asked by the author"
      watchfloor forget "Corvane Wire" --why "licence ended" --yes
    """
    with open_desk(desk_path) as opened:
        found = opened.forgettable(wanted)
        if not yes:
            _ask(found, as_json)
        gone = opened.forget(wanted, by=by, why=why)
    if as_json:
        click.echo(
            json_text(
                {
                    "forgotten": [
                        {"article": s.article, "versions": len(s.versions), "events": len(s.events)}
                        for s in gone.tombstones
                    ],
                    "cleaned": list(gone.cleaned),
                    "left": [{"file": name, "why": text} for name, text in gone.left],
                }
            )
        )
    else:
        _print(gone)
    ctx.exit(0)


def _ask(found: list[tuple[str, str]], as_json: bool) -> None:
    for ident, title in found[:LISTED]:
        click.echo(f"  {ident}  {inert(title)}", err=True)
    if len(found) > LISTED:
        click.echo(f"  and {len(found) - LISTED} more", err=True)
    if as_json or not sys.stdin.isatty():
        raise UsageError("forgetting cannot be undone, and nobody can be asked here; say --yes")
    click.confirm(
        f"Erase {'this article' if len(found) == 1 else f'these {len(found)} articles'} for good?", abort=True
    )


def _print(gone: Forgotten) -> None:
    facts = sum(len(stone.facts) for stone in gone.tombstones)
    articles = len(gone.tombstones)
    click.echo(f"Forgotten: {articles} {'article' if articles == 1 else 'articles'} with {facts} facts.")
    for name in gone.cleaned:
        click.echo(f"  cleaned: {inert(name)}")
    for name, text in gone.left:
        click.echo(f"  not touched: {inert(name)} ({inert(text)})")
