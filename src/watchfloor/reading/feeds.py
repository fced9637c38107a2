"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed become a `Feed` of frozen items, as text and without a fetch.

feedparser reads the XML, after `feedmending` has made it something that a parser takes. What an item is called is ours:
feeds change their ids from one call to the next and hang statistics on their links, so an item is named by its plain
link, else by its title and day.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from watchfloor.reading import feedtext
from watchfloor.reading.addresses import is_home, plain
from watchfloor.reading.characters import one_line
from watchfloor.reading.encodings import decode
from watchfloor.reading.feeddates import feed_stamp
from watchfloor.reading.feedmending import MAX_BYTES, MAX_ITEMS, MAX_TAGS, mend
from watchfloor.reading.links import is_web, site_of
from watchfloor.reading.packed import Damaged, unpack
from watchfloor.types import Problem, Published

AHEAD: Final = timedelta(hours=26)
"""how far a stated moment may lie ahead of now: zones are wrong by a day at most"""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item of a feed. All of it is text: no markup, no entity, no escape sequence."""

    id: str
    """the same in every call and in every feed that links to the same page; `i:` and 16 hexadecimal digits"""
    url: str
    """the page, without tracking parameters; empty when the item has none on the web"""
    title: str
    author: str
    published: Published | None
    """basis `feed`; None when not stated, not readable, or still to come"""
    stated: str
    """the date in the feed's own words"""
    updated: datetime | None
    summary_text: str
    full_text: str | None
    """paragraphs, one a line; None when the feed holds less than the whole article: then the page has to be fetched"""
    truncated: bool
    """the words break off ("... [more]")"""
    language: str
    """what the feed says of the item; empty when it says nothing"""


@dataclass(frozen=True, slots=True)
class Feed:
    """What came of reading one feed."""

    title: str
    home: str
    """the address of the site"""
    language: str
    format: str
    """such as `rss 2.0`, `atom 1.0`, `json feed 1.1`; empty when it is no feed"""
    items: tuple[FeedItem, ...]
    problems: tuple[Problem, ...]
    alternates: tuple[str, ...] = ()
    """feeds that a web page names, when a page came instead of a feed"""


def read_feed(body: bytes, *, name: str, now: datetime, address: str = "", charset: str = "") -> Feed:
    """The feed in `body`, as it was received. Nothing in it raises: what cannot be read is told in `problems`.

    `name` is what messages call the feed, `now` the moment by which dates still to come are known, `address` where the
    feed came from (relative links are resolved by it), `charset` what the sender declared."""
    try:
        body = unpack(body, MAX_BYTES)
    except Damaged as error:
        return _none(error.kind, f"{name} {error}")
    if len(body) > MAX_BYTES:
        return _none("too-large", f"{name} is {len(body) / 1e6:.0f} MB; a feed may have {MAX_BYTES // 1_000_000} MB")
    text = decode(body, charset)
    if not text.strip("\ufeff \t\r\n\0"):
        return _none("empty", f"{name} is empty: nothing was sent")
    if text.count("<") > MAX_TAGS:
        return _none("too-large", f"{name} has more than {MAX_TAGS:,} tags: no feed has so many")
    address = address if is_web(address) else ""
    if text.lstrip("\ufeff \t\r\n\0")[:1] in ("{", "["):
        feed = _from_json(text, name, address)
    else:
        feed = _from_xml(text, name, address)
    if isinstance(feed, Feed):
        return feed
    return _finished(feed, name, now, address)


# --- what a parser gives, before it is judged -------------------------------------------------------------------------


@dataclass(slots=True)
class _Raw:
    """An item as stated."""

    guid: str
    link: str
    title: str
    author: str
    stated: object
    updated: object
    summary: feedtext.Words
    content: feedtext.Words
    language: str


@dataclass(slots=True)
class _Stated:
    title: str
    home: str
    language: str
    format: str
    items: list[_Raw]
    problems: list[Problem]


