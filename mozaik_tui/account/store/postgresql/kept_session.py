"""A session with PostgreSQL that a thread keeps, beside those that ask: to hear notices, or to send them.

A pooler in transaction mode gives none: the address is ``service.database_direct`` (account-service.md, Growing).
"""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable

import psycopg

CONNECT_SECONDS = 5
PAUSE_SECONDS = 5.0
"""Before a session that broke is made again."""
LOOK_UP_SECONDS = 1.0
"""Between two looks whether to stop."""
ALIVE_SECONDS = 30
"""A connection that is silent for so long is asked whether it is still there."""
DEAD_PEER_MILLISECONDS = 20_000

Session = psycopg.Connection[tuple[object, ...]]

_log = logging.getLogger("mozaik_tui.store")


def connected(url: str) -> Session:
    """A session on the server at ``postgresql://…``. Raises ``psycopg.Error``."""
    return psycopg.connect(
        url, autocommit=True, connect_timeout=CONNECT_SECONDS, tcp_user_timeout=DEAD_PEER_MILLISECONDS
    )


class KeptSession(ABC):
    """A daemon thread that makes a session that broke again; ``start`` and ``stop`` once each."""

    def __init__(self, url: str, name: str) -> None:
        self._url = url
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Let it run."""
        self._thread.start()

    def stop(self) -> None:
        """End it, within a second or two."""
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join(2 * LOOK_UP_SECONDS)

    def _run(self) -> None:
        told = False
        while not self._over.is_set():
            try:
                with connected(self._url) as session:
                    told = False
                    self._use(session)
            except psycopg.Error:
                if not told:  # the library's text names hosts and users
                    _log.error("service.database_direct does not answer")
                told = True
            self._over.wait(PAUSE_SECONDS)

    @abstractmethod
    def _use(self, session: Session) -> None:
        """What the session is for, until it is over or broken (``psycopg.Error``)."""

    def _hear(self, session: Session, heard: Callable[[str], None]) -> None:
        """Call ``heard`` with the payload of each notice on the channels that the session listens to."""
        silent = 0.0
        while not self._over.is_set():
            payloads = [notice.payload for notice in session.notifies(timeout=LOOK_UP_SECONDS, stop_after=1)]
            for payload in payloads:
                heard(payload)
            silent = 0.0 if payloads else silent + LOOK_UP_SECONDS
            if silent >= ALIVE_SECONDS:
                session.execute("SELECT 1")
                silent = 0.0
