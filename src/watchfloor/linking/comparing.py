"""Each article of a desk against those of its days: which are copies of which. Nothing is deleted or hidden by it.

What two texts have in common follows from the two alone, so it does not matter which was added first, nor in how many
rounds. Candidates come from the prints of the texts within a week, not of the whole record: an article costs the same
however much the desk holds.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, islice
from typing import TYPE_CHECKING

from watchfloor.linking.copies import DAYS, NEAR, SHARE, Text, compare, marks
from watchfloor.store import likenesses
from watchfloor.store.connection import Record

if TYPE_CHECKING:
    from watchfloor.store.likenesses import Printed

AT_ONCE = 100
"""texts compared in one transaction: others may write in between"""
TEXTS = 512
"""texts kept taken apart"""
MOST = 20
"""faults told one by one"""

Progress = Callable[[int, int], None]


def compare_new(record: Record, on_progress: Progress | None = None) -> int:
    """Compares every version that was not compared yet and gives their number. A round that was stopped goes on with
    the next."""
    todo = likenesses.waiting(record)

    @lru_cache(TEXTS)
    def text(version: int) -> Text | None:
        row = likenesses.text(record, version)
        return None if row is None else Text(row[1])

    done = 0
    for day, group in groupby(todo, key=lambda row: row[0]):
        versions = [version for _, version in group]
        for at in range(0, len(versions), AT_ONCE):
            chunk = versions[at : at + AT_ONCE]
            with record.writing():
                _compare(record, day, chunk, text)
            done += len(chunk)
            if on_progress:
                on_progress(done, len(todo))
    return done


def _compare(record: Record, day: int, versions: Sequence[int], text: Callable[[int], Text | None]) -> None:
    around = list(likenesses.prints(record, day - DAYS, day + DAYS))
    known = {one.version for one in around}
    new: list[Printed] = []
    for version in versions:
        row = likenesses.text(record, version)
        if row is None or version in known:
            continue  # forgotten, or compared by another process in the meantime
        new.append(likenesses.Printed(version, row[0], day, array("q", marks(row[1]))))
    for one, other in _candidates([*around, *new], len(around)):
        a, b = text(one.version), text(other.version)
        if one.article == other.article or a is None or b is None:
            continue
        there = compare(a, b)
        if there.kind:
            back = compare(b, a)
            for x, y, like in ((one, other, there), (other, one, back)):
                likenesses.add_copy(record, x.version, y.version, like.kind, like.contained, like.aligned, like.shared)
    for one in new:
        likenesses.add_print(record, one.version, one.day, one.marks)


def _candidates(prints: Sequence[Printed], old: int) -> Iterator[tuple[Printed, Printed]]:
    """Each of the prints from number `old` on with every one before it that shares enough marks."""
    import numpy as np

    if not prints:
        return
    sizes = np.array([len(one.marks) for one in prints])
    every = np.concatenate([np.frombuffer(one.marks, dtype=np.int64) for one in prints])
    order = np.argsort(every, kind="stable")
    ranked, owner = every[order], np.repeat(np.arange(len(prints)), sizes)[order]
    for number in range(old, len(prints)):
        its = np.frombuffer(prints[number].marks, dtype=np.int64)
        starts, ends = np.searchsorted(ranked, its, "left"), np.searchsorted(ranked, its, "right")
        shared = [owner[start:end] for start, end in zip(starts, ends, strict=True)]
        if not shared:
            continue
        counts = np.bincount(np.concatenate(shared), minlength=len(prints))[:number]
        enough = np.maximum(NEAR, SHARE * np.minimum(sizes[:number], sizes[number]))
        for other in np.flatnonzero(counts >= enough):
            yield prints[number], prints[int(other)]


def faults(record: Record) -> list[str]:
    """What is kept of copies and does not follow from the texts, one line each."""
    with record.reading():
        return list(islice(_faults(record), MOST))


def _faults(record: Record) -> Iterator[str]:
    texts: dict[int, Text] = {}

    def text(version: int) -> Text:
        if version not in texts:
            if len(texts) > TEXTS:
                texts.clear()
            row = likenesses.text(record, version)
            texts[version] = Text(row[1] if row else "")
        return texts[version]

    for version, other, kind, spans in likenesses.kept(record):
        like = compare(text(version), text(other))
        if (like.kind, [list(span) for span in like.shared]) != (kind, json.loads(spans)):
            yield f"the versions {version} and {other} are kept as {kind}, which their texts are not"
