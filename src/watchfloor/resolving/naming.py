"""Names of the actors pack in a sentence, and what an article has taught about names so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from watchfloor.resolving.actorpack import Alias, Tables, first_day, last_day
from watchfloor.resolving.phrases import children, pieces
from watchfloor.types import Actor, Sentence

PARTICLES: Final = frozenset("al el bin ibn ben abu abd de la le van von der den del di da dos du ould ul".split())

_SHOUTED: Final = frozenset(("IS", "WHO", "PAN", "MUD", "ICE", "SANA", "AU", "PA", "MIT", "CARE", "US", "IT"))
"""Acronyms that are also words: unsafe in a line written in capitals."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the pack, found in a sentence."""

    start: int
    end: int
    """its words, the last included"""
    aliases: tuple[Alias, ...]

    @property
    def kind(self) -> str:
        """state, body, group, agency or person"""
        return self.aliases[0].kind


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with what every question about it needs."""

    sentence: Sentence
    kids: tuple[tuple[int, ...], ...]
    hits: tuple[Hit, ...]
    at: dict[int, Hit]
    """word -> the name it belongs to"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What an article has taught: names met, who they are, the countries it is about. Made by `ActorBook.survey`."""

    people: dict[str, str] = field(default_factory=dict)
    """folded surname -> the person of the pack whose full name the article gives"""
    taught: dict[str, Actor] = field(default_factory=dict)
    """folded surname, or acronym as written -> an actor the article introduced itself"""
    countries: dict[str, float] = field(default_factory=dict)
    """country -> how much the article speaks of it"""
    readings: dict[int, Reading] = field(default_factory=dict)
    """by offset of the sentence"""
    order: tuple[int, ...] = ()
    """offsets of the sentences, ascending"""
    armed: frozenset[str] = frozenset()
    """the armed groups the article names"""
    context: frozenset[str] = frozenset()
    """of what names of the pack need beside them to count: what of it the article has"""
    pronouns: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = field(default_factory=dict)
    """(offset of the sentence, word) of a pronoun -> (offset of the sentence, heads) of the phrase it takes up"""

    def about(self) -> str:
        """The country the article is about: named at least twice and half as often again as any other, else empty."""
        ranked = sorted(self.countries.items(), key=lambda pair: (-pair[1], pair[0]))
        if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] < 1.5 * ranked[1][1]):
            return ""
        return ranked[0][0]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about one sentence: with which pack, as of which day, after which article."""

    tables: Tables
    place_country: Callable[[str], str | None] | None
    reading: Reading
    on: date | None
    seen: Seen

    @property
    def sentence(self) -> Sentence:
        return self.reading.sentence


def read(
    tables: Tables, sentence: Sentence, context: frozenset[str] | None = frozenset(), on: date | None = None
) -> Reading:
    """A sentence with its names found, as they are meant on the day."""
    hits = find(tables, sentence, context, on)
    return Reading(sentence, children(sentence), hits, {w: hit for hit in hits for w in range(hit.start, hit.end + 1)})


def read_all(
    tables: Tables, sentences: Sequence[Sentence], on: date | None = None
) -> tuple[dict[int, Reading], frozenset[str]]:
    """The sentences of an article by their offset, with their names found, and what the article has of the context that
    ambiguous names need: RSF counts as the Sudanese force where the article names Sudan or Khartoum."""
    readings = {s.start: read(tables, s, None, on) for s in sentences}
    asked = {
        start: frozenset().union(*(alias.context for hit in reading.hits for alias in hit.aliases))
        for start, reading in readings.items()
    }
    unsure = {start: wanted for start, wanted in asked.items() if wanted}
    if not unsure:
        return readings, frozenset()
    readings |= {start: read(tables, readings[start].sentence, on=on) for start in unsure}
    named = {p for s in sentences for word in s.words for p in pieces(word)}
    for alias in (alias for reading in readings.values() for hit in reading.hits for alias in hit.aliases):
        held = tables.holdings.get(alias.id) if alias.kind == "person" else None
        named |= {alias.id, held[-1].country if held else tables.entities[alias.id].country}
    context = frozenset().union(*unsure.values()) & named
    if context:
        readings |= {start: read(tables, readings[start].sentence, context, on) for start in unsure}
    return readings, context


def find(
    tables: Tables, sentence: Sentence, context: frozenset[str] | None = frozenset(), on: date | None = None
) -> tuple[Hit, ...]:
    """The names of the pack in a sentence, the longest from the left, none overlapping. A name that needs a context
    counts when a part of that is in `context` (in every case when that is None); of equally likely things it then comes
    first, and before others what there was `on` the day: Moscow is Soviet in 1985."""
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
        most = tables.longest.get(flat[i], 0) if not (i and of[i - 1] == of[i]) else 0
        for count in range(min(most, len(flat) - i), 0, -1):
            last = i + count - 1
            if last + 1 < len(flat) and of[last + 1] == of[last]:
                continue  # the name ends inside a word
            known = tables.aliases.get(" ".join(flat[i : last + 1]), ())
            fit = tuple(
                a
                for a in known
                if (not a.context or context is None or a.context & context)
                and _spelled(sentence, of[i], of[last], a, shouting)
            )
            if fit:
                if len(fit) > 1:
                    fit = tuple(sorted(fit, key=lambda a: (not a.context, not _there(tables, a, on))))
                hits.append(Hit(of[i], of[last], fit))
                i = last
                break
        i += 1
    return tuple(hits)


def _there(tables: Tables, alias: Alias, on: date | None) -> bool:
    entity = tables.entities.get(alias.id) if alias.kind != "person" else None
    return on is None or entity is None or first_day(entity.since) <= on <= last_day(entity.until)


def _spelled(sentence: Sentence, first: int, last: int, alias: Alias, shouting: bool) -> bool:
    if alias.exact:
        written = "".join(sentence.words[first : last + 1]).replace(".", "")
        if shouting and alias.exact in _SHOUTED:
            return False
        return alias.exact.replace(" ", "") in (written, written.removesuffix("s"))
    initial = sentence.words[first][:1]
    return alias.lower or initial.isupper() or initial.isdigit() or sentence.words[first].lower() in PARTICLES


# --- words of names ---------------------------------------------------------------------------------------------------


def folded(text: str) -> tuple[str, ...]:
    """The pieces of a text of several words."""
    return tuple(p for word in text.split() for p in pieces(word))


def is_acronym(word: str) -> bool:
    """Two to eight letters or digits, two of them capitals."""
    letters = word.replace(".", "").replace("-", "")
    return 2 <= len(letters) <= 8 and letters.isalnum() and letters[0].isupper() and sum(map(str.isupper, letters)) >= 2


def links(word: str) -> bool:
    """Whether a word only holds the parts of a name together: a hyphen, a particle, an initial."""
    return word in ("-", "‐", "–", "’", "'") or word.lower() in PARTICLES or (len(word) == 2 and word[1] == ".")


def top(sentence: Sentence, first: int, last: int) -> int:
    """The word of a stretch whose head lies outside it."""
    return next((w for w in range(first, last + 1) if not first <= sentence.heads[w] <= last), last)


def text_of(sentence: Sentence, words: Iterable[int]) -> str:
    """Words as they stood, with one blank wherever there was a gap."""
    parts: list[str] = []
    last = -1
    for word in words:
        if parts and sentence.starts[word] > last:
            parts.append(" ")
        parts.append(sentence.words[word])
        last = sentence.ends[word]
    return "".join(parts)
