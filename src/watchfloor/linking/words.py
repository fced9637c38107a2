"""Which words of a text tell what it is about, and how much each of them tells.

A word that stands in few sentences of ordinary news says more about what a report is on than one that stands in many.
How rare a word is comes from a table made once (training/rarity.py), not from the record: what two reports have in
common must not change because a third one comes in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import repeat
from math import log, sqrt
from operator import mul
from pathlib import Path

from watchfloor import packs
from watchfloor.errors import PackDamaged

NAME, FILE = "words", "rarity.tsv"
CUT = 6
"""letters that are kept of a word, so that endings do not matter"""
SHORTEST = 3
"""letters of a word that tells something; numbers always do"""
PLAIN = 3.0
"""natural logarithm of how many sentences there are to one with the word; up to this a word tells nothing (one sentence
in twenty)"""

_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Small letters without accents."""
    if text.isascii():  # most text, and quicker
        return text.casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return _WORD.findall(fold(text))


def stem(word: str) -> str:
    """A folded word without its ending, or nothing when it is too short to tell anything."""
    return word[:CUT] if len(word) >= SHORTEST or word.isdigit() else ""


def stems(text: str) -> list[str]:
    """The stems of a text, in order."""
    return [cut for word in words(text) if (cut := stem(word))]


class Rarity:
    """How much a stem tells: the natural logarithm of sentences in all to sentences with it."""

    def __init__(self, sentences: int, counts: Mapping[str, int], fingerprint: str) -> None:
        self._unseen = log(sentences * 2)
        self._known = {word: log(sentences / count) for word, count in counts.items()}
        self.fingerprint = fingerprint
        """part of the identity of what uses it"""

    def __call__(self, word: str) -> float:
        return self._known.get(word, self._unseen)

    def telling(self, found: Iterable[str]) -> dict[str, float]:
        """The stems that tell something, each with how much."""
        return {word: weight for word in found if (weight := self(word)) > PLAIN}

    def vector(self, found: Iterable[str]) -> dict[str, float]:
        """A text's stems as a vector of length 1: how often and how rare (TF-IDF with a damped count)."""
        counts: dict[str, int] = {}
        for word in found:
            counts[word] = counts.get(word, 0) + 1
        raw = {word: (1 + log(counts[word])) * weight for word, weight in self.telling(counts).items()}
        length = sqrt(sum(weight * weight for weight in raw.values()))
        return {word: weight / length for word, weight in raw.items()} if length else {}

    def overlap(self, one: Iterable[str], other: Iterable[str]) -> float:
        """What two sets of stems share of what they hold together, weighed: 0 to 1."""
        a, b = set(one), set(other)
        whole = sum(map(self, a | b))
        return sum(map(self, a & b)) / whole if whole else 0.0


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How alike two vectors of length 1 are: 0 to 1."""
    if len(one) > len(other):
        one, other = other, one
    total: float = sum(map(mul, one.values(), map(other.get, one, repeat(0.0))))
    return total


@cache
def load(base: Path | None = None) -> Rarity:
    """The bundled table. Raises `PackDamaged`."""
    path = packs.folder(NAME, base) / FILE
    numbers, cells = packs.table(path, ("stem", "sentences"))
    counts: dict[str, int] = {}
    for number, (word, count) in zip(numbers, cells, strict=True):
        if not count.isdigit() or not int(count):
            raise PackDamaged(f"{path}:{number}: {count!r} is no number of sentences", str(path))
        counts[word] = int(count)
    total = counts.pop("*", 0)
    if not total:
        raise PackDamaged(f"{path}: the row * with the number of all sentences is missing", str(path))
    return Rarity(total, counts, packs.fingerprint(NAME, base))
