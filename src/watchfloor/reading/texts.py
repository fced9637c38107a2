"""Pages saved as plain text: finds the article among menus, forms, comment threads and footers.

No markup is left, so the shape of the lines has to tell. The article is the stretch of lines with the most prose
against the least furniture; a comment thread is known by its rhythm of name, time and words; a form by its run of
field labels. Text that is only an article comes out as it went in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from watchfloor.reading import furniture, sites
from watchfloor.reading.characters import inert, one_line
from watchfloor.reading.dates import Stated, stated_in
from watchfloor.reading.furniture import Kind


@dataclass(frozen=True, slots=True)
class Stripped:
    """What a page says, without its furniture."""

    title: str
    author: str
    body: str
    """paragraphs, one a line"""
    stated: Stated | None
    """the date the page shows beside its title"""
    links: tuple[str, ...] = ()
    outlet: str = ""
    """the site's name, where the page shows it"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its kind, its number of words, and what it speaks for (prose) or against (furniture) the article."""

    text: str
    kind: Kind
    words: int
    weight: float
    recurs: bool = False
    """stands between the paragraphs again and again: no furniture of one place, but noise"""


_URL = re.compile(r"\bhttps?://[^\s<>\"'”“‘’`{}|\\^]+", re.I)

_GAPPED = re.compile(r"^[^\n]{0,80}(?:[ \xa0]{2}|\t)[^\n]{1,200}$", re.M)


def strip(text: str) -> Stripped:
    """The article in a page that was saved as plain text; `body` is empty when there is none."""
    rows = unwrap(inert(text).split("\n"))
    backs = [furniture.BACK.match(row) if len(row) < 600 else None for row in rows]
    links = [one_line(back["label"]) for back in backs if back]
    rows = [row for row, back in zip(rows, backs, strict=True) if not back]
    lines = classify(rows)
    outlet = sites.name_in(rows)
    lines = lines[: thread_start(lines)]
    lines = [line for line in lines if not line.recurs]
    start, end = region(lines)
    if start == end:
        return Stripped("", "", "", None, tuple(links), outlet)
    menus = menu_rows(text)
    title_at = find_title(lines, start, end, menus | {row for row in rows[:80] if outlet and sites.same(row, outlet)})
    if title_at is None and outlet == rows[0] and not sites.name_in(rows[1:]):
        # The only headline of a page is its headline, even if it ends as names of newspapers do.
        title_at = find_title(lines, start, end, menus)
        outlet = "" if title_at is not None else outlet
    title = lines[title_at].text if title_at is not None else ""
    if title_at is not None and title_at >= start:
        start = title_at + 1
    above = lines[max(0, start - 12) : start]
    between = lines[title_at + 1 : start] if title_at is not None else above
    stated, author = dateline(between, above, lines[start:end], lines[end : end + 4])
    body = "\n".join(clean(lines[start:end], title))
    links += [url.rstrip(".,;:!?)]*") for url in _URL.findall(body)]
    return Stripped(title, author, body, stated, tuple(dict.fromkeys(links)), outlet)


# --- lines ------------------------------------------------------------------------------------------------------------


def unwrap(rows: list[str]) -> list[str]:
    """Paragraphs whole again where a program broke the lines at a fixed width. A line was broken there if the first
    word of the next would not have fitted."""
    rows = [row.strip() for row in rows]
    full = [row for row in rows if row]
    lengths = sorted(map(len, full))
    width = lengths[-3] if len(lengths) > 20 else lengths[-1] if lengths else 0  # an address may stick out
    if not 50 <= width <= 130:
        return full
    long = sum(length > 0.75 * width for length in lengths)
    joined: list[list[str]] = []
    before, cuts, stops = "", 0, 0
    for row in rows:
        fitted = len(before) + 1 + len(row.split(" ", 1)[0]) <= width - 3
        if before and row and not fitted and not furniture.MARK.match(row):
            joined[-1].append(row)
            cuts += 1
            stops += furniture.ENDS.search(before[-8:]) is not None
        elif row:
            joined.append([row])
        before = row
    # Where few lines join, or they join at the ends of sentences, they only happen to be of a length.
    wrapped = cuts > 0.4 * long and cuts > 0.08 * len(full) and stops < 0.4 * cuts
    return [" ".join(parts) for parts in joined] if wrapped else full


