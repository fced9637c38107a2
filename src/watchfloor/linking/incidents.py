"""Incidents: the reports of one happening, found among all reports of acts.

Every pair of reports that could be one gets a score, the natural logarithm of the odds that it is: what `WEIGHTS`
gives for the words of the act, who and where, the day, the numbers, and the texts. Pairs that cannot be one are kept
apart whatever else speaks for them (`apart`). Then the two groups with the highest mean score over all their pairs are
joined, as long as it is above zero: one likely pair does not draw two groups together. Neither the order of the reports
nor what else is in the record matters to a pair.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, MutableMapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Final

from watchfloor.linking.numbers import Numbers, meet
from watchfloor.linking.words import cosine

DAYS: Final = 3
"""days between two reports of one happening, at most; reporters are off by so much"""
WEEK: Final = 7
"""the same where one of them is known to the week only"""
UNCOMPARED: Final = -4.0
"""score of a pair that has nothing in common by which it would have been compared"""
DERIVED: Final = 4
"""letters that two words share at least where one is made from the other"""
RELATED: Final = 0.08
"""cosine of two articles that are about like matters, at least"""
LIKELY: Final = 0.3
"""probability from which on an act is looked for under what it may be"""
LONGEST: Final = 40
"""days of a long act in which it is looked for"""
KNOWN: Final = 3_000_000
"""scores of pairs that are kept for the next time, at most"""

WEIGHTS: Final[Mapping[str, float]] = {
    # Two reports that share a person or a word are, before anything else is asked, most likely two happenings.
    "prior": -5.0,
    # The act in the same words: the strongest single sign, and not enough by itself (there are many attacks).
    "same word": 2.0,
    "derived word": 1.5,
    "same sense": 1.5,
    # What stands around the act counts as far as the acts are alike: two acts of one story are not one act.
    "like articles": 8.0,
    "like sentences": 6.0,
    "like arguments": 1.5,
    # Each names who and what, and nobody is named by both.
    "no argument shared": -0.5,
    # Within an article the same word mostly means the same act, and another word another act.
    "same word in one article": 1.0,
    "other word in one article": -3.0,
    # Who, where, when and how many, where they are known of both.
    "same actor": 1.0,
    "other actor": -1.5,
    "same recipient": 1.0,
    "other recipient": -1.0,
    "same place": 1.0,
    "wider place": 0.5,
    "other place": -1.5,
    "same stated day": 1.0,
    "a day between": -0.7,
    "numbers meet": 1.0,
    "numbers apart": -0.5,
}
"""log-odds, set by hand in halves; a score above 0 says that it is rather one happening than two"""

DEED, DENIED, TO_COME, PERHAPS = "deed", "denied", "to come", "perhaps"
CLASSES: Final = {
    "happened": DEED,
    "ongoing": DEED,
    "historical": DEED,
    "denied": DENIED,
    "planned": TO_COME,
    "threatened": TO_COME,
    "demanded": TO_COME,
    "hypothetical": PERHAPS,
}


@dataclass(frozen=True, slots=True)
class Where:
    """A place as far as it matters here."""

    name: str
    country: str
    point: bool
    """a town or a spot, not a region or a country"""


@dataclass(frozen=True, slots=True)
class Mention:
    """One report of an act, made ready for comparing. What is not known is empty and counts neither way."""

    id: str
    article: str
    word: str
    """lemma of the word that carries the act"""
    type: str = ""
    facet: str = ""
    """one of the classes; empty when not known"""
    senses: Mapping[str, float] = field(default_factory=dict)
    """what the act may be, with probabilities"""
    stems: Mapping[str, float] = field(default_factory=dict)
    """the telling stems of its sentence beside the act, each with its weight"""
    arguments: Mapping[str, float] = field(default_factory=dict)
    """the same of the phrases that belong to the act"""
    vector: Mapping[str, float] = field(default_factory=dict)
    """of its article, of length 1"""
    actors: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    reciprocal: bool = False
    places: tuple[Where, ...] = ()
    first: date | None = None
    last: date | None = None
    precision: str = ""
    """of the days: `day`, `week`, ..., or `published` where no words state them"""
    numbers: Numbers = field(default_factory=dict)


def group(
    mentions: Sequence[Mention],
    together: Sequence[Sequence[str]] = (),
    asunder: Sequence[Sequence[str]] = (),
    known: MutableMapping[tuple[str, str], float | None] | None = None,
) -> list[tuple[Mention, ...]]:
    """The mentions, a tuple for each incident; in a stable order. `together` are ids that a person said are one, and
    `asunder` those that a person said are not. `known` are scores of pairs by their ids, None of those not to be
    compared: taken from there and put there, for whoever groups the same mentions again."""
    known = {} if known is None else known
    ordered = sorted(mentions, key=lambda one: one.id)
    number = {one.id: i for i, one in enumerate(ordered)}
    scores: dict[tuple[int, int], float] = {}
    like: dict[tuple[str, str], float] = {}
    for i, j in _candidates(ordered):
        one, other = ordered[i], ordered[j]
        pair = (one.id, other.id)
        if pair in known:
            found = known[pair]
        else:
            found = _compared(one, other, like)
            if len(known) < KNOWN:
                known[pair] = found
        if found is not None:
            scores[i, j] = found
    for said in asunder:
        for one_number, other_number in combinations(sorted({number[ident] for ident in said if ident in number}), 2):
            scores[one_number, other_number] = float("-inf")
    for said in together:
        ones = sorted(number[ident] for ident in said if ident in number)
        for other_number in ones[1:]:
            scores[ones[0], other_number] = float("inf")
    clusters = _average_link(len(ordered), scores)
    return [tuple(ordered[i] for i in cluster) for cluster in clusters]


def _compared(one: Mention, other: Mention, like: dict[tuple[str, str], float]) -> float | None:
    """The score of a pair, minus infinity where it cannot be one; None where the articles are on other matters. `like`
    keeps how alike articles are."""
    pair = (min(one.article, other.article), max(one.article, other.article))
    if pair not in like:
        like[pair] = 1.0 if pair[0] == pair[1] else cosine(*_by_article(one, other))
    if like[pair] < RELATED:
        return None
    return float("-inf") if apart(one, other) else score(one, other, like[pair])


# --- pairs ------------------------------------------------------------------------------------------------------------


def gap(one: Mention, other: Mention) -> int | None:
    """Days between two acts: 0 when their days meet, None when one of them has none."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return None
    return max(0, (other.first - one.last).days, (one.first - other.last).days)


