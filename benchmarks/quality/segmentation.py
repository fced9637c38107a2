"""Measure words, sentences and lemmas from raw text: `python -m benchmarks.quality.segmentation --data DIR [--json]`.

DIR holds `train/ud`. Word and sentence F1 by the CoNLL 2018 definitions: a word or sentence counts when both its ends
are right. The raw text of a document is put together from its sentences: a space between two of them unless the
treebank says there is none, a line break before a new paragraph. Lemmas are measured with the treebank's own tags.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from watchfloor.parsing import sentences, words
from watchfloor.parsing.lemmas import Lemmas

SETS = {"EWT dev": "ewt-dev", "EWT test": "ewt-test", "GUM-free dev": "gum-free-dev", "GUM-free test": "gum-free-test"}
Span = tuple[int, int]


@dataclass(slots=True)
class Document:
    """Raw text and where the treebank sees sentences and words in it."""

    text: str = ""
    sentences: list[Span] = field(default_factory=list)
    words: list[Span] = field(default_factory=list)
    lemmas: list[tuple[str, str, str]] = field(default_factory=list)
    """form, Penn tag, lemma"""


def blocks(path: Path) -> Iterator[tuple[dict[str, str], list[list[str]]]]:
    """Comments and rows of each sentence."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        comments: dict[str, str] = {}
        rows = []
        for line in block.split("\n"):
            if line.startswith("#"):
                key, _, value = line[1:].partition("=")
                comments[key.strip().removesuffix(" id")] = value.strip()
            else:
                rows.append(line.split("\t"))
        yield comments, rows


def documents(path: Path) -> list[Document]:
    """Rebuild the documents of one CoNLL-U file."""
    found: list[Document] = []
    gap = ""
    for comments, rows in blocks(path):
        if "newdoc" in comments or not found:
            found.append(Document())
        document = found[-1]
        if document.text:
            document.text += "\n" if "newpar" in comments else gap
        start = at = len(document.text)
        document.text += comments["text"]
        document.sentences.append((start, len(document.text)))
        for row in rows:
            if row[0].isdigit():
                at = document.text.index(row[1], at)
                document.words.append((at, at + len(row[1])))
                at += len(row[1])
                if row[2] != "_":
                    document.lemmas.append((row[1], row[4], row[2]))
        surface = [row for row in rows if "." not in row[0]]
        last = next((row for row in surface if row[0].endswith(f"-{surface[-1][0]}")), surface[-1])
        gap = "" if "SpaceAfter=No" in last[9] else " "
    return found


def f1(gold: list[set[Span]], found: list[set[Span]]) -> float:
    """F1 over all documents, in percent."""
    right = sum(len(a & b) for a, b in zip(gold, found, strict=True))
    return 100 * 2 * right / (sum(map(len, gold)) + sum(map(len, found)))


def measure(path: Path, lemmas: Lemmas) -> dict[str, float]:
    """All figures of one treebank part."""
    gold = documents(path)
    began = time.process_time()
    cut = [sentences.split(document.text) for document in gold]
    read = [
        [(start + a, start + b) for start, end in spans for a, b in words.split(document.text[start:end])]
        for document, spans in zip(gold, cut, strict=True)
    ]
    seconds = time.process_time() - began
    pairs = [row for document in gold for row in document.lemmas]
    return {
        "words F1": f1([set(d.words) for d in gold], [set(spans) for spans in read]),
        "sentences F1": f1([set(d.sentences) for d in gold], [set(spans) for spans in cut]),
        "lemmas, gold tags": 100 * sum(lemmas.lemma(form, tag) == lemma for form, tag, lemma in pairs) / len(pairs),
        "words/s": sum(map(len, read)) / seconds,
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
        name: measure(given.data / "train" / "ud" / f"{file}.conllu", lemmas)
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
