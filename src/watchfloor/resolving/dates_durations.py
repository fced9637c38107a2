"""Durations, sets and bare references: "three weeks", "every Friday", "now".

They are recognised so that they are never taken for dates, and so that deadlines can use them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from watchfloor.resolving.dates_calendar import NOTHING
from watchfloor.resolving.dates_rules import Context, Found, rulebook
from watchfloor.resolving.dates_words import (
    MONTH,
    MONTHS,
    NUMBER,
    PART,
    SEASON,
    UNIT,
    UNIT_FORMS,
    UNITS,
    WEEKDAY,
    WEEKDAYS,
    number,
    singular,
)

RULES, rule = rulebook()


@rule(
    rf"\b(?:(?:about|nearly|almost|more than|less than|over|at least|up to|some|the|these|those|roughly|"
    rf"no more than|as many as|the (?:first|last|past|next|final|previous|coming|following|recent)|"
    rf"(?:last|past|next|recent)) ){{0,4}}(?P<n>{NUMBER})(?: more| full| consecutive| straight| long|"
    rf" additional| other)?[- ](?P<u>{UNIT_FORMS})(?P<age>-old|-long| old)?\b(?! of age)",
    re.I,
    needs="minute hour day night week month year decade centur",
)
def _duration(match: re.Match[str], ctx: Context) -> Found | None:
    unit, count = singular(match["u"]), number(match["n"])
    if unit in ("second", "quarter") or match["age"] == " old":
        return None
    before = match.string[max(0, match.start() - 12) : match.start()].lower()
    if (
        match["n"].lower() in ("a", "an")
        and match[0][:2].lower() in ("a ", "an")
        and re.search(r"(?:[\d$%]|\b(?:shares?|times|units|barrels|seats|flights)) $", before)
    ):
        return None  # a rate: "four flights a week", "$2 million a year"
    letter = {"minute": "TM", "hour": "TH", "night": "D", "weekend": "D"}.get(unit) or UNITS.get(unit, "D")
    if unit == "fortnight" and count:
        count *= 2
    if letter == "E" and count:
        letter, count = "Y", count * 10
    if letter == "C" and count:
        letter, count = "Y", count * 100
    text = "X" if count is None else f"{count:g}"
    if count is not None and count != int(count) and letter == "Y":
        text, extra = f"{int(count)}", f"{round((count - int(count)) * 12)}M"
        return "duration", "duration", replace(NOTHING, value=f"P{text}Y{extra}" if text != "0" else f"P{extra}")
    value = f"PT{text}{letter[1]}" if letter[0] == "T" else f"P{text}{letter}"
    return "duration", "duration", replace(NOTHING, value=value)


@rule(
    r"\b(?:(?:for|in|within|after|over|by|with|despite|following|follow|follows|followed|took|takes|recent|past|last|"
    r"coming) )(?P<r>(?:(?:the )?(?:recent|past|"
    r"last|coming|next) )?(?P<u>days|weeks|months|years|decades|centuries))\b(?! (?:ago|earlier|later|"
    r"before|after))",
    needs="days weeks months years decades centuries",
)
def _vague_duration(match: re.Match[str], ctx: Context) -> Found | None:
    return "duration", "duration", replace(NOTHING, value=f"PX{UNITS[singular(match['u'])]}")


@rule(r"\bthe (?:fiscal )?(?P<u>year|quarter)(?= (?:ended|ending)\b)", re.I, needs="ended ending")
def _ended(match: re.Match[str], ctx: Context) -> Found | None:
    """ "The year ended March 31": how long it was; the date behind it says when."""
    return "duration", "duration", replace(NOTHING, value="P1Y" if match["u"].lower() == "year" else "P1Q")


@rule(
    rf"\b(?:every|each) (?:other )?(?:single )?(?P<u>{UNIT}|{WEEKDAY}|{MONTH}|{SEASON}|{PART})\b|"
    rf"\b(?:hourly|yearly|nightly)\b|\b(?:once|twice|(?:{NUMBER}) times) an? (?:day|week|month|year)\b",
    re.I,
    needs="every each hourly yearly nightly once twice times",
)
def _set(match: re.Match[str], ctx: Context) -> Found | None:
    unit = (match["u"] or "").lower()
    word = match[0].lower()
    if unit in UNITS:
        value = f"P1{UNITS[unit]}"
    elif unit in WEEKDAYS:
        value = f"XXXX-WXX-{WEEKDAYS[unit] + 1}"
    elif unit in MONTHS:
        value = f"XXXX-{MONTHS[unit]:02d}"
    else:
        value = {
            "daily": "XXXX-XX-XX",
            "annually": "XXXX",
            "yearly": "XXXX",
            "hourly": "PT1H",
            "weekly": "XXXX-WXX",
            "monthly": "XXXX-XX",
        }.get(word, "")
    return "set", "set", replace(NOTHING, value=value)


@rule(
    r"\b(?P<w>now|currently|nowadays|at present|presently|right now|recently|lately|soon(?! after| before|"
    r" as)|in the near future|the near future|the future|future(?= )|these days|"
    r"in the past(?! [\w-]+ \w+s\b| (?:day|week|month|year|decade|century)\b))\b",
    re.I,
)
def _reference(match: re.Match[str], ctx: Context) -> Found | None:
    word = match["w"].lower()
    if word in ("recently", "lately", "previously", "formerly", "in the past"):
        value = "PAST_REF"
    elif word in ("soon", "shortly") or "future" in word:
        value = "FUTURE_REF"
    else:
        value = "PRESENT_REF"
    return "reference", "reference", replace(NOTHING, value=value)
