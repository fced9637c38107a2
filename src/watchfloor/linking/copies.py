"""Copies: one wire story printed forty times is one report.

Two articles are compared by what they have in common word for word (runs of five words) and sentence by sentence (the
same content words in other words: a rewrite). Quotations are set aside first: two reporters who heard the same speech
quote the same words and copied nothing. Every answer depends on the two texts alone, so that neither the order in which
articles come nor what else is in the record can change it.

`marks` makes a small print of a text for finding candidates in an index; `compare` decides. After near-duplicate
detection with shingles and containment (Broder 1997); sampling shingles by their hash keeps containment comparable.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from watchfloor.linking.words import CUT, words

RUN = 5
"""words of a run that count as copied"""
SAMPLE = 8
"""one pair of neighbouring content words in so many goes into the print"""
REACH = 4
"""content words apart at most, for two to be neighbours: a rewrite turns words round"""
NEAR, SHARE = 3, 0.08
"""marks, and share of the smaller print, that two prints have in common at least to be candidates"""
SHORTEST = 4
"""letters of a content word, and content words of a sentence that is compared"""
COPIED, PARTLY, ALIGNED = 0.4, 0.1, 0.7
"""share of the shorter text that stands word for word in the longer: from the first on a copy, from the second on
partly one; share of its sentences that say what a sentence of the other says: a rewrite. On the bundled
sample copies have .44 and more or .98 of their sentences, other pairs up to .15 and .53; set there"""
ALIKE = 0.5
"""share of its content words that a sentence has in common with the sentence it was rewritten from"""
DAYS = 7
"""between two publications at most: a wire story is printed within the week"""
WORDS = 40
"""a text with fewer words of its own is too short to say whose it is"""

_QUOTED = re.compile(r"“[^“”]{0,2000}”|\"[^\"\n]{0,2000}\"|«[^«»]{0,2000}»")
_SENTENCE = re.compile(r"(?<=[.!?…])[”\"')\]]*\s+|\n+")
_PARAGRAPH = re.compile(r"[^\n]+")
_SMALL = frozenset(
    "that this with from have were been their they which would will said also after before more than into over about "
    "when what there other some only most such during under between against while where could should being through "
    "since because these those them then very just like upon says told year years week weeks month months monday "
    "tuesday wednesday thursday friday saturday sunday according reported".split()
)


def content_words(text: str) -> list[str]:
    """The content words, cut to six letters so that endings do not matter, in order."""
    return [word[:CUT] for word in words(text) if (len(word) >= SHORTEST and word not in _SMALL) or word.isdigit()]


def sentences(text: str) -> list[str]:
    """The sentences of a text, as far as stops and line ends show them: good enough for comparing."""
    return _SENTENCE.split(text)


def _hash(pair: Iterable[str]) -> int:
    return int.from_bytes(hashlib.blake2b(" ".join(pair).encode(), digest_size=8).digest(), "big") >> 1


def marks(text: str) -> tuple[int, ...]:
    """The print of a text: whole numbers of 63 bits, ascending; made of an eighth of its pairs of neighbouring
    content words. Texts that say the same share many marks, whatever their lengths."""
    content = content_words(_QUOTED.sub(" ", text))
    pairs = {
        (min(word, other), max(word, other))
        for i, word in enumerate(content)
        for other in content[i + 1 : i + 1 + REACH]
        if word != other
    }
    return tuple(sorted(mark for mark in map(_hash, pairs) if mark % SAMPLE == 0))


def candidates(one: Iterable[int], other: Iterable[int]) -> bool:
    """Whether two prints are alike enough to compare the texts."""
    a, b = frozenset(one), frozenset(other)
    return len(a & b) >= max(NEAR, SHARE * min(len(a), len(b)))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text and the runs of words in it, quotations set aside."""

    start: int
    end: int
    runs: frozenset[tuple[str, ...]]


class Text:
    """A text taken apart for comparing; made once, compared often."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs, in order; the title is the first."""
        # Blanked, not cut out: the offsets stay those of the text.
        bare = _QUOTED.sub(lambda quoted: re.sub(r"[^\n]", " ", quoted[0]), self.text)
        found = []
        for part in _PARAGRAPH.finditer(bare):
            row = words(part[0])
            runs = frozenset(tuple(row[i : i + RUN]) for i in range(len(row) - RUN + 1))
            if runs:
                found.append(Paragraph(part.start(), part.end(), runs))
        return tuple(found)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """All runs of words."""
        return frozenset().union(*(paragraph.runs for paragraph in self.paragraphs))

    @cached_property
    def sentences(self) -> tuple[frozenset[str], ...]:
        """The content words of each sentence, cut to six letters so that endings do not matter."""
        found = []
        for sentence in sentences(_QUOTED.sub(" ", self.text)):
            stems = frozenset(content_words(sentence))
            if len(stems) >= SHORTEST:
                found.append(stems)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts have in common."""

    kind: str
    """`copy`, `part` (some paragraphs), or empty: written apart"""
    contained: float
    """share of the runs of the shorter text that stand in the other, 0 to 1"""
    aligned: float
    """share of the sentences of the shorter text, by their words, that say what a sentence of the other says"""
    shared: tuple[tuple[int, int], ...]
    """start and end of each paragraph of the first text whose words stand in the other"""


def compare(one: Text, other: Text) -> Likeness:
    """How alike two texts are. `compare(a, b)` and `compare(b, a)` differ only in whose paragraphs are given."""
    short = min(len(one.runs), len(other.runs))
    if short < WORDS:
        return Likeness("", 0.0, 0.0, ())
    contained = len(one.runs & other.runs) / short
    aligned = _aligned(one, other) if contained < COPIED else 1.0
    shared = _shared(one, other)
    part = "part" if contained >= PARTLY and (shared or _shared(other, one)) else ""
    kind = "copy" if contained >= COPIED or aligned >= ALIGNED else part
    return Likeness(kind, round(contained, 3), round(aligned, 3), shared)


def _shared(one: Text, other: Text) -> tuple[tuple[int, int], ...]:
    return tuple(
        (paragraph.start, paragraph.end)
        for paragraph in one.paragraphs
        if len(paragraph.runs & other.runs) >= COPIED * len(paragraph.runs)
    )


def _aligned(one: Text, other: Text) -> float:
    # Of two that are equally long each is held against the other: it must not matter which one comes first.
    ways = [(one.sentences, other.sentences), (other.sentences, one.sentences)]
    sizes = [(len(short), sum(map(len, short))) for short, _ in ways]
    return max(_met(*way) for way, size in zip(ways, sizes, strict=True) if size == min(sizes))


def _met(short: Sequence[frozenset[str]], long: Sequence[frozenset[str]]) -> float:
    """The share of the one's sentences that say what a sentence of the other says."""
    total = sum(map(len, short))
    if not total:
        return 0.0
    met = sum(
        len(sentence)
        for sentence in short
        if any(len(sentence & its) >= ALIKE * min(len(sentence), len(its)) for its in long)
    )
    return met / total
