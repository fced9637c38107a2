"""Chapters and storylines: what belongs together, and what must not depend on anything."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from watchfloor.linking.storylines import Report, Said, changes, chapters, named, reader, storylines

BEGIN = date(2014, 6, 1)

# Day, name, text. What begins with the same letter is of one storyline.
LINES = (
    (
        0,
        "a1",
        "Rebels in the Corvane valley of Afghanistan shelled an army post near Dursk, the ministry said.",
    ),
    (1, "a2", "The army of Afghanistan retook its post near Dursk in the Corvane valley from the rebels."),
    (5, "a3", "Afghanistan: a truce with the rebels of the Corvane valley was broken near Dursk by shelling."),
    (2, "b1", "Voters in Chile went to the polls to elect a new parliament; turnout in Valparaiso was low."),
    (3, "b2", "Chile: the opposition won the parliamentary election, and Valparaiso elected a new mayor."),
    (4, "c1", "A typhoon made landfall in the Philippines and heavy rainfall flooded Tacloban."),
    (6, "c2", "Floods in Tacloban, Philippines: the typhoon killed nine, and rainfall goes on."),
)


def report(day: int, ident: str, text: str) -> Report:
    """A line, known on its day."""
    return reader().report(ident, day, BEGIN + timedelta(days=day), text)


REPORTS = tuple(report(*line) for line in LINES)


def parts(reports: list[Report] | tuple[Report, ...], said: Said | None = None) -> set[frozenset[str]]:
    """The storylines as sets of reports."""
    return {frozenset(one.reports) for one in storylines(reports, said)}


def together(*groups: str) -> Said:
    """What is said to belong together, each group as `"b1 c1"`."""
    return Said(together=tuple(frozenset(group.split()) for group in groups))


def asunder(one: str, other: str) -> Said:
    """What is said to be apart, each side as `"b1 c1"`."""
    return Said(asunder=((frozenset(one.split()), frozenset(other.split())),))


def test_reports_on_one_matter_are_one_storyline() -> None:
    assert parts(REPORTS) == {frozenset({"a1", "a2", "a3"}), frozenset({"b1", "b2"}), frozenset({"c1", "c2"})}


def test_the_order_of_adding_does_not_matter() -> None:
    # All known at one moment too: then only what they are can decide.
    at_once = [replace(report, known=0) for report in REPORTS]
    for reports in (list(REPORTS), at_once):
        wanted = storylines(reports)
        for seed in range(5):
            shuffled = random.Random(seed).sample(reports, len(reports))  # noqa: S311 - an order
            assert storylines(shuffled) == wanted
            assert storylines([*shuffled, *shuffled[:3]]) == wanted, "adding twice is adding once"


@pytest.mark.parametrize("day", range(7))
def test_what_comes_later_moves_no_earlier_report_from_its_chapter(day: int) -> None:
    known = [report for report in REPORTS if report.known <= day]
    before = chapters(known)
    after = {chapter.id: chapter.reports for chapter in chapters(REPORTS)}
    for chapter in before:
        assert after[chapter.id][: len(chapter.reports)] == chapter.reports


def test_a_report_that_comes_later_with_an_older_day_changes_no_chapter() -> None:
    late = replace(REPORTS[1], id="z", known=99, day=BEGIN - timedelta(days=2))
    after = {chapter.id: chapter.reports for chapter in chapters([*REPORTS, late])}
    for chapter in chapters(REPORTS):
        assert after[chapter.id][: len(chapter.reports)] == chapter.reports


A, B, C = (frozenset({f"{one}{n}" for n in range(1, many + 1)}) for one, many in (("a", 3), ("b", 2), ("c", 2)))


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (together("b1 c1"), {A, B | C}),
        (together("b1 c1 a1 gone", "far c9"), {A | B | C}),
        (asunder("b1", "b2"), {A, frozenset({"b1"}), frozenset({"b2"}), C}),
        # One chapter: only the report that is said not to belong there leaves it.
        (asunder("a2", "a1 a3"), {A - {"a2"}, frozenset({"a2"}), B, C}),
        (replace(asunder("a1 a2", "a3"), together=(frozenset({"a1", "a2"}),)), {A - {"a3"}, frozenset({"a3"}), B, C}),
        # Those that go together go nowhere that one of them may not go.
        (replace(asunder("a1", "b1"), together=(frozenset({"a1", "c1"}), frozenset({"b1", "b2"}))), {A | C, B}),
        # Moved alone, and nothing after it.
        (Said(together=(frozenset({"c1", "a2"}),), moved=frozenset({"a2"})), {A - {"a2"}, B, C | {"a2"}}),
    ],
)
def test_people_join_and_part_storylines(said: Said, wanted: set[frozenset[str]]) -> None:
    assert parts(REPORTS, said) == wanted


def test_copies_stand_where_what_they_copy_stands() -> None:
    copies = [replace(REPORTS[0], id=f"a1{n}", known=9, day=BEGIN + timedelta(days=2), again="a1") for n in range(9)]
    every = (*REPORTS, *copies)
    ids = {one.id for one in copies}
    assert parts(every) == {A | ids, B, C}
    moved = Said(together=(frozenset({"c1", "a1"}),), moved=frozenset({"a1"}))
    assert parts(every, moved) == {A - {"a1"}, B, C | {"a1"} | ids}, "also where people put it"
    alone = Said(asunder=((frozenset({"a10"}), frozenset({"a1", "a2", "a3"})),))
    assert parts(every, alone) == {A | ids - {"a10"}, B, C, frozenset({"a10"})}, "unless they speak of the copy"
    # What is like the copies only weighs no more by their number.
    assert {one.id for one in storylines(every)} == {one.id for one in storylines(REPORTS)}


def test_a_report_that_is_moved_gives_a_storyline_no_other_name() -> None:
    said = Said(together=(frozenset({"c1", "a1"}),), moved=frozenset({"a1"}))
    holding = {report: one.id for one in storylines(REPORTS, said) for report in one.reports}
    assert holding["a1"] == holding["c2"] == named("c1")


def test_joined_and_parted_storylines_are_told() -> None:
    plain, joined = storylines(REPORTS), storylines(REPORTS, together("b1 c1"))
    (change,) = changes(plain, joined)
    assert (change.kind, len(change.before), len(change.after)) == ("merged", 2, 1)
    (back,) = changes(joined, plain)
    assert (back.kind, back.before, set(back.after)) == ("split", change.after, set(change.before))
    assert changes(plain, plain) == ()
    assert changes(plain, joined, least=3) == (), "small ones are passed over"
    moved = storylines(REPORTS, Said(together=(frozenset({"c1", "a2"}),), moved=frozenset({"a2"})))
    assert changes(plain, moved) == (), "a report that passes from one to another makes neither one nor two"


def test_a_matter_that_comes_again_after_a_long_time_is_another_storyline() -> None:
    again = report(200, "a9", LINES[0][2])
    assert frozenset({"a9"}) in parts((*REPORTS, again))


@pytest.mark.parametrize("text", ["", "\x00\x1b[31m", "A " * 50_000, "🜁" * 5000, "IRAN " * 3000])
def test_odd_texts_are_reports_too(text: str) -> None:
    assert "odd" in {name for one in parts((*REPORTS, report(3, "odd", text))) for name in one}


def test_a_country_is_named_by_its_adjective_and_its_people() -> None:
    assert set(report(0, "x", "Iranian envoys met the French in the south of Iraq.").countries) == {"IRN", "FRA", "IRQ"}
    assert not report(0, "x", "they turkey polish the china").countries
