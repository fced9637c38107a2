"""The screens of the menu, worked out before somebody asks: on a large desk the first look at one takes seconds, and
later ones none."""

from __future__ import annotations

import threading

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from watchfloor.errors import WatchfloorError
from watchfloor.serving.screens import SCREENS


def warm(app: Starlette) -> None:
    """Asks for each screen of the menu once, as a browser would, and leaves the answers to be kept. What a screen
    cannot answer it says to whoever asks for it."""
    routes = {route.path: route for route in app.routes if isinstance(route, Route)}
    for path, *_ in SCREENS:
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": b"",
            "headers": [],
            "app": app,
        }
        try:
            routes[path].endpoint(Request(scope))
        except WatchfloorError:
            continue


def in_background(app: Starlette) -> None:
    """The same, without waiting for it; it ends with the program."""
    threading.Thread(target=warm, args=(app,), name="warming", daemon=True).start()
