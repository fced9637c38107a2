"""Scoring of press releases, worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.quality.isaf import Said, Tally, province, published_of, type_of, types_of


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2010-01-CA-001\nHERAT, Afghanistan (Dec. 31) - Two men", date(2009, 12, 31)),
        ("2010-12-S-900\nHERAT, Afghanistan (Jan. 1) - Two men", date(2011, 1, 1)),
        ("HERAT, Afghanistan (March 4, 2011) – Two men", date(2011, 3, 4)),
        ("May 9: Operations\n2010-05-CA-033\nIn the north", date(2010, 5, 9)),
        ("Update May 9\n2010-05-CA-033\nHERAT, Afghanistan (May 10) - In the north", date(2010, 5, 10)),
        ("HERAT (May 9) - In the north", None),
        ("2010-02-CA-033\nHERAT (Feb. 31) - In the north", None),
    ],
)
def test_day_of_publication(text: str, day: date | None) -> None:
    assert published_of(text) == day


@pytest.mark.parametrize(
    ("kind", "mode", "words", "told"),
    [
        ("COERCE", "arrest", "detained", "detention"),
        ("ASSAULT", "abduct", "captured", "detention"),
        ("COERCE", "seize", "seized", ""),
        ("ASSAULT", "", "killed", "killing"),
        ("ASSAULT", "", "attacked", ""),
        ("ASSAULT", "aerial", "air strike", "air strike"),
        ("REJECT", "", "killed the bill", ""),
    ],
)
def test_type(kind: str, mode: str, words: str, told: str) -> None:
    assert type_of(kind, mode, words) == told


def test_types_of_gold() -> None:
    assert types_of({"event_type": ["captureandkill"]}) == {"detention", "killing"}
    assert types_of({"event_type": ["airstrike;civiliancasualty"]}) == {"air strike"}
    assert types_of({"event_type": ["civiliancasualty"]}) == set()


@pytest.mark.parametrize(
    ("name", "told"), [("Maidan Wardak Province", "wardak"), ("Paktiyā", "paktya"), ("Helmand", "helmand")]
)
def test_province(name: str, told: str) -> None:
    assert province(name) == told


def test_scores_of_two_releases() -> None:
    day, before = date(2011, 3, 3), date(2011, 3, 2)
    tally = Tally()
    said = Said(frozenset({"detention", "killing"}), frozenset({"herat", "farah"}), frozenset({(before, day)}))
    tally.add({"detention"}, {"herat"}, day, said)
    tally.add({"killing"}, {"farah"}, day, Said())
    report = tally.report()
    assert report["exact"] == 0.0
    # of two types asked one is found, of two said one is right
    assert report["scores"]["type"] == {"asked": 2, "precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert report["scores"]["killing"] == {"asked": 1, "precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert report["scores"]["province"] == {"asked": 2, "precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert report["scores"]["date"] == {"asked": 2, "precision": 1.0, "recall": 0.5, "f1": 0.6667}
