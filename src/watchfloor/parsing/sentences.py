"""Article text -> sentences, each a (start, end) span of that text.

A line break ends a sentence, so a headline or a list item without a stop is one of its own. Inside a line a stop,
question or exclamation mark ends one, unless it belongs to an abbreviation, an initial or a number, or the sentence
visibly goes on. No sentence is longer than `MOST_WORDS` words or `MOST_CHARACTERS` characters: longer ones are cut at
a semicolon, a comma, or where they stand.
"""

from __future__ import annotations

import re
from typing import Final

from watchfloor.parsing import words

MOST_WORDS: Final = 150
MOST_CHARACTERS: Final = 2_000

_LINE: Final = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_GAP: Final = re.compile(f"[{words.GAP}]*")
_TAIL: Final = re.compile(f"[{words.GAP}]")

_STOP: Final = re.compile(
    rf"""
    (?P<mark> [.!?…‼⁇⁈⁉。！？।؟۔]+ (?:\ [.!?…]+)* )   # "..." and ". . ." alike
    (?P<close>
        ["'”’»)\]}}]*
        (?: \ ?\[(?:\d{{1,3}}(?:[,–-]\d{{1,3}})*|[a-z ]{{0,20}}needed)\] )*   # footnote marks
        (?: \ ?[:;=]-?[)(DP](?!\w) )?                                   # a face closes, too
    )
    (?P<gap> [{words.GAP}]* )
    (?P<open> ["'“”‘’«(\[{{*–—-]* )
    (?P<next> [^\W_]* )
  | (?P<bullet> (?<=\s)[•●▪■◦‣∙►▶▸◆◇➤✓✔](?=\s) )
    """,
    re.VERBOSE,
)
_NO_LETTER: Final = re.compile("[^A-Za-z ]")
_LOOKBACK: Final = 40  # no abbreviation is longer

