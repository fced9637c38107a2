"""The network and its batches: what padding, noise and missing layers may not change. Needs torch."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

torch = pytest.importorskip("torch")

from training.batches import Encoded, Noise, collate, plan  # noqa: E402
from training.headfit import fit  # noqa: E402
from training.labels import IGNORED, LabelSets  # noqa: E402
from training.network import Network, SenseHead  # noqa: E402
from training.selftraining import self_labelled  # noqa: E402
from training.train import follow, rate_at, thinned  # noqa: E402

LABELS = LabelSets(("NOUN", "VERB"), ("NN", "VBD"), ("_",), ("nsubj", "obj", "root"), ("O", "B-PER", "I-PER"))


def sentence(count: int, annotated: bool = True) -> Encoded:
    places = list(range(1, count + 1))
    layers = {
        name: [0 if annotated else IGNORED] * count for name in ("upos", "xpos", "morph", "names", "senses", "rels")
    }
    layers["heads"] = [0 if annotated else IGNORED] * count
    layers["factuality"] = [16 if annotated else IGNORED] * count
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
    assert set(network.losses(collate([sentence(3)]))) == {
        "upos",
        "xpos",
        "morph",
        "names",
        "arcs",
        "rels",
        "factuality",
        "senses",
    }


def test_noise_is_repeatable_and_spares_the_marks() -> None:
    first, second = (collate([sentence(30)], random.Random(5), Noise(masked=0.5)) for _ in range(2))  # noqa: S311
    assert torch.equal(first["pieces"], second["pieces"])
    assert first["pieces"][0, 0] == 101 and first["pieces"][0, -1] == 102
    assert 103 in first["pieces"]


@pytest.mark.parametrize(("draw", "how"), [(0.0, "lower"), (0.29, "lower"), (0.31, "upper"), (0.51, ""), (0.99, "")])
def test_casing_is_drawn_by_its_shares(draw: float, how: str) -> None:
    assert Noise(lower=0.3, upper=0.2, headline=0.0).casing(draw) == how


def test_a_teacher_gives_trees_but_no_names_and_only_what_it_is_sure_of(network: Network) -> None:
    bare = sentence(5, annotated=False)
    (unsure,) = self_labelled(network, [bare], "cpu")  # an untrained network is sure of no tree
    assert unsure.layers["heads"] == unsure.layers["rels"] == [IGNORED] * 5
    certain = Network(LABELS).eval()
    with torch.no_grad():
        certain.upos.bias.copy_(torch.tensor([0.0, 100.0]))
    (sure,) = self_labelled(certain, [bare], "cpu")
    assert sure.layers["upos"] == [1] * 5
    assert sure.layers["names"] == sure.layers["senses"] == sure.layers["heads"] == [IGNORED] * 5


def test_the_average_moves_towards_the_network(network: Network) -> None:
    one, other = Network(LABELS), Network(LABELS)
    with torch.no_grad():
        one.upos.bias.fill_(1.0)
        other.upos.bias.fill_(3.0)
    follow(one, other, kept=0.75)
    assert torch.allclose(one.upos.bias, torch.tensor([1.5, 1.5]))


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


def test_a_student_of_all_layers_is_its_master_and_learns_nothing_from_it(network: Network) -> None:
    same = Network(LABELS, layers=6).eval()
    same.load_state_dict(thinned(network.state_dict(), range(6)), strict=False)
    assert same.losses(collate([sentence(4), sentence(7)]), network)["taught"].item() == pytest.approx(0.0, abs=1e-4)


def test_a_thinner_student_keeps_the_layers_in_order(network: Network) -> None:
    weights = thinned(network.state_dict(), (0, 5))
    student = Network(LABELS, layers=2).eval()
    student.load_state_dict(weights, strict=False)
    own, masters = student.state_dict(), network.state_dict()
    for ours, theirs in ((0, 0), (1, 5)):
        assert torch.equal(own[f"encoder.layers.{ours}.up.weight"], masters[f"encoder.layers.{theirs}.up.weight"])
    assert student.losses(collate([sentence(4)]), network)["taught"].item() > 0


def test_a_head_fitted_on_fixed_features_learns_them_and_needs_no_scaling(network: Network) -> None:
    torch.manual_seed(3)
    kinds = torch.arange(200) % 2
    features = torch.randn(200, 9 * 384) * 5 + 40  # far from zero, as a layer's own numbers may be
    features[:, 0] += 30 * kinds
    head = SenseHead(layers=6, senses=2, dropout=0.1).eval()
    fit(head, features, kinds, rounds=20)
    with torch.no_grad():
        found = head.out(head.word(features[:, : 7 * 384]) + head.sentence(features[:, 7 * 384 :]))
    assert (found.argmax(-1) == kinds).float().mean() > 0.95
