"""Asking the record: who, what, where, when, and as known at which moment."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tiny_desk import TinyCoder, article, capture
from watchfloor.errors import NotFound, UsageError
from watchfloor.store import articles, facts
from watchfloor.store.clock import EVER, limit
from watchfloor.store.connection import Record
from watchfloor.store.facts import Filter

NOW = datetime(2026, 1, 2, tzinfo=UTC)
PAGES = [
    article("a", "Kerry met Maliki in Geneva on 2014-06-20.", "2014-06-23T10:00:00"),
    article("b", "Iran blamed ISIS. ISIS attacked Iraq in Tikrit.", "2014-06-24", outlet="The Évening Wire"),
    article("c", "ISIS attacked Maliki in Tikrit on 2014-06-22.", "2014-06-25"),
    article("d", "Hamas blamed Iran.", None),
]


@pytest.fixture
def filled(record: Record) -> Record:
    for page in PAGES:
        articles.add(record, capture(page, NOW), page)
        facts.add_coding(record, TinyCoder().code(page), NOW)
    facts.choose_coder(record, "tiny-1", NOW)
    return record


def found(record: Record, as_of: int = EVER, **wanted: Any) -> list[str]:
    """The sentences of the events that fit, shortened to who and whom."""
    return [
        f"{fact.event.actors[0].words}-{fact.event.recipients[0].words}"
        for fact in facts.each(record, Filter(**wanted), as_of=as_of)
    ]


ALL = ["Iran-ISIS", "ISIS-Iraq", "ISIS-Maliki", "Kerry-Maliki", "Hamas-Iran"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ALL),
        ({"actor": "ISIS"}, ["ISIS-Iraq", "ISIS-Maliki"]),
        ({"actor": "isis"}, ["ISIS-Iraq", "ISIS-Maliki"]),
        ({"actor": "islamic state"}, ["ISIS-Iraq", "ISIS-Maliki"]),
        ({"actor": "state in"}, ["ISIS-Iraq", "ISIS-Maliki"]),
        ({"actor": "stat"}, []),
        ({"actor": "USA"}, ["Kerry-Maliki"]),
        ({"actor": "usagov"}, ["Kerry-Maliki"]),
        ({"actor": "USAMIL"}, []),
        ({"actor": "person:john-kerry"}, ["Kerry-Maliki"]),
        ({"actor": "kerry"}, ["Kerry-Maliki"]),
        ({"actor": "Hamas"}, ["Hamas-Iran"]),
        ({"actor": "%"}, []),
        ({"actor": ""}, []),
        ({"recipient": "IRQ"}, ["ISIS-Iraq", "ISIS-Maliki", "Kerry-Maliki"]),
        ({"recipient": "IRQGOV"}, ["ISIS-Maliki", "Kerry-Maliki"]),
        ({"recipient": "nouri al-maliki"}, ["ISIS-Maliki", "Kerry-Maliki"]),
        # Talks have two actors, whoever is named first.
        ({"actor": "Maliki", "recipient": "Kerry"}, ["Kerry-Maliki"]),
        ({"side": "IRN"}, ["Iran-ISIS", "Hamas-Iran"]),
        ({"side": "IRN", "actor": "Hamas"}, ["Hamas-Iran"]),
        ({"type": "assault"}, ["ISIS-Iraq", "ISIS-Maliki"]),
        ({"type": "CONSULT", "mode": "meet"}, ["Kerry-Maliki"]),
        ({"facet": "happened", "type": "ACCUSE"}, ["Iran-ISIS", "Hamas-Iran"]),
        ({"facet": "denied"}, []),
        ({"place": "tikrit"}, ["ISIS-Iraq", "ISIS-Maliki"]),
        ({"country": "che"}, ["Kerry-Maliki"]),
        ({"since": date(2014, 6, 22)}, ["Iran-ISIS", "ISIS-Iraq", "ISIS-Maliki"]),
        ({"until": date(2014, 6, 22)}, ["ISIS-Maliki", "Kerry-Maliki"]),
        ({"since": date(2014, 6, 22), "until": date(2014, 6, 22)}, ["ISIS-Maliki"]),
        ({"published_since": date(2014, 6, 25)}, ["ISIS-Maliki"]),
        ({"outlet": "the evening wire"}, ["Iran-ISIS", "ISIS-Iraq"]),
        ({"outlet": "wire"}, []),
        ({"article": PAGES[0].id}, ["Kerry-Maliki"]),
        ({"text": "attacked tikrit"}, ["ISIS-Iraq", "ISIS-Maliki"]),
        ({"text": '"attacked Iraq"'}, ["ISIS-Iraq"]),
        ({"text": "att*"}, ["ISIS-Iraq", "ISIS-Maliki"]),
        ({"text": "att"}, []),
        ({"text": 'isis" OR NEAR( -- *'}, []),
        ({"text": "IRAN"}, ["Iran-ISIS", "Hamas-Iran"]),
    ],
    ids=str,
)
def test_filters(filled: Record, wanted: dict[str, Any], expected: list[str]) -> None:
    assert found(filled, **wanted) == expected
    assert facts.count(filled, Filter(**wanted), as_of=EVER) == len(expected)


def test_order_and_paging(filled: Record) -> None:
    paged = [
        fact.event.id
        for offset in range(0, 6, 2)
        for fact in facts.each(filled, Filter(), as_of=EVER, limit=2, offset=offset)
    ]
    newest = [fact.event.id for fact in facts.each(filled, Filter(), as_of=EVER)]
    assert paged == newest
    oldest = [fact.day for fact in facts.each(filled, Filter(), as_of=EVER, oldest_first=True)]
    assert oldest == [date(2014, 6, 20), date(2014, 6, 22), date(2014, 6, 24), date(2014, 6, 24), None]


def test_the_day_says_how_it_is_known(filled: Record) -> None:
    told = {fact.event.actors[0].words + fact.event.type: fact for fact in facts.each(filled, Filter(), as_of=EVER)}
    assert [(told[key].day, told[key].day_basis) for key in ("KerryCONSULT", "IranACCUSE", "HamasACCUSE")] == [
        (date(2014, 6, 20), "stated"),
        (date(2014, 6, 24), "published"),
        (None, "unknown"),
    ]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2014-06-22", []),
        ("2014-06-23", ["Kerry-Maliki"]),
        ("2014-06-23T09:59:59", []),
        ("2014-06-23T12:00:00+02:00", ["Kerry-Maliki"]),
        # Of a day without a time nothing is known before that day is over.
        ("2014-06-24T12:00:00", ["Kerry-Maliki"]),
        (date(2014, 6, 24), ["Iran-ISIS", "ISIS-Iraq", "Kerry-Maliki"]),
        ("2026-01-01", ["Iran-ISIS", "ISIS-Iraq", "ISIS-Maliki", "Kerry-Maliki"]),
        # A page without a date is known since it was seen.
        ("2026-01-02", ALL),
        (None, ALL),
    ],
)
def test_as_known_at_a_moment(filled: Record, as_of: str | date | None, expected: list[str]) -> None:
    assert found(filled, as_of=limit(as_of)) == expected


def test_known_since(filled: Record) -> None:
    since = {fact.article.title: (fact.recorded_at, fact.basis) for fact in facts.each(filled, Filter(), as_of=EVER)}
    assert since == {
        "a": (datetime(2014, 6, 23, 10, tzinfo=UTC), "stated"),
        "b": (datetime(2014, 6, 24, 23, 59, 59, 999999, tzinfo=UTC), "stated"),
        "c": (datetime(2014, 6, 25, 23, 59, 59, 999999, tzinfo=UTC), "stated"),
        "d": (NOW, "seen"),
    }


def test_nothing_is_known_before_it_is_seen(record: Record) -> None:
    """A date in the future, or a page from its live source, counts from the moment it was seen."""
    future, live = article("f", "Iran blamed ISIS.", "2027-01-01"), article("l", "Iraq blamed ISIS.", "2014-06-24")
    articles.add(record, capture(future, NOW), future)
    articles.add(record, capture(live, NOW), live, archived=False)
    assert {(head.recorded_at, head.basis) for head in articles.each(record, as_of=EVER)} == {(NOW, "seen")}


def test_an_event_by_the_beginning_of_its_id(filled: Record) -> None:
    ids = sorted(fact.event.id for fact in facts.each(filled, Filter(), as_of=EVER))
    assert facts.one(filled, ids[0], EVER).event.id == ids[0]
    assert facts.one(filled, ids[0][:9].upper(), EVER).event.id == ids[0]
    assert facts.one(filled, ids[0].removeprefix("ev:")[:8], EVER).event.id == ids[0]
    with pytest.raises(UsageError, match="fits several") as caught:
        facts.one(filled, "ev:", EVER) if len(ids) > 1 else None
    assert ids[0] in str(caught.value)
    for unknown in ("ev:ffffffffffff", "zzz", "", "%"):
        with pytest.raises((NotFound, UsageError)):
            facts.one(filled, unknown, EVER)


def test_an_article_by_id_address_and_version(filled: Record) -> None:
    page = PAGES[1]
    for key in (page.id, page.id[:8], page.url, page.version):
        assert articles.one(filled, key, EVER) == page
    with pytest.raises(NotFound):
        articles.one(filled, page.id, limit("2014-06-01"))
    with pytest.raises(UsageError, match="fits several"):
        articles.one(filled, "a:", EVER)
    for unknown in ("", "a:zz", "https://example.org/"):
        with pytest.raises(NotFound, match="watchfloor articles"):
            articles.one(filled, unknown, EVER)


def test_a_coding_comes_back_whole(filled: Record) -> None:
    for page in PAGES:
        assert facts.coding(filled, page.version, "tiny-1") == TinyCoder().code(page)
    assert facts.coding(filled, PAGES[0].version, "another") is None


def test_no_question_before_a_coder_is_chosen(record: Record) -> None:
    articles.add(record, capture(PAGES[0], NOW), PAGES[0])
    assert found(record) == []
    assert facts.current_coder(record) is None


def test_hostile_text_is_kept_as_it_is(record: Record) -> None:
    text = "Iran blamed ISIS.\x00 '; DROP TABLE events; -- <script> \x1b[31m \U0001f600 " + "a\u0301" * 50
    page = article("x'); --", text, "2014-06-24")
    articles.add(record, capture(page, NOW), page)
    facts.add_coding(record, TinyCoder().code(page), NOW)
    facts.choose_coder(record, "tiny-1", NOW)
    assert articles.one(record, page.id, EVER) == page
    assert found(record, text="iran") == ["Iran-ISIS"]


def test_what_utf8_cannot_hold_is_replaced(record: Record) -> None:
    from watchfloor.types import Problem

    page = article("odd", "Iran blamed ISIS. \ud800 end", "2014-06-24")
    articles.add(record, capture(article("odd", "x"), NOW), page, [Problem("reading", "odd", "\udcff")])
    kept = articles.one(record, page.id, EVER)
    assert kept.text == "Iran blamed ISIS. ? end"
    assert facts.add_coding(record, TinyCoder().code(kept), NOW)
