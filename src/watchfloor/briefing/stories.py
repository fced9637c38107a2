"""Storylines and timelines in words: what a storyline stands at, and the days that matter, each line with its words.

A state is made of cited sentences only, the newest grave ones; nothing is written that no article says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from watchfloor.briefing.storychanges import StoryChange
from watchfloor.briefing.today import Line, failed, proven
from watchfloor.briefing.wording import DEEDS, SPOKEN
from watchfloor.briefing.worth import worths
from watchfloor.linking.storylines import LEAD
from watchfloor.types import Facet

if TYPE_CHECKING:
    from watchfloor.linking.happenings import Incident
    from watchfloor.linking.storylines import Change, Storyline
    from watchfloor.store.articles import Headline
    from watchfloor.store.pins import Pin

SENTENCES: Final = 3
"""of a state"""
FRESH: Final = 7
"""days before the last one of a storyline whose incidents tell its state"""
A_DAY: Final = 3
"""lines of a day, at most"""
DAYS: Final = 20
"""days of a timeline unless more are asked for"""
SHOWN: Final = 2
"""articles that a storyline has at least where it is listed, and where what became of it is told"""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article, and where it stands."""

    id: str
    """of the event that it tells"""
    words: str
    outlet: str
    day: date | None
    """of the act, else of publication"""


@dataclass(frozen=True, slots=True)
class Story:
    """A storyline as it is told."""

    line: Storyline
    title: str
    """of the article that has most in common with the others, or as a person named it"""
    articles: tuple[Headline, ...]
    """in the order of becoming known"""
    incidents: tuple[Incident, ...]
    """those that an article of it reports, the newest first"""
    state: tuple[Sentence, ...]
    """in the order of their days; empty when no article tells of an act"""
    named: Pin | None = None
    """who named it; None when it has the title of an article"""


def told(
    lines: Iterable[Storyline],
    heads: Mapping[str, Headline],
    incidents: Sequence[Incident],
    names: Mapping[str, Pin] | None = None,
) -> list[Story]:
    """Storylines with their articles (by id) and what these report, in the order given. `names` are those that people
    gave, by the article that they are bound to, the newest last."""
    worth = worths(incidents)
    by_article: dict[str, list[Incident]] = defaultdict(list)
    for one in incidents:
        for article in _articles(one):
            by_article[article].append(one)
    stories = []
    for line in lines:
        mine = {one.id: one for report in line.reports for one in by_article[report]}
        ordered = sorted(mine.values(), key=lambda one: ((one.day or date.min), one.id), reverse=True)
        articles = tuple(heads[report] for report in line.reports)
        name = _name(line, names or {})
        title = _title(line, heads, name)
        stories.append(Story(line, title, articles, tuple(ordered), _state(line, ordered, worth), name))
    return stories


def changed(
    changes: Iterable[Change], lines: Iterable[Storyline], heads: Mapping[str, Headline], names: Mapping[str, Pin]
) -> list[StoryChange]:
    """What became of storylines, with the titles of those that there are now."""
    titles = {line.id: _title(line, heads, _name(line, names)) for line in lines}
    return [
        StoryChange(one.kind, one.before, one.after, tuple(titles[ident] for ident in one.after)) for one in changes
    ]


def _name(line: Storyline, names: Mapping[str, Pin]) -> Pin | None:
    # The newest, where storylines that had names of their own are one.
    return next((pin for article, pin in reversed(list(names.items())) if article in line.reports), None)


def _title(line: Storyline, heads: Mapping[str, Headline], name: Pin | None) -> str:
    return name.title if name else heads[line.centre].title or heads[line.centre].url


def _articles(one: Incident) -> set[str]:
    return {fact.article.id for report in one.reports for fact in (report.fact, *report.copies)}


def _state(line: Storyline, incidents: Sequence[Incident], worth: Mapping[str, float]) -> tuple[Sentence, ...]:
    dated = [one for one in incidents if one.facet is not Facet.HISTORICAL and one.day is not None]
    # An act still to come has a day behind the last article: it is the state too.
    fresh = [one for one in dated if one.day is not None and (line.last - one.day).days <= FRESH]
    found: dict[str, Sentence] = {}

    def place(one: Incident) -> tuple[bool, float, str]:
        # What an article is on it says first; further down it often tells of other matters.
        return (one.lead.fact.event.sentence.span.start >= LEAD, -worth[one.id], one.id)

    for one in sorted(fresh or dated, key=place):
        fact = one.lead.fact
        words = " ".join(fact.event.sentence.words.split())
        # A title is no sentence, and a sentence is told once, whatever it tells.
        if failed(fact.event) or words in found or words == " ".join(fact.article.title.split()):
            continue
        found[words] = Sentence(fact.event.id, words, fact.article.outlet, one.day)
        if len(found) == SENTENCES:
            break
    return tuple(sorted(found.values(), key=lambda one: (one.day or date.min, one.id)))


# --- timelines --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a timeline."""

    day: date
    lines: tuple[Line, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days that matter, in their order."""

    days: tuple[Day, ...]
    left_out: int
    """days on which less happened"""
    undated: int
    """incidents without a day"""
    dropped: int
    """lines that did not pass the proof"""


def timeline(incidents: Sequence[Incident], most: int | None = DAYS) -> Timeline:
    """The `most` days on which most happened: what the gravest incidents of a day are worth together (see worth.py).
    Of plans and background nothing is told; a denial is."""
    worth = worths(incidents)
    shown = [one for one in incidents if one.facet in DEEDS or one.facet is Facet.DENIED]
    of_day: dict[date, list[Incident]] = defaultdict(list)
    undated = dropped = 0
    for one in shown:
        if one.day is None:
            undated += 1
        elif failed(one.lead.fact.event):
            dropped += 1
        else:
            of_day[one.day].append(one)
    for group in of_day.values():
        group.sort(key=lambda one: (one.facet not in DEEDS, -worth[one.id], one.type in SPOKEN, one.id))
    total = {day: sum(worth[one.id] for one in group[:A_DAY]) for day, group in of_day.items()}
    best = sorted(total, key=lambda day: (-total[day], day))
    kept = sorted(best if most is None else best[:most])
    days = tuple(Day(day, tuple(proven(of_day[day][:A_DAY])[0]), max(0, len(of_day[day]) - A_DAY)) for day in kept)
    return Timeline(days, len(best) - len(kept), undated, dropped)
