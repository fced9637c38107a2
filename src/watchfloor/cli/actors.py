"""Commands about who is who: actors find, add, import, new."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchfloor.answers import nothing
from watchfloor.cli.group import HelpfulGroup
from watchfloor.cli.opening import view_options, viewed
from watchfloor.cli.options import Day, desk_option, json_option, own_actors
from watchfloor.errors import NotFound, Unreadable, UsageError
from watchfloor.inert import inert, json_text

if TYPE_CHECKING:
    from watchfloor.briefing.newcomers import Newcomer
    from watchfloor.desk import Desk
    from watchfloor.resolving.actorsearch import Meaning, Office
    from watchfloor.resolving.actorwriting import Written
    from watchfloor.types import Actor

SHOWN = 20
"""unknown actors listed unless --limit says otherwise"""
MOST_ALIASES = 12
"""names listed one by one; the rest is counted"""


@click.group(cls=HelpfulGroup, invoke_without_command=True, no_args_is_help=False)
@click.pass_context
def actors(ctx: click.Context) -> None:
    """Who is who, and actors of a desk's own.

    A desk's own actors stand in its folder actors/, in the columns of the bundled lexicon, and lie over it: a name
    means what the desk says. After a change `watchfloor run` codes everything anew, beside what was coded before.

    \b
    Examples:
      watchfloor actors find Rouhani --on 2014-06-24
      watchfloor actors new --desk iraq
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@actors.command()
@click.argument("name", metavar="NAME")
@click.option("--on", type=Day(), help="The day asked about. Default: any.")
@desk_option
@json_option
def find(name: str, on: date | None, desk_path: Path | None, as_json: bool) -> None:
    """What a name or a phrase means on a day.

    Prints id, kind, country, sectors, offices with their dates, other names and relations. A phrase that is no name
    ("the Iraqi prime minister") is read as the coder reads it. When nothing is found, names that are spelled nearly so
    are listed.

    \b
    Examples:
      watchfloor actors find Rouhani --on 2014-06-24
      watchfloor actors find "the US Secretary of State" --on 2014-06-24 --json
    """
    from watchfloor.resolving import actorcheck, actorpack, actorsearch

    if not any(c.isalnum() for c in name):
        raise UsageError("there is no letter or digit in the name asked for")
    own = own_actors(desk_path)
    if own is not None:
        actorcheck.sound(None, own)
    layers, tables = actorpack.layers(own=own), actorpack.load(own=own)
    meanings = actorsearch.lookup(layers, tables, name, on)
    read: tuple[tuple[Actor, str], ...] = ()
    if not meanings:
        read = _read_phrase(name, own, on)
        ids = dict.fromkeys(actor.id.removeprefix("person:") for actor, _ in read)
        known = tuple(ident for ident in ids if ident in tables.entities or ident in tables.holdings)
        meanings = actorsearch.describe(layers, tables, known, on)
    near = () if meanings or read else actorsearch.near(layers, tables, name)
    if as_json:
        click.echo(
            json_text(
                {
                    "name": name,
                    "on": on.isoformat() if on else None,
                    "meanings": [asdict(meaning) for meaning in meanings],
                    "read_as": [_actor_json(actor) | {"rule": rule} for actor, rule in read],
                    "near": [{"name": spelled, "id": ident} for spelled, ident in near],
                }
            )
        )
        return
    for actor, rule in read:
        said = f"{actor.code}  {actor.kind}" + (f", {actor.office}" if actor.office else "")
        click.echo(f"read as {inert(actor.name)}  {said}  ({rule})")
    for meaning in meanings:
        _print(meaning, on)
    if not meanings and not read:
        _nothing(name, near)


