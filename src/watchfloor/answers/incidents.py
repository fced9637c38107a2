"""Incidents in words and in JSON: how many report them, from how many origins, and with which numbers."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from watchfloor.linking.happenings import Figure, Incident, Report


def sides(one: Incident) -> str:
    """`who -> whom`; dashes stand for a side that is not named."""
    who, whom = (", ".join(dict.fromkeys(a.name for a in side)) or "--" for side in (one.actors, one.recipients))
    if one.lead.fact.event.reciprocal:
        return who if whom == "--" else f"{who} with {whom}"
    return f"{who} -> {whom}"


def support(one: Incident) -> str:
    """`3 reports, 1 origin`."""
    return f"{many(one.articles, 'report')}, {many(len(one.origins), 'origin')}"


def many(number: int, thing: str) -> str:
    """`1 report`, `2 reports`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def figure_range(figures: tuple[Figure, ...]) -> str:
    """`12`, `12 to 40`, `at least 12`, `up to 300`; with the last report's behind it where that is another."""
    whole, last = _range(figures), _range(figures[-1:])
    return whole if whole == last else f"{whole}, last {last}"


def _range(figures: tuple[Figure, ...]) -> str:
    low, high = min(f.low for f in figures), max(f.high for f in figures)
    if not low and high < inf:
        return f"up to {high:g}"
    if high == inf:
        known = [f.high for f in figures if f.high < inf]
        return f"at least {low:g}" if not known or max(known) <= low else f"{low:g} to {max(known):g} or more"
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def incident_json(one: Incident) -> dict[str, Any]:
    """An incident as JSON: its record, and every report with its origin and its copies."""
    return {
        "id": one.id,
        "type": one.type,
        "mode": one.mode or None,
        "facet": one.facet.value,
        "actors": [{"id": a.id, "name": a.name, "code": a.code} for a in one.actors],
        "recipients": [{"id": a.id, "name": a.name, "code": a.code} for a in one.recipients],
        "places": [{"id": p.id, "name": p.name, "country": p.country, "precision": p.precision} for p in one.places],
        "day": one.day.isoformat() if one.day else None,
        "day_basis": one.day_basis,
        "days": [day.isoformat() for day in one.days],
        "articles": one.articles,
        "origins": [{"key": o.key, "name": o.name, "how": o.how} for o in one.origins],
        "belief": one.belief,
        "figures": {
            what: [
                {
                    "low": f.low,
                    "high": None if f.high == inf else f.high,
                    "event": f.fact,
                    "origin": f.origin.key,
                    "reported": f.day.isoformat(),
                    "newer": f.newer,
                }
                for f in figures
            ]
            for what, figures in one.figures
        },
        "reports": [_report_json(report) for report in one.reports],
        "conflicts": [
            {"about": c.about, "a": c.a.fact.event.id, "b": c.b.fact.event.id, "score": c.score} for c in one.conflicts
        ],
    }


def _report_json(report: Report) -> dict[str, Any]:
    event, article = report.fact.event, report.fact.article
    return {
        "event": event.id,
        "article": article.id,
        "outlet": article.outlet,
        "published": article.published.day.isoformat() if article.published else None,
        "origin": report.origin.key,
        "words": event.trigger.words,
        "sentence": event.sentence.words,
        "copies": [
            {"event": copy.event.id, "article": copy.article.id, "outlet": copy.article.outlet}
            for copy in report.copies
        ],
    }
