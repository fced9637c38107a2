"""What the API can be asked, one `Operation` for each address, and how it is answered: as JSON or CSV, in pages, with a
tag by which a program asks whether it is still so.
"""

from __future__ import annotations

import base64
import binascii
import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TextIO, TypeVar
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from watchfloor.errors import UsageError
from watchfloor.exporters.tables import harmless
from watchfloor.serving.api.parameters import FRAME, PLAIN, USUAL_PAGE, Parameter
from watchfloor.serving.visiting import Visit, endpoint
from watchfloor.store.clock import from_micros, limit

T = TypeVar("T")

PREFIX: Final = "/api/v1"
_PLAIN: Final = re.compile(PLAIN)
JSON: Final = "application/json"
CSV: Final = "text/csv; charset=utf-8"

NEVER, DAILY, ALWAYS = "never", "daily", "always"
"""when an answer changes although the record does not: days are counted from today, sources are late from now on"""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a list, before it is written down."""

    items: Sequence[Any]
    after: Sequence[Any] | None = None
    """what tells the next page where to begin; None: there is no more"""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer in a form of its own."""

    text: str
    media_type: str
    name: str = ""
    """of the file, where it is one to keep"""


@dataclass(frozen=True, slots=True)
class Operation:
    """An address of the API that is read."""

    path: str
    summary: str
    answer: Callable[[Visit], Any]
    """gives what is JSON already, a `Found` of a list, or something `Raw`"""
    shape: Any
    """of the answer, or of one item of a list; text for a media type of its own"""
    parameters: tuple[Parameter, ...] = ()
    item: Callable[[Visit, Any], Mapping[str, Any]] | None = None
    """of a list: an item as JSON"""
    table: Callable[[Sequence[Any], TextIO], object] | None = None
    """of a list: its rows as CSV; without it, the keys of the items are the columns"""
    changes: str = NEVER
    refused: tuple[int, ...] = ()
    """further statuses with which it may be refused"""
    headers: Callable[[Visit], Mapping[str, str]] | None = None

    @property
    def listed(self) -> bool:
        """Whether it answers with pages of a list."""
        return self.item is not None

    @property
    def every(self) -> tuple[Parameter, ...]:
        """All parameters, with those that every resource has."""
        return (*self.parameters, *FRAME)


Handler = Callable[[Request], Response]


def routes(operations: Iterable[Operation], writes: Mapping[str, Handler]) -> list[Route]:
    """The routes of operations; lists have a twin behind `.csv`. `writes` takes in what is posted to their paths."""
    made = []
    for one in operations:
        known = {parameter.name: parameter.parse for parameter in one.parameters if parameter.place == "query"}
        address = PREFIX + one.path
        if one.listed:
            made.append(Route(f"{address}.csv", _strict(endpoint(_handler(one), "csv", known))))
        reading = _strict(endpoint(_handler(one), "json", known))
        if one.path in writes:
            made.append(Route(address, _either(reading, writes[one.path]), methods=["GET", "POST"]))
        else:
            made.append(Route(address if one.path else f"{address}/", reading))
    return made


def _either(reading: Handler, writing: Handler) -> Handler:
    # One route, so that a wrong method is told of both.
    def handler(request: Request) -> Response:
        return writing(request) if request.method == "POST" else reading(request)

    return handler


def _strict(inner: Handler) -> Handler:
    """What is an empty box of a form is a slip of a program; and so is white space around a value."""

    def handler(request: Request) -> Response:
        for key, value in parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True):
            if not value:
                raise UsageError(f"{key[:80]!r} has no value; leave it out or give it one", key)
            if not _PLAIN.fullmatch(value):
                raise UsageError(f"{key[:80]}: the value holds control characters, or white space around it", key)
        return inner(request)

    return handler


def _handler(one: Operation) -> Callable[[Visit], Response]:
    def handler(visit: Visit) -> Response:
        form = "csv" if visit.form == "csv" or (one.listed and _wants_csv(visit.request)) else "json"
        headers = {"vary": "cookie, accept", **({} if one.headers is None else one.headers(visit))}
        for parameter in one.parameters:
            if parameter.required and parameter.place == "query" and visit.asked[parameter.name] is None:
                raise UsageError(f"{parameter.name} is missing: {parameter.meaning}", parameter.name)
        tag = None if one.changes == ALWAYS else _tag(visit, form, one.changes)
        if tag is not None and _known(visit.request, tag):
            return Response(status_code=304, headers={**headers, "etag": tag})
        answer = one.answer(visit)
        status = 200
        if isinstance(answer, Found):
            body, media_type, more = _page(one, visit, answer, form)
            headers |= more
        elif isinstance(answer, Raw):
            body, media_type = answer.text.encode("utf-8", "replace"), answer.media_type
            if answer.name:
                headers["content-disposition"] = f'attachment; filename="{answer.name}"'
        else:
            body, media_type = msgspec.json.encode(answer), JSON
        if tag is None:
            tag = _quoted(body)
            if _known(visit.request, tag):
                return Response(status_code=304, headers={**headers, "etag": tag})
        return Response(body, status, {**headers, "etag": tag}, media_type)

    return handler