def _from_xml(text: str, name: str, address: str) -> _Stated | Feed:
    import feedparser

    mended = mend(text, name)
    if mended is None:
        return _no_feed(text, name, address)
    if not mended.xml:
        return _none("unreadable", f"{name} is a feed that is too damaged to be read")
    # Its own declaration stands on a line of its own: feedparser looks through the first line with a slow pattern. And
    # it never falls back to its forgiving parser, whose patterns can be made to take hours.
    xml = b'<?xml version="1.0" encoding="utf-8"?>\n' + mended.xml
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    try:
        # A stream: feedparser takes a string for an address or a file's name.
        parsed = feedparser.parse(
            io.BytesIO(xml),
            response_headers=headers,
            sanitize_html=False,  # it becomes text here, and text needs no sanitizing
            resolve_relative_uris=False,
        )
        entries, feed = list(parsed.get("entries") or ()), parsed.get("feed") or {}
    except Exception as error:  # whatever hostile markup does to the library ends here
        return _none("unreadable", f"{name} cannot be read as a feed ({type(error).__name__})")
    version = str(parsed.get("version") or "")
    return _Stated(
        title=feedtext.title_of(_text(feed, "title")),
        home=_absolute(_text(feed, "link"), address),
        language=_language(_text(feed, "language")),
        format=_FORMATS.get(version) or re.sub(r"^(rss|atom)(\d)(\d*).*$", r"\1 \2.\3", version) or "rss",
        items=[_raw(entry, address) for entry in entries[:MAX_ITEMS]],
        problems=list(mended.problems),
    )


_FORMATS: Final = {"rss": "rss", "rss090": "rss 0.90", "rss091n": "rss 0.91", "rss091u": "rss 0.91", "rss10": "rss 1.0"}


def _text(values: Mapping[str, Any], key: str) -> str:
    """A string of feedparser's, without its stand-ins for a key that is missing."""
    value = dict.get(values, key) if isinstance(values, dict) else None
    return value if isinstance(value, str) else ""


def _raw(entry: Any, base: str) -> _Raw:
    links = dict.get(entry, "links") or ()
    marked = [one for one in links if isinstance(one, dict) and dict.get(one, "href")]
    kept = [str(one["href"]) for one in marked if dict.get(one, "rel", "alternate") == "alternate"]
    kind = [str(one["href"]) for one in marked if "html" in str(dict.get(one, "type", "")) and str(one["href"]) in kept]
    guid = _text(entry, "id")
    link = next(iter((*kind, *kept)), "") or _text(entry, "link")
    # A feed that states its own address as that of every item has none for them; an id may be one.
    if not link and is_web(guid):
        link = guid
    origin = _text(entry, "feedburner_origlink")
    contents = [one for one in (dict.get(entry, "content") or ()) if isinstance(one, dict)]
    longest = max(contents, key=lambda one: len(_text(one, "value")), default={})
    detail = dict.get(entry, "title_detail") or {}
    summary, content = _text(entry, "summary"), _text(longest, "value")  # the first is a copy where none was stated
    return _Raw(
        guid=guid,
        link=_absolute(origin if is_web(origin) else link, base),
        title=_text(entry, "title"),
        author=_text(entry, "author"),
        stated=_text(entry, "published") or _text(entry, "created") or _text(entry, "updated"),
        updated=_text(entry, "updated"),
        summary=feedtext.words(summary if summary != content else ""),
        content=feedtext.words(content),
        language=_language(_text(longest, "language") or _text(detail, "language")),
    )


def _from_json(text: str, name: str, address: str) -> _Stated | Feed:
    try:
        data = json.loads(text.lstrip("\ufeff \t\r\n\0"), strict=False)
    except (ValueError, RecursionError):
        return _none("unreadable", f"{name} holds JSON that breaks off or is damaged")
    rows = data.get("items") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(rows, list):
        return _none("not-a-feed", f"{name} holds data (JSON) that is no feed: it has no list of items")
    version = re.search(r"jsonfeed\.org/version/([\d.]{1,5})", str(data.get("version")))
    stated = _Stated(
        title=feedtext.title_of(_plain(data.get("title"))),
        home=_absolute(_plain(data.get("home_page_url")), address),
        language=_language(_plain(data.get("language"))),
        format="json feed" + (f" {version[1]}" if version else ""),
        items=[],
        problems=[],
    )
    if len(rows) > MAX_ITEMS:
        message = f"{name} has {len(rows):,} items: the first {MAX_ITEMS:,} are read"
        stated.problems.append(Problem("reading", "too-many", message))
    base = stated.home or address
    for row in rows[:MAX_ITEMS]:
        if isinstance(row, dict):
            stated.items.append(_json_item(row, base))
    if odd := len(rows[:MAX_ITEMS]) - len(stated.items):
        stated.problems.append(Problem("reading", "row", f"{name} has {odd} items that are no objects"))
    return stated


