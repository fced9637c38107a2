"""The grammar of time expressions: which words of a text name a time, and which days they stand for.

`read` finds all of them: dates, clock times, durations ("three weeks"), sets ("every Friday") and bare references
("now"). `resolving.dates` keeps those that say when something happens and turns them into facts. Each reading also
carries its value in the TIMEX3 notation, in which public gold records are written. The rules stand in one file a kind:
`dates_explicit`, `dates_relative`, `dates_seasons`, `dates_quarters`, `dates_parts` and `dates_durations`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from watchfloor.resolving import (
    dates_durations,
    dates_explicit,
    dates_parts,
    dates_quarters,
    dates_relative,
    dates_seasons,
)
from watchfloor.resolving.dates_calendar import Days, approximate, dated, part_of_day
from watchfloor.resolving.dates_parts import clocked
from watchfloor.resolving.dates_rules import Context, Found, Maker, Reading
from watchfloor.resolving.dates_words import PART, WEEKDAYS

# Of two rules that match the same words the earlier counts.
_RULES = (
    *dates_explicit.RULES,
    *dates_quarters.RULES,
    *dates_relative.RULES,
    *dates_seasons.RULES,
    *dates_parts.RULES,
    *dates_durations.RULES,
)

_HINT = re.compile(
    r"\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|today|tonight|tomorrow|yester|day|night|"
    r"week|fortnight|month|quarter|year|decade|centur|minute|hour|spring|summer|autumn|fall|winter|morning|afternoon|evening|noon|"
    r"midnight|now|current|recent|soon|shortly|future|past|presen|previous|former|every|each|dai|annual|nowadays|lately|twice|once|"
    r"over|ties|eight|nine|fift|sixt|sevent|fort|thirt|twent|half|easter|christ|rama|eid|ashura|arba|nowr|noro|nawr|newr|rosh|yom|passover|"
    r"purim|hanuk|chanuk|sukkot|good|palm|ash|hallow|armis|vet|box|valen|thanks|lab|memorial|martin|pres|columbus|bastille|orthodox|new)",
    re.I,
)

_LEFT = re.compile(
    r"(?:(?P<mod>\b(?:the )?(?:early|mid|middle|late|beginning|start|end|close|first days|last days|"
    r"latter part|later part)(?: (?:in|on|of|part of))?(?: the)?[ -]$)"
    r"|(?P<early>\b(?:earlier|later) (?:in |on )?(?:the )?$)"
    rf"|(?P<part>\b(?:(?:the )?(?:early |late )?(?P<pname>{PART})(?: hours)?(?: of| on)?|(?:early|late)) $)"
    r"|(?P<clock>\b(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)? ?(?:[ap]\.?m\.?|o['’]clock|GMT|UTC)"
    r"(?: (?:[A-Z]{3,4}|local time))?,?(?: on)? $))",
    re.I,
)

_RIGHT = re.compile(
    rf"(?:,? (?:in the )?(?P<lean>early |late )?(?P<part>{PART})\b|,? (?:at )?(?:around |about )"
    rf"?(?P<clock>(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)? ?(?:[ap]\.?m\.?(?!\w)|o['’]clock|GMT\b|UTC\b)))",
    re.I,
)


def read(text: str, start: int, end: int, context: Context) -> tuple[Reading, ...]:
    """Every time expression of `text[start:end]`, in order. Never raises for anything a text may hold."""
    piece = text[start:end]
    if not _HINT.search(piece):
        return ()
    spans: list[tuple[int, int, int, re.Match[str], Maker]] = []
    small = piece.lower()
    for order, (pattern, maker, needs) in enumerate(_RULES):
        if needs and not any(letters in small for letters in needs):
            continue
        spans.extend((m.start(), m.end(), order, m, maker) for m in pattern.finditer(piece))
    # Offsets of one pass are those of the piece; the tense is asked about the whole text.
    tense = context.tense
    # A date of an earlier sentence gets a place before it, so that the rules can tell the two apart.
    anchor = replace(context.anchor, start=-1, end=0) if context.anchor else None
    ctx = replace(context, tense=(lambda a, b: tense(a + start, b + start)) if tense else None, anchor=anchor)
    spans.sort(key=lambda s: (s[0], -s[1], s[2]))
    out: list[Reading] = []
    taken = 0
    index = 0
    while index < len(spans):
        first, last, _, match, maker = spans[index]
        index += 1
        if first < taken:
            continue
        found = _make(maker, match, ctx)
        if found is None:
            continue
        kind, name, days = found
        a, b = first, last
        if "t" in match.re.groupindex and match["t"]:
            a = match.start("t")
        elif "r" in match.re.groupindex and match["r"]:
            a = match.start("r")
        reading = _widen(
            piece, taken, Reading(a, b, kind, name, days.value, days.first, days.last, days.precision, days.edtf), ctx
        )
        taken = reading.end
        if out and _joined(piece, out[-1], reading):
            before = out.pop()
            if before.rule == "clock" and reading.precision == "day":
                reading = replace(reading, value=reading.value + before.value, precision="part-of-day")
            if before.rule == "relative:weekday" and reading.rule == "date":
                reading = _on_weekday(
                    reading, WEEKDAYS[piece[before.start : before.end].split()[-1].lower().rstrip(".,")]
                )
            reading = replace(reading, start=before.start)
        out.append(reading)
        if _carries(reading, piece, ctx):
            ctx = replace(ctx, anchor=reading)
    return tuple(replace(r, start=r.start + start, end=r.end + start) for r in out)


def _carries(reading: Reading, piece: str, ctx: Context) -> bool:
    """Whether later dates may be counted from this one. A bare year counts when something happened in it ("in
    1918"), not
    as the name of a war; what is told of the day of writing does not move a history."""
    if reading.kind != "date" or reading.first is None:
        return False
    if ctx.narrative and reading.rule.startswith("relative"):
        return False
    if reading.precision != "year" or ctx.anchor is None:
        return True
    return (
        re.search(
            r"\b(?:in|by|during|early|late|mid|since|until|throughout|and|to)[ -]$",
            piece[max(0, reading.start - 16) : reading.start],
            re.I,
        )
        is not None
    )


def carried(readings: tuple[Reading, ...], text: str, context: Context) -> Reading | None:
    """The date that a later sentence is counted from: the last that carries, or the one carried so far."""
    last = context.anchor
    for reading in readings:
        if _carries(reading, text, replace(context, anchor=last)):
            last = reading
    return last


_AHEAD = re.compile(
    r"\b(?:until|till|by|through|to|payable|effective|due|before|expires?|expiring|on or about|from|"
    r"starting|beginning) (?:on )?$",
    re.I,
)


_BEHIND = re.compile(r"\bsince (?:late |early |mid-|the )?$", re.I)


def _make(maker: Maker, match: re.Match[str], ctx: Context) -> Found | None:
    before = match.string[max(0, match.start() - 20) : match.start()]
    try:
        if _AHEAD.search(before):
            ctx = replace(ctx, ahead=True)
        elif _BEHIND.search(before):
            ctx = replace(ctx, behind=True)
        return maker(match, ctx)
    except (OverflowError, ValueError, StopIteration, IndexError):
        return None  # a date outside the calendar, such as "300 centuries ago"


def _joined(piece: str, before: Reading, after: Reading) -> bool:
    """Whether a weekday or hour and the date that follows it are one expression: "Monday, June 23", "5 p.m. Sunday"."""
    between = piece[before.end : after.start]
    if before.rule == "clock":
        return after.kind == "date" and len(after.value) in (0, 10) and between in (" ", ", ", " on ", ", on ")
    return (
        before.rule == "relative:weekday"
        and after.kind == "date"
        and after.rule in ("date", "date:full")
        and after.precision in ("day", "part-of-day")
        and between in (", ", " ", ", the ", " the ", " on ", ", on ", " (", ",")
    )


def _on_weekday(reading: Reading, weekday: int) -> Reading:
    """A day whose weekday is stated falls in the nearest year in which it is that weekday: "Saturday, April 25"."""
    if reading.first is None or reading.first != reading.last or reading.first.weekday() == weekday:
        return reading
    for step in (1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6):
        days = dated(reading.first.day, reading.first.month, reading.first.year + step)
        if days.first and days.first.weekday() == weekday:
            value = days.value + reading.value[10:]
            return replace(reading, value=value, first=days.first, last=days.last, edtf=days.edtf)
    return reading


_SIDES = {
    "early": "early", "beginning": "early", "start": "early", "first days": "early", "mid": "mid", "middle": "mid",
    "late": "late", "end": "late", "close": "late", "last days": "late", "latter part": "late", "later part": "late",
}  # fmt: skip


def _widen(piece: str, floor: int, reading: Reading, ctx: Context) -> Reading:
    """A date with the words beside it that narrow it: "early", "the end of", "Monday night", "5 p.m. Sunday"."""
    if reading.kind != "date" or reading.rule == "relative:within":
        return reading
    days = Days(reading.value, reading.first, reading.last, reading.precision, reading.edtf)
    start, end = reading.start, reading.end
    one_day = days.precision in ("day", "part-of-day") or (
        reading.first is None and reading.rule in ("relative:weekday", "relative:day")
    )
    if one_day and days.precision != "part-of-day":
        right = _RIGHT.match(piece, end)
        if right and not (right["part"] and right["part"].lower() == "dawn" and piece[end : end + 1] == ","):
            end = right.end()
            days = part_of_day(days, (right["part"] or "").lower()) if right["part"] else clocked(days, right["clock"])
    left = _LEFT.search(piece[max(floor, start - 40) : start])
    if left:
        begin = max(floor, start - 40) + left.start()
        word = re.sub(r"^the |(?: (?:in|on|of|part of))?(?: the)?[ -]$", "", left[0].lower())
        if left["early"] and not one_day and reading.rule != "relative:unit":
            start = begin
        elif left["part"] and one_day:
            start = begin
            days = part_of_day(days, (left["pname"] or "").lower()) if "T" not in days.value else days
        elif left["clock"] and one_day:
            start, days = begin, clocked(days, left["clock"])
        elif left["mod"] and word in _SIDES:
            start, days = begin, approximate(days, _SIDES[word])
    return Reading(start, end, reading.kind, reading.rule, days.value, days.first, days.last, days.precision, days.edtf)
