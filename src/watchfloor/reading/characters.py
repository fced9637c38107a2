"""Makes text inert: what is stored can be printed on a terminal or put on a page without acting there.

The author's characters stay as they are, composed or decomposed; only what no reader ever sees is taken out, and the
many kinds of line end and blank become one.
"""

from __future__ import annotations

import re

# An escape sequence is removed with its parameters. An operating system command (title, link, clipboard) is removed
# with its payload when it is closed nearby; one that is never closed must not swallow the page.
_ESCAPES = re.compile(
    r"(?:\x1b\]|\x9d)[^\x07\x1b\x9c\n]{0,512}(?:\x07|\x1b\\|\x9c)"
    r"|(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]?"
    r"|\x1b[PX^_][^\x1b\x9c\n]{0,512}(?:\x1b\\|\x9c)"
    r"|\x1b[ -/]{0,8}[0-~]?"
)
_BLANKS = "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_MANY_BLANKS = re.compile(" {2,}")

# Bytes of windows-1252 that were read as ISO 8859-1: curly quotes and dashes, which belong to the author.
_MISREAD = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9B, 0x9D)
}
_UNSEEN = [
    *range(0x00, 0x09), *range(0x0E, 0x20), 0x7F, *range(0x80, 0xA0),  # controls
    0xAD, 0x180E, 0x200B, 0x2060, *range(0x2061, 0x2065), 0xFEFF,      # invisible within words: they hide names
    0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x2070),  # direction marks and overrides
    *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF, *range(0xFFF9, 0xFFFC),
    *range(0xE0000, 0xE0080),                                          # tags: text inside text
]  # fmt: skip
_TABLE: dict[int, str | None] = {
    **dict.fromkeys(_UNSEEN),
    **_MISREAD,
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **dict.fromkeys(map(ord, "\x0b\x0c\x85\u2028\u2029"), "\n"),
    **dict.fromkeys(map(ord, _BLANKS), " "),
}


def inert(text: str) -> str:
    """The text without escape sequences, controls, direction overrides and lone surrogates; blanks squeezed, lines
    trimmed, every line end `\\n`."""
    if any(mark in text for mark in "\x1b\x9b\x9d"):
        text = _ESCAPES.sub("", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    return _MANY_BLANKS.sub(" ", text).replace(" \n", "\n").replace("\n ", "\n").strip()


def one_line(text: str, limit: int = 500) -> str:
    """The same for a title or a name: on one line, cut at `limit` characters."""
    text = " ".join(inert(text[: 8 * limit]).split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
