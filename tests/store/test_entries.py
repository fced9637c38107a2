"""What the ledgers hold: filters, order and paging, what was known when, and how an entry is written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tiny_desk import ACTORS, TinyCoder, article, capture
from watchfloor.codec import ENTRY_KINDS, entry_fields, kind_of, to_json
from watchfloor.errors import DeskDamaged, NotFound, UsageError
from watchfloor.store import articles, entries, entryrows, facts
from watchfloor.store.clock import EVER, limit
from watchfloor.store.connection import Record
from watchfloor.store.entries import Filter
from watchfloor.types import Cited, Entry, Period, Span, Stance, Statement

NOW = datetime(2026, 1, 2, tzinfo=UTC)
PAGES = (
    article("a", "Kerry met Maliki in Geneva on 2014-06-20.", "2014-06-23T10:00:00"),
    article("b", "Iran blamed ISIS. ISIS attacked Iraq.", "2014-06-24", outlet="The Evening Wire"),
    article("c", "ISIS attacked Maliki in Tikrit on 2014-06-22. Maliki blamed Iran.", "2014-06-25"),
    article("d", "Hamas blamed Iran.", None),
)


@pytest.fixture
def filled(record: Record) -> Record:
    for page in PAGES:
        articles.add(record, capture(page, NOW), page)
        facts.add_coding(record, TinyCoder().code(page), NOW)
    facts.choose_coder(record, "tiny-1", NOW)
    return record


def found(record: Record, as_of: int = EVER, order: str = entries.NEWEST, **wanted: Any) -> list[str]:
    kept = entries.each(record, Filter(**wanted), as_of=as_of, order=order)
    return [f"{one.entry.id[:2]} {one.entry.sentence.words.split()[0]}" for one in kept]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, 12),
        ({"kind": "statement"}, 3),
        ({"kind": "statement", "speaker": "IRN"}, 1),
        ({"kind": "statement", "speaker": "nouri"}, 1),
        ({"kind": "statement", "about": "IRN"}, 2),
        ({"kind": "statement", "side": "irq"}, 1),
        ({"kind": "statement", "form": "Indirect", "detail": "accuses"}, 3),
        ({"kind": "deadline", "bound": "Kerry"}, 1),
        ({"kind": "deadline", "set_by": "IRQGOV"}, 2),
        ({"kind": "deadline", "due_since": date(2014, 6, 21)}, 1),
        ({"kind": "deadline", "due_until": date(2014, 6, 21)}, 1),
        ({"kind": "outlook", "holder": "isis"}, 2),
        ({"kind": "relation", "a": "isis", "b": "IRQ"}, 2),
        ({"kind": "relation", "a": "IRQ"}, 0),
        ({"kind": "relation", "country": "usa"}, 1),
        ({"kind": "link", "speaker": "isis"}, 2),
        ({"actor": "Hamas"}, 1),
        ({"actor": "%"}, 0),
        ({"text": "attacked tikrit"}, 4),
        ({"text": '"blamed iran"', "outlet": "the wire"}, 2),
        ({"outlet": "The Evening Wire"}, 4),
        ({"since": date(2014, 6, 25)}, 5),
        ({"since": date(2014, 6, 24), "until": date(2014, 6, 24)}, 4),
        ({"published_until": date(2014, 6, 23)}, 2),
        ({"article": PAGES[3].id}, 1),
        ({"language": "de"}, 0),
    ],
    ids=str,
)
def test_filters(filled: Record, wanted: dict[str, Any], expected: int) -> None:
    assert len(found(filled, **wanted)) == expected
    assert entries.count(filled, Filter(**wanted), as_of=EVER) == expected


def test_order_and_paging(filled: Record) -> None:
    for order in entries.ORDERS:
        whole = [one.entry.id for one in entries.each(filled, Filter(), as_of=EVER, order=order)]
        paged = [
            one.entry.id
            for offset in range(0, 15, 3)
            for one in entries.each(filled, Filter(), as_of=EVER, order=order, limit=3, offset=offset)
        ]
        assert paged == whole
    days = [one.day for one in entries.each(filled, Filter(kind="deadline"), as_of=EVER, order=entries.DUE)]
    assert days == [date(2014, 6, 20), date(2014, 6, 22)]
    assert found(filled, order=entries.OLDEST)[-1] == "st Hamas", "what has no day comes last"


@pytest.mark.parametrize(("as_of", "expected"), [("2014-06-22", 0), ("2014-06-23", 2), ("2014-06-24", 6), (None, 12)])
def test_as_known_at_a_moment(filled: Record, as_of: str | None, expected: int) -> None:
    assert len(found(filled, as_of=limit(as_of))) == expected
    assert len(list(entries.each(filled, Filter(), as_of=limit(as_of), coder=facts.THEN))) == (0 if as_of else expected)


@pytest.mark.parametrize("kind", ["statements", "event", ""])
def test_a_kind_that_is_none(filled: Record, kind: str) -> None:
    with pytest.raises(UsageError, match="statement, deadline"):
        list(entries.each(filled, Filter(kind=kind), as_of=EVER))
    with pytest.raises(NotFound, match="watchfloor statements"):
        entries.one(filled, "ev:123456", EVER)


def everything_said() -> tuple[Entry, ...]:
    return tuple(entry for page in PAGES for entry in TinyCoder().code(page).entries)


@pytest.mark.parametrize("entry", everything_said(), ids=lambda entry: entry.id)
def test_an_entry_comes_back_as_it_was(record: Record, entry: Entry) -> None:
    packed = entryrows.packed(entry)
    assert entryrows.decode(record, entry.id, packed) == entry
    assert packed.count(entry.sentence.words) == 1 and len(packed) < len(to_json(entry))
    told = entry_fields(entry, PAGES[0])
    assert told["ledger"] == kind_of(entry) and list(told)[:2] == ["id", "ledger"]
    for broken in (packed[:-1], packed.replace('"rule"', '"rulz"', 1), "[]", packed.replace('"at":[', '"at":[9')):
        with pytest.raises(DeskDamaged):
            entryrows.decode(record, entry.id, broken)
    with pytest.raises(DeskDamaged):
        entryrows.decode(record, "zz:1", packed)


def test_a_quotation_over_several_sentences(record: Record) -> None:
    text = '"Iran waits," Kerry said. "It will not wait for long."'
    page = article("q", text, "2014-06-24")

    def cited(words: str, value: Any = None) -> Cited[Any]:
        start = text.index(words)
        return Cited(value or words, Span(page.version, start, start + len(words)), words, "tiny")

    base = next(entry for entry in everything_said() if isinstance(entry, Statement))
    said = replace(
        base,
        speaker=cited("Kerry", ACTORS["Kerry"]),
        cue=None,
        content=(cited("Iran waits,"), cited("It will not wait for long.")),
        stances=(Stance(cited("wait for long", "waiting"), "wait", -2, "states", condition=cited("not")),),
        when=cited("long", Period(None, date(2014, 7, 1), "vague", "../2014-07-01")),
        sentence=cited('"Iran waits," Kerry said.'),
    )
    assert entryrows.decode(record, said.id, entryrows.packed(said)) == said
    entryrows.check_words(said, page.version, text)
    assert entryrows.words_of(said).endswith("said.\nIt will not wait for long.")
    with pytest.raises(ValueError, match="not what the article says"):
        entryrows.check_words(said, page.version, text.replace("long", "ages"))
    with pytest.raises(ValueError, match="no id of a statement"):
        entryrows.check_words(replace(said, id="de:1"), page.version, text)


def test_every_kind_is_met_here() -> None:
    assert {kind_of(entry) for entry in everything_said()} == set(ENTRY_KINDS)
