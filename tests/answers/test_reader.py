"""An article to be read: marks that lie over each other, lines, and what is shown of each fact."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tiny_desk import TinyCoder, article
from watchfloor.answers import reader
from watchfloor.answers.reader import Card, Mark, Piece

TEXTS = st.text(st.sampled_from("ab \n\u05d0\u0301\U0001f600<&\u202e"), max_size=60)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXTS.filter(bool))
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda pair: pair[0] < pair[1])
    kinds = st.sampled_from(["event", "statement", "deadline", "place", "other"])
    rows = draw(st.lists(st.tuples(spans, kinds, st.sampled_from("pqrs"), st.booleans()), max_size=12))
    return text, [Mark(*span, kind, fact, names) for span, kind, fact, names in rows]


def spans_of(pieces: tuple[Piece, ...]) -> list[tuple[int, frozenset[tuple[str, str]]]]:
    """For each character, which marks are open over it; and that each one that opens closes, the last one first."""
    stack: list[Mark] = []
    out = []
    for piece in pieces:
        if piece.closes:
            stack.pop()
        elif piece.opens:
            stack.append(piece.opens)
        else:
            assert piece.words
            out += [(ord(char), frozenset((mark.kind, mark.fact) for mark in stack)) for char in piece.words]
    assert not stack
    return out


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(marked())
def test_marks_cover_their_words_and_the_text_is_whole(given_: tuple[str, list[Mark]]) -> None:
    text, marks = given_
    named: set[str] = set()
    pieces = reader.pieces(text, 0, len(text), marks, named)
    assert "".join(piece.words for piece in pieces) == text
    for at, (char, over) in enumerate(spans_of(pieces)):
        assert char == ord(text[at])
        assert over == {(m.kind, m.fact) for m in marks if m.start <= at < m.end}
    firsts = [piece.opens.fact for piece in pieces if piece.opens and piece.named]
    assert len(firsts) == len(set(firsts)) and set(firsts) == named == {m.fact for m in marks if m.names}


@given(TEXTS)
def test_the_lines_of_a_text_are_the_text(text: str) -> None:
    found = reader.paragraphs(text, ())
    assert "".join(one.words + one.gap for one in found) == text
    assert all("\n" not in one.words and not one.gap.strip("\n") for one in found)


def test_each_fact_has_one_card_and_one_place_to_be_found_at() -> None:
    text = "Title\n\nKerry met Maliki in Geneva on 2014-06-23.\nISIS attacked Iraq. Iran blamed ISIS in Syria.\n"
    coding = TinyCoder().code(article("one", text))
    cards = [Card(fact.id, "event", fact, None, "unknown", "m", False, True, ()) for fact in coding.events]
    found = reader.paragraphs(text, cards)
    assert [card.id for one in found for card in one.cards] == [event.id for event in coding.events]
    anchors = [piece.opens.fact for one in found for piece in one.pieces if piece.opens and piece.named]
    assert sorted(anchors) == sorted(event.id for event in coding.events)
    for one in found:
        assert {card.id for card in one.cards} == {p.opens.fact for p in one.pieces if p.opens and p.named}
