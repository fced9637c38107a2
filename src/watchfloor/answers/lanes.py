"""Deadlines in three lanes, what is soon due, what comes later and what is over, and as a table; so too outlooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from watchfloor.answers.deadlines import STATE_WORDS, band, left
from watchfloor.answers.tables import Column, Table
from watchfloor.assessing.deadlines import Chain, Mention
from watchfloor.assessing.issues import IssueBook
from watchfloor.assessing.outlooks import Question
from watchfloor.briefing.wording import names

SOON: Final = 14
"""days ahead that count as due"""
DUE, COMING, PAST, UNDATED = "due", "coming", "past", "undated"
LANES: Final = {
    DUE: f"Due within {SOON} days",
    COMING: "Coming",
    PAST: "Past, with what is known of the outcome",
    UNDATED: "Without a day",
}
OVER: Final = frozenset({"met", "missed", "passed"})


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as a row: one chain, told shortly."""

    chain: Chain
    lane: str
    issue: str
    """the name of its issue; empty when none was found"""
    left: str
    """how many days are left or gone, in words"""
    status: str
    stated: str
    """the limit in the words of the last mention that gives one"""
    bound: str
    """who must do it"""
    last: Mention
    """the mention whose words are shown: the last one that tells the day it stands at"""
    articles: int

    @property
    def id(self) -> str:
        """The fact that is shown for it."""
        return self.last.entry.id


def rows(chains: Sequence[Chain], book: IssueBook) -> tuple[Due, ...]:
    """The deadlines as rows; those that are over the latest first, the others the next due first."""
    found = [_row(chain, book) for chain in chains]
    over = sorted((one for one in found if one.lane == PAST), key=lambda one: (-_day(one), one.chain.uid))
    return (*(one for one in found if one.lane != PAST), *over)


def _day(one: Due) -> int:
    due = one.chain.due
    return due.end.toordinal() if due is not None and due.end is not None else 0


def _row(chain: Chain, book: IssueBook) -> Due:
    day = chain.due.end if chain.due else None
    last = next((m for m in reversed(chain.mentions) if m.due == day), chain.mentions[-1])
    stated = next((m.entry.stated.words for m in reversed(chain.mentions) if m.due == day and m.entry.stated), "")
    bound = next((m.entry.bound for m in chain.mentions if m.entry.bound), ())
    issue = book.issues.get(chain.issue)
    return Due(
        chain,
        lane_of(chain),
        issue.name if issue else "",
        left(chain),
        STATE_WORDS[chain.state],
        stated,
        names(bound),
        last,
        len({m.article.id for m in chain.mentions}),
    )


def lane_of(chain: Chain) -> str:
    """In which lane a deadline stands."""
    if chain.state in OVER or (chain.countdown is not None and chain.countdown < 0):
        return PAST
    if chain.countdown is None:
        return UNDATED
    return DUE if chain.countdown <= SOON else COMING


DEADLINE_COLUMNS: Final = (
    Column("id", "Id", "the mention whose words are shown"),
    Column("lane", "Lane", f"due (within {SOON} days), coming, past or undated"),
    Column("what", "What", "what must be done or ends, in the article's words"),
    Column("stated", "As stated", "the limit in the article's words"),
    Column("due", "Due", "the last day, as resolved"),
    Column("precision", "Precision", "how exact the stated limit is"),
    Column("days_left", "Days left", "from the day asked about; negative once it is over"),
    Column("bound", "Who must", "the actors that are bound"),
    Column("issue", "Issue", "id of the issue it belongs to"),
    Column("status", "Status", "open, moved, met, missed, disputed, or passed without word"),
    Column("moves", "Moves", "from which day to which, in order"),
    Column("articles", "Articles", "that tell of it"),
    Column("outlet", "Outlet", "of the words shown"),
    Column("said", "Told", "on which day these words were said"),
    Column("words", "Words", "the sentence"),
    Column("uid", "Calendar id", "stays the same when it is moved"),
)


def deadline_table(found: Sequence[Due]) -> Table:
    """The deadlines as a table."""
    return Table(DEADLINE_COLUMNS, [_deadline_cells(one) for one in found])


def _deadline_cells(one: Due) -> dict[str, Any]:
    chain = one.chain
    return {
        "id": one.id,
        "lane": one.lane,
        "what": chain.what,
        "stated": one.stated or None,
        "due": chain.due.end.isoformat() if chain.due and chain.due.end else None,
        "precision": chain.due.precision if chain.due else None,
        "days_left": chain.countdown,
        "bound": one.bound or None,
        "issue": chain.issue or None,
        "status": chain.state,
        "moves": [f"{move.old} to {move.new}" for move in chain.moves],
        "articles": one.articles,
        "outlet": one.last.article.outlet or None,
        "said": one.last.said.isoformat(),
        "words": one.last.entry.sentence.words,
        "uid": chain.uid,
    }


OUTLOOK_COLUMNS: Final = (
    Column("question", "Question", "the outcome that is judged, in the first article's words"),
    Column("by", "By", "the day by which it would come about"),
    Column("holder", "Holder", "whose judgement it is; empty: the writer's"),
    Column("cue", "Words", "the words of likelihood"),
    Column("direction", "Direction", "of the outcome: likely, unlikely, even, up, down"),
    Column("low", "Low", "the lower end of what the words mean, 0 to 1"),
    Column("high", "High", "the upper end"),
    Column("scale", "Scale", "stated in the words, icd203, or press (what readers take the words for)"),
    Column("answer", "Came about", "yes, no, or empty while it is open"),
    Column("issue", "Issue", "id of the issue"),
    Column("said", "Told", "on which day"),
    Column("outlet", "Outlet", "who printed it"),
    Column("sentence", "Sentence", "where it was read"),
    Column("id", "Id", "of the outlook"),
)


def outlook_table(found: Sequence[Question]) -> Table:
    """Every judgement of every question as a row."""
    return Table(
        OUTLOOK_COLUMNS,
        [
            {
                "question": one.what,
                "by": one.by.isoformat() if one.by else None,
                "holder": voice.entry.holder.value.name if voice.entry.holder else None,
                "cue": voice.entry.cue.words,
                "direction": voice.entry.direction,
                "low": voice.entry.low,
                "high": voice.entry.high,
                "scale": voice.entry.scale,
                "answer": None if one.answer is None else "yes" if one.answer.came_about else "no",
                "issue": one.issue or None,
                "said": voice.said.isoformat(),
                "outlet": voice.article.outlet or None,
                "sentence": voice.entry.sentence.words,
                "id": voice.entry.id,
            }
            for one in found
            for voice in one.voices
        ],
    )


def band_text(one: Question) -> str:
    """The range of all who judge a question, in words."""
    return band(one.low, one.high)
