"""The documented columns and keys are those that are written."""

from __future__ import annotations

import re
from pathlib import Path

from making import fact
from watchfloor.exporters.columns import COLUMNS
from watchfloor.exporters.lines import record

TEXT = (Path(__file__).parents[2] / "docs" / "reference" / "columns.md").read_text(encoding="utf-8")


def first_cells(part: str) -> list[str]:
    """The names in the first column of a table, in order."""
    rows = re.findall(r"^\| (?!column|key|-)([^|]+) \|", part, re.MULTILINE)
    return [name.strip().strip("`") for cell in rows for name in cell.split(",")]


def test_columns() -> None:
    assert first_cells(TEXT.partition("## CSV")[2]) == list(COLUMNS)


def test_keys() -> None:
    event = record(fact("{ISIS} <seized> [Mosul] on (Tuesday)", "COERCE", "seize"))
    assert first_cells(TEXT.partition("## An event in JSON")[2].partition("## CSV")[0]) == list(event)
