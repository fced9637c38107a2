"""Outlooks in figures and turns of phrase: "a 40 percent chance", "3 to 1 against", "the chances have faded"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from watchfloor.resolving.clauses import CONDITIONAL, FUTURE
from watchfloor.resolving.outlook_judged import Judged
from watchfloor.resolving.outlook_words import (
    _NUM,
    _NUMBER,
    _TENS,
    BET,
    FADING,
    FALLS,
    GROWING,
    IDIOMS,
    LIKELY,
    LOOSE,
    NOUNS,
    ODDS,
    PERCENT,
    PRICE,
    REPORTING,
    RISES,
    UNLIKELY,
    Said,
)


class Figures(Judged):
    """Outlooks in figures and turns of phrase."""

    def numbers(self) -> Iterator[Said]:
        """Chances in figures: "a 40 percent chance", "one in three", "3 to 1 against"."""
        for i in range(len(self.s)):
            if not self.chance(i) and self.lemma(i) not in (
                "estimate",
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
            elif self.chance(i) or self.lemma(i) == "estimate":
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
                            between[-1:] == ["than"]
                            and between[-2:-1] in (["better"], ["more"], ["less"], ["worse"], ["higher"], ["lower"])
                        )
                        or (
                            between
                            and between[-1]
                            in (
                                "are",
                                "is",
                                "about",
                                "roughly",
                                "as",
                                "to",
                                "under",
                                "around",
                                "over",
                                "below",
                                "above",
                                "from",
                                "just",
                                "nearly",
                                "only",
                                "almost",
                                "some",
                                "barely",
                                "put",
                                "between",
                                "stand",
                                "stands",
                                "stood",
                            )
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
            if self.chance(i) or self.lemma(i) == "estimate":
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
                yield self.make(
                    "outlook:stated",
                    words,
                    clause,
                    self.speakers(i),
                    numbers,
                    None,
                    negated=self.negated(clause),
                    start=subject,
                    scale="stated",
                    confidence=0.95,
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
                yield self.make(
                    "outlook:odds",
                    tuple(range(i, i + width)),
                    clause if clause >= 0 else filler,
                    holders,
                    numbers,
                    None,
                    negated=False,
                    phrase=clause < 0,
                    start=filler if clause >= 0 else -1,
                    scale="stated",
                    confidence=0.9,
                )
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
                clause = next(
                    (
                        v
                        for c in self.g.subtree(agent)
                        for v in (c,)
                        if self.s.rels[v] in ("advcl", "acl", "acl:relcl", "ccomp")
                        and self.words_of(v, "mark") & {"if", "that"}
                    ),
                    -1,
                )
                price = _value(m["n"]) / 100
                words = tuple(range(i, min(len(self.s), i + len(near[: m.end()].split()))))
                yield self.make(
                    "outlook:price",
                    words,
                    clause if clause >= 0 else agent,
                    (),
                    (price, price, price),
                    None,
                    negated=False,
                    phrase=clause < 0,
                    scale="stated",
                    confidence=0.9,
                )

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
            if "hances|" in pattern.pattern:
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

    def idioms(self) -> Iterator[Said]:
        """ "It is hard to see the parties agreeing", "do not hold your breath for"."""
        for m in IDIOMS.finditer(self.text):
            at = len(self.text[: m.start()].split())
            words = tuple(range(at, len(self.text[: m.end()].split())))
            if self.s.words[-1] == "?" or not words:
                continue
            last = words[-1]
            told = self.verb_above(words[0])
            if told >= 0 and self.past(told) and "hard" not in m[0]:
                continue
            target = next((c for c in self.kids(last, "ccomp", "xcomp", "obj", "advcl") if c > last), -1)
            if target < 0 and self.s.heads[last] > last:
                target = self.s.heads[last]
            if target < 0:
                target = next(
                    (c for w in words for c in self.kids(w, "nsubj") if self.s.upos[c] in ("NOUN", "PROPN")), -1
                )
            if target < 0:
                continue
            gerund = next(
                (c for c in (*self.kids(target, "acl"), *self.kids(last, "xcomp", "ccomp")) if self.s.xpos[c] == "VBG"),
                -1,
            )
            head = gerund if gerund >= 0 else target
            verbal = self.s.upos[head] in ("VERB", "AUX")
            yield self.make(
                "outlook:idiom",
                words,
                head,
                self.speakers(words[0]),
                (0.05, 0.13, 0.22),
                None,
                negated=False,
                phrase=not verbal,
                start=target if gerund >= 0 and target != gerund else -1,
                confidence=0.75,
            )

    def changes(self) -> Iterator[Said]:
        """ "The chances of a deal have faded", "makes war more likely"."""
        for i in range(len(self.s)):
            lemma = self.lemma(i)
            if self.chance(i) and lemma not in (
                "outlook",
                "risk",
                "danger",
                "faith",
                "shot",
            ):
                verb = self.s.heads[i]
                if self.words_of(i, "amod") & (GROWING | FADING) and verb < 0:
                    verb = i
                if verb < 0 or self.s.upos[verb] != "VERB" or not self.s.rels[i].startswith(("nsubj", "obj")):
                    continue
                way = "up" if self.lemma(verb) in RISES else "down" if self.lemma(verb) in FALLS else ""
                beside = self.words_of(verb, "advmod", "compound", "xcomp", "obl")
                if not way and beside & {"up", "higher", "better", "brighter", "stronger", "greater"}:
                    way = "up"
                elif not way and beside & {
                    "down",
                    "lower",
                    "worse",
                    "dimmer",
                    "slimmer",
                    "thinner",
                    "bleaker",
                    "smaller",
                }:
                    way = "down"
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
                and (
                    self.s.words[i - 1].lower() in ("more", "less", "increasingly", "ever")
                    or self.s.words[i].lower() in ("likelier", "unlikelier")
                )
            ):
                word = self.s.words[i - 1].lower()
                if {"found", "statistically", "significantly"} & {w.lower() for w in self.s.words}:
                    continue  # a study tells what is
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
                    yield self.make(
                        "outlook:than-not",
                        (i - 1, i),
                        target,
                        self.speakers(i),
                        numbers,
                        None,
                        negated=False,
                        phrase=clause < 0,
                        start=start,
                        confidence=0.95,
                    )
                    continue
                made = self.make(
                    "outlook:change",
                    (i - 1, i),
                    target,
                    self.speakers(i),
                    (0.0, 0.0, 0.0),
                    None,
                    negated=False,
                    phrase=clause < 0,
                    start=start,
                    confidence=0.9,
                )
                yield _changed(made, way, (i - 1, i))

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
            elif words & {"no", "little", "low", "scant", "limited", "weak", "diminishing"}:
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


def _changed(one: Said, way: str, cue: tuple[int, ...]) -> Said:
    return replace(one.as_change(way, cue), rule=one.rule.replace("stated", "change"), confidence=0.9)


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
