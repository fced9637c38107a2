"""Cleaning of name sets, on rows of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.data import UNKNOWN
from training.names import read_gum_entities, read_silver


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ("President/NNP/B-per Duval/NNP/I-per spoke/VBD/O", "O B-PER O"),
        ("Serran/JJ/B-per Foreign/NNP/I-per Minister/NNP/I-per Ana/NNP/I-per Duval/NNP/I-per", "O O O B-PER I-PER"),
        ("the/DT/O U.N./NNP/B-geo envoy/NN/O", "O B-ORG O"),
        ("Serran/JJ/B-gpe troops/NNS/O in/IN/O Serra/NNP/B-gpe", "O O O B-LOC"),
        ("Serrans/NNS/B-gpe fled/VBD/O", "O O"),
        ("on/IN/O Monday/NNP/B-tim 2011/CD/B-tim", "O O O"),
        ("prime/JJ/B-per minister/NN/O Khalid/NNP/B-per al-Zayn/NNP/I-per 's/POS/I-per", "O O B-PER I-PER O"),
        ("al-Zayn/NNP/B-per said/VBD/O", "B-PER O"),
        ("West/NNP/B-org Bank/NNP/I-org", "B-LOC I-LOC"),
        ("Muslim/NNP/B-org clerics/NNS/O", "O O"),
    ],
)
def test_silver(tmp_path: Path, rows: str, names: str) -> None:
    file = tmp_path / "silver.conll"
    file.write_text("\n".join(row.replace("/", "\t") for row in rows.split()) + "\n\n", encoding="utf-8")
    assert read_silver(file)[0].names == tuple(names.split())


@pytest.mark.parametrize(
    ("words", "mentions", "names"),
    [
        ("the/DET United/VERB States/PROPN", [(0, 3, "place")], "O B-LOC I-LOC"),
        ("General/PROPN Kaya/PROPN 's/PART men/NOUN", [(0, 3, "person")], "O B-PER O O"),
        ("Serra/PROPN radio/NOUN", [], "? O"),  # a proper noun that nothing explains trains nothing
        ("on/ADP Monday/PROPN", [(1, 2, "time")], "O O"),
        ("Ana/PROPN and/CCONJ Ben/PROPN", [(0, 3, "person"), (0, 1, "person"), (2, 3, "person")], "B-PER O B-PER"),
    ],
)
def test_gum(tmp_path: Path, words: str, mentions: list[tuple[int, int, str]], names: str) -> None:
    pairs = [pair.split("/") for pair in words.split()]
    found = [{"start": a, "end": b, "etype": kind, "named": True} for a, b, kind in mentions]
    file = tmp_path / "gum.jsonl"
    line = json.dumps({"tokens": [p[0] for p in pairs], "upos": [p[1] for p in pairs], "mentions": found})
    file.write_text(line + "\n", encoding="utf-8")
    assert read_gum_entities(file)[0].names == tuple(UNKNOWN if n == "?" else n for n in names.split())
