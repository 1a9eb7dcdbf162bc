"""Rings in this process when something of an assist changed, so that who follows it looks at once."""

from __future__ import annotations

import threading
from collections.abc import Callable

CHANNEL = "mozaik_assist"
"""PostgreSQL's channel of notices; the payload is the opaque name of an assist."""

Listener = Callable[[str], None]


class Bell:
    """Listeners are called with the assist's opaque name, on whatever thread rings; they must be quick."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: tuple[Listener, ...] = ()

    def listen(self, listener: Listener) -> None:
        """Call ``listener`` from now on."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

    def ring(self, assist: str) -> None:
        """Something changed."""
        for listener in self._listeners:
            listener(assist)
