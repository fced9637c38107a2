"""Quarters and what reports compare them with: "the third quarter", "the year-ago period", "a year earlier"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from watchfloor.resolving.dates_calendar import NOTHING, Days, half, of_unit, quarter, shift, year_days
from watchfloor.resolving.dates_rules import DEIXIS, Context, Found, rulebook
from watchfloor.resolving.dates_words import MONTH, YEAR, int_of, month_number, ordinal

RULES, rule = rulebook()

_NTH = r"(?:first|second|third|fourth|1st|2nd|3rd|4th)"
_NAMED = re.compile(
    rf"\b(?P<n>{_NTH})[- ](?:fiscal[- ])?quarter\b(?!,? (?:of )?(?:fiscal )?(?:{YEAR}|(?:last|next) year))", re.I
)
_ENDED = re.compile(rf"\b(?:quarter|three months|period) (?:that )?(?:ended|ending) (?:on )?(?P<m>{MONTH})")
_FIGURES = re.compile(
    r"[$%#£€]|\b(?:percent|per cent|million|billion|cents|earn(?:ed|ings)|profits?|loss|income|sales)\b"
)


def reported_quarter(text: str, published: date | None) -> tuple[int, int] | None:
    """The quarter that a report of figures is about, as year and number: the first it names without another year."""
    if published is None:
        return None
    named = _NAMED.search(text)
    if named:
        n = ordinal(named["n"])
        # The quarter running or the last that ended: "first-quarter results" come in spring, "first quarter" sales in
        # February.
        return (published.year if 3 * n - 2 <= published.month else published.year - 1), n
    ended = _ENDED.search(text)
    if ended:
        m = month_number(ended["m"])
        return (published.year if m <= published.month else published.year - 1), (m + 2) // 3
    return None


def _among_figures(match: re.Match[str]) -> bool:
    """Whether sums or shares stand near, as they do in a report."""
    return _FIGURES.search(match.string[max(0, match.start() - 200) : match.end() + 200]) is not None


def _compared(ctx: Context, match: re.Match[str]) -> Days:
    """The stretch a year before the one that figures are told of: the same quarter if a quarter is reported."""
    if ctx.now is None:
        return NOTHING
    if ctx.quarter and _among_figures(match):
        return quarter(ctx.quarter[0] - 1, ctx.quarter[1])
    return year_days(ctx.now.year - 1)


@rule(
    rf"\b(?:(?:(?P<p>last|this|next) year['’]s|(?:the )?(?P<z>{YEAR})) |the )?(?P<f>fiscal[- ])"
    rf"?(?P<n>first|second|third|fourth|1st|2nd|3rd|4th|final|latest)[- ](?P<f2>fiscal[- ])?(?P<u>quarter|"
    rf"half)\b"
    rf"(?:,? (?:of )?(?:fiscal )?(?:(?P<y>{YEAR})|(?P<o>last|this|next) year|the year))?",
    re.I,
    needs="quarter half",
)
def _quarters(match: re.Match[str], ctx: Context) -> Found | None:
    unit, name = match["u"].lower(), match["n"].lower()
    if unit == "half" and not (match["y"] or match["o"] or "year" in match[0]):
        return None
    size = 4 if unit == "quarter" else 2
    build = quarter if unit == "quarter" else half
    if name == "latest":
        return "date", "relative:quarter", _latest(ctx) if unit == "quarter" else NOTHING
    n = size if name == "final" else ordinal(name)
    if n > size:
        return None
    year = int_of(match, "y") or int_of(match, "z")
    if year:
        return "date", "date:full", build(year, n)
    if ctx.now is None:
        return "date", "relative:quarter", NOTHING
    if which := match["o"] or match["p"]:
        return "date", "relative:quarter", build(ctx.now.year + DEIXIS[which.lower()], n)
    options = [build(ctx.now.year + k, n) for k in (0, -1)]
    return "date", "relative:quarter", next((o for o in options if o.first and o.first <= ctx.now), NOTHING)


def _latest(ctx: Context) -> Days:
    """The quarter reported, or the last one that ended."""
    if ctx.now is None:
        return NOTHING
    if ctx.quarter:
        return quarter(*ctx.quarter)
    moved = shift(ctx.now, -1, "quarter")
    return of_unit(moved, "quarter") if moved else NOTHING


@rule(
    r"\b(?:the|this) (?:latest |current |same |comparable )?(?:fiscal )?(?:quarter|period)\b(?! (?:of|a year)\b)",
    re.I,
    needs="quarter period",
)
def _the_quarter(match: re.Match[str], ctx: Context) -> Found | None:
    """The quarter a company reports on: a reference, since only its report tells which one."""
    words = match[0].lower()
    if words.startswith("this") or ("period" in words and "latest" not in words):
        return None
    days = of_unit(ctx.now, "quarter") if "current" in words and ctx.now else _latest(ctx)
    return "reference", "reference", replace(days, first=None, last=None)


@rule(
    r"\b(?:a )?(?P<t>(?:(?:the|its) )?year-(?:ago|earlier)\b(?: (?:(?P<n>first|second|third|fourth)[- ])?(?:fiscal )?"
    r"(?:quarter|period|figure)\b)?)"
    r"|\b(?:the|its) (?:same|corresponding|comparable|like|similar|equivalent|year-ago) (?:quarter|period) "
    r"(?:last year|a year (?:ago|earlier|before)|in the (?:previous|prior|preceding) year|of the (?:previous|prior|"
    r"preceding) year)\b"
    r"|\blast year['’]s (?:quarter|period)\b|\bthe (?:quarter|period) a year (?:ago|earlier|before)\b",
    re.I,
    needs="year",
)
def _year_ago_period(match: re.Match[str], ctx: Context) -> Found | None:
    """The period that a report is compared with."""
    if match["n"] and ctx.now:
        year = ctx.quarter[0] if ctx.quarter else ctx.now.year
        return "date", "relative:quarter", quarter(year - 1, ordinal(match["n"]))
    return "date", "relative:quarter", _compared(ctx, match)


@rule(rf"\bthe (?P<y>{YEAR}) (?:quarter|period)\b", needs="quarter period")
def _quarter_of_year(match: re.Match[str], ctx: Context) -> Found | None:
    """ "In the 1988 period": the quarter of that year which answers to the one reported."""
    y = int(match["y"])
    return "date", "date:full", quarter(y, ctx.quarter[1]) if ctx.quarter else year_days(y)


@rule(r"\ba year (?:ago|earlier)\b(?!,? (?:this|that|on|in|today)\b)", re.I, needs="year")
def _compared_year(match: re.Match[str], ctx: Context) -> Found | None:
    """ "Up from $10 million a year ago": the same quarter of the year before, where a quarter is reported."""
    before = match.string[max(0, match.start() - 16) : match.start()]
    if not before.endswith("compared with ") and (ctx.quarter is None or not _among_figures(match)):
        return None
    return "date", "relative:quarter", _compared(ctx, match)


@rule(
    rf"\b(?:(?:the )?(?P<h>first|second) half of |(?:the )?(?:whole|rest|remainder) of )(?P<y>{YEAR})",
    needs="half whole rest remainder",
)
def _half_of(match: re.Match[str], ctx: Context) -> Found | None:
    y = int(match["y"])
    return "date", "date:full", half(y, ordinal(match["h"])) if match["h"] else year_days(y)
