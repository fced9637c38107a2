"""How much an incident belongs on one screen: how grave its kind is, how many independent origins tell it, how new it
is, and how sure. It orders lines; it is shown nowhere as a number and measures no risk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from math import log2
from typing import Final, Protocol

from watchfloor.briefing.wording import DEEDS
from watchfloor.types import Actor, Facet, Place

GRAVITY: Final = {
    "ASSAULT": 1.0,
    "COERCE": 0.7,
    "MOBILIZE": 0.7,
    "RETREAT": 0.7,
    "SANCTION": 0.6,
    "PROTEST": 0.5,
    "CONCEDE": 0.5,
    "AID": 0.5,
    "COOPERATE": 0.5,
    "AGREE": 0.4,
    "THREATEN": 0.4,
    "REJECT": 0.3,
    "CONSULT": 0.3,
    "ACCUSE": 0.2,
    "REQUEST": 0.2,
    "SUPPORT": 0.2,
}
"""by PLOVER type, by hand: force before pressure before words; steps back weigh as much as steps forward"""
OWN: Final = 0.4
"""a type of a user's own pack"""
NO_DEED: Final = 0.4
"""what is planned, threatened, demanded, denied or supposed, against the deed"""
BACKGROUND: Final = 0.1
LATELY: Final = timedelta(days=30)
"""what is like something of these days before is less new"""


class Happened(Protocol):
    """An incident as far as it is weighed."""

    @property
    def id(self) -> str:
        """Stable."""
        ...

    @property
    def type(self) -> str:
        """PLOVER type."""
        ...

    @property
    def facet(self) -> Facet:
        """Whether it is a deed."""
        ...

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Who acts."""
        ...

    @property
    def recipients(self) -> tuple[Actor, ...]:
        """To whom."""
        ...

    @property
    def places(self) -> tuple[Place, ...]:
        """Where, the most exact first."""
        ...

    @property
    def day(self) -> date | None:
        """The day of the act, else of its first article."""
        ...

    @property
    def origins(self) -> tuple[object, ...]:
        """Whose word it is."""
        ...

    @property
    def belief(self) -> float | None:
        """That it happened."""
        ...


def worths(incidents: Iterable[Happened]) -> dict[str, float]:
    """What each is worth, by its id. Newness is judged among the incidents given: by kind, sides and place, over the 30
    days before."""
    ordered = sorted(incidents, key=lambda one: (one.day or date.min, one.id))
    like: dict[tuple[str, ...], list[date]] = defaultdict(list)
    found: dict[str, float] = {}
    for one in ordered:
        day = one.day or date.min
        key = _kind(one)
        before = sum(day - earlier <= LATELY for earlier in like[key] if earlier < day)
        like[key].append(day)
        found[one.id] = weight(one) / (1 + before) ** 0.5
    return found


def weight(one: Happened) -> float:
    """What an incident is worth, were it the first of its kind."""
    grave = GRAVITY.get(one.type, OWN)
    if one.facet is Facet.HISTORICAL:
        grave *= BACKGROUND
    elif one.facet not in DEEDS:
        grave *= NO_DEED
    sure = 0.5 if one.belief is None else one.belief
    named = 1.0 if one.actors or one.recipients else 0.5
    return grave * log2(1 + len(one.origins)) * (0.5 + 0.5 * sure) * named


def _kind(one: Happened) -> tuple[str, ...]:
    sides = [side.country or side.id for side in (*one.actors[:1], *one.recipients[:1])]
    return (one.type, str(one.facet in DEEDS), *sides, one.places[0].name if one.places else "")
