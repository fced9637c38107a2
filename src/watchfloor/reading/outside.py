"""Outside facts: event rows of GDELT's bulk files and of the UCDP Georeferenced Event Dataset, as they state them.

They are somebody else's reading of pages that this desk has not seen. They are kept as such and shown as such, and
nothing here turns them into events of our own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final

from watchfloor.errors import NotFound, Unreadable
from watchfloor.reading.characters import one_line
from watchfloor.reading.links import is_web
from watchfloor.reading.packed import Damaged, check, open_packed, unpacking
from watchfloor.reading.tables import Table
from watchfloor.types import OutsideFact, Problem

GDELT, UCDP = "gdelt", "ucdp-ged"
_LARGEST: Final = 1_000_000
"""bytes of one row"""

# Of both versions of GDELT's event files; from the places on the second has one column more for each of the three.
_GDELT_COMMON: Final = {
    "id": 0, "day": 1, "code1": 5, "name1": 6, "code2": 15, "name2": 16, "root": 25, "type": 26, "quad": 28,
    "mentions": 31, "sources": 32, "articles": 33,
}  # fmt: skip
_GDELT: Final[Mapping[int, Mapping[str, int]]] = {
    57: {"geo": 49, "place": 50, "country": 51, "lat": 53, "lon": 54, "added": 56},
    58: {"geo": 49, "place": 50, "country": 51, "lat": 53, "lon": 54, "added": 56, "source": 57},
    61: {"geo": 51, "place": 52, "country": 53, "lat": 56, "lon": 57, "added": 59, "source": 60},
}
_GEO: Final = {"1": "country", "2": "province", "3": "city", "4": "city", "5": "province"}
_UCDP_NEEDED: Final = frozenset({"id", "date_start", "date_end", "side_a", "side_b", "type_of_violence"})
_VIOLENCE: Final = {"1": "state-based", "2": "non-state", "3": "one-sided"}
_WHERE: Final = {"1": "point", "2": "city", "3": "district", "4": "province", "5": "region", "6": "country", "7": ""}
_DEATHS: Final = ("best", "low", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


def read_outside(source: str | Path | BinaryIO, *, name: str = "") -> Iterator[OutsideFact | Problem]:
    """The rows of a GDELT event file (tab-separated, without a head) or of a UCDP GED table, also packed; which it is
    shows in its first row. A row that cannot be used gives a problem with its number, and the rest goes on. Raises
    `NotFound` and `Unreadable` for the file itself only. An open stream has to be able to seek, and is closed."""
    if isinstance(source, str | Path):
        path = Path(source)
        name = name or one_line(path.name)
        try:
            stream = open_packed(path)
        except FileNotFoundError:
            raise NotFound(f"there is no file {one_line(str(path))}: check the name", about=str(path)) from None
        except Damaged as error:
            yield Problem("reading", error.kind, f"{name} {error}")
            return
        except OSError as error:
            raise Unreadable(f"{one_line(str(path))} cannot be read: {error.strerror}", about=str(path)) from error
    else:
        name = name or "the file"
        try:
            stream = unpacking(source)
        except Damaged as error:
            yield Problem("reading", error.kind, f"{name} {error}")
            return
    with stream:
        yield from _rows(stream, name)
        try:
            check(stream)
        except Damaged as error:
            yield Problem("reading", error.kind, f"{name} {error}")


def _rows(stream: BinaryIO, name: str) -> Iterator[OutsideFact | Problem]:
    head = stream.peek(8192)[:8192] if hasattr(stream, "peek") else b""  # an open file is buffered
    first = head.split(b"\n", 1)[0].rstrip(b"\r").decode("utf-8", "replace")
    if first.count("\t") + 1 in _GDELT and re.match(r"\d{1,20}\t(?:19|20)\d{6}\t", first):
        yield from _gdelt(stream, name)
        return
    table = Table(stream, _LARGEST)
    names = {column.strip().lower(): column for column in table.names}
    if not names.keys() >= _UCDP_NEEDED:
        shown = ", ".join(one_line(column, 30) for column in table.names[:8]) or "nothing"
        message = f"{name} is neither a GDELT event file nor a UCDP GED table; its first row has {shown}"
        yield Problem("reading", "not-events", message)
        return
    for number, row in table.rows():
        if row is None:
            yield _bad(name, number, "is too large")
            continue
        values = {column.lower(): one_line(value, 500) for column, value in row.items()}
        yield _made(lambda values=values: _from_ucdp(values), name, number)  # type: ignore[misc]


def _gdelt(stream: BinaryIO, name: str) -> Iterator[OutsideFact | Problem]:
    number = 0
    while raw := stream.readline(_LARGEST):
        number += 1
        if len(raw) >= _LARGEST:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(_LARGEST)
            yield _bad(name, number, "is too large")
            continue
        if not raw.strip():
            continue
        cells = raw.decode("utf-8", "replace").rstrip("\r\n").split("\t")
        places = _GDELT.get(len(cells))
        if places is None:
            yield _bad(name, number, f"has {len(cells)} columns; 58 or 61 belong there")
            continue
        values = {key: one_line(cells[at], 500) for key, at in {**_GDELT_COMMON, **places}.items()}
        yield _made(lambda values=values: _from_gdelt(values), name, number)  # type: ignore[misc]


def _made(make: Callable[[], OutsideFact], name: str, number: int) -> OutsideFact | Problem:
    try:
        return make()
    except (ValueError, KeyError, OverflowError) as error:
        return _bad(name, number, f"cannot be used: {one_line(str(error), 120)}")


def _from_gdelt(row: Mapping[str, str]) -> OutsideFact:
    day = _compact(row["day"])
    sides = [(row["name1"], row["code1"]), (row["name2"], row["code2"])]
    named = [(one or code, code) for one, code in sides if one or code]
    figures = {key: _count(row[key]) for key in ("mentions", "sources", "articles")}
    source = row.get("source", "")
    return OutsideFact(
        dataset=GDELT,
        id=_ident(row["id"]),
        start=day,
        end=day,
        actors=tuple(one for one, _ in named),
        actor_codes=tuple(code for _, code in named),
        type=row["type"],
        place=row["place"],
        country=row["country"],
        lat=_degrees(row["lat"], 90),
        lon=_degrees(row["lon"], 180),
        precision=_GEO.get(row["geo"], ""),
        source=source if is_web(source) else one_line(source, 200),
        counts=tuple((key, count) for key, count in figures.items() if count is not None),
        known=_compact(row["added"][:8]) if row["added"] else None,
    )


def _from_ucdp(row: Mapping[str, str]) -> OutsideFact:
    start, end = _day(row["date_start"]), _day(row["date_end"])
    if end < start:
        raise ValueError(f"it ends ({end}) before it begins ({start})")
    sides = [(row["side_a"], row.get("side_a_new_id", "")), (row["side_b"], row.get("side_b_new_id", ""))]
    named = [(side, code) for side, code in sides if side]
    figures = {key: _count(row.get(key, "")) for key in _DEATHS}
    return OutsideFact(
        dataset=UCDP,
        id=_ident(row["id"]),
        start=start,
        end=end,
        actors=tuple(side for side, _ in named),
        actor_codes=tuple(code for _, code in named),
        type=_VIOLENCE.get(row["type_of_violence"], row["type_of_violence"]),
        place=row.get("where_coordinates", ""),
        country=row.get("country", ""),
        lat=_degrees(row.get("latitude", ""), 90),
        lon=_degrees(row.get("longitude", ""), 180),
        precision=_WHERE.get(row.get("where_prec", ""), ""),
        source=row.get("source_article", "") or row.get("source_original", ""),
        counts=tuple((key, count) for key, count in figures.items() if count is not None),
    )


def _ident(text: str) -> str:
    if not text.isascii() or not text.isdigit() or len(text) > 20:
        raise ValueError(f"{one_line(text, 40)!r} is no id")
    return text


def _compact(text: str) -> date:
    if not re.fullmatch(r"\d{8}", text, re.A):
        raise ValueError(f"{one_line(text, 40)!r} is no day")
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _day(text: str) -> date:
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)(?!\d)", text, re.A)
    if found is None:
        raise ValueError(f"{one_line(text, 40)!r} is no day")
    return date(int(found[1]), int(found[2]), int(found[3]))


def _count(text: str) -> int | None:
    found = re.fullmatch(r"(\d{1,9})(?:\.0+)?", text, re.A)
    return int(found[1]) if found else None


def _degrees(text: str, most: int) -> float | None:
    if not re.fullmatch(r"-?\d{1,3}(?:\.\d{1,20})?", text, re.A):
        return None
    value = float(text)
    return value if -most <= value <= most else None


def _bad(name: str, number: int, what: str) -> Problem:
    return Problem("reading", "row", f"{name}, line {number}, {what}")
