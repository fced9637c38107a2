"""Timelines and storylines as they are served: days and words, two moments side by side, feeds, what people say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from starlette.testclient import TestClient

from mapped_desk import mapped_desk
from served import client_of, links, proof, words


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("line") / "desk"
    mapped_desk(folder).close()
    with client_of(folder) as made:
        yield made


@pytest.fixture
def own(tmp_path: Path) -> Iterator[TestClient]:
    """A desk to write to."""
    mapped_desk(tmp_path / "desk").close()
    with client_of(tmp_path / "desk") as made:
        yield made


def days(html: str) -> list[str]:
    return re.findall(r'<li class="tday" id="d([\d-]+)"', html)


def stories(client: TestClient) -> list[str]:
    """The ids of the storyline of the war, and of the one about fish, if they are two."""
    rows = client.get("/stories.json?alone=1").json()["rows"]
    return [row["id"] for row in sorted(rows, key=lambda row: row["title"] == "fish")]


def test_days_with_their_words(client: TestClient) -> None:
    html = client.get("/timeline").text
    assert days(html)[:5] == ["2014-06-11", "2014-06-20", "2014-06-21", "2014-06-22", "2014-06-23"]
    assert "ISIS attacked Iraq in Tikrit" in words(html) and "2 reports, 2 origins" in words(html)
    assert sum(link.startswith("/fact/in:") for link in links(html)) >= 6
    assert 'class="rail"' in html


@pytest.mark.parametrize(
    ("of", "found"),
    [("Tikrit", ["2014-06-11"]), ("Geneva", ["2014-06-20"]), ("isis", ["2014-06-11", "2014-06-21", "2014-06-22"])],
)
def test_of_an_actor_or_a_place(client: TestClient, of: str, found: list[str]) -> None:
    assert set(found) <= set(days(client.get("/timeline", params={"of": of}).text))


def test_two_moments_side_by_side(client: TestClient) -> None:
    html = client.get("/timeline?of=Tikrit&then=2014-06-13").text
    then, now = re.findall(r'<div class="(?:then|now)">(.*?)</div>\s*(?=<div class="now">|</li>)', html, re.DOTALL)[:2]
    assert "1 report, 1 origin" in words(then) and "2 reports, 2 origins" in words(now)
    early = client.get("/timeline?then=2014-06-13").text
    assert "known later" in words(early) and "As known 2014-06-13" in words(early)
    nothing = client.get("/timeline?of=Geneva&then=2014-06-13")
    assert nothing.status_code == 200 and "nothing" in words(nothing.text)


def test_replay(client: TestClient) -> None:
    assert days(client.get("/timeline?as_of=2014-06-13").text)[:1] == ["2014-06-11"]
    assert "2014-06-20" not in days(client.get("/timeline?as_of=2014-06-13").text)


def test_twins(client: TestClient) -> None:
    rows = client.get("/timeline.json?then=2014-06-13").json()["rows"]
    assert {row["then"] for row in rows} == {"yes", "no"}
    assert {row["kind"] for row in rows} >= {"event"}
    assert client.get("/timeline.csv").text.startswith("day,until,precision,kind,id,incident")


@pytest.mark.parametrize("query", ["of=nobody-here", "of=sl:ffff"])
def test_what_is_not_known(client: TestClient, query: str) -> None:
    assert client.get(f"/timeline?{query}").status_code == 404


@pytest.mark.parametrize("query", ["then=soon", "days=0", "days=x", "of=" + "x" * 600])
def test_what_cannot_be_asked(client: TestClient, query: str) -> None:
    assert client.get(f"/timeline?{query}").status_code == 400


# --- storylines ---


def test_the_list_tells_reports_from_origins_from_incidents(client: TestClient) -> None:
    told = words(client.get("/stories?alone=1").text)
    assert re.search(r"\d+ reports? · \d+ outlets? \d+ incidents? · \d+ origins?", told)
    assert "No storyline" in told or "storyline" in told


def test_a_storyline_and_its_feed(client: TestClient) -> None:
    ident = stories(client)[0]
    page = client.get(f"/stories/{ident}")
    told = words(page.text)
    assert "ISIS attacked Iraq in Tikrit on 2014-06-11." in told and "Who told it" in told
    for show in ("first", "latest", "turning"):
        assert client.get(f"/stories/{ident}?show={show}").status_code == 200
    found = feedparser.parse(client.get(f"/stories/{ident}.atom").text)
    assert not found.bozo and found.feed.id.endswith(ident)
    assert any("Tikrit" in entry.summary for entry in found.entries)
    assert all(entry.link.startswith("http://127.0.0.1:8765/fact/in:") for entry in found.entries)
    assert client.get(f"/stories/{ident}.json").json()["rows"]
    assert client.get("/stories/sl:ffffffff").status_code == 404


def test_what_people_say_is_kept_and_taken_back(own: TestClient) -> None:
    first, other = stories(own)

    def say(ident: str, **fields: str) -> str:
        form = proof(own.get(f"/stories/{ident}").text)
        sent = own.post(f"/stories/{ident}", data={"csrf": form, "by": "me", "why": "I read it", **fields})
        assert sent.status_code == 200, words(sent.text)  # after it was led on
        return str(sent.url.path).removeprefix("/stories/")

    say(first, act="name", title="The siege of <b>Tikrit</b>")
    page = own.get(f"/stories/{first}").text
    assert "The siege of &lt;b&gt;Tikrit" in page and "Named by me: I read it" in words(page)
    merged = say(first, act="merge", other=other)
    assert "fish Dune Echo" in words(own.get(f"/stories/{merged}").text)
    assert len(stories(own)) == 1
    number = re.findall(r'name="number" value="(\d+)"', own.get(f"/stories/{merged}").text)[-1]
    say(merged, act="undo", number=number)
    assert len(stories(own)) == 2
    article = re.search(r"/read/(a:[0-9a-f]+)", own.get(f"/stories/{other}").text)
    assert article
    moved = say(first, act="pin", article=article[1])
    assert "fish Dune Echo" in words(own.get(f"/stories/{moved}").text)


@pytest.mark.parametrize(
    "fields",
    [
        {"act": "name", "title": ""},
        {"act": "name", "title": "x", "why": ""},
        {"act": "burn"},
        {"act": "split"},
        {"act": "undo", "number": "x"},
        {"act": "merge", "other": ""},
    ],
)
def test_what_cannot_be_said(own: TestClient, fields: dict[str, str]) -> None:
    ident = stories(own)[0]
    form = proof(own.get(f"/stories/{ident}").text)
    sent = own.post(f"/stories/{ident}", data={"csrf": form, "by": "me", "why": "because", **fields})
    assert sent.status_code in (400, 404)


def test_a_forged_form_says_nothing(own: TestClient) -> None:
    ident = stories(own)[0]
    sent = own.post(f"/stories/{ident}", data={"act": "name", "title": "x", "by": "me", "why": "y"})
    assert sent.status_code == 403
