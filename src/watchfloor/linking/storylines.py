"""Storylines: the reports of some days on one matter are a chapter, and chapters that go together a storyline.

Two reports are as alike as the words, names and countries that they share, and the subjects (war, election, storm)
that they are on. Chapters grow forward, in the order in which reports became known: a later report never moves an
earlier one from one chapter to another. Storylines join chapters by average link over all pairs of their reports: one
likely pair does not draw two matters together. They are worked out anew from the chapters known at the moment asked
about, so that what comes to be known later may join two storylines or part one (`changes`), and never alters what was
so the day before.
"""

from __future__ import annotations

import hashlib
import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Final

from watchfloor import packs
from watchfloor.linking.words import PLAIN, Rarity, cosine, fold, load, stem, stems, words

SUBJECTS: Final = "subjects"
COUNTRY_NAMES: Final = ("actors-world", "country-names.tsv")

# Hand-set in tenths. Words carry most. Two reports on one country or one subject are alike by it, and far less than by
# their words: a country has many storylines. A name is a word that says more than its letters.
COUNTRY, NAMED, SUBJECT = 0.2, 0.4, 0.2
OTHER: Final = 0.1
"""what a pair loses that is on known subjects; half of what one subject gives, so that one in two shared is neither"""
JOIN: Final = 0.6
"""how alike a report is to the reports of a chapter on average, at least, to join it: hardly less than a rewrite"""
LINK: Final = 0.25
"""the same for chapters of a storyline: more than one subject alone gives (.1), and a little less than one country on
one subject (.3), for not all pairs of a storyline share both. Between .15 and .25 it makes little difference"""
QUIET: Final = timedelta(days=7)
"""after so long without a report a chapter is closed"""
WINDOW: Final = timedelta(days=90)
"""chapters that are older than this when a storyline is looked for do not join new ones"""
LEAD: Final = 600
"""code points of a text that are read, title included: what an article is on stands at its beginning, and long texts
are all alike"""

