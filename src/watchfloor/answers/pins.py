"""What people said of storylines, and what became of them, in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from watchfloor.briefing.storychanges import pin_text

if TYPE_CHECKING:
    from watchfloor.briefing.storychanges import StoryChange
    from watchfloor.store.pins import Pin


def pin_json(pin: Pin, overruled: Mapping[int, tuple[int, ...]]) -> dict[str, Any]:
    """A pin ready for JSON."""
    return {
        "number": pin.number,
        "kind": pin.kind,
        "text": pin_text(pin),
        "articles": [list(part) for part in pin.parts],
        "title": pin.title or None,
        "by": pin.author,
        "why": pin.reason,
        "at": pin.at.isoformat(),
        "undoes": pin.undoes,
        "in_force": pin.in_force,
        "overrules": list(overruled.get(pin.number, ())),
    }


def change_json(change: StoryChange) -> dict[str, Any]:
    """What became of storylines, as JSON."""
    return {
        "kind": change.kind,
        "before": list(change.before),
        "after": [{"id": ident, "title": title} for ident, title in zip(change.after, change.titles, strict=True)],
    }
