"""Commands about what is due and what is expected: deadlines as chains and as a calendar, outlooks by question."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from watchfloor.cli.ledgers import DIRECTIONS, STATUSES, WHO, ledger_options, listing
from watchfloor.cli.opening import open_desk, viewed
from watchfloor.cli.options import Day, known_outlet, one_of
from watchfloor.inert import json_text

if TYPE_CHECKING:
    from rich.console import Console

    from watchfloor.assessing.deadlines import Chain
    from watchfloor.assessing.issues import IssueBook
    from watchfloor.assessing.outlooks import Question
    from watchfloor.desk import Desk
    from watchfloor.view import View

ISSUES = "issues.toml"
FORMS = ("ics",)
QUOTES = 4
"""mentions of a chain that are printed, the first and the last ones"""
STATE_WORDS = {
    "open": "open",
    "moved": "moved, open",
    "passed": "passed without word",
    "met": "met",
    "missed": "missed",
    "disputed": "disputed",
}


@click.command()
@click.option("--all", "every", is_flag=True, help="Every mention apart, as it was told.")
@click.option("--as", "form", help="Another form: ics, a calendar for other programs.")
@click.option("--bound", help=f"Who must do it: {WHO}.")
@click.option("--set-by", help=f"Who set it: {WHO}.")
@click.option("--status", help=f"{', '.join(STATUSES)}, as the sentence leaves it.")
@click.option("--due-since", type=Day(), help="First day on which it is due.")
@click.option("--due-until", type=Day(), help="Last day, included.")
@ledger_options
def deadlines(every: bool, form: str | None, status: str | None, **options: Any) -> None:
    """What must be done or ends by when, and how it stands.

    All mentions of one deadline are one entry: the day it stands at now, how many days are left, how often it was
    moved, and the words of each telling. The next due stands first; what is over stands behind, what has no day last.
    Days are counted from today, or from --as-of.

    \b
    Examples:
      watchfloor deadlines
      watchfloor deadlines --all --bound IRN --as-of 2014-07-19 --json
      watchfloor deadlines --as ics > deadlines.ics
    """
    told = None if status is None else one_of(status, STATUSES, "status")
    calendar = form is not None and one_of(form, FORMS, "form") == "ics"
    if every and not calendar:
        listing("deadline", **options, form=told, order="due")
        return
    limit, offset, as_json = options.pop("limit"), options.pop("offset"), options.pop("as_json")
    as_of, coder, desk_path = options.pop("as_of"), options.pop("coder"), options.pop("desk_path")
    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        if options["outlet"] is not None:
            options["outlet"] = known_outlet(view, options["outlet"])
        day = _day(as_of)
        found = _chains(opened, view, day, form=told, **options)
        found = found[offset:][: limit or None]
        if calendar:
            from watchfloor.exporters import ics

            out = io.StringIO(newline="")
            ics.write(found, out)
            click.echo(out.getvalue().encode("utf-8"), nl=False)
        elif as_json:
            click.echo(json_text([chain_dict(chain) for chain in found]))
        elif not found:
            listing(
                "deadline",
                **options,
                form=told,
                order="due",
                limit=limit,
                offset=offset,
                as_of=as_of,
                coder=coder,
                desk_path=desk_path,
                as_json=False,
            )
        else:
            _print(found)


@click.command()
@click.option("--all", "every", is_flag=True, help="Every mention apart, as it was told.")
@click.option("--holder", help=f"Whose view it is: {WHO}.")
@click.option("--direction", help=f"{', '.join(DIRECTIONS)}.")
@click.option("--due-since", type=Day(), help="First day by which it would come about.")
@click.option("--due-until", type=Day(), help="Last day, included.")
@ledger_options
def outlooks(every: bool, direction: str | None, **options: Any) -> None:
    """How likely something is, as those who judge it say.

    One entry a question, with the range of all who judge it and each one's words; the dated questions first. The band
    beside a word is what readers take it for (press), what the ICD 203 scale gives it (icd203), or the number that
    the words state. It is of the outcome itself, also where the words speak of its not coming about.

    \b
    Examples:
      watchfloor outlooks --text deal
      watchfloor outlooks --all --direction unlikely --since 2014-06-10 --json
    """
    way = None if direction is None else one_of(direction, DIRECTIONS, "direction")
    if every:
        listing("outlook", **options, form=way)
        return
    limit, offset, as_json = options.pop("limit"), options.pop("offset"), options.pop("as_json")
    as_of, coder, desk_path = options.pop("as_of"), options.pop("coder"), options.pop("desk_path")
    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        if options["outlet"] is not None:
            options["outlet"] = known_outlet(view, options["outlet"])
        found = _questions(opened, view, _day(as_of), form=way, **options)
        found = found[offset:][: limit or None]
        if as_json:
            click.echo(json_text([question_dict(one) for one in found]))
        elif not found:
            listing(
                "outlook",
                **options,
                form=way,
                limit=limit,
                offset=offset,
                as_of=as_of,
                coder=coder,
                desk_path=desk_path,
                as_json=False,
            )
        else:
            _print_questions(found)


def _day(as_of: date | datetime | None) -> date:
    if isinstance(as_of, datetime):
        return as_of.astimezone(UTC).date()
    return as_of if as_of is not None else datetime.now(UTC).date()


def _book(opened: Desk) -> IssueBook:
    from watchfloor.assessing import issues

    own = opened.path / ISSUES
    return issues.load(own=own if own.is_file() else None)


def _chains(opened: Desk, view: View, day: date, **wanted: Any) -> tuple[Chain, ...]:
    """The chains that have a mention that fits; each with all its mentions."""
    from watchfloor.assessing.deadlines import chains

    found = chains(view.deadlines(), _book(opened), day)
    if any(value is not None for value in wanted.values()):
        fits = {kept.entry.id for kept in view.deadlines(**wanted)}
        found = tuple(chain for chain in found if any(m.entry.id in fits for m in chain.mentions))
    return found


def _questions(opened: Desk, view: View, day: date, **wanted: Any) -> tuple[Question, ...]:
    from watchfloor.assessing.deadlines import chains
    from watchfloor.assessing.outlooks import questions

    book = _book(opened)
    found = chains(view.deadlines(), book, day)
    asked = questions(view.outlooks(), book, day, found, view.each_event(facet="happened"))
    if any(value is not None for value in wanted.values()):
        fits = {kept.entry.id for kept in view.outlooks(**wanted)}
        asked = tuple(one for one in asked if any(v.entry.id in fits for v in one.voices))
    return asked


def chain_dict(chain: Chain) -> dict[str, Any]:
    """A chain ready for JSON."""
    return {
        "uid": chain.uid,
        "issue": chain.issue or None,
        "what": chain.what,
        "due": None
        if chain.due is None
        else {
            "start": chain.due.start.isoformat() if chain.due.start else None,
            "end": chain.due.end.isoformat() if chain.due.end else None,
            "precision": chain.due.precision,
            "edtf": chain.due.edtf,
        },
        "state": chain.state,
        "days_left": chain.countdown,
        "sequence": chain.sequence,
        "moves": [
            {
                "from": m.old.isoformat(),
                "to": m.new.isoformat(),
                "told": m.mention.said.isoformat(),
                "id": m.mention.entry.id,
            }
            for m in chain.moves
        ],
        "mentions": [
            {
                "id": m.entry.id,
                "said": m.said.isoformat(),
                "outlet": m.article.outlet,
                "status": m.entry.status,
                "due": m.due.isoformat() if m.due else None,
                "stated": m.entry.stated.words if m.entry.stated else None,
                "words": m.entry.sentence.words,
            }
            for m in chain.mentions
        ],
    }


def question_dict(one: Question) -> dict[str, Any]:
    """A question ready for JSON."""
    return {
        "issue": one.issue or None,
        "what": one.what,
        "by": one.by.isoformat() if one.by else None,
        "low": one.low,
        "high": one.high,
        "points": list(one.points),
        "answer": None
        if one.answer is None
        else {
            "came_about": one.answer.came_about,
            "day": one.answer.day.isoformat() if one.answer.day else None,
            "by": one.answer.why,
            "words": one.answer.words,
        },
        "voices": [
            {
                "id": v.entry.id,
                "said": v.said.isoformat(),
                "outlet": v.article.outlet,
                "holder": v.entry.holder.value.name if v.entry.holder else None,
                "direction": v.entry.direction,
                "low": v.entry.low,
                "high": v.entry.high,
                "point": v.entry.point,
                "scale": v.entry.scale,
                "cue": v.entry.cue.words,
                "words": v.entry.sentence.words,
            }
            for v in one.voices
        ],
    }


def _print(found: tuple[Chain, ...]) -> None:
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, console, words

    out = console()
    for chain in found:
        line = words(f"⧗ {_when(chain):22} ", "bold").append_text(words(f"{_left(chain):>16}  "))
        line.append_text(words(chain.what)).append_text(words(f"  [{STATE_WORDS[chain.state]}]", "bold"))
        line.append_text(words(f"  {chain.issue}" if chain.issue else "", QUIET))
        line.truncate(out.width, overflow="ellipsis")
        line_of(out, line)
        for move in chain.moves:
            line_of(out, words(f"    moved from {move.old} to {move.new}, told {move.mention.said}", QUIET))
        shown = (
            chain.mentions if len(chain.mentions) <= QUOTES else (*chain.mentions[:1], *chain.mentions[1 - QUOTES :])
        )
        for mention in shown:
            _quote(out, mention.entry.id, mention.said, mention.article.outlet, mention.entry.sentence.words)
        if len(shown) < len(chain.mentions):
            line_of(out, words(f"    and {len(chain.mentions) - len(shown)} more: watchfloor deadlines --all", QUIET))


def _quote(out: Console, ident: str, said: date, outlet: str, quoted: str) -> None:
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, words

    line = words(f"    {ident[:9]}  {said}  ", QUIET).append_text(words(f"“{' '.join(quoted.split())}”"))
    line.append_text(words(f"  {outlet}" if outlet else "", QUIET))
    line.truncate(out.width, overflow="ellipsis")
    line_of(out, line)


def _when(chain: Chain) -> str:
    if chain.due is None or chain.due.end is None:
        return "no day given"
    return chain.due.edtf if chain.due.precision == "month" else chain.due.end.isoformat()


def _left(chain: Chain) -> str:
    if chain.countdown is None:
        return ""
    if chain.countdown == 0:
        return "today"
    days = abs(chain.countdown)
    unit = "day" if days == 1 else "days"
    return f"in {days} {unit}" if chain.countdown > 0 else f"{days} {unit} ago"


def band(low: float | None, high: float | None) -> str:
    """A range in percent, as it stands beside the word."""
    if low is None or high is None:
        return ""
    one, two = round(100 * low), round(100 * high)
    return f"{one} %" if one == two else f"{one} to {two} %"


def _print_questions(found: tuple[Question, ...]) -> None:
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, console, words

    out = console()
    for one in found:
        line = words(f"∿ {one.what}", "bold")
        line.append_text(words(f", by {one.by}" if one.by else ", no day given", QUIET))
        line.append_text(words(f"  {band(one.low, one.high)}"))
        if one.answer is not None:
            line.append_text(words(f"  [{'came about' if one.answer.came_about else 'did not come about'}]", "bold"))
        line.append_text(words(f"  {one.issue}" if one.issue else "", QUIET))
        line.truncate(out.width, overflow="ellipsis")
        line_of(out, line)
        for voice in one.voices:
            entry = voice.entry
            who = entry.holder.value.name if entry.holder else "the writer"
            judged = words(f"    {entry.id[:9]}  {voice.said}  ", QUIET).append_text(words(f"{who}: "))
            judged.append_text(
                words(f"“{entry.cue.words}” {entry.direction} {band(entry.low, entry.high)} ({entry.scale})")
            )
            judged.append_text(words(f"  {voice.article.outlet}" if voice.article.outlet else "", QUIET))
            judged.truncate(out.width, overflow="ellipsis")
            line_of(out, judged)
            _quote(out, " " * 9, voice.said, "", entry.sentence.words)
        if one.answer is not None:
            line_of(out, words(f"    {one.answer.day}  “{' '.join(one.answer.words.split())}”"[: max(40, out.width)]))
