"""HTML pages: title, author, outlet, publication date and how it was known, language, links and the clean body.

The tree is made once. What the page says of itself (JSON-LD, meta, `<time>`) is read by us, because libraries give the
day only, prefer the date of the last change, and take the date of a reader's comment when the page has none. Comments
are cut out of the tree first. The body is trafilatura's, in its precise mode, then in its default mode, then from
JSON-LD, then by the shape of the lines (see `texts`).
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from watchfloor.reading import texts
from watchfloor.reading.characters import inert, one_line
from watchfloor.reading.dates import in_address, stamp, stated_in
from watchfloor.types import Published

MAX_ELEMENTS = 150_000
"""beyond this many elements the page is no article, and looking for one takes minutes"""


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
    tree = _tree(markup)
    if tree is None:
        return None
    address = address if _is_web(address) else ""
    nodes = list(_json_ld(tree))
    meta = _meta(tree)
    url = _own_address(tree, meta, nodes, address)
    base = address or url
    sign_in = bool(tree.xpath("//input[@type='password']"))
    backs = _pingbacks(tree, base)
    _cut(tree, _is_comment)
    title = _title(tree, meta, nodes)
    article = _main_node(nodes, title)
    if not title:
        title = one_line(_text_of(article.get("headline") or article.get("name")))
    links, body = _body(tree, base, article, title)
    author, published = _author(tree, meta, article), _published(tree, meta, nodes, article, title, base)
    return Page(
        title=title,
        author=author,
        outlet=_outlet(meta, article, base),
        url=url or address,
        published=published,
        language=_language(tree, meta, article),
        body=body,
        links=tuple(dict.fromkeys((*links, *backs))),
        sign_in=sign_in,
    )


def dump(tree: Any) -> str:
    """The words of a tree, one block a line, as a browser saves a page as text."""
    out: list[list[str]] = [[]]
    for event, element in _walk(tree):
        block = element.tag in _BLOCKS
        if block:
            out.append([])
        if event == "start" and element.text:
            out[-1].append(element.text)
        elif event == "end" and element.tail:
            out[-1].append(element.tail)
    rows = (" ".join("".join(row).split()) for row in out)
    return "\n".join(row for row in rows if row)


# --- the tree ---------------------------------------------------------------------------------------------------------

_BLOCK_NAMES = """
address article aside blockquote body br button caption dd details dialog dir div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 header hr iframe input label legend li main menu nav ol optgroup option p pre section
select summary table tbody td textarea tfoot th thead title tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNREAD = frozenset({"script", "style", "template", "noscript", "head", "svg"})


