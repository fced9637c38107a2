"""From a command line to an exit code: how errors, interruptions and closed pipes are told.

    0    done
    1    an input could not be read, or only part of a batch; a desk, pack or model that cannot be used
    2    the user's mistake
    130  stopped by the user (Ctrl-C)

Every error meant for a person is one line, `watchfloor: what is wrong; what to do next`, on stderr. A bug is loud: its
traceback is printed, because hiding it helps nobody.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from typing import TextIO

import click

from watchfloor.cli.inert import inert
from watchfloor.errors import WatchfloorError

STOPPED = 130
# What a full or failing disk says when a stream is written that has no name.
NO_ROOM = frozenset({errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EROFS})


class Stopped(Exception):
    """The user stopped a command; the message says what is kept and how to go on."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command line (without the program's name; `sys.argv` by default) and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    from watchfloor.cli.root import root

    try:
        code = root.main(
            args=None if arguments is None else list(arguments), prog_name="watchfloor", standalone_mode=False
        )
    except click.ClickException as error:
        return _tell(_usage(error), error.exit_code)
    except WatchfloorError as error:
        return _tell(str(error), error.exit_code)
    except Stopped as stopped:
        return _tell(str(stopped), STOPPED)
    except (click.Abort, KeyboardInterrupt):
        return _tell("stopped; nothing was changed", STOPPED)
    except RecursionError:
        raise
    except OSError as error:
        if error.filename is None and error.errno not in NO_ROOM:
            raise
        what = error.filename or "the output"
        return _tell(f"{what}: {error.strerror or error}; check the path, the rights and the disk", 1)
    return code if isinstance(code, int) else 0


def warn(message: str) -> None:
    """One line on stderr about something that did not stop the command."""
    _tell(message, 0)


def _tell(message: str, code: int) -> int:
    click.echo(f"watchfloor: {inert(message)}", err=True)
    return code


def _usage(error: click.ClickException) -> str:
    """Click's message in our form: lower case at the start, no full stop, and where help is."""
    message = error.format_message().strip().rstrip(".")
    message = message[:1].lower() + message[1:]
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "watchfloor"
    return f"{message} (help: {command} --help)"


def _speak_utf8(stream: TextIO) -> None:
    """Print every character everywhere: UTF-8, and a replacement where even that fails (a lone surrogate)."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")
