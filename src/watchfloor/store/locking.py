"""A lock that dies with its holder: two rounds of fetching on one desk never clash, and a killed one leaves nothing.

The lock is SQLite's own on a small file beside the record. The system takes it back when a process ends, however it
ends, so there is no stale lock to be judged by its age.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from watchfloor.errors import DeskError, DeskLocked, DeskReadOnly


@contextmanager
def held(path: Path, what: str) -> Iterator[None]:
    """Holds the lock in a file for as long as the block runs. Raises `DeskLocked` at once when somebody holds it;
    `what` is what they do."""
    try:
        db = apsw.Connection(str(path.absolute()))
    except apsw.CantOpenError:
        raise DeskReadOnly(f"{path}: may not be made; copy the desk to a folder you may write to", str(path)) from None
    try:
        try:
            # Reading or writing by others is kept out until the connection closes; nothing is ever written.
            db.execute("BEGIN EXCLUSIVE")
        except (apsw.BusyError, apsw.LockedError):
            raise DeskLocked(f"{path.parent}: another process {what}; let it finish", str(path)) from None
        except (apsw.ReadOnlyError, apsw.CantOpenError, apsw.PermissionsError):
            raise DeskReadOnly(
                f"{path}: may not be written to; copy the desk to a folder you may write to", str(path)
            ) from None
        except apsw.Error as error:
            raise DeskError(f"{path}: cannot be locked ({error}); delete it", str(path)) from None
        yield
    finally:
        db.close()
