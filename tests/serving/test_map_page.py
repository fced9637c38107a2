"""The map as it is served: marks for places, none for countries, twins, and a stretch in the address."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from mapped_desk import mapped_desk
from served import client_of, links, words

SOURCES = """
[[source]]
id = "one"
kind = "folder"
address = "in"
country = "IRQ"
reliability = "B"
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("map") / "desk"
    mapped_desk(folder, SOURCES).close()
    with client_of(folder) as made:
        yield made


def marks(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<a [^>]*aria-label="([^"]+)" class="spot ([a-z -]+)"', html)


def test_marks_say_what_they_are_and_open(client: TestClient) -> None:
    html = client.get("/map?fit=all").text
    assert sorted(marks(html)) == [
        ("Anbar (province), material conflict: 1 incident, 1 origin", "conflict material"),
        ("Geneva (city), verbal cooperation: 1 incident, 1 origin", "cooperation verbal"),
        ("Tikrit (city), material conflict: 1 incident, 2 origins", "conflict material"),
    ]
    assert len([link for link in links(html) if link.startswith("/fact/in:")]) == 3


def test_a_country_is_no_dot(client: TestClient) -> None:
    html = client.get("/map?fit=all").text
    assert not any("Syria" in label or "Levant" in label for label, _ in marks(html))
    told = words(html)
    assert "Only a country is told Syria 1" in told and "Only a region is told Levant 1" in told
    assert "6 incidents , 3 at 3 places" in told


def test_not_watched_is_hatched_and_said(client: TestClient) -> None:
    html = client.get("/map?box=30,25,55,40").text
    shapes = re.search(r'<g class="lands".*?</g>', html, re.DOTALL)
    assert shapes and shapes[0].count('class="land-fill"') == 1  # Iraq alone has a source
    assert shapes[0].count('fill="url(#unwatched)"') > 5
    assert "none of the 1 source is from there" in words(html)


def test_days_stretches_and_what_was_known_then(client: TestClient) -> None:
    assert [label for label, _ in marks(client.get("/map?until=2014-06-12").text)] == [
        "Tikrit (city), material conflict: 1 incident, 2 origins"
    ]
    then = client.get("/map?as_of=2014-06-13").text
    assert [label for label, _ in marks(then)] == ["Tikrit (city), material conflict: 1 incident, 1 origin"]
    alps = client.get("/map?box=5,45,8,47").text
    assert [label for label, _ in marks(alps)] == ["Geneva (city), verbal cooperation: 1 incident, 1 origin"]
    assert "2 marks outside this stretch" in words(alps)
    assert client.get("/map?region=europe").status_code == 200


@pytest.mark.parametrize("name", ["closer", "further away", "west", "east", "north", "south"])
def test_it_is_moved_without_script(client: TestClient, name: str) -> None:
    html = client.get("/map?box=30,25,55,40").text
    found = re.search(rf'<a class="button" href="([^"]+)" title="{name}"', html)
    assert found and client.get(found[1].replace("&amp;", "&")).status_code == 200


def test_a_place_and_its_words(client: TestClient) -> None:
    page = client.get("/map/at?place=tikrit")
    assert "ISIS attacked Iraq in Tikrit on 2014-06-11." in words(page.text)
    part = client.get("/map/at?place=tikrit", headers={"x-part": "drawer"}).text
    assert "<html" not in part and "Tikrit" in part
    assert client.get("/map/at?place=nowhere").status_code == 404
    assert client.get("/map/at").status_code == 400


@pytest.mark.parametrize("query", ["box=1,2,3", "box=nan,0,1,1", "region=atlantis", "show=x", "colour=red", "since=x"])
def test_what_cannot_be_asked(client: TestClient, query: str) -> None:
    assert client.get(f"/map?{query}").status_code == 400


def test_twins(client: TestClient) -> None:
    rows = client.get("/map.json").json()["rows"]
    table = list(csv.DictReader(io.StringIO(client.get("/map.csv").text)))
    assert len(rows) == len(table) == 6
    assert [row["place"] or None for row in table] == [row["place"] for row in rows]
    features = client.get("/map.geojson")
    assert features.headers["content-type"] == "application/geo+json"
    found = {one["properties"]["sentence"]: one for one in features.json()["features"]}
    assert len(found) == 6 and sum(one["geometry"] is not None for one in found.values()) == 3
    assert found["Iran blamed ISIS in Syria on 2014-06-21."]["geometry"] is None
    assert "etag" in features.headers


def test_an_empty_desk_says_what_to_do(tmp_path: Path) -> None:
    from watchfloor import desk

    desk.init(tmp_path / "desk").close()
    with client_of(tmp_path / "desk") as made:
        for path in ("/map", "/timeline", "/stories"):
            answer = made.get(path)
            assert answer.status_code == 200 and "Next: watchfloor add" in words(answer.text), path
