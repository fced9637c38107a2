"""One article to be read: its stored text with the words of its facts marked, and a card for each fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from watchfloor.answers.entries import marks as marked
from watchfloor.codec import kind_of
from watchfloor.types import Deadline, Entry, Event, Span, Statement

if TYPE_CHECKING:
    from watchfloor.store.articles import Headline
    from watchfloor.store.corrections import Correction
    from watchfloor.types import Article
    from watchfloor.view import View

MOST_RAW: Final = 200_000
"""bytes of a raw page that are shown"""
MACHINE, HUMAN = "m", "h"
_LINE = re.compile(r"[^\n]*\n*")


# --- marks in a text --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a fact: `text[start:end]`, in code points."""

    start: int
    end: int
    kind: str
    """event, statement, deadline, place, or other: which line is drawn under them"""
    fact: str
    names: bool = True
    """whether the fact is found by them; the words of a place only belong to it"""


@dataclass(frozen=True, slots=True)
class Piece:
    """What comes next in a paragraph: words, or a mark that opens, or the last opened one that closes."""

    words: str = ""
    opens: Mark | None = None
    named: bool = False
    """the mark is the first one by which its fact is found"""
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text, with the cards of the facts that begin in it."""

    start: int
    pieces: tuple[Piece, ...]
    gap: str
    """the line breaks behind it"""
    cards: tuple[Card, ...]

    @property
    def words(self) -> str:
        """Its text without its line breaks."""
        return "".join(piece.words for piece in self.pieces)


def pieces(text: str, start: int, end: int, marks: Iterable[Mark], named: set[str]) -> tuple[Piece, ...]:
    """`text[start:end]` with the marks that reach into it. Marks that overlap without one holding the other are cut, so
    that what opens last always closes first. `named` are the facts that were found before; those found here are
    added."""
    inside = sorted(
        {(max(start, m.start), min(end, m.end), m) for m in marks if m.start < end and m.end > start},
        key=lambda row: (row[0], -row[1], row[2].kind, row[2].fact),
    )
    cuts = sorted({start, end, *(row[0] for row in inside), *(row[1] for row in inside)})
    out: list[Piece] = []
    open_: list[tuple[int, Mark]] = []
    waiting = list(reversed(inside))

    def begin(until: int, mark: Mark) -> None:
        first = mark.names and mark.fact not in named
        if first:
            named.add(mark.fact)
        out.append(Piece(opens=mark, named=first))
        open_.append((until, mark))

    for at, after in pairwise(cuts):
        over = next((n for n, (until, _) in enumerate(open_) if until <= at), None)
        if over is not None:
            again = [one for one in open_[over:] if one[0] > at]
            out += [Piece(closes=True)] * (len(open_) - over)
            del open_[over:]
            for until, mark in sorted(again, key=lambda one: -one[0]):
                begin(until, mark)
        while waiting and waiting[-1][0] == at:
            _, until, mark = waiting.pop()
            begin(until, mark)
        out.append(Piece(text[at:after]))
    out += [Piece(closes=True)] * len(open_)
    return tuple(out)


def marks_of(fact: Event | Entry) -> tuple[Mark, ...]:
    """The words of a fact that are marked in its article."""
    match fact:
        case Event():
            span = fact.trigger.span
            places = [_mark(place.span, "place", fact.id, False) for place in fact.places]
            return (_mark(span, "event", fact.id), *places)
        case Statement():
            return tuple(_mark(span, "statement", fact.id) for span in marked(fact))
        case Deadline():
            return (_mark((fact.stated or fact.cue).span, "deadline", fact.id),)
        case _:
            return (_mark(fact.cue.span, "other", fact.id),)


def _mark(span: Span, kind: str, fact: str, names: bool = True) -> Mark:
    return Mark(span.start, span.end, kind, fact, names)


# --- cards ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Card:
    """A fact beside the words it was read from."""

    id: str
    kind: str
    """event, statement, deadline, outlook, relation or link"""
    fact: Event | Entry
    day: date | None
    """of the act or of saying; None of a version that others have replaced"""
    basis: str
    hand: str
    """`m`: as the machine reads it; `h`: as a person said"""
    disputed: bool
    """a person said otherwise than the machine"""
    stands: bool
    """False: a person called it wrong, and it counts no more"""
    said: tuple[Correction, ...]
    """what people said of it and what is in force, the oldest first"""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article version with all that was read in it."""

    article: Article
    head: Headline
    versions: tuple[Headline, ...]
    """all of the article that were known, the oldest first"""
    current: bool
    """whether this version stands for the article"""
    paragraphs: tuple[Paragraph, ...]
    titled: bool
    """whether the first paragraph is the title"""
    cards: tuple[Card, ...]
    problem: str
    """why nothing was read; empty where something was, or could have been"""


