"""The sentence around a date: the tense of the verb that governs it, and the act it belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from watchfloor.types import Cited, Period, Sentence

_TO_COME = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_PLANS = frozenset(
    """plan intend expect schedule aim hope prepare threaten vow pledge promise agree order want demand urge ask call
    due
    set likely ready decide propose invite slate""".split()
)


def _word_at(sentence: Sentence, start: int, end: int) -> int | None:
    """The word of the sentence between two offsets that hangs highest."""
    inside = [i for i in range(len(sentence)) if sentence.starts[i] < end and sentence.ends[i] > start]
    for i in inside:
        if sentence.heads[i] not in inside:
            return i
    return inside[0] if inside else None


def _up(sentence: Sentence, i: int) -> list[int]:
    """The words from i to the root, i first; safe against a ring."""
    path: list[int] = []
    while 0 <= i < len(sentence) and i not in path:
        path.append(i)
        i = sentence.heads[i]
    return path


def tense_of(sentence: Sentence, start: int, end: int) -> str:
    """`past`, `future` or an empty text: the tense of the verb that governs the words between two offsets.

    A present or infinitive under a verb of planning ("plans to meet", "is due to arrive") counts as future.
    """
    i = _word_at(sentence, start, end)
    if i is None or any(
        sentence.heads[j] == i and sentence.rels[j] == "case" and sentence.words[j] in ("'s", "’s")
        for j in range(len(sentence))
    ):
        return ""
    path = _up(sentence, i)
    verbs = [j for j in path[1:] if sentence.upos[j] in ("VERB", "AUX")]
    if not verbs:
        root = path[-1]
        verbs = (
            [root]
            if any(
                sentence.heads[j] == root and sentence.rels[j].startswith(("aux", "cop")) for j in range(len(sentence))
            )
            else []
        )
    if not verbs:
        return ""
    return _tense_of_clause(sentence, verbs[0], i)


def _tense_of_clause(sentence: Sentence, verb: int, i: int) -> str:
    """The tense of the clause of a verb, seen from word i in it."""
    helpers = [
        j
        for j in range(len(sentence))
        if sentence.heads[j] == verb and sentence.rels[j].startswith(("aux", "cop", "mark"))
    ]
    words = {sentence.words[j].lower() for j in helpers}
    if words & _TO_COME or "going" in words:
        return "future"
    if words & {"would", "should", "must", "may", "might", "can", "could"}:
        return "past" if "have" in words else "future" if words & {"would", "should", "must", "may", "might"} else ""
    if "to" in words:
        above = sentence.heads[verb]
        if above < 0:
            return "future"
        if sentence.lemmas[above].lower() in _PLANS:
            # "had agreed to meet on July 1" may lie behind us; "had agreed to go on until July 1" looks ahead
            ahead = any(
                sentence.heads[j] == i and sentence.words[j].lower() in ("until", "till", "by") for j in range(i)
            )
            return "future" if ahead or "had" not in _helpers(sentence, above) else ""
        return tense_of_word(sentence, above) if sentence.upos[above] in ("VERB", "AUX", "ADJ") else ""
    above = sentence.heads[verb]
    if sentence.xpos[verb] == "VBG" and not helpers and sentence.rels[verb] == "xcomp" and 0 <= above < verb:
        # "will begin pulling out on Sunday": the verb above has the tense
        return _tense_of_clause(sentence, above, i)
    return tense_of_word(sentence, verb)


def _helpers(sentence: Sentence, verb: int) -> set[str]:
    """The auxiliaries and the copula of a verb, in small letters."""
    return {
        sentence.words[j].lower()
        for j in range(len(sentence))
        if sentence.heads[j] == verb and sentence.rels[j].startswith(("aux", "cop"))
    }


def tense_of_word(sentence: Sentence, verb: int) -> str:
    """The tense of one verb with its auxiliaries. The plain present tells neither way: "follows Tuesday's
    declaration"."""
    helpers = _helpers(sentence, verb)
    if helpers & _TO_COME:
        return "future"
    if helpers & {"was", "were", "had", "has", "have", "did", "'ve", "’ve", "been"}:
        return "past"
    if sentence.xpos[verb] == "VBD" or (
        not helpers and "Tense=Past" in sentence.morph[verb] and "VerbForm=Fin" in sentence.morph[verb]
    ):
        return "past"
    if helpers & {"is", "are", "am", "'s", "’s", "'re", "’re", "be"} and sentence.lemmas[verb].lower() in _PLANS:
        return "future"
    return ""


_SPEAKS = frozenset(
    """say tell denounce condemn accuse blame deny discuss praise criticize criticise warn demand urge call announce
    report
    welcome mourn mark recall regret reject claim comment describe debate protest""".split()
)
"""verbs whose own day is not that of the act they speak of"""


def date_of(
    sentence: Sentence, trigger: Sequence[int], head: int, found: Sequence[Cited[Period]], *, carried: bool = False
) -> Cited[Period] | None:
    """The date that belongs to the clause of `trigger`, whose head word is `head`.

    First a date on the act itself ("attacked Mosul on Tuesday", "Tuesday's attack"), then one on the verb that carries
    a named act ("launched an attack on Tuesday") or shares its clause by coordination, then one that opens the
    sentence. None when all dates belong to other acts. `carried` tells that a verb of no weight carries the act
    ("launched an attack"). Any other act named by a noun takes the date of the clause only where the clause tells of
    it: "the victims of the attack will be buried on Sunday" dates the burial.
    """
    placed = [(cited, i) for cited in found if (i := _word_at(sentence, cited.span.start, cited.span.end)) is not None]
    if not placed or not 0 <= head < len(sentence):
        return None
    own = set(trigger) | {head}
    best: tuple[tuple[int, int], Cited[Period]] | None = None
    for cited, i in placed:
        rank = _belongs(sentence, own, head, i)
        if rank is None:
            continue
        key = (rank, abs(i - head))
        if best is None or key < best[0]:
            best = (key, cited)
    if best is None:
        return None
    if sentence.upos[head] == "NOUN" and not carried and not sentence.rels[head].startswith("nsubj"):
        words = [i for cited, i in placed if cited is best[1]]
        if sentence.heads[head] >= 0 and not any(head in _up(sentence, i) for i in words):
            return None
    return best[1]


