"""Which walk of life a sentence is of: words of politics, shared by deadlines and outlooks (pack `deadlines`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from watchfloor import packs
from watchfloor.coding.graph import Graph
from watchfloor.errors import PackDamaged
from watchfloor.resolving.actors import ActorBook
from watchfloor.resolving.events import Background

PACK = "deadlines"


def lists(path: Path) -> list[str]:
    """All words of a TOML file of named lists. Raises `PackDamaged`."""
    found: list[str] = []
    for name, words in packs.toml(path).items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            raise PackDamaged(f"{path}: {name} must be a list of words", str(path))
        found += words
    return found


def any_of(words: list[str]) -> re.Pattern[str]:
    """One pattern for all the words; `strike*` takes every ending."""
    parts = (re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in words)
    return re.compile(rf"\b(?:{'|'.join(sorted(parts, key=len, reverse=True))})\b", re.I)


def politics(base: Path | None = None) -> re.Pattern[str]:
    """What a sentence, or one beside it, must hold for its deadlines and outlooks to count. Raises `PackDamaged`."""
    return any_of(lists(packs.folder(PACK, base) / "politics.toml"))


class Walks(Protocol):
    """What a book tells of walks of life."""

    @property
    def politics(self) -> re.Pattern[str]:
        """Words of politics."""

    @property
    def elsewhere(self) -> re.Pattern[str]:
        """Words of other walks of life."""


def elsewhere(book: Walks, actors: ActorBook, graphs: Sequence[Graph], place: int, background: Background) -> bool:
    """Whether a sentence is of another walk of life, by itself or by those beside it. A known actor in it is as good
    as a word of politics."""
    text, s = background.article.text, graphs[place].sentence
    words = text[s.start : s.end]
    if book.politics.search(words) is not None:
        return book.elsewhere.search(words) is not None
    beside = graphs[max(0, place - 1) : place + 2]
    around = text[beside[0].sentence.start : beside[-1].sentence.end]
    if book.elsewhere.search(around) is not None:
        return True
    return book.politics.search(around) is None and not any(_known(one, actors, background) for one in beside)


def _known(graph: Graph, actors: ActorBook, background: Background) -> bool:
    """Whether a sentence names an actor of the book."""
    s, article = graph.sentence, background.article
    for i in range(len(s)):
        if s.upos[i] != "PROPN" and s.names[i] == "O":
            continue
        found = actors.resolve(
            s, i, version=article.version, text=article.text, on=background.day, seen=background.seen
        )
        if any(not one.value.id.startswith("unknown:") for one in found):
            return True
    return False
