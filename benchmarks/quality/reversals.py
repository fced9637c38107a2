"""Reversals in official documents, judged blind: `python -m benchmarks.quality.reversals --data DIR --make FILE`.

Reads `DIR/dev/statements/whitehouse-*.jsonl`, finds pairs as a desk does and writes the 20 surest, mixed with 20
control pairs, for somebody to judge from the quotations alone; how, says README.md here. `--judged VERDICTS --make
FILE --run NAME` puts the verdicts (one a row: `number`, `verdict`) to the key of FILE and keeps them under that name,
by places and without any text. Without any option the kept verdicts are counted: precision at 5, 10 and 20 beside the
rate of the controls. `--counts` only prints how many positions and pairs there are.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.quality.statements import read, said
from watchfloor.assessing import issues, positions, reversals
from watchfloor.assessing.positions import Cell, Said
from watchfloor.assessing.reversals import TURNED_WITHIN, Reversal
from watchfloor.codec import from_json, to_json
from watchfloor.coder import LONGEST, Coder
from watchfloor.coding import cuebook
from watchfloor.reading.archives import read_archive
from watchfloor.resolving.statements import Books
from watchfloor.types import Article

KEPT = Path(__file__).parent / "sets" / "reversals-judged.jsonl"
LABEL = re.compile(r"[A-Z][A-Z.’'\- ]{2,40}:|Q\b")
SEED = 2014
TOP = 20


def articles(data: Path) -> Iterator[Article]:
    """The documents, in the order of their files."""
    for path in sorted((data / "dev" / "statements").glob("whitehouse-*.jsonl")):
        for one in read_archive(path, outlet="White House"):
            if one.article is not None:
                yield one.article


def condensed(article: Article, book: issues.IssueBook) -> Article:
    """The article with blanks for paragraphs in which no issue can be found: long transcripts are mostly of other
    things. Places in the text stay what they are; a turn keeps the paragraph that names its speaker."""
    lines, turn, kept = article.text.split("\n"), 0, {0}
    for k, line in enumerate(lines):
        if LABEL.match(line):
            turn = k
        if not line.startswith("Q ") and book.find(line, article.title, (), None):
            kept |= {turn, k}
    text = "\n".join(line if k in kept else " " * len(line) for k, line in enumerate(lines))
    return replace(article, text=text[:LONGEST])


def gathered(data: Path, every: int, first: int, cache: Path | None, book: issues.IssueBook) -> list[Said]:
    """All statements with a stance; kept in `cache`, if given."""
    if cache is not None and cache.is_file():
        return from_json(cache.read_bytes(), list[Said])
    leaves = issues.IssueBook([replace(one, near=(), actors=(), id=one.id.replace(".", "-"))
                               for one in book.issues.values() if not book.general(one)])  # fmt: skip
    coder = Coder.load()
    books, cues = Books.load(coder.resolver.book), cuebook.load()
    found: list[Said] = []
    for k, article in enumerate(articles(data)):
        if k % every != first:
            continue
        short = condensed(article, leaves)
        found += [one for one in said(short, read(coder, short, books, cues)) if one.statement.stances]
        print(f"\r{k + 1} documents, {len(found)} statements", end="", file=sys.stderr)
    print(file=sys.stderr)
    if cache is not None:
        cache.write_bytes(to_json(found))
    return found


def controls(
    cells: Sequence[Cell], number: int, taken: set[frozenset[str]], draw: random.Random
) -> list[tuple[Cell, Cell]]:
    """Pairs of one side on one issue, by lot."""
    by: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        if cell.statement.side and cell.day is not None:
            by.setdefault((cell.issue.id, cell.statement.side), []).append(cell)
    groups = [group for group in by.values() if len(group) > 1]
    found: list[tuple[Cell, Cell]] = []
    weights = [len(group) for group in groups]
    for _ in range(10_000):
        if len(found) == number or not groups:
            break
        a, b = draw.sample(draw.choices(groups, weights)[0], 2)
        both = frozenset((a.statement.id, b.statement.id))
        if a.day is None or b.day is None or len(both) < 2 or both in taken:
            continue
        if abs((a.day - b.day).days) > TURNED_WITHIN:
            continue
        taken.add(both)
        found.append((a, b) if (a.day, a.statement.id) <= (b.day, b.statement.id) else (b, a))
    return found


def quotation(cell: Cell) -> str:
    """Who, when, and the words."""
    who = f"{cell.speaker.name}, {cell.speaker.office}" if cell.speaker and cell.speaker.office else (
        cell.speaker.name if cell.speaker else "not named"
    )  # fmt: skip
    words = " ".join(cell.words.split())
    target = " ".join(cell.stance.target.words.split())
    if len(words) > 700:
        at = max(0, words.find(target[:40]) - 300)
        words = "… " + words[at : at + 700] + " …"
    return f"  {cell.day} {who}: {words}"


def place(cell: Cell) -> dict[str, Any]:
    span = cell.stance.target.span
    return {"article": cell.said.article, "start": span.start, "end": span.end}


def make(pairs: Sequence[Reversal], cells: Sequence[Cell], out: Path) -> None:
    """Writes the pairs to judge, and the key."""
    draw = random.Random(SEED)  # noqa: S311 - no secret
    spoken = [pair for pair in pairs if isinstance(pair.b, Cell)][:TOP]
    taken = {frozenset((p.a.statement.id, p.b.statement.id)) for p in spoken if isinstance(p.b, Cell)}
    rows: list[tuple[Cell, Cell, dict[str, Any]]] = [
        (p.a, p.b, {"kind": "found", "place": k, "rule": p.rule, "score": p.score, "issue": p.a.issue.id})
        for k, p in enumerate(spoken, 1) if isinstance(p.b, Cell)
    ]  # fmt: skip
    rows += [(a, b, {"kind": "control", "issue": a.issue.id}) for a, b in controls(cells, TOP, taken, draw)]
    draw.shuffle(rows)
    text = [f"{n}\n{quotation(a)}\n{quotation(b)}\n" for n, (a, b, _) in enumerate(rows, 1)]
    out.write_text("\n".join(text), encoding="utf-8")
    key = [{"number": n, "a": place(a), "b": place(b), **what} for n, (a, b, what) in enumerate(rows, 1)]
    Path(f"{out}.key.json").write_text(json.dumps(key), encoding="utf-8")


def count(rows: Sequence[dict[str, Any]]) -> None:
    """Prints precision at 5, 10 and 20, and the controls' rate."""
    found = sorted((row for row in rows if row["kind"] == "found"), key=lambda row: row["place"])
    others = [row for row in rows if row["kind"] == "control"]
    for name, group in [*((f"at {k}", found[:k]) for k in (5, 10, 20)), ("controls", others)]:
        yes = sum(row["verdict"] == "yes" for row in group)
        partly = sum(row["verdict"] in ("yes", "partly") for row in group)
        n = len(group)
        rates = f"yes {yes:3} ({yes / max(1, n):.2f})   yes or partly {partly:3} ({partly / max(1, n):.2f})"
        print(f"{name:10}{n:4} pairs   {rates}")


