"""What an article as a whole tells each of its dates: the day it was written, whether it tells of another time, and
which quarter it reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from watchfloor.resolving.dates_quarters import reported_quarter
from watchfloor.resolving.dates_rules import Context, Reading, Tense
from watchfloor.resolving.dates_words import WEEKDAY

_DEICTIC = re.compile(
    rf"\b(?:yesterday|today|tomorrow|tonight|(?:last|next|this) (?:week|month|year|{WEEKDAY})|{WEEKDAY})\b"
)
_OLD = re.compile(r"(?<![\d$€£,.-])(?:1[0-9]\d\d|20\d\d)(?![\d%]|[,.]\d)")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of an article before its sentences are read for dates."""

    day: date | None
    """the day it was written, where it was written; None when no publication date is known"""
    narrative: bool = False
    """it tells of another time than its own: years carry over from sentence to sentence"""
    quarter: tuple[int, int] | None = None
    """year and number of the quarter whose figures it reports"""

    def context(self, tense: Tense | None, anchor: Reading | None) -> Context:
        """What the expressions of one sentence are counted from."""
        return Context(self.day, tense, anchor, self.narrative, self.quarter)


def setting_of(text: str, day: date | None) -> Setting:
    """Reads an article once, written on `day` of the calendar of its place."""
    return Setting(day, is_narrative(text, day), reported_quarter(text, day))


def is_narrative(text: str, day: date | None) -> bool:
    """Whether a text tells of another time than its own, as a history does: many years long gone, few "yesterdays"."""
    latest = day.year if day else 9999
    old = sum(int(m[0]) < latest - 1 for m in _OLD.finditer(text))
    return old >= 4 and old > 3 * sum(1 for _ in _DEICTIC.finditer(text))
