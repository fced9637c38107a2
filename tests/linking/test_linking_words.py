"""What words tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from watchfloor.errors import PackDamaged
from watchfloor.linking import words


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("The Ministers’ talks", ["the", "minist", "talks"]),
        ("21 dead in Áden", ["21", "dead", "aden"]),
        ("to be", []),
        ("", []),
    ],
)
def test_stems(text: str, stems: list[str]) -> None:
    assert words.stems(text) == stems


def test_rare_words_tell_more() -> None:
    rarity = words.load()
    assert rarity("the") < words.PLAIN < rarity("minist") < rarity("kobani") <= rarity("xyzzyx")
    assert set(rarity.telling(["the", "kobani"])) == {"kobani"}
    assert rarity.overlap(["kobani", "the"], ["kobani"]) > rarity.overlap(["the", "kobani"], ["the"])
    assert rarity.overlap([], []) == 0


def test_vectors() -> None:
    rarity = words.load()
    one, other = (rarity.vector(words.stems(text)) for text in ("Shelling of Kobani", "the shells hit Kobani"))
    assert words.cosine(one, one) == pytest.approx(1)
    assert 0 < words.cosine(one, other) == words.cosine(other, one) < 1
    assert words.cosine(one, rarity.vector([])) == 0


@pytest.mark.parametrize("text", ["stem\tsentences\nwar\tmany\n", "stem\tsentences\nwar\t3\n", "word\tn\n"])
def test_a_damaged_table_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "rarity.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(PackDamaged, match=r"rarity\.tsv"):
        words.load(tmp_path)
