"""Self-training: news sentences without trees get those that the network itself, averaged over its steps, is sure of.

The treebanks are web text and encyclopedic genres; the news in the silver name set has no trees. At the start of an
epoch the averaged network (a "mean teacher": Tarvainen and Valpola 2017) reads the epoch's silver sentences. A word
trains the parser only where head and label are sure together; the others keep their gold names alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch

from training.batches import Encoded, collate, plan
from training.labels import IGNORED, TAGGED
from training.network import Network

SURE = 0.8  # probability of head and label together, and of a class
READ_AT_ONCE = 4000  # padded pieces


@torch.no_grad()
def self_labelled(teacher: Network, sentences: Sequence[Encoded], device: str) -> list[Encoded]:
    """Give the sentences with the teacher's sure tags, heads and labels where they have none; names stay."""
    teacher.eval()
    out = list(sentences)
    for group in plan([len(s.pieces) for s in sentences], READ_AT_ONCE, "self-training"):
        batch = {k: v.to(device) for k, v in collate([sentences[i] for i in group]).items()}
        vectors = teacher.vectors(batch["pieces"], batch["shapes"], batch["first"], batch["last"], batch["mask"])
        arcs = teacher.arc_scores(vectors).masked_fill(~batch["columns"][:, None, :], -1e4).softmax(-1)
        sure_head, heads = arcs.max(-1)
        sure_rel, rels = teacher.rel_scores_at(vectors, heads).softmax(-1).max(-1)
        kept = sure_head * sure_rel >= SURE
        layers = {
            "heads": heads.masked_fill(~kept, IGNORED), "rels": rels.masked_fill(~kept, IGNORED),
        }  # fmt: skip
        for layer in TAGGED:
            if layer != "names":
                sure, best = getattr(teacher, layer)(vectors[:, 1:]).softmax(-1).max(-1)
                layers[layer] = best.masked_fill(sure < SURE, IGNORED)
        for row, i in enumerate(group):
            n = len(sentences[i].words)
            read = {layer: values[row, :n].tolist() for layer, values in layers.items()}
            out[i] = replace(sentences[i], layers={**sentences[i].layers, **read})
    return out
