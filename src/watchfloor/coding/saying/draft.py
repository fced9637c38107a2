"""An attribution while it is being read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from watchfloor.coding.cuebook import Act


@dataclass(slots=True)
class Draft:
    """An attribution while it is being read; frozen as an `Attribution` at the end."""

    sentence: int
    act: Act
    rule: str
    cue_head: int = -1
    cue: tuple[int, int] | None = None
    """stretch of the text"""
    speaker: tuple[int, int] | None = None
    """sentence and head word"""
    speaker_span: tuple[int, int] | None = None
    content: list[tuple[int, int]] = field(default_factory=list)
    heads: list[tuple[int, int]] = field(default_factory=list)
    negated: bool = False
    addressee: int = -1
    venue: int = -1
    carried: str = ""
    declined: bool = False


def cue_end(draft: Draft) -> int:
    """Where its cue ends; the beginning of the text for a quotation without one."""
    return draft.cue[1] if draft.cue else 0


def merged(text: str, stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ascending stretches; those that touch or have blanks alone between them are one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if found and (start <= found[-1][1] or not text[found[-1][1] : start].strip(" ")):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