def _json_item(row: Mapping[str, Any], base: str) -> _Raw:
    authors = row.get("authors")
    people = authors if isinstance(authors, list) else [row.get("author")]
    names = [_plain(one.get("name")) if isinstance(one, dict) else _plain(one) for one in people]
    plain_text, guid = _plain(row.get("content_text")), _plain(row.get("id"))
    link = _plain(row.get("url")) or (guid if is_web(guid) else "") or _plain(row.get("external_url"))
    content = feedtext.words(_plain(row.get("content_html")))
    if not content.text:
        content = feedtext.words(plain_text, html=False)
    return _Raw(
        guid=guid,
        link=_absolute(link, base),
        title=_plain(row.get("title")),
        author=", ".join(name for name in names if name),
        stated=row.get("date_published") or row.get("date_modified"),
        updated=row.get("date_modified"),
        summary=feedtext.words(_plain(row.get("summary"))),
        content=content,
        language=_language(_plain(row.get("language"))),
    )


def _plain(value: object) -> str:
    """A string of JSON, or a number that stands where a string belongs."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _absolute(link: str, base: str) -> str:
    link = one_line(link, 4000)
    try:
        full = urljoin(base, link) if link else ""
        return full if is_web(full) and urlsplit(full).hostname else ""
    except ValueError:
        return ""


def _language(stated: str) -> str:
    found = re.match(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*$)", stated)
    return found[1].lower() if found else ""


# --- judged -----------------------------------------------------------------------------------------------------------


def _finished(stated: _Stated, name: str, now: datetime, address: str) -> Feed:
    """Items with their names, dates that can be believed, each item once."""
    troubles: dict[str, list[str]] = {}
    titles: dict[str, set[str]] = {}
    for raw in stated.items:
        raw.title = feedtext.title_of(raw.title)
        if raw.link:
            titles.setdefault(plain(raw.link), set()).add(raw.title.casefold())
    scope = site_of(urlsplit(stated.home or address).hostname)
    guids = Counter(raw.guid for raw in stated.items)
    found: dict[str, FeedItem] = {}
    for raw in stated.items:
        item = _item(raw, now, scope, lambda kind, what: troubles.setdefault(kind, []).append(what), guids)
        page = plain(raw.link) if raw.link else ""
        if page and not is_home(page) and len(titles[page]) == 1:
            item = replace(item, id=_named("page", page))
        if not (item.title or item.summary_text or item.full_text):
            troubles.setdefault("no-text", []).append(item.url or raw.guid or "an item")
            continue
        if item.id in found:
            troubles.setdefault("doubled", []).append(item.title or item.url)
            found[item.id] = _richer(found[item.id], item)
            continue
        found[item.id] = item
    problems = [*stated.problems, *_told(troubles, name)]
    if not found and not any(problem.kind == "cut-off" for problem in problems):
        problems.append(Problem("reading", "no-items", f"{name} is a feed without a single item"))
    return Feed(
        title=stated.title,
        home=plain(stated.home) if stated.home else "",
        language=stated.language,
        format=stated.format,
        items=tuple(found.values()),
        problems=tuple(problems),
    )


def _item(raw: _Raw, now: datetime, scope: str, tell: Callable[[str, str], None], guids: Counter[str]) -> FeedItem:
    label = raw.title or raw.link or raw.guid or "an item"
    words = one_line(str(raw.stated), 80) if isinstance(raw.stated, str | int | float) else ""
    moment = feed_stamp(raw.stated)
    published = Published(*moment, "feed") if moment else None
    if published is not None and published.at > now + AHEAD:
        tell("date-ahead", f'"{one_line(label, 60)}" of {published.day}')
        published = None
    elif published is None and words:
        tell("date", f'"{words}"')
    whole, summary = raw.content, raw.summary
    if not whole.text or (len(summary.text) > len(whole.text) and not summary.truncated):
        whole, summary = summary, (summary if not whole.text else whole)
    full = feedtext.is_whole(whole, summary)
    changed = feed_stamp(raw.updated)
    day = published.day.isoformat() if published else ""
    title = raw.title.casefold()
    if title:
        ident = _named("title", scope, title, day)
    elif raw.guid and guids[raw.guid] == 1:
        ident = _named("guid", scope, raw.guid)
    else:
        ident = _named("words", scope, whole.text or raw.link)
    return FeedItem(
        id=ident,
        url=plain(raw.link) if raw.link else "",
        title=raw.title,
        author=feedtext.title_of(raw.author, 300),
        published=published,
        stated=words,
        updated=changed[0] if changed and changed[0] <= now + AHEAD else None,
        summary_text=summary.text if full else max(summary.text, whole.text, key=len),
        full_text=whole.text if full else None,
        truncated=not full and (whole.truncated or summary.truncated),
        language=raw.language,
    )


def _richer(one: FeedItem, other: FeedItem) -> FeedItem:
    """Of two items of one name the one that says more; the first of equals."""
    said = [len(item.full_text or "") + len(item.summary_text) for item in (one, other)]
    return other if said[1] > said[0] else one


def _named(*parts: str) -> str:
    return "i:" + hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


_TOLD: Final = {
    "date-ahead": "dates {count} of its items ahead of today, such as {first}: kept without a date",
    "date": "has {count} dates that cannot be told, such as {first}",
    "doubled": "holds {count} items twice, such as {first}: read once",
    "no-text": "has {count} items without title and text, such as {first}",
}


def _told(troubles: Mapping[str, list[str]], name: str) -> Iterable[Problem]:
    """One problem of a kind, however many items have it."""
    for kind, where in troubles.items():
        message = _TOLD[kind].format(count=len(where), first=one_line(where[0], 120))
        yield Problem("reading", kind, f"{name} {message}")


# --- what is no feed --------------------------------------------------------------------------------------------------

_ALTERNATE: Final = re.compile(r"<link\b[^<>]{0,1000}>", re.I)
_ATTRIBUTE: Final = re.compile(r"""\b(rel|type|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)


