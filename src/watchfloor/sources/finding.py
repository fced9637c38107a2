"""The feed of a site, found from any address of it, and lists of feeds in and out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from watchfloor.errors import Unreadable
from watchfloor.reading import feeds, hosts, opml
from watchfloor.reading.fetching import FEEDS, Fetched, Fetcher
from watchfloor.sources.settings import FEED, Watched, new_id
from watchfloor.types import Source

if TYPE_CHECKING:
    from watchfloor.reading.feeds import Feed

MOST: Final = 10_000_000
LOOKED_INTO: Final = 3
"""feeds that a page names, tried in their order"""


@dataclass(frozen=True, slots=True)
class Found:
    """A feed."""

    address: str
    feed: Feed
    others: tuple[str, ...]
    """further feeds that the page names"""


def find_feed(fetcher: Fetcher, address: str, now: datetime) -> Found:
    """The feed at an address, or the one that the page there names (comments' feeds last). Raises `Unreadable`."""
    fetched, feed = _read(fetcher, address, now)
    if feed.format:
        return Found(_settled(fetched), feed, ())
    named = sorted(feed.alternates, key=lambda link: "comment" in link.lower())
    for link in named[:LOOKED_INTO]:
        try:
            fetched, feed = _read(fetcher, link, now)
        except Unreadable:
            continue
        if feed.format:
            return Found(_settled(fetched), feed, tuple(other for other in named if other != link))
    raise Unreadable(
        f"{address}: no feed is there, and the page names none that can be read; watch the page itself with --kind"
        " page, or its site map with --kind sitemap",
        address,
    )


def _read(fetcher: Fetcher, address: str, now: datetime) -> tuple[Fetched, Feed]:
    fetched = fetcher.fetch(address, accept=f"{FEEDS}, text/html;q=0.8", most=MOST)
    if fetched.problem is not None:
        raise Unreadable(fetched.problem.message, address)
    name = urlsplit(fetched.final_url).hostname or address
    return fetched, feeds.read_feed(
        fetched.body, name=name, now=now, address=fetched.final_url, charset=fetched.charset
    )


def _settled(fetched: Fetched) -> str:
    """The address to write down: where it has moved for good, and not where it is for now."""
    return fetched.moved_to or fetched.url


def from_outlines(
    outlines: Iterable[opml.Outline], there: Sequence[Watched], *, loopback: bool = False
) -> tuple[list[Watched], list[tuple[str, str]]]:
    """The feeds of a list as new sources, and those left out with the reason."""
    taken = {entry.id for entry in there}
    addresses = {entry.source.address for entry in there}
    made: list[Watched] = []
    left: list[tuple[str, str]] = []
    for outline in outlines:
        if outline.address in addresses:
            left.append((outline.address, "is a source already"))
            continue
        try:
            hosts.parse(outline.address, loopback=loopback)
        except hosts.Refused as error:
            left.append((hosts.shown(outline.address), str(error)))
            continue
        ident = new_id(outline.title or urlsplit(outline.address).hostname or "", taken)
        language = outline.language.lower()[:2] if outline.language[:2].isalpha() else ""
        made.append(Watched(Source(ident, FEED, outline.address, outline.title, "", language)))
        taken.add(ident)
        addresses.add(outline.address)
    return made, left


def to_outlines(entries: Iterable[Watched]) -> list[opml.Outline]:
    """The feeds among the sources, for other programs."""
    return [
        opml.Outline(entry.source.name or entry.id, entry.source.address, language=entry.source.language)
        for entry in entries
        if entry.source.kind == FEED
    ]
