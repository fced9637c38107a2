"""Sentences: one row a case, `|` where one ends. White space beside a bar belongs to no sentence."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchfloor.parsing import sentences, words

CASES = [
    "Troops left on Monday.| They came back.",
    "A headline without a stop\n|\nBAGHDAD (Agency) -| Fighters took the town on Friday, police said.| It fell.",
    "Gen. Abbas Doe and Sen. J. R. Smith met Mr. Kerry in St. Paul.| The talks failed.",
    "He went to the U.S. President of the bank.| In the U.S. Congress voted.",
    "He lives in the U.S.| The others do not.",
    "It began at 9 a.m. Monday.| It ended at 5 p.m.| Police left.",
    "Example Corp. said so.| It bought Sample Inc.| The price was low.",
    "Resolution No. 1929 was passed on Jan. 9 by Ill. and Conn. lawmakers.| Was it a mistake? |No.| Nobody cared.",
    '“We are ready.” |He paused.| "Are you?" she asked.| (They were not.)| Then he left.',
    "Was it so?| Yes!| It was... not clear… in the end.",
    "The count was 3.5 in 2014.| Then 4.7.",
    "1. First point.| Second sentence.\n|2. Another point",
    "The points: 1. Talks go on.| 2. Nothing else.",
    "Aid came |• Food |• Water",
    "That is the end.|Next came the army.",
    "See www.example.com/News.Today or desk@Example.Org now.| Good.",
    "A claim.[1] |Another claim. [2] [3]| A third.",
    "They waited . . . and left.| Really ? ? |Yes.",
    "\ufeffText after a mark.\r\n|\r\n\u2028 |More text",
    # datelines, headlines
    "IRAQ: TROOPS ENTER TIKRIT AS U.S. WEIGHS STRIKES\n|The army moved on Friday.",
    "UNITED NATIONS, Sept. 12 (Agency) -| The council met.",
    "JERUSALEM/GAZA, July 8 (Agency) -| Israel bombed Gaza on Tuesday.",
    "SANA'A, Yemen –| The rebels took the airport.",
    "PORT-AU-PRINCE, Haiti —| Gangs attacked a jail.",
    "TEHRAN — (Agency) —| Iran's parliament voted.",
    "(CNN) --| Iraqi forces took Tikrit.| They left.",
    "  Baghdad, Iraq (CNN) --| Iraqi forces took Tikrit.",
    "Washington (CNN)| The president said on Monday that the war was over and that he would go home soon.",
    "KARACHI:| The prime minister said on Monday that the war was over and that he would go home.",
    "UNICEF: Five children killed in Aleppo\n|CIA — the agency — said no.",
    "PS -- There is more.",
    "By JOHN DOE\n|Published 4:05 p.m. ET Jan. 9, 2014\n|BEIRUT —| A bomb went off.",
    # ranks, titles, abbreviations
    "Lt. Col. Peter Roe spoke.| Maj.-Gen. Doe and Lt.-Col. Poe did not.",
    "Lt. Gen. Abdul-Amir Doe and Brig. Gen. Saad Roe met Adm. James Poe.| They left.",
    "He met Rep. Ed Roe, R-Calif., and Gov. Rick Doe.| They talked.",
    "It is at 10 Downing St. in London.| St. Petersburg is far.",
    "The U.S. State Department spoke.| The U.S. and the U.K. agreed.| The U.N. Security Council met.",
    "They came from the U.S.| In Europe nobody cared.",
    "Talks began at 9 a.m. in Vienna.| At 5 p.m. they ended.| At 10 p.m. Iraqi forces attacked.",
    "The strike was at 3 a.m. Tuesday.| It ended at 4 a.m.| No one was hurt.",
    "He cited papers, e.g. The Times, i.e. Western ones, etc. and left.",
    "Doe vs. Roe was heard; see Fig. 3, pp. 4-5 and Art. 7 of the U.N. Charter.| It was lost.",
    "It was a work of art.| 7 men saw it.| The answer is no.| The sun.| They sat.",
    "Khan Sr. agreed with Dr. A. B. Khan of Acme Corp. and Widgets Ltd. in Mass.| The deal held.",
    # text in capitals and in small letters
    "TROOPS LEFT THE U.S.| THEY CAME BACK.| GEN. DOE SPOKE AT 5 P.M.| THE WAR IS ON.",
    "AT 5 P.M. EDT IT ENDED IN ST. PAUL.| NO. 5 FELL.",
    "the troops left.| gen. doe spoke at 5 p.m. on monday in the u.s. and left.| no one was hurt.",
    # quotes, ellipses
    '“Why now?” asked Doe.| “Because,” he said.| He said: "It is over."| She left.',
    'He said, "Stop!" and ran.| "No?" she asked.',
    "He paused ... and went on.| He stopped....| “The war …” he began.| It ended….| Peace came.",
    "The minister (who had resigned.) spoke.| (He left.)| They came.",
    # lists and headings
    "• Troops left\n|– Aid came\n|1) First\n|2) Second\n|(b) Fourth",
    "2.1. The deal\n|2.2. The war\n|They fell.",
    "Key points:| ► Iran agreed.| ► Iraq did not.",
    # no space behind the stop
    "He left.”|The others stayed.| Is it so?|Yes, it is!|No.",
    "He spoke on Monday.|“We are ready,” he said.| It ended.",
    "They met in 2014.|The talks failed.| Many joined ISIS.|It grew.| Version 9.Ab and U.S.The stay.",
    "He read it on example.co.uk and Example.Com.| Mail desk@example.com.| He answered.",
    # numbers
    "It rose 3.5 percent to $4.20.| The euro fell 0.3%.| It was 1.2m.| He left.",
    "Iran has 19,000 centrifuges.| 10,000 run.| He was 35.| 20 others died.| In 2003.| It rained.",
    "The party won 51 seats vs. 49.| It rules with Gen. al-Doe.| Really?!| Yes!!| No...| Well.",
]


@pytest.mark.parametrize("row", CASES)
def test_sentences(row: str) -> None:
    text = row.replace("|", "")
    expected = [part.strip(" \r\n\ufeff\u2028") for part in row.split("|")]
    assert [text[a:b] for a, b in sentences.split(text)] == [part for part in expected if part]


@given(st.text(alphabet=st.sampled_from("Ab. ?!\n\"'(),;1\u200b\U0001f600é"), max_size=400))
def test_spans_are_ordered_and_lose_no_word(text: str) -> None:
    spans = sentences.split(text)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    kept = "".join(text[a:b] for a, b in spans)
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


@pytest.mark.parametrize(
    "text",
    [
        "word " * 4_000,
        "several words, and then; " * 1_000,
        "a" * 20_000,
        ", " * 10_000,
        "!?" * 10_000,
        "a." * 10_000,
        ". " * 10_000,
        "gonna cannot don't 5pm " * 1_000,
        "• " * 10_000,
        "[1]" * 7_000,
        "\"'" * 10_000,
    ],
)
def test_no_sentence_is_too_long_and_time_is_linear(text: str) -> None:
    began = time.process_time()
    spans = sentences.split(text)
    assert time.process_time() - began < 2
    for a, b in spans:
        assert b - a <= sentences.MOST_CHARACTERS
        assert len(words.split(text[a:b])) <= sentences.MOST_WORDS


def test_a_long_sentence_is_cut_at_a_semicolon() -> None:
    text = "one two three four five six seven eight nine ten; " * 14 + "one two " * 60 + "end."
    first, second = (text[a:b] for a, b in sentences.split(text)[:2])
    assert first.endswith("ten;")
    assert second.startswith("one")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("BAGHDAD, June 10 (Corvane) - Fighters seized Mosul.", "BAGHDAD, June 10 (Corvane) -"),
        ("WASHINGTON — American planes bombed targets.", "WASHINGTON —"),
        ("Geneva, 2 July (Agency) – Talks began.", "Geneva, 2 July (Agency) –"),
        ("ISIS - the group - took Mosul.", "ISIS - the group - took Mosul."),
        ("US-led forces - and others - came.", "US-led forces - and others - came."),
    ],
)
def test_a_dateline_stands_apart(text: str, first: str) -> None:
    start, end = sentences.split(text)[0]
    assert text[start:end] == first
