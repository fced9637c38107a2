"""Reports as a desk has them -> incidents: what happened once, with all who reported it, and how well it is supported.

First what only tells again is set aside (retellings.py), then the rest is grouped (incidents.py), so that neither the
number of copies nor their wording can change what an incident is. Then each incident gets its record: for every
question the most exact answer that a report supports, numbers as ranges with their reports, and the origins counted.

Belief, for deeds: the odds that it happened begin at `PRIOR` and each independent origin multiplies them by `TELLS`
(the rate at which such reports are given of what happened, over that of what did not), less where the report itself is
unsure, and half (of the logarithm) where the origin is a party to the act; an origin that denies it divides them so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from math import exp, log
from typing import Final

from watchfloor.linking import incidents, numbers, origins, words
from watchfloor.linking.incidents import CLASSES, DEED, DENIED, Mention
from watchfloor.linking.mentions import EXACT, mention
from watchfloor.linking.numbers import Numbers
from watchfloor.linking.origins import Agencies, Origin
from watchfloor.linking.remembering import Remembered
from watchfloor.linking.retellings import Sentences, Story, alike, content, shared, stories, when
from watchfloor.linking.words import Rarity
from watchfloor.store.articles import Headline
from watchfloor.store.facts import Fact
from watchfloor.store.folding import fold
from watchfloor.store.likenesses import Edge
from watchfloor.types import Actor, Facet, Place

PRIOR: Final = 0.3
"""that a coded report is true, before its origin is counted"""
TELLS: Final = 8.0
"""reports of what happened to reports of what did not, of one origin: .8 to .1"""
PARTY: Final = 0.5
"""what the word of a party to the act counts, of its logarithm"""
SAID, AGENCY = "said", "agency"
"""origins that a report names: who says it, before the agency that passes it on"""
TEXTS: Final = 4096
"""texts kept at hand"""
DAY_EXACT: Final = {"part-of-day": 5, "day": 5, "range": 3, "week": 3, "month": 2, "season": 1, "year": 1}


@dataclass(frozen=True, slots=True)
class Report:
    """One article's report of an incident."""

    fact: Fact
    origin: Origin
    copies: tuple[Fact, ...]
    """what only tells it again, by time"""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a report gives."""

    low: float
    high: float
    """infinite for "at least" """
    fact: str
    origin: Origin
    day: date
    """of the report; figures stand in the order in which they were reported"""
    newer: bool
    """said to take the place of an earlier one"""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two reports of one incident, of two origins, that cannot both be right."""

    about: str
    """`whether` it happened, or what is counted"""
    a: Report
    b: Report
    score: float
    """how sure both are coded: 0 to 1"""


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened once (or is told to), by all reports of it that were known."""

    id: str
    type: str
    mode: str
    facet: Facet
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    places: tuple[Place, ...]
    """the most exact first"""
    day: date | None
    day_basis: str
    days: tuple[date, ...]
    """every day that a report gives"""
    lead: Report
    """the report that tells most, to quote"""
    reports: tuple[Report, ...]
    """by time, without mere copies"""
    origins: tuple[Origin, ...]
    articles: int
    """reports with copies; pages of one outlet with one story count once"""
    figures: tuple[tuple[str, tuple[Figure, ...]], ...]
    belief: float | None
    """that it happened, 0 to 1; None of what is not told as a deed"""
    conflicts: tuple[Conflict, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The ids of the events that report it, those that only tell it again included."""
        return tuple(fact.event.id for report in self.reports for fact in (report.fact, *report.copies))

    def told_by(self, among: Container[str]) -> Fact | None:
        """The report that tells most of it among those with these ids; what only tells again comes after the others."""
        facts = [(True, report.fact) for report in self.reports]
        facts += [(False, copy) for report in self.reports for copy in report.copies]
        ranked = [(own, _tells(fact), fact.event.id, fact) for own, fact in facts if fact.event.id in among]
        return max(ranked, key=lambda row: row[:3])[3] if ranked else None


