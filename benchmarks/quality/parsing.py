"""Measure the shipped model on gold words: `python -m benchmarks.quality.parsing --data DIR [--json]`.

DIR holds `train/ud`, `train/ner` and `dev/ner`. UPOS, XPOS, UAS and LAS by the CoNLL 2018 definitions (all words,
base relations), `full` with subtypes; names by exact spans. Each sentence is analysed on its own, as in use.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from training.data import Annotated, read_conllu
from training.names import read_gold, read_gum_entities
from training.scoring import Tree, score_names, score_trees
from watchfloor.parsing.model import Model

TREEBANKS = {
    "EWT dev": "train/ud/ewt-dev.conllu",
    "EWT test": "train/ud/ewt-test.conllu",
    "GUM-free dev": "train/ud/gum-free-dev.conllu",
    "GUM-free test": "train/ud/gum-free-test.conllu",
}


def trees(model: Model, gold: Sequence[Annotated]) -> dict[str, float]:
    """Score one treebank, and the speed of one thread."""
    began = time.perf_counter()
    read = [model.analyse(sentence.words) for sentence in gold]
    seconds = time.perf_counter() - began
    found = (Tree(a.upos, a.xpos, [head + 1 for head in a.heads], a.rels) for a in read)
    wanted = (Tree(s.upos or (), s.xpos or (), s.heads or (), s.rels or ()) for s in gold)
    features = sum(
        (a or "_") == b
        for got, s in zip(read, gold, strict=True)
        for a, b in zip(got.morph, s.morph or (), strict=True)
    )
    scores = asdict(score_trees(wanted, found))
    scores["morph"] = 100.0 * features / scores["words"]
    scores["words/s"] = scores["words"] / seconds
    return scores


def names(model: Model, gold: Sequence[Annotated]) -> dict[str, dict[str, float]]:
    """Score exact name spans; a name that the gold data leaves open counts as none."""
    found = [model.analyse(sentence.words).names for sentence in gold]
    return score_names([[tag or "O" for tag in s.names or ()] for s in gold], found)


def measure(model: Model, data: Path, dev_only: bool = False) -> dict[str, Any]:
    """Read every set once and give all scores by name."""
    out: dict[str, Any] = {"model": model.id}
    for name, file in TREEBANKS.items():
        if not (dev_only and "test" in name):
            out[name] = trees(model, read_conllu(data / file))
    out["GUM-free dev names"] = names(model, read_gum_entities(data / "train/ner/gum-entities-dev.jsonl"))
    if not dev_only:
        out["UNER-EWT test names"] = names(model, read_gold(data / "dev/ner/uner-ewt-test.iob2", 1, 2))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="folder of another model than the shipped one")
    parser.add_argument("--dev", action="store_true", help="leave the test sets alone: for choosing between models")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    scores = measure(Model.load(given.model), given.data, given.dev)
    if given.json:
        print(json.dumps(scores, indent=1))
        return
    print("model", scores.pop("model"))
    for name, values in scores.items():
        print(name)
        for kind, value in values.items():
            if isinstance(value, dict):
                line = "  ".join(f"{k} {100 * v:5.1f}" for k, v in value.items() if k != "gold")
                print(f"  {kind:10} {line}  ({value['gold']})")
            else:
                print(f"  {kind:10} {value:8.0f}" if kind.startswith("words") else f"  {kind:10} {value:8.2f}")


if __name__ == "__main__":
    main()
