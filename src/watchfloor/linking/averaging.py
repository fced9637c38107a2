"""Groups of chapters joined by average link: always the two groups that are most alike over all pairs of their reports.

How alike any two groups are, summed over all pairs, stands in a matrix, and that of a union is the sum of both: nothing
is compared twice. All are whole numbers, so that nothing hangs on the order of adding up, nor on the machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from watchfloor.linking.chapters import OTHER, WHOLE, Open, Said, both, parted, weigh
from watchfloor.linking.reporting import UNIT

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

DENSE: Final = 12
"""chapters that hold a word, at least, for which it is multiplied with all others at once; below it is quicker to go
through its few pairs"""
AT_ONCE: Final = 512
"""words multiplied at once: a matrix of these is held in memory"""
NEVER: Final = -1.0
"""below every likeness: two that are not joined"""


class Averaging:
    """The groups while they are joined, each under the number of its first chapter."""

    def __init__(self, made: Sequence[Open], said: Said, least: float, window: timedelta) -> None:
        import numpy as np

        self._np = np
        self._least, self._window = least, window.days
        self._sides = [one.sides for one in made]
        size = len(made)
        self._members: dict[int, list[int]] = {number: [number] for number in range(size)}
        self._first = np.array([one.first.toordinal() for one in made])
        self._last = np.array([one.last.toordinal() for one in made])
        self._alive = np.ones(size, dtype=bool)
        pinned, silent = _pinned(made, said)
        self._counts = np.array([0.0 if number in silent else float(one.count) for number, one in enumerate(made)])
        self._totals = self._matrix(made, silent)
        for first, *others in pinned:
            for other in others:
                self._join(first, other)

    def run(self) -> list[list[int]]:
        """Joins the two groups that are most alike, of equals those that began first, as long as there are two alike
        enough; gives the chapters of each group, in order."""
        np = self._np
        size = len(self._alive)
        scores = np.full((size, size), NEVER)
        for number in self._members:
            scores[number] = self._alike(number)
        nearest = scores.argmax(axis=1)
        best = scores[np.arange(size), nearest]
        while best[one := int(best.argmax())] >= self._least:
            one, other = sorted((one, int(nearest[one])))
            self._join(one, other)
            row = self._alike(one)
            scores[other] = scores[:, other] = best[other] = NEVER
            scores[one] = scores[:, one] = row
            # Whose nearest was one of the two looks for another; the others look at the union alone.
            lost = np.flatnonzero(((nearest == one) | (nearest == other)) & (best > NEVER))
            nearer = (row > best) | ((row == best) & (one < nearest))
            nearest[nearer], best[nearer] = one, row[nearer]
            for number in {one, *map(int, lost)}:
                nearest[number] = scores[number].argmax()
                best[number] = scores[number, nearest[number]]
        return [sorted(members) for _, members in sorted(self._members.items())]

    def _matrix(self, made: Sequence[Open], silent: set[int]) -> Numbers:
        np = self._np
        size = len(made)
        totals: Numbers = np.zeros((size, size))
        holding: dict[str, dict[int, int]] = {}
        shares: dict[str, int] = {}
        for number, one in enumerate(made):
            for report in () if number in silent else one.reports:
                for key, weight, share in weigh(report):
                    held = holding.setdefault(key, {})
                    held[number] = held.get(number, 0) + weight
                    shares[key] = share
        frequent = [key for key, held in holding.items() if len(held) >= DENSE]
        for key, held in holding.items():
            if 1 < len(held) < DENSE:
                numbers, weights = list(held), np.array(list(held.values()), dtype=np.float64)
                totals[np.ix_(numbers, numbers)] += shares[key] * weights[:, None] * weights
        for at in range(0, len(frequent), AT_ONCE):
            some = frequent[at : at + AT_ONCE]
            dense = np.zeros((size, len(some)))
            for column, key in enumerate(some):
                dense[list(holding[key]), column] = list(holding[key].values())
            totals += (dense * np.array([float(shares[key]) for key in some])) @ dense.T
        on = np.array([0.0 if number in silent else float(one.on) for number, one in enumerate(made)])
        totals -= OTHER * UNIT * UNIT * on[:, None] * on
        return totals

    def _join(self, one: int, other: int) -> None:
        """Takes the other group into the one."""
        self._members[one] += self._members.pop(other)
        self._sides[one] = both(self._sides[one], self._sides[other])
        self._alive[other] = False
        self._totals[one] += self._totals[other]
        self._totals[:, one] += self._totals[:, other]
        self._counts[one] += self._counts[other]
        self._first[one] = min(self._first[one], self._first[other])
        self._last[one] = max(self._last[one], self._last[other])

    def _alike(self, one: int) -> Numbers:
        """How alike a group is to each other one."""
        np = self._np
        pairs = self._counts[one] * self._counts * WHOLE
        row: Numbers = np.divide(self._totals[one], pairs, out=np.full(len(pairs), NEVER), where=pairs > 0)
        gap = np.maximum(self._first[one] - self._last, self._first - self._last[one])
        row[~self._alive | (gap > self._window)] = NEVER
        row[one] = NEVER
        if any(self._sides[one]):
            for number in self._members:
                if parted(self._sides[one], self._sides[number]):
                    row[number] = NEVER
        return row


def _pinned(made: Sequence[Open], said: Said) -> tuple[list[list[int]], set[int]]:
    """The chapters that people put together, and those of them that count for nothing where others are compared with
    the whole: what was moved there, or it would draw along what it was taken from."""
    if not said.together:
        return [], set()
    where = {report.id: number for number, one in enumerate(made) for report in one.reports}
    pinned: list[list[int]] = []
    silent: set[int] = set()
    for group in said.together:
        its = sorted({where[report] for report in group if report in where})
        if its:
            pinned.append(its)
            if any(not made[number].moved for number in its):
                silent.update(number for number in its if made[number].moved)
    return pinned, silent
