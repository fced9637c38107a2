"""The pages of the codebook say what the coder does: every example on them runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from watchfloor.coder import Coder
from watchfloor.coding import patterns
from watchfloor.desk import read
from watchfloor.types import Event, Facet

FOLDER = Path(__file__).parents[2] / "docs" / "codebook"
BOOK = patterns.load()
PAGES = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("[A-Z]*.md")) if path.stem != "README"
}


class Row(NamedTuple):
    """One row of a table: the page and its cells."""

    page: str
    cells: tuple[str, ...]


def rows(heading: str) -> Iterator[Row]:
    for page, text in PAGES.items():
        section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
        for line in section.splitlines():
            if line.startswith("| ") and not line.startswith("| words "):
                yield Row(page, tuple(cell.strip() for cell in line.strip("|").split("|")))


EXAMPLES, MISSES = list(rows("Examples")), list(rows("Near misses"))


@cache
def coder() -> Coder:
    return Coder.load()


@cache
def events(text: str) -> tuple[Event, ...]:
    return read(text, published=date(2024, 6, 30), coder=coder()).events


def codes(event: Event) -> tuple[str, str]:
    who = ", ".join(cited.value.code for cited in event.actors)
    return who, "both sides" if event.reciprocal else ", ".join(cited.value.code for cited in event.recipients)


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row.cells[0])
def test_an_example_is_coded_as_the_page_says(row: Row) -> None:
    words, coded, *sides = row.cells
    found = [
        (" ".join(part for part in (event.type, event.mode, event.facet.value) if part), *codes(event))
        for event in events(words)
    ]
    assert (coded, *sides) in found


@pytest.mark.parametrize("row", MISSES, ids=lambda row: row.cells[0])
def test_a_near_miss_is_coded_otherwise_or_not_at_all(row: Row) -> None:
    words, _, instead = row.cells
    kinds = {event.type for event in events(words)}
    assert row.page not in kinds
    assert kinds == set() if instead == "nothing" else instead in kinds


def test_there_is_a_page_for_every_type_and_the_index_names_it() -> None:
    assert set(PAGES) == set(BOOK.types)
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [kind for kind in BOOK.types if f"| [{kind}]({kind}.md) |" not in index] == []


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_names_all_that_its_type_has(kind: str) -> None:
    text = PAGES[kind]
    modes = re.findall(r"^- `([a-z-]+)`:", text, re.MULTILINE)
    assert modes == BOOK.types[kind].modes
    mine = [block for block in BOOK.patterns.values() if block.type == kind]
    used = {block.cameo for block in mine} | {code for _, code in BOOK.compose.get(kind, {}).values()}
    said = _codes(text.partition("\n## CAMEO codes\n")[2].partition("\n## ")[0])
    assert sorted(code for code in used if not any(code.startswith(known) for known in said)) == []


def _codes(text: str) -> set[str]:
    """The codes a page names; "1311-1314" names those in between too."""
    found: set[str] = set()
    for first, last in re.findall(r"\b(\d{3,4})(?:-(\d{3,4}))?\b", text):
        for number in range(int(first), int(last or first) + 1):
            found.add(str(number).zfill(len(first)))
    return found


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_has_enough_examples_and_half_of_them_are_near_misses(kind: str) -> None:
    hits, misses = ([row for row in table if row.page == kind] for table in (EXAMPLES, MISSES))
    assert 3 <= len(hits) <= 6 and 3 <= len(misses) <= 6
    assert abs(len(hits) - len(misses)) <= 1
    facets = {row.cells[1].split()[-1] for row in hits}
    assert facets <= set(Facet) and len(facets) >= 1
