"""The sources of a desk: what its file says, what is remembered of it, how they do, and a round through them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from watchfloor.codec import from_json, to_json
from watchfloor.sources import health, settings
from watchfloor.sources.health import Health
from watchfloor.sources.settings import Fetching, Sources, Watched
from watchfloor.store import fetches
from watchfloor.store import sources as kept
from watchfloor.store.clock import Clock, from_micros, to_micros
from watchfloor.store.connection import Record
from watchfloor.store.locking import held
from watchfloor.types import Problem

if TYPE_CHECKING:
    from watchfloor.reading.fetching import Fetcher
    from watchfloor.reading.robots import Rules
    from watchfloor.sources.pull import Round, Told

LOCK: Final = "pull.lock"


@dataclass(frozen=True, slots=True)
class FilesAdded:
    """What came of a folder or an archive, in articles."""

    new: int
    changed: int
    known: int
    unread: int
    problem: Problem | None = None
    """why nothing at all could be read"""
    troubles: tuple[Problem, ...] = ()
    """of single rows and pages, the first of them"""


TOLD: Final = 20
"""troubles of one folder or archive that are told; all are counted"""


def files_added(new: int, changed: int, known: int, unread: int, troubles: Sequence[Problem]) -> FilesAdded:
    """What came of a folder or an archive. What cannot be used is counted; where nothing can be, that is a fault: a
    source that gives nothing must not pass for one with nothing to say."""
    first = tuple(troubles[:TOLD]) if unread else ()
    if first and not (new or changed or known):
        return FilesAdded(new, changed, known, unread, first[0], first[1:])
    return FilesAdded(new, changed, known, unread, None, first)


Files = Callable[[Watched], FilesAdded]
"""adds what lies in a folder or an archive"""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull did, and how the sources did after it."""

    round: Round
    states: tuple[Health, ...]
    """of all sources of the desk"""
    planned: tuple[str, ...]
    """the sources that were due; on a dry run nothing else is done"""


def known(record: Record, as_of: int) -> list[Watched]:
    """The sources as sources.toml had them when it was last pulled by then."""
    return [from_json(said, Watched) for said in kept.said(record, as_of).values()]


def states(record: Record, entries: Iterable[Watched], now: datetime) -> list[Health]:
    """How the sources do, as known at that moment."""
    micros = to_micros(now)
    return [
        health.judge(
            entry,
            fetches.last(record, entry.id, micros, health.LOOKED_AT),
            fetches.lived(record, entry.id, micros, on_disk=entry.source.kind not in settings.ON_THE_WEB),
            now,
            kept.changed_at(record, entry.id, micros),
        )
        for entry in entries
    ]


def moment(as_of: int, now: datetime) -> datetime:
    """The moment of a view: that of its limit, but not one still to come."""
    return now if as_of >= to_micros(now) else from_micros(as_of)


def fetcher(record: Record, fetching: Fetching, clock: Callable[[], datetime]) -> Fetcher:
    """What fetches for a desk: its settings, and the robots.txt files that it has read lately."""
    return bare_fetcher(fetching, rules(record, clock()), clock)


def bare_fetcher(
    fetching: Fetching | None = None, known: Mapping[str, Rules] | None = None, clock: Clock | None = None
) -> Fetcher:
    """What fetches where there is no desk."""
    from watchfloor.reading.fetching import Fetcher, agent
    from watchfloor.reading.http import Door
    from watchfloor.reading.pacing import Pace

    fetching = fetching or Fetching()
    door = Door(agent(fetching.contact), proxy=fetching.proxy, loopback=fetching.loopback)
    return Fetcher(door, Pace(fetching.pace), known=known, now=clock or (lambda: datetime.now(UTC)))


def rules(record: Record, now: datetime) -> dict[str, Rules]:
    """The robots.txt files read in the last week, by origin."""
    from watchfloor.reading.robots import Rules

    return {row[0]: Rules(*row) for row in fetches.rules_since(record, now - timedelta(days=7))}


def pull(
    record: Record,
    folder: Path,
    sources: Sources,
    fetching: Fetcher,
    clock: Callable[[], datetime],
    files: Files,
    *,
    only: Sequence[str] = (),
    everything: bool = False,
    dry_run: bool = False,
    seconds: float | None = None,
    on_progress: Told | None = None,
) -> Pulled:
    """A round through the sources that are due: those named in `only`, or all with `everything`, due or not. Raises
    `DeskLocked` when another round is at work, and `UsageError` for a name that is none."""
    from watchfloor.sources.pull import LONGEST, Puller, Round

    named = [sources.one(ident) for ident in only]
    now = clock()
    if dry_run:
        return Pulled(Round(0, 0, 0, 0, 0, 0, 0, (), True), *_planned(record, sources, named, everything, now))
    with held(folder / LOCK, "is pulling the sources of this desk"):
        kept.keep(record, {entry.id: to_json(entry).decode("utf-8") for entry in sources.entries}, now)
        _, planned = _planned(record, sources, named, everything, now)
        wanted = [sources.one(ident) for ident in planned]
        puller = Puller(
            record,
            fetching,
            clock,
            files,
            hosts=sources.fetching.hosts,
            items=sources.fetching.items,
            seconds=LONGEST if seconds is None else seconds,
            on_progress=on_progress,
        )
        done = puller.go(wanted)
    return Pulled(done, tuple(states(record, sources.entries, clock())), planned)


def _planned(
    record: Record, sources: Sources, named: Sequence[Watched], everything: bool, now: datetime
) -> tuple[tuple[Health, ...], tuple[str, ...]]:
    from watchfloor.sources.pull import due

    found = tuple(states(record, sources.entries, now))
    if named:
        return found, tuple(entry.id for entry in named)
    if everything:
        return found, tuple(entry.id for entry in sources.entries if not entry.paused)
    return found, tuple(state.id for state in due(found, now))


def write_template(path: Path) -> None:
    """Writes the commented file of a new desk; one that is there stays."""
    if not path.exists():
        settings.append(path, ())
