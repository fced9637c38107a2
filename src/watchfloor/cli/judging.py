"""Commands by which people say what they think of facts: correct, and test, which holds a coder to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchfloor.answers.corrections import Wanted, correction_json, meant, told
from watchfloor.cli.group import HelpfulGroup
from watchfloor.cli.opening import open_desk, signed_options, view_options, viewed
from watchfloor.cli.options import Day, desk_option, json_option
from watchfloor.inert import inert, json_text

if TYPE_CHECKING:
    from watchfloor.desk import Desk, Tested
    from watchfloor.store.corrections import Correction
    from watchfloor.view import View


@click.group(cls=HelpfulGroup, invoke_without_command=True, no_args_is_help=False)
@click.pass_context
def correct(ctx: click.Context) -> None:
    """Say what you think of facts; nothing is overwritten.

    Right, wrong, coded otherwise, one act or several: what you say is kept beside the fact with your name, the time
    and the reason, holds after every new coding, and can be undone. `watchfloor test` holds the coder to it.

    \b
    Examples:
      watchfloor correct wrong 1a2b3c --why "he quotes a film"
      watchfloor correct list
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@correct.command()
@click.argument("ident", metavar="ID")
@signed_options
@desk_option
@json_option
def right(ident: str, why: str, by: str, desk_path: Path | None, as_json: bool) -> None:
    """The fact is as it is coded. It stays even if a later coder does not find it.

    \b
    Examples:
      watchfloor correct right 1a2b3c --why "checked against the communique"
      watchfloor correct right ev:1a2b3c --why "heard it myself" --by "A. Reader"
    """
    _said(desk_path, as_json, lambda opened: opened.right(ident, by=by, why=why))


@correct.command()
@click.argument("ident", metavar="ID")
@signed_options
@desk_option
@json_option
def wrong(ident: str, why: str, by: str, desk_path: Path | None, as_json: bool) -> None:
    """There is no such fact: it is not listed, counted or told any more.

    \b
    Examples:
      watchfloor correct wrong 1a2b3c --why "he quotes a film"
      watchfloor correct wrong ev:1a2b3c --why "another Georgia" --json
    """
    _said(desk_path, as_json, lambda opened: opened.wrong(ident, by=by, why=why))


@correct.command()
@click.argument("ident", metavar="ID")
@click.option("--type", "type_", help="PLOVER type. Without --mode it then has no mode.")
@click.option("--mode", help='Mode; "" for none.')
@click.option("--cameo", help='CAMEO code; "" for none.')
@click.option("--facet", help="happened, ongoing, planned, threatened, demanded, denied, hypothetical, historical.")
@click.option("--actor", "actors", multiple=True, metavar="[OLD=]NEW", help="Who acts. OLD= alone takes one away.")
@click.option("--recipient", "recipients", multiple=True, metavar="[OLD=]NEW", help="To whom; as --actor.")
@click.option("--place", metavar="NAME[,COUNTRY]", help='Where: Tikrit, or "Tripoli, LBN"; "" for nowhere named.')
@click.option("--date", "day", type=Day(), help="The day of the act.")
@click.option("--until", type=Day(), help="With --date: the last day of the act.")
@click.option("--no-date", is_flag=True, help="The words give no date.")
@signed_options
@desk_option
@json_option
def change(
    ident: str,
    type_: str | None,
    mode: str | None,
    cameo: str | None,
    facet: str | None,
    actors: tuple[str, ...],
    recipients: tuple[str, ...],
    place: str | None,
    day: date | None,
    until: date | None,
    no_date: bool,
    why: str,
    by: str,
    desk_path: Path | None,
    as_json: bool,
) -> None:
    """The fact is there, but says something else: another code, actor, place or date.

    An actor is an id or a name of the lexicon or of this desk's facts, or a code such as IRQGOV. OLD is who stands
    there now; it can be left out where there is only one.

    \b
    Examples:
      watchfloor correct change 1a2b3c --type COERCE --mode seize --why "they took the town"
      watchfloor correct change 1a2b3c --actor isis --date 2014-06-11 --why "see the dateline"
    """
    wanted = Wanted(type_, mode, cameo, facet, actors, recipients, place, day, until, no_date)
    _said(desk_path, as_json, lambda opened: opened.correct(ident, meant(opened, ident, wanted), by=by, why=why))


@correct.command()
@click.argument("idents", nargs=-1, required=True, metavar="ID ID...")
@signed_options
@desk_option
@json_option
def merge(idents: tuple[str, ...], why: str, by: str, desk_path: Path | None, as_json: bool) -> None:
    """These facts are one act: it is listed and counted once, as it was reported first.

    \b
    Examples:
      watchfloor correct merge 1a2b3c 4d5e6f --why "the same visit"
      watchfloor correct merge 1a2b3c 4d5e6f 7a8b9c --why "one strike, three outlets"
    """
    _said(desk_path, as_json, lambda opened: opened.merge(idents, by=by, why=why))


