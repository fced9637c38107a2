"""The grammar of time expressions: which words of a text name a time, and which days they stand for.

`read` finds all of them: dates, clock times, durations ("three weeks"), sets ("every Friday") and bare references
("now"). `resolving.dates` keeps those that say when something happens and turns them into facts. Each reading also
carries its value in the TIMEX3 notation, in which public gold records are written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from watchfloor.resolving.dates_holidays import FEASTS, SPELLINGS, feasts

Tense = Callable[[int, int], str]
"""`past`, `future` or an empty text: the tense of the verb that governs the words between two offsets"""


@dataclass(frozen=True, slots=True)
class Reading:
    """One time expression: `text[start:end]` means the days from `first` to `last`."""

    start: int
    end: int
    kind: str
    """date, time (of a day), duration, set or reference"""
    rule: str
    value: str
    """TIMEX3; empty when it cannot be resolved"""
    first: date | None = None
    last: date | None = None
    precision: str = "vague"
    edtf: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What a relative expression is counted from."""

    now: date | None
    """the day of publication"""
    tense: Tense | None = None
    anchor: Reading | None = None
    """the date read last before this text"""
    narrative: bool = False
    """the text tells of another time than its own (see `is_narrative`): years carry over from sentence to sentence"""
    ahead: bool = False
    """a word before the expression looks forward: until, by, effective"""

    def direction(self, start: int, end: int) -> str:
        return self.tense(start, end) if self.tense else ""


# --- words ------------------------------------------------------------------------------------------------------------

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday wed",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
SEASON_NAMES = {21: "SP", 22: "SU", 23: "FA", 24: "WI"}
UNITS = {
    "day": "D",
    "week": "W",
    "fortnight": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "E",
    "century": "C",
}
ONES = (
    "zero one two three four five six seven eight nine ten "
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
SMALL = {word: n for n, word in enumerate(ONES.split())}
TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
ORDINALS = {
    w: n
    for n, w in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
    )
}
ORDINALS |= {
    w: n
    for n, w in enumerate(
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(), 13
    )
}
VAGUE = {
    "several",
    "few",
    "some",
    "many",
    "a few",
    "couple",
    "a couple",
    "a couple of",
    "dozens of",
    "a number of",
    "recent",
}

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST"
    r"|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:]\d|\s?(?:percent|per cent|million|billion)\b)"
_YEAR = r"(?:1[0-9]\d\d|20\d\d)(?!\d|[,.]\d|%)"
_WEEKDAY = (
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY|SUNDAY"
    r"|(?:Mon|Tues|Tue|Wed|Thurs|Thur|Thu|Fri|Sat|Sun)\.)"
)
_PART = r"(?:morning|afternoon|evening|night|noon|midday|midnight|dawn|dusk|daybreak|nightfall|sunrise|sunset)"
_ONE = "|".join([*TENS, *list(SMALL)[1:][::-1]])
_NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}}){{0,4}}(?:\.\d+)?(?: 1/2)?|"
    rf"(?:{'|'.join(TENS)})[- ](?:{'|'.join(list(SMALL)[1:10])})|{_ONE}"
    r"|a hundred|one hundred|a thousand|half a|a half|an?|several|a few|few|some|many|a couple of|"
    r"a couple|couple of|dozens of)"
)
_UNIT = r"(?:minute|hour|day|night|week|weekend|fortnight|month|quarter|season|year|decade|century|second)"
_UNITS = (
    r"(?:minutes?|hours?|days?|nights?|weeks?|weekends?|fortnights?|months?|quarters?|years?|decades?|"
    r"century|centuries|seconds?)"
)
_SEASON = r"(?:spring|summer|autumn|fall|winter|Spring|Summer|Autumn|Winter|Fall)"
_FEAST = "|".join(
    re.escape(name).replace("'", "['\u2019]") for name in sorted([*FEASTS, *SPELLINGS], key=lambda n: (-len(n), n))
)
_ORDINAL = rf"(?:{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"

_COUNTED = frozenset(
    """people persons troops soldiers men women children civilians members fighters militants refugees workers police
    dead deaths casualties wounded injured prisoners dollars euros pounds tons tonnes miles kilometers kilometres km
    meters metres feet acres hectares barrels jobs employees shares points homes houses families villages vehicles tanks
    aircraft planes missiles rockets votes voters students protesters demonstrators square times copies percent cars
    years days hours weeks months minutes pages words ships passengers hp mhz watts megawatts units francs yen rupees
    rounds guns horses cavalry infantry infantrymen regulars volunteers reinforcements officers warriors""".split()
)
_COUNT_CUE = re.compile(
    r"(?:\b(?:some|about|nearly|almost|than|least|most|roughly|approximately|number|over|No\.|killed|killing|wounded"
    r"|estimated|worth|point|another|total of|up to|flight|Resolution|Route|Boeing|model)|[$€£#])\s?$",
    re.I,
)
_YEAR_CUE = re.compile(
    r"(?:\b(?:in|since|of|by|until|till|from|to|before|after|during|between|and|circa|c\.|ca\.|early|late|mid|through|for|the|"
    r"around|about|spring|summer|autumn|fall|winter|fiscal|year|election|war|on)|[-–(,/])\s?$",
    re.I,
)
_MONTH_CUE = re.compile(
    r"(?:\b(?:in|since|of|by|until|till|from|to|before|after|during|between|and|early|late|mid|middle|end|beginning|start|last|"
    r"next|this|through|for|or|previous|following|coming|past|late in|each|every|as|the|on|around)[- ]|"
    r"[(]|\d(?:st|nd|rd|th)? )$",
    re.I,
)


def number(words: str) -> float | None:
    """A number written in figures or words; None when it is vague ("several")."""
    plain = " ".join(words.lower().replace("-", " ").split())
    if re.fullmatch(r"\d[\d,]*(?:\.\d+)?", plain):
        return float(plain.replace(",", ""))
    if plain.endswith(" 1/2"):
        return float(plain[:-4]) + 0.5
    if plain in VAGUE:
        return None
    fixed = {
        "a": 1.0,
        "an": 1.0,
        "half a": 0.5,
        "a half": 0.5,
        "a hundred": 100.0,
        "one hundred": 100.0,
        "a thousand": 1000.0,
    }
    if plain in fixed:
        return fixed[plain]
    total = 0
    for word in plain.split():
        if word in SMALL:
            total += SMALL[word]
        elif word in TENS:
            total += TENS[word]
        else:
            return None
    return float(total)


