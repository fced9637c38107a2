"""What a desk reads by itself, how each source does, and what is not heard at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from watchfloor.sources.health import Health

DOWN = frozenset({"failing", "gone", "changed", "empty"})
"""states in which a source cannot be read, or gives nothing any more"""


@dataclass(frozen=True, slots=True)
class Tick:
    """A source in the strip of all sources."""

    id: str
    name: str
    state: str
    """read: something new came by then; idle: fine and nothing new; late: silent for too long, or not asked; down"""
    why: str


def ticks(states: Iterable[Health], day: date) -> tuple[Tick, ...]:
    """How each source does on a day, those that are paused left out."""
    return tuple(Tick(one.id, one.name, *_heard(one, day)) for one in states if one.counted)


def _heard(one: Health, day: date) -> tuple[str, str]:
    if one.silent:
        return ("down" if one.state in DOWN else "late"), "; ".join(part for part in (one.told, one.why) if part)
    if one.last_seen is not None and one.last_seen.date() >= day:
        return "read", f"read; its latest item is of {one.last_seen:%Y-%m-%d %H:%MZ}"
    return "idle", "read; nothing new on that day"


def state_json(state: Health) -> dict[str, Any]:
    """A source and how it does."""
    source = state.entry.source
    return {
        "id": state.id,
        "kind": source.kind,
        "address": source.address,
        "outlet": source.name,
        "country": source.country,
        "language": source.language,
        "reliability": source.reliability,
        "state": state.state,
        "since": _iso(state.since),
        "why": state.why,
        "note": state.note,
        "last_seen": _iso(state.last_seen),
        "last_asked": _iso(state.last_asked),
        "rhythm_seconds": None if state.rhythm is None else int(state.rhythm.total_seconds()),
        "rhythm_learned": state.learned,
        "articles": state.articles,
        "waiting": state.waiting,
        "next": _iso(state.next),
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
