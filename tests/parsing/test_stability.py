"""An analysis depends on nothing but its sentence. `benchmarks.quality.stability` asks the same of 2,000 sentences."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.quality.stability import differences, measure
from benchmarks.quality.texts import single

WAYS = ("random pages", "two fresh processes")


def test_alone_together_and_in_other_processes() -> None:
    found = measure(single(200), ways=WAYS)
    for way in WAYS:
        assert (found[way]["sentences"], found[way]["different"], found[way].get("missing", 0)) == (200, 0, 0)


def test_a_difference_is_found() -> None:
    layers = ("words", "lemmas", "upos", "xpos", "morph", "heads", "rels", "starts", "ends", "names")
    one = {layer: ["a", "b", "c"] for layer in layers} | {"arcs": "1"}
    other = one | {"heads": ["a", "b", "d"], "arcs": "2"}
    found = differences({0: one, 1: one, 2: one}, {0: other, 2: one})
    assert found == {"sentences": 3, "different": 1, "missing": 1, "heads": 1, "arcs": 1, "different words": 1}
