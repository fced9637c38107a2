"""The heads on the encoder: tags, features, names, and the biaffine parser."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.encoder import Dimensions, Encoder
from training.labels import IGNORED, TAGGED, LabelSets

LOSS_WEIGHTS = {
    "arcs": 1.0,
    "rels": 1.0,
    "upos": 0.3,
    "xpos": 0.3,
    "morph": 0.3,
    "names": 1.0,
    "factuality": 0.3,
    "senses": 0.3,
}
SENSE_WIDTH = 64
EIGHTHS = 8.0  # factuality is annotated in eighths


def projection(width: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(nn.Linear(384, width), nn.GELU(), nn.Dropout(dropout))


class SenseHead(nn.Module):
    """What a word names: from the word in every layer of the encoder, and from the mean of the whole sentence.

    The mixed vectors serve the parser and have forgotten much of what a word means. The layers together still know it,
    and the mean of a sentence, for which the start weights were trained, knows a match report from a war report.
    """

    def __init__(self, layers: int, senses: int, dropout: float) -> None:
        super().__init__()
        hidden = Dimensions().hidden
        self.middle = layers // 2
        self.word = nn.Linear((layers + 1) * hidden, SENSE_WIDTH)
        self.sentence = nn.Linear(2 * hidden, SENSE_WIDTH, bias=False)
        self.out = nn.Sequential(nn.GELU(), nn.Dropout(dropout), nn.Linear(SENSE_WIDTH, senses))

    def forward(self, states: list[Tensor], first: Tensor, last: Tensor, mask: Tensor | None) -> Tensor:
        """Give the scores of each word: (batch, words, senses)."""
        word, sentence = self.features(states, first, last, mask)
        out: Tensor = self.out(self.word(word) + self.sentence(sentence)[:, None])
        return out

    def features(self, states: list[Tensor], first: Tensor, last: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """Give each word in every layer, and the sentence's means of the middle and the last layer."""
        every = torch.cat(states, -1)
        index = first[:, :, None].expand(-1, -1, every.shape[2])
        other = last[:, :, None].expand(-1, -1, every.shape[2])
        word = (every.gather(1, index) + every.gather(1, other)) * 0.5
        pair = torch.cat([states[self.middle], states[-1]], -1)
        if mask is None:
            return word, pair.mean(1)
        real = mask[..., None].to(pair.dtype)
        return word, (pair * real).sum(1) / real.sum(1)


