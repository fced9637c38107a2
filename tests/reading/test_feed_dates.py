"""Dates as feeds state them, beside those that stand in tests/feeds."""

from __future__ import annotations

import pytest

from watchfloor.reading.feeddates import feed_stamp


@pytest.mark.parametrize(
    ("value", "at", "precision"),
    [
        ("Tue, 24 Jun 2014 10:15:00 EST", "2014-06-24T10:15:00-05:00", "time"),
        ("Tue, 24 Jun 2014 10:15:00 CET", "2014-06-24T10:15:00+01:00", "time"),
        ("Tue, 24 Jun 14 10:15:00 GMT", "2014-06-24T10:15:00+00:00", "time"),
        ("Tue Jun 24 10:15:00 2014", "2014-06-24T00:00:00+00:00", "day"),
        ("Tue Jun 24 10:15:00 +0200 2014", "2014-06-24T10:15:00+02:00", "time"),
        ("Tue, 24 June 2014 10:15:00 GMT", "2014-06-24T10:15:00+00:00", "time"),
        ("Mon, 25 Jan 2016 1:35:20 -0800", "2016-01-25T01:35:20-08:00", "time"),
        ("mardi 24 juin 2014", "2014-06-24T00:00:00+00:00", "day"),
        ("Di, 24 Mär 2015 08:00:00 +0100", "2015-03-24T08:00:00+01:00", "time"),
        ("18/06/2018 - 08:00", "2018-06-18T00:00:00+00:00", "day"),
        ("Tue, 24 Jun 2014 10:15 Europe/Berlin", "2014-06-24T00:00:00+00:00", "day"),
        (1403604900, "2014-06-24T10:15:00+00:00", "time"),
    ],
)
def test_dates_that_can_be_told(value: object, at: str, precision: str) -> None:
    found = feed_stamp(value)
    assert found is not None
    assert (found[0].isoformat(), found[1]) == (at, precision)


@pytest.mark.parametrize(
    "value",
    [
        "", "soon", "06/07/2014", "2014-06", "0001-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 +0000", None, True, [],
        "Tue, 24 Jun 2014 10:15:00 -99999999999", "99 Jun 2014", "24 Jun 2014 " * 9_000,
    ],
)  # fmt: skip
def test_dates_that_cannot(value: object) -> None:
    found = feed_stamp(value)
    assert found is None or found[0].date().isoformat() == "2014-06-24"
