"""Why rows of the bundled sample are missed and sides are wrong: `python -m benchmarks.quality.diary [--rows]`.

The classes of the error diary (errors.md), counted. A missed row falls into the first class that holds: its words lie
outside the text that is read; another type is read on them; an act of the row's type was matched, but no side could be
named; the model's senses refused such a pattern; a pattern of the type asks for something that is not there; the words
have entries of other types only; none at all.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from benchmarks.quality.sample import FOLDER, articles, codes, located, on
from watchfloor.coder import Coder
from watchfloor.coding.explain import Explained
from watchfloor.coding.patterns import Codebook
from watchfloor.types import Event

Read = Sequence[tuple[Explained, tuple[Event, ...]]]
REFUSED = "does not read as"
"""how `senses.refused` begins its reason"""


def missed(row: dict[str, Any], read: Read, span: tuple[int, int], book: Codebook) -> str:
    """The class of a row that was not found."""
    if any(on(event, span) for _, events in read for event in events):
        return "another type read"
    known = ""
    for found, _ in read:
        s = found.sentence
        inside = {i for i in range(len(s)) if s.starts[i] < span[1] and span[0] < s.ends[i]}
        if any(m.type == row["type"] and inside & set(m.trigger) for m in found.matches):
            return "matched, no side named"
        tried = [t for t in found.attempts if t.head in inside and not t.missing.startswith("no “")]
        same = [t for t in tried if book.patterns[t.pattern].type == row["type"]]
        if any(REFUSED in t.missing for t in same):
            return "refused by the senses"
        if same:
            known = "a pattern asks for what is not there"
        elif tried and not known:
            known = "entries of other types only"
    return known or "no entry"


def side(wanted: set[str], given: set[str]) -> str:
    """How one side of a found row differs from the answer."""
    if wanted == given:
        return "right"
    if not given or not wanted:
        return "added" if given else "missing"
    if {code[:3] for code in wanted} == {code[:3] for code in given}:
        return "another sector or name of the same country"
    return "in part" if wanted & given else "another"


def main() -> int:
    """Prints the figures; exit status 0."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", action="store_true", help="list every error")
    listed = options.parse_args().rows
    answers = [json.loads(line) for line in (FOLDER / "answers.jsonl").read_text(encoding="utf-8").splitlines()]
    coder = Coder.load()
    texts, reads = {}, {}
    for name, article in articles():
        texts[name], reads[name] = article.text, coder.explain(article)
    count: Counter[tuple[str, str]] = Counter()
    for row in answers:
        if row["kind"] != "event":
            continue
        span, read = located(texts.get(row["article"], ""), row["words"]), reads.get(row["article"], ())
        if span is None:
            count["missed", "not in the text that is read"] += 1
            continue
        same = [e for _, events in read for e in events if on(e, span) and e.type == row["type"]]
        outcomes = {}
        if same:
            best = max(same, key=lambda e: (e.facet == row["facet"], codes(e.actors) == set(row["actors"])))
            for name, cited in (("actors", best.actors), ("recipients", best.recipients)):
                outcomes[name] = side(set(row[name]), codes(cited))
            outcomes["facet"] = "right" if best.facet == row["facet"] else f"{row['facet']} as {best.facet.value}"
        else:
            outcomes["missed"] = missed(row, read, span, coder.codebook)
        count.update(outcomes.items())
        for what, how in outcomes.items():
            if listed and how != "right":
                print(f"{what}: {how}: {row['type']} {row['facet']}: {row['words']!r}")
    for what in ("missed", "facet", "actors", "recipients"):
        rows = {how: n for (name, how), n in count.items() if name == what and how != "right"}
        print(f"{what}: {sum(rows.values())}")
        for how, n in sorted(rows.items(), key=lambda item: (-item[1], item[0])):
            print(f"  {n:4}  {n / sum(rows.values()):4.0%}  {how}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
