"""What an article is on, as far as it matters for storylines: its telling words, its names, countries and subjects.

All of it follows from the text alone (and, where storylines are linked, from the countries of its facts), so that it
can be kept: nobody has to read the text again. Weights are whole numbers: sums of them are exact, in whatever order
they are added up.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Final

from watchfloor import packs
from watchfloor.linking.words import PLAIN, Rarity, fold, load, stem, stems, words

SUBJECTS: Final = "subjects"
COUNTRY_NAMES: Final = ("actors-world", "country-names.tsv")
MADE: Final = "1"
"""changes whenever reports of the same texts come out otherwise"""
LEAD: Final = 600
"""code points of a text that are read, title included: what an article is on stands at its beginning, and long texts
are all alike"""
UNIT: Final = 4096
"""the length of a vector. Products of sums stay below 2**53, to which floating-point numbers are exact, for groups of
thousands of reports"""

_RUN = re.compile(r"[^\W\d_a-zß-ÿ][\w'’.-]*(?:[ \t]+[^\W\d_a-zß-ÿ][\w'’.-]*)*")
_BEGIN = re.compile(r"(?:^|[.!?:][\"”']?\s+|\n)[\"“']?")

Vector = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """An article as far as it matters here: vectors of length `UNIT`, or empty."""

    id: str
    known: int
    """since when, on any scale that grows"""
    day: date
    words: Vector
    names: Vector
    named: Vector
    """the countries that its text names"""
    subjects: Vector
    countries: Vector
    """the same, and those that its facts concern"""
    again: str = ""
    """the id of a report known before, of which it is a copy; empty where it speaks for itself"""


class Reader:
    """Makes reports of texts; see `reader`."""

    def __init__(self, rarity: Rarity, subjects: Mapping[str, str], countries: Mapping[str, str]) -> None:
        self._rarity = rarity
        self._subjects = subjects
        self._countries = countries
        self.fingerprint = f"{rarity.fingerprint} {_print((subjects, countries))}"
        """part of the identity of what is made by it"""
        self._longest = max((len(name.split()) for name in countries), default=0)

    def report(
        self, ident: str, known: int, day: date, text: str, countries: Iterable[str] = (), again: str = ""
    ) -> Report:
        """A text as a report. `countries` are those that its facts are known to concern, ISO 3166 alpha-3; those that
        the text names are added. `again` is the id of what it is a copy of."""
        text = text[:LEAD]
        cut = stems(text)
        told = {self._subjects[one] for one in cut if one in self._subjects}
        named = set(self._named_countries(text))
        return Report(
            ident,
            known,
            day,
            whole(self._rarity.vector(cut)),
            whole(_unit(self._names(text))),
            whole(_unit(dict.fromkeys(named, 1.0))),
            whole(_unit(dict.fromkeys(told, 1.0))),
            whole(_unit(dict.fromkeys({*countries, *named}, 1.0))),
            again,
        )

    def _names(self, text: str) -> dict[str, float]:
        """The names in a text, by their capitals: how much their words tell on average."""
        begins = {found.end() for found in _BEGIN.finditer(text)}
        names: dict[str, float] = {}
        for run in _RUN.finditer(text):
            cut = stems(run[0])
            if not cut or (run.start() in begins and len(cut) == 1):
                continue  # every sentence begins with a capital
            weight = sum(map(self._rarity, cut)) / len(cut)
            if weight > PLAIN:
                names[" ".join(cut)] = weight
        return names

    def _named_countries(self, text: str) -> Iterator[str]:
        for run in _RUN.finditer(text):
            for token in run[0].split():
                if country := self._countries.get(token.replace(".", "")):
                    yield country
            row = words(run[0])
            at = 0
            while at < len(row):
                for size in range(min(self._longest, len(row) - at), 0, -1):
                    if country := self._countries.get(" ".join(row[at : at + size])):
                        yield country
                        at += size - 1
                        break
                at += 1


@cache
def reader(base: Path | None = None) -> Reader:
    """The reader with the bundled words. Raises `PackDamaged`."""
    _, cells = packs.table(packs.folder(SUBJECTS, base) / "subjects.tsv", ("subject", "word"))
    subjects = {cut: subject for subject, word in cells if (cut := stem(fold(word)))}
    folder, file = COUNTRY_NAMES
    _, rows = packs.table(packs.folder(folder, base) / file, ("alias", "country", "kind", "case"), optional=1)
    countries: dict[str, str] = {}
    for alias, country, _, case in rows:
        # "US" and "us" are one when folded: what counts only as written is kept as written.
        countries.setdefault(alias if case == "exact" else " ".join(words(alias)), country)
    return Reader(load(base), subjects, countries)


def _print(tables: Iterable[Mapping[str, str]]) -> str:
    rows = "\n".join(f"{key}\t{value}" for table in tables for key, value in sorted(table.items()))
    return hashlib.sha256(rows.encode()).hexdigest()[:12]


def place(countries: Iterable[str]) -> Vector:
    """Countries as a vector."""
    return whole(_unit(dict.fromkeys(countries, 1.0)))


def whole(weights: Mapping[str, float]) -> Vector:
    """A vector of length 1 in whole numbers."""
    return {key: number for key, weight in weights.items() if (number := round(weight * UNIT))}


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    length = sqrt(sum(weight * weight for weight in weights.values()))
    # Sorted: a sum must not depend on the order in which a set happens to lie.
    return {key: weights[key] / length for key in sorted(weights)} if length else {}
