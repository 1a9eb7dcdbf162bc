"""How the console speaks and asks: the same questions on a stream of lines and on a screen that shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..journey.rules.text import ascii_digits
from ..plain.lines import LONGEST_NUMBER
from .telling import Tongues

Row = tuple[str, str, str]
"""The parent's words, a way to say them or nothing, what they mean."""


def number_of(typed: str) -> int | None:
    """The number that was typed, ``None`` where it is none or has more figures than any that is asked for."""
    figures = ascii_digits(typed).strip()
    known = figures.isascii() and figures.isdigit() and len(figures) <= LONGEST_NUMBER
    return int(figures) if known else None


class Lines(Protocol):
    """Where the console speaks and listens: a stream of lines, or a screen that shows them."""

    def say(self, text: str = "") -> None:
        """One paragraph."""

    def question(self, text: str) -> None:
        """What is asked next; stays in sight while it waits for its answer. Nothing where all is said already."""

    def beside(self, rows: Sequence[Row]) -> None:
        """What the parent reads beside what it means."""

    def draw(self, drawing: Sequence[str], rows: Sequence[Row]) -> None:
        """A drawing of what the parent sees, and the same in words (rows as of :meth:`beside`)."""

    def ask(self, *, secret: bool = False) -> str:
        """The next line, without its end. Raises ``EndOfInput``."""

    def interject(self, lines: list[str]) -> None:
        """Say something while a question waits for its answer."""


class Asking:
    """Says and asks in the console's language."""

    def __init__(self, words: Tongues, console: Lines) -> None:
        self.words = words
        self.console = console

    def say(self, *lines: str) -> None:
        """One paragraph a line."""
        for line in lines:
            self.console.say(line)

    def ask(self, key: str, *, secret: bool = False) -> str:
        """What is typed, without blanks around it."""
        self.console.question(self.words.text(key))
        return self.console.ask(secret=secret).strip()

    def pick(self, question: str, labels: Sequence[str]) -> int:
        """The place of one of ``labels``, from 0."""
        self.console.question(question)
        for n, label in enumerate(labels, 1):
            self.say(f"{n}. {label}")
        return self.number(len(labels)) - 1

    def number(self, most: int) -> int:
        """A number from 1; asks again until it is one."""
        while True:
            figures = number_of(self.console.ask())
            if figures is not None and 1 <= figures <= most:
                return figures
            self.say(self.words.text("plain.pick", of=most))
