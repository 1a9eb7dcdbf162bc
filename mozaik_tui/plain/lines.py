"""Prompts: one line, a number of a list, and the commands that work at every prompt (command-line.md).

What the commands do is said by the front end that asks: the journey's, or the guide's.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence

from ..journey.rules.folding import fold_name
from ..journey.rules.text import ascii_digits
from ..language import Language, offered
from ..language.pair import Pair
from .console import LOST, Console

COMMANDS = str.maketrans("？؟！。．۔＜＋＊", "??!...<+*")
"""The commands as other keyboards have them."""

UNREADABLE = "\x7f"
"""In the place of bytes that were no letter: every rule tells of a sign that cannot be seen, none of ``LOST``."""

LONGEST_NUMBER = 9
"""Figures that are read as a number: some thousand of them are an error of Python's own."""


class Moved(Exception):
    """A command typed at a prompt moved the reader: the question at hand is no longer on."""


class Stopped(Exception):
    """The parent ended the program."""


class Lines(ABC):
    """Asks through one console, in the words of ``words``."""

    def __init__(self, console: Console, words: Pair) -> None:
        self.console = console
        self.words = words

    @property
    def words(self) -> Pair:
        """The language that is spoken; the console hears of each other one."""
        return self._words

    @words.setter
    def words(self, words: Pair) -> None:
        self._words = words
        self.console.speaks(words.tag)

    def _commands(self) -> Mapping[str, Callable[[], None]]:
        """What may be typed at every prompt, and what it does."""
        return {"<": self._back, "?": self._help, "!": self._change_language, ".": self._stop}

    def _prompt(self, *, default: str = "", secret: bool = False) -> str:
        """One line; the commands are done here and never answer a question."""
        while True:
            line = self.console.ask(secret=secret).replace(LOST, UNREADABLE)
            typed = line.strip()
            command = self._commands().get(ascii_digits(typed).translate(COMMANDS))
            if command is not None:
                command()
                continue
            return line if typed else default

    def _pick(
        self,
        labels: Sequence[str],
        *,
        default: int | None = None,
        letters: Callable[[str], int | None] = lambda _typed: None,
    ) -> int:
        """A number of a list, from 0; asks again until it is one of them, and says again what was taken.

        Enter takes ``default``, which is said. ``letters`` finds a number by what else is typed.
        """
        if default is not None:
            self.console.say(self.words.lead.text("plain.default", default=labels[default]))
        self.console.say(self.words.lead.text("plain.choices", n=len(labels)))
        for n, label in enumerate(labels, 1):
            self.console.say(f"{n}. {label}")
        while True:
            typed = ascii_digits(
                self._prompt(default=str(default + 1) if default is not None else "")
            ).strip()
            figures = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER
            picked = int(typed) - 1 if figures else letters(typed)
            if picked is not None and 0 <= picked < len(labels):
                self._taken(labels[picked])
                return picked
            self.console.say(self.words.lead.text("plain.pick", of=len(labels)))

    def _pick_key(self, keys: Sequence[str], *, default: int | None = None, **figures: object) -> str:
        """One of these catalogue keys, told with the French beside the reader's words."""
        labels = [self.words.both(key, **figures).joined() for key in keys]
        return keys[self._pick(labels, default=default)]

    def _taken(self, answer: str) -> None:
        """Whoever hears the lines knows what was taken."""
        self.console.say(self.words.lead.text("plain.understood", answer=answer))

    def _pick_language(self, now: str, languages: Sequence[Language] | None = None) -> str:
        """The tag of one of the languages (all that are offered), by its number or by the first letters of its own name
        or its French one; Enter keeps the present one.
        """
        languages = languages or offered()
        known = [language.tag for language in languages]
        at = known.index(now) if now in known else 0
        names = [(fold_name(language.name), fold_name(language.french)) for language in languages]

        def begun(typed: str) -> int | None:
            start = fold_name(typed)
            begins = [n for n, both in enumerate(names) if any(name.startswith(start) for name in both)]
            return begins[0] if len(begins) == 1 else None

        return known[self._pick([language.name for language in languages], default=at, letters=begun)]

    # What the four commands do is the front end's: each one that asks says it.
    @abstractmethod
    def _back(self) -> None:
        """Each front end goes back in its own way."""

    @abstractmethod
    def _help(self) -> None:
        """Each has help of its own."""

    @abstractmethod
    def _change_language(self) -> None:
        """What is told after the change is the front end's."""

    @abstractmethod
    def _stop(self) -> None:
        """What would be lost is the front end's to say."""
