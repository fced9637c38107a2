"""Who contradicts whom: pairs of positions that do not go together, few and each with both quotations.

Only these rules, over cells of one issue and a like action (see positions.py):

    reversal           one speaker, the sign turned, at least 2 apart, within 180 days
    narrowing          one speaker or office; the later thing goes less far, and the words say that it is all
    split voices       two speakers of one side, at least 2 apart, within 14 days
    word against deed  a side's own later deed on the issue goes against what it said

The score is the product of the two confidences, the margin and what speaks against the pair; a writer who sets the two
against each other ("but later", "at odds with") raises it. From `CERTAIN` on a pair is shown as certain, below it as
possible, and below `SHOWN` not at all. Every pair says why it may be none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from watchfloor import packs
from watchfloor.assessing.issues import IssueBook
from watchfloor.assessing.positions import LEAD, Cell
from watchfloor.resolving.ranks import ANONYMOUS
from watchfloor.store.folding import fold
from watchfloor.types import Actor, Event, Facet

REVERSAL, NARROWING, SPLIT, DEED = "reversal", "narrowing", "split voices", "word against deed"
RULES: Final = (REVERSAL, NARROWING, SPLIT, DEED)
CERTAIN: Final = 0.8
SHOWN: Final = 0.4
TURNED_WITHIN: Final = 180
"""days between the two sides of a reversal"""
SPLIT_WITHIN: Final = 14
"""days between two voices of one side"""
MARGINS: Final = {2: 0.86, 3: 0.95, 4: 1.0}
"""what a distance of stances counts"""
MARKED: Final = 1.2
"""what the writer's own contrast counts"""
SPEAKS: Final = frozenset({"person", "state", "body", "agency", "group"})
AGAIN: Final = ("repeat", "reiterat", "recall", "remind")
"""how cues begin that tell of something said before"""
DEEDS: Final = frozenset({Facet.HAPPENED, Facet.ONGOING})
UNLIKE, FIRMLY_UNLIKE = 0.75, 0.85
"""what a pair on one issue counts whose words have nothing in common; the second where both are as firm as can be"""
APART: Final = 0.7
"""what a pair counts that only the writer sets apart"""
FIRM: Final = 2
VOICES: Final = (("GOV",), ("MIL",), ("SPY",), ("COP",), ("LEG",))
MATERIAL: Final = frozenset({"ASSAULT", "MOBILIZE", "COERCE", "SANCTION", "AID", "RETREAT", "COOPERATE", "CONCEDE"})
EMPTY: Final = frozenset(
    {"be", "have", "do", "make", "take", "get", "go", "give", "keep", "want", "let", "thing", "it"}
)
"""lemmas that name no act by themselves"""
_COMMON: Final = frozenset(
    "the a an of to in on at for and or with by from any all no not their his her its our this that these those be is "
    "are was were it they he she we as into would will could more new".split()
)


@dataclass(frozen=True, slots=True)
class Deed:
    """What a side did, as the record of events has it."""

    event: Event
    day: date
    article: str
    outlet: str


@dataclass(frozen=True, slots=True)
class Reversal:
    """Two positions that do not go together."""

    rule: str
    a: Cell
    """the earlier one"""
    b: Cell | Deed
    score: float
    """0 to 1"""
    margin: int
    """how far apart the stances are; of a narrowing, how many steps"""
    marked: str
    """the writer's own words that set the two against each other; empty when there are none"""
    doubts: tuple[str, ...]
    """why it may be no contradiction"""
    more: tuple[Cell, ...] = ()
    """further statements of the same two voices that say the same as `a` or `b`"""
    flat: bool = False
    """one speaker plainly says yes and no to one act, without any condition"""

    @property
    def certain(self) -> bool:
        """Whether it is shown as certain. Likeness of words is not enough: judged blind, pairs that stood on it alone
        were none."""
        return self.score >= CERTAIN and (bool(self.marked) or self.flat)


