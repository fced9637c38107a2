"""The command that shows the main job on the bundled sample corpus."""

from __future__ import annotations

from pathlib import Path

import click

from watchfloor.cli.inert import inert

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
    """Make a desk from the bundled sample, code it, and print a brief of its last day.

    The sample holds dispatches on the Iraq crisis and the nuclear talks of 2014, written for it: invented outlets, true
    events. A second run finds the desk, codes what is new, and prints the brief again.

    \b
    Examples:
      watchfloor demo
      watchfloor demo --desk /tmp/trial
    """
    from watchfloor import desk
    from watchfloor.cli.desks import add_pages, added_text, code_articles, ran_text, tell_troubles
    from watchfloor.cli.screen import screen
    from watchfloor.cli.terminal import console
    from watchfloor.config import FILE

    there = (desk_path / FILE).exists()
    shown = inert(str(desk_path))
    click.echo(f"The demo desk is already in {shown}." if there else f"Making a demo desk in {shown}.", err=True)
    opened = desk.open(desk_path) if there else desk.init(desk_path, "Iraq and the nuclear talks, 2014")
    with opened:
        added = add_pages(opened, sample_files(), None)
        click.echo(added_text(added), err=True)
        tell_troubles([t for t in added.problems if t.problem.kind != "language"])
        click.echo(ran_text(code_articles(opened)), err=True)
        screen(console(), opened.brief(), opened.name)
        click.echo(f"\nNext: cd {shown}; watchfloor events --actor IRN; watchfloor show ID; watchfloor --help")


def sample_files() -> list[Path]:
    """The pages and archives of the bundled sample, as its index lists them."""
    from watchfloor import packs

    folder = packs.BUNDLED.parent / "sample"
    columns = ("file", "outlet", "published", "language", "template", "role", "title")
    files = dict.fromkeys(row.cells[0].partition("#")[0] for row in packs.rows(folder / "articles.tsv", columns))
    return [folder / file for file in files]
