"""How events read."""

from __future__ import annotations

from datetime import date

import pytest

from making import fact
from watchfloor.briefing.proof import faults
from watchfloor.briefing.wording import claim, day_text, when_text
from watchfloor.types import Facet, Period


@pytest.mark.parametrize(
    ("marked", "type_", "mode", "facet", "expected"),
    [
        (
            "{ISIS} <seized> [Mosul]",
            "COERCE",
            "seize",
            "happened",
            "Islamic State seized territory or property in Mosul",
        ),
        ("{Kerry} <visited> |Iraq|", "CONSULT", "visit", "happened", "John Kerry visited Iraq"),
        ("{Kerry} <will visit> |Iraq|", "CONSULT", "visit", "planned", "planned: visit by John Kerry to Iraq"),
        ("<attacks> on |Iraq|", "ASSAULT", "", "happened", "attack on Iraq, by nobody named"),
        ("{Iran} <threatens> to hit |Iraq|", "ASSAULT", "", "threatened", "threatened: attack by Iran on Iraq"),
        ("{Iran} <denied> aid to |Iraq|", "AID", "", "denied", "denied: aid by Iran to Iraq"),
        ("{Iran} <is bombing> |Iraq|", "ASSAULT", "", "ongoing", "Iran attacked Iraq (still going on)"),
        ("{Iran} <arrested> |Kerry|", "COERCE", "arrest", "happened", "Iran detained John Kerry"),
        ("{Iran} <expelled> |Iraq|", "SANCTION", "expel", "happened", "Iran expelled people of Iraq"),
        ("{Iran} <attacked> |Iraq|", "ASSAULT", "", "historical", "background: Iran attacked Iraq"),
    ],
)
def test_claim(marked: str, type_: str, mode: str, facet: str, expected: str) -> None:
    assert claim(fact(marked, type_, mode, facet=Facet(facet)).event) == expected


def test_talks_have_two_sides() -> None:
    talks = fact("{Iran} and {Kerry} <held talks>", "CONSULT", reciprocal=True).event
    assert claim(talks) == "Iran and John Kerry held talks"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{ISIS} <attacked> |Iraq|", 'Islamic State ("ISIS") attacked Iraq'),
        ("{Kerry} <attacked> |the Pentagon|", 'John Kerry attacked United States military ("the Pentagon")'),
        ("{ISIS} and {Iran} <attacked>", 'Islamic State ("ISIS") and Iran carried out an attack'),
    ],
)
def test_a_name_that_is_not_in_its_words_is_cited(marked: str, expected: str) -> None:
    event = fact(marked, "ASSAULT").event
    assert claim(event, cite=True) == expected
    assert faults(expected, event.sentence.words, event) == ()


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period(date(2014, 6, 23), date(2014, 6, 23), "day", "2014-06-23"), "23 Jun 2014"),
        (Period(date(2014, 6, 1), date(2014, 6, 30), "month", "2014-06"), "1 Jun 2014 to 30 Jun 2014"),
        (Period(date(2014, 6, 23), None, "range", "2014-06-23/.."), "from 23 Jun 2014"),
        (Period(None, date(2014, 7, 20), "range", "../2014-07-20"), "until 20 Jul 2014"),
        (Period(None, None, "vague", "2014~"), "2014~"),
    ],
)
def test_when_is_no_more_exact_than_stated(period: Period, expected: str) -> None:
    assert when_text(period) == expected
    assert day_text(date(2014, 6, 3)) == "3 Jun 2014"
