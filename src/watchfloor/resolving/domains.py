"""Which walk of life a sentence is of: words of politics, shared by deadlines and outlooks (pack `deadlines`)."""

from __future__ import annotations

import re
from pathlib import Path

from watchfloor import packs
from watchfloor.errors import PackDamaged

PACK = "deadlines"


def lists(path: Path) -> list[str]:
    """All words of a TOML file of named lists. Raises `PackDamaged`."""
    found: list[str] = []
    for name, words in packs.toml(path).items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            raise PackDamaged(f"{path}: {name} must be a list of words", str(path))
        found += words
    return found


def any_of(words: list[str]) -> re.Pattern[str]:
    """One pattern for all the words; `strike*` takes every ending."""
    parts = (re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in words)
    return re.compile(rf"\b(?:{'|'.join(sorted(parts, key=len, reverse=True))})\b", re.I)


def politics(base: Path | None = None) -> re.Pattern[str]:
    """What a sentence, or one beside it, must hold for its deadlines and outlooks to count. Raises `PackDamaged`."""
    return any_of(lists(packs.folder(PACK, base) / "politics.toml"))