_ELSEWHEN = frozenset("before after since until till despite over about for of against following ahead".split())
"""cases of a noun that has its own time: "before the vote on May 25", "blamed Iran for the attack on Friday" """
_JOURNEYS = frozenset("visit travel fly arrive come go meet gather return".split())
_TELLS = frozenset("say tell announce report add".split())


def _governor(sentence: Sentence, i: int) -> int:
    """The word a date hangs on: its head, or the verb of telling right before it ("residents said on Tuesday"), which
    the parser passes over when what is told comes first."""
    if sentence.rels[i].startswith("nsubj") or _is_possessor(sentence, i):
        return sentence.heads[i]
    before = i - 1
    while before >= 0 and (sentence.upos[before] in ("ADP", "DET", "NUM") or sentence.heads[before] == i):
        before -= 1
    if before >= 0 and sentence.upos[before] == "VERB" and sentence.lemmas[before].lower() in _TELLS:
        return before
    return sentence.heads[i]


def _is_possessor(sentence: Sentence, i: int) -> bool:
    return sentence.rels[i] == "nmod:poss"


def _own_time(sentence: Sentence, below: int, noun: int) -> bool:
    """Whether a date is that of the noun it hangs on and not of the verb above: "Sunday's attack", "since the vote on
    May 25"."""
    cases = {
        sentence.lemmas[c].lower()
        for c in range(len(sentence))
        if sentence.heads[c] == noun and sentence.rels[c] == "case"
    }
    return _is_possessor(sentence, below) or not cases.isdisjoint(_ELSEWHEN)


def _belongs(sentence: Sentence, own: set[int], head: int, i: int) -> int | None:
    """How closely the date at word i belongs to the act: 0 on the act, larger is looser, None not at all."""
    if i in own:
        return 0
    path = [i, *_up(sentence, _governor(sentence, i))]
    for steps, j in enumerate(path[1:], 1):
        below = path[steps - 1]
        if j in own:
            return _reaches(sentence, own, head, path, steps)
        if sentence.upos[j] in ("VERB", "AUX"):
            break
        if sentence.upos[j] in ("NOUN", "PROPN") and _own_time(sentence, below, j):
            return None
    carrier = next((j for j in path[1:] if sentence.upos[j] in ("VERB", "AUX")), path[-1])
    # A named act takes the date of the verb that carries it: "launched an attack on Tuesday".
    chain = _up(sentence, head)
    clause = chain[
        : next((n for n, j in enumerate(chain[1:], 1) if sentence.upos[j] in ("VERB", "AUX")), len(chain) - 1) + 1
    ]
    speaks = sentence.lemmas[carrier].lower() in _SPEAKS
    verb = sentence.upos[head] in ("VERB", "AUX")
    if carrier in clause[1:] and not speaks:
        if not verb or sentence.rels[head] == "xcomp":
            return 2
        # What a deed brings about happens with it, and so does what a journey is for: "clashed on Friday, killing two",
        # "will visit Berlin on Friday to sign".
        if sentence.rels[head] == "advcl" and not _has(sentence, head, "nsubj"):
            brought = "VerbForm=Part" in sentence.morph[head] or sentence.xpos[head] == "VBG"
            unmarked = not _has(sentence, head, "mark") and sentence.xpos[head] != "VBN"
            if (brought and unmarked and carrier < head) or sentence.lemmas[carrier].lower() in _JOURNEYS:
                return 3
    # A date shared by coordinated verbs stands on the first of them, at its front: "On Monday they met and agreed".
    if sentence.rels[head] == "conj" and carrier == sentence.heads[head] and i < carrier:
        return 3
    # One that hangs on the first of them, but stands behind the second, is shared too: "shot two and arrested three on
    # Monday"; not so when the second is of another subject.
    if sentence.rels[head] == "conj" and carrier == sentence.heads[head] and i > head and path[1] == carrier:
        return None if _has(sentence, head, "nsubj") or _has(sentence, head, "csubj") else 3
    first = next(
        (j for j in range(len(sentence)) if sentence.upos[j] not in ("PUNCT", "ADP", "DET", "CCONJ", "SCONJ")), 0
    )
    # A date at the front frames the clauses below its verb as well, unless that verb reports or is of another subject.
    if abs(i - first) <= 2 and i <= carrier and carrier in chain and verb:
        return 4
    return None


def _reaches(sentence: Sentence, own: set[int], head: int, path: list[int], steps: int) -> int | None:
    """How closely a date belongs to an act that stands `steps` above it."""
    below = path[steps - 1]
    rel = sentence.rels[below].split(":")[0]
    if steps > 1 and below not in own and rel in ("ccomp", "parataxis", "conj", "acl", "advcl", "xcomp"):
        return None if sentence.upos[below] in ("VERB", "AUX") and sentence.rels[below] != "xcomp" else steps
    return 0 if steps <= 1 else 1


def _has(sentence: Sentence, head: int, rel: str) -> bool:
    return any(sentence.heads[j] == head and sentence.rels[j].startswith(rel) for j in range(len(sentence)))
