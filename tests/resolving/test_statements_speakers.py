"""Who speaks, for which side, and what is nobody's own statement: short texts, each with its statements."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from watchfloor.coder import Coder
from watchfloor.reading.readers import read_text
from watchfloor.types import Statement

ROWS = [
    # a text; each of its statements as `name | side | act`, stances behind it
    # a role with nothing but "the" is the one of its kind that was told of last
    ("Norway's defence ministry rejected the plan. In a statement, the ministry said that it supports talks.",
     ["ministry | NOR | rejects -2", "ministry | NOR | says +1"]),
    ("A senior Egyptian official criticised the plan. Iran's foreign minister left. “It is dead,” the official said.",
     ["official | EGY | criticises -1", "official | EGY | says"]),
    # but not one that is named by its own country, nor one of another kind
    ("Norway's defence ministry rejected the plan. The Polish ministry said that it supports talks.",
     ["ministry | NOR | rejects -2", "ministry | POL | says +1"]),
    ("Norway's defence ministry rejected the plan. A ministry said that it supports talks.",
     ["ministry | NOR | rejects -2", "ministry | | says +1"]),
    # what one side tells of the deeds of another is no statement of the other's; what it tells of their words is
    ("Sergei Lavrov told reporters that Turkey backs the rebels in Syria.", ["Lavrov | RUS | says"]),
    ("Sergei Lavrov told reporters that Turkey had rejected the plan.",
     ["Lavrov | RUS | says", "Turkey | TUR | rejects -2"]),
    # a name before a colon and a quotation, in the middle of an article
    ("The envoys met in Vienna. Sergei Lavrov: “We will answer when our engineers have finished.”",
     ["Lavrov | RUS | says +2"]),
    # the phrase around a name that no lexicon has is not the name
    ("And, what hurts most, from Oslo: Kari Strand, the head of the council, rejected the plan.",
     ["Kari Strand | * | rejects -2"]),
    # a thing takes no position
    ("“The dam threatens our brothers,” Sergei Lavrov said.", ["Lavrov | RUS | says"]),
    ("On Friday the house backed air strikes against the Islamic State.", ["house | | supports +1"]),
    # "no" at the object of a judgement turns it
    ("Sergei Lavrov said that the bombing had no legal basis.", ["Lavrov | RUS | says -1"]),
    ("Sergei Lavrov said that the bombing had a legal basis.", ["Lavrov | RUS | says +1"]),
    ("Sergei Lavrov said that the strike would serve no purpose.", ["Lavrov | RUS | says -1"]),
    ("Sergei Lavrov said that no strike would serve its purpose.", ["Lavrov | RUS | says -1"]),
    ("Sergei Lavrov said that talking to the rebels brought no gain.", ["Lavrov | RUS | says -1"]),
    # "not" said twice is one refusal
    ("Sergei Lavrov said that Russia does not and will not support the strikes.", ["Lavrov | RUS | says -1"]),
    ("Russian forces do not and will not have a combat mission, Sergei Lavrov said.", ["Lavrov | RUS | says -2"]),
    # opposed to, by what, and would
    ("Sergei Lavrov said that Moscow was opposed to any strike and would use only diplomacy.",
     ["Lavrov | RUS | says -2 +2"]),
    ("Sergei Lavrov said that Moscow was opposed by many states.", ["Lavrov | RUS | says", "states | | opposes -2"]),
]  # fmt: skip


@cache
def coder() -> Coder:
    return Coder.load()


def read(text: str) -> tuple[Statement, ...]:
    article = read_text(f"News of the day\n\n{text}", published=date(2014, 6, 24)).article
    assert article is not None
    return coder().code(article).statements


def fits(wanted: str, one: Statement) -> bool:
    name, side, act = (part.strip() for part in wanted.split("|"))
    said = act.split()
    return (
        one.speaker is not None
        and one.speaker.value.name.endswith(name)
        and (side in ("*", one.side) or (not side and len(one.side) != 3))
        and one.act == said[0]
        and [f"{stance.value:+d}" for stance in one.stances] == said[1:]
    )


@pytest.mark.parametrize(("text", "wanted"), ROWS)
def test_who_speaks(text: str, wanted: list[str]) -> None:
    found = read(text)
    told = [
        (one.speaker and one.speaker.value.name, one.side, one.act, [(s.value, s.target.words) for s in one.stances])
        for one in found
    ]
    assert len(found) == len(wanted), told
    assert all(any(fits(row, one) for one in found) for row in wanted), told
