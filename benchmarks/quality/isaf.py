"""Press releases of a military command.

    python -m benchmarks.quality.isaf --data DIR [--releases N] [--errors] [--json]

Codes the releases of DIR/dev/events/isaf.jsonl, each of them about one operation, and compares their deeds (happened or
ongoing) with what the release is listed under. All are compared as sets of a release.

- type: detention, killing and air strike. Detention is a deed that arrests (COERCE arrest, ASSAULT abduct); killing a
  deed of violence whose words name death ("killed", "the death of"); air strike a deed of violence whose mode is
  aerial or drone. The gold's "capture and kill" is a detention and a killing. "exact" is the share of releases with
  just the gold's types; all other violence in a release ("came under fire") is no type here and is not counted.
- province: of the 34 provinces those in which the deeds of these types took place, by the words of their places.
- date: days of these deeds; a deed's day is right when the gold day falls into it. A deed without a day counts as
  nothing said.

How many were killed and captured is not asked: events hold no numbers. A release is read as published on the day in
its dateline or heading, in the year of its serial number where it gives none; the gold's day is not used. It is often
the day before.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.quality.deception import DEEDS
from benchmarks.quality.muc4 import Days, Score, judge, meets, share
from watchfloor.coder import Coder
from watchfloor.reading.readers import read_text
from watchfloor.resolving.gazetteer import fold
from watchfloor.types import Event, Place

TYPES = ("detention", "killing", "air strike")
DEATH = re.compile(r"\b(?:kill|slay|slain|dead|deadly|death|die[sd]?\b|dying)", re.I)
GOLD_TYPES = {
    "detention": {"detention"}, "insurgentskilled": {"killing"}, "captureandkill": {"detention", "killing"},
    "airstrike": {"air strike"},
}  # fmt: skip
OTHER_NAMES = {
    "maidan wardak": "wardak", "paktiya": "paktya", "paktia": "paktya", "paktika": "paktika", "sar-e pol": "sar-e pul",
    "sar e pul": "sar-e pul", "konar": "kunar", "kondoz": "kunduz", "oruzgan": "uruzgan", "hilmand": "helmand",
    "nimruz": "nimroz", "jowzjan": "jawzjan", "lowgar": "logar",
}  # fmt: skip
"""other spellings of provinces -> the gold's"""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(
    r"\b(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (?P<day>\d{1,2})\b(?:, (?P<year>20\d\d)\b)?"
)
_SERIAL = re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d{1,2})-[A-Z]{1,2}-\d+")


def published_of(text: str) -> date | None:
    """The day of a release: that of its dateline, else the first of its first lines; None when it tells none.

    >>> published_of("2010-01-CA-001\\nKABUL, Afghanistan (Dec. 31) - A force detained two men.")
    datetime.date(2009, 12, 31)
    """
    start = text[:600]
    serial = _SERIAL.search(start)
    told = [*re.finditer(rf"\({_DAY.pattern}\)", start), *_DAY.finditer(start)]
    for match in told:
        month = _MONTHS.index(match["month"].lower()) + 1
        if match["year"]:
            year = int(match["year"])
        elif serial:
            # a release of the first days of January may still bear the day of December, and the other way round
            turn = (month == 12 and int(serial["month"]) == 1) - (month == 1 and int(serial["month"]) == 12)
            year = int(serial["year"]) - turn
        else:
            continue
        try:
            return date(year, month, int(match["day"]))
        except ValueError:
            continue
    return None


def province(name: str) -> str:
    """A province as the gold spells it."""
    plain = re.sub(r"\b(?:province|velayat)\b", "", fold(name).lower()).strip()
    return OTHER_NAMES.get(plain, plain)


def types_of(gold: Mapping[str, Any]) -> frozenset[str]:
    """The types that a release is listed under; empty when it has none of them (harm to civilians alone)."""
    names = [name for told in gold["event_type"] for name in told.split(";")]
    return frozenset(kind for name in names for kind in GOLD_TYPES.get(name, ()))


def type_of(kind: str, mode: str, words: str) -> str:
    """The type of a deed by its PLOVER type, mode and words; empty for another deed."""
    if (kind, mode) in (("COERCE", "arrest"), ("ASSAULT", "abduct")):
        return "detention"
    if kind != "ASSAULT":
        return ""
    if mode in ("aerial", "drone"):
        return "air strike"
    return "killing" if DEATH.search(words) else ""


@dataclass(frozen=True, slots=True)
class Said:
    """What the deeds of a release say."""

    types: frozenset[str] = frozenset()
    provinces: frozenset[str] = frozenset()
    dates: frozenset[Days] = frozenset()


