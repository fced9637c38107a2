"""Lists of feeds (OPML), as every reader of feeds writes and takes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from watchfloor.reading.addresses import plain
from watchfloor.reading.characters import one_line
from watchfloor.reading.encodings import decode
from watchfloor.reading.links import is_web
from watchfloor.reading.xmltrees import local, tree_of
from watchfloor.types import Problem

MAX_BYTES: Final = 5_000_000
MAX_OUTLINES: Final = 10_000


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list."""

    title: str
    address: str
    """of the feed"""
    home: str = ""
    """of the site"""
    folders: tuple[str, ...] = ()
    """the headings it stands under, the outermost first"""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Opml:
    """A list of feeds, each once, in the order of the list."""

    title: str
    outlines: tuple[Outline, ...]
    problems: tuple[Problem, ...]


def read_opml(body: bytes, *, name: str) -> Opml:
    """The feeds in an OPML file. Nothing in it raises; an address that is none of the web is told and left out."""
    if len(body) > MAX_BYTES:
        return _none("too-large", f"{name} is {len(body) / 1e6:.0f} MB; a list may have {MAX_BYTES // 1_000_000} MB")
    root = tree_of(decode(body))
    if root is None or local(root) not in ("opml", "outlinedocument", "body"):
        return _none("not-opml", f"{name} is no list of feeds (OPML)")
    found: dict[str, Outline] = {}
    unusable: list[str] = []
    title = ""
    folders: list[str] = []
    for event, element in _walk(root):
        tag = local(element)
        if tag == "title" and event == "start" and not title:
            title = one_line(element.text or "")
        if tag != "outline":
            continue
        if event == "end":
            folders.pop()
            continue
        values = {key.rpartition("}")[2].lower(): value for key, value in element.attrib.items()}
        label = one_line(values.get("title") or values.get("text") or "")
        address = one_line(values.get("xmlurl") or "", 4000)
        if not address and values.get("type", "").lower() in ("rss", "atom"):
            address = one_line(values.get("url") or "", 4000)
        if address and not is_web(address):
            unusable.append(address)
        elif address and len(found) < MAX_OUTLINES:
            home = one_line(values.get("htmlurl") or "", 4000)
            outline = Outline(
                title=label or address,
                address=address,
                home=plain(home) if is_web(home) else "",
                folders=tuple(folder for folder in folders if folder),
                language=one_line(values.get("language") or "", 20),
            )
            found.setdefault(address, outline)
        folders.append(label)
    problems = []
    if unusable:
        what = f"{name} has {len(unusable)} addresses that are none of the web, such as {one_line(unusable[0], 120)}"
        problems.append(Problem("reading", "address", what))
    if not found:
        problems.append(Problem("reading", "empty", f"{name} names no feed"))
    if len(found) >= MAX_OUTLINES:
        problems.append(Problem("reading", "too-many", f"{name}: the first {MAX_OUTLINES:,} feeds are read"))
    return Opml(title, tuple(found.values()), tuple(problems))


def _walk(root: Any) -> Iterable[tuple[str, Any]]:
    from lxml import etree

    walker: Iterable[tuple[str, Any]] = etree.iterwalk(root, events=("start", "end"))
    return walker


def write_opml(title: str, outlines: Iterable[Outline]) -> str:
    """The list as OPML 2.0, sorted into its outermost headings; the same list gives the same text."""
    by_folder: dict[str, list[Outline]] = {}
    for outline in outlines:
        by_folder.setdefault(outline.folders[0] if outline.folders else "", []).append(outline)
    rows = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', "  <head>"]
    rows += [f"    <title>{_escaped(title)}</title>", "  </head>", "  <body>"]
    for folder, members in by_folder.items():
        indent = "    "
        if folder:
            rows.append(f"    <outline text={_quoted(folder)}>")
            indent += "  "
        rows += [indent + _row(outline) for outline in members]
        if folder:
            rows.append("    </outline>")
    return "\n".join([*rows, "  </body>", "</opml>", ""])


def _row(outline: Outline) -> str:
    values = {"xmlUrl": outline.address, "htmlUrl": outline.home, "language": outline.language}
    more = "".join(f" {key}={_quoted(value)}" for key, value in values.items() if value)
    return f'<outline type="rss" text={_quoted(outline.title)}{more}/>'


def _quoted(text: str) -> str:
    return quoteattr(one_line(text, 4000))


def _escaped(text: str) -> str:
    from xml.sax.saxutils import escape

    return escape(one_line(text))


def _none(kind: str, message: str) -> Opml:
    return Opml("", (), (Problem("reading", kind, message),))
