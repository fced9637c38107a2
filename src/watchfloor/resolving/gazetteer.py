"""The names of places: countries, provinces and districts, cities and towns, and the seas, straits and regions of
the news.

The big files are kept sorted by the folded name, and a name is found by halving: nothing but the text is held, so that
loading costs milliseconds and a diff of the file can be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from watchfloor import packs
from watchfloor.errors import PackDamaged

PACK = "places"
WELL_KNOWN, SITE, SMALL_TOWN = 3_000_000, 200_000, 20_000
"""what a hand-written region, site or town weighs beside the population of a city of the same name"""
WATERS = frozenset({"river", "lake", "sea", "strait"})
SITES = WATERS | frozenset(
    """airport base camp prison crossing pass port oilfield plant nuclear dam island mountain valley region
    town""".split()
)
"""what a row of sites.tsv may be"""
DOT_KM = 10.0
"""a site that reaches farther than this is a region, not a point"""
CACHED = 50_000
"""names whose places are kept in memory"""
NOWHERE: tuple[None, None] = (None, None)
COUNTRY_COLUMNS = ("alpha3", "alpha2", "name", "capital", "neighbours", "population", "aliases", "peoples")
REGION_COLUMNS = ("id", "name", "kind", "countries", "lat", "lon", "aliases")
SITE_COLUMNS = ("id", "name", "what", "country", "lat", "lon", "km", "aliases")
SORTED_COLUMNS = ("name", "id", "of", "country", "admin", "lat", "lon", "population")
KINDS = ("country", "province", "district", "city", "region", "water", "point")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean."""

    id: str
    name: str
    kind: str
    """country, province (first level), district (second level), city, region, water, or point (camp, base, site)"""
    country: str
    """ISO 3166 alpha-3; empty for a region that no single country holds"""
    admin: str
    """code of the first-level unit, such as `IQ.15`; empty when there is none"""
    lat: float | None
    lon: float | None
    population: int
    capital: bool = False
    exact: bool = True
    """the name is spelled so in the gazetteer, articles ("al-") and accents aside"""


_DROPPED = re.compile(r"['`´ʹʻʼʽʾʿ‘’′]")
_SPACED = re.compile(r"[^\w]+")
_ARTICLES = frozenset("al ar as ad an az ash at el the ed er es".split())
_GENERIC = frozenset(
    "province governorate oblast region state county district prefecture department emirate krai kray muhafazah".split()
)
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_LONG_FORM = re.compile(
    r"(?:the )?(?:(?:federal|federative|democratic|islamic|socialist|co operative|arab|hashemite|united|principality|"
    r"plurinational) )*(?:republic|kingdom|state|sultanate|commonwealth|principality|union|province) of (?:the )?(.+)"
)
"""the long form of a name that stands in the files in its short form: "Republic of Armenia", "State of Texas" """
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "e"})


def fold(name: str) -> str:
    """A name without accents, case, apostrophes and hyphens: how spellings are compared."""
    if name.isascii() and (words := name.lower().split()) and "".join(words).isalpha():
        return " ".join(_SHORT.get(w, w) for w in words)
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS)) if not name.isascii() else name
    plain = _DROPPED.sub("", plain.casefold().translate(_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c)) if not plain.isascii() else plain
    words = _SPACED.sub(" ", plain).split()
    return " ".join(_SHORT.get(w, w) for w in words)


def key(name: str) -> str:
    """What the files are sorted by: the folded name without Arabic articles, a generic word at its end ("province") and
    a final h after a, so that "ar-Raqqah" and "Raqqa" meet."""
    words = fold(name).split()
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    if len(words) > 1 and words[-1] in _GENERIC:
        words = words[:-1]
    return " ".join(w[:-1] if len(w) > 4 and w.endswith("ah") else w for w in words)


