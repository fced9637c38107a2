"""Finding what ties two sides together: a sentence's graph and the words of a book in, word indices out.

Nouns say it of whom they describe ("X is the head of Y", "X, the head of Y", "as head of Y", "Y's ally X"), verbs of
their sides, participles of the name before them ("Iran-backed").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from watchfloor.coding import facets
from watchfloor.coding.graph import Graph
from watchfloor.coding.patterns import FacetWords
from watchfloor.coding.tiebook import Entry, Rule
from watchfloor.types import Facet

BECOME = frozenset({"become", "remain", "stay", "seem", "appear"})
CALL = frozenset(
    "appoint name elect choose pick install nominate designate describe regard see consider brand label denounce call "
    "make treat view identify depict portray recruit hire use".split()
)
BESIDE = frozenset({"appos", "flat", "compound", "nmod:unmarked", "nmod:desc"})
"""how a name hangs together with a noun that describes it"""
PAST = frozenset(
    {"former", "ex", "erstwhile", "onetime", "late", "then", "previous", "one-time", "ex-", "formerly", "once"}
)
MUTUAL = frozenset({"ally", "rival", "fights"})
LESSER = frozenset("deputy vice assistant bureau regional provincial local district section desk cell team".split())
"""before a noun these make somebody lesser of him: the deputy head is not the head"""
DOUBTED = frozenset(
    {"alleged", "suspected", "so-called", "self-styled", "supposed", "purported", "potential", "would-be"}
)
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "hardly"})
APART = ("acl:relcl", "appos", "parataxis", "advcl", "ccomp", "conj", "cc", "list", "dep", "discourse")
"""relations below which a phrase goes on to something else"""


@dataclass(frozen=True, slots=True)
class Tie:
    """A rule that holds: its words, and the head words of both sides."""

    rule: Rule
    head: int
    words: tuple[int, ...]
    a: tuple[int, ...]
    b: tuple[int, ...]
    told: bool
    """the tie is what the clause says, not what it takes for granted ("X, the head of Y, left")"""
    joined: bool = False
    """the sides are one phrase: "Iran-backed militias" """


def find(graph: Graph, entries: Mapping[str, tuple[Entry, ...]]) -> Iterator[Tie]:
    """Every rule that holds in a sentence, by the words that ask for it."""
    s = graph.sentence
    for i in range(len(s)):
        for entry in entries.get(s.lemmas[i].lower(), ()):
            words = _words(graph, i, entry)
            if words is None:
                continue
            if entry.part == "made":
                yield from _made(graph, i, entry.rule)
            elif entry.part == "noun":
                yield from _noun(graph, i, words, entry.rule)
            else:
                yield from _plain(graph, i, words, entry)


def path(graph: Graph, head: int, paths: list[str], without: tuple[int, ...] = ()) -> tuple[int, ...]:
    """The fillers of the first path of roles that is filled, by other words than those that ask for it."""
    for one in paths:
        first, *rest = one.split(".")
        fillers = graph.roles[head].get(first, ())
        for step in rest:
            fillers = tuple(f for i in fillers for f in graph.roles[i].get(step, ()))
        fillers = tuple(f for f in fillers if f not in without)
        if fillers:
            return fillers
    return ()


def facet_of(graph: Graph, tie: Tie, words: FacetWords) -> Facet:
    """Whether the tie holds, as the sentence puts it."""
    s = graph.sentence
    beside = {s.lemmas[c].lower() for c in graph.children[tie.head] if s.rels[c] in ("amod", "advmod", "compound")}
    if beside & PAST:
        return Facet.HISTORICAL
    if beside & DOUBTED:
        return Facet.HYPOTHETICAL
    if not tie.told:
        return Facet.HAPPENED
    if _without(graph, tie.head):
        return Facet.DENIED
    return facets.read(graph, tie.head, words, tie.words).facet


def _without(graph: Graph, head: int) -> bool:
    """ "It does not have them to act for it", "is no ally", "no longer backs"."""
    s = graph.sentence
    if any(s.words[c].lower() in NEGATIONS for c in graph.children[head] if s.rels[c] in ("advmod", "det")):
        return True
    longer = [c for c in graph.children[head] if s.lemmas[c].lower() == "longer"]
    if any(s.words[d].lower() == "no" for c in longer for d in (*graph.children[c], c - 1)):
        return True
    above = s.heads[head]
    if above < 0 or s.lemmas[above].lower() != "have" or s.rels[head] not in ("xcomp", "acl", "advcl", "ccomp"):
        return False
    return any(s.words[c].lower() in NEGATIONS for c in graph.children[above])


def phrase(graph: Graph, head: int, without: frozenset[int] = frozenset()) -> tuple[int, ...]:
    """The words of a noun phrase in one stretch: what hangs on its head, up to where another clause begins."""
    s = graph.sentence
    words, todo = {head}, [head]
    while todo:
        word = todo.pop()
        for c in graph.children[word]:
            apart = s.rels[c] in APART and not (s.rels[c] in ("conj", "cc") and word != head)
            if s.rels[c].startswith("acl") and not without.isdisjoint(graph.subtree(c)):
                continue  # "an agreement aimed at" what stands on the other side
            if c in words or c in without or apart or (word == head and s.rels[c] in ("case", "cop", "mark", "nsubj")):
                continue
            words.add(c)
            todo.append(c)
    first = last = head
    while first - 1 in words or (first - 2 in words and s.upos[first - 1] == "PUNCT"):
        first -= 1
    while last + 1 in words or (last + 2 in words and s.upos[last + 1] == "PUNCT"):
        last += 1
    while first < head and (s.upos[first] in ("PUNCT", "CCONJ", "SCONJ") or first not in words):
        first += 1
    while last > head and (s.upos[last] in ("PUNCT", "ADP", "CCONJ") or last not in words):
        last -= 1
    return tuple(range(first, last + 1))


# --- one entry --------------------------------------------------------------------------------------------------------


def _words(graph: Graph, i: int, entry: Entry) -> tuple[int, ...] | None:
    """The words of the entry, or None when this is not the word that is meant or another is missing."""
    s = graph.sentence
    upos = s.upos[i]
    if entry.part in ("verb", "made"):
        fits = upos in ("VERB", "AUX") or (entry.part == "made" and upos == "ADJ")
        fits = fits and not s.rels[i].startswith(("aux", "case", "mark"))
    elif entry.part == "adjective":
        fits = upos in ("ADJ", "VERB")
    else:
        fits = upos in ("NOUN", "PROPN")
    if not fits:
        return None
    found = [i]
    near = [c for c in graph.children[i] if s.rels[c] not in ("nsubj", "ccomp", "conj", "advcl")]
    near += [d for c in near for d in graph.children[c]]
    near += [w for w in graph.subtree(i) if i < w <= i + len(entry.others)]
    if entry.part == "noun":
        near = [c for c in graph.children[i] if c < i]
    for other in entry.others:
        hit = next((c for c in near if c not in found and s.lemmas[c].lower() == other), -1)
        if hit < 0:
            return None
        found.append(hit)
    for role, allowed in entry.rule.with_.items():
        fillers = graph.roles[i].get(role, ())
        hit = next((f for f in fillers if s.lemmas[f].lower() in allowed), -1)
        if hit < 0:
            return None
        found.append(hit)
        found += [c for c in graph.children[hit] if s.rels[c] == "case"]
    return tuple(sorted(set(found)))


def _plain(graph: Graph, i: int, words: tuple[int, ...], entry: Entry) -> Iterator[Tie]:
    rule = entry.rule
    if entry.part == "verb" and rule.voice and (rule.voice == "passive") is not graph.passive[i]:
        return
    if entry.part == "act" and not rule.a:
        return
    a, b = path(graph, i, rule.a, words), path(graph, i, rule.b, words)
    if rule.both:
        both = _coordinated(graph, graph.roles[i].get(rule.both, ()))
        if len(both) != 2:
            return
        a, b = both[:1], both[1:]
    if entry.part == "verb" and graph.passive[i] and not a and "agent" in rule.a:
        return
    if a and b and a != b:
        told = entry.part != "act" or graph.sentence.upos[i] == "VERB"
        yield Tie(rule, i, words, tuple(x for x in a if x not in b), b, told or graph.light[i] >= 0)


def _coordinated(graph: Graph, heads: tuple[int, ...]) -> tuple[int, ...]:
    """The two that stand "between A and B"; a parser may hang B on the last noun of A."""
    if len(heads) != 1:
        return heads
    s = graph.sentence
    below = [w for w in graph.subtree(heads[0]) if s.rels[w] == "conj" and w > heads[0]]
    return (heads[0], below[-1]) if below else heads


def _noun(graph: Graph, i: int, words: tuple[int, ...], rule: Rule) -> Iterator[Tie]:
    s = graph.sentence
    before = [c for c in graph.children[i] if c < i] + ([i - 1] if i else [])
    if rule.a == ["described"] and any(s.lemmas[c].lower() in LESSER for c in before):
        return
    if rule.under and not any(s.lemmas[c].lower() in rule.under for c in graph.children[i] if s.rels[c] == "case"):
        return
    if rule.carried:
        light = graph.light[i]
        above = light if light >= 0 else s.heads[i]
        if above < 0 or s.lemmas[above].lower() not in rule.carried:
            return
        a = path(graph, i, rule.a) or path(graph, above, rule.a)
        b = path(graph, i, rule.b) or path(graph, above, rule.b)
        if a and b:
            yield Tie(rule, i, tuple(sorted({*words, above})), a, b, True)
        return
    if rule.both:
        yield from _plain(graph, i, words, Entry(rule, "noun", ()))
        return
    b = _whose(graph, i, rule.b)
    between = i > 0 and s.upos[i - 1] == "NOUN" and i - 1 not in b and s.words[i - 1].islower()
    if between and (rule.kind == "head-of" or (rule.kind == "member-of" and max(b, default=i) < i)):
        return  # "the Union's policy chief" is chief of the policy, "a Party committee member" of the committee
    for a, told, joined in _described(graph, i):
        sides = b or tuple(c for x in a for c in graph.roles[x].get("compound", ()) if c < i)
        a = tuple(x for x in a if x not in sides)
        if not sides and told and len(a) > 1 and rule.kind in MUTUAL and s.xpos[i] == "NNS":
            a, sides = a[:1], a[1:]  # "Syria and Iran are allies"
        if a and sides:
            yield Tie(rule, i, words, a, sides, told, joined)


def _whose(graph: Graph, i: int, paths: list[str]) -> tuple[int, ...]:
    """The other side of a noun; of the words before it only names: "a natural ally" is nobody's."""
    s = graph.sentence
    for one in paths:
        found = path(graph, i, [one])
        if one in ("adj", "compound"):
            found = tuple(f for f in found if s.words[f][:1].isupper())
        if found:
            return found
    return ()


