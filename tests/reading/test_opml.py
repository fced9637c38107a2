"""Lists of feeds, in and out."""

from __future__ import annotations

import pytest

from watchfloor.reading.opml import Opml, Outline, read_opml, write_opml

LIST = b"""<?xml version="1.0"?><opml version="1.0"><head><title>Mine</title></head><body>
<outline text="News &amp; more"><outline text="A &amp; B" type="rss"
 xmlUrl="https://example.org/f?x=1&y=2" htmlUrl="https://example.org"/>
<outline title="Inner"><outline text="C" xmlUrl="https://example.org/c" language="en"/></outline></outline>
<outline text="A again" xmlUrl="https://example.org/f?x=1&amp;y=2"/>
<outline text="Local" xmlUrl="file:///etc/passwd"/><outline text="Old" type="rss" url="https://example.org/old"/>
<outline text="Unclosed" xmlUrl="https://example.org/u">"""


def test_a_list_is_read_whatever_its_state() -> None:
    found = read_opml(LIST, name="mine.opml")
    assert found.title == "Mine"
    assert [(one.title, one.address, one.folders) for one in found.outlines] == [
        ("A & B", "https://example.org/f?x=1&y=2", ("News & more",)),
        ("C", "https://example.org/c", ("News & more", "Inner")),
        ("Old", "https://example.org/old", ()),
        ("Unclosed", "https://example.org/u", ()),
    ]
    assert [(problem.kind, "file:///etc/passwd" in problem.message) for problem in found.problems] == [
        ("address", True)
    ]


def test_what_is_written_is_read_again() -> None:
    outlines = (
        Outline('"Quoted" <b>', "https://example.org/1?a=1&b=2", "https://example.org/", ("A & B",), "en"),
        Outline("Plain", "https://example.org/2"),
    )
    text = write_opml("Mine & yours", outlines)
    assert read_opml(text.encode(), name="l") == Opml("Mine & yours", outlines, ())
    assert write_opml("Mine & yours", outlines) == text


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        (b"", ["not-opml"]),
        (b"<html><body>no</body></html>", ["not-opml"]),
        (b"<opml><body></body></opml>", ["empty"]),
        (b'<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body>&a;</body></opml>', ["empty"]),
        (b"<opml><body>" + b"<outline>" * 100_000, ["empty"]),
        (b"x" * 5_000_001, ["too-large"]),
    ],
)
def test_what_is_no_list_is_said(body: bytes, kinds: list[str]) -> None:
    found = read_opml(body, name="l")
    assert (found.outlines, [problem.kind for problem in found.problems]) == ((), kinds)
