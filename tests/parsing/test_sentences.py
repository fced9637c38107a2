"""Sentences: one row a case, `|` where one ends. White space beside a bar belongs to no sentence."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchfloor.parsing import sentences, words

CASES = [
    "Troops left on Monday.| They came back.",
    "A headline without a stop\n|\nBAGHDAD (Agency) -| Fighters took the town on Friday, police said.| It fell.",
    "Gen. Abbas Doe and Sen. J. R. Smith met Mr. Kerry in St. Paul.| The talks failed.",
    "He went to the U.S. President of the bank.| In the U.S. Congress voted.",
    "He lives in the U.S.| The others do not.",
    "It began at 9 a.m. Monday.| It ended at 5 p.m.| Police left.",
    "Example Corp. said so.| It bought Sample Inc.| The price was low.",
    "Resolution No. 1929 was passed on Jan. 9 by Ill. and Conn. lawmakers.| Was it a mistake? |No.| Nobody cared.",
    '“We are ready.” |He paused.| "Are you?" she asked.| (They were not.)| Then he left.',
    "Was it so?| Yes!| It was... not clear… in the end.",
    "The count was 3.5 in 2014.| Then 4.7.",
    "1. First point.| Second sentence.\n|2. Another point",
    "The points: 1. Talks go on.| 2. Nothing else.",
    "Aid came |• Food |• Water",
    "That is the end.|Next came the army.",
    "See www.example.com/News.Today or desk@Example.Org now.| Good.",
    "A claim.[1] |Another claim. [2] [3]| A third.",
    "They waited . . . and left.| Really ? ? |Yes.",
    "\ufeffText after a mark.\r\n|\r\n\u2028 |More text",
]


@pytest.mark.parametrize("row", CASES)
def test_sentences(row: str) -> None:
    text = row.replace("|", "")
    expected = [part.strip(" \r\n\ufeff\u2028") for part in row.split("|")]
    assert [text[a:b] for a, b in sentences.split(text)] == [part for part in expected if part]


@given(st.text(alphabet=st.sampled_from("Ab. ?!\n\"'(),;1\u200b\U0001f600é"), max_size=400))
def test_spans_are_ordered_and_lose_no_word(text: str) -> None:
    spans = sentences.split(text)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    kept = "".join(text[a:b] for a, b in spans)
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


@pytest.mark.parametrize(
    "text",
    [
        "word " * 4_000,
        "several words, and then; " * 1_000,
        "a" * 20_000,
        ", " * 10_000,
        "!?" * 10_000,
        "a." * 10_000,
        ". " * 10_000,
        "gonna cannot don't 5pm " * 1_000,
        "• " * 10_000,
        "[1]" * 7_000,
        "\"'" * 10_000,
    ],
)
def test_no_sentence_is_too_long_and_time_is_linear(text: str) -> None:
    began = time.perf_counter()
    spans = sentences.split(text)
    assert time.perf_counter() - began < 2
    for a, b in spans:
        assert b - a <= sentences.MOST_CHARACTERS
        assert len(words.split(text[a:b])) <= sentences.MOST_WORDS


def test_a_long_sentence_is_cut_at_a_semicolon() -> None:
    text = "one two three four five six seven eight nine ten; " * 14 + "one two " * 60 + "end."
    first, second = (text[a:b] for a, b in sentences.split(text)[:2])
    assert first.endswith("ten;")
    assert second.startswith("one")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("BAGHDAD, June 10 (Corvane) - Fighters seized Mosul.", "BAGHDAD, June 10 (Corvane) -"),
        ("WASHINGTON — American planes bombed targets.", "WASHINGTON —"),
        ("Geneva, 2 July (Agency) – Talks began.", "Geneva, 2 July (Agency) –"),
        ("ISIS - the group - took Mosul.", "ISIS - the group - took Mosul."),
        ("US-led forces - and others - came.", "US-led forces - and others - came."),
    ],
)
def test_a_dateline_stands_apart(text: str, first: str) -> None:
    start, end = sentences.split(text)[0]
    assert text[start:end] == first
