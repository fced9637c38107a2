"""What is wrong with a page, whatever a test looks at: the guard of all pages, and what is wider than the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Request


@dataclass
class Guard:
    """What went wrong on the pages of a test. A page that broke its own content policy, threw, logged an error or asked
    another machine for anything is broken, whatever the test looks at."""

    faults: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()
    """parts of faults that a test brings about by intent"""

    def watch(self, page: Page, host: str) -> None:
        """Notes what this page does wrong from now on."""

        def said(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                self.faults.append(f"{page.url} said: {message.text} {message.location.get('url', '')}")

        def asked(request: Request) -> None:
            there = urlsplit(request.url)
            if there.scheme not in ("data", "blob") and there.netloc != host:
                self.faults.append(f"{page.url} asked {request.url}")

        page.on("console", said)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url} threw: {error}"))
        page.on("request", asked)

    def check(self) -> None:
        """Fails when anything was noted that was not expected."""
        left = [fault for fault in self.faults if not any(part in fault for part in self.expected)]
        assert not left, "\n".join(left)


Opens = Callable[..., "Page"]
"""`opens(address, width=1280, dark=False, script=True)`: a page in a window of its own"""


def wide(page: Page) -> str:
    """What is wider than the page, so that it would have to be pushed sideways; empty when nothing is."""
    found: str = page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= room) return "";
            const out = [...document.body.querySelectorAll("*")].filter(
                (one) => one.getBoundingClientRect().right > room + 1);
            return out.slice(0, 5).map((one) => one.outerHTML.slice(0, 120)).join("\\n") || "the page";
        }"""
    )
    return found
