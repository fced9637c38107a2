"""What a desk reads by itself, how each source does, and what is not heard at all."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from watchfloor.sources.health import Health


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
