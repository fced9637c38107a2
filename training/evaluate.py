"""Scores of a network in torch, with greedy heads: the quick look after each epoch."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from training.batches import Encoded, collate, plan
from training.data import Annotated
from training.labels import IGNORED, LabelSets
from training.network import EIGHTHS, Network
from training.scoring import Tree, TreeScores, score_names, score_trees
from watchfloor.coding.senses import BARS


@torch.no_grad()
def predict(
    network: Network, encoded: Sequence[Encoded], labels: LabelSets, device: str = "cpu"
) -> list[tuple[Tree, list[str]]]:
    """Analyse sentences in padded batches; returns tree and names in the order given."""
    network.eval()
    out: list[tuple[Tree, list[str]] | None] = [None] * len(encoded)
    for group in plan([len(s.pieces) for s in encoded], 2000, "evaluate"):
        batch = {k: v.to(device) for k, v in collate([encoded[i] for i in group]).items()}
        vectors = network.vectors(batch["pieces"], batch["shapes"], batch["first"], batch["last"], batch["mask"])
        words = vectors[:, 1:]
        arcs = network.arc_scores(vectors).masked_fill(~batch["columns"][:, None, :], -1e4)
        heads = arcs.argmax(-1)
        rels = network.rel_scores_at(vectors, heads).argmax(-1)
        upos, xpos, names = (head(words).argmax(-1) for head in (network.upos, network.xpos, network.names))
        for row, i in enumerate(group):
            n = len(encoded[i].words)
            tree = Tree(
                [labels.upos[k] for k in upos[row, :n].tolist()],
                [labels.xpos[k] for k in xpos[row, :n].tolist()],
                heads[row, :n].tolist(),
                [labels.rels[k] for k in rels[row, :n].tolist()],
            )
            out[i] = (tree, [labels.names[k] for k in names[row, :n].tolist()])
    network.train()
    return [item for item in out if item is not None]


def treebank_scores(
    network: Network, gold: Sequence[Annotated], encoded: Sequence[Encoded], labels: LabelSets, device: str = "cpu"
) -> TreeScores:
    """Score a treebank with gold words."""
    found = predict(network, encoded, labels, device)
    wanted = (Tree(s.upos or (), s.xpos or (), s.heads or (), s.rels or ()) for s in gold)
    return score_trees(wanted, (tree for tree, _ in found))


def name_scores(
    network: Network, gold: Sequence[Annotated], encoded: Sequence[Encoded], labels: LabelSets, device: str = "cpu"
) -> dict[str, dict[str, float]]:
    """Score exact name spans; words whose gold name is unknown are taken as no name."""
    found = predict(network, encoded, labels, device)
    return score_names(([tag or "O" for tag in s.names or ()] for s in gold), (names for _, names in found))


@torch.no_grad()
def factuality_scores(
    network: Network, gold: Sequence[Annotated], encoded: Sequence[Encoded], device: str = "cpu"
) -> dict[str, float]:
    """Pearson's r and the mean absolute error of "did it happen?", on -3 to 3, over the words that were asked about."""
    network.eval()
    asked = [s for s, annotated in zip(encoded, gold, strict=True) if annotated.factuality]
    wanted, found = [], []
    for group in plan([len(s.pieces) for s in asked], 2000, "evaluate"):
        batch = {k: v.to(device) for k, v in collate([asked[i] for i in group]).items()}
        vectors = network.vectors(batch["pieces"], batch["shapes"], batch["first"], batch["last"], batch["mask"])
        where = (batch["factuality"] != IGNORED).nonzero(as_tuple=True)
        wanted.append(batch["factuality"][where].float() / EIGHTHS)
        found.append(network.factuality(vectors[:, 1:][where]).squeeze(-1).float())
    network.train()
    if not wanted:
        return {}
    one, other = torch.cat(wanted), torch.cat(found)
    r = torch.corrcoef(torch.stack([one, other]))[0, 1].item()
    return {"r": r, "mae": (one - other).abs().mean().item(), "words": float(len(one))}


@torch.no_grad()
def sense_scores(
    network: Network, encoded: Sequence[Encoded], labels: LabelSets, device: str = "cpu"
) -> dict[str, float]:
    """Accuracy over the senses of held-out words.

    And where "none" is as sure as a refusal asks (the lowest of `BARS`): the share of "none" it finds, and of acts it
    loses.
    """
    network.eval()
    right = words = none = vetoed = acts = lost = 0
    for group in plan([len(s.pieces) for s in encoded], 2000, "evaluate"):
        batch = {k: v.to(device) for k, v in collate([encoded[i] for i in group]).items()}
        states = network.encoder(batch["pieces"], batch["shapes"], batch["mask"])
        where = (batch["senses"] != IGNORED).nonzero(as_tuple=True)
        found = network.senses(states, batch["first"], batch["last"], batch["mask"])[where].softmax(-1)
        gold = batch["senses"][where]
        sure = found[:, labels.senses.index("none")] >= BARS[0][0]
        is_none = gold == labels.senses.index("none")
        right += int((found.argmax(-1) == gold).sum())
        words += len(gold)
        none, vetoed = none + int(is_none.sum()), vetoed + int((sure & is_none).sum())
        acts, lost = acts + int((~is_none).sum()), lost + int((sure & ~is_none).sum())
    network.train()
    if not (none and acts):
        return {}
    return {"words": words, "accuracy": right / words, "none found": vetoed / none, "acts lost": lost / acts}
