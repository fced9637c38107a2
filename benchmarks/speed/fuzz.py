"""What no author wrote, by the million: `python -m benchmarks.speed.fuzz --inputs N --minutes M`.

Every reader is given bytes made in three ways: *guided* (atheris: libFuzzer keeps what reaches new lines of ours; only
where it is installed, `pip install watchfloor[fuzz]`), *mutated* (seeds cut, spliced, repeated and garnished with the
words that matter in their format), and *generated* (hypothesis). No exception may leave a reader and none may take
longer than `SLOW` seconds. Each reader works in a process of its own, so that one that hangs is seen.

Printed are the inputs, what went wrong, and the slowest. What went wrong is kept in a folder (`--keep`), and belongs
into tests/reading/test_hostile_bytes.py once it is mended. Exit status 1 where anything went wrong.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from benchmarks.speed import fuzztargets
from benchmarks.speed.fuzztargets import TARGETS

SLOW: Final = 2.0
"""seconds for one input"""
ENGINES: Final = {"guided": 0.1, "mutated": 0.89, "generated": 0.01}
"""the three ways, and their shares of the inputs"""
LONGEST: Final = 4_096
"""bytes of a guided input; mutated ones are longer"""


@dataclass
class Tally:
    """What came of one reader in one way."""

    target: str
    engine: str
    inputs: int = 0
    crashes: dict[str, str] = field(default_factory=dict)
    """the kind of error and where, with the file that holds the input"""
    slow: dict[str, float] = field(default_factory=dict)
    slowest: float = 0.0
    seconds: float = 0.0


class Tried:
    """Gives inputs to one reader and notes what happens; the notes are written where the parent process finds them."""

    def __init__(self, tally: Tally, keep: Path, notes: Path) -> None:
        self.tally, self._keep, self._notes = tally, keep, notes
        self._trying = notes.with_name("trying")
        self._read = TARGETS[tally.target].read
        self._began = time.monotonic()
        self._next = 0.0

    def one(self, data: bytes) -> None:
        """Never raises, so that the search goes on behind what it found."""
        tally = self.tally
        self._trying.write_bytes(data)  # what is here when the process hangs or dies did it
        began = time.process_time()  # the machine's other work is not this reader's
        try:
            self._read(data)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            key = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
            if key not in tally.crashes:
                tally.crashes[key] = self._kept(data, "crash")
                self._next = 0.0
        took = time.process_time() - began
        tally.inputs += 1
        tally.slowest = max(tally.slowest, took)
        if took > SLOW and len(tally.slow) < 20:
            tally.slow[self._kept(data, "slow")] = took
            self._next = 0.0
        now = time.monotonic()
        if now >= self._next:
            self._next = now + 1.0
            self.note()

    def note(self) -> None:
        self.tally.seconds = time.monotonic() - self._began
        self._notes.write_text(json.dumps(asdict(self.tally)), encoding="utf-8")

    def _kept(self, data: bytes, what: str) -> str:
        path = self._keep / f"{self.tally.target}-{what}-{abs(hash(data)):016x}"
        path.write_bytes(data)
        return path.name


# --- the three ways ---------------------------------------------------------------------------------------------------


def guided(tried: Tried, inputs: int, seconds: float, seed: int) -> None:
    """By the lines of ours that an input reaches."""
    import atheris

    with atheris.instrument_imports(include=["watchfloor.reading", "feedparser"], enable_loader_override=False):
        fuzztargets.load(tried.tally.target)
    with tempfile.TemporaryDirectory() as folder:
        corpus, words = Path(folder, "corpus"), Path(folder, "words")
        corpus.mkdir()
        for number, one in enumerate(TARGETS[tried.tally.target].seeds):
            (corpus / str(number)).write_bytes(one[:LONGEST])
        rows = ('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"' for word in TARGETS[tried.tally.target].words)
        words.write_text("\n".join(rows), encoding="utf-8")
        options = [
            f"-runs={inputs}", f"-max_total_time={int(seconds)}", f"-max_len={LONGEST}", f"-dict={words}",
            f"-seed={seed}", "-timeout=60", "-rss_limit_mb=4096", "-verbosity=0", "-handle_int=0",
        ]  # fmt: skip
        atheris.Setup([sys.argv[0], *options, str(corpus)], tried.one)
        atheris.Fuzz()


def mutated(tried: Tried, inputs: int, seconds: float, seed: int) -> None:
    """By cutting and pasting what the format is made of."""
    target = TARGETS[tried.tally.target]
    dice = random.Random(seed)  # noqa: S311 - the same inputs again for the same seed
    until = time.monotonic() + seconds
    pool = list(target.seeds)
    for number in range(inputs):
        if number % 16 == 0 and time.monotonic() > until:
            return
        data = bytearray(dice.choice(pool))
        for _ in range(dice.choice((1, 1, 2, 3, 5, 9))):
            dice.choice(_CHANGES)(data, dice, target.words, pool)
        tried.one(bytes(data[:400_000]))
        if len(data) < 20_000 and dice.random() < 0.02:
            pool.append(bytes(data))
            if len(pool) > 300:
                del pool[len(target.seeds)]


Change = Callable[[bytearray, random.Random, tuple[bytes, ...], list[bytes]], None]


def _cut(data: bytearray, dice: random.Random, words: tuple[bytes, ...], pool: list[bytes]) -> None:
    a, b = sorted((dice.randrange(len(data) + 1), dice.randrange(len(data) + 1)))
    del data[a:b]


def _shorten(data: bytearray, dice: random.Random, words: tuple[bytes, ...], pool: list[bytes]) -> None:
    del data[dice.randrange(len(data) + 1) :]


def _garnish(data: bytearray, dice: random.Random, words: tuple[bytes, ...], pool: list[bytes]) -> None:
    at = dice.randrange(len(data) + 1)
    data[at:at] = dice.choice(words)


def _exchange(data: bytearray, dice: random.Random, words: tuple[bytes, ...], pool: list[bytes]) -> None:
    old, new = dice.choice(words), dice.choice(words)
    if old and old in data:
        data[:] = data.replace(old, new, dice.choice((1, 2, -1)))


def _flip(data: bytearray, dice: random.Random, words: tuple[bytes, ...], pool: list[bytes]) -> None:
    for _ in range(dice.choice((1, 4, 16))):
        if data:
            data[dice.randrange(len(data))] = dice.randrange(256)


def _splice(data: bytearray, dice: random.Random, words: tuple[bytes, ...], pool: list[bytes]) -> None:
    other = dice.choice(pool)
    a, b = sorted((dice.randrange(len(other) + 1), dice.randrange(len(other) + 1)))
    at = dice.randrange(len(data) + 1)
    data[at:at] = other[a:b]


def _repeat(data: bytearray, dice: random.Random, words: tuple[bytes, ...], pool: list[bytes]) -> None:
    """A small piece many times: what grows with the square of its length shows here."""
    size = dice.choice((1, 2, 5, 12, 40))
    at = dice.randrange(len(data) + 1)
    piece = bytes(data[at : at + size]) if dice.random() < 0.5 else dice.choice(words)
    data[at:at] = piece * dice.choice((3, 3, 3, 30, 30, 30, 300, 3_000 if dice.random() < 0.1 else 3))


def _decimal(data: bytearray, dice: random.Random, words: tuple[bytes, ...], pool: list[bytes]) -> None:
    """A number becomes another."""
    places = [at for at, byte in enumerate(data[:20_000]) if 48 <= byte < 58]
    if places:
        at = dice.choice(places)
        data[at : at + 1] = dice.choice((b"0", b"9", b"-1", b"00000", b"99999999999999999999", b"1e9", b"\xd9\xa3"))


_CHANGES: Final[tuple[Change, ...]] = (
    _cut, _shorten, _garnish, _garnish, _garnish, _exchange, _exchange, _flip, _splice, _splice, _repeat, _decimal,
)  # fmt: skip


def generated(tried: Tried, inputs: int, seconds: float, seed: int) -> None:
    """By hypothesis, out of the words of the format and any bytes between them."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded

    until = time.monotonic() + seconds
    per_round = 200
    for number in range((inputs + per_round - 1) // per_round):
        if time.monotonic() > until:
            return

        @seeded(seed + number)
        @settings(
            max_examples=per_round, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(fuzztargets.bytes_of(tried.tally.target))
        def run(data: bytes) -> None:
            if time.monotonic() < until:
                tried.one(data)

        run()


WAYS: Final[dict[str, Callable[[Tried, int, float, int], None]]] = {
    "guided": guided, "mutated": mutated, "generated": generated,
}  # fmt: skip


# --- all of it --------------------------------------------------------------------------------------------------------


def apart(target: str, engine: str, inputs: int, seconds: float, seed: int, keep: Path) -> Tally:
    """One reader in one way, in a process of its own; what ends that process is counted as a crash."""
    with tempfile.TemporaryDirectory(dir=fuzztargets.memory()) as folder:
        notes = Path(folder, "notes.json")
        command = [
            sys.executable, "-m", "benchmarks.speed.fuzz", "--target", target, "--engine", engine,
            "--notes", str(notes),
            "--inputs", str(inputs), "--minutes", str(seconds / 60), "--seed", str(seed), "--keep", str(keep),
        ]  # fmt: skip
        ended = ""
        try:
            done = subprocess.run(command, check=False, capture_output=True, timeout=seconds + 90)  # noqa: S603 - ours
            if done.returncode:
                tail = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
                ended = f"process ended with {done.returncode}: {''.join(tail)[:200]}"
        except subprocess.TimeoutExpired:
            ended = "process hung"
        tally = Tally(target, engine)
        if notes.exists():
            tally = Tally(**json.loads(notes.read_text(encoding="utf-8")))
        if ended:
            trying = notes.with_name("trying")
            last = keep / f"{target}-{engine}-ended"
            if trying.exists():
                last.write_bytes(trying.read_bytes())
            tally.crashes[ended] = last.name
        return tally


def main() -> int:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--inputs", type=int, default=1_000_000, help="of all readers together")
    options.add_argument("--minutes", type=float, default=30.0, help="at most, of all readers together")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path, default=Path("fuzz-finds"), help="folder for what went wrong")
    options.add_argument("--target", choices=TARGETS, action="append", help="only this reader; can be given again")
    options.add_argument("--engine", choices=ENGINES, help="only in this way")
    options.add_argument("--notes", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    if given.notes:
        given.keep.mkdir(parents=True, exist_ok=True)
        if given.engine != "guided":  # which loads under its own eyes
            fuzztargets.load(given.target[0])
        tried = Tried(Tally(given.target[0], given.engine), given.keep, given.notes)
        try:
            WAYS[given.engine](tried, given.inputs, given.minutes * 60, given.seed)
        finally:
            tried.note()
        return 0
    ways = {way: share for way, share in ENGINES.items() if given.engine in (None, way)}
    if "guided" in ways and find_spec("atheris") is None:
        print("no guided inputs: atheris is not installed")
        ways["mutated"] = ways.pop("guided") + ways.get("mutated", 0.0)
    chosen = given.target or list(TARGETS)
    tallies: list[Tally] = []
    weight = sum(TARGETS[name].share for name in chosen) * sum(ways.values())
    parts = [(name, way) for name in chosen for way in ways]
    until = time.monotonic() + given.minutes * 60
    for number, (name, way) in enumerate(parts):
        inputs = max(100, round(given.inputs * TARGETS[name].share * ways[way] / weight))
        # A quick reader leaves its time to a slow one, which may take three times the share of one.
        left = (until - time.monotonic()) / (len(parts) - number)
        tally = apart(name, way, inputs, max(5.0, 3 * left), given.seed, given.keep.resolve())
        tallies.append(tally)
        if not given.json:
            _print(tally)
    total: dict[str, Any] = {
        "inputs": sum(tally.inputs for tally in tallies),
        "crashes": sum(len(tally.crashes) for tally in tallies),
        "slow": sum(len(tally.slow) for tally in tallies),
        "slowest": max(tally.slowest for tally in tallies),
        "seconds": sum(tally.seconds for tally in tallies),
    }
    if given.json:
        print(json.dumps({"total": total, "parts": [asdict(tally) for tally in tallies]}, indent=1))
    else:
        print("total", "  ".join(f"{key} {value:,.2f}".removesuffix(".00") for key, value in total.items()))
    return int(total["crashes"] or total["slow"])


def _print(tally: Tally) -> None:
    print(
        f"{tally.target:9} {tally.engine:10} inputs {tally.inputs:9,}  crashes {len(tally.crashes):2}  "
        f"slow {len(tally.slow):2}  slowest {tally.slowest:6.2f} s  in {tally.seconds:6.0f} s",
        flush=True,
    )
    for what, where in [*tally.crashes.items(), *((f"{took:.1f} s", name) for name, took in tally.slow.items())]:
        print(f"          {what}  {where}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