@actors.command()
@click.option(
    "--id", "ident", default="", help="Id of the actor; that of one that is there adds to it. Default: from the name."
)
@click.option("--name", default="", help="Its name, as facts print it.")
@click.option("--kind", default="", help="group, agency, body, person; state only to give a country more names.")
@click.option("--country", default="", help="Code (IRQ) or name; IGO, NGO, IMG, MNC for what has no country.")
@click.option("--sector", "sectors", multiple=True, help="PLOVER sector (REB, GOV, ...), the primary one first.")
@click.option("--alias", "aliases", multiple=True, help="A further name; may stand several times.")
@click.option("--surname", default="", help="By which a person is called alone. Default: the last word of the name.")
@click.option("--office", default="", help='Office of a person: "prime minister".')
@click.option("--of", default="", help="Of what the office is, if not of the country: an id or a code.")
@click.option("--from", "since", default="", help="Since when: 2014, 2014-06 or 2014-06-24.")
@click.option("--until", default="", help="Until when.")
@desk_option
@json_option
def add(
    ident: str,
    name: str,
    kind: str,
    country: str,
    sectors: tuple[str, ...],
    aliases: tuple[str, ...],
    surname: str,
    office: str,
    of: str,
    since: str,
    until: str,
    desk_path: Path | None,
    as_json: bool,
) -> None:
    """Add an actor, or a name or an office of one, to a desk.

    Rows are written only when the whole lexicon is sound with them. A name or an id that means something else is
    refused. An office that is added again with the same first day replaces the earlier row, and so can be ended.

    \b
    Examples:
      watchfloor actors add --id red-hand --name "Red Hand" --kind group --country IRQ --sector REB
      watchfloor actors add --id isis --alias "the Caliphate"
      watchfloor actors add --name "Ada Novak" --kind person --country IRQ --office president --from 2027-03-01
    """
    from watchfloor import desk
    from watchfloor.resolving import actorwriting

    entry = actorwriting.Entry(ident, name, kind, country, sectors, aliases, office, of, since, until, surname)
    with desk.open(desk_path) as opened:
        written = actorwriting.add(opened.path / desk.ACTORS, [entry])
        _report(opened, written, as_json)


@actors.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--kind", default="", help="For rows that do not say it: group, agency, body or person.")
@click.option("--country", default="", help="For rows that do not say it.")
@click.option("--sector", "sectors", multiple=True, help="For rows that do not say it.")
@desk_option
@json_option
@click.pass_context
def import_(
    ctx: click.Context,
    file: Path,
    kind: str,
    country: str,
    sectors: tuple[str, ...],
    desk_path: Path | None,
    as_json: bool,
) -> None:
    """Add the actors of a list to a desk: CSV, or items of Wikidata as JSON.

    CSV has the columns name and kind, and any of country, sector, aliases (with | between them), office, from, until,
    of, id; one row an office. Wikidata's JSON is what Special:EntityData/Q42.json gives, or a list of items. Rows that
    cannot be added are named and left out; the exit code is then 1. Importing twice is importing once.

    \b
    Examples:
      watchfloor actors import militias.csv
      watchfloor actors import Q42.json --desk iraq --sector GOV
    """
    from watchfloor import desk
    from watchfloor.resolving import actorcheck, actorimport, actorpack, actorwriting

    with desk.open(desk_path) as opened:
        own = desk.own_actors(opened.path)
        if own is not None:
            actorcheck.sound(None, own)
        default = actorwriting.Entry(kind=kind, country=country, sectors=sectors)
        listed = actorimport.read(_text(file), file.name, actorpack.load(own=own), default)
        written = actorwriting.add(opened.path / desk.ACTORS, listed.entries, lenient=True)
        refused = (*listed.bad, *written.refused)
        _report(opened, written, as_json, refused)
    for where, why in refused:
        click.echo(f"  {inert(where)}: {inert(why)}", err=True)
    ctx.exit(1 if refused else 0)


