"""Rounds through sources on a web server of our own: what comes in, what comes twice, what breaks, what dies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from loopback import Asked, Page, Server, fetcher, sends
from watchfloor import desk as front_door
from watchfloor.desk import Desk
from watchfloor.errors import BadSetting, DeskLocked, UsageError
from watchfloor.sources import settings
from watchfloor.sources.health import Health
from watchfloor.sources.watching import LOCK, Pulled
from watchfloor.store.locking import held
from watchfloor.types import Source

START = datetime(2026, 7, 3, 8, tzinfo=UTC)
WHOLE = " ".join(["Iran sent troops to the border of Iraq on Monday, officials said after a long meeting."] * 12)


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **length: float) -> None:
        self.now += timedelta(**length)


class Bench:
    """A desk, a server and a clock."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.server = Server()
        self.desk: Desk = front_door.init(folder / "desk", clock=self.clock)

    def source(self, ident: str, path: str = "/rss", *, host: str = "", kind: str = "feed", **more: Any) -> None:
        address = self.server.url(host or f"{ident}.example", path) if kind in settings.ON_THE_WEB else path
        entry = settings.Watched(Source(ident, kind, address, ident.title()), **more)
        self.desk.watch_also([entry])

    def pull(self, *only: str, **more: Any) -> Pulled:
        with fetcher(now=self.clock) as fetching:
            return self.desk.pull(only, fetcher=fetching, **more)

    def state(self, ident: str) -> Health:
        return next(state for state in self.desk.sources() if state.id == ident)

    def titles(self) -> list[str]:
        return sorted(head.title for head in self.desk.articles())


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.desk.close()
    made.server.__exit__()


def item(number: int, *, words: str = WHOLE, at: datetime = START, link: str = "", guid: str = "") -> str:
    when = format_datetime(at - timedelta(minutes=number))
    return (
        f"<item><title>Report {number} from the border</title><link>{link or f'/story/{number}'}</link>"
        f"<guid>{guid or f'g{number}'}</guid><pubDate>{when}</pubDate>"
        f"<content:encoded><![CDATA[<p>Report {number}: {words}</p>]]></content:encoded></item>"
    )


def short(number: int, *, at: datetime = START) -> str:
    """An item that holds only the beginning."""
    return (
        f"<item><title>Report {number} from the border</title><link>/story/{number}?utm_source=rss</link>"
        f"<pubDate>{format_datetime(at)}</pubDate><description>Iran sent troops to the border of Iraq on Monday, said"
        f" officials of the ministry number {number} [...]</description></item>"
    )


def rss(*items: str, **headers: str) -> Page:
    body = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content='
        '"http://purl.org/rss/1.0/modules/content/"><channel><title>Feed</title><link>/</link>' + "".join(items)
    )
    return Page(f"{body}</channel></rss>".encode(), headers=headers)


def story(number: int, words: str = WHOLE) -> Page:
    return Page(
        f"<html lang=en><head><title>Report {number} from the border</title></head><body><article><h1>Report {number}"
        f" from the border</h1><p>Report {number}: {words}</p></article></body></html>".encode(),
        headers={"Content-Type": "text/html; charset=utf-8"},
    )


# --- what comes in ----------------------------------------------------------------------------------------------------


def test_a_round(bench: Bench) -> None:
    bench.source("one")
    bench.source("two")
    bench.server.answers = {
        "one.example/rss": rss(*map(item, range(3))),
        "two.example/rss": rss(short(7), short(8)),
        "/story/7": story(7),
        "/story/8": story(8),
    }
    done = bench.pull().round
    assert (done.asked, done.read, done.new, done.failed, done.waiting) == (2, 5, 5, 0, 0)
    assert bench.titles() == [f"Report {n} from the border" for n in (0, 1, 2, 7, 8)]
    articles = {head.title: head for head in bench.desk.articles()}
    whole, fetched = articles["Report 0 from the border"], articles["Report 7 from the border"]
    assert (whole.source, whole.outlet) == ("one", "One")
    assert fetched.url == bench.server.url("two.example", "/story/7")
    for head in (whole, fetched):
        assert head.published is not None
        assert (head.published.at, head.published.basis) == (START, "feed")
        assert head.basis == "seen"
    assert WHOLE in bench.desk.article(fetched.id).text


