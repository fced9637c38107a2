"""Scores on gold words: UPOS, UAS and LAS by the CoNLL 2018 definitions, names by exact spans.

On gold words every word has its counterpart, so the F1 of those definitions is the share of words that are right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

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


def score_lengths(gold: Sequence[Tree], found: Sequence[Tree], bins: Sequence[int]) -> dict[str, TreeScores]:
    """Score the sentences of each length by themselves. `bins` are the most words of each bin but the last."""
    grouped: dict[str, list[tuple[Tree, Tree]]] = {}
    names = [f"{low + 1} to {high}" for low, high in pairwise((0, *bins))] + [f"over {bins[-1]}"]
    for pair in zip(gold, found, strict=True):
        number = sum(len(pair[0].heads) > most for most in bins)
        grouped.setdefault(names[number], []).append(pair)
    return {name: score_trees(*zip(*grouped[name], strict=True)) for name in names if name in grouped}


def score_relations(gold: Iterable[Tree], found: Iterable[Tree], rels: Sequence[str]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of the edges with each relation: head and relation must be right.

    A relation named without a subtype ("obl") counts all its subtypes as one.
    """
    right: Counter[str] = Counter()
    in_gold: Counter[str] = Counter()
    in_found: Counter[str] = Counter()
    for g, f in zip(gold, found, strict=True):
        for gh, fh, gr, fr in zip(g.heads, f.heads, g.rels, f.rels, strict=True):
            for rel in rels:
                there, here = rel in (gr, base(gr)), rel in (fr, base(fr))
                in_gold[rel] += there
                in_found[rel] += here
                right[rel] += there and here and gh == fh
    return {rel: figures(right[rel], in_found[rel], in_gold[rel]) for rel in rels}


SIDES = ("nsubj", "nsubj:pass", "csubj", "csubj:pass", "obj", "iobj", "obl:agent")


def score_sides(gold: Iterable[Tree], found: Iterable[Tree]) -> dict[str, float]:
    """Verbs all of whose subjects, objects and agents are right: these and no others, each with its relation.

    Asked are the gold verbs that have one of them; the share is a percentage.
    """
    verbs = right = 0
    for g, f in zip(gold, found, strict=True):
        of_gold, of_found = _sides(g), _sides(f)
        asked = [head for head in of_gold if head and g.upos[head - 1] == "VERB"]
        verbs += len(asked)
        right += sum(of_gold[head] == of_found.get(head) for head in asked)
    return {"verbs": verbs, "all sides right": 100.0 * right / max(verbs, 1)}


def _sides(tree: Tree) -> dict[int, set[tuple[int, str]]]:
    """(word, relation) of the sides of each head."""
    sides: dict[int, set[tuple[int, str]]] = {}
    for place, (head, rel) in enumerate(zip(tree.heads, tree.rels, strict=True)):
        plain = rel.removesuffix(":outer")
        if plain in SIDES:
            sides.setdefault(head, set()).add((place, plain))
    return sides


def figures(right: int, found: int, gold: int) -> dict[str, float]:
    """Precision, recall and F1 from 0 to 1, and how many there are in the gold data."""
    return {
        "precision": right / found if found else 0.0,
        "recall": right / gold if gold else 0.0,
        "f1": 2 * right / (found + gold) if found + gold else 0.0,
        "gold": gold,
    }


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
    return {
        kind: figures(right[kind], in_found[kind], in_gold[kind]) for kind in ("all", *sorted(set(in_gold) - {"all"}))
    }