def said_of(events: Iterable[Event]) -> Said:
    """The types, provinces and days of the deeds that have a type here."""
    deeds = [(type_of(e.type, e.mode, e.trigger.words), e) for e in events if e.facet in DEEDS]
    deeds = [(kind, e) for kind, e in deeds if kind]
    return Said(
        types=frozenset(kind for kind, _ in deeds),
        provinces=frozenset(name for _, e in deeds for p in e.places if (name := _province_of(p.value))),
        dates=frozenset((e.when.value.start, e.when.value.end) for _, e in deeds if e.when),
    )


def _province_of(place: Place) -> str:
    """The province a place lies in; empty for a country or a part of it."""
    if place.precision in ("country", "region"):
        return ""
    return province(place.admin or place.name)


class Tally:
    """The counts of a run."""

    def __init__(self) -> None:
        self.scores: dict[str, Score] = {name: Score() for name in ("type", *TYPES, "province", "date")}
        self.counts: Counter[str] = Counter()

    def add(self, types: Set[str], provinces: Set[str], day: date, said: Said) -> None:
        """Count one release."""

        def equal(a: Any, b: Any) -> bool:
            return bool(a == b)

        def on(gold: Days, other: Days) -> bool:
            return meets(gold, other)

        self.counts["releases"] += 1
        self.counts["exact"] += types == said.types
        self.counts["without a deed of a type"] += not said.types
        self._count("type", judge(sorted(types), sorted(said.types), equal))
        for kind in TYPES:
            self._count(kind, judge([kind] if kind in types else [], [kind] if kind in said.types else [], equal))
        self._count("province", judge(sorted(provinces), sorted(said.provinces), equal))
        self._count("date", judge([(day, day)], sorted(said.dates, key=str), on))

    def _count(self, name: str, judged: tuple[int, int, int, int]) -> None:
        self.scores[name].add(*judged, incident=True)

    def report(self) -> dict[str, Any]:
        """All figures."""
        scores = {name: score.figures() for name, score in self.scores.items()}
        for row in scores.values():
            row.pop("precision with incident")
        exact = share(self.counts["exact"], self.counts["releases"])
        return {"counts": dict(self.counts), "exact": exact, "scores": scores}


def main() -> int:
    """Prints the figures; exit status 0."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, metavar="DIR")
    options.add_argument("--releases", type=int, default=0, metavar="N", help="about so many, every k-th; 0: all")
    options.add_argument("--errors", action="store_true", help="list what is wrong in every other release")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    lines = (chosen.data / "dev" / "events" / "isaf.jsonl").read_text(encoding="utf-8").split("\n")
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines if line]
    coder, tally = Coder.load(), Tally()
    step = max(1, len(rows) // chosen.releases) if chosen.releases else 1
    for number, row in enumerate(rows[::step]):
        gold = row["gold"]
        types = types_of(gold)
        if not types:
            tally.counts["left out"] += 1
            continue
        day = published_of(row["text"])
        tally.counts["without a day of publication"] += day is None
        article = read_text(row["text"], published=day).article
        tally.counts["not read"] += article is None
        events = coder.code(article).events if article else ()
        said = said_of(events)
        provinces = {province(p) for p in gold["province"] if p.strip("?")}
        tally.add(types, provinces, date.fromisoformat(gold["start_date"]), said)
        if chosen.errors and number % 2 == 0:
            _list(row, events, said)
    report = tally.report()
    if chosen.json:
        json.dump(report, sys.stdout, indent=1)
        print()
        return 0
    print(*(f"{name:32} {value:5}" for name, value in report["counts"].items()), sep="\n")
    print(f"types exact {report['exact']:.3f}\n\n{'':12} asked precision recall   F1")
    for name, figures in report["scores"].items():
        numbers = f"{figures['precision']:9.3f} {figures['recall']:6.3f} {figures['f1']:5.3f}"
        print(f"{name:12} {figures['asked']:5} {numbers}")
    return 0


def _list(row: Mapping[str, Any], events: Iterable[Event], said: Said) -> None:
    """One release with its gold and what was made of it, when they differ."""
    gold = row["gold"]
    day = date.fromisoformat(gold["start_date"])
    types, provinces = types_of(gold), {province(p) for p in gold["province"]}
    if said.types == types and said.provinces == provinces and any(meets((day, day), d) for d in said.dates):
        return
    print(f"== GOLD {sorted(types)} {sorted(provinces)} {day}: {row['text']!r}")
    for e in events:
        where = [(p.words, p.value.name, p.value.admin, p.value.precision) for p in e.places]
        when = e.when.value.edtf if e.when else None
        sides = [[c.words for c in side] for side in (e.actors, e.recipients)]
        print(f"   {e.type} {e.mode} {e.facet.value} {e.trigger.words!r} {sides[0]} -> {sides[1]} {where} {when}")


if __name__ == "__main__":
    sys.exit(main())
