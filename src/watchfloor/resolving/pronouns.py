"""What he, she, it and they take up: for each of these pronouns of an article the phrase before it that it stands for.

    for (start, word), (sentence, heads) in antecedents(readings, tables).items(): ...

Two steps. Rules decide which phrases can be meant at all: number, person or thing, gender where a title or a first name
makes it sure, and the bounds of the clause ("Kerry praised him" is not about Kerry). Weights decide between the rest:
how near, subject or object, how often spoken of. They share out one whole among the candidates and
"none of them"; a phrase is taken only when its share is large enough, else the pronoun stays open. Things compete too,
so that "it" after "the report" is no state. The weights were fitted (log-linear, by maximum likelihood) on the training
part of OntoGUM's free genres as our own parser reads it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from watchfloor.resolving.actorpack import Tables
from watchfloor.resolving.naming import Reading
from watchfloor.resolving.phrases import is_plural, pieces, singular
from watchfloor.resolving.pronoun_weights import WEIGHTS
from watchfloor.types import Sentence

ONE: Final = frozenset(("he", "she", "him", "her", "himself", "herself", "his", "hers"))
THEY: Final = frozenset(("they", "them", "themselves", "their", "theirs"))
IT: Final = frozenset(("it", "itself", "its"))
PRONOUNS: Final = ONE | THEY | IT
_MALE: Final = frozenset(("he", "him", "himself", "his"))
_REFLEXIVE: Final = frozenset(("himself", "herself", "itself", "themselves"))
_POSSESSIVE: Final = frozenset(("his", "her", "its", "their"))

_WINDOW: Final = 3
"""Sentences back in which a phrase can still be taken up."""

_MEN: Final = frozenset(
    "man boy father son husband brother uncle nephew grandfather grandson king prince duke baron lord sheikh sheik "
    "emir sultan imam ayatollah bishop archbishop pope gentleman businessman spokesman chairman congressman widower "
    "mr sir monk policeman statesman clergyman fisherman".split()
)
_WOMEN: Final = frozenset(
    "woman girl mother daughter wife sister aunt niece grandmother granddaughter queen princess duchess baroness "
    "lady businesswoman spokeswoman chairwoman congresswoman widow mrs ms miss madam actress nun policewoman mum "
    "mom".split()
)
_MALE_NAMES: Final = frozenset(
    "john james robert michael william david richard joseph thomas charles christopher daniel matthew anthony "
    "donald mark paul steven andrew kenneth george joshua kevin brian edward ronald timothy jason jeffrey gary "
    "nicholas eric stephen jonathan larry scott frank benjamin gregory raymond patrick jack dennis peter henry "
    "arthur walter harold barack bill jimmy joe tony boris vladimir sergei sergey dmitry mikhail ivan igor alexei "
    "viktor yuri petro hassan hussein mohammed muhammad mohammad mohamed ahmed ahmad mahmoud ali omar abdullah "
    "abdul ibrahim ismail khalid mustafa yasser bashar hafez saddam nouri haider hosni recep binyamin shimon ariel "
    "ehud yitzhak moshe nicolas francois jacques emmanuel gerhard helmut olaf wolfgang hans silvio matteo giuseppe "
    "pedro jose juan carlos luis hugo fidel raul jorge javier narendra nawaz imran pervez rajiv hamid ashraf xi hu "
    "shinzo kofi nelson laurent pierre jean louis philippe ban antonio lord gordon neil craig alan roger philip "
    "simon ian martin adam samuel albert isaac alexander leo oscar felix max tom tim jim bob mike steve dave chris "
    "matt ben sam dan".split()
)
_FEMALE_NAMES: Final = frozenset(
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa betty margaret sandra "
    "ashley kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura "
    "cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra "
    "rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren "
    "christina joan evelyn judith hillary condoleezza madeleine theresa ursula indira benazir sonia dilma cristina "
    "julia isabel eva rosa teresa fatima aisha ann anne alice jane jill kate lucy claire sophie charlotte diana "
    "grace martha yulia tzipi golda federica kamala melania ivanka marine aung park hannah".split()
)
_UNSURE: Final = frozenset(("park", "jean", "lord", "ban", "hu", "xi", "ariel", "kelly", "ashley"))

_PERSONS: Final = frozenset(
    "person somebody someone anyone anybody everyone everybody nobody child kid baby infant friend partner parent "
    "cousin spouse guy adult teenager individual victim guest host poet author artist singer musician student pupil "
    "teacher professor doctor nurse patient lawyer attorney judge scientist engineer journalist reporter president "
    "minister king queen prince princess emperor empress chief leader boss member colleague fellow player captain "
    "coach fan general colonel soldier officer official guard prisoner suspect candidate voter citizen resident "
    "neighbour neighbor priest rabbi saint hero heir ruler successor predecessor".split()
) | _MEN | _WOMEN  # fmt: skip
_PERSON_ENDINGS: Final = ("man", "woman", "ist", "ian", "eer", "person", "cleric", "ologist")
_BODIES: Final = frozenset(
    "government army navy police party group movement militia organisation organization company corporation firm "
    "bank ministry department agency council committee commission court parliament congress senate cabinet "
    "administration team club band union league university school college institute hospital church family state "
    "country nation kingdom empire republic city town village community tribe people force military coalition "
    "alliance network newspaper magazine channel station office board bureau panel jury crew staff couple "
    "opposition regime authority assembly house embassy delegation unit brigade battalion division squad troop "
    "public press media crowd majority minority generation audience population association federation foundation "
    "charity faction side".split()
)
_MANY: Final = frozenset(
    "police people family couple staff crew public press media military team group band crowd majority minority "
    "audience opposition population jury government company army party".split()
)
"""Singular nouns that "they" can take up."""
_TIMES: Final = frozenset(
    "day week month year hour minute second decade century time today yesterday tomorrow morning evening night "
    "moment monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december percent per cent lot kind way".split()
)
_SAYING: Final = frozenset(
    "say tell add claim announce state declare insist warn report argue believe think deny admit note explain "
    "suggest confirm stress promise vow hope know expect reply write ask accuse feel remember realize realise want "
    "decide fear threaten acknowledge maintain".split()
)
# The forms in -ing stand for themselves where "raining" is taken for a noun.
_WEATHER: Final = frozenset(
    "rain snow hail drizzle pour thunder freeze raining snowing hailing drizzling pouring freezing".split()
)
_SEEMING: Final = frozenset("seem appear happen matter take turn".split())
_OPENING: Final = frozenset(("“", "``", "«"))
_CLOSING: Final = frozenset(("”", "''", "»"))
_QUOTES: Final = _OPENING | _CLOSING | {'"'}
_CLAUSES: Final = ("root", "ccomp", "xcomp", "advcl", "acl", "csubj", "parataxis", "conj")


@dataclass(slots=True, eq=False)
class _Thing:
    """Somebody or something spoken of, as far as the article has come."""

    kind: str
    """person, body, place, thing, or empty: not known"""
    number: str
    """one, many or both"""
    gender: str
    named: bool
    nominal: tuple[int, tuple[int, ...]]
    """the last phrase that is no pronoun: number of the sentence, head words"""
    last: tuple[int, int] = (0, 0)
    role: str = ""
    mentions: int = 0
    subjects: int = 0
    given: str = ""
    """the given name of a person, once known"""
    owner: _Thing | None = None
    """whose it is: his mother"""
    pronouns: set[str] = field(default_factory=set)
    sentence_role: dict[int, str] = field(default_factory=dict)


Weigh = Callable[[str, list[tuple[_Thing, frozenset[str]]], int, int], _Thing | None]
"""Chooses among the candidates of a pronoun, given its class, sentence number and word."""


def antecedents(
    readings: tuple[Reading, ...], tables: Tables, weigh: Weigh | None = None
) -> dict[tuple[int, int], tuple[int, tuple[int, ...]]]:
    """(offset of the sentence, word) of a pronoun -> (offset of the sentence, head words) of the phrase it takes up;
    several heads for coordinated phrases. Open pronouns are left out, and those of things. `weigh`
    replaces the fitted weights."""
    article = _Article(readings, tables)
    found: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {}
    for number, reading in enumerate(readings):
        sentence = reading.sentence
        article.begin(number)
        for word in range(len(sentence)):
            lower = sentence.words[word].lower()
            if lower in PRONOUNS:
                if sentence.rels[word].startswith("expl"):
                    continue
                candidates = article.candidates(number, word, lower)
                kind = kind_of(lower)
                thing = (weigh or _weigh)(kind, candidates, number, word)
                if thing is not None:
                    start = readings[thing.nominal[0]].sentence.start
                    if thing.kind != "thing":
                        found[sentence.start, word] = (start, thing.nominal[1])
                    article.took_up(thing, number, word, lower)
            elif sentence.upos[word] in ("NOUN", "PROPN", "X"):
                article.meet(number, word)
    return found


def kind_of(pronoun: str) -> str:
    """The class of a pronoun: one, it or they."""
    return "one" if pronoun in ONE else "it" if pronoun in IT else "they"


def _weigh(kind: str, candidates: list[tuple[_Thing, frozenset[str]]], number: int, word: int) -> _Thing | None:
    weights = WEIGHTS[kind]
    best, total, chosen = 0.0, 1.0, None  # 1: that it is none of them
    for thing, features in candidates:
        share = math.exp(min(30.0, sum(weights.get(f, 0.0) for f in features)))
        total += share
        if share > best:
            best, chosen = share, thing
    return chosen if best >= BARS[kind] * total else None


class _Article:
    """What has been spoken of so far, and how."""

    def __init__(self, readings: tuple[Reading, ...], tables: Tables) -> None:
        self.readings = readings
        self.tables = tables
        self.things: list[_Thing] = []
        self.known: dict[str, _Thing] = {}
        self.here: dict[int, _Thing] = {}
        """the words of the sentence at hand that stand for something"""
        self.quoting = False
        self.quoted: frozenset[int] = frozenset()
        self.speaker: _Thing | None = None
        """the subject of the last word of saying outside quotation marks"""
        self.latest: dict[str, _Thing] = {}
        """what a pronoun took up last"""

    def begin(self, number: int) -> None:
        """Goes to the next sentence."""
        sentence = self.readings[number].sentence
        self.here = {}
        self.things = [t for t in self.things if number - t.last[0] <= _WINDOW]
        if number and sentence.start - self.readings[number - 1].sentence.end > 1:
            self.quoting = False  # a new paragraph
        inside: set[int] = set()
        for word, text in enumerate(sentence.words):
            if text in _QUOTES:
                self.quoting = text in _OPENING or (text not in _CLOSING and not self.quoting)
            elif self.quoting:
                inside.add(word)
        self.quoted = frozenset(inside)

    # --- phrases ------------------------------------------------------------------------------------------------------

    def meet(self, number: int, word: int) -> None:
        """A noun: a new thing, or one spoken of before under the same name."""
        reading = self.readings[number]
        sentence = reading.sentence
        rel = sentence.rels[word]
        head = sentence.heads[word]
        if rel.startswith(("flat", "goeswith", "fixed", "compound", "nmod:desc", "amod", "dep")):
            return
        own = pieces(sentence.words[word])
        if not own or any(sentence.rels[k] == "cop" for k in reading.kids[word]):
            return
        noun = singular(own[-1])
        if noun in _TIMES:
            return
        if rel == "appos" and head in self.here:
            thing = self.here[head]
            self.here[word] = thing
            kind, gender, _ = self._sort(reading, word, noun)
            if thing.kind in ("", "thing") and kind:
                thing.kind = kind
            thing.gender = thing.gender or gender
            return
        kind, gender, key = self._sort(reading, word, noun)
        many = is_plural(sentence, word)
        thing_before = self.known.get(key) if key else None
        if thing_before is not None and (thing_before.number == "many") == many:
            thing = thing_before
            thing.nominal = (number, (word,))
            thing.gender = thing.gender or gender
        else:
            amount = "many" if many else "both" if noun in _MANY or kind == "body" else "one"
            thing = _Thing(kind, amount, gender, sentence.upos[word] == "PROPN", (number, (word,)))
            thing.given = key.split()[1] if key.startswith("per ") and len(key.split()) > 2 else ""
            if key:
                self.known[key] = thing
        if key.startswith("per "):  # the surname alone is whoever was named so last
            self.known["per " + key.split()[-1]] = thing
        if thing not in self.things:
            self.things.append(thing)
        self.here[word] = thing
        thing.owner = next(
            (self.here[k] for k in reading.kids[word] if k in self.here and sentence.rels[k] == "nmod:poss"),
            thing.owner,
        )
        self._note(thing, number, word)
        if rel == "conj" and head in self.here:
            self._pair(number, head, word)

    def _pair(self, number: int, first: int, word: int) -> None:
        """ "John and Mary": the two together."""
        sentence = self.readings[number].sentence
        heads = [first, *(k for k in self.readings[number].kids[first] if sentence.rels[k] == "conj" and k <= word)]
        if any(sentence.words[k].lower() in ("or", "nor", "but") for h in heads for k in self.readings[number].kids[h]):
            return
        kinds = {self.here[h].kind for h in heads if h in self.here}
        kind = kinds.pop() if len(kinds) == 1 else ""
        together = _Thing(kind, "many", "", sentence.upos[first] == "PROPN", (number, tuple(heads)))
        if len(heads) > 2:
            self.things = [t for t in self.things if t.nominal != (number, tuple(heads[:-1]))]
        self.things.append(together)
        self._note(together, number, first)
        together.last = (number, word)

    def _note(self, thing: _Thing, number: int, word: int) -> None:
        role = _role(self.readings[number].sentence, word)
        if thing.last[0] != number or thing.mentions == 0 or role == "subj":
            thing.sentence_role[number] = role
        thing.last, thing.role = (number, word), role
        thing.mentions += 1
        thing.subjects += role == "subj"
        sentence = self.readings[number].sentence
        above = sentence.heads[word]
        if role == "subj" and word not in self.quoted and above >= 0 and sentence.lemmas[above].lower() in _SAYING:
            self.speaker = thing

    def took_up(self, thing: _Thing, number: int, word: int, pronoun: str) -> None:
        """A pronoun was read as this thing."""
        self._note(thing, number, word)
        self.here[word] = thing
        key = ("m" if pronoun in _MALE else "f") if pronoun in ONE else kind_of(pronoun)
        thing.pronouns.add(key)
        self.latest[key] = thing
        if pronoun in ONE:
            thing.kind = "person"
            thing.gender = "m" if pronoun in _MALE else "f"

    def _sort(self, reading: Reading, word: int, noun: str) -> tuple[str, str, str]:
        """Kind, gender and key of a noun; phrases with the same key are the same thing."""
        sentence = reading.sentence
        label = sentence.names[word][2:]
        hit = reading.at.get(word)
        proper = sentence.upos[word] == "PROPN"
        kids = reading.kids[word]
        if hit is not None and hit.kind != "person":
            people = hit.aliases[0].form == "people"
            kind = "person" if people else "place" if hit.kind == "state" else "body"
            return kind, "", hit.aliases[0].id + ("+" if people else "")
        if label == "PER" or (hit is not None and hit.kind == "person"):
            run = [word, *(k for k in kids if sentence.rels[k].startswith("flat"))]
            name = [p for w in run for p in pieces(sentence.words[w])]
            gender = self._gender(reading, word, name[0] if name else "")
            full = self.known.get("per " + " ".join(name))
            if len(name) > 1 and full is None and name:
                # a full name after the surname alone is the same, unless the surname had another given name
                before = self.known.get(f"per {name[-1]}")
                if before is not None and before.given in ("", name[0]) and before.gender in ("", gender):
                    self.known["per " + " ".join(name)] = before
                    before.given = name[0]
            return "person", gender, "per " + " ".join(name)
        if proper and label:
            text = " ".join(sentence.words[w].lower() for w in (*kids, word) if sentence.rels[w] != "punct")
            return ("body" if label == "ORG" else "place"), "", f"name {text}"
        gender = "m" if noun in _MEN else "f" if noun in _WOMEN else ""
        kind = "thing"
        if noun in _PERSONS or noun.endswith(_PERSON_ENDINGS):
            kind = "person"
        elif noun in _BODIES:
            kind = "body"
        elif noun in self.tables.any_title:
            kind = "person"
        elif noun in self.tables.roles:
            kind = "person" if noun.endswith(("er", "or", "ant", "ent", "ee", "al")) else ""
        elif proper:
            kind = ""
        if proper:
            return kind, gender or self._gender(reading, word, noun), f"name {noun}"
        definite = any(sentence.words[k].lower() in ("the", "this", "that", "these", "those") for k in kids)
        return kind, gender, f"the {noun}" if definite else f"a {noun}"

    def _gender(self, reading: Reading, word: int, first: str) -> str:
        sentence = reading.sentence
        for kid in (*reading.kids[word], *((sentence.heads[word],) if sentence.rels[word] == "flat" else ())):
            if kid >= 0 and sentence.rels[kid].startswith(("nmod:desc", "compound", "flat")) and kid < word:
                own = pieces(sentence.words[kid])
                if own and own[-1] in _MEN:
                    return "m"
                if own and own[-1] in _WOMEN:
                    return "f"
        if first in _UNSURE:
            return ""
        if first in _MEN or first in _MALE_NAMES:
            return "m"
        return "f" if first in _WOMEN or first in _FEMALE_NAMES else ""

    # --- candidates ---------------------------------------------------------------------------------------------------

    def candidates(self, number: int, word: int, pronoun: str) -> list[tuple[_Thing, frozenset[str]]]:
        """What can be meant, each with what speaks for and against it."""
        sentence = self.readings[number].sentence
        line = _Line(sentence, word, pronoun, self.readings[number])
        fitting: list[_Thing] = []
        if line.nobody:
            return []
        for thing in self.things:
            if _agrees(thing, pronoun) and not self._barred(thing, number, line):
                fitting.append(thing)
        fitting.sort(key=lambda t: t.last, reverse=True)
        return [(t, self._features(t, rank, fitting, number, line)) for rank, t in enumerate(fitting)]

    def _barred(self, thing: _Thing, number: int, line: _Line) -> bool:
        """Whether the clause forbids it: some phrase of the sentence that is this thing stands too close."""
        if thing.last[0] == number and any(other is thing and line.bars(word) for word, other in self.here.items()):
            return True
        if len(thing.nominal[1]) > 1 and thing.nominal[0] == number:
            return any(line.bars(w) for w in thing.nominal[1])
        return False

    def _features(self, thing: _Thing, rank: int, fitting: list[_Thing], number: int, line: _Line) -> frozenset[str]:
        others = [t for t in fitting if t is not thing]
        return frozenset(
            self._place(thing, rank, number, line)
            | self._standing(thing, line, others)
            | self._around(thing, line, others)
        )

    def _place(self, thing: _Thing, rank: int, number: int, line: _Line) -> set[str]:
        """Where it was last spoken of, seen from the pronoun."""
        at, word = thing.last
        far = number - at
        role = thing.sentence_role.get(at, thing.role)
        names = {
            "always",
            f"back {min(far, 3)}",
            f"rank {min(rank, 4)}",
            f"role {role}",
            f"role {role} back {min(far, 2)}",
            f"mine {line.role}",
        }
        if role == line.role:
            names.add("parallel here" if far == 0 else "parallel before")
        if line.role == "subj" and role == "subj" and far == 1:
            names.add("subject again")
        clause = "far"
        if far == 0:
            clause = line.clause([w for w, other in self.here.items() if other is thing] or [word])
            names |= {f"clause {clause}", f"clause {clause} {line.role}", f"near {min(3, (line.word - word) // 5)}"}
            if line.possessive:
                names.add(f"possessive {clause}")
        if line.reflexive:
            names.add(f"reflexive {clause}")
        if self.latest.get(line.key) is thing:
            names |= {"latest", f"latest back {min(far, 2)}"}
        return names

    def _standing(self, thing: _Thing, line: _Line, others: list[_Thing]) -> set[str]:
        """What it is, and how much the article speaks of it."""
        names = {f"kind {thing.kind}", f"spoken {min(4, thing.mentions) if thing.mentions < 8 else 8}"}
        if thing.named:
            names.add("named")
        if thing.gender and line.gender:
            names.add("gender")
        if thing.pronouns:
            names.add("taken up before" if line.key in thing.pronouns else "taken up otherwise")
        if len(thing.nominal[1]) > 1:
            names.add("together")
        if thing.number == "both":
            names.add("collective")
        if thing.subjects:
            names.add("was subject")
        most = max((t.mentions for t in others), default=0)
        if thing.mentions > 2 * most:
            names.add("topic")
        elif most > 2 * thing.mentions:
            names.add("other topic")
        return names

    def _around(self, thing: _Thing, line: _Line, others: list[_Thing]) -> set[str]:
        """What else could be meant, and what the pronoun's own words say."""
        names: set[str] = set()
        at = thing.last[0]
        if self.latest.get(line.key) in others:
            names.add("other latest")
        if any(t.last[0] == at and t.sentence_role.get(at, t.role) == "subj" for t in others):
            names.add("other subject")
        if any(t.last[0] == at and t.kind == thing.kind and t.named == thing.named for t in others):
            names.add("rival")
        if len(others) < 2:
            names.add("two" if others else "alone")
        if line.expletive:
            names.add("weather")
        if thing.owner in others:
            names.add("owned")
        if line.word in self.quoted:
            names.add("quoted speaker" if thing is self.speaker else "quoted")
        return names


