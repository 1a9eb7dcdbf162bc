"""What an app in a browser does besides: paints itself anew for a page that came back, tells the page its language."""

from __future__ import annotations

from textual import events

from ..speaking import SpeakingApp
from ..watched import Idle

IDLE = Idle(quiet=900, warning=60)
"""A quarter of an hour: long enough to look for a mail, shorter than a flow lives without a call."""
LANGUAGE_OSC = 5150
"""A number of our own: the page sets its ``lang`` by it."""


class OnPage(SpeakingApp):
    """To be put before an app."""

    def on_ready(self) -> None:
        """The page learns the language."""
        self._tell_language()

    def speaks_now(self) -> None:
        """As any, and the page speaks it too."""
        super().speaks_now()
        self._tell_language()

    async def on_event(self, event: events.Event) -> None:
        """The driver begins with a loss of the focus: a page that was just opened would show no field as ready."""
        if not isinstance(event, events.AppBlur):
            await super().on_event(event)

    def _tell_language(self) -> None:
        if self._driver is not None:
            self._driver.write(f"\x1b]{LANGUAGE_OSC};{self.spoken.tag}\x07")

    def on_app_focus(self) -> None:
        """A connection was lost and is back: the page may have missed anything."""
        self.screen.refresh(repaint=True, layout=True)
        self._tell_language()
