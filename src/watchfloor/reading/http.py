"""The only door to the network: one request for one web address, with limits on all that a stranger's server decides.

The name is resolved here, once; every address it has is checked; and the connection is made to a checked address, so
that a name cannot answer differently the second time. No cookies, no proxy from the environment, no redirect (see
`fetching`).
"""

from __future__ import annotations

import queue
import select
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpcore2 as httpcore

from watchfloor.reading import hosts
from watchfloor.reading.characters import one_line
from watchfloor.reading.hosts import Refused, Target

Resolve = Callable[[str, int], Sequence[str]]
"""from a name and a port to network addresses; raises `OSError`"""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost. Times in seconds, sizes in bytes."""

    connect: float = 10.0
    read: float = 20.0
    """between two arrivals of bytes"""
    total: float = 60.0
    """from looking the name up to the last byte: a server that sends a byte a second is not waited for"""
    packed: int = 10_000_000
    """of the body as it travels"""
    most: int = 20_000_000
    """of the body unpacked"""
    ratio: int = 200
    """how many times larger unpacked, once it is larger than `free`; pages give 3 to 20"""
    free: int = 2_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. `headers` have small letters; of several of a name the last."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Door:
    """Makes requests; for several threads at once. Close it.

    `loopback` and `resolve` are for tests: with the first, this machine's own addresses may be fetched. `proxy` is an
    http address that the user set: it is connected to wherever it is; the hosts asked for are checked all the same."""

    def __init__(
        self,
        agent: str,
        limits: Limits | None = None,
        *,
        proxy: str = "",
        loopback: bool = False,
        resolve: Resolve | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.loopback = loopback
        self._agent = agent
        self._resolve = resolve or _system_resolve
        self._proxied = bool(proxy)
        self._clock = _Deadline()
        at = httpcore.URL(proxy) if proxy else None
        beside = None if at is None else (at.host.decode("ascii"), at.port or 80)
        backend = _Backend(self._resolve, self._clock, self.limits.connect, loopback, beside)
        self._pool = httpcore.ConnectionPool(
            ssl_context=context or httpcore.default_ssl_context(),
            proxy=httpcore.Proxy(proxy) if proxy else None,
            max_connections=None,
            max_keepalive_connections=32,
            keepalive_expiry=30.0,
            network_backend=backend,
        )

    def get(self, target: Target, headers: Mapping[str, str] | None = None, most: int | None = None) -> Answer:
        """One request. Raises `Refused`, whose kind tells network trouble (dns, connect, tls, timeout, protocol) from
        what is refused (private, too-large, bomb, encoding). `most` is another limit than the usual one of the body
        unpacked."""
        sent = {
            "Host": target.origin.partition("://")[2],
            "User-Agent": self._agent,
            "Accept-Encoding": "gzip, deflate",
            **(headers or {}),
        }
        limits = self.limits
        self._clock.set(limits.total)
        try:
            if self._proxied:
                _looked_up(self._resolve, target.host, target.port, self.loopback)
            return self._ask(target, sent, most or limits.most)
        except httpcore.TimeoutException:
            raise Refused("timeout", f"did not answer within {limits.total:.0f} seconds") from None
        except httpcore.ConnectError as error:
            raise _connect_trouble(error) from None
        except (httpcore.NetworkError, httpcore.ProxyError, OSError) as error:
            raise Refused("connect", f"the connection broke ({_brief(error)})") from None
        except httpcore.ProtocolError as error:
            raise Refused("protocol", f"does not speak HTTP as it should ({_brief(error)})") from None

    def _ask(self, target: Target, headers: Mapping[str, str], most: int) -> Answer:
        pairs = [(name.encode("ascii"), _header(value)) for name, value in headers.items()]
        timeout = {"connect": self.limits.connect, "read": self.limits.read, "write": self.limits.read}
        for again in (True, False):
            try:
                with self._pool.stream(
                    "GET", target.address, headers=pairs, extensions={"timeout": timeout}
                ) as response:
                    told = {
                        name.decode("latin-1").lower(): one_line(_said(value), 4000) for name, value in response.headers
                    }
                    body = b"".join(_limited(response.iter_stream(), told, self.limits, most))
                    return Answer(response.status, told, body)
            except httpcore.RemoteProtocolError as error:
                # A kept connection that the server had closed meanwhile: asked once more, on a new one.
                if not (again and "without sending" in str(error)):
                    raise
        raise AssertionError("unreachable")  # pragma: no cover

    def close(self) -> None:
        """Closes all connections."""
        self._pool.close()


def _said(value: bytes) -> str:
    """What a header says. The standard has ASCII; addresses in other scripts come as bare UTF-8."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _header(value: str) -> bytes:
    return one_line(value, 2000).encode("ascii", "replace")


