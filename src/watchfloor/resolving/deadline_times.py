"""Time that is given, moved, left or runs out: "has until", "extended to", "expires on", "ten days left"."""

from __future__ import annotations

import re
from dataclasses import replace

from watchfloor.resolving.clauses import CONDITIONAL, FUTURE
from watchfloor.resolving.deadline_limits import Limit
from watchfloor.resolving.deadline_terms import Terms
from watchfloor.resolving.deadline_words import MEETINGS, ON_TIME, PAST_LIMITS, STARTS, TAKES, TICKING, TIME_TO, Found


class Times(Terms):
    """Time that is given, moved, left or runs out."""

    def shifted(self, limit: Limit) -> Found | None:
        """ "Moved from July 20 to November 24": both days told, whatever is moved but a meeting."""
        if limit.prep not in ("to", "until"):
            return None
        old = next(
            (
                o
                for o in self.limits
                if o.prep == "from" and o.kind == "date" and o.end <= limit.start and limit.start - o.end <= 2
            ),
            None,
        )
        if old is None or limit.kind != "date":
            return None
        for j in (*self.up(old.head), *self.up(limit.head)):
            kind = self.kind(j, "moves") or self.kind(j, "moved")
            if kind is None and self.lemma(j) in ("push", "put", "bring", "pull", "roll", "knock", "set", "fall"):
                kind = ("moves", (j,))
            if kind is None:
                continue
            objects = self.g.roles[j].get("object", ()) or self.kids(j, "obj", "nsubj:pass", "nsubj")
            if self.undone(j) or any(self.lemma(o) in MEETINGS or self.s.upos[o] == "PRON" for o in objects):
                return None
            thing = next(iter(objects), j)
            what, clause = self.complement(thing) if self.kind(thing, "noun") else (thing, False)
            agents = tuple(a for a in self.clause_of(j) if a not in objects)
            bound = self.g.roles[what].get("agent", ()) if clause else agents
            return Found(
                f"deadline:{kind[0]}", kind[1], what, clause, tuple(bound), agents, limit, "moved", old, None, 0.9
            )
        return None

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
                c for c in self.g.roles[verb].get("with", ()) if self.kind(c, "term")
            ]
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
        if limit.prep not in ("until", "to", "by", "for", "through", "into", "beyond") and limit.kind != "span":
            return None
        if limit.prep == "by" and limit.kind == "span":
            limit = replace(limit, more=True)
        if limit.prep == "for" and limit.kind == "span":
            limit = replace(limit, more=True)
        agents = tuple(a for a in self.g.roles[verb].get("agent", ()) if a not in things)
        return Found(
            f"deadline:{kind[0]}", kind[1], things[0], False, agents, agents, limit, "moved", earlier, None, 0.9
        )

    def move_noun(self, limit: Limit, noun: int) -> Found | None:
        kind = self.kind(noun, "moved")
        if kind is None or self.negated(noun) or self.undone(noun, own=False):
            return None
        things = [
            c
            for role in ("of", "to", "for", "compound", "poss", "in")
            for c in self.g.roles[noun].get(role, ())
            if self.kind(c, "term") or self.kind(c, "noun")
        ]
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
        hyphen = limit.kind == "span" and any(self.s.words[i] == "-" for i in limit.words)
        if self.negated(verb) or hyphen:
            return None  # "a two-year sentence"
        lemma = self.lemma(verb)
        whom = bool(self.kids(verb, "iobj", "obj"))
        towards = limit.prep == "to" and limit.kind == "date" and lemma in ("give", "grant", "allow", "have") and whom
        if (
            limit.prep not in ("until", "by", "")
            and not towards
            and not (limit.prep in ("of", "within") and limit.kind == "span")
        ):
            return None
        clause = next(
            (
                c
                for c in sorted(self.kids(verb, "xcomp", "advcl", "acl", "ccomp"))
                if c > verb and any(self.lemma(k) == "to" for k in self.kids(c, "mark", "aux"))
            ),
            -1,
        )
        if clause < 0:
            clause = next(
                (
                    c
                    for c in self.kids(limit.head, "acl", "advcl")
                    if c > limit.head and any(self.lemma(k) == "to" for k in self.kids(c, "mark", "aux"))
                ),
                -1,
            )
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
        elif limit.prep == "" or (limit.prep == "by" and lemma not in ("have",)):
            return None
        objects = [o for o in self.kids(verb, "obj") if not self.in_limits(o)]
        if (
            limit.kind != "span"
            and objects
            and lemma
            in ("have", "get", "receive", "win", "set", "leave", "secure", "face", "hand", "impose", "offer", "buy")
        ) and not any(self.kind(o, "term") for o in objects):
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
        return Found(
            f"deadline:{kind[0]}",
            (*kind[1], *limit.words[:1]),
            what,
            clause >= 0,
            tuple(bound),
            tuple(setters),
            limit,
            "moved"
            if limit.more
            or any(
                self.lemma(o) == "time" and self.words_of(o, "amod") & {"extra", "more", "additional", "further"}
                for o in objects
            )
            else "open",
            None,
            self.day_of_act(verb, limit),
            0.85,
        )

    def ending(self, limit: Limit) -> Found | None:  # noqa: C901 - one branch a way of ending
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
            *self.g.roles[verb].get("agent", ()),
            *self.g.roles[verb].get("object", ()),
            *self.kids(verb, "nsubj"),
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
            elif (
                limit.kind == "span"
                and limit.prep == ""
                and not re.match(r"\s*(?:from (?:now|today)|hence)", self.after(limit))
            ):
                return None
            return Found(f"deadline:{ends[0]}", ends[1], terms[0], False, (), (), limit, status, None, None, 0.85)
        fixed = (
            limit.kind == "span"
            and limit.prep == "for"
            and re.match(
                r"\s*(?:only)?\s*,?\s*(?:from|starting|beginning|as of|counting from) (?:today|now|tomorrow|\w+day)",
                self.after(limit),
            )
        )
        if (lasts or self.s.upos[verb] == "ADJ") and (limit.prep in ("until", "to", "through") or fixed):
            if self.past(verb) and not (aux & CONDITIONAL) and self.s.xpos[verb] != "VBG":
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
            r"\W*starting (?:today|now|tomorrow|on)\b|\W*(?:are |is |were )?(?:now )?(?:left|remain(?:s|ing|ed)?|"
            r"to go)\b(?: (?:before|until|to|for|in|on)\b)?",
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
        verb = self.verb_above(min(at, len(self.s) - 1))
        if verb >= 0 and self.lemma(verb) in (*PAST_LIMITS, "expire") and self.s.heads[verb] >= 0:
            verb = self.s.heads[verb]
        if verb < 0 or not self.past(verb) or self.negated(verb) or self.lemma(verb) in STARTS:
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
        clause = next(
            (
                c
                for c in range(at, len(self.s))
                if self.s.upos[c] == "VERB" and any(self.lemma(k) == "to" for k in self.kids(c, "mark", "aux"))
            ),
            -1,
        )
        if clause < 0:
            return None
        bound = self.g.roles[verb].get("for", ()) if verb >= 0 else ()
        return Found("deadline:ticking", (at,), clause, True, tuple(bound), (), None, "open", None, None, 0.6)

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
        """ "48 hours to leave", "ten days in which to answer", "a week for the parties to agree": time that is "
        "given."""
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
        return Found(
            "deadline:time-to",
            limit.words[-1:],
            clause,
            True,
            bound,
            tuple(a for a in setters if a not in bound),
            limit,
            "open",
            None,
            None,
            0.65,
        )
