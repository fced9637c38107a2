"""Why a desk answers differently at two moments: what came, what was corrected, which coder changed.

Every difference has exactly one cause. First the coder: what was known at the first moment, read by the one and by the
other. Then, read by the second coder alone, articles that came, articles that changed, and corrections.

A fact is bound to the version of the article that it was read from. Where an article changed, the facts of both
versions are held together by their words: a sentence that stands in both and reads alike has changed nothing.
"""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from watchfloor.store import coders, corrections, entries, facts, forgetting, pins, shelves
from watchfloor.store.articles import HEADLINE, NOT_CURRENT, Headline, headline
from watchfloor.store.clock import EVER, from_micros
from watchfloor.store.coders import CHANGED, GAINED, LOST, changed_parts, place_of
from watchfloor.store.connection import Record
from watchfloor.store.corrections import Correction
from watchfloor.store.entries import Kept
from watchfloor.store.facts import Fact, answering, current_coder
from watchfloor.store.forgetting import Tombstone
from watchfloor.store.pins import Pin

T = TypeVar("T")

CAME, NEW_VERSION, CORRECTION = "article came", "article changed", "correction"


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that is there at one moment only, or reads differently at both."""

    kind: str
    """gained, lost or changed"""
    cause: str
    """`article came`, `article changed` or `correction`"""
    fact: str
    """its id; where the words stand in two versions of an article, that in the new one"""
    old: Fact | Kept | None
    new: Fact | Kept | None


@dataclass(frozen=True, slots=True)
class Changed:
    """All that lies between two moments."""

    coders: tuple[str | None, str | None]
    """which coder answers at each"""
    chosen: tuple[tuple[datetime, str], ...]
    """coders that were made current in between"""
    came: tuple[Headline, ...]
    """articles first known in between; as many as were asked for, as of the two below"""
    versions: tuple[Headline, ...]
    """new versions of articles that were known"""
    corrections: tuple[Correction, ...]
    pins: tuple[Pin, ...]
    """what was said of storylines"""
    forgotten: tuple[Tombstone, ...]
    facts: tuple[Change, ...]
    by_coder: tuple[tuple[str, int], ...]
    """how many facts the change of coder gained, lost and changed among what was known at the first moment; `diff`
    lists them"""
    before: int
    after: int
    """facts at each moment"""
    totals: tuple[int, int, int]
    """how many there are of `came`, `versions` and `facts`"""

    @property
    def moves_storylines(self) -> bool:
        """Whether storylines can be others than they were: they follow from articles and from what was said of them."""
        return bool(any(self.totals) or self.pins or self.forgotten)


def why(record: Record, first: int, second: int, most: int | None = None, *, of_facts: bool = True) -> Changed:
    """What changed between two moments, of which the first is the earlier. Of the articles and of the facts at most so
    many are given; all are counted. Facts are neither listed nor counted unless `of_facts`."""
    with record.reading():
        one, other = (current_coder(record, at) or current_coder(record) for at in (first, second))
        span = {"first": first, "second": second}
        came, all_came = _some(_heads(record, span, known=False), most)
        versions, all_versions = _some(_heads(record, span, known=True), most)
        changed, all_changed = _some(_changes(record, first, second, other), most) if of_facts else ((), 0)
        by_coder: Counter[str] = Counter()
        if of_facts and one is not None and other is not None and one != other:
            by_coder.update(d.kind for d in coders.diff(record, one, other, first))
        return Changed(
            coders=(one, other),
            chosen=tuple(
                (from_micros(at), ident)
                for at, ident in record.rows(
                    "SELECT h.recorded_at, c.id FROM choices h JOIN coders c ON c.key = h.coder"
                    " WHERE h.recorded_at > :first AND h.recorded_at <= :second ORDER BY h.key",
                    span,
                )
            ),
            came=came,
            versions=versions,
            corrections=tuple(corrections.each(record, second, since=first)),
            pins=tuple(pins.each(record, second, since=first)),
            forgotten=tuple(stone for stone in forgetting.tombstones(record, second) if _after(stone, first)),
            facts=changed,
            by_coder=tuple((kind, by_coder[kind]) for kind in (GAINED, LOST, CHANGED) if by_coder[kind]),
            before=_count(record, first, one) if of_facts else 0,
            after=_count(record, second, other) if of_facts else 0,
            totals=(all_came, all_versions, all_changed),
        )


def _some(found: Iterator[T], most: int | None) -> tuple[tuple[T, ...], int]:
    """The first of them, and how many there are."""
    shown = tuple(islice(found, most))
    return shown, len(shown) + sum(1 for _ in found)


def _heads(record: Record, span: dict[str, int], *, known: bool) -> Iterator[Headline]:
    """The versions first known in between, of articles that were known before or not. Several versions of an article
    that came are one article."""
    last = (
        " AND NOT EXISTS (SELECT 1 FROM versions n WHERE n.article = v.article AND n.recorded_at <= :second"
        " AND (n.recorded_at, n.version) > (v.recorded_at, v.version))"
    )
    for row in record.rows(
        f"SELECT {HEADLINE} FROM versions v JOIN articles a ON a.key = v.article"
        " WHERE v.recorded_at > :first AND v.recorded_at <= :second"
        f" AND {'' if known else 'NOT '}EXISTS"
        " (SELECT 1 FROM versions w WHERE w.article = v.article AND w.recorded_at <= :first)"
        f"{'' if known else last} ORDER BY v.recorded_at, v.version",
        span,
    ):
        yield headline(row)


def _after(stone: Tombstone, first: int) -> bool:
    return first < EVER and stone.at > from_micros(first)


def _count(record: Record, as_of: int, coder: str | None) -> int:
    at = {"as_of": as_of, "coder": answering(record, coder, as_of)}
    return sum(
        record.value(
            f"SELECT count(*) FROM {shelf.rows} e JOIN versions v ON v.key = e.version"
            f" WHERE e.coder = :coder AND {stand('e', 'v')}",
            at,
        )
        for shelf, stand in _STANDING
    )


_STANDING = ((shelves.EVENTS, facts.stands), (shelves.ENTRIES, entries.stands))

# The articles on whose facts something may have changed.
_TOUCHED = (
    "SELECT article FROM versions WHERE recorded_at > :first AND recorded_at <= :second"
    " UNION SELECT v.article FROM targets t JOIN versions v ON v.key = t.version WHERE t.recorded_at > :first"
    " AND t.recorded_at <= :second"
    " UNION SELECT v.article FROM memberships m JOIN targets t ON t.fact = m.fact JOIN versions v ON v.key = t.version"
    " WHERE m.recorded_at > :first AND m.recorded_at <= :second"
)


def _changes(record: Record, first: int, second: int, coder: str | None) -> Iterator[Change]:
    """Article by article, by date."""
    key = answering(record, coder, second)
    if key is None:
        return
    moments = (first, second)
    judged = [corrections.by_fact(record, as_of) for as_of in moments]
    fallen = [_fallen(record, as_of) for as_of in moments]
    current = [
        f"(SELECT v.key FROM versions v WHERE v.article = a.key AND v.recorded_at <= :{name}"
        f" AND v.key NOT IN ({NOT_CURRENT.replace(':as_of', f':{name}')}))"
        for name in ("first", "second")
    ]
    for versions in record.rows(
        f"SELECT {', '.join(current)} FROM articles a WHERE a.key IN ({_TOUCHED})"
        " ORDER BY (SELECT max(n.dated_at) FROM versions n WHERE n.article = a.key AND n.recorded_at <= :second), a.id",
        {"first": first, "second": second},
    ):
        sides = [
            {} if version is None else _rows(record, version, key, as_of, gone)
            for version, as_of, gone in zip(versions, moments, fallen, strict=True)
        ]
        if versions[0] == versions[1]:
            cause = CORRECTION
            pairs = [
                (old, new)
                for ident in dict.fromkeys((*sides[0], *sides[1]))
                if (old := sides[0].get(ident)) != (new := sides[1].get(ident))
            ]
        else:
            cause = CAME if versions[0] is None else NEW_VERSION
            pairs = _by_words(record, *(list(side.values()) for side in sides))
        for old, new in pairs:
            row = new or old
            assert row is not None  # noqa: S101 - it is in one of the two
            by_row = facts.by_row if row.shelf is shelves.EVENTS else entries.by_row
            yield Change(
                GAINED if old is None else LOST if new is None else CHANGED,
                cause,
                row.fact,
                None if old is None else by_row(record, old.key, judged[0]),
                None if new is None else by_row(record, new.key, judged[1]),
            )


@dataclass(frozen=True, slots=True)
class _Row:
    """Where a fact stands."""

    shelf: shelves.Shelf
    fact: str
    key: int
    days: tuple[int | None, ...]
    """those under which it is filed: another publication date moves them, though the words are the same"""


_DAYS = {shelves.EVENTS: "day", shelves.ENTRIES: "day, said"}


def _fallen(record: Record, as_of: int) -> dict[shelves.Shelf, set[int]]:
    """The rows that do not stand any more; they are as few as what people said."""
    asked = {shelves.EVENTS: f"{shelves.EVENTS.superseded} UNION ALL {facts.REPEATING}"}
    asked[shelves.ENTRIES] = shelves.ENTRIES.superseded
    return {shelf: {key for (key,) in record.rows(sql, {"as_of": as_of})} for shelf, sql in asked.items()}


def _rows(
    record: Record, version: int, coder: int, as_of: int, fallen: dict[shelves.Shelf, set[int]]
) -> dict[str, _Row]:
    """The facts of a version that stand at a moment, in the order of the text."""
    return {
        fact: _Row(shelf, fact, key, tuple(days))
        for shelf in shelves.SHELVES
        for fact, key, *days in record.rows(
            f"SELECT id, key, {_DAYS[shelf]} FROM {shelf.rows} WHERE version = ? AND coder = ? AND recorded_at <= ?"
            " ORDER BY start, position, key",
            (version, coder, as_of),
        )
        if key not in fallen[shelf]
    }


def _by_words(record: Record, before: list[_Row], after: list[_Row]) -> list[tuple[_Row | None, _Row | None]]:
    """What differs between two versions of an article: pairs of facts that hang on the same words in the same sentence
    and read otherwise, and facts that only one of the versions has."""
    if not before or not after:
        return [(row, None) for row in before] + [(None, row) for row in after]
    old, new = ([(row, _fact(record, row)) for row in side] for side in (before, after))
    out: list[tuple[_Row | None, _Row | None]] = []
    # The most alike first: what reads the same has not changed, though another fact hangs on the same words.
    for alike in (_reads_the_same, _same_words, _same_sentence):
        left = []
        for one in old:
            match = next((other for other in new if alike(one, other)), None)
            if match is None:
                left.append(one)
                continue
            new.remove(match)
            if alike is not _reads_the_same:
                out.append((one[0], match[0]))
        old = left
    return out + [(row, None) for row, _ in old] + [(None, row) for row, _ in new]


def _fact(record: Record, row: _Row) -> shelves.Fact:
    return row.shelf.decode(
        record, row.fact, record.value(f"SELECT json FROM {row.shelf.rows} WHERE key = ?", (row.key,))
    )


_Read = tuple[_Row, shelves.Fact]


def _reads_the_same(one: _Read, other: _Read) -> bool:
    return _same_words(one, other) and one[0].days == other[0].days and not changed_parts(one[1], other[1])


def _same_words(one: _Read, other: _Read) -> bool:
    """The same sentence, and the same place in it."""
    offsets = [place_of(fact).start - fact.sentence.span.start for _, fact in (one, other)]
    return _same_sentence(one, other) and offsets[0] == offsets[1]


def _same_sentence(one: _Read, other: _Read) -> bool:
    return type(one[1]) is type(other[1]) and one[1].sentence.words == other[1].sentence.words
