"""Actor phrases -> country and sector, through the real parser.

    python -m benchmarks.quality.actors --data DIR

Reads `DIR/dev/actors/actor-cases.jsonl`. Rows that their makers mark as expected failures or that only give an
encyclopaedia title are left out; a row without a date is read as of 2023-01-01. Their codes are read as ours: UNO
is IGO; an NGO stands in their sector column and in our country column.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from watchfloor.parsing.parse import Parser
from watchfloor.resolving.actors import ActorBook
from watchfloor.types import Actor

TODAY = date(2023, 1, 1)
_FORMATS = ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y")


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    text: str
    context: str
    on: date
    country: str | None
    sector: str | None
    none: bool


def when(written: str) -> date:
    for shape in _FORMATS:
        try:
            return datetime.strptime(written.strip(), shape).date()
        except ValueError:
            continue
    return TODAY


def cases(path: Path) -> Iterator[Case]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        expected = row["expected"]
        if row["xfail"] or not set(expected) & {"country", "sector", "none"}:
            continue
        # where text and actor_text differ, the first is the context the phrase stood in
        context = row["context"] or (row["text"] if row["text"] != row["actor_text"] else "")
        yield Case(
            row["id"], row["actor_text"], context, when(row["date"]), expected.get("country"), expected.get("sector"),
            bool(expected.get("none")),
        )  # fmt: skip


def answer(parser: Parser, book: ActorBook, case: Case) -> tuple[Actor | None, str]:
    text = f"{case.context}.\n\n{case.text}" if case.context else case.text
    sentences = parser.parse(text)
    seen = book.survey(sentences, text, case.on)
    for sentence in sentences:
        if case.context and sentence.start < len(case.context):
            continue
        roots = [i for i, head in enumerate(sentence.heads) if head < 0] or [0]
        for root in roots:
            found = book.resolve(sentence, root, version="v", text=text, on=case.on, seen=seen)
            if found:
                return found[0].value, found[0].rule
    return None, ""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--errors", action="store_true", help="print every wrong row")
    chosen = options.parse_args()
    started = time.perf_counter()
    book = ActorBook.load()
    loaded = time.perf_counter() - started
    parser = Parser.load()
    counts = {"country": [0, 0], "country + sector": [0, 0], "abstains": [0, 0]}
    for case in cases(chosen.data / "dev" / "actors" / "actor-cases.jsonl"):
        actor, rule = answer(parser, book, case)
        country, sector = ("", "") if actor is None else (actor.country, actor.sectors[0] if actor.sectors else "")
        if country == "NGO":
            country, sector = "", "NGO"
        wrong = ""
        if case.none:
            abstains = not country and not sector
            counts["abstains"][0] += abstains
            counts["abstains"][1] += 1
            wrong = "" if abstains else "should abstain"
        else:
            fits = case.country is None or country == ("IGO" if case.country == "UNO" else case.country)
            if case.country is not None:
                counts["country"][0] += fits
                counts["country"][1] += 1
            both = fits and (case.sector is None or sector == case.sector)
            if case.sector is not None:
                counts["country + sector"][0] += both
                counts["country + sector"][1] += 1
            wrong = "" if both else f"want {case.country}/{case.sector}"
        if wrong and chosen.errors:
            print(f"{case.id:28} {case.text[:60]!r} ({case.context}, {case.on}): {country}/{sector} by {rule}; {wrong}")
    for name, (right, all_) in counts.items():
        print(f"{name:18} {right / max(1, all_):.3f}  ({right} of {all_})")
    print(f"pack {book.fingerprint} loaded in {loaded:.3f} s")


if __name__ == "__main__":
    main()
