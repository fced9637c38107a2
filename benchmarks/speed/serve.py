"""How heavy and how quick the page is: `python3 -m benchmarks.speed.serve [--desk DESK] [--part weight screens ...]`.

weight   the bytes of the first page of the sample desk with everything it loads
screens  the time of every screen, asked for the first time after the start and once more; of the desk that is named, or
         of the sample
readers  so many readers open screens for a while, each looking at a page before it opens the next, while
         `watchfloor run` codes articles into the same desk, on the same machine: time until the last byte, and errors

The server is `watchfloor serve` in a process of its own. The desk that is named is only read; the desk of the readers
is made anew, or is a copy of the one named with `--readers-desk`.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from benchmarks import sampledesk
from benchmarks.screens import SCREENS, examples
from watchfloor import desk as front_door
from watchfloor.desk import Desk

PARTS: Final = ("weight", "screens", "readers")
BUDGET: Final = 150_000
"""bytes of the first page with all that it loads, unpacked"""
LOADS: Final = re.compile(r"""<(?:link|script|img)\b[^>]*\b(?:href|src)="([^"]+)\"""")
IMPORTS: Final = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+\.js[^"']*)["']""")


# --- weight -----------------------------------------------------------------------------------------------------------


def weigh(ask: Callable[[str], bytes], address: str = "/") -> dict[str, int]:
    """The bytes of a page and of everything that it loads, by address. `ask` gives what lies at one."""
    page = ask(address)
    found = {address: len(page)}
    waiting = [urljoin(address, link) for link in LOADS.findall(page.decode())]
    while waiting:
        link = waiting.pop()
        if link not in found:
            body = ask(link)
            found[link] = len(body)
            if ".js" in link:
                waiting += [urljoin(link, one) for one in IMPORTS.findall(body.decode())]
    return found


# --- a server and those who ask it ------------------------------------------------------------------------------------


