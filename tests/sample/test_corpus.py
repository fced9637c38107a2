"""The sample corpus agrees with itself: every answer quotes its page, every page is indexed, every date is one."""

from __future__ import annotations

import csv
import json
import re
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).parents[2] / "src" / "watchfloor" / "data" / "sample"
OUTLETS = {
    "corvane": "Corvane Wire",
    "pellworth": "The Pellworth County Ledger",
    "upperzab": "The Upper Zab Observer",
    "ravensmere": "The Ravensmere Courier",
    "sabalan": "Sabalan Central News",
    "ninthfloor": "Ninth Floor Notes",
    "contango": "The Contango Sheet",
    "lanternfield": "Lanternfield Relief",
}
TYPES = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip
FACETS = {"happened", "ongoing", "planned", "threatened", "demanded", "denied", "hypothetical", "historical"}
GROUPS = {"ISIS", "AQ", "PESH", "KRG", "KURDS", "YPG", "PKK", "PMU", "HEZ", "SYRREB", "IGO", "NGO"}
SECTOR = r"(GOV|MIL|LEG|COP|SPY|JUD|PTY|OPP|REL|CVL|LAB|MED|REF|EDU|BUS|ELI)"
INLINE = {"a", "em", "span", "b", "i", "strong", "abbr", "cite", "font"}


class _Text(HTMLParser):
    """Visible text of a page; a block tag becomes a space, an inline tag nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style")
        self.out.append("" if tag in INLINE else " ")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")
        self.out.append("" if tag in INLINE else " ")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.out.append(data)


def normal(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def table(name: str) -> list[dict[str, str]]:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def lines(name: str) -> list[dict[str, Any]]:
    path = SAMPLE / name
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


ARTICLES = table("articles.tsv")
FACTS = table("facts.tsv")
ANSWERS = lines("answers.jsonl")
ARCHIVE = {f"archive.jsonl#{row['id']}": row for row in lines("archive.jsonl")}


def text_of(file: str) -> str:
    if file in ARCHIVE:
        return normal(ARCHIVE[file]["title"] + "\n" + ARCHIVE[file]["text"])
    raw = (SAMPLE / file).read_text(encoding="utf-8")
    if file.endswith(".html"):
        parser = _Text()
        parser.feed(raw)
        raw = "".join(parser.out)
    return normal(raw)


TEXTS = {row["file"]: text_of(row["file"]) for row in ARTICLES}


def is_date(text: str) -> bool:
    for part in text.split("/"):
        match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", part)
        if not match:
            return False
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    return True


def of(kind: str) -> list[dict[str, Any]]:
    return [row for row in ANSWERS if row["kind"] == kind]


def test_index_and_folder_agree() -> None:
    pages = {path.name for path in SAMPLE.iterdir() if path.name.startswith("2014-")}
    assert pages | set(ARCHIVE) == {row["file"] for row in ARTICLES}
    assert len(ARTICLES) == len({row["file"] for row in ARTICLES})


@pytest.mark.parametrize("row", ARTICLES, ids=lambda row: row["file"])
def test_article_row(row: dict[str, str]) -> None:
    published = datetime.fromisoformat(row["published"])
    name = row["file"].partition("#")[2] or row["file"]
    assert published.tzinfo is not None
    assert name[:10] == published.date().isoformat()
    assert row["outlet"] == OUTLETS[name.split("-")[3].split(".")[0]]
    assert normal(row["title"]) in TEXTS[row["file"]]
    if row["file"] in ARCHIVE:
        for field in ("outlet", "published", "language", "title"):
            assert ARCHIVE[row["file"]][field] == row[field]
    else:
        assert row["outlet"] in TEXTS[row["file"]]


@pytest.mark.parametrize("row", [row for row in ANSWERS if "words" in row], ids=lambda row: row["id"])
def test_answer_quotes_its_page(row: dict[str, Any]) -> None:
    assert row["words"] == normal(row["words"]) != ""
    assert row["words"] in TEXTS[row["article"]]
    assert row["part"] in ("body", "title", "comment")


@pytest.mark.parametrize("row", of("event"), ids=lambda row: row["id"])
def test_event(row: dict[str, Any]) -> None:
    assert row["type"] in TYPES and row["facet"] in FACETS
    assert row["cameo"] is None or re.fullmatch(r"(0[1-9]|1\d|20)\d{0,2}", row["cameo"])
    assert row["date"] is None or is_date(row["date"])
    assert not set(row["actors"]) & set(row["recipients"])
    for code in row["actors"] + row["recipients"]:
        assert code in GROUPS or re.fullmatch(rf"[A-Z]{{3}}{SECTOR}?", code)


@pytest.mark.parametrize("row", of("statement"), ids=lambda row: row["id"])
def test_statement(row: dict[str, Any]) -> None:
    assert row["stance"] in range(-2, 3) and row["form"] in ("quote", "paraphrase") and row["issue"] and row["speaker"]


@pytest.mark.parametrize("row", of("deadline"), ids=lambda row: row["id"])
def test_deadline(row: dict[str, Any]) -> None:
    assert is_date(row["resolved"]) and row["status"] in ("set", "moved", "met", "missed")
    assert (row["status"] == "moved") == (row["moved_from"] is not None)
    assert row["moved_from"] is None or is_date(row["moved_from"])


def test_answer_ids_are_unique_and_linked() -> None:
    ids = [row["id"] for row in ANSWERS]
    assert len(ids) == len(set(ids))
    for row in of("reversal"):
        assert {row["a"], row["b"]} <= set(ids) and row["a"] != row["b"]


def test_copies_are_listed() -> None:
    listed = {file for row in of("copy") for file in row["articles"] if file != row["origin"]}
    assert listed == {row["file"] for row in ARTICLES if row["role"].startswith("copy of ")}
    for row in of("copy"):
        assert set(row["how"]) == set(row["articles"]) - {row["origin"]}
        assert set(row["articles"]) <= set(TEXTS)


def test_a_foreign_page_has_no_answers() -> None:
    foreign = {row["file"] for row in ARTICLES if row["language"] != "en"}
    assert not foreign & {row.get("article") for row in ANSWERS}


def test_corrections_name_what_changed() -> None:
    for row in of("correction"):
        both = TEXTS[row["article"]] + " " + TEXTS[row["of"]]
        for change in row["changed"]:
            assert change["was"] in both and change["now"] in both and change["was"] != change["now"]
    assert {row["article"] for row in of("correction")} == {
        row["file"] for row in ARTICLES if row["role"].startswith("correction")
    }


def test_articles_without_any_event() -> None:
    quiet = {row["file"] for row in ARTICLES if "no event" in row["role"]}
    assert quiet and not quiet & {row["article"] for row in of("event")}


def test_every_issue_is_in_the_legend() -> None:
    legend = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert {row["issue"] for row in of("statement") + of("deadline") if row["issue"] not in legend} == set()


def test_facts() -> None:
    assert len(FACTS) == len({row["id"] for row in FACTS})
    for row in FACTS:
        assert is_date(row["date"]) and row["kind"] in ("public record", "invented minor detail")
        assert set(row["articles"].split(", ")) <= set(TEXTS)
    assert {file for row in FACTS for file in row["articles"].split(", ")} == set(TEXTS)
