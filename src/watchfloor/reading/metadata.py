"""What an HTML page says of itself: title, author, outlet, address, language, and when it was published.

Libraries give the day only, prefer the date of the last change, and take the date of a reader's comment when the page
has none. So this is our own reading of JSON-LD, meta, `<time>`, the visible date line and the address, on a tree from
which the comments are cut.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from watchfloor.reading import furniture
from watchfloor.reading.characters import one_line
from watchfloor.reading.dates import in_address, stamp, stated_in
from watchfloor.reading.furniture import Kind
from watchfloor.reading.links import absolute, is_web, site_of
from watchfloor.reading.sites import Shown, name_on, split_title
from watchfloor.reading.trees import content, within_aside
from watchfloor.types import Published

_ARTICLES = re.compile(r"(?:Article|Posting|Report|Analysis|Story|ClaimReview|Review|CreativeWork|TechArticle)$", re.I)
_MAX_JSON = 3_000_000


def json_ld(tree: Any) -> Iterator[dict[str, Any]]:
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


def main_node(nodes: list[dict[str, Any]], title: str) -> dict[str, Any]:
    """The node that describes this article, not one it links to: the headline decides, then the order."""
    articles = [node for node in nodes if any(_ARTICLES.search(kind) for kind in _types(node))]
    if not articles:
        return {}
    mine = _words(title)

    def fits(node: dict[str, Any]) -> tuple[float, bool]:
        theirs = _words(text_of(node.get("headline") or node.get("name")))
        return (len(mine & theirs) / max(1, len(mine | theirs)), bool(node.get("datePublished")))

    return max(articles, key=fits)


def meta_of(tree: Any) -> dict[str, list[str]]:
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


def text_of(value: Any) -> str:
    """A text of JSON-LD: some sites put lists or objects where a string belongs, and entities or tags into strings."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or ""
    return unmarked(value) if isinstance(value, str) else ""


def unmarked(text: str) -> str:
    """The text without entities and tags."""
    from html import unescape

    return re.sub(r"<[^<>]{1,300}>", " ", unescape(text)) if "<" in text or "&" in text else text


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def whole_title(tree: Any) -> str:
    """The `<title>`, with the site's name if that stands in it."""
    return next((content(element) for element in tree.iter("title")), "")


def title_of(tree: Any, meta: dict[str, list[str]], nodes: list[dict[str, Any]], shown: Shown) -> str:
    """The headline the reader sees: of the page's large headings, the one that its other names agree with; else what
    the page calls itself, without the site's name."""
    whole = whole_title(tree)
    shared = _first(
        meta, "og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "title"
    )
    stated = [
        one_line(text_of(node.get("headline")))
        for node in nodes
        if any(_ARTICLES.search(kind) for kind in _types(node))
    ]
    named = [name for name in (shared, whole, *stated[:3]) if name]
    large = [text for element in tree.iter("h1") if (text := content(element)) and len(text) < 400]
    marked = [
        text
        for element in tree.xpath("//*[@itemprop='headline']")
        if (text := one_line(element.get("content") or content(element)))
    ]
    best, found = 0.0, ""
    for heading in (*large, *marked[:3]):
        mine = _words(heading)
        agreed = max(
            (len(mine & theirs) / len(mine | theirs) for name in named if (theirs := _words(name))), default=0.0
        )
        if len(mine) >= 2 and agreed > max(best, 0.49):
            best, found = agreed, heading
    if found:  # without the section's name in front: "Politics | ..."
        return next((name for name in (*stated, shared) if len(name.split()) > 3 and found.endswith(f" {name}")), found)
    site = _first(meta, "og:site_name", "application-name")
    for name in (*stated[:1], shared, whole):
        if name and _words(name) != _words(site):
            headline, other = split_title(name, shown, site)
            return headline if other else _without_site(name, site)
    return next((text for text in large if len(_words(text)) >= 3), large[0] if large else "")


def _without_site(title: str, site: str) -> str:
    """The title without the site's name behind a bar or a dash."""
    parts = re.split(r"\s+[|–—»·•:-]{1,2}\s+", title)
    if len(parts) > 1:
        last = _words(parts[-1])
        if (site and last <= _words(site)) or ("|" in title and len(last) <= 4 and len(_words(parts[0])) > len(last)):
            return title[: title.rindex(parts[-1])].rstrip(" |–—»·•:-")
    return title


def author_of(tree: Any, meta: dict[str, list[str]], article: dict[str, Any]) -> str:
    """Who wrote it: names, with a comma between them."""
    stated = article.get("author") or article.get("creator")
    names = [_person(text_of(one)) for one in (stated if isinstance(stated, list) else [stated])]
    if not any(names):
        stating = (meta[key] for key in _AUTHOR_META if key in meta)
        names = next((found for values in stating if any(found := [_person(value) for value in values])), [])
    for place in _AUTHOR_PLACES if not any(names) else ():
        names = [_person(content(element)) for element in tree.xpath(place)[:4] if not within_aside(element)]
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
        r"^\s*(?:(?:written|posted|reported|published)\s)?by:?\s+", "", one_line(unmarked(text), 200), flags=re.I
    )
    name = re.split(r"\s[|•·]\s|\s(?:on|at)\s(?=[A-Z\d])|\s\d", name, maxsplit=1)[0].strip(" ,.;:|-–—")
    if is_web(name) or "@" in name or len(name.split()) > 14:
        return ""
    return name if any(char.isalpha() for char in name) else ""


