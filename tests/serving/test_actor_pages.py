"""Actors: all of them, one of them, those nobody knows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from mapped_desk import mapped_desk
from served import client_of, links, words
from watchfloor.answers.actors import Edge
from watchfloor.answers.quad import Mark
from watchfloor.serving import ties


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("actors") / "desk"
    mapped_desk(folder).close()
    with client_of(folder) as made:
        yield made


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_everybody(client: TestClient) -> None:
    told = {row["id"]: row for row in rows(client.get("/actors.csv").text)}
    assert told["isis"]["acting"] == "3" and told["IRQ"]["acted_upon"] == "3" and told["IRN"]["speaking"] == "1"
    assert {row["id"] for row in rows(client.get("/actors.csv?kind=person").text)} == {
        "person:john-kerry",
        "person:nouri-al-maliki",
    }
    assert {row["id"] for row in rows(client.get("/actors.csv?text=kerry").text)} == {"person:john-kerry"}


@pytest.mark.parametrize(
    ("sort", "first"), [("acting", "isis"), ("acted_upon", "IRQ"), ("name", "IRN"), ("last", "IRQ"), ("all", "IRQ")]
)
def test_order(client: TestClient, sort: str, first: str) -> None:
    assert rows(client.get(f"/actors.csv?sort={sort}").text)[0]["id"] == first


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/actors/IRQ", ["Iraq", "Who it has to do with", "With whom", "As printed", "blamed"]),
        ("/actors/person:john-kerry?as_of=2014-07-01", ["John Kerry", "secretary of state", "held on", "held talks"]),
        ("/actors/hezbollah", ["does not name it", "Iran backs Hezbollah", "lexicon"]),
        ("/actors/IRN?until=2014-06-12", ["does not name it in these days"]),
    ],
)
def test_one(client: TestClient, path: str, shown: list[str]) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    told = words(answer.text)
    for text in shown:
        assert text in told, text


def test_every_tie_of_the_drawing_is_in_the_table(client: TestClient) -> None:
    html = client.get("/actors/isis").text
    drawing = re.search(r'<svg class="ties".*?</svg>', html, re.DOTALL)
    assert drawing
    drawn = {link for link in links(drawing[0]) if link.startswith("/fact/ev")}
    told = {f"/fact/{row['fact']}" for row in rows(client.get("/actors/isis/meetings.csv").text)}
    assert drawn and {link.replace("%3A", ":") for link in drawn} <= told


def test_nobody(client: TestClient) -> None:
    answer = client.get("/actors/person:no-such-man")
    assert answer.status_code == 404 and "/actors" in answer.text


def test_new_ones_come_with_words_and_a_command(sample_desk: Path) -> None:
    with client_of(sample_desk) as client:
        html = client.get("/actors?kind=unknown").text
        assert "watchfloor actors add" in html and "<blockquote" in html
        first = next(link for link in links(html) if link.startswith("/actors/unknown"))
        assert "No lexicon knows this name" in words(client.get(first).text)


def test_labels_never_lie_on_each_other() -> None:
    def edges(count: int) -> list[Edge]:
        return [Edge(f"a{n}", "Name " * n, "met", "", Mark("verbal", "neutral"), n, "") for n in range(count)]

    for left, right in ((0, 1), (18, 3), (5, 18)):
        drawn = ties.draw(edges(left), edges(right))
        for side in (True, False):
            places = [tie.y for tie in drawn.ties if tie.left is side]
            assert all(b - a >= 30 for a, b in pairwise(places))
            assert all(0 < y < drawn.height for y in places)
        assert all(len(tie.name) <= ties.LONGEST for tie in drawn.ties)
