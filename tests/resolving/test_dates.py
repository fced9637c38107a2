"""Dates: a row is a text and what must be read from it. The publication day is Tuesday, 24 June 2014."""

from __future__ import annotations

from datetime import date

import pytest

from watchfloor.parsing.sentences import split
from watchfloor.resolving.dates import find, find_in
from watchfloor.resolving.dates_acts import date_of, tense_of
from watchfloor.resolving.dates_holidays import feasts
from watchfloor.resolving.dates_setting import Setting, setting_of
from watchfloor.types import Cited, Period, Sentence

NEWS = Setting(date(2014, 6, 24))

READ = [
    # text, words, start, end, precision, edtf
    ("Kerry arrived early Monday.", "early Monday", "2014-06-23", "2014-06-23", "part-of-day", "2014-06-23"),
    ("He left late on Sunday.", "late on Sunday", "2014-06-22", "2014-06-22", "part-of-day", "2014-06-22"),
    ("Wednesday's attack was denied.", "Wednesday", "2014-06-18", "2014-06-18", "day", "2014-06-18"),
    ("They met on Monday, June 23, 2014.", "Monday, June 23, 2014", "2014-06-23", "2014-06-23", "day", "2014-06-23"),
    ("It ends on July 20th.", "July 20th", "2014-07-20", "2014-07-20", "day", "2014-07-20"),
    ("It fell on 10 June.", "10 June", "2014-06-10", "2014-06-10", "day", "2014-06-10"),
    ("It fell in mid-June.", "mid-June", "2014-06-11", "2014-06-20", "range", "2014-06-11~/2014-06-20~"),
    ("They fought June 10-12.", "June 10-12", "2014-06-10", "2014-06-12", "range", "2014-06-10/2014-06-12"),
    ("from 3 to 5 May 2013", "from 3 to 5 May 2013", "2013-05-03", "2013-05-05", "range", "2013-05-03/2013-05-05"),
    (
        "from June 3, 2013 to July 5, 2013",
        "from June 3, 2013 to July 5, 2013",
        "2013-06-03",
        "2013-07-05",
        "range",
        "2013-06-03/2013-07-05",
    ),
    ("He has ruled since 2006.", "since 2006", "2006-01-01", None, "range", "2006/"),
    ("They must leave by Friday, June 27.", "by Friday, June 27", None, "2014-06-27", "range", "../2014-06-27"),
    ("Talks run until July 20.", "until July 20", None, "2014-07-20", "range", "../2014-07-20"),
    ("It ended before 20 July 2013.", "before 20 July 2013", None, "2013-07-19", "range", "../2013-07-19"),
    ("It began after June 12, 2013.", "after June 12, 2013", "2013-06-13", None, "range", "2013-06-13/.."),
    (
        "They must act within two weeks.",
        "within two weeks",
        "2014-06-24",
        "2014-07-08",
        "range",
        "2014-06-24/2014-07-08",
    ),
    ("They met last week.", "last week", "2014-06-16", "2014-06-22", "week", "2014-06-16/2014-06-22"),
    ("They meet next month.", "next month", "2014-07-01", "2014-07-31", "month", "2014-07"),
    ("In the 1990s sanctions bit.", "the 1990s", "1990-01-01", "1999-12-31", "decade", "199X"),
    (
        "It grew in the third quarter of 2013.",
        "the third quarter of 2013",
        "2013-07-01",
        "2013-09-30",
        "range",
        "2013-35",
    ),
    ("It began last summer.", "last summer", "2013-06-01", "2013-08-31", "season", "2013-22"),
    ("Two years ago it began.", "Two years ago", "2012-01-01", "2012-12-31", "year", "2012"),
    ("This morning a bomb went off.", "This morning", "2014-06-24", "2014-06-24", "part-of-day", "2014-06-24"),
    ("Nowruz 2014 was calm.", "Nowruz 2014", "2014-03-20", "2014-03-21", "range", "2014-03-20/2014-03-21"),
    ("In May they met.", "May", "2014-05-01", "2014-05-31", "month", "2014-05"),
    ("The 2003 invasion", "2003", "2003-01-01", "2003-12-31", "year", "2003"),
    ("Earlier this month it fell.", "Earlier this month", "2014-06-01", "2014-06-24", "range", "2014-06-01/2014-06-24"),
]