def _brief(error: Exception) -> str:
    return one_line(str(error) or type(error).__name__, 120)


def _connect_trouble(error: Exception) -> Refused:
    cause = error.__context__  # the pool raises it anew and hides the cause
    if isinstance(cause, ssl.SSLError):
        reason = getattr(cause, "verify_message", "") or cause.reason or str(cause)
        return Refused("tls", f"its certificate or encryption does not hold ({one_line(str(reason), 120)})")
    return Refused("connect", f"cannot be connected to ({_brief(error)})")


# --- the body ---------------------------------------------------------------------------------------------------------


def _limited(chunks: Iterable[bytes], headers: Mapping[str, str], limits: Limits, most: int) -> Iterator[bytes]:
    """The body, unpacked as it comes and no further than allowed."""
    stated = headers.get("content-length", "")
    if stated.isdigit() and int(stated) > limits.packed:
        raise Refused("too-large", f"is {int(stated) / 1e6:,.0f} MB; at most {limits.packed / 1e6:.0f} MB are fetched")
    unpack = _unpacking(headers.get("content-encoding", ""))
    taken = given = 0
    for chunk in chunks:
        taken += len(chunk)
        if taken > limits.packed:
            raise Refused("too-large", f"sends more than the {limits.packed / 1e6:.0f} MB that are fetched at most")
        for piece in unpack(chunk):
            given += len(piece)
            if given > most:
                raise Refused("too-large", f"has more than {most / 1e6:.1f} MB when unpacked")
            if given > limits.free and given > limits.ratio * taken:
                raise Refused("bomb", f"grows more than {limits.ratio} times when unpacked: no page does")
            yield piece


_STEP = 1 << 17
"""bytes that are unpacked at a time, before the limits are asked"""


def _unpacking(coding: str) -> Callable[[bytes], Iterator[bytes]]:
    codings = [name for name in (part.strip().lower() for part in coding.split(",")) if name not in ("", "identity")]
    if not codings:
        return lambda chunk: iter((chunk,))
    if codings not in (["gzip"], ["x-gzip"], ["deflate"]):
        # Others were not asked for, and each is one more way to pack a bomb.
        raise Refused("encoding", f"sends its body packed as {one_line(coding, 60)}, which was not asked for")
    return _inflating(deflate=codings == ["deflate"])


def _inflating(*, deflate: bool) -> Callable[[bytes], Iterator[bytes]]:
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)  # gzip or zlib, by the first bytes
    begun = ended = False
    held = b""

    def unpack(chunk: bytes) -> Iterator[bytes]:
        nonlocal unpacker, begun, ended, held
        chunk, held = held + chunk, b""
        while chunk and not ended:
            if unpacker.eof:  # several may stand in a row; what else follows the end is ignored, as browsers do
                if len(chunk) == 1:
                    held = chunk
                    return
                if not chunk.startswith(b"\x1f\x8b"):
                    ended = True
                    return
                unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
            try:
                piece = unpacker.decompress(chunk, _STEP)
            except zlib.error as error:
                if not begun and deflate:
                    # Some servers send deflate without its two bytes in front.
                    unpacker, begun = zlib.decompressobj(-zlib.MAX_WBITS), True
                    continue
                raise Refused("encoding", f"sends a damaged body ({error})") from None
            begun = True
            chunk = unpacker.unconsumed_tail or unpacker.unused_data
            if piece:
                yield piece

    return unpack


# --- the connection ---------------------------------------------------------------------------------------------------


