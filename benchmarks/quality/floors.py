"""The gate, under which no figure may fall: `python -m benchmarks.quality.floors --data DIR [--only NAMES] [--json]`.

Runs the benchmarks of this folder on their development sets and compares each figure with its floor in `floors.toml`,
less the tolerance given there (figures move a little from one kind of processor to another). A floor stands for the
data it was measured on, of which the file keeps SHA-256 fingerprints; on other data nothing is compared.

Exit status: 0 when all holds; 1 when a figure is under its floor, is gone, or a benchmark fails; else 2 when something
was not compared because its data is another or is missing.

`--update` raises the floors to the figures just measured. It lowers none, unless `--lower-because TEXT` gives the
reason, which the file keeps. `--tests` reads the test sets too and prints their figures: they have no floors.
`sample` needs no DIR, its data is part of watchfloor; `events` needs `--scorer FILE`, the scorer of event records.
"""

from __future__ import annotations

import argparse
import fnmatch
import hashlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from watchfloor import packs

FILE = Path(__file__).with_name("floors.toml")
SAMPLE = packs.BUNDLED.parent / "sample"
HEADER = """\
# Floors of the quality benchmarks: written by `python -m benchmarks.quality.floors --update`, explained there.
# Of this file only `tolerance` is meant to be edited by hand. A figure whose name begins with "-" must not rise.
"""

Figures = dict[str, float]
Reader = Callable[[str], Figures]


# --- how the output of a benchmark is read ----------------------------------------------------------------------------


