"""The coder against the answers of the bundled sample: `python -m benchmarks.quality.sample [--json] [--errors]`.

An event row is found when an event of the article has its trigger on the row's words and the row's type; among the
found it is asked whether facet, actors, recipients (as sets of codes) and CAMEO code are right. A row of `no_event` is
broken when a deed (happened, ongoing, historical) has its trigger on the row's words, unless an event row on the same
words has that type. Readers' comments lie outside the text that is coded and stay in the count.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from benchmarks.quality.events import DEEDS
from watchfloor import packs
from watchfloor.coder import Coder
from watchfloor.reading.archives import read_archive
from watchfloor.reading.readers import read_bytes
from watchfloor.types import Actor, Article, Cited, Event

FOLDER = packs.BUNDLED.parent / "sample"
# Groups by the codes of the answers; other actors are country and sector.
GROUPS = {
    "isis": "ISIS", "al-qaeda": "AQ", "nusra": "AQ", "peshmerga": "PESH", "krg": "KRG", "kurds": "KURDS", "ypg": "YPG",
    "pkk": "PKK", "hezbollah": "HEZ", "pmf": "PMU", "fsa": "SYRREB",
}  # fmt: skip
SIX = {"USA", "GBR", "FRA", "DEU", "RUS", "CHN"}


def articles() -> Iterator[tuple[str, Article]]:
    """The articles of the sample under the names that the answers use."""
    for path in sorted(FOLDER.glob("2014-*")):
        read = read_bytes(path.read_bytes(), name=path.name)
        if read.article:
            yield path.name, read.article
    rows = (FOLDER / "archive.jsonl").read_text(encoding="utf-8").splitlines()
    for row, read in zip(rows, read_archive(FOLDER / "archive.jsonl"), strict=True):
        if read.article:
            yield f"archive.jsonl#{json.loads(row)['id']}", read.article


def plain(text: str) -> str:
    """The text with quotation marks and blanks made alike; the length stays the same."""
    return text.translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0xA0: " ", 0x0A: " "})


def located(text: str, words: str) -> tuple[int, int] | None:
    """Where the words of an answer stand in the article."""
    at = plain(text).find(plain(words))
    return (at, at + len(words)) if at >= 0 else None


def codes(actors: tuple[Cited[Actor], ...]) -> set[str]:
    """The sides as the answers write them; the group of six stands for its members."""
    found = {GROUPS.get(a.value.id, a.value.code) for a in actors}
    return (found - {"IGO"}) | SIX if any(a.value.id == "p5-plus-1" for a in actors) else found


def on(event: Event, span: tuple[int, int]) -> bool:
    return event.trigger.span.start < span[1] and span[0] < event.trigger.span.end


def main() -> int:
    """Prints the figures; exit status 0."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", action="store_true")
    options.add_argument("--errors", action="store_true", help="list missed and wrong rows and broken no_event rows")
    chosen = options.parse_args()
    lines = (FOLDER / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    answers: list[dict[str, Any]] = [json.loads(line) for line in lines]
    coder, texts, codings = Coder.load(), {}, {}
    for name, article in articles():
        texts[name], codings[name] = article.text, coder.code(article).events
    count: Counter[str] = Counter()
    by_type: Counter[tuple[str, str]] = Counter()
    for row in answers:
        if row["kind"] not in ("event", "no_event"):
            continue
        span = located(texts.get(row["article"], ""), row["words"])
        count[f"{row['kind']} rows"] += 1
        if span is None:
            count[f"{row['kind']} rows not in the text read"] += 1
        here = [e for e in codings.get(row["article"], ()) if span and on(e, span)]
        if row["kind"] == "event":
            _event(row, here, count, by_type, listed=chosen.errors)
            continue
        rows = [r for r in answers if r["kind"] == "event" and r["article"] == row["article"]]
        meant = {r["type"] for r in rows if span and _overlap(located(texts[row["article"]], r["words"]), span)}
        wrong = [e for e in here if e.facet in DEEDS and e.type not in meant]
        count["no_event rows broken"] += bool(wrong)
        for event in wrong if chosen.errors else ():
            what = f"{event.type:8} {event.facet.value:9} {event.trigger.rule:26}"
            print(f"BROKEN {what} {event.trigger.words!r} in {row['words']!r}")
    if chosen.json:
        types = {kind: {"rows": by_type[kind, "rows"], "found": by_type[kind, "found"]} for kind, _ in list(by_type)}
        json.dump({"counts": dict(count), "types": types}, sys.stdout, indent=1)
        print()
        return 0
    found, rows_ = count["event rows found"], count["event rows"]
    print(f"event rows found          {found:4} of {rows_}  {found / rows_:.3f}")
    for what in ("facet", "actors", "recipients", "sides", "cameo"):
        print(f"  of them {what + ' right':17} {count[what]:4}  {count[what] / max(found, 1):.3f}")
    print(f"no_event rows broken      {count['no_event rows broken']:4} of {count['no_event rows']}")
    kinds = sorted({kind for kind, _ in by_type})
    print("  " + ", ".join(f"{kind} {by_type[kind, 'found']}/{by_type[kind, 'rows']}" for kind in kinds))
    return 0


def _overlap(a: tuple[int, int] | None, b: tuple[int, int]) -> bool:
    return a is not None and a[0] < b[1] and b[0] < a[1]


def _event(
    row: dict[str, Any], here: list[Event], count: Counter[str], by_type: Counter[tuple[str, str]], *, listed: bool
) -> None:
    by_type[row["type"], "rows"] += 1
    same = [e for e in here if e.type == row["type"]]
    if not same:
        if listed:
            got = ", ".join(f"{e.type}/{e.facet.value} {e.trigger.words!r}" for e in here) or "nothing"
            print(f"MISSED {row['type']:8} {row['facet']:9} {row['words']!r}: {got}")
        return
    count["event rows found"] += 1
    by_type[row["type"], "found"] += 1
    best = max(same, key=lambda e: (e.facet == row["facet"], codes(e.actors) == set(row["actors"])))
    checks = {
        "facet": best.facet == row["facet"],
        "actors": codes(best.actors) == set(row["actors"]),
        "recipients": codes(best.recipients) == set(row["recipients"]),
        "cameo": row["cameo"] in (None, best.cameo),
    }
    checks["sides"] = checks["actors"] and checks["recipients"]
    count.update({what: int(right) for what, right in checks.items()})
    if listed and not checks["facet"]:
        what = f"{row['type']:8} {row['facet']:9} got {best.facet.value:9} {best.trigger.rule}"
        print(f"FACET  {what} in {row['words']!r}")


if __name__ == "__main__":
    sys.exit(main())