def test_nothing_is_due_until_it_is(bench: Bench) -> None:
    bench.source("one", rhythm=timedelta(hours=2))
    bench.server.answers["/rss"] = rss(item(1))
    assert bench.pull().planned == ("one",)
    assert bench.pull().planned == ()
    assert bench.pull(everything=True).planned == ("one",)
    assert bench.pull("one").planned == ("one",)
    bench.clock.forward(minutes=50)
    assert bench.pull(dry_run=True).planned == ()
    bench.clock.forward(minutes=10)
    before = len(bench.server.asked)
    assert bench.pull(dry_run=True).planned == ("one",)
    assert len(bench.server.asked) == before
    assert bench.pull().planned == ("one",)


def test_pulling_twice_is_pulling_once(bench: Bench) -> None:
    bench.source("one")
    bench.server.answers = {"/rss": rss(item(1), short(2)), "/story/2": story(2)}
    bench.pull()
    asked = len(bench.server.paths())
    for _ in range(3):
        bench.clock.forward(hours=1)
        done = bench.pull().round
        assert (done.asked, done.new, done.changed) == (1, 0, 0)
    assert len(bench.server.paths()) == asked + 3
    assert len(bench.titles()) == 2


def test_conditional_requests(bench: Bench) -> None:
    page = rss(item(1), ETag='"5"')
    bench.server.answers["/rss"] = lambda asked: (
        Page(status=304) if asked.headers.get("if-none-match") == '"5"' else page
    )
    bench.source("one")
    assert bench.pull().round.read == 1
    for _ in range(2):
        bench.clock.forward(hours=1)
        assert bench.pull().round.read == 0
        assert bench.server.asked[-1].headers["if-none-match"] == '"5"'
        assert bench.state("one").state == "fine"


def test_a_changed_item_is_a_new_version(bench: Bench) -> None:
    bench.source("one")
    bench.server.answers["/rss"] = rss(item(1))
    bench.pull()
    bench.clock.forward(hours=1)
    bench.server.answers["/rss"] = rss(item(1, words=WHOLE + " The ministry denied it later."))
    done = bench.pull().round
    assert (done.new, done.changed) == (0, 1)
    (head,) = bench.desk.articles()
    assert len(bench.desk.versions(head.id)) == 2


@pytest.mark.parametrize("kind", ["page", "sitemap"])
def test_a_page_that_changes(bench: Bench, kind: str) -> None:
    changed = iter(["2026-07-03", "2026-07-03", "2026-07-04"])
    bench.server.answers["/map.xml"] = lambda _: Page(
        f"<urlset><url><loc>{bench.server.url('one.example', '/story/1')}</loc><lastmod>{next(changed)}</lastmod></url>"
        "<url><loc>http://one.example/old</loc><lastmod>2020-01-01</lastmod></url></urlset>".encode()
    )
    bench.source("one", "/map.xml" if kind == "sitemap" else "/story/1", kind=kind)
    counted = []
    for words in (WHOLE, WHOLE, "A wholly different report says that Iraq took the town back on Tuesday. " * 9):
        bench.server.answers["/story/1"] = story(1, words)
        done = bench.pull().round
        counted.append((done.new, done.changed))
        bench.clock.forward(hours=12)
    assert counted == [(1, 0), (0, 0), (0, 1)]
    assert len(bench.desk.articles()) == 1


def test_a_site_map_of_site_maps(bench: Bench) -> None:
    where = bench.server.url("one.example")
    bench.server.answers = {
        "/index.xml": Page(f"<sitemapindex><sitemap><loc>{where}a.xml</loc></sitemap></sitemapindex>".encode()),
        "/a.xml": Page(
            f"<urlset><url><loc>{where}story/1</loc></url><url><loc>{where}no</loc></url></urlset>".encode()
        ),
        "/story/1": story(1),
    }
    bench.source("one", "/index.xml", kind="sitemap")
    done = bench.pull().round
    assert (done.new, done.unread, done.failed, done.waiting) == (1, 1, 0, 0)
    assert bench.state("one").state == "fine"


