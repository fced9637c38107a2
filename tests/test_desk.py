"""The front door: making, finding and filling a desk, and asking it."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

import pytest

from tiny_desk import SetClock, TinyCoder
from watchfloor import desk as front_door
from watchfloor.codec import to_dict, to_json
from watchfloor.desk import Desk, Progress
from watchfloor.errors import BadSetting, DeskDamaged, DeskExists, DeskReadOnly, NotFound, UsageError
from watchfloor.store import connection

PADDING = " The rest of the report says little that is new, and the reporter of the paper was not told more than that."


def page(folder: Path, name: str, day: str, sentences: str) -> Path:
    """A saved page whose date stands in its markup."""
    path = folder / f"{name}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"""<!doctype html><html lang="en"><head><title>{name}</title>
        <meta property="article:published_time" content="{day}"></head>
        <body><article><h1>{name}</h1><p>{sentences}</p><p>{PADDING}</p><p>{PADDING}</p></article></body></html>""",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    page(folder, "talks", "2014-06-23T10:00:00Z", "Kerry met Maliki in Geneva on 2014-06-23.")
    page(folder, "blame", "2014-06-24T08:00:00Z", "Iran blamed ISIS. Iraq blamed ISIS.")
    page(folder, "assault", "2014-06-25T18:00:00Z", "ISIS attacked Iraq in Tikrit.")
    return folder


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def desk(tmp_path: Path, clock: SetClock) -> Desk:
    return front_door.init(tmp_path / "desk", clock=clock)


def dump(desk: Desk) -> list[bytes]:
    """Everything a desk answers, as bytes."""
    answers = [to_json(fact) for fact in desk.events()] + [to_json(head) for head in desk.articles()]
    return answers + [to_json(desk.article(head.id)) for head in desk.articles()]


def test_from_pages_to_events(desk: Desk, pages: Path) -> None:
    added = desk.add(pages)
    assert (added.new, added.changed, added.known, added.unread, added.problems) == (3, 0, 0, 0, ())
    ran = desk.run(coder=TinyCoder())
    assert (ran.coded, ran.skipped) == (3, 0)
    facts = desk.events()
    assert [(str(fact.day), fact.event.trigger.words) for fact in facts] == [
        ("2014-06-25", "attacked"),
        ("2014-06-24", "blamed"),
        ("2014-06-24", "blamed"),
        ("2014-06-23", "met"),
    ]
    fact = desk.event(facts[0].event.id)
    assert fact == facts[0]
    text = desk.article(fact.article.id).text
    span = fact.event.sentence.span
    assert text[span.start : span.end] == "ISIS attacked Iraq in Tikrit."
    assert to_dict(fact.event, fact.article)["day_basis"] == "published"


def test_adding_and_running_twice_is_doing_it_once(desk: Desk, pages: Path, clock: SetClock) -> None:
    desk.add(pages)
    desk.run(coder=TinyCoder())
    before, rows = dump(desk), row_counts(desk)
    clock.forward(days=1)
    again = desk.add([pages, pages / "talks.html"])
    assert (again.new, again.changed, again.known) == (0, 0, 3)
    ran = desk.run(coder=TinyCoder())
    assert (ran.coded, ran.skipped) == (0, 3)
    assert dump(desk) == before
    assert row_counts(desk) == rows


def row_counts(desk: Desk) -> dict[str, int]:
    from watchfloor.store import schema

    record = connection.open_record(desk.path / front_door.RECORD)
    counted = {table: record.value(f"SELECT count(*) FROM {table}") for table in schema.TABLES}  # noqa: S608
    record.close()
    return counted


def test_the_order_of_adding_does_not_matter(tmp_path: Path, pages: Path) -> None:
    page(pages, "corrected/talks", "2014-06-26T10:00:00Z", "Kerry met Maliki. Kerry blamed ISIS.")
    files = sorted(pages.rglob("*.html"))
    answers = set()
    for seed in range(4):
        clock = SetClock()
        desk = front_door.init(tmp_path / f"desk{seed}", clock=clock)
        random.Random(seed).shuffle(files)  # noqa: S311 - an order, not a secret
        for file in files:
            clock.forward(minutes=1)
            desk.add(file)
            if seed % 2:
                desk.run(coder=TinyCoder())
        desk.run(coder=TinyCoder())
        answers.add(tuple(dump(desk)))
        desk.close()
    assert len(answers) == 1


def test_as_known_on_a_day(desk: Desk, pages: Path, tmp_path: Path) -> None:
    desk.add(pages)
    desk.run(coder=TinyCoder())
    assert [len(desk.as_of(f"2014-06-{day}").events()) for day in (22, 23, 24, 25)] == [0, 1, 3, 4]
    assert len(desk.as_of("2014-06-24T07:59:00+00:00").articles()) == 1
    assert len(desk.as_of(datetime(2014, 6, 24, 8, tzinfo=UTC)).articles()) == 2
    assert {head.basis for head in desk.articles()} == {"stated"}
    # Loading up to a day, and asking as of that day, are the same.
    early = front_door.init(tmp_path / "early", clock=SetClock())
    early.add([pages / "talks.html", pages / "blame.html"])
    early.run(coder=TinyCoder())
    view = desk.as_of(date(2014, 6, 24))
    assert [to_json(fact) for fact in view.events()] == [to_json(fact) for fact in early.events()]
    assert view.articles() == early.articles()
    assert view.coverage(None) == early.coverage(None)
    assert view.status() == early.status()
    with pytest.raises(NotFound):
        view.article(next(head.id for head in desk.articles() if head.title == "assault"))
    with pytest.raises(NotFound):
        view.event(desk.events(type="ASSAULT")[0].event.id)


def test_a_page_that_changes_is_a_new_version(desk: Desk, pages: Path, clock: SetClock) -> None:
    desk.add(pages)
    desk.run(coder=TinyCoder())
    first = desk.events(type="ASSAULT")[0]
    clock.forward(days=2)
    seen = clock()
    page(pages, "assault", "2014-06-25T18:00:00Z", "Iraq attacked ISIS in Tikrit.")
    added = desk.add(pages)
    assert (added.new, added.changed, added.known) == (0, 1, 2)
    assert [fact.event.id for fact in desk.events(type="ASSAULT")] == [], "the new version is not coded yet"
    assert desk.run(coder=TinyCoder()).coded == 1
    assert [fact.event.actors[0].words for fact in desk.events(type="ASSAULT")] == ["Iraq"]
    old, new = desk.versions(first.article.id)
    assert old.basis == "stated"
    assert (new.basis, new.recorded_at) == ("seen", seen), "its own date is that of the words before"
    assert [fact.event.actors[0].words for fact in desk.as_of("2014-06-30").events(type="ASSAULT")] == ["ISIS"]
    assert desk.event(first.event.id).event == first.event, "a fact of an old version still opens"
    assert "ISIS attacked" in desk.article(old.version).text


def test_another_publication_date_takes_the_place_of_a_wrong_one(desk: Desk, tmp_path: Path, clock: SetClock) -> None:
    file = tmp_path / "note.txt"
    file.write_text("A note on the war\n\nIran blamed ISIS." + PADDING * 3, encoding="utf-8")
    desk.add(file, published="2015-01-01")
    clock.forward(minutes=1)
    assert desk.add(file, published="2014-06-24").changed == 1
    assert [head.published and head.published.day for head in desk.articles()] == [date(2014, 6, 24)]
    with pytest.raises(UsageError, match="2014-06-24"):
        desk.add(file, published="yesterday-ish")


def test_what_cannot_be_read_is_recorded_and_the_rest_goes_on(desk: Desk, pages: Path) -> None:
    (pages / "bad.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (pages / "empty.html").write_bytes(b"")
    for _ in range(2):
        added = desk.add(pages)
        assert added.unread == 2
        assert {trouble.problem.kind for trouble in added.problems} == {"binary", "empty"}
        assert {Path(trouble.about).name for trouble in added.problems} == {"bad.html", "empty.html"}
        status = desk.status()
        assert (status.articles, status.unreadable) == (3, 2)
        assert status.problems == {"binary": 1, "empty": 1}
    assert desk.run(coder=TinyCoder()).coded == 3


def test_another_language_is_kept_searchable_and_not_coded(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "bericht.txt"
    file.write_text(
        "Bericht aus Genf\n\n"
        + "Der Außenminister hat gestern in Genf über das Abkommen verhandelt. " * 12
        + "Kerry met Maliki in Geneva.",
        encoding="utf-8",
    )
    assert desk.add(file, published="2014-06-24").new == 1
    assert desk.run(coder=TinyCoder()).coded == 0
    assert desk.events() == []
    assert [head.language for head in desk.articles(text="außenminister")] == ["de"]
    status = desk.status()
    assert (status.coded, status.uncoded, status.not_read) == (0, 0, {"de": 1})
    coverage = desk.coverage(date(2014, 6, 24))
    assert (coverage.articles, coverage.waiting, coverage.not_read) == (1, 0, (("language (de)", 1),))


def test_archives_row_by_row(desk: Desk, tmp_path: Path, clock: SetClock) -> None:
    archive = tmp_path / "wire.jsonl"
    rows = [
        '{"url": "https://example.org/1", "title": "One", "published": "2014-06-24", "text": "Iran blamed ISIS.%s"}',
        "not json",
        '{"url": "https://example.org/1", "title": "One", "published": "2014-06-25", "text": "Iraq blamed ISIS.%s"}',
        '{"url": "https://example.org/2", "title": "Two", "published": "2014-06-25", "text": ""}',
    ]
    archive.write_text("\n".join(row.replace("%s", PADDING * 2) for row in rows), encoding="utf-8")
    added = desk.add(archive)
    assert (added.new, added.changed, added.unread) == (1, 1, 2)
    clock.forward(days=1)
    again = desk.add(archive)
    assert (again.new, again.changed, again.known, again.unread) == (0, 0, 2, 2)
    desk.run(coder=TinyCoder())
    assert [fact.event.actors[0].words for fact in desk.events()] == ["Iraq"]
    assert [fact.event.actors[0].words for fact in desk.as_of("2014-06-24").events()] == ["Iran"]
    assert desk.status().unreadable == 2
    with pytest.raises(UsageError, match="own dates"):
        desk.add(archive, published="2014-06-24")


def test_the_raw_copy_is_kept(desk: Desk, pages: Path) -> None:
    from watchfloor.store import articles

    desk.add(pages / "talks.html")
    record = connection.open_record(desk.path / front_door.RECORD)
    assert articles.raw(record, desk.articles()[0].version) == (pages / "talks.html").read_bytes()
    record.close()


def test_coding_again_with_another_coder_overwrites_nothing(desk: Desk, pages: Path) -> None:
    class Renamed(TinyCoder):
        """Calls every act an accusation."""

        def code(self, article):  # type: ignore[no-untyped-def]
            """Codes as before and renames."""
            from dataclasses import replace

            coding = super().code(article)
            return replace(coding, events=tuple(replace(event, type="ACCUSE") for event in coding.events))

    desk.add(pages)
    desk.run(coder=TinyCoder("one"))
    first = [to_json(fact) for fact in desk.events()]
    assert desk.run(coder=Renamed("two")).coded == 3
    assert {fact.event.type for fact in desk.events()} == {"ACCUSE"}
    assert {fact.coder for fact in desk.events()} == {"two"}
    assert desk.run(coder=TinyCoder("one")).coded == 0
    assert [to_json(fact) for fact in desk.events()] == first


def test_a_bug_of_the_coder_is_loud_and_leaves_nothing_half_done(desk: Desk, pages: Path) -> None:
    class Wrong(TinyCoder):
        """Quotes words that are not there."""

        def code(self, article):  # type: ignore[no-untyped-def]
            """Moves every trigger."""
            from dataclasses import replace

            coding = super().code(article)
            if article.title != "blame":
                return coding
            events = [
                replace(event, trigger=replace(event.trigger, span=replace(event.trigger.span, start=1, end=7)))
                for event in coding.events
            ]
            return replace(coding, events=(coding.events[0], *events))

    desk.add(pages)
    with pytest.raises(ValueError, match="is not what the article says"):
        desk.run(coder=Wrong())
    assert [fact.event.trigger.words for fact in desk.events()] == ["met"], "the article before it is kept"
    assert desk.run(coder=TinyCoder()).coded == 2


def test_init_and_find(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = front_door.init(tmp_path / "new" / "iraq", name='Iraq "2014"\n')
    made.close()
    assert made.name == 'Iraq "2014"'
    below = made.path / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    with front_door.open() as found:
        assert found.path == made.path.resolve()
        assert found.name == 'Iraq "2014"'
    with pytest.raises(DeskExists, match="already a desk"):
        front_door.init(made.path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotFound, match="watchfloor init"):
        front_door.open()
    with pytest.raises(NotFound, match="no such folder"):
        front_door.open(tmp_path / "nowhere")
    with pytest.raises(NotFound, match="not a desk"):
        front_door.open(tmp_path)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="not a folder"):
        front_door.init(tmp_path / "file")


def test_an_interrupted_init_is_finished(tmp_path: Path) -> None:
    connection.create(tmp_path / front_door.RECORD).close()
    front_door.init(tmp_path, name="again").close()
    with front_door.open(tmp_path) as desk:
        assert desk.name == "again"


def test_a_desk_whose_files_are_spoiled(desk: Desk, pages: Path) -> None:
    desk.close()
    (desk.path / "watchfloor.toml").write_text('name = "x"\nnmae = "y"\n', encoding="utf-8")
    with pytest.raises(BadSetting, match=r"watchfloor\.toml:2: unknown setting 'nmae'"):
        front_door.open(desk.path)
    (desk.path / "watchfloor.toml").write_text('name = "x"\n', encoding="utf-8")
    (desk.path / front_door.RECORD).write_bytes(b"gone")
    with pytest.raises(DeskDamaged):
        front_door.open(desk.path)


def test_a_desk_that_may_only_be_read(desk: Desk, pages: Path) -> None:
    desk.add(pages)
    desk.close()
    record = connection.open_record(desk.path / front_door.RECORD, write=False)
    reader = Desk(desk.path, desk.config, record, SetClock())
    assert len(reader.articles()) == 3
    for write in (lambda: reader.add(pages), lambda: reader.run(coder=TinyCoder())):
        with pytest.raises(DeskReadOnly):
            write()
    reader.close()


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"colour": "red"}, "colour"),
        ({"facet": "maybe"}, "hypothetical"),
        ({"since": "June"}, "2014-06-24"),
        ({"since": "2014-06-24", "until": "2014-06-10"}, "change them round"),
        ({"text": "?!"}, "no word"),
        ({"order": "up"}, "newest"),
        ({"limit": -1}, "limit"),
    ],
)
def test_questions_that_make_no_sense(desk: Desk, pages: Path, wanted: dict[str, object], says: str) -> None:
    desk.add(pages)
    desk.run(coder=TinyCoder())
    with pytest.raises(UsageError, match=says):
        desk.events(**wanted)  # type: ignore[arg-type]


def test_bad_paths(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        desk.add(tmp_path / "nothing.html")
    (tmp_path / "hollow").mkdir()
    with pytest.raises(NotFound, match="no page"):
        desk.add(tmp_path / "hollow")


def test_brief_and_export(desk: Desk, pages: Path) -> None:
    assert "not watched" in desk.brief().zero
    desk.add(pages)
    assert "not yet coded" in desk.brief().zero
    desk.run(coder=TinyCoder())
    made = desk.brief()
    assert made.day == date(2014, 6, 25)
    assert [line.quote for section in made.sections for line in section.lines] == ["ISIS attacked Iraq in Tikrit."]
    out = io.StringIO()
    desk.export("jsonl", out, type="ACCUSE")
    assert [json.loads(line)["words"] for line in out.getvalue().splitlines()] == ["blamed", "blamed"]
    with pytest.raises(UsageError, match="csv"):
        desk.export("xls", out)


def test_one_page_without_a_desk(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_path = front_door.read(pages / "talks.html", coder=TinyCoder())
    assert [event.trigger.words for event in by_path.events] == ["met"]
    monkeypatch.chdir(pages)
    assert front_door.read("talks.html", coder=TinyCoder()) == by_path
    by_text = front_door.read("Iran blamed ISIS.", published="2014-06-24", coder=TinyCoder())
    assert [event.trigger.words for event in by_text.events] == ["blamed"]
    assert by_text.article is not None and by_text.article.published is not None
    assert by_text.article.published.day == date(2014, 6, 24)
    assert [problem.kind for problem in front_door.read(" ", coder=TinyCoder()).problems] == ["empty"]
    with pytest.raises(NotFound):
        front_door.read("tlaks.html", coder=TinyCoder())


def in_child(home: Path, work: Callable[[Desk, Progress], object]) -> tuple[int, IO[str]]:
    """Forks a process that opens the desk, works on it, and writes a line for everything it is told to be done. A fork
    and no new interpreter: its start would take longer than the work."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with front_door.open(home) as desk:

                def told(done: int, total: int, name: str) -> None:
                    os.write(writing, b"done\n")

                work(desk, told)
        finally:
            os._exit(0)
    os.close(writing)
    return child, open(reading, encoding="utf-8")  # noqa: PTH123 - the end of a pipe has no path


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has neither fork nor SIGKILL")
def test_killed_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was told as done is there, nothing is there by half, and the next run goes on."""
    from watchfloor.reading import readers

    monkeypatch.setattr(readers, "language_of", lambda text, hint="": "en")  # the detector takes long to load
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(300):
        text = f"Report number {number}\n\nKerry met Maliki in Geneva. Iran blamed ISIS.{PADDING * 2}"
        (folder / f"p{number:03}.txt").write_text(text, encoding="utf-8")
    home = tmp_path / "desk"
    front_door.init(home).close()
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    added = coded = 0
    for number in range(30):
        adding = number % 2 == 0

        def work(desk: Desk, told: Progress, adding: bool = adding) -> None:
            if adding:
                desk.add(folder, on_progress=told)
            else:
                desk.run(coder=TinyCoder(), on_progress=told)

        child, out = in_child(home, work)
        told = sum(bool(out.readline()) for _ in range(chance.randint(0, 20) + adding * added))
        time.sleep(chance.uniform(0, 0.005))
        os.kill(child, signal.SIGKILL)
        told += len(out.readlines())
        out.close()
        os.waitpid(child, 0)
        added, coded = (max(added, told), coded) if adding else (added, coded + told)
        with front_door.open(home) as desk:
            assert desk.faults() == []
            status = desk.status()
            assert status.articles >= added
            assert status.coded >= coded
            assert len(desk.events()) == status.events == 2 * status.coded
            assert row_counts(desk)["readings"] == status.versions
    assert 20 < added < 300
    assert 20 < coded < 300
    with front_door.open(home) as desk:
        desk.add(folder)
        desk.run(coder=TinyCoder())
        assert (desk.status().articles, len(desk.events())) == (300, 600)
