"""One name for several things: what an article says beside it tells which, or that it is none of them."""

from __future__ import annotations

from datetime import date

import pytest

from watchfloor.parsing.parse import Parser
from watchfloor.resolving.actors import ActorBook
from watchfloor.resolving.phrases import key, keys


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser.load()


@pytest.fixture(scope="module")
def book() -> ActorBook:
    return ActorBook.load()


CASES = [
    ("RSF fighters shelled a market in Khartoum.", "2024-05-01", "fighters", "rsf-sudan"),
    ("Sudan buried its dead. The RSF killed two journalists there.", "2024-05-01", "RSF", "rsf-sudan"),
    ("Turkish journalists were arrested, RSF said.", "2021-05-01", "RSF", "rsf"),
    ("The RSF denied the report.", "2024-05-01", "RSF", ""),
    ("SDF fighters in northern Syria freed a Japanese journalist. Syria thanked the SDF.", "2016-05-01", "SDF", "sdf"),
    ("Japan said the SDF would stay.", "2016-05-01", "SDF", "jsdf"),
    ("The SDF said nothing.", "2016-05-01", "SDF", "sdf"),
    ("Al-Shabab attacked a village in Cabo Delgado, Mozambique.", "2021-03-01", "Al", "is-mozambique"),
    ("Al-Shabab attacked a base in Somalia.", "2021-03-01", "Al", "al-shabaab"),
    ("Maoists ambushed police in Nepal.", "2004-05-01", "Maoists", "maoists-nepal"),
    ("Maoists ambushed police in India.", "2010-05-01", "Maoists", "naxalites"),
    ("The AFC took Goma in DR Congo.", "2025-01-28", "AFC", "afc-congo"),
    ("The AFC chose a host for the football cup.", "2025-01-28", "AFC", ""),
]


@pytest.mark.parametrize(("text", "on", "word", "ident"), CASES)
def test_what_stands_beside_a_name_tells_what_it_means(
    parser: Parser, book: ActorBook, text: str, on: str, word: str, ident: str
) -> None:
    day = date.fromisoformat(on)
    sentences = parser.parse(text)
    seen = book.survey(sentences, text, day)
    last = {s.words[w]: actor.id for s in sentences for w, actor, _ in book.mentions(s, on=day, seen=seen)}
    assert last.get(word, "") == ident


def test_keys_of_many_are_the_keys_of_each() -> None:
    texts = ["", "Iran", "al-Qa'ida", "U.S.", " a  b ", "Kırgız", "x`y", "AT&T", "a\nb", "M/23", "A" * 300, "'s", '"q"']
    assert keys(texts) == [key(text) for text in texts] and keys([]) == []
