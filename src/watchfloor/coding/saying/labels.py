"""Speakers named beside a colon or a dash: transcripts ("MR. CARNEY: ...", "Q ..."), headlines ("Iran: no talks", "No
talks: Iran"), signatures ("“...” — Name", "... — Name (@handle)").

A label is a transcript's when the same form of label stands before several lines. One colon in the first line makes a
headline: the name beside it speaks, when it is a name and what stands on the other side reads as a clause.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Final

from watchfloor.coding.cuebook import CueBook
from watchfloor.coding.graph import Graph
from watchfloor.coding.saying.draft import Draft
from watchfloor.types import Sentence

_LINE: Final = re.compile(r"[^\n\r]+")
_LABEL: Final = re.compile(
    r"[\s\"“]*(?P<label>(?:Q|A|[A-Z][\w.'’&/-]*(?:[ ,]+(?:[A-Z][\w.'’&/-]*|of|the|de|al|bin|van|\([^)\n]{1,40}\)))"
    r"{0,7}(?: \([^)\n]{1,40}\))?))(?P<colon>:| --|(?<=^Q)(?=\s))\s+(?=\S)"
)
# Words before a colon that name no speaker.
_NO_SPEAKER: Final = frozenset(
    "note update updated editor correction related photo photos video image read more source sources breaking analysis "
    "opinion exclusive live watch background subject re date time place location from to cc tags share by via "
    "deadline summary conclusion advertisement follow".split()
)
MOST_WORDS: Final = 6
"""of a headline's speaker"""
MOSTLY: Final = 0.3
"""share of labelled lines from which on the lines between them go on in the turn before: an article with three quoted
turns goes on as an article"""
MANY: Final = 10
SOME: Final = 0.1
"""so many labelled lines are enough with this share: long answers"""
_STAGE: Final = re.compile(r"\s*(?:[(\[].*[)\]]|END\b.*)\s*")
"""what a transcript says of itself: (Laughter.), [crosstalk], END 2:30 P.M. EST"""
_TWEET: Final = re.compile(
    r"(?P<before>.*?)\s*(?P<dash>[—–―]|--?)\s*(?P<name>[^\n()@—–―]{2,60}?) \(@\w{1,30}\)[^\n]{0,40}"
)
_SIGNED: Final = re.compile(
    r"(?P<before>\s*[\"“«].*[\"”»])\s*(?P<dash>[—–―]|--)\s*(?P<name>[A-Z][\w.'’ -]{2,50})(?:,[^\n]*)?"
)


def read(text: str, sentences: Sequence[Sentence], graphs: Sequence[Graph], book: CueBook) -> list[Draft]:
    """The turns of a transcript, or what a headline lets somebody say."""
    starts = [s.start for s in sentences]
    turns = _turns(text, sentences, starts, book)
    headline = _headline(text, sentences, graphs, book)
    if headline and any(turn.cue == headline.cue for turn in turns):
        headline = None
    return [*turns, *_signed(text, sentences, starts, book), *([headline] if headline else [])]


def _signed(text: str, sentences: Sequence[Sentence], starts: list[int], book: CueBook) -> list[Draft]:
    """Tweets and quotations with the name behind a dash; a name on a line of its own signs the line before."""
    found = []
    last: tuple[int, int] | None = None
    for line in _LINE.finditer(text):
        start = line.start()
        signed = _TWEET.fullmatch(line.group()) if "(@" in line.group() else _SIGNED.fullmatch(line.group())
        if signed:
            own = (start + signed.start("before"), start + signed.end("before"))
            content = own if text[own[0] : own[1]].strip() else last
            name = (start + signed.start("name"), start + signed.end("name"))
            speaker = _word_at(sentences, starts, name[1] - 1)
            if content is not None and speaker is not None:
                begin = content[1] - len(text[content[0] : content[1]].lstrip())
                draft = Draft(_sentence_at(starts, begin), book.acts["says"], "signature")
                draft.content = [(begin, content[1])]
                draft.cue = (start + signed.start("dash"), start + signed.end("dash"))
                draft.speaker, draft.speaker_span = speaker, name
                found.append(draft)
        if line.group().strip():
            last = line.span()
    return found


