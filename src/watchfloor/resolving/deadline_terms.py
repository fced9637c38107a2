"""What the grammars of deadlines ask of words: their class, whether an act is done, what a deadline is for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from watchfloor.coding.graph import Graph
from watchfloor.resolving.clauses import CONDITIONAL, Clauses
from watchfloor.resolving.deadline_limits import Limit
from watchfloor.resolving.deadline_words import DATED, FAILS, SETS, UNDONE
from watchfloor.resolving.deadlinebook import DeadlineBook


class Terms(Clauses):
    """What the grammars of deadlines ask of words."""

    def __init__(self, graph: Graph, limits: Sequence[Limit], book: DeadlineBook) -> None:
        super().__init__(graph)
        self.limits = [one for one in limits if one.prep != "since"]
        self.every = limits
        self.book = book
        self._classes: dict[int, Mapping[str, tuple[str, tuple[int, ...]]]] = {}

    def kind(self, i: int, kind: str) -> tuple[str, tuple[int, ...]] | None:
        if i not in self._classes:
            self._classes[i] = self.book.classes(self.s, i)
        return self._classes[i].get(kind)

    def undone(self, i: int, *, own: bool = True) -> bool:
        """Whether an act is only asked for, thought of or refused."""
        if own and (self.negated(i) or self.auxiliaries(i) & CONDITIONAL):
            return True
        for c in self.g.children[i]:
            if self.s.rels[c] == "mark" and self.s.words[c].lower() in ("if", "whether", "unless"):
                return True
        parent, rel = self.s.heads[i], self.s.rels[i]
        while parent >= 0:
            if self.lemma(parent) in UNDONE and rel.split(":")[0] in (
                "xcomp",
                "ccomp",
                "advcl",
                "acl",
                "obj",
                "obl",
                "nmod",
                "csubj",
            ):
                return True
            if rel.split(":")[0] in ("xcomp", "conj", "acl") and (
                self.negated(parent) or self.auxiliaries(parent) & CONDITIONAL
            ):
                return rel != "conj"
            if rel.split(":")[0] not in ("xcomp", "conj", "acl", "ccomp", "obj"):
                return False
            rel, parent = self.s.rels[parent], self.s.heads[parent]
        return False

    def told(self, verb: int) -> bool:
        """Whether an act is told as done, by itself or by the verb it depends on."""
        if self.past(verb) or (self.s.xpos[verb] in ("VBZ", "VBP")):
            return True
        parent, rel = self.s.heads[verb], self.s.rels[verb]
        if rel in ("advcl", "conj", "acl", "csubj") and self.s.xpos[verb] in ("VBG", "VBN"):
            return True
        return (
            rel in ("xcomp", "conj")
            and parent >= 0
            and self.past(parent)
            and self.lemma(parent) in ("manage", "succeed", "help", "have")
        )

    def failed(self, verb: int) -> bool:
        """ "failed to meet", "did not meet"."""
        if self.negated(verb) and (self.past(verb) or self.s.xpos[verb] == "VBG" or "had" in self.auxiliaries(verb)):
            return True
        parent = self.s.heads[verb]
        return (
            parent >= 0
            and self.s.rels[verb] in ("xcomp", "ccomp", "acl", "advcl")
            and self.lemma(parent) in FAILS
            and (self.past(parent) or self.s.xpos[parent] in ("VBG", "VBN", "NN"))
        )

    def nouns(self) -> list[int]:
        """Words that name a particular deadline."""
        found = []
        for i in range(len(self.s)):
            cut = self.s.words[i].lower() == "off" and i > 1 and self.s.words[i - 2].lower() == "cut"
            span = self.lemma(i) in ("limit", "window", "timeline", "timetable", "timeframe", "clock") and any(
                one.kind == "span" and one.head in self.g.children[i] and one.head < i for one in self.limits
            )
            if self.s.upos[i] not in ("NOUN", "PROPN") or not (self.kind(i, "noun") or self.dated(i) or cut or span):
                continue
            if self.s.words[i][:1].isupper() and any(
                0 <= j < len(self.s)
                and self.s.upos[j] == "PROPN"
                and not self.in_limits(j)
                and self.s.words[i].isalpha()
                and not self.s.words[i].isupper()
                for j in (i - 1, i + 1)
            ):
                continue  # "Fort Ultimatum", "the Deadline Club"
            words = [self.s.words[c].lower() for c in self.g.children[i]]
            if self.s.xpos[i] in ("NNS", "NNPS") and not any(
                self.s.rels[c] in ("det", "nmod:poss", "nummod") for c in self.g.children[i]
            ):
                continue
            if {"no", "without", "any", "every"} & set(words):
                continue
            if self.s.rels[i] == "compound" and self.kind(self.s.heads[i], "moved") is None:
                continue
            found.append(i)
        return found

    def dated(self, i: int) -> bool:
        """ "The date by which", "a day written into the accord"."""
        if self.lemma(i) not in ("date", "day", "limit", "term", "hour", "moment", "time", "month"):
            return False
        behind = " ".join(self.s.words[i + 1 : i + 5]).lower()
        return DATED.match(behind) is not None

    def in_limits(self, i: int) -> bool:
        return any(i in one.words for one in self.every)

    def is_somebody(self, i: int) -> bool:
        return self.s.upos[i] in ("PROPN", "PRON") or self.s.names[i] != "O"

    def stated(self, limit: Limit) -> str:
        return " ".join(self.s.words[i] for i in limit.words)

    def after(self, limit: Limit) -> str:
        """The words right behind a limit."""
        return " ".join(w for w, at in zip(self.s.words, self.s.starts, strict=True) if at >= limit.end)[:60]

    def day_of_act(self, verb: int, limit: Limit | None) -> Limit | None:
        """The day on which the limit was set, when the clause tells it: "on Monday gave them 48 hours"."""
        if limit is None or limit.kind != "span" or verb < 0:
            return None
        after = re.match(r"\s*(?:of|from|after|starting|beginning)\b", self.after(limit))
        for one in self.every:
            if one is limit or one.kind == "span" or one.period is None:
                continue
            if after and 0 <= one.start - limit.end <= 24:
                return one
            if self.lemma(verb) not in SETS and self.kind(verb, "gives") is None and self.kind(verb, "order") is None:
                continue
            if one.prep in ("on", "") and self.verb_above(one.head) in (verb, self.s.heads[verb]) and self.past(verb):
                return one
            if one.prep in ("since", "from") and 0 <= one.start - limit.end <= 3:
                return one
        return None

    def complement(self, noun: int) -> tuple[int, bool]:
        """What a deadline is for, and whether that is a clause."""
        for c in self.g.children[noun]:
            plain = self.s.rels[c] == "acl" or (self.dated(noun) and self.s.rels[c].startswith("acl"))
            if plain and self.s.xpos[c] != "VBN" and c > noun:
                return c, True
        for role in ("for", "on", "to"):
            for c in self.g.roles[noun].get(role, ()):
                if not self.in_limits(c):
                    below = [v for v in self.g.children[c] if self.s.rels[v] == "acl" and self.s.upos[v] == "VERB"]
                    if below and self.is_somebody(c):
                        return below[0], True
                    return c, self.s.upos[c] == "VERB"
        verb = self.s.heads[noun]
        if verb >= 0 and self.s.upos[verb] == "VERB":
            for c in self.g.children[verb]:
                if (
                    self.s.rels[c] in ("xcomp", "advcl")
                    and c > noun
                    and self.s.upos[c] == "VERB"
                    and any(self.lemma(k) in ("to", "for") for k in self.kids(c, "mark", "aux"))
                ):
                    return c, True
            if (
                self.s.rels[noun] in ("obl", "nmod")
                and self.kind(verb, "meets") is None
                and self.lemma(verb) not in SETS
            ):
                return verb, True
        if verb >= 0 and self.kind(noun, "noun") is not None and (compounds := self.g.roles[noun].get("compound", ())):
            named = [c for c in compounds if not self.in_limits(c)]
            if named:
                return named[0], False
        return noun, False

    def clause_of(self, verb: int) -> tuple[int, ...]:
        agents = self.g.roles[verb].get("agent", ())
        if self.g.passive[verb]:
            return self.g.roles[verb].get("by", ()) or tuple(
                a for a in agents if a not in self.g.roles[verb].get("object", ())
            )
        return agents
