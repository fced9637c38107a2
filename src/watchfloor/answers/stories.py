"""Storylines of a desk: what each stands at, who told it first and who only told it again, and their JSON form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from watchfloor.answers.tables import Column, Table

if TYPE_CHECKING:
    from watchfloor.briefing.stories import Story
    from watchfloor.linking.retellings import Story as Family
    from watchfloor.store.articles import Headline
    from watchfloor.view import View

AGENCY: Final = "agency"


@dataclass(frozen=True, slots=True)
class Support:
    """How much stands behind a storyline: counts that are easily taken for one another."""

    reports: int
    """articles"""
    outlets: int
    origins: int
    """who told its incidents first, each once however many incidents it told"""
    incidents: int


@dataclass(frozen=True, slots=True)
class Original:
    """An article that is no copy, with whom it cites and who copied it."""

    head: Headline
    wires: tuple[str, ...]
    """agencies from which it has what it reports"""
    copies: tuple[Headline, ...]
    corrects: str
    """id of the copy that it stands for: the page as it was printed first, before it was corrected; empty: none"""
    reports: int
    """incidents of the storyline that it reports"""


def support(one: Story) -> Support:
    """The counts of a storyline."""
    return Support(
        len(one.articles),
        len({head.outlet or head.id for head in one.articles}),
        len({origin.key for incident in one.incidents for origin in incident.origins}),
        len(one.incidents),
    )


def source_tree(view: View, one: Story) -> tuple[Original, ...]:
    """Who told it: the articles that are no copies, the most copied first, each with its copies."""
    families = view.families([head.version for head in one.articles])
    return tree(one, families)


def tree(one: Story, families: Mapping[str, Family]) -> tuple[Original, ...]:
    """The same, of the families of copies by article version."""
    wires: dict[str, dict[str, None]] = defaultdict(dict)
    told: dict[str, set[str]] = defaultdict(set)
    for incident in one.incidents:
        for report in incident.reports:
            article = report.fact.article.id
            told[article].add(incident.id)
            if report.origin.how == AGENCY:
                wires[article][report.origin.name] = None
    mine = {head.id for head in one.articles}
    found: list[Original] = []
    done: set[str] = set()
    for head in one.articles:
        if head.id in done:
            continue
        family = families.get(head.version)
        # The origin may have been told in another storyline, or stand outside the days that are looked at.
        first = head if family is None else family.speaker
        copies = () if family is None else tuple(c for c in family.articles if c.id != first.id)
        done |= {first.id, head.id, *(c.id for c in copies)}
        corrects = family.origin.id if family is not None and family.origin.id != first.id else ""
        found.append(Original(first, tuple(wires[first.id]), copies, corrects, len(told[first.id])))
    found.sort(key=lambda row: (-len(row.copies), row.head.id not in mine, row.head.recorded_at, row.head.id))
    return tuple(found)


# --- in other forms ---------------------------------------------------------------------------------------------------


COLUMNS: Final = (
    Column("id", "Id", "of the storyline"),
    Column("title", "Title", "of its most central article, or the name that somebody gave it"),
    Column("named_by", "Named by", "who gave it the name"),
    Column("first", "First day", "of publication"),
    Column("last", "Last day", "of publication"),
    Column("reports", "Reports", "articles, copies among them"),
    Column("outlets", "Outlets"),
    Column("origins", "Origins", "who told its incidents first, each once"),
    Column("incidents", "Incidents", "happenings, each once however many articles tell it"),
    Column("chapters", "Chapters", "stretches of it without a pause"),
    Column("state", "State", "sentences of its articles, the newest grave ones"),
    Column("state_ids", "Facts", "that the sentences tell"),
)


def table(stories: Sequence[Story]) -> Table:
    """Storylines as rows."""
    return Table(COLUMNS, [_row(one) for one in stories])


def _row(one: Story) -> dict[str, Any]:
    counts = support(one)
    return {
        "id": one.line.id,
        "title": one.title,
        "named_by": one.named.author if one.named else None,
        "first": one.line.first.isoformat(),
        "last": one.line.last.isoformat(),
        "reports": counts.reports,
        "outlets": counts.outlets,
        "origins": counts.origins,
        "incidents": counts.incidents,
        "chapters": len(one.line.chapters),
        "state": [sentence.words for sentence in one.state],
        "state_ids": [sentence.id for sentence in one.state],
    }


def story_json(one: Story) -> dict[str, Any]:
    """A storyline as JSON."""
    return {
        "id": one.line.id,
        "title": one.title,
        "named_by": one.named.author if one.named else None,
        "first": one.line.first.isoformat(),
        "last": one.line.last.isoformat(),
        "state": [
            {
                "id": sentence.id,
                "words": sentence.words,
                "outlet": sentence.outlet or None,
                "day": sentence.day.isoformat() if sentence.day else None,
            }
            for sentence in one.state
        ],
        "chapters": [
            {
                "id": chapter.id,
                "first": chapter.first.isoformat(),
                "last": chapter.last.isoformat(),
                "articles": list(chapter.reports),
            }
            for chapter in one.line.chapters
        ],
        "incidents": [incident.id for incident in one.incidents],
    }
