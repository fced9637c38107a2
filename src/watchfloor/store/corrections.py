"""What people say about facts, and what follows from it.

A correction is a row that is never changed; taking one back is another row, and so is taking that back. It names facts
by their id, which does not hold the coder, and so it meets its fact again after every new coding: what a fact says is
what the coder read, and then every correction in force, in the order in which they were made. A fact that was called
right or was given another reading stays even where a coder does not find it; then the reading that was judged stands.

What follows is kept as rows too, in the same transaction: `revisions` (how a fact stands for a coder) and `memberships`
(which facts are one act). Nothing in them cannot be derived again from codings and corrections; `verify` does so.
"""

# ruff: noqa: S608 - SQL is put together from constants of this package; every value is bound

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from watchfloor.codec import from_json, to_json
from watchfloor.coding.facets import PROBABILITY
from watchfloor.errors import NotFound, UsageError
from watchfloor.store.articles import published_from
from watchfloor.store.clock import EVER, SEEN, from_micros, to_micros
from watchfloor.store.connection import Record
from watchfloor.store.shelves import Fact, Shelf, reading, shelf_of
from watchfloor.types import Actor, Cited, Event, Facet, Period, Place, Published

RIGHT, WRONG, CHANGE, MERGE, SPLIT, UNDO = "right", "wrong", "change", "merge", "split", "undo"
VERDICTS = (RIGHT, WRONG, CHANGE)
ONLY_EVENTS = "{}: only events can be corrected so; of what the ledgers hold, say `right` or `wrong`"
RULE = "correction"
"""the rule of a part that a person gave"""


@dataclass(frozen=True, slots=True)
class Swap:
    """One side of an act: `new` in place of the actor with the id `old`. Without `old` it is one more, without `new`
    one less."""

    old: str
    new: Actor | None


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be read in place of what a coder read; what is left out stays. Another type without a mode has none,
    and the same holds for the CAMEO code."""

    type: str | None = None
    mode: str | None = None
    cameo: str | None = None
    facet: Facet | None = None
    actors: tuple[Swap, ...] = ()
    recipients: tuple[Swap, ...] = ()
    place: Place | None = None
    no_place: bool = False
    when: Period | None = None
    no_date: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as it was made. `number` names it."""

    number: int
    kind: str
    facts: tuple[str, ...]
    """those it names; without the ones that were forgotten since"""
    author: str
    reason: str
    at: datetime
    reading: dict[str, Any]
    """of one fact, what it said when it was judged; see `reading`"""
    change: Change | None
    undoes: int | None
    in_force: bool
    """False when it was taken back"""


@dataclass(frozen=True, slots=True)
class Case:
    """What a coder should make of a fact, as people have said."""

    fact: str
    version: str
    numbers: tuple[int, ...]
    """of the corrections in force"""
    forbidden: bool
    """`expected` is what must not be read"""
    expected: dict[str, Any]

    def met(self, fact: Fact | None, published: Published | None) -> bool:
        """Whether a coder that read `fact` (None: nothing) did as expected."""
        found = None if fact is None else reading(fact, published)
        same = found is not None and all(found[key] == value for key, value in self.expected.items())
        return not same if self.forbidden else same


def apply(change: Change, event: Event) -> Event:
    """The event with the changes in it. What is given for a part that had no words cites the whole sentence."""
    if change.type is not None and change.type != event.type:
        event = replace(event, type=change.type, mode="", cameo="")
    if change.mode is not None:
        event = replace(event, mode=change.mode)
    if change.cameo is not None:
        event = replace(event, cameo=change.cameo)
    if change.facet is not None and change.facet is not event.facet:
        event = replace(event, facet=change.facet, probability=PROBABILITY[change.facet])
    if change.actors:
        event = replace(event, actors=_swapped(change.actors, event.actors, event.sentence))
    if change.recipients:
        event = replace(event, recipients=_swapped(change.recipients, event.recipients, event.sentence))
    if change.no_place:
        event = replace(event, place=None, further_places=())
    elif change.place is not None:
        event = replace(event, place=_said(change.place, event.place or event.sentence))
    if change.no_date:
        event = replace(event, when=None)
    elif change.when is not None:
        event = replace(event, when=_said(change.when, event.when or event.sentence))
    return event


