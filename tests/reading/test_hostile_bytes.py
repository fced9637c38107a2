"""Bytes that no author wrote: no exception leaves a reader, and none takes long. The long run is
benchmarks/speed/fuzz.py; here are a few hundred inputs for each reader, and what the long run once found."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.speed.fuzztargets import TARGETS, bytes_of

SLOW = 10.0
"""seconds of processor time; wide, for slow machines"""


@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes(name: str) -> None:
    many = 6 if name in ("page", "text") else 30

    @settings(
        max_examples=many, deadline=None, database=None, suppress_health_check=list(HealthCheck), derandomize=True
    )
    @given(st.one_of(bytes_of(name), st.binary(max_size=200)))
    def run(data: bytes) -> None:
        TARGETS[name].read(data)

    run()


@pytest.mark.parametrize("name", TARGETS)
def test_every_beginning_of_a_sound_one(name: str) -> None:
    """Broken off anywhere, which is what networks do."""
    for seed in TARGETS[name].seeds[:2]:
        for end in range(0, len(seed), max(1, len(seed) // 12)):
            TARGETS[name].read(seed[:end])


RSS = b"<rss version='2.0'><channel><title>T</title><item><title>One</title><link>https://example.org/1</link>%s</item></channel></rss>"
FOUND = [
    ("date", b"24 Jun 2014 10:15:00 -99999999999999"),
    ("feed", RSS % b"<pubDate>24 Jun 2014 10:15:00 -99999999999999</pubDate>"),
    # a parser's slow pattern for the encoding, met by a line that names hundreds
    ("feed", b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>x</title>" + b'encoding="windows-1251"' * 3_000),
    ("feed", RSS % (b"<a " * 30_000)),
    ("feed", RSS % (b"<description>" * 20_000)),
    ("feed", RSS % (b"<!ENTITY " * 30_000)),
    ("feed", b"<!DOCTYPE x [" + b"<!ENTITY a 'b'>" * 30_000 + b"]>" + RSS % b""),
    ("feed", RSS % (b"&" * 300_000)),
    ("feed", RSS % (b"<![CDATA[" * 50_000)),
    ("feed", RSS % (b"<!--" * 50_000)),
    ("feed", RSS % (b"<description>" + b"&lt;p&gt;" * 60_000 + b"</description>")),
    ("feed", RSS % (b"<title>" + b"&amp;amp;" * 60_000 + b"</title>")),
    # patterns of ours that began anew at every opening
    ("feed", b"<!DOCTYPE a [" * 30_000 + RSS % b""),
    ("feed", RSS % (b"<description>a" + b"read more " * 100_000 + b"</description>")),
    # elements that take a parser a little each
    ("feed", RSS % (b"<content:encoded>x</content:encoded>" * 30_000)),
    ("feed", RSS % (b"<link rel='alternate' href='x'/>" * 30_000)),
    ("feed", RSS % b" " * 1_500),
    ("feed", b"[" * 200_000),
    ("feed", b'{"items":' * 50_000),
    ("opml", b"<opml>" + b"<outline a='&" * 50_000),
    ("sitemap", b"<urlset>" + b"<url><loc>x" * 50_000),
    ("outside", b"1\t20140624\t" + b"\t" * 59 + b"x" * 2_000_000),
    ("archive", b"\x01text,title\n" + b'"' * 2_000_001),
    ("archive", b"\x00" + b'{"text":' * 100_000),
]


@pytest.mark.parametrize(("name", "data"), FOUND, ids=[f"{name}-{number}" for number, (name, _) in enumerate(FOUND)])
def test_what_was_found(name: str, data: bytes) -> None:
    began = time.process_time()
    TARGETS[name].read(data)
    assert time.process_time() - began < SLOW
