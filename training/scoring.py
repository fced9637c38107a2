"""Scores on gold words: UPOS, UAS and LAS by the CoNLL 2018 definitions, names by exact spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from training.names import spans


@dataclass(frozen=True, slots=True)
class TreeScores:
    """Percentages of all words, punctuation included. LAS compares base relations, `full` the subtypes too."""

    words: int
    upos: float
    xpos: float
    uas: float
    las: float
    full: float


@dataclass(frozen=True, slots=True)
class Tree:
    """One analysed sentence: a head is a word's number from 1, 0 for the root."""

    upos: Sequence[str]
    xpos: Sequence[str]
    heads: Sequence[int]
    rels: Sequence[str]


def base(rel: str) -> str:
    return rel.split(":")[0]


def score_trees(gold: Iterable[Tree], found: Iterable[Tree]) -> TreeScores:
    """Compare analyses word by word."""
    words = upos = xpos = uas = las = full = 0
    for g, f in zip(gold, found, strict=True):
        words += len(g.upos)
        upos += sum(a == b for a, b in zip(g.upos, f.upos, strict=True))
        xpos += sum(a == b for a, b in zip(g.xpos, f.xpos, strict=True))
        for gh, fh, gr, fr in zip(g.heads, f.heads, g.rels, f.rels, strict=True):
            uas += gh == fh
            las += gh == fh and base(gr) == base(fr)
            full += gh == fh and gr == fr
    return TreeScores(words, *(100.0 * right / max(words, 1) for right in (upos, xpos, uas, las, full)))


def score_names(gold: Iterable[Sequence[str]], found: Iterable[Sequence[str]]) -> dict[str, dict[str, float]]:
    """Exact-span precision, recall and F1 for "all" and each kind."""
    right: Counter[str] = Counter()
    in_gold: Counter[str] = Counter()
    in_found: Counter[str] = Counter()
    for g, f in zip(gold, found, strict=True):
        a, b = set(spans(g)), set(spans(f))
        for counter, chosen in ((in_gold, a), (in_found, b), (right, a & b)):
            counter.update(kind for _, _, kind in chosen)
            counter["all"] += len(chosen)
    out = {}
    for kind in ("all", *sorted(set(in_gold) - {"all"})):
        p = right[kind] / in_found[kind] if in_found[kind] else 0.0
        r = right[kind] / in_gold[kind] if in_gold[kind] else 0.0
        out[kind] = {"precision": p, "recall": r, "f1": 2 * p * r / (p + r) if p + r else 0.0, "gold": in_gold[kind]}
    return out
