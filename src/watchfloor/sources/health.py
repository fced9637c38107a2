"""Whether a source is alive, judged from what came of fetching it. Pure: rows and a moment in, a verdict out.

The most dangerous zero is that of a feed that died. So silence is held against the rhythm of the source, and each way
of dying has its name: nothing new for too long (`late`), an answer that is an error (`failing`), a feed without items
(`empty`), something that is no feed any more (`changed`), only old items (`old`), gone for good (`gone`). A source that
we ourselves did not ask (`unasked`) is told from one that had nothing to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from watchfloor.sources import rhythm
from watchfloor.sources.settings import Watched
from watchfloor.store.clock import from_micros, to_micros
from watchfloor.store.fetches import FAILED, GONE, READ, UNCHANGED, Fetch, Kept, Lived

FINE, LATE, FAILING, EMPTY, CHANGED, OLD, GONE_, UNASKED, NEVER, PAUSED = (
    *("fine", "late", "failing", "empty", "changed", "old", "gone", "unasked", "never", "paused"),
)
STATES = (FINE, LATE, FAILING, EMPTY, CHANGED, OLD, GONE_, UNASKED, NEVER, PAUSED)

TOLD = {
    FINE: "fine",
    LATE: "late",
    FAILING: "failing",
    EMPTY: "emptied",
    CHANGED: "no feed any more",
    OLD: "only old items",
    GONE_: "gone for good",
    UNASKED: "not pulled lately",
    NEVER: "not yet read",
    PAUSED: "paused",
}
"""how a state is told"""

BROKEN = frozenset({"not-a-feed", "not-a-sitemap"})
"""kinds of problem that say: what came is something else than it used to be"""

OLD_AFTER = timedelta(days=30)
"""a source of unknown rhythm whose newest item is older than this, when it is first read, gives old items only"""

PATIENCE = timedelta(hours=26)
"""who pulls every morning is not told at noon that nobody pulls"""

LOOKED_AT = 60
"""attempts that are looked at"""


@dataclass(frozen=True, slots=True)
class Health:
    """How a source does at one moment."""

    entry: Watched
    state: str
    since: datetime | None
    """since when it is so; None when it is fine, paused, or never was otherwise"""
    why: str
    """one line for a person; empty when it is fine"""
    last_seen: datetime | None
    """when its latest item appeared"""
    last_asked: datetime | None
    rhythm: timedelta | None
    learned: bool
    """the rhythm was learned from its own gaps"""
    articles: int
    waiting: int
    """items left for the next round"""
    note: str
    """what is not wrong, but worth knowing: it has moved, or has another form"""
    next: datetime | None
    """when it is to be asked again; None: never, unless by name"""

    @property
    def id(self) -> str:
        """Of the source."""
        return self.entry.id

    @property
    def name(self) -> str:
        """Its outlet, else its id."""
        return self.entry.source.name or self.entry.id

    @property
    def counted(self) -> bool:
        """It is not paused."""
        return self.state != PAUSED

    @property
    def told(self) -> str:
        """Its state in a word or two."""
        return TOLD[self.state]

    @property
    def silent(self) -> bool:
        """Nothing that it may have to say has come: a zero says nothing about the world."""
        return self.state not in (FINE, PAUSED)


def judge(entry: Watched, attempts: Sequence[Kept], lived: Lived, now: datetime, changed: int = 0) -> Health:
    """How the source does. `attempts` are its last, the newest first, as known then; `changed` is when its entry in
    sources.toml last changed, in microseconds: what failed before says nothing about a new address."""
    attempts = [kept for kept in attempts if kept.fetch.address == entry.source.address]
    taught = rhythm.learned(lived.times)
    length = entry.rhythm or taught
    every = rhythm.check_every(entry.rhythm, rhythm.usual(lived.times))
    last = attempts[0] if attempts else None
    seen = None if lived.newest is None else from_micros(lived.newest)
    # A weekend without news is no silence of a source that never has any on it.
    quiet = rhythm.quiet_days(lived.times) if entry.rhythm is None else frozenset()
    state, since, why = _state(entry, attempts, seen, length, now, quiet)
    return Health(
        entry=entry,
        state=state,
        since=since,
        why=why,
        last_seen=seen,
        last_asked=None if last is None else last.at,
        rhythm=length,
        learned=entry.rhythm is None and taught is not None,
        articles=lived.articles,
        waiting=0 if last is None else last.fetch.waiting,
        note=_note(attempts),
        next=None if entry.paused else _next(attempts, every, now, changed),
    )


def _state(
    entry: Watched,
    attempts: Sequence[Kept],
    seen: datetime | None,
    length: timedelta | None,
    now: datetime,
    quiet: frozenset[int],
) -> tuple[str, datetime | None, str]:
    if entry.paused:
        return PAUSED, None, "paused in sources.toml"
    if not attempts:
        return NEVER, None, "not yet read; `watchfloor pull` reads it"
    last = attempts[0]
    if last.fetch.outcome in (FAILED, GONE):
        since = _first_of(attempts, lambda fetch: fetch.outcome in (FAILED, GONE))
        if last.fetch.outcome == GONE:
            return GONE_, since, last.fetch.message
        kind = CHANGED if last.fetch.kind in BROKEN and _was_read(attempts) else FAILING
        return kind, since, last.fetch.message
    # Not asked for so long that it may have said something: our silence, not its.
    if now - last.at > max(PATIENCE, length or timedelta(0)):
        return UNASKED, last.at, "not pulled since; `watchfloor pull` reads it"
    # One that says that nothing changed still lists what it listed: the row has it.
    read = [kept for kept in attempts if kept.fetch.outcome in (READ, UNCHANGED)]
    if read and not read[0].fetch.items and read[0].fetch.form not in ("page", "folder", "archive", "outside"):
        if any(kept.fetch.items for kept in read):
            since = _first_of(read, lambda fetch: not fetch.items)
            return EMPTY, since, "it used to list items and lists none now"
        return EMPTY, read[-1].at, "it lists no item"
    if seen is None:
        return FINE, None, ""
    # What it may have said since it was asked last is not known, and no fault of its.
    silence = timedelta(microseconds=rhythm.silence(to_micros(seen), to_micros(last.at), quiet))
    if length is not None and silence > length:
        return LATE, seen + length, f"nothing new for {rhythm.text(silence)}, where {rhythm.text(length)} is usual"
    if length is None and silence > OLD_AFTER:
        return OLD, read[-1].at if read else last.at, f"its newest item is of {seen.date()}"
    return FINE, None, ""


def _note(attempts: Sequence[Kept]) -> str:
    read = [kept for kept in attempts if kept.fetch.outcome == "read" and kept.fetch.form]
    notes = []
    if attempts and attempts[0].fetch.moved_to:
        notes.append(f"has moved to {attempts[0].fetch.moved_to}; write that in sources.toml")
    for kept, older in pairwise(read):
        if kept.fetch.form != older.fetch.form:
            notes.append(f"changed from {older.fetch.form} to {kept.fetch.form} on {kept.at.date()}")
            break
    if attempts and attempts[0].fetch.unread and attempts[0].fetch.outcome not in (FAILED, GONE):
        notes.append(f"{attempts[0].fetch.unread} of its items could not be read the last time")
    return "; ".join(notes)


def _was_read(attempts: Sequence[Kept]) -> bool:
    return any(kept.fetch.outcome not in (FAILED, GONE) for kept in attempts)


def _first_of(attempts: Sequence[Kept], fits: Callable[[Fetch], bool]) -> datetime:
    """When the run of attempts that fit, of which the newest is one, began."""
    since = attempts[0].at
    for kept in attempts:
        if not fits(kept.fetch):
            break
        since = kept.at
    return since


MOST_BACK_OFF = timedelta(days=1)


def failures(attempts: Sequence[Kept]) -> int:
    """How many of the last attempts failed in a row."""
    count = 0
    for kept in attempts:
        if kept.fetch.outcome != FAILED:
            break
        count += 1
    return count


def _next(attempts: Sequence[Kept], every: timedelta, now: datetime, changed: int) -> datetime | None:
    """When to ask again: after its rhythm, later each time it fails, never before it asked to be let alone."""
    if not attempts or to_micros(attempts[0].at) < changed:
        return now
    last: Fetch = attempts[0].fetch
    if last.outcome == GONE:
        return None
    failed = failures(attempts)
    if failed:
        at: datetime = attempts[0].at + min(every * float(2 ** min(failed - 1, 12)), MOST_BACK_OFF)
    elif last.waiting:
        at = attempts[0].at  # the round that was not finished goes on
    else:
        at = attempts[0].at + every * 0.9  # a timer is never exact
    return at if last.not_before is None else max(at, from_micros(last.not_before))
