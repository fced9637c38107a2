"""Every public function of the store with a file that is locked, read-only, truncated or another program's: the right
answer, or one clear error of ours."""

from __future__ import annotations

import inspect
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import apsw
import pytest

from tiny_desk import FETCH, ITEM, OUTSIDE, TinyCoder, article, capture
from watchfloor import desk as front_door
from watchfloor import store
from watchfloor.errors import DeskError, DeskLocked, DeskReadOnly, WatchfloorError
from watchfloor.store import (
    articles,
    casts,
    changes,
    coders,
    connection,
    copies,
    corrections,
    counts,
    days,
    derived,
    entries,
    entryrows,
    eventrows,
    facts,
    fetches,
    forgetting,
    holdings,
    likenesses,
    outside,
    pins,
    search,
    shelves,
    sources,
    state,
    tallies,
    verifying,
    ways,
    weekly,
)
from watchfloor.store.articles import Incoming
from watchfloor.store.clock import EVER
from watchfloor.store.connection import Record
from watchfloor.store.corrections import Change
from watchfloor.store.facts import Filter

NOW = datetime(2026, 1, 2, tzinfo=UTC)
SIGNED: dict[str, Any] = {"author": "A. Reader", "reason": "so it is", "at": NOW}
PAGES = [
    article(f"p{n}", f"Kerry met Maliki in Geneva. Iran blamed ISIS. {n}" + " w" * 3000, "2014-06-24") for n in range(9)
]
NEW = article("new", "Iran attacked ISIS.", "2014-06-25")
VERSION = PAGES[0].version
FACT, OTHER = (event.id for event in TinyCoder().code(PAGES[0]).events)
ENTRY = TinyCoder().code(PAGES[0]).statements[0].id

