"""The grammar of deadlines: which of the limits in a sentence bind somebody, to what, and how they fared.

A limit is a deadline when something licenses it: a noun that is one ("the July 20 deadline"), a term that runs out
("the truce expires"), time that is given ("has until", "48 hours to"), a duty, an order, a promise or a target above
the clause it stands in, or a move ("extended to"). A bare "by Friday" beside a deed is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from watchfloor.coding.graph import Graph
from watchfloor.resolving.clauses import CONDITIONAL, DUTIES, FUTURE, SPEAKING, Clauses
from watchfloor.resolving.deadline_limits import BY, Limit
from watchfloor.resolving.deadlinebook import DeadlineBook

# What somebody is asked or thinks of doing is not done: "urged the council to extend", "may set a deadline".
UNDONE = frozenset(
    "ask urge call want seek refuse reject consider propose demand hope suggest decline fail mull discuss debate weigh "
    "threaten rule oppose resist request need recommend advise press favor favour wish expect try talk possible likely "
    "unlikely ready willing question whether if".split()
)
# "told to leave" binds, "told that they will have left" foretells.
ONLY_INFINITIVE = frozenset({"tell", "ask", "urge", "warn", "want", "direct", "press", "call", "force", "appeal"})
# Of a meeting "is due on Friday" says when it is held.
MEETINGS = frozenset(
    "talk meeting summit election vote visit session hearing conference round game match trial arrival speech debate "
    "ceremony baby ballot poll referendum inauguration launch parade concert delegation minister president envoy"
    "".split()
)
REPLIES = frozenset(
    "answer reply response decision proposal report statement plan list ruling withdrawal compliance".split()
)
HELD = frozenset("meet visit attend hold resume discuss talk speak travel gather convene open begin start sit".split())
FORETOLD = frozenset(
    "rise fall grow reach exceed need face shrink double triple increase decline drop total cost become know lose die "
    "rain snow melt win overtake climb hit average account".split()
)
PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i"})
STANDS = frozenset(
    "be fall come mark pass arrive approach loom near set fix expire lapse elapse end run remain".split()
)
SETS = frozenset("set impose fix give issue announce agree name declare lay establish deliver".split())
PAST_LIMITS = frozenset({"expire", "lapse", "elapse", "pass", "run", "come"})
FAILS = frozenset({"fail", "unable", "failure", "refuse"})
WHOLE = ("xcomp", "ccomp", "conj", "acl", "obj", "nmod", "obl", "parataxis", "nsubj", "nsubj:pass", "dep", "advcl",
         "acl:relcl", "appos", "compound")  # fmt: skip
AS_AGREED = re.compile(
    r"\b(?:as|like) (?:had been |was |were |it had |they had |he had |she had )?(?:previously )?(?:agreed|promised|required|demanded|"
    r"pledged|stipulated|ordered|scheduled|planned|instructed|vowed|foreseen|requested|due|set out|laid down)\b|"
    r"\b(?:within|inside|before|by|on) the (?:agreed|promised|required|stipulated|set|allotted|demanded|prescribed|ordered) "
    r"|\b(?:agreed|promised|required|stipulated|set|demanded|ordered) (?:date|day|limit|time)\b|\bon time\b|"
    r"\bon schedule\b|\bhours to spare\b|\bdays? to spare\b|\bkept (?:his|her|its|their) (?:word|promise|pledge)\b|"
    r"\bthe (?:\w+ )?(?:hours|days|weeks|months|time|date|day) (?:that )?[^.;]{0,40}\b(?:had|has|have) (?:asked|demanded|set|agreed|promised|given|"
    r"allowed|granted|named|ordered|pledged|fixed)\b|\b(?:very )?day of the deadline\b|\ba (?:day|week|month|few days|few hours) (?:early|ahead)\b",
    re.I,
)
LEFT = re.compile(
    r"\b(?:left|remain|remains|remaining|to go|are left)\b(?: (?:before|until|till|to|for|in|on)\b)?|^\s*(?:before|until|till)\b",
    re.I,
)
ON_TIME = re.compile(
    r"\bon time\b|\bon schedule\b|\bahead of schedule\b|\bjust in time\b|\bwith (?:a|an|one|two|three|four|five|\d+) (?:days?|hours?|minutes?|weeks?|months?) "
    r"(?:to spare|in hand)\b|\b(?:hours?|days?|minutes?) (?:to spare|in hand)\b"
)
TIME_TO = re.compile(
    r"\s*(?:,? ?(?:starting|from) (?:today|now|tomorrow),? )?(?:in which |within which |more )?(?:for (?:[\w’'-]+ ){1,6})?to [a-z]",
    re.I,
)
TAKES = frozenset("take spend need last require wait cost use devote march drive walk travel fight".split())
# Words of likelihood, wish or mere possibility: what is foretold, hoped or feared binds nobody.
HEDGED = re.compile(
    r"\b(?:likely|unlikely|probab\w+|perhaps|maybe|possibly|expected to|forecasts?|forecasters?|predict\w*|estimat\w+|project(?:ed|ion\w*)|"
    r"chances?|odds|hopes?|hoped|hoping|fears?|feared|wish\w*|doubts?|doubtful|certain to|bound to|could|might|may well|"
    r"percent|per cent|polls?ters?|analysts|experts|if only|pray\w*|dreams?|believes?|thinks?|on course|on track|set to|poised|it is said|rumou?rs?|rumou?red)\b",
    re.I,
)
DATED = re.compile(
    r"(?:,? ?(?:by|before|until|to) which\b|(?:written|laid down|set|fixed|agreed|named|given|prescribed|stipulated) (?:in|into|by|for|to|on|upon)\b|"
    r"to how long)"
)
UNBOUND = re.compile(
    r"\b(?:date|deadline|limit|ultimatum|day) (?:binds?|bound|commits?|committed|obliges?|obliged) (?:nobody|no one|no-one|none|them to nothing)|"
    r"\b(?:was|were|is|are|being) (?:not|never) bound by|\bnever (?:agreed|accepted|signed up) to (?:a|any|the|that|such)\b|"
    r"\b(?:has|have|had) no (?:legal )?(?:force|effect|standing)|\bwas (?:never|not) (?:asked|consulted|told|agreed)\b|"
    r"\b(?:null and void|not binding|non-binding)\b|\bnever been (?:agreed|mentioned)\b|\bno such (?:date|deadline|limit|day|term)\b",
    re.I,
)
TICKING = re.compile(
    r"\b(?:clock (?:is|was) (?:ticking|running)|clock (?:ticks|runs|ran)|time (?:is|was) running out (?:for|on)|"
    r"countdown (?:to|until)|counting down)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A deadline in word indices of its sentence."""

    rule: str
    cue: tuple[int, ...]
    what: int
    """the word that carries what must be done or what ends"""
    clause: bool
    """what must be done is a clause headed by `what`, not a phrase"""
    bound: tuple[int, ...]
    setters: tuple[int, ...]
    limit: Limit | None
    status: str
    earlier: Limit | None = None
    base: Limit | None = None
    """the day from which a span is counted, when the sentence tells it"""
    confidence: float = 0.8


def read(graph: Graph, limits: Sequence[Limit], book: DeadlineBook) -> tuple[Found, ...]:
    """The deadlines of one sentence."""
    return tuple(_Rules(graph, limits, book).all())


