"""The queue of facts for a person to look at, what hangs on each, and what was corrected so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from watchfloor.answers.corrections import told
from watchfloor.answers.tables import Column, Table
from watchfloor.assessing.reviewing import Candidate, queue
from watchfloor.briefing.wording import DEEDS, PHRASES, QUADS
from watchfloor.briefing.worth import BACKGROUND, GRAVITY, NO_DEED, OWN
from watchfloor.types import Deadline, Event, Facet

if TYPE_CHECKING:
    from watchfloor.assessing.deadlines import Chain
    from watchfloor.linking.happenings import Incident
    from watchfloor.store.corrections import Correction
    from watchfloor.view import View

BACK: Final = timedelta(days=30)
"""days before the last article whose facts are looked at, unless asked for otherwise"""
ARTICLES: Final = 1000
"""articles whose facts are looked at, unless days are asked for"""
GRAVE: Final = {"deadline": 0.5, "statement": 0.3, "relation": 0.3, "outlook": 0.25, "link": 0.2}
"""how much one of the ledgers matters by its kind, beside acts, which have a gravity of their own"""
MOST: Final = 1000
"""entries of each kind that are looked at, the newest first"""
LIKELY: Final = 8
"""incidents of the same day that are named as what it may be one act with"""

MODES: Final[Mapping[str, tuple[str, ...]]] = {
    kind: tuple(sorted(mode for one, mode in PHRASES if one == kind and mode)) for kind in QUADS
}
"""the modes of each type, without those of a user's own pack"""


ALONE: Final = "this fact alone"


@dataclass(frozen=True, slots=True)
class Queued:
    """A fact in the queue."""

    one: Candidate
    reasons: tuple[str, ...]
    effect: str
    """what would change if it were wrong"""


def window(days: Mapping[date, int], since: date | None, until: date | None) -> tuple[date | None, date | None]:
    """The days whose facts are looked at: those asked for, else the last `BACK` before the newest article, fewer where
    they hold more than `ARTICLES`. `days` are the articles by day of publication."""
    if since is not None or until is not None or not days:
        return since, until
    last = max(days)
    first, read = last, 0
    for day in sorted(days, reverse=True):
        read += days[day]
        if last - day > BACK or (read > ARTICLES and day != last):
            break
        first = day
    return first, last


def candidates(
    view: View, folder: Path, since: date | None, until: date | None, chains: Sequence[Chain]
) -> tuple[Queued, ...]:
    """What a person should look at among the facts of some days, the most valuable first; what was judged is left
    out."""
    from watchfloor.answers.positions import reversals
    from watchfloor.assessing.positions import Cell

    found, effects = [], {}
    for one in view.incidents(since=since, until=until):
        if not one.lead.fact.corrections:
            found.append(_of_incident(one))
            effects[found[-1].fact] = effect(one, found[-1].fact, None, 0, 0)
    turned: dict[str, int] = {}
    for pair in reversals(view, folder, since=since, until=until)[0]:
        for cell in (pair.a, pair.b):
            if isinstance(cell, Cell):
                turned[cell.statement.id] = turned.get(cell.statement.id, 0) + 1
    left: dict[str, int | None] = {}
    mentions: dict[str, int] = {}
    for chain in chains:
        last = chain.mentions[-1].entry.id
        effects[last] = effect(None, last, chain, 0, 0)
        left[last] = chain.countdown if chain.state in ("open", "moved") else None
        mentions[last] = len({mention.article.id for mention in chain.mentions})
    for kind, grave in GRAVE.items():
        for kept in view.entries(kind, since=since, until=until, limit=MOST):
            entry = kept.entry
            if kept.corrections or (isinstance(entry, Deadline) and chains and entry.id not in left):
                continue  # judged, or told again later in its chain
            found.append(
                Candidate(
                    entry.id,
                    kind,
                    entry.confidence,
                    grave,
                    turns=turned.get(entry.id, 0),
                    days_left=left.get(entry.id),
                    reports=mentions.get(entry.id, 1),
                )
            )
    effects |= {ident: effect(None, ident, None, number, 0) for ident, number in turned.items()}
    return tuple(Queued(one, reasons(one), effects.get(one.fact, ALONE)) for one in queue(found))


