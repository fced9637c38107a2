"""The values that travel through watchfloor, in the order in which they arise. Read this file first.

A page is captured (`Capture`), cleaned (`Article`), cut into analysed sentences (`Sentence`), matched against the
codebook (`Match`: word indices only), and resolved into facts (`Event`) whose every part is `Cited`: a value, the span
it was read from, and the rule that read it. The whole outcome for one article version is a `Coding`.

All values are frozen. Offsets count Unicode code points of the stored text of one article version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T", covariant=True)


# --- where something was read -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the stored text of one article version: `text[start:end]`, in Unicode code points."""

    version: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class Cited(Generic[T]):
    """A value with the words it was read from and the name of the rule that read it."""

    value: T
    span: Span
    words: str
    rule: str

    def __post_init__(self) -> None:
        if len(self.words) != self.span.end - self.span.start:
            raise ValueError(f"{self.words!r} is not {self.span.end - self.span.start} code points long")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the input that kept a stage from doing all its work. Content never raises; it gives one of these."""

    stage: str
    """reading, parsing, coding or resolving"""
    kind: str
    """a short constant to count and filter by, such as `language` or `empty`"""
    message: str
    """one line for a person: what is wrong and what to do"""
    span: Span | None = None


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """Where articles come from: an outlet's feed, a folder, an archive."""

    id: str
    kind: str
    address: str
    name: str
    country: str = ""
    language: str = ""
    reliability: str = "F"
    """Admiralty scale A to F; F is "cannot be judged", the honest default"""


@dataclass(frozen=True, slots=True)
class Capture:
    """What was received, byte for byte, before anybody read it."""

    url: str
    final_url: str
    at: datetime
    status: int
    media_type: str
    sha256: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Published:
    """When an article says it was published, and how that is known."""

    at: datetime
    """timezone-aware; midnight in the page's own zone (UTC if none) when only the day is known"""
    precision: str
    """`time` or `day`"""
    basis: str
    """given, json-ld, meta, time-element, feed or text where it is stated; address or dateline where it is inferred"""

    @property
    def day(self) -> date:
        """The calendar day at the place of publication."""
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one page, cleaned: what the desk reads and quotes from."""

    id: str
    url: str
    title: str
    author: str
    published: Published | None
    language: str
    """ISO 639-1, or `und` when the text is too short to tell"""
    outlet: str
    source: str
    """id of the `Source`; empty when read alone"""
    version: str
    """content address of this version; see `version_of`"""
    text: str
    """title, blank line, body; every span of a fact points into it"""
    links: tuple[str, ...] = ()


def version_of(article_id: str, published: Published | None, text: str) -> str:
    """The name of an article version: two versions of a page differ, and two pages with the same words differ."""
    when = published.at.isoformat() if published else ""
    return hashlib.sha256("\x1f".join((article_id, when, text)).encode("utf-8", "surrogatepass")).hexdigest()[:24]


# --- parsing ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sentence:
    """One analysed sentence in columns: position i of every tuple speaks of word i.

    `heads` are word indices, -1 for the root. `starts` and `ends` are offsets into the article's text, so that
    `text[starts[i]:ends[i]] == words[i]`. `names` are BIO labels over PER, ORG, LOC. `morph` holds Universal
    Dependencies features such as `Tense=Past|VerbForm=Fin`.
    """

    start: int
    end: int
    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    morph: tuple[str, ...]
    heads: tuple[int, ...]
    rels: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    names: tuple[str, ...]
    factuality: tuple[float, ...] = ()
    """what the model says of "did it happen?", -3 to 3, meant for words that name an act; empty without such a model"""
    senses: tuple[Mapping[str, float], ...] = ()
    """what each word names, by the model: likely types of act and "none", with probabilities; empty without such a
    model, meant for words that may name an act"""

    def __len__(self) -> int:
        return len(self.words)


# --- coding -----------------------------------------------------------------------------------------------------------


class Facet(StrEnum):
    """Whether the named act is a deed. Exactly one holds of each event."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    THREATENED = "threatened"
    DEMANDED = "demanded"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"
    HISTORICAL = "historical"


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found in a sentence. Word indices only: it knows no actor, no place and no date."""

    pattern: str
    trigger: tuple[int, ...]
    """the words that name the act, ascending; the first entry of `roles` hangs on one of them"""
    head: int
    """the word of the trigger that carries the clause"""
    actors: tuple[int, ...]
    """head words of the phrases that act; coordinated phrases are separate entries"""
    recipients: tuple[int, ...]
    others: tuple[int, ...]
    """further phrases of the act, nearest first: to whom it is done if `recipients` name no actor"""
    places: tuple[int, ...]
    """head words of phrases that the pattern knows to be places ("captured Mosul")"""
    speakers: tuple[int, ...]
    """who reports the act inside the sentence ("officials said")"""
    type: str
    mode: str
    cameo: str
    contexts: tuple[str, ...]
    facet: Facet
    probability: float
    """that the act happened, as the wording puts it: 0 to 1"""
    reciprocal: bool
    """both sides are actors (talks, agreements, joint acts)"""
    reasons: tuple[str, ...]
    """what decided the facet, in words, for `explain`"""


# --- resolving --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as of the article's date."""

    id: str
    """stable: `IRN`, `isis`, `person:john-kerry`, `role:IRQGOV`; `unknown:` plus the words for a name nobody knows"""
    name: str
    kind: str
    """state, body (international), group, agency, person, role, unknown"""
    country: str
    """ISO 3166 alpha-3, `IGO` for international bodies, empty when not known"""
    sectors: tuple[str, ...] = ()
    """PLOVER sectors, the primary one first: GOV, MIL, REB, ..."""
    office: str = ""
    """the office held on that date, as a person would print it"""

    @property
    def code(self) -> str:
        """Country plus primary sector, `IRQGOV`; dashes when the country is not known."""
        return (self.country or "---") + (self.sectors[0] if self.sectors else "")


