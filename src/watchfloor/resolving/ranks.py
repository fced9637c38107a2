"""Who outranks whom: an order of authority that the user may own.

A rank is told by words of the office a speaker holds, or of the phrase that names the speaker. The pack `ranks` holds
the order, the highest first; a desk's own `ranks.tsv` takes its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from watchfloor import packs
from watchfloor.errors import BadSetting, PackDamaged
from watchfloor.resolving.naming import folded
from watchfloor.types import Actor

PACK: Final = "ranks"
FILE: Final = "ranks.tsv"
ANONYMOUS: Final = "anonymous"
OTHER: Final = "other"
FIRST: Final = ("spokesman",)
"""asked before all others: a president's spokesman is no president"""
STATE: Final = "government"


@dataclass(frozen=True, slots=True)
class Rank:
    """One step of the order."""

    name: str
    words: tuple[tuple[str, ...], ...]
    """each folded, as a row of words"""


class Ranks:
    """The order, the highest first."""

    def __init__(self, ranks: Sequence[Rank], fingerprint: str) -> None:
        self.ranks = tuple(ranks)
        self.fingerprint = fingerprint
        self._order = {rank.name: number for number, rank in enumerate(self.ranks)}

    @classmethod
    def load(cls, base: Path | None = None, own: Path | None = None) -> Ranks:
        """The bundled order, or the user's `own` file. Raises `PackDamaged`, and `BadSetting` for a fault in the user's
        file."""
        path = own or packs.folder(PACK, base) / FILE
        try:
            found = [
                Rank(row.cells[0], tuple(tuple(folded(words)) for words in row.cells[1].split(";") if folded(words)))
                for row in packs.rows(path, ("rank", "words", "why"), 1)
            ]
        except PackDamaged as error:
            if own is None:
                raise
            raise BadSetting(str(error), error.about) from None
        names = [rank.name for rank in found]
        if missing := [name for name in (ANONYMOUS, OTHER) if name not in names]:
            fault = BadSetting if own is not None else PackDamaged
            raise fault(f"{path}: there must be a row {missing[0]!r}", str(path))
        return cls(found, packs.fingerprint(PACK, base))

    def order(self, rank: str) -> int:
        """The place of a rank, 0 the highest; one that is not in the file comes last."""
        return self._order.get(rank, len(self.ranks))

    def of(self, actor: Actor | None, phrase: str, anonymous: bool) -> str:
        """The rank of a speaker by office and by the words of the phrase that names them."""
        office = actor.office if actor is not None else ""
        said = folded(phrase)
        for words in (said, folded(office)):
            text = _text(words)
            if any(_holds(text, one) for rank in self.ranks if rank.name in FIRST for one in rank.words):
                return FIRST[0]
        if anonymous:
            return ANONYMOUS
        if office.startswith("former "):
            return OTHER
        by_office = self._by(folded(office)) if office else ""
        if by_office:
            return by_office
        if actor is not None and actor.kind == "state":
            return self._by(said) or STATE
        if actor is not None and actor.kind == "person":
            return self._by(said) or OTHER
        return self._by(said) or (self._by(folded(actor.name)) if actor is not None else "") or OTHER

    def _by(self, words: Sequence[str]) -> str:
        """The rank of the longest words found; of equally long ones the higher rank."""
        best, length, text = "", 0, _text(words)
        for rank in self.ranks:
            for one in rank.words:
                if len(one) > length and _holds(text, one):
                    best, length = rank.name, len(one)
        return best


def _text(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _holds(text: str, part: Sequence[str]) -> bool:
    """Whether a row of words stands in a text; the last one may be in the plural."""
    row = " ".join(part)
    return f" {row} " in text or f" {row}s " in text
