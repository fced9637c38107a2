"""Which events of a desk are likely one happening, pair by pair, kept and asked for.

Whether two are follows from the two alone, so it does not matter which was added first, nor when. Without a likely pair
no two groups of events are joined; so the incidents of some events are found among those that likely pairs lead to
from them (`reached`), whatever else the desk holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from watchfloor.linking import incidents, words
from watchfloor.linking.incidents import DAYS, LONGEST, WEEK, Index, Mention
from watchfloor.linking.mentions import mention
from watchfloor.linking.retellings import alike, content
from watchfloor.store import derived, eventrows, likenesses
from watchfloor.store.clock import from_days, to_days
from watchfloor.store.connection import Record
from watchfloor.store.derived import PAIRS
from watchfloor.store.likenesses import Edge

MADE: Final = "1"
"""changes whenever the same events make other pairs"""
AT_ONCE: Final = 1000
"""events paired in one transaction"""
FEW: Final = 500
"""events that are paired for one question; where more are not paired yet, the days around are gone through instead"""
REACH: Final = LONGEST + 2 * WEEK
"""days between the days under which two events that are compared are listed, at most"""
NEAR: Final = 2 * WEEK - DAYS
"""the same where both are of one day"""
TEXTS: Final = 4096
"""texts kept taken apart"""
MOST: Final = 20
"""faults told one by one"""

WIDE: Final = 1500
"""events beyond those asked for to which likely pairs may lead; further than that the days around are quicker"""
UNDATED: Final = -(2**62)
"""the day of what has none: before all others"""

Progress = Callable[[int, int], None]
Row = tuple[int, str, int | None, str, str]


def _rules() -> str:
    weights = sorted(incidents.WEIGHTS.items())
    return f"{MADE} {words.load().fingerprint} {weights}"


class _Pairing:
    """A coder's events by day, read as they are needed."""

    def __init__(self, record: Record, coder: int) -> None:
        rarity = words.load()
        self._record, self._coder, self._rarity = record, coder, rarity
        self._index = Index()
        self._days: set[int | None] = set()
        self._long: set[int] = set()
        self._vector = lru_cache(TEXTS)(lambda version: rarity.vector(words.stems(likenesses.text_of(record, version))))

    def likely(self, row: Row, passed_over: Set[str] = frozenset()) -> Iterator[int]:
        """The rows that are likely one happening with a row, but for some names (see `name`)."""
        one = self._mention(row)
        self._read_around(row[2], one)
        for other in self._index.likely(one, passed_over):
            # Named after the row: a correction adds one with the same id.
            ident, _, key = other.id.partition(" ")
            if ident != one.id.partition(" ")[0]:
                yield int(key)

    def drop(self, before: int) -> None:
        """Forgets the days before one."""
        self._index.drop(from_days(before).toordinal())

    def _mention(self, row: Row) -> Mention:
        key, json, day, basis, version = row
        event = eventrows.decode(self._record, json)
        day_of = None if day is None else from_days(day)
        made = mention(event, version, day_of, basis, self._vector(version), self._rarity)
        return replace(made, id=_name(made.id, key))

    def _read_around(self, day: int | None, one: Mention) -> None:
        if day is None or one.first is None or one.last is None:
            self._read(None)
            return
        last = min(to_days(one.last), to_days(one.first) + LONGEST)
        for near in range(to_days(one.first) - NEAR, last + NEAR + 1):
            self._read(near)
        missing = [far for far in range(to_days(one.first) - REACH, last + NEAR + 1) if far not in self._long]
        if missing:
            self._long.update(missing)
            for row in derived.long_events(self._record, self._coder, missing[0], missing[-1]):
                self._index.add(self._mention(row))

    def _read(self, day: int | None) -> None:
        if day not in self._days:
            self._days.add(day)
            for row in derived.events_on(self._record, self._coder, day):
                self._index.add(self._mention(row))


def _name(ident: str, key: int) -> str:
    return f"{ident} {key}"