def _of_incident(one: Incident) -> Candidate:
    event = one.lead.fact.event
    return Candidate(
        event.id,
        "event",
        event.confidence,
        gravity(event),
        origins=len(one.origins),
        differ=bool(one.conflicts),
        reports=one.articles,
    )


def gravity(event: Event) -> float:
    """How much an act matters, as a day's screen weighs it: by its type, less where it is no deed."""
    grave = GRAVITY.get(event.type, OWN)
    if event.facet is Facet.HISTORICAL:
        return grave * BACKGROUND
    return grave if event.facet in DEEDS else grave * NO_DEED


def reasons(one: Candidate) -> tuple[str, ...]:
    """Why it stands in the queue, in words."""
    out = []
    if one.confidence < 0.5:
        out.append("read doubtfully")
    elif one.confidence < 0.75:
        out.append("read not quite surely")
    if one.differ:
        out.append("reports differ")
    if one.origins > 1:
        out.append(f"{one.origins} independent origins")
    if one.turns:
        out.append("a side of a reversal")
    if one.days_left is not None and one.days_left >= 0:
        out.append(
            "due today" if not one.days_left else f"due in {one.days_left} day{'' if one.days_left == 1 else 's'}"
        )
    if one.grave >= 0.7:
        out.append("a grave act")
    return tuple(out) or ("nobody has looked at it",)


def effect(incident: Incident | None, fact: str, chain: Chain | None, turns: int, lines: int) -> str:
    """What would change if it were wrong: "1 incident, 1 brief line"."""
    parts = []
    if incident is not None:
        own = sum(fact == report.fact.event.id for report in incident.reports)
        rest = len(incident.reports) - own
        parts.append("1 incident goes" if not rest else f"1 incident keeps {rest} of {len(incident.reports)} reports")
        if touched := sum(fact in (c.a.fact.event.id, c.b.fact.event.id) for c in incident.conflicts):
            parts.append(f"{touched} contradiction{'' if touched == 1 else 's'}")
    if chain is not None:
        parts.append("1 deadline goes" if len(chain.mentions) == 1 else f"1 deadline, told {len(chain.mentions)} times")
    if turns:
        parts.append(f"{turns} reversal{'' if turns == 1 else 's'}")
    if lines:
        parts.append(f"{lines} brief line{'' if lines == 1 else 's'}")
    return ", ".join(parts) or ALONE


def near(around: Sequence[Incident], fact: Event) -> tuple[Incident, ...]:
    """The incidents of the same day that may be the same act: of one type, those with a side in common first."""
    sides = {cited.value.id for cited in (*fact.actors, *fact.recipients)}

    def shared(one: Incident) -> int:
        return len(sides & {actor.id for actor in (*one.actors, *one.recipients)})

    fits = [one for one in around if fact.id not in one.facts and (one.type == fact.type or shared(one) > 1)]
    return tuple(sorted(fits, key=lambda one: (one.type != fact.type, -shared(one), one.id))[:LIKELY])


def history_table(found: Sequence[Correction]) -> Table:
    """The corrections as a table: the audit."""
    columns = (
        Column("number", "No.", "by which it is undone"),
        Column("at", "When", "UTC"),
        Column("by", "By", "who said it"),
        Column("kind", "What", "right, wrong, change, merge, split or undo"),
        Column("undoes", "Undoes", "the number of the correction that it takes back"),
        Column("facts", "Facts", "their ids; without those that were forgotten since"),
        Column("change", "Change", "what is to be read in place of what the machine read"),
        Column("why", "Why", "the reason given"),
        Column("in_force", "In force", "false when it was taken back"),
    )
    return Table(columns, [_row(one) for one in found])


def _row(one: Correction) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": one.at.isoformat(),
        "by": one.author,
        "kind": one.kind,
        "undoes": one.undoes,
        "facts": list(one.facts),
        "change": "; ".join(f"{name} {text}" for name, text in told(one).items()) or None,
        "why": one.reason,
        "in_force": one.in_force,
    }
