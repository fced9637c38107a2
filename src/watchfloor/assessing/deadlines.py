"""Chains of deadlines: every mention of one deadline, its moves from day to day, and how it stands on a day.

Two mentions are of one deadline when they are about the same issue (or, where no issue is found, bind the same party to
what shares most of its words) and name the same day, or one tells that it was moved from the other's day. A move on a
later day of the same issue joins the chain whose day is near when the move is told. Nothing here reads the text again:
chains are computed over what a desk keeps, for the day one asks about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from watchfloor.assessing.issues import IssueBook
from watchfloor.codec import Headed
from watchfloor.types import Deadline, Entry, Period

STATES = ("open", "moved", "passed", "met", "missed", "disputed")
"""how a chain may stand: `moved` is open after a move, `passed` is over and nobody said how"""
SOON = timedelta(days=45)
"""how far the day of a chain may lie from the telling of a move that does not name the old day"""
TOLD = timedelta(days=10)
"""how far from its day a chain can be said to be met or missed by a mention without a day"""
STOP = frozenset(
    "the a an of to in on for its their his her and or that at by with from be is are was were been a deadline".split()
)
SAME = 0.5
"""share of common words from which two things without an issue are one"""


class Kept(Protocol):
    """A deadline as a desk keeps it."""

    @property
    def entry(self) -> Entry:
        """The deadline."""
        ...

    @property
    def article(self) -> Headed:
        """The article version it was read from."""
        ...

    @property
    def said(self) -> date | None:
        """The day on which it was said."""
        ...

    @property
    def recorded_at(self) -> datetime:
        """Since when it is known."""
        ...


@dataclass(frozen=True, slots=True)
class Mention:
    """One deadline as it was told, with what it is about."""

    entry: Deadline
    article: Headed
    said: date
    recorded_at: datetime
    issues: frozenset[str]

    @property
    def due(self) -> date | None:
        """The last day."""
        return self.entry.due.end if self.entry.due else None


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline put to another day."""

    old: date
    new: date
    mention: Mention


@dataclass(frozen=True, slots=True)
class Chain:
    """One deadline with all its mentions."""

    uid: str
    """stable: from the first mention"""
    issue: str
    """id of the issue; empty when none was found"""
    what: str
    due: Period | None
    """the day it stands at now"""
    state: str
    """see `STATES`"""
    countdown: int | None
    """days from the day asked about to the last day; negative once it is over"""
    moves: tuple[Move, ...]
    mentions: tuple[Mention, ...]
    """in the order of telling"""

    @property
    def sequence(self) -> int:
        """How often it was moved: the revision of its calendar entry."""
        return len(self.moves)

    @property
    def changed(self) -> datetime:
        """When the last thing became known that made it what it is."""
        if self.moves:
            return self.moves[-1].mention.recorded_at
        return self.mentions[0].recorded_at


@dataclass(slots=True)
class _Growing:
    """A chain while its mentions are gathered."""

    number: int
    mentions: list[Mention]
    issues: set[str]
    words: set[str]
    parties: set[str]
    days: list[date] = field(default_factory=list)
    """every day it stood at, the present one last"""
    moves: list[Move] = field(default_factory=list)

    @property
    def due(self) -> date | None:
        return self.days[-1] if self.days else None


class _Shelf:
    """The chains that grow, found by what they speak of: nothing joins a chain with which it shares neither an issue
    nor a word."""

    def __init__(self) -> None:
        self.chains: dict[int, _Growing] = {}
        """by number, in the order in which they were begun"""
        self._by: dict[tuple[str, str], set[int]] = {}
        self._begun = 0

    def new(self) -> _Growing:
        """A chain begun."""
        one = _Growing(self._begun, [], set(), set(), set())
        self._begun += 1
        self.chains[one.number] = one
        return one

    def note(self, one: _Growing) -> None:
        """Remembers by what a chain is found now."""
        for key in (*(("issue", issue) for issue in one.issues), *(("word", word) for word in one.words)):
            self._by.setdefault(key, set()).add(one.number)

    def drop(self, one: _Growing) -> None:
        """Takes a chain away."""
        del self.chains[one.number]

    def near(self, mention: Mention) -> Iterator[_Growing]:
        """The chains that a mention may be of, the youngest first."""
        keys = (*(("issue", issue) for issue in mention.issues), *(("word", word) for word in _words(mention)))
        return self._found(keys, youngest=True)

    def on(self, issues: Iterable[str]) -> Iterator[_Growing]:
        """The chains on some issues, the oldest first."""
        return self._found([("issue", issue) for issue in issues], youngest=False)

    def _found(self, keys: Iterable[tuple[str, str]], youngest: bool) -> Iterator[_Growing]:
        numbers = {number for key in keys for number in self._by.get(key, ()) if number in self.chains}
        return (self.chains[number] for number in sorted(numbers, reverse=youngest))


def chains(kept: Iterable[Kept], book: IssueBook, day: date) -> tuple[Chain, ...]:
    """The deadlines known on `day`, the next due first, those that are over behind them, undated ones last."""
    mentions = sorted(
        (one for each in kept if (one := _mention(each, book)) is not None and one.said <= day),
        key=lambda m: (m.said, m.article.version, m.entry.cue.span.start, m.entry.id),
    )
    growing = _Shelf()
    for mention in mentions:
        home = next((one for one in growing.near(mention) if _belongs(one, mention)), None)
        if home is None:
            home = growing.new()
        _join(home, mention)
        growing.note(home)
        if mention.entry.status == "moved" and not home.moves and len(home.days) == 1:
            _merge(growing, home, mention)
    done = [_chain(one, day) for one in growing.chains.values()]
    return tuple(sorted(done, key=lambda c: _order(c, day)))


