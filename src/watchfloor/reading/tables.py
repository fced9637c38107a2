"""Tables of text (CSV, TSV), row by row however large they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from watchfloor.reading.encodings import decode

_SAMPLE: Final = 65_536
_DELIMITERS: Final = ",;\t|"
MAX_COLUMNS: Final = 2_000


class Table:
    """The rows of an open table, as dictionaries by the names in its first row."""

    def __init__(self, stream: BinaryIO, largest: int) -> None:
        self._largest = largest
        head = stream.peek(_SAMPLE)[:_SAMPLE] if hasattr(stream, "peek") else b""
        self._text = io.TextIOWrapper(stream, _encoding(head), errors="replace", newline="")
        self.line = 0
        """number of the last line that was read, from 1"""
        self.lost = False
        """a line was too large and is passed over"""
        # The limit of the csv module is one for the whole process; it is raised and never lowered.
        if csv.field_size_limit() < largest:
            csv.field_size_limit(largest)
        start = decode(head).split("\n", 1)[0]
        self._delimiter = max(_DELIMITERS, key=start.count)
        self._reader = csv.reader(self._lines(), delimiter=self._delimiter)
        self.names = self._names()

    def _names(self) -> tuple[str, ...]:
        for row in self._reader:
            if any(cell.strip() for cell in row):
                return tuple(cell.strip() for cell in row[:MAX_COLUMNS])
        return ()

    def _lines(self) -> Iterator[str]:
        first = True
        while text := self._text.readline(self._largest):
            self.line += 1
            if len(text) >= self._largest:
                while text and not text.endswith(("\n", "\r")):  # the rest of it, without keeping it
                    text = self._text.readline(self._largest)
                text = "\n"
                self.lost = True
            if first:
                text, first = text.lstrip("\ufeff"), False
            yield text.replace("\0", "")

    def rows(self) -> Iterator[tuple[int, dict[str, str] | None]]:
        """Every row with the number of its last line; None for one that cannot be read. Cells beyond the names are let
        be, missing ones are empty."""
        while True:
            try:
                row = next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                yield self.line, None
                continue
            if self.lost:
                self.lost = False
                yield self.line, None
            elif any(cell.strip() for cell in row):
                yield self.line, dict(zip(self.names, row, strict=False))


def _encoding(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16-le" if head[0] == 0xFF else "utf-16-be"
    try:
        head[: head.rfind(b"\n") + 1 or len(head)].decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return "cp1252"