def paragraphs(text: str, cards: Sequence[Card]) -> tuple[Paragraph, ...]:
    """A text line by line, each with the cards of the facts whose first words stand in it."""
    every = [mark for card in cards for mark in marks_of(card.fact)]
    first: dict[str, int] = {}
    for mark in every:
        if mark.names:
            first[mark.fact] = min(mark.start, first.get(mark.fact, mark.start))
    ordered = sorted(cards, key=lambda card: (first.get(card.id, 0), card.kind, card.id))
    named: set[str] = set()
    out = []
    at, next_card = 0, 0
    for line in _LINE.findall(text):
        if not line:
            continue
        words = line.rstrip("\n")
        end, after = at + len(words), at + len(line)
        here = []
        while next_card < len(ordered) and first.get(ordered[next_card].id, 0) < after:
            here.append(ordered[next_card])
            next_card += 1
        inside = [mark for mark in every if mark.start < end and mark.end > at]
        out.append(Paragraph(at, pieces(text, at, end, inside, named), line[len(words) :], tuple(here)))
        at = after
    return tuple(out)


def reading(view: View, key: str, version: str | None, denied: Mapping[str, tuple[str, ...]]) -> Reading:
    """An article, named as for `View.article`, in its current version or another. `denied` are the facts that people
    called wrong, by version; see `denied_facts`. Raises `NotFound` and `UsageError`."""
    article = view.article(key)
    current = article.version
    versions = tuple(view.versions(article.id))
    if version is not None and version != current:
        article = view.article(_version(version, versions))
    head = next(one for one in versions if one.version == article.version)
    said: dict[str, list[Correction]] = {}
    for one in view.corrections():
        if one.in_force and one.undoes is None:
            for fact in one.facts:
                said.setdefault(fact, []).append(one)
    cards = _cards(view, article, article.version == current, denied.get(article.version, ()), said)
    problem = "" if cards else _why_nothing(view, article)
    lines = paragraphs(article.text, cards)
    titled = bool(lines) and bool(article.title.strip()) and lines[0].words.strip() == article.title.strip()
    return Reading(article, head, versions, article.version == current, lines, titled, cards, problem)


def _why_nothing(view: View, article: Article) -> str:
    coding = view.coding(article.version)
    if coding is not None:
        return "; ".join(one.message for one in coding.problems)
    if article.language in view.status().not_read:
        return f"this language ({article.language}) is not read yet"
    return "this version is not coded yet; `watchfloor run` codes it"


def _version(wanted: str, versions: Sequence[Headline]) -> str:
    from watchfloor.errors import NotFound

    fits = [one.version for one in versions if one.version.startswith(wanted)]
    if not fits:
        raise NotFound(f"no version {wanted!r} of this article is known; there are {len(versions)} versions", wanted)
    return fits[0]


def _cards(
    view: View, article: Article, current: bool, denied: Sequence[str], said: Mapping[str, Sequence[Correction]]
) -> tuple[Card, ...]:
    from watchfloor.store.facts import Fact

    found: list[tuple[Event | Entry, date | None, str, bool]] = []
    if current:
        found += [(one.event, one.day, one.day_basis, True) for one in view.events(article=article.id)]
        found += [(one.entry, one.said, one.said_basis, True) for one in view.entries(article=article.id)]
        for ident in denied:
            one = view.fact(ident)
            day, basis = (one.day, one.day_basis) if isinstance(one, Fact) else (one.said, one.said_basis)
            found.append((one.event if isinstance(one, Fact) else one.entry, day, basis, False))
    elif coding := view.coding(article.version):
        found += [(one, None, "unknown", True) for one in (*coding.events, *coding.entries)]
    cards = []
    for fact, day, basis, stands in found:
        own = tuple(said.get(fact.id, ()))
        judged = [one.kind for one in own if one.kind in ("right", "wrong", "change")]
        cards.append(
            Card(
                id=fact.id,
                kind="event" if isinstance(fact, Event) else kind_of(fact),
                fact=fact,
                day=day,
                basis=basis,
                hand=HUMAN if judged else MACHINE,
                disputed="wrong" in judged or "change" in judged,
                stands=stands,
                said=own,
            )
        )
    return tuple(sorted(cards, key=lambda card: (marks_of(card.fact)[0].start, card.kind, card.id)))


