"""The scorer on analyses whose scores can be counted by hand."""

from __future__ import annotations

import pytest

from training.scoring import Tree, score_lengths, score_names, score_relations, score_sides, score_trees

GOLD = Tree(
    upos=("PRON", "VERB", "DET", "NOUN"),
    xpos=("PRP", "VBD", "DT", "NN"),
    heads=(2, 0, 4, 2),
    rels=("nsubj", "root", "det", "obl:unmarked"),
)


@pytest.mark.parametrize(
    ("heads", "rels", "uas", "las", "full"),
    [
        (GOLD.heads, GOLD.rels, 100, 100, 100),
        (GOLD.heads, ("nsubj", "root", "det", "obl"), 100, 100, 75),  # a subtype counts in the full score alone
        (GOLD.heads, ("obj", "root", "det", "obl"), 100, 75, 50),
        ((2, 0, 2, 2), GOLD.rels, 75, 75, 75),  # a right label on a wrong head is wrong
        ((4, 1, 2, 0), GOLD.rels, 0, 0, 0),
    ],
)
def test_trees(heads: tuple[int, ...], rels: tuple[str, ...], uas: float, las: float, full: float) -> None:
    found = Tree(("PRON", "VERB", "DET", "PROPN"), ("PRP", "VBN", "DT", "NNP"), heads, rels)
    scores = score_trees([GOLD], [found])
    assert (scores.words, scores.upos, scores.xpos) == (4, 75, 50)
    assert (scores.uas, scores.las, scores.full) == (uas, las, full)


def test_another_number_of_words_is_an_error() -> None:
    with pytest.raises(ValueError):
        score_trees([GOLD], [Tree(("X",), ("X",), (0,), ("root",))])


@pytest.mark.parametrize(
    ("found", "right", "proposed"),
    [
        ("B-PER I-PER O B-LOC", 2, 2),
        ("B-PER O O B-LOC", 1, 2),  # a border
        ("B-PER I-PER O B-ORG", 1, 2),  # a kind
        ("O O O O", 0, 0),
        ("I-PER I-PER O I-LOC", 2, 2),  # the IO way of writing
        ("B-PER B-PER B-LOC I-LOC", 0, 3),
    ],
)
def test_names(found: str, right: int, proposed: int) -> None:
    scores = score_names([["B-PER", "I-PER", "O", "B-LOC"]], [found.split()])["all"]
    assert scores["recall"] == right / 2
    assert scores["precision"] == (right / proposed if proposed else 0.0)


def test_trees_by_length() -> None:
    wrong = Tree(GOLD.upos, GOLD.xpos, (0, 1, 1, 1), GOLD.rels)
    one = Tree(("X",), ("X",), (0,), ("root",))
    scores = score_lengths([GOLD, GOLD, one], [GOLD, wrong, one], (1, 3))
    assert {name: (s.words, s.las) for name, s in scores.items()} == {"1 to 1": (1, 100), "over 3": (8, 50)}


@pytest.mark.parametrize(
    ("heads", "rels", "rel", "precision", "recall", "gold"),
    [
        (GOLD.heads, GOLD.rels, "nsubj", 1, 1, 1),
        (GOLD.heads, GOLD.rels, "obl", 1, 1, 1),  # a name without a subtype stands for all of them
        (GOLD.heads, GOLD.rels, "obl:unmarked", 1, 1, 1),
        (GOLD.heads, ("nsubj", "root", "det", "obl"), "obl:unmarked", 0, 0, 1),
        (GOLD.heads, ("nsubj", "root", "nsubj", "obl"), "nsubj", 0.5, 1, 1),
        ((4, 0, 4, 2), GOLD.rels, "nsubj", 0, 0, 1),  # a right label on a wrong head
        (GOLD.heads, ("nsubj:pass", "root", "det", "obl"), "nsubj", 1, 1, 1),
        (GOLD.heads, GOLD.rels, "conj", 0, 0, 0),
    ],
)
def test_relations(
    heads: tuple[int, ...], rels: tuple[str, ...], rel: str, precision: float, recall: float, gold: int
) -> None:
    scores = score_relations([GOLD], [Tree(GOLD.upos, GOLD.xpos, heads, rels)], [rel])[rel]
    assert (scores["precision"], scores["recall"], scores["gold"]) == (precision, recall, gold)


@pytest.mark.parametrize(
    ("heads", "rels", "right"),
    [
        (GOLD.heads, GOLD.rels, 100),
        (GOLD.heads, ("nsubj", "root", "det", "obj"), 0),  # one too many
        (GOLD.heads, ("nsubj:pass", "root", "det", "obl"), 0),  # the other side of the act
        (GOLD.heads, ("nsubj:outer", "root", "det", "obl"), 100),
        ((4, 0, 4, 2), GOLD.rels, 0),
        ((2, 0, 2, 3), GOLD.rels, 100),  # what else hangs where does not matter
    ],
)
def test_sides(heads: tuple[int, ...], rels: tuple[str, ...], right: float) -> None:
    scores = score_sides([GOLD], [Tree(GOLD.upos, GOLD.xpos, heads, rels)])
    assert scores == {"verbs": 1, "all sides right": right}
