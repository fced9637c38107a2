"""Cues that are no verbs: nouns ("his claim that"), adjectives ("is confident that"), sides taken ("is
against"), and phrases that name a source ("according to", "in Tehran's view")."""

from __future__ import annotations

from typing import Final

from watchfloor.coding.cuebook import PREPOSITIONS, Cue
from watchfloor.coding.saying.composing import compose
from watchfloor.coding.saying.draft import Draft
from watchfloor.coding.saying.extent import WITH_CUE, adding
from watchfloor.coding.saying.speakers import NEGATIONS, is_venue, name_behind, speak, who
from watchfloor.coding.saying.view import View

CARRYING: Final = frozenset(
    "have make issue express voice repeat give offer hold raise take release deliver announce reiterate share put "
    "submit file send publish renew echo face get receive draw launch".split()
)
"""verbs that only carry the noun that attributes: "made the claim that", "expressed concern about" """


def noun(v: View, i: int, cues: tuple[Cue, ...]) -> Draft | None:
    """ "His claim that the deal was dead", "concern about the deal"."""
    for cue in cues:
        for c in v.g.children[i]:
            rel = v.s.rels[c].partition(":")[0]
            take = ""
            if c < i:
                continue
            if rel in ("acl", "ccomp") and v.s.rels[c] != "acl:relcl":
                take = "infinitive" if v.infinitive(c) else "clause" if v.case(c) in ("that", "whether", "") else ""
                if take == "clause" and rel == "acl" and not v.case(c):
                    take = ""
            if not take and rel in ("nmod", "acl", "advcl", "obl"):
                take = v.case(c)
            if take and take in cue.takes:
                draft = nominal(v, i, cue, c, take)
                if draft is not None:
                    return draft
    return None


def nominal(v: View, i: int, cue: Cue, c: int, take: str) -> Draft | None:
    """The draft of a noun and the clause or phrase behind it."""
    words = (v.tree(c) if take in ("clause", "infinitive") else v.bare(c)) - adding(v, c)
    content = v.stretches(words)
    if not content:
        return None
    roles = v.g.roles[i]
    owner = next(iter(roles.get("poss", ())), -1)
    if owner < 0:
        named = (*roles.get("adj", ()), *roles.get("compound", ()))
        owner = next((k for k in named if v.s.words[k][:1].isupper()), -1)
    if owner < 0:
        owner = next((k for role in ("by", "from", "of") if role != take for k in roles.get(role, ())), -1)
    above = v.s.heads[i]
    carrier = -1
    carried = above >= 0 and v.s.upos[above] == "VERB" and v.s.rels[i] in ("obj", "nsubj:pass")
    if carried and v.s.lemmas[above] in CARRYING:
        carrier = above
        if owner < 0:
            owner = who(v, above)
    if owner < 0 and v.kids(i, "cop") and v.case(i) == "in":
        owner = next(iter(v.kids(i, "nsubj")), -1)  # "is in favour of"
    draft = Draft(v.number, cue.act, f"noun-{take}", i, content=content, heads=[(v.number, c)])
    first = last = i
    if carrier >= 0 and carrier < i:
        first = carrier
        while first > 0 and v.s.heads[first - 1] == carrier and v.s.rels[first - 1] in WITH_CUE:
            first -= 1
    while last + 1 < len(v.s) and v.s.rels[last + 1] == "case" and v.s.heads[last + 1] == c and last + 1 not in words:
        last += 1
    draft.cue = (v.s.starts[first], v.s.ends[last])
    draft.negated = any(v.s.words[k].lower() in NEGATIONS for k in v.kids(i, "det", "advmod")) or (
        carrier >= 0 and any(v.s.words[k].lower() in NEGATIONS for k in v.kids(carrier, "advmod"))
    )
    speak(v, draft, owner, i)
    if draft.speaker is None and take in ("infinitive", "for"):
        return None  # "a plan to rebuild the town": nobody's word
    return draft


