"""The outbox's bell: who put a mail in rings, who carries mails away hears it (account-service.md, Growing).

Both need a session of their own, which a pooler in transaction mode does not give: their address is
``service.database_direct``. The bell is rung after the commit, not in the transaction: PostgreSQL commits
transactions that notify one after the other, and a sign-up must not wait for another's disk. What a lost ring
leaves behind is found by looking, as without a bell.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import psycopg

CHANNEL = "mozaik_outbox"
_RING = f"NOTIFY {CHANNEL}"
_CONNECT_SECONDS = 5
_PAUSE_SECONDS = 5.0
"""Before a connection that broke is made again."""
_LOOK_UP_SECONDS = 1.0
_ALIVE_SECONDS = 30
"""A connection that is silent for so long is asked whether it is still there."""
_DEAD_PEER_MILLISECONDS = 20_000

_log = logging.getLogger("mozaik_tui.mail")


def connected(url: str) -> psycopg.Connection[tuple[object, ...]]:
    """A session on the server at ``postgresql://…``. Raises ``psycopg.Error``."""
    return psycopg.connect(
        url, autocommit=True, connect_timeout=_CONNECT_SECONDS, tcp_user_timeout=_DEAD_PEER_MILLISECONDS
    )


def ring_once(url: str) -> None:
    """Ring on a session of its own. Raises ``psycopg.Error``."""
    with connected(url) as session:
        session.execute(_RING)


class _Thread:
    """A daemon thread that keeps a session; ``start`` and ``stop`` once each."""

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
            self._thread.join(2 * _LOOK_UP_SECONDS)

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
            self._over.wait(_PAUSE_SECONDS)

    def _use(self, session: psycopg.Connection[tuple[object, ...]]) -> None:
        """What the session is for, until it is over or broken (``psycopg.Error``)."""
        raise NotImplementedError  # listening and ringing each say it


class Listener(_Thread):
    """Calls ``heard`` whenever somebody rings, and once when it begins to listen: somebody may have rung
    before.
    """

    def __init__(self, url: str, heard: Callable[[], None]) -> None:
        super().__init__(url, "bell-listener")
        self._heard = heard
        self.hears = False
        """Whether a ring came through: behind a pooler none does, and then nobody may rely on it."""

    def _use(self, session: psycopg.Connection[tuple[object, ...]]) -> None:
        try:
            session.execute(f"LISTEN {CHANNEL}")
            ring_once(self._url)
            silent = 0.0
            while not self._over.is_set():
                if any(session.notifies(timeout=_LOOK_UP_SECONDS, stop_after=1)):
                    self.hears, silent = True, 0.0
                    self._heard()
                elif (silent := silent + _LOOK_UP_SECONDS) >= _ALIVE_SECONDS:
                    session.execute("SELECT 1")
                    silent = 0.0
        finally:
            self.hears = False


class Ringer(_Thread):
    """Rings once for any number of :meth:`wake` that come while it is at it."""

    def __init__(self, url: str) -> None:
        super().__init__(url, "bell-ringer")
        self._wanted = threading.Event()

    def wake(self) -> None:
        """There is something in the outbox; does not wait."""
        self._wanted.set()

    def stop(self) -> None:
        """End it."""
        self._over.set()
        self._wanted.set()
        super().stop()

    def _use(self, session: psycopg.Connection[tuple[object, ...]]) -> None:
        while True:
            rung = self._wanted.wait(_ALIVE_SECONDS)
            if self._over.is_set():
                return
            self._wanted.clear()
            session.execute(_RING if rung else "SELECT 1")
