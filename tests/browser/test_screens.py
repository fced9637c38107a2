"""Every screen of the sample desk in a browser: it opens, it fits, and it can be read without script."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from guarded import Opens, wide

from benchmarks.screens import SCREENS, Screen
from watchfloor.serving.screens import SCREENS as MENU

each_screen = pytest.mark.parametrize("screen", [pytest.param(screen, id=screen.name) for screen in SCREENS])


def test_the_menu_leads_to_screens_that_are_tested() -> None:
    tested = {urlsplit(screen.path).path for screen in SCREENS}
    assert {address for address, *_ in MENU} <= tested


@each_screen
def test_it_opens(screen: Screen, site: str, names: dict[str, str], opens: Opens) -> None:
    page = opens(site + screen.path.format(**names))
    assert page.locator("h1").count() == 1
    assert page.title().strip()
    assert page.locator("main").inner_text().strip()
    assert page.locator("header nav a[aria-current]").count() <= 1
    assert not wide(page)


@each_screen
def test_it_fits_a_phone(screen: Screen, site: str, names: dict[str, str], opens: Opens) -> None:
    page = opens(site + screen.path.format(**names), width=390, height=844)
    assert not wide(page)


@each_screen
def test_it_reads_without_script(screen: Screen, site: str, names: dict[str, str], opens: Opens) -> None:
    address = site + screen.path.format(**names)
    plain, scripted = opens(address, script=False), opens(address)
    rows = "main [data-row]"
    assert plain.locator(rows).count() == scripted.locator(rows).count()
    assert len(plain.locator("main").inner_text()) > 20
    evidence = plain.locator("main a[data-drawer]:visible")
    if evidence.count():
        evidence.first.click()
        assert urlsplit(plain.url).path.startswith("/fact/")
        assert plain.locator("main blockquote").count()
