"""The commands about who is who, from the outside: looking up, adding, importing, and what nobody knows yet."""

from __future__ import annotations

import contextlib
import io
import json
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tiny_desk import TinyCoder
from watchfloor import desk as front_door
from watchfloor.cli import main


@dataclass
class Outcome:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def call(*arguments: str | Path) -> Outcome:
    """One command line in this process, in a pipe."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(argument) for argument in arguments])
    return Outcome(code, out.getvalue(), err.getvalue())


PADDING = " The rest of the report says little that is new, and the reporter of the paper was not told more than that."
PAGES = {
    "one": "Zarqun blamed ISIS. Iran blamed Zarqun. Zarqun met Kerry in Geneva.",
    "two": "Zarqun attacked Iraq in Tikrit. Quux blamed Iran.",
}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk with two coded pages."""
    for name, sentences in PAGES.items():
        text = f"<html lang='en'><head><title>{name}</title></head><body><article><h1>{name}</h1><p>{sentences}</p>"
        page = tmp_path / f"{name}.html"
        page.write_text(f"{text}<p>{PADDING}</p><p>{PADDING}</p></article></body></html>", encoding="utf-8")
    with front_door.init(tmp_path / "desk") as made:
        for name in PAGES:
            made.add(tmp_path / f"{name}.html", outlet=f"Paper {name}")
        made.run(coder=TinyCoder())
    return tmp_path / "desk"


def add(desk: Path, line: str) -> Outcome:
    return call("actors", "add", "--desk", desk, *shlex.split(line))


RED_HAND = (
    '--id red-hand --name "Red Hand" --kind group --country Iraq --sector REB --alias "the Scarlet Fist" --alias RHF'
)


# --- find -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "on", "ident", "said"),
    [
        ("Rouhani", "2014-06-24", "person:hassan-rouhani", "held that day"),
        ("Rouhani", "2012-06-24", "person:hassan-rouhani", "[no office on 2012-06-24]"),
        ("hassan-rouhani", None, "person:hassan-rouhani", "president (IRN) 2013-08-03"),
        ("Quds Force", None, "quds-force", "IRNMIL"),
        ("isis", "2014-06-24", "isis", "Abu Bakr al-Baghdadi"),
        ("iraq", None, "IRQ", "also"),
        ("Yugoslavia", "2014-06-24", "YUG", "[not there on 2014-06-24]"),
        ("the US Secretary of State", "2014-06-24", "person:john-kerry", "read as John Kerry"),
    ],
)
def test_find(name: str, on: str | None, ident: str, said: str) -> None:
    day = ["--on", on] if on else []
    done = call("actors", "find", name, *day)
    assert done.code == 0 and said in done.out
    assert ident in [meaning["id"] for meaning in call("actors", "find", name, *day, "--json").json["meanings"]]


def test_nothing_found_lists_near_names_and_how_to_add_it() -> None:
    done = call("actors", "find", "Hizbolahh")
    assert done.code == 0 and "Hizbollah (hezbollah)" in done.out
    assert "watchfloor actors add --id hezbollah --alias Hizbolahh" in done.out
    assert "Spelled nearly" not in call("actors", "find", "\x1b[31mxqzzy").out
    assert "\x1b" not in call("actors", "find", "\x1b[31mxqzzy").out


# --- add --------------------------------------------------------------------------------------------------------------


def test_an_added_actor_is_found_and_codes_anew(desk: Path) -> None:
    done = add(desk, RED_HAND + " --alias Zarqun")
    assert done.code == 0 and "codes 2 article versions anew; 2 hold a name that is new" in done.out
    for name in ("Red Hand", "scarlet fist", "RHF", "Zarqun"):
        (meaning,) = call("actors", "find", name, "--desk", desk, "--json").json["meanings"]
        assert (meaning["id"], meaning["country"], meaning["own"]) == ("red-hand", "IRQ", True)
    before = json.loads(call("run", "--desk", desk, "--json").out)
    assert before["coded"] == 2
    assert any(a["id"] == "red-hand" for e in call("events", "--desk", desk, "--json").json for a in e["actors"])
    assert call("run", "--desk", desk, "--json").json["coded"] == 0
    again = add(desk, RED_HAND + " --alias Zarqun --json")
    assert (again.json["rows"], again.json["known"], again.json["to_code"]) == ([], 1, 0)


