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
from watchfloor.store import corrections, entryrows, keyset, shelves
from watchfloor.store.articles import (
    HEADLINE,
    HEADLINE_COLUMNS,
    NOT_CURRENT,
    Headline,
    headline,
    is_current,
    words_or_fail,
)
from watchfloor.store.clock import from_days, from_micros, to_days
from watchfloor.store.connection import Record
from watchfloor.store.facts import THEN, actors_like, answering
from watchfloor.store.folding import fold, words_query
from watchfloor.store.keyset import By
from watchfloor.store.ways import Asked, Ways
from watchfloor.types import Entry

NEWEST, OLDEST, DUE = "newest", "oldest", "due"
_IN_TEXT = (By("v.version"), By("e.start"), By("e.kind"), By("e.position"))
ORDERS: Mapping[str, keyset.Order] = {
    NEWEST: (By("e.said", down=True, empty=True), By("e.recorded_at", down=True), *_IN_TEXT),
    OLDEST: (By("e.said", empty=True), By("e.recorded_at"), *_IN_TEXT),
    DUE: (By("e.day", empty=True), By("e.said", down=True, empty=True), By("e.recorded_at", down=True), *_IN_TEXT),
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
    on which it is due; all are included. `confidence` is that of the coding, at least, from 0 to 1."""

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
    confidence: float | None = None


def stands(e: str, v: str) -> str:
    """SQL: the entry `e` of the version `v` is part of what was known at `:as_of`."""
    return f"{e}.recorded_at <= :as_of AND {e}.key NOT IN ({SUPERSEDED}) AND {is_current(v)}"


def standing(e: str) -> str:
    """SQL: the same of an entry `e` without its version, for questions that go through very many entries: an index
    answers it, and no row is read."""
    return f"{e}.recorded_at <= :as_of AND {e}.key NOT IN ({SUPERSEDED}) AND {e}.version NOT IN ({NOT_CURRENT})"


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


def _ways(record: Record, wanted: Filter) -> Ways | None:
    """None when nothing can fit."""
    ways = Ways()
    for name, roles in ROLE_FILTERS.items():
        asked = getattr(wanted, name)
        if asked is None:
            continue
        if not _add_role(ways, name, actors_like(record, asked), roles):
            return None
    if wanted.country is not None:
        found = record.all(
            "SELECT key FROM actors WHERE code >= :country AND code < :country || '~'",
            {"country": wanted.country.upper()},
        )
        if not _add_role(ways, "country", [key for (key,) in found], ROLE_FILTERS["actor"]):
            return None
    if wanted.text is not None:
        ways.params["text"] = words_or_fail(wanted.text)
        _add_words(ways, "text")
    if wanted.any_of is not None:
        queries = [query for words in wanted.any_of if (query := words_query(words))]
        if not queries:
            return None
        ways.params["any_of"] = " OR ".join(f"({query})" for query in queries)
        _add_words(ways, "any_of")
    ways.pages("entries", wanted)
    return ways


def _add_role(ways: Ways, name: str, actors: Sequence[int], roles: Sequence[str]) -> bool:
    # Whole numbers from our own table, and our own words.
    who, which = ", ".join(map(str, actors)), ", ".join(repr(role) for role in roles)
    ways.keys[name] = f"SELECT r.entry FROM roles r WHERE r.actor IN ({who}) AND r.role IN ({which})"
    ways.asked[name] = (
        f"+e.key IN (SELECT r.entry FROM roles r WHERE r.entry = e.key AND r.role IN ({which}) AND +r.actor IN ({who}))"
    )
    return bool(actors)


def _add_words(ways: Ways, name: str) -> None:
    ways.keys[name] = f"SELECT rowid FROM entry_words WHERE entry_words MATCH :{name}"
    ways.asked[name] = f"+e.key IN ({ways.keys[name]})"


def conditions(record: Record, wanted: Filter, as_of: int, coder: str | None, most: int | None) -> Asked | None:
    """What a question asks for, beside that the entry stands; None when nothing can fit. As for events, see
    `facts.conditions`."""
    if wanted.kind is not None and wanted.kind not in ENTRY_KINDS:
        raise UsageError(f"no kind {wanted.kind!r}; there are {', '.join(ENTRY_KINDS)}", wanted.kind)
    key = answering(record, coder, as_of)
    ways = None if key is None else _ways(record, wanted)
    if ways is None:
        return None
    params = ways.params | {"coder": key, "as_of": as_of}
    where = []
    if coder == THEN:
        where.append("e.coding IN (SELECT key FROM codings WHERE coder = :coder AND recorded_at <= :as_of)")
    exact = {
        "e.kind": wanted.kind,
        "e.side": wanted.side and (wanted.side.upper() if len(wanted.side) == 3 else wanted.side),
        "e.form": wanted.form and wanted.form.lower(),
        "e.detail": wanted.detail and wanted.detail.lower(),
        "v.outlet_folded": None if wanted.outlet is None else fold(wanted.outlet),
        "v.language": wanted.language and wanted.language.lower(),
    }
    for number, (column, value) in enumerate(exact.items()):
        if value is not None:
            where.append(f"{column} = :x{number}")
            params[f"x{number}"] = value
    bounds = {
        "e.said >= :since": wanted.since,
        "e.said <= :until": wanted.until,
        "e.day >= :due_since": wanted.due_since,
        "e.day <= :due_until": wanted.due_until,
    }
    for bound, day in bounds.items():
        if day is not None:
            where.append(bound)
            params[bound.rpartition(":")[2]] = to_days(day)
    if wanted.confidence is not None:
        where.append("json_extract(e.json, '$.confidence') >= :confidence")
        params["confidence"] = wanted.confidence
    words = not where and list(ways.asked) == ["text"]
    in_days = None
    if wanted.since is not None and wanted.until is not None:
        in_days = "SELECT 1 FROM entries e WHERE e.coder = :coder AND e.said >= :since AND e.said <= :until"
    few, rows = ways.lead(record, params, most, in_days, ROLE_FILTERS)
    where += ways.asked.values()
    return Asked(
        where=" AND ".join([f"{'+' if few else ''}e.coder = :coder", *where]),
        params=params,
        few=few,
        size=rows,
        words=words,
        of_version=any(condition.startswith("v.") for condition in where),
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
    after: str | None = None,
) -> Iterator[Kept]:
    """The entries asked for, by day, then as known, then in the order of the text; those without a day come last. The
    order does not depend on the order in which articles were added. `after` is the id of an entry behind which the list
    begins. Raises `UsageError` where it is not known."""
    asked = conditions(record, wanted, as_of, coder, limit)
    if asked is None:
        return
    judged = corrections.by_fact(record, as_of)
    where, params = asked.where, asked.params | {"limit": -1 if limit is None else limit, "offset": offset}
    if after is not None:
        columns = ", ".join(by.column for by in ORDERS[order])
        row = record.first(
            f"SELECT {columns} FROM entries e JOIN versions v ON v.key = e.version WHERE e.id = :after"
            " AND e.recorded_at <= :as_of ORDER BY e.coder = :coder DESC, e.key DESC LIMIT 1",
            {"after": after, "as_of": as_of, "coder": asked.params["coder"]},
        )
        behind, more = keyset.beyond(ORDERS[order], row or keyset.lost(after))
        where, params = f"{where} AND {behind}", params | more
    sql = (
        f"SELECT {_KEPT} {_FROM} WHERE {where} AND {stands('e', 'v')}"
        f" ORDER BY {keyset.order_by(ORDERS[order])} LIMIT :limit OFFSET :offset"
    )
    for row in record.rows(sql, params):
        yield _kept(record, row, judged)


def count(record: Record, wanted: Filter, *, as_of: int, coder: str | None = None, most: int | None = None) -> int:
    """How many entries fit; counted no further than `most`."""
    asked = conditions(record, wanted, as_of, coder, most)
    if asked is None:
        return 0
    if asked.words and not asked.few:
        # They come as they are found in the index of words: with a limit, few of them have to be looked at.
        rows = "entry_words h CROSS JOIN entries e ON e.key = h.rowid JOIN versions v ON v.key = e.version"
        where = f"h.words MATCH :text AND e.coder = :coder AND {stands('e', 'v')}"
    elif asked.at_once:
        rows = "entries e JOIN versions v ON v.key = e.version"
        where = f"{asked.where} AND {stands('e', 'v')}"
    else:
        rows = "entries e" + (" JOIN versions v ON v.key = e.version" if asked.of_version else "")
        where = f"{asked.where} AND {standing('e')}"
    found: int = record.value(
        f"SELECT count(*) FROM (SELECT 1 FROM {rows} WHERE {where} LIMIT :most)",
        asked.params | {"most": -1 if most is None else most},
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