def ordinal(word: str) -> int:
    plain = word.lower()
    return ORDINALS[plain] if plain in ORDINALS else int(re.sub(r"\D", "", plain))


# --- days -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Days:
    """What an expression stands for, before it is put beside its words."""

    value: str
    first: date | None
    last: date | None
    precision: str
    edtf: str


NOTHING = Days("", None, None, "vague", "")


def day(d: date) -> Days:
    return Days(d.isoformat(), d, d, "day", d.isoformat())


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return (
        date(9999, 12, 31)
        if (year, month) == (9999, 12)
        else date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    )


def month(year: int, m: int) -> Days:
    text = f"{year:04d}-{m:02d}"
    return Days(text, date(year, m, 1), month_end(year, m), "month", text)


def year_days(year: int) -> Days:
    text = f"{year:04d}"
    return Days(text, date(year, 1, 1), date(year, 12, 31), "year", text)


def week(d: date) -> Days:
    """The week, Monday to Sunday, in which a day lies."""
    first = d - timedelta(days=d.weekday())
    last = first + timedelta(days=6)
    iso = d.isocalendar()
    return Days(f"{iso.year:04d}-W{iso.week:02d}", first, last, "week", f"{first}/{last}")


def weekend(d: date) -> Days:
    """The Saturday and Sunday of the week in which a day lies."""
    first = d + timedelta(days=5 - d.weekday())
    iso = d.isocalendar()
    return Days(
        f"{iso.year:04d}-W{iso.week:02d}-WE", first, first + timedelta(1), "range", f"{first}/{first + timedelta(1)}"
    )


def quarter(year: int, q: int) -> Days:
    return Days(f"{year:04d}-Q{q}", date(year, 3 * q - 2, 1), month_end(year, 3 * q), "range", f"{year:04d}-{32 + q}")


def half(year: int, h: int) -> Days:
    return Days(f"{year:04d}-H{h}", date(year, 6 * h - 5, 1), month_end(year, 6 * h), "range", f"{year:04d}-{39 + h}")


