"""The brief of a day: its sentences with their words beside them, for reading and for print."""

from __future__ import annotations

import json
from datetime import date

from starlette.responses import Response
from starlette.routing import Route

from watchfloor.answers import briefs as answers
from watchfloor.briefing.brief import Brief
from watchfloor.serving import asking
from watchfloor.serving.visiting import FORMS, Visit, endpoint, screen


def newest(visit: Visit) -> Response:
    """The brief of the last day that has an article; of another day when the form names one."""
    if visit.asked["day"]:
        return visit.back(f"/brief/{visit.asked['day']}")
    return _page(visit, _made(visit, visit.view.last_day()))


def of_day(visit: Visit) -> Response:
    """The brief of the day in the address."""
    day = asking.day(visit.request.path_params["day"], "the day of a brief")
    made = _made(visit, day)
    if visit.form == "csv":
        return visit.twin(answers.table(made))
    if visit.form == "json":
        text = json.dumps(answers.brief_json(made, visit.desk.name), ensure_ascii=False)
        return visit.sent(text, FORMS["json"])
    if visit.form == "md":
        return visit.sent(answers.markdown(made, visit.desk.name), "text/markdown; charset=utf-8")
    return _page(visit, made)


def _made(visit: Visit, day: date | None) -> Brief:
    # How the sources do changes with the clock; what is kept follows from it only by what it says of them.
    heard = (visit.view.watch(), None if day is None else visit.view.watch(day))
    return visit.kept("brief", lambda: visit.view.brief(day), day, heard)


def _page(visit: Visit, made: Brief) -> Response:
    days = visit.kept("days of articles", visit.view.article_days)
    day = made.day
    return visit.page(
        "brief.html",
        day=day,
        to_day=lambda other: visit.asked.url(f"/brief/{other}"),
        made=made,
        titles=answers.TITLES,
        notes=answers.notes(made),
        before=max((one for one in days if day is not None and one < day), default=None),
        after=min((one for one in days if day is not None and one > day), default=None),
    )


ROUTES: list[Route] = [
    *screen("/brief", newest, {"day": asking.day}),
    Route("/brief/{day}.md", endpoint(of_day, "md", {}), name="/brief/{day}.md"),
    # The page's own address fits those of its other forms too, so it comes last.
    *reversed(screen("/brief/{day}", of_day, {}, twins=True)),
]
