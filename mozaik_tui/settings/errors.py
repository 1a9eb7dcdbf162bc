"""What is wrong with a setting, and where: a key of the catalogues and figures, never the value that was
given.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from mozaik_tui.language import Translator


class Place(NamedTuple):
    """Where a value came from: a file with line and key, or a variable or an option by its ``name``."""

    name: str = ""
    file: Path | None = None
    line: int | None = None

    def spoken(self, words: Translator) -> str:
        """``mozaik.toml, ligne 3, limits.resend_wait``; a variable or an option is its bare name."""
        if self.file is None:
            return self.name
        parts = [str(self.file)]
        if self.line is not None:
            parts.append(words.text("command.settings.line", line=self.line))
        if self.name:
            parts.append(self.name)
        return ", ".join(parts)


class WrongValueError(Exception):
    """A value that its key does not take; ``reason`` is the end of a key ``command.settings.…``."""

    def __init__(self, reason: str, **figures: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.figures = figures


class SettingsError(Exception):
    """The settings cannot be used. :meth:`line` says where and why in one line; ``str()`` says it in
    French.
    """

    KEYS: ClassVar[str] = "command.settings."
    """Where the words of the reasons stand in the catalogues."""

    def __init__(self, place: Place, reason: str, figures: Mapping[str, object] | None = None) -> None:
        super().__init__(place, reason)
        self.place = place
        self.reason = reason
        self.figures = dict(figures or {})

    def line(self, words: Translator) -> str:
        """One line: the place and the reason, without the value."""
        return f"{self.place.spoken(words)} : {words.text(f'{self.KEYS}{self.reason}', **self.figures)}"

    def __str__(self) -> str:
        from mozaik_tui.language import FRENCH, Translator

        return self.line(Translator(FRENCH))
