"""Answers kept in memory as long as the record is what it was: most people look at the same few screens."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

T = TypeVar("T")
MOST: Final = 256
"""answers kept; the one that was not asked for longest goes first"""


class Kept:
    """Answers by question. For several threads: whoever asks what another is working out waits for it."""

    def __init__(self, most: int = MOST) -> None:
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._working: dict[Hashable, threading.Lock] = {}
        self._guard = threading.Lock()
        self._most = most

    def answer(self, question: Hashable, make: Callable[[], T]) -> T:
        """The answer to a question, made if it is not there. The question must name all that the answer follows from,
        the state of the record among it. What `make` raises is not kept."""
        with self._guard:
            if question in self._answers:
                self._answers.move_to_end(question)
                found: T = self._answers[question]
                return found
            working = self._working.setdefault(question, threading.Lock())
        try:
            with working:
                with self._guard:
                    if question in self._answers:
                        other: T = self._answers[question]
                        return other
                made = make()
                with self._guard:
                    self._answers[question] = made
                    while len(self._answers) > self._most:
                        self._answers.popitem(last=False)
                return made
        finally:
            with self._guard:
                self._working.pop(question, None)
