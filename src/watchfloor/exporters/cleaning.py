"""Taking forgotten articles out of files that were exported before."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TextIO

_LARGEST_CELL = 2**31 - 1
"""a whole article may stand in a cell; the csv module refuses more than 128 KiB unless told otherwise"""


def clean(path: Path, form: str, versions: Collection[str]) -> int:
    """Rewrites an export without the rows of some article versions, whole or not at all, and gives how many rows went.

    Raises `ValueError` when the file is not what an export of that form is, and `OSError`."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with path.open(encoding="utf-8", newline="") as old, part.open("w", encoding="utf-8", newline="") as new:
            gone = FORMS[form](old, new, versions)
            new.flush()
            os.fsync(new.fileno())
        if gone:
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return gone


def _csv(old: TextIO, new: TextIO, versions: Collection[str]) -> int:
    before = csv.field_size_limit(_LARGEST_CELL)
    try:
        rows = csv.reader(old, strict=True)
        header = next(rows, [])
        if "Article Version" not in header:
            raise ValueError("no column Article Version")
        column, gone = header.index("Article Version"), 0
        writer = csv.writer(new, lineterminator="\r\n")
        writer.writerow(header)
        for row in rows:
            if len(row) > column and row[column] in versions:
                gone += 1
            else:
                writer.writerow(row)
    except csv.Error as error:
        raise ValueError(str(error)) from None
    finally:
        csv.field_size_limit(before)
    return gone


def _jsonl(old: TextIO, new: TextIO, versions: Collection[str]) -> int:
    gone = 0
    for line in old:
        try:
            version = json.loads(line)["article"]["version"]
        except (KeyError, TypeError, RecursionError) as error:
            raise ValueError(f"no event: {error}") from None
        if version in versions:
            gone += 1
        else:
            new.write(line)
    return gone


def _geojson(old: TextIO, new: TextIO, versions: Collection[str]) -> int:
    try:
        whole = json.load(old)
        kept = [one for one in whole["features"] if one["properties"]["article"]["version"] not in versions]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"no events: {error}") from None
    gone = len(whole["features"]) - len(kept)
    rows = ",".join(f"\n{json.dumps(one, ensure_ascii=False)}" for one in kept)
    new.write(f'{{"type":"FeatureCollection","features":[{rows}\n]}}\n')
    return gone


FORMS: dict[str, Callable[[TextIO, TextIO, Collection[str]], int]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "geojson": _geojson,
}
