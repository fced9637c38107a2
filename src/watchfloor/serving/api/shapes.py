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