@actors.command()
@click.option(
    "--limit", type=click.IntRange(min=0), help=f"At most so many; 0 for all. Default: {SHOWN}, with --json all."
)
@view_options
@desk_option
@json_option
def new(
    limit: int | None, as_of: date | datetime | None, coder: str | None, desk_path: Path | None, as_json: bool
) -> None:
    """The actors of a desk's facts that no lexicon knows, the most frequent first.

    Each with what the texts say of it, how often and in how many outlets, one sentence, and the command that would make
    it known. Words in capitals there are yours to fill in.

    \b
    Examples:
      watchfloor actors new
      watchfloor actors new --desk iraq --as-of 2014-06-20 --json
    """
    from watchfloor import desk

    with desk.open(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        found = view.new_actors()
        most = (len(found) if as_json else SHOWN) if limit is None else limit or len(found)
        from watchfloor.answers.actors import promotion

        if as_json:
            click.echo(json_text([asdict(n) | {"add": promotion(n, desk_path)} for n in found[:most]]))
            return
        if not found:
            counts = view.status()
            waiting = f"; {counts.uncoded} article versions are not coded yet" if counts.uncoded else ""
            click.echo(f"No unknown actor in {counts.events} events{waiting}{nothing.unheard(view)}.")
            return
        for newcomer in found[:most]:
            _print_new(newcomer, desk_path)
        if most < len(found):
            click.echo(f"{most} of {len(found)} unknown actors; all of them with --limit 0", err=True)


# --- printing ---------------------------------------------------------------------------------------------------------


def _read_phrase(name: str, own: Path | None, on: date | None) -> tuple[tuple[Actor, str], ...]:
    """Who a phrase names, read by the coder's own steps; names that stay unknown are left out."""
    from watchfloor.parsing.parse import Parser
    from watchfloor.resolving.actors import ActorBook
    from watchfloor.resolving.gazetteer import Gazetteer

    text = " ".join(name.split())[:500]
    if not any(c.isalnum() for c in text):
        return ()
    book = ActorBook.load(own=own, place_country=Gazetteer.load().country_of)
    sentences = Parser.load().parse(text)
    seen = book.survey(sentences, text, on)
    found = [(a, rule) for s in sentences for _, a, rule in book.mentions(s, on=on, seen=seen) if a.kind != "unknown"]
    return tuple(dict.fromkeys(found))


def _print(meaning: Meaning, on: date | None) -> None:
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, console, words

    out = console()
    code = meaning.country + (meaning.sectors[0] if meaning.sectors else "")
    head = words(meaning.name, "bold").append_text(words(f"  {meaning.id}  {meaning.kind}  {code or 'no country'}"))
    if on is not None and not meaning.there:
        head.append_text(words(f"  [{'no office' if meaning.kind == 'person' else 'not there'} on {on}]", "bold"))
    line_of(out, head.append_text(words("  from this desk" if meaning.own else "", QUIET)))

    def row(label: str, text: str) -> None:
        line_of(out, words(text), words(f"    {label:10}", QUIET))

    if meaning.since or meaning.until:
        row("time", f"{meaning.since or 'not known'} to {meaning.until or 'open'}")
    if meaning.sectors:
        row("sectors", " ".join(meaning.sectors))
    for office in meaning.offices:
        row("office", _office(office, meaning))
    names = [alias for alias in meaning.aliases if alias != meaning.name]
    if names:
        more = f" and {len(names) - MOST_ALIASES} more" if len(names) > MOST_ALIASES else ""
        row("also", ", ".join(names[:MOST_ALIASES]) + more)
    for name, context in meaning.contexts:
        row("ambiguous", f"{name} counts only in an article that has one of: {context}")
    for tie in meaning.relations:
        span = f" ({tie.since or 'not known'} to {tie.until or 'open'})" if tie.since or tie.until else ""
        row("relation", f"{tie.a} {tie.kind} {tie.b}{span}")


def _office(office: Office, meaning: Meaning) -> str:
    who = "" if meaning.kind == "person" else f": {office.name}"
    checked = "unchecked" if office.checked in ("", "unchecked") else f"checked until {office.checked}"
    held = ", held that day" if office.held and meaning.kind == "person" else ""
    span = f"{office.since or 'not known'} to {office.until or 'open'}"
    return f"{office.office}{who} ({office.of}) {span}, {checked}{held}"


def _nothing(name: str, near: tuple[tuple[str, str], ...]) -> None:
    click.echo(f"Nothing is known by the name {inert(name)}.")
    if near:
        click.echo(f"Spelled nearly so: {', '.join(f'{spelled} ({ident})' for spelled, ident in near)}.")
    quoted = shlex.quote(inert(name))
    click.echo(f"To add it: watchfloor actors add --name {quoted} --kind KIND --country XXX --sector SECTOR")
    if near:
        click.echo(f"To add it as another name: watchfloor actors add --id {near[0][1]} --alias {quoted}")


def _report(opened: Desk, written: Written, as_json: bool, refused: tuple[tuple[str, str], ...] = ()) -> None:
    counts = opened.status()
    again = counts.versions - sum(counts.not_read.values()) if written.rows else 0
    holding = sum(1 for _ in _holding(opened, written.names)) if again else 0
    if as_json:
        click.echo(
            json_text(
                {
                    "rows": [{"table": table, "cells": list(cells)} for table, cells in written.rows],
                    "known": written.known,
                    "refused": [{"where": where, "why": why} for where, why in refused],
                    "to_code": again,
                    "holding_a_new_name": holding,
                }
            )
        )
        return
    if not written.rows:
        click.echo("Nothing new: all of it was there already." if not refused else "Nothing was added.")
        return
    for table, cells in written.rows[:SHOWN]:
        click.echo(f"  actors/{table}.tsv: {inert('  '.join(cell for cell in cells if cell))}")
    if len(written.rows) > SHOWN:
        click.echo(f"  and {len(written.rows) - SHOWN} more rows")
    click.echo(f"Added {len(written.rows)} rows; {written.known} entries were there already.")
    if again:
        articles = f"{again} article version{'s' if again > 1 else ''}"
        named = f"; {holding} hold{'s' if holding == 1 else ''} a name that is new" if written.names else ""
        click.echo(f"Next: watchfloor run (codes {articles} anew{named})")


def _holding(opened: Desk, names: tuple[str, ...]) -> set[str]:
    """The articles that hold one of the names; a list that brings hundreds of names is not looked up."""
    found: set[str] = set()
    for name in names[:200]:
        if any(c.isalnum() for c in name):
            found |= {headline.id for headline in opened.articles(text=name)}
    return found


def _print_new(newcomer: Newcomer, desk_path: Path | None) -> None:
    from watchfloor.answers.actors import promotion
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, console, words

    out = console()
    said = ", ".join(newcomer.descriptions[:3]) or ("" if newcomer.sectors else "not described")
    code = newcomer.country + (newcomer.sectors[0] if newcomer.sectors else "") or "country not known"
    count = f"{newcomer.facts} event{'s' if newcomer.facts > 1 else ''}, {len(newcomer.outlets)} outlet"
    head = words(newcomer.name, "bold").append_text(words(f"  {code}  {said}"))
    line_of(out, head.append_text(words(f"  {count}{'s' if len(newcomer.outlets) > 1 else ''}", QUIET)))
    quote = newcomer.quote if len(newcomer.quote) <= 300 else f"{newcomer.quote[:299]}…"
    line_of(out, words(f'"{quote}"').append_text(words(f"  {newcomer.event[:9]}  {newcomer.outlet}", QUIET)), "    ")
    click.echo(f"    {promotion(newcomer, desk_path)}")


def _actor_json(actor: Actor) -> dict[str, Any]:
    return asdict(actor) | {"code": actor.code}


def _text(file: Path) -> str:
    from watchfloor.resolving.actorimport import LARGEST

    if file.is_dir():
        raise NotFound(f"{file} is a folder; name a file", str(file))
    try:
        if file.stat().st_size > 4 * LARGEST:  # a letter has at most four bytes
            raise UsageError(
                f"{file.name}: larger than {LARGEST // 1_000_000} MB; take out the part you need", str(file)
            )
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotFound(f"{file}: no such file; check its name", str(file)) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Unreadable(f"{file}:{line}: not UTF-8; save the file as UTF-8", str(file)) from None
    except OSError as error:
        raise Unreadable(f"{file}: cannot be read ({error.strerror or error})", str(file)) from None
