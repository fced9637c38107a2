"""Verbs that attribute, with what they take, and all cues of one sentence.

What a cue takes is looked for in the tree, where clauses hang; who says it in the roles, where voice, control and
coordination are settled. Quotations that run over the sentence are joined later, in quoting.py.
"""

from __future__ import annotations

from typing import Final

from watchfloor.coding.cuebook import PREPOSITIONS, Cue, CueBook
from watchfloor.coding.graph import Graph
from watchfloor.coding.saying.composing import compose
from watchfloor.coding.saying.draft import Draft
from watchfloor.coding.saying.nouns import according_to, adjective, in_view, noun, position
from watchfloor.coding.saying.takes import TAKES, take_phrase
from watchfloor.coding.saying.view import View

BEHIND: Final = frozenset({"for", "of", "about", "to", "against", "with"})
"""prepositions that are never a particle"""


def read(graph: Graph, number: int, book: CueBook) -> list[Draft]:
    """Every attribution of sentence `number`, in the order of its cues."""
    v = View(graph, number, book)
    found: list[Draft] = []
    for i, lemma in enumerate(v.s.lemmas):
        low, form = lemma.lower(), v.s.words[i].lower()
        draft: Draft | None = None
        upos = v.s.upos[i]
        if upos == "VERB" and low in v.book.verbs:
            draft = verb(v, i, v.book.verbs[low])
            if draft is None and form in v.book.adjectives:
                draft = adjective(v, i, v.book.adjectives[form])
        elif upos in ("NOUN", "PROPN") and low in v.book.nouns:
            draft = noun(v, i, v.book.nouns[low])
        elif upos in ("ADJ", "VERB") and (low in v.book.adjectives or form in v.book.adjectives):
            draft = adjective(v, i, v.book.adjectives.get(low) or v.book.adjectives[form])
        if draft is None and v.kids(i, "cop"):
            draft = position(v, i)
        if draft is not None:
            found.append(draft)
        for role, fillers in v.g.roles[i].items():
            if role == "in":
                found.extend(filter(None, (in_view(v, i, filler) for filler in fillers)))
            elif role in v.book.sources:
                found.extend(filter(None, (according_to(v, i, role, filler) for filler in fillers[:1])))
                if len(found) > 1 and found[-1].cue == found[-2].cue:
                    found.pop()  # one phrase in two roles
    return _without_carriers(found)


def verb(v: View, i: int, cues: tuple[Cue, ...]) -> Draft | None:
    """What a verb attributes, by the first of its readings that holds; None when it attributes nothing here."""
    if v.s.rels[i] in ("amod", "compound", "aux", "cop", "case", "mark", "fixed") and not v.kids(i, "nsubj"):
        return None
    if v.g.passive[i] and as_saying(v, i):
        return None  # "was quoted as saying": who said it is the subject of saying
    for cue in cues:
        others = further_words(v, i, cue)
        if others is None or (len(cue.words) == 1 and v.kids(i, "compound:prt")):
            continue  # with another particle it is another verb
        for take in (*TAKES, *sorted(PREPOSITIONS)):
            if take not in cue.takes:
                continue
            reading = TAKES.get(take)
            found = reading(v, i, others, cue.takes) if reading else take_phrase(v, i, take)
            if found is not None:
                words, head, person = found
                return compose(v, i, cue, f"verb-{take}", words, head, person, others)
    return None


def as_saying(v: View, i: int) -> bool:
    """ "Was quoted as saying": the passive of a cue that only carries another one."""
    return v.s.lemmas[i] in ("quote", "cite", "report") and any(
        v.case(c) == "as" and v.s.lemmas[c].lower() in v.book.verbs for c in v.kids(i, "advcl")
    )


def further_words(v: View, i: int, cue: Cue) -> tuple[int, ...] | None:
    """The further words of a cue: particles, or the preposition of a phrase, or a word of the predicate."""
    found = []
    for word in cue.words[1:]:
        near = list(v.g.children[i])
        near += [d for c in near for d in v.g.children[c] if v.s.rels[d] in ("case", "mark")]
        hit = next((k for k in near if word in (v.s.words[k].lower(), v.s.lemmas[k].lower())), -1)
        if hit < 0 or (hit < i and v.s.rels[hit] in ("case", "mark")):
            return None
        if word in BEHIND and v.s.rels[hit] not in ("case", "mark"):
            return None
        found.append(hit)
    return tuple(found)


def _without_carriers(drafts: list[Draft]) -> list[Draft]:
    """ "Expressed concern that": where a noun's cue takes in its verb, the verb's own reading goes."""
    taken = {draft.cue[0] for draft in drafts if draft.rule.startswith("noun") and draft.cue is not None}
    return [
        draft for draft in drafts if draft.rule.startswith("noun") or draft.cue is None or draft.cue[0] not in taken
    ]