class _Line:
    """The place of a pronoun in its sentence."""

    def __init__(self, sentence: Sentence, word: int, pronoun: str, reading: Reading) -> None:
        self.sentence = sentence
        self.word = word
        self.key = ("m" if pronoun in _MALE else "f") if pronoun in ONE else kind_of(pronoun)
        self.possessive = pronoun in _POSSESSIVE and sentence.rels[word].startswith(("nmod:poss", "det"))
        self.reflexive = pronoun in _REFLEXIVE
        self.gender = ("m" if pronoun in _MALE else "f") if pronoun in ONE else ""
        self.role = "poss" if self.possessive else _role(sentence, word)
        self.above: list[int] = []
        """the words over it, from its own head to the root"""
        at = sentence.heads[word]
        while 0 <= at < len(sentence) and at not in self.above:
            self.above.append(at)
            at = sentence.heads[at]
        self.clauses = [w for w in self.above if _is_clause(sentence, w)]
        governor = self.above[0] if self.above else -1
        subject = pronoun == "it" and self.role == "subj" and governor >= 0
        self.nobody = subject and sentence.lemmas[governor].lower() in _WEATHER
        # "it is clear that", "it takes years to": mostly nobody
        self.expletive = (
            subject
            and any(sentence.rels[k].startswith(("csubj", "ccomp", "advcl", "xcomp")) for k in reading.kids[governor])
            and (sentence.upos[governor] in ("ADJ", "NOUN", "ADV") or sentence.lemmas[governor].lower() in _SEEMING)
        )

    def bars(self, word: int) -> bool:
        """Whether the phrase at `word` cannot be the pronoun's: its own phrase, or another part of its own clause."""
        sentence = self.sentence
        if self.reflexive:
            return False
        if word in self.above:
            # "its leader" is not the leader; "the man who lost his wallet" is the man
            between = self.above[: self.above.index(word)]
            return not any(sentence.rels[w].startswith("acl") for w in between)
        if sentence.heads[word] == self.word:
            return True
        if self.possessive:
            return bool(self.above) and sentence.rels[word] == "appos" and sentence.heads[word] == self.above[0]
        mine = self.clauses[0] if self.clauses else -1
        if mine < 0 or sentence.rels[self.word] == "conj":
            return False
        other = sentence.heads[word]
        direct = sentence.heads[self.word] == mine
        if other == mine and direct:
            return not sentence.rels[word].startswith(("advcl", "parataxis", "vocative", "dislocated"))
        # "Kerry came and praised him": the subject is shared
        if direct and self.role != "subj" and sentence.rels[mine] == "conj" and sentence.heads[mine] == other:
            own = any(sentence.heads[k] == mine and _role(sentence, k) == "subj" for k in range(len(sentence)))
            return _role(sentence, word) == "subj" and not own
        # "Kerry wants to praise him"
        if direct and self.role != "subj" and sentence.rels[mine] == "xcomp" and sentence.heads[mine] == other:
            return _role(sentence, word) == "subj"
        return False

    def clause(self, words: list[int]) -> str:
        """How phrases at these words stand to the clauses over the pronoun."""
        sentence = self.sentence
        for step, clause in enumerate(self.clauses[:4]):
            for w in words:
                if sentence.heads[w] == clause and _role(sentence, w) == "subj":
                    if step == 0:
                        return "own subject"
                    speech = sentence.lemmas[clause].lower() in _SAYING
                    return "speaker" if speech else "upper subject"
                if sentence.heads[w] == clause and step == 0:
                    return "own part"
            if sentence.rels[clause] == "conj":
                above = sentence.heads[clause]
                if any(sentence.heads[w] == above and _role(sentence, w) == "subj" for w in words) and step == 0:
                    return "own subject" if self.possessive or self.reflexive else "joined subject"
        if any(w in self.above for w in words):
            return "over"
        return "else"


