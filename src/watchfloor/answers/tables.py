"""A table as a screen shows it, to be had as CSV and JSON too."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in JSON, its heading, and what it holds, for whoever reads the heading for the first time."""

    key: str
    title: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain values (text, numbers, days as text, None) under their columns."""

    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, Any]]

    def csv(self) -> str:
        """RFC 4180, keys as the first row. Cells that a spreadsheet would run as formulas are made plain text."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([column.key for column in self.columns])
        for row in self.rows:
            writer.writerow([_cell(row.get(column.key)) for column in self.columns])
        return out.getvalue()

    def json(self) -> dict[str, Any]:
        """The columns with their meanings, and the rows."""
        keys = [column.key for column in self.columns]
        return {
            "columns": [{"key": one.key, "title": one.title, "meaning": one.meaning} for one in self.columns],
            "rows": [{key: row.get(key) for key in keys} for row in self.rows],
        }


def _cell(value: Any) -> str:
    from watchfloor.exporters.tables import harmless  # not above: commands that write no table do without the exporters

    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, list | tuple):
        return harmless("; ".join(str(one) for one in value))
    return str(value)
