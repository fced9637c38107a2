"""The words that make a point in time a deadline, from the pack `deadlines`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from watchfloor import packs
from watchfloor.errors import PackDamaged
from watchfloor.resolving import domains
from watchfloor.types import Sentence

PACK = "deadlines"
KINDS = frozenset(
    "noun term ends lasts order promise target due gives moves moved meets misses disputes elsewhere".split()
)
_KEYS = frozenset({"id", "kind", "words", "hit", "miss", "why"})


@dataclass(frozen=True, slots=True)
class Block:
    """A class of words with its two examples."""

    id: str
    kind: str
    words: tuple[tuple[str, ...], ...]
    """lemmas of each entry; the first carries the others"""
    hit: str
    miss: str
    why: str
    line: int


class DeadlineBook:
    """All classes, ready to be asked for a word of a sentence."""

    def __init__(self, blocks: Sequence[Block], politics: re.Pattern[str], fingerprint: str = "") -> None:
        self.politics = politics
        self.blocks = tuple(blocks)
        self.fingerprint = fingerprint
        self._first: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
        for block in blocks:
            for words in block.words:
                self._first.setdefault(words[0], []).append((block.kind, block.id, words[1:]))

    def classes(self, s: Sentence, i: int) -> Mapping[str, tuple[str, tuple[int, ...]]]:
        """The kinds of word i: kind -> id of its block and the words of the entry. Of several entries the longest."""
        found: dict[str, tuple[str, tuple[int, ...]]] = {}
        for kind, ident, rest in self._first.get(s.lemmas[i].lower(), ()):
            if kind == "elsewhere":
                continue
            words = _beside(s, i, rest)
            if words is not None and (kind not in found or len(words) >= len(found[kind][1])):
                found[kind] = (ident, words)
        return found

    @cached_property
    def elsewhere(self) -> re.Pattern[str]:
        """Words of walks of life whose deadlines are not those of politics."""
        words = (" ".join(words) for block in self.blocks if block.kind == "elsewhere" for words in block.words)
        return _any_of(words)

    @cached_property
    def worth(self) -> re.Pattern[str]:
        """A first look: a sentence without any of this states no deadline."""
        return re.compile(
            r"\b(?:by|until|till|til|before|within|inside|deadlines?|ultimatum|cut-?off|no later than|not later than|"
            r"expir\w*|laps\w*|elaps\w*|runs? out|ran out|running out|due|limit|grace|extend\w*|extension|prolong\w*|"
            r"postpon\w*|pushed|moved?|delay\w*|deferr?\w*|renew\w*|hours?|days?|weeks?|months?|fortnight|target|clock|"
            r"countdown|ends?|ending|through|notice|brought forward|years?|to|clos\w+|ceas\w+|on|up|falls?|"
            r"dates?|nights?|"
            r"January|February|March|April|May|June|July|August|September|October|November|December|\w+day|"
            r"midnight|noon|finish\w*|over|spare|in)\b",
            re.I,
        )


def _beside(s: Sentence, i: int, rest: tuple[str, ...]) -> tuple[int, ...] | None:
    """The words of an entry around its first: those of a verb behind it or below it, those of a noun before it."""
    words = [i]
    for lemma in rest:
        near = (
            j
            for j in range(max(0, i - 4), min(len(s), i + 5))
            if j not in words and (s.lemmas[j].lower() == lemma or s.words[j].lower() == lemma)
            and (s.heads[j] in words or s.heads[i] == j)
        )  # fmt: skip
        found = next(near, None)
        if found is None:
            return None
        words.append(found)
    return tuple(sorted(words))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    alternatives = "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))
    return re.compile(rf"\b(?:{alternatives})(?:s|es)?\b", re.I)


def load(base: Path | None = None) -> DeadlineBook:
    """The bundled words, or those of the pack below `base`. Raises `PackDamaged` with file and line."""
    path = packs.folder(PACK, base) / "cues.toml"
    blocks: dict[str, Block] = {}
    for line, table in packs.blocks(path, "cue"):
        block = _block(table, f"{path}:{line}", line)
        if block.id in blocks:
            raise PackDamaged(f"{path}:{line}: {block.id!r} is already at line {blocks[block.id].line}", str(path))
        blocks[block.id] = block
    return DeadlineBook(tuple(blocks.values()), domains.politics(base), packs.fingerprint(PACK, base))


def _block(table: object, where: str, line: int) -> Block:
    if not isinstance(table, dict) or set(table) != _KEYS:
        raise PackDamaged(f"{where}: a block has {', '.join(sorted(_KEYS))}", where)
    words = table["words"]
    texts = {key: table[key] for key in ("id", "kind", "hit", "miss", "why")}
    if not all(isinstance(value, str) for value in texts.values()) or texts["kind"] not in KINDS:
        raise PackDamaged(f"{where}: kind must be one of {', '.join(sorted(KINDS))}, the rest texts", where)
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        raise PackDamaged(f'{where}: words must be a list, like ["order", "tell"]', where)
    return Block(words=tuple(tuple(word.split()) for word in words), line=line, **texts)
