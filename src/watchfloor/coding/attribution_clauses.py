"""Attributions inside one sentence, read from its graph: verbs, nouns and adjectives with what they take, and phrases
that name a source ("according to").

What a cue takes is looked for in the tree, where clauses hang; who says it in the roles, where voice, control and
coordination are settled. Quotations that run over the sentence are joined later, in attribution_quotes.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from watchfloor.coding.cuebook import PREPOSITIONS, Act, Cue, CueBook
from watchfloor.coding.graph import TIME_WORDS, Graph

NEGATIONS: Final = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor"})
# Words between a cue and its verb's auxiliaries that belong to the cue: "has also said", "did not say".
WITH_CUE: Final = frozenset({"aux", "aux:pass", "cop", "advmod", "compound:prt"})
# Verbs that only carry the noun that attributes: "made the claim that", "expressed concern about".
CARRYING: Final = frozenset(
    "have make issue express voice repeat give offer hold raise take release deliver announce reiterate share put "
    "submit file send publish renew echo face get receive draw launch".split()
)
SELF: Final = frozenset({"himself", "herself", "itself", "themselves", "myself", "ourselves", "yourself"})
ASIDES: Final = frozenset({"acl:relcl"})
ASIDE_MARKS: Final = frozenset({",", "–", "—", "-", "--"})
DASHES: Final = frozenset({"–", "—", "--"})
REPORTED: Final = frozenset({"would", "could", "might", "should"})
"""auxiliaries of reported speech"""
EDGE: Final = frozenset({",", ".", ":", ";", "-", "–", "—", "--", "…", "..."})
Found = tuple[frozenset[int], int, int]
"""what is said, the word that carries it, and who is told or -1"""

_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"})


@dataclass(slots=True)
class Draft:
    """An attribution while it is being read; frozen as an `Attribution` at the end."""

    sentence: int
    act: Act
    rule: str
    cue_head: int = -1
    cue: tuple[int, int] | None = None
    """stretch of the text"""
    speaker: tuple[int, int] | None = None
    """sentence and head word"""
    speaker_span: tuple[int, int] | None = None
    content: list[tuple[int, int]] = field(default_factory=list)
    heads: list[tuple[int, int]] = field(default_factory=list)
    negated: bool = False
    addressee: int = -1
    venue: int = -1
    carried: str = ""
    declined: bool = False


def read(graph: Graph, number: int, book: CueBook) -> list[Draft]:
    """Every attribution of sentence `number`, in the order of its cues."""
    return Reader(graph, number, book).drafts()


class Reader:
    """One sentence, asked for its attributions."""

    def __init__(self, graph: Graph, number: int, book: CueBook) -> None:
        self.g = graph
        self.s = graph.sentence
        self.number = number
        self.book = book
        self._trees: dict[int, frozenset[int]] = {}

    def drafts(self) -> list[Draft]:
        found: list[Draft] = []
        for i, lemma in enumerate(self.s.lemmas):
            low, form = lemma.lower(), self.s.words[i].lower()
            draft: Draft | None = None
            upos = self.s.upos[i]
            if upos == "VERB" and low in self.book.verbs:
                draft = self._verb(i, self.book.verbs[low])
                if draft is None and form in self.book.adjectives:
                    draft = self._adjective(i, self.book.adjectives[form])
            elif upos in ("NOUN", "PROPN") and low in self.book.nouns:
                draft = self._noun(i, self.book.nouns[low])
            elif upos in ("ADJ", "VERB") and (low in self.book.adjectives or form in self.book.adjectives):
                draft = self._adjective(i, self.book.adjectives.get(low) or self.book.adjectives[form])
            if draft is None and self.kids(i, "cop"):
                draft = self._position(i)
            if draft is not None:
                found.append(draft)
            for role, fillers in self.g.roles[i].items():
                if role == "in":
                    found.extend(filter(None, (self._in_view(i, filler) for filler in fillers)))
                elif role in self.book.sources:
                    found.extend(filter(None, (self._source(i, role, filler) for filler in fillers[:1])))
        return _without_carriers(found)

    # --- words ---------------------------------------------------------------------------------------------------

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

    # --- verbs ---------------------------------------------------------------------------------------------------

    def _verb(self, i: int, cues: tuple[Cue, ...]) -> Draft | None:
        if self.s.rels[i] in ("amod", "compound", "aux", "cop", "case", "mark", "fixed"):
            return None
        if self.g.passive[i] and self._as_saying(i):
            return None  # "was quoted as saying": who said it is the subject of saying
        for cue in cues:
            others = self._others(i, cue)
            if others is None or (len(cue.words) == 1 and self.kids(i, "compound:prt")):
                continue  # with another particle it is another verb
            takes = cue.takes
            for take in (
                "clause",
                "accused",
                "order",
                "predicate",
                "as",
                "infinitive",
                "object",
                *sorted(PREPOSITIONS),
            ):
                if take not in cue.takes:
                    continue
                found = self._prep(i, take) if take in PREPOSITIONS else getattr(self, f"_{take}")(i, others, takes)
                if found is not None:
                    words, head, person = found
                    return self._draft(i, cue, f"verb-{take}", words, head, person, others)
        return None

    def _as_saying(self, i: int) -> bool:
        return self.s.lemmas[i] in ("quote", "cite", "report") and any(
            self.case(c) == "as" and self.s.lemmas[c].lower() in self.book.verbs for c in self.kids(i, "advcl")
        )

    def _others(self, i: int, cue: Cue) -> tuple[int, ...] | None:
        """The further words of a cue: particles, or the preposition of a phrase, or a word of the predicate."""
        found = []
        for word in cue.words[1:]:
            near = list(self.g.children[i])
            near += [d for c in near for d in self.g.children[c] if self.s.rels[d] in ("case", "mark")]
            hit = next((k for k in near if word in (self.s.words[k].lower(), self.s.lemmas[k].lower())), -1)
            if hit < 0 or (hit < i and self.s.rels[hit] in ("case", "mark")):
                return None
            found.append(hit)
        return tuple(found)

    def _clause(self, i: int, others: tuple[int, ...], takes: frozenset[str]) -> Found | None:
        person = self._person(i)
        for c in self.kids(i, "ccomp"):
            if not (self.infinitive(c) and c < i):
                words = (self.tree(c) - self._inner(c, i)) | self._own_subject(i, c) | self._going_on(i, c)
                words -= self._back_to_the_cue(i, c) | self._other_voice(c) | self._adding(c)
                words = self._until_dash(i, words)
                if person >= 0 and "told" not in takes and i < person < c:
                    words |= self.tree(person) if not self.kids(c, "nsubj", "nsubj:pass", "expl") else frozenset()
                    person = -1 if person in words else person
                return words, c, person
        if self.g.passive[i] and "told" not in takes:
            return self._reported(i)
        if (words := self._before(i)) is not None:
            return words, min(words, key=self._depth), person
        above = self.s.heads[i]
        has_subject = bool(self.kids(i, "nsubj", "nsubj:pass")) or bool(self.g.roles[i].get("agent"))
        if self.s.rels[i] == "parataxis" and above >= 0 and has_subject and not self.kids(i, "obj", "xcomp"):
            above = self._clause_of(above)
            words = self.tree(above) - self.tree(i)
            return (words, above, person) if len(words) > 1 else None
        for c in self.kids(i, "advcl"):
            if self.case(c) in ("if", "whether") and c > i and min(self.tree(c)) <= max(i, person) + 1:
                return self.tree(c), c, person  # "did not say if it was true"
        for c in self.kids(i, "parataxis"):
            if has_subject and self._beside(i, c):
                return self.tree(c), c, person
        if self.s.rels[i] == "advcl" and above >= 0 and self.case(i) == "as" and has_subject:
            words = self.tree(above) - self.tree(i)
            return (words, above, person) if not self.kids(i, "obj", "xcomp", "ccomp") else None
        return None

    def _reported(self, i: int) -> Found | None:
        """ "He is said to be in Damascus", "it is feared that": said by nobody who is named."""
        for c in self.kids(i, "csubj", "xcomp"):
            if self.s.rels[c].startswith("csubj") and self.case(c) == "that":
                return self.tree(c), c, -1
            subject = next(iter(self.kids(i, "nsubj:pass", "nsubj")), -1)
            if self.s.rels[c] == "xcomp" and subject >= 0 and c > i:
                return self.tree(subject) | self.tree(c), c, -1
        return None

    def _depth(self, i: int) -> int:
        depth = 0
        while self.s.heads[i] >= 0:
            i = self.s.heads[i]
            depth += 1
        return depth

    def _before(self, i: int) -> frozenset[int] | None:
        """ "Troops left, but the town fell, the envoy told reporters": a bare reporting clause at the end of its
        sentence that the parser joined to the clause before it."""
        subject = max((k for k in self.kids(i, "nsubj") if k < i), default=-1)
        if subject < 0 or self.s.rels[i] != "conj" or self.kids(i, "ccomp", "xcomp", "mark"):
            return None
        first = min(self.tree(subject))
        between = (k for k in range(first, i) if k not in self.tree(subject))
        marked = first > 0 and self.s.words[first - 1] in (",", "”", '"', "''")
        if not marked or any(self.s.rels[k] not in WITH_CUE for k in between):
            return None
        last = max((k for k in range(len(self.s)) if self.s.upos[k] != "PUNCT"), default=i)
        if last not in self.tree(i) or any(self.s.upos[k] == "VERB" for k in range(i + 1, len(self.s))):
            return None
        top = i
        while self.s.rels[top] == "conj":
            top = self.s.heads[top]
        return frozenset(w for w in self.tree(top) if w < first) or None

    def _going_on(self, i: int, c: int) -> frozenset[int]:
        """What a reported clause goes on with although it hangs on the cue: another such clause ("that ..., and that
        ..."), or one whose auxiliary is a reported one ("were ready and would leave")."""
        words: set[int] = set()
        for k in self.kids(i, "ccomp", "conj", "advcl"):
            if k <= c or any(self._speaks(m) for m in range(c + 1, k) if m != i and m not in self.tree(c)):
                continue
            marks = {self.s.words[m].lower() for m in self.kids(k, "mark")}
            told = self.s.rels[k].partition(":")[0] == "ccomp" and not self.infinitive(k)
            auxiliaries = {self.s.words[a].lower() for a in self.kids(k, "aux")}
            mine = {self.s.words[a].lower() for a in self.kids(i, "aux")}
            shifted = bool(auxiliaries & REPORTED) and not auxiliaries & mine and c > i
            shifted = shifted and self.s.rels[k] == "conj" and self.s.lemmas[k].lower() not in self.book.verbs
            if told or (self.s.rels[k] == "conj" and "that" in marks) or shifted:
                words |= self.tree(k)
        return frozenset(words)

    def _back_to_the_cue(self, i: int, c: int) -> frozenset[int]:
        """ "Claimed that Iran was ready, but offered no proof": behind a comma a past without a subject goes on with
        the cue's, when both are told in the past."""
        if self.s.xpos[i] != "VBD":
            return frozenset()
        for k in self.kids(c, "conj"):
            bare = self.s.xpos[k] == "VBD" and not self.kids(k, "nsubj", "nsubj:pass", "aux", "mark", "expl")
            joint = next(iter(self.kids(k, "cc")), -1)
            if bare and joint > 0 and self.s.words[joint - 1] == ",":
                return frozenset(w for w in self.tree(c) if w >= joint)
        return frozenset()

    def _speaks(self, k: int) -> bool:
        cues = self.book.verbs.get(self.s.lemmas[k].lower(), ()) if self.s.upos[k] == "VERB" else ()
        return any(cue.act.channel == "speech" for cue in cues)

    def _adding(self, c: int) -> frozenset[int]:
        """ "Vowed to leave, saying the deal was dead": behind a comma "saying" goes with the cue."""
        for k in self.tree(c):
            if self._speaks(k) and self.s.xpos[k] == "VBG" and self.s.rels[k] == "advcl" and self.s.words[k - 1] == ",":
                return self.tree(k)
        return frozenset()

    def _other_voice(self, c: int) -> frozenset[int]:
        """ "Said the victims were safe, while the mayor wrote that ...": a clause of contrast with a cue of its own is
        the article's."""
        for k in self.kids(c, "advcl"):
            speaks = self.s.lemmas[k].lower() in self.book.verbs and self.kids(k, "nsubj") and self.kids(k, "ccomp")
            if speaks and self.case(k) in ("while", "whereas", "as") and k > c:
                return self.tree(k)
        return frozenset()

    def _until_dash(self, i: int, words: frozenset[int]) -> frozenset[int]:
        """ "Iran backed it – Rouhani said it would help – while ...": between two dashes nothing reaches further."""
        opening = next((k for k in range(min(i, *words) - 1, -1, -1) if self.s.words[k] in DASHES), -1)
        closing = next((k for k in range(i + 1, len(self.s)) if self.s.words[k] in DASHES), -1)
        if opening < 0 or closing < 0 or not any(w > closing for w in words):
            return words
        before = min(self.tree(i), default=i)
        near = opening in (before - 1, before) or all(
            self.s.heads[k] in self.tree(i) for k in range(opening + 1, min(i, *words))
        )
        return frozenset(w for w in words if w < closing) if near else words

    def _clause_of(self, i: int) -> int:
        """The clause of a word that the parser hung a reporting clause on ("the talks, he said, had failed")."""
        top = i
        while self.s.heads[top] >= 0 and self.s.rels[top].partition(":")[0] in ("nsubj", "obj", "obl", "nmod", "appos"):
            top = self.s.heads[top]
        return top if self._is_clause(top) else i

    def _own_subject(self, i: int, c: int) -> frozenset[int]:
        """ "Talks, officials say, go well": of two subjects before the cue the farther is that of what is said."""
        subjects = [k for k in self.kids(i, "nsubj") if k < i]
        if len(subjects) < 2 or self.kids(c, "nsubj", "expl", "csubj") or c < i:
            return frozenset()
        return self.tree(subjects[0])

    def _inner(self, c: int, i: int) -> frozenset[int]:
        """What hangs inside a clause but belongs to its cue: nothing, unless the cue itself hangs there."""
        return self.tree(i) if i in self.tree(c) else frozenset()

    def _beside(self, i: int, c: int) -> bool:
        """Whether a loosely joined clause is what is said: a comma, colon or mark stands between, no semicolon."""
        low, high = min(i, c), max(i, c)
        between = self.s.words[low + 1 : high]
        return ";" not in between and any(w in (",", ":", "“", '"', "''", "``", "”") for w in between)

    def _person(self, i: int) -> int:
        """Who is told: the object beside a clause."""
        told = [c for c in self.kids(i, "obj", "iobj") if self.s.upos[c] in _NOMINAL]
        if told:
            return told[0]
        if self.g.passive[i]:
            return next(iter(self.g.roles[i].get("object", ())), -1)
        if self._was_asked(i):
            return next(iter(self.g.roles[i].get("agent", ())), -1)
        return next((c for c in self.kids(i, "obl") if self.case(c) in ("to", "with") and c > i), -1)

    def _sufferer(self, i: int, others: tuple[int, ...]) -> tuple[int, frozenset[int]] | None:
        """The object, the surface subject of a passive, or the phrase behind the cue's own preposition."""
        own = [self.s.heads[k] for k in others if self.s.rels[k] in ("case", "mark") and self.s.heads[k] != i]
        if own:
            return own[0], self.bare(own[0])
        if self.g.passive[i]:
            subject = next(iter(self.kids(i, "nsubj:pass", "nsubj")), -1)
            if subject < 0:
                subject = next(iter(self.g.roles[i].get("object", ())), -1)
                return (subject, self.tree(subject) - self._path(subject, i)) if subject >= 0 else None
            return subject, self.tree(subject)
        thing = next((c for c in self.kids(i, "obj", "iobj") if self.s.words[c].lower() not in SELF), -1)
        if thing >= 0:
            return thing, self.tree(thing)
        return None

    def _path(self, top: int, i: int) -> frozenset[int]:
        """What lies below `top` on the way down to word i: a relative clause, seen from its noun."""
        k = i
        while k >= 0 and self.s.heads[k] != top:
            k = self.s.heads[k]
        return self.tree(k) if k >= 0 else frozenset()

    def _infinitive_below(self, i: int) -> int:
        return next((c for c in self.kids(i, "xcomp", "ccomp", "advcl") if self.infinitive(c) and c > i), -1)

    def _order(self, i: int, others: tuple[int, ...], takes: frozenset[str]) -> Found | None:
        who = self._sufferer(i, others)
        if who is None:
            return None
        person, words = who
        deed = self._infinitive_below(i)
        if deed < 0:
            deed = next((c for c in self.kids(person, "acl") if self.infinitive(c)), -1)
        if deed < 0 and self.s.upos[person] == "VERB" and others:
            deed = person
        if deed < 0:
            return None
        return (words | self.tree(deed)) - self._adding(deed), deed, person

    def _infinitive(self, i: int, others: tuple[int, ...], takes: frozenset[str]) -> Found | None:
        deed = self._infinitive_below(i)
        return (self.tree(deed) - self._adding(deed), deed, self._person(i)) if deed >= 0 else None

    def _as(self, i: int, others: tuple[int, ...], takes: frozenset[str]) -> Found | None:
        who = self._sufferer(i, others)
        if who is None:
            return None
        thing, words = who
        for c in self.g.children[i]:
            rel = self.s.rels[c].partition(":")[0]
            compared = self.s.lemmas[i] in ("liken", "compare", "equate") and self.case(c) in ("to", "with")
            named = rel in ("obl", "advcl", "xcomp") and (self.case(c) == "as" or compared)
            if named and c != thing and c > i:
                return words | self.tree(c), c, -1
        apart = [c for c in self.kids(thing, "nmod", "acl", "advcl") if self.case(c) == "as"]
        return (words, thing, -1) if apart else None

    def _predicate(self, i: int, others: tuple[int, ...], takes: frozenset[str]) -> Found | None:
        who = self._sufferer(i, others)
        if who is None:
            return None
        thing, words = who
        behind = next((a for a in self.kids(thing, "amod", "acl") if a > thing and self.s.upos[a] == "ADJ"), -1)
        if behind >= 0:
            return words, behind, -1  # called their conduct “outrageous”
        for c in self.kids(i, "xcomp", "obj", "ccomp"):
            if c not in (thing, i) and c > i and not self.infinitive(c) and self.s.upos[c] != "VERB":
                return words | self.tree(c), c, -1
        for c in self.kids(i, "obl"):
            if c > thing and not self.case(c) and self.s.lemmas[c].lower() not in TIME_WORDS and self.kids(c, "det"):
                return words | self.tree(c), c, -1
        return None

    def _accused(self, i: int, others: tuple[int, ...], takes: frozenset[str]) -> Found | None:
        who = self._sufferer(i, others)
        if who is None:
            return None
        thing, words = who
        for c in (*self.kids(i, "obl", "advcl", "xcomp"), *self.kids(thing, "nmod", "acl", "advcl")):
            if self.case(c) in ("of", "for", "with", "over") and c > i:
                return words | self.tree(c), c, -1
        return None

    def _object(self, i: int, others: tuple[int, ...], takes: frozenset[str]) -> Found | None:
        if self.g.passive[i] and not self.g.roles[i].get("agent"):
            return None
        who = self._sufferer(i, others)
        if who is None:
            gerund = next((c for c in self.kids(i, "xcomp", "ccomp") if self.s.xpos[c] == "VBG" and c > i), -1)
            return (self.tree(gerund), gerund, -1) if gerund >= 0 else None
        thing, words = who
        if self.s.upos[thing] == "PRON" or self.s.lemmas[thing].lower() in TIME_WORDS:
            return None
        words -= self._day(thing)
        more = [c for c in self.kids(i, "obl", "advcl") if self.case(c) in ("for", "over", "as") and c > thing]
        for c in more[:1]:
            words |= self.tree(c)
        return words, thing, -1

    def _prep(self, i: int, preposition: str) -> Found | None:
        for c in self.kids(i, "obl", "advcl", "xcomp", "nmod", "acl"):
            if self.case(c) == preposition and c > i:
                return self.bare(c), c, self._person(i)
        return None

    def _draft(
        self, i: int, cue: Cue, rule: str, words: frozenset[int], head: int, person: int, others: tuple[int, ...]
    ) -> Draft | None:
        words = self._without_aside(words - {i})
        content = self.stretches(words)
        if not content:
            return None
        draft = Draft(self.number, cue.act, rule, i, self.cue_span(i, others, words), content=content)
        draft.heads = [(self.number, head)]
        draft.negated = any(
            self.s.words[c].lower() in NEGATIONS and self.s.rels[c] in ("advmod", "det", "cc", "aux")
            for c in self.g.children[i]
        ) or self._nobody(i)
        draft.addressee = person if cue.act.channel == "speech" else -1
        draft.venue = self._venue(i)
        self.speak(draft, self.speaker(i, words), i)
        return draft

    def _without_aside(self, words: frozenset[int]) -> frozenset[int]:
        """ "Endorsed the plan, which had failed before": what the article adds behind a comma at the end about the
        last noun is not what was said."""
        last = max((w for w in words if self.s.upos[w] != "PUNCT"), default=-1)
        for k in sorted(words):
            rel = self.s.rels[k]
            if rel not in ASIDES or self.s.heads[k] not in words:
                continue
            own = self.tree(k)
            first = min(own)
            marked = self.s.words[first] in ASIDE_MARKS or (first > 0 and self.s.words[first - 1] in ASIDE_MARKS)
            if last in own and marked:
                return words - own
        return words

    def _nobody(self, i: int) -> bool:
        """ "Neither side has said", "no official confirmed"."""
        return any(
            self.s.words[w].lower() in ("no", "neither", "none", "nobody")
            for c in self.kids(i, "nsubj")
            for w in (c, *self.kids(c, "det", "cc:preconj"))
        )

    def cue_span(self, i: int, others: tuple[int, ...], content: frozenset[int]) -> tuple[int, int]:
        first = last = i
        while first > 0 and self.s.heads[first - 1] == i and self.s.rels[first - 1] in WITH_CUE:
            first -= 1
        while (
            last + 1 < len(self.s)
            and last + 1 not in content
            and (
                last + 1 in others
                or (self.s.heads[last + 1] == i and self.s.rels[last + 1] in ("compound:prt",))
                or (self.s.rels[last + 1] == "case" and self.s.heads[last + 1] in content)
            )
        ):
            last += 1
        return self.s.starts[first], self.s.ends[last]

    def _venue(self, i: int) -> int:
        for c in self.kids(i, "obl", "nmod"):
            if self.case(c) in ("in", "on", "at", "during", "to", "via", "after") and self._is_venue(c):
                return c
        return -1

    def _is_venue(self, c: int) -> bool:
        return self.s.lemmas[c].lower() in self.book.venues

    def _was_asked(self, i: int) -> bool:
        """ "Asked whether it was true, he ...": a bare participle before the clause is done to its subject."""
        bare = not self.kids(i, "nsubj", "aux", "mark", "obj")
        return self.s.rels[i] == "advcl" and self.s.xpos[i] in ("VBN", "VBD") and bare and i < self.s.heads[i]

    def speaker(self, i: int, content: frozenset[int] = frozenset()) -> int:
        if self._was_asked(i):
            return -1
        if self.s.rels[i] == "acl" and self.s.xpos[i] == "VBG" and i and self.s.words[i - 1] == ",":
            clause = self._up_to_clause(self.s.heads[i])
            if clause >= 0 and self.g.roles[clause].get("agent"):
                return self.g.roles[clause]["agent"][0]  # "..., citing the report": with the verb, not with its object
        subjects = [k for k in self.kids(i, "nsubj") if k not in content]
        agents = [a for a in self.g.roles[i].get("agent", ()) if a not in content]
        if not agents:
            return -1
        first = agents[0]
        if len(subjects) > 1 and first == subjects[0]:
            near = min(subjects, key=lambda k: abs(k - i))
            first = near if self.s.upos[near] in _NOMINAL else first
        return next((a for a in agents if first in self.tree(a) and a != first), first)

    def _up_to_clause(self, i: int) -> int:
        while i >= 0 and not self._is_clause(i):
            i = self.s.heads[i]
        return i

    def speak(self, draft: Draft, speaker: int, i: int) -> None:
        if speaker < 0:
            return
        words = self.tree(speaker)
        if i in words:
            words -= self._path(speaker, i)
        cases = {c for c in self.g.children[speaker] if self.s.rels[c] == "case" and c < speaker}
        words -= cases
        words -= self._day(speaker)
        for start, end in self.stretches(words):
            if start <= self.s.starts[speaker] < end:
                draft.speaker, draft.speaker_span = (self.number, speaker), (start, end)

    # --- nouns and adjectives -------------------------------------------------------------------------------------

    def _noun(self, i: int, cues: tuple[Cue, ...]) -> Draft | None:
        for cue in cues:
            for c in self.g.children[i]:
                rel = self.s.rels[c].partition(":")[0]
                take = ""
                if c < i:
                    continue
                if rel in ("acl", "ccomp") and self.s.rels[c] != "acl:relcl":
                    take = (
                        "infinitive"
                        if self.infinitive(c)
                        else "clause"
                        if self.case(c) in ("that", "whether", "")
                        else ""
                    )
                    if take == "clause" and rel == "acl" and not self.case(c):
                        take = ""
                if not take and rel in ("nmod", "acl", "advcl", "obl"):
                    take = self.case(c)
                if take and take in cue.takes:
                    draft = self._nominal(i, cue, c, take)
                    if draft is not None:
                        return draft
        return None

    def _nominal(self, i: int, cue: Cue, c: int, take: str) -> Draft | None:
        words = self.tree(c) if take in ("clause", "infinitive") else self.bare(c)
        content = self.stretches(words)
        if not content:
            return None
        roles = self.g.roles[i]
        owner = next(iter(roles.get("poss", ())), -1)
        if owner < 0:
            named = (*roles.get("adj", ()), *roles.get("compound", ()))
            owner = next((k for k in named if self.s.words[k][:1].isupper()), -1)
        if owner < 0:
            owner = next((k for role in ("by", "from", "of") if role != take for k in roles.get(role, ())), -1)
        above = self.s.heads[i]
        carrier = -1
        carried = above >= 0 and self.s.upos[above] == "VERB" and self.s.rels[i] in ("obj", "nsubj:pass")
        if carried and self.s.lemmas[above] in CARRYING:
            carrier = above
            if owner < 0:
                owner = self.speaker(above)
        if owner < 0 and self.kids(i, "cop") and self.case(i) == "in":
            owner = next(iter(self.kids(i, "nsubj")), -1)  # "is in favour of"
        draft = Draft(self.number, cue.act, f"noun-{take}", i, content=content, heads=[(self.number, c)])
        first = last = i
        if carrier >= 0 and carrier < i:
            first = carrier
            while first > 0 and self.s.heads[first - 1] == carrier and self.s.rels[first - 1] in WITH_CUE:
                first -= 1
        while (
            last + 1 < len(self.s)
            and self.s.rels[last + 1] == "case"
            and self.s.heads[last + 1] == c
            and last + 1 not in words
        ):
            last += 1
        draft.cue = (self.s.starts[first], self.s.ends[last])
        draft.negated = any(self.s.words[k].lower() in NEGATIONS for k in self.kids(i, "det", "advmod")) or (
            carrier >= 0 and any(self.s.words[k].lower() in NEGATIONS for k in self.kids(carrier, "advmod"))
        )
        self.speak(draft, owner, i)
        if draft.speaker is None and take in ("infinitive", "for"):
            return None  # "a plan to rebuild the town": nobody's word
        return draft

    def _adjective(self, i: int, cues: tuple[Cue, ...]) -> Draft | None:
        if not self.kids(i, "cop", "aux:pass") and self.s.rels[i] not in ("xcomp", "advcl", "acl", "acl:relcl", "root"):
            return None
        for cue in cues:
            for c in self.kids(i, "ccomp", "advcl", "xcomp", "obl", "acl"):
                if c < i:
                    continue
                case = self.case(c)
                take = "infinitive" if self.infinitive(c) else case if case in PREPOSITIONS else "clause"
                if take not in cue.takes or (take == "clause" and self.s.rels[c] != "ccomp"):
                    continue
                words = self.tree(c) if take in ("clause", "infinitive") else self.bare(c)
                draft = self._draft(i, cue, f"adjective-{take}", words, c, -1, ())
                if draft is not None:
                    if draft.speaker is None:
                        subject = next(iter(self.kids(i, "nsubj", "nsubj:pass")), -1)
                        self.speak(draft, subject, i)
                    return draft
        return None

    def _position(self, i: int) -> Draft | None:
        """ "Khamenei is against the plan": the preposition behind "is" takes a side."""
        case = next((c for c in self.kids(i, "case") if self.s.words[c].lower() in self.book.positions), -1)
        subject = next(iter(self.kids(i, "nsubj")), -1)
        if case < 0 or not 0 <= subject < case:
            return None
        words = frozenset(w for w in self.tree(i) if w > case)
        draft = Draft(self.number, self.book.positions[self.s.words[case].lower()], "position", i)
        draft.content = self.stretches(words)
        draft.heads = [(self.number, i)]
        first = min((c for c in self.kids(i, "cop", "aux") if c < case), default=case)
        draft.cue = (self.s.starts[first], self.s.ends[case])
        draft.negated = any(self.s.words[c].lower() in NEGATIONS for c in self.kids(i, "advmod"))
        self.speak(draft, subject, i)
        return draft if draft.content else None

    # --- "according to" -------------------------------------------------------------------------------------------

    def _source(self, i: int, role: str, source: int) -> Draft | None:
        clause = i
        while self.s.heads[clause] >= 0 and not self._is_clause(clause):
            clause = self.s.heads[clause]
        words = self.tree(clause) - self.tree(source)
        content = self.stretches(words)
        if not content:
            return None
        cases = [c for c in self.g.children[source] if self.s.rels[c] == "case" and c < source]
        below = sorted({d for c in cases for d in self.tree(c)})
        draft = Draft(self.number, self.book.sources[role], "source", cases[0] if cases else source, content=content)
        if below:
            draft.cue = (self.s.starts[below[0]], self.s.ends[below[-1]])
        draft.heads = [(self.number, clause)]
        draft.venue = source if self._is_venue(source) else -1
        bare = self.bare(source) - self._day(source)
        name = self._name_behind(source)
        if name:
            bare |= name
            draft.content = self.stretches(words - name)
        for start, end in self.stretches(bare):
            if start <= self.s.starts[source] < end:
                draft.speaker, draft.speaker_span = (self.number, source), (start, end)
        return draft

    def _in_view(self, i: int, noun: int) -> Draft | None:
        """ "In Tehran's view, the sanctions are illegal"."""
        act = self.book.sources.get(f"in_{self.s.lemmas[noun].lower()}") or self.book.sources.get(
            f"in_{self.s.words[noun].lower()}"
        )
        owner = next((k for role in ("poss", "of") for k in self.g.roles[noun].get(role, ())), -1)
        if act is None or owner < 0 or not self._is_clause(i):
            return None
        draft = Draft(self.number, act, "source", noun, content=self.stretches(self.tree(i) - self.tree(noun)))
        first = min(self.tree(noun) - self.tree(owner))
        draft.cue = (self.s.starts[first], self.s.ends[noun])
        draft.heads = [(self.number, i)]
        self.speak(draft, owner, i)
        return draft if draft.content else None

    def _day(self, i: int) -> frozenset[int]:
        """ "Officials on Monday": the day is no part of who speaks."""
        days = [c for c in self.kids(i, "nmod", "obl") if self.s.lemmas[c].lower() in TIME_WORDS and c > i]
        return frozenset(w for c in days for w in self.tree(c))

    def _name_behind(self, i: int) -> frozenset[int]:
        """ "According to minister Ali Hassan, ...": a person's name right behind the noun, wherever the parser hung
        it."""
        k = i + 1
        while k < len(self.s) and self.s.names[k] == ("B-PER" if k == i + 1 else "I-PER"):
            k += 1
        return frozenset(range(i + 1, k))

    def _is_clause(self, i: int) -> bool:
        return self.s.rels[i] in ("root", "ccomp", "conj", "parataxis", "advcl", "acl:relcl") and (
            self.s.upos[i] in ("VERB", "AUX") or bool(self.kids(i, "nsubj", "cop"))
        )


def _without_carriers(drafts: list[Draft]) -> list[Draft]:
    """ "Expressed concern that": where a noun's cue takes in its verb, the verb's own reading goes."""
    taken = {draft.cue[0] for draft in drafts if draft.rule.startswith("noun") and draft.cue is not None}
    return [
        draft for draft in drafts if draft.rule.startswith("noun") or draft.cue is None or draft.cue[0] not in taken
    ]
