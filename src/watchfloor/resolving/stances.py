"""Where a speaker stands: stances read from the coded verbal act, its negation and its modality; never from mood.

A stance is read top-down from a head word. A word of the pack `stance` ("rejects", "open to", "no plans to") gives a
value to what it takes; under another such word the two are joined ("refused to rule out": in favour after all). What no
such word takes is read as a deed of the speaker's own side: "will send", "would not join", "could freeze". What others
do, will do or think is no stance here: `own` tells who is meant by a subject. "If" and "unless" give the condition,
"only" and "limited to" the limit.

Only words are known here, no actors: the result names word indices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from watchfloor.coding.graph import Graph
from watchfloor.resolving.stancebook import Position, StanceBook

NEGATIONS: Final = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "no", "hardly", "scarcely"})
NO_NEGATION: Final = frozenset({"only", "just", "merely", "least", "doubt", "sooner", "less"})
NOBODY: Final = frozenset({"nobody", "none", "nothing", "no-one"})
CLAUSAL: Final = frozenset({"VERB", "AUX"})
NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
# What of a clause is not part of what it is about.
ANYBODY: Final = frozenset({"subject", "act", "thing", "anybody"})
"""ways of taking that ask for no holder: judgements of a thing"""
ASIDE: Final = frozenset(
    {"nsubj", "nsubj:pass", "csubj", "aux", "aux:pass", "mark", "punct", "cc", "expl", "parataxis", "discourse", "cop"}
)
# Verbs that carry a noun's position: "has no plans", "voiced support". Others do something to it ("lost support").
CARRIES: Final = frozenset(
    "have voice express declare give offer show state announce make signal pledge reiterate repeat issue see raise "
    "hold reaffirm renew affirm indicate harbour harbor entertain stress underline convey extend lend throw "
    "enjoy find".split()
) - {"enjoy"}  # fmt: skip
PROVISOS: Final = frozenset({"provided", "providing", "assuming", "granted"})
SEEMING: Final = frozenset({"stand", "remain", "stay", "feel", "seem", "appear", "become", "grow", "keep"})
"""verbs that only join their subject and an adjective: "stands ready to" """
MEANT: Final = frozenset({"mean", "intend", "want", "choose"})
CONTRASTS: Final = frozenset({"while", "whereas", "although", "though"})
DEEPEST: Final = 6
"""words of position under one another; a deeper tree is none that a person wrote"""

Own = Callable[[int], bool]
"""whether a word of the sentence stands for the speaker or the speaker's side"""


@dataclass(frozen=True, slots=True)
class Cell:
    """One stance, in word indices of a sentence."""

    head: int
    """the word that carries what is spoken of"""
    target: tuple[int, int]
    """first and last word of it"""
    value: int
    commitment: str
    condition: tuple[int, int] | None
    limit: tuple[int, int] | None
    anchor: int
    """the word that took the position"""
    rule: str


@dataclass(frozen=True, slots=True)
class _Over:
    """What stands over a word on the way down."""

    value: int
    commitment: str
    rule: str
    anchor: int
    condition: int = -1
    limit: int = -1


