"""One request: what it asks, the desk it has to itself, and the ways to answer it.

A screen is a function of a `Visit`, and `screen` makes its routes:

    def deadlines(visit: Visit) -> Response:
        found = visit.kept("deadlines", lambda: answers.deadlines.lanes(visit.view, visit.asked["holder"]))
        return visit.answer("deadlines.html", table=lambda: table(found), found=found)

    ROUTES = screen("/deadlines", deadlines, {"holder": asking.text, **asking.WINDOW}, twins=True)
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from watchfloor.answers.tables import Table
from watchfloor.errors import NotFound, UsageError
from watchfloor.serving import asking, rendering, timebar
from watchfloor.serving.asking import Asked, Many, Parser
from watchfloor.serving.failing import Refused
from watchfloor.serving.screens import SCREENS
from watchfloor.store.clock import limit, to_micros
from watchfloor.store.facts import THEN

if TYPE_CHECKING:
    from watchfloor.desk import Desk
    from watchfloor.serving.app import Site
    from watchfloor.view import View

T = TypeVar("T")
FORMS: Final = {"html": "text/html; charset=utf-8", "json": "application/json", "csv": "text/csv; charset=utf-8"}


@dataclass(frozen=True)
class Visit:
    """A request being answered."""

    request: Request
    asked: Asked
    desk: Desk
    view: View
    """the desk as known at the moment asked about, read by the coder asked for"""
    state: str
    """of the record; see `View.state`"""
    form: str
    """html, json or csv"""

    @property
    def site(self) -> Site:
        """What all requests share."""
        site: Site = self.request.app.state.site
        return site

    @property
    def replayed(self) -> bool:
        """Whether the moment asked about lies in the past."""
        return self.asked.as_of is not None and limit(self.asked.as_of) < to_micros(self.site.now())

    @property
    def read_by(self) -> str:
        """The id of the coder whose reading answers; empty before the first run."""
        asked = self.asked.coder
        if asked == THEN:
            return self.kept("coder then", lambda: self.view.status().coder or "")
        try:
            return self.view.coder(asked or "current")
        except NotFound:
            return ""

    def kept(self, name: str, make: Callable[[], T], *about: Any) -> T:
        """What `make` gives, worked out once for each state of the record, moment and coder. `name` and `about` say
        what it is; all that it follows from beside the view must be among them.

        While somebody writes it may be some seconds old: what two of them say of one desk need not fit to the row."""
        # What was forgotten meanwhile must not be told once more, however short a while ago it was kept.
        question = (name, self.asked.as_of, self.asked.coder, self.desk.forgettings(), *about)
        return self.site.kept.answer(question, self.state, make)

    # --- what forms sent ---

    def field(self, name: str, most: int = 2000) -> str:
        """A field of the form that was sent, without white space around it; empty when it is missing. Raises
        `Refused`."""
        values = self.request.scope.get("watchfloor.fields", {}).get(name, [])
        value = values[0].strip() if values else ""
        if len(value) > most or "\0" in value:
            raise Refused(400, f"{name}: longer than {most} characters, or no text")
        return value

    def fields(self, name: str) -> list[str]:
        """All values of a field that may come several times."""
        return [value.strip() for value in self.request.scope.get("watchfloor.fields", {}).get(name, [])]

    # --- answers ---

    def answer(self, template: str, table: Callable[[], Table] | None = None, **values: Any) -> Response:
        """The page, or its twin as JSON or CSV where that is what was asked for."""
        if self.form != "html":
            if table is None:
                raise Refused(404, "this screen has no table")
            return self.twin(table())
        return self.page(template, **values)

    def page(
        self,
        template: str,
        status: int = 200,
        *,
        day: date | None = None,
        to_day: Callable[[date], str] | None = None,
        **values: Any,
    ) -> Response:
        """A page in the frame; only its main part when the drawer asks for it. A screen of one `day` says how the time
        bar leads `to_day`, any other day of it."""
        html = rendering.page(template, self._frame(day, to_day) | {"day": day} | values)
        return self.sent(html, "text/html; charset=utf-8", status)

    def twin(self, table: Table) -> Response:
        """A table as JSON or CSV."""
        if self.form == "csv":
            # An id in the path may hold any sign; a header and a file's name may not.
            name = re.sub(r"[^A-Za-z0-9._-]+", "-", self.asked.path.strip("/")) or "today.csv"
            return self.sent(table.csv(), FORMS["csv"], 200, {"content-disposition": f'attachment; filename="{name}"'})
        as_of = self.asked.as_of
        head = {"as_of": None if as_of is None else as_of.isoformat(), "coder": self.asked.coder}
        return self.sent(json.dumps(head | table.json(), ensure_ascii=False), FORMS["json"], 200)

    def sent(self, text: str, media_type: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
        """Any text, with a tag by which a browser asks whether it is still so."""
        body = text.encode("utf-8", "backslashreplace")
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        out = {"etag": tag, "vary": "cookie, x-part, accept", **(headers or {})}
        if status == 200 and self.request.method in ("GET", "HEAD"):
            given = [one.strip().removeprefix("W/") for one in self.request.headers.get("if-none-match", "").split(",")]
            if tag in given:
                return Response(status_code=304, headers=out)
        return Response(body, status, out, media_type)

    def back(self, path: str, **values: object) -> Response:
        """After a form: on to a page, so that loading it again does not send the form again."""
        return RedirectResponse(self.asked.url(path, **values), 303)

    def _frame(self, day: date | None, to_day: Callable[[date], str] | None) -> dict[str, Any]:
        asked, part = self.asked, self.request.headers.get("x-part") == "drawer"
        window = asking.WINDOW.keys() <= asked.values.keys()
        since, until = (asked["since"], asked["until"]) if window else (day, day)
        leads = asked.here if window else _to_timeline(asked)
        if to_day is not None:
            leads = lambda since, until: to_day(until)  # noqa: E731 - as the two above
        bar = None
        if not part:
            events = self.kept("days of events", self.view.event_days)
            articles = self.kept("days of articles", self.view.article_days)
            bar = timebar.make(events, articles, since, until, leads)
        return {
            "desk_name": self.desk.name,
            "asked": asked,
            "url": asked.url,
            "here": asked.here,
            "path": asked.path,
            "screens": SCREENS,
            "as_of": asked.as_of,
            "as_of_text": _as_of_text(asked.as_of),
            "replayed": self.replayed,
            "now": self.site.now(),
            "coder": self.read_by,
            "bar": bar,
            "windowed": window,
            "by_day": to_day is not None,
            "csrf": self.request.scope.get("watchfloor.proof", ""),
            "user": self.site.user,
            "is_part": part,
            "may_write": True,
            "static": self.site.static,
        }


def _to_timeline(asked: Asked) -> Callable[..., str]:
    """Screens that look at no part of time lead to the one that does."""
    return lambda **values: asked.url("/timeline", **values)


def _as_of_text(as_of: date | datetime | None) -> str:
    if as_of is None:
        return ""
    if isinstance(as_of, datetime):
        return rendering.moment_text(as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC))
    return f"{rendering.day_text(as_of)} (end of the day, UTC)"


Screen = Callable[[Visit], Response]


def screen(
    path: str,
    handler: Screen,
    known: Mapping[str, Parser | Many],
    *,
    twins: bool = False,
    methods: tuple[str, ...] = ("GET",),
) -> list[Route]:
    """The routes of a screen: its page and, with `twins`, the same as .json and .csv. `known` are the keys that its
    query may have, beside those of every address."""
    routes = []
    for form in FORMS if twins else ("html",):
        address = path if form == "html" else f"{path.rstrip('/') or '/today'}.{form}"
        routes.append(Route(address, endpoint(handler, form, known), methods=list(methods), name=f"{address}"))
    return routes


def endpoint(handler: Screen, form: str, known: Mapping[str, Parser | Many]) -> Callable[[Request], Response]:
    """A handler as the server calls it, in a thread of its own: the question decoded, the desk opened."""

    def visited(request: Request) -> Response:
        try:
            return answered(request)
        except OverflowError:
            # 0001-01-01 is a day as well, but there is none before it.
            raise UsageError("a day or number lies beyond all calendars") from None

    def answered(request: Request) -> Response:
        # As an address has it: an id may hold what ends a path, or what no header holds.
        path = quote(request.scope["path"], safe="/:", errors="replace")
        asked = asking.asked(path, request.scope["query_string"], known)
        site: Site = request.app.state.site
        with site.desks.one() as desk:
            if request.method in ("GET", "HEAD"):
                with desk.at_rest():
                    return handler(_visit(request, asked, desk, form))
            try:
                return handler(_visit(request, asked, desk, form))
            finally:
                site.kept.written()

    return visited


def _visit(request: Request, asked: Asked, desk: Desk, form: str) -> Visit:
    view = desk if asked.as_of is None and asked.coder is None else desk.as_of(asked.as_of, asked.coder)
    return Visit(request, asked, desk, view, desk.state(), form)
