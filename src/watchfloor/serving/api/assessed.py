"""Of the API: what follows from what was said: deadlines with their moves, questions, positions and reversals."""

from __future__ import annotations

import io
from typing import Any, Final

from watchfloor.answers import deadlines as due
from watchfloor.answers import positions as stands
from watchfloor.answers.stands import name_of
from watchfloor.assessing.deadlines import STATES, Chain
from watchfloor.assessing.outlooks import Question
from watchfloor.errors import NotFound
from watchfloor.exporters import ics
from watchfloor.serving.api import shapes_gathered
from watchfloor.serving.api.operations import DAILY, Found, Operation, Raw, one_of_all, part
from watchfloor.serving.api.parameters import PAGED, TEXT, WINDOW, choice, flag, ident, who, words
from watchfloor.serving.visiting import Visit

CALENDAR: Final = "text/calendar; charset=utf-8"
ISSUE = words("issue", "Id of an issue; those below it are meant too.", "iraq.us-iran-cooperation")
CHAINS: Final = (
    who("bound", "Who must do it"),
    who("set_by", "Who set it"),
    TEXT,
    ISSUE,
    choice("state", "How it stands on the day asked about.", STATES),
)


def _chains(visit: Visit) -> tuple[Chain, ...]:
    day, folder = due.day_of(visit.asked.as_of or visit.site.now()), visit.desk.path
    return visit.kept("chains of deadlines", lambda: due.chains(visit.view, folder, day), day)


def _asked_chains(visit: Visit) -> tuple[Chain, ...]:
    found = _chains(visit)
    if wanted := visit.asked.wanted(("bound", "set_by", "text")):
        fits = {kept.entry.id for kept in visit.view.deadlines(**wanted)}
        found = tuple(one for one in found if any(m.entry.id in fits for m in one.mentions))
    if visit.asked["state"]:
        found = tuple(one for one in found if one.state == visit.asked["state"])
    return tuple(one for one in found if _below(one.issue, visit.asked["issue"]))


def _below(issue: str, wanted: str | None) -> bool:
    return wanted is None or issue == wanted or issue.startswith(f"{wanted}.")


def deadlines(visit: Visit) -> Found:
    """A page of deadlines."""
    return part(visit, _asked_chains(visit), lambda one: one.uid)


def deadline(visit: Visit) -> dict[str, Any]:
    """One deadline."""
    wanted = visit.request.path_params["uid"]
    found = one_of_all(_chains(visit), lambda one: one.uid, wanted)
    if found is None:
        raise NotFound(f"no deadline {wanted!r} is known then; /deadlines lists those that are", wanted)
    return due.chain_dict(found)


def calendar(visit: Visit) -> Raw:
    """Deadlines as a calendar."""
    out = io.StringIO(newline="")
    ics.write(_asked_chains(visit), out)
    return Raw(out.getvalue(), CALENDAR)


def questions(visit: Visit) -> Found:
    """A page of questions."""
    day, folder = due.day_of(visit.asked.as_of or visit.site.now()), visit.desk.path
    found: tuple[Question, ...] = visit.kept("questions", lambda: due.questions(visit.view, folder, day), day)
    if wanted := visit.asked.wanted(("holder", "text")):
        fits = {kept.entry.id for kept in visit.view.outlooks(**wanted)}
        found = tuple(one for one in found if any(v.entry.id in fits for v in one.voices))
    found = tuple(one for one in found if _below(one.issue, visit.asked["issue"]))
    return part(visit, found, lambda one: one.voices[0].entry.id if one.voices else one.what)


def positions(visit: Visit) -> Found:
    """A page of who holds what."""
    asked, folder = visit.asked, visit.desk.path
    name, wanted = asked["issue"], asked.wanted(("side", "since", "until"))
    _, held = visit.kept(
        "positions", lambda: stands.held(visit.view, folder, name, **wanted), name, *sorted(wanted.items())
    )
    return part(visit, held, lambda one: f"{one.issue.id} {one.speaker.id}")


def reversals(visit: Visit) -> Found:
    """A page of reversals."""
    asked, folder = visit.asked, visit.desk.path
    name, wanted = asked["issue"], asked.wanted(("side", "since", "until"))
    found, _ = visit.kept(
        "reversals", lambda: stands.reversals(visit.view, folder, name, **wanted), name, *sorted(wanted.items())
    )
    if asked["certain"]:
        found = tuple(one for one in found if one.certain)
    return part(visit, found, name_of)


def issues(visit: Visit) -> Found:
    """A page of the tree of issues."""
    return part(visit, list(stands.book(visit.desk.path).issues.values()), lambda one: one.id)


_ISSUE = "An id or a name of /issues, or any words."
_SIDE = words("side", "Whom the speaker speaks for: a country, or an id.", "IRN")
OPERATIONS: Final = (
    Operation(
        "/deadlines",
        "What must be done or ends by when, one entry for each deadline with its moves, the next due first.",
        deadlines,
        shapes_gathered.Deadline,
        (*CHAINS, *PAGED),
        lambda _, one: due.chain_dict(one),
        changes=DAILY,
    ),
    Operation("/deadlines.ics", "The same as a calendar to subscribe to.", calendar, CALENDAR, CHAINS, changes=DAILY),
    Operation(
        "/deadlines/{uid}",
        "One deadline.",
        deadline,
        shapes_gathered.Deadline,
        (ident("uid", "Its lasting name.", "1a2b3c@watchfloor"),),
        changes=DAILY,
    ),
    Operation(
        "/questions",
        "What several judge the likelihood of, with the range of all and each one's words.",
        questions,
        shapes_gathered.Question,
        (who("holder", "Whose view it is"), TEXT, ISSUE, *PAGED),
        lambda _, one: due.question_dict(one),
        changes=DAILY,
    ),
    Operation(
        "/positions",
        "Who stands where on an issue, and stood before.",
        positions,
        shapes_gathered.Held,
        (
            words("issue", "An id or a name of /issues, or any words.", "sanctions", required=True),
            _SIDE,
            *WINDOW,
            *PAGED,
        ),
        lambda _, one: stands.held_dict(one),
    ),
    Operation(
        "/reversals",
        "Who turned round, narrowed, or contradicts his own side; the surest first. Without `since`: of the last 400"
        " days.",
        reversals,
        shapes_gathered.Reversal,
        (
            words("issue", _ISSUE),
            _SIDE,
            *WINDOW,
            flag("certain", "1 leaves out those that are only possible."),
            *PAGED,
        ),
        lambda _, one: stands.reversal_dict(one),
    ),
    Operation(
        "/issues",
        "What statements are about: the tree of issues.",
        issues,
        shapes_gathered.Issue,
        PAGED,
        lambda _, one: stands.issue_dict(one),
    ),
)