class Reader:
    """The stances of one sentence."""

    def __init__(self, graph: Graph, book: StanceBook, own: Own) -> None:
        self.g = graph
        self.s = graph.sentence
        self.book = book
        self.own = own
        self._trees: dict[int, frozenset[int]] = {}

    # --- the ways in ----------------------------------------------------------------------------------------------

    def clauses(self, head: int, within: frozenset[int], cautious: bool = False) -> list[Cell]:
        """The stances in a clause that somebody says, and in the clauses joined to it; words `within` alone count."""
        found: list[Cell] = []
        for i in self._joined(head, within):
            found += self._clause(i, None, 0)
        if cautious:
            found = [replace(c, value=max(-1, min(1, c.value)), commitment="suggests") for c in found]
        return _distinct(found)

    def position(self, head: int, denied: bool = False) -> list[Cell]:
        """The stances of a word that itself takes a position ("rejected talks"), whoever does so."""
        return _distinct(self._positions(head, None, 0, denied, holder=False) or [])

    def taken(self, act: Position, head: int, denied: bool, anchor: int) -> list[Cell]:
        """The stances on what an act takes, when its own word is in no other list."""
        value = act.denied if denied else act.value
        if value is None:
            return []
        over = _Over(value, act.commitment, act.place, anchor, self._condition(anchor), self._limit(anchor))
        return _distinct(self._below(head, over, 0))

    def called(self, thing: int, quality: int) -> list[Cell]:
        """The stance of who calls a thing something: "called the strikes illegal", "described it as a mistake"."""
        rows = (*self.book.adjectives.get(self._lemma(quality), ()), *self.book.nouns.get(self._lemma(quality), ()))
        for row in rows:
            if "subject" in row.takes and not self._person(thing):
                denied = self._none(quality) or any(self._word(c) in NEGATIONS for c in self.kids(quality, "advmod"))
                value = row.denied if denied else row.value
                return [] if value is None else [self._cell(thing, _Over(value, row.commitment, row.place, quality))]
        return []

    # --- words ----------------------------------------------------------------------------------------------------

    def tree(self, i: int) -> frozenset[int]:
        if i not in self._trees:
            self._trees[i] = frozenset(self.g.subtree(i))
        return self._trees[i]

    def kids(self, i: int, *rels: str) -> list[int]:
        return [c for c in self.g.children[i] if self.s.rels[c] in rels or self.s.rels[c].partition(":")[0] in rels]

    def _word(self, i: int) -> str:
        return self.s.words[i].lower()

    def _lemma(self, i: int) -> str:
        return self.s.lemmas[i].lower()

    def _case(self, i: int) -> str:
        words: list[str] = []
        for c in self.g.children[i]:
            if self.s.rels[c] in ("case", "mark") and c < i:
                words += [self._word(c), *(self._word(d) for d in self.g.children[c] if self.s.rels[d] == "fixed")]
        return "_".join(words)

    def _infinitive(self, i: int) -> bool:
        return any(self._lemma(c) == "to" and self.s.rels[c] in ("mark", "aux") for c in self.g.children[i])

    def is_clause(self, i: int) -> bool:
        """Whether a word carries a clause."""
        return self.s.upos[i] in CLAUSAL or bool(self.kids(i, "nsubj", "cop", "csubj", "expl"))

    def _joined(self, head: int, within: frozenset[int]) -> Iterator[int]:
        """A clause and those joined to it, with or without a subject of their own."""
        todo, seen = [head], set()
        while todo:
            i = todo.pop(0)
            if i in seen or i not in within:
                continue
            seen.add(i)
            yield i
            todo += [c for c in self.kids(i, "conj", "parataxis") if self.is_clause(c) or self.s.upos[c] == "ADJ"]
            todo += [c for c in self.kids(i, "advcl") if self._case(c) in CONTRASTS]

    def negated(self, i: int) -> bool:
        """Whether the clause of word i is denied: by "not", by "no" at its object or subject, or by "nobody"."""
        return self._denied(i) != 0

    def _denied(self, i: int) -> int:
        count = behind = 0
        for c in self.g.children[i]:
            rel, word = self.s.rels[c], self._word(c)
            if word in NEGATIONS and rel in ("advmod", "det", "cc", "cc:preconj", "aux", "neg"):
                following = self._word(c + 1) if c + 1 < len(self.s) else ""
                auxiliary = c > 0 and self.s.heads[c - 1] == i and self.s.rels[c - 1].startswith("aux")
                if following not in NO_NEGATION and not (auxiliary and behind):
                    count += 1  # "do not and will not": one refusal, said twice
                    behind += auxiliary
            elif self._denies(c, rel, word):
                count += 1
        return count % 2

    def _denies(self, c: int, rel: str, word: str) -> bool:
        if rel in ("nsubj", "nsubj:pass"):
            return word in NOBODY or self._none(c)
        if rel in ("aux", "aux:pass"):
            return word in ("cannot", "can't", "won't")
        return rel == "advmod" and word == "longer" and c > 0 and self._word(c - 1) == "no"

    def _none(self, i: int) -> bool:
        return any(self._word(c) in ("no", "neither") and self.s.rels[c] == "det" for c in self.g.children[i]) or (
            self._word(i) == "one" and i > 0 and self._word(i - 1) == "no"
        )

    def _subjects(self, i: int) -> tuple[int, ...]:
        """Who the clause of word i is about, on the surface or by control."""
        found = tuple(self.kids(i, "nsubj", "csubj"))
        if found:
            return found
        return self.g.roles[i].get("object" if self.g.passive[i] else "agent", ())

    def _mine(self, i: int) -> bool:
        """Whether the clause is a deed or view of the speaker's own side."""
        return any(self._word(c) in NOBODY or self._none(c) or self.own(c) for c in self._subjects(i))

    # --- conditions and limits --------------------------------------------------------------------------------------

    def _condition(self, i: int) -> int:
        """The clause of a condition below word i, or -1."""
        for c in self.kids(i, "advcl", "obl"):
            marks = [
                self._word(m) for m in self.g.children[c] if self.s.rels[m] in ("mark", "case", "advmod") and m < c
            ]
            joined = self._case(c).replace("_", " ")
            if set(marks) & self.book.markers["condition"] or joined in self.book.markers["condition"]:
                if self._temporal(c, marks) or self._whether(i, c):
                    continue
                return c
            auxiliaries = self.kids(c, "aux")
            subject = next(iter(self.kids(c, "nsubj")), -1)
            if auxiliaries and auxiliaries[0] < subject and self._word(auxiliaries[0]) in ("should", "had", "were"):
                return c
        below = [
            *self.kids(i, "advcl", "xcomp", "acl"),
            *(k for o in self.kids(i, "obj", "obl") for k in self.kids(o, "acl")),
        ]
        for c in below:
            if self._word(c) in PROVISOS and any(
                self._word(m) == "that" for k in self.kids(c, "ccomp") for m in self.g.children[k]
            ):
                return c
        return -1

    def _temporal(self, c: int, marks: list[str]) -> bool:
        """ "Until Friday" is no condition."""
        return not self.is_clause(c) and any(m in ("until", "till", "once") for m in marks)

    def _whether(self, i: int, c: int) -> bool:
        return self.s.rels[c].startswith("ccomp") and c > i

    def _limit(self, i: int) -> int:
        """The word that a limit stands with, below word i, or -1."""
        limits = self.book.markers["limit"]
        for c in sorted(self.tree(i)):
            if self._word(c) in limits and self.s.rels[c] in ("advmod", "amod", "case", "cc", "dep"):
                at = self.s.heads[c]
                if at < c and self.s.upos[at] in CLAUSAL:
                    later = [k for k in self.kids(at, "obl", "obj", "advcl", "xcomp", "ccomp") if k > c]
                    at = later[0] if later else at
                if any(self._word(k) in ("if", "when", "not") for k in (c + 1, c - 1) if 0 <= k < len(self.s)):
                    continue
                if self._subject_of(at, i):
                    continue
                return at
            if (
                self._lemma(c) in limits
                and self.s.upos[c] == "VERB"
                and self.s.rels[c] in ("advcl", "acl", "conj", "xcomp")
            ):
                later = [k for k in self.kids(c, "obl", "obj") if k > c]
                if later and self.s.xpos[c] in ("VBN", "VBD", "JJ"):
                    return later[0]
            if (
                self._word(c) == "more"
                and c >= 1
                and self._word(c - 1) in ("no", "nothing")
                and (c + 1 < len(self.s) and self._word(c + 1) == "than")
            ):
                return self.s.heads[c] if self.s.heads[c] > c else c
            if self._word(c) == "but" and c + 1 < len(self.s) and self._word(c + 1) == "not" and c + 2 < len(self.s):
                return self.s.heads[c]
        return -1

    def _subject_of(self, k: int, i: int) -> bool:
        while k >= 0 and k != i:
            if self.s.rels[k].startswith("nsubj"):
                return True
            k = self.s.heads[k]
        return False

    # --- reading ----------------------------------------------------------------------------------------------------

    def _clause(self, i: int, over: _Over | None, depth: int) -> list[Cell]:
        if depth > DEEPEST:
            return []
        found = self._positions(i, over, depth, self.negated(i))
        if found is not None:
            return found
        if over is not None:
            value = over.value if not self.negated(i) else -over.value
            return [self._cell(i, replace(over, value=value))]
        return self._deed(i)

    def _positions(
        self, i: int, over: _Over | None, depth: int, denied: bool, holder: bool = True
    ) -> list[Cell] | None:
        """The stances of word i when it takes a position; None when it takes none, empty when somebody else's."""
        if self._lemma(i) in SEEMING:
            for c in self.kids(i, "xcomp"):
                if self.s.upos[c] == "ADJ" and not self._infinitive(c):
                    return self._positions(c, over, depth, denied or self.negated(c), holder)
        if self.s.upos[i] in CLAUSAL:
            if (carried := self._carried(i, over, depth, denied, holder)) is not None:
                return carried
            rows = self.book.verbs.get(self._lemma(i), ())
        elif self.s.upos[i] in ("ADJ", "ADV"):
            rows = self.book.adjectives.get(self._lemma(i), ())
        else:
            rows = self.book.nouns.get(self._lemma(i), ()) if self.kids(i, "cop") else ()
            if all(ANYBODY.isdisjoint(row.takes) for row in rows):
                rows = ()
        if self.s.upos[i] == "VERB" and self.kids(i, "cop", "aux:pass"):
            # "was opposed to the plan" is no passive of "opposed the plan", whatever the parser has
            rows = (*self.book.adjectives.get(self._word(i), ()), *rows)
        for row in (*self._phrase(i), *rows):
            if not self._stands(i, row.words[1:]) or (over is not None and not row.value):
                continue
            if self.g.passive[i] and row.words[0] in MEANT:
                continue  # "it was not meant to be a signal": what it is for, no position
            targets = self._targets(i, row)
            if not targets:
                continue
            impersonal = not ANYBODY.isdisjoint(row.takes) or (
                self.g.passive[i] and not self.g.roles[i].get("agent")  # "the request was turned down"
            )
            if holder and over is None and not impersonal and not self._mine(i):
                return []
            suffers = set(targets) & set(self._subjects(i)) if self.g.passive[i] else ()
            if any(self.s.upos[t] == "PRON" or self._person(t) or self.own(t) for t in suffers):
                return []  # "he was opposed by", "Moscow was opposed by": no thing to stand on
            none = all(self._none(t) or self._word(t) in NOBODY for t in targets) and ANYBODY.isdisjoint(row.takes)
            others = [c for c in self.g.children[i] if self._lemma(c) in row.words[1:]]
            subject = any(self.s.rels[t].startswith("nsubj") for t in targets)  # its "no" is counted already
            none = (none or any(self._none(c) for c in others if self.s.rels[c] == "nsubj")) and not subject
            none = none or any(self._none(c) for c in others if self.s.rels[c] == "obj")  # "had no legal basis"
            value = row.denied if denied != none else row.value
            if value is None:
                return []
            return self._spread(i, row, value, targets, over, depth)
        return None

    def _spread(
        self, i: int, row: Position, value: int, targets: list[int], over: _Over | None, depth: int
    ) -> list[Cell]:
        commitment = row.commitment
        modal = {self._word(c) for c in self.kids(i, "aux")}
        if modal & {"may", "might", "could"} and value:
            value, commitment = (1 if value > 0 else -1), "suggests"
        here = _Over(value, commitment, row.place, i, self._condition(i), self._limit(i))
        if over is not None:
            here = _joined(over, here)
        if self._mutes(i, row, targets):
            here = replace(here, value=0, commitment="leaves-open")
        return [cell for target in targets for cell in self._below(target, here, depth)]

    def _mutes(self, i: int, row: Position, targets: list[int]) -> bool:
        """ "Declined to say whether", "would not comment on"."""
        mute = self.book.markers["mute"]
        return row.value < 0 and "to" in row.takes and any(self._lemma(t) in mute for t in targets)

    def _below(self, target: int, over: _Over, depth: int) -> list[Cell]:
        if depth > DEEPEST:
            return []
        if over.value < 0 and self.is_clause(target) and self._silent(target):
            return self._unsaid(target)
        if self._lemma(target) in self.book.markers["mute"] and over.commitment == "leaves-open":
            inner = self.kids(target, "ccomp", "xcomp", "obl", "obj", "advcl")
            return [self._cell(inner[0], over)] if inner else [self._cell(target, over)]
        if self.is_clause(target) and target != over.anchor:
            out = []
            for i in self._joined(target, self.tree(target)):
                out += self._clause(i, over, depth + 1)
            return out
        return [self._cell(target, over)]

    def _carried(self, verb: int, over: _Over | None, depth: int, denied: bool, holder: bool) -> list[Cell] | None:
        """ "Has no plans to", "voiced support for", "there is no need for": a noun takes the position."""
        exists = bool(self.kids(verb, "expl"))
        if not exists and self._lemma(verb) not in CARRIES:
            return None
        carried = self.kids(verb, "obj", "nsubj") if exists else self.kids(verb, "obj")
        for noun in [*carried, *(c for n in carried for c in self.kids(n, "conj"))]:
            for row in self.book.nouns.get(self._lemma(noun), ()):
                if "subject" in row.takes:
                    continue
                targets = self._targets(noun, row) or [t for t in self._targets(verb, row) if t > noun]
                if not targets:
                    continue
                if holder and over is None and not exists and not self._mine(verb):
                    return []
                none = self._none(noun) or self._word(noun) in NOBODY
                under_no = (denied or none) if exists else denied != none
                value = row.denied if under_no else row.value
                if value is None:
                    return []
                here = _Over(value, row.commitment, row.place, noun, self._condition(verb), self._limit(noun))
                here = here if over is None else _joined(over, here)
                return [cell for t in targets for cell in self._below(t, here, depth)]
        return None

    def _phrase(self, i: int) -> Iterator[Position]:
        """ "On the table", "against": phrases behind "is" whose noun is word i."""
        if not self.kids(i, "cop") and self.s.rels[i] not in ("xcomp", "root", "ccomp", "conj", "parataxis"):
            return
        for c in self.kids(i, "case"):
            if c > i:
                continue
            before = " ".join(
                [self._word(c), *(self._word(d) for d in self.g.children[c] if self.s.rels[d] == "fixed")]
            )
            for head in {before.split()[0], *([] if before.split()[0] == before else [before])}:
                for row in self.book.phrases.get(head, ()):
                    words = " ".join(w.lower() for w in self.s.words[c : i + 1])
                    named = " ".join(row.words)
                    if "object" in row.takes and words.startswith(named + " "):
                        yield replace(row, words=row.words[:1], takes=("self",))
                    elif "subject" in row.takes and words.startswith(named) and row.words[-1] in (
                        self._word(i), self._lemma(i),
                    ):  # fmt: skip
                        yield replace(row, words=row.words[:1])

    def _stands(self, i: int, others: Iterable[str]) -> bool:
        near = [c for c in self.g.children[i] if self.s.rels[c] not in ("nsubj", "csubj", "advcl", "conj")]
        near += [d for c in near for d in self.g.children[c] if self.s.rels[c] != "ccomp"]
        near += self.kids(i, "nsubj")
        words = {w for k in near for w in (self._word(k), self._lemma(k))}
        return all(other in words for other in others)

    def _targets(self, i: int, row: Position) -> list[int]:
        """The words that carry what is spoken of, by the first way of `takes` that fits."""
        for take in row.takes:
            found = self._take(i, take, row)
            if found:
                return found
        return []

    def _take(self, i: int, take: str, row: Position) -> list[int]:
        if take == "self":
            return [i]
        if take == "to":
            below = [c for c in self.kids(i, "xcomp", "ccomp", "advcl", "acl", "obl") if c > i and self._infinitive(c)]
            if not below:  # "urged them to", hung below the person
                below = [
                    c
                    for k in self.kids(i, "obj", "obl", "nsubj")
                    for c in self.kids(k, "acl", "advcl")
                    if self._infinitive(c)
                ]
            return below[:1] or ([] if self.kids(i, "obj") else self._behind(i, "to"))
        if take == "clause":
            below = [c for c in self.kids(i, "ccomp", "acl") if c > i and not self._infinitive(c)]
            return [c for c in below if self.s.rels[c] != "acl:relcl"][:1]
        if take == "ing":
            return [c for c in self.kids(i, "xcomp", "ccomp") if self.s.xpos[c] == "VBG"]
        if take in ("object", "deed"):
            if self.s.upos[i] not in CLAUSAL:
                return []
            things = self._objects(i)
            if row.words[-1] in ("to", "by", "for", "off", "on") and len(row.words) > 1:
                things = things or self._behind(i, row.words[-1])
            if take == "deed":
                things = [t for t in things if not self._person(t)]
            return things
        if take in ("anybody", "exists"):
            return []
        if take in ("subject", "act", "thing"):
            found = [c for c in self._subjects(i) if c != i]
            inner = [c for c in self.kids(i, "csubj", "ccomp", "xcomp", "advcl") if self._infinitive(c) or c < i]
            joined = [k for c in self.kids(i, "conj") for k in self.kids(c, "csubj", "ccomp", "xcomp", "advcl")]
            inner = inner or [c for c in joined if self._infinitive(c)]
            things = [c for c in found if self.s.rels[c] != "expl" and self._word(c) not in ("it", "this", "that")]
            things = things or inner or [c for c in found if self._word(c) in ("this", "that")]
            if take == "act" or (take == "thing" and not self._supposed(i)):
                things = [t for t in things if self._deedlike(t)]
            if take == "thing":
                things = [t for t in things if self.s.upos[t] == "NOUN" and not self.own(t)]
            return [t for t in things if not self._person(t)][:1]
        return self._behind(i, take)

    def _supposed(self, i: int) -> bool:
        return any(self._word(c) in ("would", "will", "could", "may", "might") for c in self.kids(i, "aux"))

    def _objects(self, i: int) -> list[int]:
        if self.g.passive[i]:
            return [c for c in self.g.roles[i].get("object", ()) if c != i]
        first = [c for c in self.kids(i, "obj") if c > i] or [
            c for c in self.kids(i, "ccomp", "xcomp") if self.s.xpos[c] == "VBG" and c > i
        ]
        roles = [c for c in self.g.roles[i].get("object", ()) if c > i and self.s.upos[c] in NOMINAL]
        return list(dict.fromkeys([*first, *(c for c in roles if first)]))

    def _behind(self, i: int, preposition: str) -> list[int]:
        out = [c for c in self.g.roles[i].get(preposition, ()) if c != i]
        out += [
            c for c in self.kids(i, "advcl", "obl", "xcomp", "acl", "nmod") if self._case(c) == preposition and c > i
        ]
        return [c for c in dict.fromkeys(out) if c > i or self.s.rels[c] in ("nmod:poss",)]

    def _person(self, i: int) -> bool:
        """People: "welcomed the visitors"."""
        if self.s.names[i].endswith("PER"):
            return True
        lemma = self._lemma(i)
        people = self.book.markers["people"]
        return lemma in people or (
            self.s.upos[i] == "NOUN"
            and len(lemma) > 5
            and lemma.endswith(tuple(p for p in people if len(p) <= 3))
            and not lemma.endswith(("power", "matter", "order", "offer", "number", "center", "letter", "error"))
        )

    def _deedlike(self, i: int) -> bool:
        """A noun that names a deed: "talks", "sharing", "agreement"."""
        word, lemma = self._word(i), self._lemma(i)
        if self.s.upos[i] in CLAUSAL or self._infinitive(i):
            return True
        return word.endswith("ing") or lemma.endswith(
            ("tion", "sion", "ment", "talk", "talks", "deal", "strike", "truce", "force", "peace", "ceasefire", "visit",
             "attack", "accord", "support", "aid", "help", "withdrawal", "alliance", "summit", "war", "exchange",
             "swap", "compromise")
        )  # fmt: skip

    # --- deeds of one's own -----------------------------------------------------------------------------------------

    def _silent(self, i: int) -> bool:
        """ "Get into", "go beyond", "confirm": who will not do that tells nothing, and stands nowhere."""
        lemma, mute = self._lemma(i), self.book.markers["mute"]
        if lemma in mute:
            return True
        behind = (word.partition(" ")[2] for word in mute if word.startswith(lemma + " "))
        return any(self._stands(i, (other,)) for other in behind)

    def _unsaid(self, i: int) -> list[Cell]:
        below = [c for c in self.kids(i, "obj", "obl", "ccomp", "xcomp") if c > i and self.s.upos[c] != "PRON"]
        return [self._cell(below[0], _Over(0, "leaves-open", "mute", i))] if below else []

    def _deed(self, i: int) -> list[Cell]:
        auxiliaries = [self._word(c) for c in self.kids(i, "aux", "aux:pass")]
        verb = self.s.upos[i] in CLAUSAL
        denied = self.negated(i)
        advice = next((self.book.advice[a] for a in auxiliaries if a in self.book.advice), None)
        modal = next((self.book.modals[a] for a in auxiliaries if a in self.book.modals), None)
        if self._lemma(i) in ("have", "need") and self.kids(i, "xcomp") and self._infinitive(self.kids(i, "xcomp")[0]):
            deed = self.kids(i, "xcomp")[0]  # "sanctions have to go"
            value = -1 if denied else 1
            return [self._cell(deed, _Over(value, "states", "have to", i, self._condition(i), self._limit(i)))]
        if self._word(i) == "going" and self.kids(i, "xcomp"):
            deed, modal = self.kids(i, "xcomp")[0], self.book.modals["going"]
            if self._mine(i):
                if denied and self._silent(deed):
                    return self._unsaid(deed)
                return [self._cell(deed, self._over(i, modal[denied], "going to"))]
            return []
        exists = bool(self.kids(i, "expl")) and self._lemma(i) == "be"
        if exists:
            return self._existence(i, modal, denied)
        if not verb:
            return []
        if advice is not None and "have" not in auxiliaries:
            return [self._cell(i, _Over(advice[denied], "states", "advice", i, self._condition(i), self._limit(i)))]
        if modal is not None and "have" not in auxiliaries:
            if self._word_is_state(i):
                return self._without(i, modal, denied)
            if denied and self._silent(i):
                return self._unsaid(i) if self._mine(i) else []
            course = self._lemma(i) in self.book.markers["course"] and not self._person_subject(i)
            unnamed = self.g.passive[i] and not self.g.roles[i].get("agent") and not self._person_subject(i)
            if not (self._mine(i) or course or unnamed):
                return []
            if self._word(self._first_subject(i)) in NOBODY or self._none(self._first_subject(i)):
                denied = True
            return [self._cell(i, self._over(i, modal[denied], "modal"))]
        return self._present(i, auxiliaries, denied)

    def _without(self, i: int, modal: tuple[int, int], denied: bool) -> list[Cell]:
        """ "Will have no combat mission", "will not have a role": no deed, and yet a refusal."""
        things = self.kids(i, "obj") if self._lemma(i) == "have" and self._mine(i) else []
        none = denied or any(self._none(c) or self._word(c) in NOBODY for c in things)
        return [self._cell(things[0], self._over(i, modal[1], "modal"))] if things and none else []

    def _present(self, i: int, auxiliaries: list[str], denied: bool) -> list[Cell]:
        """ "We are sending", "it does not coordinate": what the own side does now or has settled on."""
        if not self._mine(i) or self._word_is_state(i) or self.g.passive[i]:
            return []
        if denied and self._silent(i):
            return self._unsaid(i)
        going = self.s.xpos[i] == "VBG" and any(a in ("is", "are", "was", "were", "am", "'s", "’s", "'re", "’re", "'m")
                                                for a in auxiliaries)  # fmt: skip
        plain = bool({"do", "does"} & set(auxiliaries))
        if denied and (going or plain):
            return [self._cell(i, self._over(i, -2, "present", "states"))]
        nothing = any(self._word(c) in NOBODY or self._none(c) for c in self.kids(i, "obj"))
        if (denied and {"has", "have", "had", "did", "'ve", "’ve"} & set(auxiliaries)) or nothing:
            return [self._cell(i, self._over(i, -1, "past", "states"))]
        if going:
            return [self._cell(i, self._over(i, 2, "present", "states"))]
        return []

    def _existence(self, i: int, modal: tuple[int, int] | None, denied: bool) -> list[Cell]:
        """ "There will be no strikes", "there can be cooperation"."""
        things = self.kids(i, "nsubj", "obj")
        if not things:
            return []
        none = denied or self._none(things[0]) or self._word(things[0]) in NOBODY
        for row in self.book.nouns.get(self._lemma(things[0]), ()):
            if "exists" in row.takes and (value := row.denied if none else row.value) is not None:
                return [self._cell(things[0], _Over(value, row.commitment, row.place, i))]
        if modal is not None:
            supposed = any(self.s.xpos[c] == "VBD" for c in self.kids(i, "advcl"))  # "if it was easy, there'd be"
            return [] if supposed else [self._cell(things[0], self._over(i, modal[none], "there"))]
        if none and self._word(i) in ("is", "'s", "’s", "are", "was", "were"):
            return [self._cell(things[0], self._over(i, -1, "there", "suggests"))]
        return []

    def _over(self, i: int, value: int, rule: str, commitment: str = "") -> _Over:
        commitment = commitment or ("commits" if abs(value) == 2 else "suggests")
        return _Over(value, commitment, rule, i, self._condition(i), self._limit(i))

    def _word_is_state(self, i: int) -> bool:
        return self._lemma(i) in self.book.markers["state"] and not self.g.passive[i]

    def _first_subject(self, i: int) -> int:
        return next(iter(self._subjects(i)), i)

    def _person_subject(self, i: int) -> bool:
        first = self._first_subject(i)
        return first != i and (self.s.upos[first] == "PRON" or self._person(first))

    # --- cells ------------------------------------------------------------------------------------------------------

    def _cell(self, i: int, over: _Over) -> Cell:
        condition = over.condition if over.condition >= 0 else self._condition(i)
        limit = over.limit if over.limit >= 0 else self._limit(i)
        first, last = self._extent(i, condition)
        return Cell(
            i,
            (first, last),
            over.value,
            over.commitment if over.value else "leaves-open",
            self._run(condition) if condition >= 0 else None,
            self._run(limit) if limit >= 0 else None,
            over.anchor,
            over.rule,
        )

    def _extent(self, i: int, condition: int) -> tuple[int, int]:
        """The words of what is spoken of: a phrase whole, a clause without subject, auxiliaries and condition."""
        words = set(self.tree(i))
        clause = self.is_clause(i)
        whole = clause and self._keeps_subject(i)
        for c in self.g.children[i]:
            rel = self.s.rels[c]
            aside = rel in ASIDE or (rel == "advmod" and self._word(c) in NEGATIONS)
            kept = whole and rel.startswith(("nsubj", "csubj", "aux", "cop", "expl", "advmod"))
            joined = rel.startswith("conj") and (clause or self.s.upos[c] in NOMINAL)
            leads = c < i and (rel in ("case", "mark", "cc", "punct") or rel.startswith("advcl"))
            if (clause and aside and not kept) or joined or leads:
                words -= self.tree(c)
        if condition >= 0:
            words -= self.tree(condition)
        words.add(i)
        first = last = i
        while first - 1 in words:
            first -= 1
        while last + 1 in words:
            last += 1
        while last > i and self.s.upos[last] == "PUNCT":
            last -= 1
        while first < i and self.s.upos[first] == "PUNCT":
            first += 1
        return first, last

    def _keeps_subject(self, i: int) -> bool:
        """What happens to a thing is told with the thing: "the sanctions would remain"."""
        return not self._mine(i) and not self._person_subject(i)

    def _run(self, i: int) -> tuple[int, int]:
        """The words of a phrase around its head, without marks at the edges."""
        words = self.tree(i)
        first = last = i
        while first - 1 in words:
            first -= 1
        while last + 1 in words:
            last += 1
        while last > i and self.s.upos[last] == "PUNCT":
            last -= 1
        while first < i and self.s.upos[first] == "PUNCT":
            first += 1
        return first, last


def _joined(over: _Over, here: _Over) -> _Over:
    """Two positions, one under the other: "refused to rule out" is +1, "promised to support" +1, "denied that it plans
    to" -2."""
    sign = (over.value > 0) - (over.value < 0)
    if not sign or not here.value:
        value = 0
    elif sign > 0:
        value = here.value if over.commitment != "suggests" else max(-1, min(1, here.value))
    elif here.value < 0:
        value = 1
    else:
        value = -max(abs(over.value), abs(here.value))
    return replace(
        here,
        value=value,
        commitment=over.commitment if over.commitment in ("suggests", "leaves-open") else here.commitment,
        rule=f"{over.rule}+{here.rule}",
        condition=here.condition if here.condition >= 0 else over.condition,
        limit=here.limit if here.limit >= 0 else over.limit,
    )


def _distinct(cells: list[Cell]) -> list[Cell]:
    """One stance for each thing spoken of: the first reading counts."""
    found: dict[tuple[int, int], Cell] = {}
    for cell in cells:
        found.setdefault(cell.target, cell)
    return list(found.values())
