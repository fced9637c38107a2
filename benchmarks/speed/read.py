"""How long a cold `watchfloor read` of one page takes: a new process each time, as a person meets it.

    python3 -m benchmarks.speed.read PAGE [--runs 7] [--published 2014-06-24]

Prints the smallest, the median and the largest wall time in seconds, and that of `watchfloor --help` for comparison.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence


def seconds(command: Sequence[str], runs: int) -> list[float]:
    """Wall times of a command that must succeed."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "watchfloor", *command], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
        times.append(time.perf_counter() - start)
    return sorted(times)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--published", default="2014-06-24")
    wanted = parser.parse_args()
    print(f"python {sys.version.split()[0]}, {os.cpu_count()} cores, {wanted.runs} runs each")
    for command in (["--help"], ["read", wanted.page, "--published", wanted.published]):
        times = seconds(command, wanted.runs)
        print(f"{command[0]:8} min {times[0]:.2f} s   median {statistics.median(times):.2f} s   max {times[-1]:.2f} s")


if __name__ == "__main__":
    main()