def flattened(value: Any, path: str = "") -> Iterator[tuple[str, float]]:
    """Every number of a JSON value under its path "a/b/c"; "12/13" is the share."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from flattened(inner, f"{path}/{key}" if path else str(key))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield path, float(value)
    elif isinstance(value, str) and (share := re.fullmatch(r"(\d+)/(\d+)", value)) and int(share[2]):
        yield path, int(share[1]) / int(share[2])


def from_json(*kept: str) -> Reader:
    """Read JSON and keep the figures whose path fits one of the patterns; "-" before a pattern: less is better."""

    def read(output: str) -> Figures:
        found = dict(flattened(json.loads(output)))
        return {
            ("-" if pattern.startswith("-") else "") + path: value
            for path, value in found.items()
            for pattern in kept
            if fnmatch.fnmatchcase(path, pattern.removeprefix("-"))
        }

    return read


def from_lines(line: str, heading: str = "") -> Reader:
    """Read text by a pattern whose group `name` names the figures and whose other groups are figures; the group
    `value` has no further name. `heading` fits lines above whose `name` goes before."""
    row, head = re.compile(line), re.compile(heading) if heading else None

    def read(output: str) -> Figures:
        found: Figures = {}
        above = ""
        for text in output.splitlines():
            if head and (fits := head.match(text)):
                above = fits["name"] + "/"
            if fits := row.match(text):
                name = above + " ".join(fits["name"].split())
                values = {key: value for key, value in fits.groupdict().items() if key != "name"}
                found |= {name if key == "value" else f"{name}/{key}": float(value) for key, value in values.items()}
        return found

    return read


def pronouns(output: str) -> Figures:
    """Precision and recall of the pronouns that are counted, and precision of all answers."""
    counts = json.loads(output)
    every, answers = counts["all"], counts["all answers"]
    return {
        "precision": every["right"] / max(1, every["answered"]),
        "recall": every["right"] / max(1, every["counted"]),
        "all answers, right": answers["right"] / max(1, answers["answered"]),
    }


# --- the benchmarks ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Benchmark:
    """How one benchmark is run on its development sets, and how its output is read."""

    data: tuple[str, ...]
    """files or folders below DIR that are read, or below the bundled sample"""
    read: Reader
    tolerance: float
    """of a new floor; floors.toml may say otherwise"""
    options: tuple[str, ...] = ()
    """for the development sets"""
    tests: tuple[str, ...] | None = None
    """for development and test sets; None when there is no test set"""
    folder: str = ""
    """what of DIR the benchmark wants as its DIR"""
    bundled: bool = False
    """its data is the bundled sample"""
    scorer: bool = False
    """it needs the scorer of event records"""


UD_DEV = ("train/ud/ewt-dev.conllu", "train/ud/gum-free-dev.conllu")
GUM_NAMES = "train/ner/gum-entities-dev.jsonl"
COUNT = 1.0
"""tolerance of counts"""
POINTS = 0.15
"""tolerance of figures in percent"""
SHARE = 0.005
"""tolerance of figures from 0 to 1"""
FEW = 0.01
"""tolerance of such figures over some hundred cases"""
FREQUENT = ("nsubj", "nsubj:pass", "obj", "obl", "advcl", "ccomp", "xcomp", "acl:relcl", "appos", "conj")

BENCHMARKS: dict[str, Benchmark] = {
    "sample": Benchmark(
        data=("",), bundled=True, options=("--json",), tolerance=COUNT,
        read=from_json("counts/event rows found", "counts/facet", "counts/actors", "counts/recipients", "counts/sides",
                       "counts/cameo", "-counts/no_event rows broken"),
    ),
    "parsing": Benchmark(
        data=(*UD_DEV, GUM_NAMES), options=("--by-length", "--by-relation", "--json", "--dev"),
        tests=("--by-length", "--by-relation", "--json"), tolerance=POINTS,
        read=from_json("EWT */upos", "EWT */xpos", "EWT */uas", "EWT */las", "EWT */morph", "GUM* [dt]e*/upos",
                       "GUM* [dt]e*/xpos", "GUM* [dt]e*/uas", "GUM* [dt]e*/las", "GUM* [dt]e*/morph",
                       "* by length/over 45 words: LAS", "* by relation/all sides right"),
    ),
    "names": Benchmark(
        data=(*UD_DEV, GUM_NAMES), options=("--by-length", "--by-relation", "--json", "--dev"),
        tests=("--by-length", "--by-relation", "--json"), tolerance=FEW,
        read=from_json("* names/*/f1"),
    ),
    "relations": Benchmark(
        data=(*UD_DEV, GUM_NAMES), options=("--by-length", "--by-relation", "--json", "--dev"),
        tests=("--by-length", "--by-relation", "--json"), tolerance=FEW,
        read=from_json(*(f"EWT * by relation/{rel}/f1" for rel in FREQUENT)),
    ),
    "raw": Benchmark(
        data=UD_DEV, options=("--json", "--dev"), tests=("--json",), tolerance=POINTS,
        read=from_json("*raw text/words F1", "*raw text/sentences F1", "*raw text/UPOS", "*raw text/UAS",
                       "*raw text*/LAS", "*raw text/lemmas"),
    ),
    "segmentation": Benchmark(
        data=UD_DEV, options=("--json", "--dev"), tests=("--json",), tolerance=0.01,
        read=from_json("*/words F1", "*/sentences F1", "*/lemmas, gold tags"),
    ),
    "casing": Benchmark(
        data=("train/ud/gum-free-dev.conllu", GUM_NAMES), options=("--json", "--dev"), tests=("--json",),
        tolerance=1.0, read=from_json("*all genres, casing/*: names F1", "*all genres, casing/*: LAS"),
    ),
    "facets": Benchmark(
        data=("train/factuality/uds-ih2-dev.jsonl", "train/ud/ewt-dev.conllu"), options=("--json",),
        tests=("--json", "--test"), tolerance=SHARE,
        read=from_json("*/[!c]*/pearson", "-*/[!c]*/mae", "-*/[!c]*/brier", "-*/rules/negative_read_as_happened",
                       "-*/rules/positive_not_read_as_happened"),
    ),
    "acttypes": Benchmark(
        data=("dev/events/plover-types-tune.jsonl",), options=("--json",), tolerance=SHARE,
        read=from_json("summary/accuracy", "summary/precision", "summary/macro_f1"),
    ),
    "events": Benchmark(
        data=("dev/events/plover-gsr.jsonl",), options=("--half", "even"), scorer=True, tolerance=FEW,
        tests=("--half", "odd"),
        read=from_lines(r"actors=(?P<name>\S+ +event=(?:plover|-)) .* F1 (?P<value>[\d.]+)"),
    ),
    "muc4": Benchmark(
        data=("dev/events/muc4-dev.jsonl",), options=("--stories", "100", "--json"), tolerance=FEW,
        read=from_json("scores/type/f1", "scores/perpetrator/f1", "scores/target/f1", "scores/place/f1",
                       "scores/country/f1", "scores/date/f1"),
    ),
    "isaf": Benchmark(
        data=("dev/events/isaf.jsonl",), options=("--json",), tolerance=FEW,
        read=from_json("exact", "scores/*/f1"),
    ),
    "actors": Benchmark(
        data=("dev/actors/actor-cases.jsonl",), tolerance=SHARE,
        read=from_lines(r"(?P<name>country|country \+ sector|abstains) +(?P<value>[\d.]+) "),
    ),
    "offices": Benchmark(
        data=("reference/reign_leaderlist_3_21.csv", "reference/cia_factbook_government.jsonl"), options=("--json",),
        tolerance=SHARE, read=from_json("*/right", "-*/wrong"),
    ),
    "coreference": Benchmark(
        data=("train/coref/ontogum-free-dev.conllu",), options=("--json",), tolerance=SHARE, read=pronouns,
    ),
    "dates": Benchmark(
        data=("dev/time/timebank.jsonl", "dev/time/wikiwars.jsonl"), tolerance=SHARE,
        read=from_lines(r"  (?P<name>extent strict|extent overlap|value) .*F1 (?P<value>[\d.]+)",
                        heading=r"(?P<name>\w+): \d+ gold"),
    ),
    "places": Benchmark(
        data=("dev/places/geovirus.jsonl", "dev/places/geowebnews.jsonl"), tolerance=SHARE,
        read=from_lines(r"(?P<name>\w+): \d+ gold.*coverage (?P<coverage>[\d.]+);.*of resolved (?P<resolved>[\d.]+), "
                        r"end to end (?P<whole>[\d.]+);.* (?P<names>[\d.]+)$"),
    ),
    "pages": Benchmark(
        data=("dev/pages",), folder="dev/pages", options=("--json",), tolerance=SHARE,
        read=from_json("*/body_f1", "*/kept", "-*/leaked", "html/title", "html/author", "html/day", "html/time"),
    ),
}  # fmt: skip
MODULES = {"names": "parsing", "relations": "parsing"}
"""benchmarks that are read from the output of another's command"""


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file, or of the names and hashes of all files of a folder; empty when there is none."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    files = sorted(p for p in path.rglob("*") if p.is_file())
    rows = [f"{p.relative_to(path).as_posix()} {hashlib.sha256(p.read_bytes()).hexdigest()}\n" for p in files]
    return hashlib.sha256("".join(rows).encode()).hexdigest() if rows else ""


