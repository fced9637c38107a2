"""The HTML tree: made once, without what no reader sees, and cut free of readers' comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from watchfloor.reading.characters import one_line

_BLOCK_NAMES = """
address article aside blockquote body br button caption dd details dialog dir div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 header hr iframe input label legend li main menu nav ol optgroup option p pre section
select summary table tbody td textarea tfoot th thead title tr ul
"""
BLOCKS = frozenset(_BLOCK_NAMES.split())
UNREAD = frozenset({"script", "style", "template", "noscript", "head", "svg"})

MAX_TAGS = 200_000
"""a page with more is refused unread; the largest news pages have some 5,000"""
MAX_ELEMENTS, MAX_STEPS = 8_000, 250_000
"""elements, and steps down to all of them, beyond which libraries that look for an article take minutes; the largest
news pages have some 3,000 and 25,000"""
MAX_INLINE = 500
"""links and other small elements in one paragraph beyond which it is thinned; the longest of news pages have some 60"""
# Hundreds of attributes in one tag take the parser the square of their number, and are for no reader.
_CROWDED = re.compile(
    r"""<([a-z][a-z0-9]*)(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?){300,}+""", re.I
)


def parse(markup: str) -> Any:
    """The tree of a page; None when there is nothing in it."""
    from lxml import etree, html

    markup = markup.replace("\0", "").lstrip("\ufeff \t\r\n")
    # lxml refuses characters with an encoding declaration, which by now says nothing.
    markup = re.sub(r"^<\?xml[^>]{0,200}\?>", "", markup)
    markup = re.sub(r"[\ud800-\udfff]", "\ufffd", markup)
    markup = _CROWDED.sub(r"<\1", markup)
    # No comments nor processing instructions: nothing in them is for a reader.
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = html.document_fromstring(markup, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    if tree is None or not len(tree):
        return None
    for name in ("class", "id"):  # a megabyte of names is for no style sheet, and slow to look through
        crowded: Any = tree.xpath(f"//*[string-length(@{name}) > 1000]")
        for element in crowded:
            element.set(name, element.get(name)[:1000])
    return tree


def is_vast(tree: Any) -> bool:
    """Whether the tree is larger or deeper than that of any article."""
    from lxml import etree

    elements = steps = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        elements += 1
        steps += depth
        if elements > MAX_ELEMENTS or steps > MAX_STEPS:
            return True
    return False


def thinned(tree: Any) -> Any:
    """The tree, or a copy in which no paragraph holds hundreds of links or other small elements: what takes them out
    one by one takes the square of their number. Mostly words, such a paragraph becomes its words; a list of links, as
    those who look for an article leave it out, goes."""
    if not any(map(_is_crowded, tree.iter())):
        return tree
    copied = deepcopy(tree)
    for parent in list(filter(_is_crowded, copied.iter())):
        linked = sum(len("".join(anchor.itertext())) for anchor in parent.iter("a") if anchor is not parent)
        rows: list[str] = [parent.text or ""]
        for child in parent:
            if child.tag in BLOCKS:
                rows.append("\n")
            if child.tag not in UNREAD:
                rows += child.itertext(with_tail=False)
            rows.append(child.tail or "")
        words = "".join(rows)
        del parent[:]
        parent.text = words if 2 * linked <= len(words) else ""
    return copied


def _is_crowded(parent: Any) -> bool:
    return len(parent) > MAX_INLINE and sum(1 for child in parent if child.tag not in BLOCKS) > MAX_INLINE


def _walk(tree: Any, unread: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """Start and end of every element to be read, without recursion: pages nest as deep as their authors like."""
    from lxml import etree

    walker = etree.iterwalk(tree, events=("start", "end"))
    skipped = None
    for event, element in walker:
        if (
            not isinstance(element.tag, str)
            or element.tag in unread
            or (len(unread) > len(UNREAD) and is_aside(element))
        ):
            if event == "start":
                walker.skip_subtree()
                skipped = element
            elif element is skipped and element is not None:
                yield "end", _Silent(element.tail)
            continue
        yield event, element


@dataclass(frozen=True, slots=True)
class _Silent:
    tail: str | None
    tag: str = ""
    text: str | None = None


# Names that themes and comment services give to the boxes of readers' comments, one whole class or id each.
_COMMENT_TOKEN = re.compile(
    r"""^(?:
    comments? | comment-?list | respond | replies | discussion(?:[-_](?:list|thread|area))? | reply-?(?:form|title)
    | comments?[-_]*(?:area|section|list|wrap(?:per)?|container|box|block|thread|form|respond|body|content|text|item
        |module|widget|holder|main|inner|outer|feed|view|panel|tab|template|stream|embed|entry|author|meta|count|reply|link
        |header|heading|title)s?
    | (?:article|post|story|reader|user|facebook|fb|disqus|entry|single|page|wp|block|view|all|show)[-_]*
        comments?(?:[-_]\w+)?
    | disqus(?:[-_]thread)? | livefyre(?:[-_]\w+)? | spot-?im\S* | coral[-_]\w+ | talk-?back\S*
    | viafoura\S* | hyvor-talk\S*
    | ping-?(?:back)?s?(?:list)? | pinglist | track-?backs?
    )$""",
    re.I | re.X,
)
# What stands beside an article, as parts of class names: lists of others, pictures' captions, players, buttons.
_ASIDE_PARTS = """
related recommend recommended recommendations sidebar trending latest popular promo teaser teasers newsletter widget
footer breadcrumb breadcrumbs caption captions video videos player gallery carousel social share sharing mostread
readmore
"""
_ASIDES = frozenset(_ASIDE_PARTS.split())


def tokens(element: Any) -> list[str]:
    """The names in the id and class of an element."""
    return f"{element.get('id', '')} {element.get('class', '')}"[:1000].split()


def is_aside(element: Any) -> bool:
    """Whether the element is a box beside the article, and does not hold the article."""
    return is_beside(element) and not holds_article(element)


def is_beside(element: Any) -> bool:
    """Whether the element's class or id names something that stands beside an article."""
    return any(part in _ASIDES for token in tokens(element) for part in re.split("[-_]+", token.lower()))


