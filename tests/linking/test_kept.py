"""What is kept of storylines and incidents is what is worked out from scratch, after every batch, in whatever order."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tiny_desk import SetClock, TinyCoder, article, capture
from watchfloor import desk as front_door
from watchfloor.codec import to_json
from watchfloor.desk import Desk
from watchfloor.linking import keeping, pairing, storylines
from watchfloor.linking.facts import countries
from watchfloor.store import articles, derived, likenesses
from watchfloor.types import Article
from watchfloor.view import View

NOW = datetime(2014, 9, 1, tzinfo=UTC)
MATTERS = (
    "Rebels in the Corvane valley of Afghanistan shelled an army post near Dursk, the ministry said.",
    "Voters in Chile went to the polls to elect a new parliament; turnout in Valparaiso was low.",
    "A typhoon made landfall in the Philippines and heavy rainfall flooded Tacloban on Sunday.",
)
SMALL = (
    "the of and to in that it is was for on are as with they at be this from have or by one had not but what all were"
    " when we there can an which their if do will each about how up out them then some so these would other into has"
).split()
"""words that tell nothing of a matter: enough of them, in another order, that no text is a copy by chance"""
NAMES = ("Kerry", "Iran", "Iraq", "ISIS", "Maliki")
SAID: dict[str, Any] = {"by": "A. Reader", "why": "so it is"}


class Other(TinyCoder):
    """Another coder that reads the same."""


def pages(seed: int, size: int) -> list[tuple[Article, datetime | None]]:
    """Articles of a month on three matters; some live, some from an archive, some changed, some copies."""
    chance = random.Random(seed)  # noqa: S311 - test data
    out: list[tuple[Article, datetime | None]] = []
    for number in range(size):
        at = datetime(2014, 6, 1, tzinfo=UTC) + timedelta(hours=chance.randrange(24 * 30))
        acts = " ".join(
            f"{chance.choice(NAMES)} {chance.choice(('met', 'attacked'))} {chance.choice(NAMES)} in Geneva."
            for _ in "ab"
        )
        rest = " ".join(chance.sample(SMALL, 50))
        text = f"{chance.choice(MATTERS)} Report {chance.randrange(99)}.\n{acts}\n{rest}"
        if out and chance.random() < 0.15:
            text = f"{out[-1][0].text} Printed again."
        name = f"page-{chance.randrange(size * 4 // 5)}"
        live = at if chance.random() < 0.3 else None
        out.append((article(name, text, at.isoformat(), outlet=f"Paper {number % 7}"), live))
    return out


def add(desk: Desk, some: list[tuple[Article, datetime | None]]) -> None:
    for page, live in some:
        articles.add(desk._record, capture(page, live or NOW), page, archived=live is None)


def from_scratch(view: View) -> set[frozenset[str]]:
    """The storylines of all articles, from their texts and facts."""
    record = view._record
    where: dict[int, set[str]] = {}
    coder = record.value("SELECT key FROM coders ORDER BY key LIMIT 1")
    made = []
    reads = storylines.reader()
    every = derived.known_from(record, -(2**62))
    copied = likenesses.followed(record, [first.id for first in every])
    for first in every:
        if first.known > view._known_by:
            continue
        key = record.value("SELECT key FROM codings WHERE version = ? AND coder = ?", (first.version, coder))
        read = derived.facts_of(record, key) if key else []
        where[first.version] = countries(fact for fact in read if fact.sentence.span.start < storylines.LEAD)
        text = record.value("SELECT text FROM versions WHERE key = ?", (first.version,))
        day = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=first.day)
        again = copied.get(first.id, "")
        made.append(reads.report(first.id, first.known, day.date(), text, where[first.version], again))
    return {frozenset(line.reports) for line in storylines.storylines(made, view._ruled().said)}


def check(view: View) -> None:
    """Kept and asked from scratch."""
    lines, _, _ = view._storylines("2014-01-01", "2014-12-31")
    assert {frozenset(line.reports) for line in lines} == from_scratch(view)
    anew = sorted(view._regrouped(dict.fromkeys(("since", "until"))), key=lambda one: one.id)
    assert to_json(sorted(view.incidents(), key=lambda one: one.id)) == to_json(anew)
    for one in anew[:5]:
        assert to_json(view.incident(one.facts[0])) == to_json(one)
    few = view.incidents(since="2014-06-05", until="2014-06-25", limit=4)
    assert to_json(few) == to_json(view.incidents(since="2014-06-05", until="2014-06-25")[:4])


@pytest.mark.parametrize("seed", range(3))
def test_kept_is_from_scratch_after_every_batch(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - an order
    every = pages(seed, 45)
    shuffled = chance.sample(every, len(every))
    with front_door.init(tmp_path / "desk", clock=SetClock(NOW)) as desk:
        for at in range(0, len(shuffled), 15):
            add(desk, shuffled[at : at + 15])
            check(desk)  # what was not kept yet is worked out
            desk.run(coder=TinyCoder())
            check(desk)
            check(desk.as_of("2014-06-15"))
        assert likenesses.followed(desk._record, [head.id for head in desk.articles()]), "some are copies"
        facts = desk.events()
        desk.wrong(facts[0].event.id, **SAID)
        desk.merge([facts[3].event.id, facts[9].event.id], **SAID)
        desk.split([facts[5].event.id, facts[11].event.id], **SAID)
        check(desk)
        desk.run(coder=TinyCoder())
        check(desk)
        desk.forget(desk.articles()[4].id, **SAID)
        check(desk)
        desk.run(coder=TinyCoder())
        check(desk)
        desk.run(coder=Other("tiny-2"))
        check(desk)
        assert desk.verify() == []
        whole = to_json([line.reports for line in desk._storylines("2014-01-01", None)[0]])
    with front_door.init(tmp_path / "again", clock=SetClock(NOW)) as desk:
        gone = {stone.article for stone in front_door.open(tmp_path / "desk").forgotten()}
        add(desk, [(page, live) for page, live in every if page.id not in gone])
        desk.run(coder=TinyCoder())
        assert to_json([line.reports for line in desk._storylines("2014-01-01", None)[0]]) == whole, "in another order"


def test_what_is_kept_may_be_lost_and_must_be_right(tmp_path: Path) -> None:
    with front_door.init(tmp_path / "desk", clock=SetClock(NOW)) as desk:
        add(desk, pages(7, 30))
        desk.run(coder=TinyCoder())
        record = desk._record
        whole = to_json(desk.incidents()), to_json([line.reports for line in desk._storylines(None, None)[0]])
        assert record.value("SELECT count(*) FROM placings") and record.value("SELECT count(*) FROM likely")
        for table in ("likely", "placings", "concerned", "derivations"):
            record.all(f"DELETE FROM {table}")  # noqa: S608 - ours
        assert (to_json(desk.incidents()), to_json([line.reports for line in desk._storylines(None, None)[0]])) == whole
        keeping.keep(record)
        assert desk.verify() == []
        record.all("DELETE FROM likely WHERE one = (SELECT min(one) FROM likely)")
        record.all("UPDATE placings SET chapter = article")
        assert len(desk.verify()) > 1


def test_rules_of_another_version_are_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with front_door.init(tmp_path / "desk", clock=SetClock(NOW)) as desk:
        add(desk, pages(8, 20))
        desk.run(coder=TinyCoder())
        kept = to_json(desk.incidents())
        monkeypatch.setattr(pairing, "MADE", "another")
        desk._record.all("DELETE FROM likely")  # as if these rules had made no pair
        assert to_json(desk.incidents()) == kept
        keeping.keep(desk._record)
        assert to_json(desk.incidents()) == kept and desk.verify() == []
