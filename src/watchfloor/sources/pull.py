"""A round through the sources: what is due is fetched, several hosts at a time and each host at its pace.

The threads only fetch and take feeds apart; everything is kept by the one thread that goes round, item by item, so that
a round that is killed goes on where it was: what was kept is known, and a source is done when its attempt is kept.
"""

from __future__ import annotations

import heapq
import random
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Final
from urllib.parse import urlsplit

from watchfloor.reading.fetching import FEEDS, PAGES, Fetched, Fetcher
from watchfloor.reading.pacing import PATIENCE
from watchfloor.sources import collecting
from watchfloor.sources.collecting import Listing, Taken, Wanted
from watchfloor.sources.health import Health
from watchfloor.sources.settings import FEED, ON_THE_WEB, PAGE, SITEMAP, Watched
from watchfloor.sources.watching import Files
from watchfloor.store import articles, fetches
from watchfloor.store.articles import Incoming
from watchfloor.store.clock import EVER, from_micros, to_micros
from watchfloor.store.connection import Record
from watchfloor.store.fetches import FAILED, GONE, READ, UNCHANGED, Fetch, Item
from watchfloor.types import Problem

FEED_BYTES: Final = 10_000_000
MAP_BYTES: Final = 60_000_000
LONGEST: Final = 30 * 60.0
"""seconds of one round, unless another limit is given; what is left comes in the next"""
JITTER: Final = 0.2
"""the share by which a pause after trouble is longer, by chance: else all who failed together come back together"""

