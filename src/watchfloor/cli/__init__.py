"""The command line. `main` is what the `watchfloor` command calls.

One file per group of commands; each is imported only when one of its commands is asked for, and heavy libraries inside
the function that needs them, so that `watchfloor --help` answers at once.
"""

from __future__ import annotations

from watchfloor.cli.failing import main

__all__ = ["main"]
