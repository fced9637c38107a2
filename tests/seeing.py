"""A browser, a desk it looks at, and a guard that no page of it may trip over."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from benchmarks import browsing, sampledesk, screens
from guarded import Guard, Opens

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NEEDED = "WATCHFLOOR_NEEDS_BROWSER"
"""set to 1 where a missing browser is a fault and no reason to leave the tests out"""

PATIENCE = 20_000
"""milliseconds until something must have happened on a page"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser. One for each file of tests: the driver keeps an event loop in this thread while it is there, and
    tests of other parts start theirs."""
    if browsing.browser_path() is None:
        if os.environ.get(NEEDED) == "1":
            pytest.fail(browsing.NO_BROWSER)
        pytest.skip(browsing.NO_BROWSER)
    with browsing.browsing() as started:
        yield started


@pytest.fixture(scope="session")
def site(sample_desk: Path) -> Iterator[str]:
    """The address at which the sample desk is served."""
    with browsing.serving(sample_desk, sampledesk.clock) as address:
        yield address


@pytest.fixture(scope="session")
def names(sample_desk: Path) -> dict[str, str]:
    """What stands for the names in braces in the addresses of screens."""
    with sampledesk.opened(sample_desk) as opened:
        return screens.examples(opened)


@pytest.fixture
def own_desk(sample_desk: Path, tmp_path: Path) -> Path:
    """A copy of the sample desk that a test may change."""
    return Path(shutil.copytree(sample_desk, tmp_path / "desk"))


@pytest.fixture
def own_site(own_desk: Path) -> Iterator[str]:
    """The address at which that copy is served."""
    with browsing.serving(own_desk, sampledesk.clock) as address:
        yield address


@pytest.fixture
def guard() -> Iterator[Guard]:
    """What watches the pages of a test; it speaks up when the test is over."""
    made = Guard()
    yield made
    made.check()


@pytest.fixture
def opens(browser: Browser, guard: Guard) -> Iterator[Opens]:
    """Opens addresses, each in a window that nothing was done in before."""
    with ExitStack() as stack:
        from playwright.sync_api import expect  # not where only its absence is told

        def opened(
            address: str, *, width: int = 1280, height: int = 900, dark: bool = False, script: bool = True, **more: Any
        ) -> Page:
            context: BrowserContext = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",
                java_script_enabled=script,
                locale="en-GB",
                timezone_id="UTC",
                **more,
            )
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE)
            expect.set_options(timeout=PATIENCE)
            page = context.new_page()
            guard.watch(page, urlsplit(address).netloc)
            page.goto(address)
            return page

        yield opened
