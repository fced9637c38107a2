"""Pages received and the articles read from them: raw copies, versions, and what could not be read."""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from watchfloor.errors import NotFound, UsageError
from watchfloor.store import keyset
from watchfloor.store.clock import SEEN, from_micros, known_since, to_days, to_micros
from watchfloor.store.connection import Record
from watchfloor.store.folding import fold, plain, words_query
from watchfloor.store.keyset import By
from watchfloor.types import Article, Capture, Problem, Published, Span, version_of

NEW, CHANGED, KNOWN, UNREAD, FORGOTTEN = "new", "changed", "known", "unread", "forgotten"


@dataclass(frozen=True, slots=True)
class Headline:
    """An article version without its text, and since when the desk knows it."""

    id: str
    version: str
    url: str
    title: str
    author: str
    outlet: str
    source: str
    language: str
    published: Published | None
    recorded_at: datetime
    basis: str
    """how `recorded_at` is known: `seen` by this desk, or `stated` by the archived page"""


HEADLINE = (
    "a.id, v.version, a.url, v.title, v.author, v.outlet, v.source, v.language,"
    " v.published, v.published_precision, v.published_basis, v.recorded_at, v.basis"
)
HEADLINE_COLUMNS = 13


def headline(row: Sequence[Any]) -> Headline:
    """From the columns of `HEADLINE`."""
    ident, version, url, title, author, outlet, source, language, *published, recorded_at, basis = row
    return Headline(
        id=ident,
        version=version,
        url=url,
        title=title,
        author=author,
        outlet=outlet,
        source=source,
        language=language,
        published=published_from(*published),
        recorded_at=from_micros(recorded_at),
        basis=basis,
    )


def published_from(at: str | None, precision: str, basis: str) -> Published | None:
    """From the three columns of `versions`."""
    return None if at is None else Published(datetime.fromisoformat(at), precision, basis)


def is_current(v: str) -> str:
    """SQL: the version `v` is the one that stands for its article, as known at `:as_of`.

    That is the one with the latest stated date; among equal dates the one seen last. But where the same bytes were read
    again (with another date given, or by a better reader), the later reading takes the place of the earlier one."""
    # Most articles have one version and need no comparing.
    return f"({v}.article NOT IN (SELECT article FROM successions) OR NOT {_outdone(v)})"


def _outdone(v: str) -> str:
    reread = (
        "EXISTS (SELECT 1 FROM versions m WHERE m.article = {0}.article AND m.sha256 = {0}.sha256"
        " AND m.part = {0}.part AND m.recorded_at <= :as_of AND m.seen_at > {0}.seen_at)"
    )
    return (
        f"({reread.format(v)} OR EXISTS (SELECT 1 FROM versions n WHERE n.article = {v}.article"
        f" AND n.recorded_at <= :as_of AND NOT {reread.format('n')}"
        f" AND (n.dated_at, n.seen_at, n.version) > ({v}.dated_at, {v}.seen_at, {v}.version)))"
    )


NOT_CURRENT = f"SELECT o.key FROM versions o WHERE o.article IN (SELECT article FROM successions) AND {_outdone('o')}"
"""SQL: the versions for which `is_current` does not hold. They are few; questions that go through very many rows find
them once"""


# --- adding -----------------------------------------------------------------------------------------------------------


def known_reading(
    record: Record, address: str, sha256: str, reader: str, given: str
) -> tuple[str | None, list[Problem]] | None:
    """What this reader made of these very bytes of a page before: the version (None when it could not be read) and the
    problems met. None when they were never read so."""
    row = record.first(
        "SELECT r.key, v.version FROM captures c JOIN readings r ON r.capture = c.key"
        " LEFT JOIN versions v ON v.key = r.version"
        " WHERE c.address = ? AND c.sha256 = ? AND r.reader = ? AND r.given = ? AND r.part = 0",
        (plain(address), sha256, reader, given),
    )
    return None if row is None else (row[1], problems_of(record, "reading", row[0], row[1] or ""))


def add(
    record: Record,
    capture: Capture,
    article: Article | None,
    problems: Sequence[Problem] = (),
    *,
    reader: str = "",
    given: str = "",
    part: int = 0,
    archived: bool = True,
    size: int | None = None,
) -> str:
    """Keeps what was received and what was read from it, in one transaction; `capture.at` is when it was seen. Gives
    `new`, `changed` (another version of an article already here), `known`, `unread`, or `forgotten` (an article that a
    person had the desk forget: nothing of it is kept).

    `part` is the row of an archive. `archived` says that the page comes from a file and not from the live source: then
    it counts as known since its stated publication. `size` is given instead of a body that is too large to keep."""
    with record.writing():
        return _add(record, Incoming(capture, article, tuple(problems), reader, given, part, archived, size))


