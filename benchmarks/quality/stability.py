"""Whether an analysis depends on anything but its sentence: `python -m benchmarks.quality.stability [--json]`.

The same sentences (this project's own, see `texts`) are analysed one by one; put together to pages of random size in
random order; by two threads that share one parser; and by one and by two processes of their own. Each time every layer,
the offsets and the very bits of the arc scores must be those of the sentence alone. Exit status 1 where one differs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from importlib.resources import files
from typing import Any

from benchmarks.quality.texts import single
from watchfloor.parsing.lemmas import Lemmas
from watchfloor.parsing.model import BUNDLED, Analysis, Model
from watchfloor.parsing.parse import LEMMA_LIST, Parser
from watchfloor.types import Sentence

LAYERS = ("words", "lemmas", "upos", "xpos", "morph", "heads", "rels", "starts", "ends", "names")
MOST_ON_A_PAGE = 40

Layers = Mapping[str, Any]
"""the columns of one sentence, offsets from its own start; `arcs`, a hash of the scores of all arcs; and `further`, the
numbers of a model that tells facts and senses"""
Jobs = Sequence[tuple[int, str]]
"""sentences with their numbers"""


class Recording:
    """The shipped model; keeps a hash of the arc scores of each sentence that the calling thread had analysed."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._own = threading.local()
        self.id = model.id

    def analyse(self, words: list[str]) -> Analysis:
        """The model's own answer."""
        read = self._model.analyse(words)
        scores = b"" if read.arcs is None else read.arcs.tobytes()
        self.hashes.append(hashlib.sha256(scores).hexdigest()[:16])
        return read

    @property
    def hashes(self) -> list[str]:
        """Of this thread, in the order of its calls."""
        if not hasattr(self._own, "hashes"):
            self._own.hashes = []
        hashes: list[str] = self._own.hashes
        return hashes


class Reader:
    """A parser whose arc scores can be seen."""

    def __init__(self) -> None:
        self.model = Recording(Model.load())
        listed = files("watchfloor").joinpath("data", "models", BUNDLED, LEMMA_LIST).read_text(encoding="utf-8")
        self.parser = Parser(self.model, Lemmas.parse(listed), hashlib.sha256(listed.encode()).hexdigest()[:6])

    def page(self, jobs: Jobs) -> dict[int, Layers]:
        """Analyse some sentences as one text, a line each. A sentence that is not found again is left out."""
        self.model.hashes.clear()
        begins, text = {}, ""
        for number, line in jobs:
            begins[len(text)] = (number, len(line))
            text += line + "\n"
        read = self.parser.parse(text)
        out: dict[int, Layers] = {}
        for sentence, arcs in zip(read, self.model.hashes, strict=True):
            number, length = begins.get(sentence.start, (-1, 0))
            if number >= 0 and sentence.end - sentence.start == length:
                further = repr((sentence.factuality, [sorted(senses.items()) for senses in sentence.senses]))
                out[number] = {**_columns(sentence), "arcs": arcs, "further": further}
        return out

    def pages(self, groups: Iterable[Jobs]) -> dict[int, Layers]:
        """Analyse page by page."""
        return {number: layers for group in groups for number, layers in self.page(group).items()}


def _columns(sentence: Sentence) -> dict[str, Any]:
    columns = {layer: list(getattr(sentence, layer)) for layer in LAYERS}
    for layer in ("starts", "ends"):
        columns[layer] = [at - sentence.start for at in columns[layer]]
    return columns


def groups(texts: Sequence[str], seed: int) -> list[Jobs]:
    """The sentences in random order on pages of random size."""
    order = random.Random(seed)  # noqa: S311 - an order, no secret
    jobs = list(enumerate(texts))
    order.shuffle(jobs)
    pages: list[Jobs] = []
    while jobs:
        size = order.randint(1, MOST_ON_A_PAGE)
        pages.append(jobs[:size])
        jobs = jobs[size:]
    return pages


def _in_process(pages: Sequence[Jobs]) -> dict[int, Layers]:
    return Reader().pages(pages)


def _in_processes(texts: Sequence[str], count: int, seed: int) -> dict[int, Layers]:
    pages = groups(texts, seed)
    fresh = multiprocessing.get_context("spawn")  # nothing of this process is there
    with ProcessPoolExecutor(count, mp_context=fresh) as pool:
        parts = pool.map(_in_process, [pages[k::count] for k in range(count)])
        return {number: layers for part in parts for number, layers in part.items()}


def _in_threads(reader: Reader, texts: Sequence[str], seed: int) -> dict[int, Layers]:
    pages = groups(texts, seed)
    with ThreadPoolExecutor(2) as pool:
        parts = pool.map(reader.page, pages)
        return {number: layers for part in parts for number, layers in part.items()}


def differences(alone: Mapping[int, Layers], other: Mapping[int, Layers]) -> dict[str, int]:
    """How many sentences are missing, how many differ in each layer, and in how many words any layer differs."""
    count: Counter[str] = Counter(sentences=len(alone))
    for number, layers in alone.items():
        found = other.get(number)
        if found is None:
            count["missing"] += 1
            continue
        different = [layer for layer in layers if layers[layer] != found[layer]]
        count.update(different)
        count["different"] += bool(different)
        columns = [layer for layer in LAYERS if layer in different]
        if columns:
            rows = [list(zip(*(part[layer] for layer in columns), strict=True)) for part in (layers, found)]
            count["different words"] += sum(a != b for a, b in zip(*rows, strict=False))
    return dict(count)


def measure(texts: Sequence[str], seed: int = 1, ways: Sequence[str] = ()) -> dict[str, dict[str, float]]:
    """Figures for each way of analysing, or for those named in `ways`; `missing` and `different` ought to be absent
    or 0."""
    reader = Reader()
    began = time.perf_counter()
    alone = reader.pages([job] for job in enumerate(texts))
    if len(alone) != len(texts):
        raise ValueError("some of the texts are not one sentence each")
    out: dict[str, dict[str, float]] = {
        "alone": {"sentences": len(alone), "seconds": round(time.perf_counter() - began, 1)}
    }
    run: dict[str, Callable[[], dict[int, Layers]]] = {
        "random pages": lambda: reader.pages(groups(texts, seed + 1)),
        "two threads sharing a parser": lambda: _in_threads(reader, texts, seed + 2),
        "one fresh process": lambda: _in_processes(texts, 1, seed + 3),
        "two fresh processes": lambda: _in_processes(texts, 2, seed + 4),
    }
    for name, way in run.items():
        if not ways or name in ways:
            began = time.perf_counter()
            found = differences(alone, way())
            out[name] = {**found, "seconds": round(time.perf_counter() - began, 1)}
    return out


def main() -> int:
    """Prints the figures; exit status 1 when an analysis changed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sentences", type=int, default=2_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    found = measure(single(given.sentences, given.seed), given.seed)
    wrong = any(figures.get("different", 0) or figures.get("missing", 0) for figures in found.values())
    if given.json:
        print(json.dumps(found, indent=1))
    else:
        for name, figures in found.items():
            print(f"{name:30}", "  ".join(f"{key} {value}" for key, value in figures.items()))
        print("DIFFERENT" if wrong else "all the same")
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
