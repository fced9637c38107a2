"""What changed between two versions of an article, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"

_WORD = re.compile(r"\s*\S+")
_LINE = re.compile(r"[^\n]*\n*")
_EFFORT = 4_000_000
"""pairs of equal pieces that are compared at most; a text made to hold up a comparison is told as replaced whole"""


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of words that is the `same` in both versions, `removed` from the old, or `added` by the new."""

    kind: str
    words: str
    old: int
    """where it stands in the old text, or where it would stand; in code points"""
    new: int


def diff(old: str, new: str) -> tuple[Change, ...]:
    """From one text to another. All that is same or removed gives the old text, all that is same or added the new."""
    out: list[Change] = []
    at = [0, 0]

    def put(kind: str, words: str) -> None:
        if not words:
            return
        if out and out[-1].kind == kind:
            out[-1] = Change(kind, out[-1].words + words, out[-1].old, out[-1].new)
        else:
            out.append(Change(kind, words, at[0], at[1]))
        if kind != ADDED:
            at[0] += len(words)
        if kind != REMOVED:
            at[1] += len(words)

    for a, b in _blocks(_cut(_LINE, old), _cut(_LINE, new)):
        if a == b:
            put(SAME, "".join(a))
            continue
        for c, d in _blocks(_cut(_WORD, "".join(a)), _cut(_WORD, "".join(b))):
            if c == d:
                put(SAME, "".join(c))
            else:
                put(REMOVED, "".join(c))
                put(ADDED, "".join(d))
    return tuple(out)


def _cut(piece: re.Pattern[str], text: str) -> list[str]:
    """All of a text in pieces; white space at its end goes with the last."""
    pieces = [found for found in piece.findall(text) if found]
    rest = text[sum(map(len, pieces)) :]
    return [*pieces, rest] if rest else pieces


def _blocks(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Stretches of both, equal and unequal in turn."""
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    yield a[:head], b[:head]
    one, other = a[head : len(a) - tail], b[head : len(b) - tail]
    counts = Counter(other)
    if sum(counts[piece] for piece in one) > _EFFORT:
        yield one, other
    else:
        for _, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
            yield one[i:j], other[k:m]
    yield a[len(a) - tail :], b[len(b) - tail :]