@correct.command()
@click.argument("idents", nargs=-1, required=True, metavar="ID...")
@signed_options
@desk_option
@json_option
def split(idents: tuple[str, ...], why: str, by: str, desk_path: Path | None, as_json: bool) -> None:
    """Each of these facts is an act of its own after all.

    \b
    Examples:
      watchfloor correct split 4d5e6f --why "a second visit"
      watchfloor correct split 1a2b3c 4d5e6f --why "two strikes"
    """
    _said(desk_path, as_json, lambda opened: opened.split(idents, by=by, why=why))


@correct.command()
@click.argument("number", type=int, metavar="NUMBER")
@signed_options
@desk_option
@json_option
def undo(number: int, why: str, by: str, desk_path: Path | None, as_json: bool) -> None:
    """Take a correction back, by the number that `correct list` prints; an undo can be taken back too.

    \b
    Examples:
      watchfloor correct undo 7 --why "I misread it"
      watchfloor correct undo 8 --why "no, I did not"
    """
    _said(desk_path, as_json, lambda opened: opened.undo(number, by=by, why=why))


@correct.command("list")
@click.argument("ident", metavar="[ID]", required=False)
@view_options
@desk_option
@json_option
def list_(
    ident: str | None, as_of: date | datetime | None, coder: str | None, desk_path: Path | None, as_json: bool
) -> None:
    """List the corrections, of one fact or all, the oldest first; those that were taken back are marked.

    \b
    Examples:
      watchfloor correct list
      watchfloor correct list 1a2b3c --as-of 2014-07-01 --json
    """
    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        found = view.corrections(None if ident is None else _fact_id(view, ident))
        if as_json:
            click.echo(json_text([correction_json(one) for one in found]))
            return
        for one in found:
            click.echo(correction_text(one))
        if not found:
            click.echo("Nobody has corrected anything.")


@click.command()
@click.option("--all", "everything", is_flag=True, help="List those that are read as people said, too.")
@desk_option
@json_option
@click.pass_context
def test(ctx: click.Context, everything: bool, desk_path: Path | None, as_json: bool) -> None:
    """Does the coder read the judged facts as people said?

    The coder is the one that `watchfloor run` would use now. What it read right before and does not any more is lost,
    and the exit code is 1; what no coder of this desk has read right yet is open. Nothing is kept.

    \b
    Examples:
      watchfloor test
      watchfloor test --desk iraq --all --json
    """
    with open_desk(desk_path) as opened:
        found = opened.test()
    if as_json:
        click.echo(json_text([_tested_json(one) for one in found if everything or not one.met]))
    else:
        for one in found:
            if everything or not one.met:
                click.echo(_tested_text(one))
        lost, met = sum(one.lost for one in found), sum(one.met for one in found)
        click.echo(f"{len(found)} judged facts: {met} read as people said, {len(found) - met - lost} open, {lost} lost")
    ctx.exit(1 if any(one.lost for one in found) else 0)


def _fact_id(view: View, ident: str) -> str:
    from watchfloor.store.facts import Fact

    found = view.fact(ident)
    return found.event.id if isinstance(found, Fact) else found.entry.id


# --- printing ---------------------------------------------------------------------------------------------------------


def _said(desk_path: Path | None, as_json: bool, say: Callable[[Desk], int]) -> None:
    with open_desk(desk_path) as opened:
        number = say(opened)
        made = next(one for one in opened.corrections() if one.number == number)
        if as_json:
            click.echo(json_text(correction_json(made)))
            return
        click.echo(correction_text(made))
        for fact in made.facts:
            alike = opened.same_act(fact)
            if alike:
                click.echo(f"  {fact[:9]} is one act with {' '.join(other[:9] for other in alike)}")
        click.echo(f"To take it back: watchfloor correct undo {number} --why REASON")


def correction_text(one: Correction) -> str:
    """A correction in one line."""
    what = one.kind if one.undoes is None else f"undo {one.undoes}"
    about = " ".join(fact[:9] for fact in one.facts)
    parts = ", ".join(f"{name} {value}" for name, value in told(one).items())
    back = "" if one.in_force else "  [taken back]"
    said = f"{inert(one.reason)}  ({inert(one.author)}, {one.at:%Y-%m-%d %H:%M}Z)"
    return f"{one.number:4}  {what} {about}{'  ' + inert(parts) if parts else ''}  {said}{back}"


def _tested_text(one: Tested) -> str:
    from watchfloor.store.shelves import reading

    state = "as said" if one.met else "LOST" if one.lost else "open"
    if one.case.forbidden:
        wanted = "should not be read"
    else:
        wanted = "should be " + ", ".join(f"{part} {value}" for part, value in one.case.expected.items())
    now = "not read"
    if one.event is not None:
        now = f"read as {one.event.type} {one.event.mode}".strip()
    elif one.entry is not None:
        now = "read as " + ", ".join(f"{part} {value}" for part, value in reading(one.entry, None).items())
    return inert(f'{state:8} {one.case.fact[:9]}  "{one.words}"  {wanted}; {now}')


def _tested_json(one: Tested) -> dict[str, Any]:
    return {
        "fact": one.case.fact,
        "article_version": one.case.version,
        "corrections": list(one.case.numbers),
        "words": one.words,
        "forbidden": one.case.forbidden,
        "expected": one.case.expected,
        "met": one.met,
        "lost": one.lost,
        "read": one.event is not None or one.entry is not None,
    }