@dataclass(frozen=True, slots=True)
class Incoming:
    """What `add` takes, for several at once."""

    capture: Capture
    article: Article | None
    problems: tuple[Problem, ...] = ()
    reader: str = ""
    given: str = ""
    part: int = 0
    archived: bool = True
    size: int | None = None


def add_all(record: Record, incoming: Sequence[Incoming]) -> list[str]:
    """Like `add`, all in one transaction: many small ones take many times as long."""
    with record.writing():
        return [_add(record, one) for one in incoming]


def _add(record: Record, one: Incoming) -> str:
    capture, part = one.capture, one.part
    seen = to_micros(capture.at)
    stamp = (seen, SEEN)
    article = None if one.article is None else _storable(one.article)
    if article is not None and record.value("SELECT 1 FROM tombstones WHERE article = ?", (article.id,)):
        return FORGOTTEN
    if not record.value("SELECT 1 FROM bodies WHERE sha256 = ?", (capture.sha256,)):
        packed = zlib.compress(capture.body, 6) if one.size is None else None
        if part and record.value("SELECT 1 FROM tombstones LIMIT 1"):
            packed = None  # a forgotten article may be another row of the same archive
        record.all(
            "INSERT INTO bodies (sha256, size, packed, recorded_at, basis) VALUES (?, ?, ?, ?, ?)",
            (capture.sha256, len(capture.body) if one.size is None else one.size, packed, *stamp),
        )
    where = (plain(capture.url), capture.sha256)
    capture_key = record.value("SELECT key FROM captures WHERE address = ? AND sha256 = ?", where)
    if capture_key is None:
        capture_key = record.insert(
            "INSERT INTO captures (address, sha256, final_url, status, media_type, recorded_at, basis)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*where, plain(capture.final_url), capture.status, plain(capture.media_type), *stamp),
        )
    outcome, version = UNREAD, None
    if article is not None:
        outcome, version = _add_version(record, article, capture.sha256, part, seen, one.archived)
    again = record.value(
        "SELECT 1 FROM readings WHERE capture = ? AND reader = ? AND given = ? AND part = ?",
        (capture_key, one.reader, one.given, part),
    )
    if not again:
        reading = record.insert(
            "INSERT INTO readings (capture, reader, given, part, version, recorded_at, basis)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (capture_key, one.reader, one.given, part, version, *stamp),
        )
        add_problems(record, "reading", reading, one.problems, stamp)
    return outcome


def _add_version(
    record: Record, article: Article, sha256: str, part: int, seen: int, archived: bool
) -> tuple[str, int]:
    known = record.value("SELECT key FROM versions WHERE version = ?", (article.version,))
    if known is not None:
        return KNOWN, known
    key = record.value("SELECT key FROM articles WHERE id = ?", (article.id,))
    outcome = NEW if key is None else CHANGED
    if key is None:
        key = record.insert(
            "INSERT INTO articles (id, url, recorded_at, basis) VALUES (?, ?, ?, ?)",
            (article.id, article.url, seen, SEEN),
        )
    published = article.published
    at = None if published is None else published.at.isoformat()
    recorded, basis = (known_since(published, seen)) if archived else (seen, SEEN)
    # A page that changed and kept its date could not be known, as it now is, before it was seen to have changed.
    if record.value(
        "SELECT 1 FROM versions WHERE article = ? AND published IS ? AND sha256 <> ? AND seen_at < ?",
        (key, at, sha256, seen),
    ):
        recorded, basis = seen, SEEN
    version = record.insert(
        "INSERT INTO versions (version, article, sha256, part, title, author, outlet, outlet_folded, source, language,"
        " published, published_precision, published_basis, day, dated_at, text, links, seen_at, recorded_at, basis)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            article.version,
            key,
            sha256,
            part,
            article.title,
            article.author,
            article.outlet,
            fold(article.outlet),
            article.source,
            article.language,
            at,
            None if published is None else published.precision,
            None if published is None else published.basis,
            None if published is None else to_days(published.day),
            seen if published is None else to_micros(published.at),
            article.text,
            json.dumps(article.links, ensure_ascii=False),
            seen,
            recorded,
            basis,
        ),
    )
    record.all("INSERT INTO article_words (rowid, text) VALUES (?, ?)", (version, article.text))
    if outcome == CHANGED:
        record.all(
            "INSERT INTO successions (version, article, recorded_at, basis) VALUES (?, ?, ?, ?)",
            (version, key, recorded, basis),
        )
    return outcome, version