class _Sorted:
    """A sorted TSV file, searched by halving. It is held as bytes: only the rows that are looked at are decoded."""

    def __init__(self, path: Path) -> None:
        self.path = path
        data = packs.read_bytes(path)
        while data.startswith(b"#"):
            data = data.partition(b"\n")[2]
        header, _, self.data = data.partition(b"\n")
        if tuple(header.decode("utf-8", "replace").split("\t")) != SORTED_COLUMNS:
            raise PackDamaged(f"{path}: columns must be {', '.join(SORTED_COLUMNS)}", str(path))

    def _decoded(self, start: int, end: int) -> str:
        try:
            return self.data[start:end].decode("utf-8")
        except UnicodeDecodeError:
            line = self.data[:start].count(b"\n") + 1
            raise PackDamaged(f"{self.path}: row {line} is not UTF-8; save the file as UTF-8", str(self.path)) from None

    def rows(self, wanted: str) -> Iterator[list[str]]:
        """The rows whose name has this key."""
        data, low, high = self.data, 0, len(self.data)
        while low < high:
            middle = (low + high) // 2
            start = data.rfind(b"\n", 0, middle) + 1
            end = data.find(b"\n", start)
            end = len(data) if end < 0 else end
            tab = data.find(b"\t", start, end)
            if key(self._decoded(start, end if tab < 0 else tab)) < wanted:
                low = end + 1
            else:
                high = start
        while low < len(data):
            end = data.find(b"\n", low)
            end = len(data) if end < 0 else end
            cells = self._decoded(low, end).split("\t")
            if key(cells[0]) != wanted:
                return
            if len(cells) > len(SORTED_COLUMNS) or len(cells) < 3:
                raise PackDamaged(f"{self.path}: the row of {cells[0]!r} has {len(cells)} cells", str(self.path))
            yield cells + [""] * (len(SORTED_COLUMNS) - len(cells))
            low = end + 1

    def lines(self) -> Iterator[list[str]]:
        """All rows, cell by cell."""
        return (line.split("\t") for line in self._decoded(0, len(self.data)).split("\n"))


