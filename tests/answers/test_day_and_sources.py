"""What the screens of a day and of the sources ask of a desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tiny_desk import SetClock, TinyCoder, article, capture
from watchfloor import desk
from watchfloor.answers import briefs, nothing, sources, today
from watchfloor.briefing.brief import Brief, Claim, Coverage, Line, Section
from watchfloor.desk import Desk
from watchfloor.sources.health import Health
from watchfloor.sources.settings import Watched
from watchfloor.store import articles
from watchfloor.types import Facet, Problem, Source

NOW = datetime(2026, 1, 2, 12, tzinfo=UTC)
DAY = date(2014, 6, 24)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Desk]:
    made = desk.init(tmp_path / "desk", "Small", SetClock(NOW))
    for name, text, published, language, outlet in (
        ("one", "Kerry met Maliki in Geneva on 2014-06-23.", "2014-06-24", "en", "The Wire"),
        ("two", "ISIS attacked Iraq in Tikrit on 2014-06-24.", "2014-06-24", "en", "The Wire"),
        ("three", "Iran blamed ISIS.", "2014-06-20", "en", "The Other"),
        ("vier", "Iran blamed ISIS.", "2014-06-20", "de", "The Other"),
    ):
        read = article(name, text, published, language, outlet)
        problems = [Problem("reading", "language", "not read")] if language == "de" else []
        articles.add(made._record, capture(read, NOW), read, problems)
    unread = article("gone", "nothing")
    problem = Problem("reading", "empty", "no text <b>in it</b>")
    articles.add(made._record, capture(unread, NOW), None, [problem])
    made.run(coder=TinyCoder())
    yield made
    made.close()


def test_any_day_can_be_told_of(opened: Desk) -> None:
    assert today.day_of(opened, None) == DAY
    made = today.today(opened, opened, DAY, None)
    parts = {part.name: part for part in made.parts}
    (line,) = parts["events"].lines
    assert (line.type, line.day, line.reports, line.origins, line.language) == ("ASSAULT", DAY, 1, 1, "en")
    assert line.place is not None and line.place.name == "Tikrit"
    assert line.article and line.quote.startswith("ISIS attacked")
    before = today.today(opened, opened, DAY - timedelta(days=2), None)
    assert not next(part for part in before.parts if part.name == "events").lines


def test_its_lines_are_a_table(opened: Desk) -> None:
    made = today.table(today.today(opened, opened, DAY, None))
    assert {row["part"] for row in made.rows} >= {"events"}
    assert set(made.json()["rows"][0]) == {column.key for column in today.COLUMNS}
    assert made.csv().splitlines()[0].startswith("part,kind,id,text")


def test_what_is_here_and_what_is_not(opened: Desk) -> None:
    assert [(one.name, one.articles, one.languages) for one in opened.outlets()] == [
        ("The Other", 2, ("de", "en")),
        ("The Wire", 2, ("en",)),
    ]
    assert opened.countries() == {"CHE": 1, "IRQ": 1}
    (page,) = opened.unread(limit=9)
    assert "gone" in page.address and page.why == "no text <b>in it</b>"
    assert not opened.unread(limit=9, before=page.key)
    assert not opened.as_of("2000-01-01").outlets()


def test_problems_are_as_many_as_are_counted(opened: Desk) -> None:
    counts = opened.status()
    assert counts.problems
    for kind, number in counts.problems.items():
        found = opened.troubles(kind, limit=100)
        assert len(found) == number and {one.kind for one in found} == {kind}
    everything = opened.troubles(limit=100)
    first, *rest = everything
    assert opened.troubles(limit=100, before=first.key) == rest
    assert any(one.title == "vier" for one in everything)


def health(state: str, country: str = "", seen: datetime | None = None) -> Health:
    entry = Watched(Source("s", "feed", "https://s.example/", "The Wire", country))
    return Health(entry, state, None, "why", seen, None, None, False, 0, 0, "", None)


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (health("fine", seen=datetime(2014, 6, 24, 8, tzinfo=UTC)), "read"),
        (health("fine", seen=datetime(2014, 6, 23, 8, tzinfo=UTC)), "idle"),
        (health("fine"), "idle"),
        (health("late"), "late"),
        (health("unasked"), "late"),
        (health("never"), "late"),
        (health("failing"), "down"),
        (health("empty"), "down"),
        (health("gone"), "down"),
    ],
)
def test_each_source_has_a_tick(one: Health, state: str) -> None:
    (tick,) = sources.ticks([one], DAY)
    assert tick.state == state and tick.why


def test_a_paused_source_has_none() -> None:
    assert not sources.ticks([health("paused")], DAY)


@pytest.mark.parametrize(
    ("states", "missing"),
    [
        ([health("fine", "IRQ")], ["Iran"]),
        ([health("paused", "IRQ"), health("fine", "USA")], ["Iraq", "Iran"]),
        ([health("fine")], []),
        ([], []),
    ],
)
def test_countries_nobody_watches_from(states: list[Health], missing: list[str]) -> None:
    assert [gap.name for gap in sources.gaps({"IRQ": 3, "IRN": 2}, states)] == missing


def test_markdown_takes_no_markup_from_what_was_read() -> None:
    line = Line(
        (Claim("ev:1", "ASSAULT", Facet.HAPPENED, "attack by [me](javascript:x)", "1 Jan 2014"),),
        "<script>a</script> *b*\n# c",
        ((0, 1),),
        "_Out_",
        "t",
        DAY,
        ("Copy",),
        (),
    )
    none = Coverage(1, 1, 0, ())
    made = Brief(DAY, none, none, (Section("done", (line,), 2),), 1, (), "")
    text = briefs.markdown(made, "A `desk`")
    assert text.splitlines()[0] == r"# A \`desk\`: Tuesday 24 Jun 2014"
    assert r"\[me\](javascript:x)" in text and "<script>" not in text.replace(r"\<script\>", "")
    assert r"\*b\* \# c" in text and "same words: Copy" in text and "and 2 more" in text
    assert [row["id"] for row in briefs.table(made).rows] == ["ev:1"]


def test_why_there_is_nothing(tmp_path: Path) -> None:
    with desk.init(tmp_path / "empty", "Empty", SetClock(NOW)) as empty:
        assert "watchfloor add" in nothing.no_article(empty, "news")
        assert today.day_of(empty, None) is None
        made = today.today(empty, empty, DAY, None)
        assert all(part.empty for part in made.parts)