def _tree(markup: str) -> Any:
    from lxml import etree, html

    markup = markup.replace("\0", "").lstrip("\ufeff \t\r\n")
    # lxml refuses characters with an encoding declaration, which by now says nothing.
    markup = re.sub(r"^<\?xml[^>]{0,200}\?>", "", markup)
    markup = re.sub(r"[\ud800-\udfff]", "\ufffd", markup)
    # No comments nor processing instructions: nothing in them is for a reader.
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = html.document_fromstring(markup, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return tree if tree is not None and len(tree) else None


def _walk(tree: Any) -> Iterator[tuple[str, Any]]:
    """Start and end of every visible element, without recursion: pages nest as deep as their authors like."""
    from lxml import etree

    walker = etree.iterwalk(tree, events=("start", "end"))
    skipped = None
    for event, element in walker:
        if not isinstance(element.tag, str) or element.tag in _UNREAD:
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
_ASIDE_TOKEN = re.compile(
    r"""^(?:
    related\S* | sidebar\S* | recommend\S* | most-?(?:read|popular|viewed)\S* | trending\S* | latest\S* | popular\S*
    | more-?(?:stories|news|from|on)\S* | read-?(?:more|next)\S* | newsletter\S* | promo\S* | teasers?\S*
    | recent-?posts?\S* | widget\S* | footer\S* | breadcrumbs?\S*
    )$""",
    re.I | re.X,
)


def _tokens(element: Any) -> list[str]:
    return f"{element.get('id', '')} {element.get('class', '')}"[:1000].split()


def _is_comment(element: Any) -> bool:
    if element.get("itemprop") == "comment" or "schema.org/Comment" in (element.get("itemtype") or ""):
        return True
    return any(_COMMENT_TOKEN.match(token) for token in _tokens(element))


def _cut(tree: Any, unwanted: Any) -> None:
    """Takes comments out, but never a box that holds the article too: some themes name the whole page after them."""
    for element in list(
        tree.iter(
            "div", "section", "ol", "ul", "li", "aside", "article", "form", "footer", "span", "p", "a", "dl", "table"
        )
    ):
        if not unwanted(element) or element.getparent() is None:
            continue
        if element.xpath(
            ".//h1 | .//*[@itemprop='articleBody' or @itemprop='headline'] | self::*[@itemprop='articleBody'] | .//main"
        ):
            continue
        element.drop_tree()


# --- what the page says of itself -------------------------------------------------------------------------------------

_ARTICLES = re.compile(r"(?:Article|Posting|Report|Analysis|Story|ClaimReview|Review|CreativeWork|TechArticle)$", re.I)
_MAX_JSON = 3_000_000


def _json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    """The nodes of the page's JSON-LD that may be the article or its page; parts, lists and comments left aside."""
    for script in tree.xpath("//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]"):
        raw = script.text or ""
        if not raw.strip() or len(raw) > _MAX_JSON:
            continue
        raw = re.sub(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*;?\s*$", "", raw)
        try:
            data = json.loads(raw, strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [data]
        for _ in range(500):
            if not waiting:
                break
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting += value
            elif isinstance(value, dict):
                yield value
                waiting += [
                    value[key]
                    for key in ("@graph", "mainEntity", "mainEntityOfPage")
                    if isinstance(value.get(key), dict | list)
                ]


def _types(node: dict[str, Any]) -> list[str]:
    kind = node.get("@type")
    return [str(one) for one in (kind if isinstance(kind, list) else [kind]) if one]


def _main_node(nodes: list[dict[str, Any]], title: str) -> dict[str, Any]:
    """The node that describes this article, not one it links to: the headline decides, then the order."""
    articles = [node for node in nodes if any(_ARTICLES.search(kind) for kind in _types(node))]
    if not articles:
        return {}
    mine = _words(title)

    def fits(node: dict[str, Any]) -> tuple[float, bool]:
        theirs = _words(_text_of(node.get("headline") or node.get("name")))
        return (len(mine & theirs) / max(1, len(mine | theirs)), bool(node.get("datePublished")))

    return max(articles, key=fits)


def _meta(tree: Any) -> dict[str, list[str]]:
    """`<meta>` contents by name, property or itemprop, in lower case."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if content and content.strip():
            for key in {
                element.get("name"),
                element.get("property"),
                element.get("itemprop"),
                element.get("http-equiv"),
            }:
                if key:
                    found.setdefault(key.strip().lower(), []).append(content.strip())
    return found


def _first(meta: dict[str, list[str]], *names: str) -> str:
    return next((one_line(meta[name][0]) for name in names if name in meta), "")


def _text_of(value: Any) -> str:
    """A text of JSON-LD: some sites put lists or objects where a string belongs, and entities or tags into strings."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or ""
    return _unmarked(value) if isinstance(value, str) else ""


def _unmarked(text: str) -> str:
    from html import unescape

    return re.sub(r"<[^<>]{1,300}>", " ", unescape(text)) if "<" in text or "&" in text else text


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _content(element: Any) -> str:
    return one_line(" ".join(element.itertext()))


def _title(tree: Any, meta: dict[str, list[str]], nodes: list[dict[str, Any]]) -> str:
    """The headline the reader sees: of the page's large headings, the one that its other names agree with."""
    whole = next((_content(element) for element in tree.iter("title")), "")
    shared = _first(
        meta, "og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "title"
    )
    stated = [
        one_line(_text_of(node.get("headline")))
        for node in nodes
        if any(_ARTICLES.search(kind) for kind in _types(node))
    ]
    named = [name for name in (shared, whole, *stated[:3]) if name]
    large = [text for element in tree.iter("h1") if (text := _content(element)) and len(text) < 400]
    marked = [
        text
        for element in tree.xpath("//*[@itemprop='headline']")
        if (text := one_line(element.get("content") or _content(element)))
    ]
    best, found = 0.0, ""
    for heading in (*large, *marked[:3]):
        mine = _words(heading)
        agreed = max(
            (len(mine & theirs) / len(mine | theirs) for name in named if (theirs := _words(name))), default=0.0
        )
        if len(mine) >= 2 and agreed > max(best, 0.49):
            best, found = agreed, heading
    if found:
        return found
    site = _first(meta, "og:site_name", "application-name")
    for name in (*stated[:1], shared, whole):
        if name and _words(name) != _words(site):
            return _without_site(name, site)
    return next((text for text in large if len(_words(text)) >= 3), large[0] if large else "")


def _without_site(title: str, site: str) -> str:
    """The title without the site's name behind a bar or a dash."""
    parts = re.split(r"\s+[|–—»·•:-]{1,2}\s+", title)
    if len(parts) > 1:
        last = _words(parts[-1])
        if (site and last <= _words(site)) or ("|" in title and len(last) <= 4 and len(_words(parts[0])) > len(last)):
            return title[: title.rindex(parts[-1])].rstrip(" |–—»·•:-")
    return title


def _author(tree: Any, meta: dict[str, list[str]], article: dict[str, Any]) -> str:
    stated = article.get("author") or article.get("creator")
    names = [_person(_text_of(one)) for one in (stated if isinstance(stated, list) else [stated])]
    if not any(names):
        stating = (meta[key] for key in _AUTHOR_META if key in meta)
        names = next((found for values in stating if any(found := [_person(value) for value in values])), [])
    for place in _AUTHOR_PLACES if not any(names) else ():
        names = [_person(_content(element)) for element in tree.xpath(place)[:4] if not _within_aside(element)]
        if any(names):
            names = [name for name in names if name][:1]
            break
    return ", ".join(dict.fromkeys(name for name in names if name))[:300]


def _class_is(name: str) -> str:
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


_AUTHOR_META = (
    "author", "parsely-author", "sailthru.author", "article:author", "byl", "dc.creator", "dcterms.creator",
    "citation_author", "article.author", "article:author_name",
)  # fmt: skip
_AUTHOR_PLACES = (
    "//*[@itemprop='author']",
    "//a[contains(concat(' ', @rel, ' '), ' author ')]",
    f"//*[{_class_is('author')} or {_class_is('byline')} or contains(@class, 'author-name')"
    " or contains(@class, 'author__name') or contains(@class, 'byline__name')]",
)


def _person(text: str) -> str:
    """A name, without "By" before and place or date behind it; empty for addresses and sentences."""
    name = re.sub(
        r"^\s*(?:(?:written|posted|reported|published)\s)?by:?\s+", "", one_line(_unmarked(text), 200), flags=re.I
    )
    name = re.split(r"\s[|•·]\s|\s(?:on|at)\s(?=[A-Z\d])|\s\d", name, maxsplit=1)[0].strip(" ,.;:|-–—")
    if _is_web(name) or "@" in name or len(name.split()) > 14:
        return ""
    return name if any(char.isalpha() for char in name) else ""


def _outlet(meta: dict[str, list[str]], article: dict[str, Any], base: str) -> str:
    name = _first(meta, "og:site_name") or one_line(_text_of(article.get("publisher")))
    name = name or _first(
        meta, "application-name", "publisher", "dc.publisher", "article:publisher", "apple-mobile-web-app-title"
    )
    if not name or _is_web(name):
        name = (urlsplit(base).hostname or "").removeprefix("www.") if base else ""
    return name


def _language(tree: Any, meta: dict[str, list[str]], article: dict[str, Any]) -> str:
    stated = (
        tree.get("lang")
        or _first(meta, "content-language", "og:locale", "dc.language", "language")
        or _text_of(article.get("inLanguage"))
    )
    return one_line(stated, 20)


# --- addresses --------------------------------------------------------------------------------------------------------


def _is_web(address: str) -> bool:
    return re.match(r"https?://[^/\s]", address, re.I) is not None


def absolute(link: str, base: str) -> str:
    """The link as a full web address; empty for anything that is none (mail, script, file, a place on the page)."""
    link = one_line(link, 2000)
    if not link or link.startswith("#"):
        return ""
    try:
        full = urljoin(base, link)
        host = urlsplit(full).hostname
    except ValueError:
        return ""
    return full if host and _is_web(full) else ""


def _own_address(tree: Any, meta: dict[str, list[str]], nodes: list[dict[str, Any]], address: str) -> str:
    """The address the page calls its own. A page that came from the web cannot speak for another site."""
    said = [
        element.get("href", "")
        for element in tree.iter("link")
        if "canonical" in (element.get("rel") or "").lower().split()
    ]
    said += meta.get("og:url", [])
    for node in nodes:
        if any(_ARTICLES.search(kind) for kind in _types(node)):
            page = node.get("mainEntityOfPage")
            said += [
                str(value)
                for value in (page.get("@id") if isinstance(page, dict) else page, node.get("url"))
                if isinstance(value, str)
            ]
    for link in said:
        full = absolute(link, address).split("#")[0]
        if not full:
            continue
        parts = urlsplit(full)
        if not parts.path.strip("/") and not parts.query:  # a home page is no article
            continue
        if address and _site(parts.hostname) != _site(urlsplit(address).hostname):
            continue
        return full
    return ""


def _site(host: str | None) -> str:
    return re.sub(r"^(?:www|m|mobile|amp|edition)\.", "", (host or "").lower())


def _pingbacks(tree: Any, base: str) -> list[str]:
    """Pages that say they link here: kept as links when the comments go."""
    found = []
    for item in tree.xpath(
        "//li[contains(concat(' ', @class, ' '), ' pingback ') or contains(concat(' ', @class, ' '), ' trackback ')]"
    ):
        anchors = [
            full
            for a in item.iter("a")
            if (full := absolute(a.get("href", ""), base)) and "reply" not in (a.get("class") or "")
        ]
        found += anchors[:1]
    return found


# --- the date ---------------------------------------------------------------------------------------------------------

_PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "publishdate", "publish-date", "publish_date",
    "published_date", "published-date", "published_time_telegram", "pubdate", "article.published",
    "article_date_original", "originalpublicationdate", "dcterms.issued",
    "dc.date.issued", "dcterms.created", "dc.date.created", "dc.date",
    "dcterms.date", "citation_publication_date", "citation_date", "prism.publicationdate", "date", "dc.created",
    "displaydate", "ptime", "pdate", "creation_date", "timestamp", "rnews:datepublished",
)  # fmt: skip


def _published(
    tree: Any, meta: dict[str, list[str]], nodes: list[dict[str, Any]], article: dict[str, Any], title: str, base: str
) -> Published | None:
    """When, and how that is known. A stamp with a time beats one of the same day without."""
    found: list[Published] = []

    def take(moment: tuple[datetime, str] | None, basis: str) -> None:
        if moment is not None:
            found.append(Published(*moment, basis))

    pages = [node for node in nodes if any(kind.endswith(("WebPage", "ItemPage")) for kind in _types(node))]
    for node in ([article] if article else []) + pages[:1]:
        value = node.get("datePublished") or node.get("dateCreated")
        take(stamp(value[0] if isinstance(value, list) and value else value), "json-ld")
    for name in _PUBLISHED_META:
        for value in meta.get(name, [])[:1]:
            take(stamp(value), "meta")
    take(_time_element(tree), "time-element")
    path = in_address(base) if base else None
    if not found:
        line = _visible(tree, title)
        if line is not None and (path is None or abs((line[0].date() - path).days) <= 1):
            take(line, "text")
    if not found and path is not None:
        take((datetime(path.year, path.month, path.day, tzinfo=UTC), "day"), "address")
    if not found:
        return None
    first = found[0]
    if first.precision == "day":
        for other in found[1:]:
            if other.precision == "time" and abs((other.at.date() - first.at.date()).days) <= 1:
                return other
    return first


def _within_aside(element: Any) -> bool:
    for parent in (element, *element.iterancestors()):
        if parent.tag in ("aside", "nav", "footer") or any(_ASIDE_TOKEN.match(token) for token in _tokens(parent)):
            if parent.tag in ("body", "html") or parent.xpath("count(.//h1)") > 0:
                continue
            return True
    return False


def _time_element(tree: Any) -> tuple[datetime, str] | None:
    """The `<time>` of the article: one that says so, else the first one that stands with the article."""
    classes = " or ".join(
        f"contains(@class, '{name}')" for name in ("publish", "entry-date", "post-date", "pubdate", "dateline")
    )
    marked = tree.xpath(f"//*[@itemprop='datePublished'] | //time[@pubdate] | //time[{classes}]")
    near = tree.xpath("(//article//time | //main//time | //header//time | //h1/following::time)")
    for group in (marked, near):
        for element in group[:20]:
            names = f"{element.get('class', '')} {element.get('itemprop', '')} {element.get('data-type', '')}".lower()
            changed = re.search("updated|modified", names) and "publish" not in names
            if changed or re.search(r"\b(?:updated|modified)\b", _before(element)[-60:], re.I):
                continue
            if _within_aside(element):
                continue
            moment = stamp(element.get("datetime") or element.get("content") or "") or stamp(_content(element))
            if moment is not None:
                return moment
    return None


def _before(element: Any) -> str:
    """The words right before the element, in the same block."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return f"{previous.text or ''} {previous.tail or ''}"
    return (parent.text or "") if parent is not None else ""


def _visible(tree: Any, title: str) -> tuple[datetime, str] | None:
    """The date line by the headline, as people see it."""
    rows = dump(tree).split("\n")
    places = [index for index, row in enumerate(rows) if title and row.casefold() == title.casefold()]
    if not places:
        return None
    found = []
    for place in places:
        for row in (*rows[place + 1 : place + 9], *reversed(rows[max(0, place - 4) : place])):
            if len(row.split()) <= 20 and (stated := stated_in(row)) is not None and stated.label != "changed":
                found.append(stated)
                break
    return (found[0].at, found[0].precision) if len({one.at.date() for one in found}) == 1 else None


# --- the body ---------------------------------------------------------------------------------------------------------


def _body(tree: Any, base: str, article: dict[str, Any], title: str) -> tuple[tuple[str, ...], str]:
    document = _extract(tree, precise=True)
    if document is None or not (document.text or "").strip():
        document = _extract(tree, precise=False)
    text = inert(document.text or "") if document is not None else ""
    stated = inert(_unmarked(_text_of(article.get("articleBody"))))
    if not text or (len(text) < 0.4 * len(stated) and len(text) < 600):
        text = stated
    if not text:
        text = texts.strip(dump(tree)).body
    rows = [row.strip() for row in text.split("\n")]
    rows = [row for row in rows if row]
    if rows and rows[0].casefold() == title.casefold():
        rows = rows[1:]
    return _links(tree, rows, base), "\n".join(rows)


def _extract(tree: Any, *, precise: bool) -> Any:
    """trafilatura's document, or None. What hostile markup does to the library ends here."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").addHandler(_QUIET)
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        return None
    try:
        return bare_extraction(
            tree, favor_precision=precise, include_comments=False, include_tables=True, with_metadata=False
        )
    except Exception:  # any failure inside the library on this page means: no text by this way
        return None


_QUIET = logging.NullHandler()


def _links(tree: Any, rows: list[str], base: str) -> tuple[str, ...]:
    """Where the kept paragraphs link to."""
    kept = {_key(row) for row in rows}
    found: dict[str, None] = {}
    for anchor in tree.iter("a"):
        full = absolute(anchor.get("href", ""), base)
        if not full or full in found:
            continue
        block = next((parent for parent in anchor.iterancestors() if parent.tag in _BLOCKS), None)
        if block is not None and _key(" ".join(block.itertext())) in kept:
            found[full] = None
    return tuple(found)


def _key(text: str) -> str:
    """The letters with which a paragraph begins: what markup and marks leave of it."""
    return "".join(char for char in text[:240] if char.isalnum())[:60]
