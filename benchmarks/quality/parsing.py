"""Measure the shipped model on gold words: `python -m benchmarks.quality.parsing --data DIR [--json]`.

DIR holds `train/ud`, `train/ner` and `dev/ner`. UPOS, XPOS, UAS and LAS by the CoNLL 2018 definitions (all words,
base relations), `full` with subtypes; names by exact spans. Each sentence is analysed on its own, as in use.
`--by-length` and `--by-relation` break the trees down; the second also counts the verbs all of whose subjects, objects
and agents are right.
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
from training.scoring import Tree, score_lengths, score_names, score_relations, score_sides, score_trees
from watchfloor.parsing.model import Analysis, Model

TREEBANKS = {
    "EWT dev": "train/ud/ewt-dev.conllu",
    "EWT test": "train/ud/ewt-test.conllu",
    "GUM-free dev": "train/ud/gum-free-dev.conllu",
    "GUM-free test": "train/ud/gum-free-test.conllu",
}
LENGTHS = (15, 30, 45)
RELATIONS = (
    "nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "advcl", "ccomp", "xcomp", "acl", "acl:relcl",
    "appos", "conj", "parataxis",
)  # fmt: skip


def gold_tree(sentence: Annotated) -> Tree:
    return Tree(sentence.upos or (), sentence.xpos or (), sentence.heads or (), sentence.rels or ())


def found_tree(read: Analysis) -> Tree:
    return Tree(read.upos, read.xpos, [head + 1 for head in read.heads], read.rels)


def trees(gold: Sequence[Annotated], read: Sequence[Analysis]) -> dict[str, float]:
    """Score one treebank."""
    wanted, found = [gold_tree(s) for s in gold], [found_tree(a) for a in read]
    features = sum(
        (a or "_") == b
        for got, s in zip(read, gold, strict=True)
        for a, b in zip(got.morph, s.morph or (), strict=True)
    )
    scores = asdict(score_trees(wanted, found))
    scores["morph"] = 100.0 * features / scores["words"]
    return scores


def by_length(gold: Sequence[Annotated], read: Sequence[Analysis]) -> dict[str, float]:
    """Words and LAS of the sentences of each length."""
    scored = score_lengths([gold_tree(s) for s in gold], [found_tree(a) for a in read], LENGTHS)
    out: dict[str, float] = {}
    for name, scores in scored.items():
        out[f"{name} words: words"] = scores.words
        out[f"{name} words: LAS"] = scores.las
    return out


def by_relation(gold: Sequence[Annotated], read: Sequence[Analysis]) -> dict[str, Any]:
    """Precision and recall of each relation, and the verbs whose sides are all right."""
    wanted, found = [gold_tree(s) for s in gold], [found_tree(a) for a in read]
    return {**score_relations(wanted, found, RELATIONS), **score_sides(wanted, found)}


def names(model: Model, gold: Sequence[Annotated]) -> dict[str, dict[str, float]]:
    """Score exact name spans; a name that the gold data leaves open counts as none."""
    found = [model.analyse(sentence.words).names for sentence in gold]
    return score_names([[tag or "O" for tag in s.names or ()] for s in gold], found)


def measure(
    model: Model, data: Path, dev_only: bool = False, lengths: bool = False, relations: bool = False
) -> dict[str, Any]:
    """Read every set once and give all scores by name."""
    out: dict[str, Any] = {"model": model.id}
    for name, file in TREEBANKS.items():
        if dev_only and "test" in name:
            continue
        gold = read_conllu(data / file)
        began = time.process_time()
        read = [model.analyse(sentence.words) for sentence in gold]
        seconds = time.process_time() - began
        out[name] = trees(gold, read)
        out[name]["words/s"] = out[name]["words"] / seconds
        if lengths:
            out[f"{name} by length"] = by_length(gold, read)
        if relations:
            out[f"{name} by relation"] = by_relation(gold, read)
    out["GUM-free dev names"] = names(model, read_gum_entities(data / "train/ner/gum-entities-dev.jsonl"))
    if not dev_only:
        out["UNER-EWT test names"] = names(model, read_gold(data / "dev/ner/uner-ewt-test.iob2", 1, 2))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="folder of another model than the shipped one")
    parser.add_argument("--dev", action="store_true", help="leave the test sets alone: for choosing between models")
    parser.add_argument("--by-length", action="store_true", help="LAS by the length of the sentence")
    parser.add_argument("--by-relation", action="store_true", help="precision and recall of the relations that matter")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    scores = measure(Model.load(given.model), given.data, given.dev, given.by_length, given.by_relation)
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
                print(
                    f"  {kind:22} {value:8.0f}"
                    if isinstance(value, int) or kind == "words/s"
                    else f"  {kind:22} {value:8.2f}"
                )


if __name__ == "__main__":
    main()
