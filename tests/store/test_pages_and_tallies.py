"""Lists in pages that neither repeat nor miss a row, and how what fits divides."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tiny_desk import TinyCoder
from watchfloor.desk import Desk, init
from watchfloor.errors import UsageError
from watchfloor.store.facts import Filter

PAGES = (
    ("2014-06-20", "Kerry met Maliki in Geneva on 2014-06-23. ISIS attacked Iraq in Tikrit. Iran blamed ISIS."),
    ("2014-06-21", "ISIS attacked Iraq in Tikrit on 2014-06-11. Kerry met Iran in Geneva."),
    (None, "Iran blamed Iraq. Kerry met Maliki."),
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("pages")
    desk = init(folder / "desk")
    for number, (day, text) in enumerate(PAGES):
        page = folder / f"page{number}.txt"
        page.write_text(f"A page of {number}\n\n{text}", encoding="utf-8")
        desk.add(page, published=day, outlet="Corvane Wire" if number else "Sabalan")
    desk.run(coder=TinyCoder())
    return desk


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("order", ["newest", "oldest", "due"])
def test_pages_join_to_the_list(opened: Desk, order: str, size: int) -> None:
    whole = [kept.entry.id for kept in opened.each_entry(order=order)]
    assert len(whole) > 3
    assert whole == _paged(lambda after: [k.entry.id for k in opened.each_entry(order=order, limit=size, after=after)])
    if order != "due":
        whole = [fact.event.id for fact in opened.each_event(order=order)]
        assert whole == _paged(
            lambda after: [f.event.id for f in opened.each_event(order=order, limit=size, after=after)]
        )
        whole = [head.version for head in opened.articles(order=order)]
        assert whole == _paged(lambda after: [h.version for h in opened.articles(order=order, limit=size, after=after)])


def _paged(page: Callable[[str | None], list[str]]) -> list[str]:
    found: list[str] = []
    while more := page(found[-1] if found else None):
        found += more
    return found


def test_a_list_cannot_go_on_behind_nothing(opened: Desk) -> None:
    for ask in (opened.each_event, opened.each_entry):
        with pytest.raises(UsageError, match="begin it anew"):
            list(ask(after="ev:000000000000"))
    with pytest.raises(UsageError, match="begin it anew"):
        opened.articles(after="nothing")


@pytest.mark.parametrize("wanted", [{}, {"text": "attacked"}, {"type": "CONSULT"}, {"side": "isis", "confidence": 0.5}])
def test_tallies_are_what_the_filters_find(opened: Desk, wanted: dict[str, Any]) -> None:
    events, ledgers = opened.tallies(**wanted)
    assert events.counted == opened.count_events(**wanted)
    for what, name in (("type", "type"), ("facet", "facet"), ("place", "place"), ("outlet", "outlet")):
        for one in events.by.get(what, ()):
            value = one.name if what == "place" else one.value
            assert one.number == opened.count_events(**wanted | {name: value})
    for one in () if "side" in wanted else events.by["actor"]:
        assert one.number == opened.count_events(**wanted | {"side": one.value})
    assert all(re.fullmatch(r"\d{4}-\d\d", one.value) for one in events.by.get("month", ()))
    if "type" in wanted:
        assert ledgers.counted == 0
    else:
        asked = {"actor" if key == "side" else key: value for key, value in wanted.items()}
        assert ledgers.counted == opened.count_entries(**asked)


def test_confidence_is_at_least(opened: Desk) -> None:
    assert "confidence" in Filter.__dataclass_fields__
    sure = max(fact.event.confidence for fact in opened.events())
    assert opened.count_events(confidence=sure) == sum(f.event.confidence == sure for f in opened.events())
    assert opened.count_events(confidence=sure + 0.01) == 0
