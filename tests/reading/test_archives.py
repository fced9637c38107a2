"""JSON Lines archives: a bad row is a problem, the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from watchfloor.errors import NotFound
from watchfloor.reading.archives import read_archive

SENTENCE = "The minister said on Monday that the talks in Vienna would continue until the deadline. "
GOOD = {
    "url": "https://example.org/a",
    "title": "Talks go on",
    "text": SENTENCE * 3,
    "published": "2014-06-24T10:15:00+02:00",
    "outlet": "The Example",
    "section": "World",
}


def archive(folder: Path, *rows: object) -> Path:
    path = folder / "archive.jsonl"
    path.write_text(
        "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n", encoding="utf-8"
    )
    return path


def test_a_row_becomes_an_article(tmp_path: Path) -> None:
    (read,) = read_archive(archive(tmp_path, GOOD), source="wire")
    article = read.article
    assert article is not None
    assert article.published is not None
    assert (article.url, article.title, article.outlet, article.source) == (
        "https://example.org/a", "Talks go on", "The Example", "wire",
    )  # fmt: skip
    assert article.text == f"Talks go on\n\n{(SENTENCE * 3).strip()}"
    assert (article.published.at.isoformat(), article.published.basis) == ("2014-06-24T10:15:00+02:00", "given")


def test_bad_rows_are_named_by_their_line(tmp_path: Path) -> None:
    path = archive(
        tmp_path,
        GOOD,
        "{broken",
        "",
        "[1]",
        {"title": "x"},
        {"text": 5},
        "[" * 50_000,
        {**GOOD, "published": "soon"},
        GOOD,
    )
    reads = list(read_archive(path))
    assert [read.article is not None for read in reads] == [True, False, False, False, False, False, True, True]
    lines = [read.problems[0].message.split(",")[1].split(":")[0] for read in reads if read.problems]
    assert lines == [" line 2", " line 4", " line 5", " line 6", " line 7", " line 8"]


def test_html_rows_are_read_as_pages(tmp_path: Path) -> None:
    row = {"html": f"<html><body><h1>Talks go on in Vienna</h1><p>{SENTENCE * 3}</p><p>{SENTENCE}</p></body></html>"}
    (read,) = read_archive(archive(tmp_path, row))
    assert read.article is not None
    assert read.article.title == "Talks go on in Vienna"
    assert read.article.url.endswith("archive.jsonl#line=1")


def test_rows_come_one_by_one(tmp_path: Path) -> None:
    reads = read_archive(archive(tmp_path, GOOD, "{broken"))
    assert next(reads).article is not None


def test_a_missing_archive(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        list(read_archive(tmp_path / "gone.jsonl"))
