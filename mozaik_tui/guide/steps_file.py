"""One steps file with the place of everything in it, so that what is wrong is told with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from ..settings.errors import Place, SettingsError, WrongValueError
from ..settings.tomlfile import line_of, read_toml
from .tables import Table


class GuideFileError(SettingsError):
    """A steps file cannot be used: file, line, key and reason; never more of what stands there than a name."""

    KEYS: ClassVar[str] = "command.guide_file."


class StepsFile:
    """A file of TOML. ``where`` is a path of keys; the tables of an array are counted from 0."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._text, self.tables = read_toml(file)

    def refuse(self, where: Sequence[str], reason: str, **figures: object) -> GuideFileError:
        """The error at this place. ``key`` among the figures is the place itself unless given."""
        key = ".".join(part for part in where if not part.isdigit())
        place = Place(key, self.file, line_of(self._text, tuple(where)))
        return GuideFileError(place, reason, {"key": key, **figures})

    def table(self, value: object, where: tuple[str, ...], keys: Table, *more: str) -> dict[str, object]:
        """The values of one table, each as its key takes it; ``more`` are keys that somebody else reads."""
        if not isinstance(value, dict):
            raise self.refuse(where, "wrong_type", kind="table")
        for key in value:
            if key not in keys and key not in more:
                raise self.refuse((*where, key), "unknown_key")
        for key in keys:
            if keys[key].needed and key not in value:
                raise self.refuse(where, "missing_key", key=key)
        return {key: self.take(keys[key].take, value[key], (*where, key)) for key in value if key in keys}

    def take(self, take: Callable[[object], object], value: object, where: tuple[str, ...]) -> object:
        """What ``take`` makes of a value; its objection is told with the place."""
        try:
            return take(value)
        except WrongValueError as wrong:
            raise self.refuse(where, wrong.reason, **wrong.figures) from None

    def array(self, name: str) -> list[tuple[tuple[str, ...], object]]:
        """The tables of an array with their places."""
        value = self.tables.get(name, [])
        if not isinstance(value, list):
            raise self.refuse((name,), "wrong_type", kind=f"[[{name}]]")
        return [((name, str(place)), entry) for place, entry in enumerate(value)]

    def mapping(self, name: str) -> Mapping[str, object]:
        """A table whose keys are anybody's."""
        value = self.tables.get(name, {})
        if not isinstance(value, dict):
            raise self.refuse((name,), "wrong_type", kind="table")
        return value
