"""Deed or not: the facet of an act, read from the words that stand over it.

From the act upwards, each clause adds its own markers (negation, modals, "if") and each governing word its signature
(after Nairn, Condoravdi and Karttunen 2006): "refused to", "plans to", "threat of", "denied that". The innermost word
that says something decides; a denial or a condition further out overrides it ("denied that it planned to attack",
"if Iran agrees to stop"). Clauses that are presupposed ("after the attack", "who attacked") stop the walk: nothing
above them changes what they take for granted.

Where the model itself says of each word whether it happened (`Sentence.factuality`, learnt from people's judgements),
its number and the rules give the probability together, and a verb that the rules take for a deed while the model reads
that it did not happen is hypothetical: of such words people judged three in four not to have happened. Nouns and what
is presupposed stay with the rules, because people were asked about verbs of their own clause. The model never makes a
deed of what the rules hold for none, so that a deed always has its reason in words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from watchfloor.coding import frames
from watchfloor.coding.graph import TIME_WORDS, Graph
from watchfloor.coding.patterns import FacetWords
from watchfloor.types import Facet

# How likely an act put this way has happened, as far as the rules see.
PROBABILITY = {
    Facet.HAPPENED: 0.95,
    Facet.ONGOING: 0.95,
    Facet.HISTORICAL: 0.95,
    Facet.PLANNED: 0.4,
    Facet.THREATENED: 0.15,
    Facet.DEMANDED: 0.15,
    Facet.DENIED: 0.05,
    Facet.HYPOTHETICAL: 0.2,
}
ALLEGED_FACTOR = 0.65
# The probability from the model's number x (-3 to 3) and the rules' p is the logistic of
# BASE + WEIGHT * x + RULES * logit(p), fitted on the development part of UDS-IH2 (benchmarks/quality/facets.py), where
# "happened" is a judgement above 0.
BASE, WEIGHT, RULES = -0.075, 0.991, 0.207
DOUBTED = -0.5
"""a deed by the rules that the model puts below this is hypothetical"""
DEEDS = frozenset({Facet.HAPPENED, Facet.ONGOING})
# What somebody is accused of doing is not told as done; the attack that is blamed on somebody is.
ALLEGING = frozenset({"accuse", "blame", "charge", "suspect", "indict"})
CLAUSES = frozenset({"advcl", "xcomp", "ccomp"})
NOBODY = frozenset({"nothing", "nobody", "none"})
# "the first state to recognise it", "quick to condemn": what stands below has happened
SETTLED = frozenset({"first", "last", "latest", "only", "next", "quick", "swift", "proud"})
NEVER = frozenset({"time", "way", "circumstance", "account", "point", "moment", "mean", "stage", "condition"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "no", "without", "none", "hardly"})
# Behind these "not" denies nothing: "not only attacked", "no doubt attacked".
NO_NEGATION = frozenset({"only", "just", "merely", "least", "doubt", "sooner", "less"})
CONDITIONS = frozenset({"if", "unless", "whether", "lest", "provided"})
COMPLEMENTS = frozenset({"ccomp", "xcomp", "obj", "nsubj", "obl", "nmod", "acl", "csubj", "compound"})
TRANSPARENT = frozenset({"cop", "fixed", "flat", "case", "dep", "amod", "orphan", "goeswith"})
# Behind these a "to" clause tells what was done with the means, not only what for ("used tear gas to disperse").
MEANS = frozenset(
    {"call", "phone", "telephone", "write", "use", "employ", "fire", "return", "work", "help", "go", "join", "unite"}
)
# What a crowd does to say something, and what it says by it: "marched to demand elections" demands them.
CROWDS = frozenset(
    "march rally demonstrate gather protest strike occupy block burn riot chant picket walk launch stage hold take "
    "begin go".split()
)
EXPRESSED = frozenset("protest demand denounce condemn support oppose decry press".split())
# Types of acts that a promise makes a threat: "vowed to bomb" threatens, "vowed to withdraw" plans.
HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST"})
# "did not hesitate to attack" attacked, "will not hesitate to" threatens.
UNHESITATING = frozenset({"hesitate", "neglect", "shy", "shrink", "balk", "flinch"})
# Who fails at these lets happen what they were to keep off ("failed to prevent the attack").
PREVENTING = frozenset({"prevent", "avert", "stop", "thwart", "foil", "deter", "forestall", "repel", "stave"})
FAILING = frozenset({"fail", "unable", "powerless", "failure", "inability"})
# "left for Oslo to sign": parsers take the purpose of a journey for what the journey is about
JOURNEYS = frozenset(
    {"leave", "depart", "fly", "travel", "head", "arrive", "return", "drive", "sail", "gather", "meet"}
)
# Before a noun that only dates what its clause tells.
BESIDE = frozenset({"after", "before", "following", "during", "amid"})
AHEAD = frozenset({"next", "coming", "following"})
# What the governing word says when it is itself negated ("did not rule out", "has no plan to").
NEGATED = {
    Facet.DENIED: Facet.HYPOTHETICAL,
    Facet.PLANNED: Facet.DENIED,
    Facet.THREATENED: Facet.DENIED,
    Facet.DEMANDED: Facet.HYPOTHETICAL,
    Facet.HYPOTHETICAL: Facet.HYPOTHETICAL,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """The facet, the probability that the act happened, and the words that decided."""

    facet: Facet
    probability: float
    reasons: tuple[str, ...]


def read(graph: Graph, head: int, words: FacetWords, trigger: tuple[int, ...] = (), kind: str = "") -> Reading:
    """The facet of the act that word `head` names. `trigger` are its words, whose own meaning is not a governor; `kind`
    is its type, for what is threatened when it is hostile and else planned."""
    walk = _Walk(graph, words, frozenset(trigger) | {head}, kind in HOSTILE)
    walk.up(head)
    walk.menace()
    facet = walk.facet or Facet.HAPPENED
    if facet in DEEDS and (frame := frames.around(graph, head, words, frozenset(trigger) | {head})) is not None:
        facet = frame[0]
        walk.reasons.append(f"{frame[1]}: {facet.value}")
    probability = PROBABILITY[facet] * (ALLEGED_FACTOR if walk.alleged and facet is Facet.HAPPENED else 1.0)
    # "will not lift": of a refusal whose "not" is part of the act, the model's number speaks of the lifting
    # and of "did not hesitate to attack", it loses itself in the denials
    refused = bool(walk.undone) or any(graph.sentence.words[i].lower() in NEGATIONS for i in trigger)
    if graph.sentence.factuality and not refused:
        number = said_by_model(graph, head)
        if facet in DEEDS and number < DOUBTED and not walk.presupposed and graph.sentence.upos[head] == "VERB":
            facet = Facet.HYPOTHETICAL
            walk.reasons.append(f"reads as not having happened ({number:+.1f} of 3): {facet.value}")
            probability = PROBABILITY[facet]
        probability = both(number, probability)
    return Reading(facet, round(probability, 3), tuple(walk.reasons))


def number(graph: Graph, head: int) -> float | None:
    """What the model says of an act, -3 (did not happen) to 3; None where it says nothing of that."""
    return said_by_model(graph, head) if graph.sentence.factuality else None


def said_by_model(graph: Graph, head: int) -> float:
    """The model's number for an act; a noun's clause speaks through its light verb ("plans to launch an attack")."""
    numbers = graph.sentence.factuality
    light = graph.light[head]
    return max(-3.0, min(3.0, numbers[light if light >= 0 else head]))


def both(number: float, probability: float) -> float:
    """The probability that an act happened, from the model's number (-3 to 3) and that of the rules (0 to 1, open)."""
    return 1 / (1 + math.exp(-(BASE + WEIGHT * number + RULES * math.log(probability / (1 - probability)))))


