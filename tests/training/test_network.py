"""The network and its batches: what padding, noise and missing layers may not change. Needs torch."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

torch = pytest.importorskip("torch")

from training.batches import Encoded, collate, plan  # noqa: E402
from training.labels import IGNORED, LabelSets  # noqa: E402
from training.network import Network  # noqa: E402
from training.train import rate_at  # noqa: E402

LABELS = LabelSets(("NOUN", "VERB"), ("NN", "VBD"), ("_",), ("nsubj", "obj", "root"), ("O", "B-PER", "I-PER"))


def sentence(count: int, annotated: bool = True) -> Encoded:
    places = list(range(1, count + 1))
    layers = {name: [0 if annotated else IGNORED] * count for name in ("upos", "xpos", "morph", "names", "rels")}
    layers["heads"] = [0 if annotated else IGNORED] * count
    pieces = [101, *(2000 + i for i in range(count)), 102]
    return Encoded(tuple("Word" for _ in places), pieces, [-1, *range(count), -1], places, places, layers)


@pytest.fixture(scope="module")
def network() -> Network:
    torch.manual_seed(0)
    return Network(LABELS).eval()


def test_padding_changes_nothing(network: Network) -> None:
    alone, padded = collate([sentence(3)]), collate([sentence(3), sentence(9)])
    vectors = [network.vectors(*(b[k] for k in ("pieces", "shapes", "first", "last", "mask"))) for b in (alone, padded)]
    assert torch.allclose(vectors[0][0], vectors[1][0, :4], atol=1e-5)


def test_labels_of_all_heads_agree_with_labels_of_one(network: Network) -> None:
    batch = collate([sentence(4)])
    vectors = network.vectors(batch["pieces"], batch["shapes"], batch["first"], batch["last"], None)
    heads = torch.tensor([[0, 3, 1, 4]])
    every, one = network.rel_scores(vectors), network.rel_scores_at(vectors, heads)
    for word, head in enumerate(heads[0].tolist()):
        assert torch.allclose(every[0, word, :, head], one[0, word], atol=1e-5)


def test_a_layer_without_annotation_has_no_loss(network: Network) -> None:
    assert network.losses(collate([sentence(3, annotated=False)])) == {}
    assert set(network.losses(collate([sentence(3)]))) == {"upos", "xpos", "morph", "names", "arcs", "rels"}


def test_noise_is_repeatable_and_spares_the_marks() -> None:
    first, second = (collate([sentence(30)], random.Random(5), masked=0.5) for _ in range(2))  # noqa: S311
    assert torch.equal(first["pieces"], second["pieces"])
    assert first["pieces"][0, 0] == 101 and first["pieces"][0, -1] == 102
    assert 103 in first["pieces"]


def test_the_plan_holds_each_sentence_once() -> None:
    sizes = [5, 90, 7, 300, 12, 8, 8]
    groups = plan(sizes, 100, "a")
    assert sorted(i for group in groups for i in group) == list(range(len(sizes)))
    assert all(len(group) == 1 or max(sizes[i] for i in group) * len(group) <= 100 for group in groups)
    assert groups == plan(sizes, 100, "a")


def test_the_rate_rises_then_falls_to_zero() -> None:
    rates = [rate_at(step, 1000, 300) for step in range(1001)]
    assert max(rates) == rates[299] == 1.0
    assert rates[1000] == 0.0
    assert all(a <= b for a, b in pairwise(rates[:300]))
