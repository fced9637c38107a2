"""From a command line to an exit code: how errors, interruptions and closed pipes are told.

    0    done
    1    an input could not be read, or only part of a batch; a desk, pack or model that cannot be used
    2    the user's mistake
    130  stopped by the user (Ctrl-C)
    141  whoever read the output wanted no more of it (`watchfloor events | head`), as for other tools; nothing is told

Every error meant for a person is one line, `watchfloor: what is wrong; what to do next`, on stderr. A bug is loud: its
traceback is printed, because hiding it helps nobody.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType
from typing import TextIO

import click

from watchfloor.errors import WatchfloorError
from watchfloor.inert import inert

STOPPED = 130
CLOSED = 141
# What a full or failing disk says when a stream is written that has no name.
NO_ROOM = frozenset({errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EROFS})


class Stopped(Exception):
    """The user stopped a command; the message says what is kept and how to go on."""


class _CtrlC:
    """Notices Ctrl-C while a command line is carried out. Whatever that interrupts may make another error of it, or
    print a traceback of its own: the import of a compiled module does."""

    def __init__(self, whole_process: bool) -> None:
        self.pressed = False
        self._whole_process = whole_process
        self._ours = threading.current_thread() is threading.main_thread()  # no other thread may handle signals
        self._before = signal.signal(signal.SIGINT, self._press) if self._ours else None

    def _press(self, _signal: int, _frame: FrameType | None) -> None:
        self.pressed = True
        raise KeyboardInterrupt

    def over(self) -> None:
        """The command has ended. Where the process ends too, a second Ctrl-C would only add a traceback."""
        if self._ours:
            signal.signal(signal.SIGINT, signal.SIG_IGN if self._whole_process and self.pressed else self._before)


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command line (without the program's name; `sys.argv` by default) and return the exit code."""
    ctrl_c = _CtrlC(whole_process=arguments is None)
    try:
        return _carry_out(arguments)
    except (Exception, KeyboardInterrupt):
        if not ctrl_c.pressed:
            raise
        return _tell("stopped; nothing was changed", STOPPED)
    finally:
        ctrl_c.over()


def _carry_out(arguments: Sequence[str] | None) -> int:
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    from watchfloor.cli.root import root

    out = sys.stdout
    try:
        code = root.main(
            args=None if arguments is None else list(arguments), prog_name="watchfloor", standalone_mode=False
        )
        sys.stdout.flush()
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
    except SystemExit:
        # Click ends so, with something else in place of the output, when that is closed.
        if sys.stdout is out:
            raise
        return _closed()
    except OSError as error:
        if _is_closed(error):
            return _closed()
        if error.filename is None and error.errno not in NO_ROOM:
            raise
        what = error.filename or "the output"
        return _tell(f"{what}: {error.strerror or error}; check the path, the rights and the disk", 1)
    return code if isinstance(code, int) else 0


def _is_closed(error: OSError) -> bool:
    """Nobody reads the output any more. Windows says that an argument is wrong."""
    return error.errno == errno.EPIPE or (sys.platform == "win32" and error.errno == errno.EINVAL)


def _closed() -> int:
    """What is still to be written goes nowhere: Python would complain about it at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            try:
                stream.flush()
            except OSError:
                os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
    return CLOSED


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
