"""Which lines belong to one storyline: `python -m benchmarks.quality.storylines --data DIR [--json] [--only even|odd]`.

Reads `DIR/dev/storylines/wikitimes-2015-09.jsonl`: lines of a month of world news, of which somebody put 242 into
storylines. Each line is coded as an article of its own, known on its day; its text, and the countries of its facts, are
all that is seen. B-cubed is over the lines that have a storyline; the others are in the way: how many of them were put
together with anything is told apart. Beside it stand every line alone, and all lines with the same first named entity
of the file. `--only` scores the lines of even or odd days (all are clustered); errors are looked at on even ones only.
The weights are set by hand in `watchfloor.linking.storylines`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from benchmarks.quality import clusters
from watchfloor.coder import Coder
from watchfloor.linking.facts import countries
from watchfloor.linking.storylines import Report, Storyline, chapters, reader, storylines
from watchfloor.types import Article, Published, version_of

FILE = Path("dev", "storylines", "wikitimes-2015-09.jsonl")


def read(path: Path) -> list[dict[str, Any]]:
    """The lines of the file."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def reports(lines: Iterable[dict[str, Any]], coder: Coder) -> list[Report]:
    """The lines as reports, each coded by itself."""
    reads = reader()
    made = []
    for line in lines:
        day = date.fromisoformat(line["date"])
        published = Published(datetime(day.year, day.month, day.day, tzinfo=UTC), "day", "given")
        text = line["description"].strip(" ,")
        version = version_of(line["id"], published, text)
        article = Article(line["id"], "", "", "", published, "en", "", "", version, text)
        coding = coder.code(article)
        where = countries((*coding.events, *coding.statements))
        made.append(reads.report(line["id"], day.toordinal(), day, text, where))
    return made


def scored(gold: dict[str, str], found: Iterable[Collection[str]], others: Collection[str]) -> dict[str, float]:
    """B-cubed in percent over the lines of `gold`, and how many `others` stand in a group with another line."""
    groups = list(found)
    right: dict[str, set[str]] = defaultdict(set)
    for line, story in gold.items():
        right[story].add(line)
    mine = [part for group in groups if (part := frozenset(group) & gold.keys())]
    score = clusters.b_cubed([frozenset(story) for story in right.values()], mine)
    merged = sum(1 for group in groups if len(group) > 1 for line in group if line in others)
    return {
        "precision": 100 * score.precision,
        "recall": 100 * score.recall,
        "F1": 100 * score.f1,
        "lines": len(gold),
        "others merged": merged,
        "of others": len(others),
    }


def first_entity(lines: Iterable[dict[str, Any]]) -> list[set[str]]:
    """All lines with one first entity together."""
    groups: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        first = next((entity["id"] for entity in line.get("entity") or ()), f"line {line['id']}")
        groups[first].add(line["id"])
    return list(groups.values())


def measured(lines: Sequence[dict[str, Any]], made: Sequence[Report], only: str = "") -> dict[str, dict[str, float]]:
    """The scores of all ways."""
    wanted = [line for line in lines if not only or (int(line["date"][-2:]) % 2 == 0) == (only == "even")]
    gold = {line["id"]: line["belongsToStory"]["id"] for line in wanted if line.get("belongsToStory")}
    others = {line["id"] for line in wanted} - gold.keys()
    ours: tuple[Storyline, ...] = storylines(made)
    return {
        "every line alone": scored(gold, [{line["id"]} for line in lines], others),
        "first entity": scored(gold, first_entity(lines), others),
        "chapters": scored(gold, [set(one.reports) for one in chapters(made)], others),
        "storylines": scored(gold, [set(one.reports) for one in ours], others),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the scores."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", choices=("even", "odd"), default="", help="score the lines of even or odd days only")
    asked = parser.parse_args(arguments)
    lines = read(asked.data / FILE)
    out = measured(lines, reports(lines, Coder.load()), asked.only)
    if asked.json:
        print(json.dumps(out, indent=1))
        return 0
    for name, scores in out.items():
        print(f"{name:18}" + "  ".join(f"{measure} {value:.1f}" for measure, value in scores.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
