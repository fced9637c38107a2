"""Incidents as an Atom feed (RFC 4287), for whoever reads news with a feed reader: of a storyline, or of a watch.

An entry keeps its id, is as old as the first report that this desk knew, and counts as updated when a further report
became known. What is read from outside stands as plain text; characters that XML cannot hold are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from watchfloor.linking.happenings import Incident

MEDIA_TYPE: Final = "application/atom+xml"
GENERATOR: Final = "watchfloor"
_AUTHORITY: Final = "tag:watchfloor.invalid,2026"
"""a name that nobody can own, and the year in which these ids began: RFC 4151 asks for both"""
_TITLE: Final = 120
"""code points of a title; the whole sentence stands in the summary"""
# What XML 1.0 has no way to write, and the signs that turn the direction of all that follows them.
_NOT_XML = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to read."""

    id: str
    """of the fact or incident: `in:3f2a...`"""
    title: str
    summary: str
    published: datetime
    """since when it is known"""
    updated: datetime
    """since when the last report of it is known"""
    link: str = ""
    """where it opens; empty: nowhere"""
    author: str = ""
    """who published the words"""


@dataclass(frozen=True, slots=True)
class Feed:
    """What goes on in one matter."""

    id: str
    """of the storyline or the watch: `sl:3f2a...`, `watch:harbour`"""
    title: str
    entries: tuple[Entry, ...]
    link: str = ""
    """of the page that shows the same"""
    own: str = ""
    """of this feed itself"""


def tag(ident: str) -> str:
    """The lasting name of something in this desk, as a `tag:` URI."""
    safe = re.sub(r"[^A-Za-z0-9:._~-]", lambda found: "".join(f"%{b:02X}" for b in found[0].encode("utf-8")), ident)
    return f"{_AUTHORITY}:{safe}"


def entries(incidents: Iterable[Incident], address: str = "") -> tuple[Entry, ...]:
    """The entries of incidents, the one that was updated last first. `address` is what stands before an id to open it,
    such as `http://127.0.0.1:8765/fact/`."""
    return tuple(
        sorted((_entry(one, address) for one in incidents), key=lambda one: (one.updated, one.id), reverse=True)
    )


def _entry(one: Incident, address: str) -> Entry:
    known = [fact.recorded_at for report in one.reports for fact in (report.fact, *report.copies)]
    lead = one.lead.fact
    sentence = " ".join(lead.event.sentence.words.split())
    where = f" ({', '.join(place.name for place in one.places[:2])})" if one.places else ""
    day = f"{one.day}: " if one.day else ""
    reports = f"{one.articles} report{'' if one.articles == 1 else 's'}"
    origins = f"{len(one.origins)} origin{'' if len(one.origins) == 1 else 's'}"
    title = sentence if len(sentence) <= _TITLE else sentence[: sentence.rfind(" ", 0, _TITLE)].rstrip() + " …"
    return Entry(
        one.id,
        title,
        f"{day}“{sentence}”{where} [{one.type}, {one.facet.value}; {reports}, {origins}]",
        min(known),
        max(known),
        f"{address}{one.id}" if address else "",
        lead.article.outlet,
    )


def text(feed: Feed, at: datetime) -> str:
    """The feed as XML. `at` is what an empty feed counts as updated on: a feed must say a time."""
    updated = max((entry.updated for entry in feed.entries), default=at)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{_escaped(tag(feed.id))}</id>",
        f"<title>{_escaped(feed.title)}</title>",
        f"<updated>{_time(updated)}</updated>",
        f"<generator>{GENERATOR}</generator>",
        f"<author><name>{GENERATOR}</name></author>",
        *([f'<link rel="alternate" type="text/html" href={_attribute(feed.link)}/>'] if feed.link else []),
        *([f'<link rel="self" type="{MEDIA_TYPE}" href={_attribute(feed.own)}/>'] if feed.own else []),
    ]
    for entry in feed.entries:
        lines += [
            "<entry>",
            f"<id>{_escaped(tag(entry.id))}</id>",
            f'<title type="text">{_escaped(entry.title)}</title>',
            f"<published>{_time(entry.published)}</published>",
            f"<updated>{_time(entry.updated)}</updated>",
            *([f"<author><name>{_escaped(entry.author)}</name></author>"] if plain(entry.author).strip() else []),
            *([f'<link rel="alternate" type="text/html" href={_attribute(entry.link)}/>'] if entry.link else []),
            f'<summary type="text">{_escaped(entry.summary)}</summary>',
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""])


def plain(words: str) -> str:
    """The words without what XML cannot hold, and without signs that turn the direction of writing."""
    return _NOT_XML.sub("", words)


def _escaped(words: str) -> str:
    return escape(plain(words))


def _attribute(words: str) -> str:
    return quoteattr(plain(words))


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
