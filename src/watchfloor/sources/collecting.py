"""What a source lists becomes articles: which items are new, which need their page, and what is read of each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from watchfloor.reading import feeds, hosts, readers, sitemaps
from watchfloor.reading.addresses import plain
from watchfloor.reading.characters import one_line
from watchfloor.reading.fetching import DOWN, Fetched
from watchfloor.reading.readers import Read
from watchfloor.sources.settings import FEED, PAGE, Watched
from watchfloor.store import fetches
from watchfloor.store.clock import to_micros
from watchfloor.store.connection import Record
from watchfloor.store.folding import fold
from watchfloor.types import Capture, Problem, Published, version_of

KNOWN, WORDS, FETCH, LATER = "known", "words", "fetch", "later"
"""what is to be done with an item: nothing, read its words in the feed, fetch its page, or let it alone for hours"""

TRIES: Final = 3
"""rounds in which the page of an item is tried before its summary has to do"""

REST: Final = timedelta(hours=6)
"""between two further tries of a page whose item has no summary"""

ENOUGH: Final = 60
"""characters that an item must have for two of them to be told the same by their words alone"""

RECENT: Final = timedelta(days=14)
"""site maps list all that a site ever had; only pages that changed in this time are fetched"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that a source lists."""

    id: str
    address: str
    """of its page; empty when it has none"""
    title: str = ""
    author: str = ""
    published: Published | None = None
    words: str | None = None
    """the whole article, when the source holds it"""
    summary: str = ""
    language: str = ""
    stamp: str = ""
    """what changes when the page changes, where there are no words to tell by"""

    @property
    def place(self) -> str:
        """A hash of its address, or of itself."""
        return _hash("p:", self.address or self.id)

    @property
    def print(self) -> str:
        """A hash of what the source says of it: the same as long as it says the same."""
        return _hash("w:", fold(f"{self.title} {self.words or self.summary}"), self.stamp)


def _hash(prefix: str, *parts: str) -> str:
    return prefix + hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source lists, read."""

    form: str
    """such as `rss 2.0`; empty when it is not what it should be"""
    wanted: tuple[Wanted, ...]
    problems: tuple[Problem, ...]
    maps: tuple[str, ...] = ()
    """further site maps to look into"""


def listing(watched: Watched, fetched: Fetched, now: datetime) -> Listing:
    """What the answer of a feed or a site map lists. Nothing in it raises."""
    name = watched.id
    if watched.source.kind == FEED:
        feed = feeds.read_feed(fetched.body, name=name, now=now, address=fetched.final_url, charset=fetched.charset)
        return Listing(feed.format, tuple(_of_feed(item, feed.language) for item in feed.items), feed.problems)
    found = sitemaps.read_sitemap(fetched.body, name=name, address=fetched.final_url)
    if found.problems and not found.pages and not found.maps:
        return Listing("", (), found.problems)
    recent = [page for page in found.pages if _recent(page, now)]
    recent.sort(key=lambda page: _moment(page) or now, reverse=True)
    maps = sorted((one for one in found.maps if _recent(one, now)), key=lambda one: _moment(one) or now, reverse=True)
    return Listing(
        "site map" if found.pages or not found.maps else "index of site maps",
        tuple(_of_map(page) for page in recent),
        found.problems,
        tuple(one.address for one in maps[:3]),
    )


def _moment(page: sitemaps.Listed) -> datetime | None:
    return page.published.at if page.published else page.changed


def _recent(page: sitemaps.Listed, now: datetime) -> bool:
    at = max(filter(None, (page.changed, page.published.at if page.published else None)), default=None)
    return at is None or at > now - RECENT


def _of_feed(item: feeds.FeedItem, language: str) -> Wanted:
    return Wanted(
        id=item.id,
        address=item.url,
        title=item.title,
        author=item.author,
        published=item.published,
        words=item.full_text,
        summary=item.summary_text[:20_000],
        language=item.language or language,
    )


def _of_map(page: sitemaps.Listed) -> Wanted:
    address = plain(page.address)
    stamp = page.changed.isoformat() if page.changed else ""
    return Wanted(
        _hash("i:", address), address, page.title, published=page.published, language=page.language, stamp=stamp
    )


# --- what to do -------------------------------------------------------------------------------------------------------


def decide(record: Record, watched: Watched, wanted: Wanted, now: datetime) -> tuple[str, fetches.Item | None]:
    """What is to be done with an item, and what is known of it. The same page in five feeds is one article, and so is
    one whose address changes with every call; an item whose words changed is read again."""
    earlier = fetches.items_at(record, wanted.place)
    dealt = next((item for item in earlier if item.outcome != fetches.TRY_AGAIN), None)
    if dealt is not None:
        mine = next((i for i in earlier if i.source == watched.id and i.outcome != fetches.TRY_AGAIN), None)
        if mine is None or mine.print == wanted.print:
            return KNOWN, mine or dealt
    elif len(fold(f"{wanted.title} {wanted.words or wanted.summary}")) >= ENOUGH:
        same = fetches.same_words(record, watched.id, wanted.print)
        if same is not None:
            return KNOWN, same
    if wanted.words is not None or not wanted.address:
        return WORDS, None
    tries = sum(item.outcome == fetches.TRY_AGAIN for item in earlier)
    if tries < TRIES:
        return FETCH, None
    if has_words(wanted):
        return WORDS, None
    return (LATER if fetches.tried_at(record, wanted.place) > to_micros(now - REST) else FETCH), None


def has_words(wanted: Wanted) -> bool:
    """Whether its summary says anything worth keeping."""
    return len((wanted.words or wanted.summary or wanted.title).split()) >= 5


def again(fetched: Fetched) -> bool:
    """Whether the page may come in the next round, when it did not come now."""
    return fetched.problem is not None and (
        fetched.problem.kind in DOWN
        or fetched.status == 429
        or (fetched.problem.kind == "status" and fetched.status >= 500)
    )


# --- articles ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Taken:
    """What was received of one item, and the article in it."""

    capture: Capture
    read: Read
    given: str
    """what the feed added to the page, for the record of readings"""


def from_words(watched: Watched, wanted: Wanted, now: datetime, why: Sequence[Problem] = ()) -> Taken:
    """The article in the feed's own words: all of it, or only the summary, and then `why` its page was not read."""
    source = watched.source
    words = wanted.words or wanted.summary or wanted.title
    title = "" if words == wanted.title else wanted.title
    # An item without a page still has a place: in its feed.
    address = hosts.shown(wanted.address) or f"{source.address.partition('#')[0]}#{wanted.id}"
    read = readers.read_words(
        words,
        name=_name(watched, wanted),
        title=title,
        author=wanted.author,
        published=wanted.published,
        address=address,
        outlet=source.name or _site(address),
        source=source.id,
        language=source.language or wanted.language,
    )
    problems = read.problems
    if wanted.words is None:
        reason = why[0].message if why else "it has no page of its own"
        problems += (Problem("reading", "summary", f"only the feed's summary was read: {reason}"),)
    body = f"{wanted.title}\n\n{words}".encode("utf-8", "replace")
    capture = Capture(address, address, now, 200, "text/plain; charset=utf-8", hashlib.sha256(body).hexdigest(), body)
    return Taken(capture, replace(read, problems=problems), _given(wanted))


