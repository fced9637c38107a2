"""The one screen of a morning: who was heard, who turned round, what is due, what happened, and what is known since
yesterday that was not known before. Every line has the id of what it tells; every empty part says why it is empty.

It is put together from what a desk found; nothing is read or judged anew here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from watchfloor.briefing.brief import Coverage, excerpt
from watchfloor.briefing.proof import faults
from watchfloor.briefing.storychanges import became, pin_text
from watchfloor.briefing.wording import DEEDS, SPOKEN, claim, day_text, when_text
from watchfloor.briefing.worth import worths
from watchfloor.types import Event, Facet, Place

if TYPE_CHECKING:
    from watchfloor.assessing.deadlines import Chain
    from watchfloor.assessing.reversals import Reversal
    from watchfloor.briefing.storychanges import StoryChange
    from watchfloor.linking.happenings import Incident
    from watchfloor.store.changes import Changed

AHEAD: Final = 14
"""days to come whose deadlines are shown"""
LATELY: Final = 7
"""days back in which a reversal is new"""
MOST: Final = {"reversals": 3, "deadlines": 4, "events": 8, "changes": 5}
"""parts in their order, and how many lines each shows"""
OPEN: Final = frozenset({"open", "moved", "disputed"})
"""states of a deadline that is still to come"""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing, with what it rests on."""

    kind: str
    """reversal, deadline, event, late, story, changed, corrected, forgotten, coder"""
    id: str
    """what `show` (an article: `diff`) opens; empty where nothing is left to open"""
    text: str
    note: str = ""
    """how it is supported, how it stands"""
    quote: str = ""
    mark: tuple[int, int] = (0, 0)
    """where the act stands in the quote"""
    outlet: str = ""
    type: str = ""
    facet: Facet | None = None
    place: Place | None = None
    """where, as exactly as any report tells it"""
    day: date | None = None
    """of the act or of the words; of a deadline the day that it ends on"""
    reports: int = 0
    """articles that tell it, copies among them"""
    origins: int = 0
    """of how many independent ones these are the word; 0 where it is not counted"""
    language: str = ""
    """of the quote, ISO 639-1"""
    article: str = ""
    """the id of the article that is quoted"""
    other: str = ""
    """of a reversal: the id of the earlier words"""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of one kind; `left_out` more did not fit."""

    name: str
    lines: tuple[Line, ...]
    left_out: int
    empty: str
    """why there is none; empty when there is one"""


@dataclass(frozen=True, slots=True)
class Today:
    """The screen of a day."""

    day: date
    as_of: datetime | None
    """None: as known now"""
    coverage: Coverage
    """of the whole desk, with its sources"""
    of_day: Coverage
    """of the articles published on that day"""
    parts: tuple[Part, ...]
    dropped: int
    """lines that did not pass the proof"""


@dataclass(frozen=True, slots=True)
class Found:
    """What a desk found out by some moment."""

    coverage: Coverage
    of_day: Coverage
    incidents: Sequence[Incident]
    """of the weeks before the day and of it"""
    reversals: Sequence[Reversal]
    """of these days"""
    statements: int
    """positions taken in the days in which a reversal is new"""
    chains: Sequence[Chain]
    changed: Changed
    """since the end of the day before"""
    stories: Sequence[StoryChange] = ()
    """what became of storylines since then"""


def make(day: date, as_of: datetime | None, found: Found) -> Today:
    """The screen of `day`."""
    lines: dict[str, list[Line]] = {
        "reversals": _reversals(day, found.reversals),
        "deadlines": _deadlines(found.chains),
    }
    lines["events"], dropped = _events(day, found.incidents)
    late, faulty = _late(day, found.incidents, found.changed)
    lines["changes"] = [*late, *_stories(found.stories), *_changes(found.changed)]
    empty = {
        "reversals": lambda: _no_reversal(found),
        "deadlines": lambda: _no_deadline(found.chains),
        "events": lambda: _no_event(day, found),
        "changes": lambda: _no_change(found),
    }
    parts = tuple(
        Part(name, tuple(lines[name][:most]), max(0, len(lines[name]) - most), "" if lines[name] else empty[name]())
        for name, most in MOST.items()
    )
    return Today(day, as_of, found.coverage, found.of_day, parts, dropped + faulty)


# --- reversals --------------------------------------------------------------------------------------------------------


def _reversals(day: date, found: Iterable[Reversal]) -> list[Line]:
    lines = []
    for one in found:
        later = one.b.day
        if not one.certain or later is None or not day - timedelta(days=LATELY) <= later <= day:
            continue
        lines.append((later, _reversal(one)))
    return [line for _, line in sorted(lines, key=lambda pair: pair[0], reverse=True)]


def _reversal(one: Reversal) -> Line:
    from watchfloor.assessing.reversals import Deed

    who = one.a.speaker.name if one.a.speaker else "nobody named"
    if isinstance(one.b, Deed):
        ident, outlet, quote = one.b.event.id, one.b.outlet, one.b.event.sentence.words
        other, article = f"a deed of {one.a.statement.side}", one.b.article
    else:
        ident, outlet, quote = one.b.statement.id, ", ".join(one.b.outlets), one.b.words
        article = one.b.said.article
        speaker = one.b.speaker.name if one.b.speaker else "nobody named"
        other = "the same speaker" if speaker == who else speaker
    days = f"{day_text(one.a.day) if one.a.day else 'no date'} / {day_text(one.b.day) if one.b.day else 'no date'}"
    return Line(
        "reversal",
        ident,
        f"{one.rule}: {who} / {other}, on {one.a.issue.name}",
        f"{days}; earlier words {one.a.statement.id}",
        " ".join(quote.split()),
        outlet=outlet,
        day=one.b.day,
        article=article,
        other=one.a.statement.id,
    )


def _no_reversal(found: Found) -> str:
    if not found.statements:
        return f"no statement of the last {LATELY} days takes a position on an issue: `watchfloor issues`"
    possible = sum(not one.certain for one in found.reversals)
    doubtful = f", {possible} possible" if possible else ""
    positions = "1 position" if found.statements == 1 else f"{found.statements} positions"
    return f"none among {positions} of the last {LATELY} days{doubtful}: `watchfloor reversals`"


# --- deadlines --------------------------------------------------------------------------------------------------------


def _deadlines(chains: Iterable[Chain]) -> list[Line]:
    lines = []
    for chain in chains:
        left = chain.countdown
        if left is None or not 0 <= left <= AHEAD or chain.state not in OPEN or chain.due is None:
            continue
        last = next((m for m in reversed(chain.mentions) if m.due == chain.due.end), chain.mentions[-1])
        when = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
        moved = f"; moved {_times(len(chain.moves))}" if chain.moves else ""
        disputed = "; disputed" if chain.state == "disputed" else ""
        told = len({m.article.id for m in chain.mentions})
        lines.append(
            Line(
                "deadline",
                last.entry.id,
                f"{when_text(chain.due)}, {when}: {' '.join(chain.what.split())}",
                f"{_many(told, 'report')}{moved}{disputed}",
                " ".join(last.entry.sentence.words.split()),
                outlet=last.article.outlet,
                day=chain.due.end,
                reports=told,
                language=last.article.language,
                article=last.article.id,
            )
        )
    return lines


def _no_deadline(chains: Sequence[Chain]) -> str:
    known = len(chains)
    if not known:
        return "none was told in what was coded"
    later = sum(chain.countdown is not None and chain.countdown > AHEAD for chain in chains)
    more = f", {later} of them later" if later else ""
    return f"none within {AHEAD} days; {known} known{more}: `watchfloor deadlines`"


# --- what happened ----------------------------------------------------------------------------------------------------


def _events(day: date, incidents: Sequence[Incident]) -> tuple[list[Line], int]:
    worth = worths(incidents)
    fresh = [one for one in incidents if one.day == day and one.facet is not Facet.HISTORICAL]

    def place(one: Incident) -> tuple[int, float, str]:
        # Deeds on the ground first, then what was said, then what is no deed.
        rank = 2 if one.facet not in DEEDS else 1 if one.type in SPOKEN else 0
        return (rank, -worth[one.id], one.id)

    return proven(sorted(fresh, key=place))


def proven(incidents: Iterable[Incident], kind: str = "event") -> tuple[list[Line], int]:
    """Incidents as lines in the order given, and how many did not pass the proof."""
    lines: list[Line] = []
    dropped = 0
    for one in incidents:
        event = one.lead.fact.event
        if failed(event):
            dropped += 1
            continue
        quote, mark = excerpt(event)
        support = f"{_many(one.articles, 'report')}, {_many(len(one.origins), 'origin')}"
        if one.conflicts:
            support += f"; reports differ: {', '.join(dict.fromkeys(c.about for c in one.conflicts))}"
        lines.append(
            Line(
                kind,
                event.id,
                claim(event, cite=True),
                support,
                quote,
                mark,
                one.lead.fact.article.outlet,
                one.type,
                event.facet,
                one.places[0] if one.places else None,
                one.day,
                one.articles,
                len(one.origins),
                one.lead.fact.article.language,
                one.lead.fact.article.id,
            )
        )
    return lines, dropped


def failed(event: Event) -> tuple[str, ...]:
    """What the proof has against the line of an event."""
    when = when_text(event.when.value) if event.when else ""
    return faults(f"{claim(event, cite=True)} {when}".strip(), excerpt(event)[0], event)


def _no_event(day: date, found: Found) -> str:
    today = found.of_day
    if not found.coverage.articles:
        return "not watched: this desk holds no article that was known then"
    if today.waiting or found.coverage.waiting:
        return f"not yet coded: {found.coverage.waiting} articles wait; code them with `watchfloor run`"
    silent = found.coverage.watch.reasons() if found.coverage.watch else []
    if not today.articles:
        late = f"; {'; '.join(silent)}" if silent else ""
        return f"not watched: no article of {day_text(day)} is here{late}"
    late = f"; but not all is known: {'; '.join(silent)}" if silent else ""
    return f"observed zero: {today.text()} of that day, and none tells of an act on it{late}"


# --- what is known since yesterday ------------------------------------------------------------------------------------


def _late(day: date, incidents: Iterable[Incident], changed: Changed) -> tuple[list[Line], int]:
    """What happened before yesterday, and is known only since then."""
    came = {head.version for head in (*changed.came, *changed.versions)}
    found = [
        one
        for one in incidents
        if one.day is not None
        and one.day_basis == "stated"
        and _last(one.lead.fact.event, one.day) < day - timedelta(days=1)
        and one.facet in DEEDS
        and all(report.fact.article.version in came for report in one.reports)
    ]
    worth = worths(found)
    lines, dropped = [], 0
    for one in sorted(found, key=lambda one: (-worth[one.id], one.id)):
        made, faulty = proven([one], "late")
        dropped += faulty
        for line in made:
            lines.append(
                replace(
                    line,
                    text=f"{line.text} [{_when(one.lead.fact.event, one.day)}]",
                    note=f"known since today; {line.note}",
                )
            )
    return lines, dropped


def _last(event: Event, day: date) -> date:
    return (event.when.value.end if event.when else None) or day


def _when(event: Event, day: date | None) -> str:
    told = when_text(event.when.value) if event.when else ""
    return told or (day_text(day) if day else "no date")


def _stories(changes: Iterable[StoryChange]) -> list[Line]:
    told = {"merged": "storylines joined", "split": "a storyline parted"}
    return [Line("story", one.after[0], became(one), told[one.kind]) for one in changes]


def _changes(changed: Changed) -> list[Line]:
    lines = [
        Line(
            "corrected",
            one.facts[0] if one.facts else "",
            f"{one.kind}: {one.reason}",
            f"by {one.author}",
            day=one.at.date(),
        )
        for one in changed.corrections
    ]
    lines += [
        Line("corrected", "", f"{pin_text(pin)}: {pin.reason}", f"by {pin.author}", day=pin.at.date())
        for pin in changed.pins
    ]
    lines += [
        Line(
            "changed",
            head.id,
            head.title or head.url,
            "a new version of the article",
            outlet=head.outlet,
            day=head.published.day if head.published else None,
            article=head.id,
        )
        for head in changed.versions
    ]
    lines += [
        Line("forgotten", "", f"{stone.reason}", f"an article was forgotten, by {stone.author}")
        for stone in changed.forgotten
    ]
    lines += [Line("coder", "", f"another coder answers: {ident}") for _, ident in changed.chosen]
    return lines


def _no_change(found: Found) -> str:
    came = found.changed.totals[0]
    new = f"{_many(came, 'article')} came" if came else "no article came"
    return f"{new} since the day before; none tells late of an earlier act, none was changed or corrected"


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
