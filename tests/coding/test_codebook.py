"""The codebook's own examples run, and its files are read strictly."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from watchfloor import packs
from watchfloor.coding import check, patterns
from watchfloor.errors import PackDamaged
from watchfloor.parsing.parse import Parser

TYPES = set(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE "
    "COERCE ASSAULT".split()
)


def test_every_pattern_codes_its_hit_and_leaves_its_near_miss() -> None:
    parser = Parser.load()
    assert list(check.check(patterns.load(), cache(parser.parse))) == []


def test_all_types_are_covered() -> None:
    blocks = patterns.load().patterns.values()
    assert {block.type for block in blocks} == TYPES
    assert len(blocks) >= 150


def test_cameo_codes_are_codes() -> None:
    assert [
        b.id for b in patterns.load().patterns.values() if not re.fullmatch(r"(0[1-9]|1\d|20)\d{1,2}", b.cameo)
    ] == []


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    shutil.copytree(packs.folder(patterns.PACK), tmp_path / patterns.PACK)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("patterns/aid.toml", 'type = "AID"', 'typ = "AID"', r"aid\.toml:\d+: pattern 'aid-give'.*typ"),
        (
            "patterns/aid.toml",
            'verbs = [\n  "give"',
            'verbs = "give"\nx = [\n  "give"',
            r"aid\.toml:\d+: pattern 'aid-give'",
        ),
        ("patterns/aid.toml", "[[pattern]]", "[[patern]]", r"aid\.toml: unknown key 'patern'"),
        ("patterns/aid.toml", 'id = "aid-give"', 'id = "agree-to-act"', r"aid\.toml:\d+: .*already at agree\.toml"),
        ("classes.toml", "light_verbs = [", "light_verbs = 3\nrest = [", r"classes\.toml: "),
        ("facets.toml", "[verbs]", "[verbs", r"facets\.toml: "),
        ("compose.toml", "default =", "default = 3\nother =", r"compose\.toml: AGREE\.default"),
    ],
)
def test_a_slip_names_its_file(pack: Path, file: str, old: str, new: str, message: str) -> None:
    path = pack / patterns.PACK / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackDamaged, match=message):
        patterns.load(pack)


@pytest.mark.parametrize("marked", ["[A took B.", "A] took B.", "A took {B."])
def test_open_marks_are_refused(marked: str) -> None:
    with pytest.raises(ValueError, match=r"bracket|without"):
        patterns.example(marked)


def test_marks_give_their_stretches() -> None:
    read = patterns.example("[Turkey] expelled {the envoy}.")
    assert read.text == "Turkey expelled the envoy."
    assert [read.text[a:b] for a, b in (*read.actors, *read.recipients)] == ["Turkey", "the envoy"]
