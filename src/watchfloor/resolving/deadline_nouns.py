"""Deadlines by a noun: "the July 20 deadline", and how they fared."""

from __future__ import annotations

import re
from dataclasses import replace

from watchfloor.resolving.clauses import SPEAKING
from watchfloor.resolving.deadline_limits import Limit
from watchfloor.resolving.deadline_terms import Terms
from watchfloor.resolving.deadline_turns import VERDICTS
from watchfloor.resolving.deadline_words import PAST_LIMITS, SETS, STANDS, Found


class Nouns(Terms):
    """Deadlines by a noun."""

    def on_noun(self, limit: Limit, nouns: list[int]) -> Found | None:
        """ "The July 20 deadline", "a deadline of Friday", "the deadline is", "expires on"."""
        for noun in nouns:
            inside = noun in self.up(limit.head)[:3] and not any(
                self.s.upos[j] == "VERB" for j in self.up(limit.head)[: self.up(limit.head).index(noun)]
            )
            if inside and limit.prep in ("on", "at") and limit.start > self.s.starts[noun] and self.acted(noun):
                inside = False
            if inside or self.says(limit, noun):
                of_noun = inside and limit.start < self.s.starts[noun] and limit.prep in ("before", "by", "within")
                found = self.of_noun(noun, replace(limit, prep="on") if of_noun else limit)
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
        if verb < 0 or (self.s.heads[top] != verb and verb not in self.up(top)[:2]):
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
        setters = (
            [*self.g.roles[noun].get("poss", ())]
            + [
                c
                for c in self.g.roles[noun].get("compound", ()) + self.g.roles[noun].get("adj", ())
                if self.s.names[c] != "O"
            ]
            + list(self.g.roles[noun].get("by", ()))
        )
        setters = [c for c in setters if limit is None or c not in limit.words]
        bound: list[int] = []
        if verb >= 0:
            agents = list(self.g.roles[verb].get("agent", ()))
            if (status in ("met", "missed") and noun not in agents) or status == "disputed":
                bound = agents
            elif self.lemma(verb) in SETS and noun not in agents:
                setters = agents or setters
                bound = [
                    c
                    for c in (
                        *self.g.roles[verb].get("to", ()),
                        *self.g.roles[verb].get("on", ()),
                        *self.kids(verb, "iobj"),
                        *self.g.roles[verb].get("for", ()),
                    )
                    if not self.in_limits(c)
                ]
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
        return Found(
            f"deadline:{kind[0]}{why}",
            cue,
            what,
            clause,
            tuple(dict.fromkeys(bound)),
            tuple(dict.fromkeys(setters)),
            limit,
            status,
            earlier,
            base,
            0.9 if limit else 0.7,
        )

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

    def fared(self, noun: int, limit: Limit | None) -> tuple[str, int, str]:  # noqa: C901 - one branch a way of faring
        """Status of a deadline noun, the verb that tells it, and the rule; an empty status for no deadline at all."""
        s = self.s
        head = s.heads[noun]
        words = {s.words[c].lower() for c in self.g.children[noun]}
        cases = {s.words[c].lower() for c in self.kids(noun, "case")}
        verb = head if head >= 0 and s.upos[head] in ("VERB", "AUX") else self.verb_above(noun)
        if any(self.lemma(j) in ("contest", "dispute", "deny", "question") and j != head for j in self.up(noun)[:4]):
            return "disputed", verb, "+disputes"
        new = bool(words & {"new", "revised", "extended", "later", "fresh"})
        if head >= 0 and self.kind(head, "moved") and not self.undone(head, own=False):
            return "moved", verb, "+moved"
        if verb < 0:
            return ("moved" if new and limit else "open"), -1, ""
        rel = s.rels[noun] if head == verb else ""
        lemma = self.lemma(verb)
        if rel.startswith(("nsubj", "obj")) and any(
            self.lemma(c) in VERDICTS
            for c in (verb, *self.kids(verb, "xcomp", "obl", "amod"), *self.kids(noun, "amod", "acl", "xcomp"))
        ) | any(self.lemma(k) in VERDICTS for c in self.g.children[noun] for k in self.kids(c, "amod")):
            return "disputed", verb, "+verdict"
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
            if lemma in PAST_LIMITS and "before" in self.words_of(verb, "mark", "advmod"):
                above = s.heads[verb]
                return ("met" if above >= 0 and self.past(above) and not self.negated(above) else "open"), verb, ""
            if lemma in PAST_LIMITS and self.past(verb):
                return ("open", verb, "") if self.negated(verb) else ("missed", verb, "+passed")
            if self.kind(verb, "moves") and not self.undone(verb):
                return "moved", verb, "+moves"
            if self.negated(verb) and s.upos[verb] == "AUX":
                return "", verb, ""
        if (
            cases & {"before", "of"}
            and "ahead" in {s.words[c].lower() for k in self.kids(noun, "case") for c in (k, *self.g.children[k])}
        ) or cases & {"before", "by"}:
            if self.failed(verb):
                return "missed", verb, "+misses"
            if self.past(verb) and not self.undone(verb):
                return "met", verb, "+meets"
        if (
            cases & {"for"}
            and "time" in {s.words[j].lower() for j in range(max(0, noun - 6), noun)}
            and self.past(verb)
        ):
            return "met", verb, "+meets"
        if "after" in cases and re.search(r"\bstill\b|\byet\b", self.text):
            return "missed", verb, "+passed"
        if "after" in cases and limit is None and self.past(verb) and lemma not in SPEAKING:
            return "missed", verb, "+passed"
        if "despite" in cases:
            return "missed", verb, "+misses"
        if new and (limit is not None):
            return "moved", verb, "+new"
        return "open", verb, ""