_RUN = re.compile(r"[^\W\d_a-zß-ÿ][\w'’.-]*(?:[ \t]+[^\W\d_a-zß-ÿ][\w'’.-]*)*")
_BEGIN = re.compile(r"(?:^|[.!?:][\"”']?\s+|\n)[\"“']?")

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Report:
    """An article as far as it matters here: vectors of length 1, or empty."""

    id: str
    known: int
    """since when, on any scale that grows"""
    day: date
    words: Vector
    names: Vector
    countries: Vector
    subjects: Vector


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some days of one matter."""

    id: str
    """from its first report; it never changes"""
    reports: tuple[str, ...]
    """in the order of becoming known"""
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Storyline:
    """Chapters that go together."""

    id: str
    """from the report that was known first, of those that nobody moved there (see `named`)"""
    chapters: tuple[Chapter, ...]
    """in the order of their first reports"""
    centre: str
    """the report that has most in common with all of them"""

    @property
    def reports(self) -> tuple[str, ...]:
        """Of all chapters."""
        return tuple(report for chapter in self.chapters for report in chapter.reports)

    @property
    def first(self) -> date:
        """The first day."""
        return min(chapter.first for chapter in self.chapters)

    @property
    def last(self) -> date:
        """The last day."""
        return max(chapter.last for chapter in self.chapters)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of storylines from one moment to another."""

    kind: str
    """merged (several became one) or split (one became several)"""
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What people said of reports, by their ids, free of contradictions (pins.py sees to it)."""

    together: tuple[frozenset[str], ...] = ()
    """each of one storyline, whatever else is alike; no report stands in two of them"""
    asunder: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    """no storyline holds a report of the one side and a report of the other"""
    moved: frozenset[str] = frozenset()
    """reports that were moved into a storyline one by one: they draw no other report after them"""


class Reader:
    """Makes reports of texts; see `reader`."""

    def __init__(self, rarity: Rarity, subjects: Mapping[str, str], countries: Mapping[str, str]) -> None:
        self._rarity = rarity
        self._subjects = subjects
        self._countries = countries
        self._longest = max((len(name.split()) for name in countries), default=0)

    def report(self, ident: str, known: int, day: date, text: str, countries: Iterable[str] = ()) -> Report:
        """A text as a report. `countries` are those that its facts are known to concern, ISO 3166 alpha-3; those that
        the text names are added."""
        text = text[:LEAD]
        cut = stems(text)
        told = {self._subjects[one] for one in cut if one in self._subjects}
        where = {*countries, *self._named_countries(text)}
        return Report(
            ident,
            known,
            day,
            self._rarity.vector(cut),
            _unit(self._names(text)),
            _unit(dict.fromkeys(where, 1.0)),
            _unit(dict.fromkeys(told, 1.0)),
        )

    def _names(self, text: str) -> dict[str, float]:
        """The names in a text, by their capitals: how much their words tell on average."""
        begins = {found.end() for found in _BEGIN.finditer(text)}
        names: dict[str, float] = {}
        for run in _RUN.finditer(text):
            cut = stems(run[0])
            if not cut or (run.start() in begins and len(cut) == 1):
                continue  # every sentence begins with a capital
            weight = sum(map(self._rarity, cut)) / len(cut)
            if weight > PLAIN:
                names[" ".join(cut)] = weight
        return names

    def _named_countries(self, text: str) -> Iterator[str]:
        for run in _RUN.finditer(text):
            for token in run[0].split():
                if country := self._countries.get(token.replace(".", "")):
                    yield country
            row = words(run[0])
            at = 0
            while at < len(row):
                for size in range(min(self._longest, len(row) - at), 0, -1):
                    if country := self._countries.get(" ".join(row[at : at + size])):
                        yield country
                        at += size - 1
                        break
                at += 1


@cache
def reader(base: Path | None = None) -> Reader:
    """The reader with the bundled words. Raises `PackDamaged`."""
    _, cells = packs.table(packs.folder(SUBJECTS, base) / "subjects.tsv", ("subject", "word"))
    subjects = {cut: subject for subject, word in cells if (cut := stem(fold(word)))}
    folder, file = COUNTRY_NAMES
    _, rows = packs.table(packs.folder(folder, base) / file, ("alias", "country", "kind", "case"), optional=1)
    countries: dict[str, str] = {}
    for alias, country, _, case in rows:
        # "US" and "us" are one when folded: what counts only as written is kept as written.
        countries.setdefault(alias if case == "exact" else " ".join(words(alias)), country)
    return Reader(load(base), subjects, countries)


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    length = sqrt(sum(weight * weight for weight in weights.values()))
    # Sorted: a sum must not depend on the order in which a set happens to lie.
    return {key: weights[key] / length for key in sorted(weights)} if length else {}


# --- how alike --------------------------------------------------------------------------------------------------------


class _Sum:
    """Reports taken together: the sums of their vectors tell the mean over all pairs of two groups at once."""

    __slots__ = ("count", "on", "vectors")

    def __init__(self) -> None:
        self.count = self.on = 0
        self.vectors: tuple[dict[str, float], ...] = ({}, {}, {}, {})

    @classmethod
    def of(cls, report: Report) -> _Sum:
        one = cls()
        one.count, one.on = 1, int(bool(report.subjects))
        one.vectors = (dict(report.words), dict(report.names), dict(report.countries), dict(report.subjects))
        return one

    def copy(self) -> _Sum:
        """Another one, to add to."""
        one = _Sum()
        one.add(self)
        return one

    def add(self, other: _Sum) -> None:
        """Takes in the reports of another one."""
        self.count += other.count
        self.on += other.on
        for mine, its in zip(self.vectors, other.vectors, strict=True):
            for key, weight in its.items():
                mine[key] = mine.get(key, 0.0) + weight


def _alike(one: _Sum, other: _Sum) -> float:
    # Rounded: the last bits depend on the order of adding up.
    return round(_total(one, other) / (one.count * other.count), 9)


def _total(one: _Sum, other: _Sum) -> float:
    """How alike they are, summed over all pairs of a report of the one and a report of the other."""
    shares = [cosine(mine, its) for mine, its in zip(one.vectors, other.vectors, strict=True)]
    word, name, country, subject = shares
    return word + NAMED * name + COUNTRY * country + SUBJECT * subject - OTHER * one.on * other.on


# --- chapters ---------------------------------------------------------------------------------------------------------


def _ordered(reports: Iterable[Report]) -> list[Report]:
    return sorted({report.id: report for report in reports}.values(), key=lambda one: (one.known, one.day, one.id))


def named(report: str, prefix: str = "sl") -> str:
    """The id of the storyline that is named after a report. Another report may come to stand before it there; the id
    still says which storyline is meant: the one that holds the report."""
    return f"{prefix}:{hashlib.sha256(report.encode()).hexdigest()[:12]}"


class _Bounds:
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
                whole = _both(whole, self._sides[ident])
            if any(whole):
                self._sides.update(dict.fromkeys(ids, whole))

    def sides(self, ident: str) -> tuple[int, int]:
        """The partings in which a report stands on the one side, and those in which it stands on the other."""
        return self._sides.get(ident, (0, 0))


def _both(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] | other[0], one[1] | other[1]


def _parted(one: tuple[int, int], other: tuple[int, int]) -> bool:
    left, right = _both(one, other)
    return bool(left & right)


class _Open:
    """A chapter while it grows."""

    __slots__ = ("first", "group", "last", "moved", "reports", "sides", "sum")

    def __init__(self, report: Report, bounds: _Bounds) -> None:
        self.reports = [report]
        self.sum = _Sum.of(report)
        self.first = self.last = report.day
        self.sides = bounds.sides(report.id)
        self.group = bounds.group.get(report.id)
        self.moved = report.id in bounds.moved

    def take(self, report: Report, bounds: _Bounds) -> None:
        self.reports.append(report)
        self.sum.add(_Sum.of(report))
        self.first, self.last = min(self.first, report.day), max(self.last, report.day)
        self.sides = _both(self.sides, bounds.sides(report.id))

    def may_take(self, report: Report, bounds: _Bounds) -> bool:
        """Whether what people said allows it: a report that they put somewhere joins a chapter of its own group only,
        and with it come no others that happen to be alike."""
        group = bounds.group.get(report.id)
        if self.moved if group is None else group != self.group:
            return False
        return not _parted(self.sides, bounds.sides(report.id))

    def done(self) -> Chapter:
        ids = tuple(report.id for report in self.reports)
        return Chapter(named(ids[0], "ch"), ids, self.first, self.last)


def _grown(reports: Iterable[Report], bounds: _Bounds) -> list[_Open]:
    grown: list[_Open] = []
    # Which chapters hold a word; a chapter that shares none with a report cannot reach `JOIN` (names are words too).
    holding: dict[str, set[int]] = defaultdict(set)
    for report in _ordered(reports):
        near: set[int] = set()
        for word in report.words:
            held = holding[word]
            closed = {number for number in held if grown[number].last + QUIET < report.day}
            # Days need not come in order: only what is closed for good leaves the index.
            near |= held - closed
            held -= {number for number in closed if grown[number].last + WINDOW < report.day}
        best, home = JOIN, -1
        alone = _Sum.of(report)
        for number in sorted(near):
            if grown[number].first - QUIET > report.day or not grown[number].may_take(report, bounds):
                continue
            alike = _alike(alone, grown[number].sum)
            if alike > best or (alike == best and home < 0):
                best, home = alike, number
        if home < 0:
            home = len(grown)
            grown.append(_Open(report, bounds))
        else:
            grown[home].take(report, bounds)
        for word in report.words:
            holding[word].add(home)
    return grown


def chapters(reports: Iterable[Report]) -> tuple[Chapter, ...]:
    """The chapters of some reports, in the order of their first ones."""
    return tuple(one.done() for one in _grown(reports, _Bounds(Said())))


# --- storylines -------------------------------------------------------------------------------------------------------


def storylines(reports: Iterable[Report], said: Said | None = None) -> tuple[Storyline, ...]:
    """The storylines of some reports, the one with the newest report first. What people `said` of reports that are not
    among these is passed over."""
    bounds = _Bounds(said or Said())
    grown = _grown(reports, bounds)
    linking = _Linking(grown)
    for group in said.together if said else ():
        linking.pin(group)
    linking.run()
    made = []
    for _, members in sorted(linking.members.items()):
        parts = [grown[number] for number in sorted(members)]
        made.append(Storyline(_ident(parts, bounds.moved), tuple(part.done() for part in parts), _centre(parts)))
    return tuple(sorted(made, key=lambda one: (-one.last.toordinal(), -len(one.reports), one.id)))


def _ident(parts: Sequence[_Open], moved: frozenset[str]) -> str:
    first = parts[0].reports[0].id
    if first in moved:
        # What was moved to a storyline gives it no other name.
        reports = _ordered(report for part in parts for report in part.reports)
        first = next((report.id for report in reports if report.id not in moved), first)
    return named(first)


def _centre(parts: Sequence[_Open]) -> str:
    whole = _Sum()
    for part in parts:
        whole.add(part.sum)
    reports = _ordered(report for part in parts for report in part.reports)
    return max(reports, key=lambda report: _alike(_Sum.of(report), whole)).id


class _Linking:
    """Groups of chapters while they are joined, each under the number of its first chapter."""

    def __init__(self, grown: Sequence[_Open]) -> None:
        self._grown = grown
        self._where = {report.id: number for number, one in enumerate(grown) for report in one.reports}
        self._sides = {number: one.sides for number, one in enumerate(grown)}
        self.members = {number: {number} for number in range(len(grown))}
        self._sums = {number: one.sum.copy() for number, one in enumerate(grown)}
        self._holding: dict[str, set[int]] = defaultdict(set)
        self._totals: dict[tuple[int, int], float] = {}
        self._scores: dict[tuple[int, int], float] = {}
        self._heap: list[tuple[float, int, int]] = []

    def _numbers(self, reports: Iterable[str]) -> list[int]:
        """The chapters of reports."""
        return sorted({self._where[report] for report in reports if report in self._where})

    def pin(self, reports: Iterable[str]) -> None:
        """Joins the chapters of these reports. What was moved there counts for nothing where others are compared with
        the whole, or it would draw along what it was taken from."""
        homes = self._numbers(reports)
        own = [number for number in homes if not self._grown[number].moved] or homes
        for number in homes:
            if number not in own:
                self._sums[number] = _Sum()
        for other in homes[1:]:
            self._join(homes[0], other)

    def run(self) -> None:
        """Joins the two groups that are most alike, as long as there are two alike enough."""
        for number in self.members:
            self._enter(number)
        for number in sorted(self.members):
            for other in self._near(number):
                if other > number:
                    self._compare(number, other)
        while self._heap:
            negative, one, other = heapq.heappop(self._heap)
            if self._scores.get((one, other)) != -negative:
                continue  # one of them has grown or is gone
            around = {*self._near(one), *self._near(other)} - {one, other}
            for number in (one, other):
                for key in self._keys(number):
                    self._holding[key].discard(number)
                for third in around | {one, other}:
                    self._scores.pop((min(number, third), max(number, third)), None)
            # The total of a union is the sum of both totals: nothing is compared twice.
            sums = {third: self._total(one, third) + self._total(other, third) for third in sorted(around)}
            for third in around:
                self._totals.pop((min(other, third), max(other, third)), None)
            self._join(one, other)
            self._enter(one)
            for third, total in sums.items():
                pair = min(one, third), max(one, third)
                self._totals[pair] = total
                self._compare(*pair)

    def _join(self, one: int, other: int) -> None:
        self.members[one] |= self.members.pop(other)
        self._sums[one].add(self._sums.pop(other))
        self._sides[one] = _both(self._sides[one], self._sides.pop(other))

    def _enter(self, number: int) -> None:
        for key in self._keys(number):
            self._holding[key].add(number)

    def _keys(self, number: int) -> Iterator[str]:
        """What another group shares at least one of, if it can be linked: one subject alone does not do."""
        for kind, vector in zip("wnc", self._sums[number].vectors, strict=False):
            yield from (kind + key for key in vector)

    def _near(self, number: int) -> list[int]:
        return sorted({other for key in self._keys(number) for other in self._holding[key]} - {number})

    def _total(self, one: int, other: int) -> float:
        pair = min(one, other), max(one, other)
        if pair not in self._totals:
            self._totals[pair] = _total(self._sums[pair[0]], self._sums[pair[1]])
        return self._totals[pair]

    def _compare(self, one: int, other: int) -> None:
        groups = [[self._grown[number] for number in self.members[side]] for side in (one, other)]
        first, second = ((min(c.first for c in group), max(c.last for c in group)) for group in groups)
        if first[0] - second[1] > WINDOW or second[0] - first[1] > WINDOW:
            return
        if _parted(self._sides[one], self._sides[other]):
            return
        alike = round(self._total(one, other) / (self._sums[one].count * self._sums[other].count), 9)
        if alike >= LINK:
            self._scores[one, other] = alike
            heapq.heappush(self._heap, (-alike, one, other))


def changes(before: Iterable[Storyline], after: Iterable[Storyline], least: int = 1) -> tuple[Change, ...]:
    """Which storylines of an earlier moment became one, and which became several; those of fewer than `least` reports
    are passed over. An old one goes where more than half of it goes, a new one comes from where more than half of it
    comes from: a few reports that pass from one to another are neither."""
    was = {report: one.id for one in before for report in one.reports}
    sizes = Counter(was.values())
    became: dict[str, list[str]] = defaultdict(list)
    parts: dict[str, list[str]] = defaultdict(list)
    for one in after:
        shares = Counter(was[report] for report in one.reports if report in was)
        for old, share in shares.items():
            if 2 * share > sizes[old] >= least:
                became[one.id].append(old)
            if 2 * share > shares.total() >= least and sizes[old] >= least:
                parts[old].append(one.id)
    found = [Change("merged", tuple(sorted(olds)), (new,)) for new, olds in became.items() if len(olds) > 1]
    found += [Change("split", (old,), tuple(sorted(news))) for old, news in parts.items() if len(news) > 1]
    return tuple(sorted(found, key=lambda change: (change.kind, change.before, change.after)))
