"""The pages of the sample desk as a program meets them: no dead link, no markup that is not ours, no heavy first page,
and a picture of each screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from benchmarks import sampledesk
from benchmarks.screens import LARGEST, OUT, SCREENS, file_name, listed
from benchmarks.speed.serve import BUDGET, weigh
from crawling import Markup, crawled
from watchfloor.serving.app import make_app
from watchfloor.serving.screens import SCREENS as MENU

PICTURES = [(screen, look) for screen in SCREENS for look in screen.looks]


@pytest.fixture(scope="module")
def client(sample_desk: Path) -> Iterator[TestClient]:
    """Asks the sample desk without a network."""
    with TestClient(make_app(sample_desk, clock=sampledesk.clock), base_url="http://127.0.0.1") as made:
        yield made


def test_no_link_is_dead(client: TestClient, names: dict[str, str]) -> None:
    def ask(address: str) -> tuple[int, str, str]:
        found = client.get(address)
        return found.status_code, found.headers.get("content-type", ""), found.text

    begin = [screen.path.format(**names).partition("#")[0] for screen in SCREENS]
    faults: list[str] = []
    kinds: set[str] = set()
    for address, kind, text in crawled(ask, begin, 300):
        kinds.add(kind.partition(";")[0])
        if kind.startswith("text/html"):
            page = Markup(text)
            faults += [f"{address}: {fault}" for fault in page.faults]
            assert len(text) < 600_000, f"{address} has {len(text):,} characters"
    assert not faults, "\n".join(faults[:20])
    assert {"text/html", "text/csv", "application/json"} <= kinds


def test_links_into_a_page_lead_to_something(client: TestClient, names: dict[str, str]) -> None:
    for screen in SCREENS:
        page = Markup(client.get(screen.path.format(**names).partition("#")[0]).text)
        lost = [target for target in page.inside if target not in page.ids]
        assert not lost, f"{screen.name}: {lost[:5]}"
        assert not page.doubled, f"{screen.name}: ids that are there twice: {page.doubled[:5]}"


def test_a_page_stays_the_same_as_long_as_the_desk_does(client: TestClient, names: dict[str, str]) -> None:
    for screen in SCREENS:
        address = screen.path.format(**names).partition("#")[0]
        first = client.get(address)
        again = client.get(address, headers={"if-none-match": first.headers["etag"]})
        assert again.status_code == 304, screen.name


def test_the_first_page_is_light(client: TestClient) -> None:
    found = weigh(lambda address: client.get(address).content)
    assert len(found) > 2
    assert sum(found.values()) <= BUDGET, found


def test_the_menu_leads_to_screens_that_are_tested() -> None:
    tested = {screen.path.partition("?")[0] for screen in SCREENS}
    assert {address for address, *_ in MENU} <= tested


def test_every_screen_has_its_pictures() -> None:
    wanted = {file_name(screen, look) for screen, look in PICTURES}
    there = {path.name: path.stat().st_size for path in OUT.glob("*.png")}
    missing = ", ".join(sorted(wanted - set(there)))
    assert not missing, f"no picture of {missing}; `python3 -m benchmarks.screens` takes them"
    assert not set(there) - wanted, "pictures of screens that are gone"
    assert not {name for name, size in there.items() if size > LARGEST}
    assert (OUT / "README.md").read_text(encoding="utf-8") == listed()
