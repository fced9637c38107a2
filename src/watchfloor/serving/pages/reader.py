"""The reader: an article's stored text with the words of its facts, what changed in it, how it came, who copies it;
and the list of articles that leads there."""

from __future__ import annotations

from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from watchfloor.answers import nothing, reader
from watchfloor.answers.articles import published_text
from watchfloor.answers.reader import Reading
from watchfloor.answers.tables import Column, Table
from watchfloor.serving import asking
from watchfloor.serving.visiting import Visit, screen
from watchfloor.store.articles import Headline

PAGE: Final = 50
"""articles of a page of the list"""
LISTED: Final = 5000
"""articles of its twins"""
VERSION: Final = {"v": asking.text}


def _reading(visit: Visit) -> Reading:
    denied = visit.kept("facts called wrong", lambda: reader.denied_facts(visit.view))
    return reader.reading(visit.view, visit.request.path_params["article"], visit.asked["v"], denied)


def _around(visit: Visit, found: Reading, tab: str) -> dict[str, Any]:
    """What all tabs show: the head of the article, its versions, and the way to the other tabs."""
    version = None if found.current else found.article.version
    at = f"/read/{found.article.id}"
    return {
        "found": found,
        "article": found.article,
        "tab": tab,
        "tabs": [
            ("text", "Text", visit.asked.url(at, v=version)),
            ("changes", f"Changes ({max(0, len(found.versions) - 1)})", visit.asked.url(f"{at}/changes", v=version)),
            ("raw", "Raw", visit.asked.url(f"{at}/raw", v=version)),
            ("copies", "Copies", visit.asked.url(f"{at}/copies", v=version)),
        ],
        "number": [one.version for one in found.versions].index(found.article.version) + 1,
        "published": published_text(found.article.published),
    }


def text(visit: Visit) -> Response:
    """The text with its facts."""
    found = _reading(visit)
    if visit.form != "html":
        return visit.twin(_facts(found))
    kinds = sorted({card.kind for card in found.cards})
    return visit.answer("read.html", kinds=kinds, **_around(visit, found, "text"))


def _facts(found: Reading) -> Table:
    columns = (
        Column("fact", "Fact", "id of the fact"),
        Column("kind", "Kind", "event, statement, deadline, outlook, relation or link"),
        Column("start", "Start", "where its words begin, in code points of the stored text"),
        Column("end", "End", "behind their last code point"),
        Column("words", "Words", "the words it was read from"),
        Column("hand", "Hand", "m: as the machine reads it; h: as a person said"),
        Column("stands", "Stands", "false where a person called it wrong"),
    )
    rows = [
        {
            "fact": card.id,
            "kind": card.kind,
            "start": mark.start,
            "end": mark.end,
            "words": found.article.text[mark.start : mark.end],
            "hand": card.hand,
            "stands": card.stands,
        }
        for card in found.cards
        for mark in reader.marks_of(card.fact)
        if mark.names
    ]
    return Table(columns, rows)


def changes(visit: Visit) -> Response:
    """What a version changed against the one before it, word by word."""
    found = _reading(visit)
    number = [one.version for one in found.versions].index(found.article.version)
    diff = None
    if number:
        diff = visit.view.diff(found.versions[number - 1].version, found.article.version)
    return visit.answer("changes.html", diff=diff, **_around(visit, found, "changes"))


def raw(visit: Visit) -> Response:
    """The page as it was received, as text."""
    found = _reading(visit)
    return visit.answer("raw.html", raw=reader.raw(visit.view, found.article.version), **_around(visit, found, "raw"))


def copies(visit: Visit) -> Response:
    """Who printed it first, and who copied it."""
    found = _reading(visit)
    return visit.answer(
        "copies.html", copies=reader.copies(visit.view, found.article), **_around(visit, found, "copies")
    )


def listing(visit: Visit) -> Response:
    """The articles, the newest first."""
    asked = visit.asked
    wanted = asked.wanted(("since", "until", "outlet", "language", "text"))
    most = PAGE + 1 if visit.form == "html" else LISTED
    heads = visit.view.articles(limit=most, after=asked["cursor"], **wanted)
    if visit.form != "html":
        return visit.twin(_list(heads))
    shown = heads[:PAGE]
    return visit.answer(
        "articles.html",
        heads=shown,
        further=shown[-1].version if len(heads) > PAGE else "",
        why_none="" if heads else nothing.why_none(visit.view, "article"),
        any_asked=bool(wanted),
    )


def _list(heads: list[Headline]) -> Table:
    columns = (
        Column("article", "Article", "id"),
        Column("version", "Version", "name of the version that stands for it"),
        Column("day", "Day", "of publication"),
        Column("outlet", "Outlet"),
        Column("title", "Title"),
        Column("language", "Language", "ISO 639-1"),
        Column("address", "Address"),
        Column("known", "Known since", "UTC"),
    )
    return Table(
        columns,
        [
            {
                "article": one.id,
                "version": one.version,
                "day": one.published.day.isoformat() if one.published else None,
                "outlet": one.outlet,
                "title": one.title,
                "language": one.language,
                "address": one.url,
                "known": one.recorded_at.isoformat(),
            }
            for one in heads
        ],
    )


ROUTES: list[Route] = [
    *screen(
        "/read",
        listing,
        {"outlet": asking.text, "language": asking.text, "text": asking.text, "cursor": asking.text, **asking.WINDOW},
        twins=True,
    ),
    *screen("/read/{article}/changes", changes, VERSION),
    *screen("/read/{article}/raw", raw, VERSION),
    *screen("/read/{article}/copies", copies, VERSION),
    # The page's own address fits those of its twins too, so it comes last.
    *reversed(screen("/read/{article}", text, VERSION, twins=True)),
]