def test_folders_and_archives(bench: Bench) -> None:
    (bench.desk.path / "pages").mkdir()
    (bench.desk.path / "pages" / "1.html").write_bytes(story(1).body)
    (bench.desk.path / "old.jsonl").write_text(f'{{"text": "{WHOLE}", "published": "2024-05-01"}}\n', encoding="utf-8")
    bench.source("saved", "pages", kind="folder")
    bench.source("archive", "old.jsonl", kind="archive")
    bench.source("lost", "nowhere", kind="folder")
    done = bench.pull().round
    assert (done.new, done.failed) == (2, 1)
    assert {head.source for head in bench.desk.articles()} == {"saved", "archive"}
    assert bench.state("lost").state == "failing"
    assert (bench.state("saved").state, bench.state("saved").articles) == ("fine", 1)


def test_facts_from_outside(bench: Bench) -> None:
    """Rows of UCDP are kept as theirs: no article, no event, and known since their makers told them."""
    head = "id,date_start,date_end,side_a,side_b,type_of_violence,country,latitude,longitude,best\n"
    rows = [f"{n},2014-06-1{n},2014-06-1{n},Government of Iraq,IS,1,Iraq,36.3,43.1,12\n" for n in range(3)]
    (bench.desk.path / "ged.csv").write_text(head + "".join(rows), encoding="utf-8")
    bench.source("ucdp", "ged.csv", kind="outside")
    assert bench.pull().round.new == 3
    assert bench.pull(everything=True).round.new == 0
    found = bench.desk.outside(since="2014-06-11", until="2014-06-12")
    assert [one.fact.id for one in found] == ["1", "2"]
    assert found[0].fact.actors == ("Government of Iraq", "IS")
    assert not bench.desk.articles()
    assert not bench.desk.as_of(START - timedelta(days=1)).outside()
    rows[1] = rows[1].replace(",12\n", ",15\n")
    (bench.desk.path / "ged.csv").write_text(head + "".join(rows), encoding="utf-8")
    bench.clock.forward(days=1)
    assert bench.pull(everything=True).round.new == 1
    assert [dict(one.fact.counts)["best"] for one in bench.desk.outside()] == [12, 15, 12]
    assert [dict(one.fact.counts)["best"] for one in bench.desk.as_of(START).outside()] == [12, 12, 12]


# --- the same, once ---------------------------------------------------------------------------------------------------


def test_one_item_in_five_feeds(bench: Bench) -> None:
    for number in range(5):
        bench.source(f"s{number}", f"/rss{number}", host="site.example")
        bench.server.answers[f"/rss{number}"] = rss(short(1).replace("utm_source=rss", f"utm_source=rss{number}"))
    bench.server.answers["/story/1"] = story(1)
    done = bench.pull().round
    assert (done.read, done.new) == (5, 1)
    assert bench.server.paths().count("/story/1") == 1
    assert [bench.state(f"s{n}").articles for n in range(5)] == [1] * 5


@pytest.mark.parametrize(
    "change",
    [
        lambda n: {"guid": f"new-{n}"},
        lambda n: {"link": f"/story/1?utm_campaign={n}"},
        lambda n: {"link": f"/go?session={n}"},
        lambda n: {"link": f"/story/1#at{n}", "guid": f"{n}"},
    ],
)
def test_an_item_whose_name_changes_with_every_call(bench: Bench, change: Any) -> None:
    bench.source("one")
    for number in range(3):
        bench.server.answers["/rss"] = rss(item(1, **change(number)))
        bench.pull(everything=True)
    assert len(bench.desk.articles()) == 1
    assert len(bench.desk.versions(bench.desk.articles()[0].id)) == 1


def test_what_was_forgotten_does_not_come_back(bench: Bench) -> None:
    bench.source("one")
    bench.server.answers["/rss"] = rss(item(1), item(2))
    bench.pull()
    gone = bench.desk.articles()[0]
    bench.desk.forget(gone.id, by="A. Reader", why="asked to")
    bench.server.answers["/rss"] = rss(item(1, words=WHOLE + " More."), item(2, words=WHOLE + " More."))
    assert bench.pull(everything=True).round.new == 0
    assert gone.id not in [head.id for head in bench.desk.articles()]


# --- pages that do not come -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [401, 402, 403, 404, 451])
def test_the_summary_has_to_do(bench: Bench, status: int) -> None:
    bench.source("one")
    bench.server.answers = {"/rss": rss(short(1)), "/story/1": Page(status=status)}
    assert bench.pull().round.new == 1
    assert bench.desk.status().problems == {"summary": 1}
    (head,) = bench.desk.articles()
    assert "number 1" in bench.desk.article(head.id).text


