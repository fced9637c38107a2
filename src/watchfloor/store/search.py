"""Finding words: in the sentences of facts, and in whole articles."""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

from dataclasses import dataclass, replace

from watchfloor.store import facts
from watchfloor.store.articles import HEADLINE, HEADLINE_COLUMNS, Headline, headline, is_current, words_or_fail
from watchfloor.store.clock import to_days
from watchfloor.store.connection import Record
from watchfloor.store.facts import Fact, Filter
from watchfloor.store.folding import fold

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
    them anywhere, of which the filter's outlet, language and days of publication are asked. `offset` pages both."""
    query = words_or_fail(words)
    asked = replace(wanted, text=words)
    with record.reading():
        where, params = "", {"as_of": as_of, "text": query}
        rows = []
        if wanted.outlet is not None:
            where += " AND v.outlet_folded = :outlet"
            params["outlet"] = fold(wanted.outlet)
        if wanted.language is not None:
            where += " AND v.language = :language"
            params["language"] = wanted.language.lower()
        for name, bound, day in (
            ("since", ">=", wanted.published_since or wanted.since),
            ("until", "<=", wanted.published_until or wanted.until),
        ):
            if day is not None:
                where += f" AND v.day {bound} :{name}"
                params[name] = to_days(day)
        ours = f"v.recorded_at <= :as_of AND {is_current('v')}{where}"
        hits = "SELECT rowid FROM article_words WHERE article_words MATCH :text"
        articles: int = record.value(
            f"SELECT count(*) FROM (SELECT 1 FROM versions v WHERE v.key IN ({hits}) AND {ours} LIMIT :most)",
            params | {"most": COUNTED + 1},
        )
        # Many hits are found quickest by walking through the articles by day; the plus says so to SQLite.
        plus = "+" if articles > COUNTED else ""
        keys = record.all(
            f"SELECT v.key FROM versions v WHERE {plus}v.key IN ({hits}) AND {ours}"
            " ORDER BY v.day DESC, v.dated_at DESC, v.version LIMIT :limit OFFSET :offset",
            params | {"limit": passages, "offset": offset},
        )
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
        )
