"""HTML pages: title, author, outlet, publication date and how it was known, language, links and the clean body.

The tree is made once. What the page says of itself (JSON-LD, meta, `<time>`) is read by us, because libraries give the
day only, prefer the date of the last change, and take the date of a reader's comment when the page has none. Comments
are cut out of the tree first. The body is trafilatura's, in its precise mode, then in its default mode, then from
JSON-LD, then by the shape of the lines (see `texts`). A tree larger than any article goes straight to the latter two.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from watchfloor.reading import furniture, metadata, sites, texts
from watchfloor.reading.characters import inert
from watchfloor.reading.furniture import Kind
from watchfloor.reading.links import is_web, links_of, pingbacks
from watchfloor.reading.trees import cut_comments, dump, is_vast, key, parse, thinned
from watchfloor.types import Published


@dataclass(frozen=True, slots=True)
class Page:
    """What an HTML page says."""

    title: str
    author: str
    outlet: str
    url: str
    """its own address, or empty"""
    published: Published | None
    language: str
    """what the page says of itself, or empty"""
    body: str
    """paragraphs, one a line"""
    links: tuple[str, ...]
    sign_in: bool
    """a form that asks for a password stands on the page"""


def read(markup: str, address: str = "") -> Page | None:
    """The page in `markup`; None when there is nothing in it. `address` is where it came from, if from the web."""
    tree = parse(markup)
    if tree is None:
        return None
    address = address if is_web(address) else ""
    nodes = list(metadata.json_ld(tree))
    meta = metadata.meta_of(tree)
    url = metadata.own_address(tree, meta, nodes, address)
    base = address or url
    sign_in = bool(tree.xpath("//input[@type='password']"))
    backs = pingbacks(tree, base)
    cut_comments(tree)
    shown = sites.shown_on(tree, base)
    title = metadata.title_of(tree, meta, nodes, shown)
    article = metadata.main_node(nodes, title)
    links, body = _body(tree, base, article, title)
    return Page(
        title=title,
        author=metadata.author_of(tree, meta, article),
        outlet=metadata.outlet_of(meta, article, base, shown, metadata.whole_title(tree), title),
        url=url or address,
        published=metadata.published_of(tree, meta, nodes, article, title, base, shown.rows),
        language=metadata.language_of(tree, meta, article),
        body=body,
        links=tuple(dict.fromkeys((*links, *backs))),
        sign_in=sign_in,
    )


# --- the body ---------------------------------------------------------------------------------------------------------


def _body(tree: Any, base: str, article: dict[str, Any], title: str) -> tuple[tuple[str, ...], str]:
    vast = is_vast(tree)
    thin = tree if vast else thinned(tree)
    text = "" if vast else _extract(thin, precise=True)
    stated = inert(metadata.unmarked(metadata.text_of(article.get("articleBody"))))
    if len(text) < _SHORT:
        # Little came: either there is little, or the page is built in a way the library does not see through.
        others = [
            "" if vast else _extract(thin, precise=False),
            stated,
            texts.strip(dump(tree, without=_ASIDES)).body,
        ]
        text = next((other for other in others if len(other) > 400 and len(text) < 0.4 * len(other)), text)
        text = text or next(filter(None, others), "")
    if stated.count("\n") > text.count("\n") and stated.split() == text.split():
        text = stated  # the library runs the paragraphs of JSON-LD together
    rows = [row for row in map(str.strip, text.split("\n")) if row]
    rows = _below_title(rows, title)
    rows = [row for row in rows if furniture.kind_of(row)[0] is not Kind.PROMPT]
    rows = _opening(tree, rows, title) + rows
    return links_of(tree, rows, base), "\n".join(rows)


def _below_title(rows: list[str], title: str) -> list[str]:
    """The rows without the headline, and without the section's name above it."""
    mine = key(title)
    for index, row in enumerate(rows[:4]):
        if mine and key(row) == mine:
            return rows[index + 1 :]
        if len(row.split()) > 8:
            break
    return [row for row in rows if not mine or key(row) != mine]


def _opening(tree: Any, rows: list[str], title: str) -> list[str]:
    """The paragraphs between headline and body that the library took for furniture. Sites set their first paragraph
    apart, and the first paragraph is the news."""
    if not rows:
        return []
    shown = dump(tree, without=_ASIDES).split("\n")
    first = key(rows[0])
    at = next((index for index, row in enumerate(shown) if key(row) == first), None)
    top = next((index for index, row in enumerate(shown) if key(row) == key(title)), None) if title else None
    if at is None or top is None or not 0 < at - top <= 40:
        return []
    kept = {key(row) for row in rows}
    found = []
    for row in shown[top + 1 : at]:
        kind, words = furniture.kind_of(row)
        if kind is Kind.PROSE and words >= 10 and furniture.ENDS.search(row[-8:]) and key(row) not in kept:
            found.append(row)
    return [inert(row) for row in found[:3]]


_ASIDES = frozenset({"figure", "figcaption", "aside", "nav", "footer", "form", "button"})


def _extract(tree: Any, *, precise: bool) -> str:
    """The body as trafilatura sees it, or nothing. What hostile markup does to the library ends here."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").addHandler(_QUIET)
    try:
        document: Any = bare_extraction(
            tree, favor_precision=precise, include_comments=False, include_tables=True, with_metadata=False
        )
        return inert(document.text or "") if document is not None else ""
    except Exception:  # any failure inside the library on this page means: no text by this way
        return ""


_SHORT = 1500
_QUIET = logging.NullHandler()