def outlet_of(
    meta: dict[str, list[str]], article: dict[str, Any], base: str, shown: Shown, whole: str, title: str
) -> str:
    """Who published it: the site's name as the page states it, else as two of its places show it, else its host."""
    name = _first(meta, "og:site_name") or one_line(text_of(article.get("publisher")))
    name = name or _first(
        meta, "application-name", "publisher", "dc.publisher", "article:publisher", "apple-mobile-web-app-title"
    )
    if not name or is_web(name):
        name = name_on(shown, whole, title, base)
    if not name:
        name = (urlsplit(base).hostname or "").removeprefix("www.") if base else ""
    return name


def language_of(tree: Any, meta: dict[str, list[str]], article: dict[str, Any]) -> str:
    """What language the page says it is in."""
    stated = (
        tree.get("lang")
        or _first(meta, "content-language", "og:locale", "dc.language", "language")
        or text_of(article.get("inLanguage"))
    )
    return one_line(stated, 20)


# --- the address ------------------------------------------------------------------------------------------------------


def own_address(tree: Any, meta: dict[str, list[str]], nodes: list[dict[str, Any]], address: str) -> str:
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
        if address and site_of(parts.hostname) != site_of(urlsplit(address).hostname):
            continue
        return full
    return ""


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


def published_of(
    tree: Any,
    meta: dict[str, list[str]],
    nodes: list[dict[str, Any]],
    article: dict[str, Any],
    title: str,
    base: str,
    rows: tuple[str, ...],
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
        line = _visible(rows, title)
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


def _time_element(tree: Any) -> tuple[datetime, str] | None:
    """The `<time>` of the article: one that says so, else the first one that stands with the article."""
    classes = " or ".join(
        f"contains(@class, '{name}')" for name in ("publish", "entry-date", "post-date", "pubdate", "dateline")
    )
    marked = tree.xpath(f"//*[@itemprop='datePublished'] | //time[@pubdate] | //time[{classes}]")
    near = tree.xpath("(//article//time | //main//time | //header//time | (//h1)[1]/following::time)")
    below = _below_thread(tree)
    for group in (marked, near):
        for element in group[:20]:
            if element in below:
                continue
            names = f"{element.get('class', '')} {element.get('itemprop', '')} {element.get('data-type', '')}".lower()
            changed = re.search("updated|modified", names) and "publish" not in names
            if changed or re.search(r"\b(?:updated|modified)\b", _before(element)[-60:], re.I):
                continue
            if within_aside(element):
                continue
            moment = stamp(element.get("datetime") or element.get("content") or "") or stamp(content(element))
            if moment is not None:
                return moment
    return None


def _below_thread(tree: Any) -> set[Any]:
    """The `<time>`s that stand below the head of a thread of comments whose box no class name betrays."""
    prose, threads, below = 0, False, set()
    for element in tree.iter("p", "h2", "h3", "h4", "h5", "h6", "div", "time"):
        if element.tag == "time":
            if threads:
                below.add(element)
        elif not threads:
            text = " ".join((element.text or "").split())
            prose += len(text.split()) >= 20
            threads = prose > 0 and bool(text) and furniture.heads_thread(text)
    return below


def _before(element: Any) -> str:
    """The words right before the element, in the same block."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return f"{previous.text or ''} {previous.tail or ''}"
    return (parent.text or "") if parent is not None else ""


def _visible(rows: tuple[str, ...], title: str) -> tuple[datetime, str] | None:
    """The date line by the headline, as people see it: below it, before the second paragraph, or right above it."""
    places = [index for index, row in enumerate(rows) if title and row.casefold() == title.casefold()]
    found = []
    for place in places:
        near = [*_until_text(rows[place + 1 : place + 9]), *reversed(rows[max(0, place - 4) : place])]
        for row in near:
            stated = stated_in(row) if len(row.split()) <= 20 else None
            told = stated is not None and furniture.ENDS.search(row) and len(row[: stated.start].split()) > 2
            if stated is not None and stated.label != "changed" and (stated.label or not told):
                found.append(stated)
                break
    return (found[0].at, found[0].precision) if len({one.at.date() for one in found}) == 1 else None


def _until_text(rows: tuple[str, ...]) -> Iterator[str]:
    """The rows before the second paragraph or a thread of comments: dates further down are of other things."""
    paragraphs = 0
    for row in rows:
        prose = furniture.kind_of(row)[0] is Kind.PROSE
        paragraphs += prose
        if paragraphs > 1 or (paragraphs and (furniture.heads_thread(row) or furniture.opens_comment(row))):
            return
        if not prose or len(row.split()) <= 20:
            yield row
