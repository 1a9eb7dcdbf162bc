"""The kinds of values that settings take: each reads a TOML value and the text of a variable or an option.

All raise :class:`~mozaik_tui.settings.errors.WrongValueError`, with a reason and never the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, Protocol

from mozaik_tui.settings.errors import WrongValueError

MOST = 2**31 - 1
"""No figure is larger: every database and every timer takes it."""


class Kind(Protocol):
    """One kind of value."""

    def take(self, value: object) -> object:
        """The value from TOML, checked."""

    def read(self, text: str) -> object:
        """The value from the text of a variable or an option, checked."""


class Flag(NamedTuple):
    """``true`` or ``false``."""

    def take(self, value: object) -> bool:
        """A TOML boolean and nothing else."""
        if isinstance(value, bool):
            return value
        raise WrongValueError("flag")

    def read(self, text: str) -> bool:
        """Exactly ``true`` or ``false`` (command-line.md: Booleans in variables)."""
        if text not in ("true", "false"):
            raise WrongValueError("flag")
        return text == "true"


class Whole(NamedTuple):
    """A whole number from ``least`` to ``most``."""

    least: int = 0
    most: int = MOST

    def take(self, value: object) -> int:
        """A TOML integer in range; a boolean is none."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise WrongValueError("whole")
        if not self.least <= value <= self.most:
            raise WrongValueError("range", least=self.least, most=self.most)
        return value

    def read(self, text: str) -> int:
        """ASCII digits, at most ten of them."""
        if not re.fullmatch(r"-?[0-9]{1,10}", text):
            raise WrongValueError("whole")
        return self.take(int(text))


class Seconds(NamedTuple):
    """A time in seconds, whole or not, more than nothing."""

    def take(self, value: object) -> float:
        """A TOML integer or float in range; ``nan`` and ``inf`` are in none."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise WrongValueError("seconds")
        if not 0 < value <= MOST:
            raise WrongValueError("seconds")
        return value

    def read(self, text: str) -> float:
        """Digits with or without a decimal point."""
        if not re.fullmatch(r"[0-9]{1,10}(?:\.[0-9]{1,6})?", text):
            raise WrongValueError("seconds")
        return self.take(float(text) if "." in text else int(text))


class Word(NamedTuple):
    """One of a few words."""

    choices: tuple[str, ...]

    def take(self, value: object) -> str:
        """One of the choices, as written."""
        if value not in self.choices or not isinstance(value, str):
            raise WrongValueError("word", choices=", ".join(self.choices))
        return value

    def read(self, text: str) -> str:
        """One of the choices, as written."""
        return self.take(text)


class Text(NamedTuple):
    """One line of text that ``check`` has nothing against; it returns the text as it is to be kept."""

    check: Callable[[str], str] = str

    def take(self, value: object) -> str:
        """A TOML string of one line."""
        if not isinstance(value, str):
            raise WrongValueError("text")
        if any(ord(sign) < 32 or ord(sign) == 127 for sign in value):
            raise WrongValueError("one_line")
        return self.check(value)

    def read(self, text: str) -> str:
        """The text as it is."""
        return self.take(text)


class Texts(NamedTuple):
    """Several texts: an array in TOML (or one string), separated by ``between`` in a variable."""

    item: Text
    between: str = ","

    def take(self, value: object) -> tuple[str, ...]:
        """An array of strings."""
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            raise WrongValueError("texts")
        return tuple(self.item.take(entry) for entry in value)

    def read(self, text: str) -> tuple[str, ...]:
        """The parts of the text without the blanks around them."""
        return tuple(self.item.take(part.strip()) for part in text.split(self.between) if part.strip())
