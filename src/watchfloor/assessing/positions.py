"""Positions: on each issue, who stands where, in which words, and since when. Pure: statements and a tree of issues in.

A stance becomes a cell of an issue when the words of what it is about, or else of the whole statement, hold the words
of the issue. Its value is turned round where the act goes against the issue ("lifting" the sanctions). What several
outlets report of one speaker on one day in nearly the same words is one cell; the outlets are told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from watchfloor.assessing.issues import Hit, Issue, IssueBook, Step
from watchfloor.resolving.ranks import Ranks
from watchfloor.store.folding import fold
from watchfloor.types import Actor, Stance, Statement

ALIKE: Final = 0.6
"""share of words that two reports of one statement have in common"""
CONTAINED: Final = 0.8
"""or so much of the shorter one stands in the longer"""
APART: Final = timedelta(days=2)
"""days by which two reports of one statement may differ, where no words give the day of saying"""
CORE: Final = 8
"""words of a target that say what it is; those behind are mostly about something else"""
SHORT: Final = 4
TAKING_UP: Final = frozenset({"it", "them"})
QUALIFIED: Final = re.compile(r"\b(?:on|limited to|confined to|restricted to|no more than|for|about)\b(.*)", re.DOTALL)
NAMES: Final = {2: "commits", 1: "open", 0: "leaves open", -1: "reluctant", -2: "rejects"}
"""the values in words"""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as it is known: with its day, its outlet and what stands around it."""

    statement: Statement
    day: date | None
    stated: bool
    """the words give the day; else it is that of publication"""
    outlet: str
    article: str
    title: str
    around: str
    """its paragraph"""
    lead: str = ""
    """the words of the article from a little before its sentence to its end"""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where somebody stood on an issue on a day, in which words."""

    issue: Issue
    value: int
    """-2 to +2, for what the issue is named after"""
    stance: Stance
    said: Said
    step: Step | None
    """how far the thing goes that is spoken of, where the issue has steps"""
    hits: tuple[str, ...]
    """the words of the issue that were found"""
    direct: bool
    """whether they stand in what the stance is on, and near its head: else only the statement holds them"""
    copies: tuple[Said, ...] = ()
    """other reports of the same statement"""

    @property
    def statement(self) -> Statement:
        return self.said.statement

    @property
    def day(self) -> date | None:
        return self.said.day

    @property
    def speaker(self) -> Actor | None:
        return self.statement.speaker.value if self.statement.speaker else None

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who reports it."""
        return tuple(dict.fromkeys(one.outlet for one in (self.said, *self.copies) if one.outlet))

    @property
    def words(self) -> str:
        """What was said, as far as one stretch of it holds the target."""
        return next(
            (c.words for c in self.statement.content if c.span.start <= self.stance.target.span.start < c.span.end),
            " … ".join(c.words for c in self.statement.content) or self.statement.sentence.words,
        )


@dataclass(frozen=True, slots=True)
class Held:
    """What one speaker holds on one issue."""

    speaker: Actor
    side: str
    rank: str
    issue: Issue
    cells: tuple[Cell, ...]
    """the latest first"""

    @property
    def latest(self) -> Cell:
        return self.cells[0]


@dataclass(frozen=True, slots=True)
class About:
    """The issues of a statement: of each of its stances, and of the whole where it has none."""

    cells: tuple[Cell, ...] = ()
    issues: tuple[Issue, ...] = field(default=())


def about(said: Said, book: IssueBook) -> About:
    """The issues that a statement is about, and its stances on them."""
    one = said.statement
    content = " ".join(c.words for c in one.content)
    context = f"{said.title} {content} {said.lead} {said.around}"
    parties = _parties(one)
    cells: list[Cell] = []
    issues: dict[str, Issue] = {}
    whole = book.find(content or one.sentence.words, context, parties, said.day)
    for stance in one.stances:
        named = {*parties, *(party for a in stance.about for party in (a.value.id, a.value.country) if party)}
        hits = book.find(stance.target.words, context, named, said.day)
        hits = _telling(hits, book)
        if (not hits or book.general(hits[0].issue)) and len(one.stances) == 1 and whole:
            hits = _telling(whole, book)
        for hit in hits[:2]:
            cells.append(_cell(stance, hit.issue, hit.words, said, book))
            issues[hit.issue.id] = hit.issue
    for hit in whole:
        issues.setdefault(hit.issue.id, hit.issue)
    return About(tuple(cells), tuple(issues.values()))


def _telling(hits: tuple[Hit, ...], book: IssueBook) -> tuple[Hit, ...]:
    """Those that say what is at issue; the crisis as a whole only where nothing else is found."""
    return tuple(hit for hit in hits if not book.general(hit.issue)) or hits


