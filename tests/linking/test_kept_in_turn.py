"""What is kept of storylines and incidents while others write: a second run, an article that comes, one that goes."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tiny_desk import SetClock, TinyCoder, article, capture
from watchfloor import desk as front_door
from watchfloor.codec import to_json
from watchfloor.desk import Desk
from watchfloor.linking import comparing, pairing, placing
from watchfloor.store import articles, connection, facts, likenesses
from watchfloor.store.clock import EVER
from watchfloor.types import Article, Coding
from watchfloor.view import View

NOW = datetime(2014, 9, 1, tzinfo=UTC)
SAID: dict[str, Any] = {"by": "A. Reader", "why": "so it is"}
MATTERS = (
    "Rebels in the Corvane valley of Afghanistan shelled an army post near Dursk, the ministry said on Monday. Soldiers"
    " fired back with mortars, villagers fled across the river with their cattle, and a bridge that carries the only"
    " road to the provincial hospital was damaged so badly that lorries with flour turned back before noon.",
    "Voters in Chile went to the polls to elect a new parliament, and turnout in Valparaiso was low. Ballot boxes came"
    " late to several schools, clerks counted by lamplight when the current failed, and observers from abroad praised"
    " patient queues while the two largest parties accused each other of buying votes with cooking oil.",
    "A typhoon made landfall in the Philippines and heavy rainfall flooded Tacloban on Sunday. Fishermen dragged boats"
    " into the market hall, nurses carried patients upstairs, and the airport closed after waves tore the runway lights"
    " away; meteorologists expect a second storm of the same strength before the coming weekend is over.",
)
WORDS = [f"{a}{b}{c}" for a in "kmp" for b in ("or", "ul", "an", "ev") for c in ("tag", "bim", "dus", "fel")][:43]
ACTS = "Kerry met Maliki in Geneva. Iran attacked Iraq."


def page(number: int, matter: int, day: int, added: str = "") -> Article:
    """A report; with nothing `added` those on one matter are copies."""
    text = f"Report\n{MATTERS[matter]} {added}\n{ACTS}"
    return article(f"page-{number}", text, f"2014-06-{day:02}T{number % 24:02}:00:00+00:00", outlet=f"Paper {number}")


def keep(desk: Desk, *pages: Article, live: datetime | None = None) -> None:
    for one in pages:
        articles.add(desk._record, capture(one, live or NOW), one, archived=live is None)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(placing, "AT_ONCE", 3)
    monkeypatch.setattr(pairing, "AT_ONCE", 3)
    with front_door.init(tmp_path / "desk", clock=SetClock(NOW)) as made:
        yield made


def test_two_runs_at_once_keep_what_one_keeps(desk: Desk) -> None:
    # The third is a little like the first two, and more like the last: known then, it would stand elsewhere.
    some, rest = WORDS[:16], WORDS[16:40]
    texts = [*(f"{word} {word}" for word in WORDS[40:]), some, some, some + rest, rest]
    for number, told in enumerate(texts):
        text = told if isinstance(told, str) else " ".join(told)
        keep(desk, article(f"page-{number}", text, f"2014-06-01T{number:02}:00:00+00:00"))
    comparing.compare_new(desk._record)
    with front_door.open(desk.path) as other:
        rounds: list[int] = []

        def meanwhile(done: int, _: int) -> None:
            if not rounds:
                rounds.append(done)
                placing.keep(other._record)

        placing.keep(desk._record, meanwhile)
    assert rounds and placing.faults(desk._record) == []
    counted = desk._record.value("SELECT count(*) FROM placings"), len(desk.articles())
    assert counted[0] == counted[1] == len(texts)


def test_an_article_that_comes_while_a_run_reads_is_placed_once_it_was_compared(desk: Desk) -> None:
    # Of the beginning alone, which is what an article is on, nobody would take it for a copy.
    copy = article("copy", f"{MATTERS[1]} {MATTERS[2]}\n{MATTERS[0]}\n{ACTS}", "2014-06-03", outlet="Paper 7")

    class Slow(TinyCoder):
        def code(self, one: Article) -> Coding:
            keep(desk, copy)
            return super().code(one)

    keep(desk, page(1, 0, 2))
    desk.run(coder=Slow())
    assert desk.verify() == []
    desk.run(coder=TinyCoder())
    assert likenesses.followed(desk._record, [copy.id]) == {copy.id: page(1, 0, 2).id}
    assert {copy.id, page(1, 0, 2).id} in [set(line.reports) for line in desk._storylines(None, None)[0]]
    assert desk.verify() == []


def test_a_later_version_that_an_archive_brings_makes_no_copy_of_what_stands(desk: Desk) -> None:
    keep(desk, page(3, 1, 1), page(4, 0, 5))
    desk.run(coder=TinyCoder())
    text = f"Report\n{MATTERS[0]} \n{ACTS}"
    keep(desk, article("page-3", text, "2014-06-03T00:00:00+00:00", outlet="Paper 3"))
    desk.run(coder=TinyCoder())
    assert len(desk.versions(page(3, 1, 1).id)) == 2
    assert desk.alike(page(4, 0, 5).id), "the texts are compared"
    assert desk.verify() == []


def test_of_two_that_became_known_at_once_the_one_of_the_earlier_day_is_copied(desk: Desk) -> None:
    pages = [page(number, 0, day) for number, day in ((1, 9), (2, 5), (3, 7), (4, 6))]
    keep(desk, *pages, live=NOW)
    desk.run(coder=TinyCoder())
    followed = likenesses.followed(desk._record, [one.id for one in pages])
    assert followed == {pages[number].id: pages[1].id for number in (0, 2, 3)}
    assert desk.verify() == []


def test_what_is_forgotten_while_pairs_are_looked_for_leaves_no_pair_out(desk: Desk) -> None:
    for number in range(8):
        one = page(number, number % 3, 1 + number, f"Since then {number} more.")
        keep(desk, one)
    desk.run(coder=TinyCoder())
    desk._record.all("DELETE FROM likely")
    desk._record.all("DELETE FROM derivations WHERE what = 'pairs'")
    rounds: list[int] = []

    def meanwhile(done: int, _: int) -> None:
        if not rounds:
            rounds.append(done)
            with front_door.open(desk.path, clock=SetClock(NOW)) as other:
                other.forget(page(7, 1, 8).id, **SAID)
                keep(other, page(9, 0, 4, "It is told again by others."))
                comparing.compare_new(other._record)
                version = other.article(page(9, 0, 4).id).version
                coding = TinyCoder().code(articles.one(other._record, version, 2**62))
                facts.add_coding(other._record, coding, NOW)

    pairing.keep(desk._record, meanwhile)
    pairing.keep(desk._record)
    assert rounds and pairing.faults(desk._record) == []


def answers(desk: View) -> tuple[bytes, bytes]:
    return to_json([line.reports for line in desk._storylines(None, None)[0]]), to_json(desk.incidents())


@pytest.mark.parametrize("step", [placing, pairing])
def test_a_round_that_is_stopped_changes_no_answer_and_is_gone_on_with(desk: Desk, step: ModuleType) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, _: int) -> None:
        raise Stopped

    pages = [page(number, number % 3, 1 + number, f"Since then {number} more.") for number in range(9)]
    keep(desk, *pages[3:])
    desk.run(coder=TinyCoder())
    whole = answers(desk)
    for table in ("likely", "placings", "derivations"):
        desk._record.all(f"DELETE FROM {table}")  # noqa: S608 - ours
    with pytest.raises(Stopped):
        step.keep(desk._record, stop)
    assert answers(desk) == whole and desk.verify() == []
    keep(desk, *pages[:3])  # known before the others
    comparing.compare_new(desk._record)
    with pytest.raises(Stopped):
        step.keep(desk._record, stop)
    early = answers(desk)
    with closing(connection.open_record(desk.path / front_door.RECORD, write=False)) as record:
        assert answers(View(record, EVER)) == early, "who may only read keeps nothing and says the same"
    step.keep(desk._record)
    assert answers(desk) == early and desk.verify() == []