class _Walk:
    def __init__(self, graph: Graph, words: FacetWords, own: frozenset[int], hostile: bool = False) -> None:
        self.g = graph
        self.s = graph.sentence
        self.words = words
        self.own = own
        self.hostile = hostile
        self.menacing = ""
        """the word that makes a threat of a hostile plan"""
        self.undone: set[int] = set()
        """words whose own negation has been settled with what they govern"""
        self.facet: Facet | None = None
        self.passed = -1
        """a word such as "failed" that has been settled with the word below it"""
        self.alleged = False
        self.presupposed = False
        self.reasons: list[str] = []

    def up(self, head: int) -> None:
        i = head
        self._markers(i)
        if self.g.light[i] >= 0:
            i = self.g.light[i]
            self._light_verb(i)
            self._markers(i)
        while (parent := self.s.heads[i]) >= 0:
            if not self._climb(i, parent):
                self.presupposed = True
                return
            if not self.s.rels[i].startswith("conj") or self._shares(i):
                self._markers(parent)
            else:
                self._conditions(parent)
            i = parent

    def _say(self, facet: Facet, why: str, *, override: bool = False) -> None:
        if self.facet is None or (override and self.facet is not facet):
            self.facet = facet
            self.reasons.append(f"{why}: {facet.value}")

    def menace(self) -> None:
        """A hostile act that is only planned, under a word that threatens, is threatened."""
        if self.menacing and self.hostile and self.facet in (Facet.PLANNED, Facet.HYPOTHETICAL):
            self._say(Facet.THREATENED, f"“{self.menacing}”", override=True)

    def _effect(self, name: str, why: str) -> None:
        """Applies an entry of facets.toml: a facet, or `alleged`, which only lowers the probability."""
        if name == "alleged":
            self.alleged = True
            self.reasons.append(f"{why}: alleged")
        elif name and name != "happened":
            self._say(Facet(name), why)

    # --- markers of a clause or phrase ---

    def _markers(self, i: int) -> None:
        for c in self.g.children[i]:
            if c in self.own or i in self.undone:
                continue
            rel, word = self.s.rels[c], self.s.words[c].lower()
            if rel in ("nsubj", "obj", "nsubj:pass") and (word in NOBODY or self._none(c)):
                self._say(Facet.DENIED, f"“{word}”")
            elif word in NEGATIONS and rel in ("advmod", "det", "cc", "cc:preconj", "mark"):
                if self.s.words[min(c + 1, len(self.s) - 1)].lower() not in NO_NEGATION:
                    self._say(Facet.DENIED, f"“{word}”", override=self.facet is Facet.PLANNED)
            elif rel in ("aux", "aux:pass"):
                self._modal(i, word)
            elif rel == "advmod":
                self._effect(self.words.adverbs.get(word, ""), f"“{word}”")
            elif rel in ("cc", "mark", "case") and word in ("rather", "instead") and self._followed(c, "than", "of"):
                self._say(Facet.DENIED, f"“{word}”", override=True)
            elif word == "longer" and c and self.s.words[c - 1].lower() == "no":
                self._say(Facet.DENIED, "“no longer”", override=True)
            elif rel in ("obl", "advmod", "nmod", "obl:unmarked"):
                self._phrase(i, c)
            elif rel == "acl" and i in self.own and self.s.xpos[c] == "VBN":
                self._participle(c)
            elif rel == "nmod:poss" and i in self.own:
                self._coming(c)
            if rel in ("amod", "compound") and i in self.own:
                known = self.words.adjectives
                self._effect(known.get(word) or known.get(self.s.lemmas[c].lower(), ""), f"“{word}”")
        self._conditions(i)
        if i in self.own and self.s.upos[i] != "VERB":
            self._preposition(i)
        if self.s.upos[i] == "VERB" and (i in self.own or i in self.g.light):
            self._verb_form(i)

    def _followed(self, i: int, *words: str) -> bool:
        return i + 1 < len(self.s) and self.s.words[i + 1].lower() in words

    def _phrase(self, i: int, c: int) -> None:
        """ "in theory", "in vain", "at no time"; "under the roadmap" with a clause in the present."""
        lemma, below = self.s.lemmas[c].lower(), self.g.children[c]
        cases = {self.s.words[k].lower() for k in below if self.s.rels[k] == "case"}
        why = f"“{' '.join([*sorted(cases), lemma])}”"
        if cases and any(self.s.words[k].lower() == "no" for k in below) and lemma in NEVER:
            self._say(Facet.DENIED, why)
        elif "in" in cases and lemma == "vain":
            self._say(Facet.DENIED, why, override=True)
        elif cases & {"in", "on"} and lemma == "theory":
            self._say(Facet.HYPOTHETICAL, why)
        elif (
            "under" in cases
            and i in self.own
            and self.s.xpos[i] in ("VBP", "VBZ", "VB")
            and self.words.nouns.get(lemma) == "planned"
        ):
            self._say(Facet.PLANNED, why)

    def _participle(self, i: int) -> None:
        """ "the march planned for Monday", "talks cancelled at the last minute"."""
        if any(self.s.rels[c] == "obl:agent" for c in self.g.children[i]):
            return
        effect = self.words.verbs.get(self.s.lemmas[i], "")
        if self.s.lemmas[i] in ("plan", "schedule", "slate", "set", "expect", "pencil", "propose", "cancel", "postpone",
                                "fear", "rumor", "rumour", "threaten", "call"):  # fmt: skip
            self._effect(effect, f"“{self.s.words[i]}”")

    def _coming(self, i: int) -> None:
        """ "tomorrow's rally", "next week's visit"."""
        below = {self.s.words[c].lower() for c in self.g.children[i]}
        if self.s.lemmas[i].lower() == "tomorrow" or (self.s.lemmas[i].lower() in TIME_WORDS and below & AHEAD):
            self._say(Facet.PLANNED, f"“{self.s.words[i]}”")

    def _none(self, i: int) -> bool:
        """ "no soldiers were killed", "neither side attacked", "not one was hurt" """
        return any(
            (self.s.words[c].lower() in ("no", "neither") and self.s.rels[c] == "det")
            or (self.s.words[c].lower() == "not" and c + 1 == i)
            for c in self.g.children[i]
        )

    def _preposition(self, i: int) -> None:
        """ "without talks", "ahead of the visit"."""
        cases = [c for c in self.g.children[i] if self.s.rels[c] == "case"]
        words = [self.s.words[w].lower() for c in cases for w in (c, *self.g.children[c])]
        self._effect(self.words.prepositions.get("_".join(words), ""), f"“{' '.join(words)}”")

    def _conditions(self, i: int) -> None:
        for c in self.g.children[i]:
            word = self.s.words[c].lower()
            if self.s.rels[c] == "mark" and word in CONDITIONS:
                self._say(Facet.HYPOTHETICAL, f"“{word}”", override=True)
        if self._inverted(i):
            self._say(Facet.HYPOTHETICAL, "inversion", override=True)

    def _inverted(self, i: int) -> bool:
        """ "had rebels attacked", "should they attack": a condition without "if"."""
        if not self.s.rels[i].startswith("advcl"):
            return False
        auxiliaries = [c for c in self.g.children[i] if self.s.rels[c] in ("aux", "aux:pass")]
        subject = next((c for c in self.g.children[i] if self.s.rels[c].startswith("nsubj")), -1)
        first = self.s.words[auxiliaries[0]].lower() if auxiliaries else ""
        return first in ("had", "should", "were") and auxiliaries[0] < subject

    def _modal(self, i: int, word: str) -> None:
        effect = self.words.modals.get(word, "")
        if word in ("would", "'d", "’d") and self._told_in_past(i):
            effect = "planned"
        if effect == "planned" and self._conditional(i):
            effect = "hypothetical"  # "unless they leave, the army will attack"
            if i in self.own or i in self.g.light:
                self.menacing = "unless" if self._unless(i) else ""
        self._effect(effect, f"“{word}”")

    def _conditional(self, i: int) -> bool:
        clauses = (c for c in self.g.children[i] if self.s.rels[c].startswith("advcl"))
        return any(self.s.words[m].lower() in CONDITIONS for c in clauses for m in self._marks(c))

    def _unless(self, i: int) -> bool:
        clauses = (c for c in self.g.children[i] if self.s.rels[c].startswith("advcl"))
        return any(self.s.words[m].lower() == "unless" for c in clauses for m in self._marks(c))

    def _told_in_past(self, i: int) -> bool:
        """ "said it would withdraw": the reporter's past tense turns will into would."""
        if any(self.s.rels[c] == "parataxis" and self._reports(c) for c in self.g.children[i]):
            return True
        below, parent = i, self.s.heads[i]
        while parent >= 0:
            past = self.s.xpos[parent] in ("VBD", "VBN")
            if past and (self._reports(parent) or self._promises(below, parent)):
                return True
            below, parent = parent, self.s.heads[parent]
        return False

    def _promises(self, i: int, parent: int) -> bool:
        """Whether a word puts forward what its own speaker will do; who warns of what others do does not."""
        lemma = self.s.lemmas[parent].lower()
        if lemma not in self.words.frames.get("menacing", frozenset()):
            return False
        subject = next((c for c in self.g.children[i] if self.s.rels[c].startswith("nsubj")), -1)
        return lemma != "warn" or subject < 0 or self.s.upos[subject] == "PRON"

    def _reports(self, i: int) -> bool:
        return self.s.lemmas[i] in self.words.reports

    def _verb_form(self, i: int) -> None:
        auxiliaries = [c for c in self.g.children[i] if self.s.rels[c] in ("aux", "aux:pass", "cop")]
        if self.s.xpos[i] == "VBG" and self.facet is None:
            forms = [self.s.xpos[c] for c in auxiliaries if self.s.lemmas[c] == "be"]
            if forms and "VBD" not in forms:
                self._say(Facet.ONGOING, "progressive")
        if self._infinitive(i) and any(self.s.lemmas[c] == "be" for c in auxiliaries):
            self._say(Facet.PLANNED, "“is to”")
        if self.s.heads[i] < 0 and self._infinitive(i) and not auxiliaries:
            self._say(Facet.PLANNED, "headline infinitive")
        if self._imperative(i):
            self._say(Facet.DEMANDED, "imperative")
        if self.s.heads[i] < 0 and self.s.words[-1] == "?":
            self._say(Facet.HYPOTHETICAL, "question")

    def _imperative(self, i: int) -> bool:
        if self.s.xpos[i] != "VB" or not (self.s.heads[i] < 0 or self.s.rels[i] == "parataxis"):
            return False
        return not any(self.s.rels[c].startswith(("nsubj", "csubj", "aux", "mark")) for c in self.g.children[i])

    def _light_verb(self, i: int) -> None:
        """Light verbs that are no deed themselves: "plans talks", "cancelled a visit"."""
        effect = self.words.verbs.get(self.s.lemmas[i], "")
        if effect in ("planned", "denied") and self._negated(i):
            self.undone.add(i)
            self._say(NEGATED[Facet(effect)], f"not “{self.s.words[i]}”")
        self._effect(effect, f"“{self.s.words[i]}”")
        if self.s.lemmas[i] in ("announce", "schedule", "set", "call", "declare") and self._for_a_day(i):
            self._say(Facet.PLANNED, f"“{self.s.words[i]} for”")

    def _for_a_day(self, i: int) -> bool:
        """ "announced a march for Tuesday" """
        days = (c for k in (i, *self.own) for c in self.g.children[k] if self.s.lemmas[c].lower() in TIME_WORDS)
        return any(self.s.words[c].lower() == "for" for d in days for c in self.g.children[d])

    def _infinitive(self, i: int) -> bool:
        return any(self.s.lemmas[c] == "to" and self.s.rels[c] in ("mark", "aux") for c in self.g.children[i])

    # --- the word above ---

    def _climb(self, i: int, parent: int) -> bool:
        """Applies what the governing word does to the act; False stops the walk."""
        rel = self.s.rels[i]
        base = rel.partition(":")[0]
        if parent in self.own or self.g.light[i] == parent or base in TRANSPARENT:
            return True
        if base == "conj":
            return True
        if base == "advcl":
            return self._adverbial(i, parent)
        if rel == "acl:relcl" or base not in COMPLEMENTS:
            return False
        if self._taken_for_granted(i, parent, base) or self._beside(i, parent, base):
            return False
        self._governor(i, parent, base)
        return True

    def _taken_for_granted(self, i: int, parent: int, base: str) -> bool:
        """A noun that its clause speaks about without saying whether it came to pass."""
        if i not in self.own or self.s.upos[i] not in ("NOUN", "PROPN"):
            return False
        lemma = self.s.lemmas[parent]
        if self.s.upos[parent] == "NOUN":
            return base == "nmod" and lemma in self.words.presupposing_nouns
        if self.s.upos[parent] != "VERB":
            return False
        if base == "nsubj" and not self.g.passive[parent]:
            told = lemma in self.words.occurring_verbs or self._verb_effect(parent)
            return not told and self._only_negated(parent)
        objects = (self.s.lemmas[c] for c in self.g.children[parent] if self.s.rels[c] == "obj" and base == "obl")
        known = lemma in self.words.presupposing_verbs or not self.words.presupposing_nouns.isdisjoint(objects)
        return known and self._definite(i)

    def _beside(self, i: int, parent: int, base: str) -> bool:
        """ "Ruled it out after a meeting": what only dates a settled deed is neither ruled out nor denied with it."""
        if base not in ("obl", "nmod") or i not in self.own or self.s.upos[parent] != "VERB":
            return False
        cases = {self.s.words[c].lower() for c in self.g.children[i] if self.s.rels[c] == "case"}
        while self._infinitive(parent) and self.s.rels[parent] == "xcomp":
            parent = self.s.heads[parent]  # "refused to sign after talks"
            if self._verb_effect(parent) != "denied":
                return False
        return bool(cases & BESIDE) and not self._infinitive(parent) and not self._open(parent)

    def _only_negated(self, i: int) -> bool:
        """A clause that is negated but under no modal: "did not stop", "changed nothing"."""
        below = self.g.children[i]
        if any(self.s.rels[c] == "aux" and self.s.words[c].lower() in self.words.modals for c in below):
            return False
        return self._negated(i) or any(
            self.s.rels[c] == "obj" and (self.s.words[c].lower() in NOBODY or self._none(c)) for c in below
        )

    def _definite(self, i: int) -> bool:
        return any(
            self.s.rels[c] == "nmod:poss" or self.s.words[c].lower() in ("the", "this", "that", "these", "those")
            for c in self.g.children[i]
        )

    def _shares(self, i: int) -> bool:
        """Whether a conjunct stands under its neighbour's auxiliaries and negation: "will arm and train", but not
        "will visit, and Egypt urged" nor "did not attack but withdrew"."""
        if self.s.upos[i] != "VERB":
            return True
        own = any(self.s.rels[c].startswith(("aux", "nsubj")) for c in self.g.children[i])
        return not own and self.s.xpos[i] in ("VB", "VBN", "VBG")

    def _adverbial(self, i: int, parent: int) -> bool:
        marks = {self.s.words[m].lower() for m in self._marks(i)}
        if "to" in marks:
            if self._verb_effect(parent) not in ("", "happened"):
                self._governor(i, parent, "xcomp")  # parsers waver between "ordered to" and "came to"
            elif self.s.lemmas[parent] not in MEANS and not (
                self.s.lemmas[parent] in CROWDS and self.s.lemmas[i] in EXPRESSED
            ):
                self._say(Facet.PLANNED, "purpose")
            return True
        if marks & {"from", "of", "with"} or ("for" in marks and self.s.lemmas[parent] in ALLEGING):
            self._governor(i, parent, "xcomp")  # "prevented them from attacking", "stopped short of attacking"
            return True
        if marks & {"before", "until"} and self._open(parent):
            self._say(Facet.PLANNED, "“before”")  # "must agree before they disarm": they have not disarmed yet
        return self._reports(parent)

    def _marks(self, i: int) -> list[int]:
        return [c for c in self.g.children[i] if self.s.rels[c] == "mark"]

    def _open(self, i: int) -> bool:
        """Whether a clause is no settled deed itself: it stands under a modal or a negation."""
        words = {self.s.words[c].lower() for c in self.g.children[i] if self.s.rels[c] in ("aux", "advmod")}
        return bool(words & NEGATIONS) or any(word in self.words.modals for word in words)

    def _governor(self, i: int, parent: int, base: str) -> None:
        lemma, upos = self.s.lemmas[parent], self.s.upos[parent]
        self._menacing(i, parent, base)
        if self._settled_by_two(i, parent):
            return
        if base in ("nmod", "obl") and (effect := self._subject_effect(i, parent)):
            self._effect(effect, "what its subject says")
            return
        if upos in ("VERB", "AUX"):
            if self._special(i, parent, base):
                return
            effect = self._verb_effect(parent)
            # A subject is only undone by verbs such as "failed" or "collapsed" that speak of it alone.
            alone = self.g.passive[parent] or not {"object", "content"} & self.g.roles[parent].keys()
            if base in ("nsubj", "csubj") and not alone and effect != "alleged":
                effect = ""
            if base == "xcomp" and lemma in self.words.ongoing and effect in ("", "happened"):
                self._goes_on(parent)
                return
        elif upos in ("ADJ", "ADV"):
            effect = self.words.adjectives.get(lemma, "")
        else:
            effect = self._noun_effect(i, parent)
        if not effect and upos not in ("VERB", "AUX") and self._infinitive(i) and not self._settled(parent):
            effect = "hypothetical"  # "the right to attack", "easy to attack": an infinitive alone tells of no deed
            if upos == "PROPN" and self.s.heads[parent] < 0:
                effect = "planned"  # "Iran to host talks": a headline, read as a name with its infinitive
        if not effect or effect == "happened":
            return
        why = f"“{self.s.words[parent]}”"
        if effect == "alleged":
            self._effect(effect, why)
        elif self._negated(parent):
            self._say(NEGATED.get(Facet(effect), Facet.HYPOTHETICAL), f"not {why}")
        else:
            facet = Facet(effect)
            self._say(facet, why, override=facet is Facet.DENIED and self.facet is Facet.PLANNED)

    def _special(self, i: int, parent: int, base: str) -> bool:
        """Verbs that speak to what is below them by more than their meaning; True where that settles it."""
        lemma, word = self.s.lemmas[parent], f"“{self.s.words[parent]}”"
        if base == "xcomp" and lemma in JOURNEYS and self._infinitive(i):
            self._say(Facet.PLANNED, "purpose")
        elif lemma in ("provide", "assume", "suppose") and base == "ccomp" and self.s.rels[parent].startswith("advcl"):
            self._say(Facet.HYPOTHETICAL, word, override=True)
        elif lemma in self.words.reports and base == "ccomp" and self._unproven(parent, i):
            self._say(Facet.HYPOTHETICAL, f"{word} without proof")
        elif lemma == "be" and self._infinitive(i):
            self._say(Facet.PLANNED, "“is to”")
        elif lemma in ("have", "remain") and base == "xcomp" and self._infinitive(i):
            self._left_to_do(parent)
        elif lemma in ALLEGING:
            if base in ("xcomp", "ccomp"):
                self._say(Facet.HYPOTHETICAL, f"{word}: alleged")
        else:
            return False
        return True

    def _noun_effect(self, i: int, parent: int) -> str:
        lemma = self.s.lemmas[parent]
        if lemma == "time" and any(self.s.words[c].lower() in ("high", "about") for c in self.g.children[parent]):
            return "demanded"  # "it is high time they withdrew"
        if lemma == "talk" and self.s.xpos[parent] == "NN":
            return "hypothetical"  # "talk of war"
        effect = self.words.nouns.get(lemma, "")
        if not effect and self.s.rels[parent] in ("obj", "obl") and self._infinitive(i):
            effect = self._verb_effect(self.s.heads[parent])  # "ordered rebels to attack", read as their attacking
        return effect

    def _menacing(self, i: int, parent: int, base: str) -> None:
        """Remembers a word that makes a threat of what it governs, where it is the threatener who would do it."""
        lemma, lists = self.s.lemmas[parent].lower(), self.words.frames
        if base not in ("ccomp", "xcomp", "obj", "obl", "acl", "nmod", "parataxis"):
            return
        if self._promises(i, parent):
            self.menacing = self.s.words[parent]
        if lemma == "right" and self.s.lemmas[self.s.heads[parent]] == "reserve":
            self.menacing = "reserve the right"
        if lemma == "put" and any(self.s.lemmas[c] == "notice" for c in self.g.roles[parent].get("on", ())):
            self.menacing = "put on notice"
        if self._reports(parent):
            for c in self.g.roles[parent].get("agent", ()):
                if self.s.lemmas[c].lower() in lists.get("messages", frozenset()):
                    self.menacing = self.s.words[c]

    def _settled_by_two(self, i: int, parent: int) -> bool:
        """ "did not hesitate to attack", "failed to prevent the attack": two denials that are none."""
        lemma = self.s.lemmas[parent]
        if lemma in UNHESITATING and self._negated(parent):
            self.undone.add(parent)
            modal = next((self.s.words[c] for c in self.g.children[parent] if self.s.rels[c] == "aux"), "")
            if self.words.modals.get(modal.lower()) == "planned":
                self._say(Facet.PLANNED, f"“{modal}”")
                self.menacing = f"not {lemma}"
            return True
        if lemma in PREVENTING and (i in self.own or self.g.light[i] >= 0):
            above = self.s.heads[parent]
            failed = above >= 0 and self.s.lemmas[above].lower() in FAILING and not self._negated(above)
            could = any(self.s.words[c].lower() in ("could", "did") for c in self.g.children[parent])
            if (failed and self.s.rels[parent] in ("xcomp", "acl", "advcl")) or (could and self._negated(parent)):
                self.undone |= {parent, above} if failed else {parent}
                self.passed = above if failed else parent
                return True
        return parent == self.passed

    def _subject_effect(self, i: int, parent: int) -> str:
        """ "calls are growing for sanctions", "there were demands for his release", "plans are under way for a march":
        a noun speaks to the phrase behind its predicate."""
        cases = {self.s.words[c].lower() for c in self.g.children[i] if self.s.rels[c] == "case"}
        if not cases & {"for", "of"} or self.s.rels[i] == "obl:agent":
            return ""
        if any(self.s.rels[c] == "obj" for c in self.g.children[parent]):
            return ""
        subject = next((c for c in self.g.children[parent] if self.s.rels[c].startswith("nsubj")), -1)
        known = self.words.nouns.get(self.s.lemmas[subject].lower(), "") if 0 <= subject < i else ""
        return known if known not in ("alleged", "happened") else ""

    def _unproven(self, parent: int, i: int) -> bool:
        below = [k for p in (parent, i) for c in self.g.children[p] for k in (c, *self.g.children[c])]
        return any(
            self.s.lemmas[k] in ("proof", "evidence")
            and "without" in {self.s.words[m].lower() for m in (*self.g.children[k], *self.g.children[self.s.heads[k]])}
            for k in below
        )

    def _goes_on(self, i: int) -> None:
        why = f"“{self.s.words[i]}”"
        if self._negated(i):
            self._say(Facet.DENIED, f"not {why}")
        elif self.s.xpos[i] in ("VBZ", "VBP", "VBG"):
            self._say(Facet.ONGOING, why)

    def _left_to_do(self, i: int) -> None:
        """ "has yet to release", "remains to free", "has to leave"; who "had to leave" left."""
        if self.s.lemmas[i] == "remain" or any(self.s.words[c].lower() in ("yet", "still") for c in self.g.children[i]):
            self._say(Facet.DENIED, "“yet to”")
        elif self.s.xpos[i] not in ("VBD", "VBN"):
            self._say(Facet.DEMANDED, "“have to”")

    def _settled(self, i: int) -> bool:
        words = [self.s.lemmas[c].lower() for c in (i, *self.g.children[i])]
        return any(word in SETTLED for word in words)

    def _verb_effect(self, verb: int) -> str:
        table: Mapping[str, str] = self.words.verbs
        lemma = self.s.lemmas[verb]
        below = self.g.children[verb]
        particles = [self.s.lemmas[c] for c in below if self.s.rels[c] in ("compound:prt", "advmod")]
        # "kept them from attacking": the preposition marks the clause
        particles += [self.s.words[m].lower() for c in below if self.s.rels[c] in CLAUSES for m in self._marks(c)]
        for other in (*particles, *self.g.roles[verb]):
            if f"{lemma} {other}" in table:
                return table[f"{lemma} {other}"]
        return table.get(lemma, "")

    def _negated(self, i: int) -> bool:
        return any(
            self.s.words[c].lower() in NEGATIONS and self.s.rels[c] in ("advmod", "det") for c in self.g.children[i]
        )
