"""Where the actor of a phrase belongs: by an adjective, a possessive, "of X", "in X", an apposition, or the article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from watchfloor.resolving import actorpack, people
from watchfloor.resolving.actorpack import Alias, Entity
from watchfloor.resolving.naming import Ask, Hit, text_of
from watchfloor.resolving.phrases import Phrase, phrase, pieces
from watchfloor.types import Sentence

DEPTH: Final = 4
"""How often a phrase may be read through another ("a group of members of ...") before we give up."""

# "US-led forces" are not American; "Iraq-based fighters" are in Iraq.
_NOT_OWN: Final = frozenset(
    "led backed supported funded financed trained allied brokered sponsored made armed imposed mediated drafted "
    "occupied controlled held ruled administered dominated bound inspired linked educated influenced".split()
)
_AGAINST: Final = frozenset(("anti", "pro", "non", "ex", "anti-", "pro-", "non-"))
_HYPHENS: Final = frozenset(("-", "‐", "–"))
_JOINERS: Final = frozenset(("and", "or", "&", ",", "-", "–", "/", "as", "well", "both", "the", "plus"))
_PLACING: Final = frozenset(
    "of in from for at across within inside near throughout to around into by with outside on".split()
)
_WITHIN: Final = frozenset(("in", "across", "inside", "throughout"))
_DIRECTIONS: Final = frozenset("west east north south northwest northeast southwest southeast gulf strait sea".split())
_SHARED: Final = ("IRQ", "SYR", "TUR", "IRN")
"""The home of a people without a country of its own in the pack: the Kurds."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a phrase says somebody belongs."""

    countries: tuple[str, ...]
    how: str
    entity: Entity | None = None
    """the body, group or agency that gave it"""
    word: int = -1


def origin(ask: Ask, p: Phrase, name: frozenset[int] = frozenset(), depth: int = 0) -> Origin | None:
    """What the phrase itself says; the words in `name` are the actor's own name and say nothing."""
    found = _before(ask, p, name)
    for owner in () if found else p.owners:
        found = found or _through(ask, owner, "possessive", depth)
    for preposition, inner in () if found else p.complements:
        if preposition.split(" ")[0] in _PLACING:
            how = "of" if preposition in ("of", "for", "from") else "in"
            found = found or _through(ask, inner, how, depth)
    if found:
        return found
    rest = [w for w in p.words if w != p.head and w not in name and w not in ask.reading.at]
    for word in rest:  # "the Obama administration"
        country = surname_country(ask, word) if word in p.core else ""
        if country:
            return Origin((country,), "possessive", None, word)
    for word in rest:
        code = town(ask, word) if ask.sentence.upos[word] == "PROPN" else ""
        if code:
            return Origin((code,), "in", None, word)
    for other in p.apposed if depth < DEPTH else ():
        hit = ask.reading.at.get(other)
        if other not in name and (hit is None or hit.kind != "person"):
            q = replace(phrase(ask.sentence, other, ask.reading.kids), apposed=())
            found = origin(ask, q, name, depth + 1)
            if found:
                return replace(found, how="apposition")
    return None


def _before(ask: Ask, p: Phrase, name: frozenset[int]) -> Origin | None:
    """Adjectives and names in the core: "Iraqi", "French and Dutch", "UN", "Hamas"."""
    core = [
        h
        for h in ask.reading.hits
        if h.start in p.core and h.end in p.core and h.kind != "person" and not name & {h.start, h.end}
    ]
    own = [h for h in core if _own(ask.sentence, h)]
    states: list[Hit] = []
    for hit in own:
        if hit.kind != "state":
            found = None if states else origin_of(ask, hit, "adjective")
            if found is not None:
                return found
        elif not states or _joined(ask.sentence, states[-1], hit):
            states.append(hit)
    if not states:
        return None
    codes = tuple(dict.fromkeys(choose(ask, h.aliases).id for h in states))
    for hit in core if len(codes) == 1 else ():
        if hit.start > states[-1].end and hit.kind != "state":  # "Syrian Kurdish fighters": the group is nearer
            entity = ask.tables.entities[choose(ask, hit.aliases, codes).id]
            if entity.country in ("", codes[0]):
                return Origin(codes, "adjective", entity, hit.start)
    return Origin(codes, "adjective", None, states[0].start)


def _through(ask: Ask, word: int, how: str, depth: int) -> Origin | None:
    """The country of the phrase headed by `word`, which stands inside another."""
    hit = ask.reading.at.get(word)
    if hit is not None and hit.kind != "person":
        return origin_of(ask, hit, how)
    if hit is not None:
        country = ask.tables.holdings[hit.aliases[0].id][-1].country
    else:  # "students in Lagos" are in no person of that name
        country = "" if how == "in" else surname_country(ask, word)
    if country:
        return Origin((country,), how, None, word)
    if depth >= DEPTH:
        return None
    inner = replace(phrase(ask.sentence, word, ask.reading.kids), apposed=())
    found = origin(ask, inner, frozenset(), depth + 1)
    if found is None and ask.sentence.upos[word] == "PROPN":
        code = town(ask, word)
        return Origin((code,), how, None, word) if code else None
    return replace(found, how=how) if found is not None else None


