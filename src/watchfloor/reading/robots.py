"""robots.txt as RFC 9309 has it: what a site lets programs fetch, and how fast.

No such file, or an answer that there is none (4xx), allows everything. A server in trouble (5xx, no answer) allows
nothing for now. Rules are kept for a day, a
failure for an hour.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from protego import Protego

MOST: Final = 512_000
"""bytes that are looked at, as the RFC has it; the rest of a longer file is ignored"""

AGENT: Final = "watchfloor"
"""the name by which a robots.txt may address us"""

KEPT: Final = timedelta(days=1)
KEPT_FAILED: Final = timedelta(hours=1)
KEPT_NOTHING: Final = timedelta(minutes=5)
"""when nobody answered: longer than a round asks one host"""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site answered when its robots.txt was asked for."""

    origin: str
    status: int
    """0 when there was no answer"""
    text: str
    """the file; when there was no answer, the kind of trouble and, behind a colon, what it was"""
    at: datetime

    @property
    def failed(self) -> bool:
        """The server was in trouble: nothing may be fetched for now."""
        return self.status == 0 or self.status == 429 or self.status >= 500

    def fresh(self, now: datetime) -> bool:
        """Whether it need not be asked for again."""
        kept = KEPT_NOTHING if self.status == 0 else KEPT_FAILED if self.failed else KEPT
        return self.at <= now < self.at + kept


class Robots:
    """The rules of the sites met, each asked for once. For several threads at once.

    `ask` fetches a site's rules. `fetched` holds those that it fetched, to be kept beyond this run."""

    def __init__(self, ask: Callable[[str], Rules], known: dict[str, Rules], now: Callable[[], datetime]) -> None:
        self._ask, self._now = ask, now
        self._rules = dict(known)
        self._again: dict[str, datetime] = {}
        self._parsed: dict[str, Protego | None] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self.fetched: list[Rules] = []

    def verdict(self, origin: str, address: str) -> tuple[str, str] | None:
        """The kind of problem and why the address may not be fetched; None when it may."""
        rules = self._of(origin)
        if rules.status == 0:
            kind, _, why = rules.text.partition(":")
            return kind or "robots", why or f"{origin}/robots.txt cannot be read"
        if rules.failed:
            return "robots", f"{origin}/robots.txt could not be read ({rules.status}), so nothing is fetched there"
        parsed = self._read(rules)
        if parsed is not None and not parsed.can_fetch(address, AGENT):
            return "robots", f"{origin}/robots.txt does not let programs fetch this"
        return None

    def delay(self, origin: str) -> float:
        """Seconds between two requests that the site asks for, or 0."""
        parsed = self._read(self._of(origin))
        asked = None if parsed is None else parsed.crawl_delay(AGENT)
        return max(0.0, float(asked)) if asked is not None and asked == asked else 0.0

    def _of(self, origin: str) -> Rules:
        with self._lock:
            lock = self._locks.setdefault(origin, threading.Lock())
        with lock:  # of several threads that come to a new site, one asks
            rules = self._rules.get(origin)
            now = self._now()
            if rules is None or not (rules.fresh(now) or now < self._again.get(origin, now)):
                older, rules = rules, self._ask(origin)
                if rules.failed and older is not None and not older.failed and now - older.at < timedelta(days=7):
                    # What it said last week holds while it is in trouble; nor is it asked again at once.
                    self._again[origin] = now + (KEPT_NOTHING if rules.status == 0 else KEPT_FAILED)
                    rules = older
                else:
                    with self._lock:
                        self.fetched.append(rules)
                self._rules[origin] = rules
                self._parsed.pop(origin, None)
            return rules

    def _read(self, rules: Rules) -> Protego | None:
        if rules.failed or rules.status >= 400 or not rules.text:
            return None
        if rules.origin not in self._parsed:
            from protego import Protego

            try:
                self._parsed[rules.origin] = Protego.parse(rules.text)
            except Exception:  # whatever a hostile file does to the library: a file nobody can read has no rules
                self._parsed[rules.origin] = None
        return self._parsed[rules.origin]