@dataclass(frozen=True, slots=True)
class Place:
    """Where, no more precisely than stated. A country-only place has no coordinates: it is not its capital."""

    id: str
    name: str
    country: str
    admin: str
    lat: float | None
    lon: float | None
    precision: str
    """point, city, district, province, region or country"""


@dataclass(frozen=True, slots=True)
class Period:
    """When: the whole days from `start` to `end`, both included; None on an open side."""

    start: date | None
    end: date | None
    precision: str
    """day, part-of-day, week, month, season, year, decade, range or vague"""
    edtf: str
    """the date as stated in EDTF (ISO 8601-2) after resolving, such as 2014-06-23 or 2014-07~"""


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, where and when. It cannot be written down without the words it was read from."""

    id: str
    type: str
    """one of the 16 PLOVER types, or a type of a user's own pack"""
    mode: str
    contexts: tuple[str, ...]
    cameo: str
    actors: tuple[Cited[Actor], ...]
    recipients: tuple[Cited[Actor], ...]
    place: Cited[Place] | None
    when: Cited[Period] | None
    """None when no words give the date: the publication day is never put in its stead silently"""
    facet: Facet
    probability: float
    """that it happened, as the wording puts it"""
    said_by: tuple[Cited[Actor], ...]
    """who reports it inside the article"""
    confidence: float
    """that the coding is right: type, sides and facet together"""
    trigger: Cited[str]
    """the act in the article's words; its rule is the id of the pattern"""
    sentence: Cited[str]
    """the whole sentence"""
    reciprocal: bool = False
    further_places: tuple[Cited[Place], ...] = ()
    """more places of the same act, beside `place` ("took Tikrit and Mosul")"""

    @property
    def places(self) -> tuple[Cited[Place], ...]:
        """All places of the act, `place` first."""
        return (self.place, *self.further_places) if self.place else self.further_places

    def __post_init__(self) -> None:
        if not self.trigger.words.strip() or not self.sentence.words.strip():
            raise ValueError("an event needs the words it was read from")
        if self.trigger.span.version != self.sentence.span.version:
            raise ValueError("trigger and sentence must come from the same article version")


# --- what is said, due, expected, and how things hang together --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stance:
    """Where a speaker stands on one thing, as the coded verbal act, its negation and its certainty put it; never from
    the mood of the words."""

    target: Cited[str]
    """the words of what is spoken about: the action or the thing ("military action in Iraq")"""
    action: str
    """the act in it, by the lemma of its head ("cooperate", "strike", "extend")"""
    value: int
    """+2 commits or agrees, +1 open or in favour, 0 leaves open or declines, -1 reluctant or critical, -2 rejects or
    threatens"""
    commitment: str
    """how firmly: commits, states, suggests, leaves-open"""
    about: tuple[Cited[Actor], ...] = ()
    """the actors named in the target"""
    condition: Cited[str] | None = None
    """the words of "if", "unless", "until", "provided"; the stance holds under it"""
    limit: Cited[str] | None = None
    """words that narrow the target ("only", "limited to", "no more than")"""

    def __post_init__(self) -> None:
        if self.value not in range(-2, 3):
            raise ValueError(f"a stance is -2 to 2, not {self.value}")


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what to whom, in their words or a reporter's."""

    id: str
    kind: str
    """direct, indirect, mixed, or declined (had nothing to say)"""
    act: str
    """what sort of saying it is, as the pack of cues calls it: says, denies, promises, threatens, asks, ..."""
    speaker: Cited[Actor] | None
    """None when nobody is named"""
    rank: str
    """of the speaker, a word of the rank file: head-of-state, minister, ministry, spokesman, anonymous, ..."""
    side: str
    """whom the speaker speaks for: a country, or the id of an actor that has none; empty when unknown"""
    anonymous: bool
    cue: Cited[str] | None
    """the words that say that something is said; None in a quotation that goes on"""
    content: tuple[Cited[str], ...]
    """what is said; several stretches where the cue stands inside; empty only when comment was declined"""
    addressee: Cited[str] | None
    venue: Cited[str] | None
    parent: str
    """id of the statement in which this one is reported; empty when the article reports it"""
    stances: tuple[Stance, ...]
    when: Cited[Period] | None
    """the day of saying, when words give it"""
    confidence: float
    sentence: Cited[str]
    """the sentence of the cue, or the first of the quotation"""

    def __post_init__(self) -> None:
        if not self.content and self.kind != "declined":
            raise ValueError("a statement needs the words that are said")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A point in time by which somebody must or should do something, or at which something ends."""

    id: str
    what: Cited[str]
    bound: tuple[Cited[Actor], ...]
    """who must do it"""
    set_by: tuple[Cited[Actor], ...]
    stated: Cited[str] | None
    """the limit in the article's words; None when none is given"""
    due: Period | None
    status: str
    """as this sentence leaves it: open, met, missed, moved, disputed"""
    moved_from: Cited[Period] | None
    said_by: tuple[Cited[Actor], ...]
    confidence: float
    cue: Cited[str]
    """the words that make it a deadline; the rule read it"""
    sentence: Cited[str]


