"""A password field: hidden unless asked for, never copied, never named in a repr, a log or a crash."""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len
from rich.text import Text
from textual.message import Message

from mozaik_tui.ui.widgets.text_field import TextField

CAPITALS_FROM = 3
"""Letters, all of them capitals, from which the caps-lock hint makes sense."""

DOT, UNSEEN = "•", "\N{REPLACEMENT CHARACTER}"


def all_capitals(text: str) -> bool:
    """Whether ``text`` looks typed with caps lock on: a terminal cannot see that key."""
    letters = [character for character in text if character.isupper() or character.islower()]
    return len(letters) >= CAPITALS_FROM and all(character.isupper() for character in letters)


def drawable(text: str) -> str:
    """``text`` with every character that must not reach a terminal shown as U+FFFD."""
    return "".join(UNSEEN if unicodedata.category(each) in {"Cc", "Cf", "Cs"} else each for each in text)


class PasswordField(TextField):
    """Typed as it is: nothing is trimmed or cut but the line break at the end of a paste (journey.md,
    Password).

    ``shown`` shows or hides the letters. Posts :class:`CapsLock` when the hint is to appear or to go.
    """

    class CapsLock(Message):
        """``on``: all the letters are capitals now. Carries nothing of the text."""

        def __init__(self, field: PasswordField, on: bool) -> None:
            super().__init__()
            self.field = field
            self.on = on

        @property
        def control(self) -> PasswordField:
            """The field."""
            return self.field

    def __init__(self, value: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        self._capitals = False
        super().__init__(value, id=id, classes=classes, password=True, direction="ltr")

    @property
    def shown(self) -> bool:
        """Whether the letters are shown."""
        return not self.password

    @shown.setter
    def shown(self, shown: bool) -> None:
        self.password = not shown

    def tidy(self, text: str) -> str:
        """All of it: the rule, not the field, refuses what a password may not hold, and says why."""
        return text

    def tidy_paste(self, text: str) -> str:
        """All but the line breaks around it, which come from copying a whole line."""
        return text.strip("\r\n")

    @property
    def drawn_text(self) -> str:
        """Dots, or the letters without what must not reach a terminal."""
        return DOT * len(self.value) if self.password else drawable(self.value)

    @property
    def _value(self) -> Text:
        return Text(self.drawn_text, no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return position if self.password else cell_len(drawable(self.value[:position]))

    def _watch_value(self, value: str) -> None:
        super()._watch_value(value)
        capitals = all_capitals(value)
        if capitals != self._capitals:
            self._capitals = capitals
            self.post_message(self.CapsLock(self, capitals))
