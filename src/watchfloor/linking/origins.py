"""Whose word a report is: five papers that print one ministry's statement have one origin.

An origin is, in this order: who says it in the report ("the ministry said"), when we know who that is; the agency that
the report names ("(Reuters)", "AP reported"); the outlet, or its owner where the user named one (`owners.tsv`). A
report that copies another has the origin of that one, which is for the caller to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from watchfloor import packs
from watchfloor.errors import BadSetting
from watchfloor.store.folding import fold
from watchfloor.types import Event

PACK, FILE = "origins", "agencies.tsv"
OWNERS: Final = "owners.tsv"
"""the user's table in a desk: outlet and owner, one outlet a row"""
SHORT: Final = 5
"""letters of a name that is only taken for an agency's where the words show that it is one"""
LEAD: Final = 400
"""code points behind the title in which a dateline stands"""

_TELLING = "reported|reports|said|says|quoted|cited|citing|told|according|agency|news"  # beside a short name


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a report has it from."""

    key: str
    """equal for what is one origin"""
    name: str
    how: str
    """said (in the report), agency, owner, outlet, or article (nothing is known of its outlet)"""


@dataclass(frozen=True, slots=True)
class Agencies:
    """Agencies by the names under which they are cited."""

    by_name: Mapping[str, tuple[str, str]]
    """folded name: id and plain name"""
    cited: re.Pattern[str]
    dated: re.Pattern[str]

    def in_sentence(self, sentence: str) -> Origin | None:
        """The agency that a sentence cites."""
        return self._of(self.cited.search(sentence))

    def in_dateline(self, text: str) -> Origin | None:
        """The agency in the dateline of an article's text: "BAGHDAD (Reuters) - ..."."""
        _, _, body = text.partition("\n")
        return self._of(self.dated.search(body[:LEAD]))

    def named(self, outlet: str) -> Origin | None:
        """The agency that an outlet is."""
        known = self.by_name.get(fold(outlet))
        return None if known is None else Origin(f"agency:{known[0]}", known[1], "agency")

    def _of(self, found: re.Match[str] | None) -> Origin | None:
        if found is None:
            return None
        name = next(part for part in found.groups() if part)
        ident, plain = self.by_name[fold(name)]
        return Origin(f"agency:{ident}", plain, "agency")


@cache
def load(base: Path | None = None) -> Agencies:
    """The bundled agencies. Raises `PackDamaged`."""
    _, cells = packs.table(packs.folder(PACK, base) / FILE, ("id", "names"))
    by_name: dict[str, tuple[str, str]] = {}
    names: list[str] = []
    for ident, listed in cells:
        each = [name.strip() for name in listed.split(";") if name.strip()]
        for name in each:
            by_name[fold(name)] = (ident, each[0])
        names += each
    every = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    long = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if len(name) > SHORT)
    cited = re.compile(
        rf"\b({long})\b|\(({every})\)|\b({every})(?=,? (?:{_TELLING})\b)|(?:\b(?:told|by|citing|quoted) )({every})\b"
    )
    dated = re.compile(rf"\(({every})\)|(?:^|\n|/ ?)({every}) ?[-–—]|\bBy ({every})\b")
    return Agencies(by_name, cited, dated)


def origin(event: Event, outlet: str, article: str, text: str, owners: Mapping[str, str], agencies: Agencies) -> Origin:
    """Whose word an event is, read in an article of an outlet. `owners` maps folded outlets to owners."""
    for cited in event.said_by:
        if cited.value.kind != "unknown":
            return Origin(f"said:{cited.value.id}", cited.value.name, "said")
    return (
        agencies.in_sentence(event.sentence.words)
        or agencies.in_dateline(text)
        or agencies.named(outlet)
        or of_outlet(outlet, article, owners)
    )


def of_outlet(outlet: str, article: str, owners: Mapping[str, str]) -> Origin:
    """The outlet itself, or its owner."""
    name = fold(outlet)
    if not name:
        return Origin(f"article:{article}", "an outlet that is not known", "article")
    if owner := owners.get(name):
        return Origin(f"owner:{fold(owner)}", owner, "owner")
    return Origin(f"outlet:{name}", outlet, "outlet")


def read_owners(path: Path) -> dict[str, str]:
    """Outlets (folded) with their owners, from the user's table; empty when there is none. Raises `BadSetting`."""
    if not path.is_file():
        return {}
    try:
        lines: Iterable[str] = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path}: cannot be read ({error}); save it as UTF-8 text", str(path)) from None
    owners: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if cells[:2] == ["outlet", "owner"]:
            continue
        if len(cells) != 2 or not all(map(fold, cells)):
            raise BadSetting(f"{path}:{number}: write an outlet, a tab, and its owner", str(path))
        owners[fold(cells[0])] = cells[1]
    return owners
