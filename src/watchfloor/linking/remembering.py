"""What was worked out of events and texts while grouping them, for whoever groups the same ones again: a server is
asked for overlapping days all day long, and an event does not change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Final

from watchfloor.linking.incidents import KNOWN, Mention

MOST: Final = 50_000
"""events kept at hand, with up to `KNOWN` scores between them; beyond that all are worked out anew"""


class Remembered:
    """Events ready for comparing, the vectors of their articles, and scores of pairs. Several threads may share one:
    whoever holds `guard` is alone with it."""

    def __init__(self) -> None:
        self.guard = threading.RLock()
        self.scores: dict[tuple[str, str], float | None] = {}
        """by the ids of two events, as `incidents.group` has them"""
        self._mentions: dict[str, tuple[object, Mention]] = {}
        self._vectors: dict[str, Mapping[str, float]] = {}
        self._forgotten = 0

    def mention(self, ident: str, state: object, make: Callable[[], Mention]) -> Mention:
        """An event as it stands in a `state` (a correction changes it), made if it is not there."""
        found = self._mentions.get(ident)
        if found is not None and found[0] == state:
            return found[1]
        if found is not None or len(self._mentions) >= MOST or len(self.scores) >= KNOWN:
            self.scores.clear()  # they may be of what the event was
        if len(self._mentions) >= MOST:
            self._mentions.clear()
        made = make()
        self._mentions[ident] = (state, made)
        return made

    def vector(self, version: str, make: Callable[[], Mapping[str, float]]) -> Mapping[str, float]:
        """The vector of an article version, made if it is not there."""
        if version not in self._vectors:
            if len(self._vectors) >= MOST:
                self._vectors.clear()
            self._vectors[version] = make()
        return self._vectors[version]

    def forget(self, tombstones: int) -> None:
        """Forgets everything when the desk forgot something: told by the number of what it forgot so far."""
        with self.guard:
            if tombstones != self._forgotten:
                self._forgotten = tombstones
                self.scores.clear()
                self._mentions.clear()
                self._vectors.clear()
