"""Desks opened for requests: a record is not for several threads at once, so each request has one to itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from watchfloor import desk
from watchfloor.desk import Desk
from watchfloor.errors import UsageError
from watchfloor.linking.remembering import Remembered
from watchfloor.store.clock import Clock


class Desks:
    """The desks at hand for one folder: opened when first needed, and given back after each request."""

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        self.path = path
        self._clock = clock
        self._idle: list[Desk] = []
        self._guard = threading.Lock()
        self._remembered = Remembered()
        self._closed = False

    @contextmanager
    def one(self) -> Iterator[Desk]:
        """A desk for this thread alone. Raises what `watchfloor.open` raises."""
        with self._guard:
            opened = self._idle.pop() if self._idle else None
        if opened is not None and not opened.is_current():
            opened.close()
            opened = None
        if opened is None:
            opened = desk.open(self.path, clock=self._clock)
            opened.share(self._remembered)
        sound = False
        try:
            yield opened
            sound = True
        except UsageError:
            sound = True  # the question was wrong, not the desk
            raise
        finally:
            with self._guard:
                if keep := sound and not self._closed:
                    self._idle.append(opened)
            if not keep:
                opened.close()

    def close(self) -> None:
        """Closes those at hand; one in use is closed when it is given back."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        for one in idle:
            one.close()
