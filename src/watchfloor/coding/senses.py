"""Which sense of an ambiguous word the sentence means, by the model's second opinion.

A pattern looks at the words it knows around a trigger; the model has read the whole sentence, and says of each word
which types of act it may name, or none (`Sentence.senses`). It decides nothing alone: it may only refuse a pattern,
and the more the sentence itself names who acts and to whom, the surer it must be. (Letting it also choose between
patterns that both hold changed nothing for the better on the project's sample.) Without such a model every pattern
stands as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from watchfloor.types import Sentence

BARS: Final = ((0.8, 0.1), (0.8, 0.05), (0.85, 0.01))
"""by the sides that are named, none, one or both: so likely must "none" be to refuse a pattern, and at most so likely
its own type. Bars lower by a third refused as many of the sample's acts as of the sentences without one."""
NONE: Final = "none"
MEANING: Final = frozenset(("NOUN", "VERB", "PROPN", "ADJ"))
KNOWN: Final = frozenset(
    "ACCUSE AGREE AID ASSAULT COERCE CONCEDE CONSULT COOPERATE MOBILIZE PROTEST REJECT REQUEST RETREAT SANCTION "
    "SUPPORT THREATEN".split()
)
"""the types the model was taught; it has no opinion on those of a user's own codebook"""


def refused(sentence: Sentence, words: Sequence[int], kind: str, sides: int = 0) -> str:
    """Why the model refuses to read these trigger words as an act of type `kind` of which so many `sides` are named, 0
    to 2; empty when it does not.

    A trigger of several words ("imposed sanctions") is refused only if every word that carries meaning is.
    """
    shares = _shares(sentence, words)
    if not shares or kind not in KNOWN:
        return ""
    sure, unlikely = BARS[sides]
    if any(share.get(NONE, 0.0) < sure or share.get(kind, 0.0) > unlikely for share in shares):
        return ""
    return f"the sentence does not read as {kind} ({NONE} {min(share[NONE] for share in shares):.2f})"


def _shares(sentence: Sentence, words: Sequence[int]) -> list[Mapping[str, float]]:
    if not sentence.senses:
        return []
    return [sentence.senses[i] for i in words if sentence.upos[i] in MEANING] or [sentence.senses[i] for i in words]
