"""The command that lists what happened, each happening once: incidents. And what `show` says of them and of copies."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchfloor.answers.incidents import figure_range, incident_json, many, sides, support
from watchfloor.cli.opening import open_desk, view_options, viewed
from watchfloor.cli.options import desk_option, event_filters, event_type, json_option, known_outlet, one_of
from watchfloor.inert import inert, json_text
from watchfloor.types import Facet

if TYPE_CHECKING:
    from rich.console import Console

    from watchfloor.linking.happenings import Incident
    from watchfloor.linking.retellings import Story

SHOWN = 40
"""incidents listed unless --limit says otherwise"""


@click.command()
@event_filters
@click.option("--text", help="Words that the sentence of a report must hold.")
@click.option("--conflicts", is_flag=True, help="Only those whose reports contradict each other.")
@click.option(
    "--limit", type=click.IntRange(min=0), help=f"At most so many; 0 for all. Default: {SHOWN}, with --json all."
)
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Leave out so many first.")
@view_options
@desk_option
@json_option
def incidents(
    type_: str | None,
    facet: str | None,
    outlet: str | None,
    conflicts: bool,
    limit: int | None,
    offset: int,
    as_of: date | datetime | None,
    coder: str | None,
    desk_path: Path | None,
    as_json: bool,
    **filters: Any,
) -> None:
    """What happened, each happening once, the newest first.

    Many reports of one happening are one line: how many reports there are, and how many origins. Copies of one story,
    and papers that cite one agency or one speaker, have one origin. The filters choose among the reports; an incident
    with one that fits is listed with all of them. Reports that contradict each other are marked.

    \b
    Examples:
      watchfloor incidents --since 2014-06-10 --until 2014-06-12
      watchfloor incidents --actor isis --place Mosul --json
      watchfloor incidents --conflicts --as-of 2014-06-24
    """
    wanted = dict(filters)
    wanted["type"] = None if type_ is None else event_type(type_, desk_path)
    wanted["facet"] = None if facet is None else one_of(facet, [f.value for f in Facet], "facet")
    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        wanted["outlet"] = None if outlet is None else known_outlet(view, outlet)
        found = [one for one in view.incidents(**wanted) if one.conflicts or not conflicts]
        most = (None if as_json else SHOWN) if limit is None else limit or None
        shown = found[offset:] if most is None else found[offset : offset + most]
        if as_json:
            click.echo(json_text([incident_json(one) for one in shown]))
            return
        if not shown:
            from watchfloor.answers import nothing

            counts = view.status()
            if not counts.articles:
                click.echo(nothing.no_article(view, "incidents"))
            elif counts.uncoded:
                click.echo(
                    f"No incident, but {counts.uncoded} article versions are not coded yet. Next: watchfloor run"
                )
            else:
                click.echo(f"No incident fits: {nothing.base(view, counts)}.")
            return
        from watchfloor.cli.terminal import console

        out = console()
        for one in shown:
            listed(out, one)
        if len(shown) < len(found) - offset:
            click.echo(f"{len(shown)} of {len(found)} incidents; all of them with --limit 0", err=True)


def listed(console: Console, one: Incident) -> None:
    """Prints an incident: one line of what, who and how many reports, one of words."""
    from watchfloor.briefing.brief import excerpt
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import ATTENTION, QUIET, marked, sign, type_style, words

    mark = {"stated": " ", "published": "~"}.get(one.day_basis, " ")
    line = words(f"{one.id[:9]}  ", QUIET)
    line.append_text(words(f"{one.day.isoformat() if one.day else 'no date':10}{mark} "))
    line.append_text(words(f"{sign(one.facet, one.type)} {one.type} {one.mode}".rstrip(), type_style(one.type)))
    if one.facet is not Facet.HAPPENED:
        line.append_text(words(f" [{one.facet.value}]", "bold"))
    line.append_text(words(f"  {sides(one)}"))
    if one.places:
        line.append_text(words(f", {' and '.join(place.name for place in one.places)}"))
    line.truncate(console.width, overflow="ellipsis")
    line_of(console, line)
    event = one.lead.fact.event
    second = words(" " * 11).append_text(words(support(one), "bold" if len(one.origins) > 1 else ""))
    for what, figures in one.figures:
        second.append_text(words(f"; {what} {figure_range(figures)}"))
    for conflict in one.conflicts:
        second.append_text(words(f"  [reports differ: {conflict.about}]", ATTENTION))
    source = f"  {one.lead.fact.article.outlet}" if one.lead.fact.article.outlet else ""
    quote, (start, end) = excerpt(event, limit=max(30, console.width - second.cell_len - len(source) - 4))
    second.append_text(words('  "')).append_text(marked(quote, [(start, end)], bool(console.color_system)))
    second.append_text(words('"')).append_text(words(source, QUIET)).truncate(console.width, overflow="ellipsis")
    line_of(console, second)


# --- what `show` says ---


def story_lines(story: Story) -> list[str]:
    """Of an article that is a copy or has copies: how many reports there are, and whose it is."""
    origin = story.origin
    lines = [f"  {many(story.reports, 'report')}, 1 origin: {inert(origin.outlet or origin.title)} {origin.id[:14]}"]
    if story.speaker.version != origin.version:
        lines.append(f"  corrected by {story.speaker.id[:14]} {inert(story.speaker.title)}")
    lines += [
        f"  also {one.id[:14]} {one.published.day.isoformat() if one.published else 'no date'} {inert(one.outlet)}"
        for one in story.articles
        if one.version not in (origin.version, story.speaker.version)
    ]
    return lines


def incident_lines(one: Incident) -> list[str]:
    """Of the incident that an event reports: who else reports it, from whom each has it, and what they differ on."""
    belief = "" if one.belief is None else f", belief {one.belief:.2f}"
    lines = [f"  incident {one.id} {support(one)}{belief}"]
    for report in one.reports:
        copies = len({copy.article.id for copy in report.copies})
        lines.append(
            f"    {report.fact.event.id[:9]} {inert(report.fact.article.outlet)}, from {inert(report.origin.name)}"
            + (f", told again by {many(copies, 'article')}" if copies else "")
        )
    lines += [f"    {what} {figure_range(figures)}" for what, figures in one.figures]
    lines += [
        f"    reports differ on {conflict.about}: {conflict.a.fact.event.id[:9]} against"
        f" {conflict.b.fact.event.id[:9]} ({conflict.score:.2f})"
        for conflict in one.conflicts
    ]
    return lines
