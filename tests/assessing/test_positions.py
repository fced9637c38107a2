"""Issues, positions and reversals: from texts to pairs."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from watchfloor.assessing import issues, positions, proposals, reversals
from watchfloor.assessing.positions import Said, around, cells
from watchfloor.coder import Coder
from watchfloor.errors import BadSetting
from watchfloor.reading.readers import read_text
from watchfloor.resolving.ranks import Ranks

OWN = """
[[issue]]
id = "strait"
name = "The Strait"
words = ["strait"]

[[issue]]
id = "strait.escort"
name = "Escorts"
words = ["escort*", "patrol*"]
away = ["end*", "withdraw*"]
step = [
    { name = "radar data", words = ["radar"] },
    { name = "patrols", words = ["patrol*"] },
    { name = "escort", words = ["escort*"] },
]
"""


@cache
def coder() -> Coder:
    return Coder.load()


@pytest.fixture
def book(tmp_path: Path) -> issues.IssueBook:
    (tmp_path / "issues.toml").write_text(OWN, encoding="utf-8")
    return issues.load(own=tmp_path / "issues.toml")


def said(*texts: tuple[str, str, str]) -> list[Said]:
    """Statements of texts, each with its day and its outlet."""
    found: list[Said] = []
    for number, (day, outlet, text) in enumerate(texts):
        article = read_text(f"News from the Strait\n\n{text}", published=date.fromisoformat(day)).article
        assert article is not None
        for one in coder().code(article).statements:
            paragraph, lead = around(article.text, one.sentence.span.start, one.sentence.span.end)
            when = one.when.value.start if one.when else None
            found.append(
                Said(one, when or date.fromisoformat(day), when is not None, outlet, f"a{number}", article.title,
                     paragraph, lead)
            )  # fmt: skip
    return found


def test_positions_are_found_on_the_deepest_issue_and_turned_where_the_act_goes_against_it(
    book: issues.IssueBook,
) -> None:
    found = cells(
        said(("2014-06-24", "A", "Norway's government said it would end the escorts of tankers in the strait.")), book
    )
    assert [(c.issue.id, c.value, c.statement.side) for c in found] == [("strait.escort", -2, "NOR")]


def test_copies_of_one_statement_count_once(book: issues.IssueBook) -> None:
    text = "President Hollande said France would escort tankers in the strait."
    found = cells(said(("2014-06-24", "A", text), ("2014-06-25", "B", text)), book)
    assert len(found) == 1
    assert found[0].outlets == ("A", "B")


PAIRS = [
    # what is said, on which day; the rule of the pair that is found, or none
    ("John Kerry said the United States would escort tankers in the strait.", "2014-06-02",
     "John Kerry said the United States would not escort tankers in the strait.", "2014-06-20", "reversal"),
    ("John Kerry said the United States would escort tankers in the strait.", "2013-02-02",
     "John Kerry said the United States would not escort tankers in the strait.", "2014-06-20", ""),
    ("John Kerry said the United States would escort tankers in the strait.", "2014-06-02",
     "John Kerry said France would not escort tankers in the strait.", "2014-06-20", ""),
    ("John Kerry said the United States would escort tankers in the strait.", "2014-06-02",
     "John Kerry said the United States would escort tankers in the strait again.", "2014-06-20", ""),
    ("John Kerry said the United States could escort tankers in the strait.", "2014-06-18",
     "The Pentagon ruled out any escort of tankers in the strait.", "2014-06-20", "split voices"),
    ("John Kerry said the United States could escort tankers in the strait.", "2014-04-18",
     "The Pentagon ruled out any escort of tankers in the strait.", "2014-06-20", ""),
    ("Norwegian Foreign Minister Kari Strand said Norway could escort tankers in the strait.", "2014-06-18",
     "Norwegian Defence Minister Ola Vik ruled out any escort of tankers in the strait.", "2014-06-20", "split voices"),
    ("President Hollande said France could escort tankers in the strait.", "2014-06-18",
     "The Pentagon ruled out any escort of tankers in the strait.", "2014-06-20", ""),
    ("John Kerry said the United States would escort tankers in the strait.", "2014-06-02",
     "John Kerry said the United States would help tankers in the strait only with radar patrols.", "2014-06-20",
     "narrowing"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "one_day", "second", "other_day", "rule"), PAIRS)
def test_pairs(book: issues.IssueBook, first: str, one_day: str, second: str, other_day: str, rule: str) -> None:
    found = reversals.find(
        cells(said((one_day, "A", first), (other_day, "B", second)), book), book, reversals.Contrasts.load()
    )
    assert [pair.rule for pair in found] == ([rule] if rule else []), found
    for pair in found:
        assert 0 < pair.score <= 1
        assert pair.doubts  # the days are those of publication


def test_a_writer_who_sets_two_voices_apart_makes_it_surer(book: issues.IssueBook) -> None:
    plain = "John Kerry said the United States could escort tankers in the strait. The Pentagon ruled out any escort."
    marked = plain.replace("The Pentagon", "In contrast, the Pentagon")
    scores = []
    for text in (plain, marked):
        (pair,) = reversals.find(cells(said(("2014-06-24", "A", text)), book), book, reversals.Contrasts.load())
        scores.append(pair.score)
    assert scores[0] < scores[1]


WOULD = "John Kerry said the United States would escort tankers in the strait."
WOULD_NOT = "John Kerry said the United States would not escort tankers in the strait."
SURE = [
    # what is said on one day, and on a later one; whether the pair is shown as certain
    (WOULD, WOULD_NOT, True),  # one speaker, one act, both plain
    (WOULD, "John Kerry said the United States would not escort tankers in the strait if Oman objected.", False),
    (WOULD, "John Kerry said the United States might not escort tankers in the strait.", False),
    (WOULD, "John Kerry said the United States would not patrol the strait.", False),
    (WOULD, "The Pentagon said the United States would not escort tankers in the strait.", False),
    (WOULD, "François Hollande said John Kerry would not escort tankers in the strait.", False),
]


@pytest.mark.parametrize(("first", "second", "sure"), SURE)
def test_certain_without_the_writers_own_contrast(book: issues.IssueBook, first: str, second: str, sure: bool) -> None:
    told = said(("2014-06-12", "A", first), ("2014-06-20", "B", second))
    found = reversals.find(cells(told, book), book, reversals.Contrasts.load())
    assert any(pair.certain for pair in found) == sure, found


@pytest.mark.parametrize(
    ("between", "sure"), [("In contrast, the", True), ("The", False), ("Four days later, the", False)]
)
def test_two_voices_are_certain_only_where_the_writer_sets_them_apart(
    book: issues.IssueBook, between: str, sure: bool
) -> None:
    text = f"{WOULD} {between} Pentagon ruled out any escort."
    found = reversals.find(cells(said(("2014-06-24", "A", text)), book), book, reversals.Contrasts.load())
    assert [pair.certain for pair in found] == [sure], found


def test_speakers_stand_by_side_and_rank(book: issues.IssueBook) -> None:
    text = (
        "A Pentagon spokesman ruled out any escort in the strait. President Obama said he was open to an escort there."
    )
    held = positions.held(cells(said(("2014-06-24", "A", text)), book), Ranks.load())
    assert [one.rank for one in held] == ["head-of-state", "spokesman"]


def test_ranks_of_the_users_own(tmp_path: Path) -> None:
    own = tmp_path / "ranks.tsv"
    own.write_text("rank\twords\twhy\nchief\tadmiral\t\nother\t\t\nanonymous\t\t\n", encoding="utf-8")
    assert Ranks.load(own=own).of(None, "the admiral", anonymous=False) == "chief"
    own.write_text("rank\twords\twhy\nchief\tadmiral\t\n", encoding="utf-8")
    with pytest.raises(BadSetting, match="anonymous"):
        Ranks.load(own=own)


def test_phrases_without_an_issue_are_proposed(book: issues.IssueBook) -> None:
    texts = [
        (f"2014-06-{day}", "A", f"{who} rejected the northern railway.")
        for day, who in (("20", "Poland"), ("21", "Norway"), ("22", "Denmark"))
    ]
    assert [one.words for one in proposals.propose(said(*texts), book)] == ["northern railway"]
