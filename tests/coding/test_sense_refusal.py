"""The model's second opinion on a trigger: what it may refuse, and what it may not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from watchfloor.coding import senses
from watchfloor.types import Sentence

BARE = Sentence(
    start=0, end=25, words=("They", "launched", "an", "attack", "."), lemmas=("they", "launch", "an", "attack", "."),
    upos=("PRON", "VERB", "DET", "NOUN", "PUNCT"), xpos=("PRP", "VBD", "DT", "NN", "."), morph=("",) * 5,
    heads=(1, -1, 3, 1, 1), rels=("nsubj", "root", "det", "obj", "punct"), starts=(0, 5, 14, 17, 23),
    ends=(4, 13, 16, 23, 24), names=("O",) * 5,
)  # fmt: skip
NO = {"none": 0.97}
YES = {"ASSAULT": 0.8, "none": 0.1}


@pytest.mark.parametrize(
    ("shares", "words", "kind", "sides", "refused"),
    [
        ((NO, NO, NO, NO, NO), (3,), "ASSAULT", 0, True),
        ((NO, NO, NO, YES, NO), (3,), "ASSAULT", 0, False),
        ((NO, NO, NO, {"none": 0.87, "ASSAULT": 0.11}, NO), (3,), "ASSAULT", 0, False),  # not next to impossible
        ((NO, NO, NO, {"none": 0.7, "PROTEST": 0.3}, NO), (3,), "ASSAULT", 0, False),  # not sure enough
        ((NO, NO, NO, {"none": 0.9, "ASSAULT": 0.08}, NO), (3,), "ASSAULT", 0, True),
        ((NO, NO, NO, {"none": 0.9, "ASSAULT": 0.08}, NO), (3,), "ASSAULT", 1, False),  # one side is named
        ((NO, NO, NO, {"none": 0.9, "ASSAULT": 0.08}, NO), (3,), "ASSAULT", 2, False),  # both sides are named
        ((NO, NO, NO, YES, NO), (1, 3), "ASSAULT", 0, False),  # one word of the trigger is enough
        ((NO, NO, YES, NO, NO), (1, 2, 3), "ASSAULT", 0, True),  # but an article is not
        ((NO, NO, NO, NO, NO), (3,), "PIRACY", 0, False),  # a type of a user's own that the model was not taught
        ((), (3,), "ASSAULT", 0, False),  # a model without senses
    ],
)
def test_what_is_refused(
    shares: tuple[dict[str, float], ...], words: tuple[int, ...], kind: str, sides: int, refused: bool
) -> None:
    assert bool(senses.refused(replace(BARE, senses=shares), words, kind, sides)) == refused
