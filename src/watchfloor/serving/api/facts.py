"""Of the API: facts as they were read, and the articles they were read from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Final, TextIO, TypeVar

from watchfloor.answers import naming
from watchfloor.answers.articles import article_json, head_json, listed_json
from watchfloor.answers.ledgers import FORMS
from watchfloor.codec import ENTRY_KINDS
from watchfloor.desk import own_packs
from watchfloor.errors import NotFound
from watchfloor.exporters import ledgers, tables
from watchfloor.exporters.lines import record
from watchfloor.serving.api import shapes
from watchfloor.serving.api.operations import Found, Operation, after, part, size
from watchfloor.serving.api.parameters import (
    LANGUAGE,
    OF_ENTRIES,
    OF_EVENTS,
    OUTLET,
    PAGED,
    TEXT,
    WINDOW,
    Parameter,
    choice,
    day,
    flag,
    ident,
    who,
    words,
)
from watchfloor.serving.failing import Refused
from watchfloor.serving.visiting import Visit
from watchfloor.store.articles import Headline
from watchfloor.store.entries import Kept
from watchfloor.store.facts import Fact

T = TypeVar("T")
MOST: Final = 10_000
"""facts counted at most for a total"""
EVENT_KEYS: Final = tuple(parameter.name for parameter in OF_EVENTS)
ENTRY_KEYS: Final = tuple(parameter.name for parameter in OF_ENTRIES)


def wanted_of_events(visit: Visit, keys: Sequence[str] = EVENT_KEYS) -> dict[str, Any]:
    """What events are asked by, checked: a misspelt type or outlet would look like silence. Raises `UsageError`."""
    wanted = visit.asked.wanted(keys)
    if "type" in wanted:
        wanted["type"] = naming.event_type(wanted["type"], own_packs(visit.desk.path, visit.desk.config))
    return _checked(visit, wanted)


def _checked(visit: Visit, wanted: dict[str, Any]) -> dict[str, Any]:
    if "outlet" in wanted:
        wanted["outlet"] = naming.known_outlet(visit.view, wanted["outlet"])
    return wanted


ORDER = choice("order", "By the day of the act, those without one last.", ("newest", "oldest"))


def _page(
    visit: Visit, ask: Callable[..., Iterable[T]], name: Callable[[T], str], count: Callable[[int], int]
) -> Found:
    """A page of facts, which begins behind the one that the cursor names."""
    behind, most = after(visit, str), size(visit)
    order = visit.asked["order"] or "newest"
    found = list(ask(order=order, limit=most + 1, after=behind[0] if behind else None))
    total = None
    if len(found) <= most and not behind:
        total = len(found)
    elif visit.asked["count"]:
        counted = count(MOST + 1)
        total = None if counted > MOST else counted
    shown = found[:most]
    return Found(shown, [name(shown[-1])] if len(found) > most else None, total)


def events(visit: Visit) -> Found:
    """A page of events."""
    wanted, view = wanted_of_events(visit), visit.view
    return _page(
        visit,
        partial(view.each_event, **wanted),
        lambda fact: fact.event.id,
        lambda most: view.count_events(most=most, **wanted),
    )


def fact_id(kind: str) -> Parameter:
    """The part of a path that names a fact."""
    return ident("id", "Its id, or the beginning of it.", f"{kind[:2]}:1a2b3c4d5e6f")


COUNT = flag("count", f"1 counts the whole list too, up to {MOST:,}: `total` is null beyond.")


def event(visit: Visit) -> dict[str, Any]:
    """One event."""
    return record(visit.view.event(visit.request.path_params["id"]))


def fact(visit: Visit) -> dict[str, Any]:
    """One fact of any kind."""
    return record(visit.view.fact(visit.request.path_params["id"]))


def _fact_json(_: Visit, one: Fact | Kept) -> dict[str, Any]:
    return record(one)


# --- the ledgers ------------------------------------------------------------------------------------------------------

_OWN: Final[dict[str, tuple[Parameter, ...]]] = {
    "statement": (
        who("speaker", "Who speaks, or is said to say it"),
        words("side", "Whom the speaker speaks for: a country, or an id.", "IRN"),
        who("about", "Whom it is about"),
        choice("kind", "In whose words.", FORMS["statement"]),
        words("act", "What sort of saying it is: says, denies, promises, threatens, ...", "denies"),
    ),
    "deadline": (
        who("bound", "Who must do it"),
        who("set_by", "Who set it"),
        choice("status", "As the sentence leaves it.", FORMS["deadline"]),
        day("due_since", "First day on which it is due."),
        day("due_until", "Last day, included."),
    ),
    "outlook": (
        who("holder", "Whose view it is"),
        choice("direction", "Of the outcome.", FORMS["outlook"]),
        day("due_since", "First day by which it would come about."),
        day("due_until", "Last day, included."),
    ),
    "relation": (
        who("a", "Who heads, backs, acts for or belongs to the other"),
        who("b", "The other"),
        choice("kind", "How they stand to each other.", FORMS["relation"]),
    ),
    "link": (who("speaker", "Who says so"), choice("kind", "How the matters are tied.", FORMS["link"])),
}
_RENAMED: Final = {"kind": "form", "status": "form", "direction": "form", "act": "detail"}
"""what a filter of the record calls it"""
ENTRY_ORDER = choice("order", "By the day of saying, or by the day on which it is due.", ("newest", "oldest", "due"))

_LEDGERS: Final[dict[str, tuple[str, Any, str]]] = {
    "statement": ("/statements", shapes.Statement, "Who said what"),
    "deadline": ("/deadline-mentions", shapes.DeadlineMention, "Every telling of a deadline by itself"),
    "outlook": ("/outlooks", shapes.Outlook, "How likely somebody judges something"),
    "relation": ("/relations", shapes.Relation, "How actors stand to each other"),
    "link": ("/links", shapes.Link, "Which matters somebody ties together"),
}


def wanted_of_entries(visit: Visit, kind: str) -> dict[str, Any]:
    """What entries of a kind are asked by, as the record calls it."""
    wanted = _checked(visit, visit.asked.wanted((*ENTRY_KEYS, *(parameter.name for parameter in _OWN[kind]))))
    return {_RENAMED.get(key, key): value for key, value in wanted.items()}


def _ledger(kind: str) -> list[Operation]:
    path, shape, summary = _LEDGERS[kind]

    def listed(visit: Visit) -> Found:
        wanted, view = wanted_of_entries(visit, kind), visit.view
        return _page(
            visit,
            partial(view.each_entry, kind, **wanted),
            lambda kept: kept.entry.id,
            lambda most: view.count_entries(kind, most=most, **wanted),
        )

    def single(visit: Visit) -> dict[str, Any]:
        found = visit.view.entry(visit.request.path_params["id"])
        if found.kind != kind:
            raise NotFound(f"{found.entry.id} is no {kind} but of the kind {found.kind}: /facts/{found.entry.id}")
        return record(found)

    def table(rows: Sequence[Kept], out: TextIO) -> None:
        ledgers.write_csv(kind, rows, out)

    return [
        Operation(
            path,
            f"{summary}, the newest first.",
            listed,
            shape,
            (*_OWN[kind], *OF_ENTRIES, ENTRY_ORDER, COUNT, *PAGED),
            _fact_json,
            table,
        ),
        Operation(f"{path}/{{id}}", f"One {kind}.", single, shape, (fact_id(kind),)),
    ]


# --- articles ---------------------------------------------------------------------------------------------------------


def articles(visit: Visit) -> Found:
    """A page of articles."""
    wanted = _checked(visit, visit.asked.wanted(("since", "until", "outlet", "language", "text")))
    behind = after(visit, str)
    most = size(visit)
    found = visit.view.articles(
        order=visit.asked["order"] or "newest", limit=most + 1, after=behind[0] if behind else None, **wanted
    )
    shown = found[:most]
    total = len(found) if len(found) <= most and not behind else None
    return Found(shown, [shown[-1].version] if len(found) > most else None, total)


def _head(visit: Visit) -> Headline:
    found = visit.view.article(visit.request.path_params["id"])
    return next(head for head in visit.view.versions(found.id) if head.version == found.version)


def article(visit: Visit) -> dict[str, Any]:
    """One article."""
    return article_json(visit.view, _head(visit))


def versions(visit: Visit) -> Found:
    """All versions of an article."""
    return part(visit, visit.view.versions(_head(visit).id), lambda head: head.version)


def text(visit: Visit) -> dict[str, Any]:
    """The whole text of an article, where the desk's settings permit it."""
    if not visit.desk.config.serving.full_text:
        raise Refused(
            403,
            "the API gives the words that prove a fact, and no whole articles: these belong to others. Where you may"
            " pass them on, set `full_text = true` under [serving] in watchfloor.toml",
        )
    found = visit.view.article(visit.request.path_params["id"])
    return {"id": found.id, "version": found.version, "url": found.url, "text": found.text}


