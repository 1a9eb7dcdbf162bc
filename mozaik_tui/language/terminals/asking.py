"""Asks the terminal who it is, before the full screen takes it, and without making the first frame wait.

The questions go out when the program starts; the answers wait in the terminal's queue while the interface is
loaded, and are read just before it begins. Only what has not come by then is waited for, a little.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from .recognising import Replies

PATIENCE, PATIENCE_FAR = 0.3, 1.0
"""Seconds from the questions to the last answer; through ssh an answer that comes late would be read as keys."""

MARK = "\u0915\u093e"
"""KA and the vowel sign AA: two cells where spacing marks take one, else one."""

_ASK = (
    "\x1b[>q"  # XTVERSION
    "\x1b[>c"  # DA2
    "\x1b[8$p"  # DECRQM of BDSM, the mode that leaves the order to us
    f"\r{MARK}\x1b[6n"  # where the cursor is after the mark
    "\r\x1b[K"  # whatever was drawn goes
    "\x1b[c"  # DA1, which every terminal answers: the last answer
)
_VERSION = re.compile(rb"\x1bP>\|([^\x1b]*)\x1b\\")
_SECONDARY = re.compile(rb"\x1b\[>([0-9;]*)c")
_MODE = re.compile(rb"\x1b\[8;([0-9])\$y")
_CURSOR = re.compile(rb"\x1b\[[0-9]+;([0-9]+)R")
_LAST = re.compile(rb"\x1b\[\?[0-9;]*c")
_ANSWERS = (_VERSION, _SECONDARY, _MODE, _CURSOR, _LAST)

_SILENT = frozenset({"linux", "dumb", ""})
"""Kinds of terminals (``TERM``) that are known by that, and draw what they do not understand."""


def read_replies(data: bytes) -> Replies:
    """What the answers in ``data`` say; all that is no answer was typed."""

    def found(pattern: re.Pattern[bytes]) -> str | None:
        match = pattern.search(data)
        return None if match is None else match[1].decode("ascii", "replace")

    ordering, column = found(_MODE), found(_CURSOR)
    typed = data
    for pattern in _ANSWERS:
        typed = pattern.sub(b"", typed)
    return Replies(
        version=found(_VERSION),
        secondary=found(_SECONDARY),
        ordering=None if ordering is None else int(ordering),
        marks=None if column is None else min(1, max(0, int(column) - 2)),
        typed=typed,
    )


class Asked:
    """Questions that are under way. :meth:`replies` must be called, whatever happens: it gives the terminal back."""

    def __init__(self, file: int, environ: Mapping[str, str]) -> None:
        self._file = file
        self._data = b""
        self._before: list[Any] | None = None
        self._until = time.monotonic() + (PATIENCE_FAR if "SSH_CONNECTION" in environ else PATIENCE)
        if environ.get("TERM", "") in _SILENT or not hasattr(os, "openpty"):
            return
        import termios
        import tty

        with suppress(OSError, termios.error):
            if os.tcgetpgrp(file) != os.getpgrp():
                return  # in the background nothing may be asked
            self._before = termios.tcgetattr(file)
            tty.setcbreak(file, termios.TCSANOW)
            os.write(file, _ASK.encode())

    def replies(self) -> Replies:
        """The answers, waiting for those that are still missing at most until the patience ends."""
        if self._before is None:
            return Replies()
        import select
        import termios

        try:
            while not _LAST.search(self._data):
                wait = self._until - time.monotonic()
                # What has come already is read however late it is.
                if not select.select([self._file], [], [], max(0.0, wait))[0]:
                    break
                if not (piece := os.read(self._file, 4096)):
                    break
                self._data += piece
        except OSError:
            pass
        finally:
            with suppress(OSError, termios.error):
                termios.tcsetattr(self._file, termios.TCSANOW, self._before)
            self._before = None
        return read_replies(self._data)
