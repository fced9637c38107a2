"""Opens a desk's record and speaks SQL to it. Every failure of the file becomes one of our errors (errors.py).

SQLite comes with apsw, not with Python: before 3.51.3 two processes that wrote at the same time could damage a database
in write-ahead mode, and many systems still carry such a version.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import apsw

from watchfloor.errors import (
    DeskDamaged,
    DeskError,
    DeskLocked,
    DeskReadOnly,
    DeskTooNew,
    DeskTooOld,
    DiskFull,
    NotFound,
    UsageError,
)
from watchfloor.store import schema

Params = Mapping[str, Any] | Sequence[Any]

WAIT_MS = 10_000
"""how long to wait for another process before giving up; one commit takes milliseconds"""

READ_ONLY = "{path}: this desk may only be read; copy it to a folder you may write to"
TOO_OLD = "SQLite 3.51.3 or newer is needed; install apsw again"


def _fail(path: Path, error: apsw.Error) -> NoReturn:
    """Raises our error for one of SQLite's."""
    text = str(error)
    if isinstance(error, apsw.BusyError | apsw.LockedError | apsw.ProtocolError):
        problem: DeskError = DeskLocked(f"{path}: another process is writing to this desk; try again when it is done")
    elif isinstance(error, apsw.ReadOnlyError | apsw.PermissionsError | apsw.AuthError):
        problem = DeskReadOnly(READ_ONLY.format(path=path))
    elif isinstance(error, apsw.FullError):
        problem = DiskFull(f"{path}: the disk is full; make room and run again, everything finished before is safe")
    elif isinstance(error, apsw.NotADBError):
        problem = DeskDamaged(f"{path}: this file is no watchfloor record; restore it from a copy or make a new desk")
    elif isinstance(error, apsw.CorruptError | apsw.FormatError):
        problem = DeskDamaged(f"{path}: the record is damaged ({text}); restore it from a copy")
    elif isinstance(error, apsw.CantOpenError):
        problem = DeskError(f"{path}: the record cannot be opened; check that you may read and write its folder")
    elif isinstance(error, apsw.IOError):
        problem = DeskError(f"{path}: the disk refused to read or write ({text}); everything finished before is safe")
    else:
        raise error  # a mistake in our SQL: a bug is loud
    problem.about = str(path)
    raise problem from error


def _no_text(error: UnicodeEncodeError) -> NoReturn:
    """Of something that a person typed or a program passed: what is read from pages is made fit before (`plain`)."""
    shown = error.object.encode("utf-8", "replace").decode("utf-8")
    raise UsageError(f"{shown!r} holds bytes that are no text; write it in UTF-8", shown) from error


