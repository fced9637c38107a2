"""Who stands where on an issue, who turned, and in which words."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response
from starlette.routing import Route

from watchfloor.answers import actors, nothing, stands
from watchfloor.answers.positions import why
from watchfloor.answers.stands import Board, Stands
from watchfloor.assessing.positions import NAMES
from watchfloor.assessing.reversals import Deed
from watchfloor.errors import NotFound
from watchfloor.serving import asking, ladders
from watchfloor.serving.visiting import Visit, screen

ROWS: Final = 60
"""speakers drawn; all of them are in the table"""
TURNS: Final = 12
CHOICE: Final = {"issue": asking.text, "side": asking.text, "rank": asking.text, **asking.WINDOW}


def _overview(visit: Visit) -> Stands:
    folder, since, until = visit.desk.path, visit.asked["since"], visit.asked["until"]
    return visit.kept("stands", lambda: stands.read(visit.view, folder, since, until), since, until)


def _stands(visit: Visit) -> tuple[Stands, str]:
    """The positions of the time asked about, and the id of the issue: the fullest where none is asked for."""
    every, asked = _overview(visit), visit.asked
    name = asked["issue"] or every.issue()
    if not name:
        return every, ""
    if every.whole:
        try:
            return every, every.book.named(name).id
        except NotFound:
            pass  # any words
    folder, since, until = visit.desk.path, asked["since"], asked["until"]
    one = visit.kept(
        "stands on one issue",
        lambda: stands.read(visit.view, folder, since, until, name=name, most=stands.ISSUE),
        name, since, until,
    )  # fmt: skip
    return one, one.wanted.id if one.wanted else ""


def _board(visit: Visit, every: Stands, issue: str) -> Board:
    return stands.board(every, issue, visit.asked["side"], visit.asked["rank"])


def statements(visit: Visit) -> Response:
    """The ladders of one issue, and who turned on it."""
    every, issue = _stands(visit)
    overview = _overview(visit)
    board = _board(visit, every, issue)
    scale = ladders.axis(board.cells)
    drawn = ladders.rows(board.held[:ROWS], scale, board.turns) if scale is not None else ()
    turns = stands.latest(board.turns)
    elsewhere = [one for one in stands.latest(overview.turns) if one.certain and one.a.issue.id != issue]
    return visit.answer(
        "statements.html",
        table=lambda: stands.table(board.cells),
        every=every,
        overview=overview,
        issue=every.book.issues.get(issue),
        board=board,
        side_names=visit.kept("names of actors", lambda: actors.names(visit.desk.path)),
        rows=drawn,
        scale=scale,
        width=ladders.WIDTH,
        height=ladders.HEIGHT,
        y_of=ladders.y_of,
        turns=turns[:TURNS],
        more_turns=len(turns) - TURNS,
        elsewhere=elsewhere[:TURNS],
        why=why,
        names=NAMES,
        is_deed=lambda one: isinstance(one, Deed),
        name_of=stands.name_of,
        by_another=stands.by_another,
        why_none="" if board.cells else nothing.why_none(visit.view, "positions on an issue"),
    )


def words(visit: Visit) -> Response:
    """What one speaker said on an issue in some days: the words behind a dot."""
    every, issue = _stands(visit)
    asked = visit.asked
    found = stands.said_by(_board(visit, every, issue), asked["speaker"] or "", asked["first"], asked["last"])
    if not found:
        raise NotFound("nothing was said there; the statement may read otherwise since, see /statements")
    return visit.answer(
        "statements_words.html",
        table=lambda: stands.table(found),
        found=found,
        issue=every.book.issues.get(issue),
        names=NAMES,
        how=stands.HOW,
    )


def pair(visit: Visit) -> Response:
    """Two statements that do not go together, side by side."""
    every, _ = _stands(visit)
    first, second = visit.asked["a"] or "", visit.asked["b"] or ""
    one = stands.pair(every, first, second) or stands.pair(_overview(visit), first, second)
    if one is None:
        raise NotFound("the rules find no contradiction between these two any more; see /statements")
    return visit.answer(
        "statements_pair.html",
        one=one,
        why=why(one),
        names=NAMES,
        how=stands.HOW,
        deed=isinstance(one.b, Deed),
        by_another=stands.by_another(one),
    )


ROUTES: list[Route] = [
    *screen("/statements", statements, CHOICE, twins=True),
    *screen("/statements/words", words, {**CHOICE, "speaker": asking.text, "first": asking.day, "last": asking.day}),
    *screen("/statements/pair", pair, {**CHOICE, "a": asking.text, "b": asking.text}),
]
