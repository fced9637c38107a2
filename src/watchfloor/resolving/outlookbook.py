"""The words of likelihood and what readers hear in them, from the pack `likelihood`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from watchfloor import packs
from watchfloor.errors import PackDamaged
from watchfloor.resolving import domains, turnbook
from watchfloor.resolving.turnbook import Turn
from watchfloor.types import Sentence

PACK = "likelihood"
FORMS = frozenset({"adverb", "adjective", "verb", "mood", "degree", "phrase"})
_TOKENS = re.compile(r"\w+|['’]s|[^\w\s]")
"""entries are cut as the parser cuts words: "toss-up" is three"""
_KEYS = frozenset({"id", "form", "words", "low", "high", "point", "hit", "miss", "why"})


@dataclass(frozen=True, slots=True)
class Strength:
    """One strength of likelihood, in shares of 1, with its words and examples."""

    id: str
    form: str
    words: tuple[tuple[str, ...], ...]
    low: float
    high: float
    point: float
    icd: tuple[float, float] | None
    hit: str
    miss: str
    why: str
    line: int


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of likelihood found in a sentence."""

    strength: Strength
    words: tuple[int, ...]


class OutlookBook:
    """All strengths, ready to be looked for."""

    def __init__(
        self,
        strengths: Sequence[Strength],
        turns: Sequence[Turn],
        elsewhere: Sequence[str],
        politics: re.Pattern[str],
        fingerprint: str = "",
    ) -> None:
        self.strengths = tuple(strengths)
        self.turns = tuple(turns)
        self.fingerprint = fingerprint
        words = "|".join(sorted(map(re.escape, elsewhere), key=len, reverse=True))
        self.elsewhere = re.compile(rf"\b(?:{words})s?\b", re.I)
        self.politics = politics
        self._first: dict[str, list[tuple[tuple[str, ...], Strength]]] = {}
        for strength in strengths:
            for entry in strength.words:
                self._first.setdefault(entry[0], []).append((entry, strength))
        for entries in self._first.values():
            entries.sort(key=lambda one: -len(one[0]))

    def cues(self, s: Sentence) -> tuple[Cue, ...]:
        """The words of likelihood of a sentence: of entries that begin at one word, for each form the longest."""
        found: list[Cue] = []
        for i in range(len(s)):
            forms: set[str] = set()
            for entry, strength in self._at(s, i):
                if strength.form not in forms and _stands(s, i, entry):
                    forms.add(strength.form)
                    found.append(Cue(strength, tuple(range(i, i + len(entry)))))
        return tuple(found)

    def _at(self, s: Sentence, i: int) -> list[tuple[tuple[str, ...], Strength]]:
        word, lemma = s.words[i].lower(), s.lemmas[i].lower()
        entries = self._first.get(word, [])
        return entries if word == lemma else entries + self._first.get(lemma, [])


def _stands(s: Sentence, i: int, entry: tuple[str, ...]) -> bool:
    if i + len(entry) > len(s):
        return False
    return all(want in (s.words[j].lower(), s.lemmas[j].lower()) for j, want in enumerate(entry, i))


def load(base: Path | None = None) -> OutlookBook:
    """The bundled words, or those of the pack below `base`. Raises `PackDamaged` with file and line."""
    root = packs.folder(PACK, base)
    path = root / "cues.toml"
    strengths: dict[str, Strength] = {}
    for line, table in packs.blocks(path, "cue"):
        strength = _strength(table, f"{path}:{line}", line)
        if strength.id in strengths:
            raise PackDamaged(f"{path}:{line}: {strength.id!r} is there twice", str(path))
        strengths[strength.id] = strength
    digest = f"{packs.fingerprint(PACK, base)}-{packs.fingerprint(domains.PACK, base)}"
    elsewhere = domains.lists(root / "elsewhere.toml")
    turns = turnbook.load(root / "turns.toml")
    return OutlookBook(tuple(strengths.values()), turns, elsewhere, domains.politics(base), digest)


def _strength(table: object, where: str, line: int) -> Strength:
    if not isinstance(table, dict) or not _KEYS <= set(table) <= _KEYS | {"icd"}:
        raise PackDamaged(f"{where}: a block has {', '.join(sorted(_KEYS))} and perhaps icd", where)
    texts = {key: table[key] for key in ("id", "form", "hit", "miss", "why")}
    numbers = [table[key] for key in ("low", "point", "high")]
    icd = table.get("icd", [0, 0])
    words = table["words"]
    if not all(isinstance(value, str) for value in texts.values()) or texts["form"] not in FORMS:
        raise PackDamaged(f"{where}: form must be one of {', '.join(sorted(FORMS))}, the rest texts", where)
    if not isinstance(icd, list) or len(icd) != 2 or not all(isinstance(n, int) for n in (*numbers, *icd)):
        raise PackDamaged(f"{where}: low, point and high are whole percents, icd two of them", where)
    if not 0 <= numbers[0] <= numbers[1] <= numbers[2] <= 100:
        raise PackDamaged(f"{where}: 0 <= low <= point <= high <= 100 does not hold", where)
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        raise PackDamaged(f'{where}: words must be a list, like ["likely", "probable"]', where)
    return Strength(
        words=tuple(tuple(_TOKENS.findall(word.lower())) for word in words),
        low=numbers[0] / 100,
        high=numbers[2] / 100,
        point=numbers[1] / 100,
        icd=(icd[0] / 100, icd[1] / 100) if "icd" in table else None,
        line=line,
        **texts,
    )
