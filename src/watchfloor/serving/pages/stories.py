"""Storylines: what goes on for days and weeks, one of them as a whole, and what people say of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from watchfloor.answers import stories as told_of
from watchfloor.answers import timeline as timelines
from watchfloor.answers.timeline import Told
from watchfloor.briefing.stories import Story
from watchfloor.briefing.storychanges import became, pin_text
from watchfloor.errors import UsageError
from watchfloor.exporters import atom
from watchfloor.serving import asking, storylines
from watchfloor.serving.pages.timeline import Row
from watchfloor.serving.visiting import Visit, endpoint, screen
from watchfloor.store.pins import Pin

PAGE: Final = 20
"""storylines of one page"""
SOURCES: Final = 24
"""articles of the tree of sources that are listed"""
FRESH: Final = 7
"""days before the last article since which it is told what became of it"""
SHOWS: Final = ("turning", "first", "latest")
DAYS: Final = 14
"""of its line on one page"""
PATH: Final = "/stories/{story}"
KEYS: Final = {"show": asking.choice(*SHOWS)}


def stories(visit: Visit) -> Response:
    """The list, the one with the newest article first."""
    asked = visit.asked
    every = storylines.listed(visit, asked["since"], asked["until"])
    found = [one for one in every if asked["alone"] or len(one.articles) > 1]
    if visit.form != "html":
        return visit.twin(told_of.table(found))
    start = asked["cursor"] or 0
    shown = found[start : start + PAGE]
    return visit.answer(
        "stories.html",
        rows=[(one, told_of.support(one), _days(one)) for one in shown],
        total=len(found),
        alone=len(every) - sum(len(one.articles) > 1 for one in every),
        further=start + PAGE if start + PAGE < len(found) else None,
        start=start,
    )


def _days(one: Story) -> list[int]:
    """How many articles came on each day, or in each stretch of days of a long one; for a small line."""
    first, last = one.line.first, one.line.last
    span = (last - first).days + 1
    size = max(1, -(-span // 30))
    counts = [0] * (-(-span // size))
    for head in one.articles:
        day = head.published.day if head.published else head.recorded_at.date()
        counts[min(len(counts) - 1, max(0, (day - first).days // size))] += 1
    return counts


def story(visit: Visit) -> Response:
    """One storyline."""
    one = _one(visit)
    show = visit.asked["show"] or "turning"
    told = visit.kept("storyline's line", lambda: _line(visit, one, show), one.line.id, show)
    if visit.form != "html":
        return visit.twin(timelines.table(told))
    before = max(one.line.first, one.line.last - timedelta(days=FRESH))
    changes = visit.kept(
        "what became of storylines",
        lambda: [
            change
            for change in visit.view.storyline_changes(before, since=one.line.first, until=one.line.last)
            if one.line.id in (*change.before, *change.after)
        ],
        one.line.id,
    )
    sources = visit.kept("source tree", lambda: told_of.source_tree(visit.view, one), one.line.id)
    heads = {head.id: head for head in one.articles}
    return visit.answer(
        "story.html",
        story=one,
        support=told_of.support(one),
        told=told,
        rows=_rows(told),
        show=show,
        sources=sources[:SOURCES],
        more_sources=max(0, len(sources) - SOURCES),
        chapters=[
            (chapter, [heads[ident] for ident in chapter.reports if ident in heads]) for chapter in one.line.chapters
        ],
        changes=[became(change) for change in changes],
        before=before,
        pins=[(pin, pin_text(pin)) for pin in _pins(visit, one)],
        others=[other for other in storylines.at_hand(visit, 12) if other.line.id != one.line.id],
    )


def _one(visit: Visit) -> Story:
    found = storylines.one(visit, visit.view, str(visit.request.path_params["story"]))
    assert found is not None  # noqa: S101 - a missing one raises
    return found


def _line(visit: Visit, one: Story, show: str) -> Told:
    path = visit.desk.path
    chains = visit.kept("chains", lambda: storylines.chains(visit, visit.view), "", str(visit.site.now().date()))
    turned = visit.kept("turned", lambda: storylines.turned(visit.view, path), "")
    most = DAYS if show == "turning" else None  # the others need all days first, to be cut at one end
    told = timelines.whole(visit.view, path, one.line.id, None, None, most, story=one, chains=chains, turned=turned)
    if show == "turning" or len(told.days) <= DAYS:
        return told
    return replace(told, days=told.days[:DAYS] if show == "first" else told.days[-DAYS:])


def _rows(told: Told) -> list[Row]:
    rows: list[Row] = []
    last: date | None = None
    for day in told.days:
        rows.append(Row(day.day, 0 if last is None else (day.day - last).days, day, None))
        last = day.day
    return rows


def _pins(visit: Visit, one: Story) -> list[Pin]:
    """What was said of this storyline or of its articles."""
    mine = {head.id for head in one.articles}
    return [pin for pin in visit.view.story_pins() if any(not mine.isdisjoint(part) for part in pin.parts)]


def feed(visit: Visit) -> Response:
    """The incidents of a storyline for a feed reader."""
    one = _one(visit)
    base = str(visit.request.base_url).rstrip("/")
    page = f"{base}/stories/{one.line.id}"
    made = atom.Feed(
        one.line.id,
        f"{one.title} · {visit.desk.name}",
        atom.entries(one.incidents, f"{base}/fact/")[:100],
        page,
        f"{page}.atom",
    )
    moment = max(head.recorded_at for head in one.articles)
    return visit.sent(atom.text(made, moment), atom.MEDIA_TYPE)


# --- what people say --------------------------------------------------------------------------------------------------


def say(visit: Visit) -> Response:
    """Keeps what a form says of a storyline, and goes on to where its articles are then."""
    ident = str(visit.request.path_params["story"])
    by, why = visit.field("by", 100) or visit.site.user, visit.field("why")
    act = visit.field("act", 20)
    desk = visit.desk
    at = ident
    if act == "name":
        desk.name_story(ident, visit.field("title", 300), by=by, why=why)
    elif act in ("pin", "never"):
        desk.pin_story(visit.field("article", 200), ident, by=by, why=why, never=act == "never")
    elif act == "merge":
        desk.merge_stories([ident, visit.field("other", 200)], by=by, why=why)
    elif act == "split":
        articles = visit.fields("article")
        if not articles:
            raise UsageError("tick the articles that are another storyline", ident)
        desk.split_story(articles[:500], by=by, why=why)
    elif act == "undo":
        number = visit.field("number", 10)
        if not (number.isascii() and number.isdigit()):
            raise UsageError(f"{number!r} is no number of what was said", number)
        desk.undo_story(int(number), by=by, why=why)
    else:
        raise UsageError(f"there is nothing to say called {act!r}; there are name, pin, never, merge, split, undo", act)
    return visit.back(f"/stories/{desk.storyline(at).line.id}")


def _page(request: Request) -> Response:
    return (_SAY if request.method == "POST" else _SHOW)(request)


_SHOW = endpoint(story, "html", KEYS)
_SAY = endpoint(say, "html", KEYS)

ROUTES: list[Route] = [
    *screen("/stories", stories, {"alone": asking.flag, "cursor": asking.whole(0, 10**6), **asking.WINDOW}, twins=True),
    Route(f"{PATH}.atom", endpoint(feed, "atom", {}), methods=["GET"], name="storyline as Atom"),
    Route(f"{PATH}.json", endpoint(story, "json", KEYS), methods=["GET"]),
    Route(f"{PATH}.csv", endpoint(story, "csv", KEYS), methods=["GET"]),
    # The page's own address fits those of its twins too, so it comes last.
    Route(PATH, _page, methods=["GET", "POST"]),
]
