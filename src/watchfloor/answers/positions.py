"""Positions and reversals of a desk: who stands where on an issue, who turned, and their JSON form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchfloor.assessing import gathering
from watchfloor.assessing import issues as tree
from watchfloor.assessing import positions as judged
from watchfloor.assessing import reversals as turned
from watchfloor.assessing.issues import Issue, IssueBook
from watchfloor.assessing.positions import Cell, Held, Said
from watchfloor.assessing.proposals import Proposal
from watchfloor.assessing.reversals import Deed, Reversal
from watchfloor.errors import NotFound, UsageError
from watchfloor.resolving.ranks import Ranks
from watchfloor.store.folding import fold

if TYPE_CHECKING:
    from watchfloor.desk import Desk
    from watchfloor.store.entries import Kept
    from watchfloor.view import View

ISSUES = "issues.toml"
RANKS = "ranks.tsv"
WINDOW = timedelta(days=400)
"""how far back reversals are looked for, unless asked for otherwise"""


def own(folder: Path | None, name: str) -> Path | None:
    """A file of the user's own in the desk, if it is there."""
    path = folder / name if folder is not None else None
    return path if path is not None and path.is_file() else None


def book(folder: Path | None) -> IssueBook:
    """The tree of issues, with those of the desk in `folder`. Raises `PackDamaged`."""
    return tree.load(own=own(folder, ISSUES))


def ranks(folder: Path | None) -> Ranks:
    """The order of ranks, with those of the desk in `folder`. Raises `PackDamaged`."""
    return Ranks.load(own=own(folder, RANKS))


def meant(known: IssueBook, name: str) -> tuple[IssueBook, Issue]:
    """The issue of that name in its book, or one made of the words in a book of its own. Raises `UsageError`."""
    try:
        return known, known.named(name)
    except NotFound:
        if not fold(name):
            raise UsageError(f"{name!r} holds no word", name) from None
        one = Issue("words", name, (name,))
        return IssueBook([one]), one


def said(view: View | Desk, **wanted: Any) -> Iterator[Said]:
    """The statements that fit, the oldest first, each with what stands around it."""
    asked = {key: value for key, value in wanted.items() if value is not None}
    return with_texts(view, view.each_entry("statement", order="oldest", **asked))


def with_texts(view: View | Desk, kept: Iterable[Kept]) -> Iterator[Said]:
    """Statements of the record with what stands around them."""

    def text_of(version: str) -> str:
        try:
            return view.article(version).text
        except NotFound:
            return ""

    return gathering.said(kept, text_of)