class _Deadline(threading.local):
    """When the request that this thread is making has to be over."""

    at: float = float("inf")

    def set(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds

    def left(self, most: float | None) -> float:
        """Seconds for the next step. Raises httpcore's timeout when there are none."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this request is over")
        return left if most is None else min(left, most)


class _Backend(httpcore.NetworkBackend):
    """Connects to checked addresses only."""

    def __init__(
        self, resolve: Resolve, clock: _Deadline, connect: float, loopback: bool, beside: tuple[str, int] | None
    ) -> None:
        self._resolve, self._clock, self._connect, self._loopback = resolve, clock, connect, loopback
        self._beside = beside

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the host, once its addresses are checked."""
        beside = (host, port) == self._beside
        found = [host] if beside else _looked_up(self._resolve, host, port, self._loopback)
        last: OSError | None = None
        for address in found[:4]:
            try:
                made = socket.create_connection((address, port), self._clock.left(min(timeout or 60, self._connect)))
            except TimeoutError:
                last = last or TimeoutError("no answer")
            except OSError as error:
                last = error
            else:
                made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return _Stream(made, self._clock)
        raise httpcore.ConnectError(getattr(last, "strerror", None) or str(last))


class _Stream(httpcore.NetworkStream):
    """A socket whose every step ends with the deadline of the request."""

    def __init__(self, sock: socket.socket, clock: _Deadline) -> None:
        self._sock, self._clock = sock, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come."""
        self._sock.settimeout(self._clock.left(timeout))
        try:
            return self._sock.recv(max_bytes)
        except TimeoutError:
            raise httpcore.ReadTimeout("nothing came") from None
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends all of it."""
        try:
            while buffer:
                self._sock.settimeout(self._clock.left(timeout))
                buffer = buffer[self._sock.send(buffer) :]
        except TimeoutError:
            raise httpcore.WriteTimeout("nothing is taken") from None
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        """Closes the socket, and wakes the thread that waits for it."""
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)
        self._sock.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted, its certificate checked against the name asked for."""
        try:
            self._sock.settimeout(self._clock.left(timeout))
            made = ssl_context.wrap_socket(self._sock, server_hostname=server_hostname)
        except TimeoutError:
            self._sock.close()
            raise httpcore.ConnectTimeout("no answer") from None
        except OSError as error:
            self._sock.close()
            raise httpcore.ConnectError(str(error)) from error
        except BaseException:
            self._sock.close()
            raise
        return _Stream(made, self._clock)

    def get_extra_info(self, info: str) -> Any:
        """What the pool asks of a connection that it kept: whether the other side has closed it."""
        if info == "is_readable":
            # A socket in waiting has nothing to say; a byte, or the end, makes it unfit.
            return self._sock.fileno() < 0 or _readable(self._sock)
        return self._sock if info == "socket" else None


def _readable(sock: socket.socket) -> bool:
    try:
        return bool(select.select([sock], [], [], 0)[0])
    except (OSError, ValueError):  # broken, or its number is more than select can count: unfit
        return True


def _looked_up(resolve: Resolve, host: str, port: int, loopback: bool) -> list[str]:
    """The addresses of a host, every one of them checked."""
    literal = hosts.literal_of(host)
    if literal is not None:
        found = [str(literal)]
    else:
        try:
            found = list(dict.fromkeys(resolve(host, port)))
        except OSError as error:
            raise Refused("dns", f"{host} is not known ({getattr(error, 'strerror', None) or error})") from None
        if not found:
            raise Refused("dns", f"{host} has no address")
    for address in found:
        ip = hosts.literal_of(address.split("%")[0])
        if ip is None:
            raise Refused("dns", f"{host} has an address that is none")
        hosts.check(ip, loopback=loopback)
    return found


LOOKUP = 10.0
"""seconds for a name; the system's own patience is up to minutes and cannot be set"""


def _system_resolve(host: str, port: int) -> list[str]:
    answer: queue.Queue[list[str] | OSError] = queue.Queue(1)

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.put([str(row[4][0]) for row in rows])
        except OSError as error:
            answer.put(error)
        except UnicodeError as error:
            answer.put(OSError(str(error)))

    threading.Thread(target=ask, daemon=True, name="lookup").start()
    try:
        found = answer.get(timeout=LOOKUP)
    except queue.Empty:
        raise OSError("the name server does not answer") from None
    if isinstance(found, OSError):
        raise found
    return found
