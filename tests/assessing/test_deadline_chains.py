"""Chains of deadlines and questions of outlooks, and the calendar that other programs read."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
import vobject  # type: ignore[import-untyped]

from watchfloor.assessing import issues
from watchfloor.assessing.deadlines import Chain, chains
from watchfloor.assessing.outlooks import questions
from watchfloor.exporters import ics
from watchfloor.types import Actor, Article, Cited, Deadline, Entry, Outlook, Period, Published, Span

BOOK = issues.load()
IRAN = Actor("IRN", "Iran", "state", "IRN")


@dataclass(frozen=True, slots=True)
class Kept:
    entry: Entry
    article: Article
    said: date | None
    recorded_at: datetime


def cited(words: str, start: int, version: str) -> Cited[str]:
    return Cited(words, Span(version, start, start + len(words)), words, "test")


def day(text: str) -> Period:
    when = date.fromisoformat(text)
    return Period(when, when, "day", text)


def article(said: str, sentence: str) -> Article:
    at = datetime.fromisoformat(said).replace(tzinfo=UTC)
    published = Published(at, "day", "given")
    return Article(
        said, f"https://example.org/{said}", "Nuclear talks", "", published, "en", "The Wire", "", said, sentence
    )


def deadline(said: str, sentence: str, due: str | None, status: str = "open", was: str | None = None) -> Kept:
    page = article(said, sentence)
    old = Cited(day(was), Span(said, 0, 3), sentence[:3], "test") if was else None
    entry = Deadline(
        f"de:{said}",
        cited("nuclear talks", 0, said),
        (Cited(IRAN, Span(said, 0, 4), "Iran", "test"),),
        (),
        cited("then", 0, said) if due else None,
        day(due) if due else None,
        status,
        old,
        (),
        0.9,
        cited(sentence[:3], 0, said),
        cited(sentence, 0, said),
    )
    return Kept(entry, page, date.fromisoformat(said), page.published.at if page.published else datetime.now(UTC))


TOLD = [
    deadline("2014-06-17", "The deadline of the nuclear talks in Vienna is July 20.", "2014-07-20"),
    deadline("2014-07-19", "The new deadline of the nuclear talks in Vienna is November 24.", "2014-11-24", "moved"),
    deadline("2014-11-24", "The deadline of the nuclear talks was missed.", None, "missed"),
    deadline("2014-11-25", "The nuclear talks were given until July 1.", "2015-07-01", "moved", "2014-11-24"),
]


def known(by: str) -> Chain:
    (chain,) = chains(TOLD, BOOK, date.fromisoformat(by))
    return chain


@pytest.mark.parametrize(
    ("by", "due", "state", "sequence", "left"),
    [
        ("2014-06-18", "2014-07-20", "open", 0, 32),
        ("2014-07-20", "2014-11-24", "moved", 1, 127),
        ("2014-11-24", "2014-11-24", "missed", 1, 0),
        ("2014-11-25", "2015-07-01", "moved", 2, 218),
        ("2015-07-02", "2015-07-01", "passed", 2, -1),
    ],
)
def test_one_deadline_through_its_moves(by: str, due: str, state: str, sequence: int, left: int) -> None:
    chain = known(by)
    assert chain.due is not None and chain.due.edtf == due
    assert (chain.state, chain.sequence, chain.countdown) == (state, sequence, left)
    assert chain.uid == known("2014-06-17").uid


def test_another_issue_is_another_deadline() -> None:
    other = deadline("2014-06-20", "Candidates for the Iraqi parliament must file by July 20.", "2014-07-20")
    named = Kept(
        Deadline(
            **{f: getattr(other.entry, f) for f in Deadline.__slots__}
            | {"what": cited("Candidates", 0, "2014-06-20"), "bound": ()}
        ),
        other.article,
        other.said,
        other.recorded_at,
    )
    assert len(chains([TOLD[0], named], BOOK, date(2014, 6, 30))) == 2


def test_a_telling_of_the_old_day_moves_nothing_back() -> None:
    late = deadline("2014-08-01", "The deadline of the nuclear talks in Vienna had been July 20.", "2014-07-20")
    (chain,) = chains([*TOLD[:2], late], BOOK, date(2014, 8, 2))
    assert chain.sequence == 1 and chain.due is not None and chain.due.edtf == "2014-11-24"


def written(found: Iterable[Chain]) -> str:
    out = io.StringIO(newline="")
    ics.write(found, out)
    return out.getvalue()


def test_another_library_reads_the_calendar_back() -> None:
    text = written([known("2014-07-20")])
    (event,) = vobject.readOne(text).vevent_list
    assert event.uid.value == known("2014-06-17").uid
    assert event.sequence.value == "1"
    assert event.dtstart.value == date(2014, 11, 24) and event.dtend.value == date(2014, 11, 25)
    assert event.dtstamp.value == datetime(2014, 7, 19, tzinfo=UTC)
    assert "moved from 2014-07-20 to 2014-11-24" in event.description.value
    assert written([known("2014-07-20")]) == text


def test_hostile_words_stay_words() -> None:
    evil = "The nuclear talks\x1b[2J end; BEGIN:VEVENT, by July 20\nUID:x"
    (chain,) = chains([deadline("2014-06-17", evil, "2014-07-20")], BOOK, date(2014, 6, 18))
    text = written([chain])
    (event,) = vobject.readOne(text).vevent_list
    assert "\x1b" not in text and event.uid.value != "x" and "BEGIN:VEVENT, by July 20" in event.description.value


def outlook(said: str, low: float, point: float, high: float, by: str) -> Kept:
    sentence = "Experts doubt that a nuclear deal will be reached in Vienna."
    page = article(said, sentence)
    limit = Cited(day(by), Span(said, 0, 3), sentence[:3], "test")
    entry = Outlook(
        f"ou:{said}",
        None,
        cited("a nuclear deal will be reached", 0, said),
        False,
        limit,
        "unlikely" if point < 0.5 else "likely",
        low,
        high,
        point,
        "press",
        None,
        0.8,
        cited("doubt", 0, said),
        cited(sentence, 0, said),
    )
    return Kept(entry, page, date.fromisoformat(said), page.published.at if page.published else datetime.now(UTC))


def test_a_question_gathers_its_voices_and_a_move_answers_it() -> None:
    told = [outlook("2014-06-24", 0.15, 0.25, 0.33, "2014-07-20"), outlook("2014-07-01", 0.6, 0.7, 0.8, "2014-07-20")]
    found = chains(TOLD, BOOK, date(2014, 7, 2))
    (question,) = questions(told, BOOK, date(2014, 7, 2), found)
    assert (question.low, question.high, question.points) == (0.15, 0.8, (0.25, 0.7)) and question.answer is None
    (question,) = questions(told, BOOK, date(2014, 7, 20), chains(TOLD, BOOK, date(2014, 7, 20)))
    assert question.answer is not None and not question.answer.came_about