def _said(value: Any, where: Cited[Any]) -> Cited[Any]:
    return Cited(value, where.span, where.words, RULE)


def _swapped(
    swaps: tuple[Swap, ...], cited: tuple[Cited[Actor], ...], sentence: Cited[str]
) -> tuple[Cited[Actor], ...]:
    for swap in swaps:
        there = swap.new is not None and any(c.value.id == swap.new.id for c in cited)
        out = []
        for one in cited:
            if one.value.id != swap.old or not swap.old:
                out.append(one)
            elif swap.new is not None and not there:
                out.append(_said(swap.new, one))
                there = True
        if swap.new is not None and not there:
            out.append(_said(swap.new, sentence))
        cited = tuple(out)
    return cited


# --- making one -------------------------------------------------------------------------------------------------------


def judge(
    record: Record,
    kind: str,
    fact: str,
    coder: str,
    *,
    author: str,
    reason: str,
    at: datetime,
    change: Change | None = None,
) -> int:
    """Keeps what a person says of one fact as a coder read it (`right`, `wrong`, or `change`), and gives the number of
    the correction. Several may say the same. Raises `NotFound`, and `UsageError` for a change that changes nothing."""
    author, reason = signed(author, reason)
    with record.writing():
        row = record.first(
            f"SELECT e.version, e.coder FROM {shelf_of(fact).rows} e JOIN coders c ON c.key = e.coder"
            " WHERE e.id = ? AND c.id = ?",
            (fact, coder),
        )
        if row is None:
            raise NotFound(f"no fact {fact!r} by the coder {coder!r} in this desk", fact)
        version, coder_key = row
        before = standing(record, fact, coder_key) or _last(record, fact, coder_key)
        if before is None:
            raise NotFound(f"no fact {fact!r} by the coder {coder!r} in this desk", fact)
        published = _published(record, version)
        value: dict[str, Any] = {"reading": reading(before[1], published)}
        if change is not None:
            if not isinstance(before[1], Event):
                raise UsageError(ONLY_EVENTS.format(fact), fact)
            if apply(change, before[1]) == before[1]:
                raise UsageError(f"{fact} is read so already; nothing to correct", fact)
            value["change"] = json.loads(to_json(change))
        number = _add(record, kind, [(fact, version)], value, author, reason, at, coder=coder_key)
        _follow_all(record, number, fact, version)
    return number


def group(record: Record, kind: str, facts: Sequence[str], *, author: str, reason: str, at: datetime) -> int:
    """Keeps that facts are one act (`merge`), or that each of them is an act of its own after all (`split`). Gives the
    number of the correction. Raises `NotFound` and `UsageError`."""
    author, reason = signed(author, reason)
    wanted = list(dict.fromkeys(facts))
    if kind == MERGE and len(wanted) < 2:
        raise UsageError("one act needs two facts or more to be merged; name them all", " ".join(wanted))
    with record.writing():
        found = []
        for fact in wanted:
            if not fact.startswith("ev:"):
                raise UsageError(ONLY_EVENTS.format(fact), fact)
            version = record.value("SELECT version FROM events WHERE id = ? LIMIT 1", (fact,))
            if version is None:
                raise NotFound(f"no event {fact!r} in this desk; `watchfloor events` lists them with their ids", fact)
            found.append((fact, version))
        acts = latest_acts(record)
        if kind == MERGE and len({acts.get(fact) for fact in wanted} - {None}) == 1 and all(map(acts.get, wanted)):
            raise UsageError("these facts are one act already", " ".join(wanted))
        # Two or more may have been taken for one incident without anybody having merged them.
        if kind == SPLIT and len(wanted) == 1 and acts.get(wanted[0]) is None:
            raise UsageError(f"{wanted[0]} is merged with no other fact; name those it is not one act with", wanted[0])
        number = _add(record, kind, found, {}, author, reason, at)
        _regroup(record, number)
    return number


