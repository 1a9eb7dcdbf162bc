"""PostgreSQL's notices, on a connection of their own: what changed in another process is heard at once.

Not through a pooler in transaction mode: what listens has to stay on its session (account-service.md, Growing).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from mozaik_tui.account.assist.bell import CHANNEL

_PATIENCE = 1.0
"""Seconds between two looks whether to stop, and before a connection that broke is made anew."""


class Notices:
    """A daemon thread that calls ``heard`` with each payload, until it is closed. What it misses while its
    connection is broken is found by who asks once a second.
    """

    def __init__(self, url: str, heard: Callable[[str], None]) -> None:
        self._url = url
        self._heard = heard
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="notices", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no longer."""
        self._over.set()
        self._thread.join(5 * _PATIENCE)

    def _run(self) -> None:
        import psycopg

        while not self._over.is_set():
            with (
                suppress(psycopg.Error),
                psycopg.connect(self._url, autocommit=True, connect_timeout=5) as connection,
            ):
                connection.execute(f"LISTEN {CHANNEL}")
                self._listen(connection)
            self._over.wait(_PATIENCE)

    def _listen(self, connection: Any) -> None:
        while not self._over.is_set():
            for notice in connection.notifies(timeout=_PATIENCE):
                self._heard(notice.payload)
