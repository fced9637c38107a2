"""Scoring of incidents by story, worked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from benchmarks.quality.muc4 import (
    Gold,
    Said,
    Tally,
    days_of,
    flowing,
    gold_of,
    head,
    judge,
    kinds_of,
    meets,
    overlap,
    places_of,
    same_place,
)

INCIDENT = {
    "incident_type": "ATTACK", "optional": False, "stage": "ACCOMPLISHED", "date": "03 MAR 90",
    "location": "CHILE: TALCA (CITY)", "perp_individual": [["GUNMEN"]], "perp_org": [], "phys_target": [["BUS"]],
    "hum_target_name": [], "hum_target_desc": [["DRIVER", "BUS DRIVER"]], "optional_fillers": ["ARMED MEN"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "word"),
    [
        ("THREE TERRORISTS OF THE NORTHERN FRONT", "terrorist"),
        ("the Mayor of Talca", "mayor"),
        ("a bus, which was empty", "bus"),
        ("Juan Pérez", "perez"),
        ("of the army", "army"),
        ("", ""),
    ],
)
def test_head(phrase: str, word: str) -> None:
    assert head(phrase) == word


@pytest.mark.parametrize(
    ("one", "other", "hit"),
    [
        (("two terrorists",), ("TERRORIST",), True),
        (("terrorists of the Northern Front",), ("NORTHERN FRONT",), True),
        (("the mayor of Talca",), ("MAYOR",), True),
        (("the mayor of Talca",), ("TALCA POLICE",), False),
        (("he", "Juan Pérez"), ("JUAN PEREZ",), True),
        (("",), ("",), False),
    ],
)
def test_overlap(one: tuple[str, ...], other: tuple[str, ...], hit: bool) -> None:
    assert overlap(one, other) is hit
    assert overlap(other, one) is hit


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Talca Department", "TALCA", True),
        ("northern Talca", "TALCA", True),
        ("San Miguel", "SAN SALVADOR", False),
        ("Guatemala City", "GUATEMALA CITY", True),
        ("the city", "TALCA", False),
    ],
)
def test_same_place(one: str, other: str, same: bool) -> None:
    assert same_place(one, other) is same


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("03 MAR 90", [(date(1990, 3, 3), date(1990, 3, 3))]),
        ("- 03 MAR 90", [(None, date(1990, 3, 3))]),
        ("01 MAR 90 - 03 MAR 90", [(date(1990, 3, 1), date(1990, 3, 3))]),
        ("(- 03 MAR 90) / 02 MARCH 90", [(None, date(1990, 3, 3)), (date(1990, 3, 2), date(1990, 3, 2))]),
        ("11 NOV", [(date(1989, 11, 11), date(1989, 11, 11))]),
        (None, []),
    ],
)
def test_days(written: str | None, days: list[Any]) -> None:
    assert days_of(written, 1989) == days


def test_a_day_without_a_year_in_a_story_without_one_is_none() -> None:
    assert days_of("11 NOV", None) == []


def test_days_meet_when_they_share_one() -> None:
    third, fifth = date(1990, 3, 3), date(1990, 3, 5)
    assert meets((third, fifth), (fifth, fifth))
    assert not meets((third, third), (fifth, fifth))
    assert meets((None, fifth), (third, third))
    assert not meets((None, third), (fifth, None))


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("CHILE: MAULE (REGION): TALCA (CITY)", [("CHL", ("MAULE", "TALCA"))]),
        ("PERU", [("PER", ())]),
        ("(CHILE: TALCA (CITY)) / (CHILE: CURICO (CITY))", [("CHL", ("TALCA",)), ("CHL", ("CURICO",))]),
        ("CHILE: TALCA (CITY) - CURICO (CITY)", [("CHL", ("TALCA", "CURICO"))]),
        (None, []),
    ],
)
def test_places(written: str | None, places: list[Any]) -> None:
    assert places_of(written) == places


def test_a_plain_attack_gives_way_to_another_kind_in_its_sentence() -> None:
    assert kinds_of([("BOMBING", 0), ("ATTACK", 0)]) == {"BOMBING"}
    assert kinds_of([("BOMBING", 0), ("ATTACK", 90)]) == {"BOMBING", "ATTACK"}


def test_what_is_free_is_neither_right_nor_wrong() -> None:
    # asked a, b; said a, x, f, of which f is free: one found of two, one right of two
    assert judge(["a", "b"], ["a", "x", "f"], lambda g, s: bool(g == s), ["f"]) == (2, 1, 2, 1)


def test_gold_of_a_story() -> None:
    threat = INCIDENT | {"incident_type": "BOMBING", "stage": "THREATENED", "hum_target_desc": [["JUDGES"]]}
    gold = gold_of({"date": "1990-03-04", "events": [INCIDENT, threat]})
    assert gold is not None
    assert gold.kinds == {"ATTACK"} and gold.free_kinds == {"BOMBING"}
    assert gold.victims == (("DRIVER", "BUS DRIVER"),)
    assert ("JUDGES",) in gold.free
    assert ("ARMED MEN",) in gold.free


def test_a_story_of_robbery_alone_is_left_out() -> None:
    assert gold_of({"date": "1990-03-04", "events": [INCIDENT | {"incident_type": "ROBBERY"}]}) is None


def test_scores_of_two_stories() -> None:
    gold = gold_of({"date": "1990-03-04", "events": [INCIDENT]})
    assert gold is not None
    day = date(1990, 3, 3)
    said = Said(
        deeds=2, kinds=frozenset({"ATTACK", "BOMBING"}), perpetrators=(("two gunmen",), ("the army",)),
        targets=(("a driver",),), places=(("Talca",),), countries=frozenset({"CHL"}), dates=frozenset({(day, day)}),
    )  # fmt: skip
    tally = Tally()
    tally.add(gold, said)
    tally.add(Gold(frozenset()), Said(deeds=1, kinds=frozenset({"ATTACK"})))
    report = tally.report()
    assert report["counts"]["without incident, with a deed"] == 1
    scores = report["scores"]
    # three kinds said, one right; in the story with an incident one of two
    assert scores["type"] == {
        "asked": 1, "precision": 0.3333, "recall": 1.0, "f1": 0.5, "precision with incident": 0.5,
    }  # fmt: skip
    assert scores["perpetrator"]["precision"] == 0.5
    # driver and bus are asked, the driver is found
    assert (scores["target"]["precision"], scores["target"]["recall"]) == (1.0, 0.5)
    assert scores["target, things"] == {"asked": 1, "recall": 0.0}
    assert [scores[name]["f1"] for name in ("place", "country", "date")] == [1.0, 1.0, 1.0]


def test_lines_flow_and_marks_of_form_go() -> None:
    wire = "TALCA, 4 MAR 90 -- [REPORT] [A NAME]\n[TEXT] GUNMEN FIRED\nAT A BUS [ROUTE 5].\n\n   NOBODY WAS HURT."
    assert flowing(wire) == "TALCA, 4 MAR 90 -- GUNMEN FIRED AT A BUS [ROUTE 5].\n\nNOBODY WAS HURT."