@dataclass(slots=True)
class Floors:
    """What the file says of one benchmark."""

    tolerance: float
    data: dict[str, str] = field(default_factory=dict)
    figures: Figures = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """What came out: one line for a person each."""

    failed: list[str] = field(default_factory=list)
    not_compared: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def status(self) -> int:
        return 1 if self.failed else 2 if self.not_compared else 0


def load(path: Path) -> tuple[dict[str, Floors], list[dict[str, Any]]]:
    """The floors, and what was lowered and why; nothing when there is no file yet."""
    if not path.exists():
        return {}, []
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    lowered: list[dict[str, Any]] = content.pop("lowered", [])
    return {name: Floors(t["tolerance"], t["data"], t["floors"]) for name, t in content.items()}, lowered


def save(path: Path, floors: Mapping[str, Floors], lowered: Sequence[Mapping[str, Any]]) -> None:
    """Write the file; the order is that of `BENCHMARKS`."""
    lines: list[str] = []
    for name in (*(n for n in BENCHMARKS if n in floors), *(n for n in floors if n not in BENCHMARKS)):
        one = floors[name]
        lines += ["", f"[{name}]", f"tolerance = {one.tolerance}"]
        lines += ["", f"[{name}.data]", *(f"{json.dumps(k)} = {json.dumps(v)}" for k, v in one.data.items())]
        lines += ["", f"[{name}.floors]"]
        lines += [f"{json.dumps(k, ensure_ascii=False)} = {v}" for k, v in one.figures.items()]
    for row in lowered:
        lines += ["", "[[lowered]]"]
        lines += [f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in row.items()]
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def falls(name: str, value: float, floor: float, tolerance: float) -> bool:
    """Whether a figure is worse than its floor by more than the tolerance."""
    gain = floor - value if name.startswith("-") else value - floor
    return gain < -tolerance - 1e-9