@dataclass
class _Told:
    fact: Fact
    taken_from: Headline | None
    """the article that has it first, when this one took it over"""
    copies: list[Fact]

    @cached_property
    def stems(self) -> frozenset[str]:
        return content(self.fact.event.sentence.words)


class Gatherer:
    """What grouping needs beside the facts. Texts are read once and kept."""

    def __init__(
        self,
        text: Callable[[str], str],
        owners: Mapping[str, str],
        rarity: Rarity,
        agencies: Agencies,
        remembered: Remembered | None = None,
    ) -> None:
        self._text = lru_cache(TEXTS)(text)
        self._remembered = remembered or Remembered()
        self._owners = owners
        self._rarity = rarity
        self._agencies = agencies
        self._sentences = Sentences(self._text)

    def stories(self, heads: Iterable[Headline], edges: Mapping[str, Sequence[Edge]]) -> dict[str, Story]:
        """The story of each article version that is in one with others."""
        return stories(heads, edges, self._text)

    def gather(
        self,
        facts: Iterable[Fact],
        heads: Iterable[Headline],
        edges: Mapping[str, Sequence[Edge]],
        together: Sequence[Sequence[str]] = (),
        asunder: Sequence[Sequence[str]] = (),
        wanted: Set[str] | None = None,
    ) -> list[Incident]:
        """The incidents among facts, the newest first. `heads` are the articles of the facts and of what they hang
        together with, `edges` what these have in common; `together` and `asunder` are the ids that a person said are
        one act, or are not. With `wanted` only the incidents that one of the facts with these ids reports."""
        told = self._told(facts, {head.version: head for head in heads}, edges)
        with self._remembered.guard:
            mentions = [self._mention(one) for one in told.values()]
            groups = incidents.group(mentions, together, asunder, self._remembered.scores)
        members = ([told[mention.id] for mention in group] for group in groups)
        found = [
            self._incident(group)
            for group in members
            if wanted is None or any(fact.event.id in wanted for one in group for fact in (one.fact, *one.copies))
        ]
        return sorted(found, key=lambda one: (-(one.day or date.min).toordinal(), one.id))

    # --- what only tells again ---

    def _told(
        self, facts: Iterable[Fact], heads: Mapping[str, Headline], edges: Mapping[str, Sequence[Edge]]
    ) -> dict[str, _Told]:
        """The facts that are reports of their own, by id, each with the articles that tell it again."""
        story_of = self.stories(heads.values(), edges)
        by_article: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            by_article[fact.article.version].append(fact)
        told: dict[str, _Told] = {}
        of_version: dict[str, list[_Told]] = defaultdict(list)

        def order(version: str) -> tuple[bool, object]:
            # Who speaks for a story comes before those who tell it again.
            head = by_article[version][0].article
            story = story_of.get(version)
            return (story is not None and story.speaker.version != version, when(head))

        for version in sorted(by_article, key=order):
            story = story_of.get(version)
            earlier = [
                edge
                for edge in edges.get(version, ())
                if edge.kind == "part" and edge.other in heads and when(heads[edge.other]) < when(heads[version])
            ]
            for fact in by_article[version]:
                sentence = fact.event.sentence
                if story is not None and story.speaker.version != version:
                    speaker = story.speaker.version
                    # The headline of a copy is its own, and says nothing that the story does not.
                    titled = sentence.span.end <= len(fact.article.title)
                    if titled or self._sentences.told_again(sentence.words, speaker):
                        if best := _best(fact, of_version[speaker]):
                            best.copies.append(fact)
                        continue
                taken = [
                    edge.other
                    for edge in earlier
                    if any(start <= sentence.span.start < end for start, end in edge.spans)
                ]
                if best := next(filter(None, (_best(fact, of_version[other]) for other in sorted(taken))), None):
                    best.copies.append(fact)
                    continue
                one = _Told(fact, heads[min(taken)] if taken else None, [])
                told[fact.event.id] = one
                of_version[version].append(one)
        return told

    def _origin(self, fact: Fact, taken_from: Headline | None) -> Origin:
        head = taken_from or fact.article
        return origins.origin(fact.event, head.outlet, head.id, self._text(head.version), self._owners, self._agencies)

    # --- ready for comparing ---

    def _mention(self, told: _Told) -> Mention:
        fact, version = told.fact, told.fact.article.version

        def make() -> Mention:
            vector = self._remembered.vector(version, lambda: self._rarity.vector(words.stems(self._text(version))))
            return mention(fact.event, version, fact.day, fact.day_basis, vector, self._rarity)

        # All else follows from the id, which names version, evidence and kind, and from who read it.
        state = (fact.coder, fact.corrections, fact.day, fact.day_basis)
        return self._remembered.mention(fact.event.id, state, make)

    # --- the record of an incident ---

    def _incident(self, members: Sequence[_Told]) -> Incident:
        ordered = sorted(members, key=lambda one: (*when(one.fact.article), one.fact.event.trigger.span.start))
        reports = tuple(
            Report(
                one.fact,
                self._origin(one.fact, one.taken_from),
                tuple(sorted(one.copies, key=lambda fact: (*when(fact.article), fact.event.id))),
            )
            for one in ordered
        )
        lead = max(reports, key=lambda report: (_tells(report.fact), report.fact.event.id))
        facets = Counter(report.fact.event.facet for report in reports)
        # Told as done by one and denied by another: it is shown as told, with the conflict beside it.
        deeds = [facet for facet in facets if CLASSES[facet.value] == DEED]
        facet = max(deeds or list(facets), key=lambda one: (facets[one], one.value))
        days = [report.fact for report in reports if report.fact.day is not None]
        exact = max(days, key=_day_rank, default=None)
        figures = _figures(reports)
        return Incident(
            id=f"in:{reports[0].fact.event.id.partition(':')[2]}",
            type=lead.fact.event.type,
            mode=lead.fact.event.mode,
            facet=facet,
            actors=_most([[c.value for c in report.fact.event.actors] for report in reports]),
            recipients=_most([[c.value for c in report.fact.event.recipients] for report in reports]),
            places=_places(reports),
            day=None if exact is None else exact.day,
            day_basis="unknown" if exact is None else exact.day_basis,
            days=tuple(sorted({fact.day for fact in days if fact.day is not None})),
            lead=lead,
            reports=reports,
            origins=_origins(reports),
            articles=_articles(reports),
            figures=tuple(sorted(figures.items())),
            belief=_belief(reports),
            conflicts=tuple(_conflicts(reports, figures)),
        )


