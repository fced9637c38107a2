"""Who stands where on an issue over time, and who turned: what the statements screen shows, and its table.

The positions of a stretch of time are read once; side and rank are a choice among them. Of a big record the latest
statements on the issue are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from watchfloor.answers import positions as answers
from watchfloor.answers.tables import Column, Table
from watchfloor.assessing import gathering
from watchfloor.assessing import positions as judged
from watchfloor.assessing import reversals as turned
from watchfloor.assessing.issues import Issue, IssueBook
from watchfloor.assessing.positions import NAMES, Cell, Held
from watchfloor.assessing.reversals import SPLIT, Deed, Reversal
from watchfloor.resolving.ranks import Ranks

if TYPE_CHECKING:
    from watchfloor.desk import Desk
    from watchfloor.store.facts import Fact
    from watchfloor.view import View

HOW: Final = {
    "direct": "quoted",
    "mixed": "partly quoted",
    "indirect": "in the writer's words",
    "declined": "declined to say",
}
"""how what was said is told"""


OVERVIEW: Final = 500
"""statements read to see which issues there are; where a record holds no more, they are all"""
ISSUE: Final = 1000
"""statements read for one issue; a thousand take about a second"""
DEEDS: Final = 2000
"""happenings against which words are held"""


@dataclass(frozen=True, slots=True)
class Stands:
    """The positions of a stretch of time."""

    book: IssueBook
    ranks: Ranks
    wanted: Issue | None
    """the issue it was read for; None: all"""
    since: date | None
    until: date | None
    cells: tuple[Cell, ...]
    turns: tuple[Reversal, ...]
    """the surest first"""
    counts: Mapping[str, int]
    """how many positions each issue has; those below an issue count for it too"""
    whole: bool
    """whether all statements of that time were read; else the latest ones"""
    read: int
    """statements that were read"""

    def issue(self) -> str:
        """The issue that is shown when none is asked for: of those that nothing stands below, the one with the most
        positions; empty when there is none."""
        found = [one for one in self.counts if one in self.book.issues and not self.book.general(self.book.issues[one])]
        return min(found, key=lambda one: (-self.counts[one], one), default="")


def read(
    view: View | Desk,
    folder: Path,
    since: date | None = None,
    until: date | None = None,
    *,
    name: str | None = None,
    most: int = OVERVIEW,
) -> Stands:
    """The positions on all issues, or on the one that `name` means (an id, a name, or any words) and those below it,
    among the latest `most` statements said from `since` (without it: `answers.positions.WINDOW` before the last
    article) to `until`. Raises `UsageError`."""
    book, wanted = answers.book(folder), None
    if name is not None:
        book, wanted = answers.meant(book, name)
    if since is None and (last := view.last_day()) is not None:
        since = last - answers.WINDOW
    asked: dict[str, Any] = {} if wanted is None else {"any_of": book.terms(wanted.id)}
    days: dict[str, Any] = {key: day for key, day in (("since", since), ("until", until)) if day is not None}
    latest = list(view.each_entry("statement", order="newest", limit=most + 1, **asked, **days))
    kept = latest[most - 1 :: -1] if len(latest) > most else latest[::-1]
    cells = judged.cells(answers.with_texts(view, kept), book, wanted.id if wanted else None)
    deeds: list[Fact] = []
    if cells:
        first = min((cell.day for cell in cells if cell.day is not None), default=since)
        deeds = list(view.each_event(facet="happened", limit=DEEDS, **days | ({"since": first} if first else {})))
    turns = turned.find(cells, book, turned.Contrasts.load(), gathering.deeds(deeds))
    count: Counter[str] = Counter()
    for cell in cells:
        ident = cell.issue.id
        while ident:
            count[ident] += 1
            ident = ident.rpartition(".")[0]
    return Stands(
        book, answers.ranks(folder), wanted, since, until, cells, turns, count, len(latest) <= most, len(kept)
    )


@dataclass(frozen=True, slots=True)
class Board:
    """The part of it that is asked for."""

    issues: tuple[Issue, ...]
    """those with a position, the fullest first"""
    held: tuple[Held, ...]
    """who holds what, by issue and side, the highest rank first"""
    turns: tuple[Reversal, ...]
    sides: tuple[str, ...]
    """all sides that spoke on the issue"""
    ranks: tuple[str, ...]
    """all ranks that did, the highest first"""
    unnamed: int
    """positions of speakers that nobody names; they are in the table alone"""
    cells: tuple[Cell, ...]


def board(stands: Stands, issue: str, side: str | None = None, rank: str | None = None) -> Board:
    """The positions on an issue and those below it, of one side, of speakers of that rank or above."""
    below = {one.id for one in stands.book.under(issue)}
    all_cells = [cell for cell in stands.cells if cell.issue.id in below]
    least = stands.ranks.order(rank) if rank else None
    cells = tuple(
        cell
        for cell in all_cells
        if (side is None or cell.statement.side == side)
        and (least is None or stands.ranks.order(cell.statement.rank) <= least)
    )
    held = judged.held(cells, stands.ranks)
    count = Counter(cell.issue.id for cell in cells)
    shown = {id(cell) for cell in cells}
    turns = tuple(
        one
        for one in stands.turns
        if id(one.a) in shown or (isinstance(one.b, Cell) and id(one.b) in shown)
        if one.a.issue.id in below
    )
    return Board(
        tuple(sorted((stands.book.issues[name] for name in count), key=lambda one: (-count[one.id], one.id))),
        held,
        turns,
        tuple(sorted({cell.statement.side for cell in all_cells if cell.statement.side})),
        tuple(sorted({cell.statement.rank for cell in all_cells if cell.statement.rank}, key=stands.ranks.order)),
        sum(cell.speaker is None for cell in cells),
        cells,
    )


def said_by(board: Board, speaker: str, since: date | None, until: date | None) -> tuple[Cell, ...]:
    """What one speaker said in some days, the latest first."""
    found = [
        cell
        for cell in board.cells
        if cell.speaker is not None
        and cell.speaker.id == speaker
        and (since is None or cell.day is None or cell.day >= since)
        and (until is None or cell.day is None or cell.day <= until)
    ]
    return tuple(reversed(found))


def name_of(one: Reversal) -> str:
    """What a pair is called in a link: the ids of its two sides."""
    return f"{one.a.statement.id}/{one.b.event.id if isinstance(one.b, Deed) else one.b.statement.id}"


def pair(stands: Stands, first: str, second: str) -> Reversal | None:
    """The pair of two facts; None when the rules find none between them any more."""
    return next((one for one in stands.turns if name_of(one) == f"{first}/{second}"), None)


def by_another(one: Reversal) -> bool:
    """Whether another voice of the side says otherwise, not the speaker."""
    return one.rule == SPLIT


COLUMNS: Final = (
    Column("issue", "Issue", "id of the issue"),
    Column("side", "Side", "whom the speaker speaks for"),
    Column("speaker", "Speaker", "id"),
    Column("name", "Name"),
    Column("office", "Office", "held on that day"),
    Column("rank", "Rank"),
    Column("day", "Day", "on which it was said"),
    Column("day_basis", "Day known", "stated by the words, or published: the day of publication"),
    Column("value", "Position", "2 commits, 1 open, 0 leaves open, -1 reluctant, -2 rejects"),
    Column("position", "In words"),
    Column("how", "How told", "quoted, partly quoted, or in the writer's words"),
    Column("target", "On what", "the words of what is spoken about"),
    Column("condition", "Only if"),
    Column("limit", "Only so far as"),
    Column("words", "Words"),
    Column("outlets", "Outlets", "that report it, each once"),
    Column("statement", "Id", "of the statement"),
)


def table(cells: Iterable[Cell]) -> Table:
    """Positions as a table, one row each."""
    return Table(COLUMNS, [_row(cell) for cell in cells])


def _row(cell: Cell) -> dict[str, Any]:
    told = answers.cell_dict(cell)
    same = ("issue", "side", "speaker", "name", "office", "rank", "day", "day_basis", "value", "target")
    return {key: told[key] for key in same} | {
        "position": NAMES[cell.value],
        "how": HOW.get(cell.statement.kind, cell.statement.kind),
        "condition": told["condition"],
        "limit": told["limit"],
        "words": cell.words,
        "outlets": told["outlets"],
        "statement": told["statement"],
    }


def latest(turns: Sequence[Reversal]) -> tuple[Reversal, ...]:
    """Certain ones first, and of each the latest first."""
    return tuple(sorted(turns, key=lambda one: (not one.certain, -(one.b.day or date.min).toordinal(), -one.score)))
