"""Incidents: which reports are of one happening."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from watchfloor.linking import words
from watchfloor.linking.incidents import DEED, DENIED, PERHAPS, TO_COME, Mention, Where, apart, group, score
from watchfloor.linking.numbers import meet, newer, numbers

RARITY = words.load()
TIKRIT, MOSUL = Where("tikrit", "IRQ", True), Where("mosul", "IRQ", True)
IRAQ, GENEVA = Where("iraq", "IRQ", False), Where("geneva", "CHE", True)


def told(ident: str, sentence: str, day: int, act: str, **more: object) -> Mention:
    """A report of an attack by ISIS on Iraq, unless it is another."""
    stems = words.stems(sentence)
    base = Mention(
        id=ident,
        article=ident,
        word=act,
        type="ASSAULT",
        facet=DEED,
        stems=RARITY.telling(stem for stem in stems if stem != act),
        vector=RARITY.vector(stems),
        actors=frozenset({"isis"}),
        recipients=frozenset({"IRQ"}),
        first=date(2014, 6, day),
        last=date(2014, 6, day),
        precision="published",
    )
    return replace(base, **more)  # type: ignore[arg-type]


AIRPORT = told("a", "Militants attacked the airport of Tikrit with mortars and killed 12 guards", 11, "attack")
AGAIN = told("b", "Twelve guards died when the airport in Tikrit was shelled by militants with mortars", 11, "shell")
BARRACKS = told("c", "Gunmen stormed army barracks near Samarra overnight and seized vehicles", 12, "storm")


def ids(found: list[tuple[Mention, ...]]) -> set[frozenset[str]]:
    return {frozenset(one.id for one in each) for each in found}


def test_one_happening_in_other_words_is_one() -> None:
    assert ids(group([AIRPORT, AGAIN, BARRACKS])) == {frozenset("ab"), frozenset("c")}


@pytest.mark.parametrize(
    ("change", "cannot"),
    [
        ({}, False),
        ({"facet": DENIED}, False),  # a denial is of the same act: it is a conflict
        ({"facet": TO_COME}, True),
        ({"facet": PERHAPS}, True),
        ({"actors": frozenset({"IRQ"}), "recipients": frozenset({"isis"})}, True),
        ({"actors": frozenset({"IRQ"}), "recipients": frozenset({"isis"}), "reciprocal": True}, False),
        ({"actors": frozenset()}, False),
        ({"first": date(2014, 6, 13), "last": date(2014, 6, 13)}, False),
        ({"first": date(2014, 6, 15), "last": date(2014, 6, 15)}, True),
        ({"first": date(2014, 6, 16), "last": date(2014, 6, 22), "precision": "week"}, False),
        ({"first": None, "last": None}, False),
        ({"places": (TIKRIT,)}, False),
        ({"places": (MOSUL,)}, True),
        ({"places": (IRAQ,)}, False),
        ({"places": (GENEVA,)}, False),  # two countries: it speaks against the pair, and does not forbid it
        ({"places": (MOSUL, TIKRIT)}, False),
    ],
)
def test_what_keeps_two_reports_apart(change: dict[str, object], cannot: bool) -> None:
    one = replace(AIRPORT, places=(TIKRIT,))
    other = replace(AGAIN, **change)  # type: ignore[arg-type]
    assert apart(one, other) is apart(other, one) is cannot
    assert score(one, other, 0.5) == score(other, one, 0.5)


def test_two_stated_days_are_two_acts() -> None:
    one, other = (
        replace(AIRPORT, id=name, precision="day", first=date(2014, 6, day), last=date(2014, 6, day))
        for name, day in (("x", 11), ("y", 12))
    )
    assert apart(one, other)
    assert not apart(one, replace(other, precision="published"))


def test_a_likely_pair_does_not_draw_groups_together() -> None:
    """B is like A and like C, but A and C cannot be one: the surer pair stays, the third is left."""
    between = replace(AIRPORT, id="b")
    far = replace(AIRPORT, id="c", places=(MOSUL,))
    found = ids(group([replace(AIRPORT, places=(TIKRIT,)), between, far]))
    assert not any({"a", "c"} <= each for each in found)
    assert len(found) == 2


def test_people_have_the_last_word() -> None:
    every = [AIRPORT, AGAIN, BARRACKS]
    assert ids(group(every, asunder=[("a", "b")])) == {frozenset("a"), frozenset("b"), frozenset("c")}
    assert frozenset("ac") in ids(group(every, together=[("a", "c")], asunder=[("a", "b"), ("b", "c")]))


def test_the_order_of_reports_does_not_matter() -> None:
    every = [replace(one, id=f"{one.id}{n}", article=f"{n}") for one in (AIRPORT, AGAIN, BARRACKS) for n in range(5)]
    expected = group(every)
    for seed in range(5):
        random.Random(seed).shuffle(every)  # noqa: S311 - an order
        assert group(every) == expected


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("At least 12 people were killed and 30 wounded.", {"killed": (12, float("inf")), "wounded": (30, 30)}),
        ("The blast killed seven soldiers.", {"killed": (7, 7)}),
        ("up to 3,000 military advisers", {"advisers": (0, 3000)}),
        ("some 200 troops", {"troops": (160, 250)}),
        ("two dozen rockets were fired", {"missiles": (24, 24)}),
        ("They killed thousands of people in one morning.", {}),
        ("He was killed on 12 June 2014.", {}),
        ("Three weeks later a man was killed.", {}),
        ("\u0661\u0662 killed", {"killed": (12, 12)}),
        ("²² killed", {"killed": (22, 22)}),
    ],
)
def test_numbers_of_a_sentence(sentence: str, found: dict[str, tuple[float, float]]) -> None:
    assert numbers(sentence) == found


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ((12, 12), (15, 15), True),
        ((12, 12), (40, 40), False),
        ((3, 3), (6, 6), True),
        ((12, float("inf")), (40, 40), True),
        ((70, float("inf")), (12, 12), False),
        ((0, 300), (0, 3000), False),
        ((0, 300), (200, 200), True),
    ],
)
def test_numbers_that_meet(one: tuple[float, float], other: tuple[float, float], agree: bool) -> None:
    assert meet(one, other) is meet(other, one) is agree


@pytest.mark.parametrize(
    ("sentence", "takes_its_place"),
    [
        ("The death toll from the blast rises to 12.", True),
        ("The number of the dead has risen to 40, up from 8.", True),
        ("Officials revised the toll to 9 killed.", True),
        ("The toll now stands at 31 dead.", True),
        ("Twelve are dead, more than the ministry had first reported: earlier put at 8.", True),
        ("A blast killed 12 people in Tikrit.", False),
        ("At least 12 were killed when the sun was low.", False),
        ("Twelve people are now without a home.", False),
    ],
)
def test_numbers_that_take_the_place_of_earlier_ones(sentence: str, takes_its_place: bool) -> None:
    assert newer(sentence) is takes_its_place


def test_scores_that_are_kept_are_bounded_and_change_no_group(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [
        Mention(id=f"ev:{n}", article=f"v{n}", word="seize", type="COERCE", vector={"tikrit": 1.0}) for n in range(6)
    ]
    anew = group(told)
    monkeypatch.setattr("watchfloor.linking.incidents.KNOWN", 4)
    known: dict[tuple[str, str], float | None] = {}
    assert group(told, known=known) == group(told, known=known) == anew
    assert len(known) == 4
