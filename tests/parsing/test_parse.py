"""The parser ties the parts together: offsets into the article, one column entry a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.errors import ModelDamaged
from watchfloor.parsing.lemmas import Lemmas
from watchfloor.parsing.model import Analysis
from watchfloor.parsing.parse import Parser
from watchfloor.types import Sentence


class Chain:
    """Stands in for the model: every word hangs on the one before it."""

    id = "chain"

    def analyse(self, words: list[str]) -> Analysis:
        """Tag everything as a plural noun."""
        same = len(words)
        heads = tuple(range(-1, same - 1))
        return Analysis(("NOUN",) * same, ("NNS",) * same, ("O",) * same, None, heads, ("dep",) * same, ("",) * same)


PARSER = Parser(Chain(), Lemmas.parse("-*\tNNS\ts>\n"), "list")


def check(text: str, parsed: tuple[Sentence, ...]) -> None:
    """What holds of every parse."""
    end = 0
    for sentence in parsed:
        assert end <= sentence.start < sentence.end <= len(text)
        end = sentence.end
        assert sentence.starts[0] >= sentence.start
        assert sentence.ends[-1] <= sentence.end
        columns = (sentence.lemmas, sentence.upos, sentence.xpos, sentence.morph, sentence.heads, sentence.rels)
        assert {len(column) for column in (*columns, sentence.names)} == {len(sentence.words)}
        assert sentence.words == tuple(text[a:b] for a, b in zip(sentence.starts, sentence.ends, strict=True))


@given(st.text(max_size=200))
def test_offsets_hold_on_any_text(text: str) -> None:
    check(text, PARSER.parse(text))


def test_one_text() -> None:
    text = "Talks in Geneva\n\n“Tanks left,” he said. 😀 Allies stay."
    parsed = PARSER.parse(text)
    check(text, parsed)
    assert [sentence.words[0] for sentence in parsed] == ["Talks", "“", "😀"]
    assert parsed[1].lemmas[1] == "tank"
    assert parsed[1].starts[1] == text.index("Tanks")
    assert PARSER.id == "chain:list"


@pytest.mark.parametrize("text", ["", " \n\t", "\ufeff\u200b\x00"])
def test_nothing_to_read(text: str) -> None:
    assert PARSER.parse(text) == ()


def test_a_damaged_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match=r"lemmas\.tsv.*Install"):
        Parser.load(tmp_path)
    (tmp_path / "lemmas.tsv").write_text("not a row\n", encoding="utf-8")
    with pytest.raises(ModelDamaged, match="line 1"):
        Parser.load(tmp_path)


@pytest.fixture(scope="module")
def shipped() -> Parser:
    return Parser.load()


def test_the_shipped_model_reads_a_sentence(shipped: Parser) -> None:
    text = "BAGHDAD (Agency) - Iran has sent troops to Iraq, officials said on Monday."
    dateline, sentence = shipped.parse(text)
    check(text, (dateline, sentence))
    at = sentence.words.index("sent")
    assert sentence.lemmas[at] == "send"
    assert sentence.heads[sentence.words.index("troops")] == at
    assert sentence.rels[sentence.words.index("troops")] == "obj"
    assert sentence.names[sentence.words.index("Iraq")] == "B-LOC"


@given(st.text(max_size=120))
@settings(max_examples=25, deadline=None)
def test_the_shipped_model_survives_any_text(shipped: Parser, text: str) -> None:
    check(text, shipped.parse(text))


def test_what_was_parsed_before_does_not_matter(shipped: Parser) -> None:
    paragraphs = [
        "Kerry arrived in Baghdad early Monday to meet Maliki.",
        "IRAN DENIES SENDING FORCES",
        "The rebels, who had seized two towns, were pushed back by the army; no one was hurt.",
        "Talks won't resume until July 20th.",
    ]
    alone = {paragraph: shipped.parse(paragraph)[0] for paragraph in paragraphs}
    paragraphs.reverse()
    for sentence, paragraph in zip(shipped.parse("\n".join(paragraphs)), paragraphs, strict=True):
        expected = alone[paragraph]
        assert (sentence.heads, sentence.rels, sentence.xpos) == (expected.heads, expected.rels, expected.xpos)