def _described(graph: Graph, i: int) -> Iterator[tuple[tuple[int, ...], bool, bool]]:
    """Whom a noun is said of, likeliest first; whether the clause tells it; whether noun and name are one phrase."""
    s = graph.sentence
    kids = graph.children[i]
    above = s.heads[i]
    if any(s.rels[c] == "cop" for c in kids):
        yield graph.roles[i].get("agent", ()), True, False
    elif above >= 0 and s.rels[i] == "xcomp" and s.lemmas[above].lower() in BECOME:
        yield graph.roles[above].get("agent", ()), True, False
    elif (
        above >= 0 and s.rels[i] in ("xcomp", "obj", "obl") and s.lemmas[above].lower() in CALL and not _case(graph, i)
    ):
        yield tuple(o for o in graph.roles[above].get("object", ()) if o != i), True, False
    elif above >= 0 and _case(graph, i) == "as" and s.upos[above] in ("VERB", "AUX"):
        role = "object" if s.lemmas[above].lower() in CALL else "agent"
        yield tuple(o for o in graph.roles[above].get(role, ()) if o != i), True, False
    own = (w for w in graph.subtree(i) if w <= i and s.upos[w] != "PUNCT" and _inside(graph, w, i))
    first = min(own, default=i)
    if s.rels[i] == "appos":
        if first >= 2 and s.words[first - 1] in (",", "-", "–", "—", "("):
            yield (_top(graph, first - 2),), False, False
        yield (above,), False, False
    for c in kids:
        if s.rels[c] in BESIDE and s.upos[c] == "PROPN" and c > i:
            yield (c,), False, True
    if (
        s.rels[i] in BESIDE
        and s.upos[above] == "PROPN"
        and (above == i + 1 or s.names[above][2:] == "PER")
        and above > i
    ):
        yield (above,), False, True


