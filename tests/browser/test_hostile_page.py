"""Text that means harm stays text, on every screen, in every twin and in the API."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import hostile_desk
import pytest
from starlette.testclient import TestClient

from benchmarks import browsing, screens
from benchmarks.screens import SCREENS, Screen
from crawling import Markup, crawled
from guarded import Opens, wide
from watchfloor import desk as front_door
from watchfloor.serving.app import make_app

each_screen = pytest.mark.parametrize("screen", [pytest.param(screen, id=screen.name) for screen in SCREENS])


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_desk.make(tmp_path_factory.mktemp("hostile") / "desk")


@pytest.fixture(scope="module")
def hostile_site(hostile: Path) -> Iterator[str]:
    with browsing.serving(hostile, hostile_desk.clock) as address:
        yield address


@pytest.fixture(scope="module")
def hostile_names(hostile: Path) -> dict[str, str]:
    """Those screens that are of one thing are of a thing with a hostile name."""
    with front_door.open(hostile, hostile_desk.clock) as opened:
        found = screens.examples(opened) | {
            "words": "attacked",
            "replayed": "2014-07-01",
            "day": "2014-06-13",
            "busy": "2014-06-12",
        }
        strange = next(
            cited.value.id
            for fact in opened.each_event()
            for cited in fact.event.actors
            if "<script>" in cited.value.name
        )
        return found | {
            "actor": strange.replace("%", "%25").replace("/", "%2F").replace("<", "%3C").replace(">", "%3E")
        }


@each_screen
def test_nothing_runs_and_nothing_breaks(
    screen: Screen, hostile_site: str, hostile_names: dict[str, str], opens: Opens
) -> None:
    page = opens(hostile_site + screen.path.format(**hostile_names))
    for _ in range(12):
        page.keyboard.press("Tab")  # what has the focus may hold a handler
    page.mouse.move(300, 300)
    evidence = page.locator("main [data-row] a[data-drawer]:visible")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert not wide(page), f"{width} wide"
        assert page.locator("main h1").is_visible()
    if evidence.count():
        evidence.first.click()
        page.locator("#drawer blockquote").first.wait_for()
        assert not wide(page), "with the drawer open"
    assert page.evaluate("window.pwned") is None


@pytest.fixture(scope="module")
def answers(hostile: Path, hostile_names: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Many addresses of the hostile desk, each with its media type and text."""
    begin = [screen.path.format(**hostile_names) for screen in SCREENS]
    begin += [twin(screen, form, hostile_names) for screen in SCREENS if screen.twins for form in ("csv", "json")]
    with TestClient(make_app(hostile, clock=hostile_desk.clock), base_url="http://127.0.0.1") as client:

        def ask(address: str) -> tuple[int, str, str]:
            found = client.get(address)
            return found.status_code, found.headers.get("content-type", ""), found.text

        return {address: (kind, text) for address, kind, text in crawled(ask, begin, 250)}


def twin(screen: Screen, form: str, names: dict[str, str]) -> str:
    """The address of the same rows for a program."""
    path, _, query = screen.path.format(**names).partition("?")
    return f"{path}.{form}" + (f"?{query}" if query else "")


def test_pages_hold_no_markup_but_ours(answers: dict[str, tuple[str, str]]) -> None:
    pages = {address: Markup(text) for address, (kind, text) in answers.items() if kind.startswith("text/html")}
    assert len(pages) > len(SCREENS)
    faults = [f"{address}: {fault}" for address, page in pages.items() for fault in page.faults]
    assert not faults, "\n".join(faults[:20])
    assert not [address for address, page in pages.items() if hostile_desk.WORKED_OUT in page.html]


def test_no_cell_of_a_table_runs(answers: dict[str, tuple[str, str]]) -> None:
    tables = {address: text for address, (kind, text) in answers.items() if kind.startswith("text/csv")}
    assert tables
    for address, text in tables.items():
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        runs = [cell for cell in cells if cell[:1] in "=+-@\t\r\n" and cell and not _number(cell)]
        assert not runs, f"{address}: {runs[:3]}"


def test_programs_get_well_formed_answers(answers: dict[str, tuple[str, str]]) -> None:
    told = {address: text for address, (kind, text) in answers.items() if "json" in kind}
    assert told
    for text in told.values():
        json.loads(text)


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
