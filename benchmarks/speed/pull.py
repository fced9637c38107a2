"""A morning's reading against a web server on this machine: 500 sources with 40 items each, killed on the way.

    python3 -m benchmarks.speed.pull [--sources 500] [--items 40] [--pages 4] [--pace 0.5] [--hosts 16] [--kill 15,30]

Every source has a host of its own; `--pages` of its items hold only the beginning, so that their page is fetched; one
item is the same in every feed. The process that pulls is killed (SIGKILL) after so many seconds each, and then run
until it is done. Printed: how long it took, what came in against what should have, what was fetched twice, the least
time between two requests to one host as the server saw it, and the peak memory of the process that pulls.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

from watchfloor import desk as front_door
from watchfloor.reading.fetching import Fetcher
from watchfloor.reading.http import Door
from watchfloor.reading.pacing import Pace
from watchfloor.sources import settings
from watchfloor.types import Source

WORDS = (
    "Officials of the ministry said on Monday that talks with the neighbouring country would go on in the capital, and"
    " that troops near the border had been told to stay in their barracks until the end of the week. "
)


def sentence(*numbers: object) -> str:
    """Words that differ from article to article."""
    return f"Report {' of source '.join(map(str, numbers))}. " + WORDS * 8


class Site(BaseHTTPRequestHandler):
    """All sources at once, told apart by the host's name."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    items = pages = port = 0
    asked: list[tuple[float, str, str]] = []  # noqa: RUF012 - one for all requests

    def do_GET(self) -> None:
        """Answers robots.txt, the feed, or a page."""
        host = self.headers.get("Host", "").partition(":")[0]
        self.asked.append((time.monotonic(), host, self.path))
        status, body = 200, b""
        if self.path == "/robots.txt":
            body = b"User-agent: *\nDisallow: /private/\n"
        elif self.path == "/rss":
            body = self._feed(host)
        elif self.path.startswith("/story/"):
            words = sentence(self.path.rpartition("/")[2], host)
            body = (
                f"<html lang=en><head><title>{words[:50]}</title></head><body><article><h1>{words[:50]}</h1>"
                f"<p>{words}</p></article></body></html>"
            ).encode()
        else:
            status = 404
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _feed(self, host: str) -> bytes:
        rows = [self._item(f"http://wire.example:{self.port}/story/0", sentence(0, "wire"), whole=True)]
        for number in range(1, self.items):
            link = f"http://{host}:{self.port}/story/{number}"
            rows.append(self._item(link, sentence(number, host), whole=number > self.pages))
        head = (
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Feed</title>'
        )
        return f"{head}{''.join(rows)}</channel></rss>".encode()

    def _item(self, link: str, words: str, *, whole: bool) -> str:
        text = (
            f"<content:encoded>{words}</content:encoded>" if whole else f"<description>{words[:90]} [...]</description>"
        )
        return f"<item><title>{words[:50]}</title><link>{link}?utm_source=rss</link>{text}</item>"

    def log_message(self, *_: object) -> None:
        """Nothing: the figures are enough."""


class Quiet(ThreadingHTTPServer):
    """Connections that are cut by a kill are no news."""

    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_: object) -> None:
        """Nothing."""


def here(_host: str, _port: int) -> Sequence[str]:
    """Every name is this machine's."""
    return ["127.0.0.1"]


def child(folder: Path, pace: float) -> None:
    """Pulls once, and prints what came of it and how much memory it took."""
    with front_door.open(folder) as opened:
        fetcher = Fetcher(Door("watchfloor/benchmark", loopback=True, resolve=here), Pace(pace))
        begun = time.monotonic()
        with fetcher:
            done = opened.pull(fetcher=fetcher).round
        took = time.monotonic() - begun
    print(json.dumps({"new": done.new, "read": done.read, "failed": done.failed, "seconds": took, "peak": peak()}))


def peak() -> int:
    """The most memory this process had, in bytes; 0 where that cannot be asked."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Runs it all and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=500)
    parser.add_argument("--items", type=int, default=40)
    parser.add_argument("--pages", type=int, default=4)
    parser.add_argument("--pace", type=float, default=0.5)
    parser.add_argument("--hosts", type=int, default=16)
    parser.add_argument("--kill", default="15,30")
    parser.add_argument("--child", type=Path)
    given = parser.parse_args()
    if given.child:
        child(given.child, given.pace)
        return
    server = Quiet(("127.0.0.1", 0), Site)
    Site.items, Site.pages, Site.port = given.items, given.pages, server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as place:
        run(Path(place) / "desk", given)
    server.shutdown()


def run(folder: Path, given: argparse.Namespace) -> None:
    """The desk, the kills, the last round and the figures."""
    with front_door.init(folder) as made:
        names = [f"s{number}" for number in range(given.sources)]
        made.watch_also(
            [settings.Watched(Source(n, "feed", f"http://{n}.example:{Site.port}/rss", n.upper())) for n in names]
        )
    path = folder / settings.FILE
    path.write_text(path.read_text(encoding="utf-8").replace("hosts = 8", f"hosts = {given.hosts}"), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.speed.pull", "--child", str(folder), "--pace", str(given.pace)]
    begun = time.monotonic()
    for after in filter(None, given.kill.split(",")):
        process = subprocess.Popen(command)  # noqa: S603 - our own interpreter and our own code
        try:
            process.wait(float(after))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with front_door.open(folder) as opened:
            print(f"killed after {after} s: {len(opened.articles()):,} articles, record {opened.faults() or 'sound'}")
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)  # noqa: S603 - as above
    figures = json.loads(done.stdout)
    took = time.monotonic() - begun
    with front_door.open(folder) as opened:
        heads = opened.articles()
        counts = opened.status()
        asking = time.monotonic()
        states = opened.sources()
        asking = time.monotonic() - asking
        faults = opened.verify()
    expected = given.sources * (given.items - 1) + 1
    after = figures["seconds"]
    print(f"{given.sources} sources x {given.items} items: {took:.0f} s, of them {after:.0f} s after the kills")
    print(f"articles: {len(heads):,} of {expected:,}; versions {counts.versions:,}; record {faults or 'sound'}")
    print(f"sources fine: {sum(state.state == 'fine' for state in states)}; asked how they do in {asking:.2f} s")
    fetched = Counter((host, path) for _, host, path in Site.asked if path.startswith("/story/"))
    print(f"pages fetched: {len(fetched):,}; more than once: {sum(count > 1 for count in fetched.values())}")
    times: dict[str, list[float]] = defaultdict(list)
    for at, host, _ in Site.asked:
        times[host].append(at)
    gaps = [later - earlier for moments in times.values() for earlier, later in pairwise(moments)]
    print(f"requests: {len(Site.asked):,}; least time between two to one host: {min(gaps):.3f} s (pace {given.pace} s)")
    close = sum(gap < given.pace * 0.98 for gap in gaps)
    print(f"closer than the pace: {close} (each kill begins anew, and knows nothing of the last request before it)")
    print(f"peak memory of the process that pulls: {figures['peak'] / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
