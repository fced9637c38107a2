"""How actors stand to each other: ties between names become relations, each with its words, as of the article's day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from watchfloor.coding import ties
from watchfloor.coding.graph import Graph
from watchfloor.coding.patterns import FacetWords
from watchfloor.coding.tiebook import TieBook
from watchfloor.coding.ties import Tie
from watchfloor.resolving import places
from watchfloor.resolving.actors import ActorBook
from watchfloor.resolving.dates_acts import date_of
from watchfloor.resolving.events import Background
from watchfloor.types import Actor, Cited, Facet, Place, Relation, Sentence, Span, Statement, fact_id

TRUST = {"unknown": 0.75, "pronoun": 0.8, "context": 0.8, "role": 0.9}
PRESUMED = 0.92
TOLD = 0.85
"""how far a reading is trusted; these order facts, they are not calibrated"""
ARMED = frozenset({"GOV", "MIL", "SPY", "COP", "REB", "UAF", "PRM", "OPP"})
"""sectors of those without a name who are a side of a relation: "Iran-backed militias" """
THINGS = frozenset({"it", "this", "that", "these", "those"})
PARTS = frozenset("committee subcommittee panel caucus bureau office commission delegation desk cell".split())
"""words for a part of a body, which is not the body"""
SYMMETRIC = frozenset({"ally", "rival", "fights"})


class RelationReader:
    """Reads relations; holds the loaded books, and is a function of its arguments."""

    def __init__(self, actors: ActorBook, book: TieBook, facets: FacetWords) -> None:
        self.actors = actors
        self.book = book
        self.facets = facets

    def relations(
        self, graphs: Sequence[Graph], background: Background, statements: Sequence[Statement] = ()
    ) -> tuple[Relation, ...]:
        """The relations of one article in the order of the text. Who says one is the speaker of the `statements` in
        whose content it stands."""
        found: dict[tuple[str, str, str, int], Relation] = {}
        for graph in graphs:
            if graph.sentence.words[-1:] == ("?",):
                continue
            for tie in ties.find(graph, self.book.relation_entries):
                for relation in self._relations(graph, tie, background, statements):
                    a, b = relation.a.value.id, relation.b.value.id
                    if relation.kind in SYMMETRIC:
                        a, b = min(a, b), max(a, b)
                    # Said twice in a sentence, it is one.
                    found.setdefault((relation.kind, a, b, relation.sentence.span.start), relation)
        return tuple(sorted(found.values(), key=lambda r: (r.cue.span.start, r.id)))

    def _relations(
        self, graph: Graph, tie: Tie, background: Background, statements: Sequence[Statement]
    ) -> Iterator[Relation]:
        article, s = background.article, graph.sentence
        left = self._sides(graph, tie.a, tie.rule.a_is, background)
        # "Welcomed that and supported it": a thing more often than a country.
        others = tuple(b for b in tie.b if s.words[b].lower() not in THINGS)
        right = self._sides(graph, others, tie.rule.b_is, background)
        if not left or not right:
            return
        facet = ties.facet_of(graph, tie, self.facets)
        cue = _cite(article.text, article.version, s.starts[tie.words[0]], s.ends[tie.words[-1]], tie.rule.id)
        whole = _cite(article.text, article.version, s.start, s.end, "sentence")
        when = None
        if tie.told:
            when = date_of(s, tie.words, tie.head, background.when.get(s.start, ()))
        sides = {one.value.id for one in (*left, *right)}
        place = self._place(graph, tie, background, sides) if tie.told else None
        said_by = said_by_of(cue.span, statements)
        for a in left:
            for b in right:
                if a.value.id == b.value.id or {a.value.kind, b.value.kind} == {"role"}:
                    continue
                if b.value.kind == "role" and a.value.country == b.value.country:
                    continue  # "armed its own frigates"
                if _overlap(a.span, b.span) and not tie.joined:
                    continue
                yield Relation(
                    id=fact_id(f"relation {tie.rule.kind}", (cue.span, a.span, b.span)),
                    kind=tie.rule.kind,
                    a=a,
                    b=b,
                    holds=facet is not Facet.DENIED,
                    facet=facet,
                    when=when,
                    place=place,
                    said_by=tuple(one for one in said_by if one.value.id not in (a.value.id, b.value.id)) or said_by,
                    confidence=_confidence(tie, a, b),
                    cue=cue,
                    sentence=whole,
                )

    def _sides(
        self, graph: Graph, heads: tuple[int, ...], wanted: list[str], background: Background
    ) -> list[Cited[Actor]]:
        article, s = background.article, graph.sentence
        out: dict[str, Cited[Actor]] = {}
        for head in heads:
            for cited in self.actors.resolve(
                s, head, version=article.version, text=article.text, on=background.day, seen=background.seen
            ):
                cited = self._as_state(cited)
                if _fits(cited, wanted, named=_named(s, head)):
                    out.setdefault(cited.value.id, cited)
        return list(out.values())

    def _as_state(self, cited: Cited[Actor]) -> Cited[Actor]:
        """ "Iranian-backed": the adjective of a country stands for the country."""
        actor = cited.value
        if actor.id != f"role:{actor.country}" or not (state := self.actors.state(actor.country)):
            return cited
        return Cited(state, cited.span, cited.words, cited.rule)

    def _place(self, graph: Graph, tie: Tie, background: Background, sides: set[str]) -> Cited[Place] | None:
        """Where it holds. "Unlike Syria" names where it does otherwise; then the other place of the sentence is meant,
        if there is one that is none of the `sides`."""
        s = graph.sentence
        where = background.where.get(s.start, ())
        unlike = {i for i, _ in where if any(s.lemmas[c].lower() == "unlike" for c in graph.children[i])}
        if unlike:
            other = {c.value.id: c for i, c in where if i not in unlike and c.value.country not in sides}
            return next(iter(other.values())) if len(other) == 1 else None
        own = [(i, cited) for i, cited in where if i not in (*tie.a, *tie.b)]
        return next(iter(places.places_of(s, tie.words, tie.head, own)), None)


def said_by_of(span: Span, statements: Sequence[Statement]) -> tuple[Cited[Actor], ...]:
    """The speaker of the smallest statement in whose content some words stand; nobody when the article says them."""
    holding = [
        (part.span.end - part.span.start, statement)
        for statement in statements
        if statement.speaker is not None
        for part in statement.content
        if part.span.start <= span.start and span.end <= part.span.end
    ]
    if not holding:
        return ()
    size = min(length for length, _ in holding)
    speakers = [one.speaker for length, one in holding if length == size and one.speaker is not None]
    return tuple({speaker.value.id: speaker for speaker in speakers}.values())


def _fits(cited: Cited[Actor], wanted: list[str], *, named: bool) -> bool:
    kind = cited.value.kind
    if kind == "unknown":
        return "name" in wanted and named
    if kind == "role":
        # "Its nuclear programme" is its owner's, and nobody who is backed.
        people = (
            cited.rule.startswith("role")
            and "context" not in cited.rule
            and not ARMED.isdisjoint(cited.value.sectors[:1])
        )
        return "role" in wanted and people
    if cited.rule == "noun+country" or _is_part(cited):
        return False
    # "The house of Meshaal", "talks with Hezbollah": a thing is not those whose name stands with it.
    return kind in wanted and (named or kind == "person")


def _is_part(cited: Cited[Actor]) -> bool:
    """ "The House Intelligence Committee" is not the House, "the Brexit movement" not the party spoken of before."""
    words = cited.words.split()
    if "again" in cited.rule:
        return any(word[:1].isupper() for word in words[1:])
    name = cited.value.name.casefold()
    return any(word.casefold() in PARTS and word.casefold() not in name for word in words)


def _named(s: Sentence, i: int) -> bool:
    return s.upos[i] in ("PROPN", "PRON") or s.names[i] != "O" or (s.upos[i] == "ADJ" and s.words[i][:1].isupper())


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _confidence(tie: Tie, *sides: Cited[Actor]) -> float:
    value = TOLD if tie.told else PRESUMED
    for side in sides:
        value *= next((trust for key, trust in TRUST.items() if key in side.rule), 1.0)
    return round(value, 3)


def _cite(text: str, version: str, start: int, end: int, rule: str) -> Cited[str]:
    return Cited(text[start:end], Span(version, start, end), text[start:end], rule)