def test_an_office_is_filled_and_ended(desk: Path) -> None:
    zemblik = "--name 'Ada Zemblik' --kind person --country IRQ --office president --from 2027-03-01"
    assert add(desk, zemblik).code == 0
    assert call("actors", "find", "Zemblik", "--on", "2031-01-01", "--desk", desk, "--json").json["meanings"][0][
        "there"
    ]
    assert add(desk, zemblik + " --until 2029").code == 0
    (ended,) = call("actors", "find", "Zemblik", "--on", "2031-01-01", "--desk", desk, "--json").json["meanings"]
    assert not ended["there"] and [o["until"] for o in ended["offices"]] == ["2029"]
    assert add(desk, "--id john-kerry --office 'climate envoy' --country USA --from 2021-01-20 --until 2024").code == 0


CLASHES = [
    (RED_HAND + " --alias Hezbollah", "'Hezbollah' already means hezbollah"),
    (RED_HAND + " --alias police", "a word for anybody in that role"),
    (RED_HAND + " --alias ...", "no Latin letter"),
    ("--id isis --name Foo", "already Islamic State"),
    ("--id isis --kind person --name Foo", "already a group"),
    ("--id nobody --alias Foo", "there is no actor 'nobody'"),
    ("--name Foo --country IRQ", "--kind is one of"),
    ("--name Foo --kind gruop --country IRQ", "there are agency, body, group"),
    ("--name Foo --kind group --country Mars", "write a code such as IRQ"),
    ("--name Foo --kind group --country IRQ --sector BAD", "there are AGR BUS"),
    ("--name Foo --kind group --from June", "write 2014, 2014-06 or 2014-06-24"),
    ("--name Foo --kind group --from 2015 --until 2014", "ends before it begins"),
    ("--name Foo --kind group --office president", "only a person holds an office"),
    ("--name Foo --kind person", "give --country IRQ, or --of ID"),
    ("--name Foo --kind state --country IRQ", "only adds names"),
    ("--id 'a b' --name Foo --kind group", "an id is lower-case letters"),
    ("--name 'Fo\x1bo' --kind group", "control characters"),
    ("--name '#Foo' --kind group", "no # in front"),
    ("--kind group", "neither id nor name"),
]


@pytest.mark.parametrize(("line", "part"), CLASHES, ids=[part for _, part in CLASHES])
def test_a_clash_is_one_clear_line_and_changes_nothing(desk: Path, line: str, part: str) -> None:
    done = add(desk, line)
    assert (done.code, done.out) == (2, "") and part in done.err and len(done.err.splitlines()) == 1
    assert sorted(path.name for path in desk.iterdir() if path.name.startswith((".", "actors"))) == []


def test_a_fault_of_the_users_file_stops_with_file_and_line(desk: Path) -> None:
    add(desk, RED_HAND)
    path = desk / "actors" / "groups.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "blue\tBlue\tIRQ\tBAD\n", encoding="utf-8")
    for arguments in (["run"], ["actors", "find", "Blue"], ["actors", "add", "--id", "isis", "--alias", "Foo"]):
        done = call(*arguments, "--desk", desk)
        assert done.code == 2 and f"{path}:3: blue: unknown sector 'BAD'" in done.err


# --- import -----------------------------------------------------------------------------------------------------------

CSV = """name,kind,country,sector,aliases,office,from,until
Red Hand,group,Iraq,REB,RHF|Scarlet Fist,,2013,
Ada Zemblik,person,IRQ,,Ada Zemblick,president,2027-03-01,2028
Ada Zemblik,person,IRQ,,,foreign minister,2025,2027-02-28
"""
BAD = """Nameless,group,Mars,REB,,,,
,group,IRQ,REB,,,,
Blue Hand,group,IRQ,REB,Hezbollah,,,
"Green, Hand",group,IRQ,REB,,,2015,2014
Grey Hand,group,IRQ,REB,,,,,,,
"""


def imported(desk: Path, name: str, content: str | bytes, *options: str) -> Outcome:
    file = desk.parent / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return call("actors", "import", file, "--desk", desk, *options)


def test_csv(desk: Path) -> None:
    assert imported(desk, "list.csv", CSV).code == 0
    (zemblik,) = call("actors", "find", "Ada Zemblick", "--on", "2026-01-01", "--desk", desk, "--json").json["meanings"]
    assert {(o["office"], o["held"]) for o in zemblik["offices"]} == {("president", False), ("foreign minister", True)}
    assert zemblik["sectors"] == ["GOV"]
    before = {path.name: path.read_bytes() for path in (desk / "actors").iterdir()}
    again = imported(desk, "list.csv", CSV.replace(",", ";"), "--json")
    assert (again.code, again.json["rows"], again.json["known"]) == (0, [], 3)
    assert before == {path.name: path.read_bytes() for path in (desk / "actors").iterdir()}


