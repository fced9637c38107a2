"""Before somebody asks, every screen of the menu is worked out, and asked for again it is there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tiny_desk import TinyCoder, article, capture
from watchfloor import desk
from watchfloor.serving.app import make_app
from watchfloor.serving.screens import SCREENS
from watchfloor.serving.warming import warm
from watchfloor.store import articles
from watchfloor.store.articles import Incoming
from watchfloor.view import View

NOW = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize("empty", [True, False])
def test_every_screen_is_worked_out_and_then_kept(tmp_path: Path, empty: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk.init(tmp_path / "desk", "Warm", clock=lambda: NOW) as opened:
        if not empty:
            page = article("one", "Kerry met Maliki in Geneva on 2014-06-23. Iran blamed ISIS.", "2014-06-24")
            articles.add_all(opened._record, [Incoming(capture(page, NOW), page)])
            opened.run(coder=TinyCoder())
    app = make_app(tmp_path / "desk", clock=lambda: NOW)
    warm(app)

    def again(*_: Any, **__: Any) -> None:
        raise AssertionError("grouped once more")

    monkeypatch.setattr(View, "_gather", again)
    with TestClient(app, base_url="http://localhost") as client:
        assert {path: client.get(path).status_code for path, *_ in SCREENS} == {path: 200 for path, *_ in SCREENS}
