"""When a page appeared, and how that is known: stated, inferred, or unknown and said so. Never today."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from watchfloor.reading.readers import read_file, read_text

BODY = "Iran blamed ISIS for the attack on the city of Mosul, officials there said in a statement to reporters. " * 4
SITE = "https://example.org"

# the line below the title, what the body opens with, the address; day, basis, whether a problem is told
ROWS = [
    ("Published 24 June 2014", "", "", "2014-06-24", "text", False),
    ("24 June 2014", "", f"{SITE}/a", "2014-06-24", "text", False),
    ("24 June 2014\nUpdated 26 June 2014", "", "", "2014-06-24", "text", False),
    ("Updated 26 June 2014", "", "", None, None, False),
    ("", "VIENNA, 24 June 2014 — ", "", "2014-06-24", "text", False),
    ("", "", f"{SITE}/2014/06/24/a", "2014-06-24", "address", False),
    ("", "", f"{SITE}/2014-06-24-a", "2014-06-24", "address", False),
    ("", "", f"{SITE}/20140624", "2014-06-24", "address", False),
    # parts of a date fix no day; two parts that fit do
    ("June 2014", "", "", None, None, False),
    ("24 June", "", "", None, None, False),
    ("Tuesday", "", "", None, None, False),
    ("", "Early Monday ", "", None, None, False),
    ("", "BAGHDAD (Reuters) - ", "", None, None, False),
    ("", "BAGHDAD, June 24 (Reuters) - ", "", None, None, False),
    ("", "", f"{SITE}/2014/06/a", None, None, False),
    ("", "BAGHDAD, June 24 (Reuters) - ", f"{SITE}/2014/06/a", "2014-06-24", "dateline", False),
    ("", "Baghdad, 24 June — ", f"{SITE}/2014/06/a", "2014-06-24", "dateline", False),
    ("", "BAGHDAD, July 24 (Reuters) - ", f"{SITE}/2014/06/a", None, None, False),
    ("", "BAGHDAD, June 31 (Reuters) - ", f"{SITE}/2014/06/a", None, None, False),
    ("", "It fell in Mosul, June 24 and ", f"{SITE}/2014/06/a", None, None, False),
    # two that differ
    ("June 24, 2014 | June 26, 2014", "", "", None, None, False),
    ("June 24, 2014", "", f"{SITE}/2014/06/25/a", "2014-06-24", "text", False),
    ("June 24, 2014", "", f"{SITE}/2012/01/02/a", "2014-06-24", "text", True),
    # days still to come, and none of the calendar
    ("Published 24 June 2099", "", "", None, None, True),
    ("", "", f"{SITE}/2099/06/24/a", None, None, True),
    ("31 February 2014", "", "", None, None, False),
    ("Posted 99999-01-01", "", "", None, None, False),
    ("24 June 0000", "", "", None, None, False),
    ("24 June 9999", "", "", None, None, False),
    ("June " + "9" * 5000 + ", 2014", "", "", None, None, False),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda r: " / ".join(r[:3])[:60])
def test_the_day_and_how_it_is_known(row: tuple[str, str, str, str | None, str | None, bool]) -> None:
    line, opening, address, day, basis, told = row
    read = read_text(f"Iran blamed ISIS for the attack\n{line}\n\n{opening}{BODY}", address=address)
    assert read.article is not None
    found = read.article.published
    assert (str(found.day) if found else None, found.basis if found else None) == (day, basis)
    assert [p.kind for p in read.problems] == (["date"] if told else [])


@pytest.mark.parametrize(
    ("head", "address", "day", "told"),
    [
        ('<meta property="article:published_time" content="2014-06-24T10:15:00Z">', f"{SITE}/a", "2014-06-24", False),
        ('<meta property="article:published_time" content="2099-06-24T10:15:00Z">', f"{SITE}/a", None, True),
        ('<meta property="article:published_time" content="2014-02-31">', f"{SITE}/2014/06/24/a", "2014-06-24", False),
        ('<meta property="article:published_time" content="2019-01-05">', f"{SITE}/2014/06/24/a", "2019-01-05", True),
        ('<meta property="article:modified_time" content="2019-01-05">', f"{SITE}/a", None, False),
        ("", f"{SITE}/2014/06/24/a", "2014-06-24", False),
    ],
)
def test_pages(head: str, address: str, day: str | None, told: bool) -> None:
    title = "Iran blamed ISIS for the attack"
    read = read_text(
        f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1><p>{BODY}</p></article></body></html>",
        address=address,
    )
    assert read.article is not None
    assert (str(read.article.published.day) if read.article.published else None) == day
    assert [p.kind for p in read.problems] == (["date"] if told else [])


def test_the_folder_of_a_saved_page_is_no_date(tmp_path: Path) -> None:
    folder = tmp_path / "2014" / "06" / "24"
    folder.mkdir(parents=True)
    for name, text in (("a.txt", BODY), ("a.html", f"<html><body><p>{BODY}</p></body></html>")):
        file = folder / name
        file.write_text(text, encoding="utf-8")
        article = read_file(file).article
        assert article is not None and article.published is None
        given = read_file(file, published=date(2014, 6, 23)).article
        assert given is not None and given.published is not None and given.published.basis == "given"
