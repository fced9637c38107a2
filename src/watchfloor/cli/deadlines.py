"""Commands about what is due and what is expected: deadlines as chains and as a calendar, outlooks by question."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from watchfloor.cli.ledgers import DIRECTIONS, STATUSES, WHO, ledger_options, listing
from watchfloor.cli.opening import open_desk, viewed
from watchfloor.cli.options import Day, known_outlet, one_of
from watchfloor.inert import json_text

if TYPE_CHECKING:
    from rich.console import Console

    from watchfloor.assessing.deadlines import Chain
    from watchfloor.assessing.outlooks import Question

FORMS = ("ics",)
QUOTES = 4
"""mentions of a chain that are printed, the first and the last ones"""


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
    from watchfloor.answers import deadlines as answers

    limit, offset, as_json = options.pop("limit"), options.pop("offset"), options.pop("as_json")
    as_of, coder, desk_path = options.pop("as_of"), options.pop("coder"), options.pop("desk_path")
    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        if options["outlet"] is not None:
            options["outlet"] = known_outlet(view, options["outlet"])
        found = answers.chains(view, opened.path, answers.day_of(as_of), form=told, **options)
        found = found[offset:][: limit or None]
        if calendar:
            from watchfloor.exporters import ics

            out = io.StringIO(newline="")
            ics.write(found, out)
            click.echo(out.getvalue().encode("utf-8"), nl=False)
        elif as_json:
            click.echo(json_text([answers.chain_dict(chain) for chain in found]))
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
    from watchfloor.answers import deadlines as answers

    limit, offset, as_json = options.pop("limit"), options.pop("offset"), options.pop("as_json")
    as_of, coder, desk_path = options.pop("as_of"), options.pop("coder"), options.pop("desk_path")
    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        if options["outlet"] is not None:
            options["outlet"] = known_outlet(view, options["outlet"])
        found = answers.questions(view, opened.path, answers.day_of(as_of), form=way, **options)
        found = found[offset:][: limit or None]
        if as_json:
            click.echo(json_text([answers.question_dict(one) for one in found]))
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


def _print(found: tuple[Chain, ...]) -> None:
    from watchfloor.answers.deadlines import STATE_WORDS, left, when
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, console, words

    out = console()
    for chain in found:
        line = words(f"⧗ {when(chain):22} ", "bold").append_text(words(f"{left(chain):>16}  "))
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


def _print_questions(found: tuple[Question, ...]) -> None:
    from watchfloor.answers.deadlines import band
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