ID = ident("id", "Its id, the beginning of it, or a version.", "a:1a2b3c4d5e6f")
OPERATIONS: Final = (
    Operation(
        "/events",
        "Who did what to whom: events with the words they were read from.",
        events,
        shapes.Event,
        (*OF_EVENTS, ORDER, COUNT, *PAGED),
        _fact_json,
        tables.write,
    ),
    Operation(
        "/events/{id}",
        "One event.",
        event,
        shapes.Event,
        (fact_id("event"),),
    ),
    Operation(
        "/facts/{id}",
        "One fact: an event, or an entry of the ledgers.",
        fact,
        shapes.ANY_FACT,
        (fact_id("statement"),),
    ),
    *(operation for kind in ENTRY_KINDS for operation in _ledger(kind)),
    Operation(
        "/articles",
        "The articles, without their texts.",
        articles,
        shapes.ListedArticle,
        (*WINDOW, OUTLET, LANGUAGE, TEXT, ORDER, *PAGED),
        lambda visit, head: listed_json(visit.view, head),
    ),
    Operation("/articles/{id}", "One article, and its copies.", article, shapes.ArticleWithCopies, (ID,)),
    Operation(
        "/articles/{id}/versions",
        "All versions of an article, the oldest first.",
        versions,
        shapes.Article,
        (ID, *PAGED),
        lambda _, head: head_json(head),
    ),
    Operation(
        "/articles/{id}/text",
        "The whole text of an article version; only where the desk's settings permit it.",
        text,
        shapes.ArticleText,
        (ID,),
        refused=(403,),
    ),
)
