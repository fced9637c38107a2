"""Chapters: the reports of some days on one matter.

Chapters grow forward, in the order in which reports became known (`order`): each joins the chapter to which it is most
like on average, if it is like enough, or begins one. A later report never moves an earlier one, so where a report
stands can be kept, and chapters as they stood at any moment are those of the reports known by then. A copy stands where
what it copies stands, and counts for nothing there: however often a story is printed, the chapters are the same.

What people say (`Said`) changes nothing of that: the chapters of which they speak are grown once more among themselves,
within the bounds of what was said (`bounded`).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from watchfloor.linking.reporting import UNIT, Report, Vector

# Hand-set, in tenths. Words carry most. Two reports on one country or one subject are alike by it, and far less than by
# their words: a country has many storylines. A name is a word that says more than its letters.
WORD, NAMED, COUNTRY, SUBJECT = 10, 4, 2, 2
OTHER: Final = 1
"""what a pair loses that is on known subjects; half of what one subject gives, so that one in two shared is neither"""
WHOLE: Final = WORD * UNIT * UNIT
"""how alike two reports with the same words and nothing else are"""
JOIN: Final = 0.6
"""how alike a report is to the reports of a chapter on average, at least, to join it: hardly less than a rewrite"""
QUIET: Final = timedelta(days=7)
"""after so long without a report a chapter is closed"""
GROWN: Final = "2"
"""changes whenever the same reports make other chapters"""


@dataclass(frozen=True, slots=True)
class Said:
    """What people said of reports, by their ids, free of contradictions (pins.py sees to it)."""

    together: tuple[frozenset[str], ...] = ()
    """each of one storyline, whatever else is alike; no report stands in two of them"""
    asunder: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    """no storyline holds a report of the one side and a report of the other"""
    moved: frozenset[str] = frozenset()
    """reports that were moved into a storyline one by one: they draw no other report after them"""

    @property
    def all(self) -> frozenset[str]:
        """Every report that is spoken of."""
        return self.moved.union(*self.together, *(side for sides in self.asunder for side in sides))


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some days of one matter."""

    id: str
    """from its first report; it never changes"""
    reports: tuple[str, ...]
    """in the order of becoming known"""
    first: date
    last: date


def order(report: Report) -> tuple[int, date, str]:
    """The order in which reports became known, the same on every desk that knows the same ones."""
    return report.known, report.day, report.id


def named(report: str, prefix: str = "sl") -> str:
    """The id of the storyline that is named after a report. Another report may come to stand before it there; the id
    still says which storyline is meant: the one that holds the report."""
    return f"{prefix}:{hashlib.sha256(report.encode()).hexdigest()[:12]}"


class Bounds:
    """What was said, made ready to be asked of single reports: the group of each, and on which side of which parting it
    stands, a bit for each parting. A report stands where those stand that it is together with."""

    def __init__(self, said: Said) -> None:
        self.moved = said.moved
        self.group = {ident: number for number, ids in enumerate(said.together) for ident in ids}
        self._sides: dict[str, tuple[int, int]] = {}
        for number, sides in enumerate(said.asunder):
            for side, ids in enumerate(sides):
                for ident in ids:
                    mine = [*self._sides.get(ident, (0, 0))]
                    mine[side] |= 1 << number
                    self._sides[ident] = (mine[0], mine[1])
        for ids in said.together:
            whole = (0, 0)
            for ident in ids & self._sides.keys():
                whole = both(whole, self._sides[ident])
            if any(whole):
                self._sides.update(dict.fromkeys(ids, whole))

    def sides(self, ident: str) -> tuple[int, int]:
        """The partings in which a report stands on the one side, and those in which it stands on the other."""
        return self._sides.get(ident, (0, 0))

    def part(self, copy: str, copied: str) -> bool:
        """Whether something was said of a copy that was not said of what it copies."""
        said = self.group.get(copy), self.sides(copy)
        return said not in ((None, (0, 0)), (self.group.get(copied), self.sides(copied)))


FREE: Final = Bounds(Said())
"""nobody said anything"""


