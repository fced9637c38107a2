"""The words in a feed: titles and summaries without markup, and whether they are the whole article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

from watchfloor.reading.characters import inert, one_line

WHOLE: Final = 600
"""letters from which on a text that does not break off is taken for an article; a teaser has up to some 400"""
WHOLE_SUMMARY: Final = 1_500
"""the same where the feed itself calls it a description"""
_LONGEST: Final = 500_000
_MOST_TAGS: Final = 20_000
_MOST_TRAILERS: Final = 12

_INLINE: Final = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|em|font|h[1-6]|i|img|mark|p|q|s|small|span|strike|strong|sub|sup|tt|u|div|wbr)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.I,
)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ANY_TAG: Final = re.compile(r"</?[A-Za-z!][^<>]{0,2000}>")
_BREAK: Final = re.compile(r"</?(?:p|div|br|li|h[1-6]|tr|blockquote)\b[^<>]{0,500}>", re.I)
# Markup that was cut by somebody who counted letters.
_CUT_TAG: Final = re.compile(r"<[A-Za-z/][^<>]{0,1999}$")
# Where a text breaks off, at its end or alone in its last lines.
_MORE: Final = re.compile(
    r"""[\s\[(<«»>|→•-]*(?:\(?\[?
    (?:(?:read|see|view|show)\ (?:the\ )?(?:more|full|rest|entire|whole)
        (?:\ (?:story|article|post|text|entry|here|at|on|of)\b[^\n]{0,120})?
    | continue(?:d)?\ (?:reading|here)\b[^\n]{0,150} | keep\ reading\b[^\n]{0,100} | more | full\ (?:story|article|text)
    | click\ here\ (?:to|for)\b[^\n]{0,80} )
    \]?\)?)[\s\])<»>→.…:]*$""",
    re.I | re.X,
)
_DOTS: Final = re.compile(r"(?:\[\s*)?(?:…|\.\s?\.\s?\.)\s*\]?[\s\])»>→]*$")
_FURNITURE: Final = re.compile(
    r"""^(?:the\ post\ .{1,300}\ (?:first\ )?appeared\ (?:first\ )?on\ .{1,200}
    | (?:comments?|share|tweet|permalink|e-?mail\ this|subscribe)(?:\ \(\d+\))?\W*
    | submitted\ by\ .{1,80}\[comments\] )$""",
    re.I | re.X,
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text of a feed, one paragraph a line."""

    text: str
    truncated: bool
    """it breaks off, and says so"""


def title_of(markup: str, limit: int = 500) -> str:
    """A title on one line, however often its entities were escaped. Only tags of HTML are taken out: a title may speak
    of `<T>` or of 3 < 4."""
    text = markup[: 8 * limit]
    for _ in range(3):
        text = _INLINE.sub(" " if "<p" in text or "<br" in text or "<div" in text else "", text)
        if not _ENTITY.search(text):
            break
        text = unescape(text)
    return one_line(_INLINE.sub("", text), limit)


def words(markup: str, *, html: bool = True) -> Words:
    """The paragraphs in a piece of HTML, or of text, without what feeds hang below them."""
    text = markup[:_LONGEST]
    if not text.strip():
        return Words("", False)
    if not html:
        return _trimmed(inert(text))
    for _ in range(2):  # what was escaped once too often is markup after all
        if "<" in text or not re.search(r"&lt;/?(?:p|div|br|a|img|span|ul|strong|em)\b", text):
            break
        text = unescape(text)
    if "<" not in text:
        return _trimmed(inert(unescape(text)))
    found = _trimmed(inert(_dumped(text)))
    return Words(found.text, found.truncated or _CUT_TAG.search(text[-2000:]) is not None)


def _dumped(markup: str) -> str:
    """The words of HTML: by the tree, or, where that has too many tags, by leaving the tags out."""
    if markup.count("<") <= _MOST_TAGS:
        from watchfloor.reading import trees

        tree = trees.parse(f"<html><body>{markup}</body></html>")
        if tree is not None:
            return trees.dump(tree)
    return unescape(_ANY_TAG.sub(" ", _BREAK.sub("\n", markup)))


def _trimmed(text: str) -> Words:
    rows = [row for row in (" ".join(line.split()) for line in text.split("\n")) if row]
    truncated = False
    for _ in range(_MOST_TRAILERS):
        if not rows:
            break
        last = rows[-1]
        if _FURNITURE.match(last[:600]):
            rows.pop()
            continue
        tail = last[-300:]
        more = _MORE.search(tail)
        # "more" alone at the end of a sentence is a word like any other.
        if more is not None and (more[0].strip().lower() != "more" or len(rows[-1].split()) <= 2):
            truncated = True
            cut = last[: len(last) - len(tail) + more.start()].rstrip()
            rows[-1:] = [cut] if cut else []
            continue
        if _DOTS.search(last[-40:]):
            truncated = True
        break
    return Words("\n".join(rows), truncated)


def is_whole(found: Words, summary: Words) -> bool:
    """Whether the words are the article and not its beginning."""
    if found.truncated or not found.text:
        return False
    if found.text == summary.text:
        return len(found.text) >= WHOLE_SUMMARY
    return len(found.text) >= WHOLE
