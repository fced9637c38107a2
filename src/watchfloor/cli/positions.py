"""Commands that judge statements: issues, positions on an issue, and reversals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watchfloor.answers import nothing
from watchfloor.cli.opening import open_desk, view_options, viewed
from watchfloor.cli.options import Day, desk_option, json_option
from watchfloor.inert import json_text

if TYPE_CHECKING:
    from rich.console import Console

    from watchfloor.assessing.issues import Issue, IssueBook
    from watchfloor.assessing.positions import Cell
    from watchfloor.assessing.reversals import Deed, Reversal

EARLIER = 3
"""earlier statements of a speaker that are listed, without --all"""


@click.group(invoke_without_command=True)
@click.option(
    "--check", is_flag=True, help="Only read the tree and the desk's issues.toml, and say whether they are sound."
)
@view_options
@desk_option
@json_option
@click.pass_context
def issues(
    context: click.Context,
    check: bool,
    as_of: date | datetime | None,
    coder: str | None,
    desk_path: Path | None,
    as_json: bool,
) -> None:
    """What statements are about: the tree of issues, with counts.

    \b
    Your own issues stand in issues.toml beside watchfloor.toml; one with the id of a bundled issue takes its place.

    \b
    Examples:
      watchfloor issues
      watchfloor issues --check
      watchfloor issues propose
    """
    if context.invoked_subcommand is not None:
        context.obj = (as_of, coder, desk_path)
        return
    from watchfloor.answers import positions as answers
    from watchfloor.assessing.positions import counted

    if check:
        click.echo(f"{len(answers.book(_folder(desk_path)).issues)} issues, sound.")
        return
    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        book = answers.book(opened.path)
        count = counted(answers.said(view), book)
        if as_json:
            rows = [answers.issue_dict(one) | {"statements": count.get(one.id, 0)} for one in book.issues.values()]
            click.echo(json_text(rows))
            return
        for one in _by_use(book, count):
            depth = one.id.count(".")
            name = f"{'  ' * depth}{one.name}"
            click.echo(f"{count.get(one.id, 0):>6}  {name:<48} {one.id}")
        if not any(count.values()):
            click.echo(nothing.why_none(view, "statement on an issue"), err=True)
        if unused := sum(1 for one in book.issues if not count.get(one)):
            click.echo(f"{unused} more issues have no statement; all of them with --json", err=True)


@issues.command()
@click.option(
    "--articles", default=3, show_default=True, type=click.IntRange(min=1), help="In at least so many articles."
)
@click.option(
    "--speakers", default=2, show_default=True, type=click.IntRange(min=1), help="From at least so many speakers."
)
@view_options
@desk_option
@json_option
@click.pass_context
def propose(
    context: click.Context,
    articles: int,
    speakers: int,
    as_of: date | datetime | None,
    coder: str | None,
    desk_path: Path | None,
    as_json: bool,
) -> None:
    """Phrases that come again in statements which no issue covers.

    Nothing is added: what you find worth following you write into issues.toml yourself.

    \b
    Example:
      watchfloor issues propose --articles 5
    """
    from watchfloor.answers import positions as answers
    from watchfloor.assessing import proposals

    before = context.obj or (None, None, None)
    with open_desk(desk_path or before[2]) as opened:
        view = viewed(opened, as_of or before[0], coder or before[1])
        found = proposals.propose(answers.said(view), answers.book(opened.path), articles=articles, speakers=speakers)
        what = "phrase that comes often enough in statements without an issue"
        none = "" if found else nothing.why_none(view, what)
    if as_json:
        click.echo(json_text([answers.proposal_dict(one) for one in found]))
        return
    if not found:
        click.echo(none)
        return
    from watchfloor.cli.terminal import console

    out = console()
    for one in found:
        _line(out, f"{one.articles:>4} articles  {one.speakers:>3} speakers  ", one.words)
        for example in one.examples:
            _line(out, f"      {example.statement.id[:9]}  ", example.statement.sentence.words)


@click.command()
@click.argument("issue", nargs=-1, required=True)
@click.option("--side", help="Whom the speaker speaks for: a country, or an id.")
@click.option("--since", type=Day(), help="First day on which it was said.")
@click.option("--until", type=Day(), help="Last day, included.")
@click.option("--all", "everything", is_flag=True, help=f"All earlier statements of a speaker, not only {EARLIER}.")
@view_options
@desk_option
@json_option
def positions(
    issue: tuple[str, ...],
    side: str | None,
    since: date | None,
    until: date | None,
    everything: bool,
    as_of: date | datetime | None,
    coder: str | None,
    desk_path: Path | None,
    as_json: bool,
) -> None:
    """Who stands where on an issue, and where they stood before.

    ISSUE is an id or a name of the tree (see `issues`), or any words: then what statements say of these words counts.
    Speakers stand by side and rank. The ladder goes from rejects (left) over leaves open to commits (right).

    \b
    Examples:
      watchfloor positions iraq.us-iran-cooperation
      watchfloor positions sanctions --side IRN
      watchfloor positions "prisoner exchange" --as-of 2014-06-24 --json
    """
    from watchfloor.answers import positions as answers

    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        wanted, held = answers.held(view, opened.path, " ".join(issue), side=side, since=since, until=until)
        none = "" if held else nothing.why_none(view, f"position on {wanted.name!r}")
    if as_json:
        click.echo(json_text([answers.held_dict(one) for one in held]))
        return
    if not held:
        click.echo(none if "Next:" in none else f"{none} What statements say: watchfloor statements --text ...")
        return
    from watchfloor.cli.terminal import console

    out = console()
    shown = "", ""
    for one in held:
        if one.issue.id != shown[0]:
            _line(out, "", f"{one.issue.name}  ({one.issue.id})", "bold")
        if (one.issue.id, one.side) != shown:
            _line(out, "  ", one.side or "side not known", "bold")
        shown = one.issue.id, one.side
        office = f", {one.speaker.office}" if one.speaker.office else ""
        _line(out, "    ", f"{one.speaker.name}{office} ({one.rank})")
        for k, cell in enumerate(one.cells if everything else one.cells[: EARLIER + 1]):
            _cell(out, cell, "      " if k == 0 else "        ")
        if not everything and len(one.cells) > EARLIER + 1:
            _line(out, "        ", f"{len(one.cells) - EARLIER - 1} earlier ones; all of them with --all", "dim")


@click.command()
@click.option("--issue", help="Only on this issue and those below it: an id, a name, or any words.")
@click.option("--side", help="Only of this side: a country, or an id.")
@click.option("--since", type=Day(), help="Statements from this day on. Default: 400 days back.")
@click.option("--until", type=Day(), help="Last day, included.")
@click.option("--possible", is_flag=True, help="Possible ones in full, too; else one line each.")
@view_options
@desk_option
@json_option
def reversals(
    issue: str | None,
    side: str | None,
    since: date | None,
    until: date | None,
    possible: bool,
    as_of: date | datetime | None,
    coder: str | None,
    desk_path: Path | None,
    as_json: bool,
) -> None:
    """Who turned round, narrowed, or contradicts his own side.

    Certain ones come first, each with both quotations, why it is one and why it may be none. Possible ones follow. Each
    statement opens with `watchfloor show`.

    \b
    Examples:
      watchfloor reversals
      watchfloor reversals --side USA --issue "Iran-US cooperation in Iraq" --possible
      watchfloor reversals --as-of 2014-06-24 --json
    """
    from watchfloor.answers import positions as answers

    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        found, cells = answers.reversals(view, opened.path, issue, side=side, since=since, until=until)
        what = "certain reversal" if cells else "statement that takes a position on an issue"
        none = "" if any(one.certain for one in found) else nothing.why_none(view, what)
    if as_json:
        click.echo(json_text([answers.reversal_dict(one) for one in found]))
        return
    _print_reversals(found, possible, none)


def _print_reversals(found: tuple[Reversal, ...], possible: bool, none: str) -> None:
    from watchfloor.cli.terminal import console

    out = console()
    certain = [one for one in found if one.certain]
    maybe = [one for one in found if not one.certain]
    if not certain:
        click.echo(none)
    for one in certain:
        _pair(out, one)
    if not maybe:
        return
    _line(out, "", f"Possible: {len(maybe)}" + ("" if possible else "; in full with --possible"), "bold")
    for one in maybe:
        if possible:
            _pair(out, one)
        else:
            b = one.b.event.sentence.words if _is_deed(one.b) else one.b.words  # type: ignore[union-attr]
            _line(
                out,
                f"  {one.score:.2f}  ",
                f"{one.rule}: {_who(one.a)} “{_brief(one.a.words)}” / {_other(one)} “{_brief(b)}”",
            )


def _pair(out: Console, one: Reversal) -> None:
    from watchfloor.answers.positions import why

    title = f"{one.rule.upper()}  {one.a.issue.name}"
    _line(out, "", f"{title}  ({one.score:.2f})", "bold")
    _cell(out, one.a, "    ", named=True)
    if _is_deed(one.b):
        _deed(out, one.b)  # type: ignore[arg-type]
    else:
        _cell(out, one.b, "    ", named=True)  # type: ignore[arg-type]
    for cell in one.more[:EARLIER]:
        _line(out, "    also ", f"{cell.statement.id[:9]} {cell.day or ''} {_who(cell)} “{_brief(cell.words)}”", "dim")
    _line(out, "    why  ", why(one))
    for doubt in one.doubts:
        _line(out, "    but  ", doubt, "dim")


def _is_deed(one: Cell | Deed) -> bool:
    return hasattr(one, "event")


def _other(one: Reversal) -> str:
    return "deed" if _is_deed(one.b) else _who(one.b)  # type: ignore[arg-type]


def _who(cell: Cell) -> str:
    return cell.speaker.name if cell.speaker is not None else "not named"


def _brief(text: str, most: int = 70) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def _ladder(value: int) -> str:
    """The value as a place between rejects and commits."""
    return "".join("●" if step == value else "·" for step in range(-2, 3))


def _cell(out: Console, cell: Cell, lead: str, named: bool = False) -> None:
    from watchfloor.assessing.positions import NAMES

    mark = " " if cell.said.stated else "~"
    who = ""
    if named:
        office = f", {cell.speaker.office}" if cell.speaker is not None and cell.speaker.office else ""
        who = f"{_who(cell)}{office}  "
    condition = f"  [{_brief(cell.stance.condition.words, 40)}]" if cell.stance.condition else ""
    limit = f"  [{_brief(cell.stance.limit.words, 40)}]" if cell.stance.limit else ""
    head = f"{cell.statement.id[:9]}  {cell.day or 'no date'}{mark} {_ladder(cell.value)} {NAMES[cell.value]:<11} {who}"
    _line(out, lead, f"{head}{condition}{limit}")
    outlets = ", ".join(cell.outlets)
    kind = {"direct": "", "mixed": ""}.get(cell.statement.kind, " (in the writer's words)")
    _line(out, lead + "  ", f"“{_brief(cell.words, 300)}”{kind}  {outlets}", "")


def _deed(out: Console, deed: Deed) -> None:
    _line(out, "    ", f"{deed.event.id[:9]}  {deed.day}  {deed.event.type}  {deed.outlet}")
    _line(out, "      ", f"“{_brief(deed.event.sentence.words, 300)}”")


def _line(out: Console, lead: str, text: str, style: str = "") -> None:
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import words

    line_of(out, words(text, style), lead)


# --- what is asked for ------------------------------------------------------------------------------------------------


def _folder(desk_path: Path | None) -> Path | None:
    from watchfloor import desk
    from watchfloor.errors import NotFound

    try:
        return desk.locate(desk_path)
    except NotFound:
        if desk_path is not None:
            raise
        return None


def _by_use(book: IssueBook, count: dict[str, int]) -> Iterable[Issue]:
    """The tree without branches that nothing was said on."""
    return [one for one in book.issues.values() if count.get(one.id)]
