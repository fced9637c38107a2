"""Exports: stable columns, harmless cells, one row for each direction."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from making import fact
from watchfloor.exporters import EXPORTERS
from watchfloor.exporters.columns import COLUMNS, rows
from watchfloor.exporters.tables import harmless
from watchfloor.types import Facet

SEIZED = fact("{ISIS} <seized> the city of [Mosul] on (Tuesday)", "COERCE", "seize", cameo="0192")


def table(*facts: object) -> list[dict[str, str]]:
    out = io.StringIO()
    count = EXPORTERS["csv"](facts, out, None)  # type: ignore[arg-type]
    read = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    assert len(read) == count
    return read


def test_a_row_holds_the_codes_and_the_words() -> None:
    (row,) = table(SEIZED)
    wanted = {
        "Facet": "happened",
        "Deed": "yes",
        "Event Date": "2014-06-10",
        "Event Date Basis": "stated",
        "Event Type": "COERCE",
        "Event Mode": "seize",
        "Quad Code": "material conflict",
        "CAMEO": "0192",
        "Actor Name": "Islamic State",
        "Actor Name Raw": "ISIS",
        "Placename": "Mosul",
        "Latitude": "36.33500",
        "Trigger": "seized",
        "Sentence": "ISIS seized the city of Mosul on Tuesday",
        "Publication Date": "2014-06-24",
        "Known Since": "2014-06-25T08:00:00+00:00",
    }
    assert {key: row[key] for key in wanted} == wanted
    assert SEIZED.article.text[int(row["Trigger Start"]) : int(row["Trigger End"])] == row["Trigger"]
    assert row["Article Version"] == SEIZED.article.version


@pytest.mark.parametrize(("facet", "deed"), [(f, "yes" if f.value in ("happened", "ongoing") else "no") for f in Facet])
def test_only_deeds_are_deeds(facet: Facet, deed: str) -> None:
    assert table(fact("{Iran} <sends> troops", "MOBILIZE", facet=facet))[0]["Deed"] == deed


def test_talks_are_written_in_both_directions() -> None:
    found = table(fact("{Iran}, {Iraq} and {Kerry} <held talks>", "CONSULT", reciprocal=True))
    assert [(r["Part"], r["Actor Name"], r["Recipient Name"]) for r in found] == [
        ("1", "Iran", "Iraq; John Kerry"),
        ("2", "Iraq", "Iran; John Kerry"),
        ("3", "John Kerry", "Iran; Iraq"),
    ]
    assert len({r["Event ID"] for r in found}) == 1


def test_without_a_stated_date_the_basis_says_so() -> None:
    (row,) = table(fact("{Iran} <sent> troops", "MOBILIZE"))
    assert (row["Event Date"], row["Event Date Basis"], row["Event Date EDTF"]) == ("2014-06-24", "published", "")
    (row,) = table(fact("{Iran} <sent> troops", "MOBILIZE", published=None))
    assert (row["Event Date"], row["Event Date Basis"]) == ("", "unknown")


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("-33.5", "-33.5"),
        ("-", "'-"),
        ("plain = text", "plain = text"),
        ("", ""),
    ],
)
def test_formulas_are_inert(cell: str, safe: str) -> None:
    assert harmless(cell) == safe


def test_a_formula_in_a_headline_stays_text() -> None:
    (row,) = table(fact("{Iran} <sent> troops", "MOBILIZE", title="=cmd|'/c calc'!A1", outlet="@evil"))
    assert (row["Title"], row["Source"]) == ("'=cmd|'/c calc'!A1", "'@evil")


def test_every_row_is_as_long_as_the_header() -> None:
    facts = [SEIZED, fact("<attacks> on |Iraq|", "ASSAULT", published=date(2014, 6, 1))]
    assert {len(row) for one in facts for row in rows(one)} == {len(COLUMNS)}
    assert len(set(COLUMNS)) == len(COLUMNS)


def test_json_lines() -> None:
    out = io.StringIO()
    assert EXPORTERS["jsonl"]([SEIZED, SEIZED], out, None) == 2
    first, second = map(json.loads, out.getvalue().splitlines())
    assert first == second
    assert (first["type"], first["words"], first["coder"]) == ("COERCE", "seized", "coder-1")
    assert (first["recorded_at"], first["recorded_basis"]) == ("2014-06-25T08:00:00+00:00", "seen")
