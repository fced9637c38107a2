"""One box for words, and beside it what divides that which was found, to narrow it down."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from starlette.responses import Response
from starlette.routing import Route

from watchfloor.answers import naming, nothing
from watchfloor.answers import search as answers
from watchfloor.desk import own_packs
from watchfloor.serving import asking
from watchfloor.serving.rendering import month_name
from watchfloor.serving.visiting import Visit, screen
from watchfloor.store.search import COUNTED
from watchfloor.store.tallies import SURE, Tallies
from watchfloor.types import Facet

PAGE: Final = 20
"""facts of each sort of a page"""
LAST: Final = COUNTED // PAGE
"""page; what lies behind is found by narrowing down"""
LISTED: Final = 8
"""values of each kind that are listed"""
MONTHS: Final = 12
LEVELS: Final = {"sure": SURE[0], "fair": SURE[1]}
"""of confidence, at least"""
FILTERS: Final = ("side", "type", "facet", "place", "country", "outlet", "language", "since", "until")
TITLES: Final = {
    "kind": "What",
    "type": "Type of act",
    "facet": "Facet",
    "side": "Who",
    "place": "Place",
    "outlet": "Outlet",
    "language": "Language",
    "sure": "Confidence",
    "month": "Month",
}
ASKED: Final = {
    "q": asking.text,
    "kind": asking.choice(*answers.KINDS),
    "side": asking.text,
    "type": asking.text,
    "facet": asking.choice(*(facet.value for facet in Facet)),
    "place": asking.text,
    "country": asking.text,
    "outlet": asking.text,
    "language": asking.text,
    "sure": asking.choice(*LEVELS),
    "page": asking.whole(1, LAST),
    **asking.WINDOW,
}


@dataclass(frozen=True, slots=True)
class Row:
    """A value to narrow down by."""

    name: str
    number: int | None
    """None of a value that is asked for already: it counts all"""
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Values of one sort."""

    key: str
    title: str
    rows: tuple[Row, ...]


def search(visit: Visit) -> Response:
    """What was found, or without words the newest of all."""
    asked = visit.asked
    page = asked["page"] or 1
    wanted = asked.wanted(FILTERS)
    if "type" in wanted:
        wanted["type"] = naming.event_type(wanted["type"], own_packs(visit.desk.path, visit.desk.config))
    if "outlet" in wanted:
        wanted["outlet"] = naming.known_outlet(visit.view, wanted["outlet"])
    if asked["sure"]:
        wanted["confidence"] = LEVELS[asked["sure"]]
    words, kind = asked["q"], asked["kind"]
    about = (words, kind, tuple(sorted(wanted.items())))
    found = visit.kept(
        "search", lambda: answers.hits(visit.view, words, kind, wanted, PAGE, (page - 1) * PAGE), page, *about
    )
    if visit.form != "html":
        return visit.twin(answers.table(found))
    divided = wanted if words is None else {"text": words, **wanted}
    tallies = visit.kept("tallies", lambda: visit.view.tallies(**divided), *about)
    more = max(found.events_total, found.entries_total, found.articles_total if kind == answers.ARTICLE else 0)
    any_asked = words is not None or kind is not None or bool(wanted)
    return visit.page(
        "search.html",
        found=found,
        groups=_groups(visit, tallies, found),
        pieces=answers.pieces,
        page=page,
        size=PAGE,
        further=asked.here(page=page + 1) if more > page * PAGE and page < LAST else "",
        first=asked.here(page=None) if page > 1 else "",
        counted=COUNTED,
        filters=_filters(visit, tallies, found),
        hidden=[(key, value) for key, value in asked.given if key not in ("q", "page", "cursor")],
        any_asked=any_asked,
        why_none="" if found.total else _why_none(visit, any_asked),
        watch=_watch(visit),
    )


def _why_none(visit: Visit, any_asked: bool) -> str:
    counts = visit.kept("status", visit.view.status)
    if not any_asked or not counts.articles or counts.uncoded:
        return nothing.why_none(visit.view, "fact")
    return f"Nothing fits: {counts.articles} articles were searched{nothing.unheard(visit.view)}."


def _watch(visit: Visit) -> str:
    """Where what is asked for can be saved as a watch: the days are left out, for a watch looks ahead."""
    asked = visit.asked
    search = {key: asked[key] for key in FILTERS if key not in asking.WINDOW and asked[key]}
    if asked["q"]:
        search["text"] = asked["q"]
    return asked.url("/watches", new=1, **search) if search else ""


