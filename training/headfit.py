"""Fit the head of the senses alone, on a trained run: `python -m training.headfit --run DIR`.

A few thousand marked words are too few for the head to settle beside the parser, whose sentences outnumber theirs ten
to one. The encoder stays as it is: what the head reads of the marked words is taken once, and the head is trained on it
until it is done. The checkpoint is rewritten with the fitted head; the other heads are untouched.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.batches import Encoded, collate, encode, plan
from training.encoder import weights_folder
from training.evaluate import sense_scores
from training.export import load_network
from training.labels import IGNORED
from training.network import Network, SenseHead
from training.senses import HELD_OUT, TRAINS, read_senses
from training.train import save_whole, trained_state
from watchfloor.parsing.pieces import Pieces

ROUNDS = 40
RATE = 1e-3
DECAY = 0.05
SMOOTHING = 0.05
BATCH = 64


@torch.no_grad()
def marked(network: Network, encoded: Sequence[Encoded]) -> tuple[Tensor, Tensor]:
    """Give what the head reads of the words whose sense is marked (their own part, then the sentence's), and the
    senses' numbers."""
    network.eval()
    features, senses = [], []
    for group in plan([len(s.pieces) for s in encoded], 2000, "head"):
        batch = collate([encoded[i] for i in group])
        states = network.encoder(batch["pieces"], batch["shapes"], batch["mask"])
        word, sentence = network.senses.features(states, batch["first"], batch["last"], batch["mask"])
        rows, words = (batch["senses"] != IGNORED).nonzero(as_tuple=True)
        features.append(torch.cat([word[rows, words], sentence[rows]], -1))
        senses.append(batch["senses"][rows, words])
    return torch.cat(features), torch.cat(senses)


def fit(
    head: SenseHead, features: Tensor, senses: Tensor, rounds: int = ROUNDS, seed: int = 1, dropout: float = 0.33
) -> None:
    """Train a new head on fixed features, with a rate that falls to zero; what scales them goes into its weights."""
    torch.manual_seed(seed)
    middle, spread = features.mean(0), features.std(0) + 1e-3
    first = nn.Linear(features.shape[1], head.word.out_features)
    for layer in head.out:
        if isinstance(layer, nn.Linear):
            layer.reset_parameters()
    optimiser = torch.optim.AdamW([*first.parameters(), *head.out.parameters()], lr=RATE, weight_decay=DECAY)
    steps = rounds * -(-len(senses) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / steps)
    scaled = (features - middle) / spread
    head.train()
    for _ in range(rounds):
        order = torch.randperm(len(senses))
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            found = head.out(first(functional.dropout(scaled[part], dropout)))
            loss = functional.cross_entropy(found, senses[part], label_smoothing=SMOOTHING)
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            optimiser.step()
            schedule.step()
    head.eval()
    with torch.no_grad():
        weight = first.weight / spread
        width = head.word.in_features
        head.word.weight.copy_(weight[:, :width])
        head.word.bias.copy_(first.bias - weight @ middle)
        head.sentence.weight.copy_(weight[:, width:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="the folder given to training as --out")
    given = parser.parse_args()
    torch.set_num_threads(1)
    network, labels, saved = load_network(given.run)
    vocabulary = (weights_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    pieces = Pieces({piece: i for i, piece in enumerate(vocabulary)})
    rows = read_senses(Path(__file__).parent / "senses")
    trains, held_out = ([encode(s, pieces, labels) for s, p in rows if p == part] for part in (TRAINS, HELD_OUT))
    fit(network.senses, *marked(network, trains))
    after = sense_scores(network, held_out, labels)
    saved["network"] = trained_state(network)
    saved["history"][-1]["senses"] = after
    save_whole(given.run / "checkpoint.pt", saved)
    print(json.dumps(after))


if __name__ == "__main__":
    main()
