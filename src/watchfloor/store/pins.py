"""What people say about storylines: where an article belongs or does not, which are one, what is another, and names.

A pin is a row that is never changed; taking one back is another row, and so is taking that back. It is about articles,
which keep their ids, and not about storylines, which are worked out anew at every moment: so it holds through every new
coding and whatever comes in. A storyline stands in it with the articles that it had when the pin was made. What follows
from all pins together is worked out in linking/pins.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from watchfloor.errors import NotFound, UsageError
from watchfloor.store.clock import SEEN, from_micros, to_micros
from watchfloor.store.connection import Record
from watchfloor.store.corrections import signed

PIN, NEVER, MERGE, SPLIT, NAME, UNDO = "pin", "never", "merge", "split", "name", "undo"
LONGEST = 200
"""characters of a name that a person gives to a storyline"""


@dataclass(frozen=True, slots=True)
class Pin:
    """One thing that a person said about storylines. `number` names it."""

    number: int
    kind: str
    """`pin`: the article belongs to the storyline, `never`: it does not; `merge`: these storylines are one; `split`:
    these articles are another storyline; `name`: the storyline is called so; `undo`"""
    parts: tuple[tuple[str, ...], ...]
    """articles by their ids, each part in the order of becoming known; without those that were forgotten since. Of
    `pin` and `never` the article, then the others of the storyline; of `merge` each storyline; of `split` the articles,
    then what they were split from; of `name` the article after which the storyline has its id, then the others"""
    title: str
    author: str
    reason: str
    at: datetime
    undoes: int | None
    in_force: bool
    """False when it was taken back"""


def add(
    record: Record,
    kind: str,
    parts: Sequence[Sequence[str]],
    *,
    title: str = "",
    author: str,
    reason: str,
    at: datetime,
) -> int:
    """Keeps a pin (any kind but `undo`) and gives its number. Raises `NotFound` for an article that is not here and
    `UsageError` where author, reason or name are missing."""
    author, reason = signed(author, reason)
    title = " ".join(title.split())
    if kind == NAME and not title:
        raise UsageError("a name needs at least one letter; to take a name back, undo it")
    if len(title) > LONGEST:
        raise UsageError(f"a name has {LONGEST} characters at most, not {len(title)}")
    with record.writing():
        keys = []
        for part, articles in enumerate(parts):
            for article in articles:
                key = record.value("SELECT key FROM articles WHERE id = ?", (article,))
                if key is None:
                    raise NotFound(f"no article {article!r} in this desk; `watchfloor articles` lists them", article)
                keys.append((part, key))
        return _add(record, kind, keys, title, author, reason, at)


def undo(record: Record, number: int, *, author: str, reason: str, at: datetime) -> int:
    """Takes a pin back, or an undo. Gives the number of this one. Raises `NotFound`, and `UsageError` when it was taken
    back already."""
    author, reason = signed(author, reason)
    with record.writing():
        if record.value("SELECT 1 FROM pins WHERE key = ?", (number,)) is None:
            raise NotFound(f"no pin {number}; `watchfloor stories pins` shows what there is", str(number))
        if number in _undone(record):
            raise UsageError(f"pin {number} is undone already", str(number))
        return _add(record, UNDO, (), "", author, reason, at, undoes=number)


def _add(
    record: Record,
    kind: str,
    articles: Sequence[tuple[int, int]],
    title: str,
    author: str,
    reason: str,
    at: datetime,
    undoes: int | None = None,
) -> int:
    # A clock that was set back must not put a pin before the one that it follows.
    last = record.value("SELECT max(recorded_at) FROM pins") or 0
    stamp = (max(to_micros(at), last), SEEN)
    number = record.insert(
        "INSERT INTO pins (kind, undoes, author, reason, recorded_at, basis, title) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (kind, undoes, author, reason, *stamp, title),
    )
    record.insert_many(
        "INSERT INTO pinned (pin, part, article, recorded_at, basis) VALUES (?, ?, ?, ?, ?)",
        [(number, part, article, *stamp) for part, article in dict.fromkeys(articles)],
    )
    return number


def _undone(record: Record, as_of: int | None = None) -> set[int]:
    """The pins that were taken back, by an undo that itself was not."""
    off: set[int] = set()
    for key, undoes in record.all(
        "SELECT key, undoes FROM pins WHERE undoes IS NOT NULL AND (:as_of IS NULL OR recorded_at <= :as_of)"
        " ORDER BY key DESC",
        {"as_of": as_of},
    ):
        if key not in off:
            off.add(undoes)
    return off


def each(record: Record, as_of: int, since: int | None = None) -> list[Pin]:
    """What people had said about storylines by a moment, the oldest first; quick in a desk where nobody did. `since`
    leaves out what was said by then."""
    with record.reading():
        rows = record.all(
            "SELECT key, kind, title, author, reason, recorded_at, undoes FROM pins"
            " WHERE recorded_at <= ? AND recorded_at > ? ORDER BY key",
            (as_of, -1 if since is None else since),
        )
        if not rows:
            return []
        off = _undone(record, as_of)
        parts: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for number, part, article in record.rows(
            "SELECT p.pin, p.part, a.id FROM pinned p JOIN articles a ON a.key = p.article"
            " WHERE p.recorded_at <= ? ORDER BY p.key",
            (as_of,),
        ):
            parts[number][part].append(article)
    out = []
    for number, kind, title, author, reason, at, undoes in rows:
        its = parts[number]
        named = tuple(tuple(its[part]) for part in range(max(its, default=-1) + 1))
        out.append(Pin(number, kind, named, title, author, reason, from_micros(at), undoes, number not in off))
    return out
