"""Commands about what a desk reads by itself: sources (list, add, import, export) and pull."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from watchfloor.answers.sources import state_json
from watchfloor.cli.failing import Stopped, warn
from watchfloor.cli.group import HelpfulGroup
from watchfloor.cli.opening import open_desk, viewed
from watchfloor.cli.options import Day, Moment, desk_option, json_option
from watchfloor.errors import DeskLocked, NotFound, UsageError, WatchfloorError
from watchfloor.inert import inert, json_text

if TYPE_CHECKING:
    from watchfloor.desk import Desk
    from watchfloor.sources.health import Health
    from watchfloor.sources.watching import Pulled


@click.group(cls=HelpfulGroup, invoke_without_command=True, no_args_is_help=False)
@click.option(
    "--as-of", "as_of", type=Moment(), metavar="TIME", help="As known then: a day (to its end, in UTC) or a time."
)
@desk_option
@json_option
@click.pass_context
def sources(ctx: click.Context, as_of: date | datetime | None, desk_path: Path | None, as_json: bool) -> None:
    """What this desk reads by itself.

    And how each source does. Late is a source that has been silent for longer than it usually is; failing, emptied or
    gone one that cannot be read. The file sources.toml in the desk says what is read; it is documented in itself.

    \b
    Examples:
      watchfloor sources
      watchfloor sources add https://corvane.example/ --outlet "Corvane Wire" --reliability B
      watchfloor sources import feeds.opml
    """
    if ctx.invoked_subcommand is not None:
        return
    from watchfloor.store.clock import from_micros, limit

    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, None)
        states = view.sources()
        if as_json:
            click.echo(json_text([state_json(state) for state in states]))
            return
        if not states:
            none = "No source yet. Next: watchfloor sources add URL, or watchfloor sources import FILE.opml"
            click.echo(none if as_of is None else "No source was watched then.")
            return
        _table(states, datetime.now(UTC) if as_of is None else from_micros(limit(as_of)))
        watch = view.watch()
        if watch is not None:
            click.echo(inert(f"{watch.text()}."))


@sources.command("add")
@click.argument("address", metavar="URL|FOLDER|FILE")
@click.option("--kind", default="", help="feed, page, sitemap, folder, archive or outside. Default: by what is there.")
@click.option("--id", "ident", default="", help="Its short name in this desk. Default: made from the address.")
@click.option("--outlet", default="", help="Who publishes it.")
@click.option("--country", default="", help="ISO 3166, three letters.")
@click.option("--language", default="", help="ISO 639-1, two letters.")
@click.option("--reliability", default="F", help="Admiralty scale, A to F (cannot be judged). Default: F.")
@click.option("--rhythm", default="", help="How often something new comes: 30m, 6h, daily. Default: learned.")
@desk_option
@json_option
def add_source(
    address: str,
    kind: str,
    ident: str,
    outlet: str,
    country: str,
    language: str,
    reliability: str,
    rhythm: str,
    desk_path: Path | None,
    as_json: bool,
) -> None:
    """Add a source; the feed of a site is found from any page of it.

    \b
    Examples:
      watchfloor sources add https://corvane.example/
      watchfloor sources add https://corvane.example/news.xml --kind sitemap
      watchfloor sources add pages/ --kind folder
    """
    from watchfloor.reading import hosts
    from watchfloor.sources import settings
    from watchfloor.sources.finding import find_feed
    from watchfloor.sources.rhythm import parse
    from watchfloor.types import Source

    if rhythm and parse(rhythm) is None:
        raise UsageError(f"rhythm {rhythm!r} is none; write 30m, 6h, 2d, daily or weekly", rhythm)
    with open_desk(desk_path) as opened:
        there = opened.watched
        kind = kind or _kind(address, opened.path)
        others: tuple[str, ...] = ()
        if kind == settings.FEED:
            with opened.fetcher() as fetcher:
                found = find_feed(fetcher, address, datetime.now(UTC))
            address, others = found.address, found.others
            outlet = outlet or found.feed.title
            language = language or found.feed.language[:2].lower()
        elif kind in settings.ON_THE_WEB:
            try:
                hosts.parse(address, loopback=there.fetching.loopback)
            except hosts.Refused as error:
                raise UsageError(f"{hosts.shown(address)}: {error}", hosts.shown(address)) from None
        elif not (opened.path / address).exists():
            raise NotFound(f"{opened.path / address}: no such file or folder; the path counts from the desk", address)
        known = next((entry.id for entry in there.entries if entry.source.address == address), "")
        if known:
            raise UsageError(f"{address} is a source already: {known}", address)
        name = ident or settings.new_id(_word(address), [entry.id for entry in there.entries])
        source = Source(name, kind, address, outlet, country, language, reliability)
        opened.watch_also([settings.Watched(source, parse(rhythm) if rhythm else None)])
        if as_json:
            click.echo(json_text({"id": name, "kind": kind, "address": address, "outlet": outlet}))
        else:
            click.echo(inert(f"Added {name}: {kind} {address} ({outlet or 'outlet not known'})."))
            for other in others:
                click.echo(inert(f"The page also names {other}"), err=True)
            click.echo(f"Next: watchfloor pull {name}")


@sources.command("import")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@desk_option
@json_option
@click.pass_context
def import_sources(ctx: click.Context, path: Path, desk_path: Path | None, as_json: bool) -> None:
    """Add the feeds of an OPML file, as other readers write it.

    \b
    Examples:
      watchfloor sources import feeds.opml
    """
    from watchfloor.reading.opml import read_opml
    from watchfloor.sources.finding import from_outlines

    try:
        body = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"there is no file {path}: check the name", str(path)) from None
    read = read_opml(body, name=path.name)
    with open_desk(desk_path) as opened:
        there = opened.watched
        made, left = from_outlines(read.outlines, there.entries, loopback=there.fetching.loopback)
        if made:
            opened.watch_also(made)
    if as_json:
        value = {
            "added": [entry.id for entry in made],
            "left_out": [{"address": address, "why": why} for address, why in left],
            "problems": [problem.message for problem in read.problems],
        }
        click.echo(json_text(value))
    else:
        click.echo(f"Added {len(made)} sources; {len(left)} left out." + (" Next: watchfloor pull" if made else ""))
        for address, why in left:
            click.echo(inert(f"  {address}: {why}"), err=True)
        for problem in read.problems:
            click.echo(inert(f"  {problem.message}"), err=True)
    ctx.exit(0 if read.outlines else 1)


@sources.command("export")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Default: standard output.")
@desk_option
@json_option
def export_sources(output: Path | None, desk_path: Path | None, as_json: bool) -> None:
    """Write the feeds as OPML, for other readers, or all sources as JSON.

    \b
    Examples:
      watchfloor sources export -o feeds.opml
    """
    from watchfloor.cli.briefs import whole_file
    from watchfloor.reading.opml import write_opml
    from watchfloor.sources.finding import to_outlines

    with open_desk(desk_path) as opened:
        outlines = to_outlines(opened.watched.entries)
        text = write_opml(opened.name, outlines)
        if as_json:
            text = json_text([state_json(state) for state in opened.sources()]) + "\n"
    if output is None:
        click.echo(text, nl=False)
        return

    def write(file: TextIO) -> int:
        file.write(text)
        return len(outlines)

    click.echo(f"{inert(str(output))}: {whole_file(output, write)} feeds", err=True)


@sources.command("outside")
@click.option("--since", type=Day(), help="First day.")
@click.option("--until", type=Day(), help="Last day.")
@click.option("--dataset", help="gdelt or ucdp-ged. Default: all.")
@click.option("--limit", type=click.IntRange(min=0), default=20, help="Rows listed; 0 for all. Default: 20.")
@desk_option
@json_option
def outside_facts(
    since: date | None, until: date | None, dataset: str | None, limit: int, desk_path: Path | None, as_json: bool
) -> None:
    """Facts from outside: event rows of GDELT or UCDP, as they state them.

    Other people's reading of pages that this desk has not seen. They are never counted among the events.

    \b
    Examples:
      watchfloor sources outside --since 2014-06-01 --dataset ucdp-ged
    """
    with open_desk(desk_path) as opened:
        found = opened.outside(dataset=dataset, since=since, until=until, limit=limit or None)
        any_ = bool(found) or bool(opened.outside(limit=1))
    if as_json:
        from watchfloor.codec import to_json

        click.echo(
            json_text(
                [
                    json.loads(to_json(one.fact)) | {"known": one.recorded_at.isoformat(timespec="seconds")}
                    for one in found
                ]
            )
        )
        return
    for one in found:
        fact = one.fact
        days = f"{fact.start}" if fact.start == fact.end else f"{fact.start} to {fact.end}"
        where = ", ".join(part for part in (fact.place, fact.country) if part)
        click.echo(inert(f"{fact.dataset:9} {fact.id:12} {days}  {fact.type:12} {' -> '.join(fact.actors)}; {where}"))
    if not any_:
        click.echo("No fact from outside was read yet. Next: watchfloor sources add FILE --kind outside, then pull")
        return
    click.echo(f"{len(found)} rows of other people's records; not events of this desk.", err=True)


# --- pull -------------------------------------------------------------------------------------------------------------


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE...]")
@click.option("--all", "everything", is_flag=True, help="All sources, due or not.")
@click.option("--every", metavar="TIME", help="Go on for ever, a round every so often: 15m, 1h.")
@click.option("--limit-time", "longest", metavar="TIME", help="Stop a round after so long: 10m. Default: 30m.")
@click.option("--dry-run", is_flag=True, help="Only say what is due.")
@desk_option
@json_option
@click.pass_context
def pull(
    ctx: click.Context,
    names: tuple[str, ...],
    everything: bool,
    every: str | None,
    longest: str | None,
    dry_run: bool,
    desk_path: Path | None,
    as_json: bool,
) -> None:
    """Read the sources that are due.

    New and changed articles come in. Each item is kept as soon as it is read; a round that was stopped goes on with the
    next. Sites are read politely: robots.txt, a pace for each host, nothing twice that did not change. The exit code is
    1 when a source could not be read.

    \b
    Examples:
      watchfloor pull
      watchfloor pull corvane --all
      watchfloor pull --every 15m
    """
    pause, most = _length(every, "--every"), _length(longest, "--limit-time")
    if everything and names:
        raise UsageError("name sources, or ask for --all of them, not both")
    if pause is not None and (dry_run or as_json):
        raise UsageError("--every goes with neither --dry-run nor --json")
    if pause is not None:
        _for_ever(desk_path, names, everything, pause, most)
    with open_desk(desk_path) as opened:
        done = _round(opened, names, everything, dry_run, most)
        if as_json:
            click.echo(json_text(pulled_json(done, dry_run)))
        elif dry_run:
            click.echo(_due_text(done))
        else:
            _tell(opened, done)
    ctx.exit(1 if done.round.failed else 0)


def _for_ever(
    desk_path: Path | None, names: tuple[str, ...], everything: bool, pause: timedelta, most: timedelta | None
) -> None:
    rounds = 0
    try:
        while True:
            begun = time.monotonic()
            with open_desk(desk_path) as opened:
                try:
                    done = _round(opened, names, everything, False, most)
                except WatchfloorError as error:
                    # Unattended, it goes on: the next round may find a typo mended or a disk with room again.
                    if not rounds and not isinstance(error, DeskLocked):
                        raise
                    warn(f"{error}; this round is left out")
                else:
                    click.echo(f"{datetime.now(UTC):%Y-%m-%d %H:%MZ}  {inert(pulled_text(done))}")
            rounds += 1
            time.sleep(max(0.0, pause.total_seconds() - (time.monotonic() - begun)))
    except KeyboardInterrupt:
        raise Stopped(f"stopped after {rounds} rounds; all that was read is kept") from None


def _round(opened: Desk, names: tuple[str, ...], everything: bool, dry_run: bool, most: timedelta | None) -> Pulled:
    from watchfloor.cli.progress import Counter, progress

    counter = Counter()
    try:
        with progress("pulling", counter) as report:
            return opened.pull(
                names,
                everything=everything,
                dry_run=dry_run,
                seconds=None if most is None else most.total_seconds(),
                on_progress=report,
            )
    except KeyboardInterrupt:
        raise Stopped(
            f"stopped; {counter.done} of {counter.total} sources are read and kept; `watchfloor pull` reads the rest"
        ) from None


def _tell(opened: Desk, done: Pulled) -> None:
    from watchfloor.cli.desks import MOST_TROUBLES

    click.echo(inert(pulled_text(done)))
    for source, problem in done.round.troubles[:MOST_TROUBLES]:
        click.echo(f"  {inert(source)}: {inert(problem.message)} [{inert(problem.kind)}]", err=True)
    if len(done.round.troubles) > MOST_TROUBLES:
        more = len(done.round.troubles) - MOST_TROUBLES
        click.echo(f"  and {more} more; `watchfloor sources` says how each source does", err=True)
    if not done.states:
        click.echo("No source yet. Next: watchfloor sources add URL")
    elif waiting := opened.status().uncoded:
        click.echo(f"Next: watchfloor run ({waiting} to code)")


def pulled_text(done: Pulled) -> str:
    """`212 read, 31 new, 4 changed, 2 late`, and what else is worth a word."""
    round_ = done.round
    if not done.planned:
        soon = min((state.next for state in done.states if state.next), default=None)
        when = f"; the next is due {soon:%Y-%m-%d %H:%MZ}" if soon else ""
        return f"Nothing is due{when}." if done.states else "Nothing is due."
    late = sum(state.state == "late" for state in done.states)
    parts = [f"{round_.read} read", f"{round_.new} new", f"{round_.changed} changed", f"{late} late"]
    more = {"failing": round_.failed, "not readable": round_.unread, "left for the next round": round_.waiting}
    parts += [f"{number} {what}" for what, number in more.items() if number]
    end = "" if round_.finished else "; the time of this round was over"
    return f"{', '.join(parts)} ({round_.asked} sources){end}."


def _due_text(done: Pulled) -> str:
    if not done.planned:
        return pulled_text(done)
    return inert(f"{len(done.planned)} due: {', '.join(done.planned)}")


def pulled_json(done: Pulled, dry_run: bool) -> dict[str, Any]:
    """What `pull --json` prints."""
    round_ = done.round
    if dry_run:
        return {"due": list(done.planned)}
    return {
        "asked": round_.asked,
        "read": round_.read,
        "new": round_.new,
        "changed": round_.changed,
        "unread": round_.unread,
        "waiting": round_.waiting,
        "failed": round_.failed,
        "finished": round_.finished,
        "problems": [
            {"source": source, "kind": problem.kind, "message": problem.message} for source, problem in round_.troubles
        ],
        "sources": [state_json(state) for state in done.states],
    }


# --- showing ----------------------------------------------------------------------------------------------------------


def _table(states: list[Health], now: datetime) -> None:
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, console, words
    from watchfloor.sources import rhythm

    out = console()
    width = min(24, max(len(state.id) for state in states))
    head = f"  {'source':{width}}  {'how':17}  {'last seen':>12}  {'rhythm':>8}  {'articles':>8}"
    line_of(out, words(head, QUIET))
    for state in states:
        beat = "" if state.rhythm is None else ("~" if state.learned else "") + rhythm.text(state.rhythm)
        ago = "never" if state.last_seen is None else f"{rhythm.text(max(now - state.last_seen, timedelta()))} ago"
        lead = words("! " if state.silent else "  ", "bold" if state.silent else "")
        row = f"{state.id[:width]:{width}}  {state.told:17}  {ago:>12}  {beat:>8}  {state.articles:>8}"
        line_of(out, words(row, "bold" if state.silent else ""), lead)
        since = f" (since {state.since:%Y-%m-%d %H:%MZ})" if state.since else ""
        about = "; ".join(part for part in (f"{state.why}{since}" if state.why else "", state.note) if part)
        if about:
            line_of(out, words(about, QUIET), " " * (width + 4))


def _length(text: str | None, option: str) -> timedelta | None:
    from watchfloor.sources.rhythm import parse

    if text is None:
        return None
    length = parse(text)
    if length is None:
        raise UsageError(f"{option}: {text!r} is no length of time; write 15m, 1h or 1d", text)
    return length


def _kind(address: str, desk: Path) -> str:
    """By its look: an address of the web, a folder, or an archive."""
    from watchfloor.reading.links import is_web
    from watchfloor.sources import settings

    if is_web(address):
        return settings.FEED
    return settings.FOLDER if (desk / address).is_dir() else settings.ARCHIVE


def _word(address: str) -> str:
    from urllib.parse import urlsplit

    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    if host and host.rpartition(".")[2].isalpha():
        host = host.rpartition(".")[0]  # not of an address in numbers
    return host or Path(address).stem or "source"
