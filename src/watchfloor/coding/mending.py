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
_ES: Final = ("ches", "shes", "sses", "xes", "zzes", "oes")
# Verbs with one to whom something is told, given or sent: the by-phrase behind that one is the verb's.
_TRANSFERS: Final = frozenset(
    "invite present hand give send deliver submit offer award grant summon call address bring transfer extradite "
    "deport sentence tell return pass surrender refer".split()
)
# Nouns that nobody does: a by-phrase behind them is the verb's.
_WHERE: Final = frozenset(
    "capital city town village area region province district border street square house home prison camp base office "
    "embassy airspace territory hospital airport "
    "market church mosque school university country week month year day morning night evening "
    "afternoon".split()
)
# Verbs that say of their object what it is.
_NAMING: Final = frozenset("call deem consider brand label declare term find think believe render leave make".split())
# Verbs whose object does what the infinitive behind it names.
_ORDERS: Final = frozenset(
    "order urge tell instruct persuade compel forbid warn command force encourage convince ask request press".split()
)
_HALVES: Final = frozenset(("North", "South", "East", "West"))
# Objects of theirs that are things asked for; what stands behind them says what for.
_THINGS: Final = frozenset(
    "investigation inquiry probe operation review raid strike study permission help time money report plan vote "
    "question right leave aid support assistance action effort measure step chance campaign audit work attack".split()
)
# Who may stand before "to" in a headline: names, and nouns with such endings.
_DOERS: Final = (
    "ers", "ors", "ists", "men", "troops", "rebels", "army", "police", "forces", "militants", "parliament",
    "government", "president", "minister", "officials", "students",
)  # fmt: skip


def mended(sentence: Sentence) -> Sentence:
    """The sentence with such attachments put right; the same object when there was none."""
    tree = _Tree(sentence)
    tree.names_with_a_hyphen()
    tree.halves_of_a_country()
    tree.reporters()
    tree.phrases_before_the_verb()
    tree.lists_behind_between()
    tree.agents_behind_reproaches()
    tree.agents_behind_other_nouns()
    tree.phrases_behind_the_predicate()
    tree.what_things_are_called()
    tree.participles_beside_the_verb()
    tree.orders()
    tree.headline_infinitive()
    tree.where_it_was_said()
    mend = replace(sentence, heads=tuple(tree.heads), rels=tuple(tree.rels))
    for i, lemma in _misread_verbs(sentence):
        mend = replace(mend, xpos=(*mend.xpos[:i], "VBZ", *mend.xpos[i + 1 :]), lemmas=_with(mend.lemmas, i, lemma))
    return sentence if mend == sentence else mend


def _with(words: tuple[str, ...], i: int, word: str) -> tuple[str, ...]:
    return (*words[:i], word, *words[i + 1 :])


def _misread_verbs(s: Sentence) -> list[tuple[int, str]]:
    """ "Turkey detains journalists": a verb on -s that was read as a plural's has its lemma still to be found."""
    found = []
    for i, word in enumerate(s.words):
        low = word.lower()
        if s.upos[i] != "VERB" or s.xpos[i] not in ("VBP", "VB") or s.lemmas[i].lower() != low or len(low) < 4:
            continue
        if low.endswith("s") and not low.endswith(("ss", "us", "is")):
            stem = low[:-3] + "y" if low.endswith("ies") else low[:-2] if low.endswith(_ES) else low[:-1]
            found.append((i, stem))
    return found


