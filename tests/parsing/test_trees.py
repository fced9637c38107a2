"""Trees: one root, no cycle, and the best sum there is."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.parsing.trees import decode


def is_tree(heads: list[int]) -> bool:
    if heads.count(-1) != 1:
        return False
    for word in range(len(heads)):
        at, steps = word, 0
        while at != -1:
            at, steps = heads[at], steps + 1
            if steps > len(heads):
                return False
    return True


def total(scores: np.ndarray, heads: list[int] | tuple[int, ...]) -> float:
    return float(sum(scores[i, h + 1] for i, h in enumerate(heads)))


@given(st.integers(1, 5), st.integers(0, 2**32 - 1), st.booleans())
@settings(max_examples=200, deadline=None)
def test_best_single_root_tree(count: int, seed: int, whole_numbers: bool) -> None:
    scores = np.random.default_rng(seed).normal(size=(count, count + 1)) * 5
    if whole_numbers:  # many ties
        scores = scores.round()
    heads = decode(scores)
    assert is_tree(heads)
    best = max(
        total(scores, candidate)
        for candidate in itertools.product(range(-1, count), repeat=count)
        if is_tree(list(candidate))
    )
    assert total(scores, heads) == pytest.approx(best)
    assert decode(scores) == heads


def test_greedy_result_kept_when_it_is_a_tree() -> None:
    scores = np.zeros((3, 4), dtype=np.float32)
    scores[0, 2] = scores[1, 0] = scores[2, 2] = 4
    assert decode(scores) == [1, -1, 1]


@pytest.mark.parametrize("fill", [0.0, np.nan, np.inf, -np.inf])
def test_strange_numbers_still_give_a_tree(fill: float) -> None:
    assert is_tree(decode(np.full((7, 8), fill)))


def test_no_words_and_wrong_form() -> None:
    assert decode(np.zeros((0, 1))) == []
    with pytest.raises(ValueError, match="W, W"):
        decode(np.zeros((3, 3)))


@pytest.mark.parametrize("name", ["random", "one long cycle", "nested cycles"])
def test_150_words_are_fast(name: str) -> None:
    scores = np.random.default_rng(7).normal(size=(150, 151))
    if name == "one long cycle":
        scores[np.arange(150), (np.arange(150) + 1) % 150 + 1] += 20
    if name == "nested cycles":
        for i in range(150):  # pairs, then pairs of pairs, ...
            scores[i, 1:] += [10 * (8 - (i ^ j).bit_length()) for j in range(150)]
    began = time.process_time()
    heads = decode(scores)
    assert is_tree(heads)
    assert time.process_time() - began < 0.5  # about 0.01 s on a quiet core
