"""The reader and the evidence: whole text, harmless text, versions, copies, deep links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from reading_desk import ARABIC, HARM, NOW, PAGES, reading_desk
from tiny_desk import article
from watchfloor.serving.app import make_app


class Page(HTMLParser):
    """What a browser would make of a page, as far as these tests ask."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "input", "br", "use", "path", "rect", "circle", "line", "img"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self.texts.append((" ".join(self._open), data))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("reader") / "desk"
    reading_desk(home).close()
    return home


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(make_app(folder, clock=lambda: NOW), base_url="http://127.0.0.1:8765") as made:
        yield made


def ident(title: str) -> str:
    return article(title, "").id


def column(html: str) -> str:
    """The words of the reading column."""
    found = re.findall(r'<(?:p|h1) class="text"[^>]*>(.*?)</(?:p|h1)>', html, re.S)
    return "".join(unescape(re.sub(r"<[^>]+>", "", one)) + "\n" for one in found)


def facts(client: TestClient, title: str, **query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get(f"/read/{ident(title)}.json", params=query).json()["rows"]
    return rows


def test_the_text_is_whole_and_its_facts_are_marked(client: TestClient) -> None:
    html = client.get(f"/read/{ident('talks')}").text
    words = column(html).split("\n")
    assert [line for line in words if line] == [line for line in PAGES[1][1].split("\n") if line]
    for row in facts(client, "talks"):
        assert PAGES[1][1][row["start"] : row["end"]] == row["words"]
        assert html.count(f'id="{row["fact"]}"') == 1  # what a deep link leads to
        assert f'data-fact="{row["fact"]}"' in html


def test_an_earlier_version_keeps_its_own_facts(client: TestClient) -> None:
    versions = re.findall(r"/read/[^\"]*\?v=(\w+)", client.get(f"/read/{ident('talks')}").text)
    html = client.get(f"/read/{ident('talks')}", params={"v": versions[0]}).text
    assert "others have replaced it since" in html and "2014-06-23" in html and "2014-06-24." not in column(html)
    rows = facts(client, "talks", v=versions[0])
    assert rows and all(PAGES[0][1][row["start"] : row["end"]] == row["words"] for row in rows)
    assert client.get(f"/read/{ident('talks')}", params={"v": "none"}).status_code == 404


def test_changes_show_both_versions(client: TestClient) -> None:
    html = client.get(f"/read/{ident('talks')}/changes").text
    diff = re.search(r'<div class="text diff"[^>]*>(.*?)</div>', html, re.S)
    assert diff is not None
    old = re.sub(r"<[^>]+>", "", re.sub(r"<ins>.*?</ins>", "", diff[1], flags=re.S))
    new = re.sub(r"<[^>]+>", "", re.sub(r"<del>.*?</del>", "", diff[1], flags=re.S))
    assert (old, new) == (PAGES[0][1], PAGES[1][1])
    assert "Only one version" in client.get(f"/read/{ident('second')}/changes").text


@pytest.mark.parametrize("tab", ["", "/changes", "/raw", "/copies"])
def test_text_that_means_harm_stays_text(client: TestClient, tab: str) -> None:
    answer = client.get(f"/read/{ident(HARM)}{tab}")
    assert answer.status_code == 200
    page = Page(answer.text)
    assert not [tag for tag, attrs in page.tags if tag == "img" or any(name.startswith("on") for name in attrs)]
    assert all((attrs.get("src") or "").startswith("/static/") for tag, attrs in page.tags if tag == "script")
    assert "style" not in {name for _, attrs in page.tags for name in attrs}
    assert "{{ 7*7 }}" in answer.text and "<script>alert" not in answer.text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", answer.text)


def test_right_to_left_words_keep_their_marks_of_direction(client: TestClient) -> None:
    html = client.get(f"/read/{ident('rtl')}").text
    assert f'dir="auto" lang="ar">{ARABIC}</p>' in html


def test_the_raw_page_is_shown_as_text(client: TestClient) -> None:
    html = client.get(f"/read/{ident('talks')}/raw").text
    assert "never rendered" in html and '<pre class="raw"' in html and "talks|" in html


def test_a_list_leads_to_every_article(client: TestClient) -> None:
    rows = client.get("/read.json").json()["rows"]
    assert {row["article"] for row in rows} == {ident(page[0]) for page in PAGES}
    html = client.get("/read", params={"outlet": "Amber Post"}).text
    assert ident("talks") in html and ident("second") not in html
    assert "No article fits" in client.get("/read", params={"text": "nothing-like-this"}).text
    assert client.get("/read.csv").text.startswith("article,")


@pytest.mark.parametrize("kind", ["event", "statement", "deadline", "outlook", "relation", "link"])
def test_every_kind_of_fact_has_its_evidence(client: TestClient, kind: str) -> None:
    seen = 0
    for title in ("talks", HARM, "second"):
        for row in facts(client, title):
            if row["kind"] != kind:
                continue
            seen += 1
            page = client.get(f"/fact/{row['fact']}")
            assert page.status_code == 200 and "Two clocks" in page.text
            part = client.get(f"/fact/{row['fact']}", headers={"x-part": "drawer"}).text
            assert "<!doctype" not in part and f'data-fact="{row["fact"]}"' in part
            assert client.get(f"/fact/{row['fact']}.json").json()["id"] == row["fact"]
    assert seen


def test_an_incident_tells_its_origins(client: TestClient) -> None:
    fact = next(row["fact"] for row in facts(client, "second") if row["kind"] == "event")
    found = re.search(r'/fact/(in:\w+)"', client.get(f"/fact/{fact}").text)
    assert found is not None
    html = client.get(f"/fact/{found[1]}").text
    assert "2 reports, 2 origins" in html and "belief that it happened" in html
    assert len(client.get(f"/fact/{found[1]}.json").json()["reports"]) == 2


@pytest.mark.parametrize(("path", "status"), [("/fact/ev:none", 404), ("/fact/nonsense", 404), ("/read/a:none", 404)])
def test_what_is_not_there_is_told(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_an_article_as_a_fact_leads_to_the_reader(client: TestClient) -> None:
    answer = client.get(f"/fact/{ident('talks')}", follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"] == f"/read/{ident('talks')}"


def test_in_the_past_the_later_version_is_not_there(client: TestClient) -> None:
    html = client.get(f"/read/{ident('talks')}", params={"as_of": "2014-06-24"}).text
    head = html.partition("article-head")[2].partition('class="tabs"')[0]
    assert "2014-06-23" in column(html) and "Version" not in head
    assert "/review?" not in html.split("<main")[1]
