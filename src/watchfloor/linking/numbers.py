"""How many: the numbers that a sentence gives of people and things, as ranges that can be compared.

Two reports agree on a number when their ranges meet, or nearly: "at least 12" and "15" do, "12" and "40" do not. A
number may also take the place of an earlier one, and then contradicts nothing: "the death toll rose to 40".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import inf

from watchfloor.linking.words import fold

KILLED, WOUNDED = "killed", "wounded"
RATIO, APART = 2.0, 3
"""numbers do not meet when the one is more than so many times the other, and more than so many apart"""
NEAR = 6
"""words between a number and what it counts, at most"""

LONGEST = 15
"""digits of a number that are read"""

Numbers = Mapping[str, tuple[float, float]]

_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
).split()
_VALUES = {word: number for number, word in enumerate(_SMALL, 1)}
_VALUES |= {
    word: 10 * number for number, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)
}
_VALUES |= {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_TIMES = frozenset(("dozen", "hundred", "thousand", "million"))
_WORD = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+")
_ACTS = {
    KILLED: frozenset("killed dead died deaths death killing kills kill toll bodies dying slain".split()),
    WOUNDED: frozenset("wounded injured hurt wounding injuring injuries wounds".split()),
}
_THINGS = {
    thing: key
    for key, things in {
        "advisers": "adviser advisers advisor advisors",
        "troops": "troop troops soldier soldiers servicemen marines",
        "fighters": "fighter fighters militant militants rebel rebels gunman gunmen insurgents",
        "captives": "hostage hostages prisoner prisoners captive captives detainees",
        "displaced": "refugees displaced evacuees",
        "missiles": "missile missiles rocket rockets drone drones",
        "strikes": "airstrikes strikes",
    }.items()
    for thing in things.split()
}
_UNITS = frozenset("year years month months week weeks day days hour hours minute minutes percent per per cent".split())
_MONTHS = frozenset("january february march april may june july august september october november december".split())
_PLACING = frozenset("in on at by for of from since until within during".split())
"""words before a number that is no object: "killed people in one day" """
_NEWER = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|climb(?:s|ed|ing)?|increas(?:e|es|ed|ing)|grow(?:s|n|ing)?|grew|jump(?:s|ed|ing)?"
    r"|mount(?:s|ed|ing)?|soar(?:s|ed|ing)?|doubl(?:e|es|ed|ing)|updat(?:e|es|ed|ing)|revis(?:e|es|ed|ing)|rais(?:e|es|ed|ing)"
    r"|lower(?:s|ed|ing)|reduc(?:es|ed|ing)|(?:up|down) from|now (?:stands?|at|puts?|says?|counts?)"
    r"|(?:higher|lower) than (?:first|earlier|previously|initially)"
    r"|(?:first|earlier|previously|initially) (?:put|said|reported))\b"
)
"""a number is said to take the place of an earlier one"""
_LEAST = ("at least", "more than", "over", "no fewer than", "as many as", "upwards of")
_MOST = ("up to", "fewer than", "less than", "at most", "no more than", "under")
_ABOUT = ("about", "some", "around", "nearly", "almost", "roughly", "close to", "approximately")


def numbers(sentence: str) -> dict[str, tuple[float, float]]:
    """What a sentence counts (`killed`, `wounded`, `troops`, ...), each with the least and the most it may be."""
    words = [match[0] for match in _WORD.finditer(fold(sentence))]
    found: dict[str, tuple[float, float]] = {}
    at = 0
    while at < len(words):
        value, end = _value(words, at)
        if value is None:
            at += 1
            continue
        after = words[end : end + NEAR]
        before = words[max(0, at - NEAR) : at]
        key = (
            ""
            if (after and after[0] in _UNITS | _MONTHS) or (before and before[-1] in _MONTHS)
            else _key(before, after)
        )
        if key:
            low, high = _range(" ".join(words[max(0, at - 3) : at]), value)
            known = found.get(key)
            found[key] = (low, high) if known is None else (min(low, known[0]), max(high, known[1]))
        at = end
    return found


def _value(words: list[str], at: int) -> tuple[float | None, int]:
    word = words[at]
    if word[0].isdecimal():
        value = float(word.replace(",", "")[:LONGEST])
    elif word in _VALUES and word not in _TIMES:
        value = float(_VALUES[word])
    else:
        return None, at + 1
    end = at + 1
    if end < len(words) and words[end] in _TIMES:
        value, end = value * _VALUES[words[end]], end + 1
    return value, end


def _key(before: list[str], after: list[str]) -> str:
    """What is counted: the nearest word of killing or wounding behind the number, else before it, else a thing."""
    for row in (after, [] if before and before[-1] in _PLACING else before[::-1]):
        for word in row:
            for key, acts in _ACTS.items():
                if word in acts:
                    return key
            if row is after and word[0].isdecimal():
                break
    for word in after[:2]:
        if word in _THINGS:
            return _THINGS[word]
    return ""


def _range(before: str, value: float) -> tuple[float, float]:
    if before.endswith(_LEAST):
        return value, inf
    if before.endswith(_MOST):
        return 0.0, value
    if before.endswith(_ABOUT):
        return value * 0.8, value * 1.25
    return value, value


def newer(sentence: str) -> bool:
    """Whether a sentence says that its number takes the place of an earlier one."""
    return _NEWER.search(fold(sentence)) is not None


def meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two ranges meet, or lie so near that both may be right."""
    low, high = sorted((one, other))
    if not low[0] and not high[0]:  # "up to 300" and "up to 3,000" are two numbers
        low, high = sorted(((one[1], one[1]), (other[1], other[1])))
    gap = high[0] - low[1]
    return gap <= APART or high[0] <= RATIO * low[1]
