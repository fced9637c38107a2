"""How names are compared: without case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """`Nouri al-Mālikī` -> `nouri al maliki`."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain.casefold()).strip()


def plain(text: str) -> str:
    """The text with what UTF-8 cannot hold (lone surrogates, as in the names of some old files) made `?`; as long as
    before, so that offsets stay true."""
    return text.encode("utf-8", "replace").decode("utf-8")


def words_query(text: str) -> str:
    """What a person types, as a query of the full-text index: all the words; "quoted words" together; word* for its
    beginnings. Nothing in it can be a syntax error. Empty when there is no word in it."""
    terms = []
    for quoted, word in re.findall(r'"([^"]*)"|([^\s"]+)', text):
        # Letter and accent as one character: an accent by itself is no part of a word to the pattern.
        term = _NOT_WORD.sub(" ", unicodedata.normalize("NFC", quoted or word)).strip()
        if term:
            terms.append(f'"{term}"' + ("*" if word.endswith("*") else ""))
    return " ".join(terms)
