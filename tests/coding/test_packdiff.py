"""What two codebooks differ in, and how the examples of one are built."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import msgspec
import pytest

from watchfloor.coding import packexamples, patterns
from watchfloor.coding.packdiff import Change, difference
from watchfloor.coding.packread import Placed
from watchfloor.parsing.parse import Parser
from watchfloor.types import Sentence

BOOK = patterns.load()


@cache
def parse(text: str) -> tuple[Sentence, ...]:
    return _parser().parse(text)


@cache
def _parser() -> Parser:
    return Parser.load()


def test_no_difference_to_itself() -> None:
    assert not difference(BOOK, replace(BOOK))


def test_gained_lost_changed_and_words() -> None:
    first, second = list(BOOK.patterns)[:2]
    block = msgspec.structs.replace(BOOK.patterns[second], cameo="999", where={"object": ["b", "a"]})
    new = replace(
        BOOK,
        patterns={k: v for k, v in BOOK.patterns.items() if k != first} | {second: block, "new-one": block},
        classes={**BOOK.classes, "force": (BOOK.classes["force"] | {"zeppelin"}) - {"army"}},
    )
    found = difference(BOOK, new)
    assert (found.gained, found.lost) == (("new-one",), (first,))
    assert found.changed[second] == (
        Change("cameo", BOOK.patterns[second].cameo, "999"),
        Change("where", BOOK.patterns[second].where, {"object": ["b", "a"]}),
    )
    assert found.words == {"class force": (("zeppelin",), ("army",))}
    back = difference(new, BOOK)
    assert (back.gained, back.lost, back.words) == ((first,), ("new-one",), {"class force": (("army",), ("zeppelin",))})


KILL = BOOK.patterns["assault-kill"]

STYLES = [
    ("[Soldiers] killed {four villagers} near Goma.", ()),
    ("{Four villagers} were killed by [soldiers].", ("passive",)),
    ("[Soldiers] kill {four villagers}", ("headline",)),
    ("The police found the soldiers who killed {four villagers}.", ("relative",)),
]


@pytest.mark.parametrize(("hit", "styles"), STYLES)
def test_how_a_hit_is_built(hit: str, styles: tuple[str, ...]) -> None:
    assert packexamples.style(msgspec.structs.replace(KILL, hit=hit), BOOK, parse) == styles


def test_examples_of_one_build_are_told() -> None:
    hits = ("[Soldiers] killed {four villagers} near Goma.", "[Soldiers] murdered {nine villagers} near Quetta.")
    blocks = [
        Placed(msgspec.structs.replace(KILL, id=f"kill-{i}", hit=hit, miss=f"Miss {'very ' * i}near."), "a.toml", i)
        for i, hit in enumerate(hits, 1)
    ]
    book = replace(BOOK, patterns={**BOOK.patterns, **{placed.block.id: placed.block for placed in blocks}})
    ranges, faults = packexamples.examine(blocks, book, parse)
    said = [fault.what for fault in faults]
    assert any(
        what.startswith("its hit is built as that of kill-1 (a.toml:1): soldiers T 0 villagers near N .")
        for what in said
    )
    assert any("hits are passive" in what for what in said)
    assert ranges["ASSAULT"].hits == 2
