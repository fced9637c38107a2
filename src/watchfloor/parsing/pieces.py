"""Words -> word pieces: BERT's uncased WordPiece over a given vocabulary, with the shape of each word beside it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from watchfloor.parsing.shapes import shape

MOST_IN_WORD: Final = 64
"""A word of more pieces is cut and ends in [UNK]."""
MOST: Final = 512
"""Pieces in one sentence, both marks included: the encoder has no more positions."""

_LONGEST_WORD: Final = 100  # characters; a longer run of letters is [UNK], as in BERT
_CACHE: Final = 200_000  # words kept; the cache is emptied when full, which changes speed only
_UNSEEN: Final = frozenset(("Cc", "Cf", "Co", "Cs"))  # not Cn: what is unassigned changes with Python's Unicode tables
_CJK: Final = (
    *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F)),
    *((0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)),
)


@dataclass(frozen=True, slots=True)
class Encoded:
    """One sentence as the encoder reads it: `[CLS]`, the pieces of every word, `[SEP]`."""

    piece_ids: tuple[int, ...]
    shapes: tuple[int, ...]
    """shape class of the word a piece belongs to; 0 at the two marks"""
    first: tuple[int, ...]
    """for each word, the position of its first piece"""
    last: tuple[int, ...]
    """for each word, the position of its last piece"""


class Pieces:
    """Cuts words into the pieces of one vocabulary. Remembers words; the answers do not depend on what it has seen."""

    def __init__(self, vocab: Mapping[str, int]) -> None:
        """Raise KeyError when the vocabulary lacks one of BERT's marks."""
        self._vocab = vocab
        self._cls, self._sep, self._unk = vocab["[CLS]"], vocab["[SEP]"], vocab["[UNK]"]
        self._known: dict[str, tuple[tuple[int, ...], int]] = {}

    def encode(self, words: Sequence[str]) -> Encoded:
        """Encode one sentence.

        Where it needs more than `MOST` pieces, the words with most pieces are cut shorter, each ending in [UNK].
        Raise ValueError when there are more words than places.
        """
        known = [self._known.get(word) or self._learn(word) for word in words]
        cut = MOST_IN_WORD
        while sum(min(len(ids), cut) for ids, _ in known) > MOST - 2:
            if cut == 1:
                raise ValueError(f"a sentence of {len(words)} words; the encoder reads at most {MOST - 2}")
            cut //= 2
        piece_ids, shapes, first, last = [self._cls], [0], [], []
        for ids, form in known:
            if len(ids) > cut:
                ids = (*ids[: cut - 1], self._unk)
            first.append(len(piece_ids))
            piece_ids += ids
            shapes += [form] * len(ids)
            last.append(len(piece_ids) - 1)
        piece_ids.append(self._sep)
        shapes.append(0)
        return Encoded(tuple(piece_ids), tuple(shapes), tuple(first), tuple(last))

    def _learn(self, word: str) -> tuple[tuple[int, ...], int]:
        if len(self._known) >= _CACHE:
            self._known.clear()
        ids: list[int] = []
        for token in _basic(word):
            ids += self._wordpiece(token)
        if len(ids) > MOST_IN_WORD:
            ids[MOST_IN_WORD - 1 :] = [self._unk]
        answer = (tuple(ids) or (self._unk,), shape(word))
        self._known[word] = answer
        return answer

    def _wordpiece(self, token: str) -> list[int]:
        """The longest piece that fits, again and again; [UNK] for the whole token when a rest fits nothing."""
        if len(token) > _LONGEST_WORD:
            return [self._unk]
        ids: list[int] = []
        start = 0
        while start < len(token):
            prefix = "##" if start else ""
            for end in range(len(token), start, -1):
                found = self._vocab.get(prefix + token[start:end])
                if found is not None:
                    ids.append(found)
                    start = end
                    break
            else:
                return [self._unk]
        return ids


def _basic(word: str) -> list[str]:
    """Lower-case, without accents and control characters, parted at punctuation and CJK characters."""
    if word.isascii() and word.isalnum():
        return [word.lower()]
    clean = "".join(c for c in word if c != "\ufffd" and unicodedata.category(c) not in _UNSEEN)
    bare = "".join(c for c in unicodedata.normalize("NFD", clean) if unicodedata.category(c) != "Mn")
    tokens: list[str] = []
    run = ""
    for char in "".join(c.lower() for c in bare):  # letter by letter: BERT knows no final sigma
        alone = _is_mark(char) or any(low <= ord(char) <= high for low, high in _CJK)
        if alone or char.isspace():
            if run:
                tokens.append(run)
            run = ""
            if alone:
                tokens.append(char)
        else:
            run += char
    if run:
        tokens.append(run)
    return tokens


def _is_mark(char: str) -> bool:
    """BERT's punctuation: every ASCII character that is no letter or digit, and Unicode's P classes."""
    if char.isascii():
        return char.isprintable() and not char.isalnum() and char != " "
    return unicodedata.category(char)[0] == "P"
