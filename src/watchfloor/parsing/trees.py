"""Arc scores -> one dependency tree: each word's best head where that is a tree, else the best tree there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def decode(scores: NDArray[np.floating[Any]]) -> list[int]:
    """Give the head of each word, 0-based, -1 for the one root.

    `scores` is [W, W+1]: row i holds word i's score for each head, column 0 the root, column j+1 word j. The result is
    a tree with exactly one root and the highest sum of scores among such trees; ties always fall the same
    way. Not-a-number and infinities count as very large negative or positive scores. Raise ValueError for another form.
    """
    import numpy as np

    count = scores.shape[0]
    if scores.ndim != 2 or scores.shape[1] != count + 1:
        raise ValueError(f"scores of form {scores.shape}; expected [W, W+1]")
    if count == 0:
        return []
    clean = scores.astype(np.float64)
    if not (clean.min() >= -1e9 and clean.max() <= 1e9):  # also where one is not a number
        clean = np.nan_to_num(clean, nan=-1e9, posinf=1e9, neginf=-1e9).clip(-1e9, 1e9)
    own = np.arange(count)
    clean[own, own + 1] = -np.inf
    heads = clean.argmax(axis=1).tolist()
    if heads.count(0) != 1 or _cycle(dict(enumerate(heads, start=1))) is not None:
        heads = _best_tree(clean)
    return [head - 1 for head in heads]


def _best_tree(clean: NDArray[np.float64]) -> list[int]:
    """Chu-Liu/Edmonds by contraction; heads 1-based, 0 the root."""
    import numpy as np

    count = clean.shape[0]
    score = np.full((count + 1, count + 1), -np.inf)  # score[d, h], node 0 the root
    score[1:] = clean
    # Every arc from the root costs more than all other differences together, so the best tree uses one only.
    finite = clean[np.isfinite(clean)]
    score[1:, 0] -= (finite.max() - finite.min()) * (count + 1) + 1.0

    word = np.tile(np.arange(count + 1)[:, None], count + 1)  # the real arc behind each score: its word
    head = np.tile(np.arange(count + 1), (count + 1, 1))  # and its head
    inside = [{node} for node in range(count + 1)]  # words gathered in a node
    live = list(range(1, count + 1))
    folded: list[tuple[int, list[tuple[int, set[int], tuple[int, int]]]]] = []
    while True:
        best = dict(zip(live, score[live].argmax(axis=1).tolist(), strict=True))
        cycle = _cycle(best)
        if cycle is None:
            break
        kept = cycle[0]
        folded.append((kept, [(c, inside[c], (int(word[c, best[c]]), int(head[c, best[c]]))) for c in cycle]))
        rows = score[cycle] - score[cycle, [best[c] for c in cycle]][:, None]
        choice = rows.argmax(axis=0)  # for each head: which word of the cycle it enters by
        columns = np.arange(count + 1)
        chosen = np.asarray(cycle)[choice]
        into, into_word, into_head = rows[choice, columns], word[chosen, columns], head[chosen, columns]
        out = np.asarray(cycle)[score[:, cycle].argmax(axis=1)]
        leaving, leaving_word, leaving_head = score[columns, out], word[columns, out], head[columns, out]
        score[kept], word[kept], head[kept] = into, into_word, into_head
        score[:, kept], word[:, kept], head[:, kept] = leaving, leaving_word, leaving_head
        score[:, cycle[1:]] = -np.inf
        score[kept, cycle] = -np.inf
        word[kept], head[kept] = into_word, into_head
        inside[kept] = set().union(*(inside[c] for c in cycle))
        live = [node for node in live if node not in set(cycle[1:])]

    arcs = {node: (int(word[node, best[node]]), int(head[node, best[node]])) for node in live}
    for kept, parts in reversed(folded):
        entering = arcs.pop(kept)
        for node, words, arc in parts:
            arcs[node] = entering if entering[0] in words else arc
    heads = [0] * count
    for at, to in arcs.values():
        heads[at - 1] = to
    return heads


def _cycle(best: dict[int, int]) -> list[int] | None:
    """The nodes of one cycle among the best arcs `node -> head`, if there is one; 0 is the root."""
    seen: dict[int, int] = {}
    for start in best:
        at = start
        while at and at not in seen:
            seen[at] = start
            at = best[at]
        if at and seen[at] == start:
            cycle = [at]
            while best[cycle[-1]] != at:
                cycle.append(best[cycle[-1]])
            return sorted(cycle)
    return None
