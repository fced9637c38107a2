"""Commands that compare: diff, why-changed, coders."""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchfloor.answers.articles import head_json
from watchfloor.cli.group import HelpfulGroup
from watchfloor.cli.opening import open_desk, view_options, viewed
from watchfloor.cli.options import Moment, desk_option, json_option
from watchfloor.errors import NotFound
from watchfloor.inert import inert, json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.text import Text

    from watchfloor.briefing.storychanges import StoryChange
    from watchfloor.desk import Desk
    from watchfloor.store.changes import Change, Changed
    from watchfloor.store.coders import Difference, Known
    from watchfloor.types import Entry, Event
    from watchfloor.view import ArticleDiff, View

SHOWN = 30
AROUND = 12
"""words shown beside a change"""


@click.command()
@click.argument("first", metavar="ARTICLE|CODER")
@click.argument("second", metavar="[VERSION|CODER]", required=False)
@click.option(
    "--limit", type=click.IntRange(min=0), help=f"Facts listed; 0 for all. Default: {SHOWN}, with --json all."
)
@view_options
@desk_option
@json_option
def diff(
    first: str,
    second: str | None,
    limit: int | None,
    as_of: date | datetime | None,
    coder: str | None,
    desk_path: Path | None,
    as_json: bool,
) -> None:
    """What changed in an article, or between two coders.

    An article is compared word by word, coders fact by fact.
    ARTICLE is an id, an address, a version, or the id of one of its facts; its newest version is compared with the one
    before it, or two versions are named. CODER is a number of `watchfloor coders list`, current or previous.

    \b
    Examples:
      watchfloor diff ev:1a2b3c
      watchfloor diff previous current --json
    """
    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        if second is not None and (pair := _coders(opened, first, second)):
            _diff_coders(view, *pair, limit, as_json)
            return
        found = view.diff(_article(view, first), None if second is None else _article(view, second))
        if as_json:
            click.echo(
                json_text(
                    {
                        "old": head_json(found.old),
                        "new": head_json(found.new),
                        "changes": [
                            {"kind": c.kind, "words": c.words, "old": c.old, "new": c.new}
                            for c in found.changes
                            if c.kind != "same"
                        ],
                    }
                )
            )
            return
        _print_diff(found)


@click.command("why-changed")
@click.argument("first", metavar="D1", type=Moment())
@click.argument("second", metavar="[D2]", type=Moment(), required=False)
@click.option(
    "--limit", type=click.IntRange(min=0), help=f"Facts listed; 0 for all. Default: {SHOWN}, with --json all."
)
@desk_option
@json_option
def why_changed(
    first: date | datetime,
    second: date | datetime | None,
    limit: int | None,
    desk_path: Path | None,
    as_json: bool,
) -> None:
    """Why the desk answers otherwise now than on a day before.

    Or at D2 than at D1.

    What came, what changed, what was corrected, what was forgotten, and which coder took over. Every difference has one
    cause; those of a coder are counted here and listed by `watchfloor diff`.

    \b
    Examples:
      watchfloor why-changed 2014-06-20 2014-06-24
      watchfloor why-changed 2014-06-24 --json
    """
    with open_desk(desk_path) as opened:
        if limit is None and not as_json:
            limit = SHOWN
        found = opened.why_changed(first, second, most=limit or None)
        became = opened.storyline_changes(first, second) if found.moves_storylines else []
        if as_json:
            click.echo(json_text(_changed_json(found, became)))
        else:
            _print_changed(opened, found, became)


