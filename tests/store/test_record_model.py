"""Random sequences of everything that is done to a record, held against a simple model in memory.

The model keeps lists and works every answer out from the beginning; it knows no revision, membership or succession.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import UnionType
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tiny_desk import TinyCoder, article, capture
from watchfloor.errors import UsageError
from watchfloor.store import articles, connection, corrections, entries, facts, forgetting, verifying
from watchfloor.store.clock import EVER, from_micros, known_since, to_micros
from watchfloor.store.corrections import Change
from watchfloor.store.facts import THEN, Filter
from watchfloor.store.shelves import Fact
from watchfloor.types import Article, Coding, Event

TEXTS = (
    "Kerry met Maliki in Geneva on 2014-06-20.",
    "Iran blamed ISIS. ISIS attacked Iraq in Tikrit.",
    "ISIS attacked Maliki. Iraq blamed Iran.",
    "Nothing of the small kind.",
)
DAYS = ("2014-06-23", "2014-06-25", None)
EXAMPLES = int(os.environ.get("WATCHFLOOR_EXAMPLES", "8"))
"""sequences tried; more of them by hand"""
SIGNED = {"author": "A. Reader", "reason": "so it is"}


class Softer(TinyCoder):
    """Calls an attack a threat, and finds no accusation."""

    def code(self, page: Article) -> Coding:
        """Codes as the first and changes it."""
        coding = super().code(page)
        kept = [event for event in coding.events if event.type != "ACCUSE"]
        events = [replace(e, type="THREATEN") if e.type == "ASSAULT" else e for e in kept]
        return replace(coding, events=tuple(events), statements=())


CODERS = {"one": TinyCoder("one"), "two": Softer("two")}


@dataclass
class Version:
    """A version as the model keeps it."""

    page: Article
    seen: int
    recorded: int

    @property
    def rank(self) -> tuple[int, int, str]:
        dated = self.seen if self.page.published is None else to_micros(self.page.published.at)
        return dated, self.seen, self.page.version


@dataclass
class Said:
    """A correction as the model keeps it."""

    number: int
    kind: str
    facts: tuple[str, ...]
    at: int
    coder: str = ""
    change: Change | None = None
    undoes: int = 0


@dataclass
class Model:
    """Everything that was done, in order."""

    versions: list[Version] = field(default_factory=list)
    codings: dict[tuple[str, str], tuple[int, tuple[Fact, ...]]] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    choices: list[tuple[int, str]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def add(self, page: Article, now: int) -> str:
        if page.id in self.gone:
            return articles.FORGOTTEN
        if any(v.page.version == page.version for v in self.versions):
            return articles.KNOWN
        before = [v for v in self.versions if v.page.id == page.id]
        recorded, _ = known_since(page.published, now)
        if any(v.page.published == page.published and v.seen < now for v in before):
            recorded = now
        self.versions.append(Version(page, now, recorded))
        return articles.CHANGED if before else articles.NEW

    def off(self, as_of: int) -> set[int]:
        out: set[int] = set()
        for said in reversed(self.said):
            if said.kind == "undo" and said.at <= as_of and said.number not in out:
                out.add(said.undoes)
        return out

    def in_force(self, as_of: int) -> list[Said]:
        off = self.off(as_of)
        return [s for s in self.said if s.at <= as_of and s.kind != "undo" and s.number not in off]

    def states(self, as_of: int, coder: str | None = None) -> list[tuple[Fact, Version]]:
        """The facts in current versions as they stand."""
        then = coder == THEN
        chosen = [name for at, name in self.choices if at <= as_of or not then]
        if coder is None or then:
            if not chosen:
                return []
            coder = chosen[-1]
        force = self.in_force(as_of)
        out: list[tuple[Fact, Version]] = []
        for version in self.versions:
            known = [v for v in self.versions if v.page.id == version.page.id and v.recorded <= as_of]
            coding = self.codings.get((version.page.version, coder))
            if version.recorded > as_of or max(known, key=lambda v: v.rank) is not version or coding is None:
                continue
            if then and coding[0] > as_of:
                continue
            own = {fact.id: fact for fact in coding[1]}
            judged: dict[str, list[Said]] = {}
            for said in force:
                if said.kind in ("right", "wrong", "change") and said.facts:
                    judged.setdefault(said.facts[0], []).append(said)
            self.stand_in(version, judged, own)
            for ident, fact in own.items():
                sayings = judged.get(ident, [])
                if sayings and sayings[-1].kind == "wrong":
                    continue
                for said in sayings:
                    if said.change is not None and isinstance(fact, Event):
                        fact = corrections.apply(said.change, fact)
                out.append((fact, version))
        return self.once(out, force)

    def stand_in(self, version: Version, judged: dict[str, list[Said]], own: dict[str, Fact]) -> None:
        """Adds what a coder does not find and people said is there, as the coder read it that they judged."""
        for fact, sayings in judged.items():
            for said in sayings:
                other = self.codings.get((version.page.version, said.coder))
                found = [event for event in other[1] if event.id == fact] if other else []
                if fact not in own and said.kind != "wrong" and found:
                    own[fact] = found[0]

    def once(self, out: list[tuple[Fact, Version]], force: list[Said]) -> list[tuple[Fact, Version]]:
        """Of facts that are one act only the first."""
        act: dict[str, int] = {}
        for said in force:
            if said.kind == "merge":
                joined = {act[f] for f in said.facts if f in act}
                for fact in [f for f, a in act.items() if a in joined] + list(said.facts):
                    act[fact] = min(joined | {said.number})
            elif said.kind == "split":
                for fact in said.facts:
                    act.pop(fact, None)
        first: dict[int, tuple[Any, str]] = {}
        for event, version in out:
            if event.id in act and isinstance(event, Event):
                dated = version.rank[0]
                rank = (dated, version.page.version, event.trigger.span.start)
                first[act[event.id]] = min(first.get(act[event.id], (rank, event.id)), (rank, event.id))
        return [(e, v) for e, v in out if e.id not in act or first[act[e.id]][1] == e.id]


class Memory(RuleBasedStateMachine):
    """The record and the model side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.record = connection.create(self.folder / "record.sqlite")
        self.model = Model()
        self.now = datetime(2014, 6, 24, 12, tzinfo=UTC)
        self.moments = [to_micros(self.now) - 1]

    def teardown(self) -> None:
        try:
            assert verifying.verify(self.record) == []
        finally:
            self.record.close()
            shutil.rmtree(self.folder)

    def tick(self) -> datetime:
        self.now += timedelta(hours=7)
        self.moments.append(to_micros(self.now))
        return self.now

    @rule(name=st.integers(0, 2), text=st.integers(0, 3), day=st.sampled_from(DAYS))
    def add(self, name: int, text: int, day: str | None) -> None:
        page, now = article(f"page-{name}", f"{name}. {TEXTS[text]}", day), self.tick()
        assert articles.add(self.record, capture(page, now), page) == self.model.add(page, to_micros(now))

    @rule(coder=st.sampled_from(sorted(CODERS)), some=st.integers(1, 4))
    def run(self, coder: str, some: int) -> None:
        """A run that may be stopped on the way."""
        now = self.tick()
        waiting = articles.uncoded(self.record, coder)
        assert set(waiting) == {
            v.page.version for v in self.model.versions if (v.page.version, coder) not in self.model.codings
        }
        if not self.model.choices or len(waiting) <= some:
            facts.choose_coder(self.record, coder, now)
            if not self.model.choices or self.model.choices[-1][1] != coder:
                self.model.choices.append((to_micros(now), coder))
        for version in waiting[:some]:
            coding = CODERS[coder].code(articles.one(self.record, version, EVER))
            assert facts.add_coding(self.record, coding, now)
            self.model.codings[version, coder] = (to_micros(now), (*coding.events, *coding.entries))

    def pick(self, number: int, coder: str | None = None, kinds: type | UnionType = Fact) -> Fact | None:
        states = {fact.id: fact for fact, _ in self.model.states(EVER, coder) if isinstance(fact, kinds)}
        return states[sorted(states)[number % len(states)]] if states else None

    @rule(number=st.integers(0, 20), kind=st.sampled_from(["right", "wrong"]), coder=st.sampled_from([None, *CODERS]))
    def judge(self, number: int, kind: str, coder: str | None) -> None:
        self.say(self.pick(number, coder), kind, coder, None)

    @rule(number=st.integers(0, 20), type_=st.sampled_from(["CONSULT", "COERCE"]))
    def change(self, number: int, type_: str) -> None:
        event = self.pick(number, kinds=Event)
        change = Change(type=type_)
        if isinstance(event, Event) and event.type != type_:
            self.say(event, "change", None, change)

    def say(self, event: Fact | None, kind: str, coder: str | None, change: Change | None) -> None:
        if event is None:
            return
        now = self.tick()
        name = coder or self.model.choices[-1][1]
        own = [e.id for (_, c), (_, events) in self.model.codings.items() if c == name for e in events]
        if event.id not in own:
            return  # carried over from another coder: judged there
        number = corrections.judge(self.record, kind, event.id, name, at=now, change=change, **SIGNED)
        self.model.said.append(Said(number, kind, (event.id,), to_micros(now), name, change))

    @rule(numbers=st.lists(st.integers(0, 20), min_size=2, max_size=3), kind=st.sampled_from(["merge", "split"]))
    def group(self, numbers: list[int], kind: str) -> None:
        wanted = tuple(sorted({event.id for n in numbers if (event := self.pick(n, kinds=Event))}))
        now = self.tick()
        try:
            number = corrections.group(self.record, kind, wanted, at=now, **SIGNED)
        except UsageError:
            return  # one act already, or no act in common: asked below by the answers themselves
        self.model.said.append(Said(number, kind, wanted, to_micros(now)))

    @precondition(lambda self: self.model.said)
    @rule(number=st.integers(0, 40))
    def undo(self, number: int) -> None:
        said = self.model.said[number % len(self.model.said)]
        now = self.tick()
        done = said.number in self.model.off(EVER)
        try:
            made = corrections.undo(self.record, said.number, at=now, **SIGNED)
        except UsageError:
            assert done
            return
        assert not done
        self.model.said.append(Said(made, "undo", said.facts, to_micros(now), undoes=said.number))

    @precondition(lambda self: len(self.model.versions) > 2)
    @rule(number=st.integers(0, 20))
    def forget(self, number: int) -> None:
        page = self.model.versions[number % len(self.model.versions)].page
        now = self.tick()
        erased = forgetting.forget(self.record, [page.id], at=now, **SIGNED)
        lost = set(erased.tombstones[0].facts)
        versions = {v.page.version for v in self.model.versions if v.page.id == page.id}
        assert set(erased.tombstones[0].versions) == versions
        self.model.versions = [v for v in self.model.versions if v.page.id != page.id]
        self.model.codings = {key: value for key, value in self.model.codings.items() if key[0] not in versions}
        self.model.gone.add(page.id)
        for said in self.model.said:
            said.facts = tuple(fact for fact in said.facts if fact not in lost)

    @invariant()
    def now_and_then(self) -> None:
        middle = self.moments[len(self.moments) // 2]
        for as_of, coder in ((EVER, None), (middle, None), (middle, THEN), (EVER, "two"), (self.moments[0], None)):
            told = {
                (fact.event.id, fact.event.type, fact.article.version)
                for fact in facts.each(self.record, Filter(), as_of=as_of, coder=coder)
            }
            states = self.model.states(as_of, coder)
            expected = {(e.id, e.type, v.page.version) for e, v in states if isinstance(e, Event)}
            assert told == expected, (from_micros(min(as_of, self.moments[-1])), coder)
            assert facts.count(self.record, Filter(), as_of=as_of, coder=coder) == len(expected)
            kept = {
                (one.entry.id, one.article.version)
                for one in entries.each(self.record, entries.Filter(), as_of=as_of, coder=coder)
            }
            expected_entries = {(e.id, v.page.version) for e, v in states if not isinstance(e, Event)}
            assert kept == expected_entries, (from_micros(min(as_of, self.moments[-1])), coder)
            assert entries.count(self.record, entries.Filter(), as_of=as_of, coder=coder) == len(kept)


Memory.TestCase.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
TestMemory = Memory.TestCase
