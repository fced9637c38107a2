"""Deadlines and outlooks: the examples of the packs, and the days that limits come to."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from watchfloor.coder import Coder
from watchfloor.reading.readers import read_text
from watchfloor.resolving import deadlinebook, outlookbook, turnbook
from watchfloor.types import Coding, Deadline, Outlook

DAY = date(2014, 6, 18)
"""a Wednesday"""


@cache
def coder() -> Coder:
    return Coder.load()


def coded(text: str) -> Coding:
    article = read_text(text, published=DAY).article
    assert article is not None
    return coder().code(article)


def deadlines(text: str) -> tuple[Deadline, ...]:
    return coded(text).deadlines


def outlooks(text: str) -> tuple[Outlook, ...]:
    return coded(text).outlooks


@pytest.mark.parametrize("block", deadlinebook.load().blocks, ids=lambda block: block.id)
def test_each_class_of_deadline_words_has_a_hit_and_a_near_miss(block: deadlinebook.Block) -> None:
    assert not block.hit or deadlines(block.hit), block.hit
    assert not deadlines(block.miss), block.miss


@pytest.mark.parametrize("strength", outlookbook.load().strengths, ids=lambda strength: strength.id)
def test_each_strength_of_likelihood_has_a_hit_and_a_near_miss(strength: outlookbook.Strength) -> None:
    assert outlooks(strength.hit), strength.hit
    assert not outlooks(strength.miss), strength.miss


@pytest.mark.parametrize("turn", outlookbook.load().turns, ids=lambda turn: turn.id)
def test_each_turn_of_phrase_has_a_hit_and_a_near_miss(turn: turnbook.Turn) -> None:
    assert turn.pattern.search(turn.hit)
    assert outlooks(turn.hit), turn.hit
    assert not outlooks(turn.miss), turn.miss


DUE = [
    # words, due, status
    ("The ministry must answer the court by Friday.", "2014-06-20", "open"),
    ("The rebels gave the army 48 hours to leave the port.", "2014-06-20", "open"),
    ("The court ordered the ministry to answer within three weeks.", "2014-07-09", "open"),
    ("The junta promised to hold elections by the end of the month.", "2014-06-30", "open"),
    ("The mandate of the mission must be renewed before 1 July.", "2014-06-30", "open"),
    ("July 20th marks the deadline for the nuclear talks.", "2014-07-20", "open"),
    ("The deadline for the nuclear talks is July 20.", "2014-07-20", "open"),
    ("The government pledged to free the prisoners by May.", "2015-05", "open"),
    ("The factions missed the deadline of 10 June to elect a speaker of parliament.", "2014-06-10", "missed"),
    ("The powers extended the nuclear talks to 24 November.", "2014-11-24", "moved"),
    ("They moved the end of the nuclear talks from July 20 to Nov 24.", "2014-11-24", "moved"),
    ("The rebels rejected the government's Friday deadline to disarm.", "2014-06-20", "disputed"),
    ("Comply by Friday or face sanctions, Brussels warned Budapest.", "2014-06-20", "open"),
    ("Unless the hostages walk free by Friday noon, the captors said, talks are over.", "2014-06-20", "open"),
    ("Candidates for the presidency may register until 4 July.", "2014-07-04", "open"),
    ("Friday is the last day for presidential hopefuls to hand in their signatures.", "2014-06-20", "open"),
    ("The high court stayed the extradition until August 1 to let his lawyers appeal.", "2014-08-01", "open"),
    ("The peacekeepers' mandate comes to an end on 31 December.", "2014-12-31", "open"),
    ("Envoys are racing to seal a deal ahead of Saturday's deadline.", "2014-06-21", "open"),
    ("The president said the mandate would not be extended beyond July 6.", "2014-07-06", "open"),
    ("The handover, first meant for 1 July, has been put off until 1 August by the rebels.", "2014-08-01", "moved"),
    ("Georgia had until Tuesday to pull back its police and did so with a day to spare.", "2014-06-17", "met"),
    ("The militia was supposed to leave the airport by last Friday but has not budged.", "2014-06-13", "missed"),
    ("The rebels call the 30 June deadline for their surrender meaningless.", "2014-06-30", "disputed"),
]


@pytest.mark.parametrize(("text", "due", "status"), DUE, ids=[row[0] for row in DUE])
def test_what_a_limit_comes_to(text: str, due: str, status: str) -> None:
    (found, *_) = deadlines(text)
    assert found.due is not None and found.due.edtf == due
    assert found.status == status
    assert found.stated is not None and found.stated.words in text


NONE = [
    "The last soldiers left the base by Saturday.",
    "The ministers will meet on Friday.",
    "The siege of the city lasted for ten days.",
    "He was killed by Friday's patrol of the army.",
    "The war could end by the spring, analysts say.",
    "Must the ministry answer by Friday?",
    "The party hopes to win a majority by 2016.",
    "Congress will debate the war powers bill before the summer.",
    "A vote on the bill is expected by Friday.",
    "The governor was banned from politics until 2013.",
    "The soldiers' convoy left on time.",
    "We will print letters on the war until Friday.",
    "In 1938 Hitler gave Prague until 28 September to yield.",
    "Under the armistice of 1918 the army had to leave within thirty-one days.",
]


@pytest.mark.parametrize("text", NONE)
def test_what_binds_nobody_is_no_deadline(text: str) -> None:
    assert not deadlines(text)


OUTLOOKS = [
    # words, direction, point, scale
    ("Experts are highly skeptical that a nuclear deal can be reached by 20 July.", "unlikely", 0.125, "press"),
    ("There is a 40 percent chance that the government will fall.", "unlikely", 0.4, "stated"),
    ("The bookmakers put the odds of an early election at 3 to 1.", "unlikely", 0.25, "stated"),
    ("The intelligence community judges that the regime is unlikely to fall.", "unlikely", 0.325, "icd203"),
    ("The government will probably not fall.", "unlikely", 0.25, "press"),
    ("The government is not likely to fall.", "unlikely", 0.3, "press"),
    ("The rebels are very likely to attack.", "likely", 0.85, "press"),
    ("The strikes make a ceasefire less likely.", "down", None, "press"),
    ("Israel is unlikely to stop building.", "unlikely", 0.2, "press"),
    ("A coup is regarded as unlikely by most diplomats in Cairo.", "unlikely", 0.2, "press"),
    ("The odds are that Maliki goes.", "likely", 0.75, "press"),
    ("Analysts put the likelihood of a default at one in five.", "unlikely", 0.2, "stated"),
    ("Hopes are fading for a deal between Tehran and the six powers.", "down", None, "press"),
    ("A deal is nowhere near, Western envoys say.", "unlikely", 0.06, "press"),
    ("The expectation in Washington is that Karzai's successor will sign the pact.", "likely", 0.75, "press"),
]


@pytest.mark.parametrize(("text", "direction", "point", "scale"), OUTLOOKS, ids=[row[0] for row in OUTLOOKS])
def test_numbers_stand_beside_the_word(text: str, direction: str, point: float | None, scale: str) -> None:
    (found, *_) = outlooks(text)
    assert (found.direction, found.point, found.scale) == (direction, point, scale)
    if point is not None:
        assert found.low is not None and found.high is not None and found.low <= point <= found.high


@pytest.mark.parametrize(
    "text",
    [
        "The government may fall.",
        "Will the government probably fall?",
        "The bomb probably killed a soldier.",
        "Nobody is sure how Putin will play his hand.",
        "Wars are likely to last longer than generals think.",
        "Parliament is set to vote on Thursday.",
        "The envoy is sure of his facts.",
        "If you are arrested by the police, you will probably want a lawyer.",
        "In 1914 most diplomats doubted that war would come.",
    ],
)
def test_a_bare_may_a_question_and_the_past_are_no_outlook(text: str) -> None:
    assert not outlooks(text)


def test_every_part_quotes_its_words() -> None:
    text = "The court gave the ministry until 3 July to answer, and ministers will probably refuse by Friday."
    found: tuple[Deadline | Outlook, ...] = (*deadlines(text), *outlooks(text))
    assert {type(one) for one in found} == {Deadline, Outlook}
    for one in found:
        for cited in (one.what, one.cue, one.sentence):
            assert text[cited.span.start : cited.span.end] == cited.words
