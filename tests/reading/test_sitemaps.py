"""Site maps of every kind."""

from __future__ import annotations

import gzip

import pytest

from watchfloor.reading.sitemaps import Listed, read_sitemap

NEWS = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://example.org/a?utm_source=x&b=1 </loc><lastmod>2014-06-25</lastmod><news:news><news:publication>
<news:name>E</news:name><news:language>en-GB</news:language></news:publication>
<news:publication_date>2014-06-24T10:00:00Z</news:publication_date><news:title>Talks &amp; more</news:title></news:news>
</url><url><loc>mailto:a@example.org</loc></url><url><loc>/b</loc></url><url><loc>/b</loc></url></urlset>"""


@pytest.mark.parametrize("body", [NEWS, gzip.compress(NEWS), NEWS[: NEWS.index(b"</urlset>")], b"\xef\xbb\xbf" + NEWS])
def test_a_map_of_news(body: bytes) -> None:
    found = read_sitemap(body, name="map", address="https://example.org/sitemap.xml")
    first, second = found.pages
    assert (first.address, first.title, first.language) == ("https://example.org/a?b=1", "Talks & more", "en")
    assert first.changed is not None
    assert first.published is not None
    assert (str(first.changed.date()), str(first.published.day), first.published.basis) == (
        "2014-06-25", "2014-06-24", "feed",
    )  # fmt: skip
    assert second == Listed("https://example.org/b")
    assert [problem.kind for problem in found.problems] == ["address"]


def test_a_map_of_maps_and_a_list() -> None:
    maps = b"<sitemapindex><sitemap><loc>/s2.xml.gz</loc><lastmod>2014-06</lastmod></sitemap></sitemapindex>"
    found = read_sitemap(maps, name="map", address="https://example.org/s.xml")
    assert (found.pages, found.maps) == ((), (Listed("https://example.org/s2.xml.gz"),))
    listed = read_sitemap(b"https://example.org/a\r\nhttps://example.org/b\nx y\n", name="map")
    assert [page.address for page in listed.pages] == ["https://example.org/a", "https://example.org/b"]


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        (b"", ["empty"]),
        (b"<rss><channel/></rss>", ["not-a-sitemap"]),
        (b"Hello", ["not-a-sitemap"]),
        (b"<urlset></urlset>", ["empty"]),
        (b"<urlset>" + b"<url><loc>https://e.org/%d</loc></url>" * 3 % (1, 2, 3), []),
        (gzip.compress(b"<urlset>" + b" " * 60_000_000), ["too-large"]),
        (gzip.compress(NEWS)[:-20], ["damaged"]),
        (b"<urlset>" + b"<url><loc>https://e.org/a</loc></url>" * 50_010, ["too-many"]),
        (b"<urlset>" + b"<url>" * 100_000, ["empty"]),
    ],
)
def test_bad_maps(body: bytes, kinds: list[str]) -> None:
    assert [problem.kind for problem in read_sitemap(body, name="m").problems] == kinds