def _no_feed(text: str, name: str, address: str) -> Feed:
    from watchfloor.reading.readers import is_html

    head = text[:4000].lower()
    if "<opml" in head:
        return _none("not-a-feed", f"{name} is a list of feeds (OPML), not a feed: import it")
    if "<urlset" in head or "<sitemapindex" in head:
        return _none("not-a-feed", f"{name} is a site map, not a feed: name it as one")
    if not is_html(text):
        return _none("not-a-feed", f"{name} is no feed: neither RSS nor Atom nor JSON Feed")
    found = tuple(dict.fromkeys(_alternates(text, address)))[:20]
    if found:
        message = f"{name} is a web page, not a feed; the page names {' '.join(found[:3])}"
        return replace(_none("not-a-feed", message), alternates=found)
    if re.search(r"just a moment|attention required|checking your browser|enable javascript and cookies", head):
        return _none("not-a-feed", f"{name} sent a page that checks for a person instead of the feed")
    return _none("not-a-feed", f"{name} is a web page, not a feed, and names no feed")


def _alternates(text: str, address: str) -> Iterable[str]:
    for link in _ALTERNATE.findall(text[:500_000]):
        values = {match[0].lower(): (match[1] or match[2] or match[3]) for match in _ATTRIBUTE.findall(link)}
        kind = values.get("type", "").lower()
        if "alternate" not in values.get("rel", "").lower() or not re.search(r"rss|atom|feed\+json", kind):
            continue
        if full := _absolute(values.get("href", ""), address):
            yield full


def _none(kind: str, message: str) -> Feed:
    return Feed("", "", "", "", (), (Problem("reading", kind, message),))
