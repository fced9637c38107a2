"""Who acts: a noun phrase of an analysed sentence -> the actors it names, as of the article's date.

    book = ActorBook.load()
    seen = book.survey(sentences, text, on)
    book.resolve(sentence, head, version=version, text=text, on=on, seen=seen)

The rule of each result says which road was taken; from sure to less sure:

    name, acronym               a country, body, group or agency by one of its names
    people, metonym             "Iraqis"; a capital or a seat that stands for its government
    city-as-actor               a town that acts stands for its country
    holder-name                 a person the pack knows by this full name
    holder-title                title and surname: "President Bush"
    holder-surname              the surname alone
    holder                      an office, filled with who held it that day: "the US Secretary of State"
    holder-context              "the president": of the person named before, or of the country the article is about
    taught                      a surname or acronym that the article itself introduced
    role+adjective, +possessive, +of, +in, +apposition        a role with its country inside the phrase
    role+sentence, role+context-country                       the country named around it; the article's country
    role                        a role without a country
    noun, noun+country          no role, but with a sector or a country: "oil fields", "the situation in Iraq"
    unknown-name, unknown-name+title                          a name nobody knows, kept as it stands
    again                       "the group", "the militants": the one the article named
    pronoun                     he, she, it or they, when it is clear enough which phrase before it they take up
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from watchfloor import packs
from watchfloor.resolving import actorcheck, actorpack, people
from watchfloor.resolving.actorpack import Alias, Entity, Tables
from watchfloor.resolving.descriptions import FORMER, NEW, NOT_YET, VAGUE, Description, describe, modifier, qualified
from watchfloor.resolving.naming import Ask, Hit, Reading, Seen, folded, is_acronym, links, read, read_all, text_of, top
from watchfloor.resolving.origins import DEPTH, Origin, around, choose, home, origin, town
from watchfloor.resolving.phrases import Phrase, children, is_plural, phrase, pieces, singular
from watchfloor.resolving.pronouns import PRONOUNS, antecedents
from watchfloor.types import Actor, Cited, Sentence, Span

__all__ = ["ActorBook", "Seen"]

_PARTITIVE: Final = frozenset(
    "group team member number dozen hundred thousand million score majority handful crowd band pair couple one "
    "some many most all several few lot rest part half two three four five six seven eight nine ten both each "
    "none more series leader leadership supporter delegation coalition wave third quarter percent column "
    "convoy unit any wing section faction representative remnant tens other plenty array mass contingent squad "
    "row pack bunch".split()
)
"""Before `of` these nouns hand over to what follows: "members of the army", "a group of tourists"."""

_COURTESY: Final = frozenset(
    "mr mrs ms miss dr sir madam mme lady dame prof hajji haji sayyid sayed sayyed seyyed syed".split()
)
_OUTSIDE: Final = frozenset(
    "foreign other another no any both neighbouring neighboring regional international world global western arab "
    "european african asian american".split()
)
"""Before a role: not of the country that the text is about."""
_WATERS: Final = frozenset("strait straits gulf sea bay ocean river canal channel lake".split())
"""The last word of a name that is a stretch of water, and nobody."""
_SETTLED: Final = timedelta(days=2)
"""So soon after a change of holder "the president" may still be the one before."""
_MEMORY: Final = 100
"""So many sentences back "the president" is looked for: a long article must not cost the square of its length."""
_FRESH: Final = timedelta(days=366)
"""So long a holder is called new."""
_AGAIN: Final = {
    "group": frozenset(("group",)), "movement": frozenset(("group",)), "militia": frozenset(("group",)),
    "party": frozenset(("group",)), "organization": frozenset(("group", "body")),
    "organisation": frozenset(("group", "body")), "network": frozenset(("group",)),
    "agency": frozenset(("body", "agency")), "watchdog": frozenset(("body",)), "body": frozenset(("body",)),
    "council": frozenset(("body",)), "union": frozenset(("body",)), "alliance": frozenset(("body", "group")),
}  # fmt: skip
"""Nouns that take up something named before, and its kinds."""
_FIGHTERS: Final = frozenset("militant fighter rebel insurgent jihadist guerrilla extremist militiaman".split())
_ARMED: Final = frozenset(("UAF", "REB", "PRM"))
# What stands for a country in the code of a body of the world; no place belongs to one.
_BODIES: Final = frozenset(("IGO", "IMG", "NGO", "MNC"))


@dataclass(frozen=True, slots=True)
class _Found:
    """An actor on its way: what it is and by which road."""

    actor: Actor
    rule: str


class ActorBook:
    """The names and roles of the pack, and how to read them. Immutable after `load`; safe to share between threads."""

    __slots__ = ("_place_country", "_tables", "fingerprint")

    def __init__(self, tables: Tables, fingerprint: str, place_country: Callable[[str], str | None] | None) -> None:
        self._tables = tables
        self._place_country = place_country
        self.fingerprint = fingerprint
        """changes with every change of the pack"""

    @classmethod
    def load(
        cls,
        base: Path | None = None,
        *,
        own: Path | None = None,
        place_country: Callable[[str], str | None] | None = None,
    ) -> ActorBook:
        """The bundled pack, or the one under `base`, and over it the files in `own`, a folder of the user's;
        `place_country` knows towns: name -> alpha-3 code or None. Raises `PackDamaged`, and `BadSetting` for a fault in
        a file of the user's, with file and line."""
        fingerprint = packs.fingerprint(actorpack.NAME, base)
        if own is not None and (added := actorcheck.sound(base, own)):
            fingerprint = f"{fingerprint}+{added}"
        return cls(actorpack.load(base, own), fingerprint, place_country)

    # --- the article ---------------------------------------------------------------------------------------------

    def survey(self, sentences: Sequence[Sentence], text: str, on: date | None) -> Seen:
        """What a whole article teaches; called once, before its phrases are resolved."""
        readings, context = read_all(self._tables, sentences, on)
        order = tuple(sorted(readings))
        countries: Counter[str] = Counter()
        known: dict[str, str] = {}
        for number, start in enumerate(order):
            for hit in readings[start].hits:
                alias = hit.aliases[0]
                if alias.context and len(hit.aliases) > 1:
                    continue  # which of them it is, is what the countries are counted for
                if hit.kind == "person":
                    holdings = self._tables.holdings[alias.id]
                    country = holdings[-1].country
                    if hit.end > hit.start and holdings[0].surname:
                        known.setdefault(" ".join(folded(holdings[0].surname)), alias.id)
                else:
                    country = self._tables.entities[alias.id].country
                if country and country not in actorpack.WORLD:
                    # in halves: a state counts twice as much as a person or body of it, the title double
                    countries[country] += (2 if hit.kind == "state" else 1) * (2 if number == 0 else 1)
        groups = {h.aliases[0].id for r in readings.values() for h in r.hits if h.kind == "group"}
        armed = frozenset(g for g in groups if _ARMED & set(self._tables.entities[g].sectors[:1]))
        pronouns = antecedents(tuple(readings[o] for o in order), self._tables)
        about = {c: n / 2 for c, n in countries.items()}
        seen = Seen(known, {}, about, readings, order, armed, context, pronouns)
        for start in order:
            self._learn(self._ask(readings[start], on, seen))
        return seen

    def _learn(self, ask: Ask) -> None:
        """Adds to `Seen.taught` what one sentence introduces: unknown people with a title, acronyms in brackets."""
        sentence, seen = ask.sentence, ask.seen
        for i, label in enumerate(sentence.names):
            last = i + 1 == len(sentence) or not sentence.names[i + 1].startswith("I-")
            surname = " ".join(pieces(sentence.words[i]))
            if label == "O" or not last or i in ask.reading.at or not surname or surname in seen.people:
                continue
            first = i
            while first and sentence.names[first].startswith("I-"):
                first -= 1
            if not label.endswith("PER") and not _is_said_to_be_a_person(sentence, first, i):
                continue
            for found in _noun(ask, top(sentence, first, i)):
                before = seen.taught.get(surname)
                if found.actor.kind == "unknown" and (before is None or (not before.country and found.actor.country)):
                    seen.taught[surname] = found.actor
        for i in range(2, len(sentence) - 1):
            word = sentence.words[i]
            if sentence.words[i - 1] == "(" and sentence.words[i + 1] == ")" and is_acronym(word):
                actor = self._long_form(ask, i) if word not in seen.taught else None
                if actor is not None:
                    seen.taught[word] = actor

    def _long_form(self, ask: Ask, i: int) -> Actor | None:
        """What the acronym at word `i`, in brackets, is short for: the name before it, or words with its initials."""
        sentence = ask.sentence
        before = ask.reading.at.get(i - 2)
        if before is not None and before.kind != "person":
            return _named(ask, before.aliases, ()).actor
        first = i - 2
        while first and (
            sentence.words[first - 1][:1].isupper() or sentence.words[first - 1] in ("of", "the", "for", "and")
        ):
            first -= 1
        initials = "".join(w[0] for w in sentence.words[first : i - 1] if w[:1].isupper())
        if not initials.endswith(sentence.words[i].replace(".", "").upper()):
            return None
        return next((f.actor for f in _noun(ask, top(sentence, first, i - 2))), None)

    # --- the phrase ----------------------------------------------------------------------------------------------

    def resolve(
        self, sentence: Sentence, head: int, *, version: str, text: str, on: date | None, seen: Seen
    ) -> tuple[Cited[Actor], ...]:
        """The actors of the noun phrase headed by word `head`; several when adjectives are coordinated ("French and
        Dutch officials"), none when nothing can be said. Coordinated phrases are asked for one by one."""
        if not 0 <= head < len(sentence):
            return ()
        ask = self._ask(self._reading(sentence, seen, on), on, seen)
        for _ in range(DEPTH):  # a part of a name stands for the whole of it
            if not (sentence.rels[head].startswith(("flat", "goeswith")) and 0 <= sentence.heads[head] < len(sentence)):
                break
            own = ask.reading.at.get(head)
            if own is not None and own.start == head and own.kind == "state" and sentence.names[head].startswith("B-"):
                break  # "Egypt-Sudan talks": two names, whatever the parser made of them
            head = sentence.heads[head]
        if sentence.upos[head] == "PRON" or sentence.words[head].lower() in PRONOUNS:
            found = _pronoun(ask, head)
            low = high = head
        else:
            found = _noun(ask, head)
            low, high = _extent(ask.reading, head)
        start, end = sentence.starts[low], sentence.ends[high]
        return tuple(Cited(f.actor, Span(version, start, end), text[start:end], f.rule) for f in found)

    def state(self, code: str) -> Actor | None:
        """The state of an alpha-3 code; None for a code of no state."""
        entity = self._tables.entities.get(code)
        return Actor(code, entity.name, "state", code) if entity is not None and entity.kind == "state" else None

    def body_of(self, actor: Actor, on: date | None) -> str:
        """The id of the body or group a person of the pack serves on a day, or served last: `nato` for its secretary
        general. Empty for anybody else."""
        held = self._tables.holdings.get(actor.id.removeprefix("person:"), ()) if actor.kind == "person" else ()
        now = [h for h in held if on is None or h.since <= on <= h.until] or list(held)
        return max(now, key=lambda h: h.since).of if now else ""

    def called(self, adjective: str) -> Actor | None:
        """The state that an adjective by itself means ("Japanese"); None when it means none, or several."""
        found = {a.id for a in self._tables.aliases.get(" ".join(pieces(adjective)), ()) if a.kind == "state"}
        return self.state(found.pop()) if len(found) == 1 else None

    def mentions(self, sentence: Sentence, *, on: date | None, seen: Seen) -> tuple[tuple[int, Actor, str], ...]:
        """Every noun phrase of a sentence that names an actor with a country or a sector: head word, actor, rule."""
        return _mentions(self._ask(self._reading(sentence, seen, on), on, seen), len(sentence))

    def _ask(self, reading: Reading, on: date | None, seen: Seen) -> Ask:
        return Ask(self._tables, self._place_country, reading, on, seen)

    def _reading(self, sentence: Sentence, seen: Seen, on: date | None) -> Reading:
        reading = seen.readings.get(sentence.start)
        if reading is None or reading.sentence.words != sentence.words:
            return read(self._tables, sentence, seen.context, on)
        if reading.sentence is sentence:
            return reading
        return replace(reading, sentence=sentence, kids=children(sentence))  # the same words, hung otherwise


