"""The shipped model: what it reads right on plain sentences, and what may not change or break it."""

from __future__ import annotations

import hashlib
import random
import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from watchfloor.errors import ModelDamaged
from watchfloor.parsing.model import MOST_PIECES, Analysis, Model, _names

SHIPPED = Path(str(files("watchfloor").joinpath("data", "models", "en-1")))
BIO = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")

SENTENCES = (
    "The minister sent two envoys to the border on Monday .",
    "Troops were moved north by the council , officials said .",
    "Will they sign ?",
    "TALKS COLLAPSE IN CAPITAL",
    "He denied that the ships had left .",
)


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.load()


def is_tree(heads: tuple[int, ...]) -> bool:
    for start in range(len(heads)):
        at, steps = start, 0
        while at >= 0 and steps <= len(heads):
            at, steps = heads[at], steps + 1
        if at != -1:
            return False
    return heads.count(-1) == 1


@pytest.mark.parametrize(
    ("text", "word", "rel", "head"),
    [
        (SENTENCES[0], "minister", "nsubj", "sent"),
        (SENTENCES[0], "envoys", "obj", "sent"),
        ("The ships sailed to the island .", "island", "obl", "sailed"),
        (SENTENCES[1], "Troops", "nsubj:pass", "moved"),
        (SENTENCES[1], "council", "obl:agent", "moved"),
        (SENTENCES[4], "left", "ccomp", "denied"),
    ],
)
def test_plain_sentences(model: Model, text: str, word: str, rel: str, head: str) -> None:
    words = text.split()
    read = model.analyse(words)
    place = words.index(word)
    assert (read.rels[place], words[read.heads[place]]) == (rel, head)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("President John Kerry met Ahmed Chalabi in Baghdad .", "O B-PER I-PER O B-PER I-PER O B-LOC O"),
        ("The United Nations accused Syria .", "O B-ORG I-ORG O B-LOC O"),
    ],
)
def test_names(model: Model, text: str, names: str) -> None:
    assert model.analyse(text.split()).names == tuple(names.split())


def test_features(model: Model) -> None:
    morph = model.analyse(SENTENCES[1].split()).morph
    assert morph[2] == "Tense=Past|VerbForm=Part|Voice=Pass"
    assert morph[-1] == ""


def test_a_sentence_does_not_depend_on_what_was_read_before(model: Model) -> None:
    before = {text: model.analyse(text.split()) for text in SENTENCES}
    order = list(SENTENCES) * 3
    random.Random(1).shuffle(order)  # noqa: S311 (an order, no secret)
    for text in order:
        again = model.analyse(text.split())
        assert np.asarray(again.arcs).tobytes() == np.asarray(before[text].arcs).tobytes()
        assert (again.heads, again.rels, again.names) == (before[text].heads, before[text].rels, before[text].names)


@pytest.mark.parametrize(
    "words",
    [
        ["."],
        ["\x00", "\u200b", "\ufffd", "\ud800"],
        ["😀", "بغداد", "北京", "ไทย"],
        ["x" * 20_000],
        ["-" * 3_000, "and", "=" * 3_000],
        ["word"] * (MOST_PIECES - 2),
        ["word"] * 1_500,
        (["one", "two", "three", ","] * 500),
        ["antidisestablishmentarianism"] * 300,
    ],
    ids=lambda words: f"{words[0][:12]!a} x {len(words)}",
)
def test_any_input_gives_a_tree(model: Model, words: list[str]) -> None:
    read = model.analyse(words)
    assert is_tree(read.heads)
    assert {len(column) for column in (read.upos, read.xpos, read.morph, read.rels, read.names)} == {len(words)}
    assert all((rel == "root") == (head < 0) for rel, head in zip(read.rels, read.heads, strict=True))


def test_no_words(model: Model) -> None:
    assert model.analyse([]) == Analysis((), (), (), None, (), (), ())


def test_long_sentences_are_cut_after_a_comma(model: Model) -> None:
    words = ["left", "right", "up", "down", ","] * 150
    parts = model._parts(words)
    assert [start for start, _ in parts[1:]] == [end for _, end in parts[:-1]]
    assert parts[0][0] == 0 and parts[-1][1] == len(words)
    assert all(words[end - 1] == "," for _, end in parts)


@pytest.mark.parametrize(
    ("scores", "names"),
    [
        ([[0, 9, 0, 0, 0, 0, 0], [0, 0, 9, 0, 0, 0, 0]], "B-PER I-PER"),
        ([[0, 0, 0, 0, 0, 0, 9], [0, 0, 0, 0, 0, 0, 9]], "B-LOC I-LOC"),  # nothing there to continue
        ([[0, 0, 0, 5, 0, 0, 0], [0, 0, 6, 0, 1, 0, 0]], "B-PER I-PER"),  # 0 + 6 against 5 + 1 and 5 + 0
        ([[0, 0, 0, 9, 0, 0, 0], [1, 0, 6, 0, 5, 0, 0]], "B-ORG I-ORG"),
    ],
)
def test_names_are_the_best_allowed(scores: list[list[float]], names: str) -> None:
    assert _names(np.array(scores, dtype=np.float32), BIO) == tuple(names.split())


def test_the_id_names_weights_and_processor(model: Model) -> None:
    name, weights, kernels = model.id.split(":")
    assert name == "en-1" and len(weights) == 8 and kernels


@pytest.mark.parametrize("missing", ["model.toml", "model.onnx", "vocab.txt"])
def test_a_missing_file(tmp_path: Path, missing: str) -> None:
    folder = tmp_path / "en-1"
    shutil.copytree(SHIPPED, folder)
    (folder / missing).unlink()
    with pytest.raises(ModelDamaged, match=missing):
        Model.load(folder)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.onnx", b"not a model"),
        ("vocab.txt", b"[CLS]\n"),
        ("model.toml", b"id = "),
        ("model.toml", b"\xff\xfe"),
        ("model.toml", b"id = 'en-1'\n"),
        ("model.toml", b"id = 'en-1'\nlabels = 3\n[sha256]\n"),
    ],
)
def test_a_damaged_file(tmp_path: Path, name: str, content: bytes) -> None:
    folder = tmp_path / "en-1"
    shutil.copytree(SHIPPED, folder)
    (folder / name).write_bytes(content)
    with pytest.raises(ModelDamaged) as caught:
        Model.load(folder)
    assert "\n" not in str(caught.value)
    assert caught.value.about == str(folder)


def test_weights_that_the_card_names_but_nobody_can_run(tmp_path: Path) -> None:
    folder = tmp_path / "en-1"
    shutil.copytree(SHIPPED, folder)
    weights = b"not a model"
    old = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    card = (folder / "model.toml").read_text(encoding="utf-8")
    (folder / "model.onnx").write_bytes(weights)
    (folder / "model.toml").write_text(card.replace(old, hashlib.sha256(weights).hexdigest()), encoding="utf-8")
    with pytest.raises(ModelDamaged, match="onnxruntime cannot run"):
        Model.load(folder)
