"""The zone of the dateline: which day it was where an article was written.

"BAGHDAD (Reuters) -" tells the place, the place its time zone, and with the moment of publication that gives the local
day from which "today" and "Tuesday night" are counted. "BAGHDAD, June 23 (AP) -" tells the day itself. The rules of the
zones come from the tzdata package and not from the computer, so that every machine counts alike.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from importlib import resources
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from watchfloor import packs
from watchfloor.errors import PackDamaged
from watchfloor.resolving.dates_words import MONTH, month_number
from watchfloor.resolving.gazetteer import Gazetteer, fold
from watchfloor.types import Published

PACK = "dates"
COLUMNS = ("kind", "name", "value")
_SETTLED = 4  # how many times more people than the next place of the name, in another zone, settle which one is meant

_CAPS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]*(?: (?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]*|de|la|al|el))*"
_MIXED = r"[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){0,2}"
_AGENCY = r"\((?:[A-Z][\w.&’'-]*)(?:[ /][A-Z][\w.&’'-]*){0,4}\)|/[A-Z-]{2,12}/\.?"
_DASH = r"(?:--?|–|—)(?=\s|[A-Z“\"'‘])"
_DATELINE = re.compile(
    rf"(?:(?:{_AGENCY}) ?{_DASH} ?)?(?P<place>{_CAPS}|{_MIXED})(?:[/&]{_CAPS}| and {_CAPS})?"
    rf"(?:, (?P<behind>(?!{MONTH}\b)[A-Z][\w.'’-]*(?:[ .-][A-Z][\w.'’-]*){{0,3}}))?"
    rf"(?P<date>,? (?:(?P<m1>{MONTH}) (?P<d1>\d{{1,2}})|(?P<d2>\d{{1,2}}) (?P<m2>{MONTH}))(?:, ?\d{{4}}| \d{{4}})?)?"
    rf"(?:(?P<agency>,? ?(?:{_AGENCY}))(?: ?{_DASH}|:\s|\s)|(?P<end> ?{_DASH}|:\s))"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """The words before the first sentence that say where and, in some papers, on which day it was written."""

    place: str
    behind: str
    """the state or country after a comma; empty when there is none"""
    month: int = 0
    day: int = 0
    """zero when the dateline tells no day"""


def dateline_of(text: str) -> Dateline | None:
    """The dateline of an article, from the first lines of its text.

    A place in capitals with a dash or colon behind it is one ("BAGHDAD —", "NEW DELHI:"); in small letters it needs an
    agency or a day beside it ("Baghdad (Reuters) -").
    """
    for line in text[:4000].split("\n")[:12]:
        match = _DATELINE.match(line.strip()[:160])
        if match is None:
            continue
        capitals = match["place"].isupper() and len(match["place"]) > 2
        if not (match["agency"] or match["date"] or capitals):
            continue
        name = match["m1"] or match["m2"]
        day = int(match["d1"] or match["d2"] or 0)
        return Dateline(match["place"], match["behind"] or "", month_number(name) if name else 0, day)
    return None


class Zones:
    """The table of zones, opened, with the rules of each."""

    def __init__(self, base: Path | None = None) -> None:
        path = packs.folder(PACK, base) / "zones.tsv"
        self._names: dict[tuple[str, str], str] = {}
        self._bytes: dict[str, bytes] = {}
        self._rules: dict[str, ZoneInfo] = {}
        digest = hashlib.sha256(packs.fingerprint(PACK, base).encode())
        for row in packs.rows(path, COLUMNS):
            kind, name, value = row.cells
            if kind not in ("area", "dateline", "behind") or not name:
                raise PackDamaged(f"{path}:{row.line}: a row needs area, dateline or behind, and a name", str(path))
            self._names[kind, name] = value
        folder = resources.files("tzdata") / "zoneinfo"
        for zone in sorted({v for (kind, _), v in self._names.items() if kind == "area"}):
            try:
                data = Path(f"{folder}/{zone}").read_bytes()
            except OSError:
                raise PackDamaged(f"{path}: the zone {zone!r} is not in the tzdata package", str(path)) from None
            digest.update(data)
            self._bytes[zone] = data
        self.fingerprint: str = digest.hexdigest()[:8]

    @classmethod
    def load(cls, base: Path | None = None) -> Zones:
        """Opens the pack, bundled unless `base` is given. Raises `PackDamaged`."""
        return cls(base)

    def area(self, code: str) -> ZoneInfo | None:
        """The zone of a country (`IRQ`) or first-level unit (`US.CA`), else that of its country."""
        return self._rule(self._names.get(("area", code), ""))

    def _rule(self, zone: str) -> ZoneInfo | None:
        """The rules of a zone: the bytes are read with the pack, and understood when they are first needed."""
        if zone not in self._rules and zone in self._bytes:
            self._rules[zone] = ZoneInfo.from_file(BytesIO(self._bytes[zone]), key=zone)
        return self._rules.get(zone)

    def of(self, line: Dateline, gazetteer: Gazetteer) -> ZoneInfo | None:
        """The zone of a dateline; None when nobody knows the place or it may lie in several zones."""
        behind, place = fold(line.behind), fold(line.place)
        if behind:
            area = self._names.get(("behind", behind)) or next(
                (c.country for c in gazetteer.lookup(line.behind) if c.kind == "country"), ""
            )
            if area:
                inside = [c for c in gazetteer.lookup(line.place) if area in (c.country, c.admin)]
                found = self._of_unit(inside[0].admin, inside[0].country) if inside else None
                return found or self.area(area)
        if ("dateline", place) in self._names:
            return self.area(self._names["dateline", place])
        return self._most_likely(line.place, gazetteer)

    def _of_unit(self, admin: str, country: str) -> ZoneInfo | None:
        return self.area(admin) or self.area(country)

    def _most_likely(self, place: str, gazetteer: Gazetteer) -> ZoneInfo | None:
        weights: dict[str, int] = {}
        for candidate in gazetteer.lookup(place):
            zone = self._of_unit(candidate.admin, candidate.country)
            if zone is not None and candidate.exact and candidate.kind in ("city", "point"):
                people = candidate.population * (4 if candidate.capital else 1) + 1
                weights[zone.key] = max(weights.get(zone.key, 0), people)
        ranked = sorted(weights.items(), key=lambda kv: (-kv[1], kv[0]))
        if not ranked or (len(ranked) > 1 and ranked[0][1] < _SETTLED * ranked[1][1]):
            return None
        return self._rule(ranked[0][0])


def local_day(text: str, published: Published | None, zones: Zones, gazetteer: Gazetteer) -> date | None:
    """The day on which an article was written, where it was written.

    The day that the dateline states, if it lies at most two days before publication; else the day of the moment of
    publication in the zone of the dateline; else the day of publication as it is stated. None without a publication.
    """
    if published is None:
        return None
    line = dateline_of(text)
    if line is None:
        return published.day
    if line.day:
        stated = _stated(line, published.day)
        if stated is not None:
            return stated
    zone = zones.of(line, gazetteer) if published.precision == "time" else None
    if zone is None:
        return published.day
    try:
        return published.at.astimezone(UTC).astimezone(zone).date()
    except OverflowError:
        return published.day


def _stated(line: Dateline, published: date) -> date | None:
    """The day of the dateline in the year of publication or, in January, the one before; None when it is far off."""
    for year in (published.year, published.year - 1, published.year + 1):
        try:
            day = date(year, line.month, line.day)
        except ValueError:
            continue
        if timedelta(days=-1) <= published - day <= timedelta(days=2):
            return day
    return None