def test_bad_rows_are_named_and_the_rest_is_imported(desk: Path) -> None:
    done = imported(desk, "list.csv", CSV + BAD, "--json")
    assert done.code == 1
    assert sorted(int(r["where"].rpartition(":")[2]) for r in done.json["refused"]) == [5, 6, 7, 8, 9]
    for line, part in ((5, "Mars"), (6, "neither id nor name"), (7, "already means hezbollah"), (8, "ends before")):
        assert any(f"list.csv:{line}" in told and part in told for told in done.err.splitlines())
    ids = {row["cells"][0] for row in done.json["rows"]}
    assert {"red-hand", "blue-hand", "ada-zemblik"} <= ids and "green-hand" not in ids


def item(ident: str, label: str, claims: dict[str, list[Any]], aliases: tuple[str, ...] = ()) -> dict[str, Any]:
    """An item as Wikidata's entity JSON has it."""
    return {
        "type": "item",
        "id": ident,
        "labels": {"en": {"language": "en", "value": label}} if label else {},
        "aliases": {"en": [{"language": "en", "value": alias} for alias in aliases]},
        "claims": claims,
    }


def points(prop: str, ident: str, **qualifiers: tuple[str, int]) -> dict[str, Any]:
    """A statement that points at an item."""
    value = {"value": {"entity-type": "item", "id": ident}, "type": "wikibase-entityid"}
    times = {
        name: [{"snaktype": "value", "datavalue": {"value": {"time": time, "precision": precision}, "type": "time"}}]
        for name, (time, precision) in qualifiers.items()
    }
    return {
        "mainsnak": {"snaktype": "value", "property": prop, "datavalue": value},
        "rank": "normal",
        "qualifiers": times,
    }


PERSON = item(
    "Q900001",
    "Ada Zemblik",
    {
        "P31": [points("P31", "Q5")],
        "P27": [points("P27", "Q796")],
        "P39": [
            points("P39", "Q30461", P580=("+2027-03-01T00:00:00Z", 11), P582=("+2028-00-00T00:00:00Z", 9)),
            points("P39", "Q900002", P580=("+2025-02-00T00:00:00Z", 10)),
            points("P39", "Q900003"),
        ],
    },
    ("Ada Zemblick", "Ада Новак"),
)
OFFICE = item("Q900002", "Minister of Oil of Iraq", {})
PARTY = item("Q900004", "Red Hand Party", {"P31": [points("P31", "Q7278")], "P17": [points("P17", "Q900005")]})
LAND = item("Q900005", "Iraq", {})


@pytest.mark.parametrize("wrap", [lambda items: {"entities": {i["id"]: i for i in items}}, lambda items: items])
def test_wikidata(desk: Path, wrap: Any) -> None:
    done = imported(desk, "items.json", json.dumps(wrap([PERSON, OFFICE, PARTY, LAND])), "--json")
    assert done.code == 1 and [r["why"][:22] for r in done.json["refused"]] == ["its office Q900003 has"]
    (zemblik,) = call("actors", "find", "Ada Zemblick", "--desk", desk, "--json").json["meanings"]
    assert zemblik["country"] == "IRQ"
    assert {(o["office"], o["of"], o["since"], o["until"]) for o in zemblik["offices"]} == {
        ("president", "IRQ", "2027-03-01", "2028"),
        ("minister of Oil", "IRQ", "2025-02", ""),
    }
    (party,) = call("actors", "find", "Red Hand Party", "--desk", desk, "--json").json["meanings"]
    assert (party["country"], party["sectors"], party["kind"]) == ("IRQ", ["PTY"], "group")


@pytest.mark.parametrize(
    ("content", "code", "part"),
    [
        (b"", 2, "empty"),
        (b"a,b\n1,2\n", 2, "the columns are name, kind"),
        (b"name\nFoo\n", 2, "column 'kind' is missing"),
        (b'[{"id": ', 2, "no JSON"),
        (b"[" * 100_000, 2, "no JSON"),
        (b"{}", 2, "no item of Wikidata"),
        (b'{"id": "Q1", "labels": 3, "aliases": [], "claims": {"P31": 4}}', 1, "no English label"),
        (b"name,kind\n\xff\xfe,group\n", 1, "save the file as UTF-8"),
        (b'name,kind\n"Foo\x00,group\n', 1, "control characters"),
    ],
)
def test_a_file_that_is_no_list(desk: Path, content: bytes, code: int, part: str) -> None:
    done = imported(desk, "list.csv", content)
    assert done.code == code and part in done.err and not (desk / "actors").exists()


