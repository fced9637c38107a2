"""The two blind test sets keep their form: ids, counts, pairs, marked words, no sentence twice."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

SETS = Path(__file__).parents[2] / "benchmarks" / "quality" / "sets"
NUMBER = re.compile(r"\d[\d,.]*")
# A capital that does not open the sentence marks a name; the first word stays, else "Fans stormed ..." would equal
# "Rebels stormed ...".
NAME = re.compile(r"(?<!^)\b[^\W\d_a-zß-öø-ÿ][\w'’-]*")
FACETS = {"happened", "ongoing", "planned", "threatened", "demanded", "denied", "hypothetical"}

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    lines = (SETS / name).read_text(encoding="utf-8").splitlines()
    loaded: list[Row] = [json.loads(line) for line in lines]
    return loaded


def masked(text: str) -> str:
    return " ".join(NAME.sub("N", NUMBER.sub("0", text)).lower().split())


@pytest.mark.parametrize("name", ["negatives.jsonl", "facets.jsonl"])
def test_rows_are_well_formed(name: str) -> None:
    found = rows(name)
    assert [row["id"] for row in found if not re.fullmatch(r"[nf]-\d{3}p?", row["id"])] == []
    assert [key for key, count in Counter(row["id"] for row in found).items() if count > 1] == []
    assert [row["id"] for row in found if not row["class"] or row["text"] != row["text"].strip()] == []
    assert [row["id"] for row in found if not 6 <= len(row["text"].split()) <= 40] == []


@pytest.mark.parametrize("name", ["negatives.jsonl", "facets.jsonl"])
def test_pairs_are_mutual_and_differ_in_what_is_tested(name: str) -> None:
    found = {row["id"]: row for row in rows(name)}
    value = "label" if name == "negatives.jsonl" else "facet"
    for row in found.values():
        if "pair" in row:
            twin = found[row["pair"]]
            assert twin["pair"] == row["id"]
            assert twin[value] != row[value], row["id"]


def test_no_sentence_stands_twice_when_names_and_numbers_are_masked() -> None:
    # A file of judgements names places in texts that are not here.
    texts = [masked(row["text"]) for path in sorted(SETS.glob("*.jsonl")) for row in rows(path.name) if "text" in row]
    assert [text for text, count in Counter(texts).items() if count > 1] == []


def test_counts_of_the_negatives() -> None:
    found = rows("negatives.jsonl")
    assert all(set(row) - {"pair"} == {"id", "class", "text", "label"} for row in found)
    assert Counter(row["label"] for row in found) == {"none": 200, "event": 100}
    assert sum(row["label"] == "none" and "pair" in row for row in found) == 100
    assert all(row["label"] == ("event" if row["id"].endswith("p") else "none") for row in found)


def test_counts_of_the_facets() -> None:
    found = rows("facets.jsonl")
    assert all(set(row) - {"pair"} == {"id", "class", "text", "act", "facet"} for row in found)
    assert len(found) == 300
    assert sum("pair" in row for row in found) == 150
    counts = Counter(row["facet"] for row in found)
    assert set(counts) == FACETS
    assert counts["happened"] + counts["ongoing"] == 50
    assert min(counts[facet] for facet in FACETS - {"happened", "ongoing"}) >= 45


def test_the_act_stands_once_in_its_sentence_and_the_class_names_the_facet() -> None:
    for row in rows("facets.jsonl"):
        assert row["text"].count(row["act"]) == 1, row["id"]
        assert re.search(rf"\b{re.escape(row['act'])}\b", row["text"]), row["id"]
        assert row["class"].startswith(row["facet"] + ": "), row["id"]