def classify(rows: list[str]) -> list[Line]:
    """The rows with their kind. Short rows that repeat, whole or in beginning and end, are furniture."""
    seen = Counter(row.casefold() for row in rows)
    frames = Counter(map(_frame, rows))
    lines = []
    kinds = {row: furniture.kind_of(row) for row in set(rows)}
    for row in rows:
        kind, words = kinds[row]
        repeated = seen[row.casefold()] > 2 or frames[_frame(row)] > 2
        if repeated and words < 30 and kind is not Kind.DATE:
            kind = Kind.PROMPT if kind is Kind.PROMPT else Kind.SCRAP
        recurs = words <= 8 and kind in (Kind.SCRAP, Kind.PROMPT) and seen[row.casefold()] >= 5
        lines.append(Line(row, kind, words, _weight(kind, words, row), recurs))
    return lines


def _frame(row: str) -> str:
    words = row[:2000].casefold().split()
    return " ".join(words[:4] + words[-2:]) if len(words) >= 7 else f"{row.casefold()}\n"


def _weight(kind: Kind, words: int, row: str) -> float:
    """In words of prose. A paragraph of one sentence outweighs a heading and a date; the summary of a related story
    does not outweigh its own headline, date and pointer."""
    if kind is Kind.PROSE:
        whole = words >= 30 or furniture.ENDS.search(row[-8:]) is not None
        return min(words, 80) * (1.0 if whole else 0.4)
    if kind is Kind.SENTENCE:
        return 0.5 * words
    if kind is Kind.ITEM:
        return -2.0
    if kind is Kind.PROMPT:
        return -15.0
    if kind is Kind.DATE:
        return -8.0
    return -5.0 - min(words, 15)


def menu_rows(text: str) -> frozenset[str]:
    """The lines whose entries stand apart by several blanks or tabs, as menus do that were saved as text."""
    found = set()
    for match in _GAPPED.finditer(text[:200_000]):
        entries = re.split(r"[ \t\xa0]{2,}|\t", match[0].strip())
        if len(entries) >= 3 and all(len(entry.split()) <= 3 and entry[-1:] not in ".,;:" for entry in entries):
            found.add(" ".join(" ".join(entries).split()))
    return frozenset(found)


# --- the thread of comments -------------------------------------------------------------------------------------------


def thread_start(lines: list[Line]) -> int:
    """Index of the line with which comments or a comment form begin; the number of lines when there are none.

    An article has to stand before it: lists of other stories have dates and names too, and stand above.
    """
    weights = [line.weight for line in lines]
    after = list(_bests(reversed(weights)))[::-1]
    for index, (line, before) in enumerate(zip(lines, _bests(weights), strict=True)):
        heads = line.words <= 25 and furniture.heads_thread(line.text)
        if (line.kind is Kind.PROSE and not heads) or line.words > 25:
            continue
        if before < 30 or (before < 150 and before < 0.15 * after[index]):
            continue
        if _form(lines, index) or (heads and _thread(lines, index + 1, needed=1)):
            return index
        if _entry(lines, index) and _thread(lines, index, needed=2):
            return index
    return len(lines)


def _bests(weights: Iterable[float]) -> Iterator[float]:
    """At each line, the weight of the best stretch that ends before it."""
    best = total = 0.0
    for weight in weights:
        yield best
        total = max(total, 0.0) + weight
        best = max(best, total)


def _form(lines: list[Line], index: int) -> bool:
    """Field labels and prompts close together, and hardly any prose among them."""
    text = lines[index].text
    calls = furniture.calls_for_comment(text)
    if not (calls or furniture.is_field(text) or furniture.is_required(text)):
        return False
    near = lines[index : index + 9]
    marks = sum(furniture.is_field(line.text) or furniture.is_required(line.text) for line in near)
    prompts = sum(line.kind is Kind.PROMPT for line in near)
    prose = sum(line.kind is Kind.PROSE for line in near)
    if calls:
        return marks + prompts >= 2 or prose <= 1
    return prose <= 2 and (marks >= 3 or marks + prompts >= 4)


