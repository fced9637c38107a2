"""What a verb of saying takes: the clause, the infinitive, the object, the phrase that is its content.

Each `take_...` answers for one word of the column `takes` of verbs.tsv: the words that are said, the word that carries
them, and who is told (-1: nobody); None when the verb does not stand so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from watchfloor.coding.graph import RELATIVE, TIME_WORDS
from watchfloor.coding.saying.asides import apart
from watchfloor.coding.saying.extent import (
    adding,
    all_before,
    back_to_the_cue,
    clause_of,
    going_on,
    inner,
    other_voice,
    own_subject,
    setting,
    until_dash,
)
from watchfloor.coding.saying.speakers import sufferer, told_to
from watchfloor.coding.saying.view import View

Found = tuple[frozenset[int], int, int]
"""what is said, the word that carries it, and who is told or -1"""


def take_clause(v: View, i: int, others: tuple[int, ...], takes: frozenset[str]) -> Found | None:
    """ "said that ...", "..., he said", "he said: ...", "is said to"."""
    person = told_to(v, i)
    if (aside := apart(v, i)) is not None:
        return aside[0], aside[1], person if person != aside[2] else -1
    for c in v.kids(i, "ccomp"):
        if not (v.infinitive(c) and c < i):
            words = (v.tree(c) - inner(v, c, i)) | own_subject(v, i, c) | going_on(v, i, c)
            words -= back_to_the_cue(v, i, c) | other_voice(v, c) | adding(v, c) | setting(v, i, c)
            words = until_dash(v, i, words)
            if person >= 0 and "told" not in takes and i < person < c:
                words |= v.tree(person) if not v.kids(c, "nsubj", "nsubj:pass", "expl") else frozenset()
                person = -1 if person in words else person
            return words, c, person
    if v.g.passive[i] and "told" not in takes:
        return reported(v, i)
    return loose(v, i, person)


def loose(v: View, i: int, person: int) -> Found | None:
    """A clause that no conjunction joins to its cue: "the town fell, he said", "he said: it fell", "as he said"."""
    if (before := all_before(v, i)) is not None:
        return *before, person
    above = v.s.heads[i]
    subject = bool(v.kids(i, "nsubj", "nsubj:pass")) or bool(v.g.roles[i].get("agent"))
    if v.s.rels[i] == "parataxis" and above >= 0 and subject and not v.kids(i, "obj", "xcomp"):
        above = clause_of(v, above)
        around = v.tree(above) - v.tree(i)
        return (around, above, person) if len(around) > 1 else None
    for c in v.kids(i, "advcl"):
        if v.case(c) in ("if", "whether") and c > i and min(v.tree(c)) <= max(i, person) + 1:
            return v.tree(c), c, person  # "did not say if it was true"
    for c in v.kids(i, "parataxis"):
        if subject and beside(v, i, c):
            return v.tree(c), c, person
    if v.s.rels[i] == "advcl" and above >= 0 and v.case(i) == "as" and subject:
        around = v.tree(above) - v.tree(i)
        return (around, above, person) if not v.kids(i, "obj", "xcomp", "ccomp") else None
    return None


def reported(v: View, i: int) -> Found | None:
    """ "He is said to be in Damascus", "it is feared that": said by nobody who is named."""
    for c in v.kids(i, "csubj", "xcomp"):
        if v.s.rels[c].startswith("csubj") and v.case(c) == "that":
            return v.tree(c), c, -1
        subject = next(iter(v.kids(i, "nsubj:pass", "nsubj")), -1)
        if v.s.rels[c] == "xcomp" and subject >= 0 and c > i:
            return v.tree(subject) | v.tree(c), c, -1
    return None


def beside(v: View, i: int, c: int) -> bool:
    """Whether a loosely joined clause is what is said: a comma, colon or mark stands between, no semicolon."""
    low, high = min(i, c), max(i, c)
    between = v.s.words[low + 1 : high]
    return ";" not in between and any(w in (",", ":", "“", '"', "''", "``", "”") for w in between)


def infinitive_below(v: View, i: int) -> int:
    """The infinitive behind a verb, or -1."""
    return next((c for c in v.kids(i, "xcomp", "ccomp", "advcl") if v.infinitive(c) and c > i), -1)


def take_order(v: View, i: int, others: tuple[int, ...], takes: frozenset[str]) -> Found | None:
    """ "urged both sides to talk": the object and what it is to do."""
    who = sufferer(v, i, others)
    if who is None:
        return None
    person, words = who
    deed = infinitive_below(v, i)
    if deed < 0:
        deed = next((c for c in v.kids(person, "acl") if v.infinitive(c)), -1)
    if deed < 0 and v.s.upos[person] == "VERB" and others:
        deed = person
    if deed < 0:
        return None
    return (words | v.tree(deed)) - adding(v, deed) - back_to_the_cue(v, i, deed), deed, person


def take_infinitive(v: View, i: int, others: tuple[int, ...], takes: frozenset[str]) -> Found | None:
    """ "promised to leave"."""
    if "object" in takes and "told" not in takes and v.kids(i, "obj"):
        return None  # "announced a plan to be unveiled": the plan is announced
    deed = infinitive_below(v, i)
    return (v.tree(deed) - adding(v, deed) - back_to_the_cue(v, i, deed), deed, told_to(v, i)) if deed >= 0 else None


def take_as(v: View, i: int, others: tuple[int, ...], takes: frozenset[str]) -> Found | None:
    """ "described the deal as a mistake", "likened it to"."""
    who = sufferer(v, i, others)
    if who is None:
        return None
    thing, words = who
    for c in v.g.children[i]:
        rel = v.s.rels[c].partition(":")[0]
        compared = v.s.lemmas[i] in ("liken", "compare", "equate") and v.case(c) in ("to", "with")
        named = rel in ("obl", "advcl", "xcomp") and (v.case(c) == "as" or compared)
        if named and c != thing and c > i:
            return words | v.tree(c), c, -1
    apart = [c for c in v.kids(thing, "nmod", "acl", "advcl") if v.case(c) == "as"]
    return (words, thing, -1) if apart else None


def take_predicate(v: View, i: int, others: tuple[int, ...], takes: frozenset[str]) -> Found | None:
    """ "called it a mistake", "called the deal dead"."""
    who = sufferer(v, i, others)
    if who is None:
        return None
    thing, words = who
    behind = next((a for a in v.kids(thing, "amod", "acl") if a > thing and v.s.upos[a] == "ADJ"), -1)
    if behind >= 0:
        return words, behind, -1  # called their conduct “outrageous”
    for c in v.kids(i, "xcomp", "obj", "ccomp"):
        if c not in (thing, i) and c > i and not v.infinitive(c) and v.s.upos[c] != "VERB":
            return words | (v.tree(c) - back_to_the_cue(v, i, c)), c, -1
    for c in v.kids(i, "obl"):
        if c > thing and not v.case(c) and v.s.lemmas[c].lower() not in TIME_WORDS and v.kids(c, "det"):
            return words | v.tree(c), c, -1
    return None


def take_accused(v: View, i: int, others: tuple[int, ...], takes: frozenset[str]) -> Found | None:
    """ "accused both sides of crimes", "attacked him for"."""
    who = sufferer(v, i, others)
    if who is None:
        return None
    thing, words = who
    for c in (*v.kids(i, "obl", "advcl", "xcomp"), *v.kids(thing, "nmod", "acl", "advcl")):
        if v.case(c) in ("of", "for", "with", "over") and c > i:
            return words | v.tree(c), c, -1
    return None


def take_object(v: View, i: int, others: tuple[int, ...], takes: frozenset[str]) -> Found | None:
    """ "rejected the plan", "ruled out sending troops", "condemned it as a breach"."""
    if v.g.passive[i] and not v.g.roles[i].get("agent"):
        return None
    who = sufferer(v, i, others)
    noun = v.s.heads[i]
    relative = v.s.rels[i] == "acl:relcl" and noun in v.g.roles[i].get("object", ())
    if relative and (who is None or v.s.lemmas[who[0]].lower() in RELATIVE):
        return v.tree(noun) - v.path(noun, i), noun, -1  # "a demand that Israel has rejected"
    if who is None:
        gerund = next((c for c in v.kids(i, "xcomp", "ccomp") if v.s.xpos[c] == "VBG" and c > i), -1)
        return (v.tree(gerund), gerund, -1) if gerund >= 0 else None
    thing, words = who
    day = v.s.lemmas[thing].lower() in TIME_WORDS and not v.kids(thing, "nmod")
    if v.s.upos[thing] == "PRON" or day:
        return None
    words -= v.day(thing) | adding(v, thing)
    more = [c for c in v.kids(i, "obl", "advcl") if v.case(c) in ("for", "over", "as") and c > thing]
    for c in more[:1]:
        words |= v.tree(c)
    return words, thing, -1


def take_phrase(v: View, i: int, preposition: str) -> Found | None:
    """ "warned of famine": the phrase behind the preposition."""
    for c in v.kids(i, "obl", "advcl", "xcomp", "nmod", "acl"):
        if v.case(c) == preposition and c > i:
            return v.bare(c), c, told_to(v, i)
    return None


TAKES: Final[Mapping[str, Callable[[View, int, tuple[int, ...], frozenset[str]], Found | None]]] = {
    "clause": take_clause,
    "accused": take_accused,
    "order": take_order,
    "predicate": take_predicate,
    "as": take_as,
    "infinitive": take_infinitive,
    "object": take_object,
}
"""in the order in which they are tried; prepositions come last"""
