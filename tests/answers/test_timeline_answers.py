"""What stands on a timeline, how exactly its day is known, and since when; who told a storyline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from mapped_desk import LONG, NOW, mapped_desk
from tiny_desk import SetClock, TinyCoder, article, capture
from watchfloor import desk as front_door
from watchfloor.answers import deadlines, stories
from watchfloor.answers import timeline as timelines
from watchfloor.desk import Desk
from watchfloor.errors import NotFound
from watchfloor.store import articles, connection

LAST = date(2014, 6, 24)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with mapped_desk(tmp_path_factory.mktemp("line") / "desk") as made:
        yield made


def lines(told: timelines.Told, kind: str = "event") -> list[tuple[date, str]]:
    return [(mark.day, mark.precision) for day in told.days for mark in day.marks if mark.line.kind == kind]


def test_every_incident_on_its_day(desk: Desk) -> None:
    told = timelines.whole(desk, desk.path, None)
    assert (told.kind, told.chosen) == ("desk", False)
    assert lines(told) == [(date(2014, 6, day), "day") for day in (11, 20, 21, 22, 23, 24)]
    assert len(told.keys) == told.marks


def test_known_since_the_first_report(desk: Desk) -> None:
    told = timelines.whole(desk, desk.path, "Tikrit")
    ((mark,),) = [day.marks for day in told.days]
    assert mark.known is not None and mark.known.date() == date(2014, 6, 12)  # the second one came on the 14th
    assert mark.incident.startswith("in:") and mark.line.origins == 2


def test_deadlines_stand_on_their_last_day_and_places_have_none(desk: Desk) -> None:
    chains = deadlines.chains(desk, desk.path, LAST)
    assert chains
    whole = timelines.whole(desk, desk.path, None, chains=chains)
    due = {chain.due.end for chain in chains if chain.due and chain.due.end}
    assert {day for day, _ in lines(whole, "deadline")} <= due and lines(whole, "deadline")
    place = timelines.whole(desk, desk.path, "Geneva", chains=chains)
    assert place.kind == "place" and not lines(place, "deadline") and not lines(place, "statement")


@pytest.mark.parametrize(
    ("name", "kind", "days"),
    [
        ("isis", "actor", {date(2014, 6, 11), date(2014, 6, 21), date(2014, 6, 22)}),
        ("Geneva", "place", {date(2014, 6, 20)}),
    ],
)
def test_of_whom(desk: Desk, name: str, kind: str, days: set[date]) -> None:
    told = timelines.whole(desk, desk.path, name)
    assert told.kind == kind and {day for day, _ in lines(told)} == days


def test_nobody(desk: Desk) -> None:
    with pytest.raises(NotFound, match="nothing is known of"):
        timelines.whole(desk, desk.path, "nobody-here")


def test_fewer_days_are_the_graver_ones(desk: Desk) -> None:
    told = timelines.whole(desk, desk.path, None, most=2)
    assert {day for day, _ in lines(told)} == {date(2014, 6, 11), date(2014, 6, 22)}  # the two attacks
    assert told.left_out == 4


def test_rows_tell_what_stands_on_the_other(desk: Desk) -> None:
    then = timelines.whole(desk.as_of(date(2014, 6, 13)), desk.path, None)
    rows = timelines.table(timelines.whole(desk, desk.path, None), then.keys).rows
    assert {row["then"] for row in rows if row["day"] == "2014-06-11" and row["kind"] == "event"} == {"yes"}
    assert {row["then"] for row in rows if row["day"] > "2014-06-19" and row["kind"] == "event"} == {"no"}


def test_who_told_a_storyline(desk: Desk) -> None:
    one = max(desk.storylines(), key=lambda story: len(story.articles))
    counts = stories.support(one)
    assert (counts.reports, counts.incidents) == (7, 6)
    assert counts.origins < counts.reports  # outlets that told several incidents are one origin each
    tree = stories.source_tree(desk, one)
    assert {row.head.id for row in tree} | {copy.id for row in tree for copy in row.copies} == set(one.line.reports)


def test_copies_hang_on_their_original(tmp_path: Path) -> None:
    with front_door.init(tmp_path / "desk", clock=SetClock(NOW)) as made:
        record = connection.open_record(tmp_path / "desk" / front_door.RECORD)
        for number, outlet in enumerate(("Amber Post", "Birch Herald", "Cedar Times")):
            text = f"{LONG} ISIS attacked Iraq in Tikrit on 2014-06-11. Printed in the {outlet}."
            page = article(outlet, text, f"2014-06-12T0{number + 1}:00:00", outlet=outlet)
            articles.add(record, capture(page, NOW + timedelta(minutes=number)), page)
        record.close()
        made.run(coder=TinyCoder())
        (one,) = made.storylines()
        (original,) = stories.source_tree(made, one)
        assert original.head.outlet == "Amber Post"
        assert [copy.outlet for copy in original.copies] == ["Birch Herald", "Cedar Times"]
        counts = stories.support(one)
        assert (counts.reports, counts.origins, counts.incidents) == (3, 1, 1)