def both(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The sides of two that are taken together."""
    return one[0] | other[0], one[1] | other[1]


def parted(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two may not stand together."""
    left, right = both(one, other)
    return bool(left & right)


class Open:
    """A chapter while it grows: its reports, and what an outsider must know of them together."""

    __slots__ = ("again", "count", "first", "group", "last", "moved", "on", "reports", "sides")

    def __init__(self, report: Report, bounds: Bounds) -> None:
        self.reports: list[Report] = []
        self.again: list[Report] = []
        """copies of these"""
        self.count = self.on = 0
        self.first = self.last = report.day
        self.sides = (0, 0)
        self.group = bounds.group.get(report.id)
        self.moved = report.id in bounds.moved
        self.take(report, bounds)

    def take(self, report: Report, bounds: Bounds) -> None:
        """Adds a report."""
        self.reports.append(report)
        self.count += 1
        self.on += bool(report.subjects)
        self.first, self.last = min(self.first, report.day), max(self.last, report.day)
        self.sides = both(self.sides, bounds.sides(report.id))

    def may_take(self, report: Report, bounds: Bounds) -> bool:
        """Whether what people said allows it: a report that they put somewhere joins a chapter of its own group only,
        and with it come no others that happen to be alike."""
        group = bounds.group.get(report.id)
        if self.moved if group is None else group != self.group:
            return False
        return not parted(self.sides, bounds.sides(report.id))

    def done(self) -> Chapter:
        """As it stands."""
        ids = tuple(report.id for report in ordered([*self.reports, *self.again]))
        return Chapter(named(ids[0], "ch"), ids, self.first, self.last)


class Growing:
    """Chapters that reports are added to, by the index of their words: what a report costs depends on the chapters that
    share words with it."""

    def __init__(self, bounds: Bounds = FREE) -> None:
        self._bounds = bounds
        self.chapters: list[Open] = []
        self._where: dict[str, int] = {}
        self._holding: dict[str, dict[int, int]] = defaultdict(dict)

    def restore(self, reports: Iterable[Report]) -> int:
        """A chapter as it was, its reports in their order; gives its number."""
        number = -1
        for report in reports:
            number = self._follow(report) if self._follows(report) else self._put(report, number)
        return number

    def add(self, report: Report) -> int:
        """Adds the report that became known after all others; gives the number of its chapter."""
        return self._follow(report) if self._follows(report) else self._put(report, self._home(report))

    def _follows(self, report: Report) -> bool:
        return report.again in self._where and not self._bounds.part(report.id, report.again)

    def _follow(self, report: Report) -> int:
        number = self._where[report.id] = self._where[report.again]
        self.chapters[number].again.append(report)
        return number

    def _put(self, report: Report, number: int) -> int:
        if number < 0:
            number = len(self.chapters)
            self.chapters.append(Open(report, self._bounds))
        else:
            self.chapters[number].take(report, self._bounds)
        self._where[report.id] = number
        for key, weight, _ in weigh(report, countries=False):
            held = self._holding[key]
            held[number] = held.get(number, 0) + weight
        return number

    def _home(self, report: Report) -> int:
        totals: dict[int, int] = {}
        others: list[tuple[str, int, int]] = []
        for key, weight, share in weigh(report, countries=False):
            if share != WORD:
                others.append((key, weight, share))
                continue
            weight *= WORD  # a chapter that shares no word cannot reach `JOIN` (names are words too)
            for number, held in self._holding[key].items():
                totals[number] = totals.get(number, 0) + weight * held
        for key, weight, share in others:
            weight *= share
            for number, held in self._holding[key].items():
                if number in totals:
                    totals[number] += weight * held
        best, home = JOIN, -1
        off = OTHER * UNIT * UNIT if report.subjects else 0
        for number, total in totals.items():
            chapter = self.chapters[number]
            alike = (total - off * chapter.on) / (WHOLE * chapter.count)
            if alike < best or not chapter.first - QUIET <= report.day <= chapter.last + QUIET:
                continue
            # Of two that are equally like, the one that began first.
            if alike == best and home >= 0 and order(self.chapters[home].reports[0]) < order(chapter.reports[0]):
                continue
            if chapter.may_take(report, self._bounds):
                best, home = alike, number
        return home


def weigh(report: Report, countries: bool = True) -> Iterator[tuple[str, int, int]]:
    """What a report is on, with how much it weighs and how much that counts: with all its countries, or only those that
    its text names."""
    vectors: tuple[tuple[str, Vector, int], ...] = (
        ("w", report.words, WORD),
        ("n", report.names, NAMED),
        ("c", report.countries if countries else report.named, COUNTRY),
        ("s", report.subjects, SUBJECT),
    )
    for kind, vector, share in vectors:
        for key, weight in vector.items():
            yield kind + key, weight, share


def ordered(reports: Iterable[Report]) -> list[Report]:
    """Each report once, in the order of becoming known."""
    return sorted({report.id: report for report in reports}.values(), key=order)


def grown(reports: Iterable[Report], bounds: Bounds = FREE) -> list[Open]:
    """The chapters of some reports, in the order of their first ones."""
    growing = Growing(bounds)
    for report in ordered(reports):
        growing.add(report)
    return growing.chapters


def bounded(chapters: Iterable[Open], said: Said) -> list[Open]:
    """Chapters within the bounds of what was said, in the order of their first reports."""
    spoken = said.all
    kept, again = [], []
    for one in chapters:
        every = [*one.reports, *one.again]
        if spoken and any(report.id in spoken for report in every):
            again += every
        else:
            kept.append(one)
    return sorted([*kept, *grown(again, Bounds(said))], key=lambda one: order(one.reports[0]))


def chapters(reports: Iterable[Report]) -> tuple[Chapter, ...]:
    """The chapters of some reports, in the order of their first ones."""
    return tuple(one.done() for one in grown(reports))


def restored(placed: Mapping[int, list[Report]]) -> list[Open]:
    """Chapters from reports whose place is known, by any name of the chapters; in the order of their first reports."""
    growing = []
    for reports in placed.values():
        first, *others = sorted(reports, key=order)
        one, there = Open(first, FREE), {first.id}
        for report in others:
            if report.again in there:
                one.again.append(report)
            else:
                one.take(report, FREE)
            there.add(report.id)
        growing.append(one)
    return sorted(growing, key=lambda one: order(one.reports[0]))