class Contrasts:
    """The words by which writers set statements against each other."""

    def __init__(self, words: Sequence[str]) -> None:
        parts = [" ".join(map(_part, row.split())) for row in words]
        self._pattern = re.compile(r"(?<= )(?:" + "|".join(sorted(parts, key=len, reverse=True)) + r")(?= )")

    @classmethod
    def load(cls, base: Path | None = None) -> Contrasts:
        """The bundled words. Raises `PackDamaged`."""
        path = packs.folder("stance", base) / "contrasts.tsv"
        return cls([row.cells[0] for row in packs.rows(path, ("words", "why"), 1)])

    def between(self, a: Cell, b: Cell) -> str:
        """The last such words between two statements of one article, or in the sentence of the later one."""
        if a.said.article != b.said.article or not b.said.lead:
            return ""
        begins = max(0, b.statement.sentence.span.start - LEAD)
        after = a.stance.target.span.end - begins
        if after < 0 or a.stance.target.span.start > b.stance.target.span.start:
            return ""
        found = self._pattern.findall(f" {fold(b.said.lead[after:])} ")
        return found[-1] if found else ""


def _part(word: str) -> str:
    return re.escape(fold(word)) + (r"\w*" if word.endswith("*") else "")


def find(
    cells: Sequence[Cell], book: IssueBook, contrasts: Contrasts, deeds: Iterable[Deed] = ()
) -> tuple[Reversal, ...]:
    """The pairs among some cells, the surest first. `cells` are those of `positions.cells`, without copies."""
    found: list[Reversal] = []
    by_issue: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.speaker is not None and cell.direct and not book.general(cell.issue):
            by_issue.setdefault(cell.issue.id, []).append(cell)
    for group in by_issue.values():
        for a, b, own in _near(sorted(group, key=_place)):
            if own:
                found += filter(None, (_turned(a, b, contrasts), _narrowed(a, b, contrasts)))
            elif (one := _split(a, b, contrasts)) is not None:
                found.append(one)
    found += [one for one in _set_apart(cells, contrasts) if one.score >= SHOWN]
    found += _undone(cells, book, deeds)
    return _best(found)


def _near(ordered: Sequence[Cell]) -> Iterator[tuple[Cell, Cell, bool]]:
    """The pairs that a rule could hold for, the earlier one first: those of one speaker or office (True), and those of
    near days (False). An issue of years has too many pairs to try each."""
    own: dict[tuple[str, str], list[int]] = {}
    first = 0
    for k, b in enumerate(ordered):
        if b.day is None or b.speaker is None:
            continue
        keys = [("", b.speaker.id)] + ([(b.statement.side, b.speaker.office)] if b.speaker.office else [])
        for j in sorted({j for key in keys for j in own.get(key, ())}):
            yield ordered[j], b, True
        while (day := ordered[first].day) is not None and (b.day - day).days > SPLIT_WITHIN:
            first += 1
        for j in range(first, k):
            if abs(ordered[j].value - b.value) >= 2 and ordered[j].statement.side == b.statement.side:
                yield ordered[j], b, False
        for key in keys:
            own.setdefault(key, []).append(k)


def _place(cell: Cell) -> tuple[date, str, int]:
    return (cell.day or date.max, cell.said.article, cell.stance.target.span.start)


# --- the rules --------------------------------------------------------------------------------------------------------


def _turned(a: Cell, b: Cell, contrasts: Contrasts) -> Reversal | None:
    margin = abs(a.value - b.value)
    if a.speaker is None or b.speaker is None or a.speaker.id != b.speaker.id or a.value * b.value >= 0 or margin < 2:
        return None
    gap = _days(a, b)
    if a.speaker.kind not in SPEAKS or gap is None or gap > TURNED_WITHIN or _older(b) or _consistent(a, b):
        return None
    return _paired(REVERSAL, a, b, margin, contrasts)


def _narrowed(a: Cell, b: Cell, contrasts: Contrasts) -> Reversal | None:
    if a.step is None or b.step is None or b.step.level >= a.step.level or a.value <= 0 or b.value < 0:
        return None
    same = a.speaker is not None and b.speaker is not None and (
        a.speaker.id == b.speaker.id
        or (a.statement.side == b.statement.side and bool(a.speaker.office) and a.speaker.office == b.speaker.office)
    )  # fmt: skip
    gap = _days(a, b)
    marked = contrasts.between(a, b)
    if not same or gap is None or gap > TURNED_WITHIN or not (b.stance.limit or marked):
        return None
    return _paired(NARROWING, a, b, a.step.level - b.step.level, contrasts)


