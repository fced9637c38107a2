"""Deadlines: are they found, and is the day right?

`python -m benchmarks.quality.deadlines [--half even|odd] [--json] [--errors] [--sample]`

The set of 300 texts beside this file was written by an author who had not read the rules (sets/README.md); half of them
state a deadline. A text is found when at least one deadline is read in it. Of those found, the day is right when one of
the deadlines read has exactly the day (or month, or none) of the answer; the other fields are judged on that one:
status and earlier day are right or not, `what`, `bound` and `set_by` overlap by the words that they share (Jaccard).

With `--sample` the deadlines of the sample corpus are compared with its answers instead. Only texts with even ids are
read when rules are mended.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.quality.deception import HALVES
from benchmarks.quality.sample import FOLDER, articles
from watchfloor.coder import Coder
from watchfloor.coding.graph import build
from watchfloor.reading.readers import read_text
from watchfloor.resolving import deadlinebook
from watchfloor.resolving.deadlines import DeadlineReader
from watchfloor.types import Actor, Article, Cited, Deadline, Period

SETS = Path(__file__).parent / "sets"
STOP = frozenset("the a an of to in on for its their his her and or that at by with".split())


def rows(name: str, half: str | None) -> list[dict[str, Any]]:
    """The rows of a set, or those whose ids are even or odd."""
    lines = (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    found: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return [row for row in found if half is None or HALVES[half] == int(row["id"][2:5]) % 2]


class Reader:
    """Everything that reads deadlines, loaded once."""

    def __init__(self) -> None:
        self.coder = Coder.load()
        self.reader = DeadlineReader(self.coder.resolver.book, deadlinebook.load())

    def read(self, article: Article) -> tuple[Deadline, ...]:
        """The deadlines of an article."""
        sentences = self.coder.parser.parse(article.text)
        background = self.coder.resolver.background(article, sentences)
        book = self.coder.codebook
        return self.reader.deadlines([build(s, book.light_verbs, book.receiving_verbs) for s in sentences], background)


def edtf(period: Period | None) -> str | None:
    """A day or month as the answers write it."""
    if period is None or period.end is None:
        return None
    return period.edtf if period.precision == "month" else period.end.isoformat()


def words(text: str | None) -> frozenset[str]:
    """The words of a phrase that carry meaning."""
    return frozenset(re.findall(r"\w+", (text or "").lower())) - STOP


def overlap(told: str | None, wanted: str | None) -> float:
    """Shared words of two phrases, 0 to 1; two that are both empty agree."""
    one, two = words(told), words(wanted)
    return len(one & two) / len(one | two) if one | two else 1.0


def names(parties: Iterable[Cited[Actor]]) -> str:
    """The parties in their words and by name: an answer may have either."""
    return " ".join(party.words for party in parties)


def judge(row: dict[str, Any], found: tuple[Deadline, ...]) -> dict[str, float]:
    """The best deadline of a text against its answer."""
    best = max(found, key=lambda one: (edtf(one.due) == row["due"], overlap(one.what.words, row["what"])))
    return {
        "date": float(edtf(best.due) == row["due"]),
        "status": float(best.status == row["status"]),
        "earlier": float((edtf(best.moved_from.value) if best.moved_from else None) == row["moved_from"]),
        "stated": overlap(best.stated.words if best.stated else None, row["stated"]),
        "what": overlap(best.what.words, row["what"]),
        "bound": overlap(names(best.bound), row["bound"]),
        "set_by": overlap(names(best.set_by), row["set_by"]),
    }


def line(one: Deadline) -> str:
    """A deadline in a line, to look at."""
    return (
        f"{one.status} due {edtf(one.due)} stated {one.stated.words if one.stated else None!r} what {one.what.words!r} "
        f"bound {names(one.bound)!r} set by {names(one.set_by)!r} "
        f"from {edtf(one.moved_from.value) if one.moved_from else None} [{one.cue.rule} {one.cue.words!r}]"
    )


def measure(reader: Reader, half: str | None) -> tuple[dict[str, Any], list[str]]:
    """Figures of the set, and its errors in words."""
    counts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    errors = []
    for row in rows("deadlines", half):
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
        counts["deadlines"] += 1
        counts["found"] += bool(found)
        if not found:
            wrong[row["class"]] += 1
            errors.append(f"{row['id']} LOST {row['class']}: {row['text']}")
            continue
        marks = judge(row, found)
        sums.update(marks)
        if min(marks["date"], marks["status"], marks["earlier"]) < 1 or marks["what"] < 0.3:
            asked = {k: row[k] for k in ("due", "status", "moved_from", "stated", "what", "bound", "set_by")}
            where = f"{row['id']} PART {row['class']} ({row['published']})"
            errors.append(f"{where}: {row['text']}\n      -> {told}\n      <- {asked}")
    right = counts["found"]
    figures: dict[str, Any] = {
        "texts": counts["deadlines"] + counts["none"],
        "precision": _share(right, right + counts["false"]),
        "recall": _share(right, counts["deadlines"]),
    }
    figures |= {f"{name}, of those found": _share(sums[name], right) for name in
                ("date", "status", "earlier", "stated", "what", "bound", "set_by")}  # fmt: skip
    figures["errors by class"] = dict(wrong.most_common())
    return figures, errors


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 3) if whole else None


def sample(reader: Reader) -> tuple[dict[str, Any], list[str]]:
    """The sample corpus against its answers: deadlines found with the right day, and those shown as moved."""
    lines = (FOLDER / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [row for row in map(json.loads, lines) if row["kind"] == "deadline"]
    errors: list[str] = []
    counts: Counter[str] = Counter()
    for name, article in articles():
        found = reader.read(article)
        wanted = [row for row in asked if row["article"] == name]
        known = {(row["resolved"], row["moved_from"]) for row in wanted}
        for row in wanted:
            counts["asked"] += 1
            hits = [one for one in found if edtf(one.due) == row["resolved"]]
            counts["found"] += bool(hits)
            moved = row["status"] == "moved"
            counts["moved asked"] += moved
            counts["moved found"] += moved and any(
                one.status == "moved" and one.moved_from and edtf(one.moved_from.value) == row["moved_from"]
                for one in hits
            )
            if not hits or (moved and not any(one.status == "moved" for one in hits)):
                errors.append(f"LOST {name} {row['words']} {row['resolved']} {row['status']} <- {row['moved_from']}")
        for one in found:
            counts["shown"] += 1
            if one.status == "moved":
                right = any(edtf(one.due) == due and old for due, old in known)
                counts["shown as moved"] += 1
                counts["shown as moved, rightly"] += right
                if not right:
                    errors.append(f"FALSE MOVE {name}: {line(one)}\n     {one.sentence.words}")
            if edtf(one.due) not in {due for due, _ in known}:
                errors.append(f"MORE {name}: {line(one)}\n     {one.sentence.words}")
    return dict(counts), errors


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--half", choices=sorted(HALVES))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true", help="print what went wrong; never for the odd half")
    parser.add_argument("--sample", action="store_true", help="the sample corpus against its answers")
    asked = parser.parse_args()
    if asked.errors and not asked.sample and asked.half != "even":
        parser.error("--errors shows sentences: only with --half even")
    reader = Reader()
    figures, errors = sample(reader) if asked.sample else measure(reader, asked.half)
    sys.stdout.write(json.dumps(figures, indent=None if asked.json else 2) + "\n")
    if asked.errors:
        sys.stdout.write("\n".join(errors) + "\n")


if __name__ == "__main__":
    main()
