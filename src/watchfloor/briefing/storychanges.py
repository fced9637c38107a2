"""What became of storylines, and what people said of them, each in one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from watchfloor.linking.storylines import named
from watchfloor.store.pins import MERGE, NAME, NEVER, PIN

if TYPE_CHECKING:
    from watchfloor.store.pins import Pin

NAMED: Final = 3
"""articles of a split that are named"""
FORGOTTEN: Final = "(forgotten)"


@dataclass(frozen=True, slots=True)
class StoryChange:
    """What became of storylines between two moments."""

    kind: str
    """merged (several became one) or split (one became several)"""
    before: tuple[str, ...]
    """their ids at the first moment"""
    after: tuple[str, ...]
    """at the second one"""
    titles: tuple[str, ...]
    """of those after"""


def became(change: StoryChange) -> str:
    """`sl:1a2b3c and sl:4d5e6f are one now: sl:1a2b3c (its title)`; ids as far as they are printed."""
    before = " and ".join(ident[:9] for ident in change.before)
    after = " and ".join(f"{ident[:9]} ({title})" for ident, title in zip(change.after, change.titles, strict=True))
    return f"{before} {'are one' if change.kind == 'merged' else 'fell apart'} now: {after}"


def pin_text(pin: Pin) -> str:
    """What was said: `a:1a2b3c belongs to sl:4d5e6f`."""
    if pin.undoes is not None:
        return f"undo {pin.undoes}"
    parts = [*pin.parts, (), ()]
    article = next((one[:14] for one in parts[0]), FORGOTTEN)
    if pin.kind == PIN:
        return f"{article} belongs to {_line(parts[1])}"
    if pin.kind == NEVER:
        return f"{article} does not belong to {_line(parts[1])}"
    if pin.kind == MERGE:
        return f"{' and '.join(_line(part) for part in pin.parts)} are one"
    if pin.kind == NAME:
        return f"{_line(parts[0])} is called {pin.title or FORGOTTEN}"
    articles = " ".join(one[:14] for one in parts[0][:NAMED])
    more = f" and {len(parts[0]) - NAMED} more" if len(parts[0]) > NAMED else ""
    return f"{articles}{more} are another storyline than {_line(parts[1])}"


def _line(part: tuple[str, ...]) -> str:
    return named(part[0])[:9] if part else FORGOTTEN
