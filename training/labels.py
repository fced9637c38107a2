"""The label names of each head, and the number that stands for "not annotated"."""

from __future__ import annotations

from dataclasses import dataclass

IGNORED = -100
TAGGED = ("upos", "xpos", "morph", "names")
CLASSED = (*TAGGED, "senses")
"""The layers that give every word one class of its own."""


SENSES = (
    "none", "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST",
    "REJECT", "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN",
)  # fmt: skip
"""What a word names in its sentence: an act of one of PLOVER's types, or none."""


@dataclass(frozen=True, slots=True)
class LabelSets:
    """The label names of each head, in the order of the output classes."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    morph: tuple[str, ...]
    rels: tuple[str, ...]
    names: tuple[str, ...]
    senses: tuple[str, ...] = SENSES
