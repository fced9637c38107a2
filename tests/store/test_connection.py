"""Opening a record, and what happens when its file is not what it should be."""

from __future__ import annotations

import os
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw
import pytest

from tiny_desk import FETCH, ITEM, OUTSIDE, TinyCoder, article, capture
from watchfloor.errors import DeskDamaged, DeskError, DeskLocked, DeskReadOnly, DeskTooNew, DiskFull, NotFound
from watchfloor.store import (
    articles,
    connection,
    corrections,
    entries,
    facts,
    fetches,
    forgetting,
    likenesses,
    outside,
    pins,
    schema,
    sources,
)
from watchfloor.store.clock import EVER
from watchfloor.store.connection import Record
from watchfloor.store.counts import counts
from watchfloor.store.facts import Filter

NOW = datetime(2026, 1, 2, tzinfo=UTC)
PAGE = article("one", "Kerry met Maliki in Geneva on 2014-06-23.", "2014-06-24")


def filled(path: Path, pages: int = 1) -> Path:
    """A record with some pages in it, closed."""
    record = connection.create(path)
    for number in range(pages):
        page = article(f"page {number}", f"Kerry met Maliki in Geneva. {number}" + " words" * 400, "2014-06-24")
        articles.add(record, capture(page, NOW), page)
    record.close()
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "record.sqlite")


