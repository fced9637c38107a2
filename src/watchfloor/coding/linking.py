"""Acts of one sentence that lend each other their sides.

"Russian attacks killed ten soldiers" names one deed twice: the attacks are Russia's and hit the soldiers, and so does
the killing. "Workers marched to demand that the minister resign": the march is against the minister.
"""

from __future__ import annotations

from dataclasses import replace

from watchfloor.coding.graph import Graph
from watchfloor.types import Match

VIOLENT = frozenset({"ASSAULT", "COERCE"})
# Acts that say against whom a protest is.
AIMED = frozenset({"REQUEST", "ACCUSE", "REJECT"})
# Roles through which a protest names its cause.
CAUSES = ("purpose", "advcl", "content", "following", "after", "over", "against", "in", "at", "of")
INSIDE = (*CAUSES, "object", "by")


def linked(graph: Graph, matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """The matches, in the same order, with the sides they take over from each other."""
    if len(matches) < 2:
        return matches
    acts = {match.head: match for match in matches}
    for head in acts:
        _named_twice(graph, acts, head)
    for head in acts:
        if acts[head].type == "PROTEST" and not acts[head].recipients:
            aim = _aim(graph, acts, head)
            acts[head] = replace(acts[head], others=tuple(dict.fromkeys((*aim, *acts[head].others))))
    return tuple(acts[match.head] for match in matches)


def _named_twice(graph: Graph, acts: dict[int, Match], head: int) -> None:
    """ "The attacks killed them": a named deed that does another one. Its doer does both; who suffers, suffers both."""
    outer = acts[head]
    if outer.type not in VIOLENT:
        return
    for agent in graph.roles[head].get("agent", ()):
        inner = acts.get(agent)
        if inner is None or inner.type not in VIOLENT or graph.sentence.upos[agent] != "NOUN":
            continue
        if inner.actors:
            kept = tuple(a for a in outer.actors if a != agent and a not in inner.actors)
            acts[head] = outer = replace(outer, actors=(*kept, *inner.actors))
        if not inner.recipients:
            acts[agent] = replace(inner, recipients=tuple(r for r in outer.recipients if r not in inner.actors))


def _aim(graph: Graph, acts: dict[int, Match], head: int) -> tuple[int, ...]:
    """Those whom a protest may be against: first whom it asks or blames, then whose deeds it complains of."""
    asked: list[int] = []
    blamed: list[int] = []
    seen, todo = {head}, [head]
    for word in todo:
        act = acts.get(word) if word != head else None
        if act is not None and act.type in AIMED:
            asked.extend(act.recipients)
        elif act is not None and act.type == "PROTEST":
            asked.extend(act.recipients or act.others[:1])
        elif act is not None and act.type in VIOLENT:
            blamed.extend(act.actors)
        roles = graph.roles[word]
        below = [f for role in (CAUSES if word == head else INSIDE) for f in roles.get(role, ())]
        if word != head:
            below += [c for c in graph.children[word] if graph.sentence.rels[c].startswith("acl")]
        todo.extend(f for f in dict.fromkeys(below) if f not in seen)
        seen.update(below)
    own = acts[head].actors
    return tuple(i for i in (*asked, *blamed) if i not in own)
