"""Commands that judge statements: issues, positions on an issue, and reversals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchfloor.cli import nothing
from watchfloor.cli.opening import open_desk, view_options, viewed
from watchfloor.cli.options import Day, desk_option, json_option
from watchfloor.inert import json_text

if TYPE_CHECKING:
    from rich.console import Console

    from watchfloor.assessing.issues import Issue, IssueBook
    from watchfloor.assessing.positions import Cell, Said
    from watchfloor.assessing.reversals import Deed, Reversal
    from watchfloor.desk import Desk
    from watchfloor.resolving.ranks import Ranks
    from watchfloor.view import View

ISSUES = "issues.toml"
RANKS = "ranks.tsv"
EARLIER = 3
"""earlier statements of a speaker that are listed, without --all"""
WINDOW = timedelta(days=400)
"""how far back reversals are looked for, unless --since says otherwise"""


@click.group(invoke_without_command=True)
@click.option(
    "--check", is_flag=True, help=f"Only read the tree and the desk's {ISSUES}, and say whether they are sound."
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
    if check:
        book = _book(_folder(desk_path))
        click.echo(f"{len(book.issues)} issues, sound.")
        return
    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        book = _book(opened.path)
        from watchfloor.assessing.positions import counted

        count = counted(_said(view), book)
        if as_json:
            rows = [_issue_dict(one) | {"statements": count.get(one.id, 0)} for one in book.issues.values()]
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
    from watchfloor.assessing import proposals

    before = context.obj or (None, None, None)
    with open_desk(desk_path or before[2]) as opened:
        view = viewed(opened, as_of or before[0], coder or before[1])
        found = proposals.propose(_said(view), _book(opened.path), articles=articles, speakers=speakers)
        what = "phrase that comes often enough in statements without an issue"
        none = "" if found else nothing.why_none(view, what)
    if as_json:
        click.echo(json_text([_proposal_dict(one) for one in found]))
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
    from watchfloor.assessing import positions as judged

    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        book, wanted = _meant(_book(opened.path), " ".join(issue))
        ranks = _ranks(opened.path)
        asked = {"side": side, "since": since, "until": until, "any_of": book.terms(wanted.id)}
        cells = judged.cells(_said(view, **asked), book, wanted.id)
        held = judged.held(cells, ranks)
        none = "" if held else nothing.why_none(view, f"position on {wanted.name!r}")
    if as_json:
        rows = [
            {"issue": h.issue.id, "speaker": h.speaker.id, "name": h.speaker.name, "office": h.speaker.office,
             "side": h.side, "rank": h.rank, "positions": [cell_dict(cell) for cell in h.cells]}
            for h in held
        ]  # fmt: skip
        click.echo(json_text(rows))
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
    from watchfloor.assessing import gathering
    from watchfloor.assessing import positions as judged
    from watchfloor.assessing import reversals as turned

    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        book, wanted = _book(opened.path), None
        if issue is not None:
            book, wanted = _meant(book, issue)
        if since is None and (last := view.last_day()) is not None:
            since = last - WINDOW
        asked: dict[str, Any] = {"side": side, "since": since, "until": until}
        if wanted is not None:
            asked |= {"any_of": book.terms(wanted.id)}
        cells = judged.cells(_said(view, **asked), book, wanted.id if wanted else None)
        happened = (
            gathering.deeds(view.each_event(facet="happened", since=since, until=until, side=side)) if cells else ()
        )
        found = turned.find(cells, book, turned.Contrasts.load(), happened)
        what = "certain reversal" if cells else "statement that takes a position on an issue"
        none = "" if any(one.certain for one in found) else nothing.why_none(view, what)
    if as_json:
        click.echo(json_text([reversal_dict(one) for one in found]))
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
    title = f"{one.rule.upper()}  {one.a.issue.name}"
    _line(out, "", f"{title}  ({one.score:.2f})", "bold")
    _cell(out, one.a, "    ", named=True)
    if _is_deed(one.b):
        _deed(out, one.b)  # type: ignore[arg-type]
    else:
        _cell(out, one.b, "    ", named=True)  # type: ignore[arg-type]
    for cell in one.more[:EARLIER]:
        _line(out, "    also ", f"{cell.statement.id[:9]} {cell.day or ''} {_who(cell)} “{_brief(cell.words)}”", "dim")
    _line(out, "    why  ", _why(one))
    for doubt in one.doubts:
        _line(out, "    but  ", doubt, "dim")


def _why(one: Reversal) -> str:
    distance = f"{one.margin} steps" if one.rule == "narrowing" else f"{one.margin} apart of 4"
    text = {
        "reversal": f"one speaker, the sign of the stance turned, {distance}",
        "narrowing": f"the later statement goes less far, {distance}",
        "split voices": f"two voices of {one.a.statement.side}, {distance}",
        "word against deed": f"a later deed of {one.a.statement.side} goes the other way",
    }[one.rule]
    return text + (f"; the writer sets them against each other: “{one.marked}”" if one.marked else "")


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


def _own(folder: Path | None, name: str) -> Path | None:
    """A file of the user's own in the desk, if it is there."""
    path = folder / name if folder is not None else None
    return path if path is not None and path.is_file() else None


