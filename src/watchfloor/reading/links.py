"""The links of an HTML page: where its paragraphs point, and which pages announce that they point here."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from watchfloor.reading.characters import one_line
from watchfloor.reading.trees import BLOCKS, key


def is_web(address: str) -> bool:
    return re.match(r"https?://[^/\s]", address, re.I) is not None


def absolute(link: str, base: str) -> str:
    """The link as a full web address; empty for anything that is none (mail, script, file, a place on the page)."""
    link = one_line(link, 2000)
    if not link or link.startswith("#"):
        return ""
    try:
        full = urljoin(base, link)
        host = urlsplit(full).hostname
    except ValueError:
        return ""
    return full if host and is_web(full) else ""


def site_of(host: str | None) -> str:
    return re.sub(r"^(?:www|m|mobile|amp|edition)\.", "", (host or "").lower())


def pingbacks(tree: Any, base: str) -> list[str]:
    """Pages that say they link here: kept as links when the comments go."""
    found = []
    for item in tree.xpath(
        "//li[contains(concat(' ', @class, ' '), ' pingback ') or contains(concat(' ', @class, ' '), ' trackback ')]"
    ):
        anchors = [
            full
            for a in item.iter("a")
            if (full := absolute(a.get("href", ""), base)) and "reply" not in (a.get("class") or "")
        ]
        found += anchors[:1]
    return found


def links_of(tree: Any, rows: list[str], base: str) -> tuple[str, ...]:
    """Where the kept paragraphs link to."""
    kept = {key(row) for row in rows}
    found: dict[str, None] = {}
    holds: dict[Any, bool] = {}  # of each block once: a paragraph may hold thousands of links
    for anchor in tree.iter("a"):
        full = absolute(anchor.get("href", ""), base)
        if not full or full in found:
            continue
        block = next((parent for parent in anchor.iterancestors() if parent.tag in BLOCKS), None)
        if block is None:
            continue
        if block not in holds:
            holds[block] = key(" ".join(block.itertext())) in kept
        if holds[block]:
            found[full] = None
    return tuple(found)
