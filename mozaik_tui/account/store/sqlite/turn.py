"""A fair wait between processes that write to one file (account-service.md, SQLite).

SQLite's own busy handler polls: whoever writes all the time can keep the others out for seconds. So a
writer first takes its place in a queue (a lock on a file beside the database) and keeps it until it holds
SQLite's own lock. Who has just written has to go through the queue again, behind the one that waits there.
A process that dies leaves the queue by itself; who does not queue (another tool) is still correct, as
SQLite's lock is what counts.
"""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import time
from pathlib import Path
from types import TracebackType

try:
    import fcntl
except ImportError:  # Windows: the wait is only as fair as chance makes it
    fcntl = None  # type: ignore[assignment]

SHORTEST, LONGEST = 0.0005, 0.01


class Queue:
    """The file beside the database that writers queue on."""

    def __init__(self, database: Path) -> None:
        self._file = -1
        if fcntl is not None:
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
            with contextlib.suppress(OSError):  # a read-only folder: SQLite will say so
                self._file = os.open(database.with_name(database.name + "-queue"), flags, 0o600)

    def begin(self, connection: sqlite3.Connection, patience: float) -> None:
        """``BEGIN IMMEDIATE``, waiting ``patience`` seconds at most; then SQLite's error that it is busy."""
        deadline = time.monotonic() + patience
        with _Place(self._file, deadline):
            pause = SHORTEST
            while True:
                try:
                    connection.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                        raise
                else:
                    return
                time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - not a secret
                pause = min(pause * 2, LONGEST)

    def close(self) -> None:
        """Let go of the file. It stays: removing it would let two queues come into being."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


class _Place:
    """A place at the head of the queue, or none when the wait is over: SQLite's lock then decides."""

    __slots__ = ("_deadline", "_file", "_held")

    def __init__(self, file: int, deadline: float) -> None:
        self._file = file
        self._deadline = deadline
        self._held = False

    def __enter__(self) -> None:
        pause = SHORTEST
        while self._file >= 0:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= self._deadline:
                    return
                time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - not a secret
                pause = min(pause * 2, LONGEST)
            except OSError:
                return  # a file system without such locks
            else:
                self._held = True
                return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._held:
            fcntl.flock(self._file, fcntl.LOCK_UN)