def origin_of(ask: Ask, hit: Hit, how: str) -> Origin | None:
    """The country of a name."""
    entity = ask.tables.entities[choose(ask, hit.aliases).id]
    if entity.kind == "state":
        return Origin((entity.id,), how, None, hit.start)
    country = entity.country or home(ask, ())
    return Origin((country,), how, entity, hit.start) if country else None


def surname_country(ask: Ask, word: int) -> str:
    """The country of somebody known or introduced by the bare surname at `word`; empty when it is none."""
    if ask.sentence.upos[word] != "PROPN" or word in ask.reading.at:
        return ""
    name = pieces(ask.sentence.words[word])
    whole = _place_name(ask.sentence, word)
    if not name or (len(whole) > 1 and (word != whole[-1] or ask.sentence.names[word].endswith("LOC"))):
        return ""  # "Nur" or "Khan" in "Nur Khan air base"
    if name[-1] in ask.tables.any_title or name[-1] in ask.tables.roles:
        return ""  # "King" before "Abdullah" is no minister of that name
    taught = ask.seen.taught.get(" ".join(name))
    if taught is not None:
        return taught.country
    ident = ask.seen.people.get(" ".join(name)) or people.by_surname(ask.tables, name, "", (), False, ask.on)
    return people.person(ask.tables, ident, "", False, ask.on).country if ident is not None else ""


def town(ask: Ask, *words: int) -> str:
    """The country of a town, when its words are marked as a place and are no mere direction ("the West")."""
    sentence = ask.sentence
    if len(words) == 1:
        words = _place_name(sentence, words[0])
    if ask.place_country is None or not words or not all(sentence.names[w].endswith("LOC") for w in words):
        return ""
    last = pieces(sentence.words[words[-1]])
    if not last or last[-1] in _DIRECTIONS:
        return ""
    return ask.place_country(text_of(sentence, words)) or ""


def _place_name(sentence: Sentence, word: int) -> tuple[int, ...]:
    """The whole name a word is part of: "Tal Afar", not "Afar"."""
    first = last = word
    while first and sentence.names[first].startswith("I-"):
        first -= 1
    while last + 1 < len(sentence) and sentence.names[last + 1].startswith("I-"):
        last += 1
    return tuple(range(first, last + 1))


def choose(ask: Ask, aliases: tuple[Alias, ...], near: Iterable[str] = ()) -> Alias:
    """Of several things with one name: the one whose country is near, whose time it is, whom the article speaks of."""
    if len(aliases) == 1:
        return aliases[0]
    countries = frozenset(near)

    def merit(alias: Alias) -> tuple[bool, bool, float, bool]:
        entity = ask.tables.entities.get(alias.id)
        if entity is None:
            return (False, True, 0.0, False)
        valid = ask.on is None or actorpack.first_day(entity.since) <= ask.on <= actorpack.last_day(entity.until)
        return (entity.country in countries, valid, ask.seen.countries.get(entity.country, 0.0), alias.kind == "state")

    return max(aliases, key=merit)  # the first of equals: the order of the pack


def home(ask: Ask, near: Iterable[str]) -> str:
    """For a people of several countries: the one named near, else the one the article speaks of most."""
    for country in near:
        if country in _SHARED:
            return country
    ranked = sorted((-ask.seen.countries.get(c, 0.0), c) for c in _SHARED)
    return ranked[0][1] if ranked[0][0] < ranked[1][0] else ""


def states_around(ask: Ask, p: Phrase) -> frozenset[str]:
    """The states named in the sentence outside the phrase."""
    return frozenset(
        h.aliases[0].id
        for h in ask.reading.hits
        if h.kind == "state" and h.start not in p.words and _own(ask.sentence, h)
    )


def around(ask: Ask, p: Phrase) -> str:
    """The country for a role that names none: where its clause says the act takes place, else what the article is
    about, else the only state of the sentence."""
    governor = ask.sentence.heads[p.head]
    for kid in ask.reading.kids[governor] if governor >= 0 else ():
        hit = ask.reading.at.get(kid)
        cases = {ask.sentence.words[k].lower() for k in ask.reading.kids[kid]}
        if hit is not None and hit.kind == "state" and ask.sentence.rels[kid] == "obl" and cases & _WITHIN:
            return hit.aliases[0].id
    named = states_around(ask, p)
    return ask.seen.about() or (next(iter(named)) if len(named) == 1 else "")


def _own(sentence: Sentence, hit: Hit) -> bool:
    """Whether a country before a noun is the noun's own: not in "US-led forces" or "anti-American protesters"."""
    words = [w.lower() for w in sentence.words[max(0, hit.start - 2) : hit.end + 3]]
    at = hit.start - max(0, hit.start - 2)
    after = words[at + hit.end - hit.start + 1 :]
    if len(after) > 1 and after[0] in _HYPHENS and after[1] in _NOT_OWN:
        return False
    if after and after[0] in _NOT_OWN and sentence.upos[hit.end + 1] == "VERB":
        return not sentence.rels[hit.end].startswith(("obl", "compound"))
    if at and words[at - 1] in _AGAINST:
        return False
    return not (at > 1 and words[at - 1] in _HYPHENS and words[at - 2] in _AGAINST)


def _joined(sentence: Sentence, left: Hit, right: Hit) -> bool:
    between = [w.lower() for w in sentence.words[left.end + 1 : right.start]]
    return bool(between) and all(w in _JOINERS for w in between)