READS: dict[Callable[..., Any], Callable[[Record], object]] = {
    articles.known_reading: lambda r: articles.known_reading(r, "a", "b", "c", "d"),
    articles.problems_of: lambda r: articles.problems_of(r, "coding", 1, VERSION),
    articles.each: lambda r: list(articles.each(r, as_of=EVER, text="geneva")),
    articles.one: lambda r: articles.one(r, VERSION, EVER),
    articles.versions: lambda r: articles.versions(r, PAGES[0].id, EVER),
    articles.received: lambda r: articles.received(r, VERSION, EVER, 9),
    articles.raw: lambda r: articles.raw(r, VERSION),
    articles.uncoded: lambda r: articles.uncoded(r, "other"),
    articles.coded: lambda r: articles.coded(r, "tiny-1"),
    facts.each: lambda r: list(facts.each(r, Filter(actor="IRN", text="iran"), as_of=EVER)),
    facts.conditions: lambda r: facts.conditions(r, Filter(actor="IRN"), EVER, None, 9),
    facts.count: lambda r: facts.count(r, Filter(), as_of=EVER),
    facts.one: lambda r: facts.one(r, FACT, EVER),
    facts.by_row: lambda r: facts.by_row(r, 1, {}),
    facts.actors_like: lambda r: facts.actors_like(r, "IRN"),
    facts.coding: lambda r: facts.coding(r, VERSION, "tiny-1"),
    facts.current_coder: facts.current_coder,
    facts.answering: lambda r: facts.answering(r, "then", EVER),
    ways.size: lambda r: ways.size(r, "SELECT 1 FROM events", {}),
    entries.each: lambda r: list(entries.each(r, entries.Filter(speaker="IRN", text="iran"), as_of=EVER)),
    entries.conditions: lambda r: entries.conditions(r, entries.Filter(actor="IRN"), EVER, None, 9),
    entries.count: lambda r: entries.count(r, entries.Filter(), as_of=EVER),
    entries.one: lambda r: entries.one(r, ENTRY, EVER),
    entries.by_row: lambda r: entries.by_row(r, 1, {}),
    shelves.ids_like: lambda r: shelves.ids_like(r, ENTRY[3:9], EVER, ("statement", "event")),
    counts.counts: lambda r: counts.counts(r, EVER),
    counts.coverage: lambda r: counts.coverage(r, date(2014, 6, 24), EVER),
    corrections.each: lambda r: corrections.each(r, EVER),
    corrections.by_fact: lambda r: corrections.by_fact(r, EVER),
    corrections.cases: corrections.cases,
    corrections.same_act: lambda r: corrections.same_act(r, FACT, EVER),
    corrections.derived: lambda r: corrections.derived(r, FACT, 1, 9),
    corrections.standing: lambda r: corrections.standing(r, FACT, 1),
    corrections.acts_derived: corrections.acts_derived,
    corrections.latest_acts: corrections.latest_acts,
    corrections.acts: lambda r: corrections.acts(r, EVER),
    pins.each: lambda r: pins.each(r, EVER),
    coders.listing: lambda r: coders.listing(r, "tiny-1"),
    coders.resolve: lambda r: coders.resolve(r, "1", "tiny-1"),
    coders.diff: lambda r: list(coders.diff(r, "tiny-1", "tiny-1", EVER)),
    coders.compared: lambda r: coders.compared(r, "tiny-1", "tiny-1", EVER),
    changes.why: lambda r: changes.why(r, 0, EVER),
    search.find: lambda r: search.find(r, "geneva", Filter(), as_of=EVER),
    casts.appearances: lambda r: casts.appearances(r, as_of=EVER),
    casts.meetings: lambda r: casts.meetings(r, "IRN", as_of=EVER),
    days.events_by_day: lambda r: days.events_by_day(r, as_of=EVER),
    days.articles_by_day: lambda r: days.articles_by_day(r, as_of=EVER),
    tallies.of_events: lambda r: tallies.of_events(r, Filter(), as_of=EVER),
    tallies.of_entries: lambda r: tallies.of_entries(r, entries.Filter(), as_of=EVER),
    state.state: state.state,
    holdings.outlets: lambda r: holdings.outlets(r, EVER),
    holdings.countries: lambda r: holdings.countries(r, EVER),
    holdings.unread: lambda r: holdings.unread(r, EVER, limit=5),
    holdings.troubles: lambda r: holdings.troubles(r, EVER, limit=5),
    weekly.weeks: lambda r: list(weekly.weeks(r, as_of=EVER)),
    verifying.verify: verifying.verify,
    forgetting.find: lambda r: forgetting.find(r, PAGES[0].id),
    forgetting.is_forgotten: lambda r: forgetting.is_forgotten(r, PAGES[0].id),
    forgetting.tombstones: lambda r: forgetting.tombstones(r, EVER),
    forgetting.outputs: forgetting.outputs,
    sources.said: lambda r: sources.said(r, EVER),
    sources.changed_at: lambda r: sources.changed_at(r, "corvane", EVER),
    fetches.last: lambda r: fetches.last(r, "corvane", EVER, 9),
    fetches.items_at: lambda r: fetches.items_at(r, "p:1"),
    fetches.tried_at: lambda r: fetches.tried_at(r, "p:1"),
    fetches.same_words: lambda r: fetches.same_words(r, "corvane", "w:1") or (),
    fetches.lived: lambda r: fetches.lived(r, "corvane", EVER),
    fetches.rules_since: lambda r: list(fetches.rules_since(r, NOW)),
    likenesses.waiting: likenesses.waiting,
    likenesses.text: lambda r: likenesses.text(r, 1),
    likenesses.prints: lambda r: list(likenesses.prints(r, 0, 20_000)),
    likenesses.edges: lambda r: likenesses.edges(r, [VERSION], EVER),
    likenesses.followed: lambda r: likenesses.followed(r, [PAGES[0].id]),
    likenesses.heads: lambda r: likenesses.heads(r, [VERSION]),
    likenesses.text_of: lambda r: likenesses.text_of(r, VERSION),
    likenesses.kept: lambda r: list(likenesses.kept(r)),
    outside.each: lambda r: list(outside.each(r, EVER)),
    outside.counts: lambda r: outside.counts(r, EVER),
    facts.keys: lambda r: facts.keys(r, Filter(), as_of=EVER),
    facts.by_keys: lambda r: facts.by_keys(r, [1], EVER),
    derived.rules: lambda r: derived.rules(r, "pairs"),
    derived.unplaced: derived.unplaced,
    derived.are_next: lambda r: derived.are_next(r, derived.unplaced(r)[:1]) if derived.unplaced(r) else None,
    derived.forgotten: derived.forgotten,
    derived.chapters_near: lambda r: list(derived.chapters_near(r, [16_000], 7)),
    derived.placed: lambda r: derived.placed(r, [PAGES[0].id], EVER),
    derived.known_from: lambda r: derived.known_from(r, 0),
    derived.every_placed: derived.every_placed,
    derived.unread_codings: derived.unread_codings,
    derived.facts_of: lambda r: derived.facts_of(r, 1),
    derived.countries: lambda r: derived.countries(r, [1], 1, EVER),
    derived.last_event: derived.last_event,
    derived.unpaired: lambda r: derived.unpaired(r, 0, 1),
    derived.coders: lambda r: derived.coders(r, 0),
    derived.event_rows: lambda r: derived.event_rows(r, [1]),
    derived.events_on: lambda r: list(derived.events_on(r, 1, 16_000)),
    derived.long_events: lambda r: list(derived.long_events(r, 1, 0, 20_000)),
    derived.likely: lambda r: derived.likely(r, [1]),
    derived.standing_events: lambda r: derived.standing_events(r, [1], EVER),
    derived.events_in: lambda r: derived.events_in(r, [VERSION], 1),
    derived.rows_of: lambda r: derived.rows_of(r, [FACT], 1),
    derived.ids_of: lambda r: derived.ids_of(r, [1]),
    derived.all_of: lambda r: derived.all_of(r, [[FACT]], 1),
    eventrows.decode: lambda r: eventrows.decode(r, r.value("SELECT json FROM events WHERE key = 1")),
    entryrows.decode: lambda r: entryrows.decode(r, ENTRY, r.value("SELECT json FROM entries WHERE id = ?", (ENTRY,))),
}
WRITES: dict[Callable[..., Any], Callable[[Record], object]] = {
    articles.add: lambda r: articles.add(r, capture(NEW, NOW), NEW),
    articles.add_all: lambda r: articles.add_all(r, [Incoming(capture(NEW, NOW), NEW)]),
    facts.add_coding: lambda r: facts.add_coding(r, TinyCoder("other").code(PAGES[0]), NOW),
    facts.choose_coder: lambda r: facts.choose_coder(r, "another", NOW),
    corrections.judge: lambda r: corrections.judge(r, "change", FACT, "tiny-1", change=Change(type="AID"), **SIGNED),
    corrections.group: lambda r: corrections.group(r, "merge", [FACT, OTHER], **SIGNED),
    corrections.undo: lambda r: corrections.undo(r, 1, **SIGNED),
    pins.add: lambda r: pins.add(r, "merge", [[PAGES[0].id], [PAGES[1].id]], **SIGNED),
    pins.undo: lambda r: pins.undo(r, 1, **SIGNED),
    forgetting.forget: lambda r: forgetting.forget(r, [PAGES[0].id], **SIGNED),
    forgetting.add_output: lambda r: forgetting.add_output(r, "x.csv", "csv", NOW),
    sources.keep: lambda r: sources.keep(r, {"corvane": "{}"}, NOW),
    fetches.add_fetch: lambda r: fetches.add_fetch(r, FETCH, NOW),
    fetches.add_items: lambda r: fetches.add_items(r, [ITEM], NOW),
    fetches.add_rules: lambda r: fetches.add_rules(r, [("https://corvane.example", 200, "", NOW)]),
    outside.add: lambda r: outside.add(r, [OUTSIDE], NOW),
}
# Steps within the transaction of one of those, and what works on files; each has its own tests.
INNER = {
    *(articles.add_problems, eventrows.insert, eventrows.add_dyads, corrections.follow_coding, corrections.regroup),
    *(forgetting.empty_log, copies.copy, eventrows.actor_key, entryrows.insert),
    *(likenesses.add_print, likenesses.add_copy),
    *(derived.begin, derived.unplace, derived.place, derived.add_countries, derived.add_likely, derived.forget),
}


