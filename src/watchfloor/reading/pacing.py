"""How often one host is asked: never two requests closer together than its pace, however many threads ask."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

MOST: Final = 600.0
"""seconds that a site's own wish (Crawl-delay) may put between two requests; a longer one is cut to this"""

PATIENCE: Final = 30.0
"""seconds that a thread sleeps for a host; what has to wait longer is put off"""


class Pace:
    """When each host may be asked next. For several threads at once.

    `every` is the least time between the end of a request to a host and the beginning of the next one, in seconds.
    `clock` and `sleep` are for tests."""

    def __init__(
        self,
        every: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self._every, self._clock = every, clock
        self._stopped = threading.Event()
        self._sleep = sleep or self._stopped.wait
        self._next: dict[str, float] = {}
        self._delays: dict[str, float] = {}
        self._lock = threading.Lock()

    def slower(self, host: str, seconds: float) -> None:
        """What the site asks for, where that is more than the usual pace."""
        with self._lock:
            if seconds > self._every:
                self._delays[host] = min(seconds, MOST)

    def hold(self, host: str, seconds: float) -> None:
        """The host asked to be let alone for so long."""
        with self._lock:
            self._next[host] = max(self._next.get(host, 0.0), self._clock() + seconds)

    def ready_at(self, host: str) -> float:
        """The moment, by the clock, from which the host may be asked."""
        with self._lock:
            return self._next.get(host, 0.0)

    def wait(self, host: str) -> bool:
        """Takes the next free moment of the host and sleeps until then. False when that is too far off to sleep: then
        nothing is taken, and when all is to stop."""
        with self._lock:
            now = self._clock()
            at = max(now, self._next.get(host, 0.0))
            if at - now > PATIENCE:
                return False
            self._next[host] = at + self._delays.get(host, self._every)
        if at > now:
            self._sleep(at - now)
        return not self._stopped.is_set()

    def done(self, host: str) -> None:
        """A request to the host is over: the next one counts from now, so that a slow server is asked the less."""
        with self._lock:
            after = self._clock() + self._delays.get(host, self._every)
            self._next[host] = max(self._next.get(host, 0.0), after)

    def stop(self) -> None:
        """Wakes all who sleep; from now on nobody may ask."""
        self._stopped.set()
