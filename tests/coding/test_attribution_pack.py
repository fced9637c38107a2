"""The pack of cues: every row can count, and a fault in a file names its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from watchfloor import packs
from watchfloor.coding import cuebook
from watchfloor.errors import PackDamaged

BOOK = cuebook.load()


@pytest.mark.parametrize("part", ["verbs", "nouns", "adjectives"])
def test_no_row_is_hidden_by_one_before(part: str) -> None:
    hidden = []
    for cues in getattr(BOOK, part).values():
        offered: dict[tuple[str, ...], set[str]] = {}
        for cue in cues:
            new = cue.takes - {"told"} - offered.setdefault(cue.words, set())
            if not new:
                hidden.append(f"{cue.place}: {' '.join(cue.words)}")
            offered[cue.words] |= cue.takes
    assert not hidden


def test_every_act_has_a_cue() -> None:
    used = {
        cue.act.name for part in (BOOK.verbs, BOOK.nouns, BOOK.adjectives) for cues in part.values() for cue in cues
    }
    used |= {act.name for act in (*BOOK.sources.values(), *BOOK.positions.values())}
    assert used == set(BOOK.acts)


@pytest.mark.parametrize(
    ("file", "row", "words"),
    [
        ("verbs.tsv", "natter\tchats\tclause\t", "no act 'chats'"),
        ("verbs.tsv", "natter\tsays\tsideways\t", "cannot take sideways"),
        ("nouns.tsv", "natter\tsays\tclause\t\textra", "cells"),
        ("acts.tsv", "chats\tgossip\t1\ttalks idly", "channel must be"),
        ("acts.tsv", "chats\tspeech\tmaybe\ttalks idly", "channel must be"),
        ("people.tsv", "parrot\tbird\t", "neither anonymous nor venue"),
        ("sources.tsv", "as told by\tchats\t", "no act 'chats'"),
    ],
)
def test_a_fault_names_file_and_line(tmp_path: Path, file: str, row: str, words: str) -> None:
    shutil.copytree(packs.folder(cuebook.PACK), tmp_path / cuebook.PACK)
    path = tmp_path / cuebook.PACK / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.rstrip("\n") + f"\n{row}\n", encoding="utf-8", newline="\n")
    line = text.rstrip("\n").count("\n") + 2
    with pytest.raises(PackDamaged) as error:
        cuebook.load(tmp_path)
    assert words in str(error.value)
    assert f"{file}:{line}" in str(error.value)


def test_a_pack_of_ones_own_is_read(tmp_path: Path) -> None:
    shutil.copytree(packs.folder(cuebook.PACK), tmp_path / cuebook.PACK)
    with (tmp_path / cuebook.PACK / "verbs.tsv").open("a", encoding="utf-8", newline="\n") as file:
        file.write("natter on\tsays\tclause\tspoken at length\n")
    book = cuebook.load(tmp_path)
    assert [cue.words for cue in book.verbs["natter"]] == [("natter", "on")]
    assert book.fingerprint != BOOK.fingerprint
