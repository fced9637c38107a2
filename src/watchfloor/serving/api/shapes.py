"""The shapes of what the API answers: one for each object. The objects are made in `watchfloor.answers`; these say what
is in them, and the description of the API is made from them. Tests hold the two to each other.

Offsets (`start`, `end`) count Unicode code points of the stored text of the article version that stands beside them.
"""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from msgspec import Meta, Struct, field

from watchfloor.types import Facet

T = TypeVar("T")

Day = Annotated[str, Meta(description="a calendar day", extra_json_schema={"format": "date"})]
Time = Annotated[str, Meta(description="a moment with its zone", extra_json_schema={"format": "date-time"})]
Share = Annotated[float, Meta(ge=0, le=1)]


def any_of(*shapes: type[Struct] | str) -> dict[str, Any]:
    """The schema of what may have one of several shapes."""
    names = [shape if isinstance(shape, str) else shape.__name__ for shape in shapes]
    return {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in names]}


class Shape(Struct, forbid_unknown_fields=True):
    """Base of all: nothing else than what is named is in an answer."""


# --- what several objects have ----------------------------------------------------------------------------------------


class CitedWords(Shape):
    """Words of an article, and what they stand for."""

    value: str
    words: str
    start: int
    end: int
    rule: str


class CitedActor(Shape):
    """Who, as of the article's date, with the words that name them."""

    id: str
    name: str
    kind: str
    code: Annotated[str, Meta(description="country and primary sector, such as IRQGOV")]
    country: str
    sectors: list[str]
    office: str
    words: str
    start: int
    end: int
    rule: str


class CitedPlace(Shape):
    """Where, no more exactly than the words say; a country has no coordinates."""

    id: str
    name: str
    country: str
    admin: str
    lat: float | None
    lon: float | None
    precision: str
    words: str
    start: int
    end: int
    rule: str


class Period(Shape):
    """Whole days, both included; null on an open side."""

    first: Day | None = field(name="from")
    last: Day | None = field(name="to")
    precision: str
    edtf: str


class CitedPeriod(Shape):
    """When, with the words that say so."""

    first: Day | None = field(name="from")
    last: Day | None = field(name="to")
    precision: str
    edtf: str
    words: str
    start: int
    end: int
    rule: str


class ArticleHead(Shape):
    """The article version that was quoted, without its text."""

    id: str
    version: str
    url: str
    title: str
    outlet: str
    published: Time | None
    precision: str | None
    basis: str | None


class Article(ArticleHead, forbid_unknown_fields=True):
    """An article: its current version at the moment asked about."""

    author: str
    language: str
    recorded_at: Time
    recorded_basis: str


class ListedArticle(Article, forbid_unknown_fields=True):
    """An article in a list, with the number of its versions."""

    versions: int


class CopyFamily(Shape):
    """Articles of which each copies another."""

    reports: int
    origin: Annotated[str, Meta(description="id of the first")]
    speaks: Annotated[str, Meta(description="id of the one that counts now: the first, or a later correction of it")]
    articles: list[Article]


class ArticleWithCopies(Article, forbid_unknown_fields=True):
    """An article by itself."""

    story: CopyFamily | None


class ArticleText(Shape):
    """The whole stored text of an article version."""

    id: str
    version: str
    url: str
    text: str


# --- facts ------------------------------------------------------------------------------------------------------------


class Event(Shape):
    """Who did what to whom, where and when, with the words it was read from."""

    id: str
    type: str
    mode: str
    contexts: list[str]
    cameo: str
    facet: Facet
    probability: Share
    confidence: Share
    reciprocal: bool
    day: Day | None
    day_basis: Annotated[str, Meta(description="how the day is known: stated, published or unknown")]
    actors: list[CitedActor]
    recipients: list[CitedActor]
    place: CitedPlace | None
    further_places: list[CitedPlace]
    when: CitedPeriod | None
    said_by: list[CitedActor]
    words: str
    start: int
    end: int
    rule: str
    sentence: str
    sentence_start: int
    sentence_end: int
    article: ArticleHead
    coder: str
    recorded_at: Time
    recorded_basis: str
    corrections: list[int]