def denied_facts(view: View) -> dict[str, tuple[str, ...]]:
    """The facts that people called wrong and that stand no more, by the article version in which they were read."""
    from watchfloor.errors import WatchfloorError
    from watchfloor.store.facts import Fact

    last: dict[str, str] = {}
    for one in view.corrections():
        if one.in_force and one.kind in ("right", "wrong", "change"):
            last |= dict.fromkeys(one.facts, one.kind)
    out: dict[str, tuple[str, ...]] = {}
    for ident, kind in last.items():
        if kind != "wrong":
            continue
        try:
            found = view.fact(ident)
        except WatchfloorError:  # forgotten since
            continue
        version = found.article.version
        ident = found.event.id if isinstance(found, Fact) else found.entry.id
        out[version] = (*out.get(version, ()), ident)
    return out


# --- how the page came, and who copies whom ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Raw:
    """The page as it was received, as text."""

    text: str
    shown: int
    """bytes shown"""
    size: int
    """bytes in all"""
    address: str
    media_type: str
    at: str
    note: str
    """what is to be known of it; empty for a page that is shown whole"""


def raw(view: View, version: str) -> Raw:
    """The page that a version was read from. Raises `NotFound`."""
    from watchfloor.reading.encodings import binary_kind, decode

    got = view.received(version, MOST_RAW)
    body = got.body or b""
    kind = binary_kind(body[:1024]) if body else ""
    text = "" if kind else decode(body)
    notes = []
    if got.body is None:
        notes.append("No raw copy was kept: the file is larger than the desk keeps, or it was forgotten.")
    elif kind:
        notes.append(f"The raw copy is {kind}; it is not shown as text.")
    elif got.size > len(body):
        notes.append(f"Only the first {len(body):,} of {got.size:,} bytes are shown.")
    if got.part:
        notes.append(f"The article is row {got.part:,} of an archive; this is the archive from its beginning.")
    at = got.at.isoformat(timespec="seconds")
    return Raw(text, 0 if kind else len(body), got.size, got.address, got.media_type, at, " ".join(notes))


@dataclass(frozen=True, slots=True)
class Copy:
    """An article of a story, and what it shares with the one that is looked at."""

    head: Headline
    first: bool
    """printed before all others"""
    speaks: bool
    """its words count: the origin, or its own correction"""
    contained: float | None
    """how much of the shorter text stands in the other, 0 to 1; None where the two were not found alike themselves"""
    shared: int
    """paragraphs of the one looked at that stand in it"""


@dataclass(frozen=True, slots=True)
class Copies:
    """The articles of which each copies another; and those that share paragraphs only."""

    story: tuple[Copy, ...]
    reports: int
    parts: tuple[Copy, ...]
    spans: tuple[tuple[int, int], ...]
    """paragraphs of the article that stand in another one too"""


def copies(view: View, article: Article) -> Copies:
    """Who printed an article first, who copied it, and what they share."""
    from watchfloor.linking.retellings import when

    story = view.story(article.version)
    alike = view.alike(article.version)
    edges = {edge.other: edge for edge, _ in alike}
    every = () if story is None else story.articles
    inside = {head.version for head in every}

    def copy(head: Headline) -> Copy:
        edge = edges.get(head.version)
        return Copy(
            head,
            story is not None and head.version == story.origin.version,
            story is not None and head.version == story.speaker.version,
            None if edge is None else edge.contained,
            0 if edge is None else len(edge.spans),
        )

    others = sorted((head for _, head in alike if head.version not in inside), key=when)
    spans = sorted({span for edge, _ in alike for span in edge.spans})
    reports = 0 if story is None else story.reports
    return Copies(tuple(map(copy, every)), reports, tuple(map(copy, others)), tuple(spans))