def apart(one: Mention, other: Mention) -> bool:
    """Whether two reports cannot be one happening, whatever else is alike: told as a deed and as still to come; the
    sides changed round; two stated days; two towns of one country."""
    facets = {one.facet, other.facet}
    if len(facets - {""}) == 2 and not facets <= {DEED, DENIED}:
        return True
    if not (one.reciprocal or other.reciprocal) and _swapped(one, other):
        return True
    days = gap(one, other)
    if days and one.precision == other.precision == "day":
        return True
    if days is not None and days > (WEEK if "week" in (one.precision, other.precision) else DAYS):
        return True
    return _disjoint_towns(one, other)


def _swapped(one: Mention, other: Mention) -> bool:
    a, b, c, d = one.actors, one.recipients, other.actors, other.recipients
    return bool(a & d and b & c) and not (a & c or b & d)


def _disjoint_towns(one: Mention, other: Mention) -> bool:
    ours, theirs = [w for w in one.places if w.point], [w for w in other.places if w.point]
    if not ours or not theirs or {w.name for w in ours} & {w.name for w in theirs}:
        return False
    return any(a.country == b.country for a in ours for b in theirs)


def score(one: Mention, other: Mention, alike: float) -> float:
    """The log-odds that two reports are of one happening; `alike` is the cosine of their articles."""
    return sum(WEIGHTS[name] * value for name, value in features(one, other, alike).items())


