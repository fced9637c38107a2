"""The day where an article was written: a row is a first line, the moment of publication, and the local day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

import pytest

from watchfloor.coder import Coder
from watchfloor.reading.dates import given
from watchfloor.reading.readers import read_text
from watchfloor.resolving.dates_zones import Dateline, Zones, dateline_of, local_day
from watchfloor.resolving.gazetteer import Gazetteer
from watchfloor.types import Published


@cache
def books() -> tuple[Zones, Gazetteer]:
    return Zones.load(), Gazetteer.load()


DAYS = [
    # either side of midnight, in pairs
    ("TOKYO (AP) — Ministers met.", "2014-06-23T14:59:00Z", "2014-06-23"),
    ("TOKYO (AP) — Ministers met.", "2014-06-23T15:01:00Z", "2014-06-24"),
    ("BAGHDAD (Reuters) - Militants fled.", "2014-06-23T20:59:00Z", "2014-06-23"),
    ("BAGHDAD (Reuters) - Militants fled.", "2014-06-23T21:01:00Z", "2014-06-24"),
    ("WASHINGTON — The president said.", "2014-06-24T03:59:00Z", "2014-06-23"),
    ("WASHINGTON — The president said.", "2014-06-24T04:01:00Z", "2014-06-24"),
    ("WASHINGTON — The president said.", "2014-01-24T04:59:00Z", "2014-01-23"),
    ("TEHRAN, Iran (AP) — Envoys came.", "2014-06-23T19:29:00Z", "2014-06-23"),
    ("TEHRAN, Iran (AP) — Envoys came.", "2014-06-23T19:31:00Z", "2014-06-24"),
    ("NEW DELHI: The minister left.", "2014-06-23T18:29:00Z", "2014-06-23"),
    ("NEW DELHI: The minister left.", "2014-06-23T18:31:00Z", "2014-06-24"),
    # the same town, another state or another country behind it
    ("MOSCOW (Reuters) - It rained.", "2014-06-23T21:00:00Z", "2014-06-24"),
    ("MOSCOW, Idaho (AP) — It rained.", "2014-06-23T21:00:00Z", "2014-06-23"),
    ("VLADIVOSTOK, Russia (Reuters) - It rained.", "2014-06-23T15:00:00Z", "2014-06-24"),
    ("LONDON (Reuters) - It rained.", "2014-06-23T23:30:00Z", "2014-06-24"),
    ("LONDON, Ont. (CP) - It rained.", "2014-06-23T23:30:00Z", "2014-06-23"),
    ("PORTLAND, Ore. (AP) — It rained.", "2014-06-24T05:00:00Z", "2014-06-23"),
    ("PORTLAND, Maine (AP) — It rained.", "2014-06-24T05:00:00Z", "2014-06-24"),
    # the offset of the page is another zone's: the moment counts, not its clock
    ("TOKYO (AP) — Ministers met.", "2014-06-23T22:00:00-04:00", "2014-06-24"),
    # the dateline's own day
    ("TOKYO, June 23 (AP) — Ministers met.", "2014-06-23T16:00:00Z", "2014-06-23"),
    ("CAIRO, June 22 - Ministers met.", "2014-06-24", "2014-06-22"),
    ("PARIS, 31 Dec (AFP) - Ministers met.", "2014-01-01", "2013-12-31"),
    ("CAIRO, June 2 (AP) - Ministers met.", "2014-06-24", "2014-06-24"),
    ("CAIRO, Feb 31 (AP) - Ministers met.", "2014-06-24", "2014-06-24"),
    # no dateline, one that may be anywhere, or a day without an hour: the day of publication as it is stated
    ("Ministers met in Tokyo.", "2014-06-23T16:00:00Z", "2014-06-23"),
    ("Tokyo - the next host - is ready.", "2014-06-23T16:00:00Z", "2014-06-23"),
    ("SAN JOSE (AP) — It rained.", "2014-06-24T03:00:00Z", "2014-06-24"),
    ("ISIS — which took Mosul — fled.", "2014-06-23T23:00:00Z", "2014-06-23"),
    ("TOKYO (AP) — Ministers met.", "2014-06-23", "2014-06-23"),
]


def published(stamp: str) -> Published:
    return given(datetime.fromisoformat(stamp) if "T" in stamp else date.fromisoformat(stamp))


@pytest.mark.parametrize(("line", "stamp", "day"), DAYS)
def test_the_local_day(line: str, stamp: str, day: str) -> None:
    assert str(local_day(f"A headline\n\n{line} More.", published(stamp), *books())) == day


def test_without_a_publication_there_is_no_day() -> None:
    assert local_day("TOKYO, June 23 (AP) — Ministers met.", None, *books()) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("AMMAN, Jordan, June 24 - The king", Dateline("AMMAN", "Jordan", 6, 24)),
        ("BRUSSELS/KYIV, March 3 (Reuters) - The", Dateline("BRUSSELS", "", 3, 3)),
        ("MOSCOW, March 3 /TASS/. The", Dateline("MOSCOW", "", 3, 3)),
        ("(Reuters) - Iraq said", None),
        ("Kerry - the man", None),
        ("The talks: a guide", None),
        ("", None),
        ("A" * 5000 + " - " + "B-" * 5000, None),
    ],
)
def test_datelines(line: str, expected: Dateline | None) -> None:
    assert dateline_of(line) == expected


def test_moments_at_the_ends_of_time_never_raise() -> None:
    for moment in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        for line in ("TOKYO (AP) — X.", "HONOLULU, Dec 31 (AP) — X.", "HONOLULU (AP) — X."):
            assert local_day(line, Published(moment, "time", "given"), *books()) is not None


# text, moment of publication, the day of the act, its facet
ACTS = [
    ("SEOUL (AP) — North Korea attacked South Korea today.", "2014-06-23T16:00:00Z", "2014-06-24", "happened"),
    ("SEOUL (AP) — North Korea attacked South Korea today.", "2014-06-23T14:00:00Z", "2014-06-23", "happened"),
    ("BAGHDAD (Reuters) - Iran attacked Iraq yesterday.", "2014-06-23T22:00:00Z", "2014-06-23", "happened"),
    ("BAGHDAD (Reuters) - Iran attacked Iraq yesterday.", "2014-06-23T20:00:00Z", "2014-06-22", "happened"),
    ("WASHINGTON (AP) — Iran attacked Iraq early Monday.", "2014-06-23T03:00:00Z", "2014-06-16", "happened"),
    ("WASHINGTON (AP) — Iran attacked Iraq early Monday.", "2014-06-23T05:00:00Z", "2014-06-23", "happened"),
]  # fmt: skip


@cache
def coder() -> Coder:
    return Coder.load()


@pytest.mark.parametrize(("text", "stamp", "day", "facet"), ACTS)
def test_acts_are_dated_from_the_local_day(text: str, stamp: str, day: str, facet: str) -> None:
    article = read_text(text, published=datetime.fromisoformat(stamp)).article
    assert article is not None
    (event,) = coder().code(article).events
    assert event.when is not None
    assert (event.when.value.edtf, event.facet.value) == (day, facet)