@dataclass(frozen=True, slots=True)
class Outlook:
    """Somebody's judgement of how likely a coming or unknown outcome is."""

    id: str
    holder: Cited[Actor] | None
    """None when it is the writer's own"""
    what: Cited[str]
    """the outcome judged, in the article's words"""
    negated: bool
    """the words speak of the outcome not coming about; `low` and `high` are of the outcome itself all the same"""
    by: Cited[Period] | None
    """None: undated, and never scored"""
    direction: str
    """of the outcome: likely, unlikely, even, up, down"""
    low: float | None
    """0 to 1; None where only a change is told"""
    high: float | None
    point: float | None
    scale: str
    """where the numbers are from: stated (in the words), icd203, or press (medians of readers)"""
    condition: Cited[str] | None
    confidence: float
    cue: Cited[str]
    sentence: Cited[str]


@dataclass(frozen=True, slots=True)
class Relation:
    """How two actors stand to each other."""

    id: str
    kind: str
    """part-of, head-of, member-of, proxy-of, backs, ally, rival, fights"""
    a: Cited[Actor]
    b: Cited[Actor]
    holds: bool
    """False: the words deny it ("it does not have Hezbollah to operate on its behalf")"""
    facet: Facet
    when: Cited[Period] | None
    place: Cited[Place] | None
    """where it holds or does not, when the words bound it"""
    said_by: tuple[Cited[Actor], ...]
    confidence: float
    cue: Cited[str]
    sentence: Cited[str]


@dataclass(frozen=True, slots=True)
class Link:
    """Two matters that somebody ties together, or says are not tied."""

    id: str
    kind: str
    """conditional, trade, leverage, spill-over, denied"""
    a: Cited[str]
    """the words of the matter that bears on the other"""
    b: Cited[str]
    sign: int
    """+1 the one helps the other, -1 harms it, 0 not said"""
    said_by: tuple[Cited[Actor], ...]
    """empty when the writer says so"""
    facet: Facet
    confidence: float
    cue: Cited[str]
    sentence: Cited[str]


Entry = Statement | Deadline | Outlook | Relation | Link
"""A fact beside the events: what is kept in the ledgers."""


@dataclass(frozen=True, slots=True)
class OutsideFact:
    """A row of somebody else's record of events, as that record states it. It is shown as theirs, beside what this desk
    read itself, and never becomes an `Event`: nobody here has seen the words it was read from."""

    dataset: str
    """`gdelt` or `ucdp-ged`"""
    id: str
    """as the data set numbers it"""
    start: date
    end: date
    """the last day it may have happened on; of an event of one day the same as `start`"""
    actors: tuple[str, ...]
    """the sides, the doing one first, as stated there; a side without a name is left out"""
    actor_codes: tuple[str, ...]
    """their codes there, side by side with `actors`"""
    type: str
    """as stated there: a CAMEO code, or a kind of organised violence"""
    place: str
    country: str
    """as stated there: a name or a code of its own"""
    lat: float | None
    lon: float | None
    precision: str
    """how exact the place is: point, city, district, province, country, or empty when not said"""
    source: str
    """the address or the name of what it was read from"""
    counts: tuple[tuple[str, int], ...] = ()
    """figures by their names there, such as ("best", 12) for deaths"""
    known: date | None = None
    """the day on which the data set took it up, where it says so"""


def fact_id(kind: str, spans: tuple[Span, ...]) -> str:
    """The name of a fact: a hash of article version, evidence spans and kind, without the coder, so that a human
    correction still finds its fact after the article was coded again."""
    parts = [kind, *(f"{s.version}:{s.start}:{s.end}" for s in spans)]
    return f"{kind[:2]}:{hashlib.sha256(chr(31).join(parts).encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Coding:
    """The whole outcome of one coder for one article version."""

    version: str
    coder: str
    events: tuple[Event, ...]
    problems: tuple[Problem, ...] = field(default=())
    statements: tuple[Statement, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    outlooks: tuple[Outlook, ...] = ()
    relations: tuple[Relation, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything but the events."""
        return (*self.statements, *self.deadlines, *self.outlooks, *self.relations, *self.links)
