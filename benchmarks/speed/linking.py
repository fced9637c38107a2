"""What finding copies and incidents costs as a desk grows: `python3 -m benchmarks.speed.linking [--articles 100000]`.

    [--batches 10] [--copies 0.2] [--per-article 5] [--folder DIR]

Articles of real sizes made from templates come in day by day, 55 a day, and a share of them is printed again by another
outlet on the same day. After each batch the copies are found, and the incidents of its last three days are asked for.
Told is the processor's time for an article of each batch, and that of the last batch to that of the first: both look at
the days around an article only, so it should not grow with the desk.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

from benchmarks.speed.store import CODER, NOW, OUTLETS, Templates
from watchfloor import desk as front_door
from watchfloor.desk import Desk
from watchfloor.linking import comparing
from watchfloor.store import articles, connection, facts
from watchfloor.store.articles import Incoming
from watchfloor.types import Article, Capture, Coding, version_of

DAYS_ASKED = 3
SHORT = 150
"""the words that stand in most texts"""

Row = tuple[Article, Capture, Coding]


def stream(copies: float, per_article: int) -> Iterator[Row]:
    """Articles by day, some of them followed by a copy."""
    made = Templates(7)
    # The most frequent words of a language are short ones, which finding copies leaves out.
    made.words = [word[:3] if rank < SHORT else word for rank, word in enumerate(made.words)]
    number = 0
    while True:
        page, capture, coding = made.article(number, per_article)
        yield page, capture, coding
        if made.chance.random() < copies:
            yield copied(page, capture, number)
        number += 1


def copied(page: Article, capture: Capture, number: int) -> Row:
    """The page as another outlet prints it."""
    url = f"https://copy.example/{number}"
    ident = "a:" + hashlib.sha256(url.encode()).hexdigest()[:12]
    text = f"{page.text} Printed here with leave."
    version = version_of(ident, page.published, text)
    outlet = OUTLETS[(number + 7) % len(OUTLETS)]
    again = replace(page, id=ident, url=url, outlet=outlet, text=text, version=version)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return again, replace(capture, url=url, final_url=url, sha256=digest), Coding(version, CODER, ())


def load(desk: Desk, rows: Sequence[Row]) -> None:
    """Keeps articles with their codings; what that costs is for store.py to measure."""
    record = connection.open_record(desk.path / front_door.RECORD)
    articles.add_all(record, [Incoming(capture, page) for page, capture, _ in rows])
    for _, _, coding in rows:
        facts.add_coding(record, coding, NOW)
    facts.choose_coder(record, CODER, NOW)
    record.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the cost of each batch."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--batches", type=int, default=10)
    parser.add_argument("--copies", type=float, default=0.2)
    parser.add_argument("--per-article", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        desk = front_door.init((asked.folder or Path(temporary)) / "desk")
        rows = stream(asked.copies, asked.per_article)
        costs = []
        for number in range(asked.batches):
            batch = list(islice(rows, asked.articles // asked.batches))
            load(desk, batch)
            began = time.process_time()
            comparing.compare_new(desk._record)
            compared = time.process_time()
            last = batch[-1][0].published
            assert last is not None  # noqa: S101 - templates state it
            view = desk.as_of(None)  # nothing remembered from the batch before
            found = view.incidents(since=last.day - timedelta(days=DAYS_ASKED - 1), until=last.day)
            asked_for = time.process_time()
            costs.append(((compared - began) / len(batch), asked_for - compared))
            print(
                f"batch {number + 1}: {1000 * costs[-1][0]:.2f} ms an article to find copies;"
                f" {costs[-1][1]:.2f} s for the {len(found)} incidents of {DAYS_ASKED} days",
                flush=True,
            )
        # The first batch has nothing before it; the second is the first with neighbours.
        first, last_one = costs[min(1, len(costs) - 1)], costs[-1]
        for what, one, other in zip(("copies", "incidents"), first, last_one, strict=True):
            print(f"{what}: the last batch costs {other / one:.2f} times the second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
