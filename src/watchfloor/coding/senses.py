"""Which sense of an ambiguous word the sentence means, by the model's second opinion.

A pattern looks at the words it knows around a trigger; the model has read the whole sentence, and says of each word
which types of act it may name, or none (`Sentence.senses`). It decides nothing alone: it may only refuse a pattern
whose type it holds for next to impossible while it is sure that the word names no act. (Letting it also choose
between patterns that both hold changed nothing for the better on the project's sample.) Without such a model every
pattern stands as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from watchfloor.types import Sentence

SURE: Final = 0.8
"""so likely must "none" be to refuse a pattern"""
UNLIKELY: Final = 0.05
"""and at most so likely the pattern's own type"""
NONE: Final = "none"
MEANING: Final = frozenset(("NOUN", "VERB", "PROPN", "ADJ"))
KNOWN: Final = frozenset(
    "ACCUSE AGREE AID ASSAULT COERCE CONCEDE CONSULT COOPERATE MOBILIZE PROTEST REJECT REQUEST RETREAT SANCTION "
    "SUPPORT THREATEN".split()
)
"""the types the model was taught; it has no opinion on those of a user's own codebook"""


def refused(sentence: Sentence, words: Sequence[int], kind: str) -> str:
    """Why the model refuses to read these trigger words as an act of type `kind`; empty when it does not.

    A trigger of several words ("imposed sanctions") is refused only if every word that carries meaning is.
    """
    shares = _shares(sentence, words)
    if not shares or kind not in KNOWN:
        return ""
    if any(share.get(NONE, 0.0) < SURE or share.get(kind, 0.0) > UNLIKELY for share in shares):
        return ""
    return f"the sentence does not read as {kind} ({NONE} {min(share[NONE] for share in shares):.2f})"


def _shares(sentence: Sentence, words: Sequence[int]) -> list[Mapping[str, float]]:
    if not sentence.senses:
        return []
    return [sentence.senses[i] for i in words if sentence.upos[i] in MEANING] or [sentence.senses[i] for i in words]
