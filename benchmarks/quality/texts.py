"""Sentences written by this project, for benchmarks that need text but no answers: the bundled sample corpus, the
examples of the codebook, and a list of odd ones. No data from elsewhere.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from watchfloor import packs
from watchfloor.coding import patterns
from watchfloor.parsing import sentences, words
from watchfloor.reading.archives import read_archive
from watchfloor.reading.readers import read_bytes
from watchfloor.types import Article

SAMPLE = packs.BUNDLED.parent / "sample"

ODD = (
    ".",
    "?!",
    "No",
    "😀",
    "👨\u200d👩\u200d👧 🏳️\u200d🌈 👩🏽\u200d🚀 marched in the capital 🎉🎉 🇮🇶🇮🇷",
    "The ❤️ of the city was bombed 💣💣💣, he wrote.",
    "The \u202etroops left\u202c the \u2067town\u2069 of \u200fتكريت\u200e on Monday.",
    "قالت الحكومة العراقية إن الجيش دخل مدينة تكريت يوم الاثنين.",
    "ראש הממשלה אמר ביום שני כי השיחות יימשכו.",
    "Правительство заявило, что переговоры продолжатся.",
    "政府は月曜日に交渉が続くと発表した。",
    "नेता ने कहा कि बातचीत जारी रहेगी।",
    "The\x00minister\x07said\x1b[31mno\x1b[0m to the\x08talks.",
    "Z\u0336\u0321\u0327a\u0301\u0302\u0303l\u0334\u0335g\u0338o\u0337 talks began in Zu\u0308rich.",
    "A lone \ud800 half of a character, and \udfff another, stood in the report.",
    "TROOPS ENTER CITY AS TALKS COLLAPSE; PRESIDENT VOWS REPLY",
    "PM: We Will Not Yield",
    "troops enter city president says no deal with rebels talks off",
    "the army said it had taken the town and the rebels said it had not and nobody could tell who was right",
    "He said , that , the , talks , were , over ; and ; left .",
    "((((((((((he said))))))))))",
    "“‘“‘Quoted,’” he said,’”",
    "-----=====*****~~~~~",
    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
    "2014-06-10T05:45Z 12.5% $1.2bn 3,000 km/h +44 20 7946 0958 https://example.org/a?b=c#d desk@example.org #Iraq",
    "x" * 300,
    "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z",
    "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft met Llanfairpwllgwyngyll.",
    "the of and to in a is that for it as was with be by on not he his but",
    "buffalo " * 39 + "buffalo",
    "The minister, who had met the envoy, who had met the general, who had met the king, left, " * 4 + "he said.",
    "and then the army moved north, " * 20 + "and the war was over.",
)


def articles() -> Iterator[Article]:
    """The articles of the sample corpus, in a fixed order."""
    for path in sorted(SAMPLE.glob("2014-*")):
        if article := read_bytes(path.read_bytes(), name=path.name).article:
            yield article
    for read in read_archive(SAMPLE / "archive.jsonl"):
        if read.article:
            yield read.article


def _found() -> Iterator[str]:
    """The odd ones, the sample, the codebook; some more than once."""
    yield from ODD
    for article in articles():
        for start, end in sentences.split(article.text):
            yield article.text[start:end]
    for block in patterns.load().patterns.values():
        yield patterns.example(block.hit).text
        yield block.miss


def is_one(text: str) -> bool:
    """Whether the parser takes this text as exactly one sentence."""
    return sentences.split(text) == [(0, len(text))] and bool(words.split(text))


@cache
def single(count: int, seed: int = 1) -> tuple[str, ...]:
    """`count` different texts of one sentence each: all odd ones, then the others in random order; where these are too
    few, also in capitals and in small letters. Raise ValueError when there are not as many."""
    known = list(dict.fromkeys(text for text in _found() if is_one(text)))
    odd, plain = [text for text in known if text in ODD], [text for text in known if text not in ODD]
    order = random.Random(seed)  # noqa: S311 - an order, no secret
    order.shuffle(plain)
    for change in (str.upper, str.lower):
        if len(odd) + len(plain) < count:
            changed = [text for text in map(change, list(plain)) if is_one(text)]
            plain = list(dict.fromkeys([*plain, *changed]))
    chosen = [*odd, *plain][:count]
    if len(chosen) < count:
        raise ValueError(f"{count} sentences asked for; there are {len(chosen)}")
    return tuple(chosen)
