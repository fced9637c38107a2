"""A desk served on this machine and a browser without a window, for pictures, for figures and for tests.

The browser is the one that the system has: nothing is downloaded, and it is started so that it calls nobody by itself.
"""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from watchfloor.store.clock import Clock

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""under which a browser of the kind that can be driven lies on the PATH, the likeliest first"""

QUIET: Final = (
    # In a container there is mostly no user but root, and for root Chromium's sandbox does not start. Only pages of
    # this machine are opened.
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-quic"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions"),
    *("--disable-default-apps", "--disable-domain-reliability", "--no-pings", "--hide-scrollbars"),
    # Names are not looked up at all: what is asked of another machine fails at once, and loudly.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    *("--font-render-hinting=none", "--lang=en-GB"),
)

NO_BROWSER: Final = "no browser: install chromium (apt-get install chromium), it is looked for on the PATH"

WAIT = 20.0
"""seconds until a server on this machine must be there"""


def browser_path() -> Path | None:
    """The browser on the PATH; None where there is none."""
    found = filter(None, map(shutil.which, NAMES))
    return next(map(Path, found), None)


@contextmanager
def browsing() -> Iterator[Browser]:
    """The browser, started. Raises `FileNotFoundError` where there is none."""
    from playwright.sync_api import sync_playwright

    path = browser_path()
    if path is None:
        raise FileNotFoundError(NO_BROWSER)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@contextmanager
def serving(desk: Path, clock: Clock | None = None) -> Iterator[str]:
    """The page of a desk, served by a thread of this process on a free port; gives its address, without a slash at the
    end. With a `clock` it believes to be another time."""
    import uvicorn

    from watchfloor.serving.app import make_app

    app = make_app(desk, clock=clock, user="A. Reader")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        until = time.monotonic() + WAIT
        while not server.started:
            if not thread.is_alive() or time.monotonic() > until:
                raise RuntimeError("the server did not start")
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(WAIT)
