"""A cue and its content become a draft: its words, its speaker, whom it tells, where, and whether it is negated."""

from __future__ import annotations

from watchfloor.coding.cuebook import Cue
from watchfloor.coding.saying.draft import Draft
from watchfloor.coding.saying.extent import WITH_CUE, without_aside
from watchfloor.coding.saying.speakers import NEGATIONS, said_by_nobody, speak, where_said, who
from watchfloor.coding.saying.view import View


def compose(
    v: View, i: int, cue: Cue, rule: str, words: frozenset[int], head: int, person: int, others: tuple[int, ...]
) -> Draft | None:
    """The draft of a verb or adjective and the words it takes; None when nothing is left of them."""
    words = without_aside(v, words - {i})
    content = v.stretches(words)
    if not content:
        return None
    draft = Draft(v.number, cue.act, rule, i, cue_span(v, i, others, words), content=content)
    draft.heads = [(v.number, head)]
    draft.negated = any(
        v.s.words[c].lower() in NEGATIONS and v.s.rels[c] in ("advmod", "det", "cc", "aux") for c in v.g.children[i]
    ) or said_by_nobody(v, i)
    draft.addressee = person if cue.act.channel == "speech" else -1
    draft.venue = where_said(v, i)
    speak(v, draft, who(v, i, words), i)
    return draft


def cue_span(v: View, i: int, others: tuple[int, ...], content: frozenset[int]) -> tuple[int, int]:
    """The stretch of the text that is the cue: the verb with its auxiliaries, adverbs and particle."""
    first = last = i
    while first > 0 and v.s.heads[first - 1] == i and v.s.rels[first - 1] in WITH_CUE:
        first -= 1
    while (
        last + 1 < len(v.s)
        and last + 1 not in content
        and (
            last + 1 in others
            or (v.s.heads[last + 1] == i and v.s.rels[last + 1] in ("compound:prt",))
            or (v.s.rels[last + 1] == "case" and v.s.heads[last + 1] in content)
        )
    ):
        last += 1
    return v.s.starts[first], v.s.ends[last]