def _turns(text: str, sentences: Sequence[Sentence], starts: list[int], book: CueBook) -> list[Draft]:
    lines = list(_LINE.finditer(text))
    labels = [_LABEL.match(line.group()) for line in lines]
    shapes = Counter(_shape(found["label"]) for found in labels if found)
    names = Counter(found["label"] for found in labels if found)
    formal = shapes["Q"] + shapes["capitals"]
    shown = [found if found and _is_turn(found["label"], formal, names) else None for found in labels]
    many = sum(found is not None for found in shown)
    if many < 2:
        return []
    share = many / len(lines)
    going_on = share >= MOSTLY or (many >= MANY and share >= SOME)
    found_drafts: list[Draft] = []
    for line, label in zip(lines, shown, strict=True):
        if label:
            start, end = line.start() + label.end(), line.end()
            name = (line.start() + label.start("label"), line.start() + label.end("label"))
            draft = Draft(_sentence_at(starts, name[0]), book.acts["says"], "label", content=[(start, end)])
            draft.cue = (line.start() + label.start("colon"), line.start() + label.end("colon"))
            if draft.cue[0] == draft.cue[1]:
                draft.cue = name
            draft.speaker_span = name
            draft.speaker = _word_at(sentences, starts, name[1] - 1)
            draft.heads = [(draft.sentence, -1)]
            found_drafts.append(draft)
        elif found_drafts and going_on and line.group().strip() and not _STAGE.fullmatch(line.group()):
            found_drafts[-1].content.append((line.start(), line.end()))
    return found_drafts


def _is_turn(label: str, formal: int, names: Counter[str]) -> bool:
    """Whether a label speaks: it comes twice, or has the form of transcripts beside another one of that form."""
    if label.split()[0].lower() in _NO_SPEAKER:
        return False
    return names[label] > 1 or (_shape(label) != "name" and formal > 1)


def _shape(label: str) -> str:
    if label in ("Q", "A"):
        return "Q"
    return "capitals" if label.isupper() or label.partition(" (")[0].isupper() else "name"


def _sentence_at(starts: list[int], place: int) -> int:
    return max(0, bisect_right(starts, place) - 1)


def _word_at(sentences: Sequence[Sentence], starts: list[int], place: int) -> tuple[int, int] | None:
    """The word at a place of the text."""
    number = _sentence_at(starts, place)
    if number >= len(sentences):
        return None
    s = sentences[number]
    word = bisect_right(s.starts, place) - 1
    return (number, max(0, word)) if place < s.end else None


def _headline(text: str, sentences: Sequence[Sentence], graphs: Sequence[Graph], book: CueBook) -> Draft | None:
    line = _LINE.search(text)
    if line is None or line.group().count(":") != 1 or not sentences:
        return None
    colon = line.start() + line.group().index(":")
    if text[colon + 1 : colon + 2] != " ":
        return None
    before = [(n, i) for n, s in enumerate(sentences) for i in range(len(s)) if s.starts[i] < colon and n < 3]
    after = [
        (n, i) for n, s in enumerate(sentences) for i in range(len(s)) if colon < s.starts[i] < line.end() and n < 4
    ]
    before = [(n, i) for n, i in before if sentences[n].starts[i] >= line.start()]
    for side, other in ((before, after), (after, before)):
        if len(side) <= MOST_WORDS and len(other) > 2 and _names(sentences, side) and _told(sentences, other):
            name = (sentences[side[0][0]].starts[side[0][1]], sentences[side[-1][0]].ends[side[-1][1]])
            if text[name[0] : name[1]].split()[0].lower().strip(":") in _NO_SPEAKER:
                return None
            content = (sentences[other[0][0]].starts[other[0][1]], sentences[other[-1][0]].ends[other[-1][1]])
            draft = Draft(side[0][0], book.acts["says"], "headline", content=[content], cue=(colon, colon + 1))
            draft.speaker, draft.speaker_span = side[-1], name
            draft.heads = [_root(sentences, graphs, other)]
            return draft
    return None


def _root(sentences: Sequence[Sentence], graphs: Sequence[Graph], words: list[tuple[int, int]]) -> tuple[int, int]:
    inside = set(words)
    return next(((n, i) for n, i in words if (n, sentences[n].heads[i]) not in inside), words[0])


def _names(sentences: Sequence[Sentence], words: list[tuple[int, int]]) -> bool:
    """Whether these words name somebody: a name among them and no verb."""
    named = any(sentences[n].names[i] != "O" or sentences[n].upos[i] == "PROPN" for n, i in words)
    tags = {sentences[n].upos[i] for n, i in words}
    return bool(words) and named and not tags & {"VERB", "AUX", "ADV"}


def _told(sentences: Sequence[Sentence], words: list[tuple[int, int]]) -> bool:
    """Whether these words read as something said: a verb, a negation or a quotation among them."""
    return any(
        sentences[n].upos[i] in ("VERB", "AUX") or sentences[n].words[i].lower() in ("no", "not", "“", '"', "‘", "'")
        for n, i in words
    )
