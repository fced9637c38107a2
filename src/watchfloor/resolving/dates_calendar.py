"""Units of the calendar, from day to century, as stretches of days with their notations, and counting in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from watchfloor.resolving.dates_words import SEASON_NAMES


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


def dated(d: int, m: int, y: int) -> Days:
    """A day of a month of a year; `NOTHING` when the calendar has no such day."""
    try:
        return day(date(y, m, d))
    except ValueError:
        return NOTHING


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


def approximate(days: Days, which: str) -> Days:
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


CODES = {
    "morning": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "noon": "12:00",
    "midday": "12:00",
    "midnight": "24:00",
}


def part_of_day(days: Days, part: str) -> Days:
    """A day narrowed to its morning, noon, evening or night."""
    if days.first is None or len(days.value) != 10:
        return days
    code = CODES.get(part, "")
    return Days(days.value + (f"T{code}" if code else ""), days.first, days.last, "part-of-day", days.edtf)
