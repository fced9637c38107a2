"""The command stories, with what people say of storylines: pin, merge, split, name, undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watchfloor.cli.group import ListingGroup
from watchfloor.cli.opening import open_desk, signed_options, view_options, viewed
from watchfloor.cli.options import desk_option, json_option
from watchfloor.cli.stories import list_
from watchfloor.inert import inert, json_text

if TYPE_CHECKING:
    from watchfloor.desk import Desk
    from watchfloor.store.pins import Pin


@click.group(cls=ListingGroup)
def stories() -> None:
    """What goes on for days and weeks: the storylines.

    Without the name of a command it lists them, or shows one: `watchfloor stories list --help` has the options. The
    others keep what you say of storylines, with your name, the time and the reason. It holds after every new coding and
    whatever comes in, a later word wins over an earlier one, and each can be taken back.

    \b
    Examples:
      watchfloor stories --since 2014-06-10
      watchfloor stories sl:3f2a
      watchfloor stories pin a:1a2b3c sl:3f2a --why "the same siege"
    """


stories.add_command(list_)


@stories.command()
@click.argument("article")
@click.argument("story")
@click.option("--never", is_flag=True, help="It does not belong there.")
@signed_options
@desk_option
@json_option
def pin(article: str, story: str, never: bool, why: str, by: str, desk_path: Path | None, as_json: bool) -> None:
    """The article belongs to that storyline; with --never it does not.

    STORY is the id of a storyline, or an article of it. No other article goes with it.

    \b
    Examples:
      watchfloor stories pin a:1a2b3c sl:3f2a --why "the same siege"
      watchfloor stories pin a:1a2b3c sl:3f2a --never --why "another town of that name"
    """
    _said(desk_path, as_json, lambda opened: opened.pin_story(article, story, never=never, by=by, why=why), article)


@stories.command()
@click.argument("lines", nargs=-1, required=True, metavar="STORY STORY...")
@signed_options
@desk_option
@json_option
def merge(lines: tuple[str, ...], why: str, by: str, desk_path: Path | None, as_json: bool) -> None:
    """These storylines are one, with the id of the earliest.

    \b
    Examples:
      watchfloor stories merge sl:3f2a sl:77c0 --why "one campaign"
      watchfloor stories merge a:1a2b3c a:4d5e6f --why "both are of the talks"
    """
    _said(desk_path, as_json, lambda opened: opened.merge_stories(lines, by=by, why=why), *lines)


@stories.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@signed_options
@desk_option
@json_option
def split(articles: tuple[str, ...], why: str, by: str, desk_path: Path | None, as_json: bool) -> None:
    """These articles are another storyline than those they are with.

    \b
    Examples:
      watchfloor stories split a:1a2b3c a:4d5e6f --why "the flood, not the war"
      watchfloor stories split a:1a2b3c --why "another strike"
    """
    _said(desk_path, as_json, lambda opened: opened.split_story(articles, by=by, why=why), *articles)


@stories.command()
@click.argument("story")
@click.argument("title")
@signed_options
@desk_option
@json_option
def name(story: str, title: str, why: str, by: str, desk_path: Path | None, as_json: bool) -> None:
    """The storyline is called so, in place of the title of an article.

    \b
    Examples:
      watchfloor stories name sl:3f2a "The siege of Tikrit" --why "as we call it"
      watchfloor stories name a:1a2b3c "Talks in Geneva" --why "the title misleads"
    """
    _said(desk_path, as_json, lambda opened: opened.name_story(story, title, by=by, why=why), story)


@stories.command()
@click.argument("number", type=int, metavar="NUMBER")
@signed_options
@desk_option
@json_option
def undo(number: int, why: str, by: str, desk_path: Path | None, as_json: bool) -> None:
    """Take back what was said, by the number that `stories pins` prints; an undo too.

    \b
    Examples:
      watchfloor stories undo 7 --why "I misread it"
      watchfloor stories undo 8 --why "no, I did not"
    """
    _said(desk_path, as_json, lambda opened: opened.undo_story(number, by=by, why=why))


@stories.command()
@view_options
@desk_option
@json_option
def pins(as_of: date | datetime | None, coder: str | None, desk_path: Path | None, as_json: bool) -> None:
    """List what was said of storylines, the oldest first.

    What was taken back is marked, and what gave way to a later word.

    \b
    Examples:
      watchfloor stories pins
      watchfloor stories pins --as-of 2014-07-01 --json
    """
    from watchfloor.answers.pins import pin_json

    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        found, overruled = view.story_pins(), view.overruled()
    if as_json:
        click.echo(json_text([pin_json(one, overruled) for one in found]))
        return
    for one in found:
        click.echo(_text(one, overruled.get(one.number, ())))
    if not found:
        click.echo("Nobody has said anything of a storyline.")


def _said(desk_path: Path | None, as_json: bool, say: Callable[[Desk], int], *shown: str) -> None:
    """Keeps what was said and prints it; and the storylines in which those named are now."""
    from watchfloor.answers.pins import pin_json

    with open_desk(desk_path) as opened:
        number = say(opened)
        made = opened.story_pins()[-1]
        overruled = opened.overruled()
        if as_json:
            click.echo(json_text(pin_json(made, overruled)))
            return
        now = {one.line.id: one for one in (opened.storyline(name) for name in shown)}
    click.echo(_text(made, overruled.get(number, ())))
    for one in now.values():
        many = f"{len(one.articles)} article{'' if len(one.articles) == 1 else 's'}"
        click.echo(f"  {one.line.id[:9]} has {many} now: {inert(one.title)}")
    click.echo(f"To take it back: watchfloor stories undo {number} --why REASON")


def _text(one: Pin, overruled: tuple[int, ...]) -> str:
    from watchfloor.briefing.storychanges import pin_text

    back = "" if one.in_force else "  [taken back]"
    gave_way = f"  [{', '.join(map(str, overruled))} gave way to it]" if overruled else ""
    said = f"{inert(one.reason)}  ({inert(one.author)}, {one.at:%Y-%m-%d %H:%M}Z)"
    return f"{one.number:4}  {inert(pin_text(one))}  {said}{back}{gave_way}"
