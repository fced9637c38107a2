"""When a page says it was published: machine stamps, date lines meant for people, and dates in addresses. What none
of them tells stays unknown: no page is ever taken to be of today.

A date that can be read in two ways (03/04/2014) is no date. A time without a zone is not placed on the globe: such a
stamp gives the day only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from watchfloor.types import Published

_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
# Only zones whose letters mean one thing to the press; IST is Indian, Israeli or Irish.
_ZONES = {
    "gmt": 0, "utc": 0, "z": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
    "est": -5, "edt": -4, "et": None, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "jst": 9, "kst": 9,
    "aest": 10, "aedt": 11, "sast": 2, "hkt": 8, "sgt": 8, "pkt": 5, "irst": 3.5, "irdt": 4.5,
}  # fmt: skip
_DATE = re.compile(
    rf"\b(?P<m1>{_MONTH})\s?(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?,?\s(?P<y1>(?:19|20)\d\d)\b"
    rf"|\b(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?[\s-](?:of\s)?(?P<m2>{_MONTH}),?[\s-](?P<y2>(?:19|20)\d\d)\b"
    r"|\b(?P<y3>(?:19|20)\d\d)[-/.](?P<m3>[01]?\d)[-/.](?P<d3>[0-3]?\d)(?=\b|T)"
    r"|\b(?P<a4>[0-3]?\d)(?P<s4>[/.-])(?P<b4>[0-3]?\d)(?P=s4)(?P<y4>(?:19|20)\d\d)\b",
    re.I,
)
_TIME = re.compile(
    r"(?<![\d.:])(?P<h>[0-2]?\d)[:.](?P<m>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?\s?(?P<half>[ap]\.?m\b\.?)?"
    r"(?:\s?\(?(?P<zone>(?:gmt|utc)?\s?[+-][01]\d:?[0-5]\d\b|(?:gmt|utc)\s?[+-]\d{1,2}(?::\d\d)?\b"
    r"|[a-z]{1,4}\b(?!\s[a-z])))?"
    r"|(?<![\d.:])(?P<h2>1[0-2]|[1-9])\s?(?P<half2>[ap]\.?m\b\.?)(?:\s?\(?(?P<zone2>[a-z]{2,4}\b))?",
    re.I,
)
_OFFSET = re.compile(r"([+-])(\d\d?):?(\d\d)?$")
_PATH = re.compile(
    r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>0?[1-9]|1[0-2]|[a-z]{3,9})[/-](?P<d>0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
    r"|/(?P<y3>(?:19|20)\d\d)/(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
    r"|[/_-](?P<y2>20\d\d)(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?=[/_.-]|$)",
    re.I,
)
_MONTH_PATH = re.compile(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>0[1-9]|1[0-2])(?=/)")
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][\w.'’ /-]{1,40}(?:, [A-Z][\w.'’ -]{1,30})?, "
    rf"(?:(?P<m1>(?i:{_MONTH})) (?P<d1>\d\d?)|(?P<d2>\d\d?) (?P<m2>(?i:{_MONTH})))"
    r"(?:,? ?(?:\([A-Z][^()]{1,40}\)|/[A-Z-]{2,12}/\.?)| ?(?:--?|–|—|:)\s)",
)
_CHANGED = re.compile(r"\b(?:updated?|modified|revised|corrected|edited|last (?:changed|reviewed))\b", re.I)
_SAID = re.compile(r"\b(?:publi(?:shed|cation)|posted|issued|first published|released|date|filed|created)\b", re.I)

_AGO = re.compile(
    r"\b(?:an?|\d+)\s?(?:seconds?|secs?|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|months?|mo|years?|yrs?|y)\.?"
    r"\s(?:ago|old)\b",
    re.I,
)
_SHORT_DATE = re.compile(
    rf"^(?:[a-z]{{3,9}}day,?\s|[a-z]{{3}},?\s)?(?:{_MONTH}\s[0-3]?\d(?:st|nd|rd|th)?|[0-3]?\d\s{_MONTH})(?:\s|,|$)"
    rf"|^{_MONTH}\s(?:19|20)\d\d$",
    re.I,
)
_CLOCK = re.compile(r"[0-2]?\d[:.][0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\.?)?(?:\s[a-z]{2,4})?", re.I)


@dataclass(frozen=True, slots=True)
class Stated:
    """A date found in a line, where in the line it stands, and what the line says it is."""

    at: datetime
    precision: str
    start: int
    end: int
    label: str
    """`published`, `changed` or empty"""


def stamp(value: object) -> tuple[datetime, str] | None:
    """A stamp made for machines: ISO 8601, RFC 5322 or a count of (milli)seconds since 1970; else a date line."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _epoch(float(value))
    if not isinstance(value, str):
        return None
    value = value.strip()[:80]
    if re.fullmatch(r"\d{10}(?:\d{3})?", value):
        return _epoch(float(value))
    try:
        read = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", value))
    except ValueError:
        read = None
    if read is None and re.match(r"(?:[A-Za-z]{3},\s)?\d{1,2}\s[A-Za-z]{3}\s\d{4}\s\d", value):
        try:
            read = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            read = None
    if read is not None:
        if not 1900 <= read.year <= 2199:
            return None
        return placed(read, has_time=len(value) > 10)
    stated = stated_in(value)
    return (stated.at, stated.precision) if stated else None


