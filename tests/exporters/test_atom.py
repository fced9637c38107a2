"""Atom: what another library reads from a feed is what was put in, whatever the words were."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest

from watchfloor.exporters import atom

AT = datetime(2014, 6, 24, 18, tzinfo=UTC)
ONE = atom.Entry(
    "in:3f2a", "Title", "Summary", AT, AT + timedelta(hours=2), "http://127.0.0.1:8765/fact/in:3f2a", "Wire"
)
FEED = atom.Feed("sl:9bcd", "Talks", (ONE,), "http://127.0.0.1:8765/stories/sl:9bcd", "http://127.0.0.1:8765/x.atom")
HOSTILE = [
    "<script>alert(1)</script> & \"quotes\" 'and'",
    "]]> <!-- -- > &amp; &#x0; <?php ?>",
    "control \x00\x01\x0b\x1b[31m and \ufffe \uffff signs",
    "bidi \u202eevil\u202c \u2066x\u2069",
    "half a pair \ud800 and \udfff",
    "x" * 10_000,
    "مرحبا بالعالم 世界 🌍",
]


def test_a_reader_reads_what_was_written() -> None:
    found = feedparser.parse(atom.text(FEED, AT))
    assert not found.bozo
    assert (found.feed.id, found.feed.title) == ("tag:watchfloor.invalid,2026:sl:9bcd", "Talks")
    assert found.feed.updated == "2014-06-24T20:00:00Z"  # of its newest entry
    assert {(link.rel, link.href) for link in found.feed.links} == {("alternate", FEED.link), ("self", FEED.own)}
    (entry,) = found.entries
    assert (entry.id, entry.title, entry.summary) == ("tag:watchfloor.invalid,2026:in:3f2a", "Title", "Summary")
    assert (entry.published, entry.updated) == ("2014-06-24T18:00:00Z", "2014-06-24T20:00:00Z")
    assert (entry.link, entry.author) == (ONE.link, "Wire")


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words)[:20])
def test_whatever_is_read_stays_text(words: str) -> None:
    entry = replace(ONE, title=words, summary=words, author=words, link=f"http://127.0.0.1/?q={words}")
    written = atom.text(replace(FEED, title=words, entries=(entry,)), AT)
    root = ElementTree.fromstring(written.encode("utf-8"))  # noqa: S314 - our own text; it must be well formed
    name = "{http://www.w3.org/2005/Atom}"
    (told,) = root.findall(f"{name}entry")
    kept = atom.plain(words)
    assert [told.findtext(f"{name}{part}") for part in ("title", "summary")] == [kept, kept]
    assert root.findtext(f"{name}title") == kept
    assert {child.tag.removeprefix(name) for child in told} == {
        *("id", "title", "published", "updated", "author", "link", "summary"),
    }
    assert not any(sign in kept for sign in "\x00\x1b\u202e\u2066")


def test_an_empty_feed_says_a_time() -> None:
    found = feedparser.parse(atom.text(replace(FEED, entries=()), AT))
    assert not found.bozo and found.feed.updated == "2014-06-24T18:00:00Z"


@pytest.mark.parametrize("ident", ["watch:häfen & <so>", "in:3f2a", "sl:a b"])
def test_ids_are_tag_uris(ident: str) -> None:
    made = atom.tag(ident)
    assert made.isascii() and not set(made) & set(' <>&"') and made.startswith("tag:watchfloor.invalid,2026:")
