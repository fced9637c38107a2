"""Shapes of matters, people and days: storylines, actors, sources, watches, corrections, what is found, today."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from watchfloor.serving.api.shapes import LEDGERS, Article, Day, Event, Relation, Shape, Statement, Time, any_of
from watchfloor.types import Facet

# --- stories, actors, sources -----------------------------------------------------------------------------------------


class StateSentence(Shape):
    """A sentence that tells how a storyline stands; `id` opens its event."""

    id: str
    words: str
    outlet: str | None
    day: Day | None


class Chapter(Shape):
    """A part of a storyline."""

    id: str
    first: Day
    last: Day
    articles: list[str]


class Storyline(Shape):
    """What goes on for days and weeks."""

    id: str
    title: str
    named_by: str | None
    first: Day
    last: Day
    state: list[StateSentence]
    chapters: list[Chapter]
    incidents: list[str]


class Appearance(Shape):
    """An actor of the record: in how many reports it acts, is acted upon, and in how many statements it speaks."""

    id: str
    name: str
    kind: str
    code: str
    office: str | None
    acting: int
    acted_upon: int
    speaking: int
    last: Day | None


class Office(Shape):
    """One stretch of one office, as the lexicon has it; open where `since` or `until` is empty."""

    person: str
    name: str
    office: str
    of: str
    since: str
    until: str
    checked: str
    held: bool


class Tie(Shape):
    """How two actors stand to each other, as the lexicon has it."""

    a: str
    kind: str
    b: str
    since: str
    until: str


class Meaning(Shape):
    """What the lexicon says of an actor."""

    id: str
    name: str
    kind: str
    country: str
    sectors: list[str]
    since: str
    until: str
    there: bool
    aliases: list[str]
    offices: list[Office]
    relations: list[Tie]
    own: bool
    contexts: list[list[str]]


class Spelling(Shape):
    """How an actor is printed in the latest reports."""

    words: str
    number: int


class Speaker(Shape):
    """Somebody who speaks for an actor."""

    id: str
    name: str
    office: str
    rank: str
    statements: int
    last: Day | None


class Dealing(Shape):
    """Reports of one type of act between two actors; `fact` is the latest."""

    direction: str
    type: str
    facet: Facet
    number: int
    day: Day | None
    fact: str


class Meeting(Shape):
    """What an actor has to do with another."""

    id: str
    name: str
    reports: int
    last: Day | None
    dealings: list[Dealing]


class Actor(Shape):
    """All that a desk has on one actor: what its lexicon says, and what the record holds."""

    id: str
    name: str
    kind: str
    code: str
    known: Meaning | None
    seen: Appearance | None
    spellings: list[Spelling]
    relations: list[Relation]
    said: list[Statement]
    voices: list[Speaker]
    meetings: list[Meeting]


class Source(Shape):
    """A source and how it does."""

    id: str
    kind: str
    address: str
    outlet: str
    country: str
    language: str
    reliability: str
    state: str
    since: Time | None
    why: str
    note: str
    last_seen: Time | None
    last_asked: Time | None
    rhythm_seconds: int | None
    rhythm_learned: bool
    articles: int
    waiting: int
    next: Time | None


# --- watches, corrections ---------------------------------------------------------------------------------------------


class Fired(Shape):
    """A moment at which a watch fired, and the incidents that made it."""

    at: Time
    incidents: list[str]


class Watch(Shape):
    """A saved search, and when it would have fired in the days played again."""

    id: str
    name: str
    search: dict[str, str]
    floor: int
    within_seconds: int
    origins: int
    cool_down_seconds: int
    days: int
    fired: list[Fired]


class Correction(Shape):
    """What a person said of facts. It is never changed; another one takes it back."""

    number: int
    kind: Annotated[str, Meta(description="right, wrong, change, merge, split or undo")]
    facts: list[str]
    by: str
    why: str
    at: Time
    reading: dict[str, Any]
    change: dict[str, str]
    undoes: int | None
    in_force: bool


# --- search and the day -----------------------------------------------------------------------------------------------


class Passage(Article, forbid_unknown_fields=True):
    """An article that holds the words; those asked for stand between U+0002 and U+0003."""

    words: str


class TodayLine(Shape):
    """A line of the screen of a day; `id` opens its words, `earlier` those that it turned from."""

    kind: str
    id: str | None
    text: str
    note: str | None
    quote: str | None
    outlet: str | None
    type: str | None
    facet: Facet | None
    place: str | None
    precision: str | None
    day: Day | None
    reports: int
    origins: int
    language: str | None
    article: str | None
    earlier: str | None


class TimelineDay(Shape):
    """A day of a timeline; `left_out` more happened on it."""

    day: Day
    left_out: int
    lines: list[TodayLine]


class Timeline(Shape):
    """The days that matter of a storyline, an actor or a place."""

    of: str
    days: list[TimelineDay]
    left_out: int
    undated: int
    dropped: int


class TodayPart(Shape):
    """A part of the screen of a day; `empty` says why it has no line."""

    name: str
    empty: str | None
    left_out: int
    lines: list[TodayLine]


class Today(Shape):
    """What was heard and what is new on a day."""

    desk: str
    day: Day
    sources: str | None
    coverage: str
    coverage_of_day: str
    parts: list[TodayPart]
    dropped: int


class BriefFact(Shape):
    """A fact that a line of a brief tells."""

    id: str
    type: str
    facet: Facet
    text: str
    when: str | None


class BriefLine(Shape):
    """A sentence of an article in a brief, and what it tells."""

    facts: list[BriefFact]
    quote: str
    outlet: str
    title: str
    published: Day | None
    copies: list[str]
    also: list[str]


class BriefSection(Shape):
    """A section of a brief."""

    kind: str
    left_out: int
    lines: list[BriefLine]


class BriefDropped(Shape):
    """A fact that the proof kept out of a brief."""

    id: str
    fault: str


class Brief(Shape):
    """One day on one page."""

    desk: str
    day: Day | None
    coverage: str
    coverage_of_day: str
    sources: str | None
    sources_of_day: str | None
    zero: str | None
    sections: list[BriefSection]
    background: int
    dropped: list[BriefDropped]


class Count(Shape):
    """A value that facts have, and how many have it."""

    value: str
    name: str
    number: int


class SearchResult(Shape):
    """A page of what was found. Totals are counted up to a thousand; `more` and the like say that there are more."""

    total: int
    more: bool
    page: int
    facts: list[Event]
    articles: int
    more_articles: bool
    passages: list[Passage]
    entries: list[Annotated[dict[str, Any], Meta(extra_json_schema=any_of(*LEDGERS))]]
    entries_total: int
    more_entries: bool


class Tally(Shape):
    """How facts divide: by month, type, facet, place, country, actor, outlet, language and confidence."""

    counted: int
    by: dict[str, list[Count]]


class Tallies(Shape):
    """How what fits divides: events, and entries of the ledgers, whose type is their kind."""

    events: Tally
    entries: Tally


class Home(Shape):
    """The desk, and where everything is."""

    desk: str
    articles: int
    versions: int
    coded: int
    uncoded: int
    events: int
    entries: dict[str, int]
    first_day: Day | None
    last_day: Day | None
    languages: dict[str, int]
    coder: str | None
    resources: dict[str, str]
