"""Where each article of a desk stands, chapter by chapter, kept and asked for.

A chapter takes in what becomes known and gives nothing back, so what was placed stays; only when an article comes that
was known before others that are placed already (an archive), these are placed anew. Asked about a desk that was not
brought up to date, the rest is placed at that moment and not kept: the answer is the same, but that nobody knows yet
which of the rest are copies.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Final

from watchfloor.linking.chapters import GROWN, QUIET, Growing, Open, restored
from watchfloor.linking.facts import countries
from watchfloor.linking.reporting import LEAD, MADE, Report, place, reader
from watchfloor.store import derived, likenesses
from watchfloor.store.clock import from_days
from watchfloor.store.connection import Record
from watchfloor.store.derived import CHAPTERS, COUNTRIES, First, Placed

AT_ONCE: Final = 400
"""articles placed in one transaction: others may write in between"""
MOST: Final = 20
"""faults told one by one"""

Progress = Callable[[int, int], None]


def _rules() -> str:
    return f"{MADE} {GROWN} {reader().fingerprint}"


def keep(record: Record, on_progress: Progress | None = None) -> int:
    """Places every article that is not placed yet and was compared with the others, and gives the number of those
    placed. A round that was stopped goes on with the next; one that another process crossed looks anew at what is left.
    """
    made_by = _rules()
    with record.writing():
        if derived.rules(record, CHAPTERS)[0] != made_by:
            derived.begin(record, CHAPTERS, made_by)
    whole = 0
    while todo := _todo(record):
        done = 0
        while chunk := todo[done : done + AT_ONCE]:
            with record.writing():
                if derived.rules(record, CHAPTERS)[0] != made_by:
                    return whole  # the rules of another version: who came last is left to it
                if not derived.are_next(record, chunk):
                    break
                near = partial(derived.chapters_near, record, reach=QUIET.days)
                derived.place(record, _grow(record, chunk, near))
            done += len(chunk)
            whole += len(chunk)
            if on_progress:
                on_progress(done, len(todo))
    return whole


def _todo(record: Record) -> list[First]:
    """What is to be placed, in order; what is placed and was known later is taken out for it."""
    with record.writing():
        todo = derived.unplaced(record, compared=True)
        return _in_order([*todo, *derived.unplace(record, todo[0].known)]) if todo else []


def keep_countries(record: Record) -> int:
    """Keeps which countries each coding concerns, and gives the number of those that were new."""
    with record.writing():
        if derived.rules(record, COUNTRIES)[0] != MADE:
            derived.begin(record, COUNTRIES, MADE)
    todo = derived.unread_codings(record)
    for at in range(0, len(todo), AT_ONCE):
        with record.writing():
            rows = [(coding, _concerned(record, coding)) for coding, _ in todo[at : at + AT_ONCE]]
            derived.add_countries(record, rows)
    return len(todo)


def _concerned(record: Record, coding: int) -> set[str]:
    """What an article is on stands at its beginning. What people corrected since does not move it."""
    return countries(fact for fact in derived.facts_of(record, coding) if fact.sentence.span.start < LEAD)


def _in_order(firsts: Iterable[First]) -> list[First]:
    return sorted({one.article: one for one in firsts}.values(), key=lambda one: (one.known, one.day, one.id))


def _grow(record: Record, chunk: Sequence[First], near: Callable[[Iterable[int]], Iterable[Placed]]) -> list[Placed]:
    """Where some articles stand that became known behind all that are placed: `near` gives the articles of the chapters
    around some days."""
    growing = Growing()
    names: list[int] = []
    standing: dict[int, list[Placed]] = defaultdict(list)
    for old in near(one.day for one in chunk):
        standing[old.chapter].append(old)
    copied = likenesses.followed(
        record, [*(one.id for those in standing.values() for one in those), *(one.id for one in chunk)]
    )
    for chapter, members in standing.items():
        ordered = sorted(members, key=lambda one: (one.known, one.day, one.id))
        growing.restore(report(one, (), copied.get(one.id, "")) for one in ordered)
        names.append(chapter)
    reads = reader()
    placed = []
    for one in chunk:
        text = likenesses.text(record, one.version)
        made = reads.report(one.id, one.known, from_days(one.day), text[1] if text else "", (), copied.get(one.id, ""))
        number = growing.add(made)
        if number == len(names):
            names.append(one.article)
        placed.append(Placed(one.article, one.id, one.version, one.known, one.day, names[number], vectors(made)))
    return placed


def vectors(made: Report) -> str:
    """What an article is on, to be kept."""
    return json.dumps([made.words, made.names, made.named, made.subjects], ensure_ascii=False, separators=(",", ":"))


def report(one: Placed, concerned: Iterable[str] = (), again: str = "") -> Report:
    """What was kept, as a report; `concerned` are the countries of its facts, `again` is what it is a copy of."""
    words, names, named, subjects = json.loads(one.vectors)
    where = place({*named, *concerned})
    return Report(one.id, one.known, from_days(one.day), words, names, named, subjects, where, again)


def _placed(record: Record, articles: Iterable[str], as_of: int) -> list[Placed]:
    """Where articles stand, kept or not."""
    wanted = set(articles)
    todo = derived.unplaced(record) if derived.rules(record, CHAPTERS)[0] == _rules() else None
    if todo == []:
        return derived.placed(record, wanted, as_of)
    # Placed for this once: first what is kept up to where it holds, then the rest in the order of becoming known.
    since = -(2**62) if todo is None else todo[0].known
    rest = _in_order([*(todo or ()), *derived.known_from(record, since)])
    by_day: dict[int, set[int]] = defaultdict(set)
    members: dict[int, list[Placed]] = defaultdict(list)

    def near(days: Iterable[int]) -> Iterator[Placed]:
        around = {day + off for day in days for off in range(-QUIET.days, QUIET.days + 1)}
        newer = {number for day in around for number in by_day.get(day, ())}
        kept = [one for one in derived.chapters_near(record, around, 0, newer) if one.known < since]
        yield from kept
        for chapter in newer | {one.chapter for one in kept}:
            yield from members.get(chapter, ())

    found = [one for one in derived.placed(record, wanted, as_of) if one.known < since]
    queue = iter(rest)
    while chunk := list(islice(queue, AT_ONCE)):
        for new in _grow(record, chunk, near):
            by_day[new.day].add(new.chapter)
            members[new.chapter].append(new)
            if new.id in wanted and new.known <= as_of:
                found.append(new)
    return found


def standing(record: Record, articles: Iterable[str], as_of: int, coder: int | None, coded_by: int) -> list[Open]:
    """The chapters of articles, as far as they hold these, with the countries that a coder had read in them by a
    moment."""
    placed = _placed(record, articles, as_of)
    concerned: dict[int, Iterable[str]] = {}
    if coder is not None:
        if derived.rules(record, COUNTRIES)[0] == MADE:
            concerned |= derived.countries(record, (one.version for one in placed), coder, coded_by)
        versions = {one.version for one in placed}
        for coding, version in derived.unread_codings(record, coder, coded_by):
            if version in versions:
                concerned[version] = _concerned(record, coding)
    copied = likenesses.followed(record, [one.id for one in placed])
    by_chapter: dict[int, list[Report]] = defaultdict(list)
    for one in placed:
        by_chapter[one.chapter].append(report(one, concerned.get(one.version, ()), copied.get(one.id, "")))
    return restored(by_chapter)


def faults(record: Record) -> list[str]:
    """Articles that are kept in another chapter than their texts put them in, one line each."""
    if derived.rules(record, CHAPTERS)[0] != _rules():
        return []
    made: dict[int, list[Placed]] = defaultdict(list)
    by_day: dict[int, set[int]] = defaultdict(set)
    found: list[str] = []
    kept = {one.article: one for one in derived.every_placed(record)}

    def near(days: Iterable[int]) -> Iterator[Placed]:
        around = {day + off for day in days for off in range(-QUIET.days, QUIET.days + 1)}
        for chapter in {number for day in around for number in by_day.get(day, ())}:
            yield from made[chapter]

    queue = iter(_in_order(First(o.article, o.id, o.version, o.known, o.day) for o in kept.values()))
    while chunk := list(islice(queue, AT_ONCE)):
        for one in _grow(record, chunk, near):
            made[one.chapter].append(one)
            by_day[one.day].add(one.chapter)
            if kept[one.article] != one and len(found) < MOST:
                found.append(f"the article {one.id} is kept in a chapter in which its text does not put it")
    return found
