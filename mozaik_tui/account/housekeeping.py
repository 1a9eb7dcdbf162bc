"""What runs beside the service: the sealer of the audit chain, and the retention rules (account-service.md).

Any number of processes may run one: both jobs are done one at a time, by the database's locks.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from mozaik_tui.account import audit_chain, retention
from mozaik_tui.account.contract import ServiceFault

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context

_log = logging.getLogger("mozaik_tui.housekeeping")

# Rows are linked within a second; half of it is for the database.
SEAL_SECONDS = 0.5
PURGE_SECONDS = 3600.0
# The first purge waits until the first screen is up.
FIRST_PURGE_SECONDS = 60.0
_TELL_AGAIN = 600.0


class Housekeeper:
    """A daemon thread. ``start`` and ``stop`` once each; ``purge_every`` in seconds, ``None`` for never."""

    def __init__(self, ctx: Context, *, purge_every: float | None = PURGE_SECONDS) -> None:
        self._ctx = ctx
        self._purge_every = purge_every
        self._over = threading.Event()
        self._told: dict[str, float] = {}
        self._next_purge = time.monotonic() + min(FIRST_PURGE_SECONDS, purge_every or 0.0)
        self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Let it run."""
        self._thread.start()

    def stop(self, timeout: float = 5.0) -> bool:
        """Stop, once the job that is under way has ended; whether it has."""
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._over.wait(SEAL_SECONDS):
            self.tick()

    def tick(self) -> None:
        """One round: link what waits, purge when it is time. Whatever fails is logged and tried again, and hinders
        nothing else: the retention rules hold with a broken chain too.
        """
        self._try(lambda: audit_chain.seal(self._ctx))
        if self._purge_every is not None and time.monotonic() >= self._next_purge:
            self._next_purge = time.monotonic() + self._purge_every
            self._try(lambda: retention.purge(self._ctx))

    def _try(self, job: Callable[[], object]) -> None:
        try:
            job()
        except audit_chain.ChainBroken as broken:
            self._tell(f"audit chain broken: {broken.reason} at {broken.at}")
        except ServiceFault as fault:
            self._tell(f"housekeeping: {fault.code}")
        except Exception as unexpected:
            # The type alone: a message may hold what a parent typed.
            self._tell(f"housekeeping: {type(unexpected).__name__}")

    def _tell(self, text: str) -> None:
        now = time.monotonic()
        if now - self._told.get(text, -_TELL_AGAIN) >= _TELL_AGAIN:
            self._told[text] = now
            _log.error("%s", text)