def undo(record: Record, number: int, *, author: str, reason: str, at: datetime) -> int:
    """Takes a correction back, or an undo. Gives the number of this correction. Raises `NotFound`, and `UsageError`
    when it was taken back already."""
    author, reason = signed(author, reason)
    with record.writing():
        if record.value("SELECT 1 FROM corrections WHERE key = ?", (number,)) is None:
            raise NotFound(f"no correction {number}; `watchfloor correct list` shows what there is", str(number))
        if number in _undone(record):
            raise UsageError(f"correction {number} is undone already", str(number))
        facts = record.all("SELECT fact, version FROM targets WHERE correction = ? ORDER BY key", (number,))
        made = _add(record, UNDO, facts, {}, author, reason, at, undoes=number)
        for fact, version in facts:
            _follow_all(record, made, fact, version)
        _regroup(record, made)
    return made


def signed(author: str, reason: str) -> tuple[str, str]:
    """Author and reason on one line each. Raises `UsageError` where one of them is missing."""
    author, reason = " ".join(author.split()), " ".join(reason.split())
    if not author:
        raise UsageError("a correction needs an author; name one with --by")
    if not reason:
        raise UsageError("a correction needs a reason; give one with --why")
    return author, reason


def _add(
    record: Record,
    kind: str,
    facts: Iterable[tuple[str, int]],
    value: dict[str, Any],
    author: str,
    reason: str,
    at: datetime,
    coder: int | None = None,
    undoes: int | None = None,
) -> int:
    # A clock that was set back must not put a correction before the one that it follows.
    last = record.value("SELECT max(recorded_at) FROM corrections") or 0
    stamp = (max(to_micros(at), last), SEEN)
    number = record.insert(
        "INSERT INTO corrections (kind, coder, undoes, author, reason, value, recorded_at, basis)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (kind, coder, undoes, author, reason, json.dumps(value, ensure_ascii=False), *stamp),
    )
    record.insert_many(
        "INSERT INTO targets (correction, fact, version, recorded_at, basis) VALUES (?, ?, ?, ?, ?)",
        [(number, fact, version, *stamp) for fact, version in facts],
    )
    return number


# --- what follows -----------------------------------------------------------------------------------------------------


def follow_coding(record: Record, version: int, coder: int) -> None:
    """Applies what was said before to a coding that has just been added, within its transaction."""
    for fact, number in record.all(
        "SELECT t.fact, t.correction FROM targets t JOIN corrections k ON k.key = t.correction"
        " WHERE t.version = ? AND k.kind NOT IN ('merge', 'split') ORDER BY t.fact, t.correction",
        (version,),
    ):
        _follow(record, number, fact, version, coder)


def _follow_all(record: Record, number: int, fact: str, version: int) -> None:
    for (coder,) in record.all("SELECT coder FROM codings WHERE version = ? ORDER BY coder", (version,)):
        _follow(record, number, fact, version, coder)


def _follow(record: Record, number: int, fact: str, version: int, coder: int) -> None:
    """Adds a revision if the correction makes the fact stand otherwise for a coder."""
    before = standing(record, fact, coder)
    state = derived(record, fact, coder, number)
    after = None if state is None else state[0]
    if (before and before[1]) == after:
        return
    at = record.value(
        "SELECT max(k.recorded_at, v.recorded_at) FROM corrections k, versions v WHERE k.key = ? AND v.key = ?",
        (number, version),
    )
    stamp = (at, SEEN)
    shelf, row = shelf_of(fact), None
    if state is not None:
        coding = record.value("SELECT key FROM codings WHERE version = ? AND coder = ?", (version, coder))
        row = shelf.insert(
            record,
            state[0],
            coding=coding,
            coder=coder,
            version=version,
            position=state[1],
            published=_published(record, version),
            stamp=stamp,
        )
    record.all(
        f"INSERT INTO {shelf.revisions} (fact, coder, {shelf.row}, supersedes, correction, recorded_at, basis)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (fact, coder, row, before and before[0], number, *stamp),
    )


