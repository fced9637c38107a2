"""Everything that one fact rests on: its words, its parts with their own words, both clocks, what people said of it,
and what it belongs to: an incident, a chain of deadlines, a pair of positions, a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from watchfloor.answers import entries, reader
from watchfloor.answers.reader import Piece
from watchfloor.briefing.wording import actor_text, claim, place_text, quad, when_text
from watchfloor.types import Actor, Cited, Deadline, Entry, Event, Facet, Outlook, Relation, Statement

if TYPE_CHECKING:
    from watchfloor.assessing.deadlines import Chain
    from watchfloor.assessing.reversals import Reversal
    from watchfloor.store.articles import Headline
    from watchfloor.store.corrections import Correction
    from watchfloor.store.entries import Kept
    from watchfloor.store.facts import Fact
    from watchfloor.view import View

AROUND: Final = 240
"""code points of the article shown before and behind the words"""
NEAR: Final = timedelta(days=14)
"""how far from a statement others of its side are looked for that go against it"""
TURNED: Final = timedelta(days=180)
"""the same of its own speaker"""
OTHERS: Final = 300
"""statements among which such are looked for, the newest first"""
LIKE: Final = 20
"""relations of the same two that are shown"""
VERDICTS: Final = ("right", "wrong", "change")


def event_fields(event: Event, day: date | None) -> list[tuple[str, str, Cited[Any] | None]]:
    """Every part of an event: its name, its value in words, and where it was read. `day` is the one that it is listed
    under."""
    out: list[tuple[str, str, Cited[Any] | None]] = [
        ("type", f"{event.type} {event.mode}".strip() + f" ({quad(event.type)})", event.trigger)
    ]
    for role, cited_actors in (("actor", event.actors), ("recipient", event.recipients), ("said by", event.said_by)):
        out += [(role, f"{actor_text(cited.value)} <{cited.value.id}>", cited) for cited in cited_actors]
    for cited_place in event.places:
        place = cited_place.value
        point = f" {place.lat:.4f}, {place.lon:.4f}" if place.lat is not None and place.lon is not None else ""
        out.append(("place", f"{place_text(place)}{point} <{place.id}>", cited_place))
    if event.when:
        period = event.when.value
        out.append(("date", f"{when_text(period)} ({period.precision}; EDTF {period.edtf})", event.when))
    else:
        stands_under = f"{day}, the day of publication" if day else "no day"
        out.append(("date", f"none stated; listed under {stands_under}", None))
    sure = f"{event.facet.value}; as worded, it happened with probability {event.probability:.2f}"
    out.append(("facet", sure, None))
    out.append(("confidence", f"{event.confidence:.2f} that type, sides and facet are right", None))
    return out


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a fact, with the words it was read from."""

    label: str
    text: str
    words: str
    """empty where no words of its own give it"""
    place: str
    """from where to where they stand, in code points"""
    rule: str
    """the rule that read it; `correction` of what a person gave"""
    actor: str
    """id of the actor it names"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact with all it rests on."""

    id: str
    kind: str
    fact: Event | Entry
    claim: str
    """an event as one sentence; empty of the ledgers"""
    article: Headline
    language: str
    day: date | None
    """of the act or of saying"""
    basis: str
    before: str
    words: tuple[Piece, ...]
    """its words, marked, with what stands between"""
    after: str
    parts: tuple[Part, ...]
    coder: str
    recorded_at: Any
    recorded_basis: str
    said: tuple[Correction, ...]
    """what people said of it, taken back or not, the oldest first"""
    hand: str
    disputed: bool
    stands: bool
    why_not: str
    """why it counts no more; empty where it stands"""
    same: tuple[str, ...]
    """other facts that people said are the same act"""


def evidence(view: View, ident: str, coder: str) -> Evidence:
    """The evidence of a fact, by its id or the beginning of it; `coder` is the one that answers. Raises `NotFound` and
    `UsageError`."""
    from watchfloor.store.facts import Fact

    found = view.fact(ident)
    fact: Event | Entry = found.event if isinstance(found, Fact) else found.entry
    day, basis = (found.day, found.day_basis) if isinstance(found, Fact) else (found.said, found.said_basis)
    text = view.article(found.article.version).text
    before, words, after = _context(fact, text)
    fields = event_fields(fact, day) if isinstance(fact, Event) else entries.fields(fact)
    said = tuple(view.corrections(fact.id))
    judged = [one for one in said if one.in_force and one.kind in VERDICTS]
    why_not = _why_not(view, found, coder, judged)
    return Evidence(
        id=fact.id,
        kind="event" if isinstance(fact, Event) else type(fact).__name__.lower(),
        fact=fact,
        claim=claim(fact) if isinstance(fact, Event) else "",
        article=found.article,
        language=found.article.language,
        day=day,
        basis=basis,
        before=before,
        words=words,
        after=after,
        parts=tuple(_part(*row) for row in fields),
        coder=found.coder,
        recorded_at=found.recorded_at,
        recorded_basis=found.basis,
        said=said,
        hand=reader.HUMAN if judged else reader.MACHINE,
        disputed=any(one.kind != "right" for one in judged),
        stands=not why_not,
        why_not=why_not,
        same=tuple(view.same_act(fact.id)),
    )


