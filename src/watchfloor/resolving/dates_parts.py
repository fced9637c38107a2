"""Parts of a day and clock times: "this morning", "noon", "5:30 p.m."."""

from __future__ import annotations

import re
from dataclasses import replace

from watchfloor.resolving.dates_calendar import NOTHING, Days, day, part_of_day
from watchfloor.resolving.dates_rules import Context, Found, rulebook
from watchfloor.resolving.dates_words import PART

RULES, rule = rulebook()


@rule(rf"\bthis (?P<p>{PART})\b", re.I)
def _this_part(match: re.Match[str], ctx: Context) -> Found | None:
    return "date", "relative:part", part_of_day(day(ctx.now), match["p"].lower()) if ctx.now else NOTHING


_CLOCK = re.compile(
    r"(?<![\w.:])(?P<h>[01]?\d|2[0-3])(?:[:.](?P<m>[0-5]\d))? ?(?P<x>[ap]\.?m\.?(?!\w)|o['’]clock|(?:GMT|"
    r"UTC|EST|EDT|hours|hrs)\b)(?: (?:local time|[A-Z]{3,4}\b))?(?: in the (?:morning|afternoon|evening))"
    r"?|(?<![\w.:/$-])(?P<h2>[01]\d|2[0-3])(?P<m2>[0-5]\d) ?(?:GMT|UTC|hours|hrs)\b|\b(?P<w>noon|midnight|"
    r"midday)\b",
    re.I,
)


@rule(_CLOCK.pattern, re.I)
def _clock(match: re.Match[str], ctx: Context) -> Found | None:
    if match["w"]:
        value = "T24:00" if match["w"].lower() == "midnight" else "T12:00"
    else:
        h, m = int(match["h"] or match["h2"]), match["m"] or match["m2"] or "00"
        half_day = (match["x"] or "").lower()[:1]
        if half_day == "p" and h < 12:
            h += 12
        elif half_day == "a" and h == 12:
            h = 0
        value = f"T{h:02d}:{m}"
    return "time", "clock", replace(NOTHING, value=value)


def clocked(days: Days, words: str) -> Days:
    """A day with the hour that stands beside it."""
    match = _CLOCK.search(words)
    found = _clock(match, Context(None)) if match else None
    if found is None or days.first is None or len(days.value) != 10:
        return days
    return Days(days.value + found[2].value, days.first, days.last, "part-of-day", days.edtf)