def _split(a: Cell, b: Cell, contrasts: Contrasts) -> Reversal | None:
    margin = abs(a.value - b.value)
    if margin < 2 or not _one_side(a, b):
        return None
    gap = _days(a, b)
    if gap is None or gap > SPLIT_WITHIN:
        return None
    return _paired(SPLIT, a, b, margin, contrasts)


def _one_side(a: Cell, b: Cell) -> bool:
    side = a.statement.side
    known = len(side) == 3 or (bool(side) and ":" not in side)
    if a.speaker is None or b.speaker is None or not known or side != b.statement.side:
        return False
    if not (_speaks_for_it(a.speaker) and _speaks_for_it(b.speaker)):
        return False
    return a.speaker.id != b.speaker.id and not _within(a, b) and not _within(b, a)


def _speaks_for_it(actor: Actor) -> bool:
    """Whether somebody is a voice of the side: clerics, opposition and citizens of a country are not."""
    return actor.kind in ("state", "body", "agency", "group") or actor.sectors[:1] in VOICES


def _within(a: Cell, b: Cell) -> bool:
    """Whether b is told inside a: what A reports of B is A's word for it."""
    return b.statement.parent == a.statement.id


def _set_apart(cells: Sequence[Cell], contrasts: Contrasts) -> Iterator[Reversal]:
    """Two voices of one side, or one speaker, that the writer sets against each other although they speak of different
    things of one crisis."""
    by_article: dict[str, list[Cell]] = {}
    for cell in cells:
        by_article.setdefault(cell.said.article, []).append(cell)
    for group in by_article.values():
        ordered = sorted(group, key=lambda c: c.stance.target.span.start)
        for k, b in enumerate(ordered):
            for a in reversed(ordered[max(0, k - 4) : k]):
                if a.issue.id == b.issue.id and abs(a.value - b.value) >= 2:
                    continue  # read by the rules above
                if a.issue.id.partition(".")[0] != b.issue.id.partition(".")[0] or not _one_side(a, b):
                    continue
                if marked := contrasts.between(a, b):
                    yield _made(SPLIT, a, b, abs(a.value - b.value), marked, 1.0 if a.value * b.value < 0 else APART)


def _undone(cells: Sequence[Cell], book: IssueBook, deeds: Iterable[Deed]) -> Iterator[Reversal]:
    firm = [cell for cell in cells if abs(cell.value) == FIRM and cell.direct]
    speaking = {cell.statement.side for cell in firm}
    for deed in deeds:
        event = deed.event
        if event.facet not in DEEDS or event.type not in MATERIAL:
            continue
        sides = {a.value.country or a.value.id for a in event.actors} & speaking
        if not sides:
            continue
        words = event.sentence.words
        hits = {hit.issue.id for hit in book.find(words, "", sides, deed.day) if not book.general(hit.issue)}
        for cell in firm:
            if cell.issue.id not in hits or cell.statement.side not in sides or _older(cell):
                continue
            gap = None if cell.day is None else (deed.day - cell.day).days
            way = book.way(cell.issue.id, words)
            if gap is None or not 0 < gap <= TURNED_WITHIN or (cell.value > 0) == (way > 0):
                continue
            same = _stems(event.trigger.words) & _stems(cell.stance.target.words)
            score = _sure(cell) * event.confidence * (0.95 if same else 0.7)
            if score < SHOWN:
                continue
            doubts = (*_doubts_of(cell), *(() if same else ("the deed may be another one than the one spoken of",)))
            yield Reversal(DEED, cell, deed, round(min(score, 1.0), 3), abs(cell.value), "", doubts)


# --- how sure ---------------------------------------------------------------------------------------------------------


def _paired(rule: str, a: Cell, b: Cell, margin: int, contrasts: Contrasts) -> Reversal | None:
    found = _made(rule, a, b, margin, contrasts.between(a, b), 1.0)
    return found if found.score >= SHOWN else None


