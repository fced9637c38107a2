"""Role nouns -> PLOVER sectors: "army chief", "two soldiers", "a spokesman for the foreign ministry".

The nouns stand in the pack (`roles.tsv`, `offices.tsv`); this module finds the longest one around the head of a phrase
and the words before it that say whose it is. Decided there: militia and paramilitaries are PRM (an armed body of a
party, tribe or sect, whether or not it helps the state), gunmen and mercenaries UAF, militants and insurgents REB.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from watchfloor.resolving.actorpack import Tables
from watchfloor.resolving.phrases import pieces, singular
from watchfloor.types import Sentence

FORMER: Final = frozenset("former ex erstwhile late deposed ousted retired exiled one-time onetime".split())
"""Before an office: no longer in it."""
NOT_YET: Final = frozenset("future next incoming elect designate would-be".split())
VAGUE: Final = frozenset("deputy vice acting interim assistant associate sub junior another any every each no".split())
"""Before an office: not the holder himself, or nobody in particular."""
NEW: Final = frozenset(("new",))
"""Before an office: whoever has just come into it, or will."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a noun says about somebody."""

    start: int
    end: int
    """its words, the last included"""
    noun: str
    """folded and singular"""
    office: str
    """key of the office, empty when it is none"""
    sectors: tuple[str, ...]
    use: str
    """head: the noun decides; weak: a word before it may decide"""
    context: bool
    """belongs to the country the text is about when none is named"""


def describe(tables: Tables, sentence: Sentence, head: int, low: int, high: int) -> Description | None:
    """The longest role or office whose words lie in `low..high` and include `head`; None when the head is no role."""
    best: Description | None = None
    best_length = 0
    for start in range(max(low, head - 4), head + 1):
        for end in range(min(high, head + 5), head - 1, -1):
            folded = [pieces(w) for w in sentence.words[start : end + 1]]
            length = sum(map(len, folded))
            if length <= best_length or not folded[0] or not folded[-1] or length > 8:
                continue
            found = _look_up(tables, folded, head - start)
            if found is not None:
                noun, office, sectors, use, context = found
                best, best_length = Description(start, end, noun, office, sectors, use, context), length
    return best


def _look_up(
    tables: Tables, folded: Sequence[tuple[str, ...]], head: int
) -> tuple[str, str, tuple[str, ...], str, bool] | None:
    raw = " ".join(p for word in folded for p in word)
    single = " ".join(
        singular(p) if i == head and j == len(word) - 1 else p
        for i, word in enumerate(folded)
        for j, p in enumerate(word)
    )
    for noun in (raw, single) if raw != single else (raw,):
        role = tables.roles.get(noun)
        title = tables.titles.get((noun, "")) or tables.any_title.get(noun)
        if title is not None:
            office, sectors = title
            if role is not None:
                return noun, office, role[0] or sectors, role[1], role[2]
            return noun, office, sectors, "head", True
        if role is not None:
            return noun, "", role[0], role[1], role[2]
    return None


def modifier(tables: Tables, sentence: Sentence, words: Sequence[int]) -> tuple[str, ...]:
    """The sectors named by the words before a noun, the nearest first: `rebel` in "rebel leader"; else empty."""
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        own = pieces(sentence.words[word])
        if not own:
            continue
        if at and words[at - 1] == word - 1:
            before = pieces(sentence.words[word - 1])
            pair = " ".join((*before, *own[:-1], singular(own[-1])))
            for noun in (pair, " ".join((*before, *own))):
                found = tables.modifiers.get(noun) or _head_sectors(tables, noun)
                if found:
                    return found
        for noun in (" ".join(own), " ".join((*own[:-1], singular(own[-1])))):
            found = tables.modifiers.get(noun) or _head_sectors(tables, noun)
            if found:
                return found
    return ()


def _head_sectors(tables: Tables, noun: str) -> tuple[str, ...]:
    role = tables.roles.get(noun)
    return role[0] if role is not None and role[1] == "head" else ()


def qualified(sentence: Sentence, words: Sequence[int], among: frozenset[str]) -> bool:
    """Whether one of the words, folded, is among a set such as `FORMER`."""
    return any(p in among for w in words for p in (*pieces(sentence.words[w]), sentence.words[w].lower()))