def keep(record: Record, on_progress: Progress | None = None) -> int:
    """Pairs every event that is not paired yet, and gives the number of those. A round that was stopped begins
    again, and so does one during which another process forgot an article."""
    made_by = _rules()
    with record.writing():
        forgotten = derived.forgotten(record)
        before, upto = derived.rules(record, PAIRS)
        if before != made_by:
            upto = 0
            derived.begin(record, PAIRS, made_by)
        newest = derived.last_event(record)
    done = 0
    for coder in derived.coders(record, upto):
        pairing = _Pairing(record, coder)
        todo = derived.unpaired(record, upto, coder)
        ahead = {_name(ident, key) for key, ident in todo}
        for at in range(0, len(todo), AT_ONCE):
            chunk = todo[at : at + AT_ONCE]
            with record.writing():
                if derived.forgotten(record) != forgotten:
                    break
                if derived.rules(record, PAIRS)[0] != made_by:
                    return done  # the rules of another version: who came last is left to it
                rows = derived.event_rows(record, [key for key, _ in chunk])
                for row, (key, ident) in zip(rows, chunk, strict=True):
                    # Of two new ones the later one finds the other.
                    derived.add_likely(record, [(key, other) for other in pairing.likely(row, ahead)])
                    ahead.discard(_name(ident, key))
            days = [row[2] for row in rows if row[2] is not None]
            if days:
                pairing.drop(min(days) - REACH)
            done += len(chunk)
            if on_progress:
                on_progress(done, len(todo))
    with record.writing():
        again = derived.forgotten(record) != forgotten
        now, since = derived.rules(record, PAIRS)
        if not again and now == made_by and newest > since:
            derived.begin(record, PAIRS, made_by, newest)
    return done + keep(record, on_progress) if again else done


def waiting(record: Record, coder: int) -> list[int] | None:
    """The rows of a coder's events that are not paired; None when they are too many to be paired for one question."""
    made_by, upto = derived.rules(record, PAIRS)
    if made_by != _rules():
        upto = 0
    rows = [key for key, _ in derived.unpaired(record, upto, coder, FEW + 1)]
    return rows if len(rows) <= FEW else None


@dataclass(frozen=True, slots=True)
class Reached:
    """Rows of events that may be of one incident, apart from all others."""

    keys: tuple[int, ...]
    ids: frozenset[str]
    newest: int
    """the last day under which one of them is listed; below every day when none has one"""


def reached(
    record: Record, rows: Iterable[int], coder: int, as_of: int, merged: Sequence[Sequence[str]], new: Sequence[int]
) -> list[Reached] | None:
    """All events that some rows may be of one incident with, as known at a moment, in groups that have nothing to do
    with each other: likely pairs, what articles have from one another, and the acts that people said are one (`merged`,
    by their ids). `new` are rows that are not paired yet. The group with the newest event comes first. None where
    likely pairs lead so far that the days around are quicker."""
    walk = _Walk(record, coder, as_of, merged, new)
    asked = set(rows)
    if not walk.go(asked, len(asked) + WIDE):
        return None
    groups = walk.groups()
    return None if any(len(group.keys) > WIDE for group in groups) else groups


