"""Place names against gold coordinates: `python -m benchmarks.quality.places --data DIR`.

Reads `DIR/dev/places/*.jsonl` (one document a line: `text` and `toponyms` with start, end, text, lat, lon) and prints
for each set how many gold toponyms get a place (coverage), how many lie within 161 km of the gold point (of those
resolved, and end to end: a missing place is wrong), and the same without adjectives. A country has no coordinates with
us: it is right when the gold toponym is a name of the same country. `--gold-names` gives the names and measures the
choice alone.
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
from watchfloor.resolving.places import Setting, choose, distance, find, names_of, setting_of
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


def read(text: str, parser: Parser, gazetteer: Gazetteer) -> list[tuple[int, int, Place]]:
    sentences = parser.parse(text)
    setting = setting_of([n for s in sentences for n in names_of(s, gazetteer)], gazetteer)
    out = []
    for sentence in sentences:
        for _, cited in find(sentence, version="v", text=text, gazetteer=gazetteer, setting=setting):
            out.append((cited.span.start, cited.span.end, cited.value))
    return out


def given(gold: list[dict[str, Any]], text: str, gazetteer: Gazetteer) -> list[tuple[int, int, Place]]:
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


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--set", nargs="*", default=["geovirus", "geowebnews"])
    arguments.add_argument("--gold-names", action="store_true")
    arguments.add_argument("--errors", type=int, default=0)
    options = arguments.parse_args()
    gazetteer, parser = Gazetteer.load(), None if options.gold_names else Parser.load()
    for name in options.set:
        golds = resolved = hits = found = names = named = 0
        wrong: Counter[tuple[str, str]] = Counter()
        for document in documents(options.data / "dev" / "places" / f"{name}.jsonl"):
            gold = [g for g in document["toponyms"] if g["lat"] is not None]
            text = document["text"]
            ours = read(text, parser, gazetteer) if parser else given(gold, text, gazetteer)
            golds += len(gold)
            found += len(ours)
            for g in gold:
                # Adjectives ("Russian") and places inside the name of a body ("New York Times") are no places with us.
                proper = g.get("modifier") != "Adjective" and not str(g.get("type")).startswith(
                    ("Embedded", "Coercion")
                )
                names += proper
                place = next((p for a, b, p in ours if a < g["end"] and g["start"] < b), None)
                if place is None:
                    wrong["missing", g["text"]] += 1
                    continue
                resolved += 1
                if right(place, g, gazetteer):
                    hits += 1
                    named += proper
                else:
                    wrong[
                        "wrong",
                        f"{g['text']} ({g['lat']:.1f},{g['lon']:.1f}) read as {place.id} {place.name}, {place.country}",
                    ] += 1
        print(
            f"{name}: {golds} gold, {found} found; coverage {resolved / golds:.3f}; within {LIMIT_KM} km: "
            f"of resolved {hits / max(resolved, 1):.3f}, end to end {hits / golds:.3f}; "
            f"of the {names} that are neither adjectives nor parts of a body's name {named / names:.3f}"
        )
        if options.errors:
            for (what, words), n in wrong.most_common(options.errors):
                print(f"  {n:3} {what:8} {words}")


if __name__ == "__main__":
    main()
