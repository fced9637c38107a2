"""Of the API: the desk itself, its days, what is found in it, its sources, and what people said of its facts."""

from __future__ import annotations

from typing import Any, Final

from watchfloor.answers import today as todays
from watchfloor.answers.briefs import brief_json
from watchfloor.answers.corrections import correction_json
from watchfloor.answers.search import found_json, tallies_json
from watchfloor.answers.sources import state_json
from watchfloor.errors import NotFound
from watchfloor.serving.api import shapes_matters
from watchfloor.serving.api.facts import wanted_of_events
from watchfloor.serving.api.operations import ALWAYS, PREFIX, Found, Operation, one_of_all, part
from watchfloor.serving.api.parameters import OF_EVENTS, PAGED, Parameter, day, ident, whole, words
from watchfloor.serving.visiting import Visit
from watchfloor.store.facts import Fact

DESK_KEYS: Final = tuple(parameter.name for parameter in OF_EVENTS if parameter.name != "text")
SEARCHED: Final = tuple(parameter for parameter in OF_EVENTS if parameter.name != "text")
WORDS: Final = words("q", 'Words, all of which must be there: `"together"`, `begin*`.', "talks", required=True)
PASSAGES: Final = 5


def home(visit: Visit) -> dict[str, Any]:
    """What the desk holds."""
    counts = visit.kept("status", visit.view.status)
    return {
        "desk": visit.desk.name,
        "articles": counts.articles,
        "versions": counts.versions,
        "coded": counts.coded,
        "uncoded": counts.uncoded,
        "events": counts.events,
        "entries": dict(counts.entries),
        "first_day": None if counts.first_day is None else counts.first_day.isoformat(),
        "last_day": None if counts.last_day is None else counts.last_day.isoformat(),
        "languages": dict(counts.languages),
        "coder": counts.coder,
        "resources": _resources(),
    }


def _resources() -> dict[str, str]:
    from watchfloor.serving.api.routes import OPERATIONS

    return {one.path.strip("/"): PREFIX + one.path for one in OPERATIONS if one.path.strip("/") and "{" not in one.path}


def today(visit: Visit) -> dict[str, Any]:
    """The screen of a day."""
    view, as_of = visit.view, visit.asked.as_of
    told = visit.asked["day"] or todays.day_of(view, as_of) or visit.site.now().date()
    read = (view.coverage(None), view.coverage(told))
    made = visit.kept("today", lambda: todays.today(visit.desk, view, told, as_of, read), told, read)
    return todays.today_json(made, visit.desk.name)


def brief(visit: Visit) -> dict[str, Any]:
    """The brief of a day."""
    told = visit.asked["day"]
    read = visit.view.coverage(told)
    made = visit.kept("brief", lambda: visit.view.brief(told), told, read)
    return dict(brief_json(made, visit.desk.name))


def search(visit: Visit) -> dict[str, Any]:
    """A page of what holds some words."""
    page, most = visit.asked["page"] or 1, visit.asked["size"] or 20
    wanted = wanted_of_events(visit, DESK_KEYS)
    found = visit.view.search(visit.asked["q"], limit=most, offset=(page - 1) * most, passages=PASSAGES, **wanted)
    return found_json(found, page)


def tallies(visit: Visit) -> dict[str, Any]:
    """How what fits divides."""
    events, ledgers = visit.view.tallies(**wanted_of_events(visit))
    return {"events": tallies_json(events), "entries": tallies_json(ledgers)}


def sources(visit: Visit) -> Found:
    """The sources."""
    return part(visit, visit.view.sources(), lambda one: one.id)


def source(visit: Visit) -> dict[str, Any]:
    """One source."""
    wanted = visit.request.path_params["id"]
    found = one_of_all(visit.view.sources(), lambda one: one.id, wanted)
    if found is None:
        raise NotFound(f"no source {wanted!r} was known then; /sources lists them", wanted)
    return state_json(found)


def corrections(visit: Visit) -> Found:
    """What people said of facts, the newest first."""
    wanted = visit.asked["fact"]
    ident_ = None
    if wanted is not None:
        found = visit.view.fact(wanted)
        ident_ = found.event.id if isinstance(found, Fact) else found.entry.id
    return part(visit, visit.view.corrections(ident_)[::-1], lambda one: str(one.number))


def correction(visit: Visit) -> dict[str, Any]:
    """One correction."""
    wanted = visit.request.path_params["number"]
    found = one_of_all(visit.view.corrections(), lambda one: str(one.number), wanted)
    if found is None:
        raise NotFound(f"no correction {wanted!r} was made then; /corrections lists them", wanted)
    return correction_json(found)


def proof(visit: Visit) -> dict[str, str]:
    """What a program without a token must send back, with its cookie, to write."""
    return {"x-csrf": visit.request.scope.get("watchfloor.proof", "")}


PAGE: Final[tuple[Parameter, ...]] = (
    whole("page", "Which page.", 1, 10_000, 1),
    whole("size", "Facts a page.", 1, 1000, 20),
)
OPERATIONS: Final = (
    Operation(
        "",
        "What the desk holds, and the addresses of everything else. Its header `X-CSRF` is what a program that has no"
        " token sends back, with its cookie, to write.",
        home,
        shapes_matters.Home,
        headers=proof,
    ),
    Operation(
        "/today",
        "One screen for the morning: who was heard, what turned, what is due, what is new.",
        today,
        shapes_matters.Today,
        (day("day", "Another day than the last one that has an article.", "2014-07-03"),),
        changes=ALWAYS,
    ),
    Operation(
        "/brief",
        "One day on one page, every line with its words.",
        brief,
        shapes_matters.Brief,
        (day("day", "Another day than the last one that has an article.", "2014-07-03"),),
        changes=ALWAYS,
    ),
    Operation(
        "/search",
        "Facts whose sentence holds words, what the ledgers hold with them, and articles that hold them anywhere.",
        search,
        shapes_matters.SearchResult,
        (WORDS, *SEARCHED, *PAGE),
    ),
    Operation(
        "/tallies",
        "How the facts that fit divide by type, facet, place, actor, outlet and the like, to narrow a search down.",
        tallies,
        shapes_matters.Tallies,
        OF_EVENTS,
    ),
    Operation(
        "/sources",
        "What the desk reads by itself, and how each source does.",
        sources,
        shapes_matters.Source,
        PAGED,
        lambda _, one: state_json(one),
        changes=ALWAYS,
    ),
    Operation(
        "/sources/{id}",
        "One source.",
        source,
        shapes_matters.Source,
        (ident("id", "Its id.", "corvane"),),
        changes=ALWAYS,
    ),
    Operation(
        "/corrections",
        "What people said of facts, the newest first.",
        corrections,
        shapes_matters.Correction,
        (words("fact", "Of one fact: its id, or the beginning of it."), *PAGED),
        lambda _, one: correction_json(one),
    ),
    Operation(
        "/corrections/{number}",
        "One correction.",
        correction,
        shapes_matters.Correction,
        (ident("number", "Its number.", "1"),),
    ),
)
