"""Nobody has pressed a key for a while: a countdown over whatever is on, in the parent's language and French."""

from __future__ import annotations

from math import ceil

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from ..language.pair import Pair
from .closing import ClosesItself
from .first_frame import WholeFirstFrame
from .widgets.prose import Prose


class IdleScreen(WholeFirstFrame, ClosesItself, ModalScreen[None], inherit_bindings=False):
    """``left`` seconds remain. The app takes it away with the first key, which does nothing else."""

    AUTO_FOCUS = ""

    def __init__(self, words: Pair, left: float) -> None:
        super().__init__()
        self.words = words
        self._left = ceil(left)

    def compose(self) -> ComposeResult:
        """The question, the seconds, what to do."""
        self.hold()
        with VerticalScroll(id="body", can_focus=False):
            yield Prose(self.words.both("kiosk.idle.title").joined("\n"), classes="title")
            yield Prose(self._told(), id="left")
            yield Prose(self.words.both("kiosk.idle.stay").joined("\n"))

    def on_mount(self) -> None:
        """Show it whole."""
        self.call_later(self.release_once_focused)

    def _told(self) -> str:
        return self.words.both_plural("kiosk.idle.left", self._left).joined("\n")

    def tell(self, left: float) -> None:
        """The seconds that remain now."""
        if self._left != ceil(left) and self.is_mounted:
            self._left = ceil(left)
            self.query_one("#left", Prose).update(self._told())

    def settle(self) -> None:
        """Somebody is there."""
        self.close()