def standing(record: Record, fact: str, coder: int) -> tuple[int, Fact] | None:
    """The row that says a fact for a coder now, or None where it does not stand."""
    shelf = shelf_of(fact)
    last = record.first(
        f"SELECT {shelf.row} FROM {shelf.revisions} WHERE fact = ? AND coder = ? ORDER BY key DESC LIMIT 1",
        (fact, coder),
    )
    if last is None:
        row = record.first(f"SELECT key, json {_own(shelf)} ORDER BY position LIMIT 1", (fact, coder))
    elif last[0] is None:
        return None
    else:
        row = record.first(f"SELECT key, json FROM {shelf.rows} WHERE key = ?", last)
    return None if row is None else (row[0], shelf.decode(record, fact, row[1]))


def _last(record: Record, fact: str, coder: int) -> tuple[int, Fact] | None:
    shelf = shelf_of(fact)
    row = record.first(
        f"SELECT key, json FROM {shelf.rows} WHERE id = ? AND coder = ? ORDER BY key DESC LIMIT 1", (fact, coder)
    )
    return None if row is None else (row[0], shelf.decode(record, fact, row[1]))


def _own(shelf: Shelf) -> str:
    """SQL: what the coder itself said."""
    return f"FROM {shelf.rows} f WHERE id = ? AND coder = ? AND key NOT IN ({shelf.corrected} AND fact = f.id)"


def derived(record: Record, fact: str, coder: int, until: int) -> tuple[Fact, int] | None:
    """A fact for a coder, with its position, after the corrections up to a number; None where it does not stand."""
    shelf = shelf_of(fact)
    rows = record.all(
        "SELECT k.key, k.kind, k.coder, k.value FROM targets t JOIN corrections k ON k.key = t.correction"
        " WHERE t.fact = ? AND k.key <= ? AND k.kind IN ('right', 'wrong', 'change') ORDER BY k.key",
        (fact, until),
    )
    off = _undone(record, until)
    rows = [row for row in rows if row[0] not in off]
    own = record.first(f"SELECT json, position {_own(shelf)} ORDER BY position LIMIT 1", (fact, coder))
    for _, kind, judged, _ in rows:
        if own is None and kind != WRONG:
            own = record.first(f"SELECT json, position {_own(shelf)} ORDER BY position LIMIT 1", (fact, judged))
    if own is None or (rows and rows[-1][1] == WRONG):
        return None
    found = shelf.decode(record, fact, own[0])
    for _, kind, _, value in rows:
        if kind == CHANGE and isinstance(found, Event):
            found = apply(_change(value), found)
    return found, own[1]


def _change(value: str) -> Change:
    return from_json(json.dumps(json.loads(value)["change"]), Change)


def _undone(record: Record, until: int | None = None, as_of: int | None = None) -> set[int]:
    """The corrections that were taken back, by an undo that itself was not."""
    off: set[int] = set()
    for key, undoes in record.all(
        "SELECT key, undoes FROM corrections WHERE undoes IS NOT NULL AND (:until IS NULL OR key <= :until)"
        " AND (:as_of IS NULL OR recorded_at <= :as_of) ORDER BY key DESC",
        {"until": until, "as_of": as_of},
    ):
        if key not in off:
            off.add(undoes)
    return off


def _published(record: Record, version: int) -> Published | None:
    row = record.first("SELECT published, published_precision, published_basis FROM versions WHERE key = ?", (version,))
    return None if row is None else published_from(*row)


# --- which facts are one act ------------------------------------------------------------------------------------------


