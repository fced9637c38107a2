"""Who appears in the record: how often each actor acts, is acted upon and speaks, and with whom it has to do."""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from watchfloor.store import entries, facts
from watchfloor.store.clock import from_days, to_days
from watchfloor.store.connection import Record

ACTING, ACTED_UPON, TOGETHER = "to", "from", "with"
DIRECTIONS: Final = (ACTING, ACTED_UPON, TOGETHER)
"""what an actor does to another, what is done to it by the other, and what both do"""


@dataclass(frozen=True, slots=True)
class Appearance:
    """One actor in some days: reports, not happenings."""

    id: str
    name: str
    """as most reports have it"""
    kind: str
    code: str
    """country and sector; see `types.Actor.code`"""
    office: str
    """the one most reports name; empty when none does"""
    acting: int
    """reports of acts it does"""
    acted_upon: int
    speaking: int
    """statements it makes"""
    last: date | None
    """the last day of any of them"""

    @property
    def total(self) -> int:
        """All of them."""
        return self.acting + self.acted_upon + self.speaking


@dataclass(frozen=True, slots=True)
class Dealing:
    """Reports of one type of act between an actor and another."""

    direction: str
    """see `DIRECTIONS`"""
    type: str
    facet: str
    number: int
    day: date | None
    """of the latest one"""
    fact: str
    """id of the latest one"""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What an actor has to do with another."""

    id: str
    name: str
    dealings: tuple[Dealing, ...]
    """the most frequent first"""

    @property
    def total(self) -> int:
        """Reports in all."""
        return sum(one.number for one in self.dealings)

    @property
    def last(self) -> date | None:
        """The latest day."""
        return max((one.day for one in self.dealings if one.day is not None), default=None)


@dataclass(slots=True)
class _Seen:
    """One actor while it is counted."""

    names: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    offices: Counter[str] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)
    last: int | None = None


def _asked(
    record: Record, day: str, as_of: int, coder: str | None, since: date | None, until: date | None
) -> tuple[str, dict[str, Any]] | None:
    key = facts.answering(record, coder, as_of)
    if key is None:
        return None
    where = "e.coder = :coder"
    params: dict[str, Any] = {"coder": key, "as_of": as_of}
    if coder == facts.THEN:
        where += " AND e.coding IN (SELECT key FROM codings WHERE coder = :coder AND recorded_at <= :as_of)"
    for name, sign, bound in (("since", ">=", since), ("until", "<=", until)):
        if bound is not None:
            where += f" AND {day} {sign} :{name}"
            params[name] = to_days(bound)
    return where, params


def appearances(
    record: Record, *, as_of: int, coder: str | None = None, since: date | None = None, until: date | None = None
) -> list[Appearance]:
    """Every actor of the facts of some days, the most frequent first."""
    seen: dict[str, _Seen] = {}
    # Of what two do together each stands on both sides: it acts there.
    questions = (
        (
            "e.day",
            "SELECT s.actor AS actor, min(s.side) AS part, e.day AS day FROM sides s JOIN events e ON e.key = s.event"
            f" WHERE s.side <> 'speaker' AND {facts.standing('e')} AND {{}} GROUP BY s.actor, e.key",
        ),
        (
            "e.said",
            "SELECT s.actor AS actor, s.role AS part, e.said AS day FROM roles s JOIN entries e ON e.key = s.entry"
            f" WHERE e.kind = 'statement' AND s.role = 'speaker' AND {entries.standing('e')} AND {{}}",
        ),
    )
    for day, part in questions:
        asked = _asked(record, day, as_of, coder, since, until)
        if asked is None:
            return []
        where, params = asked
        sql = (
            "SELECT a.id, a.name, a.kind, a.code, a.office, c.part, c.number, c.last FROM (SELECT actor, part,"
            f" count(*) AS number, max(day) AS last FROM ({part.format(where)}) GROUP BY 1, 2) c"
            " JOIN actors a ON a.key = c.actor"
        )
        for ident, name, kind, code, office, role, number, last in record.rows(sql, params):
            one = seen.setdefault(ident, _Seen())
            one.names[name, kind, code] += number
            one.offices[office] += number if office else 0
            one.numbers[role] += number
            if last is not None and (one.last is None or last > one.last):
                one.last = last
    found = [_appearance(ident, one) for ident, one in seen.items()]
    return sorted(found, key=lambda one: (-one.total, one.id))


def _appearance(ident: str, one: _Seen) -> Appearance:
    name, kind, code = min(one.names, key=lambda names: (-one.names[names], names))
    office = min((name for name in one.offices if name), key=lambda name: (-one.offices[name], name), default="")
    numbers: Mapping[str, int] = one.numbers
    last = None if one.last is None else from_days(one.last)
    return Appearance(ident, name, kind, code, office, numbers["actor"], numbers["recipient"], numbers["speaker"], last)


def meetings(
    record: Record,
    ident: str,
    *,
    as_of: int,
    coder: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> list[Meeting]:
    """With whom an actor has to do in the acts of some days, the most frequent first. A country means all its people
    too, as it does where events are asked for."""
    asked = _asked(record, "e.day", as_of, coder, since, until)
    if asked is None:
        return []
    where, params = asked
    params["ident"] = ident
    own = (
        "SELECT key FROM actors WHERE id = :ident OR (substr(code, 1, 3) = :ident"
        " AND EXISTS (SELECT 1 FROM actors WHERE id = :ident AND kind = 'state'))"
    )
    # SQLite takes the other columns from the row that has the greatest day.
    sql = (
        f"WITH own AS MATERIALIZED ({own}), mine AS MATERIALIZED (SELECT DISTINCT s.event AS event, s.side AS side"
        " FROM sides s JOIN events e ON e.key = s.event WHERE s.actor IN (SELECT key FROM own)"
        f" AND s.side <> 'speaker' AND {where} AND {facts.standing('e')})"
        # Where both do it together, each stands on both sides; an act is one dealing all the same.
        ", theirs AS MATERIALIZED (SELECT m.event AS event, o.actor AS actor,"
        " CASE WHEN sum(o.side = 'actor' AND m.side = 'actor') THEN 'with' WHEN sum(m.side = 'actor') THEN 'to'"
        " ELSE 'from' END AS direction FROM mine m JOIN sides o ON o.event = m.event AND o.side <> 'speaker'"
        " AND o.actor NOT IN (SELECT key FROM own) GROUP BY m.event, o.actor"
        " HAVING sum(o.side = 'actor' OR m.side = 'actor'))"
        " SELECT a.id, a.name, t.direction, e.type, e.facet, count(*), max(ifnull(e.day, -1)), e.id"
        " FROM theirs t JOIN events e ON e.key = t.event JOIN actors a ON a.key = t.actor"
        " GROUP BY a.id, a.name, t.direction, e.type, e.facet"
    )
    found: dict[str, dict[tuple[str, str, str], Dealing]] = {}
    names: dict[str, Counter[str]] = {}
    for other, name, direction, kind, facet, number, last, fact in record.rows(sql, params):
        names.setdefault(other, Counter())[name] += number
        mine = found.setdefault(other, {})
        day = None if last < 0 else from_days(last)
        key = (direction, kind, facet)
        before = mine.get(key)
        if before is not None:  # the same actor under another name
            number += before.number
            if before.day is not None and (day is None or before.day > day):
                day, fact = before.day, before.fact
        mine[key] = Dealing(direction, kind, facet, number, day, fact)
    met = [
        Meeting(
            other,
            _first(names[other]),
            tuple(sorted(mine.values(), key=lambda one: (-one.number, one.direction, one.type, one.facet))),
        )
        for other, mine in found.items()
    ]
    return sorted(met, key=lambda one: (-one.total, one.id))


def _first(counted: Counter[str]) -> str:
    return min(counted, key=lambda name: (-counted[name], name))
