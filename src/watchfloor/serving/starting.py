"""Starting the server: on which address, for whom."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

import uvicorn

from watchfloor.errors import UsageError
from watchfloor.serving import keys
from watchfloor.serving.app import LOOPBACK, make_app
from watchfloor.serving.warming import in_background

CLOSING: Final = 3
"""seconds that requests in progress have when the server is stopped"""

PATIENCE: Final = 2.0
"""seconds that an answer holds while `run` or `pull` writes"""

Ready = Callable[[str, str | None], None]
"""called with the address, and with the token if one was made"""


def start(
    folder: Path, *, host: str, port: int, names: Collection[str], new_token: bool, user: str, ready: Ready
) -> None:
    """Serves the desk in a folder until it is stopped. Raises `UsageError` when the address cannot be listened on, and
    what opening the desk raises."""
    here = is_loopback(host)
    # On this machine alone no token is asked for; a new one may be made all the same, for later.
    token = keys.make(folder) if new_token or (not here and keys.kept(folder) is None) else None
    guarded = None if here else keys.kept(folder)
    known = {*LOOPBACK, *(name.lower() for name in names), *(() if host in ("0.0.0.0", "::") else (_bracketed(host),))}  # noqa: S104
    app = make_app(folder, user=user, names=known, token=guarded, patience=PATIENCE)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level=logging.WARNING,
        server_header=False,
        timeout_graceful_shutdown=CLOSING,
        limit_concurrency=256,
        lifespan="on",
    )
    log = logging.getLogger("uvicorn.error")
    log.disabled = True  # what it would say is said below, with what to do
    try:
        listening = config.bind_socket()
    except SystemExit:
        raise UsageError(
            f"{host}:{port} cannot be listened on; is it in use? Choose another with --port", host
        ) from None
    finally:
        log.disabled = False
    with listening:
        listening.listen(config.backlog)  # whoever is told of it now may ask at once, and waits until the server is up
        number = listening.getsockname()[1]
        ready(f"http://{'127.0.0.1' if here else _bracketed(host)}:{number}/", token)
        in_background(app)
        uvicorn.Server(config).run(sockets=[listening])


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own, which nobody else can reach."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bracketed(host: str) -> str:
    return f"[{host}]".lower() if ":" in host else host.lower()
