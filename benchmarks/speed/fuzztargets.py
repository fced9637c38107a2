"""What is fuzzed: the readers, seeds to begin with, and the words that matter in their formats."""

from __future__ import annotations

import gzip
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

NOW: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
SENTENCE: Final = "The minister said on Monday that the talks in Vienna would continue until the deadline. "


FOREIGN: Final = (
    "<p>Les négociations ont repris à Genève, où les délégués se sont réunis sans témoins. </p>".encode("cp1252") * 9
)
"""what the models of language and encoding are loaded for"""


@dataclass(frozen=True, slots=True)
class Target:
    """One reader."""

    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    words: tuple[bytes, ...]
    share: float
    """of all inputs; slow readers get fewer"""


def page(data: bytes) -> object:
    from watchfloor.reading.readers import read_bytes

    return read_bytes(b"<html>" + data, name="page", address="https://example.org/2014/06/24/a")


def text(data: bytes) -> object:
    from watchfloor.reading.readers import read_bytes

    return read_bytes(data, name="page")


def feed(data: bytes) -> object:
    from watchfloor.reading.feeds import read_feed

    return read_feed(data, name="feed", now=NOW, address="https://example.org/feed")


def opml(data: bytes) -> object:
    from watchfloor.reading.opml import read_opml, write_opml

    found = read_opml(data, name="list")
    return read_opml(write_opml(found.title, found.outlines).encode("utf-8", "replace"), name="list")


def sitemap(data: bytes) -> object:
    from watchfloor.reading.sitemaps import read_sitemap

    return read_sitemap(data, name="map", address="https://example.org/sitemap.xml")


def date(data: bytes) -> object:
    from watchfloor.reading import dates, feeddates
    from watchfloor.reading.addresses import plain

    line = data.decode("utf-8", "replace")
    found = (dates.stamp(line), dates.stated_in(line), feeddates.feed_stamp(line), dates.in_address(line))
    return (found, dates.inferred(line, [line]), dates.is_mostly_date(line), plain(line), plain("https://" + line))


def archive(data: bytes) -> object:
    """The first byte chooses the kind; a file, because archives are files."""
    from watchfloor.reading.archives import look, read_entries

    kinds = (".jsonl", ".csv", ".warc", ".jsonl.gz", ".csv.zst", ".csv.zip", ".tsv", ".warc.gz")
    path = _folder() / f"a{kinds[(data[0] if data else 0) % len(kinds)]}"
    path.write_bytes(data[1:])
    from watchfloor.errors import Unreadable

    try:
        look(path)
    except Unreadable as error:  # the one error it is allowed to raise
        return error
    return list(read_entries(path))


def outside(data: bytes) -> object:
    from watchfloor.reading.outside import read_outside

    return list(read_outside(io.BytesIO(data)))


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(dir=memory()))


def memory() -> Path | None:
    """A folder that lies in memory, where the system has one."""
    shared = Path("/dev/shm")  # noqa: S108 - a folder with a name nobody can guess is made in it
    return shared if shared.is_dir() else None


def load(name: str) -> None:
    """Imports all that a reader needs, with one input."""
    for one in (*TARGETS[name].seeds[:3], FOREIGN):
        TARGETS[name].read(one)


def bytes_of(name: str) -> SearchStrategy[bytes]:
    """Any bytes, with the words of the format among them."""
    from hypothesis import strategies as st

    piece = st.one_of(
        st.sampled_from(TARGETS[name].words),
        st.sampled_from(TARGETS[name].seeds),
        st.text(max_size=20).map(lambda words: words.encode("utf-8", "surrogatepass")),
        st.binary(max_size=12),
    )
    return st.lists(piece, max_size=24).map(b"".join)


# --- seeds and words --------------------------------------------------------------------------------------------------

