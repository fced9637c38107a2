"""Watches: searches that are saved, and when each of them speaks up.

A watch asks for incidents. An incident counts from the moment it was known from as many independent origins as the
watch wants; when so many of them became known within some days, the watch fires, and is then quiet for its cool-down.
Replayed over the days gone by, the same rule says how often it would have fired: a watch can be judged before it is
trusted.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol

from watchfloor.errors import BadSetting
from watchfloor.sources import rhythm
from watchfloor.types import Facet

FILE: Final = "watches.toml"
SEARCH: Final = (
    "actor",
    "recipient",
    "side",
    "type",
    "mode",
    "facet",
    "place",
    "country",
    "outlet",
    "text",
    "language",
)
"""what a watch may ask for, as `incidents` does"""
LARGEST: Final = 1_000_000
"""bytes; no file that a person writes comes near it"""
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Watch:
    """A saved search, and what makes it speak up."""

    id: str
    name: str
    search: Mapping[str, str]
    floor: int = 1
    """incidents"""
    within: timedelta = timedelta(days=1)
    """in which they became known"""
    origins: int = 1
    """independent origins of an incident, before it counts"""
    cool_down: timedelta = timedelta(days=1)
    """after it fired"""


@dataclass(frozen=True, slots=True)
class Fired:
    """A moment at which a watch fired, and the incidents that made it."""

    at: datetime
    incidents: tuple[str, ...]
    """their ids, in the order of becoming known"""


class Known(Protocol):
    """A report, and since when it is known."""

    @property
    def origin(self) -> Any:
        """Whose word it is, with a `key`."""
        ...

    @property
    def fact(self) -> Any:
        """The fact, with its `recorded_at`."""
        ...


class Incident(Protocol):
    """An incident as far as it is watched."""

    @property
    def id(self) -> str:
        """Stable."""
        ...

    @property
    def reports(self) -> Sequence[Known]:
        """Who reports it."""
        ...


def known_from(incident: Incident, origins: int) -> datetime | None:
    """Since when an incident is known from so many origins; None when it is not."""
    first: dict[str, datetime] = {}
    for report in incident.reports:
        key, at = report.origin.key, report.fact.recorded_at
        first[key] = min(at, first.get(key, at))
    moments = sorted(first.values())
    return moments[origins - 1] if len(moments) >= origins else None


def fired(watch: Watch, incidents: Iterable[Incident], since: datetime, until: datetime) -> tuple[Fired, ...]:
    """When a watch fired (or would have) after `since` and up to `until`, by the incidents that fit its search. What
    became known before `since` starts no cool-down, but counts to the floor."""
    moments = sorted(
        (at, incident.id)
        for incident in incidents
        if (at := known_from(incident, watch.origins)) is not None and since - watch.within < at <= until
    )
    near: deque[tuple[datetime, str]] = deque()
    found: list[Fired] = []
    quiet_until: datetime | None = None
    for number, (at, ident) in enumerate(moments):
        near.append((at, ident))
        while near[0][0] <= at - watch.within:
            near.popleft()
        # What becomes known at one moment fires once, together.
        together = number + 1 < len(moments) and moments[number + 1][0] == at
        if together or at <= since or len(near) < watch.floor or (quiet_until is not None and at < quiet_until):
            continue
        found.append(Fired(at, tuple(ident for _, ident in near)))
        quiet_until = at + watch.cool_down
    return tuple(found)


# --- the file ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Block:
    """One `[[watch]]` while it is read."""

    place: str
    values: dict[str, Any]
    known: set[str] = field(default_factory=set)

    def take(self, key: str, kind: type, default: Any = None) -> Any:
        self.known.add(key)
        value = self.values.get(key, default)
        if key in self.values and (not isinstance(value, kind) or isinstance(value, bool)):
            raise BadSetting(f"{self.place}: {key} must be {'text' if kind is str else 'a whole number'}", self.place)
        return value

    def length(self, key: str, default: timedelta) -> timedelta:
        text = self.take(key, str)
        if text is None:
            return default
        found = rhythm.parse(text)
        if found is None:
            raise BadSetting(f"{self.place}: {key} is a length of time such as 12h or 3d, not {text!r}", self.place)
        return found

    def count(self, key: str) -> int:
        number: int = self.take(key, int, 1)
        if number < 1:
            raise BadSetting(f"{self.place}: {key} must be 1 or more, not {number}", self.place)
        return number


def read(path: Path) -> tuple[Watch, ...]:
    """The watches in a file; none when there is no file. Raises `BadSetting` with file and line for anything that is
    not understood, so that no watch is silently deaf."""
    if not path.is_file():
        return ()
    try:
        if path.stat().st_size > LARGEST:
            raise BadSetting(f"{path}: larger than {LARGEST // 1_000_000} MB", str(path))
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadSetting(f"{path}:{line}: not UTF-8; save the file as UTF-8", str(path)) from None
    except OSError as error:
        raise BadSetting(f"{path}: cannot be read ({error.strerror})", str(path)) from None
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadSetting(f"{path}: no TOML: {error}", str(path)) from None
    blocks = values.pop("watch", [])
    if values:
        raise BadSetting(f"{path}: unknown key {next(iter(values))!r}; there is only [[watch]]", str(path))
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise BadSetting(f"{path}: write each watch as a block that begins with [[watch]]", str(path))
    lines = [number + 1 for number in _heads(text.split("\n"))]
    watches: dict[str, Watch] = {}
    for number, block in enumerate(blocks):
        place = f"{path}:{lines[number]}" if number < len(lines) else str(path)
        one = _watch(_Block(place, block))
        if one.id in watches:
            raise BadSetting(f"{place}: the id {one.id!r} is taken by a watch before", place)
        watches[one.id] = one
    return tuple(watches.values())


def _watch(block: _Block) -> Watch:
    ident = block.take("id", str)
    if ident is None or not is_id(ident):
        raise BadSetting(
            f'{block.place}: a watch needs an id of small letters, digits and hyphens, such as id = "mosul"',
            block.place,
        )
    name = " ".join(block.take("name", str, ident).split())
    search = {key: value for key in SEARCH if (value := block.take(key, str)) is not None}
    one = Watch(
        ident,
        name,
        search,
        block.count("floor"),
        block.length("within", timedelta(days=1)),
        block.count("origins"),
        block.length("cool-down", timedelta(days=1)),
    )
    if unknown := sorted(set(block.values) - block.known):
        raise BadSetting(
            f"{block.place}: unknown key {unknown[0]!r}; there are {', '.join(sorted(block.known))}", ident
        )
    if not search:
        raise BadSetting(f"{block.place}: {ident} asks for nothing; give one of {', '.join(SEARCH)}", ident)
    facets = [facet.value for facet in Facet]
    if "facet" in search and search["facet"] not in facets:
        raise BadSetting(f"{block.place}: there is no facet {search['facet']!r}; there are {', '.join(facets)}", ident)
    return one


def is_id(word: str) -> bool:
    """Whether a word can be the id of a watch: small letters, digits and hyphens, at most 40."""
    return _ID.fullmatch(word) is not None


def _heads(lines: Sequence[str]) -> list[int]:
    """The indices of the lines with which blocks begin."""
    return [number for number, line in enumerate(lines) if re.match(r"\s*\[\[\s*watch\s*\]\]", line)]


def block_of(watch: Watch) -> str:
    """A watch as a block of the file; `read` gives the same watch again."""
    rows: dict[str, str | int] = {"id": watch.id, "name": watch.name, **watch.search}
    rows |= {"floor": watch.floor, "within": length(watch.within)}
    rows |= {"origins": watch.origins, "cool-down": length(watch.cool_down)}
    return "\n".join(["[[watch]]", *(f"{key} = {_value(value)}" for key, value in rows.items())]) + "\n"


def _value(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    # Printable text in JSON is a basic string of TOML.
    return json.dumps("".join(c if c.isprintable() else " " for c in value), ensure_ascii=False)


def length(time: timedelta) -> str:
    """A length of time as the file has it: `30m`, `12h`, `3d`."""
    minutes = round(time.total_seconds() / 60)
    for unit, size in (("d", 24 * 60), ("h", 60)):
        if minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m"


def without(text: str, number: int) -> str:
    """The text of a file without one of its blocks (the first is 0); comments before the next block stay with that."""
    lines = text.split("\n")
    heads = [*_heads(lines), len(lines)]
    if not 0 <= number < len(heads) - 1:
        return text
    start, end = heads[number], heads[number + 1]
    while number + 2 < len(heads) and end - 1 > start and lines[end - 1].lstrip()[:1] in ("", "#"):
        end -= 1
    return "\n".join([*lines[:start], *lines[end:]])
