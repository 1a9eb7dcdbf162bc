"""What a front end tells its supervisor: short lines through a pipe, never a value that somebody typed.

The front end may be killed at any time, so each line stands for itself. A full pipe loses lines rather than
stopping the front end; the supervisor reads all the time.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import NamedTuple

ALIVE, COUNT, CRASH, SPEAKS, PIN, END, DONE = "alive", "count", "crash", "speaks", "pin", "end", "done"

_LINE = re.compile(rb"([a-z]{3,8})(?: ([A-Za-z0-9-]{1,40}))?")
"""Words, tags and numbers of ours; anything else is dropped, and so never stands in a file or on a screen."""


LONGEST = 256


class Note(NamedTuple):
    """One line: what it is about, and the word that goes with it."""

    about: str
    word: str = ""


class Notes:
    """The front end's end of the pipe."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        os.set_blocking(fd, False)

    def tell(self, about: str, word: str = "") -> None:
        """Write one line; nobody listening is no error."""
        try:
            os.write(self._fd, f"{about} {word}".strip().encode("ascii") + b"\n")
        except OSError:
            return


class Reader:
    """The supervisor's end: bytes in, whole notes out."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[Note]:
        """The notes that ``data`` completes."""
        *lines, rest = (self._rest + data).split(b"\n")
        self._rest = rest[:LONGEST]  # a line that is longer matches nothing, however it goes on
        for line in lines:
            if match := _LINE.fullmatch(line):
                yield Note(match[1].decode("ascii"), (match[2] or b"").decode("ascii"))