def test_every_public_function_of_the_store_is_here() -> None:
    public: set[object] = {
        function
        for path in Path(store.__path__[0]).glob("*.py")
        for name, function in vars(import_module(f"watchfloor.store.{path.stem}")).items()
        if inspect.isfunction(function) and not name.startswith("_")
        and function.__module__ == f"watchfloor.store.{path.stem}"
        and "record" in inspect.signature(function).parameters
    }  # fmt: skip
    assert public == {*READS, *WRITES, *INNER}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "record.sqlite"
    record = connection.create(path)
    for page in PAGES:
        articles.add(record, capture(page, NOW), page)
        facts.add_coding(record, TinyCoder().code(page), NOW)
    facts.choose_coder(record, "tiny-1", NOW)
    corrections.judge(record, "right", OTHER, "tiny-1", **SIGNED)
    pins.add(record, "name", [[PAGES[0].id]], title="Talks", **SIGNED)
    record.close()
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "record.sqlite"))


def name_of(function: Callable[..., Any]) -> str:
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__}"


@pytest.mark.parametrize("function", [*READS, *WRITES], ids=name_of)
def test_while_another_process_writes(path: Path, function: Callable[..., Any]) -> None:
    other = apsw.Connection(str(path))
    other.execute("BEGIN IMMEDIATE")
    record = connection.open_record(path, wait_ms=10)
    if function in READS:
        READS[function](record)
    else:
        with pytest.raises(DeskLocked, match="another process is writing") as caught:
            WRITES[function](record)
        assert "\n" not in str(caught.value)
    other.execute("ROLLBACK")
    {**READS, **WRITES}[function](record)
    record.close()