@pytest.mark.parametrize(
    "link",
    ["http://169.254.169.254/x", "http://me:secret@one.example/x", "http://one.example:22/x", "http://[fe80::1]/x"],
)
def test_links_that_lead_where_nobody_should_go(bench: Bench, link: str) -> None:
    bench.source("one")
    bench.server.answers["/rss"] = rss(short(1).replace("/story/1?utm_source=rss", link))
    assert bench.pull().round.new == 1
    assert bench.server.paths() == ["/rss"]
    assert bench.desk.status().problems == {"summary": 1}
    bench.desk.close()
    assert b"secret" not in (bench.desk.path / front_door.RECORD).read_bytes()


def test_robots_forbids_the_page(bench: Bench) -> None:
    bench.source("one")
    bench.server.answers = {
        "/robots.txt": Page(b"User-agent: *\nDisallow: /story"),
        "/rss": rss(short(1)),
        "/story/1": story(1),
    }
    assert bench.pull().round.new == 1
    assert "/story/1" not in bench.server.paths()


def test_a_page_that_fails_is_tried_three_times(bench: Bench) -> None:
    bench.source("one")
    bench.server.answers = {"/rss": rss(short(1), ETag='"1"'), "/story/1": Page(status=500)}
    for left in (1, 1, 1):
        assert bench.pull().round.waiting == left  # due at once: the round was not finished
        assert not bench.desk.articles()
    assert bench.pull().round.new == 1
    assert bench.desk.status().problems == {"summary": 1}


def test_a_page_that_comes_after_all(bench: Bench) -> None:
    bench.source("one")
    bench.server.answers = {"/rss": rss(short(1)), "/story/1": sends(b"")}
    assert bench.pull().round.waiting == 1
    bench.server.answers["/story/1"] = story(1)
    assert bench.pull().round.new == 1
    assert WHOLE in bench.desk.article(bench.desk.articles()[0].id).text


def test_a_page_without_a_summary_is_let_alone_after_three_tries(bench: Bench) -> None:
    bench.source("one")
    bare = "<item><title>Report</title><link>/story/1</link></item>"
    bench.server.answers = {"/rss": rss(bare), "/story/1": Page(status=500)}
    found = [bench.pull("one").round for _ in range(5)]
    assert [(done.waiting, done.unread) for done in found] == [(1, 0)] * 3 + [(0, 1)] * 2
    assert bench.server.paths().count("/story/1") == 3
    assert bench.state("one").note == "1 of its items could not be read the last time"
    bench.clock.forward(hours=7)
    bench.server.answers["/story/1"] = story(1)
    assert bench.pull("one").round.new == 1


def test_a_page_that_asks_to_be_let_alone(bench: Bench) -> None:
    bench.source("one")
    busy = Page(status=429, headers={"Retry-After": "7200"})
    bench.server.answers = {"/rss": rss(short(1)), "/story/1": busy}
    assert bench.pull().round.waiting == 1
    bench.clock.forward(hours=1)
    assert bench.pull().planned == ()
    bench.clock.forward(hours=2)
    assert bench.pull().planned == ("one",)


def test_what_could_not_be_read_is_no_article(bench: Bench) -> None:
    bench.source("one")
    bare = "<item><title>Report</title><link>/story/1</link></item>"
    bench.server.answers = {"/rss": rss(bare, item(2)), "/story/1": Page(status=403)}
    done = bench.pull().round
    assert (done.new, done.unread) == (1, 1)
    assert bench.state("one").articles == 1


def test_a_page_in_five_feeds_that_fails_is_tried_once_a_round(bench: Bench) -> None:
    for name in ("a", "b", "c", "d", "e"):
        bench.source(name, f"/{name}", host="one.example")
        bench.server.answers[f"/{name}"] = rss(short(1))
    bench.server.answers["/story/1"] = Page(status=500)
    assert bench.pull().round.waiting == 5
    assert bench.server.paths().count("/story/1") == 1


def test_a_map_that_fails_is_looked_into_again(bench: Bench) -> None:
    """Even where the list of maps says that it did not change."""
    where = bench.server.url("one.example")
    index = Page(f"<sitemapindex><sitemap><loc>{where}a.xml</loc></sitemap></sitemapindex>".encode())

    def answer(asked: Asked) -> Page:
        return Page(status=304) if "if-none-match" in asked.headers else replace(index, headers={"ETag": '"1"'})

    bench.server.answers = {"/index.xml": answer, "/a.xml": Page(status=503), "/story/1": story(1)}
    bench.source("one", "/index.xml", kind="sitemap")
    assert bench.pull().round.new == 0
    bench.clock.forward(hours=1)
    bench.server.answers["/a.xml"] = Page(f"<urlset><url><loc>{where}story/1</loc></url></urlset>".encode())
    assert bench.pull().round.new == 1


