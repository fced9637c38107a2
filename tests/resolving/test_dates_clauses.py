"""The date that belongs to each act of a sentence, over the rows of `dates_clauses.tsv`."""

from __future__ import annotations

from collections import Counter

from benchmarks.quality.dates import ACTS, acts
from watchfloor import packs
from watchfloor.coding import patterns
from watchfloor.parsing.parse import Parser

FLOOR = 0.93
"""The bundled parser gets more right; a few of its trees may change with the next model."""


def test_each_act_takes_the_date_of_its_own_clause() -> None:
    rows = acts(ACTS, Parser.load(), patterns.load().light_verbs)
    wrong = [row for row in rows if row[2] != row[3]]
    assert len(wrong) <= (1 - FLOOR) * len(rows), wrong
    # The rows must be able to tell: in each of most pairs one act has a date and another, or the same, has none.
    silent = sum(row[2] == "-" for row in rows)
    assert len(rows) >= 100 and 0.25 < silent / len(rows) < 0.5


def test_the_rows_are_in_pairs() -> None:
    counts = Counter(row.cells[0] for row in packs.rows(ACTS, ("pair", "text", "act", "date")))
    assert min(counts.values()) >= 1 and sum(n > 1 for n in counts.values()) > len(counts) / 2
