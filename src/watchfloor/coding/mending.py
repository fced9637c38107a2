"""Attachments that a parser gets wrong often and that what stands beside what settles: who said it, whose phrase, which
list. Each mend moves one word to another head; the words themselves stay as they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from watchfloor.types import Sentence

TELLING: Final = frozenset({"say", "report", "announce", "add", "state", "confirm", "claim", "declare"})
_NOUNS: Final = frozenset({"NOUN", "PROPN"})
# Prepositions that open a phrase of the noun before them: "strikes on Gaza continued" is no continuing on Gaza.
_OF_THE_NOUN: Final = frozenset({"of", "on", "against", "between", "by", "with", "from", "among"})


def mended(sentence: Sentence) -> Sentence:
    """The sentence with such attachments put right; the same object when there was none."""
    tree = _Tree(sentence)
    tree.reporters()
    tree.phrases_before_the_verb()
    tree.lists_behind_between()
    tree.agents_behind_reproaches()
    if tuple(tree.heads) == sentence.heads and tuple(tree.rels) == sentence.rels:
        return sentence
    return replace(sentence, heads=tuple(tree.heads), rels=tuple(tree.rels))


class _Tree:
    """Heads and relations that may still change."""

    def __init__(self, sentence: Sentence) -> None:
        self.s = sentence
        self.heads = list(sentence.heads)
        self.rels = list(sentence.rels)

    def kids(self, head: int) -> list[int]:
        return [c for c in range(len(self.heads)) if self.heads[c] == head]

    def below(self, word: int, top: int) -> bool:
        for _ in self.heads:
            if word < 0 or word == top:
                break
            word = self.heads[word]
        return word == top

    def case(self, word: int) -> str:
        """The first preposition of a phrase, lower case."""
        return next((self.s.words[c].lower() for c in self.kids(word) if self.rels[c] == "case"), "")

    def reporters(self) -> None:
        """ "..., the ministry said": a subject right before a verb of saying that has none is its subject, although the
        parser hung it on the verb of what is said."""
        for verb in range(2, len(self.heads)):
            if self.s.lemmas[verb] not in TELLING or any(self.rels[c].startswith("nsubj") for c in self.kids(verb)):
                continue
            for subject in range(verb - 1, 0, -1):
                clause = self.heads[subject]
                if not self.rels[subject].startswith("nsubj") or not 0 <= clause < subject:
                    continue
                inside = all(self.below(word, subject) for word in range(subject + 1, verb))
                if inside and self.heads[clause] == verb:
                    self.heads[subject], self.rels[subject] = verb, "nsubj"
                break

    def phrases_before_the_verb(self) -> None:
        """ "Strikes on Gaza continued": a phrase right behind the subject, before the verb, belongs to the subject."""
        for verb in range(len(self.heads)):
            kids = self.kids(verb)
            subject = next((c for c in kids if self.rels[c].startswith("nsubj") and c < verb), -1)
            if subject < 0 or self.s.upos[subject] != "NOUN":
                continue
            for phrase in (c for c in kids if subject < c < verb and self.rels[c] == "obl"):
                first = min(w for w in range(len(self.heads)) if self.below(w, phrase))
                close = all(self.below(w, subject) and self.s.upos[w] != "PUNCT" for w in range(subject + 1, first))
                if close and self.case(phrase) in _OF_THE_NOUN and self.s.upos[phrase] in _NOUNS:
                    self.heads[phrase], self.rels[phrase] = subject, "nmod"

    def lists_behind_between(self) -> None:
        """ "A round of talks between Iran and the six ended": what is joined by "and" stands between with Iran."""
        for first in range(len(self.heads)):
            if self.case(first) not in ("between", "among") or any(self.rels[c] == "conj" for c in self.kids(first)):
                continue
            if self.s.upos[first] not in _NOUNS or "Number=Plur" in self.s.morph[first]:
                continue
            above = self.heads[first]
            while above >= 0 and self.s.upos[above] in _NOUNS:
                later = [c for c in self.kids(above) if self.rels[c] == "conj" and c > first]
                if later and all(self.below(w, first) or self.below(w, later[0]) for w in range(first + 1, later[0])):
                    self.heads[later[0]] = first
                    break
                above = self.heads[above]

    def agents_behind_reproaches(self) -> None:
        """ "Was accused of taking bribes by prosecutors": the prosecutors accuse; who takes stands before the verb."""
        for deed in range(len(self.heads)):
            verb = self.heads[deed]
            if self.rels[deed] not in ("advcl", "ccomp", "xcomp", "acl") or self.s.xpos[deed] != "VBG" or verb < 0:
                continue
            kids = self.kids(verb)
            passive = any(self.rels[c] in ("aux:pass", "nsubj:pass") for c in kids) or self.rels[verb] == "acl"
            if self.s.xpos[verb] != "VBN" or not passive or any(self.case(c) == "by" for c in kids):
                continue
            marks = {self.s.words[c].lower() for c in self.kids(deed) if self.rels[c] in ("mark", "case")}
            for agent in self.kids(deed) if marks & {"of", "for", "with"} else ():
                named = self.rels[agent].startswith("obl") and self.s.upos[agent] in _NOUNS
                if named and self.case(agent) == "by":
                    self.heads[agent], self.rels[agent] = verb, "obl:agent"
