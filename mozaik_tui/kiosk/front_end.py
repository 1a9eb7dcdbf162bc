"""One front end as its supervisor sees it: a forked process, a pipe with its notes, and how it ended.

Forked, not started anew: all that a start loads is there already, so that a new screen stands within a fraction of a
second, and yet no byte that a parent typed is in it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from select import select
from time import monotonic

from .lockdown import die_with
from .notes import ALIVE, CRASH, DONE, END, Note, Notes, Reader

START_PATIENCE = 15.0
"""Seconds until the first sign of life: a cold disk, a busy machine."""
HUNG_AFTER = 1.5
"""Seconds without a sign of life after that; one comes each quarter of a second."""
LOOK = 0.1
LEAVING_PATIENCE = 5.0
"""Seconds that a front end which has left the terminal may take to close its service."""

Run = Callable[[Notes], None]


class FrontEnd:
    """A running front end. ``verdict`` is the word it gave for its end, empty while and unless it gave one;
    ``off_terminal``: whether it will not touch the terminal any more, though it may still live.
    """

    def __init__(self, run: Run) -> None:
        reading, writing = os.pipe()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reading)
            _live(run, writing, parent)
        os.close(writing)
        self._pipe = reading
        self._reader = Reader()
        self._patience = START_PATIENCE
        self._looked = monotonic()
        self.verdict = self.reference = ""
        self.over = self.off_terminal = self.reaped = False
        self._left = 0.0

    def listen(self) -> list[Note]:
        """Wait a little for notes; those that are not about its life. Sets ``over`` once it does not draw any more."""
        notes = self._read(LOOK)
        stopped = self._has_stopped()
        if stopped:
            notes += self._read(0)  # its last words may have come after the look
        now = monotonic()
        # A machine that stood still, or left this process waiting, has left the front end waiting too.
        self._patience -= min(now - self._looked, 2 * LOOK)
        self._looked = now
        if self.off_terminal or stopped or self._patience < 0:
            self.over = True
            self._left = now
        return notes

    def _read(self, patience: float) -> list[Note]:
        """What it told within so many seconds, heeded."""
        ready, _, _ = select([self._pipe], [], [], patience)
        data = os.read(self._pipe, 65536) if ready else None
        notes = list(self._reader.feed(data or b""))
        for note in notes:
            self._heed(note)
        self.off_terminal |= data == b""
        return notes

    def _heed(self, note: Note) -> None:
        if note.about == ALIVE:
            self._patience = HUNG_AFTER
        elif note.about == END:
            self.verdict = note.word
        elif note.about == CRASH:
            self.reference = note.word
        elif note.about == DONE:
            self.off_terminal = True

    def _has_stopped(self) -> bool:
        """Whether it is gone, or stands still by a signal: a stopped front end holds the terminal."""
        if not self.reaped:
            pid, status = os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)
            self.reaped = pid != 0 and not os.WIFSTOPPED(status)
            return pid != 0
        return True

    def gone(self) -> bool:
        """Whether the process is no more; one that takes too long to close is killed."""
        if not self.reaped and monotonic() - self._left > LEAVING_PATIENCE:
            self.kill()
        return self.reaped or (self._has_stopped() and self.reaped)

    def kill(self) -> None:
        """At once, and wait for it: the terminal is free then."""
        if not self.reaped:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.reaped = True

    def close(self) -> None:
        """Let go of the pipe."""
        os.close(self._pipe)


def _live(run: Run, writing: int, parent: int) -> None:
    """The life of a front end, in its own process; never returns."""
    try:
        die_with(parent)
        run(Notes(writing))
    finally:
        os._exit(0)