def _entry(lines: list[Line], index: int) -> bool:
    """Whether a reader's comment begins here: a name, then a time; or "Anna says:"."""
    line = lines[index]
    if line.kind is Kind.PROSE or line.words > 14:
        return False
    following = lines[index + 1 : index + 3]
    if furniture.opens_comment(line.text) and line.words <= 6 and line.kind is not Kind.SENTENCE:
        return any(other.kind is Kind.DATE for other in following) or line.text.rstrip().endswith(":")
    if line.kind is not Kind.SCRAP or line.words > 4 or ":" in line.text:
        return False
    dated = next((at for at, other in enumerate(following) if other.kind is Kind.DATE), None)
    if dated is None or (dated == 1 and following[0].words > 3):
        return False
    said = lines[index + dated + 2 : index + dated + 5]
    return any(other.kind in (Kind.PROSE, Kind.SENTENCE) for other in said)


def _thread(lines: list[Line], start: int, needed: int) -> bool:
    """Whether what follows has the rhythm of a thread: entries every few paragraphs, or answers' buttons."""
    window = lines[start : start + 60]
    entries = sum(_entry(window, index) for index in range(len(window)))
    short = Counter(line.text.casefold() for line in window if line.words <= 3 and line.kind is not Kind.DATE)
    buttons = any(count >= 2 and furniture.names_site(text) for text, count in short.items())
    prose = sum(line.kind is Kind.PROSE for line in window)
    if entries >= max(needed, 2):
        return buttons or prose <= 4 * entries
    return needed == 1 and ((entries == 1 and (buttons or prose <= 6)) or prose <= 1)


# --- the article ------------------------------------------------------------------------------------------------------


def region(lines: list[Line]) -> tuple[int, int]:
    """Start and end of the stretch with the most prose against the least furniture."""
    best, best_start, best_end = 0.0, 0, 0
    total, start = 0.0, 0
    for index, line in enumerate(lines):
        if total <= 0:
            total, start = 0.0, index
        total += line.weight
        if total > best:
            best, best_start, best_end = total, start, index + 1
    if best_end == 0 and len(lines) <= 5 and not any(line.kind is Kind.PROMPT for line in lines):
        return 0, len(lines)  # no sentence at all: a short note or a headline is still a text
    return best_start, best_end


def find_title(lines: list[Line], start: int, end: int, others: frozenset[str] = frozenset()) -> int | None:
    """Index of the headline: the headline-shaped line above the article, near to it, whose words the article uses, or
    that only the date line and the byline part from the article. `others` are lines known to be none: the site's name
    and its menus."""
    named = [line.text in others for line in lines[:start]]
    opening = [
        line.kind is Kind.DATE or name or furniture.BYLINE.match(line.text) is not None
        for line, name in zip(lines[:start], named, strict=True)
    ]
    if start <= 4 and all(opening[1:]) and len(lines) > 1 and is_headline(lines[0]) and not any(named[:1]):
        return 0
    last = next((index for index in reversed(range(start)) if not opening[index]), None)
    if last is not None and not any(line.kind is Kind.DATE for line in lines[last + 1 : start]):
        last = None
    used = {word for line in lines[start:end] for word in _content_words(line.text)}
    shaped = [is_headline(line) and not name for line, name in zip(lines[:start], named, strict=True)]
    runs = [
        len(list(run))
        for _, run in groupby(shape and line.words >= 5 for shape, line in zip(shaped, lines[:start], strict=True))
    ]
    crowd = [length for length in runs for _ in range(length)]
    folded = [line.text.casefold() for line in lines[:start]]
    best, found = 0.0, None
    for index in range(max(0, start - 60), start):
        words = _content_words(lines[index].text)
        if not shaped[index] or not words:
            continue
        known = sum(word in used for word in words) / len(words)
        beside = index == last and not any(other in folded[index] for other in folded[:index] if len(other) > 20)
        if known < 0.4 and not beside:
            continue
        score = 3.0 * known + min(len(words), 8) / 2 - 0.06 * (start - index)
        # The page's name and its breadcrumb repeat the headline; a list of other stories has many lines of its shape.
        echoed = len(words) > 3 and any(folded[index] in other and folded[index] != other for other in folded)
        score += 1.0 * echoed + 1.5 * beside - 2.0 * (crowd[index] >= 5)
        if score >= best:
            best, found = score, index
    return found


