"""The terminal between two front ends: emptied, also of what has scrolled away, quiet, and deaf to every key."""

from __future__ import annotations

import os
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

WIPE = (
    # Reports that a killed front end may have left on: mouse, focus, bracketed paste, kitty's keys.
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1004l\x1b[?2004l\x1b[<u"
    # The alternate screen first, then a full reset. A multiplexer moves what a reset or a clearing takes off the
    # screen into its scrollback, so that comes last.
    "\x1b[?1049h\x1b[2J\x1b[?1049l\x1bc\x1b[2J\x1b[3J\x1b[H"
)


class Terminal:
    """The terminal on a file descriptor that is one (else ``termios.error``)."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._found = termios.tcgetattr(fd)

    def quiet(self) -> None:
        """No echo, no line editing, no key that makes a signal; and what was typed ahead is thrown away."""
        modes = [*self._found]
        modes[0] &= ~(termios.IXON | termios.IXOFF)
        modes[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)
        self._set(modes)

    def wipe(self) -> None:
        """Nothing of the last parent on either screen nor above them."""
        self._write(WIPE)

    def card(self, lines: Sequence[str]) -> None:
        """A few lines on an empty screen, without the cursor."""
        self._write(WIPE + "\x1b[?25l\r\n" + "".join(f"  {line}\r\n" for line in lines))

    def is_there(self) -> bool:
        """Whether somebody can still sit before it: a line that was hung up answers nothing."""
        return os.isatty(self._fd)

    def give_back(self) -> None:
        """As it was found."""
        self._set(self._found)

    def _set(self, modes: list[Any]) -> None:
        """A terminal that was hung up takes no modes any more; that is no error of ours."""
        with suppress(termios.error):
            termios.tcsetattr(self._fd, termios.TCSAFLUSH, modes)

    def _write(self, text: str) -> None:
        data = text.encode()
        with suppress(OSError):
            while data:
                data = data[os.write(self._fd, data) :]


@contextmanager
def taken(fd: int) -> Iterator[Terminal]:
    """The terminal, quiet and empty; emptied and given back in the end, as far as it is still there."""
    terminal = Terminal(fd)
    try:
        terminal.quiet()
        terminal.wipe()
        yield terminal
    finally:
        terminal.wipe()
        terminal.give_back()
