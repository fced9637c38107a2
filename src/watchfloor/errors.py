"""Every error a user can meet, and nothing else.

    WatchfloorError
    ├── UsageError            the user's mistake; exit code 2
    │   ├── NotFound          a file, desk, fact or name that is not there
    │   ├── BadSetting        a typo in a file of the user's: names file, line and key
    │   └── DeskExists
    ├── DeskError             exit code 1
    │   ├── DeskTooNew        made by a newer watchfloor
    │   ├── DeskTooOld        made by an older watchfloor, and may not be upgraded here
    │   ├── DeskLocked        another process writes
    │   ├── DeskReadOnly
    │   ├── DeskDamaged
    │   └── DiskFull
    ├── PackDamaged           a lexicon file cannot be used; exit code 1
    ├── ModelDamaged          the language model cannot be used; exit code 1
    └── Unreadable            one input could not be read; exit code 1

The message is one line that says what is wrong and what to do next. What the error is about is its attribute `about`.
Wrong content is no error at all: it becomes a `Problem` (see types.py) and the run goes on.
"""

from __future__ import annotations


class WatchfloorError(Exception):
    """Base of all errors that are meant for the user. `about` is the file, address or id concerned."""

    exit_code = 1

    def __init__(self, message: str, about: str = "") -> None:
        super().__init__(message)
        self.about = about


class UsageError(WatchfloorError):
    """The request itself cannot be carried out as written."""

    exit_code = 2


class NotFound(UsageError):
    """A file, desk, fact or name that is not there."""


class BadSetting(UsageError):
    """A file of the user's has an unknown key, a wrong type or a syntax error."""


class DeskExists(UsageError):
    """The folder already is a desk."""


class DeskError(WatchfloorError):
    """The desk's record cannot be used right now."""


class DeskTooNew(DeskError):
    """The desk was made by a newer watchfloor."""


class DeskTooOld(DeskError):
    """The desk was made by an older watchfloor and was not upgraded."""


class DeskLocked(DeskError):
    """Another process is writing to the desk."""


class DeskReadOnly(DeskError):
    """The desk may not be written to."""


class DeskDamaged(DeskError):
    """The record is not a desk, or its file is damaged."""


class DiskFull(DeskError):
    """There is no room left; everything committed before is safe."""


class PackDamaged(WatchfloorError):
    """A lexicon file is missing or cannot be understood."""


class ModelDamaged(WatchfloorError):
    """The language model is missing or not the one its description names."""


class Unreadable(WatchfloorError):
    """One input could not be read at all."""
