"""The lemma list is learned from what the treebank shows, and holds words only where its endings fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.inflection import forms
from training.lemmas import count, learn
from watchfloor.parsing.lemmas import Lemmas

SEEN = """
tanks tank NNS|guns gun NNS|towns town NNS|allies ally NNS|armies army NNS|cities city NNS|men man NNS|US US NNP
went go VBD|raided raid VBD|Iraqi Iraqi JJ|teh the DT|the the DT|this this DT|all all DT
"""


def test_learn(tmp_path: Path) -> None:
    path = tmp_path / "small.conllu"
    lines = []
    for word in SEEN.replace("\n", "|").strip("|").split("|"):
        form, lemma, tag = word.split()
        lines.append("\t".join(["1", form, lemma, "X", tag, "_", "0", "root", "_", "_"]))
    path.write_text("# text\n" + "\n".join(lines) + "\n\n", encoding="utf-8")
    rows = learn(count([path]))
    listed = {row[0] for row in rows if not row[2].count(">")}
    assert {"men", "went", "teh"} <= listed
    endings = Lemmas(row for row in rows if row[2].count(">"))
    assert all(endings.by_rule(form, tag) != lemma for form, tag, lemma in rows if not lemma.count(">"))
    lemmas = Lemmas(rows)
    assert lemmas.lemmas(["cities", "men", "guns", "seized", "teh"], ["NNS", "NNS", "NNS", "VBD", "DT"]) == (
        *("city", "man", "gun", "seize", "the"),
    )


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("seize", "seizes seized seizing"),
        ("ban", "bans banned banning"),
        ("deny", "denies denied denying"),
        ("deploy", "deploys deployed deploying"),
        ("veto", "vetoes vetoed vetoing"),
        ("clash", "clashes clashed clashing"),
        ("vie", "vies vied vying"),
        ("flee", "flees fleed fleeing"),
        ("commit", "commits committed committing"),
        ("visit", "visits visited visiting"),
        ("panic", "panics panicked panicking"),
        ("signal", "signals signaled signalled signaling signalling"),
        ("vow", "vows vowed vowing"),
    ],
)
def test_regular_forms(verb: str, expected: str) -> None:
    assert [form for group in forms(verb).values() for form in group] == expected.split()
