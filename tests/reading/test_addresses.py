"""One page, one name, whatever hangs on the link."""

from __future__ import annotations

import pytest

from watchfloor.reading.addresses import is_home, plain


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://example.org/a?utm_source=rss&utm_medium=feed&id=3", "https://example.org/a?id=3"),
        ("https://example.org/a?id=3&fbclid=x&ref=rss", "https://example.org/a?id=3"),
        ("https://example.org/a?maca=en-rss-en-all-1573-rdf", "https://example.org/a"),
        ("https://example.org/a?traffic_source=rss", "https://example.org/a"),
        ("https://example.org/a#xtor=RSS-1", "https://example.org/a"),
        ("HTTPS://Example.ORG:443", "https://example.org/"),
        ("http://example.org:8080/A?b=", "http://example.org:8080/A?b="),
        ("https://example.org/a?source=russia&ref=main", "https://example.org/a?source=russia&ref=main"),
        ("https://example.org/search?q=rss", "https://example.org/search?q=rss"),
        ("https://example.org/a?q=a%26b", "https://example.org/a?q=a%26b"),
        ("https://[::1]/a", "https://[::1]/a"),
        # what is no address of the web, or nobody should go to, stays as it is for others to refuse
        ("ftp://example.org/a#b", "ftp://example.org/a#b"),
        ("https://u:p@example.org/a?utm_x=1", "https://u:p@example.org/a?utm_x=1"),
        ("https://[::1", "https://[::1"),
        ("https://example.org:99999/", "https://example.org:99999/"),
        ("", ""),
    ],
)
def test_plain_addresses(address: str, name: str) -> None:
    assert plain(address) == name
    assert plain(plain(address)) == plain(address)


@pytest.mark.parametrize(
    ("address", "home"),
    [("https://example.org", True), ("https://example.org//", True), ("https://example.org/a", False),
     ("https://example.org/?p=7", False), ("https://[::1", False)],
)  # fmt: skip
def test_homes(address: str, home: bool) -> None:
    assert is_home(address) is home
