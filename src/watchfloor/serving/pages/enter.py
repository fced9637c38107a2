"""The page that asks for the token, on desks that others may reach."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from watchfloor.serving import keys, rendering
from watchfloor.serving.guarding import ENTER, cookie_text


def enter(request: Request) -> Response:
    """The form, or the session that the right token opens."""
    site = request.app.state.site
    wrong = False
    if request.method == "POST":
        given = "".join(request.scope["watchfloor.fields"].get("token", [])[:1]).strip()
        if site.access.token is not None and keys.fits(given, site.access.token):
            answer = RedirectResponse("/", 303)
            answer.headers["set-cookie"] = cookie_text(request.headers, site.access.session(entered=True))
            return answer
        wrong = True
    values = {"csrf": request.scope["watchfloor.proof"], "wrong": wrong, "static": site.static}
    return Response(rendering.page("enter.html", values), 401 if wrong else 200, media_type="text/html; charset=utf-8")


ROUTES = [Route(ENTER, enter, methods=["GET", "POST"])]