_P: Final = f"<p>{SENTENCE * 2}</p>"
_PAGES: Final = (
    f"<html lang=en><head><title>Talks go on - The Example</title><meta property='article:published_time' "
    f"content='2014-06-24T10:15:00Z'><link rel=canonical href='https://example.org/a'></head><body><nav><a href=/>Home</a>"
    f"<a href=/w>World</a></nav><h1>Talks go on</h1><div class=byline>By Anna Berg</div><time datetime=2014-06-24>24 June"
    f"</time><article>{_P * 4}<table><tr><td>a<td>b</table><ul><li>x</ul></article><div id=comments><li class='comment'>"
    f"<p>I doubt it.</p></div><footer>&copy; 2014</footer></body></html>",
    '<html><head><script type="application/ld+json">{"@type":"NewsArticle","headline":"Talks go on","datePublished":'
    f'"2014-06-24","author":{{"name":"A"}},"articleBody":"{SENTENCE * 8}"}}</script></head><body><div></div></body></html>',
    f"<body>{_P}<blockquote>{_P}</blockquote><pre>x</pre><a href='/b'>more</a>{_P}<form><input type=password></form>",
)
_TEXTS: Final = (
    f"Home\nNews\nWorld\n\nTalks go on in Vienna\nBy Anna Berg\nJune 24, 2014 10:15 GMT\n\n{SENTENCE * 3}\n\n{SENTENCE * 2}\n"
    "Share this\nRelated\nMore news\n\n3 comments\nBob says:\nI doubt it.\nReply\nCopyright 2014\n",
    f"BAGHDAD, June 24 (Reuters) - {SENTENCE}\n{SENTENCE}\n",
    "Please log in to continue reading.\nEmail\nPassword\n",
    'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: '
    f"text/html; charset=utf-8\r\n\r\n<html><body><h1>T</h1>{_P}</body></html>\r\n--b--\r\n",
)
_FEEDS: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    "<channel><title>A &amp; B</title><link>https://example.org/</link><language>en</language><item><title>Talks &amp;amp; "
    "more</title><link>https://example.org/a?utm_source=rss</link><guid isPermaLink='false'>7</guid><pubDate>Tue, 24 Jun "
    f"2014 10:15:00 -0400</pubDate><description>&lt;p&gt;{SENTENCE}&lt;/p&gt; [Read more]</description><content:encoded>"
    f"<![CDATA[{_P * 4}]]></content:encoded><enclosure url='x' length='1'/></item></channel></rss>",
    "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en' xml:base='https://example.org/b/'><title type='html'>T &lt;b&gt;"
    "</title><link rel='self' href='f'/><entry><id>tag:x,2014:1</id><title>One</title><link href='1'/><updated>2014-06-24T10:"
    "15:00Z</updated><author><name>A</name></author><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>x</p>"
    "</div></content><summary>s</summary></entry></feed>",
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc='
    '"http://purl.org/dc/elements/1.1/"><channel><title>T</title></channel><item rdf:about="https://example.org/1"><title>x'
    "</title><link>https://example.org/1</link><dc:date>2014-06-24</dc:date></item></rdf:RDF>",
    '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":1,"url":"/1","title":"x","content_html":'
    '"<p>y</p>","date_published":"2014-06-24T10:15:00Z","authors":[{"name":"A"}]}]}',
    '<!DOCTYPE rss [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss><channel><item><title>&c;</title></item></channel></rss>',
)
_OPML: Final = (
    '<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body><outline text="News"><outline type="rss"'
    ' text="A &amp; B" xmlUrl="https://example.org/f?a=1&b=2" htmlUrl="https://example.org/"/></outline></body></opml>',
    "<opml><body><outline xmlUrl='https://example.org/1'><outline xmlUrl='x:y'>",
)
_MAPS: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news='
    '"http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://example.org/a?b=1&amp;c</loc><lastmod>2014-06-24'
    "</lastmod><news:news><news:publication><news:language>en</news:language></news:publication><news:publication_date>"
    "2014-06-24T10:00:00Z</news:publication_date><news:title>T</news:title></news:news></url></urlset>",
    "<sitemapindex><sitemap><loc>/s2.xml.gz</loc></sitemap></sitemapindex>",
    "https://example.org/a\nhttps://example.org/b\n",
)
_DATES: Final = (
    "Tue, 24 Jun 2014 10:15:00 -0400", "2014-06-24T10:15:00.123+02:00", "June 24th, 2014 6:30 p.m. EDT", "1403604900",
    "https://example.org/2014/jun/24/talks", "Updated 25.06.2014. Published 23/06/2014 18.30 GMT", "ma, 08 okt 2018 10:09",
    "Sunday,August 6,2017 13:14 pm", "BAGHDAD, June 24 (Reuters) - ", "https://e.org:99999/a?utm_source=x&ref=rss#y",
)  # fmt: skip
_TABLE: Final = (
    f'Headline,Body,Date,Link\n"Talks ""go"" on","{SENTENCE}\n{SENTENCE}",2014-06-24,https://example.org/a\nx,y,z\n'
)
_LINES: Final = f'{{"url":"https://example.org/a","title":"Talks","text":"{SENTENCE * 2}","published":"2014-06-24"}}\n{{"html":"{_P}"}}\n[1]\n'
_PAGE_RECORD: Final = (
    f"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><h1>Talks</h1>{_P}</body></html>"
)
_WARC: Final = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\nWARC-Date: 2014-06-24T10:15:00Z\r\n"
    f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(_PAGE_RECORD)}\r\n\r\n{_PAGE_RECORD}\r\n\r\n"
)
_GDELT: Final = "\t".join(
    ["1", "20140624", "201406", "2014", "2014.4", "IRQGOV", "BAGHDAD", *[""] * 8, "USA", "UNITED STATES", *[""] * 8, "1", "051",
     "051", "05", "1", "3.4", "8", "1", "8", "2.1", *[""] * 14, "4", "Baghdad, Iraq", "IZ", "IZ07", "33.3", "44.4", "-1",
     "20140624", "https://example.org/a"]
)  # fmt: skip
_UCDP: Final = (
    "id,type_of_violence,side_a,side_b,where_prec,where_coordinates,country,latitude,longitude,date_start,date_end,best\n"
    "17,1,Government of Iraq,IS,1,Tikrit town,Iraq,34.6,43.7,2014-06-11 00:00:00.000,2014-06-12,4\n"
)


