"""Copies of a desk: each is a desk again, whole or not there at all."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from watchfloor.errors import DeskDamaged, DeskError, DeskReadOnly, DiskFull, UsageError
from watchfloor.store.connection import Record, open_record

FOLDER = "backups"
"""in a desk, where copies go unless a place is named"""


def new_place(desk: Path, why: str, now: datetime) -> Path:
    """A folder for a copy inside the desk that is not there yet."""
    name = f"{why}-{now:%Y%m%dT%H%M%SZ}"
    number = 1
    place = desk / FOLDER / name
    while place.exists():
        number += 1
        place = desk / FOLDER / f"{name}-{number}"
    return place


def copy(record: Record, record_name: str, files: Sequence[Path], place: Path) -> None:
    """Copies a record, as it is now, and files and folders beside it, into a new folder, and checks the copy.

    Raises `UsageError` when something is there already, `DeskReadOnly`, `DiskFull`, `DeskDamaged` and `DeskError`."""
    if place.exists():
        raise UsageError(f"{place}: there is something already; name a folder that is not there yet", str(place))
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        part.mkdir(parents=True)
        record.copy_to(part / record_name)
        made = open_record(part / record_name, write=False, old=True)
        try:
            faults = made.faults()
        finally:
            made.close()
        if faults:
            raise DeskDamaged(f"{place}: the copy is damaged ({faults[0]}); was the record sound?", str(place))
        for file in files:
            if file.is_dir():
                shutil.copytree(file, part / file.name)
            elif file.exists():
                shutil.copy2(file, part / file.name)
        part.replace(place)
    except OSError as error:
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            raise DeskReadOnly(f"{place}: may not be made; name a folder you may write to", str(place)) from None
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(f"{place}: the disk is full; make room or name another disk", str(place)) from None
        raise DeskError(f"{place}: cannot be made ({error.strerror})", str(place)) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def inside(desk: Path, record_name: str) -> list[Path]:
    """The records of the copies that lie in a desk."""
    return sorted((desk / FOLDER).glob(f"*/{record_name}"))