def kept() -> list[dict[str, Any]]:
    """The verdicts of all runs."""
    return [json.loads(line) for line in KEPT.read_text(encoding="utf-8").splitlines()] if KEPT.is_file() else []


def main() -> int:
    """Prints what was asked for; exit status 0."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path)
    options.add_argument("--make", type=Path, metavar="FILE")
    options.add_argument("--judged", type=Path, metavar="FILE", help="verdicts; without FILE.key.json the kept set")
    options.add_argument("--run", default="last", help="the name of the run that was judged")
    options.add_argument("--cache", type=Path, help="keep the statements here for another run")
    options.add_argument("--every", type=int, default=1, metavar="N", help="only each N-th document")
    options.add_argument("--first", type=int, default=0, metavar="K", help="with --every: begin with the K-th, from 0")
    options.add_argument("--counts", action="store_true")
    chosen = options.parse_args()
    if chosen.judged is not None:
        verdicts = {
            row["number"]: row["verdict"]
            for row in map(json.loads, chosen.judged.read_text(encoding="utf-8").splitlines())
        }
        key = json.loads(Path(f"{chosen.make}.key.json").read_text(encoding="utf-8"))
        rows = [row for row in kept() if row["run"] != chosen.run]
        rows += [{"run": chosen.run} | row | {"verdict": verdicts[row["number"]]} for row in key]
        KEPT.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    if chosen.judged is not None or chosen.data is None:
        rows = kept()
        for run in dict.fromkeys(row["run"] for row in rows):
            print(f"run {run}")
            count([row for row in rows if row["run"] == run])
        return 0
    book = issues.load()
    cells = positions.cells(gathered(chosen.data, chosen.every, chosen.first, chosen.cache, book), book)
    pairs = reversals.find(cells, book, reversals.Contrasts.load())
    rules = Counter((pair.rule, pair.certain) for pair in pairs)
    print(f"{len(cells)} positions, {len(pairs)} pairs; " + ", ".join(f"{rule} {'certain' if sure else 'possible'} {n}"
          for (rule, sure), n in sorted(rules.items())))  # fmt: skip
    if chosen.make is not None:
        make(pairs, cells, chosen.make)
    return 0


if __name__ == "__main__":
    sys.exit(main())
