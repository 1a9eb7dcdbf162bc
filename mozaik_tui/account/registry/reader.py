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


class RegistryFile:
    """An open registry file of ``size`` bytes; iterate once over :meth:`rows`.

    Raises :class:`NotARegistry` when its first line is not the header.
    """

    def __init__(self, raw: BinaryIO, size: int) -> None:
        self._raw = raw
        self.size = size
        # Only "\n" ends a line, as every editor counts; the csv module takes the "\r" before it away.
        self._text = io.TextIOWrapper(self._raw, encoding="utf-8-sig", errors="surrogateescape", newline="\n")
        self._records = csv.reader(self._text, strict=True)
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

        Raises :class:`NotARegistry` when the file stops being readable.
        """
        records, judged = self._records, judge.judge
        line = records.line_num + 1
        while True:
            try:
                for record in records:
                    if record:
                        yield line, judged(record)
                    line = records.line_num + 1
            except csv.Error:
                # A quote that is never closed, text after a closing one, a bare carriage return, an endless
                # cell.
                yield line, "quoting"
                line = records.line_num + 1
            except OSError:
                raise NotARegistry("unreadable") from None
            else:
                return
