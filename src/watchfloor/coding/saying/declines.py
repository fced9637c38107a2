"""Who would not speak: "declined to comment", "could not be reached", "had no comment".

A refusal to speak is news of its own and not missing data. Most are cues already (cues.py) and are only
marked; the others become attributions whose content may be empty.
"""

from __future__ import annotations

from typing import Final

from watchfloor.coding.cuebook import CueBook
from watchfloor.coding.graph import Graph
from watchfloor.coding.saying.composing import cue_span
from watchfloor.coding.saying.draft import Draft
from watchfloor.coding.saying.speakers import NEGATIONS, speak, who
from watchfloor.coding.saying.view import View

HAVING: Final = frozenset({"have", "offer", "give", "make", "issue", "receive", "get"})


def read(graph: Graph, number: int, book: CueBook, drafts: list[Draft]) -> list[Draft]:
    """Marks the refusals among the drafts of sentence `number`, and gives those that were no cue yet."""
    v = View(graph, number, book)
    s = graph.sentence
    found = []
    for i, lemma in enumerate(s.lemmas):
        key = _key(graph, i, lemma.lower(), book)
        below = book.declines.get(key)
        if below is None:
            continue
        with_it = [d for c in graph.children[i] for d in (c, *graph.children[c])]
        if below and not any(s.lemmas[k].lower() in below or s.words[k].lower() in below for k in with_it):
            continue
        there = next((d for d in drafts if d.cue_head == i), None)
        if there is None:
            there = Draft(number, book.acts["declines"], "declined", i, cue_span(v, i, (), frozenset()))
            there.heads = [(number, i)]
            speak(v, there, _who(graph, i, v), i)
            phrase = next((c for c in graph.children[i] if v.case(c) in ("for", "on", "to", "about") and c > i), -1)
            if phrase >= 0:
                there.content = v.stretches(v.bare(phrase))
            found.append(there)
        there.declined = True
        there.act = book.acts["declines"]
    return found


def _key(graph: Graph, i: int, lemma: str, book: CueBook) -> str:
    s = graph.sentence
    before = {s.words[c].lower() for c in graph.children[i] if s.rels[c] in ("advmod", "det")}
    if s.upos[i] == "NOUN":
        return f"no {lemma}" if before & {"no"} and _carried(graph, i) else ""
    if not before & NEGATIONS:
        return lemma
    would = any(s.words[c].lower() == "would" and s.rels[c] == "aux" for c in graph.children[i])
    return f"would not {lemma}" if would and f"would not {lemma}" in book.declines else f"not {lemma}"


def _carried(graph: Graph, i: int) -> bool:
    above = graph.sentence.heads[i]
    return above >= 0 and graph.sentence.lemmas[above] in HAVING


def _who(graph: Graph, i: int, v: View) -> int:
    if graph.sentence.upos[i] == "NOUN":
        return who(v, graph.sentence.heads[i])
    if graph.passive[i]:
        return next(iter(graph.roles[i].get("object", ())), -1)
    subject = graph.child(i, "nsubj")
    return subject if subject >= 0 else who(v, i)
