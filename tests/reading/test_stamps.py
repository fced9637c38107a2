"""Dates as pages state them."""

from __future__ import annotations

import pytest

from watchfloor.reading.dates import in_address, stamp, stated_in


@pytest.mark.parametrize(
    ("value", "at", "precision"),
    [
        ("2014-06-24T10:15:00+02:00", "2014-06-24T10:15:00+02:00", "time"),
        ("2014-06-24T10:15:00Z", "2014-06-24T10:15:00+00:00", "time"),
        ("2014-06-24T10:15:00.1234567Z", "2014-06-24T10:15:00+00:00", "time"),
        ("2014-06-24T10:15:00", "2014-06-24T00:00:00+00:00", "day"),
        ("2014-06-24", "2014-06-24T00:00:00+00:00", "day"),
        ("Tue, 24 Jun 2014 10:15:00 -0400", "2014-06-24T10:15:00-04:00", "time"),
        ("1403604900", "2014-06-24T10:15:00+00:00", "time"),
        (1403604900000, "2014-06-24T10:15:00+00:00", "time"),
        ("June 24th, 2014", "2014-06-24T00:00:00+00:00", "day"),
    ],
)
def test_stamps(value: object, at: str, precision: str) -> None:
    found = stamp(value)
    assert found is not None
    assert (found[0].isoformat(), found[1]) == (at, precision)


@pytest.mark.parametrize("value", ["", "soon", "2014-13-45", "0001-01-01", None, True, {}, "9" * 5000, "20 June"])
def test_what_is_no_stamp(value: object) -> None:
    assert stamp(value) is None


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("Monday 23 June 2014, 18.30 GMT", "2014-06-23T18:30:00+00:00"),
        ("June 23, 2014 6:30 p.m. ET", "2014-06-23T00:00:00+00:00"),
        ("6:30 pm EDT, June 23, 2014", "2014-06-23T18:30:00-04:00"),
        ("23.06.2014", "2014-06-23T00:00:00+00:00"),
        ("23/06/2014", "2014-06-23T00:00:00+00:00"),
        ("Updated 25 June 2014. Published 23 June 2014", "2014-06-23T00:00:00+00:00"),
        ("06/07/2014", None),
        ("From June 23, 2014 to June 25, 2014", None),
        ("February 30, 2014", None),
    ],
)
def test_date_lines(line: str, at: str | None) -> None:
    found = stated_in(line)
    assert (found.at.isoformat() if found else None) == at


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://example.org/2014/06/24/talks", "2014-06-24"),
        ("https://example.org/2014/jun/24/talks", "2014-06-24"),
        ("https://example.org/news/2014-06-24-talks.html", "2014-06-24"),
        ("https://example.org/talks-20140624.html", "2014-06-24"),
        ("https://example.org/2014-06-24-talks", "2014-06-24"),
        ("https://example.org/2014-06-24", "2014-06-24"),
        ("https://example.org/world/2014-06/24/c_1334.htm", "2014-06-24"),
        ("https://example.org/n/2014/0624/c90-1.html", "2014-06-24"),
        ("https://example.org/20140624", "2014-06-24"),
        ("https://example.org/2014/06/talks", None),
        ("https://example.org/2014/06", None),
        ("https://example.org/2014-06/talks", None),
        ("https://example.org/2014/02/31/talks", None),
        ("https://example.org/2014/24/06/talks", None),
        ("https://example.org/0000/06/24/talks", None),
        ("https://example.org/99999/06/24/talks", None),
        ("https://example.org/talks-20140624123", None),
        ("https://example.org/2014/06/240/talks", None),
    ],
)
def test_addresses(address: str, day: str | None) -> None:
    found = in_address(address)
    assert (str(found) if found else None) == day