class _Rules(Clauses):
    def __init__(self, graph: Graph, limits: Sequence[Limit], book: DeadlineBook) -> None:
        super().__init__(graph)
        self.limits = [one for one in limits if one.prep != "since"]
        self.every = limits
        self.book = book
        self._classes: dict[int, Mapping[str, tuple[str, tuple[int, ...]]]] = {}

    # --- words ---

    def kind(self, i: int, kind: str) -> tuple[str, tuple[int, ...]] | None:
        if i not in self._classes:
            self._classes[i] = self.book.classes(self.s, i)
        return self._classes[i].get(kind)

    def undone(self, i: int, *, own: bool = True) -> bool:
        """Whether an act is only asked for, thought of or refused."""
        if own and (self.negated(i) or self.auxiliaries(i) & CONDITIONAL):
            return True
        for c in self.g.children[i]:
            if self.s.rels[c] == "mark" and self.s.words[c].lower() in ("if", "whether", "unless"):
                return True
        parent, rel = self.s.heads[i], self.s.rels[i]
        while parent >= 0:
            if self.lemma(parent) in UNDONE and rel.split(":")[0] in (
                "xcomp",
                "ccomp",
                "advcl",
                "acl",
                "obj",
                "obl",
                "nmod",
                "csubj",
            ):
                return True
            if rel.split(":")[0] in ("xcomp", "conj", "acl") and (
                self.negated(parent) or self.auxiliaries(parent) & CONDITIONAL
            ):
                return rel != "conj"
            if rel.split(":")[0] not in ("xcomp", "conj", "acl", "ccomp", "obj"):
                return False
            rel, parent = self.s.rels[parent], self.s.heads[parent]
        return False

    # --- deadline nouns ---

    def nouns(self) -> list[int]:
        """Words that name a particular deadline."""
        found = []
        for i in range(len(self.s)):
            cut = self.s.words[i].lower() == "off" and i > 1 and self.s.words[i - 2].lower() == "cut"
            if self.s.upos[i] not in ("NOUN", "PROPN") or not (self.kind(i, "noun") or self.dated(i) or cut):
                continue
            if self.s.words[i][:1].isupper() and any(
                0 <= j < len(self.s) and self.s.upos[j] == "PROPN" and not self.in_limits(j) and self.s.words[i].isalpha()
                and not self.s.words[i].isupper() for j in (i - 1, i + 1)
            ):  # fmt: skip
                continue  # "Fort Ultimatum", "the Deadline Club"
            words = [self.s.words[c].lower() for c in self.g.children[i]]
            if self.s.xpos[i] in ("NNS", "NNPS") and not any(
                self.s.rels[c] in ("det", "nmod:poss", "nummod") for c in self.g.children[i]
            ):
                continue
            if {"no", "without", "any", "every", "without"} & set(words):
                continue
            if self.s.rels[i] == "compound" and self.kind(self.s.heads[i], "moved") is None:
                continue
            found.append(i)
        return found

    def dated(self, i: int) -> bool:
        """ "The date by which", "a day written into the accord"."""
        if self.lemma(i) not in ("date", "day", "limit", "term", "hour", "moment", "time", "month"):
            return False
        behind = " ".join(self.s.words[i + 1 : i + 5]).lower()
        return DATED.match(behind) is not None

    # --- the rules ---

    def all(self) -> Iterator[Found]:
        nouns = self.nouns()
        used: set[int] = set()
        done: list[Found] = []
        for limit in self.limits:
            found = self.of_limit(limit, nouns)
            if found is not None:
                done.append(found)
        moved = [f for f in done if f.status == "moved" and f.limit is not None]
        for found in done:
            used.update(found.cue)
            used.add(found.what)
        done = [f for f in done if not any(m is not f and f.limit is m.earlier for m in moved)]
        for noun in nouns:
            if noun in used:
                continue
            bare = self.of_noun(noun)
            if bare is not None:
                done.append(bare)
        if not done and (loose := self.ticking() or self.ended() or self.on_time()) is not None:
            done.append(loose)
        seen: set[tuple[int, int]] = set()
        for found in sorted(done, key=lambda f: (f.limit is None, f.cue)):
            key = (found.what, found.limit.start if found.limit else -1)
            if key in seen or (found.limit is None and any(k[0] == found.what for k in seen)):
                continue
            seen.add(key)
            yield found

    def of_limit(self, limit: Limit, nouns: list[int]) -> Found | None:
        return (
            self.shifted(limit)
            or self.on_noun(limit, nouns)
            or self.move(limit)
            or self.given(limit)
            or self.ending(limit)
            or self.left(limit)
            or self.bound(limit)
            or self.as_agreed(limit)
            or self.set_day(limit)
            or self.time_to(limit)
            or self.bare(limit)
        )

    def shifted(self, limit: Limit) -> Found | None:
        """ "Moved from July 20 to November 24": both days told, whatever is moved but a meeting."""
        if limit.prep not in ("to", "until"):
            return None
        old = next((o for o in self.limits if o.prep == "from" and o.kind == "date" and o.end <= limit.start
                    and limit.start - o.end <= 2), None)  # fmt: skip
        if old is None or limit.kind != "date":
            return None
        for j in (*self.up(old.head), *self.up(limit.head)):
            kind = self.kind(j, "moves") or self.kind(j, "moved")
            if kind is None:
                continue
            objects = self.g.roles[j].get("object", ()) or self.kids(j, "obj", "nsubj:pass", "nsubj")
            if self.undone(j) or any(self.lemma(o) in MEETINGS for o in objects):
                return None
            thing = next(iter(objects), j)
            what, clause = self.complement(thing) if self.kind(thing, "noun") else (thing, False)
            agents = tuple(a for a in self.clause_of(j) if a not in objects)
            bound = self.g.roles[what].get("agent", ()) if clause else agents
            return Found(
                f"deadline:{kind[0]}", kind[1], what, clause, tuple(bound), agents, limit, "moved", old, None, 0.9
            )
        return None

    def on_noun(self, limit: Limit, nouns: list[int]) -> Found | None:
        """ "The July 20 deadline", "a deadline of Friday", "the deadline is", "expires on"."""
        for noun in nouns:
            inside = noun in self.up(limit.head)[:3] and not any(
                self.s.upos[j] == "VERB" for j in self.up(limit.head)[: self.up(limit.head).index(noun)]
            )
            if inside and limit.prep in ("on", "at") and limit.start > self.s.starts[noun] and self.acted(noun):
                inside = False
            if inside or self.says(limit, noun):
                found = self.of_noun(noun, limit)
                if found is not None:
                    return found
        return None

    def acted(self, noun: int) -> bool:
        """Whether the noun is the object of a deed of the past, so that "on Monday" tells when it was done."""
        verb = self.s.heads[noun]
        return verb >= 0 and self.s.rels[noun] == "obj" and self.past(verb)

    def says(self, limit: Limit, noun: int) -> bool:
        """Whether a clause with the noun as its subject or object tells this limit."""
        top = limit.head
        if any(c == noun and self.s.rels[c].startswith("nsubj") for c in self.g.children[top]):
            return True  # "the deadline is July 20"
        if self.s.heads[noun] == top and self.s.rels[noun] in ("appos",):
            return True
        verb = self.verb_above(top)
        if verb < 0 or self.s.heads[top] != verb and verb not in self.up(top)[:2]:
            return False
        rel = next((self.s.rels[c] for c in self.g.children[verb] if c == noun), "")
        if verb == noun:
            return limit.prep not in ("on",) or not self.past(verb)
        if rel.startswith("nsubj"):
            return (self.lemma(verb) in STANDS or self.kind(verb, "moves") is not None) and limit.prep != "from"
        if self.s.rels[top] in ("nsubj", "nsubj:pass"):
            return rel in ("obj", "xcomp", "obl", "attr") and limit.prep == ""  # "July 20th marks the deadline"
        if self.s.rels[top] == "obj" and rel == "obl":
            return True  # "set Friday as the deadline"
        if rel in ("obj",) and self.kind(verb, "moves") is None:
            return limit.prep in ("of", "for", "by", "until", "within", "to") and self.lemma(verb) in SETS
        return False

    def of_noun(self, noun: int, limit: Limit | None = None) -> Found | None:
        kind = self.kind(noun, "noun") or ("date", (noun,))
        cue = kind[1]
        status, verb, why = self.fared(noun, limit)
        if status == "":
            return None
        what, clause = self.complement(noun)
        if limit is None and status == "open" and not self.particular(noun, what, verb):
            return None
        setters = [*self.g.roles[noun].get("poss", ())] + [
            c for c in self.g.roles[noun].get("compound", ()) + self.g.roles[noun].get("adj", ())
            if self.s.names[c] != "O"
        ] + list(self.g.roles[noun].get("by", ()))  # fmt: skip
        setters = [c for c in setters if limit is None or c not in limit.words]
        bound: list[int] = []
        if verb >= 0:
            agents = list(self.g.roles[verb].get("agent", ()))
            if status in ("met", "missed") and noun not in agents:
                bound = agents
            elif status == "disputed":
                bound = agents
            elif self.lemma(verb) in SETS and noun not in agents:
                setters = agents or setters
                bound = [c for c in (*self.g.roles[verb].get("to", ()), *self.g.roles[verb].get("on", ()),
                                     *self.kids(verb, "iobj"), *self.g.roles[verb].get("for", ())) if not self.in_limits(c)]  # fmt: skip
                if self.lemma(verb) == "give" and self.g.passive[verb] and agents:
                    setters = list(self.g.roles[verb].get("by", ()))
        if not bound and clause:
            bound = list(self.g.roles[what].get("agent", ()))
        if not bound:
            bound = [c for c in self.g.roles[noun].get("for", ()) if self.is_somebody(c)]
        earlier = None
        if status == "moved" and limit is not None:
            new = self.new_limit(verb, limit)
            if new is not None:
                limit, earlier = new, limit
            else:
                earlier = next((o for o in self.limits if o.prep == "from" and o is not limit), None)
        base = self.day_of_act(verb, limit)
        return Found(f"deadline:{kind[0]}{why}", cue, what, clause, tuple(dict.fromkeys(bound)), tuple(dict.fromkeys(setters)),
                     limit, status, earlier, base, 0.9 if limit else 0.7)  # fmt: skip

    def particular(self, noun: int, what: int, verb: int) -> bool:
        """Whether an undated deadline is somebody's, for something: a bare word may be a figure of speech."""
        words = {self.s.words[c].lower() for c in self.g.children[noun]}
        if self.dated(noun) and what != noun:
            return True
        if "only" in words or (verb >= 0 and self.kids(verb, "expl") and what == noun):
            return False
        if what != noun and not any(self.s.rels[c] == "acl:relcl" and c == what for c in self.g.children[noun]):
            return True
        roles = self.g.roles[noun]
        if any(roles.get(role) for role in ("poss", "by", "from")) or any(
            self.s.names[c] != "O" for c in self.g.children[noun]
        ):
            return True
        return (
            verb >= 0
            and (self.lemma(verb) in SETS or self.kind(verb, "gives") is not None)
            and bool(self.g.roles[verb].get("agent"))
        )

    def in_limits(self, i: int) -> bool:
        return any(i in one.words for one in self.every)

    def is_somebody(self, i: int) -> bool:
        return self.s.upos[i] in ("PROPN", "PRON") or self.s.names[i] != "O"

    def new_limit(self, verb: int, old: Limit) -> Limit | None:
        """Where a move tells a further limit: "moved the July 20 deadline to November 24"."""
        below = set(self.g.subtree(verb)) if verb >= 0 else set()
        for one in self.limits:
            if (
                one is not old
                and one.head in below
                and one.prep in ("to", "until", "by", "through")
                and old.prep not in ("to", "until")
            ):
                return one
        return None

    def complement(self, noun: int) -> tuple[int, bool]:
        """What a deadline is for, and whether that is a clause."""
        for c in self.g.children[noun]:
            plain = self.s.rels[c] == "acl" or (self.dated(noun) and self.s.rels[c].startswith("acl"))
            if plain and self.s.xpos[c] != "VBN" and c > noun:
                return c, True
        for role in ("for", "on", "to"):
            for c in self.g.roles[noun].get(role, ()):
                if not self.in_limits(c):
                    below = [v for v in self.g.children[c] if self.s.rels[v] == "acl" and self.s.upos[v] == "VERB"]
                    if below and self.is_somebody(c):
                        return below[0], True
                    return c, self.s.upos[c] == "VERB"
        verb = self.s.heads[noun]
        if verb >= 0 and self.s.upos[verb] == "VERB":
            for c in self.g.children[verb]:
                if self.s.rels[c] in ("xcomp", "advcl") and c > noun and self.s.upos[c] == "VERB" and any(
                    self.lemma(k) in ("to", "for") for k in self.kids(c, "mark", "aux")
                ):  # fmt: skip
                    return c, True
            if (
                self.s.rels[noun] in ("obl", "nmod")
                and self.kind(verb, "meets") is None
                and self.lemma(verb) not in SETS
            ):
                return verb, True
        if verb >= 0 and self.kind(noun, "noun") is not None and (compounds := self.g.roles[noun].get("compound", ())):
            named = [c for c in compounds if not self.in_limits(c)]
            if named:
                return named[0], False
        return noun, False

    def fared(self, noun: int, limit: Limit | None) -> tuple[str, int, str]:
        """Status of a deadline noun, the verb that tells it, and the rule; an empty status for no deadline at all."""
        s = self.s
        head = s.heads[noun]
        words = {s.words[c].lower() for c in self.g.children[noun]}
        cases = {s.words[c].lower() for c in self.kids(noun, "case")}
        verb = head if head >= 0 and s.upos[head] in ("VERB", "AUX") else self.verb_above(noun)
        new = bool(words & {"new", "revised", "extended", "later", "fresh"})
        if head >= 0 and self.kind(head, "moved") and not self.undone(head, own=False):
            return "moved", verb, "+moved"
        if verb < 0:
            return ("moved" if new and limit else "open"), -1, ""
        rel = s.rels[noun] if head == verb else ""
        lemma = self.lemma(verb)
        if rel in ("obj", "nsubj:pass") or (rel in ("obl", "nsubj") and self.g.passive[verb]):
            if self.kind(verb, "moves"):
                if self.undone(verb):
                    return "open", verb, ""
                return "moved", verb, "+moves"
            if self.kind(verb, "disputes"):
                ask = lemma in ("accept", "recognise", "recognize", "acknowledge")
                if self.negated(verb) == ask or (ask and self.undone(verb)):
                    return "disputed", verb, "+disputes"
            if self.kind(verb, "misses"):
                return ("open", verb, "") if self.undone(verb) or not self.told(verb) else ("missed", verb, "+misses")
            if self.kind(verb, "meets"):
                if self.failed(verb):
                    return "missed", verb, "+misses"
                if self.undone(verb) or not self.told(verb):
                    return "open", verb, ""
                return "met", verb, "+meets"
            if limit is None and (self.undone(verb) or self.negated(verb)):
                return "", verb, ""
        if rel in ("nsubj", "nsubj:pass"):
            if lemma in PAST_LIMITS and self.past(verb):
                return ("open", verb, "") if self.negated(verb) else ("missed", verb, "+passed")
            if self.kind(verb, "moves") and not self.undone(verb):
                return "moved", verb, "+moves"
            if self.negated(verb) and s.upos[verb] == "AUX":
                return "", verb, ""
        if (
            cases & {"before", "of"}
            and "ahead" in {s.words[c].lower() for k in self.kids(noun, "case") for c in (k, *self.g.children[k])}
            or cases & {"before", "by"}
        ):
            if self.failed(verb):
                return "missed", verb, "+misses"
            if self.past(verb) and not self.undone(verb):
                return "met", verb, "+meets"
        if "after" in cases and limit is None and self.past(verb) and lemma not in SPEAKING:
            return "missed", verb, "+passed"
        if "despite" in cases:
            return "missed", verb, "+misses"
        if new and (limit is not None):
            return "moved", verb, "+new"
        return "open", verb, ""

    def told(self, verb: int) -> bool:
        """Whether an act is told as done, by itself or by the verb it depends on."""
        if self.past(verb) or (self.s.xpos[verb] in ("VBZ", "VBP")):
            return True
        parent, rel = self.s.heads[verb], self.s.rels[verb]
        if rel in ("advcl", "conj", "acl", "csubj") and self.s.xpos[verb] in ("VBG", "VBN"):
            return True
        return (
            rel in ("xcomp", "conj")
            and parent >= 0
            and self.past(parent)
            and self.lemma(parent) in ("manage", "succeed", "help", "have")
        )

    def failed(self, verb: int) -> bool:
        """ "failed to meet", "did not meet"."""
        if self.negated(verb) and (self.past(verb) or self.s.xpos[verb] == "VBG" or "had" in self.auxiliaries(verb)):
            return True
        parent = self.s.heads[verb]
        return (
            parent >= 0
            and self.s.rels[verb] in ("xcomp", "ccomp", "acl", "advcl")
            and self.lemma(parent) in FAILS
            and (self.past(parent) or self.s.xpos[parent] in ("VBG", "VBN", "NN"))
        )

    def day_of_act(self, verb: int, limit: Limit | None) -> Limit | None:
        """The day on which the limit was set, when the clause tells it: "on Monday gave them 48 hours"."""
        if limit is None or limit.kind != "span" or verb < 0:
            return None
        after = re.match(r"\s*(?:of|from|after|starting|beginning)\b", self.after(limit))
        for one in self.every:
            if one is limit or one.kind == "span" or one.period is None:
                continue
            if after and 0 <= one.start - limit.end <= 24:
                return one
            if self.lemma(verb) not in SETS and self.kind(verb, "gives") is None and self.kind(verb, "order") is None:
                continue
            if one.prep in ("on", "") and self.verb_above(one.head) in (verb, self.s.heads[verb]) and self.past(verb):
                return one
            if one.prep in ("since", "from") and 0 <= one.start - limit.end <= 3:
                return one
        return None

    def after(self, limit: Limit) -> str:
        """The words right behind a limit."""
        return " ".join(w for w, at in zip(self.s.words, self.s.starts, strict=True) if at >= limit.end)[:60]

    def move(self, limit: Limit) -> Found | None:
        """ "Extended the truce until", "agreed to continue their talks for four more months"."""
        verb = self.verb_above(limit.head)
        nouns = [j for j in self.up(limit.head)[:2] if self.kind(j, "moved")]
        compound = [c for c in self.g.children[limit.head] if self.kind(c, "moved")]
        if self.kind(self.s.heads[limit.head], "moved") if self.s.heads[limit.head] >= 0 else False:
            nouns = [self.s.heads[limit.head]]
        if nouns:
            return self.move_noun(limit, nouns[0])
        del compound
        if verb >= 0 and limit.prep in ("until", "to") and self.kind(verb, "moves") is None:
            behind = [c for c in self.kids(verb, "obj", "obl") if c < limit.head and self.kind(c, "moved")]
            if behind:
                return self.move_noun(limit, behind[-1])
        if verb < 0 or (kind := self.kind(verb, "moves")) is None:
            return None
        objects = self.g.roles[verb].get("object", ()) or tuple(self.kids(verb, "obj", "nsubj:pass"))
        things = [o for o in objects if self.kind(o, "term") or self.kind(o, "noun")]
        lemma = self.lemma(verb)
        if not things and lemma == "continue":
            things = [c for c in self.g.roles[verb].get("agent", ()) if self.kind(c, "term")] or [
                c for c in self.g.roles[verb].get("with", ()) if self.kind(c, "term")]  # fmt: skip
        if not things and limit.prep in ("until", "to"):
            things = [o for o in objects if self.lemma(o) in ("date", "day", "limit", "target", "handover", "term")]
        shifts = lemma in ("bring", "pull", "put", "push", "postpone", "defer", "delay", "reschedule")
        if (
            not things
            and shifts
            and limit.prep in ("to", "until")
            and objects
            and self.lemma(objects[0]) not in MEETINGS
        ):
            things = list(objects)
        if not things or self.undone(verb):
            return None
        if lemma == "continue" and not (limit.more or (limit.prep == "until" and not self.past(verb))):
            return None
        earlier = next(
            (o for o in self.limits if o is not limit and (o.prep == "from" or o.head in self.g.subtree(things[0]))),
            None,
        )
        if limit is earlier or limit.prep == "from":
            return None
        if limit.prep not in ("until", "to", "by", "for", "through", "into", "beyond") and not (limit.kind == "span"):
            return None
        if limit.prep == "by" and limit.kind == "span":
            limit = replace(limit, more=True)
        if limit.prep == "for" and limit.kind == "span":
            limit = replace(limit, more=True)
        agents = tuple(a for a in self.g.roles[verb].get("agent", ()) if a not in things)
        return Found(f"deadline:{kind[0]}", kind[1], things[0], False, agents, agents, limit, "moved", earlier,
                     None, 0.9)  # fmt: skip

    def move_noun(self, limit: Limit, noun: int) -> Found | None:
        kind = self.kind(noun, "moved")
        if kind is None or self.negated(noun) or self.undone(noun, own=False):
            return None
        things = [c for role in ("of", "to", "for", "compound", "poss", "in") for c in self.g.roles[noun].get(role, ())
                  if self.kind(c, "term") or self.kind(c, "noun")]  # fmt: skip
        if not things and limit.prep not in ("until", "to", "of", "by") and limit.kind != "span":
            return None
        verb = self.verb_above(noun)
        agents = tuple(self.g.roles[verb].get("agent", ())) if verb >= 0 else ()
        if verb >= 0 and (self.undone(verb)):
            return None
        what = things[0] if things else noun
        if limit.kind == "span":
            limit = replace(limit, more=True)
        return Found(f"deadline:{kind[0]}", kind[1], what, False, agents, agents, limit, "moved", None, None, 0.8)

    def given(self, limit: Limit) -> Found | None:
        """ "Has until Friday to", "gave them 48 hours"."""
        verb = self.verb_above(limit.head)
        path = self.up(limit.head)
        if verb >= 0 and verb not in path[:2]:
            return None
        if (
            verb >= 0
            and self.kind(verb, "gives") is None
            and self.s.rels[verb] in ("xcomp", "acl", "advcl")
            and limit.prep == "until"
        ):
            parent = self.s.heads[verb]  # "has until Friday to agree", drawn with the limit below "agree"
            if parent >= 0 and limit.head < verb and self.kind(parent, "gives"):
                verb = parent
        if verb < 0 or (kind := self.kind(verb, "gives")) is None or self.s.upos[verb] not in ("VERB", "AUX"):
            return None
        if self.negated(verb):
            return None
        lemma = self.lemma(verb)
        whom = bool(self.kids(verb, "iobj", "obj"))
        towards = limit.prep == "to" and limit.kind == "date" and lemma in ("give", "grant", "allow", "have") and whom
        if (
            limit.prep not in ("until", "by", "")
            and not towards
            and not (limit.prep in ("of", "within") and limit.kind == "span")
        ):
            return None
        clause = next((c for c in sorted(self.kids(verb, "xcomp", "advcl", "acl", "ccomp")) if c > verb
                       and any(self.lemma(k) == "to" for k in self.kids(c, "mark", "aux"))), -1)  # fmt: skip
        if clause < 0:
            clause = next((c for c in self.kids(limit.head, "acl", "advcl") if c > limit.head and any(
                self.lemma(k) == "to" for k in self.kids(c, "mark", "aux"))), -1)  # fmt: skip
        behind = self.after(limit).lower()
        follows = (
            re.match(r"(?:\W*(?:in which |within which )?to\b(?! (?:the|a|an|go)\b)|\W*notice\b)", behind) is not None
        )
        if limit.kind == "span":
            if limit.prep == "until":
                return None
            given = bool(self.kids(verb, "iobj")) or (lemma in ("give", "grant", "allow") and self.g.passive[verb])
            ends = re.match(r"\s*(?:[.,;:!?\"”’]|$)", behind) is not None
            if (
                lemma == "have"
                and ends
                and self.s.xpos[verb] in ("VBP", "VBZ", "VB")
                and self.s.rels[limit.head] == "obj"
            ):
                given = follows = True
            if not (follows or clause >= 0 or given):
                return None
            if lemma not in ("give", "grant", "allow") and not (follows or clause >= 0):
                return None
            if (
                self.s.rels[limit.head]
                not in ("obj", "obl", "obl:unmarked", "obl:tmod", "nsubj:pass", "iobj", "dep", "xcomp", "nmod")
                and not given
            ):
                return None
        elif limit.prep == "":
            return None
        elif limit.prep == "by" and lemma not in ("have",):
            return None
        objects = [o for o in self.kids(verb, "obj") if not self.in_limits(o)]
        if (
            limit.kind != "span"
            and objects
            and lemma
            in ("have", "get", "receive", "win", "set", "leave", "secure", "face", "hand", "impose", "offer", "buy")
        ):
            if not any(self.kind(o, "term") for o in objects):
                return None
        agents = self.g.roles[verb].get("agent", ())
        given_to = (
            tuple(self.kids(verb, "iobj"))
            or tuple(o for o in objects if self.s.upos[o] in ("PROPN", "PRON") or clause >= 0)
            or tuple(self.g.roles[verb].get("to", ()))
        )
        if lemma in ("have", "get", "receive", "win", "secure", "face"):
            bound, setters = agents, self.g.roles[verb].get("from", ())
        elif self.g.passive[verb]:
            bound = tuple(self.kids(verb, "nsubj")) or self.g.roles[verb].get("object", ())
            bound = tuple(b for b in bound if b not in limit.words) or given_to
            setters = self.g.roles[verb].get("by", ()) or tuple(a for a in agents if a not in bound)
        else:
            bound, setters = given_to, agents
        what = clause if clause >= 0 else objects[-1] if objects and objects[-1] not in bound else verb
        return Found(f"deadline:{kind[0]}", (*kind[1], *limit.words[:1]), what, clause >= 0, tuple(bound), tuple(setters), limit,
                     "moved" if limit.more else "open", None, self.day_of_act(verb, limit), 0.85)  # fmt: skip

    def ending(self, limit: Limit) -> Found | None:
        """ "The truce expires on Friday", "the offer stands until Friday"."""
        verb = self.verb_above(limit.head)
        if verb < 0 or verb not in self.up(limit.head)[:2]:
            return None
        for c in self.kids(limit.head, "acl", "advcl"):  # "until July 20, when the agreement runs out"
            runs = self.kind(c, "ends")
            if runs and limit.kind == "date" and not self.past(c):
                agents = [a for a in (*self.kids(c, "nsubj"),) if self.kind(a, "term") or self.kind(a, "noun")]
                if agents:
                    return Found(
                        f"deadline:{runs[0]}", runs[1], agents[0], False, (), (), limit, "open", None, None, 0.8
                    )
        ends, lasts = self.kind(verb, "ends"), self.kind(verb, "lasts")
        subjects = [
            a
            for a in (
                *self.g.roles[verb].get("agent", ()),
                *self.g.roles[verb].get("object", ()),
                *self.kids(verb, "nsubj"),
            )
        ]
        terms = [a for a in subjects if self.kind(a, "term") or self.kind(a, "noun")]
        if self.s.rels[verb].startswith("acl"):
            antecedent = self.s.heads[verb]
            if self.kind(antecedent, "term"):
                terms.append(antecedent)
        if not terms and self.lemma(verb) == "valid":
            terms = [self.s.heads[verb] if self.s.heads[verb] >= 0 else verb]
        if not terms:
            return None
        aux = self.auxiliaries(verb)
        if ends and limit.prep in ("on", "at", "by", "in", "", "within", "before"):
            lemma = self.lemma(verb)
            strong = lemma in ("expire", "lapse", "elapse", "run")
            if not strong and not any(self.kind(t, "term") and self.kind(t, "term")[0] != "term-talks" for t in terms):  # type: ignore[index]
                return None
            if self.negated(verb):
                return None
            status = "open"
            if self.past(verb) and any(
                self.s.words[c].lower() in ("when", "until", "as") for c in self.kids(verb, "mark", "advmod")
            ):
                return None
            if self.past(verb):
                if not strong and not re.search(r"\bwithout\b", self.text):
                    return None
                status = "missed"
                if aux & {"was", "were"} and self.s.xpos[verb] == "VBG":
                    status = "open"
            elif limit.kind == "span" and limit.prep == "":
                return None
            return Found(f"deadline:{ends[0]}", ends[1], terms[0], False, (), (), limit, status, None, None, 0.85)
        fixed = limit.kind == "span" and limit.prep == "for" and re.match(r"\s*from (?:today|now)", self.after(limit))
        if (lasts or self.s.upos[verb] == "ADJ") and (limit.prep in ("until", "to", "through") or fixed):
            if self.past(verb) and not (aux & CONDITIONAL) and not self.s.xpos[verb] == "VBG":
                return None
            if self.negated(verb):
                return None
            if lasts is None and self.lemma(verb) not in ("valid", "good", "open", "effective"):
                return None
            cue = lasts[1] if lasts else (verb,)
            return Found("deadline:lasts", cue, terms[0], False, (), (), limit, "open", None, None, 0.75)
        return None

    def left(self, limit: Limit) -> Found | None:
        """ "Ten days are left to", "two weeks before the mandate ends"."""
        if limit.kind != "span":
            return None
        behind = self.after(limit)
        m = re.match(
            r"\W*starting (?:today|now|tomorrow|on)\b|\W*(?:are |is |were )?(?:now )?(?:left|remain(?:s|ing|ed)?|to go)\b(?: (?:before|until|to|for|in|on)\b)?",
            behind,
            re.I,
        )
        if m is None:
            return None
        verb = self.verb_above(limit.head)
        what = limit.head
        clause = False
        for i in range(limit.words[-1], len(self.s)):
            if self.s.upos[i] == "VERB" and any(self.lemma(k) == "to" for k in self.kids(i, "mark", "aux")):
                what, clause = i, True
                break
            if self.kind(i, "noun") or self.kind(i, "term"):
                what = i
                break
        bound = self.g.roles[verb].get("agent", ()) if verb >= 0 and self.lemma(verb) == "have" else ()
        return Found("deadline:left", limit.words[-1:], what, clause, bound, (), limit, "open", None, None, 0.7)

    def ended(self) -> Found | None:
        """A term that ran out on no stated day: "the ceasefire lapsed at midnight"."""
        for i in range(len(self.s)):
            ends = self.kind(i, "ends")
            if (
                ends is None
                or self.lemma(i) not in ("expire", "lapse", "elapse")
                or self.negated(i)
                or self.s.upos[i] != "VERB"
            ):
                continue
            terms = [a for a in self.kids(i, "nsubj") if self.kind(a, "term") or self.kind(a, "noun")]
            if not terms or self.words_of(i, "mark", "advmod") & {"if", "when", "unless", "until", "before", "after"}:
                continue
            if not self.past(i) and not self.auxiliaries(i) & FUTURE:
                continue
            return Found(
                "deadline:ended",
                ends[1],
                terms[0],
                False,
                (),
                (),
                None,
                "missed" if self.past(i) else "open",
                None,
                None,
                0.6,
            )
        return None

    def on_time(self) -> Found | None:
        """ "Handed over the list on time": a limit that nobody names was met."""
        m = ON_TIME.search(self.text)
        if m is None:
            return None
        at = len(self.text[: m.start()].split())
        verb = self.verb_above(min(at + 1, len(self.s) - 1))
        if verb < 0 or not self.past(verb) or self.negated(verb):
            return None
        return Found(
            "deadline:on-time",
            (at, at + 1),
            verb,
            True,
            self.g.roles[verb].get("agent", ()),
            (),
            None,
            "met",
            None,
            None,
            0.55,
        )

    def ticking(self) -> Found | None:
        """ "The clock is ticking for", without a day."""
        m = TICKING.search(self.text)
        if m is None:
            return None
        at = len(self.text[: m.start()].split())
        if at >= len(self.s):
            return None
        verb = at if self.s.upos[at] == "VERB" else self.s.heads[at]
        clause = next((c for c in range(at, len(self.s)) if self.s.upos[c] == "VERB" and any(
            self.lemma(k) == "to" for k in self.kids(c, "mark", "aux"))), -1)  # fmt: skip
        if clause < 0:
            return None
        bound = self.g.roles[verb].get("for", ()) if verb >= 0 else ()
        return Found("deadline:ticking", (at,), clause, True, tuple(bound), (), None, "open", None, None, 0.6)

    # --- clauses that bind ---

    def bound(self, limit: Limit) -> Found | None:
        """ "Must leave by Friday", "ordered to answer within ten days", "pledged to withdraw before May"."""
        sworn = limit.prep == "on" and limit.kind == "date"
        if limit.prep not in BY and not (limit.prep == "in" and limit.kind == "span") and not sworn:
            return None
        if limit.prep in ("until", "through"):
            return None
        if sworn:
            return self.sworn(limit)
        path = self.up(limit.head)
        if not path:
            return None
        verb = path[0] if self.s.upos[path[0]] in ("VERB", "AUX", "NOUN", "ADJ") else self.verb_above(limit.head)
        if verb < 0:
            return None
        chain = [verb, *self.up(verb)]
        for place, i in enumerate(chain[:6]):
            rel = self.s.rels[i]
            found = self.duty(i, limit) or self.directly(i, limit, place)
            if found:
                return found
            parent = self.s.heads[i]
            if parent >= 0:
                found = self.below(i, parent, rel, limit)
                if found:
                    return found
            if rel.split(":")[0] not in WHOLE or rel in ("acl:relcl", "advcl", "parataxis"):
                break
            if rel == "conj" and self.kids(i, "nsubj"):
                break
            if self.s.upos[i] == "VERB" and self.past(i) and rel not in ("conj",):
                break
        return self.imperative(verb, limit) or self.promised(verb, limit) or self.latest(verb, limit)

    def sworn(self, limit: Limit) -> Found | None:
        """ "Undertook to hand back the islands on 1 January": a day that is promised, unless it is that of a meeting."""
        verb = self.verb_above(limit.head)
        path = self.up(limit.head)
        if path and self.lemma(path[0]) == "due" and self.s.upos[path[0]] == "ADJ":
            due = path[0]
            subject = next(iter(self.kids(due, "nsubj")), -1)
            if subject >= 0 and self.s.words[subject].lower() in ("that", "which") and self.s.heads[due] >= 0:
                subject = self.s.heads[due]
            if subject >= 0 and self.s.upos[subject] == "NOUN" and self.lemma(subject) not in MEETINGS:
                return Found("deadline:due", (due,), subject, False, (), (), limit, "open", None, None, 0.7)
        if verb < 0 or not self.infinitive(verb) or self.lemma(verb) in HELD or self.s.heads[verb] < 0:
            return None
        above = self.s.heads[verb]
        entry = self.kind(above, "promise")
        if (
            entry is None
            or self.lemma(above) in ("agree", "offer", "accept", "deal", "agreement", "accord", "treaty")
            or self.negated(above)
        ):
            return None
        return self._bound(verb, above, "promise", entry, limit)

    def clause_of(self, verb: int) -> tuple[int, ...]:
        agents = self.g.roles[verb].get("agent", ())
        if self.g.passive[verb]:
            return self.g.roles[verb].get("by", ()) or tuple(
                a for a in agents if a not in self.g.roles[verb].get("object", ())
            )
        return agents

    def duty(self, i: int, limit: Limit) -> Found | None:
        aux = [c for c in self.g.children[i] if self.s.rels[c].startswith("aux")]
        words = [c for c in aux if self.s.words[c].lower() in DUTIES]
        if self.lemma(i) in ("have", "need") and self.s.upos[i] == "VERB":
            clause = next(
                (c for c in self.kids(i, "xcomp") if any(self.lemma(k) == "to" for k in self.kids(c, "mark", "aux"))),
                -1,
            )
            if clause >= 0 and not self.kids(i, "obj"):
                return self._duty(clause, i, limit)
        to = [c for c in self.g.children[i] if self.lemma(c) == "to" and self.s.rels[c] in ("mark", "aux")]
        be = [c for c in aux if self.lemma(c) == "be"]
        if not words and to and be and be[0] < to[0] and not self.g.passive[i]:
            words = be
        if not words and to and self.s.rels[i] in ("xcomp",) and self.lemma(self.s.heads[i]) == "be":
            words = [self.s.heads[i]]
        if not words and to and self.s.words[max(0, to[0] - 1)].lower() in ("is", "are", "was", "were"):
            words = [to[0] - 1]
        if not words and self.s.xpos[i] == "VB":  # "are due to leave", drawn like "due to rain"
            words = [c for c in self.kids(i, "case", "mark", "advmod") if self.lemma(c) == "due"]
        if words and "have" in self.auxiliaries(i) and not limit.prep in ("by", "before", "within"):
            return None
        if not words or "if" in {self.s.words[c].lower() for c in self.kids(i, "mark")}:
            return None
        return self._duty(i, words[0], limit)

    def _duty(self, i: int, cue: int, limit: Limit) -> Found:
        agents = self.g.roles[i].get("agent", ()) or self.kids(i, "nsubj")
        bound = agents if not self.g.passive[i] else self.clause_of(i)
        setters = self.speakers(i)
        for c in self.kids(i, "advcl"):  # "as the council has resolved"
            if any(self.s.words[k].lower() == "as" for k in self.kids(c, "mark")):
                setters = self.g.roles[c].get("agent", ()) or setters
        status = "missed" if "have" in self.auxiliaries(i) else "open"
        if self.s.words[cue].lower() in ("was", "were") and re.search(
            r"\b(?:but|still|yet|however|instead)\b", self.text
        ):
            status = "missed"
        return Found("deadline:duty", (cue,), i, True, tuple(bound), tuple(setters), limit, status, None, None, 0.85)

    def below(self, i: int, parent: int, rel: str, limit: Limit) -> Found | None:
        """A clause or phrase below a word that binds it."""
        plain = rel.split(":")[0]
        if plain not in ("xcomp", "ccomp", "acl", "obj", "obl", "nmod", "advcl", "csubj", "nsubj"):
            return None
        if plain in ("nsubj",) or (rel == "acl:relcl"):
            return None
        for kind in ("order", "promise", "target", "due"):
            entry = self.kind(parent, kind)
            if entry is None or self.negated(parent) or self.auxiliaries(parent) & {"may", "might", "could", "can"}:
                continue
            lemma = self.lemma(parent)
            is_verb = self.s.upos[parent] in ("VERB", "ADJ", "AUX")
            if lemma == "expect" and not (plain == "obj" and self.lemma(i) in REPLIES):
                continue
            if lemma == "want":
                return (
                    self._bound(i, parent, kind, entry, limit) if plain in ("xcomp", "ccomp", "obj", "advcl") else None
                )
            if (
                kind == "order"
                and lemma in ONLY_INFINITIVE
                and is_verb
                and len(entry[1]) == 1
                and not (plain in ("xcomp", "ccomp", "advcl") and self.infinitive(i))
            ):
                continue
            if kind in ("target", "due") and not (
                self.infinitive(i) or plain in ("obj", "obl", "nmod") or self.s.xpos[i] == "VBG"
            ):
                continue
            if (
                kind == "due"
                and is_verb
                and not (self.g.passive[parent] or self.s.upos[parent] == "ADJ" or self.s.xpos[parent] == "VBN")
            ):
                continue
            if plain == "obl" and kind != "order" and not self.s.xpos[i] == "VBG":
                continue
            if plain == "advcl" and not self.infinitive(i):
                continue
            if not is_verb and plain not in ("acl", "nmod", "xcomp", "ccomp"):
                continue
            if (
                is_verb
                and plain in ("obj", "obl")
                and self.s.upos[i] in ("NOUN", "PROPN")
                and limit.prep == "before"
                and lemma in SPEAKING
            ):
                continue
            return self._bound(i, parent, kind, entry, limit)
        return None

    def _bound(self, i: int, parent: int, kind: str, entry: tuple[str, tuple[int, ...]], limit: Limit) -> Found:
        clause = self.s.upos[i] in ("VERB", "AUX")
        outer = (
            self.clause_of(parent)
            if self.s.upos[parent] in ("VERB", "AUX")
            else (
                self.g.roles[parent].get("poss", ())
                or self.g.roles[parent].get("agent", ())
                or self.g.roles[parent].get("by", ())
                or (self.g.roles[self.s.heads[parent]].get("agent", ()) if self.s.heads[parent] >= 0 else ())
            )
        )
        inner = self.g.roles[i].get("agent", ()) if clause and not self.g.passive[i] else ()
        if kind == "order":
            bound = inner or self.g.roles[parent].get("object", ()) if clause else ()
            setters: tuple[int, ...] = outer
        elif kind == "due":
            bound, setters = inner or self.g.roles[parent].get("agent", ()), self.g.roles[parent].get("by", ())
        else:
            bound, setters = (outer or inner), (outer or inner)
            if clause and inner and set(inner) - set(outer) and kind == "promise":
                bound = outer or inner
        status = "open"
        late = re.search(r"\b(?:but|still|yet|however|instead)\b", self.text)
        if (
            "had" in self.auxiliaries(parent)
            or (
                kind == "due" and {"was", "were"} & ({self.s.words[c].lower() for c in self.kids(parent, "cop", "aux")})
            )
        ) and late:
            status = "missed"
        return Found(f"deadline:{entry[0]}", entry[1], i, clause, tuple(dict.fromkeys(bound)), tuple(dict.fromkeys(setters)), limit,
                     status, None, None, 0.8)  # fmt: skip

    def directly(self, i: int, limit: Limit, place: int) -> Found | None:
        """The limit hangs on the binding word itself: "demanded an answer by Friday", "a report is due by Friday"."""
        if place > 0 or self.negated(i):
            return None
        for kind in ("order", "promise", "target", "due"):
            entry = self.kind(i, kind)
            if entry is None:
                continue
            lemma = self.lemma(i)
            if kind == "due":
                if lemma not in ("due", "payable", "need", "require"):
                    continue
                subject = next(iter(self.kids(i, "nsubj")), -1)
                return Found(
                    f"deadline:{entry[0]}",
                    entry[1],
                    subject if subject >= 0 else i,
                    False,
                    (),
                    (),
                    limit,
                    "open",
                    None,
                    None,
                    0.75,
                )
            clause = next(
                (
                    c
                    for c in self.kids(i, "xcomp", "ccomp", "acl")
                    if c < limit.head and (self.infinitive(c) or kind != "order" or lemma not in ONLY_INFINITIVE)
                ),
                -1,
            )
            thing = next((c for c in self.kids(i, "obj", "nmod", "obl") if c < limit.head and c not in limit.words), -1)
            if (
                thing < 0
                and self.g.passive[i]
                and lemma in ("want", "require", "demand", "order", "expect", "promise", "agree")
            ):
                thing = next(iter(self.kids(i, "nsubj")), -1)
            inner = clause if clause >= 0 else thing
            if inner < 0 or (clause < 0 and lemma != "want" and (lemma in ONLY_INFINITIVE and len(entry[1]) == 1)):
                continue
            if clause < 0 and (self.s.upos[i] != "VERB" and kind != "order"):
                continue
            if lemma == "expect" and (clause >= 0 or (self.lemma(thing) not in REPLIES and not self.g.passive[i])):
                continue
            if clause < 0 and lemma in ("agree", "accept", "offer", "plan", "set", "mean", "schedule") and self.past(i):
                continue
            return self._bound(inner, i, kind, entry, limit)
        return None

    def imperative(self, verb: int, limit: Limit) -> Found | None:
        if self.s.xpos[verb] != "VB" or self.kids(verb, "nsubj", "aux", "mark", "expl") or self.s.upos[verb] != "VERB":
            return None
        if self.s.rels[verb] not in ("root", "ccomp", "parataxis"):
            return None
        return Found(
            "deadline:imperative", (verb,), verb, True, (), self.speakers(verb), limit, "open", None, None, 0.7
        )

    def promised(self, verb: int, limit: Limit) -> Found | None:
        """ "He would resign by Friday": what the one who speaks says of himself."""
        if (
            not self.auxiliaries(verb) & FUTURE
            or self.negated(verb)
            or self.lemma(verb) in FORETOLD
            or limit.prep == "in"
        ):
            return None
        if "have" in self.auxiliaries(verb):
            return None
        subjects = self.kids(verb, "nsubj")
        if not subjects or not self.own(subjects[0]):
            return None
        speakers = self.speakers(verb)
        first = self.s.words[subjects[0]].lower() in ("we", "i") or any(
            self.s.words[c].lower() in ("our", "my") for c in self.g.children[subjects[0]]
        )
        if not speakers and not first:
            return None
        return Found("deadline:promised", tuple(c for c in self.g.children[verb] if self.s.words[c].lower() in FUTURE)[:1] or (verb,), verb, True,
                     speakers or subjects, speakers or subjects, limit, "open", None, None, 0.7)  # fmt: skip

    def own(self, subject: int) -> bool:
        if self.s.words[subject].lower() in PRONOUNS:
            return True
        return any(
            self.s.words[c].lower() in ("its", "their", "our", "his", "her", "my") for c in self.g.children[subject]
        )

    def latest(self, verb: int, limit: Limit) -> Found | None:
        """ "No later than Friday" binds by itself."""
        cut = limit.at - limit.start
        if cut <= 0 or not re.match(r"no[t]? later|at the latest", self.stated(limit), re.I) or self.past(verb):
            return None
        return Found("deadline:latest", limit.words[:3], verb, self.s.upos[verb] == "VERB", self.g.roles[verb].get("agent", ()), self.speakers(verb),
                     limit, "open", None, None, 0.75)  # fmt: skip

    def stated(self, limit: Limit) -> str:
        return " ".join(self.s.words[i] for i in limit.words)

    def set_day(self, limit: Limit) -> Found | None:
        """ "Set 9 March for the surrender", "named 1 June as the last day for an answer"."""
        verb = self.verb_above(limit.head)
        if (
            limit.prep
            or limit.kind != "date"
            or verb < 0
            or self.lemma(verb) not in ("set", "fix", "name")
            or self.undone(verb)
        ):
            return None
        if self.s.rels[limit.head] not in ("obj", "nsubj:pass"):
            return None
        thing = next((c for role in ("for", "as") for c in self.g.roles[verb].get(role, ())), -1)
        if thing < 0:
            thing = next(
                (c for c in self.g.subtree(limit.head) if c > limit.words[-1] and self.s.upos[c] == "NOUN"), -1
            )
        if thing < 0 or self.lemma(thing) in MEETINGS:
            return None
        what, clause = self.complement(thing)
        agents = self.g.roles[verb].get("agent", ())
        return Found(
            "deadline:set-day",
            (verb,),
            what,
            clause,
            (),
            tuple(a for a in agents if a not in limit.words),
            limit,
            "open",
            None,
            None,
            0.7,
        )

    def time_to(self, limit: Limit) -> Found | None:
        """ "48 hours to leave", "ten days in which to answer", "a week for the parties to agree": time that is given."""
        if limit.kind != "span" or limit.prep not in ("", "within", "of", "in"):
            return None
        m = TIME_TO.match(self.after(limit))
        if m is None:
            return None
        verb = self.verb_above(limit.head)
        if verb >= 0 and (
            self.lemma(verb) in TAKES
            or (self.past(verb) and self.kind(verb, "gives") is None and self.kind(verb, "order") is None)
        ):
            return None
        last = limit.words[-1]
        clause = next(
            (i for i in range(last + 1, min(len(self.s), last + 14)) if self.s.xpos[i] == "VB" and self.infinitive(i)),
            -1,
        )
        if clause < 0:
            return None
        bound = self.g.roles[clause].get("agent", ())
        setters = self.g.roles[verb].get("agent", ()) if verb >= 0 and self.kind(verb, "gives") else ()
        return Found("deadline:time-to", limit.words[-1:], clause, True, bound, tuple(a for a in setters if a not in bound), limit, "open",
                     None, None, 0.65)  # fmt: skip

    def bare(self, limit: Limit) -> Found | None:
        """A limit in a clause that is not told as done, nor foretold, nor merely possible: something is to be done by it."""
        if limit.prep not in ("by", "before", "until", "within", "through") or (
            limit.prep in ("until", "through") and limit.kind == "span"
        ):
            return None
        if HEDGED.search(self.text):
            return None
        verb = self.verb_above(limit.head)
        if verb < 0:
            path = self.up(limit.head)
            top = path[-1] if path else limit.head
            if limit.prep in ("before", "until", "through") or top == limit.head:
                return None
            return Found("deadline:bare", limit.words[:1], top, False, (), (), limit, "open", None, None, 0.5)
        chain = [verb]
        i = verb
        while (
            self.s.rels[i].split(":")[0] in ("xcomp", "conj", "acl", "advcl")
            and self.s.heads[i] >= 0
            and len(chain) < 6
        ):
            i = self.s.heads[i]
            chain.append(i)
        aux = self.auxiliaries(verb)
        if aux & {"may", "might", "could", "can", "would", "'d"} and not self.speakers(verb):
            return None
        for one in chain:
            if (
                self.past(one)
                or self.lemma(one) in FORETOLD
                or self.auxiliaries(one) & {"has", "have", "had", "did", "was", "were"}
            ):
                return None
            if self.s.xpos[one] in ("VBD", "VBN") and not self.auxiliaries(one) and not self.infinitive(one):
                return None
            if {"if", "unless", "when", "whether", "while", "as", "since", "because"} & self.words_of(
                one, "mark", "advmod"
            ):
                return None
        if self.negated(verb) and not aux & FUTURE:
            return None
        subject = next(iter(self.kids(verb, "nsubj")), -1)
        if subject >= 0 and self.s.words[subject].lower() in ("you", "which", "who", "nobody", "everyone", "everybody"):
            return None
        if (
            aux & FUTURE
            or self.infinitive(verb)
            or (self.s.xpos[verb] in ("VBZ", "VBP") and limit.prep in ("until", "through", "by", "before"))
        ):
            if (
                self.s.xpos[verb] in ("VBZ", "VBP")
                and not aux & FUTURE
                and self.lemma(verb) in (*MEETINGS, "be", "say", "think", "believe", "know")
            ):
                return None
            speakers = self.speakers(verb)
            own = subject >= 0 and self.own(subject)
            agents = self.g.roles[verb].get("agent", ())
            return Found("deadline:bare", tuple(c for c in self.g.children[verb] if self.s.words[c].lower() in FUTURE)[:1] or (verb,), verb, True,
                         agents, speakers if own else (), limit, "open", None, None, 0.55)  # fmt: skip
        return None

    def as_agreed(self, limit: Limit) -> Found | None:
        """A deed that is done by the day that was agreed."""
        m = AS_AGREED.search(self.text)
        if m is None or limit.prep not in (*BY, "on", "of", ""):
            return None
        verb = self.verb_above(limit.head)
        if (
            verb < 0
            or not (self.past(verb) or self.s.xpos[verb] == "VBZ")
            or limit.kind == "span"
            and limit.prep != "within"
        ):
            return None
        status = "missed" if self.failed(verb) or self.negated(verb) else "met"
        at = len(self.text[: m.start()].split())
        return Found("deadline:as-agreed", (min(at, len(self.s) - 1),), verb, True, self.g.roles[verb].get("agent", ()), (), limit, status,
                     None, None, 0.7)  # fmt: skip


def joined(words: Iterable[str]) -> str:
    """Words with spaces between them."""
    return " ".join(words)
