"""Whether a desk remembers: the promises of memory on real articles, and under kills and failing writes.

    python3 -m benchmarks.quality.memory prefix --data DIR [--days 50] [--coder quick|real]
    python3 -m benchmarks.quality.memory prefix --sample [--days 50] [--coder quick|real]
    python3 -m benchmarks.quality.memory kills [--times 200]
    python3 -m benchmarks.quality.memory writes [--times 50]
    python3 -m benchmarks.quality.memory together [--times 600]
    python3 -m benchmarks.quality.memory forget [--articles 3000]

prefix   For random days: a desk with only what was known by that day, and a desk with everything, asked as of that day,
         must answer with the same bytes; a planted article must change nothing before its date. The first desk grows
         from day to day, and is made anew for every tenth of the days. DIR holds dated articles in dev/stream;
         --sample takes the bundled sample. The quick coder reads a fact into every sentence with two names in it, so
         that there are many; the real one takes a second an article. Each article is coded once for all desks: that
         the same coder gives the same bytes is asked elsewhere (benchmarks.quality.stability).
kills    A process that adds and codes is killed at random moments (not on Windows). Everything it had told to be done
         is there, nothing is half there, and the next run goes on.
writes   The same with a limit on the size of its files, which makes a write fail at a random place.
together Two processes add so many pages between them and code, and four others ask all the while. Both finish, the desk
         is sound, and no question fails; the longest of them is printed, by the clock and by the processor's.
forget   Articles are forgotten in a large desk, one after the other, and each file is searched for their words.

The exit code is 1 when a promise is broken.
"""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from watchfloor import desk as front_door
from watchfloor import packs
from watchfloor.codec import to_json
from watchfloor.desk import Codes, Desk
from watchfloor.errors import DeskError
from watchfloor.types import Actor, Article, Cited, Coding, Event, Facet, Span, fact_id
from watchfloor.view import View

SEED = 20140620
NOW = datetime(2026, 1, 2, tzinfo=UTC)
_SENTENCE = re.compile(r"[^.\n]*\b([A-Z][a-z]{2,})\b[^.\n]{3,80}?\b([A-Z][a-z]{2,})\b[^.\n]*\.")


class Quick:
    """Reads a fact into every sentence with two capitalised names: nonsense, but much of it, and always the same."""

    id = "quick-1"

    def code(self, article: Article) -> Coding:
        """The facts of an article."""

        def cited(found: re.Match[str], group: int) -> Cited[Actor]:
            name = found[group]
            span = Span(article.version, *found.span(group))
            return Cited(Actor(f"unknown:{name.lower()}", name, "unknown", ""), span, name, "quick")

        events = []
        for found in _SENTENCE.finditer(article.text):
            whole = Cited(found[0], Span(article.version, *found.span()), found[0], "quick")
            between = (found.end(1), found.start(2))
            words = article.text[slice(*between)]
            act = Cited(words, Span(article.version, *between), words, "quick")
            if not words.strip():
                continue
            kinds = ("CONSULT", "ACCUSE", "ASSAULT", "AID")
            events.append(
                Event(
                    fact_id("event", (act.span, whole.span)), kinds[len(words) % 4], "", (), "", (cited(found, 1),),
                    (cited(found, 2),), None, None, list(Facet)[len(found[0]) % 8], 0.9, (), 0.5, act, whole,
                )
            )  # fmt: skip
        return Coding(article.version, self.id, tuple(events))


class Once:
    """A coder that codes each article version once and then remembers it: every desk codes the same articles."""

    def __init__(self, coder: Codes) -> None:
        self.id = coder.id
        self._coder = coder
        self._known: dict[str, Coding] = {}

    def code(self, article: Article) -> Coding:
        """As the coder does."""
        if article.version not in self._known:
            self._known[article.version] = self._coder.code(article)
        return self._known[article.version]


def everything(view: View, words: Iterable[str]) -> bytes:
    """All that a view answers, as bytes."""
    out = [to_json(fact) for fact in view.each_event()]
    heads = view.articles()
    out += [to_json(head) for head in heads] + [to_json(view.article(head.id)) for head in heads]
    out += [to_json(list(view.weeks())), to_json(view.status()), to_json(view.coverage(None))]
    out += [to_json(view.search(word)) for word in words]
    out += [to_json(view.brief(day)) for day in {head.published.day for head in heads[:3] if head.published}]
    written = io.StringIO()
    view.export("csv", written)
    return b"\n".join([*out, written.getvalue().encode()])