def truncated(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def scribbled(path: Path) -> None:
    """The second page of the file overwritten."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * 8192)


def newer(path: Path) -> None:
    apsw.Connection(str(path)).execute(f"PRAGMA user_version = {schema.VERSION + 1}")


def foreign(path: Path) -> None:
    path.unlink()
    apsw.Connection(str(path)).execute("CREATE TABLE bookmarks (url)")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def lacking(path: Path) -> None:
    apsw.Connection(str(path)).execute("DROP TABLE sides")


@pytest.mark.parametrize(
    ("spoil", "error", "says"),
    [
        (lambda path: path.write_bytes(b""), DeskDamaged, "empty"),
        (lambda path: path.write_bytes(b"not a database at all\n" * 500), DeskDamaged, "no watchfloor record"),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000), DeskDamaged, "record"),
        (truncated, DeskDamaged, "damaged"),
        (foreign, DeskDamaged, "another program"),
        (folder, DeskDamaged, "folder"),
        (lacking, DeskDamaged, "lacks tables"),
        (newer, DeskTooNew, "install the newer watchfloor"),
        (lambda path: path.unlink(), NotFound, "missing"),
    ],
)
def test_a_file_that_is_no_record_is_refused(
    path: Path, spoil: Callable[[Path], object], error: type[DeskError], says: str
) -> None:
    spoil(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(error, match=says) as caught:
        connection.open_record(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before, "a refused file is left as it was"


def test_damage_inside_is_told_by_whatever_meets_it(tmp_path: Path) -> None:
    path = filled(tmp_path / "record.sqlite", pages=40)
    scribbled(path)
    with pytest.raises(DeskDamaged):
        record = connection.open_record(path)
        if record.faults():
            list(articles.each(record, as_of=EVER, text="words"))
            counts(record, EVER)
            pytest.fail("nothing noticed the damage")


CALLS: dict[str, Callable[[Record], object]] = {
    "add": lambda record: articles.add(record, capture(PAGE, NOW), PAGE),
    "add_coding": lambda record: facts.add_coding(record, TinyCoder().code(PAGE), NOW),
    "choose_coder": lambda record: facts.choose_coder(record, "another", NOW),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_locked_record_says_so(path: Path, call: str) -> None:
    other = apsw.Connection(str(path))
    other.execute("BEGIN IMMEDIATE")
    record = connection.open_record(path, wait_ms=20)
    with pytest.raises(DeskLocked, match="another process"):
        CALLS[call](record)
    assert [head.title for head in articles.each(record, as_of=EVER)] == ["page 0"], "readers never wait for a writer"
    other.execute("ROLLBACK")
    assert articles.add(record, capture(PAGE, NOW), PAGE) == articles.NEW
    record.close()


@pytest.mark.parametrize("call", CALLS)
def test_a_record_opened_for_reading_is_not_written(path: Path, call: str) -> None:
    record = connection.open_record(path, write=False)
    assert not record.may_write
    with pytest.raises(DeskReadOnly, match="only be read"):
        CALLS[call](record)
    record.close()


def as_somebody_else(check: Callable[[], None]) -> None:
    """Runs a check without the right to write everywhere that root has."""
    if os.geteuid() != 0:
        check()
        return
    child = os.fork()
    if child == 0:
        outcome = 1
        try:
            os.setuid(65534)
            check()
            outcome = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(outcome)
    assert os.waitpid(child, 0)[1] == 0, "see the traceback of the child above"


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that every user may enter, and nobody but its owner may write to."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has other rights")
@pytest.mark.parametrize("log", ["none", "open", "orphan"])
def test_a_folder_that_may_not_be_written_to(public: Path, log: str) -> None:
    """It can be read all the same, unless a writer that was killed left changes in its log."""
    path = filled(public / "record.sqlite")
    writer = connection.open_record(path)
    if log != "none":
        writer.all("PRAGMA wal_autocheckpoint = 0")
        articles.add(writer, capture(PAGE, NOW), PAGE)
    else:
        writer.close()
    if log == "orphan":
        path = Path(shutil.copytree(public, public / "copy")) / path.name
        path.with_name(path.name + "-shm").unlink()
    for file in (path.parent, *path.parent.iterdir()):
        file.chmod(0o555)

    def check() -> None:
        if log == "orphan":
            with pytest.raises(DeskReadOnly, match="log"):
                connection.open_record(path)
            return
        record = connection.open_record(path)
        assert not record.may_write
        assert len(list(articles.each(record, as_of=EVER))) == (1 if log == "none" else 2)
        with pytest.raises(DeskReadOnly):
            articles.add(record, capture(PAGE, NOW), PAGE)

    as_somebody_else(check)
    path.parent.chmod(0o755)


def test_a_full_disk_loses_nothing_that_was_finished(path: Path) -> None:
    record = connection.open_record(path)
    pages = record.value("PRAGMA page_count")
    record.all(f"PRAGMA max_page_count = {pages + 1}")
    big = article("big", "Iran blamed ISIS. " * 5000, "2014-06-25")
    with pytest.raises(DiskFull, match="safe"):
        articles.add(record, capture(big, NOW), big)
    record.close()
    record = connection.open_record(path)
    assert record.faults() == []
    assert [head.title for head in articles.each(record, as_of=EVER)] == ["page 0"]
    assert articles.add(record, capture(big, NOW), big) == articles.NEW
    record.close()


@pytest.mark.parametrize("table", [name for name in schema.TABLES if name not in schema.DERIVED])
@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM {0}", "UPDATE {0} SET basis = 'stated'", "REPLACE INTO {0} SELECT * FROM {0}"],
)
def test_rows_are_never_changed(every_table: Record, table: str, statement: str) -> None:
    before = every_table.all(f"SELECT * FROM {table}")  # noqa: S608 - our own names
    assert before, "the table holds something to protect"
    with pytest.raises(apsw.ConstraintError, match="append-only"):
        every_table.all(statement.format(table))
    assert every_table.all(f"SELECT * FROM {table}") == before  # noqa: S608


@pytest.fixture
def every_table(record: Record) -> Iterator[Record]:
    """A record with a row in every table."""
    page = article("one", "Kerry met Maliki in Geneva.", "2014-06-24")
    articles.add(record, capture(page, NOW), page)
    facts.add_coding(record, TinyCoder().code(page), NOW)
    facts.choose_coder(record, "tiny-1", NOW)
    empty = article("two", "Nothing here.", "2014-06-24")
    articles.add(record, capture(empty, NOW), empty)
    facts.add_coding(record, TinyCoder().code(empty), NOW)
    changed = article("one", "Kerry met Maliki in Tikrit.", "2014-06-25")
    gone = article("gone", "Iran blamed ISIS.", "2014-06-25")
    for page in (changed, gone):
        articles.add(record, capture(page, NOW), page)
        facts.add_coding(record, TinyCoder().code(page), NOW)
    one, two = (fact.event.id for fact in facts.each(record, Filter(), as_of=EVER))
    entry = next(entries.each(record, entries.Filter(), as_of=EVER)).entry.id
    signed: dict[str, Any] = {"author": "A. Reader", "reason": "it is so", "at": NOW}
    for fact_id in (one, entry):
        corrections.judge(record, "wrong", fact_id, "tiny-1", **signed)
    corrections.group(record, "merge", [one, two], **signed)
    other = article("three", "Iran attacked ISIS.", "2014-06-25")
    articles.add(record, capture(other, NOW), other)
    forgetting.forget(record, [other.id], **signed)
    first, second = (key for _, key in likenesses.waiting(record)[:2])
    likenesses.add_print(record, first, 16_000, [1, 2])
    likenesses.add_copy(record, first, second, "copy", 0.5, 1.0, [(0, 9)])
    forgetting.add_output(record, "/somewhere/events.csv", "csv", NOW)
    sources.keep(record, {"corvane": "{}"}, NOW)
    fetches.add_fetch(record, FETCH, NOW)
    fetches.add_items(record, [ITEM], NOW)
    fetches.add_rules(record, [("https://corvane.example", 200, "User-agent: *", NOW)])
    outside.add(record, [OUTSIDE], NOW)
    pins.add(record, pins.NAME, [[page.id]], title="A story", **signed)
    yield record


def test_every_row_says_since_when_it_is_known(every_table: Record) -> None:
    for table in schema.TABLES:
        for recorded_at, basis in every_table.rows(f"SELECT recorded_at, basis FROM {table}"):  # noqa: S608
            assert isinstance(recorded_at, int) and basis in ("seen", "stated"), table


def test_a_copy_of_the_file_is_a_record(path: Path, tmp_path: Path) -> None:
    copied = tmp_path / "with space & ünïcode #1?.sqlite"
    shutil.copy(path, copied)
    record = connection.open_record(copied)
    assert record.faults() == []
    record.close()
