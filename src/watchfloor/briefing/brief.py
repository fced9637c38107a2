"""The brief of one day: what was reported as done, what was said, and what is only planned, threatened or denied.

The day of a brief is the day on which the articles were published; each line prints the date of the act itself if its
words give one. A brief is a value: how it looks is for `cli` to decide.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from watchfloor.briefing.proof import ELLIPSIS, faults
from watchfloor.briefing.watch import Watch
from watchfloor.briefing.wording import DEEDS, SPOKEN, claim, when_text
from watchfloor.codec import Headed
from watchfloor.types import Event, Facet

QUOTE = 150
"""the longest quote in code points; the words around the act are kept, the rest is cut and marked"""

AHEAD = 30
"""days back in which a date still to come may have been announced"""

SHARES = {"done": 4, "said": 3, "not done": 3, "coming": 2}
"""sections in their order, and how many lines of a screen each may always have; what one leaves free goes to the rest,
in this order, and what does not fit is counted"""


class Fact(Protocol):
    """An event and where it stood."""

    @property
    def event(self) -> Event:
        """The coded event."""
        ...

    @property
    def article(self) -> Headed:
        """The article version it was read from."""
        ...


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the input was really read: the base of every zero."""

    articles: int
    coded: int
    waiting: int
    """readable, but not coded yet"""
    not_read: tuple[tuple[str, int], ...]
    """why an article could not be read, and how many"""
    watch: Watch | None = None
    """which sources were heard; None for a desk that reads none by itself"""

    def text(self) -> str:
        """`coded 37 of 38 articles, 1 not read: language (de)`"""
        plural = "" if self.articles == 1 else "s"
        parts = [f"coded {self.coded} of {self.articles} article{plural}"]
        if self.waiting:
            parts.append(f"{self.waiting} not yet coded")
        parts += [f"{count} not read: {reason}" for reason, count in self.not_read]
        return ", ".join(parts)


class View(Protocol):
    """What a brief needs to know of a desk."""

    def last_day(self) -> date | None:
        """The newest day on which an article was published, or None in an empty desk."""
        ...

    def published(self, first: date, last: date) -> Iterable[Fact]:
        """The facts of articles published from `first` to `last`, both included, oldest first."""
        ...

    def coverage(self, day: date | None) -> Coverage:
        """Of the articles published on that day, or of the whole desk."""
        ...


@dataclass(frozen=True, slots=True)
class Claim:
    """One coded fact in words."""

    id: str
    type: str
    facet: Facet
    text: str
    when: str
    """the date of the act as its words give it, empty when they give none"""


@dataclass(frozen=True, slots=True)
class Line:
    """What one sentence reports, with its words. `marks` are the stretches of the quote where its acts stand."""

    claims: tuple[Claim, ...]
    quote: str
    marks: tuple[tuple[int, int], ...]
    outlet: str
    title: str
    day: date | None
    """the day of publication"""
    copies: tuple[str, ...]
    """other outlets that print the very same sentence: no confirmation, one origin"""
    also: tuple[str, ...]
    """other outlets that report the same in other words"""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one kind. `left_out` lines did not fit."""

    kind: str
    lines: tuple[Line, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Brief:
    """The brief of a day. `day` is None only for a desk without any dated article."""

    day: date | None
    coverage: Coverage
    """of the whole desk"""
    today: Coverage
    """of the articles published on that day"""
    sections: tuple[Section, ...]
    background: int
    """facts of that day's articles that only tell of earlier times; they are not listed"""
    dropped: tuple[tuple[str, str], ...]
    """id and fault of every fact whose line did not pass the proof"""
    zero: str
    """why there is nothing to tell; empty when there is"""


Happenings = Callable[[Sequence["Fact"]], Mapping[str, str]]
"""from facts to the happening that each reports, by their ids; what is left out stands alone"""


