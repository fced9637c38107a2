"""Joining judgements to a treebank that has been cut into words anew."""

from __future__ import annotations

import json
from pathlib import Path

from training.data import Annotated
from training.factuality import read_judgements, with_factuality


def test_judgements_find_their_words_by_letters(tmp_path: Path) -> None:
    record = {"text": "They can not leave-now .", "targets": [{"span1": [3, 4], "label": -1.25}]}
    file = tmp_path / "asked.jsonl"
    file.write_text(json.dumps(record) + "\n", encoding="utf-8")
    cut_anew = Annotated(("They", "cannot", "leave", "-", "now", "."))
    unasked = Annotated(("They", "left", "."))
    first, second = with_factuality([cut_anew, unasked], read_judgements(file))
    assert first.factuality == (None, None, -10, None, -10, None)  # both ends of the word asked about
    assert second is unasked