class _Tree:
    """Heads and relations that may still change."""

    def __init__(self, sentence: Sentence) -> None:
        self.s = sentence
        self.heads = list(sentence.heads)
        self.rels = list(sentence.rels)

    def where_it_was_said(self) -> None:
        """ "Turkey killed 12 men, the minister said in Cairo": a phrase right behind the verb of telling is its own."""
        for i, rel in enumerate(self.rels):
            above = self.heads[i]
            if rel != "obl" or above < 0 or self.rels[above] not in ("ccomp", "parataxis", "root"):
                continue
            start = min((k for k, head in enumerate(self.heads) if head == i and k < i), default=i)
            teller = start - 1
            if (
                above < teller
                and self.s.lemmas[teller] in TELLING
                and (self.heads[above] == teller or self.heads[teller] == above)
            ):
                self.heads[i] = teller

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

    def names_with_a_hyphen(self) -> None:
        """ "Egypt-Sudan talks ended": both names belong to the noun, and neither ends."""
        for first in range(len(self.heads) - 3):
            second, noun = first + 2, first + 3
            noun += self.s.upos[noun] == "ADJ" and noun + 1 < len(self.heads)
            names = self.s.upos[first] == self.s.upos[second] == "PROPN" and self.s.words[first + 1] in ("-", "–", "/")
            if not names or self.s.upos[noun] != "NOUN" or self.rels[noun] not in ("nsubj", "nsubj:pass", "obj", "obl"):
                continue
            if self.heads[first] == self.heads[noun] and self.heads[second] in (first, noun, self.heads[noun]):
                self.heads[first] = self.heads[second] = noun
                self.rels[first] = self.rels[second] = "compound"

    def halves_of_a_country(self) -> None:
        """ "North Korean generals": the direction belongs to the adjective, which the parser took for a time."""
        for i in range(len(self.heads) - 1):
            pair = self.s.words[i] in _HALVES and self.s.upos[i + 1] == "ADJ" and self.s.words[i + 1][:1].isupper()
            if pair and self.heads[i] == i + 1 and self.rels[i].startswith(("obl", "nmod", "compound")):
                self.heads[i], self.rels[i] = self.heads[i + 1], "amod"

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

    def agents_behind_other_nouns(self) -> None:
        """ "Was presented to the governor by the union", "was arrested in the capital by troops": the by-phrase of a
        passive that the parser hung on a noun nobody does."""
        for agent in range(2, len(self.heads)):
            if self.rels[agent] != "nmod" or self.s.upos[agent] not in _NOUNS or self.case(agent) != "by":
                continue
            noun = self.heads[agent]
            chain = []
            while noun >= 0 and self.s.upos[noun] in _NOUNS and self.rels[noun] in ("nmod", "obl"):
                chain.append(noun)
                noun = self.heads[noun]
            if chain and self.case(chain[0]) == "of" and self.heads[chain[0]] < chain[0] < agent:
                of = self.heads[chain[0]]
                if self.s.upos[of] == "NOUN" and self.s.lemmas[chain[0]].lower() in _WHERE:
                    self.heads[agent] = of  # "the violation of Swedish airspace by bombers"
                    continue
            if not chain or noun < 0 or self.rels[chain[-1]] != "obl" or not self._bare_passive(noun):
                continue
            given = self.s.lemmas[noun] in _TRANSFERS and self.case(chain[-1]) in ("to", "for", "into", "in")
            nobody_does = self.s.upos[chain[0]] == "PROPN" or self.s.lemmas[chain[0]].lower() in _WHERE
            if noun < chain[0] < agent and (given or nobody_does):
                self.heads[agent], self.rels[agent] = noun, "obl:agent"

    def phrases_behind_the_predicate(self) -> None:
        """ "The plan drawn up by Qatar is unacceptable to Jordan": what follows the predicate is its."""
        for top in range(len(self.heads)):
            subject = next((c for c in self.kids(top) if self.rels[c].startswith("nsubj") and c < top), -1)
            for phrase in range(top + 1, len(self.heads)) if subject >= 0 else ():
                head = self.heads[phrase]
                inside = 0 <= head < top and head != top and self.below(head, subject)
                if inside and self.rels[phrase] in ("obl", "nmod") and self.case(phrase):
                    self.heads[phrase], self.rels[phrase] = top, "obl"

    def what_things_are_called(self) -> None:
        """ "Called the decision unacceptable", "held hostage": what stands behind the object says what it is."""
        for word in range(2, len(self.heads)):
            verb = self.heads[word]
            if self.rels[word] == "compound:prt" and self.s.xpos[word] in ("JJ", "NN") and verb < word:
                self.rels[word] = "xcomp"
            noun = verb
            if self.rels[word] != "amod" or noun != word - 1 or self.rels[noun] != "obj":
                continue
            if self.s.lemmas[self.heads[noun]] in _NAMING and self.s.upos[word] == "ADJ":
                self.heads[word], self.rels[word] = self.heads[noun], "xcomp"

    def participles_beside_the_verb(self) -> None:
        """ "Kenya, opening its bases to jets, asked for rent": between commas the participle goes with the verb."""
        for deed in range(2, len(self.heads)):
            subject = self.heads[deed]
            if self.rels[deed] != "acl" or self.s.xpos[deed] != "VBG" or not 0 <= subject < deed:
                continue
            verb = self.heads[subject]
            if self.s.words[deed - 1] == "," and self.rels[subject] == "nsubj" and verb > deed:
                self.heads[deed], self.rels[deed] = verb, "advcl"

    def _bare_passive(self, verb: int) -> bool:
        """Whether a word is a passive verb that has no by-phrase yet."""
        kids = self.kids(verb)
        passive = any(self.rels[c] in ("aux:pass", "nsubj:pass") for c in kids) or self.rels[verb] == "acl"
        return passive and self.s.xpos[verb] in ("VBN", "VBD") and not any(self.case(c) == "by" for c in kids)

    def orders(self) -> None:
        """ "Ordered rebels to attack": the infinitive is what is ordered, no description of the rebels."""
        for deed in range(2, len(self.heads)):
            noun = self.heads[deed]
            if self.rels[deed] != "acl" or noun < 1 or noun > deed or not self._to(deed):
                continue
            verb = self.heads[noun]
            told = verb >= 0 and self.s.lemmas[verb] in _ORDERS and self.rels[noun] in ("obj", "iobj")
            if told and verb < noun and self.s.lemmas[noun].lower() not in _THINGS:
                self.heads[deed], self.rels[deed] = verb, "xcomp"

    def _to(self, deed: int) -> bool:
        """Whether a verb is an infinitive with "to"."""
        to = any(self.s.words[c].lower() == "to" and self.rels[c] in ("mark", "aux") for c in self.kids(deed))
        return to and self.s.xpos[deed] in ("VB", "VBP")

    def _finite(self, deed: int) -> bool:
        """Whether a word is a verb in the present with no subject, right behind what stands before it."""
        bare = not any(self.rels[c].startswith(("nsubj", "mark", "expl")) for c in self.kids(deed))
        between = self.s.upos[deed - 1] in (*_NOUNS, "ADV")
        return bare and between and self.rels[deed] == "parataxis" and self.s.xpos[deed] in ("VBP", "VBZ")

    def headline_infinitive(self) -> None:
        """ "Chad, Libya to hold talks", "Police, students clash": the names are the subject of the verb behind them."""
        root = self.heads.index(-1) if -1 in self.heads else -1
        who = root >= 0 and (self.s.upos[root] == "PROPN" or self.s.words[root].lower().endswith(_DOERS))
        if not who or self.s.upos[root] not in _NOUNS or any(self.rels[c] in ("cop", "nsubj") for c in self.kids(root)):
            return
        listed = [c for c in self.kids(root) if c > root and self.s.upos[c] == self.s.upos[root] and not self.case(c)]
        listed = [c for c in listed if self.rels[c] in ("appos", "conj", "list", "nmod:unmarked", "nmod", "dep")]
        below = [i for i in range(root + 1, len(self.heads)) if self.heads[i] in (root, *listed)]
        deed = next((i for i in below if self._to(i) or (listed and self._finite(i))), -1)
        if deed < 0 or self.rels[deed] not in ("acl", "advcl", "ccomp", "xcomp", "parataxis", "dep"):
            return
        for i in range(len(self.heads)):
            if self.heads[i] == root and i > deed:
                self.heads[i] = deed
        for name in (name for name in listed if name < deed):
            self.rels[name] = "conj"
        self.heads[root], self.rels[root] = deed, "nsubj"
        self.heads[deed], self.rels[deed] = -1, "root"
