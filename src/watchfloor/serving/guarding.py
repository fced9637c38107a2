"""Who may ask what: the name asked for, the token, forged forms, sizes; and what a browser may do with our pages.

A page on another site can make a browser send requests here, under any name that resolves to this machine. So only
names that are ours are answered (against DNS rebinding), and what writes must carry proof that it comes from a page
of ours: a value that only such a page can read. A program that brings the token in a header needs no such proof.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watchfloor.serving import failing, keys
from watchfloor.serving.failing import Refused

LARGEST_BODY: Final = 1_000_000
LONGEST_ADDRESS: Final = 8_000
"""bytes of a path with its query"""
SESSION: Final = "watchfloor_session"
"""begins the name of the session's cookie; the port ends it, since a browser keeps no ports apart"""
WRITING: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
ENTER: Final = "/enter"
OPEN: Final = (ENTER, "/static/")
"""what may be asked without the token: the page that asks for it, and how it looks"""

HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
        " font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # With no-referrer a browser sends our own forms with `Origin: null`, which nobody can tell from a forged one.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@dataclass(frozen=True)
class Access:
    """Who may come in."""

    names: Collection[str]
    """host names, without ports, under which we are asked; `*` for any, which a token must then guard"""
    token: str | None = None
    """the hash of the token; None lets everybody in, which is for this machine alone"""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    """signs sessions; a new one with each start"""

    def sign(self, what: str) -> str:
        """A value that only we can make."""
        return hmac.new(self.secret, what.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def session(self, entered: bool) -> str:
        """A new session's cookie: random, and signed so that it cannot be made up."""
        name = f"{secrets.token_urlsafe(18)}.{'in' if entered else 'out'}"
        return f"{name}.{self.sign(f'session {name}')}"

    def known(self, cookie: str) -> bool:
        """Whether a session's cookie is one of ours."""
        name, _, signature = cookie.rpartition(".")
        return bool(name) and hmac.compare_digest(signature.encode(), self.sign(f"session {name}").encode())

    def proof(self, cookie: str) -> str:
        """What a form of that session must carry."""
        return self.sign(f"form {cookie}")


class Guard:
    """Stands before the application. It reads the whole body of what writes, and passes it on in the scope."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers what is refused; passes the rest on."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                return
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        new_session = ""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out.setdefault(name, value)
                out.setdefault("cache-control", "no-store" if scope["method"] in WRITING else "private, no-cache")
                if new_session and "set-cookie" not in out:
                    out["set-cookie"] = cookie_text(headers, new_session)
            await send(message)

        try:
            self._check_address(scope, headers)
            cookie = cookie_parser(headers.get("cookie", "")).get(cookie_name(headers), "")
            if not self.access.known(cookie):
                cookie = ""
            bearer = self._bearer(headers)
            if self.access.token is not None and not bearer and not _entered(cookie) and not _open(scope["path"]):
                raise Refused(
                    401,
                    "this desk is opened with its token: enter it at /enter, or send it as"
                    " `Authorization: Bearer TOKEN`",
                )
            if not cookie:
                cookie = new_session = self.access.session(entered=False)
            scope["watchfloor.session"] = cookie
            scope["watchfloor.proof"] = self.access.proof(cookie)
            if scope["method"] in WRITING:
                body = await _body(receive, headers)
                fields = _fields(headers, body)
                scope["watchfloor.body"], scope["watchfloor.fields"] = body, fields
                if not bearer:
                    self._check_proof(headers, fields, scope["watchfloor.proof"])
        except Refused as refusal:
            await _refuse(refusal, scope, headers, sending)
            return
        await self.app(scope, receive, sending)

    def _check_address(self, scope: Scope, headers: Headers) -> None:
        if len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"]) > LONGEST_ADDRESS:
            raise Refused(414, f"an address here has at most {LONGEST_ADDRESS} bytes")
        hosts = headers.getlist("host")
        name = host_name(hosts[0]) if len(hosts) == 1 else ""
        if "*" in self.access.names and name:
            return
        if name not in self.access.names:
            raise Refused(421, "asked for under a name that is not ours; see `watchfloor serve --name`")

    def _bearer(self, headers: Headers) -> bool:
        kind, _, value = headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or self.access.token is None:
            return False
        if not keys.fits(value.strip(), self.access.token):
            raise Refused(401, "this is not the token of this desk; `watchfloor serve --new-token` makes another")
        return True

    def _check_proof(self, headers: Headers, fields: dict[str, list[str]], proof: str) -> None:
        origin = headers.get("origin")
        if origin is not None and host_name(urlsplit(origin).netloc if "//" in origin else "") != host_name(
            headers.get("host", "")
        ):
            raise Refused(403, "a form of another site cannot write here")
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise Refused(403, "a form of another site cannot write here")
        given = headers.get("x-csrf") or "".join(fields.get("csrf", [])[:1])
        if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), proof.encode()):
            raise Refused(403, "this form is no longer valid; go back, load the page again, and send it anew")


def host_name(host: str) -> str:
    """The name in a Host header, without its port, in small letters; empty when it is none."""
    if host.startswith("["):
        name, bracket, port = host.partition("]")
        name = name + bracket
        port = port.removeprefix(":")
    else:
        name, _, port = host.partition(":")
    return name.lower().rstrip(".") if not port or (port.isascii() and port.isdigit()) else ""


def cookie_name(headers: Headers) -> str:
    """The name of the session's cookie at the address that was asked for."""
    port = headers.get("host", "").rpartition(":")[2]
    return f"{SESSION}_{port}" if port.isascii() and port.isdigit() else SESSION


def cookie_text(headers: Headers, session: str) -> str:
    """The header that sets a session's cookie: not for scripts, and sent along from other sites only where somebody
    follows a link from there. What writes needs more than the cookie."""
    return f"{cookie_name(headers)}={session}; Path=/; HttpOnly; SameSite=Lax"


def _entered(cookie: str) -> bool:
    return cookie.split(".")[1:2] == ["in"]


def _open(path: str) -> bool:
    return any(path == one or (one.endswith("/") and path.startswith(one)) for one in OPEN)


async def _body(receive: Receive, headers: Headers) -> bytes:
    declared = headers.get("content-length", "0")
    too_large = Refused(413, f"at most {LARGEST_BODY} bytes can be sent")
    if not (declared.isascii() and declared.isdigit() and len(declared) < 10) or int(declared) > LARGEST_BODY:
        raise too_large
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "the request broke off")
        part = message.get("body", b"")
        size += len(part)
        if size > LARGEST_BODY:
            raise too_large
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


