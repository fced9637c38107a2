"""Storylines as several screens ask for them: worked out once for each state of the record, and found again by id."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

from watchfloor.answers import deadlines, positions
from watchfloor.assessing.deadlines import Chain
from watchfloor.assessing.reversals import Reversal
from watchfloor.briefing.stories import Story
from watchfloor.errors import NotFound
from watchfloor.linking.storylines import WINDOW
from watchfloor.serving.visiting import Visit
from watchfloor.view import View

QUICK: Final = 1000
"""articles of the latest days whose storylines are worked out by the way"""


READ: Final = 2000
"""articles, the latest, among whose statements reversals are looked for by the way"""


def listed(visit: Visit, since: date | None = None, until: date | None = None) -> list[Story]:
    """The storylines of some days; of the latest, if none are asked for."""
    return visit.kept("storylines", lambda: visit.view.storylines(since=since, until=until), "", since, until)


def at_hand(visit: Visit, most: int = 6) -> list[Story]:
    """The latest storylines of several articles, those with most articles first; none where working them out would keep
    the reader waiting who came for something else."""
    days = visit.kept("days of articles", visit.view.article_days)
    newest = max(days, default=None)
    if newest is None or sum(n for day, n in days.items() if newest - day <= WINDOW) > QUICK:
        return []
    found = [one for one in listed(visit) if len(one.articles) > 1]
    return sorted(found, key=lambda one: (-len(one.articles), one.line.id))[:most]


def chains(visit: Visit, view: View, then: str = "") -> tuple[Chain, ...]:
    """The deadlines known to a view, judged on the day of its moment, or on the last one that has an article. `then`
    says that the view is of the other moment asked about."""
    moment = visit.asked["then"] if then else visit.asked.as_of
    day = deadlines.day_of(moment) if moment is not None else view.last_day() or visit.site.now().date()
    return deadlines.chains(view, visit.desk.path, day)


def turned(view: View, folder: Path) -> tuple[Reversal, ...]:
    """The desk's reversals, of those days on which they are looked for."""
    return positions.reversals(view, folder, since=turned_since(view)[0])[0]


def turned_since(view: View) -> tuple[date | None, bool]:
    """From which day on reversals are looked for, and whether that is later than on a desk of few articles."""
    days = view.article_days()
    newest = max(days, default=None)
    if newest is None:
        return None, False
    first, read = newest, 0
    for day in sorted(days, reverse=True):
        read += days[day]
        if newest - day > positions.WINDOW:
            return newest - positions.WINDOW, False
        if read > READ:
            return first, True
        first = day
    return newest - min(positions.WINDOW, newest - date.min), False


def one(visit: Visit, view: View, ident: str, then: str = "", *, missing_ok: bool = False) -> Story | None:
    """The storyline with an id: among the latest where it is one of them, else among all. None where it was not known
    and may be missing; raises `NotFound` where it may not."""
    latest: list[Story] = visit.kept("storylines", view.storylines, then, None, None)
    exact = [story for story in latest if story.line.id == ident]
    if exact:
        return exact[0]

    def find() -> Any:
        try:
            return view.storyline(ident)
        except NotFound as error:
            return error

    found = visit.kept("storyline", find, then, ident)
    if isinstance(found, NotFound):
        if missing_ok:
            return None
        raise found
    story: Story = found
    return story
