"""Commands that list what the ledgers hold: statements, relations, links. Those of deadlines and outlooks stand in
deadlines.py, on the same options."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from watchfloor.answers.ledgers import FORMS
from watchfloor.cli.opening import open_desk, view_options, viewed
from watchfloor.cli.options import Day, desk_option, json_option, known_outlet, one_of
from watchfloor.inert import json_text

if TYPE_CHECKING:
    from watchfloor.store.entries import Kept
    from watchfloor.view import View

F = TypeVar("F", bound=Callable[..., Any])

SHOWN = 40
"""entries listed unless --limit says otherwise"""
COUNTED = 10_000
"""entries counted at most to say how many there are"""

WHO = "a code (IRN, IRQGOV), an id (isis) or a name"
STATEMENT_KINDS = FORMS["statement"]
STATUSES = FORMS["deadline"]
DIRECTIONS = FORMS["outlook"]
RELATION_KINDS = FORMS["relation"]
LINK_KINDS = FORMS["link"]


def ledger_options(function: F) -> F:
    """What every ledger can be asked for: days, outlet, language, words, how many, and the options of a view."""
    options = (
        click.option("--since", type=Day(), help="First day on which it was said."),
        click.option("--until", type=Day(), help="Last day, included."),
        click.option("--outlet", help="Name of the outlet."),
        click.option("--language", help="Code of the language, such as en."),
        click.option("--text", help="Words that it must hold."),
        click.option(
            "--limit",
            type=click.IntRange(min=0),
            help=f"At most so many; 0 for all. Default: {SHOWN}, with --json all.",
        ),
        click.option("--offset", type=click.IntRange(min=0), default=0, help="Leave out so many first."),
        view_options,
        desk_option,
        json_option,
    )
    for option in reversed(options):
        function = option(function)
    return function


@click.command()
@click.option("--speaker", help=f"Who speaks: {WHO}.")
@click.option("--side", help="Whom the speaker speaks for: a country, or an id.")
@click.option("--about", help=f"Whom it is about: {WHO}.")
@click.option("--kind", help=f"{', '.join(STATEMENT_KINDS)}.")
@click.option("--act", help="What sort of saying it is: says, denies, promises, threatens, ...")
@ledger_options
def statements(kind: str | None, act: str | None, **options: Any) -> None:
    """Who said what, the newest first, each with its words.

    The number before a subject is the stance: from +2, commits to it, over 0, leaves it open, to -2, rejects it. Words
    in brackets are its condition. A day marked ~ is that of publication.

    \b
    Examples:
      watchfloor statements --speaker Kerry
      watchfloor statements --side IRN --about USA --since 2014-06-10 --json
      watchfloor statements --kind declined --as-of 2014-06-24
    """
    form = None if kind is None else one_of(kind, STATEMENT_KINDS, "kind of statement")
    listing("statement", **options, form=form, detail=act)


@click.command()
@click.option("--actor", help=f"Who stands in it, on either side: {WHO}.")
@click.option("--a", help="Who heads, backs, acts for or belongs to the other; as --actor.")
@click.option("--b", help="The other; as --actor.")
@click.option("--kind", help=f"{', '.join(RELATION_KINDS)}.")
@ledger_options
def relations(kind: str | None, **options: Any) -> None:
    """How actors stand to each other.

    As the words say it. What the words deny is marked; it is as much worth as what they say.

    \b
    Examples:
      watchfloor relations --actor hezbollah
      watchfloor relations --kind proxy-of --b IRN --json
    """
    form = None if kind is None else one_of(kind, RELATION_KINDS, "kind of relation")
    listing("relation", **options, form=form)


@click.command()
@click.option("--speaker", help=f"Who says so: {WHO}.")
@click.option("--kind", help=f"{', '.join(LINK_KINDS)}.")
@ledger_options
def links(kind: str | None, **options: Any) -> None:
    """Which matters somebody ties together.

    Or says are not tied. A condition, a trade, pressure, or that one thing will bear on another; who says so stands
    behind it.

    \b
    Examples:
      watchfloor links --text nuclear
      watchfloor links --kind spill-over --as-of 2014-06-24 --json
    """
    form = None if kind is None else one_of(kind, LINK_KINDS, "kind of link")
    listing("link", **options, form=form)


def listing(
    kind: str,
    *,
    limit: int | None,
    offset: int,
    as_of: date | datetime | None,
    coder: str | None,
    desk_path: Path | None,
    as_json: bool,
    outlet: str | None,
    order: str = "newest",
    **wanted: Any,
) -> None:
    """Prints the entries of one kind that fit, as a list or as JSON."""
    from watchfloor.codec import entry_dict

    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        wanted["outlet"] = None if outlet is None else known_outlet(view, outlet)
        most = (None if as_json else SHOWN) if limit is None else limit or None
        found = view.entries(kind, order=order, limit=most, offset=offset, **wanted)
        if as_json:
            click.echo(json_text([entry_dict(kept) for kept in found]))
            return
        _print(view, kind, found, most, offset, wanted)


def _print(view: View, kind: str, found: list[Kept], most: int | None, offset: int, wanted: dict[str, Any]) -> None:
    from watchfloor.cli.readings import listed
    from watchfloor.cli.terminal import console

    if not found:
        click.echo(_nothing(view, kind, offset, wanted))
        return
    out = console()
    for kept in found:
        listed(out, kept)
    if most is not None and len(found) == most:
        total = view.count_entries(kind, most=COUNTED + 1, **wanted)
        if total > most + offset:
            known = f"more than {COUNTED}" if total > COUNTED else total
            click.echo(f"{most} of {known} {kind}s; all of them with --limit 0", err=True)


def _nothing(view: View, kind: str, offset: int, wanted: dict[str, Any]) -> str:
    """Why a list is empty: not watched, not yet coded, or really nothing."""
    from watchfloor.answers import nothing

    counts = view.status()
    if not counts.articles:
        return nothing.no_article(view, f"{kind}s")
    if counts.uncoded:
        return f"No {kind}s, but {counts.uncoded} article versions are not coded yet. Next: watchfloor run"
    if offset and (total := view.count_entries(kind, **wanted)):
        return f"No more {kind}s: {total} fit."
    asked = any(value is not None for value in wanted.values())
    return f"No {kind} {'fits' if asked else 'was found'}: {nothing.base(view, counts)}."
