"""What a desk makes of copies: however often a story is printed, what happened, who says so and every count stay."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tiny_desk import SetClock, TinyCoder, article, capture
from watchfloor import desk as front_door
from watchfloor.codec import to_json
from watchfloor.desk import Desk
from watchfloor.errors import BadSetting
from watchfloor.linking.happenings import AGENCY, SAID, Incident, _origins
from watchfloor.linking.origins import Agencies, Origin, load, read_owners
from watchfloor.store import articles, connection
from watchfloor.types import Article

NOW = datetime(2014, 7, 20, tzinfo=UTC)
FILL = {
    "talks": "The delegations of Norvia and Sudland left the capital of Arden on Tuesday evening after three "
    "days about the fishing quota in northern waters. The chief negotiator spoke of positions that "
    "had come closer over the size of the fleet. About forty trawlers of both countries lie in port "
    "because their licences ran out in May.",
    "siege": "Shells fell on the old town for a third night and the road to the dam was cut. Residents of the "
    "old town hid in cellars while mortar rounds struck the market and the bus station. The hospital "
    "asked for blood donors and generators. Smoke rose over the refinery on the western bank until "
    "noon.",
    "budget": "The spring session ended with shouting and without a vote on anything that matters. Lawmakers "
    "argued for nine hours about pensions, harbour dues and the price of flour. The treasurer warned "
    "of an empty purse by autumn. Outside, teachers with drums demanded their unpaid wages of last "
    "winter.",
}
OWN = {
    "talks": "Waiters at the lake hotel saw it first: two motorcades before breakfast, and a table set for "
    "four under the chestnut trees. Nobody would say who had asked for the meeting. An aide carried "
    "maps, another a tray of figs, and by ten the cameras were let in for a minute. The host wished "
    "everybody luck and closed the door himself.",
    "siege": "From the roof of the school one could count the columns of dust coming down the valley. A baker "
    "kept his oven lit and gave away what he had. His brother, a driver, made the trip to the clinic "
    "six times before the fuel ran out. Nobody slept. Toward morning the guns went silent, and people "
    "came out to look for their goats.",
    "budget": "The gallery was full, mostly of pensioners with folded newspapers. A deputy from the delta read "
    "aloud a letter of his constituents, sixty pages long, while ushers brought water. Bets were "
    "taken in the corridor. When the lamps went out nobody moved; they went on by the light of "
    "telephones until the speaker gave in.",
}
STORIES = {
    "talks": "Kerry met Maliki in Geneva on 2014-06-20.",
    "siege": "ISIS attacked Iraq in Tikrit. Iran blamed ISIS.",
    "budget": "Iraq blamed Iran. Maliki met Kerry.",
}
OUTLETS = ("Amber Post", "Birch Herald", "Cedar Times", "Dune Echo", "Elm Star")


def pages() -> list[Article]:
    """Three stories, each reported by two papers on their own."""
    out = []
    for number, (name, acts) in enumerate(STORIES.items()):
        day = f"2014-06-2{number + 1}"
        out.append(article(name, f"{FILL[name]}\n{acts}", day + "T08:00:00", outlet="Amber Post"))
        own = f"{OWN[name]}\n{acts}"
        out.append(article(f"{name}-own", own, day + "T09:00:00", outlet="Birch Herald"))
    return out


def copies(page: Article, number: int) -> list[Article]:
    """Ten copies, each a little different from the page and from the others."""
    out = []
    for n in range(10):
        sentences = re.split(r"(?<=\.) ", page.text)
        changed = [f"{s[:-1]}, our paper has learned." if n % 2 and not i else s for i, s in enumerate(sentences)]
        text = f"Paper {n} edition\n" + " ".join(changed) + f"\nPrinted with leave number {n}{number}."
        at = page.published.at + timedelta(hours=1 + n) if page.published else NOW
        out.append(article(f"{page.title}-copy-{n}", text, at.isoformat(), outlet=f"{OUTLETS[n % 5]} {n}"))
    return out


def load_desk(home: Path, found: list[Article], coder: TinyCoder | None = None) -> Desk:
    desk = front_door.init(home, clock=SetClock(NOW))
    record = connection.open_record(home / front_door.RECORD)
    for page in found:
        articles.add(record, capture(page, NOW), page)
    record.close()
    desk.run(coder=coder or TinyCoder())
    return desk


def without_copies(one: Incident) -> bytes:
    reports = tuple(replace(report, copies=()) for report in one.reports)
    conflicts = tuple(replace(c, a=replace(c.a, copies=()), b=replace(c.b, copies=())) for c in one.conflicts)
    return to_json(replace(one, reports=reports, articles=0, lead=replace(one.lead, copies=()), conflicts=conflicts))


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return load_desk(tmp_path_factory.mktemp("once") / "desk", pages())


@pytest.mark.parametrize("seed", range(2))
def test_ten_copies_of_everything_change_nothing_but_the_list_of_copies(tmp_path: Path, once: Desk, seed: int) -> None:
    every = [page for number, one in enumerate(pages()) for page in (one, *copies(one, number))]
    random.Random(seed).shuffle(every)  # noqa: S311 - an order
    many = load_desk(tmp_path / "many", every)
    assert len(many.articles()) == 11 * len(pages())
    assert [without_copies(one) for one in many.incidents()] == [without_copies(one) for one in once.incidents()]
    assert [len(one.origins) for one in many.incidents()] == [len(one.origins) for one in once.incidents()]
    # Each copy is listed with what it copies, and is a report more.
    long = next(page for page in pages() if page.title == "talks")
    story = many.story(long.id)
    assert story is not None and story.origin.id == long.id and len(story.articles) == 11
    assert sum(one.articles for one in many.incidents()) > 5 * sum(one.articles for one in once.incidents())
    assert many.verify() == []


def lines(desk: Desk, keep: set[str]) -> dict[str, tuple[str, set[str]]]:
    """The storylines by their ids, each with its title and those of its articles that are to be kept."""
    found = desk.storylines()
    return {one.line.id: (one.title, {*one.line.reports} & keep) for one in found if {*one.line.reports} & keep}


@pytest.mark.parametrize("seed", range(2))
def test_ten_copies_of_everything_make_no_other_storylines(tmp_path: Path, once: Desk, seed: int) -> None:
    every = [page for number, one in enumerate(pages()) for page in (one, *copies(one, number))]
    random.Random(seed).shuffle(every)  # noqa: S311 - an order
    many = load_desk(tmp_path / "many", every)
    whole = {page.id for page in pages()}
    assert lines(many, whole) == lines(once, whole)
    assert len(many.storylines()) == len(once.storylines())
    home = {article: one.line.id for one in many.storylines() for article in one.line.reports}
    for page in every:
        first = next(one for one in pages() if page.title in (one.title, f"{one.title}-copy-{page.title[-1]}"))
        assert home[page.id] == home[first.id], "a copy stands beside what it copies"


def test_two_papers_are_two_origins_and_one_happening(once: Desk) -> None:
    attack = once.incidents(type="ASSAULT")
    assert [(one.articles, len(one.origins)) for one in attack] == [(2, 2)]
    assert attack[0].belief is not None and attack[0].belief > 0.8
    assert once.incident(attack[0].reports[1].fact.event.id) == attack[0]
    assert [one.id for one in once.incidents(outlet="Birch Herald", type="ASSAULT")] == [attack[0].id]


def test_who_says_it_stands_before_the_agency_that_passes_it_on(once: Desk) -> None:
    one, other = once.incidents(type="ASSAULT")[0].reports
    said, wire = Origin("said:iran", "Iran", SAID), Origin("agency:reuters", "Reuters", AGENCY)
    headline = replace(one, origin=wire)
    assert _origins([headline, replace(one, origin=said)]) == (said,), "one article"
    assert _origins([headline, replace(other, origin=said)]) == (wire, said), "two articles"
    assert _origins([headline, one]) == (wire,), "its own word is that of the agency"


def test_one_owner_is_one_origin(tmp_path: Path) -> None:
    desk = load_desk(tmp_path / "desk", pages())
    (desk.path / "owners.tsv").write_text(
        "outlet\towner\nAmber Post\tTree Press\nbirch herald\tTree Press\n", encoding="utf-8"
    )
    assert [len(one.origins) for one in desk.incidents(type="ASSAULT")] == [1]
    assert desk.incidents(type="ASSAULT")[0].origins[0].name == "Tree Press"


@pytest.mark.parametrize("text", ["Amber Post", "a\tb\tc", "\tTree Press", "...\tTree Press"])
def test_a_wrong_row_of_owners_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "owners.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(BadSetting, match=r"owners\.tsv:1"):
        read_owners(tmp_path / "owners.tsv")
    (tmp_path / "owners.tsv").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(BadSetting, match="UTF-8"):
        read_owners(tmp_path / "owners.tsv")


def test_what_was_known_then(once: Desk) -> None:
    """An article of tomorrow joins nothing today."""
    early = once.as_of("2014-06-22T08:30:00+00:00")
    assert [one.articles for one in early.incidents(type="ASSAULT")] == [1]
    assert [one.articles for one in once.as_of("2014-06-22").incidents(type="ASSAULT")] == [2]


def test_a_correction_speaks_for_its_page(tmp_path: Path) -> None:
    page = article("siege", FILL["siege"] + "\nISIS attacked Iraq.", "2014-06-22T08:00:00", outlet="Amber Post")
    text = FILL["siege"] + "\nISIS attacked Iraq in Tikrit.\nCorrects the place of the attack."
    fixed = article("siege-2", text, "2014-06-23T08:00:00", outlet="Amber Post")
    copy = article("siege-3", page.text + "\nAll rights.", "2014-06-22T18:00:00", outlet="Birch Herald")
    desk = load_desk(tmp_path / "desk", [page, fixed, copy])
    story = desk.story(page.id)
    assert story is not None and (story.speaker.id, story.origin.id, story.reports) == (fixed.id, page.id, 2)
    (attack,) = desk.incidents(type="ASSAULT")
    assert [place.name for place in attack.places] == ["Tikrit"]
    assert (attack.articles, len(attack.origins)) == (2, 1)
    # Before the correction was known, the page spoke.
    (before,) = desk.as_of("2014-06-22").incidents(type="ASSAULT")
    assert before.places == () and before.articles == 2


def test_split_by_people(tmp_path: Path) -> None:
    desk = load_desk(tmp_path / "desk", pages())
    (attack,) = desk.incidents(type="ASSAULT")
    said = {"by": "A. Reader", "why": "two attacks"}

    def sizes() -> list[int]:
        return [len(one.facts) for one in desk.incidents(type="ASSAULT")]

    desk.split(attack.facts, **said)
    assert sizes() == [1, 1]
    merged = desk.merge(attack.facts, **said)
    assert sizes() == [2]
    number = desk.split(attack.facts[:1], **said)
    assert sizes() == [1, 1]
    desk.undo(number, **said)
    assert sizes() == [2]
    desk.undo(merged, **said)
    assert sizes() == [1, 1], "the first split is in force again"


def test_forgetting_an_origin_forgets_its_copies_list(tmp_path: Path) -> None:
    page = pages()[0]
    desk = load_desk(tmp_path / "desk", [page, *copies(page, 0)])
    desk.forget(page.id, by="A. Reader", why="asked for")
    story = desk.story(copies(page, 0)[3].id)
    assert story is not None and len(story.articles) == 10 and page.id not in {one.id for one in story.articles}
    assert desk.verify() == []


@pytest.mark.parametrize("sql", ["UPDATE copies SET spans = '[[0, 3]]'", "UPDATE copies SET kind = 'part'"])
def test_verify_notices_copies_that_are_none(tmp_path: Path, sql: str) -> None:
    import apsw

    page = pages()[0]
    desk = load_desk(tmp_path / "desk", [page, *copies(page, 0)[:2]])
    assert desk.verify() == []
    db = apsw.Connection(str(desk.path / front_door.RECORD))
    ((trigger,),) = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'copies_no_update'")
    db.execute("DROP TRIGGER copies_no_update")
    db.execute(sql)
    db.execute(trigger)
    db.close()
    assert any("which their texts are not" in fault for fault in desk.verify())


@pytest.fixture(scope="module")
def agencies() -> Agencies:
    return load()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Two officials told Reuters that the bridge was open.", "Reuters"),
        ("The bridge is open, AP reported on Monday.", "AP"),
        ("The bridge is open (AFP).", "AFP"),
        ("The bridge is open, according to the Associated Press.", "AP"),
        ("It fell, IRNA said.", "IRNA"),
        ("The map shows the MENA region.", None),
        ("His pa said so.", None),
        ("An anonymous source reported it.", None),
    ],
)
def test_agencies_cited(agencies: Agencies, words: str, name: str | None) -> None:
    found = agencies.in_sentence(words)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Title\n\nBAGHDAD (Reuters) - The bridge is open.", "Reuters"),
        ("Title\n\nARDEN, June 3 (AP) — The bridge is open.", "AP"),
        ("Title\n\nThe bridge is open.", None),
        ("Reuters (Reuters)", None),
    ],
)
def test_agencies_in_datelines(agencies: Agencies, text: str, name: str | None) -> None:
    found = agencies.in_dateline(text)
    assert (found.name if found else None) == name


def test_copies_and_corrections_of_the_sample(sample_desk: Callable[[], Desk]) -> None:
    folder = Path(front_door.__file__).parent / "data" / "sample"
    rows = [json.loads(line) for line in (folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()]
    with sample_desk() as desk:
        by_name = {head.url.rpartition("/")[2].partition(".")[0]: head for head in desk.articles()}
        for row in rows:
            if row["kind"] not in ("copy", "correction"):
                continue
            names = row["articles"] if row["kind"] == "copy" else [row["article"], row["of"]]
            heads = {name: by_name[name.partition(".")[0]] for name in names}
            story = desk.story(heads[names[0]].id)
            if row["kind"] == "copy":
                assert story is not None
                assert {one.id for one in story.articles} == {head.id for head in heads.values()}
                assert story.origin.id == heads[row["origin"]].id
                assert story.reports == len(heads)
            elif story is not None:
                assert (story.speaker.id, story.reports) == (heads[row["article"]].id, 1)


@pytest.fixture
def sample_desk(tmp_path: Path) -> Callable[[], Desk]:
    """The bundled sample in a desk, its copies found; nothing is coded."""
    from watchfloor.linking import comparing

    def made() -> Desk:
        folder = Path(front_door.__file__).parent / "data" / "sample"
        desk = front_door.init(tmp_path / "sample", clock=lambda: datetime(2015, 1, 1, tzinfo=UTC))
        desk.add([p for p in folder.iterdir() if p.suffix in (".html", ".txt") or p.name == "archive.jsonl"])
        comparing.compare_new(desk._record)
        return desk

    return made
