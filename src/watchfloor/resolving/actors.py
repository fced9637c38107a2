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
    taught                      a surname or acronym that the article itself introduced
    role+adjective, +possessive, +of, +in, +apposition        a role with its country inside the phrase
    role+sentence, role+context-country                       the country named around it; the article's country
    role, noun+country, noun    a role without a country; another noun with one; a noun that says only the sector
    unknown-name, unknown-name+title                          a name nobody knows, kept as it stands
    pronoun                     he, she, it or they with exactly one candidate before it
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from watchfloor import packs
from watchfloor.resolving import actorpack
from watchfloor.resolving.actorpack import Alias, Entity, Holding, Tables
from watchfloor.resolving.descriptions import FORMER, NOT_YET, VAGUE, Description, describe, modifier, qualified
from watchfloor.resolving.phrases import Phrase, children, is_plural, phrase, pieces, singular
from watchfloor.types import Actor, Cited, Sentence, Span

_DEPTH: Final = 4
"""How often a phrase may be read through another ("a group of members of ...") before we give up."""

# "US-led forces" are not American; "Iraq-based fighters" are in Iraq.
_NOT_OWN: Final = frozenset(
    "led backed supported funded financed trained allied brokered sponsored made armed imposed mediated drafted occupied "
    "controlled held ruled administered dominated bound inspired linked educated influenced".split()
)
_AGAINST: Final = frozenset(("anti", "pro", "non", "ex"))

_PARTITIVE: Final = frozenset(
    "group team member number dozen hundred thousand million score majority handful crowd band pair couple one some many "
    "most all several few lot rest part half two three four five six seven eight nine ten both each none more series "
    "leader leadership supporter delegation coalition wave third quarter percent column convoy unit any wing section "
    "faction representative remnant ten tens other plenty array mass contingent squad row pack bunch".split()
)
"""Before `of` these nouns hand over to what follows: "members of the army", "a group of tourists"."""

_PARTICLES: Final = frozenset("al el bin ibn ben abu abd de la le van von der den del di da dos du ould ul".split())
_JOINERS: Final = frozenset(("and", "or", "&", ",", "-", "–", "/", "as", "well", "both", "the", "plus"))
_COURTESY: Final = frozenset(
    "mr mrs ms miss dr sir madam mme lady dame prof hajji haji sayyid sayed sayyed seyyed syed".split()
)
_SINGULAR_PEOPLE: Final = frozenset(("he", "she", "him", "her", "himself", "herself"))
_THEY: Final = frozenset(("they", "them", "themselves"))
_IT: Final = frozenset(("it", "itself"))
_LOCATIVE: Final = frozenset(
    "of in from for at across within inside near throughout to around into by with outside on".split()
)
_GOVERNS: Final = frozenset(("GOV", "LEG", "JUD", "MIL", "SPY", "COP", "PTY"))
_SHOUTED: Final = frozenset(("IS", "WHO", "PAN", "MUD", "ICE", "SANA", "AU", "PA", "MIT", "CARE", "US", "IT"))
"""Acronyms that are also words: unsafe in a line written in capitals."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the pack, found in a sentence."""

    start: int
    end: int
    """its words, the last included"""
    aliases: tuple[Alias, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sentence with what every question about it needs."""

    sentence: Sentence
    kids: tuple[tuple[int, ...], ...]
    hits: tuple[Hit, ...]
    at: dict[int, Hit]
    """word -> the name it belongs to"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What an article has taught: names met, who they are, and the countries it is about. Made by `ActorBook.survey`."""

    people: dict[str, str] = field(default_factory=dict)
    """folded surname -> the person of the pack whose full name the article gives"""
    taught: dict[str, Actor] = field(default_factory=dict)
    """folded surname, or acronym as written -> an actor the article introduced itself"""
    countries: dict[str, float] = field(default_factory=dict)
    """country -> how much the article speaks of it"""
    readings: dict[int, _Reading] = field(default_factory=dict)
    """by offset of the sentence"""
    order: tuple[int, ...] = ()
    """offsets of the sentences, ascending"""

    def about(self) -> str:
        """The country the article is about; empty when none stands out."""
        ranked = sorted(self.countries.items(), key=lambda pair: (-pair[1], pair[0]))
        if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] < 1.5 * ranked[1][1]):
            return ""
        return ranked[0][0]


