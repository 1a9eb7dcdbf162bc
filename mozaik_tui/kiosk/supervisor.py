"""Keeps a front end on the terminal, for ever: one for each parent, and a new one after every fault.

It types nothing, shows nothing of anybody, and knows of a parent no more than the language of the last screen.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from time import monotonic, sleep
from types import FrameType

from .cards import starting_again
from .front_end import FrontEnd, Run
from .notes import COUNT, PIN, SPEAKS, Note
from .pin import Tries
from .tally import Tally
from .terminal import Terminal

STAYS = 0.7
"""Seconds that "starting again" stays readable."""
MANY, WITHIN, LONGEST_PAUSE = 5, 30.0, 10.0
"""So many faults within so many seconds: something is broken that a new start does not mend; pauses grow to the last."""

NEXT, RESTART, LEAVE = "next", "restart", "leave"
"""The words with which a front end ends: the next parent's turn, the staff wants it anew, the staff stops the kiosk."""
FAULT = "restarted"
"""What the tally calls a front end that gave no word."""


class Supervisor:
    """``front`` is the life of a front end; ``restart``: whether one that failed is followed by another."""

    def __init__(
        self, terminal: Terminal, front: Callable[[Tries], Run], tally: Tally, *, restart: bool
    ) -> None:
        self._terminal = terminal
        self._front = front
        self._tally = tally
        self._restart = restart
        self._tries = Tries()
        self._language = "fr"
        self._stopping = False
        self._faults: list[float] = []
        self._leaving: list[FrontEnd] = []

    def run(self) -> int:
        """Until the staff stops it (0), it is told to end (SIGTERM, 0), or cannot go on (1)."""
        signal.signal(signal.SIGTERM, self._stop)
        try:
            return self._keep_going()
        finally:
            for front in self._leaving:
                front.kill()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _keep_going(self) -> int:
        while not self._stopping:
            ended = self._one()
            if self._stopping or ended.verdict == LEAVE:
                return 0
            if not self._terminal.is_there():
                return 1
            if ended.verdict not in (NEXT, RESTART) and not self._after_fault(ended.reference):
                return 1
        return 0

    def _one(self) -> FrontEnd:
        """One front end until it has left the terminal, which is empty and quiet then."""
        self._language = "fr"
        front = FrontEnd(self._front(self._tries))
        try:
            while not front.over:
                for note in front.listen():
                    self._heed(note)
                self._leaving = [each for each in self._leaving if not each.gone()]
                if self._stopping or not self._terminal.is_there():
                    break
        finally:
            if front.verdict and front.off_terminal and not self._stopping:
                self._leaving.append(front)
            else:
                front.kill()
            self._terminal.quiet()
            self._terminal.wipe()
            front.close()
        return front

    def _heed(self, note: Note) -> None:
        if note.about == COUNT:
            self._tally.count(note.word)
        elif note.about == SPEAKS:
            self._language = note.word
        elif note.about == PIN:
            if note.word == "right":
                self._tries.succeed()
            else:
                self._tries.take()

    def _after_fault(self, reference: str) -> bool:
        """Say that it starts again; whether it may."""
        self._tally.count(FAULT)
        if reference:
            self._tally.count(reference)
        self._terminal.card(starting_again(self._language, reference))
        if not self._restart:
            return False
        now = monotonic()
        self._faults = [*(then for then in self._faults if now - then < WITHIN), now]
        over = len(self._faults) - MANY
        sleep(min(LONGEST_PAUSE, STAYS * 2**over) if over > 0 else STAYS)
        return True
