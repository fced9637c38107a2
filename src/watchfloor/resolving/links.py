"""Matters that somebody ties together: a condition, a trade, pressure, or that one bears on the other; or that they
have nothing to do with each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from watchfloor.coding import facets as facet_reading
from watchfloor.coding import ties
from watchfloor.coding.graph import Graph
from watchfloor.coding.patterns import FacetWords
from watchfloor.coding.tiebook import Rule, TieBook
from watchfloor.resolving.events import Background
from watchfloor.resolving.relations import said_by_of
from watchfloor.types import Cited, Facet, Link, Span, Statement, fact_id

MODALS = frozenset({"will", "would", "could", "may", "might", "must", "can", "shall", "should", "'ll", "’ll"})
NOT_CONDITIONS = frozenset({"as", "even", "what"})
"""before "if" these make no condition of it"""
ASKED = ("ccomp", "xcomp")
CONFIDENCE = {"conditional": 0.75, "trade": 0.8, "leverage": 0.75, "spill-over": 0.8, "denied": 0.8}


class LinkReader:
    """Reads links; holds the loaded books, and is a function of its arguments."""

    def __init__(self, book: TieBook, facets: FacetWords) -> None:
        self.book = book
        self.facets = facets

    def links(
        self, graphs: Sequence[Graph], background: Background, statements: Sequence[Statement] = ()
    ) -> tuple[Link, ...]:
        """The links of one article in the order of the text. Who says one is the speaker of the `statements` in whose
        content it stands."""
        found: dict[str, Link] = {}
        for graph in graphs:
            if graph.sentence.words[-1:] == ("?",):
                continue
            for link in (*self._tied(graph, background, statements), *self._joined(graph, background, statements)):
                if not any(_same(link, other) for other in found.values()):
                    found.setdefault(link.id, link)
        return tuple(sorted(found.values(), key=lambda link: (link.cue.span.start, link.id)))

    def _tied(self, graph: Graph, background: Background, statements: Sequence[Statement]) -> Iterator[Link]:
        for tie in ties.find(graph, self.book.link_entries):
            for a in tie.a[:1]:
                for b in tie.b[:1]:
                    if a == b or not self._matters(graph, a, b, strict=tie.rule.strict):
                        continue
                    cut = frozenset({*tie.words, tie.head})
                    left = ties.phrase(graph, a, cut | {b})
                    right = ties.phrase(graph, b, cut | {a})
                    if set(left) & set(right):
                        continue
                    facet = ties.facet_of(graph, tie, self.facets)
                    kind = "denied" if facet is Facet.DENIED and tie.rule.kind != "denied" else tie.rule.kind
                    yield self._link(
                        graph, tie.rule, kind, left, right, tie.words, facet, 0 if kind == "denied" else tie.rule.sign,
                        background, statements,
                    )  # fmt: skip

    def _joined(self, graph: Graph, background: Background, statements: Sequence[Statement]) -> Iterator[Link]:
        s = graph.sentence
        for i in range(len(s)):
            word = s.words[i].lower()
            rule = self.book.joins.get(word)
            if rule is not None and s.rels[i] == "mark" and (i == 0 or s.words[i - 1].lower() not in NOT_CONDITIONS):
                yield from self._condition(graph, i, rule, background, statements)
            if word in ("exchange", "return") and i and s.words[i - 1].lower() == "in":
                rule = self.book.joins.get(f"in {word} for")
                if rule is not None:
                    yield from self._exchange(graph, i, rule, background, statements)

    def _condition(
        self, graph: Graph, mark: int, rule: Rule, background: Background, statements: Sequence[Statement]
    ) -> Iterator[Link]:
        """ "Sanctions will return if Iran breaks the deal": the clause that is marked, and the one it hangs on."""
        s = graph.sentence
        clause = s.heads[mark]
        main = s.heads[clause] if clause >= 0 else -1
        if main < 0 or s.rels[clause] != "advcl":
            return
        will = any(s.words[c].lower() in MODALS for c in graph.children[main])
        inner = [w for w in graph.subtree(clause) if w != mark]
        outer = [w for w in graph.subtree(main) if w not in set(graph.subtree(clause))]
        if not will or not inner or not outer:
            return
        left = _trimmed(graph, inner, clause)
        right = _trimmed(graph, _clause_of(graph, main, set(outer)), main)
        strong = self._named(graph, left) + self._named(graph, right)
        if not self._names(graph, left) or not self._names(graph, right) or not strong:
            return
        yield self._link(graph, rule, rule.kind, left, right, (mark,), Facet.HYPOTHETICAL, 0, background, statements)

    def _exchange(
        self, graph: Graph, noun: int, rule: Rule, background: Background, statements: Sequence[Statement]
    ) -> Iterator[Link]:
        """ "Offered a freeze in exchange for relief": what is given, and what for."""
        s = graph.sentence
        above = s.heads[noun]
        given = graph.roles[noun].get("for", ()) or (graph.roles[above].get("for", ()) if above >= 0 else ())
        if above < 0 or not given:
            return
        offered = graph.roles[above].get("object", ()) if s.upos[above] in ("VERB", "AUX") else (above,)
        offered = tuple(o for o in offered if o != noun and o not in given)
        if not offered or not self._matters(graph, offered[0], given[0]):
            return
        cue = tuple(range(noun - 1, min(noun + 2, len(s))))
        cut = frozenset({*cue, noun})
        left = ties.phrase(graph, offered[0], cut | {given[0]})
        right = ties.phrase(graph, given[0], cut | {offered[0]})
        facet = facet_reading.read(graph, above, self.facets).facet
        if not set(left) & set(right):
            yield self._link(graph, rule, rule.kind, left, right, cue, facet, 0, background, statements)

    def _link(
        self,
        graph: Graph,
        rule: Rule,
        kind: str,
        left: tuple[int, ...],
        right: tuple[int, ...],
        words: tuple[int, ...],
        facet: Facet,
        sign: int,
        background: Background,
        statements: Sequence[Statement],
    ) -> Link:
        s, article = graph.sentence, background.article
        cue = self._cite(background, s.starts[words[0]], s.ends[words[-1]], rule.id)
        a = self._cite(background, s.starts[left[0]], s.ends[left[-1]], "phrase")
        b = self._cite(background, s.starts[right[0]], s.ends[right[-1]], "phrase")
        return Link(
            id=fact_id(f"link {kind}", (cue.span, a.span, b.span)),
            kind=kind,
            a=a,
            b=b,
            sign=sign,
            said_by=said_by_of(cue.span, statements),
            facet=facet,
            confidence=CONFIDENCE[kind],
            cue=cue,
            sentence=Cited(
                article.text[s.start : s.end],
                Span(article.version, s.start, s.end),
                article.text[s.start : s.end],
                "sentence",
            ),
        )

    @staticmethod
    def _cite(background: Background, start: int, end: int, rule: str) -> Cited[str]:
        text = background.article.text[start:end]
        return Cited(text, Span(background.article.version, start, end), text, rule)

    # --- what a matter is ---------------------------------------------------------------------------------------------

    def _matters(self, graph: Graph, a: int, b: int, *, strict: bool = False) -> bool:
        """Whether both sides are matters, and one of them, or each, is surely one of politics."""
        one, other = self._matter(graph, a), self._matter(graph, b)
        return min(one, other) == 2 if strict else bool(one and other) and 2 in (one, other)

    def _matter(self, graph: Graph, head: int) -> int:
        """2 for a matter of politics, 1 for what may be one, 0 for anything else."""
        s = graph.sentence
        if s.upos[head] not in ("NOUN", "PROPN") or s.names[head][2:] == "PER":
            return 0
        own = self._rank(graph, head)
        behind = [o for role in ("of", "between", "to") for o in graph.roles[head].get(role, ()) if o > head]
        return max([own, *(self._rank(graph, o) for o in behind if s.upos[o] == "NOUN")])

    def _rank(self, graph: Graph, i: int) -> int:
        forms = {graph.sentence.lemmas[i].lower(), graph.sentence.words[i].lower()}
        return 2 if forms & self.book.matters else 1 if forms & self.book.further else 0

    def _named(self, graph: Graph, words: tuple[int, ...]) -> int:
        """How many words for matters of politics stand in a clause."""
        return sum(self._rank(graph, w) == 2 for w in words if graph.sentence.upos[w] in ("NOUN", "PROPN"))

    def _names(self, graph: Graph, words: tuple[int, ...]) -> bool:
        """Whether a clause speaks of a matter, or of somebody with a name who acts."""
        s = graph.sentence
        return any((s.upos[w] in ("NOUN", "PROPN") and self._rank(graph, w)) or s.names[w] != "O" for w in words)


def _clause_of(graph: Graph, main: int, outer: set[int]) -> list[int]:
    """The words of the main clause: not what is told beside it, nor the clause that reports it."""
    s = graph.sentence
    apart: set[int] = set()
    for c in graph.children[main]:
        if s.rels[c] in ("parataxis", "advcl", "conj", "cc", "discourse"):
            apart |= set(graph.subtree(c))
    return sorted(outer - apart)


def _trimmed(graph: Graph, words: Sequence[int], head: int) -> tuple[int, ...]:
    """One stretch of words around a head, without punctuation at its ends."""
    s, inside = graph.sentence, set(words)
    first = last = head
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    while first < last and (s.upos[first] in ("PUNCT", "CCONJ") or s.rels[first] == "mark"):
        first += 1
    while last > first and s.upos[last] in ("PUNCT", "CCONJ"):
        last -= 1
    return tuple(range(first, last + 1))


def _same(one: Link, other: Link) -> bool:
    """Whether two links speak of the same words: the first that was found stands."""
    return one.sentence.span == other.sentence.span and one.a.span == other.a.span and one.b.span == other.b.span
