"""Every screen of the sample desk in a browser: it opens, it fits, and it can be read without script."""

from __future__ import annotations

import pytest

from benchmarks.screens import SCREENS, Screen
from guarded import Opens, wide

each_screen = pytest.mark.parametrize("screen", [pytest.param(screen, id=screen.name) for screen in SCREENS])


@each_screen
def test_it_opens_and_fits(screen: Screen, site: str, names: dict[str, str], opens: Opens) -> None:
    page = opens(site + screen.path.format(**names))
    assert page.locator("h1").count() == 1
    assert not page.title().startswith("·")
    assert page.locator("main").inner_text().strip()
    assert page.locator("header nav a[aria-current]").count() <= 1
    for width in (1280, 768, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert not wide(page), f"{width} wide"


@each_screen
def test_it_reads_without_script(screen: Screen, site: str, names: dict[str, str], opens: Opens) -> None:
    page = opens(site + screen.path.format(**names), script=False)
    assert len(page.locator("main").inner_text()) > 40
    assert not page.locator("main button:not(form button):visible").count(), "a button that does nothing"
    evidence = page.locator("main a[data-drawer]:visible")
    if evidence.count():
        before = page.url
        evidence.first.click()
        assert page.url != before
        assert page.locator("main blockquote").count()
