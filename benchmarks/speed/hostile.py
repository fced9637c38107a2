"""Time and memory for text that no author wrote: `python -m benchmarks.speed.hostile [--json]`.

Each case is parsed in a process of its own, at full and at half length: the peak of its memory in MB, the seconds of
processor time that the parse alone took, and how many times those of half the length that is (2 is linear). A process
that parsed one plain sentence comes first, to compare with. Exit status 1 where memory passes `MOST_MEMORY` or time
grows more than `MOST_GROWTH` times.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

MOST_MEMORY: Final = 450  # MB, with everything that Python and the model take
MOST_GROWTH: Final = 3.0

PLAIN: Final = "The minister sent two envoys to the border on Monday, officials said.\n"
CASES: Final[Mapping[str, Callable[[int], str]]] = {
    "plain sentence": lambda n: PLAIN,
    "plain text, 14 kB": lambda n: PLAIN * (n // 5_000),
    "one sentence of 400 words": lambda n: " ".join(["the minister said that"] * (n // 10_000)) + " he left.",
    "one sentence of 20 kB": lambda n: ("and the army moved north, " * 800)[: n // 50] + ".",
    "1 MB without a space": lambda n: "x" * n,
    "40 kB of one emoji": lambda n: "👩🏽\u200d🚀" * (n // 100),
    "200 kB of stops": lambda n: "." * (n // 5),
    "200 kB of brackets": lambda n: "(" * (n // 5),
    "100 kB of combining marks": lambda n: "a" + "\u0301" * (n // 10),
    "20 kB of bidi marks and Arabic": lambda n: "\u202eتكريت\u202c " * (n // 400),
    "20 kB of control characters": lambda n: "\x00\x1b\x07a" * (n // 200),
    "10 kB of lone surrogates": lambda n: "\ud800 " * (n // 200),
    "20 kB in capitals, no stop": lambda n: "TROOPS ENTER CITY AS TALKS COLLAPSE " * (n // 1_800),
    "2,000 lines of one word": lambda n: "Talks\n" * (n // 500),
    "20 kB of the longest words": lambda n: ("antidisestablishmentarianism" * 3 + " ") * (n // 4_250),
    "10 kB of digits and commas": lambda n: "1,2;" * (n // 400),
}
FULL: Final = 1_000_000


def peak() -> float | None:
    """The most memory this process has held, in MB; None where the system does not tell.

    Linux is asked by its own file: there `ru_maxrss` begins with what the process that started this one held.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="utf-8").splitlines()
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), None)
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20) if sys.platform == "darwin" else most / 1024


def one(case: str, size: int) -> dict[str, float | None]:
    """Parse one case in this process."""
    from watchfloor.parsing.parse import Parser

    text = CASES[case](size)
    parser = Parser.load()
    parser.parse(PLAIN)
    began = time.process_time()
    read = parser.parse(text)
    seconds = time.process_time() - began
    words = sum(map(len, read))
    return {"characters": len(text), "sentences": len(read), "words": words, "seconds": seconds, "peak MB": peak()}


def apart(case: str, size: int) -> dict[str, float | None]:
    """Parse one case in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.speed.hostile", "--case", case, "--size", str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603 - ours
    figures: dict[str, float | None] = json.loads(done.stdout)
    return figures


def main() -> int:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", action="store_true")
    options.add_argument("--case", choices=CASES, help="only this one, in this process")
    options.add_argument("--size", type=int, default=FULL)
    given = options.parse_args()
    if given.case:
        print(json.dumps(one(given.case, given.size)))
        return 0
    found: dict[str, dict[str, float | None]] = {}
    bad = False
    for case in CASES:
        full, half = apart(case, FULL), apart(case, FULL // 2)
        seconds, before = full["seconds"] or 0.0, half["seconds"] or 0.0
        # Below half a second the machine's other work weighs more than the text.
        full["growth"] = seconds / before if before and seconds > 0.5 else None
        found[case] = full
        bad = bad or (full["peak MB"] or 0) > MOST_MEMORY or (full["growth"] or 0) > MOST_GROWTH
        if not given.json:
            line = (f"{key} {value:,.2f}".removesuffix(".00") for key, value in full.items() if value is not None)
            print(f"{case:33}", "  ".join(line), flush=True)
    if given.json:
        print(json.dumps(found, indent=1))
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