def make(view: View, day: date | None = None, happenings: Happenings = lambda facts: {}) -> Brief:
    """The brief of `day`, or of the newest day that has an article. What is one happening is told once."""
    whole = view.coverage(None)
    day = day or view.last_day()
    if day is None:
        return Brief(None, whole, Coverage(0, 0, 0, ()), (), 0, (), _zero(None, Coverage(0, 0, 0, ()), whole))
    today = view.coverage(day)
    facts = list(view.published(day - timedelta(days=AHEAD), day))
    fresh: list[Fact] = []
    earlier: list[Fact] = []
    for fact in facts:
        (fresh if fact.article.published and fact.article.published.day == day else earlier).append(fact)
    groups: dict[str, list[Fact]] = {kind: [] for kind in SHARES}
    for fact in fresh:
        if kind := _kind(fact.event, day):
            groups[kind].append(fact)
    # A date announced earlier is still to come; one announced today already stands in its own section.
    groups["coming"] += [fact for fact in earlier if _is_coming(fact.event, day)]
    one = happenings([fact for members in groups.values() for fact in members])
    lines: dict[str, list[Line]] = {}
    dropped: list[tuple[str, str]] = []
    for kind, members in groups.items():
        lines[kind], faulty = _lines(members, one)
        dropped += faulty
    lines["coming"] = _by_date(lines["coming"], groups["coming"])
    sections = _fitted(lines)
    background = sum(fact.event.facet is Facet.HISTORICAL for fact in fresh)
    zero = "" if any(section.kind != "coming" for section in sections) else _zero(day, today, whole)
    return Brief(day, whole, today, tuple(sections), background, tuple(dropped), zero)


def _fitted(lines: dict[str, list[Line]]) -> list[Section]:
    """The sections that have lines, each with as many as the screen holds."""
    shown = {kind: min(share, len(lines[kind])) for kind, share in SHARES.items()}
    free = sum(SHARES.values()) - sum(shown.values())
    for kind in SHARES:
        more = min(free, len(lines[kind]) - shown[kind])
        shown[kind] += more
        free -= more
    return [
        Section(kind, tuple(lines[kind][:most]), len(lines[kind]) - most) for kind, most in shown.items() if lines[kind]
    ]


def _kind(event: Event, day: date) -> str:
    if event.facet is Facet.HISTORICAL:
        return ""
    if event.facet in DEEDS:
        return "said" if event.type in SPOKEN else "done"
    return "coming" if _is_coming(event, day) else "not done"


def _is_coming(event: Event, day: date) -> bool:
    """Whether something is announced for a stated day after `day`."""
    ahead = _ahead(event)
    return event.facet in (Facet.PLANNED, Facet.THREATENED, Facet.DEMANDED) and ahead is not None and ahead > day


def _ahead(event: Event) -> date | None:
    """The day that counts for something to come: its first, or its last where only that is stated ("by July 20")."""
    return (event.when.value.start or event.when.value.end) if event.when else None


def _lines(facts: Sequence[Fact], happening: Mapping[str, str]) -> tuple[list[Line], list[tuple[str, str]]]:
    """Facts as lines, the best supported first, and the facts that failed the proof."""
    reports: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    dropped: list[tuple[str, str]] = []
    for fact in facts:
        event = fact.event
        text, when = claim(event), _when(event)
        wrong = faults(f"{claim(event, cite=True)} {when}".strip(), excerpt(event)[0], event)
        if wrong:
            dropped.append((event.id, "; ".join(wrong)))
        else:
            same = happening.get(event.id)
            reports[("", same) if same else (text, when)].append(fact)
    # One line for each sentence that is the best report of something.
    sentences: dict[str, list[tuple[tuple[str, str], Fact]]] = defaultdict(list)
    for key, members in reports.items():
        best = max(members, key=_weight)
        sentences[_folded(best.event.sentence.words)].append((key, best))
    lines = [_line(sentence, claims, reports) for sentence, claims in sentences.items()]
    return [line for _, line in sorted(lines, key=lambda pair: -pair[0])], dropped


def _line(
    sentence: str,
    claims: Sequence[tuple[tuple[str, str], Fact]],
    reports: dict[tuple[str, str], list[Fact]],
) -> tuple[float, Line]:
    first = claims[0][1]
    events = [fact.event for _, fact in claims]
    quote, (start, _) = excerpt(first.event, events)
    shift = start - first.event.trigger.span.start
    triggers = dict.fromkeys((e.trigger.span.start + shift, e.trigger.span.end + shift) for e in events)
    copies: list[str] = []
    also: list[str] = []
    for key, _ in claims:
        for fact in reports[key]:
            outlet = fact.article.outlet or fact.article.title
            if fact.article.id != first.article.id:
                (copies if _folded(fact.event.sentence.words) == sentence else also).append(outlet)
    own = first.article.outlet or first.article.title
    copied = tuple(dict.fromkeys(outlet for outlet in copies if outlet != own))
    others = tuple(dict.fromkeys(outlet for outlet in also if outlet != own and outlet not in copied))
    line = Line(
        claims=tuple(
            Claim(fact.event.id, fact.event.type, fact.event.facet, claim(fact.event, cite=True), _when(fact.event))
            for _, fact in claims
        ),
        quote=quote,
        marks=tuple(sorted(triggers)),
        outlet=own,
        title=first.article.title,
        day=first.article.published.day if first.article.published else None,
        copies=copied,
        also=others,
    )
    return max(_weight(fact) for _, fact in claims) + len(others) + 0.25 * len(copied), line


