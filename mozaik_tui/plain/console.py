"""Lines out, lines in: the whole terminal as the plain front end knows it (command-line.md, The plain front end).

No cursor movement, no colour, no box drawing. Lines are wrapped to the terminal's width, at blanks.
"""

from __future__ import annotations

import getpass
import shutil
import sys
import textwrap
from collections.abc import Iterable
from typing import TextIO


class EndOfInput(Exception):
    """Nobody will answer any more: the pipe is empty or the terminal is gone."""


class Console:
    """One stream of lines each way. ``secret`` reads without echo when the input is a terminal."""

    def __init__(self, source: TextIO | None = None, sink: TextIO | None = None) -> None:
        self._source = source or sys.stdin
        self._sink = sink or sys.stdout

    def say(self, text: str = "") -> None:
        """One paragraph, wrapped; an address or a number too long for a line is never cut."""
        width = max(20, shutil.get_terminal_size().columns) - 1
        for paragraph in text.split("\n"):
            lines = textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)
            for line in lines or [""]:
                print(line, file=self._sink)
        self._sink.flush()

    def show(self, lines: Iterable[str]) -> None:
        """Lines that are a drawing: as they are, never wrapped."""
        for line in lines:
            print(line, file=self._sink)
        self._sink.flush()

    def ask(self, *, secret: bool = False) -> str:
        """The next line, without its end. Raises :class:`EndOfInput`."""
        if secret and self._source is sys.stdin and sys.stdin.isatty():
            try:
                return getpass.getpass("> ", stream=self._sink)
            except EOFError:
                raise EndOfInput from None
        print("> ", end="", file=self._sink, flush=True)
        line = self._source.readline()
        if not line:
            raise EndOfInput
        return line.rstrip("\r\n")
