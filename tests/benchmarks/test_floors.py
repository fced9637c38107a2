"""The gate against benchmarks that answer at once, and the ways the outputs are read."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.quality import floors
from benchmarks.quality.floors import BENCHMARKS, Benchmark, Figures, from_json, from_lines, gate, pronouns


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "gold.txt").write_text("gold\n", encoding="utf-8")
    return folder


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    reader = from_json("las", "-errors", "test las")
    one = Benchmark(data=("gold.txt",), read=reader, tolerance=0.5, options=("--dev",), tests=("--all",))
    monkeypatch.setattr(floors, "BENCHMARKS", {"one": one, "two": replace(one, tests=None)})
    return tmp_path / "floors.toml"


def answers(**figures: float) -> floors.Run:
    def execute(name: str, benchmark: Benchmark, options: Sequence[str], data: Path | None, scorer: Path | None) -> str:
        if name == "two":
            raise RuntimeError("ValueError: broken")
        return json.dumps(figures | ({"test las": 80.0} if "--all" in options else {}))

    return execute


def set_floors(data: Path, file: Path, **figures: float) -> None:
    report, _ = gate(["one"], data, None, file, update=True, execute=answers(**figures))
    assert report.status == 0


@pytest.mark.parametrize(
    ("las", "errors", "status", "said"),
    [
        (90.0, 4.0, 0, ""),
        (91.0, 3.0, 0, ""),
        (89.5, 4.5, 0, ""),  # within the tolerance
        (89.4, 4.0, 1, "one: las is 89.4, under 90 less 0.5"),
        (90.0, 4.6, 1, "one: errors is 4.6, over 4 plus 0.5"),
    ],
)
def test_a_figure_under_its_floor_is_refused(
    data: Path, file: Path, las: float, errors: float, status: int, said: str
) -> None:
    set_floors(data, file, las=90, errors=4)
    report, _ = gate(["one"], data, None, file, execute=answers(las=las, errors=errors))
    assert report.status == status
    assert report.failed == ([said] if said else [])


def test_other_data_is_not_compared(data: Path, file: Path) -> None:
    set_floors(data, file, las=90)
    (data / "gold.txt").write_text("other\n", encoding="utf-8")
    report, figures = gate(["one"], data, None, file, execute=answers(las=10))
    assert (report.status, figures) == (2, {})
    assert report.not_compared == ["one: not compared: other data than its floors: gold.txt"]


def test_data_that_is_not_there_is_not_compared(data: Path, file: Path) -> None:
    set_floors(data, file, las=90)
    (data / "gold.txt").unlink()
    assert gate(["one"], data, None, file, execute=answers(las=10))[0].status == 2
    assert gate(["one"], None, None, file, execute=answers(las=10))[0].status == 2


def test_a_figure_that_is_gone_and_a_benchmark_that_fails_are_refused(data: Path, file: Path) -> None:
    set_floors(data, file, las=90, errors=4)
    report, _ = gate(["one"], data, None, file, execute=answers(las=90))
    assert report.failed == ["one: -errors has a floor, but the benchmark does not give it any more"]
    report, _ = gate(["two"], data, None, file, update=True, execute=answers())
    assert report.failed == ["two: the benchmark failed: ValueError: broken"]


def test_update_raises_and_never_lowers_without_a_reason(data: Path, file: Path) -> None:
    set_floors(data, file, las=90, errors=4)
    report, _ = gate(["one"], data, None, file, update=True, execute=answers(las=89.9, errors=3))
    assert report.status == 1
    assert report.failed == ["one: las stays at 90, measured 89.9; --lower-because TEXT lowers it"]
    assert tomllib.loads(file.read_text(encoding="utf-8"))["one"]["floors"] == {"las": 90.0, "-errors": 3.0}
    report, _ = gate(
        ["one"], data, None, file, update=True, because="a smaller model", execute=answers(las=89, errors=3)
    )
    assert report.status == 0
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    assert written["one"]["floors"] == {"las": 89.0, "-errors": 3.0}
    row = {"benchmark": "one", "figure": "las", "from": 90.0, "to": 89.0, "because": "a smaller model"}
    assert written["lowered"] == [row]
    set_floors(data, file, las=92, errors=3)
    assert tomllib.loads(file.read_text(encoding="utf-8"))["lowered"] == [row]  # it is kept


def test_new_data_does_not_lower_a_floor_by_itself(data: Path, file: Path) -> None:
    set_floors(data, file, las=90)
    before = file.read_bytes()
    (data / "gold.txt").write_text("harder\n", encoding="utf-8")
    report, _ = gate(["one"], data, None, file, update=True, execute=answers(las=80))
    assert report.status == 1
    assert file.read_bytes() == before
    report, _ = gate(["one"], data, None, file, update=True, because="harder data", execute=answers(las=80))
    assert report.status == 0
    assert gate(["one"], data, None, file, execute=answers(las=80))[0].status == 0


def test_the_tolerance_of_the_file_counts(data: Path, file: Path) -> None:
    set_floors(data, file, las=90)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("tolerance = 0.5", "tolerance = 2.0"), encoding="utf-8")
    assert gate(["one"], data, None, file, execute=answers(las=88.1))[0].status == 0
    set_floors(data, file, las=91)
    assert "tolerance = 2.0" in file.read_text(encoding="utf-8")


def test_test_sets_are_reported_and_get_no_floor(data: Path, file: Path) -> None:
    set_floors(data, file, las=90)
    report, figures = gate(["one"], data, None, file, tests=True, execute=answers(las=90))
    assert report.status == 0
    assert figures["one, with test sets"] == {"test las": 80.0}
    assert "test" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "output", "figures"),
    [
        ("actors", "country            0.925  (185 of 200)\npack e8 loaded in 0.528 s\n", {"country": 0.925}),
        (
            "dates",
            "timebank: 12 gold, 11 found\n  value           P 0.796  R 0.764  F1 0.780\n"
            "wikiwars: 12 gold, 11 found\n  value           P 0.796  R 0.764  F1 0.680\n",
            {"timebank/value": 0.78, "wikiwars/value": 0.68},
        ),
        (
            "events",
            "actors=country  event=plover      TP  10  pred  20  gold  20   P 0.500 R 0.500 F1 0.500\n"
            "actors=country  event=cameo3      TP   5  pred  20  gold  20   P 0.250 R 0.250 F1 0.250\n",
            {"country event=plover": 0.5},
        ),
        (
            "places",
            "geovirus: 5 gold, 4 found; coverage 0.800; within 161 km: of resolved 0.900, end to end 0.720; "
            "of the 4 that are neither adjectives nor parts of a body's name 0.950\n",
            {"geovirus/coverage": 0.8, "geovirus/resolved": 0.9, "geovirus/whole": 0.72, "geovirus/names": 0.95},
        ),
        ("pages", '{"html": {"body_f1": 0.9, "leaked": "1/20"}}', {"html/body_f1": 0.9, "-html/leaked": 0.05}),
        ("parsing", '{"EWT dev": {"las": 89.7, "words": 3}, "model": "m"}', {"EWT dev/las": 89.7}),
        ("names", '{"GUM-free dev names": {"all": {"f1": 0.7, "gold": 3}}}', {"GUM-free dev names/all/f1": 0.7}),
        (
            "facets",
            '{"dev": {"rules": {"mae": 1.3, "reliability": [[1, 0.5, 0.5]]}, "constant": {"mae": 2.0}}}',
            {"-dev/rules/mae": 1.3},
        ),
    ],
)  # fmt: skip
def test_outputs_are_read(name: str, output: str, figures: Figures) -> None:
    assert BENCHMARKS[name].read(output) == figures


def test_pronouns_are_shares() -> None:
    counts = {"all": {"counted": 10, "answered": 8, "right": 6}, "all answers": {"answered": 12, "right": 6}}
    assert pronouns(json.dumps(counts)) == {"precision": 0.75, "recall": 0.6, "all answers, right": 0.5}


def test_lines_without_a_heading() -> None:
    assert from_lines(r"(?P<name>\w+) (?P<value>[\d.]+)")("a 1.5\n# no\nb 2\n") == {"a": 1.5, "b": 2.0}


def test_the_floors_of_the_project_are_those_of_known_benchmarks() -> None:
    kept, _ = floors.load(floors.FILE)
    assert kept
    assert set(kept) <= set(BENCHMARKS)
    for name, one in kept.items():
        assert one.figures
        assert set(BENCHMARKS[name].data) <= set(one.data) or BENCHMARKS[name].bundled
        assert not [figure for figure in one.figures if " test" in figure]
