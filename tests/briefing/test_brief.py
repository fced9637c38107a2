"""What a brief says, in which section, and what it says when there is nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import pytest

from making import Kept, fact
from watchfloor.briefing.brief import QUOTE, SHARES, Brief, Coverage, excerpt, make
from watchfloor.briefing.watch import Watch
from watchfloor.types import Facet

DAY = date(2014, 6, 24)
ALL_READ = Coverage(2, 2, 0, ())


@dataclass
class Desk:
    """A desk that holds just these facts."""

    facts: list[Kept] = field(default_factory=list)
    whole: Coverage = ALL_READ
    today: Coverage = ALL_READ

    def last_day(self) -> date | None:
        return max((f.article.published.day for f in self.facts if f.article.published), default=None)

    def published(self, first: date, last: date) -> Iterable[Kept]:
        return [f for f in self.facts if f.article.published and first <= f.article.published.day <= last]

    def coverage(self, day: date | None) -> Coverage:
        return self.whole if day is None else self.today


def shown(brief: Brief) -> dict[str, list[str]]:
    return {section.kind: [c.text for line in section.lines for c in line.claims] for section in brief.sections}


def test_deeds_words_and_plans_stand_apart() -> None:
    brief = make(
        Desk(
            [
                fact("{ISIS} <seized> [Mosul]", "COERCE", "seize"),
                fact("{Kerry} <blamed> |Iran|", "ACCUSE", "disapprove"),
                fact("{Iran} <could send> troops", "MOBILIZE", "troops", facet=Facet.HYPOTHETICAL),
                fact("{Kerry} <will visit> |Iraq| by (July 20)", "CONSULT", "visit", facet=Facet.PLANNED),
                fact("{Iran} <fought> |Iraq|", "ASSAULT", facet=Facet.HISTORICAL),
            ]
        )
    )
    assert shown(brief) == {
        "done": ['Islamic State ("ISIS") seized territory or property in Mosul'],
        "said": ["John Kerry criticised Iran"],
        "not done": ["hypothetical: troops mobilised or sent by Iran"],
        "coming": ["planned: visit by John Kerry to Iraq"],
    }
    assert (brief.day, brief.background, brief.dropped, brief.zero) == (DAY, 1, (), "")


def test_copies_are_one_line_and_no_confirmation() -> None:
    wire = "{ISIS} <seized> [Mosul]"
    brief = make(
        Desk(
            [
                fact(wire, "COERCE", "seize", outlet="Wire"),
                fact(wire, "COERCE", "seize", outlet="Copier"),
                fact("On Monday {ISIS} <took> [Mosul] by force", "COERCE", "seize", outlet="Own Eyes"),
            ]
        )
    )
    (line,) = brief.sections[0].lines
    assert {line.outlet, *line.copies, *line.also} == {"Wire", "Copier", "Own Eyes"}
    assert (line.copies, line.also) in [(("Copier",), ("Own Eyes",)), ((), ("Wire", "Copier"))]


def test_an_announced_date_is_still_to_come_weeks_later() -> None:
    announced = fact(
        "{Kerry} <will visit> |Iraq| by (July 20)", "CONSULT", facet=Facet.PLANNED, published=date(2014, 6, 20)
    )
    brief = make(Desk([announced, fact("{ISIS} <seized> [Mosul]", "COERCE")]))
    assert brief.day == DAY
    assert shown(brief)["coming"] == ["planned: talks by John Kerry with Iraq"]
    later = make(Desk([announced], today=Coverage(0, 0, 0, ())), date(2014, 7, 25))
    assert later.sections == ()


def test_other_days_stay_out() -> None:
    old = fact("{ISIS} <seized> [Mosul]", "COERCE", published=date(2014, 6, 10))
    assert shown(make(Desk([old, fact("{Iran} <fought> |Iraq|", "ASSAULT")]))) == {"done": ["Iran attacked Iraq"]}


def test_a_section_takes_what_others_leave_free_and_the_rest_is_counted() -> None:
    screen = sum(SHARES.values())
    fights = [fact(f"{{Group {number}}} <fought> |Iraq|", "ASSAULT") for number in range(screen + 3)]
    (section,) = make(Desk(fights)).sections
    assert (len(section.lines), section.left_out) == (screen, 3)
    blame = [fact(f"{{Group {number}}} <blamed> |Iraq|", "ACCUSE") for number in range(9)]
    done, said = make(Desk([*fights, *blame])).sections
    assert (len(said.lines), len(done.lines)) == (SHARES["said"], screen - SHARES["said"])


NONE = Coverage(0, 0, 0, ())


@pytest.mark.parametrize(
    ("whole", "today", "expected"),
    [
        (NONE, NONE, "not watched: this desk holds no article yet"),
        (ALL_READ, NONE, "not watched: this desk holds no article published on that day"),
        (ALL_READ, Coverage(3, 1, 2, ()), "not yet coded: 2 of"),
        (ALL_READ, Coverage(1, 0, 0, (("language (de)", 1),)), "not read: none of"),
        (ALL_READ, Coverage(3, 2, 0, (("language (de)", 1),)), "observed zero: coded 2 of 3 articles, 1 not read"),
    ],
)
def test_an_honest_zero(whole: Coverage, today: Coverage, expected: str) -> None:
    assert make(Desk([], whole, today), DAY).zero.startswith(expected)


LATE = Watch(3, 1, (("late", ("Corvane",)), ("failing", ("A", "B", "C", "D", "E"))), None)
HEARD = Watch(1, 1, (), None)


@pytest.mark.parametrize(
    ("today", "whole", "begins"),
    [
        (NONE, Coverage(0, 0, 0, (), LATE), "not yet read: no article has come yet (1 of 3 sources heard; late:"),
        (Coverage(0, 0, 0, (), LATE), ALL_READ, "source late: no article of that day has come"),
        (Coverage(0, 0, 0, (), HEARD), ALL_READ, "observed zero: 1 of 1 source heard, and none published"),
        (Coverage(2, 2, 0, (), HEARD), ALL_READ, "observed zero: coded 2 of 2 articles of that day, and none reports"),
        (Coverage(2, 2, 0, (), LATE), ALL_READ, "observed zero: coded 2 of 2 articles of that day"),
    ],
)
def test_a_zero_says_who_was_heard(today: Coverage, whole: Coverage, begins: str) -> None:
    zero = make(Desk([], whole=whole, today=today), date(2014, 6, 24)).zero
    assert zero.startswith(begins)
    assert ("failing: A, B, C and 2 more" in zero) == (LATE in (today.watch, whole.watch))


def test_coverage_text() -> None:
    assert Coverage(38, 37, 0, (("language (de)", 1),)).text() == "coded 37 of 38 articles, 1 not read: language (de)"
    assert Coverage(1, 0, 1, ()).text() == "coded 0 of 1 article, 1 not yet coded"


@pytest.mark.parametrize("before", [0, 40, 200, 900])
@pytest.mark.parametrize("after", [0, 40, 200, 900])
def test_a_long_sentence_is_cut_around_its_act(before: int, after: int) -> None:
    filler = "word after word "
    event = fact(
        (filler * 60)[:before].lstrip() + " {Iran} <sent troops> to |Iraq| " + (filler * 60)[:after], "MOBILIZE"
    ).event
    quote, (start, end) = excerpt(event)
    assert quote[start:end] == "sent troops"
    assert len(quote) <= max(QUOTE, 0)
    assert quote.strip("…") in event.sentence.words
    assert "Iran" in quote and "Iraq" in quote
    # Whole words only.
    assert not quote.strip("…").strip().startswith(("ord", "fter")) and " wor " not in f"{quote.strip('…')} "
