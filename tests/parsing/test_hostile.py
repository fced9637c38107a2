"""Text that no author wrote: the shipped model reads it, in little memory and in time that grows with its length."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.quality.texts import ODD
from benchmarks.speed.hostile import MOST_MEMORY
from watchfloor.parsing import sentences, words
from watchfloor.parsing.parse import Parser

CASES = [
    *ODD,
    " ".join(["the minister said that"] * 100) + " he left.",  # 400 words
    "and the army moved north, " * 150,
    "TROOPS ENTER CITY AS TALKS COLLAPSE " * 100,
    "Talks\n" * 100,
    "x" * 50_000,
    "👩🏽\u200d🚀" * 500,
    "\u202eتكريت\u202c \u200f" * 300,
    "\x00\x1b[2J\x07 a" * 300,
    "a" + "\u0301" * 20_000,
    "\ud800 \udfff" * 300,
    "(" * 1_000,
    "1,2;" * 400,
]


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser.load()


@pytest.mark.parametrize("text", CASES, ids=lambda text: f"{text[:16]!a} {len(text)}")
def test_any_text_is_read(parser: Parser, text: str) -> None:
    for sentence in parser.parse(text):
        assert sentence.words == tuple(text[a:b] for a, b in zip(sentence.starts, sentence.ends, strict=True))
        assert sentence.heads.count(-1) == 1
        assert sentence.end - sentence.start <= sentences.MOST_CHARACTERS
        assert len(sentence) <= sentences.MOST_WORDS


@pytest.mark.parametrize(
    "unit",
    ["x", ".", "(", "a\u0301", "\u0301", "👩🏽\u200d🚀", "\u200d", "🇺🇸", "A. ", "U.S. ", "Talks\n", "BAGHDAD (", "A: "],
)
def test_cutting_takes_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        began = time.process_time()
        for start, end in sentences.split(text):
            words.split(text[start:end])
        return time.process_time() - began

    assert seconds(200_000) < 8 * seconds(50_000) + 0.2


def test_memory_is_bounded() -> None:
    command = [sys.executable, "-m", "benchmarks.speed.hostile", "--size", "100000", "--case", "one sentence of 20 kB"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])  # noqa: S603
    figures = json.loads(done.stdout)
    assert figures["words"] > 400
    assert figures["peak MB"] is None or figures["peak MB"] < MOST_MEMORY
