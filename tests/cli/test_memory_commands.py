"""The commands of memory from the outside: looking back, correcting, comparing, searching, forgetting."""

from __future__ import annotations

import inspect
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from test_commands import Outcome, call

from tiny_desk import SetClock, TinyCoder, article, capture
from watchfloor import desk as front_door
from watchfloor.cli.group import COMMANDS
from watchfloor.cli.root import root
from watchfloor.store import articles, connection

WHY = ("--why", "so it is", "--by", "A. Reader")
# Of the commands with a desk: those that write, and those that ask the desk for something that has no past: `test` the
# coder of now, `doctor`, `verify` and `backup` the file, `coders` who worked on it, `read`, `explain` and `actors` the
# lexicon; `why-changed` takes two moments.
NO_PAST = {"demo", "add", "run", "doctor", "why-changed", "test", "backup", "verify", "forget"}
NO_PAST |= {"actors", "coders", "read", "explain", "pull", "serve"}  # the page of `serve` is asked for a moment
NO_CODER = {"sources"}  # who was heard does not depend on who read it


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Three articles of June 2014, one of which changed; seen in July, coded by a small coder."""
    clock = SetClock(datetime(2014, 7, 1, 12, tzinfo=UTC))
    with front_door.init(tmp_path / "desk", "Iraq", clock=clock) as made:
        record = connection.open_record(made.path / front_door.RECORD)
        for name, text, day in (
            ("talks", "Kerry met Maliki in Geneva on 2014-06-20.", "2014-06-21"),
            ("blame", "Iran blamed ISIS. ISIS attacked Iraq in Tikrit. The weather was fine.", "2014-06-23"),
            ("assault", "ISIS attacked Iraq.", "2014-06-24"),
            ("assault", "ISIS attacked Maliki. \x1b[31mMore on\u202ewards.", "2014-06-25"),
        ):
            page = article(name, text, day)
            articles.add(record, capture(page, clock()), page)
            clock.forward(hours=1)
        record.close()
        made.run(coder=TinyCoder("one"))
    return tmp_path / "desk"


def ids(desk: Path, *options: str) -> list[str]:
    return [event["id"] for event in call("events", "--desk", desk, "--json", *options).json]


def ok(*arguments: str | Path) -> Outcome:
    outcome = call(*arguments)
    assert outcome.code == 0, outcome.err
    assert "\x1b" not in outcome.out + outcome.err and "\u202e" not in outcome.out + outcome.err
    return outcome


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in NO_PAST])
def test_every_command_that_reads_can_look_back(name: str) -> None:
    command = root.get_command(click.Context(root), name)
    assert command is not None
    if isinstance(command, click.Group) and "list" in command.commands:
        command = command.commands["list"]
    options = {option for parameter in command.params for option in parameter.opts}
    asked = {"--as-of"} if name in NO_CODER else {"--as-of", "--coder"}
    assert "--desk" not in options or asked <= options


@pytest.mark.parametrize(
    ("command", "then", "now"),
    [
        (["events", "--json"], 3, 4),
        (["articles", "--json"], 2, 3),
        (["search", "attacked", "--json"], 1, 2),
        (["export", "--as", "jsonl"], 3, 4),
        (["brief", "--day", "2014-06-25", "--json"], 0, 1),
    ],
    ids=lambda v: v[0] if isinstance(v, list) else str(v),
)
def test_as_known_then_and_now(desk: Path, command: list[str], then: int, now: int) -> None:
    def count(out: Outcome) -> int:
        if command[0] == "export":
            return len(out.out.splitlines())
        if command[0] == "brief":
            return sum(len(section["lines"]) for section in out.json["sections"])
        return len(out.json["facts"]) if command[0] == "search" else len(out.json)

    assert count(ok(*command, "--desk", desk, "--as-of", "2014-06-23")) == then
    assert count(ok(*command, "--desk", desk)) == now
    assert count(ok(*command, "--desk", desk, "--coder", "one")) == now
    nothing_coded = count(ok(*command, "--desk", desk, "--as-of", "2014-06-23", "--coder", "then"))
    assert nothing_coded == (then if command[0] == "articles" else 0)
    assert "no coder 'x'" in call(*command, "--desk", desk, "--coder", "x").err


def test_correcting_from_the_command_line(desk: Path) -> None:
    blame, talks = ids(desk, "--type", "ACCUSE")[0], ids(desk, "--type", "CONSULT")[0]
    first, second = ids(desk, "--type", "ASSAULT")
    done = ok("correct", "wrong", blame[:8], "--desk", desk, *WHY)
    assert "correct undo 1" in done.out and "A. Reader" in done.out
    assert blame not in ids(desk)
    assert "wrong" in ok("show", blame, "--desk", desk).out
    ok("correct", "undo", "1", "--desk", desk, *WHY)
    assert blame in ids(desk)
    changed = ok("correct", "change", talks, "--type", "agree", "--actor", "isis", "--place", "Baghdad", "--date",
                 "2014-06-19", "--desk", desk, *WHY, "--json")  # fmt: skip
    assert changed.json["change"]["place"] == "Baghdad" and changed.json["facts"] == [talks]
    fact = ok("show", talks, "--desk", desk, "--json").json
    assert (fact["type"], fact["day"], [a["id"] for a in fact["actors"]]) == ("AGREE", "2014-06-19", ["isis"])
    assert fact["place"]["country"] == "IRQ" and fact["corrections"] == [3]
    ok("correct", "change", first, "--recipient", "Maliki=", "--actor", "isis=IRQMIL", "--desk", desk, *WHY)
    assert ok("show", first, "--desk", desk, "--json").json["actors"][0]["code"] == "IRQMIL"
    ok("correct", "right", second, "--desk", desk, *WHY)
    assert "one act with" in ok("correct", "merge", first, second, "--desk", desk, *WHY).out
    assert "one act with" in ok("show", first, "--desk", desk).out
    ok("correct", "split", first, "--desk", desk, *WHY)
    listed = ok("correct", "list", "--desk", desk).out.splitlines()
    assert len(listed) == 7 and "[taken back]" in listed[0]
    assert len(ok("correct", "list", blame, "--desk", desk, "--json").json) == 2
    assert "Nobody" in ok("correct", "list", "--desk", desk, "--as-of", "2014-07-01").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["change", "FACT"], "nothing to change"),
        (["change", "FACT", "--type", "NONSENSE"], "these would work"),
        (["change", "FACT", "--mode", "nonsense"], "these would work"),
        (["change", "FACT", "--type", "AID", "--mode", "seize"], "AID has no modes"),
        (["change", "FACT", "--actor", "Nobody Atall"], "nobody is known"),
        (["change", "FACT", "--actor", "USA=isis"], "stands there 0 times"),
        (["change", "FACT", "--place", "Nowhereville"], "no place"),
        (["change", "FACT", "--until", "2014-06-01"], "--until needs --date"),
        (["wrong", "ev:ffffff"], "no fact"),
        (["merge", "FACT"], "two facts or more"),
        (["split", "FACT"], "merged with no other"),
        (["undo", "99"], "no correction 99"),
        (["wrong", "\udcff"], "no text"),
        (["change", "FACT", "--cameo", "\udcff"], "no CAMEO code"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else v,
)
def test_a_correction_that_makes_no_sense(desk: Path, arguments: list[str], says: str) -> None:
    fact = ids(desk)[0]
    outcome = call("correct", *[fact if a == "FACT" else a for a in arguments], "--desk", desk, *WHY)
    assert outcome.code == 2 and says in outcome.err and len(outcome.err.splitlines()) == 1


def test_the_coder_is_held_to_what_was_said(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Deaf(TinyCoder):
        """Finds nothing."""

        def code(self, page: Any) -> Any:
            """Codes nothing."""
            from dataclasses import replace

            return replace(super().code(page), events=())

    monkeypatch.setattr(front_door, "_coder", lambda *_: TinyCoder("one"))
    assert "0 judged facts" in ok("test", "--desk", desk).out
    fact = ids(desk)[0]
    ok("correct", "right", fact, "--desk", desk, *WHY)
    assert "1 read as people said, 0 open, 0 lost" in ok("test", "--desk", desk).out
    monkeypatch.setattr(front_door, "_coder", lambda *_: Deaf("deaf"))
    lost = call("test", "--desk", desk)
    assert lost.code == 1 and lost.out.startswith("LOST") and fact[:9] in lost.out
    assert call("test", "--desk", desk, "--json").json[0]["lost"]


def test_comparing(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = ids(desk, "--type", "ASSAULT")[0]
    told = ok("diff", changed, "--desk", desk).out
    assert "[-Iraq.-]" in told and "[+Maliki. \\x1b[31mMore on\\u202ewards.+]" in told
    assert [c["kind"] for c in ok("diff", changed, "--desk", desk, "--json").json["changes"]] == ["removed", "added"]
    why = ok("why-changed", "2014-06-23", "2014-06-24", "--desk", desk)
    assert why.out.startswith("9 facts then, 13 after") and "article came" in why.out
    assert ok("why-changed", "2014-06-24", "--desk", desk, "--json").json["facts"][0]["cause"] == "article changed"
    assert "Nothing changed" in ok("why-changed", "2014-06-25", "--desk", desk).out
    assert "change them round" in call("why-changed", "2014-06-24", "2014-06-20", "--desk", desk).err
    with front_door.open(desk) as opened:
        opened.run(coder=TinyCoder("two"))
    listed = ok("coders", "list", "--desk", desk).out.splitlines()
    assert listed[0].startswith("   1") and listed[1].startswith("*  2") and "4 of 4 versions, 5 events" in listed[1]
    assert "0 gained, 0 lost, 0 changed, on 3 article versions" in ok("diff", "1", "2", "--desk", desk).out
    assert ok("diff", "previous", "current", "--desk", desk, "--json").json["compared"] == 3
    assert "Coder 1 answers now" in ok("coders", "use", "previous", "--desk", desk).out
    assert "no coder '9'" in call("diff", "9", "2", "--desk", desk).err


def test_searching(desk: Path) -> None:
    first = ok("search", "attacked", "--size", "1", "--desk", desk)
    assert "page 1: 1 of 2 facts; more with --page 2" in first.err
    assert "In articles" in first.out and "*attacked*" in first.out
    assert "\\u202e" in ok("search", "wards", "--desk", desk).out
    assert ok("search", "weather", "--desk", desk, "--json").json["total"] == 0
    assert "there is no page 7" in call("search", "attacked", "--page", "7", "--desk", desk).err
    assert "3 articles were searched" in ok("search", "zebra", "--desk", desk).out
    assert "no word" in call("search", "?!", "--desk", desk).err
    assert "more" in ok("events", "--offset", "9", "--desk", desk).out
    listed = ok("articles", "--desk", desk).out
    assert "2 versions" in listed and len(listed.splitlines()) == 3


def test_keeping_and_forgetting(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "checked" in ok("backup", tmp_path / "copy", "--desk", desk).out
    assert "already" in call("backup", tmp_path / "copy", "--desk", desk).err
    assert ok("verify", "--desk", tmp_path / "copy", "--json").json == {"sound": True, "faults": []}
    out = tmp_path / "facts.jsonl"
    ok("export", "--as", "jsonl", "-o", out, "--full-text", "--desk", desk)
    assert "weather" in out.read_text(encoding="utf-8")
    fact = ids(desk, "--type", "ACCUSE")[0]
    refused = call("forget", fact, "--desk", desk, *WHY)
    assert refused.code == 2 and "--yes" in refused.err and "blame" in refused.err
    gone = ok("forget", fact, "--yes", "--desk", desk, *WHY).out
    assert gone.startswith("Forgotten: 1 article with 6 facts.") and f"cleaned: {out}" in gone
    assert "weather" not in out.read_text(encoding="utf-8") and len(out.read_text(encoding="utf-8").splitlines()) == 2
    assert "Sound: 3 article versions" in ok("verify", "--desk", desk).out
    assert len(ids(tmp_path / "copy")) == 2
    why = ok("why-changed", "2014-07-02", "--desk", desk).out
    assert "forgotten" in why and "so it is" in why

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    stopped = call("forget", "The Wire", "--desk", desk, *WHY)
    assert stopped.code == 130 and "nothing was changed" in stopped.err and len(ids(desk)) == 2


def test_an_old_desk_is_upgraded_and_that_is_told(tmp_path: Path) -> None:
    import zipfile

    fixture = Path(__file__).parents[1] / "store" / "fixtures" / "desk-1.zip"
    with zipfile.ZipFile(fixture) as packed:
        packed.extractall(tmp_path / "old")
    done = call("events", "--desk", tmp_path / "old", "--json")
    assert done.code == 0 and json.loads(done.out) and "upgraded" in done.err and "backups" in done.err
    assert not call("events", "--desk", tmp_path / "old").err


def test_signatures_have_no_unused_words() -> None:
    """Every option of a command reaches its function: a forgotten one would do nothing."""
    for name in COMMANDS:
        command = root.get_command(click.Context(root), name)
        for one in command.commands.values() if isinstance(command, click.Group) else (command,):
            assert one is not None and one.callback is not None
            taken = inspect.signature(inspect.unwrap(one.callback)).parameters
            rest = any(p.kind is inspect.Parameter.VAR_KEYWORD for p in taken.values())
            assert rest or {p.name for p in one.params} <= set(taken), name
