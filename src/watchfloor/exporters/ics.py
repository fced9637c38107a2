"""Deadlines as a calendar (iCalendar, RFC 5545): one all-day entry a deadline, which keeps its name when it is moved.

A programme that subscribes to the file moves the entry it already has, because the UID stays and SEQUENCE grows by one
with each move. DTSTAMP is when the desk learnt of the present day, so that the same record gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import TextIO

from watchfloor.assessing.deadlines import Chain

PRODUCT = "-//watchfloor//deadlines//EN"
DONE = {"met": "met", "missed": "missed", "disputed": "disputed", "passed": "passed without word"}


def write(found: Iterable[Chain], out: TextIO) -> int:
    """Writes the dated deadlines as one calendar to a text file opened with `newline=""`; gives their number."""
    from icalendar import Calendar, Event, vDate

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    count = 0
    for chain in found:
        day = chain.due.end if chain.due else None
        if day is None:
            continue
        event = Event()
        event.add("uid", chain.uid)
        event.add("sequence", chain.sequence)
        event.add("dtstamp", chain.changed.astimezone(UTC).replace(microsecond=0))
        event["DTSTART"] = vDate(day)
        event["DTSTART"].params["VALUE"] = "DATE"
        event["DTEND"] = vDate(day + timedelta(days=1))
        event["DTEND"].params["VALUE"] = "DATE"
        event.add("summary", plain(_summary(chain)))
        event.add("description", plain(_description(chain)))
        event.add("transp", "TRANSPARENT")
        if chain.issue:
            event.add("categories", [chain.issue])
        calendar.add_component(event)
        count += 1
    out.write(calendar.to_ical().decode("utf-8"))
    return count


def plain(text: str) -> str:
    """The text without control characters, which no calendar may hold."""
    return "".join(c if c == "\n" or c.isprintable() else " " for c in text)


def _summary(chain: Chain) -> str:
    state = DONE.get(chain.state, "")
    bound = next((m.entry.bound for m in chain.mentions if m.entry.bound), ())
    who = ", ".join(p.value.name for p in bound[:3])
    return f"{chain.what}{f' ({who})' if who else ''}{f' [{state}]' if state else ''}"


def _description(chain: Chain) -> str:
    lines = [f"moved from {move.old} to {move.new}, told {move.mention.said}" for move in chain.moves]
    for mention in chain.mentions[-5:]:
        lines.append(f"{mention.said} {mention.article.outlet}: “{mention.entry.sentence.words}”")
        if mention.article.url:
            lines.append(mention.article.url)
    return "\n".join(lines)
