"""The written sentences: each word is found, each label is known, and a wrong row is named."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from training.data import UNKNOWN
from training.labels import SENSES
from training.senses import HELD_OUT, read_senses

WRITTEN = Path(__file__).parents[2] / "training" / "senses"


def test_every_written_row_can_be_read() -> None:
    rows = read_senses(WRITTEN)
    texts = Counter((sentence.words, sentence.senses) for sentence, _ in rows)
    assert len(rows) > 1500 and max(texts.values()) == 1
    assert 0.05 < sum(part == HELD_OUT for _, part in rows) / len(rows) < 0.15
    for sentence, _ in rows:
        assert [s for s in sentence.senses or () if s != UNKNOWN and s in SENSES]


@pytest.mark.parametrize(
    "row", ["strike\tnone\tA strike on a strike.", "strike\tWAR\tThe strike began.", "hit\tnone\tThe strike began."]
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str) -> None:
    (tmp_path / "a.tsv").write_text(f"trigger\tlabel\ttext\n{row}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.tsv, line 2"):
        read_senses(tmp_path)