def _storable(article: Article) -> Article:
    """The article as UTF-8 can hold it; the very same one nearly always."""
    text = plain(article.text)
    version = article.version if text == article.text else version_of(plain(article.id), article.published, text)
    return replace(
        article,
        id=plain(article.id),
        url=plain(article.url),
        title=plain(article.title),
        author=plain(article.author),
        outlet=plain(article.outlet),
        source=plain(article.source),
        text=text,
        version=version,
        links=tuple(plain(link) for link in article.links),
    )


def add_problems(record: Record, owner: str, key: int, problems: Sequence[Problem], stamp: tuple[int, str]) -> None:
    """Within a transaction. `owner` is `reading` or `coding`."""
    record.insert_many(
        f'INSERT INTO problems ({owner}, stage, kind, message, start, "end", recorded_at, basis)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                key,
                problem.stage,
                problem.kind,
                plain(problem.message),
                problem.span.start if problem.span else None,
                problem.span.end if problem.span else None,
                *stamp,
            )
            for problem in problems
        ],
    )


def problems_of(record: Record, owner: str, key: int, version: str) -> list[Problem]:
    """The problems of a reading or a coding, in order."""
    return [
        Problem(stage, kind, message, None if start is None else Span(version, start, end))
        for stage, kind, message, start, end in record.rows(
            f'SELECT stage, kind, message, start, "end" FROM problems WHERE {owner} = ? ORDER BY key',
            (key,),
        )
    ]


# --- asking -----------------------------------------------------------------------------------------------------------

FULL = f"{HEADLINE}, v.text, v.links FROM versions v JOIN articles a ON a.key = v.article"


def _article(row: Sequence[Any]) -> Article:
    head = headline(row[:HEADLINE_COLUMNS])
    text, links = row[HEADLINE_COLUMNS:]
    return Article(
        id=head.id,
        url=head.url,
        title=head.title,
        author=head.author,
        published=head.published,
        language=head.language,
        outlet=head.outlet,
        source=head.source,
        version=head.version,
        text=text,
        links=tuple(json.loads(links)),
    )


def each(
    record: Record,
    *,
    as_of: int,
    since: date | None = None,
    until: date | None = None,
    outlet: str | None = None,
    language: str | None = None,
    text: str | None = None,
    oldest_first: bool = False,
    limit: int | None = None,
    offset: int = 0,
    after: str | None = None,
) -> Iterator[Headline]:
    """The current version of each article, by day of publication; those without a date come last. `after` is the
    version behind which the list begins. Raises `UsageError` where it is not known."""
    where = ["v.recorded_at <= :as_of", is_current("v")]
    params: dict[str, Any] = {"as_of": as_of, "limit": -1 if limit is None else limit, "offset": offset}
    if since is not None:
        where.append("v.day >= :since")
        params["since"] = to_days(since)
    if until is not None:
        where.append("v.day <= :until")
        params["until"] = to_days(until)
    if outlet is not None:
        where.append("v.outlet_folded = :outlet")
        params["outlet"] = fold(outlet)
    if language is not None:
        where.append("v.language = :language")
        params["language"] = language.lower()
    if text is not None:
        where.append("v.key IN (SELECT rowid FROM article_words WHERE article_words MATCH :text)")
        params["text"] = words_or_fail(text)
    order = (By("v.day", not oldest_first, empty=True), By("v.dated_at", not oldest_first), By("v.version"))
    if after is not None:
        columns = ", ".join(by.column for by in order)
        row = record.first(f"SELECT {columns} FROM versions v WHERE v.version = ?", (after,))
        behind, more = keyset.beyond(order, row or keyset.lost(after))
        where.append(behind)
        params |= more
    sql = (
        f"SELECT {HEADLINE} FROM versions v JOIN articles a ON a.key = v.article WHERE {' AND '.join(where)}"
        f" ORDER BY {keyset.order_by(order)} LIMIT :limit OFFSET :offset"
    )
    for row in record.rows(sql, params):
        yield headline(row)


def words_or_fail(text: str) -> str:
    """The words to search for. Raises `UsageError` when there is none."""
    query = words_query(text)
    if not query:
        raise UsageError(f"{text!r} holds no word to search for", text)
    return query


