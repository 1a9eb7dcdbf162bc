"""How far the parent is, in words and dots: the step, and the screen number to read out on the phone."""

from __future__ import annotations

from time import monotonic

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from mozaik_tui.ui.widgets.marks import CHOSEN, FREE
from mozaik_tui.wrapping import cut

BETWEEN = " · "
"""Between step, part and screen in every language."""
SHOW_BUSY_AFTER, KEEP_BUSY = 0.3, 1.0
"""Seconds: a quick answer shows no sign of waiting, a sign that was shown stays readable (architecture.md, subiquity)."""

Words = tuple[str, str | None]


class ProgressLine(Widget):
    """One row. Where room is short the dots go first, then the French words, then the part of a step; the reader's words
    for step and screen stay.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = """
    ProgressLine { height: 1; padding: 0 1; color: $foreground; background: $background; }
    """

    def __init__(self, *, id: str | None = "progress") -> None:
        super().__init__(id=id)
        self._words: Words = ("", None)
        self._done = self._of = 0
        self._waiting: Words | None = None
        self._waits_since = 0.0
        self._timer: Timer | None = None

    def show(self, lead: str, french: str | None = None, *, done: int = 0, of: int = 0) -> None:
        """``lead`` says step and screen ("Step 3 of 8 · Screen 3"); ``done`` of ``of`` dots are full."""
        self._words, self._done, self._of = (lead, None if french == lead else french), done, of
        self.refresh()

    def wait(self, lead: str, french: str | None = None) -> None:
        """Say these words in place of the step until :meth:`waited`, but not for an answer that comes at once."""
        self._stop_timer()
        words = (lead, None if french == lead else french)
        self._timer = self.set_timer(SHOW_BUSY_AFTER, lambda: self._say(words))

    def waited(self) -> None:
        """What was waited for is there; the words, if they were said, stay long enough to be read."""
        self._stop_timer()
        if self._waiting is not None:
            left = self._waits_since + KEEP_BUSY - monotonic()
            self._timer = self.set_timer(max(left, 0.01), lambda: self._say(None))

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _say(self, waiting: Words | None) -> None:
        self._waiting, self._waits_since = waiting, monotonic()
        self.refresh()

    def line(self, width: int) -> str:
        """The fullest form that fits in ``width`` cells."""
        lead, french = self._waiting or self._words
        dots = "" if self._waiting else CHOSEN * self._done + FREE * (self._of - self._done)
        both = f"{lead} / {french}" if french else lead
        parts = lead.split(BETWEEN)
        ends = BETWEEN.join(parts if len(parts) == 1 else (parts[0], parts[-1]))
        for words, end in ((both, dots), (both, ""), (lead, dots), (lead, ""), (ends, "")):
            used = cell_len(words) + (cell_len(end) + 2 if end else 0)
            if used <= width:
                return words + (" " * (width - cell_len(words) - cell_len(end)) + end if end else "")
        return cut(lead, width)

    def render(self) -> RenderResult:
        """The row."""
        return Content(self.line(self.content_size.width))
