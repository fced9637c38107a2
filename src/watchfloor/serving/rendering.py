"""Templates -> pages. Everything that goes into a page is escaped; no template marks anything as safe."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from watchfloor.answers.corrections import told
from watchfloor.answers.quad import mark
from watchfloor.inert import inert, inert_text

FOLDER: Final = Path(__file__).parent
STATIC: Final = FOLDER / "static"
MONTHS: Final = tuple("January February March April May June July August September October November December".split())


@cache
def environment() -> Environment:
    """The templates with their filters."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "plain": inert,
        "urlencode": segment,
        "lines": inert_text,
        "day": day_text,
        "moment": moment_text,
        "many": many,
        "outside": outside,
    }
    made.globals |= {"quad": mark, "told": told}
    return made


def segment(text: str) -> str:
    """One part of an address's path. A slash in it is no border: `unknown:../x` must not lead elsewhere."""
    return quote(text, safe="", errors="replace")


def month_name(day: date) -> str:
    """June: in English, whatever language the process speaks."""
    return MONTHS[day.month - 1]


def day_text(day: date | None) -> str:
    """24 June 2014"""
    return "" if day is None else f"{day.day} {month_name(day)} {day.year}"


def moment_text(at: datetime) -> str:
    """3 July 2026 18:00Z"""
    at = at.astimezone(UTC)
    return f"{day_text(at.date())} {at:%H:%M}Z"


def many(number: int, one: str, more: str = "") -> str:
    """1 article, 2 articles; `more` where an s is not enough"""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def outside(address: str) -> str:
    """An address that a link may lead to, or nothing: http and https alone, and nothing hidden in it."""
    plain = all(char.isprintable() and not char.isspace() for char in address)
    return address if plain and address.lower().startswith(("http://", "https://")) else ""


def page(template: str, values: dict[str, Any]) -> str:
    """A template filled in."""
    return environment().get_template(template).render(values)
