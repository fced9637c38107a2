"""The sentences written for words that name an act in one sentence and something else in the next.

`training/senses/*.tsv` hold a word, what it names, and the sentence. A tenth of them, chosen by the sentence's hash,
never trains: it says how well the senses are told apart.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from training.data import UNKNOWN, Annotated
from training.labels import SENSES
from watchfloor.parsing import words as cutting

TRAINS, HELD_OUT = "trains", "held out"


def read_senses(folder: Path) -> list[tuple[Annotated, str]]:
    """Read every file of the folder: sentence and part (TRAINS or HELD_OUT).

    Raises ValueError, with file and line, for a word that is not in its sentence exactly once or an unknown label.
    """
    return [row for file in sorted(folder.glob("*.tsv")) for row in _rows(file)]


def _rows(file: Path) -> Iterator[tuple[Annotated, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE), 2):
            text, trigger, label = row["text"], row["trigger"], row["label"]
            found = [hit.start() for hit in re.finditer(rf"(?<!\w){re.escape(trigger)}(?!\w)", text)]
            if len(found) != 1 or label not in SENSES:
                raise ValueError(f"{file.name}, line {number}: {trigger!r} {label!r} does not fit its sentence")
            spans = cutting.split(text)
            place = next(i for i, (start, end) in enumerate(spans) if start <= found[0] < end)
            senses = tuple(label if i == place else UNKNOWN for i in range(len(spans)))
            held_out = hashlib.sha256(text.encode()).digest()[0] % 10 == 0
            yield Annotated(tuple(text[a:b] for a, b in spans), senses=senses), HELD_OUT if held_out else TRAINS