class Record:
    """An open record. Not for several threads at once: open one for each."""

    def __init__(self, path: Path, connection: apsw.Connection) -> None:
        self.path = path
        self._db = connection

    def rows(self, sql: str, params: Params = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, as they come."""
        try:
            yield from self._db.execute(sql, params)
        except apsw.Error as error:
            _fail(self.path, error)
        except UnicodeEncodeError as error:
            _no_text(error)

    def all(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        return list(self.rows(sql, params))

    def first(self, sql: str, params: Params = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        for row in self.rows(sql, params):
            return row
        return None

    def value(self, sql: str, params: Params = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.first(sql, params)
        return None if row is None else row[0]

    def insert(self, sql: str, params: Params = ()) -> int:
        """Adds one row and gives its key. For statements that always add one."""
        self.all(sql, params)
        return self._db.last_insert_rowid()

    def insert_many(self, sql: str, rows: Iterable[Params]) -> None:
        try:
            self._db.executemany(sql, rows)
        except apsw.Error as error:
            _fail(self.path, error)
        except UnicodeEncodeError as error:
            _no_text(error)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it is kept, or nothing."""
        if not self.may_write:
            raise DeskReadOnly(READ_ONLY.format(path=self.path), str(self.path))
        self.all("BEGIN IMMEDIATE")
        try:
            yield
            self.all("COMMIT")
        except BaseException:
            # A full disk may already have ended the transaction.
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several queries on one and the same state, whatever others write meanwhile."""
        if self._db.in_transaction:
            yield
            return
        self.all("BEGIN")
        try:
            yield
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    @property
    def may_write(self) -> bool:
        return not self._db.readonly("main")

    def faults(self) -> list[str]:
        """What SQLite finds wrong with the file and the search indexes; empty when it is sound. Reads all of it."""
        found = [str(row[0]) for row in self.rows("PRAGMA integrity_check(20)")]
        found = [] if found == ["ok"] else found
        if not found and self.may_write:
            # With 1 the indexes are held against the texts too; it is a statement that writes, but changes nothing.
            for index in ("article_words", "event_words", "entry_words"):
                try:
                    self.all(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608 - ours
                except DeskLocked:
                    break  # somebody writes; the check above has looked at the indexes alone
                except DeskDamaged as error:
                    found.append(f"the search index {index} does not fit the texts ({error.__cause__})")
        return found

    def copy_to(self, path: Path) -> None:
        """Copies the whole record, as it is at this moment, into a new file, whatever others write meanwhile."""
        try:
            target = apsw.Connection(str(path))
            try:
                with target.backup("main", self._db, "main") as copying:
                    while not copying.done:
                        copying.step(-1)
                # A copy lies alone: its log would only be a second file to lose.
                target.execute("PRAGMA journal_mode = DELETE")
            finally:
                target.close()
        except apsw.Error as error:
            _fail(path, error)

    def close(self) -> None:
        try:
            self._db.close()
        except apsw.Error as error:
            _fail(self.path, error)


def create(path: Path, wait_ms: int = WAIT_MS) -> Record:
    """Makes a new record in a file that does not exist yet."""
    db = _connect(path, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE, wait_ms)
    record = Record(path, db)
    try:
        record.all("PRAGMA journal_mode = WAL")
        with record.writing():
            for statement in schema.statements():
                record.all(statement)
    except BaseException:
        db.close()
        raise
    return record


def open_record(path: Path, write: bool = True, wait_ms: int = WAIT_MS, *, old: bool = False) -> Record:
    """Opens a desk's record. Where the file or its folder may not be written to, it is opened for reading, and writing
    raises `DeskReadOnly`. `old` allows a record of an earlier version, for those who upgrade or copy it.

    Raises `NotFound`, `DeskTooNew`, `DeskTooOld`, `DeskDamaged` (another program's file, or a broken one),
    `DeskLocked`."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise NotFound(f"{path}: the record of this desk is missing; restore it from a copy", str(path)) from None
    except OSError as error:
        raise DeskError(f"{path}: the record cannot be opened ({error.strerror})", str(path)) from None
    if not path.is_file():
        raise DeskDamaged(f"{path}: this is a folder, not a record; restore the record from a copy", str(path))
    if size == 0:
        raise DeskDamaged(f"{path}: the record is empty (0 bytes); restore it from a copy", str(path))
    flags = apsw.SQLITE_OPEN_READWRITE if write else apsw.SQLITE_OPEN_READONLY
    try:
        return _open(path, flags, wait_ms, old=old)
    except DeskError as error:
        if not isinstance(error.__cause__, apsw.CantOpenError | apsw.ReadOnlyError) or not os.access(path, os.R_OK):
            raise
    # The folder may not be written to, so SQLite cannot make its two helper files. With no log beside it the file is
    # whole by itself, and nobody can be writing.
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise DeskReadOnly(
            f"{path}: this desk lies in a folder that may only be read, and its last changes are still in its log; copy"
            " the whole desk to a folder you may write to",
            str(path),
        )
    return _open(path, apsw.SQLITE_OPEN_READONLY, wait_ms, "?immutable=1", old=old)


def _open(path: Path, flags: int, wait_ms: int, query: str = "", *, old: bool = False) -> Record:
    db = _connect(path, flags, wait_ms, query)
    record = Record(path, db)
    try:
        _check(record, old)
        if record.may_write and not old and record.value("PRAGMA journal_mode") != "wal":
            record.all("PRAGMA journal_mode = WAL")  # a copy, which lay alone, becomes a desk
    except BaseException:
        db.close()
        raise
    return record


def _check(record: Record, old: bool) -> None:
    """That the file is a record of a version we know. The first query also notices a truncated file."""
    application = record.value("PRAGMA application_id")
    version = record.value("PRAGMA user_version")
    tables = {row[0] for row in record.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    path = str(record.path)
    if application != schema.APPLICATION_ID:
        raise DeskDamaged(f"{path}: a database of another program, not a watchfloor record; name another desk", path)
    if version > schema.VERSION:
        raise DeskTooNew(
            f"{path}: made by a newer watchfloor (record version {version}, this one knows {schema.VERSION});"
            " install the newer watchfloor",
            path,
        )
    if 1 <= version < schema.VERSION:
        if old:
            return
        raise DeskTooOld(
            f"{path}: made by an older watchfloor (record version {version}, this one needs {schema.VERSION}) and only"
            " to be read here; copy the desk to a folder you may write to, where it is upgraded",
            path,
        )
    if version < 1 or not tables.issuperset(schema.TABLES):
        raise DeskDamaged(f"{path}: the record lacks tables; restore it from a copy", path)


def _connect(path: Path, flags: int, wait_ms: int, query: str = "") -> apsw.Connection:
    if tuple(int(part) for part in apsw.sqlite_lib_version().split(".")) < (3, 51, 3):
        raise DeskError(TOO_OLD, str(path))
    try:
        db = apsw.Connection(path.absolute().as_uri() + query, flags=flags | apsw.SQLITE_OPEN_URI)
        db.set_busy_timeout(wait_ms)
        # REPLACE deletes rows; only with recursive triggers does that fire the triggers that refuse it.
        db.execute("PRAGMA recursive_triggers = ON; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF")
        # Safe against a killed process; after a power cut the last commits may be missing, but none is half there.
        db.execute("PRAGMA synchronous = NORMAL")
        # The indexes of a large record are written all over. With SQLite's own 2 MB of memory, and a log that is moved
        # into the file every 4 MB, the same pages are read and written again and again.
        db.execute("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000")
    except apsw.Error as error:
        _fail(path, error)
    return db
