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
from watchfloor.coding.graph import Graph

NEGATIONS: Final = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor"})
# Words between a cue and its verb's auxiliaries that belong to the cue: "has also said", "did not say".
WITH_CUE: Final = frozenset({"aux", "aux:pass", "cop", "advmod", "compound:prt"})
# Verbs that only carry the noun that attributes: "made the claim that", "expressed concern about".
CARRYING: Final = frozenset(
    "have make issue express voice repeat give offer hold raise take release deliver announce reiterate share put "
    "submit file send publish renew echo face get receive draw launch".split()
)
SELF: Final = frozenset({"himself", "herself", "itself", "themselves", "myself", "ourselves", "yourself"})
REPORTED: Final = frozenset({"would", "could", "might", "should"})
"""auxiliaries of reported speech"""
NAMING: Final = frozenset({"call", "label", "brand", "dub", "deem", "term"})
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
    return _Reader(graph, number, book).drafts()


class _Reader:
    def __init__(self, graph: Graph, number: int, book: CueBook) -> None:
        self.g = graph
        self.s = graph.sentence
        self.number = number
        self.book = book
        self._trees: dict[int, frozenset[int]] = {}

    def drafts(self) -> list[Draft]:
        found: list[Draft] = []
        for i, lemma in enumerate(self.s.lemmas):
            low = lemma.lower()
            draft: Draft | None = None
            upos = self.s.upos[i]
            if upos == "VERB" and low in self.book.verbs:
                draft = self._verb(i, self.book.verbs[low])
            elif upos in ("NOUN", "PROPN") and low in self.book.nouns:
                draft = self._noun(i, self.book.nouns[low])
            elif upos in ("ADJ", "VERB") and low in self.book.adjectives:
                draft = self._adjective(i, self.book.adjectives[low])
            if draft is not None:
                found.append(draft)
            for role, fillers in self.g.roles[i].items():
                if role in self.book.sources:
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
        for cue in cues:
            others = self._others(i, cue)
            if others is None:
                continue
            takes = cue.takes
            for take in ("clause", "accused", "order", "as", "infinitive", "object", *sorted(PREPOSITIONS)):
                if take not in cue.takes:
                    continue
                found = self._prep(i, take) if take in PREPOSITIONS else getattr(self, f"_{take}")(i, others, takes)
                if found is not None:
                    words, head, person = found
                    return self._draft(i, cue, f"verb-{take}", words, head, person, others)
        return None

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
                words -= self._back_to_the_cue(i, c)
                if person >= 0 and "told" not in takes and i < person < c:
                    words |= self.tree(person) if not self.kids(c, "nsubj", "nsubj:pass", "expl") else frozenset()
                    person = -1 if person in words else person
                return words, c, person
        if (words := self._before(i)) is not None:
            return words, min(words, key=lambda k: self._depth(k)), person
        above = self.s.heads[i]
        has_subject = bool(self.kids(i, "nsubj", "nsubj:pass")) or bool(self.g.roles[i].get("agent"))
        if self.s.rels[i] == "parataxis" and above >= 0 and has_subject and not self.kids(i, "obj", "xcomp"):
            above = self._clause_of(above)
            words = self.tree(above) - self.tree(i)
            return (words, above, person) if len(words) > 1 else None
        for c in self.kids(i, "parataxis"):
            if has_subject and self._beside(i, c):
                return self.tree(c), c, person
        if self.s.rels[i] == "advcl" and above >= 0 and self.case(i) == "as" and has_subject:
            words = self.tree(above) - self.tree(i)
            return (words, above, person) if not self.kids(i, "obj", "xcomp", "ccomp") else None
        return None

    def _depth(self, i: int) -> int:
        depth = 0
        while self.s.heads[i] >= 0:
            i = self.s.heads[i]
            depth += 1
        return depth

    def _before(self, i: int) -> frozenset[int] | None:
        """ "Troops left, but the town fell, the envoy added": a bare reporting clause at the end of its sentence that
        the parser joined to the clause before it."""
        subject = next(iter(self.kids(i, "nsubj")), -1)
        if self.s.rels[i] != "conj" or not 0 < subject < i or self.kids(i, "obj", "cc", "ccomp", "xcomp", "mark"):
            return None
        own = self.tree(i)
        last = max((k for k in range(len(self.s)) if self.s.upos[k] != "PUNCT"), default=i)
        if last not in own or self.s.words[min(own) - 1 if min(own) else 0] not in (",", "”", '"', "''"):
            if self.s.words[min(own)] != ",":
                return None
        top = i
        while self.s.rels[top] == "conj":
            top = self.s.heads[top]
        return self.tree(top) - own

    def _going_on(self, i: int, c: int) -> frozenset[int]:
        """What a reported clause goes on with although it hangs on the cue: another such clause ("that ..., and that
        ..."), or one whose auxiliary is a reported one ("were ready and would leave")."""
        words: set[int] = set()
        for k in self.kids(i, "ccomp", "conj", "advcl"):
            if k <= c or k == c:
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
        return words | self.tree(deed), deed, person

    def _infinitive(self, i: int, others: tuple[int, ...], takes: frozenset[str]) -> Found | None:
        deed = self._infinitive_below(i)
        return (self.tree(deed), deed, self._person(i)) if deed >= 0 else None

    def _as(self, i: int, others: tuple[int, ...], takes: frozenset[str]) -> Found | None:
        who = self._sufferer(i, others)
        if who is None:
            return None
        thing, words = who
        for c in self.g.children[i]:
            rel = self.s.rels[c].partition(":")[0]
            if c == thing and self.s.lemmas[i] in NAMING:
                behind = next((a for a in self.kids(c, "amod") if a > c), -1)
                if behind >= 0:
                    return words, behind, -1
            small = rel == "xcomp" and not self.infinitive(c)
            compared = self.s.lemmas[i] in ("liken", "compare", "equate") and self.case(c) in ("to", "with")
            named = rel in ("obl", "advcl", "xcomp") and (self.case(c) == "as" or compared)
            second = rel in ("obj", "ccomp") and c > i and c != thing
            if (small or named or second) and c != thing and c > i:
                return words | self.tree(c), c, -1
        apart = [c for c in self.kids(thing, "nmod", "acl", "advcl") if self.case(c) == "as"]
        return (words, thing, -1) if apart else None

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
        if who is None or self.s.upos[who[0]] == "PRON":
            return None
        thing, words = who
        more = [c for c in self.kids(i, "obl", "advcl") if self.case(c) in ("for", "over") and c > thing]
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
        words = words - {i}
        content = self.stretches(words)
        if not content:
            return None
        draft = Draft(self.number, cue.act, rule, i, self._cue_span(i, others, words), content=content)
        draft.heads = [(self.number, head)]
        draft.negated = any(
            self.s.words[c].lower() in NEGATIONS and self.s.rels[c] in ("advmod", "det", "cc", "aux")
            for c in self.g.children[i]
        )
        draft.addressee = person
        draft.venue = self._venue(i)
        self._speak(draft, self._speaker(i), i)
        return draft

    def _cue_span(self, i: int, others: tuple[int, ...], content: frozenset[int]) -> tuple[int, int]:
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

    def _speaker(self, i: int) -> int:
        agents = self.g.roles[i].get("agent", ())
        if not agents:
            return -1
        first = agents[0]
        subjects = [k for k in self.kids(i, "nsubj") if k < i]
        if len(subjects) > 1 and first == subjects[0] and "," in self.s.words[first:i]:
            first = subjects[-1]
        return next((a for a in agents if first in self.tree(a) and a != first), first)

    def _speak(self, draft: Draft, speaker: int, i: int) -> None:
        if speaker < 0:
            return
        words = self.tree(speaker)
        if i in words:
            words -= self._path(speaker, i)
        cases = {c for c in self.g.children[speaker] if self.s.rels[c] == "case" and c < speaker}
        words -= cases
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
                owner = self._speaker(above)
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
        self._speak(draft, owner, i)
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
                take = case if case in PREPOSITIONS else "infinitive" if self.infinitive(c) else "clause"
                if take not in cue.takes or (take == "clause" and self.s.rels[c] != "ccomp"):
                    continue
                words = self.tree(c) if take in ("clause", "infinitive") else self.bare(c)
                draft = self._draft(i, cue, f"adjective-{take}", words, c, -1, ())
                if draft is not None:
                    if draft.speaker is None:
                        subject = next(iter(self.kids(i, "nsubj", "nsubj:pass")), -1)
                        self._speak(draft, subject, i)
                    return draft
        return None

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
        bare = self.bare(source)
        for start, end in self.stretches(bare):
            if start <= self.s.starts[source] < end:
                draft.speaker, draft.speaker_span = (self.number, source), (start, end)
        return draft

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
