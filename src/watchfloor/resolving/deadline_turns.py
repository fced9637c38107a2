"""Turns of phrase that bind by a day: threats, commands, permissions, named days, and verdicts on a limit."""

from __future__ import annotations

import re

from watchfloor.resolving.clauses import DUTIES, FUTURE
from watchfloor.resolving.deadline_limits import BY, Limit
from watchfloor.resolving.deadline_terms import Terms
from watchfloor.resolving.deadline_words import FORETOLD, HEDGED, HELD, MEETINGS, Found

AIM = re.compile(
    r"\b(?:targets?|target date|goals?|objective|aim|cut-?off|last day|final day|closing date|end date|due date|"
    r"latest date|finish line|expiry|expiration|day of reckoning|D-day|zero hour)\b",
    re.I,
)
"""nouns that a day can be said to be"""
NAMES = frozenset(
    "pencil pencilled pencilled-in eye set fix name choose pick mark circle earmark designate declare target "
    "specify stipulate cite give "
    "have be become remain treat regard see describe call keep announce confirm agree make establish use offer put "
    "propose"
    "".split()
)
"""verbs by which a day is made a limit"""
CLOSINGS = frozenset(
    "finish exit pullout pull-out withdrawal end completion conclusion signing handover departure close return "
    "settlement accord deal agreement treaty release ratification disarmament dismantling transfer election".split()
)
"""what is to be over when it is done: "a September exit" """
STRIVES = frozenset(
    "aim target work push plan shoot eye seek promise pledge want demand set press drive strive insist agree commit "
    "envisage foresee order rule require".split()
)
VERDICTS = frozenset(
    "meaningless illegal void invalid arbitrary unacceptable irrelevant illegitimate unlawful unconstitutional "
    "worthless nonbinding non-binding ultimatum blackmail theatre bluff unfair insulting moot".split()
)
"""what those say of a limit who do not take it"""
SUSPENDS = frozenset(
    "stay suspend freeze shelve exempt waive authorise authorize license permit grant guarantee adjourn excuse spare "
    "reprieve".split()
)
"""what courts and rulers do up to a day"""
OWED = re.compile(
    r"\b(?:requir\w+|promis\w+|agreed|accord|agreement|deadlines?|ultimatum|due|demand\w*|pledg\w+|supposed|had to|"
    r"order\w*|mandate|target|vow\w*)\b",
    re.I,
)
REFUSES = frozenset("refuse fail decline balk reject resist stall delay ignore".split())
SPARE = re.compile(r"\bor(?: else| otherwise)?\b|\botherwise\b", re.I)


