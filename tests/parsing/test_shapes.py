from __future__ import annotations

import pytest

from watchfloor.parsing.shapes import SHAPES, shape


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("troops", "lower"), ("don", "lower"), ("Tikrit", "title"), ("Élysée", "title"), ("ISIS", "upper"),
        ("A", "initial"), ("McCain", "mixed"), ("iPhone", "mixed"), ("2014", "digits"), ("1,700", "number"),
        ("-3.5", "number"), ("17th", "letters and digits"), ("F16", "letters and digits"), ("U.S.", "dotted capitals"),
        ("Gen.", "dotted capitals"), ("a.m.", "lower"), (",", "symbol"), ("--", "symbol"), ("", "symbol"),
        ("\u200b", "symbol"), ("😀", "symbol"), ("al-Qaeda", "joined capitals"), ("O'Brien", "joined capitals"),
        ("بغداد", "lower"),
    ],
)  # fmt: skip
def test_shape(word: str, name: str) -> None:
    assert SHAPES[shape(word)] == name


def test_there_are_as_many_as_the_model_has() -> None:
    assert len(SHAPES) == 12