class _Walk:
    """From events to events, and which of them hang together."""

    def __init__(
        self, record: Record, coder: int, as_of: int, merged: Sequence[Sequence[str]], new: Sequence[int]
    ) -> None:
        self._record, self._coder, self._as_of = record, coder, as_of
        self._extra: dict[int, set[int]] = defaultdict(set)
        pairing = _Pairing(record, coder)
        for row in derived.event_rows(record, new):
            for other in pairing.likely(row):
                self._extra[row[0]].add(other)
                self._extra[other].add(row[0])
        self._merged = {ident: ids for ids in merged for ident in ids}
        self._known: dict[int, tuple[str, int | None]] = {}
        self._links: list[tuple[int, int]] = []
        self._related: dict[str, set[str]] = {}
        self._told: dict[str, list[tuple[int, frozenset[str]]]] = {}

    def go(self, frontier: set[int], most: int) -> bool:
        """Until there is nowhere else to go; False when there are more events on the way than that."""
        asked: set[int] = set()
        while frontier:
            if len(asked | frontier) > most:
                return False
            asked |= frontier
            standing = derived.standing_events(self._record, frontier, self._as_of)
            self._known |= {key: (ident, day) for key, ident, day, _, _ in standing}
            fresh = {row[0] for row in standing}
            links = derived.likely(self._record, fresh)
            links += [(key, other) for key in fresh for other in self._extra.get(key, ())]
            links += self._retold([(key, sentence, version) for key, _, _, sentence, version in standing])
            together = {key: self._merged[ident] for key, ident, _, _, _ in standing if ident in self._merged}
            for key, ids in together.items():
                links += [(key, other) for other in derived.rows_of(self._record, ids, self._coder)]
            self._links += links
            frontier = {other for _, other in links} - asked
        return True

    def _retold(self, rows: Sequence[tuple[int, str, str]]) -> list[tuple[int, int]]:
        """What is told in the words of another article, or by another one in the same words."""
        self._relate({version for _, _, version in rows})
        links = []
        for key, sentence, version in rows:
            if related := self._related.get(version):
                its = content(sentence)
                links += [(key, other) for near in related for other, words_ in self._told[near] if alike(its, words_)]
        return links

    def _relate(self, versions: set[str]) -> None:
        edges = likenesses.edges(self._record, versions - self._related.keys(), self._as_of)
        self._related |= {version: set() for version in versions - self._related.keys()}
        for group in _stories(edges):
            for version in group:
                self._related.setdefault(version, set()).update(group - {version})
        for version, its in edges.items():
            self._related.setdefault(version, set()).update(edge.other for edge in its)
        wanted = {other for version in versions for other in self._related[version]} - self._told.keys()
        self._told |= {version: [] for version in wanted}
        for key, sentence, version in derived.events_in(self._record, wanted, self._coder):
            self._told[version].append((key, content(sentence)))

    def groups(self) -> list[Reached]:
        """What hangs together."""
        parent = {key: key for key in self._known}

        def root(key: int) -> int:
            while parent[key] != key:
                parent[key] = parent[parent[key]]
                key = parent[key]
            return key

        for one, other in self._links:
            if one in parent and other in parent:
                first, second = sorted((root(one), root(other)))
                parent[second] = first
        members: dict[int, list[int]] = defaultdict(list)
        for key in self._known:
            members[root(key)].append(key)
        made = []
        for keys in members.values():
            days = [day for key in keys for day in [self._known[key][1]] if day is not None]
            ids = frozenset(self._known[key][0] for key in keys)
            made.append(Reached(tuple(sorted(keys)), ids, max(days, default=UNDATED)))
        return sorted(made, key=lambda one: (-one.newest, one.keys))


def _stories(edges: Mapping[str, Sequence[Edge]]) -> list[set[str]]:
    """The versions that hang together by copies."""
    parent: dict[str, str] = {}

    def root(version: str) -> str:
        parent.setdefault(version, version)
        while parent[version] != version:
            version = parent[version]
        return version

    for version, its in edges.items():
        for edge in its:
            if edge.kind == "copy":
                parent[root(edge.other)] = root(version)
    groups: dict[str, set[str]] = defaultdict(set)
    for version in parent:
        groups[root(version)].add(version)
    return list(groups.values())


def faults(record: Record) -> list[str]:
    """Events that are kept as a pair and are none, or are one and are not kept so, one line each."""
    made_by, upto = derived.rules(record, PAIRS)
    if made_by != _rules():
        return []
    found: list[str] = []
    for coder in derived.coders(record, 0):
        pairing = _Pairing(record, coder)
        todo = [key for key, _ in derived.unpaired(record, 0, coder) if key <= upto]
        for at in range(0, len(todo), AT_ONCE):
            chunk = todo[at : at + AT_ONCE]
            kept: dict[int, set[int]] = defaultdict(set)
            for one, other in derived.likely(record, chunk):
                kept[one].add(other)
            for row in derived.event_rows(record, chunk):
                wanted = {other for other in pairing.likely(row) if other <= upto}
                if wanted != kept[row[0]] and len(found) < MOST:
                    found.append(f"the event in row {row[0]} is kept as one happening with others than it is")
    return found
