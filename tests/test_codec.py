"""Values to JSON and back, and the flat form of an event."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tiny_desk import TinyCoder, article
from watchfloor.codec import filed_under, from_json, to_dict, to_json
from watchfloor.errors import Unreadable
from watchfloor.types import (
    Actor,
    Article,
    Cited,
    Coding,
    Event,
    Facet,
    Period,
    Place,
    Problem,
    Published,
    Sentence,
    Span,
    version_of,
)

PAGE = article("talks", "Kerry met Maliki in Geneva on 2014-06-23.", "2014-06-24")
CODING = TinyCoder().code(PAGE)
EVENT = CODING.events[0]

words = some.text(some.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
days = some.none() | some.dates()


@some.composite
def cited(draw: some.DrawFn, values: some.SearchStrategy[object]) -> Cited[object]:
    text, start = draw(words), draw(some.integers(0, 10**6))
    return Cited(draw(values), Span("v1", start, start + len(text)), text, draw(words))


actors = some.builds(Actor, words, words, words, words, some.lists(words, max_size=2).map(tuple), words)
coordinates = some.none() | some.floats(-180, 180)
places = some.builds(Place, words, words, words, words, coordinates, coordinates, words)
acts = cited(words).filter(lambda act: bool(act.words.strip()))
some_actors = some.lists(cited(actors), max_size=2).map(tuple)
events = some.builds(
    Event,
    actors=some_actors,
    recipients=some_actors,
    said_by=some_actors,
    place=some.none() | cited(places),
    when=some.none() | cited(some.builds(Period, days, days, words, words)),
    contexts=some.lists(words, max_size=2).map(tuple),
    probability=some.floats(0, 1),
    confidence=some.floats(0, 1),
    trigger=acts,
    sentence=acts,
)


# No time limits: a machine that is busy with something else is no failure.
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(events)
def test_every_event_survives(event: Event) -> None:
    data = to_json(event)
    assert from_json(data, Event) == event
    assert to_json(from_json(data, Event)) == data
    assert json.loads(data)["id"] == event.id
    json.dumps(to_dict(event, PAGE), allow_nan=False)


@pytest.mark.parametrize(
    "value",
    [
        PAGE,
        CODING,
        Coding("v", "c", (), (Problem("reading", "empty", "nothing", Span("v", 1, 2)),)),
        Published(datetime(2014, 6, 24, 1, 2, 3, 456789, tzinfo=timezone(timedelta(hours=3))), "time", "meta"),
        Sentence(0, 4, ("Iran",), ("Iran",), ("PROPN",), ("NNP",), ("",), (-1,), ("root",), (0,), (4,), ("B-LOC",)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_value_survives(value: object) -> None:
    assert from_json(to_json(value), type(value)) == value


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda plain: plain.update(extra=1), r"unknown key \$\.extra"),
        (lambda plain: plain["actors"][0].update(rool="x"), r"unknown key \$\.actors\[0\]\.rool"),
        (lambda plain: plain["place"]["value"].update(lng=1.0), r"unknown key \$\.place\.value\.lng"),
        (lambda plain: plain.pop("trigger"), "trigger"),
        (lambda plain: plain.update(probability="high"), "probability"),
        (lambda plain: plain.update(facet="perhaps"), "facet"),
        (lambda plain: plain["trigger"].update(words="longer than its span"), "code points"),
        (lambda plain: plain["sentence"]["span"].update(version="v9"), "same article version"),
    ],
)
def test_what_is_not_a_value_is_refused(change: object, says: str) -> None:
    plain = json.loads(to_json(EVENT))
    change(plain)  # type: ignore[operator]
    with pytest.raises(Unreadable, match=says):
        from_json(json.dumps(plain), Event)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff\xfe", "nothing"])
def test_broken_json_is_refused(data: bytes | str) -> None:
    with pytest.raises(Unreadable, match="no Article in JSON"):
        from_json(data, Article)


def test_the_flat_form() -> None:
    """The keys and their order are a promise to other programs."""
    flat = to_dict(EVENT, PAGE)
    assert list(flat) == [
        *("id", "type", "mode", "contexts", "cameo", "facet", "probability", "confidence", "reciprocal"),
        *("day", "day_basis", "actors", "recipients", "place", "further_places", "when", "said_by"),
        *("words", "start", "end", "rule", "sentence", "sentence_start", "sentence_end", "article"),
    ]
    assert flat["actors"] == [
        {
            "id": "person:john-kerry",
            "name": "John Kerry",
            "kind": "person",
            "code": "USAGOV",
            "country": "USA",
            "sectors": ["GOV"],
            "office": "Secretary of State",
            "words": "Kerry",
            "start": 0,
            "end": 5,
            "rule": "tiny",
        }
    ]
    assert (flat["when"]["from"], flat["when"]["to"], flat["day"], flat["day_basis"]) == (*["2014-06-23"] * 3, "stated")
    assert (flat["words"], flat["sentence"]) == ("met", PAGE.text)
    assert PAGE.text[flat["start"] : flat["end"]] == flat["words"]
    assert flat["article"]["published"] == "2014-06-24T00:00:00+00:00"
    assert list(flat["article"]) == ["id", "version", "url", "title", "outlet", "published", "precision", "basis"]
    assert flat["facet"] == Facet.HAPPENED.value


MIDNIGHT = Published(datetime(2014, 6, 24, 23, 30, tzinfo=timezone(timedelta(hours=-4))), "time", "meta")
NOON = Published(datetime(2014, 6, 24, 12, tzinfo=UTC), "time", "meta")


@pytest.mark.parametrize(
    ("start", "end", "published", "expected"),
    [
        (date(2014, 6, 1), date(2014, 6, 30), NOON, (date(2014, 6, 1), "stated")),
        (None, date(2014, 7, 20), NOON, (date(2014, 6, 24), "published")),
        (None, None, MIDNIGHT, (date(2014, 6, 24), "published")),
        (None, None, None, (None, "unknown")),
        (date(2014, 6, 1), None, None, (date(2014, 6, 1), "stated")),
    ],
)
def test_the_day_of_an_event(
    start: date | None, end: date | None, published: Published | None, expected: tuple[date | None, str]
) -> None:
    from dataclasses import replace

    span = Span(PAGE.version, 0, 5)
    when = Cited(Period(start, end, "day", "x"), span, "Kerry", "r") if start or end else None
    assert filed_under(replace(EVENT, when=when), published) == expected


def test_versions_differ_by_text_and_date() -> None:
    assert len({version_of("a", when, text) for when in (None, NOON, MIDNIGHT) for text in ("x", "y")}) == 6
