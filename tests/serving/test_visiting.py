"""What every screen gets from its visit: an address, a file's name, one answer for each question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from tiny_desk import TinyCoder, article, capture
from watchfloor import desk
from watchfloor.answers.tables import Column, Table
from watchfloor.serving import asking, timebar
from watchfloor.serving.app import make_app
from watchfloor.serving.visiting import Visit, screen
from watchfloor.store import articles
from watchfloor.store.articles import Incoming

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def told(visit: Visit) -> Response:
    """The address of the page itself, or a table of nothing."""
    if visit.form != "html":
        return visit.twin(Table((Column("a", "a"),), ()))
    return visit.sent(visit.asked.here(since="2014-06-24"), "text/plain; charset=utf-8")


def overflowing(visit: Visit) -> Response:
    """What screens do at the ends of the calendar."""
    raise OverflowError("date value out of range")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    desk.init(tmp_path / "desk").close()
    app = make_app(tmp_path / "desk")
    app.router.routes[:0] = [
        *reversed(screen("/told/{ident:path}", told, {**asking.WINDOW}, twins=True)),
        *screen("/overflowing", overflowing, {}),
    ]
    with TestClient(app, base_url="http://127.0.0.1:8765") as made:
        yield made


IDS = ["IRN", "unknown:łódź", 'a"; filename="b', "a?b#c", "a/../b c", "\u202e\u2066", "a;b=c"]


@pytest.mark.parametrize("ident", IDS)
def test_any_id_may_stand_in_an_address(client: TestClient, ident: str) -> None:
    inside = quote(ident, safe="/:")
    assert client.get(f"/told/{quote(ident, safe='')}").text == f"/told/{inside}?since=2014-06-24"
    sent = client.get(f"/told/{quote(ident, safe='')}.csv").headers["content-disposition"]
    name = sent.removeprefix('attachment; filename="').removesuffix('"')
    assert name.startswith("told-") and name.endswith(".csv") and name.isascii()
    assert not set(name) & set('"\\/;?# ')


def test_a_day_beyond_the_calendar_is_no_fault_of_the_program(client: TestClient) -> None:
    found = client.get("/overflowing")
    assert found.status_code == 400 and "calendar" in found.text


def test_the_time_bar_ends_where_the_calendar_does() -> None:
    made = timebar.make({}, {date(9999, 10, 1): 1, date(9999, 12, 31): 1}, None, None, lambda **_: "")
    assert made is not None and [name for _, name in made.ticks] == ["Oct 9999", "Nov", "Dec"]


def test_what_was_forgotten_is_not_told_from_memory(tmp_path: Path) -> None:
    with desk.init(tmp_path / "desk", "Forgetful", clock=lambda: NOW) as opened:
        page = article("one", "Kerry met Maliki in Geneva on 2014-06-24.", "2014-06-24")
        articles.add_all(opened._record, [Incoming(capture(page, NOW), page)])
        opened.run(coder=TinyCoder())
        app = make_app(tmp_path / "desk", clock=lambda: NOW, patience=3600)
        with TestClient(app, base_url="http://127.0.0.1:8765") as client:
            assert "Maliki" in client.get("/").text
            opened.forget(page.id, by="A. Reader", why="asked for")
            assert "Maliki" not in client.get("/").text
