"""A web server on this machine that behaves as a test wants, well or badly, under any host's name."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchfloor.reading.fetching import Fetcher
from watchfloor.reading.http import Door, Limits, Resolve
from watchfloor.reading.pacing import Pace
from watchfloor.reading.robots import Rules


@dataclass(frozen=True)
class Asked:
    """One request that the server got."""

    at: float
    host: str
    path: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Page:
    """A well-behaved answer."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Raw = Callable[[socket.socket], None]
"""an answer of any shape: writes to the socket what it likes"""


class Server:
    """Answers by `host/path`, else by `/path`, else 404; no robots.txt unless a test gives one."""

    def __init__(
        self, answers: dict[str, Page | Raw | Callable[[Asked], Page]] | None = None, certificate: Path | None = None
    ) -> None:
        self.answers: dict[str, Page | Raw | Callable[[Asked], Page]] = dict(answers or {})
        self.asked: list[Asked] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 5

            def do_GET(self) -> None:
                host = (self.headers.get("Host") or "").partition(":")[0]
                asked = Asked(time.monotonic(), host, self.path, {k.lower(): v for k, v in self.headers.items()})
                outer.asked.append(asked)
                found = outer.answers.get(host + self.path, outer.answers.get(self.path, Page(status=404)))
                if isinstance(found, Page):
                    self._page(found)
                elif getattr(found, "raw", False):
                    self.close_connection = True
                    try:
                        found(self.connection)
                    except OSError:
                        return
                else:
                    self._page(found(asked))  # type: ignore[arg-type]

            def _page(self, page: Page) -> None:
                self.send_response(page.status)
                for name, value in page.headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in page.headers:
                    self.send_header("Content-Length", str(len(page.body)))
                self.end_headers()
                self.wfile.write(page.body)

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_: object) -> None:
                pass

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self.called: list[str | None] = []
        """by which name the encryption was asked for"""
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            context.sni_callback = lambda _socket, name, _context: self.called.append(name)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, without robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def raw(write: Raw) -> Raw:
    """Marks a function that writes to the socket itself."""
    write.raw = True  # type: ignore[attr-defined]
    return write


def sends(*pieces: bytes, pause: float = 0.0, endless: bytes = b"") -> Raw:
    """Sends these bytes as they are, a pause between them, and then the last ones for ever."""

    def write(sock: socket.socket) -> None:
        for piece in pieces:
            sock.sendall(piece)
            time.sleep(pause)
        while endless:
            sock.sendall(endless)
            time.sleep(pause)

    return raw(write)


def here(_host: str, _port: int) -> Sequence[str]:
    """Every name is this machine's."""
    return ["127.0.0.1"]


QUICK = Limits(connect=1, read=0.5, total=1.5, packed=300_000, most=10_000_000, free=100_000)


def fetcher(
    pace: float = 0.0,
    limits: Limits = QUICK,
    resolve: Resolve = here,
    *,
    loopback: bool = True,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    obey: bool = True,
    trusted: Path | None = None,
    proxy: str = "",
    known: Mapping[str, Rules] | None = None,
) -> Fetcher:
    """One that may fetch from this machine, as a setting that is only for trials allows."""
    # Without a certificate to trust, none is trusted: loading the system's takes longer than most tests.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if trusted:
        context.load_verify_locations(trusted)
    agent = "watchfloor/test (+mailto:test@example.org)"
    door = Door(agent, limits, proxy=proxy, loopback=loopback, resolve=resolve, context=context)
    return Fetcher(door, Pace(pace), known=known, now=now, obey=obey)
