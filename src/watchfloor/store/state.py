"""Whether a record is as it was: a short text that changes with every row that is added, or taken out by forgetting."""

from __future__ import annotations

# ruff: noqa: S608 - SQL is put together from constants of this package
from watchfloor.store import schema
from watchfloor.store.connection import Record

_COUNTED = sorted(name for name in schema.TABLES if name not in schema.WITHOUT_ROWID)
# The last key of each table is read from the end of its tree, so this costs the same for any record. Rows without a key
# of their own are only ever added together with rows that have one.
_STATE = "SELECT " + " || ' ' || ".join(f"ifnull((SELECT max(rowid) FROM {name}), 0)" for name in _COUNTED)


def state(record: Record) -> str:
    """The last keys of all tables. Two states that are equal answer every question alike: rows are only added, and what
    is forgotten leaves a tombstone, which is a row too."""
    return str(record.value(_STATE))
