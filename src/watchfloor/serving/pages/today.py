"""The first screen: what was heard, what turned, what is due, what is new."""

from __future__ import annotations

from datetime import date, timedelta

from starlette.responses import Response

from watchfloor.answers import nothing
from watchfloor.answers import sources as heard
from watchfloor.answers import today as answers
from watchfloor.serving import asking
from watchfloor.serving.visiting import Visit, screen

DAY = timedelta(days=1)


def today(visit: Visit) -> Response:
    """The screen of a day: of the last one that has an article, unless another is asked for."""
    view, as_of = visit.view, visit.asked.as_of
    day = visit.asked["day"] or answers.day_of(view, as_of) or visit.site.now().date()
    # How the sources do changes with the clock; what is kept follows from it only by what it says of them.
    read = (view.coverage(None), view.coverage(day))
    made = visit.kept("today", lambda: answers.today(visit.desk, view, day, as_of, read), day, read)
    if visit.form != "html":
        return visit.twin(answers.table(made))
    days = visit.kept("days of articles", view.article_days)
    return visit.page(
        "today.html",
        day=day,
        to_day=lambda other: visit.asked.here(day=other),
        made=made,
        parts={part.name: part for part in made.parts},
        ticks=heard.ticks(view.sources(), day),
        before=_before(days, day),
        after=_after(days, day),
        empty=nothing.no_article(view, "news") if not made.coverage.articles else "",
        sources=len(view.sources()),
    )


def _before(days: dict[date, int], day: date) -> date | None:
    """The last day before it that has an article."""
    return max((one for one in days if one < day), default=None)


def _after(days: dict[date, int], day: date) -> date | None:
    return min((one for one in days if one > day), default=None)


ROUTES = screen("/", today, {"day": asking.day}, twins=True)
