"""Words that sound like acts, and acts that are no deeds.

`python -m benchmarks.quality.deception [--json] [--errors] [--half even|odd]`

Two sets beside this file, written by an author who had not read the rules (sets/README.md).

negatives: 200 sentences without an event, 100 of them with a twin that has one. A negative is broken when something in
it is coded as a deed (happened or ongoing); a twin is found when something in it is coded at all.

facets: 300 sentences with one marked act. An act is found when an event's trigger shares a letter with its words. Of
the acts that are no deeds, the share coded as a deed is the figure that matters: it misleads.

Only sentences with even ids are read when the rules are mended; `--half odd` tells whether a mend holds elsewhere.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from watchfloor.coder import Coder
from watchfloor.reading.readers import read_text
from watchfloor.types import Event, Facet

SETS = Path(__file__).parent / "sets"
DEEDS = (Facet.HAPPENED, Facet.ONGOING)
HALVES = {"even": 0, "odd": 1}
DAY = date(2020, 6, 15)
"""the sentences have no day of their own; a fixed one keeps the figures the same"""


def rows(name: str, half: str | None = None) -> list[dict[str, str]]:
    """The rows of one set, or those of them whose ids are even or odd; a twin has the number of its partner."""
    lines = (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    found: list[dict[str, str]] = [json.loads(line) for line in lines]
    return [row for row in found if half is None or HALVES[half] == int(row["id"][2:5]) % 2]


def coded(coder: Coder, text: str) -> tuple[Event, ...]:
    """The events of one sentence."""
    read = read_text(text, published=DAY)
    return coder.code(read.article).events if read.article else ()


def negatives(coder: Coder, half: str | None = None) -> tuple[dict[str, Any], list[str]]:
    """Figures of the first set, and its errors in words."""
    broken: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    anything = found = twins = 0
    errors = []
    for row in rows("negatives", half):
        events = coded(coder, row["text"])
        told = "; ".join(f"{e.type} {e.facet.value} {e.trigger.words!r} {e.trigger.rule}" for e in events)
        if row["label"] == "event":
            twins += 1
            found += bool(events)
            if not events:
                errors.append(f"{row['id']} no event found: {row['text']}")
            continue
        asked[row["class"]] += 1
        anything += bool(events)
        if any(event.facet in DEEDS for event in events):
            broken[row["class"]] += 1
            errors.append(f"{row['id']} {row['class']}: {told}: {row['text']}")
    figures = {
        "negatives": asked.total(), "with a deed": broken.total(),
        "share with a deed": share(broken.total(), asked.total()),
        "with any event": anything, "twins": twins, "twins with an event": found,
        "with a deed, by class": dict(sorted(broken.items())),
    }  # fmt: skip
    return figures, errors


def facets(coder: Coder, half: str | None = None) -> tuple[dict[str, Any], list[str]]:
    """Figures of the second set, and its errors in words."""
    asked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    as_deed: Counter[str] = Counter()
    errors = []
    for row in rows("facets", half):
        wanted = row["facet"]
        asked[wanted] += 1
        hits = list(on_act(row, coded(coder, row["text"])))
        if not hits:
            errors.append(f"{row['id']} {row['class']}: not found: {row['text']}")
            continue
        found[wanted] += 1
        deed = wanted in {facet.value for facet in DEEDS}
        # Of two readings of one act the one that misleads is judged.
        hits.sort(key=lambda e: (e.facet in DEEDS) == deed)
        told = hits[0].facet
        right[wanted] += told.value == wanted or (deed and told in DEEDS)
        as_deed[wanted] += told in DEEDS
        if (told in DEEDS) != deed or (not deed and told.value != wanted):
            errors.append(f"{row['id']} {row['class']}: {told.value} ({hits[0].trigger.rule}): {row['text']}")
    no_deeds = [facet for facet in asked if facet not in {f.value for f in DEEDS}]
    misled, not_deeds = (sum(counts[f] for f in no_deeds) for counts in (as_deed, found))
    figures = {
        "acts": asked.total(), "found": found.total(), "facet right of found": share(right.total(), found.total()),
        "acts that are no deeds": sum(asked[f] for f in no_deeds), "found of these": not_deeds,
        "coded as a deed": misled,
        "share coded as a deed": share(misled, sum(asked[f] for f in no_deeds)),
        "share of the found coded as a deed": share(misled, not_deeds),
        "by facet: asked, found, right, as a deed": {
            f: [asked[f], found[f], right[f], as_deed[f]] for f in sorted(asked)
        },
    }  # fmt: skip
    return figures, errors


def on_act(row: dict[str, str], events: tuple[Event, ...]) -> Iterator[Event]:
    """The events whose trigger lies on the row's act."""
    start = row["text"].index(row["act"])
    end = start + len(row["act"])
    for event in events:
        if event.trigger.span.start < end and start < event.trigger.span.end:
            yield event


def share(part: int, whole: int) -> float | None:
    """A share to four digits; None of nothing."""
    return round(part / whole, 4) if whole else None


def main() -> int:
    """Run both sets and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true", help="list every error, with its sentence")
    parser.add_argument("--half", choices=sorted(HALVES), help="only the sentences with even or odd ids")
    options = parser.parse_args()
    coder = Coder.load()
    out = {}
    for name, measure in (("negatives", negatives), ("facets", facets)):
        figures, errors = measure(coder, options.half)
        out[name] = figures
        if options.errors:
            print("\n".join(errors), file=sys.stderr)
    if options.json:
        print(json.dumps(out, indent=1))
        return 0
    for name, figures in out.items():
        print(name)
        for label, value in figures.items():
            print(f"  {label}: {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
