"""Reads the settings file and knows on which line a key stands (the TOML reader does not tell)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from mozaik_tui.settings.errors import Place, SettingsError

_NAME = r"""(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)"""
_DOTTED = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*\[(\[?)\s*({_DOTTED})\s*\]")
_ENTRY = re.compile(rf"\s*({_DOTTED})\s*=")
_LARGEST = 1_000_000


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(found.strip("\"'") for found in re.findall(_NAME, dotted))


def _entries(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line number and full path of every header and key; what stands inside of a long string is passed
    over. The tables of an array are told apart by their place, from 0: ``("step", "2", "name")``.
    """
    table: tuple[str, ...] = ()
    inside: str | None = None
    met: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if inside is None:
            if match := _HEADER.match(line):
                table = _names(match[2])
                yield number, table
                if match[1]:
                    met[table] = met.get(table, -1) + 1
                    table = (*table, str(met[table]))
                    yield number, table
            elif match := _ENTRY.match(line):
                yield number, table + _names(match[1])
        for mark in re.findall(r'"""|\'\'\'', line):
            inside = mark if inside is None else None if inside == mark else inside


def line_of(text: str, path: tuple[str, ...]) -> int | None:
    """The line of the key ``path``, else of the nearest table around it; ``None`` when none is written
    out.
    """
    best, depth = None, 0
    for number, found in _entries(text):
        if path[: len(found)] == found and len(found) > depth:
            best, depth = number, len(found)
    return best


def read_toml(file: Path) -> tuple[str, dict[str, object]]:
    """The text and the tables of ``file``; :class:`SettingsError` when it cannot be read or is no TOML."""
    import tomllib

    try:
        with file.open("rb") as handle:
            raw = handle.read(_LARGEST + 1)
        if len(raw) > _LARGEST:
            raise SettingsError(Place(file=file), "too_large")
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(Place(file=file), "not_utf8") from None
    except OSError as error:
        raise SettingsError(Place(file=file), "unreadable", {"why": type(error).__name__}) from None
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # The reader's message may repeat what stands in the file: only its line is taken over.
        line = re.search(r"at line (\d+)", str(error))
        where = int(line[1]) if line else len(text.splitlines())
        raise SettingsError(Place(file=file, line=where), "no_toml") from None
    except RecursionError:
        raise SettingsError(Place(file=file), "no_toml") from None
