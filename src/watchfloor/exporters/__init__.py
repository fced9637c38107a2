"""Facts -> files that other programs read. Adding a form is adding a row to `EXPORTERS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TextIO

from watchfloor.codec import KeptEntry
from watchfloor.exporters import geojson, ledgers, lines, tables
from watchfloor.exporters.columns import Kept, Texts

EXPORTERS: dict[str, Callable[[Iterable[Kept], TextIO, Texts | None], int]] = {
    "csv": tables.write,
    "jsonl": lines.write,
    "geojson": geojson.write,
}
"""Each writes facts to an open text file (UTF-8, `newline=""`) and returns the number of rows. What is written are
codes, spans and the sentences that prove them; whole articles only where their texts are given too."""

ENTRY_EXPORTERS: dict[str, Callable[[str, Iterable[KeptEntry], TextIO, Texts | None], int]] = {
    "csv": ledgers.write_csv,
    "jsonl": ledgers.write_lines,
}
"""The same for one kind of what the ledgers hold, which is named first."""