def _inside(graph: Graph, word: int, head: int) -> bool:
    """Whether a word belongs to the phrase of a head without a clause in between."""
    s = graph.sentence
    while word != head:
        if s.rels[word] in APART or word < 0:
            return False
        word = s.heads[word]
    return True


def _top(graph: Graph, word: int) -> int:
    """The head of the name that ends with a word."""
    s = graph.sentence
    while s.rels[word].startswith(("flat", "goeswith", "compound")) and s.heads[word] >= 0 and s.heads[word] < word:
        word = s.heads[word]
    return word


def _case(graph: Graph, i: int) -> str:
    s = graph.sentence
    return next((s.lemmas[c].lower() for c in graph.children[i] if s.rels[c] == "case"), "")


def _made(graph: Graph, i: int, rule: Rule) -> Iterator[Tie]:
    """ "Iran-backed militias": the name joined to a participle before a noun."""
    s = graph.sentence
    above = s.heads[i]
    if above <= i or s.rels[i] not in ("amod", "compound") or i < 2 or s.words[i - 1] not in ("-", "–", "‑"):
        return
    if not s.words[i - 2][:1].isupper():
        return
    a: tuple[int, ...] = (i - 2,)
    b: tuple[int, ...] = (above,)
    if rule.a[:1] == ["object"]:  # "Iran-controlled": the noun is the one that is controlled
        a, b = b, a
    named = tuple(
        c for c in graph.children[above] if s.rels[c] in ("appos", "flat") and s.upos[c] == "PROPN" and c > above
    )
    if a == (i - 2,) and named:
        b = named
    yield Tie(rule, i, (i,), a, b, told=False, joined=True)
