"""Matching the codebook against a sentence: graph in, `Match`es out.

Every word is looked up as a possible trigger; the entries whose further words and role constraints hold are ranked by
how much they ask for, and the most specific wins: one act a word. Words that belong to a longer trigger ("imposed
sanctions") name no second act. A trigger that the model is sure names no such act here is refused (see senses.py). What
was tried and what was missing is kept for `explain`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from watchfloor.coding import facets, frames, senses
from watchfloor.coding.graph import NOMINAL, RELATIVE, Graph, in_time, is_name
from watchfloor.coding.linking import linked
from watchfloor.coding.patterns import NAME_CLASSES, Codebook, PatternBlock, Trigger
from watchfloor.types import Facet, Match

# Roles of a noun that say to whom it is done, in the order of trust.
NOUN_OBJECTS = ("against", "on", "upon", "at", "over", "to", "with", "into", "towards")
# Prepositions that patterns use for the one to whom a named act is done.
RECEIVED = ("of", "against", "on", "at", "to", "for")
# Words whose lemma is their plural, as the lists of the codebook write them.
PLURALS = {"troops": "troop", "arms": "weapon", "basis": "base"}
# "@must" in a constraint: the clause says that somebody is obliged; "@will": that somebody is going to.
AUXILIARIES = {
    "must": frozenset({"must", "should", "ought"}),
    "will": frozenset({"will", "would", "'ll", "’ll"}),
}
# Phrases that a parser hangs now on the verb and now on its object ("returned the ship to Cyprus").
HANGING = frozenset(
    {"at", "to", "from", "with", "against", "for", "on", "between", "over", "into", "towards", "toward"}
)
# Word lists whose words act; "@ACTOR" in a constraint takes them and names.
HUMAN_CLASSES = ("person", "force", "police", "militia", "envoy", "investigator", "protester", "hostage", "diplomat")
# Verbs whose doer does the act that their object names ("a strike called by the unions").
MAKING = frozenset(
    "call organize organise stage launch carry mount conduct wage impose announce declare order lead commit perpetrate "
    "hold issue sponsor broker mediate".split()
)
# Word lists of those who act in politics, by whatever name.
POWERFUL = ("authority", "force", "militia", "police")
# Nouns that count what stands behind their "of".
COUNTS = frozenset(
    "thousand hundred dozen ten million billion score number group couple series round pair lot half part majority "
    "handful wave barrage spate string batch rest swarm salvo volley squadron".split()
)
# Who may act although the word belongs to the trigger.
TROOPS = frozenset({"troop", "soldier", "army", "military", "rebel", "militia"})
# Roles of a trigger that are no phrases: its auxiliaries ("may"), its negation, its particle, its own preposition.
FORMS = {"aux": ("aux", "aux:pass"), "negation": ("advmod", "det"), "particle": ("compound:prt",), "case": ("case",)}
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor"})
# Types whose content is often done by their recipient.
SAID_TO = frozenset({"REQUEST", "REJECT", "THREATEN", "ACCUSE", "AGREE", "PROTEST"})
# Types of material conflict: to announce one of them is a threat.
CONFLICT = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST"})
# "@conflict" in a constraint: the word names an act of such a type; "@goodwill": one of those.
ACTS = {
    "conflict": frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST"}),
    "goodwill": frozenset({"AID", "COOPERATE", "CONCEDE", "CONSULT", "RETREAT", "SUPPORT"}),
}
# Roles that set the scene of an act and name none of its parties.
SETTING = frozenset(
    "time advcl after before during since despite because_of according_to amid while until as_of as near by like "
    "unlike including without within behind following ahead_of appos in_front_of as_part_of around".split()
)
BESIDE = frozenset({"det", "amod", "compound", "nmod:poss"})
CONTENT_ROLES = ("content", "purpose", "object", "for", "to", "with", "on", "of", "by", "about", "from", "against")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One entry that was tried on one word: whether it held, and if not, what was missing."""

    head: int
    pattern: str
    entry: str
    missing: str
    """empty when it matched"""
    bound: tuple[tuple[str, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A trigger that holds: the entry, its words and what fills its roles."""

    trigger: Trigger
    head: int
    words: tuple[int, ...]
    actors: tuple[int, ...]
    recipients: tuple[int, ...]
    others: tuple[int, ...]
    places: tuple[int, ...]
    named: tuple[int, ...]
    """words that the pattern's constraints asked for: they belong to this act and name no act of their own"""
    score: tuple[int, int, int, int]

    @property
    def block(self) -> PatternBlock:
        return self.trigger.pattern


def match(graph: Graph, codebook: Codebook, on_attempt: Callable[[Attempt], None] | None = None) -> tuple[Match, ...]:
    """All acts that the sentence names, in the order of their head words."""
    best: dict[int, Found] = {}
    for head in range(len(graph.sentence)):
        for trigger in _candidates(graph, head, codebook):
            found, missing = _try(graph, head, trigger, codebook)
            if found and (doubt := _doubt(graph, found, codebook)):
                found, missing = None, doubt
            if on_attempt:
                entry = " ".join((trigger.lemma, *trigger.others))
                bound = (("actor", found.actors), ("recipient", found.recipients)) if found else ()
                on_attempt(Attempt(head, trigger.pattern.id, entry, missing, bound))
            if found and (head not in best or found.score > best[head].score):
                best[head] = found
    kept = _without_consumed(graph, best)
    inner = {head: _finish(graph, found, codebook) for head, found in kept.items()}
    done = _compose(graph, kept, inner, codebook)
    return linked(graph, tuple(done[head] for head in sorted(done)))


def _candidates(graph: Graph, head: int, codebook: Codebook) -> Iterator[Trigger]:
    s = graph.sentence
    upos, lemma = s.upos[head], s.lemmas[head].lower()
    if upos in ("VERB", "AUX"):
        if s.rels[head] not in ("aux", "aux:pass", "amod", "case", "compound"):
            yield from codebook.triggers.get(("verb", lemma), ())
        if s.xpos[head] == "VBG" and (s.rels[head] in ("obj", "nsubj", "obl", "nmod") or graph.child(head, "det") >= 0):
            yield from codebook.triggers.get(("noun", s.words[head].lower()), ())
    elif upos in ("NOUN", "PROPN"):
        if in_time(graph.sentence, head):
            return  # "March 2016" is no march
        yield from codebook.triggers.get(("noun", lemma), ())
        if lemma != s.words[head].lower():
            yield from codebook.triggers.get(("noun", s.words[head].lower()), ())
    elif upos in ("ADJ", "ADV"):
        yield from codebook.triggers.get(("adjective", lemma), ())


def _try(graph: Graph, head: int, trigger: Trigger, codebook: Codebook) -> tuple[Found | None, str]:
    words = _other_words(graph, head, trigger)
    if words is None:
        return None, f"no “{' '.join(trigger.others)}” with it"
    block = trigger.pattern
    view = RoleView(graph, head, trigger)
    named: list[int] = []
    for role, allowed in block.where.items():
        fillers = view.path(role)
        fitting = [f for f in fillers if any(fits(graph, i, allowed, codebook) for i in _counted(graph, f))]
        if not fitting:
            what = " or ".join(allowed)
            return None, f"{role} must be {what}" + (", is missing" if not fillers else "")
        if "*" not in allowed and "agent" not in role:
            named += fitting
    for role, barred in block.unless.items():
        fillers = view.roles.get(role, ()) if barred == ["*"] and role == "content" else view.path(role)
        if barred == ["*"] and graph.receives[head]:
            fillers = tuple(f for f in fillers if f not in graph.roles[head]["object"])  # no phrase of its own
        if any(fits(graph, f, _barred(graph, f, barred), codebook) for f in fillers):
            return None, f"{role} must not be {' or '.join(barred)}"
    view.words = frozenset(words)
    actors, recipients = _sides(graph, view, block)
    actors = tuple(a for a in actors if a not in words)
    taken = set(words)
    if view.nominal and not actors and not block.joint:
        actors = tuple(w for w in words if _lemma(graph, w) in TROOPS and w != head)  # "the troop withdrawal"
        taken.difference_update(actors)
    actors = tuple(a for a in actors if a not in taken)
    recipients = tuple(r for r in recipients if r not in taken and r not in actors)
    places = view.first(block.place)
    specific = sum("*" not in allowed for allowed in block.where.values())
    score = (len(words), specific, len(block.where), -trigger.rank)
    further = _further(graph, head, set(actors) | taken, block) if block.recipient else ()
    others = tuple(o for o in further if o not in recipients)
    return Found(trigger, head, words, actors, recipients, others, places, tuple(named), score), ""


def _other_words(graph: Graph, head: int, trigger: Trigger) -> tuple[int, ...] | None:
    """The words of the entry in the sentence, or None when one of them does not stand with the head."""
    if not trigger.others:
        return (head,)
    s = graph.sentence
    near: list[int] = []
    clauses = "to" in trigger.others  # "ask to leave" looks into the clause below; "threaten attack" wants the noun
    for c in graph.children[head]:
        spoken = s.upos[c] == "INTJ"  # "said no to the plan"
        if s.rels[c] in ("xcomp", "ccomp", "advcl", "conj", "parataxis") and not clauses and not spoken:
            continue
        if s.rels[c] == "nsubj" and s.upos[head] == "VERB":
            continue  # "talks ended" is not "ended talks"
        if s.rels[c].startswith("obl") and s.rels[c] != "obl:agent" and not _has_case(graph, c, trigger.others):
            continue
        if trigger.part == "noun" and c > head and not _has_case(graph, c, (*trigger.others, "of")):
            continue  # a "strike on a school bus" is no school strike
        near.append(c)
        near.extend(d for d in graph.children[c] if s.rels[d] in ("case", "fixed", "compound", "amod", "mark", "obl"))
        near.extend(e for d in graph.children[c] if s.rels[d] == "obl" for e in graph.children[d])
    if trigger.part != "noun":
        for role, fillers in graph.roles[head].items():
            if role == "agent" or (role in SETTING and role not in trigger.others):
                continue
            if clauses or role not in ("content", "purpose"):
                near.extend(fillers)
    words = {head}
    for other in trigger.others:
        hit = next((i for i in near if i not in words and _stands(graph, head, i, other, words, trigger.others)), -1)
        if hit < 0:
            return None
        words.add(hit)
    return tuple(sorted(words))


def _stands(graph: Graph, head: int, i: int, word: str, words: set[int], others: tuple[str, ...]) -> bool:
    """Whether word i is this further word of an entry. A particle or preposition stands behind its verb, with no object
    of the verb in between, and not before a day: "gave in", but not "In Mosul one gave" nor "took it in January"."""
    s = graph.sentence
    if word not in (s.lemmas[i].lower(), s.words[i].lower()):
        return False
    if s.rels[i] not in ("case", "compound:prt", "advmod", "mark") or s.upos[head] not in ("VERB", "AUX"):
        return True
    if s.rels[i] == "case" and s.lemmas[s.heads[i]].lower() in others:
        return i > head  # "put its navy on alert": the phrase itself is part of the entry
    between = (o for o in graph.roles[head].get("object", ()) if head < o < i and o not in words)
    if s.rels[i] == "case" and (i < head or (next(between, -1) >= 0 and word != "out")):
        return False
    return not (s.rels[i] == "case" and s.heads[i] in graph.roles[head].get("time", ()))


def _has_case(graph: Graph, i: int, words: tuple[str, ...]) -> bool:
    """Whether the phrase stands with one of the prepositions of the entry ("go on strike"), or with none."""
    cases = [c for c in graph.children[i] if graph.sentence.rels[c] == "case"]
    return not cases or any(graph.sentence.words[c].lower() in words for c in cases)


class RoleView:
    """The roles of a trigger as its pattern sees them: nouns get `agent` and `object` from "of", "by", possessors."""

    def __init__(self, graph: Graph, head: int, trigger: Trigger) -> None:
        self.graph = graph
        self.head = head
        self.nominal = trigger.part == "noun"
        self.block = trigger.pattern
        self.words: frozenset[int] = frozenset()
        self.roles = dict(graph.roles[head])
        if self.nominal and graph.receives[head]:
            for role in RECEIVED:  # whichever preposition a pattern has for those it is done to
                self.roles.setdefault(role, graph.roles[head]["object"])
        if self.nominal:
            agent, obj = self._noun_sides()
            self.roles["agent"], self.roles["object"] = agent, obj

    def _noun_sides(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        roles = self.graph.roles[self.head]
        if self.graph.receives[self.head]:
            named = tuple(a for a in (*roles.get("adj", ()), *roles.get("compound", ())) if self._is_name(a))
            of = tuple(o for o in roles.get("of", ()) if self._is_name(o))
            if "agent" in self.block.recipient:  # a pattern for "was under fire" means its subject
                return roles.get("agent", ()), roles["object"]
            return roles.get("by", ()) or named or roles.get("poss", ()) or of, roles["object"]
        of, poss = roles.get("of", ()), roles.get("poss", ())
        adjectives = tuple(a for a in roles.get("adj", ()) if self._is_name(a))
        compounds = roles.get("compound", ())
        modifiers = tuple(sorted((*adjectives, *compounds)))
        objects: tuple[int, ...] = of if self.block.of == "object" else ()
        agents = roles.get("by", ()) or roles.get("agent", ()) or self._made_by()
        if self.block.poss == "object" and poss and not objects:
            objects, poss = poss, ()
        if self.block.poss == "object" and modifiers and not objects and not poss:
            objects, modifiers = modifiers, ()
        agents = agents or poss or modifiers or roles.get("from", ())
        if not agents and self.block.of == "agent":
            agents = of
        elif self.block.of == "agent" and self._is_weak(agents):
            agents = of or agents
        if not objects:
            objects = next((roles[r] for r in NOUN_OBJECTS if r in roles), ())
        return agents, objects

    def _made_by(self) -> tuple[int, ...]:
        """ "A strike called by the unions", "the ban imposed by Cairo": who does what the noun is made with."""
        s = self.graph.sentence
        for clause in self.graph.children[self.head]:
            made = s.rels[clause].startswith("acl") and self.graph.passive[clause] and s.lemmas[clause] in MAKING
            agents = self.graph.roles[clause].get("agent", ()) if made else ()
            if agents:
                return agents
        return ()

    def _is_weak(self, agents: tuple[int, ...]) -> bool:
        """A common noun in front ("troop withdrawal of Russia") acts less than the phrase behind "of"."""
        return all(self.graph.sentence.upos[a] == "NOUN" for a in agents)

    def _is_name(self, i: int) -> bool:
        return is_name(self.graph.sentence, i)

    def path(self, path: str) -> tuple[int, ...]:
        """The fillers of a role; a dot walks on from each filler, a bar joins roles ("with|object.with")."""
        if "|" in path:
            return tuple(dict.fromkeys(f for one in path.split("|") for f in self.path(one)))
        first, *rest = path.split(".")
        if first in FORMS:
            words = (c for c in self.graph.children[self.head] if self.graph.sentence.rels[c] in FORMS[first])
            return tuple(c for c in words if first != "negation" or self.graph.sentence.words[c].lower() in NEGATIONS)
        fillers = self.roles.get(first, ())
        if not fillers and first == "content" and not self.nominal:
            fillers = self.roles.get("purpose", ())  # parsers waver between "agreed to" and "came to"
        if not fillers and first in HANGING:
            inside = self.graph.roles[self.head].get("of", ()) if self.nominal else self.roles.get("object", ())
            fillers = tuple(f for o in inside for f in self.graph.roles[o].get(first, ()))
        for step in rest:
            fillers = tuple(f for i in fillers for f in self.graph.roles[i].get(step, ()))
        return fillers

    def first(self, paths: list[str]) -> tuple[int, ...]:
        """The fillers of the first path that is filled, other than words of the trigger itself."""
        found = (tuple(f for f in self.path(path) if f not in self.words) for path in paths)
        return next((fillers for fillers in found if fillers), ())


def _sides(graph: Graph, view: RoleView, block: PatternBlock) -> tuple[tuple[int, ...], tuple[int, ...]]:
    if block.joint:
        both: list[int] = []
        for path in (*block.actor, *block.recipient):
            both.extend(f for f in view.path(path) if f not in both)
        if view.nominal:
            own = graph.roles[view.head]
            for role in ("agent", "poss", "adj", "compound", "between", "among", "with", "by"):
                both.extend(f for f in own.get(role, ()) if f not in both and (role != "adj" or view._is_name(f)))
        parties = tuple(f for f in both if _can_be_party(graph, f))
        return _one_with_another(graph, view, parties)
    actors = tuple(f for f in view.first(block.actor) if _can_be_party(graph, f))
    recipients = tuple(f for f in view.first(block.recipient) if _can_be_party(graph, f))
    return actors, recipients


def _one_with_another(
    graph: Graph, view: RoleView, parties: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """ "Kerry met Maliki", "Kerry held talks with Maliki": the first acts on the second. "Kerry and Maliki met" and
    "talks between them" have two who act."""
    if view.block.type != "CONSULT" or (view.nominal and graph.light[view.head] < 0):
        return parties, ()
    first = tuple(f for f in view.path("agent") if f in parties)
    others = tuple(
        f for role in ("with", "object", "object.with") for f in view.path(role) if f in parties and f not in first
    )
    return (first, tuple(dict.fromkeys(others))) if len(first) == 1 and others else (parties, ())


def _further(graph: Graph, head: int, taken: set[int], block: PatternBlock) -> list[int]:
    """Phrases of the act other than its agents, breadth first: "mobilised reservists for a war against Iraq"."""
    found: list[int] = []
    todo = [(head, 0)]
    for word, depth in todo:
        for role, fillers in graph.roles[word].items():
            if role in SETTING or (role == "agent" and word == head):
                continue
            for filler in fillers:
                if filler in taken or filler in found:
                    continue
                if depth < 3 and not _of_others(graph, role, filler, block, taken):
                    todo.append((filler, depth + 1))
                if _can_be_party(graph, filler) and role not in ("content", "purpose"):
                    found.append(filler)
        if graph.sentence.lemmas[word] == "what":  # "condemned what he called Egyptian meddling"
            called = (o for c in graph.children[word] for o in (*graph.roles[c].get("object", ()),
                      *graph.roles[c].get("content", ())))  # fmt: skip
            todo.extend((o, depth + 1) for o in called if o != word and depth < 3)
        if word != head:
            found += [a for a in _doers_behind(graph, word) if a not in taken and a not in found]
    return found


def _of_others(graph: Graph, role: str, clause: int, block: PatternBlock, taken: set[int]) -> bool:
    """Whether a clause tells what somebody else does: "a deal for the army to move against Turkey" names no recipient
    of the deal. What is asked, refused or threatened is done by those it is said to."""
    agents = graph.roles[clause].get("agent", ()) if role in ("content", "purpose") else ()
    return bool(agents) and not block.compose and block.type not in SAID_TO and taken.isdisjoint(agents)


def _doers_behind(graph: Graph, noun: int) -> list[int]:
    """Who acts in the clause that describes a noun: "property seized by the army", "terms that Egypt had set"."""
    clauses = (c for c in graph.children[noun] if graph.sentence.rels[c].startswith("acl"))
    return [a for c in clauses for a in graph.roles[c].get("agent", ()) if a != noun and _can_be_party(graph, a)]


def _can_be_party(graph: Graph, i: int) -> bool:
    """Only phrases can be sides; a relative pronoun without its noun, a clause or an adverb cannot."""
    s = graph.sentence
    if s.lemmas[i] == "force" and s.xpos[i] == "NN" and not any(s.rels[c] in BESIDE for c in graph.children[i]):
        return False  # "use force against"
    if s.lemmas[i] in RELATIVE and s.upos[i] in ("PRON", "SCONJ", "DET"):
        return False
    if s.upos[i] == "ADJ" and not is_name(s, i):
        return False  # "Turkish involvement" has a side in it, "military option" has none
    return s.upos[i] in NOMINAL


def _barred(graph: Graph, i: int, words: list[str]) -> list[str]:
    """What bars word i: a plain word bars no name ("union" bars unions, not the European Union), and what bars a person
    bars no people ("the Serbs"); "*" bars all."""
    if graph.sentence.upos[i] == "PROPN":
        words = [w for w in words if w[:1] in ("@", "*")]
    return [w for w in words if w != "@PER"] if _is_compatriot(graph, i) else words


def fits(graph: Graph, i: int, allowed: list[str], codebook: Codebook) -> bool:
    """Whether word i is one of the lemmas, in one of the classes, or a name of the kind asked for."""
    s = graph.sentence
    lemma = _lemma(graph, i)
    for want in allowed:
        if want == "*":
            return True
        if want.startswith("@"):
            name = want[1:]
            if name in NAME_CLASSES:
                if s.names[i].endswith(name) or (name == "PER" and _is_compatriot(graph, i)):
                    return True
            elif name == "ACTOR":
                if _is_somebody(graph, i, lemma, codebook):
                    return True
            elif name in ACTS:
                if _names_act(graph, i, ACTS[name], codebook):
                    return True
            elif name == "infinitive":
                if any(s.lemmas[c] == "to" and s.rels[c] in ("mark", "aux") for c in graph.children[i]):
                    return True
            elif name in AUXILIARIES:
                if _stands_under(graph, i, name):
                    return True
            elif lemma in codebook.classes.get(name, ()) or s.words[i].lower() in codebook.classes.get(name, ()):
                return True
        elif lemma == want or s.words[i].lower() == want:
            return True
    return False


def _is_compatriot(graph: Graph, i: int) -> bool:
    """ "A Serb", "three Britons", "the Serbs", "hundreds of Westerners": a name that can be counted is one of a
    people."""
    s = graph.sentence
    plural = s.xpos[i] in ("NNS", "NNPS")
    if s.names[i] != "O" or not s.words[i][:1].isupper() or not (s.upos[i] == "PROPN" or (plural and i > 0)):
        return False
    above = s.heads[i]
    if plural and (graph.child(i, "det") >= 0 or (above >= 0 and s.lemmas[above].lower() in COUNTS)):
        return True
    return any(s.rels[c] == "nummod" or s.words[c].lower() in ("a", "an") for c in graph.children[i])


def _counted(graph: Graph, i: int) -> tuple[int, ...]:
    """A phrase and what it counts: "thousands of tonnes", "a round of talks"."""
    if graph.sentence.lemmas[i].lower() not in COUNTS:
        return (i,)
    return (i, *(o for o in graph.roles[i].get("of", ()) if o > i))


def _names_act(graph: Graph, i: int, kinds: frozenset[str], codebook: Codebook) -> bool:
    """Whether word i, or the noun that it only carries, names an act of one of these types by a pattern that asks for
    no other act itself."""
    carried = (n for n in range(len(graph.sentence)) if graph.light[n] == i)
    return any(
        trigger.pattern.type in kinds and not trigger.pattern.asks_for_act and _try(graph, head, trigger, codebook)[0]
        for head in (i, *carried)
        for trigger in _candidates(graph, head, codebook)
    )


def _stands_under(graph: Graph, i: int, name: str) -> bool:
    """Whether a clause has such an auxiliary; "will not" is no "will"."""
    s = graph.sentence
    words = {s.words[c].lower() for c in graph.children[i] if s.rels[c] in ("aux", "advmod")}
    return bool(words & AUXILIARIES[name]) and (name != "will" or words.isdisjoint(NEGATIONS))


def _lemma(graph: Graph, i: int) -> str:
    """The lemma as the lists of the codebook write it."""
    lemma = graph.sentence.lemmas[i].lower()
    return PLURALS.get(lemma, lemma)


def _is_somebody(graph: Graph, i: int, lemma: str, codebook: Codebook) -> bool:
    """Whether a word stands for people who act: a name, a word for persons or forces, "hundreds of" such."""
    if graph.sentence.upos[i] == "PROPN" or any(lemma in codebook.classes.get(c, ()) for c in HUMAN_CLASSES):
        return True
    behind = graph.roles[i].get("of", ())
    return any(_is_somebody(graph, o, graph.sentence.lemmas[o].lower(), codebook) for o in behind if o > i)


def _named_sides(graph: Graph, found: Found, codebook: Codebook) -> int:
    """On how many sides somebody is called by name, or by whose he is: "Iranian officials", "the mayor of Basra"."""
    if len(found.actors) > 1 and not found.recipients:
        return min(2, sum(_is_named(graph, i, codebook) for i in found.actors))
    return sum(any(_is_named(graph, i, codebook) for i in side) for side in (found.actors, found.recipients))


def _is_named(graph: Graph, i: int, codebook: Codebook) -> bool:
    s = graph.sentence
    if any(fits(graph, i, [f"@{name}"], codebook) for name in POWERFUL if name in codebook.classes):
        return True
    around = (i, *(o for role in ("adj", "poss", "compound", "of") for o in graph.roles[i].get(role, ())))
    return any(s.words[k][:1].isupper() and is_name(s, k) for k in around)


def _doubt(graph: Graph, found: Found, codebook: Codebook) -> str:
    """Why the whole sentence speaks against an act that its own words ask for; empty when it does not. What a user's
    own codebook is about, sport or trade, is not known."""
    doubt = senses.refused(graph.sentence, found.words, found.block.type, _named_sides(graph, found, codebook))
    return doubt or ("" if codebook.own else frames.elsewhere(graph, found.head, codebook.facets, found.words))


def _without_consumed(graph: Graph, best: dict[int, Found]) -> dict[int, Found]:
    """Drops acts whose head is a further word of a longer trigger, and bare nouns that are only talked about."""
    consumed = {w: f for f in best.values() for w in f.words if w != f.head}
    named = {w for f in best.values() if not f.block.compose and not f.block.facet for w in f.named}
    kept: dict[int, Found] = {}
    for head, found in best.items():
        if head in consumed and len(found.words) <= len(consumed[head].words):
            continue
        carrier = best.get(graph.light[head])
        told = carrier is not None and head in carrier.named and graph.receives[head]  # the verb of "received aid"
        if head in named and graph.sentence.upos[head] == "NOUN" and (graph.light[head] < 0 or told):
            continue
        # "launched an attack": when verb and noun both trigger, the noun carries the act and the verb is light.
        carried = (n for n in range(len(graph.sentence)) if graph.light[n] == head and n in best)
        if any(n not in found.words and n not in found.named for n in carried):
            continue
        kept[head] = found
    return kept


def _finish(graph: Graph, found: Found, codebook: Codebook) -> Match:
    block = found.block
    words = set(found.words)
    light = graph.light[found.head]
    if light >= 0:
        words.add(light)
    reading = facets.read(graph, found.head, codebook.facets, tuple(sorted(words)), block.type)
    return Match(
        pattern=block.id,
        trigger=tuple(sorted(words)),
        head=found.head,
        actors=found.actors,
        recipients=found.recipients,
        others=found.others,
        places=found.places,
        speakers=_speakers(graph, light if light >= 0 else found.head, codebook),
        type=block.type,
        mode=block.mode,
        cameo=block.cameo,
        contexts=tuple(block.contexts),
        facet=reading.facet,
        probability=reading.probability,
        reciprocal=block.joint and bool(found.actors) and not found.recipients,
        reasons=reading.reasons,
    )


def _speakers(graph: Graph, head: int, codebook: Codebook) -> tuple[int, ...]:
    """Who reports the act: the subject of the nearest reporting verb above it, or "according to ..."."""
    s = graph.sentence
    i = head
    while i >= 0:
        if "according_to" in graph.roles[i]:
            return graph.roles[i]["according_to"]
        parent = s.heads[i]
        if parent >= 0 and s.lemmas[parent] in codebook.facets.reports and s.rels[i] in ("ccomp", "xcomp", "parataxis"):
            return graph.roles[parent].get("agent", ())
        for c in graph.children[i]:
            if s.rels[c] == "parataxis" and s.lemmas[c] in codebook.facets.reports:
                return graph.roles[c].get("agent", ())
        i = parent
    return ()


def _compose(graph: Graph, kept: dict[int, Found], inner: dict[int, Match], codebook: Codebook) -> dict[int, Match]:
    """Acts about acts: mode and code of "agreed to withdraw" come from the withdrawal; the outer act sets its facet."""
    done = dict(inner)
    for head, found in kept.items():
        block = found.block
        content = _content(graph, found, inner, codebook)
        if block.facet and content >= 0 and done[content].facet in (Facet.HAPPENED, Facet.PLANNED, Facet.ONGOING):
            facet = Facet(block.facet)
            done[content] = replace(
                done[content],
                facet=facet,
                probability=facets.PROBABILITY[facet],
                reasons=(*done[content].reasons, f"“{graph.sentence.words[head]}”: {facet.value}"),
            )
        if block.compose:
            act = inner.get(content)
            kind = block.hostile if block.hostile and act and act.type in CONFLICT else block.type
            table = codebook.compose.get(kind, {})
            keys = (f"{act.type}.{act.mode}", act.type, "") if act else ("",)
            mode, cameo = next((table[k] for k in keys if k in table), (block.mode, block.cameo))
            if act or not block.cameo:
                done[head] = replace(done[head], type=kind, mode=block.mode or mode, cameo=cameo or block.cameo)
    return done


def _content(graph: Graph, found: Found, inner: dict[int, Match], codebook: Codebook) -> int:
    """The head of the act that this act speaks of, or -1."""
    for role in CONTENT_ROLES:
        for filler in graph.roles[found.head].get(role, ()):
            if filler in inner and filler != found.head:
                return filler
            below = [
                c for c in graph.children[filler] if c in inner and graph.sentence.rels[c] in ("xcomp", "obj", "ccomp")
            ]
            if role == "content" and below and graph.sentence.lemmas[filler] not in codebook.facets.presupposing_verbs:
                return below[0]
    return -1
