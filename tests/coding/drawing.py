"""Sentences drawn by hand, so that tests of the graph do not depend on what a parser makes of them."""

from __future__ import annotations

from watchfloor.types import Sentence


def draw(rows: str) -> Sentence:
    """A sentence from rows of `word lemma UPOS XPOS head relation`; heads count from 1, 0 is the root."""
    cells = [row.split() for row in rows.strip().splitlines()]
    words = tuple(c[0] for c in cells)
    starts, ends, at = [], [], 0
    for word in words:
        starts.append(at)
        ends.append(at + len(word))
        at += len(word) + 1
    return Sentence(
        start=0,
        end=at - 1,
        words=words,
        lemmas=tuple(c[1] for c in cells),
        upos=tuple(c[2] for c in cells),
        xpos=tuple(c[3] for c in cells),
        morph=("",) * len(words),
        heads=tuple(int(c[4]) - 1 for c in cells),
        rels=tuple(c[5] for c in cells),
        starts=tuple(starts),
        ends=tuple(ends),
        names=("O",) * len(words),
    )