def _heads_phrase(reading: Reading, word: int) -> bool:
    """Whether a word is the head of a phrase that may name an actor."""
    sentence = reading.sentence
    if sentence.upos[word] not in ("NOUN", "PROPN", "ADJ", "X") or (
        sentence.upos[word] == "ADJ" and word not in reading.at
    ):
        return False
    if sentence.rels[word] in ("compound", "flat", "amod", "nmod:desc", "flat:name", "goeswith", "fixed"):
        above = sentence.heads[word]
        return word in reading.at and not (0 <= above < len(sentence) and sentence.upos[above] in ("NOUN", "PROPN"))
    return True


def _extent(reading: Reading, head: int) -> tuple[int, int]:
    p = phrase(reading.sentence, head, reading.kids)
    hit = reading.at.get(head)
    return (p.start, p.end) if hit is None else (min(p.start, hit.start), max(p.end, hit.end))


# --- one noun ---------------------------------------------------------------------------------------------------------


def _noun(ask: Ask, head: int, depth: int = 0) -> tuple[_Found, ...]:
    if depth > DEPTH:
        return ()
    sentence, reading = ask.sentence, ask.reading
    p = phrase(sentence, head, reading.kids)
    role = describe(ask.tables, sentence, head, p.start, p.end)
    hit = reading.at.get(head)
    word = sentence.words[head]
    taught = ask.seen.taught.get(word) if is_acronym(word) and (hit is None or hit.start == hit.end) else None
    if taught is not None:
        return (_Found(taught, "acronym"),)
    # a name at the head, unless a role reaches further ("Iraqi Army" is a name, "UN envoy" is not)
    if hit is not None and (role is None or hit.end - hit.start >= role.end - role.start):
        if hit.kind == "person":
            return (_known(ask, p, hit, depth),)
        sister = _shared_noun(ask, hit)
        if sister:
            return sister
        if hit.kind == "state" and hit.start and sentence.words[hit.start - 1].lower() == "ethnic":
            return _of_descent(ask, p, hit, depth)
        # words of a name behind it are a person whom the parser hung on the country
        if not any(w > hit.end and sentence.upos[w] == "PROPN" and w not in reading.at for w in p.core):
            near = origin(ask, p, frozenset(range(hit.start, hit.end + 1)), depth)
            found = _named(ask, hit.aliases, near.countries if near else ())
            if found.rule == "people" and sentence.rels[hit.end] in ("amod", "compound"):
                # "Indian" before "jets": the state's, and not its people
                state = ask.tables.entities[found.actor.country].name
                found = replace(found, actor=replace(found.actor, name=state))
            return (found,)
    for other in reading.hits:  # "President Barack Obama", whose head is the title
        if other.kind == "person" and other.start in p.core and other.end in p.core:
            return (_known(ask, p, other, depth),)
    name = _name_run(ask, p, role)
    if name:
        return _called(ask, p, name, role, depth)
    return _described(ask, p, role, depth) if role is not None else _undescribed(ask, p, depth)


