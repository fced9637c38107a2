"""Which facts a person should look at first: where a mistake is likely and would matter.

The value of looking at a fact is what can be expected of it: the probability that it is read wrongly, times how much
hangs on it.

    doubt       1 - confidence; at least `DIFFER` where the reports of an incident contradict each other, for then one
                of them is wrong, or they are not one incident
    importance  how grave its kind is (0 to 1, from whoever asks), for each doubling of independent origins once more,
                because what many tell stands on many screens; plus `TURNS` where it is a side of a reversal, and `DUE`
                where it is a deadline within `SOON` days: such lines stand at the top of a day, alone
    value       doubt x importance

It orders a list; it measures no risk and is shown nowhere as a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log2
from typing import Final

DIFFER: Final = 0.5
"""the least doubt where reports contradict each other: of two that cannot both be right one is wrong"""
TURNS: Final = 1.0
"""what a side of a reversal weighs beside its kind: as much as the gravest act"""
DUE: Final = 0.6
"""what a deadline that is near weighs beside its kind"""
SOON: Final = 14
"""days until it is due"""
LEAST: Final = 0.02
"""below it looking is not worth the time"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that nobody has judged yet."""

    fact: str
    kind: str
    """event, statement, deadline, outlook, relation or link"""
    confidence: float
    """that it is read rightly, 0 to 1"""
    grave: float
    """how much such a fact matters, 0 to 1"""
    origins: int = 1
    """independent origins that tell it"""
    differ: bool = False
    """its reports contradict each other"""
    turns: int = 0
    """pairs of positions of which it is a side"""
    days_left: int | None = None
    """of a deadline that is open"""
    reports: int = 1
    """articles whose reading hangs on it"""


def doubt(one: Candidate) -> float:
    """The probability that it is read wrongly, 0 to 1."""
    wrong = 1 - min(1.0, max(0.0, one.confidence))
    return max(wrong, DIFFER) if one.differ else wrong


def importance(one: Candidate) -> float:
    """How much hangs on it, from 0."""
    near = one.days_left is not None and 0 <= one.days_left <= SOON
    return one.grave * log2(1 + max(1, one.origins)) + (TURNS if one.turns else 0.0) + (DUE if near else 0.0)


def value(one: Candidate) -> float:
    """What looking at it is worth."""
    return doubt(one) * importance(one)


def queue(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those worth looking at, the most valuable first; equal ones by their ids, so that the order stays."""
    ranked = [(value(one), one) for one in candidates]
    return tuple(one for worth, one in sorted(ranked, key=lambda row: (-row[0], row[1].fact)) if worth >= LEAST)
