"""Why a sentence was coded as it was: its graph, the patterns tried, what bound and what was missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

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
    sources: Mapping[str, str]
    """where each pattern that matched stands: id -> "file:line" """
    pages: Mapping[str, str]
    """where its type is described: id of the pattern -> a page of the codebook, or the file of the user's own pack"""

    def beside(self, other: Explained) -> Explained:
        """The same sentence with what another codebook finds in it."""
        return replace(
            self,
            attempts=self.attempts + other.attempts,
            matches=self.matches + other.matches,
            sources={**self.sources, **other.sources},
            pages={**self.pages, **other.pages},
        )


def explain(sentence: Sentence, codebook: Codebook) -> Explained:
    """Matches the sentence and keeps what was tried."""
    graph = build(sentence, codebook.light_verbs, codebook.receiving_verbs)
    attempts: list[Attempt] = []
    matches = match(graph, codebook, attempts.append)
    own = f"{codebook.name}/" if codebook.own else ""
    return Explained(
        sentence,
        graph,
        tuple(attempts),
        matches,
        {m.pattern: f"{own}{codebook.lines[m.pattern]}" for m in matches},
        {m.pattern: f"{own}pack.toml" if own else f"docs/codebook/{m.type}.md" for m in matches},
    )