class Gazetteer:
    """The places pack, opened. `lookup` gives every place a name may mean; `country_of` the country it surely lies
    in."""

    def __init__(self, base: Path | None = None) -> None:
        root = packs.folder(PACK, base)
        self.fingerprint: str = packs.fingerprint(PACK, base)
        self.countries: dict[str, Candidate] = {}
        self.neighbours: dict[str, frozenset[str]] = {}
        self.peoples: dict[str, str] = {}
        """adjectives and peoples, as written, each with its country: evidence of where a story plays, never a place"""
        self._capitals: set[tuple[str, str]] = set()
        self._small: dict[str, list[Candidate]] = {}
        self._sites: dict[str, list[tuple[str, ...]]] = {}
        self._cache: dict[str, tuple[Candidate, ...]] = {}
        self._read_countries(root / "countries.tsv")
        self._read_regions(root / "regions.tsv")
        self._read_sites(root / "sites.tsv")
        self._units = _Sorted(root / "units.tsv")
        self._cities = _Sorted(root / "cities.tsv")

    @classmethod
    def load(cls, base: Path | None = None) -> Gazetteer:
        """Opens the pack, bundled unless `base` is given. Raises `PackDamaged`."""
        return cls(base)

    def _read_countries(self, path: Path) -> None:
        for row in packs.rows(path, COUNTRY_COLUMNS):
            alpha3, _, name, capital, neighbours, population, aliases, peoples = row.cells
            if not population.isdigit():
                raise PackDamaged(f"{path}:{row.line}: population must be a whole number", str(path))
            place = Candidate(alpha3, name, "country", alpha3, "", None, None, int(population))
            self.countries[alpha3] = place
            self.neighbours[alpha3] = frozenset(neighbours.split("|")) - {""}
            self._capitals.add((alpha3, fold(capital)))
            for spelling in (name, *filter(None, aliases.split("|"))):
                self._small.setdefault(key(spelling), []).append(replace(place, exact=True))
            for people in filter(None, peoples.split("|")):
                self.peoples[people] = alpha3

    def _read_regions(self, path: Path) -> None:
        for row in packs.rows(path, REGION_COLUMNS):
            ident, name, kind, countries, lat, lon, aliases = row.cells
            if kind not in KINDS:
                raise PackDamaged(f"{path}:{row.line}: kind must be one of {', '.join(KINDS)}", str(path))
            held = [c for c in countries.split("|") if c]
            try:
                point = (float(lat), float(lon)) if lat else NOWHERE
            except ValueError:
                raise PackDamaged(f"{path}:{row.line}: lat and lon must be degrees or both empty", str(path)) from None
            alone = held[0] if len(held) == 1 else ""
            weight = SMALL_TOWN if kind == "city" else WELL_KNOWN
            place = Candidate(f"news:{ident}", name, kind, alone, "", point[0], point[1], weight)
            for spelling in (name, *filter(None, aliases.split("|"))):
                self._small.setdefault(key(spelling), []).append(place)

    def _read_sites(self, path: Path) -> None:
        for row in packs.rows(path, SITE_COLUMNS):
            _, name, what, _, lat, lon, km, aliases = row.cells
            if what not in SITES:
                raise PackDamaged(f"{path}:{row.line}: what must be one of {', '.join(sorted(SITES))}", str(path))
            try:
                float(lat), float(lon), float(km)
            except ValueError:
                raise PackDamaged(f"{path}:{row.line}: lat, lon and km must be numbers", str(path)) from None
            for spelling in (name, *aliases.split("|")) if aliases else (name,):
                self._sites.setdefault(key(spelling), []).append(row.cells)

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """Every place a name may mean, the most populous first; empty for a name the gazetteer does not have."""
        if len(name) > 80:
            return ()
        known = self._cache.get(name)
        if known is None:
            if len(self._cache) >= CACHED:
                self._cache.clear()
            known = self._cache[name] = self._find(name)
        return known

    def _find(self, name: str) -> tuple[Candidate, ...]:
        wanted, plain = key(name), fold(name)
        if not wanted:
            return ()
        found: dict[str, Candidate] = {c.id: c for c in self._small.get(wanted, ())}
        found.update((c.id, c) for c in map(_site, self._sites.get(wanted, ())))
        acronym = len(plain) <= 3 and name.isupper()
        for file in (self._units, self._cities):
            for cells in file.rows(wanted):
                if acronym and not cells[0].isupper():
                    continue  # "EU" is not the town of Eu
                for place in self._open(file, cells):
                    place = replace(place, exact=_exact(cells[0], plain))
                    held = found.get(place.id)
                    if held is None or (place.exact and not held.exact):
                        found[place.id] = place
        if not found and (long := _LONG_FORM.fullmatch(plain)):
            return tuple(c for c in self.lookup(long[1]) if c.exact and c.kind in ("country", "province"))
        return tuple(sorted(found.values(), key=lambda c: (-c.population, c.id)))

    def _open(self, file: _Sorted, cells: list[str]) -> Iterator[Candidate]:
        """The place of a row, or of the row that an alias points to."""
        if cells[2]:
            for row in file.rows(key(cells[2])):
                if row[1] == cells[1] and not row[2]:
                    yield from self._open(file, row)
            return
        name, ident, _, country, admin, lat, lon, population = cells
        try:
            point = (float(lat), float(lon)) if lat else NOWHERE
            people = int(population or 0)
        except ValueError:
            raise PackDamaged(f"{file.path}: the row of {name!r} has a number that is none", str(file.path)) from None
        if file is self._units:
            kind = "province" if ident.count(".") == 1 else "district"
            first = ".".join(ident.split(".")[:2])
            yield Candidate(f"geonames:{ident}", name, kind, country, first, point[0], point[1], people)
        else:
            capital = (country, fold(name)) in self._capitals
            yield Candidate(f"geonames:{ident}", name, "city", country, admin, point[0], point[1], people, capital)

    def unit_name(self, code: str) -> str:
        """The name of a first-level unit from its code, `IQ.15`; empty when unknown."""
        return self._unit_names().get(code, "")

    def _unit_names(self) -> Mapping[str, str]:
        if not hasattr(self, "_names_by_code"):
            rows = self._units.lines()
            self._names_by_code = {r[1]: r[0] for r in rows if len(r) > 3 and not r[2] and r[1].count(".") == 1}
        return self._names_by_code

    def people_country(self, word: str) -> str:
        """The country of an adjective or a people, also of one in capitals ("SALVADORAN"); empty for another word."""
        if found := self.peoples.get(word):
            return found
        return self.peoples.get(word.title(), "") if len(word) > 3 and word.isupper() else ""

    def country_of(self, name: str) -> str | None:
        """The country a name stands in, alpha-3: when all places of that name lie in it, or one outweighs the rest."""
        found = self.lookup(name)
        exact = [c for c in found if c.exact] or list(found)
        weights: dict[str, float] = {}
        for c in exact:
            weight = c.population * (20.0 if c.kind == "country" else 1.0) + 1000
            weights[c.country] = max(weights.get(c.country, 0.0), weight)
        ranked = sorted(weights.items(), key=lambda kv: (-kv[1], kv[0]))
        if not ranked or not ranked[0][0]:
            return None
        if len(ranked) > 1 and ranked[0][1] < 4 * ranked[1][1]:
            return None
        return ranked[0][0]


def _site(cells: tuple[str, ...]) -> Candidate:
    """The place of a row of sites.tsv."""
    ident, name, what, country, lat, lon, km, _ = cells
    if what in WATERS:
        kind, weight = "water", WELL_KNOWN
    elif what == "town":
        kind, weight = "city", SMALL_TOWN
    else:
        kind, weight = ("region", WELL_KNOWN) if float(km) > DOT_KM else ("point", SITE)
    return Candidate(f"news:{ident}", name, kind, country, "", float(lat), float(lon), weight)


def _exact(spelling: str, plain: str) -> bool:
    """Whether the spelling is the one asked for, a generic word at the end aside."""
    folded = fold(spelling)
    return folded == plain or (
        folded.removesuffix(" " + folded.rpartition(" ")[2]) == plain and folded.rpartition(" ")[2] in _GENERIC
    )
