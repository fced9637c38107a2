"""Deed or not against people's judgements: `python -m benchmarks.quality.facets --data DIR [--test] [--json]`.

Reads `DIR/train/factuality/uds-ih2-dev.jsonl`: words of a sentence judged from -3 (certainly did not happen) to 3
(certainly happened), and `DIR/train/ud/ewt-*.conllu` for the sentences as they were written. Each is read by the
parser, and words meet by their letters without spaces. Several ways of reading a word are compared:

- `rules`: the coder's probability p, set against the judgement as 6p - 3;
- `head`: the number the model itself gives the word, where the model has that head; (number + 3) / 6 as probability;
- `rules, fitted`, `head, fitted`, `both, fitted`: straight lines through the judgements, and through happened or not;
- `constant`: always the mean.

On the dev set a line is fitted on nine tenths and read on the last, ten times over, so that no word is judged by a line
it helped to draw; on the test set (`--test`) the lines come from the dev set. For each way: Pearson's r and the mean
absolute error over the judgements; the Brier score of "happened", which a judgement above 0 says; a reliability table
of ten bins; of the words judged below 0 the share read as happened (the costly error), and of those judged 1 and more
the share that is not (a deed lost). The rules say happened by their facet, the others from a probability of .5.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import StatisticsError, correlation, fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.raw import load
from watchfloor.coding import facets, patterns
from watchfloor.coding.graph import build
from watchfloor.parsing.parse import Parser
from watchfloor.types import Facet

DEEDS = (Facet.HAPPENED, Facet.ONGOING, Facet.HISTORICAL)
SURE = 1.0
"""Judgements between 0 and this are neither a deed nor none."""
BINS = 10
FOLDS = 10
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """One word of a sentence with people's judgement and the readings of the coder and of the model."""

    text: str
    word: str
    gold: float
    reading: facets.Reading
    head: float | None
    """the model's own number from -3 to 3; None when the model has no such head"""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of reading all words: a value from -3 to 3, the probability of happened, and whether it says so."""

    values: Sequence[float]
    probabilities: Sequence[float]
    said: Sequence[bool]


# --- reading ----------------------------------------------------------------------------------------------------------


def letters(text: str) -> str:
    """The text without white space, by which sentences and words are found again."""
    return "".join(text.split())


def written(folder: Path) -> dict[str, str]:
    """The sentences of the treebank as they were written, by their letters."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("ewt-*.conllu")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# text = "):
                text = line.removeprefix("# text = ").strip()
                found.setdefault(letters(text), text)
    return found


def word_at(spans: Sequence[tuple[int, int]], start: int, end: int) -> int:
    """The word that begins or ends where the judged one does, else one that shares letters with it, else -1."""
    exact = (i for i, (a, b) in enumerate(spans) if a == start or b == end)
    shared = (i for i, (a, b) in enumerate(spans) if a < end and start < b)
    return next(exact, next(shared, -1))