@click.group(cls=HelpfulGroup, invoke_without_command=True, no_args_is_help=False)
@click.pass_context
def coders(ctx: click.Context) -> None:
    """The coders of a desk; one of them answers.

    \b
    Examples:
      watchfloor coders list
      watchfloor coders use previous
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@coders.command("list")
@desk_option
@json_option
def list_(desk_path: Path | None, as_json: bool) -> None:
    """List the coders with what each has coded; the current one is marked.

    \b
    Examples:
      watchfloor coders list
      watchfloor coders list --desk iraq --json
    """
    with open_desk(desk_path) as opened:
        found = opened.coders()
        if as_json:
            click.echo(json_text([_coder_json(known) for known in found]))
            return
        total = opened.status().versions
        for known in found:
            mark = "*" if known.current else " "
            click.echo(
                f"{mark}{known.number:3}  {known.since:%Y-%m-%d %H:%M}  {known.versions} of {total} versions,"
                f" {known.events} events  {inert(known.id)}"
            )
        if not found:
            click.echo("No coder has worked on this desk yet. Next: watchfloor run")


@coders.command("use")
@click.argument("coder", metavar="CODER")
@desk_option
@json_option
def use(coder: str, desk_path: Path | None, as_json: bool) -> None:
    """Let another coder answer. Nothing is coded; the next `watchfloor run` takes the newest again.

    \b
    Examples:
      watchfloor coders use previous
      watchfloor coders use 2 --desk iraq
    """
    with open_desk(desk_path) as opened:
        ident = opened.use(coder)
        known = next(known for known in opened.coders() if known.id == ident)
        if as_json:
            click.echo(json_text(_coder_json(known)))
        else:
            click.echo(f"Coder {known.number} answers now: {inert(known.id)}")


# --- articles ---------------------------------------------------------------------------------------------------------


def _article(view: View, wanted: str) -> str:
    """What `diff` takes for an article: a fact names the version it was read from."""
    from watchfloor.store.shelves import PREFIXES

    return view.fact(wanted).article.version if wanted.lower().partition(":")[0] in PREFIXES else wanted


def _print_diff(found: ArticleDiff) -> None:
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, console, words

    out = console()
    line_of(out, words(found.new.title or "(no title)", "bold"))
    for label, head in (("old", found.old), ("new", found.new)):
        line_of(out, words(f"{head.version}  known since {head.recorded_at:%Y-%m-%d %H:%M:%SZ}"), words(f"{label:5}"))
    if all(change.kind == "same" for change in found.changes):
        line_of(out, words("The words are the same; what differs is the date of publication."))
        return
    out.print()
    line, coloured = words(""), bool(out.color_system)
    last = len(found.changes) - 1
    for number, change in enumerate(found.changes):
        if change.kind == "same":
            line.append_text(words(_shortened(change.words, number > 0, number < last), QUIET))
        else:
            sign, style = ("-", "red strike") if change.kind == "removed" else ("+", "green bold")
            core = change.words.strip()
            lead = change.words[: len(change.words) - len(change.words.lstrip())]
            shown = core if coloured else f"[{sign}{core}{sign}]"
            line.append_text(words(" " if lead else "")).append_text(words(shown, style if coloured else ""))
            line.append_text(words(" " if change.words[-1:].isspace() and core else ""))
    line_of(out, line)


def _shortened(text: str, after: bool, before: bool) -> str:
    """The words next to a change; what is left out in between is marked."""
    pieces = re.findall(r"\s*\S+", text)
    kept = (AROUND if after else 0) + (AROUND if before else 0)
    if len(pieces) <= kept + 1:
        return text
    head = "".join(pieces[:AROUND]) if after else ""
    return head + " …" + ("".join(pieces[-AROUND:]) if before else "")


# --- coders -----------------------------------------------------------------------------------------------------------


def _coders(opened: Desk, first: str, second: str) -> tuple[str, str] | None:
    """The two coders, or None when these are no coders."""
    try:
        return opened.coder(first), opened.coder(second)
    except NotFound:
        if {first, second} & {"current", "previous"} or (first + second).isdigit():
            raise
        return None


def _diff_coders(view: View, old: str, new: str, limit: int | None, as_json: bool) -> None:
    found = list(view.diff_coders(old, new))
    compared = view.comparable(old, new)
    tally = {kind: sum(d.kind == kind for d in found) for kind in ("gained", "lost", "changed")}
    if as_json:
        most = limit or None
        click.echo(
            json_text(
                {
                    "old": old,
                    "new": new,
                    "compared": compared,
                    **tally,
                    "differences": [_difference_json(d) for d in islice(found, most)],
                }
            )
        )
        return
    from watchfloor.cli.terminal import console

    out = console()
    counts = ", ".join(f"{count} {kind}" for kind, count in tally.items())
    click.echo(f"{counts}, on {compared} article versions that both have coded")
    most = SHOWN if limit is None else limit or len(found)
    for one in found[:most]:
        fact = one.new or one.old
        if fact is not None:
            _fact_line(out, one.kind, fact, one.article.outlet, ", ".join(_told(one)))
    if len(found) > most:
        click.echo(f"{most} of {len(found)} listed; all of them with --limit 0", err=True)


def _told(difference: Difference) -> list[str]:
    """What changed, as `type COERCE -> ASSAULT`."""
    if difference.old is None or difference.new is None:
        return []
    old, new = _values(difference.old), _values(difference.new)
    return [f"{part} {old[part] or '--'} -> {new[part] or '--'}" for part in difference.parts]


def _values(event: Event | Entry) -> dict[str, str]:
    from watchfloor.store.shelves import reading
    from watchfloor.types import Event

    def names(cited: Any) -> str:
        return "; ".join(one.value.id for one in cited)

    if not isinstance(event, Event):
        return {
            part: "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
            for part, value in reading(event, None).items()
        }
    return {
        "type": event.type,
        "mode": event.mode,
        "cameo": event.cameo,
        "facet": event.facet.value,
        "contexts": "; ".join(event.contexts),
        "actors": names(event.actors),
        "recipients": names(event.recipients),
        "said_by": names(event.said_by),
        "place": "; ".join(cited.value.name for cited in event.places),
        "when": event.when.value.edtf if event.when else "",
        "act": event.trigger.words,
    }


def _difference_json(one: Difference) -> dict[str, Any]:
    from watchfloor.codec import entry_fields, to_dict
    from watchfloor.types import Event

    def told(fact: Event | Entry) -> dict[str, Any]:
        return to_dict(fact, one.article) if isinstance(fact, Event) else entry_fields(fact, one.article)

    return {
        "kind": one.kind,
        "parts": list(one.parts),
        "old": None if one.old is None else told(one.old),
        "new": None if one.new is None else told(one.new),
    }


def _coder_json(known: Known) -> dict[str, Any]:
    return {
        "number": known.number,
        "id": known.id,
        "since": known.since.isoformat(),
        "versions": known.versions,
        "events": known.events,
        "current": known.current,
    }


# --- why-changed ------------------------------------------------------------------------------------------------------


def _print_changed(opened: Desk, found: Changed, stories: Sequence[StoryChange]) -> None:
    from watchfloor.briefing.storychanges import became, pin_text
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import console, words
    from watchfloor.store.facts import Fact

    out = console()
    line_of(out, words(f"{found.before} facts then, {found.after} after", "bold"))
    numbers = {known.id: known.number for known in opened.coders()}
    if found.coders[0] != found.coders[1]:
        names = [f"coder {numbers.get(ident or '', '?')}" for ident in found.coders]
        counts = ", ".join(f"{count} {kind}" for kind, count in found.by_coder) or "no difference"
        pair = " ".join(str(numbers.get(ident or "", "?")) for ident in found.coders)
        line_of(out, words(f"{names[1]} in place of {names[0]}: {counts} (watchfloor diff {pair})"), "coder     ")
    all_came, all_versions, all_changed = found.totals
    for label, heads, total in (("came", found.came, all_came), ("changed", found.versions, all_versions)):
        for head in heads:
            line_of(out, words(f"{head.title or '(no title)'}  {head.outlet}  {head.id[:14]}"), f"{label:10}")
        if len(heads) < total:
            line_of(out, words(f"and {total - len(heads)} more articles"), f"{label:10}")
    for correction in found.corrections:
        about = " ".join(fact[:9] for fact in correction.facts)
        what = f"{correction.kind} {correction.undoes or ''}".strip()
        line_of(
            out, words(f"{what} {about}  by {correction.author}: {correction.reason}"), f"said {correction.number:<5}"
        )
    for pin in found.pins:
        line_of(out, words(f"{pin_text(pin)}  by {pin.author}: {pin.reason}"), f"pinned {pin.number:<3}")
    for story in stories:
        line_of(out, words(became(story)), "stories   ")
    for stone in found.forgotten:
        line_of(out, words(f"{stone.article[:14]}, {len(stone.facts)} facts: {stone.reason}"), "forgotten ")
    if found.facts:
        out.print()
    for change in found.facts:
        fact = change.new or change.old
        if fact is not None:
            read = fact.event if isinstance(fact, Fact) else fact.entry
            _fact_line(out, change.kind, read, fact.article.outlet, change.cause)
    if len(found.facts) < all_changed:
        click.echo(f"{len(found.facts)} of {all_changed} facts listed; all of them with --limit 0", err=True)
    told = (found.facts, found.came, found.versions, found.corrections, found.pins, found.by_coder, found.forgotten)
    if not any(told):
        line_of(out, words("Nothing changed."))


def _fact_line(out: Console, kind: str, event: Event | Entry, outlet: str, note: str) -> None:
    from watchfloor.briefing.brief import excerpt
    from watchfloor.cli import readings
    from watchfloor.cli.blocks import line_of, sides
    from watchfloor.cli.terminal import QUIET, marked, type_style, words
    from watchfloor.codec import kind_of
    from watchfloor.types import Event

    mark: Text = words({"gained": "+ ", "lost": "- ", "changed": "~ "}[kind], "bold")
    mark.append_text(words(f"{event.id[:9]}  ", QUIET))
    if not isinstance(event, Event):
        line = words(f"{kind_of(event)}  ").append_text(readings.headline(event))
        line_of(out, line.append_text(words(f"  {note}" if note else "", QUIET)), mark)
        line_of(out, readings.quoted(out, event, 120).append_text(words(f"  {outlet}", QUIET)), " " * 13)
        return
    line = words(f"{event.type} {event.mode}".strip(), type_style(event.type)).append_text(words(f"  {sides(event)}"))
    if event.facet.value != "happened":
        line.append_text(words(f"  [{event.facet.value}]", "bold"))
    line_of(out, line.append_text(words(f"  {note}" if note else "", QUIET)), mark)
    quote, (start, end) = excerpt(event, limit=120)
    text = words('"').append_text(marked(quote, [(start, end)], bool(out.color_system))).append_text(words('"'))
    line_of(out, text.append_text(words(f"  {outlet}", QUIET)), " " * 13)


def _changed_json(found: Changed, stories: Sequence[StoryChange]) -> dict[str, Any]:
    from watchfloor.answers import pins
    from watchfloor.answers.corrections import correction_json
    from watchfloor.exporters.lines import record

    def change_json(change: Change) -> dict[str, Any]:
        return {
            "kind": change.kind,
            "cause": change.cause,
            "fact": change.fact,
            "old": None if change.old is None else record(change.old),
            "new": None if change.new is None else record(change.new),
        }

    return {
        "before": found.before,
        "after": found.after,
        "coders": list(found.coders),
        "chosen": [{"at": at.isoformat(), "coder": ident} for at, ident in found.chosen],
        "by_coder": dict(found.by_coder),
        "came": [head_json(head) for head in found.came],
        "changed": [head_json(head) for head in found.versions],
        "corrections": [correction_json(one) for one in found.corrections],
        "pins": [pins.pin_json(one, {}) for one in found.pins],
        "storylines": [pins.change_json(one) for one in stories],
        "forgotten": [
            {"article": s.article, "events": len(s.events), "by": s.author, "why": s.reason, "at": s.at.isoformat()}
            for s in found.forgotten
        ],
        "facts": [change_json(change) for change in found.facts],
    }
