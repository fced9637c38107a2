"""Ledgers as tables: nothing in a cell can run, and every row has its columns."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tiny_desk import TinyCoder, article
from watchfloor.codec import ENTRY_KINDS, kind_of
from watchfloor.exporters import ENTRY_EXPORTERS
from watchfloor.exporters.ledgers import COLUMNS
from watchfloor.store.articles import Headline
from watchfloor.store.entries import Kept
from watchfloor.types import Cited, Entry, Span

TEXT = "Kerry met Maliki in Geneva on 2014-06-20. ISIS attacked Iraq. Iran blamed ISIS."
PAGE = replace(article("x", TEXT, "2014-06-24"), title='=HYPERLINK("http://example.org")', outlet="@SUM(1)")
NOW = datetime(2026, 1, 2, tzinfo=UTC)


def kept(entry: Entry) -> Kept:
    head = Headline(PAGE.id, PAGE.version, PAGE.url, PAGE.title, "", PAGE.outlet, "", "en", PAGE.published, NOW, "seen")
    return Kept(entry, head, None, "unknown", None, "tiny-1", NOW, "seen", (3, 4))


@pytest.mark.parametrize("kind", ENTRY_KINDS)
def test_cells_cannot_run(kind: str) -> None:
    found = [entry for entry in TinyCoder().code(PAGE).entries if kind_of(entry) == kind]
    assert found
    formula = Cited("=1+1", Span(PAGE.version, 0, 4), "=1+1", "-1+cmd|' /C calc'!A0")
    out = io.StringIO()
    rows = [kept(replace(entry, cue=formula)) for entry in found]
    assert ENTRY_EXPORTERS["csv"](kind, rows, out, lambda version: "+text") == len(found)
    told = list(csv.reader(io.StringIO(out.getvalue())))
    assert told[0] == [*COLUMNS[kind], "Text"] and {len(row) for row in told} == {len(told[0])}
    for row in told[1:]:
        assert not any(cell.startswith(("=", "+", "@")) for cell in row)
        assert dict(zip(told[0], row, strict=True))["Cue"] == "'=1+1"
