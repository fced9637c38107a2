"""What is remembered while grouping: the same incidents as without it, also after a correction and after forgetting."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tiny_desk import TinyCoder, article, capture
from watchfloor import desk
from watchfloor.desk import Desk
from watchfloor.linking.remembering import Remembered
from watchfloor.store import articles
from watchfloor.store.articles import Incoming
from watchfloor.view import View

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def made(folder: Path) -> Desk:
    """Four articles, of which two tell of one meeting."""
    opened = desk.init(folder, "Remembered", clock=lambda: NOW)
    texts = (
        "Kerry met Maliki in Geneva on 2014-06-23.",
        "In the evening Kerry met Maliki in Geneva on 2014-06-23.",
        "Iran attacked ISIS in Tikrit on 2014-06-23.",
        "Iran blamed Iraq.",
    )
    pages = [article(f"r{number}", text, "2014-06-24") for number, text in enumerate(texts)]
    articles.add_all(opened._record, [Incoming(capture(page, NOW), page) for page in pages])
    opened.run(coder=TinyCoder())
    return opened


def fresh(opened: Desk) -> list[tuple[str, tuple[str, ...]]]:
    return seen(View(opened._record, opened._known_by, clock=lambda: NOW))


def seen(view: View) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.type, one.facts) for one in view.incidents(since="2014-06-23", until="2014-06-24")]


def test_the_same_incidents_with_and_without(tmp_path: Path) -> None:
    with made(tmp_path / "desk") as opened:
        first = seen(opened)
        assert len(first) == 3 and first == seen(opened) == seen(opened.as_of(None)) == fresh(opened)
        meeting = next(facts for kind, facts in first if kind == "CONSULT")
        assert len(meeting) == 2
        opened.split(meeting, by="A. Reader", why="two meetings")
        assert len(seen(opened)) == 4 and seen(opened) == fresh(opened)
        opened.undo(1, by="A. Reader", why="one after all")
        opened.wrong(meeting[0], by="A. Reader", why="no such thing")
        assert seen(opened) == fresh(opened) != first


def test_what_is_forgotten_is_not_remembered(tmp_path: Path) -> None:
    remembered = Remembered()
    with made(tmp_path / "desk") as opened:
        opened.share(remembered)
        gone = opened.events(type="ASSAULT")[0].article.id
        assert any(kind == "ASSAULT" for kind, _ in seen(opened))
        opened.forget(gone, by="A. Reader", why="asked for")
        assert all(kind != "ASSAULT" for kind, _ in seen(opened)) and seen(opened) == fresh(opened)
        assert not any("attack" in mention.word for _, mention in remembered._mentions.values())
