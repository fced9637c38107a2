"""What clustering costs as a desk grows: `python3 -m benchmarks.speed.linking [--articles 100000]`.

    [--batches 10] [--copies 0.2] [--per-article 5] [--a-day 55] [--folder DIR]

Articles made from templates (matters.py) come in day by day, and a share of them is printed again by another outlet.
After each batch copies are found, articles placed in chapters, and events paired, as `run` does; then incidents and
storylines are asked for. Told is the processor's time for an article of each batch, and that of the last batch to that
of the first: all look at the days around an article only, so it should not grow with the desk. With `--folder` the desk
is kept there.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path

from benchmarks.speed import matters
from benchmarks.speed.matters import Row
from benchmarks.speed.store import CODER, NOW
from watchfloor import desk as front_door
from watchfloor.desk import Desk
from watchfloor.linking import comparing, pairing, placing
from watchfloor.store import articles, connection, facts
from watchfloor.store.articles import Incoming

DAYS_ASKED = 3


def load(desk: Desk, rows: Sequence[Row]) -> None:
    """Keeps articles with their codings; what that costs is for store.py to measure."""
    record = connection.open_record(desk.path / front_door.RECORD)
    articles.add_all(record, [Incoming(capture, page) for page, capture, _ in rows])
    for _, _, coding in rows:
        facts.add_coding(record, coding, NOW)
    facts.choose_coder(record, CODER, NOW)
    record.close()


def spent(work: Callable[[], object]) -> float:
    """The processor's time that some work takes, in seconds."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the cost of each batch."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--batches", type=int, default=10)
    parser.add_argument("--copies", type=float, default=0.2)
    parser.add_argument("--per-article", type=int, default=5)
    parser.add_argument("--a-day", type=float, default=55)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        desk = front_door.init(asked.folder or Path(temporary) / "desk")
        record = desk._record
        rows = matters.stream(7, asked.a_day, asked.per_article, asked.copies)
        costs: list[dict[str, float]] = []
        for number in range(asked.batches):
            batch = list(islice(rows, asked.articles // asked.batches))
            load(desk, batch)
            steps = {
                "copies": lambda: comparing.compare_new(record),
                "chapters": lambda: placing.keep(record),
                "countries": lambda: placing.keep_countries(record),
                "pairs": lambda: pairing.keep(record),
            }
            costs.append({name: 1000 * spent(step) / len(batch) for name, step in steps.items()})
            told = ", ".join(f"{name} {cost:.2f}" for name, cost in costs[-1].items())
            last = desk.last_day()
            assert last is not None  # noqa: S101 - templates state it
            since = last - timedelta(days=DAYS_ASKED - 1)
            view = desk.as_of(None)  # nothing remembered from the batch before
            incidents = spent(lambda view=view, since=since, last=last: view.incidents(since=since, until=last))  # type: ignore[misc]
            print(
                f"batch {number + 1}: {told} ms an article; incidents of {DAYS_ASKED} days {incidents:.2f} s",
                flush=True,
            )
        # The first batch has nothing before it; the second is the first with neighbours.
        first, last_one = costs[min(1, len(costs) - 1)], costs[-1]
        for name, cost in last_one.items():
            print(f"{name}: the last batch costs {cost / first[name]:.2f} times the second")
        whole = sum(last_one.values()) / sum(first.values())
        print(f"all: the last batch costs {whole:.2f} times the second")
        print(f"storylines: {spent(desk.as_of(None).storylines):.2f} s")
        desk.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