@pytest.mark.parametrize("function", [*READS, *WRITES], ids=name_of)
def test_where_nothing_may_be_written(path: Path, function: Callable[..., Any]) -> None:
    record = connection.open_record(path, write=False)
    if function in READS:
        READS[function](record)
    else:
        with pytest.raises(DeskReadOnly, match="only be read"):
            WRITES[function](record)
    record.close()


@pytest.mark.parametrize("function", [*READS, *WRITES], ids=name_of)
def test_a_file_that_is_cut_off_or_written_over(path: Path, function: Callable[..., Any]) -> None:
    whole = path.stat().st_size
    for spoil in (
        lambda file: file.truncate(whole // 3),
        lambda file: (file.seek(4096), file.write(b"\xa5" * (whole // 2))),
    ):
        shutil.copy(path, spoiled := path.with_name("spoiled.sqlite"))
        with spoiled.open("r+b") as file:
            spoil(file)
        try:
            record = connection.open_record(spoiled, wait_ms=10)
            found = {**READS, **WRITES}[function](record)
            record.close()
        except WatchfloorError as error:
            assert isinstance(error, DeskError), error
            assert str(spoiled) in str(error) and "\n" not in str(error)
        else:
            assert function is verifying.verify or found is not None or function not in READS


@pytest.mark.parametrize("spoil", ["cut", "foreign", "gone"])
def test_a_file_that_becomes_something_else_while_it_is_open(path: Path, spoil: str) -> None:
    record = connection.open_record(path)
    list(articles.each(record, as_of=EVER))
    if spoil == "cut":
        with path.open("r+b") as file:
            file.truncate(5000)
    elif spoil == "foreign":
        path.write_bytes(b"no database at all " * 5000)
    else:
        path.unlink()
    for call in (*READS.values(), *WRITES.values()):
        try:
            call(record)
        except WatchfloorError as error:
            assert isinstance(error, DeskError), error


# --- several at once --------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_two_writers_and_readers_at_once(tmp_path: Path) -> None:
    """Everything of both is there, the file is sound, and no reader waits."""
    home = tmp_path / "desk"
    front_door.init(home).close()
    children = []
    for writer in range(2):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                record = connection.open_record(home / front_door.RECORD)
                for number in range(120):
                    page = article(f"{writer}-{number}", f"Kerry met Maliki. {writer} {number}", "2014-06-24")
                    articles.add(record, capture(page, NOW), page)
                    facts.add_coding(record, TinyCoder().code(page), NOW)
                    if number == 5:
                        facts.choose_coder(record, "tiny-1", NOW)
                record.close()
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    waits: list[float] = []
    stop = threading.Event()

    def read() -> None:
        record = connection.open_record(home / front_door.RECORD, write=False)
        while not stop.is_set():
            start = time.perf_counter()
            heads = list(articles.each(record, as_of=EVER, limit=20))
            list(facts.each(record, Filter(actor="USA"), as_of=EVER, limit=20))
            waits.append(time.perf_counter() - start)
            assert len(heads) <= 20
        record.close()

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    stop.set()
    for reader in readers:
        reader.join()
    with front_door.open(home) as desk:
        status = desk.status()
        assert (status.articles, status.coded, status.events) == (240, 240, 240)
        assert desk.verify() == []
    assert waits and max(waits) < 1


# --- writes that fail -------------------------------------------------------------------------------------------------


class Failing(apsw.VFS):
    """A file layer that fails at one write, and from then on."""

    def __init__(self) -> None:
        super().__init__("failing", "")
        self.left = sys.maxsize

    def xOpen(self, name: Any, flags: Any) -> Any:  # noqa: N802 - SQLite's name
        """A file whose writes are counted."""
        return FailingFile(self, name, flags)


class FailingFile(apsw.VFSFile):
    """A file of that layer."""

    def __init__(self, layer: Failing, name: Any, flags: Any) -> None:
        super().__init__("", name, flags)
        self.layer = layer

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        """Writes, or says that there is no room."""
        self.layer.left -= 1
        if self.layer.left < 0:
            raise apsw.FullError("no room, says the test")
        super().xWrite(data, offset)


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Failing]:
    failing = Failing()
    opened = apsw.Connection

    def through(*args: Any, **named: Any) -> apsw.Connection:
        return opened(*args, **(named | {"vfs": "failing"}))

    monkeypatch.setattr(apsw, "Connection", through)
    yield failing
    failing.unregister()


@pytest.mark.parametrize("writes", range(0, 60, 6))
def test_a_write_that_fails_loses_nothing_that_was_finished(path: Path, layer: Failing, writes: int) -> None:
    record = connection.open_record(path)
    done: list[str] = []
    layer.left = writes
    with pytest.raises(DeskError):
        for number in range(30):
            page = article(f"n{number}", f"Iran blamed ISIS. {number}" + " words" * 200, "2014-06-25")
            articles.add(record, capture(page, NOW), page)
            done.append(page.version)
            facts.add_coding(record, TinyCoder().code(page), NOW)
    layer.left = sys.maxsize
    record.close()
    record = connection.open_record(path)
    assert verifying.verify(record) == []
    there = {head.version for head in articles.each(record, as_of=EVER)}
    assert there >= set(done) and len(there) <= len(PAGES) + len(done) + 1
    page = article("after", "Iran blamed ISIS.", "2014-06-26")
    assert articles.add(record, capture(page, NOW), page) == articles.NEW
    record.close()
