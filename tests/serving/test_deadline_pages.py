"""Deadlines in lanes, as a calendar, and outlooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from served import client_of, words
from watchfloor.answers import lanes
from watchfloor.assessing.deadlines import Chain
from watchfloor.types import Period


@pytest.fixture(scope="module")
def client(sample_desk: Path) -> Iterator[TestClient]:
    with client_of(sample_desk) as made:
        yield made


def chain(state: str, left: int | None) -> Chain:
    day = date(2014, 7, 20)
    due = None if left is None else Period(day, day, "day", "2014-07-20")
    return Chain("x", "", "what", due, state, left, (), ())


@pytest.mark.parametrize(
    ("state", "left", "lane"),
    [
        ("open", 0, "due"),
        ("moved", lanes.SOON, "due"),
        ("open", lanes.SOON + 1, "coming"),
        ("passed", -1, "past"),
        ("met", 3, "past"),
        ("missed", None, "past"),
        ("disputed", 2, "due"),
        ("open", None, "undated"),
    ],
)
def test_lanes(state: str, left: int | None, lane: str) -> None:
    assert lanes.lane_of(chain(state, left)) == lane


@pytest.mark.parametrize(
    ("day", "shown", "not_shown"),
    [
        ("2014-07-01", ["Coming 1", "in 19 days", "on July 20"], ["24 Nov 2014"]),
        ("2014-07-19", ["20 Jul 2014 24 Nov 2014", "moved, open"], []),
        ("2014-01-01", ["No deadlines"], ["in 19 days"]),
    ],
)
def test_as_known_then(client: TestClient, day: str, shown: list[str], not_shown: list[str]) -> None:
    told = words(client.get(f"/deadlines?as_of={day}").text)
    for text in shown:
        assert text in told
    for text in not_shown:
        assert text not in told


def test_one_day_in_the_calendar_is_one_that_moves(client: TestClient) -> None:
    def entries(day: str) -> dict[str, tuple[date, int]]:
        answer = client.get(f"/deadlines.ics?as_of={day}")
        assert answer.headers["content-type"].startswith("text/calendar")
        calendar = Calendar.from_ical(answer.content)
        return {str(one["UID"]): (one.decoded("DTSTART"), int(str(one["SEQUENCE"]))) for one in calendar.walk("VEVENT")}

    before, after = entries("2014-07-17"), entries("2014-07-21")
    moved = [uid for uid in before.keys() & after.keys() if before[uid] != after[uid]]
    assert moved and all(after[uid][1] == before[uid][1] + 1 and after[uid][0] > before[uid][0] for uid in moved)


@pytest.mark.parametrize("asked", ["", "&status=met", "&issue=iran-nuclear", "&holder=IRN", "&text=deal", "&lane=past"])
def test_twin_and_page_agree(client: TestClient, asked: str) -> None:
    told = list(csv.DictReader(io.StringIO(client.get(f"/deadlines.csv?as_of=2014-11-30{asked}").text)))
    html = client.get(f"/deadlines?as_of=2014-11-30{asked}").text
    for row in told[:10]:
        if "lane=" not in asked or row["lane"] in asked:
            assert f'data-fact="{row["id"]}"' in html
    assert client.get(f"/deadlines.json?as_of=2014-11-30{asked}").json()["rows"].__len__() == len(told)


def test_outlooks_say_their_band_and_whose_they_are(client: TestClient) -> None:
    html = client.get("/outlooks?as_of=2014-11-01").text
    told = words(html)
    assert "Barack Obama" in told and "10 to 29 %" in told and 'class="band"' in html
    rows = list(csv.DictReader(io.StringIO(client.get("/outlooks.csv?as_of=2014-11-01&direction=unlikely").text)))
    assert rows
