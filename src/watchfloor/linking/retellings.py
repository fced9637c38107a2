"""Which reports of a desk only tell again what another article told: copies, abridged or rewritten, and paragraphs
taken over. What is told again is one report more and no other origin.

The articles of one wire story hang together by copies; the earliest is its origin. A page of the origin's own outlet
that says it corrects the story speaks in its place. A sentence of a copy that has no like in the origin was added
there, and is a report of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from watchfloor.linking.copies import ALIKE, SHORTEST, content_words, sentences
from watchfloor.store.articles import Headline
from watchfloor.store.clock import EVER, from_micros, known_since
from watchfloor.store.folding import fold
from watchfloor.store.likenesses import Edge

_CORRECTS: Final = re.compile(r"\bcorrect(?:s|ed|ion|ing)\b|\bclarif(?:ies|ied|ication)\b", re.IGNORECASE)
TEXTS: Final = 4096
"""texts kept taken apart"""
_TELLS: Final = 400
"""code points at the beginning and the end of a page in which it says that it corrects another"""


@dataclass(frozen=True, slots=True)
class Story:
    """Articles of which each copies another, the origin first, then by time."""

    articles: tuple[Headline, ...]
    speaker: Headline
    """the article whose words count: the origin, or its own correction"""

    @property
    def origin(self) -> Headline:
        """The earliest."""
        return self.articles[0]

    @property
    def reports(self) -> int:
        """Articles, those of one outlet counted once: a page and its correction are one report."""
        return len({fold(one.outlet) or one.id for one in self.articles})


def when(head: Headline) -> tuple[datetime, str]:
    """The order of articles: by publication, else by when they became known. A day without a time counts to its end, as
    everywhere."""
    if head.published is None:
        return head.recorded_at, head.version
    known, _ = known_since(head.published, EVER)
    return from_micros(known), head.version


def stories(
    heads: Iterable[Headline], edges: Mapping[str, Sequence[Edge]], text: Callable[[str], str]
) -> dict[str, Story]:
    """The story of each article version that is in one with others."""
    by_version = {head.version: head for head in heads}
    parent = {version: version for version in by_version}

    def root(version: str) -> str:
        while parent[version] != version:
            parent[version] = parent[parent[version]]
            version = parent[version]
        return version

    for version, its in edges.items():
        for edge in its:
            if edge.kind == "copy" and version in parent and edge.other in parent:
                first, second = sorted((root(version), root(edge.other)))
                parent[second] = first
    groups: dict[str, list[Headline]] = defaultdict(list)
    for version, head in by_version.items():
        groups[root(version)].append(head)
    out: dict[str, Story] = {}
    for members in groups.values():
        if len(members) > 1:
            ordered = tuple(sorted(members, key=when))
            story = Story(ordered, _speaker(ordered, text))
            out |= {head.version: story for head in ordered}
    return out


def _speaker(ordered: Sequence[Headline], text: Callable[[str], str]) -> Headline:
    own = [head for head in ordered[1:] if head.outlet and fold(head.outlet) == fold(ordered[0].outlet)]
    for head in reversed(own):
        words = text(head.version)
        if _CORRECTS.search(words[:_TELLS]) or _CORRECTS.search(words[-_TELLS:]):
            return head
    return ordered[0]


class Sentences:
    """The sentences of texts by their content words, taken apart once. Quotations count here: whoever copies a story
    copies what is quoted in it."""

    def __init__(self, text: Callable[[str], str]) -> None:
        self._of = lru_cache(TEXTS)(lambda version: tuple(map(content, sentences(text(version)))))

    def told_again(self, sentence: str, version: str) -> bool:
        """Whether the article says this in a sentence of its own."""
        its = content(sentence)
        return bool(its) and any(alike(its, other) for other in self._of(version))


def content(sentence: str) -> frozenset[str]:
    """The content words of a sentence."""
    return frozenset(content_words(sentence))


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """What two sentences have in common, of the shorter one: 0 to 1."""
    short = min(len(one), len(other))
    return len(one & other) / short if short else 0.0


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sentences say the same; very short ones only with all their words."""
    return shared(one, other) >= (ALIKE if min(len(one), len(other)) >= SHORTEST else 1.0)
