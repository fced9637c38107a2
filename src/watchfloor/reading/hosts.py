"""Which web addresses may be fetched, judged by their look and by the network addresses their names resolve to.

Links come from strangers. One that leads into the machine or its network (`localhost`, 10.0.0.1, the metadata service
of a cloud) would let a web page read what only the user may, so only public addresses count, however they are spelled.
Which those are is written down here and not asked of the standard library, whose answer changes with its version.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

MOST = 4000
"""characters of an address"""

PORTS: Final = {"http": 80, "https": 443}

# Where a web server does not listen, but something else may take a request for a command.
_SERVICES: Final = frozenset(
    {1433, 1521, 1720, 1723, 2049, 2375, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5900, 5984, 6000, 6379}
    | {6443, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9042, 9200, 9300, 10080, 10250, 11211, 27017}
)


class Refused(Exception):
    """An address that is not fetched; `kind` is that of the problem, the message says why."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Target:
    """A web address taken apart, all of it ASCII."""

    scheme: str
    host: str
    """in small letters, without the dot at the end; an IPv4 address in its usual form, an IPv6 one without brackets"""
    port: int
    path: str
    """path and query"""

    @property
    def origin(self) -> str:
        """`https://example.org`, with the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    @property
    def address(self) -> str:
        """The whole of it."""
        return self.origin + self.path


def parse(address: str, *, loopback: bool = False) -> Target:
    """The address taken apart. Raises `Refused` for what is not fetched by its look alone. `loopback` lets this
    machine's own addresses pass, for tests."""
    address = address.strip()
    if len(address) > MOST:
        raise Refused("address", f"the address has more than {MOST} characters")
    if re.search(r"[\x00-\x20\x7f\\]", address):
        raise Refused("address", "the address holds a space, a backslash or a control character")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Refused("address", "this is no web address") from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise Refused("scheme", f"only http and https addresses are fetched, not {scheme or 'one without a scheme'}:")
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise Refused("credentials", "the address holds a user name or a password: take them out")
    host = _host(parts.hostname or "")
    if literal := literal_of(host):
        check(literal, loopback=loopback)
        host = str(literal)
    elif "." not in host and not loopback:
        raise Refused("private", f"{host} is a name of the local network")
    if (
        port is not None
        and port != PORTS[scheme]
        and ((port < 1024 and port not in PORTS.values()) or port in _SERVICES)
    ):
        raise Refused("port", f"no web server listens on port {port}")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._", errors="replace")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]", errors="replace")
    return Target(scheme, host, port or PORTS[scheme], path)


def shown(address: str) -> str:
    """The address as it may be shown and kept: without a user name or a password."""
    return re.sub(r"^(\s*[a-z][a-z0-9+.-]*:)?//[^/?#]*@", r"\1//", address, flags=re.I)


def _host(host: str) -> str:
    """The host as names are looked up: small ASCII letters, other scripts in Punycode, wide digits made plain."""
    if not host:
        raise Refused("address", "the address names no host")
    if ":" in host:
        return host.split("%")[0]  # an IPv6 address; its zone is of this machine
    try:
        name = host if host.isascii() else host[:300].encode("idna").decode("ascii")
    except UnicodeError:
        raise Refused("address", f"{host[:80]!r} is no name of a host") from None
    name = name.lower().removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(re.fullmatch(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", label) for label in labels):
        raise Refused("address", f"{name[:80]!r} is no name of a host")
    return name


IP = ipaddress.IPv4Address | ipaddress.IPv6Address


def literal_of(host: str) -> IP | None:
    """The network address that a host is, in any spelling that some system reads as one: 127.1, 0x7f.1, 2130706433,
    0177.0.0.1. None for a name. Raises `Refused` for a number that is no address."""
    if ":" in host:
        try:
            return ipaddress.IPv6Address(host)
        except ValueError:
            raise Refused("address", f"{host[:80]!r} is no IPv6 address") from None
    parts = host.split(".")
    if not re.fullmatch(r"\d+|0x[0-9a-f]*", parts[-1]):
        return None
    try:
        numbers = [_number(part) for part in parts]
        *first, last = numbers
        if len(numbers) > 4 or any(number > 255 for number in first):
            raise ValueError(host)
        value = last + sum(number << (24 - 8 * place) for place, number in enumerate(first))
        if last >= 1 << (8 * (4 - len(first))):
            raise ValueError(host)
        return ipaddress.IPv4Address(value)
    except ValueError:
        raise Refused("address", f"{host[:80]!r} is no IPv4 address") from None


def _number(text: str) -> int:
    if len(text) > 40:
        raise ValueError(text)
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    return int(text, 8) if len(text) > 1 and text.startswith("0") else int(text)


# The registries of special addresses (IANA, RFC 6890 and its successors), as networks nobody publishes news from.
_NOT_PUBLIC_4: Final = tuple(
    map(
        ipaddress.IPv4Network,
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24"
        " 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24"
        " 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4".split(),
    )
)
# Of IPv6 only 2000::/3 is handed out; these parts of it are not public. Tunnels (2002::/16 is 6to4, 2001::/32 Teredo)
# carry an IPv4 address inside and are of the past: refused whatever they carry.
_PUBLIC_6: Final = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6: Final = tuple(
    map(ipaddress.IPv6Network, "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20".split())
)
_MAPPED: Final = ipaddress.IPv6Network("::ffff:0:0/96")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""how networks without IPv4 name public IPv4 hosts: what counts is the address inside"""


def check(ip: IP, *, loopback: bool = False) -> None:
    """Raises `Refused` for a network address that is not public."""
    inner = ip
    if isinstance(ip, ipaddress.IPv6Address) and (ip in _MAPPED or ip in _NAT64):
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if loopback and ip.is_loopback:
        return
    if isinstance(inner, ipaddress.IPv4Address):
        public = not any(inner in network for network in _NOT_PUBLIC_4)
    else:
        public = inner in _PUBLIC_6 and not any(inner in network for network in _NOT_PUBLIC_6)
    if not public:
        raise Refused("private", f"{ip} is no public address: nothing is fetched from this machine or its network")
