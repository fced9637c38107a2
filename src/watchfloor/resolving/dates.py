"""When: the dates of a text as facts, each as stated and as resolved.

A date is counted from the day of publication only when its words are ("yesterday", "last week"); without that day such
words stay unresolved. A bare weekday, month or day of a month takes the side that the tense of its verb asks for.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from watchfloor.resolving.dates_acts import tense_of
from watchfloor.resolving.dates_grammar import read
from watchfloor.resolving.dates_rules import Reading, Tense
from watchfloor.resolving.dates_setting import Setting
from watchfloor.types import Cited, Period, Sentence, Span

_OPEN = re.compile(
    r"\b(?:(?P<since>since(?: the)?(?: at least)?)|(?P<until>until|till|up to|through)|(?P<by>by|"
    r"no later than|not later than"
    r"|on or before|ahead of|before the end of)|(?P<before>before|prior to|earlier than)|(?P<after>after|following)"
    r"|(?P<from>from|starting|beginning|starting on|beginning on|effective|as of|as from)|"
    r"(?P<within>during|in|over)) (?:the )?$",
    re.I,
)
_RANGE = re.compile(r"\s?(?:-|–|—|to|until|till|through|and)\s?", re.I)
# An hour of the day that is named: what comes before or after it is of the same day.
_HOUR = re.compile(r"(?:dawn|daybreak|sunrise|sunset|dusk|nightfall|midnight|noon|midday)\b", re.I)
_BOUND = re.compile(r"\b(?P<w>from|between) (?:the )?$", re.I)


def find(
    text: str,
    start: int,
    end: int,
    *,
    version: str,
    setting: Setting,
    tense: Tense | None = None,
    previous: Cited[Period] | None = None,
) -> tuple[Cited[Period], ...]:
    """The dates of `text[start:end]`, in order, each with its words ("since 2019", "Early Monday").

    `setting` tells the day the article was written (`dates_setting.setting_of`); without it relative dates come back
    with neither start nor end, precision `vague` and no EDTF. `tense` tells `past` or `future` for the verb that
    governs the words between two offsets (see `tense_of`). `previous` is the last date of the sentence before: "two
    days later" is counted from it, or not at all.
    Durations ("for three days"), sets ("every Friday") and clock times without a day are no dates.
    """
    anchor = None
    if previous is not None and (previous.value.start or previous.value.end):
        anchor = _as_reading(previous)
    readings = [r for r in read(text, start, end, setting.context(tense, anchor)) if r.kind == "date"]
    out: list[Cited[Period]] = []
    index = 0
    while index < len(readings):
        reading = readings[index]
        after = readings[index + 1] if index + 1 < len(readings) else None
        joined = _range(text, start, reading, after) if after else None
        if joined is not None:
            out.append(_cited(text, version, *joined, f"date:range:{reading.rule}"))
            index += 2
            continue
        out.append(
            _cited(
                text, version, *_opened(text, start, reading, setting.day), f"date:{reading.rule.removeprefix('date:')}"
            )
        )
        index += 1
    return tuple(out)


def find_in(
    sentence: Sentence,
    *,
    version: str,
    text: str,
    setting: Setting,
    previous: Cited[Period] | None = None,
) -> tuple[Cited[Period], ...]:
    """The dates of an analysed sentence: `find` with the tense read from its verbs."""
    return find(
        text,
        sentence.start,
        sentence.end,
        version=version,
        setting=setting,
        tense=lambda a, b: tense_of(sentence, a, b),
        previous=previous,
    )


def _cited(text: str, version: str, start: int, end: int, period: Period, rule: str) -> Cited[Period]:
    return Cited(period, Span(version, start, end), text[start:end], rule)


def _period(reading: Reading) -> Period:
    return Period(reading.first, reading.last, reading.precision, reading.edtf)


def _as_reading(cited: Cited[Period]) -> Reading:
    period = cited.value
    first, last = period.start or period.end, period.end or period.start
    return Reading(
        cited.span.start,
        cited.span.end,
        "date",
        cited.rule.removeprefix("date:"),
        "",
        first,
        last,
        period.precision,
        period.edtf,
    )


def _range(text: str, floor: int, one: Reading, two: Reading) -> tuple[int, int, Period] | None:
    """Two dates that bound one stretch of time: "from Monday to Friday", "June 10 - July 2"."""
    between = text[one.end : two.start]
    if not _RANGE.fullmatch(between) or one.first is None or two.last is None or one.first > two.last:
        return None
    cue = _BOUND.search(text[max(floor, one.start - 14) : one.start])
    plain = between.strip().lower()
    if plain == "and" and (cue is None or cue["w"].lower() != "between"):
        return None
    if plain in ("to", "until", "till") and cue is None and one.precision != two.precision:
        return None
    start = one.start if cue is None else max(floor, one.start - 14) + cue.start()
    return start, two.end, Period(one.first, two.last, "range", f"{one.edtf.split('/')[0]}/{two.edtf.split('/')[-1]}")


def _opened(text: str, floor: int, reading: Reading, published: date | None) -> tuple[int, int, Period]:
    """A date with the preposition that leaves one of its sides open: "by Friday", "since 2019", "until July 20"."""
    period = _period(reading)
    left = max(floor, reading.start - 28)
    cue = _OPEN.search(text[left : reading.start])
    possessive = re.match(r"['’]s\b|s['’]\s", text[reading.end : reading.end + 3]) is not None
    if cue is None or cue["within"] or possessive or reading.rule == "relative:within":
        return reading.start, reading.end, period
    if cue["from"] and reading.rule in ("relative:quarter", "relative:count"):
        return reading.start, reading.end, period  # "up from a year ago" compares, it begins nothing
    start = left + cue.start()
    if cue["from"] and period.precision == "range":
        return start, reading.end, period
    first, last, edtf = reading.first, reading.last, reading.edtf
    if first is None or last is None or not edtf:
        return start, reading.end, period
    low, high = edtf.split("/")[0], edtf.split("/")[-1]
    if cue["since"] or cue["from"]:
        past = published is not None and first <= published and cue["since"]
        return start, reading.end, Period(first, None, "range", f"{low}/" if past else f"{low}/..")
    if (cue["before"] or cue["after"]) and _HOUR.match(text, reading.start):
        return start, reading.end, period  # "before dawn on Thursday" is on Thursday
    if cue["after"]:
        if last == date.max:
            return start, reading.end, period
        following = last + timedelta(days=1)
        return (
            start,
            reading.end,
            Period(following, None, "range", f"{following if period.precision == 'day' else high}/.."),
        )
    if cue["before"]:
        if first == date.min:
            return start, reading.end, period
        ahead = first - timedelta(days=1)
        return start, reading.end, Period(None, ahead, "range", f"../{ahead if period.precision == 'day' else low}")
    return start, reading.end, Period(None, last, "range", f"../{high}")
