"""A record made by an earlier version of watchfloor, brought up to this one: copied first, then changed in one
transaction. Whatever happens on the way, there is the old record or the new one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from watchfloor.store import eventrows, schema
from watchfloor.store.clock import from_days
from watchfloor.store.connection import Record, open_record


def upgrade(path: Path, copy: Callable[[Record], None]) -> int:
    """Upgrades the record in a file and gives the version it had; `copy` is called first, with the old record, and
    keeps a copy of it. Does nothing to a record that is up to date.

    Raises what opening it raises, `DeskReadOnly`, `DiskFull`, and whatever `copy` raises: then nothing is changed."""
    record = open_record(path, old=True)
    try:
        with record.writing():  # nobody else upgrades or writes meanwhile
            version: int = record.value("PRAGMA user_version")
            if version < schema.VERSION:
                # A second connection: a copy cannot be made from within a transaction.
                old = open_record(path, write=False, old=True)
                try:
                    copy(old)
                finally:
                    old.close()
            for step in range(version, schema.VERSION):
                STEPS[step](record)
            if version < schema.VERSION:
                record.all(f"PRAGMA user_version = {schema.VERSION}")
    finally:
        record.close()
    return version


def _from_1(record: Record) -> None:
    """Corrections, forgetting, counts by week, and a list of the articles that changed."""
    tables = (
        *("successions", "corrections", "targets", "revisions", "memberships"),
        *("parties", "dyads", "tombstones", "outputs"),
    )
    _make(record, tables, indexes=("events_place", "events_of_version"))
    record.all("DROP INDEX events_version")
    record.all(
        "INSERT INTO successions (version, article, recorded_at, basis) SELECT v.key, v.article, v.recorded_at, v.basis"
        " FROM versions v WHERE EXISTS (SELECT 1 FROM versions w WHERE w.article = v.article AND w.key < v.key)"
    )
    for key, json, coder, version, day, recorded_at, basis in record.rows(
        "SELECT key, json, coder, version, day, recorded_at, basis FROM events WHERE day IS NOT NULL ORDER BY key"
    ):
        event = eventrows.decode(record, json)
        eventrows.add_dyads(record, key, event, coder, version, from_days(day), (recorded_at, basis))


def _from_2(record: Record) -> None:
    """Statements, deadlines, outlooks, relations and links; sources and what came of fetching them; copies."""
    _make(record, ("entries", "roles", "entry_revisions"))
    _make(record, ("sources", "fetches", "items", "robots", "outside"))
    _make(record, ("prints", "copies"))
    for statement in schema.SEARCH:
        if "entry_words" in statement:
            record.all(statement)
    for index in _WIDENED:
        record.all(f"DROP INDEX {index}")
    _make(record, (), indexes=_WIDENED)


def _from_3(record: Record) -> None:
    """What people say about storylines; what these and incidents rest on, which is worked out anew."""
    _make(record, ("pins", "pinned"))
    _make(record, ("derivations", "placings", "concerned", "likely"))


_WIDENED = ("versions_article", "versions_day", "events_day", "events_type", "sides_event")
"""indexes that have more columns since version 3, so that counting reads no rows"""


def _make(record: Record, tables: tuple[str, ...], indexes: tuple[str, ...] = ()) -> None:
    """Makes tables with their indexes and triggers, and indexes of tables that are there."""
    for name in tables:
        record.all(schema.table(name))
    for index in schema.INDEXES:
        name, _, table = index.split()[:3]
        if table in tables or name in indexes:
            record.all(f"CREATE INDEX {index}")
    for trigger in schema.triggers(name for name in tables if name not in schema.DERIVED):
        record.all(trigger)


STEPS = {1: _from_1, 2: _from_2, 3: _from_3}
"""from a version to the next one"""
