"""Dates that name a day, a month or a year, whole or in part: "June 23, 2014", "10 June", "in May", "1914-18"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from watchfloor.resolving.dates_calendar import NOTHING, Days, dated, month, year_days
from watchfloor.resolving.dates_rules import DEIXIS, Context, Found, nearest, rulebook, story_year
from watchfloor.resolving.dates_words import DAY, MONTH, MONTH_HINTS, ORDINALS, SMALL, TENS, YEAR, int_of, month_number

RULES, rule = rulebook()


@rule(rf"\b(?P<y>{YEAR})-(?P<m>0[1-9]|1[0-2])-(?P<d>[0-3]\d)(?!\d)")
def _iso(match: re.Match[str], ctx: Context) -> Found | None:
    days = dated(int(match["d"]), int(match["m"]), int(match["y"]))
    return None if days is NOTHING else ("date", "date", days)


@rule(r"(?<![\d/.])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4}|\d\d)(?![\d/])")
def _slashes(match: re.Match[str], ctx: Context) -> Found | None:
    a, b, y = int(match["a"]), int(match["b"]), int(match["y"])
    if len(match["y"]) == 2:
        pivot = (ctx.now.year if ctx.now else 2000) + 10
        y += max(c for c in (1800, 1900, 2000, 2100) if c + y <= pivot) if pivot >= 1810 else 1900
    orders = {dated(a, b, y), dated(b, a, y)} - {NOTHING}
    if len(orders) == 2 and ctx.now is not None:
        today = {o for o in orders if o.first == ctx.now}
        orders = today or orders
    if len(orders) != 1:
        return None
    return "date", "date", orders.pop()


@rule(
    rf"\b(?P<m>{MONTH}) (?P<d>{DAY}) ?(?:-|–|—|to|through|and|until|or) ?(?P<e>{DAY})(?:,? (?P<y>{YEAR}))?",
    needs=MONTH_HINTS,
)
def _month_days(match: re.Match[str], ctx: Context) -> Found | None:
    return _two_days(match, ctx)


@rule(
    rf"\b(?:the )?(?P<d>{DAY}) ?(?:-|–|—|to|through|and|until|or) ?(?P<e>{DAY}) (?:of )?(?P<m>{MONTH})"
    rf"(?:,? (?P<y>{YEAR}))?",
    needs=MONTH_HINTS,
)
def _days_month(match: re.Match[str], ctx: Context) -> Found | None:
    return _two_days(match, ctx)


def _two_days(match: re.Match[str], ctx: Context) -> Found | None:
    m, y, d, e = month_number(match["m"]), int_of(match, "y"), int_of(match, "d"), int_of(match, "e")
    if not d or not e:
        return None
    first = _month_day(d, m, y, ctx, match.start(), match.end())
    if first.first is None:
        return "date", "date", NOTHING
    last = dated(e, m, first.first.year)
    if last.first is None or last.first <= first.first:
        return None
    return "date", "date", Days(first.value, first.first, last.last, "range", f"{first.edtf}/{last.edtf}")


def _month_day(d: int, m: int, y: int | None, ctx: Context, start: int, end: int) -> Days:
    year = y or story_year(ctx)
    if year:
        return dated(d, m, year)
    if ctx.now is None:
        return NOTHING
    options = [c for c in (dated(d, m, ctx.now.year + k) for k in (0, -1, 1)) if c is not NOTHING]
    return nearest(options, ctx, start, end)


@rule(rf"\b(?P<m>{MONTH})(?: the)? (?P<d>{DAY})(?:,? (?:of |in )?(?P<y>{YEAR}))?(?!-year)", needs=MONTH_HINTS)
def _month_then_day(match: re.Match[str], ctx: Context) -> Found | None:
    return _one_day(match, ctx)


@rule(
    rf"(?<![\d,.$€£:-])(?:the )?(?P<d>{DAY}|(?:{'|'.join(ORDINALS)}|(?:twenty|thirty)-(?:first|second|"
    rf"third|fourth|fifth|sixth|"
    rf"seventh|eighth|ninth)))(?: day)?(?: of)?[ -](?P<m>{MONTH})(?:,? (?:of )?(?P<y>{YEAR}))?",
    needs=MONTH_HINTS,
)
def _day_then_month(match: re.Match[str], ctx: Context) -> Found | None:
    word = match["d"].lower()
    if not word[0].isdigit():
        head, _, tail = word.partition("-")
        d = TENS[head] + ORDINALS[tail] if tail else ORDINALS[word]
        return _one_day(match, ctx, d)
    return _one_day(match, ctx)


def _one_day(match: re.Match[str], ctx: Context, d: int | None = None) -> Found | None:
    d = d or int_of(match, "d")
    if not d:
        return None
    m, y = month_number(match["m"]), int_of(match, "y")
    days = _month_day(d, m, y, ctx, match.start(), match.end())
    if days is NOTHING and (y or ctx.now):
        return None
    return "date", "date:full" if y else "date", days


@rule(rf"\b(?P<m>{MONTH})(?:,| of|, of)? (?P<y>{YEAR})", needs=MONTH_HINTS)
def _month_year(match: re.Match[str], ctx: Context) -> Found | None:
    return "date", "date:full", month(int(match["y"]), month_number(match["m"]))


_MONTH_CUE = re.compile(
    r"(?:\b(?:in|since|of|by|until|till|from|to|before|after|during|between|and|early|late|mid|middle|end|beginning|start|last|"
    r"next|this|through|for|or|previous|following|coming|past|late in|each|every|as|the|on|around)[- ]|"
    r"[(]|\d(?:st|nd|rd|th)? )$",
    re.I,
)


def _month_only(m: int, y: int | None, ctx: Context, start: int, end: int) -> Days:
    year = y or story_year(ctx)
    if year:
        return month(year, m)
    if ctx.now is None:
        return NOTHING
    return nearest([month(ctx.now.year + k, m) for k in (0, -1, 1)], ctx, start, end)


@rule(
    rf"\b(?:(?P<w>(?i:last|next|this|past|coming)) )?(?P<m>{MONTH})\b(?:,? (?:of )?(?P<o>last|this|next|"
    rf"that|the same|the following) year)?(?!['’]s?\b(?! \w))",
    needs=MONTH_HINTS,
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
    m = month_number(name)
    if of in ("last", "this", "next"):
        if ctx.now is None:
            return "date", "relative", NOTHING
        return "date", "relative:month", month(ctx.now.year + DEIXIS[of], m)
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


@rule(rf"(?<![\w$€£.,:/-])(?P<a>{YEAR}) ?[-–—/] ?(?P<b>{YEAR}|\d\d)(?![\d-])(?!['’]?s\b)")
def _years(match: re.Match[str], ctx: Context) -> Found | None:
    a, text = int(match["a"]), match["b"]
    b = int(text) if len(text) == 4 else a // 100 * 100 + int(text)
    if not a < b <= a + 200 or (len(text) == 2 and b - a > 60):
        return None
    return "date", "date:full", Days(f"{a}", date(a, 1, 1), date(b, 12, 31), "range", f"{a:04d}/{b:04d}")


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


@rule(
    rf"(?<![\w$€£:/])(?<!\d[.,])(?:(?:the )?(?P<f>fiscal|fiscal year|year|FY) ?)?(?P<y>{YEAR})(?![\w/])"
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


_HUNDREDS = {"sixteen": 1600, "seventeen": 1700, "eighteen": 1800, "nineteen": 1900, "twenty": 2000}


_SPELLED = (
    rf"(?P<h>{'|'.join(_HUNDREDS)})[- ](?P<t>{'|'.join(TENS)}|{'|'.join(list(SMALL)[10:])})"
    rf"(?:[- ](?P<o>{'|'.join(list(SMALL)[1:10])}))?+"
)


@rule(rf"\b(?:the )?year two thousand(?: (?:and )?(?P<o>{'|'.join(list(SMALL)[1:20])}))?\b", re.I, needs="two thousand")
def _year_two_thousand(match: re.Match[str], ctx: Context) -> Found | None:
    return "date", "date:full", year_days(2000 + SMALL.get((match["o"] or "").lower(), 0))


@rule(
    rf"\b(?:(?P<m>{MONTH}),? )?{_SPELLED.replace('?P<t>', '?P<z>')}\b(?! (?-i:[a-z]+s\b))",
    re.I,
    needs="sixteen seventeen eighteen nineteen twenty",
)
def _spelled_year(match: re.Match[str], ctx: Context) -> Found | None:
    """A year as broadcasters' transcripts spell it: "nineteen ninety-one"."""
    word = match["z"].lower()
    rest = TENS.get(word, SMALL.get(word, 0)) + (SMALL[match["o"].lower()] if match["o"] and word in TENS else 0)
    year = _HUNDREDS[match["h"].lower()] + rest
    if not 1600 <= year <= 2059 or (match["o"] and word not in TENS):
        return None
    return "date", "date:full", month(year, month_number(match["m"])) if match["m"] else year_days(year)