def _order(chain: Chain, day: date) -> tuple[int, int, str]:
    if chain.countdown is None:
        return (2, 0, chain.uid)
    return (0, chain.countdown, chain.uid) if chain.countdown >= 0 else (1, -chain.countdown, chain.uid)


def _mention(kept: Kept, book: IssueBook) -> Mention | None:
    entry = kept.entry
    if not isinstance(entry, Deadline) or kept.said is None:
        return None
    parties = [p.value.country or p.value.id for p in (*entry.bound, *entry.set_by)]
    hits = book.find(entry.sentence.words, kept.article.title, parties, kept.said)
    issues = frozenset(hit.issue.id for hit in hits)
    return Mention(entry, kept.article, kept.said, kept.recorded_at, issues)


def _words(mention: Mention) -> set[str]:
    return set(re.findall(r"\w+", mention.entry.what.words.lower())) - STOP


def _parties(mention: Mention) -> set[str]:
    return {p.value.id for p in mention.entry.bound}


def _belongs(one: _Growing, mention: Mention) -> bool:
    """Whether a mention is of the deadline that grows there."""
    alike = bool(one.issues & mention.issues) if one.issues and mention.issues else False
    if not alike:
        words = _words(mention)
        share = len(words & one.words) / len(words | one.words) if words | one.words else 0.0
        bound = _parties(mention)
        alike = share >= SAME or (bool(bound & one.parties) and share >= SAME / 2)
    if not alike:
        return False
    due, old = mention.due, mention.entry.moved_from
    before = old.value.end if old is not None else None
    if due is not None and due in one.days:
        return True
    if before is not None and before in one.days:
        return True
    if one.due is None:
        return due is None
    if due is None:
        told = mention.entry.status in ("met", "missed", "disputed", "moved")
        return told and abs(one.due - mention.said) <= TOLD
    if mention.entry.due is not None and mention.entry.due.precision == "month":
        start = mention.entry.due.start
        return start is not None and start <= one.due <= due
    return mention.entry.status == "moved" and due > one.due and abs(one.due - mention.said) <= SOON


def _merge(growing: _Shelf, late: _Growing, mention: Mention) -> None:
    """A new day was told before it was said that it is a move: both are one deadline."""
    new = mention.due
    if new is None:
        return
    for one in growing.on(mention.issues):
        old = one.due
        if one is late or old is None or old >= new or not one.issues & mention.issues:
            continue
        if abs(old - mention.said) <= SOON:
            one.moves.append(Move(old, new, mention))
            one.days.append(new)
            one.mentions += late.mentions
            one.mentions.sort(key=lambda m: m.said)
            one.words |= late.words
            one.parties |= late.parties
            growing.note(one)
            growing.drop(late)
            return


def _join(one: _Growing, mention: Mention) -> None:
    due, old = mention.due, mention.entry.moved_from
    before = old.value.end if old is not None else None
    one.issues |= mention.issues
    one.words |= _words(mention)
    one.parties |= _parties(mention)
    one.mentions.append(mention)
    if due is None or due in one.days:
        return
    month = mention.entry.due is not None and mention.entry.due.precision == "month"
    if not one.days:
        if before is not None and before != due:
            one.days.append(before)
        else:
            one.days.append(due)
            return
    if month and one.due is not None and mention.entry.status != "moved":
        return  # "by November" of the 24th
    current = one.due
    if current is not None and current != due:
        one.moves.append(Move(current, due, mention))
        one.days.append(due)


def _chain(one: _Growing, day: date) -> Chain:
    first = one.mentions[0]
    last = next((m for m in reversed(one.mentions) if m.due == one.due and m.entry.due is not None), None)
    period = last.entry.due if last else Period(one.due, one.due, "day", one.due.isoformat()) if one.due else None
    if period is not None and period.end != one.due and one.due is not None:
        period = Period(one.due, one.due, "day", one.due.isoformat())
    issue = min((i for m in one.mentions for i in sorted(m.issues)), key=lambda i: (-_count(one, i), i), default="")
    named = [m for m in one.mentions if m.due is not None] or one.mentions
    return Chain(
        uid=f"{first.entry.id.replace(':', '-')}@watchfloor",
        issue=issue,
        what=max(
            named, key=lambda m: (m.entry.confidence, len(m.entry.what.words) < 60, -m.said.toordinal())
        ).entry.what.words,
        due=period,
        state=_state(one, day),
        countdown=(one.due - day).days if one.due is not None else None,
        moves=tuple(one.moves),
        mentions=tuple(one.mentions),
    )


def _count(one: _Growing, issue: str) -> int:
    return sum(issue in m.issues for m in one.mentions)


def _state(one: _Growing, day: date) -> str:
    """How it stands: the last mention that tells how it fared since its present day was set, else the calendar."""
    since = one.moves[-1].mention.said if one.moves else date.min
    at = one.moves[-1].mention if one.moves else None
    for mention in reversed(one.mentions):
        if mention.said < since or mention is at:
            break
        if mention.entry.status in ("met", "missed") and _about(mention, one):
            return mention.entry.status
        if mention.entry.status == "disputed" and (one.due is None or day <= one.due):
            return "disputed"
    if one.due is None or day <= one.due:
        return "moved" if one.moves else "open"
    return "passed"


def _about(mention: Mention, one: _Growing) -> bool:
    """Whether "missed" speaks of the present day, not of one that was moved since."""
    if mention.due is not None:
        return mention.due == one.due
    return one.due is None or not one.moves or mention.said >= one.due - TOLD


def moved(found: Sequence[Chain]) -> tuple[Chain, ...]:
    """The chains that were moved at least once."""
    return tuple(chain for chain in found if chain.moves)
