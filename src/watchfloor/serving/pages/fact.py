"""The evidence of any fact or incident: a page, and what the drawer shows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from watchfloor.answers import deadlines, evidence, incidents
from watchfloor.answers.articles import published_text
from watchfloor.answers.evidence import Evidence
from watchfloor.answers.positions import why
from watchfloor.assessing.deadlines import Chain
from watchfloor.assessing.outlooks import Question
from watchfloor.errors import NotFound
from watchfloor.serving import asking
from watchfloor.serving.visiting import FORMS, Visit, endpoint, screen
from watchfloor.types import Event, Relation

if TYPE_CHECKING:
    from watchfloor.linking.happenings import Incident


def _incident(visit: Visit, ident: str) -> Incident | None:
    """The incident that an event reports."""
    return visit.kept("incident", lambda: visit.view.incident(ident), ident)


def _chain(visit: Visit, ident: str) -> Chain | None:
    folder, day = visit.desk.path, deadlines.day_of(visit.asked.as_of or visit.site.now())
    found = visit.kept("chains of deadlines", lambda: deadlines.chains(visit.view, folder, day), day)
    return evidence.chain_of(found, ident)


def _question(visit: Visit, ident: str) -> Question | None:
    folder, day = visit.desk.path, deadlines.day_of(visit.asked.as_of or visit.site.now())
    found = visit.kept("questions", lambda: deadlines.questions(visit.view, folder, day), day)
    return next((one for one in found if any(voice.entry.id == ident for voice in one.voices)), None)


def fact(visit: Visit) -> Response:
    """A fact with everything it rests on; an incident by the report that tells most of it."""
    ident = visit.request.path_params["ident"]
    if ident.startswith("a:"):
        return RedirectResponse(visit.asked.url(f"/read/{ident}"), 303)
    whole = ident.startswith("in:")
    one = _evidence(visit, f"ev:{ident[3:]}" if whole else ident)
    incident = _incident(visit, one.id) if one.kind == "event" else None
    if whole and incident is not None and incident.lead.fact.event.id != one.id:
        one = _evidence(visit, incident.lead.fact.event.id)
    return visit.answer(
        "evidence.html",
        one=one,
        said=next((known for known in one.said if known.number == visit.asked["said"]), None),
        whole=whole and incident is not None,
        incident=incident,
        support="" if incident is None else incidents.support(incident),
        figure_range=incidents.figure_range,
        published=published_text(one.article.published),
        chain=_chain(visit, one.id) if evidence.is_due(one) else None,
        states=deadlines.STATE_WORDS,
        reversals=evidence.reversals_of(visit.view, visit.desk.path, one),
        why=why,
        question=_question(visit, one.id) if evidence.is_judgement(one) else None,
        band=deadlines.band,
        like=evidence.like(visit.view, one.fact) if isinstance(one.fact, Relation) else (),
    )


def _evidence(visit: Visit, ident: str) -> Evidence:
    coder = visit.read_by
    try:
        return evidence.evidence(visit.view, ident, coder)
    except NotFound:
        raise NotFound(
            f"no fact {ident!r} is known here; the lines of other screens open some, and /search finds them by words",
            ident,
        ) from None


def document(visit: Visit) -> Response:
    """The same as JSON: the fact as `watchfloor show --json` prints it, or the incident with its reports."""
    from watchfloor.exporters.lines import record

    ident = visit.request.path_params["ident"]
    found = visit.view.fact(f"ev:{ident[3:]}" if ident.startswith("in:") else ident)
    value = record(found)
    if ident.startswith("in:"):
        one = _evidence(visit, f"ev:{ident[3:]}")
        incident = _incident(visit, one.id) if isinstance(one.fact, Event) else None
        if incident is None:
            raise NotFound(f"no incident {ident!r} is known here", ident)
        value = incidents.incident_json(incident)
    return visit.sent(json.dumps(value, ensure_ascii=False), FORMS["json"])


ROUTES: list[Route] = [
    Route("/fact/{ident}.json", endpoint(document, "json", {}), methods=["GET"], name="/fact.json"),
    *screen("/fact/{ident}", fact, {"said": asking.whole(1, 10**15)}),
]
