"""The documented columns and keys are those that are written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from making import fact
from tiny_desk import TinyCoder, article
from watchfloor.codec import entry_fields, kind_of
from watchfloor.exporters.columns import COLUMNS
from watchfloor.exporters.lines import record
from watchfloor.types import Entry

PAGE = article("x", "Kerry met Maliki in Geneva on 2014-06-20. ISIS attacked Iraq. Iran blamed ISIS.", "2014-06-24")
TEXT = (Path(__file__).parents[2] / "docs" / "reference" / "columns.md").read_text(encoding="utf-8")


def first_cells(part: str) -> list[str]:
    """The names in the first column of a table, in order."""
    rows = re.findall(r"^\| (?!column|key|-)([^|]+) \|", part, re.MULTILINE)
    return [name.strip().strip("`") for cell in rows for name in cell.split(",")]


def test_columns() -> None:
    assert first_cells(TEXT.partition("## CSV")[2]) == list(COLUMNS)


def test_keys() -> None:
    event = record(fact("{ISIS} <seized> [Mosul] on (Tuesday)", "COERCE", "seize"))
    assert first_cells(TEXT.partition("## An event in JSON")[2].partition("\n## ")[0]) == list(event)


@pytest.mark.parametrize("entry", {kind_of(e): e for e in TinyCoder().code(PAGE).entries}.values(), ids=kind_of)
def test_keys_of_ledgers(entry: Entry) -> None:
    part = TEXT.partition("## An entry of a ledger in JSON")[2].partition("\n## ")[0]
    row = re.search(rf"^\| of an? {kind_of(entry)} \| (.*) \|$", part, re.MULTILINE)
    assert row is not None
    own = re.findall(r"`(\w+)`", row[1])
    common = [name for name in first_cells(part) if not name.startswith(("of a", "a stance"))]
    told = [*entry_fields(entry, PAGE), "coder", "recorded_at", "recorded_basis", "corrections"]
    assert [key for key in told if key not in own] == common and [key for key in told if key in own] == own
