"""Incidents and copies on the command line."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_commands import call
from test_memory_commands import ok

from tiny_desk import SetClock, TinyCoder, article, capture
from watchfloor import desk as front_door
from watchfloor.store import articles, connection
from watchfloor.types import Article, Coding, Facet

NOW = datetime(2014, 7, 1, tzinfo=UTC)
STORY = (
    "The ferry lay at its pier all day because of the strike, and lorries stood as far back as the sugar mill. Drivers"
    " played cards under the trees. Toward evening a priest brought soup. The harbour master promised an answer by"
    " morning, and the union said that it would wait for it, but not for long, and that this was no peace at all."
)
SEEN = (
    "Our man counted eleven burnt trucks on the ring road and spoke to a dentist who had hidden in a culvert for most"
    " of the afternoon. Storks circled above the grain silo. He was turned back at the second checkpoint by boys with a"
    " list of names, and walked home along the canal in the dark with a goat that nobody claimed or wanted to hold."
)
DENIED = (
    "A spokesman of the brigade read three sentences from a sheet of paper, took no question, and left by the garage."
    " He wore a new uniform. The sheet was later found in a wastebasket, with coffee on it; it says what he said, with"
    " one line crossed out. Nobody at headquarters answered the telephone, which rang for a while in an empty corridor."
)


class Denies(TinyCoder):
    """What stands in an article that says that it denies is denied."""

    def code(self, page: Article) -> Coding:
        coding = super().code(page)
        if not page.title.startswith("denial"):
            return coding
        return replace(coding, events=tuple(replace(e, facet=Facet.DENIED, probability=0.1) for e in coding.events))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An attack that two papers report, a third copies and a fourth denies; and a meeting."""
    home = tmp_path_factory.mktemp("incidents") / "desk"
    made = front_door.init(home, clock=SetClock(NOW))
    record = connection.open_record(home / front_door.RECORD)
    attack = "ISIS attacked Iraq in Tikrit."
    for name, text, at, outlet in (
        ("attack", f"{STORY}\n{attack}", "2014-06-20T08:00:00", "Amber Post"),
        ("attack-again", f"{STORY}\n{attack}\nWith leave.", "2014-06-20T10:00:00", "Birch Herald"),
        ("attack-seen", f"{SEEN}\n{attack}", "2014-06-20T12:00:00", "Cedar Times"),
        ("denial", f"{DENIED}\n{attack}", "2014-06-21T12:00:00", "Dune Echo"),
        ("meeting", "Kerry met Maliki in Geneva on 2014-06-22.", "2014-06-23T08:00:00", "Elm\x1b[31m Star"),
    ):
        page = article(name, text, at, outlet=outlet)
        articles.add(record, capture(page, NOW), page)
    record.close()
    made.run(coder=Denies())
    made.close()
    return home


def ident(name: str) -> str:
    return "a:" + hashlib.sha256(name.encode()).hexdigest()[:12]


def test_each_happening_is_one_line(desk: Path) -> None:
    out = ok("incidents", "--desk", desk).out
    lines = out.splitlines()
    assert len(lines) == 4 and "\x1b" not in out
    assert "CONSULT meet" in lines[0] and "1 report, 1 origin" in lines[1]
    assert "ASSAULT" in lines[2] and "4 reports, 3 origins  [reports differ: whether]" in lines[3]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["--type", "ASSAULT"], 1),
        (["--facet", "denied"], 1),
        (["--outlet", "birch herald"], 1),
        (["--actor", "Kerry"], 1),
        (["--place", "Tikrit", "--until", "2014-06-21"], 1),
        (["--conflicts"], 1),
        (["--since", "2014-06-22"], 1),
        (["--limit", "1", "--offset", "1"], 1),
        (["--offset", "2"], 0),
        (["--actor", "IRN"], 0),
        (["--conflicts", "--as-of", "2014-06-20"], 0),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else str(v),
)
def test_filters(desk: Path, arguments: list[str], found: int) -> None:
    assert len(ok("incidents", *arguments, "--desk", desk, "--json").json) == found
    shown = ok("incidents", *arguments, "--desk", desk).out
    assert len(shown.splitlines()) == (2 * found or 1) and (found or shown.startswith("No incident"))


def test_json_tells_origins_copies_and_conflicts(desk: Path) -> None:
    (attack,) = ok("incidents", "--type", "ASSAULT", "--desk", desk, "--json").json
    assert [o["name"] for o in attack["origins"]] == ["Amber Post", "Cedar Times", "Dune Echo"]
    assert [[c["outlet"] for c in r["copies"]] for r in attack["reports"]] == [["Birch Herald"], [], []]
    assert [c["about"] for c in attack["conflicts"]] == ["whether"] and 0 < attack["belief"] < 1
    (before,) = ok("incidents", "--type", "ASSAULT", "--desk", desk, "--as-of", "2014-06-20", "--json").json
    assert before["id"] == attack["id"] and before["articles"] == 3 and before["belief"] > attack["belief"]


