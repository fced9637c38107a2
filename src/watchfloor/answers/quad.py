"""How an act is drawn: conflict or cooperation, in deeds or in words, and whether it took place at all.

The classes are those of the PLOVER codebook. A type of a user's own pack belongs to none: it is drawn neutral.
"""

from __future__ import annotations

from dataclasses import dataclass

from watchfloor.briefing.wording import DEEDS, QUADS
from watchfloor.types import Facet


@dataclass(frozen=True, slots=True)
class Mark:
    """Shape and colour of an act on every screen."""

    force: str
    """material, verbal, or no-deed: a plan, a threat, a demand, a denial or an `if` of the act"""
    tone: str
    """conflict, cooperation, or neutral"""

    @property
    def text(self) -> str:
        """In words, for those who cannot see it: "material conflict", "cooperation, no deed"."""
        return f"{self.tone}, no deed" if self.force == "no-deed" else f"{self.force} {self.tone}"


def mark(type_: str, facet: Facet | str | None = None) -> Mark:
    """The mark of a type of act under a facet; without one, of the act as a deed."""
    force, _, tone = QUADS.get(type_, "verbal neutral").partition(" ")
    if facet and Facet(facet) not in DEEDS and facet != Facet.HISTORICAL:
        force = "no-deed"
    return Mark(force, tone)