# --- what divides it --------------------------------------------------------------------------------------------------


def _groups(visit: Visit, tallies: tuple[Tallies, Tallies], found: answers.Hits) -> tuple[Group, ...]:
    events, ledgers = tallies
    kinds = [(answers.EVENT, "events", events.counted)]
    kinds += [(one.value, f"{one.value}s", one.number) for one in ledgers.by.get("type", ())]
    if visit.asked["q"] and found.articles_total:
        kinds.append((answers.ARTICLE, "articles", found.articles_total))
    sure = Counter({one.value: one.number for one in events.by.get("confidence", ())})
    levels = [("sure", "sure, 0.8 or more", sure["sure"]), ("fair", "fair, 0.6 or more", sure["sure"] + sure["fair"])]
    given: dict[str, list[tuple[str, str, int]]] = {
        "kind": [row for row in kinds if row[2]],
        "side": _joined(tallies, "actor"),
        "type": _of(events, "type"),
        "facet": _of(events, "facet"),
        "place": _of(events, "place"),
        "outlet": _joined(tallies, "outlet"),
        "language": _joined(tallies, "language"),
        "sure": [row for row in levels if row[2]],
    }
    if visit.asked["kind"] == answers.ARTICLE:
        given = {"kind": given["kind"], "outlet": [], "language": []}
    groups = [_group(visit, key, rows) for key, rows in given.items()]
    months = _months(visit, tallies)
    return tuple(one for one in (*groups, *([months] if months else [])) if one.rows)


def _of(tallies: Tallies, what: str) -> list[tuple[str, str, int]]:
    return [(one.value, one.name, one.number) for one in tallies.by.get(what, ())]


def _joined(tallies: tuple[Tallies, Tallies], what: str) -> list[tuple[str, str, int]]:
    """Of events and ledgers together."""
    numbers: Counter[str] = Counter()
    names: dict[str, str] = {}
    for one in tallies:
        for value, name, number in _of(one, what):
            numbers[value] += number
            names[value] = name
    ordered = sorted(numbers, key=lambda value: (-numbers[value], value))
    return [(value, names[value], numbers[value]) for value in ordered]


def _group(visit: Visit, key: str, rows: list[tuple[str, str, int]]) -> Group:
    current = visit.asked[key]
    if current is not None:
        # One value at a time: the way back is to take it out.
        name = next((name for value, name, _ in rows if value == current), current)
        return Group(key, TITLES[key], (Row(name, None, visit.asked.here(**{key: None, "page": None}), True),))
    told = tuple(
        Row(name, number, visit.asked.here(**{key: value, "page": None}), False)
        for value, name, number in rows[:LISTED]
    )
    return Group(key, TITLES[key], told)


def _months(visit: Visit, tallies: tuple[Tallies, Tallies]) -> Group | None:
    numbers: Counter[str] = Counter()
    for one in tallies:
        numbers.update({count.value: count.number for count in one.by.get("month", ())})
    if len(numbers) < 2:
        return None
    rows = []
    for month in sorted(numbers, reverse=True)[:MONTHS]:
        first = date.fromisoformat(f"{month}-01")
        last = first.replace(day=monthrange(first.year, first.month)[1])
        href = visit.asked.here(since=first, until=last, page=None)
        rows.append(Row(f"{month_name(first)} {first.year}", numbers[month], href, False))
    return Group("month", TITLES["month"], tuple(rows))


def _filters(visit: Visit, tallies: tuple[Tallies, Tallies], found: answers.Hits) -> list[tuple[str, str, str]]:
    """What is asked for beside the words: its name, its value in words, and the address without it."""
    names = _names(tallies, found)
    rows = []
    for key in (*FILTERS, "kind", "sure"):
        value = visit.asked[key]
        if value is not None:
            title = TITLES.get(key, key).lower()
            rows.append((title, names.get(str(value), str(value)), visit.asked.here(**{key: None, "page": None})))
    return rows


def _names(tallies: tuple[Tallies, Tallies], found: answers.Hits) -> Mapping[str, str]:
    names = {value: name for one in tallies for what in ("actor", "place") for value, name, _ in _of(one, what)}
    names |= {cited.value.id: cited.value.name for fact in found.events for cited in fact.event.places}
    return names


ROUTES: list[Route] = screen("/search", search, ASKED, twins=True)
