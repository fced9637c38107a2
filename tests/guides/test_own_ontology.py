"""The worked example of a codebook of one's own: checked, run, and carried through a whole desk."""

from __future__ import annotations

import csv
import json
import re
import shlex
import shutil
from functools import cache
from pathlib import Path

import pytest

from watchfloor import config, desk
from watchfloor.briefing.proof import faults as unproven
from watchfloor.briefing.wording import claim
from watchfloor.cli import main
from watchfloor.coder import Coder
from watchfloor.coding import check, packexamples, packread, patterns
from watchfloor.errors import BadSetting
from watchfloor.parsing.parse import Parser
from watchfloor.types import Event, Facet

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guides" / "own-ontology.md"
HARBOUR = GUIDE.with_suffix("") / "harbour"
PAGE = GUIDE.with_suffix("") / "page.txt"
TYPES = {"BOARDING", "CAPTURE", "HARASSMENT", "DAMAGE"}


@cache
def coder() -> Coder:
    return Coder.load(own_packs=[HARBOUR])


@cache
def events() -> tuple[Event, ...]:
    return desk.read(PAGE, published="2024-03-05", coder=coder()).events


def test_it_has_no_fault_and_every_example_runs() -> None:
    checked = packread.read(HARBOUR, patterns.load())
    book = checked.codebook
    assert checked.faults == () and book is not None and len(book.patterns) == 10 and set(book.types) == TYPES
    parse = cache(Parser.load().parse)
    _, poor = packexamples.examine(checked.blocks, book, parse)
    assert poor == ()
    assert [fault for placed in checked.blocks for fault in check.run(placed.block, book, parse)] == []


def test_its_events_stand_beside_those_of_plover_and_change_none() -> None:
    own = [event for event in events() if event.type in TYPES]
    assert {(e.type, e.mode, e.facet) for e in own} == {
        ("BOARDING", "piracy", Facet.HAPPENED),
        ("HARASSMENT", "ram", Facet.HAPPENED),
        ("CAPTURE", "held", Facet.THREATENED),
        ("DAMAGE", "ship", Facet.HAPPENED),
    }
    alone = desk.read(PAGE, published="2024-03-05").events
    assert [event for event in events() if event.type not in TYPES] == list(alone)
    assert len({event.id for event in events()}) == len(events())


def test_the_sides_are_read_like_any_other() -> None:
    (rammed,) = (event for event in events() if event.type == "HARASSMENT")
    assert [side.value.code for side in (*rammed.actors, *rammed.recipients)] == ["CHNCOP", "PHL"]


def test_it_is_worded_by_its_name_and_passes_the_proof() -> None:
    lines = {event.type: claim(event, cite=True) for event in events()}
    assert lines["HARASSMENT"].startswith("HARASSMENT ram by China Coast Guard")
    assert lines["CAPTURE"].startswith("threatened: CAPTURE held by Iran towards ")
    for event in events():
        assert unproven(claim(event, cite=True), event.sentence.words, event) == ()


def test_a_desk_carries_it_to_every_way_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "desk"
    desk.init(folder, name="Straits").close()
    shutil.copytree(HARBOUR, folder / "packs" / "harbour")
    config.write(folder / config.FILE, config.Config("Straits", ("packs/harbour",)))
    assert config.read(folder / config.FILE).packs == ("packs/harbour",)

    def run(*words: object) -> str:
        capsys.readouterr()
        assert main([str(word) for word in words]) == 0
        return capsys.readouterr().out

    run("add", PAGE, "--published", "2024-03-05", "--desk", folder)
    run("run", "--desk", folder)
    listed = json.loads(run("events", "--type", "harassment", "--desk", folder, "--json"))
    assert [(e["type"], e["mode"], e["rule"]) for e in listed] == [("HARASSMENT", "ram", "harbour-ram")]
    assert "HARASSMENT ram" in run("show", listed[0]["id"], "--desk", folder)
    assert "HARASSMENT ram by China Coast Guard" in " ".join(run("brief", "--desk", folder).split())
    assert "BOARDING" in run("search", "tanker", "--type", "BOARDING", "--desk", folder)
    run("export", "--as", "csv", "-o", tmp_path / "e.csv", "--desk", folder)
    with (tmp_path / "e.csv").open(encoding="utf-8-sig", newline="") as file:
        kinds = {row["Event Type"]: row["Quad Code"] for row in csv.DictReader(file)}
    assert kinds.keys() >= TYPES and {kinds[kind] for kind in TYPES} == {""}
    run("export", "--as", "jsonl", "-o", tmp_path / "e.jsonl", "--desk", folder)
    rows = [json.loads(line) for line in (tmp_path / "e.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["type"] for row in rows} >= TYPES
    run("correct", "change", listed[0]["id"], "--type", "DAMAGE", "--why", "it sank", "--by", "A", "--desk", folder)
    assert json.loads(run("events", "--type", "DAMAGE", "--desk", folder, "--json"))
    run("backup", tmp_path / "copy", "--desk", folder)
    assert (tmp_path / "copy" / "packs" / "harbour" / "pack.toml").is_file()


@pytest.mark.parametrize("name", ["/etc", "../harbour", "packs\\harbour", "C:harbour", ""])
def test_a_desk_takes_only_folders_of_its_own(tmp_path: Path, name: str) -> None:
    path = tmp_path / config.FILE
    path.write_text(f'name = "x"\npacks = [{json.dumps(name)}]\n', encoding="utf-8")
    with pytest.raises(BadSetting, match=r"watchfloor\.toml:2: .*packs/harbour"):
        config.read(path)


def test_the_scorer_takes_its_types(capsys: pytest.CaptureFixture[str]) -> None:
    gold = GUIDE.with_suffix("") / "gold.jsonl"
    assert main(["eval", str(gold), "--packs", str(HARBOUR), "--boot", "0", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    by_type = result["by"]["type"]
    assert {kind: by_type[kind]["f1"] for kind in ("CAPTURE", "HARASSMENT")} == {"CAPTURE": 1.0, "HARASSMENT": 1.0}
    assert result["records without an event"] == {"records": 1, "something found": 0}


def test_explain_names_its_file_and_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "Iran has seized a Greek tanker.", "--packs", str(HARBOUR)]) == 0
    out = capsys.readouterr().out
    assert re.search(r"pattern harbour-capture +harbour/incidents\.toml:\d+", out)
    assert "docs/codebook/COERCE.md" in out and "harbour/pack.toml" in out


def test_the_commands_and_files_of_the_guide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = GUIDE.read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if line.startswith("    watchfloor ")]
    assert len(lines) == 6
    for line in lines:
        assert main(shlex.split(line)[1:]) == 0, line
    for name, shown in re.findall(r"<!-- file: (\S+) -->\n```toml\n(.*?)```", text, re.DOTALL):
        assert shown in (GUIDE.parent / name).read_text(encoding="utf-8")


def test_two_packs_may_not_share_a_type(tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(HARBOUR, other)
    card = other / "pack.toml"
    card.write_text(card.read_text(encoding="utf-8").replace('"harbour"', '"other"'), encoding="utf-8")
    with pytest.raises(BadSetting, match="the pack 'harbour' has the type BOARDING too"):
        Coder.load(own_packs=[HARBOUR, other])
