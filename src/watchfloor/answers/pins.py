"""What people said of storylines: in one line, and in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from watchfloor.linking.storylines import named

if TYPE_CHECKING:
    from watchfloor.store.pins import Pin

NAMED: Final = 3
"""articles of a split that are named"""
FORGOTTEN: Final = "(forgotten)"


def what(pin: Pin) -> str:
    """What was said, in one line: `ar:1a2b3c belongs to sl:4d5e6f`."""
    if pin.undoes is not None:
        return f"undo {pin.undoes}"
    parts = [*pin.parts, (), ()]
    article = next((one[:14] for one in parts[0]), FORGOTTEN)
    if pin.kind == "pin":
        return f"{article} belongs to {_line(parts[1])}"
    if pin.kind == "never":
        return f"{article} does not belong to {_line(parts[1])}"
    if pin.kind == "merge":
        return f"{' and '.join(_line(part) for part in pin.parts)} are one"
    if pin.kind == "name":
        return f"{_line(parts[0])} is called {pin.title or FORGOTTEN}"
    articles = " ".join(one[:14] for one in parts[0][:NAMED])
    more = f" and {len(parts[0]) - NAMED} more" if len(parts[0]) > NAMED else ""
    return f"{articles}{more} are another storyline than {_line(parts[1])}"


def _line(part: tuple[str, ...]) -> str:
    return named(part[0])[:9] if part else FORGOTTEN


def pin_json(pin: Pin, overruled: Mapping[int, tuple[int, ...]]) -> dict[str, Any]:
    """A pin ready for JSON."""
    return {
        "number": pin.number,
        "kind": pin.kind,
        "articles": [list(part) for part in pin.parts],
        "title": pin.title or None,
        "by": pin.author,
        "why": pin.reason,
        "at": pin.at.isoformat(),
        "undoes": pin.undoes,
        "in_force": pin.in_force,
        "overrules": list(overruled.get(pin.number, ())),
    }
