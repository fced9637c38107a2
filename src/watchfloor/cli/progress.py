"""A progress bar on stderr: only on a terminal, so that logs and pipes stay clean."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from watchfloor.cli.terminal import console, words

Report = Callable[[int, int, str], None]
"""called with how many are done, of how many, and the name of the one just done"""


class Counter:
    """Where the work stands, for a message if it is stopped."""

    done = 0
    total = 0


@contextmanager
def progress(label: str, counter: Counter) -> Iterator[Report]:
    """A bar named `label` for as long as the block runs; `counter` follows it even where no bar is shown."""
    if not sys.stderr.isatty():

        def count(done: int, total: int, name: str) -> None:
            counter.done, counter.total = done, total

        yield count
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None, name="")

        def report(done: int, total: int, name: str) -> None:
            counter.done, counter.total = done, total
            shown = words(name)
            shown.truncate(max(8, bar.console.width - 60), overflow="ellipsis")
            bar.update(task, completed=done, total=total, name=shown.plain)

        yield report
