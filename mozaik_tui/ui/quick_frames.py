"""A frame goes out when it is drawn: the thread that writes it gets its turn.

Textual draws in one thread and writes in another. Python lets the first go on for 5 ms before it must make room, and after
a frame there is always something left to do: each frame came 2 ms later than it was drawn, the first one too.
"""

from __future__ import annotations

import time

from textual.driver import Driver

TURN = 0.0002
"""Seconds that the drawing thread stands aside; an instant is enough for the other to wake."""


def with_turns(base: type[Driver]) -> type[Driver]:
    """``base``, whose frames are written before anything else is done."""
    from textual.drivers.headless_driver import HeadlessDriver

    if issubclass(base, HeadlessDriver):  # writes nothing
        return base

    class TurnsDriver(base):  # type: ignore[valid-type, misc]
        """Textual flushes once after each frame."""

        _is_on = False

        def start_application_mode(self) -> None:
            """What is written to turn the full screen on is no frame and nothing to wait for."""
            super().start_application_mode()
            self._is_on = True

        def flush(self) -> None:
            """Also make room for the thread that writes."""
            super().flush()
            if self._is_on:
                time.sleep(TURN)

    return TurnsDriver
