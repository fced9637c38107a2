"""The words of the screens, explained."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from watchfloor.briefing.wording import QUADS
from watchfloor.serving.visiting import Visit, screen

TYPES: Final = tuple(QUADS)
"""the types of act of the bundled codebook"""


def help_(visit: Visit) -> Response:
    """What the words, marks and keys mean."""
    return visit.answer("help.html", types=TYPES)


ROUTES = screen("/help", help_, {})
