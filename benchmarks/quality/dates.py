"""Time expressions against gold records: `python -m benchmarks.quality.dates --data DIR`.

Reads `DIR/dev/time/*.jsonl` (one document a line: `text`, `dct`, and `timex` with start, end, type and value) and
prints, for each set, extents (strict and overlapping) and value F1: an expression counts when it overlaps a gold one of
the same TIMEX3 value; and, with the gold extents given, how many bare weekdays ("Friday") and months or days without a
year ("in May", "June 3") get their value. `--half even` or `odd` takes every second document. `--errors N` lists the
commonest classes of error. `--acts` reads our own sentences instead, each with an act and the date that belongs to it.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from watchfloor import packs
from watchfloor.coding import patterns
from watchfloor.coding.graph import build
from watchfloor.parsing.parse import Parser
from watchfloor.parsing.sentences import split
from watchfloor.resolving.dates import find_in
from watchfloor.resolving.dates_acts import date_of, tense_of
from watchfloor.resolving.dates_grammar import carried, read
from watchfloor.resolving.dates_rules import Reading
from watchfloor.resolving.dates_setting import Setting, setting_of
from watchfloor.resolving.dates_words import MONTH, WEEKDAY
from watchfloor.types import Sentence

ACTS = Path(__file__).parents[2] / "tests" / "resolving" / "dates_clauses.tsv"
ACTS_PUBLISHED = date(2014, 6, 24)


def documents(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_document(text: str, published: date | None, parser: Parser | None) -> list[Reading]:
    """All readings of a document: with the tense of the parsed sentence, or without a parser by the grammar alone."""
    out: list[Reading] = []
    anchor: Reading | None = None
    setting = setting_of(text, published)
    for piece in parser.parse(text) if parser else split(text):
        start, end = (piece.start, piece.end) if isinstance(piece, Sentence) else piece
        tense = partial(tense_of, piece) if isinstance(piece, Sentence) else None
        context = setting.context(tense, anchor)
        readings = read(text, start, end, context)
        anchor = carried(readings, text, context)
        for reading in readings:
            out.extend(ends(reading, text))
    return out


def ends(reading: Reading, text: str) -> list[Reading]:
    """TIMEX3 marks both ends of "June 10-12" or "1914-18" by themselves."""
    words = text[reading.start : reading.end]
    joint = re.search(r"\d(?:st|nd|rd|th)? ?(?:-|–|—|to|and|through) ?(?=\d)", words)
    values = reading.edtf.split("/")
    if reading.precision != "range" or joint is None or len(values) != 2 or "~" in reading.edtf:
        return [reading]
    cut = reading.start + joint.end()
    return [
        replace(reading, end=reading.start + joint.start() + 1, value=values[0]),
        replace(reading, start=cut, value=values[1]),
    ]


def comparable(value: str) -> str:
    """Gold values differ in how they write a part of a day; the day is what counts."""
    return value.removesuffix("-WE") if value.startswith("P") else value


def score(
    gold: list[dict[str, Any]], ours: list[Reading]
) -> tuple[int, int, int, list[tuple[dict[str, Any] | None, Reading | None]]]:
    strict = overlap = value = 0
    errors: list[tuple[dict[str, Any] | None, Reading | None]] = []
    used: set[int] = set()
    for g in gold:
        a, b = int(str(g["start"])), int(str(g["end"]))
        hit = next((i for i, r in enumerate(ours) if i not in used and r.start < b and a < r.end), None)
        if hit is None:
            errors.append((g, None))
            continue
        used.add(hit)
        r = ours[hit]
        overlap += 1
        strict += (r.start, r.end) == (a, b)
        same = comparable(r.value) == comparable(str(g["value"]))
        value += same
        if not same:
            errors.append((g, r))
    errors.extend((None, r) for i, r in enumerate(ours) if i not in used)
    return strict, overlap, value, errors


_BARE = {
    "weekday": re.compile(rf"(?:on )?{WEEKDAY}(?:['’]s)?", re.I),
    "month": re.compile(rf"(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? )?{MONTH}(?:,? \d{{1,2}}(?:st|nd|rd|th)?)?"),
}


def given(document: dict[str, Any], ours: list[Reading], published: date | None) -> Counter[tuple[str, bool]]:
    """How the bare weekdays and the months without a year come out when the extents are given: by the reading of the
    sentence over each, and where there is none by that of its words alone."""
    text, out = str(document["text"]), Counter[tuple[str, bool]]()
    setting = setting_of(text, published)
    for gold in document["timex"]:
        a, b = int(str(gold["start"])), int(str(gold["end"]))
        kind = next((k for k, rule in _BARE.items() if rule.fullmatch(text[a:b])), "")
        if not kind or gold["type"] != "DATE":
            continue
        over = [r for r in ours if r.start < b and a < r.end] or list(read(text, a, b, setting.context(None, None)))
        out[kind, any(comparable(r.value)[:10] == str(gold["value"])[:10] for r in over[:1])] += 1
    return out


def acts(path: Path, parser: Parser, light_verbs: frozenset[str]) -> list[tuple[str, str, str, str]]:
    """Each row of a file of sentences: the sentence, the act, the words of its date and of the date we gave it."""
    out = []
    setting = Setting(ACTS_PUBLISHED)
    for row in packs.rows(path, ("pair", "text", "act", "date")):
        _, text, act, wanted = row.cells
        (sentence,) = parser.parse(text)
        graph = build(sentence, light_verbs)
        head = next((i for i in range(len(sentence)) if sentence.words[i] == act), -1)
        found = find_in(graph.sentence, version="v", text=text, setting=setting)
        own = date_of(graph.sentence, (head,), head, found, carried=head >= 0 and graph.light[head] >= 0)
        out.append((text, act, wanted, own.words if own else "-"))
    return out


def f1(hits: int, gold: int, ours: int) -> tuple[float, float, float]:
    precision, recall = hits / max(ours, 1), hits / max(gold, 1)
    return precision, recall, 2 * hits / max(gold + ours, 1)


def described(text: str, gold: dict[str, Any] | None, ours: Reading | None) -> tuple[str, str, str]:
    """An error as a line: what kind, which words, gold value / ours and the words around."""
    what = "spurious" if gold is None else "missed" if ours is None else "value"
    start, end = (gold["start"], gold["end"]) if gold else (ours.start, ours.end) if ours else (0, 0)
    values = " / ".join(
        str(v) for v in (gold["value"] if gold else None, ours.value if ours else None) if v is not None
    )
    return what, text[start:end].replace("\n", " ").lower(), f"{values} | {text[max(0, start - 25) : end + 20]!r}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--acts", action="store_true", help="own rows instead: the date that belongs to each act")
    parser.add_argument("--set", nargs="*", default=["timebank", "wikiwars"])
    parser.add_argument("--half", choices=["even", "odd"], help="every second document, counted from 0")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--no-parser", action="store_true", help="the grammar alone, without the tense of verbs")
    options = parser.parse_args()
    model = None if options.no_parser else Parser.load()
    if options.acts and model:
        rows = acts(ACTS, model, patterns.load().light_verbs)
        wrong = [row for row in rows if row[2] != row[3]]
        print(f"dates of acts: {len(rows) - len(wrong)} of {len(rows)} rows right")
        for text, act, wanted, got in wrong:
            print(f"  {act}: {wanted} / {got} | {text}")
        return
    if options.data is None:
        parser.error("--data DIR is needed")
    for name in options.set:
        strict = overlap = value = golds = found = 0
        missed: Counter[tuple[str, str, str]] = Counter()
        bare: Counter[tuple[str, bool]] = Counter()
        for index, document in enumerate(documents(options.data / "dev" / "time" / f"{name}.jsonl")):
            if options.half and ("even", "odd")[index % 2] != options.half:
                continue
            text = str(document["text"])
            published = date.fromisoformat(str(document["dct"])[:10]) if document["dct"] else None
            gold = document["timex"]
            ours = [r for r in read_document(text, published, model) if r.value or r.kind == "date"]
            s, o, v, errors = score(gold, ours)
            strict, overlap, value, golds, found = (
                strict + s,
                overlap + o,
                value + v,
                golds + len(gold),
                found + len(ours),
            )
            missed.update(described(text, g, r) for g, r in errors)
            bare += given(document, ours, published)
        print(f"{name}: {golds} gold, {found} found")
        for label, hits in (("extent strict", strict), ("extent overlap", overlap), ("value", value)):
            print("  {:15} P {:.3f}  R {:.3f}  F1 {:.3f}".format(label, *f1(hits, golds, found)))
        for kind in _BARE:
            right, all_ = bare[kind, True], bare[kind, True] + bare[kind, False]
            print(f"  given extents, {kind:8} {right / max(all_, 1):.3f} of {all_}")
        if options.errors:
            kinds = Counter(k[0] for k in missed.elements())
            print(" ", dict(kinds))
            for (what, words, detail), n in sorted(missed.items(), key=lambda x: (x[0][0], x[0][1]))[: options.errors]:
                print(f"  {n:3} {what:9} {words!r:30} {detail}")


if __name__ == "__main__":
    main()
