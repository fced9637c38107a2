"""Why a sentence was coded as it was: its graph, the patterns tried, what bound and what was missing."""

from __future__ import annotations

from dataclasses import dataclass

from watchfloor.coding.graph import Graph, build
from watchfloor.coding.match import Attempt, match
from watchfloor.coding.patterns import Codebook
from watchfloor.types import Match, Sentence


@dataclass(frozen=True, slots=True)
class Explained:
    """One sentence: its graph, every attempt in order, and the acts found."""

    sentence: Sentence
    graph: Graph
    attempts: tuple[Attempt, ...]
    matches: tuple[Match, ...]


def explain(sentence: Sentence, codebook: Codebook) -> Explained:
    """Matches the sentence and keeps what was tried."""
    graph = build(sentence, codebook.light_verbs, codebook.receiving_verbs)
    attempts: list[Attempt] = []
    matches = match(graph, codebook, attempts.append)
    return Explained(sentence, graph, tuple(attempts), matches)