def from_page(watched: Watched, wanted: Wanted, fetched: Fetched, now: datetime) -> Taken:
    """The article in a page. What the page says of its date counts before what the feed says."""
    source = watched.source
    address = plain(fetched.final_url)
    read = readers.read_bytes(
        fetched.body,
        name=_name(watched, wanted),
        address=address,
        outlet=source.name,
        source=source.id,
        charset=fetched.charset,
    )
    article = read.article
    if (
        article is not None
        and wanted.published is not None
        and (article.published is None or article.published.basis in ("address", "dateline"))
    ):
        version = version_of(article.id, wanted.published, article.text)
        read = replace(read, article=replace(article, published=wanted.published, version=version))
    body = fetched.body
    capture = Capture(
        address, fetched.final_url, now, fetched.status, fetched.media_type, hashlib.sha256(body).hexdigest(), body
    )
    return Taken(capture, read, _given(wanted))


def from_web(fetched: Fetched, now: datetime, published: date | datetime | None = None, outlet: str = "") -> Taken:
    """The article in a page that a person asked for by its address."""
    address = plain(fetched.final_url)
    if fetched.problem is not None:
        read = Read(None, (fetched.problem,))
    else:
        read = readers.read_bytes(
            fetched.body, name=address, published=published, address=address, outlet=outlet, charset=fetched.charset
        )
    body = fetched.body
    digest = hashlib.sha256(body).hexdigest()
    capture = Capture(address, fetched.final_url, now, fetched.status, fetched.media_type, digest, body)
    given = " ".join(part for part in ("" if published is None else published.isoformat(), outlet) if part)
    return Taken(capture, read, given)


def _given(wanted: Wanted) -> str:
    return f"feed {wanted.published.at.isoformat()}" if wanted.published else ""


def _site(address: str) -> str:
    """Who publishes there, by its host, as pages are named that do not say it."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _name(watched: Watched, wanted: Wanted) -> str:
    return one_line(wanted.title or wanted.address, 120) or watched.id


def page_of(watched: Watched) -> Wanted:
    """The one thing that a source lists which is a page."""
    assert watched.source.kind == PAGE  # noqa: S101 - the caller has looked
    address = plain(watched.source.address)
    return Wanted(_hash("i:", address), address)
