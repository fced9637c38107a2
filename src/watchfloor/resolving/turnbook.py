"""Turns of phrase from a pack, in a notation that a person can read, made ready to be looked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from watchfloor import packs
from watchfloor.errors import PackDamaged

SUBJECT, OUTCOME = "subject", "outcome"
_KEYS: Final = frozenset({"id", "of", "words", "hit", "miss"})
_STRENGTH: Final = frozenset({"low", "point", "high"})
_OTHERS: Final = _STRENGTH | {"way", "next"}
WAYS: Final = ("up", "down")

BE: Final = (
    "(?:is|are|'s|was|were|be|been|being|looks?|looked|seems?|seemed|appears?|appeared|remains?|remained)"
    "(?: (?:now|still|just|only|simply|merely|probably|very|already|all|practically|effectively|nearly|almost))*"
)
"""what {be} stands for"""
_PART: Final = re.compile(r"\((?P<group>[^()]+)\)(?P<times>[?*]?)|(?P<be>\{be\})|(?P<word>[^\s(){}|?*]+)(?P<maybe>\??)")


@dataclass(frozen=True, slots=True)
class Turn:
    """One strength, with all turns of phrase that tell it."""

    id: str
    of: str
    """subject or outcome: on which side of the turn stands what is judged"""
    pattern: re.Pattern[str]
    """of the words of a sentence with one blank between them"""
    numbers: tuple[float, float, float] | None
    """low, point and high, in shares of 1; None where the turn tells a change"""
    way: str
    """up or down where it tells a change, else empty"""
    hit: str
    miss: str
    line: int


def compiled(phrase: str) -> str:
    """The regular expression of a phrase in the notation of the pack. Raises `ValueError` with what is wrong."""
    parts: list[tuple[str, str]] = []
    at, phrase = 0, phrase.strip()
    while at < len(phrase):
        found = _PART.match(phrase, at)
        if found is None or phrase[found.end() : found.end() + 1].strip():
            raise ValueError(f"cannot be understood from {phrase[at : at + 20]!r} on")
        if found["be"]:
            parts.append((BE, ""))
        elif found["group"]:
            words = (re.escape(one.strip()) for one in found["group"].split("|"))
            parts.append((f"(?:{'|'.join(words)})", found["times"]))
        else:
            parts.append((re.escape(found["word"]), found["maybe"]))
        at = found.end() + 1
    must = [place for place, (_, times) in enumerate(parts) if not times]
    if not must:
        raise ValueError("holds no word that must stand there")
    made = ""
    for place, (body, times) in enumerate(parts):
        # What may be left out takes one of the blanks around it along.
        if times:
            made += f"(?:{body} ){times}" if place < must[-1] else f"(?: {body}){times}"
        else:
            made += body if place == must[-1] else f"{body} "
    return made.replace(r"\ ", " ").replace("'", "['’]")


def load(path: Path) -> tuple[Turn, ...]:
    """The turns of a file, in its order. Raises `PackDamaged` with file and line."""
    turns: dict[str, Turn] = {}
    for line, table in packs.blocks(path, "turn"):
        turn = _turn(table, f"{path}:{line}", line)
        if turn.id in turns:
            raise PackDamaged(f"{path}:{line}: {turn.id!r} is there twice", str(path))
        turns[turn.id] = turn
    return tuple(turns.values())


def _turn(table: object, where: str, line: int) -> Turn:
    if not isinstance(table, dict) or not _KEYS <= set(table) <= _KEYS | _OTHERS:
        raise PackDamaged(f"{where}: a block has {', '.join(sorted(_KEYS))}, and low, point, high or way", where)
    texts = {key: table[key] for key in ("id", "of", "hit", "miss")}
    if not all(isinstance(value, str) and value for value in texts.values()) or table["of"] not in (SUBJECT, OUTCOME):
        raise PackDamaged(f"{where}: of is {SUBJECT} or {OUTCOME}; id, hit and miss are texts", where)
    phrases = [_compiled(phrase, where) for phrase in _texts(table, "words", where)]
    following = "|".join(re.escape(word) for word in _texts(table, "next", where)) if "next" in table else ""
    # What must follow is only looked at: it is the outcome, not the turn. Its form may have an ending.
    close = rf" (?={following})" if following else r"(?!\w)"
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(phrases)}){close}", re.I)
    return Turn(pattern=pattern, numbers=_numbers(table, where), way=table.get("way", ""), line=line, **texts)


def _compiled(phrase: str, where: str) -> str:
    try:
        return compiled(phrase)
    except ValueError as error:
        raise PackDamaged(f"{where}: {phrase!r} {error}", where) from None


def _texts(table: Mapping[str, object], key: str, where: str) -> list[str]:
    found = table[key]
    if not isinstance(found, list) or not found or not all(isinstance(one, str) and one.strip() for one in found):
        raise PackDamaged(f"{where}: {key} must be a list of texts", where)
    return found


def _numbers(table: Mapping[str, object], where: str) -> tuple[float, float, float] | None:
    if "way" in table:
        if table["way"] not in WAYS or _STRENGTH & set(table):
            raise PackDamaged(f"{where}: way is up or down, and stands in the place of low, point and high", where)
        return None
    numbers = [table.get(key) for key in ("low", "point", "high")]
    if not all(isinstance(n, int) for n in numbers):
        raise PackDamaged(f"{where}: low, point and high are whole percents, or way tells a change", where)
    low, point, high = (int(str(n)) for n in numbers)
    if not 0 <= low <= point <= high <= 100:
        raise PackDamaged(f"{where}: 0 <= low <= point <= high <= 100 does not hold", where)
    return low / 100, point / 100, high / 100
