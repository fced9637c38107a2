"""The limit in a sentence: which words state it, and which day they come to.

The dates themselves are those of the date reader. What is added here are spans of time given to somebody ("within 48
hours", "ten days", "four more months"), hours without a day ("by dawn"), and the readings that hold of a limit only: a
bare weekday lies ahead while the deadline is open and behind once it was met or missed; "before Friday" ends the day
before; "by May" is the month.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from watchfloor.resolving.dates_calendar import month_end, shift
from watchfloor.resolving.dates_words import (
    NUMBER,
    ORDINALS,
    PART,
    UNIT_FORMS,
    WEEKDAY,
    WEEKDAYS,
    number,
    ordinal,
    singular,
)
from watchfloor.types import Cited, Period, Sentence

LONG_AGO = 5
"""years before the article after which a limit is history"""
BY = frozenset({"by", "before", "within", "until", "through"})

_PREP = re.compile(
    r"(?P<by>\b(?:by|no later than|not later than|on or before|at the latest by|in time for))\s+(?:the )?$|"
    r"(?P<before>\b(?:before|prior to|ahead of|earlier than))\s+(?:the )?$|"
    r"(?P<until>\b(?:until|till|til|up to|up until))\s+(?:the )?$|"
    r"(?P<through>\bthrough)\s+(?:the )?$|"
    r"(?P<within>\b(?:within|inside))\s+(?:the )?$|"
    r"(?P<to>\bto)\s+(?:the )?$|(?P<from>\bfrom)\s+(?:the )?$|(?P<for>\bfor)\s+(?:the |a )?$|"
    r"(?P<of>\bof)\s+(?:the )?$|(?P<in>\bin)\s+(?:the )?$|(?P<at>\bat)\s+(?:the )?$|(?P<on>\bon)\s+(?:the )?$|"
    r"(?P<since>\b(?:since|after|following))\s+(?:the )?$",
    re.I,
)
_LEADING = re.compile(
    r"(?:(?P<by>by|no later than|not later than|on or before)|(?P<before>before|prior to|ahead of|earlier than)|"
    r"(?P<until>until|till|up to)|(?P<through>through)|(?P<since>since|after|following)|(?P<from>from)|"
    r"(?P<within>within|inside|in))\s+(?:the )?",
    re.I,
)
_ABOUT = re.compile(r"\b(?:about|around|roughly|some) $", re.I)
_SPAN = re.compile(
    rf"\b(?P<n>{NUMBER}|another|one more|a further|a final|a last)(?P<more> more| further| additional| extra| another)?"
    rf"[- ](?P<m2>more |further |additional |extra |working |business |calendar |full |final |clear )*"
    rf"(?P<u>{UNIT_FORMS})\b(?![- ]old)(?!\s+(?:ago|earlier|later|before|after|ahead|long|into)\b)",
    re.I,
)
_CLOCK = re.compile(
    rf"\b(?P<p>by|before|until|till|no later than) (?P<w>(?:this |the )?{PART}|tonight|sundown|sunup|first light|"
    r"(?:\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\.?|o['’]clock|hours|GMT)))(?= |[,.;!?]|$)",
    re.I,
)
_OUT = re.compile(
    r"\b(?P<p>by|before|until) (?:the )?(?P<w>week|month|year|summer|spring|autumn|winter)(?P<o> (?:is|was) (?:out|"
    r"over|up)|"
    r"['’]s end|[- ]end| ends?\b)",
    re.I,
)
_AFTER_NEXT = re.compile(rf"\b(?P<d>{WEEKDAY}) week\b")
_THE_SPAN = re.compile(r"\b(?:within|inside) the (?P<u>hour|day|week|fortnight|month|year)\b", re.I)
_BOTH = re.compile(r"(?:from |between )?(?:the )?(?P<a>.+?) (?:to|until|till|through) (?:the )?(?P<b>.+)", re.I)
_ORDINAL = re.compile(
    rf"\b(?P<p>by|before|until|till|no later than|on) the (?P<o>{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
    r"(?= ?(?:[.,;:!?)\"”]|$| of (?:the|this) month| if| or| and| but| to\b))",
    re.I,
)
_MORNING = frozenset({"dawn", "daybreak", "sunrise", "morning", "sunup", "first light"})
_DATED_YEAR = re.compile(
    r"\b(?:(?i:in|of|since|by|until|from|to|before|after|during|back in)|[A-Z][a-z]{2,8}|\d{1,2},|and|late|"
    r"early)\s((?:1[5-9]|"
    r"20)\d\d)\b(?![\d,%])"
)
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
_NEXT = re.compile(r"\b(?:next|last|this|coming|following)\b", re.I)


@dataclass(frozen=True, slots=True)
class Limit:
    """Words that may state a limit, and what they say."""

    start: int
    end: int
    """`text[start:end]` holds the words with their preposition"""
    at: int
    """where the words without the preposition begin"""
    prep: str
    """by, before, until, through, within, to, from, for, of, in, at, on, since or empty"""
    kind: str
    """date, span, clock"""
    head: int
    """the word of the sentence that carries it"""
    words: tuple[int, ...]
    period: Period | None = None
    count: float | None = None
    unit: str = ""
    more: bool = False
    """ "four more months": counted from the earlier limit, where there is one"""


def limits(sentence: Sentence, text: str, dates: Sequence[Cited[Period]], day: date | None) -> tuple[Limit, ...]:  # noqa: C901 - one branch a way of stating a limit
    """Everything in a sentence that a deadline could be stated by, in order."""
    found: list[Limit] = []
    base, end = sentence.start, sentence.end
    piece = text[base:end]

    def add(limit: Limit) -> None:
        if all(limit.end <= other.start or limit.start >= other.end for other in found):
            found.append(limit)

    def here(m: re.Match[str], group: str, prep: str, kind: str, **more: Any) -> Limit:
        """The limit in a match; its time begins with a group of it."""
        return _limit(sentence, base + m.start(), base + m.end(), base + m.start(group), prep, kind, **more)

    for m in _OUT.finditer(piece):
        if day is not None:
            add(here(m, "w", _plain(m["p"]), "date", period=_whole(day, m["w"].lower())))
    for m in _THE_SPAN.finditer(piece):
        add(here(m, "u", "within", "span", count=1.0, unit=m["u"].lower()))
    for m in _SPAN.finditer(piece):
        if m["n"].lower() in ("some", "few", "many", "recent"):
            continue
        prep, begin = _preposition(text, base, base + m.start())
        head = re.search(r"(?:the |its |their |a )?(?:next|coming|following) $", text[base:begin], re.I)
        if head:
            prep, begin = _preposition(text, base, base + head.start())
        if (
            re.search(
                r"\b(?:the|these|those|past|last|first|after|some|about|every) $", text[base : base + m.start()], re.I
            )
            and not head
            and prep != "within"
        ) and not re.search(r"\b(?:a|the) (?:final|further|last) $|\babout $", text[base : base + m.start()], re.I):
            continue
        count = 1.0 if m["n"].lower() in ("another", "one more", "a further", "a final", "a last") else number(m["n"])
        extra = bool(
            m["more"]
            or (m["m2"] and re.search("more|further|additional|extra", m["m2"], re.I))
            or m["n"].lower() in ("another", "one more", "a further")
        )
        add(
            _limit(
                sentence,
                begin,
                base + m.end(),
                base + m.start(),
                prep,
                "span",
                count=count,
                unit=singular(m["u"]),
                more=extra,
            )
        )
    for cited in dates:
        words = cited.words
        both = _BOTH.fullmatch(words) if "range" in cited.rule and cited.value.start and cited.value.end else None
        if both:
            at = cited.span.start
            for prep, group, one in (("from", "a", cited.value.start), ("to", "b", cited.value.end)):
                begin = at if group == "a" else at + both.end("a") + 1
                if one is not None:
                    add(
                        _limit(
                            sentence,
                            begin,
                            at + both.end(group),
                            at + both.start(group),
                            prep,
                            "date",
                            period=_one(one),
                        )
                    )
            continue
        leading = _LEADING.match(words)
        if leading:
            prep = next(k for k, v in leading.groupdict().items() if v)
            start, at = cited.span.start, cited.span.start + leading.end()
        else:
            prep, start = _preposition(text, base, cited.span.start)
            at = cited.span.start
        finish = cited.span.end
        if (week := re.match(r" week\b", text[finish:end])) and re.search(rf"{WEEKDAY}$", text[:finish][-12:]):
            finish += week.end()
        add(_limit(sentence, start, finish, at, prep, "date", period=cited.value))
    for m in _ORDINAL.finditer(piece):
        if day is not None and (when := _of_month(day, ordinal(m["o"]))) is not None:
            add(here(m, "o", _plain(m["p"]), "date", period=_one(when)))
    for m in _CLOCK.finditer(piece):
        if day is not None:
            word = m["w"].lower().removeprefix("this ").removeprefix("the ")
            when = day + timedelta(days=1 if word in _MORNING and not m["w"].lower().startswith("this") else 0)
            add(here(m, "w", _plain(m["p"]), "clock", period=Period(when, when, "day", when.isoformat())))
    return tuple(sorted(found, key=lambda one: one.start))


def _plain(prep: str) -> str:
    prep = prep.lower()
    return {"till": "until", "til": "until", "no later than": "by", "not later than": "by"}.get(prep, prep)


def _preposition(text: str, floor: int, at: int) -> tuple[str, int]:
    """The preposition before some words, and where it begins."""
    if about := _ABOUT.search(text[max(floor, at - 10) : at]):
        prep, begin = _preposition(text, floor, max(floor, at - 10) + about.start())
        return (prep, begin) if prep else ("", at)
    left = max(floor, at - 24)
    cue = _PREP.search(text[left:at])
    if cue is None:
        return "", at
    name = next(k for k, v in cue.groupdict().items() if v)
    return name, left + cue.start()


def _limit(s: Sentence, start: int, end: int, at: int, prep: str, kind: str, **more: Any) -> Limit:
    inside = [i for i in range(len(s)) if s.starts[i] < end and s.ends[i] > start]
    core = [i for i in inside if s.ends[i] > at] or inside
    tops = [i for i in core if s.heads[i] not in core]
    nouns = [i for i in tops if s.upos[i] != "ADP"]
    head = (nouns or tops or [0])[0]
    return Limit(start, end, at, prep, kind, head, tuple(inside), **more)


def _of_month(day: date, number: int) -> date | None:
    """The next day of that number: of this month or, when it is past, the next."""
    for step in (0, 1, 2):
        year, month = divmod(day.year * 12 + day.month - 1 + step, 12)
        try:
            when = date(year, month + 1, number)
        except ValueError:
            continue
        if when >= day:
            return when
    return None


def _whole(day: date, unit: str) -> Period | None:
    if unit == "week":
        last = day + timedelta(days=6 - day.weekday())
    elif unit == "month":
        last = month_end(day.year, day.month)
    elif unit == "year":
        last = date(day.year, 12, 31)
    else:
        return None
    return Period(last, last, "day", last.isoformat())


def due(limit: Limit, day: date | None, status: str, words: str, base: date | None = None) -> Period | None:
    """The last day of a limit: one day, or a month when only that is known; None when no day follows.

    `words` are those of the limit, `day` the day of writing, `base` the day from which a span is counted, if it is
    another."""
    if limit.kind == "span":
        return _after(limit, base or day)
    period = limit.period
    if period is None or (period.start is None and period.end is None):
        return None
    over = status in ("met", "missed")
    core = words[limit.at - limit.start :]
    if day is not None and (bare := _bare_weekday(core)) is not None:
        return _one(_weekday(day, bare, over, core))
    if _AFTER_NEXT.search(core) and day is not None and (m := _AFTER_NEXT.search(core)):
        ahead = (WEEKDAYS[m["d"].lower().rstrip(".")] - day.weekday()) % 7 or 7
        return _one(day + timedelta(days=ahead + 7))
    if limit.kind == "date" and period.precision in ("season", "vague", "decade"):
        return None
    low, high = period.start, period.end
    if limit.prep == "before":
        last = high if low is None else low - timedelta(days=1)
        if _ends(words) and last is not None:
            last = month_end(last.year, last.month) if re.search(r"\bof [A-Z]|month", words) else high or last
        if last is None:
            return None
        return _turned(_one(last), day, over, words)
    if high is None:
        high = low
    assert high is not None  # noqa: S101 - one of the two is there
    if limit.prep == "since":
        return None
    month = re.fullmatch(
        r"(?:(?:early|mid|late|the (?:start|beginning|middle) of)[- ])?[A-Z]\w+\.?(?:,? \d{4})?", core.strip()
    )
    if (
        month
        and limit.prep != "through"
        and period.precision in ("month", "range")
        and not _ends(words)
        and high == month_end(high.year, high.month)
        and not re.search(r"\d{1,2}\b(?<!\d{4})", core)
    ):
        first = high.replace(day=1)
        whole = Period(first, high, "month", f"{high.year}-{high.month:02}")
        return _turned(whole, day, over, words)
    return _turned(_one(high), day, over, words)


def _ends(words: str) -> bool:
    return re.search(r"\b(?:end|close)\b|['’]s end\b|-end\b|\bout\b|\bover\b", words, re.I) is not None


def _one(day: date) -> Period:
    return Period(day, day, "day", day.isoformat())


def _bare_weekday(core: str) -> int | None:
    plain = re.sub(
        rf"^(?:(?:{PART}|\d+(?:[:.]\d\d)? ?(?:[ap]\.?m\.?|GMT)?) (?:on |of )?)", "", core.strip(), flags=re.I
    )
    plain = re.sub(r"^(?:this|coming|the) ", "", plain)
    m = re.fullmatch(
        rf"(?P<d>{WEEKDAY})(?:['’]s)?(?:,? (?:at )?(?:\w+ )?(?:{PART}|[\d:.]+ ?\w*\.?\w*\.?))?", plain, re.I
    )
    return WEEKDAYS[m["d"].lower().rstrip(".")] if m else None


def _weekday(day: date, weekday: int, over: bool, core: str) -> date:
    if over:
        return day - timedelta(days=(day.weekday() - weekday) % 7 or 7)
    return day + timedelta(days=(weekday - day.weekday()) % 7 or 7)


def _turned(period: Period, day: date | None, over: bool, words: str) -> Period:
    """A day and month without a year lie ahead while the deadline is open, behind when it is over."""
    last = period.end
    if (
        day is None
        or last is None
        or _YEAR.search(words)
        or not re.search(r"[A-Z][a-z]{2}", words)
        or _NEXT.search(words)
    ):
        return period
    step = 1 if not over and last < day - timedelta(days=15) else -1 if over and last > day + timedelta(days=1) else 0
    if not step or abs((last - day).days) > 366:
        return period
    try:
        moved = last.replace(year=last.year + step)
    except ValueError:
        return period
    if period.precision == "month":
        return replace(period, start=moved.replace(day=1), end=moved, edtf=f"{moved.year}-{moved.month:02}")
    return _one(moved)


def _after(limit: Limit, base: date | None) -> Period | None:
    if base is None or limit.count is None:
        return None
    count, unit = limit.count, limit.unit
    if unit in ("minute", "hour", "second"):
        hours = count / 60 if unit == "minute" else count if unit == "hour" else 0
        return _one(base + timedelta(days=int(hours // 24)))
    if unit == "night":
        unit = "day"
    if unit == "fortnight":
        count, unit = count * 2, "week"
    if unit not in ("day", "week", "month", "year"):
        return None
    if count != int(count):
        count, unit = (count * 12, "month") if unit == "year" else (count * 30, "day")
        if count != int(count):
            return None
    try:
        moved = shift(base, int(count), unit)
    except (OverflowError, ValueError):
        return None
    return _one(moved) if moved else None


def history(words: str, day: date | None) -> bool:
    """Whether a sentence tells of another time: a year long gone, and none near."""
    years = [int(y[1]) for y in _DATED_YEAR.finditer(words)]
    if re.search(
        r"\b(?:fifty|forty|thirty|twenty|sixty|seventy|eighty|ninety|a hundred|\d\d) years ago\b", words, re.I
    ):
        return True
    return bool(years) and day is not None and max(years) < day.year - LONG_AGO
