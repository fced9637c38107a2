"""The two clocks of a record as whole numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from watchfloor.errors import UsageError
from watchfloor.types import Published

Clock = Callable[[], datetime]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EVER = 2**62
"""later than anything: no limit on what may be known"""

SEEN, STATED = "seen", "stated"

MICROSECOND = timedelta(microseconds=1)


def to_micros(at: datetime) -> int:
    """Microseconds since 1970 UTC of a timezone-aware time."""
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no time zone")
    return (at - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    """The time in UTC that `to_micros` counted."""
    return EPOCH + timedelta(microseconds=micros)


def to_days(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - 719_163


def from_days(days: int) -> date:
    """The day that `to_days` counted."""
    return date.fromordinal(days + 719_163)


def end_of(day: date) -> int:
    """The last microsecond of a day in UTC."""
    return (to_days(day) + 1) * 86_400_000_000 - 1


def parse_day(value: date | str, name: str) -> date:
    """A day given as a date or as ISO 8601 text. `name` is the option it was given for."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{name}: {value!r} is no date; write it as 2014-06-24", value) from None


def limit(as_of: datetime | date | str | None) -> int:
    """The last microsecond that counts as known: all of a day, in UTC, unless a time is given."""
    if as_of is None:
        return EVER
    if isinstance(as_of, str):
        try:
            parsed = datetime.fromisoformat(as_of)
        except ValueError:
            raise UsageError(f"as of: {as_of!r} is no date; write it as 2014-06-24", as_of) from None
        as_of = parsed if len(as_of) > 10 else parsed.date()
    if not isinstance(as_of, datetime):
        return end_of(as_of)
    return to_micros(as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC))


def day_in_utc(at: datetime) -> date:
    """The day of a time in UTC; a time without a zone is one in UTC, whatever the zone of this machine."""
    return at.astimezone(UTC).date() if at.tzinfo else at.date()


def known_since(published: Published | None, seen: int) -> tuple[int, str]:
    """When an archived page could have been known, and how that is known: from its stated publication on (a stated day
    counts to its end), and never later than the desk saw it."""
    if published is None:
        return seen, SEEN
    at = to_micros(published.at) if published.precision == "time" else end_of(published.day)
    return (at, STATED) if at <= seen else (seen, SEEN)