def test_this_machine_is_read_only_where_the_file_allows_it(bench: Bench) -> None:
    bench.server.answers["/rss"] = rss(item(1))
    path = bench.desk.path / settings.FILE
    block = f'[[source]]\nid = "one"\naddress = "{bench.server.url("127.0.0.1", "/rss")}"\n'
    path.write_text(block, encoding="utf-8")
    with pytest.raises(BadSetting, match="no public address"):
        bench.desk.pull()
    path.write_text(f"{block}[fetch]\nloopback = true\npace = 0.5\n", encoding="utf-8")
    assert bench.desk.pull().round.new == 1


def test_a_server_that_says_unchanged_before_it_was_read(bench: Bench) -> None:
    bench.source("one")
    bench.server.answers["/rss"] = Page(status=304)
    assert bench.pull().round.failed == 1
    assert bench.state("one").state == "failing"


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [("a.csv", "archive", "when,what_was_said\n1,Iran sent troops\n"), ("b.csv", "outside", "x,y\n1,2\n")],
)
def test_a_file_in_which_nothing_can_be_read(bench: Bench, name: str, kind: str, text: str) -> None:
    (bench.desk.path / name).write_text(text, encoding="utf-8")
    bench.source("one", name, kind=kind)
    done = bench.pull().round
    assert (done.new, done.failed) == (0, 1)
    assert done.troubles
    assert (bench.state("one").state, bool(bench.state("one").why)) == ("failing", True)


