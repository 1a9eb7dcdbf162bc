"""The guide in a browser."""

from __future__ import annotations

from ...ui.watched import Watched
from ...ui.web.on_page import OnPage
from ..run_of_guide import Notice
from ..sheet.content import Sheet
from ..sheet.download import SENT, for_page
from .app import GuideApp
from .page_screen import PageScreen

SHEET_OSC = 5151
"""A number of our own: the page hands what follows to its browser as a file."""


class WebGuide(OnPage, Watched, GuideApp):
    """One session of the page."""

    def deliver(self, sheet: Sheet, where: str) -> Notice:  # noqa: ARG002
        """To the page. In the app's own thread: packets must not mix."""
        assert self._driver is not None
        self.call_from_thread(self._driver.write, f"\x1b]{SHEET_OSC};{for_page(sheet)}\x07")
        return SENT

    def nothing_to_erase(self) -> bool:
        """Whether the list of languages is on, with nothing over it."""
        return self.guide.page.kind == "language" and isinstance(self.screen, PageScreen)

    def begin_anew(self) -> None:
        """Nobody there: the page says so."""
        self.close()

    def left_alone(self) -> None:
        """Forgotten, and closed."""
        self.close()
