"""The words of time expressions: months, weekdays, units and numbers, and the pieces that rules are made of."""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday wed",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}


SEASON_NAMES = {21: "SP", 22: "SU", 23: "FA", 24: "WI"}

UNITS = {
    "day": "D",
    "week": "W",
    "fortnight": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "E",
    "century": "C",
}

ONES = (
    "zero one two three four five six seven eight nine ten "
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)

SMALL = {word: n for n, word in enumerate(ONES.split())}


TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}

ORDINALS = {
    w: n
    for n, w in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
    )
}
ORDINALS |= {
    w: n
    for n, w in enumerate(
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(), 13
    )
}

VAGUE = {
    "several",
    "few",
    "some",
    "many",
    "a few",
    "couple",
    "a couple",
    "a couple of",
    "dozens of",
    "a number of",
    "recent",
}

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST"
    r"|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
)

DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:]\d|\s?(?:percent|per cent|million|billion)\b)"


YEAR = r"(?:1[0-9]\d\d|20\d\d)(?!\d|[,.]\d|%)"

MONTH_HINTS = "jan feb mar apr may jun jul aug sep oct nov dec"
SEASON_HINTS = "spring summer autumn fall winter"
WEEKDAY = (
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY|SUNDAY"
    r"|(?:Mon|Tues|Tue|Wed|Thurs|Thur|Thu|Fri|Sat|Sun)\.)"
)

PART = r"(?:morning|afternoon|evening|night|noon|midday|midnight|dawn|dusk|daybreak|nightfall|sunrise|sunset)"


ONE = "|".join([*TENS, *list(SMALL)[1:][::-1]])

NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}}){{0,4}}(?:\.\d+)?(?: 1/2)?|"
    rf"(?:{'|'.join(TENS)})[- ](?:{'|'.join(list(SMALL)[1:10])})|{ONE}"
    r"|a hundred|one hundred|a thousand|half a|a half|an?|several|a few|few|some|many|a couple of|"
    r"a couple|couple of|dozens of)"
)

UNIT = r"(?:minute|hour|day|night|week|weekend|fortnight|month|quarter|season|year|decade|century|second)"


UNIT_FORMS = (
    r"(?:minutes?|hours?|days?|nights?|weeks?|weekends?|fortnights?|months?|quarters?|years?|decades?|"
    r"century|centuries|seconds?)"
)

SEASON = r"(?:spring|summer|autumn|fall|winter|Spring|Summer|Autumn|Winter|Fall)"


ORDINAL = rf"(?:{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"


def number(words: str) -> float | None:
    """A number written in figures or words; None when it is vague ("several")."""
    plain = " ".join(words.lower().replace("-", " ").split())
    if re.fullmatch(r"\d[\d,]*(?:\.\d+)?", plain):
        return float(plain.replace(",", ""))
    if plain.endswith(" 1/2"):
        return float(plain[:-4]) + 0.5
    if plain in VAGUE:
        return None
    fixed = {
        "a": 1.0,
        "an": 1.0,
        "half a": 0.5,
        "a half": 0.5,
        "a hundred": 100.0,
        "one hundred": 100.0,
        "a thousand": 1000.0,
    }
    if plain in fixed:
        return fixed[plain]
    total = 0
    for word in plain.split():
        if word in SMALL:
            total += SMALL[word]
        elif word in TENS:
            total += TENS[word]
        else:
            return None
    return float(total)


def ordinal(word: str) -> int:
    plain = word.lower()
    return ORDINALS[plain] if plain in ORDINALS else int(re.sub(r"\D", "", plain))


def singular(unit: str) -> str:
    plain = unit.lower()
    return "century" if plain == "centuries" else plain.removesuffix("s") if plain not in ("", "s") else plain


def int_of(match: re.Match[str], group: str) -> int | None:
    text = match.groupdict().get(group)
    return int(re.sub(r"\D", "", text)) if text else None


def month_number(text: str) -> int:
    return MONTHS[text.lower().rstrip(".")]
