"""Dates of feeds, which follow a standard less often than they should: words run together, months and days in other
languages, hours of one digit, seconds that are missing, zones by name. What can be read in two ways stays unread.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from watchfloor.reading import dates

_MONTHS: Final = {
    "january": "janeiro gennaio januar januari janvier janv enero ene ocak styczeń stycznia",
    "february": "februar februari fév février fevrier fevr févr febrero febbraio fevereiro fev luty lutego",
    "march": "märz maerz mär mrz maart mrt mars marzo março marco marzec marca",
    "april": "avril avr abril abr aprile kwiecień kwietnia",
    "may": "mai mei maj mayo maggio mag maio kwi",
    "june": "juni juin junio giugno giu junho czerwiec czerwca",
    "july": "juli juillet juil julio luglio lug julho lipiec lipca",
    "august": "août aout augustus augusti agosto ago sierpień sierpnia",
    "september": "septembre septiembre settembre setembro wrzesień września",
    "october": "oktober okt octobre octubre ottobre ott outubro out październik października",
    "november": "novembre noviembre novembro listopad listopada",
    "december": "dezember dez déc décembre decembre diciembre dic dicembre dezembro grudzień grudnia",
}
_ENGLISH: Final = {word: month for month, words in _MONTHS.items() for word in words.split()}
_WORD: Final = re.compile(r"[^\W\d_]{3,12}")
# Monday in some language stands before the date and says nothing that the date does not.
_WEEKDAY: Final = re.compile(r"^\s*[^\W\d_]{2,12}\.?\s*,\s*(?=\S)")
_GLUED: Final = re.compile(r"(?<=[^\W\d_]),(?=\d)|(?<=\d),(?=\d{4}\b)|(?<=,)(?=[^\W\d_])")
_THIN: Final = re.compile(r"(?<=[T\s])(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?=\D|$)")
_SHORT_YEAR: Final = re.compile(r"^(\d{1,2} [A-Za-z]{3,9}) (\d\d)(?= \d{1,2}:)")
_YEAR_LAST: Final = re.compile(
    r"\b([A-Z][a-z]{2,8}) (\d{1,2}),? (\d{1,2}:\d\d(?::\d\d)?) ?((?:[A-Z]{3,4}|[+-]\d{4}) )?((?:19|20)\d\d)$"
)
_NO_DATE: Final = re.compile(r"^(?:0000|0001|1899-12-3[01]|1900-01-01|1970-01-0[12])")


def feed_stamp(value: object) -> tuple[datetime, str] | None:
    """The moment that a feed states, and whether it is exact to the `time` or the `day`; None when it cannot be told,
    or when it is the zero of somebody's clock."""
    if not isinstance(value, str):
        found = dates.stamp(value)
        return found if found and not _is_zero(found[0]) else None
    value = " ".join(value[:120].split())
    best: tuple[datetime, str] | None = None
    for spelled in dict.fromkeys((value, _respelled(value))):
        found = dates.stamp(spelled)
        if found is None:
            stated = dates.stated_in(spelled)
            found = (stated.at, stated.precision) if stated else None
        if found is not None and (best is None or (best[1], found[1]) == ("day", "time")):
            best = found
        if found is not None and found[1] == "day":
            # A clock with a zone by name, which the standard reading of mail takes for none.
            stated = dates.stated_in(spelled)
            if stated is not None and stated.precision == "time" and abs((stated.at.date() - found[0].date()).days) < 2:
                best = stated.at, stated.precision
    return best if best and not _is_zero(best[0]) else None


def _respelled(value: str) -> str:
    value = _GLUED.sub(", ", value)
    value = _WEEKDAY.sub("", value)
    value = _WORD.sub(lambda match: _ENGLISH.get(match[0].lower(), match[0]), value)
    value = _THIN.sub(lambda m: ":".join(f"{int(part):02}" for part in m.groups() if part), value)
    value = _SHORT_YEAR.sub(r"\1 20\2", value)
    value = _YEAR_LAST.sub(r"\1 \2, \5 \3 \4", value)
    value = re.sub(r"\b(1[3-9]|2[0-3])(:\d\d(?::\d\d)?) ?[ap]\.?m\b\.?", r"\1\2", value, flags=re.I)
    value = re.sub(r"(?<=\d) ?- ?(?=\d{1,2}:\d)", " ", value)
    return re.sub(r"\s+Z$", "Z", value)


def _is_zero(at: datetime) -> bool:
    return _NO_DATE.match(at.isoformat()) is not None
