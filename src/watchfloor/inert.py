"""Text from elsewhere, made harmless before a person looks at it.

A headline may hold escape sequences that move the cursor, rename the window or hide words, and bidirectional overrides
that show words in another order than they are stored. None of that is obeyed: such characters are shown as what they
are, `\\x1b` or `\\u202e`.
"""

from __future__ import annotations

import json
import re

_HAZARD = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0 and C1 controls, escape among them
    "\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # bidi, invisible, separators
    "\ud800-\udfff"  # lone surrogates cannot be written as UTF-8
    "\U000e0000-\U000e007f"  # tag characters: words nobody sees
    "]"
)


def _shown(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\u{code:04x}" if code > 0xFF else f"\\x{code:02x}"


_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # of any letter
    "\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06dc"  # of Hebrew and Arabic letters
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"  # of Thai and Lao letters
)
_PILE = re.compile(f"([{_MARKS}]{{8}})[{_MARKS}]+")
"""more marks on one letter than any script has: they would climb over the lines around them"""


def inert(text: str) -> str:
    """One line of plain text: white space of any kind is a space, hazardous characters are shown by their code. Of
    marks heaped on one letter the first stay."""
    text = _PILE.sub(r"\1…", re.sub(r"[\t\n\v\f\r\x85\u2028\u2029]+", " ", text))
    return _HAZARD.sub(_shown, text)


_HOSTILE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls; a tab and the end of a line are none here
    "\u2028-\u202e\u2061-\u206f\ufff9-\ufffb"  # what turns the order of words about, or hides them
    "\ud800-\udfff"
    "\U000e0000-\U000e007f"
    "]"
)


def inert_text(text: str) -> str:
    """Text of several lines, to be read on a page: hazardous characters are shown by their code. What ordinary text in
    any script holds stays: marks of direction, soft hyphens, and where a line may break."""
    return _HOSTILE.sub(_shown, _PILE.sub(r"\1…", text))


def json_text(value: object, indent: int | None = 2) -> str:
    """JSON that is safe to print: the same value for every reader, with hazardous characters escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    # json.dumps escapes new lines inside strings, so one that is left belongs to the layout and stays.
    return "\n".join(_HAZARD.sub(_escaped, line) for line in text.split("\n"))


def _escaped(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
