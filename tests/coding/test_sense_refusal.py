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
    ("shares", "words", "kind", "refused"),
    [
        ((NO, NO, NO, NO, NO), (3,), "ASSAULT", True),
        ((NO, NO, NO, YES, NO), (3,), "ASSAULT", False),
        ((NO, NO, NO, {"none": 0.93, "ASSAULT": 0.06}, NO), (3,), "ASSAULT", False),  # not next to impossible
        ((NO, NO, NO, {"none": 0.7, "PROTEST": 0.3}, NO), (3,), "ASSAULT", False),  # not sure enough
        ((NO, NO, NO, YES, NO), (1, 3), "ASSAULT", False),  # one word of the trigger is enough
        ((NO, NO, YES, NO, NO), (1, 2, 3), "ASSAULT", True),  # but an article is not
        ((NO, NO, NO, NO, NO), (3,), "PIRACY", False),  # a type of a user's own that the model was not taught
        ((), (3,), "ASSAULT", False),  # a model without senses
    ],
)
def test_what_is_refused(
    shares: tuple[dict[str, float], ...], words: tuple[int, ...], kind: str, refused: bool
) -> None:
    assert bool(senses.refused(replace(BARE, senses=shares), words, kind)) == refused
