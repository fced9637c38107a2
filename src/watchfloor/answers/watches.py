"""Watches as they would have fired, and how they are written into the desk's file and taken out of it."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from watchfloor.answers.naming import event_type, one_of
from watchfloor.assessing import watches as saved
from watchfloor.assessing.watches import Fired, Watch
from watchfloor.errors import BadSetting, DeskReadOnly, NotFound, UsageError
from watchfloor.sources import rhythm
from watchfloor.types import Facet

if TYPE_CHECKING:
    from watchfloor.desk import Desk
    from watchfloor.linking.happenings import Incident
    from watchfloor.view import View

DAYS: Final = 30
"""days that are played again"""
MOST: Final = 200
"""watches that a desk's file takes from here: each is played again whenever they are looked at"""
_WRITING: Final = threading.Lock()
"""one form at a time: two that read the same file would write each without the other's watch"""


@dataclass(frozen=True, slots=True)
class Played:
    """A watch, and when it fired in the days that were played again."""

    watch: Watch
    fired: tuple[Fired, ...]
    incidents: Mapping[str, Incident]
    """those it was asked of, by id"""
    days: int
    until: datetime

    @property
    def last(self) -> tuple[Incident, ...]:
        """The incidents that made it fire last."""
        return tuple(self.incidents[ident] for ident in self.fired[-1].incidents) if self.fired else ()


def watches(opened: Desk) -> tuple[Watch, ...]:
    """The watches of a desk, their types as the codebooks write them. Raises `BadSetting`, and `UsageError` for a type
    that there is not."""
    from watchfloor.desk import own_packs

    found = saved.read(opened.path / saved.FILE)
    if not any("type" in one.search for one in found):
        return found
    packs = own_packs(opened.path, opened.config)
    return tuple(
        replace(one, search={**one.search, "type": event_type(one.search["type"], packs)})
        if "type" in one.search
        else one
        for one in found
    )


def watch(opened: Desk, ident: str) -> Watch:
    """The watch with this id. Raises `NotFound`."""
    for one in watches(opened):
        if one.id == ident:
            return one
    raise NotFound(f"there is no watch {ident!r}; `watchfloor watches` lists those there are", ident)


def until(view: View, as_of: date | datetime | None) -> datetime:
    """The moment up to which watches are played: the one asked about, else the end of the last day with an article."""
    if isinstance(as_of, datetime):
        return as_of.astimezone(UTC) if as_of.tzinfo else as_of.replace(tzinfo=UTC)
    day = as_of or view.last_day() or datetime.now(UTC).date()
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1, microseconds=-1)


def play(view: View, one: Watch, end: datetime, days: int = DAYS) -> Played:
    """When a watch would have fired in the days up to a moment."""
    since = end - min(timedelta(days=days), end - datetime.min.replace(tzinfo=UTC) - one.within)
    # An article may tell of what was long before; what counts is when it became known.
    first, last = (since - one.within).date(), end.date()
    wanted: dict[str, Any] = dict(one.search)
    found = view.incidents(**wanted, published_since=first, published_until=last)
    return Played(one, saved.fired(one, found, since, end), {incident.id: incident for incident in found}, days, end)


def watch_json(played: Played) -> dict[str, Any]:
    """A watch as JSON, with when it would have fired."""
    one = played.watch
    return {
        "id": one.id,
        "name": one.name,
        "search": dict(one.search),
        "floor": one.floor,
        "within_seconds": int(one.within.total_seconds()),
        "origins": one.origins,
        "cool_down_seconds": int(one.cool_down.total_seconds()),
        "days": played.days,
        "fired": [{"at": moment.at.isoformat(), "incidents": list(moment.incidents)} for moment in played.fired],
    }


# --- writing them -----------------------------------------------------------------------------------------------------


def meant(opened: Desk, search: Mapping[str, str], *, name: str, ident: str = "", **rule: Any) -> Watch:
    """The watch that a person means: `rule` takes `floor`, `within`, `origins` and `cool_down`, lengths of time as
    `12h`. Without an id it gets one from its name. Raises `UsageError`."""
    from watchfloor.desk import own_packs

    name = _line(name)
    ident = ident.strip() or _id(name)
    asked = {key: _line(value) for key, value in search.items() if value.strip()}
    if unknown := sorted(set(asked) - set(saved.SEARCH)):
        raise UsageError(f"a watch cannot ask for {unknown[0]!r}; there is {', '.join(saved.SEARCH)}", unknown[0])
    if not asked:
        raise UsageError(f"a watch must ask for something: one of {', '.join(saved.SEARCH)}")
    if not saved.is_id(ident):
        raise UsageError(f"{ident!r} is no id of a watch: small letters, digits and hyphens, at most 40", ident)
    if "type" in asked:
        asked["type"] = event_type(asked["type"], own_packs(opened.path, opened.config))
    if "facet" in asked:
        asked["facet"] = one_of(asked["facet"], [facet.value for facet in Facet], "facet")
    return Watch(
        ident,
        name or ident,
        asked,
        floor=rule.get("floor") or 1,
        within=_length("within", rule.get("within") or "1d"),
        origins=rule.get("origins") or 1,
        cool_down=_length("cool_down", rule.get("cool_down") or "1d"),
    )


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _length(key: str, text: str) -> timedelta:
    found = rhythm.parse(text)
    if found is None:
        raise UsageError(f"{key.replace('_', '-')}: {text!r} is no length of time; write it as 12h or 3d", text)
    return found


def _id(name: str) -> str:
    from watchfloor.store.folding import fold

    plain = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40].strip("-")
    return plain or "watch"


def add(opened: Desk, one: Watch) -> None:
    """Writes a watch at the end of the desk's file; what stands there stays as it is. Raises `UsageError` where its id
    is taken, `BadSetting` where the file cannot be read, `DeskReadOnly`."""
    with _WRITING:
        _add(opened.path / saved.FILE, one)


def _add(path: Path, one: Watch) -> None:
    there = saved.read(path)
    if any(other.id == one.id for other in there):
        raise UsageError(f"the id {one.id!r} is taken by another watch; give this one an id of its own", one.id)
    if len(there) >= MOST:
        raise UsageError(f"there are {len(there)} watches; take one out of {saved.FILE} first")
    before = _text(path) if path.is_file() else ""
    block = saved.block_of(one)
    _write(path, f"{before.rstrip()}\n\n{block}" if before.strip() else block, (*there, one))


def remove(opened: Desk, ident: str) -> None:
    """Takes a watch out of the desk's file. Raises `NotFound`, `BadSetting`, `DeskReadOnly`."""
    with _WRITING:
        _remove(opened.path / saved.FILE, ident)


def _remove(path: Path, ident: str) -> None:
    there = saved.read(path)
    if all(one.id != ident for one in there):
        raise NotFound(f"there is no watch {ident!r}; `watchfloor watches` lists those there are", ident)
    number = [one.id for one in there].index(ident)
    _write(path, saved.without(_text(path), number), tuple(one for one in there if one.id != ident))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def _write(path: Path, text: str, wanted: Sequence[Watch]) -> None:
    """Puts a new file in the place of the old one, whole or not at all, once it says what is wanted."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    by_hand = UsageError(f"{path}: is written in a way that cannot be changed from here; change it by hand", str(path))
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        if saved.read(part) != tuple(wanted):
            raise by_hand
        part.replace(path)
    except BadSetting:
        raise by_hand from None
    except OSError as error:
        raise DeskReadOnly(f"{path}: cannot be written ({error.strerror})", str(path)) from None
    finally:
        part.unlink(missing_ok=True)
