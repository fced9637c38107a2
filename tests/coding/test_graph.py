"""What the argument graph settles: voice, coordination, control, relative clauses, light verbs, case."""

from __future__ import annotations

import pytest
from drawing import draw

from watchfloor.coding.graph import build

CASES = {
    "active": (
        """
        Iran Iran PROPN NNP 2 nsubj
        sent send VERB VBD 0 root
        troops troop NOUN NNS 2 obj
        to to ADP IN 5 case
        Iraq Iraq PROPN NNP 2 obl
        """,
        "sent",
        {"agent": ["Iran"], "object": ["troops"], "to": ["Iraq"]},
    ),
    "passive with agent": (
        """
        Troops troop NOUN NNS 3 nsubj:pass
        were be AUX VBD 3 aux:pass
        attacked attack VERB VBN 0 root
        by by ADP IN 5 case
        rebels rebel NOUN NNS 3 obl:agent
        """,
        "attacked",
        {"agent": ["rebels"], "object": ["Troops"]},
    ),
    "coordinated subjects are a list": (
        """
        France France PROPN NNP 4 nsubj
        and and CCONJ CC 3 cc
        Chad Chad PROPN NNP 1 conj
        agreed agree VERB VBD 0 root
        """,
        "agreed",
        {"agent": ["France", "Chad"]},
    ),
    "object control": (
        """
        Kenya Kenya PROPN NNP 2 nsubj
        urged urge VERB VBD 0 root
        Sudan Sudan PROPN NNP 2 obj
        to to PART TO 5 mark
        withdraw withdraw VERB VB 2 xcomp
        """,
        "withdraw",
        {"agent": ["Sudan"]},
    ),
    "subject control": (
        """
        Kenya Kenya PROPN NNP 2 nsubj
        threatened threaten VERB VBD 0 root
        to to PART TO 4 mark
        withdraw withdraw VERB VB 2 xcomp
        """,
        "withdraw",
        {"agent": ["Kenya"]},
    ),
    "relative clause": (
        """
        Rebels rebel NOUN NNS 5 nsubj
        who who PRON WP 3 nsubj
        seized seize VERB VBD 1 acl:relcl
        Goma Goma PROPN NNP 3 obj
        left leave VERB VBD 0 root
        """,
        "seized",
        {"agent": ["Rebels"], "object": ["Goma"]},
    ),
    "participle behind its noun": (
        """
        Troops troop NOUN NNS 5 nsubj
        killed kill VERB VBN 1 acl
        in in ADP IN 4 case
        Goma Goma PROPN NNP 2 obl
        returned return VERB VBD 0 root
        """,
        "killed",
        {"object": ["Troops"], "in": ["Goma"]},
    ),
    "shared object": (
        """
        Rebels rebel NOUN NNS 2 nsubj
        seized seize VERB VBD 0 root
        and and CCONJ CC 4 cc
        burned burn VERB VBD 2 conj
        villages village NOUN NNS 4 obj
        """,
        "seized",
        {"agent": ["Rebels"], "object": ["villages"]},
    ),
    "light verb": (
        """
        Chad Chad PROPN NNP 2 nsubj
        launched launch VERB VBD 0 root
        raids raid NOUN NNS 2 obj
        on on ADP IN 5 case
        Sudan Sudan PROPN NNP 2 obl
        """,
        "raids",
        {"agent": ["Chad"], "on": ["Sudan"]},
    ),
    "noun with of and by": (
        """
        The the DET DT 2 det
        capture capture NOUN NN 0 root
        of of ADP IN 4 case
        Goma Goma PROPN NNP 2 nmod
        by by ADP IN 6 case
        rebels rebel NOUN NNS 2 nmod
        """,
        "capture",
        {"of": ["Goma"], "by": ["rebels"]},
    ),
    "a day is a time and no party": (
        """
        Iran Iran PROPN NNP 2 nsubj
        attacked attack VERB VBD 0 root
        on on ADP IN 4 case
        Tuesday Tuesday PROPN NNP 2 obl
        """,
        "attacked",
        {"agent": ["Iran"], "time": ["Tuesday"]},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_roles(name: str) -> None:
    rows, word, wanted = CASES[name]
    sentence = draw(rows)
    graph = build(sentence, frozenset({"launch"}))
    got = {role: [sentence.words[i] for i in heads] for role, heads in graph.roles[sentence.words.index(word)].items()}
    assert {role: got.get(role, []) for role in wanted} == wanted
    assert "agent" in wanted or "agent" not in got


def test_a_graph_of_one_word_and_of_a_flat_list_is_built() -> None:
    assert build(draw("No no INTJ UH 0 root")).roles == ({},)
    assert len(build(draw("A a X FW 0 root\nB b X FW 1 list\nC c X FW 1 list")).roles) == 3