def features(one: Mention, other: Mention, alike: float) -> dict[str, float]:
    """What speaks for and against a pair, by the names of `WEIGHTS`."""
    same = float(one.word == other.word)
    derived = 0.0 if same else float(_derived(one.word, other.word))
    senses = sum(min(value, other.senses.get(name, 0.0)) for name, value in one.senses.items())
    if one.type and one.type == other.type:
        senses = 1.0
    like = max(same, 0.8 * derived, senses)
    found = {
        "prior": 1.0,
        "same word": same,
        "derived word": derived,
        "same sense": senses,
        "like articles": like * min(0.6, alike),
        "like sentences": like * _jaccard(one.stems, other.stems),
    }
    if one.arguments and other.arguments:
        shared = _containment(one.arguments, other.arguments)
        found["like arguments"] = like * shared
        found["no argument shared"] = float(not shared)
    if one.article == other.article:
        found["same word in one article" if same else "other word in one article"] = 1.0
    _compare_sides(found, one, other)
    _compare_places(found, one, other)
    days = gap(one, other)
    if days == 0 and one.precision == other.precision == "day":
        found["same stated day"] = 1.0
    elif days:
        found["a day between"] = float(days)
    counted = [meet(one.numbers[key], other.numbers[key]) for key in one.numbers if key in other.numbers]
    if counted:
        found["numbers meet" if all(counted) else "numbers apart"] = 1.0
    return found


def _compare_sides(found: dict[str, float], one: Mention, other: Mention) -> None:
    sides = [(one.actors, other.actors, "actor"), (one.recipients, other.recipients, "recipient")]
    if one.reciprocal or other.reciprocal:
        sides = [(one.actors | one.recipients, other.actors | other.recipients, "actor")]
    for ours, theirs, role in sides:
        if ours and theirs:
            found[f"{'same' if ours & theirs else 'other'} {role}"] = 1.0


def _compare_places(found: dict[str, float], one: Mention, other: Mention) -> None:
    if not one.places or not other.places:
        return
    if {w.name for w in one.places} & {w.name for w in other.places}:
        found["same place"] = 1.0
    elif {w.country for w in one.places} & {w.country for w in other.places}:
        found["wider place"] = 1.0
    else:
        found["other place"] = 1.0


def _derived(one: str, other: str) -> bool:
    short = min(len(one), len(other))
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), short)
    return same >= DERIVED and same >= short - 3