def placed(read: datetime, *, has_time: bool) -> tuple[datetime, str]:
    """A clock reading with what is known of it: without a zone only its day counts."""
    if read.tzinfo is None or not has_time:
        return datetime(read.year, read.month, read.day, tzinfo=read.tzinfo or UTC), "day"
    return read.replace(microsecond=0), "time"


def given(value: date | datetime) -> Published:
    """The date a person or an archive gives."""
    if isinstance(value, datetime):
        at, precision = placed(value, has_time=True)
        return Published(at, precision, "given")
    return Published(datetime(value.year, value.month, value.day, tzinfo=UTC), "day", "given")


def stated_in(line: str) -> Stated | None:
    """The one full date in a line (day, month, year; a time if it stands beside); None when there is none, when two
    differ, or when it can be read in two ways."""
    line = line[:400]
    found: Stated | None = None
    for match in _DATE.finditer(line):
        day = _day(match)
        if day is None:
            continue
        before = line[: match.start()] if found is None else line[found.end : match.start()]
        label = _label(before)
        if found is not None:
            if label == "changed" or found.at.date() == day:
                continue
            if found.label == "changed":
                found = None
            else:
                return None
        moment, end = _with_time(line, match, day)
        found = Stated(*moment, match.start(), end, label)
    return found


def in_address(address: str) -> date | None:
    """The day in the path of an address, such as /2014/06/24/, /2014/0624/ or /20140624; none from a month alone."""
    match = _PATH.search(address)
    if match is None:
        return None
    end = "" if match["y"] else "2" if match["y2"] else "3"
    year, month, day = match[f"y{end}"], match[f"m{end}"], match[f"d{end}"]
    number = _MONTHS.get(month[:3].lower(), 0) if month.isalpha() else int(month)
    return _date(int(year), number, int(day))


def inferred(address: str, lines: Iterable[str]) -> Published | None:
    """The day of a page that states none, from its web address: a whole day in it, or its year and month together with
    the day of a dateline ("BAGHDAD, June 24 (Reuters) -") among the first `lines`. A month alone fixes no day."""
    day = in_address(address)
    if day is not None:
        return Published(datetime(day.year, day.month, day.day, tzinfo=UTC), "day", "address")
    month = _MONTH_PATH.search(address)
    if month is None:
        return None
    for line in lines:
        match = _DATELINE.match(line.strip()[:160])
        name = match and (match["m1"] or match["m2"])
        if match and name and _MONTHS[name[:3].lower()] == int(month["m"]):
            day = _date(int(month["y"]), int(month["m"]), int(match["d1"] or match["d2"]))
            if day is not None:
                return Published(datetime(day.year, day.month, day.day, tzinfo=UTC), "day", "dateline")
    return None


def is_mostly_date(line: str) -> bool:
    """Whether a line is a date and little else: "Posted on June 24, 2014 by Anna", "2 hours ago"."""
    if len(line) > 160:
        return False
    if _AGO.search(line):
        return len(line.split()) <= 10
    match = _DATE.search(line) or _SHORT_DATE.search(line) or _CLOCK.fullmatch(line.strip())
    return match is not None and len((line[: match.start()] + line[match.end() :]).split()) <= 8


def _epoch(value: float) -> tuple[datetime, str] | None:
    if value > 1e11:
        value /= 1000
    if not 1e8 < value < 7e9:
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(value)), "time"


def _label(before: str) -> str:
    changed, said = (max((m.end() for m in rule.finditer(before)), default=-1) for rule in (_CHANGED, _SAID))
    return "" if changed == said else "changed" if changed > said else "published"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None


def _day(match: re.Match[str]) -> date | None:
    if match["y1"]:
        return _date(int(match["y1"]), _MONTHS[match["m1"][:3].lower()], int(match["d1"]))
    if match["y2"]:
        return _date(int(match["y2"]), _MONTHS[match["m2"][:3].lower()], int(match["d2"]))
    if match["y3"]:
        return _date(int(match["y3"]), int(match["m3"]), int(match["d3"]))
    first, second, year = int(match["a4"]), int(match["b4"]), int(match["y4"])
    if first == second or second > 12:
        return _date(year, first, second)
    # Dots separate day from month everywhere; slashes and dashes in both orders.
    return _date(year, second, first) if first > 12 or match["s4"] == "." else None


def _with_time(line: str, match: re.Match[str], day: date) -> tuple[tuple[datetime, str], int]:
    whole = datetime(day.year, day.month, day.day, tzinfo=UTC)
    for clock in _TIME.finditer(line[: match.end() + 40]):
        near = (
            -30 < clock.start() - match.end() < 20 if clock.start() >= match.end() else match.start() - clock.end() < 12
        )
        if not near or clock.start() < match.end() <= clock.end():
            continue
        hour, minute = int(clock["h"] or clock["h2"]), int(clock["m"] or 0)
        half = (clock["half"] or clock["half2"] or "").lower()
        if half:
            hour = hour % 12 + (12 if half[0] == "p" else 0)
        zone = _zone(clock["zone"] or clock["zone2"] or "", day)
        end = max(match.end(), clock.end())
        if hour > 23 or zone is None:
            return (whole, "day"), end
        return (datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone), "time"), end
    return (whole, "day"), match.end()


def _zone(name: str, day: date) -> tzinfo | None:
    name = name.strip().lower()
    if match := _OFFSET.search(name):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes)) if minutes < 900 else None
    hours = _ZONES.get(name)
    return timezone(timedelta(hours=hours)) if hours is not None else None
