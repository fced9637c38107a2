"""The grammar of outlooks: what a word of likelihood is said of, by whom, and which way it points.

A word of likelihood is an outlook only of what lies ahead: "will probably fall", "is likely to", "doubts that it will
hold". Of what has happened ("probably killed"), of a thing ("the likely suspect"), in a question or with a bare "may" it
is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from watchfloor.coding.graph import Graph
from watchfloor.resolving.clauses import CONDITIONAL, FUTURE, SPEAKING, Clauses
from watchfloor.resolving.outlookbook import Cue, OutlookBook

CHANCES = frozenset(
    "shot chance odds likelihood probability prospect possibility hope risk expectation danger outlook faith".split()
)
RISKS = frozenset({"risk", "danger", "possibility", "hope", "expectation", "faith"})
VERY = frozenset("very highly extremely hugely overwhelmingly exceedingly deeply profoundly increasingly most".split())
OUTCOMES = frozenset(
    "war deal agreement accord truce ceasefire collapse coup breakthrough victory defeat attack strike violence peace "
    "escalation settlement compromise vote election intervention invasion withdrawal resignation failure success "
    "majority recession crisis conflict clash unrest extension default rebellion famine split landslide solution "
    "confrontation bloodshed revolution stalemate deadlock impasse treaty return release conviction acquittal veto"
    "".split()
)
WINNING = frozenset("win lose prevail pass secure survive reach succeed hold gain keep retain".split())
# What one expects of others as a duty is no judgement.
DEMANDED = frozenset(
    "wear pay obey attend follow behave respect comply bring show kneel bow wait stand observe refrain abide salute"
    "".split()
)
# Adjectives that say something of a thing or a person when no clause follows.
CLAUSE_ONLY = frozenset(
    "certain sure bound set poised expected predicted forecast tipped anticipated projected guaranteed assured destined "
    "favoured favored fancied even remote hopeless questionable headed heading wide".split()
)
# Verbs behind whose past an outlook still stands: "spoke of good prospects".
REPORTING = SPEAKING | frozenset(
    "speak see talk voice put give hold rate estimate find quote offer assess place profess express cite describe wire "
    "cable measure".split()
)
LIKELY = frozenset(
    "likely probable certain plausible conceivable possible realistic inevitable imminent credible".split()
)
UNLIKELY = frozenset("unlikely improbable remote doubtful distant elusive implausible uncertain".split())
GROWING = frozenset("growing rising increasing mounting improving brightening strengthening".split())
FADING = frozenset(
    "fading dimming receding shrinking dwindling falling declining waning diminishing vanishing sinking".split()
)
# Verbs of an outcome itself that tell which way it goes: "a deal is slipping away", "has moved closer".
NEARS = frozenset("near approach loom".split())
RECEDES = frozenset("recede fade".split())
RISES = frozenset(
    "raise boost lift heighten enhance rise grow improve increase brighten climb strengthen mount soar jump better revive heighten double".split()
)
FALLS = frozenset(
    "lower cut reduce dent hurt damage undermine dash fade dim fall recede diminish dwindle shrink darken evaporate slip sink wane drop decline narrow worsen slim "
    "vanish plummet decrease lessen weaken halve".split()
)
NOUNS = {
    "scepticism": (0.12, 0.25, 0.35), "skepticism": (0.12, 0.25, 0.35), "pessimism": (0.12, 0.25, 0.38),
    "optimism": (0.55, 0.7, 0.8), "confidence": (0.7, 0.8, 0.92), "doubt": (0.15, 0.25, 0.33),
    "reservation": (0.1, 0.25, 0.38), "misgiving": (0.12, 0.28, 0.4), "certainty": (0.88, 0.94, 0.98), "conviction": (0.7, 0.82, 0.92),
}  # fmt: skip
"""nouns of mood before "that" and "about": low, point, high"""
_NUM = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_NUMBER = rf"(?:\d+(?:\.\d+)?|{'|'.join(_NUM)}|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)"
_TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety hundred".split(), 2)}
_TENS["hundred"] = 100
PERCENT = re.compile(
    rf"(?P<a>{_NUMBER})(?: (?:%|per ?cent|percent|percentage))?(?: ?(?:to|-|–|and) ?(?P<b>{_NUMBER}))? ?-? ?(?:%|per ?cent|percent|per cent)\b|"
    rf"(?P<a2>\d+(?:\.\d+)?) ?%", re.I,
)  # fmt: skip
ODDS = re.compile(
    rf"(?P<m>{_NUMBER}) ?(?:-|–)? ?(?:to|in|out of) ?(?:-|–)? ?(?P<n>{_NUMBER})(?P<x> (?:against|on|in favour|in favor))?\b",
    re.I,
)
BET = re.compile(
    rf"(?P<m>{_NUMBER}) ?(?:-|–)? ?(?:to) ?(?:-|–)? ?(?P<n>{_NUMBER})(?P<x> (?:against|on|in favour of|in favor of))\b",
    re.I,
)
PRICE = re.compile(rf"at (?P<n>{_NUMBER}) (?:cents?|pence|won in the hundred|percent|per cent)\b", re.I)
LOOSE = (
    (
        re.compile(
            r"\b(?:the )?[Cc]hances are(?: good)?(?: that)?\b(?! (?:\w+ )?(?:slim|poor|bleak|low|high|dim|fading|remote|small))"
        ),
        (0.6, 0.72, 0.85),
    ),
    (re.compile(r"\bany (?:day|hour|moment|minute|time)(?: now)?\b(?=.{0,3}[.,;!]|$)"), (0.6, 0.75, 0.9)),
    (re.compile(r"\bdays are numbered\b"), (0.75, 0.85, 0.95)),
    (re.compile(r"\b(?:can|could|may|might) (?:still )?go either way\b"), (0.45, 0.5, 0.55)),
    (re.compile(r"\bhangs? (?:in the balance|by a thread)\b"), (0.3, 0.45, 0.6)),
    (re.compile(r"\b(?:is|are) in no doubt\b"), (0.85, 0.93, 0.98)),
)
IDIOMS = re.compile(
    r"\b(?:no|little|scant|hardly any|not much) reason to (?:expect|believe|think|suppose|hope)\b|\bnothing to (?:suggest|indicate)\b|"
    r"\b(?:would|will|['’]d) be (?:very |most |greatly |quite )?(?:surprised|astonished|amazed|stunned) if\b|\bwould be (?:a|something of a|no small) "
    r"(?:surprise|miracle|wonder|sensation|shock) if\b|\b(?:cast|casts|casting|throws?|threw) doubt on\b|\brul(?:es?|ed|ing) out\b(?= (?:a|an|any) )|"
    r"\bhard to (?:see|imagine|picture|envisage|conceive of)\b|\b[Dd]o(?:es)? ?(?:n['’]t|not) hold (?:your|their|its|his) breath for\b|"
    r"\bno (?:sign|signs|end|prospect) of\b(?= (?:a|an|any|the) )"
)
INTELLIGENCE = re.compile(
    r"\b(?:intelligence (?:estimate|assessment|report|communit|agenc|summary|analyst|service|brief|committee|officer|product)\w*|"
    r"National Intelligence|spy agenc\w+|CIA|key judg\w+|intelligence paper|defence intelligence|defense intelligence)\b",
)


@dataclass(frozen=True, slots=True)
class Said:
    """An outlook in word indices of its sentence."""

    rule: str
    cue: tuple[int, ...]
    first: int
    last: int
    """the words of the outcome, from and to; a cue may stand inside them"""
    head: int
    """the word that carries the outcome"""
    holders: tuple[int, ...]
    low: float | None
    point: float | None
    high: float | None
    icd: tuple[float, float] | None
    negated: bool
    direction: str
    scale: str
    condition: int
    """head of an "if" clause, or -1"""
    confidence: float = 0.8


def read(graph: Graph, book: OutlookBook) -> tuple[Said, ...]:
    """The outlooks of one sentence."""
    return tuple(_Rules(graph, book).all())


class _Rules(Clauses):
    def __init__(self, graph: Graph, book: OutlookBook) -> None:
        super().__init__(graph)
        self.book = book

    def all(self) -> Iterator[Said]:
        found = [*self.numbers(), *self.bets(), *self.loose(), *self.changes(), *self.idioms()]
        for cue in self.book.cues(self.s):
            if next((w for w in self.s.words[cue.words[-1] + 1 :] if w in (".", "?", "!")), "") == "?":
                continue
            made = self.of_cue(cue)
            if made is not None:
                found.append(made)
        found += self.moods()
        taken: list[Said] = []
        for one in sorted(found, key=lambda f: (-f.confidence, f.cue)):
            clash = any(one.first <= other.last and other.first <= one.last for other in taken)
            if not clash:
                taken.append(one)
        yield from sorted(taken, key=lambda f: f.first)

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

    def chance(self, i: int) -> bool:
        """Whether a word is a noun of likelihood."""
        return self.s.upos[i] in ("NOUN", "PROPN") and not CHANCES.isdisjoint((self.lemma(i), self.s.words[i].lower()))

    def infinitive_below(self, noun: int) -> bool:
        """ "A good chance to talk" is an occasion."""
        return any(self.infinitive(c) for c in self.kids(noun, "acl"))

    # --- forms ---

    def top(self, cue: Cue) -> int:
        """The word of a cue that hangs highest."""
        inside = set(cue.words)
        tops = [i for i in cue.words if self.s.heads[i] not in inside]
        return next((i for i in reversed(tops) if self.s.upos[i] != "ADP"), tops[-1] if tops else cue.words[-1])

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
        if self.past(verb) or "have" in aux or "has" in aux or "had" in aux:
            return False
        return True

    def adjective(self, cue: Cue) -> Said | None:
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
            start = subject if subject >= 0 and s.upos[subject] != "PRON" or (subject >= 0) else clause
            if subject >= 0 and self.lemma(subject) == "it" and self.words_of(top, "expl"):
                start = clause
            negated = self.negated(clause)
            return self.said(cue, f"outlook:{cue.strength.id}", clause, self.speakers(top), negated=negated, modifier=top,
                             start=start, flip=self.flipped(top, cue))  # fmt: skip
        if s.words[cue.words[-1]].lower() == "time":
            behind = (*self.kids(top, "advcl", "acl", "nmod", "obl"), *self.kids(cue.words[-1], "advcl", "acl", "nmod"))
            target = next((c for c in behind if c > cue.words[-1]), -1)
            if target < 0:
                return None
            return self.said(cue, f"outlook:{cue.strength.id}", target, self.speakers(top), negated=False, modifier=top,
                             phrase=s.upos[target] != "VERB")  # fmt: skip
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
                return self.said(cue, f"outlook:{cue.strength.id}", that, self.speakers(top), negated=self.negated(that),
                                 modifier=top, flip=self.flipped(top, cue))  # fmt: skip
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
            and self.lemma(above) in ("treat", "see", "regard", "view")
        ):
            subject = next(iter(self.kids(above, "obj")), -1)
            holders = self.g.roles[above].get("agent", ())
        if (word in CLAUSE_ONLY and len(cue.words) == 1) or subject < 0 or cue.strength.id in ("set-to", "expected-to"):
            if not (word == "certain" and subject >= 0 and self.s.upos[subject] == "NOUN"):
                return None
        if self.s.upos[subject] == "PRON" and self.lemma(subject) not in ("it", "that", "this", "one"):
            return None
        if s.names[subject].endswith("PER"):
            return None
        return self.said(cue, f"outlook:{cue.strength.id}+noun", subject, holders, negated=False, modifier=top,
                         phrase=True, flip=self.flipped(top, cue), confidence=0.7)  # fmt: skip

    def that_clause(self, i: int) -> int:
        """The clause of a "that" or "whether" right behind a word, wherever the parser hung it; or -1."""
        s = self.s
        for j in range(i + 1, min(i + 3, len(s))):
            if s.words[j].lower() in ("that", "whether") and s.rels[j] == "mark" and s.heads[j] > j:
                return s.heads[j]
        return -1

    def flipped(self, top: int, cue: Cue) -> bool:
        """ "Not likely", "by no means certain"."""
        before = " ".join(self.s.words[max(0, cue.words[0] - 4) : cue.words[0]]).lower()
        return (
            self.negated(top)
            or re.search(r"\b(?:not|never|n't|n’t|by no means|far from|anything but|hardly)(?: \w+)?$", before)
            is not None
        )

    def verb(self, cue: Cue) -> Said | None:
        top = cue.words[0]
        s = self.s
        if s.upos[top] != "VERB" or self.g.passive[top] or self.auxiliaries(top) & CONDITIONAL:
            return None
        lemma = self.lemma(top)
        holders = self.g.roles[top].get("agent", ())
        if not holders and s.rels[top] != "root" and s.xpos[top] not in ("VBG", "VBZ"):
            return None
        flip = self.negated(top) or any(
            self.s.words[h].lower() in ("nobody", "none", "few", "nothing", "little")
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
            return self.said(cue, f"outlook:{cue.strength.id}", clause, holders, negated=self.negated(clause), modifier=top,
                             start=objects[0] if objects else clause, flip=flip)  # fmt: skip
        if objects and (self.lemma(objects[0]) in OUTCOMES):
            return self.said(cue, f"outlook:{cue.strength.id}+noun", objects[0], holders, negated=False, modifier=top,
                             phrase=True, flip=flip, confidence=0.65)  # fmt: skip
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
        if clause >= 0:
            if not self.open_clause(clause):
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
                return self.said(cue, f"outlook:{cue.strength.id}", filler, (subject,), negated=False, modifier=top, phrase=True,
                                 flip=flip, confidence=0.7)  # fmt: skip
        return None

    def moods(self) -> Iterator[Said]:
        """ "Little doubt that", "scepticism that", "confidence that"."""
        for i in range(len(self.s)):
            numbers = NOUNS.get(self.lemma(i))
            if numbers is None or self.s.upos[i] != "NOUN":
                continue
            thing = next((c for role in ("about", "over", "of") for c in self.g.roles[i].get(role, ())), -1)
            clause = next((c for c in self.kids(i, "acl", "ccomp") if c > i and self.s.rels[c] != "acl:relcl"), -1)
            if clause < 0:
                head = self.s.heads[i]
                clause = next((c for c in self.kids(head, "ccomp", "advcl", "csubj") if c > i), -1) if head >= 0 else -1
                if clause >= 0 and not self.words_of(clause, "mark") & {"that", "whether"}:
                    clause = -1
            low, point, high = numbers
            if (
                clause < 0
                and thing >= 0
                and (
                    self.lemma(i) in ("optimism", "pessimism", "scepticism", "skepticism")
                    or (
                        self.lemma(i) == "doubt"
                        and self.words_of(i, "amod") & {"serious", "grave", "strong", "considerable", "deep"}
                    )
                )
            ):
                verb = self.verb_above(i)
                if verb < 0 or not (
                    self.past(verb) and self.lemma(verb) not in REPORTING | {"be", "have", "show", "remain"}
                ):
                    if self.words_of(i, "amod") & {"cautious", "guarded"}:
                        low, point, high = 0.5, 0.6, 0.7
                    agents = self.g.roles[verb].get("agent", ()) if verb >= 0 else ()
                    yield self.make(
                        f"outlook:{self.lemma(i)}",
                        (i,),
                        thing,
                        agents,
                        (low, point, high),
                        None,
                        negated=False,
                        phrase=True,
                    )
                continue
            if clause < 0 or not self.open_clause(clause) or not (self.auxiliaries(clause) & (FUTURE | CONDITIONAL)):
                continue
            words = self.words_of(i)
            if self.lemma(i) == "doubt" and words & {"no", "little", "not", "scarcely", "hardly"}:
                low, point, high = 0.85, 0.93, 0.98
            elif words & {"no", "little"}:
                low, point, high = 1 - high, 1 - point, 1 - low
            verb = self.verb_above(i)
            if verb >= 0 and self.past(verb) and self.lemma(verb) not in REPORTING | {"be", "have", "show", "remain"}:
                continue
            holders = (
                self.g.roles[i].get("poss", ())
                or self.g.roles[i].get("among", ())
                or (self.g.roles[verb].get("agent", ()) if verb >= 0 and self.lemma(verb) != "be" else self.speakers(i))
            )
            yield self.make(
                f"outlook:{self.lemma(i)}",
                (i,),
                clause,
                holders,
                (low, point, high),
                None,
                negated=self.negated(clause),
            )

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

    def of_chance(self, noun: int, words: tuple[int, ...], cue: Cue | None, verb: int,
                  numbers: tuple[float, float, float] | None = None) -> Said | None:  # fmt: skip
        """An outlook about what a chance is a chance of."""
        s = self.s
        target, phrase, start = -1, False, -1
        clause = next((c for c in self.kids(noun, "acl", "ccomp", "advcl") if s.rels[c] != "acl:relcl"
                       and not self.words_of(c, "mark") & {"if", "unless"}), -1)  # fmt: skip
        if clause < 0 and s.heads[noun] >= 0:
            above = s.heads[noun]
            clause = next(
                (c for c in self.kids(above, "ccomp", "csubj") if c > noun and self.words_of(c, "mark") & {"that"}), -1
            )
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
            target = next(iter(self.g.roles[noun].get("poss", ())), -1)
            phrase = True
        if target < 0 and verb >= 0 and self.lemma(verb) in ("have", "stand"):
            target = next(iter(self.g.roles[verb].get("agent", ())), -1)
        if target < 0:
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
            return self.said(cue, f"outlook:{cue.strength.id}", target, holders, negated=negated, modifier=self.top(cue), phrase=phrase,
                             start=start if start >= 0 else target, flip=flip)  # fmt: skip
        assert numbers is not None  # noqa: S101 - one of the two is given
        return self.make("outlook:stated", words, target, holders, numbers, None, negated=negated, phrase=phrase, start=start, scale="stated",
                         confidence=0.95)  # fmt: skip

    def numbers(self) -> Iterator[Said]:
        """Chances in figures: "a 40 percent chance", "one in three", "3 to 1 against"."""
        for i in range(len(self.s)):
            if not self.chance(i) and self.lemma(i) not in (
                "likely",
                "certain",
                "sure",
                "confident",
                "probable",
                "convinced",
            ):
                continue
            low = max(0, i - 9)
            high = min(len(self.s), i + 40)
            near = " ".join(self.s.words[low:i])
            value = None
            words: tuple[int, ...] = ()
            m = _last(PERCENT, near)
            if m is not None and len(near[m.end() :].split()) <= 2:
                value = _percent(m)
                words = tuple(range(low + len(near[: m.start()].split()), low + len(near[: m.end()].split())))
            elif (m := _last(ODDS, near)) is not None and len(near[m.end() :].split()) <= 2:
                value = _odds(m)
                words = tuple(range(low + len(near[: m.start()].split()), low + len(near[: m.end()].split())))
            elif self.chance(i):
                behind = " ".join(self.s.words[i + 1 : high])
                m = PERCENT.search(behind) or ODDS.search(behind)
                out = re.match(rf"in (?P<n>{_NUMBER})\b", behind, re.I)
                if out and i and re.fullmatch(_NUMBER, self.s.words[i - 1], re.I):
                    share = _value(self.s.words[i - 1]) / max(1.0, _value(out["n"]))
                    value, words = (min(1.0, share), min(1.0, share)), tuple(range(i - 1, i + 3))
                elif m is not None:
                    between = behind[: m.start()].lower().split()
                    if (
                        between[-1:] == ["at"]
                        or between[-1:] == ["of"]
                        or (
                            between
                            and between[-1] in ("are", "is", "about", "roughly", "as", "to", "under", "around", "over")
                        )
                    ):
                        value = _percent(m) if m.re is PERCENT else _odds(m)
                        words = tuple(range(i + 1 + len(between), i + 1 + len(behind[: m.end()].split())))
            if value is None or not words:
                continue
            numbers = (value[0], (value[0] + value[1]) / 2, value[1])
            verb = self.verb_above(i)
            if verb >= 0 and "had" in self.auxiliaries(verb):
                continue
            if self.chance(i):
                made = self.of_chance(i, words, None, verb, numbers)
                if made is not None:
                    yield made
                continue
            clause = next(
                (
                    c
                    for c in self.kids(i, "xcomp", "ccomp", "csubj", "acl", "advcl")
                    if self.infinitive(c) or self.open_clause(c)
                ),
                -1,
            )
            if clause >= 0:
                subject = next(iter(self.kids(i, "nsubj")), -1)
                yield self.make("outlook:stated", words, clause, self.speakers(i), numbers, None, negated=self.negated(clause), start=subject,
                                scale="stated", confidence=0.95)  # fmt: skip

    def loose(self) -> Iterator[Said]:
        """ "Chances are that", "could fall any day", "could go either way", "its days are numbered"."""
        for pattern, numbers in LOOSE:
            m = pattern.search(self.text)
            if m is None:
                continue
            at = len(self.text[: m.start()].split())
            words = tuple(range(at, min(len(self.s), len(self.text[: m.end()].split()))))
            if not words:
                continue
            verb = next((i for i in words if self.s.upos[i] in ("VERB", "AUX")), words[0])
            head = self.verb_above(words[-1])
            if pattern.pattern.startswith(r"\b(?:the )?[Cc]hances"):
                head = next(
                    (c for c in self.kids(verb, "ccomp", "xcomp") if c > words[-1]), self.that_clause(words[-1])
                )
                if head < 0:
                    continue
                yield self.make(
                    "outlook:chances-are", words, head, self.speakers(verb), numbers, None, negated=self.negated(head)
                )
                continue
            subject = next((c for i in (head, verb) if i >= 0 for c in self.kids(i, "nsubj")), -1)
            if subject < 0 or (head >= 0 and self.past(head)):
                continue
            yield self.make(
                "outlook:loose",
                words,
                subject,
                self.speakers(subject),
                numbers,
                None,
                negated=False,
                phrase=True,
                confidence=0.6,
            )

    def bets(self) -> Iterator[Said]:
        """ "Quotes 3 to 1 against the province leaving", "one chance in four", "trades at 22 cents"."""
        for i in range(len(self.s) - 2):
            near = " ".join(self.s.words[i : i + 5])
            m = BET.match(near)
            if m is not None:
                value = _odds(m)
                width = len(near[: m.end()].split())
                filler = self.s.heads[i + width - 1]
                if value is None or filler <= i + width - 1:
                    continue
                clause = next((c for c in self.kids(filler, "acl", "ccomp") if self.s.xpos[c] == "VBG"), -1)
                verb = self.verb_above(filler)
                holders = self.g.roles[verb].get("agent", ()) if verb >= 0 else ()
                numbers = (value[0], value[0], value[0])
                yield self.make("outlook:odds", tuple(range(i, i + width)), clause if clause >= 0 else filler, holders, numbers, None,
                                negated=False, phrase=clause < 0, start=filler if clause >= 0 else -1, scale="stated", confidence=0.9)  # fmt: skip
            m = PRICE.match(near)
            if m is not None and re.search(
                r"\b(?:shares?|contracts?|exchange|bets?|betting|prediction market|traders?|bettors|odds)\b",
                self.text,
                re.I,
            ):
                verb = self.verb_above(i + 1)
                agent = next(iter(self.g.roles[verb].get("agent", ())), -1) if verb >= 0 else -1
                if agent < 0:
                    continue
                clause = next((v for c in self.g.subtree(agent) for v in (c,) if self.s.rels[v] in ("advcl", "acl", "acl:relcl", "ccomp")
                               and self.words_of(v, "mark") & {"if", "that"}), -1)  # fmt: skip
                price = _value(m["n"]) / 100
                words = tuple(range(i, min(len(self.s), i + len(near[: m.end()].split()))))
                yield self.make("outlook:price", words, clause if clause >= 0 else agent, (), (price, price, price), None, negated=False,
                                phrase=clause < 0, scale="stated", confidence=0.9)  # fmt: skip

    def idioms(self) -> Iterator[Said]:
        """ "It is hard to see the parties agreeing", "do not hold your breath for"."""
        for m in IDIOMS.finditer(self.text):
            at = len(self.text[: m.start()].split())
            words = tuple(range(at, len(self.text[: m.end()].split())))
            if self.s.words[-1] == "?" or not words:
                continue
            last = words[-1]
            target = next((c for c in self.kids(last, "ccomp", "xcomp", "obj", "advcl") if c > last), -1)
            if target < 0 and self.s.heads[last] > last:
                target = self.s.heads[last]
            if target < 0:
                continue
            gerund = next(
                (c for c in (*self.kids(target, "acl"), *self.kids(last, "xcomp", "ccomp")) if self.s.xpos[c] == "VBG"),
                -1,
            )
            head = gerund if gerund >= 0 else target
            verbal = self.s.upos[head] in ("VERB", "AUX")
            yield self.make("outlook:idiom", words, head, self.speakers(words[0]), (0.05, 0.13, 0.22), None, negated=False, phrase=not verbal,
                            start=target if gerund >= 0 and target != gerund else -1, confidence=0.75)  # fmt: skip

    def changes(self) -> Iterator[Said]:
        """ "The chances of a deal have faded", "makes war more likely"."""
        for i in range(len(self.s)):
            lemma = self.lemma(i)
            if self.chance(i):
                verb = self.s.heads[i]
                if self.words_of(i, "amod") & (GROWING | FADING) and verb < 0:
                    verb = i
                if verb < 0 or self.s.upos[verb] != "VERB" or not self.s.rels[i].startswith(("nsubj", "obj")):
                    continue
                way = "up" if self.lemma(verb) in RISES else "down" if self.lemma(verb) in FALLS else ""
                adjectives = self.words_of(i, "amod")
                if adjectives & GROWING:
                    way = "up"
                elif adjectives & FADING:
                    way = "down"
                if not way:
                    continue
                if "to" in self.g.roles[verb] and self.lemma(verb) == "fall":
                    continue
                made = self.of_chance(i, (verb,), None, verb, (0.0, 0.0, 0.0))
                if made is not None:
                    yield _changed(made, way, (verb,))
            elif (
                (lemma in LIKELY or lemma in UNLIKELY)
                and i
                and self.s.words[i - 1].lower() in ("more", "less", "increasingly")
            ):
                word = self.s.words[i - 1].lower()
                than = " ".join(self.s.words[i + 1 : i + 3]).lower()
                way = "down" if (word == "less") != (lemma in UNLIKELY) else "up"
                clause = next((c for c in self.kids(i, "xcomp", "ccomp", "csubj") if self.open_clause(c)), -1)
                subject = next(iter(self.kids(i, "nsubj")), -1)
                if subject < 0 and self.s.heads[i] >= 0 and self.s.rels[i] in ("xcomp", "ccomp", "obj", "advmod"):
                    subject = next((o for o in self.kids(self.s.heads[i], "obj", "nsubj") if o < i), -1)
                target = clause if clause >= 0 else subject
                if target < 0:
                    continue
                start = subject if clause >= 0 else -1
                if than == "than not":
                    numbers = (0.35, 0.42, 0.48) if word == "less" else (0.52, 0.58, 0.65)
                    yield self.make("outlook:than-not", (i - 1, i), target, self.speakers(i), numbers, None, negated=False, phrase=clause < 0,
                                    start=start, confidence=0.95)  # fmt: skip
                    continue
                made = self.make("outlook:change", (i - 1, i), target, self.speakers(i), (0.0, 0.0, 0.0), None, negated=False, phrase=clause < 0,
                                 start=start, confidence=0.9)  # fmt: skip
                yield _changed(made, way, (i - 1, i))

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
        return self.said(cue, f"outlook:{cue.strength.id}", filler, self.speakers(filler), negated=False, modifier=top, phrase=not gerund,
                         confidence=0.65)  # fmt: skip

    # --- what is said ---

    def said(self, cue: Cue, rule: str, head: int, holders: tuple[int, ...], *, negated: bool, modifier: int, phrase: bool = False,
             start: int = -1, flip: bool = False, confidence: float = 0.8) -> Said:  # fmt: skip
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

    def make(self, rule: str, cue: tuple[int, ...], head: int, holders: tuple[int, ...], numbers: tuple[float, float, float],
             icd: tuple[float, float] | None, *, negated: bool, phrase: bool = False, start: int = -1, scale: str = "press",
             confidence: float = 0.8) -> Said:  # fmt: skip
        low, point, high = numbers
        if negated:
            low, point, high = 1 - high, 1 - point, 1 - low
            icd = (1 - icd[1], 1 - icd[0]) if icd else None
        first, last, condition = self.extent(head, start, phrase)
        direction = "even" if 0.42 < point < 0.58 else "likely" if point >= 0.58 else "unlikely"
        return Said(rule, tuple(sorted(set(cue))), first, last, head, tuple(holders), low, point, high, icd, negated, direction, scale,
                    condition, confidence)  # fmt: skip

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
            if rel in ("punct", "parataxis", "discourse", "cc") or (
                rel == "mark" and s.words[c].lower() in ("that", "whether", "if")
            ):
                drop.update(below)
            elif rel in ("advcl", "acl") and c > head and s.rels[c] != "acl" and not self.infinitive(c):
                drop.update(below)
            elif (rel == "case" and phrase) or (rel == "conj" and s.upos[c] in ("VERB", "AUX") and c > head + 12):
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
            first = min(first, min(lead)) if start < head else first
        while first < head and s.upos[first] in ("DET", "PUNCT", "CCONJ"):
            first += 1
        return first, last, condition


def _changed(one: Said, way: str, cue: tuple[int, ...]) -> Said:
    return Said(one.rule.replace("stated", "change"), cue, one.first, one.last, one.head, one.holders, None, None, None, None, one.negated, way,
                "press", one.condition, 0.9)  # fmt: skip


def _toward(value: float, point: float) -> float:
    """Half way to the nearer bound, as "very" moves a meaning (Mosteller and Youtz)."""
    return (value + 1) / 2 if point >= 0.5 else value / 2


def _stronger(icd: tuple[float, float] | None) -> tuple[float, float] | None:
    """The band of "very likely" beside that of "likely"."""
    return {(0.55, 0.8): (0.8, 0.95), (0.2, 0.45): (0.05, 0.2)}.get(icd, icd) if icd else None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    return found


def _value(word: str) -> float:
    plain = word.lower()
    return float(_NUM[plain]) if plain in _NUM else float(_TENS[plain]) if plain in _TENS else float(plain)


def _percent(m: re.Match[str]) -> tuple[float, float] | None:
    one = _value(m["a"] or m["a2"]) / 100
    two = _value(m["b"]) / 100 if m["b"] else one
    return (one, two) if 0 <= one <= two <= 1 else None


def _odds(m: re.Match[str]) -> tuple[float, float] | None:
    one, two = _value(m["m"]), _value(m["n"])
    if one <= 0 or two <= 0:
        return None
    side = (m["x"] or "").strip().lower()
    if re.search(r"\bin\b|out of", m[0]) and not side:
        share = one / two
    elif side == "on" or side.startswith("in fav"):
        share = one / (one + two)
    else:
        share = two / (one + two)
    return (share, share) if 0 <= share <= 1 else None
