"""The grammar of outlooks: what a word of likelihood is said of, by whom, and which way it points.

A word of likelihood is an outlook only of what lies ahead: "will probably fall", "is likely to", "doubts that it will
hold". Of what has happened ("probably killed"), of a thing ("the likely suspect"), in a question or with a bare "may"
it is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from watchfloor.coding.graph import Graph
from watchfloor.resolving.clauses import CONDITIONAL, FUTURE
from watchfloor.resolving.outlook_figures import Figures
from watchfloor.resolving.outlook_turns import Turns
from watchfloor.resolving.outlook_words import (
    CLAUSE_ONLY,
    DEMANDED,
    GENERAL,
    INTELLIGENCE,
    KINDS,
    OUTCOMES,
    REPORTING,
    RISKS,
    SCENARIOS,
    SCHEDULED,
    WINNING,
    Said,
)
from watchfloor.resolving.outlookbook import Cue, OutlookBook

__all__ = ["GENERAL", "INTELLIGENCE", "Said", "read"]


def read(graph: Graph, book: OutlookBook) -> tuple[Said, ...]:
    """The outlooks of one sentence."""
    return tuple(_Rules(graph, book).all())


class _Rules(Figures, Turns):
    def all(self) -> Iterator[Said]:
        found = [*self.numbers(), *self.bets(), *self.loose(), *self.changes(), *self.idioms()]
        for cue in self.book.cues(self.s):
            if next((w for w in self.s.words[cue.words[-1] + 1 :] if w in (".", "?", "!")), "") == "?":
                continue
            made = self.of_cue(cue)
            if made is not None:
                found.append(made)
        found += [*self.moods(), *self.turns(), *self.views(), *self.doubts()]
        found = [one for one in found if not self.errand(one)]
        taken: list[Said] = []
        for one in sorted(found, key=lambda f: (-f.confidence, f.cue)):
            clash = any(one.first <= other.last and other.first <= one.last for other in taken)
            if not clash:
                taken.append(one)
        yield from sorted(taken, key=lambda f: f.first)

    def errand(self, one: Said) -> bool:
        """Whether an outcome is the reader's or the writer's own day: "you will probably", "I would likely"."""
        subjects = {self.lemma(c) for c in self.kids(one.head, "nsubj")} | {self.lemma(one.first), self.lemma(one.head)}
        if (
            one.head >= 0
            and one.scale != "stated"
            and any(self.generic(c) for c in (*self.kids(one.head, "nsubj"), one.first))
        ):
            return True
        return bool(subjects & {"you", "i", "me", "my", "your"}) and one.scale != "stated"

    def generic(self, i: int) -> bool:
        """Whether a noun is of a kind of things: "wars are likely to last"."""
        return self.s.xpos[i] == "NNS" and self.lemma(i) in KINDS and not self.g.children[i]

    def of_cue(self, cue: Cue) -> Said | None:
        form = cue.strength.form
        if form == "adverb":
            return self.adverb(cue)
        if form == "adjective":
            return self.adjective(cue)
        if form == "verb":
            return self.verb(cue)
        if form == "mood":
            return self.mood(cue)
        if form == "degree":
            return self.degree(cue)
        return self.phrase(cue)

    def adverb(self, cue: Cue) -> Said | None:
        top = self.top(cue)
        if self.s.rels[top] in ("amod", "compound", "root", "xcomp"):
            return None
        verb = self.s.heads[top]
        if verb < 0:
            return None
        if self.lemma(cue.words[-1]) == "likely" and any(
            self.s.rels[c] in ("xcomp", "ccomp", "csubj") and self.s.heads[c] == top for c in self.g.children[top]
        ):
            return None
        depends = any(
            self.words_of(c, "mark") & {"if", "unless", "once", "without"}
            or self.s.words[min(self.g.subtree(c))].lower() in ("should", "were", "without", "had")
            for c in self.kids(verb, "advcl", "obl")
        )
        named = any(s_ in ("NOUN", "PROPN") for s_ in (self.s.upos[c] for c in self.kids(verb, "nsubj")))
        if self.auxiliaries(verb) & {"would", "'d", "’d"} and not (self.speakers(verb) or depends or named):
            return None  # "I would most likely still be in jail"
        if not self.ahead(verb) and not (cue.strength.id == "well" and not {"have"} & self.auxiliaries(verb)):
            parent = self.s.heads[verb]
            if not (self.s.rels[verb] in ("xcomp", "conj") and parent >= 0 and self.ahead(parent)):
                return None
        if self.s.words[max(0, cue.words[0] - 1)].lower() in ("more", "less", "not", "n't") and len(cue.words) == 1:
            pass
        negated = self.negated(verb)
        if cue.strength.id == "hardly":
            negated = False
        return self.said(cue, f"outlook:{cue.strength.id}", verb, self.speakers(verb), negated=negated, modifier=top)

    def adjective(self, cue: Cue) -> Said | None:  # noqa: C901 - one branch a drawing of the parser
        top = self.top(cue)
        s = self.s
        word = s.words[cue.words[-1]].lower()
        clause = next((c for c in self.kids(top, "xcomp") if self.infinitive(c)), -1)
        if (
            clause < 0
            and s.words[min(top + 1, len(s) - 1)].lower() == "to"
            and s.heads[top + 1] > top + 1
            and (self.lemma(s.heads[top + 1]) and s.xpos[s.heads[top + 1]] == "VB")
        ):
            clause = s.heads[top + 1]
        if clause < 0 and s.upos[top] in ("VERB", "ADJ", "NOUN", "ADV"):
            clause = next((c for c in self.kids(top, "advcl", "acl", "csubj") if c > top and self.infinitive(c)), -1)
        if (
            clause < 0
            and s.rels[top] in ("advmod", "amod", "case", "mark")
            and s.heads[top] > top
            and self.infinitive(s.heads[top])
        ):
            clause = s.heads[top]  # "is set to fall", drawn with the cue below the verb
        if s.rels[top] in ("amod",) and clause < 0:
            return self.scenario(cue, top)
        if cue.strength.id == "set-to" and clause >= 0 and self.lemma(clause) in SCHEDULED:
            return None
        far = s.words[min(cue.words[-1] + 1, len(s) - 1)].lower()
        if cue.strength.id == "impossible" and far in ("the", "from", "its", "a", "in"):
            return None
        if s.heads[top] >= 0 and self.lemma(s.heads[top]) == "make" and word in ("sure", "certain"):
            return None
        tense = self.words_of(top, "cop", "aux")
        if clause >= 0 and clause == s.heads[top]:
            tense = self.words_of(clause, "cop", "aux")
        reported = bool(self.speakers(top))
        if tense & {"was", "were", "had"} and not reported:
            return None
        if tense & CONDITIONAL and not tense & {"would"}:
            return None
        if clause >= 0:
            if "have" in self.auxiliaries(clause) or (
                cue.strength.id == "expected-to" and self.lemma(clause) in DEMANDED
            ):
                return None
            pronoun = any(self.lemma(n) in ("you", "i", "we") for n in self.kids(top, "nsubj"))
            if cue.strength.id == "about-to" and (pronoun or s.words[min(top + 1, len(s) - 1)].lower() != "to"):
                return None
            if cue.strength.id == "impossible" or (self.flipped(top, cue) and word == "bound"):
                return None
            if word == "set" and (s.words[min(top + 1, len(s) - 1)].lower() != "to" or tense & {"been", "has", "have"}):
                return None
            if (
                cue.strength.id == "expected-to"
                and s.upos[top] == "VERB"
                and not (self.g.passive[top] or s.rels[top] in ("acl", "amod", "xcomp"))
            ):
                return None
            if s.words[cue.words[0]].lower() == "expected" and not (self.g.passive[top] or s.xpos[top] == "VBN"):
                return None
            if s.upos[top] == "VERB" and s.xpos[top] not in ("VBN", "VBG") and word not in ("set",):
                return None
            if cue.strength.id == "set-to" and tense & {"was", "were"}:
                return None
            subject = next(iter(self.kids(top, "nsubj")), next(iter(self.kids(clause, "nsubj")), -1))
            if subject < 0 and s.rels[top] == "xcomp":
                subject = next(iter(self.kids(s.heads[top], "nsubj", "obj")), -1)
            if subject < 0 and s.rels[top] in ("acl", "amod", "appos") and s.heads[top] >= 0 and s.heads[top] < top:
                subject = s.heads[top]
            start = subject if (subject >= 0 and s.upos[subject] != "PRON") or (subject >= 0) else clause
            if subject >= 0 and self.lemma(subject) == "it" and self.words_of(top, "expl"):
                start = clause
            negated = self.negated(clause)
            return self.said(
                cue,
                f"outlook:{cue.strength.id}",
                clause,
                self.speakers(top),
                negated=negated,
                modifier=top,
                start=start,
                flip=self.flipped(top, cue),
            )
        if cue.strength.id == "about-to":
            return None
        if s.words[cue.words[-1]].lower() == "time":
            behind = (*self.kids(top, "advcl", "acl", "nmod", "obl"), *self.kids(cue.words[-1], "advcl", "acl", "nmod"))
            target = next((c for c in behind if c > cue.words[-1]), -1)
            if target < 0:
                return None
            return self.said(
                cue,
                f"outlook:{cue.strength.id}",
                target,
                self.speakers(top),
                negated=False,
                modifier=top,
                phrase=s.upos[target] != "VERB",
            )
        that = next((c for c in self.kids(top, "ccomp", "csubj", "advcl", "acl") if c > top), self.that_clause(top))
        if that >= 0 and (
            self.words_of(that, "mark") & {"that", "whether", "if", "before"} or self.s.upos[that] in ("VERB", "AUX")
        ):
            marks = self.words_of(that, "mark")
            sides = self.kids(top, "nsubj") or tuple(
                a for a in self.g.roles[top].get("agent", ()) if a < top and s.upos[a] in ("NOUN", "PROPN", "PRON")
            )
            person = next((n for n in sides if self.lemma(n) not in ("it", "that", "this", "what")), -1)
            if person >= 0 and word in ("certain", "sure"):
                return None
            conditional = marks & {"if", "unless"} and word not in ("doubtful", "doubt", "questionable", "unlikely")
            if self.s.rels[that] == "advcl" and conditional:
                that = -1
            elif not self.open_clause(that):
                return None
            elif person < 0 or self.words_of(top, "expl"):
                return self.said(
                    cue,
                    f"outlook:{cue.strength.id}",
                    that,
                    self.speakers(top),
                    negated=self.negated(that),
                    modifier=top,
                    flip=self.flipped(top, cue),
                )
        subject = next(iter(self.kids(top, "nsubj", "csubj")), -1)
        holders = self.speakers(top)
        above = s.heads[top]
        if subject < 0 and s.rels[top] == "xcomp" and above >= 0:
            subject = next(iter(self.kids(above, "obj")), -1)
            if self.lemma(above) in ("seem", "look", "remain", "appear", "become", "stay"):
                subject = next(iter(self.kids(above, "nsubj")), -1)
                holders = self.g.roles[above].get("to", ()) or self.speakers(above)
            else:
                holders = self.g.roles[above].get("agent", ()) or holders
        if (
            subject < 0
            and s.rels[top] == "obl"
            and above >= 0
            and self.lemma(above)
            in ("treat", "see", "regard", "view", "consider", "rate", "judge", "deem", "describe", "dismiss", "class")
        ):
            passive = self.g.passive[above]
            subject = next(iter(self.kids(above, "nsubj" if passive else "obj")), -1)
            holders = self.g.roles[above].get("by" if passive else "agent", ())
        if (word in CLAUSE_ONLY and len(cue.words) == 1) or subject < 0 or cue.strength.id in ("set-to", "expected-to"):
            certain = word == "certain" and subject >= 0 and self.s.upos[subject] == "NOUN"
            if not certain:
                return None
        if self.s.upos[subject] == "PRON":
            return None
        if s.names[subject].endswith("PER"):
            return None
        return self.said(
            cue,
            f"outlook:{cue.strength.id}+noun",
            subject,
            holders,
            negated=False,
            modifier=top,
            phrase=True,
            flip=self.flipped(top, cue),
            confidence=0.7,
        )

    def scenario(self, cue: Cue, top: int) -> Said | None:
        """ "War is the most likely outcome", "the likeliest result is a split"."""
        noun = self.s.heads[top]
        if noun < 0 or self.lemma(noun) not in SCENARIOS or self.past(noun):
            return None
        target = next(iter(self.kids(noun, "nsubj", "csubj")), -1)
        if target < 0 and self.s.rels[noun].startswith("nsubj"):
            target = self.s.heads[noun]
            if not self.words_of(target, "cop") & {"is", "are", "remains"}:
                return None
        if target < 0 or self.s.upos[target] not in ("NOUN", "PROPN", "VERB"):
            return None
        return self.said(
            cue,
            f"outlook:{cue.strength.id}+scenario",
            target,
            self.speakers(noun),
            negated=self.negated(noun),
            modifier=top,
            phrase=self.s.upos[target] != "VERB",
            confidence=0.6,
        )

    def verb(self, cue: Cue) -> Said | None:  # noqa: C901 - one branch a drawing of the parser
        top = cue.words[0]
        s = self.s
        if s.upos[top] != "VERB" or self.g.passive[top] or self.auxiliaries(top) & CONDITIONAL:
            return None
        lemma = self.lemma(top)
        holders = self.g.roles[top].get("agent", ())
        if self.words_of(top, "mark", "advmod") & {"if", "when", "unless", "as", "than"}:
            return None
        if self.past(top) and any(self.s.words[h].lower() in ("i", "we") for h in holders):
            return None
        if not holders and s.rels[top] != "root" and s.xpos[top] not in ("VBG", "VBZ"):
            return None
        flip = self.negated(top) or any(
            self.s.words[h].lower() in ("nobody", "none", "few", "nothing", "little", "no-one")
            or {"hardly", "scarcely", "few", "barely"} & self.words_of(h)
            or self.words_of(h, "det") & {"no", "few"}
            for h in holders
        )
        if (
            cue.strength.id == "see"
            and not flip
            and not (
                lemma == "see"
                and any(
                    s.xpos[c] == "VBG" and c > top
                    for o in self.kids(top, "obj")
                    for c in (*self.kids(o, "acl"), *self.kids(top, "xcomp"))
                )
            )
        ):
            return None
        believes = cue.strength.id == "believe"
        content = next((c for c in self.kids(top, "ccomp") if c > top), self.that_clause(top))
        if content < 0:
            content = next((c for c in self.kids(top, "parataxis") if c < top and believes), -1)
        if content >= 0:
            if believes or lemma in ("reckon", "bet", "wager"):
                if not self.ahead(content):
                    return None
            elif not self.open_clause(content):
                return None
            if (
                lemma == "doubt"
                and not (self.auxiliaries(content) & (FUTURE | CONDITIONAL))
                and not self.infinitive(content)
                and (s.xpos[content] not in ("VBZ", "VBP", "VB"))
            ):
                return None
            if self.lemma(content) in DEMANDED and lemma == "expect":
                return None
            return self.said(
                cue,
                f"outlook:{cue.strength.id}",
                content,
                holders,
                negated=self.negated(content),
                modifier=top,
                flip=flip,
            )
        clause = next((c for c in self.kids(top, "xcomp", "advcl") if self.infinitive(c) and c > top), -1)
        objects = [o for o in self.kids(top, "iobj", "obj") if o > top]
        if believes:
            return None
        if clause >= 0 and "have" in self.auxiliaries(clause):
            return None
        if clause < 0 and cue.strength.id == "see" and objects:
            clause = next(
                (c for c in (*self.kids(objects[0], "acl"), *self.kids(top, "xcomp")) if s.xpos[c] == "VBG"), -1
            )
        if clause >= 0:
            if not objects and self.lemma(clause) not in WINNING:
                return None
            if self.lemma(clause) in DEMANDED:
                return None
            return self.said(
                cue,
                f"outlook:{cue.strength.id}",
                clause,
                holders,
                negated=self.negated(clause),
                modifier=top,
                start=objects[0] if objects else clause,
                flip=flip,
            )
        if objects and (self.lemma(objects[0]) in OUTCOMES):
            return self.said(
                cue,
                f"outlook:{cue.strength.id}+noun",
                objects[0],
                holders,
                negated=False,
                modifier=top,
                phrase=True,
                flip=flip,
                confidence=0.65,
            )
        return None

    def mood(self, cue: Cue) -> Said | None:
        top = self.top(cue)
        s = self.s
        if s.upos[top] not in ("ADJ", "VERB") or (s.rels[top] == "amod" and all(c < top for c in self.g.children[top])):
            return None
        subject = next(iter(self.kids(top, "nsubj")), -1)
        if subject < 0 and s.rels[top] in ("amod", "appos", "acl"):
            subject = s.heads[top]
        if subject < 0 and s.rels[top] in ("acl", "xcomp", "conj", "advcl"):
            subject = next(iter(self.g.roles[top].get("agent", ())), s.heads[top] if s.rels[top] == "acl" else -1)
        if subject < 0 or (self.lemma(subject) in ("it", "that", "this", "outcome", "result", "future", "fate")):
            return None
        clause = next((c for c in self.kids(top, "ccomp", "advcl", "xcomp", "acl") if c > top), -1)
        if clause < 0 or self.words_of(clause, "mark") & {"if", "unless", "because", "although", "as", "to"}:
            clause = self.that_clause(top)
        flip = self.flipped(top, cue)
        above = s.heads[top]
        if (above >= 0 and self.lemma(above) == "make") or (flip and cue.strength.id == "confident" and clause < 0):
            return None
        if self.s.words[subject].lower() in ("nobody", "none", "no-one"):
            return None
        if clause >= 0:
            if not self.open_clause(clause) or self.words_of(clause, "advmod", "obj", "obl") & {
                "how",
                "why",
                "what",
                "where",
                "when",
            }:
                return None
            if (
                not (self.auxiliaries(clause) & (FUTURE | CONDITIONAL))
                and s.xpos[clause] not in ("VBG",)
                and not self.ahead(clause)
            ):
                return None
            return self.said(
                cue,
                f"outlook:{cue.strength.id}",
                clause,
                (subject,),
                negated=self.negated(clause),
                modifier=top,
                flip=flip,
            )
        for role in ("about", "of", "over", "on", "for"):
            for filler in self.g.roles[top].get(role, ()):
                if s.upos[filler] == "PRON":
                    continue
                if role in ("of", "on") and cue.strength.id == "sceptical":
                    continue
                if self.kids(filler, "nmod:poss") and self.lemma(filler) not in OUTCOMES:
                    continue  # "sure of his facts"
                return self.said(
                    cue,
                    f"outlook:{cue.strength.id}",
                    filler,
                    (subject,),
                    negated=False,
                    modifier=top,
                    phrase=True,
                    flip=flip,
                    confidence=0.7,
                )
        return None

    def degree(self, cue: Cue) -> Said | None:
        top = self.top(cue)
        s = self.s
        noun = s.heads[top]
        if s.rels[top] in ("advmod",) and noun >= 0 and s.rels[noun] in ("amod", "det"):
            noun = s.heads[noun]
        predicate = False
        if noun < 0 or not self.chance(noun):
            noun = next((n for n in self.kids(top, "nsubj") if self.chance(n)), -1)
            if noun < 0 and s.rels[top] in ("xcomp", "advcl", "obj") and s.heads[top] >= 0:
                noun = next((n for n in self.kids(s.heads[top], "nsubj", "obj") if self.chance(n)), -1)
            predicate = noun >= 0
        if noun < 0:
            return None
        if self.lemma(noun) == "outlook" and (self.kids(noun, "nmod:poss") or "on" in self.g.roles[noun]):
            return None  # a view of things
        if self.lemma(noun) in RISKS and cue.strength.id in ("degree-even",):
            return None
        if self.lemma(noun) in ("hope", "expectation", "faith") and cue.strength.id not in (
            "degree-none",
            "degree-small",
        ):
            return None
        if self.lemma(noun) in ("risk", "danger") and s.words[top].lower() in (
            "no",
            "good",
            "great",
            "big",
            "real",
            "serious",
        ):
            return None
        verb = self.verb_above(noun) if not predicate else top
        if (
            s.words[top].lower() in ("better", "higher", "greater", "stronger", "lower", "smaller")
            and len(cue.words) == 1
        ):
            return None
        reported = verb >= 0 and (bool(self.speakers(verb)) or self.lemma(verb) in REPORTING)
        if verb >= 0 and verb != top and self.past(verb) and not reported:
            return None
        if verb >= 0 and "had" in self.auxiliaries(verb):
            return None
        if cue.strength.id == "degree-good" and verb >= 0 and self.past(verb) and self.infinitive_below(noun):
            return None
        if not predicate and verb == noun and self.words_of(noun, "cop") & {"was", "were"} and not self.speakers(noun):
            return None
        if predicate and self.words_of(top, "cop") & {"was", "were"} and not self.speakers(top):
            return None
        return self.of_chance(noun, cue.words, cue, verb)

    def phrase(self, cue: Cue) -> Said | None:
        last = cue.words[-1]
        s = self.s
        filler = s.heads[last] if s.rels[last] in ("case", "mark") else -1
        if filler < 0 or filler < last:
            return None
        gerund = s.xpos[filler] == "VBG"
        if not gerund and self.lemma(filler) not in OUTCOMES:
            return None
        verb = self.verb_above(filler)
        top = cue.words[1] if len(cue.words) > 1 else cue.words[0]
        holder = self.verb_above(top)
        for one in (verb, holder, s.heads[top]):
            if one >= 0 and (self.past(one) or self.words_of(one, "cop") & {"was", "were"}):
                return None
        return self.said(
            cue,
            f"outlook:{cue.strength.id}",
            filler,
            self.speakers(filler),
            negated=False,
            modifier=top,
            phrase=not gerund,
            confidence=0.65,
        )
