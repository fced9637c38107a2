"""From annotated sentences to padded tensors: one plan of batches per epoch, fixed by the seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from training.data import Annotated, known_rel
from training.labels import CLASSED, IGNORED, LabelSets
from watchfloor.parsing.pieces import Pieces
from watchfloor.parsing.shapes import shape

MASK_PIECE = 103
LONGEST = 200  # pieces of a training sentence; the few longer ones would dominate a batch's attention


@dataclass(frozen=True, slots=True)
class Encoded:
    """One sentence as numbers; its words are kept, because noise changes their shapes."""

    words: tuple[str, ...]
    pieces: list[int]
    owner: list[int]  # word index of each piece, -1 for [CLS] and [SEP]
    first: list[int]
    last: list[int]
    layers: dict[str, list[int]]


def encode(sentence: Annotated, pieces: Pieces, labels: LabelSets) -> Encoded:
    """Turn words into piece ids and labels into class numbers; absent layers are IGNORED."""
    cut = pieces.encode(sentence.words)
    ids, first, last = cut.piece_ids, cut.first, cut.last
    owner = [-1] * len(ids)
    for word, (start, end) in enumerate(zip(first, last, strict=True)):
        owner[start : end + 1] = [word] * (end + 1 - start)
    layers: dict[str, list[int]] = {}
    for layer in CLASSED:
        number = {value: i for i, value in enumerate(getattr(labels, layer))}
        given = getattr(sentence, layer) or [None] * len(sentence.words)
        layers[layer] = [number.get(value, IGNORED) for value in given]
    number = {value: i for i, value in enumerate(labels.rels)}
    layers["rels"] = [number[known_rel(rel, labels)] for rel in sentence.rels or ()] or [IGNORED] * len(first)
    layers["heads"] = list(sentence.heads or ()) or [IGNORED] * len(first)
    layers["factuality"] = [IGNORED if v is None else v for v in sentence.factuality or [None] * len(first)]
    return Encoded(sentence.words, list(ids), owner, list(first), list(last), layers)


def plan(sizes: Sequence[int], budget: int, seed: str) -> list[list[int]]:
    """Group sentence numbers of like length into batches of about `budget` padded pieces, in random order."""
    rng = random.Random(seed)  # noqa: S311 (repeatable, no secret)
    order = sorted(range(len(sizes)), key=lambda i: (sizes[i] + rng.random() * 2, i))
    groups: list[list[int]] = []
    group: list[int] = []
    for i in order:
        if group and max(sizes[j] for j in [*group, i]) * (len(group) + 1) > budget:
            groups.append(group)
            group = []
        group.append(i)
    if group:
        groups.append(group)
    rng.shuffle(groups)
    return groups


def recased(word: str, how: str) -> str:
    return {"lower": word.lower(), "upper": word.upper(), "title": word[:1].upper() + word[1:]}.get(how, word)


@dataclass(frozen=True, slots=True)
class Noise:
    """What training does to its sentences, as shares: of pieces hidden, of sentences written in another casing."""

    masked: float = 0.06
    lower: float = 0.04
    upper: float = 0.03
    headline: float = 0.02

    def casing(self, draw: float) -> str:
        """Choose the casing of one sentence by a number drawn from 0 to 1."""
        bounds = (("lower", self.lower), ("upper", self.upper), ("title", self.headline))
        for how, share in bounds:
            if draw < share:
                return how
            draw -= share
        return ""


USUAL_NOISE = Noise()


def collate(
    group: Sequence[Encoded], rng: random.Random | None = None, noise: Noise = USUAL_NOISE
) -> dict[str, Tensor]:
    """Pad one batch. With `rng`, apply the training noise: hidden pieces, and sentences in another casing.

    The encoder is uncased, so another casing changes the shapes alone.
    """
    length = max(len(s.pieces) for s in group)
    words = max(len(s.words) for s in group)
    rows = len(group)
    pieces = torch.zeros(rows, length, dtype=torch.long)
    shapes = torch.zeros(rows, length, dtype=torch.long)
    mask = torch.zeros(rows, length, dtype=torch.bool)
    columns = torch.zeros(rows, words + 1, dtype=torch.bool)
    first = torch.zeros(rows, words, dtype=torch.long)
    last = torch.zeros(rows, words, dtype=torch.long)
    layers = {name: torch.full((rows, words), IGNORED) for name in group[0].layers}
    for row, sentence in enumerate(group):
        how, ids = "", sentence.pieces
        if rng is not None:
            how = noise.casing(rng.random())
            ids = [
                MASK_PIECE if o >= 0 and rng.random() < noise.masked else i
                for i, o in zip(ids, sentence.owner, strict=True)
            ]
        of_word = [shape(recased(word, how)) for word in sentence.words]
        n, w = len(ids), len(sentence.words)
        pieces[row, :n] = torch.tensor(ids)
        shapes[row, :n] = torch.tensor([0 if o < 0 else of_word[o] for o in sentence.owner])
        mask[row, :n] = True
        columns[row, : w + 1] = True
        first[row, :w] = torch.tensor(sentence.first)
        last[row, :w] = torch.tensor(sentence.last)
        for name, values in sentence.layers.items():
            layers[name][row, :w] = torch.tensor(values)
    batch = {"pieces": pieces, "shapes": shapes, "mask": mask, "columns": columns, "first": first, "last": last}
    return batch | layers