def _bytes(*texts: str) -> tuple[bytes, ...]:
    return tuple(one.encode("utf-8") for one in texts)


_XML_WORDS: Final = _bytes(
    *'< > & " \' &amp; &lt; &#0; &#x110000; &nbsp; &foo; &#8230; ]]> <![CDATA[ <!-- --> <? ?> /> <!DOCTYPE <!ENTITY % xmlns: '
    'xml:base="../" xml:lang="x" : = / \\ .. //'.split(),
    *("\ufeff", "\0", "\x18", "\u202e", "\x1b[31m", "\xa0", "\u2028", "\U0001f600", " ", "\n", "\r", "\t", "é", "Ж", "中"),
    '<!DOCTYPE a [<!ENTITY b "c">]>', 'encoding="utf-16"', 'encoding="windows-1251"', "<a:b c:d='e'>",
)  # fmt: skip
_ODD: Final = (
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x80",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\x1f\x8b\x08",
    b"\x28\xb5\x2f\xfd",
    b"\0\0",
)
_HTML_WORDS: Final = _bytes(
    *"<p> </p> <div> </div> <br> <h1> </h1> <a> <a href='/x'> </a> <table> <tr> <td> </table> <ul> <li> <article> </article> "
    "<script> </script> <style> <svg> <math> <template> <select> <option> <textarea> <title> <body> <html> <frameset> "
    "<noscript> <object> <b> <i> <font> <span> <p/> class=comments id=respond <time> <q> <pre> <code>".split(),
    "<time datetime='2014-06-24'>", "<meta name=date content=2014>", '<script type="application/ld+json">{',
    '"@graph":[', "<meta charset=utf-16>", "<base href='//x'>", SENTENCE, "<link rel=canonical href='http://[::1'>",
)  # fmt: skip
_FEED_WORDS: Final = _bytes(
    *"<rss> </rss> <channel> </channel> <item> </item> <entry> </entry> <feed> </feed> <title> </title> <link> </link> "
    "<guid> </guid> <description> </description> <content:encoded> </content:encoded> <dc:date> <pubDate> </pubDate> "
    "<rdf:RDF> <updated> <summary> <content> </content> <author> <name> <media:content> <image> <textinput> <source> <cloud/> "
    "<category> <enclosure/> <itunes:author> type='xhtml' type='html' mode='base64' mode='escaped' [] {} : , null true -1 1e999 "
    "&lt;p&gt; [...] ... Continue&nbsp;reading".split(),
    "<rss version='2.0'><channel>", "<link href='http://[x'/>", "<pubDate>Thu, 01 Jan 1970</pubDate>", '"items":[',
    "<content type='application/octet-stream'>", "<georss:point>1 2</georss:point>", "<gml:pos>1</gml:pos>", "<dc:rights>",
    "<itunes:duration>", "<psc:chapter start='0'/>", "<media:credit role='x'>", "<skipDays>",
)  # fmt: skip
_DATE_WORDS: Final = _bytes(
    *"2014 14 06 24 0 99 - / . : , + T Z GMT EST am p.m. June Jun okt février Tue, Sunday ago updated published 10:15 25:61 "
    "-0400 +99:99 W26 2014-W26-2 0000 9999 24:00 60 ٣ 二 \u2013".split(),
    " ", "  ", "https://", "/2014/06/24/", "[::1]", "%00", "@", "?a=", "&utm_x=", "#",
)  # fmt: skip
_ROW_WORDS: Final = _bytes(
    *'{ } [ ] : , " \\ \\u0000 \\ud800 null NaN 1e999 "text": "html": "url": "published": "title": ; | \t \n \r\n "" \0'.split(" "),
    "WARC/1.0\r\n", "Content-Length: 99999999999\r\n", "Content-Length: -1\r\n", "WARC-Type: response\r\n", "\r\n\r\n",
    "HTTP/1.1 200 OK\r\n", "Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip\r\n", "text,title\n", "=cmd()",
)  # fmt: skip


