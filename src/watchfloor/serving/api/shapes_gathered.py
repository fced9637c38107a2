"""Shapes of what follows from facts: incidents, deadlines, questions, positions, reversals."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, field

from watchfloor.serving.api.shapes import Day, Shape, Share, any_of
from watchfloor.types import Facet


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
