"""Gold records: texts that people coded, one JSON object a line.

    {"id": "g-1", "text": "Iran sent troops to Iraq.", "published": "2014-06-24", "outlet": "Example",
     "events": [{"type": "MOBILIZE", "actors": ["IRN"], "recipients": ["IRQ"], "facet": "happened"}]}

`text` and `events` are needed; an empty list says that nothing happened, which is worth as much as an event. An event
needs `type`. Codes are those that `watchfloor events --json` prints: a country (`IRN`), with a sector where it is known
(`IRNMIL`). `source` and `target` may stand for one actor and one recipient. Every other key of a record with a text as
its value (language, outlet, crisis, ...) may be reported by.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from watchfloor.errors import BadSetting, NotFound
from watchfloor.types import Facet

EVENT_KEYS = frozenset(("type", "actors", "recipients", "source", "target", "facet", "mode", "cameo", "plover"))
NOBODY = "---"
MOST_NAMED = 20
"""of a file with many wrong lines, so many are named"""


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """One event as a person coded it. `facet` is None where the record does not say; it then counts as a deed."""

    type: str
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    facet: Facet | None = None


@dataclass(frozen=True, slots=True)
class GoldRecord:
    """One text with all its events."""

    id: str
    text: str
    events: tuple[GoldEvent, ...]
    published: date | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    """the further keys of the record, to report by"""


def read_gold(path: Path) -> tuple[GoldRecord, ...]:
    """Read one file, or every `.jsonl` file of a folder in the order of their names.

    Raises NotFound where there is none, and BadSetting, with file, line and key of the first row that is wrong and the
    lines of the others: a figure over half of a gold set would mislead.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise NotFound(f"{path}: no .jsonl file in this folder; name a file of gold records", str(path))
    records: dict[str, GoldRecord] = {}
    wrong: list[BadSetting] = []
    lines: list[str] = []
    for file in files:
        for number, line in _lines(file):
            where = f"{file}, line {number}"
            try:
                record = _record(_object(line, where), where, f"{file.stem}:{number}")
                if record.id in records:
                    raise BadSetting(
                        f"{where}: the id {record.id!r} is there twice; give each record its own", str(file)
                    )
            except BadSetting as slip:
                wrong.append(slip)
                lines.append(f"{file.name}:{number}" if len(files) > 1 else str(number))
                continue
            records[record.id] = record
    if wrong:
        further = ", ".join(lines[1:MOST_NAMED]) + (", ..." if len(lines) > MOST_NAMED else "")
        more = f" ({len(lines) - 1} more lines are wrong: {further})" if len(lines) > 1 else ""
        raise BadSetting(f"{wrong[0]}{more}", str(path))
    if not records:
        raise BadSetting(f"{path}: no record in it; write one JSON object a line", str(path))
    return tuple(records.values())


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotFound(f"{file}: there is no such file; name a file of gold records", str(file)) from None
    except UnicodeDecodeError:
        raise BadSetting(f"{file}: not UTF-8; save it as UTF-8", str(file)) from None
    # Not splitlines(): a text may hold other line marks than the one that ends a row.
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as wrong:
        raise BadSetting(f"{where}: not JSON ({wrong}); write one object a line") from None
    if not isinstance(value, dict):
        raise BadSetting(f"{where}: not an object; write {{...}}")
    return value


def _record(row: dict[str, Any], where: str, unnamed: str) -> GoldRecord:
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise BadSetting(f"{where}: `text` is missing or empty")
    events = row.get("events")
    if not isinstance(events, list):
        raise BadSetting(f"{where}: `events` is missing; write [] where nothing happened")
    published = row.get("published", row.get("date"))
    when = None
    if published is not None:
        try:
            when = date.fromisoformat(str(published)[:10])
        except ValueError:
            raise BadSetting(f"{where}: `published` {published!r} is not a day; write it like 2014-06-24") from None
    name = row.get("id", unnamed)
    if not isinstance(name, (str, int)):
        raise BadSetting(f"{where}: `id` is no text")
    tags = {k: v for k, v in row.items() if isinstance(v, str) and k not in ("id", "text")}
    return GoldRecord(str(name), text, tuple(_event(e, where) for e in events), when, tags)


def _event(row: object, where: str) -> GoldEvent:
    if not isinstance(row, dict):
        raise BadSetting(f"{where}: an event is no object; write {{...}}")
    if unknown := sorted(map(str, set(row) - EVENT_KEYS)):
        raise BadSetting(f"{where}: an event has the unknown key {unknown[0]!r}; these are known: "
                         f"{', '.join(sorted(EVENT_KEYS))}")  # fmt: skip
    kind = row.get("type", row.get("plover"))
    if not isinstance(kind, str) or not kind:
        raise BadSetting(f"{where}: an event has no `type`")
    facet = row.get("facet")
    if facet is not None and facet not in list(Facet):
        raise BadSetting(f"{where}: the facet {facet!r} is unknown; these are known: {', '.join(Facet)}")
    sides = (_codes(row, "actors", "source", where), _codes(row, "recipients", "target", where))
    return GoldEvent(kind, *sides, None if facet is None else Facet(facet))


def _codes(row: dict[str, Any], several: str, one: str, where: str) -> tuple[str, ...]:
    if several in row and one in row:
        raise BadSetting(f"{where}: an event has both `{several}` and `{one}`; keep one")
    value = row.get(several, [row[one]] if row.get(one) else [])
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise BadSetting(f'{where}: `{several}` is no list of codes; write it like ["IRNMIL"]')
    return tuple(code.upper() for code in value if code and code != NOBODY)
