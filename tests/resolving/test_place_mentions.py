"""What tells of a place without being one where an act happens, and what is no place at all."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from watchfloor.parsing.parse import Parser
from watchfloor.resolving.gazetteer import Gazetteer
from watchfloor.resolving.places import choose, find, mentions, survey


@cache
def tools() -> tuple[Parser, Gazetteer]:
    return Parser.load(), Gazetteer.load()


def read(text: str) -> tuple[list[str], list[str]]:
    """The words of the places, and of the further mentions with their rule."""
    parser, gazetteer = tools()
    sentences = parser.parse(text)
    setting = survey(sentences, gazetteer)
    places, more = [], []
    for s in sentences:
        own = [c for _, c in find(s, version="v", text=text, gazetteer=gazetteer, setting=setting)]
        places += [c.words for c in own]
        for c in mentions(s, version="v", text=text, gazetteer=gazetteer, setting=setting):
            assert text[c.span.start : c.span.end] == c.words
            if c not in own:
                more.append(f"{c.words}={c.value.country or c.value.name} {c.rule.removeprefix('place:')}")
    return places, more


ROWS = [
    ("Russian jets bombed Idlib.", ["Idlib"], ["Russian=RUS adjective"]),
    ("The Maryland State Police arrested a man in Baltimore.", ["Baltimore"], ["Maryland=USA inside"]),
    ("European leaders met in Brussels.", ["Brussels"], ["European=Europe adjective"]),
    ("Mr Jordan left the Washington Post in May.", [], ["Washington=USA inside"]),
    ("Paris Hilton sang on Monday.", [], []),
    ("The Kremlin denied the report.", [], []),
    ("He spoke in the Republic of Armenia.", ["Republic of Armenia"], []),
]


@pytest.mark.parametrize(("text", "places", "more"), ROWS)
def test_places_and_mentions_are_told_apart(text: str, places: list[str], more: list[str]) -> None:
    assert read(text) == (places, more)


NAMES = [
    ("EU", "region", ""), ("USSR", "region", ""), ("Frankfurt", "city", "DEU"), ("Acapulco", "city", "MEX"),
    ("Republic of Armenia", "country", "ARM"), ("Islamic Republic of Iran", "country", "IRN"),
    ("State of Texas", "province", "USA"), ("SC", "province", "USA"), ("Manitoba", "province", "CAN"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "country"), NAMES)
def test_codes_long_forms_and_short_forms_are_known(name: str, kind: str, country: str) -> None:
    chosen = choose(name, tools()[1])
    assert chosen is not None and (chosen.kind, chosen.country) == (kind, country)


def test_two_letters_in_capitals_are_no_small_town() -> None:
    assert all(c.kind != "city" for c in tools()[1].lookup("EU"))
    assert any(c.kind == "city" for c in tools()[1].lookup("Eu"))


def test_a_name_once_used_for_a_location_stays_one_unless_somebody_bears_it() -> None:
    parser, gazetteer = tools()
    text = "Troops entered Ghouta on Monday. Observers praised Ghouta."
    first, second = parser.parse(text)
    at = second.words.index("Ghouta")
    labels = ("O",) * at + ("B-PER",) + ("O",) * (len(second) - at - 1)
    second = replace(second, names=labels)
    rest = replace(second, names=("O",) * (at - 1) + ("B-PER", "I-PER") + ("O",) * (len(second) - at - 1))
    setting = survey([first, second], gazetteer)
    found = find(second, version="v", text=text, gazetteer=gazetteer, setting=setting)
    assert [c.words for _, c in found] == ["Ghouta"]
    assert "ghouta" not in survey([first, second, rest], gazetteer).located


def test_names_in_one_list_share_their_kind() -> None:
    parser, gazetteer = tools()
    text = "Families left for California or Washington."
    found = [
        c.value
        for s in parser.parse(text)
        for _, c in find(s, version="v", text=text, gazetteer=gazetteer, setting=survey([s], gazetteer))
    ]
    assert [(p.name, p.precision) for p in found] == [("California", "province"), ("Washington", "province")]