class Network(nn.Module):
    """The whole model. Word vectors are the mean of a word's first and last piece over mixed layers."""

    def __init__(
        self, labels: LabelSets, arc: int = 256, rel: int = 128, dropout: float = 0.33, layers: int = 6
    ) -> None:
        super().__init__()
        self.encoder = Encoder(Dimensions(layers=layers))
        self.mix = nn.Parameter(torch.zeros(len(self.encoder.layers) + 1))
        self.scale = nn.Parameter(torch.ones(1))
        self.drop = nn.Dropout(dropout)
        self.root = labels.rels.index("root")
        self.arc_dependent, self.arc_head = projection(arc, dropout), projection(arc, dropout)
        self.rel_dependent, self.rel_head = projection(rel, dropout), projection(rel, dropout)
        self.arc_weights = nn.Parameter(torch.zeros(arc + 1, arc))
        self.rel_weights = nn.Parameter(torch.zeros(rel + 1, len(labels.rels), rel + 1))
        nn.init.normal_(self.arc_weights, std=arc**-0.5 / 4)
        nn.init.normal_(self.rel_weights, std=rel**-0.5 / 4)
        self.upos = nn.Linear(384, len(labels.upos))
        self.xpos = nn.Linear(384, len(labels.xpos))
        self.morph = nn.Linear(384, len(labels.morph))
        self.names = nn.Linear(384, len(labels.names))
        self.senses = SenseHead(layers, len(labels.senses), dropout)
        self.factuality = nn.Sequential(projection(128, dropout), nn.Linear(128, 1))

    def vectors(self, pieces: Tensor, shapes: Tensor, first: Tensor, last: Tensor, mask: Tensor | None) -> Tensor:
        """Give (batch, 1 + words, hidden): position 0 is [CLS], which stands for the root."""
        return self.mixed(self.encoder(pieces, shapes, mask), first, last)

    def mixed(self, states: list[Tensor], first: Tensor, last: Tensor) -> Tensor:
        """Mix the encoder's layers and give the words' vectors, [CLS] first."""
        weights = self.mix.softmax(0)
        mixed = self.scale * sum(
            (weight * state for weight, state in zip(weights, states, strict=True)), torch.zeros(())
        )
        index = first[:, :, None].expand(-1, -1, mixed.shape[2])
        other = last[:, :, None].expand(-1, -1, mixed.shape[2])
        words = (mixed.gather(1, index) + mixed.gather(1, other)) * 0.5
        out: Tensor = self.drop(torch.cat([mixed[:, :1], words], 1))
        return out

    def arc_scores(self, vectors: Tensor) -> Tensor:
        """Score every head for every word: (batch, words, 1 + words), column 0 the root."""
        dependent = with_one(self.arc_dependent(vectors[:, 1:]))
        head: Tensor = self.arc_head(vectors)
        return (dependent @ self.arc_weights) @ head.transpose(1, 2)

    def rel_scores_at(self, vectors: Tensor, heads: Tensor) -> Tensor:
        """Score the labels of the given heads (0 the root): (batch, words, labels)."""
        dependent = with_one(self.rel_dependent(vectors[:, 1:]))
        head = with_one(self.rel_head(vectors))
        chosen = head.gather(1, heads[:, :, None].expand(-1, -1, head.shape[2]))
        flat = dependent @ self.rel_weights.flatten(1)
        shaped = flat.view(*dependent.shape[:2], *self.rel_weights.shape[1:])
        return (shaped @ chosen[..., None]).squeeze(-1)

    def rel_scores(self, vectors: Tensor) -> Tensor:
        """Score the labels of every possible head: (batch, words, labels, 1 + words)."""
        dependent = with_one(self.rel_dependent(vectors[:, 1:]))
        head = with_one(self.rel_head(vectors))
        flat = dependent @ self.rel_weights.flatten(1)
        shaped = flat.view(*dependent.shape[:2], *self.rel_weights.shape[1:])
        return shaped @ head.transpose(1, 2)[:, None]

    def losses(self, batch: dict[str, Tensor], master: Network | None = None) -> dict[str, Tensor]:
        """Mean loss of each head over the words that carry its annotation; a head with none is absent.

        With a master there is also "taught": how far this network's answers are from the master's.
        """
        states = self.encoder(batch["pieces"], batch["shapes"], batch["mask"])
        vectors = self.mixed(states, batch["first"], batch["last"])
        words = vectors[:, 1:]
        out: dict[str, Tensor] = {}
        marked = batch["senses"] != IGNORED
        if marked.any():
            found = self.senses(states, batch["first"], batch["last"], batch["mask"])[marked]
            out["senses"] = functional.cross_entropy(found, batch["senses"][marked])
        for name in TAGGED:
            head, gold = getattr(self, name), batch[name].flatten()
            keep = (gold != IGNORED).nonzero().squeeze(1)
            if len(keep):
                out[name] = functional.cross_entropy(head(words.flatten(0, 1)[keep]), gold[keep])
        asked = (batch["factuality"] != IGNORED).nonzero(as_tuple=True)
        if len(asked[0]):
            gold = batch["factuality"][asked] / EIGHTHS
            out["factuality"] = functional.smooth_l1_loss(self.factuality(words[asked]).squeeze(-1), gold)
        if master:
            out["taught"] = self.taught(batch, vectors, master)
        rows = (batch["heads"] != IGNORED).any(1).nonzero().squeeze(1)
        if len(rows):
            vectors, heads, rels = vectors[rows], batch["heads"][rows], batch["rels"][rows]
            scores = self.arc_scores(vectors)
            scores = scores.masked_fill(~batch["columns"][rows][:, None, :], -1e4)
            out["arcs"] = functional.cross_entropy(scores.flatten(0, 1), heads.flatten(), ignore_index=IGNORED)
            at = self.rel_scores_at(vectors, heads.clamp(min=0))
            out["rels"] = functional.cross_entropy(at.flatten(0, 1), rels.flatten(), ignore_index=IGNORED)
        return out

    def taught(self, batch: dict[str, Tensor], ours: Tensor, master: Network) -> Tensor:
        """How far `ours`, this network's vectors, lead from a master's heads, labels and tags: mean KL divergence."""
        inputs = [batch[name] for name in ("pieces", "shapes", "first", "last", "mask")]
        real = batch["columns"][:, 1:]
        with torch.no_grad():
            theirs = master.vectors(*inputs)
            arcs = master.arc_scores(theirs).masked_fill(~batch["columns"][:, None, :], -1e4)
            heads = arcs.argmax(-1)
            wanted = [arcs, master.rel_scores_at(theirs, heads)]
            wanted += [getattr(master, name)(theirs[:, 1:]) for name in TAGGED]
        found = [
            self.arc_scores(ours).masked_fill(~batch["columns"][:, None, :], -1e4),
            self.rel_scores_at(ours, heads),
        ]
        found += [getattr(self, name)(ours[:, 1:]) for name in TAGGED]
        total = torch.zeros((), device=real.device)
        for one, other in zip(found, wanted, strict=True):
            divergence = functional.kl_div(
                one.log_softmax(-1), other.log_softmax(-1), reduction="none", log_target=True
            )
            total = total + divergence.sum(-1)[real].mean()
        return total


def with_one(x: Tensor) -> Tensor:
    """Append a constant 1 to the last dimension: the bias of a biaffine product."""
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)