def _content_words(text: str) -> set[str]:
    """The words that tell what a text is about, cut to a stem of sorts."""
    return {word.casefold()[:6] for word in furniture.WORD.findall(text) if len(word) > 3 or word[0].isupper()}


def is_headline(line: Line) -> bool:
    """Whether the line can be a headline: some words, no full stop, no sign of a menu, no byline."""
    text = line.text
    if line.kind not in (Kind.SCRAP, Kind.SENTENCE, Kind.PROSE) or not 2 <= line.words <= 30 or len(text) > 220:
        return False
    if text.endswith((".", ",", ";", ":")) and not text.endswith("..."):
        return False
    if (
        furniture.TRAIL.search(text)
        or _URL.search(text)
        or furniture.BYLINE.match(text)
        or furniture.heads_thread(text)
    ):
        return False
    return line.kind is not Kind.PROSE or not furniture.ENDS.search(text) or text.endswith("?")


def dateline(between: list[Line], above: list[Line], body: list[Line], after: list[Line]) -> tuple[Stated | None, str]:
    """The date and the byline that stand between title and text, just above the title, or labelled below the text."""
    stated: Stated | None = None
    for lines in (between, above):
        dates = [found for line in lines if line.words <= 20 and (found := stated_in(line.text)) is not None]
        dates = [found for found in dates if found.label != "changed"]
        dates = [found for found in dates if found.label == "published"] or dates
        if dates:
            if len({found.at.date() for found in dates}) == 1:
                stated = max(dates, key=lambda found: found.precision == "time")
            break
    if stated is None and body:  # VIENNA, 24 November 2014 — ...
        opening = stated_in(body[0].text[:60])
        if opening is not None and re.match(r"[^\w]{0,3}(?:[—–:-]|\([A-Z])", body[0].text[opening.end :]):
            stated = opening
    if stated is None:
        below = [found for line in after if line.words <= 20 and (found := stated_in(line.text)) is not None]
        stated = below[0] if len(below) == 1 and below[0].label == "published" else None
    return stated, _author((*between, *above, *body[:2], *after))


def _author(lines: tuple[Line, ...]) -> str:
    for line in lines:
        if line.words > 20:
            continue
        match = furniture.BYLINE.match(line.text)
        if match is None and line.kind is Kind.DATE:
            match = re.search(r"\bby\s+(?P<name>[^\W\d_][^|•·]{2,80})$", line.text, re.I)
        if match is not None and (name := _name(match["name"])):
            return name
    return ""


def _name(text: str) -> str:
    text = re.split(r"\s[|•·–—-]\s|,? (?:on|at|in|for) (?=[A-Z\d])|[,;] | \(|\d", text, maxsplit=1)[0].strip(" .,:")
    words = text.split()
    return text if 1 <= len(words) <= 8 and words[0][0].isupper() else ""


def clean(lines: list[Line], title: str) -> list[str]:
    """The article's paragraphs: without prompts, dates, bylines, repeated lines, and runs of scraps inside it."""
    kept: list[str] = []
    seen: set[str] = set()
    index = 0
    while index < len(lines):
        run = index
        while run < len(lines) and lines[run].kind in (Kind.SCRAP, Kind.PROMPT, Kind.DATE):
            run += 1
        if run > index:
            # One or two short lines between paragraphs are headings; more are furniture.
            if run - index <= 2:
                kept += [line.text for line in lines[index:run] if line.kind is Kind.SCRAP and _is_heading(line)]
            index = run
            continue
        line = lines[index]
        folded = line.text.casefold()
        if not (line.words >= 8 and folded in seen) and folded != title.casefold():
            kept.append(line.text)
            seen.add(folded)
        index += 1
    return kept


def _is_heading(line: Line) -> bool:
    if line.words >= 6 and line.text.isupper():  # the headline of another story, linked in between
        return False
    return 1 <= line.words <= 16 and not furniture.TRAIL.search(line.text) and not furniture.BYLINE.match(line.text)