def _made(rule: str, a: Cell, b: Cell, margin: int, marked: str, worth: float) -> Reversal:
    score = _sure(a) * _sure(b) * worth * (MARGINS.get(margin, 0.8) if rule != NARROWING else 1.0)
    doubts: list[str] = []
    like = likeness(a, b, margin)
    if like < 1.0 and rule != NARROWING:
        score *= like
        doubts.append(f"they may speak of different things: “{_short(a)}” and “{_short(b)}”")
    if (a.stance.condition is None) != (b.stance.condition is None) or a.stance.condition is not None:
        given = a.stance.condition or b.stance.condition
        if given is not None:
            score *= 0.85
            doubts.append(f"it holds under a condition: “{given.words}”")
    for cell in (a, b) if rule != NARROWING else ():
        if cell.value < 0 and cell.stance.limit is not None:
            score *= 0.85
            doubts.append(f"only a part is refused: “{cell.stance.limit.words}”")
    if rule == REVERSAL and a.said.article == b.said.article and not marked:
        score *= 0.8
        doubts.append("both stand in one article, which does not set them against each other")
    if _audience(a) and _audience(b) and _audience(a) != _audience(b):
        doubts.append(f"they were said to different people: {_audience(a)}, {_audience(b)}")
    for cell in (a, b):
        if _older(cell):
            score *= 0.85
            doubts.append(f"“{cell.statement.cue.words if cell.statement.cue else ''}” may tell of an older statement")
        doubts += [doubt for doubt in _doubts_of(cell) if doubt not in doubts]
    if rule == SPLIT and _consistent(a, b):
        score *= 0.85
        doubts.append("the one goes less far than what the other refuses")
    if rule == SPLIT and ANONYMOUS in (a.statement.rank, b.statement.rank):
        score *= 0.8
        doubts.append("one of them is not named")
    if rule == SPLIT and any(c.speaker is not None and c.speaker.sectors[:1] == ("LEG",) for c in (a, b)):
        score *= 0.8
        doubts.append("a parliament is another power than a government")
    if marked:
        score *= MARKED
    return Reversal(rule, a, b, round(min(score, 1.0), 3), margin, marked, tuple(doubts), flat=_flat(a, b))


def _flat(a: Cell, b: Cell) -> bool:
    """Whether one speaker says yes and no to one act or one step of the issue, both in his own plain assertion."""
    if a.speaker is None or b.speaker is None or a.speaker.id != b.speaker.id or a.value * b.value >= 0:
        return False
    act = a.stance.action
    one_act = _goes_together(a, b) if a.step or b.step else act == b.stance.action and act not in EMPTY
    about_a, about_b = ({x.value.id for x in c.stance.about} for c in (a, b))
    others = bool(about_a) and bool(about_b) and about_a.isdisjoint(about_b)
    return one_act and not others and _plain(a) and _plain(b)


def _plain(cell: Cell) -> bool:
    """Whether a position is the speaker's own assertion, under no condition, and of the whole thing."""
    one, stance = cell.statement, cell.stance
    told = bool(one.parent) and one.kind == "indirect"
    whole = stance.condition is None and stance.limit is None
    return whole and not told and stance.commitment in ("commits", "states") and not _older(cell)


def _sure(cell: Cell) -> float:
    worth = {"commits": 1.0, "states": 1.0, "suggests": 0.92, "leaves-open": 0.92}.get(cell.stance.commitment, 0.9)
    return cell.statement.confidence * worth


def _doubts_of(cell: Cell) -> Iterator[str]:
    speaker = cell.statement.speaker
    if speaker is not None and speaker.rule.startswith(("pronoun", "holder-context", "again")):
        yield f"that “{speaker.words}” is {speaker.value.name} was concluded"
    if cell.said.day is not None and not cell.said.stated:
        yield "the day is that of publication"
    if cell.stance.commitment == "suggests":
        yield f"“{_short(cell)}” is only suggested"


