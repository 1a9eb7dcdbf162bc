"""Lines out, lines in: the whole terminal as the plain front end knows it (command-line.md, The plain front end).

No cursor movement, no colour, no box drawing, and no sign that is not a letter or a mark of the text: what comes
in texts to order them stays only where the terminal is known to hide it.
"""

from __future__ import annotations

import getpass
import io
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TextIO

from ..language.breaking import cells, wrap
from ..language.isolates import without_controls
from ..language.ordering import has_letters_from_the_right

NARROWEST = 20
"""Columns that are written at least, whatever a terminal says of itself."""

_ORDERING = "\u200c\u200d\u2066\u2067\u2068\u2069"
"""Format characters that a line may hold: joiners, and isolates where they are hidden."""


PROMPT = "> "

LOST = "\ufffd"
"""What stands for bytes that are no letter here: of a terminal, or a file, of another character set."""


class EndOfInput(Exception):
    """Nobody will answer any more: the pipe is empty or the terminal is gone."""


def _stdin() -> TextIO:
    """The program's input, which a byte that is no letter does not end."""
    if isinstance(sys.stdin, io.TextIOWrapper) and sys.stdin.errors != "replace":
        sys.stdin.reconfigure(errors="replace")
    return sys.stdin


class Console:
    """One stream of lines each way. ``secret`` reads without echo when the input is a terminal.

    ``isolates``: the terminal hides the signs that keep a Latin address whole in an Arabic sentence. ``from_right``:
    what tells it that a line runs from right to left, and that the next one does not.
    """

    def __init__(
        self,
        source: TextIO | None = None,
        sink: TextIO | None = None,
        *,
        isolates: bool = False,
        from_right: tuple[str, str] = ("", ""),
    ) -> None:
        self._source = source or _stdin()
        self._sink = sink or sys.stdout
        self._isolates = isolates
        self._from_right = from_right

    @property
    def hides(self) -> bool:
        """Whether a password can be typed here without being shown."""
        return self._source is sys.stdin and sys.stdin.isatty()

    def say(self, text: str = "") -> None:
        """One paragraph, wrapped; an address or a number too long for a line is never cut."""
        width = max(NARROWEST, shutil.get_terminal_size().columns) - 1
        for paragraph in text.split("\n"):
            before, after = self._from_right if has_letters_from_the_right(paragraph) else ("", "")
            for line in wrap(self._sayable(paragraph), width, cells, whole_words=True):
                print(f"{before}{line}\n{after}", end="", file=self._sink)
        self._sink.flush()

    def show(self, lines: Iterable[str]) -> None:
        """Lines that are a drawing: as they are, never wrapped."""
        for line in lines:
            print(line, file=self._sink)
        self._sink.flush()

    def _sayable(self, text: str) -> str:
        if not self._isolates:
            text = without_controls(text)
        return "".join(
            each
            for each in text
            if each == "\n" or each in _ORDERING or unicodedata.category(each) not in ("Cc", "Cf", "Cs")
        )

    def ask(self, *, secret: bool = False) -> str:
        """The next line, without its end. Raises :class:`EndOfInput`."""
        if secret and self.hides:
            try:
                return getpass.getpass(PROMPT, stream=self._sink)
            except EOFError:
                raise EndOfInput from None
            except UnicodeDecodeError as error:  # it opens the terminal itself, and is strict
                print(file=self._sink)
                return error.object.decode(error.encoding, "replace").rstrip("\r\n")
        self._prompt()
        line = self._source.readline()
        if not line:
            raise EndOfInput
        return line.rstrip("\r\n")

    def interject(self, lines: list[str]) -> None:
        """Say something while a question waits for its answer, then show the prompt again."""
        self.say()
        for line in lines:
            self.say(line)
        self._prompt()

    def _prompt(self) -> None:
        """What stands before the answer."""
        print(PROMPT, end="", file=self._sink, flush=True)

    def speaks(self, tag: str) -> None:
        """What is said from now on is in this language. A terminal cannot be told."""

    def question(self, text: str) -> None:
        """What is asked: a paragraph; nothing where all is said already."""
        if text:
            self.say(text)

    def draw(self, drawing: Sequence[str], rows: Sequence[tuple[str, str, str]]) -> None:  # noqa: ARG002
        """No drawing here: the same in words, as :meth:`beside`."""
        self.beside(rows)

    def beside(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Words, a way to say them where there is one, what they mean where that says more: one below the other."""
        for words, way, meaning in rows:
            self.say(words)
            if way:
                self.say(way)
            if meaning != words:
                self.say(meaning)
