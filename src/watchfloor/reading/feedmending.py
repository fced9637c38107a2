"""A feed as it is sent becomes XML that a parser takes: decoded, freed of what XML forbids, cut to measure. Nothing is
expanded and nothing is looked up: entities that a feed declares itself stay the words they are.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable
from dataclasses import dataclass
from html.entities import html5
from typing import Final

from watchfloor.reading.xmltrees import (
    html_as_text,
    is_well_formed,
    legible,
    saved,
    with_known_entities,
    without_doctype,
)
from watchfloor.types import Problem

MAX_BYTES: Final = 6_000_000
"""a larger feed is refused; the largest of news sites have some 2 MB"""
MAX_ITEMS: Final = 1_000
"""items that are read of one feed, the first ones; news sites give 10 to 100"""
MAX_TAGS: Final = 300_000
MAX_ELEMENTS: Final = 20_000
"""elements of the feed itself, of which the parser takes ten thousand a second; those of news sites have some 2,000"""

Tell = Callable[[str, str], None]

_ROOT: Final = re.compile(
    r"<(?P<name>(?:[A-Za-z_][\w.-]{0,30}:)?(?:rss|feed|rdf|channel))(?=[\s>/])(?P<rest>[^<>]{0,20000})>", re.I
)
_START: Final = re.compile(r"<[A-Za-z_]")
_ENTITY: Final = re.compile(r"<!ENTITY\s+(?:%\s+)?([\w.:-]{1,60})\s", re.I)
_UNMARKED: Final = re.compile(
    r"<!\[CDATA\[[^\]]*+(?:\](?!\]>)[^\]]*+)*+(?:\]\]>|\Z)|<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->|\Z)"
)
_PREFIX: Final = re.compile(r"(?:</?|\s)([A-Za-z_][\w.-]{0,30}):[A-Za-z_][\w.-]*(?=[\s=/>])")
_SPACES: Final = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "atom": "http://www.w3.org/2005/Atom",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rss": "http://purl.org/rss/1.0/",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "georss": "http://www.georss.org/georss",
}


@dataclass(frozen=True, slots=True)
class Mended:
    """XML for the parser, and what had to be left out."""

    xml: bytes
    """without a declaration, in UTF-8; a strict parser takes it. Nothing when there is no way to make it so"""
    problems: tuple[Problem, ...]


def root_of(text: str) -> re.Match[str] | None:
    """The opening tag of a feed, however much stands before it; None when the text is no feed. A page that speaks of
    feeds is a page."""
    head = text[:200_000]
    found = _ROOT.search(_blank(head)) or _ROOT.search(head)
    if found is None:
        return None
    before = head[: found.start()]
    return None if re.search(r"<(?:!doctype\s+html|html|body)\b", before, re.I) else found


def mend(text: str, name: str) -> Mended | None:
    """The XML of a feed; None when the text is no feed. `name` is what messages call it."""
    problems: list[Problem] = []

    def tell(kind: str, message: str) -> None:
        problems.append(Problem("reading", kind, f"{name} {message}"))

    text = legible(text)
    text, declared = without_doctype(text)
    if own := set(_ENTITY.findall(declared)) - html5.keys() - {one.rstrip(";") for one in html5}:
        tell("entities", f"declares {len(own)} entities of its own; they are not expanded")
    root = root_of(text)
    if root is None:
        return None
    opening, tag = root[0], root["name"]
    text = text[root.end() :]
    if opening.endswith("/>"):
        opening, text = opening[:-2] + ">", ""
    closing = f"</{tag}>" if tag.lower() != "channel" else "</channel></rss>"
    inner = "</channel>" if tag.lower() == "rss" else ""
    text, markup = with_known_entities(_whole(html_as_text(text), tag, inner, tell))
    if tag.lower() == "channel":  # the root itself was forgotten
        opening = f'<rss version="2.0">{opening}'
    for missing in sorted({*_PREFIX.findall(opening), *_PREFIX.findall(markup)} - {"xml", "xmlns"}):
        if f"xmlns:{missing}=" not in opening and f"xmlns:{missing}=" not in markup:
            at = opening.rindex(">")
            space = _SPACES.get(missing.lower(), f"urn:undeclared:{missing}")
            opening = f'{opening[:at]} xmlns:{missing}="{space}"{opening[at:]}'
    xml = (opening + text + closing).encode("utf-8", "replace")
    return Mended(xml if is_well_formed(xml) else saved(xml), tuple(problems))


def _whole(text: str, tag: str, inner: str, tell: Tell) -> str:
    """The inside of the root, up to its end tag; of a feed that breaks off, up to the end of its last whole item."""
    # Tags in a section of plain text or in a comment are none.
    text, whole = _blank(text), text
    found = re.search(rf"</{re.escape(tag)}(?=[\s>])", text, re.I)
    end = found.start() if found else len(text)
    ends = [match.end() for match in re.finditer(r"</(?:[\w.-]{1,30}:)?(?:item|entry)\s*>", text[:end], re.I)]
    starts = [match.start() for match in re.finditer(r"<(?:[\w.-]{1,30}:)?(?:item|entry)(?=[\s>])", text[:end], re.I)]
    if found is None:
        tell("cut-off", f"breaks off in the middle: {len(ends)} whole items are read")
        return (whole[: ends[-1]] if ends else whole[: starts[0] if starts else end]) + inner
    elements = [match.start() for match in _START.finditer(text[:end])]
    most = MAX_ITEMS
    if len(elements) > MAX_ELEMENTS:
        most = min(most, bisect(starts, elements[MAX_ELEMENTS]) - 1)
    if len(starts) > most or len(elements) > MAX_ELEMENTS:
        most = max(most, 0)
        tell("too-many", f"has {len(starts):,} items of {len(elements):,} elements: the first {most:,} items are read")
        return whole[: starts[most] if starts else 0] + inner
    return whole[:end]


def _blank(text: str) -> str:
    """The text with blanks for sections of plain text and comments: every place stays where it is."""
    return _UNMARKED.sub(lambda match: " " * len(match[0]), text)
