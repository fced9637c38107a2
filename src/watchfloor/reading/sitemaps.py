"""Site maps: the pages that a site names itself, with the day of their last change. XML, plain text, packed or not; a
site map of news names titles and days of publication too.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from watchfloor.reading.addresses import plain
from watchfloor.reading.characters import one_line
from watchfloor.reading.encodings import decode
from watchfloor.reading.feeddates import feed_stamp
from watchfloor.reading.links import absolute, is_web
from watchfloor.reading.packed import Damaged, unpack
from watchfloor.reading.xmltrees import local, mended
from watchfloor.types import Problem, Published

MAX_BYTES: Final = 50_000_000
MAX_PAGES: Final = 50_000
"""the most that a site map may have by its own standard"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page, or another site map, that a site map names."""

    address: str
    changed: datetime | None = None
    """when it was last changed, as stated"""
    title: str = ""
    published: Published | None = None
    """of a site map of news; basis `feed`"""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a site map names: pages, or further site maps."""

    pages: tuple[Listed, ...]
    maps: tuple[Listed, ...]
    problems: tuple[Problem, ...]


def read_sitemap(body: bytes, *, name: str, address: str = "") -> Sitemap:
    """The pages and site maps in a site map. Nothing in it raises. `address` is where it came from."""
    try:
        body = unpack(body, MAX_BYTES)
    except Damaged as error:
        return _none(error.kind, f"{name} {error}")
    if len(body) > MAX_BYTES:
        return _none("too-large", f"{name} is {len(body) / 1e6:.0f} MB; a site map may have {MAX_BYTES // 10**6} MB")
    if not body.strip(b" \t\r\n\0\xef\xbb\xbf"):
        return _none("empty", f"{name} is empty")
    head = decode(body[:20_000])
    if re.search(r"<(?:[\w.-]{1,30}:)?(?:urlset|sitemapindex)[\s>/]", head):
        return _from_xml(body, name, address)
    first = head.lstrip("\ufeff \t\r\n\0").split("\n", 1)[0].strip()
    if is_web(first) and " " not in first:
        return _from_text(body, name)
    return _none("not-a-sitemap", f"{name} is no site map: neither a list of addresses nor urlset nor sitemapindex")


def _from_text(body: bytes, name: str) -> Sitemap:
    rows = [one_line(row, 4000) for row in decode(body).split("\n", MAX_PAGES + 1)[: MAX_PAGES + 1]]
    found = dict.fromkeys(plain(row) for row in rows if is_web(row) and " " not in row)
    odd = sum(1 for row in rows if row and not (is_web(row) and " " not in row))
    return _finished([Listed(one) for one in found], [], name, odd)


def _from_xml(body: bytes, name: str, address: str) -> Sitemap:
    from lxml import etree

    pages: list[Listed] = []
    maps: list[Listed] = []
    odd = 0
    source: Any = io.BytesIO(mended(decode(body)))
    walker = etree.iterparse(
        source, events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for element in _entries(walker):
            listed = _listed(element, address)
            if listed is None:
                odd += 1
            elif len(pages) + len(maps) > MAX_PAGES:
                break
            else:
                (maps if local(element) == "sitemap" else pages).append(listed)
            element.clear()
            while element.getprevious() is not None:  # what was read is let go
                del element.getparent()[0]
    except (etree.LxmlError, ValueError, LookupError, TypeError):
        if not pages and not maps:
            return _none("unreadable", f"{name} cannot be read as a site map: it is damaged")
    return _finished(pages, maps, name, odd)


def _entries(walker: Any) -> Iterator[Any]:
    """The entries, wherever they stand: a stray element around them is no reason to lose them."""
    for _, element in walker:
        if local(element) in ("url", "sitemap"):
            yield element


def _listed(element: Any, base: str) -> Listed | None:
    values: dict[str, str] = {}
    for inner in element.iter():
        if inner is not element:
            values.setdefault(local(inner), inner.text or "")
    link = one_line(values.get("loc", ""), 4000)
    link = absolute(link, base) if link else ""
    if not link:
        return None
    changed, stated = feed_stamp(values.get("lastmod", "")), feed_stamp(values.get("publication_date", ""))
    language = re.match(r"[A-Za-z]{2,3}", values.get("language", "").strip())
    return Listed(
        address=plain(link),
        changed=changed[0] if changed else None,
        title=one_line(values.get("title", "")),
        published=Published(*stated, "feed") if stated else None,
        language=language[0].lower() if language else "",
    )


def _finished(pages: list[Listed], maps: list[Listed], name: str, odd: int) -> Sitemap:
    problems = []
    if odd:
        problems.append(Problem("reading", "address", f"{name} has {odd} entries without an address of the web"))
    if len(pages) + len(maps) > MAX_PAGES:
        problems.append(Problem("reading", "too-many", f"{name}: the first {MAX_PAGES:,} entries are read"))
        pages, maps = pages[:MAX_PAGES], maps[:MAX_PAGES]
    if not pages and not maps:
        problems.append(Problem("reading", "empty", f"{name} names no page"))
    once = {one.address: one for one in reversed(pages)}
    return Sitemap(tuple(reversed(once.values())), tuple(maps), tuple(problems))


def _none(kind: str, message: str) -> Sitemap:
    return Sitemap((), (), (Problem("reading", kind, message),))
