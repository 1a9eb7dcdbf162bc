"""Knows whether the calling thread is inside a work."""

from __future__ import annotations

import threading
from types import TracebackType


class Here(threading.local):
    """Entered for the length of a work; ``inside`` is true in that thread only."""

    inside = False

    def __enter__(self) -> None:
        self.inside = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.inside = False
