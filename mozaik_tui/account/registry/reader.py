"""Reads the registry file record by record (account-service.md, The registry file).

UTF-8 with or without a byte order mark, CRLF or LF, quoted commas and line breaks. A record is known by the
number of the file's line in which it starts; the header is line 1. Content never leaves this module but as
a judged pupil.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from mozaik_tui.account.registry.records import HEADER, Pupil, RecordJudge


class NotARegistry(Exception):
    """The file cannot be a registry. ``reason`` is ``unreadable`` or ``header``; nothing of the file is
    in it.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def open_registry(path: Path) -> RegistryFile:
    """Open the file at ``path``. Raises :class:`NotARegistry` when it cannot be read or is no registry."""
    try:
        size = path.stat().st_size
        return RegistryFile(path.open("rb", buffering=1 << 18), size)
    except OSError:
        raise NotARegistry("unreadable") from None


class _Lines:
    """The file's lines, one by one; those of the record that is being read can be read again as records of their own."""

    def __init__(self, text: Iterator[str]) -> None:
        self._text = text
        self._again: list[str] = []
        self.held: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._text)
        self.held.append(line)
        return line

    def over(self) -> int:
        """The record is read: how many lines it had."""
        count = len(self.held)
        self.held.clear()
        return count

    def first_only(self) -> int:
        """The record was its first line alone."""
        self._again.extend(reversed(self.held[1:]))
        self.held.clear()
        return 1


class RegistryFile:
    """An open registry file of ``size`` bytes; iterate once over :meth:`rows`.

    Raises :class:`NotARegistry` when its first line is not the header.
    """

    def __init__(self, raw: BinaryIO, size: int) -> None:
        self._raw = raw
        self.size = size
        # Only "\n" ends a line, as every editor counts; the csv module takes the "\r" before it away.
        self._text = io.TextIOWrapper(self._raw, encoding="utf-8-sig", errors="surrogateescape", newline="\n")
        self._lines = _Lines(self._text)
        self._records = csv.reader(self._lines, strict=True)
        try:
            header = next(self._records, None)
        except (csv.Error, OSError):
            header = None
        if header is None or tuple(header) != HEADER:
            self.close()
            raise NotARegistry("header")

    def __enter__(self) -> RegistryFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._text.close()

    def done(self) -> int:
        """How many bytes of ``size`` were read."""
        return self._raw.tell()

    def rows(self, judge: RecordJudge) -> Iterator[tuple[int, Pupil | str]]:
        """Line where the record starts, and the pupil or the reason word. Empty lines are no records.

        A quote that is never closed makes one record of all that follows, up to the next quote or to what a cell may
        hold. It is one bad line: those after it are read again by themselves. So are those of a record of too few or
        too many columns in which a pupil stands.

        Raises :class:`NotARegistry` when the file stops being readable.
        """
        records, lines, judged = self._records, self._lines, judge.judge
        number = 1 + lines.over()
        while True:
            try:
                for record in records:
                    if record:
                        found = judged(record)
                        yield number, found
                        if found == "columns" and _pupils(lines.held[1:], judge):
                            number += lines.first_only()
                            continue
                    number += lines.over()
            except csv.Error:
                # A quote that is never closed, text after a closing one, a bare carriage return, an endless
                # cell.
                yield number, "quoting"
                number += lines.first_only()
            except OSError:
                raise NotARegistry("unreadable") from None
            else:
                return


def _pupils(lines: list[str], judge: RecordJudge) -> bool:
    try:
        return any(isinstance(judge.judge(record), Pupil) for record in csv.reader(lines) if record)
    except csv.Error:  # lines that are a record only together
        return False