def _of_descent(ask: Ask, p: Phrase, hit: Hit, depth: int) -> tuple[_Found, ...]:
    """ "Ethnic Serbs in Kosovo" are of the country they live in, and of no stated one when the text does not say."""
    whence = origin(ask, p, frozenset(range(hit.start - 1, hit.end + 1)), depth)
    countries = whence.countries if whence is not None else ("",)
    rule = f"role+{whence.how}" if whence is not None else "role"
    return tuple(_Found(_role(c, ("CVL",), _bare(ask.sentence, p)), rule) for c in countries)


def _shared_noun(ask: Ask, hit: Hit) -> tuple[_Found, ...]:
    """ "French" in "French and Dutch officials", when the parser made it a phrase of its own: it shares the noun."""
    alias, sentence, reading = hit.aliases[0], ask.sentence, ask.reading
    if alias.kind != "state" or alias.form not in ("adjective", "abbreviation") or sentence.upos[hit.end] == "NOUN":
        return ()
    at, sisters = hit.end + 1, 0
    while at < len(sentence):
        other = reading.at.get(at)
        if other is not None and other.kind == "state" and other.aliases[0].form == "adjective":
            sisters += 1
            at = other.end + 1
        elif sentence.words[at].lower() in ("and", ",", "or", "&"):
            at += 1
        else:
            break
    noun = at
    while noun + 1 < len(sentence) and sentence.rels[noun] in ("amod", "compound") and noun not in reading.at:
        noun += 1
    if not sisters or noun >= len(sentence) or noun in reading.at:
        return ()
    role = describe(ask.tables, sentence, noun, at, noun)
    if role is None:
        return ()
    sectors = (modifier(ask.tables, sentence, range(at, role.start)) if role.use == "weak" else ()) or role.sectors
    words = f"{text_of(sentence, range(hit.start, hit.end + 1))} {text_of(sentence, range(at, noun + 1))}"
    return (_Found(_role(alias.id, sectors, words), "role+adjective"),)


