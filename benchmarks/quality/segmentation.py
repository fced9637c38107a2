"""Measure words, sentences and lemmas from raw text: `python -m benchmarks.quality.segmentation --data DIR [--json]`.

DIR holds `train/ud`. Word and sentence F1 by the CoNLL 2018 definitions, as `conll.py` has them, on the rules alone:
no model is asked. Lemmas are measured with the treebank's own tags.
"""

from __future__ import annotations

import argparse
import json
import time
from importlib.resources import files
from pathlib import Path

from benchmarks.quality.conll import Document, Text, Word, documents, score
from watchfloor.parsing import sentences, words
from watchfloor.parsing.lemmas import Lemmas

SETS = {
    name: f"train/ud/{file}.conllu"
    for name, file in (
        ("EWT dev", "ewt-dev"),
        ("EWT test", "ewt-test"),
        ("GUM-free dev", "gum-free-dev"),
        ("GUM-free test", "gum-free-test"),
    )
}


def cut(text: str) -> Text:
    """What the rules make of a text: words and sentences without any analysis."""
    found: list[Word] = []
    spans: list[tuple[int, int]] = []
    for start, end in sentences.split(text):
        before = len(found)
        found += [Word(text[start + a : start + b], start + a, start + b) for a, b in words.split(text[start:end])]
        if len(found) > before:
            spans.append((found[before].start, found[-1].end))
    return Text(tuple(found), tuple(spans))


def measure(gold: list[Document], lemmas: Lemmas) -> dict[str, float]:
    """All figures of one treebank part."""
    began = time.process_time()
    read = [cut(document.text) for document in gold]
    seconds = time.process_time() - began
    scores = score((document.gold, text) for document, text in zip(gold, read, strict=True))
    rows = [w for document in gold for w in document.gold.words if w.lemma != "_"]
    return {
        "words F1": scores["words F1"],
        "sentences F1": scores["sentences F1"],
        "lemmas, gold tags": 100 * sum(lemmas.lemma(w.form, w.xpos) == w.lemma for w in rows) / len(rows),
        "words/s": sum(len(text.words) for text in read) / seconds,
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder that holds train/ud")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--dev", action="store_true", help="leave the test parts alone: for choosing between rules")
    given = parser.parse_args()
    listed = files("watchfloor").joinpath("data", "models", "en-1", "lemmas.tsv")
    lemmas = Lemmas.parse(listed.read_text(encoding="utf-8"))
    scores = {
        name: measure(documents(given.data / file), lemmas)
        for name, file in SETS.items()
        if not (given.dev and "test" in name)
    }
    if given.json:
        print(json.dumps(scores, indent=1))
        return
    for name, figures in scores.items():
        line = "  ".join(
            f"{key} {value:.0f}" if key == "words/s" else f"{key} {value:.2f}" for key, value in figures.items()
        )
        print(f"{name:14} {line}")


if __name__ == "__main__":
    main()