# Comparisons of reports, months by their verbs and cues, and words counted from a date before them.
COMPARED = [
    # text, words, value in EDTF
    ("First-quarter profit rose 9% from a year ago. Sales fell.", "a year ago", "2013-33"),
    ("The war began a year ago. First-quarter profit rose 9%.", "a year ago", "2013"),
    ("Net income fell from the year-ago period.", "the year-ago period", "2013"),
    ("First-quarter sales rose 2% from the year-ago period.", "the year-ago period", "2013-33"),
    ("Earlier in the year talks failed.", "Earlier in the year", "2014"),
    ("He has been in jail since December.", "since December", "2013-12/"),
    ("The year two thousand was calm.", "The year two thousand", "2000"),
]

NO_DATE = [
    "They may come.",
    "A second statement followed.",
    "The March on Rome was retold.",
    "They guard it 24/07.",
    "They fought for three days.",
    "They protest every Friday.",
    "Some 2000 troops arrived.",
    "After the fall of Mosul they fled.",
    "May the talks succeed.",
    "The ratio was 3-5 and 10/12.",
    "Black Friday sales rose.",
    "",
]


def words(cited: Cited[Period]) -> tuple[str, str | None, str | None, str, str]:
    p = cited.value
    return cited.words, str(p.start) if p.start else None, str(p.end) if p.end else None, p.precision, p.edtf


@pytest.mark.parametrize("row", READ, ids=lambda r: r[0])
def test_a_date_is_read(row: tuple[str, str, str | None, str | None, str, str]) -> None:
    text, *expected = row
    found = find(text, 0, len(text), version="v", setting=NEWS)
    assert [words(c) for c in found] == [tuple(expected)]
    assert all(text[c.span.start : c.span.end] == c.words for c in found)


@pytest.mark.parametrize("text", NO_DATE)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert find(text, 0, len(text), version="v", setting=NEWS) == ()


@pytest.mark.parametrize(("text", "expected", "edtf"), COMPARED)
def test_what_a_comparison_means_hangs_on_the_text(text: str, expected: str, edtf: str) -> None:
    setting = setting_of(text, NEWS.day)
    out: list[Cited[Period]] = []
    for start, end in split(text):
        out += find(text, start, end, version="v", setting=setting)
    assert (expected, edtf) in [(c.words, c.value.edtf) for c in out]


def test_without_a_publication_day_relative_dates_stay_open_and_explicit_ones_resolve() -> None:
    text = "They met last week and on June 10, 2014, and again on Monday and on July 3."
    found = find(text, 0, len(text), version="v", setting=Setting(None))
    # July 3 takes the year just told; Monday hangs on a day nobody knows.
    assert [words(c)[0] for c in found] == ["last week", "June 10, 2014", "Monday", "July 3"]
    assert words(found[0])[1:] == (None, None, "vague", "")
    assert found[1].value.edtf == "2014-06-10"


def test_counting_from_the_date_before_or_not_at_all() -> None:
    text = "Two days later it fell."
    assert find(text, 0, len(text), version="v", setting=NEWS)[0].value == Period(None, None, "vague", "")
    before = find("On June 10 they came.", 0, 21, version="v", setting=NEWS)[0]
    later = find(text, 0, len(text), version="v", setting=NEWS, previous=before)[0]
    assert later.value == Period(date(2014, 6, 12), date(2014, 6, 12), "day", "2014-06-12")


def test_a_piece_of_a_text_keeps_the_offsets_of_the_text() -> None:
    text = "Nothing on Monday here. They met on Friday."
    start = text.index("They")
    (found,) = find(text, start, len(text), version="v", setting=NEWS)
    assert text[found.span.start : found.span.end] == found.words == "Friday"


def test_hostile_texts_never_raise() -> None:
    for text in (
        "99999 centuries ago",
        "June 31 and 30 February 2014 2014-13-45",
        "on 1/1/0000",
        "in 9999-12-31 after December 31, 9999",
        "٣ June",
        "99999999999999999999999999 years ago and 10000000000000 days later",
        "in year 0 and 0 BC and AD 0 and 99999 AD, on 0 May 0000, June 0, 32 June",
        "within 999,999,999 years, 99999 months from now, the 99th of May, the 99th century",
        "quarter ended June 31, the 0000 quarter, first quarter of 9999, a year ago $1 million",
        "(" * 3000 + "June 3" + ")" * 3000,
        "\x00 Monday\ud800",
    ):
        for day in (date(9999, 12, 31), date(1, 1, 1), None):
            find(text, 0, len(text), version="v", setting=setting_of(text, day))