def _named(ask: Ask, aliases: tuple[Alias, ...], near: Iterable[str]) -> _Found:
    """A country, body, group or agency by its name."""
    alias = choose(ask, aliases, near)
    entity = ask.tables.entities[alias.id]
    if entity.kind != "state":
        country = entity.country or home(ask, near)
        return _Found(Actor(entity.id, entity.name, entity.kind, country, entity.sectors), "name")
    if alias.form in ("capital", "government"):
        return _Found(_role(entity.id, ("GOV",), f"government of {entity.name}"), "metonym")
    if alias.form in ("adjective", "people"):
        return _Found(_role(entity.id, (), f"people of {entity.name}"), "people")
    return _Found(Actor(entity.id, entity.name, "state", entity.id), "name")


# --- what stands for something named before ---------------------------------------------------------------------------


def _mentions(ask: Ask, limit: int) -> tuple[tuple[int, Actor, str], ...]:
    """The phrases that begin before word `limit` and name an actor."""
    result: list[tuple[int, Actor, str]] = []
    covered: set[int] = set()
    for word in range(limit):
        if word in covered or not _heads_phrase(ask.reading, word):
            continue
        for found in _noun(ask, word):
            if (found.actor.country or found.actor.sectors) and not found.rule.startswith("noun"):
                result.append((word, found.actor, found.rule))
                low, high = _extent(ask.reading, word)
                covered.update(range(low, high + 1))
    return tuple(result)


def _pronoun(ask: Ask, head: int) -> tuple[_Found, ...]:
    """He, she, it, they, and their possessives: the actors of the phrase before it that the pronoun takes up."""
    meant = ask.seen.pronouns.get((ask.sentence.start, head))
    surveyed = ask.seen.readings.get(ask.sentence.start)
    if meant is None or surveyed is None or surveyed.sentence.words != ask.sentence.words:
        return ()
    there = replace(ask, reading=ask.seen.readings[meant[0]])
    actors: dict[str, Actor] = {}
    for word in meant[1]:
        for found in _noun(there, word, 1):  # one step deep: a possessive in the phrase is not followed in turn
            if (found.actor.country or found.actor.sectors) and not found.rule.startswith("noun"):
                actors.setdefault(found.actor.id, found.actor)
    return tuple(_Found(actor, "pronoun") for actor in actors.values())


def _again(ask: Ask, p: Phrase, role: Description) -> Actor | None:
    """ "The group", "the agency": the one of its kind named last; "the militants": the article's only armed group."""
    sentence, tables = ask.sentence, ask.tables
    definite = sentence.words[p.start].lower() in ("the", "this", "that", "same", "these", "those")
    if not definite and not (role.noun in _FIGHTERS and p.start == p.end and is_plural(sentence, p.head)):
        return None
    below = {sentence.rels[i] for i in range(len(sentence)) if sentence.heads[i] == p.head}
    if not below.isdisjoint(("nmod", "acl", "acl:relcl", "nummod")):
        return None  # "the group of six" says itself which one it is
    if is_plural(sentence, p.head):
        if role.noun not in _FIGHTERS or len(ask.seen.armed) != 1:
            return None
        if not definite and not _lately(ask, ask.seen.armed):
            return None  # "militants", long after the group was named, may be any
        entity = tables.entities[next(iter(ask.seen.armed))]
        return Actor(entity.id, entity.name, entity.kind, entity.country, entity.sectors)
    kinds = _AGAIN.get(role.noun)
    if kinds is None:
        return None
    for start in _back(ask, 4):
        reading = ask.seen.readings[start]
        for hit in reversed(reading.hits):
            if hit.kind in kinds and (start < sentence.start or hit.end < p.start):
                entity = tables.entities[hit.aliases[0].id]
                if role.sectors[:1] in ((), ("GOV",)) or role.sectors[:1] == entity.sectors[:1]:
                    return Actor(entity.id, entity.name, entity.kind, entity.country, entity.sectors)
    if "group" in kinds and len(ask.seen.armed) == 1:
        entity = tables.entities[next(iter(ask.seen.armed))]
        return Actor(entity.id, entity.name, entity.kind, entity.country, entity.sectors)
    return None


