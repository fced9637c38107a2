"""Deadlines and outlooks of a desk: chains by day, questions with everybody's judgement, and their JSON form."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from watchfloor.answers.positions import book
from watchfloor.assessing import deadlines, outlooks
from watchfloor.store.clock import day_in_utc

if TYPE_CHECKING:
    from pathlib import Path

    from watchfloor.assessing.deadlines import Chain
    from watchfloor.assessing.outlooks import Question
    from watchfloor.desk import Desk
    from watchfloor.view import View

STATE_WORDS = {
    "open": "open",
    "moved": "moved, open",
    "passed": "passed without word",
    "met": "met",
    "missed": "missed",
    "disputed": "disputed",
}


def day_of(as_of: date | datetime | None) -> date:
    """The day from which days are counted: that asked about, or today (UTC)."""
    if isinstance(as_of, datetime):
        return day_in_utc(as_of)
    return as_of if as_of is not None else datetime.now(UTC).date()


def chains(view: View | Desk, folder: Path, day: date, *, most: int | None = None, **wanted: Any) -> tuple[Chain, ...]:
    """The chains that have a mention that fits; each with all its mentions. With `most` they are made of so many
    mentions, the latest."""
    found = deadlines.chains(view.deadlines(limit=most), book(folder), day)
    if any(value is not None for value in wanted.values()):
        fits = {kept.entry.id for kept in view.deadlines(**wanted)}
        found = tuple(chain for chain in found if any(m.entry.id in fits for m in chain.mentions))
    return found


def questions(
    view: View | Desk, folder: Path, day: date, *, most: int | None = None, deeds: int | None = None, **wanted: Any
) -> tuple[Question, ...]:
    """The questions of which an outlook fits; each with all its outlooks, and with its answer where one is known. With
    `most` they are made of so many outlooks, the latest; with `deeds` an answer is looked for in so many acts."""
    known = book(folder)
    told = view.outlooks(limit=most)
    if not told:
        return ()
    # Nothing that happened before it was first judged answers a question.
    first = min((kept.said for kept in told if kept.said is not None), default=None)
    happened = view.each_event(facet="happened", since=first, limit=deeds)
    found = deadlines.chains(view.deadlines(limit=most), known, day)
    asked = outlooks.questions(told, known, day, found, happened)
    if any(value is not None for value in wanted.values()):
        fits = {kept.entry.id for kept in view.outlooks(**wanted)}
        asked = tuple(one for one in asked if any(v.entry.id in fits for v in one.voices))
    return asked


def chain_dict(chain: Chain) -> dict[str, Any]:
    """A chain ready for JSON."""
    return {
        "uid": chain.uid,
        "issue": chain.issue or None,
        "what": chain.what,
        "due": None
        if chain.due is None
        else {
            "start": chain.due.start.isoformat() if chain.due.start else None,
            "end": chain.due.end.isoformat() if chain.due.end else None,
            "precision": chain.due.precision,
            "edtf": chain.due.edtf,
        },
        "state": chain.state,
        "days_left": chain.countdown,
        "sequence": chain.sequence,
        "moves": [
            {
                "from": m.old.isoformat(),
                "to": m.new.isoformat(),
                "told": m.mention.said.isoformat(),
                "id": m.mention.entry.id,
            }
            for m in chain.moves
        ],
        "mentions": [
            {
                "id": m.entry.id,
                "said": m.said.isoformat(),
                "outlet": m.article.outlet,
                "status": m.entry.status,
                "due": m.due.isoformat() if m.due else None,
                "stated": m.entry.stated.words if m.entry.stated else None,
                "words": m.entry.sentence.words,
            }
            for m in chain.mentions
        ],
    }


def question_dict(one: Question) -> dict[str, Any]:
    """A question ready for JSON."""
    return {
        "issue": one.issue or None,
        "what": one.what,
        "by": one.by.isoformat() if one.by else None,
        "low": one.low,
        "high": one.high,
        "points": list(one.points),
        "answer": None
        if one.answer is None
        else {
            "came_about": one.answer.came_about,
            "day": one.answer.day.isoformat() if one.answer.day else None,
            "by": one.answer.why,
            "words": one.answer.words,
        },
        "voices": [
            {
                "id": v.entry.id,
                "said": v.said.isoformat(),
                "outlet": v.article.outlet,
                "holder": v.entry.holder.value.name if v.entry.holder else None,
                "direction": v.entry.direction,
                "low": v.entry.low,
                "high": v.entry.high,
                "point": v.entry.point,
                "scale": v.entry.scale,
                "cue": v.entry.cue.words,
                "words": v.entry.sentence.words,
            }
            for v in one.voices
        ],
    }


def when(chain: Chain) -> str:
    """The day it stands at, no more exact than told."""
    if chain.due is None or chain.due.end is None:
        return "no day given"
    return chain.due.edtf if chain.due.precision == "month" else chain.due.end.isoformat()


def left(chain: Chain) -> str:
    """How many days are left, or gone, in words."""
    if chain.countdown is None:
        return ""
    if chain.countdown == 0:
        return "today"
    days = abs(chain.countdown)
    unit = "day" if days == 1 else "days"
    return f"in {days} {unit}" if chain.countdown > 0 else f"{days} {unit} ago"


def band(low: float | None, high: float | None) -> str:
    """A range in percent, as it stands beside the word."""
    if low is None or high is None:
        return ""
    one, two = round(100 * low), round(100 * high)
    return f"{one} %" if one == two else f"{one} to {two} %"
