"""The benchmark of office holders reads its lists rightly and can tell right, wrong and unknown apart."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.quality.offices import Asked, Pair, alike, spells, words
from watchfloor.resolving.actors import ActorBook


@pytest.fixture(scope="module")
def asked() -> Asked:
    return Asked(ActorBook.load())


@pytest.mark.parametrize(
    ("state", "on", "leader", "offices", "verdict"),
    [
        ("PRK", date(2005, 1, 1), "Kim Jong-Il", (), "right"),
        ("PRK", date(2005, 1, 1), "Kim Jong Un", (), "wrong"),
        ("LBY", date(2005, 1, 1), "Qaddafi", (), "right"),
        ("JPN", date(2013, 1, 1), "Abe Shinzo", (), "right"),
        ("USA", date(2013, 1, 1), "Romney", ("president",), "wrong"),
        ("USA", date(1850, 1, 1), "Fillmore", ("president",), "unknown"),
    ],
)
def test_verdicts(asked: Asked, state: str, on: date, leader: str, offices: tuple[str, ...], verdict: str) -> None:
    assert asked.verdict(Pair("leaders", (state,), on, leader, offices))[0] == verdict


def test_names() -> None:
    assert words("Prime Minister José Ulisses CORREIA e SILVA") == ("jose", "ulisses", "correia", "silva")
    assert words("King") == ("king",)
    assert alike("qaddafi", "gaddafi") and not alike("bush", "rush")


def test_a_spell_ends_before_its_unsure_month_or_at_the_next(tmp_path: Path) -> None:
    path = tmp_path / "leaders.csv"
    path.write_text(
        "ccode,leader,sdate,smonth,syear,emonth,eyear\n"
        "2,Smith,10,1,2000,5,2002\n"
        "2,Jones,20,5,2002,3,2004\n"
        "2,Brown,1,6,2004,,\n",
        encoding="utf-8",
    )
    assert [(s.leader, s.since, s.until) for s in spells(path)] == [
        ("Smith", date(2000, 1, 10), date(2002, 5, 19)),
        ("Jones", date(2002, 5, 20), date(2004, 2, 29)),
        ("Brown", date(2004, 6, 1), date(2021, 3, 31)),
    ]