class Turns(Terms):
    """Turns of phrase that bind by a day."""

    def turned(self, limit: Limit) -> Found | None:
        """One of the turns below; the plainer grammar is asked before."""
        return (
            self.threat(limit)
            or self.held_until(limit)
            or self.day_passed(limit)
            or self.sighted(limit)
            or self.told_day(limit)
            or self.command(limit)
            or self.permitted(limit)
            or self.named(limit)
            or self.over(limit)
            or self.coming(limit)
            or self.short_of(limit)
            or self.overdue(limit)
        )

    def _found(
        self,
        rule: str,
        cue: int,
        what: int,
        limit: Limit | None,
        *,
        clause: bool = True,
        bound: tuple[int, ...] = (),
        setters: tuple[int, ...] = (),
        status: str = "open",
    ) -> Found:
        return Found(f"deadline:{rule}", (cue,), what, clause, bound, setters, limit, status, None, None, 0.6)

    def threat(self, limit: Limit) -> Found | None:
        """ "Unless the hostages are freed by Friday", "if Tuesday passes without an answer"."""
        verb = self.verb_above(limit.head)
        for i in (verb, self.s.heads[verb] if verb >= 0 else -1):
            if i < 0 or (self.past(i) and "would" not in self.s.words):
                continue
            marks = self.words_of(i, "mark", "advmod")
            against = self.negated(i) or self.lemma(i) in REFUSES
            passes = self.lemma(i) in ("pass", "go", "end", "expire", "elapse") and "without" in self.text.lower()
            by = limit.prep in BY or (limit.prep in ("in", "at", "on") and "unless" in marks)
            if ("unless" in marks and by) or ("if" in marks and limit.prep in BY and (against or self.scorned(i))):
                return self._found(
                    "threat", i, i, limit, bound=self.g.roles[i].get("agent", ()), setters=self.speakers(i)
                )
            if "if" in marks and passes and limit.prep == "" and self.s.rels[limit.head].startswith("nsubj"):
                return self._found("threat", i, i, limit, setters=self.speakers(i))
        return None

    def scorned(self, i: int) -> bool:
        """ "If nobody answers", "if no answer comes"."""
        return any(
            self.s.words[c].lower() in ("nobody", "none", "nothing") or self.words_of(c, "det") & {"no"}
            for c in self.kids(i, "nsubj", "obj")
        )

    def command(self, limit: Limit) -> Found | None:
        """ "Leave by Friday or face the consequences": a verb in its bare form with nobody before it."""
        if limit.prep not in BY or (limit.prep in ("until", "through") and limit.kind == "span"):
            return None
        for i in self.up(limit.head)[:4]:
            word = self.s.words[i]
            if self.s.upos[i] not in ("VERB", "AUX", "NOUN") or word.lower() != self.lemma(i):
                continue
            if self.kids(i, "nsubj", "aux", "mark", "expl", "det", "amod", "case"):
                continue
            before = self.s.words[i - 1] if i else ""
            if i and before.lower() not in (
                '"',
                "“",
                ":",
                "‘",
                "'",
                ",",
                ";",
                "please",
                "or",
                "and",
                "—",
                "–",
                "-",
                "``",
            ):
                continue
            if before in (",", "-") and not any(w in ('"', "“", ":") for w in self.s.words[:i]):
                continue
            behind = self.s.words[min(i + 1, len(self.s) - 1)].lower()
            plain = behind in (
                "your",
                "the",
                "in",
                "out",
                "off",
                "down",
                "up",
                "over",
                "all",
                "every",
                "us",
                "our",
                "them",
            )
            named = self.s.upos[i] == "NOUN" and not SPARE.search(self.after(limit)) and not plain
            if self.s.xpos[i] in ("VBD", "VBN", "VBZ") or named or before.lower() in ("or", "and"):
                continue
            return self._found("command", i, i, limit, setters=self.speakers(i))
        return None

    def held_until(self, limit: Limit) -> Found | None:
        """ "The court stayed the extradition until 1 August": what is granted, stopped or frozen up to a day."""
        if limit.prep not in ("until", "through") or limit.kind != "date":
            return None
        verb = self.verb_above(limit.head)
        if verb < 0 or self.lemma(verb) not in SUSPENDS or self.undone(verb):
            return None
        if self.auxiliaries(verb) & {"was", "were", "had"}:
            return None  # a state of the past
        things = self.kids(verb, "nsubj" if self.g.passive[verb] else "obj")
        if not things or self.s.upos[things[0]] not in ("NOUN", "PROPN"):
            return None
        agents = self.clause_of(verb)
        return self._found("held", verb, things[0], limit, clause=False, setters=agents)

    def day_passed(self, limit: Limit) -> Found | None:
        """ "June 15 came and no troops had left, though the accord required it"."""
        head = limit.head
        verb = self.s.heads[head]
        if limit.kind != "date" or limit.prep or verb < 0 or not self.s.rels[head].startswith("nsubj"):
            return None
        if self.lemma(verb) not in ("come", "pass", "go", "arrive") or not self.past(verb):
            return None
        behind = self.after(limit).lower()
        if not re.search(r"\b(?:no|without|not|n't|nothing|nobody|still|yet|none|never)\b", behind):
            return None
        if not OWED.search(self.text):
            return None
        what = next((c for c in self.kids(verb, "conj", "advcl", "parataxis") if self.s.upos[c] == "VERB"), verb)
        return self._found("day-passed", verb, what, limit, status="missed")

    def sighted(self, limit: Limit) -> Found | None:
        """ "Set their sights on July 20 for an accord", "with an eye on", "Friday is the last day for"."""
        if limit.kind != "date":
            return None
        before = " ".join(self.s.words[: limit.words[0] + 1])
        behind = self.after(limit)
        sights = re.search(
            r"\b(?:sights?|eyes?) (?:set |fixed )?on(?: the)?$|\bsights? (?:up)?on\b.{0,4}$|"
            r"\b(?:aiming|shooting|gunning|pushing|pressing|angling) (?:for|at)\b.{0,4}$|"
            r"\bpencill?ed in\b.{0,4}$",
            before,
            re.I,
        )
        last = re.match(
            r"\W*(?:is|was|will be|remains|as|,)? ?(?:the |a |their |its )?(?:last|final|closing|"
            r"latest|cut-?off|due|"
            r"expiry|target) (?:possible )?(?:day|date|moment|chance) (?:for|to|by which|on which|"
            r"when)\b",
            behind,
            re.I,
        )
        if not (sights or last):
            return None
        at = limit.words[-1] + 1
        for j in range(at, len(self.s)):
            if self.s.words[j].lower() in ("for", "to", "which", "when") and self.s.heads[j] > j:
                what = self.s.heads[j]
                below = [v for v in self.g.children[what] if self.s.rels[v] == "acl" and self.s.upos[v] == "VERB"]
                bound = (what,) if below else ()
                what = below[0] if below else what
                verb = self.verb_above(limit.head)
                agents = self.g.roles[verb].get("agent", ()) if verb >= 0 and sights else ()
                return self._found(
                    "sighted",
                    limit.words[0],
                    what,
                    limit,
                    clause=self.s.upos[what] == "VERB",
                    bound=bound or agents,
                    setters=agents,
                )
        return None

    def told_day(self, limit: Limit) -> Found | None:
        """ "Friday at the latest", "on 6 May, when the mandate ends", "6 May is when they must be out"."""
        if limit.kind == "span":
            return None
        behind, before = self.after(limit), " ".join(self.s.words[: limit.words[0]])
        latest = re.match(r"\W*(?:\w+ ){0,2}at the (?:very )?latest\b|\W*latest\b", behind, re.I) or re.search(
            r"\b(?:at the latest|latest|not later than|no later than|not a day later than|come)\W*(?:on|by)?$",
            before,
            re.I,
        )
        when = re.match(
            r"\W*(?:is |was |marks |will be )?(?:the (?:day|date|moment|hour|time) )?(?:when|on which|at which|"
            r"by which|that|after which) "
            r"(?P<then>.{3,50})",
            behind,
            re.I,
        )
        held = when and re.search(
            r"\b(?:expires?|lapses?|runs? out|ends?|comes? to an end|must|ha(?:s|ve) to|(?:is|are) (?:due|"
            r"required|obliged|"
            r"supposed|bound) to|falls? due|will expire|will lapse|will end|will run out)\b",
            when["then"],
            re.I,
        )
        beyond = (
            limit.prep in ("", "since")
            and re.search(
                r"\b(?:not|no|never|n't|n’t|nothing|refus\w+|rul\w+ out)\b.{0,60}\b(?:beyond|past|after)\W*$",
                before,
                re.I,
            )
            and re.search(
                r"\b(?:extend\w*|prolong\w*|stay|remain|wait|tolerat\w+|accept\w*|renew\w*|delay\w*|continue)\b",
                before,
                re.I,
            )
        )
        if not (latest or held or beyond):
            return None
        verb = self.verb_above(limit.head)
        if verb < 0 or (self.past(verb) and not held) or (HEDGED.search(self.text) and not held):
            return None
        what = verb
        if held:
            at = limit.words[-1]
            what = next(
                (
                    j
                    for j in range(at + 1, len(self.s))
                    if self.kind(j, "term") or (self.s.xpos[j] == "VB" and self.s.upos[j] == "VERB")
                ),
                verb,
            )
        return self._found(
            "told-day",
            limit.words[0],
            what,
            limit,
            clause=self.s.upos[what] in ("VERB", "AUX"),
            bound=self.g.roles[what].get("agent", ()),
        )

    def permitted(self, limit: Limit) -> Found | None:
        """ "Candidates may register until 4 July": a permission that ends."""
        if limit.prep not in ("until", "through") or limit.kind == "span":
            return None
        verb = self.verb_above(limit.head)
        if verb < 0 or not self.auxiliaries(verb) & {"may", "can"} or self.negated(verb):
            return None
        if self.lemma(verb) in ("last", "take", "be", "continue", "go", "drag", "remain", "stay", "run"):
            return None
        return self._found("permitted", verb, verb, limit, bound=self.kids(verb, "nsubj"))

    def named(self, limit: Limit) -> Found | None:  # noqa: C901 - one branch a way of naming a day
        """ "Pencilled in July 15 as their target", "working towards a September exit", "the 15 June date for"."""
        if limit.kind != "date" or limit.prep in ("since", "from"):
            return None
        head = limit.head
        above = self.s.heads[head]
        if (
            above >= 0
            and self.lemma(above) in CLOSINGS
            and self.s.rels[head]
            in (
                "compound",
                "nmod:poss",
                "amod",
                "nmod:unmarked",
                "nmod",
            )
            and limit.prep in ("", "by")
        ):
            verb = self.verb_above(above)
            if verb >= 0 and self.lemma(verb) in STRIVES and not self.negated(verb) and verb != above:
                agents = self.g.roles[verb].get("agent", ())
                return self._found("named", verb, above, limit, clause=False, bound=agents, setters=agents)
        if limit.prep == "in":
            return None
        if above >= 0 and self.lemma(above) in ("date", "target", "limit"):
            verb = self.verb_above(above)
            if self.s.rels[head] in (
                "compound",
                "nmod:unmarked",
                "nmod:poss",
                "amod",
                "nmod",
                "appos",
            ) and limit.prep in ("", "of"):
                status = "open"
                if verb >= 0 and self.s.rels[above].startswith("nsubj") and self.past(verb):
                    if self.lemma(verb) not in ("pass", "go", "come", "slip", "lapse", "expire"):
                        return None
                    status = "missed"
                elif verb >= 0 and self.s.rels[above] == "obj" and self.past(verb):
                    if not (self.kind(verb, "misses") or self.kind(verb, "meets") or self.lemma(verb) in NAMES):
                        return None
                    status = (
                        "missed"
                        if self.kind(verb, "misses") or self.failed(verb)
                        else "met"
                        if self.kind(verb, "meets")
                        else "open"
                    )
                what, clause = self.complement(above)
                if what == above and status == "open":
                    what = next(iter(self.g.roles[verb].get("for", ())), above) if verb >= 0 else above
                    if what == above and (verb < 0 or self.lemma(verb) not in NAMES):
                        return None
                if self.lemma(what) in MEETINGS:
                    return None
                return self._found("named-date", above, what, limit, clause=clause, status=status)
        verb = self.verb_above(head)
        if verb < 0 or not AIM.search(self.text) or limit.prep in ("on", "before"):
            return None
        if self.lemma(verb) not in NAMES and self.s.upos[verb] == "VERB":
            return None
        for i in self.g.subtree(verb):
            if not AIM.fullmatch(self.s.words[i]) or self.s.upos[i] != "NOUN" or i in limit.words:
                continue
            if limit.head not in self.g.subtree(verb) or (
                self.s.heads[i] not in (verb, head, *self.g.children[verb]) and i != verb
            ):
                continue
            what, clause = self.complement(i)
            if what == i or self.lemma(what) in MEETINGS:
                continue
            agents = self.g.roles[verb].get("agent", ())
            agents = tuple(a for a in agents if a not in limit.words and a != i)
            return self._found("named", i, what, limit, clause=clause, bound=agents, setters=agents)
        return None

    def over(self, limit: Limit) -> Found | None:
        """ "Time is up on 1 July for", "the offer falls away on Friday": a term that is over by then."""
        if limit.prep not in ("on", "at", "by", "in", "", "within", "before", "after") or (
            limit.kind == "span" and limit.prep == ""
        ):
            return None
        for i in self.up(limit.head)[:3]:
            ends = self.kind(i, "ends")
            if ends is None or self.negated(i) or self.past(i) or self.auxiliaries(i) & {"may", "might", "could"}:
                continue
            things = self.kids(i, "nsubj") or (
                (self.s.heads[i],) if self.s.rels[i].split(":")[0] in ("acl", "nmod", "amod") else ()
            )
            if not things and self.s.rels[i] == "xcomp":
                things = self.kids(self.s.heads[i], "nsubj")
            terms = [t for t in things if self.kind(t, "term") or self.kind(t, "noun")]
            if terms and not self.past(i):
                return self._found("over", i, terms[0], limit, clause=False)
        return None

    def coming(self, limit: Limit) -> Found | None:
        """ "Will hand over the bodies in the next 48 hours": said by those who are to do it."""
        words = {self.s.words[i].lower() for i in limit.words}
        if (
            limit.kind != "span"
            or limit.prep not in ("in", "within", "inside", "")
            or not words & {"next", "coming", "within", "inside"}
        ):
            return None
        verb = self.verb_above(limit.head)
        if verb < 0 or self.past(verb) or self.lemma(verb) in FORETOLD | HELD or HEDGED.search(self.text):
            return None
        subject = next(iter(self.kids(verb, "nsubj")), -1)
        speakers = self.speakers(verb)
        duty = self.auxiliaries(verb) & DUTIES
        if not (self.auxiliaries(verb) & FUTURE or duty) or self.negated(verb) or subject < 0:
            return None
        own = self.s.words[subject].lower() in ("they", "we", "he", "she", "it", "i") or set(speakers) & {subject}
        if not (duty or own) or self.s.words[subject].lower() in ("it",):
            return None
        return self._found("coming", verb, verb, limit, bound=speakers or (subject,), setters=speakers or (subject,))

    def short_of(self, limit: Limit) -> Found | None:
        """ "Call the 30 June deadline meaningless" is read with the noun; here: a demand with no verb of its own, "the
        demand: withdrawal within ten days"."""
        if limit.prep not in ("by", "within", "before") or HEDGED.search(self.text):
            return None
        before = " ".join(self.s.words[: limit.words[0]]).lower()
        if not re.search(
            r"\b(?:conditional|contingent|conditioned|hinges?|premised|dependent) (?:up)?on\b|"
            r"\b(?:demands?|ultimatum|terms|conditions?|message|orders?|instructions?|promise|pledge|vow|"
            r"wants?|ruling|verdict|requirement)\b[^.]{0,30}(?: is| was|:|,| -| –| —)",
            before,
        ):
            return None
        top = self.up(limit.head)
        if not top or self.past(top[0]):
            return None
        what = top[0]
        return self._found("demand", what, what, limit, clause=self.s.upos[what] == "VERB")

    def overdue(self, limit: Limit) -> Found | None:
        """ "Was to have left by Friday but has not", "should have been out by May"."""
        if limit.prep not in BY and limit.prep not in ("on", ""):
            return None
        verb = self.verb_above(limit.head)
        if verb < 0:
            return None
        aux = self.auxiliaries(verb)
        if (
            {"have"} & aux
            and (aux & {"should", "ought"} or "to" in aux | self.words_of(verb, "mark"))
            and aux
            & {
                "was",
                "were",
                "should",
                "ought",
            }
        ):
            return self._found("overdue", verb, verb, limit, bound=self.clause_of(verb), status="missed")
        return None
