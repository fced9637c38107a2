"""The command line from the outside: what is printed where, and which exit code comes back."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest

from watchfloor.cli import main
from watchfloor.cli.group import COMMANDS
from watchfloor.cli.root import root
from watchfloor.errors import (
    DeskDamaged,
    DeskLocked,
    DeskReadOnly,
    DeskTooNew,
    DiskFull,
    ModelDamaged,
    PackDamaged,
    WatchfloorError,
)

PAGE = """<html><head><title>{title}</title>
<meta property="article:published_time" content="2014-06-24T10:00:00Z"></head>
<body><article><h1>{title}</h1>
<p>Iran sent troops to Iraq on Monday. Secretary of State John Kerry arrived in Baghdad and met the prime minister.</p>
<p>Iran denied that its soldiers had attacked the town. The Pentagon could send more advisers to Iraq.</p>
<p>{extra}</p></article></body></html>"""


@dataclass
class Outcome:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def call(*arguments: str | Path, stdin: bytes | None = None) -> Outcome:
    """One command line in this process, in a pipe."""
    out, err, before = io.StringIO(), io.StringIO(), sys.stdin
    if stdin is not None:
        sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([str(argument) for argument in arguments])
    finally:
        sys.stdin = before
    return Outcome(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module", autouse=True)
def one_coder() -> Iterator[None]:
    """Loads the coder once for all commands of this file: loading takes most of the time of a short command."""
    from watchfloor.coder import Coder

    loaded = Coder.load()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Coder, "load", lambda: loaded)
        yield


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    path = tmp_path_factory.mktemp("demo") / "desk"
    return path, call("demo", "--desk", path)


@pytest.fixture
def desk(first_run: tuple[Path, Outcome]) -> Path:
    return first_run[0]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(title="Troops and talks", extra=""), encoding="utf-8")
    return path


# --- demo and brief ---------------------------------------------------------------------------------------------------


def test_the_demo_fits_on_one_screen(first_run: tuple[Path, Outcome]) -> None:
    path, done = first_run
    assert done.code == 0
    assert "Making a demo desk" in done.err and str(path) in done.err
    lines = done.out.splitlines()
    assert len(lines) <= 44 and max(map(len, lines[:-2])) <= 100
    assert lines[0].startswith("Brief") and "not read: language (de)" in " ".join(" ".join(lines[1:3]).split())
    assert lines[-2].startswith("Next: ") and lines[-1].startswith("  or: ")


def test_a_second_demo_finds_the_desk(first_run: tuple[Path, Outcome]) -> None:
    path, before = first_run
    again = call("demo", "--desk", path)
    assert again.code == 0 and "already in" in again.err and " 0 new" in again.err and "Coded 0" in again.err
    assert again.out == before.out


def test_every_line_of_a_brief_has_outlet_date_and_words(desk: Path) -> None:
    facts = {event["id"]: event for event in call("events", "--desk", desk, "--json").json}
    for day in sorted({event["article"]["published"][:10] for event in facts.values()}):
        brief = call("brief", "--desk", desk, "--day", day, "--json").json
        for section in brief["sections"]:
            for line in section["lines"]:
                assert line["outlet"] and line["published"] and line["quote"]
                for told in line["facts"]:
                    fact = facts[told["id"]]
                    assert line["quote"].strip("…").strip() in fact["sentence"]
                    assert fact["words"] in line["quote"]
                    if told["facet"] not in ("happened", "ongoing"):
                        assert told["text"].startswith(f"{told['facet']}: ")


def test_a_brief_of_a_day_without_articles_is_an_honest_zero(desk: Path) -> None:
    assert "not watched" in call("brief", "--desk", desk, "--day", "2014-12-24").out


# --- events, show, export ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "value", "holds"),
    [
        ("--actor", "IRN", lambda e: any(a["code"].startswith("IRN") for a in e["actors"]) or e["reciprocal"]),
        ("--type", "consult", lambda e: e["type"] == "CONSULT"),
        ("--facet", "denied", lambda e: e["facet"] == "denied"),
        ("--since", "2014-09-01", lambda e: e["day"] >= "2014-09-01"),
        ("--until", "2014-06-15", lambda e: e["day"] <= "2014-06-15"),
        ("--outlet", "Corvane Wire", lambda e: e["article"]["outlet"] == "Corvane Wire"),
        ("--text", "Vienna", lambda e: "vienna" in e["sentence"].lower()),
    ],
)
def test_filters(desk: Path, option: str, value: str, holds: Any) -> None:
    found = call("events", "--desk", desk, option, value, "--json")
    assert found.code == 0
    assert found.json and all(holds(event) for event in found.json)
    assert len(found.json) < len(call("events", "--desk", desk, "--json").json)


def test_the_list_marks_days_and_facets(desk: Path) -> None:
    listed = call("events", "--desk", desk, "--limit", "0").out.splitlines()
    entries = {line[:9]: line for line in listed[::2]}
    for event in call("events", "--desk", desk, "--json").json:
        line = entries[event["id"][:9]]
        assert ("~" in line[:23]) == (event["day_basis"] == "published")
        assert (f"[{event['facet']}]" in line) == (event["facet"] != "happened")


def test_a_limit_says_what_it_hides(desk: Path) -> None:
    few = call("events", "--desk", desk, "--limit", "3")
    assert len(few.out.splitlines()) == 6 and "3 of " in few.err
    assert len(call("events", "--desk", desk, "--limit", "3", "--json").json) == 3


def test_show_takes_the_beginning_of_an_id(desk: Path) -> None:
    ident = call("events", "--desk", desk, "--limit", "1", "--json").json[0]["id"]
    fact = call("show", "--desk", desk, ident[3:12], "--json").json
    assert fact["id"] == ident
    card = call("show", "--desk", desk, ident).out
    for part in (ident, fact["rule"], fact["article"]["version"], "since 2014-", f"{fact['start']}-{fact['end']}"):
        assert part in card


def test_exports_hold_every_event(desk: Path, tmp_path: Path) -> None:
    idents = {event["id"] for event in call("events", "--desk", desk, "--json").json}
    for form in ("csv", "jsonl"):
        target = tmp_path / f"events.{form}"
        done = call("export", "--desk", desk, "--as", form, "-o", target)
        assert (done.code, done.out) == (0, "")
        text = target.read_text(encoding="utf-8")
        if form == "csv":
            assert {row["Event ID"] for row in csv.DictReader(io.StringIO(text, newline=""))} == idents
        else:
            assert {json.loads(line)["id"] for line in text.splitlines()} == idents
        assert call("export", "--desk", desk, "--as", form).out.replace("\r\n", "\n") == text.replace("\r\n", "\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events.csv", "events.jsonl"]


def test_a_failed_export_leaves_the_old_file(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from watchfloor.exporters import EXPORTERS

    def fail(facts: Any, out: Any, text: Any) -> int:
        out.write("half")
        raise OSError(28, "No space left on device", str(target))

    target = tmp_path / "events.csv"
    target.write_text("old", encoding="utf-8")
    monkeypatch.setitem(EXPORTERS, "csv", fail)
    done = call("export", "--desk", desk, "--as", "csv", "-o", target)
    assert (done.code, target.read_text(encoding="utf-8")) == (1, "old")
    assert "No space left" in done.err and [path.name for path in tmp_path.iterdir()] == ["events.csv"]


# --- read, explain, doctor --------------------------------------------------------------------------------------------


def test_read_shows_each_event_with_its_words(page: Path) -> None:
    done = call("read", page)
    assert done.code == 0
    assert "2014-06-24 10:00+00:00 (stated in the page's data)" in done.out
    assert "MOBILIZE" in done.out and "*sent*" in done.out
    assert "[denied, not a deed]" in done.out
    read = call("read", page, "--json").json
    text = read["article"]["text"]
    assert read["events"]
    for event in read["events"]:
        assert text[event["start"] : event["end"]] == event["words"]
        assert event["facet"] == "happened" or "denied" in text or "could" in text


def test_read_takes_standard_input_and_a_date() -> None:
    words = b"Iran sent troops to Iraq on Monday. It was not known how many soldiers had crossed the border by night."
    read = call("read", "-", "--published", "2014-06-24", "--json", stdin=words).json
    event = next(e for e in read["events"] if e["words"].startswith("sent"))
    assert event["when"]["from"] == "2014-06-23" and read["article"]["basis"] == "given"


def test_no_events_says_why(tmp_path: Path) -> None:
    quiet = tmp_path / "quiet.txt"
    quiet.write_text(
        "The garden was green and the morning was warm. A cat slept on the wall near the old gate.", "utf-8"
    )
    assert "no act of the codebook was found" in call("read", quiet).out
    german = tmp_path / "german.txt"
    german.write_text(
        "Der Minister traf am Montag in Wien ein und sprach mit den Vertretern der sechs Mächte. " * 5, "utf-8"
    )
    done = call("read", german)
    assert done.code == 0 and "No events read: not read: language de" in done.out


def test_explain_shows_what_bound_and_what_was_missing() -> None:
    done = call("explain", "Iran sent troops to Iraq.")
    assert done.code == 0
    for part in ("agent: Iran", "object: troops", "to: Iraq", "held", "actor: Iran", "MOBILIZE"):
        assert part in done.out
    (sentence,) = call("explain", "Iran sent troops to Iraq.", "--json").json
    assert sentence["events"][0]["type"] == "MOBILIZE"
    assert any(attempt["missing"] for attempt in sentence["attempts"])


def test_doctor(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = call("doctor", "--desk", desk, "--json")
    assert done.code == 0 and done.json["next"] == ["watchfloor brief"] and done.json["counts"]["events"] > 0
    assert "record" in {finding["subject"] for finding in done.json["findings"]}
    monkeypatch.chdir(tmp_path)
    assert "watchfloor demo, or watchfloor init DESK" in call("doctor").out


# --- a desk of one's own ----------------------------------------------------------------------------------------------


def test_init_add_run(tmp_path: Path, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("init", "mine").code == 0
    monkeypatch.chdir(tmp_path / "mine")
    assert "holds no article yet" in call("events").out
    assert call("add", page, "--outlet", "My Paper", "--json").json["new"] == 1
    assert "not coded yet" in call("events").out
    assert "not yet coded" in call("brief").out
    assert call("run", "--json").json["coded"] == 1
    assert call("run", "--json").json == {
        "coded": 0,
        "skipped": 1,
        "events": len(call("events", "--json").json),
        "problems": [],
    }
    assert call("add", page, "--outlet", "My Paper", "--json").json["known"] == 1
    assert call("events", "--json").json[0]["article"]["outlet"] == "My Paper"
    # From a folder below the desk it is found too.
    (tmp_path / "mine" / "below").mkdir()
    monkeypatch.chdir(tmp_path / "mine" / "below")
    assert call("events", "--json").json


def test_stopping_a_run_says_what_is_kept(tmp_path: Path, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from watchfloor.coder import Coder

    second = tmp_path / "second.html"
    second.write_text(PAGE.format(title="Another", extra="The talks went on."), encoding="utf-8")
    desk = tmp_path / "desk"
    assert call("init", desk).code == call("add", "--desk", desk, page, second).code == 0
    real, calls = Coder.code, []

    def stop_at_the_second(self: Coder, article: Any) -> Any:
        calls.append(article)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, article)

    monkeypatch.setattr(Coder, "code", stop_at_the_second)
    done = call("run", "--desk", desk)
    assert done.code == 130 and "1 of 2 articles are coded and kept" in done.err
    monkeypatch.undo()
    assert call("run", "--desk", desk, "--json").json["coded"] == 1


# --- mistakes and bad input -------------------------------------------------------------------------------------------


@pytest.fixture
def bad(tmp_path: Path) -> Iterator[Path]:
    """A folder of things that are no good pages."""
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20)
    (tmp_path / "huge.txt").write_bytes(b"word " * 10_000_000)
    (tmp_path / "login.txt").write_text(
        "Sign in\nSubscribe to continue reading. Enter your password, or create an account.\n", "utf-8"
    )
    (tmp_path / "folder").mkdir()
    (tmp_path / "nodesk").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "watchfloor.toml").write_text('name = "x"\n', "utf-8")
    (tmp_path / "broken" / "record.sqlite").write_bytes(b"this is not a database" * 300)
    (tmp_path / "typo").mkdir()
    (tmp_path / "typo" / "watchfloor.toml").write_text('name = "x"\nnmae = 1\n', "utf-8")
    yield tmp_path


MISTAKES = [
    ("read nothere.html", 2, "nothere.html"),
    ("read folder", 2, "folder"),
    ("read empty.html", 1, "empty"),
    ("read picture.txt", 1, "picture.txt"),
    ("read huge.txt", 1, "50 MB"),
    ("read login.txt", 1, "sign-in"),
    ("read --published 2014-06-31 empty.html", 2, "2014-06-24"),
    ("read --published 20140624 empty.html", 2, "2014-06-24"),
    ("read --published yesterday empty.html", 2, "2014-06-24"),
    ("read --published 2014-06-24T10:00 empty.html", 2, "zone"),
    ("explain", 2, "TEXT"),
    ("explain ''", 2, "no words"),
    ("nonsense", 2, "would work: demo, read"),
    ("event", 2, "did you mean 'events'?"),
    ("events --bogus", 2, "--bogus"),
    ("events --desk nodesk", 2, "not a desk"),
    ("events --desk nowhere", 2, "no such folder"),
    ("events --desk broken", 1, "no watchfloor record"),
    ("events --desk typo", 2, "typo/watchfloor.toml:2".replace("/", os.sep)),
    ("events", 2, "no desk in"),
    ("add --desk nodesk empty.html", 2, "not a desk"),
    ("brief --day 2014-13-01 --desk nodesk", 2, "2014-06-24"),
    ("init broken", 2, "already a desk"),
    ("init empty.html", 2, "a file, not a folder"),
    ("export --as xml --desk nodesk", 2, "csv, jsonl"),
    ("export --desk nodesk", 2, "--as"),
]


@pytest.mark.parametrize(("line", "code", "part"), MISTAKES, ids=[line for line, _, _ in MISTAKES])
def test_a_mistake_is_one_clear_line(
    bad: Path, monkeypatch: pytest.MonkeyPatch, line: str, code: int, part: str
) -> None:
    monkeypatch.chdir(bad)
    done = call(*("" if word == "''" else word for word in line.split()))
    assert (done.code, done.out) == (code, "")
    (message,) = done.err.splitlines()
    assert message.startswith("watchfloor: ") and part in message


@pytest.mark.parametrize(
    ("option", "value", "part"),
    [
        ("--type", "CONSLUT", "did you mean 'CONSULT'?"),
        ("--facet", "hapened", "happened, ongoing, planned"),
        ("--outlet", "Corvane Wires", "did you mean 'Corvane Wire'?"),
        ("--since", "June", "2014-06-24"),
        ("--limit", "-1", "-1"),
    ],
)
def test_a_wrong_filter_lists_what_would_have_worked(desk: Path, option: str, value: str, part: str) -> None:
    done = call("events", "--desk", desk, option, value)
    assert (done.code, done.out) == (2, "") and part in done.err and len(done.err.splitlines()) == 1


def test_an_unknown_fact(desk: Path) -> None:
    done = call("show", "--desk", desk, "ev:000000000000")
    assert done.code == 2 and "watchfloor events" in done.err


def test_a_batch_that_is_partly_read(tmp_path: Path, page: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    call("init", tmp_path / "desk")
    done = call("add", "--desk", tmp_path / "desk", page, tmp_path / "empty.txt", "--json")
    assert (done.code, done.json["new"], done.json["unread"]) == (1, 1, 1)
    assert "empty.txt" in done.err and "is empty" in done.err


@pytest.mark.parametrize(
    "error", [PackDamaged, ModelDamaged, DeskLocked, DeskReadOnly, DeskTooNew, DeskDamaged, DiskFull]
)
def test_what_cannot_be_used_is_one_clear_line(
    page: Path, monkeypatch: pytest.MonkeyPatch, error: type[WatchfloorError]
) -> None:
    def fail() -> None:
        raise error("the thing is \x1b[31mbroken; mend it", "thing")

    monkeypatch.setattr("watchfloor.coder.Coder.load", fail)
    done = call("read", page)
    assert (done.code, done.out, done.err) == (1, "", "watchfloor: the thing is \\x1b[31mbroken; mend it\n")
    assert call("doctor").code == 1


def test_a_bug_is_loud(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watchfloor.coder.Coder.load", lambda: None)
    with pytest.raises(AttributeError):
        call("read", page)


@pytest.mark.parametrize(("target", "part"), [("folder", "is a folder"), ("nowhere/x.csv", "no folder")])
def test_an_export_that_has_no_place(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, part: str
) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    done = call("export", "--desk", desk, "--as", "csv", "-o", target)
    assert done.code == 2 and part in done.err and len(done.err.splitlines()) == 1


@pytest.mark.skipif(not Path(os.devnull).is_char_device(), reason="the null device is no file here")
def test_an_export_never_replaces_a_device(desk: Path) -> None:
    assert call("export", "--desk", desk, "--as", "csv", "-o", os.devnull).code == 0
    assert Path(os.devnull).is_char_device()


# --- hostile text, pipes and colours ----------------------------------------------------------------------------------

HOSTILE = "&#27;[31mRed&#27;[0m [bold]Iran[/bold] :smile: &#8238;evil &lt;script&gt;alert(1)&lt;/script&gt; =cmd()"


def test_hostile_titles_are_inert_everywhere(tmp_path: Path) -> None:
    page = tmp_path / "evil.html"
    page.write_text(
        PAGE.format(title=HOSTILE, extra="Iran \u202eattacked\u202c Iraq \x1b]0;owned\x07 today."), encoding="utf-8"
    )
    desk = tmp_path / "desk"
    call("init", desk, "--name", "x\x1b[2J[red]y")
    call("add", "--desk", desk, page)
    call("run", "--desk", desk)
    outcomes = [
        call("read", page),
        call("events", "--desk", desk),
        call("brief", "--desk", desk),
        call("doctor", "--desk", desk),
    ]
    outcomes += [call("read", page, "--json"), call("events", "--desk", desk, "--json")]
    outcomes += [call("export", "--desk", desk, "--as", form) for form in ("csv", "jsonl")]
    for done in outcomes:
        assert done.code == 0
        assert not any((ord(c) < 32 and c not in "\n\r") or c in "\x7f\x9b\u202e\u202c" for c in done.out + done.err)
    assert "[bold]Iran[/bold] :smile:" in outcomes[0].out
    assert "[red]y" in outcomes[2].out
    hostile = call("explain", "\x1b[31mIran\x1b[0m sent [red]troops[/red] to Iraq.")
    assert hostile.code == 0 and "\x1b" not in hostile.out and "troops" in hostile.out


def shell(*arguments: str | Path, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "watchfloor", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )


def test_a_pipe_gets_no_colour_and_utf8(desk: Path) -> None:
    out, err = shell("events", "--desk", desk, PYTHONIOENCODING="ascii", LC_ALL="C").communicate(timeout=60)
    assert b"\x1b" not in out + err
    assert "○" in out.decode("utf-8")


def test_a_closed_pipe_is_silent(desk: Path) -> None:
    process = shell("export", "--desk", desk, "--as", "jsonl")
    assert process.stdout and process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 141


def test_a_pipe_that_was_never_read_is_silent(desk: Path) -> None:
    process = shell("coders", "list", "--desk", desk)
    assert process.stdout and process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 141


INTERRUPTED = """
import signal, sys, threading
from watchfloor.cli import failing
threading.Timer(float(sys.argv.pop(1)), signal.raise_signal, [signal.SIGINT]).start()
sys.exit(failing.main())
"""


@pytest.mark.parametrize("moment", [0.01, 0.1, 0.3, 0.6])
def test_ctrl_c_at_any_moment_is_one_line(desk: Path, moment: float) -> None:
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", INTERRUPTED, str(moment), "run", "--desk", str(desk)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if done.returncode:  # otherwise all was coded before
        # Python itself ends as if killed by the signal where it came in the middle of an import.
        assert done.returncode in (130, -signal.SIGINT), done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_narrow_terminals_lose_no_fact(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    brief = call("brief", "--desk", desk).out
    assert max(map(len, brief.splitlines())) <= 60
    monkeypatch.setenv("COLUMNS", "120")
    assert brief.split() == call("brief", "--desk", desk).out.split()


# --- help -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(command: str) -> None:
    text = call(command, "--help").out
    examples = text.partition("Examples:")[2].partition("Options:")[0]
    assert examples.count(f"watchfloor {command}") in (2, 3)
    parts = subcommands(command)
    asked = [call(command, part, "--help").out for part in parts] or [text]
    for shown in asked:
        assert ("--json" in shown) == (command not in ("demo", "export", "serve"))


def subcommands(command: str) -> list[str]:
    """The names below a command that is a group; none below others."""
    found = root.get_command(click.Context(root), command)
    return list(found.commands) if isinstance(found, click.Group) else []


def test_help_of_the_program_names_every_command_unshortened() -> None:
    for arguments in ((), ("--help",), ("-h",)):
        done = call(*arguments)
        assert (
            done.code == 0
            and all(f"\n  {command} " in done.out for command in COMMANDS)
            and "..." not in done.out.partition("Commands:")[2]
        )
    assert call("--version").out == "watchfloor 0.1.0\n"
