"""What a desk remembers: as of any day, through corrections, several coders, and forgetting."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import shutil
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tiny_desk import ACTORS, FETCH, ITEM, OUTSIDE, PLACES, SetClock, TinyCoder, article, capture
from watchfloor import desk as front_door
from watchfloor.codec import ENTRY_KINDS, to_json
from watchfloor.desk import Desk
from watchfloor.errors import NotFound, UsageError
from watchfloor.sources.settings import Watched
from watchfloor.store import articles, connection, fetches, outside, pins, sources
from watchfloor.store.changes import CAME, CORRECTION, NEW_VERSION
from watchfloor.store.clock import to_micros
from watchfloor.store.connection import Record
from watchfloor.store.corrections import Change, Swap
from watchfloor.store.facts import Fact
from watchfloor.types import Actor, Article, Cited, Coding, Facet, Period, Problem, Source
from watchfloor.view import View

SAID = {"by": "A. Reader", "why": "so it is"}
WHAT = ("events", *(f"{kind}s" for kind in ENTRY_KINDS))
NAMES = ("Kerry", "Iran", "Iraq", "ISIS", "Maliki")


class Softer(TinyCoder):
    """Calls an attack a threat, finds no accusation, and reads "condemned" as well."""

    def code(self, page: Article) -> Coding:
        """Codes as the first and changes it."""
        coding = super().code(page)
        kept = [event for event in coding.events if event.type != "ACCUSE"]
        events = [replace(e, type="THREATEN", mode="") if e.type == "ASSAULT" else e for e in kept]
        return replace(coding, events=tuple(events), statements=())


def everything(view: View) -> bytes:
    """All that a view answers, as bytes."""
    out: list[bytes] = [to_json(fact) for fact in view.events()]
    out += [to_json(head) for head in view.articles()]
    out += [to_json(view.article(head.id)) for head in view.articles()]
    out += [to_json(view.versions(head.id)) for head in view.articles()]
    out += [to_json(view.search("iran OR isis* blamed")), to_json(view.search("isis")), to_json(list(view.weeks()))]
    out += [to_json(view.brief()), to_json(view.brief("2014-06-24")), to_json(view.new_actors())]
    out += [to_json(view.status()), to_json(view.corrections()), to_json(view.coverage(None))]
    out += [to_json(view.incidents()), to_json(view.incidents(since="2014-06-10", until="2014-06-15"))]
    out += [to_json(view.story(head.id)) for head in view.articles()]
    out += [to_json(view.storylines()), to_json(view.storylines(since="2014-06-10", until="2014-06-15"))]
    out += [to_json(view.storyline_changes("2014-06-12")), to_json(view.story_pins())]
    out += [to_json(view.entries()), to_json(view.entries(order="due", limit=9, offset=2))]
    for form in ("csv", "jsonl"):
        for what in WHAT:
            written = io.StringIO()
            view.export(form, written, what=what)
            out.append(written.getvalue().encode())
    return b"\n".join(out)


WIRE = (
    "The road along the river was closed from noon until the evening because of a burst dam near the old mill, and "
    "buses were sent round by the hills. Farmers brought their animals to the school yard. The water fell during the "
    "night, the governor thanked the firemen, and a fund for those who lost their harvest was opened in the town hall."
)
"""what papers print after one another"""


def stream(seed: int, size: int = 40) -> list[tuple[Article, datetime | None]]:
    """Articles of a month; some change, some come live, some state no date, some are copies."""
    chance = random.Random(seed)  # noqa: S311 - test data
    out: list[tuple[Article, datetime | None]] = []
    first = datetime(2014, 6, 1, tzinfo=UTC)
    for number in range(size):
        at = first + timedelta(hours=chance.randrange(24 * 30))
        verbs = [
            f"{chance.choice(NAMES)} {chance.choice(('met', 'blamed', 'attacked'))} {chance.choice(NAMES)}."
            for _ in "ab"
        ]
        name = f"page-{chance.randrange(size * 3 // 4)}"
        text = f"{number}. " + " ".join(verbs) + (f"\n{WIRE}" if number % 3 == 0 else "")
        stated = chance.choice((at.isoformat(), at.date().isoformat(), at.isoformat()))
        if chance.random() < 0.2:
            out.append((article(name, text, None if chance.random() < 0.5 else stated), at))
        else:
            out.append((article(name, text, stated), None))
    return out


ARCHIVED = datetime(2026, 1, 2, tzinfo=UTC)
LEARN: dict[str, Callable[[Record, Any, datetime], object]] = {
    "said": sources.keep,
    "fetched": fetches.add_fetch,
    "listed": lambda record, item, at: fetches.add_items(record, [item], at),
    "outside": lambda record, row, at: outside.add(record, [row], at),
}


def load(home: Path, pages: list[tuple[Article, datetime | None]], coder: TinyCoder | None = None) -> Desk:
    """A desk with articles; what is live was seen at its time, the rest comes from an archive."""
    desk = front_door.init(home, clock=SetClock(ARCHIVED + timedelta(days=1)))
    record = connection.open_record(home / front_door.RECORD)
    for page, live in pages:
        articles.add(record, capture(page, live or ARCHIVED), page, archived=live is None)
    record.close()
    desk.run(coder=coder or TinyCoder())
    return desk


def known_by(page: Article, live: datetime | None, end: datetime) -> bool:
    if live is not None:
        return live <= end
    assert page.published is not None
    at = page.published.at
    return (at if page.published.precision == "time" else at + timedelta(days=1)) <= end


@pytest.fixture
def month(tmp_path: Path) -> Desk:
    return load(tmp_path / "month", stream(1))


@pytest.mark.parametrize("day", random.Random(3).sample(range(1, 31), 6))  # noqa: S311 - days, not secrets
def test_loading_up_to_a_day_is_asking_as_of_it(tmp_path: Path, day: int) -> None:
    pages = stream(1)
    whole = load(tmp_path / "whole", pages)
    end = datetime(2014, 6, day, tzinfo=UTC) + timedelta(days=1)
    early = load(tmp_path / "early", [(p, live) for p, live in pages if known_by(p, live, end)])
    moment = date(2014, 6, day)
    assert everything(whole.as_of(moment)) == everything(early.as_of(moment))
    assert [to_json(f) for f in whole.as_of(moment).events()] == [to_json(f) for f in early.events()]


def said_of_stories(
    pages: list[tuple[Article, datetime | None]], seed: int
) -> Iterator[tuple[datetime, str, list[list[str]], str]]:
    """What a person says of storylines in the course of a month, each time of articles that are known by then."""
    chance = random.Random(seed)  # noqa: S311 - test data
    for number in range(12):
        at = datetime(2014, 6, 6, tzinfo=UTC) + timedelta(days=2 * number, hours=chance.randrange(24))
        there = sorted({page.id for page, live in pages if known_by(page, live, at)})
        kind = chance.choice(("pin", "never", "merge", "split", "name"))
        one, *others = chance.sample(there, min(6, len(there)))
        parts = {"name": [[one]], "merge": [[one, *others[:2]], others[2:]], "split": [[one, *others[:2]], others[2:]]}
        yield at, kind, parts.get(kind, [[one], others]), f"Matter {number}" if kind == "name" else ""


@pytest.mark.parametrize("seed", range(3))
def test_what_was_said_of_storylines_by_a_day_is_all_that_counts(tmp_path: Path, seed: int) -> None:
    pages = stream(6 + seed)
    steps = list(said_of_stories(pages, seed))
    whole = load(tmp_path / "whole", pages)

    def say(desk: Desk, until: datetime) -> None:
        for number, (at, kind, parts, title) in enumerate(steps, 1):
            if at < until:
                pins.add(desk._record, kind, parts, title=title, author="A. Reader", reason="so it is", at=at)
            if number == 5 and at < until:
                pins.undo(desk._record, 3, author="A. Reader", reason="no", at=at)

    say(whole, ARCHIVED)
    answers = set()
    for day in random.Random(seed).sample(range(8, 29), 3):  # noqa: S311 - days
        end = datetime(2014, 6, day, tzinfo=UTC) + timedelta(days=1)
        early = load(tmp_path / f"early{day}", [(p, live) for p, live in pages if known_by(p, live, end)])
        say(early, end)
        assert everything(whole.as_of(date(2014, 6, day))) == everything(early.as_of(date(2014, 6, day)))
        answers.add(to_json(whole.as_of(date(2014, 6, day)).storylines()))
        assert whole.verify() == early.verify() == []
    assert len(answers) == 3


def learnt(seed: int) -> list[tuple[datetime, str, Any]]:
    """What a desk learns in a month beside its articles: what sources.toml says, what came of fetching, and facts from
    outside."""
    chance = random.Random(seed)  # noqa: S311 - test data
    out: list[tuple[datetime, str, Any]] = []
    addresses = dict.fromkeys("abc", "")
    for number in range(90):
        at = datetime(2014, 6, 1, tzinfo=UTC) + timedelta(hours=8 * number, minutes=chance.randrange(400))
        source = chance.choice("abc")
        match chance.choice(("said", "fetched", "fetched", "listed", "outside")):
            case "said":
                addresses[source] = f"https://{source}.example/{chance.randrange(3)}"
                listed = [Watched(Source(one, "feed", url, one)) for one, url in addresses.items() if url]
                out.append((at, "said", {one.id: to_json(one).decode() for one in listed}))
            case "fetched":
                outcome = chance.choice(("read", "read", "unchanged", "failed", "gone"))
                items = chance.randrange(3)
                fetched = replace(FETCH, source=source, address=addresses[source], outcome=outcome, items=items)
                out.append((at, "fetched", replace(fetched, message=f"answer {number}")))
            case "listed":
                names = {"item": f"i:{number}", "place": f"p:{number}", "article": f"a:{number}"}
                out.append((at, "listed", replace(ITEM, source=source, dated_at=to_micros(at), **names)))
            case _:
                known = chance.choice((None, at.date() - timedelta(days=chance.randrange(5))))
                row = replace(OUTSIDE, id=str(chance.randrange(5)), place=f"Town {number}", known=known)
                out.append((at, "outside", row))
    return out


@pytest.mark.parametrize("seed", range(4))
def test_what_was_learnt_of_sources_until_a_day_is_all_that_it_knows(tmp_path: Path, seed: int) -> None:
    steps = learnt(seed)
    whole = front_door.init(tmp_path / "whole", clock=SetClock(ARCHIVED))
    for at, kind, what in steps:
        LEARN[kind](whole._record, what, at)
    last = None
    for day in random.Random(seed).sample(range(1, 31), 4):  # noqa: S311 - days
        end = datetime(2014, 6, day, tzinfo=UTC) + timedelta(days=1)
        early = front_door.init(tmp_path / f"early{day}", clock=SetClock(ARCHIVED))
        for at, kind, what in steps:
            # A row from outside counts from the day on which it was out.
            out = min(at, datetime.combine(what.known, time(), UTC)) if kind == "outside" and what.known else at
            if out < end:
                LEARN[kind](early._record, what, at)
        told = [
            [to_json(v.sources()), to_json(v.sources(date(2014, 6, 9))), to_json(v.outside()), str(v.watch())]
            for v in (whole.as_of(date(2014, 6, day)), early.as_of(date(2014, 6, day)))
        ]
        assert told[0] == told[1]
        last = told[0] if day > 9 else last
    assert last is None or b'"https://' in last[0]


def test_a_planted_article_changes_nothing_before_its_date(tmp_path: Path) -> None:
    pages = stream(2)
    clean = load(tmp_path / "clean", pages)
    poison = (article("poison", "Zarquon attacked Iran. Zarquon blamed ISIS.", "2014-06-20T12:00:00"), None)
    planted = load(tmp_path / "planted", [*pages[:7], poison, *pages[7:]])
    at = datetime(2014, 6, 20, 12, tzinfo=UTC)
    first = next(page.id for page, live in pages if known_by(page, live, at))
    for kind, parts, title in (("merge", [[poison[0].id], [first]], ""), ("name", [[first]], "Zarquon's war")):
        pins.add(planted._record, kind, parts, title=title, author="Z", reason="zarquon", at=at)
    for moment in ("2014-06-10", "2014-06-19", "2014-06-20T11:59:59+00:00"):
        answer = everything(planted.as_of(moment))
        assert b"arquon" not in answer
        assert answer == everything(clean.as_of(moment))
    assert b"arquon" in everything(planted.as_of("2014-06-20"))


def test_any_order_and_twice_over_give_the_same_record(tmp_path: Path) -> None:
    pages = stream(5, 25)
    answers = set()
    for seed in range(3):
        mixed = pages * 2 if seed else list(pages)
        # A page must be seen in the order in which it was: of what was seen live, only places in between change.
        random.Random(seed).shuffle(mixed)  # noqa: S311 - an order
        mixed.sort(key=lambda one: one[1] or ARCHIVED)
        desk = load(tmp_path / str(seed), mixed)
        answers.add(everything(desk) + everything(desk.as_of("2014-06-15")))
        assert desk.verify() == []
    assert len(answers) == 1


def test_an_article_in_two_rows_of_an_archive_is_one(tmp_path: Path) -> None:
    row = {"url": "https://example.org/de", "published": "2014-06-24", "text": "Der Minister reiste nach Wien. " * 9}
    answers = []
    for times in (1, 2):
        archive = tmp_path / f"wire{times}.jsonl"
        archive.write_text(f"{json.dumps(row)}\n" * times, encoding="utf-8")
        with front_door.init(tmp_path / f"desk{times}", clock=lambda: ARCHIVED) as desk:
            desk.add(archive)
            answers.append(to_json(desk.status()))
            assert desk.status().problems == {"language": 1}
    assert answers[0] == answers[1]


# --- corrections ------------------------------------------------------------------------------------------------------


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2014, 7, 1, 12, tzinfo=UTC))


@pytest.fixture
def desk(tmp_path: Path, clock: SetClock) -> Desk:
    """Three articles, coded."""
    made = front_door.init(tmp_path / "desk", "Iraq", clock=clock)
    record = connection.open_record(made.path / front_door.RECORD)
    for name, text, day in (
        ("talks", "Kerry met Maliki in Geneva on 2014-06-20.", "2014-06-21"),
        ("blame", "Iran blamed ISIS. ISIS attacked Iraq in Tikrit.", "2014-06-23"),
        ("assault", "ISIS attacked Iraq.", "2014-06-24"),
    ):
        page = article(name, text, day, outlet="Corvane Wire" if name == "blame" else "The Wire")
        articles.add(record, capture(page, clock()), page)
    record.close()
    made.run(coder=TinyCoder("one"))
    clock.forward(days=1)
    return made


def told(view: View, **wanted: Any) -> list[str]:
    def ids(cited: tuple[Cited[Actor], ...]) -> str:
        return "+".join(c.value.id for c in cited)

    return [f"{ids(f.event.actors)} {f.event.type} {ids(f.event.recipients)}" for f in view.events(**wanted)]


BLAME = "IRN ACCUSE isis"


def test_right_and_wrong_and_back(desk: Desk, clock: SetClock) -> None:
    before = desk.as_of("2014-07-01")
    was = everything(before)
    blame = desk.events(type="ACCUSE")[0].event.id
    number = desk.wrong(blame[:8], **SAID)
    assert told(desk, type="ACCUSE") == [] and desk.count_events() == 3
    assert [w.reports for w in desk.weeks("IRN")] == []
    assert everything(before) == was, "the past is as it was"
    shown = desk.event(blame)
    assert shown.event.type == "ACCUSE" and shown.corrections == (number,), "it still opens"
    with pytest.raises(UsageError, match="author"):
        desk.right(blame, by=" ", why="x")
    clock.forward(hours=1)
    back = desk.undo(number, **SAID)
    assert told(desk, type="ACCUSE") == [BLAME]
    clock.forward(hours=1)
    desk.undo(back, **SAID)
    assert told(desk, type="ACCUSE") == []
    assert told(desk.as_of("2014-07-02T12:30+00:00"), type="ACCUSE") == []
    assert told(desk.as_of("2014-07-02T13:30+00:00"), type="ACCUSE") == [BLAME]
    with pytest.raises(UsageError, match="undone already"):
        desk.undo(back, **SAID)
    assert [(c.kind, c.in_force) for c in desk.corrections()] == [("wrong", True), ("undo", False), ("undo", True)]
    assert desk.verify() == []


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        (Change(type="COERCE", mode="seize", cameo="192"), {"type": "COERCE"}),
        (Change(facet=Facet.DENIED), {"facet": "denied"}),
        (Change(actors=(Swap("isis", ACTORS["Iran"]),)), {"actor": "IRN", "type": "ASSAULT"}),
        (Change(recipients=(Swap("", ACTORS["Maliki"]),)), {"recipient": "Maliki", "type": "ASSAULT"}),
        (Change(place=PLACES["Geneva"]), {"place": "Geneva", "type": "ASSAULT"}),
        (Change(when=Period(date(2014, 6, 2), date(2014, 6, 2), "day", "2014-06-02")), {"until": date(2014, 6, 2)}),
    ],
    ids=str,
)
def test_another_reading(desk: Desk, clock: SetClock, change: Change, asked: dict[str, Any]) -> None:
    fact = desk.events(article=desk.articles(text="Tikrit")[0].id, type="ASSAULT")[0]
    assert fact.event.id not in {f.event.id for f in desk.events(**asked)}
    desk.correct(fact.event.id, change, **SAID)
    (now,) = [f for f in desk.events(**asked) if f.event.id == fact.event.id]
    assert desk.count_events() == 4 and now.corrections == (1,)
    text = desk.article(now.article.version).text
    cited = [*now.event.actors, *now.event.recipients, *now.event.places, *([now.event.when] if now.event.when else [])]
    assert all(text[c.span.start : c.span.end] == c.words for c in cited), "what a person gave quotes the text too"
    with pytest.raises(UsageError, match="already"):
        desk.correct(fact.event.id, change, **SAID)
    clock.forward(days=1)
    desk.run(coder=Softer("two"))
    again = desk.event(fact.event.id)
    expected = now.event if change.type else replace(now.event, type="THREATEN", mode="")
    assert (again.coder, to_json(again.event)) == ("two", to_json(expected)), "the same correction of another reading"
    assert desk.verify() == []


def test_one_act_and_several(desk: Desk, clock: SetClock) -> None:
    second, first = (fact.event.id for fact in desk.events(type="ASSAULT"))
    merged = desk.merge([second, first], **SAID)
    assert [fact.event.id for fact in desk.events(type="ASSAULT")] == [first], "as it was reported first"
    assert [w.reports for w in desk.weeks("isis", "IRQ")] == [1]
    assert desk.same_act(first) == [second]
    assert desk.event(second).event.id == second
    assert len(desk.as_of("2014-07-01").events(type="ASSAULT")) == 2
    with pytest.raises(UsageError, match="one act already"):
        desk.merge([first, second], **SAID)
    clock.forward(hours=1)
    desk.wrong(first, **SAID)
    assert [fact.event.id for fact in desk.events(type="ASSAULT")] == [second], "the other report stands for it"
    desk.split([second], **SAID)
    desk.undo(merged, **SAID)
    assert [fact.event.id for fact in desk.events(type="ASSAULT")] == [second]
    with pytest.raises(UsageError, match="merged with no other"):
        desk.split([second], **SAID)
    assert desk.verify() == []


def test_corrections_survive_coding_again_and_are_tested(desk: Desk, clock: SetClock) -> None:
    talks, blame = desk.events(type="CONSULT")[0].event.id, desk.events(type="ACCUSE")[0].event.id
    assault = desk.events(type="ASSAULT")[0].event.id
    assert desk.test(TinyCoder("one")) == []
    desk.right(blame, **SAID)
    desk.correct(assault, Change(type="THREATEN"), **SAID)
    desk.wrong(talks, **SAID)
    by_fact = {t.case.fact: t for t in desk.test(TinyCoder("one"))}
    assert {f: (t.met, t.lost) for f, t in by_fact.items()} == {
        blame: (True, False),
        assault: (False, False),
        talks: (False, False),
    }
    clock.forward(days=1)
    desk.run(coder=Softer("two"))
    # The new coder does not find the accusation; a person said that it is there.
    assert sorted(told(desk)) == sorted([BLAME, "isis THREATEN IRQ", "isis THREATEN IRQ"])
    by_fact = {t.case.fact: t for t in desk.test(Softer("two"))}
    assert (by_fact[blame].met, by_fact[blame].lost, by_fact[blame].event) == (False, True, None)
    assert (by_fact[assault].met, by_fact[assault].lost) == (True, False)
    assert desk.verify() == []


ENTRIES_ONLY = "only events"


def test_the_ledgers_are_corrected_too(desk: Desk, clock: SetClock) -> None:
    before = desk.as_of("2014-07-01")
    was = everything(before)
    (blame,) = desk.statements(speaker="IRN")
    (ally,) = desk.relations(form="ally")
    number = desk.wrong(ally.entry.id[3:11], **SAID)
    assert desk.relations(form="ally") == [] and desk.count_entries("relation") == 2
    assert everything(before) == was, "the past is as it was"
    assert desk.entry(ally.entry.id).corrections == (number,), "it still opens"
    judged = desk.right(blame.entry.id, **SAID)
    with pytest.raises(UsageError, match=ENTRIES_ONLY):
        desk.correct(blame.entry.id, Change(type="AID"), **SAID)
    for kind in (desk.merge, desk.split):
        with pytest.raises(UsageError, match=ENTRIES_ONLY):
            kind([blame.entry.id, ally.entry.id], **SAID)
    assert [(t.met, t.lost) for t in desk.test(TinyCoder("one"))] == [(False, False), (True, False)]
    clock.forward(days=1)
    desk.run(coder=Softer("two"))
    # The new coder finds no statements; a person said that this one is there.
    assert [kept.entry for kept in desk.statements()] == [blame.entry]
    assert desk.statements()[0].coder == "two" and desk.relations(form="ally") == []
    tested = {t.case.fact: (t.met, t.lost, t.entry) for t in desk.test(Softer("two"))}
    assert tested[blame.entry.id] == (False, True, None)
    clock.forward(hours=1)
    desk.undo(number, **SAID)
    desk.undo(judged, **SAID)
    assert desk.statements() == [] and [kept.entry for kept in desk.relations(form="ally")] == [ally.entry]
    assert desk.as_of("2014-07-02", "then").statements()[0].entry == blame.entry
    assert desk.verify() == []


def test_an_entry_or_an_event_by_the_beginning_of_its_id(desk: Desk) -> None:
    for kept in desk.entries():
        for typed in (kept.entry.id, kept.entry.id.upper(), kept.entry.id[:9], kept.entry.id[3:]):
            assert desk.fact(typed) == kept == desk.entry(typed)
    fact = desk.events()[0]
    assert desk.fact(fact.event.id[3:]) == fact
    with pytest.raises(UsageError, match="fits several"):
        desk.fact("st:" if len(desk.statements()) > 1 else "re:")
    for unknown in ("", "zz", "zz:1", "st:zz", "ev:"):
        with pytest.raises((NotFound, UsageError)):
            desk.entry(unknown)


# --- coders, and why something changed --------------------------------------------------------------------------------


def test_two_coders_side_by_side(desk: Desk, clock: SetClock) -> None:
    one = everything(desk)
    clock.forward(days=1)
    desk.run(coder=Softer("two"))
    found = list(desk.diff_coders("previous", "current"))
    assert [(d.kind, d.parts) for d in found] == [
        ("changed", ("type",)),
        ("lost", ()),
        ("lost", ()),  # and what was said
        ("changed", ("type",)),
    ]
    assert all((d.old or d.new) is not None for d in found) and desk.comparable("1", "2") == 3
    assert [(k.number, k.id, k.versions, k.events, k.current) for k in desk.coders()] == [
        (1, "one", 3, 4, False),
        (2, "two", 3, 3, True),
    ]
    assert told(desk.as_of(None, "1"), type="ACCUSE") == [BLAME]
    assert told(desk.as_of("2014-07-02", "then"), type="ACCUSE") == [BLAME], "what the desk said then"
    assert told(desk.as_of("2014-06-30", "then")) == [], "nothing was coded yet"
    assert told(desk.as_of("2014-07-02"), type="ACCUSE") == [], "today's coder on what was known then"
    assert desk.use("previous") == "one"
    assert everything(desk) == one
    with pytest.raises(NotFound, match="1 one, 2 two"):
        desk.as_of(None, "three")


def test_a_run_that_is_stopped_leaves_the_coder_before(desk: Desk) -> None:
    class Stops(Softer):
        """Is killed at the second article."""

        done = 0

        def code(self, page: Article) -> Coding:
            """Codes one."""
            self.done += 1
            if self.done == 2:
                raise KeyboardInterrupt
            return super().code(page)

    before = everything(desk)
    with pytest.raises(KeyboardInterrupt):
        desk.run(coder=Stops("two"))
    assert everything(desk) == before
    assert desk.run(coder=Softer("two")).coded == 2
    assert {fact.coder for fact in desk.events()} == {"two"}


def test_why_it_changed(desk: Desk, clock: SetClock) -> None:
    record = connection.open_record(desk.path / front_door.RECORD)
    for name, text, day in (
        ("assault", "Maliki blamed ISIS.", "2014-06-24"),
        ("late", "Iran met Iraq.", "2014-06-25"),
    ):
        page = article(name, text, day)
        articles.add(record, capture(page, clock()), page)
    record.close()
    desk.run(coder=TinyCoder("one"))
    clock.forward(hours=1)
    blame = desk.events(type="ACCUSE", actor="IRN")[0].event.id
    desk.wrong(blame, **SAID)
    found = desk.why_changed("2014-06-24")
    assert (found.before, found.after) == (4 + 9, 4 + 8), "events, and what is in the ledgers"
    assert sorted((c.fact[:2], c.kind, c.cause) for c in found.facts) == sorted(
        [
            *(("ev", "gained", cause) for cause in (CAME, NEW_VERSION)),
            *(("ev", "lost", cause) for cause in (NEW_VERSION, CORRECTION)),
            *(("st", "gained", NEW_VERSION), ("re", "gained", CAME)),
            *((prefix, "lost", NEW_VERSION) for prefix in ("re", "ou", "li")),
        ]
    )
    assert [head.title for head in found.came] == ["late"]
    assert [head.title for head in found.versions] == ["assault"]
    assert [c.kind for c in found.corrections] == ["wrong"] and not found.by_coder
    clock.forward(days=1)
    at = clock()
    desk.run(coder=Softer("two"))
    found = desk.why_changed("2014-07-02", at + timedelta(days=1))
    assert found.coders == ("one", "two") and dict(found.by_coder) == {"lost": 4, "changed": 1}
    assert found.facts == () and [name for _, name in found.chosen] == ["two"]
    with pytest.raises(UsageError, match="change them round"):
        desk.why_changed("2014-07-02", "2014-07-01")


@pytest.mark.parametrize(
    ("text", "published", "changes"),
    [
        ("Kerry met Iran. Iran met Iraq. Kerry blamed ISIS. New words.", "2014-06-20", ["+ Kerry met Iran."]),
        ("Kerry blamed ISIS. Iran met Iraq.", "2014-06-20", []),
        ("Iran met Iraq.", "2014-06-20", ["- Kerry blamed ISIS."]),
        ("Iran met Iraq. Kerry blamed ISIS. Iran met Iraq.", "2014-06-20", ["+ Iran met Iraq."]),
        ("Iran met Iraq. Kerry blamed ISIS.", "2014-06-21", ["~ Iran met Iraq.", "~ Kerry blamed ISIS."]),
    ],
)
def test_what_stands_in_both_versions_has_not_changed(
    tmp_path: Path, text: str, published: str, changes: list[str]
) -> None:
    old = article("page", "Iran met Iraq. Kerry blamed ISIS.", "2014-06-20")
    seen = [datetime(2014, 6, day, tzinfo=UTC) for day in (20, 22)]
    desk = load(tmp_path / "desk", [(old, seen[0]), (article("page", text, published), seen[1])])
    found = desk.why_changed("2014-06-21")
    marks = {"gained": "+", "lost": "-", "changed": "~"}
    told = [
        f"{marks[c.kind]} {fact.event.sentence.words}"
        for c in found.facts
        if isinstance(fact := c.new or c.old, Fact) and c.cause == NEW_VERSION
    ]
    assert sorted(told) == sorted(changes)
    assert desk.why_changed("2014-06-21", most=0).totals == (0, 1, len(found.facts))


# --- words ------------------------------------------------------------------------------------------------------------


def test_what_changed_in_an_article(desk: Desk, clock: SetClock) -> None:
    page = article("assault", "ISIS attacked Maliki with guns.", "2014-06-24")
    record = connection.open_record(desk.path / front_door.RECORD)
    articles.add(record, capture(page, clock()), page)
    record.close()
    found = desk.diff(page.id)
    assert [(c.kind, c.words) for c in found.changes] == [
        ("same", "ISIS attacked"),
        ("removed", " Iraq."),
        ("added", " Maliki with guns."),
    ]
    assert desk.diff(found.new.version, found.old.version).new.version == found.old.version
    with pytest.raises(UsageError, match="only one version"):
        desk.diff(desk.articles(text="Geneva")[0].id)
    with pytest.raises(UsageError, match="only one version"):
        desk.as_of("2014-06-30").diff(page.id)


@pytest.mark.parametrize(
    ("words", "wanted", "facts", "passages"),
    [
        ("attacked", {}, 2, 2),
        ("attacked", {"place": "Tikrit"}, 1, 2),
        ("attacked", {"outlet": "corvane wire"}, 1, 1),
        ("ATTACK*", {"since": "2014-06-24"}, 1, 1),
        ('"attacked iraq"', {}, 2, 2),
        ('"iraq attacked"', {}, 0, 0),
        ("iran tikrit", {}, 0, 1),
        ("Ke\u0301rry attacked", {}, 0, 0),
        ("a\u0301ttacked", {}, 2, 2),
        ("kerry", {"language": "de"}, 0, 0),
        ("kerry", {"language": "en", "side": "IRQ"}, 1, 1),
    ],
)
def test_search(desk: Desk, words: str, wanted: dict[str, Any], facts: int, passages: int) -> None:
    found = desk.search(words, **wanted)
    assert (found.total, len(found.facts), found.articles, len(found.passages)) == (facts, facts, passages, passages)
    pages = [desk.search(words, limit=1, offset=n, **wanted).facts for n in range(facts)]
    assert [fact for page in pages for fact in page] == list(found.facts)
    assert all("\x02" in passage.words for passage in found.passages)


def test_exports_hold_spans_and_texts_only_when_asked(desk: Desk) -> None:
    short, whole = io.StringIO(), io.StringIO()
    desk.export("jsonl", short)
    desk.export("jsonl", whole, full_text=True)
    for line, full in zip(short.getvalue().splitlines(), whole.getvalue().splitlines(), strict=True):
        event, with_text = json.loads(line), json.loads(full)
        assert "text" not in event["article"]
        text = with_text["article"].pop("text")
        assert event == with_text
        assert text[event["start"] : event["end"]] == event["words"]
    table = io.StringIO()
    desk.export("csv", table, full_text=True)
    assert next(csv.DictReader(io.StringIO(table.getvalue())))["Text"].startswith("Kerry met")


# --- forgetting, copies -----------------------------------------------------------------------------------------------

WORD = "Quuxfoobar"
OUTLET = "Grault Gazette"


def planted(desk: Desk, clock: SetClock) -> str:
    """Adds an article with a token everywhere where words of an article may go, and words about it; gives a fact."""
    text = f"{WORD} attacked Iran in {WORD}ville. {WORD} blamed {WORD}s. Kerry met {WORD} on 2014-06-25."
    page = replace(
        article(WORD, text, "2014-06-26"),
        author=f"By {WORD}",
        outlet=OUTLET,
    )
    changed = replace(page, text=page.text + f" More {WORD}.", version="f" * 24)
    from watchfloor.types import version_of

    changed = replace(changed, version=version_of(changed.id, changed.published, changed.text))
    record = connection.open_record(desk.path / front_door.RECORD)
    for one in (page, changed):
        articles.add(record, capture(one, clock()), one)
        clock.forward(hours=1)
    record.close()
    desk.run(coder=TinyCoder("one"))
    facts = desk.events(text=WORD)
    assert len(facts) == 3
    assert {kept.kind for kept in desk.entries(text=WORD)} == set(ENTRY_KINDS)
    desk.right(desk.statements(text=WORD)[0].entry.id, by="A", why=f"see {WORD}")
    desk.correct(facts[0].event.id, Change(type="COERCE"), by="A", why=f"because of {WORD}")
    desk.name_story(page.id, f"The {WORD} affair", by="A", why=f"as {WORD} says")
    desk.right(facts[1].event.id, by="A", why=f"see {WORD}")
    desk.merge([facts[2].event.id, desk.events(type="CONSULT")[-1].event.id], by="A", why=WORD)
    return facts[0].event.id


def told_all(desk: Desk) -> list[bytes]:
    return [to_json(one.event) for one in desk.events()] + [to_json(kept.entry) for kept in desk.entries()]


def files_with(folder: Path, token: str) -> list[str]:
    spellings = [token.encode(), token.lower().encode(), token.encode("utf-16-le")]
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(spelling in path.read_bytes() for spelling in spellings)
    ]


def raw_with(desk: Desk, token: str) -> int:
    """How many raw copies hold a word; they are packed, so that it cannot be seen from outside."""
    rows = desk._record.all("SELECT packed FROM bodies WHERE packed IS NOT NULL")
    return sum(token.encode() in zlib.decompress(packed) for (packed,) in rows)


@pytest.mark.parametrize("named", ["fact", "entry", "address", "outlet"])
def test_forgetting_leaves_no_word(desk: Desk, clock: SetClock, named: str) -> None:
    rest = told_all(desk)
    fact = planted(desk, clock)
    named_by = {"fact": fact, "address": f"https://example.org/{WORD}", "outlet": "grault gazette"}
    named_by["entry"] = desk.links(text=WORD)[0].entry.id
    home = desk.path
    made = {f"{what}.{form}": (what, form) for what in WHAT for form in ("csv", "jsonl")}
    for name, (what, form) in made.items():
        with (home / name).open("w", encoding="utf-8", newline="") as file:
            desk.export(form, file, what=what, full_text=True)
        desk.exported(home / name, form)
    copied = desk.backup()
    kept = {name: (home / name).read_text(encoding="utf-8").count("Geneva") for name in made}
    assert len(files_with(home, WORD)) >= len(made) + 2
    clock.forward(hours=1)
    gone = desk.forget(named_by[named], by="A. Reader", why="asked for")
    assert files_with(home, WORD) == [], "not even in the log"
    assert raw_with(desk, WORD) == 0
    assert {Path(name).name for name in gone.cleaned} == {*made, "record.sqlite"}
    assert [len(stone.versions) for stone in gone.tombstones] == [2]
    assert {name: (home / name).read_text(encoding="utf-8").count("Geneva") for name in made} == kept
    assert desk.verify() == []
    assert told_all(desk) == rest
    assert [(s.reason, s.author) for s in desk.forgotten()] == [("asked for", "A. Reader")]
    assert desk.test(coder=TinyCoder("one")) == [], "what was judged is gone"
    with front_door.open(copied) as copy:
        assert copy.verify() == [] and told_all(copy) == rest
    record = connection.open_record(home / front_door.RECORD)
    page = article(WORD, "Iran blamed ISIS again.", "2014-06-27")
    assert articles.add(record, capture(page, clock()), page) == articles.FORGOTTEN
    record.close()
    desk.close()
    assert files_with(home, WORD) == []


def test_forgetting_a_row_of_an_archive(tmp_path: Path, clock: SetClock) -> None:
    archive = tmp_path / "wire.jsonl"
    rows = [
        {
            "url": f"https://example.org/{n}",
            "title": f"T{n}",
            "published": "2014-06-24",
            "text": f"{who} blamed ISIS. " * 9,
        }
        for n, who in enumerate(("Iran", WORD, "Iraq"))
    ]
    archive.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    desk = front_door.init(tmp_path / "desk", clock=clock)
    desk.add(archive)
    desk.run(coder=TinyCoder())
    gone = desk.forget("https://example.org/1", by="A", why="b")
    assert [name for name, _ in gone.left] == [archive.as_uri()]
    assert files_with(desk.path, WORD) == []
    assert desk.add(archive).forgotten == 1
    assert files_with(desk.path, WORD) == []
    assert len(desk.articles()) == 2 and desk.verify() == []


def test_forgetting_takes_what_an_earlier_reader_said_of_the_page(desk: Desk, clock: SetClock) -> None:
    page = article(WORD, f"Iran blamed {WORD}.", "2014-06-24")
    vain = Problem("reading", "unreadable", f"{WORD}.html cannot be read")
    articles.add(desk._record, capture(page, clock()), None, [vain], reader="older")
    articles.add(desk._record, capture(page, clock()), page, reader="newer")
    assert files_with(desk.path, WORD)
    desk.forget(page.id, by="A", why="b")
    assert files_with(desk.path, WORD) == [] and desk.verify() == []


def test_forgetting_takes_what_gave_no_article_at_its_address(desk: Desk, clock: SetClock, tmp_path: Path) -> None:
    page = article(WORD, f"Iran blamed {WORD}.", "2014-06-24")
    read = capture(page, clock())
    for number, body in enumerate((f"<p>{WORD}</p>", "<p>Something else</p>")):
        packed = body.encode()
        vain = replace(read, body=packed, sha256=hashlib.sha256(packed).hexdigest())
        vain = vain if number == 0 else replace(vain, url="https://example.org/other", final_url="")
        articles.add(desk._record, vain, None, [Problem("reading", "unreadable", f"nothing in {body}")])
    articles.add(desk._record, read, page)
    assert raw_with(desk, WORD) == 2 and desk.status().unreadable == 2
    desk.forget(page.id, by="A", why="b")
    assert raw_with(desk, WORD) == 0 and files_with(desk.path, WORD) == [] and desk.verify() == []
    assert desk.status().unreadable == 1, "what stands at another address is not touched"


def test_forgetting_a_row_takes_earlier_raw_copies_of_its_archive(tmp_path: Path, clock: SetClock) -> None:
    archive = tmp_path / "wire.jsonl"
    rows = [
        {"url": f"https://example.org/{n}", "published": "2014-06-24", "text": f"{who} blamed ISIS. " * 9}
        for n, who in enumerate(("Iran", WORD))
    ]
    desk = front_door.init(tmp_path / "desk", clock=clock)
    for part in (WORD + "\n", json.dumps(rows[1]) + "\n"):
        archive.write_text(json.dumps(rows[0]) + "\n" + part, encoding="utf-8")
        desk.add(archive)
        clock.forward(hours=1)
    assert raw_with(desk, WORD) == 2
    desk.forget("https://example.org/1", by="A", why="b")
    assert raw_with(desk, WORD) == 0 and files_with(desk.path, WORD) == [] and desk.verify() == []


def test_forgetting_names_what_it_cannot_reach(desk: Desk, clock: SetClock, tmp_path: Path) -> None:
    fact = planted(desk, clock)
    spoiled = tmp_path / "spoiled.csv"
    spoiled.write_text(f"another table\nwith {WORD}\n", encoding="utf-8")
    desk.exported(spoiled, "csv")
    moved = tmp_path / "moved.csv"
    with moved.open("w", encoding="utf-8", newline="") as file:
        desk.export("csv", file)
    desk.exported(moved, "csv")
    moved.replace(tmp_path / "elsewhere.csv")
    gone = desk.forget(fact, by="A", why="b")
    assert str(spoiled) in dict(gone.left) and "cannot be cleaned" in dict(gone.left)[str(spoiled)]
    assert "not there any more" in dict(gone.left)[str(moved)]
    # What could not be cleaned then is cleaned when it can be, by forgetting again.
    moved.with_name("elsewhere.csv").replace(moved)
    again = desk.forget(gone.tombstones[0].article, by="A", why="b")
    assert again.tombstones == () and again.cleaned == (str(moved),)
    assert WORD not in moved.read_text(encoding="utf-8")
    for wanted in ("", "nobody", fact):
        with pytest.raises(NotFound):
            desk.forget(wanted, by="A", why="b")
    with pytest.raises(UsageError, match="reason"):
        desk.forget("The Wire", by="A", why=" ")


def test_a_backup_is_a_desk(desk: Desk, tmp_path: Path) -> None:
    (desk.path / "actors").mkdir()
    (desk.path / "actors" / "groups.tsv").write_text("id\tname\n", encoding="utf-8")
    place = desk.backup(tmp_path / "kept")
    desk.wrong(desk.events()[0].event.id, **SAID)
    with front_door.open(place) as copy:
        assert copy.name == "Iraq" and copy.count_events() == 4 and copy.verify() == []
        assert (place / "actors" / "groups.tsv").exists()
        copy.wrong(copy.events()[0].event.id, **SAID)
    with pytest.raises(UsageError, match="already"):
        desk.backup(place)
    shutil.rmtree(place)


TAMPERINGS: dict[str, tuple[str, str]] = {
    "text": ("UPDATE versions SET text = replace(text, 'blamed', 'praised')", "not the one it was named after"),
    "entry": ("UPDATE entries SET form = 'mixed'", "listed as something else"),
    "day": ("UPDATE events SET day = day + 1", "listed as something else"),
    "place": ("UPDATE events SET country = 'CHE'", "listed as something else"),
    "said": ("UPDATE entries SET said = said - 1", "listed as something else"),
    "side": ("UPDATE entries SET side = 'CHE'", "listed as something else"),
    "quote": ("UPDATE entries SET json = replace(json, 'blamed', 'pleased')", "entry in the record is damaged"),
    "judged": ("DELETE FROM entry_revisions", "does not stand as its corrections say"),
    "event": ("UPDATE events SET type = 'AID'", "listed as something else"),
    "trigger": ("DROP TRIGGER events_no_delete", "events_no_delete is missing"),
    "body": ("UPDATE bodies SET packed = zeroblob(9)", "cannot be unpacked"),
    "row": ("DELETE FROM revisions", "does not stand as its corrections say"),
    "act": ("DELETE FROM memberships", "not merged as its corrections say"),
}


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_verify_notices(desk: Desk, kind: str) -> None:
    import apsw

    facts = [fact.event.id for fact in desk.events()]
    desk.wrong(facts[0], **SAID)
    desk.merge(facts[1:3], **SAID)
    desk.wrong(desk.statements()[0].entry.id, **SAID)
    assert desk.verify() == []
    sql, says = TAMPERINGS[kind]
    db = apsw.Connection(str(desk.path / front_door.RECORD))
    triggers = list(db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"))
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    if kind != "trigger":
        db.execute(sql)
    for name, made in triggers:
        if not sql.endswith(name):
            db.execute(made)
    db.close()
    assert any(says in fault for fault in desk.verify())
