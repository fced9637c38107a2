"""Outlooks: are they found, and do the numbers say what a reader hears?

`python -m benchmarks.quality.outlooks [--half even|odd] [--json] [--errors]`

The set of 300 texts beside this file was written by an author who had not read the rules (sets/README.md); half of them
hold an outlook. A text is found when at least one outlook is read in it. Of those found, the one whose cue and outcome
share most words with the answer is judged: direction and limit (`by`) right or not, holder and outcome by the words
that they share (Jaccard), and the mean distance of its range to the answer's, the mean of both ends, in points of 100.

Only texts with even ids are read when rules are mended.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from datetime import date
from typing import Any

from benchmarks.quality.deadlines import edtf, overlap, rows
from benchmarks.quality.deception import HALVES
from watchfloor.coder import Coder
from watchfloor.coding.graph import build
from watchfloor.reading.readers import read_text
from watchfloor.resolving import outlookbook
from watchfloor.resolving.outlooks import OutlookReader
from watchfloor.types import Article, Outlook


class Reader:
    """Everything that reads outlooks, loaded once."""

    def __init__(self) -> None:
        self.coder = Coder.load()
        self.reader = OutlookReader(self.coder.resolver.book, outlookbook.load())

    def read(self, article: Article) -> tuple[Outlook, ...]:
        """The outlooks of an article."""
        sentences = self.coder.parser.parse(article.text)
        background = self.coder.resolver.background(article, sentences)
        book = self.coder.codebook
        return self.reader.outlooks([build(s, book.light_verbs, book.receiving_verbs) for s in sentences], background)


def line(one: Outlook) -> str:
    """An outlook in a line, to look at."""
    return (
        f"{one.direction} {one.low}..{one.high} ({one.scale}) holder {one.holder.words if one.holder else None!r} "
        f"what {one.what.words!r} by {edtf(one.by.value) if one.by else None}{' negated' if one.negated else ''} "
        f"[{one.cue.rule} {one.cue.words!r}]"
    )


def measure(reader: Reader, half: str | None) -> tuple[dict[str, Any], list[str]]:
    """Figures of the set, and its errors in words."""
    counts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    errors = []
    for row in rows("outlooks", half):
        article = read_text(row["text"], published=date.fromisoformat(row["published"])).article
        found = reader.read(article) if article else ()
        told = "; ".join(map(line, found))
        if row["label"] == "none":
            counts["none"] += 1
            counts["false"] += bool(found)
            if found:
                wrong[row["class"]] += 1
                errors.append(f"{row['id']} FALSE {row['class']}: {row['text']}\n      -> {told}")
            continue
        counts["outlooks"] += 1
        counts["found"] += bool(found)
        if not found:
            wrong[row["class"]] += 1
            errors.append(f"{row['id']} LOST {row['class']}: {row['text']}\n      <- {row['cue']!r}")
            continue
        best = max(found, key=lambda one: overlap(one.cue.words, row["cue"]) + overlap(one.what.words, row["what"]))
        by = edtf(best.by.value) if best.by else None
        marks = {
            "direction": float(best.direction == row["direction"]),
            "by": float(by == row["by"]),
            "holder": overlap(best.holder.words if best.holder else None, row["holder"]),
            "what": overlap(best.what.words, row["what"]),
        }
        sums.update(marks)
        if row["low"] is not None and best.low is not None and best.high is not None:
            counts["ranges"] += 1
            sums["distance"] += (abs(100 * best.low - row["low"]) + abs(100 * best.high - row["high"])) / 2
        if marks["direction"] < 1 or marks["by"] < 1 or marks["what"] < 0.3 or marks["holder"] < 0.3:
            asked = {k: row[k] for k in ("cue", "direction", "low", "high", "by", "holder", "what")}
            where = f"{row['id']} PART {row['class']} ({row['published']})"
            errors.append(f"{where}: {row['text']}\n      -> {told}\n      <- {asked}")
    right = counts["found"]
    figures: dict[str, Any] = {
        "texts": counts["outlooks"] + counts["none"],
        "precision": _share(right, right + counts["false"]),
        "recall": _share(right, counts["outlooks"]),
    }
    figures |= {f"{name}, of those found": _share(sums[name], right) for name in ("direction", "by", "holder", "what")}
    figures["distance of ranges, points"] = _share(sums["distance"], counts["ranges"])
    figures["errors by class"] = dict(wrong.most_common())
    return figures, errors


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 3) if whole else None


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--half", choices=sorted(HALVES))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true", help="print what went wrong; only for the even half")
    asked = parser.parse_args()
    if asked.errors and asked.half != "even":
        parser.error("--errors shows sentences: only with --half even")
    figures, errors = measure(Reader(), asked.half)
    sys.stdout.write(json.dumps(figures, indent=None if asked.json else 2) + "\n")
    if asked.errors:
        sys.stdout.write("\n".join(errors) + "\n")


if __name__ == "__main__":
    main()
