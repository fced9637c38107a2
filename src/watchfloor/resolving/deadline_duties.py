"""Clauses that bind somebody by a day: duties, orders, promises, targets, and what is left to be done by it."""

from __future__ import annotations

import re

from watchfloor.resolving.clauses import DUTIES, FUTURE, SPEAKING
from watchfloor.resolving.deadline_limits import BY, Limit
from watchfloor.resolving.deadline_terms import Terms
from watchfloor.resolving.deadline_words import (
    AS_AGREED,
    FORETOLD,
    HEDGED,
    HELD,
    MEETINGS,
    ONLY_INFINITIVE,
    PRONOUNS,
    REPLIES,
    WHOLE,
    WISHED,
    Found,
)


class Duties(Terms):
    """Clauses that bind somebody by a day."""

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
        """ "Undertook to hand back the islands on 1 January": a day that is promised, unless it is that of a "
        "meeting."""
        verb = self.verb_above(limit.head)
        path = self.up(limit.head)
        if path and self.lemma(path[0]) == "due" and self.s.upos[path[0]] == "ADJ":
            due = path[0]
            subject = next(iter(self.kids(due, "nsubj")), -1)
            if subject < 0 and self.s.rels[due] in ("xcomp", "advmod") and self.s.heads[due] >= 0:
                subject = next(iter(self.kids(self.s.heads[due], "nsubj")), -1)
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
        if words and "have" in self.auxiliaries(i) and limit.prep not in ("by", "before", "within"):
            return None
        if words and self.s.words[words[0]].lower() in ("should", "ought") and HEDGED.search(self.text):
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
            if limit.prep == "in" and kind == "target":
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
            if plain == "obl" and kind != "order" and self.s.xpos[i] != "VBG":
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
        return Found(
            f"deadline:{entry[0]}",
            entry[1],
            i,
            clause,
            tuple(dict.fromkeys(bound)),
            tuple(dict.fromkeys(setters)),
            limit,
            status,
            None,
            None,
            0.8,
        )

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
            if lemma == "expect" and (
                clause >= 0
                or self.lemma(thing) in MEETINGS
                or (self.lemma(thing) not in REPLIES and not self.g.passive[i])
            ):
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
        return Found(
            "deadline:promised",
            tuple(c for c in self.g.children[verb] if self.s.words[c].lower() in FUTURE)[:1] or (verb,),
            verb,
            True,
            speakers or subjects,
            speakers or subjects,
            limit,
            "open",
            None,
            None,
            0.7,
        )

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
        return Found(
            "deadline:latest",
            limit.words[:3],
            verb,
            self.s.upos[verb] == "VERB",
            self.g.roles[verb].get("agent", ()),
            self.speakers(verb),
            limit,
            "open",
            None,
            None,
            0.75,
        )

    def as_agreed(self, limit: Limit) -> Found | None:
        """A deed that is done by the day that was agreed."""
        m = AS_AGREED.search(self.text)
        if m is None or limit.prep not in (*BY, "on", "of", ""):
            return None
        verb = self.verb_above(limit.head)
        if (
            verb < 0
            or not (self.past(verb) or self.s.xpos[verb] == "VBZ" or self.failed(verb))
            or (limit.kind == "span" and limit.prep != "within")
        ):
            return None
        status = "missed" if self.failed(verb) or self.negated(verb) else "met"
        at = len(self.text[: m.start()].split())
        return Found(
            "deadline:as-agreed",
            (min(at, len(self.s) - 1),),
            verb,
            True,
            self.g.roles[verb].get("agent", ()),
            (),
            limit,
            status,
            None,
            None,
            0.7,
        )

    def bare(self, limit: Limit) -> Found | None:
        """A limit in a clause that is not told as done, nor foretold, nor merely possible: something is to be done "
        "by it."""
        if limit.prep not in ("by", "before", "until", "within", "through") or (
            limit.prep in ("until", "through") and limit.kind == "span"
        ):
            return None
        if HEDGED.search(self.text) or re.match(r"\s*['’]s\b", self.after(limit)):
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
                or self.lemma(one) in FORETOLD | HELD
                or self.lemma(one) in WISHED
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
        if limit.prep in ("until", "through", "before") and self.lemma(verb) in (
            "last",
            "hold",
            "survive",
            "endure",
            "wait",
        ):
            return None
        if limit.prep in ("until", "through") and (
            self.kids(verb, "cop") or self.lemma(verb) in ("remain", "stay", "be", "live", "serve")
        ):
            return None
        if subject >= 0 and self.s.words[subject].lower() in (
            "you",
            "i",
            "which",
            "who",
            "nobody",
            "everyone",
            "everybody",
        ):
            return None
        if (
            aux & FUTURE
            or self.infinitive(verb)
            or (self.s.xpos[verb] in ("VBZ", "VBP") and limit.prep in ("until", "through", "by", "before"))
        ):
            if (
                self.s.xpos[verb] in ("VBZ", "VBP")
                and not aux & FUTURE
                and self.lemma(verb) in (*MEETINGS, "remain", "stay", "be", "say", "think", "believe", "know")
            ):
                return None
            speakers = self.speakers(verb)
            own = subject >= 0 and self.own(subject)
            agents = self.g.roles[verb].get("agent", ())
            return Found(
                "deadline:bare",
                tuple(c for c in self.g.children[verb] if self.s.words[c].lower() in FUTURE)[:1] or (verb,),
                verb,
                True,
                agents,
                speakers if own else (),
                limit,
                "open",
                None,
                None,
                0.55,
            )
        return None