def one(record: Record, key: str, as_of: int) -> Article:
    """The article with this id, the beginning of it, address or version; of an article the current version. Raises
    `NotFound`, and `UsageError` when the beginning fits several articles."""
    params = {"key": key, "end": key + "\U0010ffff", "as_of": as_of}
    row = record.first(f"SELECT {FULL} WHERE v.version = :key AND v.recorded_at <= :as_of", params)
    if row is not None:
        return _article(row)
    fits = record.all(
        "SELECT DISTINCT a.key, a.id, v.title FROM articles a JOIN versions v ON v.article = a.key"
        " WHERE (a.url = :key OR (:key <> '' AND a.id >= :key AND a.id < :end))"
        f" AND v.recorded_at <= :as_of AND {is_current('v')}"
        " ORDER BY a.id = :key DESC, a.url = :key DESC, a.id LIMIT 6",
        params,
    )
    if not fits:
        raise NotFound(f"no article {key!r} in this desk; `watchfloor articles` lists what there is", key)
    if len(fits) > 1 and key != fits[0][1] and not record.value("SELECT 1 FROM articles WHERE url = ?", (key,)):
        listed = "; ".join(f"{ident} {title}" for _, ident, title in fits[:5])
        raise UsageError(f"{key!r} fits several articles; write more of it: {listed}", key)
    row = record.first(
        f"SELECT {FULL} WHERE v.article = :article AND v.recorded_at <= :as_of AND {is_current('v')}",
        {"article": fits[0][0], "as_of": as_of},
    )
    assert row is not None  # noqa: S101 - it was just listed
    return _article(row)


def versions(record: Record, article: str, as_of: int) -> list[Headline]:
    """All versions of an article, the oldest first."""
    return [
        headline(row)
        for row in record.rows(
            f"SELECT {HEADLINE} FROM versions v JOIN articles a ON a.key = v.article"
            " WHERE a.id = ? AND v.recorded_at <= ? ORDER BY v.dated_at, v.seen_at, v.version",
            (article, as_of),
        )
    ]


def raw(record: Record, version: str) -> bytes:
    """The bytes from which a version was read, as they were received. Raises `NotFound`."""
    packed = record.value(
        "SELECT b.packed FROM versions v JOIN bodies b ON b.sha256 = v.sha256 WHERE v.version = ?", (version,)
    )
    if packed is None:
        raise NotFound(f"no raw copy of the article version {version!r} in this desk", version)
    return zlib.decompress(packed)


@dataclass(frozen=True, slots=True)
class Received:
    """What an article version was read from, as it was received."""

    address: str
    media_type: str
    at: datetime
    """when this desk received it first"""
    size: int
    """bytes in all"""
    part: int
    """the row of an archive; 0 of a page by itself"""
    body: bytes | None
    """its beginning; None where no copy was kept"""


def received(record: Record, version: str, as_of: int, most: int) -> Received:
    """What a version was read from: its first `most` bytes, and where they came from. Raises `NotFound`."""
    row = record.first(
        "SELECT c.final_url, c.media_type, coalesce(c.recorded_at, b.recorded_at), b.size, v.part, b.packed, a.url"
        " FROM versions v JOIN articles a ON a.key = v.article JOIN bodies b ON b.sha256 = v.sha256"
        " LEFT JOIN readings r ON r.version = v.key LEFT JOIN captures c ON c.key = r.capture AND c.sha256 = v.sha256"
        " WHERE v.version = ? AND v.recorded_at <= ? ORDER BY c.key IS NULL, c.recorded_at, c.key LIMIT 1",
        (version, as_of),
    )
    if row is None:
        raise NotFound(f"no article version {version!r} in this desk", version)
    final, media_type, at, size, part, packed, url = row
    body = None if packed is None else zlib.decompressobj().decompress(packed, most)
    return Received(final or url, media_type or "", from_micros(at), size, part, body)


SET_ASIDE = (
    "v.key IN (SELECT r.version FROM problems p CROSS JOIN readings r ON r.key = p.reading WHERE p.kind = 'language'"
    " AND r.key = (SELECT max(q.key) FROM readings q WHERE q.version = r.version))"
)
"""SQL: the reader set the version `v` aside because of its language. Its last reading counts: a later reader may know
more languages. These are few, and found once."""


def uncoded(record: Record, coder: str) -> list[str]:
    """The versions that this coder has yet to code, in a stable order: by date, then by version. Superseded versions
    are among them (the past of an article is part of the record), those in a language that is not read are not."""
    return [
        version
        for (version,) in record.rows(
            "SELECT v.version FROM versions v WHERE NOT EXISTS (SELECT 1 FROM codings g"
            " JOIN coders c ON c.key = g.coder WHERE g.version = v.key AND c.id = ?)"
            f" AND NOT {SET_ASIDE} ORDER BY v.dated_at, v.version",
            (coder,),
        )
    ]


def coded(record: Record, coder: str) -> int:
    """How many versions this coder has coded."""
    found: int = record.value(
        "SELECT count(*) FROM codings g JOIN coders c ON c.key = g.coder WHERE c.id = ?", (coder,)
    )
    return found