FEASTS = [
    ("easter", 2014, "2014-04-20"),
    ("orthodox easter", 2022, "2022-04-24"),
    ("yom kippur", 1973, "1973-10-06"),
    ("passover", 2015, "2015-04-04"),
    ("hanukkah", 2014, "2014-12-17"),
    ("thanksgiving", 2014, "2014-11-27"),
    ("memorial day", 2014, "2014-05-26"),
]


@pytest.mark.parametrize(("name", "year", "first"), FEASTS)
def test_feasts_are_computed(name: str, year: int, first: str) -> None:
    assert str(feasts(name, year)[0].first) == first


def test_lunar_feasts_are_approximate_and_may_fall_twice_a_year() -> None:
    assert [f.first.month for f in feasts("Eid al-Fitr", 2000)] == [1, 12]
    (adha,) = feasts("eid al-adha", 2023)
    assert adha.approximate and abs((adha.first - date(2023, 6, 28)).days) <= 1


# --- the clause a date belongs to
# ---------------------------------------------------------------------------------------


def sentence(rows: str) -> tuple[str, Sentence]:
    """A sentence from rows of `word lemma upos xpos head(1-based) rel`, with words one blank apart."""
    cells = [row.split() for row in rows.strip().splitlines()]
    starts, ends, at = [], [], 0
    for cell in cells:
        starts.append(at)
        ends.append(at + len(cell[0]))
        at = ends[-1] + 1
    column = list(zip(*cells, strict=True))
    return " ".join(column[0]), Sentence(
        0, ends[-1], column[0], column[1], column[2], column[3], ("",) * len(cells),
        tuple(int(h) - 1 for h in column[4]), column[5], tuple(starts), tuple(ends), ("O",) * len(cells),
    )  # fmt: skip


FUTURE = """
Kerry Kerry PROPN NNP 3 nsubj
will will AUX MD 3 aux
meet meet VERB VB 0 root
Maliki Maliki PROPN NNP 3 obj
on on ADP IN 6 case
Friday Friday PROPN NNP 3 obl"""

TWO_CLAUSES = """
On on ADP IN 2 case
Monday Monday PROPN NNP 4 obl
rebels rebel NOUN NNS 4 nsubj
seized seize VERB VBD 0 root
Tikrit Tikrit PROPN NNP 4 obj
after after SCONJ IN 8 mark
they they PRON PRP 8 nsubj
took take VERB VBD 4 advcl
Mosul Mosul PROPN NNP 8 obj
on on ADP IN 11 case
Tuesday Tuesday PROPN NNP 8 obl"""

NAMED_ACT = """
Israel Israel PROPN NNP 2 nsubj
launched launch VERB VBD 0 root
an a DET DT 4 det
attack attack NOUN NN 2 obj
on on ADP IN 6 case
Sunday Sunday PROPN NNP 2 obl"""


def test_a_future_verb_makes_a_weekday_the_coming_one() -> None:
    text, s = sentence(FUTURE)
    assert tense_of(s, s.starts[5], s.ends[5]) == "future"
    (found,) = find_in(s, version="v", text=text, setting=NEWS)
    assert found.value.edtf == "2014-06-27"


def test_each_act_takes_the_date_of_its_own_clause() -> None:
    text, s = sentence(TWO_CLAUSES)
    found = find_in(s, version="v", text=text, setting=Setting(date(2014, 6, 18)))
    assert [c.value.edtf for c in found] == ["2014-06-16", "2014-06-17"]
    seized, took = date_of(s, (3,), 3, found), date_of(s, (7,), 7, found)
    assert seized is not None and seized.words == "Monday"
    assert took is not None and took.words == "Tuesday"


def test_a_named_act_takes_the_date_of_the_verb_that_carries_it() -> None:
    text, s = sentence(NAMED_ACT)
    found = find_in(s, version="v", text=text, setting=NEWS)
    own = date_of(s, (3,), 3, found, carried=True)
    assert own is not None and own.value.edtf == "2014-06-22"
    # Of an attack that is only spoken of ("lamented an attack on Sunday") the clause tells no day.
    assert date_of(s, (3,), 3, found) is None
    assert date_of(s, (3,), 3, (), carried=True) is None
