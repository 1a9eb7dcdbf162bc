"""The service's time: the process's clock, injected, in unix seconds (account-service.md, Clock).

A clock may be set back. Nothing that was over may begin again then, and no remaining time may exceed its
setting: so the first one who notices ends in the database what was over, and brings back what lies in the
future.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

Clock = Callable[[], float]

SMALL_STEP = 1.0
"""Seconds. A smaller step back is waited out: the time simply stands still that long."""
NOTED_EVERY = 5.0
"""Seconds between two notes of the time in the database, which a restart begins from."""


class SteadyClock:
    """Unix seconds that never go back unless ``settle(high_water, now)`` has put the database right.

    ``settle`` is called outside of any work (``working`` says whether the calling thread is inside one).
    Safe to call from any thread.
    """

    def __init__(
        self,
        raw: Clock,
        settle: Callable[[float, float], None],
        working: Callable[[], bool],
        high_water: float | None = None,
    ) -> None:
        self._raw = raw
        self._settle = settle
        self._working = working
        self._high = high_water if high_water is not None else raw()
        self._noted = self._high if high_water is not None else 0.0
        self._lock = threading.RLock()

    def __call__(self) -> float:
        """Now. Inside a work that finds the clock set back, time stands still until the next call outside."""
        now = self._raw()
        if now >= self._high:
            self._high = now
            return now
        if self._high - now < SMALL_STEP or self._working():
            return self._high
        with self._lock:
            now = self._raw()
            if self._high - now >= SMALL_STEP:
                self._settle(self._high, now)
                self._high = self._noted = now
        return self()

    def due_note(self, now: float) -> bool:
        """Whether the time should be noted in the database again; it then counts as noted."""
        if now - self._noted < NOTED_EVERY:
            return False
        self._noted = now
        return True
