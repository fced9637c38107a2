"""Words: one row a case. The words stand between bars; offsets are checked against the text itself."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchfloor.parsing import words

CASES = [
    "The| |minister| |did|n't| |say| |they|'re| |Obama|'s| |allies|.",
    "It| |ca|n’t| |last|,| |and| |Iraq|’s| |army| |wo|n’t| |wait|.",
    "They| |can|not| |go|.",
    "the| |students|'| |union",
    "Nuri| |al|-|Maliki| |met| |Saudi|-|led| |and| |UN|-|backed| |forces",
    "anti-aircraft| |fire| |in| |mid-July|,| |pro-Russian| |rebels| |re-elected| |an| |ex-minister",
    "10|-|12| |rockets| |and| |2010|-|2014| |but| |9/11|,| |555-0134| |and| |2014-06-23",
    "US$|5|m| |and| |$|1.2| |billion|,| |45|%| |of| |1,700| |men|,| |.5| |of| |it",
    "on| |July| |20th|,| |in| |the| |1990s|,| |at| |5|pm| |or| |12:30",
    "Mr.| |Kerry| |of| |the| |U.S.| |met| |Gen.| |J.| |Doe| |at| |9| |a.m.| |in| |Baghdad|.",
    "He| |lives| |in| |the| |U.S.",
    "They| |met| |at| |5| |p.m|.",
    "guns|,| |shells|,| |etc|.",
    "Resolution| |No.| |1929| |of| |the| |council|.",
    "mail| |desk.one@example.org| |or| |see| |https://example.org/a-b?c=d|,| |www.example.com|.",
    "Wait| |...| |what|?!| |Yes| |--| |no| |–| |never|—|maybe|…",
    '“|the| |next| |Syria|“|,| |he| |said|:| |"|No|.|"',
    "a| |(|small|)| |group| |[|sic|]| |/| |cell",
    "and|/|or| |AT&T| |Q&A",
    "he| |was| |quoted| |that|Qassem| |spoke",
    "L'Enfant| |and| |O'Brien|'s| |d'etat",
    "#|1| |#tag| |@desk",
    "Ce\u0301zanne| |co\u00adoperate",
    "\u200f|العراق|\u200e| |😀|👍🏽",
    "Maj.|-|Gen.| |Doe| |and| |Lt.| |Col.| |Roe| |fled|.",
    "at| |9:30| |a.m.| |EST| |on| |Jan.| |5|,| |2014|,| |No.| |10| |Downing| |St.| |was| |shut|.",
    "No.|10|,| |Sept.|11| |and| |Art.|7|,| |but| |.5| |of| |3.5",
    "a| |$|1.2|bn| |deal|,| |£|5|m|,| |€|300,000|,| |5|km|,| |20|mm| |guns|,| |a| |122|-|mm| |rocket",
    "mid-June|–|July|,| |2010|–|14| |and| |the| |Paris|–|Berlin| |talks",
    "the| |'|caliphate|'| |of| |‘|al|-|Baghdadi|’|,| |the| |rebels|’| |“|war|”",
    "ISIS|'s| |Ja'afari| |of| |Sana'a| |and| |the| |Qur'an",
    "(|see| |http://example.com/x|)|,| |mail| |jane.doe+news@mail.example.co.uk|;",
    "logged| |2014-06-10T05:45:00Z| |and| |2014-06-10T05:45+01:00|.",
    "😀|👨\u200d👩\u200d👧|👩🏽\u200d🚀|🇺🇸|🇮🇷|❤️|!",
    "the| |war| |ended|.|The| |army| |left|;|Mosul|,|Iraq| |fell",
    "the| |U.S.|troops|,| |U.S.|-|led| |and| |U.N.|-|backed| |forces|,| |the| |U.S.|'s| |ally",
]


@pytest.mark.parametrize("row", CASES)
def test_words(row: str) -> None:
    text = row.replace("|", "")
    expected = [part for part in row.split("|") if part.strip(" \u200e\u200f")]
    assert [text[a:b] for a, b in words.split(text)] == expected


@given(st.text(max_size=300))
def test_every_visible_character_is_in_one_word(text: str) -> None:
    spans = words.split(text)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    covered = {i for a, b in spans for i in range(a, b)}
    gaps = "\u200b\u200e\u200f\ufeff"
    assert all(i in covered for i, c in enumerate(text) if c.isprintable() and not c.isspace() and c not in gaps)


@pytest.mark.parametrize("unit", ["a", "a.", "A.", "a-", "1,", "http://", "'s", "(", "x@", "\ud800", "\x00", "."])
def test_long_runs_are_cut_in_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    began = time.process_time()
    spans = words.split(text)
    assert time.process_time() - began < 5
    assert all(b - a <= words.LONGEST for a, b in spans)
