"""The argument graph: a dependency tree with the drawing taken out, so that patterns can say what happened.

Voice, coordination, control and raising, relative clauses, participles, light verbs and case markers are settled here,
once. Afterwards every word has *roles*:

    agent       who does it: the subject of the active, the by-phrase of the passive, the antecedent of "who ..."
    object      to whom it is done: the object of the active, the subject of the passive
    in, on, to, with, against, ...      the preposition itself names the role; multi-word ones are joined by `_`
    content     the clause that is said, wanted, promised ("urged Iran to stop": stop)
    purpose     an infinitive of purpose ("arrived to meet": meet)
    poss, adj, compound, of, by, ...    on nouns: "Iran's visit", "Iranian visit", "Iran visit", "visit of ..."
    time        a bare time phrase ("Monday")

Coordinated phrases are separate entries of the same role, so that lists stay lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from watchfloor.coding.mending import mended
from watchfloor.types import Sentence

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X", "ADJ", "DET"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose", "where"})
# Verbs whose infinitive is done by their subject although they have an object ("promised Iran to stop").
SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "pledge", "use", "take", "seek", "offer", "visit", "meet"})
# Heads of time phrases: "on Tuesday" and "in March" are neither places nor parties.
TIME_WORDS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december day week month year morning afternoon evening night midnight noon weekend "
    "hour minute decade century spring summer autumn winter yesterday today tomorrow dawn dusk past future eve "
    "time".split()
)

NAMES_ON_IC = frozenset({"Islamic", "Icelandic", "Nordic", "Baltic", "Slavic", "Hellenic"})
# What stands behind a hyphen in the name of one country.
SECOND_HALVES = frozenset({"bissau", "leste", "herzegovina", "montenegro", "pacific", "lorraine"})
# How adjectives of no country end, and such as begin a sentence often.
COMMON_ENDINGS = ("y", "ed", "ing", "ous", "ful", "less", "al", "ive", "ent", "ant", "ble", "est", "ary", "ic")
OPENERS = frozenset(
    "fresh new old top senior former civilian human urban veteran humanitarian foreign joint further high-level other "
    "more most nuclear islamist separatist northern southern eastern major minor fierce huge large small big key "
    "rare close direct tense intense great first second third last main own such armed rival".split()
)
# What stands before the name of a month.
BEFORE_MONTHS = frozenset(
    "in since until till by from during of before after through throughout last next this early mid late mid- each "
    "every between".split()
)

# Prepositions whose clause is done by the object before it ("accused Chad of", "prevented rebels from").
BLAMING = frozenset({"of", "for", "from", "against", "into"})

# Verbs that always have an object, so that a headline's "Diplomat expelled" can only be a passive.
SUFFERED = frozenset(
    "arrest detain expel kill jail imprison wound injure kidnap abduct free release sentence execute seize capture "
    "deport ban sack evict oust assassinate behead convict acquit extradite evacuate indict pardon murder".split()
)

# Papers that are about somebody other than the one who gets them.
PAPERS = frozenset({"warrant"})

# Participles that tell what their subject thinks, and the preposition of what it thinks of.
STATES_OF_MIND = {"oppose": "to", "commit": "to", "dedicate": "to"}

# Participles before a noun whose doer does what the noun names.
LEADING = frozenset({"lead", "impose", "order", "launch", "orchestrate", "declare"})

# Verbs of coming and going, behind which "for talks" says what the traveller does.
TRAVELS = frozenset({"fly", "arrive", "travel", "go", "come", "leave", "head", "return", "gather", "sit", "depart"})
# Before "of" these only measure the act: "opened two days of talks".
MEASURES = frozenset({"day", "week", "round", "series", "set", "hour", "string", "spate", "wave", "month"})

Roles = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Graph:
    """A sentence with its normalised roles. `roles[i]` maps a role name to the head words that fill it for word i;
    `children[i]` are the words that depend on i in the tree; `light[i]` is the light verb a noun is carried by, or -1;
    `passive[i]` tells whether word i is a verb in the passive, `receives[i]` whether the verb that carries noun i makes
    its subject suffer it ("drew criticism")."""

    sentence: Sentence
    children: tuple[tuple[int, ...], ...]
    roles: tuple[Roles, ...]
    light: tuple[int, ...]
    passive: tuple[bool, ...]
    receives: tuple[bool, ...]

    def subtree(self, head: int) -> tuple[int, ...]:
        """All words below `head`, itself included, in order."""
        seen, todo = {head}, [head]
        while todo:
            for child in self.children[todo.pop()]:
                if child not in seen:
                    seen.add(child)
                    todo.append(child)
        return tuple(sorted(seen))

    def child(self, head: int, *rels: str) -> int:
        """The first dependent of `head` with one of these relations, or -1."""
        return next((c for c in self.children[head] if self.sentence.rels[c] in rels), -1)


def is_name(s: Sentence, i: int) -> bool:
    """Whether a capital tells of a name: at the start of a sentence it tells little of an adjective ("Heavy clashes"),
    and the ending decides ("Egyptian", but "deadly")."""
    word = s.words[i]
    if not word[:1].isupper():
        return False
    starts = i == 0 or (i == 1 and s.upos[0] == "PUNCT")
    if not starts or s.upos[i] != "ADJ" or word.isupper() or word in NAMES_ON_IC:
        return True
    return not word.endswith(COMMON_ENDINGS) and word.lower() not in OPENERS


def in_time(s: Sentence, i: int) -> bool:
    """Whether word i is the month and not the march or the modal: "March 2016", "in March"."""
    word = s.words[i]
    if word.lower() not in ("march", "may"):
        return False
    beside = (s.words[j] for j in (i - 1, i + 1) if 0 <= j < len(s))
    if any(other[:1].isdigit() for other in beside):
        return True
    before = s.words[i - 1].lower() if i else ""
    return word[:1].isupper() and before in BEFORE_MONTHS


def build(
    sentence: Sentence, light_verbs: frozenset[str] = frozenset(), receiving_verbs: frozenset[str] = frozenset()
) -> Graph:
    """The graph of a sentence. `light_verbs` are the lemmas that only carry their noun ("launch an attack"),
    `receiving_verbs` those whose subject the noun is done to ("draw criticism from")."""
    return _Builder(mended(sentence), light_verbs, receiving_verbs).graph()


class _Builder:
    """Collects roles top-down, so that what a clause inherits is known before its own children ask for it."""

    def __init__(self, sentence: Sentence, light_verbs: frozenset[str], receiving_verbs: frozenset[str]) -> None:
        self.s = sentence
        self.n = len(sentence)
        self.light_verbs = light_verbs
        self.receiving_verbs = receiving_verbs
        kids: list[list[int]] = [[] for _ in range(self.n)]
        for i, head in enumerate(sentence.heads):
            if head >= 0:
                kids[head].append(i)
        self.children = tuple(tuple(k) for k in kids)
        self.roles: list[dict[str, list[int]]] = [{} for _ in range(self.n)]
        self.light = [-1] * self.n
        self.receives = [False] * self.n
        self.passive = [self._is_passive(i) for i in range(self.n)]

    def graph(self) -> Graph:
        order = self._top_down()
        for i in order:
            self._own_roles(i)
        for i in order:
            self._inherit(i)
        for i in order:
            self._fold_under(i)
            self._fold_stay(i)
            self._fold_light_verb(i)
            self._fold_receiving_verb(i)
        self._expand_coordination()
        frozen = tuple(MappingProxyType({k: tuple(v) for k, v in roles.items() if v}) for roles in self.roles)
        return Graph(self.s, self.children, frozen, tuple(self.light), tuple(self.passive), tuple(self.receives))

    def _top_down(self) -> list[int]:
        order = [i for i, head in enumerate(self.s.heads) if head < 0]
        for i in order:
            order.extend(self.children[i])
        return order

    def _is_passive(self, i: int) -> bool:
        if self.s.upos[i] not in ("VERB", "AUX"):
            return False
        rels = {self.s.rels[c] for c in self.children[i]}
        if "nsubj:pass" in rels or "aux:pass" in rels or "csubj:pass" in rels:
            return True
        if self._is_headline_passive(i):
            return True
        # A bare participle behind its noun ("troops killed in the raid") or with a by-phrase and no object.
        if self.s.xpos[i] != "VBN" or any(self.s.rels[c] in ("aux", "nsubj") for c in self.children[i]):
            return False
        return self.s.rels[i] in ("acl", "advcl", "amod") or "obl:agent" in rels

    def _is_headline_passive(self, i: int) -> bool:
        """ "Leader placed under arrest": with no full stop, a participle with a subject and no object is a passive."""
        participle = self.s.xpos[i] == "VBN" or (self.s.xpos[i] == "VBD" and self.s.lemmas[i] in SUFFERED)
        if not participle or self.s.heads[i] >= 0 or self.s.words[-1] in (".", "!", "?", '"', "”"):
            return False
        rels = [self.s.rels[c] for c in self.children[i]]
        return "nsubj" in rels and not any(rel.startswith(("aux", "obj", "ccomp", "xcomp", "conj")) for rel in rels)

    def _add(self, i: int, role: str, filler: int) -> None:
        fillers = self.roles[i].setdefault(role, [])
        if filler not in fillers and filler != i:
            fillers.append(filler)

    def case(self, i: int) -> str:
        """The preposition of a phrase, lower case, its words joined by `_`; empty when it has none."""
        words: list[str] = []
        for c in self.children[i]:
            if self.s.rels[c] == "case" and self.s.words[c].lower() not in ("'s", "’s", "'", "’"):
                words += [self.s.words[c], *(self.s.words[d] for d in self.children[c] if self.s.rels[d] == "fixed")]
        return "_".join(w.lower() for w in words)

    def _own_roles(self, i: int) -> None:
        towards = STATES_OF_MIND.get(self.s.lemmas[i], "")
        if towards and self.passive[i] and any(self.case(c) == towards for c in self.children[i]):
            self.passive[i] = False  # "Britain is opposed to the plan"
            for c in self.children[i]:
                if self.s.rels[c] == "nsubj:pass":
                    self._add(i, "agent", c)
                elif self.case(c) == towards:
                    self._add(i, "object", c)
        for c in self.children[i]:
            rel = self.s.rels[c]
            role = self._verb_role(i, c, rel) if self._is_clause(i) else ""
            role = role or self._noun_role(c, rel)
            if role:
                self._add(i, role, c)
            inside = self._names_inside(c) if role == "compound" else self._leaders(c) if role == "adj" else ()
            for inner in inside:
                self._add(i, role, inner)

    def _names_inside(self, i: int) -> list[int]:
        """ "US air strikes", "Egypt-Sudan talks": names that the parser hung on the word before the noun."""
        found = []
        for c in self.children[i]:
            before = self.s.rels[c] in ("compound", "amod") and c < i
            own_name = self.s.rels[c].startswith("flat") and c >= 2 and self.s.names[c].startswith("B-")
            pair = before and i - c == 2 and self.s.names[c][2:] == self.s.names[i][2:] == "LOC"
            pair = pair and self.s.words[i].lower() not in SECOND_HALVES
            hyphen = i - 1 if pair else c - 1 if own_name else -1
            paired = hyphen >= 0 and self.s.words[hyphen] in ("-", "–", "/")
            nested = before and self.s.upos[i] == "NOUN"
            if (nested and self.s.words[c][:1].isupper()) or paired:
                found.append(c)
        return found

    def _leaders(self, i: int) -> list[int]:
        """ "The US-led war", "EU-imposed sanctions": whoever leads or imposes acts."""
        if self.s.lemmas[i] not in LEADING or self.s.xpos[i] not in ("VBN", "VBD", "JJ"):
            return []
        return [c for c in self.children[i] if self.s.rels[c].startswith(("compound", "obl", "amod")) and c < i]

    def _is_clause(self, i: int) -> bool:
        if self.s.upos[i] in ("VERB", "AUX"):
            return True
        return any(self.s.rels[c] in ("nsubj", "cop", "nsubj:pass", "csubj") for c in self.children[i])

    def _verb_role(self, i: int, c: int, rel: str) -> str:
        base = rel.partition(":")[0]
        if base in ("nsubj", "csubj") or (base == "expl" and self.s.upos[i] == "ADJ"):
            return "object" if self.passive[i] else "agent"
        if base == "obj":
            # a second object behind a preposition is none ("took control over two cities")
            second = any(self.s.rels[d] == "obj" and d < c for d in self.children[i])
            return (self.case(c) if second else "") or "object"
        if base == "iobj":
            # "warned Syria": the only object is the object, whatever the parser calls it.
            return "to" if any(self.s.rels[d] in ("obj", "ccomp") for d in self.children[i]) else "object"
        if base == "obl":
            case = self.case(c)
            if rel == "obl:agent" or (case == "by" and self.passive[i]):
                return "agent"
            if self._is_time(c) or rel in ("obl:tmod", "obl:unmarked", "obl:npmod"):
                return "time"
            # A bare phrase behind a verb without object is its object, whatever the parser calls it.
            return case or ("object" if c > i and not self._has_object(i) else "time")
        if base in ("ccomp", "xcomp"):
            return "content"
        if base == "advcl":
            return "purpose" if self._is_infinitive(c) else "advcl"
        return ""

    def _has_object(self, i: int) -> bool:
        return self.passive[i] or any(self.s.rels[d] in ("obj", "ccomp", "xcomp") for d in self.children[i])

    def _is_time(self, i: int) -> bool:
        if self.s.words[i] in ("march", "may") and not in_time(self.s, i):
            return False
        return self.s.lemmas[i].lower() in TIME_WORDS and self.s.rels[i] != "nmod:poss"

    def _noun_role(self, c: int, rel: str) -> str:
        base = rel.partition(":")[0]
        if rel == "nmod:poss":
            return self.case(c) or "poss"  # "an embargo by the United Nations" has no possessor
        if base in ("nmod", "obl"):
            return "time" if self._is_time(c) else self.case(c) or "compound"
        if base == "amod":
            return "adj"
        if base == "compound" and rel != "compound:prt":
            return "compound"
        if base == "appos":
            return "appos"
        told = rel != "acl:relcl" and any(self.s.rels[d] == "mark" for d in self.children[c])
        return "content" if base in ("ccomp", "acl") and (told or self._is_infinitive(c)) else ""

    def _is_infinitive(self, i: int) -> bool:
        return any(self.s.lemmas[c] == "to" and self.s.rels[c] in ("mark", "aux") for c in self.children[i])

    def _inherit(self, i: int) -> None:
        """What a clause takes over from the clause or noun it hangs on."""
        head = self.s.heads[i]
        if head < 0 or self.s.upos[i] not in ("VERB", "AUX", "ADJ", "NOUN"):
            return
        base = self.s.rels[i].partition(":")[0]
        if self.s.rels[i] == "acl:relcl":
            self._relative(i, head)
        elif base == "acl" and self.s.upos[i] == "VERB":
            self._participle(i, head)
        elif base in ("xcomp", "ccomp") and "agent" not in self.roles[i]:
            self._control(i, head)
        elif base == "advcl":
            self._adverbial(i, head)
        elif base == "conj" and self._is_clause(head) and self._is_clause(i):
            self._conjunct(i, head)

    def _subject(self, i: int) -> list[int]:
        """Who a subjectless clause below i is about: the subject on the surface."""
        return self.roles[i].get("object" if self.passive[i] else "agent", [])

    def _give_subject(self, i: int, fillers: list[int]) -> None:
        role = "object" if self.passive[i] else "agent"
        if role not in self.roles[i]:
            for filler in fillers:
                self._add(i, role, filler)

    def _relative(self, i: int, noun: int) -> None:
        found = False
        for roles in (self.roles[i], *(self.roles[c] for c in self.children[i] if self.s.rels[c] == "xcomp")):
            for role, fillers in roles.items():
                for k, filler in enumerate(fillers):
                    if self.s.lemmas[filler] in RELATIVE and self.s.upos[filler] in ("PRON", "DET", "SCONJ"):
                        fillers[k] = noun
                        found = True
                        if role in ("time", "adj", "compound"):
                            fillers.pop(k)
        if found:
            return
        if "agent" in self.roles[i] and "object" not in self.roles[i] and not self.passive[i]:
            self._add(i, "object", noun)
        else:
            self._give_subject(i, [noun])

    def _participle(self, i: int, noun: int) -> None:
        if not self._is_infinitive(i):
            self._give_subject(i, [noun])
            return
        # "a plan to withdraw": the planner withdraws.
        owners = self.roles[noun].get("poss", []) or self.roles[noun].get("by", []) or self.roles[noun].get("adj", [])
        governor = self.s.heads[noun]
        if not owners and governor >= 0 and self.s.rels[noun].partition(":")[0] in ("obj", "obl"):
            owners = self._subject(governor)
        self._give_subject(i, owners)

    def _control(self, i: int, head: int) -> None:
        if self.s.rels[i].startswith("ccomp") and not self._is_infinitive(i) and self.s.xpos[i] != "VBG":
            return
        between = [c for c in self.children[head] if head < c < i and self.s.upos[c] in ("NOUN", "PROPN", "PRON")]
        if between and any(self.s.rels[c] == "mark" and self.s.words[c].lower() == "for" for c in self.children[i]):
            self._give_subject(i, between[-1:])  # "called for Mali to stop"
            return
        roles = self.roles[head]
        own = self.s.lemmas[head] in SUBJECT_CONTROL
        if self.s.lemmas[head] == "call" and "object" in roles and not self.passive[head]:
            own = not any(p in roles for p in ("on", "upon", "for"))  # "called Israel to explain": the caller explains
            if own:
                self._give_subject(i, self._subject(head))
                return
        objects = roles.get("object", []) if not own else []
        if not objects:
            # "called on Iran to stop", "appealed to both sides to talk", "for Iran to stop"
            objects = next((roles[p] for p in ("on", "to", "for", "with") if self._asks(head) and p in roles), [])
        self._give_subject(i, objects or self._subject(head))

    def _asks(self, head: int) -> bool:
        return self.s.lemmas[head] in ("call", "appeal", "plead", "press", "push", "prevail", "wait", "arrange")

    def _adverbial(self, i: int, head: int) -> None:
        if any(self.s.rels[c].startswith(("nsubj", "csubj")) for c in self.children[i]):
            return
        if self._asks(head) and self._is_infinitive(i):
            self._control(i, head)  # "called on Iran to stop", hung as a purpose
            return
        marks = {self.s.words[c].lower() for c in self.children[i] if self.s.rels[c] == "mark"}
        if marks & BLAMING and not self.passive[head] and self.roles[head].get("object"):
            self._give_subject(i, self.roles[head]["object"])  # "criticised Belarus for arresting": Belarus arrests
        else:
            self._give_subject(i, self._subject(head))

    def _conjunct(self, i: int, head: int) -> None:
        has_subject = any(self.s.rels[c].startswith(("nsubj", "csubj", "expl")) for c in self.children[i])
        has_aux = any(self.s.rels[c].startswith("aux") for c in self.children[i])
        if self.passive[head] and self.s.xpos[i] == "VBN" and not has_subject and not has_aux:
            self.passive[i] = True
            if "by" in self.roles[i]:
                for filler in self.roles[i].pop("by"):
                    self._add(i, "agent", filler)
        if not has_subject:
            self._give_subject(i, self._subject(self._teller(i, head)))
            if self.passive[head] and self.passive[i]:
                for filler in self.roles[head].get("agent", []):
                    self._add(i, "agent", filler)
        if self.passive[i] or self.passive[head] or has_subject:
            return
        # "seized and burned the town": the object stands behind the second verb and belongs to both.
        if "object" not in self.roles[i] and any(f > i for f in self.roles[head].get("object", [])):
            self.roles[i]["object"] = list(self.roles[head]["object"])
        elif "object" not in self.roles[head] and i - head <= 3 and not set(self.roles[head]) - {"agent", "time"}:
            for filler in self.roles[i].get("object", []):
                self._add(head, "object", filler)

    def _teller(self, i: int, head: int) -> int:
        """ "said that others divert us, and accused them": a tense that leaves the reported clause goes on with the
        reporter's."""
        over = self.s.heads[head]
        if over < 0 or self.s.rels[head] != "ccomp" or self.s.upos[over] != "VERB":
            return head
        leaves = self.s.xpos[i] == self.s.xpos[over] == "VBD" and self.s.xpos[head] in ("VBP", "VBZ", "VB")
        return over if leaves else head

    def _fold_light_verb(self, verb: int) -> None:
        """ "launched an attack on Y": the attack is launched's subject's, and on Y is the attack's."""
        if self.s.upos[verb] != "VERB" or self.s.lemmas[verb] not in self.light_verbs:
            return
        roles = self.roles[verb]
        # "took part in a protest", but "suspended the tax in a concession"
        carried = list(roles.get("object", [])) or list(roles.get("in", []))
        carried += [n for n in roles.get("in", []) if n not in carried and self.s.lemmas[verb] in ("take", "hold")]
        carried += [o for n in carried if self.s.lemmas[n] in MEASURES for o in self.roles[n].get("of", [])]
        for noun in carried:
            if self.s.upos[noun] not in ("NOUN", "VERB", "PROPN") or self.s.heads[noun] < 0:
                continue
            self.light[noun] = verb
            for role, fillers in list(roles.items()):
                if role in ("object", "content", "purpose", "advcl"):
                    continue
                if role == "in" and noun in fillers:
                    continue
                if role == "agent" and "by" in self.roles[noun]:
                    continue
                for filler in fillers:
                    self._add(noun, role, filler)

    def _fold_under(self, noun: int) -> None:
        """ "The town is under siege by the army": what is under it suffers it."""
        roles = self.roles[noun]
        if self.s.upos[noun] != "NOUN" or self.case(noun) != "under" or not roles.get("agent"):
            return
        if any(self.s.rels[c] == "cop" for c in self.children[noun]):
            self.receives[noun] = True
            roles["object"] = list(roles["agent"])
            for filler in roles.get("from", []):
                self._add(noun, "by", filler)

    def _fold_stay(self, noun: int) -> None:
        """ "The minister is in Jakarta for talks", "flew to Cairo for talks": who is there talks."""
        stay = self.s.heads[noun]
        if (
            stay < 0
            or self.s.upos[noun] != "NOUN"
            or self.s.rels[noun] != "obl"
            or self.case(noun) not in ("for", "on")
        ):
            return
        there = self.case(stay) in ("in", "at") and any(self.s.rels[c] == "cop" for c in self.children[stay])
        there = there or (self.s.lemmas[stay] in TRAVELS and not self.passive[stay])
        if there and not any(r in self.roles[noun] for r in ("agent", "poss", "by", "between", "adj")):
            for filler in self.roles[stay].get("agent", []):
                self._add(noun, "agent", filler)

    def _fold_receiving_verb(self, verb: int) -> None:
        """ "Israel drew criticism from Egypt", "came under fire from": the noun is done to the subject, by whom stands
        behind "from" or "by"."""
        if self.s.upos[verb] not in ("VERB", "AUX") or self.s.rels[verb].startswith("aux") or self.passive[verb]:
            return
        roles = self.roles[verb]
        nouns = roles.get("object", []) if self.s.lemmas[verb] in self.receiving_verbs else []
        nouns = nouns or (roles.get("under", []) if self.s.lemmas[verb] in ("come", "fall") else [])
        for noun in nouns:
            if self.s.lemmas[noun] in PAPERS:
                continue  # who receives a warrant is not the one accused
            if not self.s.xpos[noun].startswith("NN") or self.s.upos[noun] == "PROPN" or not roles.get("agent"):
                continue
            own = self.roles[noun]
            named = any(self.s.words[i][:1].isupper() for r in ("adj", "compound", "of") for i in own.get(r, []))
            if not (named or any(r in have for r in ("from", "by") for have in (roles, own))):
                continue  # nobody stands there who does it
            self.light[noun] = verb
            self.receives[noun] = True
            for role in ("from", "by"):
                for filler in roles.get(role, []):
                    self._add(noun, "by", filler)
            for filler in self.roles[noun].get("from", []):
                self._add(noun, "by", filler)
            self.roles[noun]["object"] = list(roles["agent"])

    def _expand_coordination(self) -> None:
        for roles in self.roles:
            for role, fillers in roles.items():
                if role in ("content", "purpose", "advcl", "appos"):
                    continue
                for filler in list(fillers):
                    for other in self._conjuncts(filler):
                        if other not in fillers:
                            fillers.append(other)

    def _conjuncts(self, i: int) -> list[int]:
        found: list[int] = []
        todo = [i]
        while todo:
            for c in self.children[todo.pop()]:
                if self.s.rels[c] == "conj" and self.s.upos[c] in NOMINAL and not self._is_clause(c):
                    found.append(c)
                    todo.append(c)
        return found
