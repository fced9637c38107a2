"""The command that says whether everything is in order, and what to do next."""

from __future__ import annotations

import platform
import shutil
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import watchfloor
from watchfloor.cli.opening import open_desk
from watchfloor.cli.options import desk_option, json_option
from watchfloor.errors import NotFound, WatchfloorError
from watchfloor.inert import json_text

if TYPE_CHECKING:
    from watchfloor.desk import Desk

LIBRARIES = (
    "onnxruntime",
    "numpy",
    "apsw",
    "trafilatura",
    "lxml",
    "feedparser",
    "httpcore2",
    "msgspec",
    "click",
    "rich",
    "starlette",
    "uvicorn",
    "jinja2",
)
LOW_DISK = 200_000_000
"""free bytes below which adding pages is likely to fail soon"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was looked at, what was found, and whether that is in order."""

    subject: str
    text: str
    ok: bool = True


@click.command()
@desk_option
@json_option
@click.pass_context
def doctor(ctx: click.Context, desk_path: Path | None, as_json: bool) -> None:
    """Check the installation and the desk, and say what to do next.

    The language model and the lexicon packs are verified; a desk's record is checked and its counts are listed. The
    exit code is 1 when something is wrong.

    \b
    Examples:
      watchfloor doctor
      watchfloor doctor --desk iraq --json
    """
    findings = [*_versions(), *_coder()]
    counts: dict[str, Any] = {}
    todo: list[str] = []
    try:
        opened = open_desk(desk_path)
    except NotFound as error:
        if desk_path is not None:
            raise
        findings.append(Finding("desk", str(error)))
        todo.append("watchfloor demo, or watchfloor init DESK")
    except WatchfloorError as error:
        findings.append(Finding("desk", str(error), ok=False))
    else:
        with opened:
            counts = _desk(opened, findings, todo)
    todo = [f.text for f in findings if not f.ok] + todo
    if as_json:
        click.echo(
            json_text(
                {
                    "findings": [{"subject": f.subject, "text": f.text, "ok": f.ok} for f in findings],
                    "counts": counts,
                    "next": todo,
                }
            )
        )
    else:
        _print(findings, todo)
    ctx.exit(0 if all(finding.ok for finding in findings) else 1)


def _versions() -> list[Finding]:
    here = f"{watchfloor.__version__} on Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    libraries = ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    return [
        Finding("watchfloor", here),
        Finding("libraries", libraries),
        Finding("output", f"{sys.stdout.encoding}, {'terminal' if sys.stdout.isatty() else 'no terminal'}"),
    ]


def _coder() -> list[Finding]:
    """The model and the packs are verified by loading them as a run does."""
    from watchfloor import packs
    from watchfloor.coder import Coder

    try:
        coder = Coder.load()
    except WatchfloorError as error:
        return [Finding("coder", str(error), ok=False)]
    names = sorted(path.name for path in packs.BUNDLED.iterdir() if path.is_dir())
    prints = ", ".join(f"{name} {packs.fingerprint(name)}" for name in names)
    return [Finding("coder", f"{coder.id} (model verified by its SHA-256)"), Finding("packs", f"sound: {prints}")]


