"""One page or feed from the web, politely: redirects judged hop by hop, robots.txt, a pace for each host.

Nothing that a server does raises: what came of it is a `Fetched`, with a `Problem` where it is no body.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Final
from urllib.parse import urljoin

from watchfloor.reading import hosts
from watchfloor.reading.characters import one_line
from watchfloor.reading.encodings import decode
from watchfloor.reading.hosts import Refused, Target
from watchfloor.reading.http import Answer, Door
from watchfloor.reading.pacing import Pace
from watchfloor.reading.robots import AGENT, MOST, Robots, Rules
from watchfloor.types import Problem

REDIRECTS: Final = 5
PERMANENT: Final = frozenset({301, 308})
TEMPORARY: Final = frozenset({302, 303, 307})
BUSY: Final = frozenset({429, 503})
DOWN: Final = frozenset({"dns", "connect", "tls", "timeout", "protocol", "busy"})
"""kinds of trouble that may be over by the next round"""
LONGEST_WAIT: Final = 7 * 86400.0
"""seconds of a Retry-After that are believed"""

FEEDS: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
PAGES: Final = "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of fetching one address."""

    url: str
    final_url: str
    """where the redirects led"""
    moved_to: str
    """where the first redirects led, as far as they were permanent; empty when there was none"""
    status: int
    """of the last answer; 0 when there was none"""
    media_type: str = ""
    charset: str = ""
    """as declared; empty when not"""
    etag: str = ""
    last_modified: str = ""
    wait: float = 0.0
    """seconds for which the server asks to be let alone"""
    body: bytes = b""
    problem: Problem | None = None

    @property
    def unchanged(self) -> bool:
        """The server says that nothing changed since the last time."""
        return self.status == 304 and self.problem is None

    @property
    def gone(self) -> bool:
        """The server says that it will not come back."""
        return self.status == 410


def agent(contact: str = "") -> str:
    """How we call ourselves. `contact` is how to reach the user, for those who run the servers."""
    said = one_line(contact, 200).encode("ascii", "ignore").decode("ascii")
    return f"{AGENT}/{version('watchfloor')}" + (f" (+{said})" if said else "")