class Entry(Shape):
    """What every entry of the ledgers has."""

    id: str
    ledger: Annotated[str, Meta(description="statement, deadline, outlook, relation or link")]
    said: Day | None
    said_basis: str
    confidence: Share
    words: str | None
    start: int | None
    end: int | None
    rule: str | None
    sentence: str
    sentence_start: int
    sentence_end: int
    article: ArticleHead
    coder: str
    recorded_at: Time
    recorded_basis: str
    corrections: list[int]


class Stance(Shape):
    """Where a speaker stands on one thing, from -2 (rejects) to 2 (commits)."""

    target: CitedWords
    action: str
    value: Annotated[int, Meta(ge=-2, le=2)]
    commitment: str
    about: list[CitedActor]
    condition: CitedWords | None
    limit: CitedWords | None


class Statement(Entry, forbid_unknown_fields=True):
    """Who said what."""

    kind: str
    act: str
    speaker: CitedActor | None
    rank: str
    side: str
    anonymous: bool
    content: list[CitedWords]
    addressee: CitedWords | None
    venue: CitedWords | None
    parent: str | None
    stances: list[Stance]
    when: CitedPeriod | None


class DeadlineMention(Entry, forbid_unknown_fields=True):
    """One telling of a deadline."""

    what: CitedWords
    bound: list[CitedActor]
    set_by: list[CitedActor]
    stated: CitedWords | None
    due: Period | None
    status: str
    moved_from: CitedPeriod | None
    said_by: list[CitedActor]


class Outlook(Entry, forbid_unknown_fields=True):
    """Somebody's judgement of how likely an outcome is."""

    holder: CitedActor | None
    what: CitedWords
    negated: bool
    by: CitedPeriod | None
    direction: str
    low: Share | None
    high: Share | None
    point: Share | None
    scale: str
    condition: CitedWords | None


class Relation(Entry, forbid_unknown_fields=True):
    """How two actors stand to each other, as words say; `holds` false: the words deny it."""

    kind: str
    a: CitedActor
    b: CitedActor
    holds: bool
    facet: Facet
    when: CitedPeriod | None
    place: CitedPlace | None
    said_by: list[CitedActor]


class Link(Entry, forbid_unknown_fields=True):
    """Two matters that somebody ties together."""

    kind: str
    a: CitedWords
    b: CitedWords
    sign: Annotated[int, Meta(ge=-1, le=1)]
    facet: Facet
    said_by: list[CitedActor]


LEDGERS = (Statement, DeadlineMention, Outlook, Relation, Link)
"""the entries of each ledger"""
ANY_FACT = (Event, *LEDGERS)
"""an event, or an entry of one of the ledgers"""


# --- what follows from facts ------------------------------------------------------------------------------------------


class Side(Shape):
    """An actor of an incident."""

    id: str
    name: str
    code: str


class IncidentPlace(Shape):
    """A place of an incident."""

    id: str
    name: str
    country: str
    precision: str


class Origin(Shape):
    """Where reports have it from; equal keys are one origin."""

    key: str
    name: str
    how: str


class Figure(Shape):
    """A number that a report gives; without `high` it is `low` or more. `newer` is one that is said to take the place
    of an earlier one. In the order of reports, by the day on which each was `reported`."""

    low: float
    high: float | None
    event: str
    origin: str
    reported: Day
    newer: bool


class Copy(Shape):
    """A report that only tells another again."""

    event: str
    article: str
    outlet: str


class Report(Shape):
    """One article's report of an incident."""

    event: str
    article: str
    outlet: str
    published: Day | None
    origin: str
    words: str
    sentence: str
    copies: list[Copy]


class Conflict(Shape):
    """Two reports that cannot both be right."""

    about: str
    a: str
    b: str
    score: Share


