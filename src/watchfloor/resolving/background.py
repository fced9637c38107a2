"""What the whole article tells each of its sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from watchfloor.resolving.actors import Seen
from watchfloor.types import Article, Cited, Period, Place


@dataclass(frozen=True, slots=True)
class Background:
    """What the whole article tells each of its sentences."""

    article: Article
    seen: Seen
    where: Mapping[int, tuple[tuple[int, Cited[Place]], ...]]
    """the places of each sentence, by the sentence's start: head word and place"""
    when: Mapping[int, tuple[Cited[Period], ...]]
    """the dates of each sentence, by the sentence's start"""
    day: date | None
    """the day the article was written, where it was written; None when no publication date is known"""