class Fetcher:
    """Fetches; for several threads at once. Close it, or use it in a `with` statement."""

    def __init__(
        self,
        door: Door,
        pace: Pace,
        *,
        known: Mapping[str, Rules] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        obey: bool = True,
    ) -> None:
        self._door, self._now = door, now
        self.pace = pace
        self._obey = obey
        self.robots = Robots(self._rules, dict(known or {}), now)

    def fetch(
        self,
        address: str,
        *,
        accept: str = PAGES,
        etag: str = "",
        last_modified: str = "",
        most: int | None = None,
    ) -> Fetched:
        """What lies at the address. `etag` and `last_modified` are those of the last time: then the server may answer
        that nothing changed. `most` limits the bytes of the body."""
        headers = {"Accept": accept}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        return self._followed(address, headers, most, robots=self._obey)

    def _followed(self, address: str, headers: Mapping[str, str], most: int | None, *, robots: bool) -> Fetched:
        here, moved, settled = address, "", True
        status = 0
        try:
            for hop in range(REDIRECTS + 1):
                target = hosts.parse(here, loopback=self._door.loopback)
                answer = self._asked(target, headers, most, robots=robots)
                status = answer.status
                if status not in PERMANENT and status not in TEMPORARY:
                    if status == 304 and "If-None-Match" not in headers and "If-Modified-Since" not in headers:
                        raise Refused("status", "says that nothing changed, but was never read (304)")
                    return _told(address, here, moved, answer, self._now())
                link = answer.headers.get("location", "")
                if not link:
                    raise Refused("redirect", "redirects without saying where to")
                there = _joined(target.address, link)
                if target.scheme == "https" and there.lower().startswith("http:"):
                    raise Refused("downgrade", "redirects from https to http, where anybody may read and change it")
                settled = settled and status in PERMANENT
                here = there
                moved = here if settled else moved
                if hop == REDIRECTS:
                    raise Refused("redirect", f"redirects more than {REDIRECTS} times")
        except Refused as error:
            return _failed(address, here, moved, status, error.kind, str(error))
        raise AssertionError("unreachable")  # pragma: no cover

    def _asked(self, target: Target, headers: Mapping[str, str], most: int | None, *, robots: bool) -> Answer:
        """One request at its time."""
        if robots:
            if refused := self.robots.verdict(target.origin, target.address):
                raise Refused(*refused)
            self.pace.slower(target.host, self.robots.delay(target.origin))
        if not self.pace.wait(target.host):
            raise Refused("busy", f"{target.host} asked to be let alone for now")
        try:
            answer = self._door.get(target, headers, most)
        finally:
            self.pace.done(target.host)
        if answer.status in BUSY:
            self.pace.hold(target.host, _wait(answer, self._now()) or 60.0)
        return answer

    def _rules(self, origin: str) -> Rules:
        # Of a long file the beginning counts; one beyond the limits of any page has no rules that can be read.
        fetched = self._followed(f"{origin}/robots.txt", {"Accept": "text/plain, */*;q=0.5"}, None, robots=False)
        problem = fetched.problem
        now = self._now()
        if problem is not None and problem.kind in DOWN:
            return Rules(origin, 0, f"{problem.kind}:{problem.message.partition('robots.txt: ')[2]}", now)
        if problem is not None and problem.kind != "status":
            return Rules(origin, 404, "", now)  # it answers, but with no rules that can be read
        text = decode(fetched.body[:MOST], "utf-8") if fetched.status == 200 else ""
        return Rules(origin, fetched.status, text, now)

    def close(self) -> None:
        """Closes all connections, and wakes the threads that wait for their turn."""
        self.pace.stop()
        self._door.close()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link).partition("#")[0]
    except ValueError:
        raise Refused("redirect", "redirects to what is no address") from None


def _told(address: str, here: str, moved: str, answer: Answer, now: datetime) -> Fetched:
    headers, status = answer.headers, answer.status
    kind, _, rest = headers.get("content-type", "").partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", rest, re.I)
    problem = None
    if status != 200 and status != 304:
        problem = Problem("reading", "status", f"{one_line(here, 300)} {_meaning(status)}")
    return Fetched(
        url=address,
        final_url=here,
        moved_to=moved,
        status=status,
        media_type=kind.strip().lower()[:100],
        charset=charset[1] if charset else "",
        etag=headers.get("etag", "")[:1000],
        last_modified=headers.get("last-modified", "")[:100],
        wait=_wait(answer, now) if status in BUSY else 0.0,
        body=answer.body if problem is None else b"",
        problem=problem,
    )


def _failed(address: str, here: str, moved: str, status: int, kind: str, why: str) -> Fetched:
    """`why` is a clause that goes with the address, or stands alone."""
    address, here, moved = map(hosts.shown, (address, here, moved))
    return Fetched(
        address, here, moved, status, problem=Problem("reading", kind, f"{one_line(hosts.shown(here), 300)}: {why}")
    )


_MEANINGS: Final = {
    401: "asks for a password",
    402: "asks for payment",
    403: "refuses us",
    404: "is not there",
    410: "is gone for good",
    429: "says that it is asked too often",
    451: "is withheld for legal reasons",
    503: "is out of service for now",
}


def _meaning(status: int) -> str:
    said = _MEANINGS.get(status) or ("has a fault" if status >= 500 else "gives no page")
    return f"{said} ({status})"


def _wait(answer: Answer, now: datetime) -> float:
    """Seconds that a Retry-After asks for: a number, or a date."""
    said = answer.headers.get("retry-after", "").strip()
    if not said:
        return 0.0
    if re.fullmatch(r"\d{1,9}", said):
        return min(float(said), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError):
        return 0.0
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(0.0, (at - now).total_seconds()), LONGEST_WAIT)
