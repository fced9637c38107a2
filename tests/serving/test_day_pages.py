"""The screens of a day, of the sources, the brief and help: what they show, and what they lead to."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tiny_desk import SetClock, TinyCoder, article, capture
from watchfloor import desk
from watchfloor.desk import Desk
from watchfloor.serving.app import make_app
from watchfloor.store import articles
from watchfloor.types import Problem

NOW = datetime(2026, 1, 2, 12, tzinfo=UTC)
HOSTILE = '<script>alert(1)</script>" onload="x \u202egnp.exe'
SOURCES = """
[[source]]
id = "wire"
kind = "feed"
address = "https://wire.example/rss"
outlet = "The Wire"
country = "USA"
"""
PAGES = ("/", "/sources", "/sources/outlets", "/sources/problems", "/brief", "/brief/2014-06-24", "/help")


def fill(made: Desk) -> None:
    for name, text, published, outlet in (
        ("one", "Kerry met Maliki in Geneva on 2014-06-23.", "2014-06-23", "The Wire"),
        ("two", "ISIS attacked Iraq in Tikrit on 2014-06-24.", "2014-06-24", HOSTILE),
        ("three", "Iran blamed ISIS.", "2014-06-24", "The Wire"),
    ):
        read = article(name, text, published, outlet=outlet)
        articles.add(made._record, capture(read, datetime(2014, 6, 24, 23, tzinfo=UTC)), read)
    unread = article("gone", "nothing")
    articles.add(made._record, capture(unread, NOW), None, [Problem("reading", "empty", HOSTILE)])
    made.run(coder=TinyCoder())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("days") / "desk"
    with desk.init(path, "Small", SetClock(NOW)) as made:
        fill(made)
        (path / "sources.toml").write_text(SOURCES, encoding="utf-8")
    return path


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(make_app(folder, clock=lambda: NOW), base_url="http://127.0.0.1:8765") as made:
        yield made


@pytest.mark.parametrize("path", PAGES)
def test_every_screen_stands_in_the_frame(client: TestClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1 and 'id="timebar"' in page.text
    assert "<script>alert" not in page.text and "\u202e" not in page.text
    assert not re.search(r"<[^>]+\s(style|on\w+)=", page.text)


def test_the_last_day_and_any_other(client: TestClient) -> None:
    last = client.get("/").text
    assert "24 June 2014" in last and "attacked" in last and "Tikrit" in last
    assert 'rel="prev" href="/?day=2014-06-23"' in last
    before = client.get("/?day=2014-06-23").text
    assert "23 June 2014" in before and 'rel="next" href="/?day=2014-06-24"' in before
    assert "Tikrit" not in before
    assert 'href="/?day=2014-06-24"' in before  # the time bar leads to days


def test_a_line_opens_to_its_words(client: TestClient) -> None:
    page = client.get("/").text
    ident = re.search(r'data-row data-fact="(ev:[0-9a-f]+)"', page)
    assert ident and f'<a href="/fact/{ident[1]}" data-drawer>' in page
    assert client.get(f"/fact/{ident[1]}").status_code == 200
    assert "<mark>attacked</mark>" in page


def test_the_past_of_a_day(client: TestClient) -> None:
    page = client.get("/?as_of=2014-06-23").text
    assert 'class="replay"' in page and "23 June 2014" in page and "Tikrit" not in page
    assert 'href="/sources?as_of=2014-06-23"' in page


def test_today_for_programs(client: TestClient) -> None:
    rows = client.get("/today.json").json()["rows"]
    assert any(row["place"] == "Tikrit" and row["part"] == "events" for row in rows)
    table = client.get("/today.csv")
    assert table.headers["content-type"].startswith("text/csv") and table.text.startswith("part,")


def test_who_is_read_and_who_is_not(client: TestClient) -> None:
    page = client.get("/sources").text
    assert "0 of 1 source heard" in page and "not yet read" in page
    assert "Iraq" in page and "no source is of them" in page
    assert 'href="/sources/problems?kind=unreadable"' in page
    (row,) = client.get("/sources.json").json()["rows"]
    assert (row["id"], row["country"], row["state"]) == ("wire", "USA", "never")


def test_what_could_not_be_read(client: TestClient) -> None:
    page = client.get("/sources/problems?kind=unreadable").text
    assert "https://example.org/gone" in page and "&lt;script&gt;" in page
    rows = client.get("/sources/problems.json?kind=unreadable").json()["rows"]
    assert len(rows) == 1 and rows[0]["address"].endswith("gone")
    assert client.get("/sources/problems?kind=nothing").status_code == 404


def test_a_brief_in_all_its_forms(client: TestClient) -> None:
    page = client.get("/brief").text
    assert "24 June 2014" in page and 'href="/brief/2014-06-23"' in page
    made = client.get("/brief/2014-06-24.json").json()
    assert made["day"] == "2014-06-24" and made["sections"]
    told = client.get("/brief/2014-06-24.md")
    assert told.headers["content-type"].startswith("text/markdown") and told.text.startswith("# Small: Tuesday")
    assert client.get("/brief/2014-06-24.csv").text.startswith("section,")
    to = client.get("/brief?day=2014-06-23&as_of=2014-06-24", follow_redirects=False)
    assert (to.status_code, to.headers["location"]) == (303, "/brief/2014-06-23?as_of=2014-06-24")
    assert client.get("/brief/someday").status_code == 400


def test_the_forms_say_the_same_at_the_command_line(
    client: TestClient, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from watchfloor.cli import main

    assert main(["brief", "--desk", str(folder), "--markdown"]) == 0
    assert capsys.readouterr().out == client.get("/brief/2014-06-24.md").text
    assert main(["brief", "--desk", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == client.get("/brief/2014-06-24.json").json()


def test_help_explains_the_words(client: TestClient) -> None:
    page = client.get("/help").text
    for word in ("incident", "origin", "facet", "report", "coder", "known"):
        assert f'<dt id="{word}">' in page


def test_an_empty_desk_says_what_to_do(tmp_path: Path) -> None:
    desk.init(tmp_path / "desk", "Empty").close()
    with TestClient(make_app(tmp_path / "desk"), base_url="http://localhost") as client:
        page = client.get("/").text
        for command in ("watchfloor sources add", "watchfloor add", "watchfloor pull", "watchfloor run"):
            assert command in page
        for path in PAGES:
            assert client.get(path).status_code == 200
        assert client.get("/today.json").json()["rows"] == []


def test_how_sources_do_follows_the_clock(tmp_path: Path) -> None:
    clock = SetClock(NOW)
    with desk.init(tmp_path / "desk", "Clock", clock) as made:
        fill(made)
        pages = made.path / "pages"
        pages.mkdir()
        (pages / "a.txt").write_text("Kerry met Maliki.\n", encoding="utf-8")
        text = '[[source]]\nid = "pages"\nkind = "folder"\naddress = "pages"\nrhythm = "6h"\n'
        (made.path / "sources.toml").write_text(text, encoding="utf-8")
        made.pull()
    with TestClient(make_app(tmp_path / "desk", clock=clock), base_url="http://localhost") as client:
        assert "1 of 1 source heard" in client.get("/").text
        clock.forward(days=4)
        assert "0 of 1 source heard" in client.get("/").text


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-20", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar_break_no_screen(client: TestClient, day: str) -> None:
    for path in (f"/brief/{day}", f"/?day={day}", f"/today.csv?day={day}", f"/?as_of={day}", f"/timeline?then={day}"):
        assert client.get(path).status_code in (200, 400), path
    for screen in ("/timeline", "/statements", "/map", "/actors", "/search", "/review", "/stories"):
        assert client.get(screen, params={"since": day, "until": day}).status_code in (200, 400), screen


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("9999-12-31T23:59:59-12:00", 400),
        ("0001-01-01T00:00:00+14:00", 400),
        ("9999-12-31T23:59:59", 200),
        ("2014-06-25", 200),
    ],
)
def test_a_moment_beyond_the_calendar_is_told(client: TestClient, moment: str, status: int) -> None:
    assert client.get("/", params={"as_of": moment}).status_code == status


def test_a_moment_without_a_zone_is_one_in_utc_wherever_we_are(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of a process cannot be changed here")
    pages = []
    with monkeypatch.context() as there:
        for zone in ("Asia/Tokyo", "America/Los_Angeles"):
            there.setenv("TZ", zone)
            time.tzset()
            pages.append(client.get("/today.json", params={"as_of": "2014-06-24T23:30:00"}).json())
    time.tzset()
    assert pages[0] == pages[1] and pages[0]["as_of"] == "2014-06-24T23:30:00+00:00"
