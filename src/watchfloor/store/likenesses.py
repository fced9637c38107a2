"""Texts that have much in common, as rows: which were compared, and what came of it. What a likeness is, is for
`watchfloor.linking.copies` to say; here it is only kept.
"""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from watchfloor.store.articles import HEADLINE, Headline, headline, is_current
from watchfloor.store.clock import STATED
from watchfloor.store.connection import Record

_DAY = "coalesce(v.day, v.dated_at / 86400000000)"


@dataclass(frozen=True, slots=True)
class Printed:
    """A version by its key, that of its article, and its print."""

    version: int
    article: int
    day: int
    marks: array[int]


@dataclass(frozen=True, slots=True)
class Edge:
    """Two current versions that have much in common, seen from one of them."""

    version: str
    other: str
    kind: str
    """`copy` or `part`"""
    contained: float
    aligned: float
    spans: tuple[tuple[int, int], ...]
    """the paragraphs of `version` whose words stand in the other"""


def waiting(record: Record) -> list[tuple[int, int]]:
    """Day and key of each version that was not compared yet, by day, then by its name."""
    return record.all(
        f"SELECT {_DAY}, v.key FROM versions v WHERE NOT EXISTS (SELECT 1 FROM prints p WHERE p.version = v.key)"
        f" ORDER BY {_DAY}, v.version"
    )


def text(record: Record, version: int) -> tuple[int, str] | None:
    """The article and the text of a version by its key; None when it was forgotten."""
    return record.first("SELECT article, text FROM versions WHERE key = ?", (version,))


def prints(record: Record, first: int, last: int) -> Iterator[Printed]:
    """The prints of the versions from one day to another, both included."""
    for version, article, day, marks in record.rows(
        "SELECT p.version, v.article, p.day, p.marks FROM prints p JOIN versions v ON v.key = p.version"
        " WHERE p.day BETWEEN ? AND ?",
        (first, last),
    ):
        yield Printed(version, article, day, array("q", marks))


def add_print(record: Record, version: int, day: int, marks: Sequence[int]) -> None:
    """Keeps a print, within a transaction."""
    record.all(
        "INSERT INTO prints (version, day, marks, recorded_at, basis)"
        " SELECT key, ?, ?, recorded_at, basis FROM versions WHERE key = ?",
        (day, array("q", marks).tobytes(), version),
    )


def add_copy(
    record: Record,
    version: int,
    other: int,
    kind: str,
    contained: float,
    aligned: float,
    spans: Sequence[tuple[int, int]],
) -> None:
    """Keeps what one text has in common with another, within a transaction. It is known when both are."""
    stamps = record.all("SELECT recorded_at, basis FROM versions WHERE key IN (?, ?)", (version, other))
    record.all(
        "INSERT INTO copies (version, other, kind, contained, aligned, spans, recorded_at, basis)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(version, other, kind, contained, aligned, json.dumps(spans)),
            # Of two that became known together, what was seen counts as seen.
            *max(stamps, key=lambda stamp: (stamp[0], stamp[1] != STATED)),
        ),
    )


def edges(record: Record, versions: Iterable[str], as_of: int) -> dict[str, list[Edge]]:
    """What these versions, and all that hang together with them, have in common, as known at a moment: by version,
    each pair from both sides. Only versions that are current then."""
    found: dict[str, list[Edge]] = {}
    asked: set[str] = set()
    wanted = sorted(set(versions))
    while wanted:
        asked.update(wanted)
        fresh: set[str] = set()
        for one, other, kind, contained, aligned, spans in record.rows(
            "SELECT v.version, w.version, c.kind, c.contained, c.aligned, c.spans FROM versions v"
            " JOIN copies c ON c.version = v.key JOIN versions w ON w.key = c.other"
            " WHERE v.version IN (SELECT value FROM json_each(:wanted)) AND c.recorded_at <= :as_of"
            f" AND {is_current('v')} AND {is_current('w')} ORDER BY v.version, w.version",
            {"wanted": json.dumps(wanted), "as_of": as_of},
        ):
            pairs = tuple((start, end) for start, end in json.loads(spans))
            found.setdefault(one, []).append(Edge(one, other, kind, contained, aligned, pairs))
            if kind == "copy":
                fresh.add(other)
        wanted = sorted(fresh - asked)
    return found


def followed(record: Record, articles: Iterable[str]) -> dict[str, str]:
    """Of these articles those that, as they became known, were a copy of what another one said as it became known
    before: by their ids, the id of the one that was known first. What becomes known later changes nothing of it, nor
    does an earlier version of something that an archive brings."""
    found: dict[str, str] = {}
    for one, other in record.rows(
        "SELECT a.id, b.id FROM articles a JOIN versions v ON v.article = a.key"
        " JOIN copies c ON c.version = v.key AND c.kind = 'copy' JOIN versions w ON w.key = c.other"
        " JOIN articles b ON b.key = w.article"
        " WHERE a.id IN (SELECT value FROM json_each(?)) AND b.key <> a.key"
        f" AND (w.recorded_at, {_known_day('w')}, b.id) < (v.recorded_at, {_known_day('v')}, a.id)"
        f" AND {_is_first('v')} AND {_is_first('w')} ORDER BY a.id, w.recorded_at, {_known_day('w')}, b.id",
        (json.dumps(sorted(set(articles))),),
    ):
        found.setdefault(one, other)
    return found


def _known_day(version: str) -> str:
    return f"coalesce({version}.day, {version}.recorded_at / 86400000000)"


def _is_first(version: str) -> str:
    """Whether no other version of its article was known before."""
    return (
        f"NOT EXISTS (SELECT 1 FROM versions f WHERE f.article = {version}.article"
        f" AND (f.recorded_at, f.version) < ({version}.recorded_at, {version}.version))"
    )


def heads(record: Record, versions: Iterable[str]) -> list[Headline]:
    """These versions without their texts."""
    return [
        headline(row)
        for row in record.rows(
            f"SELECT {HEADLINE} FROM versions v JOIN articles a ON a.key = v.article"
            " WHERE v.version IN (SELECT value FROM json_each(?)) ORDER BY v.version",
            (json.dumps(sorted(set(versions))),),
        )
    ]


def text_of(record: Record, version: str) -> str:
    """The text of a version; empty when it is not there any more."""
    return record.value("SELECT text FROM versions WHERE version = ?", (version,)) or ""


def kept(record: Record) -> Iterator[tuple[int, int, str, str]]:
    """Each pair as it is kept: keys of both versions, kind and spans."""
    yield from record.rows("SELECT version, other, kind, spans FROM copies ORDER BY version, other")