def _wants_csv(request: Request) -> bool:
    first = request.headers.get("accept", "").partition(",")[0].partition(";")[0].strip().lower()
    return first == "text/csv"


def _tag(visit: Visit, form: str, changes: str) -> str:
    """Follows from the question and from all that the answer follows from."""
    from watchfloor import __version__

    day = visit.site.now().date().isoformat() if changes == DAILY else ""
    parts = (__version__, visit.state, day, form, visit.asked.path, *sorted(f"{k}={v}" for k, v in visit.asked.given))
    return _quoted("\x1f".join(parts).encode("utf-8", "surrogatepass"))


def _quoted(followed: bytes) -> str:
    return f'"{hashlib.sha256(followed).hexdigest()[:32]}"'


def _known(request: Request, tag: str) -> bool:
    given = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    return tag in given or "*" in given


# --- pages ------------------------------------------------------------------------------------------------------------


def _page(one: Operation, visit: Visit, found: Found, form: str) -> tuple[bytes, str, dict[str, str]]:
    assert one.item is not None  # noqa: S101 - only lists come here
    following = None if found.after is None else _cursor(visit, found.after)
    headers = {}
    if following is not None:
        headers["link"] = f'<{visit.asked.here(cursor=following)}>; rel="next"'
    if form == "csv":
        out = io.StringIO(newline="")
        if one.table is not None:
            one.table(found.items, out)
        else:
            _columns(one.shape, [one.item(visit, item) for item in found.items], out)
        name = one.path.strip("/").replace("/", "-")
        headers["content-disposition"] = f'attachment; filename="{name}.csv"'
        return out.getvalue().encode("utf-8", "replace"), CSV, headers
    as_of = visit.asked.as_of
    known_by = None if as_of is None else from_micros(limit(as_of)).isoformat()
    page = {
        "items": [one.item(visit, item) for item in found.items],
        "next": following,
        "as_of": None if as_of is None else as_of.isoformat(),
        "known_by": known_by,
        "coder": coder(visit),
        "total": found.total,
    }
    return msgspec.json.encode(page), JSON, headers


def coder(visit: Visit) -> str | None:
    """The id of the coder whose reading answers; None before the first run."""
    return visit.read_by or None


def _columns(shape: type[msgspec.Struct], rows: Iterable[Mapping[str, Any]], out: TextIO) -> None:
    """Items as a table under their keys: lists of words are joined, and what is made of parts stands as JSON."""
    writer = csv.writer(out, lineterminator="\r\n")
    keys = [field.encode_name for field in msgspec.structs.fields(shape)]
    writer.writerow(keys)
    for row in rows:
        writer.writerow([_cell(row[key]) for key in keys])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple) and all(isinstance(one, str | int) for one in value):
        return harmless("; ".join(map(str, value)))
    return harmless(value if isinstance(value, str) else msgspec.json.encode(value).decode())


def size(visit: Visit) -> int:
    """How many items the page asked for has at most."""
    return visit.asked["limit"] or USUAL_PAGE


def _question(visit: Visit) -> str:
    asked = sorted(f"{key}={value}" for key, value in visit.asked.given if key not in ("cursor", "limit"))
    path = visit.asked.path.removesuffix(".csv")
    return hashlib.sha256("\x1f".join((path, *asked)).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _cursor(visit: Visit, after: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode([_question(visit), *after])).rstrip(b"=").decode()


def after(visit: Visit, *kinds: type) -> list[Any] | None:
    """What the cursor asked for tells, one value of each kind; None on the first page. Raises `UsageError`."""
    given: str | None = visit.asked["cursor"]
    if given is None:
        return None
    try:
        padded = given.encode("ascii") + b"=" * (-len(given) % 4)
        question, *values = msgspec.json.decode(base64.b64decode(padded, altchars=b"-_", validate=True), type=list)
    except (ValueError, binascii.Error, msgspec.MsgspecError):
        raise UsageError("cursor: this is none; take `next` of the page before", given) from None
    if len(values) != len(kinds) or not all(type(v) is kind for v, kind in zip(values, kinds, strict=True)):
        raise UsageError("cursor: this is none; take `next` of the page before", given)
    if question != _question(visit):
        raise UsageError("cursor: it belongs to another question; it goes with the filters it came with", given)
    return values


def part(visit: Visit, items: Sequence[T], name: Callable[[T], str], total: int | None = None) -> Found:
    """The page asked for of a list that is worked out as a whole. A page begins behind the item that ended the page
    before, also where others came before it meanwhile; where that item is gone, at its place."""
    behind = after(visit, str, int)
    start = 0
    if behind is not None:
        ident, place = behind
        start = next((number + 1 for number, item in enumerate(items) if name(item) == ident), max(0, place))
    shown = items[start : start + size(visit)]
    end = start + len(shown)
    more = (name(shown[-1]), end) if shown and end < len(items) else None
    return Found(shown, more, len(items) if total is None else total)


def one_of_all(items: Iterable[T], name: Callable[[T], str], ident: str) -> T | None:
    """The item with this name, or None."""
    return next((item for item in items if name(item) == ident), None)
