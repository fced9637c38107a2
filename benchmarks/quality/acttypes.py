"""The type of an act, its two sides given: `python -m benchmarks.quality.acttypes --data DIR [--json] [--errors TYPE]`.

Reads `DIR/dev/events/plover-types-tune.jsonl`: a sentence, the words of its source and of its target, one of 15 types
(YIELD is CONCEDE and RETREAT together). Since the sides are given, nothing is resolved: the parser and the codebook
alone are measured. One type is predicted a record, that of the act which fits the given words best: its agent lies in
the source and its recipient in the target (of a joint act both sides do), then such as fit one side, then the act whose
trigger lies nearest to the words between the two. Only deeds count, and cooperative acts that are announced, which are
AGREE as the CAMEO family has it. No such act: nothing is predicted.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.quality.events import COOPERATIVE, DEEDS
from watchfloor.coding import patterns
from watchfloor.coding.graph import Graph, build
from watchfloor.coding.match import match
from watchfloor.parsing.parse import Parser
from watchfloor.types import Facet, Match

Spans = tuple[tuple[int, int], ...]
NOTHING = "-"
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


def spans(marked: str, mark: str) -> Spans:
    """Where the stretches <mark>...</mark> stand in the text without marks."""
    found, length, start = [], 0, 0
    for piece in re.split(r"(</?[st]>)", marked):
        if piece == f"<{mark}>":
            start = length
        elif piece == f"</{mark}>":
            found.append((start, length))
        elif piece not in ("<s>", "</s>", "<t>", "</t>"):
            length += len(piece)
    return tuple(found)


def kind_of(found: Match, others: list[Match]) -> str:
    """The type that is scored for a match; empty when it is no deed."""
    if found.facet in DEEDS:
        return MERGED.get(found.type, found.type)
    if found.facet is Facet.PLANNED and found.type in COOPERATIVE:
        governed = any(m.type in ("AGREE", "REQUEST", "REJECT", "THREATEN") for m in others)
        return "" if governed else "AGREE"
    return ""


def fit(graph: Graph, found: Match, source: Spans, target: Spans) -> tuple[int, int]:
    """How well a match fits the given sides: sides that agree, and minus the distance of its trigger."""
    s = graph.sentence

    def within(heads: tuple[int, ...], given: Spans) -> bool:
        return any(a <= s.starts[h] and s.ends[h] <= b for h in heads for a, b in given)

    sides = within(found.actors, source) + within(found.actors if found.reciprocal else found.recipients, target)
    edges = sorted((*source, *target))
    low, high = edges[0][1], edges[-1][0]
    at = s.starts[found.head]
    return sides, -max(0, low - at, at - high)


def predict(text: str, marked: str, parser: Parser, codebook: patterns.Codebook) -> tuple[str, str]:
    """The predicted type and the id of the pattern; `NOTHING` when no act is found."""
    source, target = spans(marked, "s"), spans(marked, "t")
    best: tuple[tuple[int, int], str, str] | None = None
    for sentence in parser.parse(text):
        if not any(a < sentence.end and sentence.start < b for a, b in (*source, *target)):
            continue
        graph = build(sentence, codebook.light_verbs, codebook.receiving_verbs)
        matches = list(match(graph, codebook))
        for found in matches:
            kind = kind_of(found, [m for m in matches if m is not found])
            score = fit(graph, found, source, target)
            if kind and (best is None or score > best[0]):
                best = (score, kind, found.pattern)
    return (best[1], best[2]) if best else (NOTHING, "")


def scores(pairs: Counter[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Recall, precision and F1 of each gold type."""
    table = {}
    for kind in sorted({gold for gold, _ in pairs}):
        right = pairs[kind, kind]
        gold = sum(n for (g, _), n in pairs.items() if g == kind)
        said = sum(n for (_, p), n in pairs.items() if p == kind)
        recall, precision = right / gold, right / said if said else 0.0
        f1 = 2 * recall * precision / (recall + precision) if right else 0.0
        table[kind] = {"gold": gold, "predicted": said, "recall": recall, "precision": precision, "f1": f1}
    return table


def main() -> int:
    """Prints the table; exit status 0."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--json", action="store_true")
    options.add_argument("--errors", metavar="TYPE", help="list the records wrong in this gold or predicted type")
    chosen = options.parse_args()
    path = chosen.data / "dev" / "events" / "plover-types-tune.jsonl"
    records: list[dict[str, Any]] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    parser, codebook = Parser.load(), patterns.load()
    pairs: Counter[tuple[str, str]] = Counter()
    for record in records:
        gold = record["events"][0]["plover"]
        kind, pattern = predict(record["text"], record["marked_text"], parser, codebook)
        pairs[gold, kind] += 1
        if chosen.errors in (gold, kind) and gold != kind:
            print(f"{gold:10} got {kind:10} {pattern:28} {record['marked_text']}")
    table = scores(pairs)
    right = sum(n for (g, p), n in pairs.items() if g == p)
    total = sum(pairs.values())
    said = sum(n for (_, p), n in pairs.items() if p != NOTHING)
    summary = {
        "records": total,
        "accuracy": right / total,
        "precision": right / said if said else 0.0,
        "macro_f1": sum(row["f1"] for row in table.values()) / len(table),
    }
    if chosen.json:
        confusion = {f"{g}>{p}": n for (g, p), n in sorted(pairs.items())}
        json.dump({"summary": summary, "types": table, "confusion": confusion}, sys.stdout, indent=1)
        print()
        return 0
    print(f"{'':10} {'gold':>5} {'pred':>5} {'recall':>7} {'prec':>6} {'F1':>6}   gold read as")
    for kind, row in table.items():
        wrong = Counter({p: n for (g, p), n in pairs.items() if g == kind and p != kind})
        listed = ", ".join(f"{p} {n}" for p, n in wrong.most_common(6))
        print(
            f"{kind:10} {row['gold']:5.0f} {row['predicted']:5.0f} {row['recall']:7.3f} {row['precision']:6.3f} "
            f"{row['f1']:6.3f}   {listed}"
        )
    print(
        f"{total} records: macro F1 {summary['macro_f1']:.3f}, right {summary['accuracy']:.3f} of all, "
        f"{summary['precision']:.3f} of the {said} that got a type"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
