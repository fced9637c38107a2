"""The ledgers: statements, deadlines, outlooks, relations and links, asked with filters. They are kept with the coding
they are part of (see facts.py), and what holds for events holds for them: the current coder answers, from the version
of each article that was current at the moment asked for, after corrections.
"""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from watchfloor.codec import ENTRY_KINDS, kind_of, said_on
from watchfloor.errors import NotFound, UsageError
from watchfloor.store import corrections, entryrows, shelves
from watchfloor.store.articles import HEADLINE, HEADLINE_COLUMNS, Headline, headline, is_current, words_or_fail
from watchfloor.store.clock import from_days, from_micros, to_days
from watchfloor.store.connection import Record
from watchfloor.store.facts import FEW, THEN, actors_like, answering
from watchfloor.store.folding import fold, words_query
from watchfloor.types import Entry

NEWEST, OLDEST, DUE = "newest", "oldest", "due"
ORDERS = {
    NEWEST: "e.said DESC, e.recorded_at DESC",
    OLDEST: "e.said ASC NULLS LAST, e.recorded_at ASC",
    DUE: "e.day ASC NULLS LAST, e.said DESC, e.recorded_at DESC",
}
"""by the day of saying, or by the day on which it is due"""

SUPERSEDED = shelves.ENTRIES.superseded
"""SQL: rows of entries that were something else, or nothing, after a correction"""


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as a desk keeps it: with its article, its days, its coder, and since when it is known."""

    entry: Entry
    article: Headline
    said: date | None
    said_basis: str
    """`stated` by the words, `published` (the day of publication), or `unknown`"""
    day: date | None
    """the last day of a deadline, an outlook or a relation, where the words give it"""
    coder: str
    recorded_at: datetime
    basis: str
    corrections: tuple[int, ...] = ()
    """what people said of it, by number; see corrections.py"""

    @property
    def kind(self) -> str:
        """statement, deadline, outlook, relation or link"""
        return kind_of(self.entry)


SPOKEN = ("speaker", "said_by", "holder")
"""as which somebody says an entry"""
ROLE_FILTERS: dict[str, tuple[str, ...]] = {
    "actor": tuple(dict.fromkeys(role for roles in entryrows.ROLES.values() for role in roles)),
    "speaker": SPOKEN,
    "holder": ("holder",),
    "bound": ("bound",),
    "set_by": ("set_by",),
    "about": ("about",),
    "a": ("a",),
    "b": ("b",),
}
"""filters that name an actor, and the roles in which it may stand"""


@dataclass(frozen=True, slots=True)
class Filter:
    """What to ask for; everything left out fits everything.

    `kind` is statement, deadline, outlook, relation or link. An actor is named by an id (`IRN`, `isis`), a country or
    country and sector (`IRQGOV`), or a name or some words of it: `actor` in any role; `speaker` as who speaks, holds
    the view or is said to say it; `holder` of an outlook; `bound` and `set_by` of a deadline; `about` of a stance; `a`
    and `b` of a relation. `side` is whom the speaker speaks for, a country or an id. `form` is the class by which a
    kind is told apart (direct, indirect, mixed or declined; the status of a deadline; the direction of an outlook; the
    kind of a relation or link), `detail` the second one (the act of a statement, the scale of an outlook, the facet
    of a relation or link). `country` is the country of anybody in it. `text` takes words that it must hold, `any_of`
    several such, of which one is enough. `since` and `until` bound the day of saying, `due_since` and `due_until` that
    on which it is due; all are included."""

    kind: str | None = None
    side: str | None = None
    actor: str | None = None
    speaker: str | None = None
    holder: str | None = None
    bound: str | None = None
    set_by: str | None = None
    about: str | None = None
    a: str | None = None
    b: str | None = None
    form: str | None = None
    detail: str | None = None
    country: str | None = None
    text: str | None = None
    any_of: tuple[str, ...] | None = None
    outlet: str | None = None
    language: str | None = None
    article: str | None = None
    since: date | None = None
    until: date | None = None
    due_since: date | None = None
    due_until: date | None = None
    published_since: date | None = None
    published_until: date | None = None


def stands(e: str, v: str) -> str:
    """SQL: the entry `e` of the version `v` is part of what was known at `:as_of`."""
    return f"{e}.recorded_at <= :as_of AND {e}.key NOT IN ({SUPERSEDED}) AND {is_current(v)}"


_KEPT = f"e.id, e.json, e.day, e.recorded_at, e.basis, c.id, {HEADLINE}"
_FROM = (
    "FROM entries e JOIN versions v ON v.key = e.version JOIN articles a ON a.key = v.article"
    " JOIN coders c ON c.key = e.coder"
)


def _kept(record: Record, row: Sequence[Any], judged: Mapping[str, tuple[int, ...]]) -> Kept:
    entry = entryrows.decode(record, row[0], row[1])
    head = headline(row[6 : 6 + HEADLINE_COLUMNS])
    said, basis = said_on(entry, head.published)
    return Kept(
        entry=entry,
        article=head,
        said=said,
        said_basis=basis,
        day=None if row[2] is None else from_days(row[2]),
        coder=row[5],
        recorded_at=from_micros(row[3]),
        basis=row[4],
        corrections=judged.get(row[0], ()),
    )


def _conditions(record: Record, wanted: Filter, as_of: int, coder: str | None) -> tuple[str, dict[str, Any]] | None:
    """The WHERE clause of a question and its values; None when nothing can fit."""
    key = answering(record, coder, as_of)
    if key is None:
        return None
    if wanted.kind is not None and wanted.kind not in ENTRY_KINDS:
        raise UsageError(f"no kind {wanted.kind!r}; there are {', '.join(ENTRY_KINDS)}", wanted.kind)
    where = ["e.coder = :coder", stands("e", "v")]
    params: dict[str, Any] = {"coder": key, "as_of": as_of}
    few = bool(wanted.article or wanted.published_since or wanted.published_until)
    if coder == THEN:
        where.append("e.coding IN (SELECT key FROM codings WHERE coder = :coder AND recorded_at <= :as_of)")
    for name, roles in ROLE_FILTERS.items():
        asked = getattr(wanted, name)
        if asked is None:
            continue
        keys = actors_like(record, asked)
        if not keys:
            return None
        # Whole numbers from our own table, and our own words.
        where.append(_in_roles(keys, roles))
        few = few or len(keys) < FEW
    if wanted.country is not None:
        found = record.all(
            "SELECT key FROM actors WHERE code >= :country AND code < :country || '~'",
            {"country": wanted.country.upper()},
        )
        if not found:
            return None
        where.append(_in_roles([one for (one,) in found], ROLE_FILTERS["actor"]))
    exact = {
        "e.kind": wanted.kind,
        "e.side": wanted.side and (wanted.side.upper() if len(wanted.side) == 3 else wanted.side),
        "e.form": wanted.form and wanted.form.lower(),
        "e.detail": wanted.detail and wanted.detail.lower(),
        "v.outlet_folded": None if wanted.outlet is None else fold(wanted.outlet),
        "v.language": wanted.language and wanted.language.lower(),
        "a.id": wanted.article,
    }
    for number, (column, value) in enumerate(exact.items()):
        if value is not None:
            where.append(f"{column} = :x{number}")
            params[f"x{number}"] = value
    bounds = {
        "e.said >=": wanted.since,
        "e.said <=": wanted.until,
        "e.day >=": wanted.due_since,
        "e.day <=": wanted.due_until,
        "v.day >=": wanted.published_since,
        "v.day <=": wanted.published_until,
    }
    for number, (bound, day) in enumerate(bounds.items()):
        if day is not None:
            where.append(f"{bound} :day{number}")
            params[f"day{number}"] = to_days(day)
    if wanted.text is not None:
        params["text"] = words_or_fail(wanted.text)
        where.append("e.key IN (SELECT rowid FROM entry_words WHERE entry_words MATCH :text)")
        few = True
    if wanted.any_of is not None:
        queries = [query for words in wanted.any_of if (query := words_query(words))]
        if not queries:
            return None
        params["any_of"] = " OR ".join(f"({query})" for query in queries)
        where.append("e.key IN (SELECT rowid FROM entry_words WHERE entry_words MATCH :any_of)")
    if few:
        where[0] = "+e.coder = :coder"
    return " AND ".join(where), params


def _in_roles(keys: Sequence[int], roles: Sequence[str]) -> str:
    return (
        f"e.key IN (SELECT r.entry FROM roles r WHERE r.actor IN ({', '.join(map(str, keys))})"
        f" AND r.role IN ({', '.join(repr(role) for role in roles)}))"
    )


def each(
    record: Record,
    wanted: Filter,
    *,
    as_of: int,
    coder: str | None = None,
    order: str = NEWEST,
    limit: int | None = None,
    offset: int = 0,
) -> Iterator[Kept]:
    """The entries asked for, by day, then as known, then in the order of the text; those without a day come last. The
    order does not depend on the order in which articles were added."""
    asked = _conditions(record, wanted, as_of, coder)
    if asked is None:
        return
    where, params = asked
    judged = corrections.by_fact(record, as_of)
    sql = (
        f"SELECT {_KEPT} {_FROM} WHERE {where}"
        f" ORDER BY {ORDERS[order]}, v.version, e.start, e.kind, e.position LIMIT :limit OFFSET :offset"
    )
    for row in record.rows(sql, params | {"limit": -1 if limit is None else limit, "offset": offset}):
        yield _kept(record, row, judged)


def count(record: Record, wanted: Filter, *, as_of: int, coder: str | None = None, most: int | None = None) -> int:
    """How many entries fit; counted no further than `most`."""
    asked = _conditions(record, wanted, as_of, coder)
    if asked is None:
        return 0
    where, params = asked
    found: int = record.value(
        f"SELECT count(*) FROM (SELECT 1 {_FROM} WHERE {where} LIMIT :most)",
        params | {"most": -1 if most is None else most},
    )
    return found


def by_row(record: Record, key: int, judged: Mapping[str, tuple[int, ...]]) -> Kept:
    """The entry in a row, as another question found it, with what people said of it (`corrections.by_fact`)."""
    row = record.first(f"SELECT {_KEPT} {_FROM} WHERE e.key = ?", (key,))
    assert row is not None  # noqa: S101 - it was just found
    return _kept(record, row, judged)


def one(record: Record, ident: str, as_of: int, coder: str | None = None) -> Kept:
    """The entry with this id or the beginning of it, as `facts.one` finds an event. Raises `NotFound`, and `UsageError`
    when several fit."""
    fits = shelves.ids_like(record, ident, as_of, tuple(ENTRY_KINDS))
    if not fits:
        raise NotFound(f"no entry {ident!r} in this desk; `watchfloor statements` lists some with their ids", ident)
    row = record.first(
        f"SELECT {_KEPT} {_FROM} WHERE e.id = :id AND e.recorded_at <= :as_of"
        f" ORDER BY e.coder IS :coder DESC, e.key NOT IN ({SUPERSEDED}) DESC, e.key DESC LIMIT 1",
        {"id": shelves.only_one(fits, ident), "as_of": as_of, "coder": answering(record, coder, as_of)},
    )
    assert row is not None  # noqa: S101 - it was just listed
    return _kept(record, row, corrections.by_fact(record, as_of))
