"""Tells the terminal to leave the order of letters to us while the full screen is on, and takes it back after.

Also after a crash and an ordered end: Textual leaves the full screen on both; what is left is done when the
interpreter ends. A terminal of another kind gets nothing.
"""

from __future__ import annotations

import atexit
import sys

from textual.driver import Driver

from ..language.terminals.profiles import Profile


def with_modes(base: type[Driver], profile: Profile) -> type[Driver]:
    """``base``, with the prelude and the epilogue of ``profile`` around the full screen."""
    if not profile.prelude:
        return base

    class ModesDriver(base):  # type: ignore[valid-type, misc]
        """Writes what the profile asks for."""

        _modes_are_on = False

        def start_application_mode(self) -> None:
            """The full screen first: some terminals keep these modes for each screen."""
            super().start_application_mode()
            self._modes_are_on = True
            atexit.register(self._take_back)
            self.write(profile.prelude)
            self.flush()

        def stop_application_mode(self) -> None:
            """The modes first, then the full screen."""
            if self._modes_are_on:
                self._modes_are_on = False
                atexit.unregister(self._take_back)
                self.write(profile.epilogue)
                self.flush()
            super().stop_application_mode()

        def _take_back(self) -> None:
            if self._modes_are_on and sys.__stderr__ is not None:
                sys.__stderr__.write(profile.epilogue)
                sys.__stderr__.flush()

    return ModesDriver
