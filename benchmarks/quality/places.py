"""Place names against gold coordinates: `python -m benchmarks.quality.places --data DIR`.

Reads `DIR/dev/places/*.jsonl` (one document a line: `text` and `toponyms` with start, end, text, lat, lon) and prints
for each set how many gold toponyms get a place (coverage), how many lie within 161 km of the gold point (of those
resolved, and end to end: a missing place is wrong), once for the places where an act can happen and once for all
mentions: adjectives ("Russian") and names inside the names of bodies ("Maryland State Police") tell what an article is
about and count as toponyms in the gold, but no act happens there. A country or a region without coordinates is right
when the gold toponym is a name of the same place. `--gold-names` gives the names and measures the choice alone;
`--half` takes every second document, from the first (even) or the second (odd).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from watchfloor.parsing.parse import Parser
from watchfloor.resolving.gazetteer import Gazetteer
from watchfloor.resolving.places import Setting, choose, distance, find, mentions, setting_of, survey
from watchfloor.types import Place

LIMIT_KM = 161
"""100 miles, the usual bound of the field"""


def documents(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def right(place: Place, gold: dict[str, Any], gazetteer: Gazetteer) -> bool:
    if place.lat is not None and place.lon is not None:
        return distance((place.lat, place.lon), (gold["lat"], gold["lon"])) <= LIMIT_KM
    names = (gold["text"], gold["name"] or gold["text"])
    return any(c.id == place.id for name in names for c in gazetteer.lookup(name))


Found = list[tuple[int, int, Place]]


def read(text: str, parser: Parser, gazetteer: Gazetteer) -> tuple[Found, Found]:
    """The places of a text, and all its mentions."""
    sentences = parser.parse(text)
    setting = survey(sentences, gazetteer)
    strict: Found = []
    wide: Found = []
    for s in sentences:
        for _, c in find(s, version="v", text=text, gazetteer=gazetteer, setting=setting):
            strict.append((c.span.start, c.span.end, c.value))
        for c in mentions(s, version="v", text=text, gazetteer=gazetteer, setting=setting):
            wide.append((c.span.start, c.span.end, c.value))
    return strict, wide


def given(gold: list[dict[str, Any]], text: str, gazetteer: Gazetteer) -> Found:
    """With the names given, the choice alone."""
    setting: Setting = setting_of([g["text"] for g in gold], gazetteer)
    ordered = sorted(gold, key=lambda g: int(g["start"]))
    out = []
    for n, g in enumerate(ordered):
        after = ordered[n + 1] if n + 1 < len(ordered) else None
        inside = [after["text"]] if after and text[g["end"] : after["start"]] in (", ", ",") else []
        c = choose(g["text"], gazetteer, setting, inside=inside)
        if c:
            out.append((g["start"], g["end"], Place(c.id, c.name, c.country, c.admin, c.lat, c.lon, "")))
    return out


def is_proper(gold: dict[str, Any]) -> bool:
    """Whether a toponym is a name of its own: no adjective, no part of a body's name, no shop or school."""
    return gold.get("modifier") != "Adjective" and not str(gold.get("type")).startswith(("Embedded", "Coercion"))


class Score:
    """Counts for one way of reading; `what` is put behind the name of the set."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.gold = self.found = self.resolved = self.hits = self.proper = self.proper_hits = 0
        self.wrong: Counter[tuple[str, str]] = Counter()

    def add(self, ours: Found, gold: list[dict[str, Any]], gazetteer: Gazetteer) -> None:
        self.gold += len(gold)
        self.found += len(ours)
        for g in gold:
            proper = is_proper(g)
            self.proper += proper
            over = [(b - a, p) for a, b, p in ours if a < g["end"] and g["start"] < b]
            place = min(over, key=lambda x: x[0])[1] if over else None  # the tightest: "Tikrit" in "between Tikrit and"
            if place is None:
                self.wrong["missing", g["text"]] += 1
                continue
            self.resolved += 1
            if right(place, g, gazetteer):
                self.hits += 1
                self.proper_hits += proper
            else:
                words = f"{g['text']} ({g['lat']:.1f},{g['lon']:.1f}) read as {place.id} {place.name}, {place.country}"
                self.wrong["wrong", words] += 1

    def lines(self, name: str, errors: int) -> Iterator[str]:
        yield (
            f"{name}{self.what}: {self.gold} gold, {self.found} found; coverage {self.resolved / self.gold:.3f}; "
            f"within {LIMIT_KM} km: of resolved {self.hits / max(self.resolved, 1):.3f}, "
            f"end to end {self.hits / self.gold:.3f}; of the {self.proper} that are neither adjectives nor parts of a "
            f"body's name {self.proper_hits / max(self.proper, 1):.3f}"
        )
        for (what, words), n in self.wrong.most_common(errors):
            yield f"  {n:3} {what:8} {words}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--set", nargs="*", default=["geovirus", "geowebnews"])
    arguments.add_argument("--half", choices=("all", "even", "odd"), default="all")
    arguments.add_argument("--gold-names", action="store_true")
    arguments.add_argument("--errors", type=int, default=0)
    options = arguments.parse_args()
    gazetteer, parser = Gazetteer.load(), None if options.gold_names else Parser.load()
    for name in options.set:
        scores = [Score("_given")] if parser is None else [Score(""), Score("_mentions")]
        for number, document in enumerate(documents(options.data / "dev" / "places" / f"{name}.jsonl")):
            if options.half != "all" and number % 2 != (options.half == "odd"):
                continue
            gold = [g for g in document["toponyms"] if g["lat"] is not None]
            text = document["text"]
            readings = read(text, parser, gazetteer) if parser else (given(gold, text, gazetteer),)
            for score, ours in zip(scores, readings, strict=True):
                score.add(ours, gold, gazetteer)
        for score in scores:
            for line in score.lines(name, options.errors):
                print(line)


if __name__ == "__main__":
    main()
