"""What a rule of the date grammar is, what it may know of the text around it, and how an unclear date is settled."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from watchfloor.resolving.dates_calendar import NOTHING, Days, of_unit, part_of_day, season, shift
from watchfloor.resolving.dates_words import SEASONS

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
    quarter: tuple[int, int] | None = None
    """the quarter whose figures the text reports (see `dates_quarters.reported_quarter`)"""
    ahead: bool = False
    """a word before the expression looks forward: until, by, effective"""
    behind: bool = False
    """a word before the expression looks back: since"""

    def direction(self, start: int, end: int) -> str:
        return self.tense(start, end) if self.tense else ""


Found = tuple[str, str, Days]
"""kind, rule, days"""

Maker = Callable[["re.Match[str]", Context], "Found | None"]


Rules = list[tuple[re.Pattern[str], Maker, tuple[str, ...]]]
"""each with the pattern of what it matches, the function that says which days that is, or None for no time at all, and
letters one of which every match holds: a sentence without them is not searched"""


def rulebook() -> tuple[Rules, Callable[..., Callable[[Maker], Maker]]]:
    """An empty list of rules, and the decorator `rule(pattern, flags, needs="...")` that puts a function on it."""
    rules: Rules = []

    def rule(pattern: str, flags: int = 0, needs: str = "") -> Callable[[Maker], Maker]:
        def keep(maker: Maker) -> Maker:
            rules.append((re.compile(pattern, flags), maker, tuple(needs.split())))
            return maker

        return keep

    return rules, rule


DEIXIS = {"last": -1, "past": -1, "next": 1, "coming": 1, "upcoming": 1, "this": 0, "current": 0}


def nearest(candidates: list[Days], ctx: Context, start: int, end: int) -> Days:
    """The candidate nearest to publication, on the side that the verb's tense asks for when there is one."""
    if ctx.now is None:
        return NOTHING
    now = ctx.now
    tense = "past" if ctx.behind else ctx.direction(start, end)
    if ctx.ahead:
        tense = "" if tense == "past" else "future"

    def distance(c: Days) -> int:
        if c.first is None or c.last is None:
            return 10**9
        # The tense is a leaning, not a law: "extended its offer until Nov. 9" is past and means a day to come. Without
        # a tense the past is likelier, since news tells what happened. The weights were set on news of 1989 to 1998.
        ahead, behind = (c.first - now).days, (now - c.last).days
        if ahead > 0:
            return ahead * {"past": 6, "future": 1}.get(tense, 2)
        return max(behind, 0) * (4 if tense == "future" else 1)

    return min(candidates, key=distance, default=NOTHING)


def story_year(ctx: Context) -> int | None:
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


def fine_enough(anchor: Reading | None, unit: str) -> bool:
    """Whether a date is known finely enough to count such units from it: no days from a year."""
    if anchor is None or anchor.first is None or anchor.last is None:
        return False
    widest = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 7, "month": 31, "quarter": 92}.get(unit, 4000)
    return (anchor.last - anchor.first).days < widest


def from_anchor(count: int, unit: str, ctx: Context) -> Found | None:
    """A unit counted from the date read last, never from publication: without such a date it stays open."""
    parts = {"morning", "evening", "afternoon", "night"}
    plain = "day" if unit in parts else unit
    base = ctx.anchor.first if ctx.anchor and ctx.anchor.first else None
    if base is None or not fine_enough(ctx.anchor, plain):
        return "date", "anchored", NOTHING
    if plain in SEASONS:
        return "date", "anchored", season(base.year + count, SEASONS[plain])
    moved = shift(base, count, plain)
    days = of_unit(moved, plain) if moved else NOTHING
    return "date", "anchored", part_of_day(days, unit) if unit in parts else days


def season_only(code: int, ctx: Context, which: str, start: int, end: int) -> Days:
    """A season without a year: "last summer", "in the spring"."""
    year = story_year(ctx)
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
    return nearest(options, ctx, start, end)
