"""Who was listened to: the base of every zero. A count of nothing says something about the world only where somebody
would have told us.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

NAMED = 3
"""sources named for each reason; the rest is counted"""


class Heard(Protocol):
    """A source and how it does; see `watchfloor.sources.health`."""

    @property
    def name(self) -> str:
        """Its outlet, else its id."""
        ...

    @property
    def silent(self) -> bool:
        """What it may have to say has not come."""
        ...

    @property
    def counted(self) -> bool:
        """It is not paused."""
        ...

    @property
    def told(self) -> str:
        """How it does, in a word or two."""
        ...

    @property
    def last_asked(self) -> datetime | None:
        """When it was read last."""
        ...


@dataclass(frozen=True, slots=True)
class Watch:
    """How many of a desk's sources are heard, and why the others are not."""

    sources: int
    heard: int
    silent: tuple[tuple[str, tuple[str, ...]], ...]
    """a reason, and the sources"""
    asked: datetime | None
    """when any of them was read last"""

    def text(self) -> str:
        """`12 of 14 sources heard; late: Corvane Wire; failing: Pellworth, Sabalan`"""
        plural = "" if self.sources == 1 else "s"
        return "; ".join([f"{self.heard} of {self.sources} source{plural} heard", *self.reasons()])

    def reasons(self) -> list[str]:
        """Each reason with its sources."""
        return [f"{why}: {_few(names)}" for why, names in self.silent]


def watch(states: Sequence[Heard]) -> Watch | None:
    """How the sources of a desk do; None when it has none that are not paused."""
    counted = [state for state in states if state.counted]
    if not counted:
        return None
    reasons: dict[str, list[str]] = {}
    for state in counted:
        if state.silent:
            reasons.setdefault(state.told, []).append(state.name)
    return Watch(
        sources=len(counted),
        heard=sum(not state.silent for state in counted),
        silent=tuple((why, tuple(names)) for why, names in reasons.items()),
        asked=max((state.last_asked for state in counted if state.last_asked), default=None),
    )


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