class Incident(Shape):
    """What happened once, by all reports of it."""

    id: str
    type: str
    mode: str | None
    facet: Facet
    actors: list[Side]
    recipients: list[Side]
    places: list[IncidentPlace]
    day: Day | None
    day_basis: str
    days: list[Day]
    articles: int
    origins: list[Origin]
    belief: Share | None
    figures: dict[str, list[Figure]]
    reports: list[Report]
    conflicts: list[Conflict]


class Due(Shape):
    """The days at which a deadline stands."""

    start: Day | None
    end: Day | None
    precision: str
    edtf: str


class Move(Shape):
    """A deadline put to another day."""

    first: Day = field(name="from")
    last: Day = field(name="to")
    told: Day
    id: str


class Telling(Shape):
    """One mention of a deadline, in short; `id` opens it."""

    id: str
    said: Day
    outlet: str
    status: str
    due: Day | None
    stated: str | None
    words: str


class Deadline(Shape):
    """One deadline with all its mentions and moves, as it stands on the day asked about."""

    uid: str
    issue: str | None
    what: str
    due: Due | None
    state: str
    days_left: int | None
    sequence: int
    moves: list[Move]
    mentions: list[Telling]


class Answer(Shape):
    """How a question turned out."""

    came_about: bool
    day: Day | None
    by: str
    words: str


class Voice(Shape):
    """Who judged a question how; `id` opens the outlook."""

    id: str
    said: Day
    outlet: str
    holder: str | None
    direction: str
    low: Share | None
    high: Share | None
    point: Share | None
    scale: str
    cue: str
    words: str


class Question(Shape):
    """What several judge the likelihood of."""

    issue: str | None
    what: str
    by: Day | None
    low: Share | None
    high: Share | None
    points: list[Any]
    answer: Answer | None
    voices: list[Voice]


class PositionReport(Shape):
    """Where a position was reported."""

    statement: str
    article: str


class Position(Shape):
    """Where a speaker stood on an issue on a day."""

    statement: str
    issue: str
    value: Annotated[int, Meta(ge=-2, le=2)]
    commitment: str
    target: str
    action: str
    step: str | None
    condition: str | None
    limit: str | None
    speaker: str | None
    name: str | None
    office: str | None
    rank: str
    side: str
    kind: str
    day: Day | None
    day_basis: str
    words: str
    sentence: str
    article: str
    version: str
    outlets: list[str]
    reports: list[PositionReport]
    confidence: Share


class Deed(Shape):
    """An act that goes against a word."""

    event: str
    type: str
    day: Day
    words: str
    sentence: str
    article: str
    outlets: list[str]


class Held(Shape):
    """A speaker's positions on an issue, the newest first."""

    issue: str
    speaker: str
    name: str
    office: str
    side: str
    rank: str
    positions: list[Position]


class Reversal(Shape):
    """Two positions, or a position and a deed, that do not go together."""

    rule: str
    certain: bool
    score: float
    margin: float | None
    issue: str
    marked: str | None
    doubts: list[str]
    a: Position
    b: Annotated[dict[str, Any], Meta(extra_json_schema=any_of(Position, Deed))]
    more: list[Position]


class Issue(Shape):
    """What statements are about."""

    id: str
    name: str
    words: list[str]
    near: list[str]
    actors: list[str]
    never: list[str]
    steps: list[str]
    first: Day | None = field(name="from")
    last: Day | None = field(name="until")


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


# --- envelopes --------------------------------------------------------------------------------------------------------


class Page(Shape, Generic[T], forbid_unknown_fields=True):
    """A page of a list. `next` is the cursor of the page behind it, null on the last."""

    items: list[T]
    next: str | None
    as_of: Annotated[str | None, Meta(description="the moment asked about; null is now")]
    coder: Annotated[str | None, Meta(description="what read the facts; null before the first run")]
    known_by: Annotated[Time | None, Meta(description="the last moment that counts as known; null: all counts")]
    total: Annotated[int | None, Meta(description="of the whole list, where it is at hand; else null")]


class Problem(Shape):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
