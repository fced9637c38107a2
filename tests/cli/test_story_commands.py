"""The commands of the morning: today, stories, timeline."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from test_commands import Outcome, call

from tiny_desk import FETCH, ITEM, SetClock, TinyCoder, article, capture
from watchfloor import desk as front_door
from watchfloor.codec import to_json
from watchfloor.sources.settings import Watched
from watchfloor.store import articles, connection, fetches, sources
from watchfloor.store.clock import to_micros
from watchfloor.types import Source

FILL = {
    "tikrit": "Rebels shelled the university of Tikrit and the army of Iraq lost the road to the refinery.",
    "geneva": "Envoys in Geneva spoke about enrichment of uranium by Iran and about centrifuges.",
}
PAGES = (
    ("a1", "2014-06-20", "tikrit", "ISIS attacked Iraq in Tikrit on 2014-06-20."),
    ("b1", "2014-06-21", "geneva", "Kerry met Iran in Geneva on 2014-06-21."),
    ("a2", "2014-06-22", "tikrit", "Iraq attacked ISIS in Tikrit on 2014-06-22. Iran blamed ISIS."),
    ("a3", "2014-06-24", "tikrit", "ISIS attacked Maliki in Tikrit on 2014-06-17. Maliki met Iraq on 2014-06-24."),
)


def made(home: Path, pages: tuple[tuple[str, str, str, str], ...] = PAGES) -> Path:
    """A desk with those pages, seen at the end of June 2014."""
    clock = SetClock(datetime(2014, 6, 30, 12, tzinfo=UTC))
    with front_door.init(home, "Iraq", clock=clock) as opened:
        record = connection.open_record(opened.path / front_door.RECORD)
        for name, day, about, acts in pages:
            page = article(name, f"{FILL[about]}\n{acts}", f"{day}T08:00:00", outlet=f"Post {name}")
            articles.add(record, capture(page, clock()), page)
        record.close()
        opened.run(coder=TinyCoder("one"))
    return home


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("morning") / "desk")


def ok(*arguments: str | Path) -> Outcome:
    outcome = call(*arguments)
    assert outcome.code == 0, outcome.err
    return outcome


def part(today: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in today["parts"] if one["name"] == name)
    return found


def test_the_parts_of_a_morning_and_their_order(desk: Path) -> None:
    outcome = ok("today", "--desk", desk)
    titles = ["Today", "Read", "Reversals", "Deadlines", "What happened", "Known since yesterday"]
    places = [outcome.out.index(title) for title in titles]
    assert places == sorted(places), "who was heard comes before all that was found"
    every = ok("today", "--desk", desk, "--json").json
    for one in every["parts"]:
        assert bool(one["lines"]) != bool(one["empty"]), "a part that is empty says why"


def test_what_happened_on_the_day_and_what_is_told_late(desk: Path) -> None:
    today = ok("today", "--desk", desk, "--json").json
    assert today["day"] == "2014-06-24"
    (event,) = part(today, "events")["lines"]
    assert event["type"] == "CONSULT" and "Nouri" in event["text"]
    (late,) = part(today, "changes")["lines"]
    assert late["kind"] == "late" and "17 Jun 2014" in late["text"]
    for line in (event, late):
        assert line["quote"].strip("…") and call("show", line["id"], "--desk", desk).code == 0


def test_deeds_come_first(desk: Path) -> None:
    today = ok("today", "--desk", desk, "--as-of", "2014-06-22", "--json").json
    assert [line["type"] for line in part(today, "events")["lines"]] == ["ASSAULT", "ACCUSE"]


@pytest.mark.parametrize(
    ("as_of", "says"),
    [
        ("2014-06-23", "no article of 23 Jun 2014"),
        ("2014-06-01", "holds no article that was known then"),
    ],
)
def test_an_empty_day_says_why(desk: Path, as_of: str, says: str) -> None:
    assert says in part(ok("today", "--desk", desk, "--as-of", as_of, "--json").json, "events")["empty"]


def test_a_day_as_it_was_known_is_the_day_as_it_was_asked_then(tmp_path: Path, desk: Path) -> None:
    then = made(tmp_path / "then", tuple(page for page in PAGES if page[1] <= "2014-06-22"))
    for command in (["today"], ["stories", "--alone"], ["timeline", "Tikrit"]):
        asked = [*command, "--json", "--as-of", "2014-06-22"]
        assert ok(*asked, "--desk", desk).json == ok(*asked, "--desk", then).json


def test_storylines_with_their_sentences(desk: Path) -> None:
    (story,) = ok("stories", "--desk", desk, "--json").json
    names = {ok("articles", "--desk", desk, "--json").json[k]["id"]: k for k in range(4)}
    inside = [ident for chapter in story["chapters"] for ident in chapter["articles"]]
    assert len(inside) == 3 and set(inside) <= set(names)
    for sentence in story["state"]:
        shown = ok("show", sentence["id"], "--desk", desk, "--json").out
        assert sentence["words"] in shown, "a state is made of sentences of the articles alone"
    assert ok("stories", inside[0], "--desk", desk, "--json").json["id"] == story["id"]
    every = ok("stories", "--alone", "--desk", desk, "--json").json
    assert sorted(len(s["chapters"][0]["articles"]) for s in every)[0] == 1 and len(every) == 2


def test_the_timeline_of_a_storyline_an_actor_and_a_place(desk: Path) -> None:
    (story,) = ok("stories", "--desk", desk, "--json").json
    for about, days in (
        (story["id"], ["2014-06-17", "2014-06-20", "2014-06-22", "2014-06-24"]),
        ("isis", ["2014-06-17", "2014-06-20", "2014-06-22"]),
        ("Geneva", ["2014-06-21"]),
    ):
        drawn = ok("timeline", about, "--desk", desk, "--json").json
        assert [day["day"] for day in drawn["days"]] == days
        assert all(line["quote"] for day in drawn["days"] for line in day["lines"])


def test_a_timeline_keeps_the_gravest_days(desk: Path) -> None:
    drawn = ok("timeline", "Tikrit", "--days", "1", "--desk", desk, "--json").json
    assert len(drawn["days"]) == 1 and drawn["left_out"] == 2


@pytest.mark.parametrize("command", [("timeline", "Atlantis"), ("stories", "sl:ffffffffffff"), ("stories", "nothing")])
def test_what_is_not_there_is_told(desk: Path, command: tuple[str, ...]) -> None:
    outcome = call(*command, "--desk", desk)
    assert outcome.code == 2 and "Traceback" not in outcome.err and outcome.err.startswith("watchfloor: ")


# --- what people say of storylines ---

WHY = ("--why", "so it is", "--by", "A. Reader")


def lines(home: Path, *options: str) -> dict[str, set[str]]:
    """The storylines by their ids, as the names of their pages."""
    page = {head["id"]: head["url"].rpartition("/")[2] for head in ok("articles", "--desk", home, "--json").json}
    found = ok("stories", "--alone", "--desk", home, "--json", *options).json
    return {one["id"]: {page[a] for chapter in one["chapters"] for a in chapter["articles"]} for one in found}


def ident(home: Path, page: str) -> str:
    """The id of an article."""
    found = ok("articles", "--desk", home, "--json").json
    return str(next(one["id"] for one in found if one["url"].endswith(f"/{page}")))


def of(home: Path, page: str) -> str:
    """The id of the storyline of an article."""
    return next(one for one, pages in lines(home).items() if page in pages)


def test_people_move_join_part_and_name_storylines(tmp_path: Path) -> None:
    home = made(tmp_path / "desk")
    war, talks = of(home, "a1"), of(home, "b1")
    plain = lines(home)
    assert plain == {war: {"a1", "a2", "a3"}, talks: {"b1"}}
    moved = ok("stories", "pin", ident(home, "a2"), talks[:7], "--desk", home, *WHY)
    assert lines(home) == {war: {"a1", "a3"}, talks: {"a2", "b1"}}, "no other goes with it"
    assert "undo 1" in moved.out and talks[:9] in moved.out
    barred = ok("stories", "pin", ident(home, "a2"), talks, "--never", "--desk", home, "--json", *WHY).json
    assert barred["overrules"] == [1] and lines(home) == plain, "what is kept from one goes where it is most alike"
    ok("stories", "merge", war, talks, "--desk", home, *WHY)
    assert lines(home) == {war: {"a1", "a2", "a3", "b1"}}, "the id of the earliest"
    shown = ok("stories", talks, "--desk", home, "--json").json
    assert shown["id"] == war, "the id of the other opens it still"
    assert "3 does" not in ok("stories", "pins", "--desk", home).out
    ok("stories", "split", ident(home, "a3"), ident(home, "b1"), "--desk", home, *WHY)
    assert set(map(frozenset, lines(home).values())) == {frozenset({"a1", "a2"}), frozenset({"a3", "b1"})}
    ok("stories", "name", ident(home, "a3"), "Odds and\n ends", "--desk", home, *WHY)
    named = {one["title"]: one["named_by"] for one in ok("stories", "--desk", home, "--json").json}
    assert named["Odds and ends"] == "A. Reader" and list(named.values()).count(None) == 1
    # Taken back one by one, and one of them again.
    for number, wanted in ((5, None), (4, {war: {"a1", "a2", "a3", "b1"}}), (3, plain), (8, {war: {*"123"}})):
        ok("stories", "undo", str(number), "--desk", home, *WHY)
        if number == 8:
            assert len(lines(home)) == 1
        elif wanted:
            assert lines(home) == wanted
    said = ok("stories", "pins", "--desk", home, "--json").json
    assert [(one["kind"], one["in_force"]) for one in said] == [
        *(("pin", True), ("never", True), ("merge", True), ("split", False), ("name", False)),
        *(("undo", True), ("undo", True), ("undo", False), ("undo", True)),
    ]
    assert ok("verify", "--desk", home).code == 0
    assert lines(home, "--as-of", "2014-06-29") == plain, "nobody had said anything then"
    assert ok("stories", "pins", "--desk", home, "--as-of", "2014-06-29", "--json").json == []


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("pin", "b1", "b1"), "no other article"),
        (("pin", "b1", "nothing"), "nothing"),
        (("merge", "a1", "a2"), "two or more"),
        (("split", "a1", "a2", "a3"), "leave some out"),
        (("name", "a1", " "), "at least one letter"),
        (("name", "a1", "x" * 201), "200 characters"),
        (("undo", "7"), "stories pins"),
        (("pin", "b1", "a1", "--never"), "said already"),
    ],
)
def test_what_cannot_be_said_of_storylines(tmp_path: Path, command: tuple[str, ...], says: str) -> None:
    home = made(tmp_path / "desk")
    ids = {page: ident(home, page) for page in ("a1", "a2", "a3", "b1")}
    ok("stories", "pin", ids["b1"], ids["a1"], "--never", "--desk", home, *WHY)
    outcome = call("stories", *(ids.get(word, word) for word in command), "--desk", home, *WHY)
    assert outcome.code == 2 and says in outcome.err and "Traceback" not in outcome.err
    assert len(ok("stories", "pins", "--desk", home, "--json").json) == 1
    assert call("stories", "pin", ids["b1"], ids["a1"], "--why", " ", "--desk", home).code == 2


def test_storylines_that_became_one_are_told(tmp_path: Path) -> None:
    more = (("b2", "2014-06-23", "geneva", "Kerry met Iran in Geneva on 2014-06-23."),)
    home = made(tmp_path / "desk", (*PAGES, *more))
    war, talks = of(home, "a1"), of(home, "b1")
    ok("stories", "merge", war, talks, "--desk", home, *WHY)
    then = ("--then", "2014-06-30T11:00+00:00")
    (became,) = ok("stories", war, "--desk", home, "--json", *then).json["became"]
    assert became["kind"] == "merged" and became["before"] == sorted((war, talks)) and became["after"][0]["id"] == war
    for about in ((war,), ()):
        out = ok("stories", *about, "--desk", home, *then).out
        assert f"{' and '.join(sorted((war[:9], talks[:9])))} are one now: {war[:9]}" in " ".join(out.split())
    ok("stories", "split", ident(home, "b1"), ident(home, "b2"), "--desk", home, *WHY)
    assert ok("stories", war, "--desk", home, "--json", *then).json["became"] == []


STRAIT = """
[[issue]]
id = "strait"
name = "The Strait"
words = ["strait"]

