"""The outbox's bell: who put a mail in rings, who carries mails away hears it (account-service.md, Growing).

Both need a session of their own, which a pooler in transaction mode does not give: their address is
``service.database_direct``. The bell is rung after the commit, not in the transaction: PostgreSQL commits
transactions that notify one after the other, and a sign-up must not wait for another's disk. What a lost ring
leaves behind is found by looking, as without a bell.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from .kept_session import ALIVE_SECONDS, KeptSession, Session, connected

CHANNEL = "mozaik_outbox"
_RING = f"NOTIFY {CHANNEL}"


def ring_once(url: str) -> None:
    """Ring on a session of its own. Raises ``psycopg.Error``."""
    with connected(url) as session:
        session.execute(_RING)


class Listener(KeptSession):
    """Calls ``heard`` whenever somebody rings, and once when it begins to listen: somebody may have rung
    before.
    """

    def __init__(self, url: str, heard: Callable[[], None]) -> None:
        super().__init__(url, "bell-listener")
        self._heard = heard
        self.hears = False
        """Whether a ring came through: behind a pooler none does, and then nobody may rely on it."""

    def _use(self, session: Session) -> None:
        try:
            session.execute(f"LISTEN {CHANNEL}")
            ring_once(self._url)
            self._hear(session, self._rung)
        finally:
            self.hears = False

    def _rung(self, _payload: str) -> None:
        self.hears = True
        self._heard()


class Ringer(KeptSession):
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

    def _use(self, session: Session) -> None:
        while True:
            rung = self._wanted.wait(ALIVE_SECONDS)
            if self._over.is_set():
                return
            self._wanted.clear()
            session.execute(_RING if rung else "SELECT 1")