def _cited(reports: Sequence[Report]) -> list[Report]:
    """The reports that count for belief: where an article names who says it, its own word is no second origin, nor is
    that of the agency which it has the story from (a headline names nobody, the sentence below it does)."""
    said = {report.fact.article.version for report in reports if report.origin.how == SAID}
    naming = said | {report.fact.article.version for report in reports if report.origin.how == AGENCY}
    return [
        report
        for report in reports
        if report.origin.how == SAID
        or report.fact.article.version not in (said if report.origin.how == AGENCY else naming)
    ]


def _origins(reports: Sequence[Report]) -> tuple[Origin, ...]:
    return tuple({report.origin.key: report.origin for report in _cited(reports)}.values())


def _articles(reports: Sequence[Report]) -> int:
    """How many articles report it; a page of the same outlet with the same story is no report more."""
    own = {report.fact.article.id for report in reports}
    copies = {
        copy.article.id
        for report in reports
        for copy in report.copies
        if not copy.article.outlet or fold(copy.article.outlet) != fold(report.fact.article.outlet)
    }
    return len(own | copies)


def _best(fact: Fact, told: Sequence[_Told]) -> _Told | None:
    """The report that a fact tells again: of one type if there is one, in the sentence most alike."""
    its = content(fact.event.sentence.words)
    fits = [
        (one.fact.event.type == fact.event.type, shared(its, one.stems), one.fact.event.id, one)
        for one in told
        if alike(its, one.stems)
    ]
    return max(fits, key=lambda row: row[:3])[3] if fits else None


def _tells(fact: Fact) -> float:
    """How much a report tells: sure, and with its questions answered."""
    event = fact.event
    answered = (event.actors, event.recipients or event.reciprocal, event.places, event.when)
    return event.confidence * event.probability + 0.5 * sum(map(bool, answered))


