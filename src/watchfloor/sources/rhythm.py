"""How often something new comes from a source: as its owner says, or as its own gaps teach."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

WORDS: Final = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=31),
}
UNITS: Final = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
SHORTEST: Final = timedelta(minutes=1)
LONGEST: Final = timedelta(days=366)

USUAL_CHECK: Final = timedelta(minutes=30)
"""how often a source of unknown rhythm is asked"""
SOONEST_CHECK: Final = timedelta(minutes=10)
LATEST_CHECK: Final = timedelta(hours=6)
"""the most and the least often that any source is asked"""

ENOUGH: Final = 8
"""gaps from which a rhythm can be learned"""
SLACK: Final = 1.5
"""how much longer than its longest silence but one a silence may be before it is strange; one outage teaches nothing"""
SHORTEST_LEARNED: Final = timedelta(hours=3)
"""a burst of news does not make an hour of rest a silence"""
WINDOW: Final = timedelta(days=14)
LEAST: Final = 30
"""it is learned from the gaps of so long, or between so many items, whichever is more"""

DAY: Final = 86_400_000_000
"""microseconds"""


def parse(text: str) -> timedelta | None:
    """`30m`, `6h`, `2d`, `1w`, hourly, daily, weekly or monthly; None when it is none of these."""
    word = text.strip().lower()
    if word in WORDS:
        return WORDS[word]
    found = re.fullmatch(r"(\d{1,5})\s?([mhdw])", word)
    length = int(found[1]) * UNITS[found[2]] if found else None
    return length if length is not None and SHORTEST <= length <= LONGEST else None


def text(length: timedelta) -> str:
    """As a person writes it: `30m`, `daily`, `2d`."""
    for word, known in WORDS.items():
        if length == known:
            return word
    minutes = round(length / UNITS["m"])
    for unit, most in (("m", 120), ("h", 48 * 60)):
        if minutes < most:
            return f"{max(1, round(length / UNITS[unit]))}{unit}"
    return f"{round(length / UNITS['d'])}d"


def learned(times: Sequence[int]) -> timedelta | None:
    """How long a source may be silent, by the moments (microseconds) at which its items appeared; None when they are
    too few to tell. Days of the week on which it never publishes do not count."""
    moments = sorted(set(times))
    if not moments:
        return None
    since = moments[-1] - WINDOW // timedelta(microseconds=1)
    recent = [at for at in moments if at >= since]
    moments = recent if len(recent) > LEAST else moments[-LEAST:]
    quiet = quiet_days(moments)
    gaps = sorted(silence(earlier, later, quiet) for earlier, later in pairwise(moments))
    if len(gaps) < ENOUGH:
        return None
    return max(SHORTEST_LEARNED, min(LONGEST, timedelta(microseconds=gaps[-2] * SLACK)))


def quiet_days(times: Sequence[int]) -> frozenset[int]:
    """The days of the week, Thursday being 0 (UTC), on which a source does not publish, where that can be told: a
    weekend, of whatever country."""
    if not times or max(times) - min(times) < 8 * DAY:
        return frozenset()
    missing = frozenset(range(7)) - {at // DAY % 7 for at in times}
    return missing if len(missing) <= 3 else frozenset()


def silence(earlier: int, later: int, quiet: frozenset[int]) -> int:
    """Microseconds between two moments, without the quiet days."""
    total = later - earlier
    for day in range(earlier // DAY, later // DAY + 1) if quiet and total < 400 * DAY else ():
        if day % 7 in quiet:
            total -= max(0, min(later, (day + 1) * DAY) - max(earlier, day * DAY))
    return total


def usual(times: Sequence[int]) -> timedelta | None:
    """The time between two items as a rule (the median); None when they are too few to tell."""
    moments = sorted(set(times))
    gaps = sorted(later - earlier for earlier, later in pairwise(moments))
    return timedelta(microseconds=gaps[len(gaps) // 2]) if len(gaps) >= ENOUGH else None


def check_every(given: timedelta | None, usual_gap: timedelta | None = None) -> timedelta:
    """How often to ask a source: twice in the rhythm that the user gives, else once in its usual gap."""
    wanted = given / 2 if given is not None else usual_gap or USUAL_CHECK
    return min(LATEST_CHECK, max(SOONEST_CHECK, wanted))