def held(
    view: View | Desk,
    folder: Path | None,
    name: str,
    *,
    side: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> tuple[Issue, tuple[Held, ...]]:
    """The issue that `name` means (an id, a name, or any words), and who holds what on it and those below it: by side,
    the highest rank first. Raises `UsageError`."""
    known, wanted = meant(book(folder), name)
    asked = {"side": side, "since": since, "until": until, "any_of": known.terms(wanted.id)}
    cells = judged.cells(said(view, **asked), known, wanted.id)
    return wanted, judged.held(cells, ranks(folder))


def reversals(
    view: View | Desk,
    folder: Path | None,
    name: str | None = None,
    *,
    side: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> tuple[tuple[Reversal, ...], int]:
    """The pairs of positions that do not go together, the surest first, and among how many positions they were looked
    for. Without `since` from `WINDOW` before the last article on. Raises `UsageError`."""
    known, wanted = book(folder), None
    if name is not None:
        known, wanted = meant(known, name)
    if since is None and (last := view.last_day()) is not None:
        since = last - WINDOW
    asked: dict[str, Any] = {"side": side, "since": since, "until": until}
    if wanted is not None:
        asked |= {"any_of": known.terms(wanted.id)}
    cells = judged.cells(said(view, **asked), known, wanted.id if wanted else None)
    happened = gathering.deeds(view.each_event(facet="happened", since=since, until=until, side=side)) if cells else ()
    return turned.find(cells, known, turned.Contrasts.load(), happened), len(cells)


def why(one: Reversal) -> str:
    """What makes a pair one, in words: the rule, how far the two lie apart, and the writer's own contrast."""
    distance = f"{one.margin} steps" if one.rule == "narrowing" else f"{one.margin} apart of 4"
    text = {
        "reversal": f"one speaker, the sign of the stance turned, {distance}",
        "narrowing": f"the later statement goes less far, {distance}",
        "split voices": f"two voices of {one.a.statement.side}, {distance}",
        "word against deed": f"a later deed of {one.a.statement.side} goes the other way",
    }[one.rule]
    return text + (f"; the writer sets them against each other: “{one.marked}”" if one.marked else "")


# --- as JSON ----------------------------------------------------------------------------------------------------------


def cell_dict(cell: Cell) -> dict[str, Any]:
    """A position as JSON: its value, words, day and reports."""
    one = cell.statement
    speaker = cell.speaker
    return {
        "statement": one.id,
        "issue": cell.issue.id,
        "value": cell.value,
        "commitment": cell.stance.commitment,
        "target": cell.stance.target.words,
        "action": cell.stance.action,
        "step": cell.step.name if cell.step else None,
        "condition": cell.stance.condition.words if cell.stance.condition else None,
        "limit": cell.stance.limit.words if cell.stance.limit else None,
        "speaker": speaker.id if speaker else None,
        "name": speaker.name if speaker else None,
        "office": speaker.office if speaker else None,
        "rank": one.rank,
        "side": one.side,
        "kind": one.kind,
        "day": cell.day.isoformat() if cell.day else None,
        "day_basis": "stated" if cell.said.stated else "published",
        "words": cell.words,
        "sentence": one.sentence.words,
        "article": cell.said.article,
        "version": one.sentence.span.version,
        "outlets": list(cell.outlets),
        "reports": [{"statement": copy.statement.id, "article": copy.article} for copy in (cell.said, *cell.copies)],
        "confidence": one.confidence,
    }


def held_dict(one: Held) -> dict[str, Any]:
    """A speaker's positions on an issue as JSON."""
    return {
        "issue": one.issue.id,
        "speaker": one.speaker.id,
        "name": one.speaker.name,
        "office": one.speaker.office,
        "side": one.side,
        "rank": one.rank,
        "positions": [cell_dict(cell) for cell in one.cells],
    }


def reversal_dict(one: Reversal) -> dict[str, Any]:
    """A reversal as JSON, with both sides, the rule, the margin and what speaks against it."""
    return {
        "rule": one.rule,
        "certain": one.certain,
        "score": one.score,
        "margin": one.margin,
        "issue": one.a.issue.id,
        "marked": one.marked or None,
        "doubts": list(one.doubts),
        "a": cell_dict(one.a),
        "b": _deed_dict(one.b) if isinstance(one.b, Deed) else cell_dict(one.b),
        "more": [cell_dict(cell) for cell in one.more],
    }


def _deed_dict(deed: Deed) -> dict[str, Any]:
    event = deed.event
    return {
        "event": event.id,
        "type": event.type,
        "day": deed.day.isoformat(),
        "words": event.trigger.words,
        "sentence": event.sentence.words,
        "article": deed.article,
        "outlets": [deed.outlet] if deed.outlet else [],
    }


def issue_dict(one: Issue) -> dict[str, Any]:
    """An issue as JSON."""
    return {
        "id": one.id,
        "name": one.name,
        "words": list(one.words),
        "near": list(one.near),
        "actors": list(one.actors),
        "never": list(one.never),
        "steps": [step.name for step in one.steps],
        "from": one.first.isoformat() if one.first else None,
        "until": one.last.isoformat() if one.last else None,
    }


def proposal_dict(one: Proposal) -> dict[str, Any]:
    """A phrase that may be an issue, as JSON."""
    return {
        "words": one.words,
        "articles": one.articles,
        "speakers": one.speakers,
        "examples": [{"statement": e.statement.id, "words": e.statement.sentence.words} for e in one.examples],
    }