def holds_article(element: Any) -> bool:
    """Whether the headline or the marked body stands in the element."""
    return bool(
        element.xpath(
            ".//h1 | .//*[@itemprop='articleBody' or @itemprop='headline'] | self::*[@itemprop='articleBody'] | .//main"
        )
    )


def is_comment(element: Any) -> bool:
    """Whether the element is a box of readers' comments, one comment, or the form for one."""
    if element.get("itemprop") == "comment" or "schema.org/Comment" in (element.get("itemtype") or ""):
        return True
    return any(_COMMENT_TOKEN.match(token) for token in tokens(element))


def cut_comments(tree: Any) -> None:
    """Takes comments out, but never a box that holds the article too: some themes name the whole page after them."""
    for element in list(
        tree.iter(
            "div", "section", "ol", "ul", "li", "aside", "article", "form", "footer", "span", "p", "a", "dl", "table"
        )
    ):
        if not is_comment(element) or element.getparent() is None:
            continue
        if holds_article(element):
            continue
        element.drop_tree()


def dump(tree: Any, without: frozenset[str] = frozenset()) -> str:
    """The words of a tree, one block a line, as a browser saves a page as text; `without` names elements to leave."""
    out: list[list[str]] = [[]]
    for event, element in _walk(tree, UNREAD | without):
        block = element.tag in BLOCKS
        if block:
            out.append([])
        if event == "start" and element.text:
            out[-1].append(element.text)
        elif event == "end" and element.tail:
            out[-1].append(element.tail)
    rows = (" ".join("".join(row).split()) for row in out)
    return "\n".join(row for row in rows if row)


def within_aside(element: Any) -> bool:
    """Whether the element stands in a box beside the article."""
    return any(
        (parent.tag in ("aside", "nav", "footer") or is_beside(parent))
        and parent.tag not in ("body", "html")
        and not parent.xpath("boolean(.//h1)")
        for parent in (element, *element.iterancestors())
    )


def content(element: Any) -> str:
    """The words in an element, on one line."""
    return one_line(" ".join(element.itertext()))


def key(text: str) -> str:
    """The letters with which a paragraph begins: what markup and marks leave of it."""
    return "".join(char for char in text[:240] if char.isalnum())[:60]