def adjective(v: View, i: int, cues: tuple[Cue, ...]) -> Draft | None:
    """ "Is confident that", "is open to"."""
    if not v.kids(i, "cop", "aux:pass") and v.s.rels[i] not in ("xcomp", "advcl", "acl", "acl:relcl", "root"):
        return None
    for cue in cues:
        for c in v.kids(i, "ccomp", "advcl", "xcomp", "obl", "acl"):
            if c < i:
                continue
            case = v.case(c)
            take = "infinitive" if v.infinitive(c) else case if case in PREPOSITIONS else "clause"
            if take not in cue.takes or (take == "clause" and v.s.rels[c] != "ccomp"):
                continue
            words = v.tree(c) if take in ("clause", "infinitive") else v.bare(c)
            draft = compose(v, i, cue, f"adjective-{take}", words, c, -1, ())
            if draft is not None:
                if draft.speaker is None:
                    subject = next(iter(v.kids(i, "nsubj", "nsubj:pass")), -1)
                    speak(v, draft, subject, i)
                return draft
    return None


def position(v: View, i: int) -> Draft | None:
    """ "Khamenei is against the plan": the preposition behind "is" takes a side."""
    case = next((c for c in v.kids(i, "case") if v.s.words[c].lower() in v.book.positions), -1)
    subject = next(iter(v.kids(i, "nsubj")), -1)
    if case < 0 or not 0 <= subject < case:
        return None
    words = frozenset(w for w in v.tree(i) if w > case)
    draft = Draft(v.number, v.book.positions[v.s.words[case].lower()], "position", i)
    draft.content = v.stretches(words)
    draft.heads = [(v.number, i)]
    first = min((c for c in v.kids(i, "cop", "aux") if c < case), default=case)
    draft.cue = (v.s.starts[first], v.s.ends[case])
    draft.negated = any(v.s.words[c].lower() in NEGATIONS for c in v.kids(i, "advmod"))
    speak(v, draft, subject, i)
    return draft if draft.content else None


def according_to(v: View, i: int, role: str, source: int) -> Draft | None:
    """ "According to officials": the clause around the phrase is what they say."""
    clause = i
    while v.s.heads[clause] >= 0 and not v.is_clause(clause):
        clause = v.s.heads[clause]
    words = v.tree(clause) - v.tree(source)
    content = v.stretches(words)
    if not content:
        return None
    cases = [c for c in v.g.children[source] if v.s.rels[c] == "case" and c < source]
    below = sorted({d for c in cases for d in v.tree(c)})
    draft = Draft(v.number, v.book.sources[role], "source", cases[0] if cases else source, content=content)
    if below:
        draft.cue = (v.s.starts[below[0]], v.s.ends[below[-1]])
    draft.heads = [(v.number, clause)]
    draft.venue = source if is_venue(v, source) else -1
    author = source
    if is_venue(v, source):  # "according to a tweet by Pompeo": Pompeo says it
        author = next((k for role in ("by", "from", "poss") for k in v.g.roles[source].get(role, ())), source)
    bare = v.bare(author) - v.day(author)
    name = name_behind(v, author)
    if name:
        bare |= name
        draft.content = v.stretches(words - name)
    for start, end in v.stretches(bare):
        if start <= v.s.starts[author] < end:
            draft.speaker, draft.speaker_span = (v.number, author), (start, end)
    return draft


def in_view(v: View, i: int, noun: int) -> Draft | None:
    """ "In Tehran's view, the sanctions are illegal"."""
    act = v.book.sources.get(f"in_{v.s.lemmas[noun].lower()}") or v.book.sources.get(f"in_{v.s.words[noun].lower()}")
    owner = next((k for role in ("poss", "of") for k in v.g.roles[noun].get(role, ())), -1)
    if act is None or owner < 0 or not v.is_clause(i):
        return None
    draft = Draft(v.number, act, "source", noun, content=v.stretches(v.tree(i) - v.tree(noun)))
    first = min(v.tree(noun) - v.tree(owner))
    draft.cue = (v.s.starts[first], v.s.ends[noun])
    draft.heads = [(v.number, i)]
    speak(v, draft, owner, i)
    return draft if draft.content else None