# --- new --------------------------------------------------------------------------------------------------------------


def test_new_lists_the_unknown_and_its_line_makes_them_known(desk: Path) -> None:
    assert call("actors", "new", "--desk", desk, "--as-of", "1990-01-01", "--json").json == []
    first, second = call("actors", "new", "--desk", desk, "--json").json
    assert (first["name"], first["facts"], first["outlets"]) == ("Zarqun", 4, ["Paper one", "Paper two"])
    assert (second["name"], second["facts"]) == ("Quux", 1)
    assert "Zarqun" in first["quote"]
    shown = call("actors", "new", "--desk", desk, "--limit", "1")
    assert first["add"] in shown.out and "1 of 2 unknown actors" in shown.err and "4 events, 2 outlets" in shown.out
    words = {"KIND": "group", "XXX": "IRQ", "SECTOR": "REB"}
    line = [words.get(word, word) for word in shlex.split(first["add"])[1:]]
    assert call(*line).code == 0
    assert call("actors", "find", "Zarqun", "--desk", desk, "--json").json["meanings"][0]["id"] == "zarqun"


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("actors fnd x", "did you mean 'find'?"),
        ("actors find", "NAME"),
        ("actors find x --on June", "2014-06-24"),
        ("actors find x --desk nowhere", "no such folder"),
        ("actors new --desk nowhere", "no such folder"),
        ("actors import nowhere.csv", "no desk in"),
        ("actors add --name x", "no desk in"),
    ],
)
def test_a_mistake_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, part: str) -> None:
    monkeypatch.chdir(tmp_path)
    done = call(*line.split())
    assert (done.code, done.out) == (2, "") and part in done.err and len(done.err.splitlines()) == 1


def test_the_group_alone_is_its_help() -> None:
    done = call("actors")
    assert done.code == 0 and "import" in done.out


@pytest.mark.parametrize("command", ["find", "add", "import", "new"])
def test_each_has_help_with_examples(command: str) -> None:
    text = call("actors", command, "--help").out
    assert text.count(f"watchfloor actors {command} ") + text.count(f"watchfloor actors {command}\n") >= 2
    assert "--json" in text and "--desk" in text


# --- where a desk's own actors count ----------------------------------------------------------------------------------


def test_read_and_explain_use_the_own_actors_of_the_desk_that_is_named(desk: Path, tmp_path: Path) -> None:
    add(desk, RED_HAND)
    page = tmp_path / "three.txt"
    page.write_text("The Scarlet Fist attacked Iran on Monday.", encoding="utf-8")
    plain, own = (call("read", page, *at, "--json").json for at in ((), ("--desk", desk)))
    assert plain["own_actors"] is None and own["own_actors"] == str(desk / "actors")
    assert plain["coder"] != own["coder"]
    assert "red-hand" not in json.dumps(plain["events"]) and "red-hand" in json.dumps(own["events"])
    assert "with the own actors of" in call("read", page, "--desk", desk).out
    told = call("explain", "The Scarlet Fist attacked Iran on Monday.", "--desk", desk)
    assert "Red Hand" in told.out and str(desk) in told.err


def test_doctor_counts_the_own_actors_and_tells_what_is_wrong_with_them(desk: Path) -> None:
    counts = call("doctor", "--desk", desk, "--json").json["counts"]
    assert counts["own_actors"] is None
    add(desk, RED_HAND)
    done = call("doctor", "--desk", desk, "--json")
    assert done.code == 0 and done.json["counts"]["own_actors"] == {"groups": 1, "group-names": 3}
    path = desk / "actors" / "groups.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "blue\tBlue\tXXX\tREB\n", encoding="utf-8")
    done = call("doctor", "--desk", desk)
    # Where a long path makes a line end depends on the folder of the test.
    assert done.code == 1 and "groups.tsv:3:blue:unknowncountry'XXX'" in "".join(done.out.split())


def test_a_list_without_kinds_can_be_told_them(desk: Path, tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text("\ufeffName;Country\nRed Hand;IRQ\n", encoding="utf-8")
    refused = call("actors", "import", table, "--desk", desk)
    assert refused.code == 2 and "'kind' is missing (or say it for all with --kind)" in refused.err
    assert call("actors", "import", table, "--desk", desk, "--kind", "group", "--sector", "REB").code == 0


def test_a_name_without_a_letter_is_asked_for_again() -> None:
    assert call("actors", "find", "  ").code == 2
