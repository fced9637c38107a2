"""XML of strangers: without entities, without a look at any other file, and whatever can be saved of broken markup."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any, Final

_DOCTYPE: Final = re.compile(r"<!DOCTYPE[^\[<>]{0,2000}([\[>])", re.I)
_DOCTYPE_END: Final = re.compile(r"\]\s{0,100}>")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_KEPT: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_AMPERSAND: Final = re.compile(r"&(?:#(?:([0-9]{1,7})|[xX]([0-9a-fA-F]{1,6}));|([A-Za-z][A-Za-z0-9]{1,31});)?")
_STRAY: Final = re.compile(r"<(?![A-Za-z_/!?])")
_HTML: Final = re.compile(
    r"<(/?(?:a|abbr|address|b|big|blockquote|br|center|code|dd|del|div|dl|dt|em|figcaption|figure|font|h[1-6]|hr|i|iframe"
    r"|img|ins|li|mark|ol|p|pre|q|s|small|span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|wbr)"
    r"(?:[\s/][^<>]{0,4000})?)>",
    re.I,
)
_CDATA: Final = re.compile(r"(<!\[CDATA\[[^\]]*+(?:\](?!\]>)[^\]]*+)*+(?:\]\]>|\Z))")
_UNSEEN: Final = [*range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xFEFF, 0xFFFE, 0xFFFF]
_FORBIDDEN: Final[dict[int, str | None]] = {
    **dict.fromkeys(_UNSEEN),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}


def legible(text: str) -> str:
    """The text without characters that XML forbids."""
    return text.translate(_FORBIDDEN)


def without_doctype(text: str) -> tuple[str, str]:
    """The text without its document type, and what stood in that; one that is never closed stays, as text."""
    opening = _DOCTYPE.search(text[:1_000_000])
    if opening is None:
        return text, ""
    if opening[1] == ">":
        return text[: opening.start()] + text[opening.end() :], ""
    closing = _DOCTYPE_END.search(text, opening.end())
    if closing is None:
        return text, ""
    return text[: opening.start()] + text[closing.end() :], text[opening.end() : closing.start()]


def html_as_text(text: str) -> str:
    """The text with tags of HTML, closed or not, as words."""
    parts = _CDATA.split(text)
    for index in range(0, len(parts), 2):
        parts[index] = _HTML.sub(r"&lt;\1&gt;", parts[index])
    return "".join(parts)


def with_known_entities(text: str) -> tuple[str, str]:
    """The text with every entity one that XML knows, or a character, or plain words; beside it the same without the
    sections that hold no markup."""
    parts = _CDATA.split(text)
    for index in range(0, len(parts), 2):
        parts[index] = _AMPERSAND.sub(_entity, _STRAY.sub("&lt;", parts[index]))
    return "".join(parts), "".join(parts[::2])


def mended(text: str) -> bytes:
    """The text as XML that a forgiving parser loses nothing of, in UTF-8."""
    text = legible(text.lstrip("\ufeff \t\r\n\0"))
    text, _ = without_doctype(_DECLARATION.sub("", text))
    return with_known_entities(text)[0].encode("utf-8", "replace")


def tree_of(text: str) -> Any:
    """The root of the XML in `text`; None when there is none. Nothing is expanded and nothing fetched."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(mended(text), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def is_well_formed(xml: bytes) -> bool:
    """Whether a strict parser takes it, names and all."""
    from xml.parsers import expat

    try:
        expat.ParserCreate("utf-8", " ").Parse(xml, True)
    except (expat.ExpatError, ValueError):
        return False
    return True


def saved(xml: bytes) -> bytes:
    """What can be saved of broken XML, so that a strict parser takes it; nothing when nothing can."""
    from lxml import etree

    tree = tree_of(xml.decode("utf-8", "replace"))
    if tree is None:
        return b""
    found = etree.tostring(tree, encoding="utf-8", xml_declaration=False)
    return found if is_well_formed(found) else b""


def local(element: Any) -> str:
    """The name of an element in small letters, without its namespace."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _entity(match: re.Match[str]) -> str:
    """An entity that XML knows as it is, one of HTML as its character, anything else as the words it is."""
    decimal, hexadecimal, named = match.groups()
    if decimal or hexadecimal:
        code = int(decimal) if decimal else int(hexadecimal, 16)
        if 0x80 <= code < 0xA0:  # meant in windows-1252, as browsers take it
            return bytes([code]).decode("cp1252", "replace")
        legal = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
        return match[0] if legal else ""
    if named in _KEPT:
        return match[0]
    meant = html5.get(f"{named};", "") if named else ""
    if meant and not set(meant) & set("<>&"):
        return meant
    return "&amp;" + match[0][1:]
