"""The application: all routes, the guard before them, and errors as answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from watchfloor.errors import WatchfloorError
from watchfloor.inert import inert
from watchfloor.serving import failing, rendering
from watchfloor.serving.api import routes as api
from watchfloor.serving.guarding import Access, Guard
from watchfloor.serving.keeping import Kept
from watchfloor.serving.opening import Desks
from watchfloor.serving.pages import (
    actors,
    briefs,
    deadlines,
    enter,
    explained,
    fact,
    maps,
    reader,
    review,
    search,
    sources,
    statements,
    stories,
    timeline,
    today,
    watches,
)
from watchfloor.serving.screens import SCREENS
from watchfloor.store.clock import Clock

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

PAGES: tuple[list[Route], ...] = (
    today.ROUTES,
    review.ROUTES,
    deadlines.ROUTES,
    statements.ROUTES,
    actors.ROUTES,
    search.ROUTES,
    watches.ROUTES,
    enter.ROUTES,
    sources.ROUTES,
    briefs.ROUTES,
    explained.ROUTES,
    maps.ROUTES,
    timeline.ROUTES,
    stories.ROUTES,
    reader.ROUTES,
    fact.ROUTES,
)
"""the routes of every screen; a new screen is a line here"""


@dataclass(frozen=True)
class Site:
    """What all requests share."""

    desks: Desks
    access: Access
    user: str
    """who signs corrections unless another name is given"""
    now: Clock
    kept: Kept = field(default_factory=Kept)

    def static(self, name: str) -> str:
        """The address of a file of ours; it changes with the file, so that a browser may keep it for good."""
        return f"/static/{name}?{_fingerprint(name)}"


_FINGERPRINTS: dict[str, str] = {}


def _fingerprint(name: str) -> str:
    if name not in _FINGERPRINTS:
        _FINGERPRINTS[name] = hashlib.sha256((rendering.STATIC / name).read_bytes()).hexdigest()[:10]
    return _FINGERPRINTS[name]


def make_app(
    path: Path,
    *,
    user: str = "",
    names: Collection[str] = LOOPBACK,
    token: str | None = None,
    clock: Clock | None = None,
    patience: float = 0.0,
) -> Starlette:
    """The application for the desk in a folder. `names` are the host names it answers to; `token` is the hash of the
    token that opens it, None on this machine alone; `patience` is how many seconds an answer may stand while others
    write (see keeping.py). Raises what opening the desk raises."""
    now = clock or (lambda: datetime.now(UTC))
    site = Site(Desks(path, clock), Access(frozenset(names), token), user or "somebody", now, Kept(patience))
    with site.desks.one():
        pass  # a desk that cannot be opened is told before the first request

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        site.desks.close()

    app = Starlette(
        routes=[
            *(route for routes in PAGES for route in routes),
            *api.ROUTES,
            Mount("/static", Files(directory=rendering.STATIC)),
        ],
        middleware=[Middleware(Guard, access=site.access)],
        exception_handlers={WatchfloorError: _failed, HTTPException: _http_failed, Exception: _broken},
        lifespan=lifespan,
    )
    app.state.site = site
    return app


class Files(StaticFiles):
    """Our own files, which a browser may keep: their addresses change with them."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """As the base class, with leave to keep it."""
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, WatchfloorError)  # noqa: S101 - it is registered for these
    return _told(request, failing.status_of(error), str(error))


def _http_failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for these
    detail = "there is no such address; the menu leads to every screen" if error.status_code == 404 else error.detail
    return _told(request, error.status_code, detail, error.headers)


def _broken(request: Request, _: Exception) -> Response:
    # The server's log has the traceback; whoever asked is told nothing of the machine.
    return _told(request, 500, "a fault of the program; the terminal where `watchfloor serve` runs says more")


def _told(request: Request, status: int, detail: str, more: Mapping[str, str] | None = None) -> Response:
    document = failing.problem(status, inert(detail)[:1000], request.url.path)
    headers = {**({"retry-after": "5"} if status == 503 else {}), **(more or {})}
    path = request.url.path
    if path.startswith("/api/") or path.endswith((".json", ".csv", ".geojson", ".atom", ".ics")):
        return Response(json.dumps(document), status, headers, failing.PROBLEM)
    html = rendering.page(
        "failed.html", {"problem": document, "static": request.app.state.site.static, "screens": SCREENS}
    )
    return Response(html, status, headers, "text/html; charset=utf-8")
