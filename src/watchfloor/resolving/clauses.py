"""What the grammars of deadlines and outlooks ask of a sentence: tense, negation, auxiliaries, who speaks."""

from __future__ import annotations

from watchfloor.coding.facets import NEGATIONS
from watchfloor.coding.graph import Graph

DUTIES = frozenset({"must", "shall", "should", "ought"})
FUTURE = frozenset({"will", "would", "'ll", "’ll", "wo", "shall", "'d", "’d"})
CONDITIONAL = frozenset({"may", "might", "could", "can", "would"})
# Verbs that only speak: what stands below them is looked at by itself.
SPEAKING = frozenset(
    "say tell announce declare state add report note write warn insist explain argue claim confirm repeat stress"
    "".split()
)

# Verbs that also tell whose judgement a clause is.
HOLDING = SPEAKING | frozenset(
    "reckon believe think concede predict estimate argue find judge reason hold feel admit forecast expect assess "
    "conclude suggest calculate cable acknowledge agree maintain contend remark observe confess grant shrug sigh "
    "murmur ask".split()
)


class Clauses:
    """A sentence with the questions one asks of its clauses."""

    def __init__(self, graph: Graph) -> None:
        self.g = graph
        self.s = graph.sentence
        self.text = " ".join(self.s.words)

    def lemma(self, i: int) -> str:
        """The lemma of a word in small letters."""
        return self.s.lemmas[i].lower()

    def kids(self, i: int, *rels: str) -> tuple[int, ...]:
        """The dependents of a word by relation, with or without its subtype."""
        return tuple(c for c in self.g.children[i] if self.s.rels[c] in rels or self.s.rels[c].split(":")[0] in rels)

    def words_of(self, i: int, *rels: str) -> set[str]:
        """The words, in small letters, of such dependents; of all without relations."""
        below = self.kids(i, *rels) if rels else self.g.children[i]
        return {self.s.words[c].lower() for c in below}

    def negated(self, i: int) -> bool:
        """Whether a word carries "not", "no", "never"."""
        return any(
            self.s.words[c].lower() in NEGATIONS and self.s.rels[c] in ("advmod", "det", "cc", "case", "mark")
            for c in self.g.children[i]
        )

    def auxiliaries(self, i: int) -> set[str]:
        """The auxiliaries of a verb, in small letters."""
        return {self.s.words[c].lower() for c in self.g.children[i] if self.s.rels[c].startswith("aux")}

    def infinitive(self, i: int) -> bool:
        """Whether a clause has "to"."""
        return any(self.lemma(k) == "to" for k in self.kids(i, "mark", "aux"))

    def up(self, i: int) -> list[int]:
        """The words above i, nearest first."""
        path: list[int] = []
        i = self.s.heads[i]
        while i >= 0 and i not in path:
            path.append(i)
            i = self.s.heads[i]
        return path

    def verb_above(self, i: int) -> int:
        """The nearest word above that carries a clause, or -1."""
        for j in self.up(i):
            if self.s.upos[j] in ("VERB", "AUX") or any(
                self.s.rels[c].startswith(("nsubj", "cop", "csubj")) for c in self.g.children[j]
            ):
                return j
        return -1

    def past(self, verb: int) -> bool:
        """Told as done: finite past or perfect without a modal."""
        aux = self.auxiliaries(verb)
        if aux & (FUTURE | CONDITIONAL | DUTIES) or self.infinitive(verb):
            return False
        if self.words_of(verb, "cop") & {"was", "were"} or aux & {"was", "were", "had", "has", "have", "did"}:
            return True
        return self.s.xpos[verb] == "VBD"

    def speakers(self, verb: int) -> tuple[int, ...]:
        """Who says the clause, by the verb of saying above it or beside it, or "according to"."""
        i = verb
        while i >= 0:
            if "according_to" in self.g.roles[i]:
                return self.g.roles[i]["according_to"]
            parent = self.s.heads[i]
            if (
                parent >= 0
                and self.lemma(parent) in HOLDING
                and self.s.rels[i] in ("ccomp", "parataxis", "obj", "xcomp")
            ):
                return self.g.roles[parent].get("agent", ())
            for c in self.g.children[i]:
                if self.s.rels[c] == "parataxis" and self.lemma(c) in HOLDING:
                    return self.g.roles[c].get("agent", ())
            i = parent
        return ()