def _part(label: str, text: str, cited: Cited[Any] | None) -> Part:
    if cited is None:
        return Part(label, text, "", "", "", "")
    actor = cited.value.id if isinstance(cited.value, Actor) else ""
    return Part(label, text, cited.words, f"{cited.span.start}-{cited.span.end}", cited.rule, actor)


def _context(fact: Event | Entry, text: str) -> tuple[str, tuple[Piece, ...], str]:
    """The words of a fact among what stands before and behind them."""
    marks = [mark for mark in reader.marks_of(fact) if mark.end <= len(text)]
    span = fact.sentence.span
    first = min([span.start, *(mark.start for mark in marks)])
    last = min(len(text), max([span.end, *(mark.end for mark in marks)]))
    start, end = max(0, first - AROUND), min(len(text), last + AROUND)
    while 0 < start < first and not text[start - 1].isspace():
        start += 1
    while last < end < len(text) and not text[end].isspace():
        end -= 1
    before = ("… " if start else "") + text[start:first].lstrip()
    after = text[last:end].rstrip() + (" …" if end < len(text) else "")
    return before, reader.pieces(text, first, last, marks, set()), after


def _why_not(view: View, found: Fact | Kept, coder: str, judged: Sequence[Correction]) -> str:
    if judged and judged[-1].kind == "wrong":
        one = judged[-1]
        return f"{one.author} called it wrong (correction {one.number}): it is not listed, counted or told any more"
    if judged:
        return ""  # what people judged right or changed stays, whichever coder answers
    if found.coder != coder:
        return "the coder that answers now does not read it"
    if view.article(found.article.id).version != found.article.version:
        return "the article was changed since; this was read in an earlier version"
    return ""


# --- what it belongs to -----------------------------------------------------------------------------------------------


def chain_of(chains: Sequence[Chain], ident: str) -> Chain | None:
    """The chain that a deadline is a mention of."""
    return next((one for one in chains if any(mention.entry.id == ident for mention in one.mentions)), None)


def reversals_of(view: View, folder: Path, one: Evidence) -> tuple[Reversal, ...]:
    """The pairs of positions of which a statement is a side: against its own speaker within half a year, against
    others of its side within two weeks. The surest first."""
    from watchfloor.answers.positions import book
    from watchfloor.assessing import gathering, positions, reversals

    statement, day = one.fact, one.day
    if not isinstance(statement, Statement) or not statement.stances or day is None:
        return ()

    known = book(folder)
    own = view.entry(statement.id)
    cells = positions.cells(gathering.said([own], lambda version: view.article(version).text), known)
    terms = tuple(sorted({term for cell in cells for term in known.terms(cell.issue.id)}))
    if not terms:
        return ()

    def around(days: timedelta) -> dict[str, Any]:
        return {"since": day - min(days, day - date.min), "until": day + min(days, date.max - day)}

    # Only what speaks of the same issues: of one speaker there may be thousands.
    found = {own.entry.id: own}
    asked: list[dict[str, Any]] = []
    if statement.speaker is not None:
        asked.append({"speaker": statement.speaker.value.id, **around(TURNED)})
    if statement.side:
        asked.append({"side": statement.side, **around(NEAR)})
    for one_way in asked:
        found |= {kept.entry.id: kept for kept in view.statements(any_of=terms, limit=OTHERS, **one_way)}
    ordered = sorted(found.values(), key=lambda kept: (kept.said or date.min, kept.entry.id))
    cells = positions.cells(gathering.said(ordered, lambda version: view.article(version).text), known)
    deeds = (
        gathering.deeds(view.each_event(facet=Facet.HAPPENED.value, side=statement.side, **around(NEAR)))
        if statement.side
        else ()
    )
    pairs = reversals.find(cells, known, reversals.Contrasts.load(), deeds)
    return tuple(pair for pair in pairs if statement.id in _sides(pair))


def _sides(pair: Reversal) -> set[str]:
    from watchfloor.assessing.positions import Cell

    cells = [pair.a, *pair.more, *([pair.b] if isinstance(pair.b, Cell) else [])]
    return {said.statement.id for cell in cells for said in (cell.said, *cell.copies)}


def like(view: View, one: Relation) -> tuple[Kept, ...]:
    """What else is said of how the same two stand to each other, the newest first."""
    a, b = one.a.value.id, one.b.value.id
    both = [*view.relations(a=a, b=b, limit=LIKE), *view.relations(a=b, b=a, limit=LIKE)]
    rows = sorted((kept for kept in both if kept.entry.id != one.id), key=lambda kept: str(kept.said), reverse=True)
    return tuple(rows[:LIKE])


def is_judgement(one: Evidence) -> bool:
    """Whether it is an outlook, which belongs to a question."""
    return isinstance(one.fact, Outlook)


def is_due(one: Evidence) -> bool:
    """Whether it is a deadline, which belongs to a chain."""
    return isinstance(one.fact, Deadline)
