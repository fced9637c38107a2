"""Quotation marks -> quotations: which stretches of a text stand between them.

Curly and straight double marks, doubled single ones (`` and '') and angle quotes count everywhere; single marks only
where they plainly open and close, because an apostrophe looks the same. A quotation ends with its paragraph (a line of
the text); one that is not closed there and whose next paragraph opens with a mark again goes on in it, as printers do
with long ones. Marks inside a quotation belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 400
"""characters between two single marks; farther apart they are apostrophes"""

_LINE: Final = re.compile(r"[^\n\r]+")
_MARK: Final = re.compile(r"[“”„«»\"]|''|``|’’|‘‘|(?<![\w.,!?])[‘'](?=\w)(?!\d\ds?\b)")
_OPENING: Final = frozenset("“„«") | {"``", "‘‘"}
_CLOSING: Final = frozenset("”»") | {"’’"}
_PAIRS: Final = {"“": "”", "„": "”", "«": "»", "``": "''", "‘‘": "’’"}
_DOUBLE: Final = frozenset({"”", '"', "''"})
"""closing marks that writers mix"""
_AFTER: Final = frozenset({"", " ", ".", ",", ";", "\n"})
"""behind an opening mark that was meant to close"""
_SINGLE_END: Final = re.compile(r"[’'](?!\w)")
_SPOKEN_END: Final = re.compile(r"[.,?!…—–-]+$")
_WORD: Final = re.compile(r"\w+(?:[’'-]\w+)*")


@dataclass(frozen=True, slots=True)
class Quotation:
    """`parts` are its stretches in the text, marks included, one for each paragraph it runs through."""

    parts: tuple[tuple[int, int], ...]
    spoken: bool
    """reads as somebody's sentence; False for a word or a name between marks, which quotes nobody's statement by
    itself"""

    @property
    def start(self) -> int:
        """Where its first mark stands."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Behind its last mark."""
        return self.parts[-1][1]

    def holds(self, place: int) -> bool:
        """Whether a place of the text lies inside."""
        return any(start <= place < end for start, end in self.parts)


def find(text: str) -> tuple[Quotation, ...]:
    """The outermost quotations of a text, in order."""
    found: list[Quotation] = []
    open_parts: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        stretches = list(_stretches(text, line.start(), line.end()))
        for k, (start, end, closed) in enumerate(stretches):
            if open_parts and (k or start != _first(text, line)):
                found.append(_quotation(text, open_parts))
                open_parts = []
            open_parts.append((start, end))
            if closed:
                found.append(_quotation(text, open_parts))
                open_parts = []
        if open_parts and not stretches:
            found.append(_quotation(text, open_parts))
            open_parts = []
    if open_parts:
        found.append(_quotation(text, open_parts))
    return tuple(found)


def _first(text: str, line: re.Match[str]) -> int:
    return line.start() + len(line.group()) - len(line.group().lstrip())


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Start, end and whether it was closed, of each quotation in one paragraph."""
    begun, closer = -1, ""
    at = start
    while mark := _MARK.search(text, at, end):
        at = mark.end()
        sign = mark.group()
        if begun < 0:
            if sign == "”" and not text[start : mark.start()].strip() and text[mark.end() : end].strip():
                begun, closer = mark.start(), "”"  # set the wrong way round
                continue
            if sign in _CLOSING or (sign in ('"', "''") and not _opens(text, mark, start, end)):
                continue
            if sign in ("'", "‘"):
                close = _SINGLE_END.search(text, at, min(end, at + LONGEST))
                if close and _plain(text, at, close.start()):
                    yield mark.start(), close.end(), True
                    at = close.end()
                continue
            begun, closer = mark.start(), _PAIRS.get(sign, sign)
        elif (sign in _OPENING and text[mark.end() : mark.end() + 1] in _AFTER) or (
            (sign == closer or (sign in _DOUBLE and closer in _DOUBLE))
            and not (sign in ('"', "''") and _opens(text, mark, start, end))
        ):
            yield begun, mark.end(), True
            begun = -1
    if begun >= 0:
        yield begun, end - len(text[begun:end]) + len(text[begun:end].rstrip()), False


def _opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """Whether a mark that looks the same on both sides opens: a blank or a bracket before it and none behind."""
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    return (before.isspace() or before in "([—–-/") and not after.isspace()


def _plain(text: str, start: int, end: int) -> bool:
    """Whether single marks stand around it for sure: no plural's apostrophe ends it ("workers' rights 'now'")."""
    inside = text[start:end]
    return "\n" not in inside and bool(inside.strip()) and not any(c in inside for c in '“”"')


def _quotation(text: str, parts: list[tuple[int, int]]) -> Quotation:
    inside = " ".join(text[a:b] for a, b in parts).strip("“”„«»\"'`’‘ ")
    words = len(_WORD.findall(inside))
    ends = bool(_SPOKEN_END.search(inside))
    begins = inside[:1].isupper() or inside[:1] in "…."
    spoken = words >= 8 or (ends and words >= 2) or (ends and begins) or (begins and words >= 5)
    return Quotation(tuple(parts), spoken)
