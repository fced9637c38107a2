"""Whether a record is what it says it is: the file, the rules that keep it, and every fact against its text."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator

from watchfloor.errors import DeskDamaged, WatchfloorError
from watchfloor.store import corrections, entryrows, eventrows, schema, shelves
from watchfloor.store.articles import published_from
from watchfloor.store.clock import EVER
from watchfloor.store.connection import Record
from watchfloor.types import Event, version_of

MOST = 20
"""faults of one kind told one by one"""


def verify(record: Record) -> list[str]:
    """What is wrong, one line each; empty when all is sound. Reads everything, as it is at one moment."""
    found = record.faults()
    try:
        with record.reading():
            for check in (_rules, _bindings, _bodies, _versions, _events, _entries, _revisions, _acts):
                found += _first(check(record))
    except DeskDamaged as error:
        found.append(str(error))
    return found


def _first(faults: Iterator[str]) -> Iterator[str]:
    for number, fault in enumerate(faults):
        if number == MOST:
            yield "and more of the same"
            return
        yield fault


def _rules(record: Record) -> Iterator[str]:
    """Tables, indexes and triggers are those that this version makes: nobody took away what refuses changes."""
    there = dict(record.all("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    for sql in schema.statements():
        words = sql.split()
        if words[0] != "CREATE" or words[1] == "VIRTUAL":
            continue
        if there.get(words[2]) != sql:
            yield f"{words[1].lower()} {words[2]} is {'missing' if words[2] not in there else 'not as it should be'}"


def _bindings(record: Record) -> Iterator[str]:
    for table, row, parent, _ in record.rows("PRAGMA foreign_key_check"):
        yield f"{table} row {row} names a row of {parent} that is not there"


def _bodies(record: Record) -> Iterator[str]:
    for sha256, size, packed in record.rows("SELECT sha256, size, packed FROM bodies WHERE packed IS NOT NULL"):
        try:
            body = zlib.decompress(packed)
        except zlib.error as error:
            yield f"the raw copy {sha256} cannot be unpacked ({error})"
            continue
        if len(body) != size or hashlib.sha256(body).hexdigest() != sha256:
            yield f"the raw copy {sha256} holds other bytes than were received"


def _versions(record: Record) -> Iterator[str]:
    for version, article, text, *published in record.rows(
        "SELECT v.version, a.id, v.text, v.published, v.published_precision, v.published_basis"
        " FROM versions v JOIN articles a ON a.key = v.article"
    ):
        if version_of(article, published_from(*published), text) != version:
            yield f"the text of the article version {version} is not the one it was named after"


def _events(record: Record) -> Iterator[str]:
    return _facts(record, shelves.EVENTS, eventrows.FILED)


def _entries(record: Record) -> Iterator[str]:
    return _facts(record, shelves.ENTRIES, entryrows.FILED)


def _facts(record: Record, shelf: shelves.Shelf, filed: str) -> Iterator[str]:
    """Each fact quotes its article, and the columns that are asked say what the fact says."""
    text, published, of = "", None, None
    for key, ident, json, version, number, *columns in record.rows(
        f"SELECT e.key, e.id, e.json, v.version, e.version, e.{filed.replace(', ', ', e.')}"  # noqa: S608 - ours
        f" FROM {shelf.rows} e JOIN versions v ON v.key = e.version ORDER BY e.version, e.key"
    ):
        if of != number:
            of = number
            text, *dated = record.first(
                "SELECT text, published, published_precision, published_basis FROM versions WHERE key = ?", (number,)
            ) or ("", None, "", "")
            published = published_from(*dated)
        try:
            fact = shelf.decode(record, ident, json)
            if isinstance(fact, Event):
                eventrows.check_words(fact, version, text)
                told = eventrows.filed(fact, published)
            else:
                entryrows.check_words(fact, version, text)
                told = entryrows.filed(fact, published)
        except (WatchfloorError, ValueError) as error:
            yield str(error)
            continue
        if (fact.id, *told) != (ident, *columns):
            yield f"{ident} (row {key}) is listed as something else than it says"


def _revisions(record: Record) -> Iterator[str]:
    """What follows from the corrections is what is kept."""
    for fact, version in record.all("SELECT DISTINCT fact, version FROM targets ORDER BY fact"):
        for (coder,) in record.all("SELECT coder FROM codings WHERE version = ? ORDER BY coder", (version,)):
            kept = corrections.standing(record, fact, coder)
            state = corrections.derived(record, fact, coder, EVER)
            if (kept and kept[1]) != (state and state[0]):
                yield f"{fact} does not stand as its corrections say"


def _acts(record: Record) -> Iterator[str]:
    kept = {fact: act for fact, act in corrections.latest_acts(record).items() if act is not None}
    derived = corrections.acts_derived(record)
    for fact in sorted({fact for fact, _ in kept.items() ^ derived.items()}):
        yield f"{fact} is not merged as its corrections say"
