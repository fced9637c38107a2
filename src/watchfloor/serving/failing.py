"""Errors as answers: which status each has, and the problem document (RFC 9457) that programs get."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from watchfloor.errors import DeskLocked, DeskReadOnly, DiskFull, NotFound, UsageError, WatchfloorError

TITLES: Final[Mapping[int, str]] = {
    400: "This cannot be asked",
    401: "Enter the token first",
    403: "This is not allowed here",
    404: "There is no such thing",
    405: "This address is for another method",
    413: "This is too large",
    414: "This address is too long",
    415: "This is in the wrong form",
    421: "This name is not ours",
    500: "The desk cannot answer",
    503: "Somebody writes to the desk",
}
PROBLEM: Final = "application/problem+json"


class Refused(WatchfloorError):
    """A request that is answered by a status of its own."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def status_of(error: WatchfloorError) -> int:
    """The HTTP status that says best what kind of error it is."""
    if isinstance(error, Refused):
        return error.status
    for kind, status in ((NotFound, 404), (UsageError, 400), (DeskLocked, 503), (DeskReadOnly, 403), (DiskFull, 503)):
        if isinstance(error, kind):
            return status
    return 500


def problem(status: int, detail: str, path: str) -> dict[str, Any]:
    """The members of a problem document."""
    return {
        "type": "about:blank",
        "title": TITLES.get(status, "This did not work"),
        "status": status,
        "detail": detail,
        "instance": path,
    }
