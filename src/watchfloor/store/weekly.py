"""How many reports of acts between whom in which week."""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from watchfloor.store.articles import NOT_CURRENT, is_current
from watchfloor.store.connection import Record
from watchfloor.store.eventrows import monday
from watchfloor.store.facts import REPEATING, SUPERSEDED, THEN, answering


# Made by the hundred thousand; a dataclass takes eight times as long to make.
class Week(msgspec.Struct, frozen=True):
    """Reports of acts of one side towards another in one week."""

    actor: str
    """a country, or the id of an actor that has none; so is `recipient`"""
    recipient: str
    monday: date
    reports: int
    """one for each article that tells of an act; what people merged counts once"""


def weeks(
    record: Record,
    *,
    as_of: int,
    coder: str | None = None,
    actor: str | None = None,
    recipient: str | None = None,
    types: Sequence[str] = (),
    facets: Sequence[str] = (),
) -> Iterator[Week]:
    """Counts by pair and week (Monday to Sunday, by the day of the act): of one pair, of one side, or of all; of some
    types and facets, or of all. Weeks without an event are left out."""
    key = answering(record, coder, as_of)
    if key is None:
        return
    where = ["d.coder = :coder AND d.recorded_at <= :as_of"]
    if actor is not None and recipient is not None:
        # One pair has few events, and each is asked about.
        where.append(f"EXISTS (SELECT 1 FROM versions v WHERE v.key = d.version AND {is_current('v')})")
        where.append(f"d.event NOT IN ({SUPERSEDED}) AND d.event NOT IN ({REPEATING})")
    else:
        # For all pairs the events that do not count, which are few, are found once, and put together: there is one list
        # to look into for every row.
        where.append(
            f"d.event NOT IN (SELECT e.key FROM events e WHERE e.version IN ({NOT_CURRENT})"
            f" UNION ALL {SUPERSEDED} UNION ALL {REPEATING})"
        )
    params: dict[str, object] = {"coder": key, "as_of": as_of}
    if coder == THEN:
        where.append("d.version IN (SELECT version FROM codings WHERE coder = :coder AND recorded_at <= :as_of)")
    for name, value in (("actor", actor), ("recipient", recipient)):
        if value is not None:
            where.append(f"d.{name} = (SELECT key FROM parties WHERE code = :{name})")
            params[name] = value
    for name, values in (("type", types), ("facet", facets)):
        if values:
            names = [f"{name}{number}" for number in range(len(values))]
            where.append(f"d.{name} IN ({', '.join(':' + one for one in names)})")
            params |= dict(zip(names, values, strict=True))
    codes: dict[int, str] = dict(record.all("SELECT key, code FROM parties"))
    mondays: dict[int, date] = {}
    for a, r, week, events in record.rows(
        f"SELECT d.actor, d.recipient, d.week, count(*) FROM dyads d WHERE {' AND '.join(where)}"
        " GROUP BY d.actor, d.recipient, d.week",
        params,
    ):
        if week not in mondays:
            mondays[week] = monday(week)
        yield Week(codes[a], codes[r], mondays[week], events)
