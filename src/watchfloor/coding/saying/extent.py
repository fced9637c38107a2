"""How far a reported clause reaches: parsers hang on it what the article goes on with, and on its cue what is its own.

Every function gives words of the sentence, to be added to what is said or taken from it.
"""

from __future__ import annotations

from typing import Final

from watchfloor.coding.saying.view import View

WITH_CUE: Final = frozenset({"aux", "aux:pass", "cop", "advmod", "compound:prt"})
"""words beside a verb that belong to the cue: "has also said", "did not say" """
ASIDE_MARKS: Final = frozenset({",", "–", "—", "-", "--"})
DASHES: Final = frozenset({"–", "—", "--"})
REPORTED: Final = frozenset({"would", "could", "might", "should"})
"""auxiliaries of reported speech"""


def own_subject(v: View, i: int, c: int) -> frozenset[int]:
    """ "Talks, officials say, go well": of two subjects before the cue the farther is that of what is said."""
    subjects = [k for k in v.kids(i, "nsubj") if k < i]
    if len(subjects) < 2 or v.kids(c, "nsubj", "expl", "csubj") or c < i:
        return frozenset()
    return v.tree(subjects[0])


def going_on(v: View, i: int, c: int) -> frozenset[int]:
    """What a reported clause goes on with although it hangs on the cue: another such clause ("that ..., and that
    ..."), or one whose auxiliary is a reported one ("were ready and would leave")."""
    words: set[int] = set()
    for k in v.kids(i, "ccomp", "conj", "advcl"):
        if k <= c or any(v.speaks(m) for m in range(c + 1, k) if m != i and m not in v.tree(c)):
            continue
        marks = {v.s.words[m].lower() for m in v.kids(k, "mark")}
        told = v.s.rels[k].partition(":")[0] == "ccomp" and not v.infinitive(k)
        auxiliaries = {v.s.words[a].lower() for a in v.kids(k, "aux")}
        mine = {v.s.words[a].lower() for a in v.kids(i, "aux")}
        shifted = bool(auxiliaries & REPORTED) and not auxiliaries & mine and c > i
        shifted = shifted and v.s.rels[k] == "conj" and v.s.lemmas[k].lower() not in v.book.verbs
        if told or (v.s.rels[k] == "conj" and "that" in marks) or shifted:
            words |= v.tree(k)
    return frozenset(words)


def back_to_the_cue(v: View, i: int, c: int) -> frozenset[int]:
    """ "Claimed that Iran was ready, but offered no proof", "refused to come and called it a trick": a past without a
    subject goes on with the cue's, when that is told in the past and a comma or another tense parts it from what is
    said."""
    if v.s.xpos[i] != "VBD":
        return frozenset()
    finite = next((v.s.xpos[a] for a in v.kids(c, "aux", "cop")), v.s.xpos[c])
    for k in v.kids(c, "conj"):
        bare = v.s.xpos[k] == "VBD" and not v.kids(k, "nsubj", "nsubj:pass", "aux", "mark", "expl")
        joint = next(iter(v.kids(k, "cc")), -1)
        if bare and joint > 0 and (v.s.words[joint - 1] == "," or finite not in ("VBD", "VBN")):
            return frozenset(w for w in v.tree(c) if w >= joint)
    return frozenset()


def setting(v: View, i: int, c: int) -> frozenset[int]:
    """ "On Monday, the envoy said talks would end": what opens the sentence is when he said it, unless a comma behind
    the cue sets the cue apart."""
    if c < i or v.s.words[min(i + 1, len(v.s) - 1)] == ",":
        return frozenset()
    return frozenset(w for k in v.kids(c, "obl", "advmod", "advcl") if k < i for w in v.tree(k))


def other_voice(v: View, c: int) -> frozenset[int]:
    """ "Said the victims were safe, while the mayor wrote that ...": a clause of contrast with a cue of its own is
    the article's."""
    for k in v.kids(c, "advcl"):
        speaks = v.s.lemmas[k].lower() in v.book.verbs and v.kids(k, "nsubj") and v.kids(k, "ccomp")
        if speaks and v.case(k) in ("while", "whereas", "as") and k > c:
            return v.tree(k)
    return frozenset()


def until_dash(v: View, i: int, words: frozenset[int]) -> frozenset[int]:
    """ "Iran backed it – Rouhani said it would help – while ...": between two dashes nothing reaches further."""
    opening = next((k for k in range(min(i, *words) - 1, -1, -1) if v.s.words[k] in DASHES), -1)
    closing = next((k for k in range(i + 1, len(v.s)) if v.s.words[k] in DASHES), -1)
    if opening < 0 or closing < 0 or not any(w > closing for w in words):
        return words
    before = min(v.tree(i), default=i)
    near = opening in (before - 1, before) or all(v.s.heads[k] in v.tree(i) for k in range(opening + 1, min(i, *words)))
    return frozenset(w for w in words if w < closing) if near else words


def adding(v: View, c: int) -> frozenset[int]:
    """ "Vowed to leave, saying the deal was dead": behind a comma "saying" goes with the cue."""
    for k in v.tree(c):
        if v.speaks(k) and v.s.xpos[k] == "VBG" and v.s.rels[k] == "advcl" and v.s.words[k - 1] == ",":
            return v.tree(k)
    return frozenset()


def without_aside(v: View, words: frozenset[int]) -> frozenset[int]:
    """ "Endorsed the plan, which had failed before": what the article adds behind a comma at the end about the
    last noun is not what was said."""
    last = max((w for w in words if v.s.upos[w] != "PUNCT"), default=-1)
    for k in sorted(words):
        rel = v.s.rels[k]
        if rel != "acl:relcl" or v.s.heads[k] not in words:
            continue
        own = v.tree(k)
        first = min(own)
        marked = v.s.words[first] in ASIDE_MARKS or (first > 0 and v.s.words[first - 1] in ASIDE_MARKS)
        if last in own and marked:
            return words - own
    return words


def all_before(v: View, i: int) -> tuple[frozenset[int], int] | None:
    """ "Troops left, but the town fell, the envoy told reporters": a bare reporting clause at the end of its
    sentence that the parser joined to the clause before it."""
    subject = max((k for k in v.kids(i, "nsubj") if k < i), default=-1)
    if subject < 0 or v.s.rels[i] != "conj" or v.kids(i, "ccomp", "xcomp", "mark"):
        return None
    first = min(v.tree(subject))
    between = (k for k in range(first, i) if k not in v.tree(subject))
    marked = first > 0 and v.s.words[first - 1] in (",", "”", '"', "''")
    if not marked or any(v.s.rels[k] not in WITH_CUE for k in between):
        return None
    last = max((k for k in range(len(v.s)) if v.s.upos[k] != "PUNCT"), default=i)
    if last not in v.tree(i) or any(v.s.upos[k] == "VERB" for k in range(i + 1, len(v.s))):
        return None
    top = i
    while v.s.rels[top] == "conj":
        top = v.s.heads[top]
    words = frozenset(w for w in v.tree(top) if w < first)
    return (words, top) if words else None


def clause_of(v: View, i: int) -> int:
    """The clause of a word that the parser hung a reporting clause on ("the talks, he said, had failed")."""
    top = i
    while v.s.heads[top] >= 0 and v.s.rels[top].partition(":")[0] in ("nsubj", "obj", "obl", "nmod", "appos"):
        top = v.s.heads[top]
    return top if v.is_clause(top) else i


def inner(v: View, c: int, i: int) -> frozenset[int]:
    """What hangs inside a clause but belongs to its cue: nothing, unless the cue itself hangs there."""
    return v.tree(i) if i in v.tree(c) else frozenset()