# Words that begin a sentence far more often than a name: after "U.S.", "Inc." or an initial they decide.
_STARTERS: Final = words.listed(
    """
    A After All Also Although An And Another Any As At Because Before Both But By Despite During Each Earlier Even For
    From He Her Here His How However I If In Instead It Its Last Later Many Meanwhile More Most My Neither No Nor Not
    Now Of On Once One Only Our She Since So Some Still Such Than That The Their Then There These They This Those Though
    Thus To Under Until We What When Where Whether Which While Who Why With Yet You Your
    """
)
_CALENDAR: Final = words.listed(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
    October November December Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Eastern Central Pacific
    """
)
_NUMBERED: Final = words.listed("art arts ch chap eq fig figs no nos p para paras pg pp ref res sec sect vol vols")
_NEVER_LAST: Final = words.listed("cf e.g eg i.e viz vs")
"""Something is named after these, whatever it begins with."""

# Nothing but the number of a heading so far: "2.1. The deal".
_HEADING: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})+")
# "At 9 p.m. Iraqi forces withdrew": nothing but the hour so far.
_HOUR: Final = re.compile(
    r"(?:About|After|Around|At|Before|By|From|Just after|Shortly (?:after|before)|Since) [\d:.]+ ?[ap]\.m", re.I
)


# "BAGHDAD, June 10 (Agency) - ": place in capitals, or an agency in brackets behind it. It is no part of the sentence:
# a parser would make it the subject.
_DATELINE: Final = re.compile(
    r"(?:(?!P\.?S\b)[A-Z][A-Z'’./ -]{2,40}(?:, [A-Z][A-Za-z.' ]{1,28}?)??"
    r"|[A-Z][A-Za-z'’./ -]{2,40}(?:, [A-Z][A-Za-z.' ]{1,28}?)??(?=[^\n]{0,40}\([A-Z][\w .]{1,30}\) )"
    r"|(?=\([A-Z][\w ./]{1,30}\) ))"
    r"(?:, (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})(?:, \d{4})?)?"
    r" ?(?:(?:—|–|--) ?(?=\())?(?:\([A-Za-z ,./-]{2,40}\) ?)?(?:—|–|--|(?<= )-) ?(?=[A-Z0-9\"“‘'])"
)
# Two more ways to write one. They are taken in body text only, which ends in a stop: "UNICEF: five children killed" is
# a headline and names who says so.
_DATELINE_IN_BODY: Final = re.compile(
    r"[A-Z][A-Z'’ -]{3,30}(?:, [A-Z][A-Za-z' ]{1,28}?)?: (?=[\"“‘']?[A-Z](?:[a-z]|[ ’'.]))"
    r"|(?:[A-Z][A-Za-z'’.-]+,? ){1,3}\((?:AFP|ANI|AP|CNN|DPA|IRNA|KUNA|PTI|Reuters|SANA|TASS|UPI|Xinhua)\)"
    r" ?(?=[\"“‘]?[A-Z])"
)
_BODY: Final = 60  # characters; a headline is rarely longer, a paragraph rarely shorter


def split(text: str) -> list[tuple[int, int]]:
    """Give (start, end) of each sentence of `text`, in order, without white space at either end."""
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        start, end = line.span()
        start = _begin(text, start, end)
        if dateline := _dateline(text, start, end):
            _add(spans, text, start, dateline)
            start = _begin(text, dateline, end)
        for stop in _STOP.finditer(text, start, end):
            if stop["bullet"]:
                cut = stop.start()
            elif _ends(text, start, stop, end):
                cut = stop.end("close")
            else:
                continue
            _add(spans, text, start, cut)
            start = _begin(text, cut, end)
        _add(spans, text, start, end)
    return spans


def _begin(text: str, start: int, end: int) -> int:
    """The first place from `start` on that is no white space."""
    gap = _GAP.match(text, start, end)
    return gap.end() if gap else start


def _dateline(text: str, start: int, end: int) -> int:
    """Where the dateline of this line ends; 0 when it has none."""
    if found := _DATELINE.match(text, start, end):
        return found.end() if found.end() < end else 0
    found = _DATELINE_IN_BODY.match(text, start, end)
    body = found and end - found.end() >= _BODY and text[max(start, end - 4) : end].rstrip().rstrip("\"'”’)")[-1:]
    return found.end() if found and body and body in ".!?" else 0


def _ends(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    """Whether the sentence that began at `start` ends at this stop; its line goes on to `end`."""
    mark, close, gap, opener, after = stop.group("mark", "close", "gap", "open", "next")
    if stop.end("gap") >= end:
        return True
    low = after[:1].islower()
    begin = max(start, stop.start() - _LOOKBACK)
    chunk = text[begin : stop.start()].split()[-1:] or [""]
    before = chunk[0].lstrip("\"'“”‘’«([{*–—-#_")
    if ".-" in before:
        before = before.rpartition("-")[2]  # Maj.-Gen.
    if not gap:
        link = "://" in chunk[0] or "www." in chunk[0] or "@" in text[begin : stop.end() + _LOOKBACK]
        return not link and _ends_glued(before, mark, close, after)
    if mark != ".":
        return not low if close or "." in mark or "…" in mark else True
    if low:
        return not close and len(before) > 2 and "." not in before and not words.is_abbreviation(before)
    return not _goes_on(text, start, stop.start(), before, opener, after)


def _ends_glued(before: str, mark: str, close: str, after: str) -> bool:
    """A stop with no space behind it: "the end.Next", but not "example.Com", "U.S.", "Yahoo!News"."""
    if not (after[:1].isupper() and after[1:2].islower()):
        return False
    if close or mark != ".":
        return True
    if before[-1:].isdigit() or (len(before) > 1 and before.isupper()):
        return after in _STARTERS and before.isalnum()  # "in 2014.The talks", "joined ISIS.It"; but "9.Ab", "U.S.The"
    return len(before) > 2 and before[-1:].islower() and "." not in before and not words.is_abbreviation(before)


def _goes_on(text: str, start: int, at: int, before: str, opener: str, after: str) -> bool:
    """Whether a single stop before a capital, a digit or a mark belongs to `before`, and the sentence goes on."""
    low = before.lower()
    if after.capitalize() in _STARTERS and text[max(start, at - _LOOKBACK) : at].isupper():
        after = after.capitalize()  # "THE U.S. THEY": all is in capitals
    if low in _NEVER_LAST or (at - start < _LOOKBACK and _HEADING.fullmatch(text, start, at)):
        return True
    if before.isdigit() or len(before) == 1:
        lead = text[max(start, at - len(before) - 3) : at - len(before)].strip("([* ")
        if not lead or lead[-1] in ":;":
            return True  # "1. First point", "A. ..." at the start, or in a row: "as follows: 1. ..."
        if before.isdigit():
            return False
        return before.isalpha() and before != "I" and after not in _STARTERS
    if low in words.TITLES and before[0].isupper():
        return True
    if "." in before and all(len(part) < 3 and part.isalpha() for part in low.split(".")):
        if low in ("a.m", "p.m"):
            hour = _HOUR.fullmatch(text, start, at) and bool(after) and after not in _STARTERS
            return hour or after in _CALENDAR or after.isupper() or opener[:1] == "("
        return low == "p.s" or (bool(after) and not (after in _STARTERS or opener[:1] in ('"', "“")))
    if low in _NUMBERED and after[:1].isdigit() and before not in ("art", "arts"):
        return True
    if low in _NUMBERED or low == "etc" or not words.is_abbreviation(before):
        return False
    return bool(after) and after not in _STARTERS


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Trim, and cut what is too long for one sentence."""
    start = _begin(text, start, end)
    while end > start and _TAIL.match(text, end - 1):
        end -= 1
    if end <= start:
        return
    if end - start <= MOST_CHARACTERS and _few_words(text[start:end]):
        spans.append((start, end))
    else:
        _add_long(spans, text, start, end)


def _few_words(sentence: str) -> bool:
    """Whether the sentence has at most `MOST_WORDS` words: from cheap bounds where they decide, else counted."""
    if len(sentence) <= MOST_WORDS:
        return True
    # A run of letters is two words at most ("cannot"); any other character but a space may be one and part two runs.
    if 2 * (sentence.count(" ") + 1) + 3 * len(_NO_LETTER.findall(sentence)) <= MOST_WORDS:
        return True
    return len(words.split(sentence)) <= MOST_WORDS


def _add_long(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Cut a stretch that is too long, each time at the best place in the second half of what is allowed."""
    found = [(start + a, start + b) for a, b in words.split(text[start:end])]
    i = 0
    while i < len(found):
        # A few words less than allowed: cut off, the last chunk may count one or two words more than inside.
        j = i
        limit = min(len(found), i + MOST_WORDS - 10)
        while j < limit and found[j][1] - found[i][0] <= MOST_CHARACTERS:
            j += 1
        j = max(j, i + 1)
        if j < len(found):
            j = _best_cut(text, found, i, j)
        spans.append((found[i][0], found[j - 1][1]))
        i = j


def _best_cut(text: str, found: list[tuple[int, int]], i: int, j: int) -> int:
    """The index behind the last semicolon, else comma, in the second half of words i to j; j if there is none."""
    for marks in (";:—", ",–)"):
        for k in range(j - 1, (i + j) // 2, -1):
            if found[k][1] - found[k][0] == 1 and text[found[k][0]] in marks:
                return k + 1
    return j