@contextmanager
def served(desk: Path) -> Iterator[str]:
    """`watchfloor serve` of a desk; gives host and port."""
    command = [sys.executable, "-m", "watchfloor", "serve", "--no-open", "--port", "0", "--desk", str(desk)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")  # noqa: S603 - our own code
    try:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        line = process.stdout.readline()
        found = re.search(r"http://([\d.]+:\d+)", line)
        if found is None:
            raise SystemExit(f"watchfloor serve says {line!r}")
        yield found[1]
    finally:
        process.terminate()
        process.wait()


def asking(place: str) -> Callable[[str], bytes]:
    """Asks a server; everything but 200 is an error."""

    def ask(address: str) -> bytes:
        connection = http.client.HTTPConnection(place, timeout=300)
        connection.request("GET", address)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200:
            raise OSError(f"{address}: {answer.status} {body[:200]!r}")
        return body

    return ask


def paths(names: dict[str, str]) -> dict[str, str]:
    """The address of each screen."""
    return {screen.name: screen.path.format(**names).partition("#")[0] for screen in SCREENS}


def screens(desk: Path) -> None:
    """The time of every screen, first and again."""
    with front_door.open(desk) as opened:
        names = examples(opened)
        last = opened.last_day()
        if last is not None:
            names["replayed"] = str(last - timedelta(days=90))
        print(f"{len(opened.articles()):,} articles")
    with served(desk) as place:
        ask = asking(place)
        print(f"{'screen':20} {'first s':>9} {'again s':>9} {'bytes':>9}")
        for name, path in paths(names).items():
            taken = []
            size = 0
            for _ in range(2):
                begun = time.perf_counter()
                try:
                    size = len(ask(path))
                except OSError as error:
                    print(error)
                taken.append(time.perf_counter() - begun)
            print(f"{name:20} {taken[0]:9.3f} {taken[1]:9.3f} {size:9,}", flush=True)


# --- readers ----------------------------------------------------------------------------------------------------------


@dataclass
class Seen:
    """What the readers met."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)


async def reader(place: str, addresses: dict[str, str], until: float, think: float, seen: Seen, seed: int) -> None:
    """Opens one screen after the other on one connection, as a browser does."""
    drawn = random.Random(seed)  # noqa: S311 - which screen is opened next
    host, _, port = place.partition(":")
    await asyncio.sleep(drawn.uniform(0, think))
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    while time.monotonic() < until:
        name = drawn.choice(list(addresses))
        begun = time.monotonic()
        try:
            streams = streams or await asyncio.open_connection(host, int(port), limit=1 << 24)
            status = await _get(*streams, place, addresses[name])
            if status != 200:
                seen.errors[f"{name}: {status}"] += 1
        except (OSError, ValueError, asyncio.IncompleteReadError) as error:
            seen.errors[f"{name}: {error!r}"] += 1
            streams = None
        seen.taken[name].append(time.monotonic() - begun)
        await asyncio.sleep(drawn.uniform(0.5, 1.5) * think)
    if streams:
        streams[1].close()


async def _get(incoming: asyncio.StreamReader, out: asyncio.StreamWriter, place: str, path: str) -> int:
    out.write(f"GET {path} HTTP/1.1\r\nHost: {place}\r\nAccept: text/html\r\n\r\n".encode())
    await out.drain()
    head = (await incoming.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = re.search(r"content-length: (\d+)", head)
    if length is None:
        raise ValueError("an answer without a length")
    await incoming.readexactly(int(length[1]))
    return int(head.split()[1])


def grown(opened: Desk, articles: int) -> None:
    """Adds articles that are not coded yet: those of the sample in other words of number, all with a date after it."""
    import json

    rows = []
    heads = opened.articles(order="oldest")
    texts = [opened.article(head.id) for head in heads if head.language == "en"]
    for number in range(articles):
        read = texts[number % len(texts)]
        day = date(2014, 11, 26) + timedelta(days=number // 40)
        text = re.sub(r"\b\d+\b", lambda found, n=number: str(int(found[0]) + n % 97), read.text)  # type: ignore[misc]
        rows.append(
            json.dumps(
                {
                    "title": f"{read.title} ({number})",
                    "text": text,
                    "url": f"https://wire.example/{number}",
                    "published": datetime(day.year, day.month, day.day, number % 24, tzinfo=UTC).isoformat(),
                    "outlet": read.outlet,
                }
            )
        )
    with tempfile.TemporaryDirectory() as place:
        archive = Path(place) / "more.jsonl"
        archive.write_text("\n".join(rows), encoding="utf-8")
        opened.add(archive)


def readers(desk: Path, count: int, seconds: float, think: float) -> int:
    """So many readers while `run` writes; gives the number of errors. The desk is written to."""
    with front_door.open(desk) as opened:
        names = examples(opened)
        grown(opened, 12 * int(seconds))
        before = opened.status().coded
    with served(desk) as place:
        ask = asking(place)
        addresses = paths(names)
        for path in addresses.values():
            ask(path)
        command = [sys.executable, "-m", "watchfloor", "run", "--desk", str(desk)]
        writer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
        seen = Seen()
        time.sleep(3)  # it loads its model
        until = time.monotonic() + seconds

        async def all_of_them() -> None:
            await asyncio.gather(*(reader(place, addresses, until, think, seen, seed) for seed in range(count)))

        asyncio.run(all_of_them())
        wrote_to_the_end = writer.poll() is None
        writer.terminate()
        writer.wait()
    with front_door.open(desk) as opened:
        coded = opened.status().coded - before
        faults = opened.faults()
    told(seen, f"{count} readers for {seconds:.0f} s, {think} s at each page")
    print(f"`run` coded {coded} articles meanwhile{'' if wrote_to_the_end else ' and was done before the end'};"
          f" record {faults or 'sound'}")  # fmt: skip
    return sum(seen.errors.values())


def told(seen: Seen, what: str) -> None:
    """The figures."""
    every = sorted(one for taken in seen.taken.values() for one in taken)

    def at(part: float, taken: list[float]) -> float:
        return taken[min(len(taken) - 1, int(part * len(taken)))]

    print(f"{what}: {len(every):,} pages, {sum(seen.errors.values())} errors {dict(seen.errors) or ''}")
    print(f"all screens: p50 {at(0.5, every):.3f} s, p95 {at(0.95, every):.3f} s, max {every[-1]:.3f} s")
    for name, taken in sorted(seen.taken.items(), key=lambda row: -at(0.95, sorted(row[1])))[:8]:
        taken.sort()
        print(f"    {name:18} p50 {at(0.5, taken):.3f}  p95 {at(0.95, taken):.3f}  max {taken[-1]:.3f}")


def main() -> None:
    """Runs the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--desk", type=Path, help="whose screens are timed")
    parser.add_argument("--readers-desk", type=Path, help="a desk that is copied for the readers")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=2.0, help="seconds at each page")
    given = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        sample = sampledesk.make(Path(folder) / "sample")
        if "weight" in given.part:
            with served(sample) as place:
                found = weigh(asking(place))
            for address, size in sorted(found.items(), key=lambda row: -row[1]):
                print(f"{size:9,}  {urlsplit(address).path}")
            print(f"{sum(found.values()):9,}  in all, of {BUDGET:,}")
            failed += sum(found.values()) > BUDGET
        if "screens" in given.part:
            screens(given.desk or sample)
        if "readers" in given.part:
            copy = Path(shutil.copytree(given.readers_desk or sample, Path(folder) / "readers"))
            failed += bool(readers(copy, given.readers, given.seconds, given.think))
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
