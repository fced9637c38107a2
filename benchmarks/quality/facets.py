"""Deed or not against people's judgements: `python -m benchmarks.quality.facets --data DIR [--errors N] [--json]`.

Reads `DIR/train/factuality/uds-ih2-dev.jsonl`: words of a sentence judged from -3 (certainly did not happen) to 3
(certainly happened). The coder reads a facet and a probability for each word; a probability p is set against the
judgement as 6p - 3. Printed: Pearson's r, the mean absolute error, for the words judged below 0 how many are read as
happened (the costly error), and for those judged 1 and more how many are not (a deed lost).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import correlation, fmean

from watchfloor.coding import facets, patterns
from watchfloor.coding.graph import build
from watchfloor.parsing.parse import Parser
from watchfloor.types import Facet

DEEDS = (Facet.HAPPENED, Facet.ONGOING, Facet.HISTORICAL)
SURE = 1.0
"""Judgements between 0 and this are neither a deed nor none."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One word of a sentence with people's judgement and the coder's reading."""

    text: str
    word: str
    gold: float
    reading: facets.Reading


def judged(path: Path, parser: Parser, words: patterns.FacetWords, light: frozenset[str]) -> Iterator[Judged]:
    """Every judged word that the parser finds again in the sentence."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            tokens = row["text"].split(" ")
            starts = [sum(len(t) + 1 for t in tokens[:i]) for i in range(len(tokens) + 1)]
            graphs = [build(s, light) for s in parser.parse(row["text"])]
            for target in row["targets"]:
                at, end = starts[target["span1"][0]], starts[target["span1"][1]] - 1
                for graph in graphs:
                    s = graph.sentence
                    head = next((i for i in range(len(s)) if s.starts[i] < end and at < s.ends[i]), -1)
                    if head >= 0:
                        reading = facets.read(graph, head, words)
                        yield Judged(row["text"], s.words[head], float(target["label"]), reading)
                        break


def table(rows: list[Judged]) -> dict[str, float]:
    """The figures over all judged words."""
    gold = [r.gold for r in rows]
    mine = [6 * r.reading.probability - 3 for r in rows]
    negative = [r for r in rows if r.gold < 0]
    positive = [r for r in rows if r.gold >= SURE]
    return {
        "words": len(rows),
        "pearson": round(correlation(gold, mine), 3),
        "mae": round(fmean(abs(a - b) for a, b in zip(gold, mine, strict=True)), 3),
        "negative": len(negative),
        "negative_read_as_happened": round(sum(r.reading.facet in DEEDS for r in negative) / len(negative), 3),
        "positive": len(positive),
        "positive_not_read_as_happened": round(sum(r.reading.facet not in DEEDS for r in positive) / len(positive), 3),
    }


def errors(rows: list[Judged], limit: int) -> Iterator[str]:
    """What decided wrongly, the commonest first, and examples of negative words that nothing marked."""
    reasons = Counter(
        why for r in rows if r.gold >= SURE and r.reading.facet not in DEEDS for why in r.reading.reasons[:1]
    )
    right = Counter(why for r in rows if r.gold < 0 for why in r.reading.reasons[:1])
    for why, n in reasons.most_common(limit):
        yield f"{n:4} deeds lost, {right[why]:3} rightly kept out by {why}"
    for r in [r for r in rows if r.gold < 0 and r.reading.facet in DEEDS][:limit]:
        yield f"{r.gold:5.1f} {r.word}: {r.text}"


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, metavar="DIR")
    options.add_argument("--errors", type=int, default=0, metavar="N")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    book = patterns.load()
    path = chosen.data / "train" / "factuality" / "uds-ih2-dev.jsonl"
    rows = list(judged(path, Parser.load(), book.facets, book.light_verbs))
    figures = table(rows)
    if chosen.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:30} {value}")
    for line in errors(rows, chosen.errors):
        print(line)


if __name__ == "__main__":
    main()
