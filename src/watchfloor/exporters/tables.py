"""Events as CSV, for spreadsheets and statistics programs."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from watchfloor.exporters.columns import COLUMNS, Kept, rows

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""first characters that make a spreadsheet run a cell instead of showing it"""


def write(facts: Iterable[Kept], out: TextIO) -> int:
    """Writes a header and the rows of all facts (RFC 4180); gives the number of rows."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    count = 0
    for fact in facts:
        for row in rows(fact):
            writer.writerow([harmless(cell) for cell in row])
            count += 1
    return count


def harmless(cell: str) -> str:
    """The cell, behind an apostrophe if a spreadsheet would take it for a formula. Numbers stay numbers."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    """A plain negative decimal, such as a longitude: digits alone cannot run anything."""
    digits = cell[1:].replace(".", "", 1)
    return cell[:1] == "-" and digits.isascii() and digits.isdigit()