def _parties(one: Statement) -> set[str]:
    speaker = one.speaker.value if one.speaker else None
    return {one.side, *((speaker.id, speaker.country) if speaker else ())} - {""}


def _cell(stance: Stance, issue: Issue, hits: tuple[str, ...], said: Said, book: IssueBook) -> Cell:
    target = stance.target.words
    row = fold(target).split()
    limit = fold(stance.limit.words) if stance.limit else ""
    core = f" {' '.join(row[:CORE])} | {limit} "
    taken_up = 1 < len(row) <= SHORT and not TAKING_UP.isdisjoint(row)  # "arming it"
    direct = taken_up or any(f" {words} " in core for words in hits)
    value = stance.value * book.way(issue.id, target)
    return Cell(issue, value, stance, said, _step(book, issue, stance), hits, direct)


def _step(book: IssueBook, issue: Issue, stance: Stance) -> Step | None:
    """How far the thing goes: by the limit, by what stands behind "on" or "limited to", or by all its words."""
    target = stance.target.words
    qualified = QUALIFIED.search(target)
    for words in (stance.limit.words if stance.limit else "", qualified.group(1) if qualified else "", target):
        if words and (step := book.step(issue.id, words)) is not None:
            return step
    return None


def cells(said: Iterable[Said], book: IssueBook, issue: str | None = None) -> tuple[Cell, ...]:
    """Every stance on every issue, or on one and those below it, copies joined; by day, then as they stand in the
    text."""
    wanted = None if issue is None else {one.id for one in book.under(issue)}
    found = [
        cell for one in said if one.statement.stances for cell in about(one, book).cells
        if wanted is None or cell.issue.id in wanted
    ]  # fmt: skip
    return joined(found)


def joined(found: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells without copies: the same speaker, issue and value, nearly the same words, on the same days."""
    kept: list[Cell] = []
    words: list[frozenset[str]] = []
    by_key: dict[tuple[str, str, int], list[int]] = {}
    for cell in sorted(found, key=_order):
        key = (cell.speaker.id if cell.speaker else "", cell.issue.id, cell.value)
        mine = frozenset(fold(cell.words).split())
        for k in by_key.get(key, ()):
            first = kept[k]
            if _same_day(first.said, cell.said) and _alike(words[k], mine):
                if cell.said.article != first.said.article:
                    kept[k] = replace(first, copies=(*first.copies, cell.said))
                break
        else:
            by_key.setdefault(key, []).append(len(kept))
            kept.append(cell)
            words.append(mine)
    return tuple(kept)


def _order(cell: Cell) -> tuple[date, str, str, int]:
    one = cell.said
    return (one.day or date.max, one.outlet, one.article, cell.stance.target.span.start)


def _same_day(a: Said, b: Said) -> bool:
    if a.day is None or b.day is None:
        return True
    return abs(a.day - b.day) <= (timedelta(0) if a.stated and b.stated else APART)


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    both = len(a & b)
    if not a or not b:
        return False
    return both >= ALIKE * len(a | b) or (both >= CONTAINED * min(len(a), len(b)) and min(len(a), len(b)) >= 4)


def held(found: Iterable[Cell], ranks: Ranks) -> tuple[Held, ...]:
    """Who holds what: each speaker's cells on each issue, the latest first; grouped by side, the highest rank first."""
    by: dict[tuple[str, str], list[Cell]] = {}
    for cell in found:
        if cell.speaker is not None:
            by.setdefault((cell.issue.id, cell.speaker.id), []).append(cell)
    out = []
    for mine in by.values():
        latest = sorted(mine, key=_order, reverse=True)
        first = latest[0]
        if first.speaker is not None:
            out.append(Held(first.speaker, first.statement.side, first.statement.rank, first.issue, tuple(latest)))
    return tuple(sorted(out, key=lambda h: (h.issue.id, h.side or "~", ranks.order(h.rank), h.speaker.id)))


def counted(said: Iterable[Said], book: IssueBook) -> dict[str, int]:
    """How many statements each issue has; those below an issue count for it too."""
    count: dict[str, int] = {}
    for one in said:
        there = {part for issue in about(one, book).issues for part in _upwards(issue.id)}
        for ident in there:
            count[ident] = count.get(ident, 0) + 1
    return count


def _upwards(ident: str) -> Iterable[str]:
    while ident:
        yield ident
        ident = ident.rpartition(".")[0]


Around = Callable[[Statement], tuple[str, str]]
"""the paragraph of a statement, and its lead"""


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The paragraph in which a statement stands, and the words from a little before it to its end."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    paragraph = text[first : last if last >= 0 else len(text)][:2000]
    return paragraph, text[max(0, start - LEAD) : end]


LEAD: Final = 700
"""code points before a sentence in which a writer may set it against another"""