def _lately(ask: Ask, groups: frozenset[str]) -> bool:
    """Whether one of the groups is named in the headline's company: at its head, here or shortly before."""
    near = (*ask.seen.order[:4], *_back(ask, 4))
    first = ask.seen.order[:1] == (ask.sentence.start,)
    return first or any(hit.aliases[0].id in groups for start in near for hit in ask.seen.readings[start].hits)


def _back(ask: Ask, count: int) -> Sequence[int]:
    """The offsets of the sentence asked about and of those before it, backwards, `count` at most."""
    order = ask.seen.order
    last = bisect_right(order, ask.sentence.start)
    return order[max(0, last - count) : last][::-1]


def _recent_holder(ask: Ask, office: str, before: int) -> Actor | None:
    """ "The president": the last person named before who holds that office on the day."""
    for start in _back(ask, _MEMORY):
        for hit in reversed(ask.seen.readings[start].hits):
            if hit.kind == "person" and (start < ask.sentence.start or hit.end < before):
                for h in ask.tables.holdings[hit.aliases[0].id]:
                    if h.key == office and ask.on is not None and h.since <= ask.on <= h.until:
                        return people.person(ask.tables, h.person, office, False, ask.on)
    return None


# --- people -----------------------------------------------------------------------------------------------------------


def _known(ask: Ask, p: Phrase, hit: Hit, depth: int) -> _Found:
    """A person of the pack by full name, in the office the text gives or else the one of that day."""
    title = describe(ask.tables, ask.sentence, hit.start - 1, p.start, hit.start - 1) if hit.start > p.start else None
    former = qualified(ask.sentence, [w for w in p.core if w < hit.start], FORMER)
    return _Found(_titled(ask, p, hit.aliases[0].id, title, former, depth), "holder-name")


def _titled(ask: Ask, p: Phrase, ident: str, title: Description | None, former: bool, depth: int) -> Actor:
    """A known person with the title the text gives. A title that is not among the offices of that day still says what
    the person is there: "General Michel Aoun" acts as a soldier."""
    actor = people.person(ask.tables, ident, title.office if title is not None else "", former, ask.on)
    if title is None or former or people.serving(ask.tables, ident, ask.on) or not actor.office.startswith("former"):
        return actor
    sectors = _sectors(ask, p, title, origin(ask, p, frozenset(), depth))
    office = text_of(ask.sentence, range(title.start, title.end + 1)).lower()
    return replace(actor, sectors=sectors, office=office) if sectors else actor


def _name_run(ask: Ask, p: Phrase, role: Description | None) -> tuple[int, ...]:
    """The words of a proper name nobody has read yet: the head's own, or those behind a title."""
    sentence = ask.sentence
    low, high = p.core[0], p.core[-1]

    def part(word: int) -> bool:
        hit = ask.reading.at.get(word)
        own = pieces(sentence.words[word])
        if (hit is not None and hit.kind != "person") or not own or (word != p.head and own[0] in _COURTESY):
            return False
        if sentence.words[word][0].islower():
            return False
        return sentence.upos[word] == "PROPN" or sentence.names[word].endswith("PER")

    if role is not None:
        first = last = role.end + 1
        while first <= high and not part(first) and links(sentence.words[first]):
            first += 1
        if first > high or not part(first):
            return ()
    elif part(p.head):
        first = last = p.head
        while first > low and (part(first - 1) or links(sentence.words[first - 1])):
            title = describe(ask.tables, sentence, first - 1, max(low, first - 4), first - 1)
            if title is not None and not sentence.names[first - 1].endswith("PER"):
                break
            first -= 1
    else:
        return ()
    last = max(first, p.head) if role is None else first
    while last < high and (part(last + 1) or links(sentence.words[last + 1])):
        last += 1
    while last > first and not part(last):
        last -= 1
    while first < last and sentence.words[first] in ("-", "–", "'", "’"):
        first += 1
    return tuple(range(first, last + 1))