def compare(name: str, floors: Floors, figures: Figures, report: Report) -> None:
    """Compare the figures of one benchmark, measured on the data of the floors."""
    for figure, floor in floors.figures.items():
        value = figures.get(figure)
        if value is None:
            report.failed.append(f"{name}: {figure} has a floor, but the benchmark does not give it any more")
        elif falls(figure, value, floor, floors.tolerance):
            over = figure.startswith("-")
            report.failed.append(
                f"{name}: {figure.removeprefix('-')} is {value:g}, {'over' if over else 'under'} "
                f"{floor:g} {'plus' if over else 'less'} {floors.tolerance:g}"
            )
    new = [figure for figure in figures if figure not in floors.figures]
    if new:
        report.notes.append(f"{name}: no floor yet for {', '.join(new)}; --update sets one")


def updated(
    name: str, old: Floors | None, data: dict[str, str], figures: Figures, tolerance: float, because: str
) -> tuple[Floors, list[dict[str, Any]], list[str]]:
    """The new floors, the rows that say what was lowered, and what was not, for want of a reason.

    On other data than before a figure that is worse needs a reason too: the new data may be harder, but somebody must
    say so.
    """
    kept = dict(old.figures) if old else {}
    lowered: list[dict[str, Any]] = []
    refused: list[str] = []
    for figure in [f for f in kept if f not in figures]:
        if because:
            lowered.append({"benchmark": name, "figure": figure, "from": kept.pop(figure), "because": because})
        else:
            refused.append(f"{name}: {figure} would lose its floor; --lower-because TEXT lets it go")
    for figure, value in figures.items():
        value = round(value, 4)
        before = kept.get(figure)
        if before is None or not falls(figure, value, before, 0.0):
            kept[figure] = value
        elif because:
            lowered.append({"benchmark": name, "figure": figure, "from": before, "to": value, "because": because})
            kept[figure] = value
        else:
            refused.append(f"{name}: {figure} stays at {before:g}, measured {value:g}; --lower-because TEXT lowers it")
    if refused and old and old.data != data:
        return old, [], [*refused, f"{name}: its floors keep the fingerprint of the old data"]
    return Floors(old.tolerance if old else tolerance, data, kept), lowered, refused


# --- running ----------------------------------------------------------------------------------------------------------


def run(name: str, benchmark: Benchmark, options: Sequence[str], data: Path | None, scorer: Path | None) -> str:
    """The output of a benchmark's command. Raise RuntimeError with its last line of complaint when it fails."""
    command = [sys.executable, "-m", f"benchmarks.quality.{MODULES.get(name, name)}"]
    if not benchmark.bundled:
        command += ["--data", str((data or Path()) / benchmark.folder)]
    if benchmark.scorer:
        command += ["--scorer", str(scorer)]
    done = subprocess.run(  # noqa: S603 - our own modules
        [*command, *options], capture_output=True, text=True, encoding="utf-8", check=False, cwd=FILE.parents[2]
    )
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["no message"])[-1])
    return done.stdout


Run = Callable[[str, Benchmark, Sequence[str], Path | None, Path | None], str]


def lacking(benchmark: Benchmark, data: Path | None, scorer: Path | None) -> str:
    """What keeps a benchmark from being run; empty when nothing does."""
    if not benchmark.bundled and data is None:
        return "needs --data DIR"
    if benchmark.scorer and scorer is None:
        return "needs --scorer FILE"
    return ""


def prints(benchmark: Benchmark, data: Path | None, scorer: Path | None) -> dict[str, str]:
    """The fingerprints of what a benchmark reads."""
    root = SAMPLE if benchmark.bundled else data or Path()
    found = {part or "the bundled sample": fingerprint(root / part) for part in benchmark.data}
    return found | ({"the scorer": fingerprint(scorer)} if benchmark.scorer and scorer else {})


