"""Questions with several parts, whichever way SQLite is led to the answer, against a plain walk through all facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from test_memory import load, stream
from watchfloor.codec import ENTRY_KINDS
from watchfloor.desk import Desk
from watchfloor.store import entries, entryrows, facts, search, ways
from watchfloor.store.clock import EVER, end_of
from watchfloor.store.entries import Kept
from watchfloor.store.facts import Fact, Filter
from watchfloor.store.folding import fold

JUNE = date(2014, 6, 1)
DAYS = st.none() | st.integers(0, 30).map(lambda number: JUNE + timedelta(days=number))
FILTERS = st.builds(
    Filter,
    actor=st.sampled_from([None, None, "IRN", "isis", "Kerry", "USA"]),
    recipient=st.sampled_from([None, None, "IRQ", "isis"]),
    side=st.sampled_from([None, None, "IRN", "IRQ"]),
    type=st.sampled_from([None, None, "ASSAULT", "CONSULT"]),
    since=DAYS,
    until=DAYS,
    published_since=DAYS,
    published_until=DAYS,
    text=st.sampled_from([None, None, "met", "blamed", "isis", '"blamed ISIS"', "att*"]),
    outlet=st.sampled_from([None, None, "Outlet"]),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with load(tmp_path_factory.mktemp("questions") / "desk", stream(5, 60)) as made:
        said = {"by": "A. Reader", "why": "so it is"}
        ids = [fact.event.id for fact in made.events(limit=12)]
        made.wrong(ids[0], **said)
        made.merge(ids[3:6], **said)
        made.wrong(made.statements()[0].entry.id, **said)
        yield made


def among(side: list[Any], name: str) -> bool:
    return any(
        actor.id.casefold() == name.casefold()
        or (len(name) == 3 and actor.code.startswith(name.upper()))
        or f" {fold(name)} " in f" {fold(actor.name)} "
        for actor in side
    )


def holds(sentence: str, text: str | None) -> bool:
    words = fold(sentence)
    return (
        text is None
        or (text.startswith('"') and f" {fold(text)} " in f" {words} ")
        or (text.endswith("*") and f" {fold(text)}" in f" {words}")
        or f" {fold(text)} " in f" {words} "
    )


def fits(fact: Fact, wanted: Filter) -> bool:
    """As the filter's own words say it."""
    event, page = fact.event, fact.article.published
    actors, recipients = ([c.value for c in side] for side in (event.actors, event.recipients))
    if event.reciprocal:
        actors = recipients = actors + recipients

    day, published = fact.day, None if page is None else page.day
    return (
        (wanted.actor is None or among(actors, wanted.actor))
        and (wanted.recipient is None or among(recipients, wanted.recipient))
        and (wanted.side is None or among(actors + recipients, wanted.side))
        and (wanted.type is None or event.type == wanted.type)
        and (wanted.outlet is None or fold(fact.article.outlet) == fold(wanted.outlet))
        and (wanted.since is None or (day is not None and day >= wanted.since))
        and (wanted.until is None or (day is not None and day <= wanted.until))
        and (wanted.published_since is None or (published is not None and published >= wanted.published_since))
        and (wanted.published_until is None or (published is not None and published <= wanted.published_until))
        and holds(event.sentence.words, wanted.text)
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wanted=FILTERS,
    as_of=st.just(EVER) | st.integers(5, 29).map(lambda n: end_of(JUNE + timedelta(days=n))),
    few=st.sampled_from([0, 3, 20, 10_000]),
    limit=st.sampled_from([None, 3]),
    oldest_first=st.booleans(),
)
def test_every_way_to_the_answer_is_the_same(
    desk: Desk, wanted: Filter, as_of: int, few: int, limit: int | None, oldest_first: bool
) -> None:
    record = desk._record
    everything = list(facts.each(record, Filter(), as_of=as_of, oldest_first=oldest_first))
    expected = [fact for fact in everything if fits(fact, wanted)]
    with pytest.MonkeyPatch.context() as patch:
        for name in ("FEW", "MANY", "ALL"):
            patch.setattr(ways, name, few)
        found = list(facts.each(record, wanted, as_of=as_of, oldest_first=oldest_first, limit=limit))
        assert found == expected[:limit]
        assert facts.count(record, wanted, as_of=as_of) == len(expected)
        assert facts.count(record, wanted, as_of=as_of, most=2) == min(2, len(expected))
        if wanted.text is not None:
            patch.setattr(search, "COUNTED", few)
            pages = search.find(record, wanted.text, wanted, as_of=as_of, limit=5, passages=5)
            patch.undo()
            plain = search.find(record, wanted.text, wanted, as_of=as_of, limit=5, passages=5)
            assert (pages.facts, pages.passages) == (plain.facts, plain.passages)
            assert pages.articles == min(plain.articles, few + 1)


