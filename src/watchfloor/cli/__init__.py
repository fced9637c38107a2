"""The command line. `main` is what the `watchfloor` command calls.

One file per group of commands; each is imported only when one of its commands is asked for, and heavy libraries inside
the function that needs them, so that `watchfloor --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command line (without the program's name; `sys.argv` by default) and return the exit code."""
    try:
        from watchfloor.cli import failing
    except KeyboardInterrupt:  # so early that there is nothing yet that could tell it better
        sys.stderr.write("watchfloor: stopped; nothing was changed\n")
        return 130
    return failing.main(arguments)
