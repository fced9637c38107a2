"""Who appears how often, and with whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mapped_desk import mapped_desk
from watchfloor.desk import Desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The desk of seven pages."""
    with mapped_desk(tmp_path_factory.mktemp("cast") / "desk") as made:
        yield made


# id, acts, is acted upon, last day
CAST = [
    ("isis", 3, 1, "2014-06-22"),
    ("IRQ", 2, 3, "2014-06-24"),
    ("IRN", 2, 1, "2014-06-24"),
    ("person:john-kerry", 1, 0, "2014-06-20"),
    ("person:nouri-al-maliki", 1, 0, "2014-06-20"),
]


@pytest.mark.parametrize(("ident", "acting", "acted_upon", "last"), CAST)
def test_cast(desk: Desk, ident: str, acting: int, acted_upon: int, last: str) -> None:
    one = next(one for one in desk.cast() if one.id == ident)
    assert (one.acting, one.acted_upon, str(one.last)) == (acting, acted_upon, last)


def test_cast_of_some_days(desk: Desk) -> None:
    found = desk.cast(since=date(2014, 6, 21), until=date(2014, 6, 22))
    assert {one.id: (one.acting, one.acted_upon) for one in found} == {"isis": (1, 1), "IRN": (1, 0), "IRQ": (0, 1)}


def test_cast_as_known_then(desk: Desk) -> None:
    assert {one.id for one in desk.as_of(date(2014, 6, 12)).cast()} == {"isis", "IRQ"}


# whose, with whom -> direction, type, number
MEETINGS = [
    ("isis", "IRQ", [("to", "ASSAULT", 3)]),
    ("person:john-kerry", "person:nouri-al-maliki", [("with", "CONSULT", 1)]),
    # A country means its people too: Maliki's meeting is one of Iraq.
    ("IRQ", "person:john-kerry", [("with", "CONSULT", 1)]),
    ("IRQ", "IRN", [("to", "ACCUSE", 1), ("with", "CONSULT", 1)]),
]


@pytest.mark.parametrize(("ident", "other", "dealings"), MEETINGS)
def test_meetings(desk: Desk, ident: str, other: str, dealings: list[tuple[str, str, int]]) -> None:
    one = next(one for one in desk.meetings(ident) if one.id == other)
    assert sorted((d.direction, d.type, d.number) for d in one.dealings) == dealings
    assert all(desk.event(d.fact).event.type == d.type for d in one.dealings)


def test_nobody(desk: Desk) -> None:
    assert desk.meetings("person:nobody") == []


def test_an_act_of_two_together_is_one_dealing(sample_desk: Path) -> None:
    import watchfloor

    with watchfloor.open(sample_desk) as desk:
        found = desk.meetings("IRN")
        assert found
        for other in found:
            both = (*desk.events(actor=other.id), *desk.events(recipient=other.id))
            facts = {fact.event.id for fact in both}
            assert other.total <= len(facts)
