"""The notation of turns of phrase: what it finds, and what is told when it is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from watchfloor.errors import PackDamaged
from watchfloor.resolving import turnbook

FOUND = [
    # phrase, texts that it finds, texts that it does not
    (
        "{be} a? (safe bet|certainty)",
        ["is a safe bet", "seems now a certainty", "’s certainty"],
        ["is a bet", "safe bet"],
    ),
    ("ever? closer to (a|an)*", ["ever closer to", "closer to a", "closer to"], ["close to"]),
    ("(most|smart)* money is on", ["money is on", "most smart money is on"], ["money on"]),
    ("sees no way (that|for)?", ["sees no way", "sees no way for"], ["sees noway"]),
    ("anyone's guess", ["anyone's guess", "anyone’s guess"], ["anyones guess"]),
    ("x. (y+)", ["x. y+"], ["xx yy"]),
]


@pytest.mark.parametrize(("phrase", "found", "not_found"), FOUND, ids=[row[0] for row in FOUND])
def test_what_a_phrase_finds(phrase: str, found: list[str], not_found: list[str]) -> None:
    pattern = re.compile(turnbook.compiled(phrase), re.I)
    assert all(pattern.fullmatch(text) for text in found)
    assert not any(pattern.fullmatch(text) for text in not_found)


@pytest.mark.parametrize("phrase", ["(a|b", "a)b", "{is} a", "(a)?", "a b??"])
def test_what_cannot_be_understood_is_told(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be understood|no word that must"):
        turnbook.compiled(phrase)


GOOD = {"id": '"x"', "of": '"subject"', "words": '["a b"]', "low": "1", "point": "2", "high": "3"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"of": '"object"'}, "of is subject or outcome"),
        ({"words": "[]"}, "words must be a list"),
        ({"words": '["(a"]'}, "cannot be understood"),
        ({"low": "5"}, "does not hold"),
        ({"low": '"5"'}, "whole percents"),
        ({"way": '"up"'}, "in the place of"),
        ({"colour": "1"}, "a block has"),
    ],
)
def test_a_faulty_block_is_told_with_its_line(tmp_path: Path, change: dict[str, str], told: str) -> None:
    rows = GOOD | {"hit": '"h"', "miss": '"m"'} | change
    file = tmp_path / "turns.toml"
    file.write_text("# turns\n[[turn]]\n" + "".join(f"{key} = {value}\n" for key, value in rows.items()), "utf-8")
    with pytest.raises(PackDamaged, match=rf"turns\.toml:2.*{told}"):
        turnbook.load(file)