def _desk(opened: Desk, findings: list[Finding], todo: list[str]) -> dict[str, Any]:
    counts = opened.status()
    findings.append(Finding("desk", f"{opened.path} ({opened.name})"))
    span = f", published {counts.first_day} to {counts.last_day}" if counts.first_day else ""
    findings.append(Finding("articles", f"{counts.articles} in {counts.versions} versions{span}"))
    findings.append(
        Finding("coded", f"{counts.coded} versions, {counts.events} events; {counts.uncoded} not yet coded")
    )
    if sum(counts.entries.values()):
        told = ", ".join(f"{number} {kind if number == 1 else kind + 's'}" for kind, number in counts.entries.items())
        findings.append(Finding("ledgers", told))
    if counts.not_read:
        findings.append(Finding("not read", _tally(counts.not_read, "language ")))
    if counts.unreadable:
        findings.append(Finding("unreadable", f"{counts.unreadable} pages gave no article"))
    if counts.problems:
        findings.append(Finding("problems", _tally(counts.problems)))
    heard = _sources(opened, findings, todo)
    own = _own_actors(opened, findings)
    size = sum(path.stat().st_size for path in opened.path.glob("record.sqlite*"))
    free = shutil.disk_usage(opened.path).free
    findings.append(
        Finding("disk", f"the record has {size / 1e6:.1f} MB; {free / 1e9:.1f} GB are free", ok=free > LOW_DISK)
    )
    faults = opened.faults()
    findings.append(Finding("record", "; ".join(faults) if faults else "sound", ok=not faults))
    if not counts.articles:
        todo.append("watchfloor pull" if heard else "watchfloor add FILE|FOLDER ..., or watchfloor sources add URL")
    elif counts.uncoded:
        todo.append("watchfloor run")
    else:
        todo.append("watchfloor brief")
    return {
        "articles": counts.articles,
        "versions": counts.versions,
        "coded": counts.coded,
        "uncoded": counts.uncoded,
        "events": counts.events,
        "entries": counts.entries,
        "not_read": counts.not_read,
        "unreadable": counts.unreadable,
        "problems": counts.problems,
        "sources": heard,
        "own_actors": own,
        "record_bytes": size,
        "free_bytes": free,
    }


def _sources(opened: Desk, findings: list[Finding], todo: list[str]) -> dict[str, int]:
    """How many sources are in which state. A silent source is not in order: what it would say is missing."""
    try:
        states = opened.sources()
    except WatchfloorError as error:
        findings.append(Finding("sources", str(error), ok=False))
        return {}
    watch = opened.watch()
    findings.append(Finding("sources", "none; pages are added by hand" if watch is None else watch.text()))
    for state in states:
        about = "; ".join(part for part in (state.why, state.note) if part)
        if state.state == "never":
            continue
        if state.silent:
            since = f", since {state.since:%Y-%m-%d %H:%MZ}" if state.since else ""
            findings.append(Finding("source", f"{state.id}: {state.told}{since}; {about}", ok=False))
        elif state.note:
            findings.append(Finding("source", f"{state.id}: {about}"))
    if any(state.state in ("never", "unasked") for state in states):
        todo.append("watchfloor pull")
    tally: dict[str, int] = {}
    for state in states:
        tally[state.state] = tally.get(state.state, 0) + 1
    return tally


def _own_actors(opened: Desk, findings: list[Finding]) -> dict[str, int] | None:
    """What the desk's own actors are; None when it has none. A fault in them would stop the next run."""
    from watchfloor import desk
    from watchfloor.resolving import actorcheck, actorpack

    own = desk.own_actors(opened.path)
    if own is None:
        findings.append(Finding("own actors", "none; the bundled ones count"))
        return None
    try:
        actorcheck.sound(None, own)
        layers = actorpack.layers(own=own)
        rows = {table: sum(1 for _ in layers.own_rows(table)) for table in layers.columns}
    except WatchfloorError as error:
        findings.append(Finding("own actors", str(error), ok=False))
        return None
    rows = {table: count for table, count in rows.items() if count}
    findings.append(Finding("own actors", f"{_tally(rows) or 'no row'}; sound, over the bundled ones"))
    return rows


def _tally(counts: dict[str, int], what: str = "") -> str:
    return ", ".join(f"{count} {what}{name}" for name, count in counts.items())


def _print(findings: list[Finding], todo: list[str]) -> None:
    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, console, words

    out = console()
    for finding in findings:
        mark = words("  ") if finding.ok else words("! ", "bold")
        label = words(f"{finding.subject:12}", QUIET if finding.ok else "bold")
        line_of(out, words(finding.text), mark.append_text(label))
    for item in todo:
        line_of(out, words(item), words("Next: ", "bold"))
