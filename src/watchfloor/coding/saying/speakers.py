"""Who says it, to whom, where: the phrases around a cue that are no content."""

from __future__ import annotations

from typing import Final

from watchfloor.coding.graph import TIME_WORDS
from watchfloor.coding.saying.asides import inverted_subject
from watchfloor.coding.saying.draft import Draft
from watchfloor.coding.saying.view import View

NEGATIONS: Final = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor"})
SELF: Final = frozenset({"himself", "herself", "itself", "themselves", "myself", "ourselves", "yourself"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"})


def who(v: View, i: int, content: frozenset[int] = frozenset()) -> int:
    """The head word of who says it, outside of what is said; -1 when nobody is named."""
    if was_asked(v, i):
        return -1
    if v.s.rels[i] == "acl" and v.s.xpos[i] == "VBG" and i and v.s.words[i - 1] == ",":
        clause = v.up_to_clause(v.s.heads[i])
        if clause >= 0 and v.g.roles[clause].get("agent"):
            return v.g.roles[clause]["agent"][0]  # "..., citing the report": with the verb, not with its object
    if (outer := _cue_it_goes_with(v, i)) >= 0:
        return outer
    subjects = [k for k in v.kids(i, "nsubj") if k not in content]
    agents = [a for a in v.g.roles[i].get("agent", ()) if a not in content]
    if not agents:
        behind = inverted_subject(v, i) if content and min(content) < i else -1
        found = behind if behind >= 0 else _of_the_cue_before(v, i)
        return found if found >= 0 else _right_before(v, i, content)
    first = agents[0]
    if len(subjects) > 1 and first == subjects[0]:
        near = min(subjects, key=lambda k: abs(k - i))
        first = near if v.s.upos[near] in _NOMINAL else first
    return next((a for a in agents if first in v.tree(a) and a != first), first)


def _cue_it_goes_with(v: View, i: int) -> int:
    """ "Denied that Iran had agreed, calling the report baseless": behind a comma "calling" is the denier's, wherever
    the parser hung it. His head word, or -1."""
    if v.s.xpos[i] != "VBG" or v.s.rels[i] != "advcl" or not i or v.s.words[i - 1] != "," or not v.speaks(i):
        return -1
    above = v.s.heads[i]
    if not _inside(v, above):
        return -1  # hung where it belongs
    while above >= 0 and (_inside(v, above) or not (v.speaks(above) and v.g.roles[above].get("agent"))):
        above = v.s.heads[above]
    return v.g.roles[above]["agent"][0] if above >= 0 else -1


def _inside(v: View, i: int) -> bool:
    """Whether a word carries a clause that another word takes."""
    return v.s.rels[i].partition(":")[0] in ("ccomp", "acl", "csubj", "xcomp", "nmod", "obj", "obl")


def _right_before(v: View, i: int, content: frozenset[int]) -> int:
    """The noun phrase that ends right before a finite verb of saying whose subject the parser hung elsewhere."""
    if v.s.xpos[i] not in ("VBD", "VBZ", "VBP") or v.g.passive[i] or v.kids(i, "aux", "nsubj", "expl"):
        return -1
    k = i - 1
    while k > 0 and v.s.upos[k] == "ADV":
        k -= 1
    found = -1
    while k >= 0 and k not in content and v.s.upos[k] in ("NOUN", "PROPN", "PRON") and max(v.tree(k)) < i:
        found, k = k, v.s.heads[k]
        if i in v.tree(max(k, 0)) or k == i:
            break
    return -1 if found < 0 or v.s.lemmas[found].lower() in TIME_WORDS or v.case(found) else found


def _of_the_cue_before(v: View, i: int) -> int:
    """ "Reuters reported an official said ...": the object of the cue before is the subject of this one."""
    above = v.s.heads[i]
    if above < 0 or above > i or not v.s.rels[i].startswith("ccomp") or v.infinitive(i):
        return -1
    return next((c for c in v.kids(above, "obj") if above < c < i), -1)


def speak(v: View, draft: Draft, speaker: int, i: int) -> None:
    """Writes the speaker into a draft, with the words of the phrase."""
    if speaker < 0:
        return
    words = v.tree(speaker)
    if i in words:
        words -= v.path(speaker, i)
    cases = {c for c in v.g.children[speaker] if v.s.rels[c] == "case" and c < speaker}
    words -= cases
    words -= v.day(speaker)
    for start, end in v.stretches(words):
        if start <= v.s.starts[speaker] < end:
            draft.speaker, draft.speaker_span = (v.number, speaker), (start, end)


def was_asked(v: View, i: int) -> bool:
    """ "Asked whether it was true, he ...": a bare participle before the clause is done to its subject."""
    bare = not v.kids(i, "nsubj", "aux", "mark", "obj")
    return v.s.rels[i] == "advcl" and v.s.xpos[i] in ("VBN", "VBD") and bare and i < v.s.heads[i]


def told_to(v: View, i: int) -> int:
    """Who is told: the object beside a clause."""
    told = [c for c in v.kids(i, "obj", "iobj") if v.s.upos[c] in _NOMINAL]
    if told:
        return told[0]
    if v.g.passive[i]:
        return next(iter(v.g.roles[i].get("object", ())), -1)
    if was_asked(v, i):
        return next(iter(v.g.roles[i].get("agent", ())), -1)
    return next((c for c in v.kids(i, "obl") if v.case(c) in ("to", "with") and c > i), -1)


def sufferer(v: View, i: int, others: tuple[int, ...]) -> tuple[int, frozenset[int]] | None:
    """The object, the surface subject of a passive, or the phrase behind the cue's own preposition."""
    own = [v.s.heads[k] for k in others if v.s.rels[k] in ("case", "mark") and v.s.heads[k] != i]
    if own:
        return own[0], v.bare(own[0])
    if v.g.passive[i]:
        subject = next(iter(v.kids(i, "nsubj:pass", "nsubj")), -1)
        if subject < 0:
            subject = next(iter(v.g.roles[i].get("object", ())), -1)
            return (subject, v.tree(subject) - v.path(subject, i)) if subject >= 0 else None
        return subject, v.tree(subject)
    thing = next((c for c in v.kids(i, "obj", "iobj") if v.s.words[c].lower() not in SELF), -1)
    if thing >= 0:
        return thing, v.tree(thing)
    return None


def where_said(v: View, i: int) -> int:
    """The head word of where or in what it is said, or -1."""
    for c in v.kids(i, "obl", "nmod"):
        if v.case(c) in ("in", "on", "at", "during", "to", "via", "after") and is_venue(v, c):
            return c
    return -1


def is_venue(v: View, c: int) -> bool:
    """Whether a noun names where or in what something is said."""
    return v.s.lemmas[c].lower() in v.book.venues


def name_behind(v: View, i: int) -> frozenset[int]:
    """ "According to minister Ali Hassan, ...": a person's name right behind the noun, wherever the parser hung
    it."""
    k = i + 1
    while k < len(v.s) and v.s.names[k] == ("B-PER" if k == i + 1 else "I-PER"):
        k += 1
    return frozenset(range(i + 1, k))


def said_by_nobody(v: View, i: int) -> bool:
    """ "Neither side has said", "no official confirmed"."""
    return any(
        v.s.words[w].lower() in ("no", "neither", "none", "nobody")
        for c in v.kids(i, "nsubj")
        for w in (c, *v.kids(c, "det", "cc:preconj"))
    )
