"""Events as CSV, for spreadsheets and statistics programs."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from watchfloor.exporters.columns import COLUMNS, Kept, Texts, rows

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""first characters that make a spreadsheet run a cell instead of showing it"""


TEXT = "Text"
"""a last column, where the texts of the articles are asked for"""


def write(facts: Iterable[Kept], out: TextIO, texts: Texts | None = None) -> int:
    """Writes a header and the rows of all facts (RFC 4180), with a column `Text` if texts are given; gives the number
    of rows."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS if texts is None else (*COLUMNS, TEXT))
    count = 0
    for fact in facts:
        text = () if texts is None else (texts(fact.article.version),)
        for row in rows(fact):
            row = (*row, *text)
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
