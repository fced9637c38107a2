"""Scores by hand-worked cases."""

from __future__ import annotations

import pytest

from watchfloor.evaluating.gold import GoldEvent
from watchfloor.evaluating.scores import HEADLINE, Dyad, facets_right, gold_rows, score, score_by_type
from watchfloor.types import Facet

SENT = Dyad("IRNMIL", "IRQ", "MOBILIZE")
HIT = Dyad("SYRREB", "SYRGOV", "ASSAULT")
THREAT = Dyad("IRN", "USA", "THREATEN", Facet.THREATENED)


@pytest.mark.parametrize(
    ("level", "gold", "found", "right"),
    [
        ("type", SENT, Dyad("FRA", "---", "MOBILIZE"), 1),
        ("type", SENT, Dyad("IRNMIL", "IRQ", "AID"), 0),
        ("countries", SENT, Dyad("IRNGOV", "IRQ", "AID"), 1),
        ("countries", SENT, Dyad("IRQ", "IRNMIL", "MOBILIZE"), 0),
        (HEADLINE, SENT, Dyad("IRNGOV", "IRQMIL", "MOBILIZE"), 1),
        (HEADLINE, SENT, Dyad("IRNGOV", "---", "MOBILIZE"), 0),
        ("countries, sectors and type", SENT, Dyad("IRNGOV", "IRQ", "MOBILIZE"), 0),
        ("countries, sectors and type", SENT, SENT, 1),
    ],
)
def test_what_must_be_right_at_each_level(level: str, gold: Dyad, found: Dyad, right: int) -> None:
    assert score((frozenset([gold]),), (frozenset([found]),), level).right == right


def test_shares_are_of_sums_over_records() -> None:
    gold = (frozenset([SENT, HIT]), frozenset[Dyad](), frozenset([HIT]))
    found = (frozenset([SENT]), frozenset([HIT]), frozenset([HIT]))
    total = score(gold, found)
    assert (total.right, total.found, total.gold) == (2, 3, 3)
    assert (total.precision, total.recall, total.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))


def test_nothing_to_find_is_no_figure() -> None:
    nothing = score((frozenset(),), (frozenset(),), resamples=10)
    assert (nothing.precision, nothing.recall, nothing.f1, nothing.low) == (None, None, None, None)


def test_the_interval_holds_the_figure_and_is_repeatable() -> None:
    gold = (frozenset([SENT]),) * 30
    found = (frozenset([SENT]),) * 20 + (frozenset([HIT]),) * 10
    first, second = (score(gold, found, resamples=200) for _ in range(2))
    assert first == second
    assert first.low is not None and first.high is not None and first.f1 is not None
    assert 0.4 < first.low < first.f1 < first.high < 0.9


def test_types_are_scored_apart() -> None:
    parts = score_by_type((frozenset([SENT, HIT]),), (frozenset([SENT]),))
    assert {kind: (s.right, s.found, s.gold) for kind, s in parts.items()} == {
        "ASSAULT": (0, 0, 1),
        "MOBILIZE": (1, 1, 1),
    }


def test_only_deeds_count_unless_all_are_asked_for() -> None:
    events = (GoldEvent("AID", ("A",), ("B", "C")), GoldEvent("THREATEN", ("A",), (), Facet.THREATENED))
    assert gold_rows(events) == {Dyad("A", "B", "AID"), Dyad("A", "C", "AID")}
    assert Dyad("A", "---", "THREATEN", Facet.THREATENED) in gold_rows(events, deeds_only=False)


def test_facets_are_judged_where_the_row_was_found() -> None:
    told_as_deed = Dyad(THREAT.source, THREAT.target, THREAT.type)
    assert facets_right((frozenset([THREAT, HIT]),), (frozenset([told_as_deed]),)) == (0, 1)
    assert facets_right((frozenset([THREAT, HIT]),), (frozenset([THREAT]),)) == (1, 1)
