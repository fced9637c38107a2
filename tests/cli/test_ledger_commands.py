"""The commands of the ledgers from the outside: listing, filtering, opening, exporting."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from test_commands import call
from test_memory_commands import WHY, desk, ok  # noqa: F401 - the fixture

from watchfloor.codec import ENTRY_KINDS
from watchfloor.exporters.ledgers import COLUMNS

APART = {"deadlines": ["--all"], "outlooks": ["--all"]}
"""ledgers that list what belongs together, unless asked for every mention apart"""
LEDGERS = {"statements": 1, "deadlines": 1, "outlooks": 2, "relations": 3, "links": 2}


@pytest.mark.parametrize("ledger", LEDGERS)
def test_a_ledger_lists_opens_and_exports(desk: Path, ledger: str) -> None:  # noqa: F811
    apart = APART.get(ledger, [])
    told = ok(ledger, *apart, "--desk", desk, "--json").json
    assert len(told) == LEDGERS[ledger] and {one["ledger"] for one in told} == {ledger[:-1]}
    lines = ok(ledger, *apart, "--desk", desk).out.splitlines()
    assert [line[:9] for line in lines[::2]] == [one["id"][:9] for one in told]
    for one in told:
        shown = ok("show", one["id"], "--desk", desk).out
        assert one["sentence"].split()[0] in shown and f"{one['start']}-{one['end']}" in shown
        assert ok("show", one["id"][3:9], "--desk", desk, "--json").json == one
    rows = list(csv.DictReader(io.StringIO(ok("export", "--what", ledger, "--as", "csv", "--desk", desk).out)))
    assert tuple(rows[0]) == COLUMNS[ledger[:-1]] and {row["Entry ID"] for row in rows} == {one["id"] for one in told}
    exported = ok("export", "--what", ledger, "--as", "jsonl", "--desk", desk).out.splitlines()
    assert sorted(map(json.loads, exported), key=str) == sorted(told, key=str)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["statements", "--speaker", "iran"], 1),
        (["statements", "--speaker", "IRQ"], 0),
        (["statements", "--about", "isis", "--side", "irn"], 1),
        (["statements", "--kind", "direct"], 0),
        (["statements", "--act", "accuses", "--outlet", "the wire"], 1),
        (["statements", "--since", "2014-06-24"], 0),
        (["statements", "--as-of", "2014-06-22"], 0),
        (["deadlines", "--bound", "Kerry", "--set-by", "Maliki", "--status", "open"], 1),
        (["deadlines", "--due-since", "2014-06-21"], 0),
        (["deadlines", "--due-until", "2014-06-20"], 1),
        (["outlooks", "--direction", "likely", "--holder", "isis", "--limit", "1"], 1),
        (["outlooks", "--text", "tikrit"], 1),
        (["relations", "--actor", "Maliki", "--kind", "ally"], 1),
        (["relations", "--a", "isis", "--offset", "1"], 1),
        (["links", "--kind", "leverage", "--speaker", "isis", "--until", "2014-06-23"], 1),
    ],
    ids=str,
)
def test_filters_of_ledgers(desk: Path, arguments: list[str], found: int) -> None:  # noqa: F811
    assert len(ok(*arguments, "--desk", desk, "--json").json) == found
    if not found:
        assert "No" in ok(*arguments, "--desk", desk).out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["statements", "--kind", "shouted"], "direct, indirect"),
        (["links", "--outlet", "The Wires"], "did you mean"),
        (["export", "--what", "staments", "--as", "csv"], "did you mean 'statements'"),
        (["deadlines", "--due-since", "2014-07-01", "--due-until", "2014-06-01"], "change them round"),
        (["show", "st:ffff"], "no fact"),
    ],
    ids=str,
)
def test_what_a_ledger_cannot_be_asked(desk: Path, arguments: list[str], says: str) -> None:  # noqa: F811
    refused = call(*arguments, "--desk", desk)
    assert refused.code == 2 and says in refused.err


def test_corrections_of_entries(desk: Path) -> None:  # noqa: F811
    ident = ok("relations", "--kind", "ally", "--desk", desk, "--json").json[0]["id"]
    said = ok("correct", "wrong", ident, "--desk", desk, *WHY).out
    assert f"wrong {ident[:9]}" in said and "No relation" in ok("relations", "--kind", "ally", "--desk", desk).out
    assert "said " in ok("show", ident, "--desk", desk).out
    assert ok("correct", "list", ident, "--desk", desk, "--json").json[0]["facts"] == [ident]
    for more in (["change", ident, "--type", "AID"], ["merge", ident, ident[:8]]):
        refused = call("correct", *more, "--desk", desk, *WHY)
        assert (refused.code == 2 and "only events" in refused.err) or "two facts" in refused.err


def test_ledgers_in_search_status_and_comparing(desk: Path) -> None:  # noqa: F811
    found = ok("search", "blamed", "--desk", desk, "--json").json
    assert [one["ledger"] for one in found["entries"]] == ["statement"] and found["entries_total"] == 1
    assert "In the ledgers  1" in ok("search", "blamed", "--desk", desk).out
    assert ok("search", "blamed", "--type", "ACCUSE", "--desk", desk, "--json").json["entries_total"] == 0
    counts = ok("doctor", "--desk", desk, "--json").json["counts"]["entries"]
    assert counts == {kind: LEDGERS[f"{kind}s"] for kind in ENTRY_KINDS}
    assert "of the ledgers" in ok("verify", "--desk", desk).out
    why = ok("why-changed", "2014-06-22", "2014-06-23", "--desk", desk)
    assert "outlook" in why.out and "isis" in json.dumps(ok("why-changed", "2014-06-22", "--desk", desk, "--json").json)
