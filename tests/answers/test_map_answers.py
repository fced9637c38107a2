"""The map's marks: what is drawn where, and what is not drawn at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from mapped_desk import mapped_desk
from watchfloor.answers import map as maps
from watchfloor.desk import Desk

SOURCES = """
[[source]]
id = "one"
kind = "folder"
address = "in"
country = "IRQ"
reliability = "B"
[[source]]
id = "two"
kind = "folder"
address = "also"
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with mapped_desk(tmp_path_factory.mktemp("map") / "desk", SOURCES) as made:
        yield made


def test_what_is_drawn_and_what_stands_beside(desk: Desk) -> None:
    found = maps.find(desk)
    assert [(s.place.name, s.mark.text, s.origins, len(s.incidents)) for s in found.spots] == [
        ("Tikrit", "material conflict", 2, 1),  # two papers, one happening
        ("Anbar", "material conflict", 1, 1),
        ("Geneva", "verbal cooperation", 1, 1),
    ]
    assert [one.place.name for one in found.countries] == ["Syria"]
    assert [one.place.name for one in found.regions] == ["Levant"]  # it has coordinates, and is nowhere all the same
    assert (found.incidents, found.drawn, len(found.nowhere)) == (6, 3, 1)


@pytest.mark.parametrize(
    ("since", "until", "drawn", "chosen"),
    [
        (None, None, {"Tikrit", "Anbar", "Geneva"}, False),
        (date(2014, 6, 20), None, {"Anbar", "Geneva"}, True),
        (None, date(2014, 6, 12), {"Tikrit"}, True),
        (date(2014, 7, 1), None, set(), True),
    ],
)
def test_days(desk: Desk, since: date | None, until: date | None, drawn: set[str], chosen: bool) -> None:
    found = maps.find(desk, since, until)
    assert {spot.place.name for spot in found.spots} == drawn
    assert found.chosen == chosen


def test_what_was_known_then(desk: Desk) -> None:
    then = maps.find(desk.as_of(date(2014, 6, 13)))
    assert [(s.place.name, s.origins) for s in then.spots] == [("Tikrit", 1)]  # the second paper came later


def test_who_is_watching_from_where(desk: Desk) -> None:
    watched = maps.find(desk).watched
    assert (watched.sources, dict(watched.countries), watched.unstated, watched.known) == (2, {"IRQ": 1}, 1, True)
    assert not maps.watched([]).known


def test_a_place_and_its_incidents(desk: Desk) -> None:
    found = maps.find(desk)
    place, incidents = maps.at(found, "tikrit") or pytest.fail()
    assert (place.name, len(incidents), len(incidents[0].reports)) == ("Tikrit", 1, 2)
    assert maps.at(found, "SYR") is not None and maps.at(found, "nowhere-at-all") is None


def test_rows_say_what_is_not_drawn(desk: Desk) -> None:
    rows = maps.table(maps.find(desk)).rows
    assert [(row["place"], row["drawn"], row["lat"]) for row in rows] == [
        ("Tikrit", True, 34.6),
        ("Anbar", True, 32.9),
        ("Geneva", True, 46.2),
        ("Syria", False, None),
        ("Levant", False, None),
        (None, False, None),
    ]
    assert sum(row["incidents"] for row in rows) == 6
