"""The brief of a day in the forms that other programs take."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchfloor.briefing.brief import Brief


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
