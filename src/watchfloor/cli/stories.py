"""Commands about what goes on for days: stories list, timeline."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watchfloor.cli.opening import open_desk, view_options, viewed
from watchfloor.cli.options import Day, Moment, desk_option, json_option
from watchfloor.inert import inert, json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from watchfloor.briefing.stories import Story, Timeline
    from watchfloor.briefing.storychanges import StoryChange
    from watchfloor.view import View

SHOWN = 20
"""storylines listed unless --limit says otherwise"""
LISTED = 8
"""articles of a storyline that are listed, the newest"""
FRESH = 7
"""days before the last article of a storyline since which it is told what became of it"""
AROUND = timedelta(days=45)
"""before its first article and behind its last one, in which others are looked for that it was one with, or is now"""


@click.command("list")
@click.argument("story", required=False)
@click.option("--since", type=Day(), help="First day of publication. Default: 90 days before the last article.")
@click.option("--until", type=Day(), help="Last day, included.")
@click.option("--alone", is_flag=True, help="Those of one article too.")
@click.option(
    "--then",
    type=Moment(),
    metavar="TIME",
    help="Say which became one or several since then. Of one: a week by default.",
)
@click.option(
    "--limit", type=click.IntRange(min=0), help=f"At most so many; 0 for all. Default: {SHOWN}, with --json all."
)
@view_options
@desk_option
@json_option
def list_(
    story: str | None,
    since: date | None,
    until: date | None,
    alone: bool,
    then: date | datetime | None,
    limit: int | None,
    as_of: date | datetime | None,
    coder: str | None,
    desk_path: Path | None,
    as_json: bool,
) -> None:
    """List the storylines, or show one; also without the word `list`.

    A storyline is what the articles of some days or weeks are on. Its state is made of sentences of its articles alone,
    each with the id that `show` opens. STORY is the id of a storyline, or an article of it.

    \b
    Examples:
      watchfloor stories
      watchfloor stories sl:3f2a
      watchfloor stories --as-of 2014-06-24 --json
    """
    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        if story is not None:
            shown(view, story, as_json, then)
            return
        every = view.storylines(since=since, until=until)
        found = [one for one in every if alone or len(one.articles) > 1]
        most = (None if as_json else SHOWN) if limit is None else limit or None
        listed = found[:most]
        if as_json:
            from watchfloor.answers.stories import story_json

            click.echo(json_text([story_json(one) for one in listed]))
            return
        if not listed:
            click.echo(_none(view, every))
            return
        became = view.storyline_changes(then, since=since, until=until) if then else []
    from watchfloor.cli.terminal import console

    out = console()
    for one in listed:
        _heading(out, one)
        _state(out, one)
    _became(out, became, then)
    rest = []
    if len(listed) < len(found):
        rest.append(f"{len(listed)} of {len(found)} storylines; all of them with --limit 0")
    if len(found) < len(every):
        rest.append(f"{len(every) - len(found)} articles stand alone: --alone")
    if rest:
        click.echo("; ".join(rest), err=True)


def _none(view: View, every: Sequence[Story]) -> str:
    from watchfloor.answers import nothing

    if every:
        return f"No storyline: each of {len(every)} articles stands alone; list them with --alone."
    if not view.articles(limit=1):
        return nothing.no_article(view, "storyline")
    return "No storyline: no article was published on these days."


def _heading(out: Console, one: Story) -> None:
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, words

    first, last = one.line.first, one.line.last
    days = f"{first}" if first == last else f"{first} to {last}"
    outlets = len({head.outlet or head.id for head in one.articles})
    support = (
        f"{_many(len(one.articles), 'article')}, {_many(outlets, 'outlet')}, {_many(len(one.incidents), 'incident')}"
    )
    by = f"  named by {one.named.author}" if one.named else ""
    line = words(one.title, "bold").append_text(words(f"  {days}  {support}  {one.line.id[:9]}{by}", QUIET))
    line_of(out, line)


def _became(out: Console, changes: Sequence[StoryChange], then: date | datetime | None) -> None:
    from watchfloor.briefing.storychanges import became
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import words

    for change in changes:
        line_of(out, words(f"since {then}: {became(change)}"), "  ")


def _state(out: Console, one: Story) -> None:
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, words

    paragraph = words("")
    for sentence in one.state:
        paragraph.append_text(words(f"“{sentence.words}” "))
        source = ", ".join(part for part in (sentence.outlet, sentence.day.isoformat() if sentence.day else "") if part)
        paragraph.append_text(words(f"({source}; {sentence.id[:9]}) ", QUIET))
    if not one.state:
        paragraph.append_text(words("no act is told in its articles", QUIET))
    line_of(out, paragraph, "    ")


def shown(view: View, name: str, as_json: bool, then: date | datetime | None = None) -> None:
    """Prints one storyline: its state, its chapters, and what became of it since `then`, or in its last week."""
    one = view.storyline(name)
    before = then or max(one.line.first, one.line.last - timedelta(days=FRESH))
    # Among the articles of the days around it: those of the whole record may be too many to be set side by side.
    first, last = one.line.first, one.line.last
    since, until = first - min(AROUND, first - date.min), last + min(AROUND, date.max - last)
    became = [
        change
        for change in view.storyline_changes(before, since=since, until=until)
        if one.line.id in (*change.before, *change.after)
    ]
    if as_json:
        from watchfloor.answers.pins import change_json
        from watchfloor.answers.stories import story_json

        click.echo(json_text(story_json(one) | {"became": [change_json(change) for change in became]}))
    else:
        _one(one, became, before)


def _one(one: Story, became: Sequence[StoryChange], then: date | datetime) -> None:
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, console, words

    out = console()
    _heading(out, one)
    _state(out, one)
    _became(out, became, then)
    for chapter in one.line.chapters:
        mine = [head for head in one.articles if head.id in chapter.reports]
        days = f"{chapter.first}" if chapter.first == chapter.last else f"{chapter.first} to {chapter.last}"
        line_of(out, words(f"chapter {days}", "bold"), "  ")
        for head in mine[-LISTED:]:
            line = words(f"{head.id[:14]}  ", QUIET).append_text(words(head.title or head.url))
            line_of(out, line.append_text(words(f"  {head.outlet}", QUIET)), "    ")
        if len(mine) > LISTED:
            line_of(out, words(f"and {len(mine) - LISTED} earlier ones", QUIET), "    ")
    click.echo(f"Next: watchfloor timeline {inert(one.line.id[:9])}", err=True)


# --- timeline ---------------------------------------------------------------------------------------------------------


@click.command()
@click.argument("about", metavar="STORY|ACTOR|PLACE", nargs=-1, required=True)
@click.option("--since", type=Day(), help="First day.")
@click.option("--until", type=Day(), help="Last day, included.")
@click.option("--days", type=click.IntRange(min=0), help="At most so many days; 0 for all. Default: 20.")
@view_options
@desk_option
@json_option
def timeline(
    about: tuple[str, ...],
    since: date | None,
    until: date | None,
    days: int | None,
    as_of: date | datetime | None,
    coder: str | None,
    desk_path: Path | None,
    as_json: bool,
) -> None:
    """The days that matter of a storyline, an actor or a place.

    The days on which most happened, in their order, each with at most three incidents and their words: deeds before
    denials, and grave ones, those told by many origins, and new ones before others. With --as-of it is the timeline as
    it could be drawn then.

    \b
    Examples:
      watchfloor timeline sl:3f2a
      watchfloor timeline isis --days 10
      watchfloor timeline Mosul --as-of 2014-06-12
    """
    from watchfloor.answers.timeline import events, timeline_json
    from watchfloor.briefing.stories import DAYS

    name = " ".join(about)
    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        title, made = events(view, name, since, until, DAYS if days is None else days or None)
    if as_json:
        click.echo(json_text(timeline_json(made, title)))
        return
    from watchfloor.cli.terminal import console

    _draw(console(), made, title, as_of)


def _draw(out: Console, made: Timeline, title: str, as_of: date | datetime | None) -> None:
    from watchfloor.briefing.wording import day_text, weekday_text
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, words
    from watchfloor.cli.today import told

    known = "as known now" if as_of is None else f"as known {as_of}"
    line_of(out, words("Timeline  ", "bold").append_text(words(title, "bold")).append_text(words(f"  {known}", QUIET)))
    for day in made.days:
        line_of(out, words(f"{weekday_text(day.day)[:3]} {day_text(day.day)}", "bold"))
        for line in day.lines:
            told(out, line)
        if day.left_out:
            line_of(
                out,
                words(f"and {day.left_out} more: watchfloor incidents --since {day.day} --until {day.day}", QUIET),
                "  ",
            )
    if not made.days:
        line_of(out, words("no act with a day is told"), "  ")
    rest = [
        text
        for number, text in (
            (made.left_out, f"{made.left_out} days on which less happened: --days 0"),
            (made.undated, f"{made.undated} incidents without a day"),
            (made.dropped, f"{made.dropped} dropped by the proof"),
        )
        if number
    ]
    if rest:
        line_of(out, words("; ".join(rest), QUIET))


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
