"""Precision, recall and F1 of coded events against gold ones, with intervals.

What is compared are *dyads*, as in the field's own scorers: one row for each actor and each recipient of an event,
`---` where nobody is named; an act of two sides on each other is a row each way. A record's rows are a set, so that an
event told twice counts once. Counts are summed over records before dividing (micro average). The interval is the
percentile bootstrap over records, 95 %: rows of one text stand or fall together (Efron and Tibshirani 1993, ch. 13).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

from watchfloor.evaluating.gold import NOBODY, GoldEvent
from watchfloor.types import Event, Facet

DEEDS = frozenset((Facet.HAPPENED, Facet.ONGOING, Facet.HISTORICAL))
HEADLINE = "countries and type"


@dataclass(frozen=True, slots=True)
class Dyad:
    """One row of an event: who, to whom, what, and whether it is a deed."""

    source: str
    target: str
    type: str
    facet: Facet = Facet.HAPPENED


Rows = tuple[frozenset[Dyad], ...]
"""the rows of each record, in the order of the records"""


def _countries(row: Dyad) -> tuple[str, ...]:
    return row.source[:3], row.target[:3]


def _sectors(row: Dyad) -> tuple[str, ...]:
    return row.source[:6], row.target[:6]


LEVELS: dict[str, Callable[[Dyad], tuple[str, ...]]] = {
    "type": lambda row: (row.type,),
    "countries": _countries,
    HEADLINE: lambda row: (*_countries(row), row.type),
    "countries, sectors and type": lambda row: (*_sectors(row), row.type),
}
"""what must be right for a row to be right, the loosest first"""


@dataclass(frozen=True, slots=True)
class Score:
    """How many rows were right, of how many found and how many in the gold; `low` and `high` bound F1."""

    right: int
    found: int
    gold: int
    low: float | None = None
    high: float | None = None

    @property
    def precision(self) -> float | None:
        """Share of the found rows that are right; None where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of the gold rows that were found; None where there are none."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None where there was nothing to find and nothing found."""
        total = self.found + self.gold
        return 2 * self.right / total if total else None


def gold_rows(events: Iterable[GoldEvent], deeds_only: bool = True) -> frozenset[Dyad]:
    """The rows of a gold record; events that do not say their facet are deeds."""
    rows: set[Dyad] = set()
    for event in events:
        facet = event.facet or Facet.HAPPENED
        if facet in DEEDS or not deeds_only:
            rows.update(_rows(event.actors, event.recipients, event.type, facet))
    return frozenset(rows)


def coded_rows(events: Iterable[Event], deeds_only: bool = True) -> frozenset[Dyad]:
    """The rows of a coding."""
    rows: set[Dyad] = set()
    for event in events:
        if event.facet in DEEDS or not deeds_only:
            rows |= rows_of(event)
    return frozenset(rows)


def rows_of(event: Event) -> frozenset[Dyad]:
    """The rows of one coded event."""
    actors = tuple(actor.value.code for actor in event.actors)
    if event.reciprocal and len(actors) > 1:
        return frozenset(Dyad(a, b, event.type, event.facet) for a, b in permutations(actors, 2))
    recipients = tuple(actor.value.code for actor in event.recipients)
    return frozenset(_rows(actors, recipients, event.type, event.facet))


def _rows(actors: Sequence[str], recipients: Sequence[str], kind: str, facet: Facet) -> Iterable[Dyad]:
    return (Dyad(a, r, kind, facet) for a in actors or (NOBODY,) for r in recipients or (NOBODY,))


def score(gold: Rows, found: Rows, level: str = HEADLINE, resamples: int = 0, seed: int = 1) -> Score:
    """Score rows at a level; `resamples` above 0 adds the interval of F1 (the same for the same seed)."""
    key = LEVELS[level]
    counts = []
    for wanted, given in zip(gold, found, strict=True):
        a, b = set(map(key, wanted)), set(map(key, given))
        counts.append((len(a & b), len(b), len(a)))
    total = Score(*(sum(column) for column in zip(*counts, strict=True))) if counts else Score(0, 0, 0)
    if not resamples or total.f1 is None:
        return total
    rng = random.Random(seed)  # noqa: S311 (repeatable, no secret)
    drawn = []
    for _ in range(resamples):
        sample = rng.choices(counts, k=len(counts))
        right, both = sum(c[0] for c in sample), sum(c[1] + c[2] for c in sample)
        if both:  # a sample of empty records says nothing
            drawn.append(2 * right / both)
    drawn.sort()
    low, high = (drawn[round(share * (len(drawn) - 1))] for share in (0.025, 0.975))
    return Score(total.right, total.found, total.gold, low, high)


def score_by_type(gold: Rows, found: Rows, level: str = HEADLINE, resamples: int = 0) -> dict[str, Score]:
    """Score each type of gold or coding on its own, in the order of the alphabet."""
    types = sorted({row.type for rows in (*gold, *found) for row in rows})
    return {
        kind: score(_only(gold, kind), _only(found, kind), level, resamples)
        for kind in types
    }  # fmt: skip


def _only(rows: Rows, kind: str) -> Rows:
    return tuple(frozenset(row for row in record if row.type == kind) for record in rows)


def facets_right(gold: Rows, found: Rows) -> tuple[int, int]:
    """Of the gold rows whose countries and type were found, whatever the facet: how many have the right one, of how
    many."""
    key = LEVELS[HEADLINE]
    right = matched = 0
    for wanted, given in zip(gold, found, strict=True):
        facets: dict[tuple[str, ...], set[Facet]] = {}
        for row in given:
            facets.setdefault(key(row), set()).add(row.facet)
        for row in wanted:
            if key(row) in facets:
                matched += 1
                right += row.facet in facets[key(row)]
    return right, matched
