"""Watches: when a saved search speaks up, and a file that is decoded strictly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from watchfloor.assessing.watches import Watch, fired, read
from watchfloor.errors import BadSetting

BEGIN = datetime(2014, 6, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Origin:
    key: str


@dataclass(frozen=True)
class Fact:
    recorded_at: datetime


@dataclass(frozen=True)
class Report:
    origin: Origin
    fact: Fact


@dataclass(frozen=True)
class Incident:
    id: str
    reports: tuple[Report, ...]


def incidents(told: str) -> list[Incident]:
    """`1 2a 2b`: for each word an incident, with the days on which its origins a, b, ... are known (1 is 1a)."""
    made = []
    for number, word in enumerate(told.split()):
        parts = [(part.rstrip("abc") or part, part.lstrip("0123456789.") or "a") for part in word.split("+")]
        reports = tuple(Report(Origin(who), Fact(BEGIN + timedelta(days=float(day)))) for day, who in parts)
        made.append(Incident(f"in:{number}", reports))
    return made


@pytest.mark.parametrize(
    ("told", "floor", "within", "origins", "cool_down", "days"),
    [
        ("1 2 3", 1, 1, 1, 1, [1, 2, 3]),
        ("1 1.5 2.2", 1, 1, 1, 1, [1, 2.2]),  # quiet in between
        ("1 2 9", 2, 3, 1, 1, [2]),  # the third stands alone
        ("1 1 1", 3, 1, 1, 1, [1]),  # known at one moment
        ("1 1 1", 4, 1, 1, 1, []),
        ("1a+1.5a", 1, 1, 2, 1, []),  # twice from one origin
        ("1a+4b", 1, 1, 2, 1, [4]),  # counts when the second is known
        ("1 2 3 4 5 6", 2, 3, 1, 3, [2, 5]),
        ("", 1, 1, 1, 1, []),
    ],
)
def test_when_a_watch_fires(
    told: str, floor: int, within: int, origins: int, cool_down: int, days: list[float]
) -> None:
    watch = Watch("w", "W", {}, floor, timedelta(days=within), origins, timedelta(days=cool_down))
    found = fired(watch, incidents(told), BEGIN, BEGIN + timedelta(days=30))
    assert [(one.at - BEGIN) / timedelta(days=1) for one in found] == days
    assert fired(watch, reversed(incidents(told)), BEGIN, BEGIN + timedelta(days=30)) == found


def test_only_the_days_asked_for_count() -> None:
    watch = Watch("w", "W", {})
    found = fired(watch, incidents("1 5 9"), BEGIN + timedelta(days=4), BEGIN + timedelta(days=6))
    assert [one.incidents for one in found] == [("in:1",)]


def test_a_file_of_watches(tmp_path: Path) -> None:
    file = tmp_path / "watches.toml"
    assert read(file) == ()
    file.write_text(
        '[[watch]]\nid = "mosul"\nname = "Mosul  falls"\nplace = "Mosul"\nfloor = 2\nwithin = "12h"\norigins = 3\n'
        'cool-down = "2d"\n[[watch]]\nid = "talks"\ntype = "CONSULT"\n',
        encoding="utf-8",
    )
    one, other = read(file)
    assert one == Watch("mosul", "Mosul falls", {"place": "Mosul"}, 2, timedelta(hours=12), 3, timedelta(days=2))
    assert (other.name, other.floor, other.search) == ("talks", 1, {"type": "CONSULT"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[watch]\n", "no TOML"),
        ('[[watch]]\nplace = "Mosul"\n', ":1: a watch needs an id of"),
        ('[[watch]]\nid = "a"\n', "asks for nothing"),
        ('\n[[watch]]\nid = "a"\nplcae = "Mosul"\n', ":2: unknown key 'plcae'"),
        ('[[watch]]\nid = "a"\nplace = 3\n', "place must be text"),
        ('[[watch]]\nid = "a"\nplace = "M"\nfloor = "2"\n', "floor must be a whole number"),
        ('[[watch]]\nid = "a"\nplace = "M"\nfloor = true\n', "floor must be a whole number"),
        ('[[watch]]\nid = "a"\nplace = "M"\nfloor = 0\n', "floor must be 1 or more"),
        ('[[watch]]\nid = "a"\nplace = "M"\nwithin = "soon"\n', "within is a length of time"),
        ('[[watch]]\nid = "a"\nfacet = "maybe"\n', "no facet 'maybe'"),
        ('[[watch]]\nid = "a"\nplace = "M"\n[[watch]]\nid = "a"\nplace = "N"\n', ":4: the id 'a' is taken"),
        ("watch = 1\n", "begins with [[watch]]"),
        ('[[wach]]\nid = "a"\n', "unknown key 'wach'"),
        ("id = " + "[" * 5000, "no TOML"),
    ],
)
def test_a_wrong_file_is_told_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "watches.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadSetting) as told:
        read(file)
    assert says in str(told.value)


def test_a_file_that_is_no_utf8(tmp_path: Path) -> None:
    file = tmp_path / "watches.toml"
    file.write_bytes(b'[[watch]]\nid = "a"\nname = "\xff"\n')
    with pytest.raises(BadSetting, match=":3: not UTF-8"):
        read(file)
