"""The first screen: what was heard, what turned, what is due, what is new."""

from __future__ import annotations

from starlette.responses import Response

from watchfloor.serving import asking
from watchfloor.serving.visiting import Visit, screen


def today(visit: Visit) -> Response:
    """The screen of a day."""
    return visit.answer("today.html")


ROUTES = screen("/", today, asking.WINDOW)
