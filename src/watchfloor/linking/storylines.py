"""Storylines: the reports of some days on one matter are a chapter, and chapters that go together a storyline.

Two reports are as alike as the words, names and countries that they share, and the subjects (war, election, storm)
that they are on. Chapters never change but by growing (chapters.py). Storylines join chapters by average link over all
pairs of their reports: one likely pair does not draw two matters together. They are worked out anew from the chapters
known at the moment asked about, so that what comes to be known later may join two storylines or part one (`changes`),
and never alters what was so the day before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from watchfloor.linking.chapters import (
    OTHER,
    Chapter,
    Open,
    Said,
    bounded,
    chapters,
    grown,
    named,
    ordered,
    weigh,
)
from watchfloor.linking.reporting import LEAD, UNIT, Report, reader

__all__ = [
    "LEAD",
    "LINK",
    "WINDOW",
    "Change",
    "Chapter",
    "Report",
    "Said",
    "Storyline",
    "changes",
    "chapters",
    "linked",
    "named",
    "reader",
    "storylines",
]

LINK: Final = 0.25
"""how alike two chapters of a storyline are at least: more than one subject alone gives (.1), and a little less than
one country on one subject (.3), for not all pairs of a storyline share both. Between .15 and .25 it makes little
difference"""
WINDOW: Final = timedelta(days=90)
"""chapters that are older than this when a storyline is looked for do not join new ones"""


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


def storylines(reports: Iterable[Report], said: Said | None = None) -> tuple[Storyline, ...]:
    """The storylines of some reports, the one with the newest report first. What people `said` of reports that are not
    among these is passed over."""
    return linked(grown(reports), said)


def linked(made: Sequence[Open], said: Said | None = None) -> tuple[Storyline, ...]:
    """The same of chapters that were grown already."""
    from watchfloor.linking.averaging import Averaging

    if not made:
        return ()
    said = said or Said()
    made = bounded(made, said)
    lines = []
    for members in Averaging(made, said, LINK, WINDOW).run():
        parts = [made[number] for number in members]
        lines.append(Storyline(_ident(parts, said.moved), tuple(part.done() for part in parts), _centre(parts)))
    return tuple(sorted(lines, key=lambda one: (-one.last.toordinal(), -len(one.reports), one.id)))


def _ident(parts: Sequence[Open], moved: frozenset[str]) -> str:
    first = parts[0].reports[0].id
    if first in moved:
        # What was moved to a storyline gives it no other name.
        reports = ordered(report for part in parts for report in part.reports)
        first = next((report.id for report in reports if report.id not in moved), first)
    return named(first)


def _centre(parts: Sequence[Open]) -> str:
    reports = ordered(report for part in parts for report in part.reports)
    if len(reports) < 3:  # as alike from either side: the first of equals
        return reports[0].id
    sums: dict[str, int] = defaultdict(int)
    for report in reports:
        for key, weight, share in weigh(report):
            sums[key] += weight * share
    on = OTHER * UNIT * UNIT * sum(bool(report.subjects) for report in reports)

    def total(report: Report) -> int:
        shared = sum(weight * sums[key] for key, weight, _ in weigh(report))
        return shared - (on if report.subjects else 0)

    return max(reports, key=total).id


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
