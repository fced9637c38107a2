"""The command that shows the main job on the bundled sample corpus."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watchfloor.cli.failing import Stopped
from watchfloor.inert import inert

if TYPE_CHECKING:
    from watchfloor.desk import Added, Desk

DEFAULT = Path("watchfloor-demo")


@click.command()
@click.option(
    "--desk",
    "desk_path",
    type=click.Path(path_type=Path),
    metavar="DESK",
    default=DEFAULT,
    help=f"Where to make the desk. Default: {DEFAULT} in this folder.",
)
def demo(desk_path: Path) -> None:
    """Code the bundled sample and print a brief of its last day.

    This makes a desk, in ./watchfloor-demo unless --desk says otherwise. The sample holds dispatches on the Iraq crisis
    and the nuclear talks of 2014, written for it: invented outlets, true events. A second run finds the desk, codes
    what is new, and prints the brief again.

    \b
    Examples:
      watchfloor demo
      watchfloor demo --desk /tmp/trial
    """
    from watchfloor import desk
    from watchfloor.cli.desks import added_text, code_articles, ran_text
    from watchfloor.cli.screen import screen
    from watchfloor.cli.terminal import console
    from watchfloor.config import FILE

    there = (desk_path / FILE).exists()
    shown = inert(str(desk_path))
    click.echo(f"The demo desk is already in {shown}." if there else f"Making a demo desk in {shown}.", err=True)
    opened = desk.open(desk_path) if there else desk.init(desk_path, "Iraq and the nuclear talks, 2014")
    with opened, _stoppable(shown):
        click.echo(added_text(_add_sample(opened)), err=True)
        click.echo(ran_text(code_articles(opened)) + "\n", err=True)
        screen(console(), opened.brief(), opened.name)
        click.echo(f"\nNext: watchfloor serve --desk {shown}    (look at it in a browser)")
        click.echo(f"  or: cd {shown}; watchfloor events --actor IRN; watchfloor show ID; watchfloor --help")


@contextmanager
def _stoppable(shown: str) -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, Stopped):
        raise Stopped(
            f"stopped; {shown} keeps what is added and coded, and `watchfloor demo` goes on from there"
        ) from None


def _add_sample(opened: Desk) -> Added:
    """Adds the sample's pages, each with the outlet and the date that its index names."""
    from watchfloor.cli.progress import Counter, progress
    from watchfloor.desk import Added

    files = sample_files()
    done: list[Added] = []
    with progress("adding", Counter()) as report:
        for number, (path, (outlet, published)) in enumerate(files.items(), 1):
            done.append(opened.add(path, published=published or None, outlet=outlet))
            report(number, len(files), path.name)
    return Added(
        new=sum(added.new for added in done),
        changed=sum(added.changed for added in done),
        known=sum(added.known for added in done),
        unread=sum(added.unread for added in done),
        problems=tuple(trouble for added in done for trouble in added.problems),
    )


def sample_files() -> dict[Path, tuple[str, str]]:
    """The pages and archives of the bundled sample, with outlet and publication time as its index lists them."""
    from watchfloor import packs

    folder = packs.BUNDLED.parent / "sample"
    columns = ("file", "outlet", "published", "language", "template", "role", "title")
    index = (row.cells for row in packs.rows(folder / "articles.tsv", columns))
    # The rows of an archive name their own outlets and dates.
    return {folder / cell[0].partition("#")[0]: ("", "") if "#" in cell[0] else (cell[1], cell[2]) for cell in index}
