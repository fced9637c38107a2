"""Of the API: who is who, what goes on for days and weeks, and the days that matter."""

from __future__ import annotations

from typing import Any, Final

from watchfloor.answers import actors as cast_of
from watchfloor.answers import positions, timeline
from watchfloor.answers.deadlines import day_of
from watchfloor.answers.stories import story_json
from watchfloor.briefing import stories as told_of
from watchfloor.briefing.stories import Story
from watchfloor.errors import NotFound
from watchfloor.exporters import atom
from watchfloor.serving import storylines
from watchfloor.serving.api import shapes_matters
from watchfloor.serving.api.operations import Found, Operation, Raw, part
from watchfloor.serving.api.parameters import PAGED, WINDOW, choice, flag, ident, whole, words
from watchfloor.serving.visiting import Visit
from watchfloor.store.casts import Appearance

FED: Final = 100
"""incidents of a feed, the latest"""


# --- actors -----------------------------------------------------------------------------------------------------------


def _cast(visit: Visit) -> list[Appearance]:
    since, until = visit.asked["since"], visit.asked["until"]
    return visit.kept("cast", lambda: visit.view.cast(since=since, until=until), since, until)


def actors(visit: Visit) -> Found:
    """A page of the actors of the record."""
    asked = visit.asked
    return part(visit, cast_of.chosen(_cast(visit), asked["kind"], asked["text"], None), lambda one: one.id)


def actor(visit: Visit) -> dict[str, Any]:
    """One actor."""
    wanted = visit.request.path_params["id"]
    known = visit.kept("lexicon", lambda: cast_of.lexicon(visit.desk.path))
    seen = next((one for one in _cast(visit) if one.id == wanted), None)
    if seen is None and known.meaning(wanted, None) is None:
        raise NotFound(f"there is no actor {wanted!r} in this desk at that time, and no lexicon has one", wanted)
    as_of = visit.asked.as_of
    on = day_of(as_of) if as_of is not None else visit.kept("last day", visit.view.last_day) or day_of(None)
    ranks = positions.ranks(visit.desk.path)
    since, until = visit.asked["since"], visit.asked["until"]
    return cast_of.profile_json(cast_of.profile(visit.view, known, ranks, wanted, on, seen, since, until))


# --- storylines -------------------------------------------------------------------------------------------------------


def stories(visit: Visit) -> Found:
    """A page of storylines."""
    every = storylines.listed(visit, visit.asked["since"], visit.asked["until"])
    found = [one for one in every if visit.asked["alone"] or len(one.articles) > 1]
    return part(visit, found, lambda one: one.line.id)


def _story(visit: Visit) -> Story:
    found = storylines.one(visit, visit.view, visit.request.path_params["id"])
    assert found is not None  # noqa: S101 - a missing one raises
    return found


def story(visit: Visit) -> dict[str, Any]:
    """One storyline."""
    return story_json(_story(visit))


def feed(visit: Visit) -> Raw:
    """The incidents of a storyline, for a feed reader."""
    one = _story(visit)
    base = str(visit.request.base_url).rstrip("/")
    made = atom.Feed(
        one.line.id,
        f"{one.title} ({visit.desk.name})",
        atom.entries(one.incidents, f"{base}/fact/")[:FED],
        f"{base}/stories/{one.line.id}",
        f"{base}{visit.asked.path}",
    )
    return Raw(atom.text(made, max(head.recorded_at for head in one.articles)), atom.MEDIA_TYPE)


def days(visit: Visit) -> dict[str, Any]:
    """The days that matter of a storyline, an actor or a place."""
    about, since, until = visit.asked["of"], visit.asked["since"], visit.asked["until"]
    title, _, found = timeline.incidents_of(visit.view, about, since, until)
    return timeline.timeline_json(told_of.timeline(found, visit.asked["days"] or told_of.DAYS), title)


STORY: Final = ident("id", "Its id, the beginning of it, or an article of it.", "sl:1a2b3c4d5e6f")
OPERATIONS: Final = (
    Operation(
        "/actors",
        "The actors of the record, those in most reports first.",
        actors,
        shapes_matters.Appearance,
        (
            choice("kind", "What sort of actor.", cast_of.KINDS),
            words("text", "Words of the name or the id.", "Rouhani"),
            *WINDOW,
            *PAGED,
        ),
        lambda _, one: cast_of.cast_json(one),
    ),
    Operation(
        "/actors/{id}",
        "One actor: offices and ties with their dates, and what the record holds of it.",
        actor,
        shapes_matters.Actor,
        (ident("id", "Its id.", "IRN"), *WINDOW),
    ),
    Operation(
        "/storylines",
        "What goes on for days and weeks, the one with the newest article first; of the last 90 days unless others are"
        " asked for.",
        stories,
        shapes_matters.Storyline,
        (flag("alone", "1 gives those of one article too."), *WINDOW, *PAGED),
        lambda _, one: story_json(one),
    ),
    Operation("/storylines/{id}.atom", "Its incidents, as an Atom feed.", feed, atom.MEDIA_TYPE, (STORY,)),
    Operation("/storylines/{id}", "One storyline.", story, shapes_matters.Storyline, (STORY,)),
    Operation(
        "/timeline",
        "The days that matter of a storyline, an actor or a place, each with its gravest incidents.",
        days,
        shapes_matters.Timeline,
        (
            words("of", "Id of a storyline, an actor, or a place.", "isis", required=True),
            *WINDOW,
            whole("days", "At most so many days.", 1, 366, told_of.DAYS),
        ),
    ),
)
