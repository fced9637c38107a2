"""Scores of clusterings: MUC (Vilain et al. 1995), B-cubed (Bagga and Baldwin 1998), entity-based CEAF (Luo 2005), LEA
(Moosavi and Strube 2016), and their CoNLL mean (MUC, B-cubed, CEAF; Pradhan et al. 2012).

A clustering is a list of sets of mentions; both sides hold the same mentions. Recall and precision are exact fractions
turned into floats at the end; each measure is checked on worked examples in the tests.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

Cluster = AbstractSet[Hashable]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """0 when both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _where(clusters: Sequence[Cluster]) -> dict[Hashable, int]:
    return {mention: number for number, cluster in enumerate(clusters) for mention in cluster}


def muc(gold: Sequence[Cluster], found: Sequence[Cluster]) -> Score:
    """Links needed against links there: singletons count for nothing."""

    def one_way(keys: Sequence[Cluster], answers: Sequence[Cluster]) -> float:
        where = _where(answers)
        links = sum(len(key) - 1 for key in keys)
        met = sum(len(key) - len({where.get(m, ("alone", m)) for m in key}) for key in keys)
        return _ratio(met, links)

    return Score(one_way(found, gold), one_way(gold, found))


def b_cubed(gold: Sequence[Cluster], found: Sequence[Cluster]) -> Score:
    """For each mention, how much of its cluster is right; every mention weighs the same."""

    def one_way(keys: Sequence[Cluster], answers: Sequence[Cluster]) -> float:
        where = _where(answers)
        total, mentions = 0.0, 0
        for key in keys:
            shared: dict[int, int] = {}
            for mention in key:
                if mention in where:
                    shared[where[mention]] = shared.get(where[mention], 0) + 1
            total += sum(n * n for n in shared.values()) / len(key)
            mentions += len(key)
        return _ratio(total, mentions)

    return Score(one_way(found, gold), one_way(gold, found))


def lea(gold: Sequence[Cluster], found: Sequence[Cluster]) -> Score:
    """Share of the links of each cluster that are there, clusters weighed by size; a singleton is a link to itself."""

    def links(n: int) -> float:
        return n * (n - 1) / 2

    def one_way(keys: Sequence[Cluster], answers: Sequence[Cluster]) -> float:
        where = _where(answers)
        total, mentions = 0.0, 0
        for key in keys:
            mentions += len(key)
            if len(key) == 1:
                (mention,) = key
                alone = mention in where and len(answers[where[mention]]) == 1
                total += float(alone)
                continue
            shared: dict[int, int] = {}
            for mention in key:
                if mention in where:
                    shared[where[mention]] = shared.get(where[mention], 0) + 1
            total += len(key) * sum(map(links, shared.values())) / links(len(key))
        return _ratio(total, mentions)

    return Score(one_way(found, gold), one_way(gold, found))


def ceaf_e(gold: Sequence[Cluster], found: Sequence[Cluster]) -> Score:
    """Each cluster against at most one other, in the pairing of the greatest total of 2|A&B| / (|A|+|B|)."""
    where = _where(gold)
    total = 0.0
    # Clusters that share no mention cannot be paired with gain: each connected part is solved by itself.
    for left, right in _parts(gold, found, where):
        gains = [[2 * len(gold[i] & found[j]) / (len(gold[i]) + len(found[j])) for j in right] for i in left]
        total += _best_pairing(gains)
    return Score(_ratio(total, len(found)), _ratio(total, len(gold)))


def _parts(
    gold: Sequence[Cluster], found: Sequence[Cluster], where: dict[Hashable, int]
) -> list[tuple[list[int], list[int]]]:
    touching = [sorted({where[m] for m in cluster if m in where}) for cluster in found]
    parent = list(range(len(gold)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for golds in touching:
        for other in golds[1:]:
            parent[root(other)] = root(golds[0])
    parts: dict[int, tuple[list[int], list[int]]] = {}
    for i in range(len(gold)):
        parts.setdefault(root(i), ([], []))[0].append(i)
    for j, golds in enumerate(touching):
        if golds:
            parts[root(golds[0])][1].append(j)
    return [part for part in parts.values() if part[1]]


def _best_pairing(gains: list[list[float]]) -> float:
    """The greatest total of a one-to-one pairing of rows and columns (the Hungarian method with potentials)."""
    if len(gains) > len(gains[0]):
        gains = [list(column) for column in zip(*gains, strict=True)]
    rows, columns = len(gains), len(gains[0])
    up, across = [0.0] * (rows + 1), [0.0] * (columns + 1)
    taken = [0] * (columns + 1)
    for row in range(1, rows + 1):
        taken[0], column = row, 0
        slack, came = [float("inf")] * (columns + 1), [0] * (columns + 1)
        done = [False] * (columns + 1)
        while True:
            done[column] = True
            least, following = float("inf"), 0
            for j in range(1, columns + 1):
                if not done[j]:
                    rest = -gains[taken[column] - 1][j - 1] - up[taken[column]] - across[j]
                    if rest < slack[j]:
                        slack[j], came[j] = rest, column
                    if slack[j] < least:
                        least, following = slack[j], j
            for j in range(columns + 1):
                if done[j]:
                    up[taken[j]] += least
                    across[j] -= least
                else:
                    slack[j] -= least
            column = following
            if not taken[column]:
                break
        while column:
            taken[column] = taken[came[column]]
            column = came[column]
    return sum(gains[taken[j] - 1][j - 1] for j in range(1, columns + 1) if taken[j])


def conll(gold: Sequence[Cluster], found: Sequence[Cluster]) -> float:
    """Mean F1 of MUC, B-cubed and CEAF."""
    return sum(measure(gold, found).f1 for measure in (muc, b_cubed, ceaf_e)) / 3