def acts_derived(record: Record, until: int | None = None) -> dict[str, int]:
    """The act of each fact that shares one, after the corrections up to a number: the number of its first merge."""
    off = _undone(record, until)
    act: dict[str, int] = {}
    rows = record.all(
        "SELECT k.key, k.kind, t.fact FROM corrections k JOIN targets t ON t.correction = k.key"
        " WHERE k.kind IN ('merge', 'split') AND (:until IS NULL OR k.key <= :until) ORDER BY k.key, t.key",
        {"until": until},
    )
    facts_of: dict[int, list[str]] = {}
    kinds: dict[int, str] = {}
    for key, kind, fact in rows:
        if key not in off:
            facts_of.setdefault(key, []).append(fact)
            kinds[key] = kind
    for key, facts in facts_of.items():
        if kinds[key] == SPLIT:
            for fact in facts:
                act.pop(fact, None)
        else:
            joined = {act[fact] for fact in facts if fact in act}
            first = min(joined | {key})
            members = [fact for fact, number in act.items() if number in joined]
            act.update(dict.fromkeys([*members, *facts], first))
        sizes: dict[int, int] = {}
        for number in act.values():
            sizes[number] = sizes.get(number, 0) + 1
        act = {fact: number for fact, number in act.items() if sizes[number] > 1}
    return act


def latest_acts(record: Record) -> dict[str, int | None]:
    """The act of each fact that ever shared one, as kept; None when it is on its own again."""
    return dict(record.all("SELECT fact, act FROM memberships ORDER BY key"))


def _regroup(record: Record, number: int) -> None:
    regroup(record, (record.value("SELECT recorded_at FROM corrections WHERE key = ?", (number,)), SEEN))


def regroup(record: Record, stamp: tuple[int, str]) -> None:
    """Writes down which facts changed their act, within a transaction."""
    before, after = latest_acts(record), acts_derived(record)
    number = record.value("SELECT max(key) FROM corrections")
    record.insert_many(
        "INSERT INTO memberships (fact, act, correction, recorded_at, basis) VALUES (?, ?, ?, ?, ?)",
        [
            (fact, after.get(fact), number, *stamp)
            for fact in sorted({*before, *after})
            if before.get(fact) != after.get(fact)
        ],
    )


def same_act(record: Record, fact: str, as_of: int) -> list[str]:
    """The other facts that are the same act, as known at a moment."""
    newest = "SELECT max(k.key) FROM memberships k WHERE k.fact = {0}.fact AND k.recorded_at <= :as_of"
    return [
        other
        for (other,) in record.rows(
            "SELECT n.fact FROM memberships m JOIN memberships n ON n.act = m.act AND n.fact <> m.fact"
            f" WHERE m.fact = :fact AND m.key = ({newest.format('m')}) AND n.key = ({newest.format('n')})"
            " ORDER BY n.fact",
            {"fact": fact, "as_of": as_of},
        )
    ]


@dataclass(frozen=True, slots=True)
class Acts:
    """Which facts people said are one act, and which are not."""

    merged: tuple[tuple[str, ...], ...]
    split: tuple[tuple[str, ...], ...]


def acts(record: Record, as_of: int) -> Acts:
    """What people said of facts that are one act, as known at a moment."""
    newest: dict[str, int | None] = dict(
        record.all("SELECT fact, act FROM memberships WHERE recorded_at <= ? ORDER BY key", (as_of,))
    )
    merged: dict[int, list[str]] = {}
    for fact, act in sorted(newest.items()):
        if act is not None:
            merged.setdefault(act, []).append(fact)
    held: dict[str, set[str]] = {}
    split: set[tuple[str, str]] = set()
    for correction in each(record, as_of):
        if not correction.in_force or correction.kind not in (MERGE, SPLIT):
            continue
        if correction.kind == MERGE:
            joined = set(correction.facts).union(*(held.get(fact, ()) for fact in correction.facts))
            held |= dict.fromkeys(joined, joined)
            split -= {(one, other) for one in joined for other in joined}
            continue
        for fact in correction.facts:
            # What is an act of its own is none with the rest of its act, nor with the others named.
            others = {*held.pop(fact, ()), *correction.facts} - {fact}
            split |= {(min(fact, other), max(fact, other)) for other in others}
            for other in others:
                held.get(other, set()).discard(fact)
    return Acts(tuple(tuple(facts) for _, facts in sorted(merged.items())), tuple(sorted(split)))