# --- as known on a day ------------------------------------------------------------------------------------------------


def stream(data: Path | None) -> list[dict[str, str]]:
    """Dated articles as rows of an archive."""
    if data is None:
        rows = []
        for line in (packs.BUNDLED.parent / "sample" / "archive.jsonl").read_text(encoding="utf-8").splitlines():
            rows.append(json.loads(line))
        for path in sorted((packs.BUNDLED.parent / "sample").glob("2014-*.html")):
            url, body = f"https://example.org/{path.name}", path.read_text(encoding="utf-8", errors="replace")
            rows.append({"url": url, "published": path.name[:10], "html": body})
        return rows
    lines = (data / "dev" / "stream" / "wikinews-articles.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [{"url": r["id"], "title": r["title"], "published": r["date"], "text": r["text"]} for r in rows]


def desk_of(folder: Path, rows: list[dict[str, str]], coder: Codes) -> Desk:
    """A desk with these articles, coded."""
    made = front_door.init(folder, clock=lambda: NOW)
    grow(made, rows, coder)
    return made


def grow(desk: Desk, rows: list[dict[str, str]], coder: Codes) -> None:
    """Adds articles to a desk and codes them."""
    archive = desk.path.with_name(f"{desk.path.name}-from-{desk.status().articles}.jsonl")
    archive.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    desk.add(archive, outlet="Stream")
    desk.run(coder=coder)


def prefix(data: Path | None, days: int, real: bool) -> bool:
    """Loading up to a day is asking as of that day."""
    from watchfloor.coder import Coder

    chance = random.Random(SEED)  # noqa: S311 - days, not secrets
    rows = stream(data)
    coder = Once(Coder.load() if real else Quick())
    stated = sorted(row["published"][:10] for row in rows)
    first, last = date.fromisoformat(stated[0]), date.fromisoformat(stated[-1])
    asked = sorted(first + timedelta(days=chance.randrange((last - first).days + 1)) for _ in range(days))
    words = ("president", "police", "attack", "tok*")
    broken = 0
    with tempfile.TemporaryDirectory() as scratch:
        token = {
            "url": "https://example.org/token",
            "title": "Tokenville",
            "text": "Tokenman attacked Tokenville. " * 30,
        }
        planted = token | {"published": asked[len(asked) // 2].isoformat()}
        mixed = [*rows, planted]
        chance.shuffle(mixed)
        twice = min(50, len(mixed))
        shuffled = desk_of(Path(scratch) / "shuffled", mixed + mixed[:twice], coder)
        whole = desk_of(Path(scratch) / "whole", rows, coder)
        early, there = None, 0
        rows.sort(key=lambda row: row["published"])
        for number, day in enumerate(asked):
            known = sum(row["published"][:10] <= day.isoformat() for row in rows)
            if early is None or number % max(1, days // 10) == 0:
                if early is not None:
                    early.close()
                early, there = desk_of(Path(scratch) / f"early-{number}", rows[:known], coder), known
            if known > there:
                grow(early, rows[there:known], coder)
                there = known
            now, then = everything(early.as_of(day), words), everything(whole.as_of(day), words)
            same = now == then and [to_json(f) for f in early.each_event()] == [
                to_json(f) for f in whole.as_of(day).each_event()
            ]
            poisoned = everything(shuffled.as_of(day), words)
            before = day.isoformat() < planted["published"]
            clean = (poisoned == then and b"okenville" not in poisoned) if before else b"okenville" in poisoned
            broken += not (same and clean)
            if not (same and clean):
                print(
                    f"broken on {day}: prefix {'holds' if same else 'BROKEN'}, poison {'holds' if clean else 'BROKEN'}"
                )
        if early is not None:
            early.close()
        facts = whole.count_events()
        print(f"{len(rows)} articles, {facts} facts ({coder.id[:20]}), {first} to {last}")
        print(
            f"{days} random days: {days - broken} hold, {broken} broken; order shuffled, {twice} articles added twice"
        )
        whole.close()
        shuffled.close()
    return not broken


# --- kills and failing writes -----------------------------------------------------------------------------------------

PADDING = " The rest of the report says little that is new, and the reporter of the paper was not told more than that."


def pages(folder: Path, count: int) -> Path:
    """Plain pages with two facts each."""
    folder.mkdir()
    for number in range(count):
        text = f"Report number {number}\n\nTalks of Kerry with Maliki today. Charges of Iran against Iraq.{PADDING * 3}"
        (folder / f"p{number:05}.txt").write_text(text, encoding="utf-8")
    return folder


def in_child(
    home: Path, work: Callable[[Desk, Callable[[int, int, str], None]], object], before: Callable[[], None]
) -> tuple[int, int]:
    """Forks a process that works on the desk and writes a byte for all that it is told to be done. Gives its id and the
    end of the pipe to read from."""
    reading, writing = os.pipe()

    def told(done: int, total: int, name: str) -> None:
        os.write(writing, b".")

    child = os.fork()
    if child == 0:
        try:
            before()
            with front_door.open(home, clock=lambda: NOW) as desk:
                work(desk, told)
        except DeskError:
            pass
        finally:
            os._exit(0)
    os.close(writing)
    return child, reading


def sound(home: Path, added: int, coded: int) -> tuple[int, int]:
    """Raises `AssertionError` when a promise is broken; gives what is there."""
    with front_door.open(home, clock=lambda: NOW) as desk:
        faults, status = desk.verify(), desk.status()
        events = desk.count_events()
    assert not faults, faults  # noqa: S101 - told by the caller
    # These are what the benchmark is for: an AssertionError ends it with a non-zero exit code.
    assert status.articles >= added and status.coded >= coded, (status, added, coded)  # noqa: S101 - as said above
    assert events == status.events == 2 * status.coded, (events, status)  # noqa: S101 - as said above
    return status.articles, status.coded


def interrupted(times: int, limits: bool) -> bool:
    """Kills, or lets writes fail, and looks each time."""
    from watchfloor.reading.language import language_of

    chance = random.Random(SEED)  # noqa: S311 - moments
    language_of("A first text, so that the detector of languages is there before the forks.")
    count = times * 3
    with tempfile.TemporaryDirectory() as scratch:
        folder, home = pages(Path(scratch) / "pages", count), Path(scratch) / "desk"
        front_door.init(home).close()
        added = coded = failed = 0
        for number in range(times):
            adding = number % 2 == 0

            def work(desk: Desk, told: Callable[[int, int, str], None], adding: bool = adding) -> None:
                if adding:
                    desk.add(folder, on_progress=told)
                else:
                    desk.run(coder=Quick(), on_progress=told)

            size = (home / front_door.RECORD).stat().st_size
            room = chance.randrange(1000, 400_000)

            def limit(most: int = max(size, 0) + room if adding else room) -> None:
                if limits:
                    import resource

                    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

            child, reading = in_child(home, work, limit)
            told = 0
            if limits:
                while got := os.read(reading, 65536):
                    told += len(got)
            else:
                # Adding begins anew each time: what is there already is told too.
                wanted = chance.randint(0, 12) + (added if adding else 0)
                while told < wanted and (got := os.read(reading, 1)):
                    told += len(got)
                time.sleep(chance.uniform(0, 0.01))
                os.kill(child, signal.SIGKILL)
                while got := os.read(reading, 65536):
                    told += len(got)
            os.close(reading)
            os.waitpid(child, 0)
            failed += told < count
            try:
                there = sound(home, max(added, told) if adding else added, coded if adding else coded + told)
            except AssertionError as error:
                print(f"broken after {number + 1}: {error}")
                return False
            added, coded = there
        with front_door.open(home) as desk:
            desk.add(folder)
            desk.run(coder=Quick())
        whole = sound(home, count, count)
    what = "writes that failed" if limits else "kills"
    print(f"{times} {what}, {failed} before the work was done; verified each time; {added} articles and {coded}")
    print(f"codings were kept on the way; the next run made it {whole[0]} and {whole[1]}; nothing lost or half there")
    return True


# --- at once ----------------------------------------------------------------------------------------------------------


def _write(home: Path, folder: Path) -> None:
    with front_door.open(home) as desk:
        desk.add(folder)
        desk.run(coder=Quick())


def _read(home: Path, over: Any, waits: Any) -> None:
    longest, longest_work, asked = 0.0, 0.0, 0
    while not over.is_set():
        start, work = time.perf_counter(), time.process_time()
        with front_door.open(home) as desk:
            seen = desk.count_events()
            desk.search("Kerry", limit=5)
            again = desk.status().events
        longest = max(longest, time.perf_counter() - start)
        longest_work = max(longest_work, time.process_time() - work)
        asked += 1
        if again < seen:
            sys.exit("a question found fewer events than the one before")
    waits.put((longest, longest_work, asked))


def together(count: int) -> bool:
    """Two writers and four readers on one desk."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "desk"
        front_door.init(home).close()
        folders = [pages(Path(scratch) / f"pages-{name}", count // 2) for name in "ab"]
        over, waits = context.Event(), context.Queue()
        readers = [context.Process(target=_read, args=(home, over, waits)) for _ in range(4)]
        writers = [context.Process(target=_write, args=(home, folder)) for folder in folders]
        start = time.perf_counter()
        for process in (*readers, *writers):
            process.start()
        for process in writers:
            process.join()
        took = time.perf_counter() - start
        over.set()
        told = []
        for process in readers:
            process.join()
            if process.exitcode == 0:
                told.append(waits.get())
        try:
            there = sound(home, len(folders) * (count // 2), len(folders) * (count // 2))
        except AssertionError as error:
            print(f"broken: {error}")
            return False
    failed = [process.exitcode for process in (*readers, *writers) if process.exitcode]
    print(f"two writers kept {there[0]} articles and {there[1]} codings in {took:.1f} s; the desk is sound")
    if told:
        longest, work = max(one[0] for one in told), max(one[1] for one in told)
        print(
            f"four readers opened the desk and asked {sum(one[2] for one in told)} times;"
            f" longest {longest:.2f} s ({work:.2f} s of the processor); {len(failed)} processes failed"
        )
    return not failed and len(told) == len(readers)


# --- forgetting -------------------------------------------------------------------------------------------------------


def forgetting(count: int) -> bool:
    """Forgets articles of a large desk and searches its files for a word that stood in them alone."""
    from benchmarks.speed.store import CODER, Templates
    from watchfloor.store import articles, connection, facts
    from watchfloor.store.articles import Incoming

    chance = random.Random(SEED)  # noqa: S311 - what is forgotten, no secret
    templates = Templates(3)
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "desk"
        front_door.init(home).close()
        record = connection.open_record(home / front_door.RECORD)
        planted: dict[int, str] = {}
        for number in range(count):
            if number % (count // 10) == 5:
                planted[number] = "".join(chance.choices("bcdfghjklmnpqrstvwxz", k=14))
                templates.actors[0] = Actor(f"unknown:{planted[number]}", planted[number], "unknown", "")
                templates.words[0] = planted[number]
            page, capture, coding = templates.article(number, 8)
            templates.actors[0], templates.words[0] = Actor("USA", "USA", "state", "USA", ("GOV",)), "the"
            articles.add_all(record, [Incoming(capture, page)])
            facts.add_coding(record, coding, NOW)
        facts.choose_coder(record, CODER, NOW)
        record.close()
        desk = front_door.open(home)
        with (home / "all.csv").open("w", encoding="utf-8", newline="") as file:
            desk.export("csv", file, full_text=True)
        desk.exported(home / "all.csv", "csv")
        desk.backup()
        left = 0
        for number, word in planted.items():
            before = holding(home, word)
            start = time.perf_counter()
            desk.forget(f"https://example.org/{number}", by="a benchmark", why="measured")
            after = holding(home, word)
            left += len(after)
            print(f"{word}: in {len(before)} files before, {len(after)} after; {time.perf_counter() - start:.1f} s")
        faults = desk.verify()
        desk.close()
        print(
            f"{len(planted)} of {count} articles forgotten; {left} files still hold a word; verify: {faults or 'sound'}"
        )
    return not left and not faults


def holding(folder: Path, word: str) -> list[Path]:
    """The files that hold a word."""
    return [path for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes().lower()]


def main() -> None:
    """Runs one of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["prefix", "kills", "writes", "together", "forget"])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--days", type=int, default=50)
    parser.add_argument("--coder", choices=["quick", "real"], default="quick")
    parser.add_argument("--times", type=int)
    parser.add_argument("--articles", type=int, default=3000)
    wanted = parser.parse_args()
    if wanted.what == "prefix":
        if wanted.data is None and not wanted.sample:
            parser.error("prefix needs --data DIR or --sample")
        holds = prefix(None if wanted.sample else wanted.data, wanted.days, wanted.coder == "real")
    elif wanted.what == "forget":
        holds = forgetting(wanted.articles)
    elif wanted.what == "together":
        holds = together(wanted.times or 600)
    else:
        limits = wanted.what == "writes"
        holds = interrupted(wanted.times or (50 if limits else 200), limits)
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