def _jaccard(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shared = sum(weight for stem, weight in one.items() if stem in other)
    whole = sum(one.values()) + sum(other.values()) - shared
    return shared / whole if whole else 0.0


def _containment(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shared = sum(weight for stem, weight in one.items() if stem in other)
    return shared / min(sum(one.values()), sum(other.values()))


# --- which pairs are compared -----------------------------------------------------------------------------------------


def _candidates(mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Pairs whose days are near and whose acts are alike in word or sense, with a side or a place in common where both
    name any."""
    by_key: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for number, one in enumerate(mentions):
        acts = _acts(one)
        under, asked = _common(one)
        own, near = _days(one)
        earlier = {
            found for act in acts for common in asked for day in near for found in by_key.get((act, common, day), ())
        }
        for found in sorted(earlier):
            yield found, number
        for act in acts:
            for common in under:
                for day in own:
                    by_key[act, common, day].append(number)


def _acts(one: Mention) -> set[str]:
    """Under what the act is looked for."""
    acts = {f"w {one.word[:DERIVED]}", *(f"s {name}" for name, value in one.senses.items() if value >= LIKELY)}
    if one.type:
        acts.add(f"s {one.type}")
    return acts


class Index:
    """Mentions among which those are found that are likely one happening with another one: the pairs with a score above
    zero, without which `group` joins nothing."""

    def __init__(self) -> None:
        self._by_act: dict[tuple[str, int], dict[str, Mention]] = defaultdict(dict)
        self._keys: dict[str, tuple[set[str], set[str], Sequence[int], Sequence[int]]] = {}

    def add(self, one: Mention) -> None:
        """Lets it be found."""
        self._keys[one.id] = (*_common(one), *_days(one))
        for day in _days(one)[0]:
            for act in _acts(one):
                self._by_act[act, day][one.id] = one

    def drop(self, before: int) -> None:
        """Forgets the days before one, which nobody asks for any more."""
        for key in [key for key in self._by_act if 0 < key[1] < before]:
            for ident in self._by_act.pop(key):
                self._keys.pop(ident, None)

    def likely(self, one: Mention, passed_over: Set[str] = frozenset()) -> list[Mention]:
        """Those that are rather one happening with this one than two, but for some ids."""
        mine = (*_common(one), *_days(one))
        found: dict[str, Mention] = {}
        for day in mine[3]:
            for act in _acts(one):
                found |= self._by_act.get((act, day), {})
        found.pop(one.id, None)
        like: dict[str, float] = {}
        out = []
        for ident in sorted(found.keys() - passed_over):
            other = found[ident]
            its = self._keys.get(ident) or (*_common(other), *_days(other))
            # As `_candidates` has it: the one with the later id asks, the other is found.
            first, second = (its, mine) if ident < one.id else (mine, its)
            if first[0].isdisjoint(second[1]) or not _overlap(first[2], second[3]):
                continue
            if other.article not in like:
                same = one.article == other.article
                like[other.article] = 1.0 if same else cosine(*_by_article(one, other))
            if like[other.article] < RELATED or apart(one, other):
                continue
            if score(*((other, one) if ident < one.id else (one, other)), like[other.article]) > 0:
                out.append(other)
        return out


def _by_article(one: Mention, other: Mention) -> tuple[Mapping[str, float], Mapping[str, float]]:
    return (one.vector, other.vector) if one.article < other.article else (other.vector, one.vector)


def _overlap(one: Sequence[int], other: Sequence[int]) -> bool:
    return one[0] <= other[-1] and other[0] <= one[-1]


def _common(one: Mention) -> tuple[set[str], set[str]]:
    """By what a report is found, and by what it looks for others: sides and places; what names none of them is found by
    all and looks at all. A town is met by its whole country, but not by the other towns of it."""
    sides = {f"a {ident}" for ident in one.actors | one.recipients} | {f"p {place.name}" for place in one.places}
    if not sides:
        return {"every", "bare"}, {"every"}
    inside = {f"in {place.country}" for place in one.places}
    wide = {f"wide {place.country}" for place in one.places if not place.point}
    return sides | inside | wide | {"every"}, sides | {"bare"} | (
        inside if wide else {f"wide {place.country}" for place in one.places}
    )


def _days(one: Mention) -> tuple[Sequence[int], Sequence[int]]:
    """The days under which an act is found, and those on which it looks for others; of one without a day day 0, which
    stands for no time at all."""
    if one.first is None or one.last is None:
        return (0,), (0,)
    first, last = one.first.toordinal(), one.last.toordinal()
    # An act of a whole year is found in its first weeks only: nobody would take a day of it for the same.
    last = min(last, first + LONGEST)
    wider = WEEK - DAYS if one.precision == "week" else 0
    return range(first - wider, last + wider + 1), range(first - wider - DAYS, last + wider + DAYS + 1)


# --- groups -----------------------------------------------------------------------------------------------------------


def _average_link(size: int, scores: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Joins the two groups with the highest mean score while it is above 0."""
    members: dict[int, list[int]] = {i: [i] for i in range(size)}
    sums: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)
    for (i, j), value in scores.items():
        sums[i][j] = sums[j][i] = (value, 1)

    def mean(a: int, b: int) -> float:
        total, count = sums[a][b]
        pairs = len(members[a]) * len(members[b])
        return (total + UNCOMPARED * (pairs - count)) / pairs

    heap = [(-value, i, j) for (i, j), value in scores.items() if value > 0]
    heapq.heapify(heap)
    while heap:
        value, a, b = heapq.heappop(heap)
        if a not in members or b not in members or b not in sums[a] or -value != mean(a, b):
            continue
        # The group of the lower number takes in the other, so that nothing hangs on the order of the heap.
        for other, (total, count) in sums.pop(b).items():
            del sums[other][b]
            if other == a:
                continue
            old, number = sums[a].get(other, (0.0, 0))
            sums[a][other] = sums[other][a] = (_plus(old, total), number + count)
        members[a] += members.pop(b)
        for other in sums[a]:
            if (average := mean(a, other)) > 0:
                heapq.heappush(heap, (-average, min(a, other), max(a, other)))
    return [sorted(group) for _, group in sorted(members.items())]


def _plus(one: float, other: float) -> float:
    """What a person said (infinite) is stronger than what keeps two apart."""
    if one == float("inf") or other == float("inf"):
        return float("inf")
    return one + other
