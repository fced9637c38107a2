"""What each step of the analysis costs: `python -m benchmarks.speed.steps [--json] [--rounds 3]`.

The bundled sample corpus is coded into a new desk, in one process with one thread, and the time of each step is taken
without that of the steps it calls. Then sentences of 22 to 26 words, 24 on average, are parsed from raw text, each on
its own, and the time of the network alone is told apart. Last, a fresh process says how long loading takes and how
much memory there is in use. All is processor time, in which waiting for the disk does not show, and of several rounds
the fastest counts: so what else the machine does weighs least.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import inspect
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from benchmarks.speed.hostile import peak

PARSING: Final = ("sentences", "words", "pieces", "network", "decoding", "lemmas", "parsing, the rest")
CODING: Final = ("graph", "matching", "facets")
RESOLVING: Final = ("actors", "places", "dates", "events")
STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "sentences": ("parsing.sentences:split",),
    "words": ("parsing.words:split",),
    "pieces": ("parsing.pieces:Pieces.encode",),
    "decoding": ("parsing.model:Model.analyse",),
    "lemmas": ("parsing.lemmas:Lemmas.lemmas",),
    "parsing, the rest": ("parsing.parse:Parser.parse",),
    "graph": ("coding.graph:build",),
    "matching": ("coding.match:match",),
    "facets": ("coding.facets:read",),
    "actors": ("resolving.actors:ActorBook",),
    "places": ("resolving.places:",),
    "dates": ("resolving.dates*:",),
    "events": ("resolving.events:Resolver",),
    "store": ("store.facts:", "store.articles:"),
}
"""Step -> what belongs to it: a function, a method, all public methods of a class, or all public functions of a module
(nothing behind the colon) or of several (`*`). The network is found in the loaded model."""


class Watch:
    """Adds up the time spent in each step, without that of the steps below it."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._stack: list[str] = []
        self._since = 0.0

    def _turn(self) -> None:
        now = time.process_time()
        if self._stack:
            self.seconds[self._stack[-1]] += now - self._since
        self._since = now

    def wrap(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with its time taken."""

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            if self._stack and self._stack[-1] == step:
                return function(*args, **kwargs)
            self._turn()
            self._stack.append(step)
            try:
                return function(*args, **kwargs)
            finally:
                self._turn()
                self._stack.pop()

        return timed


class TimedSession:
    """Stands before the session of the network."""

    def __init__(self, session: Any, watch: Watch) -> None:
        self.run = watch.wrap("network", session.run)


def instrument(watch: Watch) -> None:
    """Take the time of all steps, from now on and for the life of this process. Raise AttributeError or ImportError for
    a name in STEPS that is there no more."""
    replaced: dict[Any, Callable[..., Any]] = {}
    for step, names in STEPS.items():
        for name in names:
            path, _, inside = name.partition(":")
            for module in _modules(path):
                owner, _, method = inside.partition(".")
                within: Any = getattr(module, owner) if inspect.isclass(getattr(module, owner, None)) else module
                wanted = method or ("" if within is not module else owner)
                for key, value in list(vars(within).items()):
                    own = inspect.isfunction(value) and value.__module__ == module.__name__
                    if own and (key == wanted or (not wanted and not key.startswith("_"))):
                        replaced[value] = watch.wrap(step, value)
                        setattr(within, key, replaced[value])
                if wanted:
                    getattr(within, wanted)
    for name, module in list(sys.modules.items()):  # those that imported a function by name
        for key, value in list(vars(module).items()) if name.startswith("watchfloor") else ():
            if inspect.isfunction(value) and value in replaced:
                setattr(module, key, replaced[value])


def _modules(path: str) -> list[Any]:
    if not path.endswith("*"):
        return [importlib.import_module(f"watchfloor.{path}")]
    return [module for name, module in sorted(sys.modules.items()) if name.startswith(f"watchfloor.{path[:-1]}")]


def coded(watch: Watch, coder: Any, folder: Path) -> dict[str, float]:
    """Code the sample into a new desk; the time of each step and of all."""
    from benchmarks.quality.texts import SAMPLE
    from watchfloor import desk

    with desk.init(folder / "desk") as made:
        made.add([SAMPLE, SAMPLE / "archive.jsonl"])
        watch.seconds.clear()
        began = time.process_time()
        made.run(coder=coder)
        total = time.process_time() - began
    taken = dict(watch.seconds)
    return {**taken, "the rest": total - sum(taken.values()), "all": total}


def of_24_words() -> list[str]:
    """The sentences of the sample with 22 to 26 words, as many as keep the average at 24."""
    from benchmarks.quality.texts import articles
    from watchfloor.parsing import sentences, words

    lines: dict[int, list[str]] = {}
    for article in articles():
        for start, end in sentences.split(article.text):
            text = article.text[start:end]
            lines.setdefault(len(words.split(text)), []).append(text)
    found = list(lines.get(24, []))
    for off in (1, 2):
        pairs = zip(lines.get(24 - off, []), lines.get(24 + off, []), strict=False)
        found += [text for pair in pairs for text in pair]
    return found


def load_times(texts: list[str]) -> dict[str, float | None]:
    """For a fresh process: seconds to load parser and coder, memory with each after some text. The memory of the coder
    is with the libraries that read pages."""
    began = time.process_time()
    from watchfloor.parsing.parse import Parser

    imported = time.process_time()
    parser = Parser.load()
    loaded = time.process_time()
    for text in texts:
        parser.parse(text)
    memory = peak()
    from benchmarks.quality.texts import articles
    from watchfloor.coder import Coder

    again = time.process_time()
    coder = Coder.load()
    whole = time.process_time() - again
    for article in list(articles())[:5]:
        coder.code(article)
    return {
        "importing the parser, s": imported - began,
        "loading the parser, s": loaded - imported,
        "loading the coder, s": whole,
        "peak MB, parser": memory,
        "peak MB, coder": peak(),
    }


def measure(rounds: int) -> dict[str, Any]:
    """All figures but those of loading."""
    import watchfloor.desk  # noqa: F401 - whatever it imports is timed below
    from benchmarks.quality.texts import articles
    from watchfloor.coder import Coder
    from watchfloor.parsing import sentences
    from watchfloor.parsing.model import kernel_class

    coder = Coder.load()
    texts = of_24_words()
    for text in texts:
        coder.parser.parse(text)
    plain = min(_seconds(lambda: [coder.parser.parse(text) for text in texts]) for _ in range(rounds))

    watch = Watch()
    instrument(watch)
    model = vars(coder.parser)["_model"]
    model._session = TimedSession(model._session, watch)
    alone = []
    for _ in range(rounds):
        watch.seconds.clear()
        for text in texts:
            coder.parser.parse(text)
        alone.append(watch.seconds["network"])
    best: dict[str, float] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            taken = coded(watch, coder, Path(folder))
        best = {step: min(seconds, best.get(step, seconds)) for step, seconds in taken.items()}
    total = sum(seconds for step, seconds in best.items() if step != "all")
    count = sum(len(sentences.split(article.text)) for article in articles() if article.language in ("en", "und"))
    parsing, coding, resolving = (sum(best.get(s, 0.0) for s in part) for part in (PARSING, CODING, RESOLVING))
    return {
        "kernel class": kernel_class(),
        "sentences": count,
        "steps": {
            step: {"seconds": best[step], "sentences/s": count / best[step], "share": best[step] / total}
            for step in (*PARSING, *CODING, *RESOLVING, "store", "the rest")
            if best.get(step)
        },
        "all, sentences/s": count / total,
        "coding adds to parsing": coding / parsing,
        "resolving adds to parsing": resolving / parsing,
        "24 words, raw text to tree, sentences/s": len(texts) / plain,
        "24 words, network alone, sentences/s": len(texts) / min(alone),
        "sentences of 24 words": len(texts),
    }


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", action="store_true")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--load", action="store_true", help="only load, in this process; texts as JSON from stdin")
    given = options.parse_args()
    if given.load:
        print(json.dumps(load_times(json.load(sys.stdin))))
        return
    found = measure(given.rounds)
    command = [sys.executable, "-m", "benchmarks.speed.steps", "--load"]
    texts = json.dumps(of_24_words()).encode()
    found |= json.loads(subprocess.run(command, input=texts, check=True, stdout=subprocess.PIPE).stdout)  # noqa: S603 - ours
    if given.json:
        print(json.dumps(found, indent=1))
        return
    print(f"{'step':18} {'ms a sentence':>13} {'sentences/s':>12} {'share':>7}")
    for step, figures in found.pop("steps").items():
        each = 1_000 / figures["sentences/s"]
        print(f"{step:18} {each:13.3f} {figures['sentences/s']:12,.0f} {100 * figures['share']:6.1f} %")
    for name, value in found.items():
        print(f"{name:42}", f"{value:.2f}" if isinstance(value, float) else value)


if __name__ == "__main__":
    main()
