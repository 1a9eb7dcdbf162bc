"""PostgreSQL's notices of helps by phone: what changed in another process is heard at once."""

from __future__ import annotations

from collections.abc import Callable

from mozaik_tui.account.assist.bell import CHANNEL

from .kept_session import KeptSession, Session


class Notices(KeptSession):
    """Calls ``heard`` with the opaque name of each assist that changed, on a thread of its own. What it misses while its
    connection is broken is found by who asks once a second.
    """

    def __init__(self, url: str, heard: Callable[[str], None]) -> None:
        super().__init__(url, "notices")
        self._heard = heard

    def _use(self, session: Session) -> None:
        session.execute(f"LISTEN {CHANNEL}")
        self._hear(session, self._heard)