def _called(ask: Ask, p: Phrase, name: tuple[int, ...], role: Description | None, depth: int) -> tuple[_Found, ...]:
    """A proper name that is no alias: a surname of somebody known, somebody the article introduced, or unknown."""
    sentence, tables = ask.sentence, ask.tables
    title = role
    if title is None and name[0] > p.start:
        title = describe(tables, sentence, name[0] - 1, p.start, name[0] - 1)
    words = [q for w in name for q in pieces(sentence.words[w])]
    whence = origin(ask, p, frozenset(name), depth)
    # where somebody is says nothing about who it is: "Kerry in Baghdad"
    near = whence.countries if whence is not None and whence.how != "in" else ()
    former = qualified(sentence, [w for w in p.core if w < name[0]], FORMER)
    alone = sum(not links(sentence.words[w]) for w in name) <= 1
    titular = title is None and alone and name[0] > p.start and sentence.words[name[0] - 1].lower() == "the"
    if alone and not titular:  # "the Shah" is nobody's surname
        known = ask.seen.people.get(" ".join(words)) or ask.seen.people.get(words[-1])
        if known is not None and (not near or any(h.country in near for h in tables.holdings[known])):
            return (_Found(_titled(ask, p, known, title, former, depth), "holder-surname"),)
        taught = ask.seen.taught.get(words[-1])
        if taught is not None and (not near or not taught.country or taught.country in near):
            return (_Found(taught, "taught"),)
    office = title.office if title is not None else ""
    ident = None if titular else people.by_surname(tables, words, office, near, former, ask.on, ask.seen.countries)
    if ident is not None:
        rule = "holder-title" if office else "holder-surname" if alone else "holder-name"
        return (_Found(_titled(ask, p, ident, title, former, depth), rule),)
    code = town(ask, *name) if title is None else ""
    if code:
        return (_Found(Actor(code, tables.entities[code].name, "state", code), "city-as-actor"),)
    if title is None and words[-1] in _WATERS and not sentence.names[name[-1]].endswith("PER"):
        return ()
    return (_unknown(ask, p, name, title, whence, former, depth),)


def _unknown(
    ask: Ask,
    p: Phrase,
    name: tuple[int, ...],
    title: Description | None,
    whence: Origin | None,
    former: bool,
    depth: int,
) -> _Found:
    """A name nobody knows, with what its title or apposition says."""
    sentence = ask.sentence
    country = whence.countries[0] if whence and whence.countries else ""
    sectors: tuple[str, ...] = ()
    office = ""
    if title is not None:
        sectors = _sectors(ask, p, title, whence)
        office = text_of(sentence, range(title.start, title.end + 1)).lower()
        if former:
            sectors, office = _retired(sectors), f"former {office}"
        if not country and title.context:
            country = _home_of_title(ask, title, around(ask, p))
            if country and not former and _another_holds(ask, title.office, country, name):
                country = ""
    elif not sentence.names[name[-1]].endswith("PER"):
        sectors = modifier(ask.tables, sentence, name)  # a telling word in it: "Free Workers Union"
    beside = p.apposed or ((sentence.heads[p.head],) if sentence.rels[p.head] == "appos" else ())
    for other in beside if not (country and sectors) else ():
        found = _description_at(ask, other, depth + 1)
        if found is not None:
            country = country or found.actor.country
            if not sectors:
                sectors, office = found.actor.sectors, office or found.actor.office
    if not sectors and country in _BODIES and sentence.names[name[-1]].endswith("LOC"):
        country = ""  # "Srebrenica, a UN safe area" is no body of the UN
    ident = "unknown:" + " ".join(q for w in name for q in pieces(sentence.words[w]))
    rule = "unknown-name+title" if title is not None or sectors or country else "unknown-name"
    return _Found(Actor(ident, text_of(sentence, name), "unknown", country, sectors, office), rule)


def _another_holds(ask: Ask, office: str, country: str, name: tuple[int, ...]) -> bool:
    """Whether that country's office is known to be somebody's of quite another name: "President Johnson" in a text
    about Mali is not Mali's."""
    holder = people.holder(ask.tables, country, office, ask.on) if office and ask.on is not None else None
    if holder is None:
        return False
    given = [q for w in name for q in pieces(ask.sentence.words[w])]
    theirs = folded(holder.name)
    return not any(SequenceMatcher(None, a, b).ratio() >= 0.6 for a in given for b in theirs)


# --- roles ------------------------------------------------------------------------------------------------------------


def _description_at(ask: Ask, head: int, depth: int) -> _Found | None:
    """What a phrase says as a description or a name of the pack, ignoring what it is in apposition to."""
    if depth > DEPTH or not 0 <= head < len(ask.sentence):
        return None
    p = replace(phrase(ask.sentence, head, ask.reading.kids), apposed=())
    role = describe(ask.tables, ask.sentence, head, p.start, p.end)
    if role is not None:
        return next(iter(_described(ask, p, role, depth, fill=False)), None)
    hit = ask.reading.at.get(head)
    return _named(ask, hit.aliases, ()) if hit is not None and hit.kind != "person" else None


def _possessor(ask: Ask, word: int, depth: int) -> Origin | None:
    """Whose: "his advisers", "its embassy", "whose jets", by what the pronoun stands for."""
    if ask.sentence.words[word].lower() == "whose":
        found = _antecedent(ask, word, depth)
    else:
        found = _pronoun(ask, word) if depth == 0 else ()
    return Origin((found[0].actor.country,), "possessive") if found and found[0].actor.country else None


def _antecedent(ask: Ask, word: int, depth: int) -> tuple[_Found, ...]:
    """What a relative clause hangs on: Turkey in "Turkey, whose jets bombed the town"."""
    sentence = ask.sentence
    while word >= 0 and sentence.rels[word] != "acl:relcl":
        word = sentence.heads[word]
    return _noun(ask, sentence.heads[word], depth + 1) if word >= 0 else ()


