"""Dates counted from the day of writing or from a date told before: "yesterday", "Monday", "two days later"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from watchfloor.resolving.dates_calendar import (
    NOTHING,
    Days,
    approximate,
    dated,
    day,
    of_unit,
    part_of_day,
    shift,
    weekend,
    year_days,
)
from watchfloor.resolving.dates_rules import (
    DEIXIS,
    Context,
    Found,
    fine_enough,
    from_anchor,
    rulebook,
    season_only,
    story_year,
)
from watchfloor.resolving.dates_words import (
    NUMBER,
    SEASON,
    SEASONS,
    UNIT_FORMS,
    UNITS,
    WEEKDAY,
    WEEKDAYS,
    number,
    singular,
)

RULES, rule = rulebook()


def _weekday(w: int, which: str, ctx: Context, start: int, end: int) -> Days:
    base = ctx.now
    if which in ("following", "previous", "preceding"):
        base = ctx.anchor.first if ctx.anchor else None
    elif story_year(ctx) and ctx.anchor and ctx.anchor.precision == "day":
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


@rule(
    rf"\b(?:(?P<w>(?i:last|next|this|past|coming|(?:the )?(?:following|previous|preceding|next|same))) )"
    rf"?(?P<d>{WEEKDAY})"
    rf"(?! (?:[A-Z]\w+ )?(?:newspaper|magazine))(?P<s>s\b)?(?: (?P<ago>a week ago|last|next|last week|"
    rf"next week|this week)\b)?",
    needs="mon tue wed thu fri sat sun",
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
        monday = ctx.now - timedelta(days=ctx.now.weekday()) + timedelta(weeks=DEIXIS[ago.split()[0]])
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
    needs="day tomorrow tonight night",
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
        return "date", "relative:part", replace(part_of_day(days, part), first=days.first - timedelta(1))
    return "date", "relative:day", part_of_day(days, part) if part else days


@rule(
    r"\b(?P<x>(?:earlier|later) )?(?P<w>last|next|this|(?:the )?(?:past|coming|current|upcoming)|this (?:past|coming)) "
    rf"(?P<u>day|week|weekend|month|quarter|year|decade|century|{SEASON})\b(?!-)",
    re.I,
    needs="last next this past coming current upcoming",
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
            season_only(SEASONS[unit], ctx, "last" if which == "past" else which, match.start(), match.end()),
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
    moved = shift(base, DEIXIS[which], unit)
    days = of_unit(moved, unit) if moved else NOTHING
    side = (match["x"] or "").strip().lower()
    if side and days.first and days.last and which == "this":
        bounds = (days.first, ctx.now) if side == "earlier" else (ctx.now, days.last)
        days = Days(days.value, *bounds, "range", f"{bounds[0]}/{bounds[1]}")
    return "date", "relative:unit", days


@rule(
    rf"\b(?P<w>the|that|the same|this same|that same|the very next|the next|the following|the previous|the preceding)"
    rf" (?P<u>day|night|morning|evening|afternoon|week|weekend|month|year|decade|{SEASON})\b(?! (?:of|"
    rf"before|after)\b)(?:,? (?P<a>before|after|earlier|later)\b)?",
    re.I,
    needs="that same next following previous preceding",
)
def _that_unit(match: re.Match[str], ctx: Context) -> Found | None:
    which, unit = match["w"].split()[-1].lower(), match["u"].lower()
    if which in ("the", "this"):
        return None
    return from_anchor(
        {"that": 0, "same": 0, "next": 1, "following": 1, "previous": -1, "preceding": -1}[which], unit, ctx
    )


@rule(
    r"\b[Tt]he (?P<u>day|night|morning|evening|week|month|year) (?P<a>before|after|earlier|later|following)"
    r"\b(?! (?:the|a|an|his|her|their|its|yesterday|tomorrow|[A-Z])\b)",
    needs="before after earlier later following",
)
def _the_day_after(match: re.Match[str], ctx: Context) -> Found | None:
    return from_anchor(-1 if match["a"] in ("before", "earlier") else 1, match["u"], ctx)


@rule(
    rf"\b(?:(?:about|around|nearly|almost|more than|over|some|exactly|roughly|just|only|less than|at least)"
    rf" )?(?P<n>{NUMBER}) "
    rf"(?P<u>{UNIT_FORMS}) (?P<d>ago|earlier|later|previously|from now|hence|(?:before|after)(?! (?:the|that|"
    rf"he|she|it|they|his|her|its|their|a|an|[A-Z]\w+)\b))\b",
    re.I,
    needs="ago earlier later previously now hence before after",
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
    if name == "anchored" and not fine_enough(ctx.anchor, unit):
        return "date", name, NOTHING
    moved = shift(base, sign * int(count), unit)
    return "date", name, of_unit(moved, "week" if unit == "fortnight" else unit) if moved else NOTHING


@rule(r"\b(?:(?:just|only|some|many) )?(?P<u>days|weeks|months|years|decades|centuries) ago\b", re.I, needs="ago")
def _some_time_ago(match: re.Match[str], ctx: Context) -> Found | None:
    value = f"PX{UNITS[singular(match['u'])]}"
    if ctx.now is None:
        return "date", "relative:count", replace(NOTHING, value=value)
    return "date", "relative:count", Days(value, None, ctx.now, "vague", f"../{ctx.now}")


@rule(
    rf"\b(?P<b>within|in|inside) (?:the next |about |around |less than |just |as little as )"
    rf"?(?P<n>{NUMBER})[- ](?P<u>days?|weeks?|months?|years?)(?: time|['’]s? time)?\b(?! (?:ago|earlier|"
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


@rule(
    r"(?:(?<=\bby )|(?<=\bat )|(?<=\bof )|(?<=\buntil )|(?<=\bbefore ))(?:the )?(?P<e>year(?:['’]s)?[- ]end)\b"
    r"|\bthe (?:full|whole|entire|current(?: fiscal)?) year\b"
    r"|(?<=\b[Ff]or )the year(?=[,;.]| as a whole)",
    needs="year",
)
def _this_year(match: re.Match[str], ctx: Context) -> Found | None:
    """The year of writing or its end: "by year end", "for the full year"."""
    if ctx.now is None:
        return "date", "relative:unit", NOTHING
    days = year_days(ctx.now.year)
    return "date", "relative:unit", approximate(days, "late") if match["e"] else days


@rule(
    r"\b(?:[Oo]n|[Bb]y|until|from|since) (?P<t>the (?P<d>(?:3[01]|[12]?\d)(?:st|nd|rd|th)))(?=[,;.)]| (?:and|but|the|"
    r"they|he|she|it|a|an|his|their)\b)"
)
def _day_of_that_month(match: re.Match[str], ctx: Context) -> Found | None:
    """ "On the 5th": of the month told before."""
    told = ctx.anchor
    if told is None or told.first is None or told.last is None or (told.last - told.first).days > 31:
        return None
    days = dated(int(match["d"][:-2]), told.first.month, told.first.year)
    return None if days is NOTHING else ("date", "date", days)


@rule(
    r"\b(?P<w>earlier|later) (?:in|on|that|the same) (?:the |that )?(?P<u>day|week|month|year)\b",
    re.I,
    needs="earlier later",
)
def _within_unit(match: re.Match[str], ctx: Context) -> Found | None:
    if " the " in match[0] and "same" not in match[0] and not ctx.narrative and ctx.now:
        # news that says "earlier in the year" means its own
        return "date", "relative:unit", of_unit(ctx.now, match["u"].lower())
    return from_anchor(0, match["u"].lower(), ctx)


@rule(
    rf"\b(?P<t>the (?P<u>weekend|{SEASON}))\b(?! (?:of|before|after|season|to|from)\b)|\b(?:at )"
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
        return "date", "relative:unit", approximate(whole, "late" if match["w"] in ("end", "close") else "early")
    if not before.endswith(
        ("over ", "during ", "through ", "into ", "of ", "since ", "by ", "on ", "in ", "for ", "throughout ")
    ):
        return None
    if match["u"] == "fall" or (match["u"] != "weekend" and before.endswith(("on ", "for ", "of "))):
        return None
    if match["u"] != "weekend":
        return "date", "relative:season", season_only(SEASONS[match["u"].lower()], ctx, "", match.start(), match.end())
    if ctx.now is None:
        return "date", "relative:unit", NOTHING
    tense = ctx.direction(match.start(), match.end())
    past = tense != "future" and ctx.now.weekday() < 5
    return "date", "relative:unit", weekend(ctx.now - timedelta(days=7) if past else ctx.now)
