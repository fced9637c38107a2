"""The days that matter of a storyline, an actor, a place or the whole desk: what happened, and beside it what was said,
what falls due and who turned round, each by day and with its words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from watchfloor.answers.map import days_looked_at
from watchfloor.answers.positions import ranks, reversals
from watchfloor.answers.positions import why as why_turned
from watchfloor.answers.tables import Column, Table
from watchfloor.answers.today import line_json
from watchfloor.assessing.reversals import Deed, Reversal
from watchfloor.briefing.stories import DAYS
from watchfloor.briefing.stories import timeline as drawn
from watchfloor.briefing.today import Line
from watchfloor.briefing.wording import day_text, when_text
from watchfloor.errors import NotFound
from watchfloor.resolving.ranks import ANONYMOUS, OTHER, Ranks
from watchfloor.store.folding import fold
from watchfloor.types import Statement

if TYPE_CHECKING:
    from pathlib import Path

    from watchfloor.assessing.deadlines import Chain
    from watchfloor.briefing.stories import Story, Timeline
    from watchfloor.linking.happenings import Incident
    from watchfloor.store.entries import Kept
    from watchfloor.view import View

DESK, STORY, ACTOR, PLACE = "desk", "storyline", "actor", "place"
VOICES: Final = 9
"""ranks from the highest down to that of a ministry: who speaks for a state, and not as one of many"""
SAID: Final = 12
"""statements on a timeline"""
A_DAY: Final = 2
"""of them on one day"""
FIRMEST: Final = 2
"""the strongest stance: commits, or rejects"""


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of a timeline, and how exactly its day is known."""

    line: Line
    day: date
    until: date
    """the last day it may have been on; the same as `day` where the day is known"""
    precision: str
    """day, week, month, ..., published (no words give the day), or of a deadline that of its limit"""
    incident: str = ""
    """of an event: its incident"""
    known: datetime | None = None
    """since when it is known; None where that is not told"""

    @property
    def key(self) -> str:
        """What it is, in every view of it: to tell what is on one timeline and not on another."""
        return self.incident or f"{self.line.kind}:{self.line.id}"


@dataclass(frozen=True, slots=True)
class Day:
    """A day with what is told of it."""

    day: date
    marks: tuple[Mark, ...]
    left_out: int
    """incidents of that day without a line"""


@dataclass(frozen=True, slots=True)
class Told:
    """A timeline with all that stands on it."""

    of: str
    """what it is of, as a title"""
    kind: str
    """desk, storyline, actor or place"""
    days: tuple[Day, ...]
    since: date | None
    until: date | None
    chosen: bool
    """the days were asked for; else they are the latest, or all of a storyline"""
    left_out: int
    """days on which less happened"""
    undated: int
    dropped: int
    """lines that did not pass the proof"""
    story: Story | None = None

    @property
    def keys(self) -> frozenset[str]:
        """Of all marks."""
        return frozenset(mark.key for day in self.days for mark in day.marks)

    @property
    def marks(self) -> int:
        """How many lines there are."""
        return sum(len(day.marks) for day in self.days)


# --- what happened ----------------------------------------------------------------------------------------------------


def incidents_of(
    view: View, name: str, since: date | None, until: date | None, story: Story | None = None
) -> tuple[str, str, list[Incident]]:
    """What a timeline is of, which kind of thing that is, and its incidents. `story` is the storyline of that name
    where it is at hand. Raises `NotFound`."""
    if name.startswith("sl:"):
        story = story or view.storyline(name)
        low, high = since or date.min, until or date.max
        return story.title, STORY, [one for one in story.incidents if one.day is None or low <= one.day <= high]
    as_side = view.incidents(side=name, since=since, until=until)
    as_place = view.incidents(place=name, since=since, until=until)
    every = {one.id: one for one in (*as_side, *as_place)}
    if every:
        how = [text for text, found in (("as actor or recipient", as_side), ("as place", as_place)) if found]
        return f"{name} ({' and '.join(how)})", ACTOR if as_side else PLACE, list(every.values())
    raise NotFound(
        f"nothing is known of {name!r} then: name a storyline (`watchfloor stories`), an actor (IRN, isis, a name) or a"
        " place",
        name,
    )


