"""The brief of a day in the forms that other programs take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from watchfloor.answers.tables import Column, Table
from watchfloor.briefing.wording import day_text, weekday_text
from watchfloor.inert import inert

if TYPE_CHECKING:
    from watchfloor.briefing.brief import Brief, Line

TITLES: Final = {
    "done": "Done",
    "said": "Said",
    "not done": "Not deeds: planned, threatened, demanded, denied or hypothetical",
    "coming": "Coming dates",
}
"""of the sections"""

COLUMNS: Final = (
    Column("section", "section", "done, said, not done, or coming"),
    Column("id", "id", "of the fact"),
    Column("text", "sentence", "what was coded, in words"),
    Column("when", "when", "the date of the act as its words give it"),
    Column("type", "type", "by the codebook"),
    Column("facet", "facet", "whether it is a deed"),
    Column("quote", "quote", "the words it was read from"),
    Column("outlet", "outlet", "who printed them"),
    Column("title", "title", "of the article"),
    Column("published", "published", "day of publication"),
    Column("copies", "copies", "other outlets that print the very same sentence: no confirmation"),
    Column("also", "also", "other outlets that report the same in other words"),
)


def headline(made: Brief) -> str:
    """`Brief  Tuesday 24 Jun 2014`, without the first word."""
    return f"{weekday_text(made.day)} {day_text(made.day)}" if made.day else "no day"


def notes(made: Brief) -> list[str]:
    """What the brief leaves out."""
    told = [f"{made.background} of background not listed"] if made.background else []
    return told + ([f"{len(made.dropped)} dropped by the proof"] if made.dropped else [])


def table(made: Brief) -> Table:
    """Its sentences, one a row."""
    rows: list[dict[str, Any]] = [
        {
            "section": section.kind,
            "id": claim.id,
            "text": claim.text,
            "when": claim.when or None,
            "type": claim.type,
            "facet": claim.facet.value,
            "quote": line.quote,
            "outlet": line.outlet,
            "title": line.title,
            "published": None if line.day is None else line.day.isoformat(),
            "copies": list(line.copies),
            "also": list(line.also),
        }
        for section in made.sections
        for line in section.lines
        for claim in line.claims
    ]
    return Table(COLUMNS, rows)


def markdown(made: Brief, name: str) -> str:
    """The brief as Markdown (CommonMark): each sentence with the id of its fact, and below it the words it rests on."""
    return "\n".join(_markdown(made, name)) + "\n"


def _markdown(made: Brief, name: str) -> Iterator[str]:
    yield f"# {_plain(name)}: {headline(made)}"
    yield ""
    if watch := made.coverage.watch:
        yield f"Heard: {_plain(watch.text())}.  "
    yield f"Read: this day {_plain(made.today.text())}; whole desk {_plain(made.coverage.text())}."
    if made.zero:
        yield f"\n**Zero:** {_plain(made.zero)}"
    for section in made.sections:
        yield f"\n## {TITLES[section.kind]}\n"
        for line in section.lines:
            yield from _told(line)
        if section.left_out:
            yield f"- and {section.left_out} more"
    if left := notes(made):
        yield f"\n_{'; '.join(left)}_"


def _told(line: Line) -> Iterator[str]:
    for claim in line.claims:
        when = f" [{_plain(claim.when)}]" if claim.when else ""
        yield f"- {_plain(claim.text)}{when} `{claim.id}`"
    source = f"{_plain(line.outlet)}, {day_text(line.day) if line.day else 'no date'}"
    for what, outlets in (("same words", line.copies), ("in other words", line.also)):
        if outlets:
            source += f"; {what}: {', '.join(map(_plain, outlets))}"
    yield f"\n  > “{_plain(line.quote)}”  \n  > {source}\n"


def _plain(text: str) -> str:
    """Text in which nothing is taken for markup."""
    return re.sub(r"([\\`*_\[\]<>#|~!&])", r"\\\1", " ".join(inert(text).split()))


def brief_json(made: Brief, name: str) -> dict[str, object]:
    """A brief as JSON: the same lines as on the screen, and all that is counted there."""
    return {
        "desk": name,
        "day": None if made.day is None else made.day.isoformat(),
        "coverage": made.coverage.text(),
        "coverage_of_day": made.today.text(),
        "sources": None if made.coverage.watch is None else made.coverage.watch.text(),
        "sources_of_day": None if made.today.watch is None else made.today.watch.text(),
        "zero": made.zero or None,
        "sections": [
            {
                "kind": section.kind,
                "left_out": section.left_out,
                "lines": [
                    {
                        "facts": [
                            {"id": c.id, "type": c.type, "facet": c.facet.value, "text": c.text, "when": c.when or None}
                            for c in line.claims
                        ],
                        "quote": line.quote,
                        "outlet": line.outlet,
                        "title": line.title,
                        "published": None if line.day is None else line.day.isoformat(),
                        "copies": list(line.copies),
                        "also": list(line.also),
                    }
                    for line in section.lines
                ],
            }
            for section in made.sections
        ],
        "background": made.background,
        "dropped": [{"id": ident, "fault": fault} for ident, fault in made.dropped],
    }
