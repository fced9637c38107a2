"""HTML pages: the body, and what the page says of itself."""

from __future__ import annotations

import json
import time

import pytest

from watchfloor.reading.pages import Page, read

FIRST = (
    "The foreign minister arrived in the capital on Sunday for a third round of talks, a day after his deputy had "
    "warned that the offer would not stay on the table for ever."
)
SECOND = (
    'Diplomats on both sides said that <a href="/2014/06/23/gap">the gap</a> over the number of machines had narrowed, '
    'but that nobody had <a href="javascript:alert(1)">yet</a> moved on the order in which sanctions would be lifted.'
)
THIRD = "The talks are to go on until the end of the month, and he was in no hurry, he told reporters at the airport."
TITLE = "Minister arrives for third round of talks"
COMMENTS = """
<div id="comments" class="comments-area"><h2>2 thoughts</h2><ol class="comment-list">
<li class="comment"><cite>anna</cite><time datetime="2014-06-29T10:00:00Z">June 29, 2014</time><p>I do not believe
a word of this, the army has been there for weeks, and everybody knows it by now.</p></li>
<li class="pingback"><p>Pingback: <a href="https://blog.example.net/look">A second look</a></p></li></ol>
<div id="respond"><form><p>Leave a reply</p><input type="text" name="author"></form></div></div>"""


def page(
    head: str = "", top: str = "", bottom: str = "", title: str = f"{TITLE} | The Example", address: str = ""
) -> Page:
    found = read(
        f"<!DOCTYPE html><html lang='en'><head><title>{TITLE} | The Example</title>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
        f"<main><article><h1>{TITLE}</h1>{top}<div class='entry-content'><p>{FIRST}</p><p>{SECOND}</p>"
        f"<p>{THIRD}</p></div>"
        "<div class='sharedaddy'>Share this: <a href='https://share.example.org/?u'>Post</a></div>"
        f"<div class='related-posts'><h3>Related</h3><a href='/b'>Bakers strike over flour</a></div></article>"
        f"{bottom}</main>"
        "<footer>© 2014 The Example. All rights reserved.</footer></body></html>",
        address,
    )
    assert found is not None
    return found


