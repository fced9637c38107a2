"""One sentence as the readings of attributions see it: trees, phrases, clauses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from watchfloor.coding.cuebook import CueBook
from watchfloor.coding.graph import TIME_WORDS, Graph

EDGE: Final = frozenset({",", ".", ":", ";", "-", "–", "—", "--", "…", "..."})
"""marks that a stretch of words does not begin or end with"""


class View:
    """The graph of one sentence of an article, and what is asked of it again and again."""

    def __init__(self, graph: Graph, number: int, book: CueBook) -> None:
        self.g = graph
        self.s = graph.sentence
        self.number = number
        """place of the sentence in the article"""
        self.book = book
        self._trees: dict[int, frozenset[int]] = {}

    def tree(self, i: int) -> frozenset[int]:
        """All words below word i, itself included."""
        if i not in self._trees:
            self._trees[i] = frozenset(self.g.subtree(i))
        return self._trees[i]

    def kids(self, i: int, *rels: str) -> list[int]:
        return [c for c in self.g.children[i] if self.s.rels[c].partition(":")[0] in rels or self.s.rels[c] in rels]

    def case(self, i: int) -> str:
        """The first preposition or conjunction of a phrase or clause, lower case."""
        first = next((c for c in self.g.children[i] if self.s.rels[c] in ("case", "mark") and c < i), -1)
        return self.s.words[first].lower() if first >= 0 else ""

    def bare(self, i: int) -> frozenset[int]:
        """A phrase without its preposition."""
        cases = {c for c in self.g.children[i] if self.s.rels[c] in ("case", "mark") and c < i}
        below = {d for c in cases for d in self.tree(c)}
        return self.tree(i) - below

    def infinitive(self, i: int) -> bool:
        return any(self.s.lemmas[c] == "to" and self.s.rels[c] in ("mark", "aux") for c in self.g.children[i])

    def stretches(self, words: Iterable[int]) -> list[tuple[int, int]]:
        """The words as stretches of the text, without marks at their edges; a gap of marks alone is none."""
        runs: list[list[int]] = []
        for i in sorted(words):
            if runs and all(self.s.upos[k] == "PUNCT" for k in range(runs[-1][-1] + 1, i)):
                runs[-1].append(i)
            else:
                runs.append([i])
        found = []
        for run in runs:
            while run and self.s.words[run[0]] in EDGE:
                run.pop(0)
            while run and self.s.words[run[-1]] in EDGE:
                run.pop()
            if run:
                found.append((self.s.starts[run[0]], self.s.ends[run[-1]]))
        return found

    def is_clause(self, i: int) -> bool:
        return self.s.rels[i] in ("root", "ccomp", "conj", "parataxis", "advcl", "acl:relcl") and (
            self.s.upos[i] in ("VERB", "AUX") or bool(self.kids(i, "nsubj", "cop"))
        )

    def up_to_clause(self, i: int) -> int:
        while i >= 0 and not self.is_clause(i):
            i = self.s.heads[i]
        return i

    def path(self, top: int, i: int) -> frozenset[int]:
        """What lies below `top` on the way down to word i: a relative clause, seen from its noun."""
        k = i
        while k >= 0 and self.s.heads[k] != top:
            k = self.s.heads[k]
        return self.tree(k) if k >= 0 else frozenset()

    def day(self, i: int) -> frozenset[int]:
        """ "Officials on Monday": the day is no part of who speaks."""
        days = [c for c in self.kids(i, "nmod", "obl") if self.s.lemmas[c].lower() in TIME_WORDS and c > i]
        return frozenset(w for c in days for w in self.tree(c))

    def speaks(self, k: int) -> bool:
        cues = self.book.verbs.get(self.s.lemmas[k].lower(), ()) if self.s.upos[k] == "VERB" else ()
        return any(cue.act.channel == "speech" for cue in cues)
