"""What the ledgers hold, part by part: each with its name, its value in words, and where it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.briefing.wording import actor_text, place_text, when_text
from watchfloor.types import Actor, Cited, Deadline, Entry, Link, Outlook, Period, Relation, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

STANCES = {2: "commits or agrees", 1: "open or in favour", 0: "leaves open", -1: "reluctant or critical", -2: "rejects"}
RELATIONS = {
    "part-of": "is part of",
    "head-of": "heads",
    "member-of": "is a member of",
    "proxy-of": "acts for",
    "backs": "backs",
    "ally": "is an ally of",
    "rival": "is a rival of",
    "fights": "fights",
}
LINKS = {
    "conditional": "hangs on",
    "trade": "is offered for",
    "leverage": "is pressure on",
    "spill-over": "bears on",
    "denied": "is said to have nothing to do with",
}


def fields(entry: Entry) -> list[tuple[str, str, Cited[object] | None]]:
    """Every part of an entry: its name, its value in words, and where it was read."""
    out: list[tuple[str, str, Cited[object] | None]] = []

    def put(label: str, text: str, cited: Cited[object] | None = None) -> None:
        if text:
            out.append((label, text, cited))

    def people(label: str, actors: Sequence[Cited[Actor] | None]) -> None:
        for one in actors:
            if one is not None:
                put(label, f"{actor_text(one.value)} <{one.value.id}>", one)

    def spoken(label: str, cited: Cited[str] | None) -> None:
        if cited is not None:
            put(label, cited.value, cited)

    def dated(label: str, cited: Cited[Period] | None) -> None:
        if cited is not None:
            put(label, f"{when_text(cited.value)} ({cited.value.precision}; EDTF {cited.value.edtf})", cited)

    match entry:
        case Statement():
            put("act", f"{entry.act or 'says'} ({entry.kind})", entry.cue)
            people("speaker", [entry.speaker])
            put("rank", entry.rank + (", without a name" if entry.anonymous else ""))
            put("side", entry.side)
            for part in entry.content:
                spoken("says", part)
            spoken("to", entry.addressee)
            spoken("venue", entry.venue)
            put("within", entry.parent)
            for stance in entry.stances:
                put(
                    "stance",
                    f"{stance.value:+d} {STANCES[stance.value]} ({stance.commitment}): {stance.action}",
                    stance.target,
                )
                people("about", stance.about)
                spoken("only if", stance.condition)
                spoken("limit", stance.limit)
            dated("date", entry.when)
        case Deadline():
            spoken("what", entry.what)
            put("due", due(entry.due, entry), entry.stated)
            put("status", entry.status, entry.cue)
            people("binds", entry.bound)
            people("set by", entry.set_by)
            dated("moved", entry.moved_from)
            people("said by", entry.said_by)
        case Outlook():
            spoken("what", entry.what)
            put("outlook", f"{entry.direction}{band(entry)}", entry.cue)
            put("scale", entry.scale if entry.low is not None else "")
            put("wording", "the words speak of it not coming about" if entry.negated else "")
            people("holder", [entry.holder])
            dated("by", entry.by)
            spoken("only if", entry.condition)
        case Relation():
            people("a", [entry.a])
            put("relation", f"{entry.kind}{'' if entry.holds else ', denied'}; {entry.facet.value}", entry.cue)
            people("b", [entry.b])
            dated("date", entry.when)
            if entry.place:
                put("place", f"{place_text(entry.place.value)} <{entry.place.value.id}>", entry.place)
            people("said by", entry.said_by)
        case Link():
            spoken("a", entry.a)
            put("link", f"{entry.kind}; {entry.facet.value}", entry.cue)
            spoken("b", entry.b)
            put("sign", {1: "the one helps the other", -1: "the one harms the other"}.get(entry.sign, ""))
            people("said by", entry.said_by)
    put("confidence", f"{entry.confidence:.2f} that it is read rightly")
    return out


def marks(entry: Entry) -> list[Span]:
    """The words that matter: what is said, or the cue of the others."""
    if isinstance(entry, Statement) and entry.content:
        return sorted(part.span for part in entry.content)
    return [entry.sentence.span if entry.cue is None else entry.cue.span]


def band(entry: Outlook) -> str:
    """How likely, in percent, in brackets; empty where only a change is told."""
    if entry.low is None or entry.high is None:
        return ""
    low, high = round(entry.low * 100), round(entry.high * 100)
    band = f"{low} %" if low == high else f"{low} to {high} %"
    return f" ({band}{f', {entry.scale}' if entry.scale != 'stated' else ''})"


def due(day: Period | None, entry: Deadline) -> str:
    """By when, no more exact than told."""
    if day is not None and (text := when_text(day)):
        return text
    return f'"{entry.stated.words}"' if entry.stated else "no day given"
