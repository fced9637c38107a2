"""Answers kept in memory as long as the record is what it was: most people look at the same few screens.

While something writes, the record changes many times a second, and nobody wants to wait for each change. So an answer
holds for a moment whatever is written, and while one request works the next one out, the others get the last one. What
a person writes by a form counts at once (`Kept.written`).
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

T = TypeVar("T")
MOST: Final = 256
"""answers kept; the one that was not asked for longest goes first"""
OLD: Final = 30.0
"""seconds after which an answer is not given any more, however long the next one takes"""


@dataclass(frozen=True, slots=True)
class _Answer:
    state: str
    made: float
    value: Any


class Kept:
    """Answers by question. For several threads: what one is working out, no other works out too."""

    def __init__(self, patience: float = 0.0, most: int = MOST) -> None:
        """`patience` is how many seconds an answer holds whatever is written."""
        self._answers: OrderedDict[Hashable, _Answer] = OrderedDict()
        self._working: dict[Hashable, threading.Lock] = {}
        self._guard = threading.Lock()
        self._patience = patience
        self._most = most

    def answer(self, question: Hashable, state: str, make: Callable[[], T]) -> T:
        """The answer to a question, made if there is none, or none for this state of the record. The question must name
        all that the answer follows from beside the state. What `make` raises is not kept."""
        with self._guard:
            found = self._found(question, state, self._patience)
            if found is not None:
                self._answers.move_to_end(question)
                known: T = found.value
                return known
            working = self._working.setdefault(question, threading.Lock())
            last = self._found(question, None, OLD)
        if not working.acquire(blocking=last is None) and last is not None:
            earlier: T = last.value
            return earlier
        try:
            with self._guard:
                found = self._found(question, state, self._patience)
            if found is not None:
                other: T = found.value
                return other
            made = make()
            with self._guard:
                self._answers[question] = _Answer(state, time.monotonic(), made)
                self._answers.move_to_end(question)
                while len(self._answers) > self._most:
                    self._answers.popitem(last=False)
            return made
        finally:
            working.release()
            with self._guard:
                if not working.locked() and self._working.get(question) is working:
                    del self._working[question]

    def written(self) -> None:
        """Lets no earlier answer stand: a person has written, and looks for it."""
        with self._guard:
            self._answers.clear()

    def _found(self, question: Hashable, state: str | None, age: float) -> _Answer | None:
        """The answer that was made for this state, or no longer ago than that."""
        answer = self._answers.get(question)
        if answer is None or (answer.state != state and time.monotonic() - answer.made >= age):
            return None
        return answer
