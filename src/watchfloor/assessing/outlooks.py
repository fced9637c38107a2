"""Outlooks by question: who expects what by when, how far they lie apart, and how it came out.

A question is one issue, or what shares most of its words, with one limit; undated ones stand apart and are never
scored. One article is one voice for a question, however often it says so. A question is resolved only by what plainly
answers it: a deadline of the same issue and day that was met, missed or moved, or a deed told later in the words of
the question, with one of its parties. Everything else stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from watchfloor.assessing.deadlines import STOP, Chain, Kept
from watchfloor.assessing.issues import IssueBook
from watchfloor.codec import Headed
from watchfloor.types import Event, Facet, Outlook

SAME = 0.5
"""share of common words from which two outcomes without an issue are one"""
ALIKE = 0.25
"""the same where both are of one issue"""
OPEN_END = timedelta(days=180)
"""how long after an undated outlook a deed may still answer it"""


class Told(Protocol):
    """An event as a desk keeps it."""

    @property
    def event(self) -> Event:
        """The event."""
        ...

    @property
    def day(self) -> date | None:
        """Its day, or that of its article."""
        ...


@dataclass(frozen=True, slots=True)
class Voice:
    """One outlook as it was told."""

    entry: Outlook
    article: Headed
    said: date
    issues: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """How a question came out, and what says so."""

    came_about: bool
    day: date | None
    words: str
    why: str
    """deadline or event"""


@dataclass(frozen=True, slots=True)
class Question:
    """One outcome by one day, with everybody's judgement of it."""

    issue: str
    what: str
    by: date | None
    voices: tuple[Voice, ...]
    """in the order of telling"""
    answer: Answer | None

    @property
    def low(self) -> float | None:
        """The lowest end of all ranges."""
        return min((v.entry.low for v in self.voices if v.entry.low is not None), default=None)

    @property
    def high(self) -> float | None:
        """The highest end of all ranges."""
        return max((v.entry.high for v in self.voices if v.entry.high is not None), default=None)

    @property
    def points(self) -> tuple[float, ...]:
        """One point a voice, ascending; a group word is one voice, and so is an article that says it twice."""
        last: dict[tuple[str, str], float] = {}
        for voice in self.voices:
            if voice.entry.point is not None:
                holder = voice.entry.holder.value.id if voice.entry.holder else ""
                last[voice.article.version, holder] = voice.entry.point
        return tuple(sorted(last.values()))


def questions(
    kept: Iterable[Kept], book: IssueBook, day: date, found: Sequence[Chain] = (), deeds: Iterable[Told] = ()
) -> tuple[Question, ...]:
    """The questions that outlooks known on `day` judge, the dated first and by day. `found` are the chains of
    deadlines and `deeds` the events known on that day; what they plainly answer is resolved."""
    voices = sorted(
        (one for each in kept if (one := _voice(each, book)) is not None and one.said <= day),
        key=lambda v: (v.said, v.article.version, v.entry.cue.span.start),
    )
    groups: list[list[Voice]] = []
    by_word: dict[tuple[date | None, str], list[int]] = {}
    for voice in voices:
        # What shares no word with a question is no part of it.
        keys = [(_by(voice), word) for word in _words(voice.entry.what.words)]
        near = sorted({number for key in keys for number in by_word.get(key, ())})
        home = next((groups[number] for number in near if _same(groups[number][0], voice)), None)
        if home is not None:
            home.append(voice)
            continue
        for key in keys:
            by_word.setdefault(key, []).append(len(groups))
        groups.append([voice])
    events = [told for told in deeds if told.event.facet is Facet.HAPPENED]
    done = [_question(group, found, events) for group in groups]
    return tuple(sorted(done, key=lambda q: (q.by is None, q.by or date.max, q.issue, q.what)))


def _voice(kept: Kept, book: IssueBook) -> Voice | None:
    entry = kept.entry
    if not isinstance(entry, Outlook) or kept.said is None:
        return None
    hits = book.find(entry.sentence.words, kept.article.title, (), kept.said)
    return Voice(entry, kept.article, kept.said, frozenset(hit.issue.id for hit in hits))


def _by(voice: Voice) -> date | None:
    return voice.entry.by.value.end if voice.entry.by else None


def _words(text: str) -> set[str]:
    return (
        set(re.findall(r"\w+", text.lower())) - STOP - {"will", "would", "likely", "unlikely", "probably", "expected"}
    )


def _same(one: Voice, other: Voice) -> bool:
    if _by(one) != _by(other):
        return False
    mine, theirs = _words(one.entry.what.words), _words(other.entry.what.words)
    share = len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0
    return share >= (ALIKE if one.issues & other.issues else SAME)


def _question(voices: list[Voice], found: Sequence[Chain], deeds: Sequence[Told]) -> Question:
    issues = sorted({issue for v in voices for issue in v.issues})
    by = _by(voices[0])
    what = voices[0].entry.what.words
    return Question(issues[0] if issues else "", what, by, tuple(voices), _answer(voices, by, found, deeds))


def _answer(voices: list[Voice], by: date | None, found: Sequence[Chain], deeds: Sequence[Told]) -> Answer | None:
    roots = {issue.partition(".")[0] for v in voices for issue in v.issues}
    for chain in found:
        if not chain.issue or chain.issue.partition(".")[0] not in roots:
            continue
        if by is not None and chain.due is not None and chain.due.end == by and (
            chain.state in ("met", "missed")
        ):  # fmt: skip
            last = chain.mentions[-1]
            return Answer(chain.state == "met", last.said, last.entry.sentence.words, "deadline")
        moved = next((m for m in chain.moves if by is not None and m.old == by), None)
        if moved is not None:
            return Answer(False, moved.mention.said, moved.mention.entry.sentence.words, "deadline")
    first = voices[0]
    stems = {word[:5] for word in _words(first.entry.what.words) if len(word) >= 5}
    around = first.entry.sentence.words.lower()
    last_day = by or first.said + OPEN_END
    for told in deeds:
        event, when = told.event, told.day
        if when is None or not first.said < when <= last_day or event.trigger.span.version == first.article.version:
            continue
        trigger = [word for word in re.findall(r"\w+", event.trigger.words.lower()) if len(word) >= 5]
        parties = [p.value for p in (*event.actors, *event.recipients) if p.value.kind not in ("unknown", "role")]
        if trigger and all(word[:5] in stems for word in trigger) and any(p.name.lower() in around for p in parties):
            return Answer(not first.entry.negated, when, event.sentence.words, "event")
    return None