def _packed_archives() -> tuple[bytes, ...]:
    import zipfile

    import zstandard

    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as packing:
        packing.writestr("a.csv", _TABLE)
    lines, table, web = _bytes(_LINES, _TABLE, _WARC)
    kinds = (
        lines,
        table,
        web,
        gzip.compress(lines),
        zstandard.compress(table),
        box.getvalue(),
        table,
        gzip.compress(web),
    )
    return tuple(bytes([number]) + body for number, body in enumerate(kinds))


TARGETS: Final[dict[str, Target]] = {
    "page": Target(page, _bytes(*_PAGES), _HTML_WORDS + _XML_WORDS + _ODD, 0.01),
    "text": Target(text, _bytes(*_TEXTS), _DATE_WORDS + _HTML_WORDS + _XML_WORDS + _ODD, 0.03),
    "feed": Target(feed, _bytes(*_FEEDS), _FEED_WORDS + _XML_WORDS + _ODD, 0.2),
    "opml": Target(
        opml, _bytes(*_OPML), _bytes("<outline ", "xmlUrl=", "text=", "</outline>") + _XML_WORDS + _ODD, 0.15
    ),
    "sitemap": Target(sitemap, _bytes(*_MAPS), _bytes("<url>", "<loc>", "</loc>", "</url>") + _XML_WORDS + _ODD, 0.15),
    "date": Target(date, _bytes(*_DATES), _DATE_WORDS + _ODD, 0.26),
    "archive": Target(archive, _packed_archives(), _ROW_WORDS + _HTML_WORDS + _ODD, 0.05),
    "outside": Target(outside, _bytes(_GDELT, _UCDP), _ROW_WORDS + _DATE_WORDS + _ODD, 0.15),
}