def test_the_filters_are_all_asked_for() -> None:
    asked = {
        "actor",
        "recipient",
        "side",
        "type",
        "since",
        "until",
        "published_since",
        "published_until",
        "text",
        "outlet",
    }
    others = {
        "mode",
        "facet",
        "place",
        "country",
        "article",
        "language",
        "confidence",
    }  # plain columns, and test_facts.py
    assert {field.name for field in fields(Filter)} == asked | others


# --- the ledgers ------------------------------------------------------------------------------------------------------

ENTRY_FILTERS = st.builds(
    entries.Filter,
    kind=st.sampled_from([None, *ENTRY_KINDS]),
    actor=st.sampled_from([None, None, "IRN", "isis"]),
    speaker=st.sampled_from([None, None, None, "IRQ", "Kerry"]),
    about=st.sampled_from([None, None, None, "isis"]),
    country=st.sampled_from([None, None, None, "IRQ", "USA"]),
    form=st.sampled_from([None, None, None, "indirect", "fights"]),
    outlet=st.sampled_from([None, None, "Outlet"]),
    since=DAYS,
    until=DAYS,
    published_since=DAYS,
    published_until=DAYS,
    text=st.sampled_from([None, None, "met", "blamed", '"blamed ISIS"', "att*"]),
    any_of=st.sampled_from([None, None, ("met", "blamed"), ("isis",)]),
)


def entry_fits(kept: Kept, wanted: entries.Filter) -> bool:
    """As the filter's own words say it."""
    page = kept.article.published
    published = None if page is None else page.day
    words = entryrows.words_of(kept.entry)

    def named(name: str) -> bool:
        asked = getattr(wanted, name)
        actors = [actor for role, actor in entryrows.roles(kept.entry) if role in entries.ROLE_FILTERS[name]]
        return asked is None or among(actors, asked)

    return (
        wanted.kind in (None, kept.kind)
        and all(map(named, ("actor", "speaker", "about")))
        and (
            wanted.country is None
            or any(actor.code.startswith(wanted.country) for _, actor in entryrows.roles(kept.entry))
        )
        and wanted.form in (None, entryrows.classes(kept.entry)[0])
        and (wanted.outlet is None or fold(kept.article.outlet) == fold(wanted.outlet))
        and (wanted.since is None or (kept.said is not None and kept.said >= wanted.since))
        and (wanted.until is None or (kept.said is not None and kept.said <= wanted.until))
        and (wanted.published_since is None or (published is not None and published >= wanted.published_since))
        and (wanted.published_until is None or (published is not None and published <= wanted.published_until))
        and holds(words, wanted.text)
        and (wanted.any_of is None or any(holds(words, text) for text in wanted.any_of))
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wanted=ENTRY_FILTERS,
    as_of=st.just(EVER) | st.integers(5, 29).map(lambda n: end_of(JUNE + timedelta(days=n))),
    few=st.sampled_from([0, 3, 20, 10_000]),
    limit=st.sampled_from([None, 3]),
    order=st.sampled_from(sorted(entries.ORDERS)),
)
def test_every_way_to_the_entries_is_the_same(
    desk: Desk, wanted: entries.Filter, as_of: int, few: int, limit: int | None, order: str
) -> None:
    record = desk._record
    everything = list(entries.each(record, entries.Filter(), as_of=as_of, order=order))
    expected = [kept for kept in everything if entry_fits(kept, wanted)]
    with pytest.MonkeyPatch.context() as patch:
        for name in ("FEW", "MANY", "ALL"):
            patch.setattr(ways, name, few)
        assert list(entries.each(record, wanted, as_of=as_of, order=order, limit=limit)) == expected[:limit]
        assert entries.count(record, wanted, as_of=as_of) == len(expected)
        assert entries.count(record, wanted, as_of=as_of, most=2) == min(2, len(expected))