@dataclass(frozen=True, slots=True)
class _Found:
    """An actor on its way: what it is and by which road."""

    actor: Actor
    rule: str
    plural: bool = False


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a phrase says somebody belongs."""

    countries: tuple[str, ...]
    how: str
    entity: Entity | None = None
    """the body, group or agency that gave it"""
    word: int = -1


class ActorBook:
    """The names and roles of the pack, and how to read them. Immutable after `load`; safe to share between threads."""

    __slots__ = ("_place_country", "_tables", "fingerprint")

    def __init__(self, tables: Tables, fingerprint: str, place_country: Callable[[str], str | None] | None) -> None:
        self._tables = tables
        self._place_country = place_country
        self.fingerprint = fingerprint
        """changes with every change of the pack"""

    @classmethod
    def load(cls, base: Path | None = None, *, place_country: Callable[[str], str | None] | None = None) -> ActorBook:
        """The bundled pack, or the one under `base`; `place_country` knows towns: name -> alpha-3 code or None.
        Raises `PackDamaged`."""
        return cls(actorpack.load(base), packs.fingerprint(actorpack.NAME, base), place_country)

    # --- the article ---------------------------------------------------------------------------------------------

    def survey(self, sentences: Sequence[Sentence], text: str, on: date | None) -> Seen:
        """What a whole article teaches; called once, before its phrases are resolved."""
        readings = {s.start: self._read(s) for s in sentences}
        order = tuple(sorted(readings))
        countries: Counter[str] = Counter()
        people: dict[str, str] = {}
        for number, start in enumerate(order):
            weight = 2.0 if number == 0 else 1.0
            for hit in readings[start].hits:
                alias = hit.aliases[0]
                if alias.kind == "person":
                    holdings = self._tables.holdings[alias.id]
                    if hit.end > hit.start and holdings[0].surname:
                        for p in {h.surname for h in holdings}:
                            people.setdefault(" ".join(pieces_of(p)), alias.id)
                    country = holdings[-1].country
                    share = 0.5
                else:
                    country = self._tables.entities[alias.id].country
                    share = 1.0 if alias.kind == "state" else 0.5
                if country and country not in actorpack.WORLD:
                    countries[country] += weight * share
        seen = Seen(people, {}, dict(countries), readings, order)
        for start in order:
            self._learn(readings[start], on, seen)
        return seen

    def _learn(self, reading: _Reading, on: date | None, seen: Seen) -> None:
        """Adds to `seen.taught` what one sentence introduces: unknown people with a title, acronyms in brackets."""
        sentence = reading.sentence
        words = sentence.words
        for i, label in enumerate(sentence.names):
            ends = i + 1 == len(words) or not sentence.names[i + 1].startswith("I-")
            if not label.endswith("PER") or not ends or i in reading.at:
                continue
            first = i
            while first and sentence.names[first].startswith("I-"):
                first -= 1
            surname = " ".join(pieces(words[i]))
            if not surname or surname in seen.people:
                continue
            head = _top(sentence, first, i)
            for found in self._noun(reading, head, on, seen, 0):
                known = seen.taught.get(surname)
                if found.actor.kind == "unknown" and (
                    known is None or (not known.country and not known.sectors and found.actor.country)
                ):
                    seen.taught[surname] = found.actor
        for i in range(2, len(words) - 1):
            if words[i - 1] != "(" or words[i + 1] != ")" or not _is_acronym(words[i]) or words[i] in seen.taught:
                continue
            before = reading.at.get(i - 2)
            if before is not None:
                found = self._named(before.aliases, (), on, seen, False)
                if found is not None:
                    seen.taught[words[i]] = found.actor
                continue
            first = i - 2
            while first and (words[first - 1][:1].isupper() or words[first - 1].lower() in ("of", "the", "for", "and")):
                first -= 1
            initials = "".join(w[0] for w in words[first : i - 1] if w[:1].isupper())
            if initials.endswith(words[i].replace(".", "").upper()):
                head = _top(sentence, first, i - 2)
                for found in self._noun(reading, head, on, seen, 0)[:1]:
                    seen.taught[words[i]] = found.actor

    # --- the phrase ----------------------------------------------------------------------------------------------

    def resolve(
        self, sentence: Sentence, head: int, *, version: str, text: str, on: date | None, seen: Seen
    ) -> tuple[Cited[Actor], ...]:
        """The actors of the noun phrase headed by word `head`; several when adjectives are coordinated ("French and
        Dutch officials"), none when nothing can be said. Coordinated phrases are asked for one by one."""
        if not 0 <= head < len(sentence):
            return ()
        reading = seen.readings.get(sentence.start)
        if reading is None or reading.sentence is not sentence:
            reading = self._read(sentence)
        for _ in range(_DEPTH):  # a part of a name stands for the whole of it
            if not (sentence.rels[head].startswith(("flat", "goeswith")) and 0 <= sentence.heads[head] < len(sentence)):
                break
            head = sentence.heads[head]
        lower = sentence.words[head].lower()
        if sentence.upos[head] == "PRON" or lower in _SINGULAR_PEOPLE | _THEY | _IT:
            found = self._pronoun(reading, head, on, seen)
            low = high = head
        else:
            found = self._noun(reading, head, on, seen, 0)
            low, high = self._extent(reading, head)
        if not found:
            return ()
        start, end = sentence.starts[low], sentence.ends[high]
        span = Span(version, start, end)
        return tuple(Cited(f.actor, span, text[start:end], f.rule) for f in found)

    def mentions(self, sentence: Sentence, *, on: date | None, seen: Seen) -> tuple[tuple[int, Actor, str], ...]:
        """Every noun phrase of a sentence that names an actor with a country or a sector: head word, actor, rule."""
        reading = seen.readings.get(sentence.start)
        if reading is None or reading.sentence is not sentence:
            reading = self._read(sentence)
        result: list[tuple[int, Actor, str]] = []
        covered: set[int] = set()
        for word in range(len(sentence)):
            if word in covered or sentence.upos[word] not in ("NOUN", "PROPN", "ADJ", "X"):
                continue
            if sentence.rels[word] in ("compound", "flat", "amod", "nmod:desc", "flat:name", "goeswith", "fixed"):
                hit = reading.at.get(word)
                top = sentence.heads[word]
                if hit is None or 0 <= top < len(sentence) and sentence.upos[top] in ("NOUN", "PROPN"):
                    continue
            if sentence.upos[word] == "ADJ" and word not in reading.at:
                continue
            for found in self._noun(reading, word, on, seen, 0):
                if (found.actor.country or found.actor.sectors) and not found.rule.startswith("noun"):
                    result.append((word, found.actor, found.rule))
                    low, high = self._extent(reading, word)
                    covered.update(range(low, high + 1))
        return tuple(result)

    def _extent(self, reading: _Reading, head: int) -> tuple[int, int]:
        p = phrase(reading.sentence, head, reading.kids)
        low, high = p.start, p.end
        hit = reading.at.get(head)
        if hit is not None:
            low, high = min(low, hit.start), max(high, hit.end)
        return low, high

    def _read(self, sentence: Sentence) -> _Reading:
        hits = self._names(sentence)
        return _Reading(
            sentence, children(sentence), hits, {w: hit for hit in hits for w in range(hit.start, hit.end + 1)}
        )

    def _names(self, sentence: Sentence) -> tuple[Hit, ...]:
        """The names of the pack in a sentence, the longest from the left, none overlapping."""
        aliases, longest = self._tables.aliases, self._tables.longest
        flat: list[str] = []
        of: list[int] = []
        for word, text in enumerate(sentence.words):
            for piece in pieces(text):
                flat.append(piece)
                of.append(word)
        shouting = not any(c.islower() for w in sentence.words for c in w)
        hits: list[Hit] = []
        i = 0
        while i < len(flat):
            most = longest.get(flat[i], 0)
            if not most or (i and of[i - 1] == of[i]):
                i += 1
                continue
            for count in range(min(most, len(flat) - i), 0, -1):
                last = i + count - 1
                if last + 1 < len(flat) and of[last + 1] == of[last]:
                    continue  # the name ends inside a word
                known = aliases.get(" ".join(flat[i : last + 1]))
                if known is None:
                    continue
                fit = tuple(a for a in known if _spelled(sentence, of[i], of[last], a, shouting))
                if fit:
                    hits.append(Hit(of[i], of[last], fit))
                    i = last
                    break
            i += 1
        return tuple(hits)

    # --- one noun ------------------------------------------------------------------------------------------------

    def _noun(self, reading: _Reading, head: int, on: date | None, seen: Seen, depth: int) -> tuple[_Found, ...]:
        if depth > _DEPTH:
            return ()
        sentence, tables = reading.sentence, self._tables
        p = phrase(sentence, head, reading.kids)
        low, high = p.start, p.end
        role = describe(tables, sentence, head, low, high)
        hit = reading.at.get(head)
        plural = is_plural(sentence, head)

        acronym = seen.taught.get(sentence.words[head])
        if acronym is not None and _is_acronym(sentence.words[head]) and (hit is None or hit.start == hit.end == head):
            return (_Found(acronym, "acronym", plural),)

        # a name at the head, unless a role reaches further ("Iraqi Army" is a name, "UN envoy" is not)
        if hit is not None and (role is None or hit.end - hit.start >= role.end - role.start):
            sister = self._shared_noun(reading, hit, on, seen, depth)
            if sister:
                return sister
            if hit.aliases[0].kind == "person":
                return (self._known_person(reading, p, hit.aliases[0].id, role, on, seen, depth),)
            after = self._name_behind(reading, p, hit.end)
            if not after:
                origin = self._origins(reading, p, frozenset(range(hit.start, hit.end + 1)), on, seen, depth)
                found = self._named(hit.aliases, origin.countries if origin else (), on, seen, plural)
                return (found,) if found is not None else ()

        for other in reading.hits:  # "President Barack Obama", whose head is the title
            if other.aliases[0].kind == "person" and other.start in p.core and other.end in p.core:
                return (self._known_person(reading, p, other.aliases[0].id, role, on, seen, depth),)

        name = self._name_run(reading, p, role)
        if name:
            title = role
            if role is None or name[0] <= role.end:
                title = describe(tables, sentence, name[0] - 1, low, name[0] - 1) if name[0] > low else None
            return self._called(reading, p, name, title, on, seen, depth)
        return self._described(reading, p, role, on, seen, depth)

    def _shared_noun(self, reading: _Reading, hit: Hit, on: date | None, seen: Seen, depth: int) -> tuple[_Found, ...]:
        """ "French" in "French and Dutch officials", when the parser made it a phrase of its own."""
        alias, sentence = hit.aliases[0], reading.sentence
        if alias.kind != "state" or alias.form not in ("adjective", "people", "name", "abbreviation"):
            return ()
        at = hit.end + 1
        sisters = 0
        while at < len(sentence):
            other = reading.at.get(at)
            if other is not None and other.aliases[0].form == "adjective" and other.aliases[0].kind == "state":
                sisters += 1
                at = other.end + 1
            elif sentence.words[at].lower() in ("and", ",", "or", "&"):
                at += 1
            else:
                break
        if not sisters or alias.form not in ("adjective", "abbreviation") or sentence.upos[hit.end] == "NOUN":
            return ()
        # the noun belongs to both only when it follows the last adjective at once and hangs together with it
        noun = at
        while noun + 1 < len(sentence) and sentence.rels[noun] in ("amod", "compound") and noun not in reading.at:
            noun += 1
        if noun >= len(sentence) or sentence.upos[noun] not in ("NOUN", "PROPN") or noun in reading.at:
            return ()
        role = describe(self._tables, sentence, noun, at, noun)
        if role is None:
            return ()
        sectors = role.sectors
        if role.use == "weak":
            sectors = modifier(self._tables, sentence, range(at, role.start)) or sectors
        return (_Found(_role(alias.id, sectors, f"{' '.join(sentence.words[hit.start : hit.end + 1])} "
                             f"{' '.join(sentence.words[at : noun + 1])}"), "role+adjective", True),)  # fmt: skip

    def _name_behind(self, reading: _Reading, p: Phrase, end: int) -> tuple[int, ...]:
        """Name words that follow a known name inside the core: "Iraq" in a mis-drawn "Iraq Prime Minister Smith"."""
        return tuple(w for w in p.core if w > end and reading.sentence.upos[w] == "PROPN" and w not in reading.at)

    def _named(
        self, aliases: tuple[Alias, ...], near: Iterable[str], on: date | None, seen: Seen, plural: bool
    ) -> _Found | None:
        """A country, body, group or agency by its name; of several, the one whose country is near or whose time it is."""
        alias = self._choose(aliases, tuple(near), on, seen)
        entity = self._tables.entities.get(alias.id)
        if entity is None:
            return None
        if entity.kind != "state":
            country = entity.country or self._one_of(("IRQ", "SYR", "TUR", "IRN"), near, seen)
            return _Found(Actor(entity.id, entity.name, entity.kind, country, entity.sectors), "name", plural)
        if alias.form in ("capital", "government"):
            actor = Actor(f"role:{entity.id}GOV", f"government of {entity.name}", "role", entity.id, ("GOV",))
            return _Found(actor, "metonym")
        if alias.form in ("adjective", "people"):
            return _Found(Actor(f"role:{entity.id}", f"people of {entity.name}", "role", entity.id), "people", True)
        return _Found(Actor(entity.id, entity.name, "state", entity.id), "name")

    def _choose(self, aliases: tuple[Alias, ...], near: tuple[str, ...], on: date | None, seen: Seen) -> Alias:
        if len(aliases) == 1:
            return aliases[0]

        def merit(alias: Alias) -> tuple[bool, bool, float, bool]:
            if alias.kind == "person":
                return (False, True, 0.0, False)
            entity = self._tables.entities[alias.id]
            valid = True
            if on is not None:
                valid = actorpack.first_day(entity.since) <= on <= actorpack.last_day(entity.until)
            return (entity.country in near, valid, seen.countries.get(entity.country, 0.0), alias.kind == "state")

        return max(aliases, key=merit)  # the first of equals: the order of the pack

    def _one_of(self, among: tuple[str, ...], near: Iterable[str], seen: Seen) -> str:
        """For peoples of several countries: the one named near, else the one the article speaks of most."""
        for country in near:
            if country in among:
                return country
        ranked = sorted(((-seen.countries.get(c, 0.0), c) for c in among))
        return ranked[0][1] if ranked[0][0] and ranked[0][0] < ranked[1][0] else ""

    # --- people --------------------------------------------------------------------------------------------------

    def _known_person(
        self,
        reading: _Reading,
        p: Phrase,
        person: str,
        role: Description | None,
        on: date | None,
        seen: Seen,
        depth: int,
    ) -> _Found:
        """A person of the pack by full name, in the office the text gives or else the one of that day."""
        sentence = reading.sentence
        hit = next((h for h in reading.hits if h.aliases[0].id == person and h.start in p.core), None)
        start = hit.start if hit is not None else p.head
        if role is None or (hit is not None and role.start >= hit.start):
            role = describe(self._tables, sentence, start - 1, p.start, start - 1) if start > p.start else None
        office = role.office if role is not None else ""
        before = [w for w in p.core if w < start]
        former = qualified(sentence, before, FORMER)
        return _Found(self._person(person, office, former, on), "holder-name")

    def _person(self, person: str, office: str, former: bool, on: date | None) -> Actor:
        holdings = self._tables.holdings[person]
        name, ident = holdings[0].name, f"person:{person}"
        titled = [h for h in holdings if office and h.key == office]
        now = [h for h in holdings if on is None or h.since <= on <= h.until]
        past = [h for h in holdings if on is not None and h.until < on]
        if former and (titled or past or now):
            was = _latest(titled or past or now)
            return Actor(ident, name, "person", was.country, _retired(was), f"former {was.office}")
        if titled:
            stated = [h for h in titled if h in now] or titled
            if on is not None:
                stated = [h for h in stated if h.since <= on] or stated
            holding = _latest(stated)
            return Actor(ident, name, "person", holding.country, holding.sectors, holding.office)
        if now:
            holding = _latest(now)
            return Actor(ident, name, "person", holding.country, holding.sectors, holding.office if on else "")
        if past:
            was = _latest(past)
            return Actor(ident, name, "person", was.country, _retired(was), f"former {was.office}")
        return Actor(ident, name, "person", holdings[0].country)

    def _name_run(self, reading: _Reading, p: Phrase, role: Description | None) -> tuple[int, ...]:
        """The words of a proper name nobody has read yet: the head's own, or those behind a title."""
        sentence = reading.sentence
        span = range(p.core[0], p.core[-1] + 1)

        def part(word: int) -> bool:
            if word in reading.at and reading.at[word].aliases[0].kind != "person":
                return False
            text = sentence.words[word]
            if word != p.head and pieces(text)[:1] and pieces(text)[0] in _COURTESY:
                return False
            return (sentence.upos[word] == "PROPN" and text[:1].isalpha()) or sentence.names[word].endswith("PER")

        if role is not None and role.start <= p.head <= role.end:
            run = [w for w in span if w > role.end]
            # only a tail that follows the title at once is a name; "US Treasury Secretary Jack Lew"
            kept: list[int] = []
            for w in run:
                if part(w) or (kept and _links(sentence, w)):
                    kept.append(w)
                elif kept:
                    break
                elif not _links(sentence, w):
                    return ()
            while kept and not part(kept[-1]):
                kept.pop()
            return tuple(kept)
        if not part(p.head):
            return ()
        first = last = p.head
        while first - 1 in span and (part(first - 1) or _links(sentence, first - 1)):
            if describe(self._tables, sentence, first - 1, max(p.core[0], first - 4), first - 1) is not None and (
                not sentence.names[first - 1].endswith("PER")
            ):
                break
            first -= 1
        while last + 1 in span and (part(last + 1) or _links(sentence, last + 1)):
            last += 1
        while first < last and not part(first) and sentence.words[first].lower() not in _PARTICLES:
            first += 1
        while last > first and not part(last):
            last -= 1
        return tuple(range(first, last + 1))

    def _called(
        self, reading: _Reading, p: Phrase, name: tuple[int, ...], title: Description | None, on: date | None, seen: Seen,
        depth: int,
    ) -> tuple[_Found, ...]:  # fmt: skip
        """A proper name that is no alias: a surname of somebody known, somebody the article introduced, or unknown."""
        sentence = reading.sentence
        folded = [q for w in name for q in pieces(sentence.words[w])]
        if not folded:
            return ()
        bare = [q for q in folded if q not in _PARTICLES]
        surname = folded[-1]
        alone = len(bare) <= 1
        origin = self._origins(reading, p, frozenset(name), on, seen, depth)
        near = origin.countries if origin else ()
        before = [w for w in p.core if w < name[0]]
        former = qualified(sentence, before, FORMER)
        office = title.office if title is not None else ""
        # "Mr" and "Mrs" show that a lone name is a surname
        if alone:
            known = seen.people.get(" ".join(folded)) or seen.people.get(surname)
            if known is not None and (not near or any(h.country in near for h in self._tables.holdings[known])):
                return (_Found(self._person(known, office, former, on), "holder-surname"),)
            taught = seen.taught.get(surname)
            if taught is not None and (not near or not taught.country or taught.country in near):
                return (_Found(taught, "taught"),)
        person = self._by_surname(" ".join(folded), bare, office, near, former, on, alone)
        if person is not None:
            rule = "holder-title" if office else "holder-surname" if alone else "holder-name"
            return (_Found(self._person(person, office, former, on), rule),)
        if alone and self._place_country is not None and title is None:
            code = self._place_country(sentence.words[p.head])
            if code and sentence.names[p.head][2:] != "PER":
                return (_Found(Actor(code, sentence.words[p.head], "state", code), "city-as-actor"),)
        return self._unknown(reading, p, name, title, origin, former, on, seen, depth)

    def _by_surname(
        self,
        folded: str,
        bare: list[str],
        office: str,
        near: tuple[str, ...],
        former: bool,
        on: date | None,
        alone: bool,
    ) -> str | None:
        tables = self._tables
        surname = bare[-1] if bare else folded
        candidates = tables.surnames.get(folded) or tables.surnames.get(" ".join(folded.split()[-2:]))
        candidates = candidates or tables.surnames.get(surname) or ()
        if near:
            candidates = tuple(c for c in candidates if any(h.country in near for h in tables.holdings[c]))
        if office:
            titled = tuple(c for c in candidates if any(h.key == office for h in tables.holdings[c]))
            if not titled:
                return None
            candidates = titled
        if not alone:
            given = bare[0]
            candidates = tuple(c for c in candidates if _same_given(given, tables.holdings[c][0].name))
        if on is not None:
            begun = tuple(c for c in candidates if any(h.since <= on for h in tables.holdings[c]))
            serving = tuple(c for c in begun if any(_serves(h, office, on) for h in tables.holdings[c]))
            candidates = (begun if former else serving or begun) or candidates
        if len(candidates) > 1 and (office or former) and on is not None:
            # two of one name had the office: the later one by that day
            return max(candidates, key=lambda c: max(h.since for h in tables.holdings[c] if h.since <= on or c))
        return candidates[0] if len(candidates) == 1 else None

    def _unknown(
        self, reading: _Reading, p: Phrase, name: tuple[int, ...], title: Description | None, origin: _Origin | None,
        former: bool, on: date | None, seen: Seen, depth: int,
    ) -> tuple[_Found, ...]:  # fmt: skip
        sentence = reading.sentence
        words = _text(sentence, name)
        ident = "unknown:" + " ".join(q for w in name for q in pieces(sentence.words[w]))
        country = origin.countries[0] if origin and origin.countries else ""
        sectors: tuple[str, ...] = ()
        office = ""
        if title is not None:
            sectors = self._sectors(reading, p, title, origin)
            office = _text(sentence, range(title.start, title.end + 1)).lower()
            if former:
                sectors, office = (("ELI",) if sectors[:1] and sectors[0] in _GOVERNS else sectors), f"former {office}"
            if not country and title.context:
                country = self._around(reading, p, seen)
        elif sentence.names[name[-1]][2:] != "PER":
            # a name with a telling word in it: "Kano State Government", "Free Workers Union"
            telling = modifier(self._tables, sentence, name)
            sectors = telling
        if not country or not sectors:
            for other in p.apposed or ((sentence.heads[p.head],) if sentence.rels[p.head] == "appos" else ()):
                if not 0 <= other < len(sentence):
                    continue
                for found in self._described_only(reading, other, on, seen, depth + 1):
                    country = country or found.actor.country
                    if not sectors:
                        sectors = found.actor.sectors
                        office = office or found.actor.office
        rule = "unknown-name+title" if title is not None or sectors or country else "unknown-name"
        return (_Found(Actor(ident, words, "unknown", country, sectors, office), rule),)

    # --- roles ---------------------------------------------------------------------------------------------------

    def _described_only(
        self, reading: _Reading, head: int, on: date | None, seen: Seen, depth: int
    ) -> tuple[_Found, ...]:
        """What a phrase says as a description, ignoring what it is in apposition to."""
        if depth > _DEPTH:
            return ()
        p = replace(phrase(reading.sentence, head, reading.kids), apposed=())
        role = describe(self._tables, reading.sentence, head, p.start, p.end)
        if role is None:
            hit = reading.at.get(head)
            found = self._named(hit.aliases, (), on, seen, False) if hit and hit.aliases[0].kind != "person" else None
            return (found,) if found else ()
        return self._described(reading, p, role, on, seen, depth, fill=False)

    def _described(
        self, reading: _Reading, p: Phrase, role: Description | None, on: date | None, seen: Seen, depth: int,
        fill: bool = True,
    ) -> tuple[_Found, ...]:  # fmt: skip
        """A phrase without a name at its head: role and country, or the office filled with its holder."""
        sentence = reading.sentence
        noun = singular(pieces(sentence.words[p.head])[-1]) if pieces(sentence.words[p.head]) else ""
        for preposition, inner in p.complements:
            if (preposition == "of" and noun in _PARTITIVE and not self._own_sectors(reading, p, role)) or (
                role is None and preposition == "of" and sentence.upos[p.head] in ("NUM", "DET", "PRON")
            ):
                found = self._noun(reading, inner, on, seen, depth + 1)
                if found and noun in ("leader", "leadership", "representative") and found[0].actor.kind == "state":
                    break
                if found:
                    return found
        origin = self._origins(reading, p, frozenset(), on, seen, depth)
        countries = origin.countries if origin else ()
        how = origin.how if origin else ""
        plural = is_plural(sentence, p.head)
        if role is None:
            sectors = modifier(self._tables, sentence, [w for w in p.core if w < p.head and w not in reading.at])
            if not sectors and origin is not None and origin.entity is not None and origin.word in p.core:
                sectors = origin.entity.sectors
            if sectors and sentence.upos[p.head] in ("NOUN", "PROPN"):
                return tuple(_Found(_role(c, sectors, _bare(sentence, p)), "noun", plural) for c in countries or ("",))
            if countries:
                return tuple(_Found(_role(c, (), _bare(sentence, p)), "noun+country", plural) for c in countries)
            return ()
        sectors = self._sectors(reading, p, role, origin)
        before = [w for w in p.core if w < role.start]
        former = qualified(sentence, before, FORMER)
        if fill and role.office and not plural and not former and not qualified(sentence, before, NOT_YET | VAGUE):
            filled = self._filled(reading, p, role, origin, on, seen)
            if filled:
                return filled
        entity = origin.entity if origin is not None else None
        if entity is not None and origin is not None and entity.kind in ("group", "body", "agency") and not role.office and (
            role.use == "weak" or (entity.kind == "group" and sectors[:1] == entity.sectors[:1])
            or (entity.kind == "group" and role.sectors[:1] in (("UAF",), ("REB",), ("PRM",)))
        ) and len(countries) == 1:  # fmt: skip
            # "Hamas officials", "Boko Haram gunmen": the group itself acts
            found = _Found(
                Actor(entity.id, entity.name, entity.kind, entity.country or countries[0], entity.sectors or sectors),
                f"role+{how}", plural,
            )  # fmt: skip
            return (found,)
        if former and sectors[:1] and sectors[0] in _GOVERNS:
            sectors = ("ELI",)
        office = _text(sentence, range(role.start, role.end + 1)).lower() if role.office and not plural else ""
        if office and former:
            office = f"former {office}"
        if countries:
            return tuple(
                _Found(_role(c, sectors, _bare(sentence, p), office), f"role+{how}", plural) for c in countries
            )
        for other in p.apposed:  # "the president, Hassan Rouhani"
            for found in self._noun(reading, other, on, seen, depth + 1):
                if found.actor.kind == "person":
                    return (found,)
                if found.actor.kind == "unknown":
                    return (_Found(replace(found.actor, country=found.actor.country or self._around(reading, p, seen),
                                           sectors=found.actor.sectors or sectors, office=found.actor.office or office),
                                   "unknown-name+title"),)  # fmt: skip
                if found.actor.kind in ("group", "body", "agency"):
                    return (found,)
        if role.context or role.use == "weak":
            around = self._around(reading, p, seen) if role.context else ""
            if around:
                rule = "role+sentence" if any(self._countries_of(reading, p)) else "role+context-country"
                return (_Found(_role(around, sectors, _bare(sentence, p), office), rule, plural),)
        if not sectors:
            return ()
        return (_Found(_role("", sectors, _bare(sentence, p), office), "role", plural),)

    def _own_sectors(self, reading: _Reading, p: Phrase, role: Description | None) -> bool:
        """Whether words before a weak noun already say whose it is: "police team", "rebel group"."""
        if role is not None and role.use == "head" and role.noun not in _PARTITIVE:
            return True
        if role is not None and role.use == "head" and " " in role.noun:
            return True
        before = [w for w in p.core if w < p.head and w not in reading.at]
        return bool(modifier(self._tables, reading.sentence, before))

    def _sectors(self, reading: _Reading, p: Phrase, role: Description, origin: _Origin | None) -> tuple[str, ...]:
        """The sectors of a role: its own, or for a weak noun those of the word or body before it."""
        sentence = reading.sentence
        if role.use == "head":
            return role.sectors
        found = modifier(self._tables, sentence, [w for w in p.core if w < role.start and w not in reading.at])
        if found:
            return found
        if origin is not None and origin.entity is not None:
            return origin.entity.sectors or role.sectors
        for inner in (*p.owners, *(w for prep, w in p.complements if prep in ("of", "for", "at", "from", "with"))):
            if inner in reading.at:
                continue
            q = phrase(sentence, inner, reading.kids)
            of = describe(self._tables, sentence, inner, q.start, q.end)
            if of is not None and (of.use == "head" or of.sectors):
                return of.sectors
            telling = modifier(self._tables, sentence, [w for w in q.core if w <= inner and w not in reading.at])
            if telling:
                return telling
        return role.sectors

    def _filled(
        self, reading: _Reading, p: Phrase, role: Description, origin: _Origin | None, on: date | None, seen: Seen
    ) -> tuple[_Found, ...]:
        """The office with who held it on that day: nothing without a date, a country or body, or a known holder."""
        if on is None or (origin is not None and len(origin.countries) > 1):
            return ()
        sentence = reading.sentence
        first = sentence.words[p.start].lower()
        if first in ("a", "an") or (p.owners and sentence.upos[p.owners[0]] == "PRON"):
            return ()
        if origin is not None:
            owners = [origin.entity.id] if origin.entity is not None else []
            owners += [c for c in origin.countries if origin.entity is None or origin.entity.kind == "agency"]
        else:
            around = self._around(reading, p, seen) if role.context and first == "the" else ""
            owners = [around] if around else []
        for of in owners:
            title = self._tables.titles.get((role.noun, of)) or self._tables.titles.get((role.noun, ""))
            office = title[0] if title is not None else role.office
            held = [h for h in self._tables.offices.get((of, office), ()) if h.since <= on <= h.until]
            if held:
                holding = _latest(held)
                if holding.until == date.max and on > _KNOWN_UNTIL:
                    return ()
                # apposition to another name wins: "the prime minister, Jane Doe"
                if p.apposed and not any(
                    reading.at.get(w) and reading.at[w].aliases[0].id == holding.person for w in p.apposed
                ):
                    return ()
                actor = Actor(
                    f"person:{holding.person}", holding.name, "person", holding.country, holding.sectors, holding.office
                )
                return (_Found(actor, "holder"),)
        return ()

    # --- countries -----------------------------------------------------------------------------------------------

    def _origins(
        self, reading: _Reading, p: Phrase, name: frozenset[int], on: date | None, seen: Seen, depth: int
    ) -> _Origin | None:
        """The country or body a phrase names for its head: by adjective, possessive, `of X`, `in X`, a town, or the
        apposition beside it."""
        core = [h for h in reading.hits if h.start in p.core and h.end in p.core and not name & {h.start, h.end}]
        states: list[Hit] = []
        for hit in core:
            if hit.aliases[0].kind == "person" or not _own(reading.sentence, hit):
                continue
            if hit.aliases[0].kind == "state":
                if not states or _joined(reading.sentence, states[-1], hit):
                    states.append(hit)
            elif not states:
                found = self._origin_of(hit, "adjective", on, seen)
                if found is not None:
                    return found
        if states:
            # "Syrian Kurdish fighters": the group is the nearer word
            codes = tuple(dict.fromkeys(self._choose(h.aliases, (), on, seen).id for h in states))
            if len(codes) == 1:
                later = [
                    h for h in core if h.start > states[-1].end and h.aliases[0].kind in ("group", "agency", "body")
                ]
                for hit in later:
                    entity = self._tables.entities[self._choose(hit.aliases, codes, on, seen).id]
                    if not entity.country or entity.country == codes[0]:
                        return _Origin(codes, "adjective", entity, hit.start)
            return _Origin(codes, "adjective", None, states[0].start)
        for owner in p.owners:
            found = self._through(reading, owner, "possessive", on, seen, depth)
            if found is not None:
                return found
        for preposition, inner in p.complements:
            if preposition.split(" ")[0] in _LOCATIVE:
                how = "of" if preposition in ("of", "for", "from") else "in"
                found = self._through(reading, inner, how, on, seen, depth)
                if found is not None:
                    return found
        if self._place_country is not None:
            for word in p.words:
                if (
                    reading.sentence.upos[word] == "PROPN"
                    and word not in reading.at
                    and word not in name
                    and word != p.head
                ):
                    code = self._place_country(reading.sentence.words[word])
                    if code:
                        return _Origin((code,), "in", None, word)
        for other in p.apposed:
            hit2 = reading.at.get(other)
            if hit2 is not None and hit2.aliases[0].kind == "person":
                continue
            q = phrase(reading.sentence, other, reading.kids)
            if depth < _DEPTH and q.head not in name:
                found = self._origins(reading, replace(q, apposed=()), name, on, seen, depth + 1)
                if found is not None:
                    return replace(found, how="apposition")
        return None

    def _through(
        self, reading: _Reading, word: int, how: str, on: date | None, seen: Seen, depth: int
    ) -> _Origin | None:
        """The country of the phrase headed by `word`, which stands inside another."""
        hit = reading.at.get(word)
        if hit is not None and hit.aliases[0].kind != "person":
            return self._origin_of(hit, how, on, seen)
        if hit is not None:
            country = self._tables.holdings[hit.aliases[0].id][-1].country
            return _Origin((country,), how, None, word) if country else None
        if depth >= _DEPTH:
            return None
        found = self._origins(
            reading, replace(phrase(reading.sentence, word, reading.kids), apposed=()), frozenset(), on, seen, depth + 1
        )
        return replace(found, how=how) if found is not None else None

    def _origin_of(self, hit: Hit, how: str, on: date | None, seen: Seen) -> _Origin | None:
        alias = self._choose(hit.aliases, (), on, seen)
        entity = self._tables.entities[alias.id]
        if entity.kind == "state":
            return _Origin((entity.id,), how, None, hit.start)
        country = entity.country or self._one_of(("IRQ", "SYR", "TUR", "IRN"), (), seen)
        return _Origin((country,), how, entity, hit.start) if country else None

    def _countries_of(self, reading: _Reading, p: Phrase) -> list[str]:
        """The states named in the sentence outside the phrase, in order."""
        found: list[str] = []
        for hit in reading.hits:
            if hit.aliases[0].kind == "state" and hit.start not in p.words and _own(reading.sentence, hit):
                found.append(hit.aliases[0].id)
        return found

    def _around(self, reading: _Reading, p: Phrase, seen: Seen) -> str:
        """The country for a role that names none: the only one in the sentence, else the one the article is about."""
        named = set(self._countries_of(reading, p))
        about = seen.about()
        if len(named) == 1:
            return named.pop()
        if not named or about in named:
            return about
        return ""

    # --- pronouns ------------------------------------------------------------------------------------------------

    def _pronoun(self, reading: _Reading, head: int, on: date | None, seen: Seen) -> tuple[_Found, ...]:
        """He, she, it, they: only when exactly one candidate stands before it in its sentence, or else in the last."""
        word = reading.sentence.words[head].lower()
        if word not in _SINGULAR_PEOPLE | _THEY | _IT:
            return ()
        candidates = self._candidates(reading, word, head, on, seen)
        if not candidates and reading.sentence.start in seen.order:
            number = seen.order.index(reading.sentence.start)
            if number:
                before = seen.readings[seen.order[number - 1]]
                candidates = self._candidates(before, word, len(before.sentence), on, seen)
        if len(candidates) != 1:
            return ()
        return (_Found(next(iter(candidates.values())), "pronoun"),)

    def _candidates(self, reading: _Reading, pronoun: str, limit: int, on: date | None, seen: Seen) -> dict[str, Actor]:
        found: dict[str, Actor] = {}
        sentence = reading.sentence
        for word, actor, rule in self.mentions(sentence, on=on, seen=seen):
            if word >= limit:
                break
            plural = is_plural(sentence, word)
            person = actor.kind == "person" or (actor.kind in ("unknown", "role") and not plural and rule != "metonym"
                                                and rule != "people" and _is_person(sentence, word, actor))  # fmt: skip
            if pronoun in _SINGULAR_PEOPLE:
                fits = person
            elif pronoun in _IT:
                fits = not person and not plural and rule != "people"
            else:
                fits = plural or actor.kind == "group"
            if fits:
                found.setdefault(actor.id, actor)
        return found


# --- small judgements -------------------------------------------------------------------------------------------------

_KNOWN_UNTIL: Final = date(2025, 6, 30)
"""An office without an end in the pack is filled up to this day; after it nobody checked."""


def pieces_of(text: str) -> tuple[str, ...]:
    """The pieces of a text of several words."""
    return tuple(p for word in text.split() for p in pieces(word))


def _spelled(sentence: Sentence, first: int, last: int, alias: Alias, shouting: bool) -> bool:
    if alias.exact:
        written = "".join(sentence.words[first : last + 1]).replace(".", "")
        if written.endswith("s") and not alias.exact.endswith("s") and written[:-1] == alias.exact:
            return True
        return written == alias.exact.replace(" ", "") and not (shouting and alias.exact in _SHOUTED)
    if alias.lower:
        return True
    initial = sentence.words[first][:1]
    return initial.isupper() or (initial.isdigit()) or sentence.words[first].lower() in _PARTICLES


def _top(sentence: Sentence, first: int, last: int) -> int:
    """The word of a stretch whose head lies outside it."""
    for word in range(first, last + 1):
        if not first <= sentence.heads[word] <= last:
            return word
    return last


def _is_acronym(word: str) -> bool:
    letters = word.replace(".", "").replace("-", "")
    return (
        2 <= len(letters) <= 8 and letters.isalnum() and sum(c.isupper() for c in letters) >= 2 and letters[0].isupper()
    )


def _links(sentence: Sentence, word: int) -> bool:
    """Whether a word only holds the parts of a name together: a hyphen, a particle, an initial."""
    text = sentence.words[word]
    return text in ("-", "‐", "–", "’", "'") or text.lower() in _PARTICLES or (len(text) == 2 and text[1] == ".")


def _own(sentence: Sentence, hit: Hit) -> bool:
    """Whether a country before a noun is the noun's own: not in "US-led forces" or "anti-American protesters"."""
    words = sentence.words
    if hit.end + 2 < len(words) and words[hit.end + 1] in ("-", "‐", "–"):
        if words[hit.end + 2].lower() in _NOT_OWN:
            return False
    if hit.end + 1 < len(words) and words[hit.end + 1].lower() in _NOT_OWN and sentence.upos[hit.end + 1] == "VERB":
        if sentence.rels[hit.end] in ("obl", "obl:npmod", "compound", "obl:unmarked"):
            return False
    if hit.start >= 2 and words[hit.start - 1] in ("-", "‐", "–") and words[hit.start - 2].lower() in _AGAINST:
        return False
    return not (hit.start and words[hit.start - 1].lower() in ("anti-", "pro-", "non-", "anti", "pro"))


def _joined(sentence: Sentence, left: Hit, right: Hit) -> bool:
    between = [w.lower() for w in sentence.words[left.end + 1 : right.start]]
    return bool(between) and all(w in _JOINERS for w in between)


def _latest(holdings: Sequence[Holding]) -> Holding:
    return max(holdings, key=lambda h: h.since)


def _serves(holding: Holding, office: str, on: date) -> bool:
    return holding.since <= on <= holding.until and (not office or holding.key == office)


def _retired(was: Holding) -> tuple[str, ...]:
    """Who left a public office is elite (ELI); who led rebels, clerics or companies stays what he was."""
    return ("ELI",) if was.sectors[:1] and was.sectors[0] in _GOVERNS else was.sectors


def _same_given(given: str, full: str) -> bool:
    first = pieces_of(full)[0] if full else ""
    if len(given) == 1:
        return first.startswith(given)
    return given == first or (given[0] == first[:1] and SequenceMatcher(None, given, first).ratio() >= 0.7)


def _role(country: str, sectors: tuple[str, ...], words: str, office: str = "") -> Actor:
    return Actor(f"role:{country or '---'}{sectors[0] if sectors else ''}", words, "role", country, sectors, office)


def _text(sentence: Sentence, words: Iterable[int]) -> str:
    """Words as they stood, with single blanks only where there was a gap."""
    parts: list[str] = []
    last = -1
    for word in words:
        if parts and sentence.starts[word] > last:
            parts.append(" ")
        parts.append(sentence.words[word])
        last = sentence.ends[word]
    return "".join(parts)


def _bare(sentence: Sentence, p: Phrase) -> str:
    """The phrase without its article."""
    words = [w for w in range(p.start, p.end + 1)]
    if len(words) > 1 and sentence.words[words[0]].lower() in ("the", "a", "an"):
        words = words[1:]
    return _text(sentence, words)


def _is_person(sentence: Sentence, word: int, actor: Actor) -> bool:
    if sentence.names[word].endswith("PER") or actor.office:
        return True
    noun = singular(pieces(sentence.words[word])[-1]) if pieces(sentence.words[word]) else ""
    return noun.endswith(
        ("man", "or", "er", "ist", "ian", "ant", "official", "cleric", "general", "judge", "envoy")
    ) and (noun not in ("ministry", "order"))