def test_rows_that_cannot_be_used_are_told(bench: Bench) -> None:
    rows = [f'{{"text": "{WHOLE}"}}', '{"title": "no text"}', "[1]"]
    (bench.desk.path / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    bench.source("one", "a.jsonl", kind="archive")
    done = bench.pull().round
    assert (done.new, done.unread, done.failed) == (1, 2, 0)
    assert [problem.kind for _, problem in done.troubles] == ["row", "row"]
    assert bench.state("one").state == "fine"


# --- sources that break, and the round goes on ------------------------------------------------------------------------

BREAKS: dict[str, Any] = {
    "gone": Page(status=404),
    "fault": Page(status=500),
    "silent": sends(b""),
    "html": Page(b"<html><body><p>We have moved our feed. Sorry.</p></body></html>"),
    "nothing": Page(b""),
    "inside": Page(status=302, headers={"Location": "http://169.254.169.254/latest/"}),
    "noise": Page(b"\x00\x01\x02\xff" * 100),
    "bomb": Page(b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'bbbbbbbbbb'>]><rss>" + b"&b;" * 9 + b"</rss>"),
}


def test_sources_that_break(bench: Bench) -> None:
    for name, answer in BREAKS.items():
        bench.source(name)
        bench.server.answers[f"{name}.example/rss"] = answer
    bench.source("good")
    bench.server.answers["good.example/rss"] = rss(item(1))
    done = bench.pull()
    assert done.round.new == 1
    assert done.round.failed >= len(BREAKS) - 1
    states = {state.id: state for state in done.states}
    assert states["good"].state == "fine"
    assert all(states[name].silent and states[name].why for name in BREAKS)


def test_back_off(bench: Bench) -> None:
    bench.source("one", rhythm=timedelta(hours=1))
    bench.server.answers["/rss"] = Page(status=500)
    waits = []
    for _ in range(7):
        bench.pull("one")
        due = bench.state("one").next
        assert due is not None
        waits.append((due - bench.clock.now) / timedelta(minutes=30))
        bench.clock.now = due
    assert waits == [1, 2, 4, 8, 16, 32, 48]


def test_retry_after_is_kept(bench: Bench) -> None:
    bench.source("one")
    bench.server.answers["/rss"] = Page(status=429, headers={"Retry-After": "7200"})
    bench.pull()
    due = bench.state("one").next
    assert due is not None
    assert timedelta(hours=2) <= due - START <= timedelta(hours=2.4)


def test_gone_for_good(bench: Bench) -> None:
    bench.source("one")
    bench.server.answers["/rss"] = Page(status=410)
    bench.pull()
    bench.clock.forward(days=30)
    assert bench.pull().planned == ()
    assert bench.state("one").state == "gone"
    bench.server.answers["/rss"] = rss(item(1))
    assert bench.pull("one").round.new == 1


def test_a_permanent_move_is_remembered(bench: Bench) -> None:
    bench.source("one")
    bench.server.answers = {"/rss": Page(status=301, headers={"Location": "/new"}), "/new": rss(item(1))}
    bench.pull()
    assert "has moved to" in bench.state("one").note
    before = len(bench.server.paths())
    for _ in range(2):
        bench.pull(everything=True)
    assert bench.server.paths()[before:] == ["/new", "/new"]
    # A new home that is gone again is not asked for ever.
    bench.server.answers = {"/rss": rss(item(2))}
    bench.pull(everything=True)
    bench.pull(everything=True)
    assert bench.server.paths()[-1] == "/rss"


# --- health -----------------------------------------------------------------------------------------------------------


def watched(bench: Bench, hours: int, answer: Any) -> Health:
    """Pulls every hour while the source answers so."""
    for _ in range(hours):
        bench.clock.forward(hours=1)
        bench.server.answers["/rss"] = answer(bench.clock.now) if callable(answer) else answer
        bench.pull(everything=True)
    return bench.state("one")


@pytest.mark.parametrize(
    ("given", "answer", "state"),
    [
        (timedelta(hours=2), lambda now: rss(item(0, at=START)), "late"),
        (None, lambda now: rss(item(0, at=START)), "late"),
        (timedelta(hours=2), rss(), "empty"),
        (timedelta(hours=2), Page(b"<html><body><p>Our feeds are gone.</p></body></html>"), "changed"),
        (timedelta(hours=2), Page(b'{"status": "ok"}'), "changed"),
        (timedelta(hours=2), Page(status=404), "failing"),
        (timedelta(hours=2), Page(status=410), "gone"),
    ],
)
def test_a_source_that_dies_is_seen(bench: Bench, given: timedelta | None, answer: Any, state: str) -> None:
    """Within one rhythm: in the list of sources and in the brief."""
    bench.source("one", rhythm=given)
    number = iter(range(1000))
    living = watched(bench, 12, lambda now: rss(item(next(number), at=now, link=f"/new/{now:%d%H}")))
    assert living.state == "fine"
    alive = bench.clock.now
    assert not bench.desk.watch().silent  # type: ignore[union-attr]
    dead = watched(bench, 3 if given else 6, answer)
    assert dead.state == state
    assert dead.since is not None
    assert alive <= dead.since <= bench.clock.now
    watch = bench.desk.brief().coverage.watch
    assert watch is not None
    assert watch.heard == 0
    assert "One" in watch.text()
    # What was known before it died says nothing of it.
    earlier = bench.desk.as_of(alive).watch()
    assert earlier is not None
    assert earlier.heard == 1


def test_only_old_items(bench: Bench) -> None:
    bench.source("one")
    bench.server.answers["/rss"] = rss(item(1, at=START - timedelta(days=90)))
    bench.pull()
    assert bench.state("one").state == "old"


def test_nobody_pulls(bench: Bench) -> None:
    bench.source("one")
    assert bench.state("one").state == "never"
    bench.server.answers["/rss"] = rss(item(1))
    bench.pull()
    bench.clock.forward(hours=27)
    state = bench.state("one")
    assert (state.state, state.since) == ("unasked", START)


def test_a_source_that_is_paused_or_taken_out(bench: Bench) -> None:
    bench.source("one", paused=True)
    bench.source("two")
    bench.server.answers["/rss"] = rss(item(1))
    assert bench.pull().planned == ("two",)
    assert bench.state("one").state == "paused"
    bench.clock.forward(days=1)
    (bench.desk.path / settings.FILE).write_text(settings.TEMPLATE, encoding="utf-8")
    bench.pull()
    assert bench.desk.sources() == []
    assert [state.id for state in bench.desk.as_of(START).sources()] == ["one", "two"]


def test_zeros(bench: Bench) -> None:
    bench.source("one", rhythm=timedelta(hours=2))
    assert bench.desk.brief().zero.startswith("not yet read: no article has come yet (0 of 1 source heard;")
    bench.server.answers["/rss"] = rss(item(1))
    bench.pull()
    day = START.date() - timedelta(days=1)
    assert bench.desk.brief(day).zero.startswith("not watched")
    bench.clock.forward(days=1)
    bench.server.answers["/rss"] = rss(item(2, at=bench.clock.now))
    bench.pull()
    next_day = bench.clock.now.date() + timedelta(days=1)
    assert bench.desk.brief(next_day).zero.startswith("observed zero: 1 of 1 source heard")
    bench.clock.forward(hours=10)
    bench.pull()
    assert bench.desk.brief(next_day).zero.startswith("source late")


# --- rounds that are stopped ------------------------------------------------------------------------------------------


def test_a_round_that_is_killed_goes_on(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.source("one")
    bench.source("two")
    for name in ("one", "two"):
        bench.server.answers[f"{name}.example/rss"] = rss(*map(short, range(4)))
    for number in range(4):
        bench.server.answers[f"/story/{number}"] = story(number)
    from watchfloor.sources.pull import Puller

    keep = Puller._keep
    kept: list[Any] = []

    def killed(self: Puller, opened: Any, batch: Sequence[Any]) -> None:
        if len(kept) == 5:
            raise KeyboardInterrupt
        kept.append(batch)
        keep(self, opened, batch)

    monkeypatch.setattr(Puller, "_keep", killed)
    with pytest.raises(KeyboardInterrupt):
        bench.pull()
    assert len(bench.desk.articles()) == 5
    monkeypatch.undo()
    asked = len(bench.server.paths())
    assert bench.pull().round.new == 3
    again = [path for path in bench.server.paths()[asked:] if path != "/rss"]
    assert len(again) <= 4  # three that were missing; one may have been in flight
    assert len(bench.desk.articles()) == 8


def test_the_time_of_a_round(bench: Bench) -> None:
    bench.source("one")
    bench.server.answers = {"/rss": rss(*map(short, range(4))), **{f"/story/{n}": story(n) for n in range(4)}}
    with fetcher(pace=0.4, now=bench.clock) as fetching:
        done = bench.desk.pull(fetcher=fetching, seconds=1.0).round
    assert not done.finished
    assert done.new + done.waiting == 4
    assert done.waiting
    assert bench.pull().round.new == done.waiting


def test_most_items_of_a_round(bench: Bench) -> None:
    text = settings.TEMPLATE.replace("items = 200", "items = 3")
    (bench.desk.path / settings.FILE).write_text(text, encoding="utf-8")
    bench.source("one")
    bench.server.answers["/rss"] = rss(*map(item, range(8)))
    assert [bench.pull().round.new for _ in range(4)] == [3, 3, 2, 0]


def test_two_pulls_do_not_clash(bench: Bench) -> None:
    with held(bench.desk.path / LOCK, "is pulling"), pytest.raises(DeskLocked, match="let it finish"):
        bench.pull()
    bench.pull()


def test_a_name_that_is_none(bench: Bench) -> None:
    bench.source("one")
    with pytest.raises(UsageError, match="there are one"):
        bench.pull("two")


def test_hosts_are_read_at_their_pace(bench: Bench) -> None:
    for name in ("one", "two", "three"):
        bench.source(name)
        bench.server.answers[f"{name}.example/rss"] = rss(*map(short, range(3)))
    bench.server.answers |= {f"/story/{n}": story(n) for n in range(3)}
    with fetcher(pace=0.15, now=bench.clock) as fetching:
        assert bench.desk.pull(fetcher=fetching).round.new == 9
    for name in ("one", "two", "three"):
        times = [asked.at for asked in bench.server.asked if asked.host == f"{name}.example"]
        assert len(times) == 5
        assert all(later - earlier > 0.14 for earlier, later in pairwise(times))
    whole = [asked.at for asked in bench.server.asked]
    assert max(whole) - min(whole) < 3 * 5 * 0.15  # not one after the other


def test_robots_is_kept_between_rounds(bench: Bench) -> None:
    bench.source("one")
    bench.server.answers = {"/rss": rss(item(1)), "/robots.txt": Page(b"User-agent: *\nDisallow: /x")}
    bench.pull()
    from watchfloor.sources import watching

    known = watching.rules(bench.desk._record, bench.clock.now)
    assert [replace(rule, at=START).text for rule in known.values()] == ["User-agent: *\nDisallow: /x"]
