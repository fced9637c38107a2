"""What is kept so that questions about storylines and incidents need no text: brought up to date, and checked."""

from __future__ import annotations

from watchfloor.linking import pairing, placing
from watchfloor.store.connection import Record


def keep(record: Record) -> None:
    """Brings all of it up to date. A round that was stopped goes on with the next."""
    placing.keep(record)
    placing.keep_countries(record)
    pairing.keep(record)


def faults(record: Record) -> list[str]:
    """What is kept and does not follow from the record, one line each."""
    with record.reading():
        return placing.faults(record) + pairing.faults(record)
