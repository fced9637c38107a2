"""Outlooks in turns of phrase: "all but assured", "nowhere near", "all signs point to", "the expectation is that"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchfloor.resolving.clauses import CONDITIONAL, FUTURE
from watchfloor.resolving.outlook_judged import Judged
from watchfloor.resolving.outlook_words import Said
from watchfloor.resolving.turnbook import OUTCOME, SUBJECT

VIEWS = frozenset(
    "expectation assumption prediction forecast bet betting guess hunch consensus assessment judgment judgement "
    "calculation reckoning projection belief feeling sense odds thinking likelihood probability chance prognosis wager "
    "estimate conclusion suspicion odd upshot bottom".split()
)
"""nouns whose "is that" or "that" brings a judgement"""
THINGS = ("NOUN", "PROPN")


class Turns(Judged):
    """Outlooks in turns of phrase."""

    def turns(self) -> Iterator[Said]:
        """What is said of a subject before it or of an outcome behind it."""
        for turn in self.book.turns:
            if turn.of != SUBJECT:
                continue
            for m in turn.pattern.finditer(self.text):
                numbers = turn.numbers
                words = self.at(m)
                made = self.before(words)
                if made < 0 or not words:
                    continue
                far = self.s.words[min(words[-1] + 1, len(self.s) - 1)].lower()
                if self.s.words[words[-1]].lower() in ("off", "away") and far in ("the", "from", "its", "a", "in"):
                    continue
                head = next((i for i in words if self.s.upos[i] in ("VERB", "AUX")), words[0])
                told = self.s.words[head].lower() in ("was", "were", "had", "stood", "looked", "seemed", "been")
                if self.lemma(made) in ("chance", "hope", "odds", "prospect") and numbers and "chance" in m[0]:
                    continue
                if told and not self.speakers(made) and not self.said_before(words[0]):
                    continue
                if self.negates(words[0]) and numbers is not None:
                    low, point, high = numbers
                    numbers = (1 - high, 1 - point, 1 - low)
                yield self.turn(words, made, numbers, turn.way)
        for turn in self.book.turns:
            if turn.of != OUTCOME:
                continue
            for m in turn.pattern.finditer(self.text):
                words = self.at(m)
                if not words or words[-1] + 1 >= len(self.s):
                    continue
                verb = self.verb_above(words[0])
                first = words[0] if self.s.upos[words[0]] in ("VERB", "AUX") else verb
                done = first >= 0 and self.past(first) and not {"has", "have"} & self.auxiliaries(first)
                if done and not self.speakers(first) and not self.said_before(words[0]):
                    continue
                target = self.behind(words[-1])
                if target >= 0:
                    yield self.turn(words, target, turn.numbers, turn.way)

    def turn(self, words: tuple[int, ...], target: int, numbers: tuple[float, float, float] | None, way: str) -> Said:
        """What is said of a target: how likely it is, or which way that goes."""
        if numbers is None:
            made = self.make(
                "outlook:turn",
                words,
                target,
                self.speakers(target),
                (0.0, 0.0, 0.0),
                None,
                negated=False,
                phrase=True,
                confidence=0.6,
            )
            return made.as_change(way, words)
        return self.make(
            "outlook:turn",
            words,
            target,
            self.speakers(target),
            numbers,
            None,
            negated=False,
            phrase=self.s.upos[target] not in ("VERB", "AUX"),
            confidence=0.6,
        )

    def at(self, m: re.Match[str]) -> tuple[int, ...]:
        """The words of a match in the words of the sentence joined by blanks."""
        low = len(self.text[: m.start()].split())
        return tuple(range(low, min(len(self.s), low + max(1, len(m[0].split())))))

    def negates(self, i: int) -> bool:
        return any(w.lower() in ("not", "n't", "n’t", "never", "hardly") for w in self.s.words[i : i + 3][1:])

    def said_before(self, i: int) -> bool:
        return any(w.lower() in ("said", "told", "argued", "warned", "reckoned", "believed") for w in self.s.words[:i])

    def before(self, words: tuple[int, ...]) -> int:
        """The subject of what is said in some words, or -1."""
        if not words:
            return -1
        for i in (*words, *(self.s.heads[w] for w in words)):
            if i < 0:
                continue
            for c in self.kids(i, "nsubj", "csubj"):
                if c < words[0] and self.s.upos[c] in THINGS:
                    return c
        i = words[0] - 1
        while i >= 0 and self.s.upos[i] not in (*THINGS, "PRON", "PUNCT", "VERB"):
            i -= 1
        return i if i >= 0 and self.s.upos[i] in THINGS and not self.s.names[i].endswith("PER") else -1

    def behind(self, last: int) -> int:
        """The word that carries what stands behind some words: of its first phrase or clause."""
        for i in range(last + 1, min(len(self.s), last + 12)):
            if self.s.upos[i] in ("NOUN", "PROPN", "VERB"):
                j = i
                while self.s.heads[j] > last and self.s.heads[j] < last + 25 and self.s.rels[j] not in ("root",):
                    j = self.s.heads[j]
                return j if self.s.upos[j] in ("NOUN", "PROPN", "VERB", "ADJ") else i
            if self.s.upos[i] == "PUNCT":
                return -1
        return -1

    def views(self) -> Iterator[Said]:
        """ "The expectation in Washington is that he will sign", "amid predictions that the pact will fail"."""
        for i in range(len(self.s)):
            if self.lemma(i) not in VIEWS or self.s.upos[i] != "NOUN":
                continue
            clause, head = -1, self.s.heads[i]
            if self.s.rels[i].startswith("nsubj") and head >= 0:
                if self.words_of(head, "mark") & {"that"}:
                    clause = head
                else:
                    clause = next((c for c in self.kids(head, "ccomp", "csubj", "advcl") if c > i), -1)
                    clause = clause if clause >= 0 and self.words_of(clause, "mark") & {"that"} else -1
            if clause < 0 and self.lemma(i) not in ("chance", "likelihood", "probability"):
                clause = next((c for c in self.kids(i, "acl", "ccomp") if c > i and self.words_of(c) & {"that"}), -1)
                if clause >= 0 and not self.auxiliaries(clause) & FUTURE:
                    continue
            sure = self.lemma(i) in ("odds", "odd", "bet", "betting")
            if clause < 0 or not (self.ahead(clause) or (sure and self.open_clause(clause))):
                continue
            modifiers = self.words_of(i, "amod", "det", "advmod")
            numbers = (0.65, 0.75, 0.88)
            if modifiers & {"no", "little", "few"}:
                numbers = (0.08, 0.18, 0.3)
            elif self.lemma(i) in ("chance", "likelihood", "probability") and not self.s.rels[i].startswith("nsubj"):
                continue
            verb = self.verb_above(i)
            if verb >= 0 and "had" in self.auxiliaries(verb):
                continue
            yield self.make(
                "outlook:view",
                (i,),
                clause,
                self.g.roles[i].get("among", ()) or self.g.roles[i].get("poss", ()),
                numbers,
                None,
                negated=self.negated(clause),
                confidence=0.65,
            )

    def doubts(self) -> Iterator[Said]:
        """ "Little doubt in Ankara that he will run", "no guarantee that", "every reason to believe"."""
        for i in range(len(self.s)):
            lemma = self.lemma(i)
            if lemma not in ("doubt", "guarantee", "certainty", "assurance", "question", "surprise", "reason", "sign"):
                continue
            clause = next(
                (
                    c
                    for c in self.kids(i, "acl", "ccomp", "advcl")
                    if c > i
                    and self.words_of(c) & {"that", "whether", "if"}
                    and self.auxiliaries(c) & (FUTURE | CONDITIONAL)
                ),
                -1,
            )
            if clause < 0:
                continue
            modifiers = self.words_of(i, "amod", "det", "advmod")
            few = modifiers & {"no", "little", "scant", "hardly", "not", "any"}
            verb = self.verb_above(i)
            few = few or ({"not"} if verb >= 0 and self.negated(verb) else set())
            if lemma == "doubt":
                numbers = (0.85, 0.93, 0.98) if few else (0.15, 0.25, 0.35)
                if (
                    not few
                    and not modifiers & {"serious", "grave", "considerable", "strong", "real", "growing", "deep"}
                    and (self.s.xpos[i] != "NNS")
                ):
                    continue
            elif few and lemma in ("guarantee", "certainty", "assurance"):
                numbers = (0.2, 0.4, 0.55)
            elif few and lemma == "question":
                numbers = (0.85, 0.93, 0.98)
            elif few and lemma == "sign":
                numbers = (0.08, 0.18, 0.3)
            else:
                continue
            if verb >= 0 and self.past(verb) and self.lemma(verb) not in ("be", "say", "express", "voice", "have"):
                continue
            yield self.make(
                "outlook:doubts",
                (i,),
                clause,
                self.g.roles[i].get("among", ()),
                numbers,
                None,
                negated=self.negated(clause),
                confidence=0.65,
            )