def linked(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def test_body_without_furniture() -> None:
    rows = page(bottom=COMMENTS).body.split("\n")
    assert rows[0] == FIRST
    assert rows[-1] == THIRD
    assert len(rows) == 3


def test_links_of_the_body_and_pingbacks() -> None:
    assert page(bottom=COMMENTS, address="https://example.org/2014/06/24/talks").links == (
        "https://example.org/2014/06/23/gap",
        "https://blog.example.net/look",
    )


@pytest.mark.parametrize(
    ("head", "top", "address", "expected"),
    [
        (linked(**{"@type": "NewsArticle", "headline": TITLE, "datePublished": "2014-06-24T10:15:00+02:00"}),
         "", "", "2014-06-24T10:15:00+02:00 time json-ld"),
        (linked(**{"@graph": [{"@type": "WebPage"}, {"@type": "Article", "datePublished": "2014-06-24T10:15:00Z"}]}),
         "", "", "2014-06-24T10:15:00+00:00 time json-ld"),
        ('<meta property="article:modified_time" content="2014-07-01T00:00:00Z">'
         '<meta property="article:published_time" content="2014-06-24T10:15:00Z">', "", "",
         "2014-06-24T10:15:00+00:00 time meta"),
        ("", '<time datetime="2014-07-01" class="updated">1 July</time>'
         '<time datetime="2014-06-24T08:00:00-04:00">24 June</time>',
         "", "2014-06-24T08:00:00-04:00 time time-element"),
        ("", "<p class='meta'>Posted on June 24, 2014 by Anna Example</p>", "", "2014-06-24T00:00:00+00:00 day text"),
        ("", "<div>Tuesday, 24 June 2014, 20:30 (GMT+3)</div>", "", "2014-06-24T20:30:00+03:00 time text"),
        ("", "<font>Item: 77120 &nbsp; Date: 2014/06/24 - 08:05 (UTC+0430)</font>", "",
         "2014-06-24T08:05:00+04:30 time text"),
        ("", "<p>Updated: 25 June 2014</p>", "", ""),
        ("", "<p>He had been shot on 3 June 2014.</p>", "", ""),
        ("", "", "https://example.org/2014/06/24/talks", "2014-06-24T00:00:00+00:00 day address"),
        ("", "", "https://example.org/talks", ""),
    ],
)  # fmt: skip
def test_date_and_how_it_is_known(head: str, top: str, address: str, expected: str) -> None:
    published = page(head, top, COMMENTS, address=address).published
    assert (f"{published.at.isoformat()} {published.precision} {published.basis}" if published else "") == expected


def test_a_story_the_page_links_to_is_not_the_page() -> None:
    head = linked(**{"@type": "NewsArticle", "headline": "Bakers strike over flour", "datePublished": "2014-06-01"})
    head += linked(
        **{"@type": "NewsArticle", "headline": TITLE, "datePublished": "2014-06-24", "author": {"name": "Anna"}}
    )
    found = page(head)
    assert found.published is not None
    assert (str(found.published.day), found.author, found.title) == ("2014-06-24", "Anna", TITLE)


@pytest.mark.parametrize(
    ("head", "top", "author"),
    [
        (linked(**{"@type": "Article", "author": [{"name": "Anna Example"}, "Bert Muster"]}), "",
         "Anna Example, Bert Muster"),
        ('<meta name="author" content="By Anna Example">', "", "Anna Example"),
        ('<meta property="article:author" content="https://example.org/anna">',
         "<a rel='author' href='/a'>Anna Example</a>",
         "Anna Example"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_author(head: str, top: str, author: str) -> None:
    assert page(head, top).author == author


@pytest.mark.parametrize(
    ("head", "address", "url"),
    [
        (
            '<link rel="canonical" href="/talks#top">',
            "https://www.example.org/2014/talks?x=1",
            "https://www.example.org/talks",
        ),
        (
            '<link rel="canonical" href="https://other.example/x">',
            "https://example.org/talks",
            "https://example.org/talks",
        ),
        (
            '<link rel="canonical" href="https://example.org/">',
            "https://example.org/talks",
            "https://example.org/talks",
        ),
        ('<meta property="og:url" content="https://example.org/talks">', "", "https://example.org/talks"),
        ('<link rel="canonical" href="file:///etc/passwd">', "", ""),
    ],
)
def test_own_address(head: str, address: str, url: str) -> None:
    assert page(head, address=address).url == url


def test_outlet_is_named_or_the_host() -> None:
    assert page('<meta property="og:site_name" content="The Example">').outlet == "The Example"
    assert page(address="https://www.example.org/talks").outlet == "The Example"
    bare = read(f"<html><body><h1>{TITLE}</h1><p>{FIRST}</p></body></html>", "https://www.example.org/talks")
    assert bare is not None
    assert bare.outlet == "example.org"


THREAD = """<div class="voices"><h4>Reader comments</h4><div><b>Anna</b> wrote:<br>{}<p>Not a word of this is true, and
everybody who lives in that street has known it for weeks and said so.</p></div></div>"""


@pytest.mark.parametrize("stamp", ["<time datetime='2014-07-03'>3 July</time>", "<i>3 July 2014, 10:00 GMT</i>",
                                   "<div>3 July 2014</div>"])  # fmt: skip
def test_a_date_in_a_thread_without_a_telling_name_is_not_the_page_s(stamp: str) -> None:
    assert page(bottom=THREAD.format(stamp)).published is None
    dated = page(top="<p>24 June 2014</p>", bottom=THREAD.format(stamp)).published
    assert dated is not None
    assert str(dated.day) == "2014-06-24"


@pytest.mark.parametrize(
    ("whole", "body", "title", "outlet"),
    [
        (f"The Lower Vale Argus :: {TITLE}", f"<h2>{TITLE}</h2>{{}}<p>The Lower Vale Argus, Vale. Phone 12.</p>",
         TITLE, "The Lower Vale Argus"),
        (f"VNA - {TITLE}", f"<b>Vale News Agency</b> in English<hr><b>{TITLE}</b><br>{{}}<p>With mention of VNA.</p>",
         TITLE, "Vale News Agency"),
        (f"{TITLE} - World - Vale Times", f"<h3>{TITLE}</h3>{{}}", TITLE, "Vale Times"),
        (f"{TITLE} | Harbour", f"<p><a href='/'>The Vale Post</a></p><h1>{TITLE}</h1>{{}}", TITLE, "Harbour"),
        (f"{TITLE} | Harbour", f"<a href='/h'>Harbour</a><h1>{TITLE}</h1>{{}}<p>© 2014 The Vale Post. Phone 12.</p>",
         TITLE, "The Vale Post"),
        (TITLE, f"<p><a href='/'>The Vale Post</a></p><h1>{TITLE}</h1>{{}}<p>Copyright 2014 The Vale Post. Vale.</p>",
         TITLE, "The Vale Post"),
        (TITLE, f"<p><a href='/'>Front page</a></p><h1>{TITLE}</h1>{{}}<p>Copyright notice</p>", TITLE, ""),
        ("Talks - a third round", "<h2>Talks - a third round</h2>{}<p>All rights reserved.</p>",
         "Talks - a third round", ""),
    ],
)  # fmt: skip
def test_headline_and_site_are_told_apart(whole: str, body: str, title: str, outlet: str) -> None:
    text = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
    found = read(f"<html><head><title>{whole}</title></head><body>{body.format(text)}</body></html>")
    assert found is not None
    assert (found.title, found.outlet) == (title, outlet)


def test_title_without_the_site() -> None:
    found = read(f"<html><head><title>{TITLE} - The Example</title><meta property='og:site_name' content='The Example'>"
                 f"<body><p>{FIRST}</p><p>{THIRD}</p></body></html>")  # fmt: skip
    assert found is not None
    assert found.title == TITLE


def test_a_page_that_only_a_script_shows() -> None:
    node = linked(**{"@type": "NewsArticle", "headline": TITLE, "articleBody": f"{FIRST}\n\n{THIRD}"})
    found = read(f"<html><head>{node}</head><body><div id='root'></div></body></html>")
    assert found is not None
    assert (found.title, found.body) == (TITLE, f"{FIRST}\n{THIRD}")


def test_an_opening_paragraph_set_apart_is_kept() -> None:
    opening = (
        "Three people were killed on Friday when police fired on a march in the capital, the interior ministry said."
    )
    assert page(top=f"<div class='summary'><div>{opening}</div></div>").body.startswith(opening)


@pytest.mark.parametrize(
    "node",
    [
        '{"@type": ["NewsArticle", 3, null], "headline": {"a": [1]}, "author": [[["x"]]], "datePublished": {}}',
        '{"@type": "NewsArticle", "publisher": [[]], "mainEntityOfPage": [1, {"@id": 3}], "articleBody": [1]}',
        "[" * 50_000,
        "{not json",
        '"text"',
    ],
)
def test_odd_statements_do_no_harm(node: str) -> None:
    found = page(f'<script type="application/ld+json">{node}</script>')
    assert found.title == TITLE
    assert found.body.startswith(FIRST)


@pytest.mark.parametrize(("between", "kept"), [(", said the clerk, and so on", True), (" ", False)])
def test_a_paragraph_of_thousands_of_links_is_words_or_a_list(between: str, kept: bool) -> None:
    """What takes links out one by one took six seconds for these; the words of a text stay, a list of links goes."""
    links = between.join(f"<a href='/{number}'>name {number}</a>" for number in range(7_000))
    prose = "The clerk read the names of all who had signed the petition, one after the other, until it was dark. " * 20
    started = time.process_time()
    page = read(
        f"<html><body><h1>The petition is read</h1><article><p>{prose}</p><p>{links}</p></article></body></html>"
    )
    assert time.process_time() - started < 4
    assert page is not None
    assert "until it was dark" in page.body
    assert ("name 6999" in page.body) is kept
