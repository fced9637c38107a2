"""Other people's records of events stay theirs, and are read as they state them."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from watchfloor.errors import NotFound
from watchfloor.reading.outside import read_outside
from watchfloor.types import OutsideFact, Problem

DOER = ["IRQGOV", "BAGHDAD", "IRQ", *[""] * 4, "GOV", "", ""]
OTHER = ["USA", "UNITED STATES", "USA", *[""] * 7]
CODING = ["1", "051", "051", "05", "1", "3.4", "8", "2", "7", "2.1"]


def gdelt(version: int, day: str = "20140624", ident: str = "12345") -> str:
    """A row of either version; the second has a second region for each of the three places."""
    more = [""] if version == 2 else []
    place = ["4", "Baghdad, Baghdad, Iraq", "IZ", "IZ07", *more, "33.3386", "44.3939", "-3102538"]
    nowhere = ["0", "", "", "", *more, "", "", ""]
    added = "20140625" if version == 1 else "20140625093000"
    head = [ident, day, day[:6], day[:4], "2014.4"]
    return "\t".join([*head, *DOER, *OTHER, *CODING, *nowhere, *nowhere, *place, added, "https://example.org/a"])


UCDP = (
    "id,year,type_of_violence,side_a,side_a_new_id,side_b,side_b_new_id,source_article,where_prec,where_coordinates,"
    "country,latitude,longitude,date_prec,date_start,date_end,best,low,high\n"
    '17,2014,1,Government of Iraq,116,"IS, and others",234,"""Wire, 2014-06-12, Fighting""",1,Tikrit town,Iraq,34.6,'
    "43.7,1,2014-06-11 00:00:00.000,2014-06-12 00:00:00.000,4,3,9\n"
    "18,2014,3,IS,234,Civilians,1,Paper,6,,Iraq,,,5,2014-06-12,2014-06-01,1,1,1\n"
    "x,2014,3,IS,234,Civilians,1,Paper,6,,Iraq,,,5,2014-06-12,2014-06-12,1,1,1\n"
)


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, "zip"])
def test_gdelt(version: int, pack: object, tmp_path: Path) -> None:
    body = f"{gdelt(version)}\n".encode()
    if callable(pack):
        body = pack(body)
    else:
        box = io.BytesIO()
        with zipfile.ZipFile(box, "w") as packing:
            packing.writestr("20140624.export.CSV", body)
        body = box.getvalue()
    path = tmp_path / "20140624.export.CSV"
    path.write_bytes(body)
    (fact,) = read_outside(path)
    assert fact == OutsideFact(
        dataset="gdelt",
        id="12345",
        start=date(2014, 6, 24),
        end=date(2014, 6, 24),
        actors=("BAGHDAD", "UNITED STATES"),
        actor_codes=("IRQGOV", "USA"),
        type="051",
        place="Baghdad, Baghdad, Iraq",
        country="IZ",
        lat=33.3386,
        lon=44.3939,
        precision="city",
        source="https://example.org/a",
        counts=(("mentions", 8), ("sources", 2), ("articles", 7)),
        known=date(2014, 6, 25),
    )


def test_bad_rows_are_named_and_the_rest_goes_on() -> None:
    rows = [gdelt(2), gdelt(2, day="20141399"), "a\tb", gdelt(2, ident="=cmd()"), "", gdelt(2)]
    found = list(read_outside(io.BytesIO("\n".join(rows).encode()), name="gdelt"))
    assert [isinstance(one, OutsideFact) for one in found] == [True, False, False, False, True]
    told = [one.message.split(",")[1] for one in found if isinstance(one, Problem)]
    assert told == [" line 2", " line 3", " line 4"]


def test_ucdp(tmp_path: Path) -> None:
    fact, backward, no_id = read_outside(io.BytesIO(UCDP.encode()), name="GEDEvent.csv")
    assert isinstance(fact, OutsideFact)
    assert (fact.dataset, fact.id, fact.start, fact.end) == ("ucdp-ged", "17", date(2014, 6, 11), date(2014, 6, 12))
    assert (fact.actors, fact.actor_codes, fact.type) == (
        ("Government of Iraq", "IS, and others"),
        ("116", "234"),
        "state-based",
    )
    assert (fact.place, fact.country, fact.lat, fact.lon, fact.precision) == (
        "Tikrit town",
        "Iraq",
        34.6,
        43.7,
        "point",
    )
    assert (fact.source, fact.counts) == ('"Wire, 2014-06-12, Fighting"', (("best", 4), ("low", 3), ("high", 9)))
    assert isinstance(backward, Problem)
    assert "ends (2014-06-01) before it begins" in backward.message
    assert isinstance(no_id, Problem)


def test_what_is_neither(tmp_path: Path) -> None:
    (problem,) = read_outside(io.BytesIO(b"a,b\n1,2\n"), name="x.csv")
    assert isinstance(problem, Problem)
    assert problem.kind == "not-events"
    with pytest.raises(NotFound):
        list(read_outside(tmp_path / "gone.csv"))