def season(year: int, code: int) -> Days:
    """A season of the northern hemisphere; winter begins in December of its year."""
    start = 3 * (code - 20)
    last = month_end(year + (start + 2) // 13, (start + 1) % 12 + 1)
    return Days(f"{year:04d}-{SEASON_NAMES[code]}", date(year, start, 1), last, "season", f"{year:04d}-{code}")


def decade(year: int) -> Days:
    first = year // 10 * 10
    return Days(f"{first // 10:03d}", date(first, 1, 1), date(first + 9, 12, 31), "decade", f"{first // 10:03d}X")


def century(nth: int) -> Days:
    first = max(1, 100 * (nth - 1))
    return Days(f"{nth - 1:02d}", date(first, 1, 1), date(100 * nth - 1, 12, 31), "range", f"{nth - 1:02d}XX")


def of_unit(d: date, unit: str) -> Days:
    """The calendar unit in which a day lies."""
    if unit == "week":
        return week(d)
    if unit == "weekend":
        return weekend(d)
    if unit == "month":
        return month(d.year, d.month)
    if unit == "quarter":
        return quarter(d.year, (d.month + 2) // 3)
    if unit == "year":
        return year_days(d.year)
    if unit == "decade":
        return decade(d.year)
    if unit == "century":
        return century(d.year // 100 + 1)
    return day(d)


def shift(d: date, count: int, unit: str) -> date | None:
    """A day moved by so many units; None when it leaves the calendar."""
    try:
        if unit in ("day", "night"):
            return d + timedelta(days=count)
        if unit in ("week", "weekend"):
            return d + timedelta(weeks=count)
        if unit == "fortnight":
            return d + timedelta(weeks=2 * count)
        months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
        index = d.year * 12 + d.month - 1 + months
        y, m = divmod(index, 12)
        return date(y, m + 1, min(d.day, month_end(y, m + 1).day))
    except (OverflowError, ValueError):
        return None


def singular(unit: str) -> str:
    plain = unit.lower()
    return "century" if plain == "centuries" else plain.removesuffix("s") if plain not in ("", "s") else plain


# --- resolving one expression -----------------------------------------------------------------------------------------


def _nearest(candidates: list[Days], ctx: Context, start: int, end: int) -> Days:
    """The candidate nearest to publication, on the side that the verb's tense asks for when there is one."""
    if ctx.now is None:
        return NOTHING
    now = ctx.now
    tense = ctx.direction(start, end)
    if tense == "past" and ctx.ahead:
        tense = ""

    def distance(c: Days) -> int:
        if c.first is None or c.last is None:
            return 10**9
        # The tense is a leaning, not a law: "extended its offer until Nov. 9" is past and means a day to come.
        # Without a
        # tense the past is likelier, since news tells what happened. Months weigh as measured on news of 1989 to 1998.
        ahead, behind = (c.first - now).days, (now - c.last).days
        if ahead > 0:
            return ahead * {"past": 4, "future": 1}.get(tense, 2)
        return max(behind, 0) * (4 if tense == "future" else 1)

    return min(candidates, key=distance, default=NOTHING)


def _dated(d: int, m: int, y: int) -> Days:
    try:
        return day(date(y, m, d))
    except ValueError:
        return NOTHING


def _story_year(ctx: Context) -> int | None:
    """The year of the date read last, when the text tells of another time than its own."""
    if ctx.anchor is None or ctx.anchor.first is None or ctx.anchor.last is None:
        return None
    year = ctx.anchor.first.year
    if ctx.anchor.last.year - year > 1:
        return None
    if ctx.now is not None and (ctx.anchor.rule.startswith("relative") or ctx.now.year - year < 2):
        return None
    if ctx.now is not None and not ctx.narrative and ctx.anchor.start < 0:
        return None
    return year


def _month_day(d: int, m: int, y: int | None, ctx: Context, start: int, end: int) -> Days:
    year = y or _story_year(ctx)
    if year:
        return _dated(d, m, year)
    if ctx.now is None:
        return NOTHING
    options = [c for c in (_dated(d, m, ctx.now.year + k) for k in (0, -1, 1)) if c is not NOTHING]
    return _nearest(options, ctx, start, end)


def _month_only(m: int, y: int | None, ctx: Context, start: int, end: int) -> Days:
    year = y or _story_year(ctx)
    if year:
        return month(year, m)
    if ctx.now is None:
        return NOTHING
    return _nearest([month(ctx.now.year + k, m) for k in (0, -1, 1)], ctx, start, end)


def _weekday(w: int, which: str, ctx: Context, start: int, end: int) -> Days:
    base = ctx.now
    if (which in ("following", "next") and which == "following") or which in ("previous", "preceding"):
        base = ctx.anchor.first if ctx.anchor else None
    elif _story_year(ctx) and ctx.anchor and ctx.anchor.precision == "day":
        base = ctx.anchor.first
        which = "following"
    if base is None:
        return NOTHING
    back = (base.weekday() - w) % 7
    ahead = (w - base.weekday()) % 7
    if which in ("last", "previous", "preceding", "past"):
        return day(base - timedelta(days=back or 7))
    if which in ("next", "following", "coming"):
        return day(base + timedelta(days=ahead or 7))
    tense = ctx.direction(start, end)
    if which == "this":
        return day(base - timedelta(days=back)) if tense == "past" else day(base + timedelta(days=ahead))
    return day(base + timedelta(days=ahead)) if tense == "future" else day(base - timedelta(days=back))


def _season_only(code: int, ctx: Context, which: str, start: int, end: int) -> Days:
    year = _story_year(ctx)
    if year and not which:
        return season(year, code)
    if ctx.now is None:
        return NOTHING
    now = ctx.now
    options = [season(now.year + k, code) for k in (-2, -1, 0, 1)]
    if which in ("last", "past", "previous"):
        return [c for c in options if c.last and c.last < now][-1]
    if which in ("next", "coming"):
        return next(c for c in options if c.first and c.first > now)
    if which == "this":
        return season(now.year - (code == 24 and now.month < 3), code)
    return _nearest(options, ctx, start, end)


_DEIXIS = {"last": -1, "past": -1, "next": 1, "coming": 1, "upcoming": 1, "this": 0, "current": 0}


# --- rules ------------------------------------------------------------------------------------------------------------

Found = tuple[str, str, Days]
"""kind, rule, days"""
Maker = Callable[["re.Match[str]", Context], "Found | None"]
RULES: list[tuple[re.Pattern[str], Maker]] = []


def rule(pattern: str, flags: int = 0) -> Callable[[Maker], Maker]:
    """Registers a rule: what it matches, and the function that says which days that is, or None for no time at all."""

    def keep(maker: Maker) -> Maker:
        RULES.append((re.compile(pattern, flags), maker))
        return maker

    return keep


def _int(match: re.Match[str], group: str) -> int | None:
    text = match.groupdict().get(group)
    return int(re.sub(r"\D", "", text)) if text else None


def _month_number(text: str) -> int:
    return MONTHS[text.lower().rstrip(".")]


def _approximate(days: Days, which: str) -> Days:
    """The early, middle or late part of a month, season, year, decade or century, as days that are marked
    approximate."""
    if days.first is None or days.last is None or not which:
        return days
    first, last = days.first, days.last
    length = (last - first).days + 1
    if days.precision in ("day", "part-of-day"):
        return replace(days, precision="part-of-day")
    if length < 7:
        return days
    third = {"month": 10, "year": 120}.get(days.precision, length // 3)
    if which == "early":
        last = first + timedelta(days=third - 1)
    elif which == "mid":
        first, last = (
            first + timedelta(days=third),
            last - timedelta(days=third if days.precision != "month" else length - 20),
        )
    elif which == "late":
        first = first + timedelta(days=2 * third) if days.precision == "month" else last - timedelta(days=third - 1)
    elif which == "half1":
        last = first + timedelta(days=length // 2 - 1)
    elif which == "half2":
        first = first + timedelta(days=length // 2)
    return Days(days.value, first, last, "range", f"{first}~/{last}~")


@rule(rf"\b(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])-(?P<d>[0-3]\d)(?!\d)")
def _iso(match: re.Match[str], ctx: Context) -> Found | None:
    days = _dated(int(match["d"]), int(match["m"]), int(match["y"]))
    return None if days is NOTHING else ("date", "date", days)


@rule(r"(?<![\d/.])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4}|\d\d)(?![\d/])")
def _slashes(match: re.Match[str], ctx: Context) -> Found | None:
    a, b, y = int(match["a"]), int(match["b"]), int(match["y"])
    if len(match["y"]) == 2:
        pivot = (ctx.now.year if ctx.now else 2000) + 10
        y += max(c for c in (1800, 1900, 2000, 2100) if c + y <= pivot) if pivot >= 1810 else 1900
    orders = {_dated(a, b, y), _dated(b, a, y)} - {NOTHING}
    if len(orders) == 2 and ctx.now is not None:
        today = {o for o in orders if o.first == ctx.now}
        orders = today or orders
    if len(orders) != 1:
        return None
    return "date", "date", orders.pop()


@rule(rf"\b(?P<m>{_MONTH}) (?P<d>{_DAY}) ?(?:-|–|—|to|through|and|until|or) ?(?P<e>{_DAY})(?:,? (?P<y>{_YEAR}))?")
def _month_days(match: re.Match[str], ctx: Context) -> Found | None:
    return _two_days(match, ctx)


@rule(
    rf"\b(?:the )?(?P<d>{_DAY}) ?(?:-|–|—|to|through|and|until|or) ?(?P<e>{_DAY}) (?:of )?(?P<m>{_MONTH})"
    rf"(?:,? (?P<y>{_YEAR}))?"
)
def _days_month(match: re.Match[str], ctx: Context) -> Found | None:
    return _two_days(match, ctx)


def _two_days(match: re.Match[str], ctx: Context) -> Found | None:
    m, y, d, e = _month_number(match["m"]), _int(match, "y"), _int(match, "d"), _int(match, "e")
    if not d or not e:
        return None
    first = _month_day(d, m, y, ctx, match.start(), match.end())
    if first.first is None:
        return "date", "date", NOTHING
    last = _dated(e, m, first.first.year)
    if last.first is None or last.first <= first.first:
        return None
    return "date", "date", Days(first.value, first.first, last.last, "range", f"{first.edtf}/{last.edtf}")


@rule(rf"\b(?P<m>{_MONTH})(?: the)? (?P<d>{_DAY})(?:,? (?:of |in )?(?P<y>{_YEAR}))?(?!-year)")
def _month_then_day(match: re.Match[str], ctx: Context) -> Found | None:
    return _one_day(match, ctx)


@rule(
    rf"(?<![\d,.$€£:-])(?:the )?(?P<d>{_DAY}|(?:{'|'.join(ORDINALS)}|(?:twenty|thirty)-(?:first|second|"
    rf"third|fourth|fifth|sixth|"
    rf"seventh|eighth|ninth)))(?: day)?(?: of)?[ -](?P<m>{_MONTH})(?:,? (?:of )?(?P<y>{_YEAR}))?"
)
def _day_then_month(match: re.Match[str], ctx: Context) -> Found | None:
    word = match["d"].lower()
    if not word[0].isdigit():
        head, _, tail = word.partition("-")
        d = TENS[head] + ORDINALS[tail] if tail else ORDINALS[word]
        return _one_day(match, ctx, d)
    return _one_day(match, ctx)


def _one_day(match: re.Match[str], ctx: Context, d: int | None = None) -> Found | None:
    d = d or _int(match, "d")
    if not d:
        return None
    m, y = _month_number(match["m"]), _int(match, "y")
    days = _month_day(d, m, y, ctx, match.start(), match.end())
    if days is NOTHING and (y or ctx.now):
        return None
    return "date", "date:full" if y else "date", days


@rule(rf"\b(?P<m>{_MONTH})(?:,| of|, of)? (?P<y>{_YEAR})")
def _month_year(match: re.Match[str], ctx: Context) -> Found | None:
    return "date", "date:full", month(int(match["y"]), _month_number(match["m"]))


@rule(
    rf"\b(?:(?P<w>(?i:last|next|this|past|coming)) )?(?P<m>{_MONTH})\b(?:,? (?:of )?(?P<o>last|this|next|"
    rf"that|the same|the following) year)?(?!['’]s?\b(?! \w))"
)
def _bare_month(match: re.Match[str], ctx: Context) -> Found | None:
    name, which, of = match["m"], (match["w"] or "").lower(), match["o"]
    if name.rstrip(".").lower() in ("may", "march", "mar", "jun", "jan", "august") and not which and not of:
        before = match.string[max(0, match.start() - 14) : match.start()]
        after = match.string[match.end() : match.end() + 4]
        if not _MONTH_CUE.search(before) or after.startswith(" on ") or (name.isupper() and len(name) < 6):
            return None
        if (name == "March" and re.search(r"\b(?:the|and|or|to) $", before)) or (
            name == "August" and before.endswith("the ")
        ):
            return None
    if len(name) == 3 and name != "May" and not name.endswith("."):
        return None
    m = _month_number(name)
    if of in ("last", "this", "next"):
        if ctx.now is None:
            return "date", "relative", NOTHING
        return "date", "relative:month", month(ctx.now.year + _DEIXIS[of], m)
    if of and ctx.anchor and ctx.anchor.first:
        return "date", "date", month(ctx.anchor.first.year + (of == "the following"), m)
    if which:
        if ctx.now is None:
            return "date", "relative", NOTHING
        y, now = ctx.now.year, ctx.now.month
        if which in ("last", "past"):
            y -= m >= now
        elif which in ("next", "coming"):
            y += m <= now
        return "date", "relative:month", month(y, m)
    return "date", "date", _month_only(m, None, ctx, match.start(), match.end())


@rule(
    rf"\b(?:(?P<w>(?i:last|next|this|past|coming|(?:the )?(?:following|previous|preceding|next|same))) )"
    rf"?(?P<d>{_WEEKDAY})"
    rf"(?! (?:[A-Z]\w+ )?(?:newspaper|magazine))(?P<s>s\b)?(?: (?P<ago>a week ago|last|next|last week|"
    rf"next week|this week)\b)?"
)
def _weekdays(match: re.Match[str], ctx: Context) -> Found | None:
    before = match.string[max(0, match.start() - 14) : match.start()]
    if re.search(r"\b(?:Black|Bloody|Super|Cyber|Good|Holy|Palm|Easter|Ash|Fat|Ruby|Billy|Man) $", before):
        return None
    w = WEEKDAYS[match["d"].lower().rstrip(".")]
    if match["s"]:
        return "set", "set", replace(NOTHING, value=f"XXXX-WXX-{w + 1}")
    which = (match["w"] or "").lower().removeprefix("the ")
    ago = match["ago"] or ""
    if re.search(r"\b(?:every|each|any) $", before):
        return "set", "set", replace(NOTHING, value=f"XXXX-WXX-{w + 1}")
    if which == "same":
        return None
    if ago in ("last week", "next week", "this week"):
        if ctx.now is None:
            return "date", "relative:weekday", NOTHING
        monday = ctx.now - timedelta(days=ctx.now.weekday()) + timedelta(weeks=_DEIXIS[ago.split()[0]])
        return "date", "relative:weekday", day(monday + timedelta(days=w))
    if ago in ("last", "next"):
        which = ago
    days = _weekday(w, which, ctx, match.start(), match.end())
    if ago == "a week ago" and days.first:
        days = day(days.first - timedelta(weeks=1))
    return "date", "relative:weekday" if which not in ("following", "previous", "preceding") else "date", days


@rule(
    r"\b(?P<w>the day before yesterday|the day after tomorrow|today|tonight|tomorrow|yesterday|last night|overnight)\b"
    r"(?P<p> (?:morning|afternoon|evening|night)\b)?",
    re.I,
)
def _deictic(match: re.Match[str], ctx: Context) -> Found | None:
    word = match["w"].lower()
    offset = {
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
        "tomorrow": 1,
        "yesterday": -1,
        "last night": -1,
    }.get(word, 0)
    if word == "today" and re.match(r"['’]s (?:world|generation|youth)", match.string[match.end() : match.end() + 14]):
        return "reference", "reference", replace(NOTHING, value="PRESENT_REF")
    days = day(ctx.now + timedelta(days=offset)) if ctx.now else NOTHING
    part = (match["p"] or "").strip().lower() or {"tonight": "night", "last night": "night", "overnight": "night"}.get(
        word, ""
    )
    if word == "overnight" and days.first:
        return "date", "relative:part", replace(_part(days, part), first=days.first - timedelta(1))
    return "date", "relative:day", _part(days, part) if part else days


_CODES = {
    "morning": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "noon": "12:00",
    "midday": "12:00",
    "midnight": "24:00",
}


def _part(days: Days, part: str) -> Days:
    if days.first is None or len(days.value) != 10:
        return days
    code = _CODES.get(part, "")
    return Days(days.value + (f"T{code}" if code else ""), days.first, days.last, "part-of-day", days.edtf)


@rule(rf"\bthis (?P<p>{_PART})\b", re.I)
def _this_part(match: re.Match[str], ctx: Context) -> Found | None:
    return "date", "relative:part", _part(day(ctx.now), match["p"].lower()) if ctx.now else NOTHING


@rule(
    r"\b(?P<x>(?:earlier|later) )?(?P<w>last|next|this|(?:the )?(?:past|coming|current|upcoming)|this (?:past|coming)) "
    rf"(?P<u>day|week|weekend|month|quarter|year|decade|century|{_SEASON})\b(?!-)",
    re.I,
)
def _this_unit(match: re.Match[str], ctx: Context) -> Found | None:
    which, unit = match["w"].lower().removeprefix("the ").split()[-1], match["u"].lower()
    if match["w"].lower() in ("past", "coming", "current", "upcoming"):
        return None
    if match["w"].lower() in ("the past",) and unit not in SEASONS:
        return "duration", "duration", replace(NOTHING, value=f"P1{UNITS.get(unit, 'D')}")
    if unit in SEASONS:
        return (
            "date",
            "relative:season",
            _season_only(SEASONS[unit], ctx, "last" if which == "past" else which, match.start(), match.end()),
        )
    if ctx.now is None:
        return "date", "relative:unit", NOTHING
    base = ctx.now
    if (
        unit == "weekend"
        and which == "this"
        and ctx.now.weekday() < 2
        and ctx.direction(match.start(), match.end()) != "future"
    ):
        base = ctx.now - timedelta(days=7)
    moved = shift(base, _DEIXIS[which], unit)
    days = of_unit(moved, unit) if moved else NOTHING
    side = (match["x"] or "").strip().lower()
    if side and days.first and days.last and which == "this":
        bounds = (days.first, ctx.now) if side == "earlier" else (ctx.now, days.last)
        days = Days(days.value, *bounds, "range", f"{bounds[0]}/{bounds[1]}")
    return "date", "relative:unit", days


@rule(
    rf"\b(?P<w>the|that|the same|this same|the very next|the next|the following|the previous|the preceding)"
    rf" (?P<u>day|night|morning|evening|afternoon|week|weekend|month|year|decade|{_SEASON})\b(?! (?:of|"
    rf"before|after)\b)(?:,? (?P<a>before|after|earlier|later)\b)?",
    re.I,
)
def _that_unit(match: re.Match[str], ctx: Context) -> Found | None:
    which, unit = match["w"].split()[-1].lower(), match["u"].lower()
    if which in ("the", "this"):
        return None
    return _from_anchor(
        {"that": 0, "same": 0, "next": 1, "following": 1, "previous": -1, "preceding": -1}[which], unit, ctx
    )


@rule(
    r"\bthe (?P<u>day|night|morning|evening|week|month|year) (?P<a>before|after|earlier|later)"
    r"\b(?! (?:the|a|an|his|her|their|its|yesterday|tomorrow|[A-Z])\b)"
)
def _the_day_after(match: re.Match[str], ctx: Context) -> Found | None:
    return _from_anchor(1 if match["a"] in ("after", "later") else -1, match["u"], ctx)


def _fine_enough(anchor: Reading | None, unit: str) -> bool:
    """Whether a date is known finely enough to count such units from it: no days from a year."""
    if anchor is None or anchor.first is None or anchor.last is None:
        return False
    widest = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 7, "month": 31, "quarter": 92}.get(unit, 4000)
    return (anchor.last - anchor.first).days < widest


def _from_anchor(count: int, unit: str, ctx: Context) -> Found | None:
    """A unit counted from the date read last, never from publication: without such a date it stays open."""
    parts = {"morning", "evening", "afternoon", "night"}
    plain = "day" if unit in parts else unit
    base = ctx.anchor.first if ctx.anchor and ctx.anchor.first else None
    if base is None or not _fine_enough(ctx.anchor, plain):
        return "date", "anchored", NOTHING
    if plain in SEASONS:
        return "date", "anchored", season(base.year + count, SEASONS[plain])
    moved = shift(base, count, plain)
    days = of_unit(moved, plain) if moved else NOTHING
    return "date", "anchored", _part(days, unit) if unit in parts else days


@rule(
    rf"\b(?:(?:about|around|nearly|almost|more than|over|some|exactly|roughly|just|only|less than|at least)"
    rf" )?(?P<n>{_NUMBER}) "
    rf"(?P<u>{_UNITS}) (?P<d>ago|earlier|later|previously|from now|hence|(?:before|after)(?! (?:the|that|"
    rf"he|she|it|they|his|her|its|their|a|an|[A-Z]\w+)\b))\b",
    re.I,
)
def _counted(match: re.Match[str], ctx: Context) -> Found | None:
    count, unit, side = number(match["n"]), singular(match["u"]), match["d"].lower()
    if side == "ago":
        base: date | None = ctx.now
        sign, name = -1, "relative:count"
    elif side in ("from now", "hence"):
        base, sign, name = ctx.now, 1, "relative:count"
    else:
        base = ctx.anchor.first if ctx.anchor else None
        sign, name = (-1 if side in ("earlier", "before", "previously") else 1), "anchored"
    if base is None:
        return "date", name, NOTHING
    if count is None:
        if sign < 0 and side == "ago":
            return "date", name, Days("PAST_REF", None, base, "vague", f"../{base}")
        return "date", name, replace(NOTHING, value="PAST_REF" if sign < 0 else "FUTURE_REF")
    if unit in ("minute", "hour", "second"):
        return "date", name, day(base) if count < 24 or unit != "hour" else NOTHING
    if count != int(count):
        count, unit = (round(count * 12), "month") if unit == "year" else (round(count * 7), "day")
    if name == "anchored" and not _fine_enough(ctx.anchor, unit):
        return "date", name, NOTHING
    moved = shift(base, sign * int(count), unit)
    return "date", name, of_unit(moved, "week" if unit == "fortnight" else unit) if moved else NOTHING


@rule(
    rf"\b(?P<b>within|in|inside) (?:the next |about |around |less than |just |as little as )"
    rf"?(?P<n>{_NUMBER})[- ](?P<u>days?|weeks?|months?|years?)(?: time|['’]s? time)?\b(?! (?:ago|earlier|"
    rf"later|of|and|in|to)\b)(?!['’])",
    re.I,
)
def _within(match: re.Match[str], ctx: Context) -> Found | None:
    count, unit = number(match["n"]), singular(match["u"])
    if match["b"].lower() == "in" and not (
        ctx.direction(match.start(), match.end()) == "future" or "time" in match[0].lower()
    ):
        return None
    if count is None or count != int(count) or ctx.now is None:
        return "date", "relative:within", NOTHING
    moved = shift(ctx.now, int(count), unit)
    if moved is None:
        return None
    return (
        "date",
        "relative:within",
        Days(
            f"P{int(count)}{UNITS[unit]}" if match["b"].lower() != "in" else of_unit(moved, unit).value,
            ctx.now,
            moved,
            "range",
            f"{ctx.now}/{moved}",
        ),
    )


@rule(rf"(?<![\w$€£.,:/-])(?P<a>{_YEAR}) ?[-–—/] ?(?P<b>{_YEAR}|\d\d)(?![\d-])(?!['’]?s\b)")
def _years(match: re.Match[str], ctx: Context) -> Found | None:
    a, text = int(match["a"]), match["b"]
    b = int(text) if len(text) == 4 else a // 100 * 100 + int(text)
    if not a < b <= a + 200 or (len(text) == 2 and b - a > 60):
        return None
    return "date", "date:full", Days(f"{a}", date(a, 1, 1), date(b, 12, 31), "range", f"{a:04d}/{b:04d}")


@rule(
    rf"(?<![\w$€£:/])(?<!\d[.,])(?:(?:the )?(?P<f>fiscal|fiscal year|year|FY) ?)?(?P<y>{_YEAR})(?![\w/])"
    rf"(?!-(?!era|style|led)\d)(?P<bc> (?:BC|B\.C\.|BCE)(?!\w))?"
)
def _year(match: re.Match[str], ctx: Context) -> Found | None:
    y, text = int(match["y"]), match.string
    if match["bc"]:
        return "date", "date:full", replace(NOTHING, value=f"BC{y:04d}", edtf=f"-{y - 1:04d}")
    before = text[max(0, match.start() - 16) : match.start()]
    follow = re.match(r"[-\s]([A-Za-z]+)", text[match.end() : match.end() + 24])
    word = follow[1].lower() if follow else ""
    cue = _COUNT_CUE.search(before) and not re.search(r"\b(?:in|since|of|year)\b \S+ ?$", before)
    if (word in _COUNTED or cue) and not match["f"]:
        return None
    if not match["f"] and not 1900 <= y <= 2059 and not _YEAR_CUE.search(before):
        return None
    if re.search(r"(?:\bhours|\bp\.?m\.?|\ba\.?m\.?|\bGMT|\bUTC)$", before.strip()) or re.match(
        r" ?(?:hours|GMT|UTC|local time|hrs)\b", text[match.end() : match.end() + 12]
    ):
        return None
    days = year_days(y)
    if match["f"] and match["f"].lower() != "year":
        days = replace(days, edtf=f"{y:04d}~")
    return "date", "date:full", days


@rule(r"\b(?:AD|A\.D\.) ?(?P<y>\d{1,4})\b|(?<![\w.,$])(?P<z>\d{1,3}) (?P<e>AD|A\.D\.|BC|B\.C\.|BCE|CE)(?!\w)")
def _era(match: re.Match[str], ctx: Context) -> Found | None:
    y = int(match["y"] or match["z"])
    if (match["e"] or "").startswith("B"):
        return "date", "date:full", replace(NOTHING, value=f"BC{y:04d}", edtf=f"-{max(0, y - 1):04d}")
    return ("date", "date:full", year_days(y)) if y else None


@rule(
    r"(?<!\w)(?:the )?(?:(?P<c>1\d|20)?(?P<d>\d0)|['’](?P<e>\d0))['’]?s\b|\bthe (?P<w>twenties|thirties|"
    r"forties|fifties|sixties|seventies|eighties|nineties)\b"
)
def _decades(match: re.Match[str], ctx: Context) -> Found | None:
    if match["w"]:
        return "date", "date", decade(1900 + TENS[match["w"].removesuffix("ies") + "y"])
    short = match["d"] or match["e"]
    if not match["c"]:
        if (not match[0].startswith("the ") and not match["e"]) or (
            re.search(
                r"\b(?:his|her|their|my|in) (?:mid-|late |early )?$",
                match.string[max(0, match.start() - 18) : match.start()],
            )
            and "the" not in match[0]
        ):
            return None
        if short in ("00", "10"):
            return None
        return "date", "date", decade(1900 + int(short))
    if short == "00" and match["c"] != "20":
        return "date", "date:full", century(int(match["c"]) + 1)
    return "date", "date:full", decade(int(match["c"]) * 100 + int(short))


@rule(
    rf"\b(?:the )?(?P<n>{_ORDINAL}|{'|'.join(['twentieth', 'twenty-first'])})[- ]century\b(?P<bc> (?:BC|B\.C\.|BCE))?",
    re.I,
)
def _centuries(match: re.Match[str], ctx: Context) -> Found | None:
    n = 21 if match["n"].lower() == "twenty-first" else ordinal(match["n"])
    if match["bc"]:
        return "date", "date:full", replace(NOTHING, value=f"BC{max(0, n - 1):02d}")
    return ("date", "date:full", century(n)) if 1 <= n <= 30 else None


@rule(
    rf"\b(?:(?:(?P<p>last|this|next) year['’]s|(?:the )?(?P<z>{_YEAR})) |the )?(?P<f>fiscal[- ])"
    rf"?(?P<n>first|second|third|fourth|1st|2nd|3rd|4th|final|latest)[- ](?P<f2>fiscal[- ])?(?P<u>quarter|"
    rf"half)\b"
    rf"(?:,? (?:of )?(?:fiscal )?(?:(?P<y>{_YEAR})|(?P<o>last|this|next) year|the year))?",
    re.I,
)
def _quarters(match: re.Match[str], ctx: Context) -> Found | None:
    unit, name = match["u"].lower(), match["n"].lower()
    if unit == "half" and not (match["y"] or match["o"] or "year" in match[0]):
        return None
    size = 4 if unit == "quarter" else 2
    build = quarter if unit == "quarter" else half
    if name == "latest":
        if ctx.now is None:
            return "date", "relative:quarter", NOTHING
        moved = shift(ctx.now, -1, "quarter")
        return "date", "relative:quarter", of_unit(moved, "quarter") if moved and unit == "quarter" else NOTHING
    n = size if name == "final" else ordinal(name)
    if n > size:
        return None
    year = _int(match, "y") or _int(match, "z")
    if year:
        return "date", "date:full", build(year, n)
    if ctx.now is None:
        return "date", "relative:quarter", NOTHING
    if which := match["o"] or match["p"]:
        return "date", "relative:quarter", build(ctx.now.year + _DEIXIS[which.lower()], n)
    options = [build(ctx.now.year + k, n) for k in (0, -1)]
    return "date", "relative:quarter", next((o for o in options if o.first and o.first <= ctx.now), NOTHING)


_HUNDREDS = {"sixteen": 1600, "seventeen": 1700, "eighteen": 1800, "nineteen": 1900, "twenty": 2000}
_SPELLED = (
    rf"(?P<h>{'|'.join(_HUNDREDS)})[- ](?P<t>{'|'.join(TENS)}|{'|'.join(list(SMALL)[10:])})"
    rf"(?:[- ](?P<o>{'|'.join(list(SMALL)[1:10])}))?"
)


@rule(rf"\b(?:(?P<m>{_MONTH}),? )?{_SPELLED.replace('?P<t>', '?P<z>')}\b(?! \w+s\b)", re.I)
def _spelled_year(match: re.Match[str], ctx: Context) -> Found | None:
    """A year as broadcasters' transcripts spell it: "nineteen ninety-one"."""
    word = match["z"].lower()
    rest = TENS.get(word, SMALL.get(word, 0)) + (SMALL[match["o"].lower()] if match["o"] and word in TENS else 0)
    year = _HUNDREDS[match["h"].lower()] + rest
    if not 1600 <= year <= 2059 or (match["o"] and word not in TENS):
        return None
    return "date", "date:full", month(year, _month_number(match["m"])) if match["m"] else year_days(year)


@rule(
    rf"\b(?P<t>the (?P<u>weekend|{_SEASON}))\b(?! (?:of|before|after|season|to|from)\b)|\b(?:at )"
    rf"?(?P<r>the (?P<w>end|close|start|beginning) of the "
    r"(?P<v>day|week|month|year|decade))\b"
)
def _the_unit(match: re.Match[str], ctx: Context) -> Found | None:
    """A unit that only the article's day tells: "over the weekend", "by the end of the year"."""
    before = match.string[max(0, match.start() - 10) : match.start()].lower()
    if match["v"]:
        base = ctx.anchor.first if ctx.narrative and ctx.anchor else ctx.now
        if base is None:
            return "date", "relative:unit", NOTHING
        whole = of_unit(base, match["v"])
        return "date", "relative:unit", _approximate(whole, "late" if match["w"] in ("end", "close") else "early")
    if not before.endswith(
        ("over ", "during ", "through ", "into ", "of ", "since ", "by ", "on ", "in ", "for ", "throughout ")
    ):
        return None
    if match["u"] == "fall" or (match["u"] != "weekend" and before.endswith(("on ", "for ", "of "))):
        return None
    if match["u"] != "weekend":
        return "date", "relative:season", _season_only(SEASONS[match["u"].lower()], ctx, "", match.start(), match.end())
    if ctx.now is None:
        return "date", "relative:unit", NOTHING
    tense = ctx.direction(match.start(), match.end())
    past = tense != "future" and ctx.now.weekday() < 5
    return "date", "relative:unit", weekend(ctx.now - timedelta(days=7) if past else ctx.now)


@rule(r"\b(?P<w>earlier|later) (?:in|on|that|the same) (?:the |that )?(?P<u>day|week|month|year)\b", re.I)
def _within_unit(match: re.Match[str], ctx: Context) -> Found | None:
    return _from_anchor(0, match["u"].lower(), ctx)


@rule(r"\b(?:(?:just|only|some|many) )?(?P<u>days|weeks|months|years|decades|centuries) ago\b", re.I)
def _some_time_ago(match: re.Match[str], ctx: Context) -> Found | None:
    value = f"PX{UNITS[singular(match['u'])]}"
    if ctx.now is None:
        return "date", "relative:count", replace(NOTHING, value=value)
    return "date", "relative:count", Days(value, None, ctx.now, "vague", f"../{ctx.now}")


@rule(r"\b(?:the|this) (?:latest |current |same |comparable )?(?:fiscal )?(?:quarter|period)\b(?! of\b)")
def _the_quarter(match: re.Match[str], ctx: Context) -> Found | None:
    """The quarter a company reports on: a reference, since only its report tells which one."""
    if match[0].startswith("this") or ("period" in match[0] and "latest" not in match[0]):
        return None
    moved = shift(ctx.now, -1, "quarter") if ctx.now else None
    return "reference", "reference", replace(of_unit(moved, "quarter"), first=None, last=None) if moved else NOTHING


@rule(rf"\b(?:(?:the )?(?P<h>first|second) half of |(?:the )?(?:whole|rest|remainder) of )(?P<y>{_YEAR})")
def _half_of(match: re.Match[str], ctx: Context) -> Found | None:
    y = int(match["y"])
    return "date", "date:full", half(y, ordinal(match["h"])) if match["h"] else year_days(y)


@rule(rf"\b(?:the )?(?P<s>{_SEASON})(?:,? of|,| of)? (?P<y>{_YEAR})(?:[/-](?P<b>{_YEAR}|\d\d))?")
def _season_year(match: re.Match[str], ctx: Context) -> Found | None:
    return "date", "date:full", season(int(match["y"]), SEASONS[match["s"].lower()])


@rule(
    r"\b(?:(?P<p>in|by|since|until|during|before|after|of) )(?P<t>(?:the )?(?P<s>spring|summer|autumn|"
    r"winter|fall))\b(?! of\b)(?:,? (?:of )?(?P<o>last|this|next|that) year)?(?! (?:to|from|school|camp|"
    r"vacation|Olympics)\b)"
)
def _bare_season(match: re.Match[str], ctx: Context) -> Found | None:
    if (match["s"] == "fall" and not match["t"].startswith("the")) or (
        match["s"] == "fall" and match["p"] not in ("in", "by", "until")
    ):
        return None
    code = SEASONS[match["s"]]
    if match["o"] in ("last", "this", "next") and ctx.now:
        return "date", "relative:season", season(ctx.now.year + _DEIXIS[match["o"]], code)
    return "date", "relative:season", _season_only(code, ctx, "", match.start(), match.end())


@rule(rf"\b(?P<n>{_FEAST})\b(?:,? (?P<y>{_YEAR}))?", re.I)
def _feast(match: re.Match[str], ctx: Context) -> Found | None:
    name, year = match["n"], _int(match, "y")
    if not name[0].isupper():
        return None
    years = [year] if year else [ctx.now.year + k for k in (-1, 0, 1)] if ctx.now else []
    options = [
        Days(
            f.first.isoformat(),
            f.first,
            f.last,
            "day" if f.first == f.last and not f.approximate else "range",
            f"{f.first}~/{f.last}~" if f.approximate else f"{f.first}" if f.first == f.last else f"{f.first}/{f.last}",
        )
        for y in years
        for f in feasts(name, y)
    ]
    if year:
        return ("date", "feast", options[0]) if len(options) == 1 else None
    return "date", "feast", _nearest(options, ctx, match.start(), match.end())


@rule(
    r"(?<![\w.:])(?P<h>[01]?\d|2[0-3])(?:[:.](?P<m>[0-5]\d))? ?(?P<x>[ap]\.?m\.?(?!\w)|o['’]clock|(?:GMT|"
    r"UTC|EST|EDT|hours|hrs)\b)(?: (?:local time|[A-Z]{3,4}\b))?(?: in the (?:morning|afternoon|evening))"
    r"?|(?<![\w.:/$-])(?P<h2>[01]\d|2[0-3])(?P<m2>[0-5]\d) ?(?:GMT|UTC|hours|hrs)\b|\b(?P<w>noon|midnight|"
    r"midday)\b",
    re.I,
)
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


# Durations, sets and references: recognised so that they are never taken for dates, and so that deadlines can use them.


@rule(
    rf"\b(?:(?:about|nearly|almost|more than|less than|over|at least|up to|some|the|these|those|roughly|"
    rf"no more than|as many as|the (?:first|last|past|next|final|previous|coming|following|recent)|"
    rf"(?:last|past|next|recent)) ){{0,4}}(?P<n>{_NUMBER})(?: more| full| consecutive| straight| long|"
    rf" additional| other)?[- ](?P<u>{_UNITS})(?P<age>-old|-long| old)?\b(?! of age)",
    re.I,
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
    r"\b(?:(?:for|in|after|over|took|takes|recent|past|last|coming) )(?P<r>(?:(?:the )?(?:recent|past|"
    r"last|coming|next) )?(?P<u>days|weeks|months|years|decades|centuries))\b(?! (?:ago|earlier|later|"
    r"before|after))"
)
def _vague_duration(match: re.Match[str], ctx: Context) -> Found | None:
    value = "PAST_REF" if "recent" in match[0] else f"PX{UNITS[singular(match['u'])]}"
    return "duration", "duration", replace(NOTHING, value=value)


@rule(
    rf"\b(?:every|each) (?:other )?(?:single )?(?P<u>{_UNIT}|{_WEEKDAY}|{_MONTH}|{_SEASON}|{_PART})\b|"
    rf"\b(?:hourly|yearly|nightly)\b|\b(?:once|twice|(?:{_NUMBER}) times) an? (?:day|week|month|year)\b",
    re.I,
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
    r" as)|in the near future|the near future|future(?= (?:of\b)?)|in the past)\b",
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


# --- reading a text ---------------------------------------------------------------------------------------------------

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
    rf"|(?P<part>\b(?:(?:the )?(?:early |late )?(?P<pname>{_PART})(?: hours)?(?: of| on)?|(?:early|late)) $)"
    r"|(?P<clock>\b(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)? ?(?:[ap]\.?m\.?|o['’]clock|GMT|UTC)"
    r"(?: (?:[A-Z]{3,4}|local time))?,?(?: on)? $))",
    re.I,
)
_RIGHT = re.compile(
    rf"(?:,? (?:in the )?(?P<lean>early |late )?(?P<part>{_PART})\b|,? (?:at )?(?:around |about )"
    rf"?(?P<clock>(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)? ?(?:[ap]\.?m\.?(?!\w)|o['’]clock|GMT\b|UTC\b)))",
    re.I,
)


_DEICTIC = re.compile(
    rf"\b(?:yesterday|today|tomorrow|tonight|(?:last|next|this) (?:week|month|year|{_WEEKDAY})|{_WEEKDAY})\b"
)
_OLD = re.compile(r"(?<![\d$€£,.-])(?:1[0-9]\d\d|20\d\d)(?![\d%]|[,.]\d)")


def is_narrative(text: str, published: date | None) -> bool:
    """Whether a text tells of another time than its own, as a history does: many years long gone, few "yesterdays"."""
    latest = published.year if published else 9999
    old = sum(int(m[0]) < latest - 1 for m in _OLD.finditer(text))
    return old >= 4 and old > 3 * sum(1 for _ in _DEICTIC.finditer(text))


def read(text: str, start: int, end: int, context: Context) -> tuple[Reading, ...]:
    """Every time expression of `text[start:end]`, in order. Never raises for anything a text may hold."""
    piece = text[start:end]
    if not _HINT.search(piece):
        return ()
    spans: list[tuple[int, int, int, re.Match[str], Maker]] = []
    for order, (pattern, maker) in enumerate(RULES):
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
        re.search(r"\b(?:in|by|during|early|late|mid|since|until|throughout|and|to)[ -]$", piece[: reading.start], re.I)
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


def _make(maker: Maker, match: re.Match[str], ctx: Context) -> Found | None:
    before = match.string[max(0, match.start() - 20) : match.start()]
    try:
        return maker(match, replace(ctx, ahead=True) if _AHEAD.search(before) else ctx)
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
        days = _dated(reading.first.day, reading.first.month, reading.first.year + step)
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
            days = _part(days, (right["part"] or "").lower()) if right["part"] else _clocked(days, right["clock"])
    left = _LEFT.search(piece[max(floor, start - 40) : start])
    if left:
        begin = max(floor, start - 40) + left.start()
        word = re.sub(r"^the |(?: (?:in|on|of|part of))?(?: the)?[ -]$", "", left[0].lower())
        if left["early"] and not one_day and reading.rule != "relative:unit":
            start = begin
        elif left["part"] and one_day:
            start = begin
            days = _part(days, (left["pname"] or "").lower()) if "T" not in days.value else days
        elif left["clock"] and one_day:
            start, days = begin, _clocked(days, left["clock"])
        elif left["mod"] and word in _SIDES:
            start, days = begin, _approximate(days, _SIDES[word])
    return Reading(start, end, reading.kind, reading.rule, days.value, days.first, days.last, days.precision, days.edtf)


def _clocked(days: Days, words: str) -> Days:
    match = next((m for p, maker in RULES if maker is _clock for m in [p.search(words)] if m), None)
    found = _clock(match, Context(None)) if match else None
    if found is None or days.first is None or len(days.value) != 10:
        return days
    return Days(days.value + found[2].value, days.first, days.last, "part-of-day", days.edtf)
