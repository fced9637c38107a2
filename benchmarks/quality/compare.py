"""Two models on the same sets: `python -m benchmarks.quality.compare --data DIR --other DIR [--dev] [--json]`.

Made for 8-bit weights (`--model`, or the shipped ones) against the float32 weights they come from (`--other`, made by
`python -m training.export --float`). Every score of `benchmarks.quality.parsing` as model minus other, in points; and
for each treebank the share of words, and of sentences, that the two analyse differently (tags, head or relation).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.quality.parsing import TREEBANKS, measure
from training.data import read_conllu
from watchfloor.parsing.model import Analysis, Model


class Remembering(Model):
    """A model that keeps its answers, so that scores and differences need one reading."""

    def analyse(self, words: Sequence[str]) -> Analysis:
        """The answer of the model."""
        key = tuple(words)
        kept: dict[tuple[str, ...], Analysis] = self.__dict__.setdefault("_kept", {})
        if key not in kept:
            kept[key] = super().analyse(words)
        return kept[key]


def points(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, float]:
    """One minus other of every score the two have, in points; F1 stands for names."""
    out: dict[str, float] = {}
    for name, value in one.items():
        if isinstance(value, Mapping):
            out[f"{name}: F1"] = round(100 * (value["f1"] - other[name]["f1"]), 3)
        elif name not in ("words", "words/s"):
            out[name] = round(value - other[name], 3)
    return out


def differences(one: Sequence[Analysis], other: Sequence[Analysis]) -> dict[str, float]:
    """The percentages of words and of sentences that are analysed differently."""
    words = other_words = other_sentences = 0
    for a, b in zip(one, other, strict=True):
        of_a, of_b = (list(zip(x.upos, x.xpos, x.heads, x.rels, strict=True)) for x in (a, b))
        unlike = sum(p != q for p, q in zip(of_a, of_b, strict=True))
        words, other_words, other_sentences = words + len(of_a), other_words + unlike, other_sentences + (unlike > 0)
    return {
        "words read differently, %": round(100 * other_words / max(words, 1), 3),
        "sentences read differently, %": round(100 * other_sentences / max(len(one), 1), 3),
    }


def compare(one: Model, other: Model, data: Path, dev_only: bool = False) -> dict[str, Any]:
    """All differences by set, and the names of the two."""
    a, b = (measure(model, data, dev_only) for model in (one, other))
    out: dict[str, Any] = {"model": one.id, "other": other.id}
    for name, values in a.items():
        if name == "model":
            continue
        out[f"{name}, minus other"] = points(values, b[name])
        if name in TREEBANKS:
            words = [s.words for s in read_conllu(data / TREEBANKS[name])]
            read = ([model.analyse(w) for w in words] for model in (one, other))
            out[f"{name}, minus other"] |= differences(*read)
    return out


def main() -> None:
    """Print the differences."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--model", type=Path, help="folder of the one model; without it, the shipped one")
    options.add_argument("--other", type=Path, required=True, help="folder of the model it is compared with")
    options.add_argument("--dev", action="store_true", help="leave the test sets alone")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    found = compare(Remembering.load(given.model), Remembering.load(given.other), given.data, given.dev)
    if given.json:
        print(json.dumps(found, indent=1))
        return
    print(found.pop("model"), "minus", found.pop("other"))
    for name, values in found.items():
        print(f"{name.removesuffix(', minus other'):20} " + "  ".join(f"{k} {v:+.2f}" for k, v in values.items()))


if __name__ == "__main__":
    main()
