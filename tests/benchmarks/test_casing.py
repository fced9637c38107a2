"""The copies in another casing."""

from __future__ import annotations

import pytest

from benchmarks.quality.casing import COPIES


@pytest.mark.parametrize(
    ("copy", "words", "written"),
    [
        ("original", "Talks in Doha", "Talks in Doha"),
        ("small letters", "Talks in Doha", "talks in doha"),
        ("capitals", "Talks in Doha", "TALKS IN DOHA"),
        ("headline", "Talks between the two sides failed in Doha", "Talks Between the Two Sides Failed in Doha"),
        ("headline", "the NATO chief was spoken to", "The NATO Chief Was Spoken To"),
        ("headline", "The Hague sent And received", "The Hague Sent and Received"),
    ],
)
def test_copies(copy: str, words: str, written: str) -> None:
    assert COPIES[copy](words.split()) == written.split()