def _book(folder: Path | None) -> IssueBook:
    from watchfloor.assessing import issues as tree

    return tree.load(own=_own(folder, ISSUES))


def _ranks(folder: Path) -> Ranks:
    from watchfloor.resolving.ranks import Ranks

    return Ranks.load(own=_own(folder, RANKS))


def _meant(book: IssueBook, name: str) -> tuple[IssueBook, Issue]:
    """The issue of that name, or one made of the words."""
    from watchfloor.assessing.issues import Issue, IssueBook
    from watchfloor.errors import NotFound, UsageError
    from watchfloor.store.folding import fold

    try:
        return book, book.named(name)
    except NotFound:
        if not fold(name):
            raise UsageError(f"{name!r} holds no word", name) from None
        one = Issue("words", name, (name,))
        return IssueBook([one]), one


def _said(view: View | Desk, **wanted: Any) -> Iterator[Said]:
    from watchfloor.assessing import gathering
    from watchfloor.errors import NotFound

    def text_of(version: str) -> str:
        try:
            return view.article(version).text
        except NotFound:
            return ""

    kept = view.each_entry("statement", order="oldest", **{k: v for k, v in wanted.items() if v is not None})
    return gathering.said(kept, text_of)


def _by_use(book: IssueBook, count: dict[str, int]) -> Iterable[Issue]:
    """The tree without branches that nothing was said on."""
    return [one for one in book.issues.values() if count.get(one.id)]


# --- as JSON ----------------------------------------------------------------------------------------------------------


def cell_dict(cell: Cell) -> dict[str, Any]:
    """A position as JSON: its value, words, day and reports."""
    one = cell.statement
    speaker = cell.speaker
    return {
        "statement": one.id,
        "issue": cell.issue.id,
        "value": cell.value,
        "commitment": cell.stance.commitment,
        "target": cell.stance.target.words,
        "action": cell.stance.action,
        "step": cell.step.name if cell.step else None,
        "condition": cell.stance.condition.words if cell.stance.condition else None,
        "limit": cell.stance.limit.words if cell.stance.limit else None,
        "speaker": speaker.id if speaker else None,
        "name": speaker.name if speaker else None,
        "office": speaker.office if speaker else None,
        "rank": one.rank,
        "side": one.side,
        "kind": one.kind,
        "day": cell.day.isoformat() if cell.day else None,
        "day_basis": "stated" if cell.said.stated else "published",
        "words": cell.words,
        "sentence": one.sentence.words,
        "article": cell.said.article,
        "version": one.sentence.span.version,
        "outlets": list(cell.outlets),
        "reports": [{"statement": copy.statement.id, "article": copy.article} for copy in (cell.said, *cell.copies)],
        "confidence": one.confidence,
    }


def reversal_dict(one: Reversal) -> dict[str, Any]:
    """A reversal as JSON, with both sides, the rule, the margin and what speaks against it."""
    return {
        "rule": one.rule,
        "certain": one.certain,
        "score": one.score,
        "margin": one.margin,
        "issue": one.a.issue.id,
        "marked": one.marked or None,
        "doubts": list(one.doubts),
        "a": cell_dict(one.a),
        "b": _deed_dict(one.b) if _is_deed(one.b) else cell_dict(one.b),  # type: ignore[arg-type]
        "more": [cell_dict(cell) for cell in one.more],
    }


def _deed_dict(deed: Deed) -> dict[str, Any]:
    event = deed.event
    return {
        "event": event.id,
        "type": event.type,
        "day": deed.day.isoformat(),
        "words": event.trigger.words,
        "sentence": event.sentence.words,
        "article": deed.article,
        "outlets": [deed.outlet] if deed.outlet else [],
    }


def _issue_dict(one: Issue) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "words": list(one.words),
        "near": list(one.near),
        "actors": list(one.actors),
        "never": list(one.never),
        "steps": [step.name for step in one.steps],
        "from": one.first.isoformat() if one.first else None,
        "until": one.last.isoformat() if one.last else None,
    }


def _proposal_dict(one: Any) -> dict[str, Any]:
    return {
        "words": one.words,
        "articles": one.articles,
        "speakers": one.speakers,
        "examples": [{"statement": e.statement.id, "words": e.statement.sentence.words} for e in one.examples],
    }
