"""Lemmas: the shipped list, one row a case, and the file's format."""

from __future__ import annotations

from importlib.resources import files

import pytest

from watchfloor.parsing.lemmas import Lemmas


@pytest.fixture(scope="module")
def lemmas() -> Lemmas:
    path = files("watchfloor").joinpath("data", "models", "en-1", "lemmas.tsv")
    return Lemmas.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("xpos", "row"),
    [
        ("VBD", "sent:send said:say seized:seize banned:ban denied:deny deployed:deploy vowed:vow overthrew:overthrow"),
        ("VBD", "Shelled:shell besieged:besiege vetoed:veto KILLED:kill withstood:withstand fled:flee"),
        ("VBN", "taken:take slain:slay beheaded:behead held:hold been:be broken:break cancelled:cancel"),
        ("VBG", "dying:die waging:wage planning:plan bombing:bomb meeting:meet accusing:accuse Urging:urge"),
        ("VBZ", "is:be has:have denies:deny goes:go says:say 's:be clashes:clash"),
        ("VBP", "are:be 're:be have:have 've:have say:say declare:declare"),
        ("MD", "'ll:will wo:will ca:can would:would"),
        ("RB", "n't:not n’t:not not:not Meanwhile:meanwhile"),
        ("NN", "attack:attack Government:government"),
        (
            "NNS",
            "militias:militia militiamen:militiaman crises:crisis embassies:embassy men:man MPs:MP Officials:official",
        ),
        ("NNPS", "Iraqis:Iraqi Nations:Nation"),
        ("NNP", "Baghdad:Baghdad BAGHDAD:Baghdad ISIS:ISIS Kerry:Kerry"),
        ("JJR", "worse:bad heavier:heavy larger:large"),
        ("JJ", "Iraqi:Iraqi senior:senior"),
        ("PRP", "them:they him:he I:I we:we"),
        ("DT", "an:a The:the"),
        ("CD", "1,700:1700 two:two"),
        ("ADD", "www.Example.org/A:www.Example.org/A"),
        ("no such tag", "Word:word 😀:😀"),
    ],
)
def test_lemmas(lemmas: Lemmas, xpos: str, row: str) -> None:
    pairs = [pair.rsplit(":", 1) for pair in row.split()]
    assert [lemmas.lemma(form, xpos) for form, _ in pairs] == [lemma for _, lemma in pairs]


def test_rows_of_the_format() -> None:
    own = Lemmas.parse("# note\n-ies\tNNS\ties>y\n-*\tNNS\ts>\nmen\tNNS\tman\n-ans\tNNPS^\t=s>\n")
    assert own.lemmas(["allies", "tanks", "Men", "s"], ["NNS"] * 4) == ("ally", "tank", "man", "s")
    assert own.lemma("Americans", "NNPS") == "American"
    with pytest.raises(ValueError, match="line 2"):
        Lemmas.parse("men\tNNS\tman\nbroken row\n")