def events(
    view: View, name: str, since: date | None, until: date | None, most: int | None = DAYS
) -> tuple[str, Timeline]:
    """The days on which most happened, of a storyline, an actor or a place, under its title. Raises `NotFound`."""
    title, _, found = incidents_of(view, name, since, until)
    return title, drawn(found, most)


def whole(
    view: View,
    folder: Path | None,
    name: str | None,
    since: date | None = None,
    until: date | None = None,
    most: int | None = DAYS,
    *,
    story: Story | None = None,
    chains: Sequence[Chain] = (),
    turned: Sequence[Reversal] | None = None,
) -> Told:
    """The timeline with statements, deadlines and reversals; of the whole desk without a name. Days that are not asked
    for are the latest (see `days_looked_at`), and all days of a storyline. `story`, `chains` and `turned` are the
    storyline of that name, the desk's deadlines and its reversals, where they are at hand. Raises `NotFound`."""
    chosen = since is not None or until is not None
    if name is None or not name.startswith("sl:"):
        since, until = days_looked_at(view, since, until)
    if name is None:
        found = view.incidents(since=since, until=until) if since or until else []
        title, kind = "the whole desk", DESK
    else:
        if name.startswith("sl:"):
            story = story or view.storyline(name)
        title, kind, found = incidents_of(view, name, since, until, story)
    made = drawn(found, most)
    marks = _events(made, found)
    articles = None if story is None else frozenset(head.id for head in story.articles)
    if kind != PLACE:
        marks += _statements(view, folder, name if kind == ACTOR else None, articles, since, until, story)
        marks += _deadlines(chains, name if kind == ACTOR else None, articles, since, until)
        if turned is None:
            turned = reversals(view, folder, since=since, until=until)[0]
        marks += _reversals(turned, name if kind == ACTOR else None, articles, since, until)
    by_day: dict[date, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_day[mark.day].append(mark)
    more = {day.day: day.left_out for day in made.days}
    days = tuple(Day(day, tuple(by_day[day]), more.get(day, 0)) for day in sorted(by_day))
    return Told(title, kind, days, since, until, chosen, made.left_out, made.undated, made.dropped, story)


def _events(made: Timeline, found: Iterable[Incident]) -> list[Mark]:
    by_fact = {one.lead.fact.event.id: one for one in found}
    marks = []
    for day in made.days:
        for line in day.lines:
            one = by_fact[line.id]
            first, last, precision = _exactly(one, day.day)
            known = min(fact.recorded_at for report in one.reports for fact in (report.fact, *report.copies))
            marks.append(Mark(line, first, last, precision, one.id, known))
    return marks


def _exactly(one: Incident, day: date) -> tuple[date, date, str]:
    """The day of an incident, the last one it may have been on, and how exactly words give it."""
    when = one.lead.fact.event.when
    if one.day_basis != "stated":
        return day, day, "published"
    if when is None or when.value.start != day:
        return day, day, "day"
    precision = "day" if when.value.precision == "part-of-day" else when.value.precision
    return day, when.value.end or day, precision


# --- what was said ----------------------------------------------------------------------------------------------------


def _statements(
    view: View,
    folder: Path | None,
    side: str | None,
    articles: frozenset[str] | None,
    since: date | None,
    until: date | None,
    story: Story | None,
) -> list[Mark]:
    """The weightiest statements: of those who speak for a state or a group, with a stance, each told once."""
    order = ranks(folder)
    asked: dict[str, Any] = {"since": since, "until": until}
    if story is not None:
        asked = {"published_since": story.line.first, "published_until": story.line.last}
    if side is not None:
        asked["speaker"] = side
    told: dict[tuple[str, str], list[Kept]] = defaultdict(list)
    for kept in view.each_entry("statement", order="oldest", **asked):
        one = kept.entry
        if not isinstance(one, Statement) or one.speaker is None or kept.said is None or not one.content:
            continue
        if articles is not None and kept.article.id not in articles:
            continue
        if not (since or date.min) <= kept.said <= (until or date.max):
            continue
        if one.stances and not one.anonymous and _voice(one, order) is not None:
            told[one.speaker.value.id, fold(one.content[0].words)[:80]].append(kept)
    weighed = sorted(told.values(), key=lambda group: _weight(group, order))
    found: list[Mark] = []
    on_day: dict[date, int] = defaultdict(int)
    for group in weighed:
        day = group[0].said
        if day is None or on_day[day] == A_DAY:
            continue
        on_day[day] += 1
        found.append(_statement(group))
        if len(found) == SAID:
            break
    return found


def _voice(one: Statement, order: Ranks) -> int | None:
    """The place of the speaker in the order of ranks; None of who counts as one of many. The head of an armed group has
    no office of a state, and speaks for it all the same."""
    place = order.order(one.rank)
    if one.rank in (ANONYMOUS, OTHER):
        return VOICES if one.speaker is not None and one.speaker.value.kind == "group" else None
    return place if place < VOICES else None


def _weight(group: Sequence[Kept], order: Ranks) -> tuple[int, int, int, float, str]:
    one = group[0].entry
    assert isinstance(one, Statement)  # noqa: S101 - only statements are gathered
    strength = max(abs(stance.value) for stance in one.stances)
    outlets = len({kept.article.outlet or kept.article.id for kept in group})
    return -min(strength, FIRMEST), _voice(one, order) or 0, -outlets, -one.confidence, one.id


def _statement(group: Sequence[Kept]) -> Mark:
    kept = group[0]
    one = kept.entry
    assert isinstance(one, Statement) and one.speaker is not None and kept.said is not None  # noqa: S101 - as above
    who = one.speaker.value
    words = " ".join(one.content[0].words.split())
    reports = len({k.article.id for k in group})
    line = Line(
        "statement",
        one.id,
        f"{who.name}{f', {who.office}' if who.office else ''}",
        f"{one.act}; {one.kind}; {reports} report{'' if reports == 1 else 's'}",
        words,
        outlet=kept.article.outlet,
        day=kept.said,
        reports=reports,
        language=kept.article.language,
        article=kept.article.id,
    )
    known = min(k.recorded_at for k in group)
    return Mark(line, kept.said, kept.said, "published" if kept.said_basis == "published" else "day", known=known)


# --- what falls due ---------------------------------------------------------------------------------------------------


def _deadlines(
    chains: Iterable[Chain], side: str | None, articles: frozenset[str] | None, since: date | None, until: date | None
) -> list[Mark]:
    """The deadlines on their last day; a deadline that lies beyond the days looked at is to come, and stands there."""
    marks = []
    for chain in chains:
        day = chain.due.end if chain.due else None
        if chain.due is None or day is None or day < (since or date.min):
            continue
        mentions = [one for one in chain.mentions if articles is None or one.article.id in articles]
        # Told within the days looked at, or due in them.
        if not mentions or not (day <= (until or date.max) or mentions[-1].said >= (since or date.min)):
            continue
        if side is not None and not any(_is(side, c.value.id, c.value.name) for m in mentions for c in m.entry.bound):
            continue
        last = next((m for m in reversed(mentions) if m.due == day), mentions[-1])
        moved = f"; moved {len(chain.moves)} time{'' if len(chain.moves) == 1 else 's'}" if chain.moves else ""
        reports = len({m.article.id for m in mentions})
        line = Line(
            "deadline",
            last.entry.id,
            " ".join(chain.what.split()),
            f"{chain.state}, due {when_text(chain.due)}{moved}; {reports} report{'' if reports == 1 else 's'}",
            " ".join(last.entry.sentence.words.split()),
            outlet=last.article.outlet,
            day=day,
            reports=reports,
            article=last.article.id,
        )
        known = min((m.recorded_at for m in mentions if m.due == day), default=last.recorded_at)
        marks.append(Mark(line, day, day, chain.due.precision, known=known))
    return marks


def _is(name: str, ident: str, plain: str) -> bool:
    return name.casefold() == ident.casefold() or fold(name) == fold(plain)


# --- who turned -------------------------------------------------------------------------------------------------------


def _reversals(
    turned: Iterable[Reversal],
    side: str | None,
    articles: frozenset[str] | None,
    since: date | None,
    until: date | None,
) -> list[Mark]:
    """The certain ones, on the day of the later words or deed."""
    marks = []
    for one in turned:
        day = one.b.day
        if not one.certain or day is None or not (since or date.min) <= day <= (until or date.max):
            continue
        article = one.b.article if isinstance(one.b, Deed) else one.b.said.article
        if articles is not None and article not in articles:
            continue
        speaker = one.a.speaker
        if side is not None and not (
            one.a.statement.side == side or (speaker is not None and _is(side, speaker.id, speaker.name))
        ):
            continue
        if isinstance(one.b, Deed):
            ident, outlet, quote = one.b.event.id, one.b.outlet, one.b.event.sentence.words
        else:
            ident, outlet, quote = one.b.statement.id, ", ".join(one.b.outlets), one.b.words
        earlier = day_text(one.a.day) if one.a.day else "no date"
        line = Line(
            "reversal",
            ident,
            f"{one.rule}: {speaker.name if speaker else one.a.statement.side}, on {one.a.issue.name}",
            f"{why_turned(one)}; earlier words of {earlier}",
            " ".join(quote.split()),
            outlet=outlet,
            day=day,
            article=article,
            other=one.a.statement.id,
        )
        marks.append(Mark(line, day, day, "day"))
    return marks


# --- in other forms ---------------------------------------------------------------------------------------------------


def timeline_json(made: Timeline, title: str) -> dict[str, Any]:
    """The timeline of events alone as JSON."""
    return {
        "of": title,
        "days": [
            {"day": day.day.isoformat(), "left_out": day.left_out, "lines": [line_json(line) for line in day.lines]}
            for day in made.days
        ],
        "left_out": made.left_out,
        "undated": made.undated,
        "dropped": made.dropped,
    }


COLUMNS: Final = (
    Column("day", "day", "of the act or of saying; of a deadline its last day"),
    Column("until", "until", "the last day it may have been on"),
    Column("precision", "precision", "how exactly words give the day; published: none does"),
    Column("kind", "kind", "event, statement, deadline or reversal"),
    Column("id", "id", "of the fact that holds it"),
    Column("incident", "incident", "of an event: the happening that it reports"),
    Column("text", "what"),
    Column("note", "note", "how it is supported, how it stands"),
    Column("type", "type", "of an event, by the codebook"),
    Column("facet", "facet", "whether it is a deed"),
    Column("place", "place"),
    Column("place_precision", "precision of the place"),
    Column("reports", "reports", "articles that tell it, copies among them"),
    Column("origins", "origins", "independent ones among them; 0 where they are not counted"),
    Column("quote", "words"),
    Column("outlet", "outlet"),
    Column("known", "known since", "of an event, its first report that this desk had"),
    Column(
        "then", "on the other", "yes: it stands on the timeline as known at the other moment too; empty: not compared"
    ),
)


def table(told: Told, then: frozenset[str] | None = None) -> Table:
    """The lines as rows; `then` are the marks of the same timeline as known at an earlier moment."""
    return Table(COLUMNS, [_row(mark, then) for day in told.days for mark in day.marks])


def _row(mark: Mark, then: frozenset[str] | None) -> Mapping[str, Any]:
    line = line_json(mark.line)
    return line | {
        "day": mark.day.isoformat(),
        "until": mark.until.isoformat(),
        "precision": mark.precision,
        "place_precision": line["precision"],
        "incident": mark.incident or None,
        "known": mark.known.isoformat() if mark.known else None,
        "then": None if then is None else "yes" if mark.key in then else "no",
    }
