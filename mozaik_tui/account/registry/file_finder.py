"""Looks digests up in the generation's file in force, which it keeps open (SQLite)."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.registry.generation_file import GenerationReader

if TYPE_CHECKING:
    from mozaik_tui.account.registry.home import Home
    from mozaik_tui.account.store import Tx


class FileFinder:
    """Opens a new generation when it comes."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._open: tuple[str, GenerationReader] | None = None

    def match(self, _tx: Tx, place: str, digests: Sequence[bytes]) -> bytes | None:
        """See :class:`~.api.Finder`."""
        with self._lock:
            try:
                return self._reader(place).match(digests)
            except (OSError, sqlite3.Error):
                self._forget()
                raise ServiceFault("storage_unreadable") from None

    def close(self) -> None:
        """Close the open generation."""
        with self._lock:
            self._forget()

    def _reader(self, place: str) -> GenerationReader:
        while self._open is None or self._open[0] != place:
            try:
                reader = GenerationReader(self._home.path(place))
            except FileNotFoundError:
                # ``tx`` may be a reader's snapshot of before a swap, and the file of then be gone: the
                # registry in force now is as good an answer. A writing transaction never sees this: it
                # holds up the swap.
                newer = self._home.place_in_force()
                if newer is None or newer == place:
                    raise
                place = newer
                continue
            self._forget()
            self._open = (place, reader)
        return self._open[1]

    def _forget(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None