def _when(event: Event) -> str:
    return when_text(event.when.value) if event.when else ""


def _weight(fact: Fact) -> float:
    """How much a fact belongs on one screen: sure, complete, and with named sides."""
    event = fact.event
    named = [cited for cited in (*event.actors, *event.recipients) if cited.value.kind != "unknown"]
    sides = 0.5 * bool(event.actors) + 0.5 * bool(event.recipients or event.reciprocal) + 0.5 * bool(named)
    return event.confidence * event.probability + sides + 0.25 * bool(event.place) + 0.25 * bool(event.when)


def _by_date(lines: Sequence[Line], facts: Sequence[Fact]) -> list[Line]:
    ahead = {fact.event.id: _ahead(fact.event) for fact in facts}
    return sorted(lines, key=lambda line: ahead.get(line.claims[0].id) or date.max)


def excerpt(event: Event, events: Sequence[Event] = (), limit: int = QUOTE) -> tuple[str, tuple[int, int]]:
    """The words to quote for an event, and where its act stands in them. A sentence longer than `limit` code points is
    cut at word boundaries, to a stretch that holds its act, those of other `events` of the sentence, and as many of
    their sides as fit."""
    events = (event, *events)
    sentence, base = event.sentence.words, event.sentence.span.start
    first, last = event.trigger.span.start - base, event.trigger.span.end - base
    start = min(e.trigger.span.start for e in events) - base
    end = max(e.trigger.span.end for e in events) - base
    if len(sentence) <= limit:
        return sentence, (first, last)
    sides = [
        c.span for e in events for c in (*e.actors, *e.recipients) if c.span.version == event.sentence.span.version
    ]
    for side in sorted(sides, key=lambda span: abs(span.start - base - start)):
        low, high = min(start, side.start - base), max(end, side.end - base)
        if low >= 0 and high <= len(sentence) and high - low <= limit - 2:
            start, end = low, high
    spare = max(0, limit - 2 - (end - start))
    start = _word_start(sentence, max(0, start - spare // 3), start)
    end = _word_end(sentence, min(len(sentence), start + max(limit - 2, end - start)), end)
    cut = sentence[start:end]
    head, tail = ELLIPSIS if start else "", ELLIPSIS if end < len(sentence) else ""
    return f"{head}{cut}{tail}", (first - start + len(head), last - start + len(head))


def _word_start(text: str, wanted: int, latest: int) -> int:
    """The first start of a word at or after `wanted`, at most `latest`."""
    while 0 < wanted < latest and not text[wanted - 1].isspace():
        wanted += 1
    return wanted


def _word_end(text: str, wanted: int, earliest: int) -> int:
    """The last end of a word at or before `wanted`, at least `earliest`."""
    while earliest < wanted < len(text) and not text[wanted].isspace():
        wanted -= 1
    return wanted


def _folded(sentence: str) -> str:
    """Sentences that differ in spacing, case or the kind of quotation mark only are the same."""
    return re.sub(r"\W+", " ", sentence).strip().casefold()


def _zero(day: date | None, today: Coverage, whole: Coverage) -> str:
    """Why a brief is empty. Nothing observed, nothing watched, a silent source and nothing coded yet are different
    things."""
    if whole.articles == 0:
        if whole.watch is not None:
            return f"not yet read: no article has come yet ({whole.watch.text()}); read them with `watchfloor pull`"
        return "not watched: this desk holds no article yet; add some with `watchfloor add`"
    if day is None:
        return "not watched: no article of this desk states its date; give one with `watchfloor add --published`"
    if today.articles == 0:
        return _nothing_came(today.watch)
    if today.waiting:
        return f"not yet coded: {today.waiting} of that day's articles wait; code them with `watchfloor run`"
    if today.coded == 0:
        return "not read: none of that day's articles could be read; `watchfloor doctor` says why"
    missing = "; ".join(today.watch.reasons()) if today.watch else ""
    mind = f"; but not all is known: {missing}" if missing else ""
    return f"observed zero: {today.text()} of that day, and none reports a new act{mind}"


def _nothing_came(watch: Watch | None) -> str:
    if watch is None:
        return "not watched: this desk holds no article published on that day, so nothing is known either way"
    if watch.silent:
        return f"source late: no article of that day has come, and not all is known: {watch.text()}"
    return f"observed zero: {watch.text()}, and none published an article on that day"
