"""Reporting clauses set apart by commas, whatever the tree makes of them: "the town fell, the envoy said on Monday",
"the bomb, stated the minister, was small".

Parsers hang such clauses in many ways (as an adverbial clause, an adjective of the noun before, a conjunct); what
stands beside them settles what they are: a finite verb of saying with its subject, a comma or a mark before them, a
comma or the end of the sentence behind them, and nothing in between but where, when and to whom.
"""

from __future__ import annotations

from typing import Final

from watchfloor.coding.graph import RELATIVE, TIME_WORDS
from watchfloor.coding.saying.view import View

LONGEST: Final = 16
"""words of such a clause"""
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON"})
_BEFORE: Final = frozenset({",", "”", '"', "''", "’", "»", "–", "—"})
_BEHIND: Final = frozenset({",", ".", "!", "?", "–", "—"})
# A sentence that begins so has its main clause further on: "When the talks failed, the envoy spoke".
_SUBORDINATE: Final = frozenset(
    "when if after as while although though because since before until once unless despite with in on at by for during "
    "asked speaking citing".split()
)
_ALLOWED: Final = frozenset({"obl", "advmod", "iobj", "nmod", "aux", "punct", "advcl"})


def inverted_subject(v: View, i: int) -> int:
    """The noun right behind a verb of saying that has no subject before it ("stated the minister"), or -1."""
    for c in v.g.children[i]:
        rel = v.s.rels[c].partition(":")[0]
        named = rel == "nsubj" or (rel in ("obj", "obl") and not v.case(c) and v.s.lemmas[c].lower() not in TIME_WORDS)
        if named and c > i and v.s.upos[c] in _NOMINAL and min(v.tree(c)) == i + 1:
            return c
    return -1


def apart(v: View, i: int) -> tuple[frozenset[int], int, int] | None:
    """What a reporting clause that is set apart reports: its words, the word that carries them, and the subject."""
    if v.s.xpos[i] not in _FINITE and not (v.s.xpos[i] == "VBN" and not v.kids(i, "aux", "aux:pass")):
        return None
    group = _group(v, i) if v.speaks(i) else None
    if group is None:
        return None
    first, last, subject = group
    words = [w for w in range(len(v.s)) if (w < first or w > last) and not (w == last + 1 and v.s.words[w] == ",")]
    behind = next((w for w in words if w > last), -1)
    if behind >= 0 and v.s.xpos[behind] == "VBG" and v.speaks(behind):
        words = [w for w in words if w < first]  # "..., he said, adding that": another cue's
    while words and v.s.upos[words[0]] == "PUNCT" and v.s.words[words[0]] not in ("“", '"', "``", "''"):
        words.pop(0)
    before = [w for w in words if w < first]
    told = before if any(v.s.upos[w] in ("VERB", "AUX") for w in before) else words
    if len(before) < 2 or not any(v.s.upos[w] in ("VERB", "AUX") for w in told):
        return None
    if v.s.words[before[0]].lower() in _SUBORDINATE and not any(v.s.words[w] == "," for w in before[:-1]):
        return None
    inside = frozenset(words)
    head = next((w for w in words if v.s.upos[w] in ("VERB", "AUX", "NOUN", "ADJ") and v.s.heads[w] not in inside), -1)
    return inside, head if head >= 0 else told[0], subject


def _group(v: View, i: int) -> tuple[int, int, int] | None:
    """First and last word of the clause and its subject, when it is set apart."""
    before = [c for c in v.kids(i, "nsubj") if c < i and i - max(v.tree(c)) <= 3 and max(v.tree(c)) < i]
    subject = before[-1] if before else inverted_subject(v, i)
    if subject < 0 or v.s.lemmas[subject].lower() in RELATIVE:
        return None
    first = min(v.tree(subject)) if before else i
    last = i if before else max(v.tree(subject))
    while last + 1 < len(v.s) and v.s.words[last + 1] not in _BEHIND and last - first < LONGEST:
        last += 1
    behind = v.s.words[last + 1] if last + 1 < len(v.s) else "."
    if first == 0 or v.s.words[first - 1] not in _BEFORE or behind not in _BEHIND or last - first >= LONGEST:
        return None
    own = v.tree(subject) | {i}
    for w in range(first, last + 1):
        if w in own or any(w in v.tree(c) for c in v.g.children[i] if v.s.rels[c].partition(":")[0] in _ALLOWED):
            continue
        return None
    if any(v.s.upos[w] == "VERB" and w != i and w not in v.tree(subject) for w in range(first, last + 1)):
        return None
    return first, last, subject
