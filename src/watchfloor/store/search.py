"""Finding words: in the sentences of facts, and in whole articles."""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

from dataclasses import dataclass, replace

from watchfloor.store import entries, facts
from watchfloor.store.articles import HEADLINE, HEADLINE_COLUMNS, Headline, headline, is_current, words_or_fail
from watchfloor.store.clock import to_days
from watchfloor.store.connection import Record
from watchfloor.store.entries import Kept
from watchfloor.store.facts import Fact, Filter
from watchfloor.store.folding import fold
from watchfloor.store.ways import size

COUNTED = 1_000
"""hits counted at most; beyond it a total says "more than" """


@dataclass(frozen=True, slots=True)
class Passage:
    """An article that holds the words, and some of the words around them. Those that were asked for stand between
    U+0002 and U+0003, which no article holds."""

    article: Headline
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found."""

    facts: tuple[Fact, ...]
    total: int
    """facts that fit, counted up to `COUNTED` and one more"""
    passages: tuple[Passage, ...]
    articles: int
    """articles that hold the words, counted in the same way"""
    entries: tuple[Kept, ...] = ()
    """what the ledgers hold with these words"""
    entries_total: int = 0
    """entries that fit, counted in the same way"""


def find(
    record: Record,
    words: str,
    wanted: Filter,
    *,
    as_of: int,
    coder: str | None = None,
    limit: int = 20,
    offset: int = 0,
    passages: int = 5,
) -> Found:
    """The facts whose sentence holds all the words and which fit a filter, the newest first, and the articles that hold
    them anywhere, of which the filter's outlet, language and days of publication are asked; and what the ledgers hold
    with them, unless the filter asks for what only events have. `offset` pages all three."""
    query = words_or_fail(words)
    ledgers = of_entries(wanted, words)
    asked = replace(wanted, text=words)
    with record.reading():
        params: dict[str, object] = {"as_of": as_of, "text": query, "most": COUNTED + 1}
        where = [f"v.recorded_at <= :as_of AND {is_current('v')}"]
        days = []
        for name, bound, day in (
            ("since", ">=", wanted.published_since or wanted.since),
            ("until", "<=", wanted.published_until or wanted.until),
        ):
            if day is not None:
                days.append(f"v.day {bound} :{name}")
                params[name] = to_days(day)
        where += days
        if wanted.outlet is not None:
            where.append("v.outlet_folded = :outlet")
            params["outlet"] = fold(wanted.outlet)
        if wanted.language is not None:
            where.append("v.language = :language")
            params["language"] = wanted.language.lower()
        ours = " AND ".join(where)
        hits = "SELECT rowid FROM article_words WHERE article_words MATCH :text"
        found = size(record, hits, params)
        # Few hits are looked at one by one; otherwise the articles are walked through by day. The plus says so.
        within = size(record, f"SELECT 1 FROM versions v WHERE {' AND '.join(days)}", params) if days else None
        walked = f"versions v WHERE +v.key IN ({hits}) AND {ours}"
        looked = f"article_words w CROSS JOIN versions v ON v.key = w.rowid WHERE w.text MATCH :text AND {ours}"
        narrow = within is not None and within < found
        articles: int = record.value(
            f"SELECT count(*) FROM (SELECT 1 FROM {walked if narrow else looked} LIMIT :most)", params
        )
        keys = record.all(
            f"SELECT v.key FROM {walked if narrow or found > COUNTED else looked}"
            " ORDER BY v.day DESC, v.dated_at DESC, v.version LIMIT :limit OFFSET :offset",
            params | {"limit": passages, "offset": offset},
        )
        rows = []
        for (key,) in keys:
            rows += record.all(
                f"SELECT {HEADLINE}, snippet(article_words, 0, char(2), char(3), '…', 24)"
                " FROM article_words w JOIN versions v ON v.key = w.rowid JOIN articles a ON a.key = v.article"
                " WHERE w.text MATCH :text AND w.rowid = :key",
                {"text": query, "key": key},
            )
        return Found(
            facts=tuple(facts.each(record, asked, as_of=as_of, coder=coder, limit=limit, offset=offset)),
            total=facts.count(record, asked, as_of=as_of, coder=coder, most=COUNTED + 1),
            passages=tuple(Passage(headline(row[:HEADLINE_COLUMNS]), row[HEADLINE_COLUMNS]) for row in rows),
            articles=articles,
            entries=()
            if ledgers is None
            else tuple(entries.each(record, ledgers, as_of=as_of, coder=coder, limit=limit, offset=offset)),
            entries_total=0
            if ledgers is None
            else entries.count(record, ledgers, as_of=as_of, coder=coder, most=COUNTED + 1),
        )


def of_entries(wanted: Filter, words: str | None) -> entries.Filter | None:
    """What is asked of the ledgers, or None where events alone can fit."""
    if any((wanted.recipient, wanted.type, wanted.mode, wanted.facet, wanted.place, wanted.country)):
        return None
    if wanted.actor is not None and wanted.side is not None:
        return None
    return entries.Filter(
        actor=wanted.actor if wanted.side is None else wanted.side,
        text=words,
        outlet=wanted.outlet,
        language=wanted.language,
        article=wanted.article,
        since=wanted.since,
        until=wanted.until,
        published_since=wanted.published_since,
        published_until=wanted.published_until,
        confidence=wanted.confidence,
    )