# --- asking -----------------------------------------------------------------------------------------------------------


def each(record: Record, as_of: int, fact: str | None = None, since: int | None = None) -> list[Correction]:
    """The corrections known at a moment, the oldest first: all, or those of a fact; `since` leaves out what was known
    then."""
    with record.reading():
        facts: dict[int, list[str]] = {}
        for number, target in record.rows("SELECT correction, fact FROM targets ORDER BY key"):
            facts.setdefault(number, []).append(target)
        off = _undone(record, as_of=as_of)
        rows = record.all(
            "SELECT key, kind, author, reason, recorded_at, value, undoes FROM corrections"
            " WHERE recorded_at <= ? AND recorded_at > ? ORDER BY key",
            (as_of, -1 if since is None else since),
        )
    out = []
    for number, kind, author, reason, at, value, undoes in rows:
        about = tuple(facts.get(number, ()))
        if fact is not None and fact not in about:
            continue
        told = json.loads(value)
        change = _change(value) if "change" in told else None
        out.append(
            Correction(
                number,
                kind,
                about,
                author,
                reason,
                from_micros(at),
                told.get("reading", {}),
                change,
                undoes,
                number not in off,
            )
        )
    return out


def by_fact(record: Record, as_of: int) -> dict[str, tuple[int, ...]]:
    """The corrections in force by the facts they speak of; empty, and quick, in a desk without any."""
    if record.value("SELECT 1 FROM corrections LIMIT 1") is None:
        return {}
    off = _undone(record, as_of=as_of)
    out: dict[str, list[int]] = {}
    for fact, number in record.rows(
        "SELECT t.fact, t.correction FROM targets t JOIN corrections k ON k.key = t.correction"
        " WHERE t.recorded_at <= ? AND k.kind <> 'undo' ORDER BY t.correction",
        (as_of,),
    ):
        if number not in off:
            out.setdefault(fact, []).append(number)
    return {fact: tuple(numbers) for fact, numbers in out.items()}


def cases(record: Record) -> list[Case]:
    """What every coder should make of the facts that people judged, by what is in force now."""
    said: dict[str, list[Correction]] = {}
    for correction in each(record, EVER):
        # Of one whose fact was forgotten nothing is left to be held to.
        if correction.in_force and correction.kind in VERDICTS and correction.facts:
            said.setdefault(correction.facts[0], []).append(correction)
    out = []
    for fact, corrections in sorted(said.items()):
        version = record.value(
            "SELECT v.version FROM targets t JOIN versions v ON v.key = t.version WHERE t.fact = ? LIMIT 1", (fact,)
        )
        last = corrections[-1]
        numbers = tuple(c.number for c in corrections)
        if last.kind == CHANGE:
            expected: dict[str, Any] = {}
            for correction in corrections:
                expected |= _expected(correction)
        else:
            expected = last.reading
        out.append(Case(fact, version, numbers, last.kind == WRONG, expected))
    return out


def _expected(correction: Correction) -> dict[str, Any]:
    """The parts of a reading that a change is about, as they should be."""
    change = correction.change
    if change is None:
        return correction.reading if correction.kind == RIGHT else {}
    was = correction.reading
    out: dict[str, Any] = {}
    if change.type is not None:
        out |= {"type": change.type, "mode": change.mode or ""}
    if change.mode is not None:
        out["mode"] = change.mode
    if change.cameo is not None:
        out["cameo"] = change.cameo
    if change.facet is not None:
        out["facet"] = change.facet.value
    for side, swaps in (("actors", change.actors), ("recipients", change.recipients)):
        if swaps:
            ids = set(was[side]) - {swap.old for swap in swaps} | {swap.new.id for swap in swaps if swap.new}
            out[side] = sorted(ids)
    if change.place is not None or change.no_place:
        out["place"] = change.place.id if change.place else None
    if change.when is not None and change.when.start is not None:
        out["day"] = change.when.start.isoformat()
    return out