def likeness(a: Cell, b: Cell, margin: int) -> float:
    """How far two cells of one issue speak of one thing: 1 when they share the act or telling words, else less; where
    both are firm, the issue alone says much."""
    if a.issue.id != b.issue.id:
        return 0.9
    mine, other = _stems(a.stance.target.words), _stems(b.stance.target.words)
    about_a, about_b = ({x.value.id for x in c.stance.about} for c in (a, b))
    apart = 0.8 if about_a and about_b and about_a.isdisjoint(about_b) else 1.0
    if _goes_together(a, b):
        return apart
    both = mine & other
    if len(both) >= 2 or (both and (len(mine | other) <= 6 or a.stance.action == b.stance.action)):
        return apart
    if set(map(_stem, a.hits)) & set(map(_stem, b.hits)):
        return 0.9 * apart
    return (FIRMLY_UNLIKE if margin == max(MARGINS) else UNLIKE) * apart


def _goes_together(a: Cell, b: Cell) -> bool:
    """Whether both name the same step of the issue."""
    return a.step is not None and a.step == b.step


def _consistent(a: Cell, b: Cell) -> bool:
    """Whether the one only goes less far than the other refuses: for pauses and against a ceasefire."""
    if a.step is None or b.step is None:
        return False
    yes, no = (a, b) if a.value > b.value else (b, a)
    return no.value < 0 and yes.step is not None and no.step is not None and yes.step.level < no.step.level


def _stems(words: str) -> frozenset[str]:
    return frozenset(_stem(w) for w in fold(words).split() if w not in _COMMON and len(w) > 2)


def _stem(word: str) -> str:
    return word[:5]


def _short(cell: Cell) -> str:
    words = " ".join(cell.stance.target.words.split())
    return words if len(words) <= 60 else words[:57] + "…"


def _audience(cell: Cell) -> str:
    one = cell.statement.addressee
    return " ".join(one.words.split()) if one is not None else ""


def _older(cell: Cell) -> bool:
    """A statement of which the article itself tells that it is old or said again, without its day."""
    cue = cell.statement.cue
    if cue is None or cell.said.stated:
        return False
    words = fold(cue.words).split()
    earlier = words[:1] in (["had"], ["has"]) and "said" in words[:4]
    return earlier or any(word.startswith(AGAIN) or word == "again" for word in words)


def _days(a: Cell, b: Cell) -> int | None:
    return None if a.day is None or b.day is None else abs((b.day - a.day).days)


# --- few --------------------------------------------------------------------------------------------------------------


def _best(found: Sequence[Reversal]) -> tuple[Reversal, ...]:
    """The surest pair of each two voices on an issue and near days; what repeats it goes with it."""
    kept: list[Reversal] = []
    for one in sorted(found, key=_rank):
        for k, other in enumerate(kept):
            if other.rule == one.rule and _repeats(one, other):
                more = [c for c in (one.a, one.b) if isinstance(c, Cell) and not _held_by(c, other)]
                kept[k] = replace(other, more=(*other.more, *more))
                break
        else:
            kept.append(one)
    return tuple(kept)


def _rank(one: Reversal) -> tuple[float, str, int, tuple[date, str, int], tuple[date, str, int]]:
    later = _place(one.b) if isinstance(one.b, Cell) else (one.b.day, one.b.article, one.b.event.sentence.span.start)
    return (-one.score, one.rule, _gap(one), _place(one.a), later)


def _gap(one: Reversal) -> int:
    return _days(one.a, one.b) or 0 if isinstance(one.b, Cell) else 0


def _repeats(one: Reversal, other: Reversal) -> bool:
    """Whether a pair tells again what another tells: one of its statements, and the same voice with the same sign for
    the other."""
    if isinstance(one.b, Deed) or isinstance(other.b, Deed):
        return one.b == other.b or (one.a == other.a and one.rule == other.rule)
    shares = _held_by(one.a, other) or _held_by(one.b, other)
    voices = [{(_voice(c), c.value > 0) for c in (pair.a, pair.b) if isinstance(c, Cell)} for pair in (one, other)]
    return shares and voices[0] == voices[1]


def _voice(cell: Cell) -> str:
    return cell.speaker.id if cell.speaker is not None else ""


def _held_by(cell: Cell, pair: Reversal) -> bool:
    return any(isinstance(c, Cell) and c.stance == cell.stance for c in (pair.a, pair.b, *pair.more))
