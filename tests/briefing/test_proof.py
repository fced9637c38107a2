"""Nothing gets through the gate that is neither quoted nor coded."""

from __future__ import annotations

import itertools

import pytest

from making import fact
from watchfloor.briefing.brief import excerpt
from watchfloor.briefing.proof import faults, unproven
from watchfloor.briefing.wording import PHRASES, QUADS, claim, phrase
from watchfloor.types import Facet

SEIZED = fact("{ISIS} <seized> the city of [Mosul] on (Tuesday)", "COERCE", "seize").event


@pytest.mark.parametrize(
    ("text", "quote", "bad"),
    [
        ("Islamic State seized territory in Mosul", "Islamic State fighters took Mosul", ()),
        ("Islamic State seized territory in Tikrit", "Islamic State fighters took Mosul", ("Tikrit",)),
        ("Iran's troops", "Iran sent troops", ()),
        ("Iran’s troops", "IRAN sent troops", ()),
        ("attack on 300 dead", "an attack on 30 people", ("300", "dead")),
        ("attack on 3,000", "an attack on 3000", ("3,000",)),
        ("agreed on 24 Nov 2014", "agreed", ("24", "Nov", "2014")),
        ("the talks in vienna", "the talks", ("vienna",)),
        # A word of the wording is no name, but the same word with a capital may be one.
        ("Power seized territory", "territory", ("Power",)),
        ("Territory was seized", "nothing", ("Territory", "was")),
        ("ایران held talks", "Iran", ("ایران",)),
        ("attack on Jean-Marie's", "Jean-Marie", ()),
    ],
)
def test_unproven(text: str, quote: str, bad: tuple[str, ...]) -> None:
    assert unproven(text, (quote,)) == bad


@pytest.mark.parametrize(
    ("text", "quote", "fault"),
    [
        ("Islamic State seized territory or property in Mosul 10 Jun 2014", "ISIS seized the city of Mosul", ""),
        ("Islamic State seized territory or property", "…seized the city…", ""),
        ("Iran seized territory or property", "ISIS seized the city of Mosul", "'Iran' is neither quoted nor coded"),
        ("Islamic State seized territory or property", "ISIS took Mosul", "not those of the sentence"),
        ("Islamic State seized territory or property", "the city of Mosul", "the act is not in the quoted words"),
        ("Islamic State seized territory or property", "…", "not those of the sentence"),
    ],
)
def test_faults(text: str, quote: str, fault: str) -> None:
    found = faults(text, quote, SEIZED)
    assert (found == ()) if not fault else any(fault in one for one in found)


@pytest.mark.parametrize("facet", [f for f in Facet if f not in (Facet.HAPPENED, Facet.ONGOING)])
def test_what_is_no_deed_says_so(facet: Facet) -> None:
    event = fact("{Iran} may <send> troops to |Iraq|", "MOBILIZE", "troops", facet=facet).event
    quote, _ = excerpt(event)
    assert faults(claim(event), quote, event) == ()
    assert any("reads as a deed" in fault for fault in faults("Iran mobilised or sent troops", quote, event))


@pytest.mark.parametrize(
    "marked", ["{Iran} <did> it to |Iraq|", "{Iran} <did> it", "it was <done> to |Iraq|", "they <did> it in [Mosul]"]
)
def test_every_wording_passes_its_own_gate(marked: str) -> None:
    for (type_, mode), facet in itertools.product(PHRASES, Facet):
        event = fact(marked, type_, mode, facet=facet).event
        assert faults(claim(event), event.sentence.words, event) == (), claim(event)


def test_wordings_name_nothing() -> None:
    for words in PHRASES.values():
        text = " ".join((words.to, words.alone, words.thing, words.toward))
        assert text == text.lower() and not any(letter.isdigit() for letter in text)


def test_every_type_has_a_wording() -> None:
    assert {type_ for type_, _ in PHRASES} == set(QUADS)
    assert phrase("ASSAULT", "a mode nobody worded") == phrase("ASSAULT", "")