def test_show_tells_the_incident_and_the_copies(desk: Path) -> None:
    (attack,) = ok("incidents", "--type", "ASSAULT", "--desk", desk, "--json").json
    shown = ok("show", attack["id"], "--desk", desk).out
    assert "4 reports, 3 origins" in shown and "told again by 1 article" in shown and "differ on whether" in shown
    copy = attack["reports"][0]["copies"][0]["event"]
    assert attack["id"] in ok("show", copy, "--desk", desk).out, "a copy's event is of the same incident"
    page = ok("show", ident("attack-again"), "--desk", desk).out
    assert "2 reports, 1 origin: Amber Post" in page
    told = ok("show", ident("attack-again"), "--desk", desk, "--json").json
    assert told["story"]["origin"] == ident("attack") and told["story"]["reports"] == 2
    assert "no other article" in ok("show", ident("meeting"), "--desk", desk).out
    assert ok("show", ident("meeting"), "--desk", desk, "--json").json["story"] is None


def test_each_happening_once_among_events(desk: Path, tmp_path: Path) -> None:
    every = ok("events", "--desk", desk, "--json").json
    once = ok("events", "--unique", "--desk", desk, "--json").json
    incidents = ok("incidents", "--desk", desk, "--json").json
    assert len(every) == 5 and len(once) == len(incidents) == 2
    assert {(row["incident"], row["reports"], row["origins"]) for row in once} == {
        (one["id"], one["articles"], len(one["origins"])) for one in incidents
    }
    assert {row["id"] for row in once} <= {row["id"] for row in every}
    told = ok("events", "--unique", "--limit", "1", "--desk", desk)
    assert "1 report, 1 origin" in told.out and "1 of 2 happenings" in told.err
    assert "4 reports, 3 origins" in ok("events", "--unique", "--offset", "1", "--desk", desk).out
    # By a report that fits, though another tells more.
    (denied,) = ok("events", "--unique", "--facet", "denied", "--desk", desk, "--json").json
    assert denied["facet"] == "denied" and denied["reports"] == 4
    (copy,) = ok("events", "--unique", "--outlet", "birch herald", "--desk", desk, "--json").json
    assert copy["article"]["outlet"] == "Birch Herald"
    assert "No event fits" in ok("events", "--unique", "--actor", "IRN", "--desk", desk).out
    for form in ("csv", "jsonl"):
        files = [tmp_path / f"{name}.{form}" for name in ("every", "once")]
        ok("export", "--as", form, "-o", files[0], "--desk", desk)
        ok("export", "--as", form, "--unique", "-o", files[1], "--desk", desk)
        rows = [file.read_text(encoding="utf-8").count("attacked") for file in files]
        assert rows[1] < rows[0]
    assert call("export", "--as", "csv", "--what", "links", "--unique", "--desk", desk).code == 2


class Counts(TinyCoder):
    """A sentence goes on to the end of its line, with the numbers in it."""

    def code(self, page: Article) -> Coding:
        coding = super().code(page)
        events = []
        for event in coding.events:
            start = event.sentence.span.start
            line = page.text[start:].partition("\n")[0]
            span = replace(event.sentence.span, end=start + len(line))
            events.append(replace(event, sentence=replace(event.sentence, span=span, words=line, value=line)))
        return replace(coding, events=tuple(events))


@pytest.mark.parametrize(
    ("second", "said", "differ", "shown"),
    [
        ("2014-06-20T15:00:00", "It killed 40 people.", ["killed"], "killed 8 to 40, last 40"),
        ("2014-06-20T07:00:00", "It killed 40 people.", ["killed"], "killed 8 to 40, last 8"),
        ("2014-06-20T15:00:00", "It killed 10 people.", [], "killed 8 to 10, last 10"),
        # Told a day later, or said to be a rise: the newer state of things.
        ("2014-06-21T08:00:00", "It killed 40 people.", [], "killed 8 to 40, last 40"),
        ("2014-06-20T15:00:00", "The death toll rose to 40.", [], "killed 8 to 40, last 40"),
    ],
)
def test_numbers_that_differ_and_numbers_that_rise(
    tmp_path: Path, second: str, said: str, differ: list[str], shown: str
) -> None:
    home = tmp_path / "desk"
    with front_door.init(home, clock=SetClock(NOW)) as made:
        record = connection.open_record(home / front_door.RECORD)
        attack = "ISIS attacked Iraq in Tikrit."
        for name, text, at, outlet in (
            ("first", f"{STORY}\n{attack} It killed 8 people.", "2014-06-20T08:00:00", "Amber Post"),
            ("second", f"{SEEN}\n{attack} {said}", second, "Cedar Times"),
        ):
            page = article(name, text, at, outlet=outlet)
            articles.add(record, capture(page, NOW), page)
        record.close()
        made.run(coder=Counts())
    (incident,) = ok("incidents", "--desk", home, "--json").json
    assert [conflict["about"] for conflict in incident["conflicts"]] == differ
    told = [(figure["low"], figure["reported"], figure["newer"]) for figure in incident["figures"]["killed"]]
    assert len(told) == 2 and told == sorted(told, key=lambda one: one[1])
    assert shown in ok("incidents", "--desk", home).out


def test_an_empty_list_says_why(tmp_path: Path) -> None:
    front_door.init(tmp_path / "new").close()
    assert "holds no article" in ok("incidents", "--desk", tmp_path / "new").out
    made = front_door.init(tmp_path / "waiting")
    record = connection.open_record(tmp_path / "waiting" / front_door.RECORD)
    page = article("attack", "ISIS attacked Iraq.", "2014-06-20")
    articles.add(record, capture(page, NOW), page)
    record.close()
    made.close()
    assert "not coded yet" in ok("incidents", "--desk", tmp_path / "waiting").out
    assert call("show", "in:ffffff", "--desk", tmp_path / "waiting").code