def _fields(headers: Headers, body: bytes) -> dict[str, list[str]]:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return {}
    try:
        return parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError:
        raise Refused(400, "the form is not readable: its bytes are no UTF-8, or it has too many fields") from None


async def _refuse(refusal: Refused, scope: Scope, headers: Headers, send: Send) -> None:
    """Said plainly, without the frame: whoever is refused is told nothing of the desk."""
    asks_page = "text/html" in headers.get("accept", "") and not scope["path"].startswith("/api/")
    if refusal.status == 401 and asks_page and scope["method"] in ("GET", "HEAD"):
        await _send(send, 303, {"location": ENTER}, b"")
        return
    document: dict[str, Any] = failing.problem(refusal.status, str(refusal), scope["path"])
    more = {"www-authenticate": 'Bearer realm="watchfloor"'} if refusal.status == 401 else {}
    if asks_page or (scope["method"] in WRITING and not scope["path"].startswith("/api/")):
        text = f"{document['title']}: {refusal}\n"
        await _send(send, refusal.status, {"content-type": "text/plain; charset=utf-8", **more}, text.encode())
        return
    await _send(send, refusal.status, {"content-type": failing.PROBLEM, **more}, json.dumps(document).encode())


async def _send(send: Send, status: int, headers: dict[str, str], body: bytes) -> None:
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    raw.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})