def gate(
    chosen: Sequence[str], data: Path | None, scorer: Path | None, path: Path, *, update: bool = False,
    because: str = "", tests: bool = False, execute: Run = run,
) -> tuple[Report, dict[str, Figures]]:  # fmt: skip
    """Run the chosen benchmarks, compare or update, and give the report and all figures."""
    floors, lowered = load(path)
    report = Report()
    measured: dict[str, Figures] = {}
    outputs: dict[tuple[str, ...], str] = {}

    def figures(name: str, options: Sequence[str]) -> Figures | None:
        benchmark = BENCHMARKS[name]
        key = (MODULES.get(name, name), *options)
        try:
            if key not in outputs:
                outputs[key] = execute(name, benchmark, options, data, scorer)
            found = benchmark.read(outputs[key])
        except (RuntimeError, ValueError, KeyError) as wrong:
            report.failed.append(f"{name}: the benchmark failed: {wrong}")
            return None
        if not found:
            report.failed.append(f"{name}: no figure could be read from the benchmark's output")
        return found

    for name in chosen:
        benchmark, old = BENCHMARKS[name], floors.get(name)
        if why := lacking(benchmark, data, scorer):
            report.not_compared.append(f"{name}: not compared: {why}")
            continue
        now = prints(benchmark, data, scorer)
        gone = [part for part, value in now.items() if not value]
        changed = [part for part, value in now.items() if old and old.data.get(part) != value]
        if gone:
            report.not_compared.append(f"{name}: not compared: there is no {', '.join(gone)}")
            continue
        if not update and (old is None or changed):
            what = f"other data than its floors: {', '.join(changed)}" if old else "no floors yet; --update sets them"
            report.not_compared.append(f"{name}: not compared: {what}")
            continue
        found = figures(name, benchmark.options)
        if not found:
            continue
        measured[name] = found
        if update:
            new, rows, refused = updated(name, old, now, found, benchmark.tolerance, because)
            floors[name] = new
            lowered += rows
            report.failed += refused
            save(path, floors, lowered)
        elif old:
            compare(name, old, found, report)
        if tests and benchmark.tests is not None and (beside := figures(name, benchmark.tests)):
            measured[f"{name}, with test sets"] = {k: v for k, v in beside.items() if measured[name].get(k) != v}
    return report, measured


def main() -> int:
    """Run the gate; the exit status is that of the module's description."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, metavar="DIR")
    options.add_argument("--scorer", type=Path, metavar="FILE", help="the scorer of event records")
    options.add_argument("--only", metavar="NAMES", help=f"some of: {','.join(BENCHMARKS)}")
    options.add_argument("--update", action="store_true", help="raise the floors to what is measured")
    options.add_argument("--lower-because", default="", metavar="TEXT", help="with --update: lower floors too, and why")
    options.add_argument("--tests", action="store_true", help="read and print the test sets too")
    options.add_argument("--json", action="store_true", help="everything, machine-readable")
    chosen = options.parse_args()
    names = chosen.only.split(",") if chosen.only else list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        options.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    if chosen.lower_because and not chosen.update:
        options.error("--lower-because goes with --update")
    report, figures = gate(
        names, chosen.data, chosen.scorer, FILE, update=chosen.update, because=chosen.lower_because, tests=chosen.tests
    )
    if chosen.json:
        rows = {"failed": report.failed, "not_compared": report.not_compared, "notes": report.notes}
        print(json.dumps({"status": report.status, **rows, "figures": figures}, indent=1))
        return report.status
    if chosen.tests:
        for name, row in figures.items():
            for figure, value in row.items() if name.endswith("test sets") else ():
                print(f"reported   {name}: {figure.removeprefix('-')} {value:g}")
    for mark, lines in (("note", report.notes), ("NOT KNOWN", report.not_compared), ("REFUSED", report.failed)):
        for line in lines:
            print(f"{mark:10} {line}")
    held = [name for name in figures if not any(line.startswith(f"{name}:") for line in report.failed)]
    print(f"{'held':10} {', '.join(held) or 'none'}")
    return report.status


if __name__ == "__main__":
    sys.exit(main())
