"""Commands that list and open facts: events, show."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchfloor.cli.opening import open_desk, view_options, viewed
from watchfloor.cli.options import desk_option, event_filters, event_type, json_option, known_outlet, one_of
from watchfloor.inert import json_text
from watchfloor.types import Facet

if TYPE_CHECKING:
    from watchfloor.store.entries import Kept
    from watchfloor.store.facts import Fact
    from watchfloor.view import View

SHOWN = 40
"""events listed unless --limit says otherwise"""
COUNTED = 10_000
"""events counted at most to say how many there are"""


@click.command()
@event_filters
@click.option("--text", help="Words that the sentence must hold.")
@click.option(
    "--limit", type=click.IntRange(min=0), help=f"At most so many; 0 for all. Default: {SHOWN}, with --json all."
)
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Leave out so many first.")
@click.option("--unique", is_flag=True, help="Each happening once, by the report that tells most of it.")
@view_options
@desk_option
@json_option
def events(
    type_: str | None,
    facet: str | None,
    outlet: str | None,
    unique: bool,
    limit: int | None,
    offset: int,
    as_of: date | datetime | None,
    coder: str | None,
    desk_path: Path | None,
    as_json: bool,
    **filters: str | date | None,
) -> None:
    """List events, the newest first, each with its words.

    Each is one report of an act: what five papers tell of is listed five times, and with --unique once. Plans, threats,
    demands, denials and hypotheticals carry their facet in brackets; they are not deeds. A day marked ~ is the day of
    publication, because the words state none.

    \b
    Examples:
      watchfloor events --actor IRN --type CONSULT
      watchfloor events --facet threatened --since 2014-06-10 --json
      watchfloor events --as-of 2014-06-24
    """
    from watchfloor.exporters.lines import record

    wanted: dict[str, Any] = dict(filters)
    wanted["type"] = None if type_ is None else event_type(type_, desk_path)
    wanted["facet"] = None if facet is None else one_of(facet, [f.value for f in Facet], "facet")
    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        wanted["outlet"] = None if outlet is None else known_outlet(view, outlet)
        most = (None if as_json else SHOWN) if limit is None else limit or None
        if unique:
            _once(view, most, offset, wanted, as_json)
            return
        found = view.events(limit=most, offset=offset, **wanted)
        if as_json:
            click.echo(json_text([record(fact) for fact in found]))
            return
        _list(view, found, most, offset, wanted)


@click.command()
@click.argument("ident", metavar="ID")
@view_options
@desk_option
@json_option
def show(ident: str, as_of: date | datetime | None, coder: str | None, desk_path: Path | None, as_json: bool) -> None:
    """Open one fact: every field with the words it was read from.

    An event, a statement, a deadline, an outlook, a relation or a link. ID is the id that other commands print, or the
    beginning of it. An event tells its incident: who else reports it, and how many origins there are. The id of an
    incident opens its first report; that of an article (a:...) tells which others are copies of it; that of a storyline
    (sl:...) shows it.

    \b
    Examples:
      watchfloor show ev:1a2b3c
      watchfloor show a:4d5e6f
      watchfloor show 1a2b3c --json
    """
    from watchfloor.exporters.lines import record

    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        if ident.startswith("a:"):
            _article(view, ident, as_json)
            return
        if ident.startswith("sl:"):
            from watchfloor.cli.stories import shown

            shown(view, ident, as_json)
            return
        fact = view.fact(f"ev:{ident[3:]}" if ident.startswith("in:") else ident)
        if as_json:
            click.echo(json_text(record(fact)))
        else:
            _show(view, fact)


def _article(view: View, ident: str, as_json: bool) -> None:
    """An article and its copies."""
    from watchfloor.answers.articles import article_json
    from watchfloor.cli.incidents import story_lines
    from watchfloor.inert import inert

    head = view.versions(view.article(ident).id)[-1]
    if as_json:
        click.echo(json_text(article_json(view, head)))
        return
    story = view.story(head.id)
    day = head.published.day.isoformat() if head.published else "no date"
    click.echo(f"{head.id}  {day}  {inert(head.title or '(no title)')}  {inert(head.outlet)}\n{inert(head.url)}")
    click.echo("\n".join(story_lines(story)) if story else "  no other article is a copy of it")


def _list(view: View, found: list[Fact], most: int | None, offset: int, wanted: dict[str, Any]) -> None:
    from watchfloor.cli.blocks import entry
    from watchfloor.cli.terminal import console

    if not found:
        click.echo(_nothing(view, offset, wanted))
        return
    out = console()
    for fact in found:
        entry(out, fact.event, fact.day, fact.day_basis, fact.article.outlet)
    if most is not None and len(found) == most:
        total = view.count_events(most=COUNTED + 1, **wanted)
        if total > most + offset:
            known = f"more than {COUNTED}" if total > COUNTED else total
            click.echo(
                f"{most} of {known} events, one for each report; all of them with --limit 0, each happening once with"
                " --unique",
                err=True,
            )


def _once(view: View, most: int | None, offset: int, wanted: dict[str, Any], as_json: bool) -> None:
    """Lists each happening once, with how many reports of it there are."""
    from watchfloor.answers.incidents import support
    from watchfloor.cli.blocks import entry
    from watchfloor.cli.terminal import console
    from watchfloor.exporters.lines import record

    every = view.happenings(**wanted)
    found = every[offset:] if most is None else every[offset : offset + most]
    if as_json:
        told = [
            record(fact) | {"incident": one.id, "reports": one.articles, "origins": len(one.origins)}
            for fact, one in found
        ]
        click.echo(json_text(told))
        return
    if not found:
        click.echo(_nothing(view, offset, wanted))
        return
    out = console()
    for fact, one in found:
        entry(out, fact.event, fact.day, fact.day_basis, fact.article.outlet, support(one))
    if len(found) < len(every) - offset:
        click.echo(f"{len(found)} of {len(every)} happenings; all of them with --limit 0", err=True)


def _nothing(view: View, offset: int, wanted: dict[str, Any]) -> str:
    """Why a list is empty: not watched, not yet coded, or really nothing."""
    from watchfloor.answers import nothing

    counts = view.status()
    if not counts.articles:
        return nothing.no_article(view, "events")
    if counts.uncoded:
        return f"No events, but {counts.uncoded} article versions are not coded yet. Next: watchfloor run"
    if offset and (total := view.count_events(**wanted)):
        return f"No more events: {total} fit."
    asked = any(value is not None for value in wanted.values())
    return f"No event {'fits' if asked else 'was found'}: {nothing.base(view, counts)}."


def _show(view: View, fact: Fact | Kept) -> None:
    from watchfloor.cli import card, readings
    from watchfloor.cli.judging import correction_text
    from watchfloor.cli.terminal import console
    from watchfloor.store.facts import Fact

    ident = fact.event.id if isinstance(fact, Fact) else fact.entry.id
    if isinstance(fact, Fact):
        card.card(console(), fact)
    else:
        readings.card(console(), fact, view.article(fact.article.version).text)
    said = view.corrections(ident) if fact.corrections else []
    for correction in said:
        click.echo(f"  said {correction_text(correction)}")
    if alike := view.same_act(ident):
        click.echo(f"  one act with {' '.join(other[:9] for other in alike)}")
    from watchfloor.cli import incidents

    if isinstance(fact, Fact) and (found := view.incident(ident)):
        click.echo("\n".join(incidents.incident_lines(found)))
    if story := view.story(fact.article.id):
        click.echo("\n".join(incidents.story_lines(story)))
