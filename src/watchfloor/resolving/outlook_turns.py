"""Outlooks in turns of phrase: "all but assured", "nowhere near", "all signs point to", "the expectation is that"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchfloor.resolving.clauses import CONDITIONAL, FUTURE
from watchfloor.resolving.outlook_judged import Judged
from watchfloor.resolving.outlook_words import Said

_BE = r"(?:is|are|'s|’s|was|were|be|been|being|looks?|looked|seems?|seemed|appears?|appeared|remains?|remained)"
_MUCH = r"(?: (?:now|still|just|only|simply|merely|probably|very|already|all|practically|effectively|nearly|almost))*"
SUBJECT = (
    # what is said of a subject right before it
    (
        rf"{_BE}{_MUCH} (?:all but|virtually|almost|nearly|practically|as good as|more or less) "
        r"(?:assured|certain|inevitable|guaranteed|sealed|over|dead|done|settled|lost|won|decided|unavoidable|"
        r"finished)",
        (0.88, 0.94, 0.98),
    ),
    (rf"{_BE}{_MUCH} a (?:question|matter) of (?:when|time|days|hours|weeks|months)", (0.75, 0.88, 0.95)),
    (rf"{_BE}{_MUCH} on (?:its|his|her|their) (?:last legs|way out|deathbed)", (0.7, 0.82, 0.92)),
    (rf"{_BE}{_MUCH} (?:on|living on) borrowed time|(?:lives?|living) on borrowed time", (0.65, 0.8, 0.9)),
    (rf"{_BE}{_MUCH} (?:hours|days|weeks|minutes|moments) away", (0.7, 0.82, 0.92)),
    (
        rf"{_BE}{_MUCH} (?:a )?(?:shoo-in|dead certainty|racing certainty|near-certainty|near certainty|"
        rf"certainty|safe bet|"
        r"good bet|sure bet|fait accompli)",
        (0.82, 0.9, 0.97),
    ),
    (rf"{_BE}{_MUCH} (?:the )?(?:odds-on|clear|strong|hot|firm|overwhelming) favou?rites?", (0.6, 0.75, 0.88)),
    (rf"{_BE}{_MUCH} (?:within|in) (?:touching distance|grasp|striking distance)", (0.6, 0.72, 0.85)),
    (
        rf"{_BE}{_MUCH} (?:in the pipeline|just around the corner|a foregone conclusion|preordained|written in "
        rf"the stars)",
        (0.65, 0.8, 0.92),
    ),
    (
        rf"{_BE}{_MUCH} (?:nowhere (?:near|close)|not (?:remotely|anywhere) (?:near|close)|no closer|"
        r"(?:a )?(?:long|good|fair) (?:way|distance) (?:off|away)|far (?:off|away)|years away|light years away|"
        r"decades away|"
        r"months away|not close)",
        (0.03, 0.1, 0.2),
    ),
    (
        rf"{_BE}{_MUCH} (?:a (?:distant|fading|vain|faint|remote) (?:prospect|dream|hope|possibility)|wishful thinking|"
        r"pie in the sky|a non-starter|a nonstarter|a tall order|fanciful|unrealistic|a mirage|a fantasy|a "
        r"fool's errand|"
        r"dead on arrival|doomed(?: to fail(?:ure)?)?|beyond reach|off the cards|stillborn|unattainable|unachievable|"
        r"not on the table|not going anywhere|going nowhere|a lost cause|a dead letter|unthinkable)",
        (0.03, 0.1, 0.2),
    ),
    (
        r"(?:stands?|has|have|had|stood) (?:no|little|scant|hardly any|almost no|precious little) (?:chance|"
        r"hope|prospect)",
        (0.02, 0.08, 0.18),
    ),
    (
        rf"{_BE}{_MUCH} (?:anyone['’]s (?:guess|race|game|call)|anybody['’]s (?:guess|race|game)|neck and neck|"
        rf"in the lap "
        r"of the gods|touch and go|on a razor's edge|a coin-toss|a toss-up|a coin-flip|evenly poised|finely balanced|"
        r"too close to predict)",
        (0.42, 0.5, 0.58),
    ),
    (
        r"(?:could|can|might|may) swing either way|could break either way|hangs? (?:in the balance|by a thread)",
        (0.42, 0.5, 0.58),
    ),
    (
        rf"{_BE}{_MUCH} (?:closer|nearer|likelier|more imminent) than (?:ever|at any time|at any point|it has "
        rf"been|before|in "
        r"years|in decades)",
        None,
    ),
    (
        rf"{_BE}{_MUCH} in (?:serious |grave |growing |considerable |real |deep |great |some |increasing |much )?doubt",
        (0.15, 0.27, 0.4),
    ),
    (
        rf"{_BE}{_MUCH} (?:further|farther|more distant|more remote)(?: off| away)? than (?:ever|it did|they "
        rf"did|it was|a month|a year|last|at any time|at any point|before)",
        False,
    ),
    (
        rf"{_BE}{_MUCH} (?:likelier|looking up|gaining (?:ground|momentum)|drawing (?:closer|nearer)|getting closer|"
        r"coming closer|inching closer|edging closer|moving closer|growing closer)",
        None,
    ),
    (
        rf"{_BE}{_MUCH} (?:slipping away|fading|receding|unravelling|slipping out of reach|fading from view|getting "
        r"further away|drifting further away|less attainable|ever more remote)",
        False,
    ),
)
OBJECT = (
    # what is said of an outcome right behind it
    (
        r"(?:all|most|many|the|every) (?:signs?|indications?|evidence|indicators?|omens|auguries|portents) "
        r"(?:now |still |clearly )?(?:points?|suggests?|indicates?) (?:to|towards?|at)|everything points (?:to|"
        r"towards?)|"
        r"signs point (?:to|towards?)",
        (0.65, 0.78, 0.9),
    ),
    (r"(?:the |most |smart |clever |big )*money is on|(?:the )?(?:safe|smart|best) bet is", (0.6, 0.75, 0.88)),
    (
        r"(?:would|will|'d|’d|may|might) (?:now )?(?:take|need|require) (?:a miracle|a small miracle|something "
        r"of a miracle|"
        r"divine intervention|an earthquake) (?:for|to)",
        (0.02, 0.08, 0.15),
    ),
    (
        r"\b(?:[Dd]on(?:['’]t| ['’]t)|[Dd]o n['’]t|[Dd]o not|[Nn]ever|(?:would|wouldn['’]t|would n['’]t) not|"
        r"nobody should|"
        r"no one should|few would|nobody would|no one would|I would n['’]t|I wouldn['’]t) (?:bet|count|bank|"
        r"wager|gamble) on",
        (0.05, 0.15, 0.25),
    ),
    (
        r"\b(?:is|are|'re|’re|'s|’s) (?:now |all |openly |heavily )?(?:betting|banking|counting|gambling) on",
        (0.6, 0.72, 0.85),
    ),
    (
        r"(?:odds|chances|balance|momentum|tide|scales|opinion) (?:(?:have|has|is|are) )?(?:now )?(?:shifted|"
        r"swung|tilted|turned|"
        r"moved|shifting|swinging|tilting|turning|moving|shift|tilt|swing) (?:in favou?r of|towards?)",
        None,
    ),
    (
        r"(?:odds|chances|balance|momentum|tide|scales|opinion) (?:(?:have|has|is|are) )?(?:now )?(?:shifted|"
        r"swung|tilted|turned|"
        r"moved|shifting|swinging|tilting|turning|moving|shift|tilt|swing) against",
        False,
    ),
    (
        r"sees? (?:no|little|scant) (?:way|path|route|chance|possibility|prospect|hope)(?: (?:that|for|of|to))?",
        (0.03, 0.1, 0.2),
    ),
    (r"(?:is|are|seems?|appears?|looks?) (?:now |all |already )?(?:resigned|reconciled) to", (0.65, 0.78, 0.9)),
    (
        r"(?:given|giving|gives?|gave) up (?:all |any )?(?:hopes?|faith) (?:of|that|for|in)|"
        r"(?:lost|losing|lose|abandon|abandoned|abandoning) (?:all |any )?(?:hopes?) (?:of|that|for)",
        (0.05, 0.15, 0.28),
    ),
    (
        r"(?:no|little|scant|hardly any|few|slim|not much|precious little|no realistic|no real) "
        r"(?:signs?|likelihood|expectations?|prospects?|hope|chances?|indications?|possibility) (?:of|for|that|"
        r"in sight of)",
        (0.03, 0.1, 0.2),
    ),
    (
        r"(?:sliding|drifting|careering|hurtling|heading|headed|lurching|slipping|moving|marching|barrelling|"
        r"edging|inching|"
        r"creeping|hurtles?|slides?|drifts?|lurches?|edges?|inches|heads?) (?:ever )?(?:closer )?"
        r"(?:towards?|into|to|for)(?: (?:a|an|the|another|all-out|open|civil|full-scale|outright|renewed))* "
        r"(?=war|conflict|collapse|confrontation|default|partition|deadlock|stalemate|defeat|victory|civil|election|"
        r"elections|breakup|break-up|split|coup|anarchy|crisis|compromise|agreement|deal|accord|showdown|chaos|"
        r"bloodshed|"
        r"recession|rupture|disaster|failure|secession|impeachment)",
        (0.55, 0.68, 0.82),
    ),
)
VIEWS = frozenset(
    "expectation assumption prediction forecast bet betting guess hunch consensus assessment judgment judgement "
    "calculation reckoning projection belief feeling sense odds thinking likelihood probability chance prognosis wager "
    "estimate conclusion suspicion odd upshot bottom".split()
)
"""nouns whose "is that" or "that" brings a judgement"""
THINGS = ("NOUN", "PROPN")
_SUBJECT = tuple((re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I), numbers) for words, numbers in SUBJECT)
_OBJECT = tuple((re.compile(rf"(?<!\w)(?:{words})(?!\w)?", re.I), numbers) for words, numbers in OBJECT)


class Turns(Judged):
    """Outlooks in turns of phrase."""

    def turns(self) -> Iterator[Said]:
        """What is said of a subject before it or of an outcome behind it."""
        for pattern, numbers in _SUBJECT:
            for m in pattern.finditer(self.text):
                words = self.at(m)
                made = self.before(words)
                if made < 0 or not words:
                    continue
                far = self.s.words[min(words[-1] + 1, len(self.s) - 1)].lower()
                if self.s.words[words[-1]].lower() in ("off", "away") and far in ("the", "from", "its", "a", "in"):
                    continue
                head = next((i for i in words if self.s.upos[i] in ("VERB", "AUX")), words[0])
                told = self.s.words[head].lower() in ("was", "were", "had", "stood", "looked", "seemed", "been")
                if self.lemma(made) in ("chance", "hope", "odds", "prospect") and numbers and "chance" in m[0]:
                    continue
                if told and not self.speakers(made) and not self.said_before(words[0]):
                    continue
                if self.negates(words[0]) and isinstance(numbers, tuple):
                    low, point, high = numbers
                    numbers = (1 - high, 1 - point, 1 - low)
                yield self.turn("outlook:turn", words, made, numbers)
        for pattern, numbers in _OBJECT:
            for m in pattern.finditer(self.text):
                words = self.at(m)
                if not words or words[-1] + 1 >= len(self.s):
                    continue
                verb = self.verb_above(words[0])
                first = words[0] if self.s.upos[words[0]] in ("VERB", "AUX") else verb
                done = first >= 0 and self.past(first) and not {"has", "have"} & self.auxiliaries(first)
                if done and not self.speakers(first) and not self.said_before(words[0]):
                    continue
                target = self.behind(words[-1])
                if target >= 0:
                    yield self.turn("outlook:turn", words, target, numbers)

    def turn(
        self, rule: str, words: tuple[int, ...], target: int, numbers: tuple[float, float, float] | bool | None
    ) -> Said:
        if numbers is None or isinstance(numbers, bool):
            made = self.make(
                rule,
                words,
                target,
                self.speakers(target),
                (0.0, 0.0, 0.0),
                None,
                negated=False,
                phrase=True,
                confidence=0.6,
            )
            return made.as_change("up" if numbers is None else "down", words)
        verbal = self.s.upos[target] in ("VERB", "AUX")
        return self.make(
            rule, words, target, self.speakers(target), numbers, None, negated=False, phrase=not verbal, confidence=0.6
        )

    def at(self, m: re.Match[str]) -> tuple[int, ...]:
        """The words of a match in the words of the sentence joined by blanks."""
        low = len(self.text[: m.start()].split())
        return tuple(range(low, min(len(self.s), low + max(1, len(m[0].split())))))

    def negates(self, i: int) -> bool:
        return any(w.lower() in ("not", "n't", "n’t", "never", "hardly") for w in self.s.words[i : i + 3][1:])

    def said_before(self, i: int) -> bool:
        return any(w.lower() in ("said", "told", "argued", "warned", "reckoned", "believed") for w in self.s.words[:i])

    def before(self, words: tuple[int, ...]) -> int:
        """The subject of what is said in some words, or -1."""
        if not words:
            return -1
        for i in (*words, *(self.s.heads[w] for w in words)):
            if i < 0:
                continue
            for c in self.kids(i, "nsubj", "csubj"):
                if c < words[0] and self.s.upos[c] in THINGS:
                    return c
        i = words[0] - 1
        while i >= 0 and self.s.upos[i] not in (*THINGS, "PRON", "PUNCT", "VERB"):
            i -= 1
        return i if i >= 0 and self.s.upos[i] in THINGS and not self.s.names[i].endswith("PER") else -1

    def behind(self, last: int) -> int:
        """The word that carries what stands behind some words: of its first phrase or clause."""
        for i in range(last + 1, min(len(self.s), last + 12)):
            if self.s.upos[i] in ("NOUN", "PROPN", "VERB"):
                j = i
                while self.s.heads[j] > last and self.s.heads[j] < last + 25 and self.s.rels[j] not in ("root",):
                    j = self.s.heads[j]
                return j if self.s.upos[j] in ("NOUN", "PROPN", "VERB", "ADJ") else i
            if self.s.upos[i] == "PUNCT":
                return -1
        return -1

    def views(self) -> Iterator[Said]:
        """ "The expectation in Washington is that he will sign", "amid predictions that the pact will fail"."""
        for i in range(len(self.s)):
            if self.lemma(i) not in VIEWS or self.s.upos[i] != "NOUN":
                continue
            clause, head = -1, self.s.heads[i]
            if self.s.rels[i].startswith("nsubj") and head >= 0:
                if self.words_of(head, "mark") & {"that"}:
                    clause = head
                else:
                    clause = next((c for c in self.kids(head, "ccomp", "csubj", "advcl") if c > i), -1)
                    clause = clause if clause >= 0 and self.words_of(clause, "mark") & {"that"} else -1
            if clause < 0 and self.lemma(i) not in ("chance", "likelihood", "probability"):
                clause = next((c for c in self.kids(i, "acl", "ccomp") if c > i and self.words_of(c) & {"that"}), -1)
                if clause >= 0 and not self.auxiliaries(clause) & FUTURE:
                    continue
            sure = self.lemma(i) in ("odds", "odd", "bet", "betting")
            if clause < 0 or not (self.ahead(clause) or (sure and self.open_clause(clause))):
                continue
            modifiers = self.words_of(i, "amod", "det", "advmod")
            numbers = (0.65, 0.75, 0.88)
            if modifiers & {"no", "little", "few"}:
                numbers = (0.08, 0.18, 0.3)
            elif self.lemma(i) in ("chance", "likelihood", "probability") and not self.s.rels[i].startswith("nsubj"):
                continue
            verb = self.verb_above(i)
            if verb >= 0 and "had" in self.auxiliaries(verb):
                continue
            yield self.make(
                "outlook:view",
                (i,),
                clause,
                self.g.roles[i].get("among", ()) or self.g.roles[i].get("poss", ()),
                numbers,
                None,
                negated=self.negated(clause),
                confidence=0.65,
            )

    def doubts(self) -> Iterator[Said]:
        """ "Little doubt in Ankara that he will run", "no guarantee that", "every reason to believe"."""
        for i in range(len(self.s)):
            lemma = self.lemma(i)
            if lemma not in ("doubt", "guarantee", "certainty", "assurance", "question", "surprise", "reason", "sign"):
                continue
            clause = next(
                (
                    c
                    for c in self.kids(i, "acl", "ccomp", "advcl")
                    if c > i
                    and self.words_of(c) & {"that", "whether", "if"}
                    and self.auxiliaries(c) & (FUTURE | CONDITIONAL)
                ),
                -1,
            )
            if clause < 0:
                continue
            modifiers = self.words_of(i, "amod", "det", "advmod")
            few = modifiers & {"no", "little", "scant", "hardly", "not", "any"}
            verb = self.verb_above(i)
            few = few or ({"not"} if verb >= 0 and self.negated(verb) else set())
            if lemma == "doubt":
                numbers = (0.85, 0.93, 0.98) if few else (0.15, 0.25, 0.35)
                if (
                    not few
                    and not modifiers & {"serious", "grave", "considerable", "strong", "real", "growing", "deep"}
                    and (self.s.xpos[i] != "NNS")
                ):
                    continue
            elif few and lemma in ("guarantee", "certainty", "assurance"):
                numbers = (0.2, 0.4, 0.55)
            elif few and lemma == "question":
                numbers = (0.85, 0.93, 0.98)
            elif few and lemma == "sign":
                numbers = (0.08, 0.18, 0.3)
            else:
                continue
            if verb >= 0 and self.past(verb) and self.lemma(verb) not in ("be", "say", "express", "voice", "have"):
                continue
            yield self.make(
                "outlook:doubts",
                (i,),
                clause,
                self.g.roles[i].get("among", ()),
                numbers,
                None,
                negated=self.negated(clause),
                confidence=0.65,
            )
