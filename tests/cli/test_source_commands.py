"""The commands sources and pull, and addresses of the web for read and add, against a server of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from loopback import Page, Server, fetcher
from watchfloor.cli import main
from watchfloor.desk import Desk
from watchfloor.errors import Unreadable
from watchfloor.sources import watching

WORDS = "Iran sent troops to the border of Iraq on Monday, officials said after a long meeting in the capital. " * 6
STORY = Page(f"<html><head><title>Troops</title></head><body><article><p>{WORDS}</p></article></body></html>".encode())
FEED = Page(
    '<rss version="2.0"><channel><title>Corvane Wire</title><link>http://one.example/</link><item><title>Troops at the'
    f" border</title><link>/story</link><description>{WORDS}</description></item></channel></rss>".encode()
)
HOME = Page(
    b'<html><head><link rel="alternate" type="application/rss+xml" href="/comments/feed">'
    b'<link rel="alternate" type="application/rss+xml" href="/rss"></head><body><p>Home</p></body></html>'
)
OPML = (
    '<opml version="2.0"><body><outline text="One" xmlUrl="{0}"/><outline text="Two" xmlUrl="http://two.example/rss"/>'
    '<outline text="In" xmlUrl="http://192.168.0.1/rss"/></body></opml>'
)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server, and a desk around the current folder whose commands may fetch from it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(watching, "bare_fetcher", lambda *_: fetcher(obey=False))
    assert main(["init", "desk"]) == 0
    monkeypatch.chdir("desk")
    with Server({"/": HOME, "/rss": FEED, "/comments/feed": FEED, "/story": STORY}) as made:
        yield made


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    capsys.readouterr()
    assert main(list(arguments)) == code
    out = capsys.readouterr()
    return out.out if code == 0 else out.out + out.err


def test_from_a_site_to_articles(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert "No source yet" in run(capsys, "sources")
    assert "Nothing is due" in run(capsys, "pull")
    out = run(capsys, "sources", "add", server.url("one.example"), "--reliability", "B", "--rhythm", "6h")
    assert "Added one: feed" in out
    assert "/rss (Corvane Wire)" in out
    assert "already: one" in run(capsys, "sources", "add", server.url("one.example"), code=2)
    assert run(capsys, "pull", "--dry-run") == "1 due: one\n"
    assert run(capsys, "pull").startswith("1 read, 1 new, 0 changed, 0 late (1 sources).\nNext: watchfloor run (1 to")
    assert "Nothing is due; the next is due" in run(capsys, "pull")
    assert json.loads(run(capsys, "pull", "one", "--json"))["asked"] == 1
    out = run(capsys, "sources")
    assert "one" in out
    assert run(capsys, "sources", "--as-of", "2020-01-01") == "No source was watched then.\n"
    assert "1 of 1 source heard." in out
    (state,) = json.loads(run(capsys, "sources", "--json"))
    assert (state["state"], state["rhythm_seconds"], state["reliability"]) == ("fine", 21600, "B")
    assert "Heard  1 of 1 source heard" in run(capsys, "brief")


def test_a_dead_source_is_named_everywhere(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "sources", "add", server.url("one.example", "/rss"), "--outlet", "Corvane")
    server.answers["/rss"] = Page(status=404)
    assert "1 failing" in run(capsys, "pull", code=1)
    assert "! one" in run(capsys, "sources")
    assert "is not there (404)" in run(capsys, "doctor", code=1)
    assert "failing: Corvane" in run(capsys, "brief")
    assert "No events: not yet read" in run(capsys, "events")


LISTS = (
    ("events",),
    ("statements",),
    ("deadlines",),
    ("positions", "prisoner exchange"),
    ("reversals",),
    ("issues", "propose"),
    ("articles",),
    ("search", "tikrit"),
)


@pytest.mark.parametrize("arguments", LISTS, ids=str)
def test_an_empty_list_says_which_sources_were_not_heard(
    server: Server, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    run(capsys, "sources", "add", server.url("one.example", "/rss"), "--outlet", "Corvane")
    assert "not yet read: Corvane" in run(capsys, *arguments)
    server.answers["/rss"] = Page(status=404)
    run(capsys, "pull", code=1)
    assert "failing: Corvane" in run(capsys, *arguments)


@pytest.mark.parametrize("arguments", [*LISTS[:-2], ("articles", "--outlet", "x"), LISTS[-1]], ids=str)
def test_a_zero_of_what_was_coded_says_what_it_stands_on(
    server: Server, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    Path("a.txt").write_text("The weather was mild in the valley, and the river was low.\n", encoding="utf-8")
    run(capsys, "add", "a.txt")
    assert "not coded yet" in run(capsys, *arguments) or arguments[0] == "articles"
    run(capsys, "run")
    run(capsys, "sources", "add", server.url("one.example", "/rss"), "--outlet", "Corvane")
    server.answers["/rss"] = Page(status=404)
    run(capsys, "pull", code=1)
    assert "failing: Corvane" in run(capsys, *arguments)


def test_no_fact_from_outside_was_read(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--kind outside" in run(capsys, "sources", "outside")


def test_opml_in_and_out(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "sources", "add", server.url("one.example", "/rss"))
    Path("feeds.opml").write_text(OPML.format(server.url("one.example", "/rss")), encoding="utf-8")
    assert "Added 1 sources; 2 left out." in run(capsys, "sources", "import", "feeds.opml")
    run(capsys, "sources", "export", "-o", "out.opml")
    text = Path("out.opml").read_text(encoding="utf-8")
    assert server.url("one.example", "/rss") in text
    assert "http://two.example/rss" in text
    assert [row["id"] for row in json.loads(run(capsys, "sources", "export", "--json"))] == ["one", "two"]


def test_addresses_for_read_and_add(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Troops" in run(capsys, "read", server.url("one.example", "/story"))
    out = run(capsys, "add", server.url("one.example", "/story"), server.url("one.example", "/no"), code=1)
    assert "1 new, 0 changed, 0 already here, 1 could not be read" in out
    assert "is not there (404)" in out


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("sources", "add", "http://10.0.0.1/"), 1, "no public address"),
        (("sources", "add", "http://a:b@one.example/"), 1, "user name or a password"),
        (
            ("sources", "add", "http://a:b@one.example/", "--kind", "page"),
            2,
            "watchfloor: http://one.example/: the address",
        ),
        (("sources", "add", "nowhere"), 2, "no such file or folder"),
        (("sources", "add", "nowhere", "--rhythm", "often"), 2, "write 30m"),
        (("sources", "import", "nowhere.opml"), 2, "there is no file"),
        (("pull", "nobody"), 2, "there is no source 'nobody'"),
        (("pull", "one", "--all"), 2, "not both"),
        (("pull", "--every", "soon"), 2, "no length of time"),
        (("pull", "--every", "15m", "--json"), 2, "neither"),
        (("read", "http://169.254.169.254/"), 1, "no public address"),
    ],
)
def test_mistakes_in_one_line(
    server: Server, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, says: str
) -> None:
    out = run(capsys, *arguments, code=code)
    assert says in out
    assert out.startswith("watchfloor: ")
    assert out.count("\n") == 1


def test_for_ever(server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    run(capsys, "sources", "add", server.url("one.example", "/rss"))
    pulls = []
    pull = Desk.pull

    def counted(self: Desk, *arguments: object, **more: object) -> object:
        pulls.append(1)
        if len(pulls) > 2:
            raise KeyboardInterrupt
        return pull(self, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Desk, "pull", counted)
    monkeypatch.setattr("watchfloor.cli.sources.time.sleep", lambda _: None)
    assert "stopped" in run(capsys, "pull", "--every", "1m", code=130)
    assert len(pulls) == 3


def test_a_site_without_a_feed(server: Server) -> None:
    from datetime import UTC, datetime

    from watchfloor.sources.finding import find_feed

    with fetcher(obey=False) as fetching, pytest.raises(Unreadable, match="--kind page"):
        find_feed(fetching, server.url("one.example", "/story"), datetime.now(UTC))
