"""What is said of an outcome: its words, its numbers, and whether it lies ahead."""

from __future__ import annotations

import re

from watchfloor.coding.graph import Graph
from watchfloor.resolving.clauses import FUTURE, Clauses
from watchfloor.resolving.outlook_words import CHANCES, OUTCOMES, VERY, WINNING, Said
from watchfloor.resolving.outlookbook import Cue, OutlookBook


class Judged(Clauses):
    """What is said of an outcome."""

    def __init__(self, graph: Graph, book: OutlookBook) -> None:
        super().__init__(graph)
        self.book = book

    def chance(self, i: int) -> bool:
        """Whether a word is a noun of likelihood."""
        return self.s.upos[i] in ("NOUN", "PROPN") and not CHANCES.isdisjoint((self.lemma(i), self.s.words[i].lower()))

    def top(self, cue: Cue) -> int:
        """The word of a cue that hangs highest."""
        inside = set(cue.words)
        tops = [i for i in cue.words if self.s.heads[i] not in inside]
        return next((i for i in reversed(tops) if self.s.upos[i] != "ADP"), tops[-1] if tops else cue.words[-1])

    def ahead(self, verb: int) -> bool:
        """Whether a clause speaks of what is to come."""
        aux = self.auxiliaries(verb)
        if aux & FUTURE:
            return not ("have" in aux and aux & {"would", "'d", "’d"})
        if self.lemma(verb) == "go" and self.s.xpos[verb] == "VBG":
            return True
        if "going" in self.words_of(verb):
            return True
        return self.infinitive(verb) and "have" not in aux and self.s.rels[verb] in ("acl", "root", "xcomp")

    def open_clause(self, verb: int) -> bool:
        """Whether a clause under a word of likelihood may lie ahead: not told as done."""
        aux = self.auxiliaries(verb)
        return not (self.past(verb) or "have" in aux or "has" in aux or "had" in aux)

    def that_clause(self, i: int) -> int:
        """The clause of a "that" or "whether" right behind a word, wherever the parser hung it; or -1."""
        s = self.s
        inserted = i + 1 < len(s) and s.words[i + 1] == ","  # "it is likely, he says, that"
        for j in range(i + 1, min(i + (12 if inserted else 3), len(s))):
            if s.words[j].lower() in ("that", "whether") and s.rels[j] == "mark" and s.heads[j] > j:
                return s.heads[j]
        return -1

    def flipped(self, top: int, cue: Cue) -> bool:
        """ "Not likely", "by no means certain"."""
        before = " ".join(self.s.words[max(0, cue.words[0] - 4) : cue.words[0]]).lower()
        if {self.s.words[i].lower() for i in cue.words} & {"not", "n't", "n’t", "no", "nowhere"}:
            return False  # the cue is of the contrary already
        return (
            self.negated(top)
            or re.search(r"\b(?:not|never|n't|n’t|by no means|far from|anything but|hardly)(?: \w+)?$", before)
            is not None
        )

    def infinitive_below(self, noun: int) -> bool:
        """ "A good chance to talk" is an occasion."""
        return any(self.infinitive(c) for c in self.kids(noun, "acl"))

    def of_chance(
        self,
        noun: int,
        words: tuple[int, ...],
        cue: Cue | None,
        verb: int,
        numbers: tuple[float, float, float] | None = None,
    ) -> Said | None:
        """An outlook about what a chance is a chance of."""
        s = self.s
        target, phrase, start = -1, False, -1
        clause = next(
            (
                c
                for c in self.kids(noun, "acl", "ccomp", "advcl")
                if s.rels[c] != "acl:relcl" and not self.words_of(c, "mark") & {"if", "unless"}
            ),
            -1,
        )
        if clause < 0 and s.heads[noun] >= 0:
            above = s.heads[noun]
            clause = next(
                (c for c in self.kids(above, "ccomp", "csubj") if c > noun and self.words_of(c, "mark") & {"that"}), -1
            )
        if (
            clause >= 0
            and self.lemma(noun) == "chance"
            and self.infinitive(clause)
            and self.lemma(clause) not in WINNING | OUTCOMES
            and numbers is None
        ):
            return None  # an occasion: "a good chance to talk"
        if clause >= 0:
            target = clause
            if not self.open_clause(clause) or (
                self.words_of(clause, "mark") & {"to"} and verb >= 0 and self.past(verb)
            ):
                return None
        else:
            for role in ("of", "for", "that", "on", "in"):
                filler = next(iter(self.g.roles[noun].get(role, ())), -1)
                if filler < 0 and verb >= 0 and role in ("of", "for"):
                    filler = next(iter(self.g.roles[verb].get(role, ())), -1)
                if filler >= 0:
                    target, phrase = filler, s.upos[filler] != "VERB"
                    break
        if target < 0:
            target = self.behind_case(noun, ("of", "for"))
            phrase = target >= 0 and s.upos[target] != "VERB"
        if target < 0:
            target = next(iter(self.g.roles[noun].get("poss", ())), -1)
            phrase = True
        if target < 0 and verb >= 0 and self.lemma(verb) in ("have", "stand"):
            target = next(iter(self.g.roles[verb].get("agent", ())), -1)
        if target < 0 or (phrase and s.upos[target] == "PRON"):
            return None
        holders: tuple[int, ...] = self.speakers(noun)
        if verb >= 0 and s.upos[verb] == "VERB":
            agents = self.g.roles[verb].get("agent", ())
            if self.lemma(verb) in ("have", "stand") and agents:
                start = agents[0]
            elif self.lemma(verb) in (
                "see",
                "give",
                "put",
                "rate",
                "find",
                "hold",
                "offer",
                "estimate",
                "assess",
                "set",
                "say",
                "place",
            ):
                holders = agents or holders
                given = next((o for o in self.kids(verb, "iobj", "obj") if o != noun and o < noun), -1)
                if self.lemma(verb) == "give" and given >= 0:
                    start = given
        flip = (
            cue is not None and self.negated(verb)
            if verb >= 0 and cue is not None and cue.strength.id != "degree-none"
            else False
        )
        negated = not phrase and self.negated(target)
        if cue is not None:
            return self.said(
                cue,
                f"outlook:{cue.strength.id}",
                target,
                holders,
                negated=negated,
                modifier=self.top(cue),
                phrase=phrase,
                start=start if start >= 0 else target,
                flip=flip,
            )
        assert numbers is not None  # noqa: S101 - one of the two is given
        return self.make(
            "outlook:stated",
            words,
            target,
            holders,
            numbers,
            None,
            negated=negated,
            phrase=phrase,
            start=start,
            scale="stated",
            confidence=0.95,
        )

    def behind_case(self, noun: int, cases: tuple[str, ...]) -> int:
        """The word below the first such preposition behind a noun, wherever the parser hung it; or -1."""
        for j in range(noun + 1, min(len(self.s), noun + 7)):
            if self.s.words[j].lower() in cases and self.s.rels[j] in ("case", "mark") and self.s.heads[j] > j:
                return self.s.heads[j]
        return -1

    def said(
        self,
        cue: Cue,
        rule: str,
        head: int,
        holders: tuple[int, ...],
        *,
        negated: bool,
        modifier: int,
        phrase: bool = False,
        start: int = -1,
        flip: bool = False,
        confidence: float = 0.8,
    ) -> Said:
        one = cue.strength
        low, point, high = one.low, one.point, one.high
        icd = one.icd
        before = self.s.words[max(0, cue.words[0] - 1)].lower() if cue.words[0] else ""
        words = cue.words
        own = {self.s.words[i].lower() for i in cue.words}
        if before in VERY or (self.words_of(modifier, "advmod") - own) & VERY:
            low, point, high = (_toward(x, one.point) for x in (low, point, high))
            if before in VERY:
                words = (cue.words[0] - 1, *words)
            icd = _stronger(icd)
        if before in ("cautiously", "guardedly") and one.id == "optimistic":
            low, point, high = 0.5, 0.6, 0.7
            words = (cue.words[0] - 1, *words)
        if flip:
            if one.id in ("certain", "certainly", "almost-certain", "confident"):
                low, point, high, icd = 0.2, 0.38, 0.55, None
            else:
                low, point, high = 1 - high, 1 - point, 1 - low
                icd = (1 - icd[1], 1 - icd[0]) if icd else None
        return self.make(
            rule,
            words,
            head,
            holders,
            (low, point, high),
            icd,
            negated=negated,
            phrase=phrase,
            start=start,
            confidence=confidence,
        )

    def make(
        self,
        rule: str,
        cue: tuple[int, ...],
        head: int,
        holders: tuple[int, ...],
        numbers: tuple[float, float, float],
        icd: tuple[float, float] | None,
        *,
        negated: bool,
        phrase: bool = False,
        start: int = -1,
        scale: str = "press",
        confidence: float = 0.8,
    ) -> Said:
        low, point, high = numbers
        if negated:
            low, point, high = 1 - high, 1 - point, 1 - low
            icd = (1 - icd[1], 1 - icd[0]) if icd else None
        first, last, condition = self.extent(head, start, phrase)
        direction = "even" if 0.42 < point < 0.58 else "likely" if point >= 0.58 else "unlikely"
        return Said(
            rule,
            tuple(sorted(set(cue))),
            first,
            last,
            head,
            tuple(holders),
            low,
            point,
            high,
            icd,
            negated,
            direction,
            scale,
            condition,
            confidence,
        )

    def extent(self, head: int, start: int, phrase: bool) -> tuple[int, int, int]:
        """The words of an outcome, and the "if" clause that is left out."""
        s = self.s
        drop: set[int] = set()
        condition = -1
        for i in (head, s.heads[head]):
            for c in self.g.children[i] if i >= 0 else ():
                if self.words_of(c, "mark") & {"if", "unless", "provided", "once"} and s.rels[c] == "advcl":
                    condition = c
                    drop.update(self.g.subtree(c))
        for c in self.g.children[head]:
            rel = s.rels[c].split(":")[0]
            below = self.g.subtree(c)
            if (
                rel in ("punct", "parataxis", "discourse", "cc")
                or (rel == "mark" and s.words[c].lower() in ("that", "whether", "if"))
                or (rel in ("advcl", "acl") and c > head and s.rels[c] != "acl" and not self.infinitive(c))
                or (rel == "case" and phrase)
                or (rel == "conj" and s.upos[c] in ("VERB", "AUX") and c > head + 12)
            ):
                drop.update(below)
        for i in self.g.subtree(head):
            if s.rels[i] == "parataxis" and i != head:
                drop.update(self.g.subtree(i))
        subjects = [] if phrase else [c for c in self.kids(head, "nsubj", "expl") if c < head]
        if subjects and start < 0:
            begins = min(self.g.subtree(subjects[0]))
            drop.update(i for i in self.g.subtree(head) if i < begins)
        words = [i for i in self.g.subtree(head) if i not in drop and s.upos[i] != "PUNCT"] or [head]
        if phrase and start < 0:
            words = [i for i in words if i <= max(words)]
        first, last = min(words), max(words)
        if first < head and any(i in drop for i in range(first, head)):
            blocked = max(i for i in range(first, head) if i in drop)
            if s.upos[blocked] != "PUNCT":
                first = min((i for i in words if i > blocked), default=head)
        later = [i for i in range(head, last) if i in drop and s.upos[i] != "PUNCT"]
        if later:
            last = max((i for i in words if i < later[0]), default=head)
        if start >= 0 and start != head:
            lead = [i for i in self.g.subtree(start) if i < head and i not in drop and s.upos[i] != "PUNCT"] or [start]
            first = min(first, *lead) if start < head else first
        while first < head and s.upos[first] in ("DET", "PUNCT", "CCONJ"):
            first += 1
        return first, last, condition


def _toward(value: float, point: float) -> float:
    """Half way to the nearer bound, as "very" moves a meaning (Mosteller and Youtz)."""
    return (value + 1) / 2 if point >= 0.5 else value / 2


def _stronger(icd: tuple[float, float] | None) -> tuple[float, float] | None:
    """The band of "very likely" beside that of "likely"."""
    return {(0.55, 0.8): (0.8, 0.95), (0.2, 0.45): (0.05, 0.2)}.get(icd, icd) if icd else None
