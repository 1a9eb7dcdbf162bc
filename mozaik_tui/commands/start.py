"""Starts the assistant: full screen, or line by line where a screen cannot be drawn (command-line.md)."""

from __future__ import annotations

import signal
import sys
from collections.abc import Mapping
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from mozaik_tui.commands.invocation import Invocation

if TYPE_CHECKING:
    from mozaik_tui.settings import Settings


def wants_plain(settings: Settings, environ: Mapping[str, str]) -> bool:
    """Whether the line-by-line front end is asked for, or all that this terminal can show.

    The full screen needs keys from stdin and draws on stdout or stderr: all three must be the terminal.
    """
    accessible = environ.get("ACCESSIBLE", "") not in ("", "0", "false")
    if settings.plain or accessible or environ.get("TERM") == "dumb":
        return True
    return not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def _interrupted(_number: int, _frame: FrameType | None) -> NoReturn:
    """A closed window or an ordered end goes the same way out as Ctrl+C, so that nothing is left behind."""
    raise KeyboardInterrupt


def end_on_signals() -> None:
    """SIGTERM and SIGHUP end the program as Ctrl+C does, where nobody handles them yet."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _interrupted)


def exit_code(code: int) -> int:
    """One of the exit codes of command-line.md: a front end that a signal ended was interrupted, else it
    failed.
    """
    if code in (0, 1, 2, 130):
        return code
    return 130 if code > 128 else 1


def run(call: Invocation) -> int:
    """Run the front end until the parent is done; returns its exit code."""
    end_on_signals()
    settings = call.settings
    if wants_plain(settings, call.environ):
        from mozaik_tui.plain.run import run as run_front_end
    else:
        from mozaik_tui.ui.run import run as run_front_end
    return exit_code(run_front_end(settings))