def _handed_over(ask: Ask, p: Phrase, role: Description | None, depth: int) -> tuple[_Found, ...]:
    """ "Members of the army", "hundreds of protesters": who is named behind `of`, when the noun itself says nothing."""
    sentence = ask.sentence
    own = pieces(sentence.words[p.head])
    noun = singular(own[-1]) if own else ""
    counts = role is None and sentence.upos[p.head] in ("NUM", "DET", "PRON")
    if noun in _PARTITIVE and not counts:
        if role is not None and role.use == "head" and (role.noun not in _PARTITIVE or " " in role.noun):
            return ()
        if modifier(ask.tables, sentence, [w for w in p.core if w < p.head and w not in ask.reading.at]):
            return ()  # "the police team of the ministry"
    elif not counts:
        return ()
    for preposition, inner in p.complements:
        if preposition == "of":
            found = _noun(ask, inner, depth + 1)
            if found and noun in ("leader", "leadership", "representative") and found[0].actor.kind == "state":
                return ()
            if found:
                return found
    return ()


def _undescribed(ask: Ask, p: Phrase, depth: int) -> tuple[_Found, ...]:
    """A noun that is no role: what stands before it may still give a sector ("army accountant") or a country."""
    sentence = ask.sentence
    handed = _handed_over(ask, p, None, depth)
    if handed:
        return handed
    whence = origin(ask, p, frozenset(), depth)
    sectors = modifier(ask.tables, sentence, [w for w in p.core if w < p.head and w not in ask.reading.at])
    if not sectors and whence is not None and whence.entity is not None and whence.word in p.core:
        sectors = whence.entity.sectors
    if sentence.upos[p.head] not in ("NOUN", "PROPN"):
        sectors = ()
    countries = whence.countries if whence is not None else ("",) if sectors else ()
    return tuple(
        _Found(_role(c, sectors, _bare(sentence, p)), "noun" if sectors else "noun+country") for c in countries
    )


def _described(ask: Ask, p: Phrase, role: Description, depth: int, fill: bool = True) -> tuple[_Found, ...]:
    """A role with its country, or the office filled with its holder."""
    sentence = ask.sentence
    handed = _handed_over(ask, p, role, depth)
    if handed:
        return handed
    mine = next((w for w in p.owners if sentence.words[w].lower() in PRONOUNS | {"whose"}), -1)
    whence = origin(ask, p, frozenset(), depth)
    # "his German counterpart" is German, and "his counterpart in Paris" is not his own either
    if mine >= 0 and (whence is None or (whence.how != "adjective" and role.noun != "counterpart")):
        whence = _possessor(ask, mine, depth)
    plural = is_plural(sentence, p.head)
    # "a meeting of foreign ministers in Brussels": not those of Belgium
    away = whence is not None and whence.how == "in" and plural and role.office and not _in_a_state(ask, whence)
    if away:
        whence = None
    again = _again(ask, p, role) if whence is None and fill and mine < 0 else None
    if again is not None:
        return (_Found(again, "again"),)
    sectors = _sectors(ask, p, role, whence)
    before = [w for w in p.core if w < role.start]
    former = qualified(sentence, before, FORMER)
    if fill and role.office and not (plural or former or qualified(sentence, before, NOT_YET | VAGUE)):
        actor = _filled(ask, p, role, whence)
        if actor is not None:
            return (_Found(actor, "holder" if whence is not None else "holder-context"),)
    entity = _speaks_for(role, whence, sectors) if whence is not None else None
    if entity is not None and whence is not None:
        actor = Actor(entity.id, entity.name, entity.kind, whence.countries[0], entity.sectors or sectors)
        return (_Found(actor, f"role+{whence.how}"),)
    office = text_of(sentence, range(role.start, role.end + 1)).lower() if role.office and not plural else ""
    if former:
        sectors, office = _retired(sectors), f"former {office}" if office else ""
    if whence is not None:
        named = _apposed_name(ask, p, depth) if office and len(whence.countries) == 1 else None
        if named is not None:
            if named.actor.kind == "unknown":
                actor = replace(named.actor, country=whence.countries[0], sectors=sectors, office=office)
                named = _Found(actor, "unknown-name+title")
            return (named,)
        return tuple(
            _Found(_role(c, sectors, _bare(sentence, p), office), f"role+{whence.how}") for c in whence.countries
        )
    for other in p.apposed:  # "the president, Hassan Rouhani"
        for found in _noun(ask, other, depth + 1):
            if found.actor.kind in ("person", "group", "body", "agency"):
                return (found,)
            if found.actor.kind == "unknown":
                actor = replace(
                    found.actor, country=found.actor.country or around(ask, p), sectors=sectors or found.actor.sectors,
                    office=found.actor.office or office,
                )  # fmt: skip
                return (_Found(actor, "unknown-name+title"),)
    if not sectors:
        return ()
    outside = away or mine >= 0 or qualified(sentence, [w for w in p.core if w < role.start], _OUTSIDE)
    country = _home_of_title(ask, role, around(ask, p)) if role.context and not outside else ""
    rule = "role" if not country else "role+context-country" if country == ask.seen.about() else "role+sentence"
    return (_Found(_role(country, sectors, _bare(sentence, p), office), rule),)


def _in_a_state(ask: Ask, whence: Origin) -> bool:
    """Whether a phrase is placed by the name of a state, and not by that of a town where anybody may meet."""
    hit = ask.reading.at.get(whence.word)
    return hit is not None and hit.kind == "state" and all(alias.form != "capital" for alias in hit.aliases)