[[issue]]
id = "strait.escort"
name = "Escorts"
words = ["escort*"]
"""
ESCORT = "John Kerry said the United States would{} escort tankers in the strait."


def test_a_morning_with_a_reversal_a_late_source_and_storylines_that_became_one(tmp_path: Path) -> None:
    """All that the screen has to say first, and each as it was known at that hour."""
    from watchfloor.coder import Coder

    home, clock = tmp_path / "desk", SetClock(datetime(2014, 6, 20, 6, tzinfo=UTC))
    listed = Watched(Source(FETCH.source, "feed", FETCH.address, "Corvane"), rhythm=timedelta(hours=2))
    with front_door.init(home, "Strait", clock=clock) as opened:
        (home / "issues.toml").write_text(STRAIT, encoding="utf-8")
        with closing(connection.open_record(home / front_door.RECORD)) as record:
            for name, at, text in (
                ("would", "2014-06-12T08:00:00", f"News from the Strait\n\n{ESCORT.format('')}"),
                ("would-not", "2014-06-20T05:00:00", f"News from the Strait\n\n{ESCORT.format(' not')}"),
                *((f"t{n}", f"2014-06-1{n}T08:00:00", FILL["tikrit"]) for n in (7, 8)),
                *((f"g{n}", f"2014-06-1{n}T09:00:00", FILL["geneva"]) for n in (7, 8)),
            ):
                page = article(name, text, at, outlet=f"Post {name}")
                articles.add(record, capture(page, clock()), page)
            sources.keep(record, {listed.id: to_json(listed).decode()}, clock() - timedelta(days=2))
            newest = to_micros(clock() - timedelta(days=1))
            asked = clock() - timedelta(minutes=5)
            fetches.add_fetch(record, replace(FETCH, newest=newest), asked)
            fetches.add_items(record, [replace(ITEM, dated_at=newest)], asked)
        opened.run(coder=Coder.load())
        clock.forward(hours=1)
        opened.merge_stories([ident(home, "t7"), ident(home, "g7")], by="A. Reader", why="one crisis")
    before = ok("today", "--desk", home, "--as-of", "2014-06-20T06:30+00:00", "--json").json
    today = ok("today", "--desk", home, "--as-of", "2014-06-20T08:00+00:00", "--json").json
    assert "0 of 1 source heard" in today["sources"] and "Corvane" in today["sources"]
    (reversal,) = part(today, "reversals")["lines"]
    assert reversal["text"].startswith("reversal: John Kerry / the same speaker, on Escorts")
    told_of = {line["kind"]: line for line in part(today, "changes")["lines"]}
    joined, said = told_of["story"], told_of["corrected"]
    assert "are one now" in joined["text"] and "one crisis" in said["text"]
    assert call("show", joined["id"], "--desk", home).code == 0
    assert part(before, "reversals") == part(today, "reversals")
    assert not {"story", "corrected"} & {line["kind"] for line in part(before, "changes")["lines"]}
    changed = ok("why-changed", "2014-06-20T06:30+00:00", "2014-06-20T08:00+00:00", "--desk", home)
    assert "are one now" in changed.out and "one crisis" in changed.out
    told = ok("why-changed", "2014-06-20T06:30+00:00", "--desk", home, "--json").json
    assert [one["kind"] for one in told["pins"]] == ["merge"]
    assert [one["kind"] for one in told["storylines"]] == ["merged"]
    shown = ok("today", "--desk", home, "--as-of", "2014-06-20T08:00+00:00").out
    assert shown.index("Heard") < shown.index("reversal: ") < shown.index("are one now")


def test_watches_are_played_again(tmp_path: Path) -> None:
    home = made(tmp_path / "desk")
    assert "watches.toml" in ok("watches", "--desk", home).out
    (home / "watches.toml").write_text(
        '[[watch]]\nid = "force"\nside = "isis"\ntype = "assault"\nfloor = 2\nwithin = "3d"\n', encoding="utf-8"
    )
    (watch,) = ok("watches", "--desk", home, "--json").json
    assert [fired["at"][:10] for fired in watch["fired"]] == ["2014-06-22", "2014-06-24"]
    (then,) = ok("watches", "--desk", home, "--as-of", "2014-06-23", "--json").json
    assert then["fired"] == watch["fired"][:1]
    assert "would have fired twice in the 30 days" in ok("watches", "--desk", home).out
    (home / "watches.toml").write_text('[[watch]]\nid = "x"\nsied = "isis"\n', encoding="utf-8")
    wrong = call("watches", "--desk", home)
    assert wrong.code == 2 and "watches.toml:1: unknown key 'sied'" in wrong.err


def test_an_empty_desk(tmp_path: Path) -> None:
    front_door.init(tmp_path / "empty", "Nothing").close()
    assert "not watched" in ok("today", "--desk", tmp_path / "empty").out
    assert "no article yet" in ok("stories", "--desk", tmp_path / "empty").out


def test_hostile_titles_stay_inert(tmp_path: Path) -> None:
    clock = SetClock(datetime(2014, 6, 30, 12, tzinfo=UTC))
    with front_door.init(tmp_path / "desk", "Iraq", clock=clock) as opened:
        record = connection.open_record(opened.path / front_door.RECORD)
        for n in range(2):
            page = article(f"x{n}", f"\x1b[31m{FILL['tikrit']}\nISIS attacked Iraq.", "2014-06-20", outlet="\u202eevil")
            articles.add(record, capture(page, clock()), page)
        record.close()
        opened.run(coder=TinyCoder("one"))
    for command in (("today",), ("stories",), ("timeline", "isis")):
        out = ok(*command, "--desk", tmp_path / "desk").out
        assert "\x1b" not in out and "\u202e" not in out
