"""Measure the whole analysis from raw text: `python -m benchmarks.quality.raw --data DIR [--dev] [--json]`.

DIR holds `train/ud`. Words, sentences, UPOS, XPOS, UAS, LAS and lemmas by the CoNLL 2018 definitions (`conll.py`), on
the treebanks' documents put together as running text and read by the parser as any article is; `news` is the part of
GUM that is news.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

from benchmarks.quality.conll import Document, Text, documents, score, text_of
from benchmarks.quality.segmentation import SETS
from watchfloor.parsing.lemmas import Lemmas
from watchfloor.parsing.model import BUNDLED, Model
from watchfloor.parsing.parse import LEMMA_LIST, Parser

NEWS = "GUM_news_"
"""how the names of GUM's news documents begin"""


def load(model: Path | None) -> tuple[Parser, str]:
    """A parser with the model in a folder, and the model's identity; without a lemma list there, with ours."""
    loaded = Model.load(model)
    own = model is not None and (model / LEMMA_LIST).is_file()
    folder = model if own and model else files("watchfloor").joinpath("data", "models", BUNDLED)
    listed = folder.joinpath(LEMMA_LIST).read_text(encoding="utf-8")
    return Parser(loaded, Lemmas.parse(listed), "benchmark"), loaded.id


def measure(read: Callable[[str], Text], parts: dict[str, list[Document]]) -> dict[str, dict[str, float]]:
    """Read every document once; the figures of each part and of its news."""
    out: dict[str, dict[str, float]] = {}
    for name, gold in parts.items():
        began = time.process_time()
        found = [read(document.text) for document in gold]
        seconds = time.process_time() - began
        pairs = [(document.gold, text) for document, text in zip(gold, found, strict=True)]
        out[f"{name}, raw text"] = score(pairs)
        out[f"{name}, raw text"]["words/s"] = sum(len(text.words) for text in found) / seconds
        news = [pair for document, pair in zip(gold, pairs, strict=True) if document.name.startswith(NEWS)]
        if news:
            out[f"{name}, raw text, news"] = score(news)
    return out


def parts(data: Path, names: Iterable[str]) -> dict[str, list[Document]]:
    """The documents of the parts named."""
    return {name: documents(data / SETS[name]) for name in names}


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="folder that holds train/ud")
    options.add_argument("--model", type=Path, help="folder of another model than the shipped one")
    options.add_argument("--dev", action="store_true", help="leave the test sets alone: for choosing between models")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    parser, identity = load(given.model)
    chosen = [name for name in SETS if not (given.dev and "test" in name)]
    figures: dict[str, Any] = measure(lambda text: text_of(parser.parse(text)), parts(given.data, chosen))
    if given.json:
        print(json.dumps({"model": identity, **figures}, indent=1))
        return
    print("model", identity)
    for name, row in figures.items():
        print(f"{name:30} " + "  ".join(f"{k} {v:.0f}" if k == "words/s" else f"{k} {v:.2f}" for k, v in row.items()))


if __name__ == "__main__":
    main()