def judged(
    path: Path, texts: dict[str, str], parser: Parser, words: patterns.FacetWords, light: frozenset[str]
) -> Iterator[Judged]:
    """Every judged word that the parser finds again in the sentence."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        starts = [0]
        for token in row["text"].split(" "):
            starts.append(starts[-1] + len(token))
        text = texts.get(letters(row["text"]), row["text"])
        graphs = [build(s, light) for s in parser.parse(text)]
        places = [(graph, i) for graph in graphs for i in range(len(graph.sentence))]
        spans = [
            (len(letters(text[: g.sentence.starts[i]])), len(letters(text[: g.sentence.ends[i]]))) for g, i in places
        ]
        for target in row["targets"]:
            first, last = target["span1"]
            place = word_at(spans, starts[first], starts[last])
            if place < 0:
                continue
            graph, i = places[place]
            numbers = graph.sentence.factuality
            head = max(-3.0, min(3.0, numbers[i])) if numbers else None
            reading = facets.read(graph, i, words)
            yield Judged(text, graph.sentence.words[i], float(target["label"]), reading, head)


# --- ways of reading --------------------------------------------------------------------------------------------------


def fitted(inputs: Floats, wanted: Floats, further: Floats | None = None) -> Floats:
    """A straight line through `wanted`, read at `further`; without it at the inputs themselves, each tenth (in a row)
    by the line through the other nine. Without inputs: the mean of all."""
    if further is not None or not inputs.size:
        return np.asarray(design(inputs if further is None else further) @ line(inputs, wanted))
    out = np.empty(len(wanted))
    for part in np.array_split(np.arange(len(wanted)), FOLDS):
        others = np.ones(len(wanted), dtype=bool)
        others[part] = False
        out[part] = design(inputs[part]) @ line(inputs[others], wanted[others])
    return out


def design(inputs: Floats) -> Floats:
    return np.column_stack([np.ones(len(inputs)), inputs]).astype(np.float64)


def line(inputs: Floats, wanted: Floats) -> Floats:
    """The constant, and the weight of each input, by least squares."""
    return np.asarray(np.linalg.lstsq(design(inputs), wanted, rcond=None)[0], dtype=np.float64)


def ways(rows: Sequence[Judged], fit_on: Sequence[Judged] | None = None) -> dict[str, Way]:
    """Every way of reading the rows; lines come from `fit_on`, or without it from the other tenths of the rows."""
    base = rows if fit_on is None else fit_on
    rules = [6 * r.reading.probability - 3 for r in rows]
    out = {"rules": Way(rules, [r.reading.probability for r in rows], [r.reading.facet in DEEDS for r in rows])}
    heads = [r.head for r in rows if r.head is not None]
    whole = len(heads) == len(rows) and all(r.head is not None for r in base)
    if whole:
        chances = [(v + 3) / 6 for v in heads]
        out["head"] = Way(heads, chances, [p >= 0.5 for p in chances])
    gold = np.array([r.gold for r in base])
    happened = (gold > 0).astype(np.float64)
    chosen: dict[str, tuple[str, ...]] = {"constant": (), "rules, fitted": ("rules",)}
    if whole:
        chosen |= {"head, fitted": ("head",), "both, fitted": ("rules", "head")}
    for name, inputs in chosen.items():
        known, asked = columns(base, inputs), None if fit_on is None else columns(rows, inputs)
        values = np.clip(fitted(known, gold, asked), -3, 3)
        likely = np.clip(fitted(known, happened, asked), 0, 1)
        out[name] = Way(values.tolist(), likely.tolist(), (likely >= 0.5).tolist())
    return out


def columns(rows: Sequence[Judged], inputs: Sequence[str]) -> Floats:
    """The inputs of a line, one column each."""
    of = {"rules": [6 * r.reading.probability - 3 for r in rows], "head": [r.head or 0.0 for r in rows]}
    return np.array([of[name] for name in inputs]).reshape(len(inputs), len(rows)).T


# --- figures ----------------------------------------------------------------------------------------------------------


def figures(gold: Sequence[float], way: Way) -> dict[str, Any]:
    """The figures of one way; `reliability` has a row (words, mean probability, share that happened) for each bin."""
    try:
        r = correlation(gold, way.values)
    except StatisticsError:  # one value for all words
        r = 0.0
    happened = [g > 0 for g in gold]
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for p, real in zip(way.probabilities, happened, strict=True):
        bins[min(BINS - 1, int(p * BINS))].append((p, real))
    negative = [said for g, said in zip(gold, way.said, strict=True) if g < 0]
    positive = [said for g, said in zip(gold, way.said, strict=True) if g >= SURE]
    return {
        "pearson": round(r, 3),
        "mae": round(fmean(abs(a - b) for a, b in zip(gold, way.values, strict=True)), 3),
        "brier": round(fmean((p - real) ** 2 for p, real in zip(way.probabilities, happened, strict=True)), 4),
        "negative_read_as_happened": round(sum(negative) / max(1, len(negative)), 3),
        "positive_not_read_as_happened": round(1 - sum(positive) / max(1, len(positive)), 3),
        "reliability": [
            [len(b), round(fmean(p for p, _ in b), 3), round(fmean(real for _, real in b), 3)] if b else [0, None, None]
            for b in bins
        ],
    }


def table(rows: Sequence[Judged], fit_on: Sequence[Judged] | None = None) -> dict[str, Any]:
    """The figures over all judged words, by way of reading."""
    gold = [r.gold for r in rows]
    counts = {"words": len(gold), "negative": sum(g < 0 for g in gold), "positive": sum(g >= SURE for g in gold)}
    return {**counts, **{name: figures(gold, way) for name, way in ways(rows, fit_on).items()}}


def errors(rows: Sequence[Judged], limit: int) -> Iterator[str]:
    """What decided wrongly, the commonest first, and examples of negative words that nothing marked."""
    reasons = Counter(
        why for r in rows if r.gold >= SURE and r.reading.facet not in DEEDS for why in r.reading.reasons[:1]
    )
    right = Counter(why for r in rows if r.gold < 0 for why in r.reading.reasons[:1])
    for why, n in reasons.most_common(limit):
        yield f"{n:4} deeds lost, {right[why]:3} rightly kept out by {why}"
    for r in [r for r in rows if r.gold < 0 and r.reading.facet in DEEDS][:limit]:
        yield f"{r.gold:5.1f} {r.word}: {r.text}"


def lines(part: str, found: dict[str, Any]) -> Iterator[str]:
    """The figures as plain text."""
    yield f"{part}: {found['words']} words, {found['negative']} judged below 0, {found['positive']} of {SURE} and more"
    kept = ("pearson", "mae", "brier", "negative_read_as_happened", "positive_not_read_as_happened")
    named = {name: row for name, row in found.items() if isinstance(row, dict)}
    yield f"  {'':14} {'r':>6} {'MAE':>6} {'Brier':>6} {'neg. as happened':>17} {'pos. not':>9}"
    for name, row in named.items():
        r, mae, brier, negative, positive = (row[key] for key in kept)
        yield f"  {name:14} {r:6.3f} {mae:6.3f} {brier:6.4f} {negative:17.3f} {positive:9.3f}"
    for name, row in named.items():
        yield f"  {name}: words, mean probability, share that happened"
        for count, mean, share in row["reliability"]:
            if count:
                yield f"    {count:5} {mean:6.3f} {share:6.3f}"


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, metavar="DIR")
    options.add_argument("--model", type=Path, help="folder of another model than the shipped one")
    options.add_argument("--test", action="store_true", help="read the test set too")
    options.add_argument("--errors", type=int, default=0, metavar="N", help="list N errors of the rules on the dev set")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    parser, identity = load(chosen.model)
    book = patterns.load()
    texts = written(chosen.data / "train" / "ud")

    def read(part: str) -> list[Judged]:
        path = chosen.data / "train" / "factuality" / f"uds-ih2-{part}.jsonl"
        return list(judged(path, texts, parser, book.facets, book.light_verbs))

    dev = read("dev")
    found = {"dev": table(dev)}
    if chosen.test:
        found["test"] = table(read("test"), dev)
    if chosen.json:
        print(json.dumps({"model": identity, **found}, indent=1))
    else:
        print("model", identity)
        for part, row in found.items():
            print("\n".join(lines(part, row)))
    for text in errors(dev, chosen.errors):
        print(text)


if __name__ == "__main__":
    main()
