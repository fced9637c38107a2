"""Augmented sentences: still trees, with every column as long as the words."""

from __future__ import annotations

import random

from training.augment import closer_names, more_titles, recut, renamed, swapped
from training.data import Annotated
from training.names import spans

SENTENCE = Annotated(
    words=("Yesterday", "President", "Duval", "left", "Serra", "."),
    upos=("NOUN", "PROPN", "PROPN", "VERB", "PROPN", "PUNCT"),
    xpos=("NN", "NNP", "NNP", "VBD", "NNP", "."),
    morph=("Number=Sing",) * 3 + ("Tense=Past|VerbForm=Fin", "Number=Sing", "_"),
    heads=(4, 3, 4, 0, 4, 4),
    rels=("obl:unmarked", "nmod:desc", "nsubj", "root", "obj", "punct"),
    names=("O", "O", "B-PER", "O", "B-LOC", "O"),
)


def test_long_titles_keep_the_tree() -> None:
    made = more_titles([SENTENCE], seed=1, copies=40)
    assert len(made) == 40
    assert {" of " in " ".join(s.words) for s in made} == {True, False}
    for sentence in made:
        heads, rels, words = sentence.heads or (), sentence.rels or (), sentence.words
        columns = (sentence.upos, sentence.xpos, sentence.morph, sentence.heads, sentence.rels, sentence.names)
        assert {len(column or ()) for column in columns} == {len(words)}
        assert heads.count(0) == 1 and rels[heads.index(0)] == "root"
        for start in range(1, len(words) + 1):
            at, steps = start, 0
            while at and steps <= len(words):
                at, steps = heads[at - 1], steps + 1
            assert at == 0
        person = words.index("Duval")
        title = next(i for i in range(person) if rels[i] == "nmod:desc")
        assert words[heads[title] - 1] == "Duval"
        assert words[heads[person] - 1] == "left"


def test_no_title_gives_nothing() -> None:
    plain = Annotated(("Go", "."), ("VERB", "PUNCT"), ("VB", "."), ("_", "_"), (0, 1), ("root", "punct"))
    assert more_titles([plain], seed=1) == []


def test_hyphens_are_cut_as_in_use() -> None:
    given = Annotated(("Abu", "al-Zayn", "left", "south-east"), names=("B-PER", "I-PER", "O", "O"))
    cut = recut(given)
    assert cut.words == ("Abu", "al", "-", "Zayn", "left", "south", "-", "east")
    assert cut.names == ("B-PER", "I-PER", "I-PER", "I-PER", "O", "O", "O", "O")


def test_groups_are_replaced_whole() -> None:
    given = Annotated(("The", "Taleban", "left", "Serra"), names=("O", "B-ORG", "O", "B-LOC"))
    rng = random.Random(1)  # noqa: S311 (repeatable, no secret)
    made = [renamed(given, rng) for _ in range(40)]
    assert len({s.words for s in made}) > 5
    for s in made:
        assert len(s.words) == len(s.names or ())
        assert [kind for _, _, kind in spans(s.names or ())] == ["ORG", "LOC"]
    assert closer_names([given], 1) == closer_names([given], 1)


def test_swapped_names_keep_their_kind_and_what_stands_around_them() -> None:
    other = Annotated(
        words=("In", "Port", "Amel", ",", "Ina", "Roh", "sang"),
        names=("O", "B-LOC", "I-LOC", "O", "B-PER", "I-PER", "O"),
    )
    made = swapped([SENTENCE, other] * 20, seed=1)
    assert made
    for sentence in made:
        assert len(sentence.words) == len(sentence.names or ())
        assert {kind for _, _, kind in spans(sentence.names or ())} == {"PER", "LOC"}
        assert sentence.heads is None  # the tree no longer fits
        assert sentence.words[0] in ("Yesterday", "In")
    assert any("Duval" in sentence.words and "sang" in sentence.words for sentence in made)
