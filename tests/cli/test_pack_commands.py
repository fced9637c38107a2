"""packs check, test, fmt and diff as a person meets them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from watchfloor.cli import main

HARBOUR = Path(__file__).parents[2] / "docs" / "guides" / "own-ontology" / "harbour"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        seen = capsys.readouterr()
        return code, seen.out, seen.err

    return run


def edit(pack: Path, old: str, new: str) -> Path:
    path = pack / "patterns" / "incidents.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_check_tells_all_with_file_line_and_id(pack: Path, call: Any) -> None:
    assert call("packs", "check", pack)[0] == 0
    edit(pack, 'mode = "ram"', 'mode = "rma"')
    edit(pack, '"@seabed"', '"@seebed"')
    code, out, _ = call("packs", "check", pack)
    assert code == 1 and "2 faults" in out
    assert "harbour-ram: unknown mode 'rma'; did you mean 'ram'?" in out
    code, out, _ = call("packs", "check", pack, "--json")
    found = json.loads(out)
    assert code == 1 and [fault["id"] for fault in found["faults"]] == ["harbour-ram", "harbour-cut"]
    assert found["patterns"] == 10 and found["types"]["DAMAGE"]["hits"] == 2


def test_test_runs_what_is_asked_for(pack: Path, call: Any) -> None:
    assert call("packs", "test", pack, "--type", "capture")[1].startswith("3 patterns, 3 code")
    edit(pack, "The Chinese delegation rammed a resolution", "The Chinese cutter rammed a trawler")
    code, out, _ = call("packs", "test", pack, "--id", "harbour-ram", "--json")
    failed = json.loads(out)["failed"]
    assert code == 1 and [(one["id"], one["what"]) for one in failed] == [("harbour-ram", "codes its near miss")]
    code, _, err = call("packs", "test", pack, "--id", "harbour-rma")
    assert code == 2 and "did you mean 'harbour-ram'" in err
    code, _, err = call("packs", "test", pack, "--type", "CAPTUER")
    assert code == 2 and "did you mean 'CAPTURE'" in err


def test_fmt_writes_one_form_and_check_writes_nothing(pack: Path, call: Any) -> None:
    assert call("packs", "fmt", "--check", pack)[0] == 0
    before = (pack / "patterns" / "incidents.toml").read_text(encoding="utf-8")
    path = edit(pack, 'type = "BOARDING"\nmode = "piracy"', 'mode = "piracy" # armed\ntype = "BOARDING"')
    code, out, _ = call("packs", "fmt", "--check", pack, "--json")
    assert code == 1 and json.loads(out)["changed"] == [str(path)]
    assert call("packs", "fmt", path)[0] == 0
    assert path.read_text(encoding="utf-8") == before.replace('mode = "piracy"', 'mode = "piracy"  # armed')
    assert not list(pack.rglob("*.part"))


def test_diff_tells_what_changed_and_what_is_coded_otherwise(pack: Path, tmp_path: Path, call: Any) -> None:
    edit(pack, 'id = "harbour-ram"', 'id = "harbour-bump"')
    edit(pack, '"impound", "detain"', '"detain"')
    texts = HARBOUR.parent / "gold.jsonl"
    code, out, _ = call("packs", "diff", HARBOUR, pack, "--on", texts, "--json")
    found = json.loads(out)
    assert code == 0 and (found["gained"], found["lost"]) == (["harbour-bump"], ["harbour-ram"])
    assert list(found["changed"]) == ["harbour-capture"] and found["texts"] == 3
    assert [(row["old"]["pattern"], row["new"]["pattern"]) for row in found["coded"]] == [
        ("harbour-ram", "harbour-bump")
    ]
    out = call("packs", "diff", HARBOUR, pack, "--on", texts)[1]
    assert "verbs: -impound" in out and "3 texts: 0 acts gained, 0 lost, 1 coded otherwise" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("check", "nowhere"), "no such folder"),
        (("test", "."), "it has no pack.toml"),
        (("fmt", "nowhere.toml"), "no such file"),
        (("fmt", "page.txt"), "no .toml file"),
        (("fmt", "."), "it has no pack.toml"),
        (("diff", "bundled", "nowhere"), "no such folder"),
        (("diff", "bundled", str(HARBOUR)), "compare two of a kind"),
        (("diff", "bundled", "bundled", "--on", "nowhere.jsonl"), "no such file"),
        (("chekc",), "did you mean 'check'"),
        (("check", "a\x00b"), "cannot be a folder"),
    ],
)
def test_mistakes_are_one_clear_line(
    words: tuple[str, ...], says: str, call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = call("packs", *words)
    assert (code, out) == (2, "") and err.count("\n") == 1 and err.startswith("watchfloor: ") and says in err


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"x = " + b"[" * 100_000, b"#" * 2_500_000, b"a = 1\na = 2\n"])
def test_hostile_files_are_one_clear_line_each(pack: Path, call: Any, content: bytes) -> None:
    path = pack / "patterns" / "bad.toml"
    path.write_bytes(content)
    code, out, err = call("packs", "check", pack)
    assert code == 1 and out.count("patterns/bad.toml") == 1 and err == ""
    code, _, err = call("packs", "fmt", path)
    assert code == 1 and err.count("\n") == 1 and "bad.toml" in err
    assert path.read_bytes() == content
    code, out, err = call("read", pack / "pack.toml", "--packs", pack)
    assert code == 2 and "bad.toml" in err


def test_what_a_file_says_is_printed_inert(pack: Path, call: Any) -> None:
    edit(pack, 'id = "harbour-cut"', 'id = "\\u001b[31mharbour"')
    assert "\x1b" not in call("packs", "check", pack)[1]