def _day_rank(fact: Fact) -> tuple[bool, int, float, str]:
    stated = fact.day_basis == "stated" and fact.event.when is not None
    exact = DAY_EXACT.get(fact.event.when.value.precision, 0) if stated and fact.event.when else 0
    return stated, exact, fact.event.confidence, fact.event.id


def _most(rows: Sequence[Sequence[Actor]]) -> tuple[Actor, ...]:
    """The actors that reports name, the most often named first; those that nobody knows only where none is known."""
    counted: Counter[str] = Counter(actor.id for row in rows for actor in {one.id: one for one in row}.values())
    first = {actor.id: actor for row in rows for actor in row}
    known = [ident for ident in counted if first[ident].kind != "unknown"] or list(counted)
    return tuple(first[ident] for ident in sorted(known, key=lambda ident: (-counted[ident], ident)))


def _places(reports: Sequence[Report]) -> tuple[Place, ...]:
    """The places that reports name; a country is left out where a place in it is named."""
    every = {c.value.id: c.value for report in reports for c in report.fact.event.places}
    ranked = sorted(every.values(), key=lambda place: (-EXACT.get(place.precision, 0), place.id))
    inside = {place.country for place in ranked if place.precision != "country"}
    return tuple(p for p in ranked if p.precision != "country" or p.country not in inside)


def _figures(reports: Sequence[Report]) -> dict[str, tuple[Figure, ...]]:
    found: dict[str, list[Figure]] = defaultdict(list)
    for report in reports:
        told = report.fact.event.sentence.words
        counted: Numbers = numbers.numbers(told)
        day, newer = when(report.fact.article)[0].date(), numbers.newer(told)
        for what, (low, high) in counted.items():
            found[what].append(Figure(low, high, report.fact.event.id, report.origin, day, newer))
    return {what: tuple(figures) for what, figures in found.items()}


def _conflicts(reports: Sequence[Report], figures: Mapping[str, Sequence[Figure]]) -> list[Conflict]:
    """One for each thing on which two origins differ: the surest pair."""
    found: dict[str, Conflict] = {}

    def note(about: str, a: Report, b: Report) -> None:
        if a.origin.key == b.origin.key:
            return
        score = round(a.fact.event.confidence * b.fact.event.confidence, 3)
        if about not in found or score > found[about].score:
            found[about] = Conflict(about, a, b, score)

    by_id = {report.fact.event.id: report for report in reports}
    for number, a in enumerate(reports):
        for b in reports[number + 1 :]:
            if {CLASSES[a.fact.event.facet.value], CLASSES[b.fact.event.facet.value]} == {DEED, DENIED}:
                note("whether", a, b)
    for what, each in figures.items():
        for number, one in enumerate(each):
            for other in each[number + 1 :]:
                # Of two days, the later number is the newer state of things.
                same_time = one.day == other.day and not other.newer
                if same_time and not numbers.meet((one.low, one.high), (other.low, other.high)):
                    note(what, by_id[one.fact], by_id[other.fact])
    return [found[about] for about in sorted(found)]


def _belief(reports: Sequence[Report]) -> float | None:
    """That it happened, from the surest report of each origin."""
    if not any(CLASSES[report.fact.event.facet.value] == DEED for report in reports):
        return None
    surest: dict[tuple[str, str], float] = {}
    for report in _cited(reports):
        event = report.fact.event
        told = CLASSES[event.facet.value]
        if told not in (DEED, DENIED):
            continue
        sure = event.confidence * (event.probability if told == DEED else 1 - event.probability)
        parties = {f"said:{cited.value.id}" for cited in (*event.actors, *event.recipients)}
        weight = sure * (PARTY if report.origin.key in parties else 1.0)
        key = (report.origin.key, told)
        surest[key] = max(surest.get(key, 0.0), weight)
    odds = log(PRIOR / (1 - PRIOR))
    odds += sum(weight * log(TELLS) * (1 if told == DEED else -1) for (_, told), weight in sorted(surest.items()))
    return round(1 / (1 + exp(-odds)), 2)
