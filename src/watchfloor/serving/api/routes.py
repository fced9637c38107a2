"""All addresses of the API."""

from __future__ import annotations

from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from watchfloor.serving.api import assessed, desk, facts, happenings, matters, operations, writing
from watchfloor.serving.api.operations import JSON, PREFIX, Operation

OPERATIONS: Final[tuple[Operation, ...]] = (
    *desk.OPERATIONS,
    *facts.OPERATIONS,
    *happenings.OPERATIONS,
    *assessed.OPERATIONS,
    *matters.OPERATIONS,
)


def described(_: Request) -> Response:
    """The description of the API."""
    from watchfloor.serving.api import document

    return Response(msgspec.json.encode(document.make(OPERATIONS)), media_type=JSON)


ROUTES: Final[list[Route]] = [
    Route(f"{PREFIX}/openapi.json", described),
    *operations.routes(OPERATIONS, writing.WRITES),
]
