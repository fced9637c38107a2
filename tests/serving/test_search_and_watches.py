"""The screens of search and watches: what is found and how it divides, and saved searches by form."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import watchfloor
from watchfloor.answers import search, watches
from watchfloor.serving.app import make_app

AT = "http://127.0.0.1:8765"


@pytest.fixture(scope="module")
def folder(sample_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("found") / "desk"
    shutil.copytree(sample_desk, path)
    (path / "watches.toml").unlink(missing_ok=True)
    return path


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(make_app(folder), base_url=AT) as made:
        yield made


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ({"q": "talks"}, {"event", "statement", "deadline", "article"}),
        ({"q": "talks", "kind": "statement"}, {"statement"}),
        ({"q": "talks", "kind": "article"}, {"article"}),
        ({"q": "talks", "type": "CONSULT"}, {"event"}),
        ({"q": "talks", "side": "IRN", "kind": "event"}, {"event"}),
        ({"kind": "deadline"}, {"deadline"}),
        ({}, {"event", "statement"}),
    ],
)
def test_what_is_found_is_of_the_kind_asked_for(client: TestClient, query: dict[str, str], kinds: set[str]) -> None:
    found = client.get("/search.json", params=query)
    assert found.status_code == 200
    rows = found.json()["rows"]
    there = {row["kind"] for row in rows}
    assert there <= set(search.KINDS) and (kinds <= there if len(kinds) > 1 else there == kinds)
    if "q" in query:
        assert all("talks" in (row["sentence"] or row["words"]).lower() for row in rows if row["kind"] != "statement")
    page = client.get("/search", params=query).text
    assert all(f'/fact/{row["id"]}"' in page for row in rows if row["kind"] != "article")
    assert all(f'/read/{row["id"]}"' in page for row in rows if row["kind"] == "article")


def test_each_facet_finds_as_many_as_it_says(client: TestClient) -> None:
    page = client.get("/search", params={"q": "talks", "kind": "event"}).text
    rows = re.findall(
        r'<li><a href="(/search\?[^"]+)">(?:(?!</li>).)*?<span class="n quiet">([\d,]+)</span></li>', page, re.S
    )
    assert len(rows) > 15
    looked_at = 0
    for href, number in rows:
        address = href.replace("&amp;", "&")
        if "kind=event" in address and "side=" not in address and "language" not in address and "outlet" not in address:
            found = client.get(address).text
            told = re.search(r'Events <span class="quiet n">([\d,]+)</span>', found)
            if "since=" in address or told is None:
                continue  # months count what the ledgers hold too
            assert told[1] == number, address
            looked_at += 1
    assert looked_at > 8


def test_pages_of_what_is_found_do_not_meet(client: TestClient) -> None:
    first = client.get("/search.json", params={"kind": "statement"}).json()["rows"]
    second = client.get("/search.json", params={"kind": "statement", "page": 2}).json()["rows"]
    assert len(first) == 20 and second
    assert not {row["id"] for row in first} & {row["id"] for row in second}
    assert 'rel="next"' in client.get("/search", params={"kind": "statement"}).text
    assert "no further page" in client.get("/search", params={"kind": "statement", "page": 50}).text


@pytest.mark.parametrize(
    "query",
    [{"q": "zzzz"}, {"q": '"'}, {"q": "((("}, {"q": "talks", "type": "SING"}, {"outlet": "Nowhere"}, {"page": "0"}],
)
def test_nothing_found_is_told(client: TestClient, query: dict[str, str]) -> None:
    found = client.get("/search", params=query)
    if query == {"q": "zzzz"}:
        assert found.status_code == 200 and "articles were searched" in found.text
    else:
        assert found.status_code == 400


def test_a_passage_is_cut_at_its_signs() -> None:
    class Passage:
        words = "a \x02b\x03 c\x02d\x03"

    made: Any = Passage()
    assert search.pieces(made) == [("a ", False), ("b", True), (" c", False), ("d", True)]


def test_a_search_becomes_a_watch(client: TestClient, folder: Path) -> None:
    page = client.get("/search", params={"q": "talks", "type": "CONSULT", "since": "2014-06-01"}).text
    href = re.search(r'href="(/watches\?[^"]+)">Save as watch', page)
    assert href and "since" not in href[1]
    form = client.get(href[1].replace("&amp;", "&")).text
    assert "would have fired" in form and 'name="text" value="talks"' in form
    proof = re.search(r'name="csrf" value="([0-9a-f]+)"', form)
    assert proof
    assert client.post("/watches", data={"text": "talks", "name": "Talks"}).status_code == 403
    sent = {"csrf": proof[1], "text": "talks", "type": "consult", "name": "Talks", "floor": "2", "within": "3d"}
    kept = client.post("/watches", data=sent, follow_redirects=False)
    assert kept.status_code == 303 and kept.headers["location"] == "/watches?added=talks"
    with watchfloor.open(folder) as opened:
        (one,) = watches.watches(opened)
    assert (one.id, one.floor, one.search) == ("talks", 2, {"type": "CONSULT", "text": "talks"})
    shown = client.get("/watches?days=366").text
    assert "/api/v1/watches/talks.atom" in shown and "366 days" in shown
    (row,) = client.get("/watches.json?days=366").json()["rows"]
    told = re.search(r"would have fired <strong>(\w+)", shown)
    assert told and told[1] == {1: "once", 2: "twice"}.get(row["fired"], str(row["fired"]))
    again = client.post("/watches", data=sent)
    assert again.status_code == 400 and "taken" in again.text and 'value="3d"' in again.text
    gone = client.post("/watches", data={"csrf": proof[1], "remove": "talks"}, follow_redirects=False)
    assert gone.status_code == 303
    assert client.get("/watches.json").json()["rows"] == []


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "must ask for something"),
        ({"side": "IRN", "floor": "0"}, "from 1"),
        ({"side": "IRN", "within": "soon"}, "no length of time"),
        ({"type": "SING"}, "these would work"),
        ({"side": "IRN", "id": "<script>"}, "no id of a watch"),
    ],
)
def test_a_watch_that_cannot_be_is_told(client: TestClient, sent: dict[str, str], says: str) -> None:
    proof = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get("/watches?new=1").text)
    assert proof
    found = client.post("/watches", data={"csrf": proof[1], **sent})
    assert found.status_code == 400 and says in found.text and "<script>" not in found.text


def test_a_fact_fills_the_form(client: TestClient) -> None:
    row = client.get("/search.json", params={"type": "CONSULT", "side": "IRN"}).json()["rows"][0]
    page = client.get("/watches", params={"new": row["id"]}).text
    assert 'name="type" value="CONSULT"' in page
    assert client.get("/watches", params={"new": "ev:zzzz"}).status_code == 200
