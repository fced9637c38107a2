"""Days that news names by a feast: computed, never looked up, so that they hold for any year.

Feasts of the Islamic calendar follow the sighting of the moon and differ by country; the computed (tabular) day is off
by at most one or two, which is why they come as approximate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Feast:
    """The days of one feast in one year; `approximate` when the true day hangs on a moon sighting."""

    first: date
    last: date
    approximate: bool = False


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the Gregorian computus)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap_centuries, kept = divmod(century, 4)
    moon = (19 * golden + century - leap_centuries - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    quads, left = divmod(rest, 4)
    weekday = (32 + 2 * kept + 2 * quads - moon - left) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the eastern churches: the Julian computus, as a Gregorian date (valid 1900 to 2099)."""
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def islamic(year: int, month: int, day: int) -> date:
    """The Gregorian date of a day of the tabular Islamic calendar (its Thursday epoch, nearer to what Mecca
    announces)."""
    days = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(227013 + days)


def _hebrew_days(year: int) -> int:
    """Days from the epoch of the Hebrew calendar to its new year, the first two postponements included."""
    months = (235 * year - 234) // 19
    day = 29 * months + (12084 + 13753 * months) // 25920
    return day + (3 * (day + 1) % 7 < 3)


def rosh_hashanah(hebrew_year: int) -> date:
    """The first day of a Hebrew year."""
    before, here, after = (_hebrew_days(y) for y in (hebrew_year - 1, hebrew_year, hebrew_year + 1))
    late = 2 if after - here == 356 else 1 if here - before == 382 else 0
    return date.fromordinal(here + late - 1373427)


def _autumn(offset: int, length: int) -> Callable[[int], tuple[Feast, ...]]:
    """Feasts counted from the Hebrew new year that falls in a Gregorian year."""
    return lambda year: (_days(rosh_hashanah(year + 3761) + timedelta(days=offset), length),)


def _spring(offset: int, length: int) -> Callable[[int], tuple[Feast, ...]]:
    """Feasts counted from Passover, which lies a fixed 163 days before the next new year."""
    return lambda year: (_days(rosh_hashanah(year + 3761) + timedelta(days=offset - 163), length),)


def _hanukkah(year: int) -> tuple[Feast, ...]:
    first, following = rosh_hashanah(year + 3761), rosh_hashanah(year + 3762)
    long_autumn = (following - first).days in (355, 385)
    return (_days(first + timedelta(days=84 if long_autumn else 83), 8),)


def _days(first: date, length: int) -> Feast:
    return Feast(first, first + timedelta(days=length - 1))


def _fixed(month: int, day: int, length: int = 1) -> Callable[[int], tuple[Feast, ...]]:
    return lambda year: (_days(date(year, month, day), length),)


def _weekday(month: int, weekday: int, nth: int) -> Callable[[int], tuple[Feast, ...]]:
    """The nth weekday (Monday 0) of a month; -1 is the last one."""

    def find(year: int) -> tuple[Feast, ...]:
        if nth > 0:
            first = date(year, month, 1)
            day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
        else:
            last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            day = last - timedelta(days=(last.weekday() - weekday) % 7)
        return (Feast(day, day),)

    return find


def _around_easter(offset: int, orthodox: bool = False) -> Callable[[int], tuple[Feast, ...]]:
    return lambda year: (_days((orthodox_easter if orthodox else easter)(year) + timedelta(days=offset), 1),)


def _moon(month: int, day: int, length: int) -> Callable[[int], tuple[Feast, ...]]:
    """Islamic feasts that begin in a Gregorian year: one or two, since the lunar year is eleven days shorter."""

    def find(year: int) -> tuple[Feast, ...]:
        near = (year - 622) * 33 // 32
        firsts = (islamic(y, month, day) for y in range(near - 1, near + 4) if y > 0)
        return tuple(Feast(f, f + timedelta(days=length - 1), True) for f in firsts if f.year == year)

    return find


FEASTS: dict[str, Callable[[int], tuple[Feast, ...]]] = {
    "new year's eve": _fixed(12, 31),
    "new year's day": _fixed(1, 1),
    "valentine's day": _fixed(2, 14),
    "nowruz": _fixed(3, 20, 2),
    "april fools' day": _fixed(4, 1),
    "may day": _fixed(5, 1),
    "bastille day": _fixed(7, 14),
    "halloween": _fixed(10, 31),
    "armistice day": _fixed(11, 11),
    "veterans day": _fixed(11, 11),
    "christmas eve": _fixed(12, 24),
    "christmas day": _fixed(12, 25),
    "christmas": _fixed(12, 25),
    "boxing day": _fixed(12, 26),
    "orthodox christmas": _fixed(1, 7),
    "martin luther king day": _weekday(1, 0, 3),
    "presidents' day": _weekday(2, 0, 3),
    "memorial day": _weekday(5, 0, -1),
    "labor day": _weekday(9, 0, 1),
    "columbus day": _weekday(10, 0, 2),
    "thanksgiving": _weekday(11, 3, 4),
    "palm sunday": _around_easter(-7),
    "good friday": _around_easter(-2),
    "easter sunday": _around_easter(0),
    "easter monday": _around_easter(1),
    "easter": _around_easter(0),
    "ash wednesday": _around_easter(-46),
    "orthodox easter": _around_easter(0, orthodox=True),
    "ramadan": _moon(9, 1, 30),
    "eid al-fitr": _moon(10, 1, 3),
    "eid al-adha": _moon(12, 10, 4),
    "ashura": _moon(1, 10, 1),
    "arbaeen": _moon(2, 20, 1),
    "rosh hashanah": _autumn(0, 2),
    "yom kippur": _autumn(9, 1),
    "sukkot": _autumn(14, 7),
    "purim": _spring(-30, 1),
    "passover": _spring(0, 8),
    "hanukkah": _hanukkah,
}
"""The days of each feast in a Gregorian year. Independence days and the like differ by country and are left out."""

SPELLINGS = {
    "norooz": "nowruz",
    "norouz": "nowruz",
    "nawroz": "nowruz",
    "newroz": "nowruz",
    "ramazan": "ramadan",
    "eid ul-fitr": "eid al-fitr",
    "eid el-fitr": "eid al-fitr",
    "eid ul-adha": "eid al-adha",
    "eid el-adha": "eid al-adha",
    "rosh hashana": "rosh hashanah",
    "chanukah": "hanukkah",
    "hanukka": "hanukkah",
    "labour day": "may day",
    "orthodox christmas day": "orthodox christmas",
    "thanksgiving day": "thanksgiving",
}
"""Other spellings, each with the feast it names. (Labour Day, spelled so, is the first of May.)"""


def feasts(name: str, year: int) -> tuple[Feast, ...]:
    """The days of a feast in a Gregorian year: none for an unknown name, two when a lunar feast falls twice."""
    plain = name.lower().replace("\u2019", "'")
    find = FEASTS.get(SPELLINGS.get(plain, plain))
    return find(year) if find and 1900 <= year <= 2099 else ()