Told = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did."""

    asked: int
    """sources"""
    read: int
    """items that they listed"""
    new: int
    changed: int
    unread: int
    waiting: int
    """items left for the next round"""
    failed: int
    """sources that could not be read"""
    troubles: tuple[tuple[str, Problem], ...]
    """source and problem"""
    finished: bool
    """False when its time was over before it was"""


def due(states: Iterable[Health], now: datetime) -> list[Health]:
    """The sources to be asked now, those first that wait the longest."""
    found = [state for state in states if state.next is not None and state.next <= now]
    return sorted(found, key=lambda state: (state.last_asked or from_micros(0), state.id))


@dataclass(slots=True)
class _Open:
    """A source in work."""

    watched: Watched
    begun: float
    start: str
    last: Fetch | None
    fetched: Fetched | None = None
    form: str = ""
    left: int = 0
    """tasks that are not done"""
    items: int = 0
    new: int = 0
    changed: int = 0
    unread: int = 0
    waiting: int = 0
    newest: int | None = None
    allowed: int = 0
    """items that may still be read in this round"""
    problems: list[Problem] = field(default_factory=list)
    wait: float = 0.0
    """seconds for which its site asks to be let alone, by any answer of this round"""


@dataclass(frozen=True, slots=True)
class _Task:
    """One address to be fetched."""

    open: _Open
    address: str
    kind: str
    """source, map (a further site map) or page"""
    wanted: Wanted | None = None


@dataclass(frozen=True, slots=True)
class _Landed:
    fetched: Fetched
    listing: Listing | None


class Puller:
    """Goes round once. Not for several threads."""

    def __init__(
        self,
        record: Record,
        fetcher: Fetcher,
        clock: Callable[[], datetime],
        files: Files,
        *,
        hosts: int,
        items: int,
        seconds: float = LONGEST,
        on_progress: Told | None = None,
    ) -> None:
        self._record, self._fetcher, self._clock, self._files = record, fetcher, clock, files
        self._hosts, self._items, self._seconds, self._told = hosts, items, seconds, on_progress
        self._reader = f"watchfloor {version('watchfloor')}"
        self._queues: dict[str, deque[_Task]] = {}
        self._ready: list[tuple[float, int, str]] = []
        self._turn = 0
        self._busy: set[str] = set()
        self._done: list[Fetch] = []
        self._troubles: list[tuple[str, Problem]] = []
        self._total = 0
        self._in_vain: set[str] = set()
        """places whose page was tried in this round and did not come"""

    def go(self, wanted: Sequence[Watched]) -> Round:
        """Reads these sources. Raises what the record raises; nothing that a source does."""
        self._total = len(wanted)
        finished = True
        for watched in wanted:
            if watched.source.kind not in ON_THE_WEB:
                self._on_disk(watched)
            else:
                self._queue(self._opened(watched))
        until = time.monotonic() + self._seconds
        running: dict[Future[_Landed], _Task] = {}
        pool = ThreadPoolExecutor(max_workers=self._hosts, thread_name_prefix="fetch")
        try:
            while self._queues or running:
                if time.monotonic() > until and self._queues:
                    finished = False
                    for host in list(self._queues):
                        self._put_off(host)
                pause = self._dispatch(pool, running)
                if not running:
                    time.sleep(min(pause, max(0.0, until - time.monotonic())))
                    continue
                done, _ = wait(running, timeout=pause, return_when=FIRST_COMPLETED)
                for future in done:
                    task = running.pop(future)
                    self._free(_host(task.address))
                    self._landed(task, future.result())
                self._keep_rules()
        except BaseException:
            self._fetcher.close()  # what still runs ends with its connection
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        self._keep_rules()
        return self._summary(finished)

    # --- who is asked when --------------------------------------------------------------------------------------------

    def _opened(self, watched: Watched) -> _Task:
        last = next((k.fetch for k in fetches.last(self._record, watched.id, EVER, 1)), None)
        if last is not None and last.address != watched.source.address:
            last = None
        start = (last.moved_to if last else None) or watched.source.address
        begun = _Open(watched, time.monotonic(), start, last, allowed=self._items, left=1)
        return _Task(begun, start, "source")

    def _queue(self, task: _Task, *, first: bool = False) -> None:
        host = _host(task.address)
        queue = self._queues.get(host)
        if queue is None:
            queue = self._queues[host] = deque()
            if host not in self._busy:
                self._announce(host)
        if first:
            queue.appendleft(task)
        else:
            queue.append(task)

    def _announce(self, host: str) -> None:
        self._turn += 1
        heapq.heappush(self._ready, (self._fetcher.pace.ready_at(host), self._turn, host))

    def _free(self, host: str) -> None:
        self._busy.discard(host)
        if host in self._queues:
            self._announce(host)

    def _dispatch(self, pool: ThreadPoolExecutor, running: dict[Future[_Landed], _Task]) -> float:
        """Starts what may start now; gives the seconds until there may be more."""
        while self._ready and len(running) < self._hosts:
            at, _, host = self._ready[0]
            queue = self._queues.get(host)
            if queue is None or host in self._busy:
                heapq.heappop(self._ready)
                continue
            now, at = time.monotonic(), max(at, self._fetcher.pace.ready_at(host))
            if at > now + PATIENCE:
                heapq.heappop(self._ready)
                self._put_off(host)
                continue
            if at > now:
                if at > self._ready[0][0]:
                    heapq.heapreplace(self._ready, (at, self._ready[0][1], host))
                    if self._ready[0][2] != host:
                        continue
                return min(1.0, at - now)
            heapq.heappop(self._ready)
            task = queue.popleft()
            if not queue:
                del self._queues[host]
            if task.wanted is not None and self._dealt_with(task):
                if host in self._queues:
                    self._announce(host)
                continue
            self._busy.add(host)
            running[pool.submit(self._fetch, task)] = task
        return 1.0

    def _dealt_with(self, task: _Task) -> bool:
        """Whether another source has brought the page since it was asked for, or tried to in vain."""
        assert task.wanted is not None  # noqa: S101 - the caller has looked
        if task.wanted.place in self._in_vain:
            task.open.waiting += 1
            self._close_if_done(task.open)
            return True
        what, known = collecting.decide(self._record, task.open.watched, task.wanted, self._clock())
        if what != collecting.KNOWN or known is None:
            return False
        self._keep_known(task.open, task.wanted, known)
        self._close_if_done(task.open)
        return True

    def _fetch(self, task: _Task) -> _Landed:
        """In a thread: no record, no clock of the desk's but for dates to come."""
        source, last = task.open.watched.source, task.open.last
        if task.kind == "page" or source.kind == PAGE:
            accept, most = PAGES, None
        else:
            accept, most = FEEDS, FEED_BYTES if source.kind == FEED else MAP_BYTES
        tags = task.kind == "source" and last is not None and last.outcome in (READ, UNCHANGED) and not last.waiting
        fetched = self._fetcher.fetch(
            task.address,
            accept=accept,
            etag=last.etag if tags and last else "",
            last_modified=last.last_modified if tags and last else "",
            most=most,
        )
        listing = None
        if fetched.problem is None and not fetched.unchanged and task.kind != "page" and source.kind != PAGE:
            listing = collecting.listing(task.open.watched, fetched, self._clock())
            fetched = replace(fetched, body=b"")
        return _Landed(fetched, listing)

    def _put_off(self, host: str) -> None:
        """What was to be asked of that host is left for the next round."""
        for task in self._queues.pop(host, ()):
            if task.kind != "source":
                task.open.waiting += 1
            task.open.left -= 1
            if not task.open.left and task.open.fetched is not None:
                self._close(task.open)

    # --- what came ----------------------------------------------------------------------------------------------------

    def _landed(self, task: _Task, landed: _Landed) -> None:
        opened, fetched = task.open, landed.fetched
        opened.wait = max(opened.wait, fetched.wait)
        if task.kind == "page":
            self._page(task, fetched)
        elif task.kind == "map":
            if landed.listing is not None:
                self._listed(opened, landed.listing)
            elif fetched.problem is not None:
                opened.problems.append(fetched.problem)
                opened.waiting += collecting.again(fetched)
        else:
            opened.fetched = fetched
            if fetched.problem is not None:
                opened.problems.append(fetched.problem)
            elif opened.watched.source.kind == PAGE and not fetched.unchanged:
                self._own_page(opened, fetched)
            elif landed.listing is not None:
                opened.form = landed.listing.form
                self._listed(opened, landed.listing)
        self._close_if_done(opened)

    def _close_if_done(self, opened: _Open) -> None:
        opened.left -= 1
        if not opened.left:
            self._close(opened)

    def _listed(self, opened: _Open, listing: Listing) -> None:
        """What a feed or a site map lists: known, read at once, or to be fetched."""
        now = self._clock()
        opened.problems += listing.problems
        opened.items += len(listing.wanted)
        batch: list[tuple[Wanted, Taken]] = []
        for wanted in listing.wanted:
            opened.newest = max(filter(None, (opened.newest, _dated(wanted, now, None))), default=None)
            what, known = collecting.decide(self._record, opened.watched, wanted, now)
            if what == collecting.KNOWN and known is not None:
                self._keep_known(opened, wanted, known)
            elif what == collecting.LATER:
                opened.unread += 1
            elif not opened.allowed:
                opened.waiting += 1
            elif what == collecting.WORDS:
                opened.allowed -= 1
                batch.append((wanted, collecting.from_words(opened.watched, wanted, now)))
            else:
                opened.allowed -= 1
                opened.left += 1
                self._queue(_Task(opened, wanted.address, "page", wanted), first=True)
        for at in range(0, len(batch), 50):
            self._keep(opened, batch[at : at + 50])
        for address in listing.maps:
            opened.left += 1
            self._queue(_Task(opened, address, "map"))

    def _own_page(self, opened: _Open, fetched: Fetched) -> None:
        wanted = collecting.page_of(opened.watched)
        opened.items, opened.form = 1, "page"
        taken = collecting.from_page(opened.watched, wanted, fetched, self._clock())
        if taken.read.article is None:
            opened.problems += taken.read.problems
        else:
            # A page has no words to tell it by before it is read; its version tells.
            wanted = replace(wanted, stamp=taken.read.article.version)
        self._keep(opened, [(wanted, taken)])

    def _page(self, task: _Task, fetched: Fetched) -> None:
        opened, wanted = task.open, task.wanted
        assert wanted is not None  # noqa: S101 - a page is always somebody's item
        now = self._clock()
        if fetched.problem is not None and collecting.again(fetched):
            opened.waiting += 1
            self._in_vain.add(wanted.place)
            item = _item(opened, wanted, fetches.TRY_AGAIN, None, _dated(wanted, now, now))
            fetches.add_items(self._record, [item], now)
            return
        if fetched.problem is None:
            taken = collecting.from_page(opened.watched, wanted, fetched, now)
            if taken.read.article is not None or not collecting.has_words(wanted):
                self._keep(opened, [(wanted, taken)])
                return
            why: Sequence[Problem] = taken.read.problems
        else:
            why = (fetched.problem,)
        if collecting.has_words(wanted):
            self._keep(opened, [(wanted, collecting.from_words(opened.watched, wanted, now, why))])
            return
        opened.unread += 1
        self._troubles += [(opened.watched.id, problem) for problem in why]
        item = _item(opened, wanted, articles.UNREAD, None, _dated(wanted, now, now))
        fetches.add_items(self._record, [item], now)

    # --- keeping ------------------------------------------------------------------------------------------------------

    def _keep(self, opened: _Open, batch: Sequence[tuple[Wanted, Taken]]) -> None:
        now = self._clock()
        incoming = [
            Incoming(taken.capture, taken.read.article, taken.read.problems, self._reader, taken.given, archived=False)
            for _, taken in batch
        ]
        rows = []
        for (wanted, taken), outcome in zip(batch, articles.add_all(self._record, incoming), strict=True):
            article = taken.read.article
            opened.new += outcome == articles.NEW
            opened.changed += outcome == articles.CHANGED
            opened.unread += outcome == articles.UNREAD
            dated = wanted if wanted.published or article is None else replace(wanted, published=article.published)
            at = _dated(dated, now, now)
            if opened.watched.source.kind == PAGE:
                at = to_micros(now) if outcome in (articles.NEW, articles.CHANGED) else at
            rows.append(_item(opened, wanted, outcome, None if article is None else article.id, at))
            opened.newest = max(filter(None, (opened.newest, at)), default=None)
            if opened.watched.source.kind == PAGE and outcome == articles.KNOWN:
                rows.pop()  # only its markup changed: no sign of life
            if article is None:
                self._troubles += [(opened.watched.id, problem) for problem in taken.read.problems]
        fetches.add_items(self._record, rows, now)

    def _keep_known(self, opened: _Open, wanted: Wanted, known: Item) -> None:
        """An item that another source has brought is one of this source's too, once."""
        if known.source != opened.watched.id:
            now = self._clock()
            item = _item(opened, wanted, articles.KNOWN, known.article, _dated(wanted, now, now))
            fetches.add_items(self._record, [item], now)

    def _on_disk(self, watched: Watched) -> None:
        opened = _Open(watched, time.monotonic(), watched.source.address, None, form=watched.source.kind)
        added = self._files(watched)
        opened.new, opened.changed, opened.unread = added.new, added.changed, added.unread
        opened.items = added.new + added.changed + added.known + added.unread
        if added.problem is not None:
            opened.problems.append(added.problem)
        self._troubles += [(watched.id, problem) for problem in added.troubles]
        now = self._clock()
        if added.new or added.changed:
            wanted = Wanted(f"i:{watched.id}", "", stamp=now.isoformat())
            fetches.add_items(self._record, [_item(opened, wanted, articles.NEW, None, to_micros(now))], now)
        failed = added.problem is not None
        self._finish(opened, Fetched(opened.start, opened.start, "", 0 if failed else 200, problem=added.problem))

    def _close(self, opened: _Open) -> None:
        assert opened.fetched is not None  # noqa: S101 - a source is closed after it was asked
        self._finish(opened, opened.fetched)

    def _finish(self, opened: _Open, fetched: Fetched) -> None:
        """Keeps the attempt: with it the source is done for this round."""
        now, last = self._clock(), opened.last
        outcome, problem = READ, next(iter(opened.problems), None)
        listed = opened.watched.source.kind in (FEED, SITEMAP)
        if fetched.problem is not None:
            outcome = GONE if fetched.gone else FAILED
        elif fetched.unchanged:
            outcome = UNCHANGED
        elif listed and not opened.form:
            outcome = FAILED
        hold = None
        if opened.wait:
            jitter = JITTER * random.random()  # noqa: S311 - spreads requests, hides nothing
            hold = to_micros(now + timedelta(seconds=opened.wait * (1 + jitter)))
        moved = fetched.moved_to or (opened.start if opened.start != opened.watched.source.address else "")
        keep = outcome == UNCHANGED and last is not None
        fetch = Fetch(
            source=opened.watched.id,
            address=opened.watched.source.address,
            outcome=outcome,
            status=fetched.status,
            form=last.form if keep and last else opened.form,
            final_url=fetched.final_url,
            moved_to=None if outcome in (FAILED, GONE) else moved or None,
            etag=fetched.etag or (last.etag if keep and last else ""),
            last_modified=fetched.last_modified or (last.last_modified if keep and last else ""),
            not_before=hold,
            items=last.items if keep and last else opened.items,
            new=opened.new,
            changed=opened.changed,
            unread=opened.unread,
            waiting=opened.waiting,
            newest=last.newest if keep and last else opened.newest,
            took_ms=int((time.monotonic() - opened.begun) * 1000),
            kind=problem.kind if problem else "",
            # What is said of single items may quote them, and could not be found again when they are forgotten.
            message=problem.message if problem and outcome in (FAILED, GONE) else "",
        )
        fetches.add_fetch(self._record, fetch, now)
        self._done.append(fetch)
        self._troubles += [(fetch.source, problem) for problem in opened.problems]
        if self._told:
            self._told(len(self._done), self._total, fetch.source)

    def _keep_rules(self) -> None:
        fetched = self._fetcher.robots.fetched
        if fetched:
            rows = [fetched.pop() for _ in range(len(fetched))]
            fetches.add_rules(self._record, [(rule.origin, rule.status, rule.text, rule.at) for rule in rows])

    def _summary(self, finished: bool) -> Round:
        done = self._done
        return Round(
            asked=len(done),
            read=sum(fetch.items for fetch in done if fetch.outcome == READ),
            new=sum(fetch.new for fetch in done),
            changed=sum(fetch.changed for fetch in done),
            unread=sum(fetch.unread for fetch in done),
            waiting=sum(fetch.waiting for fetch in done),
            failed=sum(fetch.outcome in (FAILED, GONE) for fetch in done),
            troubles=tuple(self._troubles),
            finished=finished,
        )


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removesuffix(".")
    except ValueError:
        return ""


def _dated(wanted: Wanted, now: datetime, otherwise: datetime | None) -> int:
    """When it was published, in microseconds, but not after now; else `otherwise`; 0 when nothing is known."""
    if wanted.published is not None:
        return min(to_micros(wanted.published.at), to_micros(now))
    return 0 if otherwise is None else to_micros(otherwise)


def _item(opened: _Open, wanted: Wanted, outcome: str, article: str | None, at: int) -> Item:
    return Item(opened.watched.id, wanted.id, wanted.place, wanted.print, outcome, article, at)