def _home_of_title(ask: Ask, role: Description, country: str) -> str:
    """The country of an office that only some countries call so: the Secretary of State, in a text about Iraq, is
    American. Of several such countries, the only one the article names."""
    homes = ask.tables.homes.get(role.noun, ()) if role.office else ()
    if not homes or country in homes or (country, role.noun.replace(" ", "-")) in ask.tables.offices:
        return country
    named = [home for home in homes if ask.seen.countries.get(home)] if len(homes) > 1 else homes
    return named[0] if len(named) == 1 else ""


def _apposed_name(ask: Ask, p: Phrase, depth: int) -> _Found | None:
    """The person named behind the office: "the region's leader, Ada Novak"."""
    for other in p.apposed:
        if ask.sentence.names[other].endswith("PER"):
            return next((f for f in _noun(ask, other, depth + 1) if f.actor.kind in ("person", "unknown")), None)
    return None


def _speaks_for(role: Description, whence: Origin, sectors: tuple[str, ...]) -> Entity | None:
    """ "Hamas officials", "Boko Haram gunmen", "an IAEA team": the group or body itself acts."""
    entity = whence.entity
    if entity is None or role.office or len(whence.countries) != 1:
        return None
    armed = sectors[:1] == entity.sectors[:1] or bool(_ARMED & set(role.sectors[:1])) or role.noun in ("man", "men")
    return entity if role.use == "weak" or (entity.kind == "group" and armed) else None


def _sectors(ask: Ask, p: Phrase, role: Description, whence: Origin | None) -> tuple[str, ...]:
    """The sectors of a role: its own, or for a weak noun those of the word or body beside it."""
    sentence = ask.sentence
    if role.use == "head":
        return role.sectors
    found = modifier(ask.tables, sentence, [w for w in p.core if w < role.start and w not in ask.reading.at])
    if found:
        return found
    if whence is not None and whence.entity is not None:
        return whence.entity.sectors or role.sectors
    for inner in (*p.owners, *(w for prep, w in p.complements if prep in ("of", "for", "at", "from", "with"))):
        if inner in ask.reading.at:
            continue
        q = phrase(sentence, inner, ask.reading.kids)
        of = describe(ask.tables, sentence, inner, q.start, q.end)
        if of is not None and of.sectors:
            return of.sectors
        telling = modifier(ask.tables, sentence, [w for w in q.core if w <= inner and w not in ask.reading.at])
        if telling:
            return telling
    return role.sectors


def _filled(ask: Ask, p: Phrase, role: Description, whence: Origin | None) -> Actor | None:
    """Who held the office that day: nobody without a date, for one of many, or when another name stands beside it."""
    sentence = ask.sentence
    first = sentence.words[p.start].lower()
    if ask.on is None or first in ("a", "an") or (p.owners and sentence.upos[p.owners[0]] == "PRON"):
        return None
    new = qualified(sentence, [w for w in p.core if w < role.start], NEW)
    owners: list[str] = []
    if whence is None:
        if not role.context or first != "the":
            return None
        recent = _recent_holder(ask, role.office, p.start)
        if recent is not None and not new:
            return recent
        owners = [_home_of_title(ask, role, ask.seen.about())]
    elif len(whence.countries) == 1:
        owners = [whence.entity.id] if whence.entity is not None else []
        if whence.entity is None or whence.entity.kind == "agency":
            owners.append(whence.countries[0])
    for of in owners:
        title = ask.tables.titles.get((role.noun, of)) or ask.tables.titles.get((role.noun, ""))
        # a title of other countries only is an office of its own here: India's foreign secretary is no minister
        office = title[0] if title is not None else role.noun.replace(" ", "-")
        actor = people.holder(ask.tables, of, office, ask.on)
        if actor is None:
            continue
        beside = [ask.reading.at.get(w) for w in p.apposed]
        if any(hit is not None and f"person:{hit.aliases[0].id}" == actor.id for hit in beside):
            return actor
        begun = people.begun(ask.tables, actor, of, office, ask.on)
        unsure = begun + _FRESH < ask.on if new else begun + _SETTLED > ask.on
        return None if p.apposed or unsure else actor
    return None


# --- small judgements -------------------------------------------------------------------------------------------------


def _retired(sectors: tuple[str, ...]) -> tuple[str, ...]:
    return ("ELI",) if sectors[:1] and sectors[0] in people.GOVERNS else sectors


def _role(country: str, sectors: tuple[str, ...], words: str, office: str = "") -> Actor:
    return Actor(f"role:{country or '---'}{sectors[0] if sectors else ''}", words, "role", country, sectors, office)


def _bare(sentence: Sentence, p: Phrase) -> str:
    """The phrase without its article."""
    first = p.start + (p.start < p.end and sentence.words[p.start].lower() in ("the", "a", "an"))
    return text_of(sentence, range(first, p.end + 1))


_HELD_BY_PEOPLE = frozenset(
    "minister president premier chancellor governor mayor senator ambassador envoy general colonel commander spokesman "
    "spokeswoman chairman chairwoman director secretary lawmaker activist journalist lawyer officer adviser".split()
)


def _is_said_to_be_a_person(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a name of several words, whatever the names layer calls it, is told to be a person: "Zbigniew Kowal, the
    Polish deputy defence minister"."""
    head = top(sentence, first, last)
    return last > first and any(
        above == head and sentence.rels[i] == "appos" and sentence.lemmas[i].lower() in _HELD_BY_PEOPLE
        for i, above in enumerate(sentence.heads)
    )