def _is_clause(sentence: Sentence, word: int) -> bool:
    return sentence.upos[word] in ("VERB", "AUX") or sentence.rels[word].split(":")[0] in _CLAUSES


def _role(sentence: Sentence, word: int) -> str:
    rel = sentence.rels[word]
    seen = 0
    while rel == "conj" and sentence.heads[word] >= 0 and seen < 8:
        word, seen = sentence.heads[word], seen + 1
        rel = sentence.rels[word]
    if rel.startswith("nsubj"):
        return "subj"
    if rel in ("obj", "iobj"):
        return "obj"
    if rel.startswith("nmod:poss"):
        return "poss"
    if rel.startswith(("obl", "nmod")):
        return rel[:4].rstrip(":")
    return "appos" if rel == "appos" else "other"


def _agrees(thing: _Thing, pronoun: str) -> bool:
    if pronoun in ONE:
        if thing.number == "many" or thing.kind in ("body", "place", "thing"):
            return False
        return not thing.gender or (thing.gender == "m") == (pronoun in _MALE)
    if pronoun in IT:
        return thing.number != "many" and thing.kind != "person"
    return thing.number != "one"


BARS: Final[dict[str, float]] = {"one": 0.55, "it": 0.42, "they": 0.58}
"""How likely a candidate must be to be taken; lower where the others are mostly things."""
